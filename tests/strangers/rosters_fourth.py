"""A fourth set of lists of enterprises and of people: five plain ones, five awkward ones (one of them a list of telephones)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


_DISTRICT: list[list[Any]] = [
    ["区县", "企业名称", "行业", "企业规模", "人数", "是否投保", "投保日期", "到期日期", "保险公司", "保单号"],
    [
        "建德市",
        "建德市新安江轴承厂",
        "机械",
        "小型",
        58,
        "是",
        _day("2025-01-01"),
        _day("2025-12-31"),
        "中国人寿财险",
        "2120333012025000409",
    ],
    [
        "建德市",
        "建德市寿昌化工有限公司",
        "危险化学品",
        "中型",
        211,
        "是",
        _day("2025-03-18"),
        _day("2026-03-17"),
        "平安产险",
        "10551003902025330188",
    ],
    ["桐庐县", "桐庐富春江石料场", "非煤矿山", "小型", 33, "否", None, None, None, None],
]

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a workbook with numbers and days as Excel has them",
        "xlsx",
        [("sheet", "清单", _DISTRICT)],
        "enterprise size headcount insured period_start period_end policy_no",
        [
            ("建德市新安江轴承厂", "small", 58, True, "2025-01-01", "2025-12-31", "2120333012025000409"),
            ("建德市寿昌化工有限公司", "medium", 211, True, "2025-03-18", "2026-03-17", "10551003902025330188"),
            ("桐庐富春江石料场", "small", 33, False, None, None, None),
        ],
    ),
    enterprises(
        "those without and why, in Word",
        "docx",
        [
            ("title", "安化县未投保安责险企业明细表"),
            "截至2025年8月15日",
            (
                "table",
                _grid("""
                序号|企业名称|所属行业|所在乡镇|从业人员|未投保原因|承诺投保时间
                1|安化县东坪烟花爆竹经营部|烟花爆竹|东坪镇|5|资金困难|2025年9月
                2|安化县平口采砂有限公司|非煤矿山|平口镇|16|停产|复产前
                3|安化县仙溪液化气储配站|危险化学品|仙溪镇|8|正在询价|2025年8月底
                """),
            ),
        ],
        "enterprise industry headcount",
        [
            ("安化县东坪烟花爆竹经营部", "fireworks", 5),
            ("安化县平口采砂有限公司", "non_coal_mine", 16),
            ("安化县仙溪液化气储配站", "hazardous_chemicals", 8),
        ],
        roster_date="2025-08-15",
        scope="uninsured",
    ),
    staff(
        "who is insured under a policy, numbers of identity masked, printed",
        "pdf",
        [
            ("title", "被保险人员名单"),
            "保险单号：DLAZX-2025-0713　　被保险人：大连金州湾船用阀门厂",
            (
                "table",
                _grid("""
                序号|姓名|性别|证件号码|工种|每人限额（元）
                1|邴立军|男|210213********3316|起重工|500,000.00
                2|曲洪英|女|210213********0248|库管员|500,000.00
                3|鞠永刚|男|210213********1172|钳工|500,000.00
                4|初晓丽|女|210213********264X|检验员|500,000.00
                """),
            ),
        ],
        "name post per_person_limit",
        [
            ("邴立军", "起重工", 500000),
            ("曲洪英", "库管员", 500000),
            ("鞠永刚", "钳工", 500000),
            ("初晓丽", "检验员", 500000),
        ],
        policy_no="DLAZX-2025-0713",
        enterprise="大连金州湾船用阀门厂",
    ),
    enterprises(
        "a sheet for those with and a sheet for those without",
        "xlsx",
        [
            (
                "sheet",
                "已投保",
                _grid("""
                序号|企业名称|保单号|保险公司|保险止期
                1|紫云县猫营石材厂|GZAQ-520425-25-018|人保财险|2026-01-31
                2|紫云县板当煤业有限公司|GZAQ-520425-25-040|太平洋产险|2026-05-14
                """),
            ),
            (
                "sheet",
                "未投保",
                _grid("""
                序号|企业名称|行业|备注
                1|紫云县火花烟花爆竹店|烟花爆竹|已约谈
                2|紫云县坝羊加油站|成品油零售|7月投保
                """),
            ),
        ],
        "enterprise insured policy_no period_end",
        [
            ("紫云县猫营石材厂", True, "GZAQ-520425-25-018", "2026-01-31"),
            ("紫云县板当煤业有限公司", True, "GZAQ-520425-25-040", "2026-05-14"),
            ("紫云县火花烟花爆竹店", False, None, None),
            ("紫云县坝羊加油站", False, None, None),
        ],
    ),
    staff(
        "a platform's download of who is at work, forms of work in a column",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid(
                    """
                企业名称,姓名,证件号,工种,用工方式,特种作业证,登记日期
                阆中市保宁醋业包装厂,蒲兴贵,450821198104194934,包装机操作,劳动合同,无,2025-02-10
                阆中市保宁醋业包装厂,鲜开秀,450821199112057969,贴标,劳务派遣,无,2025-02-10
                阆中市保宁醋业包装厂,侯明亮,45082119941125951X,叉车司机,劳动合同,有,2025-02-10
                """.replace(",", "|")
                ),
            )
        ],
        "name id_no post form",
        [
            ("蒲兴贵", "450821198104194934", "包装机操作", "employee"),
            ("鲜开秀", "450821199112057969", "贴标", "dispatched"),
            ("侯明亮", "45082119941125951X", "叉车司机", "employee"),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "names of a workshop in a paragraph each",
        "docx",
        [
            ("title", "高台县宣化镇农膜厂安责险参保人员名单"),
            "保单号6012022025621002000077，2025年3月1日",
            "吹膜车间（吹膜工，4人）：殷吉祥、雒玉琴、盛天才、毛国花",
            "造粒车间（造粒工，2人）：郑希海、闫德福",
            "仓储（装卸工，1人）：桑吉",
        ],
        "name post",
        [
            ("殷吉祥", "吹膜工"),
            ("雒玉琴", "吹膜工"),
            ("盛天才", "吹膜工"),
            ("毛国花", "吹膜工"),
            ("郑希海", "造粒工"),
            ("闫德福", "造粒工"),
            ("桑吉", "装卸工"),
        ],
        list_date="2025-03-01",
        policy_no="6012022025621002000077",
    ),
    staff(
        "who came and who left by signs",
        "xlsx",
        [
            (
                "sheet",
                "8月",
                _grid("""
                文昌市锦山椰纤维厂8月人员增减表（保单HN469005AZ250031）
                增减|姓名|身份证号码|岗位|日期
                +|符史军|371524197802038751|梳理工|8月2日
                +|林明珠|371524197109252768|打包工|8月2日
                -|韩春光|371524199410235616|锅炉工|8月15日
                """),
            )
        ],
        "name id_no post",
        [("符史军", "371524197802038751", "梳理工"), ("林明珠", "371524197109252768", "打包工")],
        policy_no="HN469005AZ250031",
    ),
    enterprises(
        "enterprises in running sentences of one paragraph",
        "docx",
        [
            ("title", "老边区柳树镇安责险投保情况"),
            "截至2025年7月31日，我镇应投保企业4家。其中，营口市老边区耐火材料厂（从业人员96人）已投保，保单号AZR-LN-0910-2025-66；营口柳树镁砂有限公司（从业人员143人）已投保，保单号AZR-LN-0910-2025-71；营口北方液化气站（从业人员7人）未投保；老边区路南采石场（从业人员24人）未投保。",
        ],
        "enterprise headcount insured policy_no",
        [
            ("营口市老边区耐火材料厂", 96, True, "AZR-LN-0910-2025-66"),
            ("营口柳树镁砂有限公司", 143, True, "AZR-LN-0910-2025-71"),
            ("营口北方液化气站", 7, False, None),
            ("老边区路南采石场", 24, False, None),
        ],
        roster_date="2025-07-31",
    ),
    staff(
        "a card for each person",
        "docx",
        [
            ("title", "从业人员登记卡"),
            "企业：庆元县松源竹制品厂",
            *(
                (
                    "table",
                    _grid(f"""
                    姓名|{name}|性别|{sex}
                    身份证号|{number}|工种|{post}
                    用工形式|{form}|入厂日期|{day}
                    """),
                )
                for name, sex, number, post, form, day in (
                    ("余金水", "男", "430423196712012557", "锯竹工", "正式", "2019-03-01"),
                    ("应雪梅", "女", "430423197111151265", "编织工", "临时", "2025-02-17"),
                )
            ),
        ],
        "name id_no post form",
        [
            ("余金水", "430423196712012557", "锯竹工", "employee"),
            ("应雪梅", "430423197111151265", "编织工", "temporary"),
        ],
        enterprise="庆元县松源竹制品厂",
    ),
    Paper(
        "telephones of enterprises, nothing of insuring",
        "xlsx",
        [
            (
                "sheet",
                "通讯录",
                _grid("""
                老边区重点企业通讯录
                序号|企业名称|负责人|职务|手机|地址
                1|营口市老边区耐火材料厂|佟德林|厂长|13840700112|柳树镇
                2|营口柳树镁砂有限公司|修长海|经理|13840700995|柳树镇
                """),
            )
        ],
        "unknown",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
