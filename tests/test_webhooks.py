"""Webhooks: who is told of what, signed so that it can be checked, tried again, and never sent into our own house."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore
import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.service import Service
from api.tables.webhooks import Delivery
from api.webhooks import guard
from api.webhooks.guard import Refused, addresses_of, check_url, post
from api.webhooks.jobs import MOST_TRIES
from api.webhooks.service import EVENTS, MOST, emit
from tests.accounts_kit import Crowd
from tests.queue_kit import hasten, waiting, work_off

DOCS = Path(__file__).parents[1] / "docs" / "webhooks.md"


@dataclass
class Receiver:
    """A server on loopback that keeps what it is sent and answers with ``status``."""

    url: str
    status: int = 200
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((self.path, dict(self.headers), body))
            self.send_response(kept.status)
            if 300 <= kept.status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Receiver(f"http://127.0.0.1:{server.server_port}/in")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def inside(service: Service) -> Service:
    """The service of an installation whose receivers stand in its own network."""
    service.config = service.config.model_copy(update={"webhook_private": True, "webhook_timeout_s": 5.0})
    return service


def _hook(crowd: Crowd, app: FastAPI, url: str, events: list[str], **of: Any) -> dict[str, Any]:
    made = crowd.browser(app, **(of or {"kind": "insurer"})).post(
        "/api/v1/webhooks", json={"url": url, "events": events}
    )
    assert made.status_code == 201, made.text
    hook: dict[str, Any] = made.json()
    return hook


def _emit(service: Service, org_id: str | None, event: str = "filing.judged", **body: Any) -> None:
    with service.db.writing() as session:
        emit(session, org_id, event, body)


def _deliveries(service: Service) -> list[Delivery]:
    with service.db.reading() as session:
        return list(session.exec(select(Delivery)).all())


# --- sending -----------------------------------------------------------------------------------------------------


def test_what_is_sent_can_be_checked_as_the_documentation_says(
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver
) -> None:
    hook = _hook(crowd, app, receiver.url, ["filing.judged"])
    _emit(inside, crowd.org("insurer").id, filing="F1", verdict="returned", name="案卷")
    assert work_off(inside, "deliver") == 1
    path, headers, body = receiver.got[0]
    delivery = _deliveries(inside)[0]
    assert path == "/in"
    assert json.loads(body) == {
        "id": delivery.id,
        "event": "filing.judged",
        "at": delivery.created_at.isoformat(),
        "data": {"filing": "F1", "verdict": "returned", "name": "案卷"},
    }
    assert (headers["X-Anze-Event"], headers["X-Anze-Delivery"]) == ("filing.judged", delivery.id)
    assert (delivery.state, delivery.status, delivery.attempts) == ("sent", 200, 1)

    scope: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.S)[1], scope)  # type: ignore[index]
    check = scope["is_from_anze"]
    assert check(hook["secret"], headers, body)
    assert not check(hook["secret"], headers, body + b" ")
    assert not check("whsec_other", headers, body)
    later = {**headers, "X-Anze-Timestamp": str(int(headers["X-Anze-Timestamp"]) + 1)}
    assert not check(hook["secret"], later, body)
    assert not check(hook["secret"], {**headers, "X-Anze-Timestamp": "1"}, body)


def test_the_documentation_names_every_event() -> None:
    assert set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", DOCS.read_text("utf-8"), re.M)) == {*EVENTS, "webhook.test"}


def test_only_those_who_asked_are_told(inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver) -> None:
    _hook(crowd, app, receiver.url + "/one", ["filing.judged"])
    _hook(crowd, app, receiver.url + "/all", ["*"])
    _hook(crowd, app, receiver.url + "/other-event", ["audit.finished"])
    _hook(crowd, app, receiver.url + "/other-body", ["*"], kind="insurer", other=True)
    _emit(inside, crowd.org("insurer").id)
    work_off(inside, "deliver")
    assert sorted(path for path, _, _ in receiver.got) == ["/in/all", "/in/one"]
    receiver.got.clear()
    _emit(inside, None, "pack.activated", name="x")
    work_off(inside, "deliver")
    assert sorted(path for path, _, _ in receiver.got) == ["/in/all", "/in/other-body"]


def test_what_is_rolled_back_is_not_told(inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver) -> None:
    _hook(crowd, app, receiver.url, ["*"])
    with inside.db.writing() as session:
        emit(session, crowd.org("insurer").id, "filing.judged", {})
        session.rollback()
    assert work_off(inside, "deliver") == 0


def test_a_failure_is_tried_again_later_and_then_given_up(
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver
) -> None:
    hook = _hook(crowd, app, receiver.url, ["*"])
    _emit(inside, crowd.org("insurer").id)
    receiver.status = 503
    assert work_off(inside, "deliver") == 1  # the second try is not due yet
    assert waiting(inside, "deliver") == 1
    for _ in range(MOST_TRIES - 1):
        with inside.db.writing() as session:
            hasten(session)
        assert work_off(inside, "deliver") == 1
    assert waiting(inside, "deliver") == 0
    assert len(receiver.got) == MOST_TRIES
    assert len({body for _, _, body in receiver.got}) == 1
    row = _deliveries(inside)[0]
    assert (row.state, row.status, row.error, row.attempts) == ("failed", 503, "应答 503", MOST_TRIES)

    receiver.status = 204
    browser = crowd.browser(app, "insurer")
    address = f"/api/v1/webhooks/{hook['id']}/deliveries"
    assert browser.post(f"{address}/{row.id}/again").status_code == 202
    work_off(inside, "deliver")
    assert [item["state"] for item in browser.get(address).json()["items"]] == ["sent"]
    assert browser.post(f"{address}/{row.id}/again").status_code == 409


@pytest.mark.parametrize(("status", "state"), [(302, "queued"), (410, "failed"), (199, "queued"), (299, "sent")])
def test_answers(  # a redirect is not followed: it could lead anywhere
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver, status: int, state: str
) -> None:
    _hook(crowd, app, receiver.url, ["*"])
    receiver.status = status if status != 199 else 404
    _emit(inside, crowd.org("insurer").id)
    work_off(inside, "deliver")
    assert _deliveries(inside)[0].state == state
    assert [path for path, _, _ in receiver.got] == ["/in"]


def test_nobody_there_is_a_failure_with_its_cause(inside: Service, crowd: Crowd, app: FastAPI) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    _hook(crowd, app, f"http://127.0.0.1:{port}/", ["*"])
    _emit(inside, crowd.org("insurer").id)
    work_off(inside, "deliver")
    row = _deliveries(inside)[0]
    assert (row.state, row.status, row.attempts) == ("queued", None, 1)
    assert row.error


def test_an_address_switched_off_meanwhile_is_not_told(
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver
) -> None:
    hook = _hook(crowd, app, receiver.url, ["*"])
    _emit(inside, crowd.org("insurer").id)
    crowd.browser(app, "insurer").patch(f"/api/v1/webhooks/{hook['id']}", json={"active": False})
    work_off(inside, "deliver")
    assert _deliveries(inside)[0].state == "failed"
    assert receiver.got == []


def test_a_deleted_address_leaves_nothing_stuck(
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver
) -> None:
    hook = _hook(crowd, app, receiver.url, ["*"])
    _emit(inside, crowd.org("insurer").id)
    assert crowd.browser(app, "insurer").delete(f"/api/v1/webhooks/{hook['id']}").status_code == 204
    assert work_off(inside, "deliver") == 1
    assert (receiver.got, _deliveries(inside)) == ([], [])


# --- where it may go -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost:8000/", "http://10.1.2.3/", "https://192.168.1.1/", "http://169.254.169.254/latest",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://0.0.0.0/", "http://100.64.1.1/",
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "http://user:pw@example.com/", "http:///x",
        "http://example.com:99999/", "http://exa mple.com/", "http://例子.com/", "http://metadata.internal/", "http://[::1/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused_when_it_is_typed(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url, private=False)


def test_a_refused_address_is_not_kept(crowd: Crowd, app: FastAPI) -> None:
    browser = crowd.browser(app, "insurer")
    hook = _hook(crowd, app, "https://receiver.example/in", ["*"])
    inside = {"url": "http://169.254.169.254/latest", "events": ["*"]}
    assert browser.post("/api/v1/webhooks", json=inside).status_code == 422
    assert browser.patch(f"/api/v1/webhooks/{hook['id']}", json=inside).status_code == 422
    assert [each["url"] for each in browser.get("/api/v1/webhooks").json()["items"]] == [hook["url"]]


def _resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The names' addresses, one answer after another; what was asked."""
    asked: list[str] = []
    left = list(answers)

    def found(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(guard, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.5"], ["2130706433"], ["169.254.169.254"]]
)
def test_a_name_that_leads_inside_is_refused_when_it_is_used(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    _resolve_to(monkeypatch, addresses)
    with pytest.raises((Refused, ValueError)):
        addresses_of("public.example", 80, private=False)


def test_numbers_that_the_resolver_takes_for_an_address_are_refused() -> None:
    for odd in ("2130706433", "0x7f000001", "127.1", "017700000001"):
        with pytest.raises((Refused, OSError)):
            addresses_of(odd, 80, private=False)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """One look at the name, and its words in the Host header: a second answer of the name is never asked for."""
    asked = _resolve_to(monkeypatch, ["127.0.0.1"], ["192.0.2.1"])
    port = int(receiver.url.split(":")[2].split("/")[0])
    assert post(f"http://receiver.example:{port}/in", [], b"{}", private=True, seconds=5) == 200
    assert asked == ["receiver.example"]
    assert receiver.got[0][1]["Host"] == f"receiver.example:{port}"


def test_a_refused_address_is_given_up_at_once(
    monkeypatch: pytest.MonkeyPatch, service: Service, crowd: Crowd, app: FastAPI
) -> None:
    _hook(crowd, app, "https://receiver.example/in", ["*"])
    _emit(service, crowd.org("insurer").id)
    _resolve_to(monkeypatch, ["10.0.0.7"])
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *_, **__: pytest.fail("connected"))
    work_off(service, "deliver")
    row = _deliveries(service)[0]
    assert (row.state, row.attempts) == ("failed", 1)
    assert "内网" in row.error


def test_a_receiver_that_drips_is_left() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while not stop.wait(0.02):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        with pytest.raises(httpcore.TimeoutException):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", [], b"{}", private=True, seconds=0.3)
        assert time.monotonic() - began < 20  # each single read came in time; only the whole did not
        stop.set()
        thread.join()


# --- one's own -----------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_renewed(service: Service, crowd: Crowd, app: FastAPI) -> None:
    hook = _hook(crowd, app, "https://receiver.example/in", ["*"])
    browser = crowd.browser(app, "insurer")
    address = f"/api/v1/webhooks/{hook['id']}"
    for shown in (
        browser.get(address),
        browser.get("/api/v1/webhooks"),
        browser.patch(address, json={"events": ["*"]}),
    ):
        assert hook["secret"] not in shown.text
        assert "secret" not in shown.text
    again = browser.post(f"{address}/secret").json()["secret"]
    assert again != hook["secret"]
    assert again.startswith("whsec_")


def test_nobody_reaches_the_hooks_of_others(service: Service, crowd: Crowd, app: FastAPI) -> None:
    hook = _hook(crowd, app, "https://receiver.example/in", ["*"])
    _emit(service, crowd.org("insurer").id)
    delivery = _deliveries(service)[0].id
    address = f"/api/v1/webhooks/{hook['id']}"
    for stranger in (
        crowd.browser(app, "insurer", other=True),
        crowd.browser(app, "regulator"),
        crowd.browser(app, "operator"),
    ):
        assert stranger.get("/api/v1/webhooks").json() == {"items": [], "next": None}
        answers = [
            stranger.get(address), stranger.patch(address, json={"active": False}), stranger.delete(address),
            stranger.post(f"{address}/secret"), stranger.post(f"{address}/test"), stranger.get(f"{address}/deliveries"),
            stranger.post(f"{address}/deliveries/{delivery}/again"),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
    clerk = crowd.browser(app, "insurer", "clerk")
    assert {clerk.get("/api/v1/webhooks").status_code, clerk.get(address).status_code} == {403}
    assert crowd.browser(app, "insurer").get(address).json()["active"]


def test_a_test_event_goes_to_that_address_alone(
    inside: Service, crowd: Crowd, app: FastAPI, receiver: Receiver
) -> None:
    hook = _hook(crowd, app, receiver.url + "/one", ["audit.finished"])
    _hook(crowd, app, receiver.url + "/two", ["*"])
    sent = crowd.browser(app, "insurer").post(f"/api/v1/webhooks/{hook['id']}/test")
    assert (sent.status_code, sent.json()["event"]) == (202, "webhook.test")
    work_off(inside, "deliver")
    assert [path for path, _, _ in receiver.got] == ["/in/one"]


def test_there_is_an_end_to_addresses(crowd: Crowd, app: FastAPI) -> None:
    browser = crowd.browser(app, "insurer")
    body = {"url": "https://receiver.example/in", "events": ["*"]}
    for _ in range(MOST):
        assert browser.post("/api/v1/webhooks", json=body).status_code == 201
    assert browser.post("/api/v1/webhooks", json=body).status_code == 409
    first = browser.get("/api/v1/webhooks", params={"limit": MOST - 1}).json()
    rest = browser.get("/api/v1/webhooks", params={"limit": MOST - 1, "after": first["next"]}).json()
    assert len({item["id"] for item in first["items"] + rest["items"]}) == MOST
    assert rest["next"] is None


@pytest.mark.parametrize("events", [[], ["filing.eaten"], ["*", 7]])
def test_unknown_events_are_refused(crowd: Crowd, app: FastAPI, events: list[Any]) -> None:
    body = {"url": "https://receiver.example/in", "events": events}
    assert crowd.browser(app, "insurer").post("/api/v1/webhooks", json=body).status_code == 422
