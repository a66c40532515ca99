"""What ``dataclasses`` compiles, kept between commands as Python keeps compiled modules: beside them, in ``__pycache__`` (``api.kept_files``).

``dataclasses`` writes the methods of each class as text and compiles it: a thousand texts for the process that workers come from and as
many for the command, a fifth of what each does before the first paper. Text that was compiled before is not compiled again; what
it is run with is as ever. Where a Python makes its classes without compiling text nothing is kept.
"""

from __future__ import annotations

import dataclasses
import marshal
import sys
from importlib.util import MAGIC_NUMBER
from typing import Any

from api.kept_files import KeptFile

MOST = 20_000
"""Texts in one file; where there are more, those of older versions among them, it is begun anew."""

_known: dict[str, bytes] = {}
_new: dict[str, bytes] = {}
_run = exec


def recall() -> None:
    """From here on the methods of a class that was known are not compiled again in this process, nor in those forked from it."""
    if dataclasses.__dict__.get("exec") is _exec:
        return
    _known.update(_read())
    dataclasses.exec = _exec  # type: ignore[attr-defined]  # found before the built-in one


def keep() -> None:
    """Writes what was compiled since ``recall``: texts that our classes are made of, nothing that was read."""
    if not _new:
        return
    whole = {**_read(), **_new}
    _file().write(whole if len(whole) <= MOST else dict(_new))
    _new.clear()


def _exec(text: Any, *names: Any) -> None:
    """As the built-in ``exec``, without compiling a text that was compiled before."""
    if type(text) is not str:
        _run(text, *names)
        return
    compiled = _known.get(text)
    if compiled is None:
        compiled = _new[text] = _known[text] = marshal.dumps(compile(text, "<string>", "exec", dont_inherit=True))
    _run(marshal.loads(compiled), *names)


def _file() -> KeptFile:
    """Another Python may compile them otherwise; with -O it leaves out asserts and texts."""
    return KeptFile(__file__, (sys.version, MAGIC_NUMBER.hex(), sys.flags.optimize, sys.byteorder))


def _read() -> dict[str, bytes]:
    kept = _file().read()
    return {text: compiled for text, compiled in kept.items() if type(text) is str and type(compiled) is bytes}
