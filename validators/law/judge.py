"""Rules in force × facts → findings. What could not be judged is said, never passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from validators.citation import Citation
from validators.days import DAY_COUNT, as_day
from validators.facts import Evidence, Fact, Facts, Filing, Subject
from validators.finding import Finding, Outcome, Severity, Verdict, fingerprint
from validators.law.outcomes import condition, outcome_of
from validators.law.pack import Pack, Rule
from validators.law.plan import Item, governing, plan_of
from validators.law.precedence import Conflict
from validators.law.select import Chosen, Place, place_of

# What the engine itself says, where no article of a notice is behind it.
ENGINE = Citation("anze", "anze 的判定规则", "", confidence="V")
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_OPEN = (Verdict.VIOLATED, Verdict.UNDECIDED)


@dataclass(frozen=True)
class Judgement:
    """All verdicts on a filing, and the packs that judged with their reasons.

    ``judged`` has every subject with every rule that binds it and what came out, ``idle`` those that do not apply, ``engine`` what the engine itself says. ``findings`` puts all of
    them into words and places, one finding per fault; it costs more than the judging.
    """

    filing: Filing
    judged: tuple[tuple[Subject, Item, Outcome], ...]
    idle: tuple[tuple[Subject, Sequence[tuple[Rule, Outcome]]], ...]
    engine: tuple[Finding, ...]
    packs: tuple[Chosen, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, satisfied and not applicable ones too."""
        said = (_finding(self.filing, who, item.rule, outcome, item.grade) for who, item, outcome in self.judged)
        calm = (_finding(self.filing, subject, *pair) for subject, idle in self.idle for pair in idle)
        return tuple(_once((*said, *calm, *self.engine)))

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """What is violated or undecided, as ``findings`` has it."""
        judged = (said for said in self.judged if said[2].verdict in _OPEN)
        said = (_finding(self.filing, who, item.rule, outcome, item.grade) for who, item, outcome in judged)
        return tuple(_once((*said, *(finding for finding in self.engine if finding.verdict in _OPEN))))

    def with_calm_of(self, types: Collection[str]) -> tuple[Finding, ...]:
        """What is open, and of what is satisfied or does not apply that of these types, as ``findings`` has it."""
        judged = (said for said in self.judged if said[2].verdict in _OPEN or said[1].rule.type in types)
        said = (_finding(self.filing, who, item.rule, outcome, item.grade) for who, item, outcome in judged)
        idle = ((who, *pair) for who, pairs in self.idle for pair in pairs if pair[0].type in types)
        calm = (_finding(self.filing, *one) for one in idle)
        engine = (one for one in self.engine if one.verdict in _OPEN or one.type in types)
        return tuple(_once((*said, *calm, *engine)))

    @cached_property
    def calm(self) -> Mapping[str, int]:
        """How many of ``findings`` are satisfied and how many do not apply, counted without being put into words."""
        said = [
            (who, item.rule, outcome, item.grade) for who, item, outcome in self.judged if outcome.verdict not in _OPEN
        ]
        said += [(who, rule, outcome, "") for who, idle in self.idle for rule, outcome in idle]
        if len({(rule.name, who.key) for who, rule, _, _ in said}) == len(
            said
        ):  # no rule says two things of one subject
            return _counted(outcome for _, _, outcome, _ in said)
        groups: dict[tuple[str, str], list[tuple[Subject, Rule, Outcome, str]]] = {}
        for one in said:
            groups.setdefault((one[1].name, one[0].key), []).append(one)
        counts = _counted(group[0][2] for group in groups.values() if len(group) == 1)
        for group in groups.values():
            if len(group) > 1:  # which of them are one hangs on their numbers
                counts += _counted(_once(_finding(self.filing, *one) for one in group))
        return counts


def _counted(said: Iterable[Outcome | Finding]) -> Counter[str]:
    return Counter({verdict.value: count for verdict, count in Counter(one.verdict for one in said).items()})


def judge(filing: Filing, packs: Sequence[Pack], *, region: str | None = None) -> Judgement:
    """Every rule that binds the filing's place and dates, applied to every policy, report, hazard and claim of it."""
    plan = plan_of(packs)
    judged: list[tuple[Subject, Item, Outcome]] = []
    idle: list[tuple[Subject, Sequence[tuple[Rule, Outcome]]]] = []
    engine: list[Finding] = []
    used: dict[str, Chosen] = {}
    seen: set[int] = set()
    for subject in filing.subjects:
        place = place_of(subject.facts, region)
        bound = plan.bound(place)
        if id(bound) not in seen:
            seen.add(id(bound))
            used.update((choice.pack.name, choice) for choice in bound.chosen)
        schedule = bound.schedules.get(subject.about)
        if schedule is not None:
            facts, now = subject.facts, schedule.at(subject.facts)
            for item in now.items:
                outcome = outcome_of(item, facts)
                if outcome.parts:
                    judged.extend([(subject, item, part) for part in outcome.parts])
                else:
                    judged.append((subject, item, outcome))
            if now.idle:
                idle.append((subject, now.idle))
            engine.extend(_conflict(filing, subject, conflict) for conflict in now.conflicts)
            if now.undated:
                engine.extend(_undated(filing, subject, now.undated))
        if subject.about == "policy" and bound.possible and (packs_left := _not_over(bound.possible, subject.facts)):
            engine.append(_place_unknown(filing, subject, place, packs_left))
    return Judgement(filing, tuple(judged), tuple(idle), tuple(engine), tuple(used.values()))


# --- what it says ----------------------------------------------------------------------------------------------------


def _places(facts: Facts, names: Iterable[str], extra: Sequence[Evidence]) -> tuple[Evidence, ...]:
    places = (*extra, *(e for name in names for e in facts[name].evidence))
    if len(places) < 2:
        return places
    found: dict[tuple[str, str, Any], Evidence] = {}
    for place in places:
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
    severity, matters = _weighed(subject, severity, rule.matters)
    evidence = _places(subject.facts, outcome.facts, outcome.places) or _whole_paper(subject.facts)
    params = dict(outcome.params)
    if outcome.verdict is Verdict.UNDECIDED and "insured" in outcome.lacking and subject.facts["roster_silent"].known:
        subject = replace(subject, key=subject.key.partition("#")[0])  # what no line of a roster tells is asked once
        params["enterprise"], evidence = None, subject.facts["roster_silent"].evidence
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
        matters,
        rule.bound,
        next(iter(governing(rule, subject.facts)), None),
    )


def _weighed(subject: Subject, severity: Severity, matters: bool) -> tuple[Severity, bool]:
    """How grave a finding is and whether it matters: on a paper that lies in the filing for reference it is a note and does not."""
    return (Severity.NOTE, False) if subject.facts["for_reference"].known else (severity, matters)


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
    severity, matters = _weighed(subject, severity, matters)
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


def _not_over(packs: Sequence[Pack], facts: Facts) -> list[Pack]:
    """The packs whose time was not over when the contract was made: what ended before binds nothing of it."""
    day = as_day(facts.value("contract_date"))
    return [pack for pack in packs if day is None or pack.until is None or day <= pack.until]


def _place_unknown(filing: Filing, subject: Subject, place: Place, possible: Sequence[Pack]) -> Finding:
    params = {"region_code": place.code or None, "packs": [pack.name for pack in possible]}
    lacking = ("region_code",) if not place.code else ("address",)
    why = "the place of business was not read" if not place.code else "the place is not known closely enough"
    outcome = Outcome(Verdict.UNDECIDED, params, ("address", "insurer_branch"), why, lacking)
    return _engine(filing, subject, "place_unknown", Severity.WARNING, outcome, not place.code)


def _undated(filing: Filing, subject: Subject, rules: Sequence[Rule]) -> Iterator[Finding]:
    """What hangs on a day that was not read; a rule that presupposes what is not so needs no day."""
    waiting = [rule for rule in rules if not _idle(rule, subject.facts)]
    contract = [rule for rule in waiting if subject.about == "policy" and rule.governed_by == "contract_date"]
    others = [rule for rule in waiting if rule not in contract]
    if contract:
        yield _no_day(filing, subject, contract, "contract_date_unknown", Severity.ERROR)
    if others:
        yield _no_day(filing, subject, others, "governing_date_unknown", Severity.WARNING)


def _idle(rule: Rule, facts: Facts) -> bool:
    early = condition(rule, facts)
    return early is not None and early.verdict is Verdict.NOT_APPLICABLE


def _no_day(filing: Filing, subject: Subject, rules: Sequence[Rule], type_: str, severity: Severity) -> Finding:
    params = {"rules": sorted(rule.name for rule in rules)}
    names = tuple(dict.fromkeys(rule.governed_by for rule in rules))
    fact: Fact = subject.facts[names[0]]
    why = "; ".join(f"{name}: {subject.facts[name].why or fact.state}" for name in names)
    outcome = Outcome(Verdict.UNDECIDED, params, names, why, names)
    if subject.about == "enterprise":  # the lines of one roster lack one day: said once
        subject = replace(subject, key=subject.key.partition("#")[0])
    return _engine(filing, subject, type_, severity, outcome, severity is Severity.ERROR)


def _conflict(filing: Filing, subject: Subject, conflict: Conflict) -> Finding:
    kept, dropped = conflict.kept, conflict.dropped
    params = {
        "kept": kept.name,
        "kept_document": kept.citation.document,
        "kept_article": kept.article,
        "kept_value": conflict.kept_value,
        "dropped": dropped.name,
        "dropped_document": dropped.citation.document,
        "dropped_article": dropped.article,
        "dropped_value": conflict.dropped_value,
    }
    outcome = Outcome(Verdict.VIOLATED, params, (), "one text demands what another, of higher form, does not allow")
    finding = _engine(filing, subject, "rule_conflict", Severity.NOTE, outcome, False)
    return replace(finding, citation=kept.citation, also=(dropped.citation,))


def _same(finding: Finding) -> tuple[Any, ...]:
    """What makes two findings one: the same thing said of the same subject, whichever text demands it."""
    items = tuple(str(finding.params.get(key)) for key in ("coverage", "clause", "kind", "item", "printed"))
    return finding.type, finding.subject, items


def _weight(finding: Finding) -> tuple[bool, int, bool, str]:
    """The gravest first; of equals a text of somebody's before what we say of ourselves."""
    ours = finding.citation.document == ENGINE.document
    return finding.verdict is not Verdict.VIOLATED, _RANK[finding.severity], ours, finding.rule


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding per fault: the gravest, surest text speaks, the others are named beside it."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        if finding.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED):
            groups.setdefault(_same(finding), []).append(finding)
        else:
            groups.setdefault((finding.rule, finding.subject, finding.fingerprint), []).append(finding)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        worst = min(group, key=_weight)
        others = tuple(
            dict.fromkeys(f.citation for f in group if f.citation != worst.citation and f.verdict is worst.verdict)
        )
        yield replace(worst, also=worst.also + others) if others else worst
