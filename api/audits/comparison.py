"""What a filing's findings were and what they would be, paired so that a person sees what changed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.comparing import changed, of_body, pairs
from validators.finding import Finding, Verdict

MOST = 50
"""Findings told of one filing on each list; a filing with more needs no longer list to be looked at."""
Body = Mapping[str, Any]
_SHOWN = ("rule", "type", "verdict", "severity", "summary", "fingerprint", "params", "citation", "why")


def compare(before: Sequence[Body], after: Sequence[Body], every: Sequence[Finding]) -> dict[str, Any]:
    """``{"gained": […], "lost": […], "changed": [{"before", "after"}]}``, empty where nothing is.

    ``before`` and ``after`` are findings as kept (``api.judging.finding_body``), violated and undecided ones;
    ``every`` are the new judgement's of all verdicts, which say why a lost one is no more. A rule whose number changed gives
    another fingerprint; the same demand on the same subject is then one changed finding, with its old and new citation.
    """
    found = list(pairs([(of_body(body), body) for body in before], [(of_body(body), body) for body in after]))
    out = {
        "gained": [_shown(two) for one, two in found if one is None and two is not None][:MOST],
        "lost": [{**_shown(one), "now": _now(one, every)} for one, two in found if one is not None and two is None][
            :MOST
        ],
        "changed": [
            {"before": _shown(one), "after": _shown(two)}
            for one, two in found
            if one is not None and two is not None and changed(one, two)
        ][:MOST],
    }
    return {name: told for name, told in out.items() if told}


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
