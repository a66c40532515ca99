"""Place names that a recogniser got one stroke wrong, mended where only one reading can be meant.

Only for words read from pixels: 埔桥区 inside 宿州市 is no district, 埇桥区 is, and nothing else there is one character away.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from extractor.document import Block, Document, Line
from extractor.values import region

_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,4}[区县市]")


@lru_cache(maxsize=256)
def _children(code: str) -> tuple[str, ...]:
    """Names of the counties of the city ``code`` (six digits)."""
    prefix = code[:4]
    found = (region.by_code(f"{prefix}{number:02d}") for number in range(1, 100))
    return tuple(place.name_chain[-1] for place in found if place is not None)


def mend(text: str, city: str) -> str:
    """``text`` with names of counties of ``city`` put right where one character differs; same length.

    >>> mend("安徽省宿州市埔桥区符离镇", "341300")
    '安徽省宿州市埇桥区符离镇'
    """
    children = _children(city)
    if not children:
        return text
    for match in _DISTRICT.finditer(text):
        for size in (3, 4, 5):
            word = text[match.end() - size : match.end()] if match.end() >= size else ""
            if not word or word in children or region.candidates(word):
                continue
            near = [
                name
                for name in children
                if len(name) == size
                and sum(a != b for a, b in zip(name, word, strict=True)) == 1
                and name[-1] == word[-1]
            ]
            if len(near) == 1:
                text = text[: match.end() - size] + near[0] + text[match.end() :]
    return text


def mend_document(document: Document) -> Document:
    """The document with the lines of its pixel-read pages mended, by the one city that its own words name."""
    if all(page.read != "ocr" for page in document.pages):
        return document
    cities = Counter(
        found.code[:4] + "00"
        for _, line in document.lines()
        if "市" in line.text and (found := region.find(line.text)) is not None and len(found.code.rstrip("0")) > 2
    )
    if not cities:
        return document
    city = cities.most_common(1)[0][0]

    def line_of(line: Line) -> Line:
        text = mend(line.text, city)
        return line if text == line.text else replace(line, text=text)

    def block_of(block: Block) -> Block:
        if isinstance(block, Line):
            return line_of(block)
        return replace(block, cells=tuple(replace(cell, lines=tuple(map(line_of, cell.lines))) for cell in block.cells))

    pages = tuple(
        replace(page, blocks=tuple(map(block_of, page.blocks))) if page.read == "ocr" else page
        for page in document.pages
    )
    return replace(document, pages=pages)
