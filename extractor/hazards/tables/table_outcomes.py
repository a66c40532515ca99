"""What became of a hazard in a line of a list: by its state, by whom it was reported to, by days in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from extractor.evidence.columns import NOTHING, Columns
from extractor.evidence.units import Unit
from extractor.hazards.columns.columns import is_affirmed
from extractor.hazards.columns.day_columns import day_kind
from extractor.hazards.columns.due_and_state import due_and_state
from extractor.hazards.columns.table_days import days_by_words, done_on, due_in
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.refused import says_refused
from extractor.hazards.meaning.reported import REPORTED, tells_reported
from extractor.hazards.tables.beside import authority_beside, refusal_beside
from extractor.record import Reading
from extractor.values import yes_no


def put_outcome(
    cells: dict[str, Reading[Any]],
    cols: Columns,
    row: Mapping[int, Unit],
    after: date | None,
    answer: tuple[str, Unit] | None,
    body: Unit,
) -> None:
    """Put what became of a hazard into ``cells``: its state, whom it was reported to, the days in columns of their own.

    ``answer``: what marks say of the state, and where; ``after``: a day of the paper from which days without their year are counted.
    """
    on = due_in(cols.cell(row, "mended"), after)
    note, place = _note_and_place(cols, row, answer, after, mended=on is not None)
    add_outcome(cells, note, place or body, status=True, after=after)
    if on is None and "progress" in cols.roles:
        on = done_on(cols.cell(row, "progress"), after)
    if cells["rectified"].value and "rectified_on" not in cells:
        on = on or _remarked(cols, row, after)
        if on is not None:
            cells["rectified_on"] = on


def _note_and_place(
    cols: Columns,
    row: Mapping[int, Unit],
    answer: tuple[str, Unit] | None,
    after: date | None,
    *,
    mended: bool,
) -> tuple[str, Unit | None]:
    """All that a line says of what became of its hazard, as one note, and the first cell that says so.

    ``after``: a day of the paper from which days without their year are counted; ``mended``: it gives a day for the mending.
    """
    status, reported, due = (cols.cell(row, name) for name in ("status", "reported", "deadline"))
    status = status if answer is not None else _denied(cols, row) or status
    notes = [u for u in (status, reported) if u is not None] + _reports_elsewhere(cols, row)
    advice = cols.cell(row, "advice")
    done = _done_as_asked(status, advice) or _only_a_step(status, advice)
    state = answer[0] if answer is not None else done or (status.text if status is not None else "")
    beside = _STATE_BESIDE.search(due.text) if due is not None and status is None and answer is None else None
    if beside is not None and due is not None and hazard_cells.tells_state(beside[1]):
        state, notes = beside[1], [due, *notes]
    both = None
    if answer is None and (status is None or due is None) and not mended:
        both = due_and_state(status or due, after)
        if both is not None and due is not None and status is None and beside is None:
            state, notes = both.state, [due, *notes]
        elif both is not None and status is not None:
            state = both.state
    if due is not None and status is None and answer is None and not state and _DONE_BY_THEN.match(due.text):
        state, notes = due.text, [due, *notes]
    whom = authority_beside(cols, row)
    words = [
        state
        if u is due or (u is status and (done or both is not None))
        else _note(u, u is reported and not _of_both(cols, state), whom)
        for u in notes
    ]
    if answer is None and (why := cols.cell(row, "progress")) is not None and says_refused(why.text):
        words, notes = [*words, why.text], [*notes, why]  # "否" under 是否销号, "企业拒绝整改" under 未销号原因
    if (cell := refusal_beside(cols, row, state)) is not None:
        words, notes = [*words, "企业拒绝整改"], [*notes, cell]  # under 备注, 拒改说明, 未整改原因, 企业态度
    if answer is not None:
        words, notes = [answer[0], *words], [answer[1], *notes]
    words += _words_of_days(due, state)
    if mended and all(map(NOTHING.match, words)):
        words.append("已整改")  # the day on which it was mended says so, where the state is left blank
    note = "；".join(filter(None, [*words, *_answers_beside(cols, row, state)]))
    affirmed = status is not None and answer is None and is_affirmed(cols, status.text)
    return ("已" + note if affirmed else note), next(iter(notes), None)


def _denied(cols: Columns, row: Mapping[int, Unit]) -> Unit | None:
    """Where whoever came to see denies what the enterprise says of the mending, in a column of his own: 企业反馈 | 机构核查."""
    at = cols.roles.get("status")
    if at is None or not _OWN_WORD.search(cols.header[at].split("|")[-1]):
        return None
    held = {c for name, c in cols.roles.items() if name not in ("checked", "progress", "advice")}
    looked = (
        u for c, u in sorted(row.items()) if c not in held and _VERDICT.fullmatch(cols.header[c].split("|")[-1].strip())
    )
    return next((u for u in looked if DENIES.search(u.text)), None)


_OWN_WORD = re.compile("企业|单位|[厂矿店站]方|自[查评改]|反馈|回复|答复")
_VERDICT = re.compile(
    "(?:服务)?(?:机构|专家|现场|第三方|检查组)?(?:复[查核检]|核[查验实]|验收|审核|验证)(?:意见|结论|结果|情况|状态)?"
)
DENIES = re.compile(
    "[未不][予能]?通过|不合格|不属实|退回|驳回|未(?:整改|改|完成|到位|落实|见)|不(?:符|到位|一致)|仍(?!符合|正常|有效|完好)|尚[未有]|依旧|并未"
)
"""What whoever came to see says where it was not done: 照片不清，未通过."""


def _reports_elsewhere(cols: Columns, row: Mapping[int, Unit]) -> list[Unit]:
    """The first cell under no word for it that says that an authority was told, where no column is for that."""
    if "reported" in cols.roles:
        return []
    read = {c for name, c in cols.roles.items() if name not in ("advice", "level", "mended")}
    told = (u for c, u in sorted(row.items()) if c not in read and len(u.text) <= 60 and tells_reported(u.text))
    return list(islice(told, 1))


def _words_of_days(due: Unit | None, state: str) -> list[str]:
    """What stands beside several days in the cell for the day by which: that one of them closed the matter, or what the others are."""
    days = days_by_words(due) if due is not None else None
    if days is None:
        return []
    if any(map(_CLOSED_ON.match, days[1])):  # "限2025-08-29", "销2025-08-27"
        return ["已整改" + clause[1:] for clause in days[1] if _CLOSED_ON.match(clause)]
    told = outcome(state, status=True)
    # "闭环 2025-03-05" beside the day by which, under 时间节点; a day alone mends nothing
    return days[1] if told["rectified"] or told["refused"] else []


def _done_as_asked(status: Unit | None, advice: Unit | None) -> str:
    """That a hazard was mended, where its state is a day with the deed that the advice asks for: 换证后上岗 | 6.27换证; else empty."""
    deed = _DAY_AND_DEED.fullmatch(status.text.strip()) if status is not None and advice is not None else None
    return f"{deed[1]}已整改" if deed is not None and advice is not None and deed[2] in advice.text else ""


def _only_a_step(status: Unit | None, advice: Unit | None) -> str:
    """That a hazard is still open, where all that was done is to warn of it or to fence it off, and the advice asks for more; else empty."""
    step = _STEP.fullmatch(status.text) if status is not None and advice is not None else None
    return "整改中" if step is not None and advice is not None and step[1] not in advice.text else ""


_STEP = re.compile(
    r"\s*(?:现场|目前|企业|暂)*已(?:经|临时|先行)*(?:设置?|拉[设起]?|悬?挂|张?贴|布设?)?(?:了|好|临时)?(警示|警戒|围挡|隔离|禁[止用入]|告示|提示)[\u4e00-\u9fff]{0,6}[。.]?\s*"
)
_DAY_AND_DEED = re.compile(
    r"((?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)\s*已?([\u4e00-\u9fff]{2,8})[。.]?"
)


def _remarked(cols: Columns, row: Mapping[int, Unit], after: date | None) -> Reading[Any] | None:
    """The day on which a remark beside the state says that it was mended: "8月29日完成" under 备注."""
    if (due := due_in(cols.cell(row, "deadline"), after)) is not None:
        after = due.value - _HALF_A_YEAR  # a day without its year lies nearest to that by which to mend
    for c, unit in sorted(row.items()):
        if c in cols.roles.values() or len(unit.text) > _SHORT or not _WORDS.search(unit.text):
            continue
        deed = _DAY_OF_DEED.fullmatch(unit.text.strip())
        told = f"{deed[1]}已整改" if deed is not None and hazard_cells.tells_remedy(deed[2]) else unit.text
        on = outcome(told, status=True, after=after)["rectified_on"]
        if on is not None and day_kind(cols.header[c]) in (None, "mended"):
            return Reading(on, unit.span(), "meaning", round(0.9 * unit.confidence, 3))
    return None


_DONE_BY_THEN = re.compile(r"\s*(?:当[场日天]|现场|即时|检查时)?(?:均|就)?已[\u4e00-\u9fff]{1,6}[。.]?\s*$")
"""What stands for the day by which to mend, where it was done: 当场已搬."""
_HALF_A_YEAR = timedelta(days=183)
_DAY_OF_DEED = re.compile(
    r"((?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号])\s*([\u4e00-\u9fff]{2,10})[。.]?"
)
"""A day and what was done on it, beside a hazard that was mended: 4月24日更换新缆."""
_SHORT = 24  # characters of such a remark
_WORDS = re.compile("[\u4e00-\u9fff]{2}")


_CLOSED_ON = re.compile(r"[销改结闭]\s*[:：]?\s*20\d\d")
_ENDED_OR_TOLD = re.compile(
    "(?:完成|整改|销号|闭环)[^|]{0,6}(?:上报|报告|报送)|(?:上报|报告|报送)[^|]{0,6}(?:完成|整改|销号|闭环)"
)


def _of_both(cols: Columns, state: str) -> bool:
    """Whether a day beside a mended hazard stands in a column for both days: 完成/上报日期."""
    header = cols.header[cols.roles["reported"]] if "reported" in cols.roles else ""
    return _ENDED_OR_TOLD.search(header) is not None and bool(outcome(state, status=True)["rectified"])


_STATE_BESIDE = re.compile(r"\d\s*[日号]?\s*前?\s*[（(／/、，,；;]\s*([\u4e00-\u9fff]{2,8})\s*[)）]?\s*$")
"""How it stands, behind the day by which it was to be mended: "2025年3月1日（已完成）"."""


def _answers_beside(cols: Columns, row: Mapping[int, Unit], state: str) -> list[str]:
    """What columns of their own answer, as a sentence would: whether mending was refused, on which day it was reported."""
    told = []
    body = cols.cell(row, "reported")
    for c, header in enumerate(cols.header):
        asked, unit = header.split("|")[-1], row.get(c)
        if unit is None or len(asked) > 12:
            continue
        if "拒" in asked and yes_no.parse(unit.text) is True:
            told.append("企业拒绝整改")
        day = next((t for t in unit.tokens if t.kind == "moment"), None)
        if c not in cols.roles.values() and day is not None and _REPORTED_ON.search(asked):
            whom = body.text.strip() if body is not None and not body.tokens else ""
            told.append(f"已于{day.value.day.isoformat()}报告{whom}")
        if (
            day is not None
            and c not in cols.roles.values()
            and _MENDED_ON.search(asked)
            and yes_no.parse(state) is True
        ):
            told.append(f"已于{day.value.day.isoformat()}整改")
    return told


_MENDED_ON = re.compile("(?:整改|完成|销号|闭环)(?:日期?|时间)$")
_REPORTED_ON = re.compile("(?:上报|报告|报送|报备|移送)(?:主管部门|部门)?(?:日期?|时间)$")


def _note(unit: Unit, reporting: bool, authority: str) -> str:
    """A cell of the reporting column says what it says of reporting, even where it only gives a day."""
    text = unit.text.replace("\n", "")
    day = next((t for t in unit.tokens if t.kind == "moment"), None)
    if not reporting or day is None or REPORTED.search(text):
        return text
    whom = (unit.text[: day.start] + unit.text[day.stop :]).replace("\n", "").strip(" 　，,；;、（()）")
    if outcome(whom, status=True)["rectified"]:
        return text  # "已整改，2025年5月21日" under 整改及上报情况
    return f"已于{day.value.day.isoformat()}报告{whom or authority}"
