"""Compiled expressions kept between commands, as Python keeps compiled modules: beside them, in ``__pycache__`` (``api.kept_files``).

Thirteen hundred expressions read papers. To compile them is half of what the process that workers come from does before
the first paper, and each command starts such a process. The file is written by a process that has seen no paper, so that no
word of one is in it.

``re`` gives no way to this: its own parts are used (private to Python), and where they are others nothing is kept.
See docs/decisions/0047-expressions-are-kept.md.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable
from typing import Any, NamedTuple

from api.first_characters import beyond
from api.kept_files import KeptFile

MOST = 20_000
"""Expressions in one file; where there are more, those of older versions among them, it is begun anew."""

_FORM = 2
"""Counts changes of what is compiled: since 2 with the characters that an expression may begin with."""
_UNKEPT = int(re.LOCALE | re.DEBUG)
"""Flags of what is compiled as always: it depends on where, or is to be shown."""


class _Made(NamedTuple):
    """What ``_sre.compile`` takes beside the expression; ``code`` are words of the machine's size."""

    flags: int
    code: bytes
    groups: int
    names: dict[str, int]
    named: tuple[str | None, ...]


_known: dict[tuple[str, int], _Made] = {}
_new: dict[tuple[str, int], _Made] = {}


def recall() -> None:
    """From here on an expression that was kept is not compiled again in this process, nor in those forked from it."""
    try:
        from re import _compiler  # type: ignore[attr-defined]

        if _compiler.compile is _compile:
            return
        _keep_to(_compiler)
    except (ImportError, AttributeError, TypeError, ValueError, LookupError, RuntimeError):  # a Python of other parts
        return
    _known.update(_read())


def may_keep() -> bool:
    """Whether something was compiled since ``recall`` that Python may write."""
    return bool(_new) and _file().may_write()


def keep() -> None:
    """Writes what was compiled since ``recall``; for a process that has read nothing of a user's."""
    if not may_keep():
        return
    whole = {**_read(), **_new}
    _file().write({key: tuple(made) for key, made in (whole if len(whole) <= MOST else _new).items()})


def _keep_to(compiler: Any) -> None:
    global _parse, _code, _sre, _plain
    parts = compiler._parser.parse, compiler._code, compiler._sre, compiler.compile
    _parse, _code, _sre, _plain = parts
    if _remade(_TRIAL, _compiled(_TRIAL, 0)) == _plain(_TRIAL, 0):
        compiler.compile = _compile
        compiler._get_charset_prefix = beyond(compiler._get_charset_prefix)


_TRIAL = "(?P<a>[x-z]+)|b(?=c)"
"""Made both ways before any other is: where this Python takes other things, it comes out otherwise or not at all."""


_parse: Callable[[str, int], Any]
_code: Callable[[Any, int], list[int]]
_sre: Any
_plain: Callable[[Any, int], Any]


def _compile(pattern: Any, flags: int = 0) -> Any:
    """As ``re._compiler.compile``, in which the middle is what takes the time."""
    if type(pattern) is not str or type(flags) is not int or flags & _UNKEPT:
        return _plain(pattern, flags)
    made = _known.get((pattern, flags))
    if made is None:
        made = _new[pattern, flags] = _known[pattern, flags] = _compiled(pattern, flags)
    return _remade(pattern, made)


def _remade(pattern: str, made: _Made) -> Any:
    return _sre.compile(pattern, made.flags, array("I", made.code).tolist(), made.groups, made.names, made.named)


def _compiled(pattern: str, flags: int) -> _Made:
    parsed = _parse(pattern, flags)
    code = array("I", _code(parsed, flags))
    state = parsed.state
    named: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        named[number] = name
    return _Made(flags | state.flags, code.tobytes(), state.groups - 1, dict(state.groupdict), tuple(named))


def _file() -> KeptFile:
    """Another Python, or another machine's words, may compile them otherwise."""
    return KeptFile(__file__, (_FORM, sys.version, _sre.MAGIC, _sre.CODESIZE, sys.maxsize, sys.byteorder))


def _read() -> dict[tuple[str, int], _Made]:
    try:
        return {key: _Made(*made) for key, made in _file().read().items()}
    except TypeError:  # of another form
        return {}
