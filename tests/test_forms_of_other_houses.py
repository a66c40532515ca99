"""Forms as houses print them that nobody here had seen: what stands over a form is none of its values, and what one label names is one list."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from extractor import read
from extractor.clauses import PROHIBITED, doubtful, recognise
from extractor.covers.prose.prose import from_prose
from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.hazards import rows as hazard_rows
from extractor.kinds import claim_record, policy, service_report
from extractor.kinds.policy.exclusions import people_shut_out
from extractor.kinds.service_report.numbers import find_policy_no
from extractor.values import organisation
from tests.pdf_pages import Sheets
from tests.strangers.kit import Block, Paper, drawn
from validators.filing.agreements import clause_facts


def sheet_of(form: str, *blocks: Block) -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def values(*blocks: Block, form: str = "docx") -> dict[str, Any]:
    return {name: reading.value for name, reading in policy.extract(sheet_of(form, *blocks)).fields.items()}


def form_of_level_rules(over: str) -> bytes:
    """A form with a rule under every row and none over the first, and small words that end at its right edge above it."""
    xs, sheets, y = [54.0, 137.0, 297.0, 380.0, 541.0], Sheets(), 120.0
    sheets.right(541, y - 12, over, 8.5)
    for row in (
        ("要保单位", "抚州临水砖瓦有限公司", "信用代码", "91361002MA35K7XQ2T"),
        ("受保单位", "同要保单位", "行业", "砖瓦制造"),
        ("场所", "临川区文昌大道8号", "人数", "41人"),
    ):
        for x, words in zip(xs, row, strict=False):
            sheets.text(x + 3, y + 4, words, 10.5)
        y += 22
        for left, right in pairwise(xs):
            sheets.rule(left, y - 11, right, y - 11)
    return sheets.pdf()


def test_a_number_printed_small_over_a_form_is_no_line_of_its_first_cell() -> None:
    sheet = Sheet(read(form_of_level_rules("保单编码 QTAQ3610022025007188"), "保单.pdf"))
    assert "保单编码 QTAQ3610022025007188" in [unit.text for unit in sheet.units]
    assert "91361002MA35K7XQ2T" in [unit.text for unit in sheet.units]


def test_the_reports_own_number_is_no_policys_where_a_label_for_the_policy_has_another() -> None:
    form = (
        "table",
        [
            ["编号", "QA-2025-1109", "所属保单", "抚责 361002 · 00918"],
            ["服务企业", "抚州临水砖瓦有限公司", "费用", "2,000元"],
        ],
    )
    assert [c.value for c in find_policy_no(sheet_of("docx", form))] == []


def test_a_sum_in_words_within_an_agreement_is_no_premium() -> None:
    told = values(
        "安全生产责任保险保险单",
        (
            "table",
            [
                ["保险单号", "QT36100220250047"],
                ["投保人", "抚州临水砖瓦有限公司"],
                ["保险费", "19,500.00元"],
                ["免赔额", "每次事故800元"],
            ],
        ),
        "特别约定",
        "1、赔偿时先减去人民币一千五百元的免赔额。",
        "2、伤残赔偿按人民币伍拾万元乘以比例计算。",
    )
    assert told["premium"] == 19500
    assert "premium_words" not in told


def test_rows_that_one_label_names_as_what_was_found_are_hazards_each() -> None:
    rows, _, place = hazard_rows.find(
        sheet_of(
            "docx",
            (
                "table",
                [
                    ["到场", "2025年11月9日"],
                    [
                        "存在问题",
                        "东库：甲醇罐区可燃气体探测器超期未检（重大），限11月20日前送检，11月17日复检合格，已闭环",
                    ],
                    ["^", "西站：静电接地夹断线（一般），限11月15日前更换，11月14日已换"],
                    ["^", "西站：反光背心缺3件（一般），限11月12日前补齐"],
                    ["培训", "11月10日上午，讲授罐车装卸操作，到场37人"],
                ],
            ),
        )
    )
    told = [(r.value("level"), r.value("description"), str(r.value("deadline")), r.value("rectified")) for r in rows]
    assert place
    assert told == [
        ("重大", "甲醇罐区可燃气体探测器超期未检", "2025-11-20", True),
        ("一般", "静电接地夹断线", "2025-11-15", True),
        ("一般", "反光背心缺3件", "2025-11-12", False),
    ]


def test_people_told_place_by_place_are_as_many_as_the_total_below_says() -> None:
    told = values(
        "安全生产责任保险保险单",
        ("table", [["保险单号", "QT36100220250047"], ["投保人", "抚州临水砖瓦有限公司"]]),
        "保险场所　① 东库：临川区文昌大道8号，从业者58名",
        "② 西站：临川区汝水大道7号，从业者23名",
        "两处合计81名，全部纳入保险",
    )
    assert (told["employee_count"], told["insured_count"]) == (81, 81)


def test_people_counted_trade_by_trade_across_are_as_many_as_the_last_cell_says() -> None:
    told = values(
        "安全生产责任保险保险单",
        ("table", [["保险单号", "QT36100220250047"], ["投保人", "抚州临水砖瓦有限公司"]]),
        (
            "table",
            [
                ["工种", "制坯", "烧成", "后勤", "合计"],
                ["在岗", "61", "14", "9", "84"],
                ["投保", "61", "12", "9", "82"],
            ],
        ),
    )
    assert (told["employee_count"], told["insured_count"]) == (84, 82)


def test_people_counted_into_the_cover_are_those_insured() -> None:
    told = values(
        "安全生产责任保险保险单",
        (
            "table",
            [
                ["保险单号", "QT36100220250047"],
                ["投保人", "抚州临水砖瓦有限公司"],
                ["用工情况", "在册用工86人（其中劳务派遣9人），本单计入保障84人"],
            ],
        ),
    )
    assert (told["employee_count"], told["insured_count"]) == (86, 84)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("被保险人为减少损失先行垫付的必要施救费用，凭票据向保险人报销。", False),
        ("对企业先行垫付的医疗费，保险人在限额内予以报销。", False),
        ("甲方先行垫付的抢救费用，乙方凭发票核销。", False),
        ("3.2 甲方先行垫付的抢救费用，凭票据向乙方报销。", False),
        ("乙方先行垫付的抢救费用在最终结案时抵扣。", True),
        ("企业申请后，保险公司先行垫付的金额不超过估损的50%。", True),
        ("被保险人无力垫付医疗费的，保险人可先行支付。", True),
        ("甲方因资金困难无力垫付的，乙方先行垫付抢救费用。", True),
    ],
)
def test_what_the_insured_has_paid_first_is_no_advance_by_the_insurer(text: str, ahead: bool) -> None:
    codes = {match.code for match in (*recognise(text), *doubtful(text))}
    assert ("advance_payment" in codes) is ahead
    assert "neg_advance" not in codes


def test_the_premium_of_a_cover_that_its_item_goes_on_to_tell() -> None:
    covers = from_prose(
        sheet_of(
            "docx",
            "1.2 从业人员死亡或残疾的，每一人最多60万元，每一起事故最多480万元。本项收取保险费21,600元。",
            "1.3 从业人员就诊的，每一人的医药费最多5万元。该项对应保费4,380元。",
            "1.4 使第三者伤亡的，每一起事故最多150万元；本项应交保险费2,750元。",
        )
    )
    assert covers is not None
    assert [str(row.value("premium")) for row in covers.rows] == ["21600.00", "4380.00", "2750.00"]


@pytest.mark.parametrize("day", ["制卡：2025年11月28日", "日期：2025年11月28日", "数据时点：2025年11月28日"])
def test_a_day_over_all_claims_is_no_upload_of_the_first(day: str) -> None:
    rows = claim_record.extract(
        sheet_of(
            "docx",
            "安责险赔案一览",
            f"客户：抚州临水砖瓦有限公司　{day}",
            "案件 CZ25080077",
            "出事时间：2025年8月5日　接案时间：2025年8月5日",
            "受伤者：韦成志",
            "赔付：6,420.00元　结案：2025年9月2日",
            "案件 CZ25100112",
            "出事时间：2025年10月18日　接案时间：2025年10月19日",
            "赔付：11,305.50元　结案：2025年11月20日",
        )
    ).tables["rows"]
    assert [(row.value("report_no"), row.value("uploaded")) for row in rows] == [
        ("CZ25080077", None),
        ("CZ25100112", None),
    ]


@pytest.mark.parametrize("dash", ["——", ""])
def test_a_later_look_under_an_item_is_of_that_item(dash: str) -> None:
    rows, _, _ = hazard_rows.find(
        sheet_of(
            "docx",
            "体检时间：2025年9月16日",
            "查出下列问题：",
            "①炉前应急水坑积水未排空（较重，按重大隐患管理）。请于9月20日前抽干并装设盖板。",
            f"{dash}9月19日复核：已抽干，盖板装好。",
            "②抛丸机除尘管道积灰较厚（一般）。请于9月30日前清扫。",
        )
    )
    assert [(r.value("level"), r.value("description"), r.value("rectified")) for r in rows] == [
        ("重大", "炉前应急水坑积水未排空", True),
        ("一般", "抛丸机除尘管道积灰较厚", False),
    ]


def test_limits_in_two_languages_line_by_line_in_one_cell() -> None:
    lines = [
        "Per person 每人：CNY 1,000,000",
        "Medical 医疗费用每人：CNY 100,000",
        "Third party bodily injury 第三者人身伤亡每次事故：CNY 2,000,000",
        "Third party property 第三者财产每次事故：CNY 1,000,000",
        "Rescue 救援费用：CNY 500,000",
    ]
    sheets = Sheets()
    for k, words in enumerate(lines):
        sheets.text(143, 100 + 14 * k, words)
    sheets.text(43, 100, "Limits 责任限额")
    sheets.text(43, 188, "Premium 保险费")
    sheets.text(143, 188, "CNY 66,000.00")
    width = max(len(words.encode("gbk")) for words in lines) * 5.0 + 145
    for y in (88.0, 176.0, 194.0):
        sheets.rule(40, y, width, y)
    for x in (40.0, 140.0, width):
        sheets.rule(x, 88, x, 194)
    covers = from_prose(Sheet(read(sheets.pdf(), "policy.pdf")))
    assert covers is not None
    assert [(r.value("code"), r.value("name")) for r in covers.rows] == [
        ("medical", "医疗费用"),
        ("third_party_injury", "第三者人身伤亡"),
        ("third_party_property", "第三者财产"),
        ("rescue", "救援费用"),
    ]


def test_a_deductible_told_in_english_differs_for_nobody() -> None:
    told = doubtful("Deductible 免赔额 CNY 1,500 applies to property damage and medical expenses alike.")
    assert "differing_sums_by_job" not in {match.code for match in told}


def test_what_goes_on_counting_in_the_middle_of_a_sentence_is_an_item() -> None:
    rows, _, _ = hazard_rows.find(
        sheet_of(
            "docx",
            "服务纪要",
            "时间：2025年6月12日",
            "演练之后查看罐区，查出两处毛病：一是液位计上限报警未投用，二是应急池连通阀门无启闭标识。两处均列一般隐患。",
        )
    )
    assert [r.value("description") for r in rows] == ["液位计上限报警未投用", "应急池连通阀门无启闭标识"]


def test_who_is_sent_is_no_part_of_whom_he_is_sent_by() -> None:
    told = organisation.find_all("按照合同，我方委派漳州安顺安全咨询有限公司讲师授课，并聘请临川恒安技术服务有限公司")
    assert [name for _, _, name in told] == ["漳州安顺安全咨询有限公司", "临川恒安技术服务有限公司"]


@pytest.mark.parametrize(("name", "signed"), [("林阿生　2026年3月13日", True), ("　　　　年　月　日", False)])
def test_a_slip_under_a_letter_to_the_enterprise_is_its_answer(name: str, signed: bool) -> None:
    record = service_report.extract(
        sheet_of(
            "docx",
            "安全授课函",
            "抚州临水砖瓦有限公司：",
            "按照QT36100220250047号保险合同，我方委派临川恒安技术服务有限公司讲师邱水木，于2026年3月10日在贵司食堂授课，听课68人。",
            "本函编号：AX-SK-26-011。请在回执上签字后交我方存档。",
            "———— 回 执 ————",
            f"贵方2026年3月10日授课我司已知悉并予确认。　　{name}",
        )
    )
    assert record.fields["report_no"].value == "AX-SK-26-011"
    told = record.fields.get("customer_signed")
    assert (told is not None and told.value is True) is signed


def test_people_under_their_trades_beside_one_label_are_added_up() -> None:
    told = values(
        "安全生产责任保险保险单",
        (
            "table",
            [
                ["保险单号", "QT36100220250047", "<", "<"],
                ["投保人", "抚州临水石料有限公司", "<", "<"],
                ["从业人员人数", "63人", "<", "<"],
                ["投保工种及人数", "爆破", "挖装", "后勤"],
                ["^", "6", "44", "5"],
            ],
        ),
    )
    assert (told["employee_count"], told["insured_count"]) == (63, 55)


def test_labels_that_come_again_are_cards() -> None:
    card = (
        ("部位及现象", "北帮边坡上方浮石未清"),
        ("性质", "重大隐患"),
        ("意见", "停止坡下作业"),
        ("改正期限", "2025年10月5日"),
        ("回访", "10月4日核实，浮石已清除"),
    )
    other = ("挖掘机喇叭损坏", "一般隐患", "修复后方可上岗", "2025年9月30日", "9月30日核实，已修复")
    table = [[*pair] for pair in card] + [[label, value] for (label, _), value in zip(card, other, strict=True)]
    rows, _, _ = hazard_rows.find(sheet_of("docx", "检查意见书", "检查日期：2025年9月25日", ("table", table)))
    assert [(r.value("level"), r.value("description"), str(r.value("deadline"))) for r in rows] == [
        ("重大", "北帮边坡上方浮石未清", "2025-10-05"),
        ("一般", "挖掘机喇叭损坏", "2025-09-30"),
    ]


def test_the_heading_over_what_became_of_hazards_is_none_and_an_authority_that_was_told_serves_nobody() -> None:
    sheet = sheet_of(
        "docx",
        "事故隐患排查服务情况报告",
        "抚州临水电镀有限公司：",
        "我公司于2025年6月10日到贵公司开展隐患排查。现将情况报告如下。",
        "一、排查情况",
        "共排查出隐患2项：",
        "1．镀铬生产线行车上限位装置失灵，属重大隐患，应于2025年6月25日前修复；",
        "2．镀锌线操作平台踏板锈穿一处，属一般隐患，应于2025年6月18日前更换。",
        "二、复查情况",
        "7月1日我公司派员复查：第2项已按时整改到位。第1项贵公司以订单紧为由拒绝停线检修，我公司已于2025年7月18日书面报告城东街道应急管理中心。",
        "江西恒安安全技术有限公司（盖章）",
    )
    rows, _, _ = hazard_rows.find(sheet)
    assert [(r.value("refused"), str(r.value("reported_on")), r.value("rectified")) for r in rows] == [
        (True, "2025-07-18", False),
        (False, "None", True),
    ]
    fields = service_report.extract(sheet).fields
    assert fields["client"].value == "抚州临水电镀有限公司"
    assert fields["service_org"].value == "江西恒安安全技术有限公司"


def test_papers_of_a_closed_claim_that_are_sent_on_close_nothing() -> None:
    rows = claim_record.extract(
        sheet_of(
            "docx",
            "理赔情况说明",
            "2025年9月3日，抛光工戴金根被击伤左前臂，次日报案，报案号RDZA2025361002000219。经核定赔付24,360.80元，款项于2025年11月12日划付，同日结案。结案资料2025年11月13日传送平台。",
        )
    ).tables["rows"]
    assert [(str(r.value("closed_date")), str(r.value("uploaded"))) for r in rows] == [("2025-11-12", "2025-11-13")]


def test_what_services_cost_is_told_apart_from_the_share_in_one_sentence() -> None:
    told = values(
        "安全生产责任保险承保凭证",
        ("table", [["凭证号", "QT36100220250047"], ["投保人", "抚州临水电镀有限公司"], ["保险费", "36,500.00元"]]),
        "保险期间内本公司为贵公司提供安全教育培训、隐患排查、应急救援演练各不少于一次，费用从本保险费中列支，列支额为6,570.00元，占18%。",
    )
    assert (told["prevention_fee"], told["prevention_fee_ratio"]) == (6570, 18)


def test_days_without_a_year_in_the_cell_of_the_outcome_count_from_the_accident() -> None:
    rows = claim_record.extract(
        sheet_of(
            "docx",
            "赔付台账",
            (
                "table",
                [
                    ["报案流水", "保单", "事故", "人员", "赔付结果"],
                    [
                        "BJ-240117",
                        "QT36100220250047",
                        "2024.11.17 装卸站滑跌",
                        "那木拉",
                        "11月18日报案，1月6日赔付7,815元后结案，1月20日录入平台",
                    ],
                ],
            ),
        )
    ).tables["rows"]
    told = [tuple(str(r.value(n)) for n in ("reported_date", "closed_date", "uploaded", "paid")) for r in rows]
    assert told == [("2024-11-18", "2025-01-06", "2025-01-20", "7815.00")]


def test_what_a_sentence_on_the_premium_writes_twice_is_the_premium_whatever_the_list_adds_up_to() -> None:
    told = values(
        "安责险共保保单",
        ("table", [["保单号码", "QT36100220250047"], ["投保人", "抚州临水矿机有限公司"]]),
        (
            "table",
            [
                ["项目", "每人限额", "每次事故限额", "保险费"],
                ["从业人员人身伤亡", "60万元", "1200万元", "39,600.00"],
                ["从业人员医疗", "6万元", "60万元", "7,920.00"],
                ["合计", "", "", "47,520.00"],
            ],
        ),
        "人民币肆万柒仟柒佰贰拾元整（47,720.00元）为本单应收总保险费，两家公司按共保比例分别为28,632.00元、19,088.00元。",
    )
    assert (told["premium"], told["premium_words"]) == (47720, 47720)


def test_the_day_on_which_a_certificate_says_it_was_issued_stands_below_its_last_item() -> None:
    told = values(
        "保险证明（安责险保险单）",
        "兹证明抚州临水陶瓷有限公司已在我公司投保安全生产责任保险，单证号码QT36100220250047。",
        "承保情况如下：",
        "（1）起止时间：2025年4月20日零时至2026年4月19日24时；",
        "（2）特别说明：出险后可预付部分赔款。",
        "本证明于2025年4月16日签发。",
    )
    assert str(told["sign_date"]) == "2025-04-16"


def test_covers_that_are_ticked_line_by_line_in_one_cell() -> None:
    lines = [
        "☑ 从业人员伤亡（每人60万元／累计1200万元）　保费22,200元",
        "☑ 医疗费用（每人6万元）　保费4,440元",
        "☑ 法律诉讼（每次事故20万元）　保费810元",
    ]
    sheets = Sheets()
    for y in (88.0, 142.0, 160.0):
        sheets.rule(40, y, 420, y)
    for x in (40.0, 100.0, 420.0):
        sheets.rule(x, 88, x, 160)
    sheets.rule(220, 142, 220, 160)
    sheets.rule(300, 142, 300, 160)
    sheets.text(43, 100, "已选保障")
    for k, words in enumerate(lines):
        sheets.text(103, 100 + 16 * k, words)
    for x, words in ((43, "保费合计"), (103, "27,450元"), (223, "免赔"), (303, "0元")):
        sheets.text(x, 154, words)
    covers = from_prose(Sheet(read(sheets.pdf(), "policy.pdf")))
    assert covers is not None
    assert [(r.value("code"), str(r.value("premium"))) for r in covers.rows] == [
        ("employee_injury", "22200.00"),
        ("medical", "4440.00"),
        ("legal", "810.00"),
    ]


def test_labels_name_the_sums_of_the_plan_that_was_taken() -> None:
    record = policy.extract(
        sheet_of(
            "docx",
            "安全生产责任保险保险单",
            ("table", [["保单号", "QT36100220250047"], ["投保企业", "抚州临水链条有限公司"]]),
            (
                "table",
                [
                    ["保障计划", "方案A", "方案B", "方案C"],
                    ["每人伤亡", "50万", "80万", "100万"],
                    ["每次事故", "500万", "800万", "1000万"],
                    ["每人医疗", "5万", "8万", "10万"],
                    ["三者人身（每次）", "100万", "160万", "200万"],
                    ["本单选择", "□", "☑", "□"],
                ],
            ),
        )
    )
    told = [(r.value("code"), r.value("per_person") or r.value("per_accident")) for r in record.tables["coverages"]]
    assert told == [("employee_injury", 800000), ("medical", 80000), ("third_party_injury", 1600000)]


def test_what_is_borne_this_year_stands_behind_what_was_borne_last_year() -> None:
    told = values(
        "安全生产责任保险保险单（续保）",
        (
            "table",
            [
                ["项目", "上年度", "本年度"],
                ["保险单号", "QT36100220240031", "QT36100220250047"],
                ["投保人", "抚州临水竹木有限公司", "抚州临水竹木有限公司"],
                ["每次事故免赔额", "500元", "无"],
                ["保险费", "10,560元", "18,550元"],
            ],
        ),
        "特别约定：1.本年度无免赔。2.我司全年到企业排查隐患四次。",
    )
    assert (told["policy_no"], told["deductible"], told["premium"]) == ("QT36100220250047", 0, 18550)


def test_covers_that_one_sum_is_for_each_of() -> None:
    covers = from_prose(
        sheet_of(
            "docx",
            "从业人员死亡或残疾，每人以60万元为限。医疗费用每人以6万元为限。",
            "抢险救援、事故鉴定、诉讼费用每次事故各以20万元为限。",
        )
    )
    assert covers is not None
    assert {r.value("code") for r in covers.rows} == {"employee_injury", "medical", "rescue", "appraisal", "legal"}


@pytest.mark.parametrize(
    ("told", "refused", "reported"),
    [
        ("6月12日回访：烟道已清洗。报警探头仍未恢复，贵公司设备部明确表示近期不予整改。", True, None),
        (
            "6月12日回访，烟道已清洗；关于报警探头，企业不同意整改。已于6月20日书面报告城东街道应急管理办公室。",
            True,
            "2025-06-20",
        ),
        ("对报警探头断电一事，贵公司拒不整改，2025年6月20日我公司报告城东街道应急管理办公室。", True, "2025-06-20"),
        ("报警探头如拒不整改，我公司将报告应急管理部门。", False, None),
        ("对于报警探头拒不整改的，将依法报告。", False, None),
    ],
)
def test_a_refusal_told_apart_is_of_the_hazard_whose_thing_it_names(
    told: str, refused: bool, reported: str | None
) -> None:
    rows, _, _ = hazard_rows.find(
        sheet_of(
            "docx",
            "检查日期：2025年5月20日",
            "存在以下隐患：",
            "1、天然气站可燃气体报警探头断电停用，属于重大隐患，限5月30日前恢复；",
            "2、定型机烟道油垢厚，属于一般隐患，限6月10日前清洗。",
            told,
        )
    )
    day = rows[0].value("reported_on")
    assert (rows[0].value("refused"), None if day is None else str(day)) == (refused, reported)
    assert rows[1].value("refused") is False


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("应急救援费用每次以20万元为限，超过部分由企业自负。", None),
        ("本保单免赔额由原300元调整为500元。", 500),
        ("损失超过500元的部分，免赔额300元。", 300),
        ("财产损失每次事故免赔2,000元，以5万元为限。", 2000),
        ("每次事故绝对免赔额为人民币1,000元。", 1000),
    ],
)
def test_which_sum_beside_what_is_borne_is_borne(text: str, borne: int | None) -> None:
    assert [match.amount for match in recognise(text) if match.code == "deductible"] == [borne]


@pytest.mark.parametrize(
    ("blocks", "shut_out"),
    [
        (("责任免除", "一、故意行为；", "二、劳务派遣公司所派人员的伤亡。", "特别约定", "1、保险人可预付赔款。"), True),
        (("下列损失，保险人不负责赔偿：", "（1）战争；", "（2）被派遣劳动者的人身伤亡；"), True),
        ((("table", [["责任免除", "战争；劳务派遣人员、实习生的伤亡；罚款"], ["免赔", "无"]]),), True),
        (("除外责任：", "1. 从业人员因疾病死亡；", "2. 非因工作原因造成的劳务派遣人员死亡。"), False),
        (("责任免除", "1、承包商雇员的人身伤亡；", "2、因派遣协议发生的争议。"), False),
        (("保险责任", "1、劳务派遣人员的人身伤亡；", "2、第三者伤亡。"), False),
    ],
)
def test_whom_the_list_of_what_is_not_covered_shuts_out(blocks: tuple[Block, ...], shut_out: bool) -> None:
    assert bool(list(people_shut_out(sheet_of("docx", *blocks)))) is shut_out


@pytest.mark.parametrize("text", ["员工个人不缴纳保险费。", "职工个人无需承担保费。", "从业人员均不承担任何保险费。"])
def test_who_pays_nothing_is_no_question(text: str) -> None:
    assert "premium_charged_to_workers" not in {match.code for match in (*recognise(text), *doubtful(text))}


def test_what_is_borne_stands_beside_its_label_in_a_form_of_two_pairs_a_line() -> None:
    told = values(
        "安全生产责任保险单",
        (
            "table",
            [
                ["保单编号", "QT36100220250047", "立单时间", "2025-09-12 16:40"],
                ["投保方", "抚州临水家具有限公司", "员工总人数", "50"],
                ["总保费", "17,500.00元", "大写", "壹万柒仟伍佰元整"],
                ["防灾费用", "3,150.00元", "占保费", "18%"],
                ["免赔", "每次200元", "争议", "诉讼"],
            ],
        ),
        "保障责任及额度（单位：元）",
        (
            "table",
            [
                ["责任名称", "额度口径", "额度"],
                ["员工意外身故、伤残", "每人", "500,000"],
                ["员工医疗", "每人", "50,000"],
                ["施救", "每次事故", "200,000"],
            ],
        ),
    )
    assert told["deductible"] == 200


@pytest.mark.parametrize(
    "text", ["退休返聘、超龄用工同样保障，不作除外。", "职工代表有权查询本保单的缴费情况。", "派遣员工不得剔除在外。"]
)
def test_who_is_not_left_out_and_who_may_see_what_was_paid_are_no_questions(text: str) -> None:
    asked = {match.code for match in (*recognise(text), *doubtful(text))}
    assert not asked & {"dispatched_workers_excluded", "premium_charged_to_workers"}


def test_the_list_of_what_is_not_covered_is_no_agreement_outside_the_section() -> None:
    name, data = drawn(
        Paper(
            "policy",
            "docx",
            [
                "安全生产责任保险保险单",
                (
                    "table",
                    [
                        ["保险单号", "QT36100220250047"],
                        ["投保人", "抚州临水造船有限公司"],
                        ["签单日期", "2026年3月27日"],
                    ],
                ),
                "责任免除",
                "一、战争、核风险；",
                "二、劳务派遣公司所派人员的伤亡。",
                "特别约定",
                "1. 保险人每季度上门排查隐患，每年组织两次培训。",
                "2. 保险人可先行支付部分赔款。",
                "天启财产保险股份有限公司抚州分公司（盖章）",
            ],
            "policy",
        )
    )
    facts = clause_facts([examine([(name, data)], kind="policy")])
    assert facts["agreements_complete"].value is True
    assert "dispatched_workers_excluded" in {clause.code for clause in facts["clauses"].value}


def test_a_line_headed_last_year_tells_of_last_year_alone() -> None:
    told = values(
        "安全生产责任保险保险单",
        (
            "table",
            [
                ["保险单号", "QT36100220260031"],
                ["投保人", "抚州临水卫浴有限公司"],
                ["投保人数", "260人"],
                ["保险费", "每人450元×260人＝117,000元（拾壹万柒仟元整）"],
            ],
        ),
        "上年度：保险费98,000元，每人限额30万元，投保人数226人。",
    )
    assert (told["premium"], told["premium_words"], told["insured_count"]) == (117000, 117000, 260)
    assert told.get("per_person_limit") != 300000


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (
            "备注：保险费32,000元中，企业列支24,000元，其余8,000元由80名职工每人100元自筹。",
            "premium_charged_to_workers",
        ),
        ("炉前工30人，每人限额60万元；装卸工30人，每人限额50万元；后勤20人，每人限额40万元。", "differing_sums_by_job"),
        ("备注：保险费32,000元由企业一次交清，不向职工收取任何费用。", None),
        ("炉前工30人、装卸工30人、后勤20人，每人限额均为60万元。", None),
    ],
)
def test_what_is_forbidden_is_so_in_a_note_under_the_schedule(note: str, code: str | None) -> None:
    name, data = drawn(
        Paper(
            "policy",
            "docx",
            [
                "安全生产责任保险保险单",
                (
                    "table",
                    [
                        ["保险单号", "QT36100220250047"],
                        ["投保人", "抚州临水木业有限公司"],
                        ["预防费用", "6,400.00元（20%），专款专用"],
                    ],
                ),
                note,
                "特别约定",
                "1. 保险人每季度上门排查隐患，每年组织两次培训。",
                "2. 保险人可先行支付部分赔款。",
                "天启财产保险股份有限公司抚州分公司（盖章）",
            ],
            "policy",
        )
    )
    facts = clause_facts([examine([(name, data)], kind="policy")])
    assert facts["agreements_complete"].value is True
    said = {clause.code for clause in facts["clauses"].value} & PROHIBITED
    assert said == ({code} if code else set())


@pytest.mark.parametrize(
    "note",
    [
        "人员构成：正式工66人、劳务派遣14人，均已计入投保人数。",
        "用工91人（含派遣6人），全部参保。保障自2026年3月5日0时开始。",
    ],
)
def test_a_note_that_counts_who_is_covered_is_no_agreement_outside_the_section(note: str) -> None:
    name, data = drawn(
        Paper(
            "policy",
            "docx",
            [
                "安全生产责任保险保险单",
                ("table", [["保险单号", "QT36100220250047"], ["投保人", "抚州临水食品有限公司"]]),
                note,
                "特别约定",
                "1. 保险人每季度上门排查隐患，每年组织两次培训。",
                "2. 保险人可先行支付部分赔款。",
                "天启财产保险股份有限公司抚州分公司（盖章）",
            ],
            "policy",
        )
    )
    assert clause_facts([examine([(name, data)], kind="policy")])["agreements_complete"].value is True


def test_what_has_a_limit_is_covered_though_no_list_tells_it() -> None:
    blocks: list[Block] = [
        "安全生产责任保险保险单",
        (
            "table",
            [
                ["保单号", "QT36100220250047"],
                ["投保人", "抚州临水配件有限公司"],
                ["每人死亡伤残限额", "60万元"],
                ["每次事故限额", "600万元"],
                ["每人医疗费用限额", "6万元"],
                ["法律费用限额", "20万元"],
            ],
        ),
    ]
    rows = policy.extract(sheet_of("docx", *blocks)).tables["coverages"]
    told = {row.value("code"): row.value("per_person") or row.value("per_accident") for row in rows}
    assert told == {"employee_injury": 600000, "medical": 60000, "legal": 200000}


@pytest.mark.parametrize(
    ("table", "differs"),
    [
        (
            [
                ["工种", "人数", "每人死亡伤残限额"],
                ["采掘", "20", "80万元"],
                ["运输", "18", "60万元"],
                ["后勤", "12", "40万元"],
            ],
            True,
        ),
        (
            [
                ["人员类别", "死亡伤残限额（万元）", "医疗限额（万元）"],
                ["正式员工", "60", "6"],
                ["劳务派遣员工", "40", "4"],
            ],
            True,
        ),
        (
            [
                ["责任", "每人", "累计"],
                ["从业人员伤亡（井下）", "80万元", "1600万元"],
                ["从业人员伤亡（地面）", "60万元", "1200万元"],
                ["医疗费用", "6万元", "60万元"],
            ],
            True,
        ),
        ([["工种", "人数", "每人死亡伤残限额"], ["采掘", "20", "60万元"], ["后勤", "12", "60万元"]], False),
        (
            [
                ["工种", "人数", "每人保险费", "小计"],
                ["采掘", "20", "800元", "16,000元"],
                ["后勤", "12", "400元", "4,800元"],
            ],
            False,
        ),
        ([["伤残等级", "赔偿比例", "每人赔偿金额"], ["一级", "100%", "60万元"], ["十级", "10%", "6万元"]], False),
        (
            [
                ["责任", "每人", "累计"],
                ["从业人员死亡", "80万元", "1600万元"],
                ["从业人员伤残", "60万元", "1200万元"],
                ["医疗费用", "6万元", "60万元"],
            ],
            False,
        ),
    ],
)
def test_sums_for_each_person_by_post_in_the_schedule(table: list[list[str]], differs: bool) -> None:
    record = policy.extract(
        sheet_of(
            "docx",
            "安全生产责任保险保险单",
            ("table", [["保险单号", "QT36100220250047"], ["投保人", "抚州临水矿业有限公司"], ["从业人员人数", "50人"]]),
            ("table", table),
            "特别约定",
            "1. 保险人可先行支付部分赔款。",
        )
    )
    said = {row.value("code") for row in record.tables["clauses"]}
    assert ("differing_sums_by_job" in said) is differs


@pytest.mark.parametrize(
    ("ticks", "types"),
    [
        ("√ 隐患排查　√ 教育培训　— 应急演练", ("inspection", "training")),
        ("√ 隐患排查　/ 教育培训　√ 应急演练", ("inspection", "drill")),
        ("√ 隐患排查 √ 教育培训 √ 应急演练", ("inspection", "training", "drill")),
    ],
)
def test_a_stroke_where_others_have_a_tick_is_no_tick(ticks: str, types: list[str]) -> None:
    form = [["服务对象", "鄂尔多斯市驼峰危化品储运有限责任公司"], ["服务日期", "2023年11月9日"], ["服务项目", ticks]]
    record = service_report.extract(sheet_of("docx", "事故预防服务报告", ("table", form)))
    assert record.fields["service_types"].value == types


def test_who_came_and_went_tells_the_days_of_a_visit() -> None:
    form = [
        ["服务企业", "鄂尔多斯市驼峰危化品储运有限责任公司"],
        ["到场—离场", "2023年11月9日8时40分到场，11月10日16时离场"],
        ["培训", "11月10日上午，讲授罐车装卸操作，到场37人"],
    ]
    fields = service_report.extract(sheet_of("docx", "事故预防现场服务情况表", ("table", form))).fields
    assert [fields[name].value.isoformat() for name in ("service_start", "service_end")] == ["2023-11-09", "2023-11-10"]


@pytest.mark.parametrize(
    "number",
    [
        "岩盾检字2025-077",
        "岩盾检字2025-077号",
        "岩盾检字2025-0777号",
        "岩盾检字〔2025〕077号",
        "岩盾安检字[2025]第077号",
    ],
)
@pytest.mark.parametrize("behind", ["", "　受检方：鹿寨磊鑫石料开采有限公司　保险单号 GNAZ45022325080000461"])
def test_a_number_of_an_office_for_its_checks_is_the_reports_own(number: str, behind: str) -> None:
    blocks = [
        "安全生产事故预防技术服务报告",
        number + behind,
        "服务对象：鹿寨磊鑫石料开采有限公司",
        "服务日期：2025年9月25日",
    ]
    fields = service_report.extract(sheet_of("docx", *blocks)).fields
    assert fields["report_no"].value == number
    assert ("policy_no" in fields) is bool(behind)


def test_a_group_that_its_leader_signs_for_is_told_whole() -> None:
    blocks = [
        "企业安全体检报告",
        "体检组：组长 翟文博，组员 段启航、路小满",
        "体检日期：2025年9月25日",
        "体检组长：翟文博",
    ]
    fields = service_report.extract(sheet_of("docx", *blocks)).fields
    assert fields["experts"].value == ("翟文博", "段启航", "路小满")
