"""Accuracy over papers of strangers, by kind and by form: ``python -m tests.strangers.measure first [-v]``."""

from __future__ import annotations

import importlib
import sys
from collections import Counter

from extractor import classify, extract
from extractor.classify import KindGuess
from extractor.evidence.sheet import Sheet
from extractor.reading import read
from tests.strangers.kit import Paper, Score, compared_fields, compared_rows, drawn


def measured(paper: Paper) -> tuple[str, Score, Score]:
    """(kind read, fields, rows); fields and rows are read as the paper's own kind, whatever it was taken for."""
    name, data = drawn(paper)
    document = read(data, name)
    sheet = Sheet(document)
    guess = classify(document, sheet)
    if paper.kind == "unknown":
        return guess.kind, Score(), Score()
    record = extract(document, KindGuess(paper.kind, 1.0, ()), sheet)
    return guess.kind, compared_fields(paper, record.fields), compared_rows(paper, record.tables.get(paper.table, ()))


def main(name: str, verbose: bool) -> None:
    module = importlib.import_module(f"tests.strangers.{name}")
    papers = module.PAPERS
    plain = [paper.what for paper in getattr(module, "PLAIN", ())]
    by: dict[str, tuple[Score, Score]] = {}
    kinds: Counter[str] = Counter()
    for paper in papers:
        kind, fields, rows = measured(paper)
        kinds[paper.kind] += kind == paper.kind
        kinds[paper.kind + "/"] += 1
        half = ("plain" if paper.what in plain else "awkward",) if plain else ()
        for group in (paper.kind, paper.form, *half, "all"):
            own = by.setdefault(group, (Score(), Score()))
            own[0].add(fields)
            own[1].add(rows)
        if verbose and (kind != paper.kind or fields.misses or rows.misses):
            print(f"- {paper.what} [{paper.form}]" + (f" KIND {kind} not {paper.kind}" if kind != paper.kind else ""))
            print("".join(f"    {miss}\n" for miss in fields.misses + rows.misses), end="")
    right = sum(n for k, n in kinds.items() if not k.endswith("/"))
    print(f"{name}: {len(papers)} papers, kinds {right}/{len(papers)}")
    for group, (fields, rows) in by.items():
        told = f" kinds {kinds[group]}/{kinds[group + '/']}" if group + "/" in kinds else ""
        print(
            f"  {group:15} fields {fields.f1:.3f} ({fields.right}/{fields.wanted}) rows {rows.f1:.3f} ({rows.right}/{rows.wanted}){told}"
            f" wrong {fields.wrong + rows.wrong}/{fields.values + rows.values}"
        )


if __name__ == "__main__":
    main(sys.argv[1], "-v" in sys.argv)
