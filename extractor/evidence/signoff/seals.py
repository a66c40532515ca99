"""Places for the enterprise's seal where no hand is asked for: its name typed there and a day, or nothing but a blank day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.beside import next_cell
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import organisation, person

_PLACE = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,12}?)\s*(?:[（(]\s*(?:加?盖)?(?:单位)?(?:公章|印章|盖章|章)\s*[)）]|(?:加?盖(?:公|印)?章|公章))\s*(?:[:：]|$)\s*"
)
"""A label that asks for a seal alone: "受检单位（盖章）：", "企业公章："."""
_BEHIND = re.compile(r"\s*[（(]\s*(?:加?盖)?(?:单位)?(?:公章|印章|盖章|章)\s*[)）]")
"""What asks for it behind the name of a body: "某某厂（公章）"."""
_HAND = re.compile(
    r"\s*(?:经办|负责|授权代表|代表|确认|签[字名收])[人者]?\s*[:：]\s*([\u4e00-\u9fff·]{2,4})(?=$|[\s，,（(\d])"
)
_BLANK_DAY = re.compile(r"(?:(?:日\s*期|时\s*间)\s*[:：]?)?(?:20)?[\s_＿]*年[\s_＿]*月[\s_＿]*日\s*")
_NEAR = 2  # units under a place in which its hand and its day stand


def sealed(sheet: Sheet, fields: Mapping[str, Reading[Any]]) -> Iterator[tuple[Place, Ink, Reading[Any] | None]]:
    """The enterprise's name typed where it seals, with the day under or behind it; who acted for it, where that is told."""
    client = str(fields["client"].value) if "client" in fields else ""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    for place in _places(sheet, client):
        written = [u for u in (place.unit, _cell_beside(place)) if u is not None]
        near = [*written, *_under(sheet, place)]
        day = next((d for u in near for d in _days(u, place.start if u is place.unit else 0)), None)
        hand = next((h for u in near if (h := _hand(u, place, experts)) is not None), None)
        named = next((u for u in written if client and client in u.text), None)
        if day is None or (named is None and hand is None):
            continue
        if hand is not None:
            yield place, hand, day
        elif named is not None:
            at = named.text.index(client)
            yield place, Ink("mark", named, at, at + len(client)), day


def blank(sheet: Sheet) -> Place | None:
    """A place for the enterprise's seal in which nothing stands but a blank for the day: "受检单位（盖章）：    年  月  日"."""
    for place in _places(sheet, ""):
        if place.unit.table is None:
            rest = [place.unit.text[place.start : place.stop], *(u.text for u in _under(sheet, place)[:1])]
            text = "".join(rest).strip(" \u3000_＿")
            if _BLANK_DAY.fullmatch(text):
                return place
    return None


def _places(sheet: Sheet, client: str) -> Iterator[Place]:
    for unit in sheet.units:
        if client and (at := unit.text.find(client)) >= 0 and _BEHIND.match(unit.text, at + len(client)):
            yield Place(unit, at, len(unit.text), "client", True, at, False)
        for match in _PLACE.finditer(unit.text):
            if side_of(match["label"]) == "client" and not organisation.find_all(match["label"]):
                following = _PLACE.search(unit.text, match.end())
                stop = following.start() if following is not None else len(unit.text)
                yield Place(unit, match.end(), stop, "client", True, match.start(), False)


def _cell_beside(place: Place) -> Unit | None:
    bare = not place.unit.text[place.start : place.stop].strip()
    return next_cell(place.unit) if bare and place.unit.cell is not None else None


def _under(sheet: Sheet, place: Place) -> list[Unit]:
    """The lines under a place, up to another's name or label; in a grid the row under it."""
    unit = place.unit
    if unit.cell is not None:
        below = unit.below
        return [
            u for u in (below, below.right if below is not None else None) if u is not None and u.table is unit.table
        ]
    found = []
    for other in sheet.units[unit.index + 1 : unit.index + 1 + _NEAR]:
        if other.table is not None or side_of(other.text) == "service" or organisation.find_all(other.text):
            break
        found.append(other)
    return found


def _days(unit: Unit, start: int) -> Iterator[Reading[Any]]:
    for token in unit.tokens:
        if token.kind == "moment" and token.start >= start:
            yield Reading(token.value.day, unit.span(token.start, token.stop), "signature", 0.85)


def _hand(unit: Unit, place: Place, experts: Collection[str]) -> Ink | None:
    start = place.start if unit is place.unit else 0
    match = _HAND.search(unit.text, start) if unit is place.unit else _HAND.match(unit.text)
    if match is None or not person.is_name(match[1]) or match[1] in experts:
        return None
    return Ink("name", unit, match.start(1), match.end(1), match[1])
