"""What findings of a type are about, in Chinese words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from validators.law.pack_reading import shipped
from validators.say import topic


def topic_of(type_: str) -> str:
    """The engine's own word for the type, else that of the first shipped rule which says one; the type where nobody named it.

    >>> topic_of("period_not_one_year"), topic_of("service_completed_late")
    ('保险期间为一年', '服务完成期限')
    """
    return topic(type_, _said().get(type_, ""))


@cache
def _said() -> Mapping[str, str]:
    rules = [rule for pack in shipped() for rule in pack.rules if rule.say.get("topic")]
    return {rule.type: str(rule.say["topic"]) for rule in reversed(rules)}
