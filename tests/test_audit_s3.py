"""`anze audit s3://…` against an S3 of our own: listed, read as it comes, gone on with, and what a store may do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import s3fs

from api import cli
from api.audit_run.reading import gathering
from api.audit_run.run import audit
from tests import audit_kit as kit
from tests import servers
from tests.audit_kit import a_run, audited, bytes_of, good, members, papers_of, report, write, zipped
from tests.crash_kit import ledger, policy

FILES = {
    **{f"散/{name}": data for n in (1, 2) for name, data in good(n).items()},
    "卷/manifest.json": kit.manifest("F1", "保单40.txt"), "卷/保单40.txt": policy(40), "卷/台账40.csv": ledger(40),
    "另/报告3.txt": report(3), "报送 #1.zip": zipped({"保单3.txt": policy(3), "坏.pdf": b"%PDF-1.4 broken"}), "散/.隐藏": b"x",
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, servers.s3() as address:
        patch.setenv("AWS_ENDPOINT_URL", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "anze")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "anze")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        s3fs.S3FileSystem.clear_instance_cache()
        yield address
        s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def store(server: str, request: pytest.FixtureRequest) -> tuple[str, s3fs.S3FileSystem]:
    """A bucket with the files, and a way to change it behind the run's back."""
    behind = s3fs.S3FileSystem(use_listings_cache=False)
    bucket = f"b{abs(hash(request.node.name))}"
    behind.mkdir(bucket)
    for name, data in FILES.items():
        behind.pipe_file(f"{bucket}/归档/{name}", data)
    return f"s3://{bucket}/归档", behind


class Meanwhile(kit.Quiet):
    """Does something when so many papers are read."""

    def __init__(self, something: Any, at: int = 1) -> None:
        super().__init__()
        self._something, self._at = something, at

    def paper(self, path: str, seconds: float, problem: str) -> None:
        super().paper(path, seconds, problem)
        if len(self.read) == self._at:
            self._something()


def test_a_store_says_what_a_folder_says_and_is_gone_on_with(
    store: tuple[str, s3fs.S3FileSystem], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 1)
    url, behind = store
    folder = write(tmp_path / "归档", FILES)
    audited(folder, to=tmp_path / "local")
    with pytest.raises(KeyboardInterrupt):
        audit(a_run(url, to=tmp_path / "r"), stopped := Meanwhile(_stop, 4), lambda line: None)
    audit(a_run(url, to=tmp_path / "r"), rest := kit.Quiet(), lambda line: None)
    assert not {*stopped.read[:-1]} & {*rest.read}  # the paper at which it was stopped is not yet entered
    assert len({*stopped.read, *rest.read}) == 9
    audited(url, to=tmp_path / "whole")
    assert bytes_of(tmp_path / "r") == bytes_of(tmp_path / "whole")
    assert papers_of(tmp_path / "r") == {
        name: [path.replace(folder.as_posix(), url) for path in paths] for name, paths in papers_of(tmp_path / "local").items()
    }  # fmt: skip
    there = {
        path.replace(folder.as_posix(), url): (m["sha256"], m["status"])
        for path, m in members(tmp_path / "local").items()
    }
    assert {path: (m["sha256"], m["status"]) for path, m in members(tmp_path / "r").items()} == there
    # What changed is read again, what is new too, and nothing else.
    behind.pipe_file(f"{url}/散/台账1.csv", ledger(1) + "PX202500000001,2025-05-01,培训,7.00\n".encode())
    behind.pipe_file(f"{url}/散/报告2.txt", report(2))
    audit(a_run(url, to=tmp_path / "r"), later := kit.Quiet(), lambda line: None)
    assert sorted(path.rsplit("/", 1)[-1] for path in later.read) == ["台账1.csv", "报告2.txt"]


def _stop() -> None:
    raise KeyboardInterrupt


def test_an_object_that_vanishes_is_told_of_and_costs_no_other(
    store: tuple[str, s3fs.S3FileSystem], tmp_path: Path
) -> None:
    url, behind = store
    told = Meanwhile(lambda: behind.rm_file(f"{url}/散/台账2.csv"))
    done = audit(a_run(url, to=tmp_path / "r"), told, lambda line: None)
    lost = {path: line["cause"] for path, line in members(tmp_path / "r").items() if line["status"] == "failed"}
    assert lost == {f"{url}/散/台账2.csv": "missing", f"{url}/报送 #1.zip/坏.pdf": "damaged"}
    assert done.counts["members"]["read"] == 7


def _said(capsys: pytest.CaptureFixture[str], url: str, to: Path) -> str:
    s3fs.S3FileSystem.clear_instance_cache()  # of the keys that it knows
    capsys.readouterr()
    assert cli.main(["audit", url, "--to", str(to), "-j", "0"]) == 2
    return capsys.readouterr().err


def test_keys_that_are_refused_none_at_all_and_a_store_that_is_not_there_are_said(
    server: str, store: tuple[str, s3fs.S3FileSystem], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    url, _ = store

    def keys_wanted(from_now: int) -> None:
        urlopen(
            Request(
                f"{server}/moto-api/reset-auth",
                data=str(from_now).encode(),
                headers={"Content-Type": "text/plain"},
                method="POST",
            )
        ).close()

    keys_wanted(0)
    try:
        said = _said(capsys, url, tmp_path / "wrong")
    finally:
        keys_wanted(1_000_000)
    assert f"{url} 拒绝访问" in said.replace("\n", "")
    assert "AWS_ACCESS_KEY_ID" in said
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{servers.free_port()}")
    assert "没有应答" in _said(capsys, url, tmp_path / "away")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    assert "没有密钥" in _said(capsys, url, tmp_path / "none")
    s3fs.S3FileSystem.clear_instance_cache()
