"""Which packs bind a filing: those whose region code is a prefix of the place; a street is known by its name in the
address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validators.facts import Facts
from validators.law.pack import Pack, significant

# An address that names some street or town at all; then a street that is not named is not the one.
_STREET = re.compile(r"[\u4e00-\u9fff](?:街道|[镇乡])")


class Place(NamedTuple):
    """Where the insured business is: ``code`` (6 or 9 digits, empty when unknown) and the words of its address."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pack that governs the place, and why (for the report)."""

    pack: Pack
    why: str


def place_of(facts: Facts, region: str | None = None) -> Place:
    """The place that the papers show; ``region`` (a code) overrides them."""
    words = f"{facts.value('jurisdiction') or ''}{facts.value('address') or ''}"
    if region:
        return Place(region, words)
    code = facts.value("region_code")
    return Place(str(code) if code else "", words)


def bound(place: Place, packs: Sequence[Pack]) -> tuple[list[Chosen], list[Pack]]:
    """The packs that govern the place, and those that might if it were known more closely."""
    chosen: list[Chosen] = []
    possible: list[Pack] = []
    here = significant(place.code) if place.code else ""
    for pack in packs:
        prefix = pack.prefix
        since = f", in force {pack.since.isoformat()}" if pack.since else ""
        if not prefix:
            chosen.append(Chosen(pack, f"nationwide{since}"))
        elif here.startswith(prefix):
            chosen.append(Chosen(pack, f"region {place.code} in {prefix}{since}"))
        elif prefix.startswith(here):
            named = bool(here) and any(word in place.words for word in pack.street_words)
            if named and len(prefix) > 6:
                chosen.append(Chosen(pack, f"region {place.code} and the address names {pack.place}{since}"))
            elif pack.rules and not (here and len(prefix) > 6 and len(here) == 6 and _STREET.search(place.words)):
                possible.append(pack)
    return chosen, possible
