"""A service report whose copy lies with another enterprise's policy, where papers are put into filings by the numbers they print.

Without a manifest a report goes to the policy that it names, wherever it lies. Lies one copy with that policy and another in the folder of
another enterprise's, somebody may have put it there as proof of a service to that one. A person has to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from extractor.record import Record
from validators.archive.matching import EVIDENCE_ONCE, MOST_COMPARED, MOST_NAMED, by_name
from validators.archive.owner import Owner
from validators.archive.service import Report, one_report, places_of
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, elsewhere, first, key
from validators.facts import Evidence, Filing
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"evidence_reused"})
BY_KEYS = True
_WHY: Final = "a copy may have been put there by mistake"
_SAY: Final = {
    "zh": "{paper}与{copy}是同一份服务报告，却放在另一家企业的保单（{others}）所在的文件夹里，是否用作该企业的服务证明请人工核对",
    "en": "{paper} is one report with {copy}, yet lies in the folder of another enterprise's policy ({others}); a person has to see whether it stands for a service to that one",
}


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy by the folder that it lies in, and each report that lies elsewhere than the policies while its copy lies with them."""
    if filing.manifest is not None:
        return  # what was handed in as one filing lies where it was handed in
    own = {_folder(record) for record in filing.records if record.kind == "policy"}
    for record in filing.records:
        folder = _folder(record)
        if not folder:
            continue
        if record.kind == "policy":
            places = (
                (Evidence(record.path, "policy_no", record.fields["policy_no"].span),)
                if "policy_no" in record.fields
                else ()
            )
            yield Trace({"paper": record.name, "policy": True}, (key("lies in", folder),), places=places)
        elif record.kind == "service_report" and folder not in own and (copy := _copy(record, filing, own)) is not None:
            report = Report.of(record)
            body = {
                "paper": record.name, "policy": False, "copy": copy.name, "how": _how(record, copy), "subject": report.subject,
                "client": report.client,
            }  # fmt: skip
            yield Trace(body, (key("lies in", folder),), places=places_of(record)[:1])


def _folder(record: Record) -> str:
    folder = str(PurePosixPath(record.path).parent)
    return "" if folder == "." else folder


def _copy(record: Record, filing: Filing, own: set[str]) -> Record | None:
    """The same report where the filing's policies lie."""
    others = (r for r in filing.records if r is not record and r.kind == record.kind and _folder(r) in own)
    return next((other for other in others if _how(record, other)), None)


def _how(record: Record, other: Record) -> str:
    if record.content and record.content == other.content:
        return "same_bytes"
    return "same_paper" if one_report(Report.of(record), Report.of(other)) else ""


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The policies of other enterprises that a copied report lies with."""
    body = own.trace.body
    if body["policy"]:
        return
    near = elsewhere(own, known, own.trace.keys[0], MOST_COMPARED + 1)
    strangers = (o for o in near if o.trace.body["policy"] and own.owner.stranger_to(o.owner))
    others = by_name(o for o in strangers if not o.owner.named_in(body["client"]))[
        :MOST_NAMED
    ]  # one service for several
    if not others:
        return
    params: dict[str, Any] = {
        "paper": body["paper"], "copy": body["copy"], "other_filing": first([o.name for o in others]),
        "other_paper": first([str(o.trace.body["paper"]) for o in others]), "likeness": body["how"],
    }  # fmt: skip
    mark = fingerprint(EVIDENCE_ONCE, own.name, body["subject"], params)
    yield Finding(
        EVIDENCE_ONCE, "evidence_reused", Verdict.UNDECIDED, Severity.WARNING, body["subject"], params, beside(own, others),
        ENGINE, mark, _WHY, say=_SAY,
    )  # fmt: skip
