"""Sums for each person that a policy's schedule tells differently for posts or forms of work: 工种 | 每人限额 over 采掘 | 80万元 and 后勤 | 40万元."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.covers.meaning.sums import scale_of, worth_of
from extractor.evidence.columns import TOTAL_ROW, grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Row
from extractor.span import Span
from extractor.text.fold import squeeze

_POST = re.compile(
    r"(?:工作)?(?:工种|岗位|职业|职务|用工|身份|班组|人员(?:类[别型]|性质|分类|构成|岗位)|员工(?:类[别型]|分类))[^费率额数]{0,8}"
)
_LIMIT = re.compile(
    r"(?=.*(?:每[一人名]|人均|死亡|伤残|伤亡|身故))(?=.*(?:限额|保额|保险金额|赔偿额|额度|金额))(?!.*(?:医|保险?费|津贴|第三|每次|事故|累计|比例|系数|人数)).*"
)
_LEAST = Decimal(50_000)
"""Yuan from which a sum is up to what is paid for a death."""
_LEVEL = re.compile(r"[一二三四五六七八九十\d]+级|等级")
"""Grades of disability, which differ as the law wants them to."""
_LONGEST = 24
_OF_POST = re.compile(
    r"[(（]([^()（）]*(?:井[下上]|地面|露天|一线|二线|管理|后勤|生产|行政|作业|技术|驾驶|装卸|操作|高空|特种|普通|辅助|正式|派遣|临时|合同工|外包|岗|工种)[^()（）]*)[)）]"
)


def sums_by_post(sheet: Sheet, covers: Sequence[Row], without: Collection[int]) -> Iterator[tuple[str, Span]]:
    """What such tables say, as a sentence with the place of its first sum, and what rows of covers for different posts say.

    ``without``: ids of units that are passed over, as those of plans that were not taken.
    """
    for table, units in sheet.tables:
        told = _told(grid(table, [u for u in units if id(u) not in without]))
        if len({value for _, value, _ in told}) > 1 and len({post for post, _, _ in told}) > 1:
            yield "；".join(dict.fromkeys(f"{post}：{cell.text.strip()}" for post, _, cell in told)), told[0][2].span()
    named = [(m[1], row) for row in covers if (m := _OF_POST.search(str(row.value("name") or ""))) is not None]
    lines = [(post, row) for post, row in named if row.value("code") == "employee_injury" and row.value("per_person")]
    if len({row.value("per_person") for _, row in lines}) > 1 and len({post for post, _ in lines}) > 1:
        words = (f"{row.value('name')}：每人{row.cells['per_person'].span.text}" for _, row in lines)
        yield "；".join(words), lines[0][1].cells["per_person"].span


def _told(rows: Sequence[Mapping[int, Unit]]) -> list[tuple[str, Decimal, Unit]]:
    """(post, sum, its cell) of each line under a head of posts and one of sums for each person; none where no such head stands."""
    for at, row in enumerate(rows):
        heads = {c: squeeze(u.text) for c, u in row.items() if not u.tokens or len(u.text) <= _LONGEST}
        posts = [c for c, text in heads.items() if _POST.fullmatch(text)]
        limits = [c for c, text in heads.items() if _LIMIT.fullmatch(text) and len(text) <= _LONGEST]
        if posts and len(limits) == 1:
            return [
                line
                for below in rows[at + 1 :]
                if (line := _line(below, posts, limits[0], heads[limits[0]])) is not None
            ]
    return []


def _line(row: Mapping[int, Unit], posts: Sequence[int], limit: int, head: str) -> tuple[str, Decimal, Unit] | None:
    cell, names = row.get(limit), [squeeze(row[c].text) for c in posts if c in row]
    sums = [t for t in cell.tokens if t.kind in ("amount", "number", "words")] if cell is not None else []
    post = "、".join(names)
    if (
        cell is None
        or len(sums) != 1
        or not post
        or TOTAL_ROW.match(post)
        or _LEVEL.search(post)
        or cell is row.get(posts[0])
    ):
        return None
    value = worth_of(cell, sums[0], scale_of(head))
    return None if value is None or value < _LEAST else (post, value, cell)
