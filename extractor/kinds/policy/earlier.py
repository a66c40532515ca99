"""What a policy prints of another time or of the law beside its own: last year's figures, or the least that is asked for, in a column of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit

_THEN = re.compile(
    r"(?:上(?:一?期|一?(?:个)?(?:保险|保单|合同|承保)?(?:年度?|期间)|一?份|次)|去年|往年|前期|旧单?|原(?:保单|合同|约定|值|来)?|(?:变更|批改|续保|调整|修改)前|previous|last|expiring)"
    r"(?:保单|合同|度|内容|方案|年度)?(?:[(（].*[)）])?",
    re.I,
)
_NOW = re.compile(
    r"(?:本(?:期|(?:保险|保单|合同|承保)?(?:年度?|期间)|份|次|保单)|今年|当期|现(?:在|值|行)?|新单?|(?:变更|批改|续保|调整|修改)后|this|current|renewal|renewed)"
    r"(?:保单|合同|度|内容|方案|年度)?(?:[(（].*[)）])?",
    re.I,
)


def earlier(sheet: Sheet) -> set[int]:
    """The id() of the units in columns or rows headed 上期, 变更前 and the like, where another is headed 本期 or 变更后."""
    out: set[int] = set()
    for table, units in sheet.tables:
        rows = grid(table, units)
        for at, row in enumerate(rows):
            if at >= 2 and any(u.tokens for u in row.values()):
                continue  # below the head of a table only a row of words heads columns
            if then := _of_then(row) or _of_years_before(sheet, row):
                out.update(id(u) for u in units if u.cell is not None and u.cell.col in then and u.cell.row >= at)
        below = _of_then({r: row[min(row)] for r, row in enumerate(rows) if row})
        out.update(id(u) for r in below for u in rows[r].values())
    return out


_THEN_IN_LINE = re.compile(
    r"(?:^|(?<=[:：;；,，。、\s(（/／|]))(?:上一?(?:期|年度?|保险年度|保单年度|年期)|去年度?|往年|前期|原(?:保单|合同)|续保前)(?![\u4e00-\u9fff]{0,4}[同未无])"
)
_NOW_IN_LINE = re.compile(
    r"(?:^|(?<=[:：;；,，。、\s(（/／|]))(?:本一?(?:期|次|年度?|保险年度|保单年度|保单|合同)|今年度?|当期|现(?:保单|合同)|续保后)"
)


def told_of_then(unit: Unit, start: int) -> bool:
    """Whether the value at ``start`` is of another time by the word that begins its part of a line that tells both: 上期2000元；本期1500元."""
    then = [m.start() for m in _THEN_IN_LINE.finditer(unit.text)]
    if not then or then[0] > start:
        return False
    if _HEADED_THEN.match(unit.text) and not _NOW_IN_LINE.search(unit.text):
        return True
    now = [m.start() for m in _NOW_IN_LINE.finditer(unit.text)]
    return bool(now) and max(t for t in then if t <= start) > max((n for n in now if n <= start), default=-1)


_HEADED_THEN = re.compile(
    r"\s*[(（【]?(?:上一?(?:期|年度?|保险年度|保单年度|年期)|去年度?|前期|续保前)(?:承保|投保|保单|保险)?(?:情况|信息|数据|资料)?[)）】]?\s*[:：]"
)
"""What all of a line is of: 上年度：保险费98,000元，投保人数226人."""


_YEAR = re.compile(r"(20\d\d)\s*(?:年度?|保险年度|保单年度)?")


def _of_years_before(sheet: Sheet, heads: Mapping[int, Unit]) -> set[int]:
    """The headers that are years alone, before the year that the cover begins in, where that year heads a column too."""
    years = {k: int(m[1]) for k, unit in heads.items() if (m := _YEAR.fullmatch(unit.text.strip()))}
    if len(years) < 2 or len(years) < len(heads) - 1:
        return set()
    begins = {
        moments[0].year
        for unit in sheet.units
        if len(moments := [t.value.day for t in unit.tokens if t.kind == "moment"]) == 2
        and _LEAST_TERM <= (moments[1] - moments[0]).days <= _LONGEST_TERM
    }
    now = begins.pop() if len(begins) == 1 else None
    return {k for k, year in years.items() if year < now} if now in years.values() and now is not None else set()


_LEAST_TERM, _LONGEST_TERM = 300, 400
"""Days between the two days of a cover's period."""


_ASKED = re.compile(
    r"(?:法定|法规|监管|政策|文件|标准|国家|省级?|地方)?(?:规定|要求)?的?(?:最低|下限)|(?:法定|监管|政策|文件)(?:规定|要求|标准|限额)"
)
_OWN = re.compile(r"本(?:保险)?(?:单|保单|合同|公司)|(?:合同|实际|双方)?约定|实际(?:投保|承保)|承保|投保")
"""Heads of what a text asks for at least, and of what this policy gives: 法定最低 | 本单约定."""


def _of_then(heads: Mapping[int, Unit]) -> set[int]:
    """Which of several headers are of another time, where one of them is of this."""
    texts = {k: "".join(unit.text.split()) for k, unit in heads.items()}
    # What is told of both times goes by the same words: 上年限额 beside 本年限额
    now = {text[m.end() :] for text in texts.values() if (m := _NOW.match(text))}
    if any(map(_OWN.match, texts.values())) and (asked := {k for k, text in texts.items() if _ASKED.match(text)}):
        return asked
    return {k for k, text in texts.items() if (m := _THEN.match(text)) and text[m.end() :] in now}
