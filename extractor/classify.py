"""What kind of paper a document is: signals of each kind weighed, one clear winner or "unknown", with the words that decided.

Words of the heading and the body are weighed first; what the paper holds (a list of covers, a table of hazards, a ledger)
is looked for where words alone leave it open. The file's name is no signal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from extractor import near_kinds
from extractor.covers import table as coverages
from extractor.document import Document
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.apart.told_authority import is_letter
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.absence import says_none
from extractor.heading import heading_of
from extractor.kinds import claim_record, endorsement, fee_ledger, notice, roster, service_report, staff_list
from extractor.text.needed import Sign

_HAN = re.compile("[\u4e00-\u9fff]")
_WORDS = re.compile("[\u4e00-\u9fff]{4}|[A-Za-z]{3}.*[A-Za-z]{3}")
"""What tells what is wrong: a few words at least."""
LEAST = 2.0  # points below which no kind is named
MARGIN = 0.5  # points by which the winner must lead
CLEAR = 4.0  # points and lead at which words alone decide
PLAIN = (
    7.0  # points of words at which no list in the paper makes it a list: a policy with its staff behind it is a policy
)
HEADED = 2.5  # points at which words of the heading name a kind by themselves
_OF_TRADE = re.compile(
    r"保险|保单|投保|安责|专家|讲师|隐患|服务|公司|企业|单位|商户|工厂|厂[长区房内方]|矿|AQ|service|insur|hazard|inspect",
    re.I,
)
_OF_SAFETY = re.compile(
    "安全|隐患|保险|保单|安责|投保|事故|消防|应急|排查|巡查|走查|走访|帮扶|危险|风险|危化|施工|作业|专家|整改|hazard|safety|insur",
    re.I,
)
_FILLED = frozenset({"moment", "amount", "words", "count"})
SHORT = 30  # characters: labels, headings and cells; a word there says more than the same word in a clause
IN_PROSE = 0.5  # weight of a word that stands in sentences only


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind, how sure (0…1), and the words or structures that decided, strongest first."""

    kind: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Signals:
    title: tuple[tuple[Sign, float], ...]
    body: tuple[tuple[Sign, float], ...]
    against: tuple[tuple[Sign, float], ...]


_Place = tuple[str, frozenset[str]]
"""Words in which signs are looked for, and the characters in them."""


@cache
def _signals() -> Mapping[str, _Signals]:
    raw = yaml.load(
        resources.files("extractor").joinpath("signals.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )

    def compiled(entry: Mapping[str, float] | None) -> tuple[tuple[Sign, float], ...]:
        return tuple((Sign.of(str(pattern), re.I), float(weight)) for pattern, weight in (entry or {}).items())

    return {
        kind: _Signals(compiled(s.get("title")), compiled(s.get("body")), compiled(s.get("against")))
        for kind, s in raw.items()
    }


def signs() -> Iterator[Sign]:
    """Every sign that kinds are told by: most are compiled where a paper has their characters."""
    for signals in _signals().values():
        yield from (sign for sign, _ in (*signals.title, *signals.body, *signals.against))


def classify(document: Document, sheet: Sheet | None = None) -> KindGuess:
    """The kind of ``document``; "unknown" when nothing speaks clearly for one."""
    sheet = sheet or Sheet(document)
    if not sheet.units:
        return KindGuess("unknown", 0.0, ("no words",))
    official, shown = notice.score(document)
    if official and near_kinds.is_of_one_policy(u.text for u in sheet.units):
        official *= _OF_ONE_POLICY
    stop = _annex_of_notice(sheet) if official >= OFFICIAL else None
    title = _heading(sheet, stop)
    units = ["".join(u.text.split()) for u in sheet.units[:stop][:400]]
    short = "\n".join(text for text in units if len(text) <= SHORT)
    text = "\n".join(text for text in units if len(text) > SHORT)
    points: dict[str, float] = {}
    words: dict[str, list[tuple[float, str]]] = {}
    places = [(place, frozenset(place)) for place in (title, short, text)]
    for kind, signals in _signals().items():
        total, why = _weigh(signals, *places)
        points[kind], words[kind] = total, why
    points["notice"], words["notice"] = official * 7.0, [(official * 7.0, s) for s in shown[:3]]
    ranked = sorted(points, key=lambda k: -points[k])
    if points[ranked[0]] < CLEAR or round(points[ranked[0]] - points[ranked[1]], 2) <= CLEAR / 2:
        _add_structures(sheet, points, words)
    if max(points.values()) < PLAIN and official < OFFICIAL:
        _add_registers(sheet, points, words)
    for kind, held in points.items():
        if held >= LEAST and _is_none(kind, sheet, title, units, headed=_headed(words, kind)):
            points[kind] = 0.0
    ranked = sorted(points, key=lambda k: -points[k])
    best, second = ranked[0], ranked[1]
    lead = points[best] - points[second]
    if points[best] < LEAST or lead < MARGIN:
        for kind, tells in _RIVALS.items():
            if tells(sheet) and not _is_none(kind, sheet, title, units, headed=False):
                return KindGuess(kind, _BY_RIVALS, (f"rows of a {kind}, set under each other",))
        return KindGuess(
            "unknown", round(max(0.05, 0.4 - 0.1 * lead), 2), tuple(f"{k} {points[k]:.1f}" for k in ranked[:3])
        )
    confidence = min(0.99, 0.6 + 0.06 * min(lead, 4.0) + 0.02 * min(points[best], 8.0))
    evidence = tuple(word for _, word in sorted(words[best], key=lambda w: -w[0])[:5])
    return KindGuess(best, round(confidence, 2), evidence)


_ANNEX = re.compile(r"附件?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：]?")
_OF_ONE_POLICY = 0.4
OFFICIAL = 0.75
"""How surely a paper is of an authority from which lists in it are what it tells, and forms behind it its annexes."""


def _annex_of_notice(sheet: Sheet) -> int | None:
    """The unit that heads the first annex; None where none does."""
    return next((u.index for u in sheet.units if u.index and _ANNEX.fullmatch(u.text.strip())), None)


def _heading(sheet: Sheet, stop: int | None) -> str:
    """The heading of the first page, and those of further pages only where that names no kind: what lies behind names itself."""
    first = heading_of(sheet, stop, first_page=True)
    return first if headed_kinds(first) else heading_of(sheet, stop)


def _add_structures(sheet: Sheet, points: dict[str, float], words: dict[str, list[tuple[float, str]]]) -> None:
    """Adds what the paper holds to ``points`` and ``words``, for kinds that are near the first by their words."""
    most = max(points.values())
    for kind, find in _STRUCTURES.items():
        if points[kind] < most - 5.0 or (
            kind == "policy" and _headed(words, "application") and not _headed(words, "policy")
        ):
            continue  # covers are asked for in the same words as they are given
        held = find(sheet)
        if held:
            points[kind] += held
            words[kind].append((held, f"holds what a {kind} holds"))


def _add_registers(sheet: Sheet, points: dict[str, float], words: dict[str, list[tuple[float, str]]]) -> None:
    """Adds what its tables hold one line each of, where its heading names no other kind."""
    leading = max(points, key=lambda k: points[k])
    headed = leading if _headed(words, leading) else ""
    for kind, find in _REGISTERS.items():
        other = headed and not _headed(words, kind) and (kind == "staff_list" or headed == "policy")
        held = 0.0 if other else find(sheet)  # a policy with those it insures listed behind it is a policy
        points[kind] += held
        words[kind] += [(held, f"one line for each {_LINE[kind]}")] if held else []


def _is_none(kind: str, sheet: Sheet, title: str, units: Sequence[str], *, headed: bool) -> bool:
    """Whether a paper that its words take for one of ``kind`` is none. ``headed``: its heading names the kind."""
    if kind != "notice" and near_kinds.is_of_another_matter(title):
        return True
    if kind in _NOT_ASKED_FOR and near_kinds.asks_to_renew(title):
        return True
    if kind == "policy":
        # no day, sum or count anywhere: conditions or a form left blank
        blank = not headed and not any(t.kind in _FILLED for u in sheet.units for t in u.tokens)
        other = near_kinds.buys_services_only(title, units) or near_kinds.hands_over_only(title, units)
        other = other or near_kinds.is_a_draft(title, units) or near_kinds.agrees_among_insurers(title, units)
        other = other or near_kinds.reminds_only(title) or near_kinds.sends_papers(title)
        other = other or near_kinds.tells_about_a_policy(title, units)
        return blank or other or near_kinds.is_of_another_line(title, units) or _are_conditions(title, sheet)
    if kind == "fee_ledger":
        # what a project, a shop or a household spent; what a plan or a contract prices and nobody paid yet
        priced = near_kinds.tells_of_no_service(title, units) and not (headed and fee_ledger.books_anything(sheet))
        ruled = near_kinds.sets_rules(title) and not fee_ledger.books_anything(sheet)
        undated = not any(t.kind == "moment" for u in sheet.units for t in u.tokens)
        ruled = ruled or (undated and near_kinds.counts_by_area(title, units))
        return priced or ruled or not fee_ledger.is_of_insurance(sheet)
    if kind == "roster":
        return near_kinds.lists_premiums(title)
    if kind == "application":
        return near_kinds.quotes_services(title, units) or near_kinds.sends_papers(title)
    if kind == "claim_record":
        return near_kinds.is_of_another_line(title, units) or not claim_record.tells_of_claims(sheet)
    if kind == "service_report" and is_letter(sheet):
        return True  # what an agency tells an authority of hazards that nobody mends
    if kind == "service_report":
        # minutes and plans on safety that name no enterprise, expert, hazard or service
        return not any(_OF_TRADE.search(u) for u in units) or near_kinds.tells_of_no_service(title, units)
    return False


_NOT_ASKED_FOR = frozenset({"invoice", "service_report"})
"""What a letter that asks to renew is not, whatever it bills and asks for; a policy may be called a renewal."""
_CONDITIONS = re.compile(
    "^(?!第)[^。；;，,\\n]{0,24}险[^。；;，,\\n]{0,16}条款(?:[（(][^（()）\\n]{0,24}[)）])?$", re.M
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}条")
_ARTICLES = 3
_FILLED_IN = 2  # days from which on a paper says for how long somebody is covered


def _are_conditions(title: str, sheet: Sheet) -> bool:
    """Whether a paper is the printed conditions of a line, by itself: their heading, their articles, and nobody's period or sum."""
    if _CONDITIONS.search(title) is None or sum(_ARTICLE.match(u.text) is not None for u in sheet.units) < _ARTICLES:
        return False
    kinds = [t.kind for u in sheet.units for t in u.tokens]
    return kinds.count("moment") < _FILLED_IN and "words" not in kinds


def headed_kinds(title: str) -> frozenset[str]:
    """The kinds that heading lines without blanks name by themselves; a notice's heading names none.

    >>> sorted(headed_kinds("保险费电子发票")), sorted(headed_kinds("现场照片"))
    (['invoice'], [])
    """
    characters = frozenset(title)
    return frozenset(
        kind
        for kind, signals in _signals().items()
        if any(weight >= HEADED and sign.search(title, characters) for sign, weight in signals.title)
    )


def _headed(words: Mapping[str, list[tuple[float, str]]], kind: str) -> bool:
    """Whether the heading names the kind: a form with its staff listed in it is no list of staff."""
    return any(weight >= HEADED and why.startswith("heading: ") for weight, why in words[kind])


def _weigh(signals: _Signals, title: _Place, short: _Place, text: _Place) -> tuple[float, list[tuple[float, str]]]:
    why: list[tuple[float, str]] = []
    heading = 0.0
    for sign, weight in signals.title:
        match = sign.search(*title)
        if match:
            heading = max(heading, weight)
            why.append((weight, f"heading: {match[0][:20]}"))
    total, named = heading, any(_HAN.search(word) for _, word in why)
    for sign, weight in signals.body:
        match = sign.search(*short)
        if match is None and (match := sign.search(*text)) is not None:
            weight *= IN_PROSE
        if match:
            total += weight
            why.append((weight, match[0][:16]))
    if heading and not named and total == heading:
        total, why = 0.0, []  # "claim" or "receipt" over a foreign form that says nothing else of the kind
    for sign, weight in signals.against:
        if sign.search(*short):
            total -= weight
        elif sign.search(*text):
            total -= weight * IN_PROSE
    return total, why


def _has_covers(sheet: Sheet) -> float:
    found = coverages.find(sheet)
    if found is None:
        return 0.0
    codes = {row.value("code") for row in found.rows if len(row.cells) >= 3} - {"other"}
    return 4.0 if len(codes) >= 4 else 2.5 if len(codes) >= 2 else 0.0


def _has_hazards(sheet: Sheet) -> float:
    """Hazards with what is to be done about them, or a service with who gave it and who received it."""
    return max(_lists_hazards(sheet), service_report.holds(sheet))


def _lists_hazards(sheet: Sheet) -> float:
    rows, _, _ = hazards.find(sheet)
    if not any(_OF_SAFETY.search(u.text) for u in sheet.units):
        return 0.0  # defects of goods, of houses, of software
    # what is to be done about nothing that is wrong are the instructions on a form
    advised = (r for r in rows if "advice" in r.cells and hazard_cells.tells_defect(str(r.value("description") or "")))
    told = [row for row in (*(r for r in rows if "deadline" in r.cells), *advised) if len(row.cells) >= 4]
    told = [row for row in told if _WORDS.search(str(row.value("description") or ""))]  # 第一期 is no hazard
    return 2.5 if told else 1.0 if says_none(sheet) else 0.0


_STRUCTURES: Mapping[str, Callable[[Sheet], float]] = {
    "policy": _has_covers,
    "service_report": _has_hazards,
    "fee_ledger": fee_ledger.holds,
    "claim_record": claim_record.holds,
    "endorsement": endorsement.holds,
}
# Lists that go under any heading: what their tables hold is looked for however clear the words are, up to PLAIN.
_RIVALS: Mapping[str, Callable[[Sheet], bool]] = {
    "fee_ledger": fee_ledger.tells_once_more,
    "claim_record": claim_record.tells_once_more,
}
"""What is asked of a paper last, once all else leaves its kind open."""
_BY_RIVALS = 0.6
_REGISTERS: Mapping[str, Callable[[Sheet], float]] = {"roster": roster.holds, "staff_list": staff_list.holds}
_LINE = {"roster": "enterprise", "staff_list": "person"}
