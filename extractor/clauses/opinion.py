"""What an item says after the learned weights were heard: what is said, and what is only likely and a person should read.

Rules, frames and acts can say why and are blind to words they lack; the weights know many more wordings and take a sentence turned
round for its opposite. So the weights alone accuse only where nothing in the sentence turns it round, what both say is said,
and what one says against the other is doubtful: shown, undecided, neither accusation nor pass. What only one of them says
must be borne out by the outcome, which is learned of all codes together and weighs the last clause apart.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from extractor.clauses.learned import UNIT, deciding, outcome, plain, weights
from extractor.clauses.match import ClauseMatch
from extractor.clauses.nobody import SHUT_OUT, named, names_none_of_it, names_somebody
from extractor.clauses.plainly import is_plainly_against
from extractor.clauses.tokens import load
from extractor.clauses.weighed import Weighed
from extractor.text.fold import fold

# Denied twice, or called unlawful in the same breath: what patterns find in it is doubtful.
_TWICE_DENIED = re.compile("(?:并非|不是|绝非|并不是|而非)[^,。;]{0,2}(?:不|无|没)|(?:是|属于?)违[法规]")
# Who has another cover is not paid twice: that shuts nobody out.
_PAID_TWICE = re.compile("[不无未](?:再|会|予|能|得|作)?(?:重复|双重)[^,。;]{0,6}(?:赔|给付|付|补偿|理算|承担)")
# A question says nothing; what is answered stands in a sentence of its own.
_QUESTION = re.compile("(?:吗|么|呢|[能行是会对]不[能行是会对]|可不可以)$")
# Acts of which the weights know nothing: no advance is paid, claims are settled fast.
_UNWEIGHED = re.compile(
    "(?:[不没无恕拒未概]|取消|结案|判决|结论|定责|isnot|not)[^。]{0,14}(?:预[付支赔拨]|垫|提前|先|才|方|后)"
    "|(?:预[付支赔拨]|垫付|先行)[^。]{0,8}(?:不|无|没|免谈|not)"
    "|(?:[当即]天|[当即]日|[一两三五0](?:天|日|个工作日)|0小时|秒|很快|立等|次日|快速|闪)[^。]{0,30}(?:到账|结案|赔|款|付清|结清|钱)"
)


def _odds(share: float) -> int:
    return round(math.log(share / (1 - share)) * UNIT)


# What the weights alone say so surely, borne out, and both together as sure as this: of ordinary sentences they had not seen all was so (99 in 99), of
# sentences that are turned round as often as not 94 in 100.
SAID = _odds(0.8)
TOGETHER = _odds(0.88)
PROMISED = _odds(0.9)  # the same for a required clause
BORNE_OUT = _odds(0.3)  # an accusation that weights or patterns make alone must come out as accusing sentences do
SHOWN = _odds(0.1)  # below, a doubt by the weights alone was an ordinary line
PLAIN = _odds(0.6)  # likelier than that, what is turned round is still worth showing
LIKELY = _odds(0.3)  # below, ordinary lines of policies come up (one in a hundred at this share)
HOPED = _odds(0.5)  # the same for a required clause, whose absence no doubt but a good one may keep from being found
SUPPORTED = _odds(0.5)  # patterns alone, below this, were wrong of new wordings as often as right
ACCUSABLE = _odds(0.4)  # the same for an accusation, which must be borne out besides
CERTAIN = _odds(0.8)  # what patterns found and the weights hold for so likely was right, borne out or not
UNHEARD = _odds(0.05)  # what patterns found and the weights hold for less likely is not worth a doubt either
QUIET = _odds(0.15)  # where no other code is likelier, no act was ever found to add anything
AGREED = _odds(0.8)  # what the patterns found and the weights hold for so likely needs no act to take it back

# What, said of the same sentence by the patterns, cannot be true together with the first.
_AGAINST: Mapping[str, frozenset[str]] = {
    "premium_charged_to_workers": frozenset({"neg_premium"}),
    "differing_sums_by_job": frozenset({"neg_uniform"}),
    "dispatched_workers_excluded": frozenset({"neg_dispatched", "all_employees"}),
    "named_only": frozenset({"all_employees"}),
    "disability_ungraded": frozenset({"disability_graded"}),
    "service_refused": frozenset({"prevention_service"}),
    "service_charged": frozenset({"prevention_service"}),
    "advance_payment": frozenset({"neg_advance"}),
    "all_employees": frozenset({"dispatched_workers_excluded", "named_only"}),
    "prevention_service": frozenset({"service_refused", "service_charged"}),
}
REQUIRED = frozenset({"prevention_service", "advance_payment", "all_employees"})
# "本保单无免赔" refuses no service
_OF_SERVICES = frozenset({"service_refused", "service_charged"})
# Whose work it is the weights do not see: alone they took the enterprise's own checks for the insurer's as often as not.
_NEVER_ALONE = frozenset({"prevention_service"})


@cache
def _turned() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    data = load("acts.yaml")
    return {code: tuple(re.compile(data["vetoes"][name]) for name in names) for code, names in data["turned"].items()}


def _lacks_its_words(code: str, sentence: str) -> bool:
    """Whether a sentence names no service, or no way for a fee to come back, in any word listed: then nothing is asked of it, though
    weights that are sure know more words."""
    return (code in _OF_SERVICES and named("services").search(sentence) is None) or (
        code == "fee_returned" and named("gives").search(sentence) is None
    )


@cache
def _hands() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(words for people who work for the insured but are no staff of its own, for those who come on business of their own)."""
    data = load("acts.yaml")["hands"]
    return re.compile(data["working"]), re.compile(data["calling"])


def _shuts_out_hands(sentence: str) -> bool:
    """Whether those whom a sentence shuts out are called what hired hands are called; visitors and carriers are none.

    The weights take all persons alike, so that by themselves they accuse of nothing where no such word stands.
    """
    working, calling = _hands()
    return working.search(sentence) is not None and calling.search(sentence) is None


def heard(
    known: Sequence[ClauseMatch], sentences: Sequence[Weighed]
) -> tuple[tuple[ClauseMatch, ...], tuple[ClauseMatch, ...]]:
    """(what is said, what is doubtful) of an item of which the patterns ``known`` found; nothing stands that the weights hold
    for unlikely, nor an accusation that they are not certain of and that is not borne out."""
    said: list[ClauseMatch] = []
    doubtful: list[ClauseMatch] = []
    for match in known:
        if not _less_likely(match, sentences):
            said.append(match)
        elif _best(match, sentences) >= UNHEARD and not _is_paid_from_premium(match, sentences):
            doubtful.append(match)
    for sentence in sentences:
        if _anything_likely(sentence) and not _QUESTION.search(sentence.plain):
            for one in (sentence, *sentence.alone()):
                for match, sure in _told(one, said):
                    sure = sure and (one is sentence or match.code in REQUIRED or _borne_by_all(match, sentence))
                    (said if sure else doubtful).append(match)
    codes = {match.code for match in said}
    return tuple(said), tuple(_first_each(match for match in doubtful if match.code not in codes))


def _is_paid_from_premium(match: ClauseMatch, sentences: Iterable[Weighed]) -> bool:
    return match.code == "service_charged" and any(
        named("from_premium").search(sentence.plain) for sentence in sentences if sentence.touches(match)
    )


def _borne_by_all(match: ClauseMatch, sentence: Weighed) -> bool:
    """Whether the whole sentence does not speak against what one of its parts is accused of by the weights alone."""
    return sentence.odds[weights().codes.index(match.code)] >= 0  # even odds


def _anything_likely(sentence: Weighed) -> bool:
    return any(max(one.odds) >= LIKELY for one in (sentence, *sentence.parts))


def acts_may_matter(
    text: str, known: Iterable[ClauseMatch], sentences: Iterable[Weighed], about: Container[str]
) -> bool:
    """Whether the acts are worth the asking: they cost more than all else, and nearly every item is plain without them.

    ``about``: the codes that acts give or take back.
    """
    best = dict.fromkeys(weights().codes, -sys.maxsize)
    for sentence in sentences:
        for one in (sentence, *sentence.alone()):
            for code, value in zip(best, one.odds, strict=True):
                best[code] = max(best[code], value)
    there = {match.code for match in known}
    return (
        any(value >= QUIET for code, value in best.items() if code not in there)
        or any(best.get(code, AGREED - 1) < AGREED for code in there if code in about)
        or _UNWEIGHED.search(plain(fold(text))) is not None
    )


def _less_likely(match: ClauseMatch, sentences: Iterable[Weighed]) -> bool:
    if match.code not in weights().codes:
        return False
    touched = [sentence for sentence in sentences if sentence.touches(match)]
    if match.code not in REQUIRED:
        touched = [sentence.around(match) for sentence in touched]
    if match.code not in REQUIRED and any(_TWICE_DENIED.search(sentence.plain) for sentence in touched):
        return True
    if not touched:
        return False
    if match.code == SHUT_OUT and any(_PAID_TWICE.search(sentence.plain) for sentence in touched):
        return True
    if all(_QUESTION.search(sentence.plain) for sentence in touched):
        return True
    best = _best(match, touched)
    if match.code in REQUIRED:
        return best < (SUPPORTED if match.code in _NEVER_ALONE else LIKELY)
    return best < ACCUSABLE or (best < CERTAIN and all(outcome(sentence.plain) < BORNE_OUT for sentence in touched))


def _best(match: ClauseMatch, sentences: Iterable[Weighed]) -> int:
    """How much speaks for a code of the weights in the likeliest of the sentences that ``match`` touches."""
    index = weights().codes.index(match.code)
    touched = (
        sentence.likeliest(index, PROMISED) if match.code in REQUIRED else sentence.around(match)
        for sentence in sentences
        if sentence.touches(match)
    )
    return max((sentence.odds[index] for sentence in touched), default=UNHEARD)


def _told(sentence: Weighed, said: Sequence[ClauseMatch]) -> Iterator[tuple[ClauseMatch, bool]]:
    """What the weights add of one sentence, and whether it is said or doubtful."""
    there = {match.code for match in said}
    beside = {match.code for match in said if sentence.touches(match)}
    for index, code in enumerate(weights().codes):
        told = sentence.likeliest(index, PROMISED) if code in REQUIRED else sentence
        value = told.odds[index]
        if value < (HOPED if code in REQUIRED else LIKELY) or code in there:
            continue
        turned = any(pattern.search(told.plain) for pattern in _turned().get(code, ()))
        against = not _AGAINST.get(code, frozenset()).isdisjoint(beside)
        least = PROMISED if code in REQUIRED else SAID
        if value < PLAIN and (turned or against):
            continue
        if against and is_plainly_against(code, sentence.plain):
            continue
        match = ClauseMatch(code, told.start, told.stop, deciding(told.plain, code))
        if code == "all_employees" and not names_somebody(told.plain):
            continue  # what has the same force as the policy is a paper, no worker
        if code == "advance_payment" and named("settled").search(sentence.plain):
            continue
        if code in REQUIRED:
            sure = value >= least and not turned and not against and code not in _NEVER_ALONE
            yield match, sure and not told.loose
        elif names_none_of_it(code, sentence.plain):
            continue
        elif (borne := outcome(sentence.plain)) >= SHOWN:
            sure = value >= least and borne >= BORNE_OUT and value + borne >= TOGETHER
            sure = sure and (code != SHUT_OUT or _shuts_out_hands(sentence.plain)) and not turned and not against
            if sure or not _lacks_its_words(code, sentence.plain):
                yield match, sure


def _first_each(matches: Iterable[ClauseMatch]) -> Iterator[ClauseMatch]:
    seen: set[str] = set()
    for match in matches:
        if match.code not in seen:
            seen.add(match.code)
            yield match
