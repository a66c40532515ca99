"""Electronic signatures: that they are there is said, that they hold is not."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Problem

NOT_VERIFIED = "signature_not_verified"
"""The paper was read all the same: nobody looked whether a signature holds."""


def not_verified(makers: Sequence[str]) -> Problem:
    """What is said of a paper with signatures: one entry each, the name of its maker or ""."""
    named = "、".join(sorted({maker[:40] for maker in makers if maker}))
    said = f"有{len(makers)}个电子签名或签章{f'（{named}）' if named else ''}，未验证其真伪"
    return Problem(NOT_VERIFIED, said, "请用专业验章软件核验签章")


def signatures_of(document: pypdfium2.PdfDocument) -> list[str]:
    """A name for each signature of a PDF with form fields; all "", for who made one stands in its certificate."""
    return [""] * max(0, pdfium.FPDF_GetSignatureCount(document.raw))
