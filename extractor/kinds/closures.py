"""Whether a paper says that an enterprise is closed for good, or that it stands still (``closures.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml

from extractor.text.fold import squeeze

Standing = Literal["closed", "halted"]
_CLAUSE: Final = re.compile("[,，。;；:：]")


@cache
def _words(name: str) -> re.Pattern[str]:
    said: str | Sequence[str] = yaml.load(
        (files("extractor.kinds") / "closures.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )[name]
    return re.compile(said if isinstance(said, str) else "|".join(said))


def closing() -> re.Pattern[str]:
    """What says in running text that an enterprise is closed; whether that is denied there is for whoever looks.

    >>> [closing().search(text) is not None for text in ("县政府依法予以关闭", "已完全停产", "因停产检修", "注销本保险单")]
    [True, True, False, False]
    """
    return _words("closed")


def denied(lead: str) -> bool:
    """Whether the words before it in its clause say that it is not so, or not yet, or that a paper is closed and no enterprise.

    >>> denied("经核实，未被责令"), denied("许可证未予延续，县政府"), denied("原保单已")
    (True, False, True)
    """
    clause = _CLAUSE.split(lead)[-1]
    return _words("denied").search(clause) is not None or _words("of_papers").search(clause) is not None


def standing(remark: str) -> Standing | None:
    """What a remark beside an enterprise says of it; None where it says neither, denies it, or says that it works again.

    >>> standing("2024年3月已注销"), standing("停产检修"), standing("拟关闭"), standing("曾停产，现已复产"), standing("原保单已注销")
    ('closed', 'halted', None, None, None)
    """
    text = squeeze(remark)
    if _words("again").search(text):
        return None
    for name in ("closed", "closed_in_a_line", "halted"):
        for found in _words(name).finditer(text):
            if not denied(text[: found.start()]):
                return "halted" if name == "halted" else "closed"
    return None
