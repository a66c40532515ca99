"""The parts that read demands: clause paths, short words, numbers with their comparing words, named days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractor.document import Document, Line, Page
from extractor.notices.definitions import definitions
from extractor.notices.obligations import grammar
from extractor.notices.obligations.named_days import named_days
from extractor.notices.obligations.numerals import number
from extractor.notices.obligations.outline import outline
from extractor.notices.obligations.quantities import quantities
from extractor.notices.paragraphs import Paragraph, paragraphs
from extractor.text.fold import fold


def paras(*lines: str) -> tuple[Paragraph, ...]:
    page = Page(None, 0, 0, tuple(Line(text, where=f"第{n}行") for n, text in enumerate(lines, 1)))
    return paragraphs(Document("n.txt", "0" * 64, "txt", (page,), paged=False))


PATHS = [
    (("一、总则", "（一）目标", "1.扩面。", "没有序号的一段。", "二、任务"), ["一", "一（一）", "一（一）1", "一（一）1", "二"]),
    (("第一章 总则", "第一条 依据。", "第二章 投保", "第二条 责任：", "(一)死亡；"), ["第一章", "第一条", "第二章", "第二条", "第二条（一）"]),
    (("四、内容", "（一）目标。", "（2）对象。", "一是对象。", "1.方案", "二是模式。", "（三）要求。"),
     ["四", "四（一）", "四（2）", "四（2）一是", "四（2）一是1", "四（2）二是", "四（三）"]),
    (("1 承保", "1.1 会员公司应当使用示范条款。", "2 服务", "2.1 及时。"), ["", "1.1", "1.1", "2.1"]),
    (("一、内容", "本通知自2024年1月1日起执行。"), ["一", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "paths"), PATHS)
def test_path_is_as_cited(lines: tuple[str, ...], paths: list[str]) -> None:
    found = paras(*lines)
    assert [place.path for place in outline(found, len(found))] == paths


def test_path_in_an_annex_names_it() -> None:
    found = paras("一、内容", "附件2", "考核细则", "一、承保（10分）", "1.每次扣3分。")
    assert [place.path for place in outline(found, 1)] == ["一", "附件2", "附件2", "附件2一", "附件2一1"]


SHORT = [
    ("完善安全生产责任保险（以下简称安责险）制度。", "安责险", "安全生产责任保险"),
    ("数据统一归集至临江市安责险信息化管理平台（以下简称平台），实现管理。", "平台", "临江市安责险信息化管理平台"),
    (
        "依据《安全生产责任保险实施办法》（应急〔2025〕27号，以下简称《办法》）制定。",
        "《办法》",
        "《安全生产责任保险实施办法》",
    ),
    ("承保安责险的保险公司（以下统称“承保机构”）应当备案。", "承保机构", "承保安责险的保险公司"),
    ("本细则所称小微企业，是指从业人员二十人以下的单位；", "小微企业", "从业人员二十人以下的单位"),
]


@pytest.mark.parametrize(("text", "term", "meaning"), SHORT)
def test_short_word_and_its_meaning(text: str, term: str, meaning: str) -> None:
    (row,) = definitions(paras(text), ["三"])
    assert (row.value("term"), row.value("meaning"), row.value("path"), row.value("number")) == (term, meaning, "三", 1)


def test_nothing_is_defined_by_a_name_alone() -> None:
    assert definitions(paras("名称、简称和代码应当一致。"), [""]) == ()


NUMERALS = [
    ("15", None, 15),
    ("1,000", None, 1000),
    ("一百二十", None, 120),
    ("八十", "万", 800_000),
    ("两", None, 2),
    ("廿五", None, 25),
    ("〇", None, 0),
]


@pytest.mark.parametrize(("text", "scale", "value"), NUMERALS)
def test_numeral(text: str, scale: str | None, value: int) -> None:
    assert number(text, scale) == value


def test_what_is_no_number() -> None:
    assert number("若干") is None
    assert number("") is None


MEASURES = [
    ("不得低于保费总额的12%", "ratio", 12, None, "at_least"),
    ("百分之十二点五以上", "ratio", "12.5", None, "at_least"),
    ("保费的两成", "ratio", 20, None, None),
    ("15%至20%之间", "ratio", 15, 20, "at_least"),
    ("60%≤比例<80%的", "ratio", 60, 80, "at_least"),
    ("70%以上不足90%的", "ratio", 70, 90, "at_least"),
    ("七个工作日内", "time", 7, None, "within"),
    ("最长不超过30日", "time", 30, None, "within"),
    ("一个半月之内", "time", 45, None, "within"),
    ("半年内", "time", 6, None, "within"),
    ("保险期满前三十日", "time", 30, None, "at_least"),
    ("五万元以上十万元以下的罚款", "amount", 50_000, 100_000, "at_least"),
    ("不少于80万元", "amount", 800_000, None, "at_least"),
    ("达到80家", "count", 80, None, "at_least"),
    ("1-3个以上乡镇", "count", 1, 3, "at_least"),
    ("不足180家的", "count", 180, None, "less"),
    ("不高于5人", "count", 5, None, "at_most"),
]


@pytest.mark.parametrize(("text", "what", "value", "value2", "operator"), MEASURES)
def test_measure_with_its_comparing_words(
    text: str, what: str, value: int | str, value2: int | None, operator: str | None
) -> None:
    (found,) = quantities(text)
    assert (found.what, found.value, found.value2, found.operator) == (what, Decimal(str(value)), value2, operator)


@pytest.mark.parametrize("text", ["第3次会议", "2024年度", "临安〔2023〕84号", "上一年度的报告", "分为三类"])
def test_ordinals_years_and_numbers_of_papers_measure_nothing(text: str) -> None:
    assert [q for q in quantities(text) if q.limit or q.what == "time"] == []


DAYS = [
    ("2024年11月底前，完成评估", date(2024, 11, 30), "by"),
    ("到2025年底实现", date(2025, 12, 31), "by"),
    ("2019年年底对工作进行总结", date(2019, 12, 31), "by"),
    ("从2022年开始推广", date(2022, 1, 1), "at_least"),
    ("二〇二五年六月三十日前", date(2025, 6, 30), "by"),
    ("本通知自2024年1月1日起执行", date(2024, 1, 1), "equal"),
    ("2020年4月7日印发的通知", date(2020, 4, 7), None),
    ("2月底，我局形成初稿", date(2025, 2, 28), None),
]


@pytest.mark.parametrize(("text", "day", "operator"), DAYS)
def test_named_day(text: str, day: date, operator: str | None) -> None:
    found, _ = named_days(fold(text), 0, len(text), 2025)
    assert [(d.day, d.operator) for d in found] == [(day, operator)]


def test_window_and_year_carried_on() -> None:
    text = "自2017年11月起至2019年12月底完成"
    (window,), _ = named_days(text, 0, len(text), None)
    assert (window.day, window.until, window.operator) == (date(2017, 11, 1), date(2019, 12, 31), "window")
    text = "2024年11月底前评估，12月底前整改"
    found, year = named_days(text, 0, len(text), None)
    assert ([d.day for d in found], year) == ([date(2024, 11, 30), date(2024, 12, 31)], 2024)


def test_every_year_is_no_day_of_one_year() -> None:
    text = "每年1月15日前、7月15日前报送"
    found, _ = named_days(text, 0, len(text), 2025)
    assert [(d.day, d.yearly) for d in found] == [(None, "01-15"), (None, "07-15")]


WHO = [
    ("保险机构应当自合同生效之日起", ["insurer"]),
    ("应当书面告知投保单位", []),
    ("督促投保单位及时整改", ["policyholder"]),
    ("由市应急管理局牵头", ["department"]),
    ("向金融监管部门报备", []),
    ("对不履行义务的保险机构，责令其整改", ["insurer"]),
    ("为投保单位提供服务", []),
]


@pytest.mark.parametrize(("text", "codes"), WHO)
def test_only_who_acts_is_bound(text: str, codes: list[str]) -> None:
    assert [w.code for w in grammar.subjects(fold(text), 0, len(text))] == codes


FORCE = [
    ("不得挪用", "must_not"),
    ("不得低于12%", "must"),
    ("可以列支", "may"),
    ("鼓励投保", "encourage"),
    ("重要意义", None),
    ("相应措施", None),
]


@pytest.mark.parametrize(("text", "force"), FORCE)
def test_force_of_the_words(text: str, force: str | None) -> None:
    assert grammar.modality(text, 0, len(text), len(text)) == force
