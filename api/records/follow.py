"""What follows from a corrected value: taken anew by the extractor's own rule where it has one, dropped where not.

Only values that were themselves taken from a corrected one are touched, never one that a person spoke about, and never
one that was read in its own place: those may disagree, and then a rule says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from api.records.draft import Draft, RowDraft
from api.records.follow_words import agreements, of_title
from extractor.document import Document
from extractor.evidence.candidates import derived
from extractor.evidence.sheet import Sheet
from extractor.kinds import notice, policy
from extractor.record import Reading, Row, Witness
from extractor.span import Span
from extractor.values import region


def follow(draft: Draft) -> None:
    """Everything that follows, in an order in which nothing is looked at before what it comes from."""
    for step in _STEPS.get(draft.kind, ()):
        step(draft)


# --- copies: one value under two names, or taken over from a neighbour ------------------------------------------------

# field, the field it was copied from, and how a copy says that it is one
_COPIES: dict[str, tuple[tuple[str, str, frozenset[str]], ...]] = {
    "policy": (
        ("insured", "policyholder", frozenset(["same", "derived:party"])),
        ("policyholder", "insured", frozenset(["same", "derived:party"])),
        ("premium", "premium_words", frozenset(["words"])),
    ),
    "service_report": (("service_end", "service_start", frozenset(["arithmetic"])),),
    "notice": (("effective_from", "date_issued", frozenset(["derived:date_issued"])),),
}
# counted from another field by words of the paper that a record does not keep: dropped with it
_COUNTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "policy": (("period_end", "period_start", "arithmetic"),),
    "notice": (("effective_to", "effective_from", "derived:effective_from"),),
}


def _copies(draft: Draft) -> None:
    for name, source, hows in _COPIES.get(draft.kind, ()):
        old, origin = draft.read.fields.get(name), draft.read.fields.get(source)
        if old is None or origin is None or old.how not in hows or old.value != origin.value:
            continue
        if draft.changed(source) and not draft.spoken_of(name):
            _retake(draft, name, old, draft.fields.get(source), origin.span)


def _retake(draft: Draft, name: str, old: Reading[Any], source: Reading[Any] | None, stood: Span) -> None:
    """The field as a copy of what its source now says; gone when the source is gone."""
    if source is None:
        draft.fields.pop(name, None)
        return
    copy = derived(source, source.value, old.how)
    draft.fields[name] = copy if old.span == stood else replace(copy, span=old.span)


def _counted(draft: Draft) -> None:
    for name, source, how in _COUNTED.get(draft.kind, ()):
        old = draft.read.fields.get(name)
        if old is not None and old.how == how and draft.changed(source) and not draft.spoken_of(name):
            draft.fields.pop(name, None)


# --- places ----------------------------------------------------------------------------------------------------------

_PLACE = ("jurisdiction", "region_code")
_PLACED_BY = {"notice": ("issuers", "title", "print_office")}
_PLACED_BY_OTHERS = ("address", "insurer_branch", "policyholder", "insured", "client")


def _place(draft: Draft) -> None:
    """jurisdiction and region_code: from each other where a person gave one, else anew from what they come from."""
    free = [name for name in _PLACE if not draft.spoken_of(name) and _is_derived(draft, name)]
    if len(free) < len(_PLACE) and any(draft.changed(name) for name in _PLACE):
        for name in free:
            _from_twin(draft, name)
    elif any(draft.changed(name) for name in _PLACED_BY.get(draft.kind, _PLACED_BY_OTHERS)):
        found = _found_places(draft)
        for name in free:
            draft.fields.pop(name, None)
            if name in found:
                draft.fields[name] = found[name]


def _street(draft: Draft) -> None:
    """street_code anew where the address or the county is another."""
    if not draft.spoken_of("street_code") and any(draft.changed(name) for name in ("address", "region_code")):
        draft.fields.pop("street_code", None)
        policy.down_to_street(draft.fields)


def _is_derived(draft: Draft, name: str) -> bool:
    old = draft.read.fields.get(name)
    return old is None or old.how.startswith("derived:")


def _from_twin(draft: Draft, name: str) -> None:
    twin = draft.fields.get("region_code" if name == "jurisdiction" else "jurisdiction")
    if twin is None:
        return
    within = draft.read.value("region_code")
    where = region.by_code(twin.value) if name == "jurisdiction" else region.find(twin.value, within)
    draft.fields.pop(name, None)
    if where is not None:
        value, source = (where.label, "region_code") if name == "jurisdiction" else (where.code, "jurisdiction")
        draft.fields[name] = derived(twin, value, f"derived:{source}")


def _found_places(draft: Draft) -> dict[str, Reading[Any]]:
    others = {name: reading for name, reading in draft.fields.items() if name not in _PLACE}
    if draft.kind == "notice":
        return notice._place(others, ())  # private, and the rule: a second copy of it would drift
    policy.place(others, (), Sheet(_NOTHING))
    policy.at_its_day(others)
    return {name: others[name] for name in _PLACE if name in others}


_NOTHING = Document("", "", "text", (), paged=False)


# --- limits and lists ------------------------------------------------------------------------------------------------


def _limits(draft: Draft) -> None:
    """A limit taken from a line of the schedule is what that line now says; gone with its line or its kind of cover."""
    for name, old in draft.read.fields.items():
        if old.how != "table" or draft.spoken_of(name):
            continue
        for row in draft.tables.get("coverages", []):
            column = _column_of(row, old)
            if column is not None and row.changed:
                kept = None if row.struck or row.value("code") != row.was("code") else row.cells.get(column)
                _retake(draft, name, old, kept, old.span)


def _column_of(row: RowDraft, limit: Reading[Any]) -> str | None:
    """The column of the row, as read, that the limit was taken from."""
    cells = row.read.cells if row.read else {}
    for column in ("per_person", "per_accident", "aggregate"):
        cell = cells.get(column)
        if cell is not None and (cell.value, cell.span) == (limit.value, limit.span):
            return column
    return None


def _lists(draft: Draft) -> None:
    """A field that lists what a table holds: services of a report, documents a notice repeals, its attachments."""
    for name, column_of in _LISTED.items():
        old = draft.read.fields.get(name)
        if old is None or draft.spoken_of(name) or not draft.table_changed(name):
            continue
        if old.value != tuple(filter(None, map(column_of, draft.read.rows(name)))):
            continue
        rows = [Row(row.cells, row.span) for row in draft.rows(name)]
        now = tuple(dict.fromkeys(filter(None, map(column_of, rows))))
        draft.fields.pop(name)
        if now:
            draft.fields[name] = replace(old, value=now, rivals=())


_LISTED: dict[str, Callable[[Row], Any]] = {
    "service_types": lambda row: row.value("code"),
    "attachments": lambda row: row.value("name"),
    "repeals": lambda row: row.value("doc_number") or row.value("title"),
}


def _hazard_list(draft: Draft) -> None:
    """Whether a list of hazards is there is whether there are rows, where that is how it was told."""
    old = draft.read.fields.get("hazard_list_present")
    rows = draft.rows("hazards")
    if old is None or draft.spoken_of("hazard_list_present") or old.how not in ("table", "absence"):
        return
    if draft.table_changed("hazards") and old.value != bool(rows):
        span = rows[0].span if rows else old.span
        draft.fields["hazard_list_present"] = replace(old, value=bool(rows), span=span, rivals=())


ADD_UP = "item premiums add up to the total"  # as the extractor says it
NO_LONGER = "the item premiums as corrected do not add up to the total"


def _coverage_witness(draft: Draft) -> None:
    """A list known to be whole by its sum is so only while the sum holds."""
    witness = draft.witnesses.get("coverages")
    if witness is None or witness.why != ADD_UP or not (draft.changed("premium") or draft.table_changed("coverages")):
        return
    parts = [row.value("premium") for row in draft.rows("coverages")]
    total = draft.fields.get("premium")
    whole = total is not None and None not in parts and abs(sum(parts, Decimal(0)) - total.value) <= Decimal("0.01")
    if not whole:
        draft.witnesses["coverages"] = Witness(True, False, NO_LONGER, witness.span)


# --- notices ---------------------------------------------------------------------------------------------------------


def _short_names(draft: Draft) -> None:
    """The names a notice shares with a filing's papers: doc_no, issue_date, and the first of the issuers."""
    for name, source in (("doc_no", "doc_number"), ("issue_date", "date_issued")):
        _set(draft, name, draft.fields.get(source))
    issuers = draft.fields.get("issuers")
    if not draft.spoken_of("issuer") and draft.changed("issuers"):
        _set(draft, "issuer", None if issuers is None else replace(issuers, value=issuers.value[0], rivals=()))


def _set(draft: Draft, name: str, reading: Reading[Any] | None) -> None:
    draft.fields.pop(name, None)
    if reading is not None:
        draft.fields[name] = reading


_STEPS: dict[str, tuple[Callable[[Draft], None], ...]] = {
    "policy": (_copies, _counted, _limits, agreements, _place, _street, _coverage_witness),
    "application": (_place,),
    "service_report": (_copies, _lists, _hazard_list, _place),
    "notice": (_copies, _counted, of_title, _lists, _short_names, _place),
}
