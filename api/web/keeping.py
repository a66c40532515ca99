"""Pages kept rendered, for those that are looked at again and again and change seldom.

What differs from person to person – the token of the session, the names in the head – is cut out of what is kept and put in
for each request, so that one rendering serves everybody with the same rights.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock

from markupsafe import Markup, escape

from api.accounts.principal import Principal

PERSONAL = ("csrf", "user_name", "org_name")
_MARK = secrets.token_hex(16)
"""Unguessable, so that no paper's words can pass for a place to fill."""

MOST_BYTES = 64 << 20
"""How much one process keeps; some hundreds of filings."""


def markers() -> Mapping[str, Markup]:
    """Stand-ins for what is personal, to render with."""
    return {name: Markup(f"{_MARK}{name}{_MARK}") for name in PERSONAL}


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered page, cut where something personal belongs: ``pieces`` bytes and names by turns, bytes first."""

    pieces: tuple[bytes, ...]
    names: tuple[str, ...]
    size: int

    @classmethod
    def of(cls, text: str) -> Kept:
        """From what was rendered with ``markers()``."""
        cut = text.split(_MARK)
        pieces = tuple(piece.encode() for piece in cut[::2])
        return cls(pieces, tuple(cut[1::2]), sum(map(len, pieces)))

    def fill(self, personal: Mapping[str, str]) -> bytes:
        """The page for one person; values are escaped here."""
        values = {name: str(escape(value)).encode() for name, value in personal.items()}
        out = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            out += (values[name], piece)
        return b"".join(out)


class Shelf:
    """Kept pages by key, the longest unused going first when there are too many bytes. Safe for many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            if (old := self._pages.pop(key, None)) is not None:
                self._size -= old.size
            self._pages[key] = kept
            self._size += kept.size
            while self._size > self._most and len(self._pages) > 1:
                _, gone = self._pages.popitem(last=False)
                self._size -= gone.size

    def __len__(self) -> int:
        return len(self._pages)


def personal(who: Principal) -> Mapping[str, str]:
    """What is put in for one person; as ``api.web.templating.context`` has it."""
    return {"csrf": who.csrf, "user_name": who.name or who.login, "org_name": who.org_name}
