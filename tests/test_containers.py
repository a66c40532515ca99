"""Archives: every member comes out or says why not, under its right name, within bounds."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import archives
from extractor.containers import Members, is_container, is_unsafe, members
from extractor.limits import Limits
from tests.office import archive, docx, paragraph, rows, xlsx

SMALL = Limits(
    file_bytes=200_000, archive_bytes=1_000_000, archive_growth=2, archive_members=50, archive_ratio=50,
    archive_ratio_from=100_000,
)  # fmt: skip


def found(data: bytes, name: str = "报送.zip", limits: Limits = SMALL) -> list[tuple[str, str]]:
    """(path, content or error code) of all members."""
    return [
        (m.path, m.data.decode("utf-8", "replace") if m.data is not None else m.error.code if m.error else "nothing")
        for m in members(data, name, limits=limits)
    ]


def zip_of_raw_names(names: dict[bytes, bytes], *, flag: int = 0, extra: bytes = b"", system: int = 0) -> bytes:
    """A ZIP of stored members whose names are these very bytes."""
    body, directory = b"", b""
    for name, content in names.items():
        crc, size = zlib.crc32(content), len(content)
        common = struct.pack("<HHHHHIIIHH", 20, flag, 0, 0, 0x5821, crc, size, size, len(name), len(extra))
        directory += b"PK\x01\x02" + struct.pack("<BB", 20, system) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0x20, len(body)) + name + extra
        body += b"PK\x03\x04" + common + name + extra + content
    end = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


@pytest.mark.parametrize("name", ["费用台账.txt", "台账/保险单（正本）.txt", "昞乗乛乜.txt", "联通.txt"])
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_read_though_nothing_says_how_they_are_written(name: str, encoding: str) -> None:
    if name == "昞乗乛乜.txt":  # characters whose second GBK byte is a backslash
        name = b"\x95\x5c\x81\x5c.txt".decode("gbk")
    assert found(zip_of_raw_names({name.encode(encoding): b"x"})) == [(name, "x")]


def test_names_in_gbk_that_are_called_utf_8_are_read_beside_honest_ones() -> None:
    names = {"材料/保险单.txt".encode("gbk"): b"x", "材料/台账.txt".encode(): b"y", b"a.txt": b"z"}
    expected = [("材料/保险单.txt", "x"), ("材料/台账.txt", "y"), ("a.txt", "z")]
    data = zip_of_raw_names(names, flag=0x800)
    assert found(data) == expected
    assert found(data[:40] + data) == expected  # places are counted from where the archive itself begins
    assert found(data[:-30]) == [("报送.zip", "damaged")]


def test_a_name_in_the_unicode_field_wins_when_it_belongs_to_this_name() -> None:
    raw = b"????.txt"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "正本.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert found(zip_of_raw_names({raw: b"x"}, extra=extra)) == [("正本.txt", "x")]
    assert found(zip_of_raw_names({b"renamed.txt": b"x"}, extra=extra)) == [("renamed.txt", "x")]


def test_backslashes_of_windows_part_folders() -> None:
    assert found(zip_of_raw_names({"台账\\一.txt".encode("gbk"): b"x"})) == [("台账/一.txt", "x")]


def test_archives_inside_archives_are_opened_and_named() -> None:
    inner = archive({"内层/服务报告.txt": "丙"})
    assert found(archive({"甲.txt": "乙", "内层压缩包.zip": inner})) == [
        ("甲.txt", "乙"), ("内层压缩包.zip!内层/服务报告.txt", "丙"),
    ]  # fmt: skip


def test_nesting_has_a_bottom() -> None:
    data = archive({"a.txt": "x"})
    for _ in range(5):
        data = archive({"n.zip": data, "b.txt": "y"})
    outcome = found(data)
    assert ("n.zip!n.zip!n.zip", "too_large") in outcome
    assert outcome.count(("b.txt", "y")) == 1
    assert len(outcome) == 4


def test_office_files_are_papers_and_not_archives() -> None:
    assert not is_container(docx(paragraph("甲")), "a.zip")
    assert not is_container(xlsx({"表": rows(["甲"])}), "a.zip")
    assert is_container(archive({"a.docx": docx(paragraph("甲"))}), "a.docx")
    assert not is_container(b"%PDF-1.7", "a.zip")
    assert [path for path, _ in found(archive({"a.docx": docx(paragraph("甲"))}))] == ["a.docx"]


UNSAFE = [
    "../a.txt", "/etc/a.txt", "..\\a.txt", "a/../../b.txt", "C:\\a.txt", "c:a.txt", "\\\\host\\a", "a\x1bb", ".", "",
]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_names_that_lead_elsewhere_are_unsafe(name: str) -> None:
    assert is_unsafe(name)


@pytest.mark.parametrize("name", ["a.txt", "a/b..txt", "…/a.txt", "<script>alert(1)<∕script>.pdf", "第1章:b", "~.txt"])
def test_odd_names_that_lead_nowhere_are_not(name: str) -> None:
    assert not is_unsafe(name)


def test_unsafe_members_are_refused_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = archive({"../up.txt": "x", "/abs.txt": "x", "..\\win.txt": "x", "ok/a.txt": "好"})
    assert [code for _, code in found(data)] == ["unsafe_name"] * 3 + ["好"]
    assert not list(tmp_path.parent.glob("up.txt")) + list(tmp_path.iterdir())


def test_links_and_devices_are_refused() -> None:
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(link, "/etc/passwd")
        file.writestr("a.txt", "好")
    assert found(buffer.getvalue()) == [("link", "unsafe_name"), ("a.txt", "好")]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, kind in (("hard", tarfile.LNKTYPE), ("soft", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    assert [code for _, code in found(buffer.getvalue(), "a.tar")] == ["unsafe_name"] * 3


def test_junk_is_passed_over_and_counted() -> None:
    data = archive({"__MACOSX/._a.txt": "x", ".DS_Store": "x", "b/Thumbs.db": "x", "~$报告.docx": "x", "a.txt": "好"})
    stream = members(data, "a.zip", limits=SMALL)
    assert [member.path for member in stream] == ["a.txt"]
    assert stream.junk == 4


def test_the_same_name_twice_is_two_members() -> None:
    data = archive({"a.txt": "一", "b.txt": "二"}).replace(b"b.txt", b"a.txt")
    assert found(data) == [("a.txt", "一"), ("a.txt#2", "二")]


def test_an_encrypted_member_is_said_and_the_rest_is_read() -> None:
    data = zip_of_raw_names({b"a.txt": b"x"}, flag=1)
    assert found(data) == [("a.txt", "encrypted")]
    mixed = archive({"a.txt": "好", "inner.zip": data}, zipfile.ZIP_STORED)
    assert found(mixed) == [("a.txt", "好"), ("inner.zip!a.txt", "encrypted")]


def test_a_broken_member_is_damaged_and_the_rest_is_read() -> None:
    data = archive({"a.txt": "AAAA", "b.txt": "好"}, zipfile.ZIP_STORED).replace(b"AAAA", b"AAAB", 1)
    assert found(data) == [("a.txt", "damaged"), ("b.txt", "好")]


def bomb_declared() -> bytes:
    return archive({"a.txt": "x", "保险单.txt": b"\0" * 150_000})


def bomb_lying() -> bytes:
    """A member that declares ten bytes and holds 150,000."""
    data = bomb_declared()
    return data.replace(struct.pack("<I", 150_000), struct.pack("<I", 10))


def bomb_gzip() -> bytes:
    return gzip.compress(b"\0" * 150_000)


def bomb_nested() -> bytes:
    return archive({"a.txt": "x", "n.zip": archive({"b.zip": bomb_declared()})})


@pytest.mark.parametrize("make", [bomb_declared, bomb_gzip, bomb_nested])
def test_a_bomb_is_one_refusal_of_the_container(make: Callable[[], bytes]) -> None:
    outcome = found(make(), "资料包.zip")
    assert outcome[-1] == ("资料包.zip", "too_large")
    assert [code for _, code in outcome].count("too_large") == 1


def test_a_lying_size_is_no_way_around() -> None:
    codes = {code for path, code in found(bomb_lying()) if path != "a.txt"}
    assert codes <= {"damaged", "too_large"}
    assert codes


def test_a_member_too_large_costs_only_itself() -> None:
    data = archive({"video.mp4": bytes(range(256)) * 1000, "a.txt": "好"}, zipfile.ZIP_STORED)
    assert found(data) == [("video.mp4", "too_large"), ("a.txt", "好")]


def test_bounds_of_the_whole_container() -> None:
    many = archive({f"{n}.txt": "x" for n in range(60)}, zipfile.ZIP_STORED)
    assert found(many)[50:] == [("报送.zip", "too_large")]
    large = archive({f"{n}.txt": "".join(str(m) for m in range(33_000)) for n in range(8)})
    assert len(large) * SMALL.archive_ratio > 8 * 160_000  # it is the sum that is too much, not the ratio
    assert found(large) == [("报送.zip", "too_large")]


def test_a_large_archive_is_not_a_bomb() -> None:
    """Its members are read one at a time, so its size alone is no reason."""
    data = archive({f"{n}.bin": bytes([n]) * 150_000 for n in range(8)}, zipfile.ZIP_STORED)
    assert {code[:3] for _, code in found(data)} == {chr(n) * 3 for n in range(8)}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_in_all_its_wrappings(mode: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding="gb18030", format=tarfile.GNU_FORMAT) as tar:  # type: ignore[call-overload]
        info = tarfile.TarInfo("台账/一.txt")
        info.size = 3
        tar.addfile(info, io.BytesIO("好".encode()))
    assert found(buffer.getvalue(), "报送.tar.gz") == [("台账/一.txt", "好")]


def test_a_compressed_file_is_its_one_member() -> None:
    assert found(gzip.compress("好".encode()), "甲/保险单.txt.gz") == [("保险单.txt", "好")]


@pytest.mark.parametrize("cut", [30, 60, 100, 200])
def test_a_cut_off_archive_says_so(cut: int) -> None:
    whole = archive({"a.txt": "好" * 40, "b.txt": "x" * 50}, zipfile.ZIP_STORED)
    assert found(whole[:cut]) == [("报送.zip", "damaged")]
    assert found(gzip.compress(b"x" * 90)[:-9], "a.gz")[0][1] == "damaged"


def test_a_stream_serves_as_well_as_bytes_and_stays_open() -> None:
    stream = io.BytesIO(archive({"a.txt": "好"}))
    assert [member.path for member in members(stream, "a.zip")] == ["a.txt"]
    assert not stream.closed


def test_members_are_expanded_one_at_a_time() -> None:
    iterator = iter(Members(io.BytesIO(archive({"a.txt": "一", "b.txt": "二"})), "a.zip", SMALL))
    assert next(iterator).path == "a.txt"
    assert next(iterator).path == "b.txt"


def test_seven_zip() -> None:
    py7zr = pytest.importorskip("py7zr", reason="py7zr is an optional library")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as file:
        file.writestr("好".encode(), "台账/一.txt")
        file.writestr("三".encode(), "二.txt")
    assert found(buffer.getvalue(), "a.7z") == [("台账/一.txt", "好"), ("二.txt", "三")]
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password="secret") as file:
        file.writestr(b"x", "a.txt")
    assert [code for _, code in found(buffer.getvalue(), "a.7z")] == ["encrypted"]
    assert found(b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "a.7z")[0][1] == "damaged"


def rar_of_stored(names: dict[bytes, bytes]) -> bytes:
    """A RAR 1.5 archive of members stored as they are: what rarfile reads without another program."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    data = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in names.items():
        size, crc = len(content), zlib.crc32(content)
        rest = struct.pack("<IIBIIBBHI", size, size, 3, crc, 0x58210000, 20, 0x30, len(name), 0o100644) + name
        data += block(0x74, 0x8000, rest) + content
    return data + block(0x7B, 0x4000, b"")


def test_rar() -> None:
    pytest.importorskip("rarfile", reason="rarfile is an optional library")
    data = rar_of_stored({b"a.txt": "好".encode(), b"..\\b.txt": b"x", b"dir/c.txt": b"y"})
    assert found(data, "a.rar") == [("a.txt", "好"), ("../b.txt", "unsafe_name"), ("dir/c.txt", "y")]
    assert found(data.replace("好".encode(), "坏".encode()), "a.rar")[0] == ("a.txt", "damaged")


def test_without_its_library_an_archive_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py7zr", None)
    monkeypatch.setitem(__import__("sys").modules, "rarfile", None)
    assert found(b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "a.7z") == [("a.7z", "needs_program")]
    assert found(b"Rar!\x1a\x07\x00" + b"\0" * 60, "a.rar") == [("a.rar", "needs_program")]


def test_zstandard_is_read_and_what_is_not_is_named() -> None:
    zstd = pytest.importorskip("backports.zstd", reason="comes with py7zr")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("保单.txt")
        info.size = 3
        tar.addfile(info, io.BytesIO("好".encode()))
    data = zstd.compress(packed.getvalue())
    assert found(data, "a.tar.zst") == [("保单.txt", "好")]
    assert found(data, "a.tzst") == [("保单.txt", "好")]
    assert found(data[:-20], "a.tar.zst")[0][1] == "damaged"
    assert found(data[:12] + bytes(20) + data[32:], "a.tar.zst")[0][1] == "damaged"
    assert found(b"\x04\x22\x4d\x18" + bytes(20), "a.tar.lz4") == [("a.tar.lz4", "unknown_format")]
    assert found(b"\x1f\x9d\x90" + bytes(20), "a.tar.Z") == [("a.tar.Z", "unknown_format")]


def test_kinds_are_known_by_their_bytes() -> None:
    assert archives.kind_of(b"Rar!\x1a\x07\x01\x00") == "rar"
    assert archives.kind_of(b"%PDF-1.7") is None


def test_an_archive_that_stores_a_docx_uncompressed_is_an_archive() -> None:
    """The stored paper's own names are among the archive's bytes; only the archive's list says what it is."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as docx:
        docx.writestr("[Content_Types].xml", "<Types/>")
        docx.writestr("word/document.xml", "<w/>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("服务报告.docx", inner.getvalue())
    assert is_container(outer.getvalue(), "报送.zip")
    assert not is_container(inner.getvalue(), "服务报告.docx")
