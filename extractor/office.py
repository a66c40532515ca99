"""LibreOffice, where it is installed: files of a word processor in another form, each in a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from extractor.errors import Damaged, NeedsProgram, TimedOut

PACKAGE = "Debian软件包libreoffice-writer-nogui"

_START_AGAIN = 81
"""LibreOffice's exit code for "start me again", which its own start script obeys too."""


def is_installed() -> bool:
    """Whether ``converted`` has a program to do it."""
    return _program() is not None


def converted(data: bytes, suffix: str, to: str, seconds: float) -> bytes:
    """The file (``suffix`` of its kind, without a dot) as LibreOffice writes it as ``to``; ``seconds`` of wall-clock time.

    Raises NeedsProgram without LibreOffice, TimedOut, and Damaged where it makes nothing of the file.
    """
    program = _program()
    if program is None:
        raise NeedsProgram(f"{suffix.upper()}：{PACKAGE}")
    with tempfile.TemporaryDirectory(prefix="anze-doc-") as folder:
        source = Path(folder, f"paper.{suffix}")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--convert-to", to, "--outdir", folder, str(source),
        ]  # fmt: skip
        environment = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        try:
            for _ in range(2):  # the first run only makes the profile and asks to be started again
                done = subprocess.run(
                    command, env=environment, cwd=folder, timeout=seconds, check=False,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                if done.returncode != _START_AGAIN:
                    break
        except subprocess.TimeoutExpired as error:
            raise TimedOut("LibreOffice") from error
        made = source.with_suffix(f".{to}")
        if not made.is_file():
            raise Damaged("LibreOffice无法转换")
        return made.read_bytes()


def _program() -> str | None:
    """LibreOffice itself rather than the script that starts it, so that ending the process ends it."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    binary = Path(script).resolve().with_name("soffice.bin")
    return str(binary) if os.access(binary, os.X_OK) else script
