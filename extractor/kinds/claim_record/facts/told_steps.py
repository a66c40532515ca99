"""The days between report and closing where a form labels them or a letter tells them, as ``steps`` has them of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from extractor.kinds.claim_record.facts.facts import Fact
from extractor.kinds.claim_record.meaning.steps import step_of
from extractor.kinds.claim_record.meaning.words import OUTSIDERS
from extractor.record import Reading

_LABEL = re.compile(r"([\u4e00-\u9fff]{2,14})\s*(?:为|是)?\s*[:：]\s*$")
_ASSESSED = re.compile(r"\s*(?:作出|做出|完成)[^。；;，,]{0,22}核定")
_ADVANCED = re.compile(
    r"[^。；;，,：:]{0,12}(?<!申请)(?<!可)(?<!同意)(?<!拟)(?:预付|先行赔付|先行支付)(?!申请|审批|款?比例)"
)
_REFUSED = re.compile(
    r"\s*(?:向[^。；;，,]{0,14})?(?:发出|送达|寄出|寄送|出具|签发)[^。；;，,]{0,8}(?:拒赔|拒绝赔偿|通知)"
)
_STEP_ALONE = re.compile(r"\s*(?P<step>[\u4e00-\u9fff]{2,8})\s*")
"""A step that is all a line says behind its day: 2025-08-05 单证齐全."""
_CLOCK = re.compile(r"^\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_REFUSAL = re.compile("拒(?:绝)?赔|不属于保险责任|不予赔[偿付]")


def told_steps(facts: Iterable[Fact]) -> tuple[dict[str, Reading[Any]], set[int]]:
    """(step → its day, the facts that are such days by identity); a step with two days is left out.

    Only a label of its own right before the day, or what the sentence says right after it, makes a day a step.
    """
    days = [fact for fact in facts if isinstance(fact.value, date)]
    refused = any(_REFUSAL.search(fact.unit.text) for fact in days)
    found: dict[str, list[Fact]] = {}
    for fact in days:
        if (step := _labelled(fact) or _said_after(fact, refused=refused)) is not None:
            found.setdefault(step, []).append(fact)
    told = {name: own[0].reading(0.85) for name, own in found.items() if len({fact.value for fact in own}) == 1}
    apart = [fact for name, own in found.items() if name != "paid_date" for fact in own if not _closes_too(name, fact)]
    return told, {id(fact) for fact in apart}


def _closes_too(step: str, fact: Fact) -> bool:
    """Whether the day of a refusal is the day of closing as well: 发出拒赔通知，案件结案."""
    return step == "refused_date" and "closed_date" in fact.scores


def _labelled(fact: Fact) -> str | None:
    text = fact.unit.text[: fact.start]
    if not text.strip() and fact.unit.cell is not None and fact.unit.left is not None:
        label = fact.unit.left.text.strip(" :：")
    elif (match := _LABEL.search(text)) is not None:
        label = match[1]
    else:
        return None
    return step_of(label) or step_of(label + "日期")


def _said_after(fact: Fact, *, refused: bool) -> str | None:
    after = fact.unit.text[fact.stop :]
    alone = _STEP_ALONE.fullmatch(_CLOCK.sub("", after))
    if not fact.unit.text[: fact.start].strip() and alone and (told := step_of(alone["step"] + "日期")) is not None:
        return told
    if _ASSESSED.match(after):
        return "assessed_date"
    if _ADVANCED.match(_CLOCK.sub("", after)) and not OUTSIDERS.search(after[:16]):
        return "advance_date"
    return "refused_date" if refused and _REFUSED.match(after) else None
