"""Which characters an expression may begin with, told for more of them than Python tells it for.

``re`` looks for an expression quickly where it knows the characters that one can begin with: it passes over all others without trying
the expression there. It knows them for a letter, a set, and a choice of letters. Most of ours are choices of groups, some of which are
optional, behind looks backward; those are tried at every character of a text. What is told here goes into the same place of what is
compiled (``re._compiler._compile_info``), which only a search reads: where an expression is found, and what, is as ever.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

# Parts private to Python, as in ``api.expressions``; by name, since mypy finds them in a run without a cache and not in one with it.
_op: Any = import_module("re._constants")
_casefix: Any = import_module("re._casefix")
_sre: Any = import_module("_sre")
_MOST = 4096
"""Characters of one range from which on nearly every character of a Chinese text is in it: nothing would be passed over."""
_REPEATS = frozenset({_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT})
_LOOKS = frozenset({_op.AT, _op.ASSERT, _op.ASSERT_NOT})
_OTHERS = ~int(re.UNICODE | re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)

Item = tuple[Any, Any]
"""As the parser of ``re`` has the members of a set: LITERAL, RANGE or CATEGORY, and what of."""


class _Unknown(Exception):
    """An expression that may begin with nearly anything, or with what was found by an earlier part of it."""


def beyond(plain: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    """As ``re._compiler._get_charset_prefix``, which is ``plain``, for more expressions."""

    def told(parsed: Any, flags: int) -> Any:
        return plain(parsed, flags) or first_of(parsed, flags)

    return told


def first_of(parsed: Iterable[Item], flags: int) -> list[Item] | None:
    """The set of characters that what was parsed may begin with; None where that cannot be told or is of no use.

    >>> from re import _parser
    >>> from re._constants import LITERAL
    >>> said = first_of(_parser.parse("(?<!第)(?:保险?单|[投参]保)|费?用"), re.UNICODE)
    >>> "".join(chr(code) for kind, code in said if kind is LITERAL)
    '保投参费用'
    >>> first_of(_parser.parse("保?"), re.UNICODE), first_of(_parser.parse("[^保]单"), re.UNICODE)
    (None, None)
    """
    if not flags & re.UNICODE or flags & _OTHERS:  # bytes, or letters that are the same to some language alone
        return None
    found: dict[Item, None] = {}
    try:
        return None if _add(parsed, flags, found) else list(found)
    except _Unknown:
        return None


def _add(run: Iterable[Item], flags: int, found: dict[Item, None]) -> bool:
    """Adds what one thing after another may begin with; whether all of it may be empty."""
    return all(_may_be_empty(op, given, flags, found) for op, given in run)


def _may_be_empty(op: Any, given: Any, flags: int, found: dict[Item, None]) -> bool:
    """Adds what one thing may begin with; whether it may be empty, so that what follows may begin it too."""
    if op in _LOOKS:
        return True
    if op is _op.LITERAL or op is _op.IN:
        for kind, code in [(op, given)] if op is _op.LITERAL else given:
            found.update(dict.fromkeys(_members(kind, code, flags)))
        return False
    if op is _op.SUBPATTERN and not (given[1] or given[2]):
        return _add(given[3], flags, found)
    if op is _op.ATOMIC_GROUP:
        return _add(given, flags, found)
    if op is _op.BRANCH:
        empty = [_add(way, flags, found) for way in given[1]]  # each of them adds its own
        return any(empty)
    if op in _REPEATS:
        return _add(given[2], flags, found) or given[0] == 0
    raise _Unknown


def _members(kind: Any, code: Any, flags: int) -> Iterator[Item]:
    """One member of a set, and where letters may be large or small all that are the same to ``re``."""
    if kind is _op.CATEGORY and code in (_op.CATEGORY_DIGIT, _op.CATEGORY_SPACE):
        yield kind, code
    elif kind is _op.RANGE and code[1] - code[0] < _MOST:
        if flags & re.IGNORECASE:
            for each in range(code[0], code[1] + 1):
                yield from _alike(each)
        else:
            yield kind, code
    elif kind is _op.LITERAL:
        yield from _alike(code) if flags & re.IGNORECASE else ((kind, code),)
    else:
        raise _Unknown


@cache
def _alike(code: int) -> tuple[Item, ...]:
    """The character, and all that are the same to ``re`` where letters may be large or small."""
    small = _sre.unicode_tolower(code)
    return tuple((_op.LITERAL, each) for each in dict.fromkeys((code, *_written(small), *_also(small))))


def _also(small: int) -> Iterator[int]:
    """What is the same though it is another letter written small: ſ for s, ı for i."""
    for other in _casefix._EXTRA_CASES.get(small, ()):
        yield from _written(other)


def _written(small: int) -> tuple[int, ...]:
    return _large().get(small, (small,))


@cache
def _large() -> Mapping[int, tuple[int, ...]]:
    """A letter written small → every way to write it, itself among them."""
    ways = defaultdict[int, list[int]](list)
    for code in filter(_sre.unicode_iscased, range(0x110000)):
        ways[_sre.unicode_tolower(code)].append(code)
    return {small: (small, *ways[small]) for small in ways}
