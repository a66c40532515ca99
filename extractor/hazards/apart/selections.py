"""Which hazards of a list a sentence speaks of: by their numbers, by where they stand, by their level, or as the rest of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.hazards.meaning.numbers import DIGIT, JOINT, SEVERAL, numbers_in
from extractor.hazards.meaning.words import int_of

_BEFORE = r"(?:^|[，,、。；;:：\s]|(?<=\S)[（(](?=问题|隐患)|[上前]述|以上|反馈|回复|答复|复[查核]|核[查实]|回访|确认|其中|[对就时]|对于|验收|检查)"
_BY_NUMBER = re.compile(
    rf"{_BEFORE}((?:(?:第|问题|隐患|序号|编号|[（(①-⑳]|[#＃](?=\s?\d))|(?<=其中)(?={DIGIT}\s*[、，,和及与至]\s*{DIGIT}))(?<![①-⑳]){SEVERAL}"
    rf"|[①-⑳](?:{JOINT}?[①-⑳])*\s*[项条号处个点]?)(?:(?=[^\d月日年])|(?<=[项条处个])(?=20\d\d\s*[-./年]|\d{{1,2}}\s*月))"
    rf"|(?:{_BEFORE}|(?<=[)）]))([A-H](?:{JOINT}[A-H])*\s*[项条处](?=[^\d]|\d{{1,2}}\s*月|20\d\d))"
    # each with its day: "1项1月17日已换；B 1月18日已修"
    r"|(?:^|(?<=[:：；;，,])|(?<=[:：；;]\s)|(?<=[\u4e00-\u9fff]\s))(\d{1,2}\s*[项条号]|[A-H])(?=\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*(?:已|均已|全部|完成))"
    # numbers alone, right before what became of them: "回复：1、3已改；2未改"
    r"|(?:^|(?<=[:：；;])(?<![级类别][:：])|(?<=[，,])(?=0\d))\s*(\d{1,2}(?:\s*[、，,和及与]\s*\d{1,2})*\s*[项条号]?(?:隐患|问题)?)(?=\s*(?:[均都也]|全部|当[天日场]|现场)?(?:已|未|尚|正在|没|(?:[列定判]为|属于?|按照?|为|系)(?:特别)?重大))"
)
_BY_PLACE = re.compile(
    rf"{_BEFORE}(前|后|末|最后)\s*([两二三四五六七八九一\d])\s*(?:[项条处点]|个(?=问题|隐患))(?:问题|隐患)?|(前|后)者"
)
_BY_LEVEL = re.compile(
    rf"(?:{_BEFORE}|[★☆]\s*(?:[为即指]|表示|代表))(?:所有|全部|各项|[对就]|对于|其中)?的?(特别?重大|重大|一般)(?:生产安全|安全|事故)*(?:隐患|问题)(?:\s*[（(]?[\d一二两三四五六七八九十]+\s*[项条处个][)）]?)?(?!项目|[的和及与、或治排整清]|描述|内容|级)"
)
_BUT_FOR = re.compile(rf"除了?\s*(?:上述)?({SEVERAL}|[\u4e00-\u9fff#\d]{{2,12}}?)(?:(?:这|一)[项条处])?\s*[之以]?外")
"""The hazards of which something else is said than of the others, by number or by a word of theirs: 除第1项外, 除门机外."""
_REST = re.compile(
    r"(?<=外)[，,]?\s*(?=[均都全已])|(?:^|[，,、。；;:：\s])(?:其余|其他|其它|剩余|余下)(?:的|各项|[\u4e00-\u9fff\d]{0,3}[项条处个点])?(?:问题|隐患)?(?=[均都全已未尚正待为属须应要请限于在，,]|\d|暂|还)"
)
_COUNTED = re.compile(
    r"其中\s*(?:有|的)?\s*([\d一二两三四五六七八九十]{1,2})\s*(?:[项条处]|个(?:问题|隐患))(?:问题|隐患)?"
)
_MAY_NAME = re.compile(
    r"[第其余除①-⑳#＃]|[前后][者两二三四五六]|最后|重大|一般|[编序]号|隐患|问题|[（(]\s*[\d一二三四五六七八九十]|(?:^|[:：；;])\s*\d{1,2}\s*[、，,和及与已未均都]|[A-H]\s*[项条处]|\d\s*[项条号]|[A-H]\s*\d{1,2}\s*[月./-]"
)
"""What one of the ways of naming begins with: most units of a paper hold none of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The hazards of a list: ``order``, each by a key of its own; ``by_number``: number → key, of those that have one to
    themselves; ``words``: key → what is wrong; ``grave``: those of the level 重大; ``places``: words of a cell beside what is wrong →
    those of which it tells where they are."""

    order: tuple[int, ...]
    by_number: Mapping[int, int] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    grave: frozenset[int] = frozenset()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[int]:
        return frozenset(self.order)

    @classmethod
    def of_numbers(cls, numbers: Collection[int]) -> Listed:
        """A list of which no more is known than the numbers before its hazards."""
        return cls(tuple(sorted(numbers)), {n: n for n in numbers})


@dataclass(frozen=True, slots=True)
class Named:
    """Characters ``start`` to ``stop`` of a text that name hazards, ``order`` which in the order of the words; none where the list
    has no such number. ``how``: "number", "place", "level", "rest" or "count"; "but" where they are left out: 除第1项外."""

    start: int
    stop: int
    order: tuple[int, ...]
    how: str

    @property
    def hazards(self) -> frozenset[int]:
        return frozenset(self.order)


def named_hazards(text: str, listed: Listed) -> list[Named]:
    """What a text names of a list, in the order of its words.

    >>> three = Listed.of_numbers({1, 2, 3})
    >>> [(n.how, n.order) for n in named_hazards("第1、2项已整改，其余未整改", three)]
    [('number', (1, 2)), ('rest', (3,))]
    >>> [(n.how, n.order) for n in named_hazards("后两条已改。第一条不改", three)]
    [('place', (2, 3)), ('number', (1,))]
    >>> [(n.how, n.order) for n in named_hazards("其中2项已整改，②因配件未到未整改", three)]
    [('count', (1, 3)), ('number', (2,))]
    """
    if _MAY_NAME.search(text) is None:
        return []
    found = [*_by_number(text, listed), *_by_place(text, listed), *_by_level(text, listed), *_by_where(text, listed)]
    found += _by_words(text, listed)
    for m in _BUT_FOR.finditer(text):
        found.append(Named(m.start(), m.end(), _of_numbers(m[1], listed) or _of_words(m[1], listed), "but"))
    told = frozenset(key for named in found for key in named.order)
    unknown = any(named.how == "but" and not named.order for named in found)
    rest = () if unknown else tuple(key for key in listed.order if key not in told)
    found += [Named(m.start(), m.end(), rest, "rest") for m in _REST.finditer(text)]
    for m in _COUNTED.finditer(text):
        counted = 2 if m[1] == "两" else int_of(m[1])
        found.append(Named(m.start(), m.end(), rest if counted == len(rest) else (), "count"))
    out: list[Named] = []
    for named in sorted(found, key=lambda n: (n.start, -n.stop)):
        if not out or named.start >= out[-1].stop:
            out.append(named)
    return out


def _by_number(text: str, listed: Listed) -> Iterator[Named]:
    found = list(_BY_NUMBER.finditer(text))
    alone = sum(m[3] is not None for m in found) == 1  # 整改情况：2项1月18日已修 counts them
    for m in found:
        if m[3] is not None and alone:
            continue
        yield Named(
            m.start(), m.end(), _of_numbers(m[1] or m[2] or m[4] or f"{m[3].rstrip('项条号 ')}项", listed), "number"
        )


def _by_words(text: str, listed: Listed) -> Iterator[Named]:
    """Hazards that a text names by all of the words on what is wrong, where these are of one alone."""
    for key, words in listed.words.items():
        at = text.find(words) if len(words) >= _LEAST_WORDS else -1
        if at >= 0 and sum(words in other for other in listed.words.values()) == 1:
            yield Named(at, at + len(words), (key,), "number")


_LEAST_WORDS = 5  # characters of what is wrong by which a sentence may name it


def _by_where(text: str, listed: Listed) -> Iterator[Named]:
    for place, keys in listed.places.items():
        at = text.find(place)
        while at >= 0:
            if (m := _OF_A_PLACE.match(text, at + len(place))) is not None:
                one = listed.by_number.get(int_of(m[1]) or 0) if m[1] else None
                order = keys if not m[1] else (one,) if one is not None and one in keys else ()
                yield Named(at, m.end(), order, "number")
            at = text.find(place, at + 1)


_OF_A_PLACE = re.compile(
    rf"(?:内|区域|部分|方面)?的?第\s*({DIGIT})\s*[项条处个](?:问题|隐患)?"
    r"|(?:内|区域|部分|方面)?(?:存在)?的?(?:全部|所有|各项?|[\d一二两三四五六七八九十]{1,2}[项处个条])?(?:生产安全|安全|事故)*(?:隐患|问题)"
)
"""What stands behind the name of a place where it names the hazards there: 旋切车间的隐患, 旋切车间的第2项."""


def _of_numbers(words: str, listed: Listed) -> tuple[int, ...]:
    """The hazards of the numbers in some words; none where the list lacks one of them."""
    numbers = numbers_in(words)
    known = bool(numbers) and all(n in listed.by_number for n in numbers)
    return tuple(listed.by_number[n] for n in numbers) if known else ()


def _of_words(words: str, listed: Listed) -> tuple[int, ...]:
    """The one hazard that has some words in what is wrong; none where several do."""
    having = tuple(key for key, text in listed.words.items() if words in text)
    return having if len(having) == 1 else ()


def _by_place(text: str, listed: Listed) -> Iterator[Named]:
    count = len(listed.order)
    for m in _BY_PLACE.finditer(text):
        n = 1 if m[3] else 2 if m[2] == "两" else int_of(m[2]) or 0
        fits = count == _PAIR if m[3] else 0 < n < count
        first = (m[1] or m[3]) == "前"
        order = () if not fits else listed.order[:n] if first else listed.order[count - n :]
        yield Named(m.start(), m.end(), order, "place")


_PAIR = 2
"""Hazards of a list of which one is the former and the other the latter."""


def _by_level(text: str, listed: Listed) -> Iterator[Named]:
    for m in _BY_LEVEL.finditer(text):
        grave = "重大" in m[1]
        yield Named(m.start(), m.end(), tuple(k for k in listed.order if (k in listed.grave) == grave), "level")
