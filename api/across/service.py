"""The findings of one filing beside the others that a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from api.accounts.principal import Principal
from api.across.known import SeenBy, ids_in, place_of, without_ids
from api.tables.accounts import Organisation
from api.tables.filings import FilingRow, FindingRow
from validators import archive
from validators.facts import Evidence
from validators.finding import Finding, Severity, Verdict, fingerprint

_GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Other:
    """Where the other side stands: ``filing_id`` and ``name`` of its filing, the body that handed it in; ``path``, ``page`` and
    ``text`` of the place, "" and None where only the filing is named."""

    filing_id: str
    name: str
    org_id: str
    org_name: str
    path: str = ""
    page: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Across:
    """A finding as the command line gives it for these filings together; ``places``: its evidence on the filing's own papers;
    ``others``: the other side."""

    finding: Finding
    places: tuple[Evidence, ...]
    others: tuple[Other, ...]


def across(session: Session, who: Principal, filing: FilingRow) -> tuple[Across, ...]:
    """What the filing, which the person may see, shares with others that they may see: gravest first.

    What its judgement holds already – a number that the same body used twice – is not told again.
    """
    known = SeenBy(session, who, filing)
    found = [finding for finding in archive.crossing(known.own, known) if _named(finding) - {filing.id}]
    if not found:
        return ()
    filings = _filings(session, {filing_id for finding in found for filing_id in _named(finding)})
    held = set(
        session.exec(
            select(FindingRow.fingerprint).where(FindingRow.filing_id == filing.id, col(FindingRow.current).is_(True))
        )
    )
    told = (_told(filing, finding, filings) for finding in found if not _judged_already(filing, finding, filings))
    return tuple(sorted((one for one in told if one.finding.fingerprint not in held), key=_rank))


Known = Mapping[str, tuple[FilingRow, str]]


def _filings(session: Session, ids: Iterable[str]) -> Known:
    """Each filing with the name of its body."""
    query = select(FilingRow, Organisation.name).join(Organisation, col(Organisation.id) == col(FilingRow.org_id))
    return {row.id: (row, org) for row, org in session.exec(query.where(col(FilingRow.id).in_(sorted(ids))))}


def _named(finding: Finding) -> set[str]:
    return ids_in(list(finding.params.values()))


def _judged_already(filing: FilingRow, finding: Finding, filings: Known) -> bool:
    """A number used twice by one body is in the judgement of both, and counts."""
    bodies = {filings[id_][0].org_id for id_ in _named(finding)}
    return finding.type == "policy_no_reused" and bodies == {filing.org_id}


def _told(filing: FilingRow, finding: Finding, filings: Known) -> Across:
    """The finding under the names of filings alone, with the fingerprint that it then has everywhere."""
    params = {name: without_ids(value) for name, value in finding.params.items()}
    evidence = tuple(replace(place, path=without_ids(place.path)) for place in finding.evidence)
    mark = fingerprint(finding.rule, filing.name, finding.subject, params)
    clean = replace(finding, params=params, evidence=evidence, fingerprint=mark)
    own = tuple(place for place in finding.evidence if place_of(place.path)[0] == "")
    return Across(clean, own, tuple(_others(filing, finding, filings)))


def _others(filing: FilingRow, finding: Finding, filings: Known) -> Iterator[Other]:
    """The places on the other side, then filings that are named without one."""
    placed = set[str]()
    for place in finding.evidence:
        id_, path = place_of(place.path)
        if id_ in filings and id_ != filing.id:
            placed.add(id_)
            page, text = (place.span.page, place.span.text) if place.span else (None, "")
            yield _other(*filings[id_], path, page, text)
    for id_ in sorted(_named(finding) - {filing.id} - placed):
        yield _other(*filings[id_])


def _other(row: FilingRow, org_name: str, path: str = "", page: int | None = None, text: str = "") -> Other:
    return Other(row.id, row.name, row.org_id, org_name, path, page, text)


def _rank(one: Across) -> tuple[bool, int, str, str]:
    finding = one.finding
    return finding.verdict is Verdict.UNDECIDED, _GRAVITY.index(finding.severity), finding.type, finding.fingerprint
