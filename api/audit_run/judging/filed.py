"""A filing as it crosses to a worker: its kept records and the names they have there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import validators
from api.audit_run.journal import Journal
from api.audit_run.judging.packed import unpack
from api.check import manifest_of
from extractor.record import Record
from validators.facts import Filing, Manifest
from validators.finding import Finding


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A paper of a filing: its kept records, which of them, and its names there. ``refused``: it could not be read."""

    records: bytes
    nth: int
    path: str
    parts: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing as it crosses to a worker. ``key`` names what comes of it; ``same_code`` are the filings that share a credit code with
    it; ``crossed`` what it shows beside all others; ``alone`` names its judgement where it shows nothing beside others, "" where that
    is not asked for."""

    key: str
    name: str | None
    path: str
    manifest: str | None
    papers: tuple[FiledPaper, ...]
    same_code: tuple[Filed, ...] = ()
    crossed: tuple[Finding, ...] = ()
    alone: str = ""

    @property
    def size(self) -> int:
        """Bytes of records that it carries."""
        return sum(len(paper.records) for one in (self, *self.same_code) for paper in one.papers)

    @property
    def said(self) -> str:
        """What the filing is called in a log."""
        return f"{self.path} {self.name or self.papers[0].path}"

    def read(self) -> list[Record]:
        return [unpack(paper.records, paper.nth, paper.path, paper.parts) for paper in self.papers]

    def assembled(self, records: Sequence[Record], as_of: date | None) -> Filing:
        """The papers joined, as on the day ``as_of`` where one is given."""
        known = None if self.manifest is None else json.loads(self.manifest)
        manifest = manifest_of(self.name, known) if self.name is not None else None
        if as_of is not None:
            manifest = replace(manifest or Manifest(self.name or ""), review_date=as_of)
        return validators.assemble(records, manifest, self.name)


def filed(
    journal: Journal, filing: int, key: str, same_code: Sequence[int] = (), crossed: tuple[Finding, ...] = (), alone: str = ""
) -> Filed:  # fmt: skip
    """A filing of the journal, with those that share a credit code with it."""
    name, path, manifest = _head(journal, filing)
    rows = journal.rows(
        "SELECT records, nth, placements.path, placements.parts, outcome FROM placements JOIN papers ON papers.id = paper "
        "JOIN readings ON readings.id = papers.reading WHERE filing = ? ORDER BY seq", (filing,),
    )  # fmt: skip
    papers = tuple(
        FiledPaper(records, nth, at, tuple(json.loads(parts)), outcome == "failed")
        for records, nth, at, parts, outcome in rows
    )
    others = tuple(filed(journal, other, "") for other in same_code)
    return Filed(key, name, path, manifest, papers, others, crossed, alone)


def shown(path: str, names: Sequence[str], skip: str) -> tuple[str, tuple[str, ...]]:
    """The names that a paper and its parts have in a filing whose own papers all begin with ``skip``; a single part has none.

    >>> shown("a/b.jpg", ["a/b.jpg", "a/c.jpg"], "a/")
    ('b.jpg', ('b.jpg', 'c.jpg'))
    """
    parts = tuple(name.removeprefix(skip) for name in names) if len(names) > 1 else ()
    return path.removeprefix(skip), parts


def essence(journal: Journal, filing: int) -> list[Any]:
    """All that a filing is, in a few words: its place, its manifest, its papers by what was read of them."""
    papers = journal.rows(
        "SELECT reading, nth, placements.path, placements.parts FROM placements JOIN papers ON papers.id = paper "
        "WHERE filing = ? ORDER BY seq", (filing,),
    )  # fmt: skip
    return [list(_head(journal, filing)), [list(paper) for paper in papers]]


def digest(what: Any) -> str:
    text = json.dumps(what, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _head(journal: Journal, filing: int) -> tuple[Any, ...]:
    sql = "SELECT name, filings.path, manifest FROM filings JOIN parcels ON parcels.id = parcel WHERE filings.id = ?"
    return journal.rows(sql, (filing,))[0]
