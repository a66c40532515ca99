"""The service as real processes that are killed, a client that insists, and what must hold afterwards.

field = Field(url, folder, seed=1)
with field.running():
    handed_in, kills = field.ordeal(uploads=200, kills=20)
    field.wait_for_quiet()
wrongs(service, handed_in)        # [] where nothing was lost, doubled or left half-way
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import httpx
import psutil
from sqlalchemy import func
from sqlmodel import Session, col, select

from api.service import Service
from api.tables.accounts import AuditEntry, RequestKey
from api.tables.documents import Paper, PaperReading, Parcel, Upload, UploadedFile
from api.tables.filings import FilingPaper, FilingRow, FindingRow, Judgement
from api.tables.queue import Job
from api.upkeep import check
from tests.servers import free_port

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
LEASE_S = 3.0
SECOND = 500_000
"""Between the numbers of the policies of two filings in one archive."""
WORKER = "from api.serving.serve import work; from api.config import Config; raise SystemExit(work(Config()))"

Files = list[tuple[str, bytes]]


# --- what is handed in -----------------------------------------------------------------------------------------------


def policy(number: int) -> bytes:
    """A policy of its own number, as text: read in a moment, judged like any other."""
    return (
        f"安全生产责任保险保险单\n保险单号：PX2025{number:08d}\n投保人：示例县示例机械有限公司{number}\n"
        "保险期间：自2025年1月1日零时起至2025年12月31日二十四时止\n"
        "总保险费：人民币壹万元整（小写：10000.00元）\n签单日期：2024年12月30日\n"
    ).encode()


def ledger(number: int) -> bytes:
    return f"事故预防费用台账\n保险单号,支出日期,项目,金额\nPX2025{number:08d},2025-03-01,隐患排查,1200.00\n".encode()


def _zip(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)  # of no time: the same upload is the same bytes
    return packed.getvalue()


def _sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def material(number: int) -> tuple[Files, int, int]:
    """The files of upload ``number``, how many papers they are, and how many of these cannot be read."""
    policy_file, ledger_file = (f"保单{number}.txt", policy(number)), (f"台账{number}.csv", ledger(number))
    manifest = {"filing_id": f"F{number}", "review_date": "2025-09-01",
                "documents": [{"file": name, "uploaded_at": "2025-04-18T15:37:00+08:00"}
                              for name in (policy_file[0], ledger_file[0])]}  # fmt: skip
    manifest_file = ("manifest.json", json.dumps(manifest).encode())
    broken = (f"坏{number}.pdf", b"%PDF-1.4 broken " + str(number).encode())
    match number % 8:
        case 0 | 1:
            return [policy_file, ledger_file, manifest_file], 2, 0
        case 2:
            inside = [(f"1/{name}", data) for name, data in (policy_file, ledger_file, manifest_file)]
            other = (
                policy(number + SECOND),
                ledger(number + SECOND),
            )  # two filings of one number would be judged twice
            inside += [(f"2/{name}", data) for (name, _), data in zip((policy_file, ledger_file), other, strict=True)]
            inside += [("2/manifest.json", manifest_file[1].replace(f"F{number}".encode(), f"G{number}".encode()))]
            return [(f"报送{number}.zip", _zip(inside))], 4, 0
        case 3:
            return [policy_file, broken], 2, 1
        case 4:
            return [ledger_file, (f"空{number}.pdf", b"")], 2, 1
        case 5:  # a paper of the samples, made another by what is appended
            return [(f"小结{number}.pdf", _sample("suzhou-low-fee/培训小结.pdf") + f"\n% {number}\n".encode())], 1, 0
        case 6:  # the same bytes from many uploads at once
            return [("收支明细.xlsx", _sample("suzhou-low-fee/收支明细.xlsx"))], 1, 0
        case _:
            return [(f"坏{number}.zip", b"PK\x03\x04 broken " + str(number).encode())], 1, 1


@dataclass
class HandedIn:
    """What the client knows: by its number, the upload's id where it was acknowledged; and those it gave up on."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    abandoned: set[int] = field(default_factory=set)
    tries: int = 0


# --- processes -------------------------------------------------------------------------------------------------------


class Field:
    """One API process and two workers over one store, each of which may die at any moment.

    ``orphans``: processes that outlived the one they belonged to. ``left``: temporary folders that nobody removed.
    """

    def __init__(self, url: str, data: Path, secret: str, seed: int) -> None:
        self.random = random.Random(seed)
        self._secret, self._port, self._data = secret, free_port(), data
        self._tmp = Path(tempfile.mkdtemp(prefix="anze-t-"))
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ANZE_")},
            "ANZE_DATABASE": url, "ANZE_DATA": str(data), "ANZE_LEASE_S": str(LEASE_S), "ANZE_WORKERS": "1",
            "ANZE_POLL_S": "0.1", "TMPDIR": str(self._tmp), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        data.mkdir(parents=True, exist_ok=True)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._logged: dict[str, int] = {}
        self.orphans = 0
        self.left: list[str] = []
        self.killed: Counter[str] = Counter()

    @contextmanager
    def running(self) -> Iterator[None]:
        for name in ("api", "worker-1", "worker-2"):
            self._start(name)
        try:
            yield
            for name in ("worker-1", "worker-2"):  # what a killed one left is cleared by the next, once it gets there
                self._wait_until_ready(name)
        finally:
            for name, process in self._running.items():
                process.terminate()
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise AssertionError(f"{name} did not end when asked to") from None
            self.left = sorted(str(path) for path in self._tmp.glob("anze-*/p-*"))
            shutil.rmtree(self._tmp)

    def _start(self, name: str) -> None:
        command = [sys.executable, "-c", WORKER]
        if name == "api":
            command = [sys.executable, "-m", "uvicorn", "api.serving.app:create_app", "--factory", "--host", "127.0.0.1",
                       "--port", str(self._port), "--log-level", "warning"]  # fmt: skip
        with (self._data / f"{name}.log").open("ab") as log:
            self._logged[name] = log.tell()
            self._running[name] = subprocess.Popen(command, env=self._env, cwd=ROOT, stdout=log, stderr=log)

    def _wait_until_ready(self, name: str, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while b"worker ready" not in (self._data / f"{name}.log").read_bytes()[self._logged[name] :]:
            assert time.monotonic() < deadline, f"{name} did not begin"
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """With -9, at whatever it is doing; what it had started must be gone a moment later."""
        process = self._running[name]
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        _, left = psutil.wait_procs(children, timeout=10)
        self.orphans += len(left)
        self.killed["api" if name == "api" else "worker"] += 1
        self._start(name)

    # -- the ordeal ----------------------------------------------------------------------------------------------------

    def ordeal(self, uploads: int, kills: int, clients: int = 3, over_s: float = 60.0) -> HandedIn:
        """Hand in ``uploads`` while killing; the kills are spread at random over the time that takes, ``over_s`` at most
        as far as the client is concerned, and go on while workers are still busy with what came in."""
        known, lock = HandedIn(), threading.Lock()
        numbers = iter(range(uploads))
        deadline = time.monotonic() + 600

        def insist() -> None:
            with httpx.Client(base_url=f"http://127.0.0.1:{self._port}", timeout=30,
                              headers={"Authorization": f"Bearer {self._secret}"}) as client:  # fmt: skip
                while True:
                    with lock:
                        number = next(numbers, None)
                    if number is None:
                        return
                    self._hand_in(client, number, known, deadline)
                    time.sleep(over_s / uploads * clients * random.random())

        threads = [threading.Thread(target=insist) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for _ in range(kills):
            time.sleep(self.random.expovariate(kills / over_s))
            self.kill(self.random.choice(("api", "worker-1", "worker-2")))
        for thread in threads:
            thread.join()
        return known

    def _hand_in(self, client: httpx.Client, number: int, known: HandedIn, deadline: float) -> None:
        files, _, _ = material(number)
        given = [("files", (name, data)) for name, data in files]
        patient = number % 10 != 9  # every tenth is given up at the first failure: it may be there or not, never half
        while time.monotonic() < deadline:
            known.tries += 1
            try:
                answer = client.post("/api/v1/uploads", files=given, headers={"Idempotency-Key": f"k{number}"})
            except httpx.TransportError:
                if not patient:
                    known.abandoned.add(number)
                    return
                time.sleep(0.1)
                continue
            if answer.status_code == 202:
                known.acknowledged[number] = answer.json()["id"]
                return
            assert answer.status_code == 503, answer.text
        raise AssertionError(f"upload {number} was never acknowledged")

    def wait_for_quiet(self, service: Service, seconds: float = 300.0) -> float:
        """Until no job waits or runs; how long that took, seconds."""
        began = time.monotonic()
        busy = select(func.count()).select_from(Job).where(col(Job.state).in_(("queued", "running")),
                                                           col(Job.kind) != "retention")  # fmt: skip
        while time.monotonic() - began < seconds:
            with service.db.reading() as session:
                if session.exec(busy).one() == 0:
                    return time.monotonic() - began
            time.sleep(0.2)
        with service.db.reading() as session:
            left = session.exec(select(Job).where(col(Job.state).in_(("queued", "running")))).all()
        raise AssertionError(f"still to do after {seconds} s: {left}")


# --- what must hold --------------------------------------------------------------------------------------------------


def wrongs(service: Service, known: HandedIn) -> list[str]:
    """Everything that does not hold once all is quiet."""
    with service.db.reading() as session:
        keys = {int(row.key[1:]): row.object_id for row in session.exec(select(RequestKey))}
        out = [f"upload {n} was acknowledged as {u} and is {keys.get(n)}" for n, u in known.acknowledged.items()
               if keys.get(n) != u]  # fmt: skip
        uploads = {row.id: row for row in session.exec(select(Upload))}
        if len(uploads) != len(keys):
            out.append(f"{len(uploads)} uploads of {len(keys)} requests")
        for number, upload_id in keys.items():
            out += _of_upload(session, uploads[upload_id], number)
        out += _of_filings(session)
        received = Counter(session.exec(select(AuditEntry.object_id).where(AuditEntry.action == "upload.received")))
        if received != Counter(list(uploads)):
            out.append("the audit log does not have each upload once")
        idle = select(Job).where(col(Job.state).in_(("queued", "running")), col(Job.kind) != "retention")
        out += [f"job {job.kind} {job.key} is {job.state}" for job in session.exec(idle)]
    out += [f"{trouble.kind}: {trouble.what}" for trouble in check(service) if trouble.grave]
    return out


def _of_upload(session: Session, upload: Upload, number: int) -> Iterator[str]:
    files, papers, unread = material(number)
    said = f"upload {number} ({upload.id})"
    kept = session.exec(select(func.count()).select_from(UploadedFile).where(UploadedFile.upload_id == upload.id)).one()
    if (kept, upload.files) != (len(files), len(files)):
        yield f"{said} has {kept} files of {len(files)}"
    if upload.state not in ("done", "failed"):
        yield f"{said} is {upload.state}"
    if upload.state == "failed" and not upload.error:
        yield f"{said} failed and does not say why"
    if upload.error:  # we were killed, not the paper's fault; still a named failure
        yield f"{said} has no result: {upload.error}"
    if upload.open_parcels:
        yield f"{said} has {upload.open_parcels} parcels open"
    rows = list(session.exec(select(Paper).where(Paper.upload_id == upload.id)))
    failed = [paper for paper in rows if paper.state == "failed"]
    if (len(rows), len(failed)) != (papers, unread):
        yield f"{said}: {len(rows)} papers of {papers}, {len(failed)} unread of {unread}: {[p.problem for p in failed]}"
    for paper in rows:
        readings = session.exec(
            select(func.count()).select_from(PaperReading).where(PaperReading.paper_id == paper.id)
        ).one()
        links = session.exec(
            select(func.count()).select_from(FilingPaper).where(FilingPaper.paper_id == paper.id)
        ).one()
        if (paper.state, readings) not in (("read", 1), ("failed", 0)):
            yield f"{said}: {paper.path} is {paper.state} with {readings} readings"
        if paper.state == "failed" and not (paper.problem and paper.problem["message"]):
            yield f"{said}: {paper.path} failed and does not say why"
        if links != 1 and number % 8 != 6:  # the same bytes in the same filing are one paper
            yield f"{said}: {paper.path} is in {links} filings"
    parcels = session.exec(select(Parcel.state, Parcel.pending).where(Parcel.upload_id == upload.id)).all()
    yield from (f"{said}: a parcel is {state}, {pending} pending" for state, pending in parcels
                if (state, pending) != ("done", 0))  # fmt: skip


def _of_filings(session: Session) -> Iterator[str]:
    names = Counter(row for row in session.exec(select(FilingRow.name).where(col(FilingRow.named))))
    yield from (f"filing {name} is there {times} times" for name, times in names.items() if times > 1)
    for filing in session.exec(select(FilingRow)):
        if filing.state != "judged" or not filing.judgement_id:
            yield f"filing {filing.name} is {filing.state}"
        judged = [row.inputs for row in session.exec(
            select(Judgement).where(Judgement.filing_id == filing.id).order_by(col(Judgement.seq)))]  # fmt: skip
        if filing.named and len(judged) != 1:
            yield f"filing {filing.name} was judged {len(judged)} times"
        if any(one == two for one, two in pairwise(judged)):
            yield f"filing {filing.name} was judged twice on the same papers"
        current = session.exec(
            select(FindingRow).where(FindingRow.filing_id == filing.id, col(FindingRow.current))
        ).all()
        if {row.judgement_id for row in current} - {filing.judgement_id}:
            yield f"filing {filing.name} shows findings of an earlier judgement"
        if len({row.place for row in current}) != len(current):
            yield f"filing {filing.name} has a finding twice"
        if filing.open_findings > len(current):
            yield f"filing {filing.name} counts more findings than it has"
