"""The waivers of the service: those that have run out or that no finding answers to any more are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

from api.service import Service
from api.tables.filings import Decision, FindingRow
from tests.accounts_kit import Crowd
from tests.filing_kit import store_filing


def listed(browser: TestClient, **params: Any) -> dict[str, str]:
    answer = browser.get("/api/v1/waivers", params=params)
    assert answer.status_code == 200, answer.text
    return {item["reason"]: item["state"] for item in answer.json()["items"]}


def test_waivers_are_told_by_what_became_of_them(service: Service, crowd: Crowd, app: FastAPI) -> None:
    clerk, reviewer = crowd.user("insurer", "clerk"), crowd.user("insurer", "reviewer")
    filing = store_filing(service, clerk)
    with service.db.reading() as session:
        marks = list(session.exec(select(FindingRow.fingerprint).where(
            FindingRow.filing_id == filing, col(FindingRow.current)).order_by(col(FindingRow.place))))  # fmt: skip
    assert len(marks) >= 2

    def decide(mark: str, action: str, reason: str, expires_on: date | None = None) -> None:
        with service.db.writing() as session:
            session.add(Decision(filing_id=filing, fingerprint=mark, action=action, reason=reason, user_id=reviewer.id,
                                 expires_on=expires_on))  # fmt: skip

    decide(marks[0], "waive", "in use", date(2099, 1, 1))
    decide("1" * 32, "waive", "over", date(2024, 1, 1))
    decide(marks[1], "waive", "for ever")
    decide("0" * 32, "waive", "of nothing")
    browser = crowd.browser(app, "insurer", "reviewer")
    everything = {"in use": "used", "for ever": "used", "over": "expired", "of nothing": "unused"}
    assert listed(browser) == everything
    for state in ("used", "expired", "unused"):
        assert listed(browser, state=state) == {r: s for r, s in everything.items() if s == state}
    assert browser.get("/api/v1/waivers", params={"state": "other"}).status_code == 422
    decide(marks[0], "reopen", "again")
    assert "in use" not in listed(browser)
    first = browser.get("/api/v1/waivers", params={"limit": 2}).json()
    second = browser.get("/api/v1/waivers", params={"limit": 2, "after": first["next"]}).json()
    assert [i["reason"] for i in first["items"] + second["items"]] == ["of nothing", "for ever", "over"]
    assert first["items"][1]["by"]
    assert first["items"][1]["rule"]
    assert listed(crowd.browser(app, "insurer", "reviewer", other=True)) == {}
