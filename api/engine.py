"""Which program this is: the same fingerprint on two machines means the same answers to the same papers."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("api", "validators", "extractor")
DECISIVE = (
    "charset-normalizer", "chinesecalendar", "lxml", "msoffcrypto-tool", "numpy", "onnxruntime", "opencv-python-headless", "pi-heif",
    "pillow", "py7zr", "pyarrow", "pypdfium2", "python-calamine", "pyyaml", "pyzipper", "rapidocr", "rarfile", "selectolax", "xlsxwriter",
)  # fmt: skip
"""Of the libraries in pyproject.toml those that read papers or write results."""


@cache
def fingerprint() -> str:
    """SHA-256 (hex) of all files of this program, of the versions of the libraries it reads with, and of Python's.

    A version number alone would be the same for two checkouts of one day. About a tenth of a second, once a process.
    """
    digest = hashlib.sha256(f"python {sys.version_info[0]}.{sys.version_info[1]}\n".encode())
    root = Path(__file__).parent.parent
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*")):
            if file.is_file() and file.parent.name != "__pycache__" and not file.name.startswith("."):
                digest.update(f"{file.relative_to(root).as_posix()}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    for name, version in libraries().items():
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()


@cache
def libraries() -> dict[str, str]:
    """The libraries that decide what a paper says or how a result is written, with the versions that are installed, by name."""
    found = {}
    for name in DECISIVE:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found
