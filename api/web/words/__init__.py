"""What the pages say: ``<language>.yaml`` for what pages share, ``<page>.<language>.yaml`` beside it, the same keys in each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGS = ("zh", "en")


@cache
def words(lang: str) -> Mapping[str, str]:
    """Every key (``upload.title``) with its words."""
    out: dict[str, str] = {}
    for file in sorted(files("api.web.words").iterdir(), key=lambda f: f.name):
        if file.name == f"{lang}.yaml" or file.name.endswith(f".{lang}.yaml"):
            out.update(_flat("", yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)))
    return out


def _flat(prefix: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for key, value in data.items():
        name = f"{prefix}{key}"
        out += _flat(f"{name}.", value) if isinstance(value, Mapping) else [(name, str(value))]
    return out


def say(lang: str, key: str, **values: Any) -> str:
    """The words of a key, with values put in; KeyError for an unknown key.

    >>> say("zh", "verdict.returned"), say("en", "common.page_n", n=3)
    ('退回', 'page 3')
    """
    text = words(lang)[key]
    return text.format(**values) if values else text


def said(lang: str, prefix: str, code: str) -> str:
    """The words for a code that may be newer than the dictionary; the code itself then."""
    return words(lang).get(f"{prefix}.{code}", code)


@cache
def words_for_scripts(lang: str) -> Mapping[str, str]:
    """What scripts say: the keys under ``js``, without it."""
    return {key[3:]: text for key, text in words(lang).items() if key.startswith("js.")}
