"""A policy's number that is printed in groups with blanks between them: 2025361181 QAQ0000583, PDAA 2025 4101 8100 0003 52."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import uscc
from extractor.values.policy_no import FORM, is_day

_RUN = re.compile(
    r"(?<![0-9A-Za-z.,/-])[0-9A-Z][0-9A-Z/-]+(?: [0-9A-Z][0-9A-Z/-]+){1,6}(?![0-9A-Za-z.,%]|\s?[年月日元份人万个名次页])"
)
_LABEL = re.compile(r"(?<![投批原旧])(?:保险?单|保险凭证|凭证|保险合同)\s*(?:编)?号码?\s*[)）]?\s*[:：]?\s*$")
_NOT_OF_IT = re.compile(
    r"\d{1,2}/\d{1,2}|0\d{2,3}-\d{7,8}|(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d|1\d{10}|400-?\d{3}-?\d{4}"
)
"""What stands beside a number and is none of its groups: a page, a telephone, a day."""
_WHOLE_BY_ITSELF = 15
"""Characters from which letters and digits are a number to themselves."""
_LEAST = 12
_MOST = 30
_LONG = 8
"""Characters of a group that may be another number."""


def in_groups(sheet: Sheet) -> list[Candidate]:
    """Numbers of small groups right behind the word for a policy's number, of which no group is a number to itself."""
    return [
        Candidate(whole, unit, start, stop, 0.7, "label-any")
        for unit in sheet.units
        for whole, start, stop in _runs(unit)
        if _LABEL.search(unit.text[:start])
    ]


def with_groups(number: Candidate) -> Candidate:
    """The number with the groups before and behind it; as it is where none stand there."""
    for whole, start, stop in _runs(number.unit):
        if start <= number.start and number.stop <= stop and len(whole) > len(str(number.value)):
            return dataclasses.replace(number, value=whole, start=start, stop=stop)
    return number


def _runs(unit: Unit) -> Iterator[tuple[str, int, int]]:
    for run in _RUN.finditer(unit.text):
        groups = run[0].split()
        if _is_one(groups):
            yield "".join(groups), run.start(), run.end()


def _is_one(groups: Sequence[str]) -> bool:
    """Whether groups make one number: none is one to itself, and no two long ones are of one shape, as two numbers would be."""
    whole = "".join(groups)
    shapes = [re.sub("[A-Z]", "A", re.sub(r"\d", "0", group)) for group in groups if len(group) >= _LONG]
    return (
        _LEAST <= len(whole) <= _MOST
        and FORM.fullmatch(whole) is not None
        and not (len(groups[0]) >= _WHOLE_BY_ITSELF and groups[0][:1].isalpha())
        and len(shapes) == len(set(shapes))
        and not any(is_day(group) or _NOT_OF_IT.fullmatch(group) or uscc.FORM.fullmatch(group) for group in groups)
    )
