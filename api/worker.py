"""A worker: takes jobs from the queue and does them, one in each of its threads; what reads papers runs in processes.

A job that raises is tried again with growing pauses, and after ``attempts`` tries it is given up: its room says what that
means for the people who wait (``ON_DEAD``). A worker that dies, dies with its leases; whoever claims next takes over.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from sqlmodel import Session

from api import queue
from api.queue.tables import Job
from api.service import Service

log = logging.getLogger("anze.worker")

ROOMS = ("documents", "filings", "audits", "kpis", "webhooks", "exports", "packs", "accounts")
Handler = Callable[[Service, Job], None]
OnDead = Callable[[Session, Job, str], None]

_PAUSE_S = 2.0
"""Seconds until the second try; each further one waits four times as long."""


@cache
def handlers() -> tuple[Mapping[str, Handler], Mapping[str, OnDead]]:
    """What each kind of job does, and what it means when one is given up: gathered from the rooms' ``jobs`` modules."""
    does: dict[str, Handler] = {}
    dead: dict[str, OnDead] = {}
    for room in ROOMS:
        if find_spec(f"api.{room}.jobs") is not None:
            module = import_module(f"api.{room}.jobs")
            does.update(module.HANDLERS)
            dead.update(getattr(module, "ON_DEAD", {}))
    return does, dead


class Worker:
    """The threads of one worker process."""

    def __init__(self, service: Service, stop: threading.Event) -> None:
        self._service, self._stop = service, stop
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self._lock = threading.Lock()
        self._under_way: dict[str, Job] = {}

    def run(self) -> None:
        """Until ``stop`` is set; jobs under way are finished first."""
        slots = (self._service.config.workers or len(os.sched_getaffinity(0))) + 1
        threads = [threading.Thread(target=self._serve, name=f"job-{n}", daemon=True) for n in range(slots)]
        threads.append(threading.Thread(target=self._beat, name="heartbeat", daemon=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                job = self._claim()
                if job is None:
                    self._stop.wait(self._service.config.poll_s)
                else:
                    self._do(job)
            except Exception:
                log.exception("the queue does not answer")
                self._stop.wait(1.0)

    def _claim(self) -> Job | None:
        with self._service.db.reading() as session:
            if not queue.any_ready(session):
                return None
        with self._service.db.writing() as session:
            jobs = queue.claim(session, self._name, 1, self._service.config.lease_s)
        return jobs[0] if jobs else None

    def _do(self, job: Job) -> None:
        began = time.monotonic()
        with self._lock:
            self._under_way[job.token or ""] = job
        try:
            if job.attempts > self._service.config.attempts:
                self._give_up(job, job.error or f"工作进程{job.attempts - 1}次中断")
                return
            handlers()[0][job.kind](self._service, job)
            log.info("job %s %s done in %.3f s", job.kind, job.key, time.monotonic() - began)
        except queue.Lost:
            log.warning("job %s %s: the lease had ended, its outcome is dropped", job.kind, job.key)
        except Exception as error:
            log.error("job %s %s failed: %s", job.kind, job.key, traceback.format_exc())
            self._failed(job, error)
        finally:
            with self._lock:
                self._under_way.pop(job.token or "", None)

    def _failed(self, job: Job, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"[:500]
        try:
            if job.attempts >= self._service.config.attempts:
                self._give_up(job, said)
                return
            with self._service.db.writing() as session:
                queue.retry(session, job, said, _PAUSE_S * 4 ** (job.attempts - 1))
        except queue.Lost:
            log.warning("job %s %s: the lease had ended", job.kind, job.key)

    def _give_up(self, job: Job, cause: str) -> None:
        on_dead = handlers()[1].get(job.kind)
        with self._service.db.writing() as session:
            if on_dead is not None:
                on_dead(session, job, cause)
            queue.bury(session, job, cause)
        log.error("job %s %s given up: %s", job.kind, job.key, cause)

    def _beat(self) -> None:
        while not self._stop.wait(self._service.config.lease_s / 4) or self._under_way:
            with self._lock:
                tokens = list(self._under_way)
            if tokens:
                try:
                    with self._service.db.writing() as session:
                        queue.beat(session, tokens, self._service.config.lease_s)
                except Exception:
                    log.exception("heartbeat failed")
            if self._stop.is_set():
                time.sleep(0.1)


def run(service: Service, *, stop: threading.Event) -> None:
    """Work until ``stop`` is set."""
    Worker(service, stop).run()
