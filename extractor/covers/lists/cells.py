"""The sums in a row of a list of covers, each with what it is for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.covers.lists.bracketed import without_parts
from extractor.covers.meaning.captions import caption_for
from extractor.covers.meaning.names import code_of
from extractor.covers.meaning.sums import DIMENSIONS, UNITS, dimension_of, money_of, scale_of, together, worth_of
from extractor.evidence.columns import Columns
from extractor.evidence.naming.side_by_side import named_after, part_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values.scan import Token


def cells_of(cols: Columns, row: Mapping[int, Unit], name: Unit, caption: str) -> dict[str, Reading[Any]]:
    """The sums of a row in yuan, by what each is for: none in a row of sums for each day, which limit nothing."""
    cells: dict[str, Reading[Any]] = {}
    if any(_DAY_CELL.fullmatch(u.text.strip()) for u in row.values()):
        return {}
    if len(one := _one_for_all(cols, row, name)) > 1:
        return _same_in_all(cols, one, name, caption)
    beside = next((u.text for u in row.values() if _UNIT_CELL.fullmatch(u.text.strip())), "")
    for role, column, cell in _money_cells(cols, row):
        unit = without_parts(cell)
        told = _unit_told(cols, name, column, caption)
        scale = scale_of(cols.header_of(column), beside if beside and column not in ("premium", "charge") else told)
        if column == "limit" and (listed := _listed(row, unit, scale)) is not None:
            for part, (value, start, stop) in listed:
                cells.setdefault(part, Reading(value, unit.span(start, stop), "table", round(0.8 * unit.confidence, 3)))
            continue
        parts = _parts(cols.header_of(column), role, unit, name, scale)
        if column == "limit" and len(parts) == 1 and (shared := _shared_beside(cols, row, unit, name)):
            parts = [(each, parts[0][1]) for each in shared]
        for part, (value, start, stop) in parts:
            if not value and column not in ("premium", "charge"):
                continue  # 0 under a limit: the cover pays for no person, or is not limited so
            whole = (stop - start) >= 0.6 * len(unit.text.strip()) or part != role or len(parts) > 1
            whole = whole or dimension_of(unit.text[:start]) == part  # the cell says itself: 每次事故 350 万元
            sure = round((0.97 if whole else 0.4) * unit.confidence, 3)
            cells.setdefault(part, Reading(value, unit.span(start, stop), "table", sure))
    return {**cells, **_in_remarks(cols, row, cells)} if "limit" in cols.roles and cells else cells


_WITHIN = re.compile(
    r"^\s*(?:其中)?[,，:：]?\s*(每[人名位次起][\u4e00-\u9fff]{0,8}?)(?:[^\u4e00-\u9fff\d]|最高|不超过?|限额?|以|为|至多)*\s*(?:人民币)?\s*\d[\d.,]*\s*[万亿千]*元\s*(?:[为之]限|以内|封顶)?\s*[。;；]?\s*$"
)
"""A remark beside a limit that holds another limit of the same cover and nothing else: 每人不超过100万元."""


def _in_remarks(cols: Columns, row: Mapping[int, Unit], told: Mapping[str, Reading[Any]]) -> dict[str, Reading[Any]]:
    """The limits that remarks in columns of no other meaning add to a cover's one limit."""
    out: dict[str, Reading[Any]] = {}
    for c, unit in row.items():
        if c in cols.roles.values() or len(unit.tokens) != 1 or unit.tokens[0].kind != "amount":
            continue
        said = _WITHIN.match(unit.text)
        role = dimension_of(said[1]) if said is not None and "免赔" not in unit.text else None
        if role is not None and role not in told:
            token = unit.tokens[0]
            sure = round(0.85 * unit.confidence, 3)
            out[role] = Reading(worth_of(unit, token, Decimal(1)), unit.span(token.start, token.stop), "table", sure)
    return out


def _unit_told(cols: Columns, name: Unit, column: str, caption: str) -> str:
    """The words that tell the unit of a column's sums where its own header does not."""
    for words in (cols.header_of("name"), _called(name)):
        if "元" in words and (words is not name.text or _OWN_UNIT.search(words)):
            return words
    return caption_for(column, caption) or _shared_unit(cols, column)


def _one_for_all(cols: Columns, row: Mapping[int, Unit], name: Unit) -> list[tuple[str, Unit]]:
    """The cells of limits, each with its column, of a cover whose name says for what they are under headers that do not:
    a column of sums for each person, a line for each trade, read turned."""
    if dimension_of(_called(name)) is None:
        return []
    cells = [(c, u) for _, c, u in _money_cells(cols, row) if c not in ("premium", "charge")]
    return cells if all(dimension_of(cols.header_of(c)) is None for c, _ in cells) else []


def _called(name: Unit) -> str:
    """A cover's name, behind the header over it and its neighbours where it heads a column of a list read turned: 每人限额（万元）|伤亡."""
    over = name.above if name.cell is not None else None
    if over is None or over.cell is None or over.cell.colspan < 2 or over.tokens or len(over.text) > _LONGEST_LIST:
        return name.text
    return f"{over.text}|{name.text}"


def _same_in_all(cols: Columns, cells: Sequence[tuple[str, Unit]], name: Unit, caption: str) -> dict[str, Reading[Any]]:
    """The one sum that all the cells hold, as what the name says; none where they differ."""
    scale = scale_of(_called(name), caption_for(cells[0][0], caption))
    sums = [got for _, unit in cells if (got := money_of(unit, scale)) is not None]
    own = dimension_of(_called(name))
    if own is None or len({value for value, *_ in sums}) != 1:
        return {}
    value, start, stop = sums[0]
    return {own: Reading(value, cells[0][1].span(start, stop), "table", round(0.9 * cells[0][1].confidence, 3))}


_OWN_UNIT = re.compile(r"[(（](?:人民币)?[亿百千万]*元(?:[/／]\s*\S)?[)）]")
"""The unit of its sums in brackets behind a cover's name: 医疗费用限额（万元/人）."""
_UNIT_CELL = re.compile("[(（]?(?:人民币)?(?:亿|百万|万|千)?元[)）]?")
"""A cell of the row that holds nothing but the unit of its sums."""

_DAY_CELL = re.compile("[(（]?元?[/／每][天日][)）]?")
"""A cell that says that the sums of its row are for each day, and so limit nothing."""

_LIMITS = ("per_person", "per_accident", "aggregate")


def _shared_unit(cols: Columns, column: str) -> str:
    """The header whose unit a column of limits without one shares: 万元 written once over three columns side by side."""
    if column not in _LIMITS or not set(_LIMITS) <= set(cols.roles) or re.search("[元万亿]", cols.header_of(column)):
        return ""
    told = [h for role in _LIMITS if re.search("[元万亿]", h := cols.header_of(role))]
    return told[0] if len(told) == 1 else ""


def _listed(row: Mapping[int, Unit], unit: Unit, scale: Decimal) -> list[tuple[str, tuple[Decimal, int, int]]] | None:
    """The sums one under another in a cell, each for what the cell beside lists as many of: 每人 每次事故 年累计.

    None for a cell of one sum; none of several where nothing tells which is which.
    """
    sums = _run_together(unit) or [t for t in unit.tokens if t.kind in ("amount", "number")]
    if len(sums) < 2 or _named(unit, scale):
        return None
    words = (u.text for u in row.values() if u is not unit and not u.tokens and len(u.text) <= _LONGEST_LIST)
    told = next((dims for text in words if (dims := dimensions_in(text, len(sums)))), None)
    if told is None:
        return None if re.search("[\u4e00-\u9fff/／]", _UNIT_WORDS.sub("", unit.text)) else []
    return [(dim, (worth_of(unit, t, scale), t.start, t.stop)) for dim, t in zip(told, sums, strict=True)]


def _run_together(unit: Unit) -> list[Token]:
    """Sums in 分 whose lines ran together: 600,000.004,000,000.00 is two."""
    if not _SUMS_ALONE.fullmatch(unit.text.strip()):
        return []
    return [Token("number", m.start(), m.end(), Decimal(m[0].replace(",", ""))) for m in _SUM.finditer(unit.text)]


_SUM = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")
_SUMS_ALONE = re.compile(rf"(?:{_SUM.pattern}\s*){{2,}}")
_LONGEST_LIST = 30
_UNIT_WORDS = re.compile("人民币|[亿万千百]*元")


def dimensions_in(text: str, n: int) -> list[str] | None:
    """The ``n`` different things that a text without marks between them lists; None where it does not.

    >>> dimensions_in("每人每次事故年累计", 3), dimensions_in("每次事故\\n年累计", 2), dimensions_in("每人", 2)
    (['per_person', 'per_accident', 'aggregate'], ['per_accident', 'aggregate'], None)
    """
    if n > len(DIMENSIONS):
        return None  # and the ways to cut a text in a dozen are millions
    bare = "".join(text.split())
    for cuts in itertools.combinations(range(1, len(bare)), n - 1):
        pieces = [bare[a:b] for a, b in itertools.pairwise((0, *cuts, len(bare)))]
        dims = [dim for piece in pieces if len(piece) >= 2 and (dim := dimension_of(piece)) is not None]
        if len(set(dims)) == n:
            return dims
    return None


def _parts(
    header: str, role: str, unit: Unit, name: Unit, scale: Decimal
) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The cell's sums with what each is: one, or several side by side as the header or the cover's name divides them."""
    cuts = [m.start() for m in re.finditer(r"[/／|]", unit.text)]
    for words in (header.rpartition("|")[2], header, name.text) if cuts else ():
        named = [dimension_of(part_of(words, k, len(cuts) + 1) or "") for k in range(len(cuts) + 1)]
        if all(named):
            return _divided(unit, cuts, named, scale)
    if role != "premium" and (after := _named(unit, scale)):
        return after
    got = money_of(unit, scale)
    if got is None or pays_by_the_day(unit.text[got[1] :]):
        return []
    words = f"{unit.text[: got[1]]}{unit.text[got[2] :]}" or header.rpartition("|")[2]
    alone = role != "premium" and sum(t.kind in ("amount", "number", "words") for t in unit.tokens) == 1
    shared = together(words) if alone else ()
    return [(each, got) for each in shared or (role,)]


def _shared_beside(cols: Columns, row: Mapping[int, Unit], unit: Unit, name: Unit) -> tuple[str, ...]:
    """What one sum in the column of limits is for at once, by a cell of the row that is in no column known: 每次事故及累计 | 100万元."""
    if dimension_of(name.text) is not None or len(unit.tokens) != 1 or dimension_of(_around(unit)) is not None:
        return ()
    words = (u.text for c, u in sorted(row.items()) if c not in cols.roles.values() and not u.tokens)
    return next((shared for text in words if len(text) <= _LONGEST_LIST and (shared := together(text))), ())


def _around(unit: Unit) -> str:
    """A cell's words without its one sum."""
    return f"{unit.text[: unit.tokens[0].start]}{unit.text[unit.tokens[0].stop :]}"


_A_DAY = re.compile(r"\d\s*元?\s*[/／每]\s*[天日]")


def pays_by_the_day(text: str) -> bool:
    """Whether a sum is for each day, as for wages lost, and so limits nothing."""
    return _A_DAY.search(text) is not None


_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）\d]{1,8})[)）]")


def _named(unit: Unit, scale: Decimal) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The sums of a cell that each say what they are: 50万元/人，500万元/次, or 每人50万元 每次500万元. Empty for one."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    if len(sums) < 2:
        return []
    out: dict[str, tuple[Decimal, int, int]] = {}
    at = 0
    for token in sums:
        behind = _IN_BRACKETS.match(unit.text, token.stop)
        words = named_after(unit, token.start) or (behind and behind[1]) or unit.text[at : token.start]
        at = token.stop
        words = words.strip(" ,，;；、|")
        own = dimension_of(words)
        for dimension in (own,) if own is not None else together(words):
            out.setdefault(dimension, (worth_of(unit, token, scale), token.start, token.stop))
    return list(out.items()) if len(out) > 1 else []


def _divided(
    unit: Unit, cuts: Sequence[int], named: Sequence[str | None], scale: Decimal
) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The sums of a cell with "/" between them by what each is; a stroke or 无 in a place leaves it out."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")] or _parted(unit)
    last = unit.text[sums[-1].start : sums[-1].stop] if sums else ""
    shared = next((worth for word, worth in UNITS if word in last), scale)
    out = []
    for dimension, low, high in zip(named, [0, *cuts], [*cuts, len(unit.text)], strict=True):
        token = next((t for t in sums if low <= t.start < high), None)
        if token is not None and dimension is not None:
            out.append((dimension, (worth_of(unit, token, shared), token.start, token.stop)))
    return out


def _parted(unit: Unit) -> list[Token]:
    """The sums between the strokes of a cell that reads as one code, since a later one is below an earlier: 30/150/75."""
    if not _STROKES.fullmatch(unit.text.strip()):
        return []
    return [Token("number", m.start(), m.end(), Decimal(m[0])) for m in re.finditer(r"\d+(?:\.\d+)?", unit.text)]


_STROKES = re.compile(r"\d+(?:\.\d+)?(?:\s*[/／|]\s*(?:\d+(?:\.\d+)?|[-—－]))+")


def _money_cells(cols: Columns, row: Mapping[int, Unit]) -> list[tuple[str, str, Unit]]:
    """The row's sums as (what it is, the column's role, cell). A single column of limits is for what the cover's name or
    a cell of the row says, else per person for covers of persons' own injuries and per accident for the others."""
    found = [
        (role, role, unit)
        for role in ("per_person", "per_accident", "aggregate", "premium")
        if (unit := cols.cell(row, role)) is not None
    ]
    if "premium" not in cols.roles and (unit := cols.cell(row, "charge")) is not None:
        found.append(("premium", "charge", unit))
    if not set(cols.roles) & {"per_person", "per_accident"} and (unit := cols.cell(row, "limit")) is not None:
        name, unit = cols.cell(row, "name"), without_parts(unit)
        words = [f"{unit.text[: t.start]}{unit.text[t.stop :]}" for t in unit.tokens if len(unit.tokens) == 1]
        words += [name.text] if name is not None else []
        words += [u.text for c, u in row.items() if c not in cols.roles.values() and len(u.text) <= 12]
        said = next((d for text in words if (d := dimension_of(text)) is not None), None)
        code = code_of(name.text) if name is not None else None
        found.append(
            (said or ("per_person" if code in ("employee_injury", "medical") else "per_accident"), "limit", unit)
        )
    return found
