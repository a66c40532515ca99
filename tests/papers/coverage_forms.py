"""The list of covers, in every form that insurers print: a function for each, from covers to blocks.

``Form`` gets what a form needs of the paper: how it writes sums, words of its half, and its random numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.papers.render import Block

COLUMNS = ("per_person", "per_accident", "aggregate", "premium")
HEADS = {
    "per_person": "person_col",
    "per_accident": "accident_col",
    "aggregate": "aggregate_col",
    "premium": "premium_col",
}
Cover = dict[str, Any]


@dataclass
class Form:
    """``limit`` writes a limit without its unit, ``unit`` is "" where the writing carries it."""

    covers: list[Cover]
    premium: Any
    rng: random.Random
    word: Callable[[str, str], str]
    limit: Callable[[Any], str]
    unit: str

    def __post_init__(self) -> None:
        above = bool(self.unit) and self.rng.random() < 0.5  # the unit stands on a line above the table
        self.mark = f"（{self.unit}）" if self.unit and not above else ""
        self.caption: list[Block] = (
            [
                (
                    "right",
                    self.rng.choice([f"单位：{self.unit}（保费单位：元）", f"限额单位：人民币{self.unit}"]),
                )
            ]
            if above
            else []
        )
        self.blank = self.rng.choice(["—", "/", "-", "不适用"])
        self.total = self.word("sections", "total")
        self.money = f"{self.premium:,.2f}"
        self.look = self.rng.choice(["full", "full", "rule", "none"])

    def head(self, column: str) -> str:
        return self.word("sections", HEADS[column]) + ("（元）" if column == "premium" else self.mark)

    def cell(self, cover: Cover, column: str) -> str:
        value = cover[column]
        if value is None:
            return self.blank
        return f"{value:,.2f}" if column == "premium" else self.limit(value)

    def told(self, cover: Cover, column: str) -> str:
        """The sum with its unit, for running text."""
        return f"{cover[column]:,.2f}元" if column == "premium" else self.limit(cover[column]) + self.unit


def _table(f: Form) -> list[Block]:
    number = f.rng.random() < 0.4
    rows: list[list[Any]] = [
        (["序号"] if number else []) + [f.word("sections", "cover_name"), *[f.head(c) for c in COLUMNS]]
    ]
    rows += [
        ([str(i + 1)] if number else []) + [c["name"], *[f.cell(c, k) for k in COLUMNS]] for i, c in enumerate(f.covers)
    ]
    rows.append([(f.total, 4 + number, 1), f.money])
    return [*f.caption, ("table", rows, 1, f.look)]


def _long(f: Form) -> list[Block]:
    return [("gap", f.rng.randrange(30, 80)), *_table(f)]


def _transposed(f: Form) -> list[Block]:
    rows: list[list[Any]] = [[f.word("sections", "cover_name"), *[c["name"] for c in f.covers], f.total]]
    rows += [[f.head(k), *[f.cell(c, k) for c in f.covers], f.money if k == "premium" else ""] for k in COLUMNS]
    return [*f.caption, ("table", rows, 1, "full")]


def _lines(f: Form) -> list[Block]:
    heads = {k: f.head(k) for k in COLUMNS}
    pairs = [(c["name"], "，".join(f"{heads[k]}{f.cell(c, k)}" for k in COLUMNS if c[k] is not None)) for c in f.covers]
    return [*f.caption, ("fields", f.rng.choice(["lines", "leaders"]), pairs)]


def _prose(f: Form) -> list[Block]:
    return [("list", f.rng.choice(["1.", "（一）", "·", ""]), [_sentence(f, c) for c in f.covers])]


def _sentence(f: Form, c: Cover) -> str:
    rng = f.rng
    parts = []
    for column, words in (
        ("per_person", ["每人限额", "每人最高赔付"]),
        ("per_accident", ["每次事故限额", "每次事故最高赔付"]),
        ("aggregate", ["累计限额", "全年累计"]),
    ):
        if c[column] is not None:
            parts.append(rng.choice(words) + f.told(c, column))
    return f"{c['name']}：{'，'.join(parts)}，{rng.choice(['对应保险费', '保费', '分项保费'])}{c['premium']:,.2f}元。"


def _dimensions(f: Form) -> list[Block]:
    """A line for each limit, the cover's name beside all of its lines."""
    rows: list[list[Any]] = [
        [f.word("sections", "cover_name"), f.rng.choice(["限额类型", "口径", ""]), f"限额{f.mark}", "保险费（元）"]
    ]
    for c in f.covers:
        have = [k for k in COLUMNS[:3] if c[k] is not None]
        for n, k in enumerate(have):
            lead: list[Any] = [(c["name"], 1, len(have))] if n == 0 else []
            tail: list[Any] = [(f.cell(c, "premium"), 1, len(have))] if n == 0 else []
            rows.append([*lead, f.word("sections", HEADS[k]), f.limit(c[k]), *tail])
    return [*f.caption, ("table", rows, 1, "full")]


def _strokes(f: Form) -> list[Block]:
    """All limits of a cover in one cell, parted by strokes as the header says."""
    rows: list[list[Any]] = [[f.word("sections", "cover_name"), f"每人/每次事故/累计限额{f.mark}", f.head("premium")]]
    rows += [
        [
            c["name"],
            "/".join("-" if c[k] is None else f.limit(c[k]).replace("/", "") for k in COLUMNS[:3]),
            f.cell(c, "premium"),
        ]
        for c in f.covers
    ]
    rows.append([(f.total, 2, 1), f.money])
    return [*f.caption, ("table", rows, 1, "full")]


def _storeys(f: Form) -> list[Block]:
    """A header in two storeys whose lower one says only 每人, 每次, 累计."""
    low = f.rng.choice([("每人", "每次", "累计"), ("人", "次", "年"), ("每人", "每次事故", "年度累计")])
    rows: list[list[Any]] = [
        [
            (f.word("sections", "cover_name"), 1, 2),
            (f"{f.word('sections', 'limits')}{f.mark}", 3, 1),
            (f.head("premium"), 1, 2),
        ],
        list(low),
    ]
    rows += [[c["name"], *[f.cell(c, k) for k in COLUMNS]] for c in f.covers]
    rows.append([(f.total, 4, 1), f.money])
    return [*f.caption, ("table", rows, 2, "full")]


def _headed(f: Form) -> list[Block]:
    """Each cover under a heading of its own, its sums on the line below."""
    blocks: list[Block] = []
    for i, c in enumerate(f.covers):
        parts = [f.word("sections", HEADS[k]) + " " + f.told(c, k) for k in COLUMNS if c[k] is not None]
        blocks += [("para", f"{i + 1}) {c['name']}"), ("para", "；".join(parts))]
    return blocks


def _after(f: Form) -> list[Block]:
    """Sums named after themselves: 50万元/人，500万元/次."""
    names = {"per_person": "/人", "per_accident": "/次", "aggregate": "/年"}
    rows: list[list[Any]] = [[f.word("sections", "cover_name"), f.word("sections", "limits"), f.head("premium")]]
    rows += [
        [c["name"], "，".join(f.told(c, k) + names[k] for k in COLUMNS[:3] if c[k] is not None), f.cell(c, "premium")]
        for c in f.covers
    ]
    return [("table", rows, 1, "full")]


FORMS: dict[str, Callable[[Form], list[Block]]] = {
    "table": _table,
    "long": _long,
    "transposed": _transposed,
    "lines": _lines,
    "prose": _prose,
    "dimensions": _dimensions,
    "strokes": _strokes,
    "storeys": _storeys,
    "headed": _headed,
    "after": _after,
}
WITH_TOTAL = frozenset({"table", "long", "transposed", "strokes", "storeys"})
"""Forms that print the whole premium."""
