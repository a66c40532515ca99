"""Pages on which another paper may begin: what their first lines say, and what the pages around them say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from extractor.document import Line, Page
from extractor.layout.pagination import begins_anew, goes_on, marks, marks_of
from extractor.text.fold import squeeze

TOP = 0.42
"""Share of a page's height within which its heading stands."""
LOOK = 8
"""Lines from the top that are looked at."""
LARGE = 1.25
"""How much larger than the page's usual print a heading is."""
OFF_CENTRE = 0.06
"""Share of the page's width by which a centred heading may stand off the middle."""
LONGEST = 36
"""Characters of a heading."""
OTHER_SIZE = 0.04
"""Share by which the sides of two pages differ that are not of one kind of sheet."""

_SENTENCE = re.compile(r"[。；;！？]|[,，].{6,}|[:：].")


@dataclass(frozen=True, slots=True)
class Opening:
    """A page whose first lines may head a paper of its own.

    ``heads`` are its heading lines without blanks, those that the page before has too left out. ``anew``: its printed number begins
    again. ``other_sheet``: it is of another size, or turned. ``renumbered``: one of its first lines is one of the first page's, with another
    number in it; such a line is a heading however small and wherever it stands.
    """

    index: int
    heads: tuple[str, ...]
    repeated: tuple[str, ...]
    anew: bool
    other_sheet: bool
    renumbered: bool = False


class _Words(NamedTuple):
    annex: tuple[re.Pattern[str], ...]
    section: re.Pattern[str]
    official: re.Pattern[str]
    names: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = yaml.load(
        resources.files("extractor.bundles").joinpath("openings.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return _Words(
        tuple(map(re.compile, raw["annex"])), *(re.compile(raw[key]) for key in ("section", "official", "names"))
    )


def openings(pages: Sequence[Page]) -> list[Opening]:
    """The pages after the first on which a paper of its own may begin, in their order."""
    if len(pages) < 2:
        return []
    found: list[Opening] = []
    numbers, first = marks(pages[0]), _numbered_lines(pages[0], top_lines(pages[0]))
    for index in range(1, len(pages)):
        page = pages[index]
        here = marks(page)
        # Most pages say themselves that they go on: headings are looked at only where none does
        if not goes_on(numbers, here) and not is_annex(tops := top_lines(page)):
            heads, anew = headings(page, tops), begins_anew(numbers, here)
            above = _headings_above(pages, index) if heads else ()
            same_form = _numbered_lines(page, tops)
            told = tuple(text for form, text in same_form.items() if first.get(form, text) != text)
            fresh = (*(head for head in heads if head not in above), *(text for text in told if text not in heads))
            repeated = tuple(head for head in heads if head in above)
            if fresh or repeated or anew:
                other = _is_other_sheet(pages[index - 1], page)
                found.append(Opening(index, fresh, repeated, anew, other, bool(told)))
        numbers = here
    return found


def _headings_above(pages: Sequence[Page], index: int) -> tuple[str, ...]:
    """The headings of the nearest page before ``index`` that has any."""
    for before in range(index - 1, -1, -1):
        page = pages[before]
        if heads := headings(page, top_lines(page)):
            return heads
    return ()


def top_lines(page: Page) -> list[Line]:
    """The first lines of a page from its top, page numbers and lone signs left out."""
    lines = [line for line in page.lines() if line.box is not None and line.box.y0 < TOP * page.height]
    lines.sort(key=lambda line: (line.box.y0 + line.box.y1, line.box.x0) if line.box else (0.0, 0.0))
    return [line for line in lines if len(squeeze(line.text)) > 1][:LOOK]


def headings(page: Page, tops: Sequence[Line]) -> tuple[str, ...]:
    """Those of the first lines that look like a heading: short, no sentence, no label with its value, large or centred."""
    usual = _usual_size(page)
    found = []
    for line in tops:
        text = squeeze(line.text)
        if not 2 <= len(text) <= LONGEST or _SENTENCE.search(text) or _words().section.search(text):
            continue
        if sum("\u4e00" <= c <= "\u9fff" for c in text) < 2 and not (text.isascii() and text[:1].isalpha()):
            continue
        set_off = _size(line) >= LARGE * usual or (_is_centred(line, page) and _is_alone(line, tops))
        if set_off or (
            line is tops[0] and _words().names.fullmatch(text)
        ):  # a typed page begins with its name, small and at the left
            found.append(text)
    return tuple(found)


_FORM_LINES = 2
"""First lines of a page among which the number of its form stands."""
_NUMBER = re.compile(r"[A-Za-z\d][A-Za-z\d-]*")
_LEAST_HAN = 4
_LONGEST_NUMBERED = 60
"""Characters of a line with the number of a form, and perhaps that of the policy beside it."""


def _numbered_lines(page: Page, tops: Sequence[Line]) -> dict[str, str]:
    """The first lines that hold a number, each under itself with its numbers blotted out; those that count pages aside."""
    out = {}
    for line in tops[:_FORM_LINES]:
        text = squeeze(line.text)
        form = _NUMBER.sub("#", text)
        if (
            "#" in form
            and len(text) <= _LONGEST_NUMBERED
            and sum("\u4e00" <= c <= "\u9fff" for c in form) >= _LEAST_HAN
            and not marks_of(line, page)
        ):
            out[form] = text
    return out


def is_annex(tops: Sequence[Line]) -> bool:
    """Whether the first lines say that the page belongs to the paper before it."""
    return any(pattern.search(squeeze(line.text)) for line in tops[:4] for pattern in _words().annex)


def is_official(heads: Sequence[str]) -> bool:
    """Whether a heading is that of a notice: its number, its organ's name over it, or the kind of act at its end."""
    return any(_words().official.search(head) for head in heads)


def _usual_size(page: Page) -> float:
    sizes = sorted((_size(line), len(line.text)) for line in page.lines())
    middle = sum(count for _, count in sizes) // 2  # of the characters: the upper of two middle ones
    for size, count in sizes:
        middle -= count
        if middle < 0:
            return size
    return 0.0


def _size(line: Line) -> float:
    return line.size or (line.box.height if line.box else 0.0)


def _is_centred(line: Line, page: Page) -> bool:
    box = line.box
    return (
        box is not None
        and box.width < 0.8 * page.width
        and abs((box.x0 + box.x1) / 2 - page.width / 2) <= OFF_CENTRE * page.width
    )


def _is_alone(line: Line, others: Sequence[Line]) -> bool:
    box = line.box
    return box is not None and not any(
        other is not line
        and other.box is not None
        and min(other.box.y1, box.y1) - max(other.box.y0, box.y0) > 0.5 * box.height
        for other in others
    )


def _is_other_sheet(one: Page, two: Page) -> bool:
    return any(abs(a - b) > OTHER_SIZE * max(a, b) for a, b in ((one.width, two.width), (one.height, two.height)))
