"""Word files laid out by LibreOffice: every value gets the page and the boxes of its own words."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from typer.testing import CliRunner

import extractor
from api.cli import commands
from api.collect import Paper, Part
from api.reading import read_paper
from extractor import laid_out, office
from extractor.errors import NeedsProgram
from extractor.limits import Limits
from extractor.record import Record
from extractor.span import Span


def written() -> bytes:
    """Rows whose short cells ("1", "一般", "否") stand elsewhere too, a break to the second page, and a value that wraps."""
    document = docx.Document()
    for line in (
        "事故预防服务报告", "保单号：PZAX20250001　　服务对象：示例县示例机械有限公司", "服务日期：2025年3月11日　　服务机构：示例安全技术服务有限公司",
        "服务人员：张一、李一", "隐患清单",
    ):  # fmt: skip
        document.add_paragraph(line)
    rows = (
        ("序号", "隐患描述", "隐患等级", "整改建议", "整改期限", "是否整改"),
        ("1", "1号冲床的双手按钮失效，操作工以单手踏板操作已有一个月", "一般", "修复后再用", "2025年4月1日", "否"),
        ("2", "2号配电箱没有门", "一般", "装门", "2025年4月11日", "是"),
    )
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for cells, row in zip(rows, table.rows, strict=True):
        for words, cell in zip(cells, row.cells, strict=True):
            cell.text = words
    document.add_page_break()
    document.add_paragraph("客户签字：王一　　日期：2025年3月12日")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WORD = written()


@pytest.fixture(scope="module")
def made() -> tuple[Record, bytes]:
    """The record of the paper, laid out, and its pages."""
    (record,) = laid_out.placed(extractor.papers([("报告.docx", WORD)]), WORD, "报告.docx")
    pages = laid_out.pdf_of(WORD, "报告.docx")
    assert pages is not None
    return record, pages


def spans(record: Record) -> dict[str, Span]:
    found = {name: reading.span for name, reading in record.fields.items()}
    for name, rows in record.tables.items():
        for number, row in enumerate(rows):
            found |= {f"{name}{number}.{column}": cell.span for column, cell in row.cells.items()}
    return found


def bare(text: str) -> str:
    return "".join(text.split())


def test_each_value_stands_in_its_boxes_on_its_page(made: tuple[Record, bytes]) -> None:
    record, pages = made
    document = pypdfium2.PdfDocument(pages)
    assert len(document) == 2
    for name, span in spans(record).items():
        assert span.page is not None, name
        assert span.where, name
        page = document[span.page - 1]
        words = page.get_textpage()
        inside = "".join(
            words.get_text_bounded(box.x0 - 1, page.get_height() - box.y1, box.x1 + 1, page.get_height() - box.y0)
            for box in span.boxes
        )
        assert bare(span.text) in bare(inside), name
        assert len(bare(inside)) <= len(bare(span.text)) + 2, name  # and hardly a letter more


def test_short_words_are_those_of_their_own_cell(made: tuple[Record, bytes]) -> None:
    record, _ = made
    first, second = record.rows("hazards")
    assert [row.value("rectified") for row in (first, second)] == [False, True]
    for column in ("level", "deadline", "rectified"):
        above, below = (row.cells[column].span.box for row in (first, second))
        assert above is not None
        assert below is not None
        assert (above.y1 < below.y0, above.x0) == (True, pytest.approx(below.x0, abs=15))
    assert record.fields["signoff_name"].span.page == 2
    described = first.cells["description"].span
    assert len(described.boxes) > 1  # it wraps


def test_nothing_else_is_changed(made: tuple[Record, bytes]) -> None:
    record, _ = made
    (plain,) = extractor.papers([("报告.docx", WORD)])
    assert {name: reading.value for name, reading in record.fields.items()} == {
        name: reading.value for name, reading in plain.fields.items()
    }
    assert {name: span.where for name, span in spans(record).items()} == {
        name: span.where for name, span in spans(plain).items()
    }
    assert (record.pages, record.page_sizes, record.pages_read) == (plain.pages, plain.page_sizes, plain.pages_read)


def test_a_file_of_another_kind_stays_as_it_is() -> None:
    data = "保险单号：PZAX20250001".encode()
    found = extractor.papers([("a.txt", data)])
    assert laid_out.placed(found, data, "a.txt") == found


def test_a_word_97_file_is_read_and_laid_out(tmp_path: Path) -> None:
    old = office.converted(WORD, "docx", "doc", Limits().program_seconds)
    assert old.startswith(b"\xd0\xcf\x11\xe0")
    file = tmp_path / "报告.doc"
    file.write_bytes(old)
    done = CliRunner().invoke(commands(), ["extract", str(file), "--lay-out", "-f", "json"])
    assert done.exit_code == 0, done.output
    (filing,) = json.loads(done.stdout)
    fields: dict[str, Any] = filing["documents"][0]["fields"]
    assert (fields["client"]["value"], fields["client"]["page"]) == ("示例县示例机械有限公司", 1)
    assert (fields["signoff_name"]["value"], fields["signoff_name"]["page"]) == ("王一", 2)
    assert fields["policy_no"]["where"] == "第2段"
    drawn = tmp_path / "out.pdf"
    assert CliRunner().invoke(commands(), ["extract", str(file), "--lay-out", "--draw", str(drawn)]).exit_code == 0
    text = pypdfium2.PdfDocument(drawn)[0].get_textpage().get_text_range()
    assert "服务对象" in text
    assert "示例县示例机械有限公司" in text


def test_without_libreoffice_it_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    file = tmp_path / "报告.docx"
    file.write_bytes(WORD)
    for command in ("extract", "check"):
        done = CliRunner().invoke(commands(), [command, str(file), "--lay-out"])
        assert done.exit_code == 2
        assert office.PACKAGE in done.output.replace("\n", "").replace("│", "").replace(" ", "")
    with pytest.raises(NeedsProgram):
        laid_out.pdf_of(WORD, "报告.docx")


def test_what_cannot_be_laid_out_was_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(WORD)
    paper = Paper("报告.docx", (Part("报告.docx", file),))
    plain = read_paper(paper)
    monkeypatch.setattr("shutil.which", lambda _: None)
    found = read_paper(paper, lay_out=True)
    assert [problem.code for problem in found.record.problems] == ["not_laid_out"]
    assert replace(found.record, problems=()) == plain.record
