"""The head of a draft, from what the paper says of itself."""

from __future__ import annotations

import re
from datetime import date

from extractor.record import Record
from extractor.values import doc_number
from validators.drafting.suggestion import Head
from validators.law.pack import significant

_LAYER = {0: "national", 2: "province", 4: "city", 6: "county", 9: "street"}


def head_of(record: Record) -> Head:
    region = str(record.value("region_code") or "")
    number = str(record.value("doc_number") or "")
    issued: date | None = record.value("date_issued")
    binding = record.value("binding") is not False
    since = record.value("effective_from") or None
    return Head(
        name=_name(region, number, issued),
        title=str(record.value("title") or ""),
        document=number or str(record.value("title") or ""),
        issuer=tuple(record.value("issuers") or ()),
        region=region,
        place=str(record.value("jurisdiction") or ""),
        issued=issued,
        since=since,
        until=record.value("effective_to") or None,
        layer=_LAYER.get(len(significant(region)), "city") if binding else "advisory",
        confidence="S1",
        advisory=not binding,
    )


def _name(region: str, number: str, issued: date | None) -> str:
    """A name for reports that nobody has to think up: the region's digits, the year, the number.

    >>> _name("341300", "应急监二〔2023〕84号", None), _name("", "", None)
    ('r3413-2023-84', 'r-draft')
    """
    found = doc_number.parse(number) if number else None
    digits = re.findall(r"\d+", number)
    if found is not None and len(digits) >= 2:
        tail = f"{digits[-2]}-{digits[-1]}"
    else:
        tail = f"{issued:%Y-%m}" if issued else "draft"
    return f"r{significant(region)}-{tail}"
