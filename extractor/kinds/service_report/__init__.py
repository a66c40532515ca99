"""事故预防服务报告 (service report): who visited whom, when, for what, what was found, and whether the enterprise signed."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence import parties, signoff
from extractor.evidence.candidates import by_token
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.absence import left_unread, says_none
from extractor.hazards.meaning.found_by import without_finders
from extractor.kinds.base import Extracted, put
from extractor.kinds.policy import place
from extractor.kinds.service_report import clients_beside, numbers_told
from extractor.kinds.service_report.agency import find_agency
from extractor.kinds.service_report.bodies import body_of
from extractor.kinds.service_report.categories import type_codes
from extractor.kinds.service_report.client import find_client
from extractor.kinds.service_report.days_beside import add_days_beside
from extractor.kinds.service_report.experts import read_experts
from extractor.kinds.service_report.fee import FEE, fee_otherwise, fee_value, with_whole
from extractor.kinds.service_report.led_to import without_words_before
from extractor.kinds.service_report.numbers import find_policy_no, find_report_no
from extractor.kinds.service_report.remote import read_remote
from extractor.kinds.service_report.services import read_services
from extractor.kinds.service_report.visit import read_days
from extractor.record import Reading, Row, Witness
from extractor.values import organisation, person
from extractor.values.repealed import relied_on

KIND = "service_report"


def extract(sheet: Sheet) -> Extracted:
    """All fields and lists of a service report."""
    fields: dict[str, Reading[Any]] = {}
    rows, in_hazards, listed = hazards.find(sheet, twice=True)
    named = without_words_before([body for c in parties.bodies(sheet) if (body := body_of(c)) is not None])
    put(fields, "policy_no", find_policy_no(sheet))
    put(fields, "report_no", find_report_no(sheet, fields, in_hazards))
    agency = find_agency(sheet, named)
    put(fields, "service_org", agency)
    clients = find_client(sheet, named, fields)
    put(fields, "client", clients)
    read_days(sheet, fields, in_hazards)
    add_days_beside(sheet, fields, in_hazards)
    types = read_services(sheet, fields, in_hazards, rows)
    read_experts(sheet, fields, in_hazards)
    if "experts" in fields:
        rows = without_finders(rows, fields["experts"].value)
    fees = [c for c in by_token(sheet, ("amount", "number"), FEE, value=fee_value) if id(c.unit) not in in_hazards]
    put(fields, "fee_used", with_whole(fees) or fee_otherwise(sheet, in_hazards))
    if (remote := read_remote(sheet, in_hazards)) is not None:
        fields["remote"] = remote
    signed = signoff.read(sheet, fields)
    place(fields, named, sheet)

    nothing = says_none(sheet) if not rows else None
    somewhere = sheet.units[0].span() if sheet.units else None
    if somewhere is not None:
        fields["hazard_list_present"] = Reading(
            bool(rows), rows[0].span if rows else somewhere, "table" if rows else "absence", 0.9
        )
        fields["states_no_hazards"] = Reading(
            nothing is not None, nothing.span() if nothing else somewhere, "prose", 0.9
        )
    tables: dict[str, tuple[Row, ...]] = {"hazards": rows}
    if types:
        tables["service_types"] = types
    if beside := clients_beside.clients_beside(
        clients, fields["service_org"].value if "service_org" in fields else None
    ):
        tables[clients_beside.TABLE] = beside
    if told := numbers_told.numbers_told(sheet, fields):
        tables[numbers_told.TABLE] = told
    if cited := _citations(sheet):
        tables["citations"] = cited
    whole = sheet.document.pages and all(p.read != "failed" for p in sheet.document.pages)
    unread = None if rows or nothing is not None else left_unread(sheet)
    clear = unread is None and all(u.confidence > 0.6 for u in sheet.units)
    witnesses = {
        "hazards": Witness(bool(rows) or listed or bool(whole), bool(whole and (rows or clear)), "rows read" if rows else unread or ("the whole report was read and holds no list" if whole else "pages unread")),
        "signoff": signed,
    }  # fmt: skip
    witnesses["advice"] = _advice_witness(sheet, in_hazards, witnesses["hazards"])
    return Extracted(fields, tables, witnesses)


_ADVICE = re.compile(
    r"(?:整改|处置|处理|治理|防范|改进|安全)(?:建议|意见|措施|对策|要求)\s*(?:如下)?\s*(?:[:：]\s*\S{4}|[:：]?\s*$)"
)


def _advice_witness(sheet: Sheet, in_hazards: frozenset[int], listed: Witness) -> Witness:
    """Vouches for a hazard without advice in its row: the list was read whole, and no advice stands for all of it elsewhere."""
    for unit in sheet.units:
        if id(unit) not in in_hazards and (found := _ADVICE.search(unit.text)):
            return Witness(True, False, "advice stands outside the list", unit.span(found.start(), found.end()))
    return listed


def holds(sheet: Sheet) -> float:
    """How much the paper speaks for a report of a service, in points: a service is named and who gave it, who received it,
    a place where the enterprise signs."""
    if not any(type_codes(u.text) for u in sheet.units[:60] if len(u.text) <= 40):
        return _told_in_prose(sheet)
    served = received = False
    for slot in sheet.slots:
        label = re.sub(r"[A-Za-z\s.&/]+", "", slot.label)
        table = slot.unit.table
        if len(label) > 16 or not slot.text or (slot.relation == "below" and table is not None and table.n_cols > 2):
            continue  # what stands under a header is an entry of a list
        side = signoff.side_of(label)
        if side == "service":
            served = served or bool(person.parse_list(slot.text) or organisation.find_all(slot.text))
        elif side == "client" and slot.unit.index < 0.6 * len(sheet.units):
            received = received or parties.plain_name(slot.text) is not None
    if not served:
        return _told_in_prose(sheet)
    return 2.5 + 0.5 * received + 0.5 * signoff.has_place(sheet)


_TOLD = ("service_org", "experts", "service_types", "service_start", "policy_no")


def _told_in_prose(sheet: Sheet) -> float:
    """2.5 points where running text tells who served, through whom, with what, when and under which policy."""
    if not any(len(u.text) > 40 and re.search(r"20\d\d", u.text) for u in sheet.units[:40]):
        return 0.0
    fields = sheet.once(extract).fields
    sure = [name in fields and fields[name].confidence >= 0.5 for name in _TOLD]
    return 2.5 if all(sure) else 0.0


def _citations(sheet: Sheet) -> tuple[Row, ...]:
    """Every number of a document or standard that the report relies on; none of them is its own (that has no issuer's code)."""
    return tuple(
        Row({"doc_number": Reading(number.canonical, span, "form", 0.97)}, span)
        for unit in sheet.units
        for start, stop, number in relied_on(unit.text)
        for span in (unit.span(start, stop),)
    )
