"""Tables and numbers that no paper holds, handed in beside the papers of a policy (manifest ``parameters``)."""

from __future__ import annotations

from collections.abc import Mapping

from validators.facts import Fact
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """``given.<name>`` for each of them, as for subjects that have no policy."""
    if papers.manifest is None:
        return {}
    return {f"given.{name}": Fact(value, why="manifest") for name, value in papers.manifest.parameters.items()}
