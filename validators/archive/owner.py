"""Whom a filing is about, told among many filings."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from validators.facts import Filing, fold


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a filing is about, by every name, credit code and policy number its policies give."""

    names: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, filing: Filing) -> Owner:
        def said(*facts: str) -> frozenset[str]:
            values = (v for policy in filing.policies for name in facts for v in policy.facts[name].candidates())
            return frozenset(fold(str(value)) for value in values if value)

        return cls(said("policyholder", "insured"), said("uscc"), said("policy_no"))

    @property
    def nobody(self) -> bool:
        """Whether the filing has no policy that says whose it is: a paper that lies alone."""
        return not (self.names or self.codes or self.numbers)

    def stranger_to(self, other: Owner) -> bool | None:
        """Whether the other is another enterprise; None where that cannot be told. A branch, a parent and a name misread
        in a few characters are no strangers."""
        if self.codes & other.codes or self.numbers & other.numbers:
            return False
        if any(one_name(a, b) for a in self.names for b in other.names):
            return False
        return True if self.names and other.names else None

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds one of the names as it is; ``text`` is folded."""
        return any(name in text for name in self.names)

    def named_in(self, text: str) -> bool:
        return any(one_name(name, part) for name in self.names for part in text.split("、"))


def one_name(one: str, two: str) -> bool:
    """Whether two folded names are of one body, as a branch, a parent or a slip of some characters."""
    return one in two or two in one or SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.85
