"""Audits: stored filings judged again – tried or kept, resumed after a crash, on behalf of somebody who still may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from api import judging, queue
from api.audits import jobs
from api.audits import service as audits
from api.audits.comparison import compare
from api.packs import service as packs
from api.problems import Conflict, Invalid, NotAllowed, NotFound
from api.service import Service
from api.store import now
from api.tables.accounts import ApiToken, AuditEntry, Organisation, User
from api.tables.audits import Audit, AuditItem
from api.tables.filings import FilingRow, Judgement
from api.tables.queue import Job
from api.tables.webhooks import Delivery, Webhook
from tests.accounts_kit import Crowd
from tests.filing_kit import row_of, store_filing
from tests.queue_kit import hasten, work_off
from tests.test_pack_service import CASES, RAISED

TWELVE: dict[str, Any] = {"prevention_fee": Decimal(1080), "prevention_fee_ratio": Decimal(12)}
TEN: dict[str, Any] = {"prevention_fee": Decimal(900), "prevention_fee_ratio": Decimal(10)}


@pytest.fixture
def three(service: Service, crowd: Crowd) -> dict[str, str]:
    """Filings of one insurer in 宿州 whose fees are 15, 12 and 10 per cent of the premium; 12 is the floor."""
    clerk = crowd.user("insurer", "clerk")
    return {
        "15": store_filing(service, clerk, "F15"),
        "12": store_filing(service, clerk, "F12", **TWELVE),
        "10": store_filing(service, clerk, "F10", **TEN),
    }


def _draft(service: Service, crowd: Crowd) -> str:
    """A draft that raises the floor to 15 per cent."""
    with service.db.writing() as session:
        return packs.propose(session, crowd.principal("operator", "pack_editor"), RAISED, CASES, "")[0].id


def _approve(service: Service, crowd: Crowd, version_id: str) -> None:
    with service.db.writing() as session:
        packs.approve(session, crowd.principal("operator", "admin"), version_id)


def _start(service: Service, crowd: Crowd, kind: str = "operator", role: str = "admin", *, other: bool = False,
           asked: dict[str, str] | None = None, as_of: date | None = None, drafts: list[str] | None = None,
           apply: bool = False) -> str:  # fmt: skip
    who = crowd.principal(kind, role, other=other)
    with service.db.writing() as session:
        return audits.recheck(
            session, who, name="", asked=asked or {}, as_of=as_of, drafts=drafts, apply=apply
        ).id  # fmt: skip


def _audit(service: Service, audit_id: str) -> Audit:
    with service.db.reading() as session:
        return session.exec(select(Audit).where(Audit.id == audit_id)).one()


def _items(service: Service, audit_id: str) -> dict[str, AuditItem]:
    with service.db.reading() as session:
        return {item.filing_id: item for item in session.exec(select(AuditItem).where(AuditItem.audit_id == audit_id))}


def _judgements(service: Service) -> int:
    with service.db.reading() as session:
        return len(session.exec(select(Judgement.id)).all())


# --- what comes out ----------------------------------------------------------------------------------------------


def test_a_draft_is_tried_on_stored_filings_and_nothing_is_kept(
    service: Service, crowd: Crowd, three: dict[str, str]
) -> None:
    before = _judgements(service)
    audit_id = _start(service, crowd, drafts=[_draft(service, crowd)])
    work_off(service, "recheck")
    audit, items = _audit(service, audit_id), _items(service, audit_id)
    assert (audit.state, audit.total, audit.finished) == ("done", 3, 3)
    assert (items[three["15"]].before, items[three["15"]].after, items[three["15"]].changes) == (
        "accepted",
        "accepted",
        {},
    )
    flipped = items[three["12"]]
    assert (flipped.before, flipped.after, flipped.flipped) == ("accepted", "returned", True)
    gained = flipped.changes["gained"]
    assert [(body["rule"], body["citation"]["article"]) for body in gained] == [("suzhou.fee-floor", "二（六）")]
    stricter = items[three["10"]]
    assert (stricter.before, stricter.after, stricter.flipped) == ("returned", "returned", False)
    changed = stricter.changes["changed"][0]
    assert (changed["before"]["params"]["minimum_percent"], changed["after"]["params"]["minimum_percent"]) == (12, 15)
    assert audit.result == {
        "verdicts": {"accepted>accepted": 1, "accepted>returned": 1, "returned>returned": 1},
        "flipped": 1, "changed": 2, "failed": 0, "gained": {"prevention_fee_below_minimum": 1},
    }  # fmt: skip
    assert _judgements(service) == before
    assert row_of(service, three["12"]).verdict == "accepted"


def test_a_finding_that_is_no_more_says_why(service: Service, crowd: Crowd, three: dict[str, str]) -> None:
    lower = RAISED.replace(
        "value: 15, source: 应急监二〔2023〕84号二（六）", "value: 10, source: 应急监二〔2023〕84号二（六）"
    )
    with service.db.writing() as session:
        draft, _ = packs.propose(session, crowd.principal("operator"), lower, CASES, "")
    audit_id = _start(service, crowd, drafts=[draft.id])
    work_off(service, "recheck")
    item = _items(service, audit_id)[three["10"]]
    lost = next(body for body in item.changes["lost"] if body["rule"] == "suzhou.fee-floor")
    assert lost["now"]["verdict"] == "satisfied"


def test_a_recheck_that_is_kept_judges_by_the_packs_in_use(
    service: Service, crowd: Crowd, three: dict[str, str]
) -> None:
    _approve(service, crowd, _draft(service, crowd))
    before = _judgements(service)
    audit_id = _start(service, crowd, apply=True)
    work_off(service, "recheck")
    assert row_of(service, three["12"]).verdict == "returned"
    assert _items(service, audit_id)[three["12"]].changes["gained"][0]["rule"] == "suzhou.fee-floor"
    assert _judgements(service) == before + 3
    with service.db.reading() as session:
        judged = session.exec(select(Judgement).order_by(col(Judgement.seq).desc())).first()
    assert judged is not None
    assert (judged.cause, judged.user_id) == ("recheck", crowd.user("operator", "admin").id)
    again = _start(service, crowd, apply=True)  # nothing that decides has changed: every judgement stands
    work_off(service, "recheck")
    assert _judgements(service) == before + 3
    assert _audit(service, again).result["changed"] == 0


def test_a_recheck_as_of_a_day_before_the_notice(service: Service, crowd: Crowd, three: dict[str, str]) -> None:
    audit_id = _start(service, crowd, as_of=date(2024, 5, 30))
    work_off(service, "recheck")
    assert _audit(service, audit_id).finished == 3
    assert _audit(service, audit_id).as_of == date(2024, 5, 30)


def test_a_trial_keeps_the_packs_it_began_with(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STRETCH_S", 0.0)
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    audit_id = _start(service, crowd)
    work_off(service, "recheck", most=2)  # counted, and one filing tried
    assert _audit(service, audit_id).finished == 1
    _approve(service, crowd, _draft(service, crowd))
    work_off(service, "recheck")
    assert _audit(service, audit_id).result["flipped"] == 0
    assert _audit(service, audit_id).finished == 3


# --- crashes and ends ----------------------------------------------------------------------------------------------


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    monkeypatch.setattr(jobs, "TOGETHER_KEPT", 1)
    for apply in (False, True):
        audit_id = _start(service, crowd, drafts=None if apply else [_draft(service, crowd)], apply=apply)
        kept = jobs._keep
        turn = 0

        def killed(*given: Any, kept: Any = kept) -> None:
            nonlocal turn
            turn += 1
            kept(*given)
            if turn == 2:
                raise KeyboardInterrupt  # after the work, before its commit

        with monkeypatch.context() as patched:
            patched.setattr(jobs, "_keep", killed)
            with pytest.raises(KeyboardInterrupt):
                work_off(service, "recheck")
        assert _audit(service, audit_id).finished == 1
        assert len(_items(service, audit_id)) == 1
        _end_leases(service)
        work_off(service, "recheck")
        audit = _audit(service, audit_id)
        assert (audit.state, audit.finished, len(_items(service, audit_id))) == ("done", 3, 3)
        assert sum(audit.result["verdicts"].values()) == 3


def test_attempts_count_since_the_last_progress(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers killed one after another must not look like a job that cannot be done."""
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    audit_id = _start(service, crowd)
    for finished in (1, 2, 3):
        with service.db.writing() as session:
            job = queue.claim(session, "w", 1, 60, ["recheck"])[0]
        assert job.attempts <= 2
        while _audit(service, audit_id).finished < finished:
            assert not jobs._step(service, job, last=False)
        _end_leases(service)  # killed
    work_off(service, "recheck")
    assert (_audit(service, audit_id).state, _audit(service, audit_id).finished) == ("done", 3)


def _end_leases(service: Service) -> None:
    with service.db.writing() as session:
        for job in session.exec(select(Job).where(Job.state == "running")):
            job.lease_until = now().replace(year=2000)
            session.add(job)


def test_an_attempt_whose_lease_had_ended_changes_nothing(
    service: Service, crowd: Crowd, three: dict[str, str]
) -> None:
    audit_id = _start(service, crowd)
    with service.db.writing() as session:
        slow = queue.claim(session, "slow", 1, -1.0, ["recheck"])[0]
    work_off(service, "recheck")
    assert _audit(service, audit_id).state == "done"
    with pytest.raises(queue.Lost):
        jobs.recheck(service, slow)
    assert _audit(service, audit_id).finished == 3


def test_what_is_filed_after_the_beginning_has_no_turn(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STRETCH_S", 0.0)
    audit_id = _start(service, crowd)
    work_off(service, "recheck", most=1)
    store_filing(service, crowd.user("insurer", "clerk"), "F-later")
    work_off(service, "recheck")
    assert (_audit(service, audit_id).total, _audit(service, audit_id).finished) == (3, 3)


def test_cancelled_in_the_middle(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STRETCH_S", 0.0)
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    audit_id = _start(service, crowd)
    work_off(service, "recheck", most=2)
    who = crowd.principal("operator", "inspector")
    with service.db.writing() as session:
        audits.cancel(session, who, audit_id)
    work_off(service, "recheck")
    audit = _audit(service, audit_id)
    assert (audit.state, audit.finished, len(_items(service, audit_id))) == ("cancelled", 1, 1)
    with pytest.raises(Conflict), service.db.writing() as session:
        audits.cancel(session, who, audit_id)


def test_the_end_is_told(service: Service, crowd: Crowd, three: dict[str, str]) -> None:
    with service.db.writing() as session:
        session.add(
            Webhook(org_id=crowd.org("operator").id, url="https://a.example", secret="s", events=["audit.finished"])
        )
    audit_id = _start(service, crowd)
    work_off(service, "recheck")
    with service.db.reading() as session:
        told = session.exec(select(Delivery.body)).all()
        logged = session.exec(select(AuditEntry.action).where(AuditEntry.object_id == audit_id)).all()
    assert told == [{"audit": audit_id, "kind": "recheck", "state": "done", "finished": 3, "flipped": 0}]
    assert sorted(logged) == ["audit.finished", "audit.start"]


def test_a_job_given_up_ends_its_audit_with_the_cause(service: Service, crowd: Crowd) -> None:
    audit_id = _start(service, crowd)
    with service.db.writing() as session:
        job = queue.claim(session, "w", 1, 60, ["recheck"])[0]
        jobs.ON_DEAD["recheck"](session, job, "案卷 x：ZeroDivisionError")
    audit = _audit(service, audit_id)
    assert (audit.state, audit.result["cause"]) == ("failed", "案卷 x：ZeroDivisionError")


def test_a_defect_of_ours_names_the_filing(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _start(service, crowd)

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(judging, "report_of", broken)
    with pytest.raises(RuntimeError, match=three["15"]):
        work_off(service, "recheck")


# --- whose filings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "role", "other", "seen"),
    [
        ("insurer", "reviewer", False, 3), ("insurer", "reviewer", True, 1), ("regulator", "inspector", False, 4),
        ("regulator", "inspector", True, 0), ("operator", "inspector", False, 4),
    ],
)  # fmt: skip
def test_only_what_the_person_may_see_has_its_turn(
    service: Service, crowd: Crowd, three: dict[str, str], kind: str, role: str, other: bool, seen: int
) -> None:
    store_filing(service, crowd.user("insurer", "clerk", other=True), "G1")
    audit_id = _start(service, crowd, kind, role, other=other)
    work_off(service, "recheck")
    assert (_audit(service, audit_id).total, len(_items(service, audit_id))) == (seen, seen)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"verdict": "returned"}, {"10"}), ({"type": "prevention_fee_below_minimum"}, {"10"}), ({"region": "3413"}, {"15", "12", "10"}),
        ({"region": "4401"}, set()), ({"insurer": "中国人民财产保险股份有限公司", "signed_from": "2024-01-01"}, {"15", "12", "10"}),
        ({"signed_to": "2023-12-31"}, set()), ({"q": "F12"}, {"12"}), ({"region": "000000"}, {"15", "12", "10"}),
    ],
)  # fmt: skip
def test_the_question_of_the_list(
    service: Service, crowd: Crowd, three: dict[str, str], asked: dict[str, str], found: set[str]
) -> None:
    audit_id = _start(service, crowd, asked=asked)
    work_off(service, "recheck")
    assert set(_items(service, audit_id)) == {three[name] for name in found}
    assert _audit(service, audit_id).total == len(found)


def _shut_off_person(session: Session, crowd: Crowd) -> None:
    _change(session, User, crowd.user("regulator", "inspector").id, active=False)


def _shut_off_body(session: Session, crowd: Crowd) -> None:
    _change(session, Organisation, crowd.org("regulator").id, active=False)


def _another_role(session: Session, crowd: Crowd) -> None:
    _change(session, User, crowd.user("regulator", "inspector").id, roles=["pack_editor"])


def _another_region(session: Session, crowd: Crowd) -> None:
    _change(session, Organisation, crowd.org("regulator").id, region_prefix="34")


def _another_body(session: Session, crowd: Crowd) -> None:
    _change(session, User, crowd.user("regulator", "inspector").id, org_id=crowd.org("regulator", other=True).id)


def _change(session: Session, model: Any, row_id: str, **values: Any) -> None:
    row = session.exec(select(model).where(model.id == row_id)).one()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


@pytest.mark.parametrize("change", [_shut_off_person, _shut_off_body, _another_role, _another_region, _another_body])
def test_it_stops_when_the_person_may_no_more(
    service: Service, crowd: Crowd, three: dict[str, str], monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    monkeypatch.setattr(jobs, "STRETCH_S", 0.0)
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    audit_id = _start(service, crowd, "regulator", "inspector")
    work_off(service, "recheck", most=2)
    with service.db.writing() as session:
        change(session, crowd)
    work_off(service, "recheck")
    audit = _audit(service, audit_id)
    assert (audit.state, audit.finished, audit.result["cause"]) == ("failed", 1, "发起人已无权进行这一任务")


def test_it_stops_when_its_token_is_taken_back(
    service: Service, crowd: Crowd, app: FastAPI, three: dict[str, str]
) -> None:
    program = crowd.program(app, "regulator", "inspector", scopes=["audit", "read"])
    started = program.post("/api/v1/audits", json={"kind": "recheck"})
    assert started.status_code == 201
    with service.db.writing() as session:
        token = session.exec(select(ApiToken)).one()
        token.revoked_at = now()
        session.add(token)
    work_off(service, "recheck")
    assert _audit(service, started.json()["id"]).state == "failed"


def test_drafts_are_tried_and_never_kept(service: Service, crowd: Crowd) -> None:
    draft = _draft(service, crowd)
    with pytest.raises(Invalid):
        _start(service, crowd, drafts=[draft], apply=True)
    with pytest.raises(NotFound):
        _start(service, crowd, "insurer", "reviewer", drafts=[draft])
    with pytest.raises(NotAllowed):
        _start(service, crowd, "insurer", "clerk")
    for odd in ({"limit": "5"}, {"colour": "red"}, {"verdict": "eaten"}):
        with pytest.raises(Invalid):
            _start(service, crowd, asked=odd)


def test_there_is_an_end_to_rechecks_at_a_time(service: Service, crowd: Crowd) -> None:
    for _ in range(audits.MOST_RUNNING):
        _start(service, crowd)
    with pytest.raises(Conflict):
        _start(service, crowd)
    _start(service, crowd, "insurer", "reviewer")


# --- uploads as one --------------------------------------------------------------------------------------------------


def test_an_upload_audit_counts_its_papers_and_filings(service: Service, crowd: Crowd, app: FastAPI) -> None:
    reviewer = crowd.browser(app, "insurer", "reviewer")
    made = reviewer.post("/api/v1/audits", json={"kind": "upload", "name": "三季度抽查"})
    assert made.status_code == 201, made.text
    audit_id = made.json()["id"]
    clerk = crowd.user("insurer", "clerk")
    store_filing(service, clerk, "A1", audit_id=audit_id)
    store_filing(service, clerk, "A2", audit_id=audit_id, **TEN)
    store_filing(service, clerk, "elsewhere", **TEN)
    shown = reviewer.get(f"/api/v1/audits/{audit_id}").json()
    assert shown["uploaded"] == {
        "uploads": {"done": 2}, "papers": {"read": 4}, "filings": {"judged": 2},
        "verdicts": {"accepted": 1, "returned": 1}, "findings": {"prevention_fee_below_minimum": 1},
    }  # fmt: skip
    assert shown["counts"] is None
    closed = reviewer.post(f"/api/v1/audits/{audit_id}/close").json()
    assert (closed["state"], closed["finished"]) == ("done", 2)
    assert reviewer.post(f"/api/v1/audits/{audit_id}/close").status_code == 409


# --- over HTTP -------------------------------------------------------------------------------------------------------


def test_audits_over_http(service: Service, crowd: Crowd, app: FastAPI, three: dict[str, str]) -> None:
    inspector = crowd.browser(app, "regulator", "inspector")
    draft = _draft(service, crowd)
    body = {"kind": "recheck", "name": "试", "filter": {"region": "3413"}, "packs": [draft]}
    assert inspector.post("/api/v1/audits", json=body).status_code == 404  # an inspector drafts no packs
    editor = crowd.browser(app, "regulator", "admin")
    started = editor.post("/api/v1/audits", json=body)
    assert started.status_code == 201, started.text
    address = f"/api/v1/audits/{started.json()['id']}"
    assert editor.get(address).json()["total"] is None
    work_off(service, "recheck")
    shown = inspector.get(address).json()
    assert (shown["state"], shown["total"], shown["finished"], shown["counts"]["flipped"]) == ("done", 3, 3, 1)
    assert shown["rate"] > 0
    flips = inspector.get(f"{address}/items", params={"flipped": True}).json()["items"]
    assert [(item["filing"], item["before"], item["after"]) for item in flips] == [("F12", "accepted", "returned")]
    first = inspector.get(f"{address}/items", params={"limit": 2}).json()
    rest = inspector.get(f"{address}/items", params={"limit": 2, "after": first["next"]}).json()
    assert {item["filing"] for item in first["items"] + rest["items"]} == {"F15", "F12", "F10"}
    assert rest["next"] is None
    assert [each["id"] for each in inspector.get("/api/v1/audits", params={"state": "done"}).json()["items"]] == [
        started.json()["id"]
    ]
    for stranger in (
        crowd.browser(app, "regulator", "inspector", other=True),
        crowd.browser(app, "insurer", "reviewer"),
        crowd.browser(app, "operator", "admin"),
    ):
        assert stranger.get("/api/v1/audits").json()["items"] == []
        answers = [stranger.get(address), stranger.get(f"{address}/items"), stranger.post(f"{address}/cancel"),
                   stranger.post(f"{address}/close")]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
    assert crowd.browser(app, "regulator", "clerk").get(address).status_code == 403


def test_a_deleted_filing_leaves_the_items(service: Service, crowd: Crowd, app: FastAPI, three: dict[str, str]) -> None:
    audit_id = _start(service, crowd)
    work_off(service, "recheck")
    with service.db.writing() as session:
        row = session.exec(select(FilingRow).where(FilingRow.id == three["10"])).one()
        row.deleted_at = now()
        session.add(row)
    items = crowd.browser(app, "operator", "inspector").get(f"/api/v1/audits/{audit_id}/items").json()["items"]
    assert {item["filing"] for item in items} == {"F15", "F12"}


# --- comparison ------------------------------------------------------------------------------------------------------


def _body(rule: str, mark: str, subject: str = "p", **more: Any) -> dict[str, Any]:
    return {"rule": rule, "type": rule, "fingerprint": mark, "subject": subject, "verdict": "violated", **more}


def test_findings_are_paired_by_fingerprint_then_by_rule_and_subject() -> None:
    before = [_body("a", "1"), _body("b", "2"), _body("c", "3"), _body("c", "4", "q")]
    after = [
        _body("a", "1"),
        _body("b", "9"),
        _body("b", "8", "q", params={"n": 2}),
        _body("c", "7", "q", params={"n": 1}),
    ]
    told = compare(before, after, ())
    assert [body["fingerprint"] for body in told["gained"]] == ["8"]
    assert [body["fingerprint"] for body in told["lost"]] == ["3"]
    assert [(pair["before"]["fingerprint"], pair["after"]["fingerprint"]) for pair in told["changed"]] == [("4", "7")]
    assert compare(before, before, ()) == {}


def test_waiting_jobs_can_be_made_ready(service: Service, crowd: Crowd) -> None:
    with service.db.writing() as session:
        queue.enqueue(session, "recheck", "recheck:none", {"audit": "none"}, delay_s=3600)
    assert work_off(service, "recheck") == 0
    with service.db.writing() as session:
        hasten(session)
    assert work_off(service, "recheck") == 1  # an audit that is gone leaves nothing stuck
