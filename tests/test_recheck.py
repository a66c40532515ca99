"""Filings kept by ``anze check --keep`` and judged again without their papers."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.kept import BadKept, Kept, from_line, lines, to_line, writing
from extractor.record import Record

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
PACK = ROOT / "validators" / "packs" / "341300_宿州市" / "suzhou-2023-84.yaml"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "kept.jsonl"
    assert main(["check", str(SAMPLES / "suzhou-low-fee"), str(SAMPLES / "suzhou-clean"), "-f", "jsonl",
                 "--keep", str(file)]) == 1  # fmt: skip
    return file


@pytest.fixture
def lower(tmp_path: Path) -> Path:
    """The pack of the place with a lower floor for the fee, and its cases moved with it."""
    text = PACK.read_text("utf-8")
    assert "value: 12, source" in text
    (tmp_path / PACK.name).write_text(text.replace("value: 12, source", "value: 9, source"), "utf-8")
    shutil.copy(PACK.with_name("suzhou-2023-84.cases.yaml"), tmp_path)
    return tmp_path


def turns(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    status = main(["recheck", *arguments, "-f", "jsonl", "-j", "0"])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_same_law_changes_nothing(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert turns(capsys, str(kept)) == (0, [])
    status, told = turns(capsys, str(kept), "--all")
    assert status == 0
    assert {turn["filing"]: turn["after"] for turn in told} == {
        "suzhou-low-fee": "returned",
        "suzhou-clean": "accepted",
    }


def test_a_lower_floor_lifts_the_finding_and_shows_both_clauses(
    kept: Path, lower: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = turns(capsys, str(kept), "--packs", str(lower))
    assert status == 0  # its late first service still returns it
    (turn,) = told
    assert (turn["filing"], turn["before"], turn["after"], turn["flipped"]) == (
        "suzhou-low-fee",
        "returned",
        "returned",
        False,
    )
    (change,) = turn["changes"]
    assert (change["what"], change["rule"]) == ("lost", "suzhou.fee-floor")
    assert (change["old"]["verdict"], change["new"]["verdict"]) == ("violated", "satisfied")
    assert (change["old"]["params"]["minimum_percent"], change["new"]["params"]["minimum_percent"]) == (12, 9)


def test_the_other_way_round_it_is_new(kept: Path, lower: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = turns(capsys, str(kept), "--before", str(lower))
    (turn,) = told
    assert [(c["what"], c["rule"]) for c in turn["changes"]] == [("gained", "suzhou.fee-floor")]


def test_another_day_of_review_opens_what_was_not_due(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = turns(capsys, str(kept), "--as-of", "2026-11-01")
    gained = {(t["filing"], c["rule"]) for t in told for c in t["changes"] if c["what"] == "gained"}
    assert ("suzhou-clean", "suzhou.fee-spent") in gained  # the period is over


def test_people_read_old_and_new_side_by_side(kept: Path, lower: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main(["recheck", str(kept), "--packs", str(lower), "-j", "0"])
    said = capsys.readouterr().out
    assert "不再有" in said
    assert said.index("旧：应急监二〔2023〕84号 二（六）") < said.index("新：应急监二〔2023〕84号 二（六）")
    assert "共2个案卷" in said


def test_reasons_are_told_in_the_language_of_the_line(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang, wanted, other in (("zh", "待定；", " not "), ("en", "undecided; ", "；")):
        capsys.readouterr()
        main(["recheck", str(kept), "--as-of", "2026-11-01", "-j", "0", "--lang", lang])
        said = capsys.readouterr().out
        assert wanted in said
        assert other not in said


def test_a_compressed_file_says_the_same_in_worker_processes(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "kept.jsonl.gz"
    packed.write_bytes(gzip.compress(kept.read_bytes()))
    capsys.readouterr()
    main(["recheck", str(packed), "--all", "-f", "jsonl", "-j", "2"])
    many = capsys.readouterr().out
    main(["recheck", str(kept), "--all", "-f", "jsonl", "-j", "0"])
    assert many == capsys.readouterr().out


def test_a_damaged_line_is_named_and_the_others_are_judged(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    first, second = kept.read_text("utf-8").splitlines()
    broken.write_text(f"{first}\n{second[:200]}\n{second}\n", "utf-8")
    status, told = turns(capsys, str(broken), "--all")
    assert status == 3
    assert [bool(turn.get("problem")) for turn in told] == [False, True, False]
    assert f"{broken}:2" in told[1]["problem"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["recheck"],
        ["recheck", "kept.jsonl", "--stored"],
        ["recheck", "x", "--packs", "none.yaml"],
        ["recheck", "x", "--region", "a"],
    ],
)
def test_errors_of_use(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_a_missing_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recheck", "nowhere.jsonl", "-j", "0"]) == 3
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_a_kept_filing_reads_back_and_a_half_written_file_never_appears(tmp_path: Path) -> None:
    one = Kept("F", "a/b", {"review_date": "2025-01-01"}, (Record("x.pdf", "0" * 64, "policy"),))
    assert from_line(to_line(one), "here:1") == one
    target = tmp_path / "kept.jsonl"

    def cut_short() -> None:
        with writing(target) as out:
            print(to_line(one), file=out)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut_short()
    assert not [*tmp_path.iterdir()]
    with pytest.raises(BadKept):
        from_line('{"form": "other"}', "here:1")
    target.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadKept):
        list(lines(target))
