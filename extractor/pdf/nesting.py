"""Forms inside forms without end, found before PDFium follows them: a page of eighteen forms that each show the next four times has
10¹⁰ objects, and PDFium makes all of them when it opens the page.

Form objects are streams, so that their dictionaries stand in the file as they are. Resources that are packed away (in an object
stream) are not looked into.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache

from extractor.errors import TooLarge
from extractor.limits import Limits

MOST_FORMS = 5000  # of one file that are looked at
DEEPEST = 40  # forms inside forms that PDFium follows
LONGEST_HEAD = 4096  # bytes of a dictionary before and behind the word Form
MOST_CONTENT = 1 << 20  # bytes of a form's content that are looked through
_NUMBER = re.compile(rb"(\d{1,10})\s+\d+\s+$")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d+\s+R\b")
_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


def refuse_nesting(data: bytes, limits: Limits) -> None:
    """Refuse a file whose forms would show more objects than a page may have."""
    forms = list(_forms(data))
    if len(forms) == 1 and len(_SHOWN.findall(_content(data, *forms[0][1:]))) < 2 and limits.page_objects > DEEPEST:
        return  # on most papers a seal, which shows one image: what it names need not be looked for, be it itself
    named = {number: (_refs(data, begin, stop), begin, stop) for number, begin, stop in forms}
    within = {n: {name: to for name, to in refs.items() if to in named} for n, (refs, _, _) in named.items()}
    if not any(within.values()):
        return
    shown = {
        n: [within[n][name] for name in _SHOWN.findall(_content(data, *named[n][1:])) if name in within[n]]
        for n in within
        if within[n]
    }

    @cache
    def objects(number: int, deep: int) -> int:
        if deep == 0:
            return 1
        total = 1
        for to in shown.get(number, ()):
            total += objects(to, deep - 1)
            if total > limits.page_objects:
                break
        return total

    if any(objects(number, deep) > limits.page_objects for deep in range(1, DEEPEST) for number in shown):
        raise TooLarge("图形对象层层嵌套过多")


def _forms(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each form object: its number, where its dictionary begins and where its stream does."""
    at = -1
    for _ in range(MOST_FORMS):
        at = data.find(b"/Form", at + 1)
        if at < 0:
            return
        begin = data.rfind(b"obj", max(0, at - LONGEST_HEAD), at)
        numbered = _NUMBER.search(data, max(0, begin - 24), begin) if begin > 0 else None
        stop = data.find(b"stream", at, at + LONGEST_HEAD) if numbered else -1
        if numbered is None or stop < 0:
            continue
        yield int(numbered[1]), begin, stop


def _refs(data: bytes, begin: int, stop: int) -> dict[bytes, int]:
    """What the dictionary of a form names, and the numbers of those objects."""
    refs = {name: int(to) for name, to in _NAMED.findall(data, begin, stop)}
    for indirect in (b"Resources", b"XObject"):
        if indirect in refs:
            refs |= _refs_of(data, refs[indirect])
    return refs


def _refs_of(data: bytes, number: int) -> dict[bytes, int]:
    place = data.find(b"\n%d 0 obj" % number)
    return {name: int(to) for name, to in _NAMED.findall(data, place, place + LONGEST_HEAD)} if place >= 0 else {}


def _content(data: bytes, begin: int, stop: int) -> bytes:
    """What a form shows, as far as it is looked through; empty where it cannot be unpacked."""
    start, last = stop + len("stream"), stop + 8 + MOST_CONTENT
    while data[start : start + 1] in _LINE_ENDS:
        start += 1
    if b"FlateDecode" not in data[begin:stop]:
        content = data[start:last]
        return content[: content.find(b"endstream")]
    unpacker, content, left = zlib.decompressobj(), b"", MOST_CONTENT
    try:
        # piece by piece: most forms are short, and where one ends its unpacker copies all the file behind it
        for at in range(start, min(last, len(data)), _PIECE):
            content += unpacker.decompress(data[at : min(at + _PIECE, last)], left)
            left = MOST_CONTENT - len(content)
            if unpacker.eof or left <= 0:
                break
    except zlib.error:
        return b""
    return content


_LINE_ENDS = (b"\r", b"\n")
_PIECE = 4096
