"""The file of requirements beside a pack: whether it is there, names what there is, and leaves no rule unnamed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from validators.coverage import NO_DEMANDS, UNCLAIMED, Names, strays
from validators.law.pack import PackError
from validators.law.requirements import Requirement, parse, shipped_requirements
from validators.lint._ground import Code, Fault, Ground, Loaded

CODES = {
    NO_DEMANDS: Code("warning", "a pack without its file of requirements", "写一份 *.requirements.yaml，逐条说明由谁判断", "write *.requirements.yaml: where each demand is met"),
    "requirements-unreadable": Code("error", "the file of requirements cannot be read", "按所列的行和可用的词改正", "use one of the words allowed"),
    "requirement-stray": Code("error", "a requirement names a rule, score item, figure or milestone that is not there", "改正名字", "correct the name"),
    UNCLAIMED: Code("warning", "a rule that no requirement names", "在 requirements 里写上它，或写 allow 说明它不出自某一条要求", "name it in the requirements, or allow it with the reason"),
}  # fmt: skip


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    packs = [*(one.pack for one in ground.loaded), *ground.beside]
    names = Names.of(packs)
    claimed: set[str] = set()
    with suppress(PackError):  # said where that file is linted
        claimed |= {name for one in shipped_requirements().values() for name in one.rules}
    said: list[Fault] = []
    for one in ground.loaded:
        if one.source.requirements is None:
            if one.pack.rules:
                zh, en = "规则包旁边没有 requirements 文件", "there is no file of requirements beside the pack"
                said.append(one.fault(NO_DEMANDS, "warning", zh, en, None, "name"))
            continue
        try:
            rows = parse(one.source.requirements, one.source.requirements_file)
        except PackError as error:
            words = f"；可用的词：{'、'.join(error.allowed)}" if error.allowed else ""
            text = error.problem + words
            said.append(
                Fault(
                    error.file,
                    error.line,
                    "requirements-unreadable",
                    "error",
                    text,
                    text,
                    "",
                    one.pack.name,
                    one.source.file,
                )
            )
            continue
        claimed |= {name for row in rows for name in row.rules}
        said.extend(_strays(one, rows, names))
    yield from said
    for one, rule in ground.rules():
        if rule.name not in claimed and one.source.requirements is not None:
            zh, en = "没有哪一条要求写到这条规则", "no requirement names this rule"
            yield one.fault(UNCLAIMED, "warning", zh, en, rule, "name")


def _strays(one: Loaded, rows: tuple[Requirement, ...], names: Names) -> Iterator[Fault]:
    for row in rows:
        for word, name in strays(row, names):
            zh, en = f"“{row.id}”的 {word} 没有“{name}”", f"{row.id}: there is no {name} among {word}"
            yield Fault(row.file, row.line, "requirement-stray", "error", zh, en, "", one.pack.name, one.source.file)
