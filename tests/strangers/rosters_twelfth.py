"""A twelfth set of lists of enterprises and of people: three plain ones, six awkward ones, by a third author, after mending for the eleventh."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a park's table with the area, the number of workers and both days of the policy",
        "docx",
        [
            ("title", "疏勒县工业园区安责险投保企业明细表"),
            "统计日期：2025-10-08",
            (
                "table",
                _grid("""
                序号|企业名称|行业|用工人数|保险公司|保单编号|生效日|到期日
                1|疏勒县塔孜洪轧花厂|轻工|64|中华联合|XJKS653122250011|2025-03-01|2026-02-28
                2|疏勒县罕南力克水泥制品厂|建材|39|人保财险|XJKS653122250035|2025-04-15|2026-04-14
                """),
            ),
        ],
        "enterprise headcount insurer policy_no period_start period_end",
        [
            ("疏勒县塔孜洪轧花厂", 64, "中华联合", "XJKS653122250011", "2025-03-01", "2026-02-28"),
            ("疏勒县罕南力克水泥制品厂", 39, "人保财险", "XJKS653122250035", "2025-04-15", "2026-04-14"),
        ],
        roster_date="2025-10-08",
    ),
    staff(
        "a list of changes in which new people stand beside those who left",
        "xlsx",
        [
            (
                "sheet",
                "增减",
                _grid("""
                建湖县恒济船厂被保险人员增减清单（保单JSYC320925250071146）|||||
                序号|变动|姓名|身份证号|工种|生效日期
                1|增|缪长根|320925198003177414|冷作工|2025-06-01
                2|减|成龙宝|320925197609021235|电焊工|2025-06-01
                3|增|万桂红|320925198412250648|起重工|2025-06-01
                """),
            )
        ],
        "name id_no post",
        [
            ("缪长根", "320925198003177414", "冷作工"),
            ("万桂红", "320925198412250648", "起重工"),
        ],
    ),
    enterprises(
        "a workbook with the insured in one sheet and the others in another",
        "xlsx",
        [
            (
                "sheet",
                "已投保",
                _grid("""
                序号|企业名称|人数|保单号
                1|巨野县独山水泥厂|133|SDHZ371724AZ00251
                2|巨野县麒麟木业|47|SDHZ371724AZ00264
                """),
            ),
            (
                "sheet",
                "未投保",
                _grid("""
                序号|企业名称|人数
                1|巨野县核桃园石料厂|25
                """),
            ),
        ],
        "enterprise headcount insured policy_no",
        [
            ("巨野县独山水泥厂", 133, True, "SDHZ371724AZ00251"),
            ("巨野县麒麟木业", 47, True, "SDHZ371724AZ00264"),
            ("巨野县核桃园石料厂", 25, False, None),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "people of two teams in one paragraph with the leader told first",
        "docx",
        [
            ("title", "普定县马官锰矿井下作业人员参保说明"),
            "保单号：GZAX520402AZ25-0093",
            "采掘一队共四人，队长伍登祥，凿岩工陈国友、潘小伍，支护工杨老五；采掘二队共三人，队长田维江，凿岩工石登明，放炮员罗开富。以上七人均已纳入保障。",
        ],
        "name post",
        [
            ("伍登祥", "队长"),
            ("陈国友", "凿岩工"),
            ("潘小伍", "凿岩工"),
            ("杨老五", "支护工"),
            ("田维江", "队长"),
            ("石登明", "凿岩工"),
            ("罗开富", "放炮员"),
        ],
        policy_no="GZAX520402AZ25-0093",
    ),
    staff(
        "a card a person, label over value in a grid of two columns",
        "pdf",
        [
            ("title", "投保雇员信息卡"),
            "保单号：FJNP350781202500AQ28",
            (
                "table",
                _grid("""
            姓名|危茂林|工种|车工
            身份证号|350781197512040417|用工形式|合同工
            """),
            ),
            (
                "table",
                _grid("""
            姓名|上官水旺|工种|钳工
            身份证号|350781198806156014|用工形式|劳务派遣
            """),
            ),
        ],
        "name id_no post form",
        [
            ("危茂林", "350781197512040417", "车工", "employee"),
            ("上官水旺", "350781198806156014", "钳工", "dispatched"),
        ],
        policy_no="FJNP350781202500AQ28",
    ),
    enterprises(
        "a table of towns with the names of insured and uninsured in sentences",
        "docx",
        [
            ("title", "长清区各街镇安责险投保推进情况"),
            "截止2025年9月25日",
            (
                "table",
                _grid("""
                街镇|应保|投保情况
                归德街道|3家|已投保2家：归德石灰厂、归德水泥厂；未投保1家：归德砖厂
                孝里街道|2家|已投保1家：孝里石料厂；未投保1家：孝里化肥厂
                """),
            ),
        ],
        "enterprise area insured",
        [
            ("归德石灰厂", "归德街道", True),
            ("归德水泥厂", "归德街道", True),
            ("归德砖厂", "归德街道", False),
            ("孝里石料厂", "孝里街道", True),
            ("孝里化肥厂", "孝里街道", False),
        ],
        roster_date="2025-09-25",
    ),
    enterprises(
        "an insurer's mail that lists customers, insured until when",
        "txt",
        _lines("""
石柱县高危企业安责险客户名单
（截至2025年7月31日，以下企业均在我司投保）
· 石柱县西沱采砂场——28人——保单ZHCQ500240250000627——2026年1月5日到期
· 石柱县黄水烟花批发站——7人——保单ZHCQ500240250000702——2026年3月20日到期
· 石柱县悦崃煤矿——156人——保单ZHCQ500240250000713——2026年4月30日到期
"""),
        "enterprise headcount insured policy_no period_end",
        [
            ("石柱县西沱采砂场", 28, True, "ZHCQ500240250000627", "2026-01-05"),
            ("石柱县黄水烟花批发站", 7, True, "ZHCQ500240250000702", "2026-03-20"),
            ("石柱县悦崃煤矿", 156, True, "ZHCQ500240250000713", "2026-04-30"),
        ],
        roster_date="2025-07-31",
    ),
    staff(
        "a grid of a shift plan: names with the last four digits of their numbers",
        "xlsx",
        [
            (
                "sheet",
                "名单",
                _grid("""
                肇源县古龙粮库参保员工（保单号DBAZ230622202500418）|||
                岗位|甲班|乙班|丙班
                保管员|矫振海|隋玉梅|宫立国
                检斤员|毕桂琴|初凤山|战海波
                烘干工|邢玉春|綦连生|丛喜军
                """),
            )
        ],
        "name post",
        [
            ("矫振海", "保管员"),
            ("隋玉梅", "保管员"),
            ("宫立国", "保管员"),
            ("毕桂琴", "检斤员"),
            ("初凤山", "检斤员"),
            ("战海波", "检斤员"),
            ("邢玉春", "烘干工"),
            ("綦连生", "烘干工"),
            ("丛喜军", "烘干工"),
        ],
        policy_no="DBAZ230622202500418",
    ),
    enterprises(
        "a county's list in which the town stands once before several lines of text",
        "txt",
        _lines("""
汝阳县应投保未投保企业名单
【小店镇】
汝阳县小店陶瓷厂，从业人员52人
汝阳县小店加油站，从业人员6人
【十八盘乡】
汝阳县十八盘铅锌选厂，从业人员71人
"""),
        "enterprise area headcount insured",
        [
            ("汝阳县小店陶瓷厂", "小店镇", 52, False),
            ("汝阳县小店加油站", "小店镇", 6, False),
            ("汝阳县十八盘铅锌选厂", "十八盘乡", 71, False),
        ],
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
