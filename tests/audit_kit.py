"""Small archives of text papers and runs over them, in this process or in one that dies."""

from __future__ import annotations

import io
import json
import os
import signal
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.audit_run.judging.judging import Asked
from api.audit_run.progress import Progress
from api.audit_run.run import Done, Run
from api.audit_run.run import audit as audit
from api.settings import Settings
from tests.crash_kit import ledger as ledger
from tests.crash_kit import policy as policy
from validators.law.pack_reading import shipped

VERSIONS = {pack.name: pack.version for pack in shipped()}
RESULTS = ("filings.jsonl", "findings.jsonl", "members.jsonl", "summary.json")


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def manifest(name: str, *files: str) -> bytes:
    documents = [{"file": file, "uploaded_at": "2025-04-18T15:37:00+08:00"} for file in files]
    return json.dumps({"filing_id": name, "review_date": "2025-09-01", "documents": documents}).encode()


def report(number: int, client: str = "") -> bytes:
    """A service report that names policy ``number`` of ``crash_kit.policy``."""
    return (
        f"安全生产责任保险事故预防服务报告\n报告编号：FW{number:06d}\n保险单号：PX2025{number:08d}\n"
        f"服务对象：{client or f'示例县示例机械有限公司{number}'}\n服务日期：2025年3月1日\n服务机构：示例安全技术服务有限公司\n"
        "服务人员：张三、李四\n服务内容：隐患排查\n隐患清单\n1. 配电箱未上锁，建议上锁。\n客户签字：王五\n"
    ).encode()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def good(number: int) -> dict[str, bytes]:
    """A filing's papers, without a folder."""
    return {f"保单{number}.txt": policy(number), f"台账{number}.csv": ledger(number)}


def a_run(
    *given: str | Path, to: Path, workers: int = 0, asked: Mapping[str, Any] | None = None, **choices: Any
) -> Run:
    settings = Settings(workers=workers, **choices.pop("settings", {}))
    choices.setdefault(
        "formats", frozenset({"jsonl", "parquet"})
    )  # the others take longer to write than such an archive to read
    return Run(tuple(map(str, given)), to, settings, Asked(versions=VERSIONS, **(asked or {})), **choices)


def audited(*given: str | Path, to: Path, **choices: Any) -> tuple[Done, list[str]]:
    """A run to its end, in silence; and what it said of the run before."""
    said: list[str] = []
    done = audit(a_run(*given, to=to, **choices), Quiet(), said.append)
    return done, said


def bytes_of(result: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes()
        for file in sorted(result.iterdir())
        if file.suffix in (".jsonl", ".json", ".parquet")
    }


def members(result: Path) -> dict[str, dict[str, Any]]:
    lines = [json.loads(line) for line in (result / "members.jsonl").read_text("utf-8").splitlines()]
    return {line["path"]: line for line in lines}


def filings(result: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (result / "filings.jsonl").read_text("utf-8").splitlines()]


def papers_of(result: Path) -> dict[str, list[str]]:
    """The papers of each filing by its name."""
    return {filing["filing"]: [paper["path"] for paper in filing["documents"]] for filing in filings(result)}


class Quiet(Progress):
    """Says nothing; remembers the papers that were read."""

    def __init__(self) -> None:
        super().__init__(io.StringIO(), quiet=True)
        self.read: list[str] = []

    def paper(self, path: str, seconds: float, problem: str) -> None:
        self.read.append(path)
        super().paper(path, seconds, problem)


class Fatal(Quiet):
    """Kills its process at step ``at`` of a stage, as a power cut would."""

    def __init__(self, stage: str, at: int) -> None:
        super().__init__()
        self._fatal, self._at = stage, at

    def _step(self) -> None:
        super()._step()
        if self._stage == self._fatal and self._done >= self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def killed(run: Run, stage: str, at: int) -> bool:
    """The run in a process of its own that is killed at that step; whether it was."""
    child = os.fork()
    if child == 0:
        try:
            audit(run, Fatal(stage, at), lambda line: None)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
