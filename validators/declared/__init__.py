"""What the platform was told: the rows of its table, understood column by column, to be held against the signed papers.

Usual exports are understood by the names of their columns (validators/declared/columns.yaml); ``validators.declared.mapping`` reads
what else somebody says of them. Nothing here opens a file; the rows are handed in as text with their places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from extractor.span import Span
from validators.declared.values import UNITS, Said, bare_number, said
from validators.facts import Evidence, fold

ABOUT = ("policy", "report", "claim")
KEYS = {"policy": "policy_no", "report": "report_no", "claim": "report_no"}
"""The field by which a row finds what it is about; ``policy_no`` always finds the policy."""
_HEADS = 2
"""Columns that must be understood for a row of words to be the heads of a table."""


@dataclass(frozen=True, slots=True)
class Known:
    """A field that a row may hold: the ``fact`` it is held against, how it is compared, its usual column names; ``also``: facts
    that a column of such a name may mean as well; ``endorsed``: the fact that endorsements make of it, "" where they make none."""

    fact: str
    kind: str
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()
    endorsed: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is understood: our field; ``unit`` and ``date`` "" where nothing says them; ``words``: what the
    platform's codes stand for."""

    field: str
    unit: str = ""
    date: str = ""
    words: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping: what a row is about, and its columns by folded name. ``usual``: other columns by their usual names."""

    about: str = "policy"
    columns: Mapping[str, Column] = made(default_factory=dict)
    usual: bool = True

    def of(self, name: str) -> Column | None:
        """How a column of that name is understood, None where it is not."""
        bare, unit = _bare(name)
        named = self.columns.get(folded(name)) or self.columns.get(bare)
        if named is not None:
            return named if named.unit or not unit else Column(named.field, unit, named.date, named.words)
        usual = _usual(self.about).get(bare) if self.usual else None
        return None if usual is None else Column(usual, unit)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the table has it: the words, and where they stand ("第3行第2列", "导出!B4", "[0].premium")."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One understood row: what each field says, None for a column that is there and empty; and where."""

    about: str
    says: Mapping[str, Said | None]
    places: Mapping[str, Evidence]

    def number(self, name: str) -> str | None:
        """The number in that field, bare; None where there is none."""
        value = self.says.get(name)
        return bare_number(value.text) if value is not None and value.text else None


@dataclass(frozen=True, slots=True)
class Declared:
    """The platform's table, as far as it concerns one filing. ``ignored``: columns that nobody understood."""

    file: str
    rows: tuple[DeclaredRow, ...]
    ignored: tuple[str, ...] = ()


@cache
def known(about: str) -> Mapping[str, Known]:
    """The fields of a row about a policy, a report or a claim."""
    table = yaml.load((files("validators") / "declared" / "columns.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        name: Known(
            item["fact"], item["as"], tuple(item["columns"]), tuple(item.get("also", ())), item.get("endorsed", "")
        )
        for name, item in table[about].items()
    }


@cache
def _usual(about: str) -> Mapping[str, str]:
    """Folded column name → field; a field's own name is one of them."""
    out = {folded(name): name for name in known(about)}
    return out | {folded(column): name for name, item in known(about).items() for column in item.columns}


def folded(name: str) -> str:
    """A column's name without what does not tell columns apart.

    >>> folded("Policy_No "), folded("保费（万元）")
    ('policyno', '保费万元')
    """
    return "".join(c for c in unicodedata.normalize("NFKC", name).lower() if c.isalnum() or c in "%‰")


_UNIT = re.compile(r"[(\[【]?\s*(?:单位[:：]?)?\s*(万元|千元|百万元|亿元|元|%|‰|人|份)\s*[)\]】]?\s*$")


def _bare(name: str) -> tuple[str, str]:
    """A column's folded name without its unit, and the unit.

    >>> _bare("保费（万元）"), _bare("保费（单位：元）"), _bare("手续费比例(%)"), _bare("投保人数(人)")
    (('保费', '万元'), ('保费', '元'), ('手续费比例', '%'), ('投保人数', ''))
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    found = _UNIT.search(plain)
    if found is None or not folded(plain[: found.start()]):
        return folded(plain), ""
    if found[1] in ("人", "份") and "(" not in found[0]:
        return folded(plain), ""
    return folded(plain[: found.start()]), found[1] if found[1] in UNITS else ""


# --- the rows --------------------------------------------------------------------------------------------------------


def heads(rows: Sequence[Mapping[int, Cell]], mapping: Columns) -> int | None:
    """Which of the first rows holds the columns' names: the first with two or more that are understood; else None."""
    for number, row in enumerate(rows[:30]):
        if sum(mapping.of(cell.text) is not None for cell in row.values()) >= min(_HEADS, len(row)):
            return number
    return None


def understood(file: str, rows: Iterable[Mapping[str, Cell]], mapping: Columns) -> Declared:
    """The rows (column name → cell; an empty cell is there with empty text) with what each of their fields says."""
    made: list[DeclaredRow] = []
    ignored: dict[str, None] = {}
    for row in rows:
        says: dict[str, Said | None] = {}
        places: dict[str, Evidence] = {}
        for name, cell in row.items():
            column = mapping.of(name)
            if column is None:
                ignored.setdefault(name)
                continue
            if column.field in says and says[column.field] is not None:
                continue  # two columns of one meaning: the first that is filled in speaks
            text = cell.text.strip()
            word = column.words.get(fold(text), text)
            kind = known(mapping.about)[column.field].kind
            says[column.field] = said(kind, word, column.unit, column.date, bool(column.words)) if text else None
            places[column.field] = Evidence(file, column.field, Span(text, where=cell.where))
        if any(value is not None for value in says.values()):
            made.append(DeclaredRow(mapping.about, says, places))
    return Declared(file, tuple(made), tuple(ignored))


def form_to_row(rows: Sequence[Mapping[int, Cell]], mapping: Columns) -> Mapping[str, Cell]:
    """A sheet filled in like a form, label beside value, as one row; empty where it has no two labels of ours.

    >>> sheet = [{0: Cell("保单号", "A1"), 1: Cell("X1", "B1"), 2: Cell("保费", "C1"), 3: Cell("12", "D1")}]
    >>> {name: cell.text for name, cell in form_to_row(sheet, Columns()).items()}
    {'保单号': 'X1', '保费': '12'}
    """
    out: dict[str, Cell] = {}
    for row in rows:
        cells = [row[at] for at in sorted(row)]
        for label, value in pairwise(cells):
            if mapping.of(label.text.rstrip(":：")) is not None and mapping.of(value.text) is None:
                out.setdefault(label.text.rstrip(":："), value)
    return out if len(out) >= _HEADS else {}


def is_form(rows: Sequence[Mapping[int, Cell]], top: int, mapping: Columns) -> bool:
    """Whether what looks like heads is the first line of a form: labels stand under its labels, or nothing does."""
    labels = {at for at, cell in rows[top].items() if mapping.of(cell.text) is not None}
    below = [row[at] for row in rows[top + 1 :] for at in labels if at in row]
    return not rows[top + 1 :] or any(mapping.of(cell.text.rstrip(":：")) is not None for cell in below)
