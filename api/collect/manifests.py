"""A folder with a manifest as the parcel of one filing."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from api.collect.names import join, plain
from api.collect.parts import MANIFEST, Paper, Parcel, Part
from api.errors import BadManifest, BadMapping, BadParameters, Missing
from api.given import declared, parameters
from api.given.pages import files_to_papers
from extractor.errors import PaperError

NAME_LETTERS, PATH_LETTERS = 200, 400
"""As many letters of a filing's name, and of a file's, as are kept; longer ones are nobody's."""
DEEPEST = 40
"""Brackets within brackets of a manifest."""


def plain_values(value: Any, depth: int = 0) -> Any:
    """A manifest as a database can keep it: plain text, numbers of 64 bits. Raises ValueError for a tower of brackets."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    match value:
        case str():
            return plain(value)
        case dict():
            return {plain(name): plain_values(inner, depth + 1) for name, inner in value.items()}
        case list():
            return [plain_values(inner, depth + 1) for inner in value]
        case float():
            return value if math.isfinite(value) else None
        case int():
            return value if abs(value) < 2**63 else None
    return value


def filing(base: str, roof: str, manifest: Part, parts: list[Part]) -> Parcel:
    """The parcel of a folder with a manifest; a file that the manifest lists and nobody sent is a paper that failed."""
    path = join(base, roof)
    skip = len(roof) + 1 if roof else 0
    inside = list(renamed(parts, lambda name: name[skip:]))
    try:
        known: Any = plain_values(json.loads(manifest.load().decode("utf-8-sig")))
        listed = [str(entry["file"])[-PATH_LETTERS:] for entry in known.get("documents", ())]
        name = str(known.get("filing_id") or PurePosixPath(path).name)[:NAME_LETTERS]
    except PaperError as error:
        return Parcel(PurePosixPath(path).name, path, files_to_papers([*inside, Part(MANIFEST, failure=error)], Paper))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        broken = Part(MANIFEST, failure=BadManifest())
        return Parcel(PurePosixPath(path).name, path, files_to_papers([*inside, broken], Paper))
    told = (*declared.named(known), *parameters.named(known))
    here = {part.name for part in inside} | {
        part.name.partition("!")[0] for part in inside
    }  # a mail or archive, opened
    absent = [Part(file, failure=Missing()) for file in listed if file not in here | set(told)]
    known, failed = with_declared(known, inside)
    known, unread = with_parameters(known, inside)
    papers = [part for part in inside if part.name not in told]
    return Parcel(name, path, files_to_papers([*papers, *absent, *failed, *unread], Paper), known)


def with_declared(known: Any, inside: Sequence[Part]) -> tuple[Any, list[Part]]:
    """The manifest with the rows that the platform was told, and the file of them that could not be understood."""
    if not isinstance(known, Mapping) or "declared" not in known:
        return known, []
    parts = {part.name: part for part in inside}
    asked = MANIFEST

    def load(file: str) -> bytes:
        nonlocal asked
        asked = file
        return parts.get(file, Part(file)).load()

    try:
        return {**known, "declared": plain_values(declared.taken_in(known["declared"], load))}, []
    except PaperError as error:
        faulty = str(known["declared"]["mapping"]) if isinstance(error, BadMapping) else asked
        return {**known, "declared": None}, [Part(faulty, failure=error)]


def with_parameters(known: Any, inside: Sequence[Part]) -> tuple[Any, list[Part]]:
    """The manifest with the tables that its parameters name read in, and the files that could not be."""
    if not isinstance(known, Mapping) or not isinstance(known.get("parameters"), Mapping):
        return known, []
    parts = {part.name: part for part in inside}
    values, unread = dict(known["parameters"]), []
    for name, file in [(name, value) for name, value in values.items() if parameters.is_file(value)]:
        part = parts.get(file, Part(file, failure=Missing()))
        try:
            values[name] = plain_values(parameters.parsed(file, part.load()))
        except PaperError as error:
            unread.append(Part(file, failure=error))
        except ValueError:
            unread.append(Part(file, failure=BadParameters()))
        if unread and unread[-1].name == file:
            del values[name]
    return {**known, "parameters": values}, unread


def renamed(parts: Iterable[Part], rename: Callable[[str], str]) -> Iterator[Part]:
    return (replace(part, name=rename(part.name)) for part in parts)
