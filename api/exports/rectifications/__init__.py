"""The list of what has to be put right (补正清单) as a document for people: DOCX to go on writing in, PDF to hand over.

A module ``as_<format>`` holds ``write(letters, stream)``. The same letters give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import IO

from api.exports.rectifications.letter import Letter

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMATS = tuple(MEDIA_TYPES)


@cache
def formats() -> Mapping[str, ModuleType]:
    """Each format's module by its name; their libraries are loaded with the first document."""
    return {name: import_module(f"api.exports.rectifications.as_{name}") for name in FORMATS}


def write(form: str, letters: Sequence[Letter], stream: IO[bytes]) -> None:
    """All letters into one document, each on a page of its own."""
    formats()[form].write(letters, stream)
