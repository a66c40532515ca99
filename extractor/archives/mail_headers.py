"""Headers of a mail as people read them: RFC 2047 words, RFC 2231 parameters, and the raw GBK or UTF-8 that many send."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import quopri
import re
import unicodedata
from email.message import Message

_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")
_LONGEST_NAME = 200
"""Characters kept of an attachment's name; the ending stays."""
_EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "image/tiff": ".tif", "image/heic": ".heic", "image/heif": ".heif",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/ofd": ".ofd",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/x-zip-compressed": ".zip",
}  # fmt: skip


def plain_header(headers: Message, name: str) -> str:
    """The header with this name decoded and on one line, "" where there is none."""
    for found, value in headers.raw_items():
        if found.lower() == name:
            return " ".join(decoded_words(str(value)).split())
    return ""


def decoded_words(text: str) -> str:
    """A raw header as it is meant. Words that stand side by side are joined as bytes first: a Chinese character may be
    cut in two between them.

    >>> decoded_words("=?gb2312?B?sLLU8A==?=  =?utf-8?q?2025.pdf?=")
    '安责2025.pdf'
    """
    text = _BETWEEN.sub(r"\1\2", _native(text))
    out: list[str] = []
    charset, gathered, at = "", b"", 0
    for word in _WORD.finditer(text):
        if gathered and (word.start() > at or word[1].lower() != charset):
            out.append(decode(gathered, charset))
            gathered = b""
        out.append(text[at : word.start()])
        charset, at = word[1].lower(), word.end()
        gathered += _word_bytes(word)
    return "".join((*out, decode(gathered, charset) if gathered else "", text[at:]))


def _word_bytes(word: re.Match[str]) -> bytes:
    raw = word[3].encode("utf-8", "surrogateescape")
    if word[2] in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return word[0].encode("utf-8", "surrogateescape")


def _native(text: str) -> str:
    """Raw bytes in a header, which ``email`` keeps as surrogates: UTF-8 where they are, else GB18030."""
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return decode(text.encode("utf-8", "surrogateescape"), "")


def decode(raw: bytes, charset: str) -> str:
    """Bytes in a declared charset; GB2312 and GBK as their superset, an unknown or wrong one by what the bytes are."""
    said = charset.partition("*")[0].strip().lower()
    said = "gb18030" if said in ("gb2312", "gbk", "cp936", "gb_2312-80", "x-gbk") else said
    for encoding in (said, "utf-8", "gb18030"):
        if encoding in ("", "us-ascii", "ascii", "unknown-8bit", "8bit", "default"):
            continue
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):  # ValueError: a NUL in the charset's name; UnicodeDecodeError is one too
            continue
    return raw.decode("utf-8", "replace")


def file_name(headers: Message, kind: str, number: int) -> str:
    """The name of an attachment: as declared, else its number and what it is.

    Of a path only the last part counts, as RFC 2183 section 2.3 bids; control characters, which would begin a header of
    their own in a mail that is sent on, are dropped.
    """
    declared = _declared(headers)
    base = re.split(r"[/\\]", declared)[-1]
    base = "".join(c for c in base if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip()
    if not base.strip(". "):
        guess = _EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ""
        return f"附件{number}{guess}"
    stem, dot, ending = base.rpartition(".")
    if len(base) > _LONGEST_NAME:
        return (
            f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else base[:_LONGEST_NAME]
        )
    return base


def _declared(headers: Message) -> str:
    """``filename`` or ``name`` wherever it is; the headers are decoded first, as a GBK character may end in a "\\"."""
    plain = Message()
    for wanted in ("Content-Disposition", "Content-Type"):
        for found, value in headers.raw_items():
            if found.lower() == wanted.lower() and wanted not in plain:
                plain[wanted] = " ".join(_native(str(value)).split("\n")).replace("\r", "")
    try:
        name = plain.get_filename("")
    except Exception:  # the library's parser of parameters stumbles over some that no mail program writes
        return ""
    return decoded_words(str(name))
