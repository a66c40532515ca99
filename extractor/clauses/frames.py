"""What a sentence says whose words the concepts do not know: frames of who does what, in wide words and narrow conditions.

The concepts of ``rules.yaml`` read the wording they know in any order; a frame reads a sentence by the shape of the act:
who bears it, what is denied, what undoes it. Frames come after the rules and never contradict a rule silently: a rule's
code that a frame ``denies`` is taken back in the sentence where the frame holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.clauses.groups import sums_differ
from extractor.clauses.match import ClauseMatch
from extractor.clauses.tokens import expand, load
from extractor.text.fold import fold

_ENDS = {False: frozenset("。;!?\n"), True: frozenset("。!?\n")}
_NAME = re.compile(r"\{(@?)([A-Z_]+)\}")
_LEAST = 6  # characters; a shorter sentence says nothing whole
_MOST = 2000
"""Characters of a sentence that is looked at; the patterns take the square of its length, and no demand is said so long."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say ``code``; the keys of frames.yaml as regular expressions, compiled where first needed."""

    code: str
    needs: str
    any: tuple[str, ...]
    all: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_code: frozenset[str] = frozenset()
    denies: frozenset[str] = frozenset()
    negated: bool = False
    across: bool = False
    groups: bool = False

    def find(self, sentence: str) -> re.Match[str] | None:
        """The words of ``sentence`` that say it; None when it does not."""
        if not _search(self.needs, sentence) or not all(_search(p, sentence) for p in self.all):
            return None
        found = next((m for p in self.any if (m := _search(p, sentence))), None)
        if found is None or any(_search(p, sentence) for p in self.unless):
            return None
        return found if not self.groups or sums_differ(sentence) else None


# All patterns at once would take a sixth of a second of every short run.
_compiled = cache(re.compile)


def _search(pattern: str, sentence: str) -> re.Match[str] | None:
    found: re.Match[str] | None = _compiled(pattern).search(sentence)
    return found


@cache
def frames() -> tuple[Frame, ...]:
    """The frames in order, read once."""
    data = load("frames.yaml")
    names: dict[str, str] = data["names"]
    concepts = load("vocabulary.yaml")["concepts"]

    @cache
    def words(concept: str) -> str:
        spelled = {word for entry in concepts[concept]["words"] for word in expand(entry) if word}
        return "(?:" + "|".join(map(re.escape, sorted(spelled, key=lambda word: (-len(word), word)))) + ")"

    def spelled(text: str) -> str:
        while (filled := _NAME.sub(lambda m: words(m[2]) if m[1] else names[m[2]], text)) != text:
            text = filled
        return text

    def frame(entry: dict[str, Any]) -> Frame:
        given: dict[str, Any] = dict(entry)
        given["needs"] = spelled(entry["needs"])
        for key in ("any", "all", "unless"):
            given[key] = tuple(map(spelled, entry.get(key, ())))
        for key in ("unless_code", "denies"):
            given[key] = frozenset(entry.get(key, ()))
        return Frame(**given)

    return tuple(frame(entry) for entry in data["frames"])


@dataclass(frozen=True, slots=True)
class Sentence:
    """``plain`` is ``text[start:stop]`` folded and without blanks."""

    plain: str
    start: int
    stop: int


def sentences(text: str, *, across: bool = False) -> Iterator[Sentence]:
    """The sentences of ``text``; with ``across`` semicolons end none."""
    folded = fold(text)
    ends, start = _ENDS[across], 0
    for at in (*(i for i, char in enumerate(folded) if char in ends), len(folded)):
        plain = "".join(folded[start:at].split())
        if _LEAST <= len(plain) <= _MOST:
            yield Sentence(plain, start, at)
        start = at + 1


def with_frames(text: str, known: Sequence[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """``known`` (what the rules found) with what the frames add, and without what they take back."""
    out = list(known)
    wide = list(sentences(text, across=True))
    narrow = wide if ";" not in fold(text) else list(sentences(text))
    for frame in frames():
        said = {match.code for match in out}
        if frame.code in said or not said.isdisjoint(frame.unless_code):
            continue
        found = next(_found(frame, wide if frame.across else narrow, out), None)
        if found is not None:
            out = [match for match in out if not _taken_back(match, frame, found)]
            out.append(found)
    return tuple(out)


def _found(frame: Frame, among: Iterable[Sentence], known: Sequence[ClauseMatch]) -> Iterator[ClauseMatch]:
    for sentence in among:
        match = frame.find(sentence.plain)
        if match is not None:
            yield ClauseMatch(frame.code, sentence.start, sentence.stop, (match[0],), negated=frame.negated)


def _taken_back(match: ClauseMatch, frame: Frame, found: ClauseMatch) -> bool:
    return match.code in frame.denies and match.start < found.stop and found.start < match.stop
