"""Sentences that speak of nobody's job, money or cover, whatever the learned weights hold them for: by whom and what they name."""

from __future__ import annotations

import re
from functools import cache

from extractor.clauses.tokens import load

# Who names nobody shuts out a peril or a thing, no workers ("地震不在责任范围内"), and charges none of them.
SHUT_OUT = "dispatched_workers_excluded"
_OF_WORKERS = frozenset({SHUT_OUT, "premium_charged_to_workers"})


@cache
def _persons() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(sides of the contract, words that name a person besides)."""
    data = load("acts.yaml")["persons"]
    return re.compile(data["sides"]), re.compile(data["somebody"])


def names_somebody(sentence: str) -> bool:
    sides, somebody = _persons()
    return somebody.search(sides.sub("", sentence)) is not None


@cache
def named(name: str) -> re.Pattern[str]:
    """Words of one list: what insurers do against accidents, how a fee comes back."""
    return re.compile(load("acts.yaml")[name])


@cache
def _advances() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(words for what is paid ahead of the rest, words in which anybody is meant and no job)."""
    data = load("acts.yaml")["advances"]
    return re.compile(data["paid_ahead"]), re.compile(data["anybody"])


def _caps_an_advance(sentence: str) -> bool:
    """Whether a sentence says how much is paid ahead, of whomever: the share of a limit in it tells no job from another."""
    ahead, anybody = _advances()
    return ahead.search(sentence) is not None and not names_somebody(anybody.sub("", sentence))


def _differs_for_nobody(sentence: str) -> bool:
    borne = _BORNE.search(sentence) is not None and not names_somebody(sentence)
    return borne or _caps_an_advance(sentence) or _is_english_on_nobody(sentence)


def _is_english_on_nobody(sentence: str) -> bool:
    """Whether a sentence in English tells nobody's job: of such sentences the weights know next to nothing."""
    return _HAN.search(sentence) is None and _JOBS.search(sentence) is None


_BORNE = re.compile("免赔|自负额|起赔|[Dd]eductible")
"""What is borne, of whatever: a sentence on it that names nobody tells no job from another."""
_LIST = re.compile("名[单册录字额]|姓名|[清表报]单|单上|在册|附表|记名|实名")
"""A list of people: without one, and with nobody named, what is shut out is a place or an activity."""
_HAN = re.compile("[\u4e00-\u9fff]")
_JOBS = re.compile(
    "job|post|position|occupation|grade|class|categor|worker|staff|employ|labou?r|title|rank|person", re.I
)


def _takes_from_none(sentence: str) -> bool:
    """Whether a sentence says that nothing was taken from the workers, and names them for nothing else (未向务工人员收取), or who may see it."""
    if named("only_told").search(sentence) is not None:
        return True
    none = named("taken_from_none").search(sentence)
    return none is not None and not names_somebody(f"{sentence[: none.start()]}{sentence[none.end() :]}")


def names_none_of_it(code: str, sentence: str) -> bool:
    """Whether an accusation by the weights alone is of people that the sentence does not name, or of a cost that nobody is charged."""
    return (
        (code in _OF_WORKERS and not names_somebody(sentence))
        or (code == SHUT_OUT and named("not_left_out").search(sentence) is not None)
        or (code == "premium_charged_to_workers" and _takes_from_none(sentence))
        or (code == "named_only" and _LIST.search(sentence) is None and not names_somebody(sentence))
        or (code == "differing_sums_by_job" and _differs_for_nobody(sentence))
        or (code == "service_charged" and named("from_premium").search(sentence) is not None)
    )
