"""A text against its annex: another title, ratios with two bases; intervals whose bounds are not in one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from validators.proofread.paper import Defect, Paper, Sentence, plain
from validators.proofread.sectors import trades_in

_SAME_PAPER = 0.7  # titles less alike than this are those of two papers, and the annex may be another one
_PERCENT_OF = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,14}(?:费用|费|经费))[^，。；]{0,12}?"
    r"(?P<how>(?:不得?)?(?:低于|少于|超过|高于)|按照?|为|达到?)\s*(?P<base>[\u4e00-\u9fa5]{2,12}?)的?\s*(?P<n>\d+(?:\.\d+)?)\s*%"
)
# Shares that may differ: by trade, by size, by year.
_APART = re.compile(r"其中|分别|小微|小型|大型|首年|次年|第[一二三]年|\d{4}年|行业|类别|以上的|以下的")
_QUOTIENT = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{2,24})\s*=\s*[\u4e00-\u9fa5]{2,24}\s*[/÷]\s*(?P<base>[\u4e00-\u9fa5]{2,24})"
)
_FEE = re.compile(r"(?:事故预防|预防|技术)?(?:技术)?服务(?:费用|费)|预防费用?|事故预防(?:技术)?服务费用?")
_PREMIUM = re.compile(r"保险?费")
_HALF_PERCENT = re.compile(
    r"(?<![\d.%])(?P<low>\d+(?:\.\d+)?)(?P<a>%?)\s*[<≤＜]\s*[^\d<≤≥>，。；]{1,12}[<≤＜]\s*\d+(?:\.\d+)?(?P<b>%?)"
)


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions between a text and its annex; half percents anywhere."""
    yield from _half_percents(paper)
    yield from _shares(paper)
    if paper.annex_line is None:
        return
    yield from _title(paper)
    yield from _ratios(*paper.parted)


def _title(paper: Paper) -> Iterator[Defect]:
    """The annex is headed otherwise than the note 附件：… before the signature calls it."""
    note = next((row.cells["name"] for row in paper.record.rows("attachments") if "name" in row.cells), None)
    after = [line for line in paper.lines if line.number > (paper.annex_line or 0)]
    if note is None or len(paper.record.rows("attachments")) != 1 or not after:
        return
    named, headed = _letters(note.value), _letters(after[0].text)
    if len(after) > 1 and named.startswith(headed) and named != headed:
        headed += _letters(after[1].text)
    alike = SequenceMatcher(None, named, headed, autojunk=False).ratio()
    if named != headed and alike >= _SAME_PAPER:
        yield Defect(
            "annex_title_differs",
            "warning",
            (*paper.place_of(note), (after[0].number, after[0].text.strip())),
            f"附件说明作“{note.value}”，附件标题作“{after[0].text.strip()}”，两者不一致",
            "the annex bears another title than the note before the signature gives",
        )


def _letters(text: str) -> str:
    return "".join(c for c in plain(text) if c.isalnum())


def _shares(paper: Paper) -> Iterator[Defect]:
    """The fee is 15 % of the premium here and 12 % there, both as the least; a scale of several in an annex is no demand."""
    body, annex = (_shares_of(part) for part in paper.parted)
    for key, said in body.items():
        scale = {number for number, _ in annex.get(key, ())}
        others = [*said, *(annex.get(key, ()) if len(scale) == 1 else ())]
        number, first = others[0]
        second = next((one for one in others if float(one[0]) != float(number)), None)
        if second:
            yield Defect(
                "shares_disagree",
                "error",
                (first, second[1]),
                f"同一费用占{key[1]}的比例，一处为{number}%，一处为{second[0]}%",
                f"the same share is {number} % in one place and {second[0]} % in another",
                {"first": number, "second": second[0]},
            )


def _shares_of(sentences: list[Sentence]) -> dict[tuple[str, str], list[tuple[str, tuple[int, str]]]]:
    """The shares of the premium by bound and base, each with its place; those of one trade or size are left out."""
    out: dict[tuple[str, str], list[tuple[str, tuple[int, str]]]] = {}
    for sentence in sentences:
        if trades_in(sentence.text) or _APART.search(sentence.text):
            continue
        for match in _PERCENT_OF.finditer(sentence.text):
            if _FEE.search(match["what"]) and _PREMIUM.search(match["base"]):
                bound = "most" if re.search("超过|高于", match["how"]) else "least"
                out.setdefault((bound, match["base"]), []).append((match["n"], sentence.place(*match.span())))
    return out


def _ratios(body: list[Sentence], annex: list[Sentence]) -> Iterator[Defect]:
    """A share of the premium here, a quotient of another sum there, both of "the fee" under names that differ."""
    shares = [(s, m) for s in body for m in _PERCENT_OF.finditer(s.text) if _PREMIUM.search(m["base"])]
    quotients = [(s, m) for s in annex for m in _QUOTIENT.finditer(s.text) if not _PREMIUM.search(m["base"])]
    for sentence, share in shares:
        for other, quotient in quotients:
            names = [m.group() for m in (_FEE.search(share["what"]), _FEE.search(quotient["base"])) if m]
            if len(names) == 2 and names[0] != names[1]:
                yield Defect(
                    "ratios_of_two_bases",
                    "warning",
                    (sentence.place(*share.span()), other.place(*quotient.span())),
                    f"正文的比例以“{share['base']}”为基数，附件的比例以“{quotient['base']}”为基数，"
                    f"“{names[0]}”与“{names[1]}”是否同一费用未作区分",
                    f"the text takes a share of {share['base']}, the annex of {quotient['base']}, under names that differ",
                    {"bases": (share["base"], quotient["base"])},
                )
                return


def _half_percents(paper: Paper) -> Iterator[Defect]:
    """0<比例<40%: one bound has its unit, the other has not."""
    found = [(s, m) for s in paper.sentences for m in _HALF_PERCENT.finditer(s.text) if bool(m["a"]) != bool(m["b"])]
    if found:
        yield Defect(
            "interval_unit_missing",
            "note",
            tuple(s.place(*m.span()) for s, m in found),
            f"区间“{found[0][1].group()}”一端有“%”、一端没有，单位不一致",
            f"the bounds of {found[0][1].group()} are not in one unit",
        )
