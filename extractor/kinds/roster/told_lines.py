"""Enterprises that lines of a text tell one by one, each with its size and whether it is insured: a notice, a letter to towns.

1. 某某砂石厂，非煤矿山，从业人员18人，未投保。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.roster.around import ABOUT, BESIDE_A_HEADING, DUE, ONLY_INSURED, ONLY_UNINSURED
from extractor.kinds.roster.forms import AREA, is_body, is_company, is_number, is_trade
from extractor.kinds.roster.told_states import with_states_first, with_their_states
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import organisation, sector, uscc
from extractor.values.dates import DATE, Moment, to_date

Cells = dict[str, Reading[Any]]

_FEWEST = 2
"""Lines of one form that make a list."""
_ORDINAL = re.compile(
    r"\s*(?:[（(]?\d{1,3}[)）.、．]|\d{1,3}\s+(?=[\u4e00-\u9fff])|[①-⑳]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|[-—·●■◆*])\s*"
)
_PART = re.compile(r"[^，,；;。（()）、\s:：—–|｜]+(?:[:：][^，,；;。（()）、\s—–|｜]+)?")
_STAFF = re.compile(r"(?:从业|职工|员工|在册|在岗|用工|现有|定员|工人)[^\d，,]{0,8}?(\d{1,6})\s*[人名位]")
_STAFF_LABELLED = re.compile(r"^(?:从业|职工|员工|在册|在岗|用工|现有|定员|工人)[^\d，,:：]{0,6}[:：]\s*(\d{1,6})$")
_COVERED = re.compile(r"(?:投保|参保|承保|保障|被保险)(?:人数|人员|职工|员工)?[^\d，,]{0,4}?(\d{1,6})\s*[人名位]")
_NUMBER = re.compile(r"(?:保单|保险单|凭证|合同)(?:号码?|编号)?\s*(?:[:：]|为|是)?\s*([A-Za-z\d][A-Za-z\d\-/]{7,39})")
_TO = re.compile("到期|届满|终止|截止|止")
_PROVES = frozenset({"insured", "policy_no", "uscc", "insured_count"})


def told_in_lines(sheet: Sheet) -> list[Row]:
    """The enterprises of all lines that name one first and then what only a list of who must insure tells; none where fewer than two do."""
    rows: list[Row] = []
    heading: Unit | None = None
    over: Cells = {}
    units = [unit for unit in sheet.units if unit.table is None]
    goes_on = 0
    for at, unit in enumerate(units):
        if at < goes_on:
            continue  # a line of the entry above: 未投保：已责令限期改正 heads nothing
        if heading is not None and (row_each := _only_names(unit, heading)):
            rows += [Row({**over, **row.cells}, row.span) for row in row_each]
            continue
        if named := with_their_states(unit) or with_states_first(unit):
            rows += [Row({**over, **row.cells}, row.span) for row in named]
            continue
        entries = [parts for start, stop in _stretches(unit) if (parts := _parts_of(unit, start, stop))]
        for parts in entries:
            below = _below(units, at + 1) if len(entries) == 1 and not _says_enough(parts) else []
            goes_on = at + 1 + len(below)
            told = filter(None, [_row([(unit, parts), *below], heading)])
            rows += [Row({**over, **row.cells}, row.span) for row in told]
        if entries:
            continue
        if of_all := _heads_what_follows(unit):
            over = of_all
        if len(unit.text) <= _LONGEST_HEADING and ABOUT.search(unit.text):
            heading = unit
    return rows if len(rows) >= _FEWEST else []


def _heads_what_follows(unit: Unit) -> Cells:
    """The town or the sector of all that follows, where a line names one and nothing else: 一、客路镇（2家）."""
    bare = BESIDE_A_HEADING.sub("", squeeze(unit.text).strip("【】[]〔〕<>《》■◆●▲*#"))
    if len(unit.text) > _LONGEST_HEADING or not bare or re.search(r"\d|保(?!护)", bare):
        return {}
    if AREA.match(bare):
        return {"area": Reading(bare, unit.span(), "derived:group", 0.8)}
    return {"industry": Reading(sector.parse(bare), unit.span(), "derived:group", 0.8)} if is_trade(bare) else {}


def _only_names(unit: Unit, heading: Unit) -> list[Row]:
    """The enterprises of a line that names several and tells nothing else, under a heading that says whether they are insured."""
    said = _insured(heading.text)
    lead = _OF_TRADE.match(unit.text)
    trade = lead if lead is not None and is_trade(lead["trade"]) else None
    parts = list(_NAMES.finditer(unit.text, 0 if trade is None else trade.end())) if said is not None else []
    names = [m["name"] for m in parts]
    if len(parts) < (_FEWEST if trade is None else 1):
        return []
    if not all(_names_one(name) or (_PLACE.fullmatch(name) and is_body(name)) for name in names):
        return []
    shared: Cells = {"insured": Reading(said, heading.span(), "derived:group", 0.8)}
    if trade is not None:
        value = sector.parse(trade["trade"])
        shared["industry"] = Reading(value, unit.span(*trade.span("trade")), "derived:group", 0.8)
    return [Row({**_with_people(unit, m), **shared}, unit.span(*m.span())) for m in parts]


def _with_people(unit: Unit, named: re.Match[str]) -> Cells:
    """An enterprise of a line of names, with how many work there where a bracket behind it says so."""
    cells: Cells = {"enterprise": _reading(organisation.format(named["name"]), unit, *named.span("name"))}
    if named["people"] is not None:
        cells["headcount"] = _reading(int(named["people"]), unit, *named.span("people"))
    return cells


_OF_TRADE = re.compile(r"\s*(?P<trade>[^:：，,。；;（(]{2,14})[:：]\s*")
"""What leads a line of enterprises of one trade: 非煤矿山：甲石料场（26人）、乙砂石厂（19人）."""
_NAMES = re.compile(
    r"(?P<name>[^、，,；;。\s（(]+(?:[（(][\u4e00-\u9fff]{2,6}[)）][^、，,；;。\s（(]+)?)(?:[（(][^）)\d]{0,6}(?P<people>\d{1,6})\s*[人名][)）])?"
)


_LONGEST_HEADING = 30  # characters
_MOST_BELOW = 3
"""Lines of an entry under the one with the name."""
Clauses = Sequence[re.Match[str]]


def _stretches(unit: Unit) -> Iterator[tuple[int, int]]:
    """(start, stop) of what may tell of one enterprise each: a line, or the parts of a paragraph between semicolons and stops."""
    ends = [match.end() for match in _STOP.finditer(unit.text) if unit.text[match.end() :].strip()]
    for start, stop in pairwise([0, *ends, len(unit.text)]):
        lead = _OF_THEM.match(unit.text, start)
        yield (lead.end() if lead is not None else start), stop


_STOP = re.compile("[；;。]")
_OF_THEM = re.compile(r"\s*(?:其中|另外?|还有|此外)\s*[，,:：]?\s*")


def _parts_of(unit: Unit, begin: int = 0, stop: int | None = None) -> Clauses:
    """The clauses of a line, or of a stretch of one, that names an enterprise first; none of any other."""
    lead = _ORDINAL.match(unit.text, begin)
    start = lead.end() if lead is not None else begin
    end = len(unit.text) if stop is None else stop
    name = _BEFORE_COLON.match(unit.text, start, end)  # 某某厂：从业人员46人，…
    if name is not None and (_names_one(name[0]) or (_PLACE.fullmatch(name[0]) and is_body(name[0]))):
        parts = [name, *_PART.finditer(unit.text, name.end() + 1, end)]
    else:
        parts = list(_PART.finditer(unit.text, start, end))
    if not parts or parts[0].start() > start:
        return []
    alone = len(parts) == 1 or any(is_trade(part[0]) or _PEOPLE.fullmatch(part[0]) for part in parts[1:])
    numbered = lead is not None and alone and _PLACE.fullmatch(parts[0][0]) and is_body(parts[0][0])
    named = _names_one(parts[0][0]) and (lead is not None or not is_trade(parts[0][0]))  # 非煤矿山 is a trade
    told = len(parts) > 1 and _PLACE.fullmatch(parts[0][0]) and is_body(parts[0][0])
    insured = told and any(_insured(part[0]) is not None for part in parts[1:])
    return parts if numbered or named or insured else []


_BEFORE_COLON = re.compile(r"[^，,；;。（()）、\s:：]{4,30}(?=[:：])")
_PLACE = re.compile("[\u4e00-\u9fff（）()]{5,30}(?:[厂站店场矿部社所院队行坊户库园馆]|公司|中心)")
"""What may name an enterprise alone in a numbered line, whatever form it has: 北京通州永乐气体充装站."""


def _says_enough(parts: Clauses) -> bool:
    """Whether the line that names an enterprise tells itself whether it is insured."""
    return any(_insured(part[0]) is not None or _NUMBER.search(part[0]) for part in parts[1:])


def _below(units: Sequence[Unit], at: int) -> list[tuple[Unit, Clauses]]:
    """The lines that tell of the enterprise named alone in the line above them."""
    out: list[tuple[Unit, Clauses]] = []
    for unit in units[at : at + _MOST_BELOW]:
        if (
            _heads_what_follows(unit)
            or _ORDINAL.match(unit.text)
            or _parts_of(unit)
            or not (parts := list(_PART.finditer(unit.text)))
        ):
            break
        out.append((unit, parts))
    return out


def _row(lines: Sequence[tuple[Unit, Clauses]], heading: Unit | None) -> Row | None:
    unit, parts = lines[0]
    cells: Cells = {"enterprise": _reading(organisation.format(parts[0][0]), unit, *parts[0].span())}
    for own, clauses in [(unit, parts[1:]), *lines[1:]]:
        for part in clauses:
            for name, reading in _told(own, part):
                cells.setdefault(name, reading)
        cells |= _days(own, clauses)
    if "insured" not in cells and heading is not None and (said := _insured(heading.text)) is not None:
        cells["insured"] = Reading(said, heading.span(), "derived:group", 0.8)
    due = heading is not None and DUE.search(heading.text) and "headcount" in cells
    return Row(cells, unit.span()) if due or _PROVES & cells.keys() else None


def told_in_cell(unit: Unit) -> Cells:
    """What the clauses of a cell say that names an enterprise and tells more of it, or that holds several clauses: 某某厂，从业人员39人."""
    parts = list(_PART.finditer(unit.text))
    if len(parts) < _FEWEST:
        return {}
    first = parts[0][0]
    named = _names_one(first) or (_PLACE.fullmatch(first) is not None and is_body(first))
    cells: Cells = {"enterprise": _reading(organisation.format(first), unit, *parts[0].span())} if named else {}
    for part in parts[1:] if named else parts:
        for name, reading in _told(unit, part):
            cells.setdefault(name, reading)
    return cells


def _names_one(text: str) -> bool:
    """Whether words are the name of an enterprise and nothing else."""
    found = organisation.find_all(text)
    return len(found) == 1 and found[0][2] == text and is_company(text)


def _told(unit: Unit, part: re.Match[str]) -> Iterator[tuple[str, Reading[Any]]]:
    """What one clause of a line says."""
    text, at = part[0], part.start()
    for name, pattern in (("headcount", _STAFF), ("headcount", _STAFF_LABELLED), ("insured_count", _COVERED)):
        if match := pattern.search(text):
            yield name, _reading(int(match[1]), unit, at + match.start(1), at + match.end(1))
    if match := _NUMBER.search(text):
        yield "policy_no", _reading(match[1], unit, at + match.start(1), at + match.end(1))
    yield from _told_by_form(unit, text, at, part.end())
    if (said := _insured(text)) is not None:
        yield "insured", _reading(said, unit, at, part.end())
    if (match := uscc.FORM.search(text)) and (code := uscc.parse(match[0])) is not None:
        yield "uscc", _reading(code, unit, at + match.start(), at + match.end())
    for start, stop, name in organisation.find_all(text):
        if organisation.is_insurer(name):
            yield "insurer", _reading(name, unit, at + start, at + stop)
    if AREA.match(text):
        yield "area", _reading(text, unit, at, part.end())
    if is_trade(text):
        yield "industry", _reading(sector.parse(text), unit, at, part.end())


def _told_by_form(unit: Unit, text: str, start: int, stop: int) -> Iterator[tuple[str, Reading[Any]]]:
    """What a clause without any word for it can only be: a count of people, a policy's number, an insurer."""
    if match := _PEOPLE.fullmatch(text):
        yield "headcount", _reading(int(match[1]), unit, start, start + match.end(1))
    elif is_number(text) and len(text) >= _LONG and sum(map(str.isdigit, text)) >= _FIGURES:
        yield "policy_no", _reading(text, unit, start, stop)
    elif _INSURER.fullmatch(name := re.split("[:：]", text)[-1]):  # 已投保：人保财险
        yield "insurer", _reading(name, unit, stop - len(name), stop)


_PEOPLE = re.compile(r"(\d{1,6})[人名]")
_LONG = 10  # characters of a number that no word calls a policy's
_FIGURES = 6
_INSURER = re.compile(
    "[\u4e00-\u9fff]{2,6}(?:财险|产险|财产保险|保险)(?:公司|股份有限公司|[\u4e00-\u9fff]{2,8}(?:支|分|中心支)公司)?"
)


def _insured(text: str) -> bool | None:
    """Whether words say that an enterprise is insured or is not; None where they say neither or both."""
    bare = squeeze(text)
    without, with_ = ONLY_UNINSURED.search(bare), ONLY_INSURED.search(bare)
    return bool(with_) if bool(without) != bool(with_) else None


def _days(unit: Unit, parts: Clauses) -> Cells:
    """The first and the last day of cover, where a clause tells both or says of one that cover ends on it."""
    for part in parts:
        text, at = part[0], part.start()
        days = [(day, at + m.start(), at + m.end()) for m in DATE.finditer(text) if (day := to_date(m)) is not None]
        if len(days) == 2 and days[0][0] < days[1][0]:
            ends = zip(("period_start", "period_end"), days, strict=True)
            return {name: _reading(Moment(day), unit, start, stop) for name, (day, start, stop) in ends}
        if len(days) == 1 and _TO.search(text):
            day, start, stop = days[0]
            return {"period_end": _reading(Moment(day), unit, start, stop)}
    return {}


def _reading(value: Any, unit: Unit, start: int, stop: int) -> Reading[Any]:
    return Reading(value, unit.span(start, stop), "prose", 0.85)
