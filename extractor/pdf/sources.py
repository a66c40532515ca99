"""What the pixels of an image are made of, by the file alone: its stream and its mask's, with what is said of them.

To see an image PDFium unpacks every pixel and every pixel's mask. An insurer's policies carry one seal, so that an image is mostly
one that was seen before; PDFium does not give its mask, but the file has it. Only what a file states plainly is believed.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from typing import Any

import pypdfium2.raw as pdfium

HEAD_BYTES = 2000  # an image's dictionary is a few hundred bytes
SIGHT_BYTES = 64  # the end of a packed stream, its checksum among them, by which it is found in the file

_REFERENCE = re.compile(rb"\d+\s+\d+\s+R\b")
_MASK = re.compile(rb"/SMask\s+(\d+\s+\d+)\s+R\b")
_LENGTH = re.compile(rb"/Length\s+\d+\s+\d+\s+R\b")
_ODD = re.compile(rb"[#%(]")
_STREAM = re.compile(rb"stream\r?\n")


def source_of(data: bytes, image: Any) -> bytes | None:
    """A digest of all that an image of the file ``data`` is made of, the same for the same image in another file. None where that
    is not plain: an encrypted file, an inline image, colours or masks that are told elsewhere."""
    packed = _packed(image)
    start = _only(data, packed[-SIGHT_BYTES:]) - max(0, len(packed) - SIGHT_BYTES) if packed else -1
    if start < 0 or not data.startswith(packed, start):
        return None
    before = data[max(0, start - HEAD_BYTES) : start]
    head = before[before.rfind(b"obj") + 3 :]
    masks = _MASK.findall(head)
    if not _is_plain(head, len(masks)) or len(masks) > 1:
        return None
    mask = _object(data, b" ".join(masks[0].split())) if masks else b""
    if mask is None:
        return None
    whole = b"\0".join((_REFERENCE.sub(b"R", head), packed, mask))
    return hashlib.blake2b(whole, digest_size=32).digest()  # half of what SHA-256 costs; it leaves this process nowhere


def _packed(image: Any) -> bytes:
    """The image's stream as it lies in the file, if that is not encrypted."""
    size = pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0)
    buffer = ctypes.create_string_buffer(size)
    return buffer.raw if pdfium.FPDFImageObj_GetImageDataRaw(image, buffer, size) == size else b""


def _only(data: bytes, sought: bytes) -> int:
    """Where something stands that stands in the file only once, else -1."""
    at = data.find(sought)
    return at if at >= 0 and data.find(sought, at + 1) < 0 else -1


def _object(data: bytes, number: bytes) -> bytes | None:
    """The dictionary and the stream of an object, the last of this number, as it is after updates; None where it is not plain."""
    title = number + b" obj"
    at = data.rfind(title)
    while at > 0 and not data[at - 1 : at].isspace():  # the end of a longer number
        at = data.rfind(title, 0, at)
    start = at + len(title)
    stream = _STREAM.search(data, start, start + HEAD_BYTES) if at > 0 else None
    if stream is None or not _is_plain(data[start : stream.start()], 0):
        return None
    stop = data.find(b"endstream", stream.end())
    return _REFERENCE.sub(b"R", data[start : stream.start()]) + data[stream.end() : stop] if stop > 0 else None


def _is_plain(head: bytes, masks: int) -> bool:
    """Whether a dictionary says itself all that its stream's pixels hang on, but for a mask."""
    told = masks + len(_LENGTH.findall(head))
    return len(_REFERENCE.findall(head)) == told and not _ODD.search(head)
