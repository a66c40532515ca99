"""The services that a form has boxes for, told by the ticks in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.categories import TICKED, UNTICKED, type_codes

Places = Sequence[tuple[Unit, int, int]]
"""Where services are told: in which unit, from which character to which."""

_EMPTY = re.compile(r"[（(\[【]\s*[)）\]】]|(?:^|(?<=\s))(?:[—–－-]{1,2}|[/／])(?=\s+[\u4e00-\u9fff])")
"""A place for a tick that was not put: an empty bracket, "( ) 应急演练", or a stroke by itself, "— 应急演练"."""
_CHOSEN = re.compile(rf"[{TICKED}]\s*[)）\]】]?\s*((?:(?!{_EMPTY.pattern})[^{TICKED}{UNTICKED}\n])+)")


_CHOSEN_BEFORE = re.compile(rf"([^{TICKED}{UNTICKED}\n:：]+?)\s*[{TICKED}]")


def _has_boxes_behind(text: str) -> bool:
    """Whether each box stands behind its option: "教育培训☑ 隐患排查□"."""
    first = re.search(rf"([^{TICKED}{UNTICKED}\n:：]*)[{TICKED}{UNTICKED}]", text)
    return first is not None and text.rstrip()[-1:] in TICKED + UNTICKED and bool(type_codes(first[1]))


def ticked(sheet: Sheet, _: frozenset[int]) -> tuple[Places, str] | None:
    """The options with a tick, on a paper that has empty boxes too or whose ticks can be nothing else."""
    found: list[tuple[Unit, int, int]] = []
    for unit in sheet.units:
        for match in (_CHOSEN_BEFORE if _has_boxes_behind(unit.text) else _CHOSEN).finditer(unit.text):
            if type_codes(match[1]):
                found.append((unit, match.start(1), match.end(1)))
    boxed = any(c in unit.text for unit in sheet.units for c in UNTICKED) or any(
        _EMPTY.search(unit.text) for unit, *_ in found
    )
    if found and (boxed or any(c in u.text for u, _, _ in found for c in "☑✓√☒✔")):
        return found, "ticked"
    return None


_BOX_LEFT = re.compile(rf"[{UNTICKED}]\s*[^\s{UNTICKED}]+|([^\s{UNTICKED}]+)")
"""An option behind its empty box, or one that has none."""


def without_box(sheet: Sheet, _: frozenset[int]) -> tuple[Places, str] | None:
    """The options of a scan before which no empty box was read where the others have theirs: a ticked box is not always read."""
    for unit in sheet.units:
        if unit.confidence >= 1 or sum(c in UNTICKED for c in unit.text) < _LEAST_BOXES:
            continue
        options = list(_BOX_LEFT.finditer(unit.text))
        named = [m for m in options if m[1] and type_codes(m[1])]
        if named and all(type_codes(m[0]) for m in options):
            return [(unit, *m.span(1)) for m in named], "unboxed"
    return None


_LEAST_BOXES = 2
