"""What an export is made of: columns, rows and the words for what is kept in codes. No database behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Subject = Literal["filings", "findings"]
Kind = Literal["text", "whole", "money", "day", "moment", "link", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in ``Line.cells``, its head, its width in characters, what its cells are."""

    key: str
    head: str
    width: int
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One row. ``cells`` are plain values by column; ``finding`` is the whole finding as in the report, for formats that
    programs read, with what was decided on it."""

    cells: Mapping[str, Any]
    finding: Mapping[str, Any] = field(default_factory=dict)
    decision: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows are, and by which engine."""

    subject: Subject
    title: str
    columns: tuple[Column, ...]
    engine: str


VERDICTS = {"accepted": "通过", "returned": "退回", "incomplete": "未能判定", "": ""}
FOUND = {"violated": "违反", "undecided": "待定"}
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
STATUS = {"open": "未处理", "accept": "认可", "dispute": "有异议", "waive": "已豁免"}
