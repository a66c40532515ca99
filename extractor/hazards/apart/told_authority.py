"""What a paper says beside its list of an authority that was told of hazards: a letter to it, or a sentence that it was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.meaning.outcome_words import outcome
from extractor.record import Reading, Row
from extractor.span import Span

TABLE = "told_authority"
"""reported_on, reported_to, about: the words in which it is told, by which the hazard is known."""

_AUTHORITY = re.compile(
    r"\s*(?:致|主送|报)?\s*[:：]?\s*([\u4e00-\u9fff（）()、]{0,24}(?:应急|安监|安委|监管|监察|政府|街道|管委会|住建|住房|交通|能源|工信|水利|农业|矿山|消防)[\u4e00-\u9fff（）()、]{0,16})\s*[:：]\s*"
)
"""The line that a letter to an authority begins with."""
_FIRST_LINES = 8
_NOT_MENDED = re.compile("拒|逾期|未(?:按[期时要]|整改|完成|落实|采取)|不(?:整改|停|配合|予|同意|愿|肯)|仍未|尚未")
_TELLS = re.compile("报告|上报|报送|报请|函告|反映|通报|移送|呈报")
_SENTENCE = re.compile("[^。；;\n]+")
_LONGEST = 1500  # characters of a line; a longer one is no letter's
_LAST_LINES = 6


def told_authority(sheet: Sheet) -> tuple[Row, ...]:
    """What the paper tells of it, a row for each; none for most papers."""
    if not any("隐患" in unit.text for unit in sheet.units):
        return ()
    letter = _letter(sheet)
    return (letter,) if letter is not None else tuple(_sentences(sheet))


def is_letter(sheet: Sheet) -> bool:
    """Whether the paper is a letter that reports hazards to an authority, and no report of a service."""
    return _letter(sheet) is not None


def _letter(sheet: Sheet) -> Row | None:
    to = next((m for u in sheet.units[:_FIRST_LINES] if u.table is None and (m := _AUTHORITY.fullmatch(u.text))), None)
    if to is None:
        return None
    about = " ".join(u.text for u in sheet.units if len(u.text) <= _LONGEST)
    if not ("隐患" in about and _NOT_MENDED.search(about) and _TELLS.search(about)):
        return None
    place = sheet.units[0].span()
    return _row(_day(sheet), to[1], about, place)


def _day(sheet: Sheet) -> date | None:
    """The day of a letter: the last that stands in a short line at its end."""
    for unit in reversed(sheet.units[-_LAST_LINES:]):
        moments = [t for t in unit.tokens if t.kind == "moment"]
        if moments and len(unit.text) <= _SHORT:
            day: date = moments[-1].value.day
            return day
    return None


_SHORT = 40  # characters of a line that signs


def _sentences(sheet: Sheet) -> Iterator[Row]:
    for unit in sheet.units:
        if unit.table is not None or len(unit.text) > _LONGEST or not _TELLS.search(unit.text):
            continue
        for sentence in _SENTENCE.finditer(unit.text):
            told = outcome(sentence[0])
            if told["reported_on"] is not None and told["reported_to"]:
                about = unit.text if "隐患" in unit.text else _before(sheet, unit)
                span = unit.span(sentence.start(), sentence.end())
                yield _row(told["reported_on"], told["reported_to"], about, span)


def _before(sheet: Sheet, unit: Unit) -> str:
    """The line with the words before it, which a sentence of its own goes on with."""
    over = sheet.units[unit.index - 1].text if unit.index else ""
    return f"{over} {unit.text}"


def _row(day: date | None, to: str, about: str, span: Span) -> Row:
    cells: dict[str, Reading[Any]] = {
        "reported_to": Reading(to, span, "prose", 0.8),
        "about": Reading(about, span, "prose", 0.8),
    }
    if day is not None:
        cells["reported_on"] = Reading(day, span, "prose", 0.8)
    return Row(cells, span)
