"""Milestones and the table of departments: quotations too long, and names that another pack has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validators.law.rehearsal import QUOTE
from validators.lint._ground import Code, Fault, Ground, Loaded

CODES: Mapping[str, Code] = {}  # the classes are those of rules: long-quote, name-taken


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``validators.lint.rehearsed``."""
    for one in ground.loaded:
        yield from _long(one)
        taken = {milestone.name: pack.name for pack in ground.others(one) for milestone in pack.milestones}
        for index, milestone in enumerate(one.pack.milestones):
            if milestone.name in taken:
                zh = f"里程碑名“{milestone.name}”已为规则包 {taken[milestone.name]} 所用"
                en = f"the milestone {milestone.name} is one of {taken[milestone.name]} too"
                yield one.fault("name-taken", "error", zh, en, line=_line(one, "milestones", index))


def _long(one: Loaded) -> Iterator[Fault]:
    quotes = {"milestones": [m.quote for m in one.pack.milestones], "routing": [a.quote for a in one.pack.routing]}
    for word, said in quotes.items():
        for index, quote in enumerate(said):
            if len(quote) > QUOTE:
                zh, en = f"quote 超过{QUOTE}字：只引短语，不引整句", f"a quotation longer than {QUOTE} characters"
                yield one.fault("long-quote", "error", zh, en, line=_line(one, word, index))


def _line(one: Loaded, word: str, index: int) -> int:
    written = one.table.get(word)
    return written[index].line if isinstance(written, list) and index < len(written) else one.table.lines.get(word, 1)
