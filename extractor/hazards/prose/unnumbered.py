"""Hazards told in paragraphs of their own under a heading, without numbers before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.hazards.apart.headed import LEVEL_HEADING, heads_a_list, heads_advice
from extractor.hazards.apart.sentences import ALL
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import is_state_alone, outcome
from extractor.hazards.meaning.words import int_of, label_role

_LEAST = 2  # paragraphs of such a list
_MOST = 0.6
"""Share of them that must tell of a defect in known words."""
_SHORTEST = 8  # characters of such a paragraph
_LABELLED = re.compile(r"\s*([\u4e00-\u9fff（()）/]{2,10}?)\s*[:：]")
_PARTICULAR = re.compile(
    "责任|依据|部位|位置|地点|照片|类别|负责|编号|单位|企业|公司|保[单险]|日期|时间|签|章|注|说明|备注"
)
_OF_ALL = re.compile(r"\s*(?:以上|上述|请(?!假)|望|希望|综上|特此|此致|附|企业|被检|受检|服务)")


def with_unnumbered(parts: list[Part]) -> list[Part]:
    """The parts with the paragraphs under a heading of hazards as items, where they have no numbers and most tell of a defect."""
    out = list(parts)
    for i, part in enumerate(parts):
        if not heads_a_list(part):
            continue
        run = _run(parts[i + 1 :])
        told = [one for one in run if _tells(one.text)]
        if len(run) >= _LEAST and len(told) >= max(_LEAST, _MOST * len(run)):
            for k in range(i + 1, i + 1 + len(run)):
                out[k] = replace(parts[k], marked=True)
    for at, start in _series(out):
        out[at] = replace(parts[at], start=parts[at].start + start, marked=True)
    for places in _runs_by_content(out):
        for at in places:
            out[at] = replace(parts[at], marked=True)
    return out


_COUNTED = re.compile(
    r"\s*(?P<word>[\u4e00-\u9fff]{1,4}?)\s*[（(]?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s*[:：、.．]\s*"
)
_NO_SERIES = re.compile(
    "建议|措施|要求|附|表|图|照|专家|议题|议程|步骤|阶段|第?[\\d一二三四五六七八九十]*次|证据|培训|演练|月|日"
)


def _series(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """(place, where its words begin) of paragraphs that one word and a number each begin, counting on from one, and of which most tell
    of a defect: "事实一：除磁装置失效。…", "事实二：…"."""
    run: list[tuple[int, int, str]] = []
    for k, part in enumerate([*parts, None]):
        m = None if part is None or part.marked or part.unit.table is not None else _COUNTED.match(part.text)
        n = 0 if m is None or _NO_SERIES.search(m["word"]) else int_of(m["n"])
        if m is not None and n == len(run) + 1 and (not run or run[0][2] == m["word"]):
            run.append((k, m.end(), m["word"]))
            continue
        told = sum(_tells(parts[at].text[start:]) for at, start, _ in run)
        if len(run) >= _LEAST and told >= _MOST * len(run):
            yield from ((at, start) for at, start, _ in run)
        run = [] if m is None or n != 1 else [(k, m.end(), m["word"])]


def _runs_by_content(parts: Sequence[Part]) -> Iterator[range]:
    """The places of paragraphs that stand one after the other under no heading and tell of a hazard each, by when it is to be
    mended too."""
    start = 0
    for k in range(len(parts) + 1):
        if k < len(parts) and _tells_by_itself(parts[k]):
            continue
        if k - start >= _LEAST:
            yield range(start, k)
        start = k + 1


def _tells_by_itself(part: Part) -> bool:
    """Whether a paragraph says first what is wrong, and then how grave it is or by when it is to be mended."""
    text = part.text.strip()
    if part.marked or part.unit.table is not None or not _SHORTEST <= len(text) <= _LONGEST:
        return False
    label = _LABELLED.match(text)
    if label is not None and (label_role(label[1]) is not None or _PARTICULAR.search(label[1])):
        return False
    words = text[label.end() if label is not None else 0 :]
    first = _FIRST.match(words)
    if first is None or is_state_alone(words) or _OF_ALL.match(words) or _DONE_FIRST.match(first[0]) is not None:
        return False
    rest = words[first.end() :]
    if hazard_cells.han(first[0]) >= _LEAST_WORDS and _tells_outcome(rest) and not hazard_cells.tells_remedy(first[0]):
        return True
    if hazard_cells.tells_defect(first[0]):
        return _TERM.search(rest) is not None
    asked = _ASKED_BY_DAY.match(rest)  # in whatever words what is wrong is told
    named = hazard_cells.han(first[0]) >= _LEAST_WORDS and not hazard_cells.tells_remedy(first[0])
    return asked is not None and named and hazard_cells.tells_remedy(rest[asked.end() :])


def _tells_outcome(rest: str) -> bool:
    """Whether dashes lead to what became of it, or that it still is as it was: "…——8月18日已加高，合格", "…——仍高出挡墙，不合格"."""
    dashes = _DASHES.match(rest)
    if dashes is None:
        return False
    told = rest[dashes.end() :]
    return bool(outcome(told, status=True)["rectified"]) or _AS_IT_WAS.search(told) is not None


_DASHES = re.compile(r"\s*[—–-]{2}\s*")
_AS_IT_WAS = re.compile("不合格|[未没尚仍]|待[整改复]")
_LEAST_WORDS = 5
_ASKED_BY_DAY = re.compile(
    r"\s*[，,（(]\s*(?:[^，,。；;\d]{2,8}[，,])?(?:请|须|应|要求|限)?[于在]?(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[之以]?前(?:必须|须|应|要)?"
)


_LONGEST = 160
_FIRST = re.compile(r"[^，,。；;（(]+?(?=[，,。；;（(]|\s?[—–-]{2}|\s?[→⇒])")
_TERM = re.compile(
    r"\d\s*[日号]?\s*[之以]?前|[（(](?:重大|一般|较大)|(?:属于?|[为系是])(?:重大|一般)[\u4e00-\u9fff]{0,4}隐患|限\s*(?:[期于至在]|\d)|(?:立即|尽快|\d+\s*[日天]内)"
)
"""How grave it is, or by when it is to be mended."""
_DONE_FIRST = re.compile(r"\s*(?:经|上次|已|[\d年月日]+[^，,]{0,6}(?:复查|回访))")


def _run(parts: Sequence[Part]) -> list[Part]:
    """The paragraphs at the head of some parts that may each tell of a hazard; none where they are lines under labels."""
    run: list[Part] = []
    for part in parts:
        text = part.text.strip()
        if part.marked or part.unit.table is not None or part.unit.pieces[0][1].numbering:
            return [] if len(run) < _LEAST else run
        label = _LABELLED.match(text)
        if label is not None and (label_role(label[1]) is not None or _PARTICULAR.search(label[1])):
            return run if len(run) >= _LEAST or _PARTICULAR.search(label[1]) else []
        if (
            len(text) < _SHORTEST
            or heads_advice(text)
            or LEVEL_HEADING.fullmatch(text)
            or heads_a_list(part)
            or _OF_ALL.match(text)
            or ALL.search(text)
        ):
            return run
        run.append(part)
    return run


def _tells(text: str) -> bool:
    """Whether a paragraph tells of a defect in known words, or ends in a bracket that says how grave it is."""
    return hazard_cells.tells_defect(_first_words(text)) or LEVEL_NOTE.search(text.rstrip(" 。；;")) is not None


def _first_words(text: str) -> str:
    """What a paragraph says first, without the place told before it."""
    label = _LABELLED.match(text)
    return re.split("[。；;，,]", text[label.end() if label else 0 :])[0]
