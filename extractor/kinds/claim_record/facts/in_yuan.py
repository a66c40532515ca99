"""What a sum on a paper of claims is worth in yuan: by its own unit, that of its label, that of the whole paper."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.covers.meaning.sums import scale_of
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token


def in_yuan(sheet: Sheet, unit: Unit, token: Token) -> Decimal:
    """A sum in yuan; a bare number in a cell takes the unit of its label (赔款金额（万元）), else that of the whole paper."""
    worth = Decimal(token.value)
    if token.kind == "number" and unit.cell is not None:
        beside = sheet.label(unit, token.start).options
        named = next((text for text, _, _ in beside[:1] if _ITS_UNIT.search(text)), "")
        worth *= scale_of(named, "" if named else _unit_of_paper(sheet))
    return worth.quantize(Decimal("0.01"))


_ITS_UNIT = re.compile(r"[(（/:：\s](?:人民币)?(?:[万千]?元|万)\s*[)）]?\s*[:：]?\s*$")
_OF_PAPER = re.compile(
    r"(?:^|[\s(（:：])(?:金额|货币|计量|币种)?单位\s*[:：]\s*(?:人民币)?\s*((?:[万千]|百万)?元)\s*(?:$|[)）\s,，;；])"
)


def _unit_of_paper(sheet: Sheet) -> str:
    """The unit that a line names for every sum of the paper: 单位：万元; empty where none is named, or several are."""
    told = {match[1] for unit in sheet.units for match in _OF_PAPER.finditer(unit.text)}
    return told.pop() if len(told) == 1 else ""
