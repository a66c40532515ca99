"""Worker processes: outcomes in order, blame on exactly one task, limits in time and memory, no orphans."""

from __future__ import annotations

import errno
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from api import work
from api.work import Task, child, run
from extractor import errors

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024


def double(number: int) -> int:
    return number * 2


def behave(order: str) -> str:
    """What the task's name asks for; each misbehaves as a paper can make a reader misbehave."""
    match order:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "abort":
            os.abort()
        case "exit":
            os._exit(3)
        case "sleep":
            time.sleep(30)
        case "stuck in C":
            re.match(r"(a+)+$", "a" * 40 + "b")
        case "eat":
            return str(len(bytearray(3000 * MIB)))
        case "eat in the linker":
            raise ImportError("libopenblas.so: failed to map segment from shared object")
        case "defect":
            raise KeyError("ours")
        case "refuse":
            raise errors.Encrypted("甲.pdf")
        case "nap":
            time.sleep(0.4)
        case "four steps":
            for number in range(4):
                work.step(number)
                time.sleep(0.2)  # together longer than a task may take
        case "end in the second step":
            work.step(0)
            work.step(1)
            os.kill(os.getpid(), signal.SIGKILL)
        case "hide its step":
            work.step(0)
            notes = Path(tempfile.gettempdir(), child.STEPS)
            notes.unlink()
            os.mkfifo(notes)  # whoever opened it would wait for a writer
            os._exit(0)
        case "talk":
            os.write(1, b"noise\n")
            os.write(2, b"noise\n")
        case "call out" | "call out by IPv6" | "have a child call out":
            return call_out(order)
        case "leave a file":
            Path(tempfile.mkdtemp(), "left").write_text("x")
            os._exit(0)
        case "leave a child":
            subprocess.Popen(["sleep", "60"])
            os._exit(0)
    return order


CALL = "import socket; socket.create_connection(('{}', 9), 1)"


def call_out(order: str) -> str:
    """What becomes of a connection to this very machine: "no way", or what else happened."""
    host = "::1" if "IPv6" in order else "127.0.0.1"
    if "child" in order:
        done = subprocess.run([sys.executable, "-c", CALL.format(host)], capture_output=True, text=True, check=False)
        return "no way" if re.search(r"Permission denied|Network is unreachable", done.stderr) else done.stderr
    try:
        socket.create_connection((host, 9), 1)
    except OSError as error:
        return "no way" if error.errno in (errno.EACCES, errno.ENETUNREACH) else str(error)
    return "connected"


def outcomes(orders: list[str], **options: float) -> list[tuple[str, str]]:
    settings = {"workers": 2, "timeout_s": 5.0, "memory_bytes": 1024 * MIB} | options
    done = list(run([Task(order, order) for order in orders], behave, **settings))  # type: ignore[arg-type]
    assert [outcome.task.key for outcome in done] == orders
    return [("value", str(o.value)) if o.error is None else (o.error.code, str(o.error)) for o in done]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_outcomes_come_in_the_order_of_the_tasks(workers: int) -> None:
    done = list(run((Task(str(n), n) for n in range(300)), double, workers=workers))
    assert [outcome.value for outcome in done] == [2 * n for n in range(300)]


def echo(content: bytes) -> bytes:
    return content


def test_large_arguments_and_large_answers_do_not_wait_for_each_other() -> None:
    contents = [bytes([n]) * (1_000_000 if n % 3 else 10) for n in range(60)]
    done = run([Task(str(n), content) for n, content in enumerate(contents)], echo, workers=2, timeout_s=20)
    assert [outcome.value for outcome in done] == contents


def test_nothing_to_do_starts_nothing() -> None:
    assert list(run(iter(()), double)) == []


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("die", "crashed"),
        ("abort", "crashed"),
        ("exit", "crashed"),
        ("eat", "out_of_memory"),
        ("eat in the linker", "out_of_memory"),
        ("refuse", "encrypted"),
        ("defect", "crashed"),
    ],
)
def test_only_the_culprit_is_blamed(order: str, code: str) -> None:
    orders = [f"good {n}" for n in range(12)]
    orders.insert(5, order)
    found = outcomes(orders)
    assert found[5][0] == code
    assert [kind for kind, _ in found[:5] + found[6:]] == ["value"] * 12


def test_blame_stays_exact_while_the_caller_is_busy() -> None:
    """A caller that holds the processor between outcomes is where pools with a shared queue lose count."""
    orders = ["die" if n % 10 == 3 else f"good {n}" for n in range(60)]
    found = []
    for outcome in run([Task(order, order) for order in orders], behave, workers=2, timeout_s=5):
        until = time.monotonic() + 0.01
        while time.monotonic() < until:
            pass
        found.append(outcome.error.code if outcome.error else "value")
    assert found == ["crashed" if order == "die" else "value" for order in orders]


@pytest.mark.parametrize("order", ["sleep", "stuck in C"])
def test_a_hang_is_ended_at_its_limit(order: str) -> None:
    began = time.monotonic()
    assert outcomes(["good", order, "better"], timeout_s=0.5) == [
        ("value", "good"), ("timed_out", str(errors.TimedOut())), ("value", "better"),
    ]  # fmt: skip
    assert time.monotonic() - began < 20


def test_the_clock_starts_with_the_task_not_in_the_queue() -> None:
    assert outcomes(["nap"] * 4, workers=1, timeout_s=0.9) == [("value", "nap")] * 4


def test_each_step_has_the_time_of_a_task_and_the_blame_is_on_one() -> None:
    orders = ["four steps", "end in the second step", "hide its step", "die"]
    done = list(run([Task(order, order) for order in orders], behave, workers=2, timeout_s=0.7))
    assert [(one.value, one.step) for one in done] == [("four steps", None), (None, 1), (None, None), (None, None)]
    work.step(0)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0  # a process that is no worker has no limit


def test_an_error_keeps_its_words_and_a_defect_its_trace() -> None:
    refused, defect = run([Task("a", "refuse"), Task("b", "defect")], behave, workers=1)
    assert str(refused.error) == "文件需要密码才能打开（甲.pdf）"
    assert refused.trace == ""
    assert "KeyError: 'ours'" in defect.trace


def test_workers_are_silent(capfd: pytest.CaptureFixture[str]) -> None:
    outcomes(["talk"])
    assert capfd.readouterr() == ("", "")


def test_what_a_worker_started_ends_with_it() -> None:
    before = _sleepers()
    outcomes(["leave a child", "good"])
    deadline = time.monotonic() + 20
    while _sleepers() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _sleepers() - before


def test_what_a_worker_left_on_disk_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outcomes(["leave a file", "good", "leave a file"])
    assert list(tmp_path.iterdir()) == []


def test_closing_early_ends_the_workers() -> None:
    stream = run([Task(str(n), "sleep" if n else "good") for n in range(4)], behave, workers=2)
    assert next(stream).value == "good"
    began = time.monotonic()
    stream.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, signal, time\n"
        "from api.work import Task, run\n"
        # A shell starts what runs in its background with the signal ignored, and so would be we and this program.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def main():\n"
        "    import pids\n"
        "    for outcome in run([Task(str(n), n) for n in range(4)], pids.tell_and_sleep, workers=2):\n"
        "        pass\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    (tmp_path / "pids.py").write_text(
        "import os, time\n"
        "def tell_and_sleep(n):\n"
        f"    open(os.path.join({str(tmp_path)!r}, f'{{os.getpid()}}.pid'), 'w').close()\n"
        "    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]), "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, str(program)], env=environment, stderr=subprocess.DEVNULL)
    _until(lambda: len(list(tmp_path.glob("*.pid"))) == 2)
    workers = [int(path.stem) for path in tmp_path.glob("*.pid")]
    parent.send_signal(how)
    assert parent.wait(30) != 0
    _until(lambda: not any(_is_running(pid) for pid in workers))


def _until(reached: object, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if reached():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("not reached in time")


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _sleepers() -> set[str]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes() == b"sleep\x0060\x00" and _is_running(int(path.parent.name)):
                found.add(path.parent.name)
        except OSError:
            continue
    return found


# -- no network --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_a_worker_and_what_it_starts_have_no_network() -> None:
    """A machine with a network refuses the connection to a closed port ("Connection refused"); here it is never tried."""
    for _, said in outcomes(["call out", "call out by IPv6", "have a child call out"], workers=1, timeout_s=20.0):
        assert said == "no way"


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="the filter is written for these")
def test_the_filter_alone_leaves_sockets_in_the_file_system() -> None:
    """For containers that allow no namespace."""
    code = """
import socket
from api.work.network import refuse_sockets
assert refuse_sockets()
for kind in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
    try:
        print(kind.name, bool(socket.socket(kind)))
    except PermissionError:
        print(kind.name, False)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["AF_UNIX", "True", "AF_INET", "False", "AF_INET6", "False", "AF_NETLINK", "False"]


def test_what_reads_papers_loads_nothing_that_judges() -> None:
    """The process that workers come from starts sooner, and a paper that takes its reader over finds no rules."""
    code = (
        "import sys, api.work.preload, api.reading; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'validators', 'typer', 'pydantic'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_what_is_loaded_for_pictures_starts_no_thread() -> None:
    # a process with threads may not be forked from
    said = "import os, api.work.pictures; print(len(os.listdir('/proc/self/task')))"
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", said], env=free, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
