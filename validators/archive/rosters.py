"""Enterprises of a roster held against the policies of the archive: 应保未保, and fewer insured than the roster counts (未全员).

Absence needs a witness: that the archive holds every policy is told beside the roster (``"parameters": {"archive_complete": true}`` in
its manifest.json); no paper vouches for it. And all must have been read: a policy without a credit code that checks may be anybody's. Whether the sum insured is enough (未足额) every policy is judged for by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from extractor.record import Row
from extractor.values import uscc
from validators import renewal
from validators.archive.matching import MOST_COMPARED, MOST_NAMED
from validators.archive.owner import Owner
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, first, key
from validators.facts import Evidence, Facts, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"due_without_policy", "fewer_insured_than_roster"})
UNINSURED: Final = "archive.due-is-insured"
FEWER: Final = "archive.all-staff-insured"
PARAMETER: Final = "archive_complete"
PLACES: Final = 20
DRIFT: Final = 10
"""Per cent by which two counts of one staff may differ that were taken on different days."""
MOST_TOLD, MOST_LISTED = 2_000, 50
"""Enterprises of a roster that are told one by one, and that are named where they are only asked for."""
Missing = tuple["_Line", Evidence]
_BODY: Final = re.compile("公司|集团|厂")
_UNREAD: Final = key("holder unread")
_SAY_UNINSURED: Final = {
    "zh": "{paper}所列应保企业中有{missing}家（{names}）在本次归档中没有找到有效保单，归档是否齐全未知，请人工核对",
    "en": "{missing} enterprises of {paper} that must insure ({names}) have no policy in force in this archive; whether it is complete is not known",
}
_SAY_UNREAD: Final = {
    "zh": "{paper}所列应保企业中有{missing}家（{names}）在本次归档中没有找到有效保单，但有材料未能读取，或有保单、清单缺统一社会信用代码或日期，请人工核对",
    "en": "{missing} enterprises of {paper} that must insure ({names}) have no policy in force in this archive, but a paper was not read, or a credit code or a day is missing; a person has to look",
}
_SAY_FEWER: Final = {
    "zh": "{paper}所列{enterprise}从业人员{headcount}人，案卷{other_filing}中的保单投保{insured_count}人，统计日期可能不同，请人工核对",
    "en": "{paper} counts {headcount} people at {enterprise}, the policy in filing {other_filing} insures {insured_count}; the days may differ, a person has to look",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a roster: ``code`` is "" where it has none that checks; ``heads`` 0 where it gives none."""

    name: str
    code: str
    due: bool
    heads: int


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy by its holder, and each roster; a mark where something of the filing was not read, or a policy's holder."""
    lost = any(r.pages_read.get("failed") or (r.problems and not r.fields) for r in filing.records)
    nobody = any(not uscc.is_valid(fold(str(policy.facts["uscc"].value))) for policy in filing.policies)
    if lost or nobody:
        yield Trace({}, measures=((_UNREAD, 1),))
    for subject in filing.policies:
        facts = subject.facts
        keys = {key("holding", code) for code in owner.codes} | {key("holding", name) for name in owner.names}
        if keys:
            yield Trace(_policy(facts), tuple(sorted(keys)), places=facts["insured_count"].evidence[:1])
    named = {
        fold(str(r.value))
        for p in filing.records
        if p.kind == "policy"
        for w in p.rows("named")
        for r in w.cells.values()
    }
    if named:
        yield Trace({}, tuple(sorted(key("named", said) for said in named)))
    complete = filing.manifest is not None and filing.manifest.parameters.get(PARAMETER) is True
    for record in filing.records:
        if record.kind == "roster" and record.rows("enterprises"):
            rows = record.rows("enterprises")
            due = record.value("scope") in ("due", "uninsured")
            lines = tuple(_line(row, due) for row in rows)
            day = record.value("roster_date")
            body = {"paper": record.name, "day": "" if day is None else renewal.instant(day).isoformat(),
                    "complete": complete, "lines": lines}  # fmt: skip
            yield Trace(body, places=tuple(Evidence(record.path, "enterprises", row.span) for row in rows))


def _policy(facts: Facts) -> dict[str, Any]:
    start, end, insured = (facts.value(name) for name in ("period_start", "period_end", "insured_count"))
    return {
        "start": "" if start is None else renewal.instant(start).isoformat(),
        "end": "" if end is None else renewal.instant(end).isoformat(), "insured": int(insured) if insured else 0,
    }  # fmt: skip


def _line(row: Row, due: bool) -> tuple[str, str, bool, int]:
    code, heads, said = fold(str(row.value("uscc") or "")), row.value("headcount"), row.value("is_due")
    must = due if said is None else said is True
    return fold(str(row.value("enterprise") or "")), code if uscc.is_valid(code) else "", must, int(heads or 0)


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """What the roster's lines lack among the policies of the archive."""
    if "lines" not in own.trace.body:
        return
    day = own.trace.body["day"]
    met, missing = 0, list[Missing]()
    for said, place in zip(own.trace.body["lines"], own.trace.places, strict=True):
        line = _Line(*said)
        held = _held(line, day, known)
        met += held is None or bool(held)
        if held:
            yield from _fewer(own, line, place, held, day)
        elif held is not None and line.due and (line.code or line.name) and not _under_another(line, known):
            missing.append((line, place))
    if missing and (met or own.trace.body["complete"]):
        yield from _uninsured(own, missing, known.spread(_UNREAD) is None)


def _held(line: _Line, day: str, known: Known) -> list[Placed] | None:
    """The policies of the enterprise that may be in force on the roster's day; None where it has more than are looked at."""
    lists = [known.alike(key("holding", said), MOST_COMPARED) for said in (line.code, line.name) if said]
    if any(len(one) >= MOST_COMPARED for one in lists):
        return None
    found = {placed.at: placed for one in lists for placed in one}
    return [placed for _, placed in sorted(found.items()) if _in_force(placed, day) is not False]


def _under_another(line: _Line, known: Known) -> bool:
    """Whether a policy of another's names the enterprise, as a group's does its companies, or the body that its name begins with is
    insured: the parent's policy may be a branch's too."""
    name = line.name
    if any(known.alike(key("named", said), 1) for said in (line.code, name) if said):
        return True
    parents = [name[: found.end()] for found in _BODY.finditer(name) if found.end() < len(name)]
    return any(known.alike(key("holding", parent), 1) for parent in parents)


def _in_force(policy: Placed, day: str) -> bool | None:
    """None where the roster's day or the period was not read."""
    start, end = policy.trace.body["start"], policy.trace.body["end"]
    if not (day and start and end):
        return None
    on, begun, ends = map(datetime.fromisoformat, (day, start, end))
    return begun.date() <= on.date() <= ends.date()


def _fewer(own: Placed, line: _Line, place: Evidence, held: Sequence[Placed], day: str) -> Iterator[Finding]:
    """A staff larger than what all policies in force insure together."""
    counts = [int(policy.trace.body["insured"]) for policy in held]
    insured = sum(counts)
    if not line.heads or not all(counts) or line.heads <= insured:
        return
    sure = (
        all(_in_force(policy, day) for policy in held)
        and 100 * line.heads > (100 + DRIFT) * insured
        and bool(line.code)
    )
    params = {
        "paper": own.trace.body["paper"], "enterprise": line.name, "headcount": line.heads, "insured_count": insured,
        "other_filing": first(sorted({policy.name for policy in held})[:MOST_NAMED]),
    }  # fmt: skip
    why = "" if sure else "two counts of one staff that may be of different days"
    yield _finding(
        own,
        FEWER,
        "fewer_insured_than_roster",
        sure,
        Severity.NOTE,
        line.name,
        params,
        (place, *beside(own, held)[len(own.trace.places) :]),
        why,
        _SAY_FEWER,
    )


def _uninsured(own: Placed, missing: Sequence[Missing], all_read: bool) -> Iterator[Finding]:
    """Each enterprise that surely has no policy by itself, so that somebody can go there; the others together, as a question."""
    body = own.trace.body
    witnessed = body["complete"] and all_read and bool(body["day"])
    sure = [(line, place) for line, place in missing if witnessed and line.code][:MOST_TOLD]
    for line, place in sure:
        params = {"paper": body["paper"], "missing": 1, "names": line.name}
        subject = f"{body['paper']}#{line.code}"
        yield _finding(own, UNINSURED, "due_without_policy", True, Severity.WARNING, subject, params, (place,), "", {})
    open_ = [one for one in missing if one not in sure]
    if open_:
        names = [line.name for line, _ in open_[:MOST_LISTED]]
        params = {"paper": body["paper"], "missing": len(open_), "names": first(names)}
        why = "nobody says that the archive holds every policy, a paper was not read, or a credit code or the day is missing"
        places = tuple(place for _, place in open_[:PLACES])
        say = _SAY_UNREAD if body["complete"] else _SAY_UNINSURED
        subject = str(body["paper"])
        yield _finding(own, UNINSURED, "due_without_policy", False, Severity.NOTE, subject, params, places, why, say)


def _finding(
    own: Placed, rule: str, type_: str, sure: bool, severity: Severity, subject: str, params: dict[str, Any],
    places: tuple[Evidence, ...], why: str, say: dict[str, str],
) -> Finding:  # fmt: skip
    mark = fingerprint(rule, own.name, subject, params)
    verdict = Verdict.VIOLATED if sure else Verdict.UNDECIDED
    return Finding(
        rule,
        type_,
        verdict,
        severity,
        subject,
        params,
        places,
        ENGINE,
        mark,
        why,
        say=say if why else {},
        bound="policyholder",
    )
