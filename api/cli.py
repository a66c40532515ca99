"""The command ``anze``: check filings, extract fields, show the rules, run the service.

Results go to standard output, progress and complaints to standard error. Exit status: 0 everything accepted,
1 something violated at severity error, 2 wrong usage, 3 some input could not be read or not be judged.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from api import check_command, commands, extract_command
from api.accounts.commands import audit_log_app, users_app
from api.audit_run import commands as audit_run
from api.audits import commands as audit_commands
from api.chores import queue_app, retention_app
from api.exports.rectifications import command as rectifications
from api.kpis import commands as scores
from api.output import ACCEPTED, USAGE
from api.rules import rules_app
from api.settings import ENGINE

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
app.add_typer(rules_app, name="rules")
app.add_typer(users_app, name="users")
app.add_typer(audit_log_app, name="audit-log")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"anze {ENGINE}")
        raise Exit


@app.callback()
def anze(
    version: Annotated[bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="版本号")] = False,
) -> None:
    """Options of the command itself."""


check_command.register(app)
extract_command.register(app)
commands.register(app)
audit_run.register(app)
audit_commands.register(app)
scores.register(app)
rectifications.register(app)
app.add_typer(queue_app, name="queue")
app.add_typer(retention_app, name="retention")


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
        return f"{found[1]} 的值不对：{' '.join(found[2].split()).removeprefix('Value error, ')}"
    return " ".join(said.split())


def main(arguments: Sequence[str] | None = None) -> int:
    """The entry point: errors of use are one line on standard error with a suggestion, and status 2."""
    try:
        result = app(args=arguments, standalone_mode=False, prog_name="anze")
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
    except SystemExit:  # typer's answer to a reader of our pipe who has had enough; its status means another thing here
        status = PIPE_CLOSED
    if arguments is None:
        sys.exit(status)
    return status
