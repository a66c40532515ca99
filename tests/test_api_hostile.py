"""Hostile files and hostile requests through the service's real doors, with a worker at work: each gets a clear answer, the
service goes on, and nothing that a file says of itself is believed or shown as anything but words.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.service import Service
from tests.accounts_kit import Crowd, populate, sign_in
from tests.furnished import SAMPLES, working
from tests.office import archive
from tests.queue_kit import ended

CORPUS = Path(os.environ.get("ANZE_SHARED", Path(__file__).parents[2] / "shared")) / "corpus" / "hostile"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="no hostile files: set ANZE_SHARED to the folder that holds corpus/hostile"
)
API = "/api/v1"
UPLOAD_MIB = 4
Files = list[tuple[str, tuple[str, bytes]]]


class Site:
    """A service with a worker, and a clerk's and a stranger's browser."""

    def __init__(self, service: Service) -> None:
        from tests.apps import app_over

        self.service, self.crowd, self.app = service, populate(service), app_over(service)
        self.client = self._browser(self.crowd, other=False)
        self.neighbour = self._browser(self.crowd, other=True)

    def _browser(self, crowd: Crowd, *, other: bool) -> TestClient:
        user = crowd.user("insurer", "admin", other=other)
        return sign_in(self.service, self.app, user, raise_server_exceptions=False, follow_redirects=False)

    def sent(self, files: Files, **data: str) -> httpx.Response:
        return self.client.post(f"{API}/uploads", files=files, data=data)

    def read(self, answer: httpx.Response, seconds: float = 120) -> dict[str, Any]:
        """The upload when all of it has a result."""
        assert answer.status_code == 202, answer.text
        ended(self.service, answer.json()["id"], seconds)
        status: dict[str, Any] = self.client.get(f"{API}/uploads/{answer.json()['id']}").json()
        return status

    def well(self) -> None:
        """It answers, and it reads a paper that is none of this."""
        assert self.client.get("/readyz").status_code == 200
        folder = SAMPLES / "suzhou-low-fee"
        status = self.read(self.sent([("files", ("培训小结.pdf", (folder / "培训小结.pdf").read_bytes()))]))
        assert [paper["state"] for paper in status["papers"]] == ["read"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from tests.conftest import opened_service

    folder = tmp_path_factory.mktemp("site")
    with opened_service(request, request.param, folder, upload_mib=UPLOAD_MIB, file_mib=3, seconds=60.0) as service:
        site = Site(service)
        with working(service):
            yield site


def clear(status: dict[str, Any]) -> None:
    """Every paper was read, or says what is wrong and what to do."""
    problems = [paper["problem"] for paper in status["papers"] if paper["state"] != "read"]
    if status["state"] == "failed":
        problems.append(status["error"])
    assert status["papers"] or status["error"]
    for problem in problems:
        assert problem is not None
        assert problem["code"] not in ("crashed", "defect", "paper"), problem
        assert problem["message"], problem
        assert problem["remedy"], problem
        assert "Traceback" not in problem["message"]
        assert "Error" not in problem["message"], problem


# --- the hostile folder of the corpus --------------------------------------------------------------------------------

ACCEPTED = {"台账_公式注入.xlsx", "保单文本.txt", "含脚本.pdf", "报送材料_gbk.zip", "文件名含标记.zip"}
REFUSED = {"加密保单.pdf", "资料包.zip", "空文件.pdf", "其实是文本.xlsx", "循环页树.pdf", "压缩流.pdf", "实体膨胀.docx", "扫描件_超大.png",
           "加密压缩包.zip"}  # fmt: skip


@needs_corpus
@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_every_hostile_file_of_the_corpus(site: Site) -> None:
    names = {entry["file"] for entry in json.loads((CORPUS / "expected.json").read_text("utf-8"))}
    assert names >= ACCEPTED | REFUSED
    answers = {}
    for name in sorted(names):
        answers[name] = site.sent([("files", (name, (CORPUS / name).read_bytes()))])
        assert answers[name].status_code == 202, (name, answers[name].text)
        assert site.client.get("/readyz").status_code == 200, name
    for name, answer in answers.items():
        status = site.read(answer)
        clear(status)
        states = {paper["state"] for paper in status["papers"]}
        if name in ACCEPTED:
            assert states == {"read"}, (name, status)
        if name in REFUSED:
            assert states <= {"failed"}, (name, status)
    site.well()


@needs_corpus
@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_what_was_handed_in_comes_back_as_a_download(site: Site) -> None:
    """A page with a script, handed in as a paper, is never shown by the browser."""
    status = site.read(site.sent([("files", ("说明.html", (CORPUS / "说明.html").read_bytes()))]))
    (paper,) = status["papers"]
    answer = site.client.get(f"{API}/papers/{paper['id']}/file")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


# --- names -----------------------------------------------------------------------------------------------------------

NAMES = [
    "<script>alert(1)</script>.txt",
    '"><img src=x onerror=alert(1)>.txt',
    "'; drop table paper; --.txt",
    "../../../../etc/cron.d/evil.txt",
    "..\\..\\windows\\evil.txt",
    "/etc/passwd",
    "C:\\evil.txt",
    "a\r\nSet-Cookie: evil=1.txt",
    "保单\u202efdp.txt",
    "零\u200b宽\ufeff.txt",
    "长" * 500 + ".txt",
    "名\x00.pdf.txt",
    "{{7*7}}{% raw %}.txt",
    "%00%0d%0a.txt",
    ".",
    "..",
    " ",
    "CON.txt",
    "emoji\U0001f600.txt",
    "a" * 300 + "/" + "b" * 300 + ".txt",
    "/".join("abcdefghij") * 60 + ".txt",
]


class _Page(HTMLParser):
    """What a browser would make of it: the elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    page = _Page()
    page.feed(text)
    return page.elements


def harmless(text: str) -> None:
    """No element and no attribute that a file's name or words brought along."""
    for tag, attributes in elements(text):
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert attributes.get("src") != "x"
        assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:"))
        if tag == "script":
            assert attributes.get("src") or attributes.get("nonce") or attributes.get("type") == "application/json"
    assert "alert(1)</script>" not in text
    assert "\u202e" not in text


def raw(name: str, content: bytes = "说明\n".encode()) -> tuple[bytes, dict[str, str]]:
    """A form of one file whose name stands there just so; httpx would mend it."""
    quoted = name.replace('"', "%22") if "\r" not in name else name
    return form([(f'name="files"; filename="{quoted}"'.encode(), content)])


def form(parts: list[tuple[bytes, bytes]], boundary: str = "zzz") -> tuple[bytes, dict[str, str]]:
    mark = b"--" + boundary.encode()
    body = b"".join(
        mark + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return body + mark + b"--\r\n", {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def test_names_of_files_are_words(site: Site) -> None:
    """As the form's file name and as a member's of an archive; in the API, on pages, in the download's header, in exports."""
    uploads = []
    for name in NAMES:
        body, headers = raw(name)
        uploads.append(site.client.post(f"{API}/uploads", content=body, headers=headers))
    for junk in (
        b"\xff\xfe\xfa.txt",
        "保单.txt".encode("gb18030"),
        "\ud800.txt".encode("utf-8", "surrogatepass"),
        b"\x80" * 600,
    ):
        body, headers = form([(b'name="files"; filename="' + junk + b'"', b"x")])
        uploads.append(site.client.post(f"{API}/uploads", content=body, headers=headers))
    packed = archive({name.replace("\x00", "0") or "x": "说明\n" for name in NAMES if name not in (".", "..", " ")})
    uploads.append(site.sent([("files", ("报送.zip", packed))]))
    refused = [answer for answer in uploads if answer.status_code != 202]
    for answer in refused:
        assert answer.status_code in (400, 422), answer.text
        assert set(answer.json()) == {"error", "detail", "remedy"}
    taken = [site.read(answer) for answer in uploads if answer.status_code == 202]
    assert len(taken) > len(NAMES)
    for status in taken:
        clear(status)
        paths = [paper["path"] for paper in status["papers"]] + [file["name"] for file in status["files"]]
        for path in paths:
            assert "\u202e" not in path
            assert "\x00" not in path
            assert ".." not in path.split("/") or not path.startswith("/"), path
        _looked_at(site, status)
    exported = site.client.get(f"{API}/exports/filings.csv")
    assert exported.status_code == 200
    site.well()


def _looked_at(site: Site, status: dict[str, Any]) -> None:
    pages = [f"/uploads/{status['id']}"]
    for filing in status["filings"]:
        pages.append(f"/filings/{filing['id']}")
    for page in pages:
        answer = site.client.get(page)
        assert answer.status_code == 200, (page, answer.text[:300])
        harmless(answer.text)
    for paper in status["papers"]:
        answer = site.client.get(f"{API}/papers/{paper['id']}/file")
        assert answer.status_code in (200, 404)
        assert "set-cookie" not in answer.headers
        assert answer.headers.get("content-disposition", "attachment").startswith("attachment")


# --- archives and manifests --------------------------------------------------------------------------------------------


def manifest(**changes: Any) -> bytes:
    said = {"filing_id": "A1", "review_date": "2025-09-01", "documents": [{"file": "说明.txt"}]}
    return json.dumps({**said, **changes}).encode()


def nested(depth: int) -> bytes:
    inner = archive({"说明.txt": "说明\n"})
    for _ in range(depth):
        inner = archive({"内.zip": inner})
    return inner


def linked() -> bytes:
    """A member that says it is a symbolic link to a file outside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        member = zipfile.ZipInfo("链接.txt")
        member.external_attr = 0o120777 << 16
        packed.writestr(member, "/etc/passwd")
        packed.writestr("说明.txt", "说明\n")
    return buffer.getvalue()


def overlapping() -> bytes:
    """Two entries of one name, and a directory that lies about sizes."""
    whole = bytearray(archive({"说明.txt": "说明\n" * 50}))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    return bytes(whole)


FOLDERS: dict[str, dict[str, bytes]] = {
    "a NUL in the filing's name": {"manifest.json": manifest(filing_id="A\x001")},
    "half a character in the filing's name": {"manifest.json": b'{"filing_id": "\\ud800", "documents": []}'},
    "half a character in a listed file": {"manifest.json": b'{"filing_id": "A", "documents": [{"file": "\\ud800.pdf"}]}'},
    "a NUL in a listed file": {"manifest.json": manifest(documents=[{"file": "a\x00.pdf"}])},
    "a NUL anywhere": {"manifest.json": manifest(note="a\x00", documents=[{"file": "说明.txt", "note": {"a\x00": "\x00"}}])},
    "a name of 9,000 letters": {"manifest.json": manifest(filing_id="长" * 9000)},
    "a listed name of 9,000 letters": {"manifest.json": manifest(documents=[{"file": "长" * 9000}])},
    "markup for a name": {"manifest.json": manifest(filing_id="<script>alert(1)</script>")},
    "numbers without end": {"manifest.json": b'{"filing_id": 1' + b"0" * 4000 + b', "documents": []}'},
    "more digits than Python reads": {"manifest.json": b'{"filing_id": 1' + b"0" * 9000 + b', "documents": []}'},
    "no number": {"manifest.json": b'{"filing_id": "A", "documents": [], "size": NaN, "more": Infinity}'},
    "a million brackets": {"manifest.json": b"[" * 1_000_000},
    "a tower in the manifest": {"manifest.json": b'{"filing_id": "A", "documents": [], "x": ' + b"[" * 900 + b"]" * 900 + b"}"},
    "a list": {"manifest.json": b"[1, 2]"},
    "documents that are none": {"manifest.json": manifest(documents={"file": "x"})},
    "a day that is none": {"manifest.json": manifest(review_date="2025-13-99")},
    "a review of the year 0": {"manifest.json": manifest(review_date=0)},
    "1,000 listed files": {"manifest.json": manifest(documents=[{"file": f"{n}.pdf"} for n in range(1_000)])},
    "not text": {"manifest.json": b"\xff\xfe\x00\x01"},
    "nothing": {"manifest.json": b""},
}  # fmt: skip
ARCHIVES: dict[str, bytes] = {
    "thirty archives deep": nested(30),
    "a link to outside": linked(),
    "a directory that lies": overlapping(),
    "30 members": archive({f"{n}.txt": "" for n in range(30)}),
    "cut off": archive({"说明.txt": "说明\n" * 1000}, zipfile.ZIP_STORED)[:3000],
    "nothing in it": archive({}),
    "only folders": archive({"a/": "", "a/b/": ""}),
    "an archive of zeros": archive({"零.txt": "\x00" * 60_000_000}),
}


@pytest.mark.parametrize("what", FOLDERS)
def test_a_hostile_manifest_is_read_or_told(site: Site, what: str) -> None:
    packed = archive({**{f"夹/{name}": content for name, content in FOLDERS[what].items()}, "夹/说明.txt": "说明\n"})
    status = site.read(site.sent([("files", ("报送.zip", packed))]))
    clear(status)
    assert any(paper["path"].endswith("说明.txt") for paper in status["papers"]), status
    _looked_at(site, {**status, "papers": status["papers"][:20]})
    for filing in status["filings"]:
        assert site.client.get(f"{API}/filings/{filing['id']}").status_code == 200


@pytest.mark.parametrize("what", ARCHIVES)
def test_a_hostile_archive_is_opened_or_told(site: Site, what: str) -> None:
    status = site.read(site.sent([("files", ("报送.zip", ARCHIVES[what]))]))
    clear(status)
    texts = [site.client.get(f"{API}/papers/{paper['id']}/text").text for paper in status["papers"][:20]]
    assert not any("root:" in text for text in texts)


def test_it_is_well_after_all_that(site: Site) -> None:
    site.well()
    listed = site.client.get(f"{API}/filings?limit=200").json()["items"]
    assert listed
    harmless(site.client.get("/filings").text)
    assert site.neighbour.get(f"{API}/filings").json()["items"] == []


# --- requests --------------------------------------------------------------------------------------------------------

ONE = form([(b'name="files"; filename="a.txt"', b"x")])[0]
PLAIN = {"Content-Type": "multipart/form-data; boundary=zzz"}


def parts(count: int, kind: str) -> bytes:
    head = b'name="files"; filename="%d.txt"' if kind == "files" else b'name="f%d"'
    return form([(head % n, b"x") for n in range(count)])[0]


REQUESTS: dict[str, tuple[bytes, dict[str, str], set[int]]] = {
    "no boundary": (ONE, {"Content-Type": "multipart/form-data"}, {400, 422}),
    "another boundary": (ONE, {"Content-Type": "multipart/form-data; boundary=yyy"}, {400, 422}),
    "an endless boundary": (ONE, {"Content-Type": "multipart/form-data; boundary=" + "y" * 6000}, {400, 422}),
    "no file": (form([(b'name="as_of"', b"2025-09-01")])[0], PLAIN, {422}),
    "a file that is a word": (form([(b'name="files"', b"word")])[0], PLAIN, {422}),
    "no day": (form([(b'name="files"; filename="a.txt"', b"x"), (b'name="as_of"', b"gestern")])[0], PLAIN, {422}),
    "an id that is none": (form([(b'name="files"; filename="a.txt"', b"x"), (b'name="filing"', b"\x00'")])[0], PLAIN, {404, 422}),
    "10,000 files": (parts(10_000, "files"), PLAIN, {400, 413, 422}),
    "10,000 fields": (parts(10_000, "fields"), PLAIN, {400, 422}),
    "a header without end": (b"--zzz\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + b"a" * 200_000, PLAIN, {400, 422}),
    "1,000 headers": (b"--zzz\r\n" + b"X-A: b\r\n" * 1000 + b"\r\nx\r\n--zzz--\r\n", PLAIN, {400, 422}),
    "no disposition": (b"--zzz\r\n\r\nx\r\n--zzz--\r\n", PLAIN, {400, 422}),
    "cut off": (ONE[: len(ONE) // 2], PLAIN, {400, 422}),
    "nothing": (b"", PLAIN, {400, 422}),
    "JSON": (b"{}", {"Content-Type": "application/json"}, {415}),
    "a plain form": (b"files=x", {"Content-Type": "application/x-www-form-urlencoded"}, {415}),
    "no type": (ONE, {"Content-Type": ""}, {415}),
    "a strange charset": (ONE, {"Content-Type": "multipart/form-data; boundary=zzz; charset=utf-7"}, {202, 400, 422}),
    "an unknown charset": (ONE, {"Content-Type": "multipart/form-data; boundary=zzz; charset=nonsense"}, {202, 400, 422}),
    "a key of control characters": (ONE, {**PLAIN, "Idempotency-Key": "a\x07b"}, {422}),
    "a key too long": (ONE, {**PLAIN, "Idempotency-Key": "k" * 300}, {422}),
}  # fmt: skip


@pytest.mark.parametrize("what", REQUESTS)
def test_a_hostile_form_is_refused_in_words(site: Site, what: str) -> None:
    body, headers, statuses = REQUESTS[what]
    answer = site.client.post(f"{API}/uploads", content=body, headers=headers)
    assert answer.status_code in statuses, answer.text
    if answer.status_code != 202:
        assert set(answer.json()) == {"error", "detail", "remedy"}
        assert all(answer.json().values())
    assert site.client.get("/readyz").status_code == 200


def test_a_part_larger_than_allowed_for_a_field(site: Site) -> None:
    body, headers = form([(b'name="as_of"', b"x" * 3_000_000), (b'name="files"; filename="a.txt"', b"x")])
    answer = site.client.post(f"{API}/uploads", content=body, headers=headers)
    assert answer.status_code in (400, 413)
    assert set(answer.json()) == {"error", "detail", "remedy"}


def stored(site: Site) -> int:
    """Bytes in the store, what is being received included."""
    return sum(file.stat().st_size for file in Path(site.service.config.blobs_url).rglob("*") if file.is_file())


def test_what_is_too_long_is_refused_and_nothing_kept(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said beforehand, or found while it comes: the body is not read to its end, and fills neither store nor disk."""
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before, block, drawn = stored(site), b"x" * 65536, 0

    def endless() -> Iterator[bytes]:
        nonlocal drawn
        yield b'--zzz\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        while drawn < 64 << 20:
            drawn += len(block)
            yield block

    for content, headers in (
        (b"x" * ((UPLOAD_MIB + 2) << 20), PLAIN),
        (endless(), PLAIN),
        (ONE, {**PLAIN, "Content-Length": str(1 << 40)}),
    ):
        answer = site.client.post(f"{API}/uploads", content=content, headers=headers)
        assert answer.status_code == 413, answer.text
        assert answer.json()["error"] == "too_large"
        assert answer.json()["remedy"]
        assert answer.headers["connection"] == "close"
    assert stored(site) == before
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert site.client.get("/readyz").status_code == 200


def test_one_file_too_long_is_refused(site: Site) -> None:
    before = stored(site)
    answer = site.sent([("files", ("大.pdf", b"%PDF-1.7" + b"x" * (3 << 20)))])
    assert answer.status_code == 413
    assert "大.pdf" in answer.json()["detail"]
    assert stored(site) == before


def test_a_body_too_long_elsewhere(site: Site) -> None:
    for method, path in (("POST", "/filters"), ("PUT", "/me/lang"), ("POST", "/session")):
        answer = site.client.request(method, API + path, content=b'{"a": "' + b"x" * 2_000_000 + b'"}',
                                     headers={"Content-Type": "application/json"})  # fmt: skip
        assert answer.status_code == 413, path
        assert set(answer.json()) == {"error", "detail", "remedy"}


def test_headers_that_lie(site: Site) -> None:
    """A request's id, a forwarded address, a host: nothing of them comes back but an id that is plainly one."""
    for name, value in (("X-Request-Id", "<script>"), ("X-Request-Id", "a" * 500), ("X-Forwarded-For", "'\"><b>"),
                        ("Accept-Language", "<b>" * 100), ("User-Agent", "<b>" * 3000), ("Cookie", "anze_lang=<b>")):  # fmt: skip
        answer = site.client.get(f"{API}/me", headers={name: value})
        assert answer.status_code in (200, 401)
        assert "<" not in str(answer.headers.multi_items())
        assert "<b>" not in answer.text
