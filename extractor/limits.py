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
    """Everything inside one archive, nested archives included, expanded; a large archive may hold ``archive_growth``
    times its own size instead, for its members are read one at a time."""
    archive_growth: int = 10
    archive_members: int = 100_000
    """Members of one archive, nested archives included."""
    archive_depth: int = 3
    """Archives inside archives: the outermost is depth 1."""
    archive_ratio: int = 200
    """Expanded over packed size; looked at only from ``archive_ratio_from`` bytes on, as short texts shrink well."""
    archive_ratio_from: int = 20 * MIB
    """Expanded size from which the ratio counts."""
    program_seconds: float = 60.0
    """Wall-clock time for an outside program (LibreOffice) on one file."""
    pages: int = 1000
    """Pages of one PDF. Beyond it the paper is refused, not cut: a cut paper would seem to lack what follows."""
    ocr_pages: int = 200
    """Pages of one paper read by OCR, at some seconds each; later ones are reported as failed."""
    page_chars: int = 200_000
    """Characters on one page; a page of the smallest print holds about 15,000."""
    page_objects: int = 200_000
    """Drawing objects on one page, those inside forms included; a drawn map may hold 50,000."""
    page_edges: int = 60_000
    """Ruling edges on one page: a table of 500 rows and 20 columns, drawn cell by cell, has 40,000."""
    form_depth: int = 12
    """Form objects inside form objects on a page; one that holds itself would never end."""
    page_points: float = 14_400.0
    """Longest side of a page in points (200 inches, the PDF standard's own bound); larger ones are not rendered."""
    render_pixels: int = 40_000_000
    """Pixels of one rendered page. A3 at 300 dpi has 17 million, at three bytes each."""
    render_dpi: float = 200.0
    """Resolution at which a page is rendered for OCR; lowered where the page would exceed ``render_pixels``."""
    stream_bytes: int = 64 * MIB
    """One compressed stream of a PDF, expanded. A colour bitmap of an A4 page at 300 dpi has 26 MiB."""
    seal_pictures: int = 4
    """Different pictures of seals on the pages with text of one paper whose words may be read; 0 reads none."""
    photos: int = 80
    """Pictures between the words of one paper that are looked at, whether they are photos to be known again; 0 looks at none."""
    image_pixels: int = 120_000_000
    """Pixels of one image file; A2 at 400 dpi has 62 million."""


DEFAULT = Limits()
