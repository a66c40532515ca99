"""A worker: takes jobs from the queue and does them, one in each of its threads; what reads papers runs in processes.

A job that raises is tried again with growing pauses, and after ``attempts`` tries it is given up: its room says what that
means for the people who wait (``ON_DEAD``). A worker that dies, dies with its leases; whoever claims next takes over.

One thread at a time watches the queue; whoever finds a job hands the watch on and does it. An idle worker thus asks the
database once in ``poll_s``, however many threads it has. One of the threads takes what comes last (counts, clearing up)
before anything else, so that a long queue of papers does not keep it waiting for ever.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import traceback

from sqlalchemy.exc import InterfaceError, OperationalError

from api import queue
from api.queue.rooms import beginnings, handlers
from api.service import Service
from api.tables.queue import Job
from api.work.executor import Closed

log = logging.getLogger("anze.worker")

_WAKE_S = 1.0
_PAUSE_S = 2.0
"""Seconds until the second try; each further one waits four times as long."""
_LONGEST_PAUSE_S = 120.0
_PATIENT_TRIES = 10
"""Tries of a job that the world around it refused: a deadlock, a lock that did not come free, a full disk, an object store
or a process that could not be had. No fault of the paper's, so it is not called unreadable for a quarter of an hour."""
_DATABASE_ERRORS = (OperationalError, InterfaceError)
_REFUSED = "运行环境："
"""How the cause of such a failure begins."""


def _no_fault_of_the_job(error: Exception) -> bool:
    """A file that is not there will not be there later; everything else of the world outside may pass."""
    return isinstance(error, (*_DATABASE_ERRORS, queue.NotNow, OSError)) and not isinstance(error, FileNotFoundError)


class Worker:
    """The threads of one worker process."""

    def __init__(self, service: Service, stop: threading.Event) -> None:
        self._service, self._stop = service, stop
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self._watch = threading.Lock()
        self._lock = threading.Lock()
        self._under_way: dict[str, Job] = {}

    def run(self) -> None:
        """Until ``stop`` is set; jobs under way are finished first, their leases kept until then."""
        self._begin()
        slots = (self._service.config.workers or len(os.sched_getaffinity(0))) + 1
        threads = [
            threading.Thread(target=self._serve, args=(queue.LATER if n == 0 else 0,), name=f"job-{n}", daemon=True)
            for n in range(slots)
        ]
        ended = threading.Event()
        heart = threading.Thread(target=self._beat, args=(ended,), name="heartbeat", daemon=True)
        for thread in (heart, *threads):
            thread.start()
        for thread in threads:
            while thread.is_alive():  # a signal that another thread is given is answered when this one wakes up
                thread.join(_WAKE_S)
        ended.set()
        heart.join()

    def _begin(self) -> None:
        for start in beginnings():
            try:
                start(self._service)
            except Exception:
                log.exception("%s failed", start.__qualname__)

    def _serve(self, first: int) -> None:
        while not self._stop.is_set():
            try:
                job = self._next(first)
                if job is not None:
                    self._do(job)
            except Exception:
                # Nothing is lost: the lease of whatever was taken ends, and it is taken again.
                log.exception("the queue does not answer")
                self._stop.wait(1.0)

    def _next(self, first: int) -> Job | None:
        """The next job, waited for; None when the worker stops."""
        with self._watch:
            while not self._stop.is_set():
                job = self._claim(first)
                if job is not None:
                    return job
                self._stop.wait(self._service.config.poll_s)
        return None

    def _claim(self, first: int) -> Job | None:
        # Only kinds that this version knows: another host may be of a later one.
        kinds, lease_s = tuple(handlers()[0]), self._service.config.lease_s
        with self._service.db.reading() as session:
            if not queue.any_ready(session, kinds):
                return None
        with self._service.db.writing() as session:
            jobs = queue.claim(session, self._name, 1, lease_s, kinds, first) if first else []
            jobs = jobs or queue.claim(session, self._name, 1, lease_s, kinds)
        return jobs[0] if jobs else None

    def _do(self, job: Job) -> None:
        began = time.monotonic()
        with self._lock:
            self._under_way[job.token or ""] = job
        try:
            if self._cut_short(job):
                self._give_up(
                    job, f"工作进程连续中断，已试{job.attempts - 1}次" + (f"：{job.error}" if job.error else "")
                )
                return
            try:
                handlers()[0][job.kind](self._service, job)
            except queue.Lost:
                raise
            except Exception as error:
                self._failed(job, error)
            else:
                log.info("job %s %s done in %.3f s", job.kind, job.key, time.monotonic() - began)
        except queue.Lost:
            log.warning("job %s %s: the lease had ended, its outcome is dropped", job.kind, job.key)
        finally:
            with self._lock:
                self._under_way.pop(job.token or "", None)

    def _cut_short(self, job: Job) -> bool:
        """Whether all tries are used up: then the last one did not even live to say what was wrong."""
        most = self._service.config.attempts
        return job.attempts > (max(most, _PATIENT_TRIES) if job.error.startswith(_REFUSED) else most)

    def _failed(self, job: Job, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"[:500]
        if isinstance(error, Closed):
            with self._service.db.writing() as session:
                queue.retry(session, job, said, 0.0, counted=False)
            return
        log.error("job %s %s failed: %s", job.kind, job.key, "".join(traceback.format_exception(error)))
        most = self._service.config.attempts
        if _no_fault_of_the_job(error):
            most, said = max(most, _PATIENT_TRIES), f"{_REFUSED}{said}"[:500]
        if job.attempts >= most:
            self._give_up(job, said)
            return
        pause_s = min(_PAUSE_S * 4 ** (job.attempts - 1), _LONGEST_PAUSE_S)
        with self._service.db.writing() as session:
            queue.retry(session, job, said, pause_s)

    def _give_up(self, job: Job, cause: str) -> None:
        on_dead = handlers()[1].get(job.kind)
        try:
            with self._service.db.writing() as session:
                if on_dead is not None:
                    on_dead(session, job, cause)
                queue.bury(session, job, cause)
        except (queue.Lost, *_DATABASE_ERRORS):
            raise
        except Exception as error:  # a defect in telling it must not bring the job back for ever
            log.exception("job %s %s: giving it up failed", job.kind, job.key)
            with self._service.db.writing() as session:
                queue.bury(session, job, f"{cause}；善后也失败：{type(error).__name__}: {error}"[:1000])
        log.error("job %s %s given up: %s", job.kind, job.key, cause)

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._service.config.lease_s / 4):
            with self._lock:
                tokens = list(self._under_way)
            if tokens:
                try:
                    with self._service.db.writing() as session:
                        queue.beat(session, tokens, self._service.config.lease_s)
                except Exception:
                    log.exception("heartbeat failed")


def run(service: Service, *, stop: threading.Event) -> None:
    """Work until ``stop`` is set."""
    Worker(service, stop).run()
