"""Who took the policy and who is insured under it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence import parties
from extractor.evidence.candidates import Candidate, by_slot, derived, ranked
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.base import put
from extractor.record import Reading
from extractor.values import organisation


def put_parties(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> None:
    """Puts ``policyholder`` and ``insured``: labelled, said to be the same, else the body that the paper names most. ``named``: the bodies on the paper."""
    named = [c for c in named if not _is_label(c)]
    both = parties.named_or_slot(sheet, named, parties.BOTH)
    holder = (
        ranked([*parties.named_or_slot(sheet, named, parties.HOLDER), *both])
        or _by_signs(sheet)
        or _contracts(named)
        or _addressed(sheet, named)
    )
    put(fields, "policyholder", holder)
    put(fields, "insured", ranked([*parties.named_or_slot(sheet, named, parties.INSURED), *both]))
    if _put_same(sheet, fields) or ("policyholder" in fields and "insured" in fields):
        return
    if others := _unlabelled(sheet, named, fields):
        _put_most_named(others, fields)


def _put_same(sheet: Sheet, fields: dict[str, Reading[Any]]) -> bool:
    """Puts the one of the two parties of whom the paper says that it is the other: 被保险人 | 同投保人."""
    for name, wanted, other in (
        ("insured", parties.INSURED, "policyholder"),
        ("policyholder", parties.HOLDER, "insured"),
    ):
        same = by_slot(sheet, wanted, _says_same, least=0.6) if other in fields else []
        if same:
            fields[name] = replace(derived(fields[other], fields[other].value, "same"), span=same[0].span())
            return True
    return False


def _says_same(text: str) -> str | None:
    return text if parties.SAME_AS.match(text.strip()) else None


def _unlabelled(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """The bodies that may take cover where no label told who does: no insurers and brokers, none of a list of many."""
    many = _columns_of_many(named)
    others = [c for c in named if not re.search("保险|经纪|公估", c.value) and _column_of(c) not in many]
    return others or ([] if "policyholder" in fields or "insured" in fields else _shops(sheet))


def _put_most_named(others: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> None:
    """Puts the party that no label told: the other one, where that is known, else the body that is named most often."""
    times = Counter(c.value for c in others)
    best = max(times, key=lambda name: times[name])
    guess = [c.plus(0.35, "form") for c in others if c.value == best]
    known = fields.get("policyholder") or fields.get("insured")
    for name in ("policyholder", "insured"):
        if name in fields:
            continue
        if known is not None:
            fields[name] = Reading(known.value, known.span, "derived:party", round(known.confidence * 0.7, 3))
        else:
            put(fields, name, guess)


_SHOP = re.compile(r"[\u4e00-\u9fff（）()·]{3,28}[店铺馆坊摊厅]")
_NO_SHOP = ("address", "insurer", "branch", "contact", "third", "cover")


def _shops(sheet: Sheet) -> list[Candidate]:
    """The one shop that stands beside a label, whatever it is called: 商户 | 某某烟花爆竹零售店. Empty for several."""
    out = []
    for slot in sheet.slots:
        name = slot.text
        if len(slot.label) > _LONGEST_LABEL or not _SHOP.fullmatch(name) or meaning(slot.label).any(*_NO_SHOP):
            continue
        if parties.plain_name(name) is not None:
            start = slot.start + slot.unit.text[slot.start : slot.stop].index(name[0])
            out.append(Candidate(name, slot.unit, start, start + len(name), 0.2, "form"))
    return out if len({c.value for c in out}) == 1 else []


_ASKS = re.compile(
    r"^(?:投保|参保|要保|被保险?|承保|受保|缔约|签约)[\u4e00-\u9fff]{0,6}(?<!有限)(?:公司|企业|单位|厂|矿|店|集团|合作社)$"
)


_ASKS_BESIDE = re.compile(r"^(?:投保|参保|要保|被保险?|承保|受保|续保|在保)[\u4e00-\u9fff]{1,4}$")
"""A word of these before what is covered, short, with a name to its right: 参保农场, 续保渔场."""


def _is_label(body: Candidate) -> bool:
    """Whether what looks like a body asks for one: 投保渔业公司 beside its name."""
    if body.unit.text.strip(" :：") != body.value:
        return False
    right = body.unit.right
    beside = right is not None and re.search("(?:公司|[厂矿店场社])$", right.text.strip()) is not None
    return _ASKS.match(body.value) is not None or (beside and _ASKS_BESIDE.match(body.value) is not None)


_LONGEST_LABEL = 8
_MEMBERS = 3
_TAKES_COVER = re.compile("(?<![承被险共])保(?:人|单位|企业|方|主体|户)(?:名称|全称)?$")


def _by_signs(sheet: Sheet) -> list[Candidate]:
    """A name beside a label that nobody knew but that ends as the words for who takes cover do: 统保人, 联保单位."""
    found = []
    for slot in sheet.slots:
        label = slot.label.strip(" :：")
        if len(label) > _LONGEST_LABEL or not _TAKES_COVER.search(label) or re.search(r"\d", slot.text):
            continue
        if (name := parties.plain_name(slot.text)) is not None:
            start = slot.start + slot.unit.text[slot.start : slot.stop].index(name[0])
            found.append(Candidate(name, slot.unit, start, start + len(name), 0.5 * slot.weight, "signs"))
    return ranked(found)


def _contracts(named: Sequence[Candidate]) -> list[Candidate]:
    """The party of a contract with an insurer that is none: 甲方：某某有限公司 over 乙方：某某保险公司."""
    sides = {m[1]: c for c in reversed(named) if (m := _SIDE.search(c.unit.text[: c.start])) is not None}
    insurers = [side for side, c in sides.items() if "保险" in c.value]
    others = [side for side in sides if side not in insurers]
    return [sides[others[0]].plus(0.6, "contract")] if len(insurers) == len(others) == 1 else []


_SIDE = re.compile(r"(?:^|[\s,，;；。])([甲乙])\s*方\s*(?:[(（][^()（）]{0,12}[)）])?\s*(?:[:：]|为|是|系)\s*$")
_FIRST_UNITS = 8
_YOU = "(?:贵|你)(?:单位|公司|司|厂|矿|店|方|社)"
_YOU_APPLIED = re.compile(
    rf"{_YOU}[^。;；]{{0,60}}?(?:要保|投保|申请|参保)|(?:承保|为|给|与){_YOU}[^。;；]{{0,12}}?(?:安全生产责任保?险|安责险|承保|订立|签订)"
)
_GREETING = re.compile(r"\s*(?:[(（][^()（）]{0,60}[)）])?\s*[:：]")


def _addressed(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """The body that a letter greets, where the letter says of it that it applied for the cover: "某某公司：贵单位（以下称要保单位）…"."""
    greeted = [
        c
        for c in named
        if c.unit.index < _FIRST_UNITS
        and not organisation.is_insurer(c.value)
        and c.unit.text.lstrip().startswith(c.value)
        and _GREETING.match(c.unit.text.lstrip()[len(c.value) :])
    ]
    if len(greeted) != 1 or not any(_YOU_APPLIED.search(u.text) for u in sheet.units[: greeted[0].unit.index + 6]):
        return []
    return [greeted[0].plus(0.6, "addressed")]


def _columns_of_many(named: Sequence[Candidate]) -> set[tuple[int, int] | None]:
    """The columns of bodies: the members of a group, none of which took the policy."""
    columns = defaultdict[tuple[int, int] | None, set[str]](set)
    for c in named:
        if not organisation.is_insurer(c.value):
            columns[_column_of(c)].add(c.value)
    return {at for at, names in columns.items() if at is not None and len(names) >= _MEMBERS}


def _column_of(body: Candidate) -> tuple[int, int] | None:
    return None if body.unit.cell is None else (id(body.unit.table), body.unit.cell.col)
