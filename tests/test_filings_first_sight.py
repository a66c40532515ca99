"""What whole filings of new authors showed: labels over values, whose signature it is, what says that nothing was found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from extractor import agreements
from extractor.classify import classify
from extractor.clauses import PROHIBITED, doubtful, recognise
from extractor.document import Cell, Line, Table
from extractor.evidence.lines.broken import carries_on
from extractor.evidence.sheet import Sheet
from extractor.evidence.tables.stacked_cells import unstacked
from extractor.examine import examine
from extractor.hazards.meaning.absence import says_none
from extractor.reading import read
from extractor.values import doc_number, money
from extractor.values.dates import Moment
from tests import filings
from tests.pdf_pages import Sheets
from tests.strangers.kit import Paper, drawn
from validators import assemble
from validators.checks import equal_amounts
from validators.facts import Manifest


def cards(rows: list[list[tuple[str, str]]], title: str) -> bytes:
    sheets, y = Sheets(), 60.0
    sheets.text(200, y, title, 16)
    for row in rows:
        y += 40
        for k, (label, value) in enumerate(row):
            sheets.text(60 + 170 * k, y, label, 7.5)
            sheets.text(60 + 170 * k, y + 13, value, 10.5)
    sheets.canvas.showPage()
    sheets.canvas.save()
    return sheets.buffer.getvalue()


def test_the_value_beside_a_value_does_not_name_it() -> None:
    data = cards(
        [
            [("保单编号", "210745989501670703"), ("状态", "已生效"), ("签单时间", "2024.03.11")],
            [
                ("投保单位名称", "上虞长河船务有限公司"),
                ("生效时间", "2024.03.17 12:00"),
                ("失效时间", "2025.03.17 12:00"),
            ],
        ],
        "安责险保单",
    )
    fields = examine([("a.pdf", data)]).fields
    assert fields["sign_date"].value == date(2024, 3, 11)
    assert fields["period_start"].value.day == date(2024, 3, 17)


def test_coming_and_going_over_their_days() -> None:
    data = cards(
        [
            [("工单号", "WD20250913002"), ("服务对象", "乐清大成轮胎有限公司"), ("接单机构", "正信应急科技有限公司")],
            [("保单编号", "933140686134098661"), ("服务项目", "安全培训"), ("开工", "2025.09.13")],
            [("完工", "2025.09.14"), ("服务专家", "朱文斌"), ("结算金额", "800.00")],
        ],
        "服务工单",
    )
    fields = examine([("a.pdf", data)]).fields
    assert (fields["service_start"].value, fields["service_end"].value) == (date(2025, 9, 13), date(2025, 9, 14))


def test_who_confirms_for_a_body_is_not_the_body() -> None:
    blocks = [
        ("title", "事故预防服务情况告知函"),
        "襄城荣光塑料有限公司：",
        (
            "p",
            "按照HY3597SG78263321号保险单的约定，国泰安评应急科技有限公司于2024年11月14日派出专家梁永胜前往贵单位提供隐患排查服务。",
        ),
        "贵单位确认人：朱淑珍，2024年11月15日",
    ]
    name, data = drawn(Paper("letter", "docx", blocks, "service_report"))
    assert examine([(name, data)]).fields["client"].value == "襄城荣光塑料有限公司"


@pytest.mark.parametrize(
    ("text", "none"),
    [("隐患一览表：本次未发现。", True), ("隐患清单：经检查，未发现", True), ("隐患一览表：见附件。", False)],
)
def test_a_list_named_and_then_denied(text: str, none: bool) -> None:
    name, data = drawn(Paper("report", "docx", [("title", "技术服务报告"), text], "service_report"))
    assert (says_none(Sheet(read(data, name))) is not None) is none


@pytest.mark.parametrize(
    ("text", "shut_out"),
    [
        ("入厂施工的外协单位人员由其所在单位另行投保。", False),
        ("承包单位派来的工人由其单位自行办理保险，与本保单无关。", False),
        ("劳务派遣人员由派遣单位另行投保。", True),
        ("外包人员由外包公司另行投保，本保单不负责。", True),
    ],
)
def test_contractors_people_are_no_dispatched_workers(text: str, shut_out: bool) -> None:
    said = {match.code for match in (*recognise(text), *doubtful(text))} & PROHIBITED
    assert bool(said) is shut_out


def contract(*articles: str) -> bytes:
    head = ["甲方（投保企业）：乐清联发化工有限公司", "乙方（保险企业）：黔鼎财产保险有限责任公司"]
    own = [
        "甲方从事木业加工，在册职工140名。",
        "本合同自2025年5月25日零时起生效，至2026年5月24日二十四时止。",
        "每名职工的最高补偿为50万元。",
        "甲方应缴保费48225.00元（人民币肆万捌仟贰佰贰拾伍元整）。",
    ]
    numbered = [f"第{'一二三四五六七八九'[i]}条　{text}" for i, text in enumerate((*own, *articles))]
    blocks = [("title", "安全生产责任保险合同"), *head, *numbered, "签订日期：2025年5月19日"]
    return drawn(Paper("contract", "docx", blocks, "policy"))[1]


def test_the_articles_of_a_contract_are_what_was_agreed() -> None:
    said = [
        "甲方全部职工均为保障对象，派遣人员也在其内。",
        "双方联系人变动应相互通知。",
        "本合同自双方盖章之日起成立。",
    ]
    record = examine([("合同.docx", contract(*said))])
    assert [row.value("text") for row in record.tables["special_agreements"]][-3:] == said
    assert record.witnesses["special_agreements"].complete
    assert record.fields["premium"].value == Decimal("48225.00")


def test_printed_clauses_under_a_policy_are_no_articles_of_a_contract() -> None:
    lines = [
        "第一条 本保险合同由保险条款、保险单组成。",
        *(f"第{n}条 保险人依照约定负责赔偿。" for n in "二三四五六七"),
    ]
    blocks = [("title", "安全生产责任保险条款"), "甲方：某某有限公司", "乙方：某某保险公司", *lines]
    assert not agreements.read(read(drawn(Paper("terms", "docx", blocks, "policy"))[1], "a.docx")).contract


def cells_of(data: bytes) -> list[list[str]]:
    table = next(block for block in read(data, "a.pdf").pages[0].blocks if isinstance(block, Table))
    return [["" if cell is None else cell.text for cell in row] for row in table.rows()]


COVERS = [
    ["项目", "每人限额", "累计限额", "保费"],
    ["员工伤亡", "30", "600", "39,844.59"],
    ["应急救援", "", "40", "4,781.35"],
    ["事故鉴定", "", "10", "1,593.78"],
]


@pytest.mark.parametrize(("below", "rows"), [("特约", 4), ("", 4)])
def test_the_last_row_under_rules_over_rows_belongs_to_them(below: str, rows: int) -> None:
    page = Sheets()
    for r, row in enumerate(COVERS):
        for c, text in enumerate(row):
            page.rule(50 + 120 * c, 100 + 24 * r, 170 + 120 * c, 100 + 24 * r)
            page.text(54 + 120 * c, 116 + 24 * r, text)
    page.text(54, 226, below)
    assert cells_of(page.pdf()) == COVERS[:rows]


def test_signatures_under_the_last_rule_are_no_row() -> None:
    page = Sheets()
    for r, row in enumerate([*COVERS, ["经办", "复核", "签章", "日期"]]):
        for c, text in enumerate(row):
            page.rule(50 + 120 * c, 100 + 24 * r, 170 + 120 * c, 100 + 24 * r)
            page.text(54 + 120 * c, 116 + 24 * r, text)
    assert cells_of(page.pdf()) == COVERS


def test_a_value_at_an_open_corner_of_a_form_stands_beside_its_label() -> None:
    page, form = (
        Sheets(),
        [
            ("保险单号码", "LH22980615310487"),
            ("保险人", "辽海财产保险股份有限公司"),
            ("投保人", "咸阳安泰民爆有限公司"),
        ],
    )
    for r, (label, value) in enumerate(form):
        page.frame(50, 100 + 24 * r, 150, 124 + 24 * r, fill=(0.93, 0.93, 0.93))
        page.rule(50, 124 + 24 * r, 150, 124 + 24 * r)
        page.rule(150, 124 + 24 * r, 540, 124 + 24 * r)
        page.text(54, 116 + 24 * r, label)
        page.text(154, 116 + 24 * r, value)
    assert cells_of(page.pdf()) == [list(row) for row in form]


def test_a_label_at_half_the_height_of_a_value_of_two_lines() -> None:
    page = Sheets()
    for y, label, value in ((100, "组织机构代码", "91330604MA50AGTKFM"), (140, "行业", "危险化学品经营")):
        page.text(54, y, label)
        page.text(130, y, value)
    page.text(54, 120, "单位地址")
    page.text(130, 113.5, "浙江省绍兴市上虞区百官街道滨江大道")
    page.text(130, 126.5, "294号")
    told = {unit.left.text: unit.text for unit in Sheet(read(page.pdf(), "a.pdf")).units if unit.left is not None}
    assert told["组织机构代码"] == "91330604MA50AGTKFM"
    assert told["单位地址"] == "浙江省绍兴市上虞区百官街道滨江大道294号"


@pytest.mark.parametrize("lead", ["本保险合同遵守", "承保条件符合", "本单适用", "双方参照", "依"])
def test_a_cited_number_begins_after_the_verb(lead: str) -> None:
    (found,) = doc_number.find_all(f"{lead}应急监二〔2021〕84号的规定。")
    assert found[2].canonical == "应急监二〔2021〕84号"


@pytest.mark.parametrize("text", ["保险人对每次事故扣减2000元后赔付。", "每次事故扣除2000元后赔付。"])
def test_what_is_taken_off_each_loss_is_a_deductible(text: str) -> None:
    assert [match.amount for match in recognise(text) if match.code == "deductible"] == [Decimal(2000)]


@pytest.mark.parametrize(
    ("upper", "lower", "rest"),
    [
        ("雪域财产保险股份有限", "公司遵义支公司", True),
        ("人民币柒万玖仟陆佰叁", "拾陆元肆角捌分", True),
        ("遵义利民供气有限公司", "雪域财产保险公司", False),
        ("人民币柒万玖仟元整", "壹万元", False),
    ],
)
def test_what_a_narrow_column_broke(upper: str, lower: str, rest: bool) -> None:
    assert carries_on(upper, lower) is rest


def test_two_names_and_two_days_at_a_stroke_are_two_columns() -> None:
    def cell(row: int, col: int, text: str) -> Cell:
        return Cell(row, col, (Line(text),))

    rows = [
        ["案号", "出险/报案", "赔款"],
        ["A-1001", "2024-05-03/2024-05-04", "1,200.00"],
        ["A-1002", "2024-06-03/—", "800.00"],
    ]
    table = Table(tuple(cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)), 3, 3)
    told = [["" if one is None else one.text for one in row] for row in unstacked(table).rows()]
    assert told == [
        ["案号", "出险", "报案", "赔款"],
        ["A-1001", "2024-05-03", "2024-05-04", "1,200.00"],
        ["A-1002", "2024-06-03", "—", "800.00"],
    ]


@pytest.mark.parametrize(
    ("words", "value", "verdict"), [("拾陆元肆角捌分", "16.48", "undecided"), ("人民币陆仟元整", "6000", "violated")]
)
def test_a_part_of_a_sum_in_words_accuses_nobody(words: str, value: str, verdict: str) -> None:
    assert equal_amounts._is_part(words, Decimal("79636.48")) is (verdict == "undecided")
    assert money.parse(words) == Decimal(value)


def test_of_two_that_may_serve_who_serves_for_a_living_does() -> None:
    form = [
        ["服务单号", "SSF-01", "保单号", "SS206934051139845"],
        ["服务单位名称", "周村万里汽运有限公司", "服务机构名称", "普安安全评价有限公司"],
        ["服务起止", "2019年7月4日至2019年7月5日", "服务方式", "隐患排查"],
    ]
    blocks = [("title", "安全服务单"), ("table", form), "服务单位经办人签字：吴雪梅　日期：2019年7月5日"]
    fields = examine([drawn(Paper("report", "docx", blocks, "service_report"))]).fields
    assert (fields["client"].value, fields["service_org"].value) == ("周村万里汽运有限公司", "普安安全评价有限公司")
    assert (fields["customer_signed"].value, fields["signoff_name"].value) == (True, "吴雪梅")


def test_two_names_that_wrap_side_by_side_are_whole() -> None:
    page = Sheets()
    for x, label, first, rest in (
        (60, "保险公司", "雪域财产保险股份", "有限公司"),
        (200, "承保分支机构", "雪域财产保险股份有限", "公司遵义支公司"),
    ):
        page.text(x, 100, label, 7.5)
        page.text(x, 114, first, 10.5)
        page.text(x, 129, rest, 10.5)
    told = {unit.text for unit in Sheet(read(page.pdf(), "a.pdf")).units}
    assert {"雪域财产保险股份有限公司", "雪域财产保险股份有限公司遵义支公司"} <= told


def test_a_label_that_ends_as_names_do_is_no_client_and_who_is_hired_is_counted() -> None:
    blocks = [
        ("title", "矿山安全技术服务报告"),
        ("table", [["服务报告编号", "KF20258915", "保险单号码", "BFNY751265188914"], ["服务煤矿", "大同海丰捕捞有限公司", "服务类别", "井上下隐患排查"]]),
        "本次排查未发现隐患。",
    ]  # fmt: skip
    name, data = drawn(Paper("report", "docx", blocks, "service_report"))
    assert examine([(name, data)]).fields["client"].value == "大同海丰捕捞有限公司"
    policy = [
        ("title", "安全生产责任保险单"),
        ("table", [["保险合同号", "3055226448TJ928953"], ["雇佣人数", "230人"], ["承保人数", "228人"]]),
    ]
    name, data = drawn(Paper("policy", "docx", policy, "policy"))
    fields = examine([(name, data)]).fields
    assert (fields["employee_count"].value, fields["insured_count"].value) == (230, 228)


def test_an_item_on_when_seals_make_it_valid_ends_no_agreements() -> None:
    said = (
        "保险方提取保费的16%作为事故预防费用。",
        "本保单自保险方签章之日起生效。",
        "爆破工每人最高赔偿90万元，装运工每人最高赔偿50万元。",
    )
    blocks = [
        ("title", "安全生产责任保险合同（保险单）"),
        "六、特别约定：",
        *(f"6.{k} {text}" for k, text in enumerate(said, 1)),
    ]
    name, data = drawn(
        Paper("policy", "pdf", [*blocks, "甲方（盖章）", "乙方（盖章）：国安保险股份有限公司上虞支公司"], "policy")
    )
    items = [str(row.value("text")) for row in examine([(name, data)]).tables["special_agreements"]]
    assert [item.partition(" ")[2] for item in items] == list(said)


PLAN = [
    ("title", "事故预防服务方案"),
    "企业名称：泗县中天建安有限公司",
    "保险单号：JBAZ20241068887234",
    "编制日期：2025年5月14日",
    ("table", [["序号", "服务项目", "频次", "计划完成时间"], ["1", "隐患排查", "每半年一次", "2025年7月18日前"], ["2", "安全培训", "每年一次", "2025年9月16日前"]]),
    "服务机构：中安广源安全技术有限公司。",
    "企业确认：李建国　日期：2025年5月14日",
]  # fmt: skip


def test_a_plan_of_services_or_a_contract_on_them_is_no_report() -> None:
    name, data = drawn(Paper("plan", "docx", PLAN, "unknown"))
    assert classify(read(data, name)).kind == "unknown"
    contract = [
        ("title", "安全生产责任保险事故预防技术服务合同"),
        "甲方（保险人）：江源财产保险股份有限公司宿州支公司",
        "乙方（服务机构）：中安广源安全技术有限公司",
        "一、乙方为甲方承保的砀山大地采石有限公司等12家企业提供隐患排查、安全培训服务。",
        "二、服务费用：隐患排查每次1,800元，安全培训每场2,400元。",
        "四、乙方应于每次服务后5个工作日内提交服务报告，并由被服务企业签字确认。",
    ]
    name, data = drawn(Paper("contract", "docx", contract, "unknown"))
    assert classify(read(data, name)).kind == "unknown"
    order = [
        ("title", "责令限期整改指令书"),
        "宿州同煤兴旺煤业有限公司：",
        "经查，你单位存在下列问题：1. 未按规定建立安全风险分级管控制度；2. 特种作业人员未持证上岗1人。",
        "现责令你单位对上述第1至2项问题于2025年7月15日前整改完毕。",
        "被检查单位负责人（签名）：",
    ]
    name, data = drawn(Paper("order", "docx", order, "unknown"))
    assert classify(read(data, name)).kind == "unknown"
    told = [("title", "事故预防服务方案及实施记录"), *PLAN[1:], "本次现场排查发现隐患两项，均已整改。"]
    name, data = drawn(Paper("report", "docx", told, "service_report"))
    assert classify(read(data, name)).kind == "service_report"


def test_an_insurers_name_is_no_line_of_insurance() -> None:
    blocks = [
        ("title", "雇主责任保险保险单"),
        ("table", [["保险单号", "PZAB7621923077", "保险人", "国安责任保险股份有限公司"], ["投保人", "上虞钢联铸管有限公司", "雇员人数", "12人"], ["每人伤亡责任限额", "200,000.00元", "保险费", "3,600.00元"], ["保险期间", "自2024年7月13日零时起至2025年7月12日二十四时止", "签单日期", "2024年7月9日"]]),
        "特别约定：本保单仅承保附表列明的12名管理人员。",
    ]  # fmt: skip
    name, data = drawn(Paper("policy", "docx", blocks, "unknown"))
    assert classify(read(data, name)).kind == "unknown"


def test_the_copy_of_last_years_policy_tells_not_when_that_was_uploaded() -> None:
    holder: dict[str, Any] = {"policyholder": "泗县长河矿业有限公司", "insured": "泗县长河矿业有限公司", "uscc": None}
    last, now = (
        filings.policy(f"{year}.pdf", policy_no=f"SLXB{year}0001", sign_date=date(year, 6, 10),
                       period_start=Moment(date(year, 6, 16)), period_end=Moment(date(year + 1, 6, 15), 24), **holder)
        for year in (2024, 2025)
    )  # fmt: skip
    arrived = datetime(2025, 6, 12, 15, 30, tzinfo=UTC)
    manifest = Manifest("F", date(2025, 7, 1), {"2024.pdf": arrived, "2025.pdf": arrived})
    old, new = (s.facts for s in assemble([last, now], manifest).policies)
    assert (old.value("uploaded_at"), new.value("uploaded_at")) == (None, arrived)
    alone = assemble([last], manifest).policies[0].facts
    assert alone.value("uploaded_at") == arrived
    late = filings.report("r.pdf", policy_no="SLXB20240001", service_start=date(2025, 1, 23))
    old = assemble([last, now, late], manifest).policies[0].facts
    assert old["first_service"].state == "contradicted"
    assert assemble([last, late], manifest).policies[0].facts.value("first_service") == date(2025, 1, 23)
