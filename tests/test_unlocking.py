"""A paper behind a password, opened in the service: read and shown by who may, its word kept nowhere."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from api.collect import Part
from api.rendering import UnlockTask
from api.service import Service
from api.tables.documents import Paper, UploadedFile
from tests.accounts_kit import cheap_hashing, populate
from tests.apps import app_over
from tests.conftest import opened_service
from tests.office import archive
from tests.queue_kit import work_off
from tests.store_kit import everything
from tests.test_passwords import WORD, aes_zip, locked_docx, seven_zip

JOBS = ("unpack", "read", "settle", "judge")
POLICY = "安全生产责任保险保险单　保险单号：PZ202434130001234567　投保人：宿州市某某机械有限公司　总保险费：￥10,000.00元\n保险期间：自2025年1月1日零时起至2025年12月31日二十四时止\n每人责任限额：400,000元"


class Desk:
    """A clerk of an insurer at the service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.crowd = populate(service)
        self.app = app_over(service)
        self.client = self.crowd.browser(self.app, "insurer", "clerk")

    def hand_in(self, name: str, data: bytes, **more: Any) -> dict[str, Any]:
        """The only paper of an upload, once it is read."""
        _, (paper,) = self.sent(name, data, **more)
        return dict(paper)

    def sent(self, name: str, data: bytes, *, client: Any = None, **form: str) -> tuple[str, list[dict[str, Any]]]:
        """The upload and its papers, once they are read."""
        client = client or self.client
        sent = client.post("/api/v1/uploads", files=[("files", (name, io.BytesIO(data)))], data=form)
        assert sent.status_code == 202, sent.text
        work_off(self.service, *JOBS)
        upload = sent.json()["id"]
        return upload, client.get(f"/api/v1/uploads/{upload}").json()["papers"]

    def status(self, upload: str) -> dict[str, Any]:
        return dict(self.client.get(f"/api/v1/uploads/{upload}").json())

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


MANIFEST = json.dumps({"filing_id": "D-锁", "documents": [{"file": "保单.txt"}]}).encode()


def test_an_archive_is_opened_and_what_it_holds_is_read_as_if_it_had_just_come(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    locked = aes_zip(
        {"卷/manifest.json": MANIFEST, "卷/保单.txt": POLICY.encode(), "另一份.txt": "说明".encode()}, WORD
    )
    upload, papers = desk.sent("报送.zip", locked)
    assert {paper["path"]: paper["problem"]["code"] for paper in papers} == dict.fromkeys(
        ("manifest.json", "保单.txt", "另一份.txt"), "encrypted"
    )
    stood = [each["id"] for each in desk.status(upload)["filings"]]
    assert len(stood) == 2
    one = papers[0]["id"]

    wrong = desk.give(one, "not-" + WORD)
    assert (wrong.status_code, "打不开" in wrong.json()["detail"]) == (409, True)
    stranger = desk.crowd.browser(desk.app, "insurer", "clerk", other=True)
    assert desk.give(one, WORD, client=stranger).status_code == 404
    opened = desk.give(one, WORD)
    assert (opened.status_code, opened.json()["state"]) == (202, "queued")
    assert desk.status(upload)["state"] == "reading"
    assert desk.give(one, WORD).status_code == 404  # what stood for the archive is gone
    work_off(desk.service, *JOBS)

    done = desk.status(upload)
    assert (done["state"], {(each["name"], each["state"]) for each in done["filings"]}) == (
        "done", {("D-锁", "judged"), ("另一份.txt", "judged")},
    )  # fmt: skip
    read = desk.client.get(f"/api/v1/papers/{opened.json()['id']}").json()
    assert read["document"]["fields"]["policy_no"]["value"] == "PZ202434130001234567"
    assert [desk.client.get(f"/api/v1/filings/{each}").status_code for each in stood] == [404, 404]
    assert WORD not in str(everything(desk.service.db)) + caplog.text


def test_an_archive_whose_very_names_are_locked_is_opened_into_the_filing_it_was_for(desk: Desk) -> None:
    first = desk.hand_in("保单.txt", POLICY.replace("1234567", "7654321").encode())
    (filing,) = [
        each["id"] for each in desk.client.get("/api/v1/filings?policy_no=PZ202434130007654321").json()["items"]
    ]
    upload, (paper,) = desk.sent(
        "补充.7z", seven_zip({"补充.txt": "补充说明".encode()}, WORD, names_too=True), filing=filing
    )
    assert desk.give(paper["id"], WORD).status_code == 202
    work_off(desk.service, *JOBS)
    kept = desk.client.get(f"/api/v1/filings/{filing}/papers").json()
    assert sorted(each["path"] for each in kept) == [first["path"], "补充.txt"]
    assert [each["id"] for each in desk.status(upload)["filings"]] == [filing]


def test_what_one_word_does_not_open_waits_for_another(desk: Desk) -> None:
    inner = archive(
        {"甲.zip": aes_zip({"甲.txt": "甲".encode()}, WORD), "乙.zip": aes_zip({"乙.txt": "乙".encode()}, "other")}
    )
    upload, papers = desk.sent("两包.zip", inner)
    places = {each["path"]: each["id"] for each in papers}
    assert sorted(places) == ["乙.zip!乙.txt", "甲.zip!甲.txt"]
    for word, left in ((WORD, ["乙.zip!乙.txt"]), ("other", [])):
        assert desk.give(places["乙.zip!乙.txt"], word).status_code == 202
        work_off(desk.service, *JOBS)
        waiting = [each["path"] for each in desk.status(upload)["papers"] if each["state"] == "failed"]
        assert waiting == left
