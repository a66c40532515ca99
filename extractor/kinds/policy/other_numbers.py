"""Numbers that a policy prints beside its own."""

from __future__ import annotations

import re

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import strip_label

# Numbers beside the policy's own: an earlier policy's, an endorsement's, a quotation's, a code to verify the print by
_OTHER_POLICY = re.compile(
    r"(?:上期|上年|去年|上一|上份|上张|原|前期|前一|前份|承接|续保(?!单\s*$)|续自|转自|替代|另一|旧|往期|历史|批单|批改|批文|关联|报价|询价|验证|校验|防伪|查询码|印刷|暂保|主保单|总保单|previous|prior|renewal of|endorsement)[^，。；;\d]{0,14}$",
    re.I,
)


def of_another(sheet: Sheet, number: Candidate) -> bool:
    """Whether the words that name the number, in its own run or in the cell that labels it, speak of another paper."""
    lead = number.unit.text[: number.start]
    if not strip_label(lead):
        beside = sheet.label(number.unit, number.start).options
        lead = beside[0][0] if beside else ""
    told = _OTHER_POLICY.search(lead)
    return told is not None and not (told[0].startswith("续保") and _tells_former(sheet))


_FORMER = re.compile(r"(?:上[期年一份张]|去年|原|前[期份]|旧|往期)[^，。；;\d]{0,14}$")


def _tells_former(sheet: Sheet) -> bool:
    """Whether a number of the paper is called the former policy's, so that one called the renewal's is this policy's."""
    return any(_FORMER.search(unit.text[: token.start]) for unit, token in sheet.tokens("code"))
