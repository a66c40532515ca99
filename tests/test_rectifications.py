"""The list of what has to be put right: who gets which line, by when, and that both formats say it and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import yaml

from api.cli import main
from api.exports import rectifications as room
from api.exports.rectifications.letter import Letter, Section, letter
from api.exports.rectifications.lines import NOT_FIRST, NOT_LAST, text_to_lines
from extractor.document import Problem
from extractor.record import Record
from extractor.span import Span
from validators.citation import Citation
from validators.demands import demand
from validators.facts import Evidence, Fact, Facts, Filing, Subject
from validators.finding import Finding, Severity, Verdict
from validators.rectifications import rectifications
from validators.report import Report

LAW = Citation("应急〔2025〕27号", "办法", "第十四条", "佣金比例不得高于5%")
PLACE = Evidence("保险单.pdf", "premium", Span("10%", 1))
FACTS = Facts(
    {
        "policy_no": Fact("PZIT001"),
        "insurer": Fact("某某财产保险股份有限公司"),
        "policyholder": Fact("某甲化工有限公司"),
    }
)


def finding(mark: str, verdict: Verdict = Verdict.VIOLATED, severity: Severity = Severity.ERROR, bound: str = "insurer",
            **params: Any) -> Finding:  # fmt: skip
    type_ = params.pop("type_", "prevention_fee_below_minimum")
    numbers = {"ratio_percent": 10, "minimum_percent": 12, **params}
    return Finding("r.x", type_, verdict, severity, "PZIT001", numbers, (PLACE,), LAW, mark * 32, bound=bound,
                   lacking=("fee_ratio",) if verdict is Verdict.UNDECIDED else ())  # fmt: skip


def report(*findings: Finding, records: Sequence[Record] = ()) -> Report:
    return Report(Filing("F1", tuple(records), (Subject("policy", "PZIT001", FACTS),)), findings, ())


def test_lines_go_to_whoever_must_meet_the_rule_and_notes_only_where_asked() -> None:
    made = report(
        finding("a"), finding("b", bound="policyholder"), finding("c", Verdict.UNDECIDED), finding("d", severity=Severity.NOTE),
        finding("e", Verdict.SATISFIED),
    )  # fmt: skip
    insurer, holder = rectifications([made], date(2025, 9, 1))
    assert (insurer.addressee, holder.addressee) == ("某某财产保险股份有限公司", "某甲化工有限公司")
    assert [len(part) for part in (insurer.corrections, insurer.questions, insurer.remarks)] == [1, 1, 0]
    (line,) = insurer.corrections
    assert line.problem == "事故预防费用比例10%，低于最低12%"
    assert line.basis == "应急〔2025〕27号第十四条“佣金比例不得高于5%”"
    assert line.places == ("保险单.pdf 第1页“10%”",)
    assert line.demand == "出具批单，将事故预防费用比例调整到不低于12%"
    assert insurer.questions[0].demand == "补交材料或者书面说明：事故预防费用比例"
    assert len(rectifications([made], date(2025, 9, 1), notes=True)[0].remarks) == 1
    (only,) = rectifications([made], date(2025, 9, 1), to="policyholder")
    assert only.party == "policyholder"


@pytest.mark.parametrize(
    ("issued", "days", "params", "due", "term"),
    [
        # 28 September 2025 was worked for the holidays of 1 to 8 October (国办发明电〔2024〕12号).
        (date(2025, 9, 26), 5, {}, date(2025, 10, 10), "2025年10月10日前（5个工作日）"),
        (date(2025, 9, 1), None, {}, None, "未定"),
        (date(2031, 9, 1), 5, {}, None, "收到之日起5个工作日内（该年度放假安排未知，未推算日期）"),
        (date(2025, 9, 1), 5, {"last_day": date(2025, 12, 14)}, date(2025, 12, 14), "2025年12月14日前（规定的期限）"),
        (date(2025, 9, 1), 5, {"last_day": date(2025, 8, 1)}, date(2025, 9, 8), "2025年9月8日前（5个工作日）"),
    ],
)  # fmt: skip
def test_the_last_day(issued: date, days: int | None, params: dict[str, Any], due: date | None, term: str) -> None:
    ((line,),) = [made.corrections for made in rectifications([report(finding("a", **params))], issued, days=days)]
    assert (line.due, line.term) == (due, term)


def test_excused_findings_are_left_out_and_unread_papers_asked_for() -> None:
    lost = Record("坏.pdf", "", "unknown", problems=(Problem("damaged", "文件已损坏或不完整", "请重新上传", None),))
    made = report(finding("a"), records=[lost]).excusing({"a" * 32: {"by": "waiver"}})
    (only,) = rectifications([made], date(2025, 9, 1))
    assert not only.corrections
    assert [(q.problem, q.places, q.demand) for q in only.questions] == [
        ("材料未能读取：文件已损坏或不完整", ("坏.pdf",), "请重新上传")
    ]
    assert rectifications([report()], date(2025, 9, 1)) == ()


def test_an_addressee_whose_name_was_not_read_is_called_by_what_it_is() -> None:
    made = report(finding("a", bound="agency"), finding("b", bound="department"))
    assert [each.addressee for each in rectifications([made], date(2025, 9, 1))] == ["有关技术服务机构", "有关主管部门"]


# --- the documents ---------------------------------------------------------------------------------------------------


def letters() -> list[Letter]:
    made = report(finding("a"), finding("b", Verdict.UNDECIDED), finding("c", bound="policyholder"))
    return [letter(each, "某市应急管理局") for each in rectifications([made], date(2025, 9, 1), days=10)]


def written(form: str, given: Sequence[Letter]) -> bytes:
    out = io.BytesIO()
    room.write(form, given, out)
    return out.getvalue()


def pdf_text(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join(p.text for p in document.paragraphs) + "".join(cells))


@pytest.mark.parametrize(("form", "text_of"), [("docx", docx_text), ("pdf", pdf_text)])
def test_both_formats_say_all_of_it_and_are_the_same_every_time(form: str, text_of: Any) -> None:
    data = written(form, letters())
    assert data == written(form, letters())
    text = text_of(data)
    for said in (
        "安全生产责任保险案卷补正清单", "某某财产保险股份有限公司：", "一、需补正的事项", "二、需补充说明的事项", "事故预防费用比例10%，低于最低12%",
        "应急〔2025〕27号第十四条“佣金比例不得高于5%”", "保险单.pdf第1页“10%”", "2025年9月15日前（10个工作日）", "某市应急管理局", "2025年9月1日",
        "某甲化工有限公司：",
    ):  # fmt: skip
        assert said in text, said


def test_the_font_of_the_pdf_is_inside_it() -> None:
    data = written("pdf", letters())
    assert b"/FontFile2" in data
    assert not re.search(rb"/BaseFont\s*/(?!AAAAAA\+|Helvetica)", data)


def test_a_character_without_a_glyph_is_named_and_strangers_words_stay_words() -> None:
    given = replace(letters()[0], addressee="𫖯某<b>&\x00有限公司：")
    text = pdf_text(written("pdf", [given]))
    assert "〓某<b>&有限公司：" in text
    assert "U+2B5AF" in text
    assert "𫖯某<b>&有限公司：" in docx_text(written("docx", [given]))


def test_a_long_list_goes_on_over_pages_under_its_heads() -> None:
    rows = tuple((str(n), "问题" * 30, "依据" * 20, "位置" * 20, "要求", "未定") for n in range(40))
    pdf = pypdfium2.PdfDocument(written("pdf", [replace(letters()[0], sections=(Section("一、需补正的事项", rows),))]))
    assert len(pdf) > 3
    assert all("序号" in pdf[n].get_textpage().get_text_bounded() for n in range(2))


def test_marks_stand_where_they_may() -> None:
    text = (
        "依据《关于规范工作的通知》（应急监二〔2023〕84号），“不得低于保费总额的12%”；保险单号HYAZ-2025-3413-004826，见“第1页”。"
        * 3
    )
    for width in range(6, 40):
        lines = text_to_lines(text, lambda run: float(len(run)), width)
        assert "".join(lines) == text
        assert all(len(line) <= width for line in lines)
        if width > 8:
            assert not any(line[0] in NOT_FIRST for line in lines[1:])
            assert not any(line[-1] in NOT_LAST for line in lines[:-1])


# --- the command -----------------------------------------------------------------------------------------------------

SAMPLES = Path(__file__).parents[1] / "samples"


def test_the_command_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "清单.docx"
    status = main(
        [
            "rectifications",
            str(SAMPLES / "suzhou-low-fee"),
            "-o",
            str(out),
            "--due",
            "10",
            "--on",
            "2025-09-01",
            "-j",
            "0",
        ]
    )
    assert status == 0
    assert "淮岳财产保险股份有限公司灵璧支公司" in capsys.readouterr().out
    text = docx_text(out.read_bytes())
    assert "应急监二〔2023〕84号二（六）“不得低于保费总额的12%”" in text
    assert "抄送：国家金融监督管理总局宿州监管分局" in text


def test_nothing_to_put_right_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.pdf"
    arguments = [str(SAMPLES / "suzhou-low-fee"), "-o", str(out), "--to", "技术服务机构", "-j", "0"]
    assert main(["rectifications", *arguments]) == 0
    assert not out.exists()


@pytest.mark.parametrize("wrong", [["-o", "x.txt"], ["-o", "x.pdf", "--to", "保险公司"], ["-o", "x.pdf", "--due", "0"]])
def test_slips_are_said(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rectifications", str(SAMPLES / "suzhou-low-fee"), *wrong]) == 2
    assert capsys.readouterr().err.startswith("anze: ")


def test_each_demand_is_there_in_both_languages() -> None:
    known = yaml.load(
        (Path(__file__).parent.parent / "validators" / "demands.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    assert all(set(words) == {"zh", "en"} and all(words.values()) for words in known.values())
    assert demand("per_person_limit_below_minimum", {"minimum": Decimal(400000)}, "en").endswith("than 400,000 yuan")
    assert demand("a_type_of_a_pack", {}) == "按所列依据改正，并报送改正后的材料"
