"""What may name a value, by where it stands: before it, beside it, over it, in its column's header, around it.

Nearer relations weigh more; ``Sheet.label`` keeps what is found for each value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.evidence.concepts import meaning
from extractor.evidence.naming.side_by_side import named_after, parallel, part_of
from extractor.evidence.naming.statements import clause_option
from extractor.evidence.units import Unit, says, strip_label
from extractor.values.scan import Token

_STRONG = re.compile(r"[;；。\n,，、|]")
_ENDS_ITEM = re.compile(r"[;；。\n]")
_ENDS_STATEMENT = re.compile(r"[;；。]")
_HOLDS_UNIT = re.compile(r"[(（].*[元人年%]")
_OF_SUMS = frozenset({"words", "digits", "amount"})
_DIMENSIONS = frozenset({"per_person", "per_accident", "aggregate"})
_NO_WORDS = frozenset({"无", "不适用", "—", "——", "元", "万元"})


def _mostly_value(unit: Unit) -> bool:
    """Whether the unit is itself a value (nothing but typed tokens and marks), so that it cannot label its neighbour."""
    if unit.is_value is None:
        unit.is_value = _is_value(unit)
    return unit.is_value


def _is_value(unit: Unit) -> bool:
    rest, at = [], 0
    for token in unit.tokens:
        rest.append(unit.text[at : token.start])
        at = token.stop
    rest.append(unit.text[at:])
    bare = strip_label("".join(rest))
    return not bare or (bool(unit.tokens) and len(bare) <= 1) or bare in _NO_WORDS


def _outside_options(unit: Unit) -> tuple[tuple[str, float, str], ...]:
    if unit.outside is None:
        unit.outside = tuple(_outside(unit))
    return unit.outside


def _outside(unit: Unit) -> Iterator[tuple[str, float, str]]:
    """Labels outside the unit: left, above, header and row label in a table, then the heading as a faint one."""
    if unit.table is not None and unit.cell is not None:
        left, tail = unit.left, ""
        steps = 0
        while left is not None and steps < 6:
            if not _mostly_value(left):
                tail = _last_label(left)
                yield tail, 1.0 if steps == 0 else 0.8, "cell-left"
                if (whose := _block_of(left)) is not None:
                    yield f"{whose}|{tail}", 0.97, "cell-left"
                break
            left, steps = left.left, steps + 1
        above = unit.above
        steps = 0
        while above is not None and steps < 40:
            if not _mostly_value(above):
                header = above.text
                upper = above.above
                if upper is not None and upper is not left and _heads_columns(upper):
                    header = f"{upper.text}|{header}"  # the upper storey of the header: the group, or the unit
                if len(meaning(tail).concepts & _DIMENSIONS) >= 2:
                    tail = ""  # a row for several sums: its columns say which is which
                yield f"{tail}|{header}", 0.95, "header"
                yield header, 0.9 if steps == 0 else 0.8, "header"
                break
            above, steps = above.above, steps + 1
    else:
        left = unit.left
        if left is not None and (begun := _begun_above(left)) is not None:
            yield begun, 1.0, "left"
        elif left is not None and not _mostly_value(left):
            beside = 1.0
            if unit.above is not None and _each_under_its_label(unit.above, left):
                yield unit.above.text, 1.0, "above"
                beside = 0.6  # the word beside is itself the value of the label over it
            yield _last_label(left), beside, "left"
        elif left is not None and unit.above is not None and not _mostly_value(unit.above):
            yield unit.above.text, 0.9, "above"
        if left is None and unit.above is not None and len(unit.above.text) <= 30 and not _mostly_value(unit.above):
            yield _last_label(unit.above), 0.9, "above"
        elif left is not None and unit.above is not None and len(unit.above.text) <= 30:
            yield _last_label(unit.above), 0.75, "above"


_LONGEST_LABEL = 12
_KNOWN_LABEL = 0.75


def _each_under_its_label(above: Unit, left: Unit) -> bool:
    """Whether a row of labels stands over a row of values: 状态 签单时间 over 已生效 2024.03.11."""
    over = left.above
    if over is None or above.left is not over or left.text.rstrip().endswith(":"):
        return False
    labels = (above, over)
    if any(u.tokens or len(u.text) > _LONGEST_LABEL for u in labels):
        return False
    known = min(meaning(u.text).coverage for u in labels)
    return known >= _KNOWN_LABEL and known > meaning(left.text).coverage


_UNIT_OF_SUM = re.compile(r"[（(](?:人民币)?(?:万元|元|人|%)[)）]\s*[:：]?")


def _begun_above(label: Unit) -> str | None:
    """The whole of a label that went on below with its unit alone: 其中：事故预防费用 / （元）： | 3,026.46."""
    above = label.above
    if above is None or above.tokens or above.right is not None or not _UNIT_OF_SUM.fullmatch(label.text.strip()):
        return None
    return f"{above.text.strip()}{label.text.strip()}"


_NAME_ONLY = re.compile(r"\s*(?:单位|企业|机构)?(?:名\s*称|全\s*称|姓\s*名)\s*[:：]?\s*")


def _block_of(label: Unit) -> str | None:
    """The head of the block of a form in which a label asks only for a name: 投保方 | 全称 | …, written beside several rows."""
    head = label.left
    if head is None or head.cell is None or head.cell.rowspan < 2 or not _NAME_ONLY.fullmatch(label.text):
        return None
    return "".join(head.text.split()) if len(head.text) <= 16 and not head.tokens else None


def _heads_columns(unit: Unit) -> bool:
    """Whether a cell over a header can be its upper storey (a group, or the unit of its sums) rather than a value."""
    if len(unit.text) > 30 or unit.tokens or _labels_a_day(unit):
        return False
    return meaning(unit.text).coverage >= 0.4 or _HOLDS_UNIT.search(unit.text) is not None


def _labels_a_day(unit: Unit) -> bool:
    """Whether a day alone stands right beside a cell, whose label it is: a form ends over the list in its grid."""
    beside = unit.right
    return (
        beside is not None
        and unit.cell is not None
        and beside.cell is not None
        and beside.cell.row == unit.cell.row
        and any(token.kind == "moment" for token in beside.tokens)
        and _mostly_value(beside)
    )


def _last_label(unit: Unit) -> str:
    """The part of a neighbour that can name what follows it: the text after its last value."""
    text = unit.text.rstrip()
    if len(text) <= 48 and not unit.tokens:
        return text
    stop = max((t.stop for t in unit.tokens), default=0)
    tail = text[stop:]
    cut = max((m.end() for m in _STRONG.finditer(tail.rstrip(":：;；,，。"))), default=0)
    tail = tail[cut:]
    return tail if says(tail) else text[-24:]


FARTHEST = 20
"""Values back to which a label is looked for past others: 0.95 to this power is below every ``least`` that is asked for,
and a line of a thousand numbers would else be looked through a thousand times for each of them."""


def label_options(unit: Unit, start: int, back: int = FARTHEST) -> Iterable[tuple[str, float, str]]:
    """What may name the value that begins at ``unit.text[start]``, looking past ``back`` values before it at most."""
    if unit.ended_by(start) > back:
        return _looked_up(unit, start, back)
    if (known := unit.options.get(start)) is None:  # what is found past all others is kept: the values after it ask too
        known = unit.options[start] = tuple(_looked_up(unit, start, back))
    return known


def _looked_up(unit: Unit, start: int, back: int) -> Iterator[tuple[str, float, str]]:
    group = parallel(unit, start)
    if group:
        k = next(i for i, t in enumerate(group) if t.start == start)
        split = [
            (part, weight, how)
            for text, weight, how in _options_of(unit, group[0].start, back)
            if (part := part_of(text, k, len(group))) is not None
        ]
        if split:
            yield from split
            return
    yield from _options_of(unit, start, back)


def _of_a_line_above(unit: Unit, colon: int, start: int) -> bool:
    """Whether the words before a colon have a value of their own in their line, so that they head no line under it."""
    ends = unit.text.find("\n", colon, start) if colon >= 0 else -1
    return ends >= 0 and any(colon < t.start < ends for t in unit.tokens)


def _options_of(unit: Unit, start: int, back: int) -> Iterator[tuple[str, float, str]]:
    if (named := named_after(unit, start)) is not None:
        yield from _named_behind(unit, start, named)
        return
    previous = unit.tokens[ended - 1] if (ended := unit.ended_by(start)) else None
    before = previous.stop if previous else 0
    lead = unit.text[before:start]
    if (
        previous
        and back
        and "=" in lead
        and _RESULT.search(lead)
        and (first := _first_factor(unit, ended - 1)) is not previous
    ):
        yield from label_options(unit, first.start, back - 1)  # 保险费:142人×620元/人=88,040元
        return
    cuts = [m.end() for m in _STRONG.finditer(lead)]
    # A comma right before the value ends no label: "合计，人民币…"
    usable = [c for c in cuts if says(lead[c:])]
    segment = lead[usable[-1] :] if usable else lead
    bare = says(segment)
    if bare and not meaning(segment).concepts <= _OF_SUMS:
        yield from _worded(unit, start, back, previous, segment, whole=lead if usable else "")
        return
    if previous and back and not _ENDS_STATEMENT.search(lead):
        # "人民币壹万元整（¥10,000.00）": the same label names both
        for text, weight, how in label_options(unit, previous.start, back - 1):
            yield f"{text}|{segment}", weight * 0.95, how
        yield from clause_option(unit, start)
        return
    for text, weight, how in _outside_options(unit):
        yield (f"{text}|{segment}" if bare else text), weight, how
        if unit.heading and unit.heading != text:
            yield f"{unit.heading}|{text}", weight * 0.85, how
    after = unit.text[start if (at := unit.token_at(start)) is None else unit.tokens[at].stop :]
    tail = _STRONG.split(after)[0]
    if says(tail):
        yield tail[:24], 0.7, "inline-after"
    yield from clause_option(unit, start)
    if unit.heading:
        yield unit.heading, 0.6, "heading"


_RESULT = re.compile(r"^\s*(?:[/／每]\s*[\u4e00-\u9fff]{1,2})?\s*[=＝]\s*$")
_TIMES = re.compile(r"\s*(?:[/／每]?\s*[\u4e00-\u9fff]{1,2})?\s*[×✕xX*÷]\s*")


def _first_factor(unit: Unit, at: int) -> Token:
    """The first of the values of which the one at place ``at`` is the last factor: 142人×620元/人."""
    while at and _TIMES.fullmatch(unit.text, unit.tokens[at - 1].stop, unit.tokens[at].start):
        at -= 1
    return unit.tokens[at]


def _named_behind(unit: Unit, start: int, named: str) -> Iterator[tuple[str, float, str]]:
    """What names a value that the words behind it name: 50万元/人, with what stands before it and around it."""
    yield named, 1.0, "inline-after"
    before = unit.tokens[ended - 1].stop if (ended := unit.ended_by(start)) else 0
    if says(lead := unit.text[before:start]):
        yield f"{lead[-40:]}|{named}", 0.95, "inline"
    for text, weight, how in _outside_options(unit):
        yield f"{text}|{named}", weight, how


def _worded(
    unit: Unit, start: int, back: int, previous: Token | None, segment: str, *, whole: str
) -> Iterator[tuple[str, float, str]]:
    """What names a value that words stand right before: they alone, with what is before them, with what stands around.

    ``segment``: the words since the last mark; ``whole``: since the value before, empty where no mark lies between.
    """
    colon = unit.text.find(":", 0, start)
    head = "" if _of_a_line_above(unit, colon, start) else unit.text[max(0, colon - 24) : max(0, colon)]
    if segment.rstrip().endswith(":") and unit.text[: start - len(segment)].endswith("|"):
        whole = head = ""  # a field of its own between strokes: 免赔额：零 ｜ 每人责任限额：50万元
    if "(" in segment and meaning(own := segment.rpartition("(")[2]).concepts & _DIMENSIONS and ")" not in own:
        yield own, 1.0, "inline"  # 投保档次:C档(每人80万元
    yield segment[-40:], 1.0, "inline"
    if whole:
        yield whole[-40:], 0.8, "inline"
    if head and colon < start - len(segment):
        yield f"{head}|{segment[-40:]}", 0.9, "inline"
    if unit.heading:
        yield f"{unit.heading}|{segment[-40:]}", 0.85, "inline"
    lead = whole or segment
    if previous and back and not _ENDS_ITEM.search(lead):
        for text, weight, how in label_options(unit, previous.start, back - 1):
            yield f"{text}|{segment[-24:]}", weight * 0.85, how
            break
    if len(unit.text) <= 80:
        for text, weight, how in _outside_options(unit):
            yield f"{text}|{segment[-24:]}", weight * 0.85, how
    yield from clause_option(unit, start)
