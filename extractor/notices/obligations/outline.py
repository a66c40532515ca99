"""The clause path of every paragraph, as the paper would be cited: 二（五）, 第十五条（二）, 附件第6项, 2.1.

Unlike the clauses table it gives a path to the paragraphs that carry no ordinal of their own, writes brackets one way,
leaves the chapter out where there are articles, and takes a slip such as （一）（2）（三） for one level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.notices.numbering import Mark, mark
from extractor.notices.paragraphs import Paragraph
from extractor.text.fold import fold

_DEPTH = {style: i for i, style in enumerate(("chapter", "article", "cn", "cnb", "a", "ab", "is"))}
_DECIMAL = re.compile(r"\s*(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%年月日.])\s*(?=[\u4e00-\u9fa5])")
_ANNEX = re.compile(r"^\s*附\s*件\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:[::].{0,40})?$")
_REMARK = re.compile(r"^\s*(?:备\s*注|注|说\s*明)\s*:")
_CLOSING = re.compile(r"^\s*本(?:通知|办法|意见|方案|规定|细则|制度)(?:自|由|有效期)|^\s*(?:附件|抄送|联系人|咨询电话)")
_LEAD = re.compile(r"^[^。;:,]{1,24}[。:]|^[^。;,]{1,24},[^。;,]{1,12}。")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its path; the headings it stands under with its own lead words, outermost first;
    which annex ("" in the text); its own ordinal if any; depth of that ordinal; where its words begin after it."""

    path: str
    headings: tuple[str, ...]
    annex: str
    own: Mark | None = None
    depth: int = -1
    start: int = 0


def outline(paragraphs: Sequence[Paragraph], annex_start: int) -> tuple[Place, ...]:
    """The place of each paragraph, in order."""
    walker = _Walker()
    out = []
    for i, p in enumerate(paragraphs):
        if i >= annex_start and (head := _ANNEX.match(fold(p.text))) and not p.in_table:
            walker = _Walker("附件" + (head["n"] or ""))
        out.append(walker.step(p))
    return tuple(out)


class _Walker:
    """The ordinals open at a point of the paper, with the words of each."""

    def __init__(self, annex: str = "") -> None:
        self.annex = annex
        self.open: list[tuple[Mark, str]] = []

    def step(self, p: Paragraph) -> Place:
        text = fold(p.numbered)
        shift = len(p.numbered) - len(p.text)
        if p.in_table:
            found = mark(text)
            inner = found if found and found.style == "a" else None
            return replace(self._place(), own=inner, start=max(0, inner.stop - shift) if inner else 0)
        if _REMARK.match(text):
            self.open = [(Mark("chapter", 1, "备注", 0), "备注")]
            return self._place()
        if _CLOSING.match(text):
            self.open = []
            return self._place()
        found = self._levelled(_decimal(text) or mark(text))
        if found is None:
            return self._place()
        self._enter(found, _words(text[found.stop :]))
        return replace(self._place(), own=found, depth=len(self.open) - 1, start=max(0, found.stop - shift))

    def _levelled(self, found: Mark | None) -> Mark | None:
        """A bracketed Arabic number that goes on where a bracketed Chinese one left off is that level's slip."""
        styles = [m.style for m, _ in self.open]
        if found and found.style == "ab" and "ab" not in styles and "cnb" in styles and found.number > 1:
            last = next(m for m, _ in self.open if m.style == "cnb")
            if last.number == found.number - 1:
                return Mark("cnb", found.number, found.raw, found.stop)
        return found

    def _enter(self, found: Mark, words: str) -> None:
        styles = [m.style for m, _ in self.open]
        if found.style in styles:
            del self.open[styles.index(found.style) :]
        else:
            while self.open and _above(found, self.open[-1][0]):
                self.open.pop()
        self.open.append((found, words))

    def _place(self) -> Place:
        marks = [m for m, _ in self.open]
        if any(m.style == "article" for m in marks):
            marks = [m for m in marks if m.style != "chapter"]
        path = self.annex + "".join(map(_said, marks))
        return Place(path, tuple(words for _, words in self.open if words), self.annex)


def _above(found: Mark, last: Mark) -> bool:
    """Whether an ordinal closes the last one; 1. after 一是 opens a level below it."""
    if found.number == 1 and last.style == "is" and found.style in ("a", "ab"):
        return False
    return _DEPTH.get(last.style, 0) > _DEPTH.get(found.style, 0) or last.style.startswith("decimal")


def _decimal(text: str) -> Mark | None:
    match = _DECIMAL.match(text)
    if match is None:
        return None
    return Mark(f"decimal{match['n'].count('.')}", int(match["n"].rsplit(".", 1)[1]), match["n"], match.end())


def _said(m: Mark) -> str:
    raw = m.raw.strip()
    if m.raw == "备注":
        return raw
    if m.style in ("cnb", "ab"):
        return "（" + "".join(raw.strip("()（）").split()) + "）"
    return "".join(raw.rstrip("、.．").split())


def _words(text: str) -> str:
    """The words of a heading, or the lead words before the first full stop of a paragraph that has them."""
    text = text.strip()
    if len(text) <= 32 and not re.search(r"[。;]", text.rstrip("。")):
        return text.rstrip("。:")
    lead = _LEAD.match(text)
    return lead[0].rstrip("。:") if lead else ""
