"""Archives in parts: read as one where all parts are there, each part named with the remedy where not."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

import pytest

from api.collect import Parcel, paths_to_parcels
from api.collect.opening import archive_opener
from api.tasks import Unpack, perform
from extractor.archives.volumes import Volumes, volume_of, volume_sets
from extractor.limits import Limits

NOISE = random.Random(7).randbytes(3000)


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return out.getvalue()


def cut(data: bytes, *places: int) -> list[bytes]:
    edges = [0, *places, len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def on_disks(data: bytes, *places: int) -> list[bytes]:
    """A ZIP as programs write it on several disks: its directory counts from the beginning of each."""
    edges = [0, *places]
    out = bytearray(data)
    end = data.rfind(b"PK\x05\x06")
    begin = struct.unpack_from("<I", data, end + 16)[0]

    def placed(at: int) -> tuple[int, int]:
        disk = max(n for n, edge in enumerate(edges) if edge <= at)
        return disk, at - edges[disk]

    entry = begin
    while data[entry : entry + 4] == b"PK\x01\x02":
        disk, offset = placed(struct.unpack_from("<I", data, entry + 42)[0])
        struct.pack_into("<H", out, entry + 34, disk)
        struct.pack_into("<I", out, entry + 42, offset)
        entry += 46 + sum(struct.unpack_from("<HHH", data, entry + 28))
    disk, offset = placed(begin)
    struct.pack_into("<HH", out, end + 4, len(edges) - 1, disk)
    struct.pack_into("<I", out, end + 16, offset)
    return cut(bytes(out), *places)


def lay(folder: Path, names: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in names.items():
        (folder / name).write_bytes(data)
    return folder


def read(tmp_path: Path, *paths: Path) -> dict[str, bytes | str]:
    """What came of each paper: its bytes, or the code of why not."""
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    return told(list(paths_to_parcels(paths, archive_opener(spool, Limits()))))


def told(parcels: list[Parcel]) -> dict[str, bytes | str]:
    parts = [part for parcel in parcels for paper in parcel.papers for part in paper.parts]
    return {p.name: p.failure.code if p.failure is not None else p.load() for p in parts}


PAPERS = {"保单.txt": "保单".encode(), "扫描.bin": NOISE}


def test_a_zip_cut_with_a_knife(tmp_path: Path) -> None:
    parts = cut(zipped(PAPERS), 700, 1900)
    folder = lay(tmp_path / "a", {f"报送.zip.00{n}": part for n, part in enumerate(parts, 1)})
    assert read(tmp_path, folder) == PAPERS


def test_a_zip_on_disks(tmp_path: Path) -> None:
    first, second, last = on_disks(zipped(PAPERS), 30, 2000)
    folder = lay(tmp_path / "a", {"报送.z01": first, "报送.z02": second, "报送.zip": last, "另一份.txt": b"x"})
    assert read(tmp_path, folder) == {**PAPERS, "另一份.txt": b"x"}


def test_the_parts_given_one_by_one_and_uploaded(tmp_path: Path) -> None:
    first, last = on_disks(zipped(PAPERS), 500)
    folder = lay(tmp_path / "a", {"b.z01": first, "b.zip": last})
    assert read(tmp_path, folder / "b.zip", folder / "b.z01") == PAPERS
    from api.collect import Part

    files = tuple(Part(name, folder / name) for name in ("b.z01", "b.zip"))
    (tmp_path / "upload").mkdir()
    parcels = perform(Unpack(files, tmp_path / "upload"))
    assert isinstance(parcels, tuple)
    assert told(list(parcels)) == PAPERS


def test_seven_zip_in_parts_inside_an_archive(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr", reason="py7zr is an optional library")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as file:
        file.writestr(NOISE, "扫描.bin")
    parts = {f"材料.7z.00{n}": part for n, part in enumerate(cut(buffer.getvalue(), 1000, 2000), 1)}
    assert read(tmp_path, lay(tmp_path / "a", parts)) == {"扫描.bin": NOISE}
    (tmp_path / "b").mkdir()
    outer = lay(tmp_path / "b", {"全部.zip": zipped(parts)}) / "全部.zip"
    assert read(tmp_path, outer) == {"扫描.bin": NOISE}


def rar_volume(names: dict[bytes, bytes], number: int, last: bool, *, old: bool = False) -> bytes:
    """One part of a RAR 1.5 archive of members stored whole in their parts: read without another program."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    flags = 0x01 | (0 if old else 0x10) | (0x100 if number == 0 else 0)
    data = b"Rar!\x1a\x07\x00" + block(0x73, flags, bytes(6))
    for name, content in names.items():
        size, crc = len(content), zlib.crc32(content)
        rest = struct.pack("<IIBIIBBHI", size, size, 3, crc, 0x58210000, 20, 0x30, len(name), 0o100644) + name
        data += block(0x74, 0x8000, rest) + content
    return data + block(0x7B, 0x4000 | (0 if last else 0x01), b"")


@pytest.mark.parametrize("names", [("a.part1.rar", "a.part2.rar"), ("a.rar", "a.r00")])
def test_rar_in_parts(names: tuple[str, str], tmp_path: Path) -> None:
    pytest.importorskip("rarfile", reason="rarfile is an optional library")
    old = names[0] == "a.rar"
    first, second = rar_volume({b"a.txt": b"one"}, 0, False, old=old), rar_volume({b"b.txt": b"two"}, 1, True, old=old)
    folder = lay(tmp_path / "a", dict(zip(names, (first, second), strict=True)))
    assert read(tmp_path, folder) == {"a.txt": b"one", "b.txt": b"two"}


@pytest.mark.parametrize(
    "names",
    [
        ["a.7z.002", "a.7z.003"], ["a.7z.001", "a.7z.003"], ["a.z01", "a.z02"], ["a.z02", "a.zip"],
        ["a.part2.rar"], ["a.r00", "a.r01"], ["a.rar", "a.r01"],
    ],
)  # fmt: skip
def test_parts_that_lack_another_each_say_so(names: list[str], tmp_path: Path) -> None:
    folder = lay(tmp_path / "a", dict.fromkeys(names, NOISE[:50]))
    assert read(tmp_path, folder) == dict.fromkeys(names, "volume_missing")


def test_the_last_part_alone_and_one_too_few_say_so(tmp_path: Path) -> None:
    first, second, last = on_disks(zipped(PAPERS), 30, 2000)
    assert read(tmp_path, lay(tmp_path / "a", {"b.z01": first, "b.zip": last})) == {"b.zip": "volume_missing"}
    assert set(read(tmp_path, lay(tmp_path / "c", {"d.zip": last})).values()) == {"volume_missing"}
    assert second


@pytest.mark.parametrize("name", ["保单.001", "a.zip", "a.rar", "2024.12", "a.docx.001", "第1部分.pdf", "z01"])
def test_other_names_are_no_parts(name: str) -> None:
    assert volume_sets([name]) == []


def test_two_archives_in_one_folder_are_kept_apart() -> None:
    names = ["甲.7z.001", "乙.7z.001", "甲.7z.002", "子/甲.7z.001", "乙.7Z.002"]
    assert [(found.places, found.complete) for found in volume_sets(names)] == [
        ((0, 2), True),
        ((1, 4), True),
        ((3,), True),
    ]
    assert volume_of("x.part10.rar") == ("x.rar", "rar", 10)


def test_the_stream_reads_like_the_whole_file() -> None:
    stream = Volumes([io.BytesIO(part) for part in cut(NOISE, 1, 1, 1500)], "cut")
    chance = random.Random(3)
    for _ in range(200):
        at, size = chance.randrange(3100), chance.randrange(1600)
        stream.seek(at)
        assert stream.read(size) == NOISE[at : at + size]
    stream.seek(-5, io.SEEK_END)
    assert stream.read() == NOISE[-5:]


@pytest.mark.parametrize("damage", range(40))
def test_damaged_parts_end_in_a_named_cause(damage: int, tmp_path: Path) -> None:
    chance = random.Random(damage)
    parts = on_disks(zipped(PAPERS), 30, 2000)
    spoilt = bytearray(parts[2])
    for _ in range(3):
        spoilt[chance.randrange(len(spoilt) - 200, len(spoilt))] = chance.choice((0, 1, 255, chance.randrange(256)))
    folder = lay(tmp_path / "a", {"b.z01": parts[0], "b.z02": parts[1], "b.zip": bytes(spoilt)})
    assert read(tmp_path, folder)
