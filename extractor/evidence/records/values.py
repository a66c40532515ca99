"""The atoms of lists whose records are values more than words: each day, sum and number with the words beside it as its label.

Words beside a value name it because they stand beside values of its kind again: 赔 18,420.00 … 赔 2,306.50, 05-20 了结 … 04-30 了结.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.ordinals import Mark, mark_of, styles_of_lists
from extractor.evidence.units import Unit
from extractor.values import organisation
from extractor.values.scan import scan

_LONGEST = 600
"""Characters of a paragraph beyond which it is no entry of a list."""
_LONGEST_LABEL = 12
_SHORT_DAY = re.compile(
    r"(?<![年\d])\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<!\d[.,])(?<![\d\-/])(?:0?[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])(?![\d\-/%万元]|[.,]\d)"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9\-_/])(?=[A-Za-z0-9\-_]*\d[\-_]?\d[\-_]?\d)(?=[\d\-_]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9\-_]{3,38}(?![A-Za-z0-9\-_])"
)
_KINDS = {
    "moment": "day",
    "amount": "sum",
    "number": "sum",
    "words": "sum",
    "code": "code",
    "uscc": "code",
}
_HARD = re.compile(r"[，,；;。、/|｜→⇒➜·•★\u2580-\u25ff\n(（)）【】〔〕\[\]「」<>《》]+|—+|-{2,}|={2,}|\s{2,}")
_WIDE = re.compile("[\u3000\t]+")
_SIGN = frozenset("+＋-－−▲△")
_MARKS = " 　:：=＝.．"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A value, or words between values; ``kind`` "" for words."""

    start: int
    stop: int
    kind: str


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """ "day", "sum", "code" or "body" for words that are no more than that; "" for any others.

    >>> [kind_of(t) for t in ("2025-03-02", "5月9日", "18,420.00", "ES-0417", "拒赔")]
    ['day', 'day', 'sum', 'code', '']
    """
    found = list(_values(text))
    if len(found) == 1 and found[0].stop - found[0].start >= _MOST * len(text.strip()):
        return found[0].kind
    bodies = organisation.find_all(text)
    return "body" if bodies and bodies[0][1] - bodies[0][0] >= _MOST * len(text.strip()) else ""


_MOST = 0.8


def _values(text: str) -> Iterator[_Piece]:
    """The days, sums and numbers of a text, each where it begins and ends with its sign."""
    told = [_Piece(t.start, t.stop, _KINDS[t.kind]) for t in scan(text) if t.kind in _KINDS]
    days = [_Piece(*m.span(), "day") for m in _SHORT_DAY.finditer(text)]
    codes = [_Piece(*m.span(), "code") for m in _CODE.finditer(text)]
    fixed = [p for p in told if p.kind in ("day", "code")]
    taken: list[_Piece] = []
    for piece in (*fixed, *days, *codes, *told):
        if all(piece.stop <= other.start or piece.start >= other.stop for other in taken):
            taken.append(piece)
    for piece in sorted(taken, key=lambda p: p.start):
        piece = _Piece(piece.start, piece.start + len(text[piece.start : piece.stop].rstrip()), piece.kind)
        signed = piece.kind == "sum" and piece.start and text[piece.start - 1] in _SIGN
        yield _Piece(piece.start - 1, piece.stop, "sum") if signed else piece


def value_atoms(units: Sequence[Unit]) -> list[Atom]:
    """The atoms of the units: one for each value, with its label, and for each run of words that is no label."""
    told = [unit for unit in units if len(unit.text) <= _LONGEST]
    styles = styles_of_lists(_mark(unit.text[a:b]) for unit in told for a, b in _printed(unit))
    lines = [(unit, line) for unit in told for line in _lines(unit, styles)]
    marks = [_mark(unit.text[a:b]) for unit, (a, b) in lines]
    groups: list[tuple[Unit, Mark | None, bool, list[list[_Piece]]]] = []
    for (unit, (a, b)), mark in zip(lines, marks, strict=True):
        mark = mark if mark is not None and mark.style in styles else None
        start = a if mark is None or _is_number(unit.text[a : a + mark.stop]) else a + mark.stop
        groups.append((unit, mark, unit.text[:a].strip() == "" or mark is not None, list(_groups(unit, start, b))))
    known = _labels(groups)
    return _with_words_beside([a for unit, mark, first, told in groups for a in _atoms(unit, mark, first, told, known)])


def _mark(line: str) -> Mark | None:
    """The number that a line begins with; it may stand before a stroke or right before a day: 1 / RPT25-00417, 01 2025.02.24."""
    if (mark := mark_of(line)) is not None:
        return mark
    alone = _ALONE.match(line)
    return Mark("digits", int(alone[1]), alone.end()) if alone is not None else None


_ALONE = re.compile(r"\s*(\d{1,3})(?:\s*[/|｜、]\s*|\s+(?=20\d\d|\d{1,2}\s*月))")


def _with_words_beside(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms with words as labels that stand alone beside one value, however wide the blank between: 2025-02-11　　事故发生."""
    by_unit: dict[int, list[Atom]] = {}
    for atom in atoms:
        by_unit.setdefault(id(atom.unit), []).append(atom)
    pairs: dict[int, tuple[Atom, Atom]] = {}
    for told in by_unit.values():
        if len(told) == 2 and not any(a.label for a in told) and kind_of(told[0].text) != kind_of(told[1].text):
            words, value = told if not kind_of(told[0].text) else told[::-1]
            if not kind_of(words.text) and len(words.text) <= _LONGEST_LABEL:
                pairs[id(value)] = (words, value)
    counts = Counter(words.text for words, _ in pairs.values())
    pairs = {key: both for key, both in pairs.items() if counts[both[0].text] > 1}
    gone = {id(words) for words, _ in pairs.values()}
    return [
        replace(a, label=pairs[id(a)][0].text, first=True, mark=a.mark or pairs[id(a)][0].mark) if id(a) in pairs else a
        for a in atoms
        if id(a) not in gone
    ]


def with_labels_over(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms with the words over them as labels, where the same words stand over others too: cards whose labels stand over
    their values."""
    whole = {
        id(a.unit): a for a in atoms if a.first and not a.label and a.stop - a.start >= _MOST * len(a.unit.text.strip())
    }
    words = Counter(a.text for a in whole.values() if not kind_of(a.text) and len(a.text) <= _LONGEST_LABEL)
    label: dict[int, str] = {}
    for atom in whole.values():
        over = whole.get(id(atom.unit.above))
        if over is not None and words[over.text] > 1 and words[atom.text] < 2:
            label[id(atom)] = over.text
    named = set(label.values())
    return [
        replace(a, label=label[id(a)]) if id(a) in label else a
        for a in atoms
        if not (id(a.unit) in whole and a.text in named and id(a) not in label)
    ]


def _is_number(text: str) -> bool:
    """Whether what numbers a line is a number of its own, as an office gives them, and is read too."""
    return _CODE.search(text) is not None


def _printed(unit: Unit) -> Iterator[tuple[int, int]]:
    """The lines of a unit, as printed or as broken within it."""
    starts = {0, *(m.end() for m in re.finditer("\n", unit.text))}
    if unit.table is None:
        starts |= {start for start, _ in unit.pieces[1:]}
    ends = sorted(starts)
    yield from zip(ends, [*ends[1:], len(unit.text)], strict=True)


def _lines(unit: Unit, styles: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The lines of a unit that are broken within it or begin with a number of a list; the others wrapped."""
    begun: int | None = None
    last = 0
    for start, stop in _printed(unit):
        mark = _mark(unit.text[start:stop])
        numbered = mark is not None and mark.style in styles
        if begun is not None and (numbered or unit.text[start - 1 : start] == "\n"):
            yield begun, start
            begun = None
        begun = start if begun is None else begun
        last = stop
    if begun is not None:
        yield begun, last


def _groups(unit: Unit, start: int, stop: int) -> Iterator[list[_Piece]]:
    """The runs of values and words that no mark and no wide blank parts."""
    text = unit.text
    values = [_Piece(p.start + start, p.stop + start, p.kind) for p in _values(text[start:stop])]
    cuts = [m.span() for m in _HARD.finditer(text, start, stop)] + [
        m.span() for m in _WIDE.finditer(unit.raw, start, stop)
    ]
    cuts = sorted(c for c in cuts if not any(p.start < c[1] and c[0] < p.stop for p in values))
    group: list[_Piece] = []
    at = start
    for begin, end, piece in sorted(
        [(a, b, None) for a, b in cuts] + [(p.start, p.stop, p) for p in values], key=lambda told: told[:2]
    ):
        group += _words(text, at, begin)
        if piece is not None:
            group.append(piece)
        elif group:
            yield group
            group = []
        at = max(at, end)
    group += _words(text, at, stop)
    if group:
        yield group


def _words(text: str, start: int, stop: int) -> Iterator[_Piece]:
    """The words of a stretch between two values, parted at blanks, colons and what programs set words in."""
    for m in re.finditer(r"[^\s:：=＝\"{}]+", text[start:stop]):
        if re.search(r"\w|[√×✓✗]", m[0]):
            yield _Piece(start + m.start(), start + m.end(), "")


def _named(group: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """(words, what they may name), as places in the group: the words before each value, or behind it where the group begins
    with a value and ends with words; the first of words alone names the others."""
    values = [i for i, piece in enumerate(group) if piece.kind]
    if not values:
        if len(group) > 1:
            yield 0, 1
        return
    behind = values[0] == 0 and values[-1] != len(group) - 1
    for i in values:
        k = i + 1 if behind else i - 1
        if 0 <= k < len(group) and not group[k].kind:
            yield k, i


def _labels(groups: Sequence[tuple[Unit, Mark | None, bool, list[list[_Piece]]]]) -> frozenset[tuple[str, str]]:
    """(words, kind of what they name) that stand so more than once."""
    told: Counter[tuple[str, str]] = Counter()
    for unit, _, _, own in groups:
        for group in own:
            for k, i in _named(group):
                words = unit.text[group[k].start : group[k].stop]
                if len(words) <= _LONGEST_LABEL and not kind_of(words):
                    told[words, group[i].kind] += 1
    return frozenset(key for key, count in told.items() if count > 1)


def _atoms(
    unit: Unit, mark: Mark | None, first: bool, groups: Sequence[list[_Piece]], known: frozenset[tuple[str, str]]
) -> Iterator[Atom]:
    text = unit.text
    if mark is not None and not groups:
        yield Atom(unit, 0, 0, "", mark, first)
        return
    for group in groups:
        label_of: dict[int, int] = {}
        for k, i in _named(group):
            if (text[group[k].start : group[k].stop], group[i].kind) in known:
                label_of[i] = k
        at = 0
        while at < len(group):
            piece = group[at]
            if at in label_of.values():
                at += 1
                continue
            label = label_of.get(at)
            words = "" if label is None else text[group[label].start : group[label].stop]
            said = text[piece.start : piece.stop].strip(_MARKS)
            if said:
                yield Atom(unit, piece.start, piece.stop, words, mark, first, said)
                mark, first = None, False
            at += 1
