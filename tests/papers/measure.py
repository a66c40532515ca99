"""How much is read right, by structure: papers are written, read and compared in one go.

    python -m tests.papers.measure --half B --each 20
    python -m tests.papers.measure --half A --each 5 --structure flow --misses

Every structure gets ``--each`` papers with the list of covers in every form in turn; a line each for structures, for forms
of the list, for applications and invoices. Half A may be looked at; of half B only the figures are looked at, and a seed
whose misses were printed has become half A.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.papers import coverage_forms, decoys, facts, policy, render, word

ROW = ("code", "per_person", "per_accident", "aggregate", "premium")


@dataclass(frozen=True)
class Task:
    """One paper to write and read."""

    kind: str
    structure: str
    form: str
    seed: str
    half: str


@dataclass(frozen=True)
class Read:
    """What was right: counts of (right, wrong, missed) fields and rows, and the misses in words."""

    task: Task
    kind: str
    fields: tuple[int, int, int]
    rows: tuple[int, int, int]
    misses: tuple[str, ...]


def tasks(half: str, each: int, seed: str) -> Iterator[Task]:
    """Policies of every structure with the forms in turn, applications and invoices of every style."""
    forms = list(coverage_forms.FORMS)
    for k, structure in enumerate(policy.STRUCTURES):
        for n in range(each):
            yield Task("policy", structure, forms[(n + k) % len(forms)], f"{seed}/{half}/{structure}/{n}", half)
    for kind, styles in (("application", decoys.APPLICATIONS), ("invoice", decoys.INVOICES)):
        for style in styles:
            for n in range(max(1, each // 2)):
                yield Task(kind, style, "", f"{seed}/{half}/{kind}/{style}/{n}", half)


def written(task: Task) -> tuple[bytes, str, dict[str, Any], list[dict[str, Any]]]:
    """The paper's bytes, the ending of its name, its fields and its covers."""
    filing = facts.draw("M001", task.seed, task.half)
    rng = random.Random(task.seed)
    if task.kind == "policy":
        paper = policy.Policy(filing, task.structure, task.form)
        blocks = paper.blocks()
        fields = {name: entry["value"] for name, entry in paper.truth().items()}
        rows = [dict(c) for c in filing.coverages]
    else:
        make = {"application": decoys.application, "invoice": decoys.receipt}[task.kind]
        blocks, fields = make(filing, task.structure), decoys.truth(filing, task.kind)
        rows = []
    if rng.random() < 0.15:
        return word.to_docx(blocks, rng), "docx", fields, rows
    return render.to_pdf(blocks, rng, landscape=rng.random() < 0.12), "pdf", fields, rows


def read(task: Task) -> Read:
    """Writes the paper and reads it."""
    from extractor.classify import classify
    from extractor.evidence.sheet import Sheet
    from extractor.kinds import application, invoice
    from extractor.kinds import policy as policies
    from extractor.reading import read as to_document

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    data, ending, fields, rows = written(task)
    document = to_document(data, f"paper.{ending}")
    sheet = Sheet(document)
    extract = {"policy": policies.extract, "application": application.extract, "invoice": invoice.extract}
    found = extract[task.kind](sheet)
    misses, right, wrong, missed = [], 0, 0, 0
    for name, expected in fields.items():
        value = found.fields[name].value if name in found.fields else None
        if expected is None or same(value, expected):
            right += expected is not None
            continue
        wrong += value is not None
        missed += 1
        misses.append(f"{name}: {_plain(value)!r}, printed {_plain(expected)!r}")
    have = [tuple(_plain(row.value(c)) for c in ROW) for row in found.tables.get("coverages", ())]
    hits = 0
    for row in rows:
        want = tuple(_plain(row[c]) for c in ROW)
        if want in have:
            have.remove(want)
            hits += 1
        else:
            misses.append(f"row {want}, near {[h for h in have if h[0] == want[0]]}")
    kind = classify(document, sheet).kind
    if kind != task.kind:
        misses.append(f"kind {kind}")
    return Read(task, kind, (right, wrong, missed), (hits, len(have), len(rows) - hits), tuple(misses))


def same(value: Any, expected: Any) -> bool:
    """Whether what was read is what was printed, blanks and bracket widths aside."""
    return value is not None and _plain(value) == _plain(expected)


def _plain(value: Any) -> Any:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return round(float(value), 2)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str):
        return "".join(value.split()).replace("（", "(").replace("）", ")")
    return value


def f1(counts: tuple[int, ...] | list[int]) -> float:
    """Harmonic mean of precision and recall, 1 where nothing was asked."""
    right, wrong, missed = counts
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def report(results: list[Read]) -> str:
    """A line for each structure and form, and one for all."""
    sums: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0, 0], [0, 0, 0], [0, 0]])
    for r in results:
        for key in (f"{r.task.kind} {r.task.structure}", f"covers {r.task.form}" if r.task.form else "", "all"):
            if key:
                fields, rows, kinds = sums[key]
                for counts, more in ((fields, r.fields), (rows, r.rows)):
                    counts[:] = [a + b for a, b in zip(counts, more, strict=True)]
                kinds[0] += r.kind == r.task.kind
                kinds[1] += 1
    out = [f"{'':24}{'fields':>8}{'rows':>8}{'kinds':>8}{'papers':>8}"]
    for key, (fields, rows, kinds) in sums.items():
        rows_told = f"{f1(rows):8.3f}" if any(rows) else f"{'':8}"
        out.append(f"{key:24}{f1(fields):8.3f}{rows_told}{kinds[0] / kinds[1]:8.3f}{kinds[1]:8}")
    return "\n".join(out)


def main() -> None:
    """Command line."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--half", choices=["A", "B"], default="A")
    ask.add_argument("--each", type=int, default=10, help="papers of each structure")
    ask.add_argument("--seed", default="1")
    ask.add_argument("--structure", help="only this one, or kinds and forms whose name holds it")
    ask.add_argument("--misses", action="store_true", help="what was not read right, for half A")
    ask.add_argument("--workers", type=int, default=2)
    told = ask.parse_args()
    todo = [
        t
        for t in tasks(told.half, told.each, told.seed)
        if not told.structure or told.structure in (t.structure, t.form, t.kind)
    ]
    with ProcessPoolExecutor(told.workers) as pool:
        results = list(pool.map(read, todo, chunksize=4))
    print(report(results))
    if told.misses:
        for r in results:
            for miss in r.misses:
                print(f"{r.task.kind} {r.task.structure}+{r.task.form} {r.task.seed}  {miss}")


if __name__ == "__main__":
    main()
