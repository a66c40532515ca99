"""What a sentence of a policy's special agreements (特别约定) says, in any wording, negation respected.

Errors cost differently: a required clause that is plausibly there is taken as there, a prohibited one must be plain.
So a negating word anywhere in a sentence about premiums or limits keeps it from being called prohibited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from extractor.clauses.acts import act_codes, with_acts
from extractor.clauses.between import with_parts
from extractor.clauses.contracted import without_contractors
from extractor.clauses.frames import with_frames
from extractor.clauses.groups import sums_differ
from extractor.clauses.match import ClauseMatch
from extractor.clauses.opinion import acts_may_matter, heard
from extractor.clauses.paid_first import without_paid_first
from extractor.clauses.rules import Rule, rulebook
from extractor.clauses.set_aside import without_filed_later, without_kinds_alone, without_set_aside
from extractor.clauses.tokens import PERIOD, SEMICOLON, Tokens, amount, lexicon
from extractor.clauses.weighed import weighed
from extractor.values.dates import chinese_int

__all__ = ["PROHIBITED", "ClauseMatch", "doubtful", "percent", "recognise", "topic", "topic_of"]

PROHIBITED = frozenset({"premium_charged_to_workers", "differing_sums_by_job", "dispatched_workers_excluded"})

# For analysis: the topic of an item is the first of these that it says.
_TOPICS: tuple[tuple[str, str], ...] = (
    *((code, "prohibited") for code in sorted(PROHIBITED)),
    ("prevention_service", "prevention_service"),
    ("advance_payment", "advance_payment"),
    ("all_employees", "all_employees"),
    ("fee", "fee"),
    ("deductible", "deductible"),
    ("neg_premium", "neg_premium"),
    ("neg_uniform", "neg_uniform"),
    ("neg_dispatched", "all_employees"),
    ("last_no", "last_no"),
    ("citation", "citation"),
)


def recognise(text: str) -> tuple[ClauseMatch, ...]:
    """Everything that one item of the special agreements says, in the order of the rules; () when nothing is known.

    >>> [m.code for m in recognise("临时工、派遣工不在保障范围内。")]
    ['dispatched_workers_excluded']
    >>> [m.code for m in recognise("不得以受害人系派遣工为由拒绝赔偿。")]
    ['neg_dispatched', 'all_employees']
    """
    return _heard(text)[0]


def doubtful(text: str) -> tuple[ClauseMatch, ...]:
    """What one item may say: likely, and not plain enough to be called said. A person should read the sentence.

    >>> [m.code for m in doubtful("保险费由投保人缴纳。")]
    []
    """
    return _heard(text)[1]


@lru_cache(maxsize=512)
def _heard(text: str) -> tuple[tuple[ClauseMatch, ...], tuple[ClauseMatch, ...]]:
    text = without_paid_first(text)
    return with_parts(text, _heard_whole(text), _heard_whole)


@lru_cache(maxsize=512)
def _heard_whole(text: str) -> tuple[tuple[ClauseMatch, ...], tuple[ClauseMatch, ...]]:
    by_rules = _by_rules(text)
    known, sentences = with_frames(text, by_rules), weighed(text)
    if acts_may_matter(text, known, sentences, act_codes()):
        known = with_acts(text, known)
    said, may_be = heard(known, sentences)
    said, may_be = without_set_aside(text, said), without_set_aside(text, may_be)
    said, may_be = without_filed_later(text, said), without_filed_later(text, without_kinds_alone(text, may_be))
    return without_contractors(text, said), without_contractors(text, may_be)


def _by_rules(text: str) -> list[ClauseMatch]:
    tokens = lexicon().tokens(text)
    sentences = list(tokens.sentences())
    out: list[ClauseMatch] = []
    for first, last in sentences:
        out.extend(_sentence(tokens, first, last, across=False))
    for first, last in tokens.sentences(PERIOD) if SEMICOLON in tokens.letters else ():
        known = {match.code for match in out}
        out.extend(match for match in _sentence(tokens, first, last, across=True) if match.code not in known)
    out.extend(_service(tokens, sentences))
    return out


def topic(text: str) -> str:
    """The topic of an item, in the words of the filings' analysis; "noise" when it is other business."""
    return topic_of(recognise(text))


def topic_of(matches: Iterable[ClauseMatch]) -> str:
    """The topic of an item of which ``matches`` are all that it says."""
    codes = {match.code for match in matches}
    return next((name for code, name in _TOPICS if code in codes), "noise")


def _sentence(tokens: Tokens, first: int, last: int, *, across: bool) -> Iterator[ClauseMatch]:
    letters = tokens.letters[first:last]
    said: set[str] = set()
    for rule in rulebook().rules:
        if (across and not rule.across) or rule.code in said or not said.isdisjoint(rule.unless_code):
            continue
        match = rule.find(letters, tokens.letters)
        if match is None or (rule.money_differs and not _money_differs(tokens, first, last)):
            continue
        if rule.groups_differ and not sums_differ(
            tokens.plain(first, last), by_job=bool(_indexes(tokens, first, last, "JOB_AXIS"))
        ):
            continue
        said.add(rule.code)
        yield _match(tokens, rule, first, last, (first + match.start(), first + match.end()))


def _match(tokens: Tokens, rule: Rule, first: int, last: int, span: tuple[int, int]) -> ClauseMatch:
    words = tuple(tokens.words[i] for i in range(*span) if tokens.letters[i] not in ",;._")
    money = ratio = kind = None
    if rule.code == "fee":
        money, ratio = _amount(tokens, first, last), _ratio(tokens, first, last)
    elif rule.code == "deductible":
        money, ratio, kind = _deductible(tokens, first, last, span)
    return ClauseMatch(rule.code, tokens.starts[first], tokens.stops[last - 1], words, money, rule.negated, ratio, kind)


def _indexes(tokens: Tokens, first: int, last: int, name: str) -> list[int]:
    class_ = lexicon().letters[name]
    return [i for i in range(first, last) if tokens.letters[i] in class_]


def _money_differs(tokens: Tokens, first: int, last: int) -> bool:
    sums = [amount(tokens.words[i]) for i in _indexes(tokens, first, last, "MONEY")]
    return len({value for value in sums if value is not None}) > 1


def _amount(tokens: Tokens, first: int, last: int) -> Decimal | None:
    """The sum of a fee: the one after the share where there is one (a sum before it is the premium)."""
    sums = [
        (i, value) for i in _indexes(tokens, first, last, "MONEY") if (value := amount(tokens.words[i])) is not None
    ]
    shares = _indexes(tokens, first, last, "PCT")
    after = [value for i, value in sums if shares and i > shares[0]]
    if after:
        return after[0]
    return sums[-1 if shares else 0][1] if sums else None


def _ratio(tokens: Tokens, first: int, last: int) -> Decimal | None:
    for i in _indexes(tokens, first, last, "PCT"):
        value = percent(tokens.words[i])
        if value is not None:
            return value
    return None


def percent(word: str) -> Decimal | None:
    """A share in percent: 15%, 百分之十五, 三成, 一半.

    >>> percent("百分之十二点五"), percent("三成"), percent("5‰")
    (Decimal('12.5'), Decimal('30'), Decimal('0.5'))
    """
    if found := re.match(r"(\d+(?:\.\d+)?)([%‰])", word):
        return Decimal(found[1]) / (10 if found[2] == "‰" else 1)
    if word.startswith("百分之"):
        if word[3:4].isdigit():
            return Decimal(word[3:])
        whole, _, part = word[3:].partition("点")
        digits = "".join(str(chinese_int(char) or 0) for char in part)
        number = chinese_int(whole)
        return None if number is None else Decimal(f"{number}.{digits}" if digits else number)
    if word.endswith("成"):
        tenths = int(word[:-1]) if word[:-1].isdigit() else chinese_int(word[:-1])
        return None if tenths is None else Decimal(tenths * 10)
    return Decimal(50) if "半" in word else None


_UP_TO = re.compile("(?:元|圆|整)?(?:以?内)?的?(?:为(?:限|上限|限额|最高)|封顶)")
_BEFORE_CHANGE = re.compile("(?:原|由|从)(?:来|先)?的?(?:每次事故|免赔额?|人民币|¥)*$")
_CHANGED = re.compile("(?:元|圆|整)?(?:[^,。;]{0,4})(?:调整|变更|修改|提高|降低|下调|上调|改)[为至到成]")
_ABOVE = re.compile("(?:超[过出]|高于|大于|不足|低于)(?:人民币|¥)*$")


def _is_other_sum(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a sum beside words for what is borne is up to what is paid (以20万元为限), what was borne before (由原300元调整为500元), or
    where something begins (超过8万元的部分)."""
    begin = tokens.begins[at]
    before, after = tokens.text[tokens.begins[first] : begin], tokens.text[begin + len(tokens.words[at]) :]
    changed = _BEFORE_CHANGE.search(before) is not None and _CHANGED.match(after) is not None
    return _UP_TO.match(after) is not None or changed or _ABOVE.search(before) is not None


_HIGHER = re.compile(r"高者|孰高|较高|取高|大者")
_BORNE_TOO = re.compile(
    r"(?:免赔|自负|自担)(?:额|金额|额度)?(?:为|是|按|计|人民币|:|：|[¥￥]|\s)*(?!0\s*元|0\.0)\d[\d,.]*\s*万?元"
)
"""A sum that is borne, in a sentence that denies the others: "第三者财产损失免赔额为500元，其余无免赔"."""
_KINDS = (
    ("K_MEDICAL", "medical"),
    ("K_PROPERTY", "property"),
    ("K_RESCUE", "rescue"),
    ("K_LEGAL", "legal"),
    ("K_INJURY", "injury"),
)


def _deductible(
    tokens: Tokens, first: int, last: int, span: tuple[int, int]
) -> tuple[Decimal | None, Decimal | None, str]:
    named = [(i, kind) for concept, kind in _KINDS for i in _indexes(tokens, first, last, concept)]
    before = [pair for pair in named if pair[0] < span[1]]
    kind = max(before)[1] if before else (min(named)[1] if named else "general")
    if _indexes(tokens, *span, "NO_DEDUCTIBLE") and not _BORNE_TOO.search(tokens.plain(first, last)):
        return Decimal(0), None, kind
    at = span[0]
    sums = [
        (abs(i - at), value)
        for i in _indexes(tokens, first, last, "MONEY")
        if (value := amount(tokens.words[i])) is not None and not _is_other_sum(tokens, first, i)
    ]
    ratio = _ratio(tokens, first, last)
    rated = bool(_indexes(tokens, first, last, "DEDUCTIBLE_RATE")) or (
        ratio is not None and bool(_HIGHER.search(tokens.plain(first, last)))
    )
    return (min(sums)[1] if sums else None), (ratio if rated else None), kind


def _service(tokens: Tokens, sentences: list[tuple[int, int]]) -> Iterator[ClauseMatch]:
    """Whether the insurer promises prevention services, over the sentences that are not the enterprise's own work."""
    patterns = rulebook().service

    def has(name: str, letters: str) -> bool:
        return any(p.search(letters) for p in patterns[name])

    theirs = [
        (first, last)
        for first, last in sentences
        if not has("own_work", tokens.letters[first:last]) and not has("inspection_right", tokens.letters[first:last])
    ]
    letters = ".".join(tokens.letters[first:last] for first, last in theirs)
    if has("refused", letters):
        return
    named, often = has("named", letters), has("frequency", letters)
    # who acts is told where the service is: what stands between other semicolons may be about workers and their premium
    about = [(first, last) for first, last in theirs if has("named", tokens.letters[first:last])] or theirs
    by_insurer = has("committed", letters) or not any(has("other_actor", tokens.letters[a:b]) for a, b in about)
    if not by_insurer or has("paid", letters):
        return
    if named and often:
        code = "prevention_service"
    elif has("fee_only", letters) or not (named or has("general", letters)) or not has("supply", letters):
        return
    else:
        code = "prevention_service_vague"
    deciding = [
        i
        for first, last in theirs
        for name in ("SERVICE", "COUNT", "EVERY")
        for i in _indexes(tokens, first, last, name)
    ]
    if not deciding:
        deciding = [i for first, last in theirs for i in _indexes(tokens, first, last, "PREVENTION")]
    holding = [pair for pair in theirs if any(pair[0] <= i < pair[1] for i in deciding)] or theirs
    yield ClauseMatch(
        code,
        tokens.starts[holding[0][0]],
        tokens.stops[holding[-1][1] - 1],
        tuple(tokens.words[i] for i in sorted(deciding)),
    )
