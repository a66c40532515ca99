"""What a later report says became of a hazard that an earlier one listed: that an authority was told, or that it was mended."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.record import Record, Row
from validators.facts import Fact, cell

_SHORTEST = 4  # characters of a description that tell one hazard from others
_TOLD = ("reported_on", "reported_to")
_MENDED = ("rectified", "rectified_on")

Later = Mapping[str, Sequence[tuple[Record, Row]]]


def listed(records: Sequence[Record]) -> Later:
    """Every hazard of the reports by its words, as (report, row)."""
    out: dict[str, list[tuple[Record, Row]]] = defaultdict(list)
    for record in records:
        for row in record.rows("hazards"):
            if (words := _words(row)) is not None:
                out[words].append((record, row))
    return out


def with_later(facts: dict[str, Fact], record: Record, row: Row, found: Later) -> dict[str, Fact]:
    """The facts of a hazard with what reports after its own say of the same one, where its own is silent.

    A refusal stands no longer where a later report says that it was mended after all; whether it was reported is then not told.
    """
    begun = record.value("service_start")
    again = [
        (other, line)
        for other, line in found.get(_words(row) or "", ())
        if other is not record and begun is not None and (other.value("service_start") or begun) > begun
    ]
    out = dict(facts)
    for other, line in again:
        if not out["hazard_reported_on"].known and line.value("reported_on") is not None:
            out |= {f"hazard_{name}": cell(line, name, other.path, "hazards") for name in _TOLD}
        if line.value("rectified") and not row.value("rectified"):
            out |= {f"hazard_{name}": cell(line, name, other.path, "hazards") for name in _MENDED}
            out["hazard_refused"] = Fact(
                None, out["hazard_refused"].evidence, "absent", "a later report says it was mended"
            )
    return out


def _words(row: Row) -> str | None:
    bare = re.sub(r"\W", "", unicodedata.normalize("NFKC", str(row.value("description") or "")))
    return bare if len(bare) >= _SHORTEST else None
