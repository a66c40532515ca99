"""A sum that was only assessed, because what was paid of it stands with it: 核定2860元，扣免赔300元后实赔2560元."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.evidence.units import Unit
from extractor.kinds.claim_record.meaning.words import ADVANCE, GUESSED, OUTSIDERS, REST, TAKEN_OFF, of_another_fund
from extractor.values.scan import Token

_SUMS = ("amount", "number")


_ONLY_ASSESSED = 0.7
"""How much a sum that was assessed may stand for what was paid, where less of it is said to be paid."""


def as_assessed(scores: dict[str, float], unit: Unit, token: Token) -> dict[str, float]:
    """What a sum may be, less surely what was paid where it was only assessed."""
    if "paid" not in scores or not _only_assessed(unit, token):
        return scores
    return {**scores, "paid": min(scores["paid"], _ONLY_ASSESSED)}


def _only_assessed(unit: Unit, token: Token) -> bool:
    """Whether a sum is one that was found to be due, of which another in its sentence says that less was paid."""
    lead = re.split(r"[。；;，,、\d]", unit.text[: token.start])[-1]
    if not _ASSESSED.search(lead) or _SAYS_PAID.search(lead):
        return False
    behind = [t for t in unit.tokens if t.start >= token.stop and t.kind in _SUMS]
    paid = []
    for before, after in pairwise([token, *behind]):
        between = unit.text[before.stop : after.start]
        if _ENDS.search(between) or _PARTED.search(between):
            break
        if _is_paid(between) and after.value < token.value and not _MORE_TO_COME.match(unit.text, after.stop):
            paid.append(after)
    return len(paid) == 1 or _told_before(unit, token)


def _is_paid(words: str) -> bool:
    """Whether the words before a sum say that it is what was paid in the end, and no part of it."""
    said = re.split("[，,；;、（(]", words)[-1]
    return _PAID.search(said) is not None and not (
        _PART.search(said)
        or ADVANCE.search(said)
        or REST.search(said)
        or GUESSED.search(said)
        or of_another_fund(said)
        or (OUTSIDERS.search(said) is not None and not _TO.search(said))
        or (TAKEN_OFF.search(said) is not None and not _OFF_BEFORE.search(said))
    )


def _told_before(unit: Unit, token: Token) -> bool:
    """Whether the sum stands in a bracket behind what was paid: 赔付2560元（核定2860元，免赔300元）."""
    before = [t for t in unit.tokens if t.stop <= token.start and t.kind in _SUMS]
    if not before or before[-1].value >= token.value:
        return False
    opened = _IN_BRACKET.match(unit.text[before[-1].stop : token.start]) is not None
    return opened and _is_paid(re.split(r"[。\d]", unit.text[: before[-1].start])[-1])


_ASSESSED = re.compile("核定|核损|核准|核赔|理算|审定|认定|定损")
_SAYS_PAID = re.compile("实[际赔付发]|赔付|支付|给付|已赔")
"""A sum said to be paid is so, whoever assessed it: 经核定赔付."""
_PAID = re.compile(
    "(?:(?<![不免拒未没索申])[实应获净共]?赔[了付给出]?|[实净]际?[付发支得领]|支付|给付|到[账帐手]|(?<![垫预自])付[了给讫]?)"
    "(?:赔款|赔偿金|保险金|金额|款)?(?:给?(?:伤者|受害人|被保险人|企业|家属|本人|[\u4e00-\u9fff]某))?(?:为|计|人民币|[¥￥])?\\s*$"
)
_PART = re.compile("其中|[另再又]|本次|首|第[一二三]|分[别期]|各|向[^，]{0,8}医院|限额|上限|不超过|最高")
_MORE_TO_COME = re.compile(r"\s*元?[，,；;]\s*(?:余|剩|其余|尚|差)")
_PARTED = re.compile("其中|分[别期]|分[一二两三四五\\d]次")
"""From here on a sum is told in its parts."""
_TO = re.compile("(?:付|赔|给)(?:被保险人|企业|家属|本人)")
"""To whom it was paid, which is no word for who paid."""
_OFF_BEFORE = re.compile("后[^后]{0,6}$")
_ENDS = re.compile(r"。|报案[编号]|出险|(?:^|\n)\s*[一二三四五六七八九十\d]+[、.．]")
_IN_BRACKET = re.compile(r"\s*元?\s*[（(][\u4e00-\u9fff]{2,10}$")
