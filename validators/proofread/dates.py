"""Days that contradict each other: issue and print, issue and what is cited, two deadlines for one thing."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.text.fold import fold
from extractor.values import doc_number
from validators.proofread.paper import Defect, Item, Paper, quote

# A paper is printed within days of its issue; two months apart is a slip or needs a word.
_SLOW_PRINT = timedelta(days=60)
# A rule may begin a few days before its paper is out; a month and more is retroactive.
_EARLY = timedelta(days=31)
_DEADLINE = re.compile(
    r"(?:(?P<y>20\d{2})\s*年\s*)?(?P<m>1[0-2]|[1-9])\s*月(?:\s*(?P<d>[12]\d|3[01]|[1-9])\s*日|(?P<end>底|末))\s*(?:之?前|以前)"
)
_BEFORE_MONTH = re.compile(r"(?P<y>20\d{2})\s*年\s*(?P<m>1[0-2]|[1-9])\s*月\s*(?P<end>底|末)?\s*(?:之?前|以前)")
_DONE = re.compile(r"完成|整改|到位|结束|落实")
_YEAR_END = re.compile(r"(?P<y>20\d{2})\s*年\s*(?:年底|底|12\s*月\s*(?:底|31\s*日))")
_LAST_DAYS = re.compile(r"(?P<y>20\d{2})\s*年\s*12\s*月\s*(?P<d>2[5-9]|30)\s*日\s*(?:之?前|以前)")
_WINDOW = re.compile(r"自\s*(?P<y>20\d{2})\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>\d{1,2})\s*日)?\s*起")
_DAYS_WITHIN = re.compile(r"(?<![\d年月])\d{1,3}\s*个?(?:工作日|日|天|小时)\s*(?:之内|以内|内)")
_START = re.compile(r"后|之日|起|前|完成|时|的[，,]|收到|接到|届满|签[订署]|生效|次日")
# 拒不整改的，… is a state and not a day; 逾期不改的 has one.
_STATE = re.compile(r"(?:拒不|拒绝|不予|不按|不履行|怠于)[^，。；,;]{0,12}的[，,]")
_EVENT = re.compile(r"后|之日|逾期|届满|期满|超过|收到|接到|次日|起[，,]?|签[订署]|生效|发现之")
_ELSE = re.compile(r"前后|然后|后果|先后|后续|一起|起来|起到")
_REPEALING = re.compile(r"废止|失效|截止|至今|以来")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day named, the words, and where in the item they stand."""

    day: date
    words: str
    at: int
    exact: bool


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions between the days a notice names."""
    yield from _issue_against_print(paper)
    yield from _cited_later_than_own(paper)
    yield from _number_against_issue(paper)
    for item in paper.items():
        yield from _two_deadlines(item)
        yield from _two_forms(item)
    yield from _days_from_nowhere(paper)
    yield from _year_end_differs(paper)
    yield from _window_before_issue(paper)


def _issue_against_print(paper: Paper) -> Iterator[Defect]:
    issued, printed = paper.record.fields.get("date_issued"), paper.record.fields.get("date_printed")
    if issued is None or printed is None:
        return
    gap = printed.value - issued.value
    if timedelta(0) <= gap <= _SLOW_PRINT:
        return
    same_day = (issued.value.month, issued.value.day) == (printed.value.month, printed.value.day)
    severity = "error" if gap < timedelta(0) or same_day else "warning"
    yield Defect(
        "issue_date_contradicts_print_date",
        severity,
        (*paper.place_of(issued), *paper.place_of(printed)),
        f"成文日期（{issued.value}）与印发日期（{printed.value}）相差{abs(gap.days)}天，其一有误",
        f"date of issue ({issued.value}) and date of printing ({printed.value}) are {abs(gap.days)} days apart",
        {"date_issued": issued.value, "date_printed": printed.value, "days": gap.days},
    )


def _cited_later_than_own(paper: Paper) -> Iterator[Defect]:
    """A paper cannot cite one of a later year than its own day."""
    issued = paper.record.fields.get("date_issued")
    if issued is None:
        return
    later: dict[str, list[tuple[int, str]]] = {}
    for sentence in paper.sentences:
        for start, stop, number in doc_number.find_all(sentence.printed):
            if number.year > issued.value.year:
                later.setdefault(number.canonical, []).append(sentence.place(start, stop))
    for canonical, places in later.items():
        yield Defect(
            "cited_document_later_than_own_date",
            "error",
            (*paper.place_of(issued), *places),
            f"成文日期为{issued.value}，却引用了以后年份的文件{canonical}",
            f"dated {issued.value} but cites {canonical} of a later year",
            {"date_issued": issued.value, "cited": canonical},
        )


def _number_against_issue(paper: Paper) -> Iterator[Defect]:
    issued, own = paper.record.fields.get("date_issued"), paper.record.fields.get("doc_number")
    number = doc_number.parse(own.value) if own else None
    # A number taken in December may be signed in January.
    if issued is None or own is None or number is None or number.year in (issued.value.year, issued.value.year - 1):
        return
    yield Defect(
        "own_number_year_differs",
        "error" if number.year > issued.value.year else "warning",
        (*paper.place_of(own), *paper.place_of(issued)),
        f"发文字号的年份（{number.year}）与成文日期（{issued.value}）不一致",
        f"the year of the document number ({number.year}) differs from the date of issue ({issued.value})",
        {"doc_number": own.value, "date_issued": issued.value},
    )


def deadlines(text: str) -> list[Deadline]:
    """The deadlines of one item; a month without a year belongs to the year named before it."""
    found: list[Deadline] = []
    year: int | None = None
    for match in _DEADLINE.finditer(text):
        year = int(match["y"]) if match["y"] else year
        if year is None:
            continue
        month = int(match["m"])
        last = calendar.monthrange(year, month)[1]
        day = int(match["d"]) if match["d"] else last
        if day <= last:
            found.append(Deadline(date(year, month, day), match.group(), match.start(), bool(match["d"])))
    return found


def _two_deadlines(item: Item) -> Iterator[Defect]:
    """Two last days in one month for the end of one item: 5月底前整改完成 … 5月28日前完成."""
    text = fold(item.text)
    done = [d for d in deadlines(text) if _DONE.search(text[d.at : d.at + 24])]
    for i, first in enumerate(done):
        for second in done[i + 1 :]:
            same_month = (first.day.year, first.day.month) == (second.day.year, second.day.month)
            if same_month and first.day != second.day:
                yield Defect(
                    "two_deadlines_in_one_item",
                    "error",
                    (item.place(first.at, second.at + len(second.words)), item.place(second.at, second.at + 12)),
                    f"同一事项有两个完成期限：“{first.words}”（{first.day}）与“{second.words}”（{second.day}）",
                    f"one item has two deadlines: {first.day} and {second.day}",
                    {"first": first.day, "second": second.day},
                )


def _two_forms(item: Item) -> Iterator[Defect]:
    """2025年12月前 beside 2026年12月底前: the first may mean the end of November or of December."""
    text = fold(item.text)
    found = list(_BEFORE_MONTH.finditer(text))
    bare = [m for m in found if not m["end"]]
    if bare and len(bare) < len(found):
        yield Defect(
            "month_deadline_ambiguous",
            "warning",
            tuple(item.place(*m.span()) for m in found),
            f"“{bare[0].group()}”是否含当月不明，与同项中的“月底前”写法不一致",
            f"whether {bare[0].group()} includes that month is unclear beside the other form in the same item",
        )


def _days_from_nowhere(paper: Paper) -> Iterator[Defect]:
    """7日内 with no event named before it in the sentence: from when do the days run?"""
    places: list[tuple[int, str]] = []
    said: list[str] = []
    for item in paper.items():
        text = fold(item.text)
        for match in _DAYS_WITHIN.finditer(text):
            begin = max(text.rfind(c, 0, match.start()) for c in "。;") + 1
            before = text[begin : match.start()]
            stateless = _STATE.search(before) and not _EVENT.search(_ELSE.sub("", before))
            if stateless or not _START.search(before):
                places.append(item.place(*match.span(), around=10))
                said.append(match.group())
    if places:
        count = f"等{len(places)}处期限" if len(places) > 1 else ""
        yield Defect(
            "deadline_without_start",
            "note",
            tuple(places),
            f"“{said[0]}”{count}未写明起算点",
            f"{', '.join(dict.fromkeys(said))}: no event from which the days run",
            {"deadlines": tuple(said)},
        )


def _year_end_differs(paper: Paper) -> Iterator[Defect]:
    """The goal says 年底, the milestone 12月30日前."""
    ends = {m["y"]: (line, m) for line, m in paper.find(_YEAR_END)}
    for line, match in paper.find(_LAST_DAYS):
        if match["y"] in ends:
            goal, words = ends[match["y"]]
            yield Defect(
                "year_end_deadlines_differ",
                "note",
                ((goal.number, words.group()), (line.number, match.group())),
                f"“{words.group()}”与“{match.group()}”对同一年末期限的写法不一致",
                f"the end of {match['y']} is given as {words.group()} and as {match.group()}",
            )


def _window_before_issue(paper: Paper) -> Iterator[Defect]:
    issued = paper.record.fields.get("date_issued")
    if issued is None:
        return
    for line, match in paper.find(_WINDOW):
        try:
            start = date(int(match["y"]), int(match["m"]), int(match["d"] or 1))
        except ValueError:
            continue
        if start < issued.value - _EARLY and not _REPEALING.search(line.text[match.start() : match.end() + 12]):
            yield Defect(
                "period_starts_before_issue",
                "warning",
                ((line.number, quote(line.text, *match.span())), *paper.place_of(issued)),
                f"“{match.group()}”早于成文日期{issued.value}，须说明溯及依据",
                f"the period starts on {start}, before the date of issue {issued.value}",
                {"start": start, "date_issued": issued.value},
            )
