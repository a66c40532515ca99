"""Uploads followed, papers shown, readings corrected."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from api import judging, queue
from api.accounts import audit_log
from api.accounts.principal import Principal, visible
from api.documents import queries
from api.documents.jobs import paper_files
from api.documents.pictures import Asked, Picture, Turns, pictures
from api.documents.schemas import (
    CorrectionIn,
    CorrectionOut,
    FilingBrief,
    PaperOut,
    PaperStatus,
    ProblemOut,
    UploadedFileOut,
    UploadOut,
)
from api.problems import Conflict, Invalid, NotAllowed, NotFound, Unavailable, Unsupported
from api.records import corrections, fields
from api.records.codec import record_from_json
from api.service import Service
from api.store import now
from api.tables.accounts import User
from api.tables.documents import CorrectionRow, Paper, PaperReading
from api.tables.filings import FilingPaper, FilingRow
from extractor.document import Box
from extractor.errors import PaperError
from extractor.kinds import KINDS
from extractor.record import Record
from validators.report_json import document_to_json

RENDER_S = 90.0
"""How long a request waits for a picture: the renderer's own limit, and some waiting for its turn."""


def upload_status(session: Session, who: Principal, upload_id: str) -> UploadOut:
    """The upload with the state of every paper and filing; NotFound for another body's."""
    upload = queries.upload_of(session, who, upload_id)
    return UploadOut(
        id=upload.id, state=upload.state, created_at=upload.created_at, finished_at=upload.finished_at,
        as_of=upload.as_of, error=_problem(upload.error),
        files=[UploadedFileOut(name=f.name, sha256=f.sha256, size=f.size) for f in queries.files_of(session, upload.id)],
        papers=[paper_status(paper) for paper in queries.papers_of(session, upload.id)],
        filings=[filing_brief(filing) for filing in queries.filings_of(session, who, upload.id)],
    )  # fmt: skip


def paper_status(paper: Paper) -> PaperStatus:
    return PaperStatus(id=paper.id, path=paper.path, state=paper.state, kind=paper.kind, pages=paper.pages, page_range=paper.page_range,
                       problem=_problem(paper.problem))  # fmt: skip


def filing_brief(filing: FilingRow) -> FilingBrief:
    return FilingBrief(id=filing.id, name=filing.name, state=filing.state, verdict=filing.verdict,
                       open_findings=filing.open_findings)  # fmt: skip


def _problem(said: dict[str, Any] | None) -> ProblemOut | None:
    return None if said is None else ProblemOut(**{k: v for k, v in said.items() if k in ProblemOut.model_fields})


# --- a paper ---------------------------------------------------------------------------------------------------------


def paper_detail(session: Session, who: Principal, paper_id: str) -> PaperOut:
    """A paper with its corrected readings."""
    paper = queries.paper_of(session, who, paper_id)
    return paper_out(paper, corrected_record(session, paper))


def corrected_record(session: Session, paper: Paper, under: str | None = None) -> Record:
    """What the paper says, corrections laid over it, under its own path or that of a filing."""
    name = under or paper.path
    reading = session.exec(select(PaperReading).where(PaperReading.id == paper.reading_id)).first()
    standing = [row for row in queries.corrections_of(session, [paper.id]) if row.withdrawn_at is None]
    return judging.record_under(paper, name, reading, standing)


def paper_out(paper: Paper, record: Record) -> PaperOut:
    return PaperOut(
        id=paper.id, path=record.path, state=paper.state, kind=paper.kind, forced_kind=paper.forced_kind,
        sha256=paper.sha256 or record.sha256, size=sum(part["size"] for part in paper.parts),
        page_sizes=[list(size) for size in record.page_sizes], document=document_to_json(record),
        problem=_problem(paper.problem),
    )  # fmt: skip


def page_picture(service: Service, who: Principal, paper_id: str, page: int, width: int | None,
                 box: list[float] | None = None, known: frozenset[str] = frozenset()) -> Picture:  # fmt: skip
    """A page, or the part of it in ``box`` (points), as a picture, drawn at most once while it is kept. ``known``: the etags
    of what the browser has; one of these is not sent again. NotFound beyond the last page."""
    from api.rendering.page import RenderTask
    from extractor.picture import NoPages

    area = None
    if box is not None:
        if not all(math.isfinite(edge) for edge in box) or box[2] <= box[0] or box[3] <= box[1]:
            raise Invalid("box 应为 x0,y0,x1,y1（点），且 x0<x1、y0<y1")
        area = Box(*box)
    kept = service.part(pictures)
    with service.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
        turns = kept.turns(paper.reading_id, lambda: _turns(session, paper)) if paper.reading_id else ()
    # A page that was read turned is shown turned the same way, or the boxes of its readings would not fit.
    turn = turns[page - 1] if page <= len(turns) else None
    content = tuple((part["sha256"], part["name"]) for part in paper.parts)
    asked = Asked(content, page, width, area, turn)
    if asked.etag in known:
        return Picture(None, "", asked.etag)

    def draw() -> Picture:
        task = partial(RenderTask, page=page, width_px=width, box=area, turn=turn)
        shown = _shown(service, paper, task, NoPages)
        return Picture(shown.data, shown.media_type, asked.etag)

    return kept.get(asked, draw, RENDER_S)


def _turns(session: Session, paper: Paper) -> Turns:
    reading = session.exec(select(PaperReading).where(PaperReading.id == paper.reading_id)).first()
    if reading is None:
        return ()
    record = record_from_json(reading.record)
    return (None,) * (
        record.first_page - 1
    ) + record.page_turns  # pages of the papers before it in the file are not its own


def paper_text(service: Service, who: Principal, paper_id: str) -> dict[str, Any]:
    """The content of a paper without pages, block by block with its places; Unsupported for one with pages."""
    from api.rendering import TextTask
    from api.rendering.text import HasPages

    with service.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
    view = _shown(service, paper, TextTask, HasPages)
    out: dict[str, Any] = view.to_json()
    return out


def _shown(service: Service, paper: Paper, task: Any, other_form: type[PaperError]) -> Any:
    if not all(part["sha256"] for part in paper.parts):
        raise NotFound("这份材料没有收到文件")
    with paper_files(service, paper) as given:
        future = service.renderer.submit(task(given.parts), paper.id)
        try:
            outcome = future.result(RENDER_S)
        except TimeoutError:
            future.cancel()
            raise Unavailable("画面生成超时", "请稍后再试") from None
    if outcome.error is not None:
        if isinstance(outcome.error, other_form):
            raise Unsupported(str(outcome.error), outcome.error.remedy)
        raise NotFound(str(outcome.error), outcome.error.remedy)
    return outcome.value


# --- corrections -----------------------------------------------------------------------------------------------------


def correct(session: Session, who: Principal, paper_id: str, given: CorrectionIn) -> CorrectionRow:
    """Lay a person's word over a reading; every filing that has the paper is judged again in the same transaction.

    Raises Invalid for a target or value that does not fit the paper, Conflict while it is unread.
    """
    paper = queries.paper_of(session, who, paper_id)
    filings = own_filings(session, who, paper)
    if paper.reading_id is None:
        raise Conflict("这份材料还没有读出来，无法更正", "请等读取完成，或先指定材料种类")
    record = corrected_record(session, paper)
    box = None if given.box is None else Box(*given.box)
    if box is not None and not all(map(math.isfinite, box)):
        raise Invalid("box 应为四个有限的数")
    wanted = corrections.Correction(given.target, given.value, given.reason, who.user_id, now(), given.page, box)
    try:
        corrections.apply(record, [wanted])
    except (corrections.BadTarget, fields.BadValue) as error:
        raise Invalid(str(error)) from None
    row = CorrectionRow(
        paper_id=paper.id, target=given.target, value=given.value, before=_before(record, given.target),
        reason=given.reason, page=given.page, box=given.box, user_id=who.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _judge_again(session, who, filings)
    audit_log.record(session, who, "reading.corrected", "paper", paper.id, target=row.target, value=row.value,
                     before=row.before, reason=row.reason)  # fmt: skip
    return row


def withdraw(session: Session, who: Principal, correction_id: str) -> CorrectionRow:
    """Take a correction back; what was read counts again."""
    row = session.exec(select(CorrectionRow).where(CorrectionRow.id == correction_id)).first()
    if row is None:
        raise NotFound
    paper = queries.paper_of(session, who, row.paper_id)
    filings = own_filings(session, who, paper)
    session.refresh(row)  # locked by now: somebody may have been quicker
    if row.withdrawn_at is not None:
        raise Conflict("这条更正已经撤回")
    row.withdrawn_at, row.withdrawn_by = now(), who.user_id
    session.add(row)
    session.flush()
    _judge_again(session, who, filings)
    audit_log.record(session, who, "correction.withdrawn", "paper", paper.id, target=row.target, value=row.value)
    return row


def set_kind(session: Session, who: Principal, paper_id: str, kind: str | None, reason: str) -> Paper:
    """Say what kind of paper it is (None: let the engine say); it is read again as that."""
    if kind is not None and kind not in KINDS:
        raise Invalid(f"没有“{kind}”这种材料；可选：{'、'.join(KINDS)}")
    paper = queries.paper_of(session, who, paper_id)
    filings = own_filings(session, who, paper)
    if not all(part["sha256"] for part in paper.parts):
        raise Conflict("这份材料没有收到文件，无法重读", "请补交文件")
    if paper.state == "queued":
        raise Conflict("这份材料正在读取", "请等读取完成后再指定种类")
    paper.forced_kind = kind
    session.add(paper)
    queue.enqueue(session, "read", f"read:{paper.id}", {"paper": paper.id}, priority=queue.SOON)
    for filing in filings:
        judging.touch(session, filing)  # its page now says that the paper is being read again
    session.flush()
    audit_log.record(session, who, "paper.kind_set", "paper", paper.id, kind=kind, reason=reason)
    return paper


def remove(session: Session, who: Principal, paper_id: str, reason: str) -> None:
    """Take a paper out of its filings; bytes, readings and history stay until retention ends. Only who handed it in may,
    as with a filing."""
    paper = queries.paper_of(session, who, paper_id)
    if paper.org_id != who.org_id and not who.everything:
        raise NotAllowed("只有报送单位可以移出材料")
    filings = own_filings(session, who, paper)
    paper.removed_at = now()
    session.add(paper)
    session.flush()
    _judge_again(session, who, filings, cause="papers")
    audit_log.record(session, who, "paper.removed", "paper", paper.id, path=paper.path, reason=reason)


def own_filings(session: Session, who: Principal, paper: Paper) -> list[FilingRow]:
    """Every filing that has the paper, locked in one order. A ledger may serve filings that the person may not see:
    what it says is then not theirs alone to change."""
    ids = sorted(session.exec(select(FilingPaper.filing_id).where(FilingPaper.paper_id == paper.id)))
    locked = [judging.lock(session, filing_id) for filing_id in ids]
    alive = [filing for filing in locked if filing.deleted_at is None]
    seen = set(session.exec(select(FilingRow.id).where(col(FilingRow.id).in_(ids), visible(who))))
    if any(filing.id not in seen for filing in alive):
        raise Conflict("这份材料还属于您无权查看的案卷，不能单方更正", "请由报送单位更正")
    return alive


def _judge_again(session: Session, who: Principal, filings: list[FilingRow], cause: str = "correction") -> None:
    for filing in filings:
        filing.signed_off_at = filing.signed_off_by = None
        if filing.state == "judged":
            judging.judge(session, filing, cause=cause, user_id=who.user_id)
        judging.touch(session, filing)


def _before(record: Record, target: str) -> str | None:
    """What was read there before, as people write it; None for nothing, and for a whole row or a witness."""
    meant = corrections.target_of(target)
    if meant.room == "fields":
        value = record.value(meant.name)
    elif meant.column is not None and (rows := record.rows(meant.name)[meant.row or 0 :]):
        value = rows[0].value(meant.column)
    else:
        return None
    if value is None:
        return None
    return fields.show(corrections.field_of(record.kind, meant).type, value)


def correction_out(session: Session, row: CorrectionRow) -> CorrectionOut:
    name = session.exec(select(User.name, User.login).where(User.id == row.user_id)).first()
    by = (name[0] or name[1]) if name else ""
    return CorrectionOut(id=row.id, paper_id=row.paper_id, target=row.target, value=row.value, before=row.before,
                         reason=row.reason, by=by, at=row.at, withdrawn_at=row.withdrawn_at)  # fmt: skip
