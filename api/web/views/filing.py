"""A filing as its page shows it: findings with their places, readings by paper, facts, what happened when.

Built from the rows and the corrected records, so that values are written as the catalogue of fields writes them and a
reading knows the target under which it is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from api.documents.unlocking import LOCKED
from api.judging import PaperAt, paper_finder
from api.records import fields as catalogue
from api.tables.documents import CorrectionRow, Paper
from api.tables.filings import Comment, Decision, FilingRow, FindingRow, Judgement
from extractor.document import Problem
from extractor.evidence.calibration import calibrated, from_pixels
from extractor.record import Reading, Record, Row
from extractor.span import Span
from validators.say import word

SURE = 0.95
"""Counted share of right values from which a reading needs no second look; below it the page marks it."""
ORDER = ("policy", "endorsement", "application", "staff_list", "service_report", "fee_ledger", "claim_record", "invoice", "roster", "notice",
         "unknown")  # fmt: skip
"""Of papers, as one goes through them: first what the others refer to."""
FACT_TYPES = {"fee_ratio": "ratio", "spend_ratio": "ratio", "services_done": "code:service", "item_premiums": "money",
              "ledger_spent": "money"}  # fmt: skip
"""Value types of facts that no paper prints under their name."""


# --- what comes in ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything of one filing that the page is made of; ``names`` says who a user id is, ``rereading`` which papers wait to be
    read (again), ``judging`` whether the filing waits to be judged."""

    filing: FilingRow
    papers: Sequence[tuple[Paper, Record]]
    findings: Sequence[FindingRow]
    decisions: Sequence[Decision]
    comments: Sequence[Comment]
    corrections: Sequence[CorrectionRow]
    judgements: Sequence[Judgement]
    names: Mapping[str, str]
    today: date
    rereading: frozenset[str] = frozenset()
    judging: bool = False


# --- what goes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on a paper. ``boxes`` in points from the top left of page ``page`` (from 1); ``where`` for papers without
    pages. Both empty: the paper as a whole."""

    paper: str
    paper_name: str
    page: int | None
    boxes: Sequence[Sequence[float]]
    where: str
    text: str
    label: str = ""
    field: str = ""

    @property
    def data(self) -> Mapping[str, Any]:
        """For the viewer's script."""
        return {"paper": self.paper, "page": self.page, "boxes": self.boxes, "where": self.where,
                "field": self.field}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingView:
    """``tone``: error, warning, note, undecided or aside (undecided and of no weight). ``settled``: accepted, or waived.
    ``needs``: what would settle it, as (name, label, whether a paper at hand could say it)."""

    fingerprint: str
    tone: str
    summary: str
    rule: str
    citation: Mapping[str, Any]
    also: Sequence[Mapping[str, Any]]
    places: Sequence[Place]
    needs: Sequence[tuple[str, str, bool]]
    decision: Decision | None
    decided_by: str
    expired: bool
    comments: Sequence[CommentView]

    @property
    def settled(self) -> bool:
        return self.decision is not None and self.decision.action in ("accept", "waive") and not self.expired

    @property
    def sourced(self) -> bool:
        """Whether a document says it; the engine's own remarks cite nothing."""
        return bool(self.citation.get("document")) and self.citation["document"] != "anze"


@dataclass(frozen=True, slots=True)
class CommentView:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One value. ``input`` is what the editing box starts with; ``options`` what may be chosen, empty for free text.
    ``confidence`` in percent, None for what was not read. ``correction``: the one that stands."""

    target: str
    label: str
    value: str
    input: str
    type: str
    options: Sequence[tuple[str, str]]
    written: str
    confidence: int | None
    rivals: Sequence[str]
    place: Place | None
    correction: CorrectionView | None

    @property
    def unsure(self) -> bool:
        return self.confidence is not None and self.confidence < 100 * SURE


@dataclass(frozen=True, slots=True)
class CorrectionView:
    id: str
    before: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TableView:
    """A list on a paper. ``rows``: for each the cells by column, None where nothing stands."""

    name: str
    label: str
    columns: Sequence[str]
    rows: Sequence[Sequence[ReadingView | None]]


@dataclass(frozen=True, slots=True)
class PaperView:
    """``pages``: number and size in points of each; none for a format without pages. ``missing``: what the kind could say
    and this paper does not. ``files``: number and name of each part whose bytes are there. ``forced``: a person said its
    kind. ``busy``: it waits to be read, perhaps again. ``locked``: it waits for its password."""

    id: str
    name: str
    short: str
    kind: str
    state: str
    pages: Sequence[tuple[int, float, float]]
    problems: Sequence[Problem]
    readings: Sequence[ReadingView]
    missing: Sequence[ReadingView]
    tables: Sequence[TableView]
    files: Sequence[tuple[int, str]]
    forced: bool
    busy: bool
    locked: bool

    @property
    def readable(self) -> bool:
        return self.state == "read"


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str
    state: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class FactGroup:
    about: str
    key: str
    facts: Sequence[FactView]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. ``kind`` chooses its words: judged, corrected, withdrawn, accept, dispute, waive, reopen,
    comment, signed."""

    at: datetime
    kind: str
    by: str
    what: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FilingView:
    """The whole page. ``violated``, ``undecided``: open ones; ``settled``: accepted or waived; ``aside``: undecided ones that
    change nothing. ``busy``: papers are being read or the filing is being judged, so what is shown will change."""

    filing: FilingRow
    title: str
    violated: Sequence[FindingView]
    undecided: Sequence[FindingView]
    settled: Sequence[FindingView]
    aside: Sequence[FindingView]
    papers: Sequence[PaperView]
    facts: Sequence[FactGroup]
    events: Sequence[Event]
    comments: Sequence[CommentView]
    coverage: Mapping[str, Any]
    packs: Sequence[Mapping[str, Any]]
    as_of: date | None
    signed_by: str
    busy: bool

    @property
    def open(self) -> int:
        return len(self.violated) + len(self.undecided)


# --- making it -------------------------------------------------------------------------------------------------------


def view_of(stored: Stored, lang: str) -> FilingView:
    """The filing for a reader of ``lang``."""
    papers = paper_finder(stored.papers)
    labels = _labels(record for _, record in stored.papers)
    findings = [_finding(row, stored, papers, labels, lang) for row in stored.findings]
    judgement = next((j for j in stored.judgements if j.id == stored.filing.judgement_id), None)
    open_ones = [finding for finding in findings if not finding.settled]
    return FilingView(
        filing=stored.filing,
        title=stored.filing.policyholder or stored.filing.name,
        violated=[f for f in open_ones if f.tone in ("error", "warning", "note")],
        undecided=[f for f in open_ones if f.tone == "undecided"],
        settled=[f for f in findings if f.settled],
        aside=[f for f in open_ones if f.tone == "aside"],
        papers=[_paper(paper, record, stored, lang) for paper, record in sorted(stored.papers, key=_rank)],
        facts=list(_facts(judgement, papers, labels, lang)),
        events=_events(stored, {record_paper.id: record for record_paper, record in stored.papers}, lang),
        comments=[_comment(c, stored) for c in stored.comments if not c.fingerprint],
        coverage=judgement.coverage if judgement else {},
        packs=judgement.packs if judgement else (),
        as_of=judgement.as_of if judgement else stored.filing.as_of,
        signed_by=stored.names.get(stored.filing.signed_off_by or "", ""),
        busy=bool(stored.rereading) or stored.judging,
    )


def _rank(entry: tuple[Paper, Record]) -> tuple[int, str, int]:
    kind = entry[1].kind
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), entry[1].path, entry[1].first_page)


def short_name(path: str) -> str:
    """The file's own name, without folders and archives around it."""
    return PurePosixPath(path.replace("!", "/")).name or path


def _short(record: Record) -> str:
    """The file's own name, with the pages of a paper that shares its file."""
    name = short_name(record.path)
    return name if record.page_range is None else "{} {}–{}".format(name, *record.page_range)


def _labels(records: Iterable[Record]) -> Mapping[str, catalogue.Field]:
    """Field name → its entry, from the kinds of paper at hand; the first kind that has it wins."""
    out: dict[str, catalogue.Field] = {}
    for record in records:
        for name, field in catalogue.paper(record.kind).fields.items():
            out.setdefault(name, field)
    return out


def label_of(name: str, labels: Mapping[str, catalogue.Field], lang: str) -> str:
    """What a field or a fact is called."""
    if name in labels:
        return labels[name].label(lang)
    said = word(name)
    return said if lang == "zh" and said != name else name.replace("_", " ")


# --- findings --------------------------------------------------------------------------------------------------------


def _tone(row: FindingRow) -> str:
    if row.verdict == "violated":
        return row.severity
    return "undecided" if row.matters else "aside"


def _finding(row: FindingRow, stored: Stored, papers: PaperAt, labels: Mapping[str, catalogue.Field],
             lang: str) -> FindingView:  # fmt: skip
    body = row.body
    latest = [d for d in stored.decisions if d.fingerprint == row.fingerprint][-1:]
    decision = latest[0] if latest and latest[0].action != "reopen" else None
    expired = decision is not None and decision.expires_on is not None and decision.expires_on < stored.today
    return FindingView(
        fingerprint=row.fingerprint,
        tone=_tone(row),
        summary=body["summary"] if lang == "zh" else body.get("summary_en") or body["summary"],
        rule=row.rule,
        citation=body.get("citation") or {},
        also=body.get("also") or (),
        places=_places(body["evidence"], papers, labels, lang),
        needs=[(name, label_of(name, labels, lang), name in labels) for name in body.get("needs") or ()],
        decision=decision,
        decided_by=stored.names.get(decision.user_id, "") if decision else "",
        expired=expired,
        comments=[_comment(c, stored) for c in stored.comments if c.fingerprint == row.fingerprint],
    )


def _comment(row: Comment, stored: Stored) -> CommentView:
    return CommentView(stored.names.get(row.user_id, ""), row.at, row.text)


def _places(evidence: Iterable[Mapping[str, Any]], papers: PaperAt, labels: Mapping[str, catalogue.Field],
            lang: str) -> Sequence[Place]:  # fmt: skip
    """Each place once, in the order given."""
    found: dict[tuple[Any, ...], Place] = {}
    for entry in evidence:
        path = str(entry.get("path") or "")
        boxes = entry.get("boxes") or ([entry["box"]] if entry.get("box") else [])
        field = str(entry.get("field") or "")
        placed = bool(boxes or entry.get("where"))
        place = Place(
            paper=papers(path, entry.get("page")),
            paper_name=short_name(path),
            page=entry.get("page"),
            boxes=boxes,
            where=str(entry.get("where") or ""),
            text=str(entry.get("text") or ""),
            label=label_of(field, labels, lang) if field and placed else "",
            field=field,
        )
        found.setdefault((path, place.page, str(boxes), place.where), place)
    return list(found.values())


# --- papers ----------------------------------------------------------------------------------------------------------


def _paper(paper: Paper, record: Record, stored: Stored, lang: str) -> PaperView:
    known = catalogue.paper(record.kind)
    standing = {c.target: c for c in stored.corrections if c.paper_id == paper.id and c.withdrawn_at is None}

    def reading(field: catalogue.Field, target: str, read: Reading[Any] | None) -> ReadingView:
        sure = None if read is None else calibrated(read, ocr=from_pixels(record, read))
        return _reading(field, target, read, sure, standing.get(target), paper.id, record.path, stored, lang)

    present: list[ReadingView] = []
    missing: list[ReadingView] = []
    for name, field in known.fields.items():
        target = f"fields.{name}"
        read = record.fields.get(field.repeats or name)
        (present if read is not None or target in standing else missing).append(reading(field, target, read))
    tables = []
    for name, table in known.tables.items():
        if rows := record.rows(name):
            tables.append(_table(name, table, rows, reading, lang))
    return PaperView(
        id=paper.id, name=record.path, short=_short(record), kind=record.kind, state=paper.state,
        pages=[(n, float(w), float(h)) for n, (w, h) in enumerate(record.page_sizes, record.first_page)],
        problems=record.problems, readings=present, missing=missing, tables=tables,
        files=[(at, short_name(part["name"])) for at, part in enumerate(paper.parts) if part["sha256"]],
        forced=paper.forced_kind is not None, busy=paper.id in stored.rereading,
        locked=(paper.problem or {}).get("code") in LOCKED and paper.id not in stored.rereading,
    )  # fmt: skip


def _table(name: str, table: catalogue.Table, rows: Sequence[Row], reading: Any, lang: str) -> TableView:
    columns = [c for c in table.columns.values() if any(c.name in row.cells for row in rows)]
    cells = [
        [reading(c, f"tables.{name}[{at}].{c.name}", row.cells.get(c.name)) for c in columns]
        for at, row in enumerate(rows)
    ]
    return TableView(name, table.label(lang), [c.label(lang) for c in columns], cells)


def _reading(field: catalogue.Field, target: str, read: Reading[Any] | None, sure: float | None, row: CorrectionRow | None,
             paper_id: str, path: str, stored: Stored, lang: str) -> ReadingView:  # fmt: skip
    value = None if read is None else read.value
    correction = None
    if row is not None:
        correction = CorrectionView(row.id, row.before or "", row.reason, stored.names.get(row.user_id, ""), row.at)
    return ReadingView(
        target=target,
        label=field.label(lang),
        value=catalogue.show(field.type, value, lang),
        input=catalogue.to_input(field.type, value),
        type=field.type.partition(":")[0],
        options=_options(field.type, lang),
        written=read.span.text if read is not None else "",
        confidence=None if sure is None else round(100 * sure),
        rivals=[catalogue.show(field.type, rival.value, lang) for rival in read.rivals] if read is not None else (),
        place=None if read is None else _span(read.span, paper_id, path, field.label(lang)),
        correction=correction,
    )


def _options(type: str, lang: str) -> Sequence[tuple[str, str]]:
    """(what is sent, what is shown) for a type with a closed list."""
    if type == "flag":
        return (("是", "是" if lang == "zh" else "yes"), ("否", "否" if lang == "zh" else "no"))
    if type.startswith("code:"):
        return [(zh, zh if lang == "zh" else en) for zh, en in catalogue.codes(type).values()]
    return ()


def _span(span: Span, paper_id: str, path: str, label: str) -> Place:
    boxes = [[round(float(edge), 1) for edge in box] for box in span.boxes]
    return Place(paper_id, short_name(path), span.page, boxes, span.where or "", span.text, label)


# --- facts -----------------------------------------------------------------------------------------------------------


def _facts(judgement: Judgement | None, papers: PaperAt, labels: Mapping[str, catalogue.Field],
           lang: str) -> Iterator[FactGroup]:  # fmt: skip
    """Facts by what they are about. Those that no paper says are left out, as findings say what is lacking; so are the
    engine's own intermediate ones, which have no name among people."""
    for subject in judgement.facts if judgement else ():
        facts: list[FactView] = []
        for name, fact in subject["facts"].items():
            if fact["state"] == "absent" or not _plain(fact["value"]) or not (name in labels or word(name) != name):
                continue
            places = [p for p in _places(fact["evidence"], papers, labels, lang) if p.paper]
            type = labels[name].type if name in labels else FACT_TYPES.get(name, "")
            said = _fact_value(type, fact["value"], lang)
            shown = FactView(label_of(name, labels, lang), said, fact["state"], places)
            if (shown.label, shown.value) not in {(other.label, other.value) for other in facts}:
                facts.append(shown)
        if facts:
            yield FactGroup(str(subject["about"]), str(subject["key"] or ""), facts)


def _plain(value: Any) -> bool:
    """Whether a value can be said in a line; lists of objects stand under their paper."""
    if isinstance(value, list):
        return 0 < len(value) <= 12 and all(isinstance(item, str | int | float) for item in value)
    return value is not None and not isinstance(value, Mapping)


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*")


def _fact_value(type: str, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return catalogue.show("flag", value, lang)
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(_fact_value(type, item, lang) for item in value)
    if isinstance(value, int | float):
        return catalogue.show(type, Decimal(str(value)), lang) if type in ("money", "ratio") else f"{value:,}"
    text = str(value)
    if moment := _MOMENT.fullmatch(text):
        return f"{moment[1]} {moment[2]}"
    if type.startswith(("code:", "codes:")):
        return catalogue.show(type.replace("codes:", "code:"), text, lang)
    return word(text) if lang == "zh" else text


# --- history ---------------------------------------------------------------------------------------------------------


def _events(stored: Stored, records: Mapping[str, Record], lang: str) -> Sequence[Event]:
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
