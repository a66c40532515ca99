"""A paper that the enterprise itself sends: at its end the enterprise's name, under it who signs and the day."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.record import Reading
from extractor.values import person

_LAST = 6  # units of a paper that may be its end
_SEAL = re.compile(r"[（(]\s*(?:公章|盖章|印章|章|印)\s*[)）]")
_HAND = re.compile(r"\s*(?:[\u4e00-\u9fff]{2,8}[\s:：]+)?([\u4e00-\u9fff]{2,4})\s*")
"""A name with a room of the enterprise or a post before it: 安全科 柏艳."""


def signed_at_its_end(sheet: Sheet, fields: Mapping[str, Reading[Any]]) -> tuple[Place, Ink] | None:
    """Who signs under the name of the enterprise that was served, over the day or beside it."""
    client = str(fields["client"].value) if "client" in fields else ""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    for unit in sheet.units[-_LAST:] if client else ():
        if "".join(_SEAL.sub("", unit.text).split()) != "".join(client.split()) or unit.table is not None:
            continue
        under = sheet.units[unit.index + 1 : unit.index + 3]
        day = next((t for u in under for t in u.tokens if t.kind == "moment"), None)
        for hand in under if day is not None else ():
            stop = next((t.start for t in hand.tokens if t.kind == "moment"), len(hand.text))
            name = _HAND.fullmatch(hand.text[:stop])
            if name is not None and person.is_name(name[1]) and name[1] not in experts:
                place = Place(hand, name.start(1), len(hand.text), "client", True, name.start(1))
                return place, Ink("name", hand, name.start(1), name.end(1), name[1])
    return None
