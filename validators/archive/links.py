"""The policy before this one, where another filing holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from validators import renewal
from validators.facts import Fact, Facts, Filing, Subject


def linked(filings: Sequence[Filing]) -> list[Filing]:
    """The filings, each policy knowing when the policy before it of the same holder ended, where another filing holds that one.

    Holders are told by their credit codes alone: among many filings two enterprises may share a name. A policy that knows the
    one before it from its own filing keeps it.
    """
    by_code: dict[str, list[renewal.Policy]] = {}
    for filing in filings:
        for subject in filing.policies:
            told = renewal.of_facts(_named(subject.facts), filing.filing_id)
            if told.code:
                by_code.setdefault(told.code, []).append(told)
    shared = {code: told for code, told in by_code.items() if len({policy.where for policy in told}) > 1}
    return [_with_links(filing, shared) if shared else filing for filing in filings]


def _named(facts: Facts) -> dict[str, Fact]:
    return {name: facts[name] for name in renewal.NEEDED}


def _with_links(filing: Filing, shared: Mapping[str, Sequence[renewal.Policy]]) -> Filing:
    subjects = tuple(
        _with_link(filing, subject, shared) if subject.about == "policy" else subject for subject in filing.subjects
    )
    return (
        replace(filing, subjects=subjects)
        if any(a is not b for a, b in zip(subjects, filing.subjects, strict=True))
        else filing
    )


def _with_link(filing: Filing, subject: Subject, shared: Mapping[str, Sequence[renewal.Policy]]) -> Subject:
    own = renewal.of_facts(_named(subject.facts), filing.filing_id)
    others = [policy for policy in shared.get(own.code, ()) if policy.where != filing.filing_id]
    if not others or subject.facts["previous_period_end"].known:
        return subject
    found = renewal.previous(own, others, by_name=False)
    return replace(subject, facts=Facts(found, subject.facts)) if found else subject
