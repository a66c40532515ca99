"""The tables of a paper that are rosters, and which of their columns says who is insured."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from extractor.evidence import registers
from extractor.evidence.columns.choices import choices
from extractor.evidence.registers import Register
from extractor.evidence.sheet import Sheet
from extractor.kinds.roster.forms import BARE, FORMS, REST, day_in
from extractor.text.fold import squeeze
from extractor.values import yes_no

# What only a list about insuring has: without one of these a list of enterprises is some other list.
OF_INSURING = frozenset(
    {"is_due", "insured", "policy_no", "insurer", "full_staff", "full_amount", "insured_count", "period"}
)


def rosters(sheet: Sheet) -> list[Register]:
    few = list(registers.registers(sheet, registers.with_forms("roster", FORMS, rest=REST), "enterprise", 1))
    first = next((i for i, register in enumerate(few) if _told(register) > 1), None)
    if first is not None:
        found = few[first:]  # beside one that tells more its fellows may tell less
    elif any(OF_INSURING & register.columns.keys() for register in few):
        found = few
    else:
        found = list(registers.registers(sheet, registers.with_forms("roster", BARE, rest=REST), "enterprise", 2))
    return [_with_start(_agreeing(_in_marks(register))) for register in found]


def _with_start(found: Register) -> Register:
    """The register with the first day of cover under a head that does not say so (投保日期), where each line's last day is a year on."""
    if "period_end" not in found.columns or {"period_start", "period"} & found.columns.keys():
        return found
    ends = [(line, end) for line in found.lines if (u := found.cell(line, "period_end")) and (end := day_in(u))]
    for c in range(len(found.header)):
        days = [day_in(line[c]) if c in line else None for line, _ in ends]
        free = all(c != col for name, col in found.columns.items() if name != "other_date")
        if (
            free
            and ends
            and all(day is not None and _a_year(day, end) for day, (_, end) in zip(days, ends, strict=True))
        ):
            return replace(found, columns={**found.columns, "period_start": c})
    return found


def _a_year(start: date, end: date) -> bool:
    """Whether a cover from the one day to the other lasts a year, its last day counted or not."""
    return (end.month, end.day, end.year - 1) in {(d.month, d.day, d.year) for d in (start, start - timedelta(days=1))}


def _in_marks(found: Register) -> Register:
    """The register with who is insured where marks under two headers tell it, one of which denies the other: 上了, 没上."""
    if {"insured", "uninsured"} & found.columns.keys():
        return found
    for choice in choices(found.header, found.lines):
        denied = [c for c, answer in choice.answers.items() if NEGATED.search(answer)]
        if len(choice.answers) == 2 and len(denied) == 1:
            said = next(c for c in choice.answers if c != denied[0])
            return replace(found, columns={**found.columns, "insured": said, "uninsured": denied[0]})
    return found


NEGATED = re.compile("没|未|无|否|不|×|✗|非")


_PROOF = ("policy_no", "insurer", "period", "period_start", "period_end")


def _agreeing(found: Register) -> Register:
    """The register with the column of who is insured, where no header tells it: its yes stands exactly beside a policy."""
    proof = next((name for name in _PROOF if name in found.columns), None)
    if "insured" in found.columns or "uninsured" in found.columns or proof is None:
        return found
    for c in range(len(found.header)):
        cells = [line.get(c) for line in found.lines]
        said = [_yes(u.text) if u is not None and not registers.BLANK.match(u.text) else None for u in cells]
        filled = [
            (u := found.cell(line, proof)) is not None and yes_no.parse(u.text) is not False for line in found.lines
        ]
        if c not in found.columns.values() and len(set(filled)) == 2 and said == filled:
            return replace(found, columns={**found.columns, "insured": c})
    return found


def _yes(text: str) -> bool | None:
    """Yes or no in a column of two words, one of which denies the other: 参加, 没参加."""
    bare = squeeze(text)
    return (not NEGATED.search(bare)) if 1 <= len(bare) <= 6 else None


def _told(register: Register) -> int:
    """How many columns beside that of the enterprises the register has."""
    return len(register.columns.keys() - {"ordinal", "remark", "contact", "enterprise"})
