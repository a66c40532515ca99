"""`anze audit --cluster`: the same bytes from many machines as from one, whatever dies meanwhile."""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
import pytest

from api.audit_run.reading import gathering, reading
from api.audit_run.reading.travel import carry
from api.audit_run.run import audit
from api.collect import Paper, Part
from api.engine import DECISIVE, fingerprint, libraries
from api.errors import Missing
from api.work import Cluster, ClusterLost, Future, Outcome, Task, cluster, machine, run
from api.work.tasks import NotStarted
from tests import audit_kit as kit
from tests import poison
from tests.audit_kit import a_run, audited, bytes_of, good, ledger, members, policy, write, zipped

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {
    **os.environ, "OMP_NUM_THREADS": "1",
}  # fmt: skip


def started(environment: Mapping[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        cwd=ROOT, env={**ENVIRONMENT, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def certified(folder: Path) -> dict[str, str]:
    """Certificates of an authority of our own, made by the recipe, and what dask has to be told of them."""
    subprocess.run(
        ["sh", str(ROOT / "deploy/cluster/certificates.sh"), str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    lines = (folder / "cluster.env").read_text("utf-8").replace("/etc/anze/tls", str(folder)).splitlines()
    return dict(line.split("=", 1) for line in lines)


@contextmanager
def told(environment: Mapping[str, str]) -> Iterator[None]:
    """This process as if it had been started with that environment."""
    importlib.import_module("distributed")  # its own settings belong to what is put back
    before = deepcopy(dask.config.config)
    dask.config.update(dask.config.config, dask.config.collect_env(environment))
    try:
        yield
    finally:
        dask.config.config.clear()
        dask.config.config.update(before)


@contextmanager
def machines(count: int, environment: Mapping[str, str]) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and so many workers on loopback, under TLS: its address and the processes, the scheduler first."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tls://127.0.0.1:{port}"
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
    processes = [
        started(
            environment, "scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        ),
        *(started(environment, *worker, "--death-timeout", "60") for _ in range(count)),
    ]
    try:
        yield address, processes
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 papers: loose, in a filing, in an archive; one of them ends the process that reads it, one is broken."""
    loose = {f"散/{n}/{name}": data for n in range(1, 11) for name, data in good(n).items()}
    packed = {name: data for n in range(11, 17) for name, data in good(n).items()}
    filing = {
        "卷/manifest.json": kit.manifest("F1", "保单40.txt"),
        "卷/保单40.txt": policy(40),
        "卷/台账40.csv": ledger(40),
    }
    bad = {"散/坏.pdf": b"%PDF-1.4 broken", "散/毒.txt": policy(50)}
    return write(tmp_path_factory.mktemp("archive"), {**loose, **filing, **bad, "报送.zip": zipped(packed)})


class Killing(kit.Quiet):
    """Ends a process when so many papers are read."""

    def __init__(self, at: int, victim: subprocess.Popen[bytes]) -> None:
        super().__init__()
        self._left, self._victim = at, victim

    def paper(self, path: str, seconds: float, problem: str) -> None:
        super().paper(path, seconds, problem)
        self._left -= 1
        if not self._left:
            self._victim.send_signal(signal.SIGKILL)


def test_a_cluster_gives_the_bytes_of_one_process_and_a_lost_machine_costs_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over TLS, by certificates of the recipe; who has none of them gets no answer. That a pool gives these bytes too is shown in
    test_audit_run."""
    trusted, stranger = certified(tmp_path / "tls"), certified(tmp_path / "other")
    some = write(tmp_path / "some", {name: data for n in range(1, 9) for name, data in good(n).items()})
    with machines(3, trusted) as (address, processes), told(trusted):
        monkeypatch.setattr(
            reading, "read_and_pack", poison.poisoned_here
        )  # as if it ended its process, which is this one
        audited(archive, to=tmp_path / "one")
        monkeypatch.setattr(
            reading, "read_and_pack", poison.poisoned
        )  # and really does where it has a process of its own
        monkeypatch.setattr(cluster, "BATCH", 3)
        seen = Killing(8, processes[1])
        there = Cluster(address, partial(carry, roots=(archive,)))
        audit(a_run(archive, to=tmp_path / "cluster", workers=1, cluster=there), seen, lambda line: None)
        assert processes[1].wait(5) == -signal.SIGKILL
        assert bytes_of(tmp_path / "cluster") == bytes_of(tmp_path / "one")
        assert sorted(seen.read) == sorted(set(seen.read))
        found = {Path(path).name: line for path, line in members(tmp_path / "cluster").items()}
        assert (found["毒.txt"]["status"], found["毒.txt"]["cause"]) == ("failed", "crashed")
        assert sum(line["status"] == "failed" for line in found.values()) == 2
        monkeypatch.setattr(cluster, "CONNECT_S", 1.0)
        for other in (address.replace("tls", "tcp"), address):
            as_who = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "false"} if "tcp" in other else stranger
            with told(as_who), pytest.raises(ClusterLost, match="连不上"):
                list(run([], abs, cluster=Cluster(other)))
        monkeypatch.setattr(cluster, "CONNECT_S", 30.0)
        # The scheduler goes in mid-run: the run stops, and goes on without it where it was.
        monkeypatch.setattr(cluster, "BATCH", 1)
        monkeypatch.setattr(gathering, "MOST", 1)
        lost = Killing(1, processes[0])
        with pytest.raises(ClusterLost, match="断了"):
            audit(a_run(some, to=tmp_path / "lost", cluster=Cluster(address, carry)), lost, lambda line: None)
    again = kit.Quiet()
    audit(a_run(some, to=tmp_path / "lost"), again, lambda line: None)
    assert sorted([*lost.read, *again.read]) == sorted(file.name for file in some.iterdir())
    audited(some, to=tmp_path / "undisturbed")
    assert bytes_of(tmp_path / "lost") == bytes_of(tmp_path / "undisturbed")


def test_a_paper_takes_its_bytes_along_unless_it_lies_where_all_can_see_it(tmp_path: Path) -> None:
    file = write(tmp_path, {"共享/a.txt": b"here"}) / "共享" / "a.txt"
    paper = Paper("a.txt", (Part("a.txt", file),))
    assert carry(paper, (tmp_path / "共享",)) == paper
    assert carry(paper, (tmp_path / "别处",)).parts[0].file is None
    assert carry(paper).parts[0].load() == b"here"
    assert carry("not a paper") == "not a paper"
    file.unlink()
    with pytest.raises(Missing):
        carry(paper)


def test_a_cluster_that_is_not_there_is_said_and_blames_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.3)
    with pytest.raises(ClusterLost, match=r"连不上集群 tcp://127\.0\.0\.1:9"):
        list(run([], abs, cluster=Cluster("tcp://127.0.0.1:9")))


def test_machines_with_another_program_are_refused_by_name() -> None:
    cluster._check({"tcp://10.0.0.2:4000": fingerprint()})
    with pytest.raises(ClusterLost, match=r"10\.0\.0\.3"):
        cluster._check({"tcp://10.0.0.2:4000": fingerprint(), "tcp://10.0.0.3:4000": "0" * 64})
    with pytest.raises(machine.OtherEngine, match="test"):
        machine.work_off(machine.Batch("builtins", "abs", (), 1.0, 0, "0" * 64), name="test")


def test_a_machine_that_cannot_start_processes_leaves_and_blames_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def submit(self, argument: int) -> Future[Outcome[int, int]]:
            done: Future[Outcome[int, int]] = Future()
            done.set_result(Outcome(Task("", argument), error=NotStarted()))
            return done

    class Left(Exception):
        pass

    def leave() -> None:
        raise Left

    monkeypatch.setattr(machine, "_executor", lambda batch: Broken())
    monkeypatch.setattr(machine, "_leave", leave)
    with pytest.raises(Left):
        machine.work_off(machine.Batch("builtins", "abs", (pickle.dumps(1),), 1.0, 0, fingerprint()))


AT_WORK = """
import tempfile
from multiprocessing import forkserver
from api.work import machine
machine._keep_apart()
forkserver.ensure_running()
print(tempfile.mkdtemp(), flush=True)
input()
"""


def test_what_a_killed_machine_leaves_is_cleared_by_the_next_which_leaves_nothing() -> None:
    with TemporaryDirectory(prefix="m-", dir="/tmp") as short:  # the socket of the readers' server goes in there

        def at_work() -> tuple[subprocess.Popen[str], Path]:
            one = subprocess.Popen(
                [sys.executable, "-c", AT_WORK], cwd=ROOT, env={**ENVIRONMENT, "TMPDIR": short}, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            assert one.stdout is not None
            return one, Path(one.stdout.readline().strip())

        killed, left = at_work()
        killed.kill()
        killed.communicate()
        assert left.is_dir()
        following, own = at_work()
        assert own.is_dir()
        assert not left.parent.exists()
        assert following.communicate("\n") == ("", "")
        assert following.returncode == 0
        assert list(Path(short).glob("anze-*/p-*")) == []


def test_the_libraries_that_decide_are_ones_we_ask_for_and_are_here() -> None:
    asked = (ROOT / "pyproject.toml").read_text("utf-8")
    assert set(libraries()) == set(DECISIVE)
    assert all(f'"{name}>=' in asked for name in DECISIVE)
