"""A sheet on which people sign that they came: who they are, so that one sheet in the papers of two enterprises is seen.

Only a sheet that says so in its heading is looked at, alone or at the end of a report. The people are the printed or read names of its
columns, or of its lines; a sheet whose hands nobody can read has too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from extractor.document import Table
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.staff_list.words import by_shape, several_names
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.text.fold import squeeze

TABLE: Final = "attendance"
"""names (folded, in rising order), heading (the words over the list, which say whose people they are)."""
LEAST: Final = 5
"""Names, under which two sheets agree by chance."""

_SAID: Final = re.compile(
    "签到(?!时间|地点|方式|率|人数|情况)|(?:参训|参会|参加|与会|到场|受训|培训|演练)(?:人员|员工|职工)?(?:签名|签字|签字确认)(?:表|簿|册|单|页|栏|$)|(?:签名|签字)(?:表|簿|册)"
)
_OF_VISITORS: Final = re.compile("专家|检查组|评审组|工作组|服务(?:人员|组)|技术人员|检查人员|巡查人员")
"""Who signs that came to the enterprise, and goes to the next."""
_LONGEST_TITLE: Final = 40
_NAMES: Final = re.compile(
    r"(?:参[训会加]|学员|受训|与会|签到|本人|员工|职工|人员)?(?:人|人员|者)?(?:姓名|名字|签名|签字|签到)(?:栏|处|\(.{0,6}\))?|学员|参训人员?|签到人"
)
_HEADERS: Final = 3  # rows in which the header of a column of names stands
_OVER: Final = 8  # units over and under the title that say whose sheet it is
_COUNTED: Final = re.compile(r"\d{1,3}[.、)]?")


def signed_in(sheet: Sheet) -> tuple[Row, ...]:
    """The paper's sheet for signing in; none for most papers."""
    title = next((u for u in sheet.units if len(u.text) <= _LONGEST_TITLE and _is_title(squeeze(u.text))), None)
    if title is None:
        return ()
    names = {squeeze(name) for name in _in_columns(sheet)} or {squeeze(name) for name in _in_lines(sheet, title)}
    if len(names) < LEAST:
        return ()
    span = title.span()
    near = sheet.units[max(0, title.index - _OVER) : title.index + _OVER]
    cells: dict[str, Reading[Any]] = {
        "names": _reading(tuple(sorted(names)), span),
        "heading": _reading(" ".join(u.text for u in near), span),
    }
    return (Row(cells, span),)


def _is_title(text: str) -> bool:
    return _SAID.search(text) is not None and _OF_VISITORS.search(text) is None


def _reading(value: Any, span: Span) -> Reading[Any]:
    return Reading(value, span, "signed sheet", 0.8)


def _in_columns(sheet: Sheet) -> Iterator[str]:
    """The names under the headers of names, of which a sheet may have several beside each other."""
    for block in (block for page in sheet.document.pages for block in page.blocks):
        if isinstance(block, Table):
            yield from _under_headers(block)


def _under_headers(table: Table) -> Iterator[str]:
    headers = {
        cell.col: cell.row for cell in table.cells if cell.row < _HEADERS and _NAMES.fullmatch(squeeze(cell.text))
    }
    for cell in table.cells:
        if cell.row > headers.get(cell.col, table.n_rows):
            yield from several_names(cell.text) or ([cell.text] if by_shape(cell.text) else [])


def _in_lines(sheet: Sheet, title: Unit) -> Iterator[str]:
    """The names of lines that hold hardly anything else: 1 王芳  机加   2 李强  装配."""
    for unit in sheet.units[title.index + 1 :]:
        words = [word for word in re.split(r"[\s、,，;；]+", unit.text) if word and not _COUNTED.fullmatch(word)]
        named = [word for word in words if by_shape(word)]
        if named and (2 * len(named) >= len(words)) and max(map(len, words)) <= 8:
            yield from named
