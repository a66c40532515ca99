"""By when what an item tells of is to be mended: told first, with its year, or without."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from extractor.hazards.items.item_advice import behind_arrow
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import days as hazard_days
from extractor.hazards.meaning.words import label_role
from extractor.values.scan import scan


def _due(before: str) -> bool:
    """Whether the words right before a day are a label for a deadline: "应完成日："."""
    label = re.search(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*$", before)
    return label is not None and label_role(label[1]) == "deadline"


_BY = re.compile(
    r"(?:整改|完成|治理|处理|改正)?(?:期限|时限|限期|截止|时间)[^\d]{0,8}$|限(?:于|期|在)?[^\d]{0,6}$|(?:(?<!已)于|应于|须于|请于|要求|在)[^\d]{0,4}$|最迟[^\d]{0,4}$|不(?:迟|晚)于\s*$|截至\s*$"
)
_DUE_FIRST = re.compile(
    r"\s*[（(【\[]?[^\d：:；;。]{0,8}?(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?[^：:。；;\d]{0,12}[:：)）】\]]\s*"
)
"""The day by which, told before what is wrong: "2025年8月25日以前须处理："."""


def due_first(text: str) -> tuple[int, Any] | None:
    """(characters of the words that name a day to mend by, its token) at the beginning of an item."""
    match = _DUE_FIRST.match(text)
    if match is None or not re.search(r"前|限|期|最迟|截止|须|应|改|完成|处理", match[0]):
        return None
    token = next((t for t in scan(match[0]) if t.kind == "moment"), None)
    return None if token is None else (match.end(), token)


def deadline_of(rest: str, early: Any, after: date | None) -> tuple[date, str, float] | None:
    """(the day to mend by, how it was read, how surely): told first (``early``), with its year, or without."""
    moments = [t for t in scan(rest) if t.kind == "moment"]
    token = early or next((t for t in moments if _is_due(rest, t.start, t.stop)), None)
    if token is not None:
        return token.value.day, "prose", 0.8
    written = hazard_days.day_of(rest, after)
    if written is not None and _is_due(rest, written[1], written[2]):
        return written[0], "prose+year", 0.7
    if written is None or not (_BY.search(rest[: written[1]]) or re.match(r"\s*[之以]?前", rest[written[2] :])):
        return None
    return written[0], "prose+year", 0.7


def _behind_remedy(before: str) -> bool:
    """Whether the last sentence before a bracket says what is to be done: "锅炉无证运行。停用，办理登记（8月20日）"."""
    last = re.split("[。；;]", before.rstrip(" （("))[-1]
    return last != before.rstrip(" （(") and hazard_cells.tells_remedy(last)


_STATE_BEHIND = re.compile(r"\s*[；;，,/]\s*(?:已|未|在办|待|正在)")
"""How it stands, behind the day to mend by in one bracket."""


def _is_due(rest: str, start: int, stop: int) -> bool:
    before = rest[:start]
    if re.search(r"[（(]\s*$", before) and re.fullmatch(r"\s*[)）]\s*[；;。]?\s*", rest[stop:]):
        return behind_arrow(rest) is not None or _behind_remedy(before)  # a day alone behind what is to be done
    if re.search(r"[（(]\s*$", before) and _STATE_BEHIND.match(rest[stop:]):
        return True  # "（3月25日；已改）"
    return bool(_BY.search(before) or _due(before) or re.match(r"\s*(?:前|之前|以前|底前)", rest[stop:]))
