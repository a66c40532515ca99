"""``anze audit diff RUN1 RUN2``: what changed between two runs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.audit_run.difference import Difference, differences
from api.audit_run.journal import BadJournal
from api.terminal import present
from api.terminal.options import Lang
from api.terminal.side_by_side import heading, lines

EXAMPLES = """\b
示例：
  anze audit diff 上月结果/ 本月结果/                 哪些案卷新增、消失、结论改变；哪些问题新出现、不再有，新旧条款对照
  anze audit diff 上月结果/ 本月结果/ -f jsonl        每个有变化的案卷一行
\b
退出码：0 没有变化；1 有变化；2 用法有误
"""
_WORDS = {
    "zh": {"new": "＋ 新增案卷", "gone": "－ 消失的案卷", "flipped": "≠ 结论改变", "changed": "～ 发现有变化", "none": "（没有）",
           "total": "案卷：新增{new}，消失{gone}，结论改变{flipped}，另有{changed}个发现有变化；发现：新出现{f_new}，不再有{f_fixed}，有变化{f_changed}"},
    "en": {"new": "+ new filing", "gone": "- filing gone", "flipped": "≠ other verdict", "changed": "~ other findings", "none": "(none)",
           "total": "filings: {new} new, {gone} gone, {flipped} with another verdict, {changed} more with other findings; findings: {f_new} new, {f_fixed} gone, {f_changed} different"},
}  # fmt: skip


class Format(StrEnum):
    """How the differences are written."""

    human = "human"
    jsonl = "jsonl"


def command(
    one: Annotated[Path, typer.Argument(metavar="RUN1", help="先前的结果文件夹", show_default=False)],
    two: Annotated[Path, typer.Argument(metavar="RUN2", help="后来的结果文件夹", show_default=False)],
    format: Annotated[Format, typer.Option("--format", "-f", help="human 给人看；jsonl 每个有变化的案卷一行")] = Format.human,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
) -> None:  # fmt: skip
    """Two runs side by side."""
    counts: Counter[str] = Counter()
    try:
        for told in differences(one, two):
            counts[told.what] += 1
            counts.update(f"f_{finding['what']}" for finding in told.findings)
            if format is Format.jsonl:
                print(json.dumps(told.to_json(), ensure_ascii=False, separators=(",", ":")))
            else:
                for line in _lines(told, lang.value):
                    print(line.translate(present.CONTROL_PICTURES))
    except BadJournal as error:
        raise typer.BadParameter(str(error)) from None
    names = ("new", "gone", "flipped", "changed", "f_new", "f_fixed", "f_changed")
    total = _WORDS[lang]["total"].format_map({name: counts[name] for name in names})
    print(total, file=sys.stderr if format is Format.jsonl else sys.stdout)
    raise typer.Exit(1 if counts else 0)


def _lines(told: Difference, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    yield f"{words[told.what]}  {heading(told.filing, told.path, told.before, told.after, lang)}"
    if told.what != "gone":
        yield from lines(told.findings, lang, none=words["none"])
