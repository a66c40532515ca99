"""A fourteenth set of lists of enterprises and of people: four plain, four in manners of their own, after mending for the thirteenth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a workbook whose head has two rows, the policy's data under one caption",
        "xlsx",
        [
            (
                "merged",
                "名单",
                _grid("""
                序号|企业名称|从业人员|保险情况|<|<
                ^|^|^|保险单号|起保日|止保日
                1|合浦县山口烟花厂|83|45052220250300114782|2025-03-10|2026-03-09
                2|合浦县公馆石料厂|31|45052220250300114955|2025-04-22|2026-04-21
                """),
            )
        ],
        "enterprise headcount policy_no period_start period_end",
        [
            ("合浦县山口烟花厂", 83, "45052220250300114782", "2025-03-10", "2026-03-09"),
            ("合浦县公馆石料厂", 31, "45052220250300114955", "2025-04-22", "2026-04-21"),
        ],
    ),
    enterprises(
        "tables by trade under headings",
        "docx",
        [
            ("title", "共和县应投保安责险企业名册（2025年8月）"),
            "一、非煤矿山",
            (
                "table",
                _grid("""
                序号|企业名称|职工人数|是否投保
                1|共和县龙羊峡采石场|26|是
                2|共和县恰卜恰砂厂|15|否
                """),
            ),
            "二、危险化学品",
            (
                "table",
                _grid("""
                序号|企业名称|职工人数|是否投保
                1|共和县倒淌河加油站|7|是
                """),
            ),
        ],
        "enterprise headcount insured",
        [("共和县龙羊峡采石场", 26, True), ("共和县恰卜恰砂厂", 15, False), ("共和县倒淌河加油站", 7, True)],
    ),
    staff(
        "a roll with those who have left in the remarks",
        "xlsx",
        [
            (
                "sheet",
                "花名册",
                _grid("""
                昂昂溪亚麻厂从业人员花名册||||||
                序号|姓名|性别|身份证号|岗位|入厂时间|备注
                1|关凤山|男|230205197706081519|梳麻工|2015-03|
                2|敖凤兰|女|230205198209143026|络筒工|2019-07|
                3|白玉堂|男|230205196811300058|机修工|2010-01|2025年6月退休离厂
                """),
            )
        ],
        "name id_no post",
        [("关凤山", "230205197706081519", "梳麻工"), ("敖凤兰", "230205198209143026", "络筒工")],
    ),
    enterprises(
        "those that have not insured, with why",
        "docx",
        [
            ("title", "缙云县未投保安全生产责任保险企业清单"),
            ("right", "统计日期：2025年7月31日"),
            (
                "table",
                _grid("""
                序号|企业名称|乡镇|从业人数|未投保原因
                1|缙云县壶镇带锯床厂|壶镇镇|48|保费意见不一
                2|缙云县舒洪缝纫机配件厂|舒洪镇|29|正在办理
                """),
            ),
        ],
        "enterprise area headcount",
        [("缙云县壶镇带锯床厂", "壶镇镇", 48), ("缙云县舒洪缝纫机配件厂", "舒洪镇", 29)],
        roster_date="2025-07-31",
        scope="uninsured",
    ),
)

AWKWARD: tuple[Paper, ...] = (
    enterprises(
        "names in three columns with ticks behind those that are insured",
        "pdf",
        [
            ("title", "日喀则市应保企业投保情况（√为已投保，×为未投保）"),
            "截至2025年6月30日",
            (
                "table",
                _grid("""
                企业|投保|企业|投保
                桑珠孜区水泥预制厂|√|江孜县卡堆砂石厂|×
                白朗县面粉厂|√|南木林县采石场|×
                """),
            ),
        ],
        "enterprise insured",
        [("桑珠孜区水泥预制厂", True), ("江孜县卡堆砂石厂", False), ("白朗县面粉厂", True), ("南木林县采石场", False)],
        roster_date="2025-06-30",
    ),
    staff(
        "teams as paragraphs with leader and members",
        "docx",
        [
            ("title", "宝坻口东塑编厂参保人员"),
            "保单号：TJBD120115AQ25-00642",
            "圆织组（组长：杜金生）：霍桂香、么立新、芮长青",
            "切缝组（组长：边玉兰）：底淑敏、冉小红",
        ],
        "name",
        [("杜金生",), ("霍桂香",), ("么立新",), ("芮长青",), ("边玉兰",), ("底淑敏",), ("冉小红",)],
        policy_no="TJBD120115AQ25-00642",
    ),
    enterprises(
        "an insurer's letter that lists its customers in numbered sentences",
        "docx",
        [
            ("title", "关于报送安责险承保企业的函"),
            "玉树市应急管理局：我司承保贵市企业如下：",
            "1.玉树采砂有限公司，保单号PZAX20256327000117，保险期间2025年1月20日至2026年1月19日，投保人数33人；",
            "2.结古石材厂，保单号PZAX20256327000204，保险期间2025年3月2日至2026年3月1日，投保人数19人。",
            ("right", "2025年9月3日"),
        ],
        "enterprise policy_no period_start period_end insured_count",
        [
            ("玉树采砂有限公司", "PZAX20256327000117", "2025-01-20", "2026-01-19", 33),
            ("结古石材厂", "PZAX20256327000204", "2025-03-02", "2026-03-01", 19),
        ],
    ),
    staff(
        "lines parted by strokes, the number first",
        "txt",
        _lines("""
北海银滩冷冻厂 投保人员（保单2025-GXBH-AZ-0719）
编号/姓名/身份证/岗位
01/庞日新/450502197909124417/制冷工
02/劳春梅/450521198501263323/分拣工
03/苏德胜/450521197103085514/叉车工
"""),
        "name id_no post",
        [
            ("庞日新", "450502197909124417", "制冷工"),
            ("劳春梅", "450521198501263323", "分拣工"),
            ("苏德胜", "450521197103085514", "叉车工"),
        ],
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
