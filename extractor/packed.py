"""The pages of a long paper, packed until they are looked at: a thousand pages of tables take a tenth of the memory."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from extractor.document import Page

FEW = 32
"""Pages that are held as they are: papers of so many are walked over many times at once."""
LEVEL = 3
"""Of zlib; the pages of one paper are so much alike that more effort gains little."""


class PackedPages(Sequence[Page]):
    """Pages, each unpacked when it is first asked for and then kept, so that asked again it is the same object.

    >>> pages = PackedPages(Page(number, 595.0, 842.0, ()) for number in range(1, 41))
    >>> len(pages), pages[39].number, pages[39] is pages[-1], pages[:2] == (pages[0], pages[1])
    (40, 40, True, True)
    """

    __slots__ = ("_held", "_like")

    def __init__(self, pages: Iterable[Page]) -> None:
        self._held: list[Page | bytes] = []
        self._like = b""  # the last page held as it is: what the others are like
        for page in pages:
            if len(self._held) < FEW:
                self._held.append(page)
                continue
            if not self._like:
                self._like = pickle.dumps(self._held[-1], pickle.HIGHEST_PROTOCOL)
            packer = zlib.compressobj(LEVEL, zdict=self._like)
            self._held.append(packer.compress(pickle.dumps(page, pickle.HIGHEST_PROTOCOL)) + packer.flush())

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, at: int) -> Page: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Page, ...]: ...
    def __getitem__(self, at: int | slice) -> Page | tuple[Page, ...]:
        if isinstance(at, slice):
            return tuple(self[number] for number in range(*at.indices(len(self))))
        held = self._held[at]
        if isinstance(held, bytes):
            unpacker = zlib.decompressobj(zdict=self._like)
            held = self._held[at] = pickle.loads(unpacker.decompress(held))  # our own bytes, of this process
        return held

    def __iter__(self) -> Iterator[Page]:
        return (self[number] for number in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (tuple, PackedPages)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[object, ...]:
        return tuple, (tuple(self),)
