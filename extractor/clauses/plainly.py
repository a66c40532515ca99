"""Sentences that plainly say the opposite of what the learned weights hold them for: nothing is asked of such.

The patterns found the opposite already. Plain is a sentence in which each part that names workers or jobs is denied once, before they are
named (不向船员个人收取), or, of whom is covered, says so and denies nothing (…均属被保障人员); its other parts tell of nobody.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.clauses.nobody import SHUT_OUT, names_somebody
from extractor.clauses.tokens import load

_DENIED_CODES = frozenset({"premium_charged_to_workers", "differing_sums_by_job"})
_COMMA = re.compile("[,;:、](?=[^,;:、]{4})|[,;:]")


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in load("acts.yaml")["plainly"].items()}


@cache
def _bear_none() -> re.Pattern[str]:
    return re.compile(load("acts.yaml")["vetoes"]["WORKERS_BEAR_NONE"])


def is_plainly_against(code: str, sentence: str) -> bool:
    """Whether a sentence of which the patterns found the opposite of ``code`` says that and no more.

    >>> is_plainly_against("premium_charged_to_workers", "保险费由合作社统一缴清,不向船员个人收取")
    True
    >>> is_plainly_against("premium_charged_to_workers", "保险费由员工承担一半,不向单位收取")
    False
    """
    words = _words()
    plain = words["no_denial"].sub("", sentence)
    if code in _DENIED_CODES:
        parts = [part for part in _COMMA.split(plain) if _is_of_somebody(part)]
        return bool(parts) and all(map(_is_denied_first, parts))
    if code != SHUT_OUT:
        return False
    return (
        words["hands"].search(plain) is not None
        and words["covered"].search(plain) is not None
        and words["denies"].search(words["changes"].sub("", plain)) is None
    )


def _is_of_somebody(part: str) -> bool:
    return names_somebody(part) or _words()["jobs"].search(part) is not None


def _is_denied_first(part: str) -> bool:
    """Whether a part denies once, and before it names anybody, or says of workers that they bear nothing (员工个人不承担)."""
    words = _words()
    if len(words["denies"].findall(part)) != 1:
        return False
    if _bear_none().search(part) is not None:
        return True
    denial = words["forbids"].search(part)
    return denial is not None and not _is_of_somebody(words["nobody"].sub("", part[: denial.start()]))
