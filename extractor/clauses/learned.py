"""What a sentence says by all its characters: a weight for each pair, learned from labelled sentences, added up for each code.

The weights (``weights.json``, docs/decisions/0036) are made by ``bench/clauses.py`` from sentences written and labelled by hand and from a grammar of
paraphrases; they are whole numbers, so the sum is the same on every machine. They know wordings that no rule, frame or act
names, and are blind to what turns a sentence round: that is left to vetoes (``opinion``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import pairwise

from extractor.values import money

UNIT = 64
"""Weights are in 1/64 of a natural log-odds."""
LONGEST = 260
"""Characters; in longer sentences so many pairs add up that each semicolon ends one."""
_NUMBER = re.compile(r"\d[\d,.]*")
# A sum by its unit, in digits or words; 万 alone is one too where no 人 or 吨 is counted. A run that is none is not tried again
# from within: it would end at the same place.
_IN_WORDS = "[一二三四五六七八九十百千零〇两壹贰叁肆伍陆柒捌玖拾佰仟]"
_SUM = re.compile(
    rf"((?<!\d)(?<!\d,)\d[\d,]*(?:\.\d+)?|(?<!{_IN_WORDS}){_IN_WORDS}+)(?=([万亿]?)元|([万亿])(?![人吨平次名份]))"
)
# Sums are kept apart from other numbers by characters for private use until those are all written 0.
_FIRST_SUM = 0xE100
_SUMS = {_FIRST_SUM + which: str(which) for which in range(10)}
_STOP = re.compile(r"[。!?\n]")
_PAUSE = re.compile(r"[。!?\n;]")
_CLAUSE = re.compile("[,;:]")


@dataclass(frozen=True, slots=True)
class Weights:
    """``grams``: for each character or pair index in ``codes`` and weight by turns; ``base``: the odds of a sentence of no words.

    ``outcome``: for each character or pair, and for those of the closing, what speaks for a sentence that accuses at all.
    """

    codes: tuple[str, ...]
    base: tuple[int, ...]
    grams: Mapping[str, Sequence[int]]
    outcome: Mapping[str, int]
    outcome_base: int


@cache
def weights() -> Weights:
    """The learned weights, read once."""
    data = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(tuple(data["codes"]), tuple(data["base"]), data["grams"], data["outcome"], data["outcome_base"])


def plain(folded: str) -> str:
    """A folded sentence as it is weighed: no blanks, small letters, every number a 0, but sums counted as far as they differ.

    >>> plain("每人 80万元,占20.5%")
    '每人1万元,占0%'
    >>> plain("甲80万元,乙三十万元,丙80万元,丁0元")
    '甲1万元,乙2万元,丙1万元,丁0元'
    """
    sums: dict[Decimal, int] = {}

    def counted(match: re.Match[str]) -> str:
        amount = money.parse(f"{match[1]}{match[2] or match[3] or ''}元")
        if amount is None:
            return match[0]
        which = sums.setdefault(amount, len(sums) + 1) if amount else 0
        return chr(_FIRST_SUM + min(which, 9))

    written = _SUM.sub(counted, "".join(folded.split()).lower())
    return _NUMBER.sub("0", written).translate(_SUMS)


def grams(sentence: str) -> set[str]:
    """The characters and pairs of a plain sentence, its start and end marked.

    >>> sorted(grams("甲乙"))
    ['$', '^', '^甲', '乙', '乙$', '甲', '甲乙']
    """
    marked = f"^{sentence}$"
    found = set(marked)
    found.update([a + b for a, b in pairwise(marked)])
    return found


def odds(sentence: str) -> list[int]:
    """How much speaks for each code, in the order of ``weights().codes``; 0 is as likely as not."""
    known = weights()
    total = list(known.base)
    get = known.grams.get
    for gram in grams(sentence):
        if (flat := get(gram)) is not None:
            turns = iter(flat)
            for index, weight in zip(turns, turns, strict=True):
                total[index] += weight
    return total


def _weight(flat: Sequence[int], index: int) -> int:
    return next((weight for found, weight in zip(flat[::2], flat[1::2], strict=True) if found == index), 0)


def closing(sentence: str) -> set[str]:
    """The characters and pairs of the last clause of a plain sentence, where it says what comes of the rest.

    >>> sorted(closing("甲,乙"))
    ['>$', '>^', '>^乙', '>乙', '>乙$']
    """
    return {f">{gram}" for gram in grams(_CLAUSE.split(sentence.rstrip(",;:.。"))[-1])}


def outcome(sentence: str) -> int:
    """How much speaks for the sentence's accusing at all, of whatever: all codes share the words that turn a sentence round."""
    known = weights()
    get = known.outcome.get
    return known.outcome_base + sum(get(gram, 0) for gram in grams(sentence) | closing(sentence))


def stretches(folded: str) -> Iterator[tuple[int, int]]:
    """The sentences of a folded item that are weighed, as offsets; a list is one sentence unless it is very long."""
    for first, last in _between(folded, 0, len(folded), _STOP):
        if last - first <= LONGEST:
            yield first, last
        else:
            yield from _between(folded, first, last, _PAUSE)


def _between(text: str, first: int, last: int, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in ends.finditer(text, first, last):
        if match.start() > first:
            yield first, match.start()
        first = match.end()
    if last > first:
        yield first, last


def deciding(sentence: str, code: str) -> tuple[str, ...]:
    """The words of a plain sentence that spoke most for ``code``, in printed order: runs of pairs of much weight."""
    known = weights()
    index = known.codes.index(code)
    worth = [_weight(known.grams.get(sentence[i : i + 2], ()), index) for i in range(len(sentence) - 1)]
    least = max(UNIT // 4, sorted(worth, reverse=True)[:8][-1]) if worth else 0
    runs: list[tuple[int, int]] = []
    for i, weight in enumerate(worth):
        if weight >= least:
            if runs and i <= runs[-1][1]:
                runs[-1] = (runs[-1][0], i + 2)
            else:
                runs.append((i, i + 2))
    return tuple(sentence[first:last] for first, last in runs)
