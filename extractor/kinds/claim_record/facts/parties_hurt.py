"""Who was hurt, where an agreement names him as a party and tells what befell the party: 申请人：某某 … 申请人作业时右拇指被切断."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.people_told import HARM
from extractor.values import person

_PARTY = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<label>[甲乙丙丁]方|申请人|原告|权利人|受偿人)(?:[（(][^）)]{1,8}[）)])?\s*[:：]\s*(?P<name>[\u4e00-\u9fff·]{2,8})(?=[\s（(，,。；;]|$)"
)
_KIN = "之[子女妻父母]|家属|亲属|父亲|母亲|配偶|丈夫|妻子|儿子|女儿|继承"


def parties_hurt(sheet: Sheet) -> Iterator[tuple[str, Unit, int, int]]:
    """(name, unit, start, stop) of each party of the paper that a sentence tells to have been hurt himself."""
    for unit in sheet.units:
        for match in _PARTY.finditer(unit.text):
            if person.is_name(match["name"]) and _is_hurt(sheet, match["label"]):
                yield match["name"], unit, *match.span("name")


def _is_hurt(sheet: Sheet, label: str) -> bool:
    own = rf"(?<!被){label}(?![:：（(])"
    befell = re.compile(rf"{own}(?![^，,。；;]{{0,8}}(?:{_KIN}))[^。；;]{{0,60}}?(?:{HARM})")
    kin = re.compile(rf"{own}[^，,。；;]{{0,10}}(?:{_KIN})")
    return any(map(befell.search, (u.text for u in sheet.units))) and not any(kin.search(u.text) for u in sheet.units)
