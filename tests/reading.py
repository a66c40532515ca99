"""What a run does with one delivered file, for use in worker processes: containers opened, every paper read."""

from __future__ import annotations

from extractor import read
from extractor.containers import is_container, members
from extractor.errors import PaperError


def status(path: str) -> list[tuple[str, str, int]]:
    """(name, "read" or an error's code, characters) for a file or for each member of a container."""
    with open(path, "rb") as file:
        data = file.read()
    name = path.rsplit("/", 1)[-1]
    if not is_container(data, name):
        return [_paper(data, name)]
    found: list[tuple[str, str, int]] = []
    for member in members(data, name):
        if member.data is not None:
            found.append(_paper(member.data, member.path))
        elif member.error is not None:
            found.append((member.path, member.error.code, 0))
    return found


def _paper(data: bytes, name: str) -> tuple[str, str, int]:
    try:
        return name, "read", len(read(data, name).text)
    except PaperError as error:
        return name, error.code, 0
