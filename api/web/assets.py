"""Our own static files, read once, under an address that holds the hash of them all.

One hash for the whole folder: a module that imports ``./api.js`` then gets the one it was written with, and a browser may
keep every file for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from api.problems import NotFound

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
"""For an address with another version's hash: during a roll-out two versions answer side by side."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Name → bytes, and the hash of all."""

    files: Mapping[str, bytes]
    digest: str


@cache
def shelf() -> Shelf:
    """The files of ``static/``."""
    found = {
        entry.name: entry.read_bytes()
        for entry in sorted((files("api.web") / "static").iterdir(), key=lambda e: e.name)
        if entry.name.rpartition(".")[2] in TYPES
    }
    digest = hashlib.sha256()
    for name, content in found.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return Shelf(found, digest.hexdigest()[:16])


def asset(name: str) -> str:
    """The path of a static file; KeyError for one that is not there, so that a page with a dead link cannot be made."""
    kept = shelf()
    kept.files[name]
    return f"/static/{kept.digest}/{name}"


@router.get("/static/{digest}/{name}")
def static_file(digest: str, name: str) -> Response:
    kept = shelf()
    content = kept.files.get(name)
    if content is None:
        raise NotFound
    caching = FOR_EVER if digest == kept.digest else FOR_A_MINUTE
    headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=TYPES[name.rpartition(".")[2]], headers=headers)


@router.get("/favicon.ico")
def favicon() -> Response:
    """Asked for by browsers that look nowhere else."""
    return static_file(shelf().digest, "icon.svg")
