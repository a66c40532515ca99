"""Lines of a policy's schedule that insure its own people by their post or form of work, and for what sums each."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.clauses.tokens import lexicon
from extractor.record import Row
from validators.facts import Evidence, Fact
from validators.joined import Papers

_AXES = ("JOB", "DISPATCH", "REGULAR")


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``by_post`` (True) and ``post_limits`` (the sums per person, yuan) where two or more lines for employees name a post or a
    form of work; nothing otherwise."""
    lines = [
        (record, row)
        for record in papers.policy
        for row in record.rows("coverages")
        if row.value("code") == "employee_injury" and row.value("per_person") is not None and names_post(_name(row))
    ]
    if len(lines) < 2:
        return {}
    places = tuple(Evidence(record.path, "coverages", row.cells["per_person"].span) for record, row in lines)
    surely = min(min(row.cells[c].confidence for c in ("per_person", "code")) for _, row in lines)
    return {
        "by_post": Fact(True, places, confidence=surely),
        "post_limits": Fact(frozenset(row.value("per_person") for _, row in lines), places, confidence=surely),
    }


def _name(row: Row) -> str:
    return str(row.value("name") or "")


def names_post(text: str) -> bool:
    """Whether a line's name tells a post or a form of work.

    >>> [names_post(name) for name in ("从业人员人身伤亡（管理岗）", "从业人员人身伤亡（劳务派遣人员）", "从业人员死亡", "从业人员伤残")]
    [True, True, False, False]
    """
    known = lexicon()
    wanted = "".join(known.letters[name] for name in _AXES)
    return any(letter in wanted for letter in known.tokens(text).letters)
