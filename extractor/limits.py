"""How much a file may cost before it is refused: every bound in one frozen value.

The defaults are meant for office paper: a filing's largest honest file is a scan of a few hundred pages. A bound is
checked while reading, never after, so that a file made to exhaust memory is stopped on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes are bytes, pixels are width × height, times are seconds."""

    file_bytes: int = 300 * MIB
    """Size of one paper as delivered."""
    part_bytes: int = 64 * MIB
    """One part inside a package (an XML part of a DOCX), expanded."""
    sheet_bytes: int = 512 * MIB
    """One sheet of a workbook, expanded; it is streamed, so only cells with content cost memory."""
    cells: int = 500_000
    """Cells with content in one workbook."""
    archive_bytes: int = 1024 * MIB
    """Everything inside one archive, nested archives included, expanded."""
    archive_members: int = 20_000
    """Members of one archive, nested archives included."""
    archive_depth: int = 3
    """Archives inside archives: the outermost is depth 1."""
    archive_ratio: int = 200
    """Expanded over packed size; looked at only from ``archive_ratio_from`` bytes on, as short texts shrink well."""
    archive_ratio_from: int = 20 * MIB
    """Expanded size from which the ratio counts."""
    program_seconds: float = 60.0
    """Wall-clock time for an outside program (LibreOffice) on one file."""
