"""200 uploads while API and workers are killed with -9 at random 20 times, over SQLite and over PostgreSQL.

    python bench/crash.py [--uploads 200] [--kills 20] [--seeds 1 2 3] [--on sqlite postgresql]

Each run is real processes on loopback (one API, two workers), clients that send again what was not acknowledged, and a
PostgreSQL of its own. A row of the table is one run; below it stands everything that does not hold, which must be nothing:
each acknowledged upload has a result or a named failure, none is there twice, every paper named has its bytes under the
right hash, the audit log's chain holds, no process outlives the one it belongs to.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func
from sqlmodel import col, select

from api.config import Config
from api.service import Service
from api.store import Blobs, Database
from api.tables.documents import Paper
from api.tables.filings import FilingRow, Judgement
from api.tables.queue import Job
from api.upkeep import upgrade
from tests import servers
from tests.accounts_kit import populate, token
from tests.crash_kit import Field, wrongs


@contextmanager
def store(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'anze.db'}"
        return
    server = servers.PostgreSQL(folder)
    server.start()
    try:
        yield server.url("postgres")
    finally:
        server.stop()


def ordeal(kind: str, uploads: int, kills: int, seed: int, over_s: float) -> list[str]:
    folder = servers.make_folder()
    try:
        with store(kind, folder) as url:
            config = Config(data=folder / "data", database=url)
            service = Service(config, Database(url), Blobs(config.blobs_url))
            upgrade(service.db)
            crowd = populate(service)
            field = Field(url, config.data, token(service, crowd.user("insurer", "clerk"), ["read", "upload"]), seed)
            began = time.monotonic()
            with field.running():
                known = field.ordeal(uploads, kills, over_s=over_s)
                handed_s = time.monotonic() - began
                quiet_s = field.wait_for_quiet(service, 900)
            found = wrongs(service, known)
            found += [f"{field.orphans} processes outlived the one they belonged to"] if field.orphans else []
            found += [f"{len(field.left)} temporary folders were left"] if field.left else []
            tell(service, kind, seed, known.tries, len(known.acknowledged), len(known.abandoned),
                 f"{field.killed['api']}+{field.killed['worker']}", f"{handed_s:.0f}+{quiet_s:.0f}", len(found))  # fmt: skip
            service.close()
            return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


COLUMNS = ("database", "seed", "requests", "acknowledged", "given up", "kills api+worker", "seconds in+after", "wrong",
           "papers", "filings", "judgements", "jobs", "tried twice+", "dead")  # fmt: skip


def tell(service: Service, *known: object) -> None:
    """One row."""
    with service.db.reading() as session:
        counts = [
            session.exec(select(func.count()).select_from(table)).one() for table in (Paper, FilingRow, Judgement, Job)
        ]
        again = session.exec(select(func.count()).select_from(Job).where(col(Job.attempts) > 1)).one()
        dead = session.exec(select(func.count()).select_from(Job).where(Job.state == "dead")).one()
    print("| " + " | ".join(map(str, (*known, *counts, again, dead))) + " |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uploads", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=90.0, help="how long the clients take, about")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    args = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS), flush=True)
    wrong = [(kind, seed, said) for seed in args.seeds for kind in args.on
             for said in ordeal(kind, args.uploads, args.kills, seed, args.seconds)]  # fmt: skip
    for kind, seed, said in wrong:
        print(f"✗ {kind}, seed {seed}: {said}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
