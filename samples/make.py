"""Writes the sample filings beside this file again, from source/*.html and the tables below.

    PYTHONPATH=. python samples/make.py

Needs WeasyPrint, python-docx and openpyxl, and a Noto CJK or WenQuanYi font; checking the samples needs none of them, the outputs
are committed. Everything is invented: companies, persons, insurers, numbers. The same inputs give the same pages; dates inside
DOCX, XLSX and ZIP containers are fixed, so that a run without a change leaves no difference.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import math
import os
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import numpy as np
import openpyxl
import pypdfium2
import weasyprint
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from weasyprint.text.fonts import FontConfiguration

from tests.papers.fonts import family_files, font_face_css

HERE = Path(__file__).parent
os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # fontTools stamps the fonts it cuts
STAMP = (2025, 1, 1, 0, 0, 0)
"""The moment written into containers that insist on one."""
Table = list[list[Any]]


def pdf(source: str) -> bytes:
    """source/<name>.html as a PDF."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=font_face_css(), font_config=fonts)
    page = weasyprint.HTML(string=(HERE / "source" / f"{source}.html").read_text("utf-8"))
    return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts))


def pictures(data: bytes, seed: int, degrees: float, shade: tuple[int, int, int], seal: str = "") -> list[bytes]:
    """Every page as a JPEG at 200 dpi, turned by up to ``degrees``, with paper tint, grain and perhaps a seal."""
    rng, grain = random.Random(seed), np.random.default_rng(seed)
    out = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number].render(scale=200 / 72).to_pil().convert("RGB")
        if seal and number == len(document) - 1:
            mark = round_seal(seal)
            page.paste(mark, (page.width - 700, round(page.height * 0.36)), mark)
        page = page.rotate(rng.uniform(-degrees, degrees), fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
        tinted = np.asarray(page).astype(float) * (np.array(shade) / 255) + grain.normal(0, 4, (page.height, page.width, 1))
        file = io.BytesIO()
        Image.fromarray(np.clip(tinted, 0, 255).astype("uint8")).save(file, "JPEG", quality=62, dpi=(200, 200))
        out.append(file.getvalue())
    return out


def scan(pages: list[bytes]) -> bytes:
    """Page pictures as a PDF without a text layer."""
    document = pypdfium2.PdfDocument.new()
    for data in pages:
        size = Image.open(io.BytesIO(data)).size
        picture = pypdfium2.PdfImage.new(document)
        picture.load_jpeg(io.BytesIO(data))
        width, height = size[0] * 72 / 200, size[1] * 72 / 200
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    # PDFium writes the moment of saving and a random identifier; fixed ones keep the bytes the same from run to run.
    name = hashlib.sha256(b"".join(pages)).hexdigest()[:32].upper().encode()
    return re.sub(rb"<[0-9A-F]{32}>", b"<" + name + b">", re.sub(rb"D:\d{14}", b"D:20250101000000", out.getvalue()))


def round_seal(text: str, size: int = 360) -> Image.Image:
    """A red ring with a star, the name running round inside it."""
    red = (200, 28, 34, 165)
    mark = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((8, 8, size - 8, size - 8), outline=red, width=8)
    points = []
    for i in range(10):
        radius = size * (0.16 if i % 2 == 0 else 0.065)
        angle = math.pi * (i / 5 - 0.5)
        points.append((size / 2 + radius * math.cos(angle), size / 2 + radius * math.sin(angle)))
    draw.polygon(points, fill=red)
    font = ImageFont.truetype(str(family_files()["PaperSans"]), 34)
    for i, letter in enumerate(text):
        angle = -130 + 260 * i / (len(text) - 1)
        tile = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((30, 30), letter, font=font, fill=red, anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = size / 2 + size * 0.38 * math.sin(math.radians(angle)) - 30
        y = size / 2 - size * 0.38 * math.cos(math.radians(angle)) - 30
        mark.alpha_composite(tile, (round(x), round(y)))
    return mark.rotate(12)


def word(title: str, parts: list[str | Table]) -> bytes:
    """A Word paper: strings are paragraphs (a leading ">" sets them right), lists are tables (None joins the cell to its left)."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "宋体"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.created = document.core_properties.modified = dt.datetime(*STAMP)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, docx.shared.Pt(16)
    for part in parts:
        if isinstance(part, str):
            paragraph = document.add_paragraph(part.removeprefix(">"))
            if part.startswith(">"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        table.style = "Table Grid"
        for y, row in enumerate(part):
            for x, text in enumerate(row):
                if text is None:
                    table.cell(y, x - 1).merge(table.cell(y, x))
            for x, text in enumerate(row):
                if text is not None:
                    table.cell(y, x).text = text
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def sheet(name: str, rows: Table, widths: list[int]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        page.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return repack(out.getvalue())


def repack(data: bytes) -> bytes:
    """The same ZIP container with fixed times and without the moment of saving."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                left, _, rest = content.partition(b"<dcterms:modified")
                inner, _, right = rest.partition(b"</dcterms:modified>")
                content = left + b"<dcterms:modified" + inner.partition(b">")[0] + b">2025-01-01T00:00:00Z</dcterms:modified>" + right
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()


class GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK, without the flag that says UTF-8, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the hook's name in zipfile
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gbk_zip(members: dict[str, bytes]) -> bytes:
    """An archive with GBK names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            info = GbkName(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def filing(name: str, review: str, papers: dict[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """Members of a filing: its papers and a manifest. ``papers``: file name → (arrival, bytes)."""
    documents = [
        {"file": file, "uploaded_at": arrived + ":00+08:00", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for file, (arrived, data) in papers.items()
    ]
    manifest = {"filing_id": name, "review_date": review, "documents": documents}
    return {"manifest.json": (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(), **{f: d for f, (_, d) in papers.items()}}


def write(name: str, members: dict[str, bytes]) -> None:
    """Writes a filing as a folder."""
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for file, data in members.items():
        (folder / file).write_bytes(data)


def suzhou_clean() -> None:
    """宿州市泗县: everything holds."""
    number = "HYAZ-2025-3413-004826"
    report = word("事故预防技术服务报告", [
        [["报告编号", "泗安服2025-017", "保单号", number], ["服务对象", "泗县禾丰粮油机械有限公司", None, None], ["服务机构", "皖北衡安安全技术服务有限公司", None, None],
         ["服务专家", "郭长河、孟萍、邱立", "服务日期", "2025年7月8日至2025年7月9日"], ["服务类型", "隐患排查、安全教育培训", "服务费用", "2,400.00元"]],
        "服务依据AQ 9010-2019，服务内容已与企业商定。7月8日上午对金工车间、烘干车间和成品库进行了现场排查，下午组织74名员工培训；7月9日复看配电设施。",
        "隐患清单",
        [["序号", "隐患等级", "隐患描述", "整改建议", "整改期限", "整改情况"],
         ["1", "一般", "剪板机脚踏开关无防护罩", "加装防护罩", "2025-07-15", "已整改（2025-07-11）"],
         ["2", "一般", "烘干车间配电箱门缺失，箱内积尘", "清扫并补装箱门", "2025-07-18", "已整改（2025-07-16）"],
         ["3", "一般", "成品库东侧通道堆放托盘", "移走托盘，划黄线", "2025-07-12", "已整改（2025-07-10）"]],
        "以上隐患清单已当场告知企业；7月22日复查，三项均已整改到位。",
        "企业意见：情况属实，对服务满意。",
        ">企业负责人签字：周启明　　日期：2025年7月22日",
    ])
    ledger = sheet("预防费台账", [
        ["淮岳财产保险股份有限公司泗县支公司事故预防服务费台账（2025年）"],
        ["日期", "凭证号", "保单号", "投保企业", "摘要", "收款单位", "提取金额", "支出金额", "余额"],
        ["2025-06-16", "记-061", number, "泗县禾丰粮油机械有限公司", "提取事故预防服务费", None, 4902, None, 4902],
        ["2025-06-18", "记-064", "HYAZ-2025-3413-004851", "泗县润田种业有限公司", "提取事故预防服务费", None, 3150, None, 8052],
        ["2025-07-30", "付-112", number, "泗县禾丰粮油机械有限公司", "隐患排查及安全教育培训", "皖北衡安安全技术服务有限公司", None, 2400, 5652],
        ["合计", None, None, None, None, None, 8052, 2400, None],
    ], [12, 10, 26, 28, 26, 32, 12, 12, 12])
    write("suzhou-clean", filing("suzhou-clean", "2025-11-05", {
        "保险单.pdf": ("2025-06-12T10:24", pdf("suzhou-clean-policy")), "事故预防服务报告.docx": ("2025-07-24T16:02", report),
        "事故预防费台账.xlsx": ("2025-07-31T09:40", ledger), "理赔记录.pdf": ("2025-10-21T11:15", pdf("suzhou-clean-claim")),
    }))


def suzhou_low_fee() -> None:
    """宿州市灵璧县: prevention fee below 12 %, first service after 45 days."""
    ledger = sheet("2025", [
        ["安责险事故预防费收支明细", None, None, None, None, None], ["单位：元"],
        ["记账日期", "保险单号", "类别", "金额", "用途", "对方单位"],
        ["2025/04/21", "LB25-AZ-00731-6", "计提", 2841.65, "按保费10%计提", None],
        ["2025/07/10", "LB25-AZ-00731-6", "支出", 1200, "安全生产教育培训", "皖北衡安安全技术服务有限公司"],
    ], [14, 22, 10, 12, 24, 34])
    write("suzhou-low-fee", filing("suzhou-low-fee", "2025-09-01", {
        "灵璧奇石保单.pdf": ("2025-04-18T15:37", pdf("suzhou-low-fee-policy")), "培训小结.pdf": ("2025-07-01T09:12", pdf("suzhou-low-fee-report")),
        "收支明细.xlsx": ("2025-07-11T14:20", ledger),
    }))


def baiguan_scan() -> None:
    """绍兴市上虞区百官街道: a scanned policy that arrived six days late, and a refused major hazard nobody reported."""
    pages = pictures(pdf("baiguan-scan-policy"), 3, 0.6, (252, 250, 244), "舜江财产保险股份有限公司上虞支公司")
    report = word("隐患排查服务记录", [
        "记录编号：SYPC-2025-041", "保险单号：SJ330604202500188", "被服务单位：绍兴上虞曹娥铜业有限公司", "排查日期：2025年6月5日",
        "服务单位：越州安环科技有限公司", "服务人员：魏国平、应小红", "服务项目：事故隐患排查", "本次列支：2,000.00元",
        "本次排查发现隐患两项：",
        [["序号", "等级", "隐患内容", "整改措施", "整改期限", "整改结果", "报告监管部门情况"],
         ["1", "一般", "行车操作室缺少灭火器", "配备干粉灭火器2具", "2025年6月12日", "已整改（2025年6月9日）", ""],
         ["2", "重大", "铜水包吊运区下方设有员工更衣室", "立即停用更衣室并迁移", "2025年6月10日", "企业拒绝整改", "未报告"]],
        "企业确认（签字）：章永良　　　日期：2025年6月5日",
    ])
    write("baiguan-scan", filing("baiguan-scan", "2025-08-20", {
        "曹娥铜业保险单（扫描）.pdf": ("2025-05-12T09:30", scan(pages)), "隐患排查服务记录.docx": ("2025-06-06T17:45", report),
    }))


def xiangcheng() -> None:
    """许昌市襄城县: a ZIP with GBK names; workers pay part of the premium, no cover for legal costs."""
    policy = word("安全生产责任保险承保明细", [
        "保险人：云川财产保险股份有限公司", ">保单编号：YC-XC-2025-00916",
        [["投保单位", "襄城县紫云煤矿机械有限公司", None, None], ["统一社会信用代码", "91411025MA4541652J", "所属行业", "机械制造"], ["被保险单位", "襄城县紫云煤矿机械有限公司", None, None],
         ["单位地址", "河南省许昌市襄城县湛北镇七紫路21号", None, None], ["从业人员总数", "95人", "参保人数", "95人"], ["保险期间", "自2025年8月15日零时起至2026年8月14日二十四时止", None, None],
         ["每人责任限额", "500,000元", "每次事故责任限额", "5,000,000元"], ["累计责任限额", "5,000,000元", "每次事故免赔额", "0元"]],
        "保障项目（金额单位：元）",
        [["项目", "每人限额", "每次事故限额", "累计限额", "保险费"], ["从业人员伤亡", "500,000", "5,000,000", "5,000,000", "14,000.00"], ["医疗费用", "50,000", "—", "—", "2,415.40"],
         ["第三者人身伤亡", "—", "600,000", "600,000", "1,560.00"], ["第三者财产损失", "—", "300,000", "300,000", "900.00"], ["抢险救援费用", "—", "300,000", "300,000", "700.00"],
         ["事故鉴定费用", "—", "100,000", "100,000", "300.00"], ["合计", None, None, None, "19,875.40"]],
        "保险费合计：人民币壹万玖仟捌佰柒拾伍元肆角整（¥19,875.40）", "事故预防费：3,577.57元（提取比例18%）",
        "特别约定", "1、被保险单位的全体从业人员均为保障对象，包括劳务派遣人员。", "2、保险费的三成由从业人员个人负担，投保单位在发放8月工资时代扣代缴。",
        "3、保险人每季度为企业提供一次隐患排查服务，每年组织一次安全培训和一次应急演练。", "4、建立快速理赔和先行垫付机制，责任明确的先付已能确定的赔款。", "5、保险人的服务热线在保单送达时告知。",
        ">云川财产保险股份有限公司襄城支公司（盖章）", ">签单日期：2025年8月11日",
    ])
    report = word("企业走访服务单", [
        "编号：XCZF-2025-118",
        "2025年9月9日，受云川财产保险股份有限公司襄城支公司委托，许都安评技术有限公司组织专家白松涛、翟敏到襄城县紫云煤矿机械有限公司（保单编号YC-XC-2025-00916）开展事故隐患排查。",
        "检查了下料、焊接、喷漆三个工段和氧气乙炔库，查阅了培训档案，未发现事故隐患。服务费用1,800.00元从事故预防费中列支。",
        "企业意见：同意以上结论。", "企业签字：乔建设　　　2025年9月9日",
    ])
    members = filing("xiangcheng", "2025-10-15", {"承保明细.docx": ("2025-08-13T11:05", policy), "走访服务单.docx": ("2025-09-11T10:48", report)})
    (HERE / "xiangcheng.zip").write_bytes(gbk_zip(members))


def changshu_photos() -> None:
    """苏州市常熟市 (national rules only): two photographed pages; limit below the minimum, words differ from figures."""
    first, second = pictures(pdf("changshu-photos-policy"), 9, 0.4, (247, 244, 238))
    write("changshu-photos", filing("changshu-photos", "2025-10-20", {
        "保单照片_1.jpg": ("2025-06-26T08:55", first), "保单照片_2.jpg": ("2025-06-26T08:55", second), "现场服务确认单.pdf": ("2025-09-06T10:10", pdf("changshu-photos-report")),
    }))


def yueqing_contract() -> None:
    """乐清市 (only a draft notice): a policy in sentences; wrong check character, a report for another policy number."""
    report = word("安全生产风险评估报告", [
        ">报告编号：YAFP-2025-066", "委托单位：云川财产保险股份有限公司乐清支公司", "服务对象：乐清市雁东低压电器有限公司", "保险单号：YQAX2025070037512", "服务时间：2025年9月16日至2025年9月17日",
        "服务机构：瓯越安全技术咨询有限公司", "参加专家：叶守正、南晓燕", "服务类型：安全风险辨识与评估", "一、评估概况", "对冲压、注塑、总装三个车间的46个作业活动进行了风险辨识，评出低风险39项、一般风险7项，无较大及以上风险。",
        "二、建议", "完善冲压模具安装作业指导书，每半年更新一次风险告知卡。", "三、费用", "本次服务费用2,600.00元，由事故预防费用列支。", "企业代表签字：林锦　　　日期：2025年9月17日",
    ])
    rows = [["序号", "日期", "合同编号", "摘要", "收款单位", "转入", "转出", "结余", "凭证"], ["1", "2025-07-09", "YQAX2025070035712", "计提事故预防费用", "", "6596.80", "", "6596.80", "J0709"],
            ["2", "2025-09-25", "YQAX2025070035712", "风险评估服务费", "瓯越安全技术咨询有限公司", "", "2600.00", "3996.80", "F0925"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    write("yueqing-contract", filing("yueqing-contract", "2025-11-20", {
        "安责险合同.pdf": ("2025-07-04T13:26", pdf("yueqing-contract-policy")), "风险评估报告.docx": ("2025-09-19T09:05", report), "预防费用流水.csv": ("2025-09-26T08:30", text.getvalue().encode("gb18030")),
    }))


if __name__ == "__main__":
    for make in (suzhou_clean, suzhou_low_fee, baiguan_scan, xiangcheng, changshu_photos, yueqing_contract):
        make()
