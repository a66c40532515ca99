"""Compiled expressions kept between commands, as Python keeps compiled modules: beside them, in ``__pycache__``.

Thirteen hundred expressions read papers. To compile them is half of what the process that workers come from does before
the first paper, and each command starts such a process. The file is written by a process that has seen no paper, so that no
word of one is in it; it is trusted as a compiled module is and may be read and written by whom its source may. One that is
damaged or was made by another Python is made anew. Where Python may not write what it compiles (``PYTHONDONTWRITEBYTECODE``,
a folder of another) nothing is kept. Of writers at the same time the last one stays, whole: each writes a draft of its own.

``re`` gives no way to this: its own parts are used (private to Python), and where they are others nothing is kept.
See docs/decisions/0047-expressions-are-kept.md.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import re
import sys
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

MOST = 20_000
"""Expressions in one file; where there are more, those of older versions among them, it is begun anew."""

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

        if _compiler.compile is not _compile:
            _keep_to(_compiler)
    except (ImportError, AttributeError, TypeError, ValueError, LookupError, RuntimeError):  # a Python of other parts
        return
    _known.update(_read())


def may_keep() -> bool:
    """Whether something was compiled since ``recall`` that Python may write."""
    place = _place()
    return bool(_new) and place is not None and not sys.dont_write_bytecode and _is_writable(place.parent)


def keep() -> None:
    """Writes what was compiled since ``recall``; for a process that has read nothing of a user's."""
    place = _place()
    if place is None or not may_keep():
        return
    whole = {**_read(), **_new}
    written = {key: tuple(made) for key, made in (whole if len(whole) <= MOST else _new).items()}
    content = marshal.dumps((_made_by(), written))
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, zlib.crc32(content).to_bytes(_CHECKED, "big") + content)


_CHECKED = 4
"""Bytes of the sum of what follows them: a bit that a disk turned would be another expression, not an error."""


def _is_writable(folder: Path) -> bool:
    """Whether the folder, or the nearest one over it that is there, may be written."""
    there = next((f for f in (folder, *folder.parents) if os.path.exists(f)), folder)
    return there.is_dir() and os.access(there, os.W_OK)


def _write(place: Path, content: bytes) -> None:
    """As Python writes a compiled module: beside its place, through no link, for whom the source is, and then moved there."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    mode = Path(__file__).stat().st_mode & 0o666 | 0o200
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(content)
        draft.replace(place)
    except OSError:
        draft.unlink(missing_ok=True)  # also one that a process of this number left when it was ended
        raise


def _keep_to(compiler: Any) -> None:
    global _parse, _code, _sre, _plain
    parts = compiler._parser.parse, compiler._code, compiler._sre, compiler.compile
    _parse, _code, _sre, _plain = parts
    if _remade(_TRIAL, _compiled(_TRIAL, 0)) == _plain(_TRIAL, 0):
        compiler.compile = _compile


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


def _place() -> Path | None:
    try:
        return Path(importlib.util.cache_from_source(__file__)).with_suffix(".kept")
    except NotImplementedError:  # a Python that keeps nothing
        return None


def _made_by() -> tuple[str, int, int, int, str]:
    """Whose expressions these are: another Python, or another machine's words, may compile them otherwise."""
    return sys.version, _sre.MAGIC, _sre.CODESIZE, sys.maxsize, sys.byteorder


def _read() -> dict[tuple[str, int], _Made]:
    place = _place()
    try:
        content = memoryview(place.read_bytes()) if place else memoryview(b"")
        if int.from_bytes(content[:_CHECKED], "big") != zlib.crc32(content[_CHECKED:]):
            return {}
        made_by, kept = marshal.loads(content[_CHECKED:])
        return {key: _Made(*made) for key, made in kept.items()} if made_by == _made_by() else {}
    except (OSError, ValueError, TypeError, EOFError, AttributeError):  # none yet, or of another form
        return {}
