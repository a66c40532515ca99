"""YAML texts that know their lines: a mistake in one names the file, the line, what is wrong and the words allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml

TEXT_BYTES = 512 * 1024
"""No notice makes a longer pack; the longest shipped one has 40 KB."""
DEEPEST = 20
"""Levels of nesting; a pack has seven."""


class PackError(Exception):
    """A pack that cannot be used: file, line, what is wrong and which words are allowed."""

    def __init__(self, file: str, line: int, problem: str, allowed: Sequence[str] = ()) -> None:
        self.file, self.line, self.problem, self.allowed = file, line, problem, tuple(allowed)
        words = f"；可用的词：{'、'.join(self.allowed)}" if self.allowed else ""
        super().__init__(f"{file} 第{line}行：{problem}{words}")


class Marked(dict[str, Any]):
    """A mapping that knows the line (1-based) of each of its keys."""

    line: int
    lines: dict[str, int]


def _scalar(node: yaml.ScalarNode, file: str) -> Any:
    text, tag = node.value, node.tag.rpartition(":")[2]
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if tag == "int":
            return int(text.replace("_", ""))
        if tag == "float":
            return float(text.replace("_", ""))
        if tag == "timestamp":
            return date.fromisoformat(text)
    except ValueError:
        raise PackError(file, node.start_mark.line + 1, f"“{text}”不是数字或日期（YYYY-MM-DD）") from None
    return text


def _plain(node: yaml.Node, file: str) -> Any:
    """A node as plain values, mappings with their lines; a key given twice stops."""
    if isinstance(node, yaml.MappingNode):
        out = Marked()
        out.line, out.lines = node.start_mark.line + 1, {}
        for key, content in node.value:
            word = str(key.value)
            if word in out:
                raise PackError(file, key.start_mark.line + 1, f"“{word}”写了两次")
            out[word] = _plain(content, file)
            out.lines[word] = key.start_mark.line + 1
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, file) for item in node.value]
    return _scalar(node, file)  # type: ignore[arg-type]


def checked_words(
    table: Any, allowed: Sequence[str], needed: Sequence[str], file: str, what: str, line: int = 1
) -> Marked:
    """The table itself; raises PackError where it is none, has a word that is not allowed, or lacks one that is needed."""
    if not isinstance(table, Marked):
        raise PackError(file, line, f"{what}应当是“词: 值”的表", allowed)
    for word in table:
        if word not in allowed:
            raise PackError(file, table.lines[word], f"{what}里没有“{word}”这个词", allowed)
    for word in needed:
        if word not in table:
            raise PackError(file, table.line, f"{what}缺少“{word}”", needed)
    return table


def marked(text: str, file: str) -> Marked:
    """A YAML text as plain values, its mapping with the lines. Raises PackError for what is no mapping."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PackError(
            file, mark.line + 1 if mark else 1, f"不是合法的YAML：{getattr(error, 'problem', error)}"
        ) from None
    if node is None:
        raise PackError(file, 1, "文件是空的")
    table = _plain(node, file)
    if not isinstance(table, Marked):
        raise PackError(file, 1, "文件应当是“词: 值”的表")
    return table


def one_of(table: Marked, word: str, allowed: Sequence[str], file: str, default: str) -> str:
    """The word's value, which must be one of those allowed; raises PackError."""
    value = str(table.get(word, default))
    if value not in allowed:
        raise PackError(file, table.lines.get(word, table.line), f"“{word}: {value}”不可用", allowed)
    return value


def day_of(table: Marked, word: str, file: str) -> date | None:
    """The word's day, None for null or nothing; raises PackError for what is no date."""
    value = table.get(word)
    if value is None or isinstance(value, date):
        return value
    raise PackError(file, table.lines[word], f"“{word}: {value}”不是日期（YYYY-MM-DD）")


def tame(text: str, file: str) -> None:
    """Refuse what grows when it is read: aliases (a kilobyte of them makes a gigabyte), deep nesting, size."""
    if len(text.encode("utf-8", "replace")) > TEXT_BYTES:
        raise PackError(file, 1, f"超过 {TEXT_BYTES // 1024} KB")
    if "\x00" in text:
        raise PackError(file, 1, "含有空字符")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise PackError(file, line, "规则包不用别名（*名字），请写全")
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise PackError(file, line, f"嵌套超过{DEEPEST}层")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or error
        raise PackError(file, mark.line + 1 if mark else 1, f"不是合法的YAML：{said}") from None
