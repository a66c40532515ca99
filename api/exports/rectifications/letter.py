"""A list for one addressee in the words of an official paper: title, addressee, what it is about, tables, closing, day."""

from __future__ import annotations

from dataclasses import dataclass

from validators.rectifications import PARTY_NAMES, Item, Rectifications
from validators.say import shown

TITLE = "安全生产责任保险案卷补正清单"
HEADS = ("序号", "问题", "依据（条款原词）", "材料及位置", "补正要求", "期限")
WIDTHS_MM = (11, 34, 34, 33, 27, 17)
"""Columns within the 156 mm that GB/T 9704 leaves for text."""
MOST_FILINGS = 6
"""Filings named in the opening; more are counted."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its table."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What both formats write, in order. ``sender`` is "" where the paper is to be signed by hand."""

    title: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    closing: str
    sender: str
    day: str
    copies: str


def letter(made: Rectifications, sender: str = "") -> Letter:
    """The list as a letter."""
    groups = (("需补正的事项", made.corrections), ("需补充说明的事项", made.questions), ("提示", made.remarks))
    present = [(heading, items) for heading, items in groups if items]
    several = len(made.filings) > 1
    sections = tuple(
        Section(f"{numeral}、{heading}", tuple(_row(n, item, several) for n, item in enumerate(items, 1)))
        for numeral, (heading, items) in zip("一二三", present, strict=False)
    )
    copies = "、".join(made.copies)
    return Letter(TITLE, f"{made.addressee}：", _opening(made), sections, _closing(made), sender, shown(made.issued),
                  f"抄送：{copies}" if copies else "")  # fmt: skip


def _opening(made: Rectifications) -> str:
    named = "、".join(made.filings[:MOST_FILINGS])
    more = f"等{len(made.filings)}个案卷" if len(made.filings) > MOST_FILINGS else ""
    counts = ((made.corrections, "与规定不符的"), (made.questions, "材料未载明或者未能确认的"), (made.remarks, "提示"))
    said = "，".join(f"{words}{len(items)}项" for items, words in counts if items)
    return f"经审查安全生产责任保险案卷（{named}{more}），下列事项应由{PARTY_NAMES[made.party]}处理，其中{said}。请按下表办理。"


def _closing(made: Rectifications) -> str:
    last = "请将补正材料连同本清单一并报送。对所列事项有异议的，请在期限内书面说明理由并附凭据。"
    waiting = "“需补充说明的事项”不是认定的问题，说明或者补交材料后再作判断。" if made.questions else ""
    return waiting + last


def _row(number: int, item: Item, several: bool) -> tuple[str, ...]:
    places = "；".join(item.places) or "—"
    where = f"案卷{item.filing}：{places}" if several else places
    return str(number), item.problem, item.basis, where, item.demand, item.term
