"""Trades in a notice: called by two names, left out of the national list, without a department, taken on in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from validators.proofread.lexicon import TRADES, any_of, load, pattern
from validators.proofread.paper import Defect, Paper, Sentence

_LEAST_LIST = 3  # fewer trades side by side are an example, not a list
_HEADING = 24  # characters; a longer first line is a sentence
_CLAUSE = re.compile(r"[^，。；]+")
_YEAR = re.compile(r"20\d{2}\s*年|阶段")
# A body that shares out work: several departments side by side, or items that each begin with one.
_DEPARTMENT = re.compile(r"[\u4e00-\u9fa5]{2,12}?(?:局|委|办|厅)(?=[、，。和]|负责|牵头|等)")
_LEAST_DEPARTMENTS = 4
_EVERYONE = re.compile(
    r"(?:各行业(?:主管|监管)部门|各?行业领域?主管部门|负有安全生产监督管理职责的部门)[^，。；]{0,24}负责"
    r"|部门按照?(?:各自)?职责(?:分工)?(?:负责|做好|抓好)"
)


@dataclass(frozen=True)
class Trade:
    """A trade by its usual name as it is written at an offset of a sentence."""

    name: str
    words: str
    start: int


@dataclass(frozen=True)
class TradeList:
    """Trades side by side in one sentence."""

    sentence: Sentence
    trades: tuple[Trade, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(trade.name for trade in self.trades)


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on the trades that a notice names."""
    lists = trade_lists(paper)
    yield from _called_differently(paper, lists)
    scope = next((one for one in lists if _is_scope(one.sentence)), None)
    if scope is not None:
        yield from _short_of_the_national_list(paper, scope)
        yield from _without_owner(paper, scope)
    yield from _taken_on_differently(paper)


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return {one["name"]: one for one in load("sectors")["sectors"]}


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    owner = {word: name for name, one in _table().items() for word in one["names"]}
    return re.compile(any_of(owner)), owner


def trades_in(text: str) -> tuple[Trade, ...]:
    """Every trade that ``text`` names, the longest name at each place."""
    found, owner = _names()
    return tuple(Trade(owner[m.group()], m.group(), m.start()) for m in found.finditer(text))


def trade_lists(paper: Paper) -> tuple[TradeList, ...]:
    """The runs of at least three trades joined by 、; cited titles are left out."""
    lists = []
    for sentence in paper.sentences:
        text = re.sub(r"《[^》]*》", lambda m: "\0" * len(m.group()), sentence.text)
        run: list[Trade] = []
        for trade in trades_in(text):
            between = text[run[-1].start + len(run[-1].words) : trade.start] if run else ""
            if (run and not ("、" in between or "和" in between)) or re.search(r"[，。；]", between):
                if len(run) >= _LEAST_LIST:
                    lists.append(TradeList(sentence, tuple(run)))
                run = []
            run.append(trade)
        if len(run) >= _LEAST_LIST:
            lists.append(TradeList(sentence, tuple(run)))
    return tuple(lists)


def _called_differently(paper: Paper, lists: tuple[TradeList, ...]) -> Iterator[Defect]:
    """危险化学品 in one list and 危化品 in another; a name said to be short for the other is fine."""
    said: list[str] = []
    places: list[tuple[int, str]] = []
    for name, one in _table().items():
        used: dict[str, tuple[int, str]] = {}
        for held in lists:
            for trade in held.trades:
                if trade.name == name and trade.words in one.get("interchangeable", ()):
                    used.setdefault(trade.words, held.sentence.place(trade.start, trade.start + len(trade.words), 4))
        if len(used) > 1 and not re.search(rf"简称[^。]{{0,6}}{any_of(used)}", paper.text):
            said.append("/".join(used))
            places.extend(used.values())
    if said:
        yield Defect(
            "sector_called_differently",
            "note",
            tuple(sorted(places)),
            f"同一行业在各处列举中名称不一：{'；'.join(said)}",
            f"one trade goes by several names in the lists: {'; '.join(said)}",
            {"names": tuple(said)},
        )


def _is_scope(sentence: Sentence) -> bool:
    """Whether a list says who must insure: by its own words, or by the heading it stands under (二、实施范围)."""
    heading = sentence.item.lines[0].text if sentence.item.mark else ""
    scope = pattern("sectors", "scope_words")
    tied = scope.search(sentence.text) or (len(heading) < _HEADING and scope.search(heading))
    return bool(tied) and not pattern("sectors", "refers_to_national").search(sentence.text)


def _national() -> tuple[str, ...]:
    return tuple(name for name, one in _table().items() if one.get("national"))


def _covered(name: str, named: frozenset[str]) -> bool:
    return name in named or any(part in named for part in _table()[name].get("parts", ()))


def _short_of_the_national_list(paper: Paper, scope: TradeList) -> Iterator[Defect]:
    """Trades that must insure nationwide but are named nowhere in the paper; graver where departments are named too."""
    everywhere = frozenset(t.name for sentence in paper.sentences for t in trades_in(sentence.text))
    missing = [name for name in _national() if not _covered(name, everywhere)]
    if "矿山" not in missing and "矿山" not in everywhere:
        missing += [part for part in _table()["矿山"]["parts"] if part not in everywhere]
    # A list of one department's own trades is not meant to be whole: it reaches beyond one where nobody owns all of it.
    owners = [set(_table()[name].get("owners", ())) for name in scope.names]
    if not missing or len(scope.names) < _LEAST_LIST or set.intersection(*owners):
        return
    staffed = sum(1 for s in paper.sentences if re.search(r"局.{0,3}负责", s.text) and trades_in(s.text))
    grave = staffed >= _LEAST_LIST
    first, last = scope.trades[0], scope.trades[-1]
    after = "，也未明确其主管部门" if grave else ""
    yield Defect(
        "sectors_short_of_national_list",
        "warning" if grave else "note",
        (scope.sentence.place(first.start, last.start + len(last.words) + 6),),
        f"所列行业与国家规定应当投保的八类行业相比，未列{'、'.join(missing)}{after}",
        f"of the eight trades that must insure nationwide the paper does not name {', '.join(missing)}",
        {"missing": tuple(missing)},
        basis=TRADES,
    )


def _without_owner(paper: Paper, scope: TradeList) -> Iterator[Defect]:
    """A trade in the scope whose department is not among those that the paper gives work to."""
    text = paper.text
    departments = {m.group() for m in _DEPARTMENT.finditer(text)}
    if len(departments) < _LEAST_DEPARTMENTS or _EVERYONE.search(text):
        return
    for trade in scope.trades:
        owners = _table()[trade.name].get("owners", ())
        # Any body of that trade will do, however the sentence goes on after its name.
        named = re.compile(rf"{any_of(owners)}[^，。；、等]{{0,8}}?(?:局|委|办|厅|部门|站|中心|队|署)")
        if not named.search(text):
            yield Defect(
                "sector_without_owner",
                "warning",
                (scope.sentence.place(trade.start, trade.start + len(trade.words), 4),),
                f"实施范围列有“{trade.words}”，承担职责的部门中却没有该行业的主管部门",
                f"{trade.words} is in the scope, but no department for it is among those given work",
                {"sector": trade.name},
            )


def _taken_on_differently(paper: Paper) -> Iterator[Defect]:
    """One trade mandatory here and on trial there."""
    seen: dict[str, dict[str, tuple[int, str]]] = {}
    for sentence in paper.sentences:
        if _YEAR.search(sentence.text) or pattern("sectors", "stages").search(sentence.text):
            continue
        for clause in _CLAUSE.finditer(sentence.text):
            manners = _manners(clause.group())
            if len(manners) != 1:
                continue
            for trade in trades_in(clause.group()):
                at = clause.start() + trade.start
                place = sentence.place(at, at + len(trade.words), 6)
                seen.setdefault(trade.name, {}).setdefault(manners[0], place)
    both = {name: ways for name, ways in seen.items() if "mandatory" in ways and len(ways) > 1}
    if both:
        places = {place for ways in both.values() for place in ways.values()}
        names = "、".join(both)
        yield Defect(
            "sector_mandatory_and_pilot",
            "error",
            tuple(sorted(places)),
            f"{names}：一处规定强制或全面实施，另一处规定先行试点或自愿，前后矛盾",
            f"{', '.join(both)}: mandatory in one place, on trial or voluntary in another",
            {"sectors": tuple(both)},
        )


def _manners(clause: str) -> list[str]:
    words: Mapping[str, Any] = load("sectors")["manners"]
    return [manner for manner, said in words.items() if re.search(any_of(said), clause)]
