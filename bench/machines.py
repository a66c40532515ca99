"""`anze audit --cluster` on three machines with a network of their own each, one of which is cut off in mid-run.

    python bench/machines.py [--papers 120]

Three network namespaces, each with an address and a cable of its own (veth) to a bridge on which the scheduler and the run are:
nothing is shared but the disk, and from that the machines take the program alone, as papers travel with their tasks. Under TLS, by
the certificates of `deploy/cluster/certificates.sh`. When a third of the papers is read, one machine's cable is pulled: no process
dies and no connection is closed, as when a switch fails. The results must be the bytes of a run of one process; told are the seconds
until the lost machine's batches were done by others. Wants `unshare`, `ip` and a kernel that lets users have namespaces.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

HERE, PORT = "10.9.0.1", 8786
INSIDE = "ANZE_BENCH_INSIDE"
"""Set in the namespaces of users, processes and networks in which the bench starts itself anew."""


def sh(*words: str) -> None:
    subprocess.run(words, check=True)


def machine(number: int) -> int:
    """A network with one cable to the bridge; the process that holds it."""
    holder = subprocess.Popen(["unshare", "-n", "sleep", "100000"]).pid
    while os.readlink(f"/proc/{holder}/ns/net") == os.readlink("/proc/self/ns/net"):
        time.sleep(0.05)
    inside = ("nsenter", "-t", str(holder), "-n")
    sh("ip", "link", "add", f"cable{number}", "type", "veth", "peer", "name", "eth0", "netns", str(holder))
    sh("ip", "link", "set", f"cable{number}", "master", "hub", "up")
    sh(*inside, "ip", "addr", "add", f"10.9.0.1{number}/24", "dev", "eth0")
    sh(*inside, "ip", "link", "set", "eth0", "up")
    sh(*inside, "ip", "link", "set", "lo", "up")
    return holder


def dask(environment: dict[str, str], *words: str, within: int | None = None) -> None:
    inside = () if within is None else ("nsenter", "-t", str(within), "-n")
    command = [*inside, sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard"]
    subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def certified(folder: Path) -> dict[str, str]:
    sh("sh", str(ROOT / "deploy/cluster/certificates.sh"), str(folder))
    lines = (folder / "cluster.env").read_text("utf-8").replace("/etc/anze/tls", str(folder)).splitlines()
    return dict(line.split("=", 1) for line in lines)


def audited(archive: Path, to: Path, told: Any, cluster: Any = None) -> None:
    from api.audit_run.judging.judging import Asked
    from api.audit_run.run import Run, audit
    from api.settings import Settings
    from validators.law.pack_reading import shipped

    asked = Asked(versions={pack.name: pack.version for pack in shipped()})
    run = Run((str(archive),), to, Settings(workers=0), asked, cluster=cluster, formats=frozenset({"jsonl"}))
    audit(run, told, lambda line: None)


def cluster_in(folder: Path) -> str:
    """A bridge, a scheduler on it and three machines behind cables of their own; the scheduler's address."""
    import dask as settings

    environment = certified(folder / "tls")
    settings.config.update(settings.config.config, settings.config.collect_env(environment))
    sh("ip", "link", "set", "lo", "up")
    sh("ip", "link", "add", "hub", "type", "bridge")
    sh("ip", "addr", "add", f"{HERE}/24", "dev", "hub")
    sh("ip", "link", "set", "hub", "up")
    address = f"tls://{HERE}:{PORT}"
    dask(environment, "scheduler", "--protocol", "tls", "--host", HERE, "--port", str(PORT))
    for number in (1, 2, 3):
        dask(environment, "worker", address, "--no-nanny", "--memory-limit", "0", "--nthreads", "1", "--local-directory", str(folder / f"m{number}"),
             within=machine(number))  # fmt: skip
    wait_for(address)
    return address


def bench(papers: int, folder: Path) -> None:
    """The run of one process, then the run of three machines that loses one of them; told is whether they say the same."""
    from api.audit_run.progress import Progress
    from api.audit_run.reading.travel import carry
    from api.work import Cluster, cluster
    from bench.recheck import policy

    class Told(Progress):
        """Pulls the cable when a third is read; remembers when each paper came."""

        def __init__(self, pull: Callable[[], None]) -> None:
            super().__init__(sys.stderr, quiet=True)
            self.at: list[float] = []
            self._pull = pull

        def paper(self, path: str, seconds: float, problem: str) -> None:
            super().paper(path, seconds, problem)
            self.at.append(time.monotonic())
            if len(self.at) == papers // 3:
                self._pull()

    archive = folder / "archive"
    archive.mkdir()
    for number in range(1, papers + 1):
        (archive / f"{number}.txt").write_bytes(policy(number, "安徽省宿州市灵璧县", 2025))
    audited(archive, folder / "one", Progress(sys.stderr, quiet=True))
    address = cluster_in(folder)
    cluster.BATCH = 4
    told = Told(lambda: sh("ip", "link", "set", "cable2", "down"))
    audited(archive, folder / "three", told, Cluster(address, carry))
    same = all((folder / "one" / name).read_bytes() == (folder / "three" / name).read_bytes()
               for name in ("filings.jsonl", "findings.jsonl", "members.jsonl", "summary.json"))  # fmt: skip
    pause = max(later - earlier for earlier, later in zip(told.at, told.at[1:], strict=False))
    print(f"{papers} papers on three machines, one cut off after {papers // 3}: results {'are' if same else 'ARE NOT'} those of one process; "
          f"longest wait between two papers {pause:.0f} s")  # fmt: skip


def wait_for(address: str) -> None:
    """Until all three machines are there."""
    import distributed

    with distributed.Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(3, timeout=300)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=120)
    options = parser.parse_args()
    if INSIDE not in os.environ:
        inside = ("unshare", "-U", "-r", "-n", "-p", "-f", "--mount-proc", "--kill-child")
        sys.exit(subprocess.run([*inside, sys.executable, *sys.argv], env={**os.environ, INSIDE: "1"}).returncode)
    with tempfile.TemporaryDirectory(prefix="anze-bench-") as temporary:
        bench(options.papers, Path(temporary))


if __name__ == "__main__":
    main()
