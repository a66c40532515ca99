"""What stored filings share, told to whoever sees both sides and to nobody else: as the command line tells it of the same papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select

from api import across, judging
from api.accounts.principal import visible
from api.across.keeping import SERVED
from api.filings import service as filings_service
from api.retention.due import Limits
from api.retention.purge import purge
from api.service import Service
from api.store import now
from api.tables.filings import FilingRow, FindingRow
from api.tables.kpis import TallyPending
from api.tables.traces import FilingTraces, TraceMark, TracePhrase
from extractor.likeness import Look
from extractor.record import Record
from tests.accounts_kit import Crowd, populate
from tests.apps import app_over
from tests.conftest import KINDS, opened_service
from tests.filing_kit import store_filing
from tests.test_archive_tables import pool  # noqa: F401
from tests.test_reuse import filing, photo, red, report
from validators import archive
from validators.facts import Filing
from validators.report_json import finding_to_json

BLUE = "宿州蓝天包装有限公司"


def blue(name: str, *papers: Record, **changes: Any) -> Filing:
    return filing(name, *papers, client=BLUE, uscc="91341302MA2T6K3F8B", **changes)


@dataclass
class Stored:
    service: Service
    crowd: Crowd
    ids: dict[str, str]
    app: Any

    def told(self, kind: str, name: str, *, other: bool = False) -> list[tuple[str, set[str]]]:
        """Severity and the other filings' names, where evidence is used again, as a person of this body is told on the filing."""
        who = self.crowd.principal(kind, other=other)
        with self.service.db.reading() as session:
            row = session.exec(select(FilingRow).where(FilingRow.id == self.ids[name])).one()
            found = across.across(session, who, row)
        return [
            (f.finding.severity.value, {o.name for o in f.others}) for f in found if f.finding.type == "evidence_reused"
        ]


def keep(service: Service, user: Any, filings: Sequence[Filing], ids: dict[str, str]) -> None:
    for one in filings:
        ids[one.filing_id] = store_filing(service, user, one.filing_id, one.records, manifest={})


@pytest.fixture(scope="module", params=KINDS)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """The first insurer's A and B hold one report, C a photo; the second's D the same report, E the same photo. All lie in the
    first regulator's region but F, which is in the second's and holds the report too."""
    with opened_service(request, request.param, tmp_path_factory.mktemp("across")) as service:
        crowd, ids = populate(service), dict[str, str]()
        one, two = (crowd.user("insurer", other=other) for other in (False, True))
        look = Look(0x123456789ABCDEF0, 0xFEDCBA9876543210)
        near = Look(look.shades ^ 5, look.slopes)
        keep(service, one, [filing("A", report("报告.pdf", sha="x")), red("B", report("报告.pdf", sha="x"))], ids)
        keep(service, one, [filing("C", photo("现场.jpg", look))], ids)
        away = {"region_code": "440103", "jurisdiction": "广州市荔湾区", "address": "广东省广州市荔湾区芳村大道1号"}
        keep(service, two, [blue("D", report("扫描件.pdf", sha="x")), red("E", photo("整改照片.jpg", near))], ids)
        keep(service, two, [blue("F", report("复印件.pdf", sha="x"), **away)], ids)
        yield Stored(service, crowd, ids, app_over(service))


def test_each_is_told_of_what_it_sees_on_both_sides(stored: Stored) -> None:
    # An insurer: its own. That A names its own enterprise makes it a note there.
    assert stored.told("insurer", "A") == [("note", {"B"})]
    assert stored.told("insurer", "B") == [("warning", {"A"})]
    assert stored.told("insurer", "C") == []
    # D and F are one enterprise's, which may use its report twice.
    assert stored.told("insurer", "D", other=True) == []
    # The regulator of the region: both insurers', not the filing elsewhere.
    assert stored.told("regulator", "A") == [("note", {"B", "D"})]
    # D holds what names A's enterprise; whether B's has a right to it, which it does not name either, is not known so surely.
    assert stored.told("regulator", "D") == [("warning", {"A"})]
    assert stored.told("regulator", "C") == [("warning", {"E"})]
    assert stored.told("regulator", "E") == [("warning", {"C"})]
    assert stored.told("regulator", "F", other=True) == []
    assert stored.told("operator", "F") == [("warning", {"A"})]


def test_the_api_gives_the_finding_with_its_place_and_the_other_side(stored: Stored) -> None:
    client = stored.crowd.browser(stored.app, "regulator", "inspector")
    everything = client.get(f"/api/v1/filings/{stored.ids['D']}/across").json()
    (told,) = [one for one in everything if one["type"] == "evidence_reused"]
    assert (told["verdict"], told["body"]["params"]["likeness"]) == ("violated", "same_bytes")
    assert told["body"]["evidence"][0]["path"] == "扫描件.pdf"
    assert told["body"]["evidence"][0]["box"]
    assert told["body"]["citation"]["title"] == "anze 的判定规则"
    assert "扫描件.pdf与案卷A中的报告.pdf重复使用（文件逐字节相同）" in told["body"]["message"]
    sides = [(side["filing_id"], side["org_name"], side["path"], side["page"]) for side in told["others"]]
    org = stored.crowd.org("insurer").name
    assert sides == [(stored.ids["A"], org, "报告.pdf", 1)]
    assert client.get(f"/api/v1/filings/{stored.ids['D']}").json()["across"] == everything
    assert client.get(f"/api/v1/filings/{stored.ids['F']}/across").status_code == 404

    listed, after = dict[str, Any](), ""
    while after is not None:
        part = client.get(f"/api/v1/across?sort=oldest&limit=2&after={after}").json()
        listed |= {item["filing"]["name"]: item["across"] for item in part["items"]}
        after = part["next"]
    assert (listed["D"], sorted(listed)) == (everything, ["A", "B", "C", "D", "E"])


def test_what_an_insurer_is_shown_is_the_same_whatever_others_hand_in(stored: Stored) -> None:
    """Byte for byte: its filing, its list, its findings, its report."""
    asked = [
        f"/api/v1/filings/{stored.ids['C']}", f"/api/v1/filings/{stored.ids['C']}/across",
        f"/api/v1/filings/{stored.ids['C']}/report", "/api/v1/filings", "/api/v1/findings", "/api/v1/audit-log?limit=1",
        f"/filings/{stored.ids['C']}/across", "/api/v1/across",
    ]  # fmt: skip
    client = stored.crowd.browser(stored.app, "insurer", "clerk")
    before = [client.get(path).text for path in asked]
    look = Look(0x123456789ABCDEF0, 0xFEDCBA9876543210)
    ids = dict[str, str]()
    keep(stored.service, stored.crowd.user("insurer", other=True), [red("G", photo("又一张.jpg", look))], ids)
    try:
        assert {"E", "G"} == stored.told("regulator", "C")[0][1]
        assert [client.get(path).text for path in asked] == before
        with stored.service.db.reading() as session:
            held = session.exec(select(FindingRow.type)).all()
        assert "evidence_reused" not in held  # nothing of what two filings share is stored
    finally:
        _delete(stored.service, ids["G"])
    assert stored.told("regulator", "C") == [("warning", {"E"})]


def _delete(service: Service, filing_id: str) -> None:
    with service.db.writing() as session:
        row = judging.lock(session, filing_id)
        row.deleted_at = now() - timedelta(days=400)
        row.tally = None
        session.execute(delete(TallyPending))
        session.add(row)


def test_what_is_purged_takes_its_traces_with_it(stored: Stored) -> None:
    ids = dict[str, str]()
    keep(stored.service, stored.crowd.user("insurer", other=True), [red("H", report("报告.pdf", sha="z"))], ids)
    tables: tuple[Any, ...] = (FilingTraces, TraceMark, TracePhrase)

    def count(session: Session) -> list[int]:
        return [len(session.exec(select(table).where(table.filing_id == ids["H"])).all()) for table in tables]

    with stored.service.db.reading() as session:
        assert all(count(session))
    _delete(stored.service, ids["H"])
    with stored.service.db.writing() as session:
        step = purge(session, ids["H"], Limits.at(stored.service.config, now()))
        assert step is not None
        assert not step.hidden
        assert count(session) == [0, 0, 0]


def test_a_name_cannot_pass_for_another_filing(stored: Stored) -> None:
    """Names come from manifests: one that ends as ours do while findings are made leads nowhere."""
    ids = dict[str, str]()
    name = f"J\x1f{stored.ids['D']}"
    keep(stored.service, stored.crowd.user("insurer"), [red(name, photo("a/现场.jpg", Look(7 << 60 | 1, 99)))], ids)
    keep(stored.service, stored.crowd.user("insurer"), [blue("K", photo("现场.jpg", Look(7 << 60 | 1, 99)))], ids)
    stored.ids.update(ids)
    assert stored.told("insurer", "K") == [("warning", {name})]
    for each in ids.values():
        _delete(stored.service, each)


def test_it_is_what_the_command_line_finds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory,
                                           pool: list[Filing]) -> None:  # noqa: F811  # fmt: skip
    """Filings of every class of likeness, by turns of two insurers: each viewer is told exactly what the command line would
    say of the filings that the viewer sees, less what is in the judgement."""
    with opened_service(request, "sqlite", tmp_path_factory.mktemp("pool")) as service:
        crowd, ids = populate(service), dict[str, str]()
        for at, one in enumerate(pool):
            keep(service, crowd.user("insurer", other=bool(at % 2)), [one], ids)
        types, known = set[str](), frozenset().union(*(archive.kinds()[name].TYPES for name in SERVED))
        for who in (crowd.principal("operator"), crowd.principal("insurer"), crowd.principal("regulator")):
            with service.db.reading() as session:
                rows = list(session.exec(select(FilingRow).where(visible(who)).order_by(col(FilingRow.seq))))
                seen = [one for one in pool if ids[one.filing_id] in {row.id for row in rows}]
                expected = archive.across(seen)
                for at, row in enumerate(rows):
                    held = {f.fingerprint for f in filings_service.findings_of(session, row)}
                    wanted = [f for f in expected.get(at, ()) if f.type in known and f.fingerprint not in held]
                    wanted = [f for f in wanted if f.type != "policy_no_reused" or who.org_kind != "insurer"]
                    said = [one.finding for one in across.across(session, who, row)]
                    assert _by_mark(said) == _by_mark(wanted)
                    types.update(f.type for f in said)
        assert types == {
            "evidence_reused",
            "insured_twice",
            "expert_in_two_places",
            "fee_booked_twice",
            "policy_no_reused",
        }


def test_every_class_is_served_or_left_to_the_audit() -> None:
    """Who adds a class says which: one that goes through all there is would make a page of a filing wait for the archive."""
    assert set(archive.kinds()) == SERVED | {"rosters", "sums", "premiums", "astray"}


def _by_mark(findings: Sequence[Any]) -> list[str]:
    return sorted(str(finding_to_json(finding)) for finding in findings)
