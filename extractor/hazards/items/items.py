"""Numbered, lettered and bulleted items of running text, and messages of a chat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.evidence.units import Unit
from extractor.hazards.meaning.words import STAMP, int_of

ITEM = re.compile(
    r"^\s*[●•◆▪◇▶►■□]\s*|^\s*[★☆※◎]\s*(?:问题|隐患)\s*(?=[:：])|^\s*[√×✓✗✔✘☑☒]\s*(?=[\u4e00-\u9fff\d])(?!已|未|尚|正在|整改|完成|合格|符合|销号|\d{1,4}[-/.月年])|^\s*(0\d)\s+(?=[\u4e00-\u9fff]{4})|^\s*[-–—*·]\s+(?=[\u4e00-\u9fff\d])|^\s*[（(]?([A-Ha-h])\s*[.．、)）]\s*(?=[\u4e00-\u9fff]|\d{1,2}\s*[月#号])|^\s*(?:隐患|问题|缺陷)\s*\d{1,2}\s+|^\s*(?:[A-Z]{1,3}|图|照片)\s?(\d{1,2})\s*(?=[\u4e00-\u9fff]{5}|[\u4e00-\u9fff]{2,4}[:：])|^\s*(?:图片?|照片|附图)\s?[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?(?:\s*[:：、.．]\s*|\s+)(?=[\u4e00-\u9fff\d])|^\s*[A-Z]{1,4}[-–_]?(?:20\d\d[-–_]?)?(\d{1,3})(?=[\s:：、.．】\]]{1,3}[【\[（(]?[\u4e00-\u9fff]{2})[\s:：、.．】\]]*|^\s*\d{1,2}\.(?:\d{1,2}\.)?(\d{1,2})\.?(?:\s*(?=[\u4e00-\u9fff]{2})|\s+(?=[A-Za-z#\d]{1,4}[\u4e00-\u9fff]{2}))(?![米吨万元级倍亿毫公千度小平个年月天号])|^\s*(\d{1,2})\.(?=\d{1,2}[号#＃][\u4e00-\u9fff]|20\d\d\s*[-/年]|\d{3,4}(?![米吨万元级倍亿毫公千度个年月天份])[\u4e00-\u9fff]{2})|^\s*(?:隐患|问题|第|事项|序号|编号|项目|条目|其)?\s*(?:[（(【\[]?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[)）】\]、．:：]|[/|](?=[\u4e00-\u9fff]{4})|\.(?!\d)|号|项|条|(?=[（(【\[])|(?<=[隐问缺][患题陷][一二三四五六七八九\d])[，,])|(?<=第)([一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:[处个点类]|(?=[，,])|[件桩样](?:事情?)?(?=[，,:：、]|是))|[#＃]\s?(\d{1,2})(?=\s*[\u4e00-\u9fff])|([①-⑳])|(?:其([一二三四五六七八九])|首先|其次|再次|再者|最后|此外|另外)(?=\s*[，,:：、])|另?一方面\s*(?:发现|看到|查出|存在)?|(?:第?一|另外?一|再?有一|还有一)[个处条项件](?:问题|隐患)?(?:就?是|在)(?=[\u4e00-\u9fff“《【（(#\dA-Za-z])|([一二三四五六七八九])是(?=[“《【（(#\dA-Za-z]{0,3}[\u4e00-\u9fff]{2}))\s*[:：，,、]?\s*"
)


_INNER_MARK = re.compile(
    r"(?:^|(?<=[\n;；。:：\s]))\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Ha-h](?=[)）]\s*[\u4e00-\u9fff\d]))[)）]|\d{1,2}(?:、(?!\d{1,2}\s*[号项]?(?:[均都]|全部)?[已未尚])|[)）]|[.．](?!\d)|[.．](?=20\d\d\s*[-/年]))|[①-⑳]|(?:(?<=[\n。；;])|(?<![\s\S]))\s*[一二三四五六七八九十]{1,2}、(?=[\u4e00-\u9fff]{4})|第[一二三四五六七八九十]{1,2}(?:[处个，,]|[件桩样](?:事情?)?(?=[，,:：、]|是))|(?:其[一二三四五六七八九]|首先|其次|再次|再者|最后|此外|另外)[，,:：]|[一二三四五六七八九]是(?=[“《【（(#\dA-Za-z]{0,3}[\u4e00-\u9fff]{2})|(?:一|另外?一|再?有一|还有一)[个处条项件](?:问题|隐患)?就?是(?=[\u4e00-\u9fff]{4})|(?:隐患|问题|缺陷)(?:[一二三四五六七八九十\d]{1,2}\s*[:：，,]|\s*[（(]\d{1,2}[)）]))|[【\[]\d{1,2}[】\]](?=\s*[\u4e00-\u9fff])"
)


_NAMED_MARK = re.compile(
    r"(?<=[。；;\s])(?:隐患|问题|缺陷)\s*(?:\d{1,2}(?=\s+[\u4e00-\u9fff]{4})|[（(]\d{1,2}[)）](?=\s*[\u4e00-\u9fff]{4}))"
)


_BULLET = re.compile(r"(?:^|\n)\s*([●•◆▪◇▶►■])(?=\s*\S{4})")
"""What lines of one cell begin with, each an item."""
_COUNTED_ON = re.compile("(?<=[，,])[一二三四五六七八九]是(?=[“《【（(#\\dA-Za-z]{0,3}[\u4e00-\u9fff]{2})")
"""What goes on counting in the middle of a sentence: "一是…，二是…"."""
_SIDES = re.compile("(?<!另)一方面|另一方面")
"""What is wrong on the one hand and on the other, in the middle of a sentence too: "现场一方面…；另一方面…"."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a unit's text that one numbered item fills."""

    unit: Unit
    start: int
    stop: int
    marked: bool

    @property
    def text(self) -> str:
        return self.unit.text[self.start : self.stop]


_FIRST_OF_LIST = re.compile(
    r"(?:[^。；;\n]{2,20}|[^。；;\n]{2,80}(?:隐患|问题|如下)[^。；;\n]{0,8})[:：]\s*(?=①|[（(][1一][)）]|1[、．](?!\d{1,2}\s*[号项]?(?:[均都]|全部)?[已未尚])|1\.(?!\d))"
)
"""What leads to the first item of a list in one line with it; the others follow in lines of their own: "查出隐患：①…；"."""


_BADGE = re.compile(
    r"\s*[【\[（(]\s*(?:(?:特别?重大|重大|较大|一般)(?:事故|安全)*(?:隐患|问题|风险)?|[红橙黄蓝]色?|[★☆]{1,3})\s*[】\])）]\s*(?=[^。；;]{4,80}[。；;（(]\s*\S)"
)
"""How grave a hazard is, set before it as its only mark, where the line says more of it: "【红】锅炉无证运行。停用（8月20日）"."""


_QUOTED = re.compile(r"\s*(?:>\s?)+\s*")
"""What a mail sets before the lines that it answers."""


_SAYS_HOW_GRAVE = re.compile(
    r"\s*第\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?\s*[项条处个号](?:问题|隐患)?(?:均|都)?(?:[列定判归评认划]\S{0,3}?[为入]|属于?|[为系是]|按照?|构成)"
    r"(?:特别)?(?:重大|一般)(?:生产安全|安全|事故)*(?:隐患|[，,。；;]|$)"
)
"""What says of one of a list how grave it is, and lists nothing itself: 第2项列为重大隐患，其余为一般隐患."""


_SHORTEST = 16  # characters of a unit from which on several items may stand in it


def parts_of(unit: Unit, *, shortest: int = _SHORTEST) -> list[Part]:
    """The unit as numbered items where several stand in it, else as one."""
    stamp = STAMP.match(unit.text) or _QUOTED.match(unit.text)
    begin = stamp.end() if stamp is not None else 0
    marks = [m.start() for m in _INNER_MARK.finditer(unit.text, begin)] if len(unit.text) > shortest else []
    named = [m.start() for m in _NAMED_MARK.finditer(unit.text) if m.start()] if len(unit.text) > shortest else []
    sides = [m.start() for m in _SIDES.finditer(unit.text)] if "另一方面" in unit.text else []
    bullets = [m.start(1) for m in _BULLET.finditer(unit.text)] if _BULLET.match(unit.text) else []
    counted = (
        [m.start() for m in _COUNTED_ON.finditer(unit.text)] if "一是" in unit.text and "二是" in unit.text else []
    )
    marks = sorted({*marks, *named, *sides, *bullets, *counted, *_circled(unit.text)})
    only = _FIRST_OF_LIST.match(unit.text, begin) if len(marks) < 2 and len(unit.text) > shortest else None
    if only is not None:
        marks = [only.end()]
    elif len(marks) < 2 and not named:
        leads = (
            ITEM.match(unit.text[begin:]) is not None and _SAYS_HOW_GRAVE.match(unit.text, begin) is None
        ) or _BADGE.match(unit.text, begin) is not None
        numbered = leads or bool(unit.pieces and unit.pieces[0][1].numbering)
        return [Part(unit, begin, len(unit.text), numbered)]
    first = unit.text[begin : marks[0]]
    lead = [Part(unit, begin, marks[0], ITEM.match(first) is not None)] if first.strip() else []
    items = [Part(unit, at, stop, True) for at, stop in zip(marks, [*marks[1:], len(unit.text)], strict=True)]
    if (of_list := _OF_LIST.search(unit.text, marks[-1] + 1)) is None:
        return lead + items
    last, cut = items[-1], of_list.end()
    return [*lead, *items[:-1], Part(unit, last.start, cut, True), Part(unit, cut, last.stop, False)]


def _circled(text: str) -> list[int]:
    """Where the circled numbers of a text stand that begins with ① and counts on from it, with a stop between them or not: ①…②…."""
    found = [m.start() for m in re.finditer("[①-⑳]", text)] if text.lstrip()[:1] == "①" else []
    counts = [ord(text[at]) - ord("①") for at in found]
    return found if len(found) > 1 and counts == list(range(len(found))) else []


_OF_LIST = re.compile(
    r"[。；;]\s*(?=(?:其中|以上|上述|前述|所列)第?\s*[（(]?[\d一二三四五六七八九十]{0,3}\s*[)）]?\s*(?:[、，,和及与至项条处]|问题|隐患|均|全部)|[前后末][两二三四五六七八九]\s*[项条处点]|[两二三四五六七八九]\s*[项条处点个](?:问题|隐患)?[均都皆]|[前后]者|第\s*[\d一二三四五六七八九十]{1,3}\s*(?:[、，,和及与至]\s*第?[\d一二三四五六七八九十]|[项条][^。；;]{0,10}(?:重大|一般|已|未)))"
)
"""Where behind the last item of a paragraph a sentence on the list begins: "4、电工无证上岗。其中第3项为重大隐患"."""


def number_of(part: Part) -> int | None:
    lead = ITEM.match(part.text)
    told = None if lead is None else next((g for g in lead.groups() if g), None)
    if told is not None and told.isascii() and told.isalpha():
        return ord(told.lower()) - ord("a") + 1
    return None if told is None else int_of(told)
