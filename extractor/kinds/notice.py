"""An official paper (公文): what it is, who issued it when and where, what it cites, repeals and annexes.

Fields: title, genre, issued_title, issued_genre, stage, binding, issuers, issuer_guess, doc_number, date_issued,
date_printed, print_office, effective_from, effective_to, repeals, region_code, jurisdiction, addressees, attachments,
cc; under the names of a filing's own papers doc_no, issuer (the first) and issue_date; upload_days, first_service_days
and min_fee_percent (``notices.numbers``). Tables: citations (doc_number, title, standard, times), repeals (doc_number,
title, date_issued), attachments (name, present), clauses (path, text), lines (number, text), which is what
proofreading reads, obligations (``notices.obligations``) and definitions (term, meaning, number, path). What the paper
does not say is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.document import Document
from extractor.notices import citations as cited
from extractor.notices import effect, head, numbering, numbers, signals, signature, tail, titles
from extractor.notices.definitions import definitions
from extractor.notices.obligations import obligations
from extractor.notices.organs import organs
from extractor.notices.paragraphs import Paragraph, paragraphs
from extractor.notices.signature import Signature
from extractor.notices.tail import PrintLine
from extractor.notices.titles import Title
from extractor.record import Reading, Record, Row
from extractor.values import region
from extractor.values.doc_number import DocNumber

KIND = "notice"
_SELF = re.compile(r"我(?P<body>局|委|办|厅|镇|街道|中心|队)(?=[\u4e00-\u9fa5])")
_OFFICE_OF_SELF = re.compile(r"(?:政府|党委|委员会|局)(?:办公室|办公厅)$|(?:局|委员会|政府|办事处)$")


def extract(document: Document) -> Record:
    """The paper's own words as a record; absent means not printed."""
    paras = paragraphs(document)
    title = titles.find_title(paras)
    printed = tail.print_line(paras)
    copied = tail.copies(paras)
    body_start = title.last + 1 if title else 0
    annex, annex_start = tail.annexes(paras, body_start)
    ends = [annex_start, printed.index if printed else len(paras), copied[1] if copied else len(paras)]
    signed = signature.choose_signature(list(signature.signatures(paras, title, min(ends))))
    number = head.number_of(paras, title)
    issued = _issued(signed, printed, head.labelled_date(paras))
    repealed = cited.repeals(paras)
    fields: dict[str, Reading[Any]] = {
        **(_title_fields(paras, title) if title else {}),
        **_present("issuers", _issuers(paras, title, signed, printed)),
        **_present("doc_number", _own_number(number) or head.order_number(paras, title)),
        **_present("date_issued", issued),
        **(_printed(printed) if printed else {}),
        **_present("addressees", head.addressees_of(paras, body_start)),
        **_in_force(paras, issued),
        **({"cc": copied[0]} if copied else {}),
        **_present("repeals", _repealed(repealed)),
        **_present("attachments", _attached(annex)),
    }
    fields.update(_place(fields, paras))
    fields.update(_short_names(fields))
    fields.update(numbers.numbers(paras))
    demanded, paths = obligations(document, paras, body_start, annex_start, issued.value.year if issued else None)
    tables = {
        "citations": _citation_rows(paras, title, number is not None, [a.name.value for a in annex]),
        "repeals": tuple(map(_repeal_row, repealed)),
        "attachments": tuple(map(_annex_row, annex)),
        "clauses": _clause_rows(paras, annex_start),
        "lines": _line_rows(paras),
        "obligations": demanded,
        "definitions": definitions(paras, paths),
    }
    return Record(
        document.name,
        document.sha256,
        KIND,
        fields,
        {name: rows for name, rows in tables.items() if rows},
        problems=document.problems,
        pages=len(document.pages) if document.paged else None,
        parts=document.parts,
    )


def _repeal_row(repeal: cited.Repeal) -> Row:
    return _row(repeal.span, doc_number=_said(repeal.number), title=repeal.title, date_issued=repeal.issued)


def _annex_row(annex: tail.Annex) -> Row:
    name = annex.name
    return _row(name.span, name=name, present=Reading(annex.present, name.span, "derived:annex"))


def _own_number(number: Reading[DocNumber] | None) -> Reading[str] | None:
    return Reading(number.value.canonical, number.span, number.how, number.confidence) if number else None


def _printed(printed: PrintLine) -> dict[str, Reading[Any]]:
    return {"date_printed": printed.day, **_present("print_office", printed.office)}


def _in_force(paras: Sequence[Paragraph], issued: Reading[Any] | None) -> dict[str, Reading[Any]]:
    start = effect.effective_from(paras, issued)
    return {**_present("effective_from", start), **_present("effective_to", effect.effective_to(paras, start))}


def _repealed(repealed: Sequence[cited.Repeal]) -> Reading[tuple[str, ...]] | None:
    """The names of what is repealed, by number where it has one."""
    if not repealed:
        return None
    names = [_said(r.number) or r.title for r in repealed]
    return Reading(tuple(name.value for name in names if name), repealed[0].span, "prose", 0.95)


def _attached(annex: Sequence[tail.Annex]) -> Reading[tuple[str, ...]] | None:
    if not annex:
        return None
    first = annex[0].name
    return Reading(tuple(a.name.value for a in annex), first.span, first.how, 0.95)


def score(document: Document) -> tuple[float, tuple[str, ...]]:
    """How surely the paper is an official one, 0…1, with the signs that say so."""
    return signals.score(document)


def _present(name: str, reading: Reading[Any] | None) -> Mapping[str, Reading[Any]]:
    return {name: reading} if reading is not None else {}


def _short_names(fields: Mapping[str, Reading[Any]]) -> dict[str, Reading[Any]]:
    """Number, first issuer and day under the names that the other kinds of paper use."""
    out: dict[str, Reading[Any]] = {}
    if "doc_number" in fields:
        out["doc_no"] = fields["doc_number"]
    if "issuers" in fields:
        out["issuer"] = replace(fields["issuers"], value=fields["issuers"].value[0], rivals=())
    if "date_issued" in fields:
        out["issue_date"] = fields["date_issued"]
    return out


def _said(number: Reading[Any] | None) -> Reading[str] | None:
    return Reading(number.value.canonical, number.span, number.how, number.confidence) if number else None


def _row(span: Any, **cells: Reading[Any] | None) -> Row:
    return Row({name: reading for name, reading in cells.items() if reading is not None}, span)


def _title_fields(paras: Sequence[Paragraph], title: Title) -> dict[str, Reading[Any]]:
    span = paras[title.first].span()
    if title.last > title.first:
        spans = [paras[i].span() for i in range(title.first, title.last + 1)]
        boxes = tuple(b for s in spans if s.page == span.page for b in s.boxes)
        span = type(span)("\n".join(s.text for s in spans), span.page, boxes, span.where)
    fields: dict[str, Reading[Any]] = {
        "title": Reading(title.text, span, "form", 0.97),
        "genre": Reading(title.genre, span, "derived:title", 0.97),
        "stage": Reading(title.stage, span, "derived:title", 0.9),
        "binding": Reading(title.binding, span, "derived:title", 0.9),
    }
    if title.issued:
        fields["issued_title"] = Reading(title.issued, span, "derived:title", 0.97)
    if title.issued_genre:
        fields["issued_genre"] = Reading(title.issued_genre, span, "derived:title", 0.95)
    return fields


def _issuers(
    paras: Sequence[Paragraph], title: Title | None, signed: Signature | None, printed: PrintLine | None
) -> Reading[tuple[str, ...]] | None:
    """Who issued it: the signature, else the printed heading, else the bodies in the title, else the printing office.

    The others that say something else are rivals.
    """
    found: list[Reading[tuple[str, ...]]] = []
    if signed and signed.issuers and signed.span:
        found.append(Reading(signed.issuers, signed.span, "signature", 0.97))
    heads = head.head_marks(paras, title)
    if heads:
        found.append(Reading(tuple(dict.fromkeys(h.value for h in heads)), heads[0].span, "header", 0.95))
    if title and (names := organs(title.text.partition("关于")[0].removesuffix("令"))):
        found.append(Reading(tuple(name for *_, name in names), paras[title.first].span(), "title", 0.9))
    if printed and printed.office and (not found) and _OFFICE_OF_SELF.search(printed.office.value):
        found.append(Reading((printed.office.value,), printed.office.span, "print_line", 0.6))
    if not found:
        return None
    best = found[0]
    rivals = tuple(r for r in found[1:] if set(r.value) != set(best.value))
    agree = any(set(r.value) == set(best.value) for r in found[1:])
    return Reading(best.value, best.span, best.how, 0.99 if agree else best.confidence, rivals)


def _issued(
    signed: Signature | None, printed: PrintLine | None, labelled: Reading[date] | None
) -> Reading[date] | None:
    """The day the paper bears; a print line that says another year is a rival, not a correction."""
    if signed is None or signed.day is None:
        return labelled
    day = signed.day
    rivals: list[Reading[Any]] = []
    if printed and (printed.day.value < day.value or printed.day.value.year != day.value.year):
        rivals.append(printed.day)
    if labelled and labelled.value != day.value:
        rivals.append(labelled)
    sure = 0.5 if rivals else 0.97 if signed.issuers else 0.9
    return Reading(day.value, day.span, day.how, sure, tuple(rivals))


def _place(fields: Mapping[str, Reading[Any]], paras: Sequence[Paragraph]) -> dict[str, Reading[Any]]:
    """The region the paper binds, from its issuers, its title, its print line; a body's own words come last."""
    out: dict[str, Reading[Any]] = {}
    for name in ("issuers", "title", "print_office"):
        reading = fields.get(name)
        if reading is None:
            continue
        texts = reading.value if isinstance(reading.value, tuple) else (reading.value,)
        places = [place for text in texts if (place := region.find(text))]
        if places:
            best = min(places, key=lambda r: len(region.prefix(r.code)))
            out["region_code"] = Reading(best.code, reading.span, f"derived:{name}", 0.95)
            out["jurisdiction"] = Reading(best.label, reading.span, f"derived:{name}", 0.95)
            break
    guess = None if "issuers" in fields else _issuer_guess(paras, out)
    if guess:
        out["issuer_guess"] = guess
    return out


def _issuer_guess(paras: Sequence[Paragraph], place: Mapping[str, Reading[Any]]) -> Reading[str] | None:
    """我局 in a paper without a signature: the one body of that kind that its own county's name may be put before."""
    text = "\n".join(p.text for p in paras)
    own = _SELF.search(text)
    if own is None or "jurisdiction" not in place:
        return None
    where = region.by_code(place["region_code"].value)
    if where is None:
        return None
    kind = where.name[-1]
    body = re.compile(
        rf"[报由向经]本?{kind}(?P<name>[\u4e00-\u9fa5]{{2,12}}?{own['body']})(?=备案|同意|批准|审核|报|负责|解释)"
    )
    names: dict[str, Reading[str]] = {}
    for p in paras:
        for match in body.finditer(p.text):
            guess = Reading(where.name + match["name"], p.span(*match.span("name")), "guess", 0.4)
            names.setdefault(match["name"], guess)
    return next(iter(names.values())) if len(names) == 1 else None


def _citation_rows(
    paras: Sequence[Paragraph], title: Title | None, numbered: bool, annex: list[str]
) -> tuple[Row, ...]:
    skip = set(range(title.first, title.last + 1)) if title else set()
    own = [title.text, title.issued or ""] if title else []
    if title and numbered:
        skip |= {i for i, p in enumerate(paras[: title.last + 4]) if len(p.text) < 60 and "《" not in p.text}
    rows = []
    for item in cited.citations(paras, [*own, *annex], skip):
        if item.title and cited.is_abbreviation(item.title.value) and not item.number:
            continue  # 《办法》 names nothing by itself; proofreading asks whether it was defined
        standard = Reading(item.number.value.standard, item.number.span, "form") if item.number else None
        times = Reading(len(item.places), item.span, "derived:count")
        rows.append(_row(item.span, doc_number=_said(item.number), title=item.title, standard=standard, times=times))
    return tuple(rows)


def _clause_rows(paras: Sequence[Paragraph], annex_start: int) -> tuple[Row, ...]:
    """The numbered paragraphs of the text and then of the annexes, whose numbering begins anew."""
    texts = [p.numbered if not p.in_table else "" for p in paras]
    rows = []
    for first, part, annex in ((0, texts[:annex_start], ""), (annex_start, texts[annex_start:], "附件")):
        for clause in numbering.clauses(part):
            p = paras[first + clause.index]
            path = Reading(annex + clause.path, p.span(), "form")
            rows.append(_row(p.span(), path=path, text=Reading(p.text.strip(), p.span(), "text")))
    return tuple(rows)


def _line_rows(paras: Iterable[Paragraph]) -> tuple[Row, ...]:
    rows = []
    for p in paras:
        for piece in p.pieces:
            span = p.span(piece.start, piece.start + len(piece.line.text))
            number = Reading(piece.number, span, "line")
            words = piece.line.numbering + piece.line.text
            rows.append(_row(span, number=number, text=Reading(words, span, "text", piece.line.confidence)))
    return tuple(rows)
