"""What surrounds a limit: its sentence, who is bound by it, the event it counts from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.notices.obligations import grammar
from extractor.notices.obligations.data import ordered, word
from extractor.notices.obligations.demand import Named
from extractor.notices.obligations.topics import OTHER, Topic, topic
from extractor.notices.obligations.units import Unit

_BREAK = re.compile(r"[,:;(]")
_LEAD = re.compile(r"(?:下列|以下|如下)[^。;:]{0,12}:")
_RIGHT_AFTER = re.compile(r"[\s,]*")
# Events of the insurer's own business: who must act when one has happened is the insurer, unless another is named.
_INSURERS_OWN = frozenset(
    {"signing", "policy_issued", "period_start", "effective", "claim_reported", "claim_closed", "premium_paid", "service_done", "hazard_found"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a unit and what the sentences before it leave open: the party last named, the year."""

    unit: Unit
    start: int
    stop: int
    carried: Named | None
    carried_code: str | None
    year: int | None

    @property
    def quiet(self) -> bool:
        """Whether its numbers bind nobody: it stands in a background section, or leads up to the text (为……，现通知如下)."""
        return self.unit.quiet or (not self.unit.path and word("noise", "preamble").search(self.words) is not None)

    @property
    def words(self) -> str:
        return self.unit.text[self.start : self.stop]

    @property
    def lead(self) -> str:
        """What a list within the paragraph is led in by, up to its colon: 不得低于下列标准：（一）……；（二）……；"" where nothing is."""
        text, start = self.unit.text, self.unit.place.start
        found = _LEAD.search(text, start, self.stop)
        if found is None:
            return ""
        # back to where its part of the sentence begins, and not by the expression: that would look there from every sign
        return text[max(start, *(text.rfind(sign, start, found.start()) + 1 for sign in "。;:")) : found.end()]

    @property
    def led_operator(self) -> str | None:
        """What the lead says of every number below it that has no comparing word of its own."""
        lead = self.lead
        return next((code for code, pattern in ordered("led") if pattern.search(lead)), None)

    @property
    def around(self) -> list[str]:
        """The words that a cell or a paragraph stands under, and the sentence before."""
        row = " ".join(
            words for role, words in self.unit.row.items() if role in ("task", "criteria", "section", "header")
        )
        if row:
            return [row]
        return [self.before(self.stop), self.unit.heading + " " + self.words]

    def before(self, stop: int) -> str:
        """The sentence before and this one's words up to ``stop``."""
        previous = re.split(r"[。;]", self.unit.text[: self.start].rstrip("。; "))[-1]
        return previous + " " + self.unit.text[self.start : stop]


def bound(
    s: Sentence, about: Topic, at: int, stop: int | None = None, trigger: str = "none"
) -> tuple[str, Named | None]:
    """Who is bound: the subject of the sentence, else the party such a demand binds, else who was named before.

    ``at`` and ``stop`` are the ends of the limit: a party may also stand right after it (10日内，保险机构应当…).
    """
    text = s.unit.text
    said = [w for w in grammar.subjects(text, s.start, at) if w.code != OTHER]
    if not said:
        after = [w for w in grammar.subjects(text, stop or at, s.stop) if w.code != OTHER][:1]
        said = [w for w in after if not about.party or _right_after(text, stop or at, w.start)]
    if about.bound:
        own = [w for w in said if w.code == about.bound]
        return about.bound, Named(s.unit, own[-1].start, own[-1].stop) if own else None
    if said:
        return said[-1].code, Named(s.unit, said[-1].start, said[-1].stop)
    if row := s.unit.row.get("who"):
        found = grammar.mentions(row, 0, len(row))
        return (found[-1].code if found else OTHER), None
    if s.carried and (not about.party or s.carried_code == about.party):
        return s.carried_code or OTHER, replace(s.carried, sure=0.7)
    fallback = about.party or topic("duty", [s.words]).party or ("insurer" if trigger in _INSURERS_OWN else None)
    return fallback or OTHER, None


def _right_after(text: str, at: int, start: int) -> bool:
    return _RIGHT_AFTER.fullmatch(text, at, start) is not None or text[at:start].strip(" ,") in ("由", "应由", "的")


def trigger_of(s: Sentence, at: int, ahead: bool = False) -> tuple[str, Named | None]:
    """The event that a span of time at ``at`` counts from: in the words right before it, else in the clauses before."""
    text = s.unit.text
    cuts = [s.start, *(m.end() for m in _BREAK.finditer(text, s.start, at)), at]
    for low, high in reversed(list(pairwise(cuts))):
        best: tuple[int, str, int] | None = None
        for code, pattern in ordered("triggers"):
            if code == "year":
                continue
            for m in pattern.finditer(text[low:high]):
                if best is None or m.end() > best[0]:
                    best = (m.end(), code, m.start())
        if best:
            return best[1], Named(s.unit, low + best[2], low + best[0])
        if high == at and word("event").search(text[low:high]):
            return "unknown", Named(s.unit, low, high)
    return ("period_end" if ahead else "none"), None
