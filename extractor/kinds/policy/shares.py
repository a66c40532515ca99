"""What one of several insurers bears and gets of a policy that they wrote together."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import organisation

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")


def is_of_one_insurer(sheet: Sheet, unit: Unit) -> bool:
    """Whether a sum stands in the line of one of several insurers, beside the share of the risk that it bears."""
    row = sheet.row(unit) if unit.table is not None else ()
    shares = any((m := _SHARE.fullmatch(u.text.strip())) and float(m[1]) < _ALL for u in row)
    return shares and any(organisation.is_insurer(name) for u in row for *_, name in organisation.find_all(u.text))


_ALL = 100
