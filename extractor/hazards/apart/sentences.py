"""What sentences say of the hazards of a list that they name: what became of them, how grave they are, what is to be done by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.apart.selections import Listed, Named, named_hazards
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.words import int_of
from extractor.record import Reading

ALL = re.compile(
    r"(?:上述|以上|所列|所有|全部)[^，,。；;]{0,8}(?:问题|隐患|不符合项?|缺陷)?[^，,。；;]{0,6}(?:(?:均|全部|都)已|已(?:经)?(?:均|全部|都))"
    r"|所[提列指述](?:[^，,。；;]{0,8})[，,][^，,。；;\d]{0,8}(?:[，,]\s*)?(?:现|目前)?(?:均|全部|都)已经?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分)(?:完[成毕]|到位|合格)?"
    r"|(?:上述|以上|前述|所列)[\d一二两三四五六七八九十]{0,2}[项条处个]?(?:事故)?(?:问题|隐患|不符合项?|缺陷)(?:分别)?已经?(?:分别|逐[一项条])?"
    r"(?:于[\d年月日、，和及与./\s-]{3,40})?(?:分别|逐[一项条])?(?:完成)?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|了?部分|其中|了?\s*[\d一二两三四五六七八九十])"
    # what was listed, who mended it, and by when it was: "所列3项隐患，我厂已于4月28日前全部整改完毕"
    r"|(?:上述|以上|前述|所[提列指述])(?P<count>[\d一二两三四五六七八九十]{0,2})[项条处个]?(?:事故|安全)?(?:问题|隐患|不符合项?|缺陷)[，,]?(?:(?!第|其余|其他|其中|除|应|须|请|限|要求|[未尚仍待])[^，,。；;\d]){0,12}"
    r"已经?(?:于[\d年月日./-]{2,12}[日号]?(?:[之以]?前|底前?|当[天日])?)?(?:均|全部|都|逐[一项条])?(?:按要求|按期|按时|如期)?(?:完成)?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分|其中)(?:完[成毕]|到位|合格)?(?!了?\s*(?:大?部分|其中|[\d一二两三四五六七八九十]))"
    r"|(?:上述|以上|前述)(?:(?!第|其余|其他|除|应|须|请|限|要求)[^。；;]){0,16}(?:复查|复核|复验|回访|核查|验收|核实|整改)"
    r"(?:(?!第|其余|其他|除|应|须|请|限|要求)[^。；;]){0,8}(?:均|全部|都)(?:已|完成|整改|合格|闭环|消除)"
    # as many as were listed, without a word that points to them: "回访记录：三项均已整改完成"
    r"|(?<![\d一二两三四五六七八九十第中前后余他有])(?P<alone>[\d一二两三四五六七八九十]{1,2})[项条处个](?:事故|安全)?(?:问题|隐患|不符合项?|缺陷)?"
    r"(?:均|全部|都)已经?(?:按要求|按期|按时|如期|完成)?(?:整改|治理|消除|闭环|销号)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分|其中)"
    # the same of a later visit, without "already": "复查（7月2日）：3项全部整改完成"
    r"|(?:复[查核验]|回访|核查|验收)(?:(?!第|其余|其他|除|应|须|请|限|要求|前|准备|安排|计划)[^。；;]){0,24}?[:：，,]\s*(?:(?P<again>[\d一二两三四五六七八九十]{1,2})[项条处个])?(?:事故|安全)?(?:问题|隐患|不符合项?|缺陷)?"
    r"(?:均|全部|都)(?:已经?)?(?:按要求|按期|按时|如期)?(?:整改|治理|消除|闭环|销号)(?:完[成毕]|到位|合格)(?=\s*(?:[，,）)]|$))"
)
"""That all that was listed is mended: at once, or as a later visit found it: 以上问题截至12月22日复查时全部完成整改."""

ALL_BY_COUNT = re.compile(
    r"(?:^|[，,:：])\s*(?:经[^，,]{0,12}[，,])?(?P<again>(?:上述|以上|前述|所[列提述]|这)?)(?P<count>[\d一二两三四五六七八九十]{1,2})(?P<alone>)[项条处个点]\s*(?:事故|安全)?(?:问题|隐患|不符合项?|缺陷)?"
    r"[，,]?(?:(?!第|其余|其他|其中|除|应|须|请|限|要求|承诺|计划|准备|拟|[未尚仍待没不拒])[^，,。；;\d]){0,12}?(?:已经?|(?:先后|分别)[于在])(?:(?!前|[未尚仍待没不拒])[^，,。；;]){0,24}?"
    r"(?:[整]?改[正好完]|整改|治理|消除|修[好复]|处理|解决|销号|闭环|恢复)(?!通知|要求|意见|建议|期限|方案|计划|中|了?部分|其中|[^，,。；;]{0,4}?[\d一二两三四五六七八九十]+\s*[项条处个])"
)
"""That as many as were listed are mended, in whatever words: 以上两处贵矿已分别于11月20日、11月18日改正."""


def named_in(text: str, listed: Listed) -> Iterator[tuple[frozenset[int], str]]:
    """The hazards that a clause names, with what it says became of them: mended, or refused and reported.

    >>> three = Listed.of_numbers({1, 2, 3})
    >>> [(sorted(n), words) for n, words in named_in("第1、2项已整改，第3项未整改", three)]
    [([1, 2], '已整改')]
    >>> [(sorted(n), words) for n, words in named_in("第2项未整改，其余已整改", three)]
    [([1, 3], '已整改')]
    >>> [(sorted(n), words) for n, words in named_in("除第1项外，其余均已整改", three)]
    [([2, 3], '均已整改')]
    """
    names = named_hazards(text, listed)
    but = frozenset(key for named in names if named.how == "but" for key in named.order)
    clauses = list(_CLAUSE.finditer(text))
    for place, following in zip_longest(clauses, clauses[1:]):
        start, stop = place.span()
        named = [n for n in names if start < n.stop <= stop]
        if named and text[named[0].start] in ":：":  # what leads to the answers says nothing of them
            start = named[0].start + 1
        clause = text[start:stop]
        every = ALL.search(clause) or ALL_BY_COUNT.search(clause)
        if not named and every is None:
            continue  # it speaks of no hazard, whatever it says became of it
        told = outcome(clause, status=True)
        if not told["rectified"] and not told["refused"] and len(named) < _SEVERAL:
            continue
        if every is not None and told["rectified"] and _counts(every, listed):
            # the days of each behind it are not those of all: "均已整改完毕，液位远传6月5日恢复，洗眼器5月28日修好"
            # nor is that of one of them: "四项均已销号，其中第四项5月29日销号"
            own = any(n.start >= start + every.end() for n in named)
            of_all = every[0] if own or len(re.findall(_DAY, clause[every.end() :])) > 1 else clause
            yield from _respectively([k for k in listed.order if k not in but], clause) or [(listed.all - but, of_all)]
            continue
        if (shared := list(_shared(text[:stop], named))) and all(hazards for hazards, _ in shared):
            yield from shared
            continue
        behind = "" if following is None else following[0]
        for one, after in zip_longest(named, named[1:]):
            if one.order and one.how != "but":
                whole = text[one.stop : stop if after is None else after.start]
                yield from _became(one, whole, behind, listed)


_CLAUSE = re.compile(r"[^。；;\n]+")
_SEVERAL = 2  # names in one clause, of which each is told of apart


def _became(named: Named, whole: str, following: str, listed: Listed) -> Iterator[tuple[frozenset[int], str]]:
    """What ``whole``, the words behind a name up to the next, says became of the hazards named; ``following``: the next clause."""
    first = re.split(r"[，,]", whole.lstrip("，,"))[0]
    sure = named.how != "level" or _SAYS_DONE.match(first) is not None
    if sure and outcome(first, status=True)["rectified"]:
        yield from _respectively(named.order, first) or [(named.hazards, _with_its_day(first, whole))]
    elif outcome(whole, status=True)["refused"]:
        reported = not _tells_report(whole, listed) and _tells_report(following, listed)
        yield named.hazards, f"{whole}；{following}" if reported else whole


def _with_its_day(first: str, whole: str) -> str:
    """What was done, with the day that the clause behind it gives: "已改，5月9日改完"; a day on which somebody came to see is none."""
    second = re.split(r"[，,]", whole.strip("，,"))[1:2]
    said = second[0] if second and not re.search(r"\d\s*[日号]", first) else ""
    return f"{first}，{said}" if _DONE_ON.fullmatch(said) is not None else first


_DONE_ON = re.compile(
    r"\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*(?:全部|均|都)?(?:整改|改|完成|处理|修|换|装|清理|销号|闭环)[\u4e00-\u9fff]{0,2}\s*"
)
_SAYS_DONE = re.compile("[^，,]{0,10}?(?:已|均|全部|都)")
"""Words that say of hazards of one level that they were mended: 重大隐患整改完成前 says nothing of it."""


def _counts(every: re.Match[str], listed: Listed) -> bool:
    """Whether as many are said to be mended as were listed, where their number is told."""
    told = every["count"] or every["alone"] or every["again"]
    return not told or (2 if told == "两" else int_of(told)) == len(listed.order)


_DAY = r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?(?![\d之以]|底?前)"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:[、，,]|和|及|与)\s*{_DAY})+")
_EACH_ON = re.compile("分别|先后|逐[一项条]")
_ONLY_DAY = re.compile(rf"\s*已?(?:分别)?[于在]?\s*({_DAY})\s*[、，,和及与]?\s*(?:上述|以上)?")


def _shared(clause: str, named: Sequence[Named]) -> Iterator[tuple[frozenset[int], str]]:
    """Hazards with a day for each and one verb for all of them: "第一项于6月8日、第二项于6月3日分别整改完毕"."""
    days = [_ONLY_DAY.match(clause, one.stop) for one in named]
    if len(named) < 2 or any(day is None for day in days):
        return
    for day, following in zip(days, named[1:], strict=False):
        if day is None or day.end() < following.start:
            return
    deed = re.split(r"[，,]", clause[days[-1].end() :])[0] if days[-1] is not None else ""
    for day, one in zip(days, named, strict=True):
        if day is not None and outcome(words := f"{day[1]}{deed}", status=True)["rectified"]:
            yield one.hazards, words


def _respectively(numbers: Sequence[int], words: str) -> list[tuple[frozenset[int], str]]:
    """Each hazard with the day that is its own of as many in their order: 第一、二项已分别于6月8日、6月3日整改完毕; none of others."""
    days = _DAYS.search(words)
    told = re.findall(_DAY, days[0]) if days is not None and _EACH_ON.search(words) else []
    if days is None or len(told) != len(numbers) or len(told) < 2:
        return []
    return [(frozenset({n}), f"{day}已{words[days.end() :]}") for n, day in zip(numbers, told, strict=True)]


def _tells_report(text: str, listed: Listed) -> bool:
    """Whether words say that an authority was told, and of no hazard by its number."""
    named = any(one.how in ("number", "place") for one in named_hazards(text, listed))
    told = outcome(text, status=True)
    return not named and (told["reported_on"] is not None or told["reported_to"] is not None)


_GRAVE = re.compile(
    r"(?:(?![不非未没无否])[^，,。；;\d]){0,6}?(?:均|都)?(?:属于?|[为系是]|定为|判定为|构成|按照?|视同|[归列纳划]入)\s*(重大|一般)(?:生产安全|安全|事故)*(?:隐患)?(?:的?(?:进行|予以)?(?:管理|管控|对待|治理|处[理置])|之列)?(?![^，,。；;\s）)])"
)
_DUE_SAID = re.compile(
    r"[，,]?[^，,。；;\d]{0,10}?[，,]?[^，,。；;\d]{0,6}?(?:要求|限|须|应|请|责令|责成|督促|期限|时限|截止|承诺|答应|保证)[^，,。；;\d]{0,8}$"
)
_TO_BE_MENDED = re.compile(r"\s*[之以]?前[，,]?[^，,。；;\d]{0,4}(?:整改|治理|改正|完成|改[好完毕])")
_BY = re.compile(r"\s*[之以]?前[，,]?\s*")
_TO_DO = re.compile(r"[，,]?(?:[^，,。；;\d]{0,10}?[，,])?\s*(?:要求|责令|责成|督促|应当?(?!急)|须|请)\s*")
_NOTHING_NEW = re.compile(
    r"(?:立即|限期|按期|按时|及时|全部|完成|落实)*(?:整改|改正|治理|消除|完成)(?:到位|完[毕成])?(?:$|[，,])|\d"
)


def told_of(unit: Unit, listed: Listed, after: date | None) -> Iterator[tuple[frozenset[int], str, Reading[Any]]]:
    """What a unit says of the hazards that it names: how grave they are ("第4项为重大隐患"), by when they are to be mended and
    what is to be done ("第3项，责令3月31日前将油罐移走")."""
    text = unit.text
    found = named_hazards(text, listed)
    for one, following in zip_longest(found, found[1:]):
        if not one.order or one.how == "but":
            continue
        if (grave := _GRAVE.match(text, one.stop)) is not None and one.how != "level":
            yield one.hazards, "level", Reading(grave[1], unit.span(grave.start(1), grave.end(1)), "prose", 0.8)
        stop = len(text) if following is None else following.start
        due = _due_in(unit, one.stop, stop, after)
        begin = None
        if due is not None:
            day, start, end, how = due
            yield one.hazards, "deadline", Reading(day, unit.span(start, end), how, 0.8)
            by = _BY.match(text, end)
            begin = None if by is None else by.end()
        elif (asked := _TO_DO.match(text, one.stop)) is not None:
            begin = asked.end()
        elif one.how in ("number", "place"):
            begin = one.stop  # "后者立即关闭排水阀并挂牌"
        if begin is None or one.how == "level":
            continue
        words = re.split("[。；;]", text[begin:stop])[0].rstrip(" ，,")
        begin += len(words) - len(words.lstrip(" ，,:："))
        words = words.lstrip(" ，,:：")
        if hazard_cells.tells_remedy(words) and not _NOTHING_NEW.match(words):
            yield one.hazards, "advice", Reading(words, unit.span(begin, begin + len(words)), "prose", 0.7)


def _due_in(unit: Unit, start: int, stop: int, after: date | None) -> tuple[date, int, int, str] | None:
    """The day before which the words behind a name ask for mending, where it stands and how it was read."""
    token = next((t for t in unit.tokens if t.kind == "moment" and start <= t.start < stop), None)
    if token is not None:
        day, a, b, how = token.value.day, token.start, token.stop, "prose"
    elif (written := day_of(unit.text[start:stop], after)) is not None:
        day, a, b, how = written[0], start + written[1], start + written[2], "prose+year"
    else:
        return None
    before = unit.text[start:a]
    asked = _DUE_SAID.match(before) is not None and _BY.match(unit.text, b) is not None
    by = _BY.match(unit.text, b)
    to_do = by is not None and "前" in by[0] and hazard_cells.tells_remedy(unit.text[by.end() : stop])
    mended = _TO_BE_MENDED.match(unit.text, b) is not None
    plain = (to_do or mended) and _AT_ONCE_A_DAY.fullmatch(before) is not None
    listed = by is not None and "前" in by[0] and _BEHIND_COLON.fullmatch(before) is not None
    alone = _NO_MORE_THAN_BY.match(unit.text, b) is not None and _AT_ONCE_A_DAY.fullmatch(before) is not None
    return (day, a, b, how) if asked or plain or listed or alone else None


_NO_MORE_THAN_BY = re.compile(r"\s*[之以]?前\s*(?:[，,；;。、）)]|$)")
"""A day behind a hazard's number and nothing else, as terms are told one after the other: 第1项6月5日前，第2项6月9日前完成."""


_BEHIND_COLON = re.compile(r"\s*[:：]\s*(?:立即|马上|尽快)?\s*[（(]?\s*(?:于|在|限)?\s*")
"""What stands between a name and the day by which in a list of terms: "问题1：9月5日前"."""


_AT_ONCE_A_DAY = re.compile(r"\s*[，,]?\s*(?:均|都|全部)?[于在]?\s*")
"""What stands between a name and the day by which, where nothing asks for it: "重大事故隐患于9月30日前整改完成"."""
