"""Administrative regions: names and codes of GB/T 2260, found in addresses, branch names, issuers and printed places.

Codes have six digits (province, city, county), streets nine. The tables are in ``region_table`` and ``street``.

A bare name that several regions share (鼓楼区) or a short form that could be two (襄城 is 襄城县 or 襄城区) is never
decided by chance: ``find`` then says None, ``candidates`` says which they are, and ``within`` decides.

>>> find("河南省许昌市襄城县紫云镇创业路288号").code
'411025'
>>> find("鼎衡财产保险股份有限公司襄城支公司") is None
True
>>> find("鼎衡财产保险股份有限公司襄城支公司", within="411000").code
'411025'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from extractor.values import street
from extractor.values.region_table import ancestors, chain, inside, name_of, on, prefix, stem, table

__all__ = ["Region", "by_code", "candidates", "chain", "common", "find", "on", "prefix", "stem"]

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})

# After a short form these show that it is the name of a road, a village or a thing, not of a region.
_NOT_AFTER = re.compile(
    r"[东南西北中前后]?(?:大道|大街|公路|路|街|道|巷|弄)|[一二三四五六七八九十]+[路街]|"
    r"大厦|大桥|大学|国际|里|村|镇|乡|社区|小区|花园|广场|"
    r"湖|山|河|江|港|桥|寺|门|湾|屯|庄|洋|人寿|财产|保险|财险|产险"
)
# After a short form these show that it is where a branch or an organ sits.
_BRANCH = re.compile(
    r"(?P<city>(?:市)?中心支公司|监管分局|银保监分局|分公司|中支)|"
    r"支公司|营销服务部|营业部|营业厅|支行|服务部|办事处|"
    r"应急|安监|安委|安办|经开|高新|经济|开发区|工业园|产业园|保税区"
)
_LONGEST_NAME = 15
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Region:
    """A region. ``name_chain`` is its full official chain from the province down; ``printed`` are the names of that
    chain that the text really showed (in full form or short). ``score`` (0…1) says how sure the words make it."""

    code: str
    name_chain: tuple[str, ...]
    printed: tuple[str, ...] = ()
    score: float = 1.0

    @property
    def name(self) -> str:
        return self.name_chain[-1]

    @property
    def full_name(self) -> str:
        """The whole chain: 安徽省宿州市埇桥区."""
        return "".join(self.name_chain)

    @property
    def label(self) -> str:
        """City and county without the province: 宿州市埇桥区.

        A county-level city whose prefecture the paper leaves out (浙江省乐清市) goes without it too; a street is said
        only where its own notice binds (百官街道).
        """
        names = list(self.name_chain)
        if len(self.code) > 6 and not ((own := table().streets.get(self.code)) and own.jurisdiction):
            names.pop()
        if len(names) > 1 and self.code[:2] not in MUNICIPALITIES:
            names.pop(0)
        if len(names) > 1 and self.code[4] == "8" and self.printed and names[0] not in self.printed:
            names.pop(0)
        return "".join(names)

    def inside(self, code: str) -> bool:
        """Whether this region is ``code`` or lies inside it."""
        return self.code.startswith(prefix(code))


class _Hit(NamedTuple):
    start: int
    stop: int
    codes: tuple[str, ...]
    short: bool
    order: int  # 0 strong (full name, or the place of a branch), 1 needs a chain to stand in


def by_code(code: str) -> Region | None:
    """The region of a code of six or nine digits, None when there is none."""
    names = chain(code)
    return Region(code, names, names) if names else None


def _hits(text: str) -> list[_Hit]:
    """Names of regions in ``text``, left to right, the longest at each place."""
    by_head = table().by_head
    hits: list[_Hit] = []
    at, n = 0, len(text)
    while at < n - 1:
        entries = by_head.get(text[at : at + 2])
        step = 1
        for name, codes, short in entries or ():
            if not text.startswith(name, at):
                continue
            stop = at + len(name)
            if short and (both := _overlapping_full(text, at, stop)):
                hits.append(both)
                step = both.stop - at
                break
            order = _strength(text, at, stop, codes, short)
            if order is not None:
                hits.append(_Hit(at, stop, codes, short, order))
                step = len(name)
                break
        at += step
    return hits


def _overlapping_full(text: str, at: int, stop: int) -> _Hit | None:
    """A full name that begins inside a short form and is longer: in 石河子市, 河子 must not win over the whole."""
    for inner in range(at + 1, stop):
        for name, codes, short in table().by_head.get(text[inner : inner + 2], ()):
            if not short and inner + len(name) > stop and text.startswith(name, inner):
                return _Hit(inner, inner + len(name), codes, False, 0)
    return None


def _strength(text: str, at: int, stop: int, codes: tuple[str, ...], short: bool) -> int | None:
    """0 when the words around make it a place, 1 when it needs a chain, None when it is something else."""
    if not short:
        return None if re.match(r"[路街]|大道|大街", text[stop : stop + 2]) else 0
    if _NOT_AFTER.match(text, stop):
        return None
    if stop == len(text) and at == 0:
        return 0
    return 0 if _BRANCH.match(text, stop) else 1


@lru_cache(maxsize=4096)
def candidates(text: str, within: str | None = None) -> tuple[Region, ...]:
    """The regions that the words fit equally well, most specific reading first; usually one, none when nothing fits.

    ``within`` is a region code that is known otherwise (the policyholder's city for a branch name) and decides
    between namesakes; it never overrules a name that stands in full.
    """
    flat = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    hits = _hits(flat)
    if not hits:
        return ()
    scored: dict[str, tuple[float, tuple[str, ...]]] = {}
    for index, hit in enumerate(hits):
        for code in hit.codes:
            verdict = _score(code, index, hits, flat)
            if verdict and verdict[0] > scored.get(code, (0.0, ()))[0]:
                scored[code] = verdict
    if not scored:
        return ()
    best = max(score for score, _ in scored.values())
    level = [code for code, (score, _) in scored.items() if score > best - 0.5]
    if within and len(level) > 1:
        inside = [code for code in level if code.startswith(prefix(within))]
        for cut in (4, 2):
            inside = inside or [code for code in level if code[:cut] == within[:cut]]
        level = inside or level
    level = [code for code in level if not any(o != code and code in ancestors(o) for o in level)] or level
    if len(level) > 1:
        level = list(street.counties_with(flat, tuple(level))) or level
    short_level = _nested(level, scored, hits, flat)
    regions = [Region(code, chain(code), scored[code][1], min(1.0, scored[code][0] / 6)) for code in short_level]
    if len(regions) == 1 and (child := _misread_child(regions[0], hits, flat)):
        return (child,)
    return tuple(sorted(regions, key=lambda r: (-scored[r.code][0], r.code)))


# Zones that follow a city's name without being one of its counties.
_ZONE = re.compile(r"高新|经开|经济|开发|新区|工业|产业|保税|国家|综合|市辖|园区")


def _misread_child(region: Region, hits: list[_Hit], flat: str) -> Region | None:
    """The one county that follows the city's name but for a single character: 宿州市埔桥区 (a recogniser's 埇)."""
    stops = [hit.stop for hit in hits if region.code in hit.codes and not hit.short]
    if not region.code.endswith("00") or not stops or _ZONE.match(flat, stops[-1]):
        return None
    rest = flat[stops[-1] : stops[-1] + _LONGEST_NAME]
    near = [(code, name) for code, name in inside(region.code) if _one_off(name, rest)]
    if len(near) != 1:
        return None
    code, name = near[0]
    return Region(code, chain(code), (*region.printed, name), round(region.score * 0.8, 3))


def _one_off(name: str, rest: str) -> bool:
    """Whether ``rest`` begins with ``name`` but for one character that is not the last."""
    if len(name) < 3 or len(rest) < len(name) or rest[len(name) - 1] != name[-1]:
        return False
    return sum(a != b for a, b in zip(name, rest, strict=False)) == 1


def _nested(level: list[str], scored: Mapping[str, object], hits: list[_Hit], flat: str) -> list[str]:
    """A city and its namesake county (长沙) from one short form: the city, which is certain either way."""
    for hit in hits:
        both = [code for code in hit.codes if code in scored]
        cities = [code for code in both if code.endswith("00")]
        if hit.short and cities and any(code in level for code in both):
            match = _BRANCH.match(flat, hit.stop)
            of_city = bool(match and match["city"])
            inside = any(code[:4] == cities[0][:4] for code in both if code != cities[0])
            if (of_city or inside) and set(level) <= set(both):
                return cities
    return level


def _score(code: str, index: int, hits: list[_Hit], flat: str) -> tuple[float, tuple[str, ...]] | None:
    """How well ``code`` fits: its own hit, and the hits of its ancestors that stand before it in order."""
    hit = hits[index]
    regions = table()
    above = ancestors(code) - {code}
    printed: list[str] = []
    score = 0.0
    adjacent = hit.order == 0
    for other in hits[:index]:
        parents = [c for c in other.codes if c in above]
        if parents and (other.order == 0 or other.stop == hit.start or len(hits) > 1):
            score += 2.0 if not other.short else 1.5
            printed.append(name_of(parents[0]) or "")
            adjacent = adjacent or other.stop == hit.start
        elif not parents and other.order == 0 and not other.short and not _same_kin(other, code):
            score -= 0.6  # another place stands before this one: 杭州市…在宿州市
    if not adjacent and not _city_first(hit, code, flat):
        return None
    if len(code) > 6 and not printed and len(hit.codes) == 1 and not regions.streets[code].jurisdiction:
        score -= 1.5
    score += 2.5 if not hit.short else 2.0
    if code in regions.former and code not in regions.names:
        score -= 0.6
    return score, (*dict.fromkeys(printed), name_of(code) or "")


def _same_kin(other: _Hit, code: str) -> bool:
    return any(c[:2] == code[:2] for c in other.codes)


# Short forms of prefectures that are everyday words in company names.
_WORDS = frozenset(
    re.findall(
        "..",
        "吉安安康朝阳太平大庆中山长治平凉北海大同金华宜春新余通化安阳安顺海东海南海北玉树和田昌都白银吉林东方三明永州",
    )
)


def _city_first(hit: _Hit, code: str, flat: str) -> bool:
    """A company named after its city or province: 宿州恒丰化工有限公司. County names are too often plain words."""
    return hit.start == 0 and hit.short and code.endswith("00") and flat[: hit.stop] not in _WORDS


def find(text: str, within: str | None = None) -> Region | None:
    """The one region that ``text`` names, as far down as it says; None when it names none or could be several.

    >>> find("浙江省乐清市磐石镇迎宾大道130号").label
    '乐清市'
    """
    fits = candidates(text, within)
    return fits[0] if len(fits) == 1 else None


def common(regions: tuple[Region, ...]) -> str | None:
    """The deepest code that all regions lie in (the two 通州区 share none)."""
    for cut in (6, 4, 2):
        heads = {key for key, _ in groupby(r.code[:cut] for r in regions)}
        if len(heads) == 1:
            return heads.pop().ljust(6, "0")
    return None
