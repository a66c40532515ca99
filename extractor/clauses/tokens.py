"""Words of a sentence to concepts: one letter per token, so that a rule is a short pattern over a short string.

A word may stand for several concepts; each combination of concepts has its own letter, and a concept in a pattern is
the class of all letters that include it. Offsets of tokens are offsets of the text that was given, whatever was folded
or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractor.text.fold import fold
from extractor.values import money

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

COMMA, SEMICOLON, PERIOD, GAP = ",", ";", ".", "_"
GAP_LENGTH = 3  # characters without a concept that keep two neighbours from being side by side
NEAR_LENGTH = 4  # shortest word in which one misread character is forgiven

# No number that anybody writes is longer; without an end, a run of a thousand digits is looked through from each of them
_RUN = "{1,24}"
_NUM = f"(?:[0-9]{_RUN}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰百]{_RUN})"
_CN = f"[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰百仟千万零〇]{_RUN}"
# Written values inside a sentence; the first group that matches names the concept.
_VALUES = re.compile(
    "(?P<DOC_NUMBER>[〔\\[(【〈]\\d{4}[〕\\])】〉]第?\\d{1,4}号)"
    f"|(?P<PCT>\\d{_RUN}(?:\\.\\d{_RUN})?[%‰]|百分之(?:\\d{_RUN}(?:\\.\\d{_RUN})?|{_CN}(?:点{_CN})?)|(?<![分千完达构形变组做制]){_NUM}成(?![立年员本为功人])|一半|半数|各半|\\d{_RUN}:\\d{_RUN}的?比例)"
    f"|(?P<MONEY>(?:人民币|RMB|¥)?\\d[\\d,]{{0,32}}(?:\\.\\d{_RUN})?(?:亿|百万|万|千)?元|¥\\d[\\d,]{{0,32}}(?:\\.\\d{_RUN})?|(?:人民币)?{_CN}[元圆]整?|\\d{_RUN}(?:\\.\\d{_RUN})?万(?!人|吨|平|次)|{_CN}万(?=[,。;、]|每|$))"
    f"|(?P<COUNT>(?<![第每首同上该本另]){_NUM}(?:(?:至|-|~|或){_NUM})?(?:场次|人次|批次|次|场|轮|回|遍|趟|堂|课时|学时|期(?!厂|工程|项目|车间|交|缴|付|于|保|限|间|分))(?!性|事故(?!预防)|投保|付清|交清|缴|支付|付款|赔|诉))"
    f"|(?P<EVERY>每(?:个)?(?:保险年度|保单年度|年度|年|半年|季度|季|月|周|旬|(?:{_NUM}|半)个?(?:年|月)|(?:满|隔){_NUM}个?(?:年|月))|逐(?:年|季|月|周)|按(?:年|季度|季|月)(?=度?(?:提供|开展|组织|委派|安排|进行|实施|派|,))|全年|年内|年度内|一年来|上半年|下半年|(?:月度|季度|年度)(?=[线现应安隐培演巡检风消教])|第[一二三四]季度|(?:\\d{{1,2}}月[、和及]){{1,12}}\\d{{1,2}}月)"
    "|(?P<DISPATCH>(?:劳务)?(?:外包|派遣|临时|短期|实习|季节性?)(?!单位|公司|机构|工程|项目|工棚)[\u4e00-\u9fa5]{0,3}?(?:人员|工人|员工|用工|雇工|职工|劳动者)"
    "|(?:劳务公司|派遣公司|(?:劳务)?派遣单位|外包单位|中介机构|第三方|外单位|其他单位)(?:派|提供|输送|外派|介绍)[\u4e00-\u9fa5]{0,10}?(?:人员|工人|员工|用工|的人)"
    "|其他(?:各种|任何)?(?:形式|方式|性质)(?:的)?用工(?:人员)?)"
    # Denial and inclusion by their shape: a negation, or "both, also, all", and a word of cover close behind.
    "|(?P<EXCLUDE>不管(?=[,。;]|的|$)|(?:不(?![得应能可准许因论仅但再由])|免予|有权不予|未(?:予|被)?|一概不|均不|概不)(?:予以?|给予|被|再|作|列|负责|负|享有)?"
    "(?:赔偿|赔付|理赔|承保|保障|受理|负责|承担赔偿|承担保险责任|列入|纳入|包含|包括|适用|计入|享有|享受))"
    "|(?P<AFFIRM>(?<!不)(?:均|都|也|亦|皆|一律|同样|一概)(?:(?![不未无免剔排拒])[\u4e00-\u9fa5]){0,4}?(?:承保|受保障|保障|赔付|赔偿|赔|属于|纳入|在列|算数|享有|享受|涵盖))"
    "|(?P<EXC>(?<![免扣删解消排去])除(?!外)(?=[^,。;]{1,25}?(?:以外|之外|外)(?:[,的其均]|$)))|(?P<EXD>(?<=[\u4e00-\u9fa5)])(?:以外|之外|外)(?=[,其均]|$))"
    f"|(?P<NO_DEDUCTIBLE>免赔(?:额|金额)?(?:为|是)?:?(?:零|无|0元?(?![\\d.,]))(?!点))"
    "|(?P<ADVANCE>(?:预先|提前|先期)[^,。;]{0,8}?(?:支付|赔付|给付|垫付|拨付|兑付|划拨|划付|打入|转入|付给)|先(?:把|将|就)[^,。;由被投]{1,14}?(?:付|赔|给)|(?<![优事首率原领])先(?:[^,。;由被投从按行付垫赔缴]{0,8}?)(?:支付|赔付|给付|垫付|拨付|兑付|付款|付一半|付一部分))"
)
_PUNCTUATION = {"。": PERIOD, "!": PERIOD, "?": PERIOD, ";": SEMICOLON, "\n": PERIOD, ",": COMMA}


@dataclass(frozen=True, slots=True)
class Tokens:
    """An item as concepts: ``letters[i]`` stands for ``text[starts[i]:stops[i]]`` (offsets of the text as given)."""

    letters: str
    starts: tuple[int, ...]
    stops: tuple[int, ...]
    words: tuple[str, ...]
    text: str  # folded and without blanks
    places: tuple[int, ...]  # offset in the text as given of each character of ``text``
    begins: tuple[int, ...]  # offset in ``text`` of each token

    def plain(self, first: int, last: int) -> str:
        """The folded text of the tokens ``first`` to ``last``."""
        return self.text[self.begins[first] : self.begins[last - 1] + len(self.words[last - 1])]

    def sentences(self, ends: str = SEMICOLON + PERIOD) -> Iterator[tuple[int, int]]:
        """Token ranges between full stops and, if not left out of ``ends``, semicolons; empty ones left out."""
        first = 0
        for i, letter in enumerate(self.letters):
            if letter in ends:
                if i > first:
                    yield first, i
                first = i + 1
        if first < len(self.letters):
            yield first, len(self.letters)


@dataclass(frozen=True)
class Lexicon:
    """Words by their first two characters, words that may be misread by either half, the letters of each concept."""

    by_head: Mapping[str, tuple[tuple[str, str], ...]]
    near: Mapping[str, tuple[tuple[str, str], ...]]
    letters: Mapping[str, str]
    lookalikes: Mapping[int, str]
    values: re.Pattern[str]

    def tokens(self, text: str) -> Tokens:
        """``text`` as concepts, in order; the longest word wins, written values win over words."""
        places: list[int] = []
        kept: list[str] = []
        for i, char in enumerate(fold(text)):
            if not char.isspace() or char == "\n":
                places.append(i)
                kept.append(char)
        plain = "".join(kept).replace(",", ",").translate(self.lookalikes)
        out: list[tuple[str, int, int]] = []
        at = 0
        for match in self.values.finditer(plain):
            if match.lastgroup is not None:
                self._words(plain, at, match.start(), out)
                out.append((self.letters[match.lastgroup][0], match.start(), match.end()))
                at = match.end()
        self._words(plain, at, len(plain), out)
        letters: list[str] = []
        starts: list[int] = []
        stops: list[int] = []
        words: list[str] = []
        begins: list[int] = []
        last = 0
        for letter, start, stop in out:
            if start - last >= GAP_LENGTH:
                letters.append(GAP)
                starts.append(places[last])
                stops.append(places[start - 1] + 1)
                words.append(plain[last:start])
                begins.append(last)
            letters.append(letter)
            starts.append(places[start])
            stops.append(places[stop - 1] + 1)
            words.append(plain[start:stop])
            begins.append(start)
            last = stop
        return Tokens("".join(letters), tuple(starts), tuple(stops), tuple(words), plain, tuple(places), tuple(begins))

    def _words(self, plain: str, at: int, end: int, out: list[tuple[str, int, int]]) -> None:
        by_head, near = self.by_head, self.near
        while at < end:
            char = plain[at]
            mark = _PUNCTUATION.get(char)
            if mark is not None:
                out.append((mark, at, at + 1))
                at += 1
                continue
            head = plain[at : at + 2]
            word = letter = ""
            for candidate, meaning in by_head.get(head, ()):
                if plain.startswith(candidate, at) and at + len(candidate) <= end:
                    word, letter = candidate, meaning
                    break
            if not word and (head in near or "*" + plain[at + 2 : at + 4] in near):
                word, letter = _nearly(plain, at, end, near.get(head, ()), near.get("*" + plain[at + 2 : at + 4], ()))
            if not word and char in by_head:
                word, letter = by_head[char][0]
            if word:
                out.append((letter, at, at + len(word)))
                at += len(word)
            else:
                at += 1


def _nearly(plain: str, at: int, end: int, *lists: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The first word that stands at ``at`` with just one character different; ("", "") when none does."""
    for candidates in lists:
        for word, letter in candidates:
            stop = at + len(word)
            # Both ends must stand: they carry meaning (本保险费, 本保险金; 正式员工, 非正式员工).
            if (
                stop <= end
                and word[0] == plain[at]
                and word[-1] == plain[stop - 1]
                and sum(a != b for a, b in zip(word, plain[at:stop], strict=True)) == 1
            ):
                return word, letter
    return "", ""


def expand(word: str) -> list[str]:
    """The words that ``{a,b}`` alternatives spell out, nested ones too.

    >>> expand("先{,行{垫,支}付}")
    ['先', '先行垫付', '先行支付']
    """
    opening = word.find("{")
    if opening < 0:
        return [word]
    depth, part, parts = 0, opening + 1, []
    for i in range(opening, len(word)):
        char = word[i]
        depth += (char == "{") - (char == "}")
        if (char == "," and depth == 1) or depth == 0:
            parts.append(word[part:i])
            part = i + 1
        if depth == 0:
            tails = expand(word[i + 1 :])
            return [word[:opening] + middle + tail for piece in parts for middle in expand(piece) for tail in tails]
    raise ValueError(f"unbalanced braces: {word}")


@cache
def load(name: str) -> dict[str, Any]:
    """A data file of this package, read once for all that look into it, and changed by none of them."""
    data = yaml.load(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"), Loader=_LOADER)
    if not isinstance(data, dict):
        raise TypeError(f"{name}: a mapping is expected")
    return data


@cache
def lexicon() -> Lexicon:
    """The vocabulary, read once."""
    data = load("vocabulary.yaml")
    concepts: dict[str, set[str]] = {}
    forgiving: set[str] = set()
    for concept, entry in data["concepts"].items():
        for spelled in entry["words"]:
            for word in expand(spelled):
                if word:
                    concepts.setdefault(word, set()).update([concept, *entry.get("also", ())])
                    if entry.get("near") and len(word) >= NEAR_LENGTH and word[0] not in "非不无未":
                        forgiving.add(word)
    return lexicon_of(
        concepts, _VALUES, forgiving, {ord(misread): meant for misread, meant in data["lookalikes"].items()}
    )


def lexicon_of(
    concepts: Mapping[str, Collection[str]],
    values: re.Pattern[str],
    forgiving: Collection[str] = (),
    lookalikes: Mapping[int, str] | None = None,
) -> Lexicon:
    """A lexicon of ``concepts`` by word; groups of ``values`` are concepts too and go before words. A character that ``lookalikes``
    takes for another is taken so in the words too: 自己 is looked for as it is read."""
    misread = lookalikes or {}
    forgiving = {word.translate(misread) for word in forgiving}
    alike: dict[str, set[str]] = {}
    for word, meanings in concepts.items():
        alike.setdefault(word.translate(misread), set()).update(meanings)
    concepts = alike
    combos: dict[frozenset[str], str] = {}
    for name in values.groupindex:
        combos.setdefault(frozenset([name]), chr(0xE000 + len(combos)))
    for meanings in concepts.values():
        combos.setdefault(frozenset(meanings), chr(0xE000 + len(combos)))
    letters: dict[str, str] = {"COMMA": COMMA, "PERIOD": PERIOD, "GAP": GAP}
    # The pure letter comes first, for tokens that are made from written values.
    for combo, letter in sorted(combos.items(), key=lambda pair: len(pair[0])):
        for name in combo:
            letters[name] = letters.get(name, "") + letter
    by_head: dict[str, list[tuple[str, str]]] = {}
    near: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(concepts, key=lambda w: (-len(w), w)):
        letter = combos[frozenset(concepts[word])]
        by_head.setdefault(word[:2], []).append((word, letter))
        if word in forgiving:
            near.setdefault(word[:2], []).append((word, letter))
            near.setdefault("*" + word[2:4], []).append((word, letter))
    return Lexicon(
        {head: tuple(words) for head, words in by_head.items()},
        {half: tuple(words) for half, words in near.items()},
        letters,
        misread,
        values,
    )


def amount(word: str) -> Decimal | None:
    """The sum that a MONEY token says, in yuan."""
    if word.endswith("万"):
        word += "元"
    return money.parse(word)
