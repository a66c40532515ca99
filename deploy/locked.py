"""Installs the packages of locks into the environment whose Python runs this: with uv where it is there, else with pip.

    python deploy/locked.py requirements.lock …

uv takes a fifth of pip's time for the same files, which the locks' hashes hold it to. It does not know how pip was set up: it is
told, and where it cannot be told all of it, or fails, pip does the work.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX", " "), "extra-index-url": ("UV_INDEX", " "), "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "), "cert": ("SSL_CERT_FILE", " "), "proxy": ("ALL_PROXY", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "), "default-timeout": ("UV_HTTP_TIMEOUT", " "),
}  # fmt: skip
"""pip's settings, what uv reads instead of each, and what parts several values there. Not on a command line: an index may be named with
its password."""
WITHOUT_MEANING = {
    "disable-pip-version-check", "root-user-action", "break-system-packages", "require-virtualenv", "progress-bar", "no-input",
    "no-color", "quiet", "verbose", "retries", "constraint", "cache-dir", "no-cache-dir", "compile", "no-compile", "prefer-binary",
}  # fmt: skip
"""Settings that change nothing of which files are installed, where every one is locked."""
SECTIONS = ("global", "install", ":env:")
"""A later one has the last word."""


def told(listed: str) -> dict[str, str] | None:
    """What uv is given to look where pip would, of what ``pip config list`` prints; None where it cannot be told all of it."""
    out: dict[str, str] = {}
    for name, value in _settings(listed).items():
        if name in VARIABLES:
            variable, between = VARIABLES[name]
            out[variable] = between.join(value.split())
        elif name not in WITHOUT_MEANING:
            return None
    return out


def _settings(listed: str) -> Mapping[str, str]:
    found = re.findall(r"^(global|install|:env:)\.([\w-]+)=(['\"].*['\"])$", listed, re.MULTILINE)
    return {name: ast.literal_eval(value) for _, name, value in sorted(found, key=lambda each: SECTIONS.index(each[0]))}


def by_uv(uv: Path, locks: list[str]) -> bool:
    """Whether uv has installed them."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    if listed.returncode or (like_pip := told(listed.stdout)) is None:
        return False
    # As pip does: of all indexes whichever has the file, and the machine's certificates
    command = [str(uv), "pip", "install", "--quiet", "--no-config", "--python", sys.executable, "--no-deps", "--require-hashes",
               "--index-strategy", "unsafe-best-match", "--system-certs", *_named(locks)]  # fmt: skip
    try:
        return subprocess.run(command, env={**os.environ, **like_pip}, check=False).returncode == 0
    except OSError:  # a file for another machine
        return False


def by_pip(locks: list[str]) -> int:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--require-hashes", *_named(locks)]
    return subprocess.run(command, check=False).returncode


def _named(locks: list[str]) -> list[str]:
    return [part for lock in locks for part in ("-r", lock)]


if __name__ == "__main__":
    beside = Path(sys.executable).with_name("uv")
    if beside.exists():
        if by_uv(beside, sys.argv[1:]):
            sys.exit(0)
        print("uv cannot install them here: pip does", file=sys.stderr)
    sys.exit(by_pip(sys.argv[1:]))
