"""Why a fact is not known or how it came about: the engine's short English words, put into Chinese (``reasons.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from validators.say import word

_ROW = re.compile(r"no (\w+) in this row")
_WITHIN = re.compile(
    r"the paper tells of (\S+) too, which lies within the period and may be the day meant \(not (\S+)\)"
)
_KEPT = re.compile(
    r"the paper tells of (\S+) too, which may be the day meant and by which the rule is kept \(not (\S+)\)"
)
_WITNESS = re.compile(r"nothing shows whether (\w+) was read whole")


@cache
def _known() -> Mapping[str, str]:
    loaded: Mapping[str, str] = yaml.load(
        (files("validators") / "reasons.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


def reason(why: str) -> tuple[str, str]:
    """Why something is not known, in Chinese ("" where nobody has put it into Chinese) and English; a fact named in front of
    it is translated too.

    >>> reason("premium: not on the papers")
    ('保险费：材料未载明', 'premium: not on the papers')
    >>> reason("no reported_on in this row")[0]
    '这一行没有写'
    """
    out = []
    for part in why.split("; "):
        head, colon, tail = part.partition(": ")
        if said := _said(part):
            out.append(said)
        elif colon and (said := _said(tail)):
            out.append(f"{word(head)}：{said}")
    return "；".join(dict.fromkeys(out)), why


def _said(why: str) -> str:
    if _ROW.fullmatch(why):
        return "这一行没有写"
    if found := _WITNESS.fullmatch(why):
        return f"没有凭据表明{word(found[1])}已读全"
    if found := _WITHIN.fullmatch(why):
        return f"同一份材料还写有在期间内的{found[1]}，所指可能是这一日而不是{found[2]}，请对照原件核定"
    if found := _KEPT.fullmatch(why):
        return f"同一份材料还写有{found[1]}，按这一日则符合要求，所指可能是它而不是{found[2]}，请对照原件核定"
    return _known().get(why, "")
