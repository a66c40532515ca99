"""Rules in force × facts → findings. What could not be judged is said, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from extractor.values.dates import Moment
from validators import checks
from validators.citation import Citation
from validators.days import DAY_COUNT, china_day
from validators.facts import Evidence, Fact, Facts, Filing, Subject
from validators.finding import Finding, Outcome, Severity, Verdict, fingerprint
from validators.pack import Pack, Rule
from validators.precedence import Conflict, InForce, merge
from validators.select import Chosen, Place, bound, place_of

# What the engine itself says, where no article of a notice is behind it.
ENGINE = Citation("anze", "anze 的判定规则", "", confidence="V")
# Below this confidence what a rule presupposes (an inspection, a major hazard) is too unsure to accuse anybody by.
PRESUPPOSED = 0.7
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class Judgement:
    """All findings (satisfied and not applicable ones too), the packs that judged with their reasons, and the
    counts."""

    findings: tuple[Finding, ...]
    packs: tuple[Chosen, ...]
    counts: Mapping[str, int]


def judge(filing: Filing, packs: Sequence[Pack], *, region: str | None = None) -> Judgement:
    """Every rule that binds the filing's place and dates, applied to every policy, report, hazard and claim of it."""
    findings: list[Finding] = []
    used: dict[str, Chosen] = {}
    known: dict[Place, tuple[list[Chosen], list[Pack]]] = {}
    for subject in filing.subjects:
        place = place_of(subject.facts, region)
        if place not in known:
            known[place] = bound(place, packs)
        chosen, possible = known[place]
        used.update({c.pack.name: c for c in chosen})
        findings.extend(_of_subject(filing, subject, chosen))
        if subject.about == "policy" and possible:
            findings.append(_place_unknown(filing, subject, place, possible))
    shown = tuple(_once(findings))
    counts = {"rules_applicable": 0, **{verdict.value: 0 for verdict in Verdict}}
    for finding in shown:
        counts[finding.verdict.value] += 1
    counts["rules_applicable"] = len(shown) - counts[Verdict.NOT_APPLICABLE.value]
    return Judgement(shown, tuple(used.values()), counts)


def _of_subject(filing: Filing, subject: Subject, chosen: Sequence[Chosen]) -> Iterator[Finding]:
    in_force: list[InForce] = []
    undated: list[Rule] = []
    for choice in chosen:
        for rule in choice.pack.rules:
            if rule.about != subject.about:
                continue
            answer = _in_force(rule, subject.facts)
            if answer is None:
                undated.append(rule)
            elif answer:
                in_force.append((rule, rule.value_at(next(iter(_governing(rule, subject.facts)), None))))
            else:
                yield _finding(
                    filing, subject, rule, Outcome(Verdict.NOT_APPLICABLE, why="not in force on the governing date")
                )
    merged = merge(in_force)
    for rule, value in merged.judged:
        outcome = _outcome(
            rule, subject.facts, value.reason if value is not None and value.value is None else "", rule.params(value)
        )
        grade = value.confidence if value is not None and value.confidence else rule.confidence
        for part in outcome.parts or (outcome,):
            yield _finding(filing, subject, rule, part, grade)
    for rule, _ in in_force:
        if rule.name in merged.absorbed:
            why = f"included in the stricter {merged.absorbed[rule.name].name}"
            yield _finding(filing, subject, rule, Outcome(Verdict.NOT_APPLICABLE, why=why))
    for conflict in merged.conflicts:
        yield _conflict(filing, subject, conflict)
    if undated:
        yield _undated(filing, subject, undated)


# --- when ------------------------------------------------------------------------------------------------------------


def _as_day(value: Any) -> date | None:
    if isinstance(value, Moment):
        return value.day
    if isinstance(value, datetime):
        return china_day(value)
    return value if isinstance(value, date) else None


def _governing(rule: Rule, facts: Facts) -> list[date]:
    """The days that decide whether the rule binds: one where the papers agree, more where they contradict each
    other."""
    return [day for value in facts[rule.governed_by].candidates() if (day := _as_day(value)) is not None]


def _in_force(rule: Rule, facts: Facts) -> bool | None:
    """Whether the rule binds on its governing date; None when that hangs on a date that is missing or contradicted."""
    if rule.governed_by == "any" or (rule.since is None and rule.until is None):
        return True
    answers = {rule.in_force(day) for day in _governing(rule, facts)}
    return answers.pop() if len(answers) == 1 else None


# --- whether ---------------------------------------------------------------------------------------------------------


def _outcome(rule: Rule, facts: Facts, reason: str, params: Any) -> Outcome:
    if (early := _condition(rule, facts)) is not None:
        return early
    for special in rule.exceptions:
        word = str(facts.value(special.fact) or "")
        code = str(facts.value("region_code") or "")
        day = _as_day(facts.value("contract_date"))
        in_time = special.since is None or (day is not None and day >= special.since)
        if in_time and code.startswith(special.region) and any(w in word for w in special.contains):
            return _softened(checks.modules()[rule.check].check(facts, params), special.why)
    if reason:
        return checks.undecided(reason)
    outcome: Outcome = checks.modules()[rule.check].check(facts, params)
    if any(facts[name].confidence < PRESUPPOSED for name in rule.when):
        return _softened(outcome, "what the rule presupposes was not read surely")
    return outcome


def _softened(outcome: Outcome, why: str) -> Outcome:
    """Where a more special text may allow it, a violation is only a question."""
    return replace(outcome, verdict=Verdict.UNDECIDED, why=why) if outcome.verdict is Verdict.VIOLATED else outcome


def _condition(rule: Rule, facts: Facts) -> Outcome | None:
    """Not applicable (or undecided) where what the rule presupposes is not so (or not known)."""
    for name, wanted in rule.when.items():
        fact = facts[name]
        if not fact.known:
            if rule.if_unknown == "undecided":
                return checks.undecided(f"{name}: {fact.why or fact.state}", name)
            return checks.not_applicable(f"{name}: {fact.why or fact.state}")
        has = set(fact.value) if isinstance(fact.value, frozenset | tuple | list) else {fact.value}
        if not has & set(wanted):
            return checks.not_applicable(f"{name} is not {' / '.join(map(str, wanted))}")
    return None


# --- what it says ----------------------------------------------------------------------------------------------------


def _places(facts: Facts, names: Iterable[str], extra: Sequence[Evidence]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, str, Any], Evidence] = {}
    for place in (*extra, *(e for name in names for e in facts[name].evidence)):
        span = place.span
        found.setdefault(
            (place.path, place.field, None if span is None else (span.page, span.boxes[:1], span.where)), place
        )
    return tuple(found.values())


def _finding(filing: Filing, subject: Subject, rule: Rule, outcome: Outcome, grade: str = "") -> Finding:
    severity, citation = rule.severity, rule.citation
    if grade and grade != rule.confidence:
        citation = replace(citation, confidence=grade)
        if grade in ("S1", "M") and severity is Severity.ERROR:
            severity = Severity.WARNING
    evidence = _places(subject.facts, outcome.facts, outcome.places) or _whole_paper(subject.facts)
    params = dict(outcome.params)
    mark = fingerprint(rule.name, filing.filing_id, subject.key, params)
    counted = (DAY_COUNT,) if rule.check == "within_days" and outcome.verdict is Verdict.VIOLATED else ()
    return Finding(
        rule.name,
        rule.type,
        outcome.verdict,
        severity,
        subject.key,
        params,
        evidence,
        citation,
        mark,
        outcome.why,
        outcome.lacking,
        counted,
        rule.say,
        rule.matters,
        rule.bound,
        next(iter(_governing(rule, subject.facts)), None),
    )


def _whole_paper(facts: Facts) -> tuple[Evidence, ...]:
    for name in ("report_path", "policy_path"):
        if facts[name].known:
            return facts[name].evidence
    return ()


def _engine(
    filing: Filing, subject: Subject, type_: str, severity: Severity, outcome: Outcome, matters: bool
) -> Finding:
    name = f"engine.{type_.replace('_', '-')}"
    places = _places(subject.facts, outcome.facts, ()) or _whole_paper(subject.facts)
    mark = fingerprint(name, filing.filing_id, subject.key, outcome.params)
    return Finding(
        name,
        type_,
        outcome.verdict,
        severity,
        subject.key,
        outcome.params,
        places,
        ENGINE,
        mark,
        outcome.why,
        outcome.lacking,
        (),
        {},
        matters,
    )


def _place_unknown(filing: Filing, subject: Subject, place: Place, possible: Sequence[Pack]) -> Finding:
    params = {"region_code": place.code or None, "packs": [pack.name for pack in possible]}
    lacking = ("region_code",) if not place.code else ("address",)
    why = "the place of business was not read" if not place.code else "the place is not known closely enough"
    outcome = Outcome(Verdict.UNDECIDED, params, ("address", "insurer_branch"), why, lacking)
    return _engine(filing, subject, "place_unknown", Severity.WARNING, outcome, not place.code)


def _undated(filing: Filing, subject: Subject, rules: Sequence[Rule]) -> Finding:
    params = {"rules": sorted(rule.name for rule in rules)}
    names = tuple(dict.fromkeys(rule.governed_by for rule in rules))
    fact: Fact = subject.facts[names[0]]
    why = "; ".join(f"{name}: {subject.facts[name].why or fact.state}" for name in names)
    outcome = Outcome(Verdict.UNDECIDED, params, names, why, names)
    if subject.about == "policy":
        return _engine(filing, subject, "contract_date_unknown", Severity.ERROR, outcome, True)
    return _engine(filing, subject, "governing_date_unknown", Severity.WARNING, outcome, False)


def _conflict(filing: Filing, subject: Subject, conflict: Conflict) -> Finding:
    kept, dropped = conflict.kept, conflict.dropped
    params = {
        "kept": kept.name,
        "kept_document": kept.citation.document,
        "kept_value": conflict.kept_value,
        "dropped": dropped.name,
        "dropped_document": dropped.citation.document,
        "dropped_value": conflict.dropped_value,
    }
    outcome = Outcome(Verdict.VIOLATED, params, (), "a floor of one text lies above a ceiling of another")
    finding = _engine(filing, subject, "rule_conflict", Severity.NOTE, outcome, False)
    return replace(finding, citation=kept.citation, also=(dropped.citation,))


def _same(finding: Finding) -> tuple[Any, ...]:
    """What makes two findings one: the same thing said of the same subject, whichever text demands it."""
    items = tuple(str(finding.params.get(key)) for key in ("coverage", "clause", "kind", "item", "printed"))
    return finding.type, finding.subject, items


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding per fault: the gravest, surest text speaks, the others are named beside it."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        if finding.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED):
            groups.setdefault(_same(finding), []).append(finding)
        else:
            groups.setdefault((finding.rule, finding.subject, finding.fingerprint), []).append(finding)
    for group in groups.values():
        worst = min(group, key=lambda f: (f.verdict is not Verdict.VIOLATED, _RANK[f.severity], f.rule))
        others = tuple(
            dict.fromkeys(f.citation for f in group if f.citation != worst.citation and f.verdict is worst.verdict)
        )
        yield replace(worst, also=worst.also + others) if others else worst
