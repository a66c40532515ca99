"""People told without a list's columns: in a card each, in lines of labels, or as a table of nothing but names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from extractor.evidence import registers
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.staff_list.words import POST, by_shape, form_of, is_name, may_be_name
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import id_number

Cells = dict[str, Reading[Any]]


def told_in_cards(sheet: Sheet) -> list[Row]:
    """The people of small forms, each with a name beside a number of identity or a post; else of lines of labels."""
    in_forms = [row for table, units in sheet.tables if table.n_rows <= _ROWS for row in _of_card(units)]
    if in_forms:
        return in_forms
    in_lines = list(_of_labels([unit for unit in sheet.units if unit.table is None]))
    if len(in_lines) > 1:
        return in_lines
    in_cells = [
        row for _, units in sheet.tables for unit in units if _tells_several(unit) for row in _of_labels([unit])
    ]
    return in_cells if len(in_cells) > 1 else []


def _tells_several(unit: Unit) -> bool:
    """Whether a cell holds labels with values of their own, all that its table tells of somebody: 姓名：…, 身份证号：…, 工种：…."""
    return sum(1 for _ in _LABELLED.finditer(unit.text)) > 1


_ROWS = 8
"""Rows of a card of one person."""


def _of_card(units: Iterable[Unit]) -> Iterator[Row]:
    cells: Cells = {}
    for unit in units:
        label = squeeze(unit.left.text) if unit.left is not None else ""
        for name, value in _said(label, unit.text):
            cells.setdefault(name, Reading(value, unit.span(), "label", 0.85))
    yield from _person(cells)


_LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,8})\s*[:：]\s*(?P<value>[^:：，,；;]*?)\s*(?=$|[，,；;\n]|\s[\u4e00-\u9fff\u3000 ]{2,8}[:：])"
)


def _of_labels(units: Sequence[Unit]) -> Iterator[Row]:
    """The people of lines in which labels lead what is told, each beginning at the label of a name: 姓名：… 性别：… 岗位：…."""
    cells: Cells = {}
    for unit, below in zip_longest(units, units[1:]):
        alone = _NAME_ALONE.fullmatch(unit.text)
        number = _NUMBER_ALONE.fullmatch(unit.text)
        if alone is not None and by_shape(alone["name"]) and below is not None and _tells_of_one(below):
            yield from _person(cells)
            cells = {"name": Reading(alone["name"], unit.span(*alone.span("name")), "card", 0.8)}
        elif number is not None and "name" in cells and (value := id_number.parse(number["no"])) is not None:
            cells.setdefault("id_no", Reading(value, unit.span(*number.span("no")), "card", 0.85))
        for match in _LABELLED.finditer(unit.text):
            for name, value in _said(match["label"], match["value"]):
                if name == "name":
                    yield from _person(cells)
                    cells = {}
                if name == "name" or cells:
                    cells.setdefault(name, Reading(value, unit.span(*match.span("value")), "label", 0.85))
    yield from _person(cells)


_NAME_ALONE = re.compile(
    r"\s*(?:[（(\[【]?(?:No\.?)?\d{1,4}[)）\]】.、．]?\s*)?(?P<name>[\u4e00-\u9fff·]{2,8})\s*(?:[（(]?[男女][)）]?)?\s*"
)
_NUMBER_ALONE = re.compile(r"\s*(?:身份证号?码?|证件号码?|证号)?\s*[:：]?\s*(?P<no>\d{6}[\d*]{8}[\d*]{3}[\dXx])\s*")
"""What a line of a card holds that has no label: who it is of, the number of identity."""


def _tells_of_one(unit: Unit) -> bool:
    """Whether a line goes on with what a card tells of somebody whose name stands over it."""
    if _NUMBER_ALONE.fullmatch(unit.text):
        return True
    return any(name != "name" for m in _LABELLED.finditer(unit.text) for name, _ in _said(m["label"], m["value"]))


def _person(cells: Cells) -> Iterator[Row]:
    if "name" in cells and {"id_no", "post"} & cells.keys():
        yield Row(cells, cells["name"].span)


def _said(label: str, said: str) -> Iterator[tuple[str, Any]]:
    """What stands beside a label."""
    columns = registers.columns_of("staff")
    text = "".join(said.split())
    if columns["name"].named(label) and is_name(text):
        yield "name", text
    elif columns["id_no"].named(label) and (number := id_number.parse(said)) is not None:
        yield "id_no", number
    elif columns["post"].named(label) and 2 <= len(text) <= 14 and not re.search(r"\d", text):
        yield "post", text
    elif columns["form"].named(label) and (form := form_of(said)) is not None:
        yield "form", form


_FEWEST = 4
"""Names that make a table a list of people."""
_SURE = 0.7
_COUNT = re.compile(r"[（(]?共?\s*\d+\s*[人名][)）]?")
_HEADS = re.compile("^(?:岗位|工种|职务|班次|部门|班别)$|(?:车间|班组?|部门?|科室?|[组室队线段仓库处厂站])$")


def told_in_names(sheet: Sheet) -> list[Row]:
    """The people of tables that hold nothing but names under or beside their workshops; none where a cell is anything else."""
    return [row for _, units in sheet.tables for row in _of_names(units)]


def _of_names(units: Sequence[Unit]) -> list[Row]:
    if any(id_number.parse(unit.text) is not None for unit in units):
        return []  # a list with columns
    by_row: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.cell is None or registers.BLANK.match(unit.text) or unit.text.strip().isdigit():
            continue
        by_row.setdefault(unit.cell.row, []).append(unit)
    lines = list(by_row.values())
    first = next((i for i, line in enumerate(lines[:_ABOVE]) if _is_of_names(line)), None)
    if first is None:
        return []
    rows: list[Row] = []
    post: Reading[Any] | None = None
    across: dict[int, Reading[Any]] = {}
    for line in lines[first:]:
        if len(line) > 1 and all(_is_head(unit.text) for unit in line):
            told = {unit.cell.col: _post(unit) for unit in line if unit.cell is not None}
            across = {col: post for col, post in told.items() if post is not None}
            continue
        head, names = (line[0], line[1:]) if _is_head(line[0].text) else (None, line)
        if head is not None:
            post = _post(head)
        if not all(may_be_name(_WITH_POST.sub("", unit.text)) for unit in names):
            return []
        rows += [_of_name(u, across.get(u.cell.col, post) if u.cell is not None else post) for u in names]
    sure = sum(by_shape(str(row.value("name"))) for row in rows)
    beside = sum(len(line) > 1 for line in lines[first:])
    led = all(
        _is_head(line[0].text) for line in lines[first:]
    )  # by what they do, or where: names then of whatever family
    led = led and not any(POST.match(str(row.value("name"))) for row in rows)
    return rows if len(rows) >= _FEWEST and sure >= (_HALF if led else _SURE) * len(rows) and beside > 1 else []


_HALF = 0.5


_ABOVE = 4
"""Lines of a table that may tell of all of it before the names begin: its title, its policy."""


def _is_of_names(line: Sequence[Unit]) -> bool:
    """Whether a line holds heads and names and nothing else, where the table's own title stands above it."""
    return all(_is_head(u.text) or by_shape("".join(_WITH_POST.sub("", u.text).split())) for u in line)


_WITH_POST = re.compile(r"\s*[（(](?P<post>[\u4e00-\u9fff]{2,8})[)）]\s*$")
"""What somebody does in brackets behind the name: 裴日新（装卸工）."""


def _post(head: Unit) -> Reading[Any] | None:
    bare = squeeze(_COUNT.sub("", head.text))
    return Reading(bare, head.span(), "derived:group", 0.8) if POST.match(bare) else None


def _of_name(unit: Unit, post: Reading[Any] | None) -> Row:
    own = _WITH_POST.search(unit.text)
    if own is not None and POST.match(own["post"]):
        post = Reading(own["post"], unit.span(*own.span("post")), "cell", 0.85 * unit.confidence)
    stop = len(unit.text) if own is None else own.start()
    name = Reading("".join(unit.text[:stop].split()), unit.span(0, stop), "cell", 0.85 * unit.confidence)
    cells: Cells = {"name": name}
    return Row(cells if post is None else {**cells, "post": post}, unit.span())


def _is_head(text: str) -> bool:
    """Whether a cell names a workshop or what those beside or under it do: 铸造车间（5人）, 制浆工."""
    bare = squeeze(_COUNT.sub("", text))
    return bool(_COUNT.search(text) or _HEADS.search(bare) or POST.match(bare)) and not by_shape(bare)
