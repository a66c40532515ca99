"""投保单 (application): a request for cover. It looks like a policy and binds nobody; its fields never enter a policy's facts."""

from __future__ import annotations

from typing import Any

from extractor import parties
from extractor.candidates import ranked, to_reading
from extractor.kinds.base import Extracted
from extractor.kinds.policy import addresses, credit_codes, place
from extractor.locate import Sheet
from extractor.record import Reading

KIND = "application"


def extract(sheet: Sheet) -> Extracted:
    """policyholder, uscc, address and place."""
    fields: dict[str, Reading[Any]] = {}
    named = parties.bodies(sheet)
    holder = ranked([*parties.named_or_slot(sheet, named, parties.HOLDER), *parties.in_role(sheet, named, parties.BOTH)])
    for name, found in (("policyholder", holder), ("uscc", credit_codes(sheet, fields)), ("address", addresses(sheet))):
        reading = to_reading(found)
        if reading is not None:
            fields[name] = reading
    place(fields, named, sheet)
    return Extracted(fields)
