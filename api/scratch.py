"""A folder for temporary files of one process, cleared away by the next process where this one is killed.

Papers pass through temporary files: archives unpacked, copies from an object store, what a reader keeps beside a paper.
A process that is killed leaves them, and nobody else knows that they are nobody's. Each process therefore holds a lock
in its folder for as long as it lives; whoever begins removes the folders that nobody holds.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = ".lock"
_READERS = "pymp-"
"""How the folder begins that multiprocessing keeps the door of the readers' server in."""
_LONGEST = 60
"""Bytes of the path that these folders are made in. multiprocessing puts a socket some 45 further down, and the path of
a socket has 107 at most."""


@contextmanager
def own_scratch(*, for_a_command: bool = False) -> Iterator[Path]:
    """All temporary files of this process go to a folder of its own from here on, those of its readers (``api.work``)
    among them; what killed processes left is removed. For a process that serves, works or reads papers for a command, once.

    A service removes it all at its end. A command (``for_a_command``) lets multiprocessing, which it loads later, take its own away first.

    The environment stays as it is: a worker of the service that this process starts may outlive it, and has its own folder beside.
    Where ``TMPDIR`` is a long path already, nothing is changed: readers could not be started (see ``_LONGEST``).
    """
    before = tempfile.tempdir
    root = _root()
    if len(os.fsencode(root)) > _LONGEST:
        yield Path(tempfile.gettempdir())
        return
    with _held(root, _leave if for_a_command else _remove) as folder:
        if for_a_command:
            atexit.register(_leave, folder)  # before multiprocessing is loaded, so after its own end
        tempfile.tempdir = str(folder)
        try:
            yield folder
        finally:
            tempfile.tempdir = before


def _root() -> Path:
    """Ours alone: in a place where everybody may write, a folder that another made could lead elsewhere."""
    root = Path(tempfile.gettempdir(), f"anze-{os.getuid()}")
    with suppress(FileExistsError):
        root.mkdir(mode=0o700)
    found = root.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        return Path(tempfile.mkdtemp(prefix="anze-"))
    return root


@contextmanager
def _held(root: Path, leave: Callable[[Path], None]) -> Iterator[Path]:
    with (root / _LOCK).open("a") as door:  # between making a folder and holding it nobody may look
        fcntl.flock(door, fcntl.LOCK_EX)
        sweep(root)
        folder = Path(tempfile.mkdtemp(prefix="p-", dir=root))
        lock = (folder / _LOCK).open("a")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        leave(folder)
        lock.close()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _leave(folder: Path) -> None:
    """Remove the folder, once the one of multiprocessing in it is gone: that it removes itself when the process ends, and fails
    loudly where somebody else did. Where it ends too late the next process finds an empty folder that nobody holds."""
    if not any(folder.glob(f"{_READERS}*")):
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith(_READERS):
            shutil.rmtree(entry, ignore_errors=True)
        elif not entry.is_dir() and entry.name != _LOCK:
            entry.unlink(missing_ok=True)


def sweep(root: Path) -> int:
    """Remove the folders below ``root`` whose processes are gone; how many. The caller holds the root's lock."""
    gone = 0
    for folder in root.glob("p-*"):
        try:
            with (folder / _LOCK).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
        except BlockingIOError:
            continue
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)  # killed between making the folder and its lock
    return gone
