"""The service: papers come back as filings in the order given, and nothing unread is passed over.

Papers here are small JSON files that a stand-in reads, so that what is tested is the walk and not the reading.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from api import check as service
from api.collect import Paper
from api.reading import Read
from api.settings import Settings
from extractor.errors import Damaged
from extractor.record import Reading, Record
from extractor.span import Span

HERE = Settings(workers=0)  # in this process


def read_json(paper: Paper) -> Read:
    """A stand-in for reading: kind and fields from JSON; anything else is a damaged paper."""
    try:
        said = json.loads(paper.parts[0].load())
    except ValueError as error:
        raise Damaged("not JSON") from error
    kind = said.pop("kind", "unknown")
    fields = {name: Reading(value, Span(str(value), 1)) for name, value in said.items()}
    sha = f"{paper.path}-{said}"
    return Read(Record(paper.path, sha, kind, fields, pages=1, pages_read={"text": (1,)}))


@pytest.fixture(autouse=True)
def _read_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "read_paper", read_json)


def write(file: Path, **said: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(said), encoding="utf-8")
    return file


def reports(*paths: Path, settings: Settings = HERE, steps: list[Any] | None = None) -> list[service.Checked]:
    def step(*news: Any) -> None:
        if steps is not None:
            steps.append(news)

    return list(service.check(paths, settings, step))


def papers(checked: service.Checked) -> list[str]:
    return [paper["path"] for paper in checked.report["documents"]]


def test_loose_papers_of_two_policies_become_two_filings(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", kind="policy", policy_no="PX20250001")
    write(tmp_path / "b.pdf", kind="policy", policy_no="PX20250002")
    write(tmp_path / "c.pdf", kind="service_report", policy_no="PX20250002")
    one, two = reports(tmp_path / "c.pdf", tmp_path / "b.pdf", tmp_path / "a.pdf")
    assert [papers(one), papers(two)] == [["a.pdf"], ["b.pdf", "c.pdf"]]
    assert one.report["path"] == tmp_path.as_posix()
    assert (one.unread, two.unread) == (0, 0)


def test_unreadable_paper_has_an_entry_with_its_cause_and_no_fields(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_text("%PDF")
    (checked,) = reports(tmp_path / "broken.pdf")
    (paper,) = checked.report["documents"]
    assert checked.unread == 1
    assert (paper["kind"], paper["fields"], paper["problems"][0]["code"]) == ("unknown", {}, "damaged")
    assert len(paper["sha256"]) == 64
    assert checked.report["verdict"] == "incomplete"


def test_listed_paper_that_nobody_sent_keeps_the_filing_from_passing(tmp_path: Path) -> None:
    write(tmp_path / "p.pdf", kind="policy", policy_no="PX20250001")
    write(tmp_path / "manifest.json", filing_id="F1", documents=[{"file": "p.pdf"}, {"file": "report.pdf"}])
    (checked,) = reports(tmp_path)
    assert checked.report["filing"] == "F1"
    assert checked.unread == 1
    assert {paper["path"]: [p["code"] for p in paper["problems"]] for paper in checked.report["documents"]} == {
        "p.pdf": [],
        "report.pdf": ["missing"],
    }


def test_number_used_by_two_filings_is_found_in_both(tmp_path: Path) -> None:
    for name, number in (("A", "PX 2025 0001"), ("B", "px20250001"), ("C", "PX20250003")):
        write(tmp_path / name / "p.pdf", kind="policy", policy_no=number)
        write(tmp_path / name / "manifest.json", filing_id=name)
    found = {
        checked.report["filing"]: [f["params"] for f in checked.report["findings"] if f["type"] == "policy_no_reused"]
        for checked in reports(tmp_path)
    }
    assert [params["other_filing"] for params in found["A"] + found["B"]] == ["B", "A"]
    assert found["C"] == []


def test_as_of_overrides_the_manifest(tmp_path: Path) -> None:
    from datetime import date

    write(tmp_path / "p.pdf", kind="policy", policy_no="PX20250001")
    write(tmp_path / "manifest.json", filing_id="F1", review_date="2025-06-01")
    assert [c.report["as_of"] for c in reports(tmp_path)] == ["2025-06-01"]
    settings = Settings(workers=0, as_of=date(2025, 9, 1))
    assert [c.report["as_of"] for c in reports(tmp_path, settings=settings)] == ["2025-09-01"]


def test_steps_count_every_paper_and_name_the_unread(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", kind="policy", policy_no="PX20250001")
    (tmp_path / "b.pdf").write_text("x")
    steps: list[tuple[int, int, str, str | None]] = []
    reports(tmp_path, steps=steps)
    root = tmp_path.as_posix()
    assert [step[:3] for step in steps] == [(1, 2, f"{root}/a.pdf"), (2, 2, f"{root}/b.pdf")]
    assert steps[0][3] is None
    assert "not JSON" in str(steps[1][3])


def test_pages_in_several_images_are_one_paper_under_the_first(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"p{number}.jpg", kind="policy", policy_no="PX20250001")
    (checked,) = reports(tmp_path)
    assert papers(checked) == ["p1.jpg"]


def test_defect_of_ours_costs_one_paper_and_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(paper: Paper) -> Read:
        if paper.path == "a.pdf":
            raise KeyError("ours")
        return read_json(paper)

    monkeypatch.setattr(service, "read_paper", stumble)
    write(tmp_path / "a.pdf")
    write(tmp_path / "b.pdf", kind="policy", policy_no="PX20250001")
    (checked,) = reports(tmp_path)
    codes = {paper["path"]: [said["code"] for said in paper["problems"]] for paper in checked.report["documents"]}
    assert codes == {"a.pdf": ["crashed"], "b.pdf": []}
    assert (checked.unread, checked.report["verdict"]) == (1, "incomplete")
    assert "KeyError" in caplog.text


@pytest.mark.parametrize(
    ("arrived", "kept"),
    [
        ("2025-03-01T02:00:00+00:00", "2025-03-01T02:00:00+00:00"),
        ("2025-03-01 10:00", "2025-03-01T10:00:00+08:00"),
        ("?", None),
    ],
)
def test_arrival_without_a_zone_is_china_time_and_nonsense_is_unknown(arrived: str, kept: str | None) -> None:
    known = {"documents": [{"file": "p.pdf", "uploaded_at": arrived}], "review_date": "soon"}
    manifest = service.manifest_of("F1", known)
    assert manifest is not None
    assert manifest.review_date is None
    moment = manifest.uploaded_at.get("p.pdf")
    assert (moment.isoformat() if moment else None) == kept


def test_same_paths_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "BAC":
        write(tmp_path / f"{name}.pdf", kind="policy", policy_no=f"PX2025000{name}")

    def once() -> Sequence[str]:
        return [json.dumps(checked.report, ensure_ascii=False) for checked in reports(tmp_path)]

    assert once() == once()
