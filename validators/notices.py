"""The defects inside a notice as findings of its filing.

Where the notice is what was handed in, its defects have their own severity. Beside a policy it is only background: then
only a grave defect is said, as a note, and it never changes what the policy's papers are worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractor.record import Record
from extractor.span import Span
from validators.citation import Citation
from validators.facts import Evidence, Filing
from validators.finding import Finding, Severity, Verdict, fingerprint
from validators.proofread import Defect, proofread

# A repealed basis is one kind of finding, whichever paper cites it; one repealed since the notice was issued is no fault of it.
_STALE = {"cited_document_repealed", "cited_document_since_repealed"}
PROOFREADING = Citation("anze", "anze 的公文校对", "", confidence="V")


def notice_findings(filing: Filing, as_of: date | None = None) -> Iterator[Finding]:
    """What proofreading finds in every notice of the filing."""
    background = bool(filing.policies)
    for record in filing.records:
        if record.kind != "notice" or not record.rows("lines"):
            continue
        for defect in proofread(record, as_of=as_of):
            if background and defect.severity != "error":
                continue
            yield _finding(filing, record, defect, background)


def _finding(filing: Filing, record: Record, defect: Defect, background: bool) -> Finding:
    name = f"notice.{(defect.detector or 'form').replace('_', '-')}.{defect.type.replace('_', '-')}"
    since = defect.type == "cited_document_since_repealed"
    severity = Severity.NOTE if background or since else Severity(defect.severity)
    params = {**defect.params, "lines": list(defect.lines), "quotes": list(defect.quotes)}
    mark = fingerprint(name, filing.filing_id, record.path, params)
    say = {"zh": _literal(defect.zh), "en": _literal(defect.en), "topic": _literal(defect.zh)}
    return Finding(
        name,
        "stale_citation" if defect.type in _STALE else f"notice_{defect.type.removeprefix('notice_')}",
        Verdict.VIOLATED,
        severity,
        record.path,
        params,
        tuple(_places(record, defect)),
        defect.basis or PROOFREADING,
        mark,
        say=say,
    )


def _literal(sentence: str) -> str:
    """A finished sentence as a template that fills nothing in."""
    return sentence.rstrip("。.").replace("{", "{{").replace("}", "}}")


def _places(record: Record, defect: Defect) -> Iterator[Evidence]:
    spans = {row.value("number"): row.span for row in record.rows("lines")}
    for index, number in enumerate(defect.lines):
        words = defect.quotes[index] if index < len(defect.quotes) else ""
        span = spans.get(number)
        if span is None:
            yield Evidence(record.path, "lines", Span(words, where=f"第{number}行"))
        else:
            yield Evidence(
                record.path, "lines", Span(words or span.text, span.page, span.boxes, span.where or f"第{number}行")
            )
    if not defect.lines:
        yield Evidence(record.path, "lines")
