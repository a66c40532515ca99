"""Where the characters of a line stand from left to right, packed: a long paper has millions of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import sub
from struct import Struct
from typing import overload

_PAIR = Struct("2d")
"""The left and the right x of one character, points."""


class Edges(Sequence[tuple[float, float]]):
    """The left and right x of each character of a line, in points.

    A sequence of pairs that never changes, kept as 16 bytes a character; as a tuple of tuples it takes eight times as much.

    >>> edges = Edges([(10.0, 19.5), (20.0, 29.5), (30.0, 39.5)])
    >>> edges[-1], edges[1:]
    ((30.0, 39.5), Edges([(20.0, 29.5), (30.0, 39.5)]))
    >>> edges.reach(0, 2)
    (10.0, 29.5)
    """

    __slots__ = ("_packed",)
    _packed: bytes

    def __init__(self, pairs: Iterable[tuple[float, float]] = ()) -> None:
        self._packed = array("d", chain.from_iterable(pairs)).tobytes()

    @classmethod
    def of_columns(cls, lefts: Sequence[float], rights: Sequence[float]) -> Edges:
        """The same from all left sides and all right sides, equally many."""
        flat = [0.0] * (2 * len(lefts))
        flat[::2], flat[1::2] = lefts, rights
        return cls._of(array("d", flat).tobytes())

    @classmethod
    def packed(cls, pairs: bytes, start: int, stop: int) -> Edges:
        """The pairs from ``start`` to ``stop`` of many, given as 64-bit floats one behind the other."""
        return cls._of(pairs[start * _PAIR.size : stop * _PAIR.size])

    @classmethod
    def _of(cls, packed: bytes) -> Edges:
        edges = cls.__new__(cls)
        edges._packed = packed
        return edges

    def reach(self, start: int, stop: int) -> tuple[float, float] | None:
        """The leftmost and the rightmost x of the characters ``[start:stop]``; None where there are none."""
        if start < 0 or stop < 0:  # counted from the end
            start, stop, _ = slice(start, stop).indices(len(self))
        run = array("d", self._packed[start * _PAIR.size : stop * _PAIR.size])
        return (min(run[::2]), max(run[1::2])) if run else None

    def widest_gap(self) -> float:
        """The widest white space between two characters that follow each other; 0 where no two stand apart."""
        sides = array("d", self._packed)
        return max(map(sub, sides[2::2], sides[1::2]), default=0.0)

    def __len__(self) -> int:
        return len(self._packed) // _PAIR.size

    def __bool__(self) -> bool:
        return bool(self._packed)

    def __iter__(self) -> Iterator[tuple[float, float]]:
        return _PAIR.iter_unpack(self._packed)

    @overload
    def __getitem__(self, at: int) -> tuple[float, float]: ...
    @overload
    def __getitem__(self, at: slice) -> Edges: ...
    def __getitem__(self, at: int | slice) -> tuple[float, float] | Edges:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            if step != 1:
                return Edges([self[k] for k in range(start, stop, step)])
            return Edges._of(self._packed[start * _PAIR.size : max(start, stop) * _PAIR.size])
        start = at + len(self) if at < 0 else at
        if not 0 <= start < len(self):
            raise IndexError(at)
        return _PAIR.unpack_from(self._packed, start * _PAIR.size)

    def __eq__(self, other: object) -> bool:
        return self._packed == other._packed if isinstance(other, Edges) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._packed)

    def __repr__(self) -> str:
        return f"Edges({list(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Edges._of, (self._packed,)
