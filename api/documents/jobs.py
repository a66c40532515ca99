"""The first two steps of an upload, done by workers: open what came, read each paper."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from api import collect, queue
from api.documents.parcels import add_parcels, fail_upload, kept_parts, problem_to_json, read_whole
from api.queue.rooms import Concern
from api.reading import Read
from api.records.codec import record_to_json
from api.service import Service
from api.settings import ENGINE
from api.store import Blob
from api.store.holding import Vanished, hold
from api.tables.documents import Paper, PaperReading, Parcel, Upload, UploadedFile
from api.tables.filings import FilingPaper
from api.tables.queue import Job
from api.tasks import ReadOne, Unpack
from extractor.errors import Crashed, PaperError

# --- unpack ----------------------------------------------------------------------------------------------------------


def unpack(service: Service, job: Job) -> None:
    """Archives opened, files sorted into parcels and papers; every paper gets a reading job."""
    with service.db.reading() as session:
        files = list(session.exec(select(UploadedFile).where(col(UploadedFile.upload_id) == job.args["upload"])
                                  .order_by(col(UploadedFile.place))))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="anze-unpack-") as folder, ExitStack() as held:
        sizes = {file.sha256: file.size for file in files}
        local = {file.sha256: held.enter_context(service.blobs.local(file.sha256)) for file in files}
        parts = tuple(collect.Part(file.name, local[file.sha256]) for file in files)
        outcome = service.reader.submit(Unpack(parts, Path(folder)), job.key).result()
        if outcome.error is not None:
            _not_the_papers_fault(outcome.error)
            with service.db.writing() as session:
                fail_upload(session, job.args["upload"], outcome.error)
                queue.finish(session, job)
            return
        uploaded = {path: Blob(name, sizes[name]) for name, path in local.items()}
        while True:
            kept = kept_parts(service, outcome.value, uploaded)
            with suppress(Vanished), service.db.writing() as session:
                _unpacked(session, service, job, outcome.value, kept)
                return


def _unpacked(session: Session, service: Service, job: Job, parcels: tuple[collect.Parcel, ...],
              kept: Mapping[Path, Blob]) -> None:  # fmt: skip
    hold(session, service.blobs, kept.values())
    query = select(Upload).where(Upload.id == job.args["upload"])
    upload = session.exec(query.with_for_update(key_share=True)).one()
    if upload.state == "received":
        add_parcels(session, upload, parcels, kept)
    queue.finish(session, job)


class Interrupted(Exception):
    """The process that read was killed, by somebody or for want of memory on the host: a paper is tried a few times."""


_KILLED = "信号9"
_ENDED_OR_NOT_BEGUN = ("信号15", "工作进程无法启动")


def _not_the_papers_fault(error: PaperError) -> None:
    """Raises where trying again may help. Whoever stops a host ends every process on it at the same moment, and a paper
    must not be called unreadable for that; nor where no process could be started at all. A paper that gets its reader
    killed each time ends as a job given up, with this cause."""
    if isinstance(error, Crashed):
        if error.detail == _KILLED:
            raise Interrupted(str(error))
        if error.detail in _ENDED_OR_NOT_BEGUN:
            raise queue.NotNow(str(error))


# --- read ------------------------------------------------------------------------------------------------------------


def read(service: Service, job: Job) -> None:
    """One paper read, in a worker process; the same bytes read by the same engine before are not read again."""
    with service.db.reading() as session:
        paper = session.exec(select(Paper).where(Paper.id == job.args["paper"])).one()
        before = _read_before(session, paper)
    found: Read | PaperReading | None
    if before is not None:
        found, error, seconds = before, None, 0.0
    else:
        with paper_files(service, paper) as given:
            outcome = service.reader.submit(ReadOne(given, paper.forced_kind, paper.page_range), job.key).result()
        found, error, seconds = outcome.value, outcome.error, outcome.seconds
        if error is not None:
            _not_the_papers_fault(error)
    with service.db.writing() as session:
        row = session.exec(select(Paper).where(Paper.id == paper.id).with_for_update(key_share=True)).one()
        if row.forced_kind != paper.forced_kind:
            pass  # somebody said meanwhile what kind it is: the job that was queued for that reads it
        elif error is not None:
            _failed(session, row, error)
        elif isinstance(found, Read):
            _keep_all(session, row, found, seconds)
        elif found is not None:
            _keep(session, row, found, seconds)
        queue.finish(session, job)


@contextmanager
def paper_files(service: Service, paper: Paper) -> Iterator[collect.Paper]:
    """The paper's parts as files of this machine, while they are needed."""
    with ExitStack() as held:
        parts = tuple(
            collect.Part(part["name"], held.enter_context(service.blobs.local(part["sha256"]))) for part in paper.parts
        )
        yield collect.Paper(paper.path, parts)


def _read_before(session: Session, paper: Paper) -> PaperReading | None:
    """An earlier reading of the same bytes under the same file name (the name says the format) by this engine."""
    if not paper.sha256:
        return None
    same = select(PaperReading).where(
        PaperReading.sha256 == paper.sha256, PaperReading.engine == ENGINE, PaperReading.name == _read_as(paper)
    )
    kind = col(PaperReading.forced_kind)
    same = same.where(kind.is_(None) if paper.forced_kind is None else kind == paper.forced_kind)
    return session.exec(same.limit(1)).first()


def _read_as(paper: Paper) -> str:
    """The file's name, and the pages of a paper that shares the file: a reading of some pages is none of the file."""
    name = paper.path.replace("!", "/").rpartition("/")[2]
    return name if paper.page_range is None else "{}#{}-{}".format(name, *paper.page_range)


def _keep_all(session: Session, paper: Paper, found: Read, seconds: float) -> None:
    """Every paper of the file kept: the first as the row that was read, the others as rows of their own beside it, before
    the parcel is told that one is read, and in the filings that have that row already."""
    first, *others = found.each()
    if others:
        paper.first_page, paper.last_page = first.record.page_range or (None, None)
    links = session.exec(select(FilingPaper).where(FilingPaper.paper_id == paper.id)).all() if others else ()
    for other in others:
        beside = Paper(upload_id=paper.upload_id, parcel_id=paper.parcel_id, org_id=paper.org_id, path=paper.path,
                       parts=paper.parts, sha256=paper.sha256)  # fmt: skip
        beside.first_page, beside.last_page = other.record.page_range or (None, None)
        session.add(beside)
        session.flush()
        _store(session, beside, other, 0.0)
        for link in links:
            session.add(FilingPaper(filing_id=link.filing_id, paper_id=beside.id, name=link.name, place=link.place))
    _keep(session, paper, first, seconds)


def _keep(session: Session, paper: Paper, found: Read | PaperReading, seconds: float) -> None:
    first = paper.state == "queued"
    _store(session, paper, found, seconds)
    _one_less(session, paper) if first else _again(session, paper)


def _store(session: Session, paper: Paper, found: Read | PaperReading, seconds: float) -> None:
    if isinstance(found, PaperReading):
        record, kind, whole, pages = found.record, found.kind, found.whole, found.record.get("pages")
    else:
        record, kind, whole, pages = record_to_json(found.record), found.record.kind, found.whole, found.record.pages
    reading = PaperReading(
        paper_id=paper.id, sha256=paper.sha256, name=_read_as(paper), engine=ENGINE, kind=kind,
        forced_kind=paper.forced_kind, whole=whole, record=record, seconds=seconds,
    )  # fmt: skip
    session.add(reading)
    paper.state, paper.kind, paper.pages, paper.reading_id, paper.problem = "read", kind, pages, reading.id, None
    session.add(paper)
    session.flush()


def _failed(session: Session, paper: Paper, error: PaperError) -> None:
    from api.webhooks.service import emit

    first = paper.state == "queued"
    if first or paper.reading_id is None:
        paper.state, paper.kind = "failed", "unknown"
    paper.problem = problem_to_json(error.problem())
    session.add(paper)
    session.flush()
    emit(session, paper.org_id, "paper.failed", {"paper": paper.id, "path": paper.path, **(paper.problem or {})})
    _one_less(session, paper) if first else _again(session, paper)


def _one_less(session: Session, paper: Paper) -> None:
    """Counted in the database, whose row lock makes exactly one of two papers that end at once the last."""
    left = session.execute(
        update(Parcel).where(col(Parcel.id) == paper.parcel_id).values(pending=Parcel.pending - 1)
        .returning(col(Parcel.pending))
    ).scalar_one()  # fmt: skip
    if left <= 0:
        read_whole(session, paper.parcel_id)


def _again(session: Session, paper: Paper) -> None:
    """A paper read a second time: its filings are judged anew."""
    from api.judging import rejudge_filings_of

    rejudge_filings_of(session, paper.id, "papers")


# --- given up --------------------------------------------------------------------------------------------------------


def _unpack_dead(session: Session, job: Job, cause: str) -> None:
    fail_upload(session, job.args["upload"], PaperError(cause[:200]))


def _read_dead(session: Session, job: Job, cause: str) -> None:
    query = select(Paper).where(Paper.id == job.args["paper"])
    paper = session.exec(query.with_for_update(key_share=True)).first()
    if paper is not None:
        _failed(session, paper, PaperError(cause[:200]))


def _unpack_revived(session: Session, job: Job) -> None:
    """As if it had just come; what was unpacked after all stays so."""
    session.execute(
        update(Upload).where(col(Upload.id) == job.args["upload"], col(Upload.state) == "failed",
                             ~exists().where(col(Parcel.upload_id) == job.args["upload"]))
        .values(state="received", finished_at=None, error=None)
    )  # fmt: skip


# --- a worker begins -------------------------------------------------------------------------------------------------

_LEFT_S = 3600.0
"""A file that was being written this long ago is written no more."""


def _sweep(service: Service) -> None:
    service.blobs.sweep(_LEFT_S)


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"unpack": unpack, "read": read}
ON_DEAD: Mapping[str, Callable[[Session, Job, str], None]] = {"unpack": _unpack_dead, "read": _read_dead}
ON_REQUEUE: Mapping[str, Callable[[Session, Job], None]] = {"unpack": _unpack_revived}
ON_START: tuple[Callable[[Service], None], ...] = (_sweep,)


def _about_upload(session: Session, job: Job) -> Concern | None:
    names = session.exec(
        select(UploadedFile.name).where(UploadedFile.upload_id == job.args["upload"]).order_by(col(UploadedFile.place))
    ).all()
    return (
        Concern("upload", job.args["upload"], "、".join(names[:3]) + ("…" if len(names) > 3 else "")) if names else None
    )


def _about_paper(session: Session, job: Job) -> Concern | None:
    path = session.exec(select(Paper.path).where(Paper.id == job.args["paper"])).first()
    return None if path is None else Concern("paper", job.args["paper"], path)


ABOUT: Mapping[str, Callable[[Session, Job], Concern | None]] = {"unpack": _about_upload, "read": _about_paper}
