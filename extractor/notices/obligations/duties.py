"""Demands without a number: what a clause commands, forbids, allows or encourages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.notices.obligations import grammar, lists
from extractor.notices.obligations.context import Sentence, bound
from extractor.notices.obligations.data import ordered, word
from extractor.notices.obligations.demand import Demand
from extractor.notices.obligations.topics import OTHER, topic

_CLAUSE = re.compile(r"[^,;:。]+")
_MODAL = ("must_not", "encourage", "may", "must")


def wholes(s: Sentence) -> Iterator[Demand]:
    """Words that demand all of something, which is a share of 100 %: 全覆盖, 应保尽保, 全员投保."""
    text = s.unit.text
    if s.quiet:
        return
    for code, pattern in ordered("whole"):
        for m in pattern.finditer(text, s.start, s.stop):
            low, high = grammar.clause(text, s.start, s.stop, m.start())
            if word("whole_not").search(text[low : m.end()]) or text[m.start() - 2 : m.start()] == "不得":
                continue
            about = topic("ratio", [m[0]])
            party, who = bound(s, about, m.start())
            force = grammar.modality(text, s.start, s.stop, m.start()) or "goal"
            yield Demand(
                s.unit, s.start, s.stop, m.span(), "ratio", code, party, who, force, grammar.short(text[low:high]),
                Decimal(100), None, "percent", "at_least", sure=0.75,
            )  # fmt: skip


def prohibitions(s: Sentence) -> Iterator[Demand]:
    """What 不得, 严禁 and their like forbid; a limit with 不得 in it (不得低于12%) is none."""
    text = s.unit.text
    if s.quiet:
        return
    forbidding = next(p for code, p in ordered("modalities") if code == "must_not")
    for m in forbidding.finditer(text, s.start, s.stop):
        stop = next((x.start() for x in re.finditer(r"[,;:。]", text[m.end() : s.stop])), s.stop - m.end()) + m.end()
        act = text[m.end() : stop]
        if re.match(r"\s*(?:低|少|小|超|高于|大于|多于|迟|晚|长|短|下于)", act) or not act.strip():
            continue
        low, _ = grammar.clause(text, s.start, s.stop, m.start())
        about = topic("prohibition", [text[low:stop], text[s.start : stop]])
        party, who = bound(s, about, m.start())
        items = lists.prohibited(text, m.end(), stop)
        yield Demand(
            s.unit, s.start, s.stop, (m.start(), stop), "prohibition", about.code, party, who, "must_not",
            grammar.short(m[0] + act), items if len(items) > 1 else None,
        )  # fmt: skip


def duties(s: Sentence) -> Iterator[Demand]:
    """The clauses that command, allow or encourage; without a modal verb only those of a known subject that direct."""
    text = s.unit.text
    if s.quiet:
        return
    for m in _CLAUSE.finditer(text, s.start, s.stop):
        words = m[0].strip()
        force, act = _force(words)
        about = topic("duty", [words])
        if force is None and about.code != OTHER and word("directive").search(words):
            force, act = "must", words
        if force is None or len(act.strip()) < 2:
            continue
        if about.code == OTHER:
            about = topic("duty", [text[s.start : s.stop]]) if force == "must" else about
        party, who = bound(s, about, m.start() + m[0].find(act))
        yield Demand(
            s.unit, s.start, s.stop, (m.start() + m[0].find(words), m.end()), "duty", about.code, party, who, force,
            grammar.short(act), sure=0.6,
        )  # fmt: skip


def _force(words: str) -> tuple[str | None, str]:
    """The first modal of a clause and the act after it."""
    for code, pattern in ordered("modalities"):
        if code in _MODAL and code != "must_not" and (m := pattern.search(words)):
            return code, words[m.end() :] if code != "encourage" else words[m.end() :] or words
    return None, ""
