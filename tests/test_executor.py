"""The long-lived pool: many threads, blame on exactly one task, nothing left waiting, no orphans."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import psutil
import pytest

from api.work import Closed, Executor, Outcome, crew
from extractor import errors

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024
LONG_S = 30.0
"""A bound for what should take far less, on a machine that is busy with other things."""


def behave(order: str) -> str:
    match order.split()[0]:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "sleep":
            time.sleep(60)
        case "eat":
            return str(len(bytearray(3000 * MIB)))
        case "defect":
            raise KeyError("ours")
        case "refuse":
            raise errors.Encrypted("甲.pdf")
        case "pid":
            return str(os.getpid())
        case "gate":  # until somebody opens it
            while not Path(order.split()[1]).exists():
                time.sleep(0.01)
        case "mark":
            Path(order.split()[1]).touch()
            time.sleep(60)
    return order


def connect(port: int) -> str:
    """Whether the machine's own network is within reach."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return "no way"
    return "connected"


def length(content: bytes) -> int:
    return len(content)


def executor(**options: Any) -> Executor[str, str]:
    return Executor(behave, **({"workers": 2, "timeout_s": 20.0, "memory_bytes": 1024 * MIB} | options))


def said(outcome: Outcome[str, str]) -> str | None:
    return outcome.error.code if outcome.error else outcome.value


def children() -> set[int]:
    return {process.pid for process in psutil.Process().children(recursive=True)}


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(reached: Any) -> None:
    deadline = time.monotonic() + LONG_S
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.02)


def test_no_process_before_the_first_task() -> None:
    before = children()
    with executor() as pool:
        assert children() == before
        assert pool.pending == 0


def test_outcomes_come_as_they_finish(tmp_path: Path) -> None:
    with executor() as pool:
        slow = pool.submit(f"gate {tmp_path / 'open'}")
        quick = [pool.submit(f"good {n}") for n in range(20)]
        assert [said(future.result(LONG_S)) for future in quick] == [f"good {n}" for n in range(20)]
        assert not slow.done()
        assert pool.pending == 1
        (tmp_path / "open").touch()
        assert slow.result(LONG_S).error is None
        until(lambda: pool.pending == 0)


def test_many_threads_submit_at_once() -> None:
    with executor() as pool, ThreadPoolExecutor(16) as threads:

        def ask(n: int) -> tuple[int, str | None, str]:
            outcome = pool.submit(f"good {n}", key=str(n)).result(LONG_S)
            return n, outcome.value, outcome.task.key

        assert list(threads.map(ask, range(300))) == [(n, f"good {n}", str(n)) for n in range(300)]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("die", "crashed"),
        ("exit", "crashed"),
        ("eat", "out_of_memory"),
        ("sleep", "timed_out"),
        ("refuse", "encrypted"),
        ("defect", "crashed"),
    ],
)
def test_only_the_culprit_is_blamed(order: str, code: str) -> None:
    with executor(timeout_s=2.0) as pool:
        orders = [order if n in (3, 7) else f"good {n}" for n in range(12)]
        found = [said(pool_future.result(LONG_S)) for pool_future in [pool.submit(each) for each in orders]]
    assert found == [code if each == order else each for each in orders]


def test_two_executors_beside_each_other_keep_their_blame() -> None:
    """One list of processes is shared by all threads in multiprocessing; an exit code can be read once only."""
    orders = ["die" if n % 3 == 1 else "exit" if n % 3 == 2 else f"good {n}" for n in range(45)]
    with executor() as one, executor() as other:
        futures = [pool.submit(order) for order in orders for pool in (one, other)]
        found = [future.result(LONG_S) for future in futures]
    for outcome in found:
        match outcome.task.argument:
            case "die":
                assert str(outcome.error) == str(errors.Crashed("信号9"))
            case "exit":
                assert str(outcome.error) == str(errors.Crashed("退出码3"))
            case good:
                assert outcome.value == good
    assert sys.modules["__main__"].__name__ == "__main__"


def test_idle_workers_are_kept() -> None:
    with executor(workers=1) as pool:
        assert len({pool.submit("pid").result(LONG_S).value for _ in range(5)}) == 1


def test_workers_are_replaced_after_their_share_of_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "TASKS_PER_WORKER", 3)
    with executor(workers=1) as pool:
        assert len({pool.submit("pid").result(LONG_S).value for _ in range(9)}) == 3


def test_large_arguments_go_through() -> None:
    with Executor(length, workers=2, timeout_s=20) as pool:
        futures = [pool.submit(b"x" * n * 500_000) for n in range(12)]
        assert [future.result(LONG_S).value for future in futures] == [n * 500_000 for n in range(12)]


def test_what_cannot_be_pickled_is_told_to_the_one_who_submits() -> None:
    with executor() as pool:
        with pytest.raises(Exception, match="pickle"):
            pool.submit(lambda: None)  # type: ignore[arg-type]
        assert pool.pending == 0


def test_closing_ends_workers_and_fails_what_waits(tmp_path: Path) -> None:
    before = children()
    pool = executor()
    futures: list[Future[Outcome[str, str]]] = [pool.submit(f"mark {tmp_path / str(n)}") for n in range(6)]
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = children() - before
    pool.close()
    assert all(isinstance(future.exception(LONG_S), Closed) for future in futures)
    assert pool.pending == 0
    # The fork server and multiprocessing's tracker stay: they are the process's, not the executor's.
    assert len([pid for pid in workers if is_running(pid)]) <= 2
    pool.close()
    with pytest.raises(Closed):
        pool.submit("good")


def test_closing_while_threads_submit_leaves_nobody_waiting() -> None:
    pool = executor()
    futures: list[Future[Outcome[str, str]]] = []

    def flood() -> None:
        while True:
            try:
                futures.append(pool.submit("good"))
            except Closed:
                return

    threads = [threading.Thread(target=flood) for _ in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: any(future.done() for future in futures))
    pool.close()
    for thread in threads:
        thread.join(LONG_S)
    assert not wait(futures, LONG_S).not_done


def test_a_task_that_waits_can_be_cancelled(tmp_path: Path) -> None:
    with executor(workers=1) as pool:
        first = pool.submit(f"gate {tmp_path / 'open'}")
        until(first.running)
        second, third = pool.submit("second"), pool.submit("third")
        assert second.cancel()
        assert not first.cancel()
        (tmp_path / "open").touch()
        assert said(third.result(LONG_S)) == "third"
        assert second.cancelled()
        until(lambda: pool.pending == 0)


def test_a_callback_may_submit_more() -> None:
    with executor(workers=1) as pool:
        more: Future[Future[Outcome[str, str]]] = Future()
        pool.submit("first").add_done_callback(lambda _: more.set_result(pool.submit("second")))
        assert said(more.result(LONG_S).result(LONG_S)) == "second"


def test_outcomes_can_be_awaited() -> None:
    async def ask(pool: Executor[str, str]) -> list[str | None]:
        futures = [asyncio.wrap_future(pool.submit(order)) for order in ("good", "die", "better")]
        return [said(outcome) for outcome in await asyncio.gather(*futures)]

    with executor() as pool:
        assert asyncio.run(ask(pool)) == ["good", "crashed", "better"]


def test_no_processes_left_on_the_system_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with executor() as pool:
        with monkeypatch.context() as patch:
            patch.setattr(crew.Crew, "_start", refuse)
            failed = pool.submit("good").result(LONG_S)
            assert failed.error is not None
            assert "BlockingIOError" in failed.trace
        assert said(pool.submit("good again").result(LONG_S)) == "good again"


def test_the_loss_of_the_fork_server_is_survived() -> None:
    with executor(workers=1) as pool:
        worker = int(pool.submit("pid").result(LONG_S).value or 0)
        server = psutil.Process(worker).parent()
        assert server is not None
        server.kill()
        until(lambda: not is_running(worker))
        until(lambda: said(pool.submit("good").result(LONG_S)) == "good")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "pids.py").write_text(
        "import os, time\n"
        "def tell_and_sleep(n):\n"
        f"    open(os.path.join({str(tmp_path)!r}, f'{{os.getpid()}}.pid'), 'w').close()\n"
        "    time.sleep(60)\n"
    )
    program = "import pids\nfrom api.work import Executor\npool = Executor(pids.tell_and_sleep, workers=2)\n"
    program += "[future.result() for future in [pool.submit(n) for n in range(4)]]\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]), "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL)
    until(lambda: len(list(tmp_path.glob("*.pid"))) == 2)
    workers = [int(path.stem) for path in tmp_path.glob("*.pid")]
    parent.send_signal(how)
    assert parent.wait(LONG_S) != 0
    until(lambda: not any(is_running(pid) for pid in workers))


def test_a_program_that_forgets_to_close_ends_all_the_same() -> None:
    program = "from operator import neg\nfrom api.work import Executor\nprint(Executor(neg).submit(5).result().value)\n"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=LONG_S, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "-5\n", "")


def test_a_fork_of_the_owner_leaves_the_executor_alone() -> None:
    with executor(workers=1) as pool:
        assert said(pool.submit("good").result(LONG_S)) == "good"
        fork = os.fork()
        if fork == 0:
            pool.close()
            os._exit(0)
        assert os.waitpid(fork, 0)[1] == 0
        assert said(pool.submit("still good").result(LONG_S)) == "still good"


def test_workers_have_no_network_where_the_kernel_allows_that() -> None:
    flags = [] if os.geteuid() == 0 else ["-U"]
    try:
        allowed = subprocess.run(["unshare", "-n", *flags, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("the kernel grants no network namespace")
    with socket.create_server(("127.0.0.1", 0)) as server, Executor(connect, workers=1) as pool:
        port = server.getsockname()[1]
        assert connect(port) == "connected"
        assert pool.submit(port).result(LONG_S).value == "no way"
