"""What whole filings from counties showed: papers of mutual societies, brokers and agencies of three people, each in its own manner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.clauses import recognise
from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.reading import read
from extractor.values import organisation, person
from tests.pdf_pages import Sheets
from validators import assemble
from validators.facts import FAINT, Facts


def page(*lines: str) -> bytes:
    """A web page with a paragraph, or a table, for each line."""
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def examined(*lines: str) -> Any:
    return examine([("纸.html", page(*lines))])


REPORT = (
    "<h1>隐患排查服务报告</h1>",
    "服务对象：泗县大庄烟花爆竹专营有限公司",
    "保单号：AHRX34132024880456",
    "服务日期：2024年10月20日",
    "服务机构：宿州市安科安全技术服务有限公司",
    "服务人员：丁凤山、尹丽",
)
POLICY = (
    "<h1>安全生产责任保险单</h1>",
    "保险单号：QX15062221000345817",
    "投保人：准格尔旗腾飞爆破服务有限公司",
    "被保险人：准格尔旗腾飞爆破服务有限公司",
    "保险期间：2021年5月1日零时至2022年4月30日二十四时",
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("第三者财产损失每次事故免赔额为500元，其余无免赔。", "500"),
        ("死亡、伤残不设免赔额，医疗费用每次事故免赔额300元。", "300"),
        ("每次事故赔偿限额50万元，无免赔额。", "0"),
    ],
)
def test_none_for_the_others_is_not_none(text: str, amount: str) -> None:
    assert [m.amount for m in recognise(text) if m.code == "deductible"] == [Decimal(amount)]


def test_the_foot_of_a_paper_is_no_furniture() -> None:
    foot = "<footer><p>签单公司：琼海互助财产保险股份有限公司儋州支公司</p><p>签单时间：2021-04-28</p></footer>"
    paper = examined(*POLICY, foot)
    assert paper.fields["insurer_branch"].value == "琼海互助财产保险股份有限公司儋州支公司"
    assert paper.fields["sign_date"].value == date(2021, 4, 28)
    site = read(page(*POLICY, "<footer><p>版权所有 某某财产保险股份有限公司</p></footer>"), "a.html")
    assert "版权所有" not in site.text


def test_offices_of_mutual_societies_are_branches() -> None:
    name = "皖北安泰相互保险社宿州办事处"
    assert organisation.split_insurer(organisation.find_all(f"承保单位：{name}（章）")[0][2]) == (
        "皖北安泰相互保险社",
        name,
    )


def test_a_label_as_wide_as_the_others() -> None:
    sheets = Sheets()
    sheets.text(60, 60, "安全生产责任保险单", 16)
    sheets.text(60, 100, "证照号码　91652926YUYU122BX0", 10)
    sheets.text(60, 116, "地　　址　新疆维吾尔自治区阿克苏地区拜城县铁热克镇工业园区2号", 10)
    sheets.text(60, 132, "机构地址：阿克苏市英巴扎街道建设西路　电话 0997-2580000", 10)
    sheets.canvas.showPage()
    sheets.canvas.save()
    slots = [(s.label, s.text) for s in Sheet(read(sheets.buffer.getvalue(), "a.pdf")).slots]
    assert ("地址", "新疆维吾尔自治区阿克苏地区拜城县铁热克镇工业园区2号") in slots


def test_the_address_of_who_issued_is_not_the_enterprises() -> None:
    holder = "<table><tr><td>投保人</td><td>鞍山汇锻机械有限公司</td></tr><tr><td>通讯地址</td><td>辽宁省鞍山市铁东区工业南路66号</td></tr></table>"
    issued = "<p>签发机构：辽东联安财产保险股份有限公司鞍山分公司</p><p>机构地址：鞍山市铁东区二一九路21号</p>"
    assert examined(*POLICY, holder, issued).fields["address"].value == "辽宁省鞍山市铁东区工业南路66号"


def test_a_floor_in_printed_clauses_is_no_limit() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{person_}</td><td>{accident}</td><td>{all_}</td><td>{premium}</td></tr>"
        for name, person_, accident, all_, premium in (
            ("保险责任", "每人(万元)", "每次事故(万元)", "累计(万元)", "保险费(元)"),
            ("从业人员伤亡赔偿责任", "40", "800", "1600", "298,000.00"),
            ("从业人员医疗费用", "4", "80", "160", "31,500.00"),
            ("第三者伤亡赔偿责任", "30", "300", "300", "18,600.00"),
        )
    )
    clause = "第十二条　每次事故责任限额不低于人民币200万元，具体以保险单载明为准。"
    fields = examined(*POLICY, f"<table>{rows}</table>", clause).fields
    assert fields["per_accident_limit"].value == 8000000


def test_bare_sums_behind_for_what_they_are() -> None:
    covers = (
        "从业人员伤亡 每人300,000 每次事故3,000,000 累计6,000,000 保费30,400",
        "医疗费用 每人30,000 每次事故300,000 累计600,000 保费4,560",
        "第三者伤亡 每人200,000 每次事故1,000,000 累计1,000,000 保费3,800",
        "救援费用 每次事故300,000 累计300,000 保费1,520",
    )
    paper = examined(*POLICY, "保障项目及限额（单位：元）：", *covers, "总保险费：41,280.00元")
    rows = [
        tuple(int(row.value(name) or 0) for name in ("per_person", "per_accident", "aggregate", "premium"))
        for row in paper.tables["coverages"]
    ]
    assert rows[0] == (300000, 3000000, 6000000, 30400)
    assert rows[3] == (0, 300000, 300000, 1520)
    assert paper.witnesses["coverages"].complete, "the total stands right under the list"


def test_the_trade_in_a_sentence() -> None:
    said = "第一条　甲方属煤炭洗选行业，用工总人数31人，投保人数31人。"
    assert examined(*POLICY, said).fields["industry"].value == "煤炭洗选"


def test_names_in_parts() -> None:
    assert person.is_name("艾力·玉素甫")
    assert not person.is_name("龙湖·天街店")
    fields = examined(*REPORT, "企业签收：已在线签字　签字人：艾力·玉素甫　签字时间：2024-10-20").fields
    assert fields["signoff_name"].value == "艾力·玉素甫"


def test_by_whom_it_was_asked_is_no_part_of_the_name() -> None:
    said = "应灵璧县永兴石料开采有限公司要求，灵璧鑫安企业安全咨询服务部于2024年6月18日派讲师马莉到该企业讲授安全知识。"
    fields = examined("<h1>安全教育培训服务记录</h1>", said).fields
    assert fields["client"].value == "灵璧县永兴石料开采有限公司"


def test_a_deed_done_once_is_no_body() -> None:
    assert organisation.find_all("于2026年4月20日在贵矿组织了一次矿井水害应急救援演练") == []


def test_what_a_later_visit_found_is_told_of_all() -> None:
    hazards = (
        "隐患1：3#楼外脚手架连墙件缺失5处。隐患级别：一般。整改要求：按方案补设。整改时限：2024年12月20日。",
        "隐患2：塔吊回转限位失灵。隐患级别：一般。整改要求：停机维修。整改时限：2024年12月15日。",
    )
    mended = examined(*REPORT, *hazards, "以上问题截至2024年12月22日复查时全部完成整改。")
    assert [row.value("rectified") for row in mended.tables["hazards"]] == [True, True]
    due = examined(*REPORT, *hazards, "以上问题要求于2024年12月22日前全部完成整改，我公司将组织复查。")
    assert [row.value("rectified") for row in due.tables["hazards"]] == [False, False]


def test_hazards_numbered_in_a_cell_for_problems_and_advice() -> None:
    told = (
        "一、仓库温湿度记录缺9月下旬数据（一般），建议专人每日记录，10月31日前整改。<br>"
        "二、库区东侧围墙有缺口约2米（一般），建议砌筑修复，2024年11月15日前整改。<br>"
        "以上两项经11月18日回访，均已整改。"
    )
    table = f"<table><tr><td>服务项目</td><td>☑隐患排查</td></tr><tr><td>问题及建议</td><td>{told}</td></tr></table>"
    rows = examined(*REPORT, table).tables["hazards"]
    assert [(r.value("description"), r.value("deadline"), r.value("rectified")) for r in rows] == [
        ("仓库温湿度记录缺9月下旬数据", date(2024, 10, 31), True),
        ("库区东侧围墙有缺口约2米", date(2024, 11, 15), True),
    ]


@pytest.mark.parametrize(
    ("said", "none"),
    [
        ("特别约定：<br>003 赔款可以预付。<br>004 免赔额为零。", True),
        ("特别约定　（1）预防费按20%计7,800元。（2）保险人先行垫付。（3）免赔：无。", True),
        ("特别约定：<br>1.本合同未约定免赔额，保险人赔付时不作扣减。<br>2.赔款可以预付。", True),
        ("特别约定：<br>04 每次事故免赔额500元。<br>05 赔款可以预付。", False),
    ],
)
def test_the_number_of_a_line_is_no_deductible(said: str, none: bool) -> None:
    assert examined(*POLICY, said).fields["deductible"].value == (0 if none else 500)


def test_a_part_of_a_cover_is_not_the_cover_that_goes_on() -> None:
    covers = (
        "一、从业人员伤亡责任　每人责任限额 800,000 元；其中医疗费用每人 80,000 元；每次事故责任限额 8,000,000 元；"
        "累计责任限额 16,000,000 元；保险费 31,320.00 元",
        "二、从业人员医疗费用责任　每人 80,000 元；每次事故 800,000 元；累计 1,600,000 元；保险费 4,680.00 元",
        "三、应急救援费用　每次事故 300,000 元；累计 600,000 元；保险费 1,800.00 元",
    )
    rows = {row.value("code"): row for row in examined(*POLICY, *covers).tables["coverages"]}
    assert rows["employee_injury"].value("premium") == Decimal(31320)
    assert rows["employee_injury"].value("aggregate") == 16000000
    assert [rows["medical"].value(name) for name in ("per_accident", "premium")] == [800000, Decimal(4680)]


def test_engineers_are_registered_and_enterprises_too() -> None:
    done = "我所于2025年5月14日安排注册安全工程师苟永红、裴晓东到临洮县洮阳预拌混凝土有限公司开展了隐患排查服务。"
    assert examined("<h1>事故预防服务小结</h1>", done).fields["service_start"].value == date(2025, 5, 14)


def test_he_is_a_surname_too() -> None:
    assert person.parse_list("和志军、杨四妹") == ("和志军", "杨四妹")
    assert person.parse_list("陈国和杨四妹") == ("陈国", "杨四妹")


def test_what_a_narrow_column_had_no_place_for() -> None:
    sheets = Sheets()
    sheets.text(60, 60, "安全生产责任保险单", 16)
    for y, left, right in (
        (100, "【信用代码】914402324MKB5HNM6A", "【从业人数】118人"),
        (124, "【地址】广东省韶关市乳源瑶族自治县乳城镇侯公渡开", "【投保人数】118人"),
        (138, "发区", "【签单日】2025年6月25日"),
    ):
        sheets.text(60, y, left, 10)
        sheets.text(330, y, right, 10)
    sheets.canvas.showPage()
    sheets.canvas.save()
    fields = examine([("a.pdf", sheets.buffer.getvalue())]).fields
    assert fields["address"].value == "广东省韶关市乳源瑶族自治县乳城镇侯公渡开发区"


def test_a_level_between_what_is_wrong_and_what_to_do() -> None:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in (
            ("序号", "检查内容", "检查结果", "问题及整改建议", "整改期限／落实情况"),
            ("1", "坝体无渗漏", "符合", "", ""),
            ("2", "盖板完好", "不符合", "第4块盖板断裂，一般隐患，立即更换", "2024年11月25日前／已更换"),
            ("3", "监测正常", "不符合", "2#测点离线，重大隐患，联系厂家修复", "2024年12月10日前／未完成"),
        )
    )
    found = examined(*REPORT, f"<table>{rows}</table>").tables["hazards"]
    assert [(r.value("level"), r.value("description")) for r in found] == [
        ("一般", "第4块盖板断裂"),
        ("重大", "2#测点离线"),
    ]


def test_two_arrows_lead_to_what_to_do_and_what_became_of_it() -> None:
    told = "1.【一般】原料车间皮带机拉绳开关失灵 → 修复，11月30日前 → 11月28日已整改"
    (row,) = examined(*REPORT, told).tables["hazards"]
    assert (row.value("description"), row.value("advice")) == ("原料车间皮带机拉绳开关失灵", "修复")
    assert (row.value("deadline"), row.value("rectified")) == (date(2024, 11, 30), True)


def test_who_signs_behind_what_he_agrees_to() -> None:
    fields = examined(*REPORT, "企业确认：收到，已阅。纵兆龙 2024年10月22日").fields
    assert (fields["customer_signed"].value, fields["signoff_name"].value) == (True, "纵兆龙")


def test_lines_typed_in_columns_are_entries() -> None:
    paper = examined(
        "预防费用（滇西财险怒江分公司）",
        "合同编号 DXN533325231100042",
        "2023.12.08　提取　24000.00　余额24000.00",
        "2024.04.02　支出　尾矿库隐患排查　4200.00　云南滇安矿业安全技术有限公司　余额19800.00",
        "2024.06.21　支出　溃坝演练　6000.00　云南滇安矿业安全技术有限公司　余额13800.00",
    )
    assert paper.kind == "fee_ledger"
    assert [(r.value("kind"), r.value("amount"), r.value("payee")) for r in paper.tables["rows"]] == [
        ("extract", Decimal(24000), None),
        ("spend", Decimal(4200), "云南滇安矿业安全技术有限公司"),
        ("spend", Decimal(6000), "云南滇安矿业安全技术有限公司"),
    ]


FOUND = (
    "<h1>隐患排查报告</h1>",
    "No. AG-2025-0718",
    "客户：绍兴上虞曹娥江木业有限公司",
    "保单：PZAX202533060400000655",
    "时间：2025年7月18日",
    "机构：绍兴市安固安全技术服务有限公司",
    "人员：应建国、潘晓红",
    "<table><tr><td>隐患</td><td>等级</td><td>整改建议</td><td>整改期限</td><td>现状</td></tr>"
    "<tr><td>除尘系统未设锁气卸灰装置</td><td>重大</td><td>加装后启用</td><td>2025年8月1日</td><td>企业拒不停用</td></tr>"
    "<tr><td>砂光机粉尘未及时清扫</td><td>一般</td><td>每班清扫</td><td>2025年7月21日</td><td>已整改</td></tr></table>",
    "客户签字：陆志坚　2025年7月18日",
)
LETTER = (
    "<h1>关于重大事故隐患拒不整改情况的报告</h1>",
    "百官街道应急管理站：",
    "我公司于2025年7月18日对绍兴上虞曹娥江木业有限公司开展安责险隐患排查（报告编号AG-2025-0718），发现该企业除尘系统"
    "未设锁气卸灰装置，属重大事故隐患，要求2025年8月1日前整改。企业拒不停用。现将有关情况报告你站。",
    "绍兴市安固安全技术服务有限公司",
    "2025年8月8日",
)
OF_WHICH = (
    "情况说明",
    "关于此前查出的重大隐患，我公司已于2025年8月9日书面报告上虞区应急管理局。",
    "绍兴市安固安全技术服务有限公司",
)


def refused(*beside: tuple[str, ...]) -> Facts:
    """The facts of the refused hazard, with other papers beside its report."""
    papers = [examine([(f"{k}.html", page(*lines))]) for k, lines in enumerate((FOUND, *beside))]
    return next(s.facts for s in assemble(papers).subjects if s.about == "hazard")


def test_a_letter_to_an_authority_tells_of_the_hazard_that_it_names() -> None:
    assert examined(*LETTER).kind == "unknown"
    assert refused(LETTER)["hazard_reported_on"].value == date(2025, 8, 8)
    assert not refused()["hazard_reported_on"].known


def test_a_letter_that_names_no_hazard_leaves_it_open() -> None:
    facts = refused(OF_WHICH)
    assert not facts["hazard_reported_on"].known
    assert not facts["hazards_complete"].known
    assert refused()["hazards_complete"].known


def test_a_letter_of_before_the_visit_tells_of_another() -> None:
    before = tuple(line.replace("2025年8月9日", "2025年3月9日") for line in OF_WHICH)
    assert refused(before)["hazards_complete"].known


def test_hazards_in_quotation_marks_of_a_letter_of_review() -> None:
    said = (
        "原报告所列“除尘系统未设锁气卸灰装置”（重大隐患，整改期限2025年8月1日）企业仍拒绝整改。"
        "我机构已于2025年8月8日书面报告百官街道应急管理站。"
    )
    (row,) = examined("<h1>隐患整改复查报告</h1>", *FOUND[2:4], "复查时间：2025年8月5日", said).tables["hazards"]
    assert (row.value("level"), row.value("description")) == ("重大", "除尘系统未设锁气卸灰装置")
    assert (row.value("refused"), row.value("reported_on")) == (True, date(2025, 8, 8))


def test_the_number_of_a_report_is_no_policy() -> None:
    said = "我公司于2025年7月18日对绍兴上虞曹娥江木业有限公司开展隐患排查（报告编号AG-2025-0718），专家应建国。"
    assert "policy_no" not in examined("<h1>隐患排查服务情况</h1>", said).fields


def test_who_was_taught_seals() -> None:
    signed = "（培训对象盖章）　　经手：祝启明　　2025年4月9日"
    fields = examined("<h1>培训服务回单</h1>", *REPORT[1:4], signed).fields
    assert (fields["customer_signed"].value, fields["signoff_name"].value) == (True, "祝启明")


def test_the_agency_by_its_short_name_is_not_the_client() -> None:
    paper = examined(
        "<h1>事故预防服务会议纪要</h1>",
        "时间：2025年8月26日　地点：织金县阿弓镇兴旺页岩砖厂会议室",
        "筑安公司（贵阳筑安安全科技有限公司）受黔中联合财险毕节中支委托，按照保单QZL520524250617000045的服务约定，"
        "上午对砖厂开展了隐患排查。",
    )
    assert paper.fields["client"].value == "织金县阿弓镇兴旺页岩砖厂"


def test_what_was_done_behind_dashes() -> None:
    hazards = (
        "一、隧道窑进车端挡车器焊缝开裂。属一般隐患。请于11月20日前补焊。——11月18日补焊完。",
        "二、配电箱门锁坏。属一般隐患。请于11月30日前修好。——至11月30日没修。",
    )
    rows = examined(*REPORT, "查到：", *hazards).tables["hazards"]
    assert [row.value("rectified") for row in rows] == [True, False]


def test_what_the_services_cost_is_the_share_set_aside() -> None:
    said = "特别约定：1) 本公司三日内先行支付赔款。2) 服务费用按保费20%即8,000元列支。"
    fields = examined(*POLICY, "保险费：40,000元", said).fields
    assert (fields["prevention_fee"].value, fields["prevention_fee_ratio"].value) == (8000, 20)
    other = "特别约定：1) 本公司三日内先行支付赔款。2) 经纪服务费用按保费5%即2,000元支付手续费。"
    assert "prevention_fee" not in examined(*POLICY, "保险费：40,000元", other).fields


def test_kinds_of_enterprises_in_a_sentence() -> None:
    said = "一、投保人为水力发电企业，共有从业人员19名，全部投保。"
    assert examined(*POLICY, said).fields["industry"].value == "水力发电"


def test_marked_words_are_the_value_of_the_label_before_them() -> None:
    entries = "<ul><li>工单编号<b>GD-24-11-0082</b></li><li>企业<b>襄城县宏达货运有限公司</b></li></ul>"
    paper = read(page("安责服务工单", entries), "a.html")
    assert [line.text for _, line in paper.lines()][1:] == ["工单编号 GD-24-11-0082", "企业 襄城县宏达货运有限公司"]


CONDITIONS = (
    "<h1>安全生产责任保险条款</h1>",
    "第一条　本保险合同由保险条款、投保单、保险单以及批单组成。",
    "第七条　每次事故免赔额由双方商定，并在保险单中载明；未载明的，每次事故免赔额为人民币1000元。",
    "第九条　每人死亡伤残责任限额不低于人民币30万元。",
    "第二十条　保险期间为一年，以保险单载明的起讫时间为准。",
)


def test_printed_conditions_are_no_policy() -> None:
    assert examined(*CONDITIONS).kind == "unknown"
    assert examined(*POLICY, *CONDITIONS[1:]).kind == "policy"


def test_a_number_in_brackets_under_the_title() -> None:
    paper = examined(REPORT[0], "（边坡与爆破专项　相安咨字第25-0611号）", *REPORT[1:])
    assert paper.fields["report_no"].value == "相安咨字第25-0611号"


OF_A_VISIT = (
    "<h1>隐患排查服务报告</h1>",
    "报告编号：A-1",
    "保单号：QX-AZ-2025-520281-0077",
)
SIGNED = (
    "1、临边防护高度不足，一般隐患，限2026年5月28日前加高，已于2026年5月27日整改。",
    "贵州筑安工程安全顾问有限公司",
    "2026年5月20日",
    "施工单位确认：肖国荣（签字）2026年5月23日",
)


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ("我公司于5月10日至12日赴盘州市双凤建筑工程有限责任公司开展隐患排查。", 12),
        ("服务时间：5月10日至12日", 12),
        ("我公司于今年5月10、11日两天赴盘州市双凤建筑工程有限责任公司开展隐患排查。", 11),
        ("我公司于5月10日赴盘州市双凤建筑工程有限责任公司开展隐患排查。", 10),
    ],
)
def test_a_visit_takes_its_year_from_the_foot_of_the_letter(told: str, last: int) -> None:
    fields = examined(*OF_A_VISIT, "服务机构：贵州筑安工程安全顾问有限公司", told, *SIGNED).fields
    assert fields["service_start"].value == date(2026, 5, 10)
    assert fields["service_end"].value == date(2026, 5, last)


@pytest.mark.parametrize(
    "lines", [("我公司开展了隐患排查。",), ("合同签订于2026年3月1日。", "我公司于5月10日赴现场开展隐患排查。")]
)
def test_the_day_of_a_letter_accuses_nobody(lines: tuple[str, ...]) -> None:
    assert examined(*OF_A_VISIT, *lines, *SIGNED).fields["service_start"].confidence < FAINT


@pytest.mark.parametrize("row", [True, False])
@pytest.mark.parametrize("hand", ["Li Wei", "已阅", "无意见", "小同", "见附件签字页", "我单位已知悉，将按期整改"])
def test_words_nobody_can_tell_fill_the_cell_kept_for_a_signature(hand: str, row: bool) -> None:
    assert "customer_signed" not in examined(*REPORT, signed_in_cells(hand, row=row)).fields


@pytest.mark.parametrize("row", [True, False])
@pytest.mark.parametrize("rest", ["", "年　月　日", "（盖章）", "联系电话", "备注：", "服务人员"])
def test_labels_and_rests_of_forms_leave_the_cell_empty(rest: str, row: bool) -> None:
    paper = examined(*REPORT, signed_in_cells(rest, row=row))
    assert paper.fields["customer_signed"].value is False
    assert paper.witnesses["signoff"].complete


def test_a_surname_that_also_means_the_same_signs_in_a_cell() -> None:
    assert (
        examined(*REPORT, signed_in_cells("同小龙　2025年10月21日", row=True)).fields["signoff_name"].value == "同小龙"
    )


def signed_in_cells(hand: str, *, row: bool) -> str:
    """A table in which the enterprise signs beside the label (``row``) or under it."""
    cells = (("企业意见", "满意"), ("企业签字", hand)) if row else (("机构签字", "企业签字"), ("丁凤山", hand))
    return "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in cells) + "</table>"


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("上次服务日期", "2024年9月12日"),
        ("下次检查时间", "2026年7月20日"),
        ("上年度服务时间", "2024年9月12日"),
        ("前次排查时间：", "2024年9月12日至13日"),
        ("服务日期（上次）", "2024年9月12日"),
        ("计划服务日期", "2025年7月15日"),
        ("备注", "上次服务于2024年9月12日开展，隐患已闭环"),
    ],
)
@pytest.mark.parametrize("mine", ["服务日期", "检查时间", "上门时间"])
def test_the_day_of_another_visit_is_not_that_of_this_one(label: str, other: str, mine: str) -> None:
    rows = (("客户名称", "昆山翊丰电镀有限公司", label, other), ("服务人员", "顾仁杰、殷丽", mine, "2025年7月22日"))
    form = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    fields = examined("<h1>安全生产责任保险现场服务记录表</h1>", f"<table>{form}</table>").fields
    assert {fields["service_start"].value, fields["service_end"].value} == {date(2025, 7, 22)}


def test_what_the_last_visit_found_is_looked_at_in_this_one() -> None:
    told = "针对上次检查发现的问题于2025年9月20日到现场复查，上次检查时间：2025年6月3日。"
    assert examined(*REPORT[:3], *REPORT[4:], told).fields["service_start"].value == date(2025, 9, 20)
    assert "service_start" not in examined(*REPORT[:3], *REPORT[4:], "上次服务日期：2025年6月3日").fields


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("截至6月12日回访，上述第一项于6月8日、第二项于6月3日分别整改完毕。", (8, 3)),
        ("第一项于2025年6月8日、第二项于2025年6月3日均已整改完毕。", (8, 3)),
        ("第一、二项已分别于6月8日、6月3日整改完毕。", (8, 3)),
        ("上述隐患已分别于6月8日、6月3日整改完毕。", (8, 3)),
        ("第一项、第二项均已于6月8日整改到位。", (8, 8)),
        ("经6月12日复查，上述隐患均已整改完毕。", (None, None)),
    ],
)
def test_what_became_of_several_told_by_one_verb(told: str, days: tuple[int | None, ...]) -> None:
    rows = _of_two(told)
    assert [row.value("rectified") for row in rows] == [True, True]
    assert [row.value("rectified_on") for row in rows] == [None if d is None else date(2025, 6, d) for d in days]


@pytest.mark.parametrize(
    "told",
    [
        "第一项须于6月8日前、第二项须于6月3日前分别整改完毕。",
        "第一项、第二项于6月3日均未整改完毕。",
        "以上问题已分别向企业反馈，请按期整改。",
    ],
)
def test_what_is_to_be_done_by_a_day_is_not_done(told: str) -> None:
    assert [row.value("rectified") for row in _of_two(told)] == [False, False]


def _of_two(told: str) -> Any:
    return examined(
        *OF_A_VISIT,
        "服务时间：2025年5月20日",
        "一、黄磷储槽水封高度不够。该隐患判定为重大事故隐患。请在2025年6月10日前完成水封改造。",
        "二、磷酸车间楼梯踏板腐蚀。该隐患判定为一般事故隐患。请在2025年6月5日前更换踏板。",
        told,
    ).tables["hazards"]


@pytest.mark.parametrize(
    "told",
    [
        "于二〇二五年七月二十二日，由工程师卢德彪、顾问杨秀珍对盘州市双凤建筑工程有限责任公司承建的工地作了隐患排查，本报告编号为ZAGW-25-072。",
        "于2025年7月22日指派卢德彪、杨秀珍对盘州市双凤建筑工程有限责任公司开展隐患排查，报告编号：ZAGW-25-072。",
    ],
)
def test_one_sentence_tells_who_did_what_to_whom(told: str) -> None:
    lead = "根据第QX-AZ-2025-520281-0077号安全生产责任保险单的约定，贵州筑安工程安全顾问有限公司"
    fields = examined("<h1>隐患排查服务报告</h1>", lead + told, "施工单位确认：肖国荣（签字）2025年7月22日").fields
    assert fields["client"].value == "盘州市双凤建筑工程有限责任公司"
    assert fields["service_org"].value == "贵州筑安工程安全顾问有限公司"
    assert fields["experts"].value == ("卢德彪", "杨秀珍")
    assert fields["report_no"].value == "ZAGW-25-072"


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("组长：白音宝力格　成员：段鹏飞、乔丽霞", ("白音宝力格", "段鹏飞", "乔丽霞")),
        ("现场负责人：麦永昌；成员：祁小敏", ("麦永昌", "祁小敏")),
        ("企业现场负责人：麦永昌；成员：祁小敏", ("祁小敏",)),
    ],
)
def test_who_leads_is_one_of_them(told: str, names: tuple[str, ...]) -> None:
    assert examined(*REPORT[:5], told).fields["experts"].value == names
    assert (
        examined(*REPORT[:5], f"<table><tr><td>服务人员</td><td>{told}</td></tr></table>").fields["experts"].value
        == names
    )


def test_a_share_in_characters_keeps_its_fraction() -> None:
    said = "五、保险费为人民币40,000元，本公司从中提取百分之十一点五用作事故预防服务。"
    assert examined(*POLICY, said).fields["prevention_fee_ratio"].value == Decimal("11.5")


@pytest.mark.parametrize(
    ("opening", "numbers"),
    [
        ("<ol>", ["1. ", "2. "]),
        ("<ol start=3 type=A>", ["C. ", "D. "]),
        ("<ol reversed>", ["2. ", "1. "]),
        ("<ol style='list-style-type:cjk-ideographic'>", ["一、", "二、"]),
        ("<ol style='list-style:none'>", ["", ""]),
        ("<style>.bare li { list-style: none }</style><ol class=bare>", ["", ""]),
        ("<ul>", ["", ""]),
    ],
)
def test_items_have_the_numbers_that_a_browser_shows(opening: str, numbers: list[str]) -> None:
    paper = read(page(opening + "<li><p>护栏缺失</p></li><li>通道堵塞"), "a.html")
    assert [line.text for _, line in paper.lines()] == [numbers[0] + "护栏缺失", numbers[1] + "通道堵塞"]


def test_an_item_numbered_by_hand_gets_no_second_number() -> None:
    paper = read(page("<ol><li>一、护栏缺失</li><li value=7>1.1级工房超量</li></ol>"), "a.html")
    assert [line.text for _, line in paper.lines()] == ["一、护栏缺失", "7. 1.1级工房超量"]


def test_hazards_in_a_list_that_the_browser_numbers() -> None:
    hazards = (
        "<ol><li>【一般】2号工房铜板锈蚀（2024年10月30日前更换铜板）——10月29日已更换，验收合格。</li>"
        "<li>【重大】中转库超量存放（2024年10月31日前清运至定量以内）——至今没有清运。</li></ol>"
    )
    rows = examined(*REPORT, "发现问题如下：", hazards).tables["hazards"]
    told = [(row.value("rectified"), row.value("rectified_on"), row.value("deadline")) for row in rows]
    assert told == [(True, date(2024, 10, 29), date(2024, 10, 30)), (False, None, date(2024, 10, 31))]


def hazard_listed(*beside: tuple[str, str]) -> Any:
    """The one hazard of a list with further columns: each a head and what stands under it."""
    columns = (
        ("编号", "02"),
        ("隐患描述", "剧毒化学品仓库未执行双人双锁"),
        ("等级", "重大"),
        ("限期", "2024-11-10"),
        *beside,
    )
    heads, cells = ("".join(f"<td>{column[i]}</td>" for column in columns) for i in (0, 1))
    return examined(*REPORT, f"<table><tr>{heads}</tr><tr>{cells}</tr></table>").tables["hazards"][0]


@pytest.mark.parametrize(
    ("state", "head", "said", "refused"),
    [
        ("未整改", "备注", "业主拒不整改", True),
        ("未整改", "拒改说明", "企业拒绝整改", True),
        ("未整改", "未整改原因", "企业以停产为由拒绝整改", True),
        ("未整改", "企业态度", "拒绝", True),
        ("未整改", "备注", "企业拒绝签收整改通知书", False),
        ("整改中", "备注", "起初拒绝整改，经约谈后同意整改", False),
        ("已整改", "备注", "5日前企业拒绝整改", False),
    ],
)
def test_a_refusal_beside_the_state(state: str, head: str, said: str, refused: bool) -> None:
    row = hazard_listed(("整改状态", state), ("完成日期", ""), (head, said))
    assert (row.value("refused"), row.value("rectified")) == (refused, state == "已整改")


def test_the_authority_in_a_column_beside_the_day_it_was_told() -> None:
    row = hazard_listed(("整改状态", "企业拒绝整改"), ("上报部门", "百官街道应急管理站"), ("上报日期", "2024-12-02"))
    assert (row.value("reported_to"), row.value("reported_on")) == ("百官街道应急管理站", date(2024, 12, 2))
    other = hazard_listed(("整改状态", "未整改"), ("填报单位", "百官街道应急管理站"), ("上报日期", "2024-12-02"))
    assert other.value("reported_to") is None
