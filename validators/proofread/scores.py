"""Score sheets in an annex: what the items can take away against the weight of their section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.notices.numbering import mark
from extractor.text.fold import fold
from validators.proofread.paper import Defect, NumberedLine, Paper

_N = r"(?P<n>\d+(?:\.\d+)?)"
_WEIGHT = re.compile(rf"[（(]\s*(?:满分|共|计)?\s*{_N}\s*分\s*[）)]")
_CAP = re.compile(rf"(?:最多|最高|累计|合计|至多)\s*(?:不超过)?\s*(?:可?扣|扣至|扣减|减|不超过)\s*{_N}\s*分")
_STEP = re.compile(rf"每[^，。；,;]{{0,16}}?(?:扣|减)\s*{_N}\s*分")
_TAKES = re.compile(rf"(?:扣|减)\s*{_N}\s*分")
_GIVES = re.compile(rf"(?:得|计|加|满分)\s*{_N}\s*分")


@dataclass(frozen=True)
class Entry:
    """One scored item: its text, its line, the most points it can move, the step, and whether it takes or gives."""

    text: str
    line: int
    most: Decimal | None
    step: Decimal | None
    gives: bool


@dataclass(frozen=True)
class Section:
    """A section of the sheet with its printed weight."""

    name: str
    weight: Decimal
    line: int
    printed: str
    entries: tuple[Entry, ...]

    @property
    def most(self) -> Decimal | None:
        """The sum of what the items can move, None where one has no limit."""
        parts = [entry.most for entry in self.entries]
        return None if not parts or None in parts else sum((p for p in parts if p is not None), Decimal(0))


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions inside a score sheet; nothing where the paper has none."""
    sections = score_sections(paper.lines)
    if len(sections) < 2 or sum(len(s.entries) for s in sections) < 3:
        return
    for section in sections:
        if section.most is not None and section.most != section.weight:
            yield _section_differs(section, sections)
    yield from _mixed_directions(sections)
    yield from _cap_and_step(sections)
    yield from _brackets(sections)


def score_sections(lines: tuple[NumberedLine, ...]) -> list[Section]:
    """The weighted headings (承保服务（10分）, the weight perhaps on a line of its own) and the items below each."""
    sections: list[Section] = []
    entry: list[NumberedLine] = []
    entries: list[Entry] = []
    open_heading: tuple[str, Decimal, int, str] | None = None
    previous = ""

    def close_entry() -> None:
        if entry:
            entries.append(_entry(entry))
            entry.clear()

    def close_section() -> None:
        close_entry()
        if open_heading and entries:
            sections.append(Section(*open_heading, tuple(entries)))
        entries.clear()

    for line in lines:
        text = fold(line.text).strip()
        weight = _WEIGHT.search(text)
        ordinal = mark(line.text)
        heading = weight is not None and len(text) <= 30 and (ordinal is None or ordinal.style in ("cn", "cnb"))
        if heading and weight:
            close_section()
            name = text[: weight.start()].strip() or previous
            open_heading = (name, Decimal(weight["n"]), line.number, line.text.strip())
        elif open_heading and ordinal and ordinal.style in ("cn", "cnb", "chapter"):
            close_section()
            open_heading = None
        elif open_heading and ordinal and ordinal.style in ("a", "ab"):
            close_entry()
            entry.append(line)
        elif open_heading and re.match(r"备\s*注|说\s*明|注\s*[:：]", text):
            close_section()
            open_heading = None
        elif entry:
            entry.append(line)
        previous = text
    close_section()
    return sections


def _entry(lines: list[NumberedLine]) -> Entry:
    text = fold("".join(line.text for line in lines))
    cap, step = _CAP.search(text), _STEP.search(text)
    takes = [Decimal(m["n"]) for m in _TAKES.finditer(text)]
    gives = [Decimal(m["n"]) for m in _GIVES.finditer(text)]
    most: Decimal | None
    if cap and cap["n"]:
        most = Decimal(cap["n"])
    elif step:
        most = None  # so much for each case and no limit
    elif takes:
        most = max(takes)  # steps of one scale exclude each other
    else:
        most = max(gives, default=None)
    return Entry(text.strip(), lines[0].number, most, Decimal(step["n"]) if step else None, bool(gives) and not takes)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _section_differs(section: Section, sections: list[Section]) -> Defect:
    assert section.most is not None
    parts = "+".join(_plain(e.most) for e in section.entries if e.most is not None)
    total = sum((s.most if s.most is not None else s.weight for s in sections), Decimal(0))
    weights = sum((s.weight for s in sections), Decimal(0))
    over = section.most > section.weight
    return Defect(
        "score_caps_differ_from_weight",
        "error" if over else "warning",
        ((section.line, section.printed), *((e.line, e.text[:24]) for e in section.entries)),
        f"“{section.name}”标明{_plain(section.weight)}分，其下各项上限{parts}={_plain(section.most)}分，"
        f"全表合计{_plain(total)}分而非{_plain(weights)}分",
        f"the section weighs {_plain(section.weight)} but its items add up to {parts} = {_plain(section.most)}; "
        f"the sheet totals {_plain(total)}, not {_plain(weights)}",
        {"section": section.name, "weight": section.weight, "caps": section.most, "total": total, "weights": weights},
    )


def _mixed_directions(sections: list[Section]) -> Iterator[Defect]:
    every = [entry for section in sections for entry in section.entries]
    giving = [entry for entry in every if entry.gives]
    if giving and len(giving) < len(every):
        yield Defect(
            "score_directions_mixed",
            "warning",
            tuple((e.line, e.text[:30]) for e in giving),
            f"同一评分表中{len(every) - len(giving)}项扣分、{len(giving)}项得分，未说明基础分",
            f"{len(every) - len(giving)} items take points, {len(giving)} give points, and no base score is stated",
        )


def _cap_and_step(sections: list[Section]) -> Iterator[Defect]:
    for section in sections:
        for entry in section.entries:
            if entry.step and entry.most and entry.most % entry.step:
                yield Defect(
                    "score_cap_not_multiple_of_step",
                    "note",
                    ((entry.line, entry.text[:60]),),
                    f"每次扣{_plain(entry.step)}分，上限{_plain(entry.most)}分不是其整数倍",
                    f"the cap {_plain(entry.most)} is no multiple of the step {_plain(entry.step)}",
                )


def _brackets(sections: list[Section]) -> Iterator[Defect]:
    half = [s for s in sections if re.search(r"\(\s*\d", s.printed)]
    if half and len(half) < len(sections):
        yield Defect(
            "brackets_of_two_widths",
            "note",
            tuple((s.line, s.printed) for s in half),
            "分值括号全角、半角混用",
            "the weights stand in full-width and in half-width brackets",
        )
