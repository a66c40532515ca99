"""The mapping of a platform's columns to our fields, a small YAML::

    about: policy                     # or report, claim: what a row is
    columns:
      保单号: policy_no               # column → our field (validators/declared/columns.yaml lists them)
      保费: {field: premium, unit: 万元}
      起保日期: {field: period_start, date: DD/MM/YYYY}
      行业: {field: industry, words: {"1": 化工, "2": 非煤矿山}}
    usual: true                       # the usual names of other columns are understood too (this when left out)

A word that is not known, or a field that is none, stops with file, line and the words allowed, as in a pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validators.declared import ABOUT, Column, Columns, folded, known
from validators.declared.values import DATES, UNITS
from validators.facts import fold
from validators.marked import PackError, checked_words, marked, tame

MAPPING_WORDS = ("about", "columns", "usual")
COLUMN_WORDS = ("field", "unit", "date", "words")


def parse_mapping(text: str, file: str) -> Columns:
    """A mapping from its YAML text. Raises PackError with file, line and the words allowed."""
    tame(text, file)
    table = checked_words(marked(text, file), MAPPING_WORDS, (), file, "对照表")
    about = str(table.get("about", "policy"))
    if about not in ABOUT:
        raise PackError(file, table.lines["about"], f"“about: {about}”不可用", ABOUT)
    columns: dict[str, Column] = {}
    given = table.get("columns") or {}
    if not isinstance(given, Mapping):
        raise PackError(file, table.lines["columns"], "columns应当是“列名: 字段”的表")
    for name, item in given.items():
        columns[folded(str(name))] = _column(item, about, file, given.lines[name])  # type: ignore[attr-defined]
    usual = table.get("usual", True)
    if not isinstance(usual, bool):
        raise PackError(file, table.lines["usual"], f"“usual: {usual}”不可用", ("true", "false"))
    return Columns(about, columns, usual)


def _column(item: Any, about: str, file: str, line: int) -> Column:
    if not isinstance(item, Mapping):
        return Column(_field(item, about, file, line))
    entry = checked_words(item, COLUMN_WORDS, ("field",), file, "一列", line)
    name = _field(entry["field"], about, file, entry.lines["field"])
    unit, written = str(entry.get("unit") or ""), str(entry.get("date") or "")
    if unit and unit not in UNITS:
        raise PackError(file, entry.lines["unit"], f"“unit: {unit}”不可用", tuple(UNITS))
    if written and written not in DATES:
        raise PackError(file, entry.lines["date"], f"“date: {written}”不可用", DATES)
    words = entry.get("words") or {}
    if not isinstance(words, Mapping):
        raise PackError(file, entry.lines["words"], "words应当是“代码: 词”的表")
    return Column(name, unit, written, {fold(str(code)): str(word) for code, word in words.items()})


def _field(name: Any, about: str, file: str, line: int) -> str:
    if str(name) not in known(about):
        raise PackError(file, line, f"没有“{name}”这个字段", tuple(known(about)))
    return str(name)
