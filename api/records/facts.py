"""The facts of a filing as plain JSON: what a page shows, and what is kept beside a judgement made on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import compress
from operator import not_
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
    return [
        {
            "about": subject.about,
            "key": subject.key,
            "facts": {name: fact_to_json(fact) for name, fact in own.items()},
        }
        for subject, own in _owned(filing)
    ]


def said_to_rows(filing: Filing) -> list[list[Any]]:
    """As ``facts_to_json``, less what no paper says, and in short: ``[[about, key, [[name, state, value, confidence, papers]]]]``;
    ``papers`` are the paths of those that say it."""
    return [
        [
            subject.about,
            subject.key,
            [
                [
                    name,
                    fact.state,
                    value if value is None or type(value) in _AS_IT_IS else _plain(value),
                    round(fact.confidence, 4),
                    [places[0].path] if len(places) == 1 else list(dict.fromkeys([place.path for place in places])),
                ]
                for name, fact in own.items()
                if fact.state != "absent"
                for value, places in ((fact.value, fact.evidence),)
            ],
        ]
        for subject, own in _owned(filing)
    ]


def _owned(filing: Filing) -> Iterator[tuple[Subject, Mapping[str, Fact]]]:
    """Each subject with the facts that are its own."""
    seen: set[tuple[str, int]] = set()
    whole: set[int] = set()
    for subject in filing.subjects:
        own = _own(subject, seen, whole)
        seen.update(zip(own, map(id, own.values()), strict=True))
        whole.add(id(subject.facts))
        yield subject, own


def _own(subject: Subject, seen: set[tuple[str, int]], whole: set[int]) -> Mapping[str, Fact]:
    """``seen`` are facts by name and identity, ``whole`` facts of subjects all of which are among them."""
    if subject.about == "policy":
        return subject.facts
    facts = subject.facts.own if id(subject.facts.under) in whole else subject.facts
    known = map(seen.__contains__, zip(facts, map(id, facts.values()), strict=True))
    return dict(compress(facts.items(), map(not_, known)))


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """One fact; ``value`` is null when no paper says it."""
    return {**_fact(fact), "evidence": [evidence_to_json(evidence) for evidence in fact.evidence]}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": _plain(fact.value),
        "state": fact.state,
        "why": fact.why,
        "confidence": round(fact.confidence, 4),
        "rivals": [_plain(rival) for rival in fact.rivals],
        "doubts": [_plain(doubt) for doubt in fact.doubts],
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


_AS_IT_IS = frozenset({str, bool, int, float})


def _plain(value: Any) -> Any:
    """As ``validators.finding.plain``; a clause or a citation as an object without its place, a row of the platform's table
    as its words."""
    if value is None or type(value) in _AS_IT_IS:  # nearly all
        return value
    if isinstance(value, DeclaredRow):
        return {name: None if said is None else said.text for name, said in value.says.items()}
    if hasattr(value, "evidence") and is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "evidence"}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return plain(value)
