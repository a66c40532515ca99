"""bytes → Document: the one door through which every paper is read."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from extractor import formats, locked
from extractor.document import Document, Problem
from extractor.errors import Damaged, Empty, TooLarge
from extractor.limits import DEFAULT, Limits
from extractor.locked import Passwords

MISMATCH = "extension_mismatch"


def read(data: bytes, name: str, *, limits: Limits = DEFAULT, passwords: Passwords = ()) -> Document:
    """What the paper holds. ``name`` is its file name or its path in an archive; ``passwords`` are tried where it has one.

    Raises a ``PaperError`` for a file that cannot be read: the cause, in words for the person holding the paper. A file
    read as something else than its extension says carries a problem with the code ``extension_mismatch``.
    """
    if not data:
        raise Empty
    if len(data) > limits.file_bytes:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    plain, asked = locked.opened_with(data, passwords, limits) if passwords else (locked.unasked(data), False)
    module = formats.pick(formats.signature(plain), name)
    try:
        document = module.read(plain, name, limits=limits)
    except RecursionError as error:
        raise Damaged("结构嵌套过深") from error
    if plain is not data:  # the paper is the file that was handed in, lock and all
        said = "已用给出的密码打开" if asked else "以Excel的缺省密码加密，已打开"
        document = replace(document, sha256=hashlib.sha256(data).hexdigest(), notes=(*document.notes, said))
    suffix = formats.extension(name)
    if formats.named_for(suffix) and suffix not in module.EXTENSIONS:
        mismatch = Problem(
            MISMATCH, f"扩展名是.{suffix}，内容是{document.format.upper()}，已按内容读取", "请改正扩展名"
        )
        document = replace(document, problems=(*document.problems, mismatch))
    return document
