"""Every number on a report that does not say which of them is its policy's: a filing knows the policy's by the number itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.kinds.policy.other_numbers import of_another
from extractor.record import Reading, Row
from extractor.values.policy_no import is_day

TABLE: Final = "numbers_told"
"""number: one that may be the policy's, whatever the word beside it (确认书号码)."""
_CONFIDENCE = 0.85


def numbers_told(sheet: Sheet, fields: Mapping[str, Reading[Any]]) -> tuple[Row, ...]:
    """The numbers of a report without a policy's number, other than its own and those of another year's policy."""
    if "policy_no" in fields:
        return ()
    own = fields["report_no"].value if "report_no" in fields else None
    found = {c.value: c for c in _numbers(sheet) if c.value != own and not _of_another(sheet, c)}
    return tuple(_row(c) for c in found.values())


def _of_another(sheet: Sheet, c: Candidate) -> bool:
    """Whether a number is called another paper's; on a report the paper it is tied to is its policy: 关联确认书."""
    options = sheet.label(c.unit, c.start).options
    tied = "关联" in c.unit.text[: c.start] or (bool(options) and "关联" in options[0][0])
    return of_another(sheet, c) and not tied


def _numbers(sheet: Sheet) -> Iterator[Candidate]:
    for unit in sheet.units:
        for form in (_NUMBER, _IN_GROUPS):
            for match in form.finditer(unit.text):
                if len(re.findall(r"\d", match[0])) >= _DIGITS and not is_day(match[0]):
                    yield Candidate(match[0], unit, match.start(), match.end(), _CONFIDENCE, "form")


_DIGITS = 6
_NUMBER = re.compile(r"(?<![A-Za-z0-9\-/])[A-Za-z0-9]{2,}(?:[\-/][A-Za-z0-9]+){0,6}(?![A-Za-z0-9\-/])")
_IN_GROUPS = re.compile(r"(?<![A-Za-z0-9\-/])[A-Za-z0-9]{2,}(?:[ \-/][A-Za-z0-9]+){1,6}(?![A-Za-z0-9\-/])")
"""A number printed in groups; two numbers side by side look the same, and each is told by itself too."""


def _row(c: Candidate) -> Row:
    span = c.unit.span(c.start, c.stop)
    return Row({"number": Reading(c.value, span, "form", _CONFIDENCE)}, span)
