"""Lists of enterprises and of people as townships, parks, bureaus and firms keep them, written before the reader was run on them."""

from __future__ import annotations

from tests.strangers.kit import Paper

ENTERPRISES = "enterprise uscc industry headcount insured policy_no insurer period_end"
STAFF = "name id_no post form per_person_limit"

PAPERS = [
    Paper(
        "township's list of who must insure, state in words",
        "xlsx",
        [
            (
                "sheet",
                "名录",
                [
                    ["清溪镇2025年度高危行业企业安责险应投保名录"],
                    ["填报单位：清溪镇应急管理站　　截止日期：2025年9月30日"],
                    [
                        "序号",
                        "单位名称",
                        "统一社会信用代码",
                        "行业",
                        "员工数",
                        "投保状态",
                        "保单号",
                        "承保公司",
                        "保险止期",
                        "备注",
                    ],
                    [
                        "1",
                        "清溪永发烟花爆竹批发部",
                        "",
                        "烟花爆竹经营",
                        "6",
                        "已投保",
                        "AQ250411007",
                        "赣江财险",
                        "2026-04-10",
                        "",
                    ],
                    [
                        "2",
                        "清溪石料有限公司",
                        "",
                        "非煤矿山",
                        "38",
                        "已投保",
                        "AQ250618031",
                        "中岳财险",
                        "2026-06-17",
                        "",
                    ],
                    ["3", "远大涂料厂", "", "危险化学品生产", "21", "未投保", "", "", "", "已下达责令改正"],
                    [
                        "4",
                        "清溪镇加油站",
                        "",
                        "危险化学品经营",
                        "8",
                        "已投保",
                        "AQ251002090",
                        "赣江财险",
                        "2026-10-01",
                        "",
                    ],
                    ["5", "顺达建筑工程队", "", "建筑施工", "44", "脱保", "", "", "", "8月到期未续"],
                ],
            ),
        ],
        "roster",
        {"roster_date": "2025-09-30"},
        "enterprise industry headcount insured policy_no period_end",
        [
            ("清溪永发烟花爆竹批发部", "fireworks", 6, True, "AQ250411007", "2026-04-10"),
            ("清溪石料有限公司", "non_coal_mine", 38, True, "AQ250618031", "2026-06-17"),
            ("远大涂料厂", "hazardous_chemicals", 21, False, None, None),
            ("清溪镇加油站", "hazardous_chemicals", 8, True, "AQ251002090", "2026-10-01"),
            ("顺达建筑工程队", "construction", 44, False, None, None),
        ],
        "enterprises",
    ),
    Paper(
        "county bureau's table in a PDF, ticks for yes and no",
        "pdf",
        [
            ("title", "临泽县安责险投保情况统计表"),
            "（截至2025年6月末）",
            (
                "table",
                [
                    ["编号", "企业", "类别", "从业人员", "是否投保", "参保人数", "起保日", "到期日"],
                    ["01", "临泽宏泰矿业有限公司", "金属矿山", "120", "√", "120", "2025.01.15", "2026.01.14"],
                    ["02", "临泽祁连花炮专营店", "烟花爆竹", "3", "√", "3", "2025.03.01", "2026.02.28"],
                    ["03", "临泽河西化工有限公司", "危险化学品", "77", "×", "", "", ""],
                    ["04", "临泽兴达运输有限公司", "危货运输", "35", "√", "30", "2024.12.01", "2025.11.30"],
                    ["合计", "", "", "235", "3家", "153", "", ""],
                ],
            ),
        ],
        "roster",
        {"roster_date": "2025-06-30"},
        "enterprise headcount insured insured_count period_start period_end",
        [
            ("临泽宏泰矿业有限公司", 120, True, 120, "2025-01-15", "2026-01-14"),
            ("临泽祁连花炮专营店", 3, True, 3, "2025-03-01", "2026-02-28"),
            ("临泽河西化工有限公司", 77, False, None, None, None),
            ("临泽兴达运输有限公司", 35, True, 30, "2024-12-01", "2025-11-30"),
        ],
        "enterprises",
    ),
    Paper(
        "staff list beside a policy, limits by grade",
        "docx",
        [
            ("title", "安全生产责任保险被保险人员清单"),
            "投保单位：大余县荡坪钨业有限公司　　保单号：GB2024360700001882",
            (
                "table",
                [
                    ["序号", "姓名", "公民身份号码", "岗位", "用工形式", "每人限额（万元）"],
                    ["1", "刘长生", "362123197803150417", "凿岩工", "合同工", "100"],
                    ["2", "钟桂兰", "362123198511026126", "选矿工", "劳务派遣", "100"],
                    ["3", "赖小军", "362123199207081239", "爆破员", "合同工", "100"],
                ],
            ),
            "制表日期：2024年12月16日",
        ],
        "staff_list",
        {"policy_no": "GB2024360700001882", "enterprise": "大余县荡坪钨业有限公司", "list_date": "2024-12-16"},
        "name post form per_person_limit",
        [
            ("刘长生", "凿岩工", "employee", 1000000),
            ("钟桂兰", "选矿工", "dispatched", 1000000),
            ("赖小军", "爆破员", "employee", 1000000),
        ],
        "staff",
    ),
    Paper(
        "staff list of a ship, csv from a payroll system",
        "csv",
        [
            (
                "table",
                [
                    ["工号", "员工姓名", "证件号", "部门", "职务", "性质", "是否参保"],
                    ["A01", "贺建国", "330225********1018", "甲板部", "船长", "正式", "是"],
                    ["A02", "吴海波", "330225********3316", "轮机部", "轮机长", "正式", "是"],
                    ["A03", "柯明", "330225********0071", "甲板部", "水手", "临时", "是"],
                    ["A04", "祝小满", "330225********5512", "后厨", "厨工", "实习", "是"],
                ],
            )
        ],
        "staff_list",
        {},
        "name form",
        [("贺建国", "employee"), ("吴海波", "employee"), ("柯明", "temporary"), ("祝小满", "intern")],
        "staff",
    ),
]
