"""A twenty-fifth set of ledgers, all in manners of their own, after mending for the twenty-fourth."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_seventh import _grid
from tests.strangers.kit import Paper
from tests.strangers.ledgers_first import ledger

_A = "PZZY520381202500000316"
_B1, _B2 = "HBEZ420704250000921", "HBEZ420704250000935"
_C = "6701140602025000238"
_D = "LNYK210804AZ25-0157"
_E = "20250371521000044"

PLAIN: tuple[Paper, ...] = ()

AWKWARD: tuple[Paper, ...] = (
    ledger(
        "a cash book whose words tell all: who was paid and for what in one column, in and out in another with signs",
        "xlsx",
        [
            (
                "sheet",
                "预防费",
                _grid(f"""
                赤水市官渡竹木厂 保单{_A} 预防费|||
                日期|事由|收支（元）|余额
                2025.1.15|提取预防费|+5,600|5,600
                2025.4.2|付遵义黔北安全技术有限公司（排查）|-2,400|3,200
                2025.8.9|付赤水市安全生产协会（培训）|-800|2,400
                """),
            )
        ],
        [
            ("2025-01-15", "extract", _A, None, 5600),
            ("2025-04-02", "spend", _A, "遵义黔北安全技术有限公司", 2400),
            ("2025-08-09", "spend", _A, "赤水市安全生产协会", 800),
        ],
    ),
    ledger(
        "a report of two policies in sentences under headings of their own",
        "docx",
        [
            ("title", "2025年预防费提取使用说明"),
            f"一、鄂州市泽林冶炼厂（保单{_B1}）",
            "2025年2月8日提取4,300元；2025年5月6日支付湖北楚天安全评价有限公司排查费1,900元。",
            f"二、鄂州市汀祖石料厂（保单{_B2}）",
            "2025年2月19日提取2,150元；2025年7月11日支付鄂州市应急救援协会演练费700元。",
        ],
        [
            ("2025-02-08", "extract", _B1, None, 4300),
            ("2025-05-06", "spend", _B1, "湖北楚天安全评价有限公司", 1900),
            ("2025-02-19", "extract", _B2, None, 2150),
            ("2025-07-11", "spend", _B2, "鄂州市应急救援协会", 700),
        ],
    ),
    ledger(
        "a form with the year's sum set aside at the head and payments as numbered blocks of labels",
        "docx",
        [
            ("title", "事故预防费使用登记"),
            (
                "table",
                _grid(f"""
                保单号|{_C}|计提日期|2025年3月1日
                计提金额|3,240元|经办人|祁二仁
                支出一：日期|2025年4月19日|收款单位|大同云冈安全咨询有限公司
                支出一：用途|粉尘防爆检查|金额|1,500元
                支出二：日期|2025年9月3日|收款单位|阳高县职业中学
                支出二：用途|防爆培训|金额|620元
                """),
            ),
        ],
        [
            ("2025-03-01", "extract", _C, None, 3240),
            ("2025-04-19", "spend", _C, "大同云冈安全咨询有限公司", 1500),
            ("2025-09-03", "spend", _C, "阳高县职业中学", 620),
        ],
    ),
    ledger(
        "lines with dots to the sum, the payee before the dots",
        "txt",
        _lines(f"""
营口老边区柳树砖厂 安责险预防费明细 保单{_D}
2025-02-10 计提预防费 …………………… 2,700.00
2025-05-21 付营口渤海安全技术有限公司 ………… 1,250.00
2025-10-14 付老边区消防培训站 ………………… 480.00
"""),
        [
            ("2025-02-10", "extract", _D, None, 2700),
            ("2025-05-21", "spend", _D, "营口渤海安全技术有限公司", 1250),
            ("2025-10-14", "spend", _D, "老边区消防培训站", 480),
        ],
    ),
    ledger(
        "a table of payments by month with the day in its own column and the year in the heading",
        "html",
        [
            ("title", "东阿县铜城胶厂2025年安责险事故预防费收支表"),
            f"保单：{_E}",
            (
                "table",
                _grid("""
                月份|日|提取（元）|支出（元）|收款单位
                一月|18|1,980||
                四月|25||900|聊城东昌安全技术服务有限公司
                九月|9||540|东阿县应急技能培训学校
                """),
            ),
        ],
        [
            ("2025-01-18", "extract", _E, None, 1980),
            ("2025-04-25", "spend", _E, "聊城东昌安全技术服务有限公司", 900),
            ("2025-09-09", "spend", _E, "东阿县应急技能培训学校", 540),
        ],
    ),
)

PAPERS: list[Paper] = [*PLAIN, *AWKWARD]
