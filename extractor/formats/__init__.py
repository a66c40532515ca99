"""The room of file formats: one module per format, found by looking, chosen by content before extension.

A format module offers

* ``EXTENSIONS`` – lower-case, without the dot; several modules may claim one (an ``.xls`` may be a table in HTML);
* ``sniff(head) -> float`` – how surely these bytes are this format: ``SURE`` and more for a signature only this format
  has, a smaller positive number for "could be read as" (plain text), 0 for no;
* ``read(data, name, *, limits) -> Document`` – raises a ``PaperError`` for a file it cannot read.

``head`` is what :func:`signature` returns. Modules import heavy libraries inside ``read``, not at their top, because
choosing a format imports them all.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from extractor import ole2
from extractor.document import Document
from extractor.errors import Damaged, Empty, UnknownFormat, WrongContent
from extractor.limits import Limits

SURE = 0.5
"""From this score on the content decides alone."""

HEAD_BYTES = 8192
TAIL_BYTES = 16384


class FormatModule(Protocol):
    """What every module of this package offers."""

    __name__: str
    EXTENSIONS: tuple[str, ...]

    def sniff(self, head: bytes) -> float: ...

    def read(self, data: bytes, name: str, *, limits: Limits) -> Document: ...


@cache
def modules() -> tuple[FormatModule, ...]:
    """Every format module, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(cast(FormatModule, module) for module in found if hasattr(module, "EXTENSIONS"))


def signature(data: bytes) -> bytes:
    """The bytes that tell a format: the beginning, and where a format keeps its table of contents elsewhere, that too.

    A ZIP archive lists its members at its end, an OLE2 file (legacy Office) in a directory anywhere.
    """
    head = data[:HEAD_BYTES]
    if head.startswith(b"PK\x03\x04"):
        return head + data[HEAD_BYTES:][-TAIL_BYTES:]
    if head.startswith(ole2.MAGIC):
        return head + ole2.directory(data)
    return head


def extension(name: str) -> str:
    """The lower-case extension without its dot, "" where there is none."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].strip().lower() if "." in base else ""


def named_for(suffix: str) -> tuple[FormatModule, ...]:
    """The modules that claim this extension."""
    return tuple(module for module in modules() if suffix in module.EXTENSIONS) if suffix else ()


def pick(head: bytes, name: str) -> FormatModule:
    """The module that should read a file with this :func:`signature` and name.

    Content decides where it has a signature of its own. Text has none, so there the extension chooses between the
    formats that are text; text under the name of a format that is not text raises ``WrongContent``.
    """
    if not head:
        raise Empty
    suffix = extension(name)
    claimed = named_for(suffix)
    scored = sorted(((module.sniff(head), module) for module in modules()), key=lambda pair: -pair[0])
    best, module = scored[0]
    if best >= SURE:
        return module
    fitting = [found for score, found in scored if score > 0 and found in claimed]
    if fitting:
        return fitting[0]
    if best > 0:
        if claimed:
            raise WrongContent(f"扩展名是.{suffix}，内容却是纯文本")
        return module
    if not head.strip(b"\0"):
        raise Damaged("内容全部为零字节")
    if claimed:
        raise WrongContent(f"内容不是有效的{suffix.upper()}文件")
    raise UnknownFormat(f".{suffix}" if suffix else "")
