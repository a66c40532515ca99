"""Streams that would fill the memory, found before PDFium unpacks them."""

from __future__ import annotations

import zlib

from extractor.errors import TooLarge
from extractor.limits import Limits

SAMPLE_BYTES = 1024  # packed bytes unpacked of every long stream to see how well it shrinks
SUSPICIOUS_RATIO = 50  # text reaches about 10, blank bitmaps and bombs 1000


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Refuse a file with a compressed stream that expands beyond all measure.

    PDFium unpacks a page's content whole before it looks at it, so this is looked at before PDFium sees the file. Only
    long streams are tried, and of these only the beginning unless it shrinks suspiciously well.
    """
    least = limits.stream_bytes // 1100  # deflate shrinks at most 1032 times
    start = 0
    while len(data) - start >= least:
        last = data.rfind(b"endstream", start, start + least)
        if last >= 0:  # what ends here or before is short
            start = last + 9
            continue
        none_before = start + least - 8  # else it would have been found just now
        place = data.find(b"stream", start)
        if place < 0:
            return
        start = place + 6
        if data[place - 3 : place] == b"end":
            continue
        body = start
        if data[body : body + 2] == b"\r\n":
            body += 2
        elif data[body : body + 1] in (b"\n", b"\r"):
            body += 1
        stop = data.find(b"endstream", max(body, none_before))
        stop = len(data) if stop < 0 else stop
        if stop - body >= least and _expands_beyond(data[body:stop], limits.stream_bytes):
            raise TooLarge("压缩流展开后过大")
        start = stop + 9


def _expands_beyond(packed: bytes, most: int) -> bool:
    unpacker = zlib.decompressobj()
    try:
        sample = packed[:SAMPLE_BYTES]
        first = len(unpacker.decompress(sample, 2 * SUSPICIOUS_RATIO * len(sample)))
        if first < SUSPICIOUS_RATIO * len(sample):
            return False
        total, rest = first, unpacker.unconsumed_tail + packed[SAMPLE_BYTES:]
        while rest and total <= most:
            grown = len(unpacker.decompress(rest, 1 << 20))
            if grown == 0:
                break
            total += grown
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return total > most
