"""Papers damaged on purpose: sound ones of every format, and ways in which bytes, parts and words of them go wrong.

An input is told by a seed and a number alone, so that a failure is had again without its file. Bytes are changed as a bad
disk or a cut-off upload changes them; parts inside packages are changed and packed again, so that the change gets past the
checksum; and what a format's readers stand on – numbers, names, tags, lengths – is exchanged for what they do not expect.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from api.kept import Kept, from_line, to_line
from extractor import examine
from extractor.containers import is_container, members
from extractor.errors import PaperError
from extractor.formats import HEAD_BYTES, TAIL_BYTES

Mutation = Callable[[bytes, Random], bytes]

LONGEST = 4_000_000
"""Bytes of one input; repeating what was repeated would otherwise fill the machine before a reader sees it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One damaged paper under the name it is handed in with, and words to try on it."""

    name: str
    data: bytes
    passwords: tuple[str, ...] = ()


def made(seed: int, number: int, sound: Mapping[str, bytes]) -> Input:
    """Input ``number`` of a seed: one of the ``sound`` papers by turns, changed once to four times."""
    chance = Random(f"{seed}:{number}")
    names = sorted(sound)
    name = names[number % len(names)]
    other = sound[chance.choice(names)]
    data = sound[name]
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = changed(data, name, other, chance)[:LONGEST]
    given = chance.choice(names) if chance.random() < 0.05 else name
    return Input(given, data, ("1234", "密码") if chance.random() < 0.1 else ())


def changed(data: bytes, name: str, other: bytes, chance: Random) -> bytes:
    """Changed once: as bytes, as a package, or in the words of its format."""
    suffix = name.rsplit(".", 1)[-1]
    ways: list[Mutation] = [bytes_flipped, chunk_lost, chunk_twice, cut_off, numbers_lied]
    ways.append(lambda data, chance: spliced(data, other, chance))
    if zipfile.is_zipfile(io.BytesIO(data)):
        ways += 3 * [directory_lied] + 6 * [part_changed]
    elif suffix == "png":
        ways += 6 * [png_chunk_changed]
    elif suffix in WORDS:
        ways += 9 * [lambda data, chance: words_exchanged(data, WORDS[suffix], chance)]
    return chance.choice(ways)(data, chance)


# -- as bytes ----------------------------------------------------------------------------------------------------------


def _stretch(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** chance.uniform(0, 14)))


def bytes_flipped(data: bytes, chance: Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 30)) if out else 0):
        out[chance.randrange(len(out))] = chance.choice((0, 0x20, 0x7F, 0xFF, chance.randrange(256)))
    return bytes(out)


def chunk_lost(data: bytes, chance: Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def chunk_twice(data: bytes, chance: Random) -> bytes:
    start, end = _stretch(data, chance)
    at = chance.choice((end, chance.randrange(len(data) + 1)))
    return data[:at] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[at:]


def cut_off(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + b"\0" * chance.choice((0, 0, 4096))


def numbers_lied(data: bytes, chance: Random) -> bytes:
    """A length or place of two or four bytes set to one that binary formats trip over."""
    width = chance.choice((2, 4))
    if len(data) <= width:
        return data
    at = chance.randrange(min(len(data), chance.choice((200, 2000, len(data)))) - width + 1) if len(data) > 200 else 0
    value = chance.choice((0, 1, 0x7F, 0x80, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)) & ((1 << 8 * width) - 1)
    return data[:at] + value.to_bytes(width, chance.choice(("little", "big"))) + data[at + width :]


def spliced(data: bytes, other: bytes, chance: Random) -> bytes:
    """The beginning of one file and the end of another, or a stretch of the other in the midst."""
    at, start = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    return data[:at] + other[start:] + (data[at:] if chance.random() < 0.3 else b"")


# -- as words of a format ----------------------------------------------------------------------------------------------

_MARKUP = re.compile(rb'(?<==")[^"<>]*(?=")|<[^<>]{1,80}>|(?<=>)[^<>]{1,80}(?=<)')
_ODD = (
    b"", b"-1", b"0", b"1e400", b"NaN", b"-99999999999999999999", b"2147483648", b"\xed\xa0\x80", b"&#0;", b"&#xD800;",
    b"&nbsp;", b"&a;", "²".encode(), b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"<x:y>", b"]]>", b"<![CDATA[", b"../../x", b"\0",
    b"A0", b"XFD1048577", b"rId999", "二〇二五年十三月四十日".encode(), "亿万万亿".encode(), "１２３．４５．６７".encode(),
    "2025年2月30日".encode(), "99999年1月1日".encode(), b"0000-00-00", "１００００％".encode(), b"12.5.5%", "第〇条".encode(),
)  # fmt: skip
_ODD_PDF = (
    b"0", b"-1", b"1e39", b"99999999999", b"0 0 R", b"65535 65535 R", b"null", b"<<", b">>", b"[", b"]", b"(", b")", b"<",
    b"/", b"/Length", b"/FlateDecode", b"/LZWDecode", b"/JBIG2Decode", b"/JPXDecode", b"/DCTDecode", b"/CCITTFaxDecode",
    b"/RunLengthDecode", b"/Crypt", b"endobj", b"endstream", b"q " * 300, b"BT", b"ET", b"ID", b"EI", b"/ObjStm", b"/XRef",
    b"0.0000001", b"[/FlateDecode /FlateDecode /FlateDecode]", b"<FFFF>", b"90", b"/Identity-V", b"/Type3",
)  # fmt: skip
WORDS: Mapping[str, tuple[re.Pattern[bytes], tuple[bytes, ...]]] = {
    "pdf": (
        re.compile(
            rb"\d+ \d+ R|/[A-Za-z0-9]+|[-+]?\d*\.?\d+|<<|>>|\[|\]|endobj|endstream|stream|xref|trailer|startxref|"
            rb"\bT[jJmfdD*]\b|\bcm\b"
        ),
        _ODD_PDF,
    ),
    "xml": (_MARKUP, _ODD),
    "html": (_MARKUP, (*_ODD, b"<table>", b"</table>", b"<tr>", b"<td rowspan=65000 colspan=999>", b"<div>" * 400)),
    "rtf": (
        re.compile(rb"\\[a-z]+-?\d*|\\'[0-9a-f]{2}|[{}]|\\\*|-?\d+"),
        (b"{", b"}", rb"\cell", rb"\row", rb"\trowd", rb"\u-99999?", rb"\bin99999999 ", rb"\'", rb"\cellx-5", rb"\uc99",
         rb"\ansicpg1", rb"\intbl\itap99", rb"\pict", b"\\", rb"\'81", rb"\clvmrg", rb"\clmgf", b"{" * 300),
    ),
    "eml": (
        re.compile(rb"[A-Za-z-]+: |boundary=\S+|--\S+|[A-Za-z0-9+/]{20,}=*|=\?\S+\?=|charset=\S+|base64|[\r\n]+"),
        (b"\r\n", b"\n\n", b"Content-Type: ", b"charset=utf-7", b"charset=x", b"base64", b"uuencode", b"quoted-printable",
         b"=?gbk?B?====?=", b"=?x?Q?=ZZ?=", b"boundary=", b'boundary=""', b"--", b"\0", b"message/rfc822",
         b"multipart/digest", b"filename*0*=a''%", b"x" * 5000),
    ),
    "csv": (re.compile(rb'[,\t;"\r\n]+|[^,\t;"\r\n]+'), (b'"', b",", b"\0", b"\r", b"\n\n", b'""', b"=1+1", b"," * 3000, *_ODD)),
    "txt": (re.compile(rb"[\x80-\xff]{3,30}|\s+|\d+"), (b"\xff\xfe", b"\xfe\xff", b"\x81\x30\x81\x30", b"\x0c", *_ODD)),
}  # fmt: skip
"""By extension: what a format's readers stand on, and what they do not expect in its place."""
MARKUP_PARTS = ("xml", "rels", "xhtml")


def words_exchanged(data: bytes, words: tuple[re.Pattern[bytes], tuple[bytes, ...]], chance: Random) -> bytes:
    """A few words of the format replaced, lost, exchanged for others of the same file, or said again and again."""
    pattern, odd = words
    for _ in range(chance.choice((1, 2, 6))):
        found = list(pattern.finditer(data))
        if not found:
            return data
        place = chance.choice(found)
        new = chance.choice((
            chance.choice(odd), chance.choice(odd), b"", chance.choice(found).group(),
            place.group() + chance.choice(found).group(), place.group() * chance.choice((2, 2, 700)),
        ))  # fmt: skip
        data = data[: place.start()] + new + data[place.end() :]
    return data


# -- as a package ------------------------------------------------------------------------------------------------------

_NAMES = (
    "../上级.pdf",
    "/etc/x",
    "C:\\x.pdf",
    "a/../b.xml",
    "",
    ".",
    "\0",
    "x" * 3000,
    "a//b",
    "保单\u202efdp.exe",
    "a\nb.txt",
)


def part_changed(data: bytes, chance: Random) -> bytes:
    """One part changed by the ways of its own format, lost, renamed or exchanged, and all packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # damaged by an earlier change
        return bytes_flipped(data, chance)
    if not parts:
        return data
    at = chance.randrange(len(parts))
    name, content = parts[at]
    other = chance.choice(parts)[1]
    match chance.randrange(12):
        case 0:
            del parts[at]
        case 1:
            parts[at] = chance.choice(_NAMES), content
        case 2:
            parts[at] = name, other
        case 3:
            parts += [(name, content)] * chance.choice((1, 40))
        case _:
            suffix = name.rsplit(".", 1)[-1]
            parts[at] = name, changed(content, "x.xml" if suffix in MARKUP_PARTS else name, other, chance)
    return packed(parts)


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """A ZIP of these parts, several of one name and of no name included."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            info = zipfile.ZipInfo("x", (2025, 1, 1, 0, 0, 0))
            info.filename = name  # as it is: the constructor would mend it
            package._didModify = True  # type: ignore[attr-defined]
            package.NameToInfo.clear()  # a name that comes twice is meant, and no warning
            package.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def directory_lied(data: bytes, chance: Random) -> bytes:
    """A field of a ZIP's local headers, of its directory or of its end record set to what it is not."""
    places = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not places:
        return data
    out = bytearray(data)
    for _ in range(chance.choice((1, 3))):
        at = chance.choice(places) + chance.choice((4, 6, 8, 10, 14, 18, 20, 22, 24, 26, 28, 30, 32, 34, 38, 42, 46))
        value = chance.choice((0, 1, 8, 9, 12, 14, 99, 0xFFFF, 0xFFFFFFFF, chance.randrange(len(data))))
        width = chance.choice((2, 4))
        out[at : at + width] = (value & (256**width - 1)).to_bytes(width, "little")
    return bytes(out)


def png_chunk_changed(data: bytes, chance: Random) -> bytes:
    """A PNG with one chunk changed, lost or put elsewhere, and every checksum right."""
    chunks = list(_png_chunks(data))
    if not chunks:
        return data
    at = chance.randrange(len(chunks))
    kind, content = chunks[at]
    match chance.randrange(5):
        case 0:
            del chunks[at]
        case 1:
            chunks.insert(chance.randrange(len(chunks)), (kind, content))
        case 2:
            chunks[at] = (
                chance.choice((b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"zTXt", b"acTL", b"fdAT", b"eXIf")),
                content,
            )
        case _:
            chunks[at] = kind, chance.choice((bytes_flipped, numbers_lied, chunk_lost))(content, chance)
    return data[:8] + b"".join(
        len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
        for kind, content in chunks
    )


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : end]
        at = end + 4


# -- what becomes of it (in a worker) ----------------------------------------------------------------------------------


def fate(given: Input) -> tuple[str, ...]:
    """What became of each paper in it: ``read`` and its kind, or the code of why not. Anything raised is a defect."""
    head, tail = given.data[:HEAD_BYTES], given.data[HEAD_BYTES:][-TAIL_BYTES:]
    is_container(head + tail, given.name)  # what ``anze check`` asks of a file before a worker has it
    if not is_container(given.data, given.name):
        return (_paper(given.name, given.data, given.passwords),)
    said = []
    for member in members(given.data, given.name, passwords=given.passwords):
        if member.error is not None:
            said.append(member.error.code)
        elif member.data is not None:
            said.append(_paper(member.path, member.data, given.passwords))
    return tuple(said)


def _paper(name: str, data: bytes, passwords: tuple[str, ...]) -> str:
    """The record has to be one that can be kept: written as UTF-8 and read back as the same."""
    try:
        record = examine([(name, data)], passwords=passwords)
    except PaperError as error:
        return error.code
    kept = Kept(None, "", None, (record,))
    line = to_line(kept)
    line.encode()
    if from_line(line, name) != kept:
        raise AssertionError("a record is not what it was once it is kept")
    return f"read {record.kind}"
