"""Options that several commands of ``anze`` have."""

from __future__ import annotations

from enum import StrEnum


class Lang(StrEnum):
    """The language of messages."""

    zh = "zh"
    en = "en"
