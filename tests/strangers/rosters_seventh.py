"""A seventh set of lists of enterprises and of people: five plain ones, four awkward ones, after mending for the sixth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a park's list with sizes, due or not and insured or not",
        "xlsx",
        [
            (
                "merged",
                "园区企业",
                _grid("""
                嘉荫县工业园区企业安责险情况台账|<|<|<|<|<|<|<
                更新日期：2025年9月5日|<|<|<|<|<|<|<
                序号|企业名称|所属行业|企业规模|职工人数|是否应投保|是否已投保|保单到期日
                1|嘉荫县乌云木耳菌厂|农副食品加工|小型|35|否|是|2026-01-31
                2|嘉荫县红光油库|危险化学品|小型|18|是|是|2026-06-15
                3|嘉荫县平阳河采石场|非煤矿山|微型|12|是|否|
                """),
            )
        ],
        "enterprise size headcount is_due insured period_end",
        [
            ("嘉荫县乌云木耳菌厂", "small", 35, False, True, "2026-01-31"),
            ("嘉荫县红光油库", "small", 18, True, True, "2026-06-15"),
            ("嘉荫县平阳河采石场", "micro", 12, True, False, None),
        ],
        roster_date="2025-09-05",
    ),
    staff(
        "a print of the insured people with masked numbers, continued on a second table",
        "pdf",
        [
            ("title", "保险人员清单"),
            "保单号码：PZGU202536070000000251　被保险人：南康区唐江家具厂",
            (
                "table",
                _grid("""
                序号|姓名|性别|证件号码|工种
                1|刘九生|男|360782********3517|木工
                2|谢招娣|女|360782********2245|打磨工
                """),
            ),
            "（续表）",
            (
                "table",
                _grid("""
                序号|姓名|性别|证件号码|工种
                3|赖观音秀|女|360782********0824|油漆工
                4|钟九斤|男|360782********5116|叉车司机
                """),
            ),
        ],
        "name post",
        [("刘九生", "木工"), ("谢招娣", "打磨工"), ("赖观音秀", "油漆工"), ("钟九斤", "叉车司机")],
        policy_no="PZGU202536070000000251",
    ),
    enterprises(
        "what a county reported by towns, each town's name merged down",
        "docx",
        [
            ("title", "丹巴县应投保安责险企业明细表"),
            "填表日期：2025年4月10日",
            (
                "table",
                _grid("""
                乡镇|企业名称|行业|人数|投保公司|保单号
                格宗镇|丹巴县格宗石材厂|非煤矿山|28|人保财险|SCLS5133282025AQ07
                ^|丹巴县格宗水电站|电力|16|太保财险|SCLS5133282025AQ11
                章谷镇|丹巴县章谷加油站|危险化学品|6|人保财险|SCLS5133282025AQ15
                """),
            ),
        ],
        "area enterprise headcount insurer policy_no",
        [
            ("格宗镇", "丹巴县格宗石材厂", 28, "人保财险", "SCLS5133282025AQ07"),
            ("格宗镇", "丹巴县格宗水电站", 16, "太保财险", "SCLS5133282025AQ11"),
            ("章谷镇", "丹巴县章谷加油站", 6, "人保财险", "SCLS5133282025AQ15"),
        ],
        roster_date="2025-04-10",
    ),
    staff(
        "a list of dispatched people of an agency at an enterprise",
        "docx",
        [
            ("title", "劳务派遣人员名册"),
            "用工单位：建湖县近湖风机厂　派遣单位：盐城汇众人力资源有限公司",
            (
                "table",
                _grid("""
                序号|姓名|身份证号码|岗位|派遣期限
                1|顾红卫|320925198211042811|铆工|2025.1-2025.12
                2|缪正香|320925197907263249|油漆工|2025.3-2026.2
                """),
            ),
        ],
        "name post form",
        [("顾红卫", "铆工", "dispatched"), ("缪正香", "油漆工", "dispatched")],
        enterprise="建湖县近湖风机厂",
    ),
    enterprises(
        "an insurer's renewals to come, with the day each policy ends",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid(
                    """
                保单号,投保企业,统一社会信用代码,地区,保险起期,保险止期,投保人数
                11300003900611820017,柏乡县固城店面粉厂,91130524MAC0AAAA1X,固城店镇,2025-01-08,2026-01-07,44
                11300003900611820024,柏乡县王家庄机械厂,91130524MAC0BBBB2Y,王家庄乡,2025-03-14,2026-03-13,71
                11300003900611820031,柏乡县西汪木业厂,91130524MAC0CCCC3Z,西汪镇,2025-06-20,2026-06-19,37
                """.replace(",", "|")
                ),
            )
        ],
        "enterprise area insured_count policy_no period_start period_end",
        [
            ("柏乡县固城店面粉厂", "固城店镇", 44, "11300003900611820017", "2025-01-08", "2026-01-07"),
            ("柏乡县王家庄机械厂", "王家庄乡", 71, "11300003900611820024", "2025-03-14", "2026-03-13"),
            ("柏乡县西汪木业厂", "西汪镇", 37, "11300003900611820031", "2025-06-20", "2026-06-19"),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "people by posts in two cells, names with blanks between",
        "docx",
        [
            ("title", "隆回县羊古坳造纸厂参保职工名单"),
            "保单号：AZ4305242025SY0066",
            (
                "table",
                _grid("""
                工种|姓名
                制浆工|阳建业　肖春桃　罗 斌
                抄纸工|马叶青　邹冬娥
                """),
            ),
        ],
        "name post",
        [("阳建业", "制浆工"), ("肖春桃", "制浆工"), ("罗斌", "制浆工"), ("马叶青", "抄纸工"), ("邹冬娥", "抄纸工")],
        policy_no="AZ4305242025SY0066",
        enterprise="隆回县羊古坳造纸厂",
    ),
    enterprises(
        "a paragraph for each enterprise",
        "docx",
        [
            ("title", "关于永安市西洋镇企业投保安责险情况的摸底"),
            "摸底时间：2025年6月20日",
            "永安市西洋竹制品厂：从业人员46人，已投保，保单号TPAZ350481202500207，2026年2月28日到期。",
            "永安市西洋采石场：从业人员21人，已投保，保单号TPAZ350481202500219，2026年5月14日到期。",
            "永安市西洋烟花爆竹店：从业人员3人，未投保。",
        ],
        "enterprise headcount insured policy_no period_end",
        [
            ("永安市西洋竹制品厂", 46, True, "TPAZ350481202500207", "2026-02-28"),
            ("永安市西洋采石场", 21, True, "TPAZ350481202500219", "2026-05-14"),
            ("永安市西洋烟花爆竹店", 3, False, None, None),
        ],
        roster_date="2025-06-20",
    ),
    staff(
        "who came and who left in one list by a sign",
        "xlsx",
        [
            (
                "sheet",
                "变动",
                _grid("""
                人员变动清单|||||
                保单号|SCLS5133282025AQ07||||
                变动类型|姓名|身份证号码|工种|生效日期|备注
                增加|泽仁翁姆|513328199008150426|切割工|2025-05-01|新入职
                减少|王志红|513328197602110413|搬运工|2025-05-01|离职
                增加|何兴富|513328198512030218|搬运工|2025-06-01|新入职
                """),
            )
        ],
        "name post",
        [("泽仁翁姆", "切割工"), ("何兴富", "搬运工")],
        policy_no="SCLS5133282025AQ07",
    ),
    staff(
        "lines of a text file with blanks",
        "txt",
        _lines("""
清水县红堡砖厂员工花名册
1 殷维山 男 装窑工
2 雍彩霞 女 码坯工
3 漆万福 男 烧火工
4 蒲小琴 女 会计
"""),
        "name post",
        [("殷维山", "装窑工"), ("雍彩霞", "码坯工"), ("漆万福", "烧火工"), ("蒲小琴", "会计")],
        enterprise="清水县红堡砖厂",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
