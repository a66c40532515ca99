"""What the service counts, in Prometheus' words: requests as they pass, and the store's state when somebody asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from api.service import Service
from api.store import now
from api.tables.documents import Paper, Upload
from api.tables.filings import Judgement
from api.tables.queue import Job

log = logging.getLogger("anze.metrics")

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency histogram, seconds."""
KEPT_S = 60.0
"""How long a count over a whole table is given again before it is made anew: it may take a second on a large store."""


class Metrics:
    """One application's registry: not the process-wide one, as tests and tools make several applications."""

    def __init__(self, service: Callable[[], Service]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "anze_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram("anze_request_seconds", "Time to answer, seconds; streams of events left out",
                                 ("method", "route"), buckets=SECONDS, registry=self.registry)  # fmt: skip
        ProcessCollector(registry=self.registry)
        self.registry.register(StoreCollector(service))

    def answered(self, method: str, route: str, status: int, seconds: float | None) -> None:
        """Count one answer; ``seconds`` None where its length means nothing."""
        self.requests.labels(method, route, str(status)).inc()
        if seconds is not None:
            self.seconds.labels(method, route).observe(seconds)


class StoreCollector(Collector):
    """The state of the database, read when scraped, so that every process of every host tells the same."""

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._kept: list[Metric] = []
        self._until = 0.0

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("anze_database_up", "1 where the database answers")
        try:
            with self._service().db.reading() as session:
                found = [*_queue(session), *self._counts(session)]
        except (SQLAlchemyError, OSError) as error:
            log.warning("metrics: the database does not answer: %s", error)
            found = []
            up.add_metric((), 0)
        else:
            up.add_metric((), 1)
        yield up
        yield from found

    def _counts(self, session: Session) -> list[Metric]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._kept = list(_tables(session))
                self._until = time.monotonic() + KEPT_S
            return self._kept


def _queue(session: Session) -> Iterator[Metric]:
    depth = GaugeMetricFamily("anze_jobs", "Jobs not done", labels=("kind", "state"))
    age = GaugeMetricFamily("anze_oldest_job_seconds", "How long the oldest queued job has been due", labels=("kind",))
    rows = session.exec(
        select(col(Job.kind), col(Job.state), func.count(), func.min(Job.run_at))
        .where(col(Job.state).in_(("queued", "running", "dead")))
        .group_by(col(Job.kind), col(Job.state))
    )
    for kind, state, many, due in rows:
        depth.add_metric((kind, state), many)
        if state == "queued" and due is not None:
            age.add_metric((kind,), max(0.0, (now() - due).total_seconds()))
    yield depth
    yield age


def _tables(session: Session) -> Iterator[Metric]:
    uploads = GaugeMetricFamily("anze_uploads", "Uploads by state", labels=("state",))
    for state, many in session.exec(select(col(Upload.state), func.count()).group_by(col(Upload.state))):
        uploads.add_metric((state,), many)
    papers = GaugeMetricFamily("anze_papers", "Papers by outcome", labels=("state",))
    for state, many in session.exec(select(col(Paper.state), func.count()).group_by(col(Paper.state))):
        papers.add_metric((state,), many)
    judgements = GaugeMetricFamily("anze_judgements", "Judgements ever made, by what caused them", labels=("cause",))
    for cause, many in session.exec(select(col(Judgement.cause), func.count()).group_by(col(Judgement.cause))):
        judgements.add_metric((cause,), many)
    yield from (uploads, papers, judgements)
