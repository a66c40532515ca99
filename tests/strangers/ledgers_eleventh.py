"""An eleventh set of ledgers (and a paper beside them), written after the second opinion had been mended for the tenth set."""

from __future__ import annotations

from tests.strangers.kit import Paper
from tests.strangers.ledgers_first import ledger
from tests.strangers.ledgers_fourth import other

_A1, _A2 = "FJ3502AZ25-01107", "FJ3502AZ25-01188"
_B = "HB4206AZ2500471"
_C = "SD3707AZ25-0266"
_D = "JL2224AZ250033"
_E = "GZ5223AZ25-0518"

LEDGERS: tuple[Paper, ...] = (
    ledger(
        "a block for each policy: its number, what came in, then numbered payments",
        "docx",
        [
            ("title", "安责险事故预防费分单使用情况"),
            f"【{_A1}】",
            "收入：2025-01-22，10,350.00元",
            "支出1：2025-04-03，福建鹭岛安全技术有限公司，4,600.00元，注塑车间排查",
            "支出2：2025-07-17，厦门市集美区职工学校，1,900.00元，班组长培训",
            f"【{_A2}】",
            "收入：2025-03-14，7,200.00元",
            "支出1：2025-06-10，福建鹭岛安全技术有限公司，3,250.00元，喷漆线排查",
        ],
        [
            ("2025-01-22", "extract", _A1, None, 10350),
            ("2025-04-03", "spend", _A1, "福建鹭岛安全技术有限公司", 4600),
            ("2025-07-17", "spend", _A1, "厦门市集美区职工学校", 1900),
            ("2025-03-14", "extract", _A2, None, 7200),
            ("2025-06-10", "spend", _A2, "福建鹭岛安全技术有限公司", 3250),
        ],
    ),
    ledger(
        "a table of tabs whose heads are initials of words",
        "txt",
        [
            f"事故预防费流水\t保单\t{_B}",
            "RQ\tZY\tSKDW\tSR\tZC\tYE",
            "20250218\t提取事故预防费\t\t9600.00\t\t9600.00",
            "20250422\t隐患排查\t湖北隆中安全技术服务有限公司\t\t3800.00\t5800.00",
            "20250630\t安全月宣传\t襄阳市樊城区文印社\t\t720.00\t5080.00",
            "20250924\t应急演练\t湖北隆中安全技术服务有限公司\t\t1650.00\t3430.00",
        ],
        [
            ("2025-02-18", "extract", _B, None, 9600),
            ("2025-04-22", "spend", _B, "湖北隆中安全技术服务有限公司", 3800),
            ("2025-06-30", "spend", _B, "襄阳市樊城区文印社", 720),
            ("2025-09-24", "spend", _B, "湖北隆中安全技术服务有限公司", 1650),
        ],
    ),
    ledger(
        "a page by months, payments as lines under each",
        "html",
        [
            ("title", "2025年事故预防费支出纪要"),
            f"保单{_C}。1月16日按保费15%提取8,850元。",
            (
                "raw",
                "<h3>4月</h3><ul><li>4月11日 山东鸢都安全技术有限公司 3,400元 冷库氨机排查</li></ul>"
                "<h3>6月</h3><ul><li>6月5日 潍坊市寒亭区融媒体中心 850元 公益广告</li>"
                "<li>6月24日 安丘市技工学校 1,500元 电工培训</li></ul>"
                "<h3>10月</h3><ul><li>10月21日 山东鸢都安全技术有限公司 1,700元 复查</li></ul>",
            ),
        ],
        [
            ("2025-01-16", "extract", _C, None, 8850),
            ("2025-04-11", "spend", _C, "山东鸢都安全技术有限公司", 3400),
            ("2025-06-05", "spend", _C, "潍坊市寒亭区融媒体中心", 850),
            ("2025-06-24", "spend", _C, "安丘市技工学校", 1500),
            ("2025-10-21", "spend", _C, "山东鸢都安全技术有限公司", 1700),
        ],
    ),
    ledger(
        "forms of payment two abreast in a ruled table",
        "pdf",
        [
            ("title", "防灾防损费支付单（合订）"),
            f"保险单号：{_D}",
            (
                "table",
                [
                    ["支付单", "01", "支付单", "02"],
                    ["日期", "2025-05-14", "日期", "2025-08-06"],
                    ["收款", "吉林延边安全评价有限公司", "收款", "珲春市职业高中"],
                    ["事由", "木材加工排查", "事由", "叉车工培训"],
                    ["金额", "3,150.00", "金额", "1,280.00"],
                ],
            ),
        ],
        [
            ("2025-05-14", "spend", _D, "吉林延边安全评价有限公司", 3150),
            ("2025-08-06", "spend", _D, "珲春市职业高中", 1280),
        ],
    ),
    ledger(
        "a workbook whose entries go down in twos: money in the first line, who and why in the second, a blank line between",
        "xlsx",
        [
            (
                "sheet",
                "明细",
                [
                    [f"预防费明细（{_E}）", "", ""],
                    ["2025-01-09", "进", 8400],
                    ["", "提取", "公司财务部"],
                    ["", "", ""],
                    ["2025-03-25", "出", 3000],
                    ["", "烟花仓库排查", "贵州黔山安全技术有限公司"],
                    ["", "", ""],
                    ["2025-06-18", "出", 1100],
                    ["", "安全月活动", "瓮安县总工会文化宫"],
                    ["", "", ""],
                    ["2025-09-30", "出", 2200],
                    ["", "应急演练", "贵州黔山安全技术有限公司"],
                ],
            )
        ],
        [
            ("2025-01-09", "extract", _E, None, 8400),
            ("2025-03-25", "spend", _E, "贵州黔山安全技术有限公司", 3000),
            ("2025-06-18", "spend", _E, "瓮安县总工会文化宫", 1100),
            ("2025-09-30", "spend", _E, "贵州黔山安全技术有限公司", 2200),
        ],
    ),
)

OTHERS: tuple[Paper, ...] = (
    other(
        "what an insurer paid an agency for selling policies",
        "docx",
        [
            ("title", "安责险代理手续费结算清单"),
            "2025-03-31　8,120.00元　宁德闽东保险代理有限公司　一季度手续费",
            "2025-06-30　9,460.00元　宁德闽东保险代理有限公司　二季度手续费",
            "2025-09-30　7,035.00元　宁德闽东保险代理有限公司　三季度手续费",
        ],
    ),
)

PAPERS: tuple[Paper, ...] = (*LEDGERS, *OTHERS)

MENDED = (LEDGERS[0],)
"""What was mended for after the first sight; the suite reads only this."""
