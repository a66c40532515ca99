"""Papers as the core systems of big insurers and the platforms of provinces print them: numbered boxes, blocks of a form, lists with
remarks, cards for hazards, labels in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from extractor import classify, extract, read
from extractor.agreements import read as agreements
from extractor.clauses import recognise
from extractor.covers import table as covers
from extractor.document import Document
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.words import label_role
from extractor.kinds.service_report.first_and_last import are_twins
from extractor.record import Record, Row
from extractor.values.scan import scan
from tests.strangers.kit import Block, Paper, drawn


def document(*blocks: Block) -> Document:
    name, data = drawn(Paper("paper", "docx", blocks, ""))
    return read(data, name)


def record(*blocks: Block) -> Record:
    paper = document(*blocks)
    return extract(paper, classify(paper))


def told(rows: Sequence[Row], names: str) -> list[tuple[object, ...]]:
    return [tuple(row.value(name) for name in names.split()) for row in rows]


def test_agreements_in_a_list_with_a_remark_on_each() -> None:
    said = ["发票随后寄达。", "事故预防支出按保费12%计提。", "保险机构承诺每年到企业开展隐患排查两次。"]
    rows = [["序", "内容", "核验"], *([str(i), text, "通过"] for i, text in enumerate(said, 1))]
    section = agreements(document(("title", "保单登记信息表"), "核验与约定事项", ("table", rows)))
    assert ([item.text for item in section.items], section.complete) == (said, True)


def test_a_table_of_sums_is_no_list_of_agreements() -> None:
    rows = [["序", "责任", "限额"], ["1", "医疗", "50000"], ["2", "救援", "300000"]]
    assert not agreements(document(("title", "保单登记信息表"), "核验与约定事项", ("table", rows))).found


def test_cards_of_hazards_with_a_term_for_closing_and_a_short_refusal() -> None:
    card = [
        ["隐患1", "采场边坡出现贯通裂缝", "<", "<", "<", "<"],
        ["隐患级别", "☐一般 ☑重大", "完成时限", "2024-01-09", "整改状态", "企业拒改"],
        ["对策", "撤离人员并委托稳定性论证", "<", "<", "上报情况", "无"],
    ]
    (row,) = hazards.find(Sheet(document(("title", "事故预防任务回传单"), ("table", card))))[0]
    assert told([row], "level deadline refused reported_on") == [("重大", date(2024, 1, 9), True, None)]


@pytest.mark.parametrize(
    "states", [["没改", "改好了，2025.06.05"], ["改好了，2025.06.03", "改好了，2025.06.05"], ["没改", "没改"]]
)
def test_a_list_in_the_grid_of_a_form_with_a_signature_under_it(states: list[str]) -> None:
    form = [
        ["A1", "单据号", "HZ07634/01", "A2", "保单编码", "LY29026617807634"],
        ["A9", "服务种类", "安全会诊", "<", "<", "<"],
        ["B0", "毛病与办法", "<", "<", "<", "<"],
        ["号", "毛病", "严重程度", "办法", "改好日限", "改没改"],
        ["B1", "应急照明灯三盏不亮", "一般", "更换电池并月度测试", "2025.06.05", states[0]],
        ["B2", "氮气瓶无定期检验标记", "一般", "送检合格后方可使用", "2025.06.07", states[1]],
        ["C1", "单位签字", "周芳", "C2", "签字日", "2025.05.21"],
    ]
    rows = hazards.find(Sheet(document(("title", "安全会诊单"), ("table", form))))[0]
    mended = [state.startswith("改好了") for state in states]
    assert told(rows, "deadline rectified") == [(date(2025, 6, 5), mended[0]), (date(2025, 6, 7), mended[1])]


def test_the_heading_of_a_list_counts_what_is_under_it() -> None:
    rows = [
        ["部位与现象", "整治办法", "最迟完成", "复核"],
        ["制冷机房报警器失灵", "停机检修并更换探头", "2024年3月27日", "待销号"],
    ]
    found = hazards.find(Sheet(document(("title", "防损巡查纪要"), "重大隐患 1 处", ("table", rows))))[0]
    assert told(found, "level") == [("重大",)]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("完成时限", "deadline"),
        ("处置期限", "deadline"),
        ("销号时限", "deadline"),
        ("整改状态", "status"),
        ("保险期限", None),
    ],
)
def test_what_a_label_of_a_card_asks_for(label: str, role: str | None) -> None:
    assert label_role(label) == role


@pytest.mark.parametrize(
    ("note", "mended"),
    [
        ("完成 Closed 2025/7/4", date(2025, 7, 4)),
        ("改好了，2025.01.03", date(2025, 1, 3)),
        ("未完成 Open", None),
        ("没改", None),
    ],
)
def test_states_in_two_languages_and_in_plain_words(note: str, mended: date | None) -> None:
    read_out = outcome(note, status=True)
    assert (read_out["rectified"], read_out["rectified_on"]) == (mended is not None, mended)


@pytest.mark.parametrize(("name", "signed"), [("梁雪梅", True), ("", False)])
def test_the_place_of_a_signature_under_a_label_in_two_languages(name: str, signed: bool) -> None:
    paper = record(
        ("title", "风险工程报告"),
        ("table", [["报告编号 Report No.", "RS-250619-1", "客户 Client", "雁塔飞驰物流有限公司"]]),
        "课程小结：安全培训学员共64名，反馈良好。",
        ("table", [["客户签署 Signed for client", name, "日期 Date", "2025/6/20" if name else ""]]),
    )
    assert (paper.value("customer_signed"), paper.value("signoff_name")) == (signed, name or None)


def test_the_number_of_a_box_is_no_value() -> None:
    paper = record(
        ("title", "安全生产责任保险单"),
        (
            "table",
            [
                ["01 保单编码\nLY51070579769438", "02 出单日\n2024.12.16"],
                ["03 投保单位\n襄城远景金属有限公司", "04 受保单位\n襄城远景金属有限公司"],
                ["05 单位总人数\n187", "06 保障人数\n190"],
                ["07 保费合计（元）\n65,615.00", "08 每次绝对免赔（元）\n零"],
            ],
        ),
    )
    values = [paper.value(name) for name in ("employee_count", "insured_count", "insured", "deductible")]
    assert values == [187, 190, "襄城远景金属有限公司", 0]


def test_whose_name_is_asked_for_the_head_of_the_block_tells() -> None:
    paper = record(
        ("title", "安全生产责任保险集团统保单"),
        (
            "table",
            [
                ["投保主体", "全称", "许昌远景控股有限公司"],
                ["^", "注册地", "河南省许昌市建设路1号"],
                ["受保障主体", "全称", "襄城远景金属有限公司"],
                ["^", "全部从业者", "117名"],
            ],
        ),
    )
    assert (paper.value("policyholder"), paper.value("insured")) == ("许昌远景控股有限公司", "襄城远景金属有限公司")


@pytest.mark.parametrize(
    ("label", "other", "twins"),
    [
        ("到场时间", "离场时间", True),
        ("开工日", "收工日", True),
        ("服务日期", "签字日期", False),
        ("日期", "日期", False),
    ],
)
def test_labels_of_the_first_and_the_last_day(label: str, other: str, twins: bool) -> None:
    assert are_twins(label, other) is twins


def test_a_visit_ends_on_the_day_under_the_twin_of_its_first_days_label() -> None:
    paper = record(
        ("title", "安全会诊单"),
        (
            "table",
            [
                ["A3", "受服务单位", "周村卓越装饰工程有限公司", "A4", "服务方", "陇右安全生产科技中心"],
                ["A5", "开工日", "2019.01.03", "A6", "收工日", "2019.01.04"],
                ["A9", "服务种类", "安全宣讲", "<", "<", "<"],
            ],
        ),
    )
    assert (paper.value("service_start"), paper.value("service_end")) == (date(2019, 1, 3), date(2019, 1, 4))


def test_a_search_for_risks_that_lists_hazards_is_an_inspection() -> None:
    rows = [
        ["项号", "等级", "问题实况", "处置意见", "处置期限"],
        ["1", "一般", "消火栓水带老化开裂", "更换水带", "2025-07-04"],
    ]
    paper = record(
        ("title", "安责险服务作业单"),
        (
            "table",
            [
                ["作业单号", "FX-2025-1", "受检方", "雁塔飞驰物流有限公司"],
                ["作业类别", "现场风险排查", "作业起", "2025-06-20"],
            ],
        ),
        ("table", rows),
    )
    assert paper.value("service_types") == ("inspection",)


def test_what_a_lists_last_line_adds_up_is_not_the_premium_that_digits_and_words_agree_on() -> None:
    paper = record(
        ("title", "安全生产责任保险单"),
        (
            "table",
            [
                ["保单号", "LY51070579769438", "保险费（元）", "85,220.36"],
                ["大写", "捌万伍仟贰佰贰拾元叁角陆分", "<", "<"],
            ],
        ),
        (
            "table",
            [
                ["责任", "每人（元）", "每次事故（元）", "累计（元）", "保费（元）"],
                ["从业人员伤亡", "600000", "5000000", "5000000", "75,046.01"],
                ["医疗费用", "50000", "—", "—", "10,474.35"],
                ["合计", "", "", "", "85,520.36"],
            ],
        ),
    )
    assert paper.value("premium") == Decimal("85220.36")


def test_limits_one_to_a_line_under_the_name_of_their_cover_and_premiums_beside() -> None:
    sums = [
        ["工伤亡", "每人", "600000"],
        ["工伤亡", "每次事故", "5000000"],
        ["工伤亡", "累计", "10000000"],
        ["救援费用", "每次事故", "300000"],
        ["救援费用", "累计", "300000"],
        ["法律费用", "每次事故", "250000"],
        ["法律费用", "累计", "250000"],
    ]
    rows = [
        ["责任", "限额类型", "限额（元）"],
        *([text.replace("工伤亡", "从业人员伤亡") for text in row] for row in sums),
    ]
    premiums = [["责任", "保费（元）"], ["从业人员伤亡", "9000.00"], ["救援费用", "700.00"], ["法律费用", "300.00"]]
    found = covers.find(Sheet(document(("title", "电子保单"), ("table", rows), "分项保费", ("table", premiums))))
    assert found is not None
    assert told(found.rows, "code per_person aggregate premium") == [
        ("employee_injury", 600000, 10000000, 9000),
        ("rescue", None, 300000, 700),
        ("legal", None, 250000, 300),
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20241020 1200 至", "2024-10-20T12:00"),
        ("20250427 2400", "2025-04-27T24:00"),
        ("20241020 1200 3500", "2024-10-20T00:00"),
    ],
)
def test_the_hour_of_a_cover_behind_a_day_of_eight_digits(text: str, moment: str) -> None:
    assert scan(text)[0].value.isoformat() == moment


def test_items_whose_entries_stand_in_one_line() -> None:
    items = [
        "【01】化验室废液与强酸同柜存放　级别：一般　措施：分柜存放　期限：2024年12月7日　结果：2024年12月5日整改完毕"
        "【02】采场边坡出现贯通裂缝　级别：重大　措施：撤离人员　期限：2024年11月14日　结果：企业拒绝整改"
    ]
    rows = hazards.find(Sheet(document(("title", "排查工单"), *items)))[0]
    assert told(rows, "description level deadline rectified refused") == [
        ("化验室废液与强酸同柜存放", "一般", date(2024, 12, 7), True, False),
        ("采场边坡出现贯通裂缝", "重大", date(2024, 11, 14), False, True),
    ]


def test_claims_in_the_columns_of_a_csv() -> None:
    columns = {
        "字段": ("第1案", "第2案"),
        "赔案号": ("JHC202406100", "JHC202407231"),
        "保险单号": ("JHHM2025AQSC9688690", "JHHM2025AQSC9688690"),
        "事故日期": ("2024-06-10", "2024-07-23"),
        "报案日期": ("2024-06-11", "2024-07-24"),
        "伤亡人员": ("李伟", "林国栋"),
        "赔款金额（元）": ("83731.5", "40778.5"),
        "结案日期": ("2024-08-08", "2024-09-28"),
        "上传日期": ("2024-08-10", "2024-10-01"),
    }
    data = "\r\n".join(",".join((name, *values)) for name, values in columns.items()).encode("utf-8-sig")
    paper = read(data, "赔案登记.csv")
    rows = extract(paper, classify(paper)).tables["rows"]
    assert told(rows, "paid uploaded") == [
        (Decimal("83731.5"), date(2024, 8, 10)),
        (Decimal("40778.5"), date(2024, 10, 1)),
    ]


@pytest.mark.parametrize(
    ("said", "deductible"),
    [
        ("每次事故先由企业自担人民币2000元，承保公司只赔余下部分。", True),
        ("培训经费由企业自行承担3000元，承保公司承担其余。", False),
        ("保费由企业自担5000元，承保公司补贴其余。", False),
    ],
)
def test_what_the_enterprise_bears_before_the_insurer_pays(said: str, deductible: bool) -> None:
    assert ("deductible" in {match.code for match in recognise(said)}) is deductible
