"""Exports: each format reads back to what is stored, strangers' words stay words, and nobody exports what is not theirs."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from api import check, collect, judging
from api.exports import lines
from api.exports.columns import Head, Line
from api.exports.service import FORMATS, formats
from api.packs import service as packs
from api.reading import read_paper
from api.service import Service
from api.settings import Settings
from api.tables.accounts import AuditEntry
from api.tables.filings import Decision, FilingRow, FindingRow
from tests.accounts_kit import Crowd
from tests.filing_kit import row_of, store_filing
from tests.test_pack_service import CASES, RAISED
from validators.report_json import schema

TEN: dict[str, Any] = {"prevention_fee": Decimal(900), "prevention_fee_ratio": Decimal(10)}
EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def stored(service: Service, crowd: Crowd) -> dict[str, str]:
    """One sound filing, one whose fee is too low and whose policyholder has an unkind name, one of another insurer."""
    clerk, other = crowd.user("insurer", "clerk"), crowd.user("insurer", "clerk", other=True)
    return {
        "good": store_filing(service, clerk, "F1"),
        "low": store_filing(service, clerk, "F2", policyholder=EVIL, **TEN),
        "other": store_filing(service, other, "G1", **TEN),
    }


def _get(client: TestClient, address: str, **params: Any) -> bytes:
    answer = client.get(f"/api/v1/exports/{address}", params=params)
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{address.split(".")[0]}-')
    return answer.content


# --- what is in them -----------------------------------------------------------------------------------------------


def test_xlsx_of_filings(crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_get(crowd.browser(app, "insurer", "clerk"), "filings.xlsx"))).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    assert heads == [column.head for column in lines.FILINGS]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:Z3"
    by_name = {row[0].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert list(by_name) == ["F2", "F1"]  # the newest first
    low = by_name["F2"]
    assert (low["结论"].value, low["错误"].value, low["保费（元）"].value) == ("退回", 1, 9000)
    assert low["签单日"].value == datetime(2024, 3, 6)
    assert low["签单日"].is_date
    assert (low["投保人"].value, low["投保人"].data_type) == (EVIL, "s")  # the words, not a formula
    assert low["案卷页面"].hyperlink.target == f"http://testserver/filings/{stored['low']}"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.column_dimensions["H"].width > sheet.column_dimensions["C"].width


def test_csv_of_filings_sets_off_what_a_spreadsheet_would_run(
    crowd: Crowd, app: FastAPI, stored: dict[str, str]
) -> None:
    content = _get(crowd.browser(app, "insurer", "clerk"), "filings.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(row["案卷"], row["投保人"], row["事故预防费（元）"], row["签单日"]) for row in rows] == [
        ("F2", f"'{EVIL}", "900.00", "2024-03-06"), ("F1", "宿州青禾锻造有限公司", "1350.00", "2024-03-06"),
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "  @"])
def test_no_cell_of_a_csv_begins_as_a_formula(start: str) -> None:
    out = io.BytesIO()
    formats()["csv"].write(_head("filings"), [Line({"name": f"{start}1+1"})], out)
    row = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1]
    assert row[0] == f"'{start}1+1"


def test_jsonl_of_findings_holds_the_whole_finding(
    service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]
) -> None:
    content = _get(crowd.browser(app, "insurer", "clerk"), "findings.jsonl", found="violated")
    rows = [json.loads(line) for line in content.splitlines()]
    assert [(row["name"], row["rule"], row["found"], row["status"]) for row in rows] == [
        ("F2", "suzhou.fee-floor", "违反", "未处理")
    ]
    with service.db.reading() as session:
        filing = session.exec(select(FilingRow).where(FilingRow.id == stored["low"])).one()
        told = judging.report_json(session, filing)["findings"][0]
    assert {key: rows[0]["finding"][key] for key in told} == told
    assert rows[0]["decision"] is None


def test_findings_by_type_and_verdict(crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    browser = crowd.browser(app, "operator", "inspector")

    def found(**params: Any) -> list[tuple[str, str]]:
        rows = [json.loads(line) for line in _get(browser, "findings.jsonl", **params).splitlines()]
        return [(row["name"], row["rule"]) for row in rows]

    every = found()
    assert ("F1", "suzhou.service-standard") in every
    assert found(found="undecided") == [pair for pair in every if pair[1] != "suzhou.fee-floor"]
    assert found(type="prevention_fee_below_minimum") == [("G1", "suzhou.fee-floor"), ("F2", "suzhou.fee-floor")]
    assert found(q="F2", severity="error") == [("F2", "suzhou.fee-floor")]
    assert found(verdict="returned", sort="oldest", found="violated") == [
        ("F2", "suzhou.fee-floor"), ("G1", "suzhou.fee-floor"),
    ]  # fmt: skip


def test_xlsx_and_csv_of_findings(crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    browser = crowd.browser(app, "insurer", "clerk")
    sheet = openpyxl.load_workbook(io.BytesIO(_get(browser, "findings.xlsx", found="violated"))).active
    assert sheet is not None
    table = list(
        csv.reader(io.StringIO(_get(browser, "findings.csv", found="violated").decode("utf-8-sig"), newline=""))
    )
    shown = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(shown) == len(table) == 2
    heads = table[0]
    one, two = dict(zip(heads, table[1], strict=True)), dict(zip(heads, shown[1], strict=True))
    assert (two["发现"], two["条款"], two["页"], two["程度"]) == (
        "事故预防费用比例10%，低于最低12%",
        "二（六）",
        1,
        "错误",
    )
    assert one["发现"] == two["发现"]
    assert one["案卷页面"].endswith(f"/filings/{stored['low']}#f-{one['发现编号']}")


# The parts of the SARIF 2.1.0 standard (OASIS) that its consumers trip over; sections in brackets.
SARIF: Mapping[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["tool"], "additionalProperties": False,
            "properties": {
                "language": {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name"],
                    "properties": {"rules": {"type": "array", "uniqueItems": True, "items": {
                        "required": ["id"], "properties": {"shortDescription": {"required": ["text"]}}}}},
                }}},
                "results": {"type": "array", "items": {
                    "type": "object", "required": ["message"], "additionalProperties": False,
                    "properties": {
                        "ruleId": {"type": "string"},
                        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                        "level": {"enum": ["none", "note", "warning", "error"]},
                        "message": {"required": ["text"]},
                        "hostedViewerUri": {"pattern": "^https?://"},
                        "partialFingerprints": {"additionalProperties": {"type": "string"}},
                        "properties": {"type": "object"},
                        "locations": {"type": "array", "items": {"additionalProperties": False, "properties": {
                            "physicalLocation": {"required": ["artifactLocation"], "properties": {
                                "artifactLocation": {"required": ["uri"], "properties": {
                                    "uri": {"pattern": "^[!-~]+$"}}}}},
                            "message": {"required": ["text"]}, "properties": {"type": "object"}}}},
                        "suppressions": {"type": "array", "items": {
                            "required": ["kind"], "additionalProperties": False,
                            "properties": {"kind": {"enum": ["inSource", "external"]},
                                           "status": {"enum": ["accepted", "underReview", "rejected"]},
                                           "justification": {"type": "string"}}}},
                    },
                    # [3.27.10] a level other than "none" only where the kind is "fail"
                    "if": {"properties": {"kind": {"const": "fail"}}}, "else": {"properties": {"level": {"const": "none"}}},
                }},
            },
        }},
    },
}  # fmt: skip


def test_sarif_of_findings(service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    browser, reviewer = crowd.browser(app, "operator", "inspector"), crowd.user("insurer", "reviewer")

    def results() -> dict[str, dict[str, Any]]:
        log = json.loads(_get(browser, "findings.sarif"))
        jsonschema.Draft202012Validator(SARIF).validate(log)
        run = log["runs"][0]
        known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        assert {result["ruleId"] for result in run["results"]} == known
        return {f"{each['properties']['filing']} {each['ruleId']}": each for each in run["results"]}

    low = results()["F2 suzhou.fee-floor"]
    assert (low["kind"], low["level"], low["suppressions"]) == ("fail", "error", [])
    assert results()["F1 suzhou.service-standard"]["kind"] == "open"
    mark = low["partialFingerprints"]["anze/v1"]
    assert low["hostedViewerUri"].endswith(f"/filings/{stored['low']}#f-{mark}")
    assert low["locations"][0]["properties"]["box"] == [100.0, 200.1, 180.0, 211.0]

    def decide(action: str, **more: Any) -> None:
        with service.db.writing() as session:
            session.add(Decision(filing_id=stored["low"], fingerprint=mark, action=action, reason="市局批复",
                                 user_id=reviewer.id, **more))  # fmt: skip

    decide("waive")
    assert results()["F2 suzhou.fee-floor"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "市局批复"}
    ]
    assert results()["G1 suzhou.fee-floor"]["suppressions"] == []
    decide("dispute")
    assert results()["F2 suzhou.fee-floor"]["suppressions"][0]["status"] == "underReview"
    decide("reopen")
    assert results()["F2 suzhou.fee-floor"]["suppressions"] == []
    decide("waive", expires_on=date(2024, 1, 1))  # a waiver that has run out
    assert results()["F2 suzhou.fee-floor"]["suppressions"] == []


def test_empty_exports_are_whole(crowd: Crowd, app: FastAPI) -> None:
    browser = crowd.browser(app, "regulator", "inspector", other=True)
    assert openpyxl.load_workbook(io.BytesIO(_get(browser, "filings.xlsx"))).active.max_row == 1
    assert _get(browser, "findings.jsonl") == b""
    assert json.loads(_get(browser, "findings.sarif"))["runs"][0]["results"] == []


# --- memory and size ---------------------------------------------------------------------------------------------


def _head(subject: Any) -> Head:
    return lines.head_of(subject, "0")


def _many(count: int) -> Iterator[Line]:
    finding = {"rule": "a.b", "type": "t", "verdict": "violated", "severity": "error", "fingerprint": "f", "filing_id": "i",
               "summary": "长" * 200, "evidence": []}  # fmt: skip
    for number in range(count):
        cells = {column.key: f"{number} {'字' * 40}" for column in lines.FINDINGS if column.kind == "text"}
        yield Line({**cells, "link": "http://a.example/x", "sign_date": date(2024, 1, 1), "page": 1}, finding)


class _Nowhere(io.RawIOBase):
    """Counts bytes and keeps none."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "xlsx"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        formats()[form].write(_head("findings"), _many(count), _Nowhere())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(3000) < peak(300) * 1.5


def test_memory_of_a_sheet_grows_by_its_links_alone(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        with (tmp_path / "x.xlsx").open("w+b") as file:
            tracemalloc.start()
            formats()["xlsx"].write(_head("findings"), _many(count), file)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    small, large = peak(200), peak(2000)
    a_row = sum(len(str(value)) * 2 for value in next(_many(1)).cells.values())
    assert large - small < 1800 * a_row / 2  # less than half of the rows' own words: they are not kept


def test_a_sheet_that_is_full_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    module = formats()["xlsx"]
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    monkeypatch.setattr(module, "MOST_LINKS", 2)
    out = io.BytesIO()
    module.write(_head("findings"), _many(7), out)
    book = openpyxl.load_workbook(out)
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("发现", 4), ("发现 2", 4), ("发现 3", 2)]
    links = [row[-1] for row in book["发现"].iter_rows(min_row=2)]
    assert [cell.value for cell in links] == ["打开", "打开", "http://a.example/x"]


def test_moments_are_in_chinas_time() -> None:
    at = datetime(2025, 9, 1, 20, 30, tzinfo=UTC)
    row = Line({"name": "F", "created_at": at})
    made = {}
    for form in ("csv", "xlsx"):
        made[form] = io.BytesIO()
        formats()[form].write(_head("filings"), [row], made[form])
    assert "2025-09-02 04:30:00" in made["csv"].getvalue().decode()
    sheet = openpyxl.load_workbook(made["xlsx"]).active
    assert datetime(2025, 9, 2, 4, 30) in [cell.value for cell in sheet[2]]


# --- whose -----------------------------------------------------------------------------------------------------------


def test_everybody_exports_what_they_see_and_it_is_logged(
    service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]
) -> None:
    def names(kind: str, role: str, **more: Any) -> set[str]:
        content = _get(crowd.browser(app, kind, role, **more), "filings.jsonl")
        return {json.loads(line)["name"] for line in content.splitlines()}

    assert names("insurer", "clerk") == {"F1", "F2"}
    assert names("insurer", "clerk", other=True) == {"G1"}
    assert names("regulator", "inspector") == {"F1", "F2", "G1"}
    assert names("regulator", "inspector", other=True) == set()
    assert crowd.browser(app, "operator", "pack_editor").get("/api/v1/exports/filings.csv").status_code == 403
    assert TestClient(app).get("/api/v1/exports/filings.csv").status_code == 401
    with service.db.reading() as session:
        logged = session.exec(select(AuditEntry).where(AuditEntry.action == "export")).all()
    assert [entry.details["rows"] for entry in logged] == [2, 1, 3, 0]


@pytest.mark.parametrize(
    "address", ["filings.sarif", "filings.exe", "findings.pdf", "filings.csv?verdict=x", "filings.csv?q=%00"]
)
def test_what_there_is_not_is_refused(crowd: Crowd, app: FastAPI, address: str) -> None:
    answer = crowd.browser(app, "insurer", "clerk").get(f"/api/v1/exports/{address}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "detail", "remedy"}


# --- the report ------------------------------------------------------------------------------------------------------

SAMPLE = Path(__file__).parents[1] / "samples" / "suzhou-low-fee"


def test_the_report_is_that_of_the_command_line(service: Service, crowd: Crowd, app: FastAPI) -> None:
    told = next(iter(check.check([SAMPLE], Settings(workers=1), lambda *_: None))).report
    manifest = json.loads((SAMPLE / "manifest.json").read_text("utf-8"))
    papers = [collect.Paper(file.name, (collect.Part(file.name, file),)) for file in sorted(SAMPLE.iterdir())
              if file.name != "manifest.json"]  # fmt: skip
    records = [read_paper(paper).record for paper in papers]
    filing_id = store_filing(service, crowd.user("insurer", "clerk"), told["filing"], records, manifest=manifest)
    with service.db.writing() as session:
        row = session.exec(select(FilingRow).where(FilingRow.id == filing_id)).one()
        row.path = told["path"]
        session.add(row)
    browser = crowd.browser(app, "insurer", "clerk")
    got = browser.get(f"/api/v1/filings/{filing_id}/report.json").json()
    jsonschema.Draft202012Validator(schema()).validate(got)
    assert got == told
    whole = browser.get(f"/api/v1/filings/{filing_id}/report.json", params={"all": True}).json()
    jsonschema.Draft202012Validator(schema()).validate(whole)
    assert len(whole["findings"]) > len(got["findings"])
    assert browser.get("/api/v1/report.schema.json").json() == schema()


def test_the_report_is_of_the_packs_it_was_judged_by(
    service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]
) -> None:
    browser = crowd.browser(app, "insurer", "clerk")
    address = f"/api/v1/filings/{stored['low']}/report.json"
    before = browser.get(address).json()
    with service.db.writing() as session:
        draft, _ = packs.propose(session, crowd.principal("operator", "pack_editor"), RAISED, CASES, "")
    with service.db.writing() as session:
        packs.approve(session, crowd.principal("operator", "admin"), draft.id)
    assert browser.get(address).json() == before
    with service.db.writing() as session:
        judging.judge(session, judging.lock(session, stored["low"]), cause="recheck")
    after = browser.get(address).json()
    assert (before["findings"][0]["params"]["minimum_percent"], after["findings"][0]["params"]["minimum_percent"]) == (
        12,
        15,
    )


def test_a_report_of_others_is_not_found(service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    stranger = crowd.browser(app, "insurer", "clerk", other=True)
    assert stranger.get(f"/api/v1/filings/{stored['low']}/report.json").status_code == 404
    assert row_of(service, stored["low"]).verdict == "returned"


# --- what has to be put right ----------------------------------------------------------------------------------------


def _rectifications(client: TestClient, filing: str, form: str = "docx", **params: Any) -> Any:
    return client.get(f"/api/v1/filings/{filing}/rectifications.{form}", params=params)


def test_what_has_to_be_put_right_leaves_out_what_was_waived(
    service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]
) -> None:
    client = crowd.browser(app, "insurer", "reviewer")
    answer = _rectifications(client, stored["low"], due=10)
    assert answer.status_code == 200
    said = "".join(
        cell.text for t in docx.Document(io.BytesIO(answer.content)).tables for row in t.rows for cell in row.cells
    )
    assert "事故预防费用比例10%，低于最低12%" in said
    assert "应急监二〔2023〕84号二（六）“不得低于保费总额的12%”" in said
    assert _rectifications(client, stored["low"], "pdf").content.startswith(b"%PDF-")
    assert _rectifications(client, stored["low"], to="agency").status_code == 409
    assert _rectifications(client, stored["low"], due=0).status_code == 422
    assert _rectifications(client, stored["other"]).status_code == 404
    with service.db.writing() as session:
        mark = session.exec(select(FindingRow.fingerprint).where(FindingRow.rule == "suzhou.fee-floor",
                                                                 FindingRow.filing_id == stored["low"])).one()  # fmt: skip
        session.add(Decision(filing_id=stored["low"], fingerprint=mark, action="waive", reason="x",
                             user_id=crowd.user("insurer", "reviewer").id))  # fmt: skip
    after = _rectifications(client, stored["low"])
    assert after.status_code == 409 or "低于最低12%" not in "".join(
        cell.text for t in docx.Document(io.BytesIO(after.content)).tables for row in t.rows for cell in row.cells
    )


def test_how_a_stored_finding_came_about(service: Service, crowd: Crowd, app: FastAPI, stored: dict[str, str]) -> None:
    with service.db.reading() as session:
        mark = session.exec(select(FindingRow.fingerprint).where(FindingRow.rule == "suzhou.fee-floor",
                                                                 FindingRow.filing_id == stored["low"])).one()  # fmt: skip
    client = crowd.browser(app, "insurer", "clerk")
    steps = client.get(f"/api/v1/filings/{stored['low']}/findings/{mark}/explanation").json()
    assert [step["text"] for step in steps if step["step"] == "arithmetic"] == [
        "事故预防费用900 ÷ 保险费9,000 = 10%", "事故预防费用比例10% < 下限12%"]  # fmt: skip
    english = client.get(f"/api/v1/filings/{stored['low']}/findings/{mark}/explanation?lang=en").json()
    assert english[-1]["text"].startswith("does not hold: ")
    assert client.get(f"/api/v1/filings/{stored['low']}/findings/{'0' * 32}/explanation").status_code == 404
