"""批单 (endorsement): a paper that changes a policy in force, or ends it: a policy given up (退保).

Fields: policy_no (of the policy changed), change ("surrender" where it gives the policy up), effective_date (from when), closure
(True where it says that the enterprise was closed by law or has wholly stopped). List ``changes``: limits, counts of people and the end
of the period that it gives another value (``endorsed``). It is no policy: none of its sums enters one.
"""

from __future__ import annotations

import re
from datetime import date

from extractor.evidence.candidates import Candidate, ranked, to_reading
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.base import Extracted
from extractor.kinds.closures import closing, denied
from extractor.kinds.endorsed import changes
from extractor.kinds.policy import policy_numbers
from extractor.values.dates import DATE, to_date
from extractor.values.policy_no import FORM as NUMBER_FORM

KIND = "endorsement"

_SURRENDER = re.compile(
    r"(?<!部分)退保(?!比例|率|标准|费率)|(?:注销|解除|终止|取消)"
    r"(?:(?:本|该|此|原|上述|前述|上列|下列|所列|对应)?[份张项]?的?(?:安全生产责任)?(?:保险单|保险?单|保险合同|保险凭证|保单)"
    r"|(?:本|该|此|上述|前述)[份项]?合同)|保险(?:责任|合同)(?:即行|随即|自动|同时|全部)?(?:终止|解除)"
)
_OF_SOME = re.compile(
    r"减[少员保]|(?:该|此|上述|下列|以下|部分|离职|[一两二三四五六七八九十\d]+名?)(?:人|等人|人员|员工|职工|雇员|车辆|船舶|场所|场地)|附加"
    r"|[一两二三四五六七八九十\d]+(?:台|辆|艘|处)|从[^,，。;；]{1,24}(?:中|里|项下|名下)[^,，。;；]{0,4}$"
)
"""What a change is of that takes some people, places or covers out and leaves the policy in force."""
_GOES_ON = re.compile(r"(?:主险|保险?单|合同|其余|其他)[^。;；]{0,16}(?:继续|仍然?)有效")
"""What is said behind it of a policy that stays in force."""
_DENIED = re.compile(r"不得|不予|不同意|未予|未获|不办理|禁止|无权|撤销|撤回|驳回|如(?!下)|若|倘|凡")
_CONDITION = re.compile(r"如(?!下)|若|倘|凡")
"""What makes all of its sentence a condition; what else denies a closing stands in its own clause: a licence is 未予延续, and the works are closed."""
_DAY = re.compile(r"生效|退保|终止|批改|解除|注销|起")
_FROM = re.compile(r"(?:自|从|由)(?:本批单)?(?:生效日)?[\s:(]*$")
_ON = re.compile(r"\s*(?:[零\d一二三四十正中]{1,4}(?:时|点|:\d\d)整?)?(?:\d\d分)?\s*(?:\([^)]*\))?(?:起|始|开始)")
"""Words before and behind a day that say that something begins on it."""
_ISSUED = re.compile(r"(?:签发|出具|打印|受理|申请|签单|制单|批改|批单)(?:日期|日|时间|于)?[:\s]*$")


def extract(sheet: Sheet) -> Extracted:
    """The policy it changes, whether it gives it up, from when, and whether the enterprise was closed."""
    found = {
        "policy_no": _numbers(sheet) or [c for c in policy_numbers(sheet) if "批单" not in c.unit.text[: c.start]],
        "change": _surrenders(sheet),
        "effective_date": ranked(_days(sheet)),
        "closure": _closures(sheet),
    }
    readings = {name: reading for name, ones in found.items() if (reading := to_reading(ones)) is not None}
    rows = changes(sheet)
    return Extracted(readings, {"changes": rows} if rows else {})


_ENDORSES = re.compile("批(?:改|单|注)|变更批|退保")


def holds(sheet: Sheet) -> float:
    """How much the paper speaks for an endorsement, in points: it calls itself one, names a policy, and gives a value of it another one."""
    if not any(_ENDORSES.search(unit.text) for unit in sheet.units):
        return 0.0
    return 2.5 if _numbers(sheet) and changes(sheet) else 0.0


_OWN_NUMBER = re.compile(r"批单|批改单|批文|批改?(?:序|编|流水|申请|受理|单号)")
"""What the number of the endorsement itself is called."""


def _numbers(sheet: Sheet) -> list[Candidate]:
    """Numbers whose own label, in their run or in the cell to the left, names a policy and no endorsement."""
    out = []
    for unit in sheet.units:
        before = 0
        for token in unit.tokens:
            lead = unit.text[before : token.start].split()[-1:] or [""]  # 批单号：P0001　保险单号：…
            label = strip_label(lead[0]) or (unit.left.text if unit.left is not None else "")
            before = token.stop
            number = unit.text[token.start : token.stop].replace(" ", "")
            if token.kind not in ("code", "uscc", "number") or len(number) < 8 or not NUMBER_FORM.fullmatch(number):
                continue
            said = meaning(label[-16:])
            if (
                said.has("policy")
                and not said.any("proposal", "uscc", "contact")
                and not _OWN_NUMBER.search(label[-16:])
            ):
                out.append(Candidate(number, unit, token.start, token.stop, 0.9 + 0.05 * said.has("number"), "label"))
    return ranked(out)


def _surrenders(sheet: Sheet) -> list[Candidate]:
    return [
        Candidate("surrender", unit, m.start(), m.end(), 0.9, "meaning")
        for unit, m in _said(sheet, _SURRENDER)
        if not _OF_SOME.search(_sentence_so_far(unit.text, m.start())) and not _GOES_ON.search(unit.text, m.end())
    ]


_LONGEST_SENTENCE = 400
"""Characters before a word in which its sentence begins; where none ends in so many, what stands further away is of no matter."""


def _sentence_so_far(text: str, at: int) -> str:
    first = max(0, at - _LONGEST_SENTENCE)
    return text[max(first, *(text.rfind(stop, first, at) + 1 for stop in "。;!")) : at]


def _closures(sheet: Sheet) -> list[Candidate]:
    said = _said(sheet, closing(), _CONDITION)
    own = [(unit, m) for unit, m in said if not denied(unit.text[: m.start()])]
    return [Candidate(True, unit, m.start(), m.end(), 0.85, "meaning") for unit, m in own]


def _said(
    sheet: Sheet, pattern: re.Pattern[str], denied: re.Pattern[str] = _DENIED
) -> list[tuple[Unit, re.Match[str]]]:
    """Where a sentence says it without denying it or making it a condition."""
    out = []
    for unit in sheet.units:
        for match in pattern.finditer(unit.text):
            stop = min((at for mark in "。;!," if (at := unit.text.find(mark, match.end())) >= 0), default=None)
            so_far = _sentence_so_far(unit.text, match.start())
            if not denied.search(
                so_far + unit.text[match.start() : stop]
            ):  # the sentence so far, the clause to its end
                out.append((unit, match))
    return out


def _days(sheet: Sheet) -> list[Candidate]:
    """Days in the sentences that give the policy up, those first that something begins on; then days beside words of taking effect."""
    giving_up = {id(unit) for unit, _ in _said(sheet, _SURRENDER)}
    out: list[Candidate] = []
    for unit in sheet.units:
        for match in DATE.finditer(unit.text):
            day: date | None = to_date(match)
            label = (unit.left.text if unit.left is not None else "") + unit.text[: match.start()]
            if day is None or _ISSUED.search(label[-12:]):
                continue
            begins = _FROM.search(label[-24:]) or _ON.match(unit.text, match.end())
            score = 0.7 if _DAY.search(label[-12:]) or begins else 0.0
            if id(unit) in giving_up:
                score = 0.9 if begins else 0.8
            if score:
                out.append(Candidate(day, unit, match.start(), match.end(), score, "meaning"))
    return out
