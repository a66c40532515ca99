"""A paper whose text layer says another thing than its page: the engine's own findings, which no notice needs to demand.

What people see on the page is what the paper says, and every rule is judged by that. A program that reads the text layer
would take the other value; whoever hands in the paper should know, and so should whoever takes it. A text document with tracked
changes that nobody has accepted or refused is two papers in the same way, and no final one.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.record import Record, Row
from validators.citation import Citation
from validators.facts import Evidence, Filing
from validators.finding import Finding, Severity, Verdict, fingerprint

TABLE = "text_layer"
CONTRADICTS = frozenset({"ocr_layer", "remapped"})
"""Causes by which a page has two readings of one print; by any other the layer has words that nobody sees."""
TRACKED = "tracked"
CHECKING = Citation("anze", "anze 的文字层核对", "", confidence="V")


def text_layer_findings(filing: Filing) -> Iterator[Finding]:
    """Every field of every paper that the text layer would change, with both places."""
    for record in filing.records:
        for row in record.rows(TABLE):
            yield _finding(filing, record, row)


def _named(cause: str) -> tuple[str, str]:
    """The name and the type of what a cause is."""
    if cause == TRACKED:
        return "paper.tracked-changes", "tracked_changes"
    if cause in CONTRADICTS:
        return "paper.text-layer-contradicts-page", "text_layer_contradicts_page"
    return "paper.hidden-text", "hidden_text"


def _finding(filing: Filing, record: Record, row: Row) -> Finding:
    field, cause = str(row.value("field")), str(row.value("cause"))
    name, kind = _named(cause)
    item = field.rpartition(".")[2] if "." in field else field
    params = {"field": item, "value": row.value("value"), "seen": row.value("seen"), "cause": cause}
    if cause == TRACKED:
        params["by"] = row.value("by")
    if item != field:
        params["coverage"] = field.split(".")[1]
    places = tuple(Evidence(record.path, field, row.cells[column].span) for column in ("value", "seen"))
    return Finding(
        name,
        kind,
        Verdict.VIOLATED,
        Severity.WARNING,
        record.path,
        params,
        places,
        CHECKING,
        fingerprint(name, filing.filing_id, record.path, params),
    )
