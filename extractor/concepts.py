"""What the words of a label mean: text → the concepts it carries, by the vocabulary of head words.

A label is not looked up; it is taken apart. ``每人死亡伤残责任限额`` carries per_person, injury, liability and limit, and so
does ``单名雇员身故/残疾最高赔付``, which no list contains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

from extractor.text.fold import fold

_IGNORED = re.compile(r"[\s:,.;、。，；：/|（）()【】\[\]《》<>*·“”\"'_~=+\-—…]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_FILLER = "的之及与和为于其本该各在由是按以并所有等共计系约如下方"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Concepts of a text. ``coverage`` is the share of its meaningful characters that known words explain, 0…1."""

    concepts: frozenset[str]
    coverage: float
    length: int

    def has(self, *names: str) -> bool:
        return self.concepts.issuperset(names)

    def any(self, *names: str) -> bool:
        return not self.concepts.isdisjoint(names)


@cache
def _lexicon() -> tuple[dict[str, tuple[tuple[str, frozenset[str]], ...]], re.Pattern[str], dict[str, frozenset[str]]]:
    """(Han words by their first character, longest first; a pattern of the Latin words; their concepts)."""
    raw = yaml.load(
        resources.files("extractor").joinpath("vocabulary.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    by_word: dict[str, set[str]] = {}
    for concept, words in raw.items():
        for word in words:
            by_word.setdefault(str(word).lower(), set()).add(concept)
    latin = sorted((w for w in by_word if re.fullmatch(r"[a-z. ]+", w)), key=lambda w: (-len(w), w))
    heads: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word in sorted(by_word, key=lambda w: (-len(w), w)):
        if word not in latin:
            heads.setdefault(word[0], []).append((word, frozenset(by_word[word])))
    pattern = re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" for w in latin))
    return {head: tuple(words) for head, words in heads.items()}, pattern, {w: frozenset(by_word[w]) for w in latin}


def _han_words(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The known words of ``text`` left to right, the longest at each place."""
    heads, _, _ = _lexicon()
    at, size = 0, len(text)
    while at < size:
        for word, concepts in heads.get(text[at], ()):
            if text.startswith(word, at):
                yield word, concepts
                at += len(word)
                break
        else:
            at += 1


@lru_cache(maxsize=20_000)
def meaning(text: str) -> Meaning:
    """The concepts that the words of ``text`` carry.

    >>> sorted(meaning("单名雇员身故限额").concepts)
    ['employees', 'injury', 'limit', 'per_person']
    >>> meaning("被保险人").concepts
    frozenset({'insured'})
    """
    folded = fold(text).lower()
    latin = re.search("[a-z]", folded) is not None
    squeezed = folded if latin else "".join(folded.split())
    found: set[str] = set()
    covered = 0
    bare = _IGNORED.sub("", squeezed)
    bilingual = latin and _HAN.search(bare) is not None
    for word, concepts in _han_words(squeezed):
        found |= concepts
        covered += len(word)
    if latin:
        _, pattern, by_word = _lexicon()
        for match in pattern.finditer(squeezed):
            found |= by_word[match[0]]
            covered += 0 if bilingual else len(match[0])
    if bilingual:  # "保险期间 Period of Insurance": the Chinese half decides how much is understood
        bare = re.sub("[a-z0-9]", "", bare)
    fillers = sum(bare.count(c) for c in _FILLER)
    length = len(bare)
    base = max(1, length - fillers)
    return Meaning(frozenset(found), min(1.0, covered / base) if length else 0.0, length)


@dataclass(frozen=True, slots=True)
class Formula:
    """Which concepts a label must, should and must not carry to be a field's label.

    ``all_of``: each entry is one concept or alternatives "a|b"; ``any_of`` strengthen; ``none_of`` exclude.
    """

    all_of: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def possible(self, concepts: frozenset[str]) -> bool:
        """Whether a label with no more than ``concepts`` can carry what is demanded."""
        return all(
            not concepts.isdisjoint(name.split("|")) if "|" in name else name in concepts for name in self.all_of
        )

    def score(self, label: Meaning) -> float:
        """0 when the label is not of this field, else 0.5…1 by how much of the label is understood.

        >>> per_person = Formula(("per_person", "limit|injury"), none_of=("medical",))
        >>> per_person.score(meaning("每人医疗费用限额")), per_person.score(meaning("每人责任限额")) > 0.8
        (0.0, True)
        """
        concepts = label.concepts
        for name in self.none_of:
            if name in concepts:
                return 0.0
        for name in self.all_of:
            if "|" in name:
                if concepts.isdisjoint(name.split("|")):
                    return 0.0
            elif name not in concepts:
                return 0.0
        bonus = 0.1 if self.any_of and not concepts.isdisjoint(self.any_of) else 0.0
        return min(1.0, 0.5 + 0.4 * label.coverage + bonus)


def formula(all_of: str, any_of: str = "", none_of: str = "") -> Formula:
    """Shorthand: space-separated concept names, alternatives with ``|``."""
    return Formula(tuple(all_of.split()), tuple(any_of.split()), tuple(none_of.split()))
