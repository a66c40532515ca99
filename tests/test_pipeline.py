"""An upload from its bytes to its judgement: read by the engine, kept whole, told the same as on the command line."""

from __future__ import annotations

import io
import json
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from api import check, judging
from api.accounts.principal import Principal
from api.documents import intake
from api.documents.service import upload_status
from api.problems import Conflict, Invalid, NotFound
from api.queue import rooms
from api.service import Service
from api.serving import worker
from api.settings import Settings
from api.tables.documents import Paper, PaperReading
from api.tables.filings import FilingRow, FindingRow, Judgement
from api.tables.queue import Job
from tests.accounts_kit import Crowd
from tests.furnished import working
from tests.queue_kit import ended

SAMPLES = Path(__file__).parents[1] / "samples"


def until(true: Callable[[], Any], seconds: float = 60.0) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come about")


def incoming(folder: Path, *names: str) -> list[intake.Incoming]:
    files = [folder / name for name in names] if names else sorted(p for p in folder.iterdir() if p.is_file())
    return [intake.Incoming(f.name, io.BytesIO(f.read_bytes()), f.stat().st_size) for f in files]


def uploaded(service: Service, who: Principal, files: list[intake.Incoming], **wish: Any) -> Any:
    """Handed in and waited for."""
    upload_id = intake.take_in(service, who, files, intake.Wish(**wish))
    ended(service, upload_id, 60.0)
    with service.db.reading() as session:
        return upload_status(session, who, upload_id)


def report(service: Service, filing_id: str) -> dict[str, Any]:
    with service.db.reading() as session:
        filing = session.exec(select(FilingRow).where(FilingRow.id == filing_id)).one()
        return judging.report_json(session, filing)


def test_the_service_says_what_the_command_line_says(service: Service, crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    folders = ("suzhou-low-fee", "suzhou-clean", "yueqing-contract")
    with working(service):
        for folder in folders:
            status = uploaded(service, who, incoming(SAMPLES / folder))
            assert (status.state, len(status.filings)) == ("done", 1)
            theirs = next(check.check([SAMPLES / folder], Settings(workers=0), lambda *_: None)).report
            ours = report(service, status.filings[0].id)
            assert {**ours, "path": ""} == {**theirs, "path": ""}
            assert status.filings[0].verdict == theirs["verdict"]


def test_an_archive_of_filings(service: Service, crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for folder in ("suzhou-low-fee", "suzhou-clean"):
            for file in (SAMPLES / folder).iterdir():
                archive.write(file, f"{folder}/{file.name}")
        archive.writestr("坏的.pdf", b"%PDF-1.4 broken")
    packed.seek(0)
    with working(service):
        status = uploaded(service, who, [intake.Incoming("报送.zip", packed, 0)])
    verdicts = {filing.name: filing.verdict for filing in status.filings}
    assert len(verdicts) == 3
    assert sorted(verdicts.values()) == ["accepted", "incomplete", "returned"]
    broken = next(paper for paper in status.papers if paper.path == "坏的.pdf")
    assert broken.state == "failed"
    assert broken.problem is not None
    assert broken.problem.remedy


def test_papers_that_come_later_join_their_policy(service: Service, crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    with working(service):
        first = uploaded(service, who, incoming(SAMPLES / "suzhou-low-fee", "灵璧奇石保单.pdf"))
        second = uploaded(service, who, incoming(SAMPLES / "suzhou-low-fee", "收支明细.xlsx", "培训小结.pdf"))
    assert [filing.id for filing in second.filings] == [filing.id for filing in first.filings]
    with service.db.reading() as session:
        filing = session.exec(select(FilingRow)).one()
        assert filing.papers == 3
        assert len(session.exec(select(Judgement)).all()) == 2


def test_the_same_papers_again_change_nothing(service: Service, crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    with working(service):
        one = uploaded(service, who, incoming(SAMPLES / "suzhou-low-fee"))
        two = uploaded(service, who, incoming(SAMPLES / "suzhou-low-fee"))
    assert one.id != two.id
    with service.db.reading() as session:
        assert len(session.exec(select(FilingRow)).all()) == 1
        assert len(session.exec(select(Judgement)).all()) == 1
        read = session.exec(select(PaperReading)).all()
        assert {row.seconds > 0 for row in read if row.paper_id in {p.id for p in two.papers}} == {False}


def test_a_key_sent_again_gives_the_same_upload(service: Service, crowd: Crowd) -> None:
    who, folder = crowd.principal("insurer", "clerk"), SAMPLES / "suzhou-low-fee"
    first = intake.take_in(service, who, incoming(folder), intake.Wish(), "k1")
    assert intake.take_in(service, who, incoming(folder), intake.Wish(), "k1") == first
    with pytest.raises(Conflict):
        intake.take_in(service, who, incoming(folder, "培训小结.pdf"), intake.Wish(), "k1")
    other = crowd.principal("insurer", "clerk", other=True)
    assert intake.take_in(service, other, incoming(folder), intake.Wish(), "k1") != first


def test_a_number_used_twice_is_found_in_both(service: Service, crowd: Crowd, tmp_path: Path) -> None:
    who = crowd.principal("insurer", "clerk")
    for name in ("A1", "A2"):
        shutil.copytree(SAMPLES / "suzhou-low-fee", tmp_path / name)
        manifest = tmp_path / name / "manifest.json"
        manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "filing_id": name}), "utf-8")
    policy = tmp_path / "A2" / "灵璧奇石保单.pdf"
    policy.write_bytes(policy.read_bytes() + b"\n% another printing\n")
    other = crowd.principal("insurer", "clerk", other=True)
    with working(service):
        uploaded(service, who, incoming(tmp_path / "A1"))
        uploaded(service, who, incoming(tmp_path / "A2"))
        uploaded(service, other, incoming(tmp_path / "A2"))

        def both() -> Any:
            with service.db.reading() as session:
                rows = session.exec(
                    select(FilingRow.name, FilingRow.org_id, FindingRow.body)
                    .join(FindingRow, col(FindingRow.filing_id) == col(FilingRow.id))
                    .where(FindingRow.type == "policy_no_reused", col(FindingRow.current))
                ).all()
            return rows if len(rows) >= 2 else None

        found = until(both)
    said = {(name, body["params"]["other_filing"]) for name, org_id, body in found}
    assert said == {("A1", "A2"), ("A2", "A1")}
    assert {org_id for _, org_id, _ in found} == {who.org_id}  # and nothing is told to, or of, another insurer


def test_nothing_to_read_is_said(service: Service, crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    with pytest.raises(Invalid):
        intake.take_in(service, who, [], intake.Wish())
    with pytest.raises(NotFound):
        intake.take_in(service, who, incoming(SAMPLES / "suzhou-low-fee"), intake.Wish(filing_id="0" * 26))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with working(service):
        status = uploaded(service, who, [intake.Incoming("空.zip", io.BytesIO(empty.getvalue()), 22)])
    (paper,) = status.papers
    assert paper.problem is not None
    assert (paper.path, paper.state, paper.problem.code) == ("空.zip", "failed", "empty")


def test_a_job_given_up_names_its_paper(service: Service, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of ours strikes each time: the paper says so, the upload ends, the filing is judged as incomplete."""
    who = crowd.principal("insurer", "clerk")
    monkeypatch.setattr(worker, "_PAUSE_S", 0.01)
    does, dead = rooms.handlers()

    def broken(*_: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(worker, "handlers", lambda: ({**does, "read": broken}, dead))
    with working(service):
        status = uploaded(service, who, incoming(SAMPLES / "suzhou-low-fee", "培训小结.pdf"))
    (paper,) = status.papers
    assert paper.state == "failed"
    assert paper.problem is not None
    assert "boom" in paper.problem.message
    with service.db.reading() as session:
        job = session.exec(select(Job).where(Job.kind == "read")).one()
        assert (job.state, job.attempts) == ("dead", service.config.attempts)
        assert "boom" in job.error
    assert [filing.verdict for filing in status.filings] == ["incomplete"]


def test_a_worker_that_vanishes_leaves_its_work(service: Service, crowd: Crowd) -> None:
    """Jobs taken and never finished come back when their lease ends."""
    from api import queue

    who = crowd.principal("insurer", "clerk")
    upload_id = intake.take_in(service, who, incoming(SAMPLES / "suzhou-low-fee"), intake.Wish())
    with service.db.writing() as session:
        (taken,) = queue.claim(session, "gone", 5, lease_s=0.3)
    with service.db.writing() as session:
        assert queue.claim(session, "here", 5, lease_s=1) == []
    with working(service):
        until(lambda: _state(service, who, upload_id) == "done")
    with pytest.raises(queue.Lost), service.db.writing() as session:
        queue.finish(session, taken)
    with service.db.reading() as session:
        assert len(session.exec(select(Paper)).all()) == 3


def _state(service: Service, who: Principal, upload_id: str) -> str:
    with service.db.reading() as session:
        return upload_status(session, who, upload_id).state


def test_the_platforms_row_inside_an_upload_is_held_against_the_paper(service: Service, crowd: Crowd) -> None:
    """The same as on the command line; the row's file is no paper of the filing, and the facts kept are plain."""
    who = crowd.principal("insurer", "clerk")
    packed = io.BytesIO()
    manifest = {"filing_id": "申报", "declared": {"file": "platform.csv"}}
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(SAMPLES / "suzhou-clean" / "保险单.pdf", "案卷/保险单.pdf")
        archive.writestr("案卷/manifest.json", json.dumps(manifest, ensure_ascii=False))
        archive.writestr("案卷/platform.csv", "保单号,保费,投保人数\nHYAZ-2025-3413-004826,33680,86\n")
    packed.seek(0)
    with working(service):
        status = uploaded(service, who, [intake.Incoming("报送.zip", packed, 0)])
    said = report(service, status.filings[0].id)
    assert [paper["path"] for paper in said["documents"]] == ["保险单.pdf"]
    (wrong,) = [f for f in said["findings"] if f["type"] == "declared_value_mismatch"]
    assert (wrong["params"]["declared"], wrong["evidence"][0]["where"]) == (33680, "第2行第2列")
    with service.db.reading() as session:
        facts = session.exec(select(Judgement)).one().facts[0]["facts"]
    assert facts["declared_policy"]["value"] == [
        {"policy_no": "HYAZ-2025-3413-004826", "premium": "33680", "insured_count": "86"}
    ]
