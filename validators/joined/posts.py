"""Lines of a policy's schedule that insure its own people by their post or form of work, and for what sums each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from extractor.clauses.tokens import lexicon
from extractor.record import Row
from validators.facts import Evidence, Fact
from validators.joined import Papers

_AXES = ("JOB", "DISPATCH", "REGULAR")


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``by_post`` (True) and ``post_limits`` (the sums per person, yuan) where two or more lines for employees name different
    posts or forms of work; nothing otherwise. Where each post has the same sums (for death and for disability, say) only the
    highest stands in ``post_limits``."""
    lines = [
        (record, row)
        for record in papers.policy
        for row in record.rows("coverages")
        if row.value("code") == "employee_injury" and row.value("per_person") is not None and posts_in(_name(row))
    ]
    sums: dict[frozenset[str], set[Decimal]] = {}
    for _, row in lines:
        sums.setdefault(posts_in(_name(row)), set()).add(row.value("per_person"))
    if len(sums) < 2:
        return {}
    places = tuple(Evidence(record.path, "coverages", row.cells["per_person"].span) for record, row in lines)
    surely = min(min(row.cells[c].confidence for c in ("per_person", "code")) for _, row in lines)
    every = frozenset().union(*sums.values())
    alike = all(each == every for each in sums.values())
    return {
        "by_post": Fact(True, places, confidence=surely),
        "post_limits": Fact(frozenset([max(every)]) if alike else every, places, confidence=surely),
    }


def _name(row: Row) -> str:
    return str(row.value("name") or "")


def posts_in(text: str) -> frozenset[str]:
    """The words of a line's name that tell a post or a form of work.

    >>> [sorted(posts_in(name)) for name in ("从业人员人身伤亡（管理人员）", "人身伤亡（劳务派遣人员）", "从业人员伤残")]
    [['管理人员'], ['劳务派遣人员'], []]
    """
    known = lexicon()
    wanted = "".join(known.letters[name] for name in _AXES)
    found = known.tokens(text)
    return frozenset(word for word, letter in zip(found.words, found.letters, strict=True) if letter in wanted)
