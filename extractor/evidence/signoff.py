"""Who signed a service report for the enterprise, and when: every place for a signature, whose it is, and what stands in it.

Only an empty place that is surely the enterprise's shows that nobody signed; ink that cannot be read shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.record import Reading, Witness
from extractor.values import person

_SIGN = re.compile(
    r"(?:签\s*字(?!\s*确认的|后|盖章后)|签\s*名|签\s*收|签\s*认|签\s*章|签\s*署(?!了)|亲签|手签|具签|画押)(?!\s*(?:日期|时间))|确认人|确认(?=\s*[:：])|代表(?=\s*[:：])|(?<=[人方位业户厂])(?:确认|认可|验收|代表)(?=\s*$)"
)
_ACTS = "服务|检查|排查|走访|走查|巡查|查勘|勘查|评估|评价|诊断|培训|授课|辨识|到访|上门|辅导|指导|演练|体检|督导|咨询|派出|派遣|派员|施训|会诊|帮扶|把脉|宣讲|讲授|授课|核对|支撑|支持|实施|承办|承担|提供|执行|主办|勘察|送教|教学|诊治|巡诊"
_CLIENT = re.compile(
    rf"(?:被|受(?!托|委|理|聘|权|益))[\u4e00-\u9fff]{{1,4}}?(?=单位|企业|方|厂|公司|对象)|投保|被保险|参保|(?:被|受|接受|应)(?:{_ACTS}|检|查|访|训|评|邀|教|助|帮|诊)|服务对象|受益单位|企业|客户|用户|业主|工厂|厂方|厂长|本单位|我单位|单位负责|单位代表|单位意见|单位确认|单位\s*[(（]|甲方|受访|受训|陪同|陪检|接收|贵单位|收到本|收函|对服务|对接人|负责人|确认人|安全员|安全管理|法定代表人|法人|见证人"
)
_SERVICE = re.compile(
    rf"(?<![被受应])(?!演练)(?:{_ACTS})(?:的)?(?:人员|人|组|员|师|专家|老师|教员|导师|教练|骨干|工程师|机构|单位|方|公司|团队|成员|小组)(?:负责人|代表|组长)?|专家|检查组|讲师|技术人员|技术服务|服务商|工程师|承保|编制|编写|审核|审批|批准|校核|实施单位|组长|记录人|主讲|乙方|丙方|(?:项目|报告)负责人|保险公司(?:代表|经办|人员)?|保险人(?!员)|填表人|制表"
)
_ATTENDEES = re.compile("参训|参加|参会|学员|听课|与会|到课|受教育|应到|实到|员工")
_AFTER_LABEL = re.compile(
    r"(?:[)）]|人|处|栏|盖章|公章|[（(](?![^）)]*[拒未已无])[^）)]{0,8}?(?:章|签|写|日期|指印|授权|法人|代表|本人)[^）)]{0,6}[）)]|/|及|、|和|日期|时间|单位|或|确认|代表|并|\s(?=[)）]))*\s*[:：]?\s*"
)
_BLANK_DATE = re.compile(r"(?:20\s{0,2})?[\s_]*年[\s_]*月[\s_]*日")
_DATE_LABEL = re.compile(r"(?:签字|签署|签收|签名|确认)?\s*(?:日期|时间)\s*[:：]?")
_REMARK = re.compile(
    r"[（(]\s*(?:代签?|已?签字|签名|手签|亲签|电子签名?|章|盖章|公章|签章|印)\s*[)）]|代签|已?签字|签名|手签|亲签|电子签名?|盖章|公章|签章"
)
_STAMPED = re.compile(
    r"已盖章|已盖公章|已签章|已签字|已签名|已签收|已签署|已电子签|电子签[章名]|已确认|盖章(?:属实|确认)|[（(](?:章|已盖|印)[)）]|√|☑"
)
_NOT_SIGNED = re.compile(r"拒(?:绝)?签|拒不签|未签|没有签|不予签|无人签")
_NAME = re.compile(r"[\u4e00-\u9fff·](?:\s?[\u4e00-\u9fff·]){1,3}(?![\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class _Place:
    """A place for a signature: ``unit.text[start:stop]`` is what may be written there. ``sure``: the label says whose it is;
    ``signing``: it asks for a hand, not only for who is meant; ``mark``: where its word for signing begins."""

    unit: Unit
    start: int
    stop: int
    side: str
    sure: bool
    mark: int = 0
    signing: bool = True


@dataclass(frozen=True, slots=True)
class _Ink:
    """What stands in a place: a name, or a mark that it is signed, or words nobody can tell ("unknown")."""

    kind: str
    unit: Unit
    start: int
    stop: int
    name: str = ""


def read(sheet: Sheet, fields: dict[str, Reading[Any]]) -> Witness:
    """Put ``customer_signed``, ``signoff_name`` and ``signoff_date`` into ``fields``; say whether the place was found and read."""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    blanks: list[_Place] = []
    refused: _Ink | None = None
    unknown = False
    best: tuple[float, _Place, _Ink] | None = None
    for place in _places(sheet):
        if place.side != "client":
            continue
        ink = _ink(place)
        if ink is None:
            blanks.append(place)
        elif ink.kind == "refused":
            refused = refused or ink
        elif ink.kind == "unknown":
            unknown = unknown or place.sure
        elif ink.kind == "mark" or place.sure or ink.name not in experts:
            score = (
                (2.0 if place.sure else 0.5)
                + (1.0 if ink.kind == "name" else 0.0)
                - (0.6 if ink.name in experts else 0.0)
            )
            if best is None or score > best[0]:
                best = score, place, ink
    if refused is not None and best is None:
        fields["customer_signed"] = Reading(False, refused.unit.span(refused.start, refused.stop), "refused", 0.9)
        return Witness(True, True, "the signature was refused", refused.unit.span())
    if best is not None:
        _, place, ink = best
        span = ink.unit.span(ink.start, ink.stop)
        fields["customer_signed"] = Reading(True, span, "signature", 0.95 if ink.kind == "name" else 0.85)
        if ink.kind == "name":
            fields["signoff_name"] = Reading(ink.name, span, "signature", 0.92 if person.is_name(ink.name) else 0.6)
        day = _date_near(sheet, place, ink)
        if day is not None:
            fields["signoff_date"] = day
        return Witness(True, True, "signature read" if ink.kind == "name" else "seal read", ink.unit.span())
    told = next(_told_at_the_end(sheet, fields), None)
    if told is not None:
        place, ink = told
        span = ink.unit.span(ink.start, ink.stop)
        fields["customer_signed"] = Reading(True, span, "signature", 0.85)
        fields["signoff_name"] = Reading(ink.name, span, "signature", 0.8)
        if (day := _date_near(sheet, place, ink)) is not None:
            fields["signoff_date"] = day
        return Witness(True, True, "signature read", span)
    stamp = _stamp(sheet)
    if stamp is not None:
        fields["customer_signed"] = Reading(True, stamp.unit.span(stamp.start, stamp.stop), "seal", 0.8)
        return Witness(True, True, "seal read", stamp.unit.span())
    if (said := _said_refused(sheet)) is not None:
        fields["customer_signed"] = Reading(False, said.span(), "refused", 0.85)
        return Witness(True, True, "the signature was refused", said.span())
    if unknown:
        return Witness(True, False, "what stands in the place for a signature was not understood")
    if not blanks:
        return Witness(False, False, "no place for a signature was found")
    blank = next((b for b in blanks if b.sure and b.signing), blanks[0])
    # a signature may be a picture, and a picture's place in the text is not known
    pictured = any("图片" in note for note in sheet.document.notes)
    certain = (
        not pictured
        and blank.sure
        and blank.signing
        and blank.unit.confidence > 0.99
        and not _sealed(sheet, blank.unit)
    )
    fields["customer_signed"] = Reading(False, blank.unit.span(), "empty place", 0.85 if certain else 0.6)
    return Witness(
        True,
        certain,
        "the place for a signature is empty" if certain else "an empty place that may not be the enterprise's",
        blank.unit.span(),
    )


_LABELLED_NAME = re.compile(
    r"(?P<label>[\u4e00-\u9fff（()）、/]{2,16}?)\s*[:：]\s*(?P<name>[\u4e00-\u9fff]{2,4})(?=\s|$|[（(，,。；;]|\d)"
)
_NO_SIGNER = re.compile("联系|电话|法定|法人|接待|陪同|编制|抄送|主送|专家|名称|单位$|企业$|公司$")
_ACCEPTS = re.compile("收|认|验|代表|会签|经手|签|知悉|同意|盖章")
_END = 0.4
"""Share of the paper after which a name beside the enterprise's label may be its signature."""


def has_place(sheet: Sheet) -> bool:
    """Whether the paper has a place where the enterprise signs, or a signature of its side at its end."""
    return any(place.side == "client" and place.sure for place in _places(sheet)) or any(_told_at_the_end(sheet, {}))


def _told_at_the_end(sheet: Sheet, fields: dict[str, Reading[Any]]) -> Iterator[tuple[_Place, _Ink]]:
    """Names that end a paper beside a label of the enterprise's side, with a day or a word of acceptance: 厂方收讫人：朱雪琴."""
    client = str(fields["client"].value) if "client" in fields else ""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    for unit in sheet.units[int(_END * len(sheet.units)) :]:
        for match in _LABELLED_NAME.finditer(unit.text):
            before, label, name = unit.text[: match.start()], match["label"], match["name"]
            side = side_of(label) or side_of(before) or ("client" if client and client in before else None)
            if side != "client" or _NO_SIGNER.search(label) or not person.is_name(name) or name in experts:
                continue
            dated = any(t.kind == "moment" and t.start >= match.end() for t in unit.tokens) or (
                unit.right is not None and any(t.kind == "moment" for t in unit.right.tokens)
            )
            if dated or _ACCEPTS.search(label):
                yield (
                    _Place(unit, match.start("name"), len(unit.text), "client", True, match.start()),
                    _Ink("name", unit, match.start("name"), match.end("name"), name),
                )


# -- places


def _places(sheet: Sheet) -> Iterator[_Place]:
    """Every place where somebody signs. Whose it is, the nearest words before it tell, then the cells and lines around it."""
    for unit in sheet.units:
        # "企业确认：电子签名 顾海峰" is one place: how it was signed is no label of another
        marks = [m for m in _SIGN.finditer(unit.text) if not _HOW.search(unit.text[: m.start()])]
        marks = [m for i, m in enumerate(marks) if not (i and unit.text[m.start() - 1] == "已")]
        if len(marks) > 1:  # "确认：司马建国（签名）" is one place
            marks = [m for i, m in enumerate(marks) if not (i and _is_remark(unit.text, m))]
        for i, match in enumerate(marks):
            before = unit.text[marks[i - 1].end() if i else 0 : match.start()]
            near = re.split(r"[。；;\n]|\s{2,}", before)[-1]
            context = (near if strip_label(near) else before) + match[0]
            rest = _AFTER_LABEL.match(unit.text, match.end())
            start = rest.end() if rest else match.end()
            if _ATTENDEES.search(context) and not _CLIENT.search(context):
                continue
            own = side_of(context + unit.text[match.end() : start]) or side_of(before)
            if own is None and unit.table is not None and _in_name_list(unit):
                continue
            outside = (
                "" if own else " ".join(n.text for n in (unit.above, unit.left) if n is not None and len(n.text) <= 60)
            )
            side = own or side_of(outside) or side_of(unit.heading)
            yield _Place(
                unit,
                start,
                _end_of_place(unit.text, start, marks[i + 1].start() if i + 1 < len(marks) else None),
                side or "client",
                side is not None,
                match.start(),
                match[0] != "代表",
            )


_HOW = re.compile(r"[:：]\s*[（(【]?(?:电子|手写|线上|在线|扫码|微信|本人|数字|已)$")


def _is_remark(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark stands in brackets right after a name."""
    before = re.search(r"([\u4e00-\u9fff]{2,4})\s*[（(]\s*$", text[: mark.start()])
    return (
        before is not None
        and re.match(r"\s*[)）]", text[mark.end() :]) is not None
        and side_of(before[1]) is None
        and person.is_name(before[1])
    )


def side_of(text: str) -> str | None:
    """Whose words these are: "client", "service", or None where they do not tell.

    >>> side_of("受检单位负责人"), side_of("检查人员"), side_of("检查组负责人"), side_of("日期")
    ('client', 'service', 'service', None)
    """
    client = max((m.end() for m in _CLIENT.finditer(text)), default=-1)
    service = max((m.end() for m in _SERVICE.finditer(text)), default=-1)
    if client < 0 and service < 0:
        return None
    return "client" if client > service else "service"


def _end_of_place(text: str, start: int, following: int | None) -> int:
    """Where the place ends: before the words of the next label in the same line."""
    if following is None or following < start:
        return len(text) if following is None else start
    lead = re.search(r"[\u4e00-\u9fff（(/]{1,14}$", text[start:following])
    if lead is not None and (side_of(lead[0]) or meaning(lead[0]).coverage >= 0.6):
        return start + lead.start()
    return following


def _in_name_list(unit: Unit) -> bool:
    """Whether the cell heads a column of signatures in a list of attendees."""
    for step in ("left", "right"):
        near: Unit | None = unit
        for _ in range(6):
            near = getattr(near, step) if near is not None else None
            if near is not None and re.fullmatch(
                r"\s*(?:姓\s*名|名\s*字|序\s*号|部\s*门|工\s*号|岗\s*位)\s*", near.text
            ):
                return True
    return False


# -- what stands in a place


def _ink(place: _Place) -> _Ink | None:
    """What is written in the place or, where its own line is bare, in the cell or line where it would go on; None if nothing."""
    unit = place.unit
    own = _written(unit, place.start, place.stop)
    if own is not None:
        return own
    before = re.search(r"[\u4e00-\u9fff]{2,4}(?=\s*[（(]\s*$)", unit.text[: place.mark])
    if before is not None:  # "负责人：华小伟（签字）"
        for size in (3, 2, 4):
            name = before[0][-size:]
            if (
                len(name) == size
                and person.is_name(name)
                and (size == len(before[0]) or side_of(before[0][:-size] or "") or size == 3)
            ):
                return _Ink("name", unit, before.end() - size, before.end(), name)
    for near in _neighbours(unit):
        told = _written(near, 0, len(near.text), alone=True)
        if told is not None:
            return told
    return None


def _neighbours(unit: Unit) -> Iterator[Unit]:
    """Where a signature may stand when not beside its label in the same line: the next cell, the next segment, the line under."""
    right, below = unit.right, unit.below
    if unit.table is not None and unit.cell is not None:
        if right is not None and right.cell is not None and right.cell.col == unit.cell.col + unit.cell.colspan:
            yield right
        if below is not None and below.cell is not None and below.cell.row == unit.cell.row + unit.cell.rowspan:
            yield below
        return
    if right is not None:
        yield right
    if below is not None:
        yield below


def _written(unit: Unit, start: int, stop: int, *, alone: bool = False) -> _Ink | None:
    """The ink in ``unit.text[start:stop]``. ``alone``: another unit, which must hold nothing but a signature to count."""
    text = unit.text[start:stop]
    if alone and ((_SIGN.search(text) and not _STAMPED.search(text)) or len(text) > 40):
        return None
    refused = _NOT_SIGNED.search(text)
    if refused:
        return _Ink("refused", unit, start + refused.start(), start + refused.end())
    left = list(text)
    for token in unit.tokens:
        if token.kind in ("moment", "number", "code") and token.start >= start and token.stop <= stop:
            left[token.start - start : token.stop - start] = " " * (token.stop - token.start)
    for pattern in (_BLANK_DATE, _DATE_LABEL):
        for m in pattern.finditer("".join(left)):
            left[m.start() : m.end()] = " " * (m.end() - m.start())
    for m in _STAMPED.finditer("".join(left)):
        left[m.start() : m.end()] = " " * (m.end() - m.start())
        if m.start() and left[m.start() - 1] == " ":  # "陶先碧 已签署": the blank parts the name from what was done
            left[m.start() - 1] = "|"
    bare = "".join(left)
    unremarked = list(bare)
    for m in _REMARK.finditer(bare):
        unremarked[m.start() : m.end()] = " " * (m.end() - m.start())
    clean = "".join(unremarked)
    first: _Ink | None = None
    for m in _NAME.finditer(clean):
        name = "".join(m[0].split())
        if person.is_name(name):
            if not alone or not strip_label(clean[: m.start()] + clean[m.end() :].replace("代", "")):
                return _Ink("name", unit, start + m.start(), start + m.end(), name)
        elif (
            first is None
            and 2 <= len(name) <= 4
            and meaning(name).coverage < 0.5
            and not re.search("[签章字印日期年月盖公略无空附拒代见同是否有无属实意满好良]", name)
        ):
            first = _Ink("name", unit, start + m.start(), start + m.end(), name)
    stamped = _STAMPED.search(text)
    if stamped:
        return _Ink("mark", unit, start + stamped.start(), start + stamped.end())
    if not strip_label(re.sub(r"[_*—\-]+", "", clean)):
        return None
    if first is not None and strip_label(clean) == first.name:
        return first  # a name whose surname is in no list: it stands where a name stands
    return None if alone else (_Ink("unknown", unit, start, stop) if len(strip_label(clean)) >= 2 else None)


def _stamp(sheet: Sheet) -> _Ink | None:
    """A line that says that the enterprise put its seal."""
    for unit in sheet.units:
        match = re.search(
            r"[（(]\s*已?(?:盖章|盖公章|加盖公章|公章已盖)\s*[)）](?=[\s\d]|$)(?<=已盖章[)）]|盖公章[)）]|章已盖[)）])|盖章\s*[)）]?\s*[:：]?\s*[（(]?\s*已(?:盖章|盖|加盖)|已(?:加盖|盖)(?:公章|印章)",
            unit.text,
        )
        if match and side_of(unit.text[: match.start()]) != "service":
            return _Ink("mark", unit, match.start(), match.end())
    return None


def _said_refused(sheet: Sheet) -> Unit | None:
    """A line that says that the enterprise would not sign, without a place for it: "受检单位负责人：（拒签）"."""
    for unit in sheet.units:
        match = re.search(r"拒(?:绝|不)?签(?:字|名|收|署|认)?", unit.text)
        if (
            match
            and side_of(unit.text[: match.start()]) == "client"
            and not re.search(r"[如若]|不得|时[，,]", unit.text[: match.start()])
        ):
            return unit
    return None


def _sealed(sheet: Sheet, unit: Unit) -> bool:
    """Whether a red seal or a picture lies near the place: the enterprise may have sealed, or signed with an image."""
    for page in sheet.document.pages:
        if page.number == unit.page and unit.box is not None:
            for seal in (*page.seals, *getattr(page, "pictures", ())):
                if seal.y0 - 90 <= unit.box.y1 and unit.box.y0 <= seal.y1 + 90:
                    return True
    return False


def _date_near(sheet: Sheet, place: _Place, ink: _Ink) -> Reading[Any] | None:
    """The day beside a signature: after it in its place, to the right, or just below."""
    unit = ink.unit
    stop = place.stop if unit is place.unit and ink.stop <= place.stop else len(unit.text)
    found = [(unit, t) for t in unit.tokens if t.kind == "moment" and ink.stop <= t.start < stop]
    around: list[Unit | None] = [unit.right, unit.right.right if unit.right else None, unit.right.right.right if unit.right and unit.right.right else None, unit.below, unit.below.right if unit.below else None]  # fmt: skip
    if unit is not place.unit:
        around += [place.unit.right]
    around += sheet.units[unit.index + 1 : unit.index + 4]
    for other in around:
        if other is not None:
            found += [(other, t) for t in other.tokens if t.kind == "moment"]
    found += [(unit, t) for t in unit.tokens if t.kind == "moment" and (t.start < stop or unit is not place.unit)]
    for other, token in found:
        return Reading(token.value.day, other.span(token.start, token.stop), "signature", 0.9)
    return None
