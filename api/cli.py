"""The command ``anze``: check filings, extract fields, show the rules, run the service.

Results go to standard output, progress and complaints to standard error. Exit status: 0 everything accepted,
1 something violated at severity error, 2 wrong usage, 3 some input could not be read or not be judged.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Annotated

from api import classes, expressions

classes.recall()  # before all that follows is loaded
expressions.recall()

import typer  # noqa: E402
from typer.exceptions import Abort, Exit, TyperException  # noqa: E402

from api.settings import ENGINE  # noqa: E402
from api.terminal.helping import asked_in, spoken  # noqa: E402

ACCEPTED, USAGE, UNABLE = 0, 2, 3  # as in ``api.terminal.output``, which loads what judges
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell reports signals 2 and 13

EXAMPLES = """\b
示例：
  anze check samples                                  审查示例案卷
  anze check 案卷/ --format jsonl                     机器可读的结果
  anze extract 保险单.pdf                             只提取字段
  anze rules list                                     有哪些规则包
  anze rules explain per_person_limit_below_minimum   一条规则的数值、日期和出处
  anze serve                                          启动网络服务：上传、查看、更正、签结
\b
退出码：0 全部通过；1 有错误级违反；2 用法有误；3 有材料未能读取或未能判定
"""

# Where each command is: a module with ``register``, or a module and its group. In the order of ``anze --help``.
_COMMANDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("rules",), "api.rules:rules_app"),
    (("users",), "api.accounts.commands:users_app"),
    (("audit-log",), "api.accounts.commands:audit_log_app"),
    (("check",), "api.commands.check"),
    (("extract",), "api.commands.extract"),
    (("serve", "worker", "settings", "db"), "api.commands.service"),
    (("audit",), "api.audit_run.commands"),
    (("recheck",), "api.audits.commands"),
    (("score",), "api.kpis.commands"),
    (("rectifications",), "api.exports.rectifications.command"),
    (("queue",), "api.commands.chores:queue_app"),
    (("retention",), "api.commands.chores:retention_app"),
)
_WITH_READERS = frozenset({"check", "extract", "audit", "verify", "recheck"})
"""Commands whose papers pass through temporary files, which a kill would leave to nobody."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"anze {ENGINE}")
        raise Exit


def anze(
    version: Annotated[bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="版本号")] = False,
) -> None:
    """Options of the command itself."""


def commands(asked: str | None = None) -> typer.Typer:
    """The command with all that belong to it, or with the one that is ``asked`` for alone, where there is one of that name.

    To load every command takes longer than most of them run.
    """
    app = typer.Typer(
        name="anze",
        help="安责核：读取安全生产责任保险的案卷，指出哪里不成立——每一条都落在纸面的一处和通知的一条上。",
        epilog=EXAMPLES,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    app.callback()(anze)
    known = any(asked in names for names, _ in _COMMANDS)
    for names, place in _COMMANDS:
        if known and asked not in names:
            continue
        module, _, group = place.partition(":")
        if group:
            app.add_typer(getattr(import_module(module), group), name=names[0])
        else:
            import_module(module).register(app)
    return app


def _in_words(error: TyperException) -> str:
    """A usage error as one Chinese line, with the right word where one is near."""
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {option}" + (f"，是不是想用 {near}？" if near else "；用 --help 查看全部选项")
    said = error.format_message()
    if found := re.match(r"No such command '(.*?)'\.?(?: Did you mean (.*)\?)?", said):
        near = found[2].replace("'", "").replace(", ", "、") if found[2] else ""
        return f"没有命令 {found[1]}" + (f"，是不是想用 {near}？" if near else "；用 --help 查看全部命令")
    if found := re.match(r"Missing (?:argument|parameter|option) '(.*?)'", said):
        return f"缺少参数 {found[1]}；用 --help 查看示例"
    if said.startswith("Invalid value: "):  # our own words
        return said.removeprefix("Invalid value: ")
    if found := re.match(r"Invalid value for (.*?): (.*)", said, re.DOTALL):
        return f"{found[1]} 的值不对：{_of_value(' '.join(found[2].split()).removeprefix('Value error, '))}"
    return " ".join(said.split())


def _of_value(said: str) -> str:
    """What is wrong with a value, where it is typer that says so: no choice, no day."""
    if found := re.fullmatch(r"'(.*)' is not one of (.*)\.", said):
        return f"没有 {found[1]}，可写 {found[2].replace(chr(39), '').replace(', ', '、')}"
    if found := re.fullmatch(r"'(.*)' does not match the formats '%Y-%m-%d'\.", said):
        return f"{found[1]} 不是日期，日期写作 2025-09-01"
    if found := re.fullmatch(r"\w+ '(.*)' does not exist\.", said):
        return f"找不到 {found[1]}；请核对路径"
    return said


def _of_system(error: OSError) -> str:
    """A disk or its rights, or workers that cannot begin, in one line; anything else is a defect of ours and is raised again."""
    from api.errors import NO_ROOM, refusal
    from api.work import Unprepared  # most commands start no process

    if isinstance(error, Unprepared):
        return str(error)
    if error.errno not in NO_ROOM:
        raise error
    return f"{refusal(error)}：{error.filename}" if error.filename else f"写不出结果：{refusal(error)}"


def _scratch(given: Sequence[str]) -> AbstractContextManager[object]:
    """Where temporary files of the command lie. In a process of its own alone: readers that outlive the command would lose their door."""
    if not given or given[0] not in _WITH_READERS:
        return nullcontext()
    from api.scratch import own_scratch

    return own_scratch(for_a_command=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The entry point: errors of use are one line on standard error with a suggestion, and status 2."""
    try:
        lang, given = asked_in(sys.argv[1:] if arguments is None else arguments)
        with _scratch(given) if arguments is None else nullcontext():  # before anything that starts readers is loaded
            command = spoken(typer.main.get_command(commands(given[0] if given else None)), lang)
            result = command(args=given, standalone_mode=False, prog_name="anze")
        status = result if isinstance(result, int) else ACCEPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
        else:
            print(f"anze: {_in_words(error)}", file=sys.stderr)
        status = USAGE
    except (Abort, KeyboardInterrupt):
        print("anze: 已中断", file=sys.stderr)
        status = INTERRUPTED
    except OSError as error:
        print(f"anze: {_of_system(error)}", file=sys.stderr)
        status = UNABLE
    except SystemExit:  # typer's answer to a reader of our pipe who has had enough; its status means another thing here
        status = PIPE_CLOSED
    if arguments is None:
        classes.keep()
        gc.freeze()  # Python would look through all that was loaded for garbage, several times, before it ends
        sys.exit(status)
    return status
