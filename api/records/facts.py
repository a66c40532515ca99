"""The facts of a filing as plain JSON: what a page shows, and what is kept beside a judgement made on them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from extractor.span import Span
from validators.declared import DeclaredRow
from validators.facts import Evidence, Fact, Filing, Subject
from validators.finding import plain


def facts_to_json(filing: Filing) -> list[dict[str, Any]]:
    """Each subject's own facts; those a report, a hazard or a claim only inherits stand with the subject they are of.

    ``[{"about": "policy", "key": …, "facts": {name: {"value", "state", "why", "confidence", "rivals", "doubts",
    "evidence": [{"path", "field", "text", "page", "box", …}]}}}]``; boxes in points as in docs/report.md.
    """
    seen: set[tuple[str, int]] = set()
    out = []
    for subject in filing.subjects:
        own = _own(subject, seen)
        seen.update((name, id(fact)) for name, fact in own.items())
        facts = {name: fact_to_json(fact) for name, fact in own.items()}
        out.append({"about": subject.about, "key": subject.key, "facts": facts})
    return out


def _own(subject: Subject, seen: set[tuple[str, int]]) -> dict[str, Fact]:
    facts = {name: subject.facts[name] for name in subject.facts.names()}
    if subject.about == "policy":
        return facts
    return {name: fact for name, fact in facts.items() if (name, id(fact)) not in seen}


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """One fact; ``value`` is null when no paper says it."""
    return {
        "value": _plain(fact.value),
        "state": fact.state,
        "why": fact.why,
        "confidence": round(fact.confidence, 4),
        "rivals": [_plain(rival) for rival in fact.rivals],
        "doubts": [_plain(doubt) for doubt in fact.doubts],
        "evidence": [evidence_to_json(evidence) for evidence in fact.evidence],
    }


def evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """A place on a paper, written as in docs/report.md."""
    return {"path": evidence.path, "field": evidence.field, **place_to_json(evidence.span)}


def place_to_json(span: Span | None) -> dict[str, Any]:
    """``text``, ``page``, ``box`` of the first printed line, ``boxes`` where there are several, ``where``."""
    if span is None:
        return {"text": "", "page": None, "box": None}
    boxes = [[round(float(edge), 1) for edge in box] for box in span.boxes]
    out: dict[str, Any] = {"text": span.text, "page": span.page, "box": boxes[0] if boxes else None}
    if len(boxes) > 1:
        out["boxes"] = boxes
    if span.where is not None:
        out["where"] = span.where
    return out


def _plain(value: Any) -> Any:
    """As ``validators.finding.plain``; a clause or a citation as an object without its place, a row of the platform's table
    as its words."""
    if isinstance(value, DeclaredRow):
        return {name: None if said is None else said.text for name, said in value.says.items()}
    if is_dataclass(value) and hasattr(value, "evidence"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "evidence"}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return plain(value)
