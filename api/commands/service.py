"""``anze serve``, ``worker``, ``settings`` and ``db``: for whoever runs the service.

Everything but typer is imported when a command runs: ``anze check`` needs none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.errors import refusal
from api.terminal.options import group

if TYPE_CHECKING:
    from api.config import Config
    from api.service import Service

FOUND, UNABLE = 1, 3  # exit status: something is not as it should be; it could not be done

db_app = group(
    "数据：升级表结构、备份、恢复、检查。",
    """\b
示例：
  anze db upgrade                            升级到本版本的表结构（anze serve 启动时也会）
  anze db backup /backup/                    数据库和全部材料，一个文件；服务不必停
  ANZE_DATA=/new anze db restore FILE        恢复到一个空的库，SQLite 和 PostgreSQL 之间可以互换
  anze db check                              表结构、材料哈希、队列、审计日志是否完好
\b
退出码：0 完好；1 检查出问题；2 用法有误；3 未能完成
""",
)


def register(app: typer.Typer) -> None:
    """Add the commands to ``anze``."""
    app.command(help="启动网络服务：网页、接口和 worker，一个进程树；无需任何设置。")(serve)
    app.command(help="单独启动一个 worker，与其他主机上的共用一个数据库。")(worker)
    app.command(help="列出全部设置：环境变量、现值、缺省值、单位、含义。")(settings)
    app.add_typer(db_app, name="db")


def serve() -> None:
    """The whole service."""
    from api.serving.serve import serve as run

    with _said():
        raise typer.Exit(run(_config(), lambda line: print(line, flush=True)))


def worker(parent: Annotated[int | None, typer.Option("--parent", hidden=True)] = None) -> None:
    """A worker alone."""
    from api.serving.serve import work

    with _said():
        raise typer.Exit(work(_config(), parent))


def settings() -> None:
    """Every setting, with its value now."""
    from api.described import described

    for said in described(_config()):
        mark = "" if said.value == said.default else "   ← 已设"
        typer.echo(f"{said.variable} = {said.value or '（空）'}{mark}")
        unit = f"；单位 {said.unit}" if said.unit else ""
        typer.echo(f"    {said.meaning}（缺省 {said.default or '空'}{unit}）")


@db_app.command(name="upgrade", help="升级表结构；可重复运行，几个进程同时运行也无妨。")
def upgrade_db() -> None:
    """Bring the schema up to date."""
    from api.upkeep import schema

    with open_service() as service:
        done = schema.upgrade(service.db)
        typer.echo(f"{'已升级到' if done else '已经是'} {schema.head()}")


@db_app.command(name="backup", help="备份数据库和全部材料为一个文件；服务运行中也可以。")
def backup_db(target: Annotated[Path, typer.Argument(metavar="TARGET", help="文件夹，或新文件的路径")]) -> None:
    """Keep everything in one file."""
    from api.upkeep import backup

    with open_service() as service, _steps() as step:
        try:
            kept = backup(service, target, step)
        except FileExistsError as error:
            raise typer.BadParameter(f"{error} 已经存在；备份不覆盖任何文件") from None
    typer.echo(f"已备份 {sum(kept.tables.values())} 行，{kept.blobs} 份材料，{kept.bytes} 字节")
    _tell_of_missing(kept.missing)


@db_app.command(name="restore", help="从备份恢复到一个空的库；先核对全部哈希，再写入。")
def restore_db(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="anze db backup 写的文件", exists=True)],
) -> None:
    """Fill an empty store."""
    from api.upkeep import restore

    with open_service() as service, _steps() as step:
        kept = restore(file, service, step)
    typer.echo(f"已恢复 {sum(kept.tables.values())} 行，{kept.blobs} 份材料，{kept.bytes} 字节")
    _tell_of_missing(kept.missing)


@db_app.command(name="check", help="检查表结构、数据库文件、每份材料的哈希、队列和审计日志。")
def check_db(
    quick: Annotated[bool, typer.Option("--quick", help="只看材料在不在，不重算哈希")] = False,
) -> None:
    """Is everything still there and as it was."""
    from api.upkeep import check

    grave = noted = 0
    with open_service() as service, _steps() as step:
        for trouble in check(service, hashes=not quick, step=step):
            grave, noted = grave + trouble.grave, noted + (not trouble.grave)
            typer.echo(f"{'✗' if trouble.grave else '·'} {trouble.kind}  {trouble.what}")
    typer.echo(f"{grave} 个问题，{noted} 条提示" if grave or noted else "一切完好")
    raise typer.Exit(FOUND if grave else 0)


def _tell_of_missing(missing: tuple[str, ...]) -> None:
    if missing:
        for name in missing:
            print(f"anze: 材料库中没有 {name}，记录里提到了它", file=sys.stderr)
        raise typer.Exit(FOUND)


def _config() -> Config:
    """The settings of the environment; one that does not fit is one line and status 2."""
    from pydantic import ValidationError

    from api.config import Config

    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"ANZE_{'_'.join(map(str, first['loc'])).upper()}"
        raise typer.BadParameter(
            f"设置 {name} 不合要求：{_of_setting(first)}；anze settings 列出含义和缺省值"
        ) from None


_NUMBERS = {"int": "应当是整数", "float": "应当是数", "bool": "应当是 true 或 false"}
_BOUNDS = {"ge": "不能小于 {}", "gt": "须大于 {}"}


def _of_setting(wrong: Any) -> str:
    """What pydantic has against the value of a setting."""
    said = _NUMBERS.get(wrong["type"].partition("_")[0])
    for bound, words in _BOUNDS.items():
        if bound in wrong.get("ctx", {}):
            said = words.format(wrong["ctx"][bound])
    return f"{said or wrong['msg']}，给的是 {wrong['input']}"


@contextmanager
def open_service() -> Iterator[Service]:
    """The service of the environment's settings, closed at the end."""
    from api.service import Service

    with _said():
        service = Service.open(_config())
        try:
            yield service
        finally:
            service.close()


@contextmanager
def _said() -> Iterator[None]:
    """What can be wrong with the world outside is one line and status 3; a defect of ours keeps its traceback."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from api.serving.serve import CannotServe
    from api.upkeep import BadBackup, Unmigrated

    try:
        yield
    except (CannotServe, BadBackup, Unmigrated) as error:
        said = str(error)
    except ArgumentError:
        raise typer.BadParameter("设置 ANZE_DATABASE 不是数据库地址：写作 sqlite:///路径 或 postgresql://…") from None
    except DBAPIError as error:
        said = f"数据库：{' '.join(str(error.orig).split())}"
    except OSError as error:
        said = f"{refusal(error)}：{error.filename or ''}".rstrip("：")
    else:
        return
    print(f"anze: {said}", file=sys.stderr)
    raise typer.Exit(UNABLE)


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """On a terminal, what is being done, on one line of standard error."""
    if not sys.stderr.isatty():
        yield lambda part: None
        return
    yield lambda part: print(f"\r\x1b[K{part[:70]}", end="", file=sys.stderr, flush=True)
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
