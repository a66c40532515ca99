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

Letters = Sequence[tuple[Record, Row]]
Later = Mapping[str, Sequence[tuple[Record, Row]]]


def listed(records: Sequence[Record]) -> Later:
    """Every hazard of the reports by its words, as (report, row)."""
    out: dict[str, list[tuple[Record, Row]]] = defaultdict(list)
    for record in records:
        for row in record.rows("hazards"):
            if (words := _words(row)) is not None:
                out[words].append((record, row))
    return out


def told_authority(records: Sequence[Record]) -> Letters:
    """What letters and sentences of all papers say of an authority that was told of hazards."""
    return [(record, row) for record in records for row in record.rows("told_authority")]


def with_letters(facts: dict[str, Fact], record: Record, row: Row, letters: Letters) -> dict[str, Fact]:
    """The facts of a major hazard with the day on which an authority was told of it by a paper beside the report.

    Where such a paper does not say of which hazard it tells, or on which day, the report is not all that was written of it:
    nobody is accused of silence.
    """
    if facts["hazard_level"].value != "重大" or facts["hazard_reported_on"].known:
        return facts
    begun = record.value("service_start")
    since = [
        (paper, told)
        for paper, told in letters
        if begun is None or told.value("reported_on") is None or told.value("reported_on") >= begun
    ]
    for paper, told in since:
        if told.value("reported_on") is not None and (
            _is_about(told, record, row) or (paper is record and _is_only_major(record, row))
        ):
            return facts | {f"hazard_{name}": cell(told, name, paper.path, "told_authority") for name in _TOLD}
    unsure = Fact(None, (), "absent", "a letter to an authority may tell of it")
    return facts | {"hazards_complete": unsure} if since else facts


def _is_about(told: Row, record: Record, row: Row) -> bool:
    """Whether the words of a letter name the hazard, the report that listed it, or the day on which it was found."""
    about = _bare(told.value("about"))
    number, day = _bare(record.value("report_no")), record.value("service_start")
    found = day is not None and f"{day.year}年{day.month}月{day.day}日" in re.sub(r"(?<=\D)0(?=\d)", "", about)
    return found or (_words(row) or "\0") in about or (len(number) >= _SHORTEST and number in about)


def _is_only_major(record: Record, row: Row) -> bool:
    """Whether a sentence of the report itself can mean no other hazard: its list has one major one. A place in it (第3项) is not
    asked for, since checklists count what was found in order too."""
    return [other for other in record.rows("hazards") if other.value("level") == "重大"] == [row]


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
    bare = _bare(row.value("description"))
    return bare if len(bare) >= _SHORTEST else None


def _bare(text: object) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", str(text or "")))
