"""OFD: the same words, boxes, tables and fields as from the PDF of the same paper; what cannot be read is said."""

from __future__ import annotations

import io
import random
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfbase.ttfonts import TTFont

from extractor import errors, examine, picture, read
from extractor.containers import is_container, members
from extractor.document import Document, Line
from extractor.limits import Limits
from extractor.ofd.reader import read_ofd
from extractor.scans.ocr import OcrPage
from tests.ofd_kit import MM, NS, OfdSheets, copy_of, image_object, mm, ofd, packed, page_xml, path_object, text_object
from tests.pdf_pages import Sheets

POLICY_NO = "PZAB202441160000000123"


def draw_policy(sheets: Sheets | OfdSheets) -> None:
    """One paper for both formats: a title, labels, a ruled table, a second page."""
    sheets.text(200, 60, "安全生产责任保险保险单", 18)
    sheets.text(50, 90, f"保险单号：{POLICY_NO}")
    sheets.text(330, 90, "币种：人民币")
    sheets.grid(
        [50, 150, 330, 430, 545],
        [110, 135, 160, 185, 210],
        [
            ["投保人", "青禾机械有限公司", "联系电话", "0512-00000000"],
            ["保险期间", "2024年5月1日起至", "2025年4月30日止", ""],
            ["每人责任限额", "400,000.00元", "累计责任限额", "20,000,000.00元"],
            ["保险费", "￥12,345.00", "从业人员", "56人"],
        ],
    )
    sheets.text(50, 240, "保险人：晨星财产保险股份有限公司 (Chenxing P&C)")
    sheets.next_page()
    sheets.text(50, 80, "特别约定")
    sheets.text(50, 100, "事故预防服务费用为保险费的20%。")


def policy_pdf() -> bytes:
    sheets = Sheets()
    draw_policy(sheets)
    return sheets.pdf()


def policy_ofd(**more: object) -> bytes:
    sheets = OfdSheets()
    draw_policy(sheets)
    return sheets.ofd(**more)


def lines(document: Document) -> list[str]:
    return [line.text for _, line in document.lines()]


def one(words: bytes) -> Line:
    found = [line for _, line in read(words, "a.ofd").lines()]
    assert len(found) == 1
    return found[0]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


# -- the same paper ----------------------------------------------------------------------------------------------------


def test_words_boxes_and_tables_are_those_of_the_pdf() -> None:
    from_pdf, from_ofd = read(policy_pdf(), "保单.pdf"), read(policy_ofd(), "保单.ofd")
    assert from_ofd.format == "ofd"
    assert codes(from_ofd) == []
    assert [(p.number, round(p.width), round(p.height), p.read) for p in from_ofd.pages] == [
        (1, 595, 842, "text"),
        (2, 595, 842, "text"),
    ]
    assert lines(from_ofd) == lines(from_pdf)
    assert f"保险单号：{POLICY_NO}" in lines(from_ofd)
    for (_, ours), (_, theirs) in zip(from_ofd.lines(), from_pdf.lines(), strict=True):
        assert ours.box is not None
        assert theirs.box is not None
        assert ours.box[:2] == pytest.approx(theirs.box[:2], abs=0.2)
        assert ours.box.y1 == pytest.approx(theirs.box.y1, abs=0.2)
        assert ours.box.x1 == pytest.approx(theirs.box.x1, abs=2.1)  # nothing shows how wide a last Latin letter is

    tables = [[[cell.text if cell else None for cell in row] for row in t.rows()] for t in from_ofd.tables()]
    assert tables == [[[cell.text if cell else None for cell in row] for row in t.rows()] for t in from_pdf.tables()]
    assert tables[0][2] == ["每人责任限额", "400,000.00元", "累计责任限额", "20,000,000.00元"]


def test_the_record_is_that_of_the_pdf() -> None:
    from_pdf, from_ofd = examine([("保单.pdf", policy_pdf())]), examine([("保单.ofd", policy_ofd())])
    assert from_ofd.kind == from_pdf.kind == "policy"
    assert from_ofd.fields["policy_no"].value == POLICY_NO
    assert {name: r.value for name, r in from_ofd.fields.items()} == {
        name: r.value for name, r in from_pdf.fields.items()
    }
    said = [{name: (w.found, w.complete) for name, w in record.witnesses.items()} for record in (from_ofd, from_pdf)]
    assert said[0] == said[1]


SAMPLES = [
    "changshu-photos/现场服务确认单.pdf",
    "suzhou-clean/保险单.pdf",
    "suzhou-clean/理赔记录.pdf",
    "suzhou-low-fee/培训小结.pdf",
    "suzhou-low-fee/灵璧奇石保单.pdf",
    "yueqing-contract/安责险合同.pdf",
]
WRAPPED = {"citations"}
"""A number cut by the end of a line is put together by how high the lines are, which depends on the font's metrics."""


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_printed_as_ofd_gives_the_same_record(sample: str) -> None:
    """Every field with its value and its place on the page, every list row by row."""
    data = (Path(__file__).parent.parent / "samples" / sample).read_bytes()
    from_pdf, from_ofd = examine([("a.pdf", data)]), examine([("a.ofd", copy_of(data))])
    assert from_ofd.kind == from_pdf.kind
    assert {name: r.value for name, r in from_ofd.fields.items()} == {
        name: r.value for name, r in from_pdf.fields.items()
    }
    for name, reading in from_ofd.fields.items():
        ours, theirs = reading.span, from_pdf.fields[name].span
        assert ours.page == theirs.page
        assert (ours.box is None) == (theirs.box is None)
        if ours.box is not None:
            assert ours.box == pytest.approx(theirs.box, abs=4), name  # heights are the font's, which differ
    rows = [{name: len(found) for name, found in r.tables.items() if name not in WRAPPED} for r in (from_ofd, from_pdf)]
    assert rows[0] == rows[1]
    said = [{name: (w.found, w.complete) for name, w in record.witnesses.items()} for record in (from_ofd, from_pdf)]
    assert said[0] == said[1]


# -- text --------------------------------------------------------------------------------------------------------------


def text_xml(attributes: str, codes_: str) -> bytes:
    return ofd([f'<ofd:TextObject ID="1" Font="1" {attributes}>{codes_}</ofd:TextObject>'])


def test_runs_of_equal_steps() -> None:
    """``g 3 1.5`` is three steps of 1.5 mm; the box ends after a last character of half an em."""
    line = one(
        text_xml('Boundary="20 30 60 8" Size="3"', '<ofd:TextCode X="1" Y="5" DeltaX="g 3 1.5 3">12.5元</ofd:TextCode>')
    )
    assert line.text == "12.5元"
    assert line.edges is not None
    assert [left * MM for left, _ in line.edges] == pytest.approx([21, 22.5, 24, 25.5, 28.5])
    assert line.box is not None
    assert (line.box.y0 * MM, line.box.y1 * MM) == pytest.approx((35 - 0.893 * 3, 35 + 0.254 * 3))


def test_the_last_step_holds_for_the_rest_and_none_means_the_font_s_own() -> None:
    short = one(
        text_xml('Boundary="20 30 60 8" Size="3"', '<ofd:TextCode X="0" Y="5" DeltaX="3">安全生产</ofd:TextCode>')
    )
    assert (short.text, short.box and short.box.width * MM) == ("安全生产", pytest.approx(12))
    none = one(text_xml('Boundary="20 30 60 8" Size="3"', '<ofd:TextCode X="0" Y="5">安全生产12</ofd:TextCode>'))
    assert (none.text, none.box and none.box.width * MM) == ("安全生产12", pytest.approx(15))


def test_a_matrix_scales_size_and_steps_but_its_shift_moves_no_step() -> None:
    line = one(
        text_xml(
            'CTM="0.5 0 0 0.5 10 4" Boundary="20 30 60 20" Size="6"',
            '<ofd:TextCode X="2" Y="8" DeltaX="g 3 6">保险单号</ofd:TextCode>',
        )
    )
    assert line.box is not None
    assert line.box.x0 * MM == pytest.approx(20 + 10 + 1)
    assert line.box.width * MM == pytest.approx(12)
    assert line.box.y1 * MM == pytest.approx(30 + 4 + 4 + 0.254 * 3)
    assert line.size == pytest.approx(3 / MM, abs=0.1)


def test_several_codes_stand_where_each_says() -> None:
    data = text_xml(
        'Boundary="20 30 100 20" Size="3"',
        '<ofd:TextCode X="0" Y="5" DeltaX="3">甲乙</ofd:TextCode><ofd:TextCode X="0" Y="12" DeltaX="3">丙丁</ofd:TextCode>',
    )
    assert lines(read(data, "a.ofd")) == ["甲乙", "丙丁"]


def test_words_set_downward_are_one_word_with_its_box() -> None:
    data = text_xml('Boundary="20 30 10 20" Size="3"', '<ofd:TextCode X="0" Y="3" DeltaY="g 2 4">投保人</ofd:TextCode>')
    line = one(data)
    assert line.text == "投保人"
    assert line.box is not None
    assert line.box.x0 * MM == pytest.approx(20)
    assert line.box.width * MM == pytest.approx(3)
    assert line.box.y0 * MM == pytest.approx(30, abs=0.5)  # a character above the first base line
    assert line.box.y1 * MM == pytest.approx(41 + 0.254 * 3, abs=0.01)  # what hangs below the third, 4 mm apart
    assert line.edges is not None
    assert [left * MM for left, _ in line.edges] == pytest.approx([20, 20, 20])


def test_a_narrower_face_and_turned_characters() -> None:
    narrow = one(
        text_xml('Boundary="20 30 60 8" Size="4" HScale="0.5"', '<ofd:TextCode X="0" Y="5">安全</ofd:TextCode>')
    )
    assert narrow.box is not None
    assert narrow.box.width * MM == pytest.approx(4)
    margin = "".join(
        f'<ofd:TextObject ID="{k}" Boundary="200 {40 + 9 * k} 5 9" Size="3" Font="1" CharDirection="90">'
        f'<ofd:TextCode X="0" Y="0" DeltaY="3">{words}</ofd:TextCode></ofd:TextObject>'
        for k, words in enumerate(("下载", "次数"))
    )
    document = read(ofd([text_object(50, 90, "保险单号：" + POLICY_NO) + margin]), "a.ofd")
    assert lines(document) == [f"保险单号：{POLICY_NO}", "下载", "次数"]
    assert document.pages[0].turn == 0


def test_a_page_printed_sideways_is_read_turned() -> None:
    """A landscape table on a portrait page: baselines run up, so the page is turned clockwise to read it."""
    units = "".join(
        f'<ofd:TextObject ID="{k}" Boundary="{30 + 8 * k} 20 6 200" CTM="0 -1 1 0 0 200" Size="4" Font="1">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 9 4">第{k}行横置的文字内容啊</ofd:TextCode></ofd:TextObject>'
        for k in range(4)
    )
    document = read(ofd([units]), "a.ofd")
    page = document.pages[0]
    assert (page.turn, round(page.width), round(page.height)) == (90, 842, 595)
    assert lines(document) == [f"第{k}行横置的文字内容啊" for k in range(4)]
    assert [(round(w), round(h)) for w, h in picture.sizes([("a.ofd", ofd([units]))])] == [(842, 595)]


def test_what_nobody_sees_is_not_read_and_is_counted() -> None:
    units = (
        text_object(50, 90, "保险费：12,345.00元")
        + text_object(50, 120, "白字", attributes='Alpha="0"')
        + text_object(50, 150, "隐藏文字", attributes='Visible="false"')
    )
    document = read(ofd([units]), "a.ofd")
    assert lines(document) == ["保险费：12,345.00元"]
    assert document.notes == ("第1页有6个看不见的字符，未读取",)


def test_words_painted_over_are_not_read() -> None:
    """A white slip over the old amount and the new one on it; a slip that one sees through hides nothing."""
    w, h = 100 * MM, 14 * MM
    slip = {"data": f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", "inner": '<ofd:FillColor Value="255 255 255"/>'}
    old, new = text_object(100, 90, "12,345.00元"), text_object(100, 90, "10,000.00元")
    over = path_object(98, 80, 198, 94, attributes='Fill="true" Stroke="false"', **slip)
    document = read(ofd([text_object(60, 90, "保险费：") + old + over + new]), "a.ofd")
    assert document.text == "保险费：10,000.00元"
    assert document.notes == ("第1页有10个看不见的字符，未读取",)
    thin = path_object(98, 80, 198, 94, attributes='Fill="true" Stroke="false" Alpha="90"', **slip)
    assert read(ofd([old + thin]), "a.ofd").text == "12,345.00元"


def test_escapes_references_and_radicals() -> None:
    line = one(
        text_xml('Boundary="20 30 90 8" Size="3"', '<ofd:TextCode X="0" Y="5">第１⻚A\\0020B &amp; C</ofd:TextCode>')
    )
    assert line.text == "第１页A B & C"


# -- pages, templates, layers ------------------------------------------------------------------------------------------


def test_pages_come_as_the_document_lists_them_and_documents_one_after_another() -> None:
    pages = [text_object(50, 90, f"第{n}页") for n in (1, 2, 3)]
    assert lines(read(ofd(pages), "a.ofd")) == ["第1页", "第2页", "第3页"]
    both = read(ofd(pages, bodies=2), "a.ofd")
    assert [page.number for page in both.pages] == [1, 2, 3, 4, 5, 6]


def test_templates_are_printed_under_and_over_the_page() -> None:
    form = path_object(50, 100, 300, 100) + text_object(60, 120, "投保人")
    foot = text_object(60, 800, "晨星财产保险股份有限公司")
    used = '<ofd:Template TemplateID="11" ZOrder="Background"/><ofd:Template TemplateID="12" ZOrder="Foreground"/>'
    data = ofd([text_object(160, 120, "青禾机械有限公司")], templates={"11": form, "12": foot}, template=used)
    assert lines(read(data, "a.ofd")) == ["投保人", "青禾机械有限公司", "晨星财产保险股份有限公司"]


def test_a_page_has_its_own_size_and_origin() -> None:
    page = page_xml(text_object(50, 90, "横页")).replace(
        "<ofd:Content>", "<ofd:Area><ofd:PhysicalBox>10 5 297 210</ofd:PhysicalBox></ofd:Area><ofd:Content>"
    )
    document = read(ofd([page]), "a.ofd")
    assert (round(document.pages[0].width), round(document.pages[0].height)) == (842, 595)
    box = next(line for _, line in document.lines()).box
    assert box is not None
    assert box.x0 * MM == pytest.approx(50 * MM - 10, abs=0.01)


def test_drawings_used_again_and_blocks_inside_blocks() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="50" Width="60" Height="10"><ofd:Content>{text_object(0, 20, "重复使用")}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    use = '<ofd:CompositeObject ID="3" ResourceID="50" Boundary="30 40 60 10"/>'
    block = f'<ofd:PageBlock ID="2">{use}{text_object(300, 300, "块内")}</ofd:PageBlock>'
    document = read(ofd([block], resources=resources), "a.ofd")
    assert lines(document) == ["重复使用", "块内"]
    box = next(line for _, line in document.lines()).box
    assert box is not None
    assert box.x0 * MM == pytest.approx(30, abs=0.01)


def test_rules_drawn_as_frames_and_filled_slips_make_a_table() -> None:
    """Every cell as a closed outline, as office programs write them; the middle rule as a narrow filled area."""
    cells = []
    for row, words in enumerate((("姓名", "岗位"), ("张某", "焊工"), ("李某", "电工"))):
        for col, word in enumerate(words):
            x, y = 60 + 100 * col, 100 + 25 * row
            w, h = 100 * MM, 25 * MM
            cells.append(path_object(x, y, x + 100, y + 25, data=f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"))
            cells.append(text_object(x + 5, y + 16, word))
    table = next(read(ofd(["".join(cells)]), "a.ofd").tables())
    assert [[cell.text if cell else None for cell in row] for row in table.rows()] == [
        ["姓名", "岗位"],
        ["张某", "焊工"],
        ["李某", "电工"],
    ]


# -- pictures ----------------------------------------------------------------------------------------------------------


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def scan() -> bytes:
    """A page with a black bar, by which one sees where the recogniser was shown it."""
    image = Image.new("RGB", (600, 850), "white")
    ImageDraw.Draw(image).rectangle((100, 200, 300, 220), fill="black")
    return png(image)


def test_a_page_that_is_a_picture_goes_to_the_recogniser_as_it_looks() -> None:
    shown: list[tuple[np.ndarray, float]] = []

    def ocr(image: np.ndarray, dpi: float) -> OcrPage:
        shown.append((image, dpi))
        return OcrPage((Line("识别文字", confidence=0.9),), (), 595, 842)

    data = ofd([image_object(0, 0, 595, 842)], pictures={100: scan()})
    document = read_ofd(data, "扫描.ofd", limits=Limits(), ocr=ocr)
    assert (document.pages[0].read, lines(document)) == ("ocr", ["识别文字"])
    ((image, dpi),) = shown
    rows, columns = np.nonzero(image[:, :, 0] < 100)
    scale = 72 / dpi
    assert (columns.min() * scale, columns.max() * scale) == pytest.approx((100 / 600 * 595, 300 / 600 * 595), abs=2)
    assert (rows.min() * scale, rows.max() * scale) == pytest.approx((200 / 850 * 842, 220 / 850 * 842), abs=2)


def test_a_picture_that_cannot_be_decoded_fails_its_page_and_is_named() -> None:
    data = ofd([image_object(0, 0, 595, 842), text_object(50, 90, "第二页")], pictures={100: b"JB2 of some kind"})
    document = read(data, "a.ofd")
    assert [page.read for page in document.pages] == ["failed", "text"]
    assert [(p.code, p.page) for p in document.problems] == [("damaged", 1)]


def test_a_logo_among_words_is_noted_by_its_box_only() -> None:
    data = ofd([text_object(50, 90, "保险单") + image_object(400, 40, 460, 70)], pictures={100: scan()})
    page = read(data, "a.ofd").pages[0]
    assert page.read == "text"
    assert page.pictures[0] == pytest.approx((400, 40, 460, 70), abs=0.1)


def test_a_page_is_shown_with_its_boxes_over_the_print() -> None:
    data = policy_ofd()
    assert [(round(w), round(h)) for w, h in picture.sizes([("a.ofd", data)])] == [(595, 842), (595, 842)]
    view = picture.draw([("a.ofd", data)], 1, lambda shown: 72.0)
    grey = np.asarray(view.picture.convert("L"))
    table = next(read(data, "a.ofd").tables())
    assert table.box is not None
    top = round(table.box.y0)
    assert (grey[top - 1 : top + 2, 60:540].min(axis=0) < 160).all()  # the table's upper rule lies on its box's side
    box = next(line.box for _, line in read(data, "a.ofd").lines())
    assert box is not None
    inside = grey[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    assert (inside < 128).mean() > 0.05
    with pytest.raises(errors.Damaged):
        picture.draw([("a.ofd", data)], 3, lambda shown: 72.0)


def test_characters_given_by_glyph_only_are_drawn_with_the_paper_s_own_font() -> None:
    """¤ stands for what has no code: such a page is looked at, not believed."""
    path = Path(__file__).parent.parent / "api" / "exports" / "rectifications" / "serif.ttf"
    numbers = TTFont("own", str(path)).face.charToGlyph
    shown: list[np.ndarray] = []

    def ocr(image: np.ndarray, dpi: float) -> OcrPage:
        shown.append(image)
        return OcrPage((Line("保险单号", confidence=0.9),), (), 595, 842)

    def page(words: str) -> np.ndarray:
        glyphs = " ".join(str(numbers[ord(char)]) for char in words)
        units = (
            '<ofd:TextObject ID="1" Boundary="20 30 60 20" Size="10" Font="77">'
            f'<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>'
            '<ofd:TextCode X="0" Y="12" DeltaX="g 3 10">¤¤¤¤</ofd:TextCode></ofd:TextObject>'
        )
        fonts = (
            '<ofd:Fonts><ofd:Font ID="77" FontName="own"><ofd:FontFile>own.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
        )
        data = ofd([units], resources=fonts, parts={"Doc_0/Res/own.ttf": path.read_bytes()})
        assert read_ofd(data, "a.ofd", limits=Limits(), ocr=ocr).pages[0].read == "ocr"
        return shown[-1]

    first, second = page("保险单号"), page("保险一号")
    differs = np.nonzero((first != second).any(axis=(0, 2)))[0] * 25.4 / 200
    assert 40 - 1 <= differs.min() <= differs.max() <= 50 + 1  # millimetres: only the third character


# -- what goes with it -------------------------------------------------------------------------------------------------

SIGNED = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"


def signed_parts(seal: bytes) -> dict[str, str | bytes | None]:
    bounds = mm(60, 230, 120, 120)
    return {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {NS}><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": (
            f'<ofd:Signature {NS}><ofd:SignedInfo><ofd:Provider ProviderName="seal" Company="某签章公司"/>'
            f'<ofd:StampAnnot ID="1" PageRef="1" Boundary="{bounds}"/>'
            "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo></ofd:Signature>"
        ),
        "Doc_0/Signs/Sign_0/Seal.esl": b"\x30\x82" + seal,
    }


def test_a_signature_is_reported_unverified_and_its_seal_hides_nothing() -> None:
    red = png(Image.new("RGB", (60, 60), "red"))
    data = policy_ofd(body=SIGNED, parts=signed_parts(red))
    document = read(data, "保单.ofd")
    (problem,) = document.problems
    assert problem.code == "signature_not_verified"
    assert "1个" in problem.message
    assert "某签章公司" in problem.message
    assert "未验证" in problem.message
    assert lines(document) == lines(read(policy_ofd(), "保单.ofd"))
    assert document.pages[0].seals[0] == pytest.approx((60, 230, 180, 350), abs=0.1)
    assert document.pages[1].seals == ()

    seen = np.asarray(picture.draw([("a.ofd", data)], 1, lambda shown: 144.0).picture).astype(int)
    under = seen[2 * 230 : 2 * 244, 2 * 62 : 2 * 178]  # the line of the insurer runs under the seal
    assert (under[:, :, 0] < 120).any()
    assert ((under[:, :, 0] > 200) & (under[:, :, 1] < 60)).mean() > 0.5


def test_a_seal_over_a_scan_is_not_painted_on_what_is_recognised() -> None:
    shown: list[np.ndarray] = []

    def ocr(image: np.ndarray, dpi: float) -> OcrPage:
        shown.append(image)
        return OcrPage((), (), 595, 842)

    parts = signed_parts(png(Image.new("RGB", (60, 60), "red")))
    data = ofd([image_object(0, 0, 595, 842)], pictures={100: scan()}, body=SIGNED, parts=parts)
    document = read_ofd(data, "a.ofd", limits=Limits(), ocr=ocr)
    assert (shown[0][:, :, 0] == shown[0][:, :, 1]).all()
    assert len(document.pages[0].seals) == 1


@pytest.mark.parametrize("missing", ["Doc_0/Signs/Signatures.xml", "Doc_0/Signs/Sign_0/Signature.xml"])
def test_a_signature_whose_parts_are_gone_is_still_one(missing: str) -> None:
    document = read(policy_ofd(body=SIGNED, parts={**signed_parts(b""), missing: None}), "a.ofd")
    assert codes(document) == ["part_not_read", "signature_not_verified"]


def test_attachments_are_named_papers_as_problems_data_as_notes() -> None:
    listed = (
        f"<ofd:Attachments {NS}>"
        '<ofd:Attachment ID="1" Name="附加险保单" Format="pdf"><ofd:FileLoc>a.pdf</ofd:FileLoc></ofd:Attachment>'
        '<ofd:Attachment ID="2" Name="original_invoice" Format="xml"><ofd:FileLoc>b.xml</ofd:FileLoc></ofd:Attachment>'
        '<ofd:Attachment ID="3" Name="清单.xlsx"><ofd:FileLoc>gone.xlsx</ofd:FileLoc></ofd:Attachment>'
        "</ofd:Attachments>"
    )
    parts: dict[str, str | bytes | None] = {
        "Doc_0/Attachs/Attachments.xml": listed,
        "Doc_0/Attachs/a.pdf": policy_pdf(),
        "Doc_0/Attachs/b.xml": "<a/>",
    }
    named = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    document = read(policy_ofd(document=named, parts=parts), "a.ofd")
    assert [(p.code, p.message) for p in document.problems] == [
        ("attachment_not_read", "附件“附加险保单.pdf”未读取"),
        ("attachment_not_read", "附件“清单.xlsx”在文件内找不到"),
    ]
    assert document.notes == ("附件“original_invoice.xml”是数据文件，未读取",)


def test_notes_on_the_page_are_read_and_those_put_away_are_not() -> None:
    def note(words: str, attributes: str = "") -> str:
        return (
            f'<ofd:Annot ID="1" Type="Path" {attributes}><ofd:Remark>说明</ofd:Remark>'
            f'<ofd:Appearance Boundary="{mm(100, 300, 200, 40)}">{text_object(0, 20, words)}</ofd:Appearance></ofd:Annot>'
        )

    away = note("已删除", 'Visible="false"')
    parts: dict[str, str | bytes | None] = {
        "Doc_0/Annots/Annotations.xml": (
            f'<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
        ),
        "Doc_0/Annots/Page_0/Annotation.xml": (f"<ofd:PageAnnot {NS}>{note('同意承保')}{away}</ofd:PageAnnot>"),
    }
    named = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    document = read(ofd([text_object(50, 90, "保险单")], document=named, parts=parts), "a.ofd")
    assert lines(document) == ["保险单", "同意承保"]
    broken = read(
        ofd(
            [text_object(50, 90, "保险单")], document=named, parts={**parts, "Doc_0/Annots/Page_0/Annotation.xml": "<a"}
        ),
        "a.ofd",
    )
    assert (lines(broken), codes(broken)) == (["保险单"], ["part_not_read"])


# -- told apart --------------------------------------------------------------------------------------------------------


def test_a_long_paper_is_known_by_its_last_parts() -> None:
    """A list of parts longer than what is looked at, with OFD.xml in its middle."""
    with zipfile.ZipFile(io.BytesIO(ofd([text_object(50, 90, f"第{n}页") for n in range(400)]))) as package:
        names = package.namelist()
        files = {name: package.read(name) for name in names}
    order = [name for name in names if name != "OFD.xml"]
    order.insert(len(names) // 4, "OFD.xml")
    data = packed({name: files[name] for name in order})
    assert b"OFD.xml" not in data[:8192] + data[-16384:]
    assert not is_container(data, "长.ofd")
    assert len(read(data, "长.ofd").pages) == 400


def test_an_ofd_is_a_paper_whatever_its_name_and_inside_an_archive() -> None:
    data = policy_ofd()
    assert not is_container(data, "保单.ofd")
    assert read(data, "保单").format == "ofd"
    assert codes(read(data, "保单.pdf")) == ["extension_mismatch"]
    found = list(members(packed({"材料/保单.ofd": data, "说明.txt": "见附件"}), "材料.zip"))
    assert [(member.path, member.data == data) for member in found] == [("材料/保单.ofd", True), ("说明.txt", False)]


# -- hostile and broken ------------------------------------------------------------------------------------------------

ENTITY = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"OFD.xml": f"{ENTITY}<OFD>&a;</OFD>"}, errors.Hostile),
        ({"Doc_0/Document.xml": f"{ENTITY}<a>&a;</a>"}, errors.Hostile),
        ({"OFD.xml": "<OFD"}, errors.Damaged),
        ({"OFD.xml": "<OFD/>"}, errors.Damaged),
        ({"Doc_0/Document.xml": None}, errors.Damaged),
        ({"Doc_0/Document.xml": "<Document><CommonData/></Document>"}, errors.Damaged),
        ({"Doc_0/Pages/Page_0/Content.xml": None}, errors.Damaged),
        ({"Doc_0/Pages/Page_0/Content.xml": "\x00\x01"}, errors.Damaged),
        ({"Encryptions.xml": "<a/>"}, errors.Encrypted),
        ({"OFD.xml": "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"}, errors.UnsafeName),
        ({"OFD.xml": "<OFD><DocBody><DocRoot>file:///etc/passwd</DocRoot></DocBody></OFD>"}, errors.UnsafeName),
        ({"OFD.xml": "<OFD><DocBody><DocRoot>C:\\a.xml</DocRoot></DocBody></OFD>"}, errors.UnsafeName),
    ],
)
def test_what_cannot_be_read_says_why(parts: dict[str, str | bytes | None], error: type[errors.PaperError]) -> None:
    with pytest.raises(error):
        read(ofd([text_object(50, 90, "保险单")], parts=parts), "a.ofd")


@pytest.mark.parametrize(
    ("units", "error"),
    [
        ('<ofd:TextObject Boundary="0 0 9 9" Size="3" Font="1"><ofd:TextCode X="0" Y="5" DeltaX="g 999999 1">甲</ofd:TextCode></ofd:TextObject>', errors.TooLarge),
        ('<ofd:TextObject Boundary="0 0 9 nan" Size="3" Font="1"><ofd:TextCode X="0" Y="5">甲</ofd:TextCode></ofd:TextObject>', errors.Damaged),
        ('<ofd:TextObject Boundary="0 0 9 9" Size="1e300" Font="1"><ofd:TextCode X="0" Y="5">甲</ofd:TextCode></ofd:TextObject>', errors.Damaged),
        ('<ofd:TextObject Boundary="0 0 9 9" Size="3" CTM="1 0 0"><ofd:TextCode X="0" Y="5">甲</ofd:TextCode></ofd:TextObject>', errors.Damaged),
        ('<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 Z</ofd:AbbreviatedData></ofd:PathObject>', errors.Damaged),
        ('<ofd:CompositeObject ResourceID="50" Boundary="0 0 9 9"/>', errors.Damaged),
        ("<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60, errors.Damaged),
        ('<ofd:TextObject Boundary="0 0 9 9" Size="3" Font="1"/>' * 50, errors.TooLarge),
    ],
    ids=["steps", "nan", "huge", "matrix", "path", "itself", "deep", "many"],
)  # fmt: skip
def test_a_page_that_cannot_be_read_fails_alone(units: str, error: type[errors.PaperError]) -> None:
    inside = '<ofd:CompositeObject ResourceID="50" Boundary="0 0 9 9"/>'
    resources = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    data = ofd([text_object(50, 90, "好的一页"), units], resources=resources)
    document = read(data, "a.ofd", limits=Limits(page_objects=45))
    assert [page.read for page in document.pages] == ["text", "failed"]
    assert [(p.code, p.page) for p in document.problems] == [(error.code, 2)]
    assert lines(document) == ["好的一页"]


def test_templates_that_use_each_other_end() -> None:
    used = '<ofd:Template TemplateID="11"/>'
    around = page_xml(text_object(9, 9, "甲"), template=used)
    with pytest.raises(errors.Damaged, match="模板"):
        read(ofd(["<ofd:PageBlock/>"], templates={"11": around}, template=used), "a.ofd")


def test_bounds_of_parts_pages_and_members() -> None:
    long = ofd([text_object(50, 90, "甲" * 60_000)])
    with pytest.raises(errors.TooLarge):
        read(long, "a.ofd", limits=Limits(part_bytes=100_000))
    with pytest.raises(errors.TooLarge):
        read(policy_ofd(), "a.ofd", limits=Limits(pages=1))
    with pytest.raises(errors.TooLarge):
        read(policy_ofd(), "a.ofd", limits=Limits(archive_members=3))
    with pytest.raises(errors.TooLarge):
        read(policy_ofd(), "a.ofd", limits=Limits(archive_bytes=2000, archive_growth=0))
    with pytest.raises(errors.TooLarge):
        read(long, "a.ofd", limits=Limits(page_chars=50_000))


# -- fuzz --------------------------------------------------------------------------------------------------------------


def test_mutated_files_raise_nothing_but_paper_errors() -> None:
    """Two hundred: half have a part changed before it is packed, so that the change gets past the ZIP's checksum."""
    chance = random.Random(33190)
    red = png(Image.new("RGB", (20, 20), "red"))
    page = text_object(50, 90, "保险费：12,345.00元") + path_object(50, 100, 300, 100) + image_object(400, 40, 460, 70)
    whole = ofd([page], pictures={100: red}, body=SIGNED, parts=signed_parts(red))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for number in range(200):
        if number % 2:
            name = chance.choice(sorted(parts))
            data = packed({**parts, name: mutated(parts[name], chance)})
        else:
            data = mutated(whole, chance)
        try:
            read_ofd(data, "a.ofd", limits=Limits(), ocr=lambda image, dpi: OcrPage((), (), 595, 842))
        except errors.PaperError:
            continue


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, or written twice; numbers made large."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out)) if out else 0
        what = chance.randrange(4)
        if what == 0 and out:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + chance.randint(1, 40)]
        elif what == 2:
            out[at:at] = out[at : at + chance.randint(1, 40)]
        else:
            out[at : at + 1] = chance.choice([b"9999999999", b"-1", b'"', b"<", b"0", b"e309", b"../"])
    return bytes(out)


# -- words that nobody sees, which a program would read ----------------------------------------------------------------


def policy_page(*hidden: str, seen: str = "总保险费：￥10,000.00元") -> str:
    """A short policy whose premium, as anyone sees it, is 10,000 yuan."""
    heads = ("安全生产责任保险保险单", "保险单号：PZ202434130001234567", "投保人：宿州市某某机械有限公司", seen)
    more = ("保险期间：自2025年1月1日零时起至2025年12月31日二十四时止", *["凡涉及本合同的约定均应采用书面形式"] * 15)
    printed = "".join(text_object(50, 100 + 20 * k, words) for k, words in enumerate((*heads, *more)))
    return "".join(hidden[:-1]) + printed + hidden[-1]


def clipped(words: str, area: str) -> str:
    """Words with a clip in millimetres from their own corner."""
    clip = f'<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 300 300"><ofd:AbbreviatedData>{area}</ofd:AbbreviatedData>'
    return words.replace("<ofd:TextCode", clip + "</ofd:Path></ofd:Area></ofd:Clip></ofd:Clips><ofd:TextCode", 1)


OTHER = text_object(50, 500, "合计保险费：20,000元")
CUT_OFF = clipped(text_object(50, 500, "合计保险费：20,000元"), "M 250 250 L 260 250 L 260 260 L 250 260 C")
HIDDEN = {
    "switched off": ((OTHER.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"'),), "invisible"),
    "without ink": ((OTHER.replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"'),), "invisible"),
    "white": ((OTHER.replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'),), "same_colour"),
    "off the page": ((text_object(50, 900, "合计保险费：20,000元"),), "off_page"),
    "cut off": ((CUT_OFF,), "clipped"),
    "under a slip": (
        (
            OTHER,
            path_object(
                40, 480, 300, 510, f"M 0 0 L {300 * MM} 0 L {300 * MM} {30 * MM} L 0 {30 * MM} C",
                'Fill="true" Stroke="false"', '<ofd:FillColor Value="255 255 255"/>',
            ),
        ),
        "covered",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_premium_is_not_used_and_is_found(how: str) -> None:
    hidden, cause = HIDDEN[how]
    record = examine([("保单.ofd", ofd([policy_page(*hidden)]))])
    assert record.fields["premium"].value == Decimal("10000.00")
    assert not record.fields["premium"].rivals
    (row,) = record.rows("text_layer")
    assert (row.value("field"), row.value("value"), row.value("cause")) == ("premium", Decimal("20000"), cause)


@pytest.mark.parametrize(
    "area", ["M 0 0 L 200 0 L 200 200 L 0 200 C", "M 10 210 L 120 210 L 120 230 L 10 230 C", "M 0 0"]
)
def test_a_clip_that_shows_the_words_by_any_reading_hides_nothing(area: str) -> None:
    """The whole unit; a clip given in millimetres of the page; one without an area."""
    page = policy_page("", seen="另行约定的内容").replace(
        text_object(50, 160, "另行约定的内容"), clipped(text_object(50, 620, "总保险费：￥10,000.00元"), area)
    )
    record = examine([("保单.ofd", ofd([page]))])
    assert record.value("premium") == Decimal("10000.00")
    assert "text_layer" not in record.tables
