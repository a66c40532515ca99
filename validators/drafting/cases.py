"""Cases for a drafted rule: at its number, just inside, just outside, and with the fact missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from validators.days import is_day_off, last_workday
from validators.drafting.shapes import Shape

Cases = Mapping[str, list[dict[str, Any]]]
_DAY_OF: Mapping[str, str] = {"contract_date": "sign_date"}
"""Facts that a case gives under another name."""
_MOMENTS = {"uploaded_at"}
_PERIOD = {"period_start", "period_end"}
_HORIZON = 400
"""Days after the rule's first that are searched for one whose deadline is no holiday."""


def cases_of(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    """Verdict → cases. ``value``: the rule's number, or the list it takes; ``first``: the day from which it binds."""
    made = _MAKERS[shape.check](shape, with_, value, first)
    when = _as_case(shape.when)
    return {verdict: [{**shape.case, **when, **case} for case in cases] for verdict, cases in made.items() if cases}


def _as_case(when: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [value] if name == "service_types" else value
        for name, value in when.items()
        if not isinstance(value, list)
    }


def _governed(shape: Shape, day: date) -> dict[str, Any]:
    """The fact whose date decides that the rule binds."""
    name = shape.date or "contract_date"
    return {_DAY_OF.get(name, name): day}


def _calm_day(first: date, days: int) -> date:
    """A day after ``first`` from which so many days on is a working day and so is the day before and after it, so that no
    holiday moves the edge."""
    for shift in range(1, _HORIZON):
        day = first + timedelta(days=shift)
        if all(is_day_off(day + timedelta(days=days + near)) is False for near in (-1, 0, 1)):
            return day
    return first + timedelta(days=1)


def _days(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    number = int(value)
    day = _calm_day(first, number)
    starts = {_DAY_OF.get(n, n): _written(n, day) for n in with_["start"]}

    def case(done: int) -> dict[str, Any]:
        return {**_governed(shape, day), **starts, with_["end"]: _written(with_["end"], day + timedelta(days=done))}

    unknown = {"contradicted": [day, day + timedelta(days=number + 200)]}
    open_ = {**case(number + 1), **{_DAY_OF.get(n, n): unknown for n in with_["start"][:1]}}
    if with_["start"][0] in _PERIOD:
        open_ = {k: v for k, v in case(number + 1).items() if k not in starts}
    return {
        "satisfied": [case(number), *([case(number - 1)] if number > 0 else [])],
        "violated": [case(number + 1)],
        "undecided": [open_],
    }


def _written(name: str, day: date) -> Any:
    if name in _MOMENTS:
        return f"{day}T10:00:00+08:00"
    return f"{day}T00:00" if name in _PERIOD else day


def _hours(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    """The hour of signing is not printed: only what no hour of that day would change is decided."""
    days, day = -(-int(value) // 24), first + timedelta(days=31)
    start, end = _DAY_OF.get(with_["start"], with_["start"]), with_["end"]
    beyond = day + timedelta(days=days + 2)
    return {
        "satisfied": [{start: day, end: f"{day}T00:00:00+08:00"}],
        "violated": [{start: day, end: f"{beyond}T10:00:00+08:00"}],
        "undecided": [{start: day, end: f"{day + timedelta(days=days)}T12:00:00+08:00"}],
    }


def _workdays(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    start, end, number = with_["start"], with_["end"], int(value)
    for shift in range(1, _HORIZON):
        day = first + timedelta(days=shift)
        last, before = last_workday(day, number), last_workday(day, number - 1) if number > 1 else day
        if last is not None and before is not None:
            return {
                "satisfied": [{start: day, end: last}, {start: day, end: before}],
                "violated": [{start: day, end: last + timedelta(days=1)}],
                "undecided": [{start: day}],
            }
    return {"undecided": [{start: first}]}


def _bound(sign: int) -> Callable[[Shape, Mapping[str, Any], Any, date], Cases]:
    def made(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
        day = _governed(shape, first + timedelta(days=31))
        fact, than = with_["fact"], with_.get("than")
        if than:
            return {
                "satisfied": [{**day, fact: 30, than: 30}, {**day, fact: 31, than: 30}],
                "violated": [{**day, fact: 29, than: 30}],
                "undecided": [{**day, fact: 30}],
            }
        step = 1 if float(value) >= 1000 else 0.5 if shape.kinds and "count" not in shape.kinds else 1
        inside, outside = _plain(value + sign * step), _plain(value - sign * step)
        unknown: dict[str, Any] = {fact: {"contradicted": [inside, outside]}} if with_.get("optional") else {}
        return {
            "satisfied": [{**day, fact: _plain(value)}, {**day, fact: inside}],
            "violated": [{**day, fact: outside}],
            "undecided": [{**day, **unknown}],
        }

    return made


def _plain(number: Any) -> int | float:
    whole = float(number)
    return int(whole) if whole == int(whole) else round(whole, 4)


def _all_of(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day = _governed(shape, first + timedelta(days=31))
    items: Sequence[str] = with_["items"]
    codes = [item.partition(":")[2].split(",")[0].strip() or item for item in items]
    return {
        "satisfied": [{**day, with_["fact"]: codes}],
        "violated": [{**day, with_["fact"]: codes[1:], with_["complete"]: True}],
        "undecided": [{**day, with_["fact"]: codes[1:]}],
    }


def _member(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day, fact = _governed(shape, first + timedelta(days=31)), with_["fact"]
    return {
        "satisfied": [{**day, fact: name} for name in with_["values"]],
        "violated": [{**day, fact: "名单之外某某财产保险股份有限公司"}],
        "undecided": [day],
    }


def _states(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day, fact = _governed(shape, first + timedelta(days=31)), with_["any_of"][0]
    given = {**day, **{name: words[0] for name, words in (value or {}).items()}, "enterprise": "某某有限公司"}
    return {
        "satisfied": [{**given, fact: True}],
        "violated": [{**given, fact: False}],
        "undecided": [given],
    }


def _one_year(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day = first + timedelta(days=31)
    if (day.month, day.day) == (2, 29):
        day += timedelta(days=1)
    last = day.replace(year=day.year + 1) - timedelta(days=1)
    start = {**_governed(shape, day), with_["start"]: f"{day}T00:00"}
    return {
        "satisfied": [{**start, with_["end"]: f"{last}T24:00"}],
        "violated": [{**start, with_["end"]: f"{last + timedelta(days=n)}T24:00"} for n in (-1, 1, 92)],
        "undecided": [start],
    }


def _yearly(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    year = first.year + 1
    due = date.fromisoformat(f"{year:04}-{value}")
    case = {**_governed(shape, first + timedelta(days=31)), with_["year"]: year}
    return {
        "satisfied": [{**case, with_["fact"]: due - timedelta(days=1)}],
        "violated": [{**case, with_["fact"]: due + timedelta(days=1)}],
        "undecided": [{**case, with_["fact"]: due}, case],
    }


def _stated(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day, fact = _governed(shape, first + timedelta(days=31)), with_["facts"][0]
    return {"satisfied": [{**day, fact: 1}], "undecided": [day, {**day, fact: {"contradicted": [1, 2]}}]}


def _forbidden(shape: Shape, with_: Mapping[str, Any], value: Any, first: date) -> Cases:
    day, kind = _governed(shape, first + timedelta(days=31)), with_["kinds"][0]
    return {
        "satisfied": [{**day, "clauses": [], "agreements_complete": True}],
        "violated": [{**day, "clauses": [{"code": kind, "text": "某项约定"}]}],
        "undecided": [day],
    }


_MAKERS: Mapping[str, Callable[[Shape, Mapping[str, Any], Any, date], Cases]] = {
    "within_days": _days, "within_hours": _hours, "within_workdays": _workdays, "at_least": _bound(1), "at_most": _bound(-1),
    "contains_all": _all_of, "member_of": _member, "states": _states, "one_year": _one_year, "stated": _stated,
    "forbidden_wording": _forbidden, "before_yearly_day": _yearly,
}  # fmt: skip
