"""应保企业清单 (roster): enterprises that must insure, or have insured, one line each; kept by a town, a park or a department.

Fields: roster_date (the day it speaks of), jurisdiction, region_code, scope ("due", "insured" or "uninsured" where its title says
that it lists only such). Table ``enterprises``: see docs/fields.md. A cell that says neither yes nor no is absent.
"""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence import registers
from extractor.evidence.candidates import ranked, to_reading
from extractor.evidence.sheet import Sheet
from extractor.kinds.base import Extracted
from extractor.kinds.roster.around import ABOUT, DUE, TITLE, read_place, read_scope, with_region
from extractor.kinds.roster.lines import enterprise_row
from extractor.kinds.roster.tables import OF_INSURING, rosters
from extractor.kinds.roster.told_labels import told_by_labels
from extractor.kinds.roster.told_lines import told_in_lines
from extractor.kinds.roster.told_matrix import told_in_matrix
from extractor.record import Reading, Row, Witness
from extractor.text.fold import squeeze

KIND = "roster"


_SUPPORT = frozenset({
    "uscc", "industry", "size", "headcount", "insured_count", "is_due", "insured", "policy_no", "period", "period_end", "insurer",
    "full_staff", "full_amount", "area", "region_code", "regulator", "category",
})  # fmt: skip


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a roster, in points; 0 for a ledger, a list of claims, of hazards, of people."""
    best = 0.0
    for found in rosters(sheet):
        if found.told("foreign") or not found.lines:
            continue
        support = _SUPPORT & found.columns.keys()
        title = registers.title_of(sheet, found)
        of_insuring = bool(support & OF_INSURING)
        about = ABOUT.search(title) is not None
        if not (of_insuring or about) or len(support) < (1 if of_insuring and about else 2):
            continue
        names = [squeeze(u.text) for line in found.lines if (u := found.cell(line, "enterprise"))]
        if len(set(names)) < 0.6 * len(names) or (len(names) < 2 and not TITLE.search(title)):
            continue
        best = max(
            best, min(7.0, 2.0 + 0.7 * len(support) + 1.5 * bool(TITLE.search(title)) + 0.2 * min(5, len(names)))
        )
    return best or _told(sheet)


def _told(sheet: Sheet) -> float:
    """Points for a text under the title of such a list whose lines tell of enterprises one by one whether they are insured."""
    heading = [text for unit in sheet.units[:_HEADING] if len(text := squeeze(unit.text)) <= _LONGEST_TITLE]
    heading = [text for text in heading if ABOUT.search(text)]
    titled = any(map(TITLE.search, heading))
    titled = titled or any(map(_OF_THOSE_INSURED.search, heading))
    rows = (told_in_matrix(sheet) or told_in_lines(sheet)) if titled else []
    if not rows and heading:
        rows = told_in_matrix(sheet)
    if not rows and any(TITLE.search(text) or _OF_CARDS.search(text) for text in heading):
        rows = told_by_labels(sheet)
    told = {"insured", "headcount"} if any(map(DUE.search, heading)) else {"insured"}
    whole = bool(rows) and (
        all(told & row.cells.keys() for row in rows)
        or (len(rows) > 1 and len({row.value("policy_no") for row in rows} - {None}) == len(rows))
    )
    return 3.0 + 0.4 * min(5, len(rows)) if whole else 0.0


_OF_THOSE_INSURED = re.compile("(?:承保|投保|参保|续保|应保)的?(?:企业|单位|客户).{0,6}(?:函|报告|报送|情况|说明)?$")
"""What heads a letter that lists those who are insured: 关于报送安责险承保企业的函."""
_OF_CARDS = re.compile("(?:企业|单位|客户).{0,6}(?:信息|资料|档案)")
"""What heads the cards of enterprises, each with labels of its own."""
_HEADING = 3  # units
_LONGEST_TITLE = 50  # characters


def extract(sheet: Sheet) -> Extracted:
    """The day, the place and every line of every table that is a roster."""
    in_cells = told_in_matrix(sheet)
    rows: list[Row] = []
    tables = [] if in_cells else [found for found in rosters(sheet) if not found.told("foreign")]
    counted = all(map(registers.runs_on, tables))
    for found in tables:
        rows.extend(
            row
            for line, group in zip(found.lines, found.groups, strict=True)
            if (row := enterprise_row(found, line, group))
        )
    in_lines = [] if rows else in_cells or told_in_lines(sheet) or told_by_labels(sheet)
    rows += in_lines
    fields: dict[str, Reading[Any]] = {}
    around = registers.outside(sheet, tables)
    day = to_reading(ranked(registers.as_of(around)))
    if day is not None:
        fields["roster_date"] = day
    read_place(around, rows, fields)
    read_scope(around, fields)
    rows = [with_region(row, fields.get("region_code")) for row in rows]
    why = (
        "enterprises told in lines"
        if in_lines
        else "every line of the table was read"
        if counted
        else "the numbers of its lines do not run on"
    )
    witness = Witness(bool(rows), bool(rows) and counted and not in_lines, why if rows else "no roster table found")
    return Extracted(fields, {"enterprises": tuple(rows)}, {"enterprises": witness})
