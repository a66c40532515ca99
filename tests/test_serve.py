"""``anze serve``, ``worker``, ``settings`` and ``db``: started as a person starts them, killed as machines kill them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from api import cli, described
from api.config import Config
from api.service import Service
from api.serving.serve import Workers
from api.upkeep import schema
from tests import servers
from tests.store_kit import everything, filled

ROOT = Path(__file__).parent.parent
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
SOON_S = 60.0


def eventually(holds: Callable[[], object]) -> None:
    """Until it holds; an assertion where it does not within a minute, which on a busy machine is not long, nor in a hundred
    looks: a machine may have stood still for the minute."""
    end, looks = time.monotonic() + SOON_S, 0
    while time.monotonic() < end or looks < 100:
        if holds():
            return
        looks += 1
        time.sleep(0.05)
    raise AssertionError("it never came to be")


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


# --- workers that are kept running -----------------------------------------------------------------------------------


@contextmanager
def kept(command: list[str], many: int = 1, pauses_s: tuple[float, ...] = (0.0,)) -> Iterator[Workers]:
    workers = Workers(command, many, pauses_s)
    workers.start()
    try:
        yield workers
    finally:
        workers.stop(5)


def test_a_killed_worker_is_replaced_and_all_end_at_the_end() -> None:
    with kept(SLEEP, many=2) as workers:
        eventually(lambda: len(workers.pids) == 2)
        first = workers.pids
        os.kill(first[0], signal.SIGKILL)
        eventually(lambda: len(workers.pids) == 2 and first[0] not in workers.pids)
        assert first[1] in workers.pids
        last = workers.pids
    assert workers.pids == []
    assert all(gone(pid) for pid in last)


def test_a_worker_that_cannot_start_is_tried_at_growing_distances(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    command = [sys.executable, "-c", f"open({str(starts)!r}, 'a').write('x'); raise SystemExit(7)"]
    with kept(command, pauses_s=(0.0, 0.0, 600.0)):
        eventually(lambda: starts.exists() and len(starts.read_text()) == 3)
        time.sleep(0.5)
    assert starts.read_text() == "xxx"


def test_a_worker_that_will_not_end_is_ended(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    deaf = f"import signal, time; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); time.sleep(600)"
    workers = Workers([sys.executable, "-c", deaf], 1)
    workers.start()
    eventually(ready.exists)
    (pid,) = workers.pids
    workers.stop(0.2)
    assert gone(pid)


# --- the whole process tree ------------------------------------------------------------------------------------------


class Served:
    """``anze serve`` in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = servers.free_port()
        self.said = folder / "said"
        self.log = folder / "log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ANZE_")}
        environment |= {"ANZE_DATA": str(folder / "data"), "ANZE_PORT": str(self.port), **settings}
        with self.said.open("ab") as out, self.log.open("ab") as log:
            command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=log)

    def wait(self) -> None:
        servers.wait_for(f"http://127.0.0.1:{self.port}/readyz", self.process)

    @property
    def workers(self) -> list[int]:
        """The worker processes, without what they start themselves."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children()
            return [child.pid for child in children if "worker" in child.cmdline()]
        return []

    def everybody(self) -> list[int]:
        return [process.pid for process in psutil.Process(self.process.pid).children(recursive=True)]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def begin(**settings: str) -> Served:
        started.append(Served(tmp_path, **settings))
        started[-1].wait()
        return started[-1]

    yield begin
    for served in started:
        served.end()


def test_a_service_without_settings_starts_says_how_to_log_in_survives_and_ends(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    served = start()
    said = served.said.read_text("utf-8")
    assert f"http://127.0.0.1:{served.port}/" in said
    assert re.search(r"admin\n.*password +\S{8,}", said)
    eventually(lambda: len(served.workers) == 1)
    (worker,) = served.workers
    eventually(lambda: "worker ready" in served.log.read_text("utf-8"))

    os.kill(worker, signal.SIGKILL)
    eventually(lambda: len(served.workers) == 1 and served.workers != [worker])
    assert urlopen(f"http://127.0.0.1:{served.port}/healthz").status == 200

    everybody = served.everybody()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(SOON_S) == 0
    eventually(lambda: all(gone(pid) for pid in everybody))
    lines = [json.loads(line) for line in served.log.read_text("utf-8").splitlines()]
    assert not [line for line in lines if "error" in line]
    assert (tmp_path / "data" / "anze.db").exists()

    again = start(ANZE_SERVE_WORKERS="0")
    assert again.said.read_text("utf-8").count("admin") == 1  # the password is never shown a second time
    assert again.workers == []


def test_nothing_outlives_a_service_that_was_killed(start: Callable[..., Served]) -> None:
    served = start()
    eventually(lambda: "worker ready" in served.log.read_text("utf-8"))
    everybody = served.everybody()
    assert everybody
    served.process.kill()
    with suppress(AssertionError):
        eventually(lambda: all(gone(pid) for pid in everybody))
    assert {pid: stacks(pid) for pid in everybody if not gone(pid)} == {}, served.log.read_text("utf-8")


def stacks(pid: int) -> list[str]:
    """Where the threads of a process that should be gone stand, as far as the kernel tells."""
    told = []
    with suppress(OSError, psutil.Error):
        told.append(" ".join(psutil.Process(pid).cmdline()))
        told += [f"{task.name} {(task / 'wchan').read_text()}" for task in Path(f"/proc/{pid}/task").iterdir()]
    return told


def test_a_worker_alone_serves_the_store_of_another_process(start: Callable[..., Served], tmp_path: Path) -> None:
    served = start(ANZE_SERVE_WORKERS="0")
    environment = {**os.environ, "ANZE_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", "from api.cli import main; main()", "worker"]
    with (tmp_path / "worker").open("wb") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    eventually(lambda: "worker ready" in (tmp_path / "worker").read_text("utf-8"))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(SOON_S) == 0
    assert served.process.poll() is None


def test_the_real_service_answers_problems_in_one_shape_and_pages_as_pages(start: Callable[..., Served]) -> None:
    served = start(ANZE_SERVE_WORKERS="0")
    with pytest.raises(HTTPError) as refused:
        urlopen(f"http://127.0.0.1:{served.port}/api/v1/nowhere")
    assert refused.value.code == 404
    assert set(json.loads(refused.value.read())) == {"error", "detail", "remedy"}
    assert refused.value.headers["server"] is None
    assert refused.value.headers["x-request-id"]


# --- the commands ----------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command in this process, with settings: status, standard output, standard error."""

    def call(*arguments: str | Path, **settings: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            for name, value in {"ANZE_DATA": str(tmp_path / "data"), **settings}.items():
                patch.setenv(name, value)
            status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_a_taken_port_is_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, out, err = run("serve", ANZE_PORT=port)
    assert (status, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert port in err
    assert "ANZE_PORT" in err


@pytest.mark.parametrize(
    ("command", "setting", "said"),
    [
        (["serve"], "ANZE_UPLOAD_MIB=many", "应当是整数，给的是 many"),
        (["settings"], "ANZE_UPLOAD_MIB=0", "不能小于 1"),
        (["settings"], "ANZE_SECURE_COOKIES=perhaps", "true 或 false"),
        (["db", "check"], "ANZE_LEASE_S=0", "须大于 0"),
        (["db", "check"], "ANZE_DATABASE=anze.db", "sqlite:///路径 或 postgresql://…"),
        (["serve"], "ANZE_DATABASE=mysql://db/anze", "sqlite:///路径 或 postgresql://…"),
    ],
)
def test_a_setting_that_does_not_fit_is_one_line_with_its_name(
    run: Run, command: list[str], setting: str, said: str
) -> None:
    name, _, value = setting.partition("=")
    status, _, err = run(*command, **{name: value})
    assert status == 2
    assert len(err.splitlines()) == 1
    assert name in err
    assert said in err


def test_a_place_where_nothing_was_ever_kept_is_told_as_such(run: Run) -> None:
    status, out, _ = run("db", "check")
    assert status == 1
    assert len(out.splitlines()) == 2
    assert "anze db upgrade" in out


def test_every_setting_is_printed_with_its_default_and_meaning(run: Run) -> None:
    status, out, _ = run("settings", ANZE_PORT="8123")
    assert status == 0
    for name, field in Config.model_fields.items():
        assert re.search(rf"^ANZE_{name.upper()} = \S", out, re.MULTILINE), name
        assert field.description
        assert field.description in out
    assert "ANZE_PORT = 8123   ← 已设" in out
    assert "（缺省 8000）" in out


def test_numbers_have_a_unit_or_count_something() -> None:
    for said in described.described(Config()):
        number = type(Config.model_fields[said.variable.removeprefix("ANZE_").lower()].default) is float
        assert said.unit or not number, said.variable


def test_no_secret_is_printed(run: Run) -> None:
    secrets = {
        "ANZE_DATABASE": "postgresql://anze:geheim1@db/anze",
        "ANZE_BLOB_OPTIONS": '{"key": "geheim2", "secret": "geheim3", "endpoint_url": "http://s3:9000"}',
        "ANZE_OIDC_SECRET": "geheim4",
        "ANZE_METRICS_TOKEN": "geheim5",
        "ANZE_ADMIN_PASSWORD": "geheim6",
    }
    _, out, _ = run("settings", **secrets)
    assert "geheim" not in out
    assert "http://s3:9000" in out
    assert "anze:***@db" in out
    assert "geheim" not in run("settings", ANZE_BLOB_OPTIONS='["geheim"]', ANZE_DATABASE="geheim")[1]


def test_a_store_is_upgraded_kept_restored_and_checked_by_commands(run: Run, tmp_path: Path) -> None:
    assert run("db", "upgrade")[:2] == (0, f"已升级到 {schema.head()}\n")
    assert run("db", "upgrade")[:2] == (0, f"已经是 {schema.head()}\n")
    store = Service.open(Config(data=tmp_path / "data"))
    filled(store)
    status, out, _ = run("db", "backup", tmp_path / "all.tar")
    assert (status, "1 份材料" in out) == (0, True)
    assert run("db", "backup", tmp_path / "all.tar")[0] == 2
    status, out, _ = run("db", "restore", tmp_path / "all.tar", ANZE_DATA=str(tmp_path / "new"))
    assert (status, "1 份材料" in out) == (0, True)
    other = Service.open(Config(data=tmp_path / "new"))
    assert everything(other.db) == everything(store.db)
    status, out, err = run("db", "restore", tmp_path / "all.tar", ANZE_DATA=str(tmp_path / "new"))
    assert (status, out, len(err.splitlines())) == (3, "", 1)

    assert run("db", "check", "--quick")[1].endswith("一切完好\n")
    (name,) = store.blobs.names()
    store.blobs.delete(name)
    status, out, _ = run("db", "check")
    assert status == 1
    assert "✗ paper_missing" in out
    for service in (store, other):
        service.close()


def test_a_folder_takes_a_backup_named_by_its_moment(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    assert run("db", "backup", tmp_path)[0] == 0
    (file,) = tmp_path.glob("anze-*.tar")
    assert re.fullmatch(r"anze-\d{8}T\d{6}Z\.tar", file.name)


@pytest.mark.parametrize("command", [["db", "backup", "x.tar"], ["db", "check"]])
def test_a_database_that_does_not_answer_is_one_line(run: Run, command: list[str]) -> None:
    url = f"postgresql://anze@127.0.0.1:{servers.free_port()}/anze?connect_timeout=2"
    status, _, err = run(*command, ANZE_DATABASE=url)
    assert status == 3
    assert len(err.splitlines()) == 1


def test_checking_papers_loads_nothing_of_the_service() -> None:
    """``anze check`` starts in the time it had before there was a service."""
    code = "import sys, api.cli; api.cli.commands(); print([m for m in ('sqlalchemy', 'fastapi', 'uvicorn', 'alembic') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"
