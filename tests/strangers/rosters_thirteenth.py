"""A thirteenth set of lists of enterprises and of people: five plain, five in manners of their own, after mending for the twelfth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a bureau's list of those that must insure with a column of yes and no",
        "xlsx",
        [
            (
                "sheet",
                "应保",
                _grid("""
                金塔县高危行业企业安责险应保情况表（截至2025年9月30日）|||||||
                序号|乡镇|企业名称|统一社会信用代码|从业人数|是否已投保|保单号|保险止期
                1|鼎新镇|金塔县鼎新番茄制品厂|91620921MA71XQ3K5D|58|是|GSJY620922AQ2500208|2026-03-03
                2|航天镇|金塔县航天石材厂|91620921MA73B8T92L|34|是|GSJY620922AQ2500173|2026-02-19
                3|大庄子镇|金塔县大庄子爆竹仓库|91620921MA72M40W6T|9|否||
                """),
            )
        ],
        "enterprise area headcount insured policy_no period_end",
        [
            ("金塔县鼎新番茄制品厂", "鼎新镇", 58, True, "GSJY620922AQ2500208", "2026-03-03"),
            ("金塔县航天石材厂", "航天镇", 34, True, "GSJY620922AQ2500173", "2026-02-19"),
            ("金塔县大庄子爆竹仓库", "大庄子镇", 9, False, None, None),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "a schedule of the insured behind a policy",
        "pdf",
        [
            ("title", "被保险人员清单"),
            "保单号：HNPI23100425000000619    投保单位：鸡东县哈达木器厂",
            (
                "table",
                _grid("""
                序号|姓名|性别|证件号码|工种|用工性质
                1|蔺凤江|男|230321197811040619|带锯工|合同工
                2|阚桂芝|女|230321198302174223|打磨工|合同工
                3|曲洪波|男|230321199006250117|装卸工|劳务派遣
                """),
            ),
        ],
        "name id_no post form",
        [
            ("蔺凤江", "230321197811040619", "带锯工", "employee"),
            ("阚桂芝", "230321198302174223", "打磨工", "employee"),
            ("曲洪波", "230321199006250117", "装卸工", "dispatched"),
        ],
        policy_no="HNPI23100425000000619",
    ),
    enterprises(
        "a street's print of enterprises with those in charge and telephone numbers",
        "docx",
        [
            ("title", "勉阳街道应投保安责险企业名单"),
            "统计时间：2025年6月20日",
            (
                "table",
                _grid("""
                序号|单位名称|行业|员工数|负责人|联系电话
                1|勉县勉阳冶金炉料厂|冶金|76|屈正明|13991600213
                2|勉县定军山水泥制品厂|建材|43|符彩霞|13891650877
                """),
            ),
        ],
        "enterprise headcount",
        [("勉县勉阳冶金炉料厂", 76), ("勉县定军山水泥制品厂", 43)],
        roster_date="2025-06-20",
    ),
    staff(
        "an export of a payroll with dates of entry and the number of the policy in the title",
        "xlsx",
        [
            (
                "sheet",
                "Sheet1",
                _grid("""
                江山市清湖木门厂投保员工花名册（保单330881202503110045721）|||||
                工号|姓名|身份证号码|部门|岗位|入职日期
                0012|祝土根|330823197505184415|油漆车间|喷漆工|2018-03-01
                0027|毛水仙|330823198109030026|包装车间|包装工|2020-07-15
                0031|姜马良|330823196912115917|木工车间|压机操作工|2016-11-20
                """),
            )
        ],
        "name id_no post",
        [
            ("祝土根", "330823197505184415", "喷漆工"),
            ("毛水仙", "330823198109030026", "包装工"),
            ("姜马良", "330823196912115917", "压机操作工"),
        ],
    ),
    enterprises(
        "an insurer's list of those it insures",
        "csv",
        [
            (
                "table",
                _grid("""
                客户名称|保单号|起保日期|终保日期|投保人数|保险公司
                六安裕安区韩摆渡采砂场|AHLA25341504Z00392|2025-01-10|2026-01-09|47|国元农业保险
                六安裕安区石板冲砖厂|AHLA25341504Z00417|2025-02-08|2026-02-07|22|国元农业保险
                """),
            )
        ],
        "enterprise policy_no period_start period_end insured_count",
        [
            ("六安裕安区韩摆渡采砂场", "AHLA25341504Z00392", "2025-01-10", "2026-01-09", 47),
            ("六安裕安区石板冲砖厂", "AHLA25341504Z00417", "2025-02-08", "2026-02-07", 22),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    enterprises(
        "a notice that names who has insured and who has not in two paragraphs",
        "docx",
        [
            ("title", "海勃湾区工贸企业安责险投保情况通报"),
            "截至2025年5月31日，辖区应保企业4家。",
            "已投保的3家：海南碳化硅厂（从业人员62人）、卡布其洗煤厂（从业人员88人）、千里山焦粉厂（从业人员41人）。",
            "尚未投保的1家：公乌素矸石砖厂（从业人员27人）。",
        ],
        "enterprise headcount insured",
        [
            ("海南碳化硅厂", 62, True),
            ("卡布其洗煤厂", 88, True),
            ("千里山焦粉厂", 41, True),
            ("公乌素矸石砖厂", 27, False),
        ],
        roster_date="2025-05-31",
    ),
    staff(
        "numbered lines with the post before the name and the last digits of the number behind",
        "txt",
        _lines("""
坂仔蜜柚加工厂参保人员（保单FJZZ350681AZ250415）
1. 分拣工 庄阿芳（尾号3026）
2. 打蜡工 曾木生（尾号1179）
3. 叉车司机 游天送（尾号5513）
4. 冷库工 赖素珍（尾号0048）
"""),
        "name post",
        [("庄阿芳", "分拣工"), ("曾木生", "打蜡工"), ("游天送", "叉车司机"), ("赖素珍", "冷库工")],
        policy_no="FJZZ350681AZ250415",
    ),
    enterprises(
        "a table whose lines hold an enterprise's data in one cell",
        "docx",
        [
            ("title", "建水县紫陶产业园应保企业信息"),
            (
                "table",
                _grid("""
                序号|企业信息|投保状态
                1|建水县碗窑陶瓷厂，从业人员39人，负责人普永福|已投保，保单YNHH532503202500057
                2|建水县西庄砖瓦厂，从业人员18人，负责人李拉者|未投保
                """),
            ),
        ],
        "enterprise headcount insured policy_no",
        [
            ("建水县碗窑陶瓷厂", 39, True, "YNHH532503202500057"),
            ("建水县西庄砖瓦厂", 18, False, None),
        ],
    ),
    staff(
        "two columns of names side by side with a post each",
        "pdf",
        [
            ("title", "平安机械厂投保职工名单"),
            "保单号：JLSY220802Q25000361",
            (
                "table",
                _grid("""
                姓名|工种|姓名|工种
                初云鹏|钳工|隋丽华|质检员
                逄永刚|车工|臧守业|天车工
                鞠德胜|铣工|宫桂荣|保管员
                """),
            ),
        ],
        "name post",
        [
            ("初云鹏", "钳工"),
            ("隋丽华", "质检员"),
            ("逄永刚", "车工"),
            ("臧守业", "天车工"),
            ("鞠德胜", "铣工"),
            ("宫桂荣", "保管员"),
        ],
        policy_no="JLSY220802Q25000361",
    ),
    enterprises(
        "a web page with towns as headings and enterprises with their head count below",
        "html",
        [
            ("title", "威宁县2025年安责险应保单位公示（2025年4月15日）"),
            "草海镇",
            "1.威宁县草海烟花批发站　12人",
            "2.威宁县鸭子塘加油站　8人",
            "迤那镇",
            "1.威宁县迤那砂石厂　33人",
        ],
        "enterprise area headcount",
        [
            ("威宁县草海烟花批发站", "草海镇", 12),
            ("威宁县鸭子塘加油站", "草海镇", 8),
            ("威宁县迤那砂石厂", "迤那镇", 33),
        ],
        roster_date="2025-04-15",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
