"""Agreements wherever a policy prints them: what they say becomes a finding with its box and its article."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from extractor.clauses import recognise
from tests.pdf_pages import Sheets

CHARGED = "保险费的三成由从业人员个人负担，投保人在发放工资时代扣。"
EXCLUDED = "劳务派遣人员发生伤亡的，不属于本保单的保险责任。"
SERVICE = "保险人每年为投保人提供隐患排查两次、安全教育培训一次，不另行收费。"
OTHER = ["本保险合同争议由合同签订地人民法院管辖。", "每次事故免赔额为500元。"]


def _head(sheets: Sheets, number: str) -> float:
    sheets.centred(297, 60, "安全生产责任保险保险单", 16)
    pairs = [
        ("保险单号", number), ("投保人", "安徽明远铸造有限公司"), ("被保险人", "安徽明远铸造有限公司"),
        ("保险期间", "自2025年10月1日零时起至2026年9月30日二十四时止"), ("每人死亡伤残限额", "800000元"),
        ("总保险费", "12000元"), ("签单日期", "2025年9月20日"), ("保险人", "华安恒财产保险股份有限公司"),
    ]  # fmt: skip
    for i, (label, value) in enumerate(pairs):
        sheets.text(60, 100 + 20 * i, f"{label}：{value}")
    return 100.0 + 20 * len(pairs)


def _paragraph(sheets: Sheets, y: float) -> None:
    sheets.text(60, y + 20, "特别约定")
    for i, item in enumerate([OTHER[0], CHARGED, EXCLUDED, OTHER[1]], 1):
        sheets.text(60, y + 20 + 20 * i, f"{i}、{item}")
    sheets.text(60, y + 140, "保险人（盖章）")


def _cell(sheets: Sheets, y: float) -> None:
    rows = [["特别约定", f"1. {OTHER[0]}"], ["", f"2. {CHARGED}"], ["", f"3. {EXCLUDED}"], ["", f"4. {OTHER[1]}"]]
    top, foot = y + 20.0, y + 20.0 + 24 * len(rows)
    sheets.frame(55, top, 540, foot)
    sheets.rule(130, top, 130, foot)
    for i, (label, words) in enumerate(rows):
        sheets.text(60, top + 15 + 24 * i, label)
        sheets.text(135, top + 15 + 24 * i, words)
    sheets.text(60, foot + 40, "保险人（盖章）")


def _over_a_break(sheets: Sheets, y: float) -> None:
    sheets.text(60, y + 20, "特别约定")
    at = 740.0
    for i, item in enumerate([OTHER[0], OTHER[1]], 1):
        sheets.text(60, at + 20 * i, f"{i}. {item}")
    sheets.text(60, at + 60, "3. " + CHARGED[:16])
    sheets.next_page()
    sheets.text(60, 60, CHARGED[16:])
    sheets.text(60, 80, f"4. {EXCLUDED}")
    sheets.text(60, 120, "保险人（盖章）")


def _schedule(sheets: Sheets, y: float) -> None:
    sheets.text(60, y + 20, "特别约定详见附件。")
    sheets.text(60, y + 60, "保险人（盖章）")
    sheets.next_page()
    sheets.centred(297, 60, "附件：特别约定清单", 14)
    for i, item in enumerate([OTHER[0], CHARGED, EXCLUDED, SERVICE], 1):
        sheets.text(60, 70 + 22 * i, f"（{i}）{item}")
    sheets.text(60, 200, "以下无正文")


PLACES = {"paragraph": _paragraph, "cell": _cell, "break": _over_a_break, "schedule": _schedule}


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("placed")
    for i, (name, place) in enumerate(PLACES.items()):
        sheets = Sheets()
        place(sheets, _head(sheets, f"PZAQ34010020250000{i:02d}"))
        (folder / name).mkdir()
        (folder / name / "保险单.pdf").write_bytes(sheets.pdf())
        manifest = {"filing_id": name, "files": [{"path": "保险单.pdf"}]}
        (folder / name / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["check", *(str(folder / name) for name in PLACES), "--format", "jsonl"])
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    return {Path(line["path"]).name: line for line in lines}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    ("kind", "sentence"), [("premium_charged_to_workers", CHARGED), ("dispatched_workers_excluded", EXCLUDED)]
)
def test_a_prohibited_sentence_is_found_where_it_stands(
    filings: Mapping[str, Any], name: str, kind: str, sentence: str
) -> None:
    found = [f for f in filings[name]["findings"] if f["params"].get("kind") == kind and f["verdict"] == "violated"]
    assert found, [f["type"] for f in filings[name]["findings"]]
    assert sentence.rstrip("。") in found[0]["params"]["text"].replace("\n", "")
    assert found[0]["citation"]["article"]
    places = found[0]["evidence"]
    wanted = {"paragraph": {1}, "cell": {1}, "schedule": {2}}.get(name) or (
        {1, 2} if kind == "premium_charged_to_workers" else {2}
    )
    assert {place["page"] for place in places} <= wanted
    left, top, right, bottom = places[0]["box"]
    assert 50 <= left < right <= 560
    assert 0 < top < bottom < 842


def test_a_required_clause_is_missed_only_where_it_does_not_stand(filings: Mapping[str, Any]) -> None:
    for name in PLACES:
        missing = [
            finding
            for finding in filings[name]["findings"]
            if finding["type"] == "clause_missing" and "prevention_service" in finding["params"].values()
        ]
        assert bool(missing) is (name != "schedule"), name
        for finding in missing:
            assert finding["citation"]["article"]
            assert all(place["box"] for place in finding["evidence"])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("涉及医疗救治的赔案，每案先由企业自行承担800元。", 800),
        ("赔款在一千元以下的部分由企业自己承担。", 1000),
        ("每次事故，企业自付500元以内的部分，保险人不赔。", 500),
        ("保费中超出部分先由企业自行承担800元。", None),
        ("整改所需的预防服务费用先由企业自行承担800元。", None),
    ],
)
def test_what_the_enterprise_bears_first_is_a_deductible_unless_it_is_no_loss(text: str, amount: int | None) -> None:
    assert [m.amount for m in recognise(text) if m.code == "deductible"] == ([] if amount is None else [amount])
