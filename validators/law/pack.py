"""The shape of a pack: one notice (or statute) turned into rules, as one YAML file; its cases in ``<name>.cases.yaml``.

A pack holds names, numbers, dates and short quoted terms, never expressions. A word that is not known, a key given
twice, a missing word or a number that does not fit stops loading with the file, the line and the words allowed.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from validators import checks
from validators.citation import GRADES, Citation
from validators.finding import PARTIES, Severity
from validators.law.pack_parts import Assignment, Milestone, milestones_of, routing_of
from validators.marked import Marked as Marked
from validators.marked import PackError as PackError
from validators.marked import checked_words as checked_words
from validators.marked import day_of, one_of
from validators.marked import marked as marked

# Rank of the form of a text: a higher one decides where two cannot both be met.
LAYERS = {
    "law": 100,
    "administrative_regulation": 90,
    "local_regulation": 80,
    "ministry_rule": 70,
    "local_government_rule": 70,
    "national_standard": 65,
    "national": 60,
    "province": 50,
    "city": 40,
    "county": 30,
    "street": 20,
    "advisory": 0,
}
SUBJECTS = ("policy", "report", "hazard", "claim", "entry", "staff", "roster", "enterprise", "area")
"""What a rule may be about. ``entry``: a line of a fee ledger; ``staff``: a list of the people insured; ``roster``: a list of
the enterprises that must insure, ``enterprise`` a line of it; ``area``: a town or sub-district of a roster."""
PACK_WORDS = (
    "name", "title", "document", "aliases", "issuer", "region", "place", "street_words", "issued", "in_force", "layer",
    "confidence", "advisory", "url", "notes", "allow", "rules", "milestones", "routing",
)  # fmt: skip
RULE_WORDS = (
    "name", "type", "article", "quote", "about", "date", "from", "to", "check", "with", "value", "values", "when",
    "if_unknown", "except", "severity", "bound", "confidence", "undecided_matters", "say", "reason", "former_names",
    "allow", "bars",
)  # fmt: skip
VALUE_WORDS = ("from", "value", "source", "confidence", "reason")
EXCEPT_WORDS = ("region", "from", "fact", "contains", "why")


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a rule from a day on; ``value`` None with a ``reason`` where the number is not known to us."""

    since: date | None
    value: Any
    source: str = ""
    confidence: str = ""
    reason: str = ""


NOT_YET = Value(None, None, reason="规则已生效，第一个数值还没有开始")
"""The number of a rule on a day before the first that its pack gives."""


@dataclass(frozen=True, slots=True)
class Exception_:
    """A case that a more special text governs: in ``region`` (code prefix), from a day on, where ``fact`` has a
    word."""

    fact: str
    contains: tuple[str, ...]
    why: str
    region: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Rule:
    """One demand: which fact, of what, by which check, at which value, how grave, on which article.

    ``governed_by`` names the fact whose day decides whether the rule binds; ``any`` for what holds at every date
    (papers that contradict themselves), so that a date nobody could read does not silence it. ``allow``: a code of
    ``validators.lint`` → why what it remarks is right here.
    ``bars`` are types of findings that a text of lower form may not raise where this rule binds (a closed list of
    insurers, where the choice is free).
    """

    name: str
    type: str
    article: str
    quote: str
    about: str
    governed_by: str
    since: date | None
    until: date | None
    check: str
    with_: Mapping[str, Any]
    values: tuple[Value, ...]
    when: Mapping[str, tuple[Any, ...]]
    if_unknown: str
    exceptions: tuple[Exception_, ...]
    severity: Severity
    confidence: str
    matters: bool
    say: Mapping[str, str]
    reason: str
    former_names: tuple[str, ...]
    citation: Citation
    layer: int
    region: str
    pack: str
    file: str
    line: int
    bound: str = "insurer"
    bars: tuple[str, ...] = ()
    allow: Mapping[str, str] = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Whether the rule binds what its governing date ``day`` governs; both ends inclusive."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def value_at(self, day: date | None) -> Value | None:
        """The number in force on ``day`` (the last one for None); None where the rule has none of its own, and one that is not
        known before the first of its own."""
        fitting = [v for v in self.values if day is None or v.since is None or v.since <= day]
        return fitting[-1] if fitting else NOT_YET if self.values else None

    def params(self, value: Value | None) -> Any:
        """The check's parameters, filled with ``value``."""
        if value is NOT_YET:
            return self._made[0]  # nobody is judged by them: the number is not known
        return self._made[None if value is None else self.values.index(value)]

    @cached_property
    def _made(self) -> Mapping[int | None, Any]:
        made: dict[int | None, Any] = {i: _combined(self.check, self.with_, v.value) for i, v in enumerate(self.values)}
        return made or {None: _combined(self.check, self.with_, None)}

    @cached_property
    def key(self) -> tuple[str, str, str, str]:
        """What two rules must share to be two demands on one thing."""
        return self.type, self.about, self.check, str(self.with_.get("fact") or self.with_.get("end") or "")


@dataclass(frozen=True)
class Pack:
    """One notice as rules. ``region`` is a GB/T 2260 code (``000000`` = everywhere); ``version`` the hash of its
    file. ``milestones`` and ``routing`` as in ``validators.law.pack_parts``."""

    name: str
    title: str
    document: str
    aliases: tuple[str, ...]
    issuer: tuple[str, ...]
    region: str
    place: str
    street_words: tuple[str, ...]
    issued: date | None
    since: date | None
    until: date | None
    layer: str
    confidence: str
    advisory: bool
    url: str
    notes: str
    rules: tuple[Rule, ...]
    version: str
    file: str
    cases_text: str = field(repr=False, default="")
    allow: Mapping[str, str] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    routing: tuple[Assignment, ...] = ()

    @property
    def prefix(self) -> str:
        """The significant digits of the region: 341300 → 3413, 330604001 stays, 000000 → empty."""
        return significant(self.region)

    def cases(self) -> Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
        """Rule name → verdict → fact dictionaries; read only when asked for."""
        return _cases(self.cases_text)


@lru_cache(maxsize=64)  # more than the packs shipped, whose rules are asked for their cases one by one
def _cases(text: str) -> Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
    return yaml.load(text, Loader=yaml.CSafeLoader) or {}


def significant(code: str) -> str:
    """A region code without its empty lower levels.

    >>> significant("341300"), significant("330604001"), significant("000000"), significant("110000")
    ('3413', '330604001', '', '11')
    """
    while len(code) in (2, 4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def _combined(check: str, with_: Mapping[str, Any], value: Any) -> Any:
    cls = checks.modules()[check].Params
    given = dict(with_)
    if value is not None:
        names = [f.name for f in dataclasses.fields(cls)]
        given["value" if "value" in names else "values"] = value
    kinds = {f.name: str(f.type) for f in dataclasses.fields(cls)}
    for name, content in given.items():
        if isinstance(content, list):
            given[name] = tuple(content)
        elif kinds.get(name, "").startswith("Decimal") and isinstance(content, int | float):
            given[name] = Decimal(str(content))
    return cls(**given)


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_pack(text: str, file: str, cases_text: str = "") -> Pack:
    """A pack from its YAML text; ``file`` is only named in errors."""
    table = marked(text, file)
    needed = ("name", "title", "document", "region", "layer", "in_force", "rules")
    table = checked_words(table, PACK_WORDS, needed, file, "规则包")
    force = checked_words(table["in_force"], ("from", "to"), (), file, "in_force", table.lines["in_force"])
    head: dict[str, Any] = {
        "name": str(table["name"]), "title": str(table["title"]), "document": str(table["document"]),
        "aliases": tuple(map(str, table.get("aliases") or ())), "issuer": tuple(map(str, table.get("issuer") or ())),
        "region": str(table["region"]), "place": str(table.get("place", "")),
        "street_words": tuple(table.get("street_words") or ()),
        "issued": day_of(table, "issued", file), "since": day_of(force, "from", file), "until": day_of(force, "to", file),
        "layer": one_of(table, "layer", tuple(LAYERS), file, "national"),
        "confidence": one_of(table, "confidence", GRADES, file, "V"), "advisory": bool(table.get("advisory", False)),
        "url": str(table.get("url") or ""), "notes": str(table.get("notes") or ""), "allow": _allowed(table, file),
    }  # fmt: skip
    rules: list[Rule] = []
    for item in table["rules"] or ():
        rule = _rule(item, head, file)
        if any(rule.name == other.name for other in rules):
            raise PackError(file, rule.line, f"规则名“{rule.name}”写了两次")
        rules.append(rule)
    version = hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
    milestones, routing = milestones_of(table, file), routing_of(table, file)
    return Pack(**head, rules=tuple(rules), version=version, file=file, cases_text=cases_text,
                milestones=milestones, routing=routing)  # fmt: skip


def _rule(item: Any, head: Mapping[str, Any], file: str) -> Rule:
    table = checked_words(item, RULE_WORDS, ("name", "type", "article", "about", "check", "severity"), file, "规则")
    check = one_of(table, "check", tuple(checks.modules()), file, "")
    with_ = table.get("with") or Marked()
    fields = [f.name for f in dataclasses.fields(checks.modules()[check].Params)]
    if with_:
        checked_words(with_, fields, (), file, f"检查 {check} 的 with", table.lines["with"])
    confidence = one_of(table, "confidence", GRADES, file, head["confidence"])
    severity = Severity(one_of(table, "severity", [s.value for s in Severity], file, "warning"))
    if severity is Severity.ERROR and (confidence in ("S1", "M") or head["advisory"]):
        severity = Severity.WARNING  # a source we are not sure of, or a draft, never returns a filing
    since, until = day_of(table, "from", file), day_of(table, "to", file)
    starts = [day for day in (since, head["since"]) if day is not None]
    ends = [day for day in (until, head["until"]) if day is not None]
    values = tuple(_values(table, file))
    rule = Rule(
        name=str(table["name"]), type=str(table["type"]), article=str(table["article"]), quote=str(table.get("quote")
        or ""), about=one_of(table, "about", SUBJECTS, file, "policy"), governed_by=str(table.get("date",
        "contract_date")), since=max(starts, default=None), until=min(ends, default=None), check=check,
        with_=dict(with_), values=values, when={fact: tuple(v) if isinstance(v, list) else (v,) for fact, v in
        (table.get("when") or {}).items()}, if_unknown=one_of(table, "if_unknown", ("not_applicable", "undecided"),
        file, "not_applicable"), exceptions=tuple(_exceptions(table, file)), severity=severity, confidence=confidence,
        matters=bool(table.get("undecided_matters", severity is Severity.ERROR)), say=dict(table.get("say") or {}),
        reason=str(table.get("reason") or ""), former_names=tuple(table.get("former_names") or ()),
        citation=Citation(head["document"], head["title"], str(table["article"]), str(table.get("quote") or ""),
                          max(starts, default=None), min(ends, default=None), confidence, head["url"],
                          head["issued"]),
        layer=LAYERS[head["layer"]], region=head["region"], pack=head["name"], file=file, line=table.line,
        bound=one_of(table, "bound", PARTIES, file, "insurer"), allow=_allowed(table, file),
        bars=tuple(map(str, table.get("bars") or ())),
    )  # fmt: skip
    try:
        for value in values or (None,):
            rule.params(value)
    except TypeError as error:
        raise PackError(
            file, table.lines.get("with", table.line), f"检查 {check} 的参数不全：{error}", fields
        ) from None
    return rule


def _allowed(table: Marked, file: str) -> Mapping[str, str]:
    """Remarks of the lint that are justified, each with its reason; one without a reason stops."""
    entries = table.get("allow") or Marked()
    if not isinstance(entries, Marked) or not all(isinstance(why, str) and why.strip() for why in entries.values()):
        raise PackError(file, table.lines["allow"], "allow 应当是“lint 的代号: 理由”的表，理由不能空")
    return dict(entries)


def _values(table: Marked, file: str) -> Iterator[Value]:
    if "value" in table and "values" in table:
        raise PackError(file, table.lines["values"], "value 与 values 只写一个")
    if "value" in table:
        if table["value"] is None and not table.get("reason"):
            raise PackError(file, table.lines["value"], "没有数值（null）时要写明 reason")
        yield Value(None, table["value"], reason=str(table.get("reason") or ""))
    for item in table.get("values") or ():
        entry = checked_words(item, VALUE_WORDS, ("value",), file, "values 的一项", table.lines["values"])
        if entry["value"] is None and not entry.get("reason"):
            raise PackError(file, entry.line, "没有数值（null）时要写明 reason")
        grade = one_of(entry, "confidence", (*GRADES, ""), file, "")
        yield Value(
            day_of(entry, "from", file),
            entry["value"],
            str(entry.get("source") or ""),
            grade,
            str(entry.get("reason") or ""),
        )


def _exceptions(table: Marked, file: str) -> Iterator[Exception_]:
    for item in table.get("except") or ():
        entry = checked_words(
            item, EXCEPT_WORDS, ("fact", "contains", "why"), file, "except 的一项", table.lines["except"]
        )
        words = entry["contains"] if isinstance(entry["contains"], list) else [entry["contains"]]
        yield Exception_(
            str(entry["fact"]),
            tuple(map(str, words)),
            str(entry["why"]),
            str(entry.get("region") or ""),
            day_of(entry, "from", file),
        )


def _files(room: Traversable) -> Iterator[tuple[str, str, str]]:
    for folder in sorted(room.iterdir(), key=lambda f: f.name):
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".yaml") and not file.name.endswith((".cases.yaml", ".requirements.yaml")):
                beside = folder / file.name.replace(".yaml", ".cases.yaml")
                cases_text = beside.read_text("utf-8") if beside.is_file() else ""
                yield f"{folder.name}/{file.name}", file.read_text("utf-8"), cases_text


@cache
def shipped() -> tuple[Pack, ...]:
    """Every pack in the package, nation first, then by region code."""
    return tuple(parse_pack(text, name, cases) for name, text, cases in _files(files("validators") / "packs"))
