"""The paper with its boxes, and what is told of one field: place, score, rivals."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

import extractor
from api.cli import commands
from api.collect import Part
from api.commands.drawn import COLOURS, CropTask, DrawTask, crop, draw, marks
from api.commands.field_evidence import field_lines
from api.commands.free_places import Ink, free_place
from extractor.document import Box
from extractor.picture import NoPages, View
from extractor.record import Reading, Record
from extractor.span import Span

NUMBER = Box(100, 90, 180, 104)
"""Where the number is printed, in points from the top left of a page of 300 × 200."""


def paper(folder: Path, rotation: int = 0) -> Path:
    out = io.BytesIO()
    canvas = Canvas(out, (300, 200))
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(NUMBER.x0, 200 - NUMBER.y1, NUMBER.x1 - NUMBER.x0, NUMBER.y1 - NUMBER.y0, fill=1)
    canvas.drawString(20, 180, "P-1")
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    document[0].set_rotation(rotation)
    target = folder / f"turned{rotation}.pdf"
    document.save(target)
    return target


def record(turn: int = 0, rivals: tuple[Reading[str], ...] = ()) -> Record:
    reading = Reading("P-1", Span("P-1", 1, (NUMBER,)), "label-right+words", 0.95, rivals)
    return Record("p.pdf", "", "policy", {"policy_no": reading}, page_turns=(turn,), pages_read={"text": (1,)})


@pytest.mark.parametrize(("rotation", "turn"), [(0, 0), (90, 270), (270, 90), (180, 180)])
def test_the_box_is_drawn_around_the_value_however_the_page_is_turned(tmp_path: Path, rotation: int, turn: int) -> None:
    file = paper(tmp_path, rotation)
    drawn = pypdfium2.PdfDocument(draw(DrawTask((Part("p.pdf", file),), (record(turn),))))
    text = drawn[0].get_textpage().get_text_range()
    assert "P-1" in text  # the page's own words are still words
    assert "保单号" in text
    page = drawn[0].render(scale=2, rotation=turn).to_pil().convert("RGB")
    assert page.size == (600, 400)
    edge = [page.getpixel((x, round(2 * (NUMBER.y1 + 1)))) for x in range(210, 350, 20)]
    blue = tuple(round(255 * part) for part in COLOURS["sure"])
    assert all(sum(abs(a - b) for a, b in zip(pixel, blue, strict=True)) < 160 for pixel in edge)


def test_a_name_stands_where_it_hides_no_print_and_no_other_box() -> None:
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste("black", (100, 70, 180, 88))  # the line above
    ink = Ink.of(View(picture, Box(0, 0, 300, 200), 300.0, 200.0, 1, 0))
    below = free_place(NUMBER, 40, 8, (300, 200), (), ink)
    assert below.y0 >= NUMBER.y1
    beside = free_place(NUMBER, 40, 8, (300, 200), [Box(100, 106, 180, 120)], ink)
    assert beside.x0 >= NUMBER.x1
    assert ink.hidden(below) == ink.hidden(beside) == 0
    assert ink.hidden(Box(100, 80, 140, 88)) == 1


def test_a_picture_becomes_a_pdf_of_the_picture(tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    pypdfium2.PdfDocument(paper(tmp_path))[0].render(scale=2).to_pil().save(file)
    drawn = pypdfium2.PdfDocument(draw(DrawTask((Part("scan.png", file),), (record(),))))
    assert "保单号" in drawn[0].get_textpage().get_text_range()


def test_a_format_without_pages_has_nothing_to_draw(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    Workbook().save(file)
    with pytest.raises(NoPages):
        draw(DrawTask((Part("t.xlsx", file),), ()))


def test_a_crop_shows_the_box_and_half_a_line_around(tmp_path: Path) -> None:
    seen = Image.open(io.BytesIO(crop(CropTask((Part("p.pdf", paper(tmp_path)),), 1, NUMBER)))).convert("L")
    assert seen.getpixel((seen.width // 2, seen.height // 2)) == 0
    assert seen.getpixel((2, 2)) == 255
    assert abs(seen.width / seen.height - (80 + 12) / (14 + 12)) < 0.1


def test_values_with_rivals_are_drawn_in_the_colour_of_doubt() -> None:
    rival = Reading("P-7", Span("P-7", 1, (Box(1, 1, 9, 9),)), "prose", 0.6)
    assert [mark.colour for mark in marks(record())] == ["sure"]
    assert [mark.colour for mark in marks(record(rivals=(rival,)))] == ["doubt"]


def test_what_is_told_of_a_field_names_its_rivals_and_their_places() -> None:
    rival = Reading("P-7", Span("第七号", 1, (Box(1, 2, 9, 10),)), "prose", 0.6)
    told = "\n".join(line.plain for line in field_lines(record(rivals=(rival,)), "policy_no", "zh"))
    for words in (
        "保单号 policy_no",
        "取用: P-1",
        "得分 0.95",
        "大写金额一致",
        "另一候选: P-7",
        "第七号",
        "[1.0, 2.0, 9.0, 10.0]",
    ):
        assert words in told


def test_what_was_not_read_is_said_not_to_be_read() -> None:
    told = "\n".join(line.plain for line in field_lines(record(), "premium", "zh"))
    assert "没有读到" in told
    assert "policy_no" in told


def test_a_cell_is_the_place_where_there_are_no_pages() -> None:
    reading = Reading(Decimal(5), Span("5", None, (), "台账!C4"), "table", 0.9)
    told = "\n".join(
        line.plain for line in field_lines(Record("t.xlsx", "", "fee_ledger", {"total": reading}), "total", "en")
    )
    assert "台账!C4" in told


def test_the_command_asks_for_a_field_before_it_crops(tmp_path: Path) -> None:
    asked = CliRunner().invoke(commands("extract"), ["extract", str(paper(tmp_path)), "--crop", str(tmp_path / "c")])
    assert asked.exit_code == 2


def test_the_command_explains_and_draws(tmp_path: Path) -> None:
    target = tmp_path / "drawn.pdf"
    file = str(paper(tmp_path))
    asked = CliRunner().invoke(
        commands("extract"), ["extract", file, "--explain", "premium", "--draw", str(target), "-j", "0"]
    )
    assert asked.exit_code == 0, asked.output
    assert "没有读到" in asked.output
    assert target.read_bytes().startswith(b"%PDF")


POLICY = """安全生产责任保险保险单
保险单号：PZAA202534130000000123
上年保单号：PZAA202434130000000077
投保人：安徽远山机械制造有限公司
保险期间：自2025年1月1日零时起至2025年12月31日二十四时止
总保险费：人民币12,000.00元
首期保费：3,000.00元
保险费税额：679.25元
签单日期：2024年12月30日
"""


def considered(field: str | None) -> Record:
    (found,) = extractor.papers([("p.txt", POLICY.encode())], asked=field)
    return found


def test_what_lost_is_told_with_its_label_its_place_and_why() -> None:
    lost = {one.value: one for one in considered("premium").considered}
    assert set(lost) == {Decimal("3000.00"), Decimal("679.25")}
    first, tax = lost[Decimal("3000.00")], lost[Decimal("679.25")]
    assert (first.why, first.span.where) == ("behind", "第7行")
    assert first.behind is not None
    assert first.behind > 0
    assert "首期保费" in first.label
    assert (tax.why, tax.against, tax.label, tax.span.text) == ("label", ("tax",), "保险费税额:", "679.25元")


def test_last_years_number_lost_by_what_it_is_called() -> None:
    (lost,) = considered("policy_no").considered
    assert (lost.value, lost.label, lost.why) == ("PZAA202434130000000077", "上年保单号", "behind")


def test_nothing_is_kept_of_what_nobody_asks_for() -> None:
    asked, silent = considered("premium"), considered(None)
    assert silent.considered == ()
    assert replace(asked, considered=()) == silent
    assert not considered("sign_date").considered


def test_losers_stand_behind_the_value_and_its_rivals(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(POLICY, encoding="utf-8")
    told = CliRunner().invoke(commands("extract"), ["extract", str(file), "--explain", "premium", "--workers", "0"])
    lines = told.output.splitlines()
    taken = next(n for n, line in enumerate(lines) if "取用: 12,000" in line)
    lost = next(n for n, line in enumerate(lines) if "未取: 679.25" in line)
    assert taken < lost
    assert "标签说的是别的" in lines[lost]
    assert "保险费税额" in lines[lost + 3]
