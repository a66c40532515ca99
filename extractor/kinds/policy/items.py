"""The special agreements of a policy, what each says, and the papers it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor import agreements, clauses
from extractor.clauses import further
from extractor.evidence.sheet import Sheet
from extractor.kinds.policy.exclusions import people_shut_out
from extractor.record import Reading, Row, Witness
from extractor.values.repealed import relied_on


class Items:
    """The special agreements of a policy: rows, clauses, and which units they stand in."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[Row, ...]] = {}
        self.witnesses: dict[str, Witness] = {}
        self.units: set[int] = set()
        self.headed = False
        self.contract = False


def agreement_items(sheet: Sheet) -> Items:
    """The agreements in printed order, what each says, the documents it relies on, and whether the section was read to its end."""
    items = Items()
    section = agreements.read(sheet.document)
    items.witnesses["special_agreements"] = section.witness
    items.headed, items.contract = section.headed, section.contract
    rows: list[Row] = []
    said: list[Row] = []
    unclear: list[Row] = []
    lines: set[int] = set()
    for item in section.items:
        span = item.span
        lines.update(id(piece.line) for piece in item.pieces)
        matches = clauses.recognise(item.text)
        topic = clauses.topic_of(matches)
        rows.append(
            Row(
                {"text": Reading(item.text, span, "section", 0.95), "topic": Reading(topic, span, "meaning", 0.9)}, span
            )
        )
        for match in (*matches, *further.recognise(item.text)):
            said.append(_clause_row(match, item.text, item.span_of(match.start, match.stop)))
        # the article of the limits sets no group of people apart
        limits = section.contract and _LIMITS.search(item.text)
        for match in () if limits else clauses.doubtful(item.text):
            unclear.append(_clause_row(match, item.text, item.span_of(match.start, match.stop), _DOUBTFUL))
    items.tables["special_agreements"] = tuple(rows)
    items.units = {id(u) for u in sheet.units if any(id(line) in lines for _, line in u.pieces)}
    shut_out = [_clause_row(match, told, unit.span(), how="excluded") for match, told, unit in people_shut_out(sheet)]
    items.tables["clauses"] = (*said, *_said_elsewhere(section), *shut_out)
    if unclear:
        items.tables["unclear_clauses"] = tuple(unclear)
    items.tables["citations"] = tuple(
        Row({"doc_number": Reading(number.canonical, span, "form", 0.97)}, span)
        for unit in sheet.units
        for start, stop, number in relied_on(unit.text)
        for span in (unit.span(start, stop),)
    )
    return items


def _said_elsewhere(section: agreements.Section) -> Iterator[Row]:
    """The clauses that stand outside the section: there one shows presence, never absence."""
    for item in section.strays:
        for m in clauses.recognise(item.text):
            if m.code in _ANYWHERE:
                filled = m.code == "all_employees" and (_LABELLED.match(item.text) or _COUNTED_IN.search(item.text))
                yield _clause_row(m, item.text, item.span_of(m.start, m.stop), how="filled" if filled else "meaning")
    for item in section.filled:
        for m in clauses.recognise(item.text):
            if m.code == "all_employees":
                yield _clause_row(m, item.text, item.span_of(m.start, m.stop), how="filled")
    for item in section.outside:
        for m in clauses.recognise(item.text) if _OF_WORKERS.search(item.text) else ():
            if m.code in clauses.PROHIBITED:  # what is forbidden is so in a note under the schedule too
                yield _clause_row(m, item.text, item.span_of(m.start, m.stop), how="noted")
        for m in further.recognise(item.text) if _QUICK.search(item.text) else ():
            if m.code in _OF_SERVICE:
                yield _clause_row(m, item.text, item.span_of(m.start, m.stop))


_LABELLED = re.compile(r"\s*[^\s:：。，,；;（(]{2,8}[:：]")
"""A note under the schedule with a label of its own, which counts who is covered: 人员构成：正式工66人、劳务派遣14人，均已计入投保人数."""
_COUNTED_IN = re.compile(r"\d\s*[人名][，,]?[^。；;\d]{0,8}(?:参保|投保|承保|在保|入保|列入|纳入|计入)")
"""A sentence of the schedule that says how many there are and that all of them are covered: 用工91人，全部参保."""
_LIMITS = re.compile(
    r"^\s*(?:责任|赔偿)限额(?:及保险费)?[。.:：\s]|(?:每次|一次|每起|每案).*(?:累计|全年|全期|年度|总)"
)
_DOUBTFUL = 0.4  # sureness of what a sentence may say and is not plain enough for
_ANYWHERE = frozenset({"prevention_service", "advance_payment", "all_employees"})
_OF_SERVICE = frozenset({"fast_settlement"})
"""What insurers print beside the agreements as well."""
_OF_WORKERS = re.compile(
    "(?=.*(?:职工|员工|工人|从业|个人|人员|派遣|劳务|临时|岗|工种|班组|\\d\\s*[人名]))(?=.*(?:保险费|保费|限额|赔|保额|保障|投保|承保|不负责|不承担))",
    re.S,
)
"""Sentences outside the section that may say something forbidden."""
_QUICK = re.compile("快|绿色通道|简易")


def told_by_schedule(code: str, words: str, span: Any) -> Row:
    """What the schedule itself says, outside all agreements, as a clause."""
    return _clause_row(clauses.ClauseMatch(code, 0, len(words)), words, span, how="noted")


def _clause_row(match: clauses.ClauseMatch, text: str, span: Any, sure: float = 0.9, how: str = "meaning") -> Row:
    cells: dict[str, Reading[Any]] = {
        "code": Reading(match.code, span, how, sure),
        "text": Reading(text[match.start : match.stop], span, "meaning", 0.95),
        "words": Reading(match.words, span, "meaning", sure),
    }
    for name, value in (("amount", match.amount), ("ratio_percent", match.ratio_percent), ("kind", match.kind)):
        if value is not None:
            cells[name] = Reading(value, span, "meaning", 0.9)
    return Row(cells, span)
