"""A seventeenth set of ledgers: five plain ones, five awkward ones (one of them a plan), after mending for the sixteenth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.ledgers_first import ledger
from tests.strangers.ledgers_fourth import other

_A = "2120333012025000409"
_B = "DLAZX-2025-0713"
_C = "PDZA20254309000000558"
_D1, _D2, _D3 = "SC511381AZ2500290", "SC511381AZ2500305", "SC511381AZ2500411"
_E = "GZAQ-520425-25-018"
_F = "6012022025621002000077"
_G = "HN469005AZ250031"
_H = "AZR-LN-0910-2025-66"
_I = "JXQY2025AZX0127"


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


_BOOK: list[list[Any]] = [
    ["日期", "摘要", "收款单位", "收入", "支出", "余额", "票据号", "备注"],
    [_day("2025-01-06"), "计提2025年度预防费", None, 10800, None, 10800, None, "保费54000*20%"],
    [_day("2025-03-26"), "隐患排查", "杭州严州安全技术有限公司", None, 4500, 6300, "No.0031772", None],
    [_day("2025-06-12"), "安全月培训", "建德市安全生产协会", None, 1350.5, 4949.5, "No.0034410", None],
    [_day("2025-09-18"), "应急器材", "建德市新安江消防器材店", None, 769, 4180.5, "No.0038026", "灭火器12只"],
    ["合计", None, None, 10800, 6619.5, 4180.5, None, None],
]

PLAIN: tuple[Paper, ...] = (
    ledger(
        "a workbook with days and sums as Excel has them",
        "xlsx",
        [("sheet", f"预防费{_A}", _BOOK)],
        [
            ("2025-01-06", "extract", _A, None, 10800),
            ("2025-03-26", "spend", _A, "杭州严州安全技术有限公司", 4500),
            ("2025-06-12", "spend", _A, "建德市安全生产协会", 1350.5),
            ("2025-09-18", "spend", _A, "建德市新安江消防器材店", 769),
        ],
    ),
    ledger(
        "uses by kinds with a sum under each, a total below",
        "docx",
        [
            ("title", "事故预防费用使用明细表"),
            f"保险单号：{_B}　　　　　　　　（2025年1月—9月）",
            (
                "table",
                _grid("""
                费用类别|序号|日期|服务/采购内容|收款单位|金额（元）
                隐患排查治理|1|2025-03-05|第一季度隐患排查|大连金普安全技术服务有限公司|2,400.00
                ^|2|2025-06-10|第二季度隐患排查|大连金普安全技术服务有限公司|2,400.00
                小计||||| 4,800.00
                宣传教育培训|3|2025-06-18|安全生产月讲座|大连市安全生产技术协会|1,000.00
                小计|||||1,000.00
                合计|||||5,800.00
                """),
            ),
        ],
        [
            ("2025-03-05", "spend", _B, "大连金普安全技术服务有限公司", 2400),
            ("2025-06-10", "spend", _B, "大连金普安全技术服务有限公司", 2400),
            ("2025-06-18", "spend", _B, "大连市安全生产技术协会", 1000),
        ],
    ),
    ledger(
        "a printed book with a page carried over",
        "pdf",
        [
            ("title", "预防费用收支登记簿"),
            f"保单号：{_C}",
            (
                "table",
                _grid("""
                年月日|摘要|收款人|收入|支出|结存
                2025.01.15|提取事故预防费||11,340.00||11,340.00
                2025.04.02|熔炼炉检查费|益阳资江安全评价有限公司||4,600.00|6,740.00
                过次页|||11,340.00|4,600.00|6,740.00
                """),
            ),
            ("page",),
            (
                "table",
                _grid("""
                年月日|摘要|收款人|收入|支出|结存
                承前页|||11,340.00|4,600.00|6,740.00
                2025.07.11|煤气防护培训费|安化县职业中专学校||1,750.00|4,990.00
                2025.10.13|煤气报警器校验费|湖南省计量检测研究院益阳分院||880.00|4,110.00
                """),
            ),
        ],
        [
            ("2025-01-15", "extract", _C, None, 11340),
            ("2025-04-02", "spend", _C, "益阳资江安全评价有限公司", 4600),
            ("2025-07-11", "spend", _C, "安化县职业中专学校", 1750),
            ("2025-10-13", "spend", _C, "湖南省计量检测研究院益阳分院", 880),
        ],
    ),
    ledger(
        "what was set aside of each policy, month by month",
        "xlsx",
        [
            (
                "sheet",
                "计提表",
                _grid(f"""
                阆中支公司安责险预防费计提明细
                计提日期|保单号|投保人|实收保费（元）|计提比例|计提金额（元）|累计计提（元）
                2025-01-31|{_D1}|阆中市保宁醋业包装厂|28,500.00|20%|5,700.00|5,700.00
                2025-02-28|{_D2}|阆中市江南石油机械厂|46,000.00|20%|9,200.00|14,900.00
                2025-04-30|{_D3}|阆中市柏垭丝绸厂|15,250.00|20%|3,050.00|17,950.00
                合计|||89,750.00||17,950.00|
                """),
            )
        ],
        [
            ("2025-01-31", "extract", _D1, None, 5700),
            ("2025-02-28", "extract", _D2, None, 9200),
            ("2025-04-30", "extract", _D3, None, 3050),
        ],
    ),
    ledger(
        "reimbursements with who asked for them and who agreed",
        "pdf",
        [
            ("title", "事故预防费报销登记表"),
            f"（保单号 {_E}）",
            (
                "table",
                _grid("""
                序号|报销日期|用途|收款单位|报销金额|报销人|审批人|付款方式
                1|2025年4月8日|荒料场边坡检查|贵州黔中安全技术咨询有限公司|3,300.00|班正华|熊绍国|转账
                2|2025年6月20日|宣传展板|紫云县格凸广告经营部|450.00|伍小妹|熊绍国|转账
                3|2025年9月9日|应急演练|紫云县消防救援技术服务中心|1,250.00|班正华|熊绍国|转账
                """),
            ),
        ],
        [
            ("2025-04-08", "spend", _E, "贵州黔中安全技术咨询有限公司", 3300),
            ("2025-06-20", "spend", _E, "紫云县格凸广告经营部", 450),
            ("2025-09-09", "spend", _E, "紫云县消防救援技术服务中心", 1250),
        ],
    ),
)

AWKWARD: tuple[Paper, ...] = (
    ledger(
        "several payees and sums in one cell of a quarter's line",
        "docx",
        [
            ("title", "预防费季度使用情况"),
            f"保单号：{_F}",
            (
                "table",
                _grid("""
                季度|提取情况|支付情况
                一季度|2025年1月22日提取6,900元|2025年3月19日付张掖市河西安全评价公司2,800元
                二季度|—|2025年5月13日付高台县职教中心900元；2025年6月17日付高台县新华印刷厂350元
                三季度|—|2025年9月24日付张掖市河西安全评价公司1,400元
                """),
            ),
        ],
        [
            ("2025-01-22", "extract", _F, None, 6900),
            ("2025-03-19", "spend", _F, "张掖市河西安全评价公司", 2800),
            ("2025-05-13", "spend", _F, "高台县职教中心", 900),
            ("2025-06-17", "spend", _F, "高台县新华印刷厂", 350),
            ("2025-09-24", "spend", _F, "张掖市河西安全评价公司", 1400),
        ],
    ),
    ledger(
        "a figure of the sum in each column, from thousands down to fen",
        "pdf",
        [
            ("title", "预防费支出账"),
            f"保单：{_G}　2025年",
            (
                "table",
                _grid("""
                月|日|摘要|收款单位|支出金额|<|<|<|<|<|<
                ^|^|^|^|万|千|百|十|元|角|分
                3|12|椰纤维粉尘检查|海南文昌安全技术有限公司||2|1|0|0|0|0
                5|28|电工培训|文昌市职业技术学校|||9|6|0|0|0
                8|6|应急预案修编|海南文昌安全技术有限公司||1|4|5|0|5|0
                """),
            ),
        ],
        [
            ("2025-03-12", "spend", _G, "海南文昌安全技术有限公司", 2100),
            ("2025-05-28", "spend", _G, "文昌市职业技术学校", 960),
            ("2025-08-06", "spend", _G, "海南文昌安全技术有限公司", 1450.5),
        ],
    ),
    ledger(
        "lines with dots between what for and how much",
        "docx",
        [
            ("title", "老边区耐火材料厂预防费清单"),
            f"{_H}",
            "2025-02-20　提取……………………………………7,260.00",
            "2025-04-16　窑炉检查（营口渤海安评有限公司）…………3,000.00",
            "2025-07-03　粉尘检测（辽宁锦程职业卫生技术有限公司）……1,480.00",
            "2025-09-25　复查（营口渤海安评有限公司）……………1,200.00",
            "结余……………………………………1,580.00",
        ],
        [
            ("2025-02-20", "extract", _H, None, 7260),
            ("2025-04-16", "spend", _H, "营口渤海安评有限公司", 3000),
            ("2025-07-03", "spend", _H, "辽宁锦程职业卫生技术有限公司", 1480),
            ("2025-09-25", "spend", _H, "营口渤海安评有限公司", 1200),
        ],
    ),
    ledger(
        "a book in English and Chinese",
        "xlsx",
        [
            (
                "sheet",
                "Fund",
                _grid(f"""
                Loss Prevention Fund 事故预防费 Policy {_I}
                Date 日期|Description 摘要|Payee 收款方|In 收入|Out 支出|Balance 余额
                2025-01-09|Set aside 提取||4,980.00||4,980.00
                2025-04-24|Inspection 检查|宁波甬江安全技术有限公司||2,200.00|2,780.00
                2025-08-14|Training 培训|庆元县职业高级中学||860.00|1,920.00
                """),
            )
        ],
        [
            ("2025-01-09", "extract", _I, None, 4980),
            ("2025-04-24", "spend", _I, "宁波甬江安全技术有限公司", 2200),
            ("2025-08-14", "spend", _I, "庆元县职业高级中学", 860),
        ],
    ),
    other(
        "a plan of what is to be spent next year",
        "docx",
        [
            ("title", "2026年度事故预防费用使用计划"),
            (
                "table",
                _grid("""
                序号|项目|计划时间|预算金额（元）|拟选机构
                1|隐患排查|2026年3月|4,000.00|大连金普安全技术服务有限公司
                2|应急演练|2026年6月|1,500.00|待定
                3|安全培训|2026年9月|2,000.00|待定
                """),
            ),
        ],
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]

_UNREAD = ("as Excel has them", "several payees and sums in one cell", "a figure of the sum in each column")
MENDED = tuple(paper for paper in PAPERS if any(words in paper.what for words in _UNREAD))
"""What was mended for after the first sight; the suite reads only these."""
OTHERS = tuple(paper for paper in PAPERS if paper.kind == "unknown")
