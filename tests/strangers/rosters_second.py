"""A second set of lists of enterprises and of people: five plain ones, five awkward ones (who came and who left among them)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Block, Paper


def enterprises(what: str, form: str, blocks: list[Block], columns: str, rows: Sequence[Any], **fields: Any) -> Paper:
    """A list of enterprises with what a person reads on it."""
    return Paper(what, form, blocks, "roster", fields, columns, rows, "enterprises")


def staff(what: str, form: str, blocks: list[Block], columns: str, rows: Sequence[Any], **fields: Any) -> Paper:
    """A list of people with what a person reads on it."""
    return Paper(what, form, blocks, "staff_list", fields, columns, rows, "staff")


PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a county bureau's workbook of those that must insure, with codes, towns and policies",
        "xlsx",
        [
            (
                "sheet",
                "应保企业",
                _grid("""
                岑巩县安全生产责任保险应投保企业清单
                填报单位：岑巩县应急管理局　　　　　数据截至：2025年10月31日
                序号|所属乡镇|企业名称|统一社会信用代码|行业领域|从业人员数|是否投保|承保保险公司|保险单号|起保日期|终保日期
                1|思旸镇|岑巩县金桥铁合金有限责任公司|91522625MAFHNTQC8U|金属冶炼|126|是|人保财险岑巩支公司|PQZA202552260000000311|2025-03-01|2026-02-28
                2|大有镇|岑巩县大有砂石有限公司|91522625MA6WTLDU0C|非煤矿山|34|是|太保产险黔东南中支|AGUIY0032025B000117X|2025-05-16|2026-05-15
                3|水尾镇|岑巩县水尾烟花爆竹批发有限公司|91522625MA89UWU28P|烟花爆竹|9|否||||
                4|天马镇|岑巩县宏运危险品运输有限公司|91522625MAUGAAX676|交通运输|51|是|人保财险岑巩支公司|PQZA202552260000000402|2025-01-20|2026-01-19
                """),
            )
        ],
        "enterprise uscc area industry headcount insured insurer policy_no period_start period_end",
        [
            (
                "岑巩县金桥铁合金有限责任公司",
                "91522625MAFHNTQC8U",
                "思旸镇",
                "metal_smelting",
                126,
                True,
                "人保财险岑巩支公司",
                "PQZA202552260000000311",
                "2025-03-01",
                "2026-02-28",
            ),
            (
                "岑巩县大有砂石有限公司",
                "91522625MA6WTLDU0C",
                "大有镇",
                "non_coal_mine",
                34,
                True,
                "太保产险黔东南中支",
                "AGUIY0032025B000117X",
                "2025-05-16",
                "2026-05-15",
            ),
            (
                "岑巩县水尾烟花爆竹批发有限公司",
                "91522625MA89UWU28P",
                "水尾镇",
                "fireworks",
                9,
                False,
                None,
                None,
                None,
                None,
            ),
            (
                "岑巩县宏运危险品运输有限公司",
                "91522625MAUGAAX676",
                "天马镇",
                "transport",
                51,
                True,
                "人保财险岑巩支公司",
                "PQZA202552260000000402",
                "2025-01-20",
                "2026-01-19",
            ),
        ],
        roster_date="2025-10-31",
    ),
    staff(
        "a roll of staff typed in Word",
        "docx",
        [
            ("title", "东阿县宏源铸造厂从业人员花名册"),
            "填报日期：2025年1月6日",
            (
                "table",
                _grid("""
                序号|姓名|性别|身份证号码|部门|工种|用工性质|联系电话
                1|布文祥|男|371524197802038751|造型车间|造型工|合同制|13806350017
                2|乔玉霞|女|371524197109252768|清理车间|打磨工|合同制|13806350229
                3|荆保田|男|371524199410235616|熔炼车间|炉前工|临时工|15263500441
                4|司兆美|女|371524197912118808|行政科|会计|合同制|13706350552
                """),
            ),
        ],
        "name id_no post form",
        [
            ("布文祥", "371524197802038751", "造型工", "employee"),
            ("乔玉霞", "371524197109252768", "打磨工", "employee"),
            ("荆保田", "371524199410235616", "炉前工", "temporary"),
            ("司兆美", "371524197912118808", "会计", "employee"),
        ],
        list_date="2025-01-06",
        enterprise="东阿县宏源铸造厂",
    ),
    staff(
        "an insurer's template of those insured under a policy",
        "xlsx",
        [
            (
                "sheet",
                "雇员名单",
                _grid("""
                雇员清单
                保单号：|PZGX202545082100001093|<|投保人：|桂平市金田采石场|<|<
                编号|雇员姓名|证件类型|证件号码|出生日期|职业/工种|每人责任限额（元）
                1|覃日光|居民身份证|450821198104194934|1981-04-19|凿岩工|600000
                2|韦少清|居民身份证|450821199112057969|1991-12-05|过磅员|600000
                3|陆振强|居民身份证|45082119941125951X|1994-11-25|挖掘机司机|600000
                """),
            )
        ],
        "name id_no post per_person_limit",
        [
            ("覃日光", "450821198104194934", "凿岩工", 600000),
            ("韦少清", "450821199112057969", "过磅员", 600000),
            ("陆振强", "45082119941125951X", "挖掘机司机", 600000),
        ],
        policy_no="PZGX202545082100001093",
        enterprise="桂平市金田采石场",
    ),
    enterprises(
        "an insurer's printed list of who took it out, with premiums and people",
        "pdf",
        [
            ("title", "东台市2025年安责险投保企业名单"),
            "（太平洋产险东台支公司提供，截止2025年9月30日）",
            (
                "table",
                _grid("""
                序号|投保企业|保单号码|投保人数|保费（元）|保险起期|保险止期
                1|东台市海丰船舶配件厂|25320981AZX00072|48|36,000.00|2025/2/14|2026/2/13
                2|东台市三仓化工有限公司|25320981AZX00080|73|61,500.00|2025/3/1|2026/2/28
                3|东台市梁垛新型墙材厂|25320981AZX00126|29|17,400.00|2025/6/10|2026/6/9
                合计|||150|114,900.00||
                """),
            ),
        ],
        "enterprise policy_no insured_count period_start period_end",
        [
            ("东台市海丰船舶配件厂", "25320981AZX00072", 48, "2025-02-14", "2026-02-13"),
            ("东台市三仓化工有限公司", "25320981AZX00080", 73, "2025-03-01", "2026-02-28"),
            ("东台市梁垛新型墙材厂", "25320981AZX00126", 29, "2025-06-10", "2026-06-09"),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "an export of a personnel system",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                员工编号|姓名|身份证|入职日期|部门名称|岗位名称|员工类型|在职状态
                HD0007|旷满生|430423196712012557|2012-03-01|装药车间|装药工|正式员工|在职
                HD0031|颜新桃|430423197111151265|2018-06-18|插引车间|插引工|劳务派遣|在职
                HD0044|单冬秀|430423197404092246|2020-02-20|结鞭车间|结鞭工|正式员工|离职
                HD0052|廖国强|430423199807197391|2024-09-02|仓储部|保管员|正式员工|在职
                """),
            )
        ],
        "name id_no post form",
        [
            ("旷满生", "430423196712012557", "装药工", "employee"),
            ("颜新桃", "430423197111151265", "插引工", "dispatched"),
            ("廖国强", "430423199807197391", "保管员", "employee"),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "who came and who left, a table each",
        "docx",
        [
            ("title", "保险人员增减清单"),
            "投保单位：宁武县东寨机电厂　　保单号：SXAQ140925-2025-008　　生效日期：2025年5月1日",
            "一、增加人员",
            (
                "table",
                _grid("""
                序号|姓名|身份证号|工种
                1|郗建军|140925199504016160|车工
                2|续秀兰|140925198409093040|质检员
                """),
            ),
            "二、减少人员",
            (
                "table",
                _grid("""
                序号|姓名|身份证号|工种
                1|边文瑞|14092519720907705X|电焊工
                """),
            ),
        ],
        "name id_no post",
        [("郗建军", "140925199504016160", "车工"), ("续秀兰", "140925198409093040", "质检员")],
        policy_no="SXAQ140925-2025-008",
        enterprise="宁武县东寨机电厂",
    ),
    staff(
        "who came and who left, told by a column",
        "xlsx",
        [
            (
                "sheet",
                "人员变动",
                _grid("""
                安责险人员变更申请表
                保单号|DBAZ2302810025117|企业|讷河市老莱粮食加工厂
                变更类型|姓名|身份证号码|岗位|生效日期
                增|苍景龙|320981197203105536|烘干工|2025-08-01
                增|初桂芝|320981197101275075|化验员|2025-08-01
                减|仝福海|320981196908057883|装卸工|2025-08-01
                """),
            )
        ],
        "name id_no post",
        [("苍景龙", "320981197203105536", "烘干工"), ("初桂芝", "320981197101275075", "化验员")],
        policy_no="DBAZ2302810025117",
    ),
    staff(
        "two people beside each other in each line",
        "pdf",
        [
            ("title", "参保职工名单"),
            "单位：个旧市锡都选矿厂　　2025年3月1日",
            (
                "table",
                _grid("""
                序号|姓名|工种|身份证后四位|序号|姓名|工种|身份证后四位
                1|普文华|磨矿工|2251|4|龙正祥|浮选工|0917
                2|白琼仙|药剂工|4068|5|马绍云|皮带工|335X
                3|李绍光|尾矿工|1132||||
                """),
            ),
        ],
        "name post",
        [
            ("普文华", "磨矿工"),
            ("白琼仙", "药剂工"),
            ("李绍光", "尾矿工"),
            ("龙正祥", "浮选工"),
            ("马绍云", "皮带工"),
        ],
        list_date="2025-03-01",
        enterprise="个旧市锡都选矿厂",
    ),
    enterprises(
        "towns as lines across, heads in two storeys, two policies of one enterprise",
        "xlsx",
        [
            (
                "merged",
                "统计",
                _grid("""
                海东市乐都区高危企业投保台账|<|<|<|<|<|<|<
                （2025年三季度末）|<|<|<|<|<|<|<
                序号|企业|基本情况|<|投保情况|<|<|<
                ^|^|行业|职工人数|是否参保|保单号|人数|到期
                高庙镇|<|<|<|<|<|<|<
                1|乐都区高庙硅铁厂|冶金|88|已参保|QHAZ63012525044|60|2026-01-16
                ^|^|^|^|^|QHAZ63012525061|28|2026-03-31
                2|高庙镇兴旺采砂场|非煤矿山|14|未参保|||
                雨润镇|<|<|<|<|<|<|<
                3|雨润化肥经销部|危化品经营|5|已参保|QHAZ63012525090|5|2026-05-20
                """),
            )
        ],
        "enterprise headcount insured policy_no insured_count period_end",
        [
            ("乐都区高庙硅铁厂", 88, True, "QHAZ63012525044", 60, "2026-01-16"),
            ("乐都区高庙硅铁厂", 88, True, "QHAZ63012525061", 28, "2026-03-31"),
            ("高庙镇兴旺采砂场", 14, False, None, None, None),
            ("雨润化肥经销部", 5, True, "QHAZ63012525090", 5, "2026-05-20"),
        ],
        roster_date="2025-09-30",
    ),
    enterprises(
        "a notice of who has not insured yet, each a line of the text",
        "docx",
        [
            ("title", "关于衡东县高危行业企业安责险投保情况的通报"),
            "各乡镇：截至2025年8月31日，全县应投保安责险的企业投保情况如下：",
            "1. 衡东县石湾鞭炮烟花厂，烟花爆竹生产，从业人员132人，已投保，保单号1130043042025000551。",
            "2. 衡东县草市引线厂，烟花爆竹生产，从业人员47人，已投保，保单号1130043042025000563。",
            "3. 衡东县大浦砂石厂，非煤矿山，从业人员18人，未投保。",
            "请各乡镇督促未投保企业于9月15日前完成投保。",
        ],
        "enterprise industry headcount insured policy_no",
        [
            ("衡东县石湾鞭炮烟花厂", "fireworks", 132, True, "1130043042025000551"),
            ("衡东县草市引线厂", "fireworks", 47, True, "1130043042025000563"),
            ("衡东县大浦砂石厂", "non_coal_mine", 18, False, None),
        ],
        roster_date="2025-08-31",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
