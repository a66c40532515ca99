"""Sentences without a verb, lists without their 、, brackets and quotes without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.proofread.lexicon import any_of, load, pattern
from validators.proofread.paper import Defect, Paper, Sentence

_LEAST_WORDS = 24
_LEAST_PARTS = 4
_HEADING = re.compile(r"^[\u4e00-\u9fa5、与和及]{2,14}[。：]?$")
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("〔", "〕"), ("「", "」"))
_ENUMERATION = re.compile(r"(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])$")
_ORDINAL = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|[一二三四五六七八九十]是)\s*")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on grammar."""
    yield from _verbless(paper)
    yield from _list_mark(paper)
    yield from _pairs(paper)


def _verbless(paper: Paper) -> Iterator[Defect]:
    """（三）保险范围。…费用、…等费用。: a list under a heading, and no verb says what is done with it."""
    verbs = pattern("wording", "predicates")
    ends = re.compile(rf"(?:等|以及|及|和)[\u4e00-\u9fa5、]{{0,6}}{any_of(load('wording')['list_ends'])}。$")
    previous: Sentence | None = None
    for sentence in paper.sentences:
        text = sentence.text.strip()
        before = _ORDINAL.sub("", previous.text.strip()) if previous else ""
        under_heading = previous is not None and previous.item is sentence.item and _HEADING.match(before)
        if (
            under_heading
            and len(text) >= _LEAST_WORDS
            and text.count("、") >= _LEAST_PARTS
            and ends.search(text)
            and not verbs.search(_modifiers(text))
        ):
            yield Defect(
                "sentence_without_predicate",
                "note",
                (sentence.place(0, 24),),
                f"“{before.rstrip('。：')}”之下的句子只有名词列举，没有谓语",
                "a sentence that lists nouns and has no verb",
            )
        previous = sentence


def _modifiers(text: str) -> str:
    """The sentence without words that only look like verbs: 应急, 有限; and without what stands in brackets."""
    return re.sub(r"（[^）]*）|以及|从业|应急|有限|有毒|有害|可燃|有关|须知|需求|与|为主|对外|对内", "", text)


def _list_mark(paper: Paper) -> Iterator[Defect]:
    """乡镇（街道）功能区 where the paper itself writes 乡镇（街道）、功能区 elsewhere."""
    nouns = any_of(load("wording")["area_nouns"])
    whole = "".join(sentence.text for sentence in paper.sentences)
    found = []
    for sentence in paper.sentences:
        for match in re.finditer(
            rf"(?P<a>[\u4e00-\u9fa5]{{2}}（[\u4e00-\u9fa5]{{1,4}}）)(?P<b>{nouns})", sentence.text
        ):
            if f"{match['a']}、{match['b']}" in whole:
                found.append((sentence, match))
    if found:
        yield Defect(
            "list_mark_missing",
            "note",
            tuple(s.place(*m.span(), 4) for s, m in found),
            f"“{found[0][1].group()}”并列词之间缺少顿号（别处写作“{found[0][1]['a']}、{found[0][1]['b']}”）",
            f"a mark is missing in {found[0][1].group()}",
        )


def _pairs(paper: Paper) -> Iterator[Defect]:
    """A bracket or a quote that is opened and not closed within its item."""
    if paper.record.pages is not None:
        return  # a line that the reader of pages lost would be taken for an open bracket
    for item in paper.items():
        text = _marks(item.text)
        for left, right in _PAIRS:
            at = _unpaired(text, left, right)
            if at is not None:
                yield Defect(
                    "bracket_unpaired",
                    "note",
                    (item.place(at, at + 1, 8),),
                    f"“{item.text[at]}”没有成对使用",
                    f"{item.text[at]} has no other half",
                )


def _marks(text: str) -> str:
    """Brackets of one width, so that (二） closes; same length."""
    return text.replace("(", "（").replace(")", "）")


def _unpaired(text: str, left: str, right: str) -> int | None:
    """Where a mark stands alone; the ）of 1） and 一） counts nothing."""
    open_at: list[int] = []
    for at, char in enumerate(text):
        if char == left:
            open_at.append(at)
        elif char == right and open_at:
            open_at.pop()
        elif char == right and not (right == "）" and _ENUMERATION.search(text[:at])):
            return at
    return open_at[0] if open_at else None
