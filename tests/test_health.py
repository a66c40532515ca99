"""Those who watch the service, and what every request passes: ids, logs, counts, bounds, headers, defects."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, UploadFile
from fastapi.responses import HTMLResponse, StreamingResponse
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import text
from starlette.testclient import TestClient

from api.queue import enqueue
from api.service import Service
from api.serving import app as application
from api.serving import front, health, logs
from api.tables.documents import Upload

ROOT = Path(__file__).parent.parent
MIB = 1024 * 1024
PROBLEM = {"error", "detail", "remedy"}


@pytest.fixture
def small(service: Service) -> FastAPI:
    """An application of a few routes, behind the same front as the real one."""
    app = FastAPI()
    app.state.service = service
    health.attach(app)
    application._answer_problems(app)

    @app.get("/things/{name}")
    def thing(name: str, request: Request) -> dict[str, str]:
        logging.getLogger("anze.test").info("looked at\n%s", name)
        return {"name": name, "id": request.state.request_id}

    @app.get("/page")
    def page() -> HTMLResponse:
        return HTMLResponse("<p>")

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("the innermost secret")

    @app.get("/events")
    def events() -> StreamingResponse:
        return StreamingResponse(iter(["data: 1\n\n"]), media_type="text/event-stream")

    @app.post("/api/v1/uploads")
    def upload(files: list[UploadFile]) -> int:
        return sum(len(file.file.read()) for file in files)

    @app.post("/api/v1/decisions")
    async def decide(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture
def browser(small: FastAPI) -> Iterator[TestClient]:
    with TestClient(small, client=("127.0.0.1", 5000)) as browser:
        yield browser


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What is logged during the test, line by line."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    found: list[dict[str, Any]] = []

    class Lines(list[dict[str, Any]]):
        def __iter__(self) -> Iterator[dict[str, Any]]:
            return iter([json.loads(line) for line in stream.getvalue().splitlines()])

    yield Lines(found)
    root.handlers[:] = before
    root.setLevel(level)


def samples(browser: TestClient, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """(name, label values) → value of everything ``/metrics`` says."""
    answer = browser.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(s.name, tuple(s.labels[k] for k in sorted(s.labels))): s.value for f in families for s in f.samples}


# --- alive, ready ----------------------------------------------------------------------------------------------------


def test_a_sound_service_is_alive_and_ready(browser: TestClient) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    assert browser.get("/readyz").json() == {"status": "ok"}


def test_a_database_of_another_revision_is_not_ready(browser: TestClient, service: Service) -> None:
    with service.db.writing() as session:
        session.execute(text("update alembic_version set version_num = '0000'"))
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json()) == PROBLEM
    assert "anze db upgrade" in answer.json()["detail"]
    assert browser.get("/healthz").status_code == 200


def test_a_store_that_is_gone_is_not_ready_and_says_no_more_than_that(browser: TestClient, service: Service) -> None:
    (service.config.data / "blobs").rmdir()
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "材料库没有应答"
    assert str(service.config.data) not in answer.text


# --- metrics ---------------------------------------------------------------------------------------------------------


def test_requests_are_counted_by_the_template_of_their_route(browser: TestClient) -> None:
    for name in ("a", "b"):
        browser.get(f"/things/{name}")
    browser.get("/nowhere/17")
    browser.request("BREW", "/things/a")
    found = samples(browser)
    assert found["anze_requests_total", ("GET", "/things/{name}", "200")] == 2
    assert found["anze_requests_total", ("GET", "-", "404")] == 1
    assert found["anze_request_seconds_count", ("GET", "/things/{name}")] == 2
    assert not [key for key in found if "BREW" in key[1] or "/things/a" in key[1]]


def test_a_stream_of_events_is_counted_and_not_timed(browser: TestClient) -> None:
    browser.get("/events")
    found = samples(browser)
    assert found["anze_requests_total", ("GET", "/events", "200")] == 1
    assert ("anze_request_seconds_count", ("GET", "/events")) not in found


def test_the_store_is_told_as_it_is_when_asked(
    browser: TestClient, service: Service, signed_up: tuple[str, str]
) -> None:
    org, user = signed_up
    with service.db.writing() as session:
        session.add(Upload(org_id=org, user_id=user, state="done"))
        for key in ("a", "b"):
            enqueue(session, "read", key, {})
        enqueue(session, "later", "c", {}, delay_s=3600)
    found = samples(browser)
    assert found["anze_database_up", ()] == 1
    assert found["anze_uploads", ("done",)] == 1
    assert found["anze_jobs", ("read", "queued")] == 2
    assert 0 <= found["anze_oldest_job_seconds", ("read",)] < 600
    assert found["anze_oldest_job_seconds", ("later",)] == 0


@pytest.fixture
def signed_up(service: Service) -> tuple[str, str]:
    from api.tables.accounts import Organisation, User

    with service.db.writing() as session:
        org = Organisation(kind="insurer", name="甲保险公司")
        session.add(org)
        session.flush()
        user = User(org_id=org.id, login="a")
        session.add(user)
        return org.id, user.id


def test_metrics_without_a_database_still_answer(browser: TestClient, service: Service) -> None:
    with service.db.writing() as session:
        session.execute(text("drop table job"))
    assert samples(browser)["anze_database_up", ()] == 0


@pytest.mark.parametrize("caller", ["192.0.2.7", "testclient"])
def test_a_stranger_reads_no_metrics(small: FastAPI, caller: str) -> None:
    with TestClient(small, client=(caller, 1)) as stranger:
        assert stranger.get("/metrics").status_code == 403


def test_a_proxy_of_this_machine_does_not_make_a_stranger_local(browser: TestClient) -> None:
    assert browser.get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 403


def test_the_token_opens_metrics_from_anywhere_and_closes_them_without_it(small: FastAPI, service: Service) -> None:
    service.config = service.config.model_copy(update={"metrics_token": SecretStr("ein-wort")})
    with TestClient(small, client=("192.0.2.7", 1)) as scraper, TestClient(small, client=("127.0.0.1", 1)) as local:
        assert samples(scraper, authorization="Bearer ein-wort")
        assert scraper.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 403
        assert local.get("/metrics").status_code == 403


# --- ids and logs ----------------------------------------------------------------------------------------------------


def test_a_sane_id_is_taken_and_comes_back_in_answer_and_log(browser: TestClient, lines: list[dict[str, Any]]) -> None:
    answer = browser.get("/things/x", headers={"x-request-id": "from-proxy.1"})
    assert answer.headers["x-request-id"] == answer.json()["id"] == "from-proxy.1"
    mine = [line for line in lines if line.get("id") == "from-proxy.1"]
    assert [line["logger"] for line in mine] == ["anze.test", "anze.request"]
    assert (mine[1]["method"], mine[1]["route"], mine[1]["status"]) == ("GET", "/things/{name}", 200)


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"}{', "<script>"])
def test_any_other_id_is_replaced(browser: TestClient, given: str) -> None:
    made = browser.get("/things/x", headers={"x-request-id": given}).headers["x-request-id"]
    assert made != given
    assert front._SANE_ID.fullmatch(made)


def test_what_is_logged_cannot_begin_a_line_of_its_own(browser: TestClient, lines: list[dict[str, Any]]) -> None:
    browser.get("/things/a%0Ab", params={"secret": "s3cret"})
    assert "looked at\na\nb" in [line["message"] for line in lines]
    assert "s3cret" not in json.dumps([line for line in lines if line["logger"].startswith("anze")])


def test_a_defect_is_one_shape_with_an_id_and_a_traceback_in_the_log(
    browser: TestClient, lines: list[dict[str, Any]]
) -> None:
    answer = browser.get("/broken")
    assert answer.status_code == 500
    assert set(answer.json()) == PROBLEM
    assert "secret" not in answer.text
    (told,) = [line for line in lines if line["level"] == "error"]
    assert told["id"] == answer.headers["x-request-id"]
    assert "ZeroDivisionError: the innermost secret" in told["error"]
    assert samples(browser)["anze_requests_total", ("GET", "/broken", "500")] == 1


# --- bounds ----------------------------------------------------------------------------------------------------------


def pieces(total: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(total // 65536 + 1):
        yield b"x" * 65536


def test_a_body_that_says_it_is_too_large_is_refused_unread(browser: TestClient) -> None:
    answer = browser.post("/api/v1/decisions", content=b"x" * (front.BODY_BYTES + 1))
    assert answer.status_code == 413
    assert set(answer.json()) == PROBLEM
    assert answer.json()["error"] == "too_large"


def test_a_body_that_does_not_say_is_refused_where_it_becomes_too_large(browser: TestClient) -> None:
    answer = browser.post("/api/v1/decisions", content=pieces(front.BODY_BYTES))
    assert answer.status_code == 413
    assert answer.json()["error"] == "too_large"


def test_a_body_at_the_bound_is_taken(browser: TestClient) -> None:
    assert browser.post("/api/v1/decisions", content=b"x" * front.BODY_BYTES).json() == front.BODY_BYTES


def test_an_upload_has_a_bound_of_its_own(browser: TestClient, service: Service) -> None:
    service.config = service.config.model_copy(update={"upload_mib": 2})
    send = lambda size: browser.post("/api/v1/uploads", files={"files": ("a.pdf", b"x" * size)})  # noqa: E731
    assert send(2 * MIB).json() == 2 * MIB
    assert send(4 * MIB).status_code == 413


def test_a_streamed_form_is_bounded_too(browser: TestClient, service: Service) -> None:
    service.config = service.config.model_copy(update={"upload_mib": 1})

    def form() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        yield from pieces(4 * MIB)
        yield b"\r\n--b--\r\n"

    head = {"content-type": "multipart/form-data; boundary=b"}
    answer = browser.post("/api/v1/uploads", content=form(), headers=head)
    assert answer.status_code == 413
    assert answer.json()["error"] == "too_large"


def test_only_routes_that_take_files_have_the_bound_of_an_upload(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    takes = {
        path
        for path, methods in paths.items()
        for said in methods.values()
        if "multipart/form-data" in said.get("requestBody", {}).get("content", ())
    }
    templates = (ROOT / "api" / "web" / "templates").glob("*.html")
    forms = [form for file in templates for form in re.findall(r"<form[^>]*>", file.read_text("utf-8"))]
    pages = {re.findall(r"url\('([^']+)'\)", form)[0] for form in forms if "multipart" in form}
    assert takes | pages == front.UPLOADS


def test_under_a_prefix_links_carry_it_and_bounds_stay(service: Service) -> None:
    service.config = service.config.model_copy(update={"upload_mib": 2, "root_path": "/anze"})
    app = application.create_app(service=service)
    with TestClient(app, client=("127.0.0.1", 1)) as browser:
        for prefix in ("", "/anze"):
            send = lambda path, size: browser.post(prefix + path, content=b"x" * size).status_code  # noqa: E731, B023
            assert send("/api/v1/uploads", 4 * MIB) == 413
            assert send("/api/v1/uploads", 2 * MIB) != 413
            assert send("/api/v1/session", 2 * MIB) == 413
            page = browser.get(prefix + "/sign-in")
            assert page.status_code == 200
            assert 'action="/anze/sign-in"' in page.text


def test_the_whole_application_passes_the_front(client: TestClient) -> None:
    for path in ("/", "/sign-in", "/api/v1/me", "/nowhere", "/api/v1/nowhere"):
        answer = client.get(path)
        assert answer.status_code < 500
        assert answer.headers["x-request-id"]
        assert "default-src" in answer.headers["content-security-policy"]
    found = samples(client)
    assert found["anze_requests_total", ("GET", "/api/v1/me", "401")] == 1


# --- headers ---------------------------------------------------------------------------------------------------------


def test_a_page_runs_only_scripts_of_ours(browser: TestClient) -> None:
    headers = browser.get("/page").headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert not {"script-src", "style-src"} & policy.keys()


@pytest.mark.parametrize("path", ["/things/x", "/page", "/nowhere", "/broken", "/healthz"])
def test_every_answer_has_the_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


def test_under_tls_browsers_are_told_to_stay_there(browser: TestClient, service: Service) -> None:
    service.config = service.config.model_copy(update={"secure_cookies": True})
    assert browser.get("/page").headers["strict-transport-security"].startswith("max-age=")
