"""What fresh policies showed (the thirty-second set and those after it): lists that punctuation closes, deductibles among agreements,
cells that name their own sums, unions of cooperatives."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from extractor.examine import examine
from tests.pdf_pages import Sheets
from tests.test_filings_of_counties import examined

TITLE = ("<h1>安全生产责任保险单</h1>", "保险单号：QX15062221000345817", "投保人：无锡惠澄精密铸造有限公司")
PREMIUM, INSURER = "保险费：30000元", "陇塬财产保险股份有限公司环县支公司"
LIST = (
    "承保下列责任：",
    "（一）从业人员死亡伤残：每人50万元，每次事故500万元，累计1000万元；",
    "（二）医疗费用：每人5万元，每次事故50万元，累计100万元；",
    "（三）事故抢险救援：每次事故20万元，累计40万元。",
)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (LIST, True),
        ((*LIST, "保险费合计：12,000元"), True),
        ((*LIST, "法律费用在每次事故限额内另行计算。"), False),
        (LIST[1:], False),
        ((*LIST[:3], LIST[3].replace("。", "；")), False),
        (
            (
                "承保责任及限额：从业人员死亡伤残（每人50万元，每次事故500万元）；医疗费用（每人5万元，每次事故50万元）；抢险救援（每次20万元）。",
            ),
            True,
        ),
    ],
    ids=["closed", "premium under it", "another cover outside", "nothing opens it", "no full stop", "one sentence"],
)
def test_a_list_of_covers_that_a_colon_opens_and_a_full_stop_ends_is_whole(lines: tuple[str, ...], whole: bool) -> None:
    assert examined(*TITLE, *lines).witnesses["coverages"].complete is whole


@pytest.mark.parametrize(
    ("item", "borne"),
    [
        ("免赔额　医疗费用责任每次200元；", 200),
        ("医疗费用每次事故绝对免赔额100元。", 100),
        ("每次事故免赔额500元，医疗费用免赔额100元。", 500),
        ("本保单无免赔。", 0),
        ("服务费4800元（保费的16%），用于事故预防。", None),
    ],
)
def test_a_deductible_that_agreements_alone_tell(item: str, borne: int | None) -> None:
    items = ("1. 保险人每半年上门开展一次隐患排查；", f"2. {item}", "3. 从业人员包括临时用工。")
    read = examined(*TITLE, PREMIUM, "特别约定", *items).fields.get("deductible")
    assert (None if read is None else read.value) == borne


def test_a_fee_behind_a_sentence_on_deductibles_is_none() -> None:
    fields = examined(*TITLE, PREMIUM, "特约：①本保单无免赔。②服务费6000元（保费的20%），由安责险服务机构使用。").fields
    assert (fields["deductible"].value, fields["prevention_fee"].value) == (0, 6000)


def test_numbered_agreements_may_run_on_behind_a_bare_word_for_them() -> None:
    line = "约定：1. 保险人每半年上门开展一次隐患排查；2. 从业人员包括临时用工；3. 本单未尽事宜以条款为准。"
    rows = examined(*TITLE, PREMIUM, line, INSURER).tables["special_agreements"]
    assert [row.value("text") for row in rows] == [
        "保险人每半年上门开展一次隐患排查；",
        "从业人员包括临时用工；",
        "本单未尽事宜以条款为准。",
    ]


def test_a_cell_that_names_its_sum_is_sure() -> None:
    text = (
        "安全生产责任保险保险单\n编号：EX54012225061100027\n"
        "  从业人员人身伤亡      每人 70 万元      每次事故 350 万元      累计 700 万元\n"
        "  从业人员医疗费用      每人 7 万元       每次事故 35 万元       累计 70 万元\n"
        "  抢险救援费用                            每次事故 20 万元       累计 40 万元\n"
    )
    limit = examine([("paper.txt", text.encode())]).fields["per_accident_limit"]
    assert limit.value == 3500000
    assert limit.confidence > 0.9


def test_a_union_of_cooperatives_and_its_members() -> None:
    fields = examined(TITLE[0], TITLE[1], "投保人：慈利县零阳镇果蔬专业合作社联合社", "被保险人：慈利县零阳镇果蔬专业合作社联合社及其社员单位").fields  # fmt: skip
    assert fields["policyholder"].value == fields["insured"].value == "慈利县零阳镇果蔬专业合作社联合社"


def test_the_bracket_round_a_remark_is_no_part_of_an_address() -> None:
    line = "致：原平市崞阳镇同川梨果酒业有限公司（以下称贵司，地址：山西省忻州市原平市崞阳镇平地泉村）"
    assert examined(*TITLE[:2], line).fields["address"].value == "山西省忻州市原平市崞阳镇平地泉村"


SUMS = ((40, 60, 100), (4, 6, 10), (300, 480, 800), (600, 960, 1600))
LIMITS = ("每人伤亡限额", "每人医疗限额", "每次事故限额", "累计限额")


def offers(*heads: str) -> str:
    """Offers as the columns of a table."""
    rows = ([name, *(f"{value}万元" for value in sums)] for name, sums in zip(LIMITS, SUMS, strict=True))
    return table([heads, *rows])


def offers_in_lines(*names: str) -> str:
    """Offers as the lines of a table."""
    heads = ("方案", *(f"{name}（万元）" for name in LIMITS))
    rows = ([name, *(str(sums[k]) for sums in SUMS)] for k, name in enumerate(names))
    return table([heads, *rows])


def table(rows: Iterable[Iterable[str]]) -> str:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize(
    ("told", "offered", "limit"),
    [
        ("投保计划：乙", offers("计划", "甲", "乙", "丙"), 600000),
        ("投保计划：乙", offers("计划", "甲计划", "乙计划", "丙计划"), 600000),
        ("保障方案：B", offers("项目", "方案A", "方案B", "方案C"), 600000),
        ("选择方案：□方案A ☑方案B □方案C", offers("项目", "方案A", "方案B", "方案C"), 600000),
        ("保障方案：方案A（ ） 方案B（√） 方案C（ ）", offers("项目", "方案A", "方案B", "方案C"), 600000),
        ("投保计划：甲□ 乙☑ 丙□", offers("计划", "甲", "乙", "丙"), 600000),
        ("选择方案：☑方案A ☑方案B □方案C", offers("项目", "方案A", "方案B", "方案C"), None),
        ("缴费：☑一次 选择方案：□方案A □方案B □方案C", offers("项目", "方案A", "方案B", "方案C"), None),
        ("按尊享版承保", offers("险别", "基础版", "标准版", "尊享版"), 1000000),
        ("人均保费以附表为准", offers("险别", "基础版", "标准版", "尊享版"), None),
        ("投保计划：丁", offers("计划", "甲", "乙", "丙"), None),
        ("投保方案：方案二", offers_in_lines("方案一", "方案二", "方案三"), 600000),
        ("承保方案见投保单", offers_in_lines("方案一", "方案二", "方案三"), None),
        ("续保", offers("对照", "上期", "本期", "差额"), 600000),
    ],
)
def test_of_offers_side_by_side_the_one_taken_is_read_and_none_where_nothing_tells_which(
    told: str, offered: str, limit: int | None
) -> None:
    read = examined(*TITLE, PREMIUM, told, offered, INSURER).fields.get("per_person_limit")
    assert (None if read is None else read.value) == limit


def test_the_offer_whose_premium_is_paid_was_taken() -> None:
    sums = [*zip(LIMITS, SUMS, strict=True), ("每人保费（元）", (200, 260, 330))]
    offered = table([("项目", "方案一", "方案二", "方案三"), *([name, *map(str, row)] for name, row in sums)])
    fields = examined(*TITLE, "投保人数23人，保险费5,980元，限额单位：万元", offered.replace("<td>40<", "<td>40万<").replace("<td>60<", "<td>60万<").replace("<td>100<", "<td>100万<"), INSURER).fields  # fmt: skip
    assert fields["per_person_limit"].value == 600000


def test_a_list_of_agreements_beside_the_form_is_read_by_itself() -> None:
    form = ["保险单号：LN9-2025-0066317", "投保人：盘山县胡家镇双台子芦苇造纸厂", "职工人数：58人　投保人数：58人", "保险费　13,340.00元"]  # fmt: skip
    told = ["特别约定", "1. 本保单承保投保人全部从业人员，人员变动", "无须批改。", "2. 保险人每年提供隐患排查两次。", "3. 投保人不得将保险费转由职工负担。"]  # fmt: skip
    sheets = Sheets()
    sheets.text(60, 60, "安全生产责任保险单", 15)
    for k, text in enumerate(form):
        sheets.text(60, 100 + 18 * k, text)
    for k, text in enumerate(told):
        sheets.text(320, 101 + 17 * k, text)
    rows = examine([("保单.pdf", sheets.pdf())]).tables["special_agreements"]
    assert [row.value("text") for row in rows] == [told[1][3:] + told[2], told[3][3:], told[4][3:]]


def test_a_line_set_in_under_a_cover_goes_on_with_it() -> None:
    lines = [(60, "员工伤亡　每人50万元"), (105, "每次400万元　累计800万元"), (60, "员工医疗　每人5万元"), (105, "每次40万元　累计80万元"), (60, "救援费用　每次20万元　累计40万元")]  # fmt: skip
    sheets = Sheets()
    sheets.text(60, 60, "安全生产责任保险单", 15)
    sheets.text(60, 90, "保险单号：LN9-2025-0066317")
    for k, (x, text) in enumerate(lines):
        sheets.text(x, 110 + 18 * k, text)
    rows = examine([("保单.pdf", sheets.pdf())]).tables["coverages"]
    told = [tuple(row.value(c) for c in ("code", "per_person", "per_accident", "aggregate")) for row in rows]
    assert told == [
        ("employee_injury", 500000, 4000000, 8000000),
        ("medical", 50000, 400000, 800000),
        ("rescue", None, 200000, 400000),
    ]


def test_agreements_in_one_line_behind_a_head_that_nobody_knows() -> None:
    line = "六、另外讲好的几件事：1.公司每季度派人到厂里看一次安全；2.新来的工人当天起就算在保险之内；3.死了人的，公司先垫付丧葬等急用的钱。"
    read = examined(*TITLE, PREMIUM, line, INSURER)
    assert len(read.tables["special_agreements"]) == 3
    assert not read.witnesses["special_agreements"].complete


@pytest.mark.parametrize("told", ["全部作为本保险的从业人员", "全部计入承保人数"])
def test_all_of_them_are_in(told: str) -> None:
    assert examined(*TITLE, PREMIUM, f"投保人现有从业人员97名，{told}。").fields["insured_count"].value == 97


def test_the_fee_of_one_clause_is_not_that_of_the_next() -> None:
    line = "主承保人每两个月组织一次现场安全检查，服务费用按保险费的20%即19,720元列支。"
    fields = examined(*TITLE, "保险费：98,600元", "特别约定：", f"1. {line}", INSURER).fields
    assert (fields["prevention_fee"].value, fields["prevention_fee_ratio"].value) == (19720, 20)


AFTER = [
    ("40万/人，200万/次，400万/年", "10万/次，20万/年"),
    ("40万/人、200万/次、400万/年", "10万/次、20万/年"),
    ("40万每人，200万每次，400万每年", "10万每次，20万每年"),
    ("40万元（每人），200万元（每次），400万元（累计）", "10万元（每次），20万元（累计）"),
    (
        "RMB 400,000 any one person; RMB 2,000,000 any one accident; RMB 4,000,000 in the aggregate",
        "RMB 100,000 any one accident; RMB 200,000 in the aggregate",
    ),
]


# A semicolon parts covers in a line, so that sums parted by it stand in cells alone.
IN_LINES = [(*sums, beside) for sums in AFTER for beside in (True, False) if beside or ";" not in sums[0]]


@pytest.mark.parametrize(("injury", "rescue", "beside"), IN_LINES)
def test_sums_that_are_named_behind_themselves(injury: str, rescue: str, *, beside: bool) -> None:
    told = (("工人伤亡", injury), ("救援费用", rescue), ("诉讼费用", rescue))
    lines = [table(told)] if beside else [f"{name}{sums}" for name, sums in told]
    rows = examined(*TITLE, PREMIUM, INSURER, *lines).tables["coverages"]
    assert [tuple(row.value(c) for c in ("code", "per_person", "per_accident", "aggregate")) for row in rows] == [
        ("employee_injury", 400000, 2000000, 4000000),
        ("rescue", None, 100000, 200000),
        ("legal", None, 100000, 200000),
    ]


def test_people_counted_trade_by_trade_along_a_line_are_not_all() -> None:
    trades = table([("项目", "爆破组", "窑炉组", "后勤组"), ("从业人数", "8人", "26人", "11人")])
    fields = examined(*TITLE, trades, "从业人员合计45人，全部投保。").fields
    assert (fields["employee_count"].value, fields["insured_count"].value) == (45, 45)


def test_the_total_of_those_insured_is_not_that_of_all() -> None:
    firms = table(
        [
            ("序号", "被保险企业", "从业人员", "投保人数", "保险费（元）"),
            ("1", "平桥区兴隆砂石场", "18", "18", "7,560"),
            ("2", "信阳豫南木器有限公司", "40", "38", "12,000"),
            ("", "合计", "58", "56", "19,560"),
        ]
    )
    fields = examined(*TITLE, firms, INSURER).fields
    assert (fields["employee_count"].value, fields["insured_count"].value) == (58, 56)


def test_a_name_that_begins_with_its_place_is_no_address() -> None:
    lines = (
        "投保人 重庆市武隆区仙女山街道苗家银饰加工坊 · 统一社会信用代码 91500156MATER3AQ4X",
        "地址 重庆市武隆区仙女山街道银杏大道19号",
    )
    fields = examined(*TITLE[:2], PREMIUM, *lines).fields
    assert fields["policyholder"].value == "重庆市武隆区仙女山街道苗家银饰加工坊"
    assert fields["address"].value == "重庆市武隆区仙女山街道银杏大道19号"


def test_a_share_of_a_hundred_in_digits() -> None:
    fields = examined(*TITLE, PREMIUM, "事故预防费比例：百分之11.5").fields
    assert fields["prevention_fee_ratio"].value == 11.5
    assert "prevention_fee" not in fields


@pytest.mark.parametrize("mark", ["3．", "13．", "3、", "（三）", ""])
def test_the_number_of_a_line_is_no_word_of_its_label(mark: str) -> None:
    fields = examined(*TITLE, f"{mark}行业：木质家具制造（涉爆粉尘）", PREMIUM).fields
    assert fields["industry"].value == "木质家具制造(涉爆粉尘)"


@pytest.mark.parametrize(
    ("told", "doubtful"),
    [
        ("重大伤亡事故先行垫付，垫付额以每人限额的50%为限。", False),
        ("先行垫付以每人责任限额的30%为上限。", False),
        ("先行垫付：管理人员按限额的80%，工人按限额的50%。", True),
    ],
)
def test_how_much_is_paid_ahead_tells_no_job_from_another(told: str, doubtful: bool) -> None:
    tables = examined(*TITLE, "特别约定", "1. 全体从业人员含劳务派遣均属保障对象。", f"2. {told}").tables
    codes = {row.value("code") for name in ("clauses", "unclear_clauses") for row in tables.get(name, ())}
    assert ("differing_sums_by_job" in codes) is doubtful


def test_the_main_covers_of_a_form_stand_over_the_further_ones() -> None:
    groups = (
        ("责任限额", (("每人死亡伤残责任限额", "人民币1,000,000元"), ("每人医疗费用责任限额", "人民币100,000元"), ("累计责任限额", "人民币20,000,000元"))),
        ("扩展责任", (("第三者人身伤亡", "每次事故2,000,000元／累计4,000,000元"), ("事故救援费用", "每次事故500,000元／累计1,000,000元"))),
    )  # fmt: skip
    lines = (
        f"<tr>{f'<td rowspan={len(rows)}>{head}</td>' if not i else ''}<td>{name}</td><td colspan=2>{told}</td></tr>"
        for head, rows in groups
        for i, (name, told) in enumerate(rows)
    )
    covers = examined(TITLE[0], f"<table>{table([('保险单号', TITLE[1], '免赔额', '无')])[7:-8]}{''.join(lines)}</table>").tables  # fmt: skip
    assert {row.value("code"): row.value("per_person") for row in covers["coverages"][:2]} == {
        "employee_injury": 1000000,
        "medical": 100000,
    }


@pytest.mark.parametrize(
    "line",
    [
        "保险单号：YC530302A2025001194　（与总公司保单YC530302A2025001188同日签发，分别承保）",
        "保险单号：YC530302A2025001194（总公司保险单号：YC530302A2025001188）",
        "（与总公司保单YC530302A2025001188同日签发）保险单号：YC530302A2025001194",
        "保险单号（与总公司保单YC530302A2025001188分别承保）：YC530302A2025001194",
        "保险单号：YC530302A2025001194，与总公司保单YC530302A2025001188同日签发",
        "保险单（保险单号：YC530302A2025001194）",
    ],
)
def test_a_number_told_by_the_way_is_not_the_policys(line: str) -> None:
    number = examined(TITLE[0], line, TITLE[2], "本单与YC530302A2025001188的限额各自独立。", PREMIUM, INSURER)
    assert number.fields["policy_no"].value == "YC530302A2025001194"
    assert not number.fields["policy_no"].rivals


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("投保人、被保险人均为贵公司，统一社会信用代码91441900591304785F。", True),
        ("我公司同意承保，该公司（统一社会信用代码：91441900591304785F）从业人员152人。", True),
        ("投保人、被保险人均为本公司，统一社会信用代码91441900591304785F。", True),
        ("本保单由我公司（统一社会信用代码：91441900591304785F）签发。", False),
        ("受益人东莞长安模具公司，统一社会信用代码91441900591304785F。", False),
    ],
)
def test_whom_a_letter_is_written_to_is_nobody_else(said: str, read: bool) -> None:
    assert ("uscc" in examined(*TITLE, said, PREMIUM, INSURER).fields) is read


@pytest.mark.parametrize("mark", ["● ", "4. ", "（四）", ""])
def test_who_issues_a_policy_may_be_the_last_of_its_notes(mark: str) -> None:
    first = mark.replace("4", "1").replace("四", "一")
    notes = (
        f"{first}员工包含正式工、临时工及劳务派遣工，全部纳入保障。",
        f"{mark}签发机构：中原农业保险股份有限公司郑州中心支公司　客服电话 400-000-0000",
    )
    fields = examined(*TITLE, PREMIUM, "特别约定", *notes).fields
    assert fields["insurer_branch"].value == "中原农业保险股份有限公司郑州中心支公司"


@pytest.mark.parametrize(
    ("label", "cell", "people"),
    [("从业人员（含派遣9人）", "69人", 69), ("从业人员（其中：外包12名、实习3名）", "75", 75), ("从业人员人数", "69人（含派遣9人）", 69)],
)  # fmt: skip
def test_those_in_the_brackets_of_a_label_are_a_part_of_the_people(label: str, cell: str, people: int) -> None:
    rows = [
        ("投保人名称", "新乡平原化工有限公司"),
        (label, cell),
        ("每人死亡伤残赔偿限额", "60万元"),
        ("总保险费", "15500元"),
    ]
    table = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    page = (
        f"<html><body><h1>安全生产责任保险保险单</h1><p>保险单号：PZAB202500001</p><table>{table}</table></body></html>"
    )
    record = examine([("保单.html", page.encode())])
    assert record.fields["employee_count"].value == people


@pytest.mark.parametrize(
    ("people", "works", "covered"),
    [
        ("从业人员21人（另有外包单位人员30人由其自行投保）　投保人数21人", 21, 21),
        ("从业人员21人（上年保单0991，从业人员35人）　投保人数21人", 21, 21),
        ("从业人员21人，投保人数21人。集团共有从业人员300人", 21, 21),
        ("投保人数21人，从业人员21人；母公司从业人员共计800人", 21, 21),
        ("集团从业人员300人，投保人数21人", None, 21),
        ("从业人员30人（上年28人）　投保人数21人（上年21人）", 30, 21),
        ("投保人数21人（从业人员30人）", 30, 21),
        ("投保人数21人（另有9人未投保，从业人员共30人）", 30, 21),
    ],
)
def test_people_of_last_year_of_contractors_and_of_the_group_are_not_the_enterprises(
    people: str, works: int | None, covered: int
) -> None:
    fields = examined(*TITLE, f"行业：机械　{people}", PREMIUM, INSURER).fields
    told = [None if (r := fields.get(n)) is None else r.value for n in ("employee_count", "insured_count")]
    assert told == [works, covered]
