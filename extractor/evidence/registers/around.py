"""What stands around the lines of a register: its title and its day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from extractor.evidence.candidates import Candidate
from extractor.evidence.registers.shape import Register
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.text.fold import squeeze
from extractor.values.dates import DATE, to_date

# --- around the tables -----------------------------------------------------------------------------------------------

_AS_OF = re.compile(r"截[至止]|统计(?:时间|日期|口径|节点|时点)|数据(?:日期|时间|截止|来源)|时点|as of", re.I)


_MADE = re.compile(r"填报|填表|制表|填制|编制|更新|上报|报送|报表|日期|时间|date", re.I)


_LAST_DAY = re.compile(r"(20\d\d)年(?:(1[0-2]|0?[1-9])月份?|第?(?P<quarter>[一二三四1-4])季度?)?[底末]")


_ALONE = re.compile(rf"\s*[（(]?\s*{_LAST_DAY.pattern}\s*[)）]?\s*")
"""Such a day as all of a line: under the title, in brackets."""


_OTHER_DAY = re.compile(r"发布|印发|施行|生效|起保|〔|号文|保险期|签")


def title_of(sheet: Sheet, found: Register) -> str:
    """The words above the table, those in it above its header, and the name of its sheet."""
    first = min((u.index for line in found.lines[:1] for u in line.values()), default=0)
    near = [u.text for u in sheet.units[max(0, first - 30) : first] if u.table is None and len(u.text) <= 60]
    return squeeze(" ".join([found.table.name or "", *near[-6:], *(u.text for u in found.above)]))


def outside(sheet: Sheet, found: Iterable[Register]) -> list[Unit]:
    """What stands around the lines: text of its own, and rows of a table above its header."""
    above = {id(u) for register in found for u in register.above}
    lists = {id(register.table) for register in found}
    small = {id(table) for table, _ in sheet.tables if table.n_rows <= _FORM_ROWS and id(table) not in lists}
    return [
        u
        for u in sheet.units
        if (u.table is None or id(u) in above or id(u.table) in small)
        and (len(u.text) <= 80 or _SPEAKS_OF.match(u.text))
    ]


_SPEAKS_OF = re.compile(r"\s*截[至止]")
"""How a paragraph begins that says of which day it speaks."""
_FORM_ROWS = 6
"""A table of no more rows that is no list is the form at its head."""


def as_of(units: Iterable[Unit]) -> Iterator[Candidate]:
    """The day a register speaks of; a day of filling in counts where no other is told."""
    for unit in units:
        for match in DATE.finditer(unit.text):
            day = to_date(match)
            before = unit.text[max(0, match.start() - 16) : match.start()]
            label = before if before.strip(" (（") else (unit.left.text if unit.left is not None else "")
            score = 0.95 if _AS_OF.search(label) else 0.7 if _MADE.search(label) else 0.5
            if score <= 0.5 and unit.table is not None and not unit.text.strip().startswith(match[0]):
                continue
            if day is not None and not _OTHER_DAY.search(label):
                yield Candidate(day, unit, match.start(), match.end(), score, "label" if score > 0.5 else "form")
        for match in _LAST_DAY.finditer(unit.text):
            told = 0.9 if _AS_OF.search(unit.text) else 0.75 if _ALONE.fullmatch(unit.text) else 0.0
            if told:
                yield Candidate(_last_day(match), unit, match.start(), match.end(), told, "label")


def _last_day(match: re.Match[str]) -> date:
    """The day at which a month, a quarter or a year ends: 2025年6月末, 2025年三季度末, 2025年底."""
    year, month = int(match[1]), int(match[2] or 12)
    if match["quarter"]:
        month = 3 * (1 + "一二三四1234".index(match["quarter"]) % 4)
    return date(year, month, monthrange(year, month)[1])


def runs_on(found: Register) -> bool:
    """Whether the printed ordinals of the lines leave none out; lines without ordinals prove nothing against it."""
    cells = [found.cell(line, "ordinal") for line in found.lines]
    printed = [int(t) for u in cells if u is not None and (t := u.text.strip()).isdigit()]
    return all(after - before == 1 or after == 1 for before, after in pairwise(printed))
