"""How many people work there, and how many of them are covered."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, derived, ranked
from extractor.evidence.concepts import Formula, meaning
from extractor.evidence.naming.side_by_side import parallel
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.base import put
from extractor.kinds.policy.count_parts import HAS_BECOME, is_part_in_brackets, without_parts
from extractor.kinds.policy.counts_said import said_after
from extractor.kinds.policy.earlier import told_of_then
from extractor.kinds.policy.others_counted import doubt_of_two_counts, without_others
from extractor.kinds.policy.people import (
    EMPLOYEES,
    HANDS,
    IN_COVER,
    INSURED_COUNT,
    NO_COUNT,
    STAFF,
    nearest_words,
    whole,
)
from extractor.kinds.policy.places_counted import of_all_places, one_of_many, with_totals, with_totals_below
from extractor.record import Reading
from extractor.values.scan import Token

_ALL_IN = re.compile(
    r"(?:全部|全员|全体|全数|尽数|悉数|均已?|都已?|一律|统一|一并|如数)(?:予以|[向在][^,，。;；]{1,8}?)?(?:纳入|投保|参加|参保|承保|保障|列入|在保|入保|加入|受保|保了|(?<=都)保)"
    r"|(?:全部|全体|均|都|一律)(?:作为|视为|视同|算作|属于|计入)[^,，。;；]{0,8}(?:保障|承保|被?保险|从业|投保)"
    r"|均[为是属在](?:本(?:保险单|保单|保险|单))?(?:的)?(?:保障|承保|被?保险)(?:对象|范围|人员|之列)"
)

_ALL_OF = re.compile(r"(?:保障|投保|承保|参保|被保险|受保).{0,40}(?:全体|全部|全员|所有)[^，,。；;]{0,10}$")

_PERSONS = re.compile(r"(?:总|全部|一?共?有?(?:多少|几个?))?人(?:数|员|头)?|员工|职工|用工")


_NAMED_BEHIND = re.compile(r"\s*[人名]?\s*[(（]([^()（）/／]{1,8})[/／]([^()（）/／]{1,8})[)）]")
_PEOPLE = re.compile("[人员工]")
_LONGEST_NAME = 6


def _told_behind(sheet: Sheet, outside: set[int]) -> dict[str, list[Candidate]]:
    """Both counts where what each is stands behind them or in their label's brackets: 203/198（在册/投保）, 人数（总/保）."""
    out: dict[str, list[Candidate]] = {}
    for unit in sheet.units:
        for token in (t for t in unit.tokens if t.kind in ("count", "number")):
            pair = parallel(unit, token.start)
            if id(unit) not in outside or len(pair) != 2 or pair[0] is not token:
                continue
            behind = _NAMED_BEHIND.match(unit.text[pair[1].stop :])
            for one, words in zip(pair, behind.groups() if behind else _names_of(sheet, unit, pair), strict=False):
                covered = meaning(words).has("insured_count") or _COVERED.search(words) is not None
                if (people := whole(unit, one)) is not None:
                    name = "insured_count" if covered else "employee_count"
                    out.setdefault(name, []).append(Candidate(people, unit, one.start, one.stop, 0.8, "behind"))
    return out if len(out) == 2 else {}


def _names_of(sheet: Sheet, unit: Unit, pair: tuple[Token, ...]) -> tuple[str, ...]:
    """The label of each of two counts, where only one is of people covered; empty where they are longer or say no people."""
    labels = tuple(next((text for text, _, _ in sheet.label(unit, t.start).options), "") for t in pair)
    short = all(len(text) <= _LONGEST_NAME and _PEOPLE.search(text) for text in labels)
    return labels if short and sum(_COVERED.search(text) is not None for text in labels) == 1 else ()


def put_counts(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int]) -> None:
    """Puts how many people there are and how many are covered; ``outside``: ids of the units outside the agreements."""
    if behind := _told_behind(sheet, outside):
        for name, told in behind.items():
            put(fields, name, ranked(told))
        return
    for name, wanted in (("insured_count", INSURED_COUNT), ("employee_count", EMPLOYEES)):
        found = [
            c
            for c in by_token(sheet, ("count", "number"), wanted, value=whole)
            if id(c.unit) in outside and not one_of_many(c.unit) and not _only_headed(sheet, c)
        ]
        found += _behind_colon(sheet, outside, wanted)
        if name == "employee_count":
            loose = by_token(sheet, ("count", "number"), STAFF, value=whole, least=0.6)
            loose += by_token(sheet, ("count", "number"), HANDS, value=whole, least=0.6)
            found += [c.plus(-0.15) for c in loose if id(c.unit) in outside and not one_of_many(c.unit)]
            found = found or _persons(sheet, outside) or _by_signs(sheet, outside, _WORK, _COVERED)
        else:
            found += said_after(sheet, outside)
            if not found:
                loose = by_token(sheet, ("count", "number"), IN_COVER, value=whole, least=0.6)
                loose = [c for c in loose if id(c.unit) in outside and not one_of_many(c.unit)]
                found = [c.plus(-0.15) for c in loose if not _only_headed(sheet, c)]
            found = found or _by_signs(sheet, outside, _COVERED, _WORK)
        found = found or of_all_places(sheet, wanted) or (_paid_for(sheet) if name == "insured_count" else [])
        found = [
            c if _names_the_other(sheet, total := _whole_of(c), name) else total
            for c in with_totals_below(sheet, found)
            if not told_of_then(c.unit, c.start)
            and not is_part_in_brackets(c)
            and not HAS_BECOME.match(c.unit.text, c.stop)
        ]
        if name == "employee_count":  # of whom the words behind say that they are covered are not all
            said = {(id(c.unit), c.start) for c in said_after(sheet, outside)}
            found = [c for c in found if (id(c.unit), c.start) not in said] or found
        if any(c.how == "said" for c in found):  # what its own words say is not in doubt for a label of the other's
            found = [c for c in found if c.how == "said" or not _names_the_other(sheet, c, name)]
        found = with_totals(sheet, without_parts(without_others(found, fields)))
        put(
            fields,
            name,
            ranked(
                c.plus(
                    0.1 * c.unit.text[c.start : c.stop].rstrip().endswith(("人", "名", "位"))
                    - 0.3 * _names_the_other(sheet, c, name)
                )
                for c in found
            ),
        )
    _all_in(sheet, fields)
    _doubt_where_some_are_elsewhere(sheet, fields)
    doubt_of_two_counts(fields, _DOUBTED)


_ELSEWHERE = re.compile(
    r"另[行外有由]?[^，,。；;]{0,12}(?:投保|参保|承保|保险|保单)|(?:已|由|在)[^，,。；;\d]{0,16}(?:投保|参保|承保)"
    r"|(?:已|由|在|按)[^，,。；;]{2,16}(?:保单|保险单)|不计入本|不在本[保单]|不含在内|不列入本"
)
"""Words behind people counted among all, by whom or under what other policy they are insured: 其中6人已在分公司另行投保."""
_OUR_OWN = re.compile("本(?:保险单|保单|单|公司|次)(?:[^，,。；;]{0,6}(?:投保|参保|承保))")


def _doubt_where_some_are_elsewhere(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """How many work there may be more than this policy is for, where the paper says that some of them are insured otherwise."""
    said, covered = fields.get("employee_count"), fields.get("insured_count")
    if said is None or covered is None or covered.value >= said.value:
        return
    for unit, token in sheet.tokens("count"):
        behind = re.split("[。；;]", unit.text[token.stop :])[0][:60]
        if (
            not 0 < token.value < said.value
            or token.value == covered.value
            or not _ELSEWHERE.search(behind)
            or _OUR_OWN.search(behind)
        ):
            continue
        fewer = derived(said, int(said.value - token.value), "some elsewhere")
        fields["employee_count"] = replace(
            said, confidence=min(said.confidence, _DOUBTED), rivals=(*said.rivals, fewer)
        )
        return


_DOUBTED = 0.7


def _paid_for(sheet: Sheet) -> list[Candidate]:
    """The people by whose number a printed sum was reckoned: 420元/人×35人, where 14,700 stands on the paper."""
    out = []
    for unit in sheet.units:
        if _BY_HEAD.search(unit.text) is None:
            continue
        for one, other in itertools.pairwise(unit.tokens):
            if _TIMES.fullmatch(unit.text, one.stop, other.start) is None:
                continue
            people, rate = (one, other) if one.kind == "count" else (other, one)
            if people.kind != "count" or rate.kind not in ("amount", "number"):
                continue
            whole_sum = people.value * rate.value
            if any(token.value == whole_sum for _, token in sheet.tokens("amount", "words", "number")):
                out.append(Candidate(int(people.value), unit, people.start, people.stop, 0.7, "arithmetic"))
    return ranked(out)


_BY_HEAD = re.compile("[×xX*✕]")
_TIMES = re.compile(r"\s*(?:[/／每]\s*人)?\s*[×xX*✕]\s*")
_IN_ALL = re.compile(r"(?:[=＝]|合计|共计|总计|总共|一共|共)[为是:：\s]*$")


def _whole_of(part: Candidate) -> Candidate:
    """The total behind people counted group by group, where it is what they add up to: 自有386人，外包214人，合计600人."""
    people = [t for t in part.unit.tokens if t.kind in ("count", "number")]
    at = next((i for i, t in enumerate(people) if t.start == part.start), None)
    if at != 0 or len(people) < 3:
        return part
    for end in range(2, len(people)):
        whole_, before = people[end], people[:end]
        if whole_.value == sum(t.value for t in before) and _IN_ALL.search(part.unit.text[: whole_.start]):
            return replace(part, value=int(whole_.value), start=whole_.start, stop=whole_.stop, how=f"{part.how}+total")
    return part


# Characters that labels of one count are written with, and those of the other hardly
_COVERED = re.compile("[保参投承]")
_WORK = re.compile("[工员岗]|(?:厂|矿|店|场|全|总|在|现|共).{0,3}(?:有|共|计|岗|册|编|职)")
_LONGEST_LABEL = 10


def _by_signs(sheet: Sheet, outside: set[int], wanted: re.Pattern[str], other: re.Pattern[str]) -> list[Candidate]:
    """People counted under a short label that nobody knew, by its characters: 保进来 150人, 厂里共有 152人."""
    out = []
    for unit, token in sheet.tokens("count", "number"):
        options = sheet.label(unit, token.start).options
        if id(unit) not in outside or not options or (people := whole(unit, token)) is None:
            continue
        text, weight, how = options[0]
        told = (
            unit.text[: token.start] if token.kind == "number" else re.split("[，,。；;]", unit.text[: token.start])[-1]
        )
        label = strip_label(told) or strip_label(text)
        known = meaning(label)
        alone = unit.cell is not None or not unit.text[token.stop :].strip()
        if token.kind == "number" and (not alone or not (re.search("[人数]", label) or parallel(unit, token.start))):
            continue
        if (
            len(label) > _LONGEST_LABEL
            or how not in ("inline", "left", "cell-left", "above", "clause")
            or known.any(*NO_COUNT)
        ):
            continue
        if wanted.search(label) and not other.search(label) and not one_of_many(unit):
            out.append(Candidate(people, unit, token.start, token.stop, 0.3 * weight, "signs"))
    return ranked(out) if len({c.value for c in out}) == 1 else []


def _names_the_other(sheet: Sheet, c: Candidate, name: str) -> bool:
    """Whether the nearest words before a count are those of the other count; a heading over them changes nothing."""
    own, other = (INSURED_COUNT, EMPLOYEES) if name == "insured_count" else (EMPLOYEES, INSURED_COUNT)
    options = sheet.label(c.unit, c.start).options
    nearest = meaning(nearest_words(options[0][0])) if options else meaning("")
    return not own.score(nearest) and other.score(nearest) > 0


def _behind_colon(sheet: Sheet, outside: set[int], wanted: Formula) -> list[Candidate]:
    out = []
    for unit, token in sheet.tokens("count"):
        options = sheet.label(unit, token.start).options
        if id(unit) not in outside or not options or (own := nearest_words(options[0][0])) == options[0][0]:
            continue
        if (score := wanted.score(meaning(own))) >= 0.5:
            out.append(Candidate(int(token.value), unit, token.start, token.stop, 0.9 * score, "inline"))
    return out


def _only_headed(sheet: Sheet, c: Candidate) -> bool:
    """Whether nothing beside or over a cell's number but the heading of its list speaks of people: numbers of lines, sums."""
    heading = c.unit.heading
    if c.unit.cell is None or not heading:
        return False
    label = sheet.label(c.unit, c.start)
    own = (
        meant for (text, _, _), meant in zip(label.options, label.meant, strict=True) if not text.startswith(heading)
    )
    return not any(
        meant.any("count", "insured_count") or (meant.has("employees") and not meant.any(*NO_COUNT)) for meant in own
    )


def _persons(sheet: Sheet, outside: set[int]) -> list[Candidate]:
    """A number beside a bare 人 or 员工."""
    out = []
    for slot in sheet.slots:
        token = next((t for t in slot.unit.tokens if t.start == slot.start and t.kind in ("count", "number")), None)
        if token is None or id(slot.unit) not in outside or not _PERSONS.fullmatch(strip_label(slot.label)):
            continue
        if (people := whole(slot.unit, token)) is not None:
            out.append(Candidate(people, slot.unit, token.start, token.stop, 0.55 * slot.weight, "label"))
    return ranked(out)


def _all_in(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """One number for both counts where the words beside it say that all are in: 用工2,460人，悉数参加."""
    for name, other in (("insured_count", "employee_count"), ("employee_count", "insured_count")):
        reading = fields.get(other)
        if reading is None or name in fields:
            continue
        for unit, token in sheet.tokens("count", "number"):
            after = re.split("[。；;]", unit.text[token.stop : token.stop + 24])[0]
            before = unit.text[: token.start]
            every = re.search("(?:全部|全体|所有|全员)[^，,。；;]{0,4}$", before) and re.match(
                r"[^，,。；;]{0,10}(?:投保|参保|承保|纳入|入保)", after
            )
            if token.value == reading.value and (every or _ALL_IN.search(after) or _ALL_OF.search(before)):
                fields[name] = derived(reading, reading.value, "all in")
                return
