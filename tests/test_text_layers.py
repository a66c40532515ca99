"""Words of a PDF's text layer that nobody sees, and layers that contradict the page: what is read, what is kept, what is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

import validators
from api.records.codec import record_from_json, record_to_json
from extractor.classify import classify
from extractor.document import Block, Box, Line
from extractor.examine import examine, extract
from extractor.formats import pdf
from extractor.reading import read
from extractor.record import Record
from extractor.scans.second_reading import second_reading
from tests.pdf_pages import HEIGHT, Sheets
from tests.test_pdf import edited
from validators.finding import Finding, Severity
from validators.say import wrong

SEEN, HIDDEN = Decimal("10000.00"), Decimal("20000.00")


def policy_sheets() -> Sheets:
    """A short policy whose premium, as anyone sees it, is 10,000 yuan."""
    sheets = Sheets()
    sheets.text(200, 60, "安全生产责任保险保险单", 16)
    sheets.text(50, 100, "保险单号：PZ202434130001234567")
    sheets.text(50, 115, "投保人：宿州市某某机械有限公司")
    sheets.text(50, 130, "总保险费：￥10,000.00元")
    sheets.text(50, 200, "保险期间：自2025年1月1日零时起至2025年12月31日二十四时止")
    sheets.text(50, 215, "每人责任限额：400,000元")
    for k in range(15):
        sheets.text(50, 300 + 20 * k, "凡涉及本合同的约定均应采用书面形式")
    return sheets


def coloured(sheets: Sheets, colour: tuple[float, float, float], *words: Any) -> None:
    sheets.canvas.setFillColorRGB(*colour)
    sheets.text(*words)
    sheets.canvas.setFillColorRGB(0, 0, 0)


BLUE, WHITE = (0.2, 0.4, 0.6), (1.0, 1.0, 1.0)
TOTAL = "合计保险费：20,000元"


def invisible(sheets: Sheets) -> None:
    sheets.text(90, 130, "￥20,000.00元", mode=3)


def white(sheets: Sheets) -> None:
    coloured(sheets, WHITE, 90, 130, "￥20,000.00元")


def off_the_page(sheets: Sheets) -> None:
    sheets.text(-200, 130, "总保险费：20,000.00元")


def tiny(sheets: Sheets) -> None:
    sheets.text(100, 160, "总保险费：20,000.00元", 0.5)


def covered_by_a_white_area(sheets: Sheets) -> None:
    sheets.text(50, 160, TOTAL)
    sheets.frame(40, 145, 300, 170, fill=WHITE)


def covered_by_an_image(sheets: Sheets) -> None:
    sheets.text(50, 160, TOTAL)
    patch = ImageReader(Image.new("RGB", (50, 10), (200, 230, 200)))
    sheets.canvas.drawImage(patch, 40, HEIGHT - 170, 260, 25)


def patched_over(sheets: Sheets) -> None:
    sheets.text(50, 160, TOTAL)
    sheets.frame(109, 145, 140, 170, fill=WHITE)
    sheets.text(110, 160, "10,000")


def clipped_away(sheets: Sheets) -> None:
    canvas = sheets.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(400, 100, 50, 50)
    canvas.clipPath(window, stroke=0, fill=0)
    sheets.text(50, 160, TOTAL)
    canvas.restoreState()


def blue_on_blue(sheets: Sheets) -> None:
    sheets.frame(40, 145, 300, 170, fill=BLUE)
    coloured(sheets, BLUE, 50, 160, TOTAL)


def white_on_white_over_blue(sheets: Sheets) -> None:
    sheets.frame(40, 145, 300, 170, fill=BLUE)
    sheets.frame(40, 145, 300, 170, fill=WHITE)
    coloured(sheets, WHITE, 50, 160, TOTAL)


HIDING: dict[Callable[[Sheets], None], str] = {
    invisible: "invisible",
    white: "same_colour",
    blue_on_blue: "same_colour",
    white_on_white_over_blue: "same_colour",
    tiny: "tiny",
    off_the_page: "off_page",
    clipped_away: "clipped",
    covered_by_a_white_area: "covered",
    covered_by_an_image: "covered",
    patched_over: "covered",
}


@cache
def record_of(draw: Callable[[Sheets], None]) -> Record:
    sheets = policy_sheets()
    draw(sheets)
    return examine([("保单.pdf", sheets.pdf())])


def own_findings(record: Record) -> list[Finding]:
    report = validators.validate(validators.assemble([record], None, "F1"), [])
    return [found for found in report.findings if found.type in ("hidden_text", "text_layer_contradicts_page")]


@pytest.mark.parametrize(("draw", "cause"), HIDING.items(), ids=[draw.__name__ for draw in HIDING])
def test_a_hidden_premium_is_not_used_and_is_found(draw: Callable[[Sheets], None], cause: str) -> None:
    record = record_of(draw)
    premium = record.fields["premium"]
    assert premium.value == SEEN
    assert HIDDEN not in [rival.value for rival in premium.rivals]
    (row,) = record.rows("text_layer")
    assert (row.value("field"), row.value("value"), row.value("seen"), row.value("cause")) == (
        "premium", HIDDEN, SEEN, cause,
    )  # fmt: skip


@pytest.mark.parametrize("draw", HIDING, ids=[draw.__name__ for draw in HIDING])
def test_the_finding_is_a_warning_with_both_places(draw: Callable[[Sheets], None]) -> None:
    record = record_of(draw)
    (found,) = own_findings(record)
    assert (found.type, found.severity, found.citation.document) == ("hidden_text", Severity.WARNING, "anze")
    hidden, seen = (place.span for place in found.evidence)
    assert hidden is not None
    assert seen is not None
    assert hidden.page == seen.page == 1
    if draw is off_the_page:
        assert hidden.boxes == ()
        assert hidden.where == "页面之外"  # there is no such place on the page
    else:
        assert hidden.box is not None
        assert hidden.box.y0 > 115
    assert seen.box is not None
    assert 115 < seen.box.y0 < seen.box.y1 < 135
    assert "20,000" in wrong(found)
    assert "10,000" in wrong(found)
    assert "保险费" in wrong(found)
    assert "20,000" in wrong(found, "en")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_that_nobody_sees_are_found_on_a_page_on_its_side_too(turn: int) -> None:
    sheets = policy_sheets()
    covered_by_a_white_area(sheets)
    record = examine([("保单.pdf", edited(sheets.pdf(), lambda page: page.set_rotation(turn)))])
    assert record.page_turns == (360 - turn,)
    assert record.fields["premium"].value == SEEN
    assert [row.value("cause") for row in record.rows("text_layer")] == ["covered"]


def test_rows_of_the_text_layer_are_kept() -> None:
    record = record_of(invisible)
    assert record_from_json(record_to_json(record)) == record


# --- near misses: seen, or of no consequence -------------------------------------------------------------------------


def white_in_a_dark_header(sheets: Sheets) -> None:
    sheets.frame(40, 145, 300, 170, fill=BLUE)
    coloured(sheets, WHITE, 50, 160, "特别说明之一")


def white_on_a_dark_area_and_a_later_light_one_beside(sheets: Sheets) -> None:
    sheets.frame(40, 145, 300, 170, fill=BLUE)
    coloured(sheets, WHITE, 50, 160, "特别说明之一")
    sheets.frame(40, 170, 300, 190, fill=(0.9, 0.95, 1.0))


def pale_watermark(sheets: Sheets) -> None:
    sheets.canvas.setFillGray(0.9)
    sheets.text(50, 165, "特别说明之一", 30)
    sheets.canvas.setFillGray(0)


def words_in_an_ample_clip(sheets: Sheets) -> None:
    canvas = sheets.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(40, HEIGHT - 180, 300, 40)
    canvas.clipPath(window, stroke=0, fill=0)
    sheets.text(50, 160, "特别说明之一")
    canvas.restoreState()


def below_a_pale_transparent_area(sheets: Sheets) -> None:
    sheets.text(50, 160, "特别说明之一")
    sheets.canvas.setFillAlpha(0.3)
    sheets.frame(40, 145, 300, 170, fill=BLUE)
    sheets.canvas.setFillAlpha(1)


SHOWING = (
    white_in_a_dark_header, white_on_a_dark_area_and_a_later_light_one_beside, pale_watermark, words_in_an_ample_clip,
    below_a_pale_transparent_area,
)  # fmt: skip


@pytest.mark.parametrize("draw", SHOWING, ids=[draw.__name__ for draw in SHOWING])
def test_what_can_be_seen_is_read(draw: Callable[[Sheets], None]) -> None:
    sheets = policy_sheets()
    draw(sheets)
    document = read(sheets.pdf(), "保单.pdf")
    assert "特别说明之一" in document.text
    assert document.notes == ()
    assert own_findings(record_of(draw)) == []


def shadow(sheets: Sheets) -> None:
    """The premium once more in white, a hair beside itself, as some programs draw a shadow."""
    coloured(sheets, WHITE, 50.4, 130.4, "总保险费：￥10,000.00元")


def hidden_words_without_values(sheets: Sheets) -> None:
    sheets.text(50, 160, "内部流转标记，非打印内容", mode=3)


def half_below_a_seal(sheets: Sheets) -> None:
    """An opaque seal over the end of a number."""
    sheets.text(50, 160, "从业人员总数：1200人")
    sheets.frame(132, 145, 200, 170, fill=(0.9, 0.1, 0.1))


@pytest.mark.parametrize("draw", [shadow, hidden_words_without_values, half_below_a_seal])
def test_hidden_words_that_change_nothing_are_no_finding(draw: Callable[[Sheets], None]) -> None:
    record = record_of(draw)
    assert record.value("premium") == SEEN
    assert "text_layer" not in record.tables
    assert own_findings(record) == []


def test_half_a_number_below_a_seal_is_not_made_another_number() -> None:
    assert record_of(half_below_a_seal).value("employee_count") == 1200


# --- a scan with a scanner's words over it ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Recognised:
    blocks: tuple[Block, ...]
    seals: tuple[Box, ...] = ()


def scan(scanners: str, recognised: str = "总保险费：￥10,000.00元") -> Record:
    """A scanned policy: the picture is read as ``recognised`` says, the scanner wrote ``scanners`` over that line."""
    plain = policy_sheets().pdf()
    (page,) = read(plain, "保单.pdf").pages

    def line(block: Block) -> Block:
        assert isinstance(block, Line)
        return replace(block, text=recognised if "保险费" in block.text else block.text, confidence=0.97)

    pixels = Recognised(tuple(map(line, page.blocks)))
    sheets = Sheets()
    picture = ImageReader(Image.new("RGB", (60, 85), "white"))
    sheets.canvas.drawImage(picture, 0, 0, sheets.width, HEIGHT)
    for block in page.blocks:
        assert isinstance(block, Line)
        assert block.box is not None
        words = scanners if "保险费" in block.text else block.text
        sheets.text(block.box.x0, block.box.y1 - 2, words, 16 if words[-1] == "单" else 10, mode=3)
    document = pdf.read(sheets.pdf(), "扫描.pdf", ocr=lambda image, dpi: pixels)
    assert [p.read for p in document.pages] == ["ocr"]
    guess = classify(document)
    record = extract(document, guess)
    rows = second_reading(document, record, lambda believed: extract(believed, guess))
    return replace(record, tables={**record.tables, "text_layer": rows})


def test_a_scanners_other_premium_contradicts_the_picture() -> None:
    record = scan("总保险费：￥70,000.00元")
    assert record.value("premium") == SEEN
    (found,) = own_findings(record)
    assert (found.type, found.severity) == ("text_layer_contradicts_page", Severity.WARNING)
    assert (found.params["value"], found.params["seen"]) == (Decimal("70000.00"), SEEN)
    assert all(place.span is not None and place.span.box is not None for place in found.evidence)


@pytest.mark.parametrize(
    "words", ["总保险费：￥10,000.00元", "总保险费：￥1O,OOO.OO元", "总保降费：￥10,000.00元", "总保险费：￥10"]
)
def test_a_scanners_good_words_and_its_garbled_ones_are_no_contradiction(words: str) -> None:
    assert own_findings(scan(words)) == []


# --- a font that says other digits than it draws ----------------------------------------------------------------------


def remapped(swap: str, words: str = "0123456789") -> bytes:
    """A page in a font of PDFium's own whose table says ``swap[0]`` for the glyph of ``swap[1]``."""
    table = {ord(char): ord(char) for char in " 0123456789,.:ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    if swap:
        table[ord(swap[1])] = ord(swap[0])
        table.pop(ord(swap[0]))
    lines = "\n".join(f"<{code:02X}> <{said:04X}>" for code, said in sorted(table.items()))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(table)} beginbfchar\n{lines}\nendbfchar endcmap end end"
    )
    content = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >> stream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",
    ]
    body = "%PDF-1.4\n" + "".join(f"{k} 0 obj\n{text}\nendobj\n" for k, text in enumerate(objects, 1))
    return (body + "trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n").encode()


def recogniser(*words: str) -> Callable[[Any, float], Recognised]:
    """Reads these words, whatever it is shown, where the line of ``remapped`` stands."""
    return lambda image, dpi: Recognised(tuple(Line(text, Box(50, 130, 350, 145), confidence=0.98) for text in words))


def never(image: Any, dpi: float) -> Any:
    raise AssertionError("nothing gives reason to doubt a digit, yet the page was sent to OCR")


@pytest.mark.parametrize("swap", ["21", "19", "80", "38", "47", "05"])
def test_digits_drawn_as_others_are_read_from_the_page(swap: str) -> None:
    drawn = f"PREMIUM: {swap[1]}{swap[1]},{swap[1]}00.00".replace("00.00", "" if "0" in swap else "00.00")
    document = pdf.read(remapped(swap, drawn), "改.pdf", ocr=recogniser(drawn))
    (page,) = document.pages
    assert page.read == "ocr"
    assert document.text == drawn
    assert page.layer is not None
    assert {cause for _, cause in page.layer.places} == {"remapped"}
    said = "".join(block.text for block in page.layer.blocks if isinstance(block, Line))
    assert said == drawn.replace(swap[1], swap[0])


def test_a_font_that_says_what_it_draws_is_not_doubted() -> None:
    (page,) = pdf.read(remapped("", "0123456789"), "真.pdf", ocr=never).pages
    assert (page.read, page.layer) == ("text", None)


def test_doubt_alone_changes_nothing() -> None:
    """The recogniser reads what the text layer says: a font with unusual digits."""
    (page,) = pdf.read(remapped("21", "PREMIUM: 1100"), "怪.pdf", ocr=recogniser("PREMIUM: 2200")).pages
    assert (page.read, page.layer) == ("text", None)
    assert "".join(line.text for line in page.lines()) == "PREMIUM: 2200"
