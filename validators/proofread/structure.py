"""Breaks in the ordinals of a notice: a style changed in mid-run, a number left out or given twice, mixed widths."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.notices.numbering import Mark, mark
from validators.proofread.paper import Defect, NumberedLine, Paper

_DEPTH = {"chapter": 0, "article": 1, "cn": 2, "cnb": 3, "a": 4, "ab": 5}
# These may run on across headings: articles over chapters, Arabic items over the sections of a score sheet.
_RUN_ON = ("article", "a")


def detect(paper: Paper) -> Iterator[Defect]:
    """Breaks in numbering."""
    yield from _sequence(paper)
    yield from _widths(paper)
    yield from _dots(paper)


def _marks(paper: Paper) -> list[tuple[NumberedLine, Mark]]:
    found = [(line, mark(line.text)) for line in paper.lines]
    return [(line, m) for line, m in found if m is not None and m.style in _DEPTH and _own(line, m)]


def _own(line: NumberedLine, m: Mark) -> bool:
    """Whether an article's number is its heading (第五条　…) and not a reference that a line happens to begin with."""
    return m.style != "article" or not line.text[m.stop :].strip() or line.text[m.stop : m.stop + 1].isspace()


def _sequence(paper: Paper) -> Iterator[Defect]:
    """Within a run each number follows the last; a new run begins at one."""
    last: dict[str, tuple[NumberedLine, Mark, int]] = {}
    marks = _marks(paper)
    for index, (line, m) in enumerate(marks):
        before = last.get(m.style)
        if before and m.number == before[1].number + 2:
            between = marks[before[2] + 1 : index]
            stray = [(a, b) for a, b in between if b.number == m.number - 1 and b.style in ("ab", "cnb", "a", "cn")]
            yield _break(stray[0], before, (line, m)) if stray else _gap(before, (line, m))
        elif before and m.style == "article" and m.number > before[1].number + 2:
            yield _gap(before, (line, m))
        elif before and m.number == before[1].number and m.number > 1:
            yield Defect(
                "ordinal_repeated",
                "warning",
                ((before[0].number, before[0].text.strip()[:20]), (line.number, line.text.strip()[:20])),
                f"序号“{m.raw.strip()}”重复",
                f"the ordinal {m.raw.strip()} is given twice",
            )
        for style in [s for s in last if _DEPTH[s] > _DEPTH[m.style] and s not in _RUN_ON]:
            del last[style]
        last[m.style] = (line, m, index)


def _break(
    stray: tuple[NumberedLine, Mark], before: tuple[NumberedLine, Mark, int], after: tuple[NumberedLine, Mark]
) -> Defect:
    line, m = stray
    return Defect(
        "ordinal_style_break",
        "warning",
        tuple((one.number, one.text.strip()[:20]) for one in (line, before[0], after[0])),
        f"序号“{m.raw}”位于“{before[1].raw}”与“{after[1].raw}”之间，体例不一致",
        f"the ordinal {m.raw} stands between {before[1].raw} and {after[1].raw} in another style",
        {"printed": m.raw, "before": before[1].raw, "after": after[1].raw},
    )


def _gap(before: tuple[NumberedLine, Mark, int], after: tuple[NumberedLine, Mark]) -> Defect:
    return Defect(
        "ordinal_missing",
        "warning",
        tuple((one.number, one.text.strip()[:20]) for one in (before[0], after[0])),
        f"序号由“{before[1].raw.strip()}”跳至“{after[1].raw.strip()}”",
        f"the ordinals jump from {before[1].raw.strip()} to {after[1].raw.strip()}",
    )


def _widths(paper: Paper) -> Iterator[Defect]:
    """（一） in one place and (二) in another."""
    marks = [(line, m) for line, m in _marks(paper) if m.style == "cnb"]
    half = [(line, m) for line, m in marks if "(" in m.raw or ")" in m.raw]
    if half and len(half) < len(marks):
        yield Defect(
            "brackets_of_two_widths",
            "note",
            tuple((line.number, m.raw) for line, m in half),
            f"层次序数的括号全角、半角混用（半角{len(half)}处）",
            f"ordinals stand in full-width and in half-width brackets ({len(half)} half-width)",
        )


def _dots(paper: Paper) -> Iterator[Defect]:
    """GB/T 9704 writes the third level 1. with a half-width dot."""
    wide = [(line, m) for line, m in _marks(paper) if m.style == "a" and "．" in m.raw]
    if wide:
        yield Defect(
            "ordinal_dot_full_width",
            "note",
            tuple((line.number, m.raw) for line, m in wide),
            "阿拉伯数字序号后使用了全角圆点“．”",
            "full-width dots follow Arabic ordinals",
        )
