"""Whom a letter is written to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.candidates import Candidate


def written_to(named: Sequence[Candidate]) -> list[Candidate]:
    """The bodies that a letter addresses in its first lines, alone before a colon: "某某厂：", "致：某某厂："."""
    return [
        c
        for c in named
        if c.unit.index <= _HEAD and _LEAD.fullmatch(c.unit.text[: c.start]) and _COLON.fullmatch(c.unit.text[c.stop :])
    ]


_HEAD = 5
"""The last unit in which a letter may name whom it addresses."""
_LEAD = re.compile(r"\s*(?:致|主送)?\s*[:：]?\s*")
_COLON = re.compile(r"\s*[:：]\s*")
