"""Places for the enterprise's hand that only the heading over them tells: "客户确认" over "姓名 | … | 日期 | …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.values import person

_CONFIRMS = re.compile(
    r"(?:确认|签认|签收|认可|回执)(?:栏|区|意见|信息|情况|信息栏)?\s*(?:[A-Za-z'’ ]+)?$"
    r"|(?:^|[、.．)）\s])(?:本|我|受检|被检|投保|被服务|受访)?(?:企业|单位|公司|[矿厂船]方|客户)(?:的|反馈|服务)?(?:意见|评价)$"
)
_WHO = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{0,4}(?:经办人|代表|负责人|联系人)|评价人|姓\s?名)\s*(?:[A-Z][A-Za-z' ]{2,20})?\s*(?:[:：]\s*|$)"
)
_LONGEST = 40  # characters of a heading, with its English beside it
_NEAR = 4  # units between a heading and the place under it


def places_headed(sheet: Sheet) -> Iterator[Place]:
    """Names asked for right under a heading by which the enterprise confirms what was done."""
    left = 0
    for unit in sheet.units:
        text = unit.text.rpartition("。")[2].strip()  # a heading may run on from the paragraph over it
        if len(text) <= _LONGEST and ":" not in text and _CONFIRMS.search(text) and side_of(text) == "client":
            left = _NEAR
        elif left:
            left -= 1
            label = _WHO.match(unit.text)
            if label is not None and (side_of(label[0]) != "service" or label[0].startswith("评价")):
                yield Place(unit, label.end(), len(unit.text), "client", True)
                left = 0


def places_abreast(sheet: Sheet) -> Iterator[Place]:
    """The enterprise's hand in a grid of nothing but who signs: the sides abreast, a name under each and a day under each name."""
    for unit in sheet.units:
        name, table = unit.below, unit.table
        if (
            name is None
            or table is None
            or name.table is not table
            or table.n_rows > _ROWS
            or side_of(unit.text) != "client"
        ):
            continue
        rows: dict[int, list[Unit]] = {}
        for other in sheet.units:
            if other.table is table and other.cell is not None:
                rows.setdefault(other.cell.row, []).append(other)
        heads, names, *days = [rows[n] for n in sorted(rows)]
        signed = (
            person.is_name(name.text.strip())
            and all(person.parse_list(u.text, labelled=True) for u in names)
            and name in names
        )
        dated = (
            bool(days)
            and len(days[0]) == len(names)
            and all(u.tokens and u.tokens[0].kind == "moment" for u in days[0])
        )
        if unit in heads and signed and dated and any(side_of(u.text) == "service" for u in heads):
            yield Place(name, 0, len(name.text), "client", True)


_ROWS = 4
