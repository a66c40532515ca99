"""What words of a service report tell of a hazard, learned from the reports by hand in ``tests/strangers``.

    python -m bench.hazard_parts without            # each set told by weights that never saw it, and the word lists beside them
    python -m bench.hazard_parts without fiftieth   # one set alone, with what was told wrong
    python -m bench.hazard_parts write              # what the product reads, learned from all of them

Every report is drawn and read, its words cut into atoms as the second reading of hazards cuts them, and each atom set against
the rows that a person read: it tells what is wrong, what is to be done, or neither. NumPy alone; all of it takes a minute.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import tests.strangers
from extractor.evidence.records.atoms import Atom, atoms_of, with_labels_apart
from extractor.evidence.sheet import Sheet
from extractor.hazards.meaning import learned
from extractor.hazards.meaning.learned import UNIT, grams
from extractor.hazards.meaning.record_words import kind_of, tells_defect, tells_remedy
from extractor.hazards.second_reading.record_roles import MODEL
from extractor.reading import read
from tests.strangers.kit import Paper, drawn

CLASSES = ("else", "defect", "advice")
STEPS, RATE, DECAY = 120, 0.15, 0.004
LEAST = 4  # sixty-fourths; smaller weights are left out
WEIGHTS = Path(learned.__file__).with_name("learned.json")
RARE = 2  # papers that must have a gram
SHORT = 4  # characters; shorter words of a row count only where an atom is no more than they are
HALF = 0.6  # of an atom's characters that must belong to a row


@dataclass(frozen=True, slots=True)
class Told:
    """An atom as it is learned: ``told`` is its class, -1 where the set does not say; ``paper`` its set and number."""

    text: str
    label: str
    head: str
    before: str
    after: str
    mark: bool
    first: bool
    table: bool
    told: int
    paper: tuple[str, int]


def _sets() -> Iterator[tuple[str, list[Paper]]]:
    for module in sorted(m.name for m in pkgutil.iter_modules(tests.strangers.__path__)):
        papers = getattr(importlib.import_module(f"tests.strangers.{module}"), "PAPERS", ())
        chosen = [
            p
            for p in papers
            if isinstance(p, Paper)
            and p.kind == "service_report"
            and p.rows is not None
            and (not p.rows or "description" in p.columns.split())
        ]
        if chosen:
            yield module, chosen


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def atoms(paper: Paper) -> list[Atom]:
    """The atoms of a paper, cut most finely."""
    name, data = drawn(paper)
    return list(with_labels_apart(atoms_of(Sheet(read(data, name)).units, MODEL, clauses=True), MODEL))


def told_of(paper: Paper, found: Sequence[Atom]) -> list[int]:
    """The class of each atom, by the rows that a person read of the paper."""
    texts = [bare(a.text) for a in found]
    starts = np.cumsum([0, *map(len, texts)])
    whole = "".join(texts)
    marks = np.zeros(len(whole) + 1, int)
    names = paper.columns.split()
    for column, told in (("advice", 2), ("description", 1)):
        if column in names:
            for row in paper.rows or ():
                _mark(whole, bare(row[names.index(column)] or ""), marks, told, texts, starts)
    unknown = bool(paper.rows) and "advice" not in names
    out = []
    for i, text in enumerate(texts):
        counts = np.bincount(marks[starts[i] : starts[i + 1]], minlength=3)
        best = int(counts[1:].argmax()) + 1
        told = best if counts[best] >= HALF * max(1, len(text)) else 0
        out.append(-1 if unknown and told == 0 and tells_remedy(found[i].text) else told)
    return out


def _mark(whole: str, words: str, marks: Any, told: int, texts: Sequence[str], starts: Any) -> None:
    words = words.rstrip("。;,").lstrip("。;,")
    if len(words) < SHORT:
        for i, text in enumerate(texts):
            if words and text.rstrip("。;,") == words:
                marks[starts[i] : starts[i + 1]] = told
        return
    at = whole.find(words)
    while at >= 0:
        marks[at : at + len(words)] = told
        at = whole.find(words, at + 1)


def gathered() -> list[Told]:
    """All atoms of all sets with their classes."""
    out: list[Told] = []
    for name, papers in _sets():
        for k, paper in enumerate(papers):
            found = atoms(paper)
            classes = told_of(paper, found)
            texts = [bare(a.text) for a in found]
            for i, (atom, told) in enumerate(zip(found, classes, strict=True)):
                out.append(
                    Told(
                        texts[i],
                        bare(atom.label),
                        bare(atom.unit.heading),
                        texts[i - 1] if i else "",
                        texts[i + 1] if i + 1 < len(texts) else "",
                        atom.mark is not None,
                        atom.first,
                        atom.unit.table is not None,
                        told,
                        (name, k),
                    )
                )
    return out


def _size(text: str) -> int:
    return min(7, len(text) // 3)


def around(atom: Told) -> list[str]:
    """What stands around the words: their label, the head of their column, what comes before and after."""
    kind = ("before", kind_of(atom.before) or _size(atom.before)), ("after", kind_of(atom.after) or _size(atom.after))
    out = [f"{where}:{what}" for where, what in kind]
    out += [f"mark:{atom.mark}", f"first:{atom.first}", f"table:{atom.table}", f"kind:{kind_of(atom.text)}"]
    for name, words in (("label", atom.label), ("head", atom.head)):
        out += [f"{name}:{c}" for c in {*words, *(a + b for a, b in pairwise(words))}] or [f"{name}:"]
    out += [f"b:{c}" for c in set(atom.before[:2]) | {atom.before[-2:]}]
    return out


def grams_of(atom: Told, *, wide: bool) -> list[str]:
    return [*grams(atom.text), *around(atom)] if wide else grams(atom.text)


class Bag:
    """Grams of many atoms as numbers, for sums by rows and columns."""

    def __init__(self, rows: Sequence[Sequence[str]], papers: Sequence[Any]) -> None:
        seen: dict[str, set[Any]] = {}
        for found, paper in zip(rows, papers, strict=True):
            for gram in found:
                seen.setdefault(gram, set()).add(paper)
        self.names = sorted(g for g, where in seen.items() if len(where) >= RARE)
        at = {g: i for i, g in enumerate(self.names)}
        inside = [[at[g] for g in found if g in at] for found in rows]
        self.columns = np.array([c for row in inside for c in row], dtype=np.int64)
        self.sizes = np.array([len(row) for row in inside])
        self.begins = np.r_[0, np.cumsum(self.sizes)]

    def take(self, rows: Any) -> tuple[Any, Any]:
        """(columns, row of each) of some rows."""
        sizes = self.sizes[rows]
        columns = np.concatenate([self.columns[self.begins[r] : self.begins[r + 1]] for r in rows])
        return columns, np.repeat(np.arange(len(rows)), sizes)


def fitted(bag: Bag, rows: Any, told: Any) -> tuple[Any, Any]:
    """(weights by gram and class, weights of the classes) that make ``told`` likeliest: logistic regression, by Adam."""
    columns, row_of = bag.take(rows)
    n, m, k = len(rows), len(bag.names), len(CLASSES)
    want = np.eye(k)[told]
    weights, base = np.zeros((m, k)), np.zeros(k)
    first, second = np.zeros((m + 1, k)), np.zeros((m + 1, k))
    for step in range(1, STEPS + 1):
        slope = (_shares(_sums(weights, columns, row_of, n) + base) - want) / n
        grown = np.stack([np.bincount(columns, slope[row_of, c], m) for c in range(k)], 1) + DECAY / 100 * weights
        both = np.vstack([grown, slope.sum(0)])
        first, second = 0.9 * first + 0.1 * both, 0.99 * second + 0.01 * both**2
        move = RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights, base = weights - move[:-1], base - move[-1]
    return weights, base


def _sums(weights: Any, columns: Any, row_of: Any, n: int) -> Any:
    return np.stack([np.bincount(row_of, weights[columns, c], n) for c in range(weights.shape[1])], 1)


def _shares(odds: Any) -> Any:
    raised = np.exp(odds - odds.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def shares(bag: Bag, model: tuple[Any, Any], rows: Any) -> Any:
    columns, row_of = bag.take(rows)
    return _shares(_sums(model[0], columns, row_of, len(rows)) + model[1])


def write(sets_left_out: Sequence[str]) -> None:
    """Learn from all sets but some, and write the weights that the product reads."""
    told = [t for t in gathered() if t.told >= 0 and t.paper[0] not in sets_left_out]
    bag = Bag([grams(t.text) for t in told], [t.paper for t in told])
    weights, base = fitted(bag, np.arange(len(told)), np.array([t.told for t in told]))
    against = np.rint((weights[:, 1:] - weights[:, :1]) * UNIT).astype(int)
    against[abs(against) < LEAST] = 0
    lines: dict[str, list[str]] = {}
    for gram, pair in zip(bag.names, against.tolist(), strict=True):
        if any(pair):
            shown = json.dumps(gram, ensure_ascii=False), json.dumps(pair, separators=(",", ":"))
            lines.setdefault(gram[:2] if gram[0] in "^$" else gram[0], []).append(":".join(shown))
    odds = np.rint((base[1:] - base[0]) * UNIT).astype(int).tolist()
    body = ",\n".join(",".join(several) for several in lines.values())
    WEIGHTS.write_text(f'{{"base":{json.dumps(odds)},"grams":{{\n{body}\n}}}}\n', "utf-8")
    print(f"{sum(map(len, lines.values()))} grams of {len(told)} atoms, {WEIGHTS.stat().st_size} bytes")


def by_lists(atom: Told) -> int:
    """What the word lists say."""
    return 1 if tells_defect(atom.text) else 2 if tells_remedy(atom.text) else 0


def without(only: Sequence[str]) -> None:
    """Leave each set out in turn (an eleventh of them at a time where all are asked for), and say how it is told."""
    told = gathered()
    names = sorted({t.paper[0] for t in told})
    groups = [[n] for n in only] if only else [names[i::11] for i in range(11)]
    where = np.array([names.index(t.paper[0]) for t in told])
    truth = np.array([t.told for t in told])
    print(f"{len(told)} atoms of {len({t.paper for t in told})} papers:", Counter(truth.tolist()))
    for wide in (False, True):
        bag = Bag([grams_of(t, wide=wide) for t in told], [t.paper for t in told])
        guess = np.full(len(told), -1)
        sure = np.zeros(len(told))
        for group in groups:
            out = np.isin(where, [names.index(n) for n in group])
            model = fitted(bag, np.flatnonzero(~out & (truth >= 0)), truth[~out & (truth >= 0)])
            rows = np.flatnonzero(out)
            likely = shares(bag, model, rows)
            guess[rows], sure[rows] = likely.argmax(1), likely.max(1)
        asked = (guess >= 0) & (truth >= 0)
        _say("words and what is around" if wide else "words alone", told, truth, guess, asked)
        if only:
            for i in map(int, np.flatnonzero(asked & (guess != truth))):
                one = told[i]
                print(f"  {CLASSES[truth[i]]} as {CLASSES[guess[i]]} {sure[i]:.2f}: {one.label}|{one.text[:60]}")
    lists = np.array([by_lists(t) for t in told])
    _say("word lists (which have seen all sets)", told, truth, lists, asked)


def _say(title: str, told: Sequence[Told], truth: Any, guess: Any, asked: Any) -> None:
    figures = []
    for c in (1, 2):
        right = ((guess == c) & (truth == c) & asked).sum()
        figures.append(
            f"{CLASSES[c]} {right / max(1, ((guess == c) & asked).sum()):.3f} / {right / max(1, ((truth == c) & asked).sum()):.3f}"
        )
    wrong: Counter[Any] = Counter()
    for i in map(int, np.flatnonzero(asked)):
        wrong[told[i].paper] += int((guess[i] == 1) != (truth[i] == 1))
    whole = sum(n == 0 for n in wrong.values())
    rightly = ((guess == truth) & asked).sum() / asked.sum()
    print(
        f"{title:38} right {rightly:.3f}; precision / recall: {'; '.join(figures)}; all defects and no other: {whole}/{len(wrong)}"
    )


def main() -> None:
    ways = {"write": write, "without": without}
    if len(sys.argv) < 2 or sys.argv[1] not in ways:
        sys.exit(__doc__)
    ways[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
