"""A table of what was done, one visit to a row: its day, its service, who came."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from extractor.evidence.columns import grid
from extractor.evidence.concepts import Formula, Meaning, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit

_IS_LABEL = 0.6  # of a heading's characters that mean a field
_TO_COME = re.compile("计划|方案|安排|拟|建议|要求|期限|时限|下一?步|下次")
"""Over a table: what it lists is to be done, and not done."""
_NOT_DONE = re.compile("[未待拟]|取消|延期|没有")
_DAY = re.compile(r"(?<!\d)\d{1,2}\s*[月./-]\s*\d{1,2}")


def listed_visits(
    sheet: Sheet, in_hazards: frozenset[int], wanted: Formula, only_types: Callable[[str], bool]
) -> list[Unit]:
    """The cells that name the service of each dated row; [] where no table lists two visits.

    ``wanted``: what the heading of their column means; ``only_types``: whether a text is nothing but names of services.
    """
    for table, units in sheet.tables:
        lines = grid(table, units)
        heads = lines[0] if lines else {}
        told = {c: meaning(u.text) for c, u in heads.items()}
        over = " ".join(
            [
                *(u.text for u in sheet.units[max(0, units[0].index - 1) : units[0].index]),
                *(u.text for u in heads.values()),
            ]
        )
        if _TO_COME.search(over) or any(m.any("hazard", "advice", "status") for m in told.values()):
            continue
        col = next((c for c, m in told.items() if _names_service(m, wanted) and not only_types(heads[c].text)), None)
        days = [c for c, m in told.items() if c != col and m.has("date")]
        if col is None and days:
            col = _by_cells(lines[1:], {c for c, m in told.items() if m.coverage == 0}, days, only_types)
        if col is None or not days:
            continue
        cells = [
            line[col]
            for line in lines[1:]
            if col in line
            and any(c in line and _DAY.search(line[c].text) for c in days)
            and not any(_NOT_DONE.search(u.text) for u in line.values())
            and id(line[col]) not in in_hazards
            and only_types(line[col].text)
        ]
        if len(cells) > 1:
            return cells
    return []


def _by_cells(
    lines: Sequence[Mapping[int, Unit]], free: Collection[int], days: Sequence[int], only_types: Callable[[str], bool]
) -> int | None:
    """The one column under a word that means nothing by itself (工作) whose cells name a service in every dated row."""
    dated = [line for line in lines if any(c in line and _DAY.search(line[c].text) for c in days)]
    plain = [c for c in sorted(free) if all(c in line and only_types(line[c].text) for line in dated)]
    return plain[0] if len(dated) > 1 and len(plain) == 1 else None


def _names_service(label: Meaning, wanted: Formula) -> bool:
    """Whether a heading asks which service it was, and not what was looked at (检查项目)."""
    return label.coverage >= _IS_LABEL and bool(wanted.score(label)) and not label.has("service")
