"""Places at the head of companies' names, put right where the paper itself and the table of regions name one that looks alike.

土虞金泽汽配有限公司 is of 上虞: no region begins 土虞, the seal beside it says 上虞, and 土 is what a recogniser makes of 上. Three things
must agree: no place is called what was read; exactly one place that the paper names, or in whose city it lies, is one sign off; and
that sign looks like the one that was read, which the recogniser's other guesses say, a second reading under a seal, or a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.document import Document, Line, Page
from extractor.scans.lookalikes import alike
from extractor.values import region
from extractor.values.region_table import table

_COMPANY = re.compile(
    r"[\u4e00-\u9fff（）()]{5,30}?(?:股份有限公司|有限责任公司|有限公司|厂|矿|合作社|经营部)(?![\u4e00-\u9fff])"
)
_HEAD = 2  # signs of a place's short name that are compared: most have no more


def headed_by_place(page: Page, line: Line, named: frozenset[str]) -> Line:
    """The line with the place at the head of its company's name as ``named`` has it, where only one of those can be meant."""
    found = _COMPANY.search(line.text)
    if found is None:
        return line
    at = found.start()
    head = line.text[at : at + _HEAD]
    if head in named or head in table().by_head:
        return line
    near = [
        (k, name[k])
        for name in named
        for k in range(_HEAD)
        if name[k] != head[k] and name[1 - k] == head[1 - k] and _looks_alike(page, line, at + k, name[k])
    ]
    if len(near) != 1:
        return line
    place, sign = near[0]
    return replace(line, text=f"{line.text[: at + place]}{sign}{line.text[at + place + 1 :]}")


def _looks_alike(page: Page, line: Line, at: int, sign: str) -> bool:
    if alike(line.text[at], sign) or any(guess[0] == at and guess[2] == sign for guess in line.guesses):
        return True
    others = (text for box, text, _ in page.under_seals if box == line.box)
    return any(text[at : at + 1] == sign for text in others)


def named_places(document: Document, cities: Sequence[str]) -> frozenset[str]:
    """The first two signs of every place that the paper names for sure: in its seals, at the heads of names, and its cities' counties."""
    found = {stem[:_HEAD] for city in cities for stem in _stems(city)}
    for page in document.pages:
        heads = {head for text in _names(page) if (head := text[:_HEAD]) in table().by_head}
        found |= heads
    return frozenset(found)


def _names(page: Page) -> Iterator[str]:
    yield from (seal.name for seal in page.seal_words)
    for line in page.lines():
        if (company := _COMPANY.search(line.text)) is not None:
            yield company[0]


@lru_cache(maxsize=256)
def _stems(city: str) -> tuple[str, ...]:
    """Short names of a city (six digits) and of its counties."""
    codes = (city, *(f"{city[:4]}{number:02d}" for number in range(1, 100)))
    known = (region.by_code(code) for code in codes)
    return tuple(stem for one in known if one is not None and len(stem := region.stem(one.name_chain[-1])) >= _HEAD)
