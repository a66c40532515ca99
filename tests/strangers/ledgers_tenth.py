"""A tenth set of ledgers (and a paper beside them), written once the second opinion was in place and before it was run on it."""

from __future__ import annotations

from datetime import datetime

from tests.strangers.kit import Paper
from tests.strangers.ledgers_first import ledger
from tests.strangers.ledgers_fourth import other

_A = "HN4306AZ25-00921"
_B = "SC5106-AZ25-0417"
_C = "JS3209AZ250000363"
_D = "GS6207AZ25-118"
_E1, _E2 = "ZJ3306AZ25-0710", "ZJ3306AZ25-0744"
_F = "YN5308AZ25-00265"
_G = "SX1407AZ2500512"
_H = "GD4452AZ25-0907"
_I = "HA4107AZ25-00188"

LEDGERS: tuple[Paper, ...] = (
    ledger(
        "a bank's file between bars without heads, a letter for the direction",
        "txt",
        [
            f"# 事故预防费专户 保单{_A}",
            "20250311|C|10500.00|预防费转入||10500.00",
            "20250425|D|3900.00|付排查费|湖南洞庭安全技术有限公司|6600.00",
            "20250618|D|860.00|付安全月物料|岳阳楼区汇丰图文店|5740.00",
            "20250923|D|2450.00|付培训费|岳阳市安全生产培训中心|3290.00",
        ],
        [
            ("2025-03-11", "extract", _A, None, 10500),
            ("2025-04-25", "spend", _A, "湖南洞庭安全技术有限公司", 3900),
            ("2025-06-18", "spend", _A, "岳阳楼区汇丰图文店", 860),
            ("2025-09-23", "spend", _A, "岳阳市安全生产培训中心", 2450),
        ],
    ),
    ledger(
        "income and payments as two short lists under headings, each line a day, a sum and words",
        "docx",
        [
            ("title", "安责险预防费收支清单"),
            f"保单编号：{_B}",
            "一、收",
            "2025年1月20日　12,600元　按年度保费15%提取",
            "二、支",
            "2025年3月14日　4,500元　德阳旌城安全技术服务有限公司，铸造车间排查",
            "2025年6月6日　1,300元　广汉市职业中专，叉车培训",
            "2025年8月29日　2,750元　德阳旌城安全技术服务有限公司，应急演练",
            "三、余",
            "4,050元",
        ],
        [
            ("2025-01-20", "extract", _B, None, 12600),
            ("2025-03-14", "spend", _B, "德阳旌城安全技术服务有限公司", 4500),
            ("2025-06-06", "spend", _B, "广汉市职业中专", 1300),
            ("2025-08-29", "spend", _B, "德阳旌城安全技术服务有限公司", 2750),
        ],
    ),
    ledger(
        "a print without rules: who was paid stands over the line of his payment",
        "pdf",
        [
            ("title", "事故预防费付款明细"),
            f"保单号：{_C}　　已于2025年2月8日提取9,300.00元",
            "江苏沿海安全评价有限公司",
            ("loose", [["2025-04-10", "3,700.00", "码头装卸排查"]]),
            "盐城市大丰区技师学院",
            ("loose", [["2025-07-02", "1,650.00", "起重工培训"]]),
            "江苏沿海安全评价有限公司",
            ("loose", [["2025-10-16", "1,900.00", "整改回头看"]]),
        ],
        [
            ("2025-02-08", "extract", _C, None, 9300),
            ("2025-04-10", "spend", _C, "江苏沿海安全评价有限公司", 3700),
            ("2025-07-02", "spend", _C, "盐城市大丰区技师学院", 1650),
            ("2025-10-16", "spend", _C, "江苏沿海安全评价有限公司", 1900),
        ],
    ),
    ledger(
        "a page with the year as a heading and days below, money with its sign",
        "html",
        [
            ("title", f"预防费流水 {_D}"),
            (
                "raw",
                "<h2>2025年</h2>"
                + "".join(
                    f"<div class=e><span>{day}</span> <span>{what}</span> <span>{amount}</span></div>"
                    for day, what, amount in (
                        ("02-24", "计提事故预防费", "+8,250.00"),
                        ("04-18", "甘肃祁连安全技术有限公司", "-3,300.00"),
                        ("06-12", "山丹县融媒体中心", "-900.00"),
                        ("09-05", "甘肃祁连安全技术有限公司", "-2,100.00"),
                    )
                ),
            ),
            "结余 1,950.00",
        ],
        [
            ("2025-02-24", "extract", _D, None, 8250),
            ("2025-04-18", "spend", _D, "甘肃祁连安全技术有限公司", 3300),
            ("2025-06-12", "spend", _D, "山丹县融媒体中心", 900),
            ("2025-09-05", "spend", _D, "甘肃祁连安全技术有限公司", 2100),
        ],
    ),
    ledger(
        "a sheet with a column of sums for each policy",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                [
                    ["事故预防费台账", "", "", "", ""],
                    ["日期", "摘要", "收款单位", _E1, _E2],
                    [datetime(2025, 1, 13), "计提", "", 6900, ""],
                    [datetime(2025, 2, 17), "计提", "", "", 10200],
                    [datetime(2025, 4, 21), "支付排查费", "绍兴越州安全科技有限公司", -2600, ""],
                    [datetime(2025, 5, 30), "支付排查费", "绍兴越州安全科技有限公司", "", -4100],
                    [datetime(2025, 9, 10), "支付培训费", "诸暨市技师学院", "", -1800],
                ],
            )
        ],
        [
            ("2025-01-13", "extract", _E1, None, 6900),
            ("2025-02-17", "extract", _E2, None, 10200),
            ("2025-04-21", "spend", _E1, "绍兴越州安全科技有限公司", 2600),
            ("2025-05-30", "spend", _E2, "绍兴越州安全科技有限公司", 4100),
            ("2025-09-10", "spend", _E2, "诸暨市技师学院", 1800),
        ],
    ),
    ledger(
        "a mail that answers where the money went, sums in ten thousand",
        "eml",
        [
            ("title", "预防费去向"),
            f"您好，保单{_F}的事故预防费共1.08万元，于2025年3月3日提取。",
            "用了三笔：",
            "第一笔，2025年5月9日，0.42万元，云南哀牢安全技术咨询有限公司，橡胶厂排查。",
            "第二笔，2025年7月25日，0.13万元，普洱市思茅区职业高级中学，持证培训。",
            "第三笔，2025年10月17日，0.25万元，云南哀牢安全技术咨询有限公司，复查。",
        ],
        [
            ("2025-03-03", "extract", _F, None, 10800),
            ("2025-05-09", "spend", _F, "云南哀牢安全技术咨询有限公司", 4200),
            ("2025-07-25", "spend", _F, "普洱市思茅区职业高级中学", 1300),
            ("2025-10-17", "spend", _F, "云南哀牢安全技术咨询有限公司", 2500),
        ],
    ),
    ledger(
        "a journal whose entries are lines of day, account and either side, the payee in the words",
        "docx",
        [
            ("title", "事故预防费明细账"),
            f"险单：{_G}　　科目：预提费用—事故预防费",
            (
                "table",
                [
                    ["25年", "<", "凭证", "摘要", "借", "贷", "余"],
                    ["月", "日", "^", "^", "^", "^", "^"],
                    ["2", "17", "转8", "提取", "", "9,750.00", "9,750.00"],
                    ["4", "28", "付33", "付山西太行安全评价有限公司排查费", "4,200.00", "", "5,550.00"],
                    ["7", "9", "付61", "付榆次区职工学校培训费", "1,480.00", "", "4,070.00"],
                    ["10", "30", "付97", "付山西太行安全评价有限公司复查费", "1,900.00", "", "2,170.00"],
                ],
            ),
        ],
        [
            ("2025-02-17", "extract", _G, None, 9750),
            ("2025-04-28", "spend", _G, "山西太行安全评价有限公司", 4200),
            ("2025-07-09", "spend", _G, "榆次区职工学校", 1480),
            ("2025-10-30", "spend", _G, "山西太行安全评价有限公司", 1900),
        ],
    ),
    ledger(
        "requests for payment on one page, each with who agreed, and on which day it was paid",
        "pdf",
        [
            ("title", "事故预防费用款单汇编"),
            f"保单：{_H}",
            *(
                (
                    "cards",
                    [
                        [
                            f"用款单 {no}",
                            f"申请 {asked}　批准 {agreed}　支付 {paid}",
                            f"收款 {payee}",
                            f"用途 {why}　金额 {amount}",
                        ]
                    ],
                )
                for no, asked, agreed, paid, payee, why, amount in (
                    (
                        "07",
                        "2025-04-01",
                        "2025-04-03",
                        "2025-04-08",
                        "广东凤城安全技术有限公司",
                        "陶瓷窑炉排查",
                        "4,080.00",
                    ),
                    (
                        "11",
                        "2025-06-10",
                        "2025-06-11",
                        "2025-06-16",
                        "潮州市潮安区总工会职工学校",
                        "班组长培训",
                        "1,720.00",
                    ),
                    (
                        "19",
                        "2025-09-15",
                        "2025-09-17",
                        "2025-09-22",
                        "广东凤城安全技术有限公司",
                        "粉尘检测",
                        "2,360.00",
                    ),
                )
            ),
        ],
        [
            ("2025-04-08", "spend", _H, "广东凤城安全技术有限公司", 4080),
            ("2025-06-16", "spend", _H, "潮州市潮安区总工会职工学校", 1720),
            ("2025-09-22", "spend", _H, "广东凤城安全技术有限公司", 2360),
        ],
    ),
    ledger(
        "a foreign insurer's print without rules, heads in English",
        "pdf",
        [
            ("title", "Loss Prevention Fund – Transactions"),
            f"Policy No. {_I}    Currency: CNY",
            (
                "loose",
                [
                    ["Date", "Details", "Beneficiary", "Out", "In", "Left"],
                    ["2025-02-12", "Provision 15%", "", "", "8,700.00", "8,700.00"],
                    ["2025-05-15", "Site inspection", "新乡牧野安全技术有限公司", "3,600.00", "", "5,100.00"],
                    ["2025-08-21", "Drill", "辉县市应急救援大队", "1,250.00", "", "3,850.00"],
                ],
            ),
        ],
        [
            ("2025-02-12", "extract", _I, None, 8700),
            ("2025-05-15", "spend", _I, "新乡牧野安全技术有限公司", 3600),
            ("2025-08-21", "spend", _I, "辉县市应急救援大队", 1250),
        ],
    ),
)

OTHERS: tuple[Paper, ...] = (
    other(
        "what a branch received in premiums, a list of receipts",
        "xlsx",
        [
            (
                "sheet",
                "收款",
                [
                    ["日期", "交款单位", "险种", "收据号", "金额"],
                    [datetime(2025, 3, 3), "漯河沙澧食品有限公司", "雇主责任险", "SJ0331", 12800],
                    [datetime(2025, 3, 9), "舞阳县金大地盐化有限公司", "企业财产险", "SJ0340", 46200],
                    [datetime(2025, 3, 20), "临颍县瑞丰粮油有限公司", "公众责任险", "SJ0358", 5300],
                ],
            )
        ],
    ),
)

PAPERS: tuple[Paper, ...] = (*LEDGERS, *OTHERS)

MENDED = tuple(LEDGERS[i] for i in (0, 2, 3, 5, 7))
"""What was mended for after the first sight; the suite reads only these."""
