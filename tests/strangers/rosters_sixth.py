"""A sixth set of lists of enterprises and of people: five plain ones, five awkward ones, after mending for the fifth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a county's list of those to be insured, two storeys of heads, what is missing as a dash",
        "pdf",
        [
            ("title", "共和县高危行业领域企业安责险投保情况统计表"),
            "填报单位：共和县应急管理局　　填报时间：2025年8月29日",
            (
                "table",
                _grid("""
                序号|企业基本情况|<|<|<|投保情况|<|<|<
                ^|企业名称|统一社会信用代码|行业|从业人数|是否投保|承保公司|保单号|保险止期
                1|共和县青海湖盐化有限公司|91632521MAR8A676T2|危险化学品|88|是|国寿财险|QHGH2025AZ0017|2026-04-30
                2|共和县恰卜恰采砂场|91632521MAY39FYHKM|非煤矿山|23|是|人保财险|QHGH2025AZ0039|2026-07-14
                3|共和县龙羊峡烟花爆竹店|91632521MA74HLMG0W|烟花爆竹|3|否|—|—|—
                """),
            ),
        ],
        "enterprise uscc headcount insured insurer policy_no period_end",
        [
            ("共和县青海湖盐化有限公司", "91632521MAR8A676T2", 88, True, "国寿财险", "QHGH2025AZ0017", "2026-04-30"),
            ("共和县恰卜恰采砂场", "91632521MAY39FYHKM", 23, True, "人保财险", "QHGH2025AZ0039", "2026-07-14"),
            ("共和县龙羊峡烟花爆竹店", "91632521MA74HLMG0W", 3, False, None, None, None),
        ],
        roster_date="2025-08-29",
    ),
    staff(
        "a policy's schedule of people with their class of work and limits",
        "pdf",
        [
            ("title", "被保险人从业人员清单"),
            "保险单号：LJ230822202500571　　投保人：桦南县驼腰子金矿有限公司",
            (
                "table",
                _grid("""
                序号|姓名|证件类型|证件号码|工种|职业类别|每人伤亡限额（万元）|每人医疗限额（万元）
                1|栾喜军|身份证|230822197108057794|凿岩工|5类|80|8
                2|矫长富|身份证|230822196912012461|爆破工|5类|80|8
                3|曲春兰|身份证|23082219731115117X|化验员|2类|80|8
                """),
            ),
            "合计：3人",
        ],
        "name id_no post per_person_limit",
        [
            ("栾喜军", "230822197108057794", "凿岩工", 800000),
            ("矫长富", "230822196912012461", "爆破工", 800000),
            ("曲春兰", "23082219731115117X", "化验员", 800000),
        ],
        policy_no="LJ230822202500571",
    ),
    enterprises(
        "a workbook of an insurer's policies of a county, no word of due",
        "xlsx",
        [
            (
                "sheet",
                "承保清单",
                _grid("""
                揭西支公司安责险承保企业清单
                统计截止日：2025-09-30
                序号|被保险人|社会信用代码|乡镇|行业类别|投保人数|保单号码|起保时间|终止时间|保费（元）
                1|揭西县棉湖五金制品厂|91445281MAP6PAU23H|棉湖镇|机械制造|57|JX25AZ00041|2025-02-18|2026-02-17|17,100.00
                2|揭西县河婆石料场|91445281MAJET2XRRU|河婆街道|非煤矿山|26|JX25AZ00058|2025-05-06|2026-05-05|10,400.00
                3|揭西县金和电线厂|91445281MAH38ELQXW|金和镇|电线电缆|112|JX25AZ00077|2025-08-01|2026-07-31|28,000.00
                """),
            )
        ],
        "enterprise uscc area insured_count policy_no period_start period_end",
        [
            ("揭西县棉湖五金制品厂", "91445281MAP6PAU23H", "棉湖镇", 57, "JX25AZ00041", "2025-02-18", "2026-02-17"),
            ("揭西县河婆石料场", "91445281MAJET2XRRU", "河婆街道", 26, "JX25AZ00058", "2025-05-06", "2026-05-05"),
            ("揭西县金和电线厂", "91445281MAH38ELQXW", "金和镇", 112, "JX25AZ00077", "2025-08-01", "2026-07-31"),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "a works roll with forms of employment and departments",
        "xlsx",
        [
            (
                "merged",
                "花名册",
                _grid("""
                横峰县葛源陶瓷有限公司在册人员花名册|<|<|<|<|<
                截至2025年6月30日|<|<|<|<|<
                部门|序号|姓名|身份证号|岗位|用工性质
                窑炉车间|1|璩建新|361129199408172757|烧成工|合同工
                ^|2|缪冬英|361129197408204254|装窑工|劳务派遣
                原料车间|3|滕国旺|361129198609092951|球磨工|合同工
                ^|4|汤小妹|361129199704016070|配料工|临时工
                """),
            )
        ],
        "name id_no post form",
        [
            ("璩建新", "361129199408172757", "烧成工", "employee"),
            ("缪冬英", "361129197408204254", "装窑工", "dispatched"),
            ("滕国旺", "361129198609092951", "球磨工", "employee"),
            ("汤小妹", "361129199704016070", "配料工", "temporary"),
        ],
        enterprise="横峰县葛源陶瓷有限公司",
        list_date="2025-06-30",
    ),
    enterprises(
        "an annex of a letter: those not insured, what is asked of them",
        "docx",
        [
            "附件2",
            ("title", "蕲春县未投保安责险企业名单"),
            "（截至2025年7月31日）",
            (
                "table",
                _grid("""
                序号|所属镇|企业名称|行业|用工人数|未投保原因|要求投保时限
                1|漕河镇|蕲春县漕河混凝土有限公司|建材|44|保单到期未续|2025年8月31日前
                2|横车镇|蕲春县横车矿业有限公司|非煤矿山|29|新建企业|2025年8月15日前
                3|刘河镇|蕲春县刘河液化气站|危险化学品|6|认为保费高|2025年8月15日前
                """),
            ),
        ],
        "area enterprise headcount",
        [
            ("漕河镇", "蕲春县漕河混凝土有限公司", 44),
            ("横车镇", "蕲春县横车矿业有限公司", 29),
            ("刘河镇", "蕲春县刘河液化气站", 6),
        ],
        roster_date="2025-07-31",
        scope="uninsured",
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "a sign-in list's people in two columns beside each other",
        "pdf",
        [
            ("title", "参保职工名单"),
            "单位：墨竹工卡县甲玛矿业选厂　保单号：XZ540127202500008",
            (
                "table",
                _grid("""
                序号|姓名|岗位|序号|姓名|岗位
                1|次仁顿珠|磨矿工|4|李占魁|电工
                2|格桑卓玛|化验员|5|旦增罗布|铲车司机
                3|王有德|浮选工|6|边巴次仁|破碎工
                """),
            ),
        ],
        "name post",
        [
            ("次仁顿珠", "磨矿工"),
            ("格桑卓玛", "化验员"),
            ("王有德", "浮选工"),
            ("李占魁", "电工"),
            ("旦增罗布", "铲车司机"),
            ("边巴次仁", "破碎工"),
        ],
        policy_no="XZ540127202500008",
        enterprise="墨竹工卡县甲玛矿业选厂",
    ),
    enterprises(
        "a town's list with marks for yes and no and a remark that tells of the policy",
        "docx",
        [
            ("title", "驼腰子镇企业安责险摸排表"),
            "摸排日期：2025.9.15",
            (
                "table",
                _grid("""
                企业名称|负责人|电话|职工数|已保|未保|情况说明
                驼腰子镇木耳加工厂|曲万才|13900000001|17|√||太平洋财险，保单CPIC2308220031，2026年3月到期
                驼腰子镇兴达砖厂|于得水|13900000002|33||√|正在比价
                驼腰子镇加油站|姜秀芝|13900000003|5|√||人保财险，保单PICC2308220114，2026年5月到期
                """),
            ),
        ],
        "enterprise headcount insured",
        [
            ("驼腰子镇木耳加工厂", 17, True),
            ("驼腰子镇兴达砖厂", 33, False),
            ("驼腰子镇加油站", 5, True),
        ],
        roster_date="2025-09-15",
    ),
    staff(
        "names pasted into a mail's text with number and work by commas",
        "txt",
        _lines("""
蕲春县横车矿业有限公司 2025年安责险人员名单
姓名,身份证号,工种
管新华,421126199902020203,凿岩工
操正明,421126197701036752,支护工
余桃英,421126197409076968,过磅员
帅先进,421126197307061124,爆破员
"""),
        "name id_no post",
        [
            ("管新华", "421126199902020203", "凿岩工"),
            ("操正明", "421126197701036752", "支护工"),
            ("余桃英", "421126197409076968", "过磅员"),
            ("帅先进", "421126197307061124", "爆破员"),
        ],
        enterprise="蕲春县横车矿业有限公司",
    ),
    enterprises(
        "sentences by industry, each naming its enterprises with the number of people in brackets",
        "docx",
        [
            ("title", "揭西县安责险已投保企业名录"),
            "统计时间：2025年10月31日",
            "非煤矿山：揭西县河婆石料场（26人）、揭西县五云砂石厂（19人）。",
            "金属冶炼：揭西县棉湖熔铸厂（41人）。",
            "烟花爆竹：揭西县灰寨烟花专营店（3人）、揭西县钱坑爆竹仓库（8人）。",
        ],
        "enterprise headcount industry",
        [
            ("揭西县河婆石料场", 26, "non_coal_mine"),
            ("揭西县五云砂石厂", 19, "non_coal_mine"),
            ("揭西县棉湖熔铸厂", 41, "metal_smelting"),
            ("揭西县灰寨烟花专营店", 3, "fireworks"),
            ("揭西县钱坑爆竹仓库", 8, "fireworks"),
        ],
        roster_date="2025-10-31",
    ),
    staff(
        "a list of who changed places, old person and new in one row",
        "xlsx",
        [
            (
                "sheet",
                "替换",
                _grid("""
                人员替换清单（保单JX25AZ00041，生效日2025-07-01）
                序号|退出人员|退出人员身份证|替换人员|替换人员身份证|工种
                1|钟添福|445281197604092151|辜少珍|445281197303061538|冲压工
                2|翁炳南|445281196901282395|纪俊鸿|445281200007197304|抛光工
                """),
            )
        ],
        "name id_no post",
        [
            ("辜少珍", "445281197303061538", "冲压工"),
            ("纪俊鸿", "445281200007197304", "抛光工"),
        ],
        policy_no="JX25AZ00041",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
