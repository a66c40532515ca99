"""The service under load: lists among a million filings beside those among ten thousand; a filing's page beside a bare endpoint.

    python -m bench.service [--few 10000] [--many 1000000] [--rounds 9] [--postgresql URL] [--keep FOLDER] [--only lists|page]
                            [--enforce]

**Lists.** Two databases are filled with made-up filings (``bench/service_data.py``), each served by an own uvicorn on
loopback. Every question is put to both in turns, warmed first; the quickest of the rounds counts, since whatever else the
machine does only adds. Among many each may take five times as long as among few: list, filter, search, dashboard. With ``--postgresql`` (a server's URL whose role
may create databases) the same on PostgreSQL. ``--keep`` leaves the databases there and takes them from there the next time.

**Page.** A sample filing is uploaded and judged; then as many requests a second as eight clients get of its page
(``/filings/{id}``) and of its JSON, beside a FastAPI + SQLModel endpoint that reads the same bytes from a row of the same
database and does nothing else. At least half of its throughput is wanted.

Trust the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import Field, Session, SQLModel, col, select

ROOT = Path(__file__).parent.parent
MOST_TIMES = 5.0  # among many ÷ among few, at most
LEAST_SHARE = 0.5  # the page's requests a second ÷ the bare endpoint's, at least
START_S = 60.0  # a server that does not answer by then never will
ANSWER_S = 60.0
SLOWEST_S = 20.0  # a question whose rounds take longer than this is asked no more often
LOAD_S = 6.0
CLIENTS = 8
SAMPLE = ROOT / "samples" / "suzhou-low-fee"
API = "/api/v1"
FILINGS = f"{API}/filings"

# What people ask, by kind. {…} are filled in for each viewer.
QUESTIONS: Mapping[str, Sequence[str]] = {
    "list": (
        f"{FILINGS}", f"{FILINGS}?sort=updated", f"{FILINGS}?sort=sign_date", f"{FILINGS}?sort=open", f"{FILINGS}?sort=oldest",
        f"{FILINGS}?limit=200", "/filings",
    ),
    "filter": (
        f"{FILINGS}?verdict=returned", f"{FILINGS}?verdict=returned&sector=fishery", f"{FILINGS}?sector=explosives&open=true",
        f"{FILINGS}?insurer={{small_insurer}}", f"{FILINGS}?insurer={{small_insurer}}&verdict=incomplete", f"{FILINGS}?region={{below}}",
        f"{FILINGS}?type=first_service_late", f"{FILINGS}?type=renewal_gap", f"{FILINGS}?type=sign_date_after_expiry",
        f"{FILINGS}?type=policy_upload_late&severity=error&open=true", f"{FILINGS}?severity=note", f"{FILINGS}?state=reading",
        f"{FILINGS}?open=true", f"{FILINGS}?signed_off=true", f"{FILINGS}?policy_no={{policy_no}}",
        f"{FILINGS}?signed_from=2023-06-01&signed_to=2023-06-30", f"{FILINGS}?signed_from=2024-01-01&signed_to=2024-12-31&sort=sign_date",
        f"{FILINGS}?created_from=2024-02-01&created_to=2024-02-29", f"{FILINGS}?sort=sign_date&verdict=returned",
    ),
    "search": (
        f"{FILINGS}?q={{policy_no}}", f"{FILINGS}?q={{policy_tail}}", f"{FILINGS}?q={{holder}}", f"{FILINGS}?q={{city}}",
        f"{FILINGS}?q={{city}}+烟花", f"{FILINGS}?q=有限公司", f"{FILINGS}?q=恒泰+化工&verdict=returned", f"{FILINGS}?q=不存在的词语",
        f"{FILINGS}?q={{uscc}}",
    ),
    "dashboard": (
        f"{API}/kpis", f"{API}/kpis?from=2025-01&to=2025-12", f"{API}/kpis/region", f"{API}/kpis/insurer", f"{API}/kpis/sector",
        f"{API}/kpis/month", f"{API}/kpis/types", f"{API}/kpis/rankings/insurers?least=5", "/dashboard",
    ),
}  # fmt: skip


# --- servers ---------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(application: str, database: str, folder: Path) -> Iterator[str]:
    """An uvicorn of one process over the database; its address. Stopped at the end."""
    port = free_port()
    environment = {**os.environ, "ANZE_DATABASE": database, "ANZE_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "uvicorn", "--factory", application, "--host", "127.0.0.1", "--port", str(port),
               "--log-level", "warning", "--no-access-log"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        until = time.monotonic() + START_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{application} did not start")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def application() -> Any:
    """The service, as ``anze serve`` has it."""
    from api.serving.app import create_app

    return create_app()


class KeptPage(SQLModel, table=True):
    """A page's bytes, for the bare endpoint."""

    __tablename__ = "bench_page"
    id: str = Field(primary_key=True)
    media_type: str
    body: str


def bare_application() -> Any:
    """FastAPI and SQLModel and nothing else: a row by its id, its text as the answer."""
    from fastapi import FastAPI
    from fastapi.responses import Response

    from api.store import Database

    db = Database(os.environ["ANZE_DATABASE"])
    app = FastAPI()

    @app.get("/pages/{page_id}")
    def page(page_id: str) -> Response:
        with db.reading() as session:
            kept = session.exec(select(KeptPage).where(KeptPage.id == page_id)).one()
        return Response(kept.body, media_type=kept.media_type)

    return app


# --- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in: a name for the table, a cookie, and the values of the questions' blanks."""

    name: str
    cookies: Mapping[str, str]
    blanks: Mapping[str, str]


def _signed_in(session: Session, kind: str, name: str, prefix: str, org_id: str | None) -> Mapping[str, str]:
    from api.accounts.deps import COOKIE
    from api.accounts.sessions import begin
    from api.tables.accounts import Organisation, User

    if org_id is None:
        org = Organisation(kind=kind, name=f"测量·{name}", region_prefix=prefix)
        session.add(org)
        session.flush()
        org_id = org.id
    user = User(org_id=org_id, login=f"bench-{time.time_ns()}", name=name, roles=["admin"])
    session.add(user)
    session.flush()
    begun = begin(session, user.id, 12, "127.0.0.1", "bench")
    return {COOKIE: begun.secret}


def viewers(url: str) -> list[Viewer]:
    """An operator, regulators of the country, of a province and of a city, and the largest insurer; with values that occur."""
    from api.store import Database
    from api.tables.accounts import Organisation
    from api.tables.filings import FilingRow
    from bench.service_data import INSURERS
    from extractor.values.region_table import name_of

    db = Database(url)
    out = []
    with db.writing() as session:
        session.execute(
            Organisation.__table__.update()
            .where(col(Organisation.name).like("测量·%"))
            .values(name=Organisation.name + str(time.time_ns()))
        )  # type: ignore[attr-defined,operator]
        insurer = session.exec(select(Organisation).where(Organisation.name == INSURERS[0])).one()
        plan = [("operator", "operator", "", None), ("province", "regulator", "34", None), ("city", "regulator", "3413", None),
                ("insurer", "insurer", "", insurer.id)]  # fmt: skip
        for name, kind, prefix, org_id in plan:
            cookies = _signed_in(session, kind, name, prefix, org_id)
            query = select(FilingRow).where(FilingRow.deleted_at.is_(None))  # type: ignore[union-attr]
            query = (
                query.where(FilingRow.org_id == org_id)
                if org_id
                else query.where(col(FilingRow.region_code).startswith(prefix))
            )
            row = session.exec(query.order_by(col(FilingRow.seq)).limit(1)).one()
            below = {"": "34", "34": "3413", "3413": row.county}[prefix] if not org_id else row.city
            city = (name_of(row.city + "00") or name_of(row.county) or "").rstrip("市")
            blanks = {"small_insurer": INSURERS[12], "below": below, "policy_no": row.policy_no, "policy_tail": row.policy_no[-7:],
                      "holder": row.policyholder, "city": city, "uscc": row.uscc}  # fmt: skip
            out.append(Viewer(name, cookies, blanks))
    db.close()
    return out


# --- lists -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """One question of one viewer: milliseconds of the quickest round among few and among many."""

    kind: str
    viewer: str
    question: str
    few: float
    many: float

    @property
    def times(self) -> float:
        return self.many / self.few


def _ask(client: httpx.Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code} {answer.text[:300]}")
    return took * 1000


def measure_lists(few: str, many: str, rounds: int, folder: Path) -> list[Measured]:
    """Every question to both, in turns."""
    out: list[Measured] = []
    people = list(zip(viewers(few), viewers(many), strict=True))
    with (
        serving("bench.service:application", few, folder / "few") as small,
        serving("bench.service:application", many, folder / "many") as large,
    ):
        for one, two in people:
            with (
                httpx.Client(base_url=small, cookies=dict(one.cookies), timeout=ANSWER_S) as a,
                httpx.Client(base_url=large, cookies=dict(two.cookies), timeout=ANSWER_S) as b,
            ):
                for kind, questions in QUESTIONS.items():
                    for question in questions:
                        pair = question.format(**one.blanks), question.format(**two.blanks)
                        out.append(Measured(kind, one.name, question, *_quickest((a, pair[0]), (b, pair[1]), rounds)))
    return out


def _quickest(few: tuple[httpx.Client, str], many: tuple[httpx.Client, str], rounds: int) -> tuple[float, float]:
    for client, address in (few, many):  # warm: caches of statements and of pages
        _ask(client, address)
        _ask(client, address)
    times: tuple[list[float], list[float]] = ([], [])
    began = time.monotonic()
    for _ in range(rounds):
        times[0].append(_ask(*few))
        times[1].append(_ask(*many))
        if time.monotonic() - began > SLOWEST_S:
            break
    return min(times[0]), min(times[1])


def tell_lists(title: str, measured: Sequence[Measured], every: bool) -> float:
    """Print the table; the worst ratio of any question. A kind's time is the mean over its questions."""
    print(f"\n{title}: ms among few → among many, times")
    if every:
        for m in sorted(measured, key=lambda m: -m.times):
            print(f"  {m.times:5.1f} ×  {m.few:8.1f} → {m.many:8.1f}  {m.viewer:9} {m.question}")
    worst = 0.0
    for kind in QUESTIONS:
        for viewer in dict.fromkeys(m.viewer for m in measured):
            mine = [m for m in measured if m.kind == kind and m.viewer == viewer]
            most = max(mine, key=lambda m: m.times)
            few, many = (statistics.mean(getattr(m, name) for m in mine) for name in ("few", "many"))
            worst = max(worst, most.times)
            print(
                f"  {kind:10} {viewer:9} {few:8.1f} → {many:8.1f}  {many / few:4.1f} ×   worst {most.times:4.1f} × {most.question}"
            )
    return worst


@contextlib.contextmanager
def filled(server: str | None, filings: int, folder: Path) -> Iterator[str]:
    """A database with so many filings: a file below ``folder``, or a database of the server, made where it is not there."""
    from api.store import Database
    from api.upkeep.schema import upgrade
    from bench.service_data import fill

    if server is None:
        file = folder / f"bench-{filings}.db"
        url, there = f"sqlite:///{file}", file.exists()
    else:
        name = f"anze_bench_{filings}"
        main = Database(server)
        with main.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            there = (
                connection.execute(text("select 1 from pg_database where datname = :name"), {"name": name}).first()
                is not None
            )
            if not there:
                connection.execute(text(f"create database {name}"))
        main.close()
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    if not there:
        began = time.monotonic()
        db = Database(url)
        upgrade(db)
        fill(db, filings)
        db.close()
        print(f"filled {filings:,} filings in {time.monotonic() - began:.0f} s", file=sys.stderr)
    yield url


# --- the page --------------------------------------------------------------------------------------------------------


def _judged_sample(url: str, folder: Path) -> tuple[str, Mapping[str, str]]:
    """Upload the sample, let a worker judge it: the filing's id and a reviewer's cookies."""
    from starlette.testclient import TestClient

    from api.accounts.deps import CSRF_HEADER
    from api.config import Config
    from api.service import Service
    from api.serving.app import create_app
    from api.serving.worker import run
    from api.tables.accounts import SignIn
    from api.tables.filings import FilingRow
    from api.upkeep.schema import upgrade

    service = Service.open(Config(database=url, data=folder))
    upgrade(service.db)
    with service.db.writing() as session:
        cookies = _signed_in(session, "insurer", "reviewer", "", None)
        csrf = session.exec(select(SignIn).order_by(col(SignIn.created_at).desc())).first()
    stop = threading.Event()
    worker = threading.Thread(target=run, args=(service,), kwargs={"stop": stop})
    worker.start()
    try:
        client = TestClient(
            create_app(service=service), cookies=dict(cookies), headers={CSRF_HEADER: csrf.csrf if csrf else ""}
        )
        files = [("files", (file.name, file.read_bytes())) for file in sorted(SAMPLE.iterdir())]
        answer = client.post(f"{API}/uploads", files=files)
        if answer.status_code != 202:
            raise SystemExit(f"upload: {answer.status_code} {answer.text[:300]}")
        until = time.monotonic() + 180
        while time.monotonic() < until:
            with service.db.reading() as session:
                row = session.exec(select(FilingRow).where(FilingRow.state == "judged")).first()
            if row is not None:
                return row.id, cookies
            time.sleep(0.3)
        raise SystemExit("the sample was not judged within three minutes")
    finally:
        stop.set()
        worker.join(60)
        service.close()


def _throughput(address: str, path: str, cookies: Mapping[str, str], seconds: float) -> float:
    """Requests a second that ``CLIENTS`` connections get."""
    until = time.monotonic() + seconds

    def one(_: int) -> int:
        done = 0
        with httpx.Client(base_url=address, cookies=dict(cookies), timeout=ANSWER_S) as client:
            while time.monotonic() < until:
                if client.get(path).status_code != 200:
                    raise SystemExit(f"{path} failed under load")
                done += 1
        return done

    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(one, range(CLIENTS)))
    return done / (time.monotonic() - began)


def measure_page(url: str, folder: Path, rounds: int) -> dict[str, float]:
    """The share of the bare endpoint's throughput that the filing's page and its JSON reach."""
    from api.store import Database

    filing, cookies = _judged_sample(url, folder)
    paths = {"page": f"/filings/{filing}", "json": f"{FILINGS}/{filing}"}
    with (
        serving("bench.service:application", url, folder) as ours,
        httpx.Client(base_url=ours, cookies=dict(cookies), timeout=ANSWER_S) as client,
    ):
        db = Database(url)
        KeptPage.__table__.create(db.engine, checkfirst=True)  # type: ignore[attr-defined]
        with db.writing() as session:
            for name, path in paths.items():
                answer = client.get(path)
                if answer.status_code != 200:
                    raise SystemExit(f"{path}: {answer.status_code}")
                kind = answer.headers["content-type"]
                session.merge(KeptPage(id=name, media_type=kind, body=answer.text))
                print(f"{name}: {len(answer.content):,} bytes", file=sys.stderr)
        db.close()
        with serving("bench.service:bare_application", url, folder) as bare:
            shares: dict[str, list[float]] = {name: [] for name in paths}
            for name in paths:
                _throughput(ours, paths[name], cookies, 1)
                _throughput(bare, f"/pages/{name}", {}, 1)
            for _ in range(rounds):
                for name, path in paths.items():
                    two = _throughput(bare, f"/pages/{name}", {}, LOAD_S)
                    one = _throughput(ours, path, cookies, LOAD_S)
                    shares[name].append(one / two)
                    print(f"  {name}: {one:.0f}/s beside {two:.0f}/s = {one / two:.2f}", file=sys.stderr)
    return {name: statistics.median(found) for name, found in shares.items()}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--few", type=int, default=10_000)
    asked.add_argument("--many", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--postgresql", help="URL of a server whose role may create databases")
    asked.add_argument("--no-sqlite", action="store_true")
    asked.add_argument("--keep", type=Path, help="folder for the filled SQLite files")
    asked.add_argument("--only", choices=("lists", "page"))
    asked.add_argument("--every", action="store_true", help="print every question, not the kinds alone")
    asked.add_argument("--enforce", action="store_true", help="status 1 when a ratio is beyond its bound")
    given = asked.parse_args()
    good = True
    with tempfile.TemporaryDirectory(prefix="anze-bench-") as spool:
        folder = given.keep or Path(spool)
        folder.mkdir(parents=True, exist_ok=True)
        if given.only != "page":
            for title, server in (("SQLite", None), ("PostgreSQL", given.postgresql)):
                if (server is None) != (title == "SQLite") or (title == "SQLite" and given.no_sqlite):
                    continue
                with filled(server, given.few, folder) as few, filled(server, given.many, folder) as many:
                    measured = measure_lists(few, many, given.rounds, Path(spool))
                good &= (
                    tell_lists(f"{title}, {given.few:,} → {given.many:,} filings", measured, given.every) <= MOST_TIMES
                )
        if given.only != "lists":
            shares = measure_page(f"sqlite:///{Path(spool) / 'page.db'}", Path(spool) / "page", min(3, given.rounds))
            for name, share in shares.items():
                print(f"filing's {name}: {share:.2f} × the throughput of a bare endpoint")
            good &= shares["page"] >= LEAST_SHARE
    return 0 if good or not given.enforce else 1


if __name__ == "__main__":
    raise SystemExit(main())
