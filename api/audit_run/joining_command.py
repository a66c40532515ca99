"""``anze audit join RESULT… --to OUT``: the results of several runs as those of one over all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.audit_run import certificate, joining
from api.audit_run.judging.excusing import BadExcuse, load
from api.audit_run.judging.judging import Asked
from api.audit_run.keys import Key
from api.audit_run.run import Run
from api.given.pack_files import PacksOption, in_use
from api.settings import MEMORY_MIB, SECONDS, Settings
from validators.days import china_day

EXAMPLES = """\b
示例：
  anze audit join 结果-1/ 结果-2/ 结果-3/ --to 全部结果/     分片各审一遍后合在一起：材料不重读，跨片归卷、比对，只重判有变化的案卷
  anze audit join 结果-*/ --to 全部结果/ --certificate 监管.key      各分片都有运行证书时，合并结果也有：不用打开归档
\b
退出码同 anze audit：0 全部通过；1 有错误级违反；2 用法有误；3 有材料未能读取或未能判定
"""
Shards = Annotated[list[Path], typer.Argument(metavar="RESULT...", help="各分片的结果文件夹，先后次序即归档的次序", show_default=False)]  # fmt: skip


def a_run(
    results: list[Path],
    to: Path,
    packs: PacksOption,
    waivers: Path | None,
    baseline: Path | None,
    workers: int | None,
    formats: frozenset[str] | None,
    key: Key | None = None,
) -> Run:
    """The run that brings them together, on the grounds that they were judged on; ``key`` certifies it. Raises BadParameter."""
    try:
        known = joining.asked_of(results)
    except joining.NotJoinable as error:
        raise typer.BadParameter(str(error)) from None
    if key is not None:
        _all_certified(results)
    if to.resolve() in [folder.resolve() for folder in results]:
        raise typer.BadParameter(f"--to {to} 是要合并的结果之一；请另选一处")
    if not joining.is_free(to, known["sources"]):
        raise typer.BadParameter(f"{to} 里有别的任务的结果；请另选一处")
    _, as_of, region, lang, every, *_ = known["judging"]
    asked = Asked(
        tuple(packs or ()), {pack.name: pack.version for pack in in_use(packs)}, date.fromisoformat(as_of) if as_of else None,
        region, lang, every, _excused(waivers, baseline, lang),
    )  # fmt: skip
    if asked.grounds() != known["judging"]:
        raise typer.BadParameter("各结果是按别的规则包、豁免或基线判断的；请给出同样的 --packs、--waivers、--baseline")
    settings = Settings(workers=workers, seconds=known["reading"].get("seconds", SECONDS), memory_mib=known["reading"].get("memory_mib", MEMORY_MIB))  # fmt: skip
    return Run(tuple(known["sources"]), to, settings, asked, anew=True, formats=formats, joined=tuple(results), key=key)


def _all_certified(results: list[Path]) -> None:
    """Looked at before anything is brought together. Raises BadParameter."""
    try:
        for folder in results:
            certificate.certified(folder)
    except certificate.BadCertificate as error:
        raise typer.BadParameter(
            f"--certificate 要各结果都有自己的运行证书，且签署之后没有改动：{error}；先用 anze audit --certificate 再运行一次（材料不重读）"
        ) from None


def _excused(waivers: Path | None, baseline: Path | None, lang: str) -> Any:
    try:
        return load(waivers, baseline, china_day(datetime.now(UTC)), lang)[0]
    except BadExcuse as error:
        raise typer.BadParameter(str(error)) from None
