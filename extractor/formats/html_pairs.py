"""Labels and values of a web page that only its looks keep apart: 工单编号<b>GD-24</b>, <span>报案号</span><span>HH-0092</span>."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

MARKED = frozenset(("b", "strong", "em", "i", "span", "font", "label"))
"""Tags of words within a line."""
_ENTRY = frozenset(("li", "p", "div", "dd", "section"))
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}(?:[（(][\u4e00-\u9fff%]{1,4}[)）])?")
_MOST = 60
"""Marked words of one block that are looked at; a form has no more."""


def parted_before(node: LexborNode) -> str:
    """What parts marked words from those before them: a blank before a value, a line before a label, else nothing."""
    parent = node.parent
    if parent is None or parent.tag not in _ENTRY:
        return ""
    before = node.prev
    label = (before.text_content or "").strip() if before is not None and before.tag == "-text" else ""
    if before is not None and before.prev is None and node.next is None and _LABEL.fullmatch(label):
        return " "
    own = _pairs(parent)
    place = next((i for i, child in enumerate(own) if child.mem_id == node.mem_id), 0)
    return "" if not place else " " if place % 2 else "\n"


def _pairs(parent: LexborNode) -> Sequence[LexborNode]:
    """The children of a block that are labels and values by turns, and all there is in it; none where they are not."""
    own: list[LexborNode] = []
    for child in parent.iter(include_text=True):
        if child.tag == "-text" and (child.text_content or "").strip():
            return ()
        if child.tag != "-text":
            own.append(child)
        if len(own) > _MOST:
            return ()
    if len(own) < 2 or len(own) % 2 or any(child.tag not in MARKED for child in own):
        return ()
    looks = [(child.tag, child.attributes.get("class")) for child in own]
    alternate = len(set(looks[::2])) == len(set(looks[1::2])) == 1 and looks[0] != looks[1]
    labels = ["".join(child.text().split()).rstrip(":：") for child in own[::2]]
    return own if (alternate or len(own) == 2) and all(map(_LABEL.fullmatch, labels)) else ()
