"""Bars as SVG, drawn here: upright ones made of several series, and ones that lie under one another.

Nothing is loaded for them and a drawing takes less than a millisecond, where vl-convert takes a second for its first (``api.charts``, which
draws what is not made of bars). Letters are shown in the page's own, which nobody here knows: widths are estimates.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from markupsafe import Markup

LETTERS = 12
"""Pixels of a letter's height."""
ROW, BAR = 27, 18
"""Pixels from one lying bar to the next, and of its thickness."""
LEGEND, AXIS = 23, 22
"""Pixels above upright bars and under them."""
TICKS = 4
GAP = 0.28
"""Of the way from one upright bar to the next that stays empty."""
APART = 18
"""Pixels between two labels of months at least."""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a stacked chart: the column of the rows, its name for people, the stylesheet's colour."""

    column: str
    name: str
    colour: str


def lying(rows: Sequence[Mapping[str, Any]], colour: str, unit: str, width: int, most: int) -> Markup:
    """The rows of ``api.charts.bars``; names are cut at ``most`` pixels."""
    names = [_cut(str(row["name"]), most) for row in rows]
    shown = [str(row.get("shown", f"{row['n']:,}{unit}")) for row in rows]
    left, right = max(map(wide, names)) + 8, max(map(wide, shown)) + 10
    top = max((float(row["n"]) for row in rows), default=1.0) or 1.0
    room = max(20.0, width - left - right)
    drawn: list[Markup] = []
    for at, (row, name, said) in enumerate(zip(rows, names, shown, strict=True)):
        y = 4 + ROW * at
        long = float(row["n"]) / top * room
        middle = y + (ROW + LETTERS) / 2 - 2
        label = f"{row['name']} {row.get('shown', row['n'])}{'' if 'shown' in row else unit}"
        drawn += [
            _text(left - 6, middle, name, "var(--ink)", "end"),
            _bar(left, y + (ROW - BAR) / 2, long, BAR, colour, 2, label, str(row.get("href", ""))),
            _text(left + long + 6, middle, said, "var(--ink)"),
        ]
    return _svg(width, 8 + ROW * len(rows), drawn)


def upright(rows: Sequence[Mapping[str, Any]], x: str, series: Sequence[Series], width: int, height: int) -> Markup:
    """The rows of ``api.charts.stacked``."""
    highest = max(sum(row[one.column] or 0 for one in series) for row in rows)
    step = _step(highest)
    top = step * max(1, math.ceil(highest / step))
    numbers = [f"{n:,}" for n in range(0, top + 1, step)]
    left, tall = max(map(wide, numbers)) + 8, height - LEGEND - AXIS
    room, ground = width - left - 2, height - AXIS
    drawn = list(_legend(series, left))
    for n, said in zip(range(0, top + 1, step), numbers, strict=True):
        y = ground - n / top * tall
        drawn += [
            _line(left, y, left + room, "var(--line)" if n else "var(--line-strong)"),
            _text(left - 6, y + 4, said, "var(--soft)", "end"),
        ]
    every = room / len(rows)
    free = 0.0
    for at, row in enumerate(rows):
        middle = left + every * (at + 0.5)
        drawn += _stack(row, x, series, middle - every * (1 - GAP) / 2, every * (1 - GAP), ground, tall / top)
        half = wide(str(row[x])) / 2
        if middle - half >= free and middle + half <= width:
            drawn.append(_text(middle, ground + 15, str(row[x]), "var(--soft)", "middle"))
            free = middle + half + APART
    return _svg(width, height, drawn)


def _stack(
    row: Mapping[str, Any], x: str, series: Sequence[Series], left: float, thick: float, ground: float, scale: float
) -> Iterator[Markup]:
    """One upright bar, from the ground up."""
    links = row.get("links") or {}
    for one in series:
        n = row[one.column]
        if n:
            tall = n * scale
            ground -= tall
            label = f"{row[x]} {one.name} {n:,}"
            yield _bar(left, ground, thick, tall, one.colour, 1, label, links.get(one.column, ""))


def _legend(series: Sequence[Series], left: float) -> Iterator[Markup]:
    for one in series:
        yield Markup('<rect x="{}" y="2" width="9" height="9" fill="{}"/>').format(_px(left), one.colour)
        yield _text(left + 14, 11, one.name, "var(--soft)")
        left += 28 + wide(one.name)


def _step(highest: float) -> int:
    """Between two numbers at the side: 1, 2 or 5 and noughts, so that there are some four of them.

    >>> _step(3), _step(10), _step(47), _step(1200)
    (1, 2, 10, 200)
    """
    rough = max(1.0, highest / TICKS)
    power = 10 ** math.floor(math.log10(rough))
    return int(power * min((1, 2, 5, 10), key=lambda n: abs(math.log(n * power / rough))))


def wide(text: str) -> float:
    """About how many pixels a text takes.

    >>> wide("通过"), wide("2025-01")
    (24.0, 46.2)
    """
    letters = sum(east_asian_width(letter) in "WFA" for letter in text)
    return letters * LETTERS + round((len(text) - letters) * 0.55 * LETTERS, 1)


def _cut(text: str, most: int) -> str:
    """As much of a text as has room.

    >>> _cut("保险期间", 40), _cut("保险期间", 48)
    ('保险…', '保险期间')
    """
    if wide(text) <= most:
        return text
    while text and wide(text) + LETTERS > most:
        text = text[:-1]
    return f"{text}…"


# --- pieces ----------------------------------------------------------------------------------------------------------

_BAR = Markup(
    '<path aria-label="{said}" role="graphics-symbol" aria-roledescription="bar" '
    'd="M{x},{y}h{w}a{r},{r} 0 0 1 {r},{r}v{h}a{r},{r} 0 0 1 -{r},{r}h-{w}Z" fill="{colour}"><title>{said}</title></path>'
)
_TEXT = Markup(
    '<text x="{}" y="{}" text-anchor="{}" font-family="inherit" font-size="{}px" fill="{}" aria-hidden="true">{}</text>'
)
_LINE = Markup('<path aria-hidden="true" d="M{x},{y}H{to}" stroke="{colour}" stroke-width="1"/>')
_SVG = Markup(
    '<svg role="img" focusable="false" xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="{w}" height="{h}" '
    'viewBox="0 0 {w} {h}">{drawn}</svg>'
)


def _bar(x: float, y: float, w: float, h: float, colour: str, round_: float, said: str, href: str) -> Markup:
    r = min(round_, w, h / 2)
    bar = _BAR.format(said=said, x=_px(x), y=_px(y), w=_px(w - r), h=_px(h - 2 * r), r=_px(r), colour=colour)
    return Markup('<a href="{}">{}</a>').format(href, bar) if href else bar


def _text(x: float, y: float, text: str, colour: str, anchor: str = "start") -> Markup:
    return _TEXT.format(_px(x), _px(y), anchor, LETTERS, colour, text)


def _line(x: float, y: float, to: float, colour: str) -> Markup:
    return _LINE.format(x=_px(x), y=_px(round(y) + 0.5), to=_px(to), colour=colour)


def _svg(width: int, height: int, drawn: Sequence[Markup]) -> Markup:
    return _SVG.format(w=width, h=height, drawn=Markup("").join(drawn))


def _px(number: float) -> str:
    """
    >>> _px(12.0), _px(0.256)
    ('12', '0.26')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")
