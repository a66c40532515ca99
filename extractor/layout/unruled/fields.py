"""Records that systems write as names and values: objects of JSON, ``name=value`` side by side or one to a line → tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.document import Block, Cell, Line, Table

Numbered = tuple[int, str]
Record = dict[str, tuple[int, str]]
"""Name → (number of the line, value)."""

_LEAST_NAMES = 4
"""Names without which a record is none: From, To and Date head a letter."""
_LEAST_OF_SYSTEMS = 3
_MOST_NAMES = 40
"""Names of which none is a system's: a letter's lines, however many follow."""
_NAME = r"[A-Za-z][A-Za-z0-9_.]{1,39}"
_OF_SYSTEMS = re.compile(r"[a-z][A-Z]|_|^[A-Z]{3,}$")
"""How no person writes a word: claimNo, claim_no, CLAIM."""
_PAIR = re.compile(rf"(?<![\w./?])[\"']?({_NAME})[\"']?\s*=\s*(?!=)")
_ONE = re.compile(rf"\s*[\"']?({_NAME})[\"']?\s*[=:：]\s*(.*?)\s*[,;]?\s*")
_ENDS = " \t,;|&\"'"
_NOTHING = frozenset({"null", "none", "nil", "nan", "undefined", "<null>"})
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}\[\]:,])|([^\s{}\[\]:,"]+)')
_DAY = re.compile(r"(?:19|20)\d\d[-/.]?\d\d?[-/.]?\d\d?")
_DEEPEST = 30


def records_of(lines: Sequence[Numbered]) -> Iterator[tuple[int, int, list[Block]]]:
    """(first, last, blocks) for each run of ``lines``, by its places among them, that holds records of a system."""
    at, unclosed = 0, False
    while at < len(lines):
        found = None if unclosed else _json(lines, at)
        unclosed = unclosed or found is _UNCLOSED
        if found is None or unclosed:
            found = _side_by_side(lines, at) or _one_to_a_line(lines, at)
        if found is None:
            at += 1
            continue
        last, blocks = found
        yield at, last, blocks
        at = last + 1


def _table(records: Sequence[Record]) -> Table:
    names = list(dict.fromkeys(name for record in records for name in record))
    top = next(iter(records[0].values()))[0]
    cells = [Cell(0, c, (Line(name, where=f"第{top}行"),), where=f"第{top}行") for c, name in enumerate(names)]
    for r, record in enumerate(records, 1):
        for c, name in enumerate(names):
            number, value = record.get(name, (0, ""))
            if value and value.lower() not in _NOTHING:
                cells.append(Cell(r, c, (Line(value, where=f"第{number}行"),), where=f"第{number}行 {name}"))
    return Table(tuple(cells), len(records) + 1, len(names), method="native")


def _alike(record: Record, other: Record) -> bool:
    return 2 * len(record.keys() & other.keys()) >= max(len(record), len(other))


# -- name=value


def _side_by_side(lines: Sequence[Numbered], at: int) -> tuple[int, list[Block]] | None:
    """The lines from ``at`` on that each hold a record, whatever stands before it, under the same names."""
    records: list[Record] = []
    for number, text in lines[at:]:
        record = _pairs(number, text)
        if len(record) < _LEAST_NAMES or (records and not _alike(record, records[-1])):
            break
        records.append(record)
    return (at + len(records) - 1, [_table(records)]) if records else None


def _pairs(number: int, text: str) -> Record:
    if "=" not in text or "://" in text:
        return {}
    found = list(_PAIR.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    record: Record = {}
    for match, end in zip(found, ends, strict=False):  # an end more where there is no name
        record.setdefault(match[1], (number, text[match.end() : end].strip(_ENDS).rstrip("})]")))
    return record


def _one_to_a_line(lines: Sequence[Numbered], at: int) -> tuple[int, list[Block]] | None:
    """The lines from ``at`` on with a name and its value each; a name that comes again begins the next record."""
    records: list[Record] = [{}]
    last = at

    def whole() -> bool:
        names = records[0].keys()
        of_systems = sum(bool(_OF_SYSTEMS.search(name)) for name in names)
        return len(names) >= _LEAST_NAMES and of_systems >= _LEAST_OF_SYSTEMS

    for place in range(at, len(lines)):
        number, text = lines[place]
        match = _ONE.fullmatch(text)
        if match is None or match[2].startswith("//"):
            if match is None and records[-1] and _between(text):
                continue
            break
        if match[1] in records[-1]:
            if not whole():
                return None
            records.append({})
        records[-1][match[1]] = (number, match[2].strip("\"'"))
        last = place
        if len(records[0]) > _MOST_NAMES and not whole():
            return None
    return (last, [_table(records)]) if whole() else None


def _between(text: str) -> bool:
    """Whether a line only parts records: ``----``, ``[claim 2]``, ``- ``."""
    return re.fullmatch(r"\W+|\s*\[[\w. ]{1,20}\]\s*", text) is not None


# -- JSON


_UNCLOSED: tuple[int, list[Block]] = (-1, [])
"""What is read of objects that nothing closes up to the end: none after them is looked for."""


@dataclass
class _Object:
    """An object being read: what it says itself, in objects within it too, and its objects in lists."""

    named: str = ""
    in_list: bool = False
    members: Record = field(default_factory=dict)
    children: list[_Object] = field(default_factory=list)


def _json(lines: Sequence[Numbered], at: int) -> tuple[int, list[Block]] | None:
    """The objects that begin in line ``at``, to the line in which the last of them ends."""
    begun = re.search(r"[{\[]\s*(?:[{\[\"]|$)", lines[at][1])
    if begun is None or "：" in lines[at][1][: begun.start()]:
        return None
    reader = _Reader()
    ended, whole = None, True
    for place in range(at, len(lines)):
        number, text = lines[place]
        if not reader.take(number, text[begun.start() :] if place == at else text):
            whole = False
            break
        if not reader.stack:
            ended = place
            following = lines[place + 1][1].lstrip()[:1] if place + 1 < len(lines) else ""
            if following not in ("{", "[", ","):
                break
    rows = [record for top in reader.tops for record in _rows(top, {})]
    rows = [row for row in rows if len(row) >= _LEAST_NAMES]
    if ended is None:
        return _UNCLOSED if reader.stack and whole else None
    if not rows:
        return None
    groups: list[list[Record]] = []
    for row in rows:
        if groups and _alike(row, groups[-1][0]):
            groups[-1].append(row)
        else:
            groups.append([row])
    said = [
        Line(f"{name}：{value}", where=f"第{number}行")
        for top in reader.tops
        if top.children
        for name, (number, value) in top.members.items()
        if value
    ]
    return ended, [*said, *map(_table, groups)]


def _rows(found: _Object, above: Record) -> Iterator[Record]:
    """The records of an object: of the objects in its lists, each with what is said above them but days, else its own."""
    over = {name: told for name, told in {**above, **found.members}.items() if not _DAY.match(told[1])}
    inner = [row for child in found.children for row in _rows(child, over)]
    if inner:
        yield from inner
    elif found.members:
        yield {**found.members, **{name: told for name, told in above.items() if name not in found.members}}


class _Reader:
    """Objects and lists that are open, and what stands in them."""

    def __init__(self) -> None:
        self.stack: list[_Object | None] = []  # None: a list
        self.tops: list[_Object] = []
        self.key: str | None = None
        self.last: str | None = None

    def take(self, number: int, text: str) -> bool:
        """Reads a line; whether what was read is JSON so far."""
        for match in _TOKEN.finditer(text):
            sign = match[2]
            if sign in ("{", "["):
                if len(self.stack) >= _DEEPEST:
                    return False
                self._open(sign)
            elif sign in ("}", "]"):
                if not self.stack or (self.stack[-1] is None) != (sign == "]"):
                    return False
                self.stack.pop()
                self.key = self.last = None
            elif sign == ":":
                if self.last is None or not self.stack or self.stack[-1] is None:
                    return False
                self.key, self.last = self.last, None
            elif sign == ",":
                self.key = self.last = None
            elif not self._value(number, match[3] if match[1] is None else _unescaped(match[1])):
                return False
        return True

    def _open(self, sign: str) -> None:
        if sign == "[":
            self.stack.append(None)
            return
        around = next((one for one in reversed(self.stack) if one is not None), None)
        within = bool(self.stack) and self.stack[-1] is not None
        if around is None:
            self.tops.append(own := _Object(in_list=bool(self.stack)))
        elif within:  # what an object says in an object is said of it
            own = _Object(named=f"{around.named}{self.key}." if self.key else around.named, members=around.members)
            own.children = around.children
        else:
            around.children.append(own := _Object(in_list=True))
        self.stack.append(own)
        self.key = None

    def _value(self, number: int, value: str) -> bool:
        top = self.stack[-1] if self.stack else None
        if self.key is None:
            if self.last is not None or not self.stack:
                return False  # words one after the other: no JSON
            self.last = value
        elif top is not None:
            top.members.setdefault(top.named + self.key, (number, value))
            self.key = None
        return True


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
