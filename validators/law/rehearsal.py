"""Rehearsal: every case of a pack judged, before anybody is judged by it; and what its rules lack."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Any

import yaml

from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.finding import plain
from validators.law.judge import judge
from validators.law.pack import Pack, PackError, Rule
from validators.law.pack_text import JUNK
from validators.say import knows_sentence

QUOTE = 60
"""Characters of a quotation: a short term, never the notice's sentence."""
_RULE_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_TYPE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Defect:
    """Why a pack cannot be used yet. ``rule`` is "" where it is the pack's; ``case`` is the case as written, None where
    the defect is not one of a case; ``wanted`` and ``found`` are verdicts, ``found`` "" where the case was not judged.
    ``code`` names the class of the defect, as in ``validators.lint``."""

    rule: str
    line: int
    message: str
    wanted: str = ""
    found: str = ""
    case: Mapping[str, Any] | None = None
    code: str = ""


def rehearse(pack: Pack, others: Sequence[Pack] = ()) -> tuple[Defect, ...]:
    """Every case of the pack judged, and what each rule lacks; none when the pack may be used.

    ``others`` are the packs it would stand beside: two rules of one name cannot be told apart in a report.
    """
    taken = {rule.name: other.name for other in others if other.name != pack.name for rule in other.rules}
    try:
        cases = cases_of(pack)
    except PackError as error:
        return (Defect("", error.line, str(error), code="cases-unreadable"),)
    out: list[Defect] = []
    for rule in pack.rules:
        out.extend(_wants(rule, taken.get(rule.name)))
        out.extend(_of_cases(pack, rule, cases.get(rule.name)))
    known = {rule.name for rule in pack.rules}
    out.extend(
        Defect(str(name), 1, f"算例所说的规则“{name}”不在规则包里", code="case-stray")
        for name in cases
        if name not in known
    )
    return tuple(out)


def cases_of(pack: Pack) -> Mapping[str, Any]:
    """The cases of a pack that somebody sent: rule → verdict → facts, as far as they are so. Raises PackError."""
    file = pack.file.replace(".yaml", ".cases.yaml")
    try:
        cases = pack.cases()
    except (yaml.YAMLError, *JUNK) as error:
        raise PackError(file, 1, f"算例不能读：{error}") from None
    if not isinstance(cases, Mapping):
        raise PackError(file, 1, "算例应当是“规则名: {结论: [事实]}”的表")
    return cases


def _wants(rule: Rule, other: str | None) -> Iterator[Defect]:
    if other is not None:
        yield Defect(rule.name, rule.line, f"规则名已为规则包 {other} 所用", code="name-taken")
    if not _RULE_NAME.fullmatch(rule.name) or len(rule.name) > 100:
        yield Defect(rule.name, rule.line, "规则名应为“小写字母.小写字母”，如 suzhou.fee-floor", code="name-form")
    if not _TYPE.fullmatch(rule.type) or len(rule.type) > 60:
        yield Defect(rule.name, rule.line, f"type “{rule.type}”应为小写字母、数字和下划线", code="type-form")
    elif not (knows_sentence(rule.type) or {"zh", "en", "topic"} <= set(rule.say)):
        yield Defect(
            rule.name, rule.line, f"type “{rule.type}”没有现成的句子，请写 say：zh、en、topic", code="no-sentence"
        )
    yield from _odd_sentences(rule)
    if not rule.article:
        yield Defect(rule.name, rule.line, "没有写明条款（article）", code="no-article")
    if len(rule.quote) > QUOTE:
        yield Defect(rule.name, rule.line, f"quote 超过{QUOTE}字：只引短语，不引整句", code="long-quote")
    for value in rule.values:
        if value.value is not None:
            yield from _odd_values(rule, rule.params(value))


def _odd_sentences(rule: Rule) -> Iterator[Defect]:
    """A sentence's places are plain names: a width or an attribute in braces would be carried out, not printed."""
    for lang, sentence in rule.say.items():
        try:
            parts = list(Formatter().parse(sentence)) if isinstance(sentence, str) else [("", "?", "", None)]
        except ValueError:
            parts = [("", "?", "", None)]
        if any(
            name is not None and (not name.isidentifier() or spec or conversion) for _, name, spec, conversion in parts
        ):
            yield Defect(rule.name, rule.line, f"say 的 {lang} 只能写“{{名字}}”，不能写格式", code="sentence-form")


def _odd_values(rule: Rule, params: Any) -> Iterator[Defect]:
    """Parameters whose type would make the check raise, on whatever day they come into force."""
    for field in dataclasses.fields(params):
        given, kind = getattr(params, field.name), str(field.type)
        wanted = Decimal if kind.startswith("Decimal") else int if kind.startswith("int") else None
        if wanted is not None and given is not None and (not isinstance(given, wanted) or isinstance(given, bool)):
            yield Defect(rule.name, rule.line, f"{field.name} 的值“{given}”不是数", code="number-form")


def _of_cases(pack: Pack, rule: Rule, cases: Any) -> Iterator[Defect]:
    if not isinstance(cases, Mapping) or not all(isinstance(group, list) for group in cases.values()):
        yield Defect(rule.name, rule.line, "没有算例：每条规则要有符合、违反、待定各至少一例", code="case-missing")
        return
    unknown = bool(rule.values) and all(value.value is None for value in rule.values)
    needed = {
        "satisfied": not unknown,
        "violated": not (unknown or rule.check in ("stated", "in_region", "names_document", "shown_within_days")),
        "undecided": rule.check != "cites_known",  # a paper that cites nothing has nothing to check
    }
    for verdict, wanted in needed.items():
        if wanted and not cases.get(verdict):
            yield Defect(rule.name, rule.line, f"缺少结论为 {verdict} 的算例", wanted=verdict, code="case-missing")
    for verdict, group in cases.items():
        for case in group:
            said, found = _judged(pack, rule, case)
            if said or found != verdict:
                message = said or f"算例应为 {verdict}，实际为 {found}"
                yield Defect(rule.name, rule.line, message, str(verdict), found, _as_written(case), "case-fails")


def _as_written(case: Any) -> Mapping[str, Any]:
    return plain(case) if isinstance(case, Mapping) else {"?": str(case)[:200]}


def _judged(pack: Pack, rule: Rule, case: Any) -> tuple[str, str]:
    """What stands in the way of judging the case, "" for nothing; and the verdict."""
    if not isinstance(case, Mapping):
        return "算例应当是“事实: 值”的表", ""
    alone = dataclasses.replace(pack, rules=(rule,))
    try:
        facts = facts_of({"region_code": pack.region if pack.prefix else "310101", **case})
        findings = judge(Filing("case", (), (Subject(rule.about, "case", facts),)), [alone]).findings
    except JUNK as error:
        return f"算例不能判定：{error}", ""
    mine = [finding for finding in findings if finding.rule == rule.name]
    if not mine:
        return f"算例没有决定规则是否生效的日期 {rule.governed_by}", ""
    if any(finding.why == "not in force on the governing date" for finding in mine):
        return "规则在算例的日期不生效", ""
    found = {finding.verdict.value for finding in mine}
    return "", next(v for v in ("violated", "undecided", "satisfied", "not_applicable") if v in found)
