"""Who, with what force, to do what: the subject of a clause, its modality, its act, and the acts that share a limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.notices.obligations.data import ordered, parties, verbs, word
from extractor.text.fold import fold

_BREAK = re.compile(r"[,;。:]")
_AND = re.compile(r"[、,]\s*(?:并|和|及|以及)?|(?<=[\u4e00-\u9fa5])(?:并(?!购|列)|以及)(?=[\u4e00-\u9fa5])")
_TRIM = " ,;:、。()的"
_NO_NAME = frozenset("各每由向对为和及与报于在的将把按照考据给让经从到往至请议送入告")
_AIMED = re.compile(r"\s*(?:对于?|凡)")
_AIMS = re.compile(r"\s*,\s*(?:由[^,;。]{2,14})?(?:责令|约谈|暂停|取消|限期|给予|予以|建议|可|将)")
LABEL = 16  # characters of what stands before a colon; longer is no label
ACT = 40  # characters of an act that are kept


@dataclass(frozen=True, slots=True)
class Who:
    """A party named in a text: its words' place and its code."""

    start: int
    stop: int
    code: str


def mentions(text: str, start: int, stop: int) -> list[Who]:
    """Every party named in ``text[start:stop]``, the longest word at each place; 部门 keeps the words it ends."""
    pattern, names = parties()
    out = []
    for m in pattern.finditer(text, start, stop):
        begin = m.start()
        if names[m[0]] == "department" and not m[0].startswith("各"):
            before = word("department_before").search(text, max(start, begin - 6), begin)
            begin = _name_start(text, before.start(), begin) if before else begin
        out.append(Who(begin, m.end(), names[m[0]]))
    return out


def _name_start(text: str, low: int, high: int) -> int:
    """A place name holds no particle or verb: 由市应急管理局 begins at 市."""
    return max((k + 1 for k in range(low, high) if text[k] in _NO_NAME), default=low)


def subjects(text: str, start: int, stop: int) -> list[Who]:
    """Those parties that act: they begin their clause, or stand after 由, 鼓励, 督促."""
    out = []
    for who in mentions(text, start, stop):
        at = max((m.end() for m in _BREAK.finditer(text, start, who.start)), default=start)
        before = text[at : who.start]
        after = text[who.stop : who.stop + 1]
        if after in ("的", "内") or (word("object_before").search(before) and not _AIMED.fullmatch(before)):
            continue
        attribute = before.endswith("的") and not re.match(r"\s*(?:对|向|为|将|给|与|把|从|按照|根据)", before)
        aimed = _AIMED.match(before) and _AIMS.match(text[who.stop :])  # 对……的保险机构，责令其……
        if attribute or aimed or word("subject_before").match(before):
            out.append(who)
    return out


def modality(text: str, start: int, stop: int, at: int) -> str | None:
    """The force of what stands at ``at``: the nearest word before it in its clause, then in the sentence, then after it."""
    clause = max((m.end() for m in _BREAK.finditer(text, start, at)), default=start)
    end = next((m.start() for m in _BREAK.finditer(text, at, stop)), stop)
    for low, high in ((clause, end), (start, at)):
        best: tuple[int, str] | None = None
        for code, pattern in ordered("modalities"):
            for m in pattern.finditer(text, low, high):
                if (
                    re.match(r"不[得应能可]?(?:低|少|小|超|高|大|多|迟|晚|长|短|下)", text[m.start() : m.start() + 4])
                    and code == "must_not"
                ):
                    return "must"
                rank = -abs(at - m.start())
                if best is None or rank > best[0]:
                    best = (rank, code)
        if best:
            return best[1]
    return None


def pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The acts of ``text[start:stop]``: parted at 、 ， 并 where a verb begins anew, else one."""
    begins, ends = [start], []
    if verbs().match(text[start:stop].lstrip(" ,:")):
        for m in _AND.finditer(text, start, stop):
            if verbs().match(text[m.end() : stop]) and m.start() > begins[-1]:
                begins.append(m.end())
                ends.append(m.start())
    parts = [_trimmed(text, a, b) for a, b in zip(begins, [*ends, stop], strict=True)]
    return [(a, b) for a, b in parts if b - a >= 2] or [_trimmed(text, start, stop)]


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start] in _TRIM:
        start += 1
    while stop > start and text[stop - 1] in _TRIM:
        stop -= 1
    return start, stop


def clause(text: str, start: int, stop: int, at: int) -> tuple[int, int]:
    """The clause of a sentence in which ``at`` stands."""
    low = max((m.end() for m in _BREAK.finditer(text, start, at)), default=start)
    high = next((m.start() for m in _BREAK.finditer(text, at, stop)), stop)
    return _trimmed(text, low, high)


def labelled(text: str, start: int, low: int, high: int) -> str:
    """A clause with the label that a colon puts before it, if it is short: 〔全年累计：〕不低于1800万元.

    >>> labelled("单次事故：600万元；全年累计：不低于1800万元", 0, 16, 26)
    '全年累计：不低于1800万元'
    """
    before = text[start:low].rstrip()
    if not before.endswith((":", "：")):
        return text[low:high]
    label = re.split(r"[,;。，；]", before[:-1])[-1]
    return label + text[start + len(before) - 1 : high] if len(label) <= LABEL else text[low:high]


def short(text: str) -> str:
    """An act's words without blanks, cut to a readable length."""
    flat = "".join(fold(text).split()).strip(_TRIM)
    return flat if len(flat) <= ACT else flat[:ACT] + "…"
