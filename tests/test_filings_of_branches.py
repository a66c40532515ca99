"""What whole filings as insurers' branches print them had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.covers.table import find
from extractor.document import Box, Line, Table
from extractor.evidence.lines.wrapping import grouped
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.apart.selections import Listed
from extractor.hazards.apart.sentences import named_in
from extractor.kinds import claim_record, policy, service_report
from extractor.layout.page import Ruling, lay_out
from extractor.reading import read
from extractor.values import organisation, person
from tests.strangers.kit import Paper, drawn


def sheet_of(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def report(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in service_report.extract(sheet_of(*blocks)).fields.items()}


def schedule(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in policy.extract(sheet_of(*blocks)).fields.items()}


VISIT = [["服务对象", "山西金鼎峪煤业有限公司"], ["服务时间", "2025年10月22日"]]


@pytest.mark.parametrize(
    ("written", "signed"),
    [
        ("＿＿＿＿＿＿　　（单位公章）　　　＿＿年＿＿月＿＿日", False),
        ("　　　　　（加盖公章处）　　　　年　　月　　日", False),
        ("刘二平　　（单位公章）　　2025年10月22日", True),
    ],
)
def test_where_a_seal_goes_is_told_in_brackets_and_is_no_ink(written: str, signed: bool) -> None:
    assert report("事故预防服务记录", ("table", VISIT), f"企业负责人签字：{written}")["customer_signed"] is signed


def test_a_seal_behind_the_enterprises_name_is_nobodys_signature() -> None:
    last = "被检查单位负责人：蔡水旺（签字）　石狮市顺发渔业专业合作社（印章）　2025年6月22日"
    told = report("渔船安全检查报告", ("table", VISIT), last)
    assert (told["signoff_name"], told["customer_signed"]) == ("蔡水旺", True)


def test_what_was_taught_is_no_service_beside_a_label_that_names_one() -> None:
    taught = ["培训内容摘要", "讲解支护质量、隐患辨识与应急避险，组织现场答题。"]
    assert report("事故预防服务记录", ("table", [*VISIT, taught]))["service_types"] == ("training",)


def test_who_led_stands_beside_who_was_in_the_group() -> None:
    group = ["专家组组长", "贺永强（高级工程师）", "组员", "冀建华、任晓东"]
    assert report("隐患排查报告", ("table", [["服务对象", "某某煤业有限公司", "服务时间", "2025年10月22日"], group]))[
        "experts"
    ] == ("贺永强", "冀建华", "任晓东")


def test_a_number_has_the_place_of_its_office_in_brackets() -> None:
    assert report("安全风险评估报告", "报告编号：鲁安咨（周）2019-033")["report_no"] == "鲁安咨(周)2019-033"


def test_who_was_sent_by_an_insurer_is_no_body() -> None:
    said = "验船师吴清波、庄志明受保险公司委托，对石狮市顺发渔业专业合作社所属渔船进行了排查"
    assert [name for _, _, name in organisation.find_all(said)] == ["石狮市顺发渔业专业合作社"]
    assert [n for _, _, n in organisation.find_all("南京供应服务有限公司")] == ["南京供应服务有限公司"]


FORM = (
    "table",
    [
        ["隐患描述", "卸料平台主梁锚固失效"],
        ["整改建议", "立即停用并重新安装"],
        ["整改期限", "2024年7月26日"],
        ["整改情况", "未整改"],
    ],
)


@pytest.mark.parametrize("head", ["隐患1（重大）", "隐患一：重大隐患", "问题2【重大】", "一、重大事故隐患"])
def test_the_line_over_a_form_says_how_grave_its_hazard_is(head: str) -> None:
    rows = hazards.find(sheet_of("隐患排查报告", "发现的隐患", head, FORM, "隐患3（一般）", FORM))[0]
    assert [row.value("level") for row in rows] == ["重大", "一般"]


def test_of_two_numbers_of_a_case_the_one_under_which_it_was_reported() -> None:
    form = [
        ["报案号", "90587000900312847755", "赔案号", "50587000900312849921"],
        ["出险时间", "2024年06月03日", "报案时间", "2024年06月03日"],
        ["赔付金额", "121,350.00元", "结案时间", "2024年08月15日"],
    ]
    rows = claim_record.extract(sheet_of("赔案结案通知书", ("table", form))).tables["rows"]
    assert [row.value("report_no") for row in rows] == ["90587000900312847755"]


def test_a_rate_of_a_cover_is_not_the_share_set_aside() -> None:
    covers = [
        ["责任名称", "每人限额", "费率", "保费"],
        ["从业人员人身伤亡责任", "600,000.00", "0.075%", "243,000.00"],
        ["医疗费用责任", "60,000.00", "0.06%", "19,440.00"],
        ["法律费用", "300,000.00", "0.1%", "300.00"],
    ]
    agreed = "1. 事故预防费用为本保单保险费的18%，即47,293.20元。"
    told = schedule("安全生产责任保险保险单", ("table", covers), "总保险费：262,740.00元", "特别约定", agreed)
    assert told["prevention_fee_ratio"] == 18


def test_the_form_over_a_list_of_covers_in_one_grid_tells_of_people() -> None:
    grid = [
        ["被保险人", "石狮市顺发渔业专业合作社", "", "船员/投保人数", "96人/96人", ""],
        ["保障", "船员死亡伤残", "船员医疗", "第三者人身", "救助救援", "法律费用"],
        ["每人限额（元）", "800000", "60000", "800000", "", ""],
        ["累计限额（元）", "9600000", "720000", "2000000", "500000", "100000"],
    ]
    told = schedule("渔业安全生产责任保险保险单", ("table", grid))
    assert (told["employee_count"], told["insured_count"]) == (96, 96)


def test_an_address_under_the_insurer_is_not_the_enterprises_with_the_day_beside_it() -> None:
    form = ["被保险人", "淄博鸿润达化工有限公司"], ["营业处所", "山东省淄博市周村区恒通路东首6号"]
    signed = ["签单公司：中国太平洋财产保险股份有限公司淄博市周村支公司", "签单日：2018-11-28"]
    below = ["地址：淄博市周村区新建东路", "授权签字：王翠萍"]
    paper = sheet_of("安全生产责任保险单", ("table", form), "责任限额40万元", ("loose", [signed, below]), form="pdf")
    assert policy.extract(paper).fields["address"].value == "山东省淄博市周村区恒通路东首6号"


def test_the_number_of_a_report_is_no_policys_with_an_office_before_it() -> None:
    assert "policy_no" not in report("安全风险评估报告", "报告编号：鲁安咨（周）2019-033")


EM = 10.0


def set_at(*lines: tuple[str, float]) -> list[str]:
    """Lines under one another, each with where it begins, as they are put together where the page is 50 characters wide."""
    rows = [
        [Line(text, Box(x, 14.0 * k, x + EM * len(text), 14.0 * k + EM), size=EM)] for k, (text, x) in enumerate(lines)
    ]
    return [
        "".join(line.text for line in group)
        for group in grouped(rows, max(row[0].box.x1 for row in rows if row[0].box))
    ]


def test_lines_set_in_the_middle_are_lines_of_a_title_each() -> None:
    title = ("电子保单 · 安全生产责任保险", 250 - 75), ("中国人民财产保险股份有限公司上虞支公司", 250 - 95)
    assert set_at(*title) == [text for text, _ in title]
    broken = ("海岳财产保险股份有限", 200), ("公司宿州中心支公司", 205)
    assert set_at(*broken) == ["海岳财产保险股份有限公司宿州中心支公司"]


def test_who_signs_does_not_go_on_with_the_agreement_over_the_name() -> None:
    full = "本公司先行向受害人支付赔款（5）保险费由投保人支付，从业人员不承担任何费用"
    last = "（6）保险人自收到报案后二十四小时以内到达事故现场进行查勘和处理，不得拖延。"
    signs = "亚太财产保险有限公司宿州中心支公司（签章） 签单日期：2025年5月16日"
    assert set_at((full, 0), (last, 0), (signs, 0))[-1] == signs


def test_a_sentence_cut_in_a_word_goes_on_before_a_colon() -> None:
    upper, lower = "全年投保人为全体从业人员投保，不再逐人列明，本公司提供事故预", "防服务3次：粉尘专项隐患排查2次。"
    assert set_at((upper, 0), (lower, 0)) == [upper + lower]
    assert len(set_at(("地址：安徽省宿州市砀山县开发区，道北路工业园区南侧", 0), ("联系电话：0557-8022110", 0))) == 2


def test_the_title_of_a_policy_is_no_part_of_the_insurer() -> None:
    told = schedule("安全生产责任保险保险单中国人民财产保险股份有限公司上虞支公司")
    assert told["insurer"] == "中国人民财产保险股份有限公司"


TYPED = """
┌──────┬─────┬──────┐
│保障项目　　│每人限额　│每次事故　　│
├──────┼─────┼──────┤
│从业人员伤亡│400000元│8000000元│
│从业人员医疗│40000元　│800000元│
│　　　　　　│每人　　　│　　　　　　│
│诉讼费用　　│　　　　　│100000元│
└──────┴─────┴──────┘
"""


def typed(text: str) -> list[tuple[str, float, float, float, float]]:
    out = []
    for k, line in enumerate(text.strip().splitlines()):
        x = 50.0
        for char in line:
            wide = EM if ord(char) > 0x2000 else EM / 2
            out.append((char, x, 100 + 13.0 * k, x + wide, 100 + 13.0 * k + EM))
            x += wide
    return out


def test_rules_that_are_typed_are_rules() -> None:
    pad = {
        "400000元│": "400000元　│",
        "8000000元│": "8000000元 　│",
        "800000元│": "800000元　　│",
        "40000元　│": "40000元 　│",
        "100000元│": "100000元　　│",
    }
    text = TYPED
    for short, whole in pad.items():
        text = text.replace(short, whole)
    tables = [block for block in lay_out(typed(text), Ruling(), 600, 800) if isinstance(block, Table)]
    assert len(tables) == 1
    cells = {(cell.row, cell.col): "".join(cell.text.split()) for cell in tables[0].cells if cell.text.strip()}
    assert [cells.get((r, 0)) for r in range(4)] == ["保障项目", "从业人员伤亡", "从业人员医疗", "诉讼费用"]
    assert (cells.get((1, 1)), cells.get((2, 1)), cells.get((3, 1)), cells.get((3, 2))) == (
        "400000元",
        "40000元每人",
        None,
        "100000元",
    )


def test_bars_in_a_line_of_words_are_no_table() -> None:
    page = typed("安责险中心│电话：0536-8887766│邮编：250000")
    assert not [block for block in lay_out(page, Ruling(), 800, 800) if isinstance(block, Table)]


def test_sums_that_each_say_what_they_are_under_covers_side_by_side() -> None:
    grid = [
        ["被保险人", "个旧市锡都有色金属冶炼厂", "保险期间", "2025年3月1日至2026年2月28日"],
        ["保障责任（限额：万元）", "从业人员伤亡", "从业人员医疗", "第三者伤亡", "应急救援", "备注"],
        ["^", "每人50", "每人5", "每人50", "—", "免赔额：每次事故人民币1000元（医疗）"],
        ["^", "每次1000", "每次100", "每次200", "每次50", "^"],
        ["^", "累计1000", "累计100", "累计200", "累计50", "^"],
    ]
    found = find(sheet_of("安全生产责任保险单", ("table", grid), form="html"))
    assert found is not None
    told = {r.value("code"): tuple(r.value(c) for c in ("per_person", "per_accident", "aggregate")) for r in found.rows}
    assert told["employee_injury"] == (500000, 10000000, 10000000)
    assert (told["medical"], told["rescue"]) == ((50000, 1000000, 1000000), (None, 500000, 500000))
    assert "other" not in told


def test_a_limit_among_others_that_its_cell_names_is_sure() -> None:
    grid = [
        ["保险责任", "责任限额", "分项保费"],
        ["从业人员死亡伤残", "每人30万元／每次事故300万元／累计600万元", "13,920.00"],
        ["法律费用", "每次事故10万元／累计20万元", "120.00"],
    ]
    found = find(sheet_of("安全生产责任保险单", ("table", grid)))
    assert found is not None
    assert found.rows[0].cells["per_person"].confidence > 0.9


def test_an_answer_by_numbers_is_read_behind_what_leads_to_it() -> None:
    said = "贵公司6月13日告知的隐患，我厂整改情况如下：第一项已于2025年7月8日整改完毕；第二项已于6月18日整改完毕"
    assert [sorted(numbers) for numbers, _ in named_in(said, Listed.of_numbers({1, 2}))] == [[1], [2]]


LETTER = (
    "施工现场隐患排查报告",
    "陕西靖安达建设工程有限公司（保单号：AZ61082425J00000219）：",
    "我公司于2025年3月20日赴贵公司靖边县天然气净化厂检修改造项目部开展隐患排查，参加人员为高级工程师折永峰。共发现隐患一项：",
    "1．2号脚手架连墙件拆除后未恢复，属重大隐患。整改要求：恢复连墙件。整改期限：2025年3月27日。整改情况：已于3月25日整改完成。",
)


def test_whom_a_letter_is_written_to_is_the_client_and_no_place_of_theirs() -> None:
    told = report(*LETTER)
    assert (told["client"], told["experts"]) == ("陕西靖安达建设工程有限公司", ("折永峰",))


def test_the_number_of_a_building_is_no_part_of_an_items() -> None:
    rows = hazards.find(sheet_of(*LETTER))[0]
    assert [row.value("description") for row in rows] == ["2号脚手架连墙件拆除后未恢复"]


def test_nobody_signed_for_the_team_of_a_site() -> None:
    signed = service_report.extract(sheet_of(*LETTER, "项目部签字：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿")).fields[
        "customer_signed"
    ]
    assert (signed.value, signed.confidence) == (False, 0.85)


def test_several_visits_cost_what_their_sums_add_up_to() -> None:
    visits = [
        ["日期", "服务项目", "费用（元）"],
        ["2025年3月18日", "隐患排查", "2,800.00"],
        ["2025年4月22日", "教育培训", "3,000.00"],
    ]
    told = report("事故预防服务总结报告", "服务对象：万载县鑫瑞花炮厂", ("table", visits), "三、费用合计：5,800.00元。")
    assert told["fee_used"] == 5800


def test_he_may_be_the_last_character_of_a_name() -> None:
    assert person.parse_list("卢家和、晏小红") == ("卢家和", "晏小红")
    assert person.parse_list("李和平和王大明") == ("李和平", "王大明")


def test_what_the_law_asks_of_any_limit_is_no_limit_of_this_policy() -> None:
    covers = [
        ["责任项目", "每人限额（元）", "每次事故限额（元）", "保费（元）"],
        ["从业人员伤亡责任", "700,000", "7,000,000", "37,800.00"],
        ["从业人员医疗责任", "70,000", "700,000", "6,300.00"],
    ]
    clause = "第五条 被保险人的从业人员因生产安全事故死亡的，每人赔偿限额不低于法定最低标准30万元。"
    told = schedule("安全生产责任保险单", ("table", covers), "安全生产责任保险条款", clause)
    assert told["per_person_limit"] == 700000


REFUSED = (
    "中频炉炉坑内积水且未设防水措施，浇注跑道有潮湿物料。整改建议：立即停炉排水，设置防水围堰。整改期限：2024年8月20日。"
    "整改情况：企业拒绝整改。上报情况：未上报。"
)


def test_a_paragraph_with_its_entries_needs_no_number_under_a_heading_of_its_level() -> None:
    other = "（1）抛丸机除尘管道未设泄爆装置。整改建议：增设泄爆片。整改期限：2024年9月10日。整改情况：已整改。"
    blocks = "事故预防服务报告", "一、重大事故隐患", REFUSED, "二、一般事故隐患", other
    rows = hazards.find(sheet_of(*blocks), twice=True)[0]
    assert [(row.value("level"), row.value("refused")) for row in rows] == [("重大", True), ("一般", False)]


def test_a_cover_is_of_whom_its_column_says_and_of_what_stands_over_it() -> None:
    grid = [
        ["保险责任", "人身伤亡", "<", "财产", "费用类", "<"],
        ["^", "从业人员", "第三者", "第三者", "医疗", "法律"],
        ["每人限额（万元）", "100", "50", "－", "10", "－"],
        ["每次事故限额（万元）", "1000", "200", "100", "100", "20"],
        ["保险费（元）", "57,200.00", "2,860.00", "1,430.00", "8,580.00", "715.00"],
    ]
    found = find(sheet_of("安全生产责任保险保险单", ("table", grid)))
    assert found is not None
    assert [(r.value("code"), r.value("per_accident")) for r in found.rows] == [
        ("employee_injury", 10000000),
        ("third_party_injury", 2000000),
        ("third_party_property", 1000000),
        ("medical", 1000000),
        ("legal", 200000),
    ]


def test_the_day_beside_a_number_is_no_number() -> None:
    heads = ["报告编号 SAB-CZ-250821", "服务日期 2025-08-21"]
    told = service_report.extract(sheet_of("风险减量服务报告", ("loose", [heads]), form="pdf")).fields
    assert told["report_no"].value == "SAB-CZ-250821"


ENTRIES = (
    "每人死亡伤残责任限额：600,000.00元",
    "每人医疗费用责任限额：60,000.00元",
    "每次事故责任限额：6,000,000.00元",
    "第三者人身伤亡每次事故责任限额：2,000,000.00元",
    "第三者财产损失每次事故责任限额：1,000,000.00元",
    "法律费用每次事故责任限额：200,000.00元",
)


def test_a_form_of_limits_ends_with_what_they_cost() -> None:
    whole = find(sheet_of("安全生产责任保险单", *ENTRIES, "保险费：￥52,800.00"))
    parted = find(sheet_of("安全生产责任保险单", *ENTRIES[:4], "附加保障见批单。", *ENTRIES[4:], "保险费：￥52,800.00"))
    assert whole is not None
    assert parted is not None
    assert (whole.ended, parted.ended) == (True, False)


def test_a_sum_that_did_not_fit_its_line_stands_left_of_an_indented_one() -> None:
    upper = [Line("第三者人身伤亡限额：200万元", Box(20, 0, 160, EM), size=EM), Line("第三者财产损失每次事故责任限额：", Box(180, 0, 340, EM), size=EM)]  # fmt: skip
    lower = [Line("1,000,000.00元", Box(5, 14, 80, 24), size=EM)]
    assert ["".join(line.text for line in group) for group in grouped([upper, lower], 350)] == [
        "第三者人身伤亡限额：200万元",
        "第三者财产损失每次事故责任限额：1,000,000.00元",
    ]


def test_a_heading_does_not_go_on_with_a_sum_in_words() -> None:
    lines = "保险费合计（大写）人民币壹拾叁万壹仟零柒拾伍元整", "特别约定"
    assert set_at((lines[0], 0), (lines[1], 0)) == list(lines)


def test_a_limit_beside_a_name_over_several_lines_is_of_that_name() -> None:
    form = [
        ["每人死亡伤残限额", "<", "700,000.00"],
        ["每次事故责任限额", "<", "14,000,000.00"],
        ["第三者", "每次事故人身伤亡限额", "3,000,000.00"],
        ["^", "每次事故财产损失限额", "1,000,000.00"],
        ["每次事故法律费用限额", "<", "300,000.00"],
    ]
    told = schedule("安全生产责任保险保险单", ("table", form))
    assert (told["per_accident_limit"], told["third_party_limit"]) == (14000000, 3000000)


def test_covers_under_a_name_alone_in_its_line_are_of_that_name() -> None:
    grid = [
        ["项目", "每人限额/万元", "每次事故限额/万元", "保费/元"],
        ["一、从业人员", "", "", ""],
        ["死亡伤残", "60", "1200", "110,250.00"],
        ["二、第三者", "", "", ""],
        ["人身伤亡", "50", "300", "3,675.00"],
        ["财产损失", "—", "100", "1,225.00"],
        ["三、费用", "", "", ""],
        ["诉讼抗辩", "—", "20", "245.00"],
    ]
    found = find(sheet_of("安全生产责任保险保险单", ("table", grid)))
    assert found is not None
    assert [(r.value("code"), r.value("per_accident")) for r in found.rows] == [
        ("employee_injury", 12000000),
        ("third_party_injury", 3000000),
        ("third_party_property", 1000000),
        ("legal", 200000),
    ]


def test_how_often_a_service_comes_is_no_fee() -> None:
    first = "特别约定：①本保单承保被保险人所有从业人员。②每年提供2次安全技术服务（隐患排查、培训各1次）。"
    told = schedule(
        "安全生产责任保险单", "保险费：31,200.00元", first, "③提取事故预防资金4,524.00元。④投保人不得收费。"
    )
    assert told["prevention_fee"] == 4524


def test_who_went_to_a_plant_is_no_plant() -> None:
    assert organisation.find_all("安责险专家到厂检查记录") == []
    assert [n for _, _, n in organisation.find_all("莒县沂河水泥厂")] == ["莒县沂河水泥厂"]


def test_a_list_is_not_whole_with_one_more_cover_in_the_line_below() -> None:
    grid = [
        ["保障责任", "每次(元)", "保费(元)"],
        ["从业人员死亡、伤残", "5,000,000.00", "30,000.00"],
        ["从业人员医疗费用", "500,000.00", "6,000.00"],
    ]
    below = ["律师诉讼费用", "100,000.00", "180.00"]
    cut = find(sheet_of("保险单", ("table", grid), ("loose", [below]), "特别约定", form="pdf"))
    whole = find(sheet_of("保险单", ("table", grid), ("loose", [["总保险费", "36,000.00"]]), "特别约定", form="pdf"))
    assert cut is not None
    assert whole is not None
    assert (cut.ended, whole.ended) == (False, True)


def test_an_agreement_about_moving_the_works_is_no_label_of_the_agreement_under_it() -> None:
    told = schedule(
        "安全生产责任保险保险单",
        "投保人：临沂市鸿川化工有限公司，投保人地址为山东省临沂市费县探沂镇兴业路18号；从业人员60人。",
        "特别约定：",
        "（1）企业搬迁厂区地址的，请在十五日内来函说明。",
        "（2）厂内装置编号R-101、P-002，储罐区T-81列入承保范围。",
    )
    assert told["address"] == "山东省临沂市费县探沂镇兴业路18号"
