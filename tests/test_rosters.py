"""Lists of enterprises and of staff in layouts drawn here: columns in any order, under words that no list of ours holds.

Names, codes and numbers are invented. What a list says is written down beside it by reading it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document as NewDocx
from openpyxl import Workbook

from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.hazards.apart.sections import sections_of
from extractor.kinds import staff_list
from extractor.reading import read as document_of
from extractor.record import Reading, Record
from extractor.span import Span
from extractor.values import id_number, uscc
from tests.pdf_pages import Sheets
from tests.strangers.kit import Paper, drawn
from validators.facts import Fact, Facts
from validators.joined.staff import subjects

Rows = Sequence[Sequence[Any]]


def code(serial: int, region: str = "330604") -> str:
    """An invented credit code that checks."""
    stem = f"91{region}MA2D{serial:05d}"
    return stem + str(uscc.check_character(stem))


def identity(serial: int, region: str = "330604") -> str:
    stem = f"{region}19{70 + serial % 25}0{1 + serial % 9}1{serial % 10}{100 + serial}"
    return next(stem + c for c in "0123456789X" if id_number.is_valid(stem + c))


def book(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    work = Workbook()
    work.remove(work.worksheets[0])
    for name, rows in sheets.items():
        sheet = work.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for place in (merged or {}).get(name, ()):
            sheet.merge_cells(place)
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def csv(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(",".join("" if x is None else str(x) for x in row) for row in rows).encode(encoding)


def docx(before: Sequence[str], rows: Rows, after: Sequence[str] = ()) -> bytes:
    paper = NewDocx()
    for text in before:
        paper.add_paragraph(text)
    table = paper.add_table(len(rows), len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = "" if text is None else str(text)
    for text in after:
        paper.add_paragraph(text)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def pdf(before: Sequence[str], rows: Rows, widths: Sequence[float], *, pages: int = 1) -> bytes:
    paper = Sheets(842.0, 595.0)
    each = -(-(len(rows) - 1) // pages)
    for page in range(pages):
        if page:
            paper.canvas.showPage()
        y = 40.0
        for text in before if page == 0 else ():
            paper.centred(421.0, y, text, 14.0 if y < 50 else 10.0)
            y += 24.0
        part = [*(rows[:1] if page == 0 else []), *rows[1 + page * each : 1 + (page + 1) * each]]
        xs = [40.0]
        for width in widths:
            xs.append(xs[-1] + width)
        paper.grid(xs, [y + 22.0 * n for n in range(len(part) + 1)], [[str(x) for x in row] for row in part], 9.0)
    paper.canvas.save()
    return paper.buffer.getvalue()


def read(data: bytes, name: str, kind: str = "roster") -> Record:
    record = examine([(name, data)])
    assert record.kind == kind, record.kind_evidence
    return record


def told(record: Record, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row.value(c) for c in columns) for row in record.rows(table)]


# --- rosters ---------------------------------------------------------------------------------------------------------


def test_roster_of_a_street_with_title_rows_and_a_total() -> None:
    record = read(
        book({
            "Sheet1": [
                ["上虞区百官街道安责险应参保生产经营单位底数"],
                ["填报单位：百官街道应急管理站", None, None, "截止2021年12月31日"],
                ["序", "单位全称", "社会信用代码", "在册职工（人）", "参保与否", "单证号"],
                [1, "绍兴虞舜印染有限公司", code(1), 210, "是", "PZAX202133060400017"],
                [2, "上虞曹江化工有限公司", code(2), 64, "否", "/"],
                [3, "百官春晖五金厂", code(3), 12, "待核", None],
                ["合计", None, None, 286, None, None],
            ]
        }),
        "a.xlsx",
    )  # fmt: skip
    assert told(record, "enterprises", "enterprise", "uscc", "headcount", "insured", "policy_no") == [
        ("绍兴虞舜印染有限公司", code(1), 210, True, "PZAX202133060400017"),
        ("上虞曹江化工有限公司", code(2), 64, False, None),
        ("百官春晖五金厂", code(3), 12, None, None),
    ]
    assert record.value("roster_date") == date(2021, 12, 31)
    assert record.value("region_code") == "330604001"
    assert record.value("scope") == "due"
    assert record.witnesses["enterprises"].complete


def test_roster_with_two_storeys_of_merged_headings_and_towns_as_groups() -> None:
    record = read(
        book(
            {
                "汇总": [["镇街", "家数", "参保家数"], ["磐石镇", 2, 1], ["北白象镇", 1, 0]],
                "明细": [
                    ["工矿企业安全生产责任保险推进情况一览", None, None, None, None, None, None],
                    ["所辖企业", None, "划型", "用工数", "安责险", None, None],
                    ["名称", "主体代码", None, None, "起", "止", "承接险企"],
                    ["磐石镇（2家）", None, None, None, None, None, None],
                    ["乐清磐石电器有限公司", code(11, "330382"), "中型", 320, "2025-03-01", "2026-02-28", "平安财险"],
                    ["乐清瓯越铸件厂", code(12, "330382"), "小型", 45, None, None, None],
                    ["北白象镇", None, None, None, None, None, None],
                    ["温州白象塑业有限公司", code(13, "330382"), "微型", 9, None, None, None],
                ],
            },
            {"明细": ["A1:G1", "A2:B2", "E2:G2", "C2:C3", "D2:D3", "A4:G4", "A7:G7"]},
        ),
        "推进.xlsx",
    )
    assert told(record, "enterprises", "enterprise", "area", "size", "headcount") == [
        ("乐清磐石电器有限公司", "磐石镇", "medium", 320),
        ("乐清瓯越铸件厂", "磐石镇", "small", 45),
        ("温州白象塑业有限公司", "北白象镇", "micro", 9),
    ]
    first = record.rows("enterprises")[0]
    assert (first.value("period_start").day, first.value("period_end").day) == (date(2025, 3, 1), date(2026, 2, 28))


def test_roster_as_csv_with_english_heads_and_the_name_last() -> None:
    record = read(
        csv([
            ["uscc", "trade", "policy", "from", "until", "town", "company"],
            [code(21, "370306"), "化工", "QY2018370306000001", "2018/06/01", "2019/05/31", "王村镇", "淄博王村化工有限公司"],
            [code(22, "370306"), "道路运输", "", "", "", "南郊镇", "周村顺达运输有限公司"],
            [code(23, "370306"), "服装", "未投保", "", "", "北郊镇", "淄博丝路服装有限公司"],
        ]),
        "list.csv",
    )  # fmt: skip
    assert told(record, "enterprises", "enterprise", "industry", "policy_no", "insured", "area") == [
        ("淄博王村化工有限公司", "chemical", "QY2018370306000001", None, "王村镇"),
        ("周村顺达运输有限公司", "transport", None, None, "南郊镇"),
        ("淄博丝路服装有限公司", "other", None, False, "北郊镇"),
    ]


def test_roster_in_a_word_table_with_a_period_in_one_cell() -> None:
    record = read(
        docx(
            ["周村区高危行业企业投保进度通报表", "数据时点：2019年6月30日"],
            [
                ["编号", "被监管对象", "监管科室", "所属领域", "保单有效期间", "承保主体", "是否全员"],
                ["1", "周村恒石采石场", "矿山科", "非煤矿山", "2019.1.1-2019.12.31", "中国人民财产保险股份有限公司周村支公司", "√"],
                ["2", "淄博安达花炮有限公司", "危化科", "烟花爆竹", "2018.3.1-2019.2.28", "泰山财险", "×"],
                ["3", "周村渔业合作社", "农业科", "渔业捕捞", "—", "—", "—"],
            ],
        ),
        "b.docx",
    )  # fmt: skip
    assert told(record, "enterprises", "enterprise", "industry", "insurer", "full_staff") == [
        ("周村恒石采石场", "non_coal_mine", "中国人民财产保险股份有限公司周村支公司", True),
        ("淄博安达花炮有限公司", "fireworks", "泰山财险", False),
        ("周村渔业合作社", "fishery", None, None),
    ]
    assert [row.value("period_end") and row.value("period_end").day for row in record.rows("enterprises")] == [
        date(2019, 12, 31), date(2019, 2, 28), None,
    ]  # fmt: skip
    assert record.value("region_code") == "370306"
    assert record.value("roster_date") == date(2019, 6, 30)


def test_roster_over_two_pages_of_a_pdf_that_repeats_no_heading() -> None:
    rows = [["项次", "市场主体", "统一代码", "街道（镇）", "高危行业", "购险情况"]]
    rows += [
        [str(n), f"埇桥第{'一二三四五六七八'[n - 1]}机械有限公司", code(30 + n, "341302"), "汴阳街道", "是" if n % 2 else "否",
         "已购" if n < 5 else "未购"]
        for n in range(1, 9)
    ]  # fmt: skip
    record = read(
        pdf(["宿州市埇桥区应投保单位名册", "（截至2024年9月30日）"], rows, (40, 170, 150, 110, 80, 100), pages=2),
        "c.pdf",
    )
    assert told(record, "enterprises", "enterprise", "is_due", "insured", "area") == [
        (f"埇桥第{c}机械有限公司", n % 2 == 1, n < 5, "汴阳街道") for n, c in enumerate("一二三四五六七八", 1)
    ]
    assert record.value("region_code") == "341302"


def test_roster_of_the_uninsured_only_says_so() -> None:
    record = read(
        docx(
            ["襄城县安责险脱保企业名单", "统计日期 2025-06-30"],
            [
                ["户名", "执照号", "乡镇", "纳入依据"],
                ["襄城紫云煤业有限公司", code(41, "411025"), "紫云镇", "煤矿"],
                ["襄城颍阳加油站", code(42, "411025"), "颍阳镇", "危险化学品经营"],
            ],
        ),
        "d.docx",
    )
    assert record.value("scope") == "uninsured"
    assert told(record, "enterprises", "enterprise", "category") == [
        ("襄城紫云煤业有限公司", "煤矿"), ("襄城颍阳加油站", "危险化学品经营"),
    ]  # fmt: skip


def test_sheet_for_each_town() -> None:
    head = ["单位", "信用代码", "职工总数", "安责险是否办理", "险企"]
    record = read(
        book({
            "磐石镇": [head, ["磐石一电器有限公司", code(51), 60, "已办", "人保财险"], ["磐石二阀门有限公司", code(52), 20, "未办", ""]],
            "柳市镇": [head, ["柳市低压电器有限公司", code(53), 600, "已办", "太平洋财险"], ["柳市开关厂", code(54), 8, "", ""]],
        }),
        "各镇.xlsx",
    )  # fmt: skip
    assert told(record, "enterprises", "area", "enterprise", "insured") == [
        ("磐石镇", "磐石一电器有限公司", True),
        ("磐石镇", "磐石二阀门有限公司", False),
        ("柳市镇", "柳市低压电器有限公司", True),
        ("柳市镇", "柳市开关厂", None),
    ]


def test_ticks_under_two_headings_say_yes_and_no() -> None:
    record = read(
        book(
            {
                "S": [
                    ["重点企业安责险参保摸排表"],
                    ["序号", "企业\n名称", "从业人员\n（人）", "安责险参保情况", None, "备注"],
                    [None, None, None, "已参保", "未参保", None],
                    [1, "宿州甲机械有限公司", 23, "√", None, ""],
                    [2, "宿州乙机械有限公司", 45, None, "√", "停产"],
                    [3, "宿州丙粮油有限公司", 11, None, None, ""],
                ]
            },
            {"S": ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]},
        ),
        "t.xlsx",
    )
    assert told(record, "enterprises", "enterprise", "insured") == [
        ("宿州甲机械有限公司", True), ("宿州乙机械有限公司", False), ("宿州丙粮油有限公司", None),
    ]  # fmt: skip


def test_sheets_named_for_what_their_enterprises_have_done() -> None:
    record = read(
        book({
            "投保企业": [["企业", "代码", "保单"], ["甲机械有限公司", code(1), "PZAX202334130000001"],
                     ["乙机械有限公司", code(2), "PZAX202334130000002"]],
            "未投保企业": [["企业", "代码", "原因"], ["丙机械有限公司", code(3), "停产"], ["丁机械有限公司", code(4), "资金困难"]],
        }),
        "两表.xlsx",
    )  # fmt: skip
    assert [row.value("insured") for row in record.rows("enterprises")] == [None, None, False, False]


def test_an_insurers_list_of_its_policies_with_its_dates_as_dates() -> None:
    record = read(
        book({
            "统计": [
                ["单位名称", "统一社会信用代码", "安责险保单号", "保险起期", "保险止期", "承保公司", "员工人数", "投保人数"],
                ["宿州甲机械有限公司", code(701), "PZAX202334130000001", date(2023, 5, 1), date(2024, 4, 30), "人保财险", 50, 48],
                ["宿州乙机械有限公司", code(702), "无", None, None, None, 20, None],
            ]
        }),
        "4.xlsx",
    )  # fmt: skip
    first, second = record.rows("enterprises")
    assert (first.value("period_start").day, first.value("period_end").day) == (date(2023, 5, 1), date(2024, 4, 30))
    assert (first.value("headcount"), first.value("insured_count")) == (50, 48)
    assert (second.value("policy_no"), second.value("insured")) == (None, False)


def test_a_remark_behind_the_yes_and_the_day_in_the_title() -> None:
    record = read(
        docx(
            ["许昌市襄城县高危企业安全生产责任保险投保情况汇总表（2024年12月31日）"],
            [
                ["序号", "企业名称", "所属乡镇", "行业领域", "企业规模", "投保情况", "保险期限"],
                [
                    "1",
                    "襄城县紫云煤业有限公司",
                    "紫云镇",
                    "煤矿",
                    "大型",
                    "已投保（全员）",
                    "2024年3月1日至2025年2月28日",
                ],
                ["2", "襄城县首山焦化有限公司", "茨沟乡", "焦化", "中小型", "未投保（正在办理）", "/"],
            ],
            ["注：本表由县应急管理局填报。"],
        ),
        "3.docx",
    )
    assert told(record, "enterprises", "insured", "size") == [(True, "large"), (False, None)]
    assert record.value("roster_date") == date(2024, 12, 31)


def test_a_notice_with_a_list_behind_it_stays_a_notice() -> None:
    listed = [[str(n), f"埇桥{n}号矿业有限公司", code(730 + n), "非煤矿山"] for n in range(1, 9)]
    record = examine([(
        "n.docx",
        docx(
            ["宿州市埇桥区应急管理局文件", "埇应急〔2024〕15号", "关于公布2024年度应当投保安全生产责任保险企业名单的通知",
             "各乡镇人民政府、街道办事处，各有关企业：", "现将应当投保企业名单予以公布，请于2024年6月30日前完成投保。",
             "附件：应投保企业名单", "宿州市埇桥区应急管理局", "2024年4月8日"],
            [["序号", "企业名称", "统一社会信用代码", "行业"], *listed],
        ),
    )])  # fmt: skip
    assert record.kind == "notice"


def test_an_application_with_its_staff_in_it_stays_one() -> None:
    staff = [
        ["姓名", "身份证号", "工种", "保额"],
        ["张卫东", identity(1), "锻工", "50万元"],
        ["李秀兰", identity(2), "质检", "50万元"],
    ]
    paper = docx(["安全生产责任保险投保单", "投保人：宿州甲机械有限公司", "投保人声明：本人已如实告知"], staff)
    assert examine([("a.docx", paper)]).kind == "application"


def test_a_sector_under_the_heading_of_a_class() -> None:
    record = read(
        csv([
            ["街镇", "单位", "类别", "参保否"],
            ["王村镇", "周村恒石采石场", "非煤矿山", "是"],
            ["王村镇", "周村加油站", "危化品经营", "否"],
            ["北郊镇", "淄博丝路服装有限公司", "规上工业", "否"],
        ]),
        "类别.csv",
    )  # fmt: skip
    assert [row.value("industry") for row in record.rows("enterprises")] == [
        "non_coal_mine",
        "hazardous_chemicals",
        None,
    ]


NOT_ROSTERS: Mapping[str, Rows] = {
    "ledger": [
        ["日期", "投保企业", "保单号", "用途", "收款单位", "支出金额"],
        ["2024-03-01", "甲泰机械有限公司", "PZ2024000000001", "培训", "安衡技术服务有限公司", 1200],
        ["2024-03-05", "乙泰机械有限公司", "PZ2024000000002", "演练", "安衡技术服务有限公司", 900],
    ],
    "claims": [
        ["报案号", "单位名称", "保单号", "出险日期", "赔付金额", "结案日期"],
        ["BA2024000001", "甲泰机械有限公司", "PZ2024000000001", "2024-03-01", 1200, "2024-04-01"],
        ["BA2024000002", "乙泰机械有限公司", "PZ2024000000002", "2024-03-05", 900, "2024-04-02"],
    ],
    "book": [
        ["年月日", "单据编号", "对应保单编号", "科目说明", "对方户名", "类别", "发生额", "账面结存"],
        ["2025年7月26日", "转-324", "XB-2025-80340349", "计提事故预防费", "", "提取", "70387.32", "70387.32"],
        [
            "2025年9月15日",
            "记-081",
            "XB-2025-80340349",
            "分级研判费",
            "宿州平达安全科技有限公司",
            "列支",
            "3200",
            "67187.32",
        ],
        ["2025年9月16日", "记-082", "XB-2025-80340349", "演习费", "宿州明理检测有限公司", "列支", "200", "66987.32"],
    ],
    "hazards": [
        ["企业", "信用代码", "隐患描述", "整改期限", "是否整改"],
        ["甲泰机械有限公司", code(61), "配电箱无盖板", "2024-05-01", "是"],
        ["乙泰机械有限公司", code(62), "灭火器过期", "2024-05-02", "否"],
    ],
    "suppliers": [
        ["供应商名称", "信用代码", "地址", "联系人"],
        ["甲泰机械有限公司", code(63), "宿州市汴阳路1号", "王强"],
        ["乙泰机械有限公司", code(64), "宿州市汴阳路2号", "李伟"],
    ],
}


@pytest.mark.parametrize("name", NOT_ROSTERS)
def test_other_lists_of_enterprises_are_no_roster(name: str) -> None:
    record = examine([(f"{name}.csv", csv(NOT_ROSTERS[name]))])
    assert record.kind not in ("roster", "staff_list"), record.kind_evidence


# --- staff lists -----------------------------------------------------------------------------------------------------


def test_staff_with_limits_in_wan_and_the_policy_above() -> None:
    record = read(
        book({
            "清单": [
                ["安全生产责任保险被保险人员明细"],
                ["投保单位：宿州青禾锻造有限公司", None, "保险单号：SLXB20240300017"],
                ["序号", "姓名", "身份证号码", "工种", "每人责任限额（万元）", "用工形式"],
                [1, "张卫东", identity(1), "锻工", 40, "合同制"],
                [2, "李秀兰", identity(2), "质检", 40, "劳务派遣"],
                [3, "王建国", identity(3), "保洁", 20, "临时工"],
            ]
        }),
        "s.xlsx",
        "staff_list",
    )  # fmt: skip
    assert told(record, "staff", "name", "id_no", "post", "form", "per_person_limit") == [
        ("张卫东", identity(1), "锻工", "employee", Decimal(400000)),
        ("李秀兰", identity(2), "质检", "dispatched", Decimal(400000)),
        ("王建国", identity(3), "保洁", "temporary", Decimal(200000)),
    ]
    assert record.value("policy_no") == "SLXB20240300017"
    assert record.value("enterprise") == "宿州青禾锻造有限公司"


def test_staff_in_groups_by_form_of_work() -> None:
    record = read(
        docx(
            ["河南紫云煤业有限公司在岗人员花名册", "2024年5月31日"],
            [
                ["编号", "人员", "性别", "职务", "证件号"],
                ["一、正式职工", "一、正式职工", "一、正式职工", "一、正式职工", "一、正式职工"],
                ["1", "赵铁柱", "男", "采煤工", "4110**********0015"],
                ["2", "孙丽", "女", "充灯工", "4110**********0023"],
                ["二、实习学生", "二、实习学生", "二、实习学生", "二、实习学生", "二、实习学生"],
                ["3", "周小雨", "女", "化验员", "4110**********0040"],
            ],
        ),
        "r.docx",
        "staff_list",
    )  # fmt: skip
    assert told(record, "staff", "name", "post") == [("赵铁柱", "采煤工"), ("孙丽", "充灯工"), ("周小雨", "化验员")]
    assert record.value("enterprise") == "河南紫云煤业有限公司"
    assert record.value("list_date") == date(2024, 5, 31)


def test_staff_as_csv_without_a_title() -> None:
    record = read(
        csv([
            ["岗位名称", "证件号码", "劳动关系", "员工"],
            ["叉车工", identity(5), "固定期限劳动合同", "陈国强"],
            ["包装", identity(6), "派遣至本单位", "何美玲"],
            ["电工", identity(7), "非全日制", "马东"],
        ]),
        "x.csv",
        "staff_list",
    )  # fmt: skip
    assert told(record, "staff", "name", "form") == [
        ("陈国强", "employee"), ("何美玲", "dispatched"), ("马东", "temporary"),
    ]  # fmt: skip


def test_staff_on_one_sheet_for_each_form_of_work() -> None:
    head = ["工号", "名字", "班组", "年龄"]
    record = read(
        book({
            "在编员工": [["绍兴虞舜印染有限公司员工名册"], head, ["A1", "吴海", "染色", 41], ["A2", "郑洁", "定型", 29]],
            "派遣人员": [head, ["B1", "冯涛", "打包", 33], ["B2", "褚亮", "搬运", 50]],
        }),
        "m.xlsx",
        "staff_list",
    )  # fmt: skip
    assert told(record, "staff", "name", "form") == [
        ("吴海", "employee"), ("郑洁", "employee"), ("冯涛", "dispatched"), ("褚亮", "dispatched"),
    ]  # fmt: skip


def test_staff_in_a_pdf_with_sums_in_yuan() -> None:
    record = read(
        pdf(
            ["雇员清单", "截至 2022-03-01"],
            [
                ["No", "雇员", "公民身份号码", "从事工作", "身故保额(元)"],
                ["1", "钱学文", identity(8), "焊接", "500,000.00"],
                ["2", "沈月", identity(9), "文员", "500,000.00"],
            ],
            (40, 100, 200, 120, 140),
        ),
        "l.pdf",
        "staff_list",
    )
    assert told(record, "staff", "name", "post", "per_person_limit") == [
        ("钱学文", "焊接", Decimal(500000)), ("沈月", "文员", Decimal(500000)),
    ]  # fmt: skip


def test_staff_whose_numbers_leave_somebody_out_is_not_whole() -> None:
    record = read(
        csv([
            ["序号", "姓名", "身份证号", "岗位"],
            [1, "钱学文", identity(8), "焊接"],
            [2, "沈月", identity(9), "文员"],
            [7, "马东", identity(7), "电工"],
        ]),
        "gap.csv",
        "staff_list",
    )  # fmt: skip
    assert not record.witnesses["staff"].complete


NOT_STAFF: Mapping[str, Rows] = {
    "sign-in": [
        ["培训签到表"],
        ["序号", "姓名", "岗位", "单位", "签名"],
        [1, "钱学文", "焊接", "甲泰机械有限公司", "钱学文"],
        [2, "沈月", "文员", "甲泰机械有限公司", "沈月"],
    ],
    "marks": [
        ["姓名", "身份证号", "考试成绩"],
        ["钱学文", identity(8), 92],
        ["沈月", identity(9), 88],
    ],
    "claims": [
        ["受伤员工", "身份证号", "岗位", "出险日期", "赔付金额"],
        ["钱学文", identity(8), "焊接", "2024-03-01", 5000],
        ["沈月", identity(9), "文员", "2024-03-05", 800],
    ],
}


@pytest.mark.parametrize("name", NOT_STAFF)
def test_other_lists_of_people_are_no_staff_list(name: str) -> None:
    record = examine([(f"{name}.csv", csv(NOT_STAFF[name]))])
    assert record.kind not in ("roster", "staff_list"), record.kind_evidence


# --- whose staff a list tells of -------------------------------------------------------------------------------------


def _paper(kind: str, path: str, **values: object) -> Record:
    spot = Span("", 1, (), "")
    return Record(path, path, kind, {name: Reading(value, spot, "test", 1.0) for name, value in values.items()})


@pytest.mark.parametrize(
    ("day", "number"), [(None, None), (date(2025, 3, 1), "P2"), (date(2024, 3, 1), "P1"), (date(2023, 3, 1), None)]
)
def test_a_list_beside_two_years_of_one_enterprise_is_of_the_year_its_day_lies_in(
    day: date | None, number: str | None
) -> None:
    years = {"P1": (date(2024, 1, 1), date(2024, 12, 31)), "P2": (date(2025, 1, 1), date(2025, 12, 31))}
    staff = _paper("staff_list", "名单", enterprise="甲泰机械有限公司", **({"list_date": day} if day else {}))
    policies = {
        name: Facts({"insured": Fact("甲泰机械有限公司"), "period_start": Fact(start), "period_end": Fact(end), "number": Fact(name)})
        for name, (start, end) in years.items()
    }  # fmt: skip
    (subject,) = subjects([staff], list(policies.items()), Facts({}))
    assert subject.facts.value("number") == number


def test_a_list_of_who_came_and_who_left_is_never_the_whole_staff() -> None:
    head = ["变动", "姓名", "身份证号", "工种"]
    lines = [["增加", "沈月", identity(9), "车工"], ["减少", "陶安", identity(11), "钳工"], ["增加", "方南", identity(12), "电工"]]  # fmt: skip
    record = examine([("名单.csv", csv([["保险人员增减清单"], head, *lines]))])
    assert [row.value("name") for row in record.rows("staff")] == ["沈月", "方南"]
    assert not record.witnesses["staff"].complete


def test_a_sheet_with_nothing_outside_its_tables_and_nobody_in_them_lists_nobody() -> None:
    file, data = drawn(Paper("", "xlsx", [("sheet", "Sheet1", [["项目", "数值"], ["面积", "120"]])], "staff_list"))
    assert staff_list.extract(Sheet(document_of(data, file))).tables["staff"] == ()


def test_a_list_without_lines_stands_under_no_heading() -> None:
    assert sections_of([], None) == []
