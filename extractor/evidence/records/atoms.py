"""The atoms of a paper in reading order: short runs of words, each with the number and the label that stand before it.

A label is one because it repeats, known word or not: what begins several lines before a colon, or stands in several cells
alone, names what follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.evidence.records.ordinals import Mark, in_turn, mark_of, styles_of_lists
from extractor.evidence.records.roles import Model
from extractor.evidence.units import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """Characters ``start`` to ``stop`` of a unit. ``label``: the words that name them, "" where none do. ``mark``: the number
    that stands before them, which may stand alone (``start == stop``). ``first``: whether they begin their unit."""

    unit: Unit
    start: int
    stop: int
    label: str = ""
    mark: Mark | None = None
    first: bool = False
    text: str = ""

    @property
    def bare(self) -> bool:
        """Whether no more than a number or a rule of dashes stands here."""
        return _SAYS.search(self.text) is None


_SAYS = re.compile(r"\w|[√×✓✗★☆☑☒]")
_LONGEST_LABEL = 10
_LABEL = re.compile(
    r"(?:^|(?<=[\s;；。,，、(（]))([\u4e00-\u9fffA-Za-z]{1,10}?(?:[（(][^()（）]{1,8}[)）])?)\s*(?:[:：=＝]|—+|-{2,}|→|⇒)\s*"
    r"|[<【\[〔〈《]([\u4e00-\u9fff]{1,6})[>】\]〕〉》]\s*(?=\S)"
)
_SPACED = re.compile(r"(?:^|(?<=\s))([\u4e00-\u9fff]{1,6})\s+(?=\S)")
_CUT = re.compile(r"\n|\s+[/|｜·]+\s+|\s*[→⇒➜｜|]+\s*|\s{2,}")
_WIDE = re.compile(r"\u3000+|\t+")
_LEVEL = re.compile(
    r"\s*[（(【\[〔]\s*(?:特别?重大|重大|较大|一般|严重|轻微|高|中|低|[★☆*]{1,5})(?:事故|安全)*(?:隐患|问题|风险|级)?\s*[)）】\]〕]\s*"
)
_DAY_LAST = re.compile(
    r"[，,；;。]\s*(?=[^，,；;。\d]{0,6}(?:20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号])[^，,；;。\d]{0,8}[。]?\s*$)"
)
_SENTENCE = re.compile("[。；;]+\\s*")
_ENDS = " 　:：,，。；;、—\n"


def atoms_of(units: Sequence[Unit], model: Model) -> tuple[list[Atom], ...]:
    """The atoms of the units in four ways: as coarse as can be; cut between sentences too; at the end of each printed line outside
    tables; between sentences and before each clause that asks for something or is a value by itself."""
    told = [unit for unit in units if len(unit.text) <= _LONGEST]
    known = _labels(told, model)
    cuts = [(unit, _cuts(unit, model)) for unit in told]
    more: tuple[Callable[[Unit], Cuts], ...] = (
        lambda unit: (),
        _between_sentences,
        _between_printed,
        lambda unit: (*_between_sentences(unit), *_between_clauses(unit.text, model)),
    )
    return tuple(_atoms([(unit, list(_pieces(unit, (*own, *way(unit))))) for unit, own in cuts], known) for way in more)


def _atoms(cut: Sequence[tuple[Unit, Sequence[tuple[int, int]]]], known: frozenset[str]) -> list[Atom]:
    pieces = [(unit, list(_with_labels(unit.text, own, known))) for unit, own in cut]
    numbering = styles_of_lists(mark_of(unit.text[a:b]) for unit, own in pieces for a, b in own)
    atoms = [atom for unit, own in pieces for atom in _of_unit(unit, own, known, numbering)]
    if "spoken" not in numbering:
        return atoms
    marks = in_turn([atom.mark for atom in atoms])
    return [a if a.mark is mark else replace(a, mark=mark) for a, mark in zip(atoms, marks, strict=True)]


Cuts = Sequence[tuple[int, int]]
"""Where a text is cut: the beginning and the end of what goes with the cut."""
_LONGEST = 600
"""Characters of a paragraph beyond which it is no entry of a list."""


def _labels(units: Sequence[Unit], model: Model) -> frozenset[str]:
    """The words that stand more than once before a colon or a blank, each time before something else, and those that name a role."""
    told: Counter[str] = Counter()
    for unit in units:
        for line in _printed_lines(unit):
            lead = mark_of(line)
            rest = line[lead.stop :] if lead is not None else line
            told.update(m[1] or m[2] for m in _LABEL.finditer(rest))
            for spaced in _SPACED.finditer(rest):
                told[spaced[1] + " "] += 1
    return frozenset(
        word
        for word, count in told.items()
        if (count > 1 or model.named(word.strip()) is not None) and not model.is_value(word.strip())
    )


def _printed_lines(unit: Unit) -> list[str]:
    """The lines of a unit as they are printed, where it ran on over several outside tables."""
    starts = [0, *(start for start, _ in unit.pieces[1:])] if unit.table is None else [0]
    cut = [unit.text[a:b] for a, b in zip(starts, [*starts[1:], len(unit.text)], strict=True)]
    return [line for part in cut for line in part.split("\n")]


def _of_unit(
    unit: Unit, pieces: Sequence[tuple[int, int]], known: frozenset[str], numbering: frozenset[str]
) -> Iterator[Atom]:
    text, first = unit.text, True
    for a, b in pieces:
        mark = mark_of(text[a:b])
        mark = mark if mark is not None and mark.style in numbering else None
        start = a if mark is None else a + mark.stop
        parts = list(_labelled(text, start, b, known)) if start < b else []
        parts = [part for part in parts if text[part[0] : part[1]].strip(_ENDS)]
        if mark is not None and (not parts or parts[0][2]):
            yield Atom(unit, start, start, "", mark, first)  # a number alone, before labels or nothing
            mark, first = None, False
        for begin, end, label in parts:
            begin += len(text[begin:end]) - len(text[begin:end].lstrip(_ENDS))
            end = begin + len(text[begin:end].rstrip(_ENDS))
            yield Atom(unit, begin, end, label, mark, first, text[begin:end].replace("\n", ""))
            mark, first = None, False


def _with_labels(text: str, pieces: Sequence[tuple[int, int]], known: Collection[str]) -> Iterator[tuple[int, int]]:
    """The pieces, each label that a wide blank parts from its value with it: "整改期限　2025-04-23　　完成时间　2025-04-20"; a label at
    the end of a line that ran on into the next begins a piece of its own: "…未装漏保整改建议　加装漏保"."""
    begin: int | None = None
    for k, (start, stop) in enumerate(pieces):
        at = start if begin is None else begin
        words = text[start:stop].strip(_ENDS)
        last = k + 1 == len(pieces)
        label = next((w for n in range(2, 7) if not last and (w := words[-n:]) + " " in known), None)
        if begin is not None or label is None or (words != label and len(words) < len(label) + _LEAST_BEFORE):
            begin = None
            yield at, stop
            continue
        begin = start + text[start:stop].rindex(label)
        if words != label:
            yield at, begin


_LEAST_BEFORE = 6  # characters before such a label


def _cuts(unit: Unit, model: Model) -> Cuts:
    """Where a unit is cut: at ends of lines, wide blanks, slashes and arrows, before a day that ends a line, around a level in
    brackets, behind a value that others follow."""
    cuts: list[tuple[int, int]] = [m.span() for m in _CUT.finditer(unit.text)]
    cuts += [m.span() for m in _WIDE.finditer(unit.raw)]
    for m in _LEVEL.finditer(unit.text):
        inner = m[0].strip()
        at = m.start() + m[0].index(inner)
        cuts += [(m.start(), at + 1), (at + len(inner) - 1, m.end())]
    cuts += _around_values(unit.text, model)
    cuts += [m.span() for m in _DAY_LAST.finditer(unit.text)]
    cuts += _between_values(unit.text, model)
    cuts += [m.span() for m in _DASH.finditer(unit.text) if _is_no_label(unit.text[: m.start()])]
    return cuts


def _between_sentences(unit: Unit) -> Cuts:
    return [m.span() for m in _SENTENCE.finditer(unit.text)]


def _between_printed(unit: Unit) -> Cuts:
    return [(start, start) for start, _ in unit.pieces[1:]] if unit.table is None else ()


def _pieces(unit: Unit, cuts: Cuts) -> Iterator[tuple[int, int]]:
    """Where the pieces of a unit begin and end."""
    at = 0
    for start, stop in sorted(cuts):
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < len(unit.text) or not unit.text:
        yield at, len(unit.text)


def _around_values(text: str, model: Model) -> Iterator[tuple[int, int]]:
    """Behind a value in brackets that begins a line, and before one that ends it behind a blank: "【已闭环】玻璃裂纹 一般"."""
    if (lead := _IN_BRACKETS.match(text)) is not None and model.is_value(lead[1]):
        yield lead.start(), lead.start(1)
        yield lead.end(1), lead.end()
    if (last := _LAST_WORD.search(text)) is not None and model.is_value(last[1]):
        yield last.start(), last.start(1)


_IN_BRACKETS = re.compile(r"\s*[【\[〔(（]\s*([\u4e00-\u9fff]{1,6})\s*[】\]〕)）]\s*(?=\S)")
_LAST_WORD = re.compile(r"(?<=[\u4e00-\u9fff）)]{4})\s+([\u4e00-\u9fff]{1,6})\s*$")
_DASH = re.compile(r"\s*(?:—{2,}|–{2,}|-{2,})\s*")


def _is_no_label(before: str) -> bool:
    """Whether the words right before a dash are too many to be a label: "中频炉炉坑内有积水——立即抽干"."""
    return len(re.split(r"[\n。；;，,]", before)[-1].strip()) > _LONGEST_LABEL - 3


def _between_values(text: str, model: Model) -> Iterator[tuple[int, int]]:
    """The single blanks behind a value in a short line that has more of them: "一般 已整改", "限 2025-09-20 复核通过 2025-09-18"."""
    if len(text) > _LONGEST_LINE:
        return
    words = list(_WORD.finditer(text))
    values = [i for i, word in enumerate(words) if model.is_value(word[0]) or (i and _NONE.fullmatch(word[0]))]
    for i in values if values[:1] == [0] and len(words) > 1 and values[-1] < len(words) - 1 else values[:-1]:
        yield words[i].end(), words[i + 1].start()


def _between_clauses(text: str, model: Model) -> Iterator[tuple[int, int]]:
    """The commas before a clause that asks for something, and around one that is a value: "…，属于重大隐患，建议…，限5月9日前"."""
    stops = list(_CLAUSE_END.finditer(text))
    begins = [0, *(m.end() for m in stops)]
    values = [model.is_value(text[a : m.start()]) for a, m in zip(begins, stops, strict=False)]
    values.append(model.is_value(text[begins[-1] :]))
    for k, stop in enumerate(stops):
        if values[k] or values[k + 1] or model.asks(text[stop.end() :]):
            yield stop.span()


_NONE = re.compile("[—–-]{1,2}|/|无")
"""What stands for a value where there is none."""
_CLAUSE_END = re.compile(r"[，,。；;]\s*")
_WORD = re.compile(r"\S+")
_LONGEST_LINE = 60


def _labelled(text: str, start: int, stop: int, known: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """(begin, end, label) of the entries that labels part a piece into; what stands before the first has none."""
    found = [m for m in _LABEL.finditer(text[:stop], start) if (m[1] or m[2]) in known]
    if not found:
        spaced = _SPACED.match(text[start:stop])
        if spaced is not None and spaced[1] + " " in known:
            yield start + spaced.end(), stop, spaced[1]
            return
    at, label = start, ""
    for m in found:
        yield at, m.start(), label
        at, label = m.end(), m[1] or m[2]
    yield at, stop, label


def with_labels_apart(atoms: Sequence[Atom], model: Model) -> Sequence[Atom]:
    """The atoms under the labels that stand in units of their own: the same short words more than once, each time before
    something that is none. The same atoms where there are no such labels."""
    counted = Counter(a.text for a in atoms if _may_be_label(a, model))
    words = {text for text, count in counted.items() if count > 1}
    if not words:
        return atoms
    before = Counter(
        a.text
        for a, b in zip(atoms, [*atoms[1:], None], strict=True)
        if a.text in words and b is not None and b.text not in words and not b.label
    )
    words = {text for text in words if before[text] >= _MOST * counted[text]}
    if not words:
        return atoms
    out: list[Atom] = []
    label, table, mark = "", None, None
    for atom in atoms:
        if atom.text in words and not atom.label:
            label, table, mark = atom.text, atom.unit.table, atom.mark
            if mark is not None:
                out.append(replace(atom, stop=atom.start, text=""))
            continue
        if atom.mark is not None or atom.unit.table is not table:
            label = ""
        out.append(replace(atom, label=label) if label and not atom.label else atom)
        label = ""
    return out


_MOST = 0.8


def _may_be_label(atom: Atom, model: Model) -> bool:
    text = atom.text
    return (
        atom.first
        and not atom.label
        and 0 < len(text) <= _LONGEST_LABEL
        and atom.stop == len(atom.unit.text.rstrip(" :："))
        and not any("0" <= c <= "9" for c in text)
        and not model.is_value(text)
    )
