"""Those who took part, by the body whose entry stands over them: 参加人员 is a word for either side's people."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.expert_names import names_in
from extractor.record import Reading
from extractor.values import organisation

_TAKING_PART = re.compile(r"(?:现场|本次|我方)?参(?:加|与)(?:服务|检查|排查)?(?:人员?|专家|者)(?:姓名|名单)?")
_NEAR = 6
"""Units over such a label among which the body it belongs to stands."""
_MOST = 5  # people whom an agency sends; a longer list is of those who listened


def taking_part(sheet: Sheet, agency: Reading[Any] | None, in_hazards: Collection[int]) -> list[Candidate]:
    """The names beside 参加人员 where the last body named over them is the agency: 服务单位：…, 参加人员：马建军、李秀兰."""
    if agency is None:
        return []
    return [
        Candidate(names, slot.unit, slot.start, slot.stop, 0.5 * slot.weight, f"label-{slot.relation}")
        for slot in sheet.slots
        if _TAKING_PART.fullmatch("".join(slot.label.split()))
        and id(slot.unit) not in in_hazards
        and _body_over(sheet, slot.unit) == agency.value
        and 0 < len(names := names_in(slot.text)) <= _MOST
    ]


def _body_over(sheet: Sheet, unit: Unit) -> str | None:
    """The last body that the few units before one name."""
    for over in reversed(sheet.units[max(0, unit.index - _NEAR) : unit.index]):
        if found := organisation.find_all(over.text):
            start, stop = found[-1][:2]
            return over.text[start:stop]
    return None
