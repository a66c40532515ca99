"""A tenth set of lists of enterprises and of people: five plain ones, five awkward ones, after mending for the ninth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a district's list by trade with the insurer, the policy and a remark",
        "xlsx",
        [
            (
                "merged",
                "名单",
                _grid("""
                阿城区高危行业企业安全生产责任保险参保情况一览表|<|<|<|<|<|<
                填报日期：2025年11月5日|<|<|<|<|<|<
                序号|行业类别|企业全称|职工人数|参保情况|保单号码|备注
                1|危险化学品|阿城区玉泉农药厂|65|已参保|AZ2301122025000417|
                2|^|阿城区新利气体充装站|14|未参保||拟12月投保
                3|金属冶炼|阿城区舍利铸钢厂|122|已参保|AZ2301122025000533|
                4|^|阿城区平山铜材厂|37|停产||2025年6月起停产
                """),
            )
        ],
        "enterprise industry headcount insured policy_no",
        [
            ("阿城区玉泉农药厂", "hazardous_chemicals", 65, True, "AZ2301122025000417"),
            ("阿城区新利气体充装站", "hazardous_chemicals", 14, False, None),
            ("阿城区舍利铸钢厂", "metal_smelting", 122, True, "AZ2301122025000533"),
            ("阿城区平山铜材厂", "metal_smelting", 37, None, None),
        ],
        roster_date="2025-11-05",
    ),
    staff(
        "a list for the insurer with the last day of a contract and a telephone",
        "docx",
        [
            ("title", "安全生产责任保险被保险人员花名册"),
            "投保单位（盖章）：洛南县石门钼矿选厂　　保单号：SNAZ611021250000094",
            (
                "table",
                _grid("""
                序号|姓名|性别|身份证号码|所在部门|岗位|用工形式|合同到期|联系电话
                1|冀长青|男|612523197603144218|磨矿车间|球磨工|合同工|2027-12-31|13509141102
                2|佘百顺|男|612523198211083414|浮选车间|药剂工|合同工|2026-06-30|15191402217
                3|任苗苗|女|612523199407252329|化验室|化验员|劳务派遣|2025-12-31|18791436650
                """),
            ),
        ],
        "name id_no post form",
        [
            ("冀长青", "612523197603144218", "球磨工", "employee"),
            ("佘百顺", "612523198211083414", "药剂工", "employee"),
            ("任苗苗", "612523199407252329", "化验员", "dispatched"),
        ],
        policy_no="SNAZ611021250000094",
    ),
    enterprises(
        "an export with the number of people insured beside that of all",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                企业名称|统一社会信用代码|属地|企业规模|在岗人数|投保人数|是否足员投保|保险机构|保单号|起保时间|到期时间
                当涂县石桥船舶修造厂|91340521MA2T5K8Y3Q|石桥镇|小型|88|88|是|国寿财险|GAZ340521250031|2025-04-01|2026-03-31
                当涂县护河爆竹厂|91340521MA2RW6JD7B|护河镇|小型|53|40|否|大地财险|GAZ340521250058|2025-05-20|2026-05-19
                """),
            )
        ],
        "enterprise uscc area size headcount insured_count full_staff policy_no period_start period_end",
        [
            (
                "当涂县石桥船舶修造厂",
                "91340521MA2T5K8Y3Q",
                "石桥镇",
                "small",
                88,
                88,
                True,
                "GAZ340521250031",
                "2025-04-01",
                "2026-03-31",
            ),
            (
                "当涂县护河爆竹厂",
                "91340521MA2RW6JD7B",
                "护河镇",
                "small",
                53,
                40,
                False,
                "GAZ340521250058",
                "2025-05-20",
                "2026-05-19",
            ),
        ],
    ),
    staff(
        "a page of a core system's print with masked numbers and a column of states",
        "pdf",
        [
            ("title", "雇员清单"),
            "保单号：21020390900425AZ0061　　被保险人：连江县马鼻修船厂　　雇员人数：4",
            (
                "table",
                _grid("""
                人员序号|雇员姓名|证件类型|证件号码|工种代码|工种名称|状态
                001|林依弟|身份证|350122********3517|0602004|电焊工|有效
                002|郑水妹|身份证|350122********0526|0701001|会计|有效
                003|陈细弟|身份证|350122********411X|0602011|起重工|有效
                004|吴则铭|身份证|350122********3511|0602004|电焊工|有效
                """),
            ),
            "打印时间：2025-03-06 10:42　　第1页/共1页",
        ],
        "name id_no post",
        [
            ("林依弟", "350122********3517", "电焊工"),
            ("郑水妹", "350122********0526", "会计"),
            ("陈细弟", "350122********411X", "起重工"),
            ("吴则铭", "350122********3511", "电焊工"),
        ],
        policy_no="21020390900425AZ0061",
    ),
    enterprises(
        "a table of those not insured with what hinders them",
        "docx",
        [
            ("title", "桐梓县未投保安责险企业清单"),
            "（截至2025年10月20日）",
            (
                "table",
                _grid("""
                序号|企业名称|所属行业|所在乡镇|从业人数|未投保原因
                1|桐梓县楚米煤焦厂|化工|楚米镇|45|保费预算未落实
                2|桐梓县木瓜石料厂|非煤矿山|木瓜镇|16|正在询价
                3|桐梓县官仓酒精厂|危化|官仓镇|28|已与太保洽谈
                """),
            ),
        ],
        "enterprise industry area headcount",
        [
            ("桐梓县楚米煤焦厂", "chemical", "楚米镇", 45),
            ("桐梓县木瓜石料厂", "non_coal_mine", "木瓜镇", 16),
            ("桐梓县官仓酒精厂", "hazardous_chemicals", "官仓镇", 28),
        ],
        scope="uninsured",
        roster_date="2025-10-20",
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "people by workshop in running text, posts before the names",
        "docx",
        [
            ("title", "投保人员名册"),
            "单位：泌阳县泰山庙石灰厂　　保单号：PAZX411726250022",
            "煅烧车间：窑长乔德安（41282619700912351X），窑工乔二孬（412826198004173532）、禹保山（412826197511063516）；",
            "破碎车间：机手胡中原（412826198607213539）；",
            "后勤：炊事员臧秀英（412826197302143525）。",
            "以上共5人。",
        ],
        "name id_no post",
        [
            ("乔德安", "41282619700912351X", "窑长"),
            ("乔二孬", "412826198004173532", "窑工"),
            ("禹保山", "412826197511063516", "窑工"),
            ("胡中原", "412826198607213539", "机手"),
            ("臧秀英", "412826197302143525", "炊事员"),
        ],
        policy_no="PAZX411726250022",
    ),
    staff(
        "a group of a shift on each row, names in one cell parted by strokes",
        "xlsx",
        [
            (
                "sheet",
                "班组",
                _grid("""
                通道县播阳木材加工厂参保职工（保单CSAZ431230250041）||
                班组|工种|人员
                一班|锯木工|吴通旺、杨再科、粟运莲
                一班|叉车工|石昌林
                二班|锯木工|杨胜本、龙咸秀
                """),
            )
        ],
        "name post",
        [
            ("吴通旺", "锯木工"),
            ("杨再科", "锯木工"),
            ("粟运莲", "锯木工"),
            ("石昌林", "叉车工"),
            ("杨胜本", "锯木工"),
            ("龙咸秀", "锯木工"),
        ],
        policy_no="CSAZ431230250041",
    ),
    enterprises(
        "a notice's annex that tells each enterprise in two lines",
        "txt",
        _lines("""
附件：鱼台县安责险应保企业投保情况（2025年8月底）
1. 鱼台县清河化肥厂（危险化学品，212人）
   已投保：人保财险，保单号PZDA202537082700000144，2025.3.15至2026.3.14
2. 鱼台县唐马大蒜冷库（涉氨制冷，27人）
   未投保：已下达责令限期改正通知书
3. 鱼台县谷亭烟花批发部（烟花爆竹，9人）
   已投保：平安产险，保单号PAZ10827202500077，2025.1.1至2025.12.31
"""),
        "enterprise headcount insured insurer policy_no period_start period_end",
        [
            ("鱼台县清河化肥厂", 212, True, "人保财险", "PZDA202537082700000144", "2025-03-15", "2026-03-14"),
            ("鱼台县唐马大蒜冷库", 27, False, None, None, None, None),
            ("鱼台县谷亭烟花批发部", 9, True, "平安产险", "PAZ10827202500077", "2025-01-01", "2025-12-31"),
        ],
    ),
    enterprises(
        "enterprises in a matrix of insured and not, by town, several names in a cell",
        "docx",
        [
            ("title", "寻甸县安责险投保对照表"),
            "统计日期：2025年9月15日",
            (
                "table",
                _grid("""
                乡镇|已投保企业|未投保企业
                羊街镇|寻甸羊街磷化工厂@寻甸羊街加油站|寻甸黑山采石场
                功山镇|寻甸功山水泥厂|—
                先锋镇|—|寻甸先锋褐煤矿@寻甸打磨箐砂场
                """),
            ),
        ],
        "enterprise area insured",
        [
            ("寻甸羊街磷化工厂", "羊街镇", True),
            ("寻甸羊街加油站", "羊街镇", True),
            ("寻甸黑山采石场", "羊街镇", False),
            ("寻甸功山水泥厂", "功山镇", True),
            ("寻甸先锋褐煤矿", "先锋镇", False),
            ("寻甸打磨箐砂场", "先锋镇", False),
        ],
        roster_date="2025-09-15",
    ),
    staff(
        "cards of people, two in a row, each with lines of its own",
        "html",
        [
            ("title", "东源县船塘瓷土矿作业人员信息卡（投保用）"),
            (
                "cards",
                [
                    ["001 邹运来", "441625197704131638", "岗位：钻工", "持证：有"],
                    ["002 缪观德", "441625198209204416", "岗位：爆破员", "持证：有"],
                    ["003 叶新娣", "441625198512111629", "岗位：仓管", "持证：无"],
                ],
            ),
        ],
        "name id_no post",
        [
            ("邹运来", "441625197704131638", "钻工"),
            ("缪观德", "441625198209204416", "爆破员"),
            ("叶新娣", "441625198512111629", "仓管"),
        ],
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
