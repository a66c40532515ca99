"""An eleventh set of lists of enterprises and of people, by another author: five plain ones, five awkward ones, after mending for the tenth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a street's list with a contact and a column that says what is insured",
        "xlsx",
        [
            (
                "sheet",
                "底册",
                _grid("""
                庄河市鞍子山乡安责险参保底册（2025年三季度末，截至2025年9月30日）|||||||
                编号|单位名称|行业领域|联系人|员工数|参保公司|保单号|保险止期
                1|庄河市鞍子山冶炼厂|金属冶炼|曲玉柱|94|人保财险|ADLA21006025Z0004417|2026-01-15
                2|庄河市南尖石英砂厂|非煤矿山|初本善|22|未参保||
                3|庄河市栗子房船厂|船舶修造|宫庆有|61|平安财险|PAZ21028325000177|2026-05-31
                """),
            )
        ],
        "enterprise headcount insured policy_no period_end",
        [
            ("庄河市鞍子山冶炼厂", 94, None, "ADLA21006025Z0004417", "2026-01-15"),
            ("庄河市南尖石英砂厂", 22, False, None, None),
            ("庄河市栗子房船厂", 61, None, "PAZ21028325000177", "2026-05-31"),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "a list of a builder's site with teams and the limit of each",
        "docx",
        [
            ("title", "参保人员名单"),
            "工程名称：昆山市花桥冷链仓库工程　　保单号码：PWZA20253205810000192",
            (
                "table",
                _grid("""
                序号|班组|姓名|身份证号码|工种|每人保额（万元）
                1|木工班|蒋绍良|320583197502184117|木工|80
                2|木工班|卞红兵|320583198109073514|木工|80
                3|钢筋班|水根荣|320583197006021837|钢筋工|80
                4|塔吊班|惠建新|320583198812254816|塔吊司机|80
                """),
            ),
        ],
        "name id_no post per_person_limit",
        [
            ("蒋绍良", "320583197502184117", "木工", 800000),
            ("卞红兵", "320583198109073514", "木工", 800000),
            ("水根荣", "320583197006021837", "钢筋工", 800000),
            ("惠建新", "320583198812254816", "塔吊司机", 800000),
        ],
        policy_no="PWZA20253205810000192",
    ),
    enterprises(
        "a table of renewals: last policy and the new one",
        "docx",
        [
            ("title", "肥西县安责险续保企业情况表"),
            "统计截止日期：2025年12月10日",
            (
                "table",
                _grid("""
                序号|企业名称|所属乡镇|上年度保单号|是否续保|本年度保单号|本年度保险期限
                1|肥西县花岗油漆厂|花岗镇|2511034010882000098|是|2511034010882000351|2025.1.20-2026.1.19
                2|肥西县丰乐塑料厂|丰乐镇|2511034010882000112|否||
                """),
            ),
        ],
        "enterprise area policy_no period_start period_end",
        [
            ("肥西县花岗油漆厂", "花岗镇", "2511034010882000351", "2025-01-20", "2026-01-19"),
            ("肥西县丰乐塑料厂", "丰乐镇", None, None, None),
        ],
        roster_date="2025-12-10",
    ),
    staff(
        "a print of an app in two columns of people with ordinals",
        "pdf",
        [
            ("title", "被保险人名单"),
            "保单号 KFJX-AZ-410204-25-0071　投保人 杞县葛岗纺织厂",
            (
                "table",
                _grid("""
                序号|姓名|岗位|序号|姓名|岗位
                1|牛爱荣|梳棉工|4|翟保国|机修工
                2|仝秀丽|细纱工|5|尚巧云|络筒工
                3|代学军|打包工|6|郅明亮|司炉工
                """),
            ),
        ],
        "name post",
        [
            ("牛爱荣", "梳棉工"),
            ("翟保国", "机修工"),
            ("仝秀丽", "细纱工"),
            ("尚巧云", "络筒工"),
            ("代学军", "打包工"),
            ("郅明亮", "司炉工"),
        ],
        policy_no="KFJX-AZ-410204-25-0071",
    ),
    enterprises(
        "a bureau's export, insured told as the number of policies in force",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                企业名称|统一社会信用代码|行政区划代码|国民经济行业|从业人员|应投保|投保状态|当前保单号|到期日
                余干县瑞洪冷库|91361127MA35Q2KT6B|361127|冷藏食品加工|31|是|在保|XAZ36112325000214|2026-02-14
                余干县古埠砖厂|91361127MA37XN4E0R|361127|砖瓦制造|48|是|脱保||2025-03-31
                """),
            )
        ],
        "enterprise uscc region_code headcount is_due insured policy_no",
        [
            ("余干县瑞洪冷库", "91361127MA35Q2KT6B", "361127", 31, True, True, "XAZ36112325000214"),
            ("余干县古埠砖厂", "91361127MA37XN4E0R", "361127", 48, True, False, None),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    enterprises(
        "a bulletin in sentences, town by town, insured ones with their insurer in brackets",
        "docx",
        [
            ("title", "合浦县安责险企业投保情况通报"),
            "截至2025年8月15日，各镇企业投保情况如下：",
            "沙岗镇：合浦县沙岗烟花厂（人保财险）、合浦县沙岗油库（太保产险）已投保；合浦县沙岗采石场未投保。",
            "西场镇：合浦县西场糖厂（人保财险）已投保；合浦县西场制冰厂、合浦县西场修船厂未投保。",
        ],
        "enterprise area insured",
        [
            ("合浦县沙岗烟花厂", "沙岗镇", True),
            ("合浦县沙岗油库", "沙岗镇", True),
            ("合浦县沙岗采石场", "沙岗镇", False),
            ("合浦县西场糖厂", "西场镇", True),
            ("合浦县西场制冰厂", "西场镇", False),
            ("合浦县西场修船厂", "西场镇", False),
        ],
        roster_date="2025-08-15",
    ),
    staff(
        "people down the side by number alone, facts of each as lines in one cell",
        "docx",
        [
            ("title", "员工投保信息登记"),
            "保险单：SXAK610922250000836",
            (
                "table",
                _grid("""
                序号|人员信息
                1|姓名：伍显富@身份证号：612422197811045216@工种：凿岩工
                2|姓名：沈世翠@身份证号：612422198503227024@工种：选矿工
                3|姓名：储成林@身份证号：612422196912185017@工种：看磨工
                """),
            ),
        ],
        "name id_no post",
        [
            ("伍显富", "612422197811045216", "凿岩工"),
            ("沈世翠", "612422198503227024", "选矿工"),
            ("储成林", "612422196912185017", "看磨工"),
        ],
        policy_no="SXAK610922250000836",
    ),
    staff(
        "a list typed with dots between, the post first",
        "txt",
        _lines("""
正镶白旗明安图石料厂 参保人员名单
保单号：NMG152527AZ00250618
钻工 …… 苏和巴特尔 …… 152527198004072118
司机 …… 娜仁其木格 …… 152527198911152327
爆破员 …… 齐海山 …… 152527197605293814
破碎工 …… 宝力道 …… 152527198302016015
"""),
        "name id_no post",
        [
            ("苏和巴特尔", "152527198004072118", "钻工"),
            ("娜仁其木格", "152527198911152327", "司机"),
            ("齐海山", "152527197605293814", "爆破员"),
            ("宝力道", "152527198302016015", "破碎工"),
        ],
        policy_no="NMG152527AZ00250618",
    ),
    enterprises(
        "a table on its side: an enterprise in each column",
        "xlsx",
        [
            (
                "sheet",
                "对照",
                _grid("""
                企业名称|塔城市博孜达克农机厂|塔城市恰夏加油站|塔城市也门勒砂石厂
                行业|机械制造|危险化学品|非煤矿山
                从业人数|36|8|21
                是否投保|是|是|否
                保单号|6541220250430000095|6541220250611000127|
                保险期限|2025-05-01至2026-04-30|2025-06-15至2026-06-14|
                """),
            )
        ],
        "enterprise headcount insured policy_no period_start period_end",
        [
            ("塔城市博孜达克农机厂", 36, True, "6541220250430000095", "2025-05-01", "2026-04-30"),
            ("塔城市恰夏加油站", 8, True, "6541220250611000127", "2025-06-15", "2026-06-14"),
            ("塔城市也门勒砂石厂", 21, False, None, None, None),
        ],
    ),
    staff(
        "a workshop in each column, the number of people over the names, posts in brackets",
        "docx",
        [
            ("title", "北海市铁山港水产冷冻厂投保员工分布"),
            "保单号：BHSG450502AZ2025113",
            (
                "table",
                _grid("""
                装卸队（3人）|加工车间（3人）|机房（1人）
                裴日新（装卸工）|劳彩莲（分拣工）|庞德胜（制冷工）
                苏亚福（装卸工）|利秀英（包装工）|
                钟亚九（叉车工）|宁凤娟（包装工）|
                """),
            ),
        ],
        "name post",
        [
            ("裴日新", "装卸工"),
            ("苏亚福", "装卸工"),
            ("钟亚九", "叉车工"),
            ("劳彩莲", "分拣工"),
            ("利秀英", "包装工"),
            ("宁凤娟", "包装工"),
            ("庞德胜", "制冷工"),
        ],
        policy_no="BHSG450502AZ2025113",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
