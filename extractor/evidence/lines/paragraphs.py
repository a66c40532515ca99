"""Whether two lines alone in their rows are one paragraph, which goes on from the upper to the lower."""

from __future__ import annotations

import re

from extractor.document import Box
from extractor.evidence.concepts import meaning
from extractor.evidence.lines.broken import WHOLE_SUM, breaks_bracket, finishes_name, goes_on, is_rest, leaves_name


def wraps_paragraph(upper: str, text: str, a: Box, b: Box, right_edge: float) -> bool:
    """Whether two lines alone in their rows are one paragraph: the upper runs to the right edge, the lower begins at or
    left of its start."""
    height = min(a.height, b.height)
    word = _UNBROKEN.match(text)
    needs = b.width * len(word[0]) / max(1, len(text)) if word else 0.0
    full = a.x1 >= right_edge - max(2.2 * height, needs)
    if WHOLE_SUM.search(upper) and (_HAN_FIRST.match(text) or _NAME_ALONE.fullmatch(text)):
        return False  # a heading under a list that ends in a sum, or who signs under it
    if _are_titles(upper, text, a, b) or (
        _STOPPED.search(upper) and (_SIGNS.match(text) or _HEADING.fullmatch(text.strip()))
    ):
        return False
    if _WHOLE_VALUE.search(upper) and _WHO_SIGNED.fullmatch(text):
        return False
    # Far left of the line above there is no wrapped paragraph, only what a name in a right-hand block has left over
    shifted = a.x0 - b.x0 > 3 * height and not finishes_name(upper, text)
    if full and not shifted and b.x0 <= a.x0 + 3 * height:
        label = 2 <= len(text) <= 12 and not _ENDED.search(text) and meaning(text).coverage >= 0.8
        if finishes_name(upper, text) or not label:
            return True
    same_left = abs(a.x0 - b.x0) <= 0.6 * height
    if same_left and a.x1 >= right_edge - _NEARLY_FULL * height and breaks_bracket(upper, text):
        return True
    return same_left and (leaves_name(upper, text) or goes_on(upper, text, b.y0 - a.y1, height))


_NEARLY_FULL = 4.0
"""Line heights that a line may lack at its end, whose bracket the next closes and tells no more."""


def _are_titles(upper: str, text: str, a: Box, b: Box) -> bool:
    """Whether two lines without a mark are each set in the middle, as the lines of a title are: neither goes on with the other."""
    height = min(a.height, b.height)
    if finishes_name(upper, text) or is_rest(upper, text):
        return False
    centred = abs((a.x0 + a.x1) - (b.x0 + b.x1)) <= 0.8 * height and abs(a.x0 - b.x0) > 0.3 * height
    return centred and max(len(upper), len(text)) <= _LONGEST_TITLE and not _MARKED.search(upper + text)


_LONGEST_TITLE = 40  # characters
_MARKED = re.compile("[,，。;；、]")
_STOPPED = re.compile(r"[。;；]\s*$")
_SIGNS = re.compile(
    r"\s*[\u4e00-\u9fff()]{4,36}(?:公司|营业部|服务部|总社)\s*(?:\([\u4e00-\u9fff]{0,6}[章印]\)|\s(?:签单|出单|签发|日期))"
)
"""Who signs, with the place of the seal or the day behind the name."""
_HEADING = re.compile(
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})*)[)）]?[、.．]?\s*)?(?!见|同|无)[\u4e00-\u9fff]{4,14}(?<!元)(?<!整)"
)
"""Under a sentence that ended: words without any mark, which go on with none."""


# Printers break a line before a number, never in it: the line above may end well short of the edge
# LibreOffice keeps a mark with the day behind it, and the character before with the mark: "…并测电" over "阻，2024年…"
_UNBROKEN = re.compile(r"(?:[\u4e00-\u9fff][,，、])?[¥A-Za-z\d][A-Za-z\d,.%:/-]*")
_NAME_ALONE = re.compile(r"\s*[\u4e00-\u9fff()]{4,36}(?:公司|营业部|服务部)\s*(?:\([^()]{1,8}\))?\s*")
# "…至2026年1月14日二十四时" over "某某支公司　出单日：2025年1月10日": a last field, and under it who signs
_WHOLE_VALUE = re.compile(r"(?:\d\s*(?:万?元整?|人|%)|[元圆分]整?|\d日|[\d四]时|止|[)）])\s*$")
_WHO_SIGNED = re.compile(rf"{_NAME_ALONE.pattern}(?:\s+[\u4e00-\u9fff]{{2,6}}\s*[:：].{{2,40}})?")
_HAN_FIRST = re.compile(r"[\u4e00-\u9fff]{3,12}$(?<![元角分整])")
_ENDED = re.compile(r"[。；;]\s*$")
