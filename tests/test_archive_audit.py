"""``anze audit`` finds over the whole archive what ``anze check`` finds over few filings, and judges anew where a neighbour came or went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.audit_run.judging import judging
from tests import audit_kit as kit
from tests.audit_kit import audited, filings, manifest, policy, write, zipped
from tests.test_audit_run import as_checked

OTHER = "另一县红岩铸件有限公司"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One service report in filings of two enterprises, in two archives that share no number; and a filing of its own."""
    second = policy(2).replace("示例县示例机械有限公司".encode(), OTHER.encode())
    shared = kit.report(1).replace("保险单号：PX202500000001\n".encode(), b"")
    return write(tmp_path / "a", {
        "甲.zip": zipped({"1/manifest.json": manifest("F1"), "1/保单.txt": policy(1), "1/服务.txt": shared}),
        "乙.zip": zipped({"2/manifest.json": manifest("F2"), "2/保单.txt": second, "2/服务.txt": shared}),
        "丙/保单3.txt": policy(3),
    })  # fmt: skip


def reused(result: Path) -> dict[str, list[str]]:
    """The other filing that each filing's report is used in."""
    found = {one["filing"]: [f for f in one["findings"] if f["type"] == "evidence_reused"] for one in filings(result)}
    return {name: [f["params"]["other_filing"] for f in items] for name, items in found.items() if items}


def test_a_report_used_in_two_archives_is_found_as_check_finds_it(archive: Path, tmp_path: Path) -> None:
    audited(archive, to=tmp_path / "r")
    assert reused(tmp_path / "r") == {"F1": ["F2"], "F2": ["F1"]}
    assert sorted((tmp_path / "r" / "filings.jsonl").read_text("utf-8").splitlines()) == as_checked(archive)


def test_a_neighbour_that_is_gone_leaves_no_finding_and_only_what_it_touched_is_judged(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(archive, to=tmp_path / "r")
    (archive / "乙.zip").unlink()
    judged: list[str] = []
    real = judging.judge_batch

    def counted(batch: Any) -> Any:
        judged.extend(one.path for one in batch.filings)
        return real(batch)

    monkeypatch.setattr(judging, "judge_batch", counted)
    audited(archive, to=tmp_path / "r")
    assert reused(tmp_path / "r") == {}
    assert [Path(path).name for path in judged] == ["1"]
    judged.clear()
    audited(archive, to=tmp_path / "r")
    assert judged == []


def test_killed_while_comparing_it_ends_as_if_undisturbed(archive: Path, tmp_path: Path) -> None:
    audited(archive, to=tmp_path / "whole")
    assert kit.killed(kit.a_run(archive, to=tmp_path / "r"), "crossing", 2)
    audited(archive, to=tmp_path / "r")
    assert kit.bytes_of(tmp_path / "r") == kit.bytes_of(tmp_path / "whole")
