"""What a recogniser got a stroke wrong, mended where only one reading can be meant.

Only for words read from pixels: 埔桥区 inside 宿州市 is no district, 埇桥区 is, and nothing else there is one character away.
A year of three digits 二二四年七月 lost its 〇. A company's name that a seal lies over is the one that the paper prints
clearly elsewhere, where they are all but alike; words and sums that ``lookalikes`` knows. A number whose digits do not fill its print is not mended, but doubted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.document import Block, Document, Line, Page
from extractor.scans.digit_widths import DOUBTED, doubted
from extractor.scans.guesses import settle
from extractor.scans.lookalikes import alike, circled, graded, spelt
from extractor.scans.places import headed_by_place, named_places
from extractor.scans.rims import without_rims
from extractor.scans.spread_digits import is_spread, joined
from extractor.text.changes import changes
from extractor.values import region, uscc

CLEAR = 0.98
"""Confidence from which a line is read for sure."""
MOST_CITIES = 3
"""Cities that a paper names most often: among their counties a misread one is looked for."""
SHORTEST_NAME = 8
"""Characters of the shortest name that is mended: shorter ones are too easily another's."""
_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{3,30}?(?:股份有限公司|有限责任公司|有限公司)")
_SHORT_YEAR = re.compile(
    r"(?<![〇零○O0一二三四五六七八九十\d])二(?=[一二三][〇零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月)"
)
_OPEN_GROUP = re.compile(r"[¥￥]?\d{1,3}(?:,\d{3})*,\d{2}")
_REST = re.compile(r"\d(?:,\d{3})*(?:\.\d{1,2})?元?")
LINES_APART = 2.5
"""Line heights from the top of a line to that of the one below it in a cell, at most."""
_GRADE = re.compile("[Ⅰ-Ⅳ]")
_DISTRICT = re.compile(r"(?<=[\u4e00-\u9fff]{2})[区县市]")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=256)
def _children(code: str) -> tuple[str, ...]:
    """Names of the counties of the city ``code`` (six digits)."""
    prefix = code[:4]
    found = (region.by_code(f"{prefix}{number:02d}") for number in range(1, 100))
    return tuple(place.name_chain[-1] for place in found if place is not None)


def mend(text: str, city: str) -> str:
    """``text`` with names of counties of ``city`` put right where one character differs; same length.

    >>> mend("安徽省宿州市埔桥区符离镇", "341300"), mend("某某财产保险股份有限公司埔桥支公司", "341300")
    ('安徽省宿州市埇桥区符离镇', '某某财产保险股份有限公司埇桥支公司')
    """
    children = _children(city)
    if not children:
        return text
    text = _OFFICE.sub(lambda office: _of_county(office[0], children), text)
    for match in _DISTRICT.finditer(text):
        if text[: match.end()].endswith(children):
            continue  # 西塞山区 is no misread 铁山区
        for size in (3, 4, 5):
            word = text[match.end() - size : match.end()] if match.end() >= size else ""
            if not _HAN_WORD.fullmatch(word):
                continue
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


_OFFICE = re.compile(r"(?<=公司)[\u4e00-\u9fff]{2,4}?(?=(?:中心)?支公司|分公司|营销服务部|营业部)")
"""The county that an insurer's office is named after, without its last sign."""


def _of_county(place: str, children: Sequence[str]) -> str:
    """The county's short name that a misread one looks like, where only one does and no place is called what was read."""
    stems = [name[:-1] for name in children if len(name) - 1 == len(place)]
    if place in stems or any(region.candidates(place + kind) for kind in "区县市"):
        return place
    near = [stem for stem in stems if all(a == b or alike(a, b) for a, b in zip(stem, place, strict=True))]
    return near[0] if len(near) == 1 else place


def mend_document(document: Document) -> Document:
    """The document with the lines of its pixel-read pages mended, places by the cities that its own words name."""
    if all(page.read != "ocr" for page in document.pages):
        return document
    document = settle(without_rims(document))
    unlikely = {id(page): doubted(page.lines()) for page in document.pages if page.read == "ocr"}
    document = _with_lines(document, lambda page, line: _faint(line) if id(line) in unlikely[id(page)] else line)
    spread = {id(page) for page in document.pages if page.read == "ocr" and is_spread(page.lines())}
    document = _with_lines(
        document, lambda page, line: _retold(line, joined(line.text)) if id(page) in spread else line
    )
    document = _with_lines(document, _whole_year)
    document = _spelt(document)
    names = _clear_names(document)
    document = _with_lines(document, lambda page, line: _named(page, line, names))
    cities = _cities(document)

    def placed(_: Page, line: Line) -> Line:
        for city in cities:
            if (text := mend(line.text, city)) != line.text:
                return replace(line, text=text)
        return line

    document = _with_lines(document, placed) if cities else document
    places = named_places(document, cities)
    return _with_lines(document, lambda page, line: headed_by_place(page, line, places)) if places else document


def _cities(document: Document) -> list[str]:
    """Codes of the cities that a paper may lie in, the likeliest first: by its addresses, by companies' names (宿州恒泰运输有限公司),
    by where its credit codes were given."""
    votes: Counter[str] = Counter()
    for _, line in document.lines():
        in_full = "市" in line.text
        company = _COMPANY.search(line.text)
        found = region.find(line.text) if in_full else region.find(company.group()) if company is not None else None
        if found is not None and len(found.code.rstrip("0")) > 2:
            votes[found.code[:4] + "00"] += 3 if in_full else 1
        for code in uscc.FORM.findall(line.text):
            if uscc.is_valid(code) and region.by_code(code[2:6] + "00") is not None:
                votes[code[2:6] + "00"] += 1
    return [city for city, _ in votes.most_common(MOST_CITIES)]


def _with_lines(document: Document, change: Callable[[Page, Line], Line]) -> Document:
    """The document with each line of its pixel-read pages changed."""

    def block_of(page: Page, block: Block) -> Block:
        if isinstance(block, Line):
            return change(page, block)
        cells = (replace(cell, lines=tuple(change(page, line) for line in cell.lines)) for cell in block.cells)
        return replace(block, cells=tuple(cells))

    pages = tuple(
        replace(page, blocks=tuple(block_of(page, block) for block in page.blocks)) if page.read == "ocr" else page
        for page in document.pages
    )
    return replace(document, pages=pages)


def _retold(line: Line, text: str) -> Line:
    """The line with other words; where they are more or fewer, nobody knows where each stands in it."""
    if text == line.text:
        return line
    return replace(line, text=text, edges=line.edges if len(text) == len(line.text) else None)


def _spelt(document: Document) -> Document:
    """The document with words and numbers put right that are one stroke off."""
    pixels = [page for page in document.pages if page.read == "ocr"]
    items = {number: text for page in pixels for number, text in circled(list(page.lines())).items()}
    has_key = any(_GRADE.search(line.text) for page in pixels for line in page.lines())
    broken = {id(line) for page in pixels for line in _broken_sums(list(page.lines()))}

    def put_right(_: Page, line: Line) -> Line:
        if id(line) in broken:
            return line
        text = spelt(items.get(id(line), line.text))
        return _retold(line, graded(text) if has_key else text)

    return _with_lines(document, put_right)


def _broken_sums(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that end within a group of thousands which the line under them goes on with: 4,000,00 over 0.00元."""
    for line in lines:
        if line.box is None or _OPEN_GROUP.fullmatch(line.text) is None:
            continue
        for other in lines:
            below = other.box is not None and 0 < other.box.y0 - line.box.y0 < LINES_APART * line.box.height
            if (
                below
                and other.box
                and abs(other.box.x0 - line.box.x0) < line.box.height
                and _REST.fullmatch(other.text)
            ):
                yield line
                break


def _faint(line: Line) -> Line:
    return replace(line, confidence=min(line.confidence, DOUBTED))


def _whole_year(_: Page, line: Line) -> Line:
    """二二四年七月六日 → 二〇二四年七月六日: no policy is older than the century, and 〇 is the sign that gets lost."""
    found = _SHORT_YEAR.search(line.text)
    if found is None:
        return line
    at = found.end()
    text = f"{line.text[:at]}〇{line.text[at:]}"
    return replace(line, text=text, edges=None, confidence=min(line.confidence, 0.9))


def _under_seal(page: Page, line: Line) -> bool:
    box = line.box
    return any(
        box is not None and min(box.x1, seal.x1) > max(box.x0, seal.x0) and min(box.y1, seal.y1) > max(box.y0, seal.y0)
        for seal in page.seals
    )


def _clear_names(document: Document) -> frozenset[str]:
    """Companies' names that stand alone in a line or a cell and were read for sure."""
    return frozenset(
        line.text
        for page in document.pages
        for line in page.lines()
        if line.confidence >= CLEAR and _COMPANY.fullmatch(line.text) and not _under_seal(page, line)
    )


def _named(page: Page, line: Line, names: frozenset[str]) -> Line:
    """A line under a seal with the company's name that only one of ``names`` can be, a seventh of its signs apart at most."""
    found = _COMPANY.search(line.text)
    if found is None or found.group() in names or not _under_seal(page, line):
        return line
    near = [(name, start) for name in names if (start := _almost(found.group(), name)) is not None]
    if len(near) != 1 or near[0][0] in line.text:
        return line
    (name, start), (before, after) = near[0], (line.text[: found.start()], line.text[found.end() :])
    text = before + found.group()[:start] + name + after
    edges = line.edges if len(text) == len(line.text) else None
    return replace(line, text=text, edges=edges)


def _almost(read: str, name: str) -> int | None:
    """From where in ``read`` on it is all but ``name``: a label may stand before it. None where it is not.

    >>> _almost("承保人中国大洋财产保险股份有限公司", "中国太平洋财产保险股份有限公司")
    3
    """
    if len(name) < SHORTEST_NAME:
        return None
    tries = [
        (changes(read[start:], name), start)
        for start in range(max(0, len(read) - len(name) - 1), len(read) - len(name) // 2)
    ]
    distance, start = min(tries, default=(len(name), 0))
    return start if 0 < distance <= len(name) // 7 else None
