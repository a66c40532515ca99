"""Characters that do not belong: half-width marks in Chinese, look-alikes, full-width digits, word-processor residue.

One remark a class and paper, with every line it occurs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from validators.proofread.paper import Defect, Paper, quote

_HAN = r"\u4e00-\u9fa5"


@dataclass(frozen=True, slots=True)
class CharClass:
    """A pattern of wrong characters: its stable type and the words for a person."""

    type: str
    pattern: re.Pattern[str]
    zh: str
    en: str


_CLASSES = (
    CharClass(
        "comma_half_width",
        re.compile(rf"(?<=[{_HAN}）)》”]),(?=[{_HAN}（(《“])"),
        "中文正文使用了半角逗号",
        "half-width commas in Chinese text",
    ),
    CharClass(
        "colon_look_alike",
        re.compile(r"∶"),
        "以比号“∶”（U+2236）代替冒号",
        "the ratio sign U+2236 stands for a colon",
    ),
    CharClass(
        "quotes_straight",
        re.compile(rf"\"(?=[{_HAN}])|(?<=[{_HAN}])\""),
        "中文正文使用了直引号",
        "straight quotes in Chinese text",
    ),
    CharClass(
        "residue_of_word_processor",
        re.compile(
            r"\[bookmark:[^\]]*\]|错误[！!]未(?:找到引用源|定义书签)|"
            r"Error! (?:Reference|Bookmark)[^。]*|\{ ?(?:PAGE|HYPERLINK)[^}]*\}"
        ),
        "残留文字处理软件标记",
        "residue of a word processor",
    ),
)
_PAGE = re.compile(r"^\s*[-—–－]\s*(?P<n>\d{1,3})\s*[-—–－]\s*$")
_FULL_DIGIT = re.compile(r"[０-９]")
_ANY_DATE = re.compile(r"[0-9０-９]{4}\s*年\s*[0-9０-９]{1,2}\s*月\s*[0-9０-９]{1,2}\s*日")
_RANGE_OR_MORE = re.compile(r"\d+\s*[-—–~～至]\s*\d+\s*(?P<unit>[\u4e00-\u9fa5])?\s*以上")


def detect(paper: Paper) -> Iterator[Defect]:
    """Wrong characters, a class at a time."""
    for one in _CLASSES:
        found = list(paper.find(one.pattern))
        if found:
            yield Defect(
                one.type,
                "note",
                tuple((line.number, quote(line.text, *m.span(), around=6)) for line, m in found),
                f"{one.zh}（{len(found)}处）",
                f"{one.en} ({len(found)} places)",
                {"count": len(found)},
            )
    yield from _digits_of_two_widths(paper)
    yield from _page_numbers(paper)
    yield from _title_blanks(paper)
    yield from _range_or_more(paper)


def _digits_of_two_widths(paper: Paper) -> Iterator[Defect]:
    found = [(line, m) for line, m in paper.find(_ANY_DATE) if _FULL_DIGIT.search(m.group())]
    if found:
        yield Defect(
            "date_digit_full_width",
            "note",
            tuple((line.number, m.group()) for line, m in found),
            "日期中夹有全角数字",
            "full-width digits inside a date",
        )


def _page_numbers(paper: Paper) -> Iterator[Defect]:
    """Numbers of pages left in a text that has no pages."""
    found = [(line.number, m) for line in paper.lines if (m := _PAGE.match(line.text))]
    if paper.record.pages is None and found:
        numbers = [int(m["n"]) for _, m in found]
        order = "，且顺序颠倒" if numbers != sorted(numbers) else ""
        yield Defect(
            "page_number_residue",
            "note",
            tuple((n, m.group().strip()) for n, m in found),
            f"正文残留页码{order}",
            "page numbers are left in the text" + (", out of order" if order else ""),
        )


def _title_blanks(paper: Paper) -> Iterator[Defect]:
    """Blanks inside a title's words; those between the bodies of a joint title belong there."""
    title = paper.record.fields.get("title")
    if title is None:
        return
    for words in title.span.text.split("\n"):
        found = re.findall(rf"(?<=[{_HAN}》）])\s+(?=[{_HAN}《（])", words)
        if len(found) > title.value.count(" "):
            yield Defect(
                "title_blank",
                "note",
                paper.place_of(title),
                f"标题中有多余空格（{len(found)}处）",
                f"stray blanks in the title ({len(found)})",
            )


def _range_or_more(paper: Paper) -> Iterator[Defect]:
    found = list(paper.find(_RANGE_OR_MORE))
    if found:
        yield Defect(
            "range_with_or_more",
            "warning",
            tuple((line.number, m.group()) for line, m in found),
            f"“{found[0][1].group()}”既写区间又写“以上”，数量不明",
            f"{found[0][1].group()} is a range and “or more” at once",
        )
