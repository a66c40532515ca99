"""What kind of paper a document is: signals of each kind weighed, one clear winner or "unknown", with the words that decided.

Words of the heading and the body are weighed first; what the paper holds (a list of covers, a table of hazards, a ledger)
is looked for where words alone leave it open. The file's name is no signal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor import near_kinds
from extractor.classify.held import BY_RIVALS, RIVALS, add_registers, add_structures
from extractor.classify.none_of_its_kind import is_none
from extractor.classify.signs import SHORT, headed_kinds, is_headed, of_kinds, weigh
from extractor.document import Document
from extractor.evidence.sheet import Sheet
from extractor.heading import heading_of
from extractor.kinds import notice

LEAST = 2.0  # points below which no kind is named
MARGIN = 0.5  # points by which the winner must lead
CLEAR = 4.0  # points and lead at which words alone decide
PLAIN = 7.0
"""Points of words at which no list in the paper makes it a list: a policy with its staff behind it is a policy."""


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind, how sure (0…1), and the words or structures that decided, strongest first."""

    kind: str
    confidence: float
    evidence: tuple[str, ...]


def classify(document: Document, sheet: Sheet | None = None) -> KindGuess:
    """The kind of ``document``; "unknown" when nothing speaks clearly for one."""
    sheet = sheet or Sheet(document)
    if not sheet.units:
        return KindGuess("unknown", 0.0, ("no words",))
    official, shown = notice.score(document)
    if official and near_kinds.is_of_one_policy(u.text for u in sheet.units):
        official *= _OF_ONE_POLICY
    stop = _annex_of_notice(sheet) if official >= OFFICIAL else None
    title = _heading(sheet, stop)
    units = ["".join(u.text.split()) for u in sheet.units[:stop][:400]]
    short = "\n".join(text for text in units if len(text) <= SHORT)
    text = "\n".join(text for text in units if len(text) > SHORT)
    points: dict[str, float] = {}
    words: dict[str, list[tuple[float, str]]] = {}
    places = [(place, frozenset(place)) for place in (title, short, text)]
    for kind, signals in of_kinds().items():
        total, why = weigh(signals, *places)
        points[kind], words[kind] = total, why
    points["notice"], words["notice"] = official * 7.0, [(official * 7.0, s) for s in shown[:3]]
    ranked = sorted(points, key=lambda k: -points[k])
    if points[ranked[0]] < CLEAR or round(points[ranked[0]] - points[ranked[1]], 2) <= CLEAR / 2:
        add_structures(sheet, points, words)
    if max(points.values()) < PLAIN and official < OFFICIAL:
        add_registers(sheet, points, words)
    for kind, held in points.items():
        if held >= LEAST and is_none(kind, sheet, title, units, headed=is_headed(words, kind)):
            points[kind] = 0.0
    ranked = sorted(points, key=lambda k: -points[k])
    best, second = ranked[0], ranked[1]
    lead = points[best] - points[second]
    if points[best] < LEAST or lead < MARGIN:
        for kind, tells in RIVALS.items():
            if tells(sheet) and not is_none(kind, sheet, title, units, headed=False):
                return KindGuess(kind, BY_RIVALS, (f"rows of a {kind}, set under each other",))
        return KindGuess(
            "unknown", round(max(0.05, 0.4 - 0.1 * lead), 2), tuple(f"{k} {points[k]:.1f}" for k in ranked[:3])
        )
    confidence = min(0.99, 0.6 + 0.06 * min(lead, 4.0) + 0.02 * min(points[best], 8.0))
    evidence = tuple(word for _, word in sorted(words[best], key=lambda w: -w[0])[:5])
    return KindGuess(best, round(confidence, 2), evidence)


_ANNEX = re.compile(r"附件?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：]?")
_OF_ONE_POLICY = 0.4
OFFICIAL = 0.75
"""How surely a paper is of an authority from which lists in it are what it tells, and forms behind it its annexes."""


def _annex_of_notice(sheet: Sheet) -> int | None:
    """The unit that heads the first annex; None where none does."""
    return next((u.index for u in sheet.units if u.index and _ANNEX.fullmatch(u.text.strip())), None)


def _heading(sheet: Sheet, stop: int | None) -> str:
    """The heading of the first page, and those of further pages only where that names no kind: what lies behind names itself."""
    first = heading_of(sheet, stop, first_page=True)
    return first if headed_kinds(first) else heading_of(sheet, stop)
