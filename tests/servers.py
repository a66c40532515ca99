"""Servers the tests talk to: a real PostgreSQL and an S3 of our own, both on loopback, both stopped by whoever began them.

The process that runs the whole session (``conftest.pytest_configure``) makes a folder and names it to its workers by an
environment variable. The first worker that needs PostgreSQL starts it there under a lock; the session's process stops it, and where
that process is killed, a watcher does.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

if TYPE_CHECKING:
    import psycopg

FOLDER = "ANZE_TEST_SERVERS"
INSTALL = "sudo apt-get install -y postgresql"
USER = "postgres"

_SHAPE = "select (select min(version_num) from alembic_version), " + ", ".join(f"(select (count(*), max(xmin::text::bigint))::text from {table})"
                               for table in ("pg_attribute", "pg_constraint", "pg_trigger"))  # fmt: skip
_TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'alembic_version'"
_AFRESH = "select setval(format('%I.%I', schemaname, sequencename), start_value, false) from pg_sequences"
_OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def make_folder() -> Path:
    """The session's folder; whoever runs PostgreSQL must be able to reach it."""
    folder = Path(tempfile.mkdtemp(prefix="anze-servers-"))
    folder.chmod(0o755)
    (folder / "session").write_text(str(os.getpid()))
    return folder


def clear(folder: Path) -> None:
    """Stop what runs in the session's folder, and take the folder away."""
    server = PostgreSQL(folder)
    if server.folder.exists():
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def watch(folder: Path) -> None:
    """Wait for the end of the session's process, however it ends (``kill -9``, ``timeout``), and clear up after it."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(int((folder / "session").read_text()))
        select.select([handle], [], [])
    if folder.exists():
        clear(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one worker of the session at a time."""
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class PostgreSQL:
    """A server of its own below ``folder``, as an unprivileged user where we are root: PostgreSQL refuses to be root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "postgresql"
        self._port = self.folder / "port"
        self._kept: dict[str, psycopg.Connection[Any]] = {}

    @property
    def port(self) -> int:
        return int(self._port.read_text())

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    @property
    def started(self) -> bool:
        return self._port.exists()

    def start(self) -> None:
        """Raises RuntimeError, with the command that mends it, where PostgreSQL is not installed or does not start."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if os.getuid() == 0:
            account = _unprivileged()
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", "data", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale", "--no-sync")
        port = free_port()
        options = (
            f"-p {port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off"
        )
        self._run("pg_ctl", "-D", "data", "-w", "-s", "-l", "log", "-o", options, "start")
        self._port.write_text(str(port))
        command = [sys.executable, str(Path(__file__)), str(self.folder.parent)]
        quiet = subprocess.DEVNULL
        subprocess.Popen(command, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet)

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "-s", "stop")

    def shape(self, database: str) -> Any:
        """What changes with every statement that makes, alters or drops part of a table, and in a copy stays as it was."""
        import psycopg

        with psycopg.connect(self._address(database), autocommit=True) as connection:
            return connection.execute(_SHAPE).fetchone()

    def emptied(self, database: str, shape: Any) -> bool:
        """Take every row out; False where somebody is still at it, or it is no longer built as it was."""
        connection = self._asked(database)
        if not _alone(connection) or connection.execute(_SHAPE).fetchone() != shape:
            return False
        emptying = [f'delete from "{table}"' for (table,) in connection.execute(_TABLES)]
        # In one go: to and fro for each of three dozen tables, and a commit each, are most of what it takes
        whole = ["set session_replication_role = replica", *emptying, _AFRESH]  # whichever refers to which
        connection.execute("; ".join(whole).encode())
        return True

    def left_alone(self, database: str) -> None:
        """Close what is kept for emptying it: who copies it must be alone with it."""
        if (kept := self._kept.pop(database, None)) is not None:
            kept.close()

    def _asked(self, database: str) -> psycopg.Connection[Any]:
        """A connection that is kept: a new one learns of every table anew, which takes longer than to empty them."""
        import psycopg

        kept = self._kept.get(database)
        if kept is None or kept.closed:
            kept = self._kept[database] = psycopg.connect(self._address(database), autocommit=True)
        return kept

    def _address(self, database: str) -> str:
        return self.url(database).replace("+psycopg", "")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*_as_nobody_special(), str(programs() / program), *arguments]
        # Not a pipe: the server keeps what it was given, and a pipe would never end.
        with (self.folder / "said").open("w+b") as said:
            done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program} failed ({done.returncode}): {said.read().decode(errors='replace')}")


def _alone(connection: psycopg.Connection[Any]) -> bool:
    """Whether nobody else is in the database, once those have gone who have just closed their connections."""
    for _ in range(40):
        if connection.execute(_OTHERS).fetchone() == (0,):
            return True
        time.sleep(0.005)
    return False


def programs() -> Path:
    """Where the newest installed PostgreSQL keeps its programs: Debian does not put initdb on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise RuntimeError(f"PostgreSQL is not installed and the tests need a real one: {INSTALL}")


def _unprivileged() -> pwd.struct_passwd:
    for name in (USER, "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


def _as_nobody_special() -> Sequence[str]:
    if os.getuid() != 0:
        return ()
    account = _unprivileged()
    return ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")


@contextmanager
def s3() -> Iterator[str]:
    """An S3-compatible server on loopback; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + "/moto-api/", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes] | None = None, seconds: float = 60.0) -> None:
    """Until something answers there with success; RuntimeError where the process has ended or the time has."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with suppress(OSError), urlopen(address, timeout=2) as answer:
            if answer.status < 400:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {address}")


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
