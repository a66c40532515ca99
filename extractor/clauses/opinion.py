"""What an item says after the learned weights were heard: what is said, and what is only likely and a person should read.

Rules, frames and acts can say why and are blind to words they lack; the weights know many more wordings and take a sentence turned
round for its opposite. So the weights alone accuse only where nothing in the sentence turns it round, what both say is said,
and what one says against the other is doubtful: shown, undecided, neither accusation nor pass.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.clauses.learned import UNIT, deciding, odds, plain, stretches, weights
from extractor.clauses.match import ClauseMatch
from extractor.clauses.tokens import load
from extractor.text.fold import fold

_TWICE_DENIED = re.compile("(?:并非|不是|绝非|并不是|而非)[^,。;]{0,2}(?:不|无|没)")
_LEAST, _MOST = 6, 2000
"""Characters of an item that is looked at; see ``frames``."""


def _odds(share: float) -> int:
    return round(math.log(share / (1 - share)) * UNIT)


SAID = _odds(
    0.6
)  # of what the weights said so surely on a set they never saw, and nothing turned round, 19 in 20 was so
LIKELY = _odds(0.3)  # below, ordinary lines of policies come up (one in a hundred at this share)
HOPED = _odds(
    0.5
)  # the same for a required clause: a doubt keeps its absence from being found, so it must be a good one
SUPPORTED = _odds(0.5)  # frames and acts alone, below this, were wrong of new wordings as often as right
NEVER = _odds(0.05)  # a required clause that is plausibly there is taken as there, so only this takes it back

# What, said of the same sentence by the patterns, cannot be true together with the first.
_AGAINST: Mapping[str, frozenset[str]] = {
    "premium_charged_to_workers": frozenset({"neg_premium"}),
    "differing_sums_by_job": frozenset({"neg_uniform"}),
    "dispatched_workers_excluded": frozenset({"neg_dispatched", "all_employees"}),
    "named_only": frozenset({"all_employees"}),
    "service_refused": frozenset({"prevention_service"}),
    "service_charged": frozenset({"prevention_service"}),
    "advance_payment": frozenset({"neg_advance"}),
    "all_employees": frozenset({"dispatched_workers_excluded", "named_only"}),
    "prevention_service": frozenset({"service_refused", "service_charged"}),
}
REQUIRED = frozenset({"prevention_service", "advance_payment", "all_employees"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence and how much speaks for each code, in the order of ``weights().codes``."""

    start: int
    stop: int
    plain: str
    odds: list[int]

    def touches(self, match: ClauseMatch) -> bool:
        return match.start < self.stop and self.start < match.stop


@cache
def _turned() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    data = load("acts.yaml")
    return {code: tuple(re.compile(data["vetoes"][name]) for name in names) for code, names in data["turned"].items()}


def weighed(text: str) -> tuple[Weighed, ...]:
    """The sentences of an item with their odds."""
    if not _LEAST <= len(text) <= _MOST:
        return ()
    folded = fold(text)
    out = []
    for start, stop in stretches(folded):
        sentence = plain(folded[start:stop])
        if len(sentence) >= _LEAST:
            out.append(Weighed(start, stop, sentence, odds(sentence)))
    return tuple(out)


def heard(
    known: Sequence[ClauseMatch], by_rules: Container[ClauseMatch], sentences: Sequence[Weighed]
) -> tuple[tuple[ClauseMatch, ...], tuple[ClauseMatch, ...]]:
    """(what is said, what is doubtful) of an item of which the patterns ``known`` found; those ``by_rules`` are of words well
    known and stand unless they are next to impossible."""
    said: list[ClauseMatch] = []
    doubtful: list[ClauseMatch] = []
    for match in known:
        least = NEVER if match.code in REQUIRED or match in by_rules else SUPPORTED
        (doubtful if _less_likely(match, least, sentences) else said).append(match)
    for sentence in sentences:
        if max(sentence.odds) >= LIKELY:
            for match, sure in _told(sentence, said):
                (said if sure else doubtful).append(match)
    codes = {match.code for match in said}
    return tuple(said), tuple(_first_each(match for match in doubtful if match.code not in codes))


def _less_likely(match: ClauseMatch, least: int, sentences: Iterable[Weighed]) -> bool:
    codes = weights().codes
    if match.code not in codes:
        return False
    index = codes.index(match.code)
    touched = [sentence for sentence in sentences if sentence.touches(match)]
    if match.code not in REQUIRED and any(_TWICE_DENIED.search(sentence.plain) for sentence in touched):
        return True
    found = [sentence.odds[index] for sentence in touched]
    return bool(found) and max(found) < least


def _told(sentence: Weighed, said: Sequence[ClauseMatch]) -> Iterator[tuple[ClauseMatch, bool]]:
    """What the weights add of one sentence, and whether it is said or doubtful."""
    there = {match.code for match in said}
    beside = {match.code for match in said if sentence.touches(match)}
    for code, value in zip(weights().codes, sentence.odds, strict=True):
        if value < (HOPED if code in REQUIRED else LIKELY) or code in there:
            continue
        turned = any(pattern.search(sentence.plain) for pattern in _turned().get(code, ()))
        against = not _AGAINST.get(code, frozenset()).isdisjoint(beside)
        if value < SAID and (turned or against):
            continue
        match = ClauseMatch(code, sentence.start, sentence.stop, deciding(sentence.plain, code))
        yield match, value >= SAID and not turned and not against


def _first_each(matches: Iterable[ClauseMatch]) -> Iterator[ClauseMatch]:
    seen: set[str] = set()
    for match in matches:
        if match.code not in seen:
            seen.add(match.code)
            yield match
