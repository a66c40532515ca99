"""Every sample against what its pages say: kinds, fields, lists, findings with their words. Written by hand.

A failure prints fields lost and fields wrong a paper at a time, so that a change shows what it did to real pages.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
EXPECTED = sorted((ROOT / "tests/samples/expected").glob("*.yaml"))
COLUMNS = {  # list → its columns in the expected files
    "coverages": ["code", "per_person", "per_accident", "aggregate", "premium"],
    "hazards": ["level", "description", "deadline", "rectified"],
}
ROWS = {
    "fee_ledger": ["date", "kind", "policy_no", "payee", "amount"],
    "claim_record": ["report_no", "policy_no", "accident_date", "paid", "closed_date", "uploaded"],
}
VARIANT = {"coverage_missing": "coverage", "clause_missing": "clause", "prohibited_wording": "kind"}


def plain(value: Any) -> Any:
    """A value in the form two sides are compared in: blanks and width apart, numbers as Decimal, lists sorted."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list):
        return sorted((plain(v) for v in value), key=str)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))
    if isinstance(value, str):
        return text
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return text


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, Any]]:
    """Filing → report line, from one run of the public command over all samples."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "check", "samples", "--format", "jsonl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 1, done.stderr  # some samples are returned, all are read
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["filing"]: line for line in lines}


def test_every_sample_has_an_expectation_and_the_other_way_round(reports: dict[str, Any]) -> None:
    assert sorted(reports) == [path.stem for path in EXPECTED]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.stem)
def test_papers_are_read_as_their_pages_say(path: Path, reports: dict[str, Any]) -> None:
    expected = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    documents = {d["path"]: d for d in reports[path.stem]["documents"]}
    assert sorted(documents) == sorted(expected["documents"])
    wrong: list[str] = []
    for name, want in expected["documents"].items():
        got = documents[name]
        if got["kind"] != want["kind"]:
            wrong.append(f"{name}: kind {got['kind']}, the page is a {want['kind']}")
        for field, value in want.get("fields", {}).items():
            read = got["fields"].get(field)
            if read is None:
                wrong.append(f"{name}: {field} lost ({value})")
            elif plain(read["value"]) != plain(value):
                wrong.append(f"{name}: {field} is {read['value']!r}, the page says {value!r}")
        for table, columns in {**COLUMNS, "rows": ROWS.get(want["kind"], [])}.items():
            if table in want:
                rows = [[plain(row.get(c)) for c in columns] for row in got["tables"].get(table, [])]
                asked = [[plain(v) for v in row] for row in want[table]]
                wrong += [f"{name}: {table} row lost {row}" for row in asked if row not in rows]
                wrong += [f"{name}: {table} row invented {row}" for row in rows if row not in asked]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.stem)
def test_findings_are_those_planted_and_no_others(path: Path, reports: dict[str, Any]) -> None:
    expected, report = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader), reports[path.stem]
    errors = [f for f in report["findings"] if f["verdict"] == "violated" and f["severity"] != "note"]

    def key(finding: dict[str, Any]) -> tuple[str, Any]:
        return finding["type"], (finding.get("params") or {}).get(VARIANT.get(finding["type"], ""), None)

    assert sorted(map(key, errors), key=str) == sorted(
        ((f["type"], f.get("variant")) for f in expected["findings"]), key=str
    )
    for want in expected["findings"]:
        found = next(f for f in errors if key(f) == (want["type"], want.get("variant")))
        evidence = [e for e in found["evidence"] if e["path"] == want["paper"]]
        assert evidence, f"{want['type']} does not point at {want['paper']}"
        if "words" in want:
            assert any(plain(want["words"]) in plain(e["text"]) for e in evidence), [e["text"] for e in evidence]
        assert found["citation"]["document"], "every finding stands on a clause"
    assert report["verdict"] == expected["verdict"]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.stem)
def test_the_place_is_recognised(path: Path, reports: dict[str, Any]) -> None:
    expected = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    fields = [d["fields"] for d in reports[path.stem]["documents"]]
    codes = [f["region_code"]["value"] for f in fields if "region_code" in f]
    assert any(str(code).startswith(expected["region"]) for code in codes), codes
