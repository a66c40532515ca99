"""What one item says of a hazard: what is wrong, how grave it is, what to do by when, what became of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.hazards.items.item_advice import advice_in, asked_behind, behind_arrow, labelled_entries, words_of
from extractor.hazards.items.item_body import Body, body_of, in_one_line
from extractor.hazards.items.item_days import deadline_of, due_first
from extractor.hazards.items.items import ITEM, Part
from extractor.hazards.items.speakers import without_speakers
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.numbers import FURTHER
from extractor.hazards.meaning.outcome_words import add_outcome, is_state_alone, outcome
from extractor.hazards.meaning.words import NOTHING_FOUND, NOTICED, level_of
from extractor.record import Reading, Row

_STATUS_NOTE = re.compile(
    r"(?:状态|结果|进展|进度|现况|现状|后续|跟进|整改情况|治理情况|治理结果|处理情况|完成情况|落实情况|复查|复核|答复?|回复|反馈)\s*[:：]"
)
_LEVEL_SAID = re.compile(
    r"^.*?(?:等级|级别|分级|属于?|[为系]|[\u4e00-\u9fff][:：])\s*[:：为]?\s*((?:重大|一般|较大|[ⅠⅡI一二]级|[★☆]+)).*$",
    re.S,
)
_FOUND = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}[:：])?\s*[^，,。；;:：]{0,16}?(?:查到|查出|查见|发现|看到|看见|见到|注意到|存在)(?:了|有)?(?:一[处个项条](?:问题|隐患)?\s*[:：]?\s*)?"
)
_FOUND_AT_LENGTH = re.compile(
    r"[^。；;]{0,90}?(?:检查|排查|巡查|查看|核查|走访|现场|当[天日])[^。；;:：]{0,12}?(?:发现|查出|查到|看到|查见)(?:了|有)?(?:以下|如下)?(?:[一1][处个项条])?(?:问题|隐患)?\s*[:：]\s*(?=[\u4e00-\u9fff])"
)
"""Who came on which day and looked, before what was found in the same sentence: "8月19日，我公司某某检查时发现：…"."""
_NAMED_LEAD = re.compile(
    r"[^。；;]{0,40}?(?:发现|查出|通报|挂牌|督办|存在)的?[^。；;，,]{0,6}(?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患\s*(?:[—–-]{2}|[:：])\s*(?=[\u4e00-\u9fff])"
)
"""What leads to a hazard and says how grave it is: "6月30日排查发现的重大隐患——紧急脱离装置失效，整改期限7月15日"."""
_ADVICE_ONLY = re.compile(r"(?:建议|应(?!急)|要求|请(?!假)|加强|完善|落实)[^，,。]*$")
_PRAISED = re.compile(
    r"(?:有序|及时|良好|正常|到位|得当|齐全|完好|规范|熟练|合格|合理|较好|有效|圆满|顺利|清楚|清晰|迅速|流畅|顺畅|有力|畅通)\s*$"
)
_PRAISED_WHOLE = re.compile(
    r"(?:[，,都均也皆]|一切)(?:(?:没有?|未见|未发现|无)(?:发现|任何|什么|明显)*(?:问题|异常|毛病|不妥)|正常|完好|(?:很|比较|较)好|合格)\s*$|值得(?:肯定|表扬|推广|学习|称赞)\s*$"
)
"""What was looked at and found well, or is praised."""
_DEED_FIRST = re.compile(r"\s*(?:(?:现|均|都|全部|当场|现场)?已|于20\d\d)")
"""What begins with having been done says what became of a hazard, and not what is wrong."""
_ASIDE = re.compile(
    r"(?:也|而且|同时)是?[^，,。；;]{0,2}最[^，,。；;]{1,8}[一这那]?[件个项处条点桩]?的?(?:一[件个项处条点桩])?[，,]\s*"
)
"""How grave a letter calls an item among others, before it tells what is wrong: "第二件，也是最要紧的一件，…"."""
_PLACE_TAG = re.compile(
    r"\s*[【\[〔]\s*((?![^】\]〕]*(?:重大|一般|较大|隐患|问题|缺陷|等级|级别|建议|要求|措施|期限|依据|状态|整改|[红橙黄蓝]))[^】\]〕\d][^】\]〕]{1,11})\s*[】\]〕]\s*(?=[\u4e00-\u9fffA-Za-z\d])"
)
"""Where something is wrong, in a bracket of its own before it: "【速冻间】门内无逃生开关"."""
_PLACE_ALONE = re.compile(
    r"\s*[\u4e00-\u9fffA-Za-z\d#]{1,10}(?:车间|工段|工区|装置|[区库房楼站室间厂塔池仓井场部]|现场|岗位|方面)(?<![一二两同]间)\s*。\s*(?!建议|应(?!急)|要求|请|须|宜|立即|限)(?=[\u4e00-\u9fff]{4})"
)
"""Where something is wrong, as a sentence of its own before it: "（一）合成车间。冷却水泵备用泵无法启动"."""
_ANSWER = re.compile(r"(?:^|[；;。])\s*(?:答复?|回复|反馈)\s*[:：]\s*")
"""What an enterprise wrote right under a hazard; what is asked before it says nothing of the mending."""
_NO_DEFECT = re.compile(
    r"(?:目前|现在?|至今)?(?:还|仍|尚|暂)(?:没有?|未|是没有?)[\u4e00-\u9fff]{1,3}"
    r"|(?:限|于|请|须)*\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[之以]?前?(?:完成|整改)*"
)
"""What only says that something is still to be done, or by when: "还没有装", "9月5日前"."""
HEADS_A_SECTION = re.compile(
    "(?:隐患|问题)?(?:复[查核检验]|回访|回头看|跟踪|整改|落实|验收|后续|检查|排查|服务|处置|闭环)(?:[及与和]?(?:复[查核]|整改|跟踪|落实|验收|处理|闭环))?(?:的)?(?:情况|结果|意见|记录|说明|进展)(?:说明|如下|汇总)?"
)
"""What heads a part of the paper that tells of the visit, or of what became of hazards, and names none."""
_COUNTS = re.compile(
    r"\s*[^。；;，,:：（(]{0,14}(?:隐患|问题)(?:清单|部分)?\s*[（(]\s*共?\s*\d{1,2}\s*[项条处个][^（()）]*[)）]\s*[:：]?\s*"
)
_OF_SEVERAL = re.compile(
    rf"{FURTHER}*\s*[项条处](?=[均都全已未尚])"
    rf"|{FURTHER}+\s*号?(?=(?:[均都]|全部)?(?:已|[尚还]?未)(?:整?改|完成|销号|闭环))"
)
_TALK_OF_ADVICE = re.compile(r"\s*(?:整改|治理|处理)?(?:建议|措施|要求|依据|意见|对策)")


_BASIS = re.compile(
    r"(?<=[；;。\s])(?:(?:判定|检查|违反|法规|法律|标准)?(?:依据|条款|条文|标准|规范)|违反)(?:文件|内容)?\s*[:：][^；;。\n]*"
)
"""The rule that a hazard is against; what it asks of all is not what is to be done here."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def paragraph_row(part: Part, tail: list[Part], after: date | None = None, *, runs: int = 0) -> tuple[Row, bool] | None:
    """The hazard that an item states, and whether its words alone show that it is one; None where it states none.

    ``after``: a day of the paper from which a deadline without a year is counted; ``runs``: how many lines of the tail go on
    with the sentence of the item.
    """
    text = in_one_line(part, tail, runs)
    lead = (
        (ITEM.match(text) or NOTICED.match(text))
        if part.marked
        else (_NAMED_LEAD.match(text) or _FOUND_AT_LENGTH.match(text) or _FOUND.match(text))
    )
    start = lead.end() if lead else 0
    if lead and (aside := _ASIDE.match(text, start)) is not None:
        start = aside.end()
    if part.marked and (room := _PLACE_ALONE.match(text, start)) is not None and not hazard_cells.tells_defect(room[0]):
        start = room.end()
    if (place := _PLACE_TAG.match(text, start)) is not None and not hazard_cells.tells_defect(place[1]):
        start = place.end()
    if _COUNTS.fullmatch(text, start):
        return None  # "（二）限期整改隐患（3项，整改期限8月15日）" heads those under it
    if _OF_SEVERAL.match(text, start):
        return None  # "（1）（2）（3）项均已整改完毕": what became of those that another list tells
    text, answered = without_speakers(text, start)
    early = due_first(text[start:])
    body = body_of(text, start + (early[0] if early else 0))
    said = labelled_entries(body.rest)
    advice = advice_in(_BASIS.sub(_blank, text), _BASIS.sub(_blank, body.rest), said.get("advice"))
    deadline = deadline_of(body.rest, early[1] if early else None, after)
    note = "；".join(p for p in re.split(r"[;；。]|\s{2,}", body.rest) if not _TALK_OF_ADVICE.match(p))
    status = answered or _tells_status(note, body.rest)
    note = note[m.end() :] if (m := _ANSWER.search(note)) is not None else note
    words = words_of(advice, text) if advice else ""
    note, status = (deed, True) if (deed := _with_deed(note, words)) != note else (note, status)
    told = outcome(note, status=status)
    stands = told["rectified"] or told["refused"] or is_state_alone(body.rest.strip(" ；;，,。"))
    if not (advice or deadline or body.level or "level" in said or stands):
        return None
    if describes_none(body.description):
        return None
    strong = bool(body.level or re.search("隐患|整改", text) or advice) or (
        _LEVEL_SAID.match(body.rest) is not None and hazard_cells.tells_defect(body.description)
    )
    if not strong and deadline is None and not stands:
        return None  # what was mended at once stands beside others of its list that are surely hazards
    level = body.level or said.get("level")
    unit = part.unit
    comma = asked_behind(body.description) if advice is None else None
    to_do = "" if comma is None else body.description[comma.end() :]
    body = body if comma is None else replace(body, description=body.description[: comma.start()])
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level[1] if level else _LEVEL_SAID.sub(r"\1", text)), unit.span(), "prose", 0.8),
        "description": _described(part, body),
    }
    if words or to_do:
        cells["advice"] = Reading(words or to_do, unit.span(), "prose", 0.75)
    if deadline is not None:
        day, how, sure = deadline
        cells["deadline"] = Reading(day, unit.span(), how, sure)
    add_outcome(cells, note, unit, status=status, after=after)
    return Row(cells, unit.span()), strong


def begins_at(part: Part) -> int:
    """Where in its unit a hazard begins, behind what the sentence tells of the visit."""
    lead = None if part.marked else _FOUND_AT_LENGTH.match(part.text)
    return part.start + (lead.end() if lead is not None else 0)


def describes_none(words: str) -> bool:
    """Whether what stands where a hazard's description would is none."""
    if len(words) < 4 or words[-1] in "及和与" or _ADVICE_ONLY.match(words) or NOTHING_FOUND.search(words):
        return True
    if _NO_DEFECT.fullmatch(words) or HEADS_A_SECTION.fullmatch(words):
        return True
    if _DEED_FIRST.match(words) and outcome(words, status=True)["rectified"]:
        return True  # "第1项已于8月30日整改完毕": what became of one that another list tells
    if _PRAISED_WHOLE.search(words) is not None:
        return True  # "泵房、空压站都看过，没有问题"
    # "疏散有序；…建议加强训练": what went well
    return _PRAISED.search(words) is not None and not hazard_cells.tells_defect(words)


def _tells_status(note: str, rest: str) -> bool:
    return bool(
        _STATUS_NOTE.search(note)
        or (re.search("→|⇒|➜|=>|->", rest) and behind_arrow(rest) is None)
        or re.search("(?:当场|现场|当日|当天)(?:均|即)?已|已经?(?:当场|现场)", note)
        or _THEIR_DEED.search(note)
        or _SEEN_AGAIN.search(note)
        or re.match(r"\s*[—–]{2}", rest)
        or _DEED_OF_ONE.search(note)
        or re.search(
            r"[，,；;]\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:已?(?:改|完成|销号)|[\u4e00-\u9fff]{1,3}(?<![买订约备])[好完齐毕妥了](?=[)）])|已[\u4e00-\u9fff]{1,6}(?=$|[，,；;)）]))",
            note,
        )
        or re.search(r"(?:^|[；;])\s*[√✓✔☑]\s*已", note)
        or re.search(r"[；;]\s*已(?:整改|改好?|完成|销号|闭环|办结?)\s*[)）]", note)
        or re.search(
            r"[；;]\s*已[\u4e00-\u9fff]{1,6}[，,]\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[)）]",
            note,
        )
    )


_SEEN_AGAIN = re.compile(r"(?:复看|复查|复核|回看|再看|再次查看|再查|回访)时?\s*[，,:：]?\s*(?:[均都现]|全部)?已")
"""What was seen to be done at a second look: 下午三点半复看时已分开."""
_THEIR_DEED = re.compile(
    r"(?:^|[；;])\s*(?:(?:该|被检|受检|投保)?(?:企业|单位|公司|项目部|厂方?|矿方?|店方?)|[你贵][厂矿店司单公][\u4e00-\u9fff]?)(?:现|均|随即|当[日天])?已"
)
"""A sentence on what the enterprise has done: "企业已于2025年2月25日加装导流管"."""


_DAY = r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?"
_ON_THE_SPOT = re.compile("(?:^|[；;])[^；;，,。]{0,6}(?:当场|现场)[^；;，,。]{1,6}[走好掉完开齐上净]了(?=$|[，,；;])")
"""A sentence on what somebody did on the spot: "虞小军当场叫人搬走了"."""
_DAY_AND_DEED = re.compile(
    rf"(?:^|[；;]|(?:重大|一般|较大|隐患)[，,])\s*({_DAY})(?![\s日号]*[之以]?[前内])\s*(?:由[^；;，,。]{{2,8}}?)?([^；;，,。()（）\d]{{2,12}})(?=$|[，,；;。)）])"
)


def _with_deed(note: str, to_do: str) -> str:
    """What is said of a hazard, and that it was mended where a sentence says on which day was done what it asks for: "（8月8日前修复）。
    8月7日由厂家修复"."""
    deed = _DAY_AND_DEED.search(note) if len(to_do) > 1 else None
    done = "" if deed is None else deed[2].removeprefix("已")
    same = done.endswith(to_do) or done.startswith(to_do[:2])
    return f"{note}；已于{deed[1]}整改" if deed is not None and same else note


_DEED_OF_ONE = re.compile(
    r"(?:^|[；;])\s*[\u4e00-\u9fff]{2,10}?已[\u4e00-\u9fff]{1,5}(?<![订约定买])[好完毕妥](?=$|[，,；;])"
)
"""A sentence on what somebody has brought to its end: "会议期间机修工已装好，…"."""


def _described(part: Part, body: Body) -> Reading[Any]:
    """The words on what is wrong as they are printed, where they stand whole in the item's own unit."""
    unit, begin = part.unit, part.start + body.start
    quoted = _IN_QUOTES.fullmatch(body.description)
    begin, words = (begin + quoted.start(1), quoted[1]) if quoted is not None else (begin, body.description)
    stop = begin + len(words)
    printed = unit.raw[begin:stop] if unit.text[begin:stop] == words else words
    return Reading(printed, unit.span(begin, min(len(unit.text), stop)), "prose", 0.8)


_IN_QUOTES = re.compile('[“"「『]([^“”"「」『』]{4,})[”"」』]')
"""What is wrong as an enterprise quotes it in its answer."""
