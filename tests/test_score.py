"""Score sheets: the scheme's steps and caps as the annex prints them; the filings behind each point; what stays open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.kpis.endpoints import router
from api.kpis.score import span
from api.problems import Invalid
from api.serving.app import API, _answer_problems
from api.tables.accounts import AuditEntry
from api.tables.kpis import ScoreInput
from api.tallies import jobs
from tests.accounts_kit import Crowd, populate
from tests.kpi_filings import INSURER, add_filing, known
from validators.law.pack_reading import shipped
from validators.scores import Case, Entered, Evidence, ScoreError, parse, schemes, score

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from api.service import Service

SUZHOU = schemes()["suzhou-2023-84"]


def lost(item: str, evidence: Evidence | None = None, entered: Entered | None = None) -> Decimal | None:
    """The points of one item alone."""
    sheet = score(SUZHOU, {item: evidence} if evidence else {}, {item: entered} if entered else {})
    (scored,) = [s for section in sheet.sections for s in section.items if s.item.name == item]
    return scored.lost


def cases(count: int, judged: int = 99) -> Evidence:
    return Evidence((Case("f", "f", count),) if count else (), judged, judged)


# --- the annex of 应急监二〔2023〕84号 --------------------------------------------------------------------------------


def test_the_scheme_is_the_annex() -> None:
    sections = {
        section.zh: (section.weight, [(item.number, item.cap) for item in section.items]) for section in SUZHOU.sections
    }
    assert sections == {
        "承保服务": (10, [(1, 10)]),
        "技术服务": (40, [(2, 10), (3, 10), (4, 20), (5, 10)]),
        "平台使用": (30, [(6, 15), (7, 10), (8, 5)]),
        "满意度": (20, [(9, 15), (10, 5)]),
    }
    assert [(band.least, band.quote) for band in SUZHOU.bands] == [
        (90, "评分≥90分"),
        (70, "70≤评分<90"),
        (60, "60≤评分<70"),
        (0, "评分<60"),
    ]
    assert SUZHOU.total == 100


def test_its_types_are_those_of_rules() -> None:
    known_types = {rule.type for pack in shipped() for rule in pack.rules} | {"policy_no_reused"}
    assert {kind for s in SUZHOU.sections for item in s.items for kind in (*item.types, *item.hints)} <= known_types
    assert SUZHOU.pack in {pack.name for pack in shipped()}


@pytest.mark.parametrize(
    ("item", "points"),
    [
        ("filed-terms", [0, 3, 6, 9, 10, 10]), ("first-service", [0, 2, 4, 6, 8, 10, 10]), ("whole-flow", [0, 2, 4, 6, 8, 10, 10]),
        ("policy-upload", [0, 3, 6, 9, 12, 15, 15]), ("pushed-data", [0, 2, 4, 6, 8, 10, 10]), ("claim-upload", [0, 1, 2, 3, 4, 5, 5]),
        ("lawsuits", [0, Decimal("2.5"), 5, 5]), ("annual-report", [0, 10]),
    ],
)  # fmt: skip
def test_points_for_each_case(item: str, points: list[Any]) -> None:
    of_item = SUZHOU.item(item)
    assert of_item is not None
    if of_item.entered:
        assert [lost(item, entered=Entered(Decimal(n))) for n in range(len(points))] == points
    if of_item.types:
        assert [lost(item, cases(n)) for n in range(len(points))] == points


@pytest.mark.parametrize(
    ("ratio", "points"),
    [("120", 0), ("80", 0), ("79.99", 5), ("60", 5), ("59.99", 10), ("40", 10), ("39.99", 15), ("0.01", 15), ("0", 20)],
)
def test_points_for_the_fee_spent(ratio: str, points: int) -> None:
    assert lost("fee-spent", Evidence(ratio=Decimal(ratio))) == points


def test_stars_add_up() -> None:
    assert [lost("stars", entered=Entered(Decimal(n))) for n in ("15", "12.5", "0")] == [0, Decimal("2.5"), 15]


def test_the_technical_section_is_capped_at_its_weight() -> None:
    worst = {"first-service": cases(9), "fee-spent": Evidence(ratio=Decimal(0)), "annual-report": cases(1)}
    sheet = score(SUZHOU, worst, {"whole-flow": Entered(Decimal(9))})
    technical = sheet.sections[1]
    assert sum(s.lost or 0 for s in technical.items) == 50
    assert (technical.low, technical.high, technical.over) == (0, 0, 10)
    assert any("50分" in note for note in SUZHOU.notes)


def test_without_evidence_nothing_is_judged_and_nothing_is_full() -> None:
    sheet = score(SUZHOU, {}, {})
    assert (sheet.total, sheet.low, sheet.high, sheet.band) == (None, 0, 100, None)
    assert len(sheet.open) == 10
    assert lost("policy-upload", cases(0, judged=0)) is None


def everything(**entered: str) -> Any:
    found = {name: cases(0) for name in ("first-service", "annual-report", "policy-upload", "claim-upload")}
    zero = {"filed-terms": "0", "whole-flow": "0", "pushed-data": "0", "stars": "15", "lawsuits": "0"}
    said = {name.replace("_", "-"): Entered(Decimal(value)) for name, value in {**zero, **entered}.items()}
    return score(SUZHOU, {**found, "fee-spent": Evidence(ratio=Decimal(100))}, said)


@pytest.mark.parametrize(
    ("entered", "total", "quote"),
    [
        ({}, 100, "评分≥90分"), ({"stars": "5"}, 90, "评分≥90分"), ({"stars": "4.99"}, Decimal("89.99"), "70≤评分<90"),
        ({"filed-terms": "9", "pushed-data": "9", "whole-flow": "9"}, 70, "70≤评分<90"),
        ({"filed-terms": "9", "pushed-data": "9", "whole-flow": "9", "lawsuits": "1"}, Decimal("67.5"), "60≤评分<70"),
        ({"filed-terms": "9", "pushed-data": "9", "whole-flow": "9", "stars": "4"}, 59, "评分<60"),
    ],
)  # fmt: skip
def test_bands(entered: dict[str, str], total: Any, quote: str) -> None:
    sheet = everything(**entered)
    assert (sheet.total, sheet.band and sheet.band.quote) == (total, quote)


def test_a_band_is_known_when_nothing_open_can_change_it() -> None:
    found = {"first-service": cases(9), "fee-spent": Evidence(ratio=Decimal(0)), "annual-report": cases(1)}
    sheet = score(SUZHOU, found, {"whole-flow": Entered(Decimal(9)), "stars": Entered(Decimal(14))})
    assert (sheet.total, sheet.high) == (None, 59)
    assert sheet.band is not None
    assert sheet.band.quote == "评分<60"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("weight: 40", "weight: 50"), "合计110"), (("way: steps", "way: guess"), "guess"), (("total: 100", "totl: 100"), "totl"),
        (("        told: upload\n", ""), "told"), (("least: 80, points: 0", "least: 50, points: 0"), "从高到低"),
        (("        step: 2.5\n", ""), "step"), (("- {least: 0, quote: 评分<60", "- {least: 1, quote: 评分<60"), "0分"),
        (("name: lawsuits", "name: stars"), "同名"), (("sections:", "sections: ["), "YAML"),
    ],
)  # fmt: skip
def test_a_scheme_that_does_not_fit_says_so(change: tuple[str, str], says: str) -> None:
    from importlib.resources import files

    text = (files("validators") / "scores" / "suzhou-2023-84.yaml").read_text("utf-8")
    assert change[0] in text
    with pytest.raises(ScoreError, match=says):
        parse(text.replace(change[0], change[1], 1), "x.yaml")


# --- sheets of stored filings ----------------------------------------------------------------------------------------


@pytest.fixture
def crowd(service: Service) -> Crowd:
    crowd = populate(service)
    mine, other = crowd.org("insurer").id, crowd.org("insurer", other=True).id
    name = crowd.org("insurer").name
    told = [("policy", known(uploaded_at="x", first_service="x"))]
    with service.db.writing() as session:
        add_filing(session, mine, "late", insurer=name, violated=["first_service_late", "policy_upload_late"], facts=told,
                   fee_spent=Decimal("60"), verdict="returned")  # fmt: skip
        add_filing(session, mine, "good", insurer=name, facts=told, fee_spent=Decimal("96"))
        add_filing(session, mine, "silent", insurer=name, violated=["premium_sum_mismatch"])
        claims = ["claim_result_upload_late"] * 3
        add_filing(
            session, mine, "claims", insurer=name, violated=claims, sign_date=date(2025, 12, 31), verdict="returned"
        )
        # Not of this sheet: another year, another place, another insurer's, handed in by somebody else.
        add_filing(session, mine, "old", insurer=name, violated=["first_service_late"], sign_date=date(2024, 12, 31))
        add_filing(session, mine, "elsewhere", insurer=name, violated=["first_service_late"], region="340102")
        add_filing(session, other, "other", insurer=INSURER, violated=["first_service_late"])
        add_filing(session, other, "theirs", insurer=name, violated=["first_service_late"])
    jobs.fold_all(service.db)
    return crowd


@pytest.fixture
def app(service: Service) -> FastAPI:
    app = FastAPI()
    app.include_router(router, prefix=API)
    app.state.service = service
    _answer_problems(app)
    return app


def sheet_of(client: TestClient, insurer: str = "", period: str = "2025") -> dict[str, Any]:
    answer = client.get(f"{API}/scores/suzhou-2023-84", params={"insurer": insurer, "period": period})
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


def items_of(sheet: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["name"]: item for section in sheet["sections"] for item in section["items"]}


def test_an_insurers_own_sheet(app: FastAPI, crowd: Crowd) -> None:
    sheet = sheet_of(crowd.browser(app, "insurer"))
    items = items_of(sheet)
    assert sheet["filings"] == 4
    assert {name: item["lost"] for name, item in items.items()} == {
        "filed-terms": None, "first-service": 2, "whole-flow": None, "fee-spent": 5, "annual-report": None, "policy-upload": 3,
        "pushed-data": None, "claim-upload": 3, "stars": None, "lawsuits": None,
    }  # fmt: skip
    assert (items["first-service"]["judged"], items["first-service"]["filings"]) == (2, 4)
    assert [(c["name"], c["count"], len(c["findings"])) for c in items["claim-upload"]["cases"]] == [("claims", 3, 3)]
    assert [c["name"] for c in items["pushed-data"]["hints"]] == ["silent"]
    assert items["fee-spent"]["found"] == 65.0  # (60 + 96) ÷ (120 + 120)
    assert items["fee-spent"]["applied"] == "60%≤比例<80%的，扣5分"
    assert items["stars"]["why"] == "needs_input"
    assert (sheet["total"], sheet["band"]) == (None, None)
    # Lost: 2 + 5 + 3 + 3; open: 10, 10 + 10, 10, 15 + 5.
    assert (sheet["high"], sheet["low"]) == (87, 27)


def test_a_regulators_sheet_has_all_filings_of_the_insurer(app: FastAPI, crowd: Crowd) -> None:
    sheet = sheet_of(crowd.browser(app, "regulator", "inspector"), crowd.org("insurer").name)
    first = items_of(sheet)["first-service"]
    assert sheet["filings"] == 5
    assert sorted(case["name"] for case in first["cases"]) == ["late", "theirs"]
    assert sheet_of(crowd.browser(app, "regulator"), crowd.org("insurer").name, "2024-12_2024-12")["filings"] == 1


def put(client: TestClient, insurer: str, *entries: dict[str, Any], period: str = "2025") -> Any:
    body = {"insurer": insurer, "period": period, "entries": list(entries)}
    return client.put(f"{API}/scores/suzhou-2023-84/inputs", json=body)


def test_what_a_person_enters_settles_the_sheet(app: FastAPI, crowd: Crowd, service: Service) -> None:
    client, name = crowd.browser(app, "regulator", "inspector"), crowd.org("insurer").name
    numbers = {"filed-terms": 1, "whole-flow": 0, "annual-report": 0, "pushed-data": 1, "stars": 13.5, "lawsuits": 0}
    answer = put(client, name, *({"item": item, "value": value} for item, value in numbers.items()),
                 {"item": "first-service", "excused": 1, "note": "小型企业"})  # fmt: skip
    assert answer.status_code == 200, answer.text
    sheet = answer.json()
    # 100 − 3 − (2 − the excused one is left: 1 × 2) − 5 − 3 − 2 − 3 − 1.5
    assert (sheet["total"], sheet["open"], sheet["band"]["measure"]) == (
        80.5,
        [],
        "以保险机构自我管理为主，辅以必要的管理措施",
    )
    assert sheet == sheet_of(client, name)
    again = put(client, name, {"item": "stars", "value": None}).json()
    assert (again["total"], again["open"]) == (None, ["stars"])
    assert (again["low"], again["high"]) == (67, 82)
    with service.db.reading() as session:
        stars = session.exec(select(ScoreInput).where(ScoreInput.item == "stars").order_by(ScoreInput.version)).all()  # type: ignore[arg-type]
        assert [(row.version, row.value) for row in stars] == [(1, Decimal("13.50")), (2, None)]
        assert [row.action for row in session.exec(select(AuditEntry))] == ["score.enter", "score.enter"]
    # One body's numbers are not another's.
    assert items_of(sheet_of(crowd.browser(app, "operator"), name))["filed-terms"]["lost"] is None
    assert items_of(sheet_of(client, name, "2024"))["filed-terms"]["lost"] is None


@pytest.mark.parametrize(
    "entry",
    [
        {"item": "unheard-of", "value": 1}, {"item": "policy-upload", "excused": 1}, {"item": "stars", "value": 16},
        {"item": "annual-report", "value": 2}, {"item": "lawsuits", "value": -1}, {"item": "stars", "excused": 1},
        {"item": "stars", "value": "NaN"}, {"item": "stars", "value": 1e9},
    ],
)  # fmt: skip
def test_numbers_that_cannot_be(app: FastAPI, crowd: Crowd, entry: dict[str, Any]) -> None:
    assert put(crowd.browser(app, "regulator"), "x", entry).status_code == 422


def test_who_may_score(app: FastAPI, crowd: Crowd) -> None:
    name = crowd.org("insurer").name
    url = f"{API}/scores/suzhou-2023-84"
    assert (
        crowd.browser(app, "regulator", other=True).get(url, params={"insurer": name, "period": "2025"}).status_code
        == 403
    )
    assert put(crowd.browser(app, "regulator", other=True), name, {"item": "stars", "value": 1}).status_code == 403
    assert crowd.browser(app, "enterprise").get(url, params={"insurer": name, "period": "2025"}).status_code == 403
    assert (
        crowd.browser(app, "insurer", other=True).get(url, params={"insurer": name, "period": "2025"}).status_code
        == 422
    )
    assert put(crowd.browser(app, "insurer", other=True), name, {"item": "stars", "value": 1}).status_code == 422
    assert (
        crowd.browser(app, "regulator")
        .get(f"{API}/scores/no-such", params={"insurer": name, "period": "2025"})
        .status_code
        == 404
    )
    for period in ("2025-13", "2025-06_2025-01", "all", "1999"):
        assert crowd.browser(app, "regulator").get(url, params={"insurer": name, "period": period}).status_code == 422
    assert [scheme["place"] for scheme in crowd.browser(app, "insurer").get(f"{API}/scores").json()] == ["宿州市"]


def test_figures_over_http(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "regulator")
    seen = client.get(f"{API}/kpis", params={"from": "2025-01", "to": "2025-12"}).json()
    assert (seen["total"]["filings"], seen["scope"]["name"]) == (6, "宿州市")
    for path in ("region", "insurer", "sector", "month", "types", "rankings/insurers?by=upload_late_share&least=2"):
        answer = client.get(f"{API}/kpis/{path}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["items"]
    for path in ("nonsense", "region?region=3", "region?from=2025-1", "rankings/insurers?by=x"):
        assert client.get(f"{API}/kpis/{path}").status_code == 422
    assert client.get(f"{API}/kpis?region=4401").status_code == 403
    assert crowd.browser(app, "agency").get(f"{API}/kpis").status_code == 403


def test_spans() -> None:
    assert span("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert span("2024-02_2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    with pytest.raises(Invalid):
        span("2024-02")
