"""From a notice that was read to the draft of its pack: only what the paper says, what is missing marked for a person.

    record → suggest(record) → Suggestion (head, rules, gaps) → a person confirms, changes, drops → as_yaml.to_yaml, to_cases

Three numbers make rules (``numbers.SHAPES``); every other sentence that commands
or forbids is listed as a demand that nobody has drafted yet, so that the draft never looks more complete than it is. The
text that comes out can be read by ``validators.law.pack_reading.parse_pack``, and its cases come out as they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.record import Record
from validators.drafting.head import head_of
from validators.drafting.numbers import SHAPES
from validators.drafting.places import article, line_of, quote_of
from validators.drafting.suggestion import Demand, Gap, Head, Suggested, Suggestion

_DEMANDS = re.compile(
    r"应当|不得|必须|严禁|禁止|不准|须(?!知)|(?<![对适相响供反感效])应(?=[在于将按对由及按予报提开完建配])"
)


def suggest(record: Record) -> Suggestion:
    """The draft that the paper's own words support. Raises ValueError for a record that is no notice."""
    if record.kind != "notice":
        raise ValueError(f"not a notice: {record.kind}")
    head = head_of(record)
    rules = tuple(rules_of(record))
    demands = tuple(demands_of(record, rules))
    return Suggestion(head, rules, demands, tuple(gaps_of(record, head, rules, demands)))


def rules_of(record: Record) -> Iterator[Suggested]:
    for key, shape in SHAPES.items():
        reading = record.fields.get(key)
        if reading is None:
            continue
        line = line_of(record, reading.span)
        yield Suggested(
            key=key, value=Decimal(str(reading.value)), article=article(record, line), quote=quote_of(record, line, reading),
            severity=shape.severity, line=line, how=reading.how, confidence=reading.confidence,
            others=tuple(str(rival.value) for rival in reading.rivals),
        )  # fmt: skip


def demands_of(record: Record, rules: Sequence[Suggested]) -> Iterator[Demand]:
    """The commanding words line by line. A rule takes the one that its number follows; others of that line are left."""
    for row in record.rows("lines"):
        number, text = int(row.value("number")), str(row.value("text"))
        matches = [*_DEMANDS.finditer(text)]
        taken: dict[int, str] = {}
        for rule in rules:
            if rule.line == number:
                at = text.find(record.fields[rule.key].span.text)
                before = [match.start() for match in matches if match.start() <= at]
                if before or not matches:  # a number may bind without a commanding word, as in a table of marks
                    taken[before[-1] if before else -1] = rule.key
        for match in matches:
            yield Demand(number, match.start(), match.end(), text, taken.get(match.start(), ""))
        if -1 in taken:
            yield Demand(number, 0, 0, text, taken[-1])


def gaps_of(record: Record, head: Head, rules: Sequence[Suggested], demands: Sequence[Demand]) -> Iterator[Gap]:
    for code, value in (("title", head.title), ("document", record.value("doc_number")), ("issuer", head.issuer),
                        ("region", head.region), ("issued", head.issued), ("since", head.since)):  # fmt: skip
        if not value:
            yield Gap(code)
    if record.fields.get("issuers") is not None and record.fields["issuers"].rivals:
        yield Gap("issuer_doubt", {"others": "、".join("、".join(r.value) for r in record.fields["issuers"].rivals)})
    if head.advisory:
        yield Gap("not_binding", {"stage": str(record.value("stage") or "")})
    yield Gap("confidence")
    for rule in rules:
        if rule.how == "prose:working days":
            yield Gap("working_days", {"rule": rule.key, "line": rule.line})
        if rule.others:
            yield Gap("several", {"rule": rule.key, "line": rule.line, "others": "、".join(rule.others)})
        if not rule.article:
            yield Gap("article", {"rule": rule.key, "line": rule.line})
    left = sorted({demand.line for demand in demands if not demand.drafted})
    if left:
        yield Gap("demands", {"count": len(left)})
    if not rules:
        yield Gap("no_rules")
