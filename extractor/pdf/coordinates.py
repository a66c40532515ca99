"""PDF user space → the page as displayed: origin top left, after ``/Rotate`` and ``CropBox``. Points."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from extractor.document import Box

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of PDF: x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def displayed(page: Any) -> tuple[Matrix, float, float]:
    """The matrix from PDF user space to the page as displayed (origin top left), and the displayed width and height.

    ``/Rotate`` turns clockwise and ``CropBox`` moves the origin: PDF 32000-1, 7.7.3.3 and 14.11.2.
    """
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(frame))
    left, bottom, right, top = frame.left, frame.bottom, frame.right, frame.top
    width, height = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page)
    if turn == 1:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 2:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 3:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height


def turned_page(matrix: Matrix, width: float, height: float, degrees: int) -> tuple[Matrix, float, float]:
    """The same for the page turned clockwise by 90, 180 or 270 degrees."""
    if degrees == 90:
        return multiply(matrix, (0.0, 1.0, -1.0, 0.0, height, 0.0)), height, width
    if degrees == 180:
        return multiply(matrix, (-1.0, 0.0, 0.0, -1.0, width, height)), width, height
    return multiply(matrix, (0.0, -1.0, 1.0, 0.0, 0.0, width)), height, width


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def place(box: tuple[float, float, float, float], matrix: Matrix) -> Box:
    """A rectangle (left, bottom, right, top) of user space as displayed; right for turns by quarter only."""
    a, b, c, d, e, f = matrix
    x0, x1 = a * box[0] + c * box[1] + e, a * box[2] + c * box[3] + e
    y0, y1 = b * box[0] + d * box[1] + f, b * box[2] + d * box[3] + f
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
