"""One part of a mail: what it is, its bytes, and whether it can be a paper at all."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from email.message import Message

from extractor.errors import Damaged, LeftOut, OutlookWinmail, PaperError, SealedMail

SMALLEST_PICTURE = 20_000
"""Bytes below which a picture shown inside the body is a logo or a signature; a page photographed has twenty times more.
The same bound as for pictures in a DOCX."""
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_TNEF = b"\x78\x9f\x3e\x22"
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted", "application/pgp-encrypted")
_OF_PAGES = ("text/css", "text/javascript", "application/javascript", "application/x-javascript", "message/delivery-status",
             "message/disposition-notification", "text/rfc822-headers")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """``data[start:stop]`` is its content as sent. ``group`` names the multiparts around it."""

    data: bytes
    headers: Message
    start: int
    stop: int
    group: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    @property
    def disposition(self) -> str:
        return str(self.headers.get("Content-Disposition", "")).partition(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        return str(self.headers.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower()

    @property
    def is_body(self) -> bool:
        """Text that a mail program shows as the mail itself."""
        if self.kind not in ("text/plain", "text/html") or self.disposition == "attachment":
            return False
        return not re.search(
            r"name\*?\d*\*?=", str(self.headers.get("Content-Disposition", "")) + self._type, re.IGNORECASE
        )

    @property
    def _type(self) -> str:
        return str(self.headers.get("Content-Type", ""))

    @property
    def size(self) -> int:
        """About how many bytes it has once decoded."""
        length = self.stop - self.start
        return length * 3 // 4 if self.encoding == "base64" else length

    @property
    def failure(self) -> PaperError | None:
        """Why it cannot be opened, whatever its name."""
        if self.kind in _SEALED:
            return SealedMail()
        if self.kind == "message/partial":
            return Damaged("邮件被拆成几封，这里只有一封")
        if self.kind == "message/external-body":
            return Damaged("附件不在邮件里，邮件只写了它的地址")
        return None


def decoded(part: Part, *, quietly: bool = False) -> bytes:
    """The part's bytes. Raises Damaged for base64 with characters that are none or an end that is missing: what follows
    would be shifted. ``quietly``: what can be had, for a look."""
    raw = part.data[part.start : part.stop]
    # The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
    raw = raw[:-2] if raw.endswith(b"\r\n") else raw[:-1] if raw.endswith(b"\n") else raw
    if part.encoding == "base64":
        return _base64(raw, quietly)
    if part.encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if part.encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uu(raw, quietly)
    return raw


def _base64(raw: bytes, quietly: bool) -> bytes:
    if _NOT_BASE64.search(raw) and not quietly:
        raise Damaged("附件编码不完整（base64含有无效字符）")
    plain = b"".join(raw.split()).rstrip(b"=")
    if (len(plain) % 4 == 1 or b"=" in plain) and not quietly:
        raise Damaged("附件编码不完整（base64）")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError) as error:
        if quietly:
            return b""
        raise Damaged("附件编码不完整（base64）") from error


def _uu(raw: bytes, quietly: bool) -> bytes:
    out: list[bytes] = []
    for line in raw.splitlines():
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.strip() == b"end":
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error as error:
            if not quietly:
                raise Damaged("附件编码不完整（uuencode）") from error
    return b"".join(out)


def reason_against(part: Part, path: str, pages: bytes) -> PaperError | None:
    """Why the part is no paper, None where it may be one. ``pages`` are the mail's bodies, which name what they show."""
    lower = path.lower()
    if part.kind in ("application/ms-tnef", "application/vnd.ms-tnef") or lower == "winmail.dat":
        return OutlookWinmail()
    if lower.endswith(".p7m"):
        return SealedMail()
    if part.kind in _SIGNATURES or lower == "smime.p7s":
        return LeftOut("邮件的电子签名，未验证")
    if part.kind in _OF_PAGES or part.kind.startswith("font/"):
        return LeftOut("网页或退信的附属部分")
    if part.kind.startswith("image/") and part.size < SMALLEST_PICTURE and _is_shown_inside(part, pages):
        return LeftOut(f"正文内嵌的小图片（约{max(1, part.size // 1024)}KB），多为签名或标志")
    if decoded_start(part).startswith(_TNEF):
        return OutlookWinmail()
    return None


def decoded_start(part: Part) -> bytes:
    """The first bytes of the part, decoded."""
    raw = part.data[part.start : min(part.stop, part.start + 64)]
    if part.encoding != "base64":
        return raw
    plain = b"".join(raw.split())[:8]
    try:
        return base64.b64decode(plain)
    except (binascii.Error, ValueError):
        return b""


def _is_shown_inside(part: Part, pages: bytes) -> bool:
    """Whether a body shows the picture: by its content id, by its place, or as it says itself."""
    name = str(part.headers.get("Content-ID", "")).strip().strip("<>")
    if name and b"cid:" + name.encode("utf-8", "surrogateescape") in pages:
        return True
    if part.disposition == "attachment":
        return False  # Outlook gives every attachment a content id
    return bool(name) or part.disposition == "inline" or "multipart/related" in part.group
