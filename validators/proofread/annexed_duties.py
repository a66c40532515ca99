"""The dated duties of a text against those that cost points in its annex: the same number with two meanings, the same act
with two numbers, duties that only the annex knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from validators.proofread.paper import Defect, Paper, Sentence

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
_SAME_DUTY = 0.5  # a duty of the text with another deadline is in the text all the same
_SAME_ACT = 0.6  # so much in common, and the days must agree
_ALIKE = 0.25  # share of the shorter duty's pairs of characters that the other must hold to be about the same thing


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
    def unit(self) -> str:
        """Days, working days, hours, or a day of the year: what the number counts."""
        return "月日" if "月" in self.number and self.number.endswith("日") else self.number.lstrip("0123456789")

    @property
    def place(self) -> tuple[int, str]:
        return self.sentence.place(self.start, self.stop, 10)


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions between the duties of a text and of its annex."""
    if paper.annex_line is not None:
        yield from _duties(*paper.parted)


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
    free = [duty for i, duty in enumerate(said) if i not in taken]
    yield from _other_days(free, left)
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


def _other_days(said: list[Duty], scored: list[Duty]) -> Iterator[Defect]:
    """The same act with other days: 7日 in the text, 5日 in the annex; each the only one like the other."""
    for other in scored:
        like = [one for one in said if one.unit == other.unit and _alike(one, other) >= _SAME_ACT]
        back = [d for d in scored if like and d.unit == like[0].unit and _alike(like[0], d) >= _SAME_ACT]
        if len(like) == len(back) == 1 and like[0].number != other.number:
            yield Defect(
                "body_and_annex_disagree",
                "error",
                (like[0].place, other.place),
                f"同一事项的期限，正文为“{like[0].number}”，附件为“{other.number}”",
                f"one act is due in {like[0].number} by the text and in {other.number} by the annex",
                {"body": like[0].number, "annex": other.number},
            )
