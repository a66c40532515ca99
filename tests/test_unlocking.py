"""A paper behind a password, opened in the service: read and shown by who may, its word kept nowhere."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from api.app import create_app
from api.collect import Part
from api.rendering import UnlockTask
from api.service import Service
from api.tables.documents import Paper, UploadedFile
from tests.accounts_kit import populate
from tests.conftest import opened_service
from tests.furnished import cheap_hashing
from tests.queue_kit import work_off
from tests.store_kit import everything
from tests.test_passwords import WORD, aes_zip, locked_docx

JOBS = ("unpack", "read", "settle", "judge")
POLICY = "安全生产责任保险保险单　保险单号：PZ202434130001234567　投保人：宿州市某某机械有限公司　总保险费：￥10,000.00元\n保险期间：自2025年1月1日零时起至2025年12月31日二十四时止\n每人责任限额：400,000元"


class Desk:
    """A clerk of an insurer at the service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.crowd = populate(service)
        self.app = create_app(service=service)
        self.client = self.crowd.browser(self.app, "insurer", "clerk")

    def hand_in(self, name: str, data: bytes, **more: Any) -> dict[str, Any]:
        """The only paper of an upload, once it is read."""
        client = more.get("client", self.client)
        sent = client.post("/api/v1/uploads", files=[("files", (name, io.BytesIO(data)))])
        assert sent.status_code == 202, sent.text
        work_off(self.service, *JOBS)
        (paper,) = client.get(f"/api/v1/uploads/{sent.json()['id']}").json()["papers"]
        return dict(paper)

    def give(self, paper: str, word: str, **more: Any) -> Any:
        return more.get("client", self.client).post(f"/api/v1/papers/{paper}/password", json={"password": word})


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One for the module: nothing here depends on the kind of database, and a reader takes seconds to start."""
    with opened_service(request, "sqlite", tmp_path_factory.mktemp("unlocking")) as service, cheap_hashing():
        yield Desk(service)


def test_the_right_word_opens_the_paper_and_stays_nowhere(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    locked = locked_docx(POLICY, WORD)
    paper = desk.hand_in("保单.docx", locked)
    assert (paper["state"], paper["problem"]["code"]) == ("failed", "encrypted")

    wrong = desk.give(paper["id"], "not-" + WORD)
    assert (wrong.status_code, "打不开" in wrong.json()["detail"]) == (409, True)

    assert desk.give(paper["id"], WORD).status_code == 202
    assert desk.give(paper["id"], WORD).status_code == 409  # it is open by now
    work_off(desk.service, *JOBS)
    read = desk.client.get(f"/api/v1/papers/{paper['id']}").json()
    assert (read["state"], read["kind"], read["problem"]) == ("read", "policy", None)
    assert read["document"]["fields"]["policy_no"]["value"] == "PZ202434130001234567"
    assert "某某机械" in desk.client.get(f"/api/v1/papers/{paper['id']}/text").text

    kept = str(everything(desk.service.db)) + caplog.text
    assert WORD not in kept
    assert repr(UnlockTask(Part("a"), WORD)).count(WORD) == 0
    with desk.service.db.reading() as session:
        row = session.exec(select(Paper).where(Paper.id == paper["id"])).one()
        file = session.exec(select(UploadedFile).where(UploadedFile.upload_id == row.upload_id)).one()
    assert row.parts[0]["locked"] == file.sha256 != row.sha256 == row.parts[0]["sha256"]
    assert desk.service.blobs.open(file.sha256).read() == locked

    # Who has but the locked bytes does not get what they say.
    stranger = desk.crowd.browser(desk.app, "insurer", "clerk", other=True)
    assert desk.give(paper["id"], WORD, client=stranger).status_code == 404
    again = desk.hand_in("保单.docx", locked, client=stranger)
    assert (again["state"], again["problem"]["code"]) == ("failed", "encrypted")


def test_what_waits_for_no_word_says_so(desk: Desk) -> None:
    paper = desk.hand_in("说明.txt", "说明".encode())
    assert desk.give(paper["id"], WORD).status_code == 409
    assert desk.client.post(f"/api/v1/papers/{paper['id']}/password", json={"password": ""}).status_code == 422
    packed = desk.hand_in("报送.zip", aes_zip({"a.txt": b"x"}, WORD))
    refused = desk.give(packed["id"], WORD)
    assert (refused.status_code, refused.json()["remedy"]) == (409, "请解压后重新上传")
