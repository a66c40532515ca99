"""Every day, sum, number and name on a paper of claims, with a score for each thing it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.bare_days import DAY_AND_STEP, bare_days
from extractor.kinds.claim_record.days.chains import chain_of
from extractor.kinds.claim_record.days.days import (
    day_named,
    day_scores,
    follows_its_day,
    of_what_it_was_about,
    roles_told,
)
from extractor.kinds.claim_record.days.short_days import dated_tables, days_of_cells
from extractor.kinds.claim_record.facts.case_numbers import case_numbers, claim_number, number_named
from extractor.kinds.claim_record.facts.in_yuan import in_yuan
from extractor.kinds.claim_record.facts.parties_hurt import parties_hurt
from extractor.kinds.claim_record.facts.people_told import people_told
from extractor.kinds.claim_record.facts.sums_and_numbers import number_scores, sum_named, sum_scores
from extractor.kinds.claim_record.facts.timeline import steps, words_behind
from extractor.kinds.claim_record.facts.two_in_one import names_of_values
from extractor.kinds.claim_record.meaning.labels import CLAIM_NO
from extractor.kinds.claim_record.meaning.words import ASKS, OTHERS, WHO
from extractor.record import Reading
from extractor.values import person
from extractor.values.scan import Token

_VICTIM = formula("victim", none_of="date amount count contact")


_INJURY = formula("injury_kind", none_of="date amount number process paid claimed victim")


_INJURIES = re.compile(
    r"^\s*(?:死亡|伤残|医疗|身故|残疾|受伤|轻伤|重伤|财产|财产损失|医药费?|第三者\S{0,4}|人身伤亡|伤亡|物损|工亡|致残|误工|住院|门诊|[一二三四五六七八九十]级伤残)\s*$"
)


Place = tuple[int, int]
_Day = tuple[int, int, date, float]
"""Where a day begins and ends in its unit, the day, and how sure it is."""


@dataclass(frozen=True)
class Fact:
    """One value with what it may be: role → score."""

    value: Any
    scores: Mapping[str, float]
    unit: Unit
    start: int
    stop: int
    how: str

    @property
    def place(self) -> Place:
        return self.unit.index, self.start

    @property
    def role(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name], default="")

    def reading(self, confidence: float) -> Reading[Any]:
        return Reading(
            self.value, self.unit.span(self.start, self.stop), self.how, round(confidence * self.unit.confidence, 3)
        )


# -- facts


_OTHER_SUM = re.compile("保费|保险费|限额|保额|免赔|估|准备金|未决|单价|工资|预付|比例|每")


def _stands_alone(unit: Unit, token: Token) -> bool:
    """Whether a sum is all of a cell beside a label that asks for no other sum."""
    label = unit.left.text if unit.left is not None else ""
    return (
        token.stop - token.start >= 0.8 * len(unit.text.strip())
        and 2 <= len(label) <= 10
        and not _OTHER_SUM.search(label)
        and not ASKS.search(label)
    )


def facts_of(sheet: Sheet, policy: str | None) -> Iterator[Fact]:
    """What a paper tells of claims: days, sums in yuan, numbers and names, each with the steps of a claim that it may be of.

    ``policy``: the number of the policy, which is no claim's.
    """
    whole = [token.value.day for _, token in sheet.tokens("moment")]
    latest = max(whole, default=None)
    headed = set() if whole else _headed(sheet)
    years = {day.year for day in whole} or headed
    year = date(min(years), 1, 1) if len(years) == 1 else None
    if len(headed) == 1:
        latest = date(min(headed), 12, 31)  # all of a year's cases, each of which begins anew
    tables = dated_tables(sheet)
    line, short = steps(tables), days_of_cells(tables)
    named = names_of_values(sheet)
    for unit in sheet.units:
        days = [(t.start, t.stop, t.value.day, 1.0) for t in unit.tokens if t.kind == "moment"]
        if (written := short.get(id(unit.cell))) is not None:
            days = [(0, len(unit.text), written, 1.0)]
        elif not days and (chain := chain_of(unit, headed, year)):
            days = [(t.start, t.stop, t.value.day, 0.9) for t in chain]
        elif unit.cell is None or len(unit.text) > 30 or DAY_AND_STEP.search(unit.text):
            days = sorted([*days, *bare_days(unit, days, year, latest)])
        year = days[-1][2] if days else year
        yield from _days_of(sheet, unit, days, line.get(id(unit)), named)
        taken = [*((a, b) for a, b, _, _ in days), *((a, b) for (of, a), (_, b) in named.items() if of == id(unit))]
        yield from _sums_and_numbers(sheet, unit, taken, policy)
        yield from _by_signs(unit, policy, named)
    yield from _beside_labels(sheet)
    yield from _behind_names(sheet, named)


def _days_of(
    sheet: Sheet, unit: Unit, days: Sequence[_Day], step: str | None, named: Mapping[Place, tuple[str, int]]
) -> Iterator[Fact]:
    """The days of a unit, each by its own name, by the step that its line of a timeline tells (``step``) or by the words around it."""
    lines = _begun_by_days(unit, [start for start, *_ in days])
    behind = words_behind(unit.text, days)
    for i, (start, stop, day, sure) in enumerate(days):
        before, after = (days[i - 1][1] if i else 0), (days[i + 1][0] if i + 1 < len(days) else len(unit.text))
        before = start if start in lines or (i and follows_its_day(unit.text, before, start, stop)) else before
        if (own := named.get((id(unit), start))) is not None:
            scores = day_named(own[0])
        elif step is not None:
            scores = roles_told(step)
        elif behind:
            scores = roles_told(behind[i])
        elif (words := of_what_it_was_about(unit.text, days, i)) is not None:
            scores = roles_told(words)
        else:
            scores = day_scores(sheet, unit, start, stop, before, after)
        if unit.text.startswith("昨", start) and max(scores, key=scores.__getitem__, default="") == "reported_date":
            scores = {"accident_date": scores["reported_date"]}  # what is reported of yesterday befell yesterday
        told = {name: score * sure for name, score in scores.items()}
        yield Fact(day, told, unit, start, stop, "prose" if len(days) > 1 else "label")


def _headed(sheet: Sheet) -> set[int]:
    """The years that a paper's heading names, where no day of it is written whole: 2025年度安责险出险及理赔情况."""
    return {int(match[1]) for unit in sheet.units[:_HEADING] for match in _YEAR.finditer(unit.text)}


_HEADING = 4
_YEAR = re.compile(r"(?<![\d-])(20\d\d)\s*年(?!\s*\d)")


def _behind_names(sheet: Sheet, named: Mapping[Place, tuple[str, int]]) -> Iterator[Fact]:
    """The sums, numbers and people that stand beside others behind one label, each by its own name; of two numbers of a case
    the better alone, for two would be two claims."""
    of_unit: dict[int, list[tuple[int, int, str]]] = {}
    for (of, start), (name, stop) in named.items():
        of_unit.setdefault(of, []).append((start, stop, name))
    for unit in sheet.units if named else ():
        told = [fact for place in of_unit.get(id(unit), ()) if (fact := _behind_name(unit, *place)) is not None]
        cases = [fact for fact in told if "report_no" in fact.scores]
        best = max(cases, key=lambda fact: fact.scores["report_no"], default=None)
        yield from (fact for fact in told if fact is best or "report_no" not in fact.scores)


def _behind_name(unit: Unit, start: int, stop: int, name: str) -> Fact | None:
    token = next((t for t in unit.tokens if t.start == start and t.stop <= stop), None)
    text = unit.text[start:stop].strip()
    scores: Mapping[str, float] = {}
    value: Any = text
    if token is None and WHO.search(name) and person.is_name(text):
        scores = {"victim": 0.95}
    elif token is not None and token.kind in ("amount", "number") and (scores := sum_named(name)):
        value = Decimal(token.value).quantize(Decimal("0.01"))
    elif _A_NUMBER.fullmatch(text) and (token is None or token.kind in ("code", "number", "uscc")):
        scores = number_named(name)
    return Fact(value, scores, unit, start, stop, "label") if scores else None


_A_NUMBER = re.compile(r"(?=(?:.*\d){4})[A-Za-z0-9/-]{5,38}")


def _beside_labels(sheet: Sheet) -> Iterator[Fact]:
    """Who was hurt, how, and a claim's number in Chinese characters, as labels give them."""
    for name, unit, begin, stop in parties_hurt(sheet):
        yield Fact(name, {"victim": 0.6}, unit, begin, stop, "prose")
    told_by_himself = any(_MYSELF.search(unit.text) for unit in sheet.units)
    for slot in sheet.slots:
        words = meaning(slot.label)
        own = told_by_himself and _RECEIVES.fullmatch(slot.label) is not None
        if own and (name := slot.text.split(" ")[0]) and person.is_name(name):
            yield Fact(name, {"victim": 0.6}, slot.unit, slot.start, slot.start + len(name), "label")
        text = slot.text.rstrip(_AT_ITS_END) if not OTHERS.search(slot.label) else ""
        if not text or (words.coverage < 0.5 and not WHO.search(slot.label)):
            continue
        given = slot.unit.text[slot.start : slot.stop]
        start = slot.start + len(given) - len(given.lstrip())
        hurt = WHO.search(slot.label) is not None and words.concepts.isdisjoint(("date", "amount", "count", "policy"))
        who = _WITH_AGE.sub("", text) if _VICTIM.score(words) or hurt else ""
        who = first if (first := re.split("[，,]", who)[0].strip()) != who and person.is_name(first) else who
        if who and (person.parse_list(who) or (_ANY_NAME.fullmatch(who) and not meaning(who).any(*_NO_NAME))):
            stop = slot.stop if who == slot.text else start + len(who)
            yield Fact("".join(who.split()), {"victim": slot.weight}, slot.unit, start, stop, "label")
        elif _INJURY.score(words) and _INJURIES.match(text):
            yield Fact(text, {"kind": slot.weight}, slot.unit, start, slot.stop, "label")
        elif (
            CLAIM_NO.score(words) * slot.weight >= 0.5
            # 出险地点: 1203运输巷
            and (words.any("number", "claim_no") or words.concepts.isdisjoint(("address", "accident")))
            and (number := claim_number(text)) is not None
            and re.search("[\u4e00-\u9fff]", number)
        ):
            yield Fact(number, {"report_no": slot.weight}, slot.unit, start, start + len(number), "label")


_MYSELF = re.compile(
    "本人(?![之的丈妻父母儿女系是作与和代])[^。；;家属]{0,40}?(?:受伤|[被压砸烫摔轧夹刺烧割][伤断]|摔倒|坠落|中毒|触电|骨折)"
)
_AT_ITS_END = "。；;，,"
"""What ends a sentence behind a name, and is none of it: 伤者：丁有才。"""
_RECEIVES = re.compile("(?:收|领|具领|受领)款?人(?:签[字名])?")
"""Who signs for a payment, and that he was hurt himself: 本人于4月19日被压伤."""
_ANY_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff某*×]{1,3}")
_NO_NAME = ("date", "amount", "paid", "claimed", "closed", "reported", "number", "policy", "uploaded")
"""What the label of a form's next line speaks of, where it is no longer than a name: 报来时间."""
_WITH_AGE = re.compile(
    r"[\s,，、/]*[（(]?\s*(?:男|女|\d{1,2}\s*岁)(?:[\s,，、/）)].*)?$|\s*[（(][^（()）]*(?:级|伤|亡|残|工|岗|骨折)[^（()）]*[)）]\s*$"
)
"""What a form tells of somebody beside the name: 男 46岁, （伤残九级）."""


def _begun_by_days(unit: Unit, starts: Sequence[int]) -> frozenset[int]:
    """The days that begin printed lines of a unit, where several do: lines of a chronicle that ran together.

    A sentence that wraps before a day goes on there: 上传日期 at the end of a line is the name of the day below.
    """
    begun = frozenset(offset for offset, _ in unit.pieces[1:]).intersection(starts) if len(starts) > 1 else frozenset()
    return frozenset(offset for offset in begun if not _GOES_ON.search(unit.text, 0, offset))


_GOES_ON = re.compile(r"(?:[：:（(于在至到自从由为是]|[时日]间|(?<!\d)(?<!\d )[日期])\s*$")
"""The end of a line whose sentence goes on with a day below."""


def _sums_and_numbers(sheet: Sheet, unit: Unit, days: Sequence[tuple[int, int]], policy: str | None) -> Iterator[Fact]:
    """The sums, codes and numbers of a unit; ``days``: where its days begin and end."""
    for token in unit.tokens:
        if (
            token.kind in ("amount", "number", "words")
            and not any(a <= token.start < b for a, b in days)
            and (scores := sum_scores(sheet, unit, token))
        ):
            yield Fact(in_yuan(sheet, unit, token), scores, unit, token.start, token.stop, "label")
        elif token.kind == "amount" and unit.cell is not None and _stands_alone(unit, token):
            yield Fact(Decimal(token.value).quantize(Decimal("0.01")), {}, unit, token.start, token.stop, "label")
        elif (
            policy is not None and unit.text.endswith(policy, 0, token.stop) and token.stop - len(policy) < token.start
        ):
            # a number that begins with the short name of who gave it
            yield Fact(policy, {"policy_no": 1.0}, unit, token.stop - len(policy), token.stop, "label")
        elif (
            token.kind in ("code", "number", "uscc")
            and not any(token.start <= a < token.stop for a, _ in days)
            and (scores := number_scores(sheet, unit, token, policy))
        ):
            yield Fact(unit.text[token.start : token.stop], scores, unit, token.start, token.stop, "label")


def _by_signs(unit: Unit, policy: str | None, named: Mapping[Place, tuple[str, int]]) -> Iterator[Fact]:
    """Numbers of claims and names of people in running text, by the words right beside them."""
    for number, start, stop, score, how in case_numbers(unit):
        if number != policy and (id(unit), start) not in named:
            yield Fact(number, {"report_no": score}, unit, start, stop, how)
    for name, start, stop, score, how in people_told(unit.text):
        yield Fact(name, {"victim": score}, unit, start, stop, how)
