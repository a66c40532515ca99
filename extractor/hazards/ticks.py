"""Answers of which one is ticked, the box behind its word: "重大□/一般☑", "已改☑ 在改□ 未改□"."""

from __future__ import annotations

import re
from functools import lru_cache

_EMPTY, _FULL = "□☐◻", "☑☒■✓√✔"
_ANSWER = re.compile(rf"\s*([\u4e00-\u9fffA-Za-zⅠ-Ⅳ]{{1,8}})\s*([{_EMPTY}{_FULL}])\s*[/／、,，;；|]?")


@lru_cache(maxsize=4096)
def chosen(text: str) -> str:
    """The words of the answers ticked, where a text is nothing but answers with their boxes behind them; else the text.

    >>> chosen("重大□/一般☑"), chosen("已改☑ 在改□ 未改□"), chosen("☑已整改 □未整改"), chosen("一般")
    ('一般', '已改', '☑已整改 □未整改', '一般')
    """
    if not any(box in text for box in _EMPTY):
        return text
    answers, at = [], 0
    while (match := _ANSWER.match(text, at)) is not None:
        answers.append((match[1], match[2]))
        at = match.end()
    ticked = [word for word, box in answers if box in _FULL]
    return "、".join(ticked) if text[at:].strip() == "" and len(answers) > 1 and ticked else text
