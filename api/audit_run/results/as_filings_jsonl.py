"""filings.jsonl: the line of docs/report.md for each filing, as ``anze check --format jsonl`` prints it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from api.audit_run.results import JudgedFiling

NAME = "filings.jsonl"


def missing() -> str:
    return ""


class Writer:
    def __init__(self, file: Path) -> None:
        self._out = file.open("wb")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def add(self, judged: JudgedFiling) -> None:
        self._out.write(judged.line + b"\n")
