"""bytes → Document: the one door through which every paper is read."""

from __future__ import annotations

from dataclasses import replace

from extractor import formats
from extractor.document import Document, Problem
from extractor.errors import Damaged, Empty, TooLarge
from extractor.limits import DEFAULT, Limits

MISMATCH = "extension_mismatch"


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """What the paper holds. ``name`` is its file name or its path in an archive.

    Raises a ``PaperError`` for a file that cannot be read: the cause, in words for the person holding the paper. A file
    read as something else than its extension says carries a problem with the code ``extension_mismatch``.
    """
    if not data:
        raise Empty
    if len(data) > limits.file_bytes:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    module = formats.pick(formats.signature(data), name)
    try:
        document = module.read(data, name, limits=limits)
    except RecursionError as error:
        raise Damaged("结构嵌套过深") from error
    suffix = formats.extension(name)
    if formats.named_for(suffix) and suffix not in module.EXTENSIONS:
        said = Problem(MISMATCH, f"扩展名是.{suffix}，内容是{document.format.upper()}，已按内容读取", "请改正扩展名")
        document = replace(document, problems=(*document.problems, said))
    return document
