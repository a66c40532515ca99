"""The queue, and every moment between two durable steps at which a process may die or be overtaken."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from api import judging, queue, scratch
from api.accounts.principal import Principal
from api.documents import intake
from api.documents import jobs as document_jobs
from api.documents.service import set_kind
from api.problems import Conflict, NotFound
from api.queue import admin, rooms
from api.service import Service
from api.serving import worker
from api.store import now
from api.store.holding import Vanished, alone, hold
from api.tables.documents import Paper, PaperReading, Parcel, Upload
from api.tables.filings import FilingRow, Judgement
from api.tables.queue import Job
from api.work.executor import Closed
from api.work.tasks import Outcome, Task
from extractor.errors import Crashed
from tests.accounts_kit import Crowd
from tests.crash_kit import ROOT, WORKER, HandedIn, material, wrongs
from tests.queue_kit import hasten


@pytest.fixture
def clerk(crowd: Crowd) -> Principal:
    return crowd.principal("insurer", "clerk")


def hand_in(service: Service, who: Principal, number: int) -> str:
    files = [intake.Incoming(name, io.BytesIO(data), len(data)) for name, data in material(number)[0]]
    return intake.take_in(service, who, files, intake.Wish(), f"k{number}")


def add(service: Service, key: str = "a", kind: str = "count", **more: Any) -> None:
    with service.db.writing() as session:
        queue.enqueue(session, kind, key, {}, **more)


def take(service: Service, most: int = 1, lease_s: float = 60.0, **more: Any) -> list[Job]:
    with service.db.writing() as session:
        return queue.claim(session, "test", most, lease_s, **more)


def lapse(service: Service) -> None:
    """As if every worker had been silent for long."""
    with service.db.writing() as session:
        session.execute(update(Job).where(col(Job.state) == "running").values(lease_until=now().replace(year=2000)))
        hasten(session)


def finish(service: Service, job: Job) -> None:
    with service.db.writing() as session:
        queue.finish(session, job)


def jobs(service: Service, **where: Any) -> list[Job]:
    with service.db.reading() as session:
        return list(session.exec(select(Job).filter_by(**where).order_by(col(Job.seq))))


def do_all(service: Service) -> None:
    """Everything there is to do, in this thread."""
    while taken := take(service):
        rooms.handlers()[0][taken[0].kind](service, taken[0])


# --- the queue itself ------------------------------------------------------------------------------------------------


def test_one_waits_under_a_key_and_another_may_run(service: Service) -> None:
    add(service), add(service)
    (running,) = take(service, 5)
    add(service), add(service)
    assert [(job.state, job.attempts) for job in jobs(service)] == [("running", 1), ("queued", 0)]
    finish(service, running)
    (second,) = take(service, 5)
    assert second.id != running.id


def test_what_waits_is_not_taken_before_the_change_that_needs_it(service: Service) -> None:
    """A job taken between a change and its commit would do its work without the change, and nobody would come after it."""
    add(service)
    with service.db.writing() as session:
        queue.enqueue(session, "count", "a", {})
        if not service.db.sqlite:  # there nobody else can write until this ends
            assert take(service) == []
    assert len(take(service)) == 1


def test_a_key_added_by_two_at_once_waits_once(service: Service) -> None:
    errors: list[Exception] = []

    def many() -> None:
        try:
            for n in range(20):
                add(service, f"key-{n}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(job.key for job in jobs(service)) == sorted(f"key-{n}" for n in range(20))


def test_eight_writers_do_each_job_once(service: Service) -> None:
    """None is refused the lock, no job is done by two."""
    for n in range(80):
        add(service, f"key-{n}")
    done: list[str] = []
    errors: list[Exception] = []

    def busy() -> None:
        try:
            while taken := take(service):
                add(service, f"next-{taken[0].key}", delay_s=3600)
                finish(service, taken[0])
                done.append(taken[0].key)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=busy) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(done) == sorted(f"key-{n}" for n in range(80))
    assert len(jobs(service, state="queued")) == 80


def test_who_was_taken_for_dead_changes_nothing(service: Service) -> None:
    add(service)
    (first,) = take(service)
    lapse(service)
    (second,) = take(service)
    assert (second.id, second.attempts) == (first.id, 2)
    with service.db.writing() as session:
        queue.beat(session, [first.token or ""], 1e6)
    assert jobs(service)[0].lease_until == second.lease_until
    for end in (
        lambda s: queue.finish(s, first),
        lambda s: queue.retry(s, first, "", 0),
        lambda s: queue.bury(s, first, ""),
    ):
        with pytest.raises(queue.Lost), service.db.writing() as session:
            end(session)
    finish(service, second)
    with pytest.raises(queue.Lost):
        finish(service, second)


def test_a_beating_heart_keeps_the_job(service: Service) -> None:
    add(service)
    (job,) = take(service, lease_s=0.2)
    with service.db.writing() as session:
        queue.beat(session, [job.token or ""], 60)
    time.sleep(0.3)
    assert take(service) == []


def test_order(service: Service) -> None:
    """Lapsed ones first, then by priority, then by age; not before their time."""
    add(service, "lapsed", priority=queue.LATER)
    take(service)
    lapse(service)
    add(service, "late", priority=queue.LATER)
    add(service, "one")
    add(service, "two")
    add(service, "soon", priority=queue.SOON)
    add(service, "not yet", priority=queue.SOON, delay_s=60)
    assert [take(service, least=queue.LATER)[0].key for _ in range(2)] == ["lapsed", "late"]
    assert [job.key for job in take(service, 9)] == ["soon", "one", "two"]


def test_a_kind_that_this_version_does_not_know_is_left_to_others(service: Service) -> None:
    add(service, kind="of tomorrow")
    found = worker.Worker(service, threading.Event())._claim(0)
    assert found is None
    assert jobs(service)[0].attempts == 0


# --- the worker ------------------------------------------------------------------------------------------------------


@contextmanager
def kind(monkeypatch: pytest.MonkeyPatch, does: Callable[..., None],
         dead: Callable[..., None] | None = None) -> Iterator[None]:  # fmt: skip
    """Jobs of the kind "count" do this."""
    monkeypatch.setattr(worker, "handlers", lambda: ({"count": does}, {"count": dead} if dead else {}))
    monkeypatch.setattr(worker, "_PAUSE_S", 0.0)
    yield


def turns(service: Service, most: int = 50) -> int:
    """Let a worker do what is ready; how many jobs it took."""
    one = worker.Worker(service, threading.Event())
    for n in range(most):
        with service.db.writing() as session:
            hasten(session)
        job = one._claim(0)
        if job is None:
            return n
        one._do(job)
    return most


def test_tried_again_then_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def broken(*_: Any) -> None:
        raise ValueError("boom")

    add(service)
    with kind(monkeypatch, broken, lambda session, job, cause: told.append(cause)):
        assert turns(service) == service.config.attempts
    (job,) = jobs(service)
    assert (job.state, job.error, told) == ("dead", "ValueError: boom", ["ValueError: boom"])


def test_the_database_refusing_is_no_fault_of_the_job(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = 0

    def refused(service: Service, job: Job) -> None:
        nonlocal tries
        tries += 1
        if tries < 8:
            raise OperationalError("update", {}, Exception("deadlock detected"))
        finish(service, job)

    add(service)
    with kind(monkeypatch, refused):
        turns(service)
    assert [(job.state, job.attempts) for job in jobs(service)] == [("done", 8)]


@pytest.mark.parametrize("error", [queue.NotNow("no process"), OSError(28, "No space left on device")], ids=str)
def test_nor_is_a_host_in_trouble(service: Service, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refused(service: Service, job: Job) -> None:
        if job.attempts < 9:
            raise error
        finish(service, job)

    add(service)
    with kind(monkeypatch, refused):
        turns(service)
    assert [(job.state, job.attempts) for job in jobs(service)] == [("done", 9)]


def test_what_is_not_there_will_not_be_there_later(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    add(service)
    with kind(monkeypatch, missing):
        assert turns(service) == service.config.attempts
    assert [job.state for job in jobs(service)] == ["dead"]


def test_a_worker_that_stops_gives_back_what_it_did_not_do(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: Any) -> None:
        raise Closed

    add(service)
    with kind(monkeypatch, closed):
        turns(service, 5)
    assert [(job.state, job.attempts) for job in jobs(service)] == [("queued", 0)]


def test_dying_with_it_each_time_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    add(service)
    for _ in range(service.config.attempts):
        take(service)
        lapse(service)
    with kind(monkeypatch, lambda *_: None):
        assert turns(service) == 1
    (job,) = jobs(service)
    assert job.state == "dead"
    assert "中断" in job.error


def test_a_defect_in_giving_up_does_not_bring_it_back_for_ever(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("boom")

    add(service)
    with kind(monkeypatch, broken, broken):
        assert turns(service) == service.config.attempts
    (job,) = jobs(service)
    assert job.state == "dead"
    assert job.error.count("boom") == 2


def test_what_comes_last_comes_too(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread takes counts and clearing up first, though more urgent work never ends."""
    add(service, "late", priority=queue.LATER)
    for n in range(20):
        add(service, f"soon-{n}", priority=queue.SOON)
    with kind(monkeypatch, lambda *_: None):
        one = worker.Worker(service, threading.Event())
        assert [one._claim(queue.LATER).key, one._claim(queue.LATER).key] == ["late", "soon-0"]  # type: ignore[union-attr]


def test_asked_to_end_a_worker_finishes_what_it_does(service: Service, clerk: Principal, database_url: str) -> None:
    """SIGTERM in the middle of a paper: the paper is read, nothing is tried twice, no process is left."""
    import psutil

    env = {**os.environ, "ANZE_DATABASE": database_url, "ANZE_DATA": str(service.config.data), "ANZE_WORKERS": "1",
           "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}  # fmt: skip
    for number in (5, 13, 21):
        hand_in(service, clerk, number)
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not jobs(service, state="running", kind="read") and time.monotonic() < deadline:
            time.sleep(0.02)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
    assert children
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert jobs(service, state="running") == []
    assert {job.attempts for job in jobs(service, kind="read")} <= {0, 1}
    do_all(service)
    # The count of what was judged waits half a second for more of its kind; it is done once that has passed.
    deadline = time.monotonic() + 10
    while jobs(service, state="queued", kind="tally") and time.monotonic() < deadline:
        time.sleep(0.1)
        do_all(service)
    assert wrongs(service, HandedIn()) == []


# --- dying between two durable steps ---------------------------------------------------------------------------------


class Died(BaseException):
    """The process is gone: what was not committed is rolled back, what came after does not happen."""


class Death:
    """Dies at the ``nth`` transaction that writes, just before or just after it is committed."""

    def __init__(self, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        self._writing = service.db.writing
        self._count, self.nth, self.after = 0, 0, False
        monkeypatch.setattr(service.db, "writing", self._dying)

    def at(self, nth: int, after: bool) -> None:
        self._count, self.nth, self.after = 0, nth, after

    @contextmanager
    def _dying(self) -> Iterator[Session]:
        self._count += 1
        here = self._count == self.nth
        with self._writing() as session:
            yield session
            if here and not self.after:
                raise Died
        if here:
            raise Died


@pytest.mark.parametrize("number", [0, 2, 3, 7], ids=["filing", "archive of two", "one unreadable", "no archive"])
@pytest.mark.parametrize("after", [False, True], ids=["before commit", "after commit"])
def test_dying_at_each_transaction(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, number: int, after: bool
) -> None:
    """At every one of them in turn, from the first of the upload to the last of its judging."""
    death, known, deaths = Death(service, monkeypatch), HandedIn(), 0
    for nth in range(1, 200):
        this = number + 8 * nth
        death.at(nth, after)
        alive = True
        try:
            hand_in(service, clerk, this)
            do_all(service)
        except Died:
            alive, deaths = False, deaths + 1
        death.at(0, False)
        known.acknowledged[this] = hand_in(service, clerk, this)  # the client, who heard nothing, asks again
        lapse(service)
        do_all(service)
        with service.db.writing() as session:
            hasten(session)  # the counts are a little late on purpose
        do_all(service)
        if alive:
            break
    assert deaths >= 3
    assert wrongs(service, known) == []
    with service.db.reading() as session:
        per_filing = session.exec(select(func.count()).select_from(Judgement).group_by(col(Judgement.filing_id))).all()
    assert set(per_filing) == {1}


@pytest.mark.parametrize("number", [0, 2, 3, 7], ids=["filing", "archive of two", "one unreadable", "no archive"])
def test_two_workers_at_each_job(service: Service, clerk: Principal, number: int) -> None:
    """One is taken for dead and is not: each job is done by two, and what the slower did is dropped."""
    known = HandedIn({number: hand_in(service, clerk, number)})
    dropped = 0
    while taken := take(service):
        (slow,) = taken
        lapse(service)
        (quick,) = take(service)
        if quick.id != slow.id:  # what was lapsed is taken first
            raise AssertionError("another job was taken")
        does = rooms.handlers()[0][slow.kind]
        does(service, quick)
        with pytest.raises(queue.Lost):
            does(service, slow)
        dropped += 1
        with service.db.writing() as session:
            hasten(session)
    assert dropped >= 3
    assert wrongs(service, known) == []


def test_overtaken_in_the_middle_of_settling(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A settling that loses its lease between two of its transactions, while another does the whole."""
    known = HandedIn({2: hand_in(service, clerk, 2)})
    while not jobs(service, kind="settle", state="queued"):
        (job,) = take(service)
        rooms.handlers()[0][job.kind](service, job)
    does = rooms.handlers()[0]["settle"]
    (slow,) = take(service, kinds=["settle"])
    judge = judging.judge
    overtaken: list[Any] = []

    def overtake(*args: Any, **more: Any) -> Any:
        if not overtaken:
            overtaken.append(True)
            if service.db.sqlite:  # one writer: the other can only come before or after this transaction
                return judge(*args, **more)
            lapse(service)
            (quick,) = take(service, kinds=["settle"])
            thread = threading.Thread(target=does, args=(service, quick))
            thread.start()  # waits for the filing that this one holds
            done = judge(*args, **more)
            overtaken.append(thread)
            return done
        return judge(*args, **more)

    monkeypatch.setattr(judging, "judge", overtake)
    if service.db.sqlite:
        does(service, slow)
    else:
        with suppress(queue.Lost):
            does(service, slow)
        overtaken[1].join(60)
    do_all(service)
    with service.db.writing() as session:
        hasten(session)
    do_all(service)
    assert wrongs(service, known) == []


def test_a_dead_connection_holds_no_filing(service: Service, clerk: Principal) -> None:
    """The process that holds a filing's row is killed: the row is free at once. One that only hangs is cut off in time."""
    if service.db.sqlite:
        return
    hand_in(service, clerk, 0)
    do_all(service)
    url = service.db.url.set(drivername="postgresql").render_as_string(hide_password=False)
    script = (
        "import psycopg,sys,time;c=psycopg.connect(sys.argv[1]);c.execute('select * from filing for update');"
        "print('held',flush=True);time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, url], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with service.db.reading() as session:
        filing_id = session.exec(select(FilingRow.id)).one()
        free = text("select count(*) from (select 1 from filing for update skip locked) held")
        assert session.execute(free).scalar_one() == 0
    holder.kill()
    holder.wait()
    with service.db.writing() as session:
        session.execute(text("set local lock_timeout = '20s'"))
        assert judging.lock(session, filing_id).id == filing_id
        said = session.execute(
            text(
                "select current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_keepalives_idle')"
            )
        ).one()
    assert tuple(said) == ("5min", "20")


# --- readers that are killed -----------------------------------------------------------------------------------------


class FakeReader:
    """Gives these outcomes one after another, and may do something meanwhile."""

    def __init__(self, *errors: Crashed | None, meanwhile: Callable[[], None] = lambda: None) -> None:
        self._errors, self._meanwhile = list(errors), meanwhile

    def submit(self, argument: Any, key: str) -> Any:
        from concurrent.futures import Future

        from api.tasks import perform

        future: Future[Outcome[Any, Any]] = Future()
        self._meanwhile()
        error = self._errors.pop(0) if self._errors else None
        task = Task(key, argument)
        future.set_result(Outcome(task, None, error) if error is not None else Outcome(task, perform(argument)))
        return future


def test_a_reader_ended_from_outside_is_no_fault_of_the_paper(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd ends every process of a service at once: the paper is read after all. One that always kills is named."""
    monkeypatch.setattr(worker, "_PAUSE_S", 0.0)
    fake = FakeReader(Crashed("信号15"), None, Crashed("信号9"), Crashed("工作进程无法启动"))
    monkeypatch.setattr(Service, "reader", property(lambda self: fake))
    known = HandedIn({0: hand_in(service, clerk, 0)})
    turns(service)
    assert wrongs(service, known) == []
    fake = FakeReader(None, *[Crashed("信号9")] * 3)
    hand_in(service, clerk, 5)
    turns(service)
    with service.db.reading() as session:
        paper = session.exec(select(Paper).where(Paper.state == "failed")).one()
    assert "信号9" in (paper.problem or {})["message"]


def test_a_kind_said_while_the_paper_is_read_again(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading under way is of the kind said before: it must not come last."""
    hand_in(service, clerk, 5)
    do_all(service)
    with service.db.reading() as session:
        paper_id = session.exec(select(Paper.id)).one()

    def say(kind: str) -> None:
        with service.db.writing() as session:
            set_kind(session, clerk, paper_id, kind, "人工指定")

    say("policy")
    fake = FakeReader(meanwhile=lambda: say("claim_record"))
    with monkeypatch.context() as patched:
        patched.setattr(Service, "reader", property(lambda self: fake))
        (job,) = take(service, kinds=["read"])
        rooms.handlers()[0]["read"](service, job)
    do_all(service)
    with service.db.reading() as session:
        paper = session.exec(select(Paper)).one()
        reading = session.exec(select(PaperReading).where(PaperReading.id == paper.reading_id)).one()
        kinds = {row.forced_kind for row in session.exec(select(PaperReading))}
    assert (paper.forced_kind, reading.forced_kind, reading.kind) == ("claim_record", "claim_record", "claim_record")
    assert kinds == {None, "claim_record"}


# --- given up, and done after all ------------------------------------------------------------------------------------


def test_one_filing_that_we_fail_at_costs_no_other(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And once the defect is mended it is judged, and nothing says any more that it was not."""
    monkeypatch.setattr(worker, "_PAUSE_S", 0.0)
    known = HandedIn({2: hand_in(service, clerk, 2), 10: hand_in(service, clerk, 10)})
    report_of = judging.report_of

    def broken(session: Session, filing: FilingRow, *more: Any) -> Any:
        if filing.name == "F2":
            raise ZeroDivisionError("a defect")
        return report_of(session, filing, *more)

    with monkeypatch.context() as patched:
        patched.setattr("api.judging.judged.report_of", broken)
        turns(service)
    with service.db.reading() as session:
        states = {row.name: row.state for row in session.exec(select(FilingRow))}
        uploads = {row.id: row for row in session.exec(select(Upload))}
        (given_up,) = admin.dead(session)
    assert states == {"F2": "failed", "G2": "judged", "F10": "judged", "G10": "judged"}
    one, other = uploads[known.acknowledged[2]], uploads[known.acknowledged[10]]
    assert (one.state, one.open_parcels, other.state, other.error) == ("done", 0, "done", None)
    assert "a defect" in (one.error or {})["message"]
    assert (given_up.kind, given_up.attempts) == ("settle", service.config.attempts)
    assert "a defect" in given_up.cause
    assert given_up.about is not None
    assert (given_up.about.kind, given_up.about.id, given_up.about.name) == ("upload", one.id, "F2")
    with service.db.writing() as session:
        admin.requeue(session, given_up.id)
        with pytest.raises(Conflict):
            admin.requeue(session, given_up.id)
        with pytest.raises(NotFound):
            admin.requeue(session, "0" * 26)
    turns(service)
    assert wrongs(service, known) == []


@pytest.mark.parametrize("broken_kind", ["unpack", "read", "settle"])
def test_done_after_all(service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, broken_kind: str) -> None:
    """A step fails for good, its paper or upload says so; done again after the defect is mended, all is as if nothing had been."""
    monkeypatch.setattr(worker, "_PAUSE_S", 0.0)
    does, dead = rooms.handlers()

    def broken(*_: Any) -> None:
        raise RuntimeError("boom")

    known = HandedIn({1: hand_in(service, clerk, 1)})
    with monkeypatch.context() as patched:
        patched.setattr(worker, "handlers", lambda: ({**does, broken_kind: broken}, dead))
        turns(service)
    with service.db.reading() as session:
        upload = session.exec(select(Upload)).one()
        failed = session.exec(select(Paper).where(Paper.state == "failed")).all()
        names = {job.about.name for job in admin.dead(session) if job.about}
        assert len(admin.dead(session, limit=1)) == 1
        assert all(paper.problem and "boom" in paper.problem["message"] for paper in failed)
    assert upload.state == ("failed" if broken_kind == "unpack" else "done")
    assert len(failed) == (2 if broken_kind == "read" else 0)
    assert bool(upload.error) == (broken_kind != "read")
    assert names == {"unpack": {"保单1.txt、台账1.csv、manifest.json"}, "read": {"保单1.txt", "台账1.csv"},
                     "settle": {"F1"}}[broken_kind]  # fmt: skip
    with service.db.writing() as session:
        assert len(admin.requeue_all(session, [broken_kind])) == max(1, len(failed))
        assert admin.requeue_all(session) == []
    turns(service)
    assert jobs(service, state="dead") == []
    # Papers read one after another once all is mended are judged one after another, too.
    assert [said for said in wrongs(service, known) if "F1 was judged" not in said] == []


def test_work_for_what_is_gone_ends_quietly(service: Service, clerk: Principal) -> None:
    with service.db.writing() as session:
        judging.queue_judging(session, "0" * 26, "papers")
    assert turns(service) == 1
    assert [job.state for job in jobs(service)] == ["done"]


def test_papers_for_a_filing_that_is_deleted_meanwhile(service: Service, clerk: Principal) -> None:
    """They have a result all the same, in a filing of their own."""
    hand_in(service, clerk, 0)
    do_all(service)
    with service.db.reading() as session:
        filing_id = session.exec(select(FilingRow.id)).one()
    files = [intake.Incoming("另一份.txt", io.BytesIO(material(8)[0][0][1]), 1)]
    upload_id = intake.take_in(service, clerk, files, intake.Wish(filing_id=filing_id))
    with service.db.writing() as session:
        session.execute(update(FilingRow).where(col(FilingRow.id) == filing_id).values(deleted_at=now()))
    do_all(service)
    with service.db.reading() as session:
        upload = session.exec(select(Upload).where(Upload.id == upload_id)).one()
        other = session.exec(select(FilingRow).where(FilingRow.id != filing_id)).one()
        judged = session.exec(select(Judgement).where(Judgement.filing_id == filing_id)).all()
    assert (upload.state, other.state, len(judged)) == ("done", "judged", 1)


# --- bytes that are there before their row ---------------------------------------------------------------------------


def test_a_blob_about_to_be_named_is_not_cleared_away(service: Service) -> None:
    first = service.blobs.put(io.BytesIO(b"paper"))
    again = service.blobs.put(io.BytesIO(b"paper"))
    assert (first.known, again.known) == (False, True)
    with service.db.writing() as session:
        hold(session, service.blobs, [again])
        if not service.db.sqlite:
            with service.db.writing() as other:
                assert not alone(other)
    with service.db.writing() as session:
        assert alone(session)
        service.blobs.delete(again.sha256)
    with pytest.raises(Vanished), service.db.writing() as session:
        hold(session, service.blobs, [again])


@pytest.mark.parametrize("number", [0, 2], ids=["upload", "archive"])
def test_bytes_cleared_away_in_the_last_moment_are_written_again(
    service: Service, clerk: Principal, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The bytes were here; between the look and the row they are removed. The upload notices and writes them again."""
    put, removed = service.blobs.put, []

    def robbed(stream: Any) -> Any:
        blob = put(stream)
        if blob.known and blob.sha256 not in removed:
            removed.append(blob.sha256)
            service.blobs.delete(blob.sha256)
        return blob

    for _, data in material(0)[0]:
        put(io.BytesIO(data))
    for _, data in material(2)[0]:
        put(io.BytesIO(data))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(material(2)[0][0][1])) as archive:
        for name in archive.namelist():
            put(io.BytesIO(archive.read(name)))
    monkeypatch.setattr(service.blobs, "put", robbed)
    known = HandedIn({number: hand_in(service, clerk, number)})
    do_all(service)
    with service.db.writing() as session:
        hasten(session)
    do_all(service)
    assert len(removed) >= 2
    assert wrongs(service, known) == []


def test_a_damaged_blob_is_replaced(service: Service) -> None:
    blob = service.blobs.put(io.BytesIO(b"a whole paper"))
    (file,) = (path for path in Path(service.config.blobs_url).rglob(blob.sha256))
    file.write_bytes(b"a who")
    assert service.blobs.put(io.BytesIO(b"a whole paper")).known is False
    assert service.blobs.open(blob.sha256).read() == b"a whole paper"


def test_what_killed_uploads_left_is_swept(service: Service) -> None:
    blob = service.blobs.put(io.BytesIO(b"paper"))
    incoming = Path(service.config.blobs_url, "incoming")
    old, new = incoming / "in-old", incoming / "in-new"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (1e9, 1e9))
    document_jobs.ON_START[0](service)
    assert [file.name for file in incoming.iterdir()] == ["in-new"]
    assert service.blobs.has(blob.sha256)


def test_temporary_files_of_the_killed_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    short = tempfile.mkdtemp(prefix="anze-t-")
    monkeypatch.setenv("TMPDIR", short)
    monkeypatch.setattr(tempfile, "tempdir", None)
    script = (
        "import tempfile, time\nfrom api.scratch import own_scratch\n"
        "with own_scratch():\n    print(tempfile.mkdtemp(), flush=True)\n    time.sleep(600)"
    )
    left = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    alive = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert left.stdout is not None
        assert alive.stdout is not None
        gone, kept = Path(left.stdout.readline().strip()), Path(alive.stdout.readline().strip())
        left.kill()
        left.wait()
        assert gone.is_dir()
        with scratch.own_scratch() as mine:
            assert Path(tempfile.mkdtemp()).parent == mine
            assert not gone.exists()
            assert kept.is_dir()
        assert not mine.exists()
        assert tempfile.gettempdir() == short
    finally:
        alive.kill()
        alive.wait()
        shutil.rmtree(short)


def test_a_command_sweeps_what_a_killed_one_left() -> None:
    short = tempfile.mkdtemp(prefix="anze-t-")
    try:
        root = Path(short, f"anze-{os.getuid()}")
        root.mkdir(mode=0o700)
        (root / "p-gone" / "anze-doc-x").mkdir(parents=True)
        (root / "p-gone" / "anze-doc-x" / "保单.doc").write_bytes(b"paper")
        command = [sys.executable, "-c", "from api.cli import main; main()", "check", f"{short}/none"]
        done = subprocess.run(command, env={**os.environ, "TMPDIR": short}, cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, "Traceback" in done.stderr) == (3, False)
        assert not list(root.glob("p-*"))
    finally:
        shutil.rmtree(short)


def test_the_door_of_readers_is_left_to_who_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """multiprocessing takes its own folder away when a command ends, and fails loudly where it is gone."""
    short = tempfile.mkdtemp(prefix="anze-t-")
    monkeypatch.setenv("TMPDIR", short)
    monkeypatch.setattr(tempfile, "tempdir", None)
    try:
        with scratch.own_scratch(for_a_command=True) as mine:
            door, spool = Path(tempfile.mkdtemp(prefix="pymp-")), Path(tempfile.mkdtemp())
        assert door.is_dir()
        assert not spool.exists()
        door.rmdir()
        with scratch.own_scratch():
            assert not mine.exists()
    finally:
        shutil.rmtree(short)


def test_a_long_path_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers are started over a socket below it, whose path may not be long."""
    deep = tmp_path / ("x" * 60)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with scratch.own_scratch():
        assert tempfile.gettempdir() == str(deep)


def test_parcels_of_an_upload_end_once(service: Service, clerk: Principal) -> None:
    """However often the last step is done."""
    hand_in(service, clerk, 2)
    do_all(service)
    with service.db.writing() as session:
        for parcel in session.exec(select(Parcel)):
            queue.enqueue(session, "settle", f"settle:{parcel.id}", {"parcel": parcel.id})
    do_all(service)
    with service.db.reading() as session:
        upload = session.exec(select(Upload)).one()
    assert (upload.state, upload.open_parcels) == ("done", 0)
