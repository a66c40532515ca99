"""An eighth set of ledgers (and one paper beside them), written after the seventh was mended and before the reader was run on it."""

from __future__ import annotations

from datetime import date

from tests.strangers.kit import Paper
from tests.strangers.ledgers_first import ledger
from tests.strangers.ledgers_fourth import other

_A = "JXAZ360400250000517"
_B = "2025AZ-0552-00931"
_C1, _C2 = "HAAZ410700250000633", "HAAZ410700250000702"
_D = "SCAZ511300250000186"
_E = "NMAZ150400250000249"
_F = "FJAZ350700250001120"
_G = "HLAZ230600250000375"
_H = "GXAZ450200250000841"

LEDGERS: tuple[Paper, ...] = (
    ledger(
        "a receipts-and-payments account, income lines first, then the payments under their own head in the same table",
        "docx",
        [
            ("title", "事故预防费用收支情况表"),
            f"保单号：{_A}　　单位：元",
            (
                "table",
                [
                    ["一、收入", "<", "<", "<"],
                    ["日期", "来源", "凭证", "金额"],
                    ["2025-02-06", "保费提取（15%）", "记6", "9,450.00"],
                    ["二、支出", "<", "<", "<"],
                    ["日期", "用途及收款单位", "凭证", "金额"],
                    ["2025-04-15", "玻纤窑炉排查/九江浔阳安全科技有限公司", "付21", "3,300.00"],
                    ["2025-08-20", "高处作业培训/九江市职工培训中心", "付49", "1,250.00"],
                    ["三、结余", "<", "<", "4,900.00"],
                ],
            ),
        ],
        [
            ("2025-02-06", "extract", _A, None, 9450),
            ("2025-04-15", "spend", _A, "九江浔阳安全科技有限公司", 3300),
            ("2025-08-20", "spend", _A, "九江市职工培训中心", 1250),
        ],
    ),
    ledger(
        "a print of wide columns: name of the payee broken over lines within ruled cells, remarks beside",
        "pdf",
        [
            ("title", "2025年度防灾防损专项经费使用台账"),
            f"保险单号：{_B}",
            (
                "table",
                [
                    ["序号", "使用日期", "经费用途", "承接单位", "使用金额(元)", "批准人", "经费余额(元)", "备注"],
                    ["1", "2025/03/06", "", "", "", "", "12,600.00", "年度经费核定"],
                    [
                        "2",
                        "2025/04/24",
                        "玻璃熔窑专项体检",
                        "安徽蚌埠淮安安全技术服务\n有限责任公司",
                        "4,700.00",
                        "宋",
                        "7,900.00",
                        "",
                    ],
                    [
                        "3",
                        "2025/08/08",
                        "叉车司机再教育",
                        "蚌埠市禹会区职业技术教育\n中心",
                        "1,500.00",
                        "宋",
                        "6,400.00",
                        "两期",
                    ],
                    [
                        "4",
                        "2025/11/12",
                        "熔窑复检",
                        "安徽蚌埠淮安安全技术服务\n有限责任公司",
                        "2,900.00",
                        "宋",
                        "3,500.00",
                        "",
                    ],
                ],
            ),
        ],
        [
            ("2025-04-24", "spend", _B, "安徽蚌埠淮安安全技术服务有限责任公司", 4700),
            ("2025-08-08", "spend", _B, "蚌埠市禹会区职业技术教育中心", 1500),
            ("2025-11-12", "spend", _B, "安徽蚌埠淮安安全技术服务有限责任公司", 2900),
        ],
    ),
    ledger(
        "one line a policy and month, what was set aside and spent in two columns, several policies, a total for each",
        "xlsx",
        [
            (
                "sheet",
                "台账",
                [
                    ["新乡预防费台账", None, None, None, None, None],
                    ["保单", "业务日", "计提", "支用", "支用对象", "支用说明"],
                    [_C1, date(2025, 1, 22), 7350, None, None, None],
                    [_C1, date(2025, 4, 11), None, 2600, "河南牧野安全技术有限公司", "起重机厂检查"],
                    [f"{_C1} 小计", None, 7350, 2600, None, None],
                    [_C2, date(2025, 2, 19), 10200, None, None, None],
                    [_C2, date(2025, 5, 16), None, 3900, "河南牧野安全技术有限公司", "电池厂检查"],
                    [_C2, date(2025, 9, 4), None, 1800, "新乡市消防协会", "锂电火灾演练"],
                    [f"{_C2} 小计", None, 10200, 5700, None, None],
                    ["总计", None, 17550, 8300, None, None],
                ],
            )
        ],
        [
            ("2025-01-22", "extract", _C1, None, 7350),
            ("2025-04-11", "spend", _C1, "河南牧野安全技术有限公司", 2600),
            ("2025-02-19", "extract", _C2, None, 10200),
            ("2025-05-16", "spend", _C2, "河南牧野安全技术有限公司", 3900),
            ("2025-09-04", "spend", _C2, "新乡市消防协会", 1800),
        ],
    ),
    ledger(
        "a report in paragraphs with a heading to each use",
        "docx",
        [
            ("title", "2025年安责险事故预防费使用报告"),
            f"被保险企业：南充嘉陵丝绸有限公司　保单号：{_D}",
            "本保单保险费48,000元，2025年1月27日按15%提取预防费7,200元。",
            "1. 春季隐患排查",
            "2025年3月20日，由四川果州安全评价有限公司派2名专家到厂排查，费用2,500元已于3月31日付清。",
            "2. 消防培训",
            "2025年6月11日，邀请顺庆区消防培训中心授课，费用1,000元已于6月18日付清。",
            "累计支出3,500元，余额3,700元。",
        ],
        [
            ("2025-01-27", "extract", _D, None, 7200),
            ("2025-03-31", "spend", _D, "四川果州安全评价有限公司", 2500),
            ("2025-06-18", "spend", _D, "顺庆区消防培训中心", 1000),
        ],
    ),
    ledger(
        "semicolons between the fields of an export, quotes, a negative for what goes out",
        "txt",
        [
            f"# 预防费专户 {_E}",
            "日期;摘要;对手方;金额;余额",
            "2025-03-05;预防费划入;;8700.00;8700.00",
            "2025-05-09;尾矿坝检查费;赤峰红山矿安技术有限公司;-3600.00;5100.00",
            "2025-08-14;自救互救演练费;赤峰市矿山救护队;-1900.00;3200.00",
        ],
        [
            ("2025-03-05", "extract", _E, None, 8700),
            ("2025-05-09", "spend", _E, "赤峰红山矿安技术有限公司", 3600),
            ("2025-08-14", "spend", _E, "赤峰市矿山救护队", 1900),
        ],
    ),
    ledger(
        "a web page whose lines are a definition list in one table, two lines an entry",
        "html",
        [
            ("title", "竹制品企业预防费使用公开"),
            f"保单编号 {_F}",
            (
                "table",
                [
                    ["时间", "收支", "金额（元）", "说明"],
                    ["2025-01-14", "收", "5,100", "计提预防费"],
                    ["2025-04-29", "支", "1,900", "炭化炉检查，付福建武夷安全技术有限公司"],
                    ["2025-09-17", "支", "1,050", "森林防火演练，付建瓯市应急救援协会"],
                ],
            ),
        ],
        [
            ("2025-01-14", "extract", _F, None, 5100),
            ("2025-04-29", "spend", _F, "福建武夷安全技术有限公司", 1900),
            ("2025-09-17", "spend", _F, "建瓯市应急救援协会", 1050),
        ],
    ),
    ledger(
        "months as headings, bare days, sums in ten thousands by a note at the foot",
        "docx",
        [
            ("title", "大庆石化配套企业预防费流水（2025年）"),
            f"保单：{_G}",
            (
                "table",
                [
                    ["日期", "内容", "收款方", "收", "支"],
                    ["1月16日", "提取", "", "2.10", ""],
                    ["3月25日", "换热器检修排查", "黑龙江庆安工程技术有限公司", "", "0.80"],
                    ["7月9日", "硫化氢防护培训", "大庆市石油职工培训基地", "", "0.36"],
                ],
            ),
            "注：表中金额以万元为单位。",
        ],
        [
            ("2025-01-16", "extract", _G, None, 21000),
            ("2025-03-25", "spend", _G, "黑龙江庆安工程技术有限公司", 8000),
            ("2025-07-09", "spend", _G, "大庆市石油职工培训基地", 3600),
        ],
    ),
    ledger(
        "a form by the bureau with the yearly figures above and three uses below in blocks of label and value",
        "docx",
        [
            ("title", "安责险事故预防费用使用登记卡"),
            (
                "table",
                [
                    ["保单号", _H, "企业名称", "柳州鹧鸪江钢构有限公司"],
                    ["提取日期", "2025年2月12日", "提取金额", "8,400元"],
                ],
            ),
            "第1次使用",
            (
                "table",
                [
                    ["支付日期", "2025年4月18日", "支付金额", "2,800元"],
                    ["收款单位", "广西柳安安全技术有限公司", "服务内容", "焊接车间排查"],
                ],
            ),
            "第2次使用",
            (
                "table",
                [
                    ["支付日期", "2025年9月23日", "支付金额", "1,600元"],
                    ["收款单位", "柳北区应急救援中心", "服务内容", "高坠救援演练"],
                ],
            ),
        ],
        [
            ("2025-02-12", "extract", _H, None, 8400),
            ("2025-04-18", "spend", _H, "广西柳安安全技术有限公司", 2800),
            ("2025-09-23", "spend", _H, "柳北区应急救援中心", 1600),
        ],
    ),
)

OTHERS: tuple[Paper, ...] = (
    other(
        "a form that asks for money, filled in and not yet answered",
        "docx",
        [
            ("title", "事故预防费用申请表（空白样表）"),
            (
                "table",
                [["申请单位", "", "保单号", ""], ["申请金额", "", "用途", ""], ["审批意见", "", "日期", "年　月　日"]],
            ),
        ],
    ),
)

PAPERS: tuple[Paper, ...] = (*LEDGERS, *OTHERS)

MENDED = tuple(LEDGERS[i] for i in (2, 3, 4))
"""What was mended for after the first sight; the suite reads only these."""
