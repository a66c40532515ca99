"""Two lists of the same numbers: one tells what is wrong, the other under each number what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extractor.hazards.apart.headed import heads_a_list, heads_advice, items_of, plain_item, style_of, with_advice
from extractor.hazards.items.item_advice import DAY_BEFORE
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import ITEM, Part, number_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.record import Reading, Row

_LEAST, _MOST = 2, 0.6
"""Entries of such a list, and the share of them that must tell of a defect, or of what is to be done."""
_LONGEST_HEAD = 16  # characters of a line between two entries that is the name of a place or a trade


def answered(parts: list[Part], after: date | None = None) -> list[tuple[Part, Row, Part]]:
    """The hazards of a list that a second list answers, number by number, with what is to be done: (item, row, its answer).

    ``after``: a day of the paper from which days without their year are counted.
    """
    for i, part in enumerate(parts):
        if not heads_a_list(part):
            continue
        items = items_of(parts[i + 1 :])
        head = _advice_after(parts, parts.index(items[-1], i + 1) + 1) if items else 0
        if len(items) < 2 or head >= len(parts) or not heads_advice(parts[head].text):
            continue
        answers = {number_of(p): p for p in items_of(parts[head + 1 :], over=style_of(parts[head]))}
        numbers = [number_of(item) for item in items]
        read = [(item, _item(item, after), answers.get(n)) for item, n in zip(items, numbers, strict=True)]
        whole = [(item, row, answer) for item, row, answer in read if row is not None and answer is not None]
        if len(set(numbers)) == len(numbers) and set(numbers) == set(answers) and len(whole) == len(items):
            return [(item, with_advice(row, answer, after), answer) for item, row, answer in whole]
    return _paired(parts, after) or _with_points(parts)


def _item(part: Part, after: date | None) -> Row | None:
    """An entry of the first list, with what it says of its hazard beside what is wrong."""
    read = paragraph_row(part, [], after)
    return plain_item(part, any_words=True) if read is None else read[0]


def _advice_after(parts: Sequence[Part], start: int) -> int:
    """Where the heading over what is to be done stands behind a list, at once or behind a sentence on it."""
    between = parts[start : start + 2]
    plain = len(between) > 1 and not any(p.marked for p in between) and not heads_advice(between[0].text)
    return start + 1 if plain and heads_advice(between[1].text) else start


def _paired(parts: Sequence[Part], after: date | None) -> list[tuple[Part, Row, Part]]:
    """The same of lists without a heading that tells what they are: most entries of one tell of defects, most of the later one of
    what is to be done."""
    lists = list(_lists(parts))
    for k, first in enumerate(lists):
        for second in lists[k + 1 :]:
            numbers = [number_of(part) for part in first]
            if numbers != [number_of(part) for part in second] or not (_tell(first, wrong=True) and _tell(second)):
                continue
            rows = [_item(part, after) for part in first]
            pairs = zip(first, rows, second, strict=True)
            whole = [(part, with_advice(row, answer, after), answer) for part, row, answer in pairs if row is not None]
            if len(whole) == len(first):
                return whole
    return []


def _with_points(parts: Sequence[Part]) -> list[tuple[Part, Row, Part]]:
    """The hazards of a numbered list under each entry of which points of their own say what is to be done: "1、…" over "（1）…；", "（2）…"."""
    entries: list[tuple[Part, list[Part]]] = []
    for part in parts:
        number, style = number_of(part) if part.marked else None, style_of(part)
        if number is None or style is None:
            if entries and entries[-1][1]:
                break
            entries = []
        elif entries and style != style_of(entries[0][0]) and number == len(entries[-1][1]) + 1:
            entries[-1][1].append(part)
        elif number == len(entries) + 1 and (not entries or style == style_of(entries[0][0])):
            entries.append((part, []))
        else:
            entries = [(part, [])] if number == 1 else []
    items = [item for item, _ in entries]
    if (
        len(items) < _LEAST
        or not all(points and _tell(points) for _, points in entries)
        or not _tell(items, wrong=True)
    ):
        return []
    rows = [plain_item(item, any_words=True) for item in items]
    whole = [
        (item, _advised(row, points), points[-1]) for (item, points), row in zip(entries, rows, strict=True) if row
    ]
    return whole if len(whole) == len(items) else []


def _advised(row: Row, points: Sequence[Part]) -> Row:
    """The hazard with its points as they are printed, one behind the other."""
    words = "".join(p.unit.raw[p.start : p.stop].replace("\n", "").strip() for p in points).rstrip("；;。")
    advice: Reading[Any] = Reading(words, points[0].unit.span(points[0].start, points[0].stop), "prose", 0.6)
    return Row({**row.cells, "advice": advice}, row.span)


def _tell(items: Sequence[Part], *, wrong: bool = False) -> bool:
    tells, not_ = hazard_cells.tells_defect, hazard_cells.tells_remedy
    tells, not_ = (tells, not_) if wrong else (not_, tells)
    words = [part.text[m.end() if (m := ITEM.match(part.text)) is not None else 0 :] for part in items]
    words = words if wrong else [DAY_BEFORE.sub("", text, count=1) for text in words]
    return sum(tells(text) for text in words) >= _MOST * len(items) and not (wrong and any(map(not_, words)))


def _lists(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The numbered lists from one on, each of one style; names of places and trades may stand between their entries."""
    run: list[Part] = []
    for part in parts:
        number = number_of(part) if part.marked else None
        goes_on = bool(run) and number == len(run) + 1 and style_of(part) == style_of(run[0])
        if goes_on or (number == 1 and style_of(part) is not None):
            if not goes_on and len(run) >= _LEAST:
                yield run
            run = [*run, part] if goes_on else [part]
        elif run and not _names_a_place(part):
            if len(run) >= _LEAST:
                yield run
            run = []
    if len(run) >= _LEAST:
        yield run


def _names_a_place(part: Part) -> bool:
    text = part.text.strip()
    told = hazard_cells.tells_defect(text) or heads_advice(text)
    return len(text) <= _LONGEST_HEAD and not told and text[-1:] not in "。；;"
