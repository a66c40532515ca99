"""Variants of what the twenty-sixth set of claims and the eleventh of rosters showed, for which both were mended: no first sight."""

from __future__ import annotations

from tests.strangers.claims_fifth import _lines
from tests.strangers.claims_first import _claims
from tests.strangers.claims_seventh import _grid
from tests.strangers.rosters_second import enterprises, staff

P = "PZDB202541172400000206"
R = "XP25-0031"
D = ("2025-03-01", "2025-03-02")
E = ("2025-07-09", "2025-07-11")


def row(
    victim: str, paid: int, number: str = R, days: tuple[str, str] = D, ends: tuple[str, str] = E
) -> tuple[str | int, ...]:
    """A claim as it is told in the usual columns."""
    return (number, P, *days, victim, paid, *ends)


PAPERS = [
    _claims(
        "separately paid in a sentence",
        "docx",
        [
            ("title", "理赔情况说明"),
            f"报案号{R}，保单{P}。2025年3月1日，于春生、师小改、仝铁锤三人在车间被铁水烫伤，企业3月2日报案。我公司向于春生、师小改、仝铁锤分别赔付12,000元、3,500元、800元，2025年7月9日结案，7月11日上传。",
        ],
        [row("于春生", 12000), row("师小改", 3500), row("仝铁锤", 800)],
    ),
    _claims(
        "names and sums in lines with labels",
        "txt",
        _lines(f"""
群伤赔付
报案号：{R}
保单号：{P}
出险日期：2025年3月1日
报案日期：2025年3月2日
伤者：于春生、师小改
赔款：12,000元、3,500元
结案日期：2025年7月9日
上传日期：2025年7月11日
"""),
        [row("于春生", 12000), row("师小改", 3500)],
    ),
    _claims(
        "names and sums beside in columns",
        "xlsx",
        [
            (
                "sheet",
                "a",
                _grid(f"""
 报案号|保单号|出险日期|报案日期|伤者|赔款|结案日期|上传日期
 {R}|{P}|2025-03-01|2025-03-02|于春生、师小改|12,000元、3,500元|2025-07-09|2025-07-11
 XP25-0032|{P}|2025-04-01|2025-04-02|仝铁锤|800元|2025-07-09|2025-07-11
 """),
            )
        ],
        [row("于春生", 12000), row("师小改", 3500), row("仝铁锤", 800, "XP25-0032", ("2025-04-01", "2025-04-02"))],
    ),
    _claims(
        "rows told in sentences, more columns",
        "docx",
        [
            ("title", "2025年赔案情况"),
            f"保单号：{P}",
            (
                "table",
                _grid(f"""
 案号|经过|处理
 {R}|2025年3月1日员工于春生搬运时被砸伤右脚，3月2日报案|赔付12,000元，7月9日结案，7月11日上传
 XP25-0032|2025年4月1日员工师小改操作时手部割伤，4月2日报案|赔付3,500元，7月10日结案，7月12日上传
 """),
            ),
        ],
        [
            row("于春生", 12000),
            row("师小改", 3500, "XP25-0032", ("2025-04-01", "2025-04-02"), ("2025-07-10", "2025-07-12")),
        ],
    ),
    _claims(
        "relative days without dates",
        "txt",
        _lines(f"""
客服记录 保单{P}
案件：{R}
[2025-03-02 08:12] 企业报案：昨天下午工人于春生被砸伤右脚。
[2025-07-08 10:05] 赔款12,000元到账。
[2025-07-09 09:00] 结案。
[2025-07-11 16:20] 上传平台。
"""),
        [row("于春生", 12000)],
    ),
    enterprises(
        "bulletin in one paragraph",
        "docx",
        [
            ("title", "高危企业投保情况通报"),
            "截至2025年8月15日：",
            "非煤矿山：合浦县沙岗采石场、合浦县石康砖厂（23人）未投保。",
            "危险化学品：合浦县沙岗油库（18人）已投保，合浦县廉州气站已投保；合浦县公馆液化气站尚未投保。",
        ],
        "enterprise industry insured",
        [
            ("合浦县沙岗采石场", "non_coal_mine", False),
            ("合浦县石康砖厂", "non_coal_mine", False),
            ("合浦县沙岗油库", "hazardous_chemicals", True),
            ("合浦县廉州气站", "hazardous_chemicals", True),
            ("合浦县公馆液化气站", "hazardous_chemicals", False),
        ],
    ),
    staff(
        "cells with lines of labels, two in a row",
        "docx",
        [
            ("title", "参保人员信息"),
            (
                "table",
                _grid("""
 姓名：伍显富@身份证号：612422197811045216@岗位：凿岩工|姓名：沈世翠@身份证号：612422198503227024@岗位：选矿工
 姓名：储成林@身份证号：612422196912185017@岗位：看磨工|
 """),
            ),
        ],
        "name id_no post",
        [
            ("伍显富", "612422197811045216", "凿岩工"),
            ("沈世翠", "612422198503227024", "选矿工"),
            ("储成林", "612422196912185017", "看磨工"),
        ],
    ),
    staff(
        "strokes between, name post id",
        "txt",
        _lines("""
参保人员名单
1｜伍显富｜凿岩工｜612422197811045216
2｜沈世翠｜选矿工｜612422198503227024
"""),
        "name id_no post",
        [("伍显富", "612422197811045216", "凿岩工"), ("沈世翠", "612422198503227024", "选矿工")],
    ),
]
