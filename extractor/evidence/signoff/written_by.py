"""A paper that the enterprise itself wrote to those who served it: who ends it under the enterprise's name has signed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import person

_FIRST, _BLOCK = 8, 3  # units in which a letter says to whom it goes, and lines under the name of whoever ends it
_TO = re.compile(r"\s*(?:[致给]|主送|呈)?\s*[:：]?\s*(?P<whom>[\u4e00-\u9fff（()）]{4,30})\s*[:：]?\s*")
_ACCEPTS = re.compile("(?<!不)属实|(?<![请待不未])确认|无异议|(?<!不)认可|(?<!不)同意|已(?:完成|收悉|接受)|特此证明")
_OURS = re.compile("[我本](?:司|公司|单位|企业|[厂矿店站场社队方])")
_HAND = re.compile(
    r"\s*(?:(?:经[手办]|负责|联系|确认|签[收字]|出具)人?|安全(?:员|科长|主任|总监)|[厂矿店]长)\s*[:：\s]\s*(?P<name>[\u4e00-\u9fff·]{2,4})\s*(?:[（(][^（()）]{1,8}[)）])?\s*(?=$|[,，\s\d])"
)
_BARE = re.compile(r"\s*(?P<name>[\u4e00-\u9fff·]{2,4})\s*(?:[（(][^（()）]{1,8}[)）])?\s*(?=$|\d)")


def written_by_client(
    sheet: Sheet, fields: Mapping[str, Reading[Any]]
) -> Iterator[tuple[Place, Ink, Reading[Any] | None]]:
    """Who signed a receipt or a confirmation that the enterprise sent to the agency or the insurer, and the day under it."""
    client, service = (str(fields[n].value) if n in fields else "" for n in ("client", "service_org"))
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    if not client or not any(_goes_to_them(unit, client, service) for unit in sheet.units[:_FIRST]):
        return
    said = [unit for unit in sheet.units if _OURS.search(unit.text) and _ACCEPTS.search(unit.text)]
    for unit in reversed(sheet.units):
        if unit.text.strip(" :：　") != client or not said or unit.index < said[-1].index:
            continue
        block = sheet.units[unit.index + 1 : unit.index + 1 + _BLOCK]
        for line in block:
            hand = _HAND.match(line.text) or _BARE.match(line.text)
            if hand is not None and person.is_name(hand["name"]) and hand["name"] not in experts:
                at = hand.start("name")
                ink = Ink("name", line, at, hand.end("name"), hand["name"])
                yield Place(line, at, len(line.text), "client", True, at), ink, _day(block)
                return


def _goes_to_them(unit: Unit, client: str, service: str) -> bool:
    """Whether a line says that the paper goes to the agency or to an insurer."""
    whom = _TO.fullmatch(unit.text)
    if whom is None or whom["whom"] == client or not re.search(r"^\s*[致给主呈]|[:：]\s*$", unit.text):
        return False
    return whom["whom"] == service or re.search("保险|[产财]险", whom["whom"]) is not None


def _day(block: Collection[Unit]) -> Reading[Any] | None:
    for unit in block:
        for token in unit.tokens:
            if token.kind == "moment":
                return Reading(token.value.day, unit.span(token.start, token.stop), "signature", 0.85)
    return None


_POSTED = re.compile(
    r"\s*(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*)?(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?P<name>[\u4e00-\u9fff·]{2,4})\s*[（(](?P<role>[^（()）]{2,14})[)）]\s*[:：]?\s*(?P<words>.*)"
)
_DENIES = re.compile("不属实|不认可|不同意|有异议")
_ACCEPTED = re.compile("(?<!不)属实|(?<![请待不未])确认|无异议|(?<!不)认可|(?<!不)同意")


def posted_by_client(
    sheet: Sheet, fields: Mapping[str, Reading[Any]]
) -> Iterator[tuple[Place, Ink, Reading[Any] | None]]:
    """Who of the enterprise answered in a chat that it is so: "2025-12-16 15:20 骆玉兰（企业安全总监）：" over "收到，情况属实"."""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    for unit in sheet.units:
        posted = _POSTED.fullmatch(unit.text) if unit.table is None and re.search(r"\d{1,2}:\d{2}", unit.text) else None
        if posted is None or side_of(posted["role"]) != "client" or posted["name"] in experts:
            continue
        below = sheet.units[unit.index + 1 : unit.index + 2]
        said = posted["words"] or "".join(u.text for u in below)
        if person.is_name(posted["name"]) and _ACCEPTED.search(said) and not _DENIES.search(said):
            at = posted.start("name")
            ink = Ink("name", unit, at, posted.end("name"), posted["name"])
            yield Place(unit, at, len(unit.text), "client", True, at), ink, _day([unit])
