"""``anze verify``: whether a certificate holds, and what does not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.audit_run import certificate, keys
from api.audit_run.intake.sources import BadSource
from api.audit_run.judging.excusing import BadExcuse, as_certified
from api.audit_run.progress import Progress
from api.audit_run.reading.travel import carry
from api.audit_run.run import Refused
from api.audit_run.verify import NAMED, Said, Verifying, sources_of, verify
from api.given.pack_files import PacksOption, in_use
from api.given.password_files import PasswordFile, PasswordWords, words_to_try
from api.settings import Settings
from api.terminal import present
from api.terminal.options import Lang
from api.work import Cluster, ClusterLost
from validators.days import china_day

EXAMPLES = """\b
示例：
  anze verify 结果/certificate.json 归档/ --key 监管.pub     核对签名、结果、归档，并重跑一遍比较
  anze verify 结果/certificate.json 归档/ --no-replay         只核对，不重跑
\b
退出码：0 证书成立；1 有不符；2 用法有误
"""
_MARKS = {True: "✓", False: "✗", None: "－"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "signature": "签名成立，密钥指纹 {0}", "signer_same": "由 --key 的密钥签署", "signer_other": "不是由 --key 的密钥签署",
        "signer_unknown": "没有给 --key：只说明签署之后未改，不说明由谁签署",
        "results_same": "证书旁的结果文件{0}个与证书一致", "results_absent": "结果文件不在：{names}", "results_changed": "结果文件被改过：{names}",
        "no_results": "证书旁没有结果文件，未比对", "inputs_same": "归档的文件{0}个与证书一致",
        "inputs_differ": "归档与证书不一致；证书旁没有原来的 inputs.jsonl，说不出是哪个文件",
        "inputs_changed": "归档里内容变了：{names}", "inputs_absent": "归档里少了：{names}", "inputs_new": "归档里多了：{names}",
        "inputs_order": "归档里文件的大小或次序与证书不一致", "packs_same": "规则包{0}个版本一致", "packs_differ": "规则包不同：{names}",
        "excuses_differ": "豁免或基线与当时不同：用 --waivers、--baseline 给出当时的文件",
        "engine_same": "程序相同（{0}）", "engine_differs": "程序或所用的库不同，结果可能因此不同：{names}", "no_replay": "没有重跑（--no-replay）",
        "no_use_in_replay": "上面有不符，不再重跑", "passwords": "当时给过密码，这次没有给：加密的材料会不同",
        "replay_same": "重跑的结果{0}个文件逐字节相同", "replay_differs": "重跑的结果不同：{names}", "more": "等{0}处", "sep": "、",
    },
    "en": {
        "signature": "the signature holds, key fingerprint {0}", "signer_same": "signed with the key of --key", "signer_other": "not signed with the key of --key",
        "signer_unknown": "no --key: unchanged since it was signed, by whom is not known",
        "results_same": "{0} result files beside the certificate are as certified", "results_absent": "result files are not there: {names}",
        "results_changed": "result files were changed: {names}", "no_results": "no result files beside the certificate, not compared",
        "inputs_same": "{0} files of the archive are as certified",
        "inputs_differ": "the archive is not as certified; without the inputs.jsonl of the run nobody can say which file",
        "inputs_changed": "changed in the archive: {names}", "inputs_absent": "gone from the archive: {names}", "inputs_new": "new in the archive: {names}",
        "inputs_order": "sizes or order of the archive's files are not as certified", "packs_same": "{0} packs of the same versions", "packs_differ": "other packs: {names}",
        "excuses_differ": "other waivers or another baseline: give those of the run by --waivers, --baseline",
        "engine_same": "the same program ({0})", "engine_differs": "another program or other libraries, results may differ for it: {names}", "no_replay": "not run again (--no-replay)",
        "no_use_in_replay": "not run again, for something above differs", "passwords": "passwords were given then and not now: locked papers will differ",
        "replay_same": "run again, {0} files are equal byte for byte", "replay_differs": "run again, results differ: {names}", "more": " and {0} more", "sep": ", ",
    },
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command("verify", epilog=EXAMPLES, help="核验运行证书：签名、归档、规则包，并重跑比较结果。")(command)


def command(
    file: Annotated[Path, typer.Argument(metavar="CERT", help="certificate.json")],
    archive: Annotated[list[str] | None, typer.Argument(metavar="ARCHIVE", help="归档现在的位置，与当时给出的次序相同；缺省为当时的路径", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="PUB", help="签署者的公钥（anze keys new 生成的 .pub）")] = None,
    replay: Annotated[bool, typer.Option("--replay/--no-replay", help="重跑一遍并比较结果；否则只核对签名、结果文件和归档")] = True,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
    packs: PacksOption = None,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时读几份材料，缺省为处理器核数；0 不隔离，调试用")] = None,
    cluster: Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help="由多台机器重跑，见 anze audit --help")] = None,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="重跑时的进度")] = True,
    waivers: Annotated[Path | None, typer.Option("--waivers", metavar="FILE", help="当时用的豁免文件")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help="当时用的基线文件")] = None,
    password: PasswordWords = None,
    password_file: PasswordFile = None,
) -> None:  # fmt: skip
    """Verify a certificate."""
    words = _WORDS[lang]
    try:
        found = certificate.load(file)
        told = _MARKS[True], words["signature"].format(found.signer)
        print(*told)
        good = _signer(found, key, words)
        bounds = found.statement["settings"]
        settings = Settings(
            workers=workers, seconds=bounds["milliseconds"] / 1000, memory_mib=bounds["memory_mib"],
            passwords=words_to_try(password, password_file),
        )  # fmt: skip
        versions = {pack.name: pack.version for pack in in_use(packs)}
        machines = Cluster(cluster, partial(carry, roots=())) if cluster else None
        day = date.fromisoformat(bounds["as_of"]) if bounds["as_of"] else china_day(datetime.now(UTC))
        excused = as_certified(waivers, baseline, bounds["excuses"], day)
        asked = Verifying(file, tuple(archive or ()), settings, tuple(packs or ()), versions, replay, machines, excused)
        sources_of(asked, found)
        for said in verify(asked, found, Progress(sys.stderr, lang.value, quiet=not progress)):
            good &= said.holds is not False
            print(_MARKS[said.holds], _line(said, words).translate(present.CONTROL_PICTURES))
    except certificate.BadCertificate as error:
        print(_MARKS[False], error)
        raise typer.Exit(1) from None
    except (keys.BadKey, BadExcuse, BadSource, ClusterLost, Refused, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    raise typer.Exit(0 if good else 1)


def _signer(found: certificate.Certificate, key: Path | None, words: Mapping[str, str]) -> bool:
    holds = None if key is None else keys.fingerprint_of(keys.load_public(key)) == found.signer
    word = {None: "signer_unknown", True: "signer_same", False: "signer_other"}[holds]
    print(_MARKS[holds], words[word])
    return holds is not False


def _line(said: Said, words: Mapping[str, str]) -> str:
    names = words["sep"].join(said.names[:NAMED])
    if len(said.names) > NAMED:
        names += words["more"].format(len(said.names))
    return words[said.word].format(*(said.names or ("",)), names=names)
