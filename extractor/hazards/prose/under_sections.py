"""Items that only the heading over them makes hazards: it says that all under it were mended, or by when they are to be."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.hazards.apart.headed import plain_item
from extractor.hazards.apart.sections import Section
from extractor.hazards.items.item_rows import describes_none
from extractor.hazards.items.items import Part
from extractor.hazards.meaning.record_words import tells_defect
from extractor.record import Row

_LEAST, _MOST = 2, 0.6
"""Items under such headings, and the share of them that must tell what is wrong."""


def more_under(
    parts: Sequence[Part], sections: Sequence[Section | None], told: Sequence[Part]
) -> list[tuple[Part, Row]]:
    """The hazards under such headings that were not told; none where most items under them tell nothing wrong."""
    own = [p for p, s in zip(parts, sections, strict=True) if s is not None and s.part is not p and p.marked]
    read = [(p, row) for p in own if (row := plain_item(p, any_words=True)) is not None]
    rows = [(p, row) for p, row in read if not describes_none(str(row.value("description")))]
    if len(rows) < _LEAST:
        return []
    wrong = sum(tells_defect(str(row.value("description"))) for _, row in rows)
    known = {(id(part.unit), part.start) for part in told}
    return [(p, row) for p, row in rows if (id(p.unit), p.start) not in known] if wrong >= _MOST * len(own) else []
