"""How a finding came about, step by step: fact ← reading ← words on the page; rule ← article; the arithmetic; the verdict.

``explain(report, finding)`` works from the report alone, so that whatever is stored can be explained later.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.evidence.calibration import calibrated, from_pixels
from extractor.record import Record
from validators import checks
from validators.checks import SHORT
from validators.declared import ABOUT, known
from validators.facts import Evidence, Fact, Facts, Filing, Subject
from validators.finding import Finding, Verdict
from validators.law.judge import ENGINE
from validators.law.pack import Rule, Value
from validators.reasons import reason
from validators.report import Report
from validators.report_json import evidence_to_json
from validators.say import place as place_words
from validators.say import rule as rule_words
from validators.say import shown, word, wrong

MOST_PLACES = 6
"""Places of one fact that are put into words; a list of forty lines is told by its first ones."""
MOST_WORDS = 80
HOW = {
    "label": ("标签旁", "beside its label"), "cell": ("表格", "in a table cell"), "header": ("列名下", "under a column's head"),
    "form": ("表单", "in a form"), "prose": ("正文", "in the text"), "arithmetic": ("由算术认定", "by arithmetic"),
    "corrected": ("人工更正", "corrected by a person"),
}  # fmt: skip
_VERDICTS = {
    Verdict.SATISFIED: ("符合", "holds"), Verdict.VIOLATED: ("不成立", "does not hold"), Verdict.UNDECIDED: ("待定", "undecided"),
    Verdict.NOT_APPLICABLE: ("不适用", "does not apply"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``kind`` is fact, rule, arithmetic or verdict; the words in Chinese and English; where it stands."""

    kind: str
    zh: str
    en: str
    places: tuple[Evidence, ...] = ()

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Explanation:
    """The chain behind one finding."""

    fingerprint: str
    steps: tuple[Step, ...]

    def of(self, kind: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind == kind)


def explain(report: Report, finding: Finding) -> Explanation:
    """The chain behind a finding of the report."""
    rule = _rule(report, finding)
    subject = _subject(report.filing, finding, rule)
    if rule is None or subject is None:
        return Explanation(finding.fingerprint, tuple(_plain_steps(finding)))
    value = rule.value_at(finding.applied_on)
    params = rule.params(value)
    steps = [
        *_facts(report.filing, subject.facts, _names(subject.facts, finding, params)),
        *_rules(finding, rule, value),
    ]
    worked = getattr(checks.modules()[rule.check], "arithmetic", None)
    if finding.verdict is not Verdict.NOT_APPLICABLE:
        lines = worked(subject.facts, params, finding.params) if worked is not None else _numbers(finding)
        steps += [Step("arithmetic", zh, en) for zh, en in lines]
    return Explanation(finding.fingerprint, (*steps, _verdict(finding)))


def wanted(finding: Finding, asked: str) -> bool:
    """Whether ``asked`` names the finding: ``all``, its type, its rule, or the beginning of its fingerprint."""
    return (
        asked == "all"
        or asked in (finding.type, finding.rule)
        or (len(asked) >= 4 and finding.fingerprint.startswith(asked))
    )


def explanation_to_json(explanation: Explanation, lang: str = "zh") -> list[dict[str, Any]]:
    """The steps in order: ``{"step": "fact", "text": …, "places": [{"path", "field", "page", "box", "text", …}]}``."""
    return [
        {
            "step": step.kind,
            "text": step.text(lang),
            **({"places": [evidence_to_json(place) for place in step.places]} if step.places else {}),
        }
        for step in explanation.steps
    ]


# --- what it stands on -----------------------------------------------------------------------------------------------


def _rule(report: Report, finding: Finding) -> Rule | None:
    rules = (rule for chosen in report.packs for rule in chosen.pack.rules)
    return next((rule for rule in rules if rule.name == finding.rule), None)


def _subject(filing: Filing, finding: Finding, rule: Rule | None) -> Subject | None:
    if rule is None:
        return None
    return next((s for s in filing.subjects if s.about == rule.about and s.key == finding.subject), None)


def _names(facts: Facts, finding: Finding, params: Any) -> list[str]:
    """The facts that the check was given, and those that it lacked, each once."""
    named: dict[str, None] = {}
    known = {*facts.names(), *finding.lacking}
    for field in dataclasses.fields(params):
        said = getattr(params, field.name)
        for name in said if isinstance(said, tuple) else (said,):
            if isinstance(name, str) and name in known:
                named.setdefault(name)
    item = finding.params.get("item")
    if isinstance(item, str) and item in known:
        named.setdefault(item)
    return list(named) + [name for name in finding.lacking if name not in named]


def _facts(filing: Filing, facts: Facts, names: Sequence[str]) -> Iterator[Step]:
    records = filing.records
    for name in names:
        fact = facts[name]
        if fact.state == "absent":
            why = reason(fact.why)
            yield Step(
                "fact",
                f"{word(name)}：没有（{why[0] or '未能确认'}）",
                f"{_en(name)}: not known ({why[1] or fact.state})",
                fact.evidence,
            )
            continue
        yield Step(
            "fact", _said(name, fact, records, "zh"), _said(name, fact, records, "en"), fact.evidence[:MOST_PLACES]
        )


def _said(name: str, fact: Fact, records: Sequence[Record], lang: str) -> str:
    label = word(name) if lang == "zh" else _en(name)
    unit = _unit(name) if lang == "zh" or _unit(name) == "%" else ""
    values = [_value(value, lang) + (unit if value is not None else "") for value in fact.candidates()]
    stands = (" 对 " if lang == "zh" else " against ").join(dict.fromkeys(values))
    places = [_reading(place, records, lang) for place in fact.evidence[:MOST_PLACES]]
    more = len(fact.evidence) - len(places)
    shown_places = dict.fromkeys(places)
    out = f"{label} = {stands}" + ("".join(f" ← {place}" for place in shown_places))
    if more > 0:
        out += f"（另有{more}处）" if lang == "zh" else f" (and {more} more)"
    why = reason(fact.why)[0 if lang == "zh" else 1]
    return out + ((f"；{why}" if lang == "zh" else f"; {why}") if why else "")


def _reading(place: Evidence, records: Sequence[Record], lang: str) -> str:
    """The place in words, with how the value was found there and how surely."""
    words = place_words(place, lang)
    said = ((record, record.fields.get(place.field)) for record in records if record.path == place.path)
    record, reading = next(((r, one) for r, one in said if one is not None and one.span == place.span), (None, None))
    if record is None or reading is None:
        return words
    found = HOW.get(reading.how.partition(":")[0])
    how = (found[0 if lang == "zh" else 1] + ("，" if lang == "zh" else ", ")) if found else ""
    sure = f"{calibrated(reading, ocr=from_pixels(record, reading)):.0%}"
    return f"{words}（{how}把握{sure}）" if lang == "zh" else f"{words} ({how}sure to {sure})"


@cache
def _units() -> Mapping[str, str]:
    kinds = {item.fact: item.kind for about in ABOUT for item in known(about).values()}
    return {fact: {"amount": "元", "ratio": "%"}[kind] for fact, kind in kinds.items() if kind in ("amount", "ratio")}


def _unit(name: str) -> str:
    """What a number of that name is counted in, as it is set behind it in Chinese."""
    return _units().get(name, "")


def _value(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, frozenset | set | tuple):
        items = sorted(
            str(getattr(item, "code", None) or getattr(item, "doc_number", None) or _row(item, lang)) for item in value
        )
        named = list(dict.fromkeys(word(item, lang) for item in items))
        return _short(("、" if lang == "zh" else ", ").join(named) or ("无" if lang == "zh" else "none"))
    return _short(shown(value, lang))


def _row(item: Any, lang: str) -> str:
    """A row of the platform's table as its words; anything else as it is shown."""
    says = getattr(item, "says", None)
    if says is None:
        return shown(item, lang)
    return " ".join(said.text for said in says.values() if said is not None)


def _short(text: str) -> str:
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1] + "…"


def _en(name: str) -> str:
    return SHORT.get(name, name).replace("_", " ") if name != "contract_date" else "sign date"


# --- the rule, the verdict -------------------------------------------------------------------------------------------


def _rules(finding: Finding, rule: Rule, value: Value | None) -> Iterator[Step]:
    """The article that the rule stands on, since when, why it binds here, and where its number comes from."""
    citation = finding.citation
    zh, en = (rule_words(citation, lang) for lang in ("zh", "en"))
    if citation.document == ENGINE.document:
        zh, en = citation.title, "anze's own rule"
    since = citation.in_force_from
    if since is not None:
        zh, en = f"{zh}，{shown(since)}起施行", f"{en}, in force from {shown(since, 'en')}"
    if finding.applied_on is not None and rule.governed_by != "any":
        zh += f"；以{word(rule.governed_by)}{shown(finding.applied_on)}为准适用"
        en += f"; it binds by the {_en(rule.governed_by)}, {shown(finding.applied_on, 'en')}"
    if value is not None and value.value is not None and value.source:
        zh, en = (
            f"{zh}；数值{_value(value.value, 'zh')}出自{value.source}",
            f"{en}; the number {_value(value.value, 'en')} is from {value.source}",
        )
    if value is not None and value.value is None:
        zh, en = f"{zh}；数值不知道：{value.reason}", f"{en}; the number is not known: {value.reason}"
    yield Step("rule", f"规则{rule.name} ← {zh}", f"Rule {rule.name} ← {en}")
    for other in finding.also:
        yield Step(
            "rule",
            f"同样要求的还有：{rule_words(other).removeprefix('依据')}",
            f"Also demanded by: {rule_words(other, 'en').removeprefix('Rule: ')}",
        )


def _verdict(finding: Finding) -> Step:
    zh, en = _VERDICTS[finding.verdict]
    said = (wrong(finding), wrong(finding, "en"))
    why = reason(finding.why)
    zh = f"{zh}：{said[0]}" + (f"（{why[0]}）" if why[0] else "")
    en = f"{en}: {said[1]}" + (f" ({why[1]})" if why[1] and why[1] not in said[1] else "")
    return Step("verdict", zh, en)


def _plain_steps(finding: Finding) -> Iterator[Step]:
    """What can be told of a finding that no rule of a pack made: its places, its numbers, its source."""
    for place in finding.evidence[:MOST_PLACES]:
        yield Step("fact", f"← {place_words(place)}", f"← {place_words(place, 'en')}", (place,))
    yield from (Step("fact", zh, en) for zh, en in _numbers(finding))
    source = rule_words(finding.citation) or finding.citation.title
    yield Step(
        "rule",
        f"规则{finding.rule} ← {source}",
        f"Rule {finding.rule} ← {rule_words(finding.citation, 'en') or finding.citation.title}",
    )
    yield _verdict(finding)


def _numbers(finding: Finding) -> Iterator[checks.Line]:
    """The numbers of the finding, where no check shows how it came to them."""
    numbers = {
        name: value for name, value in finding.params.items() if value is not None and not isinstance(value, Mapping)
    }
    if numbers:
        zh = "；".join(f"{word(name)} = {_value(value, 'zh')}" for name, value in numbers.items())
        yield zh, "; ".join(f"{name.replace('_', ' ')} = {_value(value, 'en')}" for name, value in numbers.items())
