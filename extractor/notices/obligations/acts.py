"""From a limit to its demands: the acts that share it, what each is about, who is bound, from what event it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.notices.obligations import grammar
from extractor.notices.obligations.context import Sentence, bound, trigger_of
from extractor.notices.obligations.data import verbs
from extractor.notices.obligations.demand import Demand, Named, Value
from extractor.notices.obligations.named_days import MonthDay, NamedDay
from extractor.notices.obligations.quantities import Quantity
from extractor.notices.obligations.topics import OTHER, Topic, topic

Limit = Quantity | NamedDay | MonthDay
Event = tuple[str, tuple[int, int]]
_SOLE_VERB = re.compile(
    r"^\s*(?:内|前)?(?:完成|办结|办理完毕|落实到位|到位|达到要求|执行|实现|结束|整改完成|完成整改)?\s*[)。;,]?\s*$"
)
_TO = re.compile(r"[\s由各应,]*")
_MODAL = re.compile(r"\s*(?:应当|应|必须|须|要|需|负责)\s*")
_TO_DO = re.compile(r"(?:应当?|须|必须|于|在|应于|应在)\s*$")


@dataclass(frozen=True, slots=True)
class Region:
    """The words of a limit: from ``low`` to ``high``; ``end`` is where the limit, and those joined to it, stop."""

    low: int
    high: int
    end: int


def each(
    s: Sentence, limit: Limit, region: Region, kind: str, value: Value | None, unit: str, operator: str,
    event: Event | None = None,
) -> Iterator[Demand]:  # fmt: skip
    """A demand for every act that shares the limit."""
    text = s.unit.text
    code, named = (event[0], Named(s.unit, *event[1])) if event else _counted_from(s, limit)
    low, high = grammar.clause(text, s.start, s.stop, limit.start)
    for stop, act in _acts(s, limit, region):
        words = [act, text[low:high] if stop <= high or kind != "deadline" else act]
        if kind == "deadline":
            words += [text[region.low : region.high], text[s.start : region.high], s.words]
            words += s.around if s.unit.row or not verbs().match(act) else s.around[1:]
        about = topic(kind, words, code)
        if about.code == OTHER and s.unit.row:
            about = topic(kind, s.around, code)
        if about.code == OTHER and kind != "deadline":
            about = Topic("milestone", "department")
        yield replace(made(s, limit, about, kind, act, value, unit, operator, code), trigger=named, trigger_code=code)


def _counted_from(s: Sentence, limit: Limit) -> tuple[str, Named | None]:
    if isinstance(limit, NamedDay):
        return "none", None
    return trigger_of(s, limit.start, isinstance(limit, Quantity) and limit.ahead)


def _acts(s: Sentence, limit: Limit, region: Region) -> Iterator[tuple[int, str]]:
    """The acts of a limit, each with where its words end."""
    text = s.unit.text
    if (task := s.unit.row.get("task")) and s.unit.role in ("limit", "frequency") and len(s.words.strip()) < 16:
        yield limit.stop, grammar.short(task)
        return
    low, high = _own_clauses(text, region.end, region.high)
    low = _past_subject(text, low, high)
    if not _SOLE_VERB.match(text[low:high]):
        for a, b in grammar.pieces(text, low, high):
            yield b, grammar.short(text[a:b])
        return
    begin = max(grammar.clause(text, s.start, s.stop, limit.start)[0], region.low)
    if begin > region.low and text[begin - 1 : begin] == ":":  # 上传保单：签单后5日
        begin = grammar.clause(text, s.start, begin - 1, begin - 1)[0]
    before = _TO_DO.sub("", text[begin : limit.start])
    if len(before.strip(" ,、(并且")) < 2:  # （2024年4月11日前完成）: the act is what stands before
        before = text[max(0, begin - grammar.ACT) : begin] + before
    yield high, grammar.short(before + text[low:high])


def _past_subject(text: str, low: int, high: int) -> int:
    """After who acts and the modal verb, where an act begins with them: 20日内，承保公司应当〔选定…〕."""
    said = grammar.subjects(text, low, high)
    modal = _MODAL.match(text, said[0].stop, high) if said and _TO.fullmatch(text, low, said[0].start) else None
    return modal.end() if modal else low


def _own_clauses(text: str, start: int, stop: int) -> tuple[int, int]:
    """From a limit to where another clause begins that is not one of its acts."""
    first = re.match(r"\s*[,:]\s*", text[start:stop])
    begin = start + first.end() if first else start
    for m in re.finditer(r"[,;:]", text[begin:stop]):
        after = text[begin + m.end() : stop]
        if not verbs().match(after) or re.split(r"[,;:。]", after)[0].endswith("的"):
            return begin, begin + m.start()
    return begin, stop


def made(
    s: Sentence, limit: Limit, about: Topic, kind: str, act: str, value: Value | None, unit: str, operator: str | None,
    trigger: str = "none",
) -> Demand:  # fmt: skip
    """The demand with its party and its force."""
    text = s.unit.text
    party, who = bound(s, about, limit.start, limit.stop, trigger)
    force = grammar.modality(text, s.start, s.stop, limit.start)
    force = force or ("goal" if about.code in ("milestone", "coverage_rate") else "must")
    if force in ("must_not", "may") and isinstance(limit, Quantity) and limit.negated:
        force = "must"  # 不得低于 commands
    return Demand(
        s.unit, s.start, s.stop, (limit.start, limit.stop), kind, about.code, party, who, force, act, value,
        None, unit or None, operator,
    )  # fmt: skip
