"""A judged filing as result files are made of it, read back from what the journal keeps no further than they ask."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.records import compact


@dataclass(frozen=True, eq=False)
class JudgedFiling:
    """One filing as it is written: the line of docs/report.md as bytes, and its facts. ``find`` tells where its papers lie. What
    is made of it for one form is kept for the next by its identity."""

    line: bytes
    packed_facts: bytes
    find: Callable[[], Mapping[str, str]] = dict

    @cached_property
    def files(self) -> Mapping[str, str]:
        """A paper's path in the filing → the way from RESULT to its file, or to the archive that it is in. What lies in a store
        has none."""
        return self.find()

    @cached_property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = compact.read(self.line)
        return report

    @cached_property
    def finding_texts(self) -> Sequence[bytes]:
        """The findings of the report as they stand in its line."""
        count = len(self.report["findings"])
        return (_pieces(self.line, count) or _scanned(self.line.decode())) if count else ()

    @cached_property
    def facts(self) -> list[list[Any]]:
        """As in ``api.records.facts.said_to_rows``."""
        return list(map(_in_rows, compact.read(zlib.decompress(self.packed_facts))))

    @cached_property
    def policy(self) -> Mapping[str, Any]:
        """The values of the facts of the first policy; of those that papers contradict the first. What comes after it is not read
        for it: it stands before what it is about."""
        known = self.__dict__.get("facts")
        subjects = known or (_in_rows(one) for one, *_ in _items(zlib.decompress(self.packed_facts).decode(), 0))
        for about, _, said in subjects:
            if about == "policy":
                return {name: value for name, _, value, _, _ in said}
        return {}


def _pieces(line: bytes, count: int) -> list[bytes]:
    """The findings of a line that has so many, cut where one ends and another begins, which no text within can look like: its quotes
    are escaped. Nothing where they cannot be told so from other lists of the line."""
    begin, end = line.find(_FINDINGS), line.rfind(_AFTER)
    if line.find(_FINDINGS, begin + 1) >= 0:
        return []
    pieces = line[begin + len(_FINDINGS) : end].replace(_BETWEEN, _CUT).split(b"\n") if 0 <= begin < end else []
    return pieces if len(pieces) == count and all(piece.startswith(_FIRST) for piece in pieces) else []


_FINDINGS, _AFTER = b'"findings":[', b'],"coverage":{'
_FIRST = b'{"rule":"'
_BETWEEN, _CUT = b"}," + _FIRST, b"}\n" + _FIRST


def _scanned(text: str) -> list[bytes]:
    """The same, value by value."""
    at = 1
    while text[at] != "}":
        name, at = _scan(text, at)
        if name == "findings":
            return [text[start:end].encode("utf-8", "surrogatepass") for _, start, end in _items(text, at + 1)]
        _, at = _scan(text, at + 1)
        at += text[at] == ","
    return []


_scan = json.JSONDecoder().raw_decode
"""A value that begins there in a text, and where it ends. Everything that is kept is written without white space."""


def _items(text: str, at: int) -> Iterator[tuple[Any, int, int]]:
    """The values of a list that begins there, and where each begins and ends.

    >>> list(_items('[[1],"b"]', 0))
    [([1], 1, 4), ('b', 5, 8)]
    """
    at += 1
    while text[at] != "]":
        value, end = _scan(text, at)
        yield value, at, end
        at = end + (text[end] == ",")


def _in_rows(subject: Any) -> list[Any]:
    return _in_short(subject) if isinstance(subject, dict) else subject


def _in_short(subject: Mapping[str, Any]) -> list[Any]:
    """A subject as journals had it before rows."""
    rows = [
        [
            name,
            said["state"],
            said["value"],
            said["confidence"],
            list({place["path"]: None for place in said["evidence"]}),
        ]
        for name, said in subject["facts"].items()
    ]
    return [subject["about"], subject["key"], rows]
