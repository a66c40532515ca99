"""``anze serve``: the whole service as one process tree that needs no configuration, and ``anze worker``: a worker alone.

The web server runs in this process; beside it a thread keeps worker processes running, starts one again that died (with
growing pauses, as what kills a worker at its start will do so again), and ends them all at the end. A worker asks the
kernel to be told when this process dies, so that nothing outlives it, even after kill -9.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import uvicorn

from api.config import Config
from api.scratch import own_scratch
from api.service import Service
from api.serving import logs
from api.serving.app import create_app
from api.settings import ENGINE
from api.upkeep import upgrade

log = logging.getLogger("anze.serve")

GRACE_S = 30.0
"""How long jobs and requests under way may take once the end was asked for, seconds. What is cut off is done again."""
PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Before the first, second … new start of a worker that keeps dying, seconds."""
STEADY_S = 60.0
"""A worker that lived this long is not one that dies at its start."""
_PR_SET_PDEATHSIG = 1


class CannotServe(Exception):
    """What stands in the way of starting, in words."""


# --- the whole -------------------------------------------------------------------------------------------------------


def serve(config: Config, say: Callable[[str], None]) -> int:
    """Serve until told to stop; returns the exit status. ``say`` is told the address, and how to log in the first time."""
    logs.configure(config.log_level)
    with listen(config) as place, own_scratch():
        config = config.model_copy(update={"port": place.getsockname()[1]})
        service = Service.open(config)
        try:
            prepare(service, say)
            say(f"安责核 anze {ENGINE}：{address(config)}   停止：Ctrl+C")
            return _run(service, place)
        finally:
            service.close()


def listen(config: Config) -> socket.socket:
    """The listening socket; CannotServe where the place is taken or forbidden."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=2048)
    except OSError as error:
        raise CannotServe(
            f"不能在 {config.host}:{config.port} 监听：{error.strerror}；可用 ANZE_PORT 换一个端口"
        ) from error


def address(config: Config) -> str:
    """Where a browser of this machine finds the service."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::", "") else config.host
    return config.public_url or f"http://{f'[{host}]' if ':' in host else host}:{config.port}{config.root_path}/"


def prepare(service: Service, say: Callable[[str], None]) -> None:
    """Bring the store up to date; the first time, make somebody who may sign in."""
    from api.accounts.first_run import ensure_first_admin

    upgrade(service.db)
    welcome = ensure_first_admin(service)
    if welcome:
        say(welcome)


def _run(service: Service, place: socket.socket) -> int:
    config = service.config
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(service=service), log_config=None, access_log=False, server_header=False, ws="none", lifespan="on",
            proxy_headers=True, forwarded_allow_ips=config.trusted_proxies, timeout_graceful_shutdown=int(GRACE_S / 2),
        )
    )  # fmt: skip

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    # uvicorn puts its own handlers over these while it runs, and raises the signal again once it has ended.
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    workers = Workers(worker_command(), config.serve_workers)
    workers.start()
    try:
        server.run(sockets=[place])
    finally:
        workers.stop(GRACE_S)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if server.started else 3


def worker_command() -> Sequence[str]:
    """``anze worker`` by the interpreter of this process, whatever is on the path or in the folder it was started in."""
    begin = "from api.cli import main; main()"
    return (sys.executable, "-P", "-c", begin, "worker", "--parent", str(os.getpid()))


# --- workers that are kept running -----------------------------------------------------------------------------------


@dataclass
class _Place:
    """Where one worker runs. ``again_at``: when a new one is due; ``deaths`` in a row, each soon after its start."""

    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    deaths: int = 0
    again_at: float = 0.0


class Workers:
    """``many`` processes of one command, kept running by a thread."""

    def __init__(self, command: Sequence[str], many: int, pauses_s: Sequence[float] = PAUSES_S) -> None:
        self._command, self._pauses = tuple(command), tuple(pauses_s)
        self._places = [_Place() for _ in range(many)]
        self._stopping = threading.Event()
        # The kernel tells a child of the death of the thread that made it, so this one lives to the end.
        self._thread = threading.Thread(target=self._keep, name="workers", daemon=True)

    @property
    def pids(self) -> list[int]:
        """Those that run."""
        return [
            place.process.pid for place in self._places if place.process is not None and place.process.poll() is None
        ]

    def start(self) -> None:
        self._thread.start()

    def stop(self, grace_s: float) -> None:
        """Tell all to end, wait, and end by force what is left."""
        self._stopping.set()
        self._thread.join()
        running = [place.process for place in self._places if place.process is not None]
        for process in running:
            process.terminate()  # nothing is sent to one that has ended
        end = time.monotonic() + grace_s
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("worker %d did not end in time", process.pid)
                process.kill()
                process.wait()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            for place in self._places:
                self._look(place, time.monotonic())
            self._stopping.wait(0.1)

    def _look(self, place: _Place, moment: float) -> None:
        if place.process is None:
            if moment >= place.again_at:
                place.process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)
                place.since = moment
            return
        status = place.process.poll()
        if status is None:
            return
        place.deaths = 1 if moment - place.since >= STEADY_S else place.deaths + 1
        pause = self._pauses[min(place.deaths, len(self._pauses)) - 1]
        log.error("worker %d ended with %d; a new one in %g s", place.process.pid, status, pause)
        place.process, place.again_at = None, moment + pause


# --- a worker alone --------------------------------------------------------------------------------------------------


def work(config: Config, parent: int | None = None) -> int:
    """Do the queue's jobs until told to stop, or until ``parent`` is no more; returns the exit status."""
    from api.serving import worker

    if parent is not None:
        die_with(parent)
    logs.configure(config.log_level)
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        if not stop.is_set():
            stop.set()
            cut = threading.Timer(GRACE_S, os._exit, (0,))
            cut.daemon = True
            cut.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with own_scratch():
        service = Service.open(config)
        try:
            upgrade(service.db)
            log.info("worker ready")
            worker.run(service, stop=stop)
        finally:
            service.close()
    return 0


def die_with(parent: int) -> None:
    """Be told to stop when the process that started this one is no more. Does nothing where the system has no such thing."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before we could ask
        raise SystemExit(0)
