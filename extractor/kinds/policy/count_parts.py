"""Counts that are parts of a larger one told before them: 从业人员30人，其中在册21、派遣9."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.evidence.candidates import Candidate

_NUMBER = re.compile(r"(?<![\d.,])(\d{1,6})(?![\d.,]*[\d%％元万年月日])")
_SENTENCE = re.compile("[。；;\n]")
_MAY_NOT_COUNT = re.compile(r"不|未|另|自行|退休|返聘|外包|实习|停薪|离岗|[投参承]保")
"""What may be said of parts that need no cover here: then which count is meant stays a question."""
_FEWEST = 2


def without_parts(found: Iterable[Candidate]) -> list[Candidate]:
    """The counts that are no parts of another: several behind it in its sentence that come to it."""
    told = list(found)
    parts = [(id(c.unit), *place) for c in told for place in _parts_behind(c)]
    return [c for c in told if not any(id(c.unit) == unit and a <= c.start < b for unit, a, b in parts)]


def _parts_behind(whole: Candidate) -> list[tuple[int, int]]:
    """Where the parts of a count stand, in its sentence; none where what follows does not come to it."""
    text = whole.unit.text
    end = whole.stop + len(_SENTENCE.split(text[whole.stop :])[0])
    if _MAY_NOT_COUNT.search(text, whole.stop, end):
        return []
    left, places = whole.value, list[tuple[int, int]]()
    for number in _NUMBER.finditer(text, whole.stop, end):
        left -= int(number[1])
        places.append(number.span())
        if left <= 0:
            break
    return places if left == 0 and len(places) >= _FEWEST else []


_PART = re.compile(r"[(（](?:(?:其中)?(?:包?含|包括|内含|含有)|其中|内有)(?![^()（）]*[共总])[^()（）]*$")


def is_part_in_brackets(c: Candidate) -> bool:
    """Whether a count tells, in the brackets of its label, how many of some kind are among those counted: 从业人员（含派遣9人）."""
    return _PART.search(c.unit.text[: c.start]) is not None


HAS_BECOME = re.compile(r"\s*(?:增加?|减少?|变更|调整|上升|下降|扩大|改)[^\d，,。]{0,4}[为至到成]")
"""Behind how many there were: 由30人增加为34人."""
