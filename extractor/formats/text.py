"""Plain text in whatever encoding it was saved: each line a line of the document, columns made with blanks a table."""

from __future__ import annotations

import codecs
import hashlib

from extractor.document import Block, Document, Page, Problem
from extractor.errors import Damaged, TooLarge
from extractor.layout.unruled.blanks import tables_of_blanks
from extractor.layout.unruled.fields import records_of
from extractor.limits import Limits

EXTENSIONS = ("txt", "text", "md", "log")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1a\x1b\x0b"))
_SAMPLE = 65536
"""Bytes looked at where looking at all of them would not change the answer."""
_SURELY_CHINESE = 0.7
"""Share of everyday characters from which a GB18030 reading is taken without looking at Big5."""


def sniff(head: bytes) -> float:
    """A small positive number for anything that could be text: it has no signature of its own."""
    if not head or _utf16(head) or any(head.startswith(mark) for mark, _ in _BOMS):
        return 0.2 if head else 0.0
    return 0.2 if not head.translate(None, delete=bytes(set(range(256)) - set(_CONTROLS))) else 0.0


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: line ends and ASCII leave zero bytes on one side only."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 1 or min(even, odd) * 20 > max(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return name if text and sum(map(_is_expected, text)) >= 0.9 * len(text) else ""


def _is_expected(char: str) -> bool:
    return (
        " " <= char <= "~" or char in "\t\r\n" or "\u3000" <= char <= "\u303f" or "\u4e00" <= char <= "\u9fff"
        or "\uff00" <= char <= "\uffef" or "\u00a0" <= char <= "\u00ff" or "\u2000" <= char <= "\u2fff"
    )  # fmt: skip


def _everyday(data: bytes, last: int, least_trail: int) -> float:
    """Share of two-byte characters where a code keeps everyday ones: lead A1 … ``last``, trail from ``least_trail``."""
    everyday = total = at = 0
    while at < len(data):
        if data[at] >= 0x81:
            total += 1
            everyday += 0xA1 <= data[at] <= last and data[at + 1 : at + 2] >= bytes((least_trail,))
            at += 2
        else:
            at += 1
    return everyday / total if total else 1.0


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding). Tried in order: byte order mark, UTF-8, UTF-16, GB18030 or Big5, a statistical guess.

    GB18030 accepts nearly any bytes, Big5 among them, so the two are told apart by how many of the characters are
    everyday ones: GB 2312 keeps those under lead bytes A1–D7 with a trail byte from A1, Big5 under A1–C6 with any.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        name = _utf16(data)
        if name:
            return data.decode(name, "replace"), name
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _guess(data)
    share = _everyday(data[:_SAMPLE], 0xD7, 0xA1)
    if share < _SURELY_CHINESE and _everyday(data[:_SAMPLE], 0xC6, 0x40) > share:
        try:
            return data.decode("big5"), "big5"
        except UnicodeDecodeError:
            pass
    return text, "gb18030"


def _guess(data: bytes) -> tuple[str, str]:
    """The last resort: mostly GB18030 with a few broken bytes, else whatever the statistics say."""
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") * 100 <= len(text):
        return text, "gb18030"
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 100 <= len(text):
        return text, "utf-8"
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Damaged("无法识别文字编码")
    return data.decode(best.encoding, "replace"), best.encoding


def problems_of(text: str) -> tuple[Problem, ...]:
    """A note where some bytes could not be read as characters."""
    broken = text.count("\ufffd")
    if not broken:
        return ()
    return (Problem("characters_lost", f"有{broken}处字符无法识别", "请以UTF-8编码重新保存"),)


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """One page without number; each line that holds anything is a line or a row of a table, named by its number in the file."""
    if len(data) > limits.part_bytes:
        raise TooLarge(f"文本{len(data) // 1024 // 1024}MB")
    text, encoding = decode(data)
    if len(text) > limits.page_chars and max(map(len, text.splitlines()), default=0) > limits.page_chars:
        raise TooLarge(f"一行文字超过{limits.page_chars}字")
    lines = [
        (number, content)
        for number, content in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if content.strip("\x1a\ufeff").strip()
    ]
    blocks: list[Block] = []
    at = 0
    for first, last, records in records_of(lines):
        blocks += [*tables_of_blanks(lines[at:first]), *records]
        at = last + 1
    page = Page(None, 0.0, 0.0, (*blocks, *tables_of_blanks(lines[at:])))
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, sha256, "text", (page,), problems_of(text), paged=False, notes=(f"编码{encoding}",))
