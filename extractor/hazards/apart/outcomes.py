"""What is told of hazards apart from their list: in a second table by their numbers, or in a sentence that names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.apart.replies import replies
from extractor.hazards.columns.day_columns import day_kind
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome, outcome, tells_reported
from extractor.hazards.meaning.words import STAMP, int_of, label_role
from extractor.record import Reading, Row
from extractor.values.scan import scan

_ONE = r"(?:第|问题|隐患|序号|编号|编码|项目)?\s*[（(#]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]?\s*(?:[项条号处个点](?:问题|隐患)?)?"
_NAMED = re.compile(
    rf"(?:^|[，,、。；;:：\s]|[上前]述|以上|反馈|回复|答复|复[查核]|核[查实]|回访|确认)((?:第|问题|隐患|序号|编号|其中|[（(]){_ONE}(?:\s*(?:[、，,]|和|及|与)\s*{_ONE})*)(?=[^\d月日年])"
)
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
ALL = re.compile(
    r"(?:上述|以上|所列|所有|全部)[^，,。；;]{0,8}(?:问题|隐患|不符合项?|缺陷)?[^，,。；;]{0,6}(?:(?:均|全部|都)已|已(?:经)?(?:均|全部|都))"
    r"|所[提列指述](?:[^，,。；;]{0,8})[，,][^，,。；;\d]{0,8}(?:[，,]\s*)?(?:现|目前)?(?:均|全部|都)已经?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分)(?:完[成毕]|到位|合格)?"
    r"|(?:上述|以上|前述|所列)[\d一二两三四五六七八九十]{0,2}[项条处个]?(?:事故)?(?:问题|隐患|不符合项?|缺陷)(?:分别)?已经?(?:分别|逐[一项条])?"
    r"(?:于[\d年月日、，和及与./\s-]{3,40})?(?:分别|逐[一项条])?(?:完成)?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|了?部分|其中|了?\s*[\d一二两三四五六七八九十])"
    # what was listed, who mended it, and by when it was: "所列3项隐患，我厂已于4月28日前全部整改完毕"
    r"|(?:上述|以上|前述|所[提列指述])(?P<count>[\d一二两三四五六七八九十]{0,2})[项条处个]?(?:事故|安全)?(?:问题|隐患|不符合项?|缺陷)[，,]?(?:(?!第|其余|其他|其中|除|应|须|请|限|要求|[未尚仍待])[^，,。；;\d]){0,12}"
    r"已经?(?:于[\d年月日./-]{2,12}[日号]?(?:[之以]?前|底前?|当[天日])?)?(?:均|全部|都|逐[一项条])?(?:按要求|按期|按时|如期)?(?:完成)?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分|其中)(?:完[成毕]|到位|合格)?(?!了?\s*(?:大?部分|其中|[\d一二两三四五六七八九十]))"
    r"|(?:上述|以上|前述)(?:(?!第|其余|其他|除|应|须|请|限|要求)[^。；;]){0,16}(?:复查|复核|复验|回访|核查|验收|核实|整改)"
    r"(?:(?!第|其余|其他|除|应|须|请|限|要求)[^。；;]){0,8}(?:均|全部|都)(?:已|完成|整改|合格|闭环|消除)"
)
"""That all that was listed is mended: at once, or as a later visit found it: 以上问题截至12月22日复查时全部完成整改."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stands elsewhere of one hazard: ``note`` how far it is, ``cells`` what is to be done and by when."""

    note: tuple[str, Unit] | None = None
    cells: Mapping[str, Reading[Any]] = field(default_factory=dict)


def with_outcomes(
    sheet: Sheet,
    tables: Sequence[tuple[Table, Sequence[Unit]]],
    rows: Sequence[Row],
    numbers: Sequence[int | None],
    used: Collection[int],
    after: date | None = None,
) -> list[Row]:
    """The hazards with what stands elsewhere of their mending; ``numbers`` are those printed before them, ``used`` ids of units
    that their list fills, ``tables`` those of the paper, each list in one grid apart, ``after`` a day of the paper from which days
    without their year are counted. Where two hazards have one number, nothing is told by it."""
    known = [n for n in numbers if n is not None]
    if len(set(known)) < len(known) or not rows:
        return list(rows)
    answers = {n: Told(note) for n, note in replies(sheet.units, used, frozenset(known)).items()}
    told = {**answers, **_in_sentences(sheet, used, frozenset(known)), **_in_tables(tables, used, frozenset(known))}
    for n, answer in answers.items():
        told[n] = told[n] if told[n].note is not None else Told(answer.note, told[n].cells)
    return [row if n not in told else _with(row, told[n], after) for row, n in zip(rows, numbers, strict=True)]


def _with(row: Row, told: Told, after: date | None) -> Row:
    cells = {**told.cells, **row.cells}
    if "level" in told.cells and not _GRADED.search(row.cells["level"].span.text if "level" in row.cells else ""):
        cells["level"] = told.cells["level"]  # its own line names none
    if told.note is not None and not row.value("rectified") and not row.value("refused"):
        if any(t.kind == "moment" for t in scan(told.note[0])) or _OF_REVIEW.search(told.note[0]):
            after = None
        add_outcome(cells, *told.note, status=True, after=after)
        on = cells.get("rectified_on")
        if on is not None and after is not None and (on.value - after).days > _SOON:
            del cells["rectified_on"]  # the year that was put before it is a guess too many
    return Row(cells, row.span)


_OF_REVIEW = re.compile(r"\d\s*[日号][^，,。；;\d]{0,6}(?:复查|复核|复验|回访|核查|验收|核实|检查)")
"""A day on which somebody came to see: the mending was before it, on a day that the words do not tell."""
_SOON = 200
"""Days from the first day of a paper within which a day without its year lies in the year that this makes it."""


_GRADED = re.compile("重大|一般|较大|[ⅠⅡⅢⅣ]|[A-D一二三四]级")


def _in_tables(
    tables: Sequence[tuple[Table, Sequence[Unit]]], used: Collection[int], known: frozenset[int]
) -> dict[int, Told]:
    """Number → what a line of another table says of it: a table of numbers that all have their hazard, with states or what to
    do beside."""
    out: dict[int, Told] = {}
    for table, units in tables:
        if any(id(u) in used for u in units):
            continue
        lines = [
            line for row in grid(table, units) if (line := list({id(u): u for _, u in sorted(row.items())}.values()))
        ]
        read = [(n, line[1:]) for line in lines if (n := int_of(line[0].text)) is not None]
        if len(read) < 2 or not {n for n, _ in read} <= known or len({n for n, _ in read}) < len(read):
            continue
        heads = {c: unit.text for c, unit in grid(table, units)[0].items()}
        out.update((n, told) for n, rest in read if (told := _line(rest, heads)) is not None)
    return out


def _line(rest: Sequence[Unit], heads: Mapping[int, str]) -> Told | None:
    """What one line of such a table says, by its cells and what heads them."""
    under = {label_role(heads.get(u.cell.col, "")): u for u in reversed(rest) if u.cell is not None}
    cells: dict[str, Reading[Any]] = {}
    advice, due = under.get("advice"), under.get("deadline")
    if advice is not None and hazard_cells.han(advice.text) >= 2 and not hazard_cells.tells_state(advice.text):
        cells["advice"] = Reading(advice.raw.replace("\n", "").strip(), advice.span(), "table", 0.8)
    if due is not None and (by := next((t for t in due.tokens if t.kind == "moment"), None)) is not None:
        cells["deadline"] = Reading(by.value.day, due.span(by.start, by.stop), "table", 0.8)
    states = [u for u in rest if u is not advice and u is not due and _tells_state(u, heads)]
    if due is not None and states and due.cell is not None and day_kind(heads.get(due.cell.col, "")) == "mended":
        cells.pop("deadline", None)  # 完成时间 beside a state is when it was mended
        due = None
    state = next(iter(states), advice if advice is not None and "advice" not in cells else None)
    report = next((u for u in rest if u is not state and tells_reported(u.text)), None)
    day = next((t for u in rest if u is not due and u is not report for t in u.tokens if t.kind == "moment"), None)
    if state is None:
        return Told(cells=cells) if cells else None
    ended = outcome(state.text, status=True)["rectified"]
    said = "已整改" if _YES.fullmatch(state.text) else state.text  # "是" says nothing behind a day
    dated = f"{day.value.day.isoformat()}{said}" if day is not None and ended else state.text
    return Told((dated if report is None else f"{dated}；{report.text}", state), cells)


def _tells_state(unit: Unit, heads: Mapping[int, str]) -> bool:
    """Whether a cell says how far the mending is; under a head that asks so, what was done to a thing says it too:
    整改情况 over "喷漆房已装可燃气体报警2套并联锁"."""
    asked = "已" in unit.text and unit.cell is not None and label_role(heads.get(unit.cell.col, "")) == "status"
    return hazard_cells.tells_state(unit.text) or (asked and outcome(unit.text, status=True)["rectified"])


_YES = re.compile(r"\s*(?:是|√|✓|[Yy](?:es|ES)?)\s*")


def _in_sentences(sheet: Sheet, used: Collection[int], known: frozenset[int]) -> dict[int, Told]:
    notes: dict[int, tuple[str, Unit]] = {}
    cells: dict[int, dict[str, Reading[Any]]] = {}
    for unit in sheet.units:
        if id(unit) in used or unit.table is not None:
            continue
        stamp = STAMP.match(unit.text)
        for numbers, words in named_in(unit.text[stamp.end() if stamp is not None else 0 :], known):
            notes.update(dict.fromkeys(numbers, (words, unit)))
        for numbers, name, reading in _told_of(unit, known):
            for n in numbers:
                cells.setdefault(n, {}).setdefault(name, reading)
    return {n: Told(notes.get(n), cells.get(n, {})) for n in notes.keys() | cells.keys()}


_GRAVE = re.compile(
    r"[^，,。；;\d]{0,6}?(?:属于?|[为系是]|定为|判定为|构成)\s*(重大|一般)(?:生产安全|安全|事故)*(?:隐患)?(?![^，,。；;\s）)])"
)
_DUE_SAID = re.compile(
    r"[，,]?[^，,。；;\d]{0,10}?[，,]?[^，,。；;\d]{0,6}?(?:要求|限|须|应|请|责令|责成|督促|期限|时限|截止)[^，,。；;\d]{0,8}$"
)
_BEFORE = re.compile(r"\s*[之以]?前[，,]?\s*")
_TO_DO = re.compile(r"[，,]?(?:[^，,。；;\d]{0,10}?[，,])?\s*(?:要求|责令|责成|督促|应当?(?!急)|须|请)\s*")


def _told_of(unit: Unit, known: frozenset[int]) -> Iterator[tuple[frozenset[int], str, Reading[Any]]]:
    """What a sentence says of hazards by their numbers: how grave they are ("第4项为重大隐患"), by when they are to be mended and
    what is to be done ("第3项，责令3月31日前将油罐移走")."""
    if "第" not in unit.text and "编号" not in unit.text and "序号" not in unit.text:
        return
    found = list(_NAMED.finditer(unit.text))
    for match, following in zip_longest(found, found[1:]):
        numbers = _numbers(match[1])
        if not numbers or not numbers <= known:
            continue
        if (grave := _GRAVE.match(unit.text, match.end())) is not None:
            yield numbers, "level", Reading(grave[1], unit.span(grave.start(1), grave.end(1)), "prose", 0.8)
        stop = len(unit.text) if following is None else following.start()
        token = next((t for t in unit.tokens if t.kind == "moment" and match.end() <= t.start < stop), None)
        due = token is not None and _DUE_SAID.match(unit.text[match.end() : token.start])
        by = _BEFORE.match(unit.text, token.stop) if token is not None and due else None
        if token is not None and by is not None:
            yield numbers, "deadline", Reading(token.value.day, unit.span(token.start, token.stop), "prose", 0.8)
        asked = _TO_DO.match(unit.text, match.end())
        begin = by.end() if by is not None else asked.end() if asked is not None else None
        words = "" if begin is None else re.split("[。；;]", unit.text[begin:stop])[0].rstrip(" ，,")
        if begin is not None and hazard_cells.tells_remedy(words) and not _NOTHING_NEW.match(words):
            yield numbers, "advice", Reading(words, unit.span(begin, begin + len(words)), "prose", 0.7)


_NOTHING_NEW = re.compile(
    r"(?:立即|限期|按期|按时|及时|全部|完成|落实)*(?:整改|改正|治理|消除|完成)(?:到位|完[成毕])?(?:$|[，,])|\d"
)


def named_in(text: str, known: frozenset[int]) -> Iterator[tuple[frozenset[int], str]]:
    """The hazards that a clause names by their numbers, with what it says became of them: mended, or refused and reported.

    >>> [(sorted(n), words) for n, words in named_in("第1、2项已整改，第3项未整改", frozenset({1, 2, 3}))]
    [([1, 2], '已整改')]
    >>> [(sorted(n), words) for n, words in named_in("第2项未整改，其余已整改", frozenset({1, 2, 3}))]
    [([1, 3], '已整改')]
    >>> [(sorted(n), words) for n, words in named_in("除第1项外，其余均已整改", frozenset({1, 2, 3}))]
    [([2, 3], '已整改')]
    """
    rest = _REST.search(text)
    but = frozenset(n for m in _BUT_FOR.finditer(text) for n in _numbers(m[1]))
    named_here = {n for m in _NAMED.finditer(text) for n in _numbers(m[1])} | but
    others = known - named_here if rest is not None else frozenset()
    if rest is not None and others and outcome(rest[1], status=True)["rectified"]:
        yield others, rest[1]
    clauses = re.split(r"[。；;\n]", text)
    for clause, following in zip(clauses, [*clauses[1:], ""], strict=True):
        named = list(_NAMED.finditer(clause))
        if named and clause[named[0].start()] in ":：":  # what leads to the answers says nothing of them
            clause = clause[named[0].start() + 1 :]
            named = list(_NAMED.finditer(clause))
        told = outcome(clause, status=True)
        if not told["rectified"] and not told["refused"] and len(named) < 2:
            continue
        if (every := ALL.search(clause)) is not None and told["rectified"] and _counts(every, known):
            # the days of each behind it are not those of all: "均已整改完毕，液位远传6月5日恢复，洗眼器5月28日修好"
            of_all = every[0] if len(re.findall(_DAY, clause[every.end() :])) > 1 else clause
            yield from _respectively(sorted(known - but), clause) or [(known - but, of_all)]
            continue
        if (shared := list(_shared(clause, named))) and all(numbers <= known for numbers, _ in shared):
            yield from shared
            continue
        for k, match in enumerate(named):
            stop = named[k + 1].start() if k + 1 < len(named) else len(clause)
            numbers = _numbers(match[1])
            if not numbers or not numbers <= known:
                continue
            whole = clause[match.end() : stop]
            clause_of = re.split(r"[，,]", whole)[0]
            if outcome(clause_of, status=True)["rectified"]:
                yield from _respectively(_in_order(match[1]), clause_of) or [(numbers, clause_of)]
            elif outcome(whole, status=True)["refused"]:
                yield (
                    numbers,
                    whole if _tells_report(whole) or not _tells_report(following) else f"{whole}；{following}",
                )


def _counts(every: re.Match[str], known: Collection[int]) -> bool:
    """Whether as many are said to be mended as were listed, where their number is told."""
    return not every["count"] or int_of(every["count"]) == len(known)


_DAY = r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?(?![\d之以]|底?前)"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:[、，,]|和|及|与)\s*{_DAY})+")
_ONLY_DAY = re.compile(rf"\s*已?(?:分别)?[于在]?\s*({_DAY})\s*[、，,和及与]?\s*(?:上述|以上)?")


def _shared(clause: str, named: Sequence[re.Match[str]]) -> Iterator[tuple[frozenset[int], str]]:
    """Hazards with a day for each and one verb for all of them: "第一项于6月8日、第二项于6月3日分别整改完毕"."""
    days = [_ONLY_DAY.match(clause, match.end()) for match in named]
    if len(named) < 2 or any(day is None for day in days):
        return
    for day, following in zip(days, named[1:], strict=False):
        if day is None or day.end() < following.start():
            return
    deed = re.split(r"[，,]", clause[days[-1].end() :])[0] if days[-1] is not None else ""
    for day, match in zip(days, named, strict=True):
        if day is not None and outcome(words := f"{day[1]}{deed}", status=True)["rectified"]:
            yield _numbers(match[1]), words


def _respectively(numbers: Sequence[int], words: str) -> list[tuple[frozenset[int], str]]:
    """Each hazard with the day that is its own of as many in their order: 第一、二项已分别于6月8日、6月3日整改完毕; none of others."""
    days = _DAYS.search(words)
    told = re.findall(_DAY, days[0]) if days is not None and "分别" in words else []
    if days is None or len(told) != len(numbers) or len(told) < 2:
        return []
    return [(frozenset({n}), f"{day}{words[days.end() :]}") for n, day in zip(numbers, told, strict=True)]


_BUT_FOR = re.compile(rf"除了?\s*(?:上述)?({_ONE}(?:\s*(?:[、，,]|和|及|与)\s*{_ONE})*)\s*[之以]?外")
"""The hazards of which something else is said than of the others: 除第1项外."""
_REST = re.compile(
    r"(?:其余|其他|其它|剩余)(?:的|各项|[\u4e00-\u9fff\d]{0,3}[项条处个])?(?:问题|隐患)?\s*(?:均|都|全部)?([^，,。；;\n]+)"
)
"""What is said of the hazards that no number names: 其余已整改."""


def _numbers(named: str) -> frozenset[int]:
    return frozenset(_in_order(named))


def _in_order(named: str) -> list[int]:
    return [n for m in _NUMBER.finditer(named) if (n := int_of(m[0])) is not None]


def _tells_report(text: str) -> bool:
    """Whether words say that an authority was told, and of no hazard by its number."""
    return _NAMED.search(text) is None and outcome(text, status=True)["reported_on"] is not None
