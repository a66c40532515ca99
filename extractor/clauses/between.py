"""What a part between commas says by itself, where all other parts of its sentence are business of other kinds.

Rules, frames and weights look at whole sentences. A forbidden thing said in passing ("每年上门服务两次，派遣用工除外，争议由诉讼解决") is
outweighed by what stands around it. A part that accuses by itself is believed only where every other part is a whole statement of
other business: parts are as often the subject of what follows (对从职工工资中扣缴保险费的企业，责令退还), and then say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractor.clauses.match import ClauseMatch
from extractor.clauses.tokens import load

Heard = tuple[tuple[ClauseMatch, ...], tuple[ClauseMatch, ...]]
"""(what is said, what is doubtful) of a text."""

_FORBIDDEN = frozenset({"premium_charged_to_workers", "differing_sums_by_job", "dispatched_workers_excluded"})
_STOPS = re.compile(r"[。！!？?；;\n]")
_COMMAS = re.compile(r"[，,]")
_SHORTEST = 5
"""Characters of a part that has somebody and what becomes of him."""
_LONGEST = 160
"""Characters of a sentence whose parts are heard one by one: in longer ones everything hangs together."""


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("between.yaml")
    return re.compile(data["about"]), re.compile("".join(data["business"].split()))


def with_parts(text: str, heard: Heard, hear: Callable[[str], Heard]) -> Heard:
    """What a text says, with what parts of its sentences say by themselves; ``hear`` hears one as a text of its own."""
    said, doubtful = list(heard[0]), list(heard[1])
    for parts in _sentences(text):
        told = [at for at, (_, part) in enumerate(parts) if not _is_business(part)]
        if len(told) != 1 or len(parts) < 2:
            continue
        start, part = parts[told[0]]
        for match in _forbidden(part, hear):
            if all(known.code != match.code for known in said):
                said.append(replace(match, start=start, stop=start + len(part)))
    codes = {match.code for match in said}
    return tuple(said), tuple(match for match in doubtful if match.code not in codes)


def _sentences(text: str) -> Iterator[Sequence[tuple[int, str]]]:
    """The parts of each sentence that has several, each with its place in the text."""
    at = 0
    for sentence in _STOPS.split(text):
        if len(sentence) <= _LONGEST and _COMMAS.search(sentence):
            place, parts = at, []
            for part in _COMMAS.split(sentence):
                parts.append((place, part))
                place += len(part) + 1
            yield parts
        at += len(sentence) + 1


def _is_business(part: str) -> bool:
    return _words()[1].search("".join(part.split())) is not None


def _forbidden(part: str, hear: Callable[[str], Heard]) -> tuple[ClauseMatch, ...]:
    if len(part.strip()) < _SHORTEST or _words()[0].search(part) is None:
        return ()
    return tuple(match for match in hear(part + "。")[0] if match.code in _FORBIDDEN)
