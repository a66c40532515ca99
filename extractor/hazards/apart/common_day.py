"""The one day by which a whole list of hazards is to be mended, told apart from it: "请于2025年10月27日前整改完毕"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.meaning import days as hazard_days
from extractor.hazards.meaning.words import label_role
from extractor.record import Reading, Row

_BEFORE = re.compile(
    r"\s*[之以]?前[，,]?(?:必须|应当?|须|要|请|全部|一并|予以|尽快|将(?:上述|以上|所列|全部)?[^。；;，,]{0,8}?(?:隐患|问题))*"
    r"(?:改[好完妥毕]|处理[好完妥毕]|(?:完成(?:上述|以上|全部|所有)?(?:隐患|问题)?的?(?:整改|治理|改正)|整改|治理|改正|消除|落实整改)(?:完[毕成]|到位)?)"
    r"(?!(?!并)[^。；;，,]{0,8}(?:回执|报告|情况|方案|计划|资料|反馈|回复|照片|结果|单))"
)
"""What stands behind a day by which all is to be mended; not behind one by which an answer is to be sent."""
_SOME = re.compile(
    r"第\s*[\d一二三四五六七八九十]+(?:\s*[、，,和及与至到~～-]\s*第?\s*[\d一二三四五六七八九十]+)*\s*[项条处个]|其中|其余|(?<![均都]为)(?<![均都]属)(?<![均都]是)(?:重大|一般)(?:生产安全|安全|事故)*隐患|上次|复查"
)
_SURE = 0.7


def with_common_day(sheet: Sheet, rows: Sequence[Row], used: Collection[int], after: date | None = None) -> list[Row]:
    """The hazards with the one day that the paper gives for all of them; as they are where any has a day of its own, or where
    the paper names several. ``used``: ids of the units of the list, ``after``: a day of the paper before it."""
    if not rows:
        return []
    if len(rows) > 1 and (day := _behind_the_last(rows)) is not None:
        return [Row({**row.cells, "deadline": day}, row.span) for row in rows]
    if any(row.value("deadline") is not None for row in rows):
        return list(rows)
    found = dict(_days(sheet, used, after))
    if len(found) != 1:
        return list(rows)
    return [Row({**row.cells, "deadline": reading}, row.span) for row in rows for reading in found.values()]


def _behind_the_last(rows: Sequence[Row]) -> Reading[date] | None:
    """The day that only the last hazard of a paragraph has, in a sentence of its own that asks for all to be mended: "…；3.电房门无挡鼠板。
    请于7月31日前整改完毕"."""
    told = [row.cells.get("deadline") for row in rows]
    last = told[-1]
    if last is None or any(reading is not None for reading in told[:-1]):
        return None
    text = last.span.text
    return last if any(_ASKS_ALL.match(sentence) for sentence in re.split("[。\n]", text)[1:]) else None


_ASKS_ALL = re.compile(r"\s*(?:请|望|须|要求|以上|上述|限)[^。；;]{0,24}?\d\s*[日号]?" + _BEFORE.pattern)


def _days(sheet: Sheet, used: Collection[int], after: date | None) -> Iterator[tuple[date, Reading[date]]]:
    for unit in sheet.units:
        if "前" in unit.text:
            yield from _said(unit, after, only_all=id(unit) in used)
        if (term := _TERM_OF_ALL.search(unit.text)) is not None and (
            told := _day_at(unit, term.end(), after)
        ) is not None:
            yield told.value, told
    for slot in sheet.slots:
        if (
            id(slot.unit) in used
            or slot.weight < 0.85
            or label_role(slot.label) != "deadline"
            or _SOME.search(slot.label)
        ):
            continue
        token = next((t for t in slot.unit.tokens if t.kind == "moment" and slot.start <= t.start < slot.stop), None)
        if token is not None and token.start - slot.start <= 2:
            yield token.value.day, Reading(token.value.day, slot.unit.span(token.start, token.stop), "label", _SURE)


_TERM_OF_ALL = re.compile(
    r"(?<!复查)(?<!反馈)(?<!报送)(?:期限|时限)(?:均|都|统一|一律|全部)(?:定|确定)?(?:[为是至在到]|[:：])?\s*(?=\d|[一二三四五六七八九十]{1,2}月)"
)
"""The term of all hazards, told as theirs: "期限均为7月31日"."""


def _day_at(unit: Unit, start: int, after: date | None) -> Reading[date] | None:
    """The day that stands at a place of a unit, with its year or without."""
    token = next((t for t in unit.tokens if t.kind == "moment" and t.start == start), None)
    if token is not None:
        return Reading(token.value.day, unit.span(token.start, token.stop), "prose", _SURE)
    written = hazard_days.day_of(unit.text[start:], after)
    if written is None or written[1]:
        return None
    return Reading(written[0], unit.span(start, start + written[2]), "prose+year", _SURE)


def day_for_all(unit: Unit, after: date | None) -> Reading[date] | None:
    """The day before which a sentence asks for all to be mended: "上述问题请于2025年10月31日前整改完毕"."""
    return next((reading for _, reading in _said(unit, after)), None)


def _said(unit: Unit, after: date | None, *, only_all: bool = False) -> Iterator[tuple[date, Reading[date]]]:
    """``only_all``: in a sentence that begins with the word for all of them, behind the last of a list."""
    told = False
    for token in unit.tokens:
        if told and not _OWN_SUBJECT.search(_SENTENCE.split(unit.text[: token.start])[-1]):
            continue  # "请于3月20日前整改完毕，最迟应于4月1日前"
        if token.kind == "moment" and _is_for_all(unit.text, token.start, token.stop, only_all=only_all):
            yield token.value.day, Reading(token.value.day, unit.span(token.start, token.stop), "prose", _SURE)
            told = True
    if told:
        return
    written = hazard_days.day_of(unit.text, after)
    if written is not None and _is_for_all(unit.text, written[1], written[2], only_all=only_all):
        yield written[0], Reading(written[0], unit.span(written[1], written[2]), "prose+year", _SURE)


_SENTENCE = re.compile("[，,。；;]")
_OWN_SUBJECT = re.compile("隐患|问题|[项处条]")
"""What a clause asks for by a day of its own: "烘干房的隐患请于12月31日前整改"."""


def _is_for_all(text: str, start: int, stop: int, *, only_all: bool = False) -> bool:
    """Whether all is to be mended before the day, by the words behind it and by those before it in its sentence."""
    sentence = re.split("[。；;]", text[:start])[-1]
    of_all = _OF_ALL.match(sentence) is not None
    asked = _BEFORE.match(text, stop) or (of_all and _DONE_BY.match(text, stop))
    return bool(asked) and (of_all or not only_all) and _SOME.search(sentence) is None


_OF_ALL = re.compile(r"\s*(?:以上|上述|所列|(?:要求|责令|请|限)(?:该|你|贵)?(?:企业|单位|公司|[厂矿店司]))")
_DONE_BY = re.compile(r"\s*[之以]?前(?:全部)?完成(?=$|[。；;，,])")
