"""docs/formats.md has a row for everything that is read, and what a row names is there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from extractor import archives, formats
from extractor.limits import Limits

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "formats.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.read_text("utf-8").partition("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| format ")
]
NAMES = [row[0].split(":")[0] for row in ROWS]
BOUND = re.compile(r"`([a-z_]+)`")


def test_rows_are_whole() -> None:
    assert len(ROWS) > 10
    assert all(len(row) == 7 for row in ROWS), [(row[0], len(row)) for row in ROWS]


@pytest.mark.parametrize("module", formats.modules(), ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_every_format_has_a_row_with_its_extensions(module: formats.FormatModule) -> None:
    mine = [row for row in ROWS if f"(`{module.__name__.rsplit('.', 1)[-1]}`)" in row[0]]
    assert len(mine) == 1
    assert tuple(re.findall(r"`\.(\w+)`", mine[0][0])) == module.EXTENSIONS


@pytest.mark.parametrize("kind", archives._OPENERS)
def test_every_kind_of_archive_has_a_row(kind: str) -> None:
    assert sum(kind in name for name in NAMES) == 1


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_a_row_names_is_there(row: list[str]) -> None:
    assert set(BOUND.findall(row[4])) <= {field.name for field in fields(Limits)}
    files = re.findall(r"`(test_\w+\.py)`: ((?:`test_\w+`(?:, )?)+)", row[6])
    assert files
    for file, tests in files:
        code = (ROOT / "tests" / file).read_text("utf-8")
        for name in re.findall(r"test_\w+", tests):
            assert f"\ndef {name}(" in code, f"{file}: {name}"
