"""When the contract was concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.base import put
from extractor.record import Reading
from extractor.values import organisation

SIGN = formula("sign", "date", "print confirm_time payment start end period number contact")


def put_sign_date(sheet: Sheet, fields: dict[str, Reading[Any]], in_agreements: set[int]) -> None:
    """Puts the day on which the contract was concluded, which is none of its period's and stands in no agreement."""
    taken = {
        (s.page, s.boxes, s.where, s.text)
        for n in ("period_start", "period_end")
        if n in fields
        for s in (fields[n].span,)
    }

    def free(c: Candidate) -> bool:
        s = c.span()
        return (s.page, s.boxes, s.where, s.text) not in taken and id(c.unit) not in in_agreements

    found = [
        c.plus(-0.15 * (_UNDERWRITTEN.search(_before(c)) is not None))
        for c in by_token(sheet, ("moment",), SIGN, value=lambda _, t: t.value.day)
        if free(c)
    ]
    # 本证明于某日签发 tells it wherever it stands, below the last agreement too
    said = [c for c in _said_behind(sheet) if free(c) or c.score > _SURELY]
    found = said if not found or any(c.score > _SURELY for c in said) else found
    if not found:
        found = [c for c in _by_place(sheet, fields.get("insurer_branch")) if free(c)]
    if not found and "period_start" in fields:
        found = [c for c in _just_before(sheet, fields["period_start"].value.day) if free(c)]
    put(fields, "sign_date", ranked(found))
    _doubt_far_dates(sheet, fields, {page.number for page in sheet.document.pages if page.read == "ocr"})


_UNDERWRITTEN = re.compile(r"(?:核保(?:通过|完成)?|单生成)(?:日期|时间|日)?\s*[:：]?\s*$")
"""Before the day on which the insurer consented or a system made the paper, which goes behind the one on which the policy was signed,
if both are told."""


def _before(c: Candidate) -> str:
    """What stands before a day in its text, else in the text to its left."""
    lead = c.unit.text[: c.start]
    return lead if lead.strip() or c.unit.left is None else c.unit.left.text


def _by_place(sheet: Sheet, branch: Reading[Any] | None) -> Iterator[Candidate]:
    """Days without a label beside or under the issuing office's signature, or at the end of the paper."""
    for unit, token in sheet.tokens("moment"):
        # The office that signs may stand before its day: 某某支公司（印）二〇二五年六月二十六日
        lead = strip_label(unit.text[: token.start].rpartition("公司")[2])
        if (
            _BY_THEN.match(unit.text, token.stop)
            or _ENDS_RANGE.match(unit.text[: token.start])
            or len(lead) > 14
            or meaning(lead).any("payment", "print", "confirm_time", "start", "end", "accident")
        ):
            continue
        near = (
            branch is not None
            and branch.span.page == unit.page
            and branch.span.box
            and unit.box
            and abs(unit.box.y0 - branch.span.box.y0) < 60
        )
        late = unit.index >= 0.6 * len(sheet.units)
        if near or late:
            alone = token.stop - token.start >= 0.8 * len(unit.text.strip())
            c = Candidate(token.value.day, unit, token.start, token.stop, 0.5, "place")
            own = 0.1 * (unit.above is not None and _names_insurer(unit.above))
            yield c.plus(0.2 * bool(near) + 0.1 * late + 0.05 * alone + own)


def _names_insurer(unit: Unit) -> bool:
    """Whether a line names an insurer: the day under it is the insurer's, not the one of who signs beside it."""
    return any(organisation.is_insurer(name) for *_, name in organisation.find_all(unit.text))


_ENDS_RANGE = re.compile(r"\s*[-—–~～→]+\s*$")
"""Before a day that ends a range which another part of the line begins."""
_SIGNED_BEHIND = re.compile(r"\s*(?:正式|依法)?(?:签发|签订|签署|签单|出单|订立)(?!批单|发票|之?[前后]|后)")


def _said_behind(sheet: Sheet) -> list[Candidate]:
    """Days behind which a sentence says that the contract was concluded on them: 于2025年6月17日签发."""
    return [
        Candidate(
            token.value.day,
            unit,
            token.start,
            token.stop,
            0.95 if _OF_THE_POLICY.search(unit.text[: token.start]) else 0.7,
            "said",
        )
        for unit, token in sheet.tokens("moment")
        if _SIGNED_BEHIND.match(unit.text, token.stop)
    ]


_SURELY = 0.9
_OF_THE_POLICY = re.compile(
    r"(?:^|[。;；,，本该此])(?:电子)?(?:保险单|保单|保险合同|(?:保险|承保)?(?:凭证|证明|证书?|确认书))(?:已)?于\s*$"
)
"""What was concluded on the day, where the sentence says it before: 该保单于2025年9月25日签发."""


_BY_THEN = re.compile(r"\s*(?:之?前|以前|[之以]?内|止|起|届满|到期)")
"""Words behind a day by which something is to be done, or from which it runs."""
_LONGEST_LEAD = 60
"""Days before the cover begins within which contracts are nearly always concluded."""


def _just_before(sheet: Sheet, start: date) -> list[Candidate]:
    """Days shortly before the cover begins that nothing names as another day."""
    out = []
    for unit, token in sheet.tokens("moment"):
        ahead = (start - token.value.day).days
        names = sheet.label(unit, token.start).concepts
        if 0 <= ahead <= _LONGEST_LEAD and not names & {"payment", "print", "confirm_time", "end", "accident"}:
            asked = _ASKED.search(unit.text[: token.start]) is not None
            out.append(Candidate(token.value.day, unit, token.start, token.stop, 0.2 if asked else 0.3, "form"))
    return out


_ASKED = re.compile(r"(?:下单|提交|递交)(?:日期|时间|日|于)?[\s:：]*$")
"""Words before the day on which cover was asked for, where another day tells when it was given."""


def _is_said_again(sheet: Sheet, day: date) -> bool:
    """Whether a day is read at two places of the paper, as where it stands in two languages: none of the two is misread."""
    return len({(id(unit), token.start) for unit, token in sheet.tokens("moment") if token.value.day == day}) > 1


def _doubt_far_dates(sheet: Sheet, fields: dict[str, Reading[Any]], pixels: set[int | None]) -> None:
    """A day read from pixels that lies years from the rest of the policy is more likely misread than so printed."""
    signed, start, end = (fields.get(n) for n in ("sign_date", "period_start", "period_end"))
    if signed is None or start is None:
        return
    if signed.span.page in pixels and abs((signed.value - start.value.day).days) > 800:
        fields["sign_date"] = replace(signed, confidence=min(signed.confidence, 0.4))
    if (
        end is not None
        and not -5 <= (end.value.day - start.value.day).days <= 2000
        and {start.span.page, end.span.page} & pixels
        and not (_is_said_again(sheet, start.value.day) and _is_said_again(sheet, end.value.day))
    ):
        for name, reading in (("period_start", start), ("period_end", end)):
            fields[name] = replace(reading, confidence=min(reading.confidence, 0.4))
