"""Covers told in sentences, in lines of a list or under headings of their own: a name, then sums that say what they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extractor.covers.cells import together
from extractor.covers.rows import (
    NOT_A_COVER,
    Coverages,
    code_of,
    code_within,
    codes_in,
    dimension_of,
    role_of,
    row_of,
    scale_of,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.side_by_side import named_after, parallel, part_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values.scan import Token, scan

_ITEM = r"(?<=元)\s+(?=\d{1,2}[.、)）]\s*[\u4e00-\u9fff])"
_PART = re.compile(rf"[；;。\n]|[，,](?=其中)|{_ITEM}")
_PARTS_OF_HEADED = re.compile(rf"[；;。\n｜|]|[，,](?=其中)|{_ITEM}")
_MARK = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}\s*[)）.、．]|第[一二三四五六七八九十\d]+[项条部]|[①-⑳●■◆▪·•*-])\s*"
)
_LONGEST_HEADING = 20
_UNIT_BEFORE = re.compile(r"元\s*[)）]?\s*[:：]?\s*$")
_UNIT_WORD = re.compile(r"(?:亿|百万|万|千)?元")
_PREMIUM_BEFORE = re.compile(r"(?:保费|保险费|费用)\s*[:：]?\s*$")
_WHOLE = re.compile(
    r"(?:总|合计|共计?|应[收缴交付]|全部)\s*(?:保险费|保费|费用)|(?:保险费|保费|费用)\s*(?:总|合计|共计)"
)
_NO_COVER = re.compile("免赔|预防|扣|自负|自担|自行|自留")


@dataclass
class _Cover:
    """A cover being told: where its name stands, and the sums so far."""

    unit: Unit
    start: int
    stop: int
    code: str
    headed: bool
    cells: dict[str, Reading[Any]] = field(default_factory=dict)


_LIMIT_BEFORE = re.compile(r"(?:限额|上限|保额|额度|赔付|赔偿|最高|封顶)\s*[:：为]?\s*$")
_LEAST = 1000
"""Yuan from which a bare number after 限额 is a sum."""


def from_prose(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers that sentences and lines tell; None where fewer than two are told, or two without a premium."""
    told: list[_Cover] = []
    used: set[int] = set()
    open_: _Cover | None = None
    scale = _unit_of_limits(sheet)
    for unit in sheet.units:
        if id(unit) in without or (unit.table is not None and unit.table.n_cols > 2 and not _tells(unit)):
            open_ = None
            continue
        if not any(_is_sum(t, unit.text, scale) for t in unit.tokens):
            open_ = _heading(unit) or (open_ if open_ is not None and not open_.cells and len(unit.text) < 4 else None)
            continue
        last: _Cover | None = None
        for start, stop, beside in _parts_of(unit, open_):
            before = open_ or _carried(unit.text[start:stop], last)
            open_, read = _read_part(unit, start, stop, before, told, scale, last if beside else None)
            if open_ is not None and not open_.headed:
                open_ = None  # carried to the next statement only
            if read is not None:
                last = read
                used.add(id(unit))
    rows = [row_of(c.unit, c.start, c.stop, c.cells, _beyond_name(c)) for c in told if c.cells]
    with_premium = [r for r in rows if r.value("premium") is not None]
    if len(rows) >= 2 and (with_premium or len(rows) >= 3):
        return Coverages(tuple(rows), None, False, rows[0].span, "prose", frozenset(used))
    return None


def _tells(unit: Unit) -> bool:
    """Whether a cell over several columns of a form holds sentences of its own, with a sum in most of its lines."""
    lines = unit.text.count("\n") + unit.text.count(";") + unit.text.count("。") + 1
    sums = sum(t.kind in ("amount", "words") for t in unit.tokens)
    return unit.cell is not None and unit.cell.colspan > 1 and sums >= 3 and lines >= 3


def _beyond_name(cover: _Cover) -> str | None:
    """The cover's code where more than its own name told it."""
    return cover.code if cover.code != code_of(cover.unit.text[cover.start : cover.stop]) else None


def _unit_of_limits(sheet: Sheet) -> Decimal:
    """Yuan for each written unit of a limit without one of its own, by a line such as "单位：万元"."""
    said = next(
        (u.text for u in sheet.units if len(u.text) <= 40 and "单位" in u.text and re.search("单位.{0,8}元", u.text)),
        "",
    )
    return scale_of("", said)


def _is_sum(token: Token, text: str, scale: Decimal) -> bool:
    """Whether a value in a statement is a sum of a cover: with its unit, or bare after words that want one."""
    if token.kind in ("amount", "words"):
        return True
    if token.kind != "number":
        return False
    before = text[: token.start]
    if _UNIT_BEFORE.search(before) or _PREMIUM_BEFORE.search(before):
        return True
    return _LIMIT_BEFORE.search(before) is not None and token.value * scale >= _LEAST


def _heading(unit: Unit) -> _Cover | None:
    """A cover named alone on its line, over the lines with its sums."""
    mark = _MARK.match(unit.text)
    start = mark.end() if mark else 0
    name = unit.text[start:].strip(" :：")
    if not 2 <= len(name) <= _LONGEST_HEADING or unit.tokens or NOT_A_COVER.search(name) or re.search("[，,。]", name):
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


_OF_THIS = re.compile("(?:该|此|本|各|分|单)?(?:项|责任|险别)?(?:之|的)?(?:保险费|保费|分项保费)")
"""The premium of the cover that was just told: "；该项保险费1,200元"."""
_CURRENCY = re.compile("RMB|CNY|人民币|[¥￥]", re.I)
_SUM_THEN = re.compile(r"\D{0,6}\d[\d,.]*\s*(?:亿|万)?元?\s*[/／]?\s*([\u4e00-\u9fff]{1,8})[;；。\s]*$")


def _read_part(
    unit: Unit, start: int, stop: int, open_: _Cover | None, told: list[_Cover], scale: Decimal, beside: _Cover | None
) -> tuple[_Cover | None, _Cover | None]:
    """Reads one statement, ``beside`` what it follows behind a comma; gives the cover that the next units may go on with,
    and the one that the statement told."""
    part = unit.text[start:stop]
    tokens = [
        t
        for t in scan(part)
        if _is_sum(t, part, scale) or (t.kind == "number" and len(parallel(unit, start + t.start)) > 1)
    ]
    if not tokens:
        return (open_ if open_ is not None and open_.headed else None), None
    lead = part[: tokens[0].start]
    if _NO_COVER.search(lead) or (unit.left is not None and _NO_COVER.search(unit.left.text[-24:])):
        return open_, None
    if _WHOLE.search(lead):
        return None, None
    name_start, name_stop, name = _name_in(lead)
    code = code_of(name) if name else None
    cover: _Cover | None = None
    before = 0
    if code is not None:
        code = _told_by_both(unit, open_, beside, name) or code
        cover, before = _Cover(unit, start + name_start, start + name_stop, code, False), name_stop
    elif (
        unit.left is not None
        and len(unit.left.text) <= _LONGEST_LEFT
        and (code_left := code_of(unit.left.text)) is not None
    ):
        cover = _Cover(unit.left, 0, len(unit.left.text), code_left, False)
    elif open_ is not None:
        cover = open_
    if cover is None:
        return None, None
    known = next((c for c in told if c.code == cover.code), None)
    begun = known is not None and bool(known.cells)
    cells = _sums(unit, start, part, tokens, before, name, cover, begun=begun, scale=scale)
    if cover.code == "medical":
        cells = _of_care_alone(cells, told)
    if not cells:
        return open_, None
    if known is None:
        told.append(cover)
        known = cover
    elif not known.headed and set(known.cells) & set(cells):
        listed = _MARK.match(unit.text) is not None and _MARK.match(known.unit.text) is None
        if len(cells) + listed <= len(known.cells):
            return open_, None
        told[told.index(known)] = known = cover  # the fuller statement is the list, the other spoke of it
    for role, reading in cells.items():
        known.cells.setdefault(role, reading)
    if _EACH.search(lead):
        told += [_Cover(unit, known.start, known.stop, other, False, dict(cells)) for other in _others(name, told)]
    return (open_ if cover is open_ and cover.headed else None), known


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


def _sums(
    unit: Unit,
    start: int,
    part: str,
    tokens: list[Token],
    before: int,
    name: str,
    cover: _Cover,
    *,
    begun: bool,
    scale: Decimal,
) -> dict[str, Reading[Any]]:
    cells: dict[str, Reading[Any]] = {}
    group = parallel(unit, start + tokens[0].start)
    label = cover.unit.text if cover.unit is not unit else part[: tokens[0].start]
    for k, token in enumerate(tokens):
        words = part[before : token.start].replace(name, "") if name else part[before : token.start]
        before = token.stop
        divided = part_of(label, k, len(group)) if k < len(group) else None
        per = named_after(unit, start + token.start)
        if per is None or dimension_of(per) is None:
            per = divided
        if per is None and len(shared := together(words)) > 1:  # 每次事故及累计限额500万元
            value = Reading(
                _yuan(unit, start, token, group, scale),
                unit.span(start + token.start, start + token.stop),
                "prose",
                round(0.85 * unit.confidence, 3),
            )
            cells.update({role: value for role in shared if role not in cells})
            continue
        role = (dimension_of(per) if per else None) or role_of(words, not cells and not begun)
        if role is None and not cells and name:
            role = dimension_of(name)  # 每人死亡、伤残：人民币80万元
        if role is None and cover.unit is not unit and len(tokens) == 1:
            role = dimension_of(label)  # a line of its own for each limit: "工人亡残，一次事故" beside the sum
        if role == "limit":
            role = dimension_of(label) or (
                "per_person" if cover.code in ("employee_injury", "medical") else "per_accident"
            )
        if role and role not in cells and (role == "premium" or _yuan(unit, start, token, group, scale) >= _LEAST):
            span = unit.span(start + token.start, start + token.stop)
            cells[role] = Reading(
                _yuan(unit, start, token, group, scale), span, "prose", round(0.85 * unit.confidence, 3)
            )
    return cells


def _yuan(unit: Unit, start: int, token: Token, group: tuple[Token, ...], scale: Decimal) -> Any:
    """The sum; a bare number beside others takes the unit that the last of them writes (100/3000万元)."""
    before = unit.text[max(0, start + token.start - 12) : start + token.start]
    if token.kind == "number" and _UNIT_BEFORE.search(before):
        return token.value * scale_of(_UNIT_WORD.findall(before)[-1])
    if token.kind == "number" and _LIMIT_BEFORE.search(before):
        return token.value * scale
    if token.kind != "number" or not group or group[-1].start == start + token.start or group[-1].kind != "amount":
        return token.value
    last = unit.text[group[-1].start : group[-1].stop]
    return token.value * (100000000 if "亿" in last else 10000 if "万" in last else 1)


def _name_in(text: str) -> tuple[int, int, str]:
    """The first phrase before the sums that names a cover: (start, stop, phrase)."""
    for match in re.finditer(r"[^，,、：:。；;（()）\s|]+(?:（[^）]*）)?", text):
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
