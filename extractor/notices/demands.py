"""What the readers of a notice's numbers share: a number with its place, its sentence, the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.notices.paragraphs import Paragraph
from extractor.text.fold import fold

SENTENCE = re.compile(r"[^。；;!?！？\n]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A number with the place of its words in its paragraph; ``score`` 0…1 says how plainly the sentence demands it."""

    value: Any
    paragraph: Paragraph
    start: int
    stop: int
    score: float
    how: str


def context_before(paragraphs: Sequence[Paragraph], i: int) -> str:
    """What the text before a paragraph says it is about: a heading, or the cells to the left in a row of a table."""
    words = ""
    for p in reversed(paragraphs[max(0, i - (2 if paragraphs[i].in_table else 1)) : i]):
        if len(p.text.strip()) > 24 or re.search(r"[。；;]", p.text) or p.in_table != paragraphs[i].in_table:
            break
        words = fold(p.text) + " " + words
    return words
