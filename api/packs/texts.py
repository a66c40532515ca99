"""The text of a pack, from this package or from a stranger: read, tamed, and rehearsed before anybody is judged by it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

import yaml

from api.problems import Invalid
from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.finding import plain
from validators.judge import judge
from validators.pack import Pack, PackError, Rule, parse_pack
from validators.say import knows_sentence

TEXT_BYTES = 512 * 1024
"""No notice makes a longer pack; the longest shipped one has 40 KB."""
DEEPEST = 20
"""Levels of nesting; a pack has seven."""
RESERVED = ("binding", "check")  # words of the addresses below /packs
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RULE_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_TYPE = re.compile(r"[a-z][a-z0-9_]*")
_REGION = re.compile(r"\d{6}(?:\d{3})?")
QUOTE = 60
"""Characters of a quotation: a short term, never the notice's sentence."""
# What junk in a well-formed pack or case makes the engine raise; anything else is a defect of ours.
_JUNK = (TypeError, ValueError, AttributeError, KeyError, IndexError, ArithmeticError, RecursionError)


def shipped_text(pack: Pack) -> str:
    """The YAML of a pack of this package."""
    return (files("validators") / "packs" / pack.file).read_text("utf-8")


@lru_cache(maxsize=64)
def read_pack(text: str, file: str, cases: str) -> Pack:
    """A pack from text that somebody sent. Raises PackError with file, line and the words allowed."""
    for part, name in ((text, file), (cases, file.replace(".yaml", ".cases.yaml"))):
        _tame(part, name)
    try:
        pack = parse_pack(text, file, cases)
    except _JUNK as error:
        raise PackError(file, 1, f"有的值不合该词的形状：{error}") from None
    _check_head(pack, file)
    return pack


def read_or_refuse(text: str, file: str, cases: str) -> Pack:
    """The same, with an error a caller of the service can be told."""
    try:
        return read_pack(text, file, cases)
    except PackError as error:
        raise Invalid(str(error), "请按所列行号和可用的词改正后重新上传") from None


def _tame(text: str, file: str) -> None:
    """Refuse what grows when it is read: aliases (a kilobyte of them makes a gigabyte), deep nesting, size."""
    if len(text.encode("utf-8", "replace")) > TEXT_BYTES:
        raise PackError(file, 1, f"超过 {TEXT_BYTES // 1024} KB")
    if "\x00" in text:
        raise PackError(file, 1, "含有空字符")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise PackError(file, line, "规则包不用别名（*名字），请写全")
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise PackError(file, line, f"嵌套超过{DEEPEST}层")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or error
        raise PackError(file, mark.line + 1 if mark else 1, f"不是合法的YAML：{said}") from None


def _check_head(pack: Pack, file: str) -> None:
    if not _NAME.fullmatch(pack.name) or len(pack.name) > 100 or pack.name in RESERVED:
        raise PackError(file, 1, f"“name: {pack.name}”不可用：小写字母、数字和连字符，不用 {'、'.join(RESERVED)}")
    if not _REGION.fullmatch(pack.region):
        raise PackError(file, 1, f"“region: {pack.region}”不是6位或9位行政区划代码（全国为 000000）")
    if len(pack.title) > 300:
        raise PackError(file, 1, "title 超过300字")


# --- rehearsal -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Defect:
    """Why a pack cannot be used yet. ``rule`` is "" where it is the pack's; ``case`` is the case as written, None where
    the defect is not one of a case; ``wanted`` and ``found`` are verdicts, ``found`` "" where the case was not judged."""

    rule: str
    line: int
    message: str
    wanted: str = ""
    found: str = ""
    case: Mapping[str, Any] | None = None


def rehearse(pack: Pack, others: Sequence[Pack] = ()) -> tuple[Defect, ...]:
    """Every case of the pack judged, and what each rule lacks; none when the pack may be used.

    ``others`` are the packs it would stand beside: two rules of one name cannot be told apart in a report.
    """
    taken = {rule.name: other.name for other in others if other.name != pack.name for rule in other.rules}
    try:
        cases = cases_of(pack)
    except PackError as error:
        return (Defect("", error.line, str(error)),)
    out: list[Defect] = []
    for rule in pack.rules:
        out.extend(_wants(rule, taken.get(rule.name)))
        out.extend(_of_cases(pack, rule, cases.get(rule.name)))
    known = {rule.name for rule in pack.rules}
    out.extend(Defect(str(name), 1, f"算例所说的规则“{name}”不在规则包里") for name in cases if name not in known)
    return tuple(out)


def cases_of(pack: Pack) -> Mapping[str, Any]:
    """The cases of a pack that somebody sent: rule → verdict → facts, as far as they are so. Raises PackError."""
    file = pack.file.replace(".yaml", ".cases.yaml")
    try:
        cases = pack.cases()
    except (yaml.YAMLError, *_JUNK) as error:
        raise PackError(file, 1, f"算例不能读：{error}") from None
    if not isinstance(cases, Mapping):
        raise PackError(file, 1, "算例应当是“规则名: {结论: [事实]}”的表")
    return cases


def _wants(rule: Rule, other: str | None) -> Iterator[Defect]:
    if other is not None:
        yield Defect(rule.name, rule.line, f"规则名已为规则包 {other} 所用")
    if not _RULE_NAME.fullmatch(rule.name) or len(rule.name) > 100:
        yield Defect(rule.name, rule.line, "规则名应为“小写字母.小写字母”，如 suzhou.fee-floor")
    if not _TYPE.fullmatch(rule.type) or len(rule.type) > 60:
        yield Defect(rule.name, rule.line, f"type “{rule.type}”应为小写字母、数字和下划线")
    elif not (knows_sentence(rule.type) or {"zh", "en", "topic"} <= set(rule.say)):
        yield Defect(rule.name, rule.line, f"type “{rule.type}”没有现成的句子，请写 say：zh、en、topic")
    yield from _odd_sentences(rule)
    if not rule.article:
        yield Defect(rule.name, rule.line, "没有写明条款（article）")
    if len(rule.quote) > QUOTE:
        yield Defect(rule.name, rule.line, f"quote 超过{QUOTE}字：只引短语，不引整句")
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
            yield Defect(rule.name, rule.line, f"say 的 {lang} 只能写“{{名字}}”，不能写格式")


def _odd_values(rule: Rule, params: Any) -> Iterator[Defect]:
    """Parameters whose type would make the check raise, on whatever day they come into force."""
    for field in dataclasses.fields(params):
        given, kind = getattr(params, field.name), str(field.type)
        wanted = Decimal if kind.startswith("Decimal") else int if kind.startswith("int") else None
        if wanted is not None and given is not None and (not isinstance(given, wanted) or isinstance(given, bool)):
            yield Defect(rule.name, rule.line, f"{field.name} 的值“{given}”不是数")


def _of_cases(pack: Pack, rule: Rule, cases: Any) -> Iterator[Defect]:
    if not isinstance(cases, Mapping) or not all(isinstance(group, list) for group in cases.values()):
        yield Defect(rule.name, rule.line, "没有算例：每条规则要有符合、违反、待定各至少一例")
        return
    unknown = bool(rule.values) and all(value.value is None for value in rule.values)
    needed = {
        "satisfied": not unknown,
        "violated": not (unknown or rule.check in ("stated", "in_region")),
        "undecided": rule.check != "cites_known",  # a paper that cites nothing has nothing to check
    }
    for verdict, wanted in needed.items():
        if wanted and not cases.get(verdict):
            yield Defect(rule.name, rule.line, f"缺少结论为 {verdict} 的算例", wanted=verdict)
    for verdict, group in cases.items():
        for case in group:
            said, found = _judged(pack, rule, case)
            if said or found != verdict:
                message = said or f"算例应为 {verdict}，实际为 {found}"
                yield Defect(rule.name, rule.line, message, str(verdict), found, _as_written(case))


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
    except _JUNK as error:
        return f"算例不能判定：{error}", ""
    mine = [finding for finding in findings if finding.rule == rule.name]
    if not mine:
        return f"算例没有决定规则是否生效的日期 {rule.governed_by}", ""
    if any(finding.why == "not in force on the governing date" for finding in mine):
        return "规则在算例的日期不生效", ""
    found = {finding.verdict.value for finding in mine}
    return "", next(v for v in ("violated", "undecided", "satisfied", "not_applicable") if v in found)
