"""A run's filings into the service's database, as if its archive had been handed in by somebody there: papers with their bytes,
readings, filings, findings.

It goes filing by filing, a transaction for each, and knows by names made of their content which papers are there: done twice it
adds nothing, and one that was cut short is gone on with. Filings are found as an upload finds them – by the name in the manifest,
else by the number of the policy – and judged by the service, by its own packs, with what it holds already.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from api import judging
from api.accounts import audit_log
from api.accounts.identity import of_user
from api.accounts.principal import Principal
from api.accounts.service import normal_login
from api.audit_run.intake.survey import Opening
from api.audit_run.journal import Journal
from api.audit_run.storing.files import keep_files
from api.audit_run.storing.sheets import Sheet, Sheets
from api.documents.parcels import problem_to_json
from api.filings import jobs
from api.service import Service
from api.settings import ENGINE
from api.store import Blob, now
from api.store.holding import Vanished, hold
from api.tables.accounts import Organisation, User
from api.tables.documents import Paper, PaperReading, Parcel, Upload
from api.tables.filings import FilingPaper, FilingRow

log = logging.getLogger("anze")


@dataclass(frozen=True, slots=True)
class Store:
    """Where the filings go, and on whose behalf: they belong to that person's organisation."""

    service: Service
    who: Principal


@dataclass(slots=True)
class Stored:
    """What came of it: filings of the run, papers and readings that were new, filings judged, filings that we failed at."""

    filings: int = 0
    papers: int = 0
    readings: int = 0
    judged: int = 0
    failed: int = 0


def person(service: Service, login: str) -> Principal:
    """Whoever signs in so, with all their rights. Raises LookupError, with what to do, where nobody does who may hand papers in."""
    with service.db.reading() as session:
        query = select(User, Organisation).join(Organisation, col(Organisation.id) == col(User.org_id))
        found = session.exec(
            query.where(User.login == normal_login(login), col(User.active), col(Organisation.active))
        ).first()
    if found is None:
        raise LookupError(f"没有登录名为 {login} 的在用人员；anze users list 列出所有人")
    who = of_user(*found)
    if "upload" not in who.permissions:
        raise LookupError(f"{login} 没有上传材料的权限，换一个有权限的登录名")
    return who


def store(
    journal: Journal, opening: Opening, to: Store, given: Sequence[str], as_of: date | None, step: Callable[[], None]
) -> Stored:  # fmt: skip
    """Every filing of a finished run into the database; ``step`` is told of each. What we fail at is logged and costs no other.

    ``given``: what was given, as the results name it; where that lies on this machine is nobody's business there.
    """
    keep_files(journal, opening, to.service)
    sheets = Sheets(journal, to.who.org_id, sorted(given, key=len, reverse=True))
    return _Storing(journal, opening, to, sheets, as_of, step).all()


@dataclass
class _Storing:
    journal: Journal
    opening: Opening
    to: Store
    sheets: Sheets
    as_of: date | None
    step: Callable[[], None]
    done: Stored = field(default_factory=Stored)
    said: Stored = field(default_factory=Stored)
    upload: str | None = None

    def all(self) -> Stored:
        for number, name, path, manifest in self.journal.paged(
            "SELECT filings.id, name, filings.path, manifest FROM filings JOIN parcels ON parcels.id = parcel "
            "WHERE filings.id > ? ORDER BY filings.id LIMIT ?"
        ):
            try:
                self._filing(self.sheets.of(number), name, self.sheets.short(path), manifest)
            except Exception as error:  # a defect of ours, or a row that a database will not take
                if _lost(error):
                    raise
                self.done.failed += 1
                log.exception("%s %s: not stored", path, name or "")
            self.done.filings += 1
            self.step()
            if self.done.papers - self.said.papers >= self.to.service.config.upload_files:
                self._say()  # an upload has as many papers as one may have: its page lists them all
        self._say()
        return self.done

    def _filing(self, sheets: list[Sheet], name: str | None, path: str, manifest: str | None) -> None:
        while True:
            counted, upload = replace(self.done), self.upload
            try:
                with self.to.service.db.writing() as session:
                    touched = self._put(session, sheets, name, path, manifest)
                break
            except BaseException as error:
                self.done, self.upload = counted, upload  # nothing of it was written
                if not isinstance(error, Vanished):
                    raise
                keep_files(self.journal, self.opening, self.to.service)  # cleared away in this moment: written again
        for filing in sorted(touched):
            with self.to.service.db.writing() as session:
                row = judging.find(session, filing)
                if row is not None and row.deleted_at is None:
                    judging.judge(session, row, cause="upload", user_id=self.to.who.user_id)
                    self.done.judged += 1

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _put(
        self, session: Session, sheets: Sequence[Sheet], name: str | None, path: str, manifest: str | None
    ) -> set[str]:
        """Papers, readings and links of one filing; the ids of the filings that have to be judged."""
        # One body's papers are put into filings one after another, or two of them would both make the same filing.
        body = select(Organisation).where(Organisation.id == self.to.who.org_id)
        session.exec(body.with_for_update(key_share=True)).one()
        known = {row.id: row for row in session.exec(select(Paper).where(col(Paper.id).in_([s.id for s in sheets])))}
        fresh = [sheet for sheet in sheets if sheet.id not in known]
        again = [s for s in sheets if s.id in known and self._read_again(session, known[s.id], s)]
        session.flush()
        touched = _filings_with(session, [s.id for s in again]) | _unjudged(session, list(known))
        if not fresh:
            return touched
        upload = self._upload(session)
        parcel = Parcel(upload_id=upload.id, place=upload.files, name=name and name[:200], path=path[:500],
                        manifest=json.loads(manifest) if manifest else None, state="done")  # fmt: skip
        session.add(parcel)
        session.flush()
        rows = [self._paper(session, upload, parcel, sheet) for sheet in fresh]
        session.flush()
        return touched | self._home(session, upload, parcel, list(zip(fresh, rows, strict=True)), sheets)

    def _home(self, session: Session, upload: Upload, parcel: Parcel, papers: list[tuple[Sheet, Paper]],
              all_: Sequence[Sheet]) -> set[str]:  # fmt: skip
        """The new papers into their filings, as an upload puts them there."""
        rows = [row for _, row in papers]
        numbers = [sheet.number for sheet in all_ if sheet.kind == "policy"]
        if parcel.name is not None:
            homes = [jobs.named_filing(session, upload, parcel)]
        elif numbers:
            homes = [jobs.home(session, upload, parcel, [n for n in numbers if n], rows[0].path)]
        else:
            homes = []
        for filing in homes:
            jobs.link(session, filing, rows)
        if homes:
            return {filing.id for filing in homes}
        touched: set[str] = set()
        for sheet, row in papers:
            for filing in jobs.homes(session, upload, parcel, row, self.sheets.record(sheet)):
                jobs.link(session, filing, [row])
                touched.add(filing.id)
        return touched

    def _upload(self, session: Session) -> Upload:
        """The row that new papers of this run came by; made when there is one."""
        found = session.exec(select(Upload).where(Upload.id == self.upload)).first() if self.upload else None
        if found is None:
            who = self.to.who
            found = Upload(org_id=who.org_id, user_id=who.user_id, state="done", as_of=self.as_of, finished_at=now())
            session.add(found)
            session.flush()
            self.upload = found.id
        return found

    def _paper(self, session: Session, upload: Upload, parcel: Parcel, sheet: Sheet) -> Paper:
        blobs = [Blob(sha256, size, known=True) for _, sha256, size in sheet.parts if sha256]
        hold(session, self.to.service.blobs, blobs)
        row = Paper(
            id=sheet.id, upload_id=upload.id, parcel_id=parcel.id, org_id=upload.org_id, path=sheet.path[:500],
            parts=[{"name": name, "sha256": sha256, "size": size} for name, sha256, size in sheet.parts],
            sha256=sheet.parts[0][1] if len(sheet.parts) == 1 else "", state="failed", kind="unknown",
        )  # fmt: skip
        upload.files += 1
        upload.bytes += sum(blob.size for blob in blobs)
        session.add(upload)
        session.add(row)
        if sheet.read:
            self._keep(session, row, sheet)
        else:
            row.problem = problem_to_json(self.sheets.record(sheet).problems[0])
        self.done.papers += 1
        return row

    def _read_again(self, session: Session, row: Paper, sheet: Sheet) -> bool:
        """A paper that is there, read now where it could not be before, or by another engine; what a person said of it stays."""
        if not sheet.read or row.forced_kind is not None or row.removed_at is not None:
            return False
        if session.exec(select(PaperReading.id).where(PaperReading.id == sheet.reading_id)).first():
            return False
        self._keep(session, row, sheet)
        return True

    def _keep(self, session: Session, row: Paper, sheet: Sheet) -> None:
        record = self.sheets.record(sheet)
        data = json.loads(zlib.decompress(self.sheets.records(sheet)))[sheet.nth]
        row.first_page, row.last_page = record.page_range or (None, None)
        file = row.path.replace("!", "/").rpartition("/")[2]
        name = file if row.page_range is None else "{}#{}-{}".format(file, *row.page_range)
        session.add(PaperReading(
            id=sheet.reading_id, paper_id=row.id, sha256=row.sha256, name=name, engine=ENGINE, kind=record.kind,
            whole=not record.pages_read.get("failed"), record=data,
        ))  # fmt: skip
        row.state, row.kind, row.pages, row.reading_id, row.problem = (
            "read",
            record.kind,
            record.pages,
            sheet.reading_id,
            None,
        )
        session.add(row)
        self.done.readings += 1

    def _say(self) -> None:
        """The audit log says who brought what, upload by upload; where nothing was added there is nothing to say. In a transaction
        of its own: the log's lock is nobody's to hold while filings are locked."""
        if self.done.papers == self.said.papers and self.done.readings == self.said.readings:
            return
        names = ("filings", "papers", "readings")
        said = {name: getattr(self.done, name) - getattr(self.said, name) for name in names}
        with self.to.service.db.writing() as session:
            audit_log.record(session, self.to.who, "upload.audited", "upload", self.upload or "", **said)
        self.said, self.upload = replace(self.done), None


def _filings_with(session: Session, papers: Sequence[str]) -> set[str]:
    return (
        set(session.exec(select(FilingPaper.filing_id).where(col(FilingPaper.paper_id).in_(papers))))
        if papers
        else set()
    )


def _unjudged(session: Session, papers: Sequence[str]) -> set[str]:
    """Filings of these papers that an earlier run put there and did not come to judge."""
    if not papers:
        return set()
    query = select(FilingRow.id).join(FilingPaper, col(FilingPaper.filing_id) == col(FilingRow.id))
    return set(session.exec(query.where(col(FilingPaper.paper_id).in_(papers), FilingRow.state == "reading")))


def _lost(error: Exception) -> bool:
    """Whether the database or the disk is gone, rather than one filing at fault."""
    from sqlalchemy.exc import InterfaceError, OperationalError

    return isinstance(error, OperationalError | InterfaceError | OSError)
