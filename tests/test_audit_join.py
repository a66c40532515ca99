"""Results of shards brought together: the bytes of one run over all, no paper read again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import typer

from api import cli
from api.audit_run import joining_command, keys
from api.audit_run.reading import reading
from api.audit_run.run import Refused, audit
from tests import audit_kit as kit
from tests.audit_kit import audited, bytes_of, filings, good, members, papers_of, report, write, zipped
from tests.crash_kit import ledger, policy

JPEG = b"\xff\xd8\xff\xe0 no picture"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two deliveries and single files. Papers lie apart from their policies, one number and one report stand in both, and some
    bytes too; a manifest, an archive within, a broken paper, pages of one paper that are pictures."""
    filed = {
        "卷/manifest.json": kit.manifest("F1", "保单40.txt"),
        "卷/保单40.txt": policy(40),
        "卷/台账40.csv": ledger(40),
    }
    packed = zipped({"内/保单7.txt": policy(7), "内/manifest.json": kit.manifest("F7"), "报告8.txt": report(8)})
    first = {**good(1), **good(2), "台账5.csv": ledger(5), "报告3.txt": report(3), "坏.pdf": b"%PDF-1.4 broken", **filed, "同.txt": policy(9)}  # fmt: skip
    second = {**good(3), "保单5.txt": policy(5), "报告1.txt": report(1), "又报告1.txt": report(1), "报送.zip": packed, "又同.txt": policy(9)}  # fmt: skip
    third = {"单/台账2.csv": ledger(2), "单/保单6.txt": policy(6), "单/保单60.txt": policy(60), "单/页1.jpg": JPEG, "单/页2.jpg": JPEG + b"2", "单/报告5.txt": report(5)}  # fmt: skip
    folder = tmp_path_factory.mktemp("archive")
    return write(
        folder, {**{f"乙/{n}": d for n, d in first.items()}, **{f"甲/{n}": d for n, d in second.items()}, **third}
    )


@pytest.fixture(scope="module")
def given(archive: Path) -> list[list[Path]]:
    """What each shard is given; single files are in two of them, and one folder is named from where the program stands."""
    single = sorted((archive / "单").iterdir())
    return [[Path(os.path.relpath(archive / "乙")), single[0]], [archive / "甲"], single[1:]]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> keys.Key:
    return keys.new(tmp_path_factory.mktemp("keys") / "签.key")


@pytest.fixture(scope="module")
def shards(given: list[list[Path]], key: keys.Key, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("shards")
    for number, some in enumerate(given):
        audited(*some, to=folder / str(number), formats=frozenset({"jsonl"}), key=key)
    return [folder / str(number) for number in range(len(given))]


def test_shards_joined_are_the_bytes_of_one_run_and_no_paper_is_read(
    archive: Path, given: list[list[Path]], shards: list[Path], key: keys.Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    audited(*(one for some in given for one in some), to=tmp_path / "one", key=key)
    away = archive.with_name("away")
    archive.rename(away)  # nothing of it is looked at
    monkeypatch.setattr(reading, "read_and_pack", None)
    try:
        run = joining_command.a_run(shards, tmp_path / "all", None, None, None, 0, frozenset({"jsonl", "parquet"}), key)
        told = kit.Quiet()
        audit(run, told, lambda line: None)
    finally:
        away.rename(archive)
    assert told.read == []
    assert bytes_of(tmp_path / "all") == bytes_of(tmp_path / "one")
    # And by hand: what only all of them together show.
    found = papers_of(tmp_path / "all")
    assert {Path(path).name for path in found["PX202500000005"]} == {"保单5.txt", "台账5.csv", "报告5.txt"}
    assert {Path(path).name for path in found["PX202500000002"]} == {"保单2.txt", "台账2.csv"}
    assert any(Path(path).name == "报告3.txt" for path in found["PX202500000003"])
    assert any(Path(path).name == "报告8.txt" for paths in found.values() for path in paths)
    said = {path.rsplit("/", 1)[-1]: line["status"] for path, line in members(tmp_path / "all").items()}
    assert (said["同.txt"], said["又同.txt"]) == ("read", "duplicate")
    shown = [
        {f["type"] for line in filings(folder) for f in line["findings"]} for folder in (*shards, tmp_path / "all")
    ]
    assert shown[-1] - set[str]().union(*shown[:-1]) == {"paper_twice"}
    # It is a run over all of it: gone on with, nothing is left to do.
    again = kit.Quiet()
    audit(kit.a_run(*(one for some in given for one in some), to=tmp_path / "all", key=key), again, lambda line: None)
    assert again.read == []
    assert bytes_of(tmp_path / "all") == bytes_of(tmp_path / "one")


def test_what_cannot_be_one_run_is_refused(
    archive: Path, shards: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(shards[1], tmp_path / "copy")
    run = joining_command.a_run([shards[1], tmp_path / "copy"], tmp_path / "out", None, None, None, 0, None)
    with pytest.raises(Refused, match="甲 在"):
        audit(run, kit.Quiet(), lambda line: None)
    audited(archive / "甲", to=tmp_path / "later", asked={"region": "3413"})

    def refused(*words: str | Path) -> str:
        capsys.readouterr()
        assert cli.main(["audit", "join", *map(str, words)]) == 2
        return capsys.readouterr().err

    assert "不同" in refused(shards[0], tmp_path / "later", "--to", tmp_path / "out")
    assert "不是 anze audit" in refused(tmp_path / "none", "--to", tmp_path / "out")
    assert "别的任务" in refused(shards[0], "--to", tmp_path / "later")
    assert "之一" in refused(shards[0], "--to", shards[0])


def test_a_certificate_of_all_wants_one_of_each(shards: list[Path], key: keys.Key, tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(shards[1], tmp_path / "spoilt"))

    def said() -> str:
        with pytest.raises(typer.BadParameter) as told:
            joining_command.a_run([shards[0], spoilt], tmp_path / "out", None, None, None, 0, None, key)
        return str(told.value)

    for name in ("inputs.jsonl", "filings.jsonl"):
        kept = (spoilt / name).read_bytes()
        (spoilt / name).write_bytes(kept.replace(b"0", b"1", 1))
        assert f"{spoilt / name} 与" in said()
        (spoilt / name).unlink()
        assert str(spoilt / name) in said()
        (spoilt / name).write_bytes(kept)
    (spoilt / "certificate.json").unlink()
    assert "都有自己的运行证书" in said()
