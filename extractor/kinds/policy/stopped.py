"""Whether a policy tells that its holder was closed or had wholly stopped for a time, by which a late renewal is in order."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.kinds.closures import closing, denied
from extractor.record import Reading

_RULE = re.compile(r"除|如(?!下)|若|倘|凡|应当|不得|方可|可以|情形|的[,，]")
"""What makes the sentence one about what holds for everybody."""
_DATED = re.compile(r"20\d\d\s*[年./-]")


def put_stopped(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """``stopped``: true where a sentence with a day in it says so of the enterprise itself."""
    for unit in sheet.units:
        for found in closing().finditer(unit.text):
            lead = re.split("[。；;\n]", unit.text[: found.start()])[-1]
            rest = re.split("[。；;\n]", unit.text[found.end() :])[0]
            if _DATED.search(lead + rest) and not _RULE.search(lead) and not denied(lead):
                fields["stopped"] = Reading(True, unit.span(found.start(), found.end()), "meaning", 0.85)
                return
