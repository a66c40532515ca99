"""Who signed a service report for the enterprise, and when: every place for a signature, whose it is, and what stands in it.

Only an empty place that is surely the enterprise's shows that nobody signed; ink that cannot be read shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from extractor.document import Page
from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.closing import signed_at_its_end
from extractor.evidence.signoff.drawn import drawn_in
from extractor.evidence.signoff.elsewhere import is_sealed, said_refused, stamped, told_at_the_end
from extractor.evidence.signoff.headed import places_abreast, places_headed
from extractor.evidence.signoff.ink import Ink, ink_in
from extractor.evidence.signoff.opinions import told_in_opinions
from extractor.evidence.signoff.places import Place, places
from extractor.evidence.signoff.replies import told_in_replies
from extractor.evidence.signoff.seals import blank, sealed
from extractor.evidence.signoff.under import hand_under, is_heading
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.signoff.written_by import posted_by_client, written_by_client
from extractor.evidence.signoff.yearless import day_beside
from extractor.evidence.units import Unit
from extractor.record import Reading, Witness
from extractor.span import Span
from extractor.values import organisation, person

__all__ = ["has_place", "read", "side_of"]

CLEAR = 0.99
"""Confidence over which an empty place of a scan is believed to be empty."""
CLEAR_RULE = 0.96
"""The same where the rule to sign on was read: the sign for it is doubted often, and nobody's hand looks like it."""


def read(sheet: Sheet, fields: dict[str, Reading[Any]]) -> Witness:
    """Put ``customer_signed``, ``signoff_name`` and ``signoff_date`` into ``fields``; say whether the place was found and read."""
    seen = _seen(sheet, fields)
    if seen.best is not None:
        place, ink = seen.best
        return _put_signed(sheet, fields, place, ink, sure=(0.95, 0.92 if person.is_name(ink.name) else 0.6))
    if seen.refused is not None:
        ink = seen.refused
        return _put_refused(fields, ink.unit, ink.unit.span(ink.start, ink.stop), 0.9)
    if (told := next(told_at_the_end(sheet, fields), None)) is not None:
        return _put_signed(sheet, fields, *told, sure=(0.85, 0.8))
    if (closed := signed_at_its_end(sheet, fields)) is not None:
        return _put_signed(sheet, fields, *closed, sure=(0.85, 0.8))
    if (dated := next(chain(told_in_replies(sheet, fields), told_in_opinions(sheet, fields)), None)) is not None:
        return _put_dated(sheet, fields, *dated)
    if (dated := next(chain(written_by_client(sheet, fields), posted_by_client(sheet, fields)), None)) is not None:
        return _put_dated(sheet, fields, *dated)
    if not (seen.unknown or seen.blanks) and (dated := next(sealed(sheet, fields), None)) is not None:
        return _put_dated(sheet, fields, *dated)  # a name printed beside an empty place for a hand seals nothing
    if (stamp := stamped(sheet)) is not None:
        span = stamp.unit.span(stamp.start, stamp.stop)
        fields["customer_signed"] = Reading(True, span, "seal", 0.8)
        return Witness(True, True, "seal read", stamp.unit.span())
    if (said := said_refused(sheet)) is not None:
        return _put_refused(fields, said, said.span(), 0.85)
    if seen.unknown:
        return Witness(True, False, "what stands in the place for a signature was not understood")
    if not seen.blanks and (unsealed := blank(sheet)) is not None:
        return _put_empty(sheet, fields, [replace(unsealed, signing=True)])
    if not seen.blanks:
        return Witness(False, False, "no place for a signature was found")
    if (under := hand_under(sheet, seen.blanks, *_names(fields))) is not None:
        if under[1].kind == "name":
            return _put_signed(sheet, fields, *under, sure=(0.85, 0.8))
        if all(is_heading(b) for b in seen.blanks if b.sure):
            return Witness(True, False, "what stands under the heading of a confirmation was not understood")
    return _put_empty(sheet, fields, seen.blanks)


@dataclass(slots=True)
class _Seen:
    """What stands in the enterprise's places: the likeliest signature, a refusal, ink of which nothing is known, and what is empty."""

    best: tuple[Place, Ink] | None = None
    refused: Ink | None = None
    unknown: bool = False
    blanks: list[Place] = field(default_factory=list)


def _seen(sheet: Sheet, fields: Mapping[str, Reading[Any]]) -> _Seen:
    experts, client = _names(fields)
    mine = [place for place in places(sheet, client, _own_words(sheet, fields)) if place.side == "client"]
    pages: dict[int | None, Page] = {page.number: page for page in sheet.document.pages}
    if not any(place.sure for place in mine):  # "签字" in a sentence is no place that outdoes one under a heading
        mine = [*places_headed(sheet), *places_abreast(sheet), *mine]
    seen = _look_into(mine, pages, client, experts)
    if seen.best is None and seen.refused is None and all(is_heading(b) for b in seen.blanks if b.sure):
        headed = _look_into(places_headed(sheet), pages, client, experts)
        seen = headed if headed.best is not None else seen
    return seen


def _names(fields: Mapping[str, Reading[Any]]) -> tuple[Collection[str], str]:
    """The experts who served and the enterprise that was served, as far as the paper tells."""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    return experts, str(fields["client"].value) if "client" in fields else ""


def _look_into(found: Iterable[Place], pages: dict[int | None, Page], client: str, experts: Collection[str]) -> _Seen:
    seen, most = _Seen(), 0.0
    for place in found:
        ink = ink_in(place)
        ink = drawn_in(pages, place, client) if ink is None or _seals_another(place, ink, client) else ink
        if ink is None:
            seen.blanks.append(place)
        elif ink.kind == "refused":
            seen.refused = seen.refused or ink
        elif ink.kind == "unknown":
            seen.unknown = seen.unknown or place.sure
        elif ink.kind == "mark" or place.sure or ink.name not in experts:
            score = _likely(place, ink, experts)
            if seen.best is None or score > most:
                seen.best, most = (place, ink), score
    return seen


def _seals_another(place: Place, ink: Ink, client: str) -> bool:
    """Whether a seal stands in the line under the place, behind the name of another body than the enterprise."""
    bodies = [] if ink.kind != "mark" or ink.unit is place.unit else organisation.find_all(ink.unit.text)
    return bool(client and bodies) and client not in ink.unit.text


def _likely(place: Place, ink: Ink, experts: Collection[str]) -> float:
    """How likely the ink in a place is the enterprise's signature: more than another's, whatever the number."""
    return (
        (2.0 if place.sure else 0.5)
        + (1.0 if ink.kind == "name" else 0.0)
        - (0.6 if ink.name in experts else 0.0)
        - (0.8 if _heads_column(place.unit) else 0.0)
    )


def _put_signed(
    sheet: Sheet, fields: dict[str, Reading[Any]], place: Place, ink: Ink, *, sure: tuple[float, float]
) -> Witness:
    """``sure``: how sure it is that it was signed where a name was, and how sure the name is."""
    named = ink.kind == "name"
    span = ink.unit.span(ink.start, ink.stop)
    fields["customer_signed"] = Reading(True, span, "signature", sure[0] if named else 0.85)
    if named:
        fields["signoff_name"] = Reading(ink.name, span, "signature", sure[1])
    if (day := _date_near(sheet, place, ink) or day_beside(ink, fields)) is not None:
        fields["signoff_date"] = day
    return Witness(True, True, "signature read" if named else "seal read", ink.unit.span())


def _put_dated(
    sheet: Sheet, fields: dict[str, Reading[Any]], place: Place, ink: Ink, day: Reading[Any] | None
) -> Witness:
    witness = _put_signed(sheet, fields, place, ink, sure=(0.85, 0.8))
    if day is not None:
        fields["signoff_date"] = day
    return witness


def _put_refused(fields: dict[str, Reading[Any]], unit: Unit, span: Span, sure: float) -> Witness:
    fields["customer_signed"] = Reading(False, span, "refused", sure)
    return Witness(True, True, "the signature was refused", unit.span())


def _put_empty(sheet: Sheet, fields: dict[str, Reading[Any]], blanks: Sequence[Place]) -> Witness:
    """The enterprise's place is empty, which is certain only where no picture may stand there and the sign of a blank was read well."""
    blank = next((b for b in blanks if b.sure and b.signing), blanks[0])
    # a signature may be a picture, and a picture's place in the text is not known
    pictured = any("图片" in note for note in sheet.document.notes)
    certain = (
        not pictured
        and blank.sure
        and blank.signing
        and blank.unit.confidence > (CLEAR_RULE if _has_rule(blank) else CLEAR)
        and not is_sealed(sheet, blank.unit)
    )
    fields["customer_signed"] = Reading(False, blank.unit.span(), "empty place", 0.85 if certain else 0.6)
    said = "the place for a signature is empty" if certain else "an empty place that may not be the enterprise's"
    return Witness(True, certain, said, blank.unit.span())


def _has_rule(place: Place) -> bool:
    """Whether what stands in a place begins with the rule that is signed on: "签字：__ 日期：__"."""
    return place.unit.text[place.start : place.stop].lstrip()[:1] in ("_", "＿")


def _own_words(sheet: Sheet, fields: Mapping[str, Reading[Any]]) -> Mapping[str, str]:
    """What this paper itself calls the two sides: label of the enterprise's name → "client", of the server's → "service"."""
    told: dict[str, str] = {}
    for name, side in (("client", "client"), ("service_org", "service")):
        value = str(fields[name].value) if name in fields else ""
        for slot in sheet.slots:
            label = "".join(slot.label.split()).removesuffix("名称")
            if value and slot.text == value and slot.weight >= 0.85 and 2 <= len(label) <= 8:
                told.setdefault(label, side)
    builds = any(side == "client" and _BUILDS.search(label) for label, side in told.items())
    if builds or any(_WORKS.fullmatch("".join(slot.label.split())) for slot in sheet.slots) or _is_on_site(sheet):
        # who leads a project leads the works where the paper is of works, else the agency's own survey
        told |= dict.fromkeys(("项目负责人", "项目经理", "项目部", "项目安全员"), "client")
    return told


def _is_on_site(sheet: Sheet) -> bool:
    """Whether a paper speaks of a building site and nowhere of an agency's own project: of who wrote it or evaluated."""
    told = any(_SITE.search(u.text) for u in sheet.units)
    return told and not any(_OWN_PROJECT.search(u.text) for u in sheet.units)


_SITE = re.compile("施工现场|工地|项目部|塔吊|基坑")
_OWN_PROJECT = re.compile("(?:安全|现状|风险)评[价估]|编制人|技术负责人|审核人|评价师|报告编")
_BUILDS = re.compile("施工|承建|总承?包|建设|建筑")
_WORKS = re.compile("(?:工程|施工项目|在建项目|工地)(?:名称)?|建设单位|施工单位|监理单位")
"""Labels that only a paper on building works has."""


def _heads_column(unit: Unit) -> bool:
    """Whether a cell heads a column in which several sign, each in the line of an entry."""
    table, below = unit.table, unit.below
    if table is None or table.n_cols < 4 or below is None or below.below is None:
        return False
    return all(u.table is table and person.is_name(u.text.strip()) for u in (below, below.below))


def has_place(sheet: Sheet) -> bool:
    """Whether the paper has a place where the enterprise signs, or a signature of its side at its end."""
    return any(place.side == "client" and place.sure for place in places(sheet)) or any(told_at_the_end(sheet, {}))


def _date_near(sheet: Sheet, place: Place, ink: Ink) -> Reading[Any] | None:
    """The day beside a signature: after it in its place, to the right, or just below."""
    unit = ink.unit
    stop = place.stop if unit is place.unit and ink.stop <= place.stop else len(unit.text)
    how = _HOW_SIGNED.match(unit.text, ink.stop)
    right_behind = ink.stop if how is None else how.end()
    found = [
        (unit, t) for t in unit.tokens if t.kind == "moment" and (ink.stop <= t.start < stop or t.start == right_behind)
    ]
    around: list[Unit | None] = [unit.right, unit.right.right if unit.right else None, unit.right.right.right if unit.right and unit.right.right else None, unit.below, unit.below.right if unit.below else None]  # fmt: skip
    if unit is not place.unit:
        around += [place.unit.right]
    around += sheet.units[unit.index + 1 : unit.index + 4]
    for other in around:
        if other is not None:
            found += [(other, t) for t in other.tokens if t.kind == "moment"]
    found += [(unit, t) for t in unit.tokens if t.kind == "moment" and (t.start < stop or unit is not place.unit)]
    for other, token in found:
        return Reading(token.value.day, other.span(token.start, token.stop), "signature", 0.9)
    return _date_labelled(sheet)


_HOW_SIGNED = re.compile(
    r"\s*[（(]?\s*(?:已?(?:电子|手写|线上|在线|扫码|本人|亲笔)?签[字名章署]?|手签|亲签|已?盖章)\s*[)）]?[\s，,]*"
)
"""How somebody signed, between his name and the day: "次仁多吉（签字） 2025年10月14日", "汪海 签字 2026年4月20日"."""


def _date_labelled(sheet: Sheet) -> Reading[Any] | None:
    """The one day of the paper under a label for that of signing: in a sheet it may stand columns apart from the name."""
    told = [
        (slot.unit, token)
        for slot in sheet.slots
        if _DAY_OF_SIGNING.fullmatch("".join(slot.label.split())) and slot.weight >= _BESIDE
        for token in slot.unit.tokens
        if token.kind == "moment" and slot.start <= token.start < slot.stop
    ]
    if len({token.value.day for _, token in told}) != 1:
        return None
    unit, token = told[0]
    return Reading(token.value.day, unit.span(token.start, token.stop), "signature", 0.8)


_BESIDE = 0.85
_DAY_OF_SIGNING = re.compile("(?:企业|客户|被?服务?单位|受服务企业)?(?:签[字名收认章署]|确认)(?:日期|时间)")
