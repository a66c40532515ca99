"""`anze audit --store`: a run's filings in the service's database, on SQLite and on PostgreSQL, once however often it is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from api import cli
from api.accounts import audit_log
from api.audit_run.storing import Store, Stored, person
from api.service import Service
from api.tables.documents import Paper, PaperReading, Upload
from api.tables.filings import FilingPaper, FilingRow, FindingRow, Judgement
from tests.accounts_kit import Crowd
from tests.audit_kit import audited, filings, good, manifest, report, write, zipped
from tests.crash_kit import policy


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A filing with a manifest, a pool in a zip of two policies with a report of one, and a damaged paper."""
    pool = zipped({"甲.txt": policy(2), "乙.txt": policy(3), "报告.txt": report(2), "坏.pdf": b"%PDF-1.7\nbroken"})
    named = {f"B1/{name}": data for name, data in good(1).items()} | {"B1/manifest.json": manifest("B1", "保单1.txt")}
    return write(tmp_path / "归档", {**named, "批.zip": pool})


def counts(service: Service) -> dict[str, int]:
    with service.db.reading() as session:
        tables = (Upload, Paper, PaperReading, FilingRow, FilingPaper, Judgement, FindingRow)
        return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in tables}


def test_a_run_is_stored_once(service: Service, crowd: Crowd, archive: Path, tmp_path: Path) -> None:
    to = Store(service, crowd.principal("insurer", "clerk"))
    done, _ = audited(archive, to=tmp_path / "r", store=to)
    assert done.stored == Stored(filings=4, papers=6, readings=5, judged=4)
    with service.db.reading() as session:
        rows = {row.name: row for row in session.exec(select(FilingRow))}
        assert set(rows) == {"B1", "PX202500000002", "PX202500000003", "归档/批.zip/坏.pdf"}
        assert all(row.state == "judged" and row.org_id == to.who.org_id for row in rows.values())
        said = {line["filing"]: line for line in filings(tmp_path / "r")}
        for name, row in rows.items():  # as the run judged it, by the same packs
            found = session.exec(select(FindingRow.rule).where(FindingRow.filing_id == row.id, col(FindingRow.current)))
            if name in said:
                assert sorted(found) == sorted(finding["rule"] for finding in said[name]["findings"])
                assert row.verdict == said[name]["verdict"]
        paper = session.exec(select(Paper).where(Paper.path == "归档/批.zip/甲.txt")).one()
        assert service.blobs.open(paper.parts[0]["sha256"]).read() == policy(2)
        broken = session.exec(select(Paper).where(Paper.state == "failed")).one()
        assert (broken.problem or {})["code"] == "damaged"
        assert [e["details"] for e in audit_log.newest(session, audit_log.Sought(action="upload.audited"), 9)] == [
            {"filings": 4, "papers": 6, "readings": 5}
        ]
    before = counts(service)
    again, _ = audited(archive, to=tmp_path / "elsewhere", store=to)  # another RESULT, the same archive
    assert again.stored == Stored(filings=4)
    assert counts(service) == before


def test_what_came_later_joins_the_filing_that_is_there(
    service: Service, crowd: Crowd, archive: Path, tmp_path: Path
) -> None:
    few = replace(service, config=service.config.model_copy(update={"upload_files": 3}))
    to = Store(few, crowd.principal("insurer", "clerk"))
    audited(archive, to=tmp_path / "r", store=to)
    with service.db.reading() as session:
        assert sorted(session.exec(select(Upload.files))) == [3, 3]  # no upload grows beyond what one may have
        assert len(audit_log.newest(session, audit_log.Sought(action="upload.audited"), 9)) == 2
    write(archive, {"补交.txt": report(3)})
    done, _ = audited(archive, to=tmp_path / "r", store=to)
    assert done.stored == Stored(filings=4, papers=1, readings=1, judged=1)
    with service.db.reading() as session:
        filing = session.exec(select(FilingRow).where(FilingRow.name == "PX202500000003")).one()
        assert filing.papers == 2
        assert session.exec(select(func.count()).select_from(Upload)).one() == 3


@pytest.mark.parametrize("login", ["nobody", "agency-clerk"])
def test_only_who_may_hand_papers_in(service: Service, crowd: Crowd, login: str) -> None:
    with pytest.raises(LookupError):
        person(service, login)
    assert person(service, "insurer-clerk").org_id == crowd.org("insurer").id


def test_the_command_asks_for_the_person_before_it_reads(
    service: Service, crowd: Crowd, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    monkeypatch.setenv("ANZE_DATABASE", service.config.database)
    monkeypatch.setenv("ANZE_DATA", str(service.config.data))
    words = [
        "audit",
        str(archive),
        "--to",
        str(tmp_path / "r"),
        "-j",
        "0",
        "--no-progress",
        "--formats",
        "jsonl",
        "--store",
    ]
    assert cli.main([*words, "nobody"]) == 2
    assert "没有登录名为 nobody 的在用人员" in capsys.readouterr().err
    assert not (tmp_path / "r" / "journal.sqlite").exists()
    assert cli.main([*words, "insurer-clerk"]) == 3  # the damaged paper
    assert "入库：案卷4个，新材料6份，新读数5份，判断4个，未能入库0个" in capsys.readouterr().out
