"""Every format but PDF and images: what is printed comes out, in order, once, with its place."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor import errors, formats
from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.formats import docx as docx_format
from extractor.limits import Limits
from extractor.ooxml.number_format import is_date, moment, show
from extractor.ooxml.numbering import say
from extractor.reading import read
from tests.office import W, archive, cell, docx, paragraph, rows, table, xlsx


def lines(document: Document) -> list[str]:
    """Lines outside tables, automatic numbers before them."""
    return [block.numbering + block.text for page in document.pages for block in page.blocks if isinstance(block, Line)]


def grids(document: Document) -> list[list[list[str | None]]]:
    return [[[c.text if c else None for c in row] for row in table.rows()] for table in document.tables()]


def word(body: str, **parts: str) -> Document:
    return read(docx(body, parts=parts), "报告.docx")


# -- choosing a format -------------------------------------------------------------------------------------------------


def test_every_format_module_offers_the_same_three_things() -> None:
    found = {module.__name__.rsplit(".", 1)[-1] for module in formats.modules()}
    assert {"csv_", "doc", "docx", "html", "text", "xls", "xlsx"} <= found
    for module in formats.modules():
        assert tuple(e.lower().lstrip(".") for e in module.EXTENSIONS) == module.EXTENSIONS
        assert callable(module.read)
        for junk in (b"", b"\0", b"\xff" * 600, b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 40):
            assert 0.0 <= module.sniff(junk) <= 1.0


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (docx(paragraph("甲")), "a.docx", "docx"),
        (docx(paragraph("甲")), "a.pdf", "docx"),
        (xlsx({"表": rows(["甲", 1])}), "a.docx", "xlsx"),
        ("保单号：1\n".encode(), "a.txt", "text"),
        ("保单号：1\n".encode(), "noextension", "text"),
        ("日期,金额\n2024-01-01,1\n".encode(), "a.csv", "csv"),
        ("日期\t金额\n2024-01-01\t1\n".encode("gb18030"), "导出.xls", "csv"),
        ("<html><table><tr><td>日期<td>1</table>".encode(), "导出.xls", "html"),
        ("\n<!-- x -->\n<!DOCTYPE html><p>甲".encode(), "a.txt", "html"),
    ],
)
def test_content_goes_before_the_name(data: bytes, name: str, expected: str) -> None:
    assert read(data, name).format == expected


def test_a_wrong_extension_is_said() -> None:
    assert [p.code for p in read(docx(paragraph("甲")), "保险单.pdf").problems] == ["extension_mismatch"]
    assert read(docx(paragraph("甲")), "保险单.docx").problems == ()


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.pdf", errors.Empty),
        (b"\0" * 5000, "a.pdf", errors.Damaged),
        ("日期,金额\n".encode(), "a.xlsx", errors.WrongContent),
        ("文字".encode(), "a.docx", errors.WrongContent),
        (bytes(range(256)) * 4, "a.docx", errors.WrongContent),
        (bytes(range(256)) * 4, "a.bin", errors.UnknownFormat),
        (archive({"a.txt": "x"}), "a.zip", errors.UnknownFormat),
        (docx(paragraph("甲"))[:700], "a.docx", errors.Damaged),
        (docx(paragraph("甲" * 5000)).replace(b"PK\x05\x06", b"PK\x05\x05"), "a.docx", errors.Damaged),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED),
            "a.odt",
            errors.NeedsProgram,
        ),
    ],
)
def test_what_cannot_be_read_says_why(
    data: bytes, name: str, error: type[errors.PaperError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(error):
        read(data, name)


# -- DOCX --------------------------------------------------------------------------------------------------------------


def test_paragraphs_and_tables_come_in_document_order() -> None:
    document = word(paragraph("前") + table([cell("左"), cell("右")]) + paragraph("") + paragraph("后"))
    kinds = [type(block).__name__ for block in document.pages[0].blocks]
    assert kinds == ["Line", "Table", "Line"]
    assert [line.where for _, line in document.lines()] == ["第1段", "表1 第1行第1列", "表1 第1行第2列", "第2段"]
    assert document.paged is False
    assert document.pages[0].number is None


def test_controls_insertions_and_links_are_kept_and_deletions_are_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    document = word(
        "<w:sdt><w:sdtContent>" + paragraph("控件里的段落") + "</w:sdtContent></w:sdt><w:p>"
        + f"<w:ins>{run.format('插入')}</w:ins><w:del><w:r><w:delText>删除</w:delText></w:r></w:del>"
        + f"<w:hyperlink>{run.format('链接')}</w:hyperlink><w:moveFrom>{run.format('移走')}</w:moveFrom>"
        + f"<w:sdt><w:sdtContent>{run.format('行内控件')}</w:sdtContent></w:sdt>"
        + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run.format('单击输入')}</w:sdtContent></w:sdt>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    )  # fmt: skip
    assert lines(document) == ["控件里的段落", "插入链接行内控件"]


def test_a_branch_in_a_programs_own_tongue_gives_way_to_the_one_for_all() -> None:
    """WPS wraps what it alone knows; what it prints stands in the fallback, or beside."""
    own = "<mc:Choice Requires='wpsCustomData'><w:ownMark/></mc:Choice>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    document = word(
        f"<w:p><mc:AlternateContent>{own}<mc:Fallback>{run.format('保险费')}</mc:Fallback></mc:AlternateContent>"
        f"<mc:AlternateContent>{own}</mc:AlternateContent>{run.format('：100元')}</w:p>"
        f"<w:p><mc:AlternateContent><mc:Choice Requires='w14'>{run.format('新')}</mc:Choice>"
        f"<mc:Fallback>{run.format('旧')}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert lines(document) == ["保险费：100元", "新"]


def inline(name: str, width_cm: float, height_cm: float) -> str:
    """A picture of the package in a line of text, shown at this size."""
    wp = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    return (
        f'<w:p><w:r><w:drawing><wp:inline {wp}><wp:extent cx="{int(width_cm * 360000)}" cy="{int(height_cm * 360000)}"/>'
        f'<a:blip r:embed="{name}"/></wp:inline></w:drawing></w:r></w:p>'
    )


def test_a_sheet_scanned_into_the_text_is_read_and_a_photo_beside_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown as large as a page goes to OCR; its words have the picture for a place and no boxes."""
    seen: list[str] = []

    def look(data: bytes, name: str, *, limits: Limits) -> Document:
        seen.append(name)
        box = Box(1, 2, 3, 4)
        table = Table((Cell(0, 0, (Line("签字", box, where=None),), box=box),), 1, 1, page=1, box=box)
        return Document(
            name, "", "image", (Page(1, 595, 842, (Line("现场检查表", box, confidence=0.9), table), "ocr"),)
        )

    monkeypatch.setattr(docx_format, "named_for", lambda extension: [SimpleNamespace(read=look)])
    body = paragraph("服务报告的正文写在这里，共有二十个字以上，不是一份只有图片的文件。")
    document = read(
        docx(
            body + inline("sheet.png", 15, 22) + inline("photo.png", 9, 6) + inline("small.png", 15, 22),
            extra={"sheet.png": b"x" * 30_000, "photo.png": b"y" * 30_000, "small.png": b"z" * 300},
        ),
        "报告.docx",
    )
    assert seen == ["sheet.png"]
    assert [(line.text, line.where, line.box) for _, line in document.lines()][1:] == [
        ("现场检查表", "图1", None), ("签字", "图1 第1行第1列", None),
    ]  # fmt: skip
    assert (document.paged, document.pages[0].number) == (False, None)
    assert document.notes == ("文内有2幅图片，未识别图中文字",)


def test_breaks_split_lines_and_tabs_are_blanks() -> None:
    document = word("<w:p><w:r><w:t>甲方：</w:t><w:tab/><w:t>某公司</w:t><w:br/><w:t>乙方</w:t></w:r></w:p>")
    assert lines(document) == ["甲方： 某公司", "乙方"]
    assert {line.where for _, line in document.lines()} == {"第1段"}


def test_a_text_box_is_read_once_though_it_is_stored_twice() -> None:
    box = f"<w:txbxContent>{paragraph('框内文字')}</w:txbxContent>"
    document = word(
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(document) == ["正文", "框内文字"]
    assert [line.where for _, line in document.lines()][1] == "第1段文本框"


def test_fields_show_their_result_and_not_their_code() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    document = word(
        "<w:p><w:r><w:t>第</w:t></w:r>" + mark.format("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + mark.format("separate") + "<w:r><w:t>3</w:t></w:r>" + mark.format("end") + "<w:r><w:t>页</w:t></w:r></w:p>"
    )  # fmt: skip
    assert lines(document) == ["第3页"]


def test_check_boxes_of_every_make() -> None:
    control = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = word(
        "<w:p>" + control.format(1) + control.format(0) + "</w:p>"
        + '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r></w:p>'
        + "<w:p>" + field.format("<w:checked/>") + field.format("") + "</w:p>"
        + paragraph("þ¨", run='<w:rFonts w:ascii="Wingdings"/>')
    )  # fmt: skip
    assert lines(document) == ["☑☐"] * 4
    # Chinese characters are set in the run's East Asian font, whatever its Latin one is.
    assert lines(word(paragraph("þ 已整改", run='<w:rFonts w:ascii="Wingdings"/>'))) == ["☑ 已整改"]


def numbered(level: int, text: str, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(at: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、") + level(1, "decimal", "（%2）") + level(2, "upperLetter", "%3.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCountingThousand", "第%1条", start=9) + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)  # fmt: skip


def test_automatic_numbers_are_counted_as_word_counts_them() -> None:
    document = word(
        numbered(0, "总则") + numbered(1, "甲") + numbered(1, "乙") + numbered(2, "丙") + numbered(0, "分则")
        + numbered(1, "丁") + numbered(0, "另一张表", 2) + numbered(0, "续", 2) + numbered(1, "款", 2)
        + numbered(0, "重新开始", 3) + numbered(0, "接着", 3) + numbered(0, "没有编号", 0),
        numbering=LISTS,
    )  # fmt: skip
    assert lines(document) == [
        "一、总则", "（1）甲", "（2）乙", "A.丙", "二、分则", "（1）丁", "第九条另一张表", "第十条续", "10.1款",
        "一、重新开始", "二、接着", "没有编号",
    ]  # fmt: skip
    assert next(document.lines())[1] == Line("总则", where="第1段", numbering="一、", bold=False)


def test_a_style_brings_its_number_and_its_look() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="heading"><w:basedOn w:val="base"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    document = word(paragraph("概况", '<w:pStyle w:val="heading"/>') * 2, numbering=LISTS, styles=styles)
    assert [(line.numbering, line.bold, line.size) for _, line in document.lines()] == [
        ("一、", True, 16.0), ("二、", True, 16.0),
    ]  # fmt: skip


def test_a_column_of_automatic_numbers_prints_its_numbers() -> None:
    document = word(
        table([cell("序号"), cell("隐患")], [cell(numbered(0, "")), cell("甲")], [cell(numbered(0, "")), cell("乙")]),
        numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "decimal", "%1")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )  # fmt: skip
    assert grids(document) == [[["序号", "隐患"], ["1", "甲"], ["2", "乙"]]]


@pytest.mark.parametrize(
    ("style", "number", "said"),
    [
        ("decimal", 12, "12"), ("chineseCounting", 11, "十一"), ("chineseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 21, "贰拾壹"), ("ideographTraditional", 3, "丙"), ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircle", 3, "③"), ("decimalEnclosedCircleChinese", 21, "㉑"), ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"), ("decimalFullWidth", 10, "１０"), ("decimalZero", 7, "07"), ("none", 1, ""),
        ("decimalEnclosedParen", 2, "⑵"), ("somethingNew", 5, "5"),
    ],
)  # fmt: skip
def test_number_formats_of_lists(style: str, number: int, said: str) -> None:
    assert say(number, style) == said


def test_merged_cells_stand_once_with_their_spans() -> None:
    document = word(table(
        [cell("横", '<w:gridSpan w:val="2"/>'), cell("右")],
        [cell("竖", '<w:vMerge w:val="restart"/>'), cell("一"), cell("二")],
        [cell("", "<w:vMerge/>"), cell("三"), cell("四")],
    ))  # fmt: skip
    assert grids(document) == [[["横", "横", "右"], ["竖", "一", "二"], ["竖", "三", "四"]]]
    (only,) = document.tables()
    assert [(c.text, c.rowspan, c.colspan) for c in only.cells][:3] == [("横", 1, 2), ("右", 1, 1), ("竖", 2, 1)]
    assert {(c.text, c.where) for c in only.cells} >= {("四", "表1 第3行第3列")}
    assert only.method == "native"


def test_nested_tables_follow_the_outer_and_a_frame_is_no_table() -> None:
    inner = table([cell("内一"), cell("内二")])
    nested = word(table([cell("外"), cell(paragraph("前文") + inner)]))
    assert grids(nested) == [[["外", "前文"]], [["内一", "内二"]]]
    framed = word(table([cell(paragraph("标题") + inner)]))
    assert lines(framed) == ["标题"]
    assert grids(framed) == [[["内一", "内二"]]]


def test_headers_footers_and_footnotes_have_their_places() -> None:
    document = word(
        paragraph("正文"),
        header=paragraph("某保险公司"),
        footer=paragraph("内部资料") + paragraph("1"),
        footnotes='<w:footnote w:type="separator">' + paragraph("线") + "</w:footnote><w:footnote>"
        + paragraph("注文") + "</w:footnote>",
    )  # fmt: skip
    assert [(line.text, line.where) for _, line in document.lines()] == [
        ("某保险公司", "页眉第1段"), ("正文", "第1段"), ("注文", "脚注1第1段"), ("内部资料", "页脚第1段"),
    ]  # fmt: skip


def test_a_strict_document_is_read_like_any_other() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("严格格式")))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    document = package_text(parts, "word/document.xml").replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert lines(read(archive({**parts, "word/document.xml": document}), "a.docx")) == ["严格格式"]


def package_text(parts: dict[str, str | bytes], name: str) -> str:
    content = parts[name]
    return content if isinstance(content, str) else content.decode()


def test_a_document_of_nothing_but_pictures_is_read_from_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader:
        """Stands in for OCR, which is tested elsewhere."""

        @staticmethod
        def read(data: bytes, name: str, *, limits: Limits) -> Document:
            if data.startswith(b"bad"):
                raise errors.Damaged
            page = Page(1, 595.0, 842.0, (Line(f"{name}上的字", Box(1, 1, 2, 2)),), read="ocr")
            return Document(name, "", "image", (page,))

    monkeypatch.setattr("extractor.formats.docx.named_for", lambda _: (Reader,))
    drawing = '<w:p><w:r><w:drawing><a:blip r:embed="{}"/></w:drawing></w:r></w:p>'
    drawn = "".join(drawing.format(name) for name in ("1.png", "2.png", "3.png"))
    pictures = {"1.png": b"good" * 9000, "2.png": b"bad " * 9000, "3.png": b"logo"}
    document = read(docx(drawn, extra=pictures), "扫描.docx")
    assert [(page.number, page.read) for page in document.pages] == [(1, "ocr"), (2, "failed")]
    assert document.paged
    assert lines(document) == ["1.png上的字"]
    assert [(problem.code, problem.page) for problem in document.problems] == [("damaged", 2)]
    worded = read(docx(paragraph("文字" * 20) + drawn, extra=pictures), "报告.docx")
    assert worded.notes == ("文内有3幅图片，未识别图中文字",)
    assert len(worded.pages) == 1


# -- XLSX --------------------------------------------------------------------------------------------------------------

LEDGER: list[list[str | int | float | None]] = [
    ["日期", "摘要", "金额"], ["2024-01-05", "提取", 100], ["2024-02-05", "培训", 40.5],
]  # fmt: skip


def sheet(*data: Sequence[str | int | float | None], after: str = "") -> Document:
    return read(xlsx({"台账": rows(*data) + after}), "台账.xlsx")


def test_a_sheet_is_lines_and_tables_with_cell_names() -> None:
    document = sheet(["事故预防费台账"], ["单位：元"], *LEDGER)
    assert lines(document) == ["事故预防费台账", "单位：元"]
    (only,) = document.tables()
    assert (only.name, only.first_row, only.n_rows, only.n_cols) == ("台账", 3, 3, 3)
    amount = only.cells[-1]
    assert (amount.value, amount.text, amount.where) == (Decimal("40.5"), "40.5", "台账!C5")


def test_empty_rows_part_tables_unless_data_goes_on_below() -> None:
    parted = sheet(*LEDGER, [], ["报案号", "受害人", "赔款"], ["R1", "张三", 5])
    assert [t.first_row for t in parted.tables()] == [1, 5]
    going_on = sheet(*LEDGER, [], ["2024-03-05", "演练", 20])
    assert [(t.first_row, t.n_rows) for t in going_on.tables()] == [(1, 5)]


def test_a_heading_in_the_middle_starts_another_table() -> None:
    document = sheet(*LEDGER, ["二、使用情况"], ["日期", "用途", "支出"], ["2024-03-05", "演练", 20], ["制表：李四"])
    assert [(t.first_row, t.n_rows) for t in document.tables()] == [(1, 3), (5, 2)]
    assert lines(document) == ["二、使用情况", "制表：李四"]


def test_sections_of_a_form_are_tables_of_their_own() -> None:
    document = sheet(
        ["服务记录"], ["服务对象", "某公司", "服务单位", "某机构"], ["一、隐患清单"], ["序号", "隐患", "期限"],
        [1, "配电箱未张贴警示标识", "2024-03-05"], ["客户意见", "无异议"],
    )  # fmt: skip
    assert lines(document) == ["服务记录", "一、隐患清单"]
    assert [(t.first_row, t.n_rows) for t in document.tables()] == [(2, 1), (4, 3)]


def test_headings_may_have_two_rows() -> None:
    document = sheet(
        ["日期", "提取", None, "余额"], [None, "保费", "金额"], ["2024-01-05", 100, 21, 21],
        after='<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/><mergeCell ref="D1:D2"/></mergeCells>',
    )  # fmt: skip
    assert grids(document) == [[
        ["日期", "提取", "提取", "余额"], ["日期", "保费", "金额", "余额"], ["2024-01-05", "100", "21", "21"],
    ]]  # fmt: skip


def test_a_group_label_in_the_middle_does_not_part_a_table() -> None:
    document = sheet(*LEDGER, ["二月"], ["2024-03-05", "演练", 20], ["合计", None, 160.5])
    assert [(t.first_row, t.n_rows) for t in document.tables()] == [(1, 6)]


def test_tables_beside_each_other_are_two() -> None:
    beside = [[*row, None, *row] for row in LEDGER]
    document = sheet(*beside)
    assert [(t.n_cols, t.cells[0].where) for t in document.tables()] == [(3, "台账!A1"), (3, "台账!E1")]


def test_merged_cells_of_a_sheet() -> None:
    document = sheet(
        ["标题"], *LEDGER, ["2024-03-05", "演练", 20],
        after='<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A4:A5"/></mergeCells>',
    )  # fmt: skip
    (only,) = document.tables()
    assert [(c.where, c.rowspan) for c in only.cells if c.rowspan > 1] == [("台账!A4", 2)]
    assert "台账!A5" not in {c.where for c in only.cells}  # covered by the merged cell, so not printed


def styled(style: int, value: str) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def test_cells_show_what_their_formats_make_of_them() -> None:
    chinese = "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"
    formats_ = {1: "yyyy/m/d", 2: "0.00%", 3: "#,##0.00", 4: chinese, 5: "00000"}
    data = rows(
        ["日", "率", "额", "期", "码"],
        [styled(1, "45361"), styled(2, "0.15"), styled(3, "12300"), styled(4, "45361.5"), styled(5, "42")],
    )
    (only,) = read(xlsx({"表": data}, formats=formats_), "a.xlsx").tables()
    assert [(c.text, c.value) for c in only.cells[5:]] == [
        ("2024/3/10", date(2024, 3, 10)), ("15.00%", Decimal("0.15")), ("12,300.00", Decimal("12300")),
        ("2024年3月10日", date(2024, 3, 10)), ("00042", Decimal("42")),
    ]  # fmt: skip


def test_days_of_both_calendars() -> None:
    data = {"表": rows(["甲", "乙"], [styled(1, "45361"), 1])}
    (usual,) = read(xlsx(data, formats={1: "yyyy-mm-dd"}), "a.xlsx").tables()
    (mac,) = read(xlsx(data, formats={1: "yyyy-mm-dd"}, from_1904=True), "a.xlsx").tables()
    assert [usual.cells[2].value, mac.cells[2].value] == [date(2024, 3, 10), date(2028, 3, 11)]


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("8448", "General", "8448"), ("0.1", "0.00%", "10.00%"), ("1234.5", "#,##0.00_ ", "1,234.50"),
        ("-1234.5", "#,##0.00;[Red](#,##0.00)", "(1,234.50)"), ("0", '0.00;-0.00;"-"', "-"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"), ("12", '0"份"', "12份"), ("1234567", "0.0,", "1234.6"),
        ("45361", "yyyy/m/d", "2024/3/10"), ("45361", "[$-804]yyyy年m月d日;@", "2024年3月10日"),
        ("45361.75", "yyyy-mm-dd hh:mm", "2024-03-10 18:00"), ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.005", "0.00", "1.01"), ("3", "@", "3"), ("0.5", "#.##", "0.5"),
        ("1", "yyyy-mm-dd", "1900-01-01"), ("59", "yyyy-mm-dd", "1900-02-28"), ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)  # fmt: skip
def test_number_formats_of_cells(number: str, code: str, shown: str) -> None:
    value = Decimal(number)
    when = moment(value, code, from_1904=False) if is_date(code) else None
    assert show(value, code, when) == shown


def test_a_moment_keeps_its_clock() -> None:
    assert moment(Decimal("45361.75"), "yyyy-mm-dd hh:mm", from_1904=False) == datetime(2024, 3, 10, 18)


def test_formulas_are_text_until_someone_computed_them() -> None:
    computed = "<c><f>SUM(A1:A2)</f><v>7</v></c>"
    document = sheet(["甲", "乙"], [computed, "<c><f>1+1</f></c>"], ["=1+1", "@SUM(1)"])
    texts = [[c.text if c else None for c in row] for row in next(document.tables()).rows()]
    assert texts == [["甲", "乙"], ["7", "=1+1"], ["=1+1", "@SUM(1)"]]
    assert document.notes == ("工作表“台账”有1个公式没有保存计算结果",)


def test_strings_shared_rich_and_escaped() -> None:
    first = ['<c t="s"><v>0</v></c>', '<c t="s"><v>9</v></c>', "a_x000D_b"]
    (only,) = read(xlsx({"表": rows(first, ["x", "y", 1])}, strings=["共享"]), "a.xlsx").tables()
    assert [c.text for c in only.cells][:2] == ["共享", "ab"]  # a string number beyond the table is no text


def test_hidden_sheets_are_named_and_left_out() -> None:
    data = xlsx({"台账": rows(*LEDGER), "选项": rows(["内部", 1], ["x", 2])}, hidden=("选项",))
    document = read(data, "a.xlsx")
    assert {t.name for t in document.tables()} == {"台账"}
    assert document.notes == ("隐藏的工作表未读：选项",)


def test_too_many_cells_are_refused() -> None:
    data = xlsx({"台账": rows(*[LEDGER[0]] * 40)})
    assert len(next(read(data, "a.xlsx").tables()).cells) == 120
    with pytest.raises(errors.TooLarge):
        read(data, "a.xlsx", limits=Limits(cells=119))


# -- text --------------------------------------------------------------------------------------------------------------

SENTENCE = "安全生产责任保险，保险费：人民币12,300.00元\n第二行\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("gb18030"), "gb18030"),
        ("㐂兴化工有限公司\n".encode("gb18030"), "gb18030"),
        ("保费".encode("gbk"), "gb18030"),
        ("安全生產責任保險單\n保險費：新臺幣壹萬元整\n".encode("big5"), "big5"),
        (SENTENCE.encode("gb18030") * 20 + b"\xff", "gb18030"),
    ],
)
def test_text_is_decoded(data: bytes, encoding: str) -> None:
    document = read(data, "a.txt")
    assert document.notes == (f"编码{encoding}",)
    text = document.text
    assert any(known in text for known in ("安全生产责任保险", "㐂兴", "保费", "安全生產責任保險"))
    assert [p.code for p in document.problems] == (["characters_lost"] if data.endswith(b"\xff") else [])


def test_lines_are_named_by_their_number() -> None:
    document = read(b"a\r\n\r\n b\tc \rd", "a.txt")
    assert lines(document) == ["a", "b c", "d"]
    assert [line.where for _, line in document.lines()] == ["第1行", "第3行", "第4行"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_separated_text_is_a_table(delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in (["日期", "摘要", "金额"], ["2024-01-05", '"甲\n乙"', "100"]))
    document = read(("台账\n" + data).encode("gb18030"), "台账.csv")
    assert lines(document) == ["台账"]
    assert grids(document) == [[["日期", "摘要", "金额"], ["2024-01-05", "甲乙", "100"]]]
    assert next(document.tables()).cells[0].where == "第2行第1列"


# -- HTML --------------------------------------------------------------------------------------------------------------


def test_a_page_gives_its_main_words_and_its_tables() -> None:
    page = """<!DOCTYPE html><head><meta charset="utf-8"><title>通知</title><style>p{}</style></head><body>
      <div class="top-nav"><a>首页</a></div><nav>菜单</nav>
      <div id="zoom"><h1>关于<b>安责险</b>的通知</h1><p>各县：<br>请执行&nbsp;&lt;b&gt;</p><script>alert(1)</script>
      <table><thead><tr><th rowspan=2>险种<th colspan=2>限额<tbody><tr><td>每人<td>累计<br>万元
      <tr><td>死亡<td>40<td>500</table><p onclick="x()">结尾</p></div><div class="footer">版权所有</div>"""
    document = read(page.encode(), "a.html")
    assert lines(document) == ["关于安责险的通知", "各县：", "请执行 <b>", "结尾"]
    assert grids(document) == [[["险种", "限额", "限额"], ["险种", "每人", "累计万元"], ["死亡", "40", "500"]]]
    assert isinstance(document.pages[0].blocks[3], Table)


def test_a_piece_of_a_page_is_one_under_the_name_of_one() -> None:
    piece = "<p>保险单号：PX1</p><table><tr><td>项目</td><td>限额</td></tr></table>".encode()
    assert read(piece, "导出.html").format == "html"
    assert read(piece, "导出.txt").format == "text"


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    page = "<html><table><tr><td>菜单<td><p>正文</p><table><tr><td>甲<td>乙</table></table>"
    document = read(page.encode(), "a.html")
    assert lines(document) == ["菜单", "正文"]
    assert grids(document) == [[["甲", "乙"]]]


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<html>" + "<div>" * 20000 + "x", errors.Damaged),
        ("<html><table>" + "<tr><td rowspan=1000 colspan=1000>x<td>y" * 300, errors.TooLarge),
    ],
)
def test_pages_made_to_exhaust_are_refused(page: str, error: type[errors.PaperError]) -> None:
    with pytest.raises(error):
        read(page.encode(), "a.html")


def test_a_declared_encoding_does_not_beat_the_bytes() -> None:
    assert "保险" in read("<html><meta charset=utf-8><p>安全生产责任保险".encode("gb18030"), "a.html").text
    assert "保險" in read("<html><meta charset=big5><p>安全生產責任保險".encode("big5"), "a.html").text


# -- legacy documents --------------------------------------------------------------------------------------------------

RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 \u20445?\u38505?\u21333?\u21495?\'a3\'ba PZ2024\par}"


def test_rich_text_needs_no_other_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    document = read(RTF, "a.rtf")
    assert (document.format, lines(document)) == ("rtf", ["保险单号： PZ2024"])


def test_the_oldest_workbooks() -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is an optional library")
    document = read((Path(__file__).parent / "data" / "ledger.xls").read_bytes(), "台账.xls")
    assert lines(document) == ["安全生产责任保险事故预防费台账"]
    (only,) = document.tables()
    assert [c.value for c in only.cells if c.row == 1] == [date(2024, 3, 1), None, Decimal("1234.5"), Decimal("0.15")]
    assert [(c.text, c.rowspan, c.where) for c in only.cells if c.rowspan > 1] == [("合并", 2, "费用台账!A4")]
    assert document.notes == ("隐藏的工作表未读：隐藏",)


def test_a_workbook_exported_as_xml() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = (
        '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">台账</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">摘要</Data></Cell>'
        '<Cell><Data ss:Type="String">金额</Data></Cell></Row><Row ss:Index="3">'
        '<Cell><Data ss:Type="DateTime">2024-03-01T00:00:00.000</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">12.50</Data></Cell></Row>'
    )
    sheet_ = f'<Worksheet ss:Name="表"><Table>{cells}</Table></Worksheet>'
    data = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheet_}</Workbook>'.encode()
    document = read(data, "导出.xls")
    assert lines(document) == ["台账"]
    (only,) = document.tables()
    assert [(c.value, c.where) for c in only.cells[3:]] == [(date(2024, 3, 1), "表!A3"), (Decimal("12.5"), "表!C3")]
    with pytest.raises(errors.Hostile):
        read(data.replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><Workbook'), "导出.xls")
