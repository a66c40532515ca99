"""Hazards found by a service visit: rows of a table, or numbered paragraphs with advice, deadline and outcome inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.columns import NOTHING, Columns, Role, data_rows, find_columns, grid, has_date, is_words
from extractor.concepts import formula, meaning
from extractor.locate import Sheet, Unit
from extractor.record import Reading, Row
from extractor.values import dates, person
from extractor.values.scan import scan

_LEVEL_WORDS = re.compile(r"^\s*(?:重大|一般|较大|严重|轻微|高|中|低|[ⅠⅡⅢⅣIV]{1,3}级?|[一二三四甲乙丙AB]级?|红色?|橙|黄|蓝|较重|普通|[★☆*]{1,5})(?:事故)?(?:隐患|风险|类|级|问题)?\s*$")
_TICKED_LEVEL = re.compile(r"[☑✓√☒✔■]\s*(重大|一般|较大)")
_STATUS_WORDS = re.compile("整改|完成|落实|拒|销号|闭环|合格|已|未|复[查核检]|进行|关闭|处理|限期|期内|到期|尚|待|报|核验|验收|同意|配合|消除|√|是|否")

_CHECK_MARK = re.compile(r"^\s*(?:[√×✓✗☑☒xX○●]|不?符合|不?合格|正常|异常|有|无|是|否)\s*$")

ROLES = (
    Role("ordinal", formula("ordinal", none_of="hazard advice deadline status level"), lambda u: len(u.text.strip()) <= 6, must=False),
    Role("level", formula("level", none_of="deadline status advice"), lambda u: bool(_LEVEL_WORDS.match(u.text) or _TICKED_LEVEL.search(u.text)), by_form=0.8),
    Role("description", formula("hazard", none_of="advice deadline status level reported_to basis"), is_words, by_form=0.2),
    Role("advice", formula("advice", none_of="deadline status reported_to"), is_words, by_form=0.15),
    Role("found", formula("hazard date", "date", "deadline status advice reported_to"), has_date),
    Role("deadline", formula("deadline|date", "deadline", "status reported_to"), has_date, by_form=0.5),
    Role("status", formula("status", none_of="deadline reported_to advice"), lambda u: bool(_STATUS_WORDS.search(u.text)), must=False, by_form=0.6),
    Role("checked", formula("service status", "status", "deadline reported_to"), lambda u: _CHECK_MARK.match(u.text) is not None),
    Role("reported", formula("reported_to", none_of="deadline advice"), None),
)
_LABEL_NOISE = re.compile(r"[\s\d０-９一二三四五六七八九十/:：()（）.、#]+")
_ENTRIES = (
    ("deadline", formula("deadline", none_of="status reported_to service sign_off sign period start expert client")),
    ("status", formula("status", none_of="deadline reported_to service")),
    ("reported", formula("reported_to", none_of="deadline advice service report number")),
    ("advice", formula("advice", none_of="deadline status reported_to service client enterprise holder insured sign_off")),
    ("level", formula("level", none_of="deadline status advice service_type service")),
    ("description", formula("hazard", none_of="advice deadline status level reported_to basis service enterprise client holder count amount fee photo number address date sign_off report")),
)


_MENDING = re.compile(r"^(?:隐患)?(?:整改|治理)(?=[\u4e00-\u9fff]{2})")


def label_role(label: str) -> str | None:
    """Which entry of a hazard a label names ("整改期限" → deadline), None for any other label."""
    bare = _LABEL_NOISE.sub("", label)
    for text in dict.fromkeys((bare, _MENDING.sub("", bare))):
        words = meaning(text)
        if words.coverage < 0.6 or not 2 <= words.length <= 8:
            continue
        best = max(((wanted.score(words), name) for name, wanted in _ENTRIES), key=lambda pair: pair[0])
        if best[0]:
            return best[1]
    return None


NOTHING_FOUND = re.compile(
    r"(?:未|没有|没|无|不存在|尚未)(?:能)?\s*(?:发现|查出|检出|排查出|查见|见|存在|检查出|发觉|查到|识别出)?(?:任何|明显|新的|其他|重大|一般|较大|突出|有)*(?:及|和|、|或|的|生产|安全|事故|重大|一般)*(?:(?:需要?|须|应|待|必须)(?:立即|限期|进行)?(?:整改|处理|改进)的?)?(?:生产安全|安全生产|安全|事故|重大|一般|较大)*(?:(?<=整改的)(?:事项|内容|情形|之处|地方|部位)|隐患|待整改项|整改事项|不安全因素|安全问题|问题|不符合项|(?:不符合|违反)[^。，,；;]{0,8}(?:情形|情况|现象|行为|项目|之处|地方)|异常|缺陷|不合格项)"
)
_STILL_FOUND = re.compile(r"(?:如|若|除|整改|逾期|上次|对)[^。;；]{0,6}(?:未|没有|无)")
_DONE = re.compile(r"(?:已|均已|全部|现已|当场|现场)\s*(?:于[\d年月日./-]+)?(?:当场|立即|全部|现场)?(?:予以)?(?:整改|改好|治愈|恢复|完成|落实|消除|销号|闭环|更换|处理|改正|整治|纠正|关闭|修复|清理|办结|复查合格)|整改完[成毕]|整改到位|(?:复查|复核|复检|验收|核查|核验|回访|检查|经查|现场确认)(?:已)?(?:合格|通过|达标|完成|无误|符合)|合格销号|(?<!未)(?<!不)完成整改|改好了|^\s*(?:[\d年月日./-]+\s*)(?:完成|合格|闭环|销号|消除)|^\s*(?:完成|合格|是|√|闭环|销号|已改|改毕)\s*$")
# In an entry that tells how a hazard stands, whatever "has been" done to it mends it, unless it is a step before the mending
_HAS_BEEN = re.compile(
    r"(?:^|[，,：:\s)）])已(?!\s*(?:安排|列入|计划|通知|告知|下达|下发|上报|报告|报|知悉|制定|联系|委托|订购|采购|下单|着手|开始|启动|停|责令|要求|督促|签|函|移|超|过期|逾期|到期|临近|提醒|约谈|受理|立项|拒|收到))[\u4e00-\u9fff]{2}"
)
_NOT_DONE = re.compile(r"未|尚|待|正在|整改中|进行中|推进|计划|拟|限期|不|没有|拒")
_REFUSED = re.compile(r"拒(?:绝|不)|不接受(?:整改|建议|意见)|明确(?:表示)?不(?:改|整改)|不(?:同意|予|愿|肯|配合)整改|不予整改|不愿|不肯|不整改|放弃整改|拖延不|不配合")
_REPORTED = re.compile(r"(?:报告|上报|报送|报至|报请|通报|移送|函告|呈报|抄报|告知|反映|报)")
_NOT_REPORTED = re.compile(r"(?:未|尚未|没有|暂未|待|拟|无需|不)\s*(?:书面|及时|向[^，。;；]{0,12})?(?:报告|上报|报送|通报)")
_BODY = re.compile(r"(?:报告|上报|报送|报至|报|通报|移送|函告|呈报|抄报|告知|向|给|至)\s*(?:了|给|至|向)?\s*([\u4e00-\u9fff]{2,18}?(?:应急管理局|应急管理办公室|应急管理办|应急管理所|应急办|安监所|安监办|安监站|安监局|住建局|交通运输局|能源局|消防[\u4e00-\u9fff]{0,4}|镇政府|街道办事处|街道办|人民政府|监管部门|主管部门|安委办|安委会|局|办|所|站))")


def level_of(text: str) -> str:
    """一般 or 重大: only what is called 重大 (or an equal word) is major.

    >>> level_of("重大隐患"), level_of("一般隐患"), level_of("非重大")
    ('重大', '一般', '一般')
    """
    ticked = _TICKED_LEVEL.search(text)
    if ticked:
        return "重大" if ticked[1] == "重大" else "一般"
    if re.search("非重大|不(?:属于|构成)重大", text):
        return "一般"
    return "重大" if re.search(r"重大|特大|^\s*[ⅠI]级|^\s*一级|^\s*红|[★☆*]{3,}", text) else "一般"


def outcome(text: str, *, status: bool = False) -> dict[str, Any]:
    """What a status or reporting note says: rectified, rectified_on, refused, reported_to, reported_on.

    ``status``: the text is an entry that tells nothing but how the hazard stands, so that any "已…" counts as mended.

    >>> o = outcome("投保单位拒绝整改；已于2023年7月30日书面报告百官街道应急管理办")
    >>> o["refused"], o["rectified"], o["reported_on"].isoformat(), o["reported_to"]
    (True, False, '2023-07-30', '百官街道应急管理办')
    >>> outcome("已整改（2024-10-25）")["rectified_on"].isoformat(), outcome("整改中")["rectified"]
    ('2024-10-25', False)
    """
    refused = bool(_REFUSED.search(text)) and not re.search("未拒|不得拒|无拒", text)
    reported_on = reported_to = None
    rectified_on = None
    rectified = False
    for part in re.split(r"[;；。\n]|[，,](?=已|尚|未|于|20\d\d|企业|投保|被保|该单位|该公司)", text):
        moments = [t for t in scan(part) if t.kind == "moment"]
        if _REPORTED.search(part) and not re.search("整改报告", part) and not _NOT_REPORTED.search(part):
            body = _BODY.search(part)
            if moments or body:
                verb = _REPORTED.search(part)
                before = [t for t in moments if verb is not None and t.stop <= verb.start()]
                reported_on = (before or moments)[-1 if before else 0].value.day if moments else reported_on
                reported_to = body[1] if body else reported_to
                continue
        if (_DONE.search(part) or (status and _HAS_BEEN.search(part))) and not _NOT_DONE.search(re.sub(r"已.{0,4}", "", part)) and not _REFUSED.search(part):
            rectified = True
            if moments:
                rectified_on = moments[-1].value.day
    if re.fullmatch(r"\s*[\d年月日./-]+\s*", text) and dates.parse(text):
        rectified, rectified_on = True, dates.parse(text)
    if refused:
        rectified, rectified_on = False, None
    return {"rectified": rectified, "rectified_on": rectified_on, "refused": refused, "reported_to": reported_to, "reported_on": reported_on}


def says_none(sheet: Sheet) -> Unit | None:
    """The unit that states that nothing was found, else None."""
    for unit in sheet.units:
        match = NOTHING_FOUND.search(unit.text)
        if match and not _STILL_FOUND.search(unit.text[max(0, match.start() - 8) : match.end()]) and not re.search(r"整改", unit.text[max(0, match.start() - 4) : match.start()]):
            return unit
    return None


_MAY_SAY_NONE = re.compile(r"(?:未|没|无|不存在)[^。；;]{0,12}(?:问题|隐患|整改|缺陷|异常|不符)|(?:状况|情况|秩序|管理)[^。；;]{0,6}(?:良好|正常)")
_LIST_WORDS = re.compile(r"(?:整改|完成|办结|截止)(?:期限|时限|日期?|时间)|(?:整改|改进|处理)(?:建议|措施|办法|意见)|(?:隐患|问题)(?:描述|等级|级别|内容)|存在问题|复查情况|闭环状态")
_STATUS_CELL = re.compile(r"(?:已|未|待|正在)\s*(?:整改|复查|完成|销号|报告)|整改中|拒不|拒绝")


_SAYS_SOME = re.compile(r"(?<![不未没无])(?:存在|发现|查出|检出|下列|以下|如下)[^。；;，,未没无不]{0,10}(?:隐患|问题|不符合|缺陷|不足)(?!排查|治理|的)|属于?(?:重大|一般)(?:事故)?隐患|(?:请|应|须|限|要求|责令)[^。；;]{0,8}\d{1,2}\s*[月日./-][^。；;]{0,8}前|[（(【](?:重大|一般)(?:事故)?(?:隐患)?[)）】]")
# "具体清单另行提供", "口头告知，书面材料后补": the report itself says that its list is not in it
_ELSEWHERE = re.compile("另行|另外(?:提供|报送)|后补|补[交报送]|口头|稍后|随后(?:提供|发)|待补")
_DEFECT = re.compile(r"缺失|破损|失效|损坏|未设置?|未配|未按|未经|堵塞|遮挡|堆放|超期|松动|松脱|脱落|裸露|泄漏|渗漏|锈蚀|积尘|不亮|无防护|未佩戴|未张贴|违规|私拉|短接|缺少|混放|混存")
_IF = re.compile("如|若|应当|不得|是否|防止|避免|杜绝")


def left_unread(sheet: Sheet) -> str | None:
    """What shows that hazards, or their absence, may stand here in words that were not understood; None where nothing does."""
    if any(_MAY_SAY_NONE.search(unit.text) for unit in sheet.units):
        return "a sentence may say that nothing was found"
    if any(_SAYS_SOME.search(unit.text) and not _ELSEWHERE.search(unit.text) for unit in sheet.units):
        return "a sentence may say that something was found"
    if sum(bool(_DEFECT.search(unit.text) and not _IF.search(unit.text)) for unit in sheet.units) >= 2:
        return "what may be hazards was not read"
    told = sum(bool(_STATUS_CELL.search(unit.text)) for unit in sheet.units if len(unit.text) <= 40)
    if told >= 2 or (told and sum(bool(_LIST_WORDS.search(unit.text)) for unit in sheet.units) >= 1):
        return "what looks like a list was not read"
    return None


def find(sheet: Sheet) -> tuple[tuple[Row, ...], frozenset[int], bool]:
    """(rows, ids of the units they stand in, whether a place for the list exists)."""
    from extractor import hazard_cards  # it builds on the words of this module

    rows: list[Row] = []
    used: set[int] = set()
    place = False
    last: Columns | None = None
    for table, units in sheet.tables:
        form = hazard_cards.card_like(units)
        if form:
            told, entries = hazard_cards.find(units)
            rows += told
            used |= entries
            place = place or bool(told)
            if told:
                continue
        # a list may stand in the same grid as the form over it (a sheet); then its header must be plain
        cols = find_columns(table, units, ROLES, needed=3 if form else 2) if table.n_cols >= 3 else None
        if cols is not None and not _is_hazard_table(cols):
            cols = None
        if cols is None and last is not None and table.n_cols == last.table.n_cols and table.page != last.table.page:
            grid_rows = tuple(grid(table, units))
            cols = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows))
        if cols is None:
            continue
        last, place = cols, True
        if not form:
            used.update(id(u) for u in units)
        for row in data_rows(cols, ("description",)):
            read = _table_row(cols, row)
            if read is not None:
                rows.append(read)
                used.update(id(u) for u in row.values())
    if not rows:
        rows, found = _from_paragraphs(sheet)
        if not rows:
            rows, found = hazard_cards.find(sheet.units)
        used |= found
    place = place or any(re.search("隐患", u.text) and re.search("清单|如下|列表|一览|明细|台账", u.text) and len(u.text) <= 40 for u in sheet.units)
    return tuple(rows), frozenset(used), place


def _is_hazard_table(cols: Columns) -> bool:
    names = set(cols.roles)
    return "description" in names and bool(names & {"advice", "deadline", "status", "level", "reported"})


_SIGN_LABEL = re.compile("签字|签名|盖章|签章|签收|代表$|(?:单位|企业)负责人$")


def _table_row(cols: Columns, row: Mapping[int, Unit]) -> Row | None:
    body = cols.cell(row, "description")
    if body is None or NOTHING.match(body.text) or not is_words(body):
        return None
    cells: dict[str, Reading[Any]] = {}
    text = body.text.replace("\n", "").strip()
    if NOTHING_FOUND.search(text) or person.is_name(text) or any(_SIGN_LABEL.search(u.text) for u in row.values() if len(u.text) <= 20):
        return None
    level = cols.cell(row, "level")
    cells["level"] = Reading(level_of(level.text if level else text), (level or body).span(), "table", round(0.97 * body.confidence, 3))
    cells["description"] = Reading(body.raw.replace("\n", "").strip(), body.span(), "table", round(0.97 * body.confidence, 3))
    advice = cols.cell(row, "advice")
    if advice is not None and not NOTHING.match(advice.text):
        cells["advice"] = Reading(advice.raw.replace("\n", "").strip(), advice.span(), "table", round(0.97 * advice.confidence, 3))
    deadline = cols.cell(row, "deadline")
    if deadline is not None:
        moment = next((t for t in deadline.tokens if t.kind == "moment"), None)
        if moment is not None:
            cells["deadline"] = Reading(moment.value.day, deadline.span(moment.start, moment.stop), "table", round(0.97 * deadline.confidence, 3))
    notes = [u for u in (cols.cell(row, "status"), cols.cell(row, "reported")) if u is not None]
    note = "；".join(_note(u, u is cols.cell(row, "reported")) for u in notes)
    add_outcome(cells, note, notes[0] if notes else body, status=True)
    return Row(cells, body.span())


def _note(unit: Unit, reporting: bool) -> str:
    """A cell of the reporting column says what it says of reporting, even where it only gives a day."""
    text = unit.text.replace("\n", "")
    if reporting and any(t.kind == "moment" for t in unit.tokens) and not _REPORTED.search(text):
        return "已报告" + text
    return text


def add_outcome(cells: dict[str, Reading[Any]], note: str, unit: Unit, *, status: bool = False) -> None:
    """Put what ``note`` says of the mending and the reporting into ``cells``."""
    for name, value in outcome(note, status=status).items():
        if value is not None:
            cells[name] = Reading(value, unit.span(), "meaning", round(0.95 * unit.confidence, 3))


_ITEM = re.compile(
    r"^\s*(?:隐患|问题|第|事项|序号|编号|项目|条目|其)?\s*(?:[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[)）、．:：]|\.(?!\d)|号|项|条|(?=[（(【\[]))|(?<=第)([一二三四五六七八九十]{1,3}|\d{1,2})\s*[处个点类]|([①-⑳]))\s*[:：，,、]?\s*"
)
_INNER_MARK = re.compile(r"(?:^|(?<=[\n;；。:：\s]))\s*(?:[（(]\d{1,2}[)）]|\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,2}[处个]|隐患[一二三四五六七八九十\d]{1,2}\s*[:：])")
_ADVICE = re.compile(r"(?:整改|处理|改进|防范|处置|专家|治理)?(?:(?:建议|措施|意见|要求|对策|办法|方案)\s*(?:为|是|如下)?\s*[:：]\s*|(?<=[；;，,。])(?:建议|要求|应当?|请|须|责成|督促)(?:企业|立即|尽快)?)")
def _due(before: str) -> bool:
    """Whether the words right before a day are a label for a deadline: "应完成日："."""
    label = re.search(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*$", before)
    return label is not None and label_role(label[1]) == "deadline"


_STATUS_NOTE = re.compile(r"(?:状态|结果|进展|整改情况|治理情况|治理结果|处理情况|完成情况|落实情况|复查|复核)\s*[:：]")
_LEVEL_SAID = re.compile(r"^.*?(?:等级|级别|分级|属于?|[为系])\s*[:：为]?\s*((?:重大|一般|较大|[ⅠⅡI一二]级|[★☆]+)).*$", re.S)
_BY = re.compile(r"(?:整改|完成|治理|处理|改正)?(?:期限|时限|限期|截止|时间)[^\d]{0,8}$|限(?:于|期|在)?[^\d]{0,6}$|(?:于|应于|须于|请于|要求|在)[^\d]{0,4}$|最迟[^\d]{0,4}$|不(?:迟|晚)于\s*$|截至\s*$")


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


def _parts(unit: Unit) -> list[Part]:
    """The unit as numbered items where several stand in it, else as one."""
    marks = [m.start() for m in _INNER_MARK.finditer(unit.text)] if len(unit.text) > 16 else []
    if len(marks) < 2:
        numbered = _ITEM.match(unit.text) is not None or bool(unit.pieces and unit.pieces[0][1].numbering)
        return [Part(unit, 0, len(unit.text), numbered)]
    lead = [Part(unit, 0, marks[0], _ITEM.match(unit.text) is not None)] if unit.text[: marks[0]].strip() else []
    return lead + [Part(unit, at, stop, True) for at, stop in zip(marks, [*marks[1:], len(unit.text)], strict=True)]


_TAIL = re.compile(r"\s*(?:整改|建议|措施|期限|时限|完成|状态|级别|等级|要求|处理|责任|落实|进展|结果|情况|报告|监管|复查)")
_LABELLED = re.compile(r"^\s*([\u4e00-\u9fff（()）/]{2,10}?)\s*[:：]")


def _is_tail(text: str) -> bool:
    """Whether a line goes on telling of the hazard above it: it begins with the label of one of a hazard's entries."""
    if _TAIL.match(text):
        return True
    label = _LABELLED.match(text)
    return label is not None and (label_role(label[1]) is not None or re.match("责任|依据|部位|位置|地点|照片|类别|负责", label[1]) is not None)


def _from_paragraphs(sheet: Sheet) -> tuple[list[Row], set[int]]:
    """Numbered paragraphs that each state a hazard with at least a deadline, advice or outcome."""
    parts = [part for u in sheet.units if u.table is None or u.table.n_cols <= 2 or len(u.text) > 60 for part in _parts(u)]
    told: list[tuple[Part, list[Part], Row, bool]] = []
    for i, part in enumerate(parts):
        if not part.marked or len(part.text) < 6:
            continue
        tail = []
        for following in parts[i + 1 : i + 9]:
            if following.marked or following.unit.pieces[0][1].numbering or not _is_tail(following.text):
                break
            tail.append(following)
        read = paragraph_row(part, tail)
        if read is not None:
            told.append((part, tail, *read))
    # one that is surely a hazard vouches for its neighbours in the same list
    rows: list[Row] = []
    used: set[int] = set()
    sure = any(strong for *_, strong in told)
    for part, tail, row, strong in told:
        if strong or sure:
            rows.append(row)
            used.add(id(part.unit))
            used.update(id(p.unit) for p in tail)
    return rows, used


_LEVEL_NOTE = re.compile(r"\s*[（(【\[]\s*((?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?)\s*[)）】\]]\s*$")


_LEVEL_WITHIN = re.compile(r"[（(【\[]\s*(?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?\s*[)）】\]]")


def paragraph_row(part: Part, tail: list[Part]) -> tuple[Row, bool] | None:
    """The hazard that an item states, and whether its words alone show that it is one; None where it states none."""
    unit, at = part.unit, part.start
    text = part.text.replace("\n", " ") + "".join("；" + p.text.replace("\n", " ") for p in tail)
    lead = _ITEM.match(text)
    start = lead.end() if lead else 0
    mark = re.match(r"\s*[【\[（(]?\s*((?:重大|一般|较大|严重)(?:事故)?(?:隐患|问题|风险)?)\s*[】\])）:：，,、]*\s*", text[start:])
    body_start = start + (mark.end() if mark else 0)
    stop = len(text)
    for pattern in (_ADVICE, re.compile(r"[；;。，,（(]\s*(?:请|须|应|要求|限|建议|期限|整改|(?:风险|隐患|问题)?(?:等级|级别)|完成时限|截止|现|目前|状态|(?:于|在)?20\d\d\s*[-年./]|属于?(?:重大|一般|较大)|[为系](?:重大|一般|较大))"), re.compile(r"[；;。]")):
        match = pattern.search(text, body_start + 4)
        if match:
            stop = min(stop, match.start())
    bracket = _LEVEL_WITHIN.search(text, body_start + 4, stop)
    if bracket:
        stop = bracket.end()
    noted = _LEVEL_NOTE.search(text[body_start:stop])
    if noted:
        stop = body_start + noted.start()
    description = text[body_start:stop].strip(" ，,；;。：:（(")
    body_start += len(text[body_start:stop]) - len(text[body_start:stop].lstrip(" ，,；;。：:（("))
    rest = text[stop:]
    advice = _ADVICE.search(text)
    moments = [t for t in scan(rest) if t.kind == "moment"]
    deadline = next((t for t in moments if _BY.search(rest[: t.start]) or _due(rest[: t.start]) or re.match(r"\s*(?:前|之前|以前|底前)", rest[t.stop :])), None)
    note = "；".join(part for part in re.split(r"[;；。]", rest) if not re.match(r"\s*(?:整改|治理|处理)?(?:建议|措施|要求|依据|意见|对策)", part))
    status = _STATUS_NOTE.search(note)
    told = outcome(note, status=status is not None)
    if not (advice or deadline or mark or noted or told["rectified"] or told["refused"]) or len(description) < 4 or re.match(r"(?:建议|应(?!急)|要求|请(?!假)|加强|完善|落实)[^，,。]*$", description):
        return None
    if NOTHING_FOUND.search(description):
        return None
    strong = bool(mark or noted or re.search("隐患|整改", text) or advice)
    if not strong and deadline is None:
        return None
    level = mark or noted
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level[1] if level else _LEVEL_SAID.sub(r"\1", text)), unit.span(), "prose", 0.8),
        "description": Reading(unit.raw[at + body_start : at + body_start + len(description)] if unit.text[at + body_start : at + body_start + len(description)] == description else description, unit.span(at + body_start, min(len(unit.text), at + body_start + len(description))), "prose", 0.8),
    }  # fmt: skip
    if advice:
        said = re.split(r"[；;。]", text[advice.end() :])[0].strip(" ，,")
        if said:
            cells["advice"] = Reading(said, unit.span(), "prose", 0.75)
    if deadline is not None:
        cells["deadline"] = Reading(deadline.value.day, unit.span(), "prose", 0.8)
    add_outcome(cells, note, unit, status=status is not None)
    return Row(cells, unit.span()), strong
