"""What an audit leaves for people and tools: every form reads back, strangers' words stay words, equal results are equal bytes;
two results side by side; other packs held against a result without a paper."""

from __future__ import annotations

import csv
import doctest
import io
import json
import random
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from api import cli
from api.audit_run import results, summary
from api.audit_run.difference import differences
from api.audit_run.journal import FILE, BadJournal, Journal
from api.audit_run.judging import bearing, excusing, rechecking
from api.audit_run.results import phrases
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.phrases import Phrases
from api.audit_run.results.summary_rows import kind_rows
from api.audit_run.results.tallies import Group, Tallies, ranked
from api.errors import cause_of
from api.exports import as_xlsx
from api.exports.columns import Column
from api.recheck import Asked, Turn
from tests.audit_kit import VERSIONS, audited, filings, manifest, write, zipped
from validators.law.pack_reading import shipped

EVIL = "=cmd|' /C calc'!A0"
FORMS = ("audit.xlsx", "report.html", "filings.csv", "findings.csv", "members.csv", "findings.sarif")
SHIPPED = Path(str(Path(__file__).parents[1])) / "validators" / "packs" / "341300_宿州市"


def policy(
    number: int, *, fee: int = 900, place: str = "安徽省宿州市灵璧县经济开发区1号", year: int = 2025, holder: str = ""
) -> bytes:
    """A policy whose prevention fee is 9 per cent of its premium, under the floor of the place, unless told otherwise."""
    return (
        f"安全生产责任保险保险单\n保险单号：PX{year}{number:08d}\n投保人：{holder or f'示例{number}机械有限公司'}\n地址：{place}\n行业类别：机械制造\n"
        f"从业人员：20人  投保人数：20人\n保险期间：自{year}年3月1日零时起至{year + 1}年2月28日二十四时止\n每人死亡（伤残）赔偿限额：600000.00元\n"
        "每次事故赔偿限额：6000000.00元\n累计赔偿限额：12000000.00元\n总保险费：10000.00元\n"
        f"事故预防服务费用：{fee}.00元，占总保险费的{fee // 100}%\n保险人：示例财产保险股份有限公司\n签单日期：{year}年2月20日\n"
    ).encode()  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(
        tmp_path_factory.mktemp("archive"),
        {
            "甲 #1/manifest.json": manifest("F1"), "甲 #1/保单.txt": policy(1, holder=f"示例市{EVIL}有限公司"),
            "乙/manifest.json": manifest("F2"), "乙/保单.txt": policy(2, fee=1500),
            "丙/manifest.json": manifest("F3"), "丙/保单.txt": policy(3, place="浙江省温州市乐清市柳市镇1号"),
            "丁.zip": zipped({"F4/manifest.json": manifest("F4"), "F4/保单.txt": policy(4, year=2022)}),
            "坏.pdf": b"%PDF-1.4 broken",
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = tmp_path_factory.mktemp("results") / "one"
    audited(archive, to=result, formats=None)
    return result


def rows(result: Path, name: str) -> list[dict[str, str]]:
    text = (result / name).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def open_ones(result: Path) -> list[dict[str, Any]]:
    return [f for one in filings(result) for f in one["findings"]]


def test_the_words_of_formats_are_those_that_the_command_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(results.words()) == {"xlsx", "html", "csv", "sarif", "jsonl", "parquet"}
    assert cli.main(["audit", "x", "--to", "y", "--formats", "gif"]) == 2
    assert "xlsx" in capsys.readouterr().err


def test_the_workbook_reads_back_to_the_lines(whole: Path) -> None:
    book = openpyxl.load_workbook(whole / "audit.xlsx")
    assert book.sheetnames == ["摘要", "按保险机构", "按地区", "按问题种类", "案卷", "问题", "材料"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
    found = list(book["问题"].iter_rows(min_row=2))
    assert [row[18].value for row in found] == [f["fingerprint"] for f in open_ones(whole)]
    by_verdict = {name: value for name, value, *_ in book["摘要"].iter_rows(values_only=True)}
    counts = json.loads((whole / "summary.json").read_text("utf-8"))
    assert by_verdict["　退回"] == counts["filings"]["returned"] > 0
    assert by_verdict["成员总数"] == book["材料"].max_row - 1 == counts["members"]["all"]
    places = {row[0]: row[1] for row in book["按地区"].iter_rows(min_row=2, values_only=True)}
    assert places["341323 安徽省宿州市灵璧县"] == 3
    assert sum(places.values()) == 5  # what could not be read is a filing of its own


def test_findings_link_to_their_papers_from_where_the_workbook_lies(archive: Path, whole: Path) -> None:
    sheet = openpyxl.load_workbook(whole / "audit.xlsx")["问题"]
    links = {row[0].value: row[11].hyperlink.target for row in sheet.iter_rows(min_row=2)}
    assert (whole / links["F1"].replace("\\", "/").replace("%23", "#").replace("%20", " ")).samefile(
        archive / "甲 #1" / "保单.txt"
    )
    assert (whole / links["F4"].replace("\\", "/")).samefile(archive / "丁.zip")  # what is inside cannot be linked to


def test_what_a_paper_prints_is_never_a_formula(whole: Path) -> None:
    for sheet in openpyxl.load_workbook(whole / "audit.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    for name in ("filings.csv", "findings.csv", "members.csv"):
        for row in rows(whole, name):
            assert not any(value.startswith(("=", "+", "@")) for value in row.values())
    page = (whole / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert "http-equiv" in page


def test_tables_for_spreadsheets_have_a_row_for_each(whole: Path) -> None:
    assert [row["案卷"] for row in rows(whole, "filings.csv")] == [one["filing"] for one in filings(whole)]
    assert [row["发现编号"] for row in rows(whole, "findings.csv")] == [f["fingerprint"] for f in open_ones(whole)]
    (broken,) = (row for row in rows(whole, "members.csv") if row["状态"] == "未能读取")
    assert broken["材料"].endswith("坏.pdf")


def test_why_a_paper_could_not_be_read_is_said_in_words(whole: Path) -> None:
    (broken,) = (row for row in rows(whole, "members.csv") if row["状态"] == "未能读取")
    summary = dict(openpyxl.load_workbook(whole / "audit.xlsx")["摘要"].iter_rows(max_col=2, values_only=True))
    (code,) = json.loads((whole / "summary.json").read_text("utf-8"))["failed_by_cause"]
    assert (broken["原因"], summary[cause_of(code)]) == (cause_of(code), 1)
    assert HAN.search(broken["原因"])
    page = (whole / "report.html").read_text("utf-8")
    assert f"<td>{cause_of(code)}</td>" in page
    assert code not in page


def test_sheets_go_on_where_one_is_full(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 5)
    monkeypatch.setattr(as_xlsx, "MOST_LINKS", 3)
    audited(archive / "乙", to=tmp_path / "r", formats=frozenset({"xlsx", "jsonl"}))
    book = openpyxl.load_workbook(tmp_path / "r" / "audit.xlsx")
    parts = [name for name in book.sheetnames if name.startswith("问题")]
    assert sum(book[name].max_row - 1 for name in parts) == len(open_ones(tmp_path / "r")) > 5
    assert [bool(row[11].hyperlink) for row in book["问题"].iter_rows(min_row=2)] == [True, True, True, False, False]


def test_equal_results_are_equal_bytes_and_unwanted_forms_go(archive: Path, whole: Path, tmp_path: Path) -> None:
    again = whole.parent / "two"  # beside the first: ways to the papers are the same
    audited(archive, to=again, formats=None)
    for name in FORMS:
        assert (again / name).read_bytes() == (whole / name).read_bytes(), name
    audited(archive, to=again, formats=frozenset({"sarif"}))
    left = {file.name for file in again.iterdir() if not file.name.startswith((".", "journal"))}
    assert left == {"findings.sarif", "members.jsonl", "summary.json"}


def test_forms_written_beside_one_another_are_the_same_bytes_and_one_that_fails_is_told(whole: Path) -> None:
    beside = whole.parent / "beside"  # links lead to the archive from here as from there
    (beside / ".xlsx-of a killed run").mkdir(parents=True)
    journal = Journal(whole / FILE, only_look=True)
    told = results.Told(summary.summarise(journal), lambda: summary.members(journal))
    results.write(journal, beside, lambda _: None, told, {"xlsx", "csv"}, workers=2)
    names = {"audit.xlsx", "filings.csv", "findings.csv", "members.csv"}
    assert {file.name: file.read_bytes() for file in beside.iterdir()} == {
        name: (whole / name).read_bytes() for name in names
    }
    (beside / ".audit.xlsx.part").mkdir()  # where a process cannot write
    with pytest.raises(results.NotWritten, match=r"audit\.xlsx"):
        results.write(journal, beside, lambda _: None, told, {"xlsx", "csv"}, workers=2)
    journal.close()


def test_facts_of_an_older_journal_are_read_as_rows() -> None:
    place = {"path": "保单.pdf", "field": "premium", "page": 1}
    said = {
        "value": 12.5,
        "state": "known",
        "why": "",
        "confidence": 0.9,
        "rivals": [],
        "doubts": [],
        "evidence": [place, place],
    }
    older = [{"about": "policy", "key": "PX1", "facts": {"premium": said}}]
    kept = JudgedFiling(b"{}", zlib.compress(json.dumps(older).encode()))
    assert kept.policy == {"premium": 12.5}
    assert kept.facts == [["policy", "PX1", [["premium", "known", 12.5, 0.9, ["保单.pdf"]]]]]


@pytest.mark.parametrize("tables", [{}, {"findings": [{"rule": "x"}]}, {"findings": [{"rule": "x"}, {"rule": "y"}]}])
def test_findings_are_cut_out_of_their_line_whatever_stands_in_it(tables: dict[str, object]) -> None:
    odd = '"},{"rule":"],"coverage":{'
    findings: list[dict[str, object]] = [
        {"rule": odd, "params": {"inner": [{"rule": "a"}]}}, {"rule": "b", "params": {"c": "\n"}}
    ]  # fmt: skip
    report = {
        "filing": odd,
        "documents": [{"tables": tables}],
        "findings": findings,
        "coverage": {"a": 1},
        "verdict": "returned",
    }
    plain = JudgedFiling(json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode(), b"")
    assert list(map(json.loads, plain.finding_texts)) == findings
    several = [
        *findings,
        {"rule": "c", "params": {"inner": [{"rule": "a"}, {"rule": "b"}]}},
    ]  # as one finding ends within another
    nested = JudgedFiling(json.dumps({**report, "findings": several}, separators=(",", ":")).encode(), b"")
    assert list(map(json.loads, nested.finding_texts)) == several


def test_a_filing_is_read_back_as_it_was_written_and_its_findings_keep_their_words() -> None:
    odd = '甲"]}, "findings":[{'
    report = {"filing": odd, "findings": [{"summary": odd, "box": [0.5, 1e-07]}, {}], "papers": [[], odd], "last": None}
    kept = JudgedFiling(json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode(), b"")
    assert kept.report == report
    assert list(map(json.loads, kept.finding_texts)) == report["findings"]
    assert b"1e-07" in kept.finding_texts[0]
    none = JudgedFiling(b'{"findings":[],"filing":"a"}', b"")
    assert (none.report, none.finding_texts) == ({"findings": [], "filing": "a"}, ())
    facts = [
        ["filing", "a", []],
        ["policy", "PX1", [["premium", "known", 3, 1.0, []]]],
        ["policy", "PX2", [["premium", "known", 4, 1.0, []]]],
    ]
    packed = zlib.compress(json.dumps(facts, separators=(",", ":")).encode())
    assert JudgedFiling(b"{}", packed).policy == {"premium": 3}
    assert JudgedFiling(b"{}", zlib.compress(b"[]")).policy == {}


def test_waived_and_known_findings_are_suppressed_and_do_not_count(archive: Path, tmp_path: Path) -> None:
    waiver = tmp_path / "w.yaml"
    entry = "{rule: suzhou.fee-floor, filing: F1, reason: 已说明, author: 张三, clause: 会议纪要3号, expires: %s}"
    waiver.write_text("waivers:\n  - " + entry % "2999-01-01" + "\n  - " + entry % "2020-01-01" + "\n", "utf-8")
    given, over = excusing.load(waiver, None, date(2025, 9, 1))
    assert len(over) == 1 and ":3:" in over[0]  # noqa: PT018
    one = tmp_path / "one"
    done, _ = audited(archive / "甲 #1", to=one, asked={"excused": given}, formats=frozenset({"sarif", "jsonl"}))
    assert done.unanswered == []
    results_ = json.loads((one / "findings.sarif").read_text("utf-8"))["runs"][0]["results"]
    (fee,) = (r for r in results_ if r["ruleId"] == "suzhou.fee-floor")
    assert fee["suppressions"][0]["status"] == "accepted"
    assert "已说明" in fee["suppressions"][0]["justification"]
    assert len(fee["partialFingerprints"]["anze/v1"]) == 32

    known = {one_["filing"]: {f["fingerprint"]: f["rule"] for f in one_["findings"]} for one_ in filings(one)}
    file = tmp_path / "baseline.json"
    known["F1"]["0" * 32] = "suzhou.fee-floor"  # gone from the papers
    file.write_text(json.dumps({"form": "anze-baseline-1", "filings": known}), "utf-8")
    waiver.write_text("waivers:\n  - " + entry.replace("F1", "F9") % "2999-01-01" + "\n", "utf-8")
    given, _ = excusing.load(waiver, file, date(2025, 9, 1))
    done, _ = audited(
        archive / "甲 #1", to=one, asked={"excused": given}, formats=frozenset({"jsonl"})
    )  # judged again, not read
    assert ["F9 suzhou.fee-floor 没有对应的发现" in done.unanswered[0], done.unanswered[1][:7]] == [
        True,
        "基线里有1项已",
    ]
    (filing,) = filings(one)
    assert filing["verdict"] == "accepted"
    assert all(f["excused"] == {"by": "baseline"} for f in filing["findings"])


# --- in English ------------------------------------------------------------------------------------------------------


def test_results_follow_the_language(archive: Path, tmp_path: Path) -> None:
    audited(archive / "乙", archive / "坏.pdf", to=tmp_path, formats=None, asked={"lang": "en"})
    (filing, *_) = (row for row in rows(tmp_path, "filings.csv") if row["Filing"] == "F2")
    assert (filing["Verdict"], filing["Sector"], filing["Day of review"]) == ("undecided", "Other", "2025-09-01")
    assert {row["Verdict"] for row in rows(tmp_path, "findings.csv")} == {"violated", "undecided"} & {
        finding["verdict"] for finding in open_ones(tmp_path)
    }
    assert {row["Status"] for row in rows(tmp_path, "members.csv")} == {"read", "no paper", "not readable"}

    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert book.sheetnames == [
        "Summary",
        "By insurer",
        "By region",
        "By kind of finding",
        "Filings",
        "Findings",
        "Papers",
    ]
    assert not any(HAN.search(cell.value) for sheet in book.worksheets[1:] for cell in sheet[1])
    summary = {name: value for name, value, *_ in book["Summary"].iter_rows(values_only=True)}
    assert (summary["All filings"], summary["　undecided"], summary["All members"]) == (2, 2, 3)

    page = (tmp_path / "report.html").read_text("utf-8")
    assert '<html lang="en">' in page
    told = [
        text for text in re.findall(r"<h[123]>(.*?)</h[123]>|<th[^>]*>(.*?)</th>|<title>(.*?)</title>", page) if text
    ]
    assert told
    assert not HAN.search(str(told))

    (run,) = json.loads((tmp_path / "findings.sarif").read_text("utf-8"))["runs"]
    assert (run["language"], run["tool"]["driver"]["language"]) == ("en", "en")


HAN = re.compile("[\u4e00-\u9fff]")


def test_every_phrase_is_there_in_both_languages_with_the_same_blanks() -> None:
    def pairs(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if "zh" in table:
            yield table["zh"], table["en"]
            return
        for inner in table.values():
            yield from pairs(inner)

    blanks = re.compile(r"\{\w+\}")
    for zh, en in pairs(dict(phrases._table())):
        assert sorted(blanks.findall(zh)) == sorted(blanks.findall(en)), zh
        assert en.strip()
        assert not HAN.search(en)
    assert doctest.testmod(phrases).failed == 0


# --- two runs --------------------------------------------------------------------------------------------------------


def test_two_runs_show_what_is_new_gone_and_otherwise(
    archive: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later"
    shutil.copytree(archive, later)
    shutil.rmtree(later / "丙")
    write(later, {"甲 #1/保单.txt": policy(1, fee=1500), "戊/manifest.json": manifest("F5"), "戊/保单.txt": policy(5)})
    audited(later, to=tmp_path / "two")
    told = {one.filing: one for one in differences(whole, tmp_path / "two")}
    assert {name: one.what for name, one in told.items() if name in ("F3", "F5")} == {"F3": "gone", "F5": "new"}
    assert ("fixed", "suzhou.fee-floor") in {(f["what"], f["rule"]) for f in told["F1"].findings}
    assert not any(f["what"] == "new" and f["rule"] == "suzhou.fee-floor" for f in told["F1"].findings)
    assert cli.main(["audit", "diff", str(whole), str(tmp_path / "two")]) == 1
    said = capsys.readouterr().out
    assert "旧：应急监二〔2023〕84号" in said
    assert "新增1，消失1" in said


def test_a_run_does_not_differ_from_itself_and_what_is_no_run_is_said(whole: Path, tmp_path: Path) -> None:
    assert list(differences(whole, whole)) == []
    with pytest.raises(BadJournal, match=r"journal\.sqlite"):
        list(differences(whole, tmp_path))
    assert cli.main(["audit", "diff", str(whole), str(tmp_path)]) == 2


# --- other packs -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lower(tmp_path: Path) -> Path:
    """The pack of Suzhou with a lower floor for the fee from 2024 on, and its cases."""
    text = (SHIPPED / "suzhou-2023-84.yaml").read_text("utf-8")
    assert "value: 12, source" in text
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "suzhou-2023-84.yaml").write_text(
        text.replace("value: 12, source", "value: 9, source"), "utf-8"
    )
    shutil.copy(SHIPPED / "suzhou-2023-84.cases.yaml", tmp_path / "packs")
    return tmp_path / "packs"


def test_other_packs_judge_again_only_what_they_can_touch(
    whole: Path, lower: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = list(rechecking.recheck([whole], Asked(packs=(lower,)), 0))
    (proven,) = (one for one in told if isinstance(one, rechecking.Proven))
    turns = {one.filing: one for one in told if not isinstance(one, rechecking.Proven)}
    assert proven.number + len(turns) == 5
    assert "F3" not in turns  # Yueqing is not in Suzhou
    assert "F4" not in turns  # signed before the floor was in force
    assert [(c["what"], c["rule"]) for c in turns["F1"].changes] == [("lost", "suzhou.fee-floor")]
    capsys.readouterr()
    assert cli.main(["recheck", str(whole), "--packs", str(lower), "-j", "0"]) in (0, 1)
    assert "共5个案卷" in capsys.readouterr().out
    assert cli.main(["recheck", str(whole), str(lower / "suzhou-2023-84.yaml")]) == 2  # a result and a kept file


def test_what_is_proven_unchanged_is_unchanged_whatever_the_packs(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packs at random – rules gone, numbers, days and severities moved – against a full judging of every filing; a journal that has
    no kept facts says the same."""
    chance = random.Random(7)
    shutil.copytree(whole, bare := tmp_path / "bare")
    journal = Journal(bare / FILE)
    journal.write("DELETE FROM kept_facts")
    journal.close()
    shown = shipped()
    proven = different = 0
    for _ in range(6):
        altered = tuple(_altered(pack, chance) if chance.random() < 0.3 else pack for pack in shown)
        monkeypatch.setattr(rechecking, "packs_of", lambda own, altered=altered: altered if own else shown)
        asked = Asked(packs=(Path("altered"),))
        quick = [one for one in rechecking.recheck([whole], asked, 0) if not isinstance(one, rechecking.Proven)]
        full = [
            one for one in rechecking.recheck([whole], asked, 0, prove=False) if not isinstance(one, rechecking.Proven)
        ]
        byplace = [one for one in rechecking.recheck([bare], asked, 0) if not isinstance(one, rechecking.Proven)]
        for told in (quick, byplace):
            assert [one for one in told if one.changes or one.flipped] == [
                one for one in full if one.changes or one.flipped
            ]
        assert {one.filing for one in quick} <= {one.filing for one in byplace}
        proven += len(full) - len(byplace)
        different += sum(bool(one.changes) for one in full)
    assert proven > 0
    assert different > 0


def test_a_filing_that_ends_its_worker_is_named_and_costs_no_other(
    whole: Path, lower: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejudge = rechecking.rejudge

    def dying(stretch: rechecking.Stretch) -> rechecking.Rechecked:
        if stretch.first <= 2 < stretch.end:
            raise MemoryError
        return rejudge(stretch)

    undisturbed = list(rechecking.recheck([whole], Asked(packs=(lower,)), 0, prove=False))
    monkeypatch.setattr(rechecking, "rejudge", dying)
    told = list(rechecking.recheck([whole], Asked(packs=(lower,)), 0, prove=False))
    assert [one for one in told if not getattr(one, "problem", "")] == [
        one for n, one in enumerate(undisturbed, 1) if n != 2
    ]
    (lost,) = (one for one in told if getattr(one, "problem", ""))
    assert isinstance(lost, Turn)
    assert (lost.filing, lost.path) == (undisturbed[1].filing, undisturbed[1].path)  # type: ignore[union-attr]


def _altered(pack: Any, chance: random.Random) -> Any:
    def rule(one: Any) -> Any:
        match chance.randrange(4):
            case 0:
                return replace(one, since=date(chance.randrange(2020, 2028), 1, 1))
            case 1:
                return replace(one, until=date(chance.randrange(2020, 2028), 1, 1))
            case 2 if one.values and isinstance(one.values[-1].value, int | float):
                return replace(one, values=(*one.values[:-1], replace(one.values[-1], value=one.values[-1].value * 2)))
            case _:
                return one

    kept = tuple(rule(one) for one in pack.rules if chance.random() < 0.9)
    return replace(pack, rules=kept, version=f"{pack.version}-{chance.random()}")


def test_a_bearing_has_every_kind_of_subject_once_with_place_and_days(whole: Path) -> None:
    journal = Journal(whole / FILE)
    said = [json.loads(text) for (text,) in journal.rows("SELECT said FROM bearings")]
    journal.close()
    assert len(said) == 5
    places = {subject[1] for one in said for subject in one["subjects"] if subject[0] == "policy"}
    assert "341323" in places
    proof = bearing.Proof(shipped(), shipped())
    assert all(proof.unchanged(one) for one in said)
    assert VERSIONS


# --- asked by SQL ----------------------------------------------------------------------------------------------------

QUERIES = re.findall(r"([^\n]+)\n\n```sql\n(.+?)```", (Path(__file__).parents[1] / "docs" / "audit-queries.md").read_text("utf-8"), re.S)  # fmt: skip


def asked(sql: str) -> duckdb.DuckDBPyRelation:
    answer = duckdb.sql(sql)
    assert answer is not None
    return answer


@pytest.mark.parametrize("sql", [pytest.param(sql, id=str(n)) for n, (_, sql) in enumerate(QUERIES)])
def test_every_query_of_the_page_runs(whole: Path, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    monkeypatch.chdir(whole)
    assert asked(sql).columns


def test_the_queries_answer_what_the_lines_say(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(whole)
    by_title = {title.split("（")[0]: sql for title, sql in QUERIES}
    (row,) = asked(by_title["Returned filings, by insurer:"]).filter("insurer LIKE '示例%'").fetchall()
    told = [one for one in filings(whole) if one["filing"] in ("F1", "F2", "F3", "F4")]
    assert row == ("示例财产保险股份有限公司", sum(one["verdict"] == "returned" for one in told), len(told))
    months = asked(next(sql for title, sql in QUERIES if title.startswith("Premium and prevention"))).fetchall()
    assert ("2022-02", 1, 10000.0, 9.0) in months


def test_links_of_one_address_are_its_own_and_markup_stays_text(tmp_path: Path) -> None:
    columns = (Column("paper", "材料", 10, "link"), Column("text", "原文", 10))
    book, formats = as_xlsx.begin(str(tmp_path / "b.xlsx"), str(tmp_path), "册", "0")
    sheets = as_xlsx.Sheets(book, formats, "表", columns)
    rows = [
        ("external:a.pdf", "甲"),
        ("external:b.pdf", "乙"),
        ("external:a.pdf", "丙"),
        ("", "丁"),
        ("external:a.pdf", "戊"),
    ]
    for address, shown in rows:
        sheets.add({"paper": (address, shown), "text": f"<r>{shown}</r>"})
    sheets.end()
    book.close()
    cells = openpyxl.load_workbook(tmp_path / "b.xlsx")["表"].iter_rows(min_row=2)
    said = [(link.hyperlink and link.hyperlink.target, link.value, text.value) for link, text in cells]
    assert said == [
        ("a.pdf", "甲", "<r>甲</r>"), ("b.pdf", "乙", "<r>乙</r>"), ("a.pdf", "丙", "<r>丙</r>"), (None, "丁", "<r>丁</r>"),
        ("a.pdf", "戊", "<r>戊</r>"),
    ]  # fmt: skip


def test_cells_of_every_kind_read_back(tmp_path: Path) -> None:
    kinds = ("text", "whole", "money", "day", "moment", "share", "link")
    columns = tuple(Column(kind, kind, 10, kind) for kind in kinds)  # type: ignore[arg-type]
    book, formats = as_xlsx.begin(str(tmp_path / "b.xlsx"), str(tmp_path), "册", "0")
    sheets = as_xlsx.Sheets(book, formats, "表", columns)
    moment = datetime(2025, 3, 1, 4, 5, tzinfo=UTC)
    sheets.add(
        {
            "text": " <甲>&\x01\n乙 _x0041_ ",
            "whole": 3,
            "money": Decimal("-1200.50"),
            "day": date(2024, 2, 29),
            "moment": moment,
            "share": 0.25,
        }
    )
    sheets.add({})
    sheets.add({"text": 7, "day": "无", "whole": 0, "link": ("external:a.pdf", "\ud800半")})
    with pytest.warns(UserWarning, match="URL"):
        sheets.add({"text": "😀" * 20_000, "link": ("external:" + "a" * 3_000, "太长")})
    sheets.end()
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["表"]
    (first, empty, third, last) = (
        dict(zip(kinds, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    )
    assert first["text"] == " <甲>&_x0001_\n乙 _x005F_x0041_ "  # as the format writes what it has no signs for
    said = datetime(2025, 3, 1, 12, 5)  # in Beijing
    assert [first[kind] for kind in kinds[1:]] == [3, -1200.5, datetime(2024, 2, 29), said, 0.25, None]
    assert set(empty.values()) == {None}
    assert [third[kind] for kind in ("text", "day", "whole", "link")] == ["7", "无", 0, "?半"]
    assert (len(last["text"]), last["link"]) == (32_767 // 2, "太长")
    assert sheet["A2"].number_format == "General"
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("#,##0.00", "yyyy-mm-dd")


def test_kinds_of_findings_begin_with_what_is_grave() -> None:
    tallies = Tallies(Phrases("zh"))
    tallies.findings = {
        ("clause_advised", "violated", "note"): 90, ("premium_sum_mismatch", "violated", "error"): 2,
        ("evidence_reused", "undecided", "warning"): 40, ("coverage_missing", "violated", "error"): 5,
        ("paper_twice", "violated", "note"): 91, ("fee_booked_twice", "violated", "warning"): 7,
    }  # fmt: skip
    assert [row["count"] for row in kind_rows(tallies, Phrases("zh"))] == [5, 2, 7, 91, 90, 40]


def test_those_of_whom_it_is_not_known_come_last() -> None:
    groups = {name: Group(filings=n) for name, n in (("（未能确定）", 26), ("甲财险", 3), ("乙财险", 7))}
    assert [name for name, _ in ranked(groups, "（未能确定）")] == ["乙财险", "甲财险", "（未能确定）"]
