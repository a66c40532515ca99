"""What became of hazards, told apart from their list: in a second table by their numbers, or in a sentence that names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells
from extractor.hazards.words import add_outcome, outcome
from extractor.record import Row
from extractor.values import dates

_ONE = r"(?:第|问题|隐患|序号|编号|编码|项目)?\s*[（(#]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]?\s*(?:[项条号处个点](?:问题|隐患)?)?"
_NAMED = re.compile(
    rf"(?:^|[，,。；;:：\s])((?:第|问题|隐患|序号|编号|其中|[（(]){_ONE}(?:\s*(?:[、，,]|和|及|与)\s*{_ONE})*)(?=[^\d月日年])"
)
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_ALL = re.compile(
    r"(?:上述|以上|所列|所有|全部)[^，,。；;]{0,8}(?:问题|隐患|不符合项?|缺陷)?[^，,。；;]{0,6}(?:均|全部|都)已"
)
Note = tuple[str, Unit]


def with_outcomes(
    sheet: Sheet,
    tables: Sequence[tuple[Table, Sequence[Unit]]],
    rows: Sequence[Row],
    numbers: Sequence[int | None],
    used: Collection[int],
) -> list[Row]:
    """The hazards with what stands elsewhere of their mending; ``numbers`` are those printed before them, ``used`` ids of units
    that their list fills, ``tables`` those of the paper, each list in one grid apart. Where two hazards have one number, nothing is told by it."""
    known = [n for n in numbers if n is not None]
    if len(set(known)) < len(known) or not rows:
        return list(rows)
    told = {**_in_sentences(sheet, used, frozenset(known)), **_in_tables(tables, used, frozenset(known))}
    return [row if n not in told else _with(row, told[n]) for row, n in zip(rows, numbers, strict=True)]


def _with(row: Row, note: Note) -> Row:
    if row.value("rectified") or row.value("refused"):
        return row
    cells = dict(row.cells)
    add_outcome(cells, note[0], note[1], status=True)
    return Row(cells, row.span)


def _in_tables(
    tables: Sequence[tuple[Table, Sequence[Unit]]], used: Collection[int], known: frozenset[int]
) -> dict[int, Note]:
    """Number → what a line of another table says of it: a table of numbers that all have their hazard, with states beside."""
    out: dict[int, Note] = {}
    for table, units in tables:
        if any(id(u) in used for u in units):
            continue
        lines = [
            line for row in grid(table, units) if (line := list({id(u): u for _, u in sorted(row.items())}.values()))
        ]
        read = [(n, line[1:]) for line in lines if (n := int_of(line[0].text)) is not None]
        if len(read) < 2 or not {n for n, _ in read} <= known or len({n for n, _ in read}) < len(read):
            continue
        for n, rest in read:
            state = next((u for u in rest if hazard_cells.tells_state(u.text)), None)
            day = next((t for u in rest for t in u.tokens if t.kind == "moment"), None)
            if state is not None:
                ended = outcome(state.text, status=True)["rectified"]
                dated = f"{day.value.day.isoformat()}{state.text}" if day is not None and ended else state.text
                out[n] = dated, state
    return out


def _in_sentences(sheet: Sheet, used: Collection[int], known: frozenset[int]) -> dict[int, Note]:
    out: dict[int, Note] = {}
    for unit in sheet.units:
        if id(unit) in used or unit.table is not None:
            continue
        for numbers, words in _told(unit.text, known):
            out.update(dict.fromkeys(numbers, (words, unit)))
    return out


def _told(text: str, known: frozenset[int]) -> Iterator[tuple[frozenset[int], str]]:
    """The hazards that a clause names, with the clause, where it says that they were mended."""
    for clause in re.split(r"[。；;\n]", text):
        if not outcome(clause, status=True)["rectified"]:
            continue
        if _ALL.search(clause):
            yield known, clause
            continue
        for match in _NAMED.finditer(clause):
            numbers = frozenset(n for m in _NUMBER.finditer(match[1]) if (n := int_of(m[0])) is not None)
            rest = re.split(r"[，,]", clause[match.end() :])[0]
            if numbers and numbers <= known and outcome(rest, status=True)["rectified"]:
                yield numbers, rest


def int_of(text: str) -> int | None:
    """The number that is all of a text, with or without brackets and words for one; None for any other text.

    >>> int_of(" 3 "), int_of("（十二）"), int_of("③"), int_of("2025-04-26")
    (3, 12, 3, None)
    """
    text = unicodedata.normalize("NFKC", text)  # ③, ⑶
    bare = re.sub(r"^(?:第|问题|隐患|序号)|^\s*[A-Za-z]{1,4}[-_.]?(?=\d{1,3}\s*$)|[（()）#.、项条号\s]", "", text)
    if re.fullmatch(r"\d{1,3}", bare):
        return int(bare)
    return dates.chinese_int(bare) if re.fullmatch("[一二三四五六七八九十]{1,3}", bare) else None
