"""Papers by their hash, in a folder and in an S3-compatible store: whole or not there, never written over."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.store import Blobs
from tests import servers

MIB = 1024 * 1024
PAPER = "保险单".encode() * 100_000
NAME = hashlib.sha256(PAPER).hexdigest()


@dataclass(frozen=True)
class Where:
    """A store's URL and options, so that another process can open the same one."""

    url: str
    options: dict[str, Any]

    def open(self) -> Blobs:
        return Blobs(self.url, **self.options)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with servers.s3() as address:
        yield address


@pytest.fixture(params=["folder", "s3"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    if request.param == "folder":
        return Where(str(tmp_path / "blobs"), {})
    import s3fs

    options = {"endpoint_url": request.getfixturevalue("s3"), "key": "anze", "secret": "anze"}
    bucket = f"b{os.getpid()}-{abs(hash(request.node.name))}"
    s3fs.S3FileSystem(**options).mkdir(bucket)
    return Where(f"s3://{bucket}/papers", options)


@pytest.fixture
def blobs(where: Where) -> Blobs:
    return where.open()


def content(blobs: Blobs, name: str) -> bytes:
    with blobs.open(name) as stream:
        return stream.read()


def test_what_was_put_is_there_under_its_hash_for_every_process(where: Where, blobs: Blobs) -> None:
    kept = blobs.put(io.BytesIO(PAPER))
    assert (kept.sha256, kept.size, kept.known) == (NAME, len(PAPER), False)
    other = where.open()
    assert other.has(NAME)
    assert content(other, NAME) == PAPER
    with other.local(NAME) as path:
        assert path.read_bytes() == PAPER
    assert list(other.names()) == [NAME]


def test_what_is_not_there_is_not_there(blobs: Blobs) -> None:
    assert not blobs.has(NAME)
    assert list(blobs.names()) == []
    with pytest.raises(FileNotFoundError):
        content(blobs, NAME)
    blobs.delete(NAME)


def test_an_empty_paper_is_a_paper(blobs: Blobs) -> None:
    assert content(blobs, blobs.put(io.BytesIO(b"")).sha256) == b""


def test_the_same_bytes_are_written_once(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs.put(io.BytesIO(PAPER))

    def written(*_: object, **__: object) -> None:
        raise AssertionError("written a second time")

    monkeypatch.setattr(blobs._fs, "put_file", written)
    monkeypatch.setattr(Path, "replace", written)
    assert blobs.put(io.BytesIO(PAPER)).known
    assert content(blobs, NAME) == PAPER


def test_the_same_bytes_at_the_same_time_are_one_blob(blobs: Blobs) -> None:
    with ThreadPoolExecutor(8) as together:
        kept = list(together.map(lambda _: blobs.put(io.BytesIO(PAPER)), range(16)))
    assert {blob.sha256 for blob in kept} == {NAME}
    assert list(blobs.names()) == [NAME]
    assert content(blobs, NAME) == PAPER


def test_a_stream_that_breaks_leaves_nothing(blobs: Blobs) -> None:
    class Breaking(io.BytesIO):
        left = 3

        def read(self, size: int | None = -1) -> bytes:
            self.left -= 1
            if not self.left:
                raise ConnectionResetError
            return b"x" * MIB

    with pytest.raises(ConnectionResetError):
        blobs.put(Breaking())
    assert list(blobs.names()) == []
    assert blobs.sweep(older_s=-1.0) == 0


STOPPING_WHILE_IT_READS = """
class Slow(io.BytesIO):
    def read(self, size=-1):
        block = super().read(size)
        if self.tell() > 2 * 1024 * 1024:
            halt()
        return block
blobs.put(Slow(b"x" * 5 * 1024 * 1024))
"""
STOPPING_BEFORE_IT_SETTLES = """
blobs._settle = halt
blobs.put(io.BytesIO(b"x" * 5 * 1024 * 1024))
"""
STOPPING_WHILE_IT_IS_SENT = """
import pathlib
blobs._fs.put_file = halt
pathlib.Path.replace = halt
blobs.put(io.BytesIO(b"x" * 5 * 1024 * 1024))
"""


@pytest.mark.parametrize(
    "moment",
    [STOPPING_WHILE_IT_READS, STOPPING_BEFORE_IT_SETTLES, STOPPING_WHILE_IT_IS_SENT],
    ids=["reading", "settling", "sending"],
)
def test_a_process_killed_while_it_puts_leaves_nothing_under_the_name(where: Where, blobs: Blobs, moment: str) -> None:
    code = f"""
import io, json, sys, time
from api.store import Blobs
def halt(*_, **__):
    print("now", flush=True)
    time.sleep(600)
blobs = Blobs({where.url!r}, **json.loads({json.dumps(where.options)!r}))
{moment}"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert list(blobs.names()) == []
    name = hashlib.sha256(b"x" * 5 * MIB).hexdigest()
    assert not blobs.has(name)
    assert blobs.put(io.BytesIO(b"x" * 5 * MIB)).sha256 == name  # and is in nobody's way
    assert content(blobs, name) == b"x" * 5 * MIB


def test_what_a_killed_process_left_in_the_folder_is_swept_and_nothing_else(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "blobs"))
    blobs.put(io.BytesIO(PAPER))
    (tmp_path / "blobs" / "incoming" / "in-abc").write_bytes(b"half")
    assert blobs.sweep(older_s=3600) == 0
    assert blobs.sweep(older_s=-1) == 1
    assert list((tmp_path / "blobs" / "incoming").iterdir()) == []
    assert list(blobs.names()) == [NAME]


def test_a_deleted_paper_is_gone_for_every_process(where: Where, blobs: Blobs) -> None:
    blobs.put(io.BytesIO(PAPER))
    assert list(blobs.names()) == [NAME]
    where.open().delete(NAME)
    assert list(blobs.names()) == []
    assert not blobs.has(NAME)


def test_a_paper_that_was_cut_short_is_put_again(where: Where, blobs: Blobs) -> None:
    """A disk that lost its end; one of the same length is ``anze db check``'s to find."""
    blobs.put(io.BytesIO(PAPER))
    with blobs._fs.open(blobs._path(NAME), "wb") as file:
        file.write(PAPER[:100])
    assert not blobs.put(io.BytesIO(PAPER)).known
    assert content(where.open(), NAME) == PAPER


def test_a_store_that_answers_is_reachable_and_one_that_does_not_is_not(tmp_path: Path) -> None:
    local = Blobs(str(tmp_path / "blobs"))
    local.reachable()
    (tmp_path / "blobs").rmdir()
    with pytest.raises(OSError):
        local.reachable()


def test_an_object_store_that_stops_answering_is_not_reachable() -> None:
    import s3fs

    with servers.s3() as address:
        options = {
            "endpoint_url": address,
            "key": "anze",
            "secret": "anze",
            "config_kwargs": {"retries": {"max_attempts": 0}},
        }
        s3fs.S3FileSystem(**options).mkdir("papers")
        blobs = Blobs("s3://papers/here", **options)
        blobs.reachable()
        blobs.put(io.BytesIO(PAPER))
        blobs.reachable()
    with pytest.raises(OSError):
        blobs.reachable()


def test_a_bucket_that_is_not_there_is_not_reachable(s3: str) -> None:
    with pytest.raises(FileNotFoundError):
        Blobs("s3://nobody-made-this/papers", endpoint_url=s3, key="anze", secret="anze").reachable()


def test_puts_of_many_threads_do_not_disturb_each_other(blobs: Blobs) -> None:
    papers = [bytes([n]) * (n * 10_000 + 1) for n in range(12)]
    kept: dict[int, str] = {}

    def put(n: int) -> None:
        kept[n] = blobs.put(io.BytesIO(papers[n])).sha256

    threads = [threading.Thread(target=put, args=(n,)) for n in range(len(papers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(content(blobs, kept[n]) == paper for n, paper in enumerate(papers))
    assert sorted(blobs.names()) == sorted(kept.values())
