"""What a filing's findings were and what they would be, paired so that a person sees what changed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from validators.finding import Finding, Verdict

MOST = 50
"""Findings told of one filing on each list; a filing with more needs no longer list to be looked at."""
Body = Mapping[str, Any]
_SHOWN = ("rule", "type", "verdict", "severity", "summary", "fingerprint", "params", "citation", "why")
# What a reader would call a change; the places on the papers and the wording follow from these.
_ESSENCE = ("verdict", "severity", "params", "citation", "why")


def compare(before: Sequence[Body], after: Sequence[Body], every: Sequence[Finding]) -> dict[str, Any]:
    """``{"gained": […], "lost": […], "changed": [{"before", "after"}]}``, empty where nothing is.

    ``before`` and ``after`` are findings as kept (``api.judging.finding_body``), violated and undecided ones;
    ``every`` are the new judgement's of all verdicts, which say why a lost one is no more. A rule whose number changed gives
    another fingerprint; the same rule on the same subject is then one changed finding, with its old and new citation.
    """
    old = {body["fingerprint"]: body for body in before}
    new = {body["fingerprint"]: body for body in after}
    pairs = [(old.pop(mark), new.pop(mark)) for mark in list(old) if mark in new]
    pairs.extend(_same_demand(old, new))
    out = {
        "gained": [_shown(body) for body in new.values()][:MOST],
        "lost": [{**_shown(body), "now": _now(body, every)} for body in old.values()][:MOST],
        "changed": [
            {"before": _shown(one), "after": _shown(two)}
            for one, two in pairs
            if any(one.get(word) != two.get(word) for word in _ESSENCE)
        ][:MOST],
    }
    return {name: found for name, found in out.items() if found}


def _same_demand(old: dict[str, Body], new: dict[str, Body]) -> list[tuple[Body, Body]]:
    """The pairs of one rule on one subject left over on both sides, taken out of both."""
    pairs: list[tuple[Body, Body]] = []
    for mark, body in list(old.items()):
        for other, candidate in new.items():
            if (candidate["rule"], candidate.get("subject")) == (body["rule"], body.get("subject")):
                pairs.append((old.pop(mark), new.pop(other)))
                break
    return pairs


def _shown(body: Body) -> dict[str, Any]:
    return {word: body[word] for word in _SHOWN if word in body}


def _now(body: Body, every: Sequence[Finding]) -> dict[str, str] | None:
    """What the rule says now of what it found before; None where it is not among the rules of the place any more."""
    same = [finding for finding in every if finding.rule == body["rule"]]
    mine = [finding for finding in same if finding.subject == body.get("subject")] or same
    calm = [finding for finding in mine if finding.verdict in (Verdict.SATISFIED, Verdict.NOT_APPLICABLE)]
    return {"verdict": calm[0].verdict.value, "why": calm[0].why} if calm else None


def tally(result: dict[str, Any], before: str, after: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The counts with one more filing: by verdict before and after, flips, types of findings gained and lost."""
    out: dict[str, Any] = {name: dict(inner) if isinstance(inner, Mapping) else inner for name, inner in result.items()}

    def add(where: str, key: str) -> None:
        counts = out.setdefault(where, {})
        counts[key] = counts.get(key, 0) + 1

    add("verdicts", f"{before or 'none'}>{after or 'none'}")
    out["flipped"] = out.get("flipped", 0) + (before != after)
    out["changed"] = out.get("changed", 0) + bool(changes)
    out["failed"] = out.get("failed", 0) + ("error" in changes)
    for kind in ("gained", "lost"):
        for body in changes.get(kind, ()):
            add(kind, body["type"])
    return out
