"""What a register is, and what each of its columns may be called and hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import yaml

from extractor.document import Table
from extractor.evidence.units import Unit

Form = Callable[[str], bool]


Line = Mapping[int, Unit]


# A cell that says nothing. "×", "无" and "未投保" say something here.
BLANK = re.compile(r"^[\s/／\\—–\-_~*.·。一丨]*$|^(?:空白|空|不适用|暂缺|n/?a|nil|none)$", re.I)


LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Rest:
    """How a column is told by elimination: beside the column ``proof``, the one left whose cells have ``form``.

    ``distinct``: each cell stands once, as names and codes do.
    """

    proof: str
    form: Form
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column a register may have: what its header says, how much its ``form`` alone tells (0: nothing without a header)."""

    name: str
    words: tuple[tuple[re.Pattern[str], float], ...]
    excluded: re.Pattern[str] | None = None
    form: Form | None = None
    by_form: float = 0.0
    least: float = 0.8  # share of the cells that must have the form where no header says it
    rest: Rest | None = None

    def named(self, label: str) -> float:
        """How much the header says for this column, 0…1."""
        if not label or len(label) > LONGEST_LABEL or (self.excluded is not None and self.excluded.search(label)):
            return 0.0
        return max((weight for pattern, weight in self.words if pattern.search(label)), default=0.0)


@dataclass(frozen=True)
class Register:
    """A table as a register: column name → index, its lines as column index → Unit, the header as read.

    ``named``: how many columns the header told. ``groups``: beside each line the heading of the group it stands in ("" for none).
    """

    table: Table
    columns: Mapping[str, int]
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    groups: tuple[str, ...]
    named: int
    score: float
    above: tuple[Unit, ...] = ()

    def cell(self, line: Line, name: str) -> Unit | None:
        """The cell of a line under a column; None where there is none, or where it holds a stroke for nothing."""
        unit = line.get(self.columns[name]) if name in self.columns else None
        return None if unit is None or BLANK.match(unit.text) else unit

    def told(self, name: str) -> bool:
        return name in self.columns


@cache
def columns_of(register: str) -> Mapping[str, Column]:
    """The columns of "roster" or "staff", without the forms of their cells."""
    raw = yaml.load(
        resources.files("extractor.evidence").joinpath("registers.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )[register]
    return {
        name: Column(
            name,
            tuple((re.compile(pattern, re.I), float(weight)) for pattern, weight in entry["words"].items()),
            re.compile(entry["not"], re.I) if entry.get("not") else None,
        )
        for name, entry in raw.items()
    }


def with_forms(
    register: str,
    forms: Mapping[str, tuple[Form, float]],
    least: Mapping[str, float] | None = None,
    rest: Mapping[str, Rest] | None = None,
) -> tuple[Column, ...]:
    """The columns of a register with the forms that their cells must have, and how much each form says alone; ``least``
    is the share of cells that must have it, where that is not the usual one."""
    few, left = least or {}, rest or {}
    return tuple(
        replace(
            column, form=forms[name][0], by_form=forms[name][1], least=few.get(name, column.least), rest=left.get(name)
        )
        if name in forms
        else column
        for name, column in columns_of(register).items()
    )
