"""What a caller may choose; everything else follows from the papers and the packs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from validators.law.pack import Pack

try:
    ENGINE = version("anze")
except PackageNotFoundError:  # run from a checkout that was not installed
    ENGINE = "0.1.0"

SECONDS = 300.0
"""Wall-clock time for one paper; a scan takes some three seconds a page."""
MEMORY_MIB = 4096
"""Address space for one paper: the OCR runtime maps 3.5 GiB while using about one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One call's choices.

    ``as_of`` overrides the manifest's day of review. ``region`` (digits of a GB/T 2260 code) overrides the place found
    on the papers. ``every`` lists satisfied rules too. ``workers`` None means one per processor. ``seconds`` and
    ``memory_mib`` bound the reading of one paper. ``keep``: a file that what was read is kept in, for
    ``anze recheck``. ``packs`` judge; None for those of this package.
    ``lay_out``: Word files are laid out by LibreOffice, and their places get pages and boxes.
    ``passwords`` are tried on papers and archives that have one; they are kept nowhere and shown nowhere.
    """

    as_of: date | None = None
    region: str | None = None
    lang: str = "zh"
    every: bool = False
    workers: int | None = None
    seconds: float = SECONDS
    memory_mib: int = MEMORY_MIB
    keep: Path | None = None
    packs: tuple[Pack, ...] | None = None
    lay_out: bool = False
    passwords: tuple[str, ...] = field(default=(), repr=False)
