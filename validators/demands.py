"""Finding → what is asked of whoever must put it right; words in ``demands.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from validators.say import filled

_OTHERWISE = {
    "zh": "按所列依据改正，并报送改正后的材料",
    "en": "put it right as the text cited demands, and file the papers anew",
}


@cache
def _demands() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(
        (files("validators") / "demands.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


def demand(kind: str, params: Mapping[str, Any], lang: str = "zh") -> str:
    """What puts a violated finding of a type right; ``params`` are its numbers.

    >>> from decimal import Decimal
    >>> demand("per_person_limit_below_minimum", {"minimum": Decimal(400000)})
    '出具批单，将每人责任限额提高到不低于400,000元'
    """
    known = _demands().get(kind)
    return filled(known[lang], params, lang) if known else _OTHERWISE[lang]


def knows_demand(kind: str) -> bool:
    """Whether a type of finding has a demand of its own."""
    return kind in _demands()
