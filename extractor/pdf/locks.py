"""A PDF behind a password written anew without it, in memory."""

from __future__ import annotations

import io

import pypdfium2.raw as pdfium

from extractor.errors import Encrypted, WrongPassword
from extractor.limits import Limits
from extractor.pdf.bombs import refuse_bombs
from extractor.pdf.opening import open_pdf


def without_lock(data: bytes, passwords: tuple[str, ...], limits: Limits) -> bytes:
    """The PDF without its lock; ``data`` itself where only printing or changing is locked, for reading needs no word then.

    Raises WrongPassword where none of the passwords opens it, and what ``open_pdf`` raises for a damaged one.
    """
    refuse_bombs(data, limits)
    for password in ("", *passwords):
        try:
            document = open_pdf(data, password)
        except Encrypted:
            continue
        try:
            if not password:
                return data
            plain = io.BytesIO()
            document.save(plain, flags=pdfium.FPDF_REMOVE_SECURITY)
            return plain.getvalue()
        finally:
            document.close()
    raise WrongPassword
