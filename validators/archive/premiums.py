"""Premium per head far from what others of the same sector pay. It proves nothing: a person has to look."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from validators.archive.owner import Owner
from validators.archive.trace import ENGINE, Known, Placed, Trace, key
from validators.facts import Filing
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"premium_per_head_outlier"})
RULE: Final = "archive.premium-per-head"
LEAST: Final = 30
"""Policies of a sector, under which nobody knows what is usual."""
FAR: Final = 74_130
"""Ten-thousandths of a median distance (MAD): five standard deviations, as 1.4826 MAD are one where the numbers lie normally."""
TIMES: Final = 4
"""And so many times the median, or a part of it: in a sector where all pay alike the distances are next to nothing."""
_SAY: Final = {
    "zh": "人均保险费{per_head}元，同行业{policies}份保单的中位数为{median}元，偏离明显，请人工核对人数和保险费",
    "en": "The premium per head is {per_head} yuan where the median of {policies} policies of the sector is {median}; a person has to look at head count and premium",
}


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy's premium per insured head in its sector, in whole 分."""
    for subject in filing.policies:
        facts = subject.facts
        premium, heads, sector = facts["premium"], facts["insured_count"], facts["sector"]
        # A copy of the policy in another filing is no further policy, yet harms the median little; it is left in.
        if not (premium.known and heads.known and sector.known) or heads.value < 1 or premium.value <= 0:
            continue
        fen, group = int(premium.value * 100 / heads.value), key("per head", str(sector.value))
        places = (*premium.evidence[:1], *heads.evidence[:1])
        body = {"subject": subject.key, "fen": fen, "sector": str(sector.value), "group": group}
        yield Trace(body, measures=((group, fen),), places=places)


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The policy where it lies far outside."""
    body, spread = own.trace.body, known.spread(own.trace.body["group"])
    if spread is None or spread.size < LEAST:
        return
    fen, middle = body["fen"], spread.median
    far = 10_000 * abs(fen - middle) > FAR * spread.mad
    if not far or TIMES * min(fen, middle) > max(fen, middle):
        return
    params = {
        "per_head": Decimal(fen) / 100, "median": Decimal(middle) / 100, "policies": spread.size, "sector": body["sector"],
    }  # fmt: skip
    yield Finding(
        RULE, "premium_per_head_outlier", Verdict.UNDECIDED, Severity.NOTE, body["subject"], params, own.trace.places, ENGINE,
        fingerprint(RULE, own.name, body["subject"], {"sector": body["sector"]}), "an outlier is no fault by itself", say=_SAY,
    )  # fmt: skip
