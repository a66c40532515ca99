"""Is everything still there and as it was: schema, rows, papers, queue, audit log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from api.accounts.audit_log import verify
from api.service import Service
from api.store import Blobs, now
from api.store.blobs import BLOCK
from api.tables.documents import Upload
from api.tables.queue import Job
from api.upkeep import schema
from api.upkeep.named import named

OVERDUE = timedelta(hours=1)
"""A job that has been due for longer has no worker that would take it."""
ABANDONED = timedelta(minutes=10)
"""A lease that ended longer ago was taken over by nobody."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it should be. ``grave`` False: worth knowing, and nothing is lost or wrong."""

    kind: str
    what: str
    grave: bool = True


Step = Callable[[str], None]
"""Told which part is looked at."""


def check(service: Service, *, hashes: bool = True, step: Step = lambda part: None) -> Iterator[Trouble]:
    """Everything that does not hold. ``hashes`` False only looks whether papers are there and does not read them."""
    step("数据库结构")
    if schema.is_empty(service.db):
        yield Trouble(
            "schema", "库里还没有表：核对 ANZE_DATA、ANZE_DATABASE 指的是不是要查的库，新库先运行 anze db upgrade"
        )
        return
    different = schema.differences(service.db)
    yield from (Trouble("schema", difference) for difference in different)
    if different:  # the questions below could not be asked
        return
    step("数据库文件")
    yield from _file(service)
    step("材料")
    yield from _papers(service, hashes)
    with service.db.reading() as session:
        step("队列")
        yield from _queue(session)
        step("审计日志")
        broken = verify(session)
    if broken is not None:
        yield Trouble("audit_log", f"第{broken.seq}条起不成立（{broken.how}）")


def _file(service: Service) -> Iterator[Trouble]:
    if not service.db.sqlite:
        return
    with service.db.engine.connect() as connection:
        for (said,) in connection.execute(text("pragma integrity_check")):
            if said != "ok":
                yield Trouble("database", said)
        for table, row, parent, _ in connection.execute(text("pragma foreign_key_check")):
            yield Trouble("database", f"{table} 第{row}行指向 {parent} 中没有的行")


def _papers(service: Service, hashes: bool) -> Iterator[Trouble]:
    # Listed before the rows are read: a paper that is handed in meanwhile is then named and not listed, not the reverse.
    there = {bytes.fromhex(name) for name in service.blobs.names()}
    wanted: set[bytes] = set()
    with service.db.reading() as session:
        for name, by in named(session):
            digest = bytes.fromhex(name)
            if digest in wanted:
                continue
            wanted.add(digest)
            if digest not in there and not service.blobs.has(name):
                yield Trouble("paper_missing", f"{by} 的内容 {name} 不在材料库")
            elif hashes and not sound(service.blobs, name):
                yield Trouble("paper_changed", f"{by} 的内容 {name} 与其哈希不符")
    for digest in sorted(there - wanted):
        yield Trouble("paper_unnamed", f"{digest.hex()} 没有任何记录提到（中断的上传留下的，或正在上传）", grave=False)


def sound(blobs: Blobs, name: str) -> bool:
    """Whether the blob's bytes still are what its name says."""
    digest = hashlib.sha256()
    with blobs.open(name) as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == name


def _queue(session: Session) -> Iterator[Trouble]:
    moment = now()
    queued, running = col(Job.state) == "queued", col(Job.state) == "running"
    late = select(Job).where(queued, col(Job.run_at) < moment - OVERDUE)
    lost = select(Job).where(running, col(Job.lease_until) < moment - ABANDONED)
    for job in session.exec(late.order_by(col(Job.seq)).limit(100)):
        yield Trouble(
            "job_waiting", f"{job.kind} {job.key} 自 {job.run_at.isoformat()} 起无人执行：worker 是否在运行？"
        )
    for job in session.exec(lost.order_by(col(Job.seq)).limit(100)):
        yield Trouble("job_abandoned", f"{job.kind} {job.key} 的执行者 {job.worker} 已无心跳，也无人接手")
    dead = select(col(Job.kind), func.count()).where(col(Job.state) == "dead").group_by(col(Job.kind))
    for kind, many in session.exec(dead):
        yield Trouble("job_given_up", f"{kind} 有{many}个任务已放弃，原因在各自的记录里", grave=False)
    if session.exec(select(Job.seq).where(queued | running).limit(1)).first() is None:
        open_ = select(col(Upload.id)).where(col(Upload.state).in_(("received", "reading")))
        for upload in session.exec(open_.where(col(Upload.created_at) < moment - OVERDUE).limit(100)):
            yield Trouble("upload_stuck", f"upload {upload} 未完成，而队列是空的")
