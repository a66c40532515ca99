"""What happened to a filing, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from api.records import fields as catalogue
from api.web.views.filing.shapes import Event, Stored
from extractor.record import Record


def events_of(stored: Stored, records: Mapping[str, Record], lang: str) -> Sequence[Event]:
    """Newest first."""
    found = [
        *_judged(stored),
        *_corrected(stored, records, lang),
        *_decided(stored, lang),
        *(Event(c.at, "comment", stored.names.get(c.user_id, ""), reason=c.text) for c in stored.comments),
    ]
    if stored.filing.signed_off_at is not None:
        found.append(
            Event(stored.filing.signed_off_at, "signed", stored.names.get(stored.filing.signed_off_by or "", ""))
        )
    return sorted(found, key=lambda event: event.at, reverse=True)


def _judged(stored: Stored) -> Iterator[Event]:
    before = ""
    for row in sorted(stored.judgements, key=lambda j: j.at):
        by = stored.names.get(row.user_id or "", "")
        yield Event(row.at, "judged", by, what=row.cause, before=before, after=row.verdict, reason=row.engine)
        before = row.verdict


def _corrected(stored: Stored, records: Mapping[str, Record], lang: str) -> Iterator[Event]:
    for row in stored.corrections:
        record = records.get(row.paper_id)
        what = target_label(record.kind if record else "", row.target, lang)
        by = stored.names.get(row.user_id, "")
        yield Event(row.at, "corrected", by, what, row.before or "", row.value or "", row.reason)
        if row.withdrawn_at is not None:
            yield Event(row.withdrawn_at, "withdrawn", stored.names.get(row.withdrawn_by or "", ""), what)


def target_label(kind: str, target: str, lang: str) -> str:
    """``fields.premium`` → 保险费; ``tables.coverages[1].premium`` → 保险责任明细 2 分项保险费."""
    known = catalogue.paper(kind)
    room, _, rest = target.partition(".")
    if room == "fields" and rest in known.fields:
        return known.fields[rest].label(lang)
    name, _, cell = rest.partition("[")
    if room in ("tables", "witnesses") and name in known.tables:
        row, _, column = cell.partition("].")
        table = known.tables[name]
        said = [table.label(lang)]
        if row.rstrip("]").isdigit():
            said.append(str(int(row.rstrip("]")) + 1))
        if column in table.columns:
            said.append(table.columns[column].label(lang))
        return " ".join(said)
    return target


def _decided(stored: Stored, lang: str) -> Iterator[Event]:
    said = {row.fingerprint: row.body["summary" if lang == "zh" else "summary_en"] for row in stored.findings}
    for row in stored.decisions:
        yield Event(
            row.at, row.action, stored.names.get(row.user_id, ""), said.get(row.fingerprint, ""), reason=row.reason
        )
