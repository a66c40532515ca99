"""What stands together: filings by their manifest, loose papers as a pool, images as the pages of one paper."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from api.collect import Paper, Parcel, Part, paths_to_parcels
from api.collect.opening import archive_opener
from api.errors import BadManifest, Missing
from api.given.pages import files_to_papers
from extractor.errors import Hostile
from extractor.limits import Limits


def no_archives(_: Part) -> Iterable[Part] | None:
    return None


def parcels(*paths: Path, expand: Any = no_archives) -> list[Parcel]:
    return list(paths_to_parcels(paths, expand))


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def names(parcel: Parcel) -> list[str]:
    return [paper.path for paper in parcel.papers]


def test_folder_with_manifest_is_one_filing_named_by_it(tmp_path: Path) -> None:
    write(tmp_path / "A", manifest__json=json.dumps({"filing_id": "F-7"}), truth__json="{}", policy__pdf="x")
    write(tmp_path / "A" / "服务", report__docx="x")
    (filing,) = parcels(tmp_path)
    assert filing.name == "F-7"
    assert filing.path == f"{tmp_path.as_posix()}/A"
    assert names(filing) == ["policy.pdf", "服务/report.docx"]
    assert filing.manifest == {"filing_id": "F-7"}


def test_papers_beside_a_filing_are_a_pool_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, loose__pdf="x", readme__hidden="x")
    (tmp_path / ".hidden").write_text("x")
    write(tmp_path / "A", manifest__json="{}", policy__pdf="x")
    filing, pool = parcels(tmp_path)
    assert (filing.name, pool.name) == ("A", None)
    assert names(pool) == ["loose.pdf", "readme.hidden"]


def test_readme_outside_the_filings_is_no_paper_and_within_one_it_is(tmp_path: Path) -> None:
    write(tmp_path, README__md="about this archive", notes__md="x")
    write(tmp_path / "A", manifest__json="{}", README__md="x")
    filing, pool = parcels(tmp_path)
    assert names(filing) == ["README.md"]
    assert names(pool) == ["notes.md"]
    assert names(*parcels(tmp_path / "README.md")) == [(tmp_path / "README.md").as_posix()]


def test_listed_and_absent_paper_is_a_paper_that_failed(tmp_path: Path) -> None:
    write(tmp_path, manifest__json=json.dumps({"documents": [{"file": "a.pdf"}, {"file": "b.pdf"}]}), a__pdf="x")
    (filing,) = parcels(tmp_path)
    absent = {paper.path: paper.parts[0].failure for paper in filing.papers}
    assert absent["a.pdf"] is None
    assert isinstance(absent["b.pdf"], Missing)


@pytest.mark.parametrize("text", ["{", "[]", '{"documents": [{}]}', '{"documents": 3}', "\x00"])
def test_broken_manifest_is_reported_and_the_papers_are_still_read(tmp_path: Path, text: str) -> None:
    write(tmp_path / "A", manifest__json=text, policy__pdf="x")
    (filing,) = parcels(tmp_path)
    assert (filing.name, filing.manifest) == ("A", None)
    assert names(filing) == ["manifest.json", "policy.pdf"]
    assert isinstance(filing.papers[0].parts[0].failure, BadManifest)


def test_missing_path_is_a_paper_that_failed_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="x")
    (pool,) = parcels(tmp_path / "a.pdf", tmp_path / "no.pdf")
    assert [type(paper.parts[0].failure) for paper in pool.papers] == [type(None), Missing]
    with pytest.raises(Missing):
        pool.papers[1].parts[0].load()


def test_archive_members_stand_under_the_manifest_beside_them(tmp_path: Path) -> None:
    def expand(part: Part) -> Iterable[Part] | None:
        if not part.name.endswith(".zip"):
            return None
        return [
            Part("D1/manifest.json", manifest), Part("D1/p.pdf", manifest), Part("l.pdf", manifest),
            Part("../e", failure=Hostile()),
        ]  # fmt: skip

    write(tmp_path, in__zip="x")
    manifest = tmp_path / ".member"
    manifest.write_text('{"filing_id": "D1"}')
    filing, pool = parcels(tmp_path, expand=expand)
    assert (filing.name, filing.path) == ("D1", f"{tmp_path.as_posix()}/in.zip/D1")
    assert filing.papers == (Paper("p.pdf", (Part("p.pdf", manifest),)),)
    assert (pool.path, names(pool)) == (f"{tmp_path.as_posix()}/in.zip", ["../e", "l.pdf"])
    with pytest.raises(Hostile):
        pool.papers[0].parts[0].load()


def test_archive_inside_a_filing_belongs_to_it(tmp_path: Path) -> None:
    def expand(part: Part) -> Iterable[Part] | None:
        return [Part("台账/a.xlsx", part.file)] if part.name.endswith(".zip") else None

    write(tmp_path, manifest__json="{}", in__zip="x", p__pdf="x")
    (filing,) = parcels(tmp_path, expand=expand)
    assert names(filing) == ["in.zip!台账/a.xlsx", "p.pdf"]


def test_filing_in_a_nested_archive_is_named_by_its_manifest(tmp_path: Path) -> None:
    def expand(part: Part) -> Iterable[Part] | None:
        if part.file == manifest:
            return None
        return [Part(name, manifest) for name in ("D1.zip!manifest.json", "D1.zip!p.pdf", "l.pdf")]

    write(tmp_path, in__zip="x")
    manifest = tmp_path / "manifest.json"
    manifest.write_text("{}")
    filing, pool = parcels(tmp_path / "in.zip", expand=expand)
    assert (filing.name, names(filing), names(pool)) == ("D1.zip", ["p.pdf"], ["l.pdf"])


def test_archive_on_disk_is_opened_and_office_files_are_not(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    spool = tmp_path_factory.mktemp("spool")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("D1/manifest.json", "{}")
        archive.writestr("D1/p.txt", "x")
    with zipfile.ZipFile(tmp_path / "r.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    filing, pool = parcels(tmp_path, expand=archive_opener(spool, Limits()))
    assert (filing.path, names(filing)) == (f"{tmp_path.as_posix()}/in.zip/D1", ["p.txt"])
    assert names(pool) == ["r.docx"]
    assert filing.papers[0].parts[0].load() == b"x"
    assert sorted(file.name for file in spool.iterdir()) == ["0", "1"]


def test_name_that_is_not_utf8_is_read_as_chinese_windows_wrote_it(tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), "保单.pdf".encode("gb18030"))
    with open(raw, "wb") as file:
        file.write(b"x")
    (pool,) = parcels(tmp_path)
    assert names(pool) == ["保单.pdf"]
    assert pool.papers[0].parts[0].load() == b"x"


def test_path_given_twice_is_one_paper(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="x")
    (pool,) = parcels(tmp_path / "a.pdf", tmp_path / "a.pdf")
    assert len(pool.papers) == 1


def grouped(*files: str) -> list[list[str]]:
    papers = files_to_papers([Part(name) for name in files], Paper)
    return [[part.name for part in paper.parts] for paper in papers]


@pytest.mark.parametrize(
    ("files", "papers"),
    [
        (["保单_10.jpg", "保单_9.jpg", "保单_11.JPG"], [["保单_9.jpg", "保单_10.jpg", "保单_11.JPG"]]),
        (["第1页 共2页.png", "第2页 共2页.png"], [["第1页 共2页.png", "第2页 共2页.png"]]),
        (["a/p1.jpg", "b/p2.jpg"], [["a/p1.jpg"], ["b/p2.jpg"]]),
        (["p1.pdf", "p2.pdf"], [["p1.pdf"], ["p2.pdf"]]),
        (["PX31_1.jpg", "PX31_2.jpg", "PX77_1.jpg"], [["PX31_1.jpg", "PX31_2.jpg"], ["PX77_1.jpg"]]),
        (["PX2031.jpg", "PX2077.jpg"], [["PX2031.jpg"], ["PX2077.jpg"]]),
        (
            ["IMG_20250301_101010.jpg", "IMG_20250301_101522.jpg"],
            [["IMG_20250301_101010.jpg", "IMG_20250301_101522.jpg"]],
        ),
        (["1.jpg", "01.png"], [["01.png"], ["1.jpg"]]),
        (["seal.jpg"], [["seal.jpg"]]),
    ],
)
def test_images_are_pages_when_one_running_number_tells_them_apart(files: list[str], papers: list[list[str]]) -> None:
    assert grouped(*files) == papers
