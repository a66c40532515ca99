"""Whether a report says that nothing was found, or may hold hazards that were not read."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.evidence.ticked import chosen_words
from extractor.evidence.units import Unit
from extractor.hazards.meaning.cells import tells_defect
from extractor.hazards.meaning.words import NONE_HERE, NOTHING_FOUND, STILL_FOUND, label_role


def says_none(sheet: Sheet) -> Unit | None:
    """The unit that states that nothing was found, else None."""
    for unit in sheet.units:
        if _says_none_at_all(sheet, unit):
            return unit
        if _SAID_AFTER.match(_with_label(unit)) and not _of_one_place(sheet, unit):
            return unit
        match = NOTHING_FOUND.search(unit.text)
        if (
            match
            and not _UNTICKED.search(unit.text[: match.start()])
            and not STILL_FOUND.search(unit.text[max(0, match.start() - 8) : match.end()])
            and not re.search(r"整改", unit.text[max(0, match.start() - 4) : match.start()])
            and not _of_one_place(sheet, unit)
            and not (_GRAVE.search(match[0]) and any(_SOME.search(u.text) for u in sheet.units))
        ):
            return unit
    return None


_UNTICKED = re.compile(r"[□☐○◯]\s*[^□☐○◯☑☒■✓√✔。；;]{0,6}$")
"""Right before words of an answer beside an empty box, which is not given: ☐未发现隐患 ☑发现隐患."""


def _says_none_at_all(sheet: Sheet, unit: Unit) -> bool:
    """Whether a unit counts nothing, or concludes that all is as it should be, or is a list's line of strokes alone."""
    if _NONE_COUNTED.search(unit.text) and not _COUNTED.search(unit.text):
        return not any(_SOME.search(u.text) for u in sheet.units)
    if _ASKED.match(unit.text):
        return _SAYS_NO.fullmatch(chosen_words([unit.text.split(":", 1)[-1]])[0]) is not None
    if _ALL_FIT.fullmatch(unit.text) or _FITS_AND_NEEDS_NOTHING.search(unit.text):
        return not any(tells_defect(u.text) for u in sheet.units)
    return _is_struck_out(unit)


def _is_struck_out(unit: Unit) -> bool:
    """Whether a cell under the head of what is wrong is struck out with its whole line, the only one of its list: / | / | /."""
    head, table = unit.above, unit.table
    if table is None or unit.cell is None or head is None or head.cell is None or head.table is not table:
        return False
    row = [c.text.strip() for c in table.cells if c.row == unit.cell.row]
    last = max(c.row for c in table.cells) == unit.cell.row
    return (
        last
        and len(row) >= _LEAST_STRUCK
        and all(_STROKE.fullmatch(text) or NONE_HERE.fullmatch(text) for text in row)
        and label_role(head.text) == "description"
    )


_STROKE = re.compile(r"[/／\\—–-]{1,3}")
_LEAST_STRUCK = 3  # cells of a line
_NONE_COUNTED = re.compile(
    r"(?<!重大)(?<!较大)(?<!重大事故)(?<!重大安全)(?:隐患|问题|不符合项)(?:共|数量?)?\s*[:：]?\s*(?:0|零)\s*[项处条个]"
)
_COUNTED = re.compile(r"(?:[1-9]\d*|[一二两三四五六七八九十]+)\s*[项处条个]")
_ASKED = re.compile(
    r"\s*(?:本次|现场)?(?:检查|排查)?是否(?:存在|发现|有|查出)(?:安全|事故|生产)*(?:隐患|问题)\s*[:：](?=.*[☑☒■✓√✔])"
)
"""A question with boxes to tick: 是否存在隐患：□是 ☑否."""
_SAYS_NO = re.compile(r"[\s,，]*(?:否|无|没有|不存在|未发现)[\s,，。]*")
_FITS_AND_NEEDS_NOTHING = re.compile(
    r"均?(?:符合|满足|达到)[^。；;，,]{0,10}(?:要求|规定|标准)[，,。；;]\s*(?:(?:无需|无须|不需要?|不用)整改|(?:请)?(?:继续)?保持)"
)
_ALL_FIT = re.compile(
    r"\s*(?:检查|排查|巡查|现场|总体|综合)*(?:结论|结果|评价|意见)\s*[:：]\s*(?:经[^，。]{0,8}[，,])?(?:全部|均|各项(?:目|内容|指标)?均?|所有[^，。]{0,6}?均?)+(?:符合|合格|达标|正常)(?:安全)?(?:要求|规定|标准)?\s*[。.]?\s*"
)


_GRAVE = re.compile("重大|较大")
_SOME = re.compile(
    r"(?:一般|安全|事故)(?:生产|安全|事故)*隐患(?:共计?|总计|数量?)?\s*[:：]?\s*(?:[1-9]\d?|[一二两三四五六七八九十]{1,3})\s*[项条处个]"
    r"|(?:发现|查出|查见|存在)[^。；;，,未没无不]{0,8}(?:[1-9]\d?|[一二两三四五六七八九十]{1,3})\s*[项条处个](?:一般|安全|事故|生产)*(?:隐患|问题)"
)
"""How many were found: "发现一般隐患3项，无重大隐患" says only that none is grave."""


_SAID_AFTER = re.compile(
    r"\s*(?:(?:本次|现场|检查|排查|查出|发现|存在|的|安全|事故|生产)*(?:隐患|问题|不符合项|缺陷|异常项?)(?:情况|(?:总|个)?数量?|描述|内容|清单|明细|列表|一览表?|台账|登记表?)?|(?:本次|现场|检查|排查|走访|查勘)+(?:所?发现|查[出见]))\s*[:：]?\s*(?:本次|此次|现场|经排?检?查[,，]?)*"
    r"(?:暂?无|没有|未有?(?:发现|查出|检出|排查出|查见|查到|发觉|见)|零|0\s*[项处条个]?)\s*[。.；;]?\s*$"
)
"""Hazards named first, and then that there are none: "隐患：未查见。"."""


def is_none_after(text: str) -> bool:
    """Whether a text names hazards and then says that there are none.

    >>> is_none_after("本次排查隐患数：0 项。"), is_none_after("隐患数：2项")
    (True, False)
    """
    return _SAID_AFTER.match(text) is not None


def _with_label(unit: Unit) -> str:
    """What a short cell says, after the label to the left of it."""
    if unit.table is None or unit.left is None or len(unit.text.strip()) > _ONE_PLACE or len(unit.left.text) > 12:
        return unit.text
    return f"{unit.left.text.strip()}:{unit.text}"


_ONE_PLACE = 8
"""Characters of a cell that speaks only of what its row and column name."""


def _of_one_place(sheet: Sheet, unit: Unit) -> bool:
    """Whether a short cell says it of one place of many, and another cell of its table tells of a defect: "无问题" beside "护罩缺失"."""
    table = unit.table
    if table is None or min(table.n_cols, table.n_rows) < 3 or len(unit.text.strip()) > _ONE_PLACE:
        return False
    return any(u.table is table and u is not unit and tells_defect(u.text) for u in sheet.units)


_MAY_SAY_NONE = re.compile(
    r"(?:未|没|无|不存在)[^。；;]{0,12}(?:问题|隐患|整改|缺陷|异常|不符)|(?:状况|情况|秩序|管理)[^。；;]{0,6}(?:良好|正常)"
    r"|(?:未|没有?)(?:发现|查出|检出|查见|见)\s*[。；;,，]?\s*$"
    r"|未见[^。；;，,]{0,4}(?:新增|增加|反复|反弹)|(?:各项?|逐项|所有|全部)[^。；;]{0,10}(?:符合|合格|达标|满足|到位)"
)
"""Words that may say that nothing was found: whoever reads a list for missing must then look himself."""


_LIST_WORDS = re.compile(
    r"(?:整改|完成|办结|截止)(?:期限|时限|日期?|时间)|(?:整改|改进|处理)(?:建议|措施|办法|意见)|(?:隐患|问题)(?:描述|等级|级别|内容)|存在问题|复查情况|闭环状态"
)


_LEVEL_CELL = re.compile(r"\s*(?:一般|重大|较大)(?:事故)?(?:隐患)?\s*")
"""Nothing but how grave something is: that stands in a cell of a list of hazards only."""


_STATUS_CELL = re.compile(r"(?:已|未|待|正在)\s*(?:整改|复查|完成|销号|报告)|整改中|拒不|拒绝")


_SAYS_SOME = re.compile(
    r"(?<![不未没无])(?:存在|发现|查出|检出|下列|以下|如下)[^。；;，,未没无不]{0,10}(?:隐患|问题|不符合|缺陷|不足)(?!排查|治理|的)|属于?(?:重大|一般)(?:事故)?隐患|(?:请|应|须|限|要求|责令)[^。；;]{0,8}\d{1,2}\s*[月日./-][^。；;]{0,8}前|[（(【](?:重大|一般)(?:事故)?(?:隐患)?[)）】]"
    r"|(?:^|[，,；;。：:])\s*(?:定为|评为|属)?(?:一般|重大)(?:事故)?隐患\s*(?=[，,；;。]|$)"
)


# "具体清单另行提供", "口头告知，书面材料后补": the report itself says that its list is not in it
_ELSEWHERE = re.compile("另行|另外(?:提供|报送)|后补|补[交报送]|口头|稍后|随后(?:提供|发)|待补")


_TOLD_TO_THEM = re.compile(
    r"(?:^|(?<=[，,。；;：:]))[^，,。；;：:以上述下列前]{0,12}(?:发现|查出|存在|指出)的(?:主要|有关|相关|一些)?(?:安全|事故)?(?:隐患|问题|不足)(?:均|都|已经?|，|,|全部|一并)*"
    r"(?:向|与|跟|对|同|由)?[^，,。；;附单书表]{0,14}(?:当面|现场|当场|口头)(?:作了?|进行了?|予以)?(?:反馈|告知|交流|沟通|说明|指出|提醒|交换意见)了?[^，,。；;附单书表]{0,8}(?=[。；;]|$|[，,](?!.*(?:附|[单书]|见|表[^，,。；;]{0,4}$)))"
)
"""That what was found was told to somebody, where not a word says what it was nor in which paper it stands: 发现的问题已当面反馈."""
_VISITED = re.compile(r"对.*(?:进行|开展|作|做)了?[^，,。；;]{0,6}(?:检查|排查|巡查|查看|走访)\s*$")
"""A clause that tells where somebody looked, in whose places a word of a defect may stand: 对破碎站进行了现场检查."""
_CLAUSE = re.compile("[，,。；;：:\\n]")


_DEFECT = re.compile(
    r"缺失|破损|失效|损坏|未设置?|未配|未按|未经|堵塞|遮挡|堆放|超期|松动|松脱|脱落|裸露|泄漏|渗漏|锈蚀|积尘|不亮|无防护|未佩戴|未张贴|违规|私拉|短接|缺少|混放|混存"
)


_OF_FINDINGS = re.compile(
    r"\s*(?:现场|本次|安全)?(?:排查|检查|查勘|走访|巡查|勘查|现场|隐患|问题)(?:的?(?:情况|结果|结论|发现|描述|记录|说明))+\s*[:：]?\s*"
)
"""A label for what was found, whatever it was: 排查情况, 现场检查结果."""
_PUT_RIGHT = re.compile(
    "(?:当场|现场|立即|当[天日]|已[经于]?|即时)[^，,。；;]{0,6}(?:清理|清除|整改|纠正|更换|修复|处理|停[用机止])"
)


_IF = re.compile("如|若|应当|不得|是否|防止|避免|杜绝")


def left_unread(sheet: Sheet) -> str | None:
    """What shows that hazards, or their absence, may stand here in words that were not understood; None where nothing does."""
    if any(_MAY_SAY_NONE.search(unit.text) for unit in sheet.units):
        return "a sentence may say that nothing was found"
    texts = [_TOLD_TO_THEM.sub("。", unit.text) for unit in sheet.units]
    if any(_SAYS_SOME.search(text) and not _ELSEWHERE.search(text) for text in texts):
        return "a sentence may say that something was found"
    by_mouth = any(text != unit.text for text, unit in zip(texts, sheet.units, strict=True))
    if by_mouth and any(
        tells_defect(clause) and not _VISITED.search(clause) for text in texts for clause in _CLAUSE.split(text)
    ):
        return "what was told to them may stand here in words that were not read"
    if _holds_verdicts(sheet):
        return "a check-list gives a verdict on each of its lines"
    for slot in sheet.slots:
        if _OF_FINDINGS.fullmatch(slot.label) and (_DEFECT.search(slot.text) or _PUT_RIGHT.search(slot.text)):
            return "what was found stands beside its label and was not read as a list"
    if sum(bool(_DEFECT.search(unit.text) and not _IF.search(unit.text)) for unit in sheet.units) >= 2:
        return "what may be hazards was not read"
    if any(unit.cell is not None and _LEVEL_CELL.fullmatch(unit.text) for unit in sheet.units):
        return "cells that say how grave a hazard is were not read as a list"
    told = sum(bool(_STATUS_CELL.search(unit.text)) for unit in sheet.units if len(unit.text) <= 40)
    if told >= 2 or (told and sum(bool(_LIST_WORDS.search(unit.text)) for unit in sheet.units) >= 1):
        return "what looks like a list was not read"
    return None


_VERDICT = re.compile(
    r"(?:^|.*[:：\s（(—－-])\s*(?:基本|均|已)?(?:符合(?:要求|规定|标准)?|不符合|合格|达标|正常|通过|完好|良好|[√✓✔×✗✘])\s*[)）]?\s*"
)
_MARK = re.compile(r"\s*(?:[√✓✔×✗✘]|[是否有无YN])\s*")
_LEAST_LINES = 2


def _holds_verdicts(sheet: Sheet) -> bool:
    """Whether lines or rows of a check-list each say how it stood: what was found, or that nothing was, is told by them."""
    pieces = [p for unit in sheet.units if unit.cell is None for p in re.split("[，,。；;]", unit.text) if len(p) <= 40]
    if sum(_VERDICT.fullmatch(p) is not None for p in pieces) >= _LEAST_LINES:
        return True
    tables: dict[int, dict[int, bool]] = {}
    for unit in sheet.units:
        if unit.cell is not None and unit.table is not None and unit.table.n_rows > _LEAST_LINES:
            marked = _VERDICT.fullmatch(unit.text) is not None or _MARK.fullmatch(unit.text) is not None
            of_table = tables.setdefault(id(unit.table), {})
            of_table[unit.cell.row] = of_table.get(unit.cell.row, False) or marked
    return any(2 * sum(rows.values()) >= max(2 * _LEAST_LINES, len(rows)) for rows in tables.values())
