"""The sentences of an item as they are weighed: each whole, and what stands in it between semicolons and commas by itself.

An item is often a run of sentences that only semicolons part. What one of them says the others must neither outweigh nor turn round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.clauses.learned import odds, plain, stretches
from extractor.clauses.match import ClauseMatch
from extractor.text.fold import fold

# Whose workers they are is said of policies in one sentence and left out in the next: "被保险人的从业人员" are the workers.
_WHOSE = re.compile(
    "(?:被保险人|投保人|被保险企业|投保企业)的(?=(?:全[体部]|所有)?(?:从业人员|员工|职工|雇员|工人|用工))"
)
# Words for one thing of which the weights know the first well: 承保对象包括 (涵盖, 囊括) 劳务派遣人员.
_INCLUDES = re.compile("(?<![未没有仅只])(?:涵盖|囊括)")
_LEAST, _MOST = 6, 2000
"""Characters of an item that is looked at; see ``frames``."""
_ALL_OF_THEM = re.compile(
    "[;。](?:上述|前述|以上|前列|此类|这些|该等|凡此)[^;。]{0,24}(?:无效|不得|禁止|严禁|违|不生效|作废|不认)"
)
_SHORTEST_PART = 4  # between semicolons: 可先行垫付
# Words of which one stands in nearly every promise to advance money or to cover everybody.
_PROMISES = re.compile("[垫预先派]|提前|全[体部员]|所有|凡")


_TITLE = re.compile(
    r"\s*(?:第\s*[一二三四五六七八九十百\d]{1,4}\s*条\s*)?(?!.{0,9}[返退还兑折扣抵换不得免除])[\u4e00-\u9fff]{2,10}(?:费用?|范围|期间|限额|条件|方式|责任|义务|约定|事项|服务)[。.]?\s*"
)
"""What names an article before its sentences says nothing by itself: 第五条 事故预防服务费。乙方按…"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence and how much speaks for each code, in the order of ``weights().codes``.

    ``parts``: what stands between its semicolons, weighed by itself, and between its commas where that may promise something;
    () where there is none. ``loose``: a part between commas, whose subject may stand before it.
    """

    start: int
    stop: int
    plain: str
    odds: list[int]
    parts: tuple[Weighed, ...] = ()
    loose: bool = False

    def likeliest(self, index: int, enough: int) -> Weighed:
        """The sentence or the part of it that speaks most for the code at ``index``; one between semicolons where ``enough`` speaks for it.

        A promise in one part is not unsaid by the business of the others, which would outweigh it in the whole.
        """
        return max((self, *self.parts), key=lambda one: (min(one.odds[index], enough), not one.loose, one.odds[index]))

    def touches(self, match: ClauseMatch) -> bool:
        return match.start < self.stop and self.start < match.stop

    def alone(self) -> Sequence[Weighed]:
        """The parts between semicolons, each a sentence by itself; none where the last turns all before it round (上述约定无效)."""
        return () if _ALL_OF_THEM.search(self.plain) else [part for part in self.parts if not part.loose]

    def around(self, match: ClauseMatch) -> Weighed:
        """The part in which ``match`` stands, else the whole sentence."""
        touched = [part for part in self.alone() if part.touches(match)]
        return touched[0] if len(touched) == 1 else self


def weighed(text: str) -> tuple[Weighed, ...]:
    """The sentences of an item with their odds."""
    if not _LEAST <= len(text) <= _MOST:
        return ()
    folded = fold(text)
    out = []
    for start, stop in stretches(folded):
        if _TITLE.fullmatch(folded, 0, stop) is not None and stop < len(folded.rstrip(" 。.;")):
            continue
        sentence = _as_weighed(folded[start:stop])
        if len(sentence) >= _LEAST:
            said = odds(sentence)
            run = max(said) < _PLAINLY or folded.count(",", start, stop) >= _LONG_RUN
            parts = (*_parts(folded, start, stop), *(_run(folded, start, stop) if run else ()))
            out.append(Weighed(start, stop, sentence, said, parts))
    return tuple(out)


def _as_weighed(folded: str) -> str:
    return _INCLUDES.sub("包括", _WHOSE.sub("", plain(folded)))


def _parts(folded: str, start: int, stop: int) -> Iterator[Weighed]:
    """What a sentence says between its semicolons, each under the head that a colon ends ("不承担下列责任:…;…")."""
    if folded.find(";", start, stop) >= 0:
        between = list(_between(folded, start, stop, ";"))
        head = _as_weighed(folded[start : folded.find(":", *between[0]) + 1])
        for first, last in between:
            part = _as_weighed(folded[first:last])
            if len(part) >= _SHORTEST_PART:
                part = part if first == start else head + part
                yield Weighed(first, last, part, odds(part))


def _run(folded: str, start: int, stop: int) -> Iterator[Weighed]:
    """What a run of clauses may promise between its commas.

    One comma parts a condition or a reason from what it is of; of two clauses neither is looked at by itself.
    """
    if folded.count(",", start, stop) < _RUN:
        return
    for first, last in _between(folded, start, stop, ",;"):
        if last - first >= _SHORTEST_PART and _PROMISES.search(folded, first, last):
            part = _as_weighed(folded[first:last])
            yield Weighed(first, last, part, odds(part), loose=True)


_RUN = 2  # commas from which on a sentence may be a run of several
_PLAINLY = 222  # odds, in units of ``learned.UNIT``, of 97 in 100: a sentence that says one thing so plainly is no run of several…
_LONG_RUN = 4  # …but for one of so many commas: what one clause says plainly is not all that the others say


def _between(folded: str, start: int, stop: int, marks: str) -> Iterator[tuple[int, int]]:
    for mark in re.compile(f"[{marks}]").finditer(folded, start, stop):
        yield start, mark.start()
        start = mark.end()
    yield start, stop
