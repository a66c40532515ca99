"""An eighth set of lists of enterprises and of people: five plain ones, five awkward ones, after mending for the seventh."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a bureau's list of those that should insure, by sector on bands",
        "xlsx",
        [
            (
                "merged",
                "清单",
                _grid("""
                宜州区高危行业应保企业清单|<|<|<|<|<
                统计日期：2025年7月31日|<|<|<|<|<
                序号|企业名称|统一社会信用代码|从业人数|投保情况|保险止期
                一、危险化学品|<|<|<|<|<
                1|宜州区庆远油库|91451281MA5K1A2B3C|14|已投保|2026-04-08
                2|宜州区怀远气体厂|91451281MA5K4D5E6F|27|未投保|
                二、烟花爆竹|<|<|<|<|<
                3|宜州区北牙鞭炮批发部|91451281MA5K7G8H9J|6|已投保|2026-01-15
                """),
            )
        ],
        "enterprise uscc industry headcount insured period_end",
        [
            ("宜州区庆远油库", "91451281MA5K1A2B3C", "hazardous_chemicals", 14, True, "2026-04-08"),
            ("宜州区怀远气体厂", "91451281MA5K4D5E6F", "hazardous_chemicals", 27, False, None),
            ("宜州区北牙鞭炮批发部", "91451281MA5K7G8H9J", "fireworks", 6, True, "2026-01-15"),
        ],
        roster_date="2025-07-31",
    ),
    staff(
        "employees on a sheet for each workshop",
        "xlsx",
        [
            (
                "sheet",
                "烧成车间",
                _grid("""
                序号|姓名|身份证号|岗位|入职日期
                1|武文斌|152629198703126011|窑操员|2015-03-01
                2|贺栓柱|152629197911040518|巡检工|2009-07-15
                """),
            ),
            (
                "sheet",
                "包装车间",
                _grid("""
                序号|姓名|身份证号|岗位|入职日期
                1|刘仙女|152629198206237023|插袋工|2018-05-20
                2|田补堂|152629197502183317|装车工|2011-11-08
                """),
            ),
        ],
        "name id_no post",
        [
            ("武文斌", "152629198703126011", "窑操员"),
            ("贺栓柱", "152629197911040518", "巡检工"),
            ("刘仙女", "152629198206237023", "插袋工"),
            ("田补堂", "152629197502183317", "装车工"),
        ],
    ),
    staff(
        "a list with departments merged down",
        "docx",
        [
            ("title", "高平市河西铸管厂在册职工名册"),
            "编制日期：2025年2月28日",
            (
                "table",
                _grid("""
                部门|姓名|性别|年龄|工种|联系电话
                熔化车间|申七斤|男|52|炉前工|138****0011
                ^|牛改花|女|44|行车工|138****0012
                ^|郜雪峰|男|36|炉前工|138****0013
                质检部|邢彩虹|女|29|检验员|138****0014
                """),
            ),
        ],
        "name post",
        [("申七斤", "炉前工"), ("牛改花", "行车工"), ("郜雪峰", "炉前工"), ("邢彩虹", "检验员")],
        enterprise="高平市河西铸管厂",
    ),
    enterprises(
        "an insurer's list of what it covers in a county, with premiums and sums insured",
        "pdf",
        [
            ("title", "安全生产责任保险承保企业名单"),
            "承保公司：大地财险渭源支公司　　截止日期：2025年6月30日",
            (
                "table",
                _grid("""
                序号|投保企业|行业类别|保单号|投保人数|保费（元）|累计限额（万元）|保险期间
                1|渭源县会川药材加工厂|轻工|6621103542025000217|41|9,840|1000|2025.3.1-2026.2.28
                2|渭源县路园采石场|非煤矿山|6621103542025000224|18|8,100|600|2025.4.12-2026.4.11
                """),
            ),
        ],
        "enterprise policy_no insured_count period_start period_end",
        [
            ("渭源县会川药材加工厂", "6621103542025000217", 41, "2025-03-01", "2026-02-28"),
            ("渭源县路园采石场", "6621103542025000224", 18, "2025-04-12", "2026-04-11"),
        ],
        roster_date="2025-06-30",
    ),
    enterprises(
        "a township's export, insured told by yes and no, the reason beside",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                企业名称|村|行业|职工数量|是否参保|未参保原因|保险公司|保单编号|到期日期
                册亨县巧马林化厂|巧马村|危险化学品|62|是||国寿财险|GZQN522328AZ25019|2026/2/10
                册亨县平安石料厂|孔屯村|非煤矿山|25|否|停产整顿|||
                册亨县巧马加油站|巧马村|危险化学品|5|是||人保财险|GZQN522328AZ25027|2026/3/31
                """),
            )
        ],
        "enterprise headcount insured insurer policy_no period_end",
        [
            ("册亨县巧马林化厂", 62, True, "国寿财险", "GZQN522328AZ25019", "2026-02-10"),
            ("册亨县平安石料厂", 25, False, None, None, None),
            ("册亨县巧马加油站", 5, True, "人保财险", "GZQN522328AZ25027", "2026-03-31"),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "cards of people with labels",
        "html",
        [
            ("title", "被保险人员信息"),
            "保单号：XJ653125AZ20250088",
            (
                "cards",
                [
                    ["姓名：阿依古丽·买买提", "性别：女", "岗位：脱皮工", "身份证号：653126199003062427"],
                    ["姓名：艾合买提江", "性别：男", "岗位：锅炉工", "身份证号：653126198511182013"],
                    ["姓名：秦世忠", "性别：男", "岗位：机修工", "身份证号：653126197807240617"],
                ],
            ),
        ],
        "name id_no post",
        [
            ("阿依古丽·买买提", "653126199003062427", "脱皮工"),
            ("艾合买提江", "653126198511182013", "锅炉工"),
            ("秦世忠", "653126197807240617", "机修工"),
        ],
        policy_no="XJ653125AZ20250088",
    ),
    staff(
        "a workshop on a band with its head count, names three to a row",
        "docx",
        [
            ("title", "碧湖阀门厂投保员工花名册"),
            "保险单号：ZJLS331102250000125",
            (
                "table",
                _grid("""
                铸造车间（5人）|<|<
                蓝根土|雷小妹|吴火旺
                周岳根|钟秀英|
                装配车间（4人）|<|<
                叶关松|王建伟|蔡美珍
                潘志勇||
                """),
            ),
        ],
        "name",
        [
            ("蓝根土",),
            ("雷小妹",),
            ("吴火旺",),
            ("周岳根",),
            ("钟秀英",),
            ("叶关松",),
            ("王建伟",),
            ("蔡美珍",),
            ("潘志勇",),
        ],
        policy_no="ZJLS331102250000125",
    ),
    enterprises(
        "a letter to towns that lists who is still without cover, in numbered lines",
        "docx",
        [
            ("title", "新津区未投保安责险企业名单"),
            "截至2025年8月20日，下列企业尚未投保：",
            "1.邓双预制构件厂（邓双街道，建筑施工，从业人员38人）",
            "2.花源涂料厂（花源街道，危险化学品，从业人员22人）",
            "3.普兴烟花仓库（普兴街道，烟花爆竹，从业人员7人）",
        ],
        "enterprise area headcount insured",
        [
            ("邓双预制构件厂", "邓双街道", 38, False),
            ("花源涂料厂", "花源街道", 22, False),
            ("普兴烟花仓库", "普兴街道", 7, False),
        ],
        roster_date="2025-08-20",
    ),
    staff(
        "a list on which some rows are struck by a word and others put in by hand",
        "xlsx",
        [
            (
                "sheet",
                "名单",
                _grid("""
                会川药材加工厂安责险人员名单|||||
                序号|姓名|身份证号码|工种|状态|说明
                1|乔玉霞|621123198309128423|切片工|在保|
                2|漆兰英|621123197712064026|晾晒工|删除|2025-05-01离职
                3|汪继红|621123198802213715|锅炉工|在保|
                补1|包小龙|621123199504180815|切片工|新增|2025-05-06起
                """),
            )
        ],
        "name post",
        [("乔玉霞", "切片工"), ("汪继红", "锅炉工"), ("包小龙", "切片工")],
        enterprise="会川药材加工厂",
    ),
    staff(
        "people in a paragraph for each team, the leader named first",
        "txt",
        _lines("""
恰卜恰奶粉厂2025年度安责险被保险人名单
保单号：PZEK202563250000000174
喷粉班（3人）：马占福（班长）、祁生莲、才让卓玛
包装班（4人）：李桂香（班长）、多杰太、马海英、韩成祥
"""),
        "name",
        [("马占福",), ("祁生莲",), ("才让卓玛",), ("李桂香",), ("多杰太",), ("马海英",), ("韩成祥",)],
        policy_no="PZEK202563250000000174",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
