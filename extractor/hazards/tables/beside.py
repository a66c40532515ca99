"""What columns beside the state of a hazard tell of it: that mending is refused, and which authority was told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.refused import says_refused

_LONGEST = 60
_READ = ("ordinal", "description", "level", "found", "deadline", "status", "mended", "reported", "progress")
"""Roles of columns that are read for what they are asked."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = yaml.safe_load(resources.files("extractor.hazards.tables").joinpath("refusals.yaml").read_bytes())
    return {name: re.compile("|".join(parts)) for name, parts in words.items()}


@cache
def _whom() -> re.Pattern[str]:
    told, whom = _patterns()["told"].pattern, _patterns()["whom"].pattern
    return re.compile(f"(?:{told})的?(?:{whom})(?:名称)?$")


@cache
def _refused_else() -> re.Pattern[str]:
    return re.compile(f"(?:拒绝?|不肯|不愿意?|不配合|不接受)[^，。；;]{{0,4}}(?:{_patterns()['others'].pattern})")


def refuses_mending(head: str, text: str) -> bool:
    """Whether a cell says that the enterprise will not mend: in words of its own, or barely, where its head asks for that.

    >>> refuses_mending("备注", "企业以停产为由拒绝整改"), refuses_mending("企业态度", "拒绝"), refuses_mending("签收", "拒绝")
    (True, True, False)
    >>> refuses_mending("备注", "企业拒绝签收整改通知书"), refuses_mending("备注", "起初拒绝整改，经约谈后同意整改")
    (False, False)
    """
    told = _patterns()
    bare = text.strip(" 　。.")
    if told["attitude"].search(head) and told["bare"].fullmatch(bare):
        return True
    if told["persons"].search(text) or told["over"].search(text) or _refused_else().search(text):
        return False
    return told["mending"].search(text) is not None and says_refused(text)


def refusal_beside(cols: Columns, row: Mapping[int, Unit], state: str) -> Unit | None:
    """The cell of a column that nothing else is read from in which mending is refused; None where the hazard is mended."""
    if outcome(state, status=True)["rectified"] or ((mended := cols.cell(row, "mended")) and mended.tokens):
        return None
    read = {cols.roles[name] for name in _READ if name in cols.roles}
    if (advice := cols.roles.get("advice")) is not None and meaning(cols.header[advice]).has("advice"):
        read.add(advice)  # taken for it by its cells alone, it may be the remarks
    for c, unit in sorted(row.items()):
        head = cols.header[c].split("|")[-1] if c < len(cols.header) else ""
        if c not in read and len(unit.text) <= _LONGEST and refuses_mending(head, unit.text.replace("\n", "")):
            return unit
    return None


def authority_beside(cols: Columns, row: Mapping[int, Unit]) -> str:
    """The authority in a column that asks whom it was reported to, beside the one with the day: 上报部门 before 上报日期."""
    for c, unit in sorted(row.items()):
        head = "".join(cols.header[c].split("|")[-1].split()) if c < len(cols.header) else ""
        if c != cols.roles.get("reported") and not unit.tokens and _whom().search(head):
            return unit.text.replace("\n", "").strip()
    return ""
