"""``anze audit``: the answers of ``anze check`` at any size, every member accounted for, and nothing lost to a kill."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import fsspec
import pytest
import pyzipper

from api import check, cli
from api.audit_run.intake.sources import BadSource
from api.audit_run.journal import FILE, Journal
from api.audit_run.judging import judging, tracing
from api.audit_run.judging.packed import read_and_pack
from api.audit_run.progress import Progress
from api.audit_run.reading import gathering, reading
from api.audit_run.run import Refused, audit
from api.settings import Settings
from tests import audit_kit as kit
from tests import poison
from tests.audit_kit import audited, filings, good, ledger, manifest, members, papers_of, policy, write, zipped
from tests.office import docx, paragraph


def as_checked(*paths: Path, **choices: Any) -> list[str]:
    """The lines that ``anze check --format jsonl`` writes, sorted."""
    reports = check.check(paths, Settings(workers=0, **choices), lambda *_: None)
    return sorted(json.dumps(one.report, ensure_ascii=False, separators=(",", ":")) for one in reports)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders in folders, archives in archives; filings with manifests, loose papers, what is broken, twice or no paper."""
    inner = zipped({"内/保单8.txt": policy(8), "内/台账8.csv": ledger(8)})
    listing = manifest("F3", "保单3.txt", "没有交来.pdf")
    table = json.dumps({"filing_id": "F9", "declared": {"file": "平台.csv"}}).encode()
    return write(
        tmp_path_factory.mktemp("archive"),
        {
            "甲/1/manifest.json": manifest("F1"), **{f"甲/1/{name}": data for name, data in good(1).items()},
            "甲/1/附/另附.zip": zipped({"说明.txt": "服务说明".encode()}),
            "甲/散/保单2.txt": policy(2), "乙/台账2.csv": ledger(2), "乙/又一份保单2.txt": policy(2),
            "README.md": b"about", "乙/坏.pdf": b"%PDF-1.4 broken", "乙/空.docx": b"",
            "报送.zip": zipped({
                "3/manifest.json": listing, "3/保单3.txt": policy(3), "3/附件.zip": zipped({"台账3.csv": ledger(3)}),
                "4/保单4.txt": policy(4), "台账4.csv": ledger(4), "里层.zip": inner, "Thumbs.db": b"x", "坏.xlsx": b"PK\x03\x04 broken",
                "9/manifest.json": table, "9/平台.csv": "保单号,保费\nPX202500000009,9\n".encode(), "9/保单9.txt": policy(9),
            }),
            "坏.zip": b"PK\x03\x04 broken",
            "丙/manifest.json": b"{", "丙/保单5.txt": policy(5),
            "照/现场_1.png": b"no picture", "照/现场_2.png": b"neither",
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its results, undisturbed."""
    result = tmp_path_factory.mktemp("result")
    audited(mixed, to=result)
    return result


def test_what_is_not_read_is_said_with_the_archive_that_it_lies_in(mixed: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    audit(kit.a_run(mixed, to=tmp_path / "r"), Progress(out), lambda line: None)
    told = [
        line.removeprefix(f"✗ {mixed}/").partition("：")[0] for line in out.getvalue().splitlines() if line[0] == "✗"
    ]
    assert {"乙/坏.pdf", "坏.zip/坏.zip", "报送.zip/坏.xlsx"} <= set(told)


def test_the_answers_are_those_of_check(mixed: Path, whole: Path) -> None:
    assert sorted((whole / "filings.jsonl").read_text("utf-8").splitlines()) == as_checked(mixed)


def test_every_member_has_a_status_and_the_counts_add_up(mixed: Path, whole: Path) -> None:
    found = {path.removeprefix(f"{mixed}/"): line for path, line in members(whole).items()}
    told = {name: (found[name]["status"], found[name].get("cause", "")) for name in found}
    assert told["甲/1/manifest.json"] == ("left_out", "manifest")
    assert told["报送.zip/9/平台.csv"] == ("left_out", "attached_table")
    assert told["README.md"] == ("left_out", "not_a_paper")
    assert told["乙/坏.pdf"] == told["坏.zip/坏.zip"] == ("failed", "damaged")
    assert told["丙/manifest.json"][0] == "failed"
    assert told["报送.zip/3/附件.zip!台账3.csv"] == ("read", "")
    assert told["照/现场_1.png"][0] == told["照/现场_2.png"][0] == "failed"
    assert told["乙/又一份保单2.txt"] == ("read", "")
    assert found["甲/散/保单2.txt"]["message"] == f"{mixed}/乙/又一份保单2.txt"
    counts = json.loads((whole / "summary.json").read_text("utf-8"))
    assert (
        counts["members"]["all"]
        == len(found)
        == sum(counts["members"][name] for name in ("read", "failed", "left_out", "duplicate"))
    )
    assert counts["members"]["duplicate"] == 1
    assert counts["papers"]["absent"] == 1  # F3's list names one that nobody sent
    assert counts["filings"]["all"] == len(filings(whole))


def test_what_is_seen_of_filings_while_they_are_read_is_what_is_found_later(
    mixed: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papers that lie together are looked at with their records in memory; one by one, from what is kept of them. Some guesses at what
    is a filing are wrong: a ledger lies elsewhere, a list names what nobody sent."""
    looked = []
    real = tracing.look_batch
    monkeypatch.setattr(tracing, "look_batch", lambda batch: looked.extend(batch.filings) or real(batch))
    monkeypatch.setattr(gathering, "MOST", 1)
    audited(mixed, to=tmp_path / "one")
    assert kit.bytes_of(tmp_path / "one") == kit.bytes_of(whole)
    alone, looked = looked, []
    monkeypatch.undo()
    monkeypatch.setattr(tracing, "look_batch", lambda batch: looked.extend(batch.filings) or real(batch))
    audited(mixed, to=tmp_path / "together")
    assert {one.said for one in looked} < {one.said for one in alone}
    kept = []
    for result in (tmp_path / "one", tmp_path / "together"):
        journal = Journal(result / FILE, only_look=True)
        kept.append([
            journal.rows("SELECT * FROM judged ORDER BY id"), journal.rows("SELECT * FROM bearings"), journal.rows("SELECT * FROM kept_facts ORDER BY judged"),
            journal.rows("SELECT digest, about FROM traced ORDER BY digest"),
            journal.rows("SELECT digest, seq, class, body FROM traced JOIN traces ON traced = id ORDER BY digest, seq"),
        ])  # fmt: skip
        journal.db.close()
    assert kept[0] == kept[1]


@pytest.mark.parametrize("shares", [(0.3, 0.6, 0.9)])
def test_killed_three_times_and_resumed_it_ends_as_if_undisturbed(
    mixed: Path, whole: Path, tmp_path: Path, shares: tuple[float, ...]
) -> None:
    result = tmp_path / "r"
    papers = json.loads((whole / "summary.json").read_text("utf-8"))["papers"]["readings"]
    for share in shares:
        done = 0
        if result.exists():
            journal = Journal(result / FILE)
            done = journal.one("SELECT count(*) FROM readings WHERE seconds > 0")
            journal.close()
        assert kit.killed(kit.a_run(mixed, to=result), "reading", max(1, round(share * papers) - done))
    assert kit.killed(kit.a_run(mixed, to=result), "judging", 3)
    last = kit.Quiet()
    kit.audit(kit.a_run(mixed, to=result, resume=True), last, lambda line: None)
    assert last.read == []  # everything had been read before
    assert kit.bytes_of(result) == kit.bytes_of(whole)


def test_a_killed_run_does_not_read_again_what_it_had_read(mixed: Path, tmp_path: Path) -> None:
    assert kit.killed(kit.a_run(mixed, to=tmp_path / "r"), "reading", 5)
    journal = Journal(tmp_path / "r" / FILE)
    kept = journal.one("SELECT count(*) FROM readings WHERE seconds > 0")
    papers = journal.one("SELECT count(*) FROM papers")
    journal.close()
    second = kit.Quiet()
    kit.audit(kit.a_run(mixed, to=tmp_path / "r"), second, lambda line: None)
    assert 0 < len(second.read) <= papers - kept


def test_workers_change_no_byte_and_one_poisoned_paper_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = {name: data for number in range(1, 6) for name, data in good(number).items()}
    archive = write(tmp_path / "a", {"包.zip": zipped(papers), "有毒.txt": policy(77), "散/保单6.txt": policy(6)})
    monkeypatch.setattr(reading, "read_and_pack", poison.poisoned)
    audited(archive, to=tmp_path / "two", workers=2)
    monkeypatch.setattr(reading, "read_and_pack", poison.poisoned_here)
    audited(archive, to=tmp_path / "here")
    two, here = (kit.bytes_of(tmp_path / name) for name in ("two", "here"))
    assert two == here
    told = members(tmp_path / "two")
    assert {path.rpartition("/")[2]: line["cause"] for path, line in told.items() if line["status"] == "failed"} == {
        "有毒.txt": "crashed"
    }
    assert sum(line["status"] == "read" for line in told.values()) == 11
    journal = Journal(tmp_path / "two" / FILE, only_look=True)
    attempts = journal.one("SELECT attempts FROM papers WHERE path LIKE '%有毒.txt'")
    assert attempts == 2  # known at once among those it was read with
    journal.db.close()


def test_what_ended_its_worker_is_tried_once_more_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write(tmp_path / "a", {"毒.txt": policy(1), "偶.txt": policy(2), "好.txt": policy(3)})
    poison.CALLS.clear()
    monkeypatch.setattr(reading, "read_and_pack", poison.poisoned_here)
    audited(archive, to=tmp_path / "r")
    assert poison.CALLS == {"毒.txt": 2, "偶.txt": 2, "好.txt": 1}
    assert [line["status"] for line in members(tmp_path / "r").values()] == ["read", "read", "failed"]
    monkeypatch.undo()
    done, _ = audited(archive, to=tmp_path / "r", again=True)
    assert done.counts["members"]["failed"] == 0


def test_a_paper_that_ends_whole_runs_is_blamed_at_last(tmp_path: Path) -> None:
    archive = write(tmp_path / "a", {"一.txt": policy(1), "二.txt": policy(2)})
    audited(archive, to=tmp_path / "r")
    journal = Journal(tmp_path / "r" / FILE)
    journal.write("DELETE FROM readings WHERE id = (SELECT reading FROM papers WHERE path = '二.txt')")
    journal.write(
        "UPDATE papers SET reading = NULL, attempts = ?, alone = 1 WHERE path = '二.txt'", (reading.DEATHS_BLAMED,)
    )
    journal.close()
    audited(archive, to=tmp_path / "r")
    assert {path.rpartition("/")[2]: line["status"] for path, line in members(tmp_path / "r").items()} == {
        "一.txt": "read",
        "二.txt": "failed",
    }


# --- filings across members --------------------------------------------------------------------------------------------


def test_papers_of_one_policy_are_joined_across_folders_and_archives(tmp_path: Path) -> None:
    archive = write(
        tmp_path / "a",
        {
            "保单/1.txt": policy(1),
            "服务.zip": zipped({"x.zip": zipped({"1.txt": kit.report(1)})}),
            "台账.zip": zipped({"1.csv": ledger(1)}),
        },
    )
    audited(archive, to=tmp_path / "r")
    (filing,) = filings(tmp_path / "r")
    assert filing["filing"] == "PX202500000001"
    assert [paper["path"] for paper in filing["documents"]] == [
        "保单/1.txt",
        f"{archive}/台账.zip/1.csv",
        f"{archive}/服务.zip/x.zip!1.txt",
    ]


def test_a_name_alone_joins_nothing_across_archives_and_a_filing_with_a_manifest_takes_nothing_in(
    tmp_path: Path,
) -> None:
    unnumbered = kit.report(1).replace("保险单号：PX202500000001\n".encode(), b"")
    archive = write(
        tmp_path / "a",
        {"甲.zip": zipped({"保单.txt": policy(1)}), "乙.zip": zipped({"服务.txt": unnumbered}),
         "F2/manifest.json": manifest("F2"), "F2/保单.txt": policy(2), "丙.zip": zipped({"台账.csv": ledger(2)})},
    )  # fmt: skip
    audited(archive, to=tmp_path / "r")
    assert sorted(len(papers) for papers in papers_of(tmp_path / "r").values()) == [1, 1, 1, 1]


def test_a_policy_number_used_in_two_archives_is_found_as_check_finds_it(tmp_path: Path) -> None:
    other = policy(1).replace("示例机械".encode(), "另一机械".encode())
    archive = write(tmp_path / "a", {"甲.zip": zipped({"保单.txt": policy(1)}), "乙.zip": zipped({"保单.txt": other})})
    audited(archive, to=tmp_path / "r")
    assert [any(f["type"] == "policy_no_reused" for f in filing["findings"]) for filing in filings(tmp_path / "r")] == [
        True,
        True,
    ]
    assert sorted((tmp_path / "r" / "filings.jsonl").read_text("utf-8").splitlines()) == as_checked(archive)


# --- what is different from the run before -----------------------------------------------------------------------------


def test_a_changed_archive_is_read_where_it_changed(tmp_path: Path) -> None:
    archive = write(tmp_path / "a", {"1.txt": policy(1), "2.txt": policy(2), "包.zip": zipped({"3.txt": policy(3)})})
    audited(archive, to=tmp_path / "r")
    (archive / "2.txt").write_bytes(policy(4))
    os.utime(archive / "2.txt", ns=(1, 1))
    (archive / "1.txt").unlink()
    write(archive, {"5.txt": policy(5)})
    again = kit.Quiet()
    kit.audit(kit.a_run(archive, to=tmp_path / "r"), again, lambda line: None)
    assert sorted(again.read) == ["2.txt", "5.txt"]
    assert sorted(papers_of(tmp_path / "r")) == ["PX202500000003", "PX202500000004", "PX202500000005"]


def test_other_grounds_are_told_and_nothing_is_read_again(tmp_path: Path) -> None:
    archive = write(tmp_path / "a", good(1))
    audited(archive, to=tmp_path / "r")
    progress = kit.Quiet()
    said: list[Any] = []
    kit.audit(kit.a_run(archive, to=tmp_path / "r", asked={"region": "3413"}), progress, said.append)
    assert progress.read == []
    assert any("地区 None → 3413" in line and "材料不重读" in line for line in said)
    assert sorted((tmp_path / "r" / "filings.jsonl").read_text("utf-8").splitlines()) == as_checked(
        archive, region="3413"
    )


def test_another_archive_is_refused_unless_begun_anew(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a", good(1)), write(tmp_path / "b", good(2))
    audited(one, to=tmp_path / "r")
    with pytest.raises(Refused, match=r"归档不同.*--anew"):
        audited(two, to=tmp_path / "r")
    audited(two, to=tmp_path / "r", anew=True)
    assert list(papers_of(tmp_path / "r")) == ["PX202500000002"]


def test_runs_that_cannot_be_begun_say_why(tmp_path: Path) -> None:
    archive = write(tmp_path / "a", good(1))
    with pytest.raises(Refused, match="之内"):
        audited(archive, to=archive / "结果")
    with pytest.raises(Refused, match="--resume"):
        audited(archive, to=tmp_path / "r", resume=True)
    with pytest.raises(BadSource, match="不认识的地址"):
        audited("nowhere://x", to=tmp_path / "r2")
    write(tmp_path / "other", {FILE: b"no database at all, only words" * 50})
    with pytest.raises(Refused, match="--anew"):
        audited(archive, to=tmp_path / "other")


# --- sources -----------------------------------------------------------------------------------------------------------


def test_a_list_of_files_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    archive = write(tmp_path / "a", {**good(1), "包.zip": zipped(good(2))})
    lines = [
        "# 清单",
        str(archive / "保单1.txt"),
        "",
        str(archive / "台账1.csv"),
        str(archive / "包.zip"),
        str(archive / "没有.pdf"),
    ]
    listing = tmp_path / "清单.txt"
    listing.write_text("\n".join(lines), encoding="utf-8")
    done, _ = audited(to=tmp_path / "r", lists=(listing,))
    paths = [archive / name for name in ("保单1.txt", "台账1.csv", "包.zip", "没有.pdf")]
    assert sorted((tmp_path / "r" / "filings.jsonl").read_text("utf-8").splitlines()) == as_checked(*paths)
    assert done.counts["members"]["failed"] == 1


def test_a_store_is_read_like_a_folder(tmp_path: Path) -> None:
    files = {
        "甲/manifest.json": manifest("F1"),
        **{f"甲/{n}": d for n, d in good(1).items()},
        "乙/包.zip": zipped(good(2)),
        "丙.txt": policy(3),
    }
    memory = fsspec.filesystem("memory")
    for name, data in files.items():
        memory.pipe(f"/audit-test/{name}", data)
    try:
        audited("memory://audit-test", to=tmp_path / "r")
        audited(write(tmp_path / "a", files), to=tmp_path / "r2")
    finally:
        memory.rm("/audit-test", recursive=True)
    remote, local = papers_of(tmp_path / "r"), papers_of(tmp_path / "r2")
    assert remote == local
    assert sorted(remote) == ["F1", "PX202500000002", "PX202500000003"]


def test_words_open_what_was_locked_before(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    archive.mkdir()

    with pyzipper.AESZipFile(archive / "锁.zip", "w", encryption=pyzipper.WZ_AES) as packed:
        packed.setpassword(b"qx7-secret")
        packed.writestr("保单1.txt", policy(1))
    done, _ = audited(archive, to=tmp_path / "r")
    assert done.counts["failed_by_cause"] == {"encrypted": 1}
    done, _ = audited(archive, to=tmp_path / "r", settings={"passwords": ("qx7-secret",)})
    assert done.counts["members"] == {"all": 1, "read": 1, "failed": 0, "left_out": 0, "duplicate": 0}
    assert b"qx7-secret" not in (tmp_path / "r" / FILE).read_bytes()


# --- results -----------------------------------------------------------------------------------------------------------


def test_the_tables_hold_what_the_lines_say(whole: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    reports = filings(whole)
    found = parquet.read_table(whole / "findings.parquet").to_pylist()
    assert [row["fingerprint"] for row in found] == [f["fingerprint"] for report in reports for f in report["findings"]]
    fields = parquet.read_table(whole / "readings.parquet").to_pylist()
    assert len(fields) == sum(len(paper["fields"]) for report in reports for paper in report["documents"])
    premium = {
        row["filing"]: row["number"]
        for row in parquet.read_table(whole / "facts.parquet").to_pylist()
        if row["fact"] == "premium"
    }
    assert premium["F1"] == 10000
    lines = [json.loads(line) for line in (whole / "findings.jsonl").read_text("utf-8").splitlines()]
    assert [line["fingerprint"] for line in lines] == [row["fingerprint"] for row in found]


def test_without_pyarrow_the_tables_are_left_out_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.audit_run.results.parquet.find_spec", lambda name: None)
    done, _ = audited(write(tmp_path / "a", good(1)), to=tmp_path / "r")
    assert set(kit.bytes_of(tmp_path / "r")) == set(kit.RESULTS)
    assert all("anze[audit]" in line for line in done.lacking)
    assert len(done.lacking) == 3


def test_the_command_from_the_first_run_to_the_second(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = write(tmp_path / "a", {"包.zip": zipped(good(1))})
    arguments = ["audit", str(archive), "--to", str(tmp_path / "r"), "-j", "0"]
    assert cli.main(arguments) == 3
    said = capsys.readouterr()
    assert "成员2个：读取2，未能读取0，不是材料0，重复0" in said.out
    assert "[读取材料] 0/2" in said.err
    assert cli.main([*arguments, "--lang", "en"]) == 3
    said = capsys.readouterr()
    assert "2 members: 2 read, 0 not read" in said.out
    assert "接着上次" in said.err
    assert cli.main(["audit", "--to", str(tmp_path / "r")]) == 2
    assert cli.main(["audit", str(archive), "--to", str(archive)]) == 2
    shutil.rmtree(tmp_path / "r")


def test_an_archive_without_papers_says_so_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    assert cli.main(["audit", str(tmp_path / "a"), "--to", str(tmp_path / "r"), "--no-progress"]) == 3
    assert "没有找到材料" in capsys.readouterr().err


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = write(tmp_path / "a", {**good(1), **good(2)})
    monkeypatch.setattr(gathering, "MOST", 2)
    real = read_and_pack
    calls = []

    def interrupted(paper: Any) -> Any:
        calls.append(paper.path)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(paper)

    monkeypatch.setattr(reading, "read_and_pack", interrupted)
    monkeypatch.setattr("sys.argv", ["anze", "audit", str(archive), "--to", "r", "--password", "secret"])
    assert cli.main(["audit", str(archive), "--to", str(tmp_path / "r"), "-j", "0"]) == 130
    said = capsys.readouterr().err
    assert "接着做：anze audit" in said
    assert "secret" not in said
    monkeypatch.setattr(reading, "read_and_pack", real)
    last = kit.Quiet()
    kit.audit(kit.a_run(archive, to=tmp_path / "r"), last, lambda line: None)
    assert len(last.read) == 2
    assert not (tmp_path / "r" / ".spool").exists()


def test_a_filing_that_cannot_be_judged_costs_no_other_and_its_cause_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, result = write(tmp_path / "a", {**good(1), **good(2)}), tmp_path / "r"
    real, victims = judging.judge_filing, dict[str, str]()

    def broken(filed: Any, *rest: Any) -> Any:
        victims.setdefault("paper", filed.papers[0].path)
        if filed.papers[0].path == victims["paper"]:
            raise RuntimeError("a defect of ours")
        return real(filed, *rest)

    monkeypatch.setattr(judging, "judge_filing", broken)
    assert cli.main(["audit", str(archive), "--to", str(result), "-j", "0"]) == 3
    assert "判断出错1（原因见 defects.log）" in capsys.readouterr().out
    kept = (result / "defects.log").read_text("utf-8")
    assert "a defect of ours" in kept
    assert victims["paper"] in kept
    assert len((result / "filings.jsonl").read_text("utf-8").splitlines()) == 1


def test_hostile_papers_among_good_ones_cost_nobody_else_anything(tmp_path: Path) -> None:
    entity = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    nested = policy(900)
    for _ in range(4):
        nested = zipped({"里.zip": nested}) if nested.startswith(b"PK") else zipped({"里.txt": nested})
    hostile = {
        "外部实体.docx": docx(paragraph("&a;"), prolog=entity), "空.pdf": b"", "其实是文本.xlsx": "不是表格".encode(),
        "截断.pdf": b"%PDF-1.7\n1 0 obj <<", "穿越.zip": zipped({"../../逃.txt": policy(901)}), "太深.zip": nested,
        "坏.zip": b"PK\x03\x04" + b"\0" * 40, "怪名\u202efdp.txt": policy(902), "零.bin": b"\0" * 4096,
    }  # fmt: skip
    many = {f"{n}/{name}": data for n in range(1, 9) for name, data in good(n).items()}
    archive = write(tmp_path / "a", {"全部.zip": zipped({**many, **hostile})})
    done, _ = audited(archive, to=tmp_path / "r")
    named = {path.split("全部.zip/")[1]: line for path, line in members(tmp_path / "r").items()}
    assert all(named[name]["status"] == "read" for name in many)
    assert {name: line["cause"] for name, line in named.items() if line["status"] == "failed"} == {
        "外部实体.docx": "hostile", "空.pdf": "empty", "其实是文本.xlsx": "wrong_content", "截断.pdf": "damaged",
        "穿越.zip!../../逃.txt": "unsafe_name", "太深.zip!里.zip!里.zip": "too_large", "坏.zip": "damaged", "零.bin": "damaged",
    }  # fmt: skip
    assert named["怪名fdp.txt"]["status"] == "read"
    assert done.counts["filings"]["all"] >= 8
    assert not list(tmp_path.rglob("逃*"))


def test_a_store_that_does_not_answer_is_not_held_against_its_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = fsspec.filesystem("memory")
    for number in (1, 2):
        memory.pipe(f"/audit-down/{number}.txt", policy(number))
    monkeypatch.setattr("api.audit_run.intake.sources.WAITS_S", (0.0,))
    real, calls = memory.get_file, []

    def down(path: str, target: str, **more: Any) -> None:
        calls.append(path)
        if path.endswith("2.txt"):
            raise TimeoutError("no answer")
        real(path, target, **more)

    monkeypatch.setattr(type(memory), "get_file", staticmethod(down))
    try:
        with pytest.raises(BadSource, match="没有应答"):
            audited("memory://audit-down", to=tmp_path / "r")
        assert sum(path.endswith("2.txt") for path in calls) == 2
        monkeypatch.undo()
        done, _ = audited("memory://audit-down", to=tmp_path / "r")
    finally:
        memory.rm("/audit-down", recursive=True)
    assert done.counts["members"]["read"] == 2
