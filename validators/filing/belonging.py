"""Which policy a paper belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from extractor.record import Record
from extractor.values import policy_no as policy_numbers
from validators.facts import ABSENT, Fact, Facts, cut_off, fold
from validators.renewal import instant

_OF_ONE_NAME = 0.6
"""Likeness (difflib) from which two written names may be one enterprise's: 有限公司 and 厂 alone make 0.5 of short ones."""

_SURE = 0.8
"""Confidence from which a client is taken for the one whom a report without a policy's number was made for."""

_SLIPS = 2
"""Characters of a number that one slip of the pen makes others: two that change places, or two of a pair."""

_NOON = timedelta(hours=12)
"""A day without an hour is held against a period by its noon, when periods that change at noon change too."""


def is_foreign(report: Mapping[str, Fact], policy: Mapping[str, Fact], number: str | None) -> bool:
    """Whether a report is plainly of another enterprise's policy: it names another number and another client. One of the
    two alone may be a slip of the pen in a report of this filing; with no number at all nothing but a client that was read
    surely ties a report to a filing."""
    client = report.get("client", ABSENT)
    unnumbered = _names_none(report) and client.confidence >= _SURE and _was_read(report, "client")
    if not client.known or not (unnumbered or _names_another(report, number)):
        return False
    ours = [
        fold(str(policy[name].value)) for name in ("policyholder", "insured") if name in policy and policy[name].known
    ]
    theirs = fold(str(client.value))
    return bool(ours) and not any(
        name in theirs or theirs in name or SequenceMatcher(None, name, theirs).ratio() >= _OF_ONE_NAME for name in ours
    )


def _names_another(report: Mapping[str, Fact], number: str | None) -> bool:
    """Whether a report names another policy's number than ``number``, and not a part of it."""
    named = report.get("report_policy_no", ABSENT)
    if not named.known or not number:
        return False
    return fold(str(named.value)) != number and not cut_off(fold(str(named.value)), number)


def _is_misprinted(report: Mapping[str, Fact], policy: Mapping[str, Fact], number: str | None) -> bool:
    """Whether the number on a report is ``number`` with a slip of the pen: as long, and no more than two characters are others,
    which are not the year's. (The policy of the year before often has the same number but for the year.)"""
    named, start = fold(str(report["report_policy_no"].value)), policy.get("period_start", ABSENT)
    if number is None or len(named) != len(number):
        return False
    others = [at for at, (one, two) in enumerate(zip(named, number, strict=True)) if one != two]
    if len(others) > _SLIPS or not start.known:
        return False
    years = {f"{(instant(start.value).year + by) % 100:02d}" for by in (-1, 0, 1)}
    pairs = [slice(at, at + 2) for other in others for at in (other - 1, other) if at >= 0]
    return not any(named[pair] in years and number[pair] in years for pair in pairs)


def _names_none(report: Mapping[str, Fact]) -> bool:
    return report.get("report_policy_no", ABSENT).state == "absent"


Reports = Sequence[Mapping[str, Fact]]
"""All reports of a filing: what the others name tells of one that names nothing."""


def is_beside(report: Mapping[str, Fact], policy: Mapping[str, Fact], number: str | None, reports: Reports) -> bool:
    """Whether a report is of no service under this policy though it is on the same enterprise: of the policy before or after,
    or of what the enterprise or an authority did by itself.

    It names another policy, or none where others of the filing name this one; and its day lies outside the period, or it names
    none and nobody who served. A wrong number alone is a slip, a day outside alone a service out of its time; both at once are
    this filing's where the number is its own but for a slip.
    """
    unnumbered = _names_none(report) and any(not _names_none(r) and not _names_another(r, number) for r in reports)
    if not unnumbered and (not _names_another(report, number) or _is_misprinted(report, policy, number)):
        return False
    served = report.get("service_org", ABSENT)
    by_itself = not served.known or served.value == report.get("client", ABSENT).value
    return (unnumbered and by_itself and _was_read(report, "client", "service_start")) or _is_outside(report, policy)


def _was_read(report: Mapping[str, Fact], *names: str) -> bool:
    """Whether a report was read to its end, and these facts of it, so that what it does not name is not on it."""
    whole = report.get("hazards_complete", ABSENT)
    return whole.known and bool(whole.value) and all(report.get(name, ABSENT).known for name in names)


def _is_outside(report: Mapping[str, Fact], policy: Mapping[str, Fact]) -> bool:
    """Whether the service began on a day that the policy does not cover; not where any of the days is not sure."""
    day, start, end = (
        of.get(name, ABSENT)
        for of, name in ((report, "service_start"), (policy, "period_start"), (policy, "period_end"))
    )
    if not (day.known and start.known and end.known) or instant(end.value) <= instant(start.value):
        return False
    return not instant(start.value) <= instant(day.value) + _NOON <= instant(end.value)


def number_of(record: Record) -> str | None:
    """The policy number a paper names, folded for comparison."""
    value = record.value("policy_no")
    return fold(policy_numbers.format(value)) if isinstance(value, str) and value.strip() else None


def named_by_number(records: Sequence[Record]) -> list[Record]:
    """The papers, with the policy's number in a report that prints it under a word that nobody knew: 确认书号码, where the policy
    is a 承保确认书. Only the very number of one policy of the filing counts, so that no number is ever another policy's by this."""
    numbers = {number_of(record) for record in records if record.kind == "policy"} - {None}
    return [_named_by_number(record, numbers) if record.kind == "service_report" else record for record in records]


def _named_by_number(report: Record, numbers: Set[str | None]) -> Record:
    told = [row.cells["number"] for row in report.rows("numbers_told") if "policy_no" not in report.fields]
    ours = [reading for reading in told if fold(policy_numbers.format(reading.value)) in numbers]
    if len({fold(reading.value) for reading in ours}) != 1:
        return report
    return replace(report, fields={**report.fields, "policy_no": ours[0]})


def by_policy(records: Sequence[Record]) -> list[list[Record]]:
    """Policy papers by number; one without a number (a later photographed page) joins the only policy there is."""
    by_number: dict[str, list[Record]] = {}
    loose: list[Record] = []
    for record in records:
        number = number_of(record)
        if number is None:
            loose.append(record)
        else:
            by_number.setdefault(number, []).append(record)
    groups = list(by_number.values())
    if len(groups) == 1:
        groups[0].extend(loose)
    elif loose and not groups:
        groups.append(loose)
    else:
        groups.extend([record] for record in loose if record.fields)
    return groups


def outvoted(number: Fact, others: Sequence[Record]) -> Fact:
    """The policy's number with a doubt where no other paper prints it and two or more agree on another one."""
    if not number.known:
        return number
    own = fold(str(number.value))
    votes: dict[str, int] = {}
    for record in others:
        named = {fold(str(row.value("policy_no"))) for row in record.rows("rows") if row.value("policy_no")}
        printed = number_of(record) if record.kind == "service_report" else None
        for name in named | ({printed} if printed else set()):
            votes[name] = votes.get(name, 0) + 1
    rivals = tuple(name for name, count in sorted(votes.items()) if count >= 2 and name != own)
    return number if own in votes or not rivals else replace(number, doubts=(*number.doubts, *rivals))


def owner_of(record: Record, policies: Sequence[tuple[str | None, Facts]]) -> Facts | None:
    """The policy a report belongs to: the one it names, else the only one, else the only one of the same client, and of
    several (this year's and the last) the only one in whose period the service was."""
    if len(policies) == 1:
        return policies[0][1]
    named = number_of(record)
    same = [facts for number, facts in policies if number is not None and number == named]
    if not same and isinstance(client := record.value("client"), str):
        same = [
            f
            for _, f in policies
            if any(fold(str(f.value(n) or "")) == fold(client) for n in ("policyholder", "insured"))
        ]
    if len(same) > 1 and isinstance(day := record.value("service_start"), date):
        same = [f for f in same if _covers(f, day)]
    return same[0] if len(same) == 1 else None


def _covers(policy: Facts, day: date) -> bool:
    """Whether a day is in a policy's period; not sure of either end is no."""
    start, end = policy.value("period_start"), policy.value("period_end")
    if start is None or end is None:
        return False
    return instant(start) <= instant(day) + _NOON <= instant(end)
