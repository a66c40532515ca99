"""Covers told in sentences, in lines of a list or under headings of their own: a name, then sums that say what they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import NOT_A_COVER, code_of, code_within, codes_in
from extractor.covers.meaning.rows import Coverages, row_of
from extractor.covers.meaning.sums import dimension_of, scale_of
from extractor.covers.prose.closed_lists import WHOLE, ended_by_total, is_form, is_one_list
from extractor.covers.prose.prose_sums import Statement, is_sum, statement, sums_by_role
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading

_ITEM = r"(?<=元)\s+(?=\d{1,2}[.、)）]\s*[\u4e00-\u9fff])"
_PART = re.compile(rf"[；;。\n]|[，,](?=其中)|{_ITEM}")
_PARTS_OF_HEADED = re.compile(rf"[；;。\n｜|]|[，,](?=其中)|{_ITEM}")
_MARK = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}\s*[)）.、．]|第[一二三四五六七八九十\d]+[项条部]|[①-⑳●■◆▪·•*-])\s*"
)
_LONGEST_HEADING = 20
_NO_COVER = re.compile("免赔|预防|扣|自负|自担|自行|自留|演练|排查|列支|计提")


@dataclass
class _Cover:
    """A cover being told: where its name stands, and the sums so far."""

    unit: Unit
    start: int
    stop: int
    code: str
    headed: bool
    cells: dict[str, Reading[Any]] = field(default_factory=dict)
    within: bool = False  # told as a part of another: "其中医疗费用每人8万元"


def from_prose(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers that sentences and lines tell; None where fewer than two are told, or two without a premium."""
    told: list[_Cover] = []
    used: set[int] = set()
    open_: _Cover | None = None
    scale = unit_of_limits(sheet)
    for unit in sheet.units:
        if id(unit) in without or (unit.table is not None and unit.table.n_cols > 2 and not _tells(unit)):
            open_ = None
            continue
        if not any(is_sum(t, unit.text, scale) for t in unit.tokens):
            open_ = _heading(unit) or (open_ if open_ is not None and not open_.cells and len(unit.text) < 4 else None)
            continue
        last: _Cover | None = told[-1] if told and told[-1].cells and _set_in_under(unit, told[-1].unit) else None
        for start, stop, beside in _parts_of(unit, open_):
            before = open_ or _carried(unit.text[start:stop], last if not _of_all(unit.text, start, stop) else None)
            open_, read = _read_part(unit, start, stop, before, told, scale, last if beside else None)
            if open_ is not None and not open_.headed:
                open_ = None  # carried to the next statement only
            if read is not None:
                last = last if read.within and last is not None else read
                used.add(id(unit))
    _leave_last_premium(told)
    rows = [row_of(c.unit, c.start, c.stop, c.cells, _beyond_name(c)) for c in told if c.cells]
    with_premium = [r for r in rows if r.value("premium") is not None]
    if len(rows) >= 2 and (with_premium or len(rows) >= 3):
        at = max(c.unit.index for c in told if c.cells)
        ended = (len(with_premium) == len(rows) and ended_by_total(sheet, used, at)) or is_form(sheet, used, len(rows))
        ended = ended or is_one_list(sheet, used)
        return Coverages(tuple(rows), None, ended, rows[0].span, "prose", frozenset(used))
    return None


def _set_in_under(unit: Unit, over: Unit) -> bool:
    """Whether a line is the next below another and begins further in: it goes on with what that one tells."""
    if unit.index != over.index + 1 or unit.table is not None or unit.box is None or over.box is None:
        return False
    return unit.box.x0 > over.box.x0 + over.box.height and over.box.y1 <= unit.box.y0 + 2


def _leave_last_premium(told: Sequence[_Cover]) -> None:
    """Takes the premium from the last of covers under headings where none of the others has one: it is the whole policy's."""
    last = told[-1] if len(told) > 2 else None
    if last is not None and last.headed and not any("premium" in c.cells for c in told[:-1]):
        last.cells.pop("premium", None)


def _tells(unit: Unit) -> bool:
    """Whether a cell over several columns of a form holds sentences of its own, with a sum in most of its lines."""
    lines = unit.text.count("\n") + unit.text.count(";") + unit.text.count("。") + 1
    sums = sum(t.kind in ("amount", "words") for t in unit.tokens)
    return unit.cell is not None and unit.cell.colspan > 1 and sums >= 3 and lines >= 3


def _beyond_name(cover: _Cover) -> str | None:
    """The cover's code where more than its own name told it."""
    return cover.code if cover.code != code_of(cover.unit.text[cover.start : cover.stop]) else None


def unit_of_limits(sheet: Sheet) -> Decimal:
    """Yuan for each written unit of a limit without one of its own, by a line such as "单位：万元"."""
    said = next(
        (u.text for u in sheet.units if len(u.text) <= 40 and "单位" in u.text and re.search("单位.{0,8}元", u.text)),
        "",
    )
    return scale_of("", said)


def _heading(unit: Unit) -> _Cover | None:
    """A cover named alone on its line, over the lines with its sums."""
    mark = _MARK.match(unit.text)
    start = mark.end() if mark else 0
    name = unit.text[start:].strip(" :：")
    if (
        not 2 <= len(name) <= _LONGEST_HEADING
        or unit.tokens
        or NOT_A_COVER.search(name)
        or re.search("[，,。]|公司", name)
    ):
        return None
    code = code_of(name)
    if code is None or dimension_of(name) is not None:
        return None  # "每人伤亡责任限额" is the label of one sum
    return _Cover(unit, start, start + len(name), code, True)


def _parts_of(unit: Unit, open_: _Cover | None) -> Iterator[tuple[int, int, bool]]:
    """The statements of a text, and of each whether only a comma parts it from the one before."""
    at = 0
    marks = _PARTS_OF_HEADED if open_ is not None and open_.headed else _PART
    for end in [*(m.end() for m in marks.finditer(unit.text)), len(unit.text)]:
        beside = False
        for cut in _next_covers(unit, at, end):
            yield at, cut, beside
            at, beside = cut, True
        yield at, end, beside
        at = end


def _next_covers(unit: Unit, start: int, stop: int) -> Iterator[int]:
    """Where within a statement another cover begins behind a sum and a comma: 死亡伤残每人80万元，医疗费用每人8万元."""
    sums = [t for t in unit.tokens if start <= t.start < stop and t.kind in ("amount", "words")]
    if len(sums) < 2 or _NO_COVER.search(unit.text[start : sums[0].start]):
        return
    told = code_of(_name_in(unit.text[start : sums[0].start])[2])
    for one, other in itertools.pairwise(sums):
        mark = unit.text.find(",", one.stop, other.start)
        name = _name_in(unit.text[mark + 1 : other.start])[2] if mark >= 0 else ""
        if name and told is not None and code_of(name) != told:
            told = code_of(name)
            yield mark + 1


def _carried(part: str, last: _Cover | None) -> _Cover | None:
    """The cover of the statement before, where this one says no more than for what its sum is: "；每次事故：1,050万"."""
    lead = _CURRENCY.sub("", re.split(r"\d", part)[0]).strip(" :：,，为")
    if not lead and (after := _SUM_THEN.match(part)) is not None:
        lead = after[1]  # "；RMB 22,000,000 每次事故"
    told = dimension_of(lead) is not None or _OF_THIS.fullmatch(lead) is not None
    return last if last is not None and told and code_of(lead) is None else None


def _of_all(text: str, start: int, stop: int) -> bool:
    """Whether a sentence of its own tells up to what the whole policy pays: 。整个保险期间的赔偿总额以1500万元为限."""
    return text[:start].rstrip().endswith("。") and _WHOLE_POLICY.search(text, start, stop) is not None


_WHOLE_POLICY = re.compile("整个|全部|总额|总限额|任何|本保[险单]|各项|[保责]险?期[间内]")
_OVER_ALL = re.compile(
    r"[,，](?:保单|本单|全部|各项)?(?:全年|年度|保险期间|期内|累计)?(?:总额|总限额|总计|合计|总赔付)\D{0,6}\d"
)
_OF_THIS = re.compile(
    "(?:就?(?:该|此|本|各|分|单|这一?|上述|前述))?(?:项|责任|险别|险种|保障|款|条)?(?:之|的)?(?:[你您贵]?[乙甲我]?方?)?(?:对应|相应|另?计?[收核]取?|应?[交缴付][纳付]?|分摊|需)?的?(?:保险费|保费|分项保费)(?:[为是计收]|收取|共)?"
)
"""The premium of the cover that was just told: "；该项保险费1,200元", "。本项收取保险费1,200元"."""
_THIS = ("本项", "该项", "此项", "本险", "该险", "本款", "本条")
_CURRENCY = re.compile("RMB|CNY|人民币|[¥￥]", re.I)
_SUM_THEN = re.compile(r"\D{0,6}\d[\d,.]*\s*(?:亿|万)?元?\s*[/／]?\s*([\u4e00-\u9fff]{1,8})[;；。\s]*$")


def _read_part(
    unit: Unit, start: int, stop: int, open_: _Cover | None, told: list[_Cover], scale: Decimal, beside: _Cover | None
) -> tuple[_Cover | None, _Cover | None]:
    """Reads one statement, ``beside`` what it follows behind a comma; gives the cover that the next units may go on with,
    and the one that the statement told."""
    said = statement(unit, start, stop, scale)
    if not said.sums:
        return (open_ if open_ is not None and open_.headed else None), None
    lead = said.text[: said.sums[0].start]
    if _NO_COVER.search(lead) or (unit.left is not None and _NO_COVER.search(unit.left.text[-24:])):
        return open_, None
    if WHOLE.search(lead) and not (lead.strip().startswith(_THIS) and _OF_THIS.fullmatch(lead.strip(" :：,，"))):
        return None, None
    name_start, name_stop, name = _name_in(lead)
    cover = _cover_of(said, name_start, name, open_, beside)
    if cover is None:
        return None, None
    known = next((c for c in told if c.code == cover.code), None)
    begun = known is not None and bool(known.cells)
    cells = sums_by_role(said, name_stop, name, cover.unit, cover.code, begun=begun)
    if beside is not None and "aggregate" in cells and "aggregate" not in beside.cells and _OVER_ALL.search(said.text):
        cells.pop("aggregate")  # ，全年总额300万 behind covers parted by commas, of which none has one
    if cover.code == "medical":
        cells = _of_care_alone(cells, told)
    if not cells:
        return open_, None
    if known is None:
        told.append(cover)
        known = cover
    elif not known.headed and set(known.cells) & set(cells):
        listed = _MARK.match(unit.text) is not None and _MARK.match(known.unit.text) is None
        listed = listed or (known.within and not cover.within)
        if len(cells) + listed <= len(known.cells):
            return open_, None
        told[told.index(known)] = known = cover  # the fuller statement is the list, the other spoke of it
    for role, reading in cells.items():
        known.cells.setdefault(role, reading)
    if _EACH.search(lead):
        told += [
            _Cover(unit, known.start, known.stop, other, False, dict(cells))
            for other in _others(lead[name_start:], told)
        ]
    return (open_ if cover is open_ and cover.headed else None), known


def _cover_of(
    said: Statement, name_start: int, name: str, open_: _Cover | None, beside: _Cover | None
) -> _Cover | None:
    """The cover that a statement tells of: named in it, to its left or before it."""
    unit = said.unit
    if name and (code := code_of(name)) is not None:
        begin = said.start + name_start
        within = said.text[:name_start].strip().endswith("其中") or said.text.lstrip(" ,，").startswith("其中")
        told = _told_by_both(unit, open_, beside, name) or code
        return _Cover(unit, begin, begin + len(name), told, False, within=within)
    if unit.left is not None and len(unit.left.text) <= _LONGEST_LEFT and (left := code_of(unit.left.text)) is not None:
        return _Cover(unit.left, 0, len(unit.left.text), left, False)
    return open_


def _of_care_alone(cells: dict[str, Reading[Any]], told: Collection[_Cover]) -> dict[str, Reading[Any]]:
    """The sums of medical costs without those that end a list of sums for each person: 伤残每人80万元；医疗每人8万元；每次事故800万元.

    They are up to what the whole policy pays, where injury was told for each person alone and no more than that fits.
    """
    injury = next((c.cells for c in told if c.code == "employee_injury"), {})
    if "per_person" not in injury or injury.keys() & {"per_accident", "aggregate"}:
        return cells
    one = injury["per_person"].value
    return {role: r for role, r in cells.items() if role not in ("per_accident", "aggregate") or r.value <= one}


_EACH = re.compile(r"各(?:自|项)?(?:均|为|按|以)*\s*(?:人民币|RMB|CNY|¥)?\s*$")


def _others(name: str, told: Collection[_Cover]) -> list[str]:
    """The further covers that a name lists whose sum is for each of them: 鉴定费用和法律费用…各5万元."""
    return sorted(codes_in(name) - {c.code for c in told})


def _told_by_both(unit: Unit, open_: _Cover | None, beside: _Cover | None, name: str) -> str | None:
    """The cover where a statement's own name goes on from a third party's, over it, before it or to its left: 第三者 | 人身伤亡每次…."""
    if beside is not None:
        over = "" if meaning(name).has("employees") else beside.unit.text[beside.start : beside.stop]
    elif open_ is not None and open_.headed:
        over = open_.unit.text[open_.start : open_.stop]
    else:
        over = unit.left.text if unit.left is not None and len(unit.left.text) <= _LONGEST_LEFT else ""
    return code_within(over, name) if (code_of(over) or "").startswith("third") else None


_LONGEST_LEFT = 28


def _name_in(text: str) -> tuple[int, int, str]:
    """The first phrase before the sums that names a cover: (start, stop, phrase); of one named in two languages the Chinese."""
    both = _FOREIGN.sub(lambda match: " " * len(match[0]), text)
    for match in re.finditer(r"[^，,、：:。；;（()）\s|]+(?:（[^）]*）)?", both):
        phrase = re.sub(
            r"^(?:其中|另|以及|及|和|并|附加|包括|为|对|每次|就|本保单|\d{1,2}[.、)）]|[①-⑳])+", "", match[0]
        )
        phrase = (
            re.split(r"每人|每次|每名|累计|限额|责任限|赔偿限|保险金额|保费|保险费|最高|按|为$", phrase)[0] or phrase
        )
        if 2 <= len(phrase) <= 22 and code_of(phrase) is not None:
            start = match.start() + match[0].find(phrase)
            return start, start + len(phrase), phrase
    return 0, 0, ""


_FOREIGN = re.compile(r"[A-Za-z][A-Za-z .,&/'-]{1,40}[a-z]\s?(?=[\u4e00-\u9fff])")
"""The English of a name before its Chinese: Third party property 第三者财产."""
