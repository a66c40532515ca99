"""The lint: what is wrong with packs before anybody is judged by them. One module per class of fault, found by looking.

A module holds
- ``CODES``: the code of each fault → ``Code``: how grave it is, what it means, what to do about it;
- ``faults(ground) -> Iterator[Fault]``: pure; raises nothing for a pack that could be read.

A fault that is right where it stands is allowed there in writing, with its reason: ``allow: {code: why}`` in the rule, or in the
head of the pack for all of it. An ``allow`` that allows nothing is a fault too.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType

from validators.law.pack import Pack, PackError
from validators.lint._ground import Code, Fault, Ground, Loaded, Source, load

__all__ = ["Code", "Fault", "Ground", "Loaded", "Source", "codes", "lint"]

_OWN: Mapping[str, Code] = {
    "schema": Code(
        "error", "the file cannot be read as a pack", "按所列的行和可用的词改正", "use one of the words allowed"
    ),
    "allow-unknown": Code(
        "error", "allow names no code of the lint", "见 docs/packs.md 的代号表", "see the codes in docs/packs.md"
    ),
    "allow-unused": Code("warning", "allow allows nothing that would be said", "删去这一项", "remove it"),
}


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the room."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


@cache
def codes() -> Mapping[str, Code]:
    """Every code that a fault can have."""
    found = dict(_OWN)
    for module in modules():
        found.update(module.CODES)
    return found


def lint(sources: Sequence[Source], beside: Sequence[Pack] = ()) -> tuple[Fault, ...]:
    """Every fault of the files, in their order. ``beside`` are packs in use with them, whose own faults are not sought; one
    of the name of a source is replaced by it."""
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    for source in sources:
        try:
            loaded.append(load(source))
        except PackError as error:
            faults.append(_unreadable(error))
    names = {one.pack.name for one in loaded}
    ground = Ground(tuple(loaded), tuple(pack for pack in beside if pack.name not in names))
    for module in modules():
        faults.extend(module.faults(ground))
    order = {source.file: index for index, source in enumerate(sources)}
    kept = dict.fromkeys((*_not_allowed(ground, faults), *_allows(ground, faults)))
    return tuple(sorted(kept, key=lambda f: (order.get(f.pack_file or f.file, 0), f.file, f.line, f.code, f.zh)))


def _unreadable(error: PackError) -> Fault:
    words = f"；可用的词：{'、'.join(error.allowed)}" if error.allowed else ""
    words_en = f"; allowed: {', '.join(error.allowed)}" if error.allowed else ""
    return Fault(error.file, error.line, "schema", "error", error.problem + words, error.problem + words_en)


def _not_allowed(ground: Ground, faults: Iterable[Fault]) -> Iterator[Fault]:
    allowed = _written(ground)
    for fault in faults:
        if not {(fault.pack_file, "", fault.code), (fault.pack_file, fault.rule, fault.code)} & allowed.keys():
            yield fault


def _written(ground: Ground) -> Mapping[tuple[str, str, str], tuple[Loaded, int]]:
    """(file, rule or "", code) of every allow, with its pack and line."""
    out = {}
    for one in ground.loaded:
        for code in one.pack.allow:
            out[one.source.file, "", code] = one, one.table["allow"].lines[code]
        for rule in one.pack.rules:
            for code in rule.allow:
                out[one.source.file, rule.name, code] = one, one.rules[rule.name]["allow"].lines[code]
    return out


def _allows(ground: Ground, faults: Sequence[Fault]) -> Iterator[Fault]:
    said = {(f.pack_file, f.rule, f.code) for f in faults} | {(f.pack_file, "", f.code) for f in faults}
    for (file, rule, code), (one, line) in _written(ground).items():
        if code not in codes():
            zh, en = f"allow 的“{code}”不是 lint 的代号", f"allow: {code!r} is no code of the lint"
            yield Fault(file, line, "allow-unknown", "error", zh, en, rule, one.pack.name, file)
        elif (file, rule, code) not in said:
            zh, en = f"allow 的“{code}”没有用处：没有这样的问题", f"allow: nothing here is {code}"
            yield Fault(file, line, "allow-unused", "warning", zh, en, rule, one.pack.name, file)
