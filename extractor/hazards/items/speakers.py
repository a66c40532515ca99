"""Who says what in the minutes of a meeting: "文玉明：护罩未恢复。邵洪伟：当场装回"."""

from __future__ import annotations

import re

from extractor.hazards.meaning.words import label_role
from extractor.values import person

_SPEAKER = re.compile(r"(?:^|(?<=[。；;]))\s*([\u4e00-\u9fff]{2,4})\s*[:：]")
_SURE = 3  # characters of a name that is no other word


def without_speakers(text: str, start: int) -> tuple[str, bool]:
    """The words of an item, from ``start`` on, with blanks for the names before what each of them said, and whether somebody
    answered the first: what is said then tells how the hazard stands.

    >>> without_speakers("文玉明：护罩未恢复。邵洪伟：当场装回。", 0)
    ('    护罩未恢复。    当场装回。', True)
    >>> without_speakers("高度不足。整改期限：6月1日前", 0)
    ('高度不足。整改期限：6月1日前', False)
    """
    if text.count(":") + text.count("：") < 1:
        return text, False
    words = text[start:]
    named = [m for m in _SPEAKER.finditer(words) if person.is_name(m[1]) and label_role(m[1]) is None]
    if not any(len(m[1]) >= _SURE for m in named):
        return text, False
    for m in named:
        words = words[: m.start()] + " " * len(m[0]) + words[m.end() :]
    return text[:start] + words, len(named) > 1 and named[0].start() == 0
