"""``anze audit``: an archive of any size to a folder of results."""

from __future__ import annotations

import logging
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from api import work
from api.audit_run import difference_command, joining_command, keys, results, verify_command
from api.audit_run.command_group import WHOLE, ArchiveOrName
from api.audit_run.intake.sources import BadSource
from api.audit_run.judging.excusing import BadExcuse
from api.audit_run.judging.excusing import load as load_excuses
from api.audit_run.judging.judging import Asked
from api.audit_run.progress import LOG_S, Progress
from api.audit_run.reading.travel import carry
from api.audit_run.run import Done, Refused, Run, audit
from api.errors import cause_of
from api.given.pack_files import PacksOption, in_use
from api.given.password_files import PasswordFile, PasswordWords, words_to_try
from api.settings import MEMORY_MIB, SECONDS, Settings
from api.terminal import present
from api.terminal.options import Lang, Region
from api.work import Cluster, ClusterLost
from validators.days import china_day

EXAMPLES = """\b
示例：
  anze audit 归档/ --to 结果/                         全部读完、归卷、判断；中断后再运行一次就接着做
  anze audit 归档.zip 补交/ --to 结果/ --as-of 2025-12-31
  anze audit --list 清单.txt --to 结果/               清单里每行一个文件、文件夹、压缩包或地址
  anze audit s3://桶/前缀 --to 结果/                  对象存储（需要 anze[s3]）
  anze audit 归档/ --to 结果/ --packs 新规则包/       换了规则包：材料不重读，案卷重判
  anze audit 归档/ --to 结果/ --formats xlsx,html     只写工作簿和网页（日志总在，其余可再写）
  anze audit 归档/ --to 结果/ --store wang.wu         另存入服务的数据库，记在王五所属机构名下
  anze audit diff 上月结果/ 本月结果/                 两次结果对照
  anze audit join 结果-1/ 结果-2/ --to 全部结果/      分片结果合成一个
\b
退出码：0 全部通过；1 有错误级违反；2 用法有误；3 有材料未能读取或未能判定；130 已中断，可以继续
"""
DEFECTS = "defects.log"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "members": "成员{all}个：读取{read}，未能读取{failed}，不是材料{left_out}，重复{duplicate}",
        "filings": "案卷{all}个：通过{accepted}，退回{returned}，未能判定{incomplete}",
        "not_judged": "，判断出错{not_judged}（原因见 defects.log）", "findings": "发现：违反{violated}，待定{undecided}", "causes": "未能读取的原因：{}",
        "to": "结果：{}", "stopped": "已停止，做完的都已记下。接着做：{}", "lacking": "没有写 {}",
        "stored": "入库：案卷{filings}个，新材料{papers}份，新读数{readings}份，判断{judged}个，未能入库{failed}个",
    },
    "en": {
        "members": "{all} members: {read} read, {failed} not read, {left_out} that are not papers, {duplicate} duplicates",
        "filings": "{all} filings: {accepted} accepted, {returned} returned, {incomplete} undecided",
        "not_judged": ", {not_judged} not judged for a defect (defects.log says which)", "findings": "findings: {violated} violated, {undecided} undecided",
        "causes": "not read because: {}", "to": "results: {}", "stopped": "stopped; what is done is kept. To go on: {}", "lacking": "not written: {}",
        "stored": "stored: {filings} filings, {papers} new papers, {readings} new readings, {judged} judged, {failed} failed",
    },
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    group = typer.Typer(cls=ArchiveOrName, help="审查整个归档：不限大小，逐份读取、归卷、判断；中断后可继续。")
    group.command(
        WHOLE, hidden=True, epilog=EXAMPLES, help="审查整个归档：不限大小，逐份读取、归卷、判断；中断后可继续。"
    )(command)
    group.command(
        "diff", epilog=difference_command.EXAMPLES, help="两次结果对照：案卷新增、消失、结论改变，问题新出现、不再有。"
    )(difference_command.command)
    group.command("join", epilog=joining_command.EXAMPLES, help="几个分片的结果合成一个：跨片归卷、比对，材料不重读。")(
        join_command
    )
    app.add_typer(group, name="audit")
    verify_command.register(app)
    keys.register(app)


def command(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="ARCHIVE", help="文件夹、压缩包、文件或地址（s3://…）", show_default=False)
    ] = None,
    to: Annotated[Path, typer.Option("--to", metavar="RESULT", help="结果文件夹；日志和中间结果也在其中", show_default=False)] = ...,  # type: ignore[assignment]
    lists: Annotated[list[Path] | None, typer.Option("--list", metavar="FILE", help="清单文件：每行一个路径或地址")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="只接着做已有的任务；不加也会接着做")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="丢弃结果文件夹里已有的任务，从头开始")] = False,
    again: Annotated[bool, typer.Option("--again", help="重读上次超时、超内存或使进程退出的材料")] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="审查日；缺省用 manifest.json 的 review_date")
    ] = None,
    region: Region = None,
    every: Annotated[bool, typer.Option("--all", help="连符合的规则也列出")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
    packs: PacksOption = None,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时读几份材料，缺省为处理器核数；0 不隔离，调试用")] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="读一份材料最多用多少秒")] = SECONDS,
    memory: Annotated[int, typer.Option("--memory", min=256, metavar="MIB", help="读一份材料最多用多少内存（MiB）")] = MEMORY_MIB,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="进度：终端上一行，否则隔一会儿一行")] = True,
    log_every: Annotated[float, typer.Option("--log-every", min=0.1, metavar="SECONDS", help="不在终端上时，进度每隔几秒一行")] = LOG_S,
    cluster: Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help="由多台机器读取：dask 调度进程的地址，如 tcp://10.0.0.1:8786（需要 anze[cluster]）")] = None,
    shared_root: Annotated[list[Path] | None, typer.Option("--shared-root", metavar="DIR", help="各机器以同一路径可见的文件夹：其中的材料不随任务传送")] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", metavar="KEY", help="写运行证书并用这把私钥签署（anze keys new 生成）")] = None,
    formats: Annotated[str | None, typer.Option("--formats", metavar="NAMES", help="要写的结果，以逗号分开：xlsx、html、csv、sarif、jsonl、parquet；缺省全写", show_default=False)] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="LOGIN", help="另存入服务的数据库（ANZE_DATA、ANZE_DATABASE），记在这个登录名所属机构名下；再运行不重复")] = None,
    waivers: Annotated[Path | None, typer.Option("--waivers", metavar="FILE", help="豁免文件（YAML）：有理由、有依据、有期限的发现不再计入结论")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help="基线文件：其中已有的发现不再计入结论，只看新的")] = None,
    password: PasswordWords = None,
    password_file: PasswordFile = None,
) -> None:  # fmt: skip
    """Audit an archive of any size."""
    if not sources and not lists:
        raise typer.BadParameter("请给出归档：文件夹、压缩包、地址，或 --list 清单文件")
    if workers != 0 and cluster is None:
        work.begin("api.audit_run.reading.warm")
    versions = {pack.name: pack.version for pack in in_use(packs)}
    settings = Settings(
        workers=workers, seconds=timeout, memory_mib=memory, passwords=words_to_try(password, password_file)
    )
    try:
        excused, over = load_excuses(
            waivers, baseline, as_of.date() if as_of else china_day(datetime.now(UTC)), lang.value
        )
    except BadExcuse as error:
        raise typer.BadParameter(str(error)) from None
    for line in over:
        print(f"anze: {line}", file=sys.stderr)
    asked = Asked(tuple(packs or ()), versions, as_of.date() if as_of else None, region, lang.value, every, excused)
    machines = Cluster(cluster, partial(carry, roots=tuple(shared_root or ()))) if cluster else None
    run = Run(tuple(sources or ()), to, settings, asked, tuple(lists or ()), resume, anew, again, machines, key=_key(certificate),
              formats=_formats(formats))  # fmt: skip
    _carry_out(run, Progress(sys.stderr, lang.value, every_s=log_every, quiet=not progress), store)


def join_command(
    shards: joining_command.Shards,
    to: Annotated[Path, typer.Option("--to", metavar="OUT", help="合并结果的文件夹", show_default=False)] = ...,  # type: ignore[assignment]
    packs: PacksOption = None,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时判几批，缺省为处理器核数；0 不隔离，调试用")] = None,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="进度：终端上一行，否则隔一会儿一行")] = True,
    formats: Annotated[str | None, typer.Option("--formats", metavar="NAMES", help="要写的结果，以逗号分开；缺省全写", show_default=False)] = None,
    waivers: Annotated[Path | None, typer.Option("--waivers", metavar="FILE", help="各结果所用的豁免文件")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help="各结果所用的基线文件")] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", metavar="KEY", help="写合并结果的运行证书并用这把私钥签署；各分片要有自己的证书")] = None,
) -> None:  # fmt: skip
    """Bring the results of several runs together."""
    run = joining_command.a_run(shards, to, packs, waivers, baseline, workers, _formats(formats), _key(certificate))
    _carry_out(run, Progress(sys.stderr, run.asked.lang, quiet=not progress), None)


def _carry_out(run: Run, told: Progress, store: str | None) -> None:
    """The run to its end, with what is said of it and the exit status."""
    to, lang = run.result, run.asked.lang
    try:
        with _stopping(), work.garbage_seldom(), _defects_kept(to), _stored_for(run, store) as run:
            done = audit(run, told, lambda line: print(f"anze: {line}", file=sys.stderr))
    except (Refused, BadSource) as error:
        raise typer.BadParameter(str(error)) from None
    except ClusterLost as error:
        told.close()
        print(f"anze: {error}", file=sys.stderr)
        print(_WORDS[lang]["stopped"].format(_again()), file=sys.stderr)
        raise typer.Exit(130) from None
    except KeyboardInterrupt:
        told.close()
        print(_WORDS[lang]["stopped"].format(_again()), file=sys.stderr)
        raise typer.Exit(130) from None
    for line in done.unanswered:
        print(f"anze: {line}", file=sys.stderr)
    for line in _lines(done, to, lang):
        print(line.translate(present.CONTROL_PICTURES))
    if not done.counts["members"]["all"]:
        print(f"anze: {present.NOTHING_FOUND[lang == 'en']}", file=sys.stderr)
    raise typer.Exit(_status(done.counts))


@contextmanager
def _stored_for(run: Run, login: str | None) -> Iterator[Run]:
    """The run with the database it is stored in, opened and asked for the person before a run of hours begins."""
    if login is None:
        yield run
        return
    from api.audit_run.storing import Store, person
    from api.commands.service import open_service

    with open_service() as service:
        try:
            who = person(service, login)
        except LookupError as error:
            raise typer.BadParameter(str(error)) from None
        yield replace(run, store=Store(service, who))


def _key(file: Path | None) -> keys.Key | None:
    """Loaded before a run of hours begins."""
    try:
        return keys.load(file) if file is not None else None
    except keys.BadKey as error:
        raise typer.BadParameter(str(error)) from None


def _formats(given: str | None) -> frozenset[str] | None:
    """The forms of results asked for, None for all."""
    if given is None:
        return None
    wanted = frozenset(word.strip() for word in given.split(",") if word.strip())
    known = results.words()
    if not wanted or not wanted <= set(known):
        raise typer.BadParameter(f"--formats 可用的是 {'、'.join(known)}；给的是 {given}")
    return wanted


@contextmanager
def _stopping() -> Iterator[None]:
    """SIGTERM stops as Ctrl-C does: what is done is kept."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _defects_kept(result: Path) -> Iterator[None]:
    """Causes of our own defects go to a file of RESULT, which is there only when there are any."""
    handler = logging.FileHandler(result / DEFECTS, encoding="utf-8", delay=True)
    logger = logging.getLogger("anze")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def _again() -> str:
    """The same command, without what would begin anew and without words that open papers."""
    words = iter(sys.argv[1:])
    kept = []
    for word in words:
        if word in ("--anew", "--again"):
            continue
        if word == "--password":
            next(words, None)
            kept += [word, "…"]
        else:
            kept.append("--password=…" if word.startswith("--password=") else shlex.quote(word))
    return " ".join(["anze", *kept])


def _lines(done: Done, to: Path, lang: str) -> Iterator[str]:
    words, counts = _WORDS[lang], done.counts
    yield words["members"].format_map(counts["members"])
    if counts["failed_by_cause"]:
        named = ((cause_of(code) if lang == "zh" else code, n) for code, n in counts["failed_by_cause"].items())
        yield words["causes"].format(("，" if lang == "zh" else ", ").join(f"{cause} {n}" for cause, n in named))
    filings = words["filings"].format_map(counts["filings"])
    yield filings + (words["not_judged"].format_map(counts["filings"]) if counts["filings"]["not_judged"] else "")
    yield words["findings"].format_map(counts["findings"])
    if done.stored is not None:
        yield words["stored"].format_map(asdict(done.stored))
    for line in done.lacking:
        yield words["lacking"].format(line)
    yield words["to"].format(to)


def _status(counts: Mapping[str, Any]) -> int:
    """As ``anze check``: 0 only where all was read and accepted, and what was not read outweighs a finding."""
    filings = counts["filings"]
    if counts["unread_papers"] or filings["not_judged"] or not filings["all"]:
        return 3
    return 1 if filings["returned"] else 3 if filings["incomplete"] else 0
