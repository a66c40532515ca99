"""批单 (endorsement): a paper that changes a policy in force. Only what ends the cover is read: a policy given up (退保).

Fields: policy_no (of the policy changed), change ("surrender" where it gives the policy up), effective_date (from when), closure
(True where it says that the enterprise was closed by law or has wholly stopped). It is no policy: none of its sums is one.
"""

from __future__ import annotations

import re
from datetime import date

from extractor.evidence.candidates import Candidate, ranked, to_reading
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.kinds.policy import policy_numbers
from extractor.values.dates import DATE, to_date

KIND = "endorsement"

_SURRENDER = re.compile(
    r"退保|注销(?:本|该)?保险?单|(?:解除|终止)(?:本|该)?(?:保险合同|保单)|保险(?:责任|合同)(?:即行|随即)?终止"
)
_DENIED = re.compile(r"不得|不予|不同意|未予|未获|不办理|禁止|无权|撤销|撤回|驳回|如(?!下)|若|倘|凡")
_CLOSED = re.compile(
    r"依法(?:关闭|取缔)|(?:完全|全面|永久)(?:停产|停业|停止生产|停止经营)|吊销|破产|注销登记|歇业|关闭取缔|被取缔"
)
_DAY = re.compile(r"生效|退保|终止|批改|解除|注销|起")
_ISSUED = re.compile(r"(?:签发|出具|打印|受理|申请|签单|制单|批改|批单)(?:日期|日|时间|于)?[:\s]*$")


def extract(sheet: Sheet) -> Extracted:
    """The policy it changes, whether it gives it up, from when, and whether the enterprise was closed."""
    found = {
        "policy_no": [c for c in policy_numbers(sheet) if "批单" not in c.unit.text[: c.start]],
        "change": _surrenders(sheet),
        "effective_date": ranked(_days(sheet)),
        "closure": _closures(sheet),
    }
    readings = {name: reading for name, ones in found.items() if (reading := to_reading(ones)) is not None}
    if "change" not in readings:
        readings.pop("effective_date", None)
    return Extracted(readings)


def _surrenders(sheet: Sheet) -> list[Candidate]:
    return [Candidate("surrender", unit, m.start(), m.end(), 0.9, "meaning") for unit, m in _said(sheet, _SURRENDER)]


def _closures(sheet: Sheet) -> list[Candidate]:
    return [Candidate(True, unit, m.start(), m.end(), 0.85, "meaning") for unit, m in _said(sheet, _CLOSED)]


def _said(sheet: Sheet, pattern: re.Pattern[str]) -> list[tuple[Unit, re.Match[str]]]:
    """Where a sentence says it without denying it or making it a condition."""
    out = []
    for unit in sheet.units:
        for match in pattern.finditer(unit.text):
            start = max(unit.text.rfind(stop, 0, match.start()) for stop in "。;!") + 1
            stop = min((at for mark in "。;!," if (at := unit.text.find(mark, match.end())) >= 0), default=None)
            if not _DENIED.search(unit.text[start:stop]):  # the sentence so far, and the clause to its end
                out.append((unit, match))
    return out


def _days(sheet: Sheet) -> list[Candidate]:
    """Days in the sentences that give the policy up first, then those beside words of taking effect."""
    giving_up = {id(unit) for unit, _ in _said(sheet, _SURRENDER)}
    out: list[Candidate] = []
    for unit in sheet.units:
        for match in DATE.finditer(unit.text):
            day: date | None = to_date(match)
            label = (unit.left.text if unit.left is not None else "") + unit.text[: match.start()]
            if day is None or _ISSUED.search(label[-12:]):
                continue
            score = 0.9 if id(unit) in giving_up else 0.7 if _DAY.search(label[-12:]) else 0.0
            if score:
                out.append(Candidate(day, unit, match.start(), match.end(), score, "meaning"))
    return out
