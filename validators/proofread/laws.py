"""Statutes cited that hold no more."""

from __future__ import annotations

from collections.abc import Iterator

from validators.citation import Citation
from validators.proofread.lexicon import load
from validators.proofread.paper import Defect, Paper

_STATE = "中华人民共和国"


def detect(paper: Paper) -> Iterator[Defect]:
    """A law repealed before the paper was issued; or since, where a day to look from is given."""
    issued = paper.record.value("date_issued")
    for one in load("laws")["laws"]:
        before = issued is not None and one["until"] <= issued
        if not before and not (paper.as_of is not None and one["until"] <= paper.as_of):
            continue
        for row in paper.record.rows("citations"):
            title = row.value("title")
            if title and title.removeprefix(_STATE) in one["titles"]:
                yield Defect(
                    "cited_law_repealed",
                    "warning" if before else "note",
                    paper.place_of(row.cells["title"]),
                    f"引用的《{title}》自{one['until']}起废止，由《{one['successor']}》取代",
                    f"{title} was repealed on {one['until']}",
                    {"title": title, "repealed": one["until"]},
                    basis=Citation(one["successor"], one["successor"], one["article"], confidence=one["confidence"]),
                )
