"""Which policy an entry of a ledger is of: by its column, by the heading of its group, by its words, by the paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.book.around import form_of
from extractor.kinds.fee_ledger.columns.roles import is_number_like, unlabelled
from extractor.record import Reading
from extractor.values.scan import Token

_LEAST_NUMBER = 8
"""Characters of a policy's number in words that call it one."""


def group_policy(row: Mapping[int, Unit], like: str = "") -> Reading[Any] | None:
    """The policy's number in a row that holds nothing else: the heading of a group of entries.

    ``like``: a policy's number of the same book; what is written in its form is another one, whatever its label is.
    """
    units = list({id(u): u for u in row.values() if u.text.strip()}.values())
    if len(units) != 1:
        return None
    unit = units[0]
    codes = [t for t in unit.tokens if t.kind == "code" and len(unit.text[t.start : t.stop]) >= 10]
    if (
        len(codes) != 1
        or len(unit.text) > 60
        or (
            unit.text[: codes[0].start].strip()
            and not meaning(unit.text[: codes[0].start][-14:]).has("policy")
            and form_of(str(codes[0].value)) != form_of(like)
        )
    ):
        return None
    return Reading(codes[0].value, unit.span(codes[0].start, codes[0].stop), "group", 0.85)


_SET_ASIDE_OF = re.compile(
    "(?:提取|计提|预提|提存|提列)(?:事故|安责险?|安全)*(?:预防|防范)?(?:服务)?[费金]?用?[\\s,，:：]*$"
)
"""What stands right before the number of a policy, and of nothing else, in the words of an entry."""


_SEVERAL = 2
"""Entries that make a book."""


class Policies:
    """The policies of one table. ``whole`` is the one that stands over it, or over the whole paper."""

    def __init__(self, cols: Columns, whole: Reading[Any] | None) -> None:
        self.cols, self.whole = cols, whole
        self.heading = self._under_headings()
        self.first = self._in_first_line()
        self.named = self._in_words()

    def of(self, row: Mapping[int, Unit]) -> Reading[Any] | None:
        if "policy_no" in self.cols.roles:
            number = self.cols.cell(row, "policy_no") or self.first
            if number is None or not is_number_like(number):
                return None
            return Reading(unlabelled("".join(number.raw.split())), number.span(), "table", 0.97)
        own = self._words_of(row)
        return own or self.heading.get(id(row), self.whole) or self._only_one()

    def _under_headings(self) -> Mapping[int, Reading[Any]]:
        """The rows under the number of a policy that heads its group, by id."""
        if "policy_no" in self.cols.roles:
            return {}
        like = str(self.whole.value) if self.whole is not None else ""
        out: dict[int, Reading[Any]] = {}
        now: Reading[Any] | None = None
        for row in self.cols.rows:
            now = group_policy(row, like) or now
            if now is not None:
                out[id(row)] = now
        return out

    def _in_first_line(self) -> Unit | None:
        """The only cell of the column of policies, where the first entry has it and the others nothing: it is that of all."""
        if "policy_no" not in self.cols.roles or len(self.cols.rows) < _SEVERAL:
            return None
        told = [self.cols.cell(row, "policy_no") for row in self.cols.rows]
        return told[0] if not any(told[1:]) else None

    def _in_words(self) -> Mapping[str, tuple[Unit, Token]]:
        """The numbers that the words of any entry call a policy's: number → where the first one stands."""
        out: dict[str, tuple[Unit, Token]] = {}
        if "policy_no" in self.cols.roles:
            return out
        for row in self.cols.rows:
            for unit in self._words_in(row):
                for token in _codes(unit):
                    before = unit.text[: token.start]
                    if meaning(before[-6:]).has("policy") or _SET_ASIDE_OF.search(before):
                        out.setdefault(str(token.value), (unit, token))
        return out

    def _words_in(self, row: Mapping[int, Unit]) -> list[Unit]:
        """The cells that tell of an entry in words: what it was for, and remarks beside it under heads that say nothing known."""
        known = {c for name, c in self.cols.roles.items() if name != "item"}
        return list({id(u): u for c, u in row.items() if c not in known}.values())

    def _words_of(self, row: Mapping[int, Unit]) -> Reading[Any] | None:
        """The one that the entry's words name, called so there or in another entry of the book."""
        told = [(u, t) for u in self._words_in(row) for t in _codes(u) if str(t.value) in self.named]
        return _reading(*told[0]) if len({str(t.value) for _, t in told}) == 1 else None

    def _only_one(self) -> Reading[Any] | None:
        """The only one that any entry of the book names, where nothing else tells."""
        return _reading(*next(iter(self.named.values()))) if len(self.named) == 1 else None


def _codes(unit: Unit) -> list[Token]:
    return [t for t in unit.tokens if t.kind == "code" and t.stop - t.start >= _LEAST_NUMBER]


def _reading(unit: Unit, token: Token) -> Reading[Any]:
    return Reading(token.value, unit.span(token.start, token.stop), "table, in words", 0.85)
