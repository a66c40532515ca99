"""From a notice that was read to the draft of its pack: only what the paper says, what is missing marked for a person.

    record → suggest(record) → Suggestion (head, rules, gaps) → a person confirms, changes, drops → to_yaml, to_cases

Three numbers make rules (``upload_days``, ``first_service_days``, ``min_fee_percent``); every other sentence that commands
or forbids is listed as a demand that nobody has drafted yet, so that the draft never looks more complete than it is. The
text that comes out can be read by ``validators.law.pack.parse_pack``, and its cases come out as they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import yaml

from extractor.record import Reading, Record
from extractor.span import Span
from extractor.values import doc_number
from validators.law.pack import significant

QUOTE = 40
"""Characters of a quoted term at most; a pack holds no sentences."""
_DEMANDS = re.compile(
    r"应当|不得|必须|严禁|禁止|不准|须(?!知)|(?<![对适相响供反感效])应(?=[在于将按对由及按予报提开完建配])"
)
_LAYER = {0: "national", 2: "province", 4: "city", 6: "county", 9: "street"}
_CLAUSE = re.compile(r"[，,。；;：:（）()]")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a number of a notice becomes. ``way``: "most" for days that may pass, "least" for a share."""

    slug: str
    type: str
    check: str
    with_: Mapping[str, Any]
    severity: str
    way: str
    optional: bool


SHAPES: Mapping[str, _Shape] = {
    "upload_days": _Shape(
        "policy-upload", "policy_upload_late", "within_days",
        {"start": ["contract_date"], "end": "uploaded_at", "optional": True}, "error", "most", True,
    ),
    "first_service_days": _Shape(
        "first-service", "first_service_late", "within_days",
        {"start": ["contract_date", "period_start"], "end": "first_service"}, "error", "most", True,
    ),
    "min_fee_percent": _Shape(
        "fee-floor", "prevention_fee_below_minimum", "at_least",
        {"fact": "fee_ratio", "label": "ratio_percent", "bound": "minimum_percent", "shown": ["prevention_fee", "premium"]},
        "error", "least", False,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a draft. "" and None where the paper does not say; ``region`` "" where no place was recognised."""

    name: str
    title: str
    document: str
    issuer: tuple[str, ...]
    region: str
    place: str
    issued: date | None
    since: date | None
    until: date | None
    layer: str
    confidence: str
    advisory: bool
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One rule that a number of the paper makes.

    ``key`` is the field's name. ``line`` is the 1-based line the number stands in, None where it was not found again.
    ``article`` is the path of the clause above it, "" where the paper numbers none. ``others`` are different values that the
    paper names too. ``how`` and ``confidence`` are the reading's; below 0.9 or with others a person must look.
    """

    key: str
    value: Decimal
    article: str
    quote: str
    severity: str
    line: int | None
    how: str
    confidence: float
    others: tuple[str, ...] = ()

    @property
    def shape(self) -> _Shape:
        return SHAPES[self.key]

    @property
    def sure(self) -> bool:
        return self.confidence >= 0.9 and not self.others and bool(self.article) and self.how != "prose:working days"


@dataclass(frozen=True, slots=True)
class Demand:
    """A line that commands or forbids. ``start``, ``stop``: the commanding word in the line. ``drafted``: the key of the rule
    made from it, "" where nobody has drafted one."""

    line: int
    start: int
    stop: int
    text: str
    drafted: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a person must supply or check. ``code`` is stable; ``params`` fill its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a notice comes to, before anybody has looked."""

    head: Head
    rules: tuple[Suggested, ...]
    demands: tuple[Demand, ...]
    gaps: tuple[Gap, ...]


def suggest(record: Record) -> Suggestion:
    """The draft that the paper's own words support. Raises ValueError for a record that is no notice."""
    if record.kind != "notice":
        raise ValueError(f"not a notice: {record.kind}")
    head = head_of(record)
    rules = tuple(_rules(record))
    demands = tuple(_demands(record, rules))
    return Suggestion(head, rules, demands, tuple(_gaps(record, head, rules, demands)))


# --- the head --------------------------------------------------------------------------------------------------------


def head_of(record: Record) -> Head:
    region = str(record.value("region_code") or "")
    number = str(record.value("doc_number") or "")
    issued: date | None = record.value("date_issued")
    binding = record.value("binding") is not False
    since = record.value("effective_from") or None
    return Head(
        name=_name(region, number, issued),
        title=str(record.value("title") or ""),
        document=number or str(record.value("title") or ""),
        issuer=tuple(record.value("issuers") or ()),
        region=region,
        place=str(record.value("jurisdiction") or ""),
        issued=issued,
        since=since,
        until=record.value("effective_to") or None,
        layer=_LAYER.get(len(significant(region)), "city") if binding else "advisory",
        confidence="S1",
        advisory=not binding,
    )


def _name(region: str, number: str, issued: date | None) -> str:
    """A name for reports that nobody has to think up: the region's digits, the year, the number.

    >>> _name("341300", "应急监二〔2023〕84号", None), _name("", "", None)
    ('r3413-2023-84', 'r-draft')
    """
    found = doc_number.parse(number) if number else None
    digits = re.findall(r"\d+", number)
    if found is not None and len(digits) >= 2:
        tail = f"{digits[-2]}-{digits[-1]}"
    else:
        tail = f"{issued:%Y-%m}" if issued else "draft"
    return f"r{significant(region)}-{tail}"


# --- rules -----------------------------------------------------------------------------------------------------------


def _rules(record: Record) -> Iterator[Suggested]:
    for key, shape in SHAPES.items():
        reading = record.fields.get(key)
        if reading is None:
            continue
        line = line_of(record, reading.span)
        yield Suggested(
            key=key, value=Decimal(str(reading.value)), article=_article(record, line), quote=quote_of(record, line, reading),
            severity=shape.severity, line=line, how=reading.how, confidence=reading.confidence,
            others=tuple(str(rival.value) for rival in reading.rivals),
        )  # fmt: skip


def line_of(record: Record, span: Span | None) -> int | None:
    """The number of the printed line in which the words of a span begin; None where no line has them."""
    if span is None or not span.text:
        return None
    first = span.text.split("\n")[0].strip()
    near: int | None = None
    for row in record.rows("lines"):
        if not _meets(row.span, span):
            continue
        if first in str(row.value("text")):
            return int(row.value("number"))
        near = int(row.value("number")) if near is None else near
    return near


def _meets(line: Span, span: Span) -> bool:
    if span.page is None and line.page is None:
        return span.where == line.where
    if span.page != line.page:
        return False
    return any(
        a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 - 1 and b.y0 < a.y1 - 1 for a in line.boxes for b in span.boxes
    )


def _article(record: Record, line: int | None) -> str:
    """The path of the clause that the line stands in: the last one that begins at it or above it."""
    path = ""
    if line is None:
        return path
    for row in record.rows("clauses"):
        begins = line_of(record, row.span)
        if begins is not None and begins <= line:
            path = str(row.value("path"))
    return path


def quote_of(record: Record, line: int | None, reading: Reading[Any]) -> str:
    """The term around the number, from comma to comma, as printed."""
    words = reading.span.text
    text = _line_text(record, line)
    at = text.find(words)
    if at < 0:
        return words[:QUOTE]
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
    stop = next((m.start() for m in _CLAUSE.finditer(text, at + len(words))), len(text))
    term = re.sub(r"^\d+[.．、]\s*", "", text[start:stop].strip())
    return term if len(term) <= QUOTE else text[at : at + QUOTE].strip()


def _line_text(record: Record, line: int | None) -> str:
    return next((str(row.value("text")) for row in record.rows("lines") if row.value("number") == line), "")


def _demands(record: Record, rules: Sequence[Suggested]) -> Iterator[Demand]:
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


def _gaps(record: Record, head: Head, rules: Sequence[Suggested], demands: Sequence[Demand]) -> Iterator[Gap]:
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


# --- what a person confirmed → YAML ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A rule as a person left it; the shape is that of ``key``."""

    key: str
    value: Decimal
    article: str
    quote: str
    severity: str


def confirmed(rule: Suggested, **changes: Any) -> Confirmed:
    """A suggestion as it stands, or with a person's changes."""
    taken = Confirmed(rule.key, rule.value, rule.article, rule.quote, rule.severity)
    return replace(taken, **changes)


def to_yaml(head: Head, rules: Sequence[Confirmed]) -> str:
    """The pack's text. A word that the paper does not say is left out, or written as a blank that parse_pack names by line."""
    table: dict[str, Any] = {
        "name": head.name,
        "title": head.title,
        "document": head.document,
        "issuer": list(head.issuer),
        "region": head.region,
        "place": head.place,
        "issued": head.issued,
        "in_force": {"from": head.since, "to": head.until},
        "layer": head.layer,
        "confidence": head.confidence,
        **({"advisory": True} if head.advisory else {}),
        **({"notes": head.notes} if head.notes else {}),
        "rules": [_rule_table(head, rule) for rule in rules],
    }
    return yaml.dump(table, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)


class Dumper(yaml.SafeDumper):
    """Lists indented under their key and dates plain, as the packs beside it are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True  # a day that is written twice is no reference


def _rule_table(head: Head, rule: Confirmed) -> dict[str, Any]:
    shape = SHAPES[rule.key]
    number: int | float = int(rule.value) if rule.value == rule.value.to_integral_value() else float(rule.value)
    value: dict[str, Any] = {"value": number, "source": f"{head.document}{rule.article}"}
    if head.since:
        value = {"from": head.since, **value}
    return {
        "name": f"{head.name}.{shape.slug}",
        "type": shape.type,
        "article": rule.article,
        "quote": rule.quote,
        "about": "policy",
        "check": shape.check,
        "with": dict(shape.with_),
        "values": [value],
        "severity": rule.severity,
        **({"undecided_matters": False} if shape.optional else {}),
    }


def to_cases(head: Head, rules: Sequence[Confirmed]) -> str:
    """A satisfied, a violated and an undecided case for each rule, at its number and just beyond it."""
    day = (head.since or head.issued or date(2025, 1, 6)) + timedelta(days=31)
    cases = {f"{head.name}.{SHAPES[rule.key].slug}": _cases(rule, day) for rule in rules}
    return yaml.dump(cases, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)


def _cases(rule: Confirmed, day: date) -> dict[str, list[dict[str, Any]]]:
    if SHAPES[rule.key].way == "least":
        number = int(rule.value) if rule.value == rule.value.to_integral_value() else float(rule.value)
        return {
            "satisfied": [{"fee_ratio": number, "sign_date": day}],
            "violated": [{"fee_ratio": round(number - 0.5, 4), "sign_date": day}],
            "undecided": [{"sign_date": day}],
        }
    # the last day may be a holiday and then moves on (民法典 203); half the time and twice it, and a month, are clear of that
    within, beyond = day + timedelta(days=max(int(rule.value) // 2, 0)), day + timedelta(days=int(rule.value) * 2 + 31)
    if rule.key == "upload_days":
        return {
            "satisfied": [{"sign_date": day, "uploaded_at": f"{within}T10:00:00+08:00"}],
            "violated": [{"sign_date": day, "uploaded_at": f"{beyond}T10:00:00+08:00"}],
            "undecided": [
                {"sign_date": {"contradicted": [day, beyond]}, "uploaded_at": f"{beyond}T10:00:00+08:00"},
            ],
        }
    start = f"{day}T00:00"
    return {
        "satisfied": [{"sign_date": day, "period_start": start, "first_service": within}],
        "violated": [{"sign_date": day, "period_start": start, "first_service": beyond}],
        "undecided": [{"sign_date": day, "period_start": start}],
    }
