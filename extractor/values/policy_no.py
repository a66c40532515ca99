"""Policy, proposal and report numbers: no national form exists, so they are known by shape and by what stands beside them."""

from __future__ import annotations

import re

# Letters and digits with inner dashes, at least eight, most of them digits.
FORM = re.compile(
    r"(?<![0-9A-Za-z])(?=(?:[A-Za-z/-]*\d){6})[0-9A-Za-z](?:[0-9A-Za-z]|[-/](?=[0-9A-Za-z])){6,38}[0-9A-Za-z](?![0-9A-Za-z])"
)


def same(a: str, b: str) -> bool:
    """Whether two written numbers are one: blanks and case do not count.

    >>> same("pzit 2024", "PZIT2024")
    True
    """
    return format(a) == format(b)


def parse(text: str) -> str | None:
    """The one number-like run in ``text``, blanks kept out, else None."""
    found = FORM.findall("".join(text.split()))
    return found[0] if len(set(found)) == 1 else None


def format(number: str) -> str:
    return "".join(number.split()).upper()
