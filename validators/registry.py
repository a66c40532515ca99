"""Documents that citations are held against: those of the packs, and the list in ``known_documents.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from extractor.values import doc_number
from validators import known
from validators.pack import shipped

# Issuer's code, year, serial.
Number = tuple[str, int, str]


def split_number(text: str) -> Number | None:
    """The parts of the one document number in ``text``, brackets and blanks aside; None where there is none or several.

    >>> split_number("应急监二[2023]84号")
    ('应急监二', 2023, '84')
    """
    found = {number.key for _, _, number in doc_number.find_all(text)}
    return found.pop() if len(found) == 1 else None


def _numbers() -> Iterator[str]:
    for pack in shipped():
        yield pack.document
        yield from pack.aliases
    yield from listed_numbers()


def listed_numbers() -> Iterator[str]:
    """The numbers of ``known_documents.yaml``."""
    yield from known.numbers()


@cache
def known_numbers() -> Mapping[tuple[str, str], Mapping[int, str]]:
    """(issuer's code, serial) → year → the number as official papers write it."""
    out: dict[tuple[str, str], dict[int, str]] = {}
    for text in _numbers():
        parsed = doc_number.parse(text)
        if parsed is not None:
            out.setdefault((parsed.issuer_code, parsed.serial), {})[parsed.year] = parsed.canonical
    return out
