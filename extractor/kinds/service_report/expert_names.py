"""The names of those who served, as they stand beside a label: with what they are, by their form alone, or run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from extractor.evidence.candidates import Candidate
from extractor.evidence.concepts import Formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.service_report.other_days import is_signing
from extractor.record import Reading
from extractor.values import person


def all_to_the_end(text: str) -> tuple[str, ...]:
    """The names of a text that is nothing but names with commas between them; () for any other."""
    parts = tuple(part.strip() for part in re.split("[,，、]", text.strip()))
    return parts if len(parts) > 1 and all(person.is_name(part) for part in parts) else ()


def names_at_end(text: str) -> tuple[str, ...]:
    """The names that end a run of words: "安全服务有限公司谢志文、区嘉欣"."""
    parts = re.split(
        "[、，和及]",
        re.sub(
            "^(?:.*(?:公司|研究院|事务所)(?=[\u4e00-\u9fff]{2})|公司|[我本]司|中心|研究院|事务所|协会|站)(?:专家组?|工程师|讲师|评价师|技术人员)?",
            "",
            text,
        ),
    )
    first = next((parts[0][-size:] for size in (3, 2) if person.is_name(parts[0][-size:])), None)
    if first is None and len(parts) > 1 and _BARE_NAME.fullmatch(parts[0]):
        first = parts[0]  # of a surname in no list, right behind the body and before others
    return person.parse_list("、".join([first, *parts[1:]]), labelled=True) if first else ()


def names_in(text: str) -> tuple[str, ...]:
    """The names beside a label, through the parts of a line ("组长 臧立群；组员 温小雷") until something else stands there."""
    if each := _each_with_a_post(text):
        return each
    out: list[str] = []
    own = of_body["names"] if (of_body := _BEFORE_BODY.match(text)) is not None else ""
    if theirs := person.parse_list(own, labelled=True) or names_by_form(own):
        return theirs
    alone = re.split(r"^[^（(]*?[)）]", text, maxsplit=1)  # the bracket that the label opened
    text = text[: len(text) - len(alone[-1]) - 1] if len(alone) > 1 else text
    for part in re.split(r"[;；\n]", re.split(r"\s{3,}|\s{2,}(?=20\d\d\s*[-./年])|。", text)[0]):
        names = person.parse_list(_OF_BODY.sub("", part), labelled=True)
        if (
            not names and out and _BARE_NAME.fullmatch(part.strip())
        ):  # behind a sure name, whatever its surname: 白建功；折小娟
            names = person.parse_list(f"{out[-1]}、{part}", labelled=True)[1:]
        names = tuple(name for name in names if person.is_name(name) or not re.search("[人员师者家长组方]$", name))
        if not names:
            break
        out += names
    return tuple(dict.fromkeys(out))


def _each_with_a_post(text: str) -> tuple[str, ...]:
    """The names where each stands before a comma with what he is, and a stroke parts him from the next: 贺成玉，采矿；杜海滨，机电."""
    told = [_WITH_POST.fullmatch(part) for part in re.split("[;；]", text.strip(" 。；;"))]
    names = tuple(pair[1] for pair in told if pair is not None and person.is_name(pair[1]))
    posts = {pair[2] for pair in told if pair is not None}
    return names if len(names) == len(told) > 1 and not all(map(person.is_name, posts)) else ()


_WITH_POST = re.compile(rf"\s*({person.PARTED}|[\u4e00-\u9fff]{{2,4}})\s*[，,]\s*([\u4e00-\u9fff]{{2,8}})\s*")


_BEFORE_BODY = re.compile(
    r"\s*(?P<names>[\u4e00-\u9fff]{2,4}(?:\s*[、，,\s]\s*[\u4e00-\u9fff]{2,4}){0,5})\s*[（(][\u4e00-\u9fff]{4,30}(?:公司|中心|事务所|研究院|协会)\s*[)）]"
)
"""Names with whose people they are in a bracket behind them, whatever follows in the line: "冉启秀（某某有限公司） 费用1800元"."""
_OF_BODY = re.compile(
    "(?<=[\u4e00-\u9fff]{2})\\s*[，,]\\s*[\u4e00-\u9fff（）()]{4,30}(?:公司|事务所|研究院|服务部|中心)\\s*$"
)
"""Whose people they are, behind the names: "罗立新、樊志军，某某安全服务有限公司"."""
_BARE_NAME = re.compile("[\u4e00-\u9fff]{2,3}")
_NO_NAME = re.compile(
    "[见附无略详空待定如上下同另暂未等名位员人师者家组方部室科处队单签章表处员]|[一二三四五六七八九十]"
)


def names_by_form(text: str) -> tuple[str, ...]:
    """Names of surnames in no list, beside a label of those who served: two or three characters each that are no known word."""
    parts = [part for part in re.split(r"[、，,；;/\s]+", text.strip(" 。")) if part]
    if not 1 <= len(parts) <= 6 or any(
        re.fullmatch("[\u4e00-\u9fff]{2,3}", p) is None or _NO_NAME.search(p) or meaning(p).coverage for p in parts
    ):
        return ()
    return tuple(parts) if len(parts) > 1 or len(parts[0]) == 3 else ()


def names_run_together(text: str, label: str = "") -> tuple[str, ...]:
    """Two or three names between which only a narrow blank stood: 徐芳黄秀兰; none where they could be parted in two ways.

    Beside a ``label`` for one, four characters are his one name: 组长：白斯古楞.
    """
    bare = text.strip()
    if (
        re.fullmatch("[\u4e00-\u9fff]{4,9}", bare) is None
        or person.is_name(bare)
        or _NO_NAME.search(bare)
        or meaning(bare).coverage
    ):
        return ()
    ways = [way for way in _partings(bare) if len(way) > 1]
    if ways and len(bare) == _LONG_NAME and _OF_ONE.search(label):
        return (bare,)
    return ways[0] if len(ways) == 1 else ()


_OF_ONE = re.compile("(?:组长|领队|队长)\\s*[:：]?$")
_LONG_NAME = 4


def _partings(text: str) -> list[tuple[str, ...]]:
    """Every way to part a text into names of two or three characters."""
    if not text:
        return [()]
    heads = [text[:n] for n in (2, 3) if len(text) >= n and person.is_name(text[:n])]
    return [(head, *rest) for head in heads for rest in _partings(text[len(head) :])]


_AS = rf"(?:{person.PARTED}|[\u4e00-\u9fff]{{2,4}}?)(?:担任|任)"
SERVING = re.compile(
    rf"({_AS}(?:总?指导(?:专家|老师)?|技术指导|导师|教官|[主]?讲师?|主讲人?|评估(?:专家|员|组长)|专家组?组长|检查组?组长|导演)(?:[，,、]{_AS}[\u4e00-\u9fff]{{2,6}})*)"
)
"""Who served as what, the first of them in a post that only those have who serve: 岳成康任总指导，勒格阿呷任记录员."""


def serving(words: str) -> tuple[str, ...]:
    """The names in such words; () where one is none.

    >>> serving("张卫东任总指导，李明任记录员")
    ('张卫东', '李明')
    """
    first, *rest = (part.split("担任")[0].split("任")[0] for part in re.split("[，,、]", words))
    own = next((first[-size:] for size in (len(first), 3, 2) if person.is_name(first[-size:])), "")
    return (own, *rest) if own and all(map(person.is_name, rest)) else ()


def between_labels(sheet: Sheet, wanted: Formula) -> list[Candidate]:
    """Names among several labels of one line that only blanks part from their values."""
    return [
        Candidate(names, unit, start, stop, 0.7, "label-space")
        for unit in sheet.units
        if " " in unit.text and not is_signing(unit)
        for names, start, stop in _names_between(unit.text, wanted)
    ]


def is_behind_name(label: str, wanted: Formula) -> bool:
    """Whether the words before a value hold another label with its name: "专家 叶志辉 陪同人员" before who went with him."""
    *before, last = label.split()
    return any(map(person.is_name, before)) and not wanted.score(meaning(last))


def _names_between(text: str, wanted: Formula) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The names behind a label that only a blank parts from them, where the next label of the line follows them.

    With where they begin and end: 检查单位 某某公司 检查人 叶志辉、莫国强 服务项目 隐患排查.
    """
    words = list(_WORD.finditer(text))
    for i, label in enumerate(words):
        told = meaning(label[0])
        if told.coverage < _IS_LABEL or not wanted.score(told):
            continue
        stop = i + 1
        names: tuple[str, ...] = ()
        while stop < len(words) and (more := names_in(words[stop][0]) or names_by_form(words[stop][0])):
            names, stop = (*names, *more), stop + 1
        if names and stop < len(words) and meaning(words[stop][0]).coverage >= _MAY_BE_LABEL:
            yield names, words[i + 1].start(), words[stop - 1].end()


_WORD = re.compile(r"[^\s:：]+")
_IS_LABEL, _MAY_BE_LABEL = 0.8, 0.5  # of a word's characters that mean a field


_LED_BY = re.compile(
    "(?<![\u4e00-\u9fff])(?:(?:检查|专家|服务|评估|排查|工作)[组队])?(?:组长|领队|队长|带队人?|带队专家|(?:现场|项目|服务|检查|技术)?负责人)\\s*(?P<label>[:：])?\\s*(?P<name>[\u4e00-\u9fff·]{2,8})"
    "(?:[（(][^（()）]{2,12}[)）])?[\\s;；,，、]+(?:其他|其余|小组)?(?:组员|成员|队员|人员)\\s*[:：]?\\s*$"
)
"""Who leads those whose label follows in the same line: "组长：白音宝力格　成员：", "现场负责人：麦永昌；成员："."""


def with_leader(members: Candidate) -> Candidate:
    """The members of a group with its leader, who stands before their label under one of his own."""
    led = _LED_BY.search(members.unit.text[: members.start])
    if led is None or led["name"] in members.value or meaning(led["name"]).coverage:
        return members
    if led["label"] is None and not person.is_name(led["name"]):
        return members  # 组长徐光明，成员余乐平: no colon says where the name begins
    return replace(members, value=(led["name"], *members.value), start=led.start("name"))


def without_agency(c: Candidate, agency: Reading[Any] | None) -> Candidate:
    """Without the short name of the agency before its people: "衡远评价 麻秀山、矫立春"."""
    people = tuple(name for name in c.value if agency is None or not _is_short_for(name, str(agency.value)))
    return c if not people or len(people) == len(c.value) else replace(c, value=people)


def _is_short_for(name: str, body: str) -> bool:
    """Whether a word of four characters or more is made of a body's, in their order, its first two together."""
    rest = iter(body)
    return len(name) >= _SHORTEST_BODY and name[:2] in body and all(char in rest for char in name)


_SHORTEST_BODY = 4  # characters
