"""findings.jsonl: a line for each finding, with its filing and where that lies."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from api.audit_run.results import JudgedFiling

NAME = "findings.jsonl"


def missing() -> str:
    return ""


class Writer:
    def __init__(self, file: Path) -> None:
        self._out = file.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def add(self, judged: JudgedFiling) -> None:
        of = {"filing": judged.report["filing"], "filing_path": judged.report["path"]}
        for finding in judged.report["findings"]:
            print(json.dumps({**of, **finding}, ensure_ascii=False, separators=(",", ":")), file=self._out)
