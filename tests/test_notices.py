"""Official papers: the five public notices against the dossier's table A.0, and notices of other shapes written here.

Expected values were written by reading the papers, not from our own output.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.edges import Edges
from extractor.kinds import notice
from extractor.record import Record


def paper(text: str, name: str = "notice.txt") -> Document:
    """A text as the text reader gives it: a line per line, blank ones left out, numbered as in the file."""
    lines = tuple(Line(t, where=f"第{n}行") for n, t in enumerate(text.split("\n"), 1) if t.strip())
    return Document(name, "0" * 64, "txt", (Page(None, 0, 0, lines),), paged=False)


def said(record: Record) -> dict[str, Any]:
    return {name: reading.value for name, reading in record.fields.items()}


FULL = """\
临江市应急管理局
临江市财政局文件
临江市住房和城乡建设局

临应急〔2024〕15号                签发人：周正

关于印发《临江市安全生产责任保险事故预防
服务费用管理办法（试行）》的通知

各县（市、区）应急管理局、财政局，各有关保险公司：
现将《临江市安全生产责任保险事故预防服务费用管理办法（试行）》印发给你们，请认真贯彻执行。
附件：1．费用使用台账
2．年度报告格式
临江市应急管理局  临江市财政局
临江市住房和城乡建设局
二〇二四年三月十二日
临江市安全生产责任保险事故预防服务费用管理办法（试行）
第一章 总则
第一条 依据《中华人民共和国安全生产法》和《安全生产责任保险实施办法》（安监总办〔2017〕140号，以下简称《办法》），制定本办法。
第二条 本办法自2024年5月1日起施行，有效期三年。《关于规范费用提取的通知》（临安监〔2019〕8号）和2020年6月1日印发的《费用管理暂行规定》（临应急[2020]30号）同时废止。
附件1
费用使用台账
附件2
年度报告格式
抄送：市委办公室，市人大常委会办公室，
市政协办公室。
临江市应急管理局办公室　　2024年3月13日印发
"""

LETTER = """\
关于商请提供安全生产责任保险统计数据的函
国家金融监督管理总局宿州监管分局：
为掌握全市投保情况，商请贵分局提供2024年度数据。
特此函达。
（联系人：王立，电话：0557-3000000）
宿州市应急管理局
2025年1月6日
"""

OPINION = """\
发文字号：淄应急字〔2022〕41号
成文日期：2022-09-05
发布日期：2022-09-08
淄博市应急管理局关于进一步推进安全生产责任保险工作的实施意见
各区县应急管理局：
一、总体要求
（一）目标。到2023年底实现全覆盖。
二、主要任务
1.加强服务。
2.严格监管。
本意见自印发之日起施行，有效期至2027年9月4日。
淄博市应急管理局
2022年9月5日
"""

DECISION = """\
宿州市埇桥区人民政府
关于废止部分规范性文件的决定
（2023年5月9日）
经研究，决定对下列文件予以废止：《安全生产责任保险试点办法》（埇政〔2015〕3号）废止。
本决定自公布之日起施行。
宿州市埇桥区人民政府
2023年5月9日
"""

DRAFT = """\
乐清市应急管理局关于公开征求《乐清市安全生产责任保险管理办法（征求意见稿）》意见的公告
为规范保险工作，现公开征求意见，请于2025年7月31日前反馈。
附件：乐清市安全生产责任保险管理办法（征求意见稿）
乐清市应急管理局
2025年7月1日
"""

WEBSITE = """\
首页 > 政务公开 > 规范性文件
索引号： 003036/202405-00012
发布机构： 宿州市应急管理局
发文日期： 2024-05-09 10:30
有效性： 有效
关于印发《宿州市安全生产责任保险事故预防服务管理办法》的通知
发布时间：2024-05-10 09:12 来源：宿州市应急管理局 浏览次数：233 【字体：大 中 小】
宿应急〔2024〕22号
各县区应急管理局、市管各园区管委会，各承保机构:
现将《宿州市安全生产责任保险事故预防服务管理办法》印发给你们，请遵照执行。
宿州市应急管理局   国家金融监督管理总局宿州监管分局
宿州市财政局
2024年5月9日
宿州市安全生产责任保险事故预防服务管理办法
第一章  总  则
第一条  为了规范服务，制定本办法。
第二条  本办法由宿州市应急管理局负责解释，自2024年6月1日起施行，有效期5年，原《宿州市安全生产责任保险管理办法》（宿安监〔2016〕90号）同时废止。
扫一扫在手机打开当前页
版权所有：宿州市应急管理局 皖ICP备00000号
"""

LETTER_SPACED = """\
宿州市应急管理局文件
宿 应 急 C2024〕22 号
宿州市应急管理局
关于开展安全生产责任保险专项检查的通知
各县区应急管理局：
为加强管理，现通知如下：
一、检查时间
2024年7月至9月。
二、联系方式
联系人：张三，电话：0557-1234567
（此页无正文）
宿州市应急管理局（盖章）
2024 年 6 月 3 日
（信息公开形式：主动公开）
抄送：市政府办公室。
宿州市应急管理局办公室 2024年6月4日印发
（共印30份）
"""

ORDER = """\
安徽省人民政府令
第301号
《安徽省安全生产责任保险办法》已经2024年1月5日省人民政府第30次常务会议审议通过，现予公布，自2024年3月1日起施行。
省长 王某某
2024年1月20日
安徽省安全生产责任保险办法
第一条 为了规范，制定本办法。
"""

REPORT = """\
关于乐清市安全生产责任保险试点工作情况的报告
乐清市人民政府：
根据要求，现将有关情况报告如下。
一、基本情况
全市参保企业120家。
妥否，请批示。
乐清市应急管理局
二○二五年八月一日
"""

SHAPES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "joint_with_annexes",
        FULL,
        {
            "title": "关于印发《临江市安全生产责任保险事故预防服务费用管理办法（试行）》的通知",
            "genre": "印发通知",
            "issued_genre": "管理办法",
            "stage": "正式",
            "binding": True,
            "issuers": ("临江市应急管理局", "临江市财政局", "临江市住房和城乡建设局"),
            "doc_number": "临应急〔2024〕15号",
            "date_issued": date(2024, 3, 12),
            "date_printed": date(2024, 3, 13),
            "print_office": "临江市应急管理局办公室",
            "effective_from": date(2024, 5, 1),
            "effective_to": date(2027, 4, 30),
            "repeals": ("临安监〔2019〕8号", "临应急〔2020〕30号"),
            "attachments": ("费用使用台账", "年度报告格式"),
            "addressees": ("各县（市、区）应急管理局、财政局", "各有关保险公司"),
            "cc": ("市委办公室", "市人大常委会办公室", "市政协办公室"),
            "region_code": "220681",
        },
    ),
    (
        "letter_without_number",
        LETTER,
        {
            "title": "关于商请提供安全生产责任保险统计数据的函",
            "genre": "函",
            "issuers": ("宿州市应急管理局",),
            "date_issued": date(2025, 1, 6),
            "addressees": ("国家金融监督管理总局宿州监管分局",),
            "region_code": "341300",
            "doc_number": None,
            "date_printed": None,
            "effective_from": None,
            "attachments": None,
            "repeals": None,
            "cc": None,
        },
    ),
    (
        "opinion_with_data_box",
        OPINION,
        {
            "title": "淄博市应急管理局关于进一步推进安全生产责任保险工作的实施意见",
            "genre": "实施意见",
            "doc_number": "淄应急字〔2022〕41号",
            "issuers": ("淄博市应急管理局",),
            "date_issued": date(2022, 9, 5),
            "effective_from": date(2022, 9, 5),
            "effective_to": date(2027, 9, 4),
            "addressees": ("各区县应急管理局",),
            "jurisdiction": "淄博市",
            "attachments": None,
        },
    ),
    (
        "decision_title_on_two_lines",
        DECISION,
        {
            "title": "宿州市埇桥区人民政府关于废止部分规范性文件的决定",
            "genre": "决定",
            "issuers": ("宿州市埇桥区人民政府",),
            "date_issued": date(2023, 5, 9),
            "effective_from": date(2023, 5, 9),
            "repeals": ("埇政〔2015〕3号",),
            "region_code": "341302",
            "addressees": None,
            "doc_number": None,
        },
    ),
    (
        "draft_for_comment",
        DRAFT,
        {
            "genre": "公告",
            "stage": "征求意见稿",
            "binding": False,
            "issuers": ("乐清市应急管理局",),
            "date_issued": date(2025, 7, 1),
            "attachments": ("乐清市安全生产责任保险管理办法（征求意见稿）",),
            "region_code": "330382",
            "effective_from": None,
        },
    ),
    (
        "website_around_it",
        WEBSITE,
        {
            "title": "关于印发《宿州市安全生产责任保险事故预防服务管理办法》的通知",
            "doc_number": "宿应急〔2024〕22号",
            "issuers": ("宿州市应急管理局", "国家金融监督管理总局宿州监管分局", "宿州市财政局"),
            "date_issued": date(2024, 5, 9),
            "effective_from": date(2024, 6, 1),
            "effective_to": date(2029, 5, 31),
            "repeals": ("宿安监〔2016〕90号",),
            "addressees": ("各县区应急管理局、市管各园区管委会", "各承保机构"),
            "date_printed": None,
        },
    ),
    (
        "letter_spaced_number",
        LETTER_SPACED,
        {
            "title": "宿州市应急管理局关于开展安全生产责任保险专项检查的通知",
            "doc_number": "宿应急〔2024〕22号",
            "issuers": ("宿州市应急管理局",),
            "date_issued": date(2024, 6, 3),
            "date_printed": date(2024, 6, 4),
            "print_office": "宿州市应急管理局办公室",
            "cc": ("市政府办公室",),
        },
    ),
    (
        "order_without_year",
        ORDER,
        {
            "title": "安徽省人民政府令",
            "doc_number": "安徽省人民政府令第301号",
            "issuers": ("安徽省人民政府",),
            "date_issued": date(2024, 1, 20),
            "effective_from": date(2024, 3, 1),
            "region_code": "340000",
        },
    ),
    (
        "report_upward",
        REPORT,
        {
            "title": "关于乐清市安全生产责任保险试点工作情况的报告",
            "genre": "报告",
            "addressees": ("乐清市人民政府",),
            "issuers": ("乐清市应急管理局",),
            "date_issued": date(2025, 8, 1),
            "doc_number": None,
        },
    ),
]


@pytest.mark.parametrize(("text", "expected"), [s[1:] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_notice_shapes(text: str, expected: dict[str, Any]) -> None:
    found = said(notice.extract(paper(text)))
    assert {name: found.get(name) for name in expected} == expected


def test_cited_and_repealed_papers_are_rows() -> None:
    record = notice.extract(paper(FULL))
    cited = {(row.value("doc_number"), row.value("title")) for row in record.rows("citations")}
    assert cited == {
        (None, "中华人民共和国安全生产法"),
        ("安监总办〔2017〕140号", "安全生产责任保险实施办法"),
        ("临安监〔2019〕8号", "关于规范费用提取的通知"),
        ("临应急〔2020〕30号", "费用管理暂行规定"),
    }
    ended = [(r.value("doc_number"), r.value("title"), r.value("date_issued")) for r in record.rows("repeals")]
    assert ended == [
        ("临安监〔2019〕8号", "关于规范费用提取的通知", None),
        ("临应急〔2020〕30号", "费用管理暂行规定", date(2020, 6, 1)),
    ]
    assert [(r.value("name"), r.value("present")) for r in record.rows("attachments")] == [
        ("费用使用台账", True),
        ("年度报告格式", True),
    ]


def test_every_value_stands_where_it_says() -> None:
    lines = FULL.split("\n")
    for name, reading in notice.extract(paper(FULL)).fields.items():
        where = reading.span.where
        assert where is not None, name
        line = lines[int(where[1:-1]) - 1]
        assert reading.span.text.split("\n")[0] in line, name


def boxed(rows: list[tuple[float, float, str]]) -> Document:
    """One page of lines at (x, y), 14 points a character."""
    lines = []
    for x, y, text in rows:
        edges = Edges((x + 14 * i, x + 14 * (i + 1)) for i in range(len(text)))
        lines.append(Line(text, Box(x, y, x + 14 * len(text), y + 14), edges))
    return Document("notice.pdf", "0" * 64, "pdf", (Page(1, 595, 842, tuple(lines)),))


def test_title_number_and_two_columns_on_a_page() -> None:
    document = boxed(
        [
            (180, 60, "襄城县安全生产委员会文件"),
            (240, 100, "襄安委〔2024〕9号"),
            (60, 150, "关于进一步规范全县高危行业领域安全生产责任保险投保工作的通"),
            (287, 180, "知"),
            (60, 220, "各乡镇人民政府："),
            (88, 250, "为落实责任保险制度，根据《河南省安全生产条例》以及《安全生产责任"),
            (60, 275, "保险实施办法》（应急〔2025〕27号）的规定，现就有关的事项通知如下。"),
            (88, 300, "一、本通知自2025年6月1日起执行。"),
            (60, 350, "襄城县应急管理局"),
            (320, 350, "襄城县财政局"),
            (320, 380, "2025年5月20日"),
            (60, 700, "襄城县应急管理局办公室"),
            (350, 700, "2025年5月21日印发"),
        ]
    )
    record = notice.extract(document)
    found = said(record)
    assert found["title"] == "关于进一步规范全县高危行业领域安全生产责任保险投保工作的通知"
    assert found["doc_number"] == "襄安委〔2024〕9号"
    assert found["issuers"] == ("襄城县应急管理局", "襄城县财政局")
    assert found["date_issued"] == date(2025, 5, 20)
    assert (found["print_office"], found["date_printed"]) == ("襄城县应急管理局办公室", date(2025, 5, 21))
    assert found["effective_from"] == date(2025, 6, 1)
    assert found["region_code"] == "411025"
    title = record.fields["title"].span
    assert (title.page, len(title.boxes)) == (1, 2)
    wrapped = next(r for r in record.rows("citations") if r.value("doc_number"))
    assert wrapped.value("title") == "安全生产责任保险实施办法"
    assert [b.y0 for b in wrapped.cells["title"].span.boxes] == [250, 275]


POLICY = """\
安全生产责任保险保险单
保险单号：PZAB202434130000001
投保人：宿州市恒丰化工有限公司
被保险人：宿州市恒丰化工有限公司
保险期间：自2024年3月1日零时起至2025年2月28日二十四时止
特别约定：本保险按《关于规范和加强安全生产责任保险工作的通知》（应急监二〔2023〕84号）执行。
"""

REPORT = """\
安全生产事故预防服务报告
委托单位：宿州市恒丰化工有限公司
服务机构：安徽安信安全技术有限公司
服务日期：2024年4月2日
一、服务情况
（一）依据应急监二〔2023〕84号开展隐患排查。
安徽安信安全技术有限公司
2024年4月5日
"""


def test_score_parts_notices_from_papers_that_cite_them() -> None:
    for text in (FULL, LETTER, OPINION, DECISION, DRAFT):
        value, evidence = notice.score(paper(text))
        assert value >= 0.45
        assert evidence
    for text in (POLICY, REPORT, ""):
        assert notice.score(paper(text))[0] <= 0.15


def test_automatic_numbering_and_tables_count() -> None:
    cell = Cell(0, 0, (Line("1.未上传的，扣3分"),))
    blocks = (
        Line("关于评价工作的通知", where="第1段"),
        Line("总体要求", where="第2段", numbering="一、"),
        Line("目标。提高质量。", where="第3段", numbering="（一）"),
        Table((cell,), 1, 1, method="native"),
    )
    record = notice.extract(Document("n.docx", "0" * 64, "docx", (Page(None, 0, 0, blocks),), paged=False))
    assert [r.value("path") for r in record.rows("clauses")] == ["一", "一（一）"]
    assert [r.value("text") for r in record.rows("lines")][-1] == "1.未上传的，扣3分"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "《", "〔2024〕", "附件：", "抄送：", "2024年13月45日", "关于的通知" * 200]
)
def test_junk_is_no_crash(text: str) -> None:
    record = notice.extract(paper(text))
    assert record.kind == "notice"
    assert "doc_number" not in record.fields


@pytest.mark.parametrize(
    ("to", "alone"),
    [("各承保公司、各重点企业", False), ("各有关保险公司", False), ("石桥县宏远采石有限公司", True)],
)
def test_a_reminder_to_all_firms_is_not_addressed_to_one(to: str, alone: bool) -> None:
    lines = (
        "石桥安办〔2024〕35号", "石桥县安责险工作提示函", f"{to}：", "近期检查中发现一些问题，现将有关要求提示如下。",
        "1. 保单签订后15日内，承保信息报送平台。", "2. 预防费用的投入不少于保费的20%。",
        "石桥县安全生产委员会办公室", "2024年6月27日",
    )  # fmt: skip
    assert ("addressed to one firm" in notice.score(paper("\n".join(lines)))[1]) is alone
