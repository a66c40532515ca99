"""The PDF reader: displayed coordinates, trust in the text layer, form values, damaged and hostile files."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from extractor.document import Box, Document, Line, Table
from extractor.errors import Damaged, Empty, Encrypted, NeedsProgram, PaperError, TooLarge
from extractor.formats import pdf
from extractor.limits import DEFAULT
from extractor.text.radicals import plain_characters
from tests.pdf_pages import HEIGHT, WIDTH, Sheets


@dataclass(frozen=True)
class FakeOcrPage:
    blocks: tuple[Line, ...]
    seals: tuple[Box, ...]
    width: float
    height: float
    rotation: int = 0


class FakeOcr:
    """Stands in for the recogniser: remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[tuple[int, ...], float]] = []

    def __call__(self, image: Any, dpi: float) -> FakeOcrPage:
        self.shown.append((image.shape, dpi))
        return FakeOcrPage((Line("识别", Box(1, 1, 2, 2), confidence=0.9),), (Box(5, 5, 9, 9),), WIDTH, HEIGHT)


def no_ocr(image: Any, dpi: float) -> Any:
    raise AssertionError("the text layer is good, yet the page was sent to OCR")


def read(data: bytes, **limits: Any) -> Document:
    return pdf.read(data, "纸.pdf", limits=replace(DEFAULT, **limits), ocr=no_ocr)


def two_line_page() -> Sheets:
    sheets = Sheets()
    sheets.text(100, 150, "保险单号：ABC 123456", 12)
    sheets.grid([100, 200, 350], [200, 220, 240], [["项目", "限额"], ["伤亡责任", "40万元"]])
    return sheets


def edited(data: bytes, edit: Any) -> bytes:
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    edit(page)
    page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def placed(document: Document) -> dict[str, Box]:
    return {line.text: line.box for _, line in document.lines() if line.box}


def picture(width: int = 300, height: int = 400) -> ImageReader:
    pixels = np.full((height, width, 3), 200, dtype=np.uint8)
    return ImageReader(Image.fromarray(pixels))


# -- displayed coordinates --------------------------------------------------------------------------------------------


def test_the_crop_box_moves_the_origin() -> None:
    whole = placed(read(two_line_page().pdf()))
    data = edited(two_line_page().pdf(), lambda page: page.set_cropbox(60, 500, 500, 780))
    document = read(data)
    assert (document.pages[0].width, document.pages[0].height) == (440, 280)
    moved = placed(document)
    assert moved.keys() == whole.keys()
    for text, box in moved.items():
        there = whole[text]
        assert box == pytest.approx((there.x0 - 60, there.y0 - 62, there.x1 - 60, there.y1 - 62), abs=0.1)


def test_words_outside_the_crop_box_are_not_on_the_page() -> None:
    data = edited(two_line_page().pdf(), lambda page: page.set_cropbox(60, 650, 500, 780))
    assert read(data).text == "保险单号：ABC 123456"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_displayed(turn: int) -> None:
    """The same page drawn sideways and turned upright by /Rotate reads the same, in the displayed frame."""
    displayed = (HEIGHT, WIDTH) if turn in (90, 270) else (WIDTH, HEIGHT)
    upright = Sheets(*displayed)
    turned = Sheets(WIDTH, HEIGHT)
    canvas = turned.canvas
    if turn == 90:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    elif turn == 180:
        canvas.translate(WIDTH, HEIGHT)
        canvas.rotate(180)
    else:
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
    turned.width, turned.height = displayed
    for sheets in (upright, turned):
        sheets.text(100, 150, "保险单号：ABC 123456", 12)
        sheets.grid([100, 200, 350], [200, 220, 240], [["项目", "限额"], ["伤亡责任", "40万元"]])
    plain = read(upright.pdf())
    document = read(edited(turned.pdf(), lambda page: page.set_rotation(turn)))
    page = document.pages[0]
    assert (page.width, page.height) == displayed
    (table,) = document.tables()
    (expected,) = plain.tables()
    assert [[c.text if c else None for c in row] for row in table.rows()] == [
        [c.text if c else None for c in row] for row in expected.rows()
    ]
    there = placed(plain)
    for text, box in placed(document).items():
        assert box == pytest.approx(there[text], abs=0.2)


def test_a_page_printed_sideways_is_turned_and_says_so() -> None:
    sheets = Sheets()
    sheets.canvas.translate(WIDTH, 0)
    sheets.canvas.rotate(90)
    sheets.height = WIDTH
    sheets.text(50, 60, "保险单号：ABC 123456", 12)
    sheets.grid([50, 150, 300], [80, 100, 120], [["项目", "限额"], ["伤亡责任", "40万元"]])
    document = read(sheets.pdf())
    assert (document.pages[0].width, document.pages[0].height) == (HEIGHT, WIDTH)
    assert [type(block) for block in document.pages[0].blocks] == [Line, Table]
    assert placed(document)["保险单号：ABC 123456"].x0 == pytest.approx(50, abs=0.5)
    assert any("横置" in note for note in document.notes)


def test_a_page_printed_upside_down_is_turned_and_says_so() -> None:
    """Bound or scanned the wrong way round: its table would be lines from the last to the first."""
    sheets = Sheets()
    sheets.canvas.translate(WIDTH, HEIGHT)
    sheets.canvas.rotate(180)
    sheets.text(50, 60, "保险单号：ABC 123456", 12)
    sheets.grid([50, 150, 300], [80, 100, 120], [["项目", "限额"], ["伤亡责任", "40万元"]])
    document = read(sheets.pdf())
    page = document.pages[0]
    assert (page.width, page.height, page.turn) == (WIDTH, HEIGHT, 180)
    assert [type(block) for block in page.blocks] == [Line, Table]
    assert placed(document)["保险单号：ABC 123456"].x0 == pytest.approx(50, abs=0.5)
    assert any("倒置" in note for note in document.notes)


def test_a_table_drawn_inside_a_form_object_stands_where_it_is_shown() -> None:
    sheets = Sheets()
    sheets.canvas.beginForm("stamp")
    sheets.grid([0, 100, 250], [742, 762, 782], [["项目", "限额"], ["伤亡责任", "40万元"]])
    sheets.canvas.endForm()
    sheets.canvas.translate(80, 300)
    sheets.canvas.doForm("stamp")
    (table,) = read(sheets.pdf()).tables()
    assert table.box == pytest.approx(Box(80, 742 - 300, 330, 782 - 300), abs=1.5)
    cell = table.rows()[1][1]
    assert cell is not None
    assert cell.text == "40万元"


# -- trust in the text layer ------------------------------------------------------------------------------------------


def test_a_page_without_characters_is_rendered_for_ocr() -> None:
    sheets = Sheets()
    sheets.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    sheets.next_page()
    sheets.text(50, 100, "第二页有文字层")
    ocr = FakeOcr()
    document = pdf.read(sheets.pdf(), "mixed.pdf", ocr=ocr)
    assert [page.read for page in document.pages] == ["ocr", "text"]
    assert ocr.shown == [((2339, 1653, 3), 200.0)]
    assert document.pages[0].seals == (Box(5, 5, 9, 9),)


def test_a_scanners_hidden_text_over_the_page_image_is_not_believed() -> None:
    sheets = Sheets()
    sheets.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    for k in range(30):
        sheets.text(50, 100 + 20 * k, "凡涉及本合同的约定均应采用书面形式", mode=3)
    document = pdf.read(sheets.pdf(), "noisy.pdf", ocr=FakeOcr())
    assert [page.read for page in document.pages] == ["ocr"]


def test_a_page_image_in_strips_is_a_page_image() -> None:
    sheets = Sheets()
    for k in range(8):
        sheets.canvas.drawImage(picture(300, 50), 0, k * HEIGHT / 8, WIDTH, HEIGHT / 8)
    sheets.text(250, 820, "第1页 共2页")
    assert pdf.read(sheets.pdf(), "strips.pdf", ocr=FakeOcr()).pages[0].read == "ocr"


def test_words_drawn_as_outlines_are_read_by_ocr() -> None:
    sheets = Sheets()
    for k in range(300):
        path = sheets.canvas.beginPath()
        x, y = 50 + 12 * (k % 40), 700 - 20 * (k // 40)
        path.moveTo(x, y)
        for n in range(30):
            path.curveTo(x + n % 5, y + 3, x + n % 7, y + n % 9, x + n % 3, y + n % 8)
        sheets.canvas.drawPath(path, stroke=0, fill=1)
    sheets.text(250, 820, "第1页")
    assert pdf.read(sheets.pdf(), "outlines.pdf", ocr=FakeOcr()).pages[0].read == "ocr"


def test_an_image_painted_over_the_words_counts_and_not_the_words() -> None:
    sheets = Sheets()
    for k in range(30):
        sheets.text(50, 100 + 20 * k, "凡涉及本合同的约定均应采用书面形式")
    sheets.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    assert pdf.read(sheets.pdf(), "over.pdf", ocr=FakeOcr()).pages[0].read == "ocr"


def test_words_over_a_background_image_are_read_from_the_text_layer() -> None:
    sheets = Sheets()
    sheets.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    for k in range(30):
        sheets.text(50, 100 + 20 * k, "凡涉及本合同的约定均应采用书面形式")
    document = read(sheets.pdf())
    assert document.pages[0].read == "text"
    assert any("图中文字未读取" in note for note in document.notes)


def test_private_use_characters_are_no_text() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "\ue001\ue002\ue003\ue004\ue005\ue006")
    assert pdf.read(sheets.pdf(), "pua.pdf", ocr=FakeOcr()).pages[0].read == "ocr"


def test_a_wrong_font_map_gives_rare_characters_and_goes_to_ocr() -> None:
    sheets = Sheets()
    rare = "".join(chr(code) for code in range(0x7C80, 0x7D20) if not chr(code).encode("gb2312", "ignore"))
    for k in range(3):
        sheets.text(50, 100 + 20 * k, rare[20 * k : 20 * k + 20])
    assert pdf.read(sheets.pdf(), "map.pdf", ocr=FakeOcr()).pages[0].read == "ocr"


def test_white_words_on_white_paper_are_left_out_and_noted() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "看得见")
    sheets.canvas.setFillColorRGB(1, 1, 1)
    sheets.text(50, 130, "看不见")
    document = read(sheets.pdf())
    assert document.text == "看得见"
    assert document.notes == ("第1页有3个看不见的字符，未读取",)


def test_an_empty_page_is_a_page_without_words() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "第一页")
    sheets.next_page()
    document = read(sheets.pdf())
    assert [(page.read, len(page.blocks)) for page in document.pages] == [("text", 1), ("text", 0)]


def test_one_page_that_fails_does_not_take_the_others_with_it() -> None:
    def missing(image: Any, dpi: float) -> Any:
        raise NeedsProgram

    sheets = Sheets()
    sheets.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    sheets.next_page()
    sheets.text(50, 100, "第二页有文字层")
    document = pdf.read(sheets.pdf(), "mixed.pdf", ocr=missing)
    assert [page.read for page in document.pages] == ["failed", "text"]
    assert [(problem.code, problem.page) for problem in document.problems] == [("needs_program", 1)]


def test_pages_come_one_by_one_as_they_are_read_together() -> None:
    sheets = two_line_page()
    sheets.next_page()
    sheets.text(50, 100, "第二页的文字")
    data = sheets.pdf()
    assert tuple(pdf.pages(data, ocr=no_ocr)) == read(data).pages
    with pytest.raises(Damaged):
        next(pdf.pages(b"%PDF-1.7 and nothing else"))


def test_radicals_become_plain_characters_one_for_one() -> None:
    printed = "第１⻚，⽅案⻓期"
    assert plain_characters(printed) == "第１页，方案长期"
    assert len(plain_characters(printed)) == len(printed)


def test_the_reader_writes_radicals_plain() -> None:
    """A font map that points at the radical ⽅ for a glyph, as several programs write it."""
    data = _simple_pdf(b"BT /F1 12 Tf 50 700 Td (AB) Tj ET", b"1 beginbfchar <42> <2F45> endbfchar")
    assert read(data).text == "A方"


def _simple_pdf(content: bytes, bfchars: bytes) -> bytes:
    """A one-page PDF of Helvetica with a ToUnicode map, written by hand."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange " + bfchars + b" endcmap end end"
    )
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    return _assemble(bodies)


def _assemble(bodies: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


# -- form fields ------------------------------------------------------------------------------------------------------


def test_values_typed_into_form_fields_are_lines_at_their_boxes() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "投保人：")
    form = sheets.canvas.acroForm
    form.textfield(name="holder", x=100, y=HEIGHT - 104, width=200, height=16, value="Acme Mining Ltd", borderWidth=0)
    form.checkbox(name="agreed", x=100, y=HEIGHT - 140, size=12, checked=True)
    form.checkbox(name="other", x=200, y=HEIGHT - 140, size=12, checked=False)
    boxes = placed(read(sheets.pdf()))
    assert boxes["Acme Mining Ltd"] == pytest.approx(Box(100, 88, 300, 104), abs=1)
    assert boxes["☑"].x0 == pytest.approx(100, abs=1)
    assert boxes["☐"].x0 == pytest.approx(200, abs=1)


# -- damaged and hostile files ----------------------------------------------------------------------------------------


def test_an_empty_file_says_so() -> None:
    with pytest.raises(Empty):
        read(b"")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"%PDF-1.7\n" + b"\x00\xff" * 500, id="garbage behind the mark"),
        pytest.param(b"PK\x03\x04" + b"x" * 500, id="no PDF at all"),
        pytest.param(two_line_page().pdf()[:600], id="cut off early"),
    ],
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        read(data)


def test_a_file_without_its_end_is_read_and_reported() -> None:
    data = two_line_page().pdf()
    cut = data[: data.rindex(b"startxref")]
    document = read(cut)
    assert "保险单号：ABC 123456" in document.text
    assert [problem.code for problem in document.problems] == ["damaged"]


def test_a_password_is_asked_for() -> None:
    sheets = Sheets(encrypt="secret")
    sheets.text(50, 100, "机密")
    with pytest.raises(Encrypted):
        read(sheets.pdf())


def test_too_many_pages_are_refused_and_not_cut() -> None:
    sheets = Sheets()
    for k in range(4):
        sheets.text(50, 100, f"第{k}页")
        sheets.next_page()
    sheets.text(50, 100, "末页")
    with pytest.raises(TooLarge, match="5 页"):
        read(sheets.pdf(), pages=4)


def test_a_page_with_too_many_characters_fails() -> None:
    with pytest.raises(TooLarge):
        read(two_line_page().pdf(), page_chars=10)


def test_a_huge_page_is_never_rendered() -> None:
    data = edited(two_line_page().pdf(), lambda page: page.set_mediabox(0, 0, 2_000_000, 2_000_000))
    blank = _assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000 2000000]/Contents 4 0 R>>",
            b"<</Length 19>>stream\n0 0 m 9 9 l 20 20 l S\nendstream",
        ]
    )
    assert read(data).pages[0].read == "text"
    ocr = FakeOcr()
    result = _outcome(blank, ocr)
    assert not ocr.shown
    assert result in ("ok", "too_large")


def _outcome(data: bytes, ocr: Any) -> str:
    try:
        pdf.read(data, "x.pdf", ocr=ocr)
    except PaperError as error:
        return error.code
    return "ok"


def test_a_page_tree_that_holds_itself_is_refused() -> None:
    data = _assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])
    with pytest.raises(Damaged):
        read(data)


def test_a_stream_that_expands_beyond_measure_is_refused_before_it_is_unpacked() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m\n" * 170_000) for _ in range(80)) + packer.flush()
    body = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    data = _assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            body,
        ]
    )
    with pytest.raises(TooLarge):
        read(data)


def test_a_form_object_that_holds_itself_ends() -> None:
    data = _assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
            b"<</Length 5>>stream\n/X Do\nendstream",
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>"
            b"stream\n/X Do\nendstream",
        ]
    )
    assert len(read(data).pages) == 1


def test_reading_a_text_layer_loads_no_recogniser() -> None:
    """A run over digital papers pays neither the time nor the memory of OCR."""
    script = (
        "import sys; from extractor.formats import pdf; pdf.read(sys.stdin.buffer.read(), 'x.pdf'); "
        "print([m for m in ('cv2', 'onnxruntime', 'rapidocr', 'numpy', 'extractor.scans.ocr') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=two_line_page().pdf(), capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().strip() == "[]"


def test_memory_does_not_grow_with_pages() -> None:
    """Every page is closed: a paper of 120 pages leaves no more open pages than one of 2."""
    opened, closed = [], []
    load, close = pdfium.FPDF_LoadPage, pdfium.FPDF_ClosePage
    sheets = Sheets()
    for k in range(120):
        sheets.text(50, 100, f"第{k}页")
        sheets.next_page()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdfium, "FPDF_LoadPage", lambda *a: (opened.append(1), load(*a))[1])
        patch.setattr(pdfium, "FPDF_ClosePage", lambda *a: (closed.append(1), close(*a))[1])
        document = read(sheets.pdf())
    assert len(document.pages) >= 120
    assert len(opened) == len(closed) == len(document.pages)


def test_sniff_knows_a_pdf_by_its_mark() -> None:
    assert pdf.sniff(b"%PDF-1.4\n") == 1.0
    assert pdf.sniff(b"\xef\xbb\xbf junk %PDF-1.4\n") > 0.5
    assert pdf.sniff(b"PK\x03\x04") == 0.0
