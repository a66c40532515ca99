"""A fifth set of lists of enterprises and of people: four plain ones, four awkward ones, after mending for the fourth."""

from __future__ import annotations

from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a city's summary by counties with sizes and sums insured",
        "pdf",
        [
            ("title", "信阳市高危行业企业安责险应保尽保台账"),
            "填报日期：2025年7月10日",
            (
                "table",
                _grid("""
                序号|县区|企业名称|所属行业|从业人员数量|是否投保|保险机构|保单号|保险期限
                1|光山县|光山县晏河茶机厂|机械|36|已投保|人保财险|AZB-4115-2025-00237|2025年4月3日至2026年4月2日
                2|光山县|光山县紫水加油站|危险化学品|7|已投保|平安财险|AZB-4115-2025-00302|2025年6月1日至2026年5月31日
                3|新县|新县周河采石场|非煤矿山|19|未投保|||
                """),
            ),
        ],
        "area enterprise headcount insured policy_no period_start period_end",
        [
            ("光山县", "光山县晏河茶机厂", 36, True, "AZB-4115-2025-00237", "2025-04-03", "2026-04-02"),
            ("光山县", "光山县紫水加油站", 7, True, "AZB-4115-2025-00302", "2025-06-01", "2026-05-31"),
            ("新县", "新县周河采石场", 19, False, None, None, None),
        ],
        roster_date="2025-07-10",
    ),
    staff(
        "a roll by shifts with when they came",
        "docx",
        [
            ("title", "洪湖市燕窝船舶修造厂员工花名册（2025年3月）"),
            (
                "table",
                _grid("""
                序号|班组|姓名|性别|年龄|身份证号|工种|入职时间|备注
                1|铆焊班|尹长庚|男|51|430423197404092246|电焊工|2012.6|持证
                2|铆焊班|向小红|女|44|430423199208172846|气割工|2019.3|持证
                3|油漆班|皮金山|男|47|430423197103061622|油漆工|2021.8|
                """),
            ),
        ],
        "name id_no post",
        [
            ("尹长庚", "430423197404092246", "电焊工"),
            ("向小红", "430423199208172846", "气割工"),
            ("皮金山", "430423197103061622", "油漆工"),
        ],
        enterprise="洪湖市燕窝船舶修造厂",
    ),
    staff(
        "who is added by an endorsement",
        "xlsx",
        [
            (
                "sheet",
                "增员",
                _grid("""
                批单附件：新增被保险人员名单
                保单号码：PQYH202542108300000044　　批单生效日：2025年6月1日
                序号|姓名|身份证号码|工种|保额（元）
                1|古长胜|450821198104194934|起重工|600000
                2|涂春枝|450821199112057969|油漆工|600000
                """),
            )
        ],
        "name id_no post per_person_limit",
        [
            ("古长胜", "450821198104194934", "起重工", 600000),
            ("涂春枝", "450821199112057969", "油漆工", 600000),
        ],
        policy_no="PQYH202542108300000044",
    ),
    enterprises(
        "a download of a platform with codes and yes or no",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                企业编码|企业名称|统一社会信用代码|行业门类|企业规模|员工总数|投保标识|保单号|生效日期|失效日期
                BD001|天津市宝坻区大口屯五金厂|91450821MAN16XTJ24|制造业|小型|64|1|TJAQ2025120115018|2025-01-09|2026-01-08
                BD002|天津市宝坻区林亭口化工厂|91450821MAKHKMJ176|化工|中型|118|1|TJAQ2025120115029|2025-02-20|2026-02-19
                BD003|天津市宝坻区霍各庄烟花店|91450821MA3LNT487X|烟花爆竹|微型|4|0|||
                """),
            )
        ],
        "enterprise uscc size headcount insured policy_no period_start period_end",
        [
            (
                "天津市宝坻区大口屯五金厂",
                "91450821MAN16XTJ24",
                "small",
                64,
                True,
                "TJAQ2025120115018",
                "2025-01-09",
                "2026-01-08",
            ),
            (
                "天津市宝坻区林亭口化工厂",
                "91450821MAKHKMJ176",
                "medium",
                118,
                True,
                "TJAQ2025120115029",
                "2025-02-20",
                "2026-02-19",
            ),
            ("天津市宝坻区霍各庄烟花店", "91450821MA3LNT487X", "micro", 4, False, None, None, None),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    enterprises(
        "a table on its side, each enterprise a column",
        "docx",
        [
            ("title", "景宁县重点企业安责险投保情况"),
            "（2025年9月30日统计）",
            (
                "table",
                _grid("""
                企业|景宁县红星竹木厂|景宁县鹤溪烟花专营店|景宁县渤海石料场
                行业|木材加工|烟花爆竹|非煤矿山
                人数|41|3|22
                投保情况|已投保|已投保|未投保
                保单号|ZJ331127AZX2500083|ZJ331127AZX2500091|—
                到期|2026-02-11|2026-05-30|—
                """),
            ),
        ],
        "enterprise headcount insured policy_no period_end",
        [
            ("景宁县红星竹木厂", 41, True, "ZJ331127AZX2500083", "2026-02-11"),
            ("景宁县鹤溪烟花专营店", 3, True, "ZJ331127AZX2500091", "2026-05-30"),
            ("景宁县渤海石料场", 22, False, None, None),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "numbered lines of people with number and post",
        "docx",
        [
            ("title", "参保人员名单"),
            "滦平县红旗选矿厂　保单号HB1308242025AQ0059",
            "1. 苑志刚，男，身份证号371524197802038751，破碎工",
            "2. 鲍桂珍，女，身份证号371524197109252768，化验员",
            "3. 关立民，男，身份证号371524199410235616，浮选工",
        ],
        "name id_no post",
        [
            ("苑志刚", "371524197802038751", "破碎工"),
            ("鲍桂珍", "371524197109252768", "化验员"),
            ("关立民", "371524199410235616", "浮选工"),
        ],
        policy_no="HB1308242025AQ0059",
        enterprise="滦平县红旗选矿厂",
    ),
    enterprises(
        "groups told by headings in the text, names below",
        "docx",
        [
            ("title", "新平县安责险投保企业公示"),
            "截至2025年8月31日",
            "一、已投保企业（3家）",
            "新平县漠沙糖厂、新平县戛洒矿业有限公司、新平县桂山加油站",
            "二、未投保企业（2家）",
            "新平县扬武采石场、新平县平甸烟花爆竹店",
        ],
        "enterprise insured",
        [
            ("新平县漠沙糖厂", True),
            ("新平县戛洒矿业有限公司", True),
            ("新平县桂山加油站", True),
            ("新平县扬武采石场", False),
            ("新平县平甸烟花爆竹店", False),
        ],
        roster_date="2025-08-31",
    ),
    staff(
        "one list in which those who left are struck by a word behind the name",
        "xlsx",
        [
            (
                "sheet",
                "名单",
                _grid("""
                寿阳县宗艾耐材厂从业人员清单
                序号|姓名|岗位|身份证|变动情况
                1|郗瑞芳|成型工|320981197203105536|
                2|弓建平|烧成工|320981196908057883|
                3|荣玉柱|叉车工|32098119971102773X|2025年5月离职
                4|续小兰|包装工|320981198807042729|2025年6月新增
                """),
            )
        ],
        "name post id_no",
        [
            ("郗瑞芳", "成型工", "320981197203105536"),
            ("弓建平", "烧成工", "320981196908057883"),
            ("续小兰", "包装工", "320981198807042729"),
        ],
        enterprise="寿阳县宗艾耐材厂",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
