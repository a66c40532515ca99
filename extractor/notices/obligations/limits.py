"""Demands that a number or a day makes: each limit of a sentence with its act, subject, trigger and who is bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.notices.obligations import grammar, named_days, quantities
from extractor.notices.obligations.data import ordered, word
from extractor.notices.obligations.demand import Demand, Named
from extractor.notices.obligations.named_days import MonthDay, NamedDay
from extractor.notices.obligations.quantities import Quantity
from extractor.notices.obligations.topics import OTHER, Topic, topic
from extractor.notices.obligations.units import Unit
from extractor.values import doc_number

Limit = Quantity | NamedDay | MonthDay
_TITLE = re.compile(r"《[^《》]*(?:《[^》]*》[^》]*)?》")
_COMMAND_PERIODS = {"archive", "policy_term", "penalty", "validity"}
_SOLE_VERB = re.compile(
    r"^\s*(?:内|前)?(?:完成|办结|办理完毕|落实到位|到位|达到要求|执行|实现|结束|整改完成|完成整改)?\s*[)。;,]?\s*$"
)
_FREQUENCY = re.compile(
    r"(?:每|各)(?:个|一)?(?:自然|保险|保单)?(?:年度|两年|半年|季度|月度|年|季|月|周|日)|全年|年均|一年|年度内"
)
_STOP_PERIOD = re.compile(r"^\s*(?:不得|禁止|暂停|取消|不再)|暂停[^,;。]{0,10}$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a unit and what the sentences before it leave open: the party last named, the year."""

    unit: Unit
    start: int
    stop: int
    carried: Named | None
    carried_code: str | None
    year: int | None


def demands(s: Sentence, taken: Sequence[tuple[int, int]]) -> tuple[list[Demand], int | None]:
    """The limits of a sentence, places in ``taken`` left out; and the year last named."""
    text = s.unit.text
    days, year = named_days.named_days(text, s.start, s.stop, s.year)
    months = list(named_days.periodic(text, s.start, s.stop))
    days = [d for d in days if not _inside(d, [(m.start, m.stop) for m in months])]
    busy = [*taken, *_titles(text, s.start, s.stop), *((x.start, x.stop) for x in (*days, *months))]
    measured = [q for q in quantities.quantities(text, s.start, s.stop) if not _inside(q, busy)]
    limits: list[Limit] = sorted([*days, *months, *measured], key=lambda x: x.start)
    limits = [x for x in limits if not _inside(x, [*taken, *_titles(text, s.start, s.stop)])]
    out: list[Demand] = []
    for i, limit in enumerate(limits):
        low = max((x.stop for x in limits[:i] if _cuts(x)), default=s.start)
        following = next((x for x in limits[i + 1 :] if _cuts(x)), None)
        high = _clause_start(text, low, following.start, limit.stop) if following else s.stop
        out.extend(_demand(s, limit, low, max(high, limit.stop)))
    return out, year


def _cuts(x: Limit) -> bool:
    """Whether a number is a limit of its own, whose act is not that of its neighbour."""
    return x.operator is not None if isinstance(x, NamedDay) else x.limit if isinstance(x, Quantity) else True


def _inside(x: Limit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < x.stop and x.start < b for a, b in spans)


def _titles(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    spans = [m.span() for m in _TITLE.finditer(text, start, stop)]
    return spans + [(start + a, start + b) for a, b, _ in doc_number.find_all(text[start:stop])]


def _clause_start(text: str, low: int, at: int, floor: int) -> int:
    cut = max((i for mark in ",;:、" if (i := text.rfind(mark, floor, at)) >= 0), default=at)
    return cut if cut >= floor else at


def _demand(s: Sentence, limit: Limit, low: int, high: int) -> Iterator[Demand]:
    text = s.unit.text
    if s.unit.quiet and not (isinstance(limit, NamedDay) and limit.effective):
        return
    sentence = text[s.start : s.stop]
    if word("noise", "contact").search(sentence) and re.search(r"\d{5,}", sentence):
        return
    if isinstance(limit, NamedDay):
        yield from _dated(s, limit, low, high)
    elif isinstance(limit, MonthDay):
        yield from _each(
            s,
            limit,
            low,
            high,
            "deadline",
            Decimal(limit.days),
            "day",
            "within",
            (limit.start, limit.stop, limit.words),
        )
    elif limit.what == "time":
        yield from _timed(s, limit, low, high)
    elif limit.what in ("amount", "ratio", "count") and not _no_limit(s, limit):
        yield from _measured(s, limit, low, high)


def _no_limit(s: Sentence, q: Quantity) -> bool:
    """A number of a definition, a statistic or a condition (从业人员100人以上的企业) binds nobody by itself."""
    text = s.unit.text
    before, after = text[s.start : q.start], text[q.stop :]
    if word("noise", "definition").search(before):
        return True
    if word("noise", "statistics").search(text[s.start : s.stop]) and not q.negated:
        return True
    if q.negated or (
        q.what == "count" and q.unit == "enterprise" and re.search(r"(?:企业|家)(?:总)?数[^,;]{0,6}$", before)
    ):
        return False
    return word("noise", "condition_after").match(after) is not None and not word("noise", "condition_noun_ok").match(
        after
    )


# --- days ------------------------------------------------------------------------------------------------------------


def _dated(s: Sentence, d: NamedDay, low: int, high: int) -> Iterator[Demand]:
    text = s.unit.text
    if d.effective:
        yield from _effect(s, d)
        return
    if d.operator is None and s.unit.role != "limit":
        return
    if word("noise", "statistics").search(text[s.start : s.stop]):
        return
    if d.operator == "window":
        for made in _each(s, d, low, high, "period", d.day, "day", "equal", None, "period_window"):
            yield replace(made, value2=d.until)
        return
    code = (d.start, d.stop, text[d.start : d.stop]) if d.yearly else None
    for made in _each(s, d, low, high, "date", d.day or d.yearly, "date", d.operator or "by", code):
        yield replace(
            made, rival=d.rival, trigger_code="year" if d.yearly else "none", sure=0.6 if d.rival else made.sure
        )


def _effect(s: Sentence, d: NamedDay) -> Iterator[Demand]:
    text = s.unit.text
    base = Demand(
        s.unit, s.start, s.stop, (d.start, d.stop), "date", "effective", OTHER, act=grammar.short(text[d.stop : s.stop].split(",")[0]),
        value=d.day or d.yearly, unit_code="date", operator="equal", modality="must", trigger_code="none",
    )  # fmt: skip
    yield base
    if "废止" in text[d.stop :]:
        stop = text.index("废止", d.stop) + 2
        cited = _TITLE.search(text, d.stop, stop)
        yield replace(base, subject="repeal", stop=stop, act=grammar.short("废止" + (cited[0] if cited else "")))


# --- spans of time ---------------------------------------------------------------------------------------------------


def _timed(s: Sentence, q: Quantity, low: int, high: int) -> Iterator[Demand]:
    text = s.unit.text
    if not q.ahead and quantities.happened(text, q):
        return
    clause = grammar.clause(text, s.start, s.stop, q.start)
    words = text[clause[0] : clause[1]]
    suspended = _STOP_PERIOD.search(text[q.stop : q.stop + 8]) or _STOP_PERIOD.search(
        text[max(0, q.start - 14) : q.start]
    )
    about = Topic("penalty", "insurer") if suspended else topic("period", [words])
    if (
        about.code in _COMMAND_PERIODS
        and not q.ahead
        and (q.operator != "within" or suspended or q.unit in ("year", "month"))
    ):
        operator = None if suspended else "at_most" if q.operator == "within" else q.operator or "equal"
        yield _made(s, q, about, "period", grammar.short(words), q.value, q.unit, operator)
        return
    if q.limit or (s.unit.role == "limit" and text.strip() == text[q.start : q.stop].strip()):
        value, unit = (q.value * 7, "day") if q.unit == "week" else (q.value, q.unit)
        yield from _each(
            s,
            q,
            low,
            high,
            "deadline",
            value,
            unit,
            q.operator if q.operator in ("at_least", "within") else "within",
            None,
        )


# --- money, shares, counts -------------------------------------------------------------------------------------------


def _measured(s: Sentence, q: Quantity, low: int, high: int) -> Iterator[Demand]:
    text = s.unit.text
    kind = q.what
    clause = grammar.clause(text, s.start, s.stop, q.start)
    inner = text[max(low, clause[0]) : min(high, max(clause[1], q.stop))]
    words = [inner, text[clause[0] : clause[1]], text[low:high]]
    about = topic(kind, words, unit=q.unit)
    frequency = _frequency(text, clause[0], q) if kind == "count" and q.unit == "time" else None
    if not q.limit and frequency is None:
        if kind == "count" or about.code == OTHER or not re.search(r"按|提取|计提|给予|为|拿出|安排|控制|不", inner):
            return
    if about.code == OTHER:
        about = topic(kind, [text[s.start : s.stop], *_around(s), text], unit=q.unit)
    operator = q.operator or ("at_least" if frequency else "equal")
    made = _made(s, q, about, kind, grammar.short(text[clause[0] : clause[1]]), q.value, q.unit, operator)
    if q.value2 is not None:
        made = replace(made, value2=q.value2)
    if frequency is not None:
        yearly = re.search(r"年度?$|年均|^一年", frequency[2]) and not re.search("半年|两年", frequency[2])
        made = replace(
            made, trigger=Named(s.unit, frequency[0], frequency[1]), trigger_code="year" if yearly else "unknown"
        )
        several = _enumerated(text, q.stop, s.stop)
        if several:
            yield from (replace(made, act=grammar.short(text[a:b])) for a, b in several)
            return
    yield made


def _frequency(text: str, floor: int, q: Quantity) -> tuple[int, int, str] | None:
    found = [m for m in _FREQUENCY.finditer(text, max(0, floor - 12), q.start)]
    return (found[-1].start(), found[-1].end(), found[-1][0]) if found else None


def _enumerated(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The things that are each to be done so often: 一次〔教育培训、风险辨识和应急演练〕服务."""
    end = next((m.start() for m in re.finditer(r"[,;。]", text[start:stop])), stop - start) + start
    if "、" not in text[start:end]:
        return []
    cuts = [
        start,
        *(m.end() for m in re.finditer(r"、|(?<=[\u4e00-\u9fa5)])(?:和|以及|及)(?=[\u4e00-\u9fa5])", text[start:end])),
    ]
    cuts = [start, *(start + c for c in cuts[1:])]
    parts = [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]
    return [(a, len(text[:b].rstrip("、和及以"))) for a, b in parts if text[a:b].strip()]


# --- what all share --------------------------------------------------------------------------------------------------


def _around(s: Sentence) -> list[str]:
    row = " ".join(words for role, words in s.unit.row.items() if role in ("task", "criteria", "section"))
    return [row] if row else [s.unit.heading + " " + s.unit.text[s.start : s.stop]]


def _each(
    s: Sentence, limit: Limit, low: int, high: int, kind: str, value: object, unit: str, operator: str,
    trigger: tuple[int, int, str] | None, topic_kind: str = "",
) -> Iterator[Demand]:  # fmt: skip
    """A demand for every act that shares the limit."""
    text = s.unit.text
    code, named = (
        _trigger(s, limit)
        if trigger is None
        else ("year" if kind == "date" else "period_end", Named(s.unit, trigger[0], trigger[1]))
    )
    for start, stop, act in _acts(s, limit, low, high):
        clause = grammar.clause(text, s.start, s.stop, limit.start)
        words = [act, text[clause[0] : clause[1]] if stop <= clause[1] or kind != "deadline" else act]
        words += [text[low:high], text[s.start : s.stop]]
        if kind in ("date", "period"):
            words = words[:2] if kind == "date" else words[:1]
        about = topic(topic_kind or kind, words, code)
        if about.code == OTHER:
            about = topic(topic_kind or kind, _around(s), code)
        made = _made(s, limit, about, kind, act, value, unit, operator)
        yield replace(made, trigger=named, trigger_code=code)


def _acts(s: Sentence, limit: Limit, low: int, high: int) -> Iterator[tuple[int, int, str]]:
    text = s.unit.text
    if task := s.unit.row.get("task"):
        if s.unit.role in ("limit", "frequency"):
            yield limit.start, limit.stop, grammar.short(task)
            return
    after = _own_clauses(text, limit.stop, high)
    if _SOLE_VERB.match(text[after[0] : after[1]]):
        clause = grammar.clause(text, s.start, s.stop, limit.start)
        begin = max(clause[0], low)
        words = text[begin : limit.start] + text[after[0] : after[1]]
        if len(words.strip("于在应当须 ,完成()")) < 2:
            words = text[max(0, begin - grammar.ACT) : begin] + words
        yield (
            begin,
            after[1],
            grammar.short(
                re.sub(r"(?:应当?|须|必须|于|在)\s*$", "", text[begin : limit.start]) + text[after[0] : after[1]]
            )
            or grammar.short(words),
        )
        return
    for a, b in grammar.pieces(text, *after):
        yield a, b, grammar.short(text[a:b])


def _own_clauses(text: str, start: int, stop: int) -> tuple[int, int]:
    """From a limit to where another clause begins that is not one of its acts."""
    first = re.match(r"\s*[,:]\s*", text[start:stop])
    begin = start + first.end() if first else start
    from extractor.notices.obligations.data import verbs

    for m in re.finditer(r"[,;:]", text[begin:stop]):
        after = text[begin + m.end() : stop]
        if not verbs().match(after) or re.split(r"[,;:。]", after)[0].endswith("的"):
            return begin, begin + m.start()
    return begin, stop


def _made(
    s: Sentence, limit: Limit, about: Topic, kind: str, act: str, value: object, unit: str, operator: str | None
) -> Demand:
    text = s.unit.text
    party, who = bound(s, about, limit.start)
    force = grammar.modality(text, s.start, s.stop, limit.start) or (
        "goal" if about.code in ("milestone", "coverage_rate") else "must"
    )
    if force in ("must_not", "may") and isinstance(limit, Quantity) and limit.negated:
        force = "must"
    return Demand(
        s.unit, s.start, s.stop, (limit.start, limit.stop), kind, about.code, party, who, force, act,
        value, None, unit or None, operator,  # type: ignore[arg-type]
    )  # fmt: skip


def bound(s: Sentence, about: Topic, at: int) -> tuple[str, Named | None]:
    """Who is bound: the subject of the sentence, else the party such a demand binds, else who was named before."""
    text = s.unit.text
    said = [w for w in grammar.subjects(text, s.start, at) if w.code != OTHER]
    if not said and not about.party:
        said = [w for w in grammar.subjects(text, at, s.stop) if w.code != OTHER][:1]
    if about.bound:
        own = [w for w in said if w.code == about.bound]
        return about.bound, Named(s.unit, own[-1].start, own[-1].stop) if own else None
    if said:
        return said[-1].code, Named(s.unit, said[-1].start, said[-1].stop)
    if row := s.unit.row.get("who"):
        found = grammar.mentions(row, 0, len(row))
        return (found[-1].code if found else OTHER), None
    if (s.carried and s.carried_code in (about.party, None)) or (s.carried and not about.party):
        return s.carried_code or OTHER, replace(s.carried, sure=0.7)
    fallback = about.party or topic("duty", [text[s.start : s.stop]]).party
    return fallback or OTHER, None


def _trigger(s: Sentence, limit: Limit) -> tuple[str, Named | None]:
    """The event a span of time counts from: in the words right before it, else in the clauses before."""
    if isinstance(limit, NamedDay):
        return "none", None
    text = s.unit.text
    stop = limit.start
    cuts = [s.start, *(m.end() for m in re.finditer(r"[,:;(]", text[s.start : stop])), stop]
    cuts = [s.start, *(s.start + c for c in cuts[1:-1]), stop]
    for low, high in reversed(list(zip(cuts, cuts[1:], strict=False))):
        part = text[low:high]
        best: tuple[int, str, re.Match[str]] | None = None
        for code, pattern in ordered("triggers"):
            if code == "year":
                continue
            for m in pattern.finditer(part):
                if best is None or m.end() > best[0]:
                    best = (m.end(), code, m)
        if best:
            return best[1], Named(s.unit, low + best[2].start(), low + best[2].end())
        if high == stop and word("event").search(part):
            return "unknown", Named(s.unit, low, high)
    if isinstance(limit, Quantity) and limit.ahead:
        return "period_end", None
    return "none", None
