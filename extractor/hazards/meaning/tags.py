"""The tags of a card behind what is wrong, as a browser prints them without a blank: 安全阀超期未校验重大隐患已整改."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAGS = re.compile(
    r"(?<![属为系是成有在和的、])((?:重大|一般)(?:事故|安全)?隐患)\s*((?:已|待|未|尚未)?(?:整改|闭环|销号|完成|治理)中?)\s*$"
)
_LEAST = 4  # characters of what is wrong


@dataclass(frozen=True, slots=True)
class Tags:
    """How grave a hazard is and how it stands, and where both begin."""

    start: int
    level: str
    state: str


def tags_of(text: str) -> Tags | None:
    """The two tags at the end of a text; None where it ends otherwise.

    >>> tags_of("断料锯无防护罩一般隐患待整改")
    Tags(start=7, level='一般隐患', state='待整改')
    >>> tags_of("该企业属重大隐患未整改") is None
    True
    """
    found = _TAGS.search(text)
    return None if found is None or found.start() < _LEAST else Tags(found.start(), found[1], found[2])
