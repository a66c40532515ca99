"""A twenty-eighth set of claim papers, all in manners of their own, after mending for the twenty-seventh."""

from __future__ import annotations

from typing import Any

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_first import _claims
from tests.strangers.claims_seventh import _grid

_A = "PZZY520381202500000316"
_B = "HBEZ420704250000921"
_C = "6701140602025000238"
_D = "LNYK210804AZ25-0157"
_E = "20250371521000044"

PLAIN: tuple[Any, ...] = ()

AWKWARD: list[Any] = [
    _claims(
        "a fatal case and an injury of one accident told in a notice with the kin paid, sums in words of ten thousands",
        "docx",
        [
            ("title", "关于“6·19”机械伤害事故理赔完成情况的通报"),
            f"2025年6月19日，赤水市官渡竹木厂发生机械伤害事故，职工袁天禄死亡、职工陈应强轻伤。该厂投保安责险，保单号为{_A}。",
            "6月19日14时该厂向我司报案，案件编号ZY250619A。9月10日，我司向袁天禄家属支付死亡赔偿金70万元，向陈应强支付医疗费用1.28万元。",
            "该案9月11日结案，9月15日完成平台上传。",
        ],
        [
            ("ZY250619A", _A, "2025-06-19", "2025-06-19", "袁天禄", 700000, "2025-09-11", "2025-09-15"),
            ("ZY250619A", _A, "2025-06-19", "2025-06-19", "陈应强", 12800, "2025-09-11", "2025-09-15"),
        ],
    ),
    _claims(
        "a table with one row for each person and the case's facts in a sentence above it",
        "pdf",
        [
            ("title", "人员赔付明细表"),
            f"案件EZ25-0408（保单{_B}）：2025年4月7日鄂州市泽林冶炼厂炉前喷溅，致三人灼伤，4月8日报案，7月30日结案，8月1日上传。",
            (
                "table",
                _grid("""
                姓名|伤情|医疗费|误工费|合计赔付
                余细毛|二度灼伤|16,240|5,400|21,640
                左林生|一度灼伤|3,180|1,200|4,380
                夏腊梅|一度灼伤|2,905|1,200|4,105
                """),
            ),
        ],
        [
            ("EZ25-0408", _B, "2025-04-07", "2025-04-08", "余细毛", 21640, "2025-07-30", "2025-08-01"),
            ("EZ25-0408", _B, "2025-04-07", "2025-04-08", "左林生", 4380, "2025-07-30", "2025-08-01"),
            ("EZ25-0408", _B, "2025-04-07", "2025-04-08", "夏腊梅", 4105, "2025-07-30", "2025-08-01"),
        ],
    ),
    _claims(
        "days as a row of boxes with the step under each day",
        "xlsx",
        [
            (
                "sheet",
                "时间轴",
                _grid(f"""
                阳高县古城面粉厂赔案时间轴|||||
                保单号|{_C}|案号|YG25-0302|伤者|祁二仁
                2025-03-01|2025-03-02|2025-05-26|2025-05-28|2025-05-30|
                出险|报案|付款7,350元|结案|上传|
                """),
            )
        ],
        [("YG25-0302", _C, "2025-03-01", "2025-03-02", "祁二仁", 7350, "2025-05-28", "2025-05-30")],
    ),
    _claims(
        "answers to a questionnaire of a bureau, numbered, the questions in the same line",
        "txt",
        _lines(f"""
安责险理赔情况问询答复
1.保单号是多少？{_D}
2.案件号是多少？YK25081401
3.事故发生在哪天？2025年8月13日
4.何时向保险公司报案？2025年8月14日
5.何人受伤？单玉恒
6.赔付多少？11,906元
7.何时结案？2025年10月30日
8.是否上传平台，何时？是，2025年11月3日
"""),
        [("YK25081401", _D, "2025-08-13", "2025-08-14", "单玉恒", 11906, "2025-10-30", "2025-11-03")],
    ),
    _claims(
        "a spoken note with the claim's days told from the last to the first",
        "docx",
        [
            ("title", "赔案交接说明"),
            f"移交案件：LC25-0516（保单{_E}，东阿县铜城胶厂，伤者岳绪芹）。",
            "现状：2025年8月20日已传平台；8月18日结案；8月15日赔款8,240元到账；5月16日收到报案；出险是5月15日夜班，熬胶锅蒸汽烫伤。",
        ],
        [("LC25-0516", _E, "2025-05-15", "2025-05-16", "岳绪芹", 8240, "2025-08-18", "2025-08-20")],
    ),
]

PAPERS: list[Any] = [*PLAIN, *AWKWARD]
