"""A pack from its YAML text, and every pack that is shipped.

A word that is not known, a key given twice, a missing word or a number that does not fit stops loading with the file, the
line and the words allowed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from validators import checks
from validators.citation import GRADES, Citation
from validators.finding import PARTIES, Severity
from validators.law.pack import LAYERS, SUBJECTS, Exception_, Pack, Rule, Value
from validators.law.pack_parts import milestones_of, routing_of
from validators.marked import Marked as Marked
from validators.marked import PackError as PackError
from validators.marked import checked_words as checked_words
from validators.marked import day_of, one_of
from validators.marked import marked as marked

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
