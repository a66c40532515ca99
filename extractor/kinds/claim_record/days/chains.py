"""Days written short that one cell tells one behind the other, each with its step: 出险3.10；报案3.11；结案6.18."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.days import roles_told
from extractor.kinds.claim_record.meaning.day_labels import is_beside
from extractor.values.dates import Moment
from extractor.values.scan import Token

_DAY = r"(?<![\d./年-])(?P<m>1[0-2]|0?[1-9])(?:[./-](?P<d>3[01]|[12]\d|0?[1-9])(?![\d./-])|月(?P<e>3[01]|[12]\d|0?[1-9])[日号])|(?P<same>同[日天]|当[日天])|(?P<next>[次翌]日|第二天)"
_WORDS = r"(?P<words>[\u4e00-\u9fff]{2,8})"
_FORMS = (
    re.compile(rf"{_WORDS}\s*[:：]?\s*(?:{_DAY})"),
    re.compile(rf"(?:{_DAY})\s*[:：]?\s*{_WORDS}"),
)
"""The step before its day, or behind it."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d)")
_BETWEEN = re.compile(r"[\s，,；;、。/|→➔➝⇒>—-]*")
_FEWEST = 3
"""Days with a step of their own that tell that none of them is a sum."""
_LONGEST = 120


def chained(units: Sequence[Unit], year: int | None) -> Sequence[Unit]:
    """The units, those that are such chains with the day that is meant at each place; ``year``: of the first day of each."""
    if year is None:
        return units
    told = {id(unit): tokens for unit in units if len(unit.text) <= _LONGEST and (tokens := _chain(unit, year))}
    return [replace(unit, tokens=told.get(id(unit), unit.tokens)) for unit in units] if told else units


def is_chain(unit: Unit) -> bool:
    """Whether a cell may be one, before anything is known of its year."""
    return len(unit.text) <= _LONGEST and not any(t.kind == "moment" for t in unit.tokens) and bool(_steps(unit.text))


def chain_of(unit: Unit, headed: Collection[int], last: date | None) -> tuple[Token, ...]:
    """The days of one such chain, of the year told ``last`` or else the one that the paper's heading names."""
    told = _YEAR.search(unit.text)
    if told is not None:
        return _chain(unit, int(told[1])) if len(unit.text) <= _LONGEST else ()
    year = last.year if last is not None else next(iter(headed)) if len(headed) == 1 else None
    return _chain(unit, year) if year is not None and len(unit.text) <= _LONGEST else ()


def _chain(unit: Unit, year: int) -> tuple[Token, ...]:
    steps = _steps(unit.text) if not any(t.kind == "moment" for t in unit.tokens) else []
    days = list(_dated(steps, year))
    if len(days) < len(steps) or len(days) < _FEWEST:
        return ()
    return tuple(
        Token("moment", max(map(step.start, _BEGINS)), max(map(step.end, _ENDS)), Moment(day))
        for step, day in zip(steps, days, strict=True)
    )


_BEGINS, _ENDS = ("m", "same", "next"), ("d", "e", "same", "next")
"""The groups of a day that begin it and that end it, of which one has matched."""


def _steps(text: str) -> list[re.Match[str]]:
    """The steps of a text that holds nothing else, at least two of them of those that every claim has."""
    for form in _FORMS:
        steps = list(form.finditer(text))
        if len(steps) < _FEWEST:
            continue
        gaps = [text[a.end() : b.start()] for a, b in pairwise(steps)]
        ends = [text[: steps[0].start()], text[steps[-1].end() :]]
        named = [roles_told(step["words"]) for step in steps]
        known = all(roles or is_beside(step["words"]) for roles, step in zip(named, steps, strict=True))
        if known and sum(map(bool, named)) >= _FEWEST - 1 and all(map(_BETWEEN.fullmatch, [*gaps, *ends])):
            return steps
    return _among_strokes(text)


def _among_strokes(text: str) -> list[re.Match[str]]:
    """The steps that are whole parts of a line parted by strokes, beside other parts: HN1002｜丁国胜｜5.28出险｜5.29报案｜赔18,300元."""
    cuts = [0, *(m.end() for m in _STROKE.finditer(text)), len(text) + 1]
    if len(cuts) <= _FEWEST:
        return []
    parts = list(pairwise(cuts))
    steps = [m for a, b in parts for form in _FORMS if (m := form.fullmatch(text, a, b - 1)) and roles_told(m["words"])]
    return steps if len(steps) >= _FEWEST else []


_STROKE = re.compile(r"[|｜]")


def _dated(steps: Sequence[re.Match[str]], year: int) -> Iterator[date]:
    """The days in the order of time: one before the day told last is of the next year."""
    last: date | None = None
    for step in steps:
        if step["m"] is None:
            if last is None:
                return
            last += timedelta(days=step["next"] is not None)
            yield last
            continue
        month, day = int(step["m"]), int(step["d"] or step["e"])
        try:
            told = date(year, month, day)
            if last is not None and told < last:
                year += 1
                told = date(year, month, day)
        except ValueError:
            return
        if last is not None and (told - last).days > _A_YEAR:
            return
        last = told
        yield told


_A_YEAR = 300
"""Days from one step to the next beyond which the chain runs against time."""
