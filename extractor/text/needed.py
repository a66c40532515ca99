"""Which characters a regular expression cannot do without: those that a text lacks need not be searched for.

Of three hundred signs that are looked for on every paper, a handful stand there; to ask for the characters of the others takes
a fiftieth of the time of looking for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache, reduce
from importlib import import_module
from typing import Any, Self

# The parser that ``re`` itself reads expressions with; Python offers no other way to what an expression is made of. By name, since
# mypy finds these modules in a run without a cache and does not in one with it.
_op: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")
_MOST_WAYS = 12
"""Alternatives that are told apart; of more only what all of them need is asked for."""
_REPEATS = frozenset({_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT})

Ways = tuple[frozenset[str], ...]
"""Sets of characters of which a text must hold at least one whole; an empty set is no demand."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern that is not searched for in a text that lacks its characters, and not compiled before it is."""

    expression: str
    flags: int
    ways: Ways

    @classmethod
    def of(cls, expression: str, flags: int = 0) -> Self:
        return cls(expression, flags, needed(expression, flags))

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.expression, self.flags)

    def search(self, text: str, characters: Set[str]) -> re.Match[str] | None:
        """The first place of the sign in ``text``, whose characters are ``characters``."""
        for way in self.ways:
            if way <= characters:
                return self.pattern.search(text)
        return None


@cache
def _compiled(expression: str, flags: int) -> re.Pattern[str]:
    return re.compile(expression, flags)


def needed(expression: str, flags: int = 0) -> Ways:
    """The characters that a text must hold for ``expression`` to be found in it, for each of its alternatives.

    Letters that may be written large or small are left out: only what is one character for every reader counts.

    >>> [sorted(way) for way in needed("保险单(?!号)|(?:投|参)保书?")]
    [['保', '单', '险'], ['保', '投'], ['保', '参']]
    >>> needed("公司?|policy")
    (frozenset({'公'}), frozenset())
    """
    return _of_run(_parser.parse(expression, flags))


def _of_run(items: Iterable[tuple[Any, Any]]) -> Ways:
    """What one thing after another needs: every way of the one with every way of the other."""
    return reduce(_both, (_of_item(op, given) for op, given in items), (frozenset[str](),))


def _of_item(op: Any, given: Any) -> Ways:
    if op is _op.LITERAL:
        char = chr(given)
        return (frozenset({char}),) if char.upper() == char.lower() else (frozenset(),)
    if op is _op.SUBPATTERN:
        return _of_run(given[3])
    if op is _op.ATOMIC_GROUP:
        return _of_run(given)
    if op in _REPEATS and given[0] > 0:
        return _of_run(given[2])
    if op is _op.BRANCH:
        return _few([way for branch in given[1] for way in _of_run(branch)])
    if op is _op.IN and all(kind is _op.LITERAL for kind, _ in given):
        return _few([way for kind, code in given for way in _of_item(kind, code)])
    return (frozenset(),)


def _both(one: Ways, two: Ways) -> Ways:
    return _few([a | b for a in one for b in two])


def _few(ways: list[frozenset[str]]) -> Ways:
    if len(ways) > _MOST_WAYS:
        return (frozenset.intersection(*ways),)
    return tuple(dict.fromkeys(ways))
