"""Other days on a report that may be the visit's, kept beside the one taken for it: whoever judges by it can see them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.other_days import (
    heads_mail,
    is_of_another_visit,
    is_of_something_else,
    is_signing,
    is_time_of_print,
    signs_beside,
    was_only_planned,
)
from extractor.kinds.service_report.visit import SERVICE_DATE
from extractor.record import Reading
from extractor.values.scan import Token

_MOST = 6
"""How many such days a reading carries: a list of them is no doubt but a register."""
_CLAUSE = 40
"""Characters behind a day within which its clause says what was done on it."""


def add_days_beside(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    """Adds to the first day of the visit, as its rivals, the days that are told as a visit's too; and where no plain label
    gave the day ("服务日期"), those of the signatures and of the paper."""
    start, end = fields.get("service_start"), fields.get("service_end")
    if start is None:
        return
    last = end.value if end is not None else start.value
    known = {rival.value for rival in start.rivals}
    days = [(u, t) for u, t in sheet.tokens("moment") if id(u) not in in_hazards]
    plain = any(_is_plain(u, t) for u, t in days if t.value.day == start.value)
    beside = []
    for unit, token in days:
        day = token.value.day
        if start.value <= day <= last or day in known or _is_no_visits(sheet, unit, token):
            continue
        if (told := _is_told(unit, token)) or (not plain and _is_of_paper(sheet, unit, token)):
            known.add(day)
            how = "label" if told else "signature"
            beside.append(Reading(day, unit.span(token.start, token.stop), how, _BESIDE))
    if beside:
        fields["service_start"] = replace(start, rivals=(*start.rivals, *beside[:_MOST]))


_BESIDE = 0.3
"""Confidence of such a day: that of no reading to judge by."""


def _label(unit: Unit, token: Token) -> str:
    """The words right before a day, or the cell beside or over it where it stands alone."""
    lead = re.split(r"[\s，,。；;|]|[:：](?=.)", unit.text[: token.start].rstrip(" :：（("))[-1]
    if not lead and not unit.text[: token.start].strip():
        beside = unit.left if unit.left is not None else unit.above if unit.cell is not None else None
        lead = "" if beside is None else beside.text
    return lead.strip(" :：")


def _is_plain(unit: Unit, token: Token) -> bool:
    """Whether a label says no more of a day than that it is the service's: 服务日期, 检查时间."""
    said = meaning(_label(unit, token))
    return said.has("service") and SERVICE_DATE.score(said) >= 0.95


def _is_no_visits(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether a day is none of a visit that took place: a deadline, a plan, the visit before or after, the cover, the print."""
    lead, after = unit.text[: token.start], unit.text[token.stop :]
    label = _label(unit, token)
    return (
        _words()["not_after"].match(after) is not None
        or _words()["not_before"].search(lead[-12:]) is not None
        or _words()["not_before"].search(label) is not None
        or is_of_another_visit((lead, label))
        or was_only_planned(label)
        or is_of_something_else(unit, token.start)
        or is_time_of_print(sheet, unit)
        or heads_mail(sheet, unit)
    )


def _is_told(unit: Unit, token: Token) -> bool:
    """Whether a label or the clause behind a day tells of a visit on it: 回访日期, "于…到现场", "现于…回访"."""
    label = _label(unit, token)
    if _words()["label"].search(label) and not _words()["mending"].search(label):
        return True
    clause = re.split(r"[。；;]|20\d\d\s*[-年./]", unit.text[token.stop : token.stop + _CLAUSE])[0]
    return not is_signing(unit) and _words()["deed"].match(clause) is not None


def _is_of_paper(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether a day is that of a signature, or one that the paper gives with a label for itself: 填表日期."""
    label = _label(unit, token)
    return is_signing(unit) or signs_beside(sheet, unit) or _words()["paper"].search(label) is not None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """What tells of a visit, of the paper's own day, and of none of the two (``days_beside.yaml``)."""
    raw = yaml.load(
        resources.files("extractor.kinds.service_report").joinpath("days_beside.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    some = {name: "|".join(sorted(words, key=len, reverse=True)) for name, words in raw.items()}
    return {
        "label": re.compile(rf"(?:{some['visit']})[^:：，。]{{0,4}}(?:日期|时间|日|于)?$"),
        "deed": re.compile(
            rf"\s*[)）]?\s*(?:[上下]午)?[，,]?\s*(?!{some['mending']})[^，,]{{0,16}}[，,]?[^，,]{{0,16}}(?:{some['visit']}|{some['came']})"
        ),
        "mending": re.compile(some["mending"]),
        "paper": re.compile(rf"(?:{some['paper']})[^:：，。]{{0,3}}$"),
        "not_before": re.compile(rf"(?:{some['deadline']})[^，。；;]{{0,6}}$"),
        "not_after": re.compile(r"\s*(?:之|以|底)?前|\s*(?:届满|到期|截止|[拟将])"),
    }
