"""A text against its annex: one number with two meanings, duties that only the annex knows, ratios with two bases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from validators.proofread.paper import Defect, Paper, Sentence, plain

_TERM = re.compile(
    r"(?:每年|次年)?(?:(?P<md>\d{1,2}月\d{1,2}日)(?:之?前|以前)|(?P<n>\d{1,3})\s*个?(?P<unit>工作日|日|天|小时|个月|月)\s*(?:之内|以内|内))"
)
_DUTY = re.compile(r"未|不|逾期|超过|缺")  # a score item, a penalty: what is not done costs
_COSTS = re.compile(r"扣|减|罚|取消|责令|降低|不得分")
# What starts the days, as papers say it; two that belong to different groups are two different days.
_EVENTS = {
    "签署": re.compile(r"签署|签订|签发|签单|出单|出具"),
    "生效": re.compile(r"生效|起保|保险责任开始|保险期间开始"),
    "缴费": re.compile(r"缴费|缴纳|到账"),
    "报案": re.compile(r"报案|出险|事故发生"),
    "结案": re.compile(r"结案|理赔完成|赔付完成|赔款支付"),
    "收到": re.compile(r"收到|接到|受理"),
}
_SCOPE = re.compile(
    r"(?:小|中|大|特大)型(?:及)?以上|规模以上|\d+人(?:及)?以上(?:的)?|[甲乙丙]类|(?:高|较高|重大)风险(?:等级)?的?|重点"
)
_FIRST = re.compile(r"第一次|首次|初次|首轮")
_STOP = re.compile(r"[的了在将按对与和并及由未向每者、（）()“”]")
_SAME_PAPER = 0.7  # titles less alike than this are those of two papers, and the annex may be another one
_SAME_DUTY = 0.5  # a duty of the text with another deadline is in the text all the same
_ALIKE = 0.25  # share of the shorter duty's pairs of characters that the other must hold to be about the same thing
_PERCENT_OF = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,14}(?:费用|费|经费))[^，。；]{0,12}?"
    r"(?:不得?(?:低于|少于|超过|高于)|按照?|为|达到?)\s*(?P<base>[\u4e00-\u9fa5]{2,12}?)的?\s*\d+(?:\.\d+)?\s*%"
)
_QUOTIENT = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{2,24})\s*=\s*[\u4e00-\u9fa5]{2,24}\s*[/÷]\s*(?P<base>[\u4e00-\u9fa5]{2,24})"
)
_FEE = re.compile(r"(?:事故预防|预防|技术)?(?:技术)?服务(?:费用|费)|预防费用?|事故预防(?:技术)?服务费用?")
_PREMIUM = re.compile(r"保险?费")
_HALF_PERCENT = re.compile(
    r"(?<![\d.%])(?P<low>\d+(?:\.\d+)?)(?P<a>%?)\s*[<≤＜]\s*[^\d<≤≥>，。；]{1,12}[<≤＜]\s*\d+(?:\.\d+)?(?P<b>%?)"
)


@dataclass(frozen=True)
class Duty:
    """A deadline with the words around it: the number, the event before it, whom it binds, which time it is."""

    sentence: Sentence
    start: int
    stop: int
    number: str
    event: str | None
    scope: str | None
    first: bool
    pairs: frozenset[str]

    @property
    def place(self) -> tuple[int, str]:
        return self.sentence.place(self.start, self.stop, 10)


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions between a text and its annex; half percents anywhere."""
    yield from _half_percents(paper)
    if paper.annex_line is None:
        return
    yield from _title(paper)
    body, annex = _parted(paper)
    yield from _duties(body, annex)
    yield from _ratios(body, annex)


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


def _parted(paper: Paper) -> tuple[list[Sentence], list[Sentence]]:
    body: list[Sentence] = []
    annex: list[Sentence] = []
    for sentence in paper.sentences:
        (annex if sentence.place()[0] > (paper.annex_line or 0) else body).append(sentence)
    return body, annex


def _pairs(text: str) -> frozenset[str]:
    out: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fa5]+", _STOP.sub(" ", text)):
        out |= {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(out)


def _duties_of(sentence: Sentence) -> Iterator[Duty]:
    """One deadline each: the words up to it from the last sentence mark, and after it to the next deadline."""
    text = sentence.text
    found = list(_TERM.finditer(text))
    for i, match in enumerate(found):
        begin = found[i - 1].end() if i else 0
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        before, after = text[begin : match.start()], text[match.end() : end]
        head = text[: match.start()]  # a trigger may stand before the first of two deadlines
        event = next((name for name, words in _EVENTS.items() if words.search(before[-24:])), None) or next(
            (name for name, words in _EVENTS.items() if words.search(head)), None
        )
        act = re.split(r"[，；]\s*(?:扣|每|最多)", after)[0]
        scope = _SCOPE.search(before) or _SCOPE.search(act)
        number = match["md"] or f"{match['n']}{match['unit'].replace('天', '日')}"
        yield Duty(
            sentence,
            match.start(),
            match.end(),
            number,
            event,
            scope.group() if scope else None,
            bool(_FIRST.search(act)),
            _pairs(act or before),
        )


def _alike(one: Duty, other: Duty) -> float:
    least = min(len(one.pairs), len(other.pairs))
    return len(one.pairs & other.pairs) / least if least else 0.0


def _duties(body: list[Sentence], annex: list[Sentence]) -> Iterator[Defect]:
    """Each deadline of the text belongs to the annex item most like it; an item that no deadline belongs to is alone."""
    said = [duty for sentence in body for duty in _duties_of(sentence)]
    scored = [
        duty
        for sentence in annex
        if _COSTS.search(sentence.text) and _DUTY.search(sentence.text)
        for duty in _duties_of(sentence)
    ]
    if not said:
        return
    left, matched = list(scored), []
    ranked = sorted(((_alike(a, b), i, j) for i, a in enumerate(said) for j, b in enumerate(scored)), reverse=True)
    taken: set[int] = set()
    for alike, i, j in ranked:
        if alike >= _ALIKE and said[i].number == scored[j].number and i not in taken and scored[j] in left:
            taken.add(i)
            left.remove(scored[j])
            matched.append((said[i], scored[j]))
    for one, other in matched:
        yield from _disagreement(one, other)
    mentioned = {duty.number for duty in said}
    whole = [_pairs(sentence.text) for sentence in body]
    alone = [
        d
        for d in left
        if (d.number not in mentioned or all(_alike(d, s) < 0.8 for s in said))
        and all(_alike(d, s) < _SAME_DUTY for s in said if s.number != d.number)
        and all(len(d.pairs & pairs) < 0.7 * len(d.pairs) for pairs in whole)
    ]
    if alone:
        yield Defect(
            "duty_only_in_annex",
            "warning",
            tuple(sorted(duty.place for duty in alone)),
            f"附件对{len(alone)}项有期限的义务扣分或处理，正文没有相应规定",
            f"{len(alone)} dated duties cost points in the annex but stand nowhere in the text",
            {"deadlines": tuple(duty.number for duty in alone)},
        )


def _disagreement(one: Duty, other: Duty) -> Iterator[Defect]:
    """The same number for the same thing, but for others, from another day, or for another act."""
    differ = []
    if one.scope != other.scope:
        differ.append(f"对象（{one.scope or '全部'}／{other.scope or '全部'}）")
    if one.event and other.event and one.event != other.event:
        differ.append(f"起算点（{one.event}／{other.event}）")
    if one.first != other.first:
        differ.append("内容（一处仅指首次）")
    if differ:
        yield Defect(
            "body_and_annex_disagree",
            "error" if len(differ) > 1 else "warning",
            (one.place, other.place),
            f"正文与附件同为“{one.number}内”，{'、'.join(differ)}却不一致",
            f"text and annex both say {one.number}, but differ in whom, from when or what",
            {"deadline": one.number, "differ": tuple(differ)},
        )


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
