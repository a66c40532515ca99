"""What the words of a label mean: text → the concepts it carries, by the vocabulary of head words.

A label is not looked up; it is taken apart. ``每人死亡伤残责任限额`` carries per_person, injury, liability and limit, and so
does ``单名雇员身故/残疾最高赔付``, which no list contains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import Generic, TypeVar

import yaml

from extractor.text.fold import fold

_IGNORED = re.compile(r"[\s:,.;、。，；：/|（）()【】\[\]《》<>*·“”\"'_~=+\-—…]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[a-z]")
Entry = TypeVar("Entry")
_FILLER = "的之及与和为于其本该各在由是按以并所有等共计系约如下方"
# "投保人" is no word in 投保人员 or 投保人数: what goes on after 人 is another word
_GOES_ON = frozenset("员数次均")
_UP_TO = "(?=.{0,6}(?:最|总|累|限|封顶|赔|保额|上限|额度)|(?:以|为|达|按)?(?:人民币)?$)"
_LIMIT_IN = "(?:限额|保额|额度|赔偿额)[(（]?(?:人民币)?[亿百千万]*元[/／]每?"
# A counting word with what it counts tells for what a sum is, however the rest is worded: 单人最多赔, 对全期, 一起事故中
_SHAPES = (
    (
        "per_person",
        re.compile(
            r"[每各]一?[名位个](?:[\u4e00-\u9fff]{1,4}?)(?:人员|员工|工人)|(?:[每各逐]一?[名位个]?|任何?一[名位个]?|(?<![签投保制出订填报名清简菜])单一?[名个]?|(?:^|[对按以就])一[名个]?(?=.{0,8}(?:最|限|赔|保)))"
            r"(?:人(?![次数口])|(?:从业|作业)?人员|员工|职工|雇员|工人|劳动者|矿工|船员|司机)|^[/／]\s*人$"
        ),
    ),
    (
        "per_accident",
        re.compile(
            r"(?:[每各逐同]一?|任何?一|(?<![签投保制出订填报名清简菜])单一?)[次起案宗件回场桩](?!性)|(?<![第每季月年度于])一[次起宗桩](?:意外)?事故"
            rf"|^一[次起宗](?!性){_UP_TO}|^[/／]\s*[次起]$"
        ),
    ),
    (
        "aggregate",
        re.compile(
            rf"(?:[全整对]|整个|^一|^每)(?:个)?(?:年度?|期间?|保险期间?|保障期间?|合同期间?|责任期间?|保期){_UP_TO}"
            r"|(?:期间|保障期|保险期)内?(?:总|最|一共)|^[/／]\s*年$|^[一全整]年(?:之|以)?内"
        ),
    ),
    # What the unit of a limit is for each of: 责任限额（万元/人）, 赔偿额度(元/次)
    ("per_person", re.compile(rf"{_LIMIT_IN}[人名]")),
    ("per_accident", re.compile(rf"{_LIMIT_IN}[次起]")),
)
_TO = frozenset("对按就")
_MISPRINT = re.compile("(?<=[免理索自起应核])陪|陪(?=[偿付款额])")
"""免陪额, 陪偿限额: one character for another that sounds and looks like it, in print as from a scan."""
_INCLUDED = re.compile(
    "(?<=[\u4e00-\u9fff])[(](?:均?含|包[括含])(?:每[人次起]|[\u4e00-\u9fff]{0,4}[伤死]亡)[^()]{0,12}[)]"
)
"""What a sum has in it is not what it is for: 每次事故责任限额(含每人伤亡)."""
# 每次事故总保额 is no sum for all accidents
_TOTALS = frozenset({"总额度", "总限额", "总保额", "总计限额", "合计限额", "最高限", "总赔偿"})
_SHAPED = re.compile("[每单各逐同任一全整对期/／]")
_LONGEST_SHAPED = 60
"""Characters; longer texts are sentences, which no label is."""


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
def _lexicon() -> tuple[dict[str, tuple[int, ...]], dict[str, frozenset[str]], re.Pattern[str]]:
    """(Lengths of the Han words that begin with two characters, longest first; the concepts of all words; the Latin ones)."""
    raw = yaml.load(
        resources.files("extractor.evidence").joinpath("vocabulary.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    by_word: dict[str, set[str]] = {}
    for concept, words in raw.items():
        for word in words:
            by_word.setdefault(str(word).lower(), set()).add(concept)
    latin = sorted((w for w in by_word if re.fullmatch(r"[a-z. ]+", w)), key=lambda w: (-len(w), w))
    lengths: dict[str, set[int]] = {}
    for word in by_word.keys() - set(latin):
        lengths.setdefault(word[:2], set()).add(len(word))
    pattern = re.compile(f"(?<![a-z])(?:{'|'.join(map(re.escape, latin))})(?![a-z])")
    heads = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    return heads, {word: frozenset(concepts) for word, concepts in by_word.items()}, pattern


def _han_words(text: str) -> Iterator[tuple[int, str, frozenset[str]]]:
    """The known words of ``text`` left to right with their places, the longest at each place."""
    heads, by_word, _ = _lexicon()
    at, size = 0, len(text)
    while at < size:
        # Few pairs of characters begin a word, where nearly every character does
        for length in heads.get(text[at : at + 2], ()):
            concepts = by_word.get(word := text[at : at + length])
            if concepts is not None and len(word) == length:
                after = at + length
                if word[-1] == "人" and length > 2 and after < size and text[after] in _GOES_ON:
                    continue
                yield at, word, concepts
                at = after
                break
        else:
            if text[at] in heads:
                yield at, text[at], by_word[text[at]]
            at += 1


def _shapes(text: str, found: set[str], explained: set[int]) -> None:
    """Adds what the forms of counting words tell to ``found``, and the places they take to ``explained``."""
    for concept, shape in _SHAPES:
        match = shape.search(text)
        if match is not None and (
            concept in found
            or concept != "aggregate"
            or "period" not in found
            or "limit" in found
            or (match[0][0] in "全整" and text[match.end() :].startswith(("以", "为", "达")))
        ):
            found.add(concept)
            explained.update(range(match.start() - (text[match.start() - 1 : match.start()] in _TO), match.end()))


@lru_cache(maxsize=20_000)
def meaning(text: str) -> Meaning:
    """The concepts that the words of ``text`` carry.

    >>> sorted(meaning("单名雇员身故限额").concepts)
    ['employees', 'injury', 'limit', 'per_person']
    >>> meaning("被保险人").concepts
    frozenset({'insured'})
    >>> sorted(meaning("单人最多").concepts), sorted(meaning("对单次").concepts)
    (['limit', 'per_person'], ['per_accident'])
    """
    folded = fold(text).lower()
    latin = _LATIN.search(folded) is not None
    squeezed = folded if latin else "".join(folded.split())
    if "陪" in squeezed:
        squeezed = _MISPRINT.sub("赔", squeezed)
    if "(含" in squeezed or "(包" in squeezed:
        squeezed = _INCLUDED.sub("", squeezed)
    found: set[str] = set()
    bare = _IGNORED.sub("", squeezed)
    bilingual = latin and _HAN.search(bare) is not None
    known: list[range] = []
    totals: set[str] = set()
    for at, word, concepts in _han_words(squeezed):
        if word in _TOTALS:
            totals |= concepts
        else:
            found |= concepts
        known.append(range(at, at + len(word)))
    covered = sum(map(len, known))
    if len(squeezed) <= _LONGEST_SHAPED and _SHAPED.search(squeezed):
        explained = set(chain.from_iterable(known))
        _shapes(squeezed, found, explained)
        covered = len(explained)
    found |= totals - {"aggregate"} if found & {"per_person", "per_accident"} else totals
    if latin:
        _, by_word, pattern = _lexicon()
        for match in pattern.finditer(squeezed):
            found |= by_word[match[0]]
            covered += 0 if bilingual else len(match[0])
    if bilingual:  # "保险期间 Period of Insurance": the Chinese half decides how much is understood
        bare = re.sub("[a-z0-9]", "", bare)
    fillers = sum(map(bare.count, _FILLER))
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
    _demanded: frozenset[str] = field(init=False, repr=False, compare=False)
    _either: tuple[frozenset[str], ...] = field(init=False, repr=False, compare=False)
    _excluded: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked thousands of times a paper: the sets are made once
        object.__setattr__(self, "_demanded", frozenset(name for name in self.all_of if "|" not in name))
        object.__setattr__(self, "_either", tuple(frozenset(n.split("|")) for n in self.all_of if "|" in n))
        object.__setattr__(self, "_excluded", frozenset(self.none_of))

    def possible(self, concepts: frozenset[str]) -> bool:
        """Whether a label with no more than ``concepts`` can carry what is demanded."""
        if not self._demanded <= concepts:
            return False
        return not self._either or not any(map(concepts.isdisjoint, self._either))

    def against(self, label: Meaning) -> frozenset[str]:
        """The concepts that the label must not carry, and does."""
        return label.concepts & self._excluded

    def rarest(self, times: Callable[[str], int]) -> str | None:
        """Of the concepts that are demanded by themselves, that which is met with least; None where none is."""
        if len(self._demanded) == 1:
            return next(iter(self._demanded))
        return min(self._demanded, key=lambda name: (times(name), name), default=None)

    def score(self, label: Meaning) -> float:
        """0 when the label is not of this field, else 0.5…1 by how much of the label is understood.

        >>> per_person = Formula(("per_person", "limit|injury"), none_of=("medical",))
        >>> per_person.score(meaning("每人医疗费用限额")), per_person.score(meaning("每人责任限额")) > 0.8
        (0.0, True)
        """
        concepts = label.concepts
        if not self._demanded <= concepts or not concepts.isdisjoint(self._excluded):
            return 0.0
        if self._either and any(map(concepts.isdisjoint, self._either)):
            return 0.0
        bonus = 0.1 if self.any_of and not concepts.isdisjoint(self.any_of) else 0.0
        return min(1.0, 0.5 + 0.4 * label.coverage + bonus)


class ByConcept(Generic[Entry]):
    """Entries with the concepts each carries, so that a formula need not be tried on those that lack what it demands."""

    def __init__(self, entries: Iterable[tuple[Entry, frozenset[str]]]) -> None:
        self._given = list(entries)
        self._all = [entry for entry, _ in self._given]
        self._carrying: dict[str, list[Entry]] = {}

    def of(self, wanted: Formula) -> Sequence[Entry]:
        """The entries in their order that may satisfy ``wanted``, and few others."""
        rarest = wanted.rarest(lambda name: len(self._with(name)))
        return self._all if rarest is None else self._with(rarest)

    def _with(self, name: str) -> list[Entry]:
        """The entries that carry a concept; few are ever asked for, so that each is looked for when it is."""
        if (known := self._carrying.get(name)) is None:
            known = self._carrying[name] = [entry for entry, concepts in self._given if name in concepts]
        return known


def formula(all_of: str, any_of: str = "", none_of: str = "") -> Formula:
    """Shorthand: space-separated concept names, alternatives with ``|``."""
    return Formula(tuple(all_of.split()), tuple(any_of.split()), tuple(none_of.split()))
