"""The number of a policy in the name of a workbook's sheet."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.record import Reading
from extractor.values.policy_no import FORM
from extractor.values.scan import scan

OF_A_POLICY = re.compile(r"\d{6}|^(?=.*[A-Za-z])(?:\D*\d){10}")
"""What a sheet's name must have to be a policy's number: six figures together, or ten and a letter."""


def in_sheet_name(sheet: Sheet) -> Reading[Any] | None:
    """The number that stands in the name of a sheet beside words, the only one of all sheets: 预防费2120333012025000409."""
    told = {
        str(token.value): units
        for table, units in sheet.tables
        for token in scan(table.name or "")
        if token.kind in ("code", "number", "uscc")
        and OF_A_POLICY.search(str(token.value))
        and FORM.fullmatch(str(token.value))
        and str(token.value) != table.name  # a sheet for each policy is read with its table
    }
    if len(told) != 1:
        return None
    number, units = next(iter(told.items()))
    return Reading(number, units[0].span(), "sheet name", 0.7) if units else None
