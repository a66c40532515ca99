"""What is kept how long, and that nothing goes that anybody needs."""

from __future__ import annotations

import io
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, func, select

from api import cli
from api.accounts.audit_log import verify
from api.accounts.principal import Principal
from api.config import Config
from api.documents import intake
from api.filings.service import delete
from api.queue import rooms
from api.retention import blobs, jobs
from api.retention.due import Limits, due
from api.service import Service
from api.store import now
from api.tables import METADATA
from api.tables.accounts import AuditEntry, RequestKey
from api.tables.documents import Paper, PaperReading, Upload
from api.tables.filings import FilingPaper, FilingRow, FindingRow, Judgement
from api.tables.kpis import Tally
from api.tables.queue import Job
from api.upkeep import check
from tests.accounts_kit import Crowd
from tests.crash_kit import material, policy
from tests.queue_kit import hasten
from tests.test_queue import Death, Died, do_all, hand_in, lapse, take

YEARS = timedelta(days=366)


@pytest.fixture
def clerk(crowd: Crowd) -> Principal:
    return crowd.principal("insurer", "clerk")


@pytest.fixture(autouse=True)
def old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blobs of this moment count as old."""
    monkeypatch.setattr(blobs, "GRACE_S", -1.0)


def quiet(service: Service) -> None:
    do_all(service)
    with service.db.writing() as session:
        session.execute(update(Job).where(col(Job.state) == "queued", col(Job.kind) == "tally").values(run_at=now()))
    do_all(service)


def rows(service: Service, *tables: type) -> list[int]:
    with service.db.reading() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def grave(service: Service) -> list[str]:
    return [trouble.what for trouble in check(service) if trouble.grave or trouble.kind == "paper_unnamed"]


def years_pass(service: Service, name: str, years: int = 6) -> None:
    """For one filing and its uploads, as if they had come in that long ago."""
    with service.db.writing() as session:
        filing = session.exec(select(FilingRow).where(FilingRow.name == name)).one()
        filing.created_at -= years * YEARS
        filing.period_end = filing.period_end and date(filing.period_end.year - years, 1, 1)
        session.add(filing)
        uploads = select(Paper.upload_id).join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        uploads = uploads.where(FilingPaper.filing_id == filing.id)
        session.execute(
            update(Upload).where(col(Upload.id).in_(uploads)).values(created_at=now() - years * YEARS)
            .execution_options(synchronize_session=False)
        )  # fmt: skip


def test_a_filing_whose_time_is_over_goes(service: Service, clerk: Principal) -> None:
    """Out of sight and out of the counts at once, for good at the next run; another stays as it was."""
    hand_in(service, clerk, 0), hand_in(service, clerk, 8)
    quiet(service)
    years_pass(service, "F0")
    assert jobs.sweep(service) == jobs.Swept(hidden=1)
    assert jobs.sweep(service) == jobs.Swept()  # it is counted still
    quiet(service)
    with service.db.reading() as session:
        assert session.exec(select(Tally.filings).where(Tally.scope == "r:", Tally.dimension == "all")).one() == 1
    done = jobs.sweep(service)
    assert (done.hidden, done.purged, done.blobs) == (0, 1, 3)
    with service.db.reading() as session:
        assert session.exec(select(FilingRow.name)).all() == ["F8"]
        names = list(session.exec(select(Paper.path)))
        log = session.exec(select(AuditEntry).where(col(AuditEntry.action).like("filing.%"))).all()
        assert verify(session) is None
    assert sorted(names) == ["保单8.txt", "台账8.csv"]
    assert [(e.action, e.org_id, e.details["name"], e.details["why"]) for e in log] == [
        ("filing.expired", clerk.org_id, "F0", "expired"),
        ("filing.purged", clerk.org_id, "F0", "expired"),
    ]
    assert rows(service, Upload, PaperReading, RequestKey, Judgement) == [1, 2, 1, 1]
    assert grave(service) == []
    assert jobs.sweep(service) == jobs.Swept()


def test_nothing_goes_before_its_time(service: Service, clerk: Principal) -> None:
    """Neither what came in lately under a year long gone (or misread), nor what runs still though it came in long ago."""
    for number in (0, 8, 16):
        hand_in(service, clerk, number)
    quiet(service)
    with service.db.writing() as session:
        for filing in session.exec(select(FilingRow)):
            if filing.name == "F0":
                filing.period_end = date(1925, 12, 31)
            if filing.name == "F8":
                filing.created_at -= 9 * YEARS
            if filing.name == "F16":
                filing.created_at -= 4 * YEARS
                filing.period_end = None
            session.add(filing)
    assert jobs.sweep(service) == jobs.Swept()
    with service.db.reading() as session:
        assert list(due(session, Limits.at(service.config, now()))) == []
        later = [each.name for _, each in due(session, Limits.at(service.config, now() + 2 * YEARS))]
        assert later == ["F16"]


def test_for_ever(service: Service, clerk: Principal) -> None:
    hand_in(service, clerk, 0)
    quiet(service)
    kept = Service(service.config.model_copy(update={"retention_years": 0}), service.db, service.blobs)
    assert jobs.sweep(kept, now() + 100 * YEARS).purged == 0
    assert rows(service, FilingRow, Paper) == [1, 2]


def test_what_a_person_deleted_goes_after_thirty_days(service: Service, crowd: Crowd, clerk: Principal) -> None:
    """With the same bytes that were handed in again; a paper that another filing has as well stays."""
    hand_in(service, clerk, 0)
    quiet(service)
    again = [intake.Incoming("保单0.txt", io.BytesIO(policy(0)), 1)]
    second = intake.take_in(service, clerk, again, intake.Wish())
    hand_in(service, clerk, 8)
    quiet(service)
    with service.db.writing() as session:
        one, two = session.exec(select(FilingRow).order_by(col(FilingRow.seq))).all()
        shared = session.exec(select(Paper.id).where(Paper.path == "台账0.csv")).one()
        session.add(FilingPaper(filing_id=two.id, paper_id=shared, name="台账0.csv"))
    with service.db.writing() as session:
        delete(session, crowd.principal("insurer"), one.id, "重复报送")
    quiet(service)
    assert jobs.sweep(service, now() + timedelta(days=29)).purged == 0
    done = jobs.sweep(service, now() + timedelta(days=31))
    assert (done.purged, done.blobs) == (1, 1)  # the manifest stays with the ledger in their upload
    with service.db.reading() as session:
        assert [f.name for f in session.exec(select(FilingRow))] == ["F8"]
        assert session.exec(select(Paper.id).where(Paper.id == shared)).one()
        assert session.exec(select(Upload).where(Upload.id == second)).first() is None
    assert grave(service) == []


def test_every_row_about_it_goes(service: Service, clerk: Principal) -> None:
    """Of each table that refers to a filing, a paper or an upload, whichever they are."""
    from tests.store_kit import fill

    blob = service.blobs.put(io.BytesIO(b"paper"))
    with service.db.writing() as session:
        for table in reversed(METADATA.sorted_tables):
            session.execute(table.delete())
    fill(service.db, blob.sha256)
    with service.db.writing() as session:
        session.execute(update(FilingRow).values(tally=None, deleted_at=now() - YEARS))
        session.execute(update(Upload).values(state="done", created_at=now() - 6 * YEARS))
        session.execute(METADATA.tables["tally_pending"].delete())
    done = jobs.sweep(service)
    assert (done.purged, done.uploads) == (1, 0)
    about = {"filing", "paper", "upload"}
    left = [
        table.name
        for table in METADATA.sorted_tables
        if table.name in about or any(key.column.table.name in about for key in table.foreign_keys)
        if _count(service, table.name)
    ]
    assert left == []
    assert not service.blobs.has(blob.sha256)


def _count(service: Service, table: str) -> int:
    with service.db.reading() as session:
        return session.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()


@pytest.mark.parametrize("after", [False, True], ids=["before commit", "after commit"])
def test_dying_at_each_transaction(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Of a run that hides one filing, removes another and clears up: the next run ends what it began."""
    for number in (0, 8, 7):
        hand_in(service, clerk, number)
    quiet(service)
    for name in ("F0", "F8", "坏7.zip"):
        years_pass(service, name)
    death, deaths = Death(service, monkeypatch), 0
    for nth in range(1, 60):
        death.at(nth, after)
        try:
            done = jobs.sweep(service)
        except Died:
            deaths += 1
            death.at(0, False)
            assert [trouble.what for trouble in check(service) if trouble.grave] == []
            continue
        death.at(0, False)
        quiet(service)
        if done == jobs.Swept() and not rows(service, FilingRow)[0]:
            break
    assert deaths >= 6
    assert rows(service, FilingRow, FindingRow, Judgement, Paper, Upload) == [0, 0, 0, 0, 0]
    assert list(service.blobs.names()) == []


# --- blobs -----------------------------------------------------------------------------------------------------------


def test_bytes_that_no_row_names(service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed upload left goes when it is a day old; what a paper of several parts names stays."""
    hand_in(service, clerk, 0)
    quiet(service)
    in_parts, left, young = (service.blobs.put(io.BytesIO(data)).sha256 for data in (b"part", b"left", b"young"))
    with service.db.writing() as session:
        paper = session.exec(select(Paper).limit(1)).one()
        paper.sha256, first = "", paper.parts[0]
        paper.parts = [first, {"name": "二.jpg", "sha256": in_parts, "size": 4}]
        session.add(paper)
    monkeypatch.setattr(blobs, "GRACE_S", 86_400.0)
    for name in service.blobs.names():
        if name != young:
            (file,) = Path(service.config.blobs_url).rglob(name)
            os.utime(file, (1e9, 1e9))
    assert jobs.sweep(service).blobs == 1
    assert [service.blobs.has(name) for name in (in_parts, left, young)] == [True, False, True]
    assert [trouble.what for trouble in check(service) if trouble.grave] == []


@pytest.mark.parametrize("moment", ["looked at", "locked"])
def test_handed_in_again_while_it_is_cleared_away(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The same bytes come in after the sweep found them unnamed: before it has the lock they stay, after it they are
    written again."""
    service.blobs.put(io.BytesIO(material(5)[0][0][1]))
    if moment == "looked at":
        original = blobs._remove_alone

        def late(service: Service, names: list[str]) -> int | None:
            hand_in(service, clerk, 5)
            return original(service, names)

        monkeypatch.setattr(blobs, "_remove_alone", late)
        assert jobs.sweep(service).blobs == 0
    else:
        put = service.blobs.put
        raced: list[Any] = []

        def slow(stream: io.BytesIO) -> object:
            blob = put(stream)
            if not raced:  # found there; before its row is written all is cleared away
                raced.append(jobs.sweep(service).blobs)
            return blob

        monkeypatch.setattr(service.blobs, "put", slow)
        hand_in(service, clerk, 5)
        assert raced == [1]
    do_all(service)
    with service.db.reading() as session:
        assert [paper.state for paper in session.exec(select(Paper))] == ["read"]
    assert grave(service) == []


def test_a_blob_that_is_held_is_left_for_tomorrow(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_PAUSE_S", 0.0)
    monkeypatch.setattr(blobs, "alone", lambda session: False)
    name = service.blobs.put(io.BytesIO(b"left")).sha256
    assert jobs.sweep(service).blobs == 0
    assert service.blobs.has(name)


# --- day by day ------------------------------------------------------------------------------------------------------


def test_once_a_day(service: Service, clerk: Principal) -> None:
    """A worker's start queues a run, once; a run queues the next; finished jobs are forgotten after a week."""
    for _ in range(2):
        for begin in jobs.ON_START:
            begin(service)
    hand_in(service, clerk, 0)
    quiet(service)
    with service.db.writing() as session:
        session.execute(update(Job).where(col(Job.state) == "done").values(finished_at=now() - timedelta(days=8)))
        (waiting,) = session.exec(select(Job).where(Job.state == "queued")).all()
        assert waiting.kind == "retention"
        hasten(session)
    (job,) = take(service, kinds=["retention"])
    for begin in jobs.ON_START:  # another worker begins while it runs
        begin(service)
    rooms.handlers()[0]["retention"](service, job)
    with service.db.reading() as session:
        left = session.exec(select(Job).order_by(col(Job.seq))).all()
        assert [(row.kind, row.state) for row in left] == [("retention", "done"), ("retention", "queued")]
        assert timedelta(hours=23) < left[1].run_at - now() <= timedelta(days=1)
    lapse(service)


def test_commands(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    database_url: str,
) -> None:  # fmt: skip
    """What goes is listed and then goes; what was given up is listed, done again, and is gone from the list."""
    monkeypatch.setenv("ANZE_DATABASE", database_url)
    monkeypatch.setenv("ANZE_DATA", str(service.config.data))

    def said(*arguments: str) -> tuple[int, str]:
        status = cli.main(arguments)
        out, err = capsys.readouterr()
        return status, out + err

    hand_in(service, clerk, 0)
    quiet(service)
    years_pass(service, "F0")
    with service.db.writing() as session:
        session.add(Job(kind="read", key="read:x", args={"paper": _paper(session)}, state="dead", error="boom\n\x1b[1m",
                        attempts=3, finished_at=now()))  # fmt: skip
    status, text = said("retention", "list")
    assert status == 0
    assert "期满" in text
    assert "F0" in text
    assert rows(service, FilingRow) == [1]
    status, text = said("queue", "list")
    assert status == 1
    assert "boom" in text
    assert "保单0.txt" in text
    assert "\x1b" not in text
    assert said("queue", "requeue")[0] == 2
    assert said("queue", "requeue", "0" * 26)[0] == 2
    assert said("queue", "requeue", "--all") == (0, "1 个任务已重新放入队列\n")
    assert said("queue", "list") == (0, "没有放弃了的任务\n")
    quiet(service)
    years_pass(service, "F0")  # judged anew, it says again what its papers say
    assert "移出列表 1 个" in said("retention", "run")[1]
    quiet(service)
    assert "清除 1 个案卷" in said("retention", "run")[1]
    assert rows(service, FilingRow, Paper) == [0, 0]


def _paper(session: Session) -> str:
    return session.exec(select(Paper.id).where(Paper.path == "保单0.txt")).one()


def test_the_settings(config: Config) -> None:
    assert (config.retention_years, config.deleted_days) == (5, 30)
