"""``anze users`` and ``anze audit-log``: for whoever runs the service, on its machine, without a sign-in.

Everything but typer is imported when a command runs: ``anze check`` needs none of it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.terminal.options import group

if TYPE_CHECKING:
    from api.accounts.chain import Verified
    from api.service import Service

HOW = {
    "changed": "内容与其 hash 不符，被改动过",
    "missing": "序号不连续，中间的条目被删去",
    "unlinked": "与前一条接不上，前面的条目被改动或替换过",
    "cut": "日志比记录的末尾短，末尾的条目被删去",
    "noted": "与另处记下的 hash 不符，这一条或之前的条目被换过",
}

users_app = group(
    "人员：列出、添加、重设密码、解锁。",
    """\b
示例：
  anze users list
  anze users add wang.wu --organisation 宿州市应急管理局 --role inspector --name 王五
  anze users reset-password wang.wu          新密码只显示一次
  anze users unlock wang.wu
""",
)
audit_log_app = group(
    "审计日志：核对、导出。",
    """\b
示例：
  anze audit-log verify                      核对整条链；打印条数和末尾的 hash，请另处记下
  anze audit-log verify --noted 1024:9f86…   并核对当时记下的一条
  anze audit-log export > 审计日志.jsonl
""",
)
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录名")]


class LogFormat(StrEnum):
    """How the audit log is written."""

    jsonl = "jsonl"


@contextmanager
def _service() -> Iterator[Service]:
    """The service over the store of the settings; a refusal becomes one line and status 2."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from api.config import Config
    from api.problems import Problem
    from api.service import Service

    try:
        service = Service.open(Config())
    except ValidationError as error:
        raise typer.BadParameter(f"设置有误：{error.errors()[0]['loc'][0]}：{error.errors()[0]['msg']}") from None
    try:
        yield service
    except Problem as problem:
        shape = problem.shape()
        raise typer.BadParameter(f"{shape['detail']}；{shape['remedy']}") from None
    except (OperationalError, ProgrammingError) as error:
        said = str(error.orig).strip().splitlines()[0]
        raise typer.BadParameter(f"数据库打不开或尚未建表：{said}；尚未建表时先运行 anze db upgrade") from None
    finally:
        service.close()


def _user_id(service: Service, login: str) -> str:
    from sqlmodel import select

    from api.accounts.service import normal_login
    from api.tables.accounts import User

    with service.db.reading() as session:
        found = session.exec(select(User.id).where(User.login == normal_login(login))).first()
    if found is None:
        raise typer.BadParameter(f"没有登录名为 {login} 的人；anze users list 列出所有人")
    return found


def _harmless(text: str) -> str:
    from api.terminal.present import CONTROL_PICTURES

    return text.translate(CONTROL_PICTURES)


@users_app.command("list", help="所有人：登录名、姓名、角色、机构、状态。")
def list_users() -> None:
    """Everybody, by organisation."""
    from sqlmodel import col, select

    from api.accounts.people import is_locked
    from api.tables.accounts import Organisation, User

    with _service() as service, service.db.reading() as session:
        query = select(User, Organisation).join(Organisation, col(Organisation.id) == col(User.org_id))
        for person, org in session.exec(query.order_by(col(Organisation.name), col(User.login))):
            state = "已停用" if not (person.active and org.active) else "已锁定" if is_locked(person) else "可登录"
            cells = (person.login, person.name, ",".join(person.roles), f"{org.name}（{org.kind}）", state)
            typer.echo(_harmless("  ".join(cells)))


@users_app.command("add", help="添加一个人；密码随机生成，只显示一次。")
def add_user(
    login: Login,
    role: Annotated[list[str], typer.Option("--role", help="角色，可多次：clerk reviewer inspector pack_editor admin")],
    organisation: Annotated[str, typer.Option("--organisation", metavar="NAME", help="机构名称；缺省为运营方")] = "",
    name: Annotated[str, typer.Option("--name", help="姓名")] = "",
) -> None:
    """Add a person to an organisation that there is."""
    from sqlmodel import col, select

    from api.accounts import people
    from api.tables.accounts import Organisation

    with _service() as service:
        with service.db.reading() as session:
            query = select(Organisation).order_by(col(Organisation.id))
            named = Organisation.name == organisation if organisation else Organisation.kind == "operator"
            org = session.exec(query.where(named)).first()
        if org is None:
            raise typer.BadParameter(
                f"没有名为 {organisation} 的机构；请管理员先在网页“管理”的“机构”一页建立"
                if organisation
                else "还没有运营方，请先运行 anze serve"
            )
        invited = people.create_user(service, None, org_id=org.id, login=login, name=name, roles=role)
        typer.echo(f"{invited.user.login}  密码 {invited.password}   （只显示这一次，登录后须修改）")


@users_app.command("reset-password", help="重设密码；新密码只显示一次，此人的会话和令牌随之失效。")
def reset_password(login: Login) -> None:
    """A new password for somebody who lost theirs."""
    from api.accounts import people

    with _service() as service:
        invited = people.reset_password(service, None, _user_id(service, login))
        typer.echo(f"{invited.user.login}  密码 {invited.password}   （只显示这一次，登录后须修改）")


@users_app.command("unlock", help="解除因登录失败过多的锁定。")
def unlock(login: Login) -> None:
    """Let somebody sign in again at once."""
    from api.accounts import people

    with _service() as service:
        person, _ = people.unlock(service, None, _user_id(service, login))
        typer.echo(f"{person.login}  已解锁")


@audit_log_app.command("verify", help="核对整条链：退出码 0 完好，1 有断处。")
def verify(
    noted: Annotated[
        list[str] | None, typer.Option("--noted", metavar="SEQ:HASH", help="以前另处记下的一条，可多次")
    ] = None,
) -> None:
    """Read the chain from end to end and say where it breaks."""
    from api.accounts.audit_log import inspect

    written_down = _noted(noted or ())
    with _service() as service, service.db.reading() as session:
        found = inspect(session, written_down)
    _tell(found)
    if found.broken:
        raise typer.Exit(1)


def _noted(texts: Sequence[str]) -> dict[int, str]:
    parsed = [re.fullmatch(r"([1-9]\d{0,17}):([0-9a-f]{64})", text) for text in texts]
    if not all(parsed):
        raise typer.BadParameter("--noted 写作 序号:64位hash，如 anze audit-log verify 打印的那样")
    return {int(found[1]): found[2] for found in parsed if found}


def _tell(found: Verified) -> None:
    if found.broken:
        typer.echo(f"审计日志在第{found.broken.seq}条断开：{HOW[found.broken.how]}。之前{found.count}条完好")
    else:
        typer.echo(f"审计日志完好：{found.count}条，末尾 {found.count}:{found.head}")


@audit_log_app.command("export", help="从头到尾写到标准输出。")
def export(
    format: Annotated[LogFormat, typer.Option("--format", "-f", help="jsonl：每条一行")] = LogFormat.jsonl,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件；缺省为标准输出")] = None,
) -> None:
    """Every entry as it is kept, with what its hash was made from."""
    from api.accounts.audit_log import entries

    with _service() as service, service.db.reading() as session:
        stream: Any = output.open("w", encoding="utf-8", newline="\n") if output else sys.stdout
        try:
            for entry in entries(session):
                entry["at"] = entry["at"].isoformat(timespec="microseconds")
                # ASCII whatever the locale of the terminal; JSON reads the same.
                stream.write(json.dumps(entry, ensure_ascii=output is None, separators=(",", ":")) + "\n")
            stream.flush()
        finally:
            if output:
                stream.close()
