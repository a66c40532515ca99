"""Days that a notice names: 2024年11月底前, 次年2月底前, 每年12月15日前, 到2025年底, 自2017年11月起至2019年12月底.

A year that is not printed is the last one named before in the same paragraph, else that of the paper. "12月前" ends with
November; that it may mean 12月底前 is kept as a rival.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractor.notices.obligations.data import word
from extractor.notices.obligations.numerals import number

_CN = "〇零一二三四五六七八九十"
_DAY = re.compile(
    rf"(?P<lead>到|至|截至|截止到?|截止|于|在|从|自|力争|确保|最迟|最晚|不晚于|不迟于)?\s*"
    rf"(?P<every>每年(?:度)?|次年|翌年|下一?年度?|当年|今年|本年度?|明年)?\s*"
    rf"(?:(?P<y>(?:19|20)\d\d|二[〇零○][{_CN}]{{2}})\s*年度?(?=[到底末终起前开始以之]|\s*[\d{_CN}]{{1,3}}\s*月|\s*(?:年[底末]|[,)])|\s*$|[实全完新基各]))?\s*"
    rf"(?:(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})\s*月(?:份)?\s*(?:(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})\s*[日号]|(?P<part>月?底|月?末|上旬|中旬|下旬))?"
    rf"|(?P<end>年?底|年?末|年终))?"
    rf"(?P<by>\s*(?:之|以)?前(?!述|款|期|提|置|后|往|三|两|\d)|\s*为止|\s*止)?(?P<from>\s*(?:开始|起))?"
)
_MARKED = re.compile(r"(?:19|20)\d\d\s*年|[\d一二三四五六七八九十]\s*月|年底|年末|年终")
_EFFECT = re.compile(r"\s*起?\s*(?:正式)?(?:施行|执行|实施|生效|试行|起施行)")
_PERIODIC = re.compile(
    r"(?P<each>次月|下月|每月|当月|每个?季度?(?:首月|次月)|季度?首月|次季度?首月|每季度?末月?|季度?末月?)\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]\s*(?:之|以)?(?:前|内)"
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A named day: ``day`` None where only ``yearly`` ("12-15") is said. ``operator``: by, at_least (from then on), equal
    (effective), or None when words make it no limit; ``until`` closes a window; ``rival`` is the other way to read it."""

    start: int
    stop: int
    day: date | None
    yearly: str | None
    operator: str | None
    until: date | None = None
    rival: date | None = None
    whole_year: bool = False
    effective: bool = False


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The n-th day of every month, or of the month after: a deadline that counts from the end of the period before."""

    start: int
    stop: int
    days: int
    words: str


def periodic(text: str, start: int, stop: int) -> Iterator[MonthDay]:
    for m in _PERIODIC.finditer(text, start, stop):
        n = number(m["d"])
        if n and n <= 31:
            yield MonthDay(m.start(), m.end(), int(n), m["each"])


def named_days(text: str, start: int, stop: int, year: int | None) -> tuple[list[NamedDay], int | None]:
    """The days named in ``text[start:stop]`` and the last year named, for what comes after."""
    found: list[NamedDay] = []
    if not _MARKED.search(text, start, stop):
        return [], year
    for match in _DAY.finditer(text, start, stop):
        if not _MARKED.search(match[0]) and not (match["end"] and (match["every"] or match["by"])):
            continue
        if match["m"] and text[match.end() : match.end() + 1] == "内":
            continue
        read, year = _read(text, match, year)
        if read is not None:
            found.append(read)
    return _windows(text, found), year


def _number(text: str | None) -> int | None:
    n = number(text.replace("○", "〇")) if text else None
    return None if n is None else int(n)


def _read(text: str, match: re.Match[str], year: int | None) -> tuple[NamedDay | None, int | None]:
    said = _number(match["y"])
    year = said or year
    month, day = _number(match["m"]), _number(match["d"])
    repeated = (match["every"] or "").startswith(("每年", "次年", "翌年", "下"))
    if match["every"] in ("明年",) and year:
        year += 1
    if month is None and not match["end"] and said is None:
        return None, year
    if month is not None and not 1 <= month <= 12:
        return None, year
    of = 2001 if repeated or year is None else year
    try:
        value = _last(of, month, day, match["part"])
    except ValueError:
        return None, year
    rival = None
    if match["by"] and month and not day and not match["part"]:
        rival, value = value, _eve(of, month)  # 12月前: the end of November, or of December
    operator, effective = _operator(text, match)
    first = operator == "at_least" and day is None
    if first:
        value = date(of, month or 1, 1)
    yearly = f"{value.month:02d}-{value.day:02d}" if repeated or year is None else None
    where = match.start() + (len(match[0]) - len(match[0].lstrip()))
    return NamedDay(
        where, match.end(), None if yearly else value, yearly, operator, None, rival, month is None, effective
    ), year


def _last(year: int, month: int | None, day: int | None, part: str | None) -> date:
    if month is None:
        return date(year, 12, 31)
    if day is not None:
        return date(year, month, day)
    tens = {"上旬": 10, "中旬": 20}.get(part or "")
    return date(year, month, tens or monthrange(year, month)[1])


def _eve(year: int, month: int) -> date:
    return date(year - 1, 12, 31) if month == 1 else date(year, month - 1, monthrange(year, month - 1)[1])


def _operator(text: str, match: re.Match[str]) -> tuple[str | None, bool]:
    after = text[match.end() : match.end() + 14]
    if _EFFECT.match(after) and match["lead"] in ("自", "从"):
        return "equal", True
    if match["by"]:
        return "by", False
    if match["from"] or match["lead"] in ("从", "自"):
        return "at_least", False
    if word("noise", "about_other").match(after):
        return None, False
    if match["lead"] in ("到", "至", "截至", "截止", "截止到", "最迟", "最晚", "不晚于", "不迟于") and not (
        match["lead"] == "截至" and "目前" in after
    ):
        return "by", False
    if (match["end"] or match["part"] in ("底", "月底", "末", "月末")) and not re.match(
        r"\s*,?\s*我[局委市县办]", after
    ):
        return "by", False
    return None, False


def _shared(text: str, found: Sequence[NamedDay]) -> list[NamedDay]:
    out = list(found)
    for i in range(len(out) - 1, 0, -1):
        first, second = out[i - 1], out[i]
        if not re.fullmatch(r"\s*[和、及或]\s*", text[first.stop : second.start]):
            continue
        if first.operator is None and second.operator == "by":
            out[i - 1] = replace(first, operator="by")
        if first.yearly and second.day:
            out[i] = replace(second, day=None, yearly=f"{second.day:%m-%d}")
    return out


def _windows(text: str, found: Sequence[NamedDay]) -> list[NamedDay]:
    """自…起至…: two days that are the ends of one window; 6月30日和12月31日前: two days that share the limit."""
    found = _shared(text, found)
    out: list[NamedDay] = []
    for day in found:
        last = out[-1] if out else None
        between = text[last.stop : day.start] if last else ""
        joins = re.fullmatch(r"\s*[-—~～]?\s*", between) is not None and (
            text[day.start] in "至到" or between.strip() != ""
        )
        if last and last.yearly and joins and last.operator is None:
            out[-1] = replace(last, stop=day.stop)  # a window of every year is no milestone
        elif (
            last
            and last.until is None
            and last.day
            and day.day
            and joins
            and last.day <= day.day
            and (last.operator in (None, "at_least"))
        ):
            begin = (
                last.day
                if last.operator == "at_least" or text[last.start : last.stop].rstrip().endswith(("日", "号"))
                else date(last.day.year, last.day.month, 1)
            )
            out[-1] = NamedDay(last.start, day.stop, begin, None, "window", day.day)
        else:
            out.append(day)
    return out
