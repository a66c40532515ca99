"""People told without a list's columns: by workshop, or in a line each.

吹膜车间（吹膜工，4人）：殷吉祥、雒玉琴、盛天才、毛国花
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.staff_list.words import POST, by_shape, form_of, is_name, may_be_name, place_of, several_names
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import id_number

Cells = dict[str, Reading[Any]]

_FEWEST = 3
"""People whom lines name before they make a list."""
_LEAD = re.compile(r"(?P<lead>[^:：。；;]{2,24})[:：]\s*(?P<names>[^:：。；;]+?)\s*[。；;]?\s*")
_WORDS = re.compile(r"[^（(）)、，,\s]+")
_COUNT = re.compile(r"共?\d+\s*[人名]")
_OTHERS = re.compile("负责|组长|联系|制表|审核|填报|经办|抄送|参会|出席|专家|检查|主持|记录|签字|受伤|伤者")
"""Lines that name people for something else."""


def told_in_lines(sheet: Sheet) -> list[Row]:
    """The people whom lines name by workshop or post, where most of those lines name several; none where too few are named."""
    units = [unit for unit in sheet.units if unit.table is None]
    for people in (
        [row for unit in units for row in _beside_numbers(unit, _WITH_NUMBER)],
        [row for unit in units if (row := _numbered(unit)) is not None],
        [row for unit in units for row in _beside_numbers(unit, _WITHOUT_BRACKETS)],
    ):
        if len(people) > 1:
            return people
    plain = [row for unit in units if (row := _in_words(unit)) is not None]
    if len(plain) >= _FEWEST or (len(plain) > 1 and all("id_no" in row.cells for row in plain)):
        return plain
    behind = [row for unit in units for row in _behind_posts(unit)]
    if len(behind) >= _FEWEST:
        return behind
    lines = [own for unit in units if (own := _of_line(unit))]
    rows = [row for own in lines for row in own]
    return rows if len(rows) >= _FEWEST and any(len(own) > 1 for own in lines) else []


_STRETCH = re.compile(r"[^，,；;。:：\n]+")
_OF_ALL = re.compile(
    "(?:.{0,12}(?:共|合计|以上|上述|其中).{0,12}[人名].{0,16}|.{0,16}(?:保障|参保|投保|保险)(?:范围)?)"
)
"""A clause that counts those who are named, or says that they are covered."""
_JOINED = re.compile("[、和及与]")


def _behind_posts(unit: Unit) -> list[Row]:
    """The people of a paragraph all of whose clauses are a post with the names of those who have it, or count them: 凿岩工甲、乙，支护工丙."""
    rows: list[Row] = []
    for stretch in _STRETCH.finditer(unit.text):
        first, *others = _JOINED.split(stretch[0])
        cut = _end_of_post(first.strip())
        names = [first.strip()[cut:], *others]
        if not cut or not all(map(is_name, names)):
            if _OF_ALL.fullmatch(stretch[0].strip()):
                continue
            return []
        begin = stretch.start() + stretch[0].index(first.strip())
        post = Reading(unit.text[begin : begin + cut], unit.span(begin, begin + cut), "prose", 0.8)
        start = begin + cut
        for name in names:
            start = unit.text.index(name, start)
            span = unit.span(start, start + len(name))
            rows.append(Row({"name": Reading(name, span, "prose", 0.8), "post": post}, span))
            start += len(name)
    return rows


_LED = re.compile(
    r"[（(]\s*(?P<post>(?:[正副]?(?:组长|班长|队长|工长|段长))|领班|带班|车间主任)\s*[:：]?\s*(?P<name>[\u4e00-\u9fff·]{2,5})\s*[)）](?=\s*[:：])"
)
"""Who leads the people of a line, in a bracket behind the name of their team: 圆织组（组长：杜金生）：…"""


def _leader(unit: Unit, led: re.Match[str]) -> Row:
    cells = {name: Reading(led[name], unit.span(*led.span(name)), "prose", 0.8) for name in ("name", "post")}
    return Row(cells, unit.span(*led.span()))


def _of_a_team(text: str) -> tuple[str, ...]:
    """Those behind their leader, of whatever family."""
    parts = tuple(re.split(r"[、，,\s]+", text.strip()))
    return parts if all(map(may_be_name, parts)) and any(map(by_shape, parts)) else ()


def _of_line(unit: Unit) -> list[Row]:
    led = _LED.search(unit.text)
    text = unit.text if led is None else unit.text[: led.start()] + " " * len(led[0]) + unit.text[led.end() :]
    match = _LEAD.fullmatch(text)
    if match is None or _OTHERS.search(match["lead"]):
        return []
    names = several_names(match["names"]) or (_of_a_team(match["names"]) if led is not None else ())
    post = _post(match["lead"])
    if not names and post is not None and may_be_name(match["names"]) and len(match["names"]) < _LONGEST:
        names = (match["names"],)
    out: list[Row] = [_leader(unit, led)] if led is not None and names else []
    start = match.start("names")
    for name in names:
        begin, start = place_of(name, unit.text, start)
        span = unit.span(begin, start)
        cells: Cells = {"name": Reading(name, span, "prose", 0.8)}
        own = _BRACKET.match(unit.text, start)
        if own is not None and POST.match(own["said"]):
            cells["post"] = Reading(squeeze(own["said"]), unit.span(*own.span("said")), "prose", 0.8)
        elif post is not None:
            cells["post"] = Reading(post, unit.span(*match.span("lead")), "derived:group", 0.8)
        if (form := form_of(match["lead"])) is not None:
            cells["form"] = Reading(form, unit.span(*match.span("lead")), "derived:group", 0.8)
        out.append(Row(cells, span))
    return out


_BRACKET = re.compile(r"\s*[（(](?P<said>[^（）()]{2,10})[)）]")
_ORDINAL = re.compile(r"\s*(?:[（(]?\d{1,4}[)）.、．]|[①-⑳])\s*")
_COUNTED = re.compile(r"\s*\d{1,4}\s*[,，、\t]\s*")
_CLAUSE = re.compile(r"[^，,；;。\s]+")


def _numbered(unit: Unit) -> Row | None:
    """The person of a line that begins with the name and goes on with a number of identity: 1. 苑志刚，男，身份证号…，破碎工; 管新华,4211…,凿岩工."""
    lead = _ORDINAL.match(unit.text) or _COUNTED.match(unit.text)
    parts = list(_CLAUSE.finditer(unit.text, lead.end() if lead is not None else 0))
    if lead is None and len(parts) > 1 and _IDENTITY.fullmatch(parts[1][0]) is None:
        return None  # a sentence that begins with a name
    if len(parts) < 2 or not may_be_name(parts[0][0]):
        return None
    cells: Cells = {"name": Reading(parts[0][0], unit.span(*parts[0].span()), "prose", 0.85)}
    for part in parts[1:]:
        _read_part(unit, part, cells)
    return Row(cells, unit.span()) if "id_no" in cells else None


_WITH_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff·]{2,12})\s*[（(](?P<said>[^（）()]*\d{6}[\d*]{8}[\d*]{3}[\dXx][^（）()]*)[)）]"
)
_WITHOUT_BRACKETS = re.compile(
    r"(?P<word>[\u4e00-\u9fff·]{2,12})(?<![证码号])[\s，,]\s*(?:身份证号?码?|证号)?[:：]?\s*(?P<said>\d{6}[\d*]{8}[\d*]{3}[\dXx])(?!\d)"
)
"""The same without brackets: 磨工：乔德安 4128…、乔二孬 4128…。"""
_OVER = re.compile(r"([\u4e00-\u9fff]{2,8})[:：]\s*$")
"""The post, or the workshop, that leads those behind it."""
_ANEW = re.compile("[；;。:：\n]")
"""What ends those who share the post told before the first of them."""
_A_WORKER = re.compile(
    "^(?:(?:和|及|与|其中|包括|有|系|为)|(?:本?[厂矿公司店站]+)?(?:职工|员工|人员|雇员|工人)(?=[\u4e00-\u9fff]{2}))+"
)


def _beside_numbers(unit: Unit, form: re.Pattern[str]) -> Iterator[Row]:
    """The people of a sentence, each with a number of identity in the bracket behind the name, what he does in it too or before
    the name: 职工张三（4211…，电工）、窑工李四（…）、王五（…）."""
    post: Reading[Any] | None = None
    before = 0
    for match in form.finditer(unit.text):
        if (over := _OVER.search(unit.text, before, match.start())) is not None:
            post = Reading(over[1], unit.span(*over.span(1)), "prose", 0.8) if POST.match(over[1]) else None
        elif _ANEW.search(unit.text, before, match.start()):
            post = None
        before = match.end()
        lead = _A_WORKER.match(match["word"])
        at = match.start("word") + (lead.end() if lead is not None else 0)
        cut = _end_of_post(unit.text[at : match.end("word")])
        if cut:
            post = Reading(unit.text[at : at + cut], unit.span(at, at + cut), "prose", 0.8)
        name = unit.text[at + cut : match.end("word")]
        if not may_be_name(name):
            continue
        cells: Cells = {"name": Reading(name, unit.span(at + cut, match.end("word")), "prose", 0.85)}
        for part in _CLAUSE.finditer(unit.text, *match.span("said")):
            _read_part(unit, part, cells)
        if "id_no" in cells:
            yield Row(cells if post is None else {"post": post, **cells}, unit.span(*match.span()))


def _end_of_post(word: str) -> int:
    """Where the post that a word begins with ends and the name begins; 0 where it is a name alone.

    >>> _end_of_post("窑长乔德安"), _end_of_post("乔德安"), _end_of_post("高处作业工万长顺")
    (2, 0, 5)
    """
    if is_name(word):
        return 0
    ends = [i for i in range(len(word) - 2, 1, -1) if POST.match(word[:i]) and may_be_name(word[i:])]
    return next((i for i in ends if is_name(word[i:])), ends[0] if ends else 0)


def _read_part(unit: Unit, part: re.Match[str], cells: Cells) -> None:
    """What one clause about a person says: his number or what he does."""
    number = _IDENTITY.search(part[0])
    value = id_number.parse(number[0]) if number is not None else None
    if number is not None and value is not None:
        at = part.start() + number.start()
        cells.setdefault("id_no", Reading(value, unit.span(at, at + len(number[0])), "prose", 0.9))
    elif POST.match(part[0]):
        cells.setdefault("post", Reading(squeeze(part[0]), unit.span(*part.span()), "prose", 0.8))


_PIECE = re.compile(r"[^\s,，、/|｜\t—…·．]+(?:·[^\s,，、/|｜\t—…·．]+)*")
_BESIDE_A_NAME = re.compile(
    r"[（(]?\d{1,4}[)）.、．]?|[男女]性?|\d{2}岁?|1\d{2}[\d*]{8}|(?:20|19)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?"
)
"""What a line may tell of a person beside name and post: its number, his sex, his age, his telephone, a day."""


_TAIL = re.compile(r"[（(]?(?:身份证号?码?|证件号?码?)?(?:尾号|[后末][四六4-6]位)\s*[:：为]?\s*\d{3,5}[\dXx][)）]?")
"""The last figures of a number of identity, which stand for it: 尾号3026."""


def _in_words(unit: Unit) -> Row | None:
    """The person of a line with name and post and nothing that tells of anything else: 1 殷维山 男 装窑工."""
    if len(unit.text) > _LONGEST_LINE:
        return None
    pieces = list(_PIECE.finditer(_TAIL.sub(lambda tail: " " * len(tail[0]), unit.text)))
    numbers = [piece for piece in pieces if _IDENTITY.fullmatch(piece[0])]
    said = [piece for piece in pieces if piece not in numbers and not _BESIDE_A_NAME.fullmatch(piece[0])]
    if len(said) != _NAME_WITH_POST or len(numbers) > 1:
        return None
    if POST.match(said[0][0]) and not by_shape(said[0][0]):
        listed = _BESIDE_A_NAME.fullmatch(pieces[0][0]) is not None and by_shape(said[1][0])
        if not (listed or (numbers and _like_a_name(said[1][0]))):
            return None  # 工种 工人
        said.reverse()  # the post first, where a number, of identity or of the line, tells that it is somebody's line
    if not (may_be_name(said[0][0]) or (numbers and _like_a_name(said[0][0]))):
        return None
    of_a_person = numbers or any(_SEX.fullmatch(piece[0]) for piece in pieces)
    if POST.match(said[1][0]) is None and not (of_a_person and _WORD.fullmatch(said[1][0])):
        return None
    keys = zip(("name", "post"), said, strict=True)
    cells: Cells = {name: Reading(piece[0], unit.span(*piece.span()), "prose", 0.8) for name, piece in keys}
    if numbers and (value := id_number.parse(numbers[0][0])) is not None:
        cells["id_no"] = Reading(value, unit.span(*numbers[0].span()), "prose", 0.85)
    return Row(cells, unit.span())


def _like_a_name(word: str) -> bool:
    """Whether a word beside a number of identity may be a name, of whatever people: 苏和巴特尔."""
    return _WORD.fullmatch(word) is not None and POST.match(word) is None


_SEX = re.compile("[男女]性?")
_WORD = re.compile("[\u4e00-\u9fff]{2,8}")
_NAME_WITH_POST = 2
_LONGEST_LINE = 40  # characters
_IDENTITY = re.compile(r"(?<!\d)\d{6}[\d*]{8}[\d*]{3}[\dXx](?!\d)")
_LONGEST = 5  # characters of one name


def _post(lead: str) -> str | None:
    """What the people under a heading do: the word in it that is a post."""
    words = [word[0] for word in _WORDS.finditer(lead) if not _COUNT.fullmatch(word[0])]
    posts = [squeeze(word) for word in words if POST.match(squeeze(word))]
    return posts[0] if len(posts) == 1 else None
