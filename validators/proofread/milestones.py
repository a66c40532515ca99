"""Steps in time: a later step that ends before the one it follows, and what the years in a text say of its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from extractor.text.fold import fold
from extractor.values import doc_number
from validators.proofread.dates import Deadline, deadlines
from validators.proofread.paper import Defect, Item, Paper

_STEPS = re.compile(r"步骤|阶段|进度|安排|时间")
_FOLLOWS = re.compile(r"评估|总结|验收|整改|巩固|检查|考核|推广|提升|回头看")
_MIDWAY = re.compile(r"中期|半年|期中|季度|每月|同步")
_GOAL = re.compile(
    r"(?:到|至)\s*(?P<y>20\d{2})\s*年|从\s*(?P<y2>20\d{2})\s*年(?:\s*开始|起)|(?P<y3>20\d{2})\s*年(?:\s*\d{1,2}\s*月)?(?:底|末)前"
)


@dataclass(frozen=True)
class Step:
    """A numbered step with the deadlines it names."""

    item: Item
    ends: tuple[Deadline, ...]

    @property
    def last(self) -> Deadline:
        return max(self.ends, key=lambda d: d.day)

    @property
    def first(self) -> Deadline:
        return min(self.ends, key=lambda d: d.day)


def detect(paper: Paper) -> Iterator[Defect]:
    """Steps out of order; the likelier of two years."""
    for run in _runs(paper):
        yield from _order(run)
    yield from _likelier_year(paper)


def _runs(paper: Paper) -> Iterator[list[Step]]:
    """The steps under a heading that speaks of steps: siblings of one style, in order."""
    run: list[Step] = []
    style, under_steps = "", False
    for item in paper.items():
        if item.mark is None:
            continue
        if len(item.text) < 30 and _STEPS.search(item.text) and item.mark.style in ("cn", "cnb", "chapter"):
            if run:
                yield run
            run, style, under_steps = [], "", True
            continue
        if not under_steps:
            continue
        if style and item.mark.style != style and item.mark.style in ("cn", "chapter"):
            yield run
            run, style, under_steps = [], "", False
            continue
        style = style or item.mark.style
        ends = tuple(deadlines(fold(item.text)))
        if item.mark.style == style and ends:
            run.append(Step(item, ends))
    if run:
        yield run


def _order(run: list[Step]) -> Iterator[Defect]:
    """The review of a stage is due before the stage itself ends."""
    for before, after in pairwise(run):
        text = after.item.text
        if after.first.day < before.last.day and _FOLLOWS.search(text) and not _MIDWAY.search(text):
            early, late = after.first, before.last
            yield Defect(
                "milestones_out_of_order",
                "warning",
                (
                    before.item.place(late.at, late.at + len(late.words)),
                    after.item.place(early.at, early.at + len(early.words)),
                ),
                f"后一步骤“{early.words.strip()}”（{early.day}）早于前一步骤的期限“{late.words.strip()}”（{late.day}）",
                f"a later step is due on {early.day}, before the step it follows ends on {late.day}",
                {"before": late.day, "after": early.day},
            )


def _likelier_year(paper: Paper) -> Iterator[Defect]:
    """Two years for one paper: the goals in its text and the papers it cites say which one is the slip."""
    issued, printed = paper.record.value("date_issued"), paper.record.value("date_printed")
    if not isinstance(issued, date) or not isinstance(printed, date) or issued.year == printed.year:
        return
    goals = [(s, m, int(m["y"] or m["y2"] or m["y3"])) for s in paper.sentences for m in _GOAL.finditer(s.text)]
    cited = [number.year for line in paper.lines for *_, number in doc_number.find_all(line.text)]
    if not goals:
        return
    first = min(year for *_, year in goals)
    fits = [day for day in (issued, printed) if max(cited, default=day.year) <= day.year <= first]
    if len(fits) == 1:
        wrong = issued if fits[0] == printed else printed
        yield Defect(
            "year_that_the_text_supports",
            "note",
            tuple(s.place(*m.span(), 4) for s, m, _ in goals),
            f"正文的目标年份与{fits[0].year}年相符，{wrong}的年份可能是笔误",
            f"the goals in the text fit {fits[0].year}; the year of {wrong} is probably the slip",
            {"likely": fits[0], "slip": wrong},
        )
