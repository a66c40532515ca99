"""The last two steps of an upload, done by workers: papers put into filings, filings judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

import validators
from api import judging, queue
from api.queue.rooms import Concern
from api.records.codec import record_from_json
from api.service import Service
from api.store import now
from api.tables.accounts import Organisation
from api.tables.documents import Paper, PaperReading, Parcel, Upload
from api.tables.filings import FilingPaper, FilingPolicy, FilingRow
from api.tables.queue import Job
from extractor.record import Record
from validators import numbers_of
from validators.facts import fold
from validators.filing import number_of


def settle(service: Service, job: Job) -> None:
    """A parcel whose papers are all read: put into filings, each judged; the upload ends with its last parcel.

    Each step is a transaction of its own and may be done twice: what is in filings stays there, what is judged as it
    stands is not judged again, and an upload ends once.
    """
    with service.db.writing() as session:
        query = select(Parcel).where(Parcel.id == job.args["parcel"])
        parcel = session.exec(query.with_for_update(key_share=True)).one()
        if parcel.state in ("settling", "unsettled"):
            _put_into_filings(session, parcel)
            parcel.state = "judging" if parcel.state == "settling" else "unjudged"
            session.add(parcel)
    with service.db.reading() as session:
        touched = _filings_of(session, parcel.id)
    failures = [failure for filing_id in touched if (failure := _judged(service, filing_id)) is not None]
    if failures:  # after all others are judged: one filing that we fail at must not cost an archive of thousands
        raise failures[0]
    with service.db.writing() as session:
        _end(session, parcel.id)
        queue.finish(session, job)


def _judged(service: Service, filing_id: str) -> Exception | None:
    """Judge one filing; what went wrong, where something did."""
    try:
        with service.db.writing() as session:
            filing = judging.find(session, filing_id)
            if filing is not None and filing.deleted_at is None:
                judging.judge(session, filing, cause="upload")
    except Exception as error:
        return error
    return None


def _filings_of(session: Session, parcel_id: str) -> list[str]:
    found = session.exec(
        select(FilingPaper.filing_id).join(Paper, col(Paper.id) == col(FilingPaper.paper_id))
        .where(Paper.parcel_id == parcel_id).distinct()
    )  # fmt: skip
    return sorted(found.all())


def _end(session: Session, parcel_id: str, cause: str | None = None) -> None:
    """The parcel is done with; ``cause``: given up, and why. Counted once, also where it is done after all."""
    parcel = session.exec(select(Parcel).where(Parcel.id == parcel_id).with_for_update(key_share=True)).one()
    counted = parcel.state in ("done", "unsettled", "unjudged")
    if cause is None:
        parcel.state = "done"
    elif not counted:
        parcel.state = "unsettled" if parcel.state == "settling" else "unjudged"
    session.add(parcel)
    session.flush()
    upload = session.exec(select(Upload).where(Upload.id == parcel.upload_id).with_for_update(key_share=True)).one()
    upload.open_parcels -= not counted
    if upload.open_parcels <= 0 and upload.state == "reading":
        upload.state, upload.finished_at = "done", now()
    if cause is not None:
        upload.error = _not_judged(cause)
    elif upload.error and upload.error.get("code") == _NOT_JUDGED and not _given_up(session, upload.id):
        upload.error = None
    session.add(upload)


_NOT_JUDGED = "not_judged"


def _not_judged(cause: str) -> dict[str, Any]:
    message = f"材料已读取，但未能归卷判断：{cause[:200]}"
    return {"code": _NOT_JUDGED, "message": message, "remedy": "请联系管理员", "page": None}


def _given_up(session: Session, upload_id: str) -> bool:
    query = select(Parcel.id).where(Parcel.upload_id == upload_id, col(Parcel.state).in_(("unsettled", "unjudged")))
    return session.exec(query.limit(1)).first() is not None


def _put_into_filings(session: Session, parcel: Parcel) -> None:
    upload = session.exec(select(Upload).where(Upload.id == parcel.upload_id)).one()
    # One body's parcels are put into filings one after another, or two of them would both make the same filing. Rows that
    # refer to the body may be added meanwhile: an upload need not wait.
    body = select(Organisation).where(Organisation.id == upload.org_id)
    session.exec(body.with_for_update(key_share=True)).one()
    papers = list(session.exec(select(Paper).where(Paper.parcel_id == parcel.id)
                               .order_by(col(Paper.path), col(Paper.first_page), col(Paper.id))))  # fmt: skip
    chosen = judging.lock(session, upload.filing_id) if upload.filing_id is not None else None
    if chosen is not None and chosen.deleted_at is None:
        link(session, chosen, papers)
    elif parcel.name is not None:
        link(session, named_filing(session, upload, parcel), papers)
    else:  # loose papers, also those for a filing that was deleted meanwhile
        _put_pool(session, upload, parcel, papers)


def named_filing(session: Session, upload: Upload, parcel: Parcel) -> FilingRow:
    """The filing that the manifest names: handed in again it is the same filing, with what is new."""
    known = session.exec(
        select(FilingRow).where(FilingRow.org_id == upload.org_id, FilingRow.name == parcel.name, col(FilingRow.named),
                                col(FilingRow.deleted_at).is_(None)).with_for_update(key_share=True)
    ).first()  # fmt: skip
    filing = known or _new(session, upload, parcel.name or "", parcel.path, named=True)
    filing.manifest = _merged(filing.manifest, parcel.manifest)
    filing.path = parcel.path
    if upload.as_of is not None:
        filing.as_of = upload.as_of
    session.add(filing)
    return filing


def _merged(old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any] | None:
    """The later manifest, with the arrival of files that only the earlier one lists."""
    if not old or not new:
        return new or old
    listed = {str(entry.get("file")) for entry in new.get("documents", ()) if isinstance(entry, dict)}
    kept = [e for e in old.get("documents", ()) if isinstance(e, dict) and str(e.get("file")) not in listed]
    return {**new, "documents": [*kept, *new.get("documents", ())]}


def _groups(session: Session, papers: Sequence[Paper]) -> list[list[tuple[Paper, Record]]]:
    """Loose papers by policy number, as the command line groups them; an unread one stands alone."""
    readings = {
        row.id: row
        for row in session.exec(select(PaperReading).where(col(PaperReading.id).in_([p.reading_id for p in papers])))
    }
    records: list[Record] = []
    owner: dict[int, Paper] = {}
    for paper in papers:
        reading = readings.get(paper.reading_id or "")
        record = record_from_json(reading.record) if reading else Record(paper.path, paper.sha256, "unknown")
        records.append(record)
        owner[id(record)] = paper
    return [[(owner[id(record)], record) for record in group] for group in validators.group(records)]


def _put_pool(session: Session, upload: Upload, parcel: Parcel, papers: Sequence[Paper]) -> None:
    """A pool of loose papers: each group to the filing of its policy, made where there is none; a paper that names
    policies handed in before (a ledger names many) to each of those as well."""
    groups = _groups(session, papers)
    # Every filing concerned is locked here, in the order in which all lock several: two that wait for each other end in one failing.
    _known(session, upload, {number for group in groups for _, record in group for number in numbers_of(record)})
    homeless: list[list[tuple[Paper, Record]]] = []
    for group in groups:
        policies = [number_of(record) for _, record in group if record.kind == "policy"]
        if policies:
            filing = home(session, upload, parcel, [n for n in policies if n], group[0][0].path)
            link(session, filing, [paper for paper, _ in group])
        else:
            homeless.append(group)
    for paper, record in ((paper, record) for group in homeless for paper, record in group):
        for filing in homes(session, upload, parcel, paper, record):
            link(session, filing, [paper])


def homes(session: Session, upload: Upload, parcel: Parcel, paper: Paper, record: Record) -> list[FilingRow]:
    """The filings of a paper that lies beside no policy: those whose numbers it names, else a new one."""
    known = _known(session, upload, numbers_of(record)) if record.kind != "notice" else []
    return known or [_new(session, upload, number_of(record) or paper.path, parcel.path, named=False)]


def home(session: Session, upload: Upload, parcel: Parcel, numbers: Sequence[str], otherwise: str) -> FilingRow:
    """The filing of these policy numbers, else a new one that later papers find by them; ``otherwise``: its name without."""
    known = _known(session, upload, {fold(number) for number in numbers})
    if known:
        return known[0]
    filing = _new(session, upload, numbers[0] if numbers else otherwise, parcel.path, named=False)
    for number in {fold(n) for n in numbers}:
        session.add(FilingPolicy(filing_id=filing.id, number=number[:100], org_id=upload.org_id))
    return filing


def _known(session: Session, upload: Upload, numbers: set[str]) -> list[FilingRow]:
    """The body's filings under these numbers, locked, oldest first."""
    found = session.exec(
        select(FilingRow.id).join(FilingPolicy, col(FilingPolicy.filing_id) == col(FilingRow.id))
        .where(FilingPolicy.org_id == upload.org_id, col(FilingPolicy.number).in_(numbers),
               col(FilingRow.deleted_at).is_(None)).distinct()
    ).all()  # fmt: skip
    return [judging.lock(session, filing_id) for filing_id in sorted(found)]


def _new(session: Session, upload: Upload, name: str, path: str, *, named: bool) -> FilingRow:
    filing = FilingRow(org_id=upload.org_id, name=name[:200], path=path[:500], named=named, audit_id=upload.audit_id,
                       as_of=upload.as_of)  # fmt: skip
    session.add(filing)
    session.flush()
    return filing


def link(session: Session, filing: FilingRow, papers: Sequence[Paper]) -> None:
    """Papers into a filing. One with the bytes of a paper it has is that paper; one under the name of another
    replaces it, which stays in the history of its upload."""
    present = session.exec(
        select(Paper, FilingPaper).join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .where(FilingPaper.filing_id == filing.id, col(Paper.removed_at).is_(None))
    ).all()  # fmt: skip
    contents = {_content(paper) for paper, _ in present}
    by_name: dict[str, list[tuple[Paper, FilingPaper]]] = {}
    for former, link in present:
        by_name.setdefault(link.name, []).append((former, link))
    for place, paper in enumerate(papers):
        if _content(paper) and _content(paper) in contents:
            continue
        for former, link in by_name.get(paper.path, ()):
            if not _share_a_file(former, paper) and link not in session.deleted:
                session.delete(link)
        session.add(FilingPaper(filing_id=filing.id, paper_id=paper.id, name=paper.path, place=place))
        contents.add(_content(paper))
    filing.signed_off_at = filing.signed_off_by = None
    judging.touch(session, filing)
    session.flush()


def _content(paper: Paper) -> tuple[object, ...]:
    digests = _digests(paper)
    return (*digests, paper.page_range) if digests and paper.page_range else digests


def _digests(paper: Paper) -> tuple[str, ...]:
    return tuple(part["sha256"] for part in paper.parts if part["sha256"])


def _share_a_file(one: Paper, two: Paper) -> bool:
    """Whether two are papers beside each other in one file, and not the file as it was read before it was parted."""
    return _digests(one) == _digests(two) and one.page_range is not None and two.page_range is not None


def judge(service: Service, job: Job) -> None:
    """One filing judged again."""
    with service.db.writing() as session:
        filing = judging.find(session, job.args["filing"])
        if filing is not None and filing.deleted_at is None:
            judging.judge(session, filing, cause=job.args.get("cause", "papers"))
        queue.finish(session, job)


def _settle_dead(session: Session, job: Job, cause: str) -> None:
    """The upload must end with a named failure even where joining or judging its papers failed."""
    parcel_id = job.args["parcel"]
    for filing_id in _filings_of(session, parcel_id):
        filing = judging.lock(session, filing_id)
        if filing.state == "reading":  # never judged, and nobody is about to
            filing.state = "failed"
            judging.touch(session, filing)
    _end(session, parcel_id, cause)


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"settle": settle, "judge": judge}
ON_DEAD: Mapping[str, Callable[[Session, Job, str], None]] = {"settle": _settle_dead}


def _about_parcel(session: Session, job: Job) -> Concern | None:
    found = session.exec(select(Parcel).where(Parcel.id == job.args["parcel"])).first()
    return None if found is None else Concern("upload", found.upload_id, found.name or found.path)


def _about_filing(session: Session, job: Job) -> Concern | None:
    name = session.exec(select(FilingRow.name).where(FilingRow.id == job.args["filing"])).first()
    return None if name is None else Concern("filing", job.args["filing"], name)


ABOUT: Mapping[str, Callable[[Session, Job], Concern | None]] = {"settle": _about_parcel, "judge": _about_filing}
