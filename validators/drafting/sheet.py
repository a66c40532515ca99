"""A notice's scheme of scoring as a draft score sheet: sections with weights, items with steps and caps, bands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from extractor.record import Record, Row
from validators.drafting.as_yaml import Dumper
from validators.drafting.places import QUOTE, quote_of
from validators.drafting.suggestion import Head
from validators.scores import ScoreError, parse


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sheet's text, where each demand stands in it (by identity), and what a person must mend."""

    text: str
    places: Mapping[int, str]
    gaps: tuple[str, ...]

    def item_of(self, demand: Row) -> str:
        """The name of the section, item or band made of the demand; "" where it found no place."""
        return self.places.get(id(demand), "")


def sheet_of(record: Record, head: Head, slug: str) -> Drawn | None:
    """The score sheet of the notice; None where it scores nobody."""
    rows = [row for row in record.rows("obligations") if row.value("kind") == "score"]
    items = [row for row in rows if row.value("subject") == "score_item"]
    if not items:
        return None
    weights = [row for row in rows if row.value("subject") == "score_weight"]
    bands = [row for row in rows if row.value("subject") == "score_band"]
    places: dict[int, str] = {}
    sections = [*_sections(record, weights, items, places)]
    total = sum((section["weight"] for section in sections), 0)
    table = {
        "name": slug, "pack": slug, "title": str(next(iter(record.value("attachments") or ()), "") or head.title or "评分细则"),
        "document": head.document, "article": _root(items[0]), "region": head.region, "in_force": {"from": head.since, "to": head.until},
        "total": total, "notes": [], "sections": sections, "bands": [*_bands(record, bands, places, total)],
    }  # fmt: skip
    text = yaml.dump(table, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    return Drawn(text, places, tuple(_gaps(text, slug, bands)))


def _gaps(text: str, slug: str, bands: Sequence[Row]) -> Iterator[str]:
    if not bands:
        yield "评分表没有读出等级，bands 里只有一档"
    try:
        parse(text, f"{slug}.score.yaml")
    except ScoreError as error:
        yield f"评分表草案还不能用：{error}"


def _root(row: Row) -> str:
    return re.sub(r"第?\d+项?$", "", str(row.value("path") or "")) or "附件"


def _sections(
    record: Record, weights: Sequence[Row], items: Sequence[Row], places: dict[int, str]
) -> Iterator[dict[str, Any]]:
    """Sections in printed order, each with the items that name it; without weights each section weighs its caps."""
    names = list(
        dict.fromkeys(
            [
                *(str(w.value("section") or w.value("act") or "") for w in weights),
                *(str(i.value("section") or "") for i in items),
            ]
        )
    )
    number = 0
    for index, name in enumerate(names, 1):
        mine = [row for row in items if str(row.value("section") or "") == name]
        weight = next((w for w in weights if str(w.value("section") or w.value("act") or "") == name), None)
        if not mine:
            continue
        made = []
        for group in _by_item(mine):
            number += 1
            made.append(_item(record, group, number, places))
        if weight is not None:
            places[id(weight)] = f"section-{index}"
        worth = (
            weight.value("value")
            if weight is not None
            else sum((Decimal(str(item["cap"])) for item in made), Decimal(0))
        )
        yield {
            "name": f"section-{index}",
            "zh": name or f"第{index}部分",
            "en": f"Section {index}",
            "weight": _number(worth),
            "items": made,
        }


def _by_item(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each item together: the steps of a ladder share a clause, an item of its own does not."""
    groups: list[list[Row]] = []
    for row in rows:
        ladder = row.value("value") is not None
        if (
            groups
            and ladder
            and groups[-1][0].value("path") == row.value("path")
            and groups[-1][0].value("value") is not None
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _item(record: Record, rows: Sequence[Row], number: int, places: dict[int, str]) -> dict[str, Any]:
    first = rows[0]
    name = f"item-{number}"
    places.update((id(row), name) for row in rows)
    about = re.sub(r"\s+", "", str(first.value("act") or first.value("text")))[:40]
    out: dict[str, Any] = {
        "name": name,
        "number": number,
        "way": "once",
        "zh": about,
        "en": f"Item {number}",
        "quote": _quote(record, first),
    }
    asked = {"zh": f"{about}：次数", "en": f"cases of item {number}"}
    points, cap = first.value("points"), first.value("cap")
    if len(rows) > 1 or first.value("value") is not None:
        steps = [*_steps(record, rows)]
        most = max((Decimal(str(step["points"])) for step in steps), default=Decimal(0))
        return {**out, "way": "steps", "cap": _number(most), "ratio": "entered", "steps": steps,
                "entered": {"unit": "%", "zh": f"{about}：比例", "en": f"ratio of item {number}", "most": 1000}}  # fmt: skip
    if first.value("direction") == "add":
        worth = cap if cap is not None else points
        return {
            **out,
            "way": "stars",
            "cap": _number(worth),
            "entered": {"unit": "分", "zh": f"{about}：得分", "en": f"points of item {number}", "most": _number(worth)},
        }
    if cap is not None and points is not None and cap != points:
        return {**out, "way": "each", "step": _number(points), "cap": _number(cap), "entered": {"unit": "次", **asked}}
    worth = points if points is not None else cap
    return {
        **out,
        "cap": _number(worth),
        "entered": {
            "unit": "0或1",
            "zh": f"{about}：有填1，没有填0",
            "en": f"1 where item {number} happened, else 0",
            "most": 1,
        },
    }


def _steps(record: Record, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The ladder from high to low; where nothing at all has its own step, the lowest range begins above it."""
    none_at_all = any(row.value("value") == 0 and row.value("value2") is None for row in rows)
    for row in sorted(rows, key=lambda r: (-(r.value("value") or Decimal(0)), r.value("value2") is None)):
        least = row.value("value") or Decimal(0)
        edge = "above" if least == 0 and row.value("value2") is not None and none_at_all else "least"
        yield {edge: _number(least), "points": _number(row.value("points") or Decimal(0)), "quote": _quote(record, row)}


def _low(row: Row) -> Decimal:
    """Where a band begins: one that only says what it stays below begins at nothing."""
    least: Decimal | None = None if row.value("operator") in ("less", "at_most") else row.value("value")
    return least or Decimal(0)


def _bands(record: Record, rows: Sequence[Row], places: dict[int, str], total: Any) -> Iterator[dict[str, Any]]:
    for index, row in enumerate(sorted(rows, key=lambda r: -_low(r)), 1):
        places[id(row)] = f"band-{index}"
        what = re.sub(r"\s+", "", str(row.value("act") or row.value("text")))[:60]
        yield {"least": _number(_low(row)), "quote": _quote(record, row), "zh": what, "en": f"Band {index}"}
    if not any(_low(row) == 0 for row in rows):
        yield {"least": 0, "quote": "", "zh": "其余", "en": "The rest"}


def _quote(record: Record, row: Row) -> str:
    reading = row.cells.get("points") or row.cells.get("value") or row.cells["text"]
    return re.sub(r"\s+", "", quote_of(record, row.value("number"), reading) or reading.span.text)[:QUOTE]


def _number(value: Any) -> int | float:
    amount = Decimal(str(value if value is not None else 0))
    return int(amount) if amount == amount.to_integral_value() else float(amount)
