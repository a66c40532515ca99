"""The sound papers that ``fuzz_kit`` damages: small ones of every format, and those of samples/ that need no OCR."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile
from email.message import EmailMessage
from html import escape
from pathlib import Path

import py7zr
from PIL import Image

from extractor import read
from extractor.document import Block, Line
from extractor.pdf.rendering import draw
from tests.fuzz_kit import packed
from tests.ofd_kit import OfdSheets, image_object, text_object
from tests.ofd_kit import ofd as ofd_of
from tests.office import archive, cell, docx, paragraph, rows, table, xlsx
from tests.pdf_pages import Sheets

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "安全生产责任保险单", "保险单号：PZAQ202532050000001234", "投保人：苏州青石矿业有限公司", "被保险人：苏州青石矿业有限公司",
    "统一社会信用代码：91320500MA1MABCD4X", "保险期间：自2025年3月1日零时起至2026年2月28日二十四时止", "签单日期：2025年2月20日",
    "总保险费：人民币壹万伍仟零肆拾元整（￥15,040.00）", "投保人数：42人", "每人死亡伤残赔偿限额：400,000.00元",
]  # fmt: skip
GRID = [["保障项目", "每人限额", "累计限额", "保险费"], ["死亡伤残", "400,000.00", "4,000,000.00", "12,600.00"],
        ["医疗费用", "50,000.00", "/", "1,800.00"], ["合计", "", "", "15,040.00"]]  # fmt: skip
LEDGER = [["日期", "对方单位", "用途", "金额"], ["2025-03-04", "远山安全技术服务有限公司", "隐患排查", "1,200.00"],
          ["2025-05-18", "东城培训学校", "安全培训", "800.00"], ["合计", "", "", "2,000.00"]]  # fmt: skip


def sound() -> dict[str, bytes]:
    """Name → bytes, the same each time; but a 7z says when it was made."""
    papers = {**_drawn(), **_office(), **_texts(), **_changed(), **_pictures(), **_archives(), **_samples(), **_pages()}
    return {name: _undated(data) for name, data in papers.items()}


def _undated(data: bytes) -> bytes:
    """A package whose parts say no longer when they were packed; anything else as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return packed([(info.filename, package.read(info)) for info in package.infolist()])


def _draw(sheets: Sheets | OfdSheets) -> None:
    for n, words in enumerate(WORDS):
        sheets.text(60, 80 + 22 * n, words)
    sheets.grid([60, 180, 290, 400, 520], [330, 355, 380, 405, 430], GRID)
    sheets.next_page()
    sheets.text(60, 80, "特别约定")
    sheets.text(60, 110, "1.保险人按不低于保险费的20%提取事故预防费用。")


def _drawn() -> dict[str, bytes]:
    plain, small = Sheets(pageCompression=0, invariant=1), Sheets(invariant=1)
    _draw(plain)
    _draw(small)
    sheets = OfdSheets()
    _draw(sheets)
    page = text_object(50, 90, "保险费：12,345.00元") + image_object(400, 40, 460, 70)
    picture = ofd_of([page], pictures={100: _saved(_picture(), "PNG")})
    scan = io.BytesIO()
    day = time.gmtime(0)
    _picture().save(scan, "PDF", resolution=72, creationDate=day, modDate=day)
    return {"明文.pdf": plain.pdf(), "压缩.pdf": small.pdf(), "扫描.pdf": scan.getvalue(), "保单.ofd": sheets.ofd(),
            "图.ofd": picture}  # fmt: skip


def _office() -> dict[str, bytes]:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = paragraph("服务内容", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    merged = table(
        [cell("x", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')], *([cell(c) for c in r] for r in GRID)
    )
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
    body = "".join(map(paragraph, WORDS)) + numbered * 3 + merged
    word = docx(body, parts={"numbering": lists, "styles": styles, "header": paragraph("页眉"), "footnotes": ""})
    sheet = rows(*LEDGER, ['<c s="1"><v>45361</v></c>', '<c t="s"><v>0</v></c>', "<c><f>A1+1</f><v>3</v></c>", 1.5])
    book = xlsx({"台账": sheet + '<mergeCells><mergeCell ref="A4:B4"/></mergeCells>', "附": rows(*GRID)},
                formats={1: "yyyy-mm-dd"}, strings=["甲"])  # fmt: skip
    return {"报告.docx": word, "台账.xlsx": book, "台账.xls": (ROOT / "tests/data/ledger.xls").read_bytes()}


def _changed() -> dict[str, bytes]:
    """Papers in which something is not as it seems: tracked changes, comments, words cut off and painted over."""
    who = 'w:author="李四" w:date="2025-03-01T10:00:00Z"'
    old, new = "<w:delText>20,000.00</w:delText>", "<w:t>10,000.00</w:t>"
    premium = (
        f'<w:p><w:r><w:t>总保险费：￥</w:t></w:r><w:del w:id="1" {who}><w:r>{old}</w:r></w:del>'
        f'<w:ins w:id="2" {who}><w:r>{new}</w:r></w:ins></w:p>'
    )
    row = f'<w:tr><w:trPr><w:ins w:id="3" {who}/></w:trPr>{cell("新")}</w:tr>'
    body = "".join(map(paragraph, WORDS)) + premium + f"<w:tbl>{row}<w:tr>{cell('旧')}</w:tr></w:tbl>"
    remark = f'<w:comment w:id="4" {who}>{paragraph("请核对")}</w:comment>'
    said = "".join(f"{words}|" for words in WORDS)
    text = "".join(c if c < "\x80" else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in said)
    rtf = (
        "{\\rtf1\\ansi{\\*\\revtbl {Unknown;}{\\u26446?\\u22235?;}}\\pard "
        + text.replace("|", "\\par ")
        + "{\\deleted\\revauthdel1\\revdttmdel131271296 20,000.00}{\\revised\\revauth1\\revdttm131271296 10,000.00}"
        + "{\\*\\atnauthor A}{\\*\\annotation B}\\par}"
    )
    clip = (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 300 300"><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 C'
        "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips><ofd:TextCode"
    )
    page = "".join(text_object(50, 90 + 22 * n, words) for n, words in enumerate(WORDS))
    page += text_object(50, 500, "合计保险费：20,000元").replace("<ofd:TextCode", clip, 1)
    page += text_object(50, 530, "总保险费：30,000元").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    return {"修订.docx": docx(body, parts={"comments": remark}), "修订.rtf": rtf.encode(), "藏字.ofd": ofd_of([page])}


def _texts() -> dict[str, bytes]:
    page = (
        "<html><head><title>通知</title></head><body><div class='menu'><a href='#'>首页</a></div><div id='zoom'>"
        + "".join(f"<p>{words}</p>" for words in WORDS)
        + "<table>"
        + "".join("<tr>" + "".join(f'<td colspan="1" rowspan="1">{c}</td>' for c in r) + "</tr>" for r in GRID)
    )
    cells = "".join(
        r"\trowd" + "".join(rf"\cellx{2000 * n}" for n in range(1, 5)) + "".join(
            rf"\pard\intbl {_gbk(c)}\cell " for c in row
        ) + r"\row " for row in GRID
    )  # fmt: skip
    lines = "".join(_gbk(words) + r"\par " for words in WORDS)
    rtf = r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}}{\*\generator WPS;}" + lines + cells + "}"
    return {
        "通知.html": (page + "</table></div></body></html>").encode(), "保单.rtf": rtf.encode(),
        "台账.csv": "\r\n".join(",".join(f'"{c}"' for c in row) for row in LEDGER).encode("gb18030"),
        "保单.txt": "\n".join(WORDS).encode("gb18030"), "宽.txt": "\n".join(WORDS).encode("utf-16"),
    }  # fmt: skip


def _gbk(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))


def _picture() -> Image.Image:
    """A small page of a few printed words in the machine's font: what OCR reads in a moment."""
    sheets = Sheets(width=260, height=120, invariant=1)
    for n, words in enumerate(WORDS[:3]):
        sheets.text(15, 30 + 30 * n, words, 11)
    return Image.fromarray(draw(sheets.pdf(), 1, 144.0)[0])


def _saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def _pictures() -> dict[str, bytes]:
    picture = _picture()
    forms = {"照片.jpg": "JPEG", "图.png": "PNG", "图.bmp": "BMP", "图.gif": "GIF", "图.webp": "WEBP"}
    pages = _saved(picture, "TIFF", save_all=True, append_images=[picture.rotate(180)], compression="tiff_lzw")
    return {"两页.tif": pages, "传真.tif": _saved(picture.convert("1"), "TIFF", compression="group4"),
            **{name: _saved(picture, form) for name, form in forms.items()}}  # fmt: skip


def _archives() -> dict[str, bytes]:
    word, text = _undated(docx("".join(map(paragraph, WORDS)))), "\n".join(WORDS).encode()
    book = _undated(xlsx({"台账": rows(*LEDGER)}))
    inner = _undated(archive({"内层/保单.txt": text, "内层/报告.docx": word}))
    seven, tape = io.BytesIO(), io.BytesIO()
    with py7zr.SevenZipFile(seven, "w") as packer:
        packer.writestr(text, "保单.txt")
    with tarfile.open(fileobj=tape, mode="w") as packer_of_tape:
        info = tarfile.TarInfo("保单.txt")
        info.size = len(text)
        packer_of_tape.addfile(info, io.BytesIO(text))
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.org", "b@example.org", "报送材料"
    letter.set_content("\n".join(WORDS * 3))
    letter.add_attachment(word, maintype="application", subtype="octet-stream", filename="报告.docx")
    letter.add_attachment(inner, maintype="application", subtype="zip", filename="材料.zip")
    letter.set_boundary("==anze==")
    return {
        "材料.zip": archive({"保单.txt": text, "内层.zip": inner, "台账.xlsx": book}),
        "材料.7z": seven.getvalue(), "材料.tar": tape.getvalue(), "材料.tar.gz": gzip.compress(tape.getvalue(), mtime=0),
        "保单.txt.bz2": bz2.compress(text), "保单.txt.xz": lzma.compress(text), "报送.eml": letter.as_bytes(),
    }  # fmt: skip


def _samples() -> dict[str, bytes]:
    names = ("suzhou-clean/保险单.pdf", "suzhou-clean/理赔记录.pdf", "suzhou-clean/事故预防服务报告.docx",
             "suzhou-low-fee/收支明细.xlsx")  # fmt: skip
    return {name.replace("/", "_"): (ROOT / "samples" / name).read_bytes() for name in names}


def _pages() -> dict[str, bytes]:
    """Papers of several kinds as web pages, where a word that changes reaches the reading of fields; and two notices."""
    names = ("suzhou-clean/保险单.pdf", "suzhou-clean/理赔记录.pdf", "suzhou-low-fee/培训小结.pdf",
             "suzhou-clean/事故预防费台账.xlsx", "yueqing-contract/安责险合同.pdf",
             "changshu-photos/现场服务确认单.pdf")  # fmt: skip
    pages = {}
    for name in names:
        blocks = [b for page in read((ROOT / "samples" / name).read_bytes(), name).pages for b in page.blocks]
        written = f"<html><body>{''.join(map(_markup, blocks))}</body></html>"
        pages[f"{name.replace('/', '_').rsplit('.', 1)[0]}.html"] = written.encode()
    texts = (
        "data/notices/yueqing.txt",
        "data/obligations/notices/yunling.txt",
        "data/obligations/notices/linjiang.html",
    )
    return pages | {name.replace("/", "_"): (ROOT / "tests" / name).read_bytes() for name in texts}


def _markup(block: Block) -> str:
    if isinstance(block, Line):
        return f"<p>{escape(block.text)}</p>"
    lines: dict[int, str] = {}
    for cell_ in sorted(block.cells, key=lambda c: (c.row, c.col)):
        spans = f'colspan="{cell_.colspan}" rowspan="{cell_.rowspan}"'
        lines[cell_.row] = lines.get(cell_.row, "") + f"<td {spans}>{escape(cell_.text)}</td>"
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines.values())}</table>"
