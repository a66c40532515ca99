"""Streets, towns and townships of a county: the nine-digit code that an address goes down to, and which of several namesake
counties an address is in.

The table (``data/streets.txt``, one line for each county, derived from the package china-division by
docs/generators/streets_from_china_division.py) has the statistical codes of the National Bureau of Statistics, whose first six digits are
those of GB/T 2260. Zones with a code of their own there are not among a county's streets.

>>> find("河南省许昌市襄城县紫云镇创业路288号", "411025")
Street(code='411025105', name='紫云镇')
>>> find("许昌市襄城县紫云大道288号", "411025") is None
True
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_KIND = re.compile(r"(?:街道|(?:[\u4e00-\u9fff]{1,3}族)?[镇乡]|苏木)$")
_ROAD = re.compile(r"(?:大道|大街|[东南西北中]?[路街巷弄]|[东南西北中前后]村)")
_KIND_PRINTED = re.compile(r"街道|街办|办事处|[镇乡]")


class Street(NamedTuple):
    """A street or town with its nine digits and its name as the table has it."""

    code: str
    name: str


@cache
def _lines() -> dict[str, str]:
    """County code → its streets, still unparsed: about 3 ms, 3,000 lines."""
    text = (files("extractor.values") / "data" / "streets.txt").read_text(encoding="utf-8")
    return dict(line.split(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1024)
def inside(county: str) -> tuple[Street, ...]:
    """All streets of a county, longest name first; empty where the table has none."""
    entries = _lines().get(county, "")
    streets = [Street(county + entry[:3], entry[3:]) for entry in entries.split(",") if entry]
    return tuple(sorted(streets, key=lambda s: (-len(s.name), s.code)))


def find(text: str, county: str) -> Street | None:
    """The one street of ``county`` (six digits) that ``text`` names, the first from the left; None when it names none.

    A name whose kind has changed since (紫云乡, now 紫云镇) is known by the rest of it.
    """
    flat = re.sub(r"\s+", "", text)
    hits = [(at, -len(street.name), street) for street in inside(county) if (at := _place_of(street.name, flat)) >= 0]
    return min(hits)[2] if hits else None


def _place_of(name: str, text: str) -> int:
    """Where the street stands in the text; -1 when it does not, or is a road of that name."""
    at = text.find(name)
    if at >= 0 and not _ROAD.match(text, at + len(name)):
        return at
    stem = _KIND.sub("", name)
    if stem == name or len(stem) < 2:
        return -1
    at = text.find(stem)
    return at if at >= 0 and _KIND_PRINTED.match(text, at + len(stem)) else -1


def counties_with(text: str, counties: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``counties`` that have a street which ``text`` names: 鼓楼区水部街道 is the 鼓楼区 of 福州.

    >>> counties_with("鼓楼区水部街道五一路8号", ("320106", "320302", "350102", "410204"))
    ('350102',)
    """
    return tuple(county for county in counties if find(text, county) is not None)
