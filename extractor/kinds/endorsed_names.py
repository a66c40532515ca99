"""What an endorsement makes of the names of who took a policy out and who is insured: 投保人名称由“甲厂”变更为“乙有限公司”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import organisation

_BEFORE = re.compile(r"(?:变更|批改|修改|更改|调整)?(?:前|之前)|原.{0,4}|批前|改前")
_AFTER = re.compile(r"(?:变更|批改|修改|更改|调整)?(?:后|之后)|[现新].{0,4}|批后|改后|(?:变更|修改|调整)为")
_LONGEST_HEAD = 10
_RENAMED = re.compile('(?:变更|更改|更名|改名|更正|修改|批改|变|改)(?:为|成|至)\\s*[：:“”"「《]?')
_PARTIES = (
    ("policyholder", re.compile("投保人(?!数)|投保(?:单位|企业)")),
    ("insured", re.compile("被保险人(?!员|数)|被保险(?:单位|企业)")),
)
_NAME = re.compile("名称|更名|改名|户名")
_OTHERS = re.compile("地址|住所|场所|电话|代码|账|受益|人数|银行|保险人名称|承保机构")
_SURE = 0.9


def now_in_rows(rows: Sequence[Mapping[int, Unit]]) -> Iterator[tuple[Unit, Unit]]:
    """(what it is, what it is now) of each row under the heads of what was and what is: 项目 | 批改前 | 批改后."""
    for at, row in enumerate(rows):
        after = next((c for c, u in row.items() if _AFTER.search(_bare(u)) and not _BEFORE.search(_bare(u))), None)
        if after is None or not any(_BEFORE.search(_bare(u)) for u in row.values()):
            continue
        for under in rows[at + 1 :]:
            unit, name = under.get(after), under.get(min(under))
            if unit is not None and name is not None and name is not unit:
                yield name, unit
        return


def _bare(unit: Unit) -> str:
    text = unit.text.strip()
    return text if len(text) <= _LONGEST_HEAD and not unit.tokens else ""


def new_names(sheet: Sheet) -> Iterator[tuple[str, Reading[Any]]]:
    """(policyholder or insured, new name) of each party that is called otherwise from then on."""
    for table, units in sheet.tables:
        for name, unit in now_in_rows(grid(table, units)):
            for field in _fields(name.text):
                yield from ((field, reading) for reading in _name_at(unit, 0))
    for unit in sheet.units:
        for match in _RENAMED.finditer(unit.text):
            words = re.split("[。；;\\n]", unit.text[: match.end()])[-1]
            for field in _fields(words):
                yield from ((field, reading) for reading in _name_at(unit, match.end()))


def _fields(words: str) -> list[str]:
    """The parties of whose name words speak; both where they speak of a name and of no party."""
    if _OTHERS.search(words):
        return []
    named = [field for field, said in _PARTIES if said.search(words)]
    return named or ([field for field, _ in _PARTIES] if _NAME.search(words) else [])


def _name_at(unit: Unit, at: int) -> Iterator[Reading[Any]]:
    for start, stop, name in organisation.find_all(unit.text[at:])[:1]:
        if not unit.text[at : at + start].strip(' “”"「《:：'):
            yield Reading(name, unit.span(at + start, at + stop), "meaning", _SURE)
