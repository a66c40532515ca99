"""The body of a mail as a paper: when it is one, and as which file it is read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.archives.mail_headers import decode
from extractor.archives.mail_parts import Part, decoded
from extractor.archives.source import Opened

ENOUGH_LETTERS = 100
"""Letters, digits and characters from which a body says something of its own; "请查收附件" and its courtesies have fewer.

Too low costs a paper of no kind in the list; too high costs what the body says. It counts what the sender wrote: quoted
mails (">"), what follows "-----原始邮件-----" and the signature below "-- " are not counted, but are read with the rest.
"""
_LOOKED_AT = 1 << 20
_QUOTED = re.compile(
    r"^(?:-{2,} ?(?:原始邮件|Original Message|转发邮件信息|Forwarded message)|-- ?$|发件人[:：].{0,80}$)", re.MULTILINE
)
_UNSEEN = re.compile(r"<(script|style|head|title)\b|<!--", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Said:
    """How much a body says: ``letters`` of the sender's own; false where it is blank."""

    letters: int
    blank: bool

    def __bool__(self) -> bool:
        return not self.blank

    @property
    def is_paper(self) -> bool:
        return self.letters >= ENOUGH_LETTERS


def substance(part: Part) -> Said:
    """What the sender wrote, counted."""
    text = decode(decoded(part, quietly=True)[:_LOOKED_AT], _charset(part))
    if part.kind == "text/html":
        text = html.unescape(_TAG.sub("\n", _seen(text)))
    whole = sum(map(str.isalnum, text))
    quoted = _QUOTED.search(text)
    own = text[: quoted.start()] if quoted else text
    letters = sum(sum(map(str.isalnum, line)) for line in own.split("\n") if not line.lstrip().startswith(">"))
    return Said(letters, whole == 0)


def _seen(page: str) -> str:
    """The page without scripts, styles and comments; what is never closed goes to the end. Looks at each place once."""
    out: list[str] = []
    lower, at = page.lower(), 0
    while found := _UNSEEN.search(page, at):
        out.append(page[at : found.start()])
        end = f"</{found[1].lower()}" if found[1] else "-->"
        stop = lower.find(end, found.end())
        if stop < 0:
            return "".join(out)
        at = stop + len(end)
    return "".join((*out, page[at:]))


def body_source(part: Part, subject: str) -> Opened:
    """The body as a text or a page in UTF-8, with the subject as its heading."""

    def read_text() -> Iterator[bytes]:
        text = decode(decoded(part), _charset(part))
        yield b"\xef\xbb\xbf" + f"{subject}\n{text}".encode("utf-8", "replace")

    def read_page() -> Iterator[bytes]:
        text = decode(decoded(part), _charset(part))
        title = f"<!DOCTYPE html><title>{html.escape(subject)}</title>" if subject else "<!DOCTYPE html>"
        yield b"\xef\xbb\xbf" + (title + text).encode("utf-8", "replace")

    page = part.kind == "text/html"
    return Opened("邮件正文.html" if page else "邮件正文.txt", part.size, False, read_page if page else read_text)


def _charset(part: Part) -> str:
    try:
        return str(part.headers.get_param("charset", "") or "")
    except Exception:  # the library's parser of parameters stumbles over some that no mail program writes
        return ""
