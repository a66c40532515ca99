"""What the queue costs: jobs taken and finished a second, how soon a new one is taken, what an idle worker burns.

    python bench/jobs.py [--jobs 2000] [--done 100000] [--idle 20]

Over SQLite, which flushes to disk as in earnest, and over the tests' PostgreSQL, which does not (fsync off): compare each with
itself, not with the other. ``--done``: finished jobs that lie in the table beside those that wait. An empty job: claim, hand
over, finish, each a transaction.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert
from sqlmodel import Session

from api import queue
from api.config import Config
from api.queue import rooms
from api.service import Service
from api.serving import worker
from api.store import Blobs, Database, new_id, now
from api.tables.queue import Job
from api.upkeep import upgrade
from bench.crash import store
from tests import servers


def fill(session: Session, state: str, many: int) -> None:
    moment = now()
    for begin in range(0, many, 1000):
        rows = [Job(kind="count", key=f"{state}-{n}", args={"n": n}, state=state, run_at=moment).model_dump(exclude={"seq"})
                for n in range(begin, min(many, begin + 1000))]  # fmt: skip
        session.execute(insert(Job), rows)


class Counted:
    """A kind of job that does nothing but finish, and notes when it was taken."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self.more = threading.Semaphore(0)

    def do(self, service: Service, job: Job) -> None:
        self.taken[job.key] = time.monotonic()
        with service.db.writing() as session:
            queue.finish(session, job)
        self.more.release()


def measure(kind: str, jobs: int, done: int, idle_s: float) -> None:
    folder = servers.make_folder()
    try:
        with store(kind, folder) as url:
            config = Config(data=folder / "data", database=url, workers=2)
            service = Service(config, Database(url), Blobs(config.blobs_url))
            upgrade(service.db)
            with service.db.writing() as session:
                fill(session, "done", done)
                fill(session, "queued", jobs)
            counted, stop = Counted(), threading.Event()
            worker.handlers = lambda: ({"count": counted.do}, {})  # type: ignore[assignment]
            worker.beginnings = lambda: ()  # type: ignore[assignment]
            thread = threading.Thread(target=worker.run, args=(service,), kwargs={"stop": stop})
            began, cpu = time.monotonic(), time.process_time()
            thread.start()
            for _ in range(jobs):
                counted.more.acquire()
            busy_s, busy_cpu = time.monotonic() - began, time.process_time() - cpu
            time.sleep(1)
            cpu = time.process_time()
            time.sleep(idle_s)
            idle = (time.process_time() - cpu) / idle_s
            waits = []
            for _ in range(20):
                key = new_id()
                with service.db.writing() as session:
                    queue.enqueue(session, "count", key, {})
                added = time.monotonic()
                counted.more.acquire()
                waits.append(counted.taken[key] - added)
                time.sleep(0.13)
            stop.set()
            thread.join()
            service.close()
            print(f"| {kind} | {jobs / busy_s:.0f} | {1000 * busy_cpu / jobs:.1f} | {100 * idle:.2f} % | "
                  f"{1000 * statistics.median(waits):.0f} | {1000 * max(waits):.0f} |", flush=True)  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--done", type=int, default=100_000)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds an idle worker is watched")
    args = parser.parse_args()
    rooms.handlers()  # imported before anything is measured
    print(
        "| database | jobs/s | CPU ms a job | CPU of an idle worker | taken after, median ms | longest ms |\n"
        + "|---" * 6
        + "|"
    )
    for kind in ("sqlite", "postgresql"):
        measure(kind, args.jobs, args.done, args.idle)


if __name__ == "__main__":
    main()
