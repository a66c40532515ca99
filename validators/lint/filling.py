"""What a person still has to fill in: 待填 in a pack, its cases or its requirements (not in their comments)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validators.law.pack import Marked, PackError, marked
from validators.lint._ground import Code, Fault, Ground, Loaded

TO_FILL = "待填"
CODES = {
    "to-fill": Code("warning", "a word that a person still has to fill in (待填)", "照文件填写", "fill it in from the paper"),
}  # fmt: skip


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one in ground.loaded:
        source = one.source
        texts = (
            (source.file, source.text),
            (source.cases_file, source.cases),
            (source.requirements_file, source.requirements or ""),
        )
        for file, text in texts:
            if TO_FILL in text:
                yield from _in(one, file, text)


def _in(one: Loaded, file: str, text: str) -> Iterator[Fault]:
    try:
        table = marked(text, file)
    except PackError:  # said by whoever reads it
        return
    for line, path in _places(table, "", 1):
        rule = next((r.name for r in one.pack.rules if r.line <= line), "") if file == one.source.file else ""
        rule = max((r for r in one.pack.rules if r.line <= line), key=lambda r: r.line).name if rule else ""
        yield Fault(file, line, "to-fill", "warning", f"{path}：待填", f"{path}: to be filled in", rule, one.pack.name,
                    one.source.file)  # fmt: skip


def _places(value: Any, path: str, line: int) -> Iterator[tuple[int, str]]:
    """Line and path of every text with the mark."""
    if isinstance(value, Marked):
        for word, inner in value.items():
            yield from _places(inner, f"{path}.{word}" if path else word, value.lines[word])
    elif isinstance(value, list):
        for item in value:
            yield from _places(item, path, getattr(item, "line", line))
    elif isinstance(value, str) and TO_FILL in value:
        yield line, path
