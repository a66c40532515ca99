"""Words by which likeness between filings is in order (words.yaml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = (files("validators.archive") / "words.yaml").read_text("utf-8")
    return {name: re.compile(words, re.IGNORECASE) for name, words in yaml.load(text, Loader=yaml.CSafeLoader).items()}


def says(name: str, text: str) -> bool:
    """Whether the text has one of the words.

    >>> says("split", "安全培训费（三家企业均 摊）"), says("split", "安全培训费")
    (True, False)
    """
    return _patterns()[name].search("".join(text.split())) is not None
