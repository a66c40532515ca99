"""The sector that a policy's line of business means, so that texts for one sector bind its policies alone."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.values import sector
from validators.facts import ABSENT, Fact
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``sector``: a code of ``extractor.values.sector``; absent where the words leave it open, contradicted where two papers
    name two sectors.

    >>> nobody = Papers(None, (), (), (), None)
    >>> policy({"industry": Fact("房屋建筑施工")}, nobody)["sector"].value
    'construction'
    >>> policy({"industry": Fact("矿山")}, nobody)["sector"].state
    'absent'
    """
    said = facts.get("industry", ABSENT)
    if said.state == "absent":
        return {}
    codes = tuple(dict.fromkeys(sector.parse(str(words)) for words in said.candidates()))
    if None in codes:
        return {"sector": Fact(None, said.evidence, "absent", "the words leave the sector open", said.confidence)}
    if len(codes) > 1:
        return {"sector": Fact(codes[0], said.evidence, "contradicted", said.why, said.confidence, codes[1:])}
    return {"sector": Fact(codes[0], said.evidence, why="the line of business", confidence=said.confidence)}
