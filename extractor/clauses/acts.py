"""What a sentence says by its parts: who must, may or may not do what, with what, within which bounds, each in any of its words.

``thesaurus.yaml`` holds the words of the parts, ``acts.yaml`` what parts in an order say and what undoes it. Acts come last: they
add what neither rules nor frames have words for, and take back what a double negation, a sanction or an exception makes untrue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.clauses.groups import sums_differ
from extractor.clauses.match import ClauseMatch
from extractor.clauses.rules import spell
from extractor.clauses.tokens import PERIOD, SEMICOLON, Lexicon, Tokens, expand, lexicon_of, load

_PART = re.compile(r"\{([A-Z]+)\}")
_LEAST, _MOST = 6, 2000
"""Characters of an item that is looked at; see ``frames``."""


@dataclass(frozen=True, slots=True)
class Act:
    """One way to say ``codes``, or to make them untrue; patterns over letters as text, compiled where first needed."""

    codes: tuple[str, ...]
    any: tuple[str, ...]
    all: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()
    unless_code: frozenset[str] = frozenset()
    negated: bool = False
    across: bool = False
    groups: bool = False

    def find(self, letters: str, plain: str) -> re.Match[str] | None:
        """Where the parts of the sentence ``plain`` say it; None when they do not."""
        if not all(_compiled(p).search(letters) for p in self.all):
            return None
        found = next((m for p in self.any if (m := _compiled(p).search(letters))), None)
        if found is None or any(_compiled(p).search(letters) for p in self.unless):
            return None
        if any(_compiled(p).search(plain) for p in self.veto) or (self.groups and not sums_differ(plain)):
            return None
        return found


_compiled = cache(re.compile)


@cache
def thesaurus() -> Lexicon:
    """The parts, read once."""
    data = load("thesaurus.yaml")
    parts: dict[str, str] = data["parts"]

    def spelled(form: str) -> str:
        while (filled := _PART.sub(lambda m: parts[m[1]], form)) != form:
            form = filled
        return form

    words: dict[str, set[str]] = {}
    for part, entries in data["words"].items():
        for word in (w for entry in entries for w in expand(entry) if w):
            words.setdefault(word, set()).add(part)
    forms = (f"(?P<{name}>{spelled(form)})" for entry in data["forms"] for name, form in entry.items())
    return lexicon_of(words, re.compile("|".join(forms)))


@cache
def acts() -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """The acts in order, and what takes codes back; read once."""
    data = load("acts.yaml")
    vetoes: dict[str, str] = data["vetoes"]
    return (
        tuple(_act(entry, vetoes) for entry in data["acts"]),
        tuple(_act(entry, vetoes) for entry in data["takes_back"]),
    )


def _act(entry: dict[str, Any], vetoes: dict[str, str]) -> Act:
    given: dict[str, Any] = dict(entry)
    given["veto"] = tuple(vetoes[name] for name in entry.get("veto", ()))
    given["codes"] = tuple(given.get("codes") or [given.pop("code")])
    for key in ("any", "all", "unless"):
        given[key] = tuple(spell(written, thesaurus().letters) for written in entry.get(key, ()))
    given["unless_code"] = frozenset(entry.get("unless_code", ()))
    return Act(**given)


@cache
def act_codes() -> frozenset[str]:
    """Every code that an act gives or takes back."""
    return frozenset(code for several in acts() for act in several for code in act.codes)


@cache
def _gate() -> re.Pattern[str]:
    """Without any of these no act is said; most lines of a policy stop here."""
    return re.compile(load("acts.yaml")["gate"])


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as parts (``letters``, ``words``) and as it stands folded and without blanks; offsets of the text as given."""

    letters: str
    words: tuple[str, ...]
    plain: str
    start: int
    stop: int


def _sentences(tokens: Tokens, ends: str) -> Iterator[Said]:
    for first, last in tokens.sentences(ends):
        start = tokens.begins[first - 1] + len(tokens.words[first - 1]) if first else 0
        stop = tokens.begins[last] if last < len(tokens.begins) else len(tokens.text)
        places = tokens.places[start:stop]
        yield Said(
            tokens.letters[first:last], tokens.words[first:last], tokens.text[start:stop], places[0], places[-1] + 1
        )


def with_acts(text: str, known: Sequence[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """``known`` (what rules and frames found) without what the parts take back, and with what they add."""
    if not _LEAST <= len(text) <= _MOST or not _gate().search(text.lower()):
        return tuple(known)
    tokens = thesaurus().tokens(text.lower())
    narrow = tuple(_sentences(tokens, SEMICOLON + PERIOD))
    wide = (*narrow, *_sentences(tokens, PERIOD)) if SEMICOLON in tokens.letters else narrow
    says, takes = acts()
    out = [match for match in known if not _taken_back(match, narrow, takes)]
    for act in says:
        said = {match.code for match in out}
        if said.isdisjoint(act.codes) and said.isdisjoint(act.unless_code):
            out.extend(_first(act, wide if act.across else narrow))
    return tuple(out)


def _first(act: Act, among: Sequence[Said]) -> Iterator[ClauseMatch]:
    for said in among:
        if (found := act.find(said.letters, said.plain)) is not None:
            words = tuple(said.words[i] for i in range(*found.span()) if said.letters[i] not in ",;._")
            yield ClauseMatch(act.codes[0], said.start, said.stop, words, negated=act.negated)
            return


def _taken_back(match: ClauseMatch, sentences: Sequence[Said], takes: Sequence[Act]) -> bool:
    return any(
        match.code in act.codes and act.find(said.letters, said.plain)
        for act in takes
        for said in sentences
        if match.start < said.stop and said.start < match.stop
    )
