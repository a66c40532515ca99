"""What a sentence between the lists of two visits says of all that the first found: "第一次服务发现的2项隐患均已整改"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.hazards.apart.sentences import ALL
from extractor.hazards.items.items import Part
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.words import int_of
from extractor.record import Row

Told = tuple[Part, list[Part], Row, bool]
"""An item, the lines that go on with it, the hazard they tell, and whether their words alone show that it is one."""


def mended_since(parts: Sequence[Part], told: Sequence[Told]) -> list[Told]:
    """The hazards with what a sentence between two lists says of those before it, where it counts as many: "第一次服务发现的2项隐患均已整改"
    over the list of a second visit."""
    place = {(id(part.unit), part.start): i for i, part in enumerate(parts)}
    at = [place.get((id(part.unit), part.start), -1) for part, *_ in told]
    out = list(told)
    for i, part in enumerate(parts):
        every = ALL.search(part.text) if not part.marked else None
        before = [k for k, where in enumerate(at) if 0 <= where < i]
        if every is None or not before or len(before) == len(told) or not outcome(part.text, status=True)["rectified"]:
            continue
        if int_of(every["count"] or every["alone"] or every["again"] or "") != len(before):
            continue
        for k in before:
            one, tail, row, strong = out[k]
            cells = dict(row.cells)
            if not row.value("rectified") and not row.value("refused"):
                add_outcome(cells, every[0], part.unit, status=True)
            out[k] = one, tail, Row(cells, row.span), strong
    return out
