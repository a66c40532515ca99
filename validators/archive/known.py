"""All traces of a few filings, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validators.archive.trace import MOST_SAID, Placed, Spread


class InMemory:
    """Answers as ``trace.Known`` says. ``placed`` come in the order of filings."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self._by_key: dict[int, list[Placed]] = {}
        self._said: dict[int, set[tuple[int, int]]] = {}
        self._measures: dict[int, list[int]] = {}
        self._spreads: dict[int, Spread | None] = {}
        for one in placed:
            for key in dict.fromkeys(one.trace.keys):
                self._by_key.setdefault(key, []).append(one)
            for phrase, context, speaker in one.trace.said:
                self._said.setdefault(phrase, set()).add((context, speaker))
            for group, number in one.trace.measures:
                self._measures.setdefault(group, []).append(number)

    def alike(self, key: int, most: int) -> Sequence[Placed]:
        return self._by_key.get(key, [])[:most]

    def few(self, key: int, most: int) -> Sequence[Placed] | None:
        found = self._by_key.get(key, [])
        return found if len(found) < most else None

    def said(self, phrase: int) -> Sequence[tuple[int, int]]:
        return sorted(self._said.get(phrase, ()))[:MOST_SAID]

    def spread(self, group: int) -> Spread | None:
        if group not in self._spreads:
            self._spreads[group] = self._spread(group)
        return self._spreads[group]

    def _spread(self, group: int) -> Spread | None:
        numbers = sorted(self._measures.get(group, ()))
        if not numbers:
            return None
        middle = numbers[(len(numbers) - 1) // 2]
        far = sorted(abs(number - middle) for number in numbers)
        return Spread(len(numbers), middle, far[(len(far) - 1) // 2])
