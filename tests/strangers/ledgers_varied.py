"""Variants of what the twenty-fourth set of ledgers showed, for which it was mended: no first sight."""

from __future__ import annotations

from tests.strangers.claims_seventh import _grid
from tests.strangers.ledgers_first import ledger

P = "PZHK202542011500000463"
A, B = "武汉楚安安全技术有限公司", "江夏区蓝盾应急培训中心"
X = ("2025-01-09", "extract", P, None, 6400)
PAPERS = [
    ledger(
        "crossed without years",
        "docx",
        [
            ("title", "2025年事故预防费支付情况"),
            f"保单号：{P}",
            "2025年1月9日提取6,400元。",
            (
                "table",
                _grid(f"""
 机构|隐患排查|教育培训|应急演练
 {A}|2,600（3月18日）||900（9月12日）
 {B}||780（6月5日）|
 """),
            ),
        ],
        [
            X,
            ("2025-03-18", "spend", P, A, 2600),
            ("2025-09-12", "spend", P, A, 900),
            ("2025-06-05", "spend", P, B, 780),
        ],
    ),
    ledger(
        "services down agencies across",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                _grid(f"""
 事故预防费支付对照 保单号{P}||
 服务项目|{A}|{B}
 隐患排查|2025-03-18 2,600元|
 教育培训||2025-06-05 780元
 应急演练|2025-09-12 900元|
 """),
            )
        ],
        [("2025-03-18", "spend", P, A, 2600), ("2025-09-12", "spend", P, A, 900), ("2025-06-05", "spend", P, B, 780)],
    ),
    ledger(
        "set aside and spent of policies across with days",
        "docx",
        [
            ("title", "预防费提取与使用情况"),
            (
                "table",
                _grid(f"""
 保单号|提取|使用|收款单位
 {P}|6,400元（2025.1.9）|2,600元（2025.3.18）|{A}
 BTAZ150207250014|3,400元（2025.2.9）|1,600元（2025.4.18）|{B}
 """),
            ),
        ],
        [
            X,
            ("2025-03-18", "spend", P, A, 2600),
            ("2025-02-09", "extract", "BTAZ150207250014", None, 3400),
            ("2025-04-18", "spend", "BTAZ150207250014", B, 1600),
        ],
    ),
    ledger(
        "contract column beside the policy's",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                _grid(f"""
 日期|类型|保单号|合同号|收款单位|金额
 2025-01-09|提取|{P}|||6,400
 2025-03-18|支出|{P}|CA-2025-0318|{A}|2,600
 2025-06-05|支出|{P}|LD-2025-0605|{B}|780
 """),
            )
        ],
        [X, ("2025-03-18", "spend", P, A, 2600), ("2025-06-05", "spend", P, B, 780)],
    ),
    ledger(
        "contract number that is the insurance contract's",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                _grid(f"""
 安责险预防费台账||||
 日期|类型|合同号|收款单位|金额
 2025-01-09|提取|{P}||6,400
 2025-03-18|支出|{P}|{A}|2,600
 2025-06-05|支出|BTAZ150207250014|{B}|780
 """),
            )
        ],
        [X, ("2025-03-18", "spend", P, A, 2600), ("2025-06-05", "spend", "BTAZ150207250014", B, 780)],
    ),
    ledger(
        "prose in other words",
        "docx",
        [
            ("title", "预防费使用说明"),
            f"保单{P}项下，2025年1月9日计提预防费6,400元。",
            f"3月18日，向{A}支付隐患排查费2,600元，发票已收；6月5日又付{B}培训费780元。",
        ],
        [X, ("2025-03-18", "spend", P, A, 2600), ("2025-06-05", "spend", P, B, 780)],
    ),
    ledger(
        "several payments told as amounts in columns of quarters",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                _grid(f"""
 事故预防费分季支付 保单号：{P}|||||
 收款单位|项目|一季度|二季度|三季度|四季度
 {A}|隐患排查|||1,300（7.8）|1,300（11.20）
 {B}|培训||780（6.5）||
 2025年1月9日计提6,400元|||||
 """),
            )
        ],
        [
            X,
            ("2025-07-08", "spend", P, A, 1300),
            ("2025-11-20", "spend", P, A, 1300),
            ("2025-06-05", "spend", P, B, 780),
        ],
    ),
]
