"""Lists of records in any manner: numbers, labels that repeat, rows by twos, lists joined, and what is no list of hazards."""

from __future__ import annotations

import pytest

from extractor.evidence.records import best, best_by_words
from extractor.evidence.records.ordinals import mark_of, styles_of_lists
from extractor.evidence.sheet import Sheet
from extractor.hazards.rows import find
from extractor.hazards.second_reading.record_roles import MODEL
from extractor.reading import read
from tests.strangers.kit import Paper, drawn

_TOLD = [
    ("风机叶轮没有护网", "装护网", "一般", "2025-03-02"),
    ("油罐呼吸阀堵塞", "拆洗呼吸阀", "重大", "2025-03-05"),
    ("货架立柱变形", "更换立柱", "一般", "2025-03-09"),
]
_LEAD = ["某单位安责险服务", "日期2025-02-20"]


def _lines(number: str) -> list[object]:
    return [*_LEAD, *(f"{number.format(k)}{a}　{c}\n咋弄 {b}\n{d}" for k, (a, b, c, d) in enumerate(_TOLD, 1))]


def _abreast() -> list[object]:
    rows = [[text for one in _TOLD[:2] for text in (one[i],)] for i in range(4)]
    return [*_LEAD, ("table", [["A1", "A2"], *rows])]


MANNERS: dict[str, list[object]] = {
    "lines under numbers of their own": _lines("要点{}："),
    "numbers alone, then labels nobody lists": [*_LEAD, *("甲乙丙"[k] + f"、\n啥事：{a}\n咋弄：{b}\n轻重：{c}\n啥时：{d}" for k, (a, b, c, d) in enumerate(_TOLD))],
    "two rows to each": [*_LEAD, ("table", [r for k, (a, b, c, d) in enumerate(_TOLD, 1) for r in ([str(k), a, c], ["", b, d])])],
    "three lists of the same numbers": [*_LEAD, *(f"({k}) {t[i]}" for i in (0, 1, 3) for k, t in enumerate(_TOLD, 1))],
}  # fmt: skip


@pytest.mark.parametrize("manner", MANNERS)
def test_records_are_told_whatever_their_manner(manner: str) -> None:
    told = _told(MANNERS[manner])
    assert told is not None
    assert len(told.records) == len(_TOLD)
    for i, role in ((0, "description"), (1, "advice"), (3, "deadline")):
        assert [told.slots[role].atoms[r].text for r in told.records] == [one[i] for one in _TOLD]


def test_entries_that_stand_abreast_are_read_one_after_the_other() -> None:
    told = _told(_abreast())
    assert told is not None
    assert sorted(told.slots["advice"].texts) == sorted(one[1] for one in _TOLD[:2])


def test_a_programme_of_lessons_tells_no_records_of_hazards() -> None:
    rows = [["课次", "内容", "日期"], ["1", "消防知识", "2025-03-02"], ["2", "急救知识", "2025-03-05"]]
    assert _told([*_LEAD, ("table", rows)]) is None


def test_records_that_nothing_printed_parts_begin_with_what_tells_a_defect() -> None:
    lines = ["厂门口", "电线泡在水里", "架高电线", "院里北面那间", "货物码到灯管底下", "降低码放高度"]
    told = _told([*_LEAD, *lines], best_by_words)
    assert told is not None
    assert [told.slots["description"].atoms[r].text for r in told.records] == [lines[1], lines[4]]
    assert [told.slots["advice"].atoms[r].text for r in told.records] == [lines[2], lines[5]]


def test_lines_of_defects_are_answered_by_as_many_lines_of_remedies() -> None:
    wrong, right = ["电线泡在水里", "货物码到灯管底下"], ["架高电线", "降低码放高度"]
    told = _told([*_LEAD, *wrong, "以下照办", *right], best_by_words)
    assert told is not None
    assert [told.slots["advice"].atoms[r].text for r in told.records] == right


def test_what_tells_only_a_remedy_is_no_hazard() -> None:
    lines = ["发现", "A1 熏硫房——排气扇叶片缺了两片", "A2 晾晒坡——三轮车没有手刹", "处置"]
    lines += ["A1 装新排气扇，8月31日前（一般隐患）", "A2 修好手刹，8月29日前（重大隐患）"]
    name, data = drawn(Paper("", "docx", ["安责险点位巡查单", "巡查日期：2025年8月27日", *lines], "service_report"))
    rows = find(Sheet(read(data, name)), twice=True)[0]
    assert not [row for row in rows if str(row.value("description")) in ("装新排气扇", "修好手刹")]


@pytest.mark.parametrize("term", ["立即改", "立即整改", "当场改好", "3月20日前改"])
def test_a_card_whose_term_is_no_day_is_a_hazard_as_the_others_are(term: str) -> None:
    cards = [
        ("装卸台地磅护栏撞弯", "校正护栏", "3月10日前改", "一般隐患，已改（3月8日）"),
        ("配电间两盏照明灯不亮", "更换灯管", "3月12日前改", "一般隐患，尚未改"),
        ("溶剂间使用非防爆叉车", "停用，改用防爆叉车", term, "重大隐患，已改（3月1日）"),
    ]
    lines = [f"照片{k}\n问题：{a}\n建议：{b}\n要求：{c}\n{d}" for k, (a, b, c, d) in enumerate(cards, 1)]
    blocks = ["安责险驻场辅导影像纪实", "辅导日：2025年3月1日", *"\n".join(lines).split("\n")]
    name, data = drawn(Paper("", "docx", blocks, "service_report"))
    rows = find(Sheet(read(data, name)), twice=True)[0]
    assert [(row.value("level"), str(row.value("description"))) for row in rows][2:] == [("重大", cards[2][0])]


def test_a_name_that_holds_a_numeral_numbers_nothing() -> None:
    assert styles_of_lists(map(mark_of, ["张三", "张三", "①漏油", "②漏电"])) == {"circled"}


def _told(blocks: list[object], way=best):  # type: ignore[no-untyped-def]
    name, data = drawn(Paper("", "docx", blocks, "service_report"))
    return way(Sheet(read(data, name)).units, MODEL)
