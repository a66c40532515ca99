"""Where the hazards of a list are: the words of a cell beside what is wrong, by which a letter may speak of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.record import Row

_PLACE = re.compile(r"(?=[^\u4e00-\u9fff]*[\u4e00-\u9fff]{2})[\u4e00-\u9fff\dA-Za-z#+()（）-]{2,12}")


def places_beside(tables: Sequence[tuple[Table, Sequence[Unit]]], rows: Sequence[Row]) -> Mapping[str, tuple[int, ...]]:
    """Words of a short cell → the places in ``rows`` of the hazards in whose line it stands, where it stands beside some and not
    beside all of them."""
    wrong = {str(row.value("description") or ""): i for i, row in enumerate(rows)}
    found: dict[str, list[int]] = {}
    for table, units in tables:
        for line in grid(table, units):
            cells = {id(u): u.raw.replace("\n", "").strip() for u in line.values()}
            here = [wrong[text] for text in cells.values() if text in wrong]
            if len(here) != 1:
                continue
            for text in cells.values():
                if text not in wrong and _PLACE.fullmatch(text) and not _tells_else(text):
                    found.setdefault(text, []).append(here[0])
    return {text: tuple(at) for text, at in found.items() if len(at) < len(rows)}


def _tells_else(text: str) -> bool:
    told = hazard_cells.tells_level(text) or hazard_cells.tells_state(text)
    return told or hazard_cells.tells_remedy(text) or "隐患" in text
