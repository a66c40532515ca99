"""`anze audit` of archives that came in parts: whole ones are read as one, of the others each part says what is lacking."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from api.audit_run.intake.sources import files
from tests import audit_kit as kit
from tests.audit_kit import audited, bytes_of, members, papers_of, policy, report, write, zipped
from tests.test_audit_run import as_checked


def cut(name: str, data: bytes, count: int) -> dict[str, bytes]:
    size = -(-len(data) // count)
    return {f"{name}.{n + 1:03}": data[n * size : (n + 1) * size] for n in range(count)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parts of a whole archive, of one whose second part did not come, and of one inside a filing."""
    lacking = cut("缺.zip", zipped({"保单5.txt": policy(5)}), 3)
    del lacking["缺.zip.002"]
    inner = cut("卷/附件.zip", zipped({"报告2.txt": report(2)}), 2)
    filing = {"卷/manifest.json": kit.manifest("F2", "保单2.txt"), "卷/保单2.txt": policy(2), **inner}
    whole = cut("批/报送.zip", zipped({"保单1.txt": policy(1), "报告1.txt": report(1)}), 3)
    return write(tmp_path_factory.mktemp("parts"), {**whole, **lacking, **filing, "批/保单3.txt": policy(3)})


def test_parts_of_an_archive_are_one_and_what_lacks_a_part_says_so(archive: Path, tmp_path: Path) -> None:
    audited(archive, to=tmp_path / "r")
    hashed = {hashlib.sha256((archive / name).read_bytes()).hexdigest() for name in ("缺.zip.001", "缺.zip.003")}
    checked = "\n".join(as_checked(archive))
    for sha256 in hashed:  # the bytes of a part that is of no use are not read
        checked = checked.replace(sha256, "")
    assert sorted((tmp_path / "r" / "filings.jsonl").read_text("utf-8").splitlines()) == checked.splitlines()
    found = {path.removeprefix(f"{archive}/"): line for path, line in members(tmp_path / "r").items()}
    assert found["批/报送.zip/保单1.txt"]["status"] == found["卷/附件.zip!报告2.txt"]["status"] == "read"
    for part in ("缺.zip.001", "缺.zip.003"):
        assert (found[part]["status"], found[part]["cause"]) == ("failed", "volume_missing")
    assert "缺.zip.001、缺.zip.003" in found["缺.zip.001"]["message"]
    assert papers_of(tmp_path / "r")["F2"] == ["保单2.txt", "附件.zip!报告2.txt"]


def test_a_part_that_comes_later_is_taken_in(archive: Path, tmp_path: Path) -> None:
    whole = cut("报送.zip", zipped({"保单1.txt": policy(1)}), 2)
    here = write(tmp_path / "in", {"报送.zip.002": whole["报送.zip.002"]})
    audited(here, to=tmp_path / "r")
    assert {Path(path).name: line["cause"] for path, line in members(tmp_path / "r").items()} == {
        "报送.zip.002": "volume_missing"
    }
    write(here, {"报送.zip.001": whole["报送.zip.001"]})
    audited(here, to=tmp_path / "r")
    audited(here, to=tmp_path / "fresh")
    assert [line["status"] for line in members(tmp_path / "r").values()] == ["read"]
    assert bytes_of(tmp_path / "r") == bytes_of(tmp_path / "fresh")


def test_parts_are_put_together_within_a_folder_only(tmp_path: Path) -> None:
    names = ("a/x.7z.001", "a/x.7z.002", "a/y.zip", "b/x.7z.003", "c/z.part1.rar", "c/z.part2.rar")
    write(tmp_path, dict.fromkeys(names, b"x"))
    found = {
        file.name: file.volumes and (file.volumes.style, len(file.volumes.parts)) for file in files([str(tmp_path)])
    }
    assert found == {"a/x.7z": ("cut", 2), "a/y.zip": None, "b/x.7z.003": ("", 1), "c/z.rar": ("rar", 2)}
    given = [str(tmp_path / "a" / name) for name in ("x.7z.001", "x.7z.002")]
    assert [file.name for file in files(given)] == [f"{tmp_path}/a/x.7z"]
