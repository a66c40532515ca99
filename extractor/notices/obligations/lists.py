"""Enumerations that a notice demands: covers, sectors, insurers, uses of a fee, factors of a rate, members of a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.notices.obligations import grammar
from extractor.notices.obligations.data import compiled, load, word
from extractor.notices.obligations.units import Unit

_RUN = re.compile(
    r"(?:[^、,;。:\n()]|\([^()]*\))+(?:(?:、(?=[^、])|,(?:以及|及|和)|(?<=[”\"])(?=[“\"]))(?:[^、,;。:\n()]|\([^()]*\))+)+"
)
_PAIR = re.compile(r"(?<![、])(?<=的)[\u4e00-\u9fa5]{2,12}(?:险|保险)和[\u4e00-\u9fa5]{2,12}?(?:险|保险)(?=等)")
_LAST = re.compile(r"(?:,)?(?:以及|和|及其?它?|与|或者?)")
_ETC = re.compile(r"\s*等(?!级|于|额|同|效|待|候|次|着)")
_INLINE = re.compile(r"[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[)）]|(?<![\d.])\d{1,2}[.、](?!\d)|[①-⑳]")
_NAMES = "[\"“”‘’'《》]"
_PERSON = re.compile(r"死亡|伤残|伤亡|身故|致残|残疾")
_BOTH = re.compile(
    r"(?P<a>[^和及与、]{0,8}?(?:从业人员|员工|雇员|职工))(?:[和及与]|以及)(?P<b>第三[者方人])(?P<tail>.+)"
)
_THIRD = re.compile(
    r"(?P<who>第三[者方人]的?)(?P<a>[^和及、]*(?:伤亡|死亡|伤残)[^和及、]{0,4})(?:和|及|以及|、)(?P<b>财产[^、]*)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An enumeration: its type, its items, and the place of its words in the unit."""

    code: str
    operator: str
    party: str | None
    items: tuple[str, ...]
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Type:
    code: str
    operator: str
    party: str | None
    share: float
    least: int
    words: re.Pattern[str] | None
    near: re.Pattern[str]
    unless: re.Pattern[str] | None
    lead: re.Pattern[str]
    tail: re.Pattern[str] | None
    open: bool = False  # nothing need close the enumeration but the end of its clause
    not_under: re.Pattern[str] | None = None
    span: re.Pattern[str] | None = None  # names the whole enumeration where commas run through it


@cache
def _types() -> tuple[_Type, ...]:
    return tuple(_type(row) for row in load("lists"))


def _type(row: Mapping[str, object]) -> _Type:
    def pattern(key: str, form: str = "{}") -> re.Pattern[str] | None:
        return compiled(form.format(row[key])) if key in row else None

    near, lead = pattern("near"), compiled(f"(?:{row.get('lead', '(?!)')})")
    assert near is not None
    return _Type(
        str(row["code"]), str(row["operator"]), str(row["party"]) if "party" in row else None, float(str(row.get("share", 0))),
        int(str(row["least"])), pattern("words"), near, pattern("unless"), lead, pattern("tail"), "open" in row, pattern("not_under"), pattern("span"),
    )  # fmt: skip


def enumerations(unit: Unit, start: int, stop: int) -> Iterator[Found]:
    """The enumerations of a sentence that are demands of a known type, the first type that fits each."""
    text = unit.text
    sentence = text[start:stop]
    if "、" not in sentence and not re.search(_NAMES, sentence) and "和" not in sentence:
        return
    if covers := _covers(unit, start, stop):
        yield covers
        return
    for t in _types():
        if t.span and (whole := t.span.search(text, start, stop)) and len(items := _pieces(whole["items"])) >= t.least:
            yield Found(t.code, t.operator, t.party, tuple(map(_said, items)), *whole.span("items"))
    for run in [*_RUN.finditer(text, start, stop), *_PAIR.finditer(text, start, stop)]:
        found = next((f for t in _types() if (f := _fits(t, unit, start, stop, *run.span()))), None)
        if found:
            yield found


def block(parent: Unit, children: Sequence[Unit]) -> Found | None:
    """A list whose items are the paragraphs below ("包括下列内容：" （一）…；（二）…), or numbered inside the paragraph."""
    items: list[str] = []
    for child in children:
        items.append(_without_tail(child.text[child.place.start :]))
    return _typed(parent, 0, len(parent.text), items, parent.text)


def inline(unit: Unit, start: int, stop: int) -> Found | None:
    """A list numbered inside its sentence: 服务项目包括：（1）…；（2）…."""
    text = unit.text
    marks = list(_INLINE.finditer(text, start, stop))
    if len(marks) < 2 or not re.search(r"包括|如下|下列|以下|:\s*$|为\s*$", text[start : marks[0].start()]):
        return None
    ends = [*(m.start() for m in marks[1:]), stop]
    items = [_without_tail(text[m.end() : end]) for m, end in zip(marks, ends, strict=True)]
    return _typed(unit, start, stop, [i for i in items if i], text[start:stop])


def _typed(unit: Unit, start: int, stop: int, items: Sequence[str], words: str) -> Found | None:
    for t in _types():
        if (
            len(items) < t.least
            or not t.near.search(words + " " + unit.heading)
            or (t.unless and t.unless.search(words))
        ):
            continue
        expanded = [x for i in items for x in _expanded(i)] if t.code == "coverage_items" else list(items)
        if t.words is None and t.code not in ("policy_contents", "materials", "insurer_qualification"):
            continue
        if _share(t, expanded) >= t.share:
            return Found(t.code, t.operator, t.party, tuple(map(_said, expanded)), start, stop)
    return None


def _without_tail(text: str) -> str:
    return text.strip().rstrip("。;；,、 ").removesuffix("费用") if len(text) < 8 else text.strip().rstrip("。;；,、 ")


def _share(t: _Type, items: Sequence[str]) -> float:
    return sum(1 for i in items if t.words is None or t.words.search(i)) / len(items) if items else 0.0


def _fits(t: _Type, unit: Unit, start: int, stop: int, low: int, high: int) -> Found | None:
    text = unit.text
    sentence = text[start:stop]
    around = (
        sentence
        if t.code in ("policy_contents", "rating_factors", "evaluation_items", "plan_parties", "principles")
        else f"{unit.heading} {sentence}"
    )
    if not t.near.search(around) or (t.unless and t.unless.search(sentence)):
        return None
    begin = _begin(t, text, start, low, high)
    end = _end(t, text, begin, high)
    if t.not_under and t.not_under.search(unit.heading):
        return None
    closed = t.tail is None or t.words is not None or t.tail.match(text[end:stop])
    if not closed and not (t.open and (end == stop or text[end] in ",;。")):
        return None
    if t.words is None and begin == low and not t.lead.search(text[max(start, low - 12) : low]):
        return None
    items = [_said(i) for i in _pieces(text[begin:end])]
    if len(items) < t.least or _share(t, items) < t.share or any(len(i) > 40 or not i for i in items):
        return None
    if t.words is not None and not t.words.search(items[0]) and t.share >= 0.5 and len(items) > t.least:
        items = items[1:]
    if word("noise", "definition").search(text[start:begin]):
        return None
    return Found(t.code, t.operator, t.party, tuple(items), begin, end)


def _begin(t: _Type, text: str, start: int, low: int, high: int) -> int:
    """Where the first item begins: after the governing word nearest before its end."""
    first = min((i for mark in ("、", "”", '"') if (i := text.find(mark, low + 1, high)) >= 0), default=high)
    leads = [m.end() for m in t.lead.finditer(text, low, first) if m.end() < first]
    if not leads:
        return low
    kept = leads if t.words is None else [at for at in leads if t.words.search(text[at:first])]
    return (kept or leads[:1])[-1] if kept or t.words is None else low


def _end(t: _Type, text: str, begin: int, high: int) -> int:
    """Where the last item ends: before 等 or the head noun that closes the enumeration."""
    last = max((i for mark in ("、", ",") if (i := text.rfind(mark, begin, high)) >= 0), default=begin)
    if etc := _ETC.search(text, last, high):
        return etc.start()
    if t.tail is not None and (t.words is None or t.code == "sectors"):
        return next((m.start() for m in t.tail.finditer(text, last + 2, high) if m[0]), high)
    return high


def _pieces(text: str) -> list[str]:
    """The items of an enumeration; 和 and 及 part the last two."""
    parts = [p for p in re.split(r"、(?![^()]*\))|,(?:以及|及|和)?(?![^()]*\))|(?<=[”\"])(?=[“\"])", text) if p.strip()]
    if len(parts) < 2:
        two = re.split(r"(?<=[险费])和(?=[\u4e00-\u9fa5]{2,})", text)
        return [x.strip() for x in two if x.strip()]
    cut = _LAST.search(parts[-1])
    if (
        cut
        and cut.start() >= 2
        and len(parts[-1]) - cut.end() >= 2
        and not re.search(r"^[^和及与]{1,4}[和与及][^和及与]{1,4}$", parts[-1])
    ):
        parts[-1:] = [parts[-1][: cut.start()], parts[-1][cut.end() :]]
    return [p.strip() for p in parts]


def _said(item: str) -> str:
    return re.sub(_NAMES, "", "".join(item.split())).strip("的 ")


def _covers(unit: Unit, start: int, stop: int) -> Found | None:
    """The heads of cover of a sentence, over its commas: 人身伤亡赔偿，财产损失赔偿，抢险救援、医疗救护等费用."""
    t = next(t for t in _types() if t.code == "coverage_items")
    assert t.words is not None
    text = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), unit.text[start:stop])
    if not t.near.search(f"{unit.heading} {text}") or (t.unless and t.unless.search(text)):
        return None
    leads = [m.end() for m in t.lead.finditer(text)]
    shift = next((at for at in leads if t.words.search(text[at : at + 40])), 0)
    body = text[shift:]
    if etc := list(_ETC.finditer(body)):
        body = body[: etc[-1].start()]
    items = [x for part in _pieces(body) for x in _expanded(part) if t.words.search(x)]
    if len(items) < t.least or len({m for i in items for m in t.words.findall(i)}) < t.least:
        return None
    return Found(t.code, t.operator, t.party, tuple(map(_said, items)), start + shift, start + shift + len(body))


def _expanded(item: str) -> Iterator[str]:
    """从业人员和第三者人身伤亡 as two heads; 第三者人身伤亡和财产损失 as two."""
    if both := _BOTH.search(item):
        for who in ("a", "b"):
            yield from _expanded(both[who].removeprefix("投保的企业") + both["tail"])
    elif third := _THIRD.search(item):
        yield third["who"].rstrip("的") + third["a"]
        yield third["who"].rstrip("的") + third["b"]
    elif "、" in item:
        parts = item.removesuffix("费用").removesuffix("等").split("、")
        if all(len(p) >= 4 for p in parts) and not all(_PERSON.search(p) for p in parts):
            yield from parts
        else:
            yield item
    else:
        yield item


def prohibited(text: str, start: int, stop: int) -> tuple[str, ...]:
    """The acts that 不得 governs, parted at 、: 挪用、挤占、转存."""
    items = [_said(x) for x in re.split(r"、|或者?", grammar.short(text[start:stop]))]
    return tuple(i for i in items if i) if all(2 <= len(i) <= 14 for i in items) else ()
