"""The platform's row beside the signed paper: what was declared otherwise is found, with the cell and the box; nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.cli import main
from api.collect import paths_to_parcels
from api.collect.opening import archive_opener
from api.errors import BadDeclared
from api.given.declared import file_to_rows, platform_table
from extractor.limits import Limits
from extractor.values.dates import Moment
from validators.cases import facts_of
from validators.checks import agrees_with_declared
from validators.declared import Columns
from validators.declared.mapping import parse_mapping
from validators.declared.values import agree, said
from validators.facts import Fact
from validators.law.pack import PackError

SAMPLE = Path(__file__).parents[1] / "samples" / "suzhou-clean"
# What 保险单.pdf of the sample prints, read by eye.
RIGHT = {
    "保单号码": "HYAZ-2025-3413-004826", "投保人名称": "泗县禾丰粮油机械有限公司", "保险公司": "淮岳财产保险股份有限公司",
    "保费（万元）": 3.268, "每人责任限额": 600000, "参保人数": 86, "签单日期": "2025/6/10", "起保日期": "2025-06-15 00:00:00",
    "止保日期": "2026-06-15 00:00:00", "事故预防费比例": "15%", "统一社会信用代码": "913413242089811862",
}  # fmt: skip


def workbook(path: Path, *rows: dict[str, Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "导出"
    sheet.append(["平台保单台账"])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([row.get(name) for name in rows[0]])
    book.save(path)


def filing(tmp_path: Path, declared: Any) -> Path:
    folder = tmp_path / "案卷"
    folder.mkdir()
    shutil.copy(SAMPLE / "保险单.pdf", folder)
    manifest = {"filing_id": "X-1", "declared": declared, "documents": [{"file": "保险单.pdf"}]}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    main(["check", "--format", "json", "-j", "0", *arguments])
    (found,) = json.loads(capsys.readouterr().out)
    return dict(found)


def differing(found: dict[str, Any], verdict: str = "violated") -> dict[str, Any]:
    mine = [f for f in found["findings"] if f["type"] == "declared_value_mismatch" and f["verdict"] == verdict]
    return {f["params"]["item"]: f for f in mine}


def test_what_was_declared_right_is_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = filing(tmp_path, {"file": "platform.xlsx"})
    workbook(folder / "platform.xlsx", {**RIGHT, "平台备注": "x"})
    found = report(capsys, str(folder))
    assert differing(found) == differing(found, "undecided") == {}
    assert found["declared"] == {"file": "platform.xlsx", "rows": 1, "ignored": ["平台备注"]}
    assert [paper["path"] for paper in found["documents"]] == ["保险单.pdf"]


def test_what_was_declared_otherwise_has_both_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = filing(tmp_path, {"file": "platform.xlsx"})
    workbook(folder / "platform.xlsx", {**RIGHT, "保费（万元）": 3.286, "参保人数": 68, "签单日期": ""})
    found = report(capsys, str(folder))
    wrong = differing(found)
    assert set(wrong) == {"premium", "insured_count"}
    cell, box = wrong["premium"]["evidence"]
    assert (cell["path"], cell["where"], cell["text"]) == ("platform.xlsx", "导出!D3", "3.286")
    assert (box["path"], box["page"]) == ("保险单.pdf", 1)
    assert box["box"] is not None
    assert wrong["premium"]["params"] == {"item": "premium", "declared": 32860, "printed": 32680}
    assert wrong["premium"]["citation"]["document"] == "应急监二〔2023〕84号"
    (empty,) = [f for f in found["findings"] if f["type"] == "declared_value_missing"]
    assert (empty["severity"], empty["params"]["fields"]) == ("note", ["sign_date"])
    assert empty["evidence"][0]["where"] == "导出!G3"


def test_rows_in_the_manifest_itself_and_in_a_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = filing(tmp_path, {"rows": [{"policyNo": "HYAZ-2025-3413-004826", "premium": 42680}]})
    packed = tmp_path / "报送.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"F/{file.name}")
    found = report(capsys, str(packed))
    (place, _) = differing(found)["premium"]["evidence"]
    assert (place["path"], place["where"]) == ("manifest.json", "declared.rows[0].premium")


def test_a_table_of_many_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "export.csv"
    table.write_text("单号,金额,人数\nPZIT20240001,32680,86\nHYAZ 2025-3413-004826,32680,85\n", encoding="gb18030")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "columns:\n  单号: policy_no\n  金额: {field: premium, unit: 元}\n  人数: insured_count\n", "utf-8"
    )
    found = report(capsys, str(SAMPLE / "保险单.pdf"), "--declared", str(table), "--mapping", str(mapping))
    assert set(differing(found)) == {"insured_count"}
    assert differing(found)["insured_count"]["evidence"][0]["where"] == "第3行第3列"


def test_a_policy_that_the_table_lacks_is_undecided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "export.json"
    table.write_text(json.dumps({"data": [{"policyNo": "OTHER-2024-000001", "premium": 1}]}), "utf-8")
    found = report(capsys, str(SAMPLE / "保险单.pdf"), "--declared", str(table))
    said = [f for f in found["findings"] if f["type"] == "declared_value_mismatch"]
    assert [f["verdict"] for f in said] == ["undecided"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("columns:\n  保费: premuim\n", 2, "premium"),
        ("colums: {}\n", 1, "columns"),
        ("columns:\n  保费:\n    field: premium\n    unit: 万\n", 4, "万元"),
        ("columns:\n  日: {field: sign_date, date: YY}\n", 2, "YYYY-MM-DD"),
        ("about: ledger\n", 1, "claim"),
        ("columns:\n  a: policy_no\n  a: premium\n", 3, "两次"),
    ],
)
def test_a_mistake_in_a_mapping_names_line_and_words(text: str, line: int, word: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_mapping(text, "map.yaml")
    assert caught.value.line == line
    assert word in str(caught.value)


def test_mistakes_are_said_where_they_belong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = filing(tmp_path, {"file": "platform.csv", "mapping": "mapping.yaml"})
    (folder / "platform.csv").write_text("保单号,保费\nX,1\n", "utf-8")
    found = report(capsys, str(folder))
    (lost,) = [paper for paper in found["documents"] if paper["problems"]]
    assert (lost["path"], lost["problems"][0]["code"]) == ("mapping.yaml", "missing")
    (folder / "mapping.yaml").write_text("columns: {保费: nothing}\n", "utf-8")
    (lost,) = [paper for paper in report(capsys, str(folder))["documents"] if paper["problems"]]
    assert (lost["path"], lost["problems"][0]["code"]) == ("mapping.yaml", "bad_mapping")
    assert main(["check", str(folder), "--declared", str(folder / "none.csv")]) == 2


@pytest.mark.parametrize(
    "declared", [5, [], {}, {"file": 3}, {"rows": 7}, {"rows": [3]}, {"read": [{"a": 1}]}, {"file": "../x.csv"}, None]
)
def test_a_strange_manifest_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], declared: Any) -> None:
    found = report(capsys, str(filing(tmp_path, declared)))
    assert found["documents"][0]["kind"] in ("policy", "unknown")


def test_the_table_is_kept_with_the_manifest(tmp_path: Path) -> None:
    folder = filing(tmp_path, {"file": "platform.csv"})
    (folder / "platform.csv").write_text("保单号,保费\nHYAZ-2025-3413-004826,1\n", "utf-8")
    (parcel,) = paths_to_parcels([folder], archive_opener(tmp_path, Limits()))
    assert parcel.manifest is not None
    assert parcel.manifest["declared"]["read"][0]["保费"] == ["1", "第2行第2列"]
    assert [paper.path for paper in parcel.papers] == ["保险单.pdf"]


def yuan(text: str) -> Fact:
    return Fact(Decimal(text))


@pytest.mark.parametrize(
    ("kind", "text", "unit", "printed", "answer"),
    [
        ("amount", "12.18", "万元", yuan("121800"), True),
        ("amount", "12.2", "万元", yuan("121800"), True),  # rounded to the last digit written
        ("amount", "12.3", "万元", yuan("121800"), False),
        ("amount", "12.18", "", yuan("121800"), None),  # nobody says in which unit
        ("amount", "121,800.01", "元", yuan("121800"), False),
        ("amount", "12万", "", yuan("120000"), True),
        ("ratio", "0.105", "", yuan("10.5"), True),
        ("ratio", "10.5%", "", yuan("10.5"), True),
        ("ratio", "12", "%", yuan("10.5"), False),
        ("day", "20240301", "", Fact(Moment(date(2024, 3, 1))), True),
        ("day", "45352", "", Fact(date(2024, 3, 1)), True),
        ("day", "2024-03-02", "", Fact(date(2024, 3, 1)), False),
        ("name", "宿州市（埇桥）某某有限公司", "", Fact("宿州市(埇桥)某某有限公司"), True),
        ("name", "某甲有限公司", "", Fact("某甲有限责任公司"), False),
        ("name", "人保财险", "", Fact("中国人民财产保险股份有限公司"), None),
        ("number", "pzit 2024-0315", "", Fact("PZIT20240315"), True),
        ("number", "PZIT20240316", "", Fact("PZIT20240315"), False),
        ("region", "341302", "", Fact("341300"), True),
        ("region", "370306", "", Fact("341302"), False),
        ("text", "化学原料制造", "", Fact("化工"), None),
        ("count", "约30", "", Fact(30), None),
    ],
)
def test_values(kind: str, text: str, unit: str, printed: Fact, answer: bool | None) -> None:
    assert agree(said(kind, text, unit), printed)[0] is answer


def test_a_doubt_of_the_reader_accuses_nobody() -> None:
    assert agree(said("count", "36"), Fact(86, doubts=(36,)))[0] is None
    assert agree(said("count", "36"), Fact(86, confidence=0.6))[0] is None
    assert agree(said("count", "36"), Fact(86, (), "contradicted", rivals=(36,)))[0] is None


def test_a_sheet_filled_in_like_a_form_is_one_row(tmp_path: Path) -> None:
    """Labels under labels are no values: else the policy's number would be "保险公司"."""
    book = openpyxl.Workbook()
    for line in (
        ["保单号", "PZIT2024", "投保人", "某甲公司"],
        ["保险公司：", "某某财产保险股份有限公司", "保费（万元）", 1.2],
    ):
        book.active.append(line)
    book.save(tmp_path / "f.xlsx")
    (row,) = file_to_rows((tmp_path / "f.xlsx").read_bytes(), "f.xlsx", Columns())
    assert {name: cell.text for name, cell in row.items()} == {
        "保单号": "PZIT2024", "投保人": "某甲公司", "保险公司": "某某财产保险股份有限公司", "保费（万元）": "1.2"}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({"policyholder": "甲集团有限公司", "insured": "甲化工有限公司", "declared_policy": [{"企业名称": "甲化工有限公司"}]}, "undecided"),
        ({"policyholder": "甲集团有限公司", "insured": "甲化工有限公司", "declared_policy": [{"企业名称": "乙化工有限公司"}]}, "violated"),
        ({"insured_count": 30, "employee_count": 35, "declared_policy": [{"投保人数": "35"}]}, "undecided"),
    ],
)  # fmt: skip
def test_a_column_that_may_mean_another_field_accuses_nobody(case: dict[str, Any], verdict: str) -> None:
    assert agrees_with_declared.check(facts_of(case), agrees_with_declared.Params()).verdict.value == verdict


def test_what_is_no_table_says_so() -> None:
    with pytest.raises(BadDeclared):
        file_to_rows("甲,乙\n1,2\n".encode(), "x.csv", Columns())
    with pytest.raises(BadDeclared):
        platform_table(b"{", "x.json")
