"""Wording: passages given twice, one word written two ways, a closed list with 等, sentences cut by a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from validators.proofread.lexicon import load
from validators.proofread.paper import Defect, Paper, Sentence, quote

_CLOSED = re.compile(r"(?:等)(?P<n>\d{1,2})(?P<unit>家|个|名|项|类)")
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_TITLE = re.compile(r"《[^》]*》")
_BREAK = re.compile(r"[。！？!?；;：:∶…”）)》」]\s*$")
_LEAST_SENTENCE = 28  # shorter sentences repeat by nature
_ALIKE = 0.86
_LEAST_PASSAGE = 36
_STREET_GOVERNMENT = re.compile(r"街道[）)]?(?:人民)?政府")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on wording."""
    yield from _said_twice(paper)
    yield from _variants(paper)
    yield from _slips(paper)
    yield from _closed_list(paper)
    yield from _cut_sentences(paper)
    yield from _street_governments(paper)


def _plain(text: str) -> str:
    """Letters only, widths folded, cited titles left out."""
    folded = unicodedata.normalize("NFKC", _TITLE.sub("", text))
    return "".join(c for c in folded if c.isalnum())


def _sentences(paper: Paper) -> list[tuple[Sentence, tuple[int, int], str]]:
    """What stands between full stops and semicolons: the sentence, the part of it, and its letters."""
    out = []
    for sentence in paper.sentences:
        for match in _SENTENCE.finditer(sentence.printed):
            flat = _plain(match.group())
            if len(flat) >= _LEAST_SENTENCE:
                lead = len(match.group()) - len(match.group().lstrip())
                out.append((sentence, (match.start() + lead, min(match.end(), match.start() + lead + 60)), flat))
    return out


def _said_twice(paper: Paper) -> Iterator[Defect]:
    """Near-equal sentences, and long passages shared by sentences that differ otherwise."""
    sentences = _sentences(paper)
    grams = [{flat[i : i + 4] for i in range(len(flat) - 3)} for *_, flat in sentences]
    for i, (one, part, flat) in enumerate(sentences):
        for j in range(i + 1, len(sentences)):
            second, other_part, other = sentences[j]
            common = len(grams[i] & grams[j])
            if common < 12:
                continue
            runs = [b.size for b in SequenceMatcher(None, flat, other, autojunk=False).get_matching_blocks()]
            # How much of the shorter one stands in the longer, in runs that are words and not chance letters.
            alike = sum(size for size in runs if size >= 4) / min(len(flat), len(other))
            longest = max(runs)
            if alike < _ALIKE and longest < _LEAST_PASSAGE:
                continue
            yield Defect(
                "passage_said_twice",
                "warning" if paper.final else "note",
                (one.place(*part), second.place(*other_part)),
                f"两处文字基本相同（最长{longest}字相同）",
                f"two passages are nearly the same ({longest} characters alike in a row)",
                {"similarity": round(alike, 2), "longest": longest},
            )


def _variants(paper: Paper) -> Iterator[Defect]:
    for right, other in load("confusions")["variants"]:
        first = list(paper.find(re.compile(right)))
        second = list(paper.find(re.compile(other)))
        if first and second:
            yield Defect(
                "one_word_two_ways",
                "note",
                tuple((line.number, quote(line.text, *m.span())) for line, m in second),
                f"“{right}”与“{other}”混用",
                f"{right} and {other} are both used",
            )


def _slips(paper: Paper) -> Iterator[Defect]:
    for slip, right in load("confusions")["slips"].items():
        for line, match in paper.find(re.compile(slip)):
            yield Defect(
                "slip_of_the_pen",
                "note",
                ((line.number, quote(line.text, *match.span())),),
                f"“{match.group()}”疑为“{right}”之误",
                f"{match.group()} is probably a slip for {right}",
            )


def _closed_list(paper: Paper) -> Iterator[Defect]:
    """等8家 after exactly eight names: 等 says there are more, the number says there are not."""
    for sentence in paper.sentences:
        for match in _CLOSED.finditer(sentence.text):
            start = max(sentence.text.rfind(c, 0, match.start()) for c in "。；，：") + 1
            names = sentence.text[start : match.start()].split("、")
            if len(names) == int(match["n"]) >= 2:
                yield Defect(
                    "closed_list_with_etc",
                    "warning",
                    (sentence.place(*match.span(), 8),),
                    f"已列全{len(names)}{match['unit']}，仍用“等”，名单是否封闭不明",
                    f"all {len(names)} are named, yet 等 (and others) follows",
                    {"count": len(names)},
                )


def _cut_sentences(paper: Paper) -> Iterator[Defect]:
    """A sentence that stops in mid-word before an empty line and goes on after it."""
    cut = []
    for above, below in zip(paper.lines, paper.lines[1:], strict=False):
        text = above.text.rstrip()
        gap = below.number - above.number > 1 and paper.record.pages is None
        if (
            gap
            and len(text) > 30
            and re.search(r"[，。,；]", text)
            and not _BREAK.search(text)
            and below.text[:1].strip()
        ):
            cut.append((above, below))
    if cut:
        yield Defect(
            "sentence_cut_by_page_break",
            "note",
            tuple((above.number, f"{above.text.rstrip()[-6:]} / {below.text.strip()[:6]}") for above, below in cut),
            f"句子被分页截断（{len(cut)}处）",
            f"sentences are cut by page breaks ({len(cut)} places)",
        )


def _street_governments(paper: Paper) -> Iterator[Defect]:
    """A sub-district has an office that the county sends (地方组织法 art. 85), not a government of its own."""
    found = list(paper.find(_STREET_GOVERNMENT))
    if found:
        yield Defect(
            "sub_district_called_government",
            "note",
            tuple((line.number, quote(line.text, *m.span())) for line, m in found),
            "街道设办事处，不设一级政府",
            "a sub-district has an office, not a government",
        )
