"""Pictures of pages: kept within bounds, drawn once for many, not sent again, and never shown to who may not see the paper."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.documents.pictures import MOST_TURNS, Asked, Picture, Pictures, pictures
from api.problems import NotFound, Unavailable
from api.rendering import WarmTask, perform
from api.service import Service
from api.serving.app import create_app
from api.tables.documents import Paper
from extractor.document import Box
from tests.accounts_kit import PASSWORD, Crowd
from tests.filing_kit import store_filing

POLICY = Path(__file__).parent.parent / "samples" / "suzhou-low-fee" / "灵璧奇石保单.pdf"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(page: int = 1, width: int | None = None, box: Box | None = None, turn: int | None = None) -> Asked:
    return Asked((("0" * 64, "a.pdf"),), page, width, box, turn)


def drawn(what: Asked, size: int = 10) -> Picture:
    return Picture(b"x" * size, "image/png", what.etag)


# --- the shelf -------------------------------------------------------------------------------------------------------


def test_every_part_of_the_question_makes_another_picture() -> None:
    questions = [asked(), asked(2), asked(width=600), asked(box=Box(0, 0, 9, 9)), asked(turn=90), asked(turn=0),
                 Asked((("1" * 64, "a.pdf"),), 1, None, None, None)]  # fmt: skip
    assert len({question.etag for question in questions}) == len(questions)
    assert asked(2).etag == asked(2).etag


def test_the_longest_unused_goes_first_and_bytes_are_bounded() -> None:
    shelf = Pictures(most_bytes=25)
    made: list[int] = []

    def get(page: int, size: int = 10) -> Picture:
        def draw() -> Picture:
            made.append(page)
            return drawn(asked(page), size)

        return shelf.get(asked(page), draw, 1)

    for page in (1, 2, 1, 3, 1, 3):
        get(page)
    assert made == [1, 2, 3]
    get(2)  # which had to go
    assert made == [1, 2, 3, 2]
    assert (len(shelf), shelf.size) == (2, 20)
    assert len(get(9, size=26).data or b"") == 26  # larger than all there is room for: shown, not kept
    assert (len(shelf), shelf.size) == (2, 20)


def test_of_many_who_ask_at_once_one_draws() -> None:
    shelf, began, go, times = Pictures(), threading.Event(), threading.Event(), []

    def draw() -> Picture:
        times.append(1)
        began.set()
        assert go.wait(20)
        return drawn(asked())

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(shelf.get, asked(), draw, 20)
        assert began.wait(20)
        others = [pool.submit(shelf.get, asked(), draw, 20) for _ in range(7)]
        time.sleep(0.05)  # let them arrive; those that do not find the picture kept, which is as good
        go.set()
        assert {id(each.result()) for each in (first, *others)} == {id(first.result())}
    assert len(times) == 1


def test_a_failure_is_heard_by_all_and_kept_for_none() -> None:
    shelf, began, go = Pictures(), threading.Event(), threading.Event()

    def fail() -> Picture:
        began.set()
        assert go.wait(20)
        raise NotFound

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shelf.get, asked(), fail, 20)
        assert began.wait(20)
        second = pool.submit(shelf.get, asked(), lambda: drawn(asked()), 20)
        time.sleep(0.05)
        go.set()
        assert isinstance(first.exception(), NotFound)
        assert second.exception() is None or isinstance(second.exception(), NotFound)
    assert shelf.get(asked(), lambda: drawn(asked()), 1).data


def test_nobody_waits_for_ever() -> None:
    shelf, began, go = Pictures(), threading.Event(), threading.Event()

    def slow() -> Picture:
        began.set()
        go.wait(20)
        return drawn(asked())

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(shelf.get, asked(), slow, 20)
        assert began.wait(20)
        with pytest.raises(Unavailable):
            shelf.get(asked(), slow, 0.01)
        go.set()
        first.result()


def test_turned_pages_are_looked_up_once_and_bounded() -> None:
    shelf = Pictures()
    assert [shelf.turns("r", lambda: (90,)), shelf.turns("r", lambda: pytest.fail("again"))] == [(90,), (90,)]
    for number in range(MOST_TURNS):
        shelf.turns(str(number), lambda: ())
    assert shelf.turns("r", lambda: (0,)) == (0,)


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(service: Service, crowd: Crowd) -> str:
    """A stored paper of the first insurer with a real page."""
    filing = store_filing(service, crowd.user("insurer", "clerk"))
    with POLICY.open("rb") as stream:
        blob = service.blobs.put(stream)
    with service.db.writing() as session:
        row = session.exec(select(Paper)).first()
        assert row is not None
        row.parts = [{"name": POLICY.name, "sha256": blob.sha256, "size": blob.size}]
        session.add(row)
        assert filing
        return row.id


@pytest.fixture
def submitted(service: Service, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the renderer is asked to do."""
    tasks: list[object] = []
    submit = service.renderer.submit

    def noted(task: object, key: str = "") -> object:
        tasks.append(task)
        return submit(task, key)

    monkeypatch.setattr(service.renderer, "submit", noted)
    return tasks


def sign_in(client: TestClient, crowd: Crowd, **who: bool) -> None:
    client.cookies.clear()
    login = crowd.user("insurer", "clerk", **who).login
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 303


@on_sqlite
def test_a_picture_is_drawn_once_and_sent_once(
    client: TestClient, crowd: Crowd, paper: str, service: Service, submitted: list[object]
) -> None:
    sign_in(client, crowd)
    page = f"/api/v1/papers/{paper}/pages/1.webp"
    crop = f"/api/v1/papers/{paper}/crop.webp?page=1&box=72,100,200,120&width=200"
    first = client.get(page, params={"width": 300})
    assert first.status_code == 200
    assert first.headers["content-type"] in ("image/png", "image/webp")
    assert client.get(page, params={"width": 300}).content == first.content
    assert len(submitted) == 1
    etag = first.headers["etag"]
    again = client.get(page, params={"width": 300}, headers={"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert again.headers["cache-control"] == "private, max-age=86400"
    assert client.get(page, params={"width": 310}, headers={"If-None-Match": etag}).status_code == 200
    part = client.get(crop)
    assert (part.status_code, len(submitted)) == (200, 3)
    assert client.get(crop, headers={"If-None-Match": part.headers["etag"]}).status_code == 304
    assert len(submitted) == 3
    assert len(service.part(pictures)) == 3


@on_sqlite
def test_what_is_kept_is_shown_to_nobody_else(client: TestClient, crowd: Crowd, paper: str) -> None:
    page = f"/api/v1/papers/{paper}/pages/1.webp"
    sign_in(client, crowd)
    etag = client.get(page).headers["etag"]
    sign_in(client, crowd, other=True)
    assert client.get(page).status_code == 404
    assert client.get(page, headers={"If-None-Match": etag}).status_code == 404
    client.cookies.clear()
    assert client.get(page, headers={"If-None-Match": etag}).status_code == 401


@on_sqlite
def test_a_page_that_is_not_there_stays_so(client: TestClient, crowd: Crowd, paper: str, service: Service) -> None:
    sign_in(client, crowd)
    for _ in range(2):
        assert client.get(f"/api/v1/papers/{paper}/pages/99.webp").status_code == 404
    assert len(service.part(pictures)) == 0


# --- warm ------------------------------------------------------------------------------------------------------------


def test_warming_draws_something() -> None:
    assert perform(WarmTask()) is None


@on_sqlite
def test_the_renderer_is_ready_where_that_is_asked(service: Service, submitted: list[object]) -> None:
    with TestClient(create_app(service=service)):
        pass
    assert submitted == []
    with TestClient(create_app(service=service, warm=True)):
        pass
    assert submitted == [WarmTask()]
    assert service.renderer.submit(WarmTask()).result(60).error is None


@on_sqlite
def test_a_renderer_that_cannot_be_had_stops_nobody(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    service.renderer.close()
    with TestClient(create_app(service=service, warm=True)) as client:
        assert client.get("/healthz").status_code == 200
    assert "could not be warmed" in caplog.text
