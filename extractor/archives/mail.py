"""E-mail (.eml, RFC 5322 and MIME) as a container: attachments and attached mails are its members, so is a body that says
something.

Only the headers go through ``email``; bodies are cut by their boundaries here, without recursion and without a copy, so that
an attached mail keeps its very bytes and a thousand parts inside each other cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from typing import BinaryIO

from extractor.archives.mail_bodies import body_source, substance
from extractor.archives.mail_headers import file_name, plain_header
from extractor.archives.mail_parts import Part, decoded, reason_against
from extractor.archives.source import Opened, Source
from extractor.errors import Damaged, LeftOut, PaperError, TooLarge
from extractor.limits import Limits
from extractor.locked import Passwords

_KNOWN = frozenset((
    "from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "sender", "reply-to", "delivered-to",
    "in-reply-to", "references", "x-mailer",
))  # fmt: skip
_FEWEST_KNOWN = 3
"""Headers of a letter that a file without a MIME version must begin with to be taken for one."""
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEAD_BYTES = 8192
_HEADER_BYTES = 1 << 20
"""Longest block of headers that is looked at; honest ones have some kilobytes, most of them stamps of servers."""
_LONGEST_FIELD = 8192
"""Characters of a header with parameters."""
_DEEPEST = 50
"""Multiparts inside multiparts; mail programs make four."""
_PARTS = 5000
"""Parts of one mail."""


def is_mail(head: bytes) -> bool:
    """Whether these bytes begin with the headers of a mail: a MIME version and a content type, or three of a letter's."""
    if not _begins_mail(head):  # nearly all: what begins otherwise is not taken apart
        return False
    names = set()
    for line in head[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n"):
        field = _FIELD.match(line)
        if field:
            names.add(field[1].lower().decode("ascii"))
        elif not line.startswith((b" ", b"\t")) and not (line.startswith((b"From ", b">From ")) and not names):
            break
    return {"mime-version", "content-type"} <= names or len(names & _KNOWN) >= _FEWEST_KNOWN


def _begins_mail(head: bytes) -> bool:
    first = head[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")[0]
    return _FIELD.match(first) is not None or first.startswith((b" ", b"\t", b"From ", b">From "))


def open_mail(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    """The attachments in order, then the body; what is no paper is listed with the reason why."""
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    cut = _Cut(data)
    parts = cut.leaves()
    subject = plain_header(cut.top, "subject")
    bodies = [part for part in parts if part.is_body]
    referred = b"".join(decoded(part, quietly=True) for part in bodies if part.kind == "text/html")
    sources: list[Source] = []
    papers = 0
    for number, part in enumerate((part for part in parts if not part.is_body), 1):
        path = file_name(part.headers, part.kind, number)
        reason = part.failure or reason_against(part, path, referred)
        papers += reason is None
        sources.append(_refused(path, reason) if reason else _attached(path, part))
    sources += _bodies(bodies, subject, papers)
    if cut.unclosed:
        sources.append(_refused("邮件结尾", Damaged("邮件不完整，其后可能还有附件")))
    return sources


def _attached(path: str, part: Part) -> Source:
    def read() -> Iterator[bytes]:
        yield decoded(part)

    return Opened(path, part.size, False, read)


def _refused(path: str, reason: PaperError) -> Source:
    def read() -> Iterator[bytes]:
        raise reason
        yield b""

    return Opened(path, 0, False, read)


def _bodies(bodies: list[Part], subject: str, papers: int) -> Iterator[Source]:
    """The body as a paper of its own where it says more than a covering note does, or where it is all there is."""
    for part in bodies:
        said = substance(part)
        if not said:
            continue
        made = body_source(part, subject)
        if said.is_paper or not papers:
            yield made
        else:
            yield _refused(made.path, LeftOut(f"邮件正文只有{said.letters}字，是附件的说明"))


@dataclass(slots=True)
class _Open:
    """A part that may have parts: where its content lies, and how deep; ``group`` names the multiparts around it."""

    headers: Message
    start: int
    stop: int
    depth: int
    group: str = ""


class _Cut:
    """A mail cut into its parts. ``top`` are the mail's own headers; ``unclosed``: its last boundary is missing."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.unclosed = False
        start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.top, self._start = self._headers(start, len(data))

    def leaves(self) -> list[Part]:
        """The parts that are no multiparts, in order; of alternatives one."""
        found: list[Part] = []
        waiting = [_Open(self.top, self._start, len(self._data), 1)]
        while waiting:
            part = waiting.pop()
            kind = part.headers.get_content_type()
            if not kind.startswith("multipart/") or kind == "multipart/encrypted":
                found.append(Part(self._data, part.headers, part.start, part.stop, part.group))
            else:
                inner = self._inside(part, kind)
                waiting.extend(reversed(inner))
            if len(found) + len(waiting) > _PARTS:
                raise TooLarge(f"邮件超过{_PARTS}个部分")
        return _chosen(found)

    def _inside(self, part: _Open, kind: str) -> list[_Open]:
        mark = re.escape(_boundary(part.headers))
        if part.depth >= _DEEPEST:
            raise Damaged("邮件各部分嵌套过深")
        inner: list[_Open] = []
        begun, closed = -1, False
        group = f"{part.group}|{kind}:{part.start}"
        for found in re.compile(rb"^--" + mark + rb"(--)?[ \t]*\r?$\n?", re.MULTILINE).finditer(
            self._data, part.start, part.stop
        ):
            if begun >= 0:
                headers, start = self._headers(begun, found.start())
                inner.append(_Open(headers, start, found.start(), part.depth + 1, group))
            begun = found.end()
            if found[1]:
                closed = True
                break
            if len(inner) > _PARTS:
                raise TooLarge(f"邮件超过{_PARTS}个部分")
        if not closed:
            self.unclosed = True
            if 0 <= begun < part.stop:
                headers, start = self._headers(begun, part.stop)
                inner.append(_Open(headers, start, part.stop, part.depth + 1, group))
        return inner

    def _headers(self, start: int, stop: int) -> tuple[Message, int]:
        """The headers that begin at ``start``, and where what follows them begins."""
        if self._data[start : start + 1] in (b"\n", b"\r"):  # a part without headers
            at = start + (2 if self._data[start : start + 2] == b"\r\n" else 1)
            return Message(), at
        end = _BLANK.search(self._data, start, min(stop, start + _HEADER_BYTES))
        if end is None:
            if stop - start > _HEADER_BYTES:
                raise Damaged("邮件头过长")
            return _parsed(self._data[start:stop]), stop
        return _parsed(self._data[start : end.start() + 1]), end.end()


def _parsed(raw: bytes) -> Message:
    """The headers; those with parameters cut where no mail program's reach, as the library takes the square of their length."""
    headers = BytesHeaderParser().parsebytes(raw)
    for name, value in list(headers.raw_items()):
        if name.lower().startswith("content-") and len(value) > _LONGEST_FIELD:
            headers.replace_header(name, value[:_LONGEST_FIELD])
    return headers


def _boundary(headers: Message) -> bytes:
    try:
        boundary = headers.get_boundary()
    except Exception:  # the library's parser of parameters stumbles over some that no mail program writes
        boundary = None
    if not boundary:
        raise Damaged("邮件缺少分隔标记")
    return boundary.encode("utf-8", "surrogateescape")


def _chosen(parts: list[Part]) -> list[Part]:
    """Of each body that comes as text and as a page the one to read: text, unless only the page has a table."""
    out: list[Part] = []
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if part.is_body and "multipart/alternative" in part.group:
            groups.setdefault(part.group.partition("multipart/alternative")[2].partition("|")[0], []).append(part)
    dropped: set[int] = set()
    for group in groups.values():
        pages = [part for part in group if part.kind == "text/html"]
        texts = [part for part in group if part.kind == "text/plain"]
        if pages and texts:
            table = any(decoded(page, quietly=True).lower().count(b"<td") >= 4 for page in pages)
            said = any(decoded(text, quietly=True).strip() for text in texts)
            dropped |= {id(part) for part in (texts if table or not said else pages)}
    out.extend(part for part in parts if id(part) not in dropped)
    return out
