"""Rows as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, cells that would be run as a formula set off."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from api.audit_run.results.open_file import OpenFile
from api.exports.as_csv import cell


class CsvFile(OpenFile):
    """A file that begins with the heads of its columns."""

    TABLE: ClassVar[str]
    """Its table in phrases.yaml."""

    def __init__(self, file: Path, lang: str = "zh") -> None:
        super().__init__(file, lang)
        columns = self.say.columns(self.TABLE)
        self._keys = [column.key for column in columns]
        self._text = io.TextIOWrapper(self.out, encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._text)
        self._writer.writerow([column.head for column in columns])

    def put(self, cells: Mapping[str, Any]) -> None:
        """One row; of a link its words."""
        values = map(cells.get, self._keys)
        self._writer.writerow([cell(value[1] if type(value) is tuple else value) for value in values])

    def whole(self) -> None:
        self._text.flush()
