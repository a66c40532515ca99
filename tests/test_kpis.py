"""Counts of filings: each filing once, whatever happens in whatever order; and the figures made of them."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from api import queue
from api.accounts.principal import Principal
from api.filings.listing import from_params, page
from api.kpis.figures import View
from api.problems import Invalid, NotAllowed
from api.store import now
from api.tables.filings import FilingRow, FindingRow
from api.tables.kpis import MEASURES, Tally, TallyPending
from api.tables.queue import Job
from api.tallies import jobs
from api.tallies.contribution import basis_of, cells, contribution, told
from api.tallies.sectors import names, sector_of, sectors
from api.tallies.service import mark
from tests.accounts_kit import Crowd
from tests.kpi_filings import INSURER, add_filing, judge, known

if TYPE_CHECKING:
    from api.service import Service
    from api.store import Database


def counted(database: Database) -> dict[tuple[str, ...], dict[str, Any]]:
    with database.reading() as session:
        rows = session.exec(select_rows(Tally)).all()
    out: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        amounts = {name: getattr(row, name) for name in MEASURES if getattr(row, name)}
        if amounts:
            out[row.scope, row.dimension, row.month, row.key] = amounts
    return out


def expected(database: Database) -> dict[tuple[str, ...], dict[str, Any]]:
    """The counts made at once from the filings as they stand."""
    out: dict[tuple[str, ...], dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    with database.reading() as session:
        for filing in session.exec(select_rows(FilingRow)).all():
            found = session.exec(
                select_rows(FindingRow).where(FindingRow.filing_id == filing.id, col(FindingRow.current))
            ).all()
            for cell in contribution(filing, found):
                for name, amount in cell.amounts.items():
                    out[cell.scope, cell.dimension, cell.month, cell.key][name] += amount
    return {key: dict(amounts) for key, amounts in out.items()}


def test_a_contribution_is_in_every_scope_and_dimension() -> None:
    filing = FilingRow(
        org_id="o1", name="n", verdict="returned", insurer=INSURER, sector="mining", province="33", city="3306", county="330604",
        street="330604001", sign_date=date(2025, 3, 5), premium=Decimal("1000"), prevention_fee=Decimal("120"), open_findings=2,
        insured_count=7,
    )  # fmt: skip
    found = [FindingRow(filing_id="f", judgement_id="j", fingerprint="x", rule="r", type=t, verdict=v, severity="error")
             for t, v in [("first_service_late", "violated"), ("renewal_gap", "violated"), ("renewal_gap", "violated"),
                          ("policy_upload_late", "undecided"), ("per_person_limit_not_stated", "undecided")]]  # fmt: skip
    made = {(c.scope, c.dimension, c.key): c.amounts for c in contribution(filing, found)}
    amounts = {
        "filings": 1, "returned": 1, "open": 1, "findings": 3, "insured": 7, "premium": 1000, "fee": 120, "fee_premium": 1000,
        "service_late": 1, "upload_unknown": 1, "limit_unknown": 1,
    }  # fmt: skip
    scopes = ["r:", "r:33", "r:3306", "r:330604", "r:330604001", "o:o1"]
    assert {scope: made[scope, "all", ""] for scope in scopes} == dict.fromkeys(scopes, amounts)
    assert {s for s, d, _ in made if d == "region"} == {"r:", "r:33", "r:3306", "o:o1"}
    assert made["r:33", "region", "3306"] == made["o:o1", "region", "33"] == made["r:", "sector", "mining"] == amounts
    assert made["r:3306", "type", "renewal_gap"] == {"filings": 1, "findings": 2}
    assert ("r:", "type", "policy_upload_late") not in made
    assert {cell.month for cell in contribution(filing, found)} == {"2025-03"}


def test_what_does_not_count_adds_nothing() -> None:
    assert contribution(FilingRow(org_id="o", name="n", verdict=""), []) == []
    assert contribution(FilingRow(org_id="o", name="n", verdict="returned", deleted_at=now()), []) == []
    assert list(cells(None)) == []


def test_shares_rest_on_filings_that_state_both_sums() -> None:
    def amounts(**columns: Any) -> dict[str, Any]:
        sums: dict[str, Any] = {name: Decimal(value) for name, value in columns.items()}
        row = FilingRow(org_id="o", name="n", verdict="accepted", **sums)
        return dict(contribution(row, [])[0].amounts)

    assert amounts(prevention_fee="120") == {"filings": 1, "accepted": 1}
    assert amounts(premium="1000") == {"filings": 1, "accepted": 1, "premium": 1000}
    assert amounts(premium="1000", fee_spent="5") == {"filings": 1, "accepted": 1, "premium": 1000}
    both = amounts(premium="1000", prevention_fee="0.10", fee_spent="0")
    assert (both["fee"], both["fee_premium"], both["spent_fee"]) == (Decimal("0.10"), 1000, Decimal("0.10"))


def test_counts_follow_the_filings(database: Database, crowd: Crowd) -> None:
    org = crowd.org("insurer").id
    with database.writing() as session:
        first = add_filing(session, org, "a", violated=["first_service_late"], verdict="returned")
        add_filing(session, org, "b", region="330604001", sign_date=None, undecided=["policy_upload_late"])
        gone = add_filing(session, org, "c", premium=None)
    jobs.fold_all(database)
    assert counted(database) == expected(database) != {}
    with database.writing() as session:
        row = session.exec(select_rows(FilingRow).where(FilingRow.id == first.id)).one()
        row.verdict, row.insurer, row.premium = "accepted", "别家", Decimal("3.33")
        judge(session, row, violated=["renewal_gap", "renewal_gap"])
        row = session.exec(select_rows(FilingRow).where(FilingRow.id == gone.id)).one()
        row.deleted_at = now()
        session.add(row)
        mark(session, row.id)
    jobs.fold_all(database)
    assert counted(database) == expected(database)
    everything = counted(database)["r:", "all", "2025-03", ""]
    assert (everything["filings"], everything["findings"], everything["premium"]) == (1, 2, Decimal("3.33"))


def test_counting_again_changes_nothing(database: Database, crowd: Crowd) -> None:
    with database.writing() as session:
        ids = [add_filing(session, crowd.org("insurer").id, f"n{n}", violated=["renewal_gap"]).id for n in range(5)]
    jobs.fold_all(database)
    before = counted(database)
    with database.writing() as session:
        for filing_id in ids:
            mark(session, filing_id)
            mark(session, filing_id)
    jobs.fold_all(database)
    assert counted(database) == before
    jobs.recount_everything(database)
    assert counted(database) == {}
    jobs.fold_all(database)
    assert counted(database) == before


def test_a_batch_that_fails_leaves_nothing(database: Database, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        add_filing(session, crowd.org("insurer").id, "a")

    def fail(session: Session, change: Any) -> None:
        real(session, change)
        raise RuntimeError("killed")

    real = jobs._apply
    monkeypatch.setattr(jobs, "_apply", fail)
    with pytest.raises(RuntimeError):
        jobs.fold_all(database)
    monkeypatch.undo()
    assert counted(database) == {}
    jobs.fold_all(database)
    assert counted(database) == expected(database)


def test_the_job_counts_and_ends(service: Service, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    with service.db.writing() as session:
        for n in range(5):
            add_filing(session, crowd.org("insurer").id, f"n{n}")
        session.add(TallyPending(filing_id="of-no-filing"))
    with service.db.writing() as session:
        assert session.scalar(select(func.count()).where(col(Job.kind) == "tally")) == 1
        session.execute(Job.__table__.update().values(run_at=now()))  # type: ignore[attr-defined]
    with service.db.writing() as session:
        (job,) = queue.claim(session, "w", 5, 60, ["tally"])
    jobs.HANDLERS["tally"](service, job)
    with service.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(TallyPending)) == 0
        assert [row.state for row in session.exec(select_rows(Job))] == ["done"]
    assert counted(service.db) == expected(service.db)


def test_what_is_marked_while_the_job_runs_is_counted_later(service: Service, crowd: Crowd) -> None:
    org = crowd.org("insurer").id
    with service.db.writing() as session:
        add_filing(session, org, "a")
        session.execute(Job.__table__.update().values(run_at=now()))  # type: ignore[attr-defined]
    with service.db.writing() as session:
        (job,) = queue.claim(session, "w", 5, 60, ["tally"])
    with service.db.writing() as session:
        add_filing(session, org, "b")
    with service.db.reading() as session:
        assert sorted(row.state for row in session.exec(select_rows(Job))) == ["queued", "running"]
    jobs.HANDLERS["tally"](service, job)
    assert counted(service.db) == expected(service.db)


def test_several_folders_and_judges_at_once(database: Database, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    org = crowd.org("insurer").id
    with database.writing() as session:
        ids = [add_filing(session, org, f"n{n}").id for n in range(12)]
    failures: list[BaseException] = []

    def change() -> None:
        try:
            for filing_id in ids:
                with database.writing() as session:
                    row = session.exec(select_rows(FilingRow).where(FilingRow.id == filing_id).with_for_update()).one()
                    row.premium = (row.premium or Decimal(0)) + 1
                    judge(session, row, violated=["renewal_gap"])
        except BaseException as error:
            failures.append(error)

    def fold() -> None:
        try:
            for _ in range(10):
                jobs.fold_all(database)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for work in (change, fold, change, fold)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    jobs.fold_all(database)
    assert counted(database) == expected(database)
    assert counted(database)["r:", "all", "2025-03", ""]["premium"] == 12 * 1002


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def figures(database: Database, crowd: Crowd) -> Database:
    mine, other = crowd.org("insurer").id, crowd.org("insurer", other=True).id
    with database.writing() as session:
        add_filing(
            session,
            mine,
            "a",
            violated=["first_service_late"],
            verdict="returned",
            fee_spent=Decimal("60"),
            open_findings=1,
        )
        add_filing(session, mine, "b", region="341323", sign_date=date(2025, 4, 1))
        add_filing(session, mine, "c", region="340102", sector="fishery", sign_date=None)
        add_filing(session, other, "d", insurer="乙财产保险股份有限公司", violated=["renewal_gap", "policy_upload_late"],
                   verdict="returned", premium=Decimal("500"), sector="", region="3413")  # fmt: skip
        add_filing(session, other, "e", region="310115", insurer="")
    jobs.fold_all(database)
    return database


def test_an_overview_of_a_city(figures: Database, crowd: Crowd) -> None:
    view = View(crowd.principal("regulator"))
    with figures.reading() as session:
        seen = view.overview(session)
    assert (seen.scope.region, seen.scope.name, seen.scope.behind) == ("3413", "宿州市", False)
    total = seen.total
    assert (total.filings, total.returned, total.open, total.insured, total.premium) == (3, 2, 1, 30, 2500)
    assert (total.returned_share, total.fee_ratio, total.spend_ratio) == (66.67, 14.4, 50.0)
    assert [(m.key, m.filings) for m in seen.months] == [("2025-03", 2), ("2025-04", 1)]
    assert [(r.key, r.name) for r in seen.regions] == [("341302", "埇桥区"), ("341323", "灵璧县"), ("", "未载明")]
    assert [(s.key, s.name, s.filings) for s in seen.sectors] == [("mining", "矿山", 2), ("", "未载明", 1)]
    assert {(k.key, k.filings) for k in seen.types} == {
        ("first_service_late", 1),
        ("renewal_gap", 1),
        ("policy_upload_late", 1),
    }


def test_every_line_leads_to_its_filings(figures: Database, crowd: Crowd) -> None:
    for who in (crowd.principal("operator"), crowd.principal("regulator"), crowd.principal("insurer")):
        with figures.reading() as session:
            view = View(who)
            lines = [
                line
                for dimension in ("region", "insurer", "sector", "month")
                for line in view.series(session, dimension).items
            ]
            kinds = view.kinds(session).items
            keyed: list[Any] = [line for line in lines if line.key]
            for line in [*keyed, *kinds, view.overview(session)]:
                wanted = line.total.filings if hasattr(line, "total") else line.filings
                rows, _ = page(session, who, from_params(dict(parse_qsl(line.query))))
                assert len(rows) == wanted, line.query


def test_months_bound_the_figures(figures: Database, crowd: Crowd) -> None:
    def filings(since: str, until: str) -> int:
        with figures.reading() as session:
            return View(crowd.principal("operator"), "", since, until).overview(session).total.filings

    assert filings("", "") == 5
    assert filings("2025-04", "") == 1
    assert filings("", "2025-03") == 3
    assert filings("2025-04", "2025-04") == 1
    assert filings("2026-01", "2026-12") == 0


def test_nobody_sees_others_figures(figures: Database, crowd: Crowd) -> None:
    with figures.reading() as session:
        assert View(crowd.principal("regulator", other=True)).overview(session).total.filings == 0
        assert View(crowd.principal("insurer")).overview(session).total.filings == 3
        assert View(crowd.principal("regulator"), "341302").overview(session).total.filings == 1
    for region in ("34", "4401", "3412"):
        with pytest.raises(NotAllowed):
            View(crowd.principal("regulator"), region)
    with pytest.raises(Invalid):
        View(crowd.principal("insurer"), "3413")
    with pytest.raises(Invalid):
        View(crowd.principal("operator"), "", "2025-04", "2025-03")


def test_insurers_in_order(figures: Database, crowd: Crowd) -> None:
    def ranked(who: Principal, by: str, least: int = 1) -> list[tuple[int | None, str, float | None]]:
        with figures.reading() as session:
            return [(line.rank, line.key, line.value) for line in View(who).ranking(session, by, least).items]

    operator, second = crowd.principal("operator"), "乙财产保险股份有限公司"
    assert ranked(operator, "returned_share") == [(1, INSURER, 33.33), (2, second, 100.0)]
    assert ranked(operator, "fee_ratio") == [(1, second, 24.0), (2, INSURER, 12.0)]
    assert ranked(operator, "spend_ratio") == [(1, INSURER, 50.0), (None, second, None)]
    assert ranked(operator, "upload_late_share", least=2) == [(1, INSURER, 0.0)]
    with pytest.raises(Invalid):
        ranked(operator, "premium; drop")


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        ("煤矿", "mining"), ("非煤矿山（露天开采）", "mining"), ("危险化学品经营", "hazardous_chemicals"), ("加油站", "hazardous_chemicals"),
        ("烟花爆竹零售", "fireworks"), ("道路货物运输", "transport"), ("建筑施工", "construction"), ("民用爆炸物品", "explosives"),
        ("金属冶炼", "smelting"), ("渔业生产", "fishery"), ("海洋捕捞", "fishery"), ("纺织服装", "other"), ("矿山机械制造", "other"),
        ("建 筑 施 工", "construction"), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_words_for_a_trade(said: str, sector: str) -> None:
    assert sector_of(said) == sector


def test_the_sectors_are_those_of_the_measures() -> None:
    printed = {"矿山", "危险化学品", "烟花爆竹", "交通运输", "建筑施工", "民用爆炸物品", "金属冶炼", "渔业生产"}
    assert {sector.zh for sector in sectors()} == printed
    assert all(sector_of(sector.zh) == sector.code for sector in sectors())
    assert list(names())[-1] == "other"


def test_what_facts_tell() -> None:
    policy = ("policy", known(uploaded_at="2025-01-02", premium=1))
    claims = [
        ("claim", known(closed_date="2025-01-02")),
        ("claim", known(closed_date="2025-01-02", claim_uploaded="2025-01-03")),
    ]
    facts = [{"about": about, "key": "", "facts": given} for about, given in (policy, *claims)]
    assert told(facts) == {"upload", "claim"}
    doubtful = {
        "about": "policy",
        "key": "",
        "facts": {"first_service": {"value": "2025-01-01", "state": "contradicted"}},
    }
    assert told([doubtful]) == frozenset()
    assert basis_of(FilingRow(org_id="o", name="n", verdict="accepted"), [], told(facts))["told"] == ["claim", "upload"]  # type: ignore[index]
