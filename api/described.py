"""The settings as a list for people: each with its variable, its value now, its default, unit and meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from api.config import Config

MASK = "••••"
# By the end of a setting's name; a number with none of these is a count of what its meaning says.
UNITS = {"seconds": "秒", "_s": "秒", "_minutes": "分钟", "_hours": "小时", "_years": "年", "_mib": "MiB"}
_OPEN_OPTIONS = frozenset(("endpoint_url", "anon", "use_ssl", "region_name", "client_kwargs", "config_kwargs"))


@dataclass(frozen=True, slots=True)
class Described:
    """One setting. ``value`` and ``default`` as a person may see them: secrets are masked. ``unit`` "" where there is none."""

    variable: str
    value: str
    default: str
    unit: str
    meaning: str


def described(config: Config) -> Iterator[Described]:
    """Every setting, in the order of ``Config``."""
    for name, field in Config.model_fields.items():
        unit = next((said for end, said in UNITS.items() if name.endswith(end)), "")
        value, default = shown(name, getattr(config, name)), shown(name, field.default)
        yield Described(f"ANZE_{name.upper()}", value, default, unit, field.description or "")


def shown(name: str, value: Any) -> str:
    """A value without what must not be on a screen.

    >>> shown("database", "postgresql://anze:geheim@db/anze")
    'postgresql://anze:***@db/anze'
    >>> shown("blob_options", '{"endpoint_url": "http://s3", "secret": "geheim"}')
    '{"endpoint_url": "http://s3", "secret": "••••"}'
    """
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if name == "database" and value:
        try:
            return make_url(value).render_as_string(hide_password=True)
        except ArgumentError:
            return MASK
    if name == "blob_options":
        return _options(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _options(text: str) -> str:
    try:
        options = json.loads(text)
    except ValueError:
        return MASK
    if not isinstance(options, dict):
        return MASK
    return json.dumps({k: v if k in _OPEN_OPTIONS else MASK for k, v in options.items()}, ensure_ascii=False)
