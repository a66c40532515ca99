"""A ninth set of lists of enterprises and of people, by another hand: four plain ones, six awkward ones, after mending for the eighth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.rosters_second import enterprises, staff

PLAIN: tuple[Paper, ...] = (
    enterprises(
        "a county's table of insured and not, insurers as columns with ticks",
        "docx",
        [
            ("title", "成县非煤矿山企业安责险投保情况统计表"),
            "统计时间：2025年9月30日",
            (
                "table",
                _grid("""
                序号|企业名称|从业人数|是否投保|承保公司|保单号|保险期限
                1|成县黄渚铅锌选厂|83|是|人保财险|AZ62122725000311|2025.01.10—2026.01.09
                2|成县厂坝采石场|19|否|—|—|—
                3|成县抛沙砖瓦厂|34|是|平安产险|AZ62122725000402|2025.06.01—2026.05.31
                """),
            ),
        ],
        "enterprise headcount insured insurer policy_no period_start period_end",
        [
            ("成县黄渚铅锌选厂", 83, True, "人保财险", "AZ62122725000311", "2025-01-10", "2026-01-09"),
            ("成县厂坝采石场", 19, False, None, None, None, None),
            ("成县抛沙砖瓦厂", 34, True, "平安产险", "AZ62122725000402", "2025-06-01", "2026-05-31"),
        ],
        roster_date="2025-09-30",
    ),
    staff(
        "an annex of a policy with numbers, ages and the sum of each",
        "pdf",
        [
            ("title", "被保险人雇员名册"),
            "保险单号：805102025420684000136　　投保单位：宜城市鄂西磷化工厂　　共4人",
            (
                "table",
                _grid("""
                编号|姓名|证件号码|年龄|职业|每人限额（万元）
                1|熊传根|420684197706120033|48|配料工|50
                2|向春桃|420684198309150028|41|包装工|50
                3|覃事华|420684199001240017|35|叉车工|50
                4|田德胜|420684196912080055|55|门卫|50
                """),
            ),
        ],
        "name id_no post per_person_limit",
        [
            ("熊传根", "420684197706120033", "配料工", 500000),
            ("向春桃", "420684198309150028", "包装工", 500000),
            ("覃事华", "420684199001240017", "叉车工", 500000),
            ("田德胜", "420684196912080055", "门卫", 500000),
        ],
        policy_no="805102025420684000136",
    ),
    enterprises(
        "an export with codes in a column for each answer",
        "csv",
        [
            (
                "sheet",
                "t",
                _grid("""
                单位名称|信用代码|所在街镇|行业门类|用工人数|应保|已保|保险起期|保险止期
                上海浦东合庆家具厂|91310115MA1K2B3C4D|合庆镇|轻工|58|Y|Y|2025/3/1|2026/2/28
                上海浦东曹路气体站|91310115MA1K5E6F7G|曹路镇|危险化学品|11|Y|N||
                """),
            )
        ],
        "enterprise uscc area headcount is_due insured period_start period_end",
        [
            ("上海浦东合庆家具厂", "91310115MA1K2B3C4D", "合庆镇", 58, True, True, "2025-03-01", "2026-02-28"),
            ("上海浦东曹路气体站", "91310115MA1K5E6F7G", "曹路镇", 11, True, False, None, None),
        ],
    ),
    staff(
        "employees and dispatched people under bands in one list",
        "xlsx",
        [
            (
                "merged",
                "花名册",
                _grid("""
                句容市茅山采石有限公司员工花名册|<|<|<
                序号|姓名|身份证号|工种
                一、正式员工|<|<|<
                1|戴国庆|321183197304152219|爆破员
                2|巫小红|321183198612033425|过磅员
                二、劳务派遣人员|<|<|<
                3|笪仁贵|321183197909271813|铲车司机
                """),
            )
        ],
        "name id_no post form",
        [
            ("戴国庆", "321183197304152219", "爆破员", "employee"),
            ("巫小红", "321183198612033425", "过磅员", "employee"),
            ("笪仁贵", "321183197909271813", "铲车司机", "dispatched"),
        ],
        enterprise="句容市茅山采石有限公司",
    ),
)

AWKWARD: tuple[Paper, ...] = (
    staff(
        "a certificate of who works there, in one sentence with numbers in brackets",
        "docx",
        [
            ("title", "在职员工名单证明"),
            "兹证明下列人员系我厂（桐庐县分水制笔厂）在职员工，已纳入安责险（保单号A3301220250009126）保障范围：",
            "童志根（身份证号330122197502113317，注塑工）、祝小军（身份证号330122198806092015，装配工）、濮月娥（身份证号330122197911254827，质检员）。",
            ("right", "2025年1月6日"),
        ],
        "name id_no post",
        [
            ("童志根", "330122197502113317", "注塑工"),
            ("祝小军", "330122198806092015", "装配工"),
            ("濮月娥", "330122197911254827", "质检员"),
        ],
        policy_no="A3301220250009126",
    ),
    staff(
        "posts across with people under each",
        "xlsx",
        [
            (
                "sheet",
                "人员",
                _grid("""
                永建石料厂安责险参保人员名单|||
                保单号|YNPA532925AZ250066||
                爆破工|破碎工|铲车司机|安全员
                左学忠|阿文海|字国珍|罗正华
                茶文亮|左有福||
                杨绍军|||
                """),
            )
        ],
        "name post",
        [
            ("左学忠", "爆破工"),
            ("茶文亮", "爆破工"),
            ("杨绍军", "爆破工"),
            ("阿文海", "破碎工"),
            ("左有福", "破碎工"),
            ("字国珍", "铲车司机"),
            ("罗正华", "安全员"),
        ],
        policy_no="YNPA532925AZ250066",
    ),
    enterprises(
        "a bureau's notice with enterprises by town in numbered headings, names joined by commas",
        "docx",
        [
            ("title", "雷州市已投保安责险企业名单"),
            "截止时间：2025年8月31日",
            "一、客路镇（2家）",
            "雷州市客路糖厂、雷州市客路石场",
            "二、纪家镇（2家）",
            "雷州市纪家加油站、雷州市纪家木薯淀粉厂",
        ],
        "enterprise area insured",
        [
            ("雷州市客路糖厂", "客路镇", True),
            ("雷州市客路石场", "客路镇", True),
            ("雷州市纪家加油站", "纪家镇", True),
            ("雷州市纪家木薯淀粉厂", "纪家镇", True),
        ],
        roster_date="2025-08-31",
    ),
    enterprises(
        "a card for each enterprise with labels",
        "html",
        [
            ("title", "应保企业信息"),
            (
                "cards",
                [
                    [
                        "企业名称：即墨龙山铸造厂",
                        "所属行业：金属冶炼",
                        "从业人数：76",
                        "投保状态：已投保",
                        "保单号：PAZE20253702000015B",
                        "到期日：2026-04-30",
                    ],
                    ["企业名称：即墨田横冷库", "所属行业：涉氨制冷", "从业人数：23", "投保状态：未投保"],
                ],
            ),
        ],
        "enterprise headcount insured policy_no period_end",
        [
            ("即墨龙山铸造厂", 76, True, "PAZE20253702000015B", "2026-04-30"),
            ("即墨田横冷库", 23, False, None, None),
        ],
    ),
    staff(
        "two people beside each other in a row, each with number and post, the last row half empty",
        "docx",
        [
            ("title", "瑞金市沙洲坝砖厂参保人员登记表"),
            "保单编号：JXGZ-AZX-2025-00417",
            (
                "table",
                _grid("""
                姓名|身份证号|岗位|姓名|身份证号|岗位
                钟石生|360781197408153611|窑工|曾凤英|360781198111024724|码坯工
                刘九连|360781196807193655|窑工|谢观音保|360781197912083619|司机
                赖春秀|360781198703222528|会计|||
                """),
            ),
        ],
        "name id_no post",
        [
            ("钟石生", "360781197408153611", "窑工"),
            ("曾凤英", "360781198111024724", "码坯工"),
            ("刘九连", "360781196807193655", "窑工"),
            ("谢观音保", "360781197912083619", "司机"),
            ("赖春秀", "360781198703222528", "会计"),
        ],
        policy_no="JXGZ-AZX-2025-00417",
    ),
    enterprises(
        "lines with blanks between, insured or not at the end",
        "txt",
        _lines("""
镜湖新区企业安责险投保台账
数据日期：2025年7月15日
1 绍兴镜湖印染厂 146人 人保财险 1234007620250058841 已投保
2 绍兴镜湖烟花店 4人 未投保
3 绍兴镜湖油漆厂 39人 太保产险 1234007620250059917 已投保
"""),
        "enterprise headcount insured policy_no",
        [
            ("绍兴镜湖印染厂", 146, True, "1234007620250058841"),
            ("绍兴镜湖烟花店", 4, False, None),
            ("绍兴镜湖油漆厂", 39, True, "1234007620250059917"),
        ],
        roster_date="2025-07-15",
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
