"""A third set of lists of enterprises and of people: five plain ones, five awkward ones, written after the second had been mended for."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a town's table in Word with who is in charge and telephones, states in words",
        "docx",
        [
            ("title", "塔峰镇高危行业领域企业安责险投保情况摸底表"),
            "填报单位（盖章）：塔峰镇人民政府　　　　填报时间：2025年6月30日",
            (
                "table",
                _grid("""
                序号|企业名称|法定代表人|联系电话|所属行业|从业人数|投保情况|承保公司|保险到期日|备注
                1|蓝山县塔峰木制品厂|成建国|13874600118|工贸|42|在保|湖南人保|2026年2月5日|
                2|蓝山县金鑫采石场|雷小平|15974600206|非煤矿山|27|在保|湖南人保|2025年12月19日|
                3|蓝山县利民液化气站|邓爱民|13574600933|危险化学品|11|脱保|||已催办
                4|蓝山县湘粤烟花批发部|黄满姣|18974600477|烟花爆竹|6|未投保|||
                """),
            ),
        ],
        "enterprise industry headcount insured insurer period_end",
        [
            ("蓝山县塔峰木制品厂", "other", 42, True, "湖南人保", "2026-02-05"),
            ("蓝山县金鑫采石场", "non_coal_mine", 27, True, "湖南人保", "2025-12-19"),
            ("蓝山县利民液化气站", "hazardous_chemicals", 11, False, None, None),
            ("蓝山县湘粤烟花批发部", "fireworks", 6, False, None, None),
        ],
        roster_date="2025-06-30",
    ),
    staff(
        "a roll without numbers of identity, printed",
        "pdf",
        [
            ("title", "在岗职工名册"),
            "单位名称：凌海市大凌河水泥构件厂　　　　　　　　2025年2月",
            (
                "table",
                _grid("""
                序号|姓名|性别|出生年月|文化程度|工种|进厂时间|合同类型
                1|哈立新|男|1983.05|初中|搅拌工|2016.03|固定期限
                2|时桂英|女|1975.11|小学|养护工|2019.07|劳务派遣
                3|那文斌|男|1990.02|高中|行车工|2021.04|固定期限
                4|佟丽娟|女|1986.08|中专|统计员|2018.10|固定期限
                """),
            ),
        ],
        "name post",
        [("哈立新", "搅拌工"), ("时桂英", "养护工"), ("那文斌", "行车工"), ("佟丽娟", "统计员")],
        enterprise="凌海市大凌河水泥构件厂",
    ),
    staff(
        "an insurer's sheet of people by plans, limits in ten thousands",
        "xlsx",
        [
            (
                "sheet",
                "人员清单",
                _grid("""
                序号|姓名|身份证件号码|职业类别|岗位名称|投保方案|每人限额（万元）|保险起期
                1|折飞龙|140925199504016160|5类|炉前操作|方案B|80|2025-01-01
                2|郝粉霞|140925198409093040|3类|化验|方案A|60|2025-01-01
                3|苏占彪|140925199702020291|5类|天车操作|方案B|80|2025-01-01
                """),
            )
        ],
        "name id_no post per_person_limit",
        [
            ("折飞龙", "140925199504016160", "炉前操作", 800000),
            ("郝粉霞", "140925198409093040", "化验", 600000),
            ("苏占彪", "140925199702020291", "天车操作", 800000),
        ],
    ),
    enterprises(
        "those insured under one policy, attached to it",
        "xlsx",
        [
            (
                "sheet",
                "附件",
                _grid("""
                被保险企业清单（保单号：CQ500119-AZ-25-0056）
                序号|被保险人名称|统一社会信用代码|投保人数|保险费（元）
                1|重庆市南川区水江铝制品厂|91371524MAFPQQLG4L|56|22,400.00
                2|重庆市南川区鸣玉机械厂|91371524MACGHCU85M|31|12,400.00
                3|重庆市南川区大观石材厂|91371524MACPWHTN5R|18|7,200.00
                合计|||105|42,000.00
                """),
            )
        ],
        "enterprise uscc insured_count",
        [
            ("重庆市南川区水江铝制品厂", "91371524MAFPQQLG4L", 56),
            ("重庆市南川区鸣玉机械厂", "91371524MACGHCU85M", 31),
            ("重庆市南川区大观石材厂", "91371524MACPWHTN5R", 18),
        ],
    ),
    enterprises(
        "a park's printed register with periods from day to day",
        "pdf",
        [
            ("title", "府谷县镁业园区应投保企业台账"),
            "截至2025年9月30日",
            (
                "table",
                _grid("""
                编号|单位名称|应投保|已投保|保单编号|保险期间|参保人数
                1|府谷县兴茂镁业有限公司|是|是|SX6108BA25000314|2025.01.01-2025.12.31|186
                2|府谷县京府煤化有限公司|是|是|SX6108BA25000377|2025.03.10-2026.03.09|240
                3|府谷县恒源运输有限公司|是|否|||
                """),
            ),
        ],
        "enterprise is_due insured policy_no period_start period_end insured_count",
        [
            ("府谷县兴茂镁业有限公司", True, True, "SX6108BA25000314", "2025-01-01", "2025-12-31", 186),
            ("府谷县京府煤化有限公司", True, True, "SX6108BA25000377", "2025-03-10", "2026-03-09", 240),
            ("府谷县恒源运输有限公司", True, False, None, None, None, None),
        ],
        roster_date="2025-09-30",
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "who came beside who left, under two heads",
        "xlsx",
        [
            (
                "merged",
                "7月变动",
                _grid("""
                2025年7月被保险人员变动表|<|<|<|<|<|<
                保单号：PDAA20251501000000277|<|<|<|<|<|<
                序号|新增人员|<|<|减少人员|<|<
                ^|姓名|身份证号|工种|姓名|身份证号|工种
                1|敖特根|371524197802038751|造型工|白音|371524199410235616|落砂工
                2|乌云其|371524197109252768|清砂工|||
                """),
            )
        ],
        "name id_no post",
        [("敖特根", "371524197802038751", "造型工"), ("乌云其", "371524197109252768", "清砂工")],
        policy_no="PDAA20251501000000277",
    ),
    staff(
        "one in the place of another",
        "docx",
        [
            ("title", "被保险人替换清单"),
            "被保险企业：绩溪县扬之水电机厂　保单号：AHAZ3418252500021　替换生效日：2025年6月16日",
            (
                "table",
                _grid("""
                序号|原被保险人|原身份证号|替换为|新身份证号|岗位
                1|许尚文|320981197203105536|胡振邦|32098119971102773X|绕线工
                2|舒和平|320981196908057883|程丽霞|320981198807042729|装配工
                """),
            ),
        ],
        "name id_no post",
        [("胡振邦", "32098119971102773X", "绕线工"), ("程丽霞", "320981198807042729", "装配工")],
        policy_no="AHAZ3418252500021",
    ),
    staff(
        "names by workshop, several in a cell",
        "docx",
        [
            ("title", "南川区水江铝制品厂参保人员名单"),
            "共8人，2025年1月15日",
            (
                "table",
                _grid("""
                车间|工种|姓名|人数
                熔炼|熔炼工|唐世财、韦佑碧、冉启明|3
                压铸|压铸工|骆正强、甘小琴|2
                机加|数控操作工|游国栋、瞿红、代明芳|3
                """),
            ),
        ],
        "name post",
        [
            ("唐世财", "熔炼工"),
            ("韦佑碧", "熔炼工"),
            ("冉启明", "熔炼工"),
            ("骆正强", "压铸工"),
            ("甘小琴", "压铸工"),
            ("游国栋", "数控操作工"),
            ("瞿红", "数控操作工"),
            ("代明芳", "数控操作工"),
        ],
        list_date="2025-01-15",
        enterprise="南川区水江铝制品厂",
    ),
    enterprises(
        "the names of those without, nothing else",
        "docx",
        [
            ("title", "未投保安全生产责任保险企业名单"),
            "（张家湾镇，2025年9月30日）",
            "1. 北京张家湾顺发喷涂厂",
            "2. 北京通州永乐气体充装站",
            "3. 北京宏达拆除工程有限公司",
        ],
        "enterprise insured",
        [("北京张家湾顺发喷涂厂", False), ("北京通州永乐气体充装站", False), ("北京宏达拆除工程有限公司", False)],
        roster_date="2025-09-30",
        scope="uninsured",
    ),
    enterprises(
        "enterprises in text of two lines each",
        "txt",
        _lines("""
博乐市安责险投保企业情况（截至2025年7月31日）
1、博乐市达勒特棉籽加工厂
   轻工 职工39人 已投保 中华联合财险 保单号XJAZX65272225017 到期2026-01-20
2、博乐市贝林石英砂矿
   非煤矿山 职工22人 已投保 中华联合财险 保单号XJAZX65272225031 到期2026-04-02
3、博乐市青得里加油站
   危险化学品 职工7人 未投保
"""),
        "enterprise headcount insured policy_no",
        [
            ("博乐市达勒特棉籽加工厂", 39, True, "XJAZX65272225017"),
            ("博乐市贝林石英砂矿", 22, True, "XJAZX65272225031"),
            ("博乐市青得里加油站", 7, False, None),
        ],
        roster_date="2025-07-31",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
