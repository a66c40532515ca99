"""乐清's draft end to end: a roster of towns, the table of borders beside it, what is proposed and what stays undecided."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from validators import Manifest, assemble, shipped, validate
from validators.facts import Subject

HEAD = ["序号", "企业名称", "所属镇街", "行业类别", "是否应保", "是否投保"]
TOWNS = {"北白象镇": 185, "磐石镇": 120, "柳市镇": 60, "大荆镇": 40}
BORDERS = "镇街,毗邻\n磐石镇,柳市镇\n磐石镇,北白象镇\n大荆镇,\n"


def _span(text: str) -> Span:
    return Span(text, where="第1行")


def _record(lines: Sequence[Mapping[str, Any]], whole: bool = True, title: str = "企业清单") -> Record:
    """A roster made by hand; ``industry`` is given in words."""
    rows = []
    for line in lines:
        cells = {name: Reading(value, _span(str(value)), "cell", 0.95) for name, value in line.items()}
        rows.append(Row(cells, _span("")))
    fields = {"region_code": Reading("330382", _span(title), "derived:title", 0.9)}
    witness = {"enterprises": Witness(True, whole, "every line of the table was read")}
    return Record("roster.csv", "0" * 64, "roster", fields, {"enterprises": tuple(rows)}, witness)


def _areas(record: Record, **parameters: Any) -> dict[str, Subject]:
    filing = assemble([record], Manifest("F", parameters=parameters))
    return {str(subject.facts.value("area")): subject for subject in filing.of("area")}


def _line(town: str, industry: str | None = "电气制造", **more: Any) -> dict[str, Any]:
    return {"area": town, **({} if industry is None else {"industry": industry}), **more}


def test_only_industry_and_mining_count() -> None:
    """YQ-05: transport and shops are none; a line that does not tell is perhaps one."""
    lines = [
        _line("甲镇"),
        _line("甲镇", "道路货运"),
        _line("甲镇", "煤矿"),
        _line("甲镇", None),
        _line("乙镇", "零售"),
    ]
    found = _areas(_record(lines))
    count = found["甲镇"].facts["area_enterprises"]
    assert (count.state, count.candidates()) == ("contradicted", (2, 3))
    assert found["乙镇"].facts.value("area_enterprises") == 0


def test_the_title_tells_where_lines_do_not() -> None:
    found = _areas(_record([_line("甲镇", None)], title="乐清市工矿企业清单"))
    assert found["甲镇"].facts.value("area_enterprises") == 1


def test_a_list_that_was_not_read_to_its_end_may_hold_more() -> None:
    record = _record([_line("甲镇")] * 200 + [_line("乙镇")] * 5, whole=False)
    report = validate(
        assemble([record], Manifest("F", date(2025, 7, 1), parameters={"adjacency": {"乙镇": ["丙镇"]}})), shipped()
    )
    verdicts = {f.subject: f.verdict.value for f in report.findings if f.rule == "yueqing.pilot-size"}
    assert verdicts == {"roster.csv#甲镇": "satisfied", "roster.csv#乙镇": "undecided"}


def test_coverage_of_a_pilot() -> None:
    """YQ-09: one enterprise without insurance is enough to say no; one that does not say leaves it open."""
    every = [_line("甲镇", insured=True)] * 3
    assert _areas(_record(every))["甲镇"].facts.value("area_coverage_rate") == 100
    one_without = _areas(_record([*every, _line("甲镇", insured=False), _line("甲镇")]))["甲镇"].facts
    assert max(one_without["area_coverage_rate"].candidates()) < 100
    open_ = _areas(_record([*every, _line("甲镇")]))["甲镇"].facts["area_coverage_rate"]
    assert open_.candidates() == (75, 100)
    pilots = _areas(_record(every), pilots=["甲镇"])["甲镇"].facts
    assert pilots.value("area_pilot") is True
    assert _areas(_record(every))["甲镇"].facts["area_pilot"].state == "absent"


# --- on the papers ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows: list[list[object]] = [["乐清市企业安全生产责任保险应保清单（截至2025年6月30日）"], list(HEAD)]
    for town, count in TOWNS.items():
        for index in range(count):
            number = len(rows) - 1
            name = f"乐清市{'甲乙丙丁戊己庚辛壬癸'[number // 100]}{'子丑寅卯辰巳午未申酉'[number // 10 % 10]}{'金木水火土风云雷电山'[number % 10]}电气有限公司"
            insured = "否" if (town, index) == ("磐石镇", 3) else "是"
            rows.append([number, name, town, "电气机械制造", "是", insured])
    with (tmp_path / "企业清单.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return tmp_path


def _manifest(folder: Path, parameters: Mapping[str, Any]) -> None:
    papers = [{"file": "企业清单.csv", "uploaded_at": "2025-07-01T08:00:00+08:00"}]
    told = {"filing_id": "YQ-1", "review_date": "2025-07-01", "documents": papers, "parameters": parameters}
    (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    status = main(["check", str(folder), "--format", "jsonl", "--all", "--workers", "0"])
    return status, json.loads(capsys.readouterr().out)


def _verdicts(report: Mapping[str, Any], rule: str) -> dict[str, str]:
    found = [finding for finding in report["findings"] if finding["rule"] == rule]
    return {finding["params"].get("area", ""): finding["verdict"] for finding in found}


def test_a_filing_with_its_table_of_borders(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "adjacency.csv").write_text(BORDERS, "utf-8")
    _manifest(folder, {"adjacency": "adjacency.csv", "pilots": ["磐石镇"]})
    status, report = _checked(folder, capsys)
    assert status == 0  # a draft returns nothing
    assert [paper["path"] for paper in report["documents"]] == ["企业清单.csv"]  # the table is no paper
    assert _verdicts(report, "yueqing.pilot-size") == {
        "北白象镇": "satisfied",
        "磐石镇": "satisfied",
        "柳市镇": "satisfied",
        "大荆镇": "violated",
    }
    joined = next(f for f in report["findings"] if f["params"].get("area") == "柳市镇" and "towns" in f["params"])
    assert (joined["params"]["towns"], joined["params"]["enterprises"]) == (["柳市镇", "磐石镇"], 180)
    assert _verdicts(report, "yueqing.pilot-covered")["磐石镇"] == "violated"
    assert all(f["severity"] == "note" for f in report["findings"] if f["rule"].startswith("yueqing."))


def test_without_the_table_nothing_is_decided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _manifest(folder, {})
    _, report = _checked(folder, capsys)
    assert _verdicts(report, "yueqing.pilot-size") == {
        "北白象镇": "satisfied",
        "磐石镇": "undecided",
        "柳市镇": "undecided",
        "大荆镇": "undecided",
    }


def test_a_table_that_cannot_be_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "adjacency.yaml").write_text("a: &a [x]\nb: *a\n", "utf-8")
    _manifest(folder, {"adjacency": "adjacency.yaml", "more": "gone.csv"})
    status, report = _checked(folder, capsys)
    assert status == 3
    codes = {paper["path"]: [p["code"] for p in paper["problems"]] for paper in report["documents"]}
    assert codes["adjacency.yaml"] == ["bad_parameters"]
    assert codes["gone.csv"] == ["missing"]
    assert _verdicts(report, "yueqing.pilot-size")["磐石镇"] == "undecided"


def test_the_command_proposes_areas(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder / "borders.yaml"
    table.write_text("磐石镇: [柳市镇, 北白象镇]\n大荆镇: []\n", "utf-8")
    arguments = ["rules", "areas", str(folder / "企业清单.csv"), "--adjacency", str(table)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "柳市镇 60、磐石镇 120  共180家" in shown
    assert "大荆镇 40  共40家；毗邻的都算上仍不足" in shown
    assert main([*arguments, "--format", "json", "--threshold", "300"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["areas"] == [{"towns": ["北白象镇", "柳市镇", "磐石镇"], "enterprises": 365}]
    assert main(arguments[:3]) == 0
    assert "没有毗邻表" in capsys.readouterr().out


def test_a_table_that_is_none_is_a_mistake_of_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder / "borders.yaml"
    table.write_text("just words\n", "utf-8")
    assert main(["rules", "areas", str(folder / "企业清单.csv"), "--adjacency", str(table)]) == 2
    assert "毗邻的镇街" in capsys.readouterr().err
