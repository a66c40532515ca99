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
_HEAD = 40  # the days of a stage stand in its heading
_RANGE = re.compile(
    r"(?:(?P<y1>20\d{2})\s*年\s*)?(?P<m1>1[0-2]|[1-9])\s*月(?:\s*(?P<d1>\d{1,2})\s*日)?\s*(?:[-—~]{1,2}|至|到)\s*"
    r"(?:(?P<y2>20\d{2})\s*年\s*)?(?P<m2>1[0-2]|[1-9])\s*月(?:\s*(?P<d2>\d{1,2})\s*日)?"
)
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


@dataclass(frozen=True)
class Range:
    """A step's own days: from and to, the words, and where in the item they stand. Days without a year bear year 0."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    words: str
    at: int


def _range(text: str) -> Range | None:
    """The first range of days or months in a step's heading; None where it has none, or the end is 次年."""
    match = _RANGE.search(text[:_HEAD])
    if match is None:
        return None
    y1, m1, d1, y2, m2, d2 = (int(v) if v else 0 for v in match.group("y1", "m1", "d1", "y2", "m2", "d2"))
    return Range((y1, m1, d1 or 1), (y2 or y1, m2, d2 or 31), match.group(), match.start())


def detect(paper: Paper) -> Iterator[Defect]:
    """Steps out of order; the likelier of two years."""
    for run in _runs(paper):
        yield from _order([step for step in run if step.ends])
        yield from _ranges(run)
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
        if item.mark.style == style and (ends or _range(fold(item.text))):
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


def _ranges(run: list[Step]) -> Iterator[Defect]:
    """A stage that begins before the one above it ends, or ends before it begins."""
    spans = [(step, held) for step in run if (held := _range(fold(step.item.text)))]
    for step, held in spans:
        if held.first[0] and held.last < held.first:
            yield Defect(
                "stage_ends_before_it_begins",
                "error",
                (step.item.place(held.at, held.at + len(held.words)),),
                f"“{held.words}”止期早于起期",
                f"the stage ends before it begins: {held.words}",
            )
    for (before, above), (after, below) in pairwise(spans):
        text = after.item.text
        same_years = bool(above.first[0]) == bool(below.first[0]) and above.first <= above.last
        if same_years and below.first < above.last and _FOLLOWS.search(text) and not _MIDWAY.search(text):
            yield Defect(
                "milestones_out_of_order",
                "warning",
                (
                    before.item.place(above.at, above.at + len(above.words)),
                    after.item.place(below.at, below.at + len(below.words)),
                ),
                f"后一阶段“{below.words}”开始时，前一阶段“{above.words}”尚未结束",
                f"a stage ({below.words}) begins before the one above it ({above.words}) ends",
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
