"""What the commands that read papers write: reports and progress, and the exit status that follows."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text

from api import check as service
from api import work
from api.settings import Settings
from api.terminal import present
from api.terminal.options import Format

ACCEPTED, VIOLATED, USAGE, UNREAD = 0, 1, 2, 3


def told_of_missing(paths: Sequence[Path], format: Format) -> tuple[Sequence[Path], int]:
    """Says on standard error which paths are not there, one line each; returns those to go on with, and how many not.

    Programs get an entry for a missing paper as for any unread one; for people the line is enough.
    """
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"anze: 找不到文件：{str(path).translate(present.CONTROL_PICTURES)}", file=sys.stderr)
    if format is not Format.human:
        return paths, 0
    return [path for path in paths if path not in missing], len(missing)


def when_read(
    begin: Callable[[service.Step], Iterator[service.Checked]], progress: bool | None, lang: str
) -> Iterator[service.Checked]:
    """The reports; progress is shown until the first is there and is gone before it is written."""
    with _progress(progress, lang) as step:
        reports = begin(step)
        first = next(reports, None)
    if first is not None:
        yield first
        yield from reports


@work.garbage_seldom()
def write(reports: Iterator[service.Checked], format: Format, settings: Settings, missing: int, *, judged: bool) -> int:
    """Every report as asked for; returns the exit status. ``missing`` papers had no report and count as unread."""
    _write_as_utf8(strictly=format is not Format.human)
    verdicts: Counter[str] = Counter()
    papers = unread = missing
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    separator = "["
    for checked in reports:
        report = checked.report
        verdicts[report.get("verdict", "")] += 1
        papers += len(report["documents"])
        unread += checked.unread
        if format is Format.human:
            to_lines = present.report_to_lines if judged else present.extract_to_lines
            for line in to_lines(report, settings.lang, settings.every):
                console.print(present.harmless(line), soft_wrap=True)
            console.print()
            continue
        line_of_json = json.dumps(report, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        if format is Format.json:
            line_of_json, separator = separator + line_of_json, ",\n"
            sys.stdout.write(line_of_json)
        else:
            sys.stdout.write(line_of_json + "\n")
        sys.stdout.flush()
    if format is Format.json:
        sys.stdout.write("]\n" if separator != "[" else "[]\n")
    elif format is Format.human and judged and papers > missing:
        console.print(present.totals_line(verdicts, papers, unread, settings.lang), soft_wrap=True)
    if not papers:
        print(f"anze: {present.NOTHING_FOUND[settings.lang == 'en']}", file=sys.stderr)
    return exit_status(verdicts, unread)


def _write_as_utf8(*, strictly: bool) -> None:
    """JSON is UTF-8 whatever the locale, people get what their terminal shows; half a character becomes an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if strictly:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")


def exit_status(verdicts: Mapping[str, int], unread: int) -> int:
    """0 only where all was read and accepted; an unread paper outweighs a finding, as more may be hidden in it.

    >>> exit_status({"accepted": 3}, 0), exit_status({"accepted": 2, "returned": 1}, 0), exit_status({"returned": 1}, 1)
    (0, 1, 3)
    >>> exit_status({"accepted": 1, "incomplete": 1}, 0), exit_status({}, 0)
    (3, 3)
    """
    if unread or not sum(verdicts.values()):
        return UNREAD
    if verdicts.get("returned"):
        return VIOLATED
    return UNREAD if verdicts.get("incomplete") else ACCEPTED


@contextmanager
def _progress(wanted: bool | None, lang: str) -> Iterator[service.Step]:
    """A bar on a terminal, plain lines where asked for elsewhere, else silence; always on standard error."""
    terminal = sys.stderr.isatty()
    if wanted is False or (wanted is None and not terminal):
        yield lambda done, total, path, problem: None
        return
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not terminal:

        def line(done: int, total: int, path: str, problem: str | None) -> None:
            news = Text(f"[{done}/{total}] {path}{'  ✗ ' + problem if problem else ''}")
            console.print(present.harmless(news), soft_wrap=True)

        yield line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("读取材料" if lang == "zh" else "reading", total=None)

        def step(done: int, total: int, path: str, problem: str | None) -> None:
            bar.update(task, completed=done, total=total, description=path.translate(present.CONTROL_PICTURES))
            if problem:
                bar.print(present.harmless(Text(f"✗ {path}：{problem}", "red")))

        yield step
