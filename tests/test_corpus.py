"""What the whole command is worth on the labelled corpus beside the checkout; minutes long, so left to .ci/run.

    ANZE_SHARED=/folder/with/corpus-and-tools pytest -m corpus -s

The bounds are those the project promises for papers it was built on; what a score there is worth elsewhere is measured
with papers in other layouts and words (tests/papers).
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ANZE_SHARED", ROOT.parent / "shared"))
DEV, HOSTILE, SCORE = SHARED / "corpus" / "dev", SHARED / "corpus" / "hostile", SHARED / "tools" / "score.py"
MEMORY_BYTES = 2 * 1024**3
"""What a run over the hostile files may use, all its processes together."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SCORE.is_file(), reason="no labelled corpus beside this checkout (set ANZE_SHARED)"),
]


def anze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The score of one run over the corpus; the misses are printed with it."""
    out = tmp_path_factory.mktemp("corpus") / "dev.jsonl"
    done = anze("check", DEV, "--format", "jsonl")
    assert done.returncode == 1, done.stderr
    out.write_text(done.stdout, encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, str(SCORE), str(DEV), str(out), "--misses", "60"], capture_output=True, text=True, check=True
    )
    print(scored.stdout, scored.stderr, sep="\n")
    result: dict[str, Any] = json.loads(scored.stdout)
    return result


def test_every_filing_is_answered(score: dict[str, Any]) -> None:
    assert score["answered"] == score["filings"] == 60


def test_kinds(score: dict[str, Any]) -> None:
    assert score["kind_accuracy"] == 1.0


def test_digital_fields(score: dict[str, Any]) -> None:
    assert score["fields_digital"]["f1"] >= 0.995
    assert score["fields_digital"]["grounded"] >= 0.98


def test_scanned_fields(score: dict[str, Any]) -> None:
    assert score["fields_scanned"]["f1"] >= 0.97
    assert score["fields_scanned"]["grounded"] >= 0.98


def test_findings(score: dict[str, Any]) -> None:
    assert score["findings"]["precision"] >= 0.98
    assert score["findings"]["recall"] >= 0.97


def test_clean_filings_are_left_clean(score: dict[str, Any]) -> None:
    left, clean = map(int, score["clean_filings_left_clean"].split("/"))
    assert left == clean


def most_memory(started: subprocess.Popen[Any]) -> int:
    """The most resident memory that a process and all below it held at one time, looked at twenty times a second."""
    most = 0
    while started.poll() is None:
        here = 0
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(started.pid)
            for each in (process, *process.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    here += each.memory_info().rss
        most = max(most, here)
        time.sleep(0.05)
    return most


def test_hostile_files_get_a_line_each_and_harm_nothing(tmp_path: Path) -> None:
    before = {path for place in ("/tmp", "/etc") for path in Path(place).glob("azx_*")}
    out = tmp_path / "out.jsonl"
    with out.open("w") as stdout, (tmp_path / "err").open("w+") as stderr:
        started = subprocess.Popen(
            [sys.executable, "-c", "from api.cli import main; main()", "check", str(HOSTILE), "--format", "jsonl"],
            stdout=stdout, stderr=stderr, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        most = most_memory(started)
        stderr.seek(0)
        assert "Traceback" not in stderr.read()
    assert started.returncode == 3
    assert 0 < most < MEMORY_BYTES
    reports = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    # A file of the folder is a paper of it, or an archive that is a parcel of its own (or a paper, when refused whole).
    seen = {str(Path(report["path"], paper["path"])) for report in reports for paper in report["documents"]}
    for file in HOSTILE.iterdir():
        if file.name != "expected.json":
            assert any(place == str(file) or place.startswith(f"{file}/") for place in seen), file.name
    assert {path for place in ("/tmp", "/etc") for path in Path(place).glob("azx_*")} == before
