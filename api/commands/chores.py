"""``anze queue`` and ``anze retention``: what was given up, what goes.

Everything but typer is imported when a command runs, as in ``api.commands.service``.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.service import FOUND, open_service
from api.terminal.options import group

queue_app = group(
    "任务队列：放弃了的任务涉及什么、为什么、重新做。",
    """\b
示例：
  anze queue list                            放弃了的任务，新的在前；有则退出码为 1
  anze queue requeue 01jx…                   重新做其中一个
  anze queue requeue --all                   重新做全部
""",
)
retention_app = group(
    "保存期限：哪些案卷到期；到期的连同材料清除。anze worker 每天自动做一次。",
    """\b
示例：
  anze retention list                        现在到期的案卷，不改动任何东西
  anze retention run                         现在就清除；先移出列表和统计，统计更新后再次运行时彻底清除
""",
)


@queue_app.command(name="list", help="列出放弃了的任务：涉及的上传、材料或案卷，和原因。")
def list_dead(limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出几个")] = 100) -> None:
    """Jobs that were given up."""
    from api.queue import admin
    from api.terminal.present import CONTROL_PICTURES

    with open_service() as service, service.db.reading() as session:
        found = admin.dead(session, limit)
    for job in found:
        about = "" if job.about is None else f"  {job.about.kind} {job.about.id}  {job.about.name}"
        when = "" if job.given_up_at is None else job.given_up_at.isoformat(timespec="seconds")
        line = f"{job.id}  {job.kind}  {when}  试了{job.attempts}次{about}\n    {job.cause}"
        typer.echo("\n".join(part.translate(CONTROL_PICTURES) for part in line.split("\n", 1)))
    typer.echo(f"{len(found)} 个放弃了的任务" if found else "没有放弃了的任务")
    raise typer.Exit(FOUND if found else 0)


@queue_app.command(name="requeue", help="把放弃了的任务重新放入队列，次数从零算起。")
def requeue_dead(
    job_ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="任务编号，见 anze queue list")] = None,
    everything: Annotated[bool, typer.Option("--all", help="全部")] = False,
) -> None:
    """Have them done after all."""
    from api.accounts import audit_log
    from api.problems import Problem
    from api.queue import admin

    if everything == bool(job_ids):
        raise typer.BadParameter("请给出任务编号，或者 --all")
    with open_service() as service:
        try:
            with service.db.writing() as session:
                jobs = admin.requeue_all(session) if everything else [admin.requeue(session, j) for j in job_ids or ()]
                for job in jobs:
                    audit_log.record(session, None, "job.requeue", "job", job.id, kind=job.kind, key=job.key)
        except Problem as problem:
            raise typer.BadParameter(str(problem.shape("zh")["detail"])) from None
    typer.echo(f"{len(jobs)} 个任务已重新放入队列")


@retention_app.command(name="list", help="列出现在到期的案卷和原因；不改动任何东西。")
def list_due(limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出几个")] = 1000) -> None:
    """What would go."""
    from api.retention.due import Limits, due
    from api.store import now
    from api.terminal.present import CONTROL_PICTURES

    why = {"expired": "期满", "deleted": "已删除"}
    with open_service() as service:
        limits = Limits.at(service.config, now())
        with service.db.reading() as session:
            found = [each for _, each in due(session, limits, limit=limit)]
        kept = service.config.retention_years
    for each in found:
        typer.echo(f"{each.filing_id}  {why[each.why]}  {each.since}  {each.name.translate(CONTROL_PICTURES)}")
    typer.echo(
        f"{len(found)} 个案卷到期；保存 {kept} 年" if kept else f"{len(found)} 个案卷到期；案卷永久保存，删除的除外"
    )


@retention_app.command(name="run", help="现在就清除到期的案卷和没有任何记录提到的材料。")
def run_sweep() -> None:
    """What the worker does once a day."""
    from api.retention.jobs import sweep

    with open_service() as service:
        done = sweep(service)
    typer.echo(
        f"移出列表 {done.hidden} 个案卷，清除 {done.purged} 个案卷、{done.uploads} 次上传、{done.blobs} 份材料、{done.rows} 条旧记录"
    )
