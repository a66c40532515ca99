"""The items of a section, whatever their numbering; each keeps the printed lines it wraps over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.agreements.headings import is_label, is_title
from extractor.agreements.stream import Placed, mark_of
from extractor.document import Line
from extractor.evidence.lines.numbering import Mark, mark_at
from extractor.span import Span
from extractor.text.fold import fold, squeeze


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item on one printed line: ``text`` = ``line.text[start:stop]``."""

    text: str
    page: int | None
    line: Line
    start: int
    stop: int

    def span_parts(self, start: int, stop: int) -> tuple[int, int]:
        """Offsets of this piece's text as offsets of the line."""
        return self.start + start, self.start + stop


@dataclass(frozen=True, slots=True)
class Item:
    """One agreement: ``text`` without its ``numbering``, and the printed lines it wraps over."""

    numbering: str
    number: int | None
    text: str
    pieces: tuple[Piece, ...]

    @property
    def span(self) -> Span:
        """The whole item's place."""
        return self.span_of(0, len(self.text))

    def span_of(self, start: int, stop: int) -> Span:
        """The place of ``text[start:stop]``; pages after the first are left out of the boxes."""
        boxes = []
        page: int | None = None
        where: str | None = None
        seen = False
        at = 0
        for piece in self.pieces:
            low, high = max(start, at), min(stop, at + len(piece.text))
            if low < high:
                if not seen:
                    page, where, seen = piece.page, piece.line.where, True
                box = piece.line.box_of(*piece.span_parts(low - at, high - at))
                if box is not None and piece.page == page:
                    boxes.append(box)
            at += len(piece.text)
        return Span(self.text[start:stop], page, tuple(boxes), None if boxes else where)


def split_items(lines: Sequence[Placed]) -> tuple[tuple[Item, ...], bool]:
    """The items of a section, and whether their numbers run from the first without a hole.

    Without numbers, every line that closes with a full stop closes an item.
    """
    marks = [mark_of(placed) for placed in lines]
    first = _first_number(lines, marks)
    if first is None:
        return unnumbered(lines), True
    begun = marks[first]
    assert begun is not None
    # A scan may have lost the first number: then the sentences before the second are the first item.
    before = [p for p in lines[:first] if not is_label(squeeze(p.line.text)) and squeeze(p.line.text)[-1:] not in ":："]
    lost = begun.number not in (0, 1, None) and not begun.catalogued
    items: list[Item] = []
    pieces: list[Piece] = []
    current = begun
    expected = begun.number
    holes = lost and not (before and begun.number == 2)
    if lost and before:
        items.append(_item(Mark("none", None, 0, ""), [_piece(p, 0, len(p.line.text)) for p in before]))
    elif before and _is_preface(lines[:first]):
        items.extend(unnumbered(before))

    def close() -> None:
        if any(piece.text.strip() for piece in pieces):
            items.append(_item(current, pieces))
        pieces.clear()

    for placed, mark in zip(lines[first:], marks[first:], strict=True):
        at = 0
        if mark and mark.style == begun.style and _carries_on(mark, expected, bool(pieces) or bool(items)):
            close()
            current, at = mark, mark.stop
            if mark.number is not None:
                holes = holes or (expected is not None and _skips(mark, begun, expected))
                expected = mark.number + 1
        for start, inner in _inner_marks(placed.line.text, at, begun.style, expected):
            pieces.append(_piece(placed, at, start))
            close()
            current, at, expected = inner, inner.stop, (inner.number or 0) + 1
        pieces.append(_piece(placed, at, len(placed.line.text)))
    close()
    return tuple(items), not holes


def _first_number(lines: Sequence[Placed], marks: Sequence[Mark | None]) -> int | None:
    """Where the list's numbers begin; None for sentences without numbers."""
    for i, mark in enumerate(marks[:6]):
        if mark is None or not (mark.catalogued or mark.number in (0, 1, None)):
            continue
        if _may_begin(lines, i) or (mark.number and _is_preface(lines[:i])):
            return i
    for i, mark in enumerate(marks[:6]):
        if (
            mark
            and mark.number in (2, 3)
            and any(m and m.style == mark.style and m.number == mark.number + 1 for m in marks[i + 1 :])
        ):
            return i
    return None


def _skips(mark: Mark, begun: Mark, expected: int) -> bool:
    """Whether a number is lacking before ``mark``; the codes of a catalogue count nothing, unless they run on from the first."""
    if mark.catalogued and mark.number is not None and (begun.number not in (0, 1) or mark.number - expected > _FAR):
        return False
    return mark.number != expected


_FAR = 2
"""So many lacking numbers may be lost lines; more are none."""


def _may_begin(lines: Sequence[Placed], i: int) -> bool:
    """Whether what stands before the first number is only a lead-in or a label."""
    return all(
        is_label(squeeze(p.line.text)) or is_title(squeeze(p.line.text)) or squeeze(p.line.text)[-1:] in ":："
        for p in lines[:i]
    )


def _is_preface(lines: Sequence[Placed]) -> bool:
    """Whether what stands before the first number is one or more whole sentences."""
    return (
        bool(lines)
        and all(mark_of(placed) is None for placed in lines)
        and lines[-1].line.text.rstrip()[-1:] in "。；;"
        and not all(is_label(squeeze(p.line.text)) or is_title(squeeze(p.line.text)) for p in lines)
    )


def _carries_on(mark: Mark, expected: int | None, begun: bool) -> bool:
    if mark.catalogued or mark.number is None or expected is None:
        return True
    return 0 <= mark.number - expected <= 2 if begun else mark.number == expected


def _inner_marks(text: str, at: int, style: str, expected: int | None) -> list[tuple[int, Mark]]:
    """Marks of the same list inside the line, in order."""
    out: list[tuple[int, Mark]] = []
    if expected is None:
        return out
    for match in re.finditer(r"(?<=[。；;！：:\s])(?=\S)", text[at:]):
        mark = mark_at(text, at + match.start(), loose=False, begun=style)
        if mark and mark.style == style and mark.number == expected:
            out.append((at + match.start(), mark))
            expected += 1
    return out


def unnumbered(lines: Sequence[Placed]) -> tuple[Item, ...]:
    items: list[Item] = []
    pieces: list[Piece] = []
    none = Mark("none", None, 0, "")
    for placed in lines:
        text = placed.line.text
        if not items and not pieces and (is_label(squeeze(text)) or squeeze(text)[-1:] in ":："):
            continue
        if pieces and pieces[-1].page == placed.page and _new_cell(pieces[-1], placed, lines):
            items.append(_item(none, pieces))
            pieces = []
        at = 0
        # Several sentences on one line are several agreements only where the list has no numbers at all.
        for stop in [m.end() for m in re.finditer(r"[。！](?=\S)", text)]:
            pieces.append(_piece(placed, at, stop))
            items.append(_item(none, pieces))
            pieces, at = [], stop
        pieces.append(_piece(placed, at, len(text)))
        if text.rstrip()[-1:] in "。！!；;":
            items.append(_item(none, pieces))
            pieces = []
    if pieces:
        items.append(_item(none, pieces))
    return tuple(item for item in items if item.text.strip())


def _new_cell(last: Piece, placed: Placed, lines: Sequence[Placed]) -> bool:
    """Another row of the table begins another agreement."""
    before = next((p for p in reversed(lines) if p.line is last.line), None)
    return before is not None and placed.table is not None and placed.table == before.table and placed.row != before.row


def _piece(placed: Placed, start: int, stop: int) -> Piece:
    text = placed.line.text
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Piece(text[start:stop], placed.page, placed.line, start, stop)


def _item(mark: Mark, pieces: Sequence[Piece]) -> Item:
    kept = tuple(piece for piece in pieces if piece.text)
    return Item(mark.text, mark.number, "".join(piece.text for piece in kept), kept)


def inline_numbers(text: str, style: str, number: int | None) -> int | None:
    """The last number of a list that goes on inside the line."""
    if number is None:
        return None
    last = None
    for match in re.finditer(r"(?<=[。；;：:\s])(?=\S)", fold(text)):
        mark = mark_at(text, match.start(), loose=False, begun=style)
        if mark and mark.style == style and mark.number == number + 1:
            number = last = mark.number
    return last
