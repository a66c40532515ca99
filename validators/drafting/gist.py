"""A demand in a few words, for the table of every demand: who, whether bound, what, how much."""

from __future__ import annotations

import re

from extractor.record import Row

_OPERATORS = {"at_least": "不少于", "more": "超过", "at_most": "不超过", "less": "低于", "equal": "为", "by": "在此之前：", "within": "之内：",
              "one_of": "其一：", "all_of": "各项："}  # fmt: skip
_UNITS = {"day": "日", "workday": "工作日", "hour": "小时", "month": "个月", "year": "年", "percent": "%", "yuan": "元", "time": "次",
          "person": "人", "enterprise": "家", "point": "分", "item": "项"}  # fmt: skip
_FORCE = {"must": "应当", "must_not": "不得", "may": "可以", "encourage": "鼓励", "goal": "目标"}


def gist(demand: Row) -> str:
    """A demand in a few words: who, whether bound, what, how much.

    The number is always among them, so that none is lost where no rule was made.
    """
    who, force = str(demand.value("who") or ""), _FORCE.get(str(demand.value("modality")), "")
    act = str(demand.value("act") or demand.value("text"))[:40]
    return re.sub(r"\s+", "", f"{who[:12]}{force}{act}") + _amount(demand)


def _amount(demand: Row) -> str:
    value, upper = demand.value("value"), demand.value("value2")
    unit = _UNITS.get(str(demand.value("unit")), "")
    said = ""
    if value is not None:
        shown = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
        high = f"至{upper}" if upper is not None else ""
        said = f"：{_OPERATORS.get(str(demand.value('operator')), '')}{shown}{high}{unit}"
    points, cap = demand.value("points"), demand.value("cap")
    if points is not None:
        said += f"；{'加' if demand.value('direction') == 'add' else '扣'}{points}分"
    return said + (f"，上限{cap}分" if cap is not None and points is not None else "")
