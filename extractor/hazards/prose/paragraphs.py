"""Hazards told in paragraphs: numbered items, or labelled sentences that belong together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, pairwise

from extractor.evidence.sheet import Sheet
from extractor.hazards.apart.answered import answered
from extractor.hazards.apart.between_lists import mended_since
from extractor.hazards.apart.headed import (
    LEVEL_HEADING,
    heads_advice,
    style_of,
    tells_to_do,
    under_headings,
    with_advice,
)
from extractor.hazards.apart.sections import Section, sections_of, with_section
from extractor.hazards.apart.sentences import ALL
from extractor.hazards.items.item_body import LEVEL_NOTE, cut_before_day
from extractor.hazards.items.item_rows import begins_at, paragraph_row
from extractor.hazards.items.items import Part, number_of, parts_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import days as hazard_days
from extractor.hazards.meaning.legends import level_key, level_over
from extractor.hazards.meaning.numbers import names_several
from extractor.hazards.meaning.words import label_role, level_of
from extractor.hazards.prose.abreast import one_by_one
from extractor.hazards.prose.by_level import by_level
from extractor.hazards.prose.by_place import by_place
from extractor.hazards.prose.by_theme import by_theme
from extractor.hazards.prose.in_a_row import rows_in_a_row
from extractor.hazards.prose.opinions import is_opinion
from extractor.hazards.prose.places import without_places
from extractor.hazards.prose.under_sections import more_under
from extractor.hazards.prose.unnumbered import with_unnumbered
from extractor.hazards.prose.whole_sentences import IS_HAZARD, TELLS_ALL, told_apart
from extractor.record import Reading, Row

_TAIL = re.compile(
    r"\s*(?:整改|建议|措施|期限|时限|完成|状态|级别|等级|要求|处理|责任|落实|进展|结果|情况|报告|监管|复查)"
)


_ANSWER = re.compile(r"\s*(?:答复?|回复|反馈)\s*[:：]")
"""What the enterprise wrote under a hazard, where it did so under several; alone it may answer all of them."""
_STANDS = re.compile(
    r"\s*[✔✓√✘✗×○◯☑☒☐]?\s*(?:(?:已|未|尚未|还未|没有?|正在)(?:整改|完成|改|销号|闭环)|拒绝?不?整改|待整改)|\s*[✔✓√☑]\s*已[\u4e00-\u9fff]"
)
"""A line that begins with how a hazard stands: "✔ 已整改 2025-06-26"."""


_ARROW = re.compile(r"\s*(?:→|⇒|➜|➔|↳|=>|->)")
"""What a line begins with that says what is to be done about the one above it."""
_LABELLED = re.compile(r"^\s*([\u4e00-\u9fff（()）/]{2,10}?)\s*(?:[A-Za-z][A-Za-z .]{1,24})?[:：]")


_VALUE = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：]\s*([^\s;；。，,:：]{1,8})")


def _is_tail(text: str) -> bool:
    """Whether a line goes on telling of the hazard above it: it begins with the label of one of a hazard's entries."""
    if _TAIL.match(text) or _STANDS.match(text) or _ARROW.match(text):
        return not names_several(text)
    if any(hazard_cells.tells_level(m[1]) for m in _VALUE.finditer(text)):
        return True
    label = _LABELLED.match(text)
    return label is not None and (
        label_role(label[1]) is not None or re.match("责任|依据|部位|位置|地点|照片|类别|负责", label[1]) is not None
    )


_Told = tuple[Part, list[Part], Row, bool]
"""An item, the lines that go on with it, the hazard they tell, and whether their words alone show that it is one."""
_LEAD = 30
"""Characters before the first item of a paragraph from which on they are a sentence of their own."""


def rows_in_paragraphs(sheet: Sheet) -> tuple[list[Row], set[int], list[int | None]]:
    """(hazards, ids of the units they stand in, the number of each): numbered paragraphs that each state a hazard with at
    least a deadline, advice or outcome."""
    units = [u for u in one_by_one(sheet.units) if u.table is None or u.table.n_cols <= 2 or len(u.text) > 60]
    parts = [piece for u in units for part in parts_of(u) for piece in told_apart(part)]
    after = hazard_days.first_day(sheet)
    if pairs := answered(parts, after):
        in_both = {id(p.unit) for item, _, answer in pairs for p in (item, answer)}
        return [row for _, row, _ in pairs], in_both, [number_of(item) for item, *_ in pairs]
    parts = with_unnumbered(parts)
    sections = sections_of(parts, after)
    told = _with_siblings(parts, _told(parts, after, level_key(sheet)), sections)
    told = _in_order([*told, *((p, [], row, True) for p, row in more_under(parts, sections, [p for p, *_ in told]))])
    # one that is surely a hazard vouches for its neighbours in the same list
    kept = told if any(strong for *_, strong in told) else []
    if len(themes := by_theme(parts, after)) > len(kept):
        kept = [(part, [], row, True) for part, row in themes]
    kept = kept or [(part, [], row, False) for part, row in by_level(parts)]
    kept = kept or [(part, [], row, False) for part, row in by_place(parts, after)]
    kept = kept or [(part, [], row, False) for part, row in chain.from_iterable(under_headings(parts))]
    if kept:
        kept = mended_since(parts, _with_advice_below(parts, _of_sections(parts, kept, sections)))
        used = {id(p.unit) for _, tail, *_ in kept for p in tail}
        used |= {id(part.unit) for part, *_ in kept if begins_at(part) < _LEAD}
        rows = without_places([(part, row) for part, _, row, _ in kept])
        return rows, used, [number_of(part) for part, *_ in kept]
    in_a_row = rows_in_a_row([u for u in sheet.units if u.table is None])
    return [row for _, row in in_a_row], {id(unit) for unit, _ in in_a_row}, [None] * len(in_a_row)


def _told(parts: Sequence[Part], after: date | None, key: Mapping[str, str]) -> list[_Told]:
    """The items that tell of a hazard by their own words and those of the lines that go on with them."""
    told: list[_Told] = []
    each = sum(a.marked and _ANSWER.match(b.text) is not None for a, b in pairwise(parts)) > 1
    heading: tuple[Part, str] | None = None
    below = -1  # where a paragraph may stand as the only one under such a heading
    for i, part in enumerate(parts):
        head = LEVEL_HEADING.fullmatch(part.text.strip())
        if (grave := level_over(part.text, key) if head is None else head[1]) is not None:
            heading, below = (part, grave), i + 1
            continue
        alone = (
            heading is not None
            and not part.marked
            and (_tells_entries(part) or (i == below and _stands_alone(heading[0], part, parts[i + 1 :])))
        )
        whole = part.unit.table is None and TELLS_ALL.match(part.text) is not None
        if (
            not (part.marked or alone or whole or IS_HAZARD.search(part.text))
            or len(part.text) < 6
            or is_opinion(part.text)
        ):
            continue
        run = _run_on(part, parts[i + 1 : i + 6])
        tail = [*run, *_tail_of(run[-1] if run else part, parts[i + 1 + len(run) : i + 9])]
        if each and not tail and (answer := [p for p in parts[i + 1 : i + 2] if _ANSWER.match(p.text)]):
            tail = answer
        read = paragraph_row(part, tail, after, runs=len(run))
        if read is not None:
            row, strong = read
            if heading is not None and not re.search("重大|一般|较大", "".join([part.text, *(p.text for p in tail)])):
                span = heading[0].unit.span(heading[0].start, heading[0].stop)
                row = Row({**row.cells, "level": Reading(level_of(heading[1]), span, "heading", 0.8)}, row.span)
            told.append((part, tail, row, strong))
    return told


_ENTRY = re.compile(r"[。；;]\s*([\u4e00-\u9fff]{2,6})\s*[:：]")


def _tells_entries(part: Part) -> bool:
    """Whether a paragraph goes on with labelled entries of a hazard behind what is wrong: …。整改建议：…。整改期限：…。"""
    roles = {label_role(m[1]) for m in _ENTRY.finditer(part.text)}
    return len(roles & {"advice", "deadline", "status", "level"}) >= _LEAST_ENTRIES


_LEAST_ENTRIES = 2


def _stands_alone(heading: Part, part: Part, following: Sequence[Part]) -> bool:
    """Whether a paragraph under a heading of one level is its only hazard, and does not lead to numbered ones: it tells of a
    defect in its first sentence, and what follows it and its lines begins another section."""
    first = re.split("[。；;]", part.text.strip())[0]
    after = following[len(_tail_of(part, following[:8])) :][:1]
    if not hazard_cells.tells_defect(first) or first.endswith((":", "：")) or part.unit.table is not None:
        return False
    return all(
        not (p.marked or p.unit.pieces[0][1].numbering)
        or LEVEL_HEADING.fullmatch(p.text.strip()) is not None
        or (style_of(heading) is not None and style_of(p) == style_of(heading))
        for p in after
    )


def _of_sections(parts: Sequence[Part], told: Sequence[_Told], sections: Sequence[Section | None]) -> list[_Told]:
    """The hazards with what the headings over them say of all under them; a heading itself is none."""
    over = {(id(part.unit), part.start): section for part, section in zip(parts, sections, strict=True)}
    heads = {(id(s.part.unit), s.part.start) for s in sections if s is not None}
    kept = [one for one in told if (id(one[0].unit), one[0].start) not in heads]
    return [
        (part, tail, with_section(row, over.get((id(part.unit), part.start))), strong)
        for part, tail, row, strong in kept
    ]


def _with_advice_below(parts: Sequence[Part], told: Sequence[_Told]) -> list[_Told]:
    """The hazards with what the line below each says is to be done, where most have such a line."""
    place = {(id(part.unit), part.start): i for i, part in enumerate(parts)}
    below: dict[int, Part] = {}
    for k, (part, tail, row, _) in enumerate(told):
        i = place.get((id(part.unit), part.start))
        if i is None or tail or "advice" in row.cells:
            continue
        if i + 1 < len(parts) and tells_to_do(part, parts[i + 1]):
            below[k] = parts[i + 1]
        elif (rest := _second_sentence(part)) is not None:
            below[k] = rest
    if len(below) < max(2, 0.5 * len(told)):
        return list(told)
    return [
        one if (answer := below.get(k)) is None else (one[0], [answer], with_advice(one[2], answer), one[3])
        for k, one in enumerate(told)
    ]


def _second_sentence(part: Part) -> Part | None:
    """What an item goes on to say is to be done, where it has two sentences: a line that filled its page was joined to the next."""
    stop = part.text.find("。") + 1
    rest = Part(part.unit, part.start + stop, part.stop, False)
    told = stop and tells_to_do(Part(part.unit, part.start, part.start + stop, part.marked), rest)
    return rest if told and rest.text.count("。") <= 1 else None


def _tail_of(item: Part, parts: Sequence[Part]) -> list[Part]:
    """The lines that go on telling of a hazard; one under a label that says nothing known is one of them where more follow."""
    out: list[Part] = []
    for k, part in enumerate(parts):
        if part.marked or part.unit.pieces[0][1].numbering or heads_advice(part.text) or ALL.search(part.text):
            break
        if _is_of_list(part.text):
            break
        goes_on = k + 1 < len(parts) and not parts[k + 1].marked and _is_tail(parts[k + 1].text)
        looked = _LOOKED_AGAIN.match(part.text)
        if not (
            _is_tail(part.text)
            or (looked is not None and (looked[1] or (parts[k + 1 : k + 2] and parts[k + 1].marked)))
            or (goes_on and _LABELLED.match(part.text))
            or cut_before_day((out[-1] if out else item).text, part.text)
        ):
            break
        out.append(part)
    return out


_LOOKED_AGAIN = re.compile(
    r"\s*([—–-]{1,2})?\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*(?:复[查核检验]|回头看|回访|核[实查]|验收|销号)"
)
"""A line between two items, or behind a dash, that tells what a later look found of the one above it: ——9月19日复核：已抽干."""
_BY_NUMBER = re.compile(
    r"[^。；;]{0,24}?[:：，,日]\s*(?:[上前]述)?(?:第\s*[（(]?[\d一二三四五六七八九十]{1,3}\s*[)）]?\s*[、，,项条处和及至]|[前后](?:者|[两二三四五六]\s*[项条处点])|其余|其中|除了?[^，,。；;]{1,12}[之以]?外)"
)
_OF_ALL = re.compile(r"[^：:。；;]{2,8}[:：]\s*(?:以上|上述|所列|前述)")


def _is_of_list(text: str) -> bool:
    """Whether a line names hazards of the list before it: "处理意见：第1、2项，责令…", "8月13日回看，除门机外都改了"."""
    return _BY_NUMBER.match(text) is not None or _OF_ALL.match(text) is not None


_STOP = "。；;！!"
_MOST_LINES = 3  # lines of a sentence below the one of its number


def _run_on(item: Part, following: Sequence[Part]) -> list[Part]:
    """The lines below a numbered one that end its sentence: it has a day or a bracket and no stop, and the first stop comes in them."""
    text = item.text.rstrip()
    if (
        not item.marked
        or not text
        or LEVEL_NOTE.search(text)
        or text[-1] in _STOP + ":："
        or not re.search(r"\d|[（(]", text[3:])
    ):
        return []
    open_ = _opened(text)
    for k, part in enumerate(following[:_MOST_LINES]):
        own = part.text.rstrip()
        if part.marked or part.unit.pieces[0][1].numbering or ":" in own or part.unit.table is not None or not own:
            return []
        if _is_of_list(own):
            return []
        open_ += _opened(own)
        if own[-1] in _STOP or (k < 1 and open_ == 0 < _opened(text) and own[-1] in ")）"):
            return list(following[: k + 1])
    return []


def _opened(text: str) -> int:
    """How many brackets a line leaves open; below nought, how many it closes."""
    return len(re.findall("[（(]", text)) - len(re.findall("[)）]", text))


def _with_siblings(parts: list[Part], told: list[_Told], sections: Sequence[Section | None]) -> list[_Told]:
    """The hazards with the others of their lists, which only the heading over them makes hazards, and with those of a list
    whose heading says that they were mended."""
    known = {(id(part.unit), part.start) for part, *_ in told}
    if not known:
        return told
    mended = {(id(p.unit), p.start) for p, s in zip(parts, sections, strict=True) if s is not None and s.done}
    more: dict[tuple[int, int], _Told] = {}
    for listed in under_headings(parts):
        if any((id(part.unit), part.start) in known or (id(part.unit), part.start) in mended for part, _ in listed):
            more |= {(id(part.unit), part.start): (part, [], row, False) for part, row in listed}
    new = [one for at, one in more.items() if at not in known]
    return _in_order([*told, *new]) if new else told


def _in_order(told: list[_Told]) -> list[_Told]:
    return sorted(told, key=lambda one: (one[0].unit.index, one[0].start))
