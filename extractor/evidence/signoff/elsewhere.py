"""Signatures that stand in no place for one: a name at the paper's end, a seal, a refusal that is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from extractor.document import Box
from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import OF_CONFIRMING, side_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import person

_LABELLED_NAME = re.compile(
    rf"(?P<label>[\u4e00-\u9fff（()）、/]{{2,16}}?)\s*[:：]\s*(?P<name>{person.PARTED}|[\u4e00-\u9fff]{{2,4}})(?=\s|$|[（(，,。；;]|\d)"
)


_NO_SIGNER = re.compile("联系|电话|法定|法人|接待|陪同|编制|抄送|主送|专家|名称|单位$|企业$|公司$")


_OF_MENDING = re.compile("[期时]限|限期|措施|整改")


_ACCEPTS = re.compile("收|认|验|代表|会签|经手|签|知悉|同意|盖章")


_END = 0.4
"""Share of the paper after which a name beside the enterprise's label may be its signature."""


def told_at_the_end(sheet: Sheet, fields: dict[str, Reading[Any]]) -> Iterator[tuple[Place, Ink]]:
    """Names that end a paper beside a label of the enterprise's side, with a day or a word of acceptance: 厂方收讫人：朱雪琴."""
    client = str(fields["client"].value) if "client" in fields else ""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    for unit in sheet.units[int(_END * len(sheet.units)) :]:
        yield from _beside_label(unit, experts)
        yield from _in_sentence(unit, experts, client)
        yield from _in_reply(unit, experts)
        yield from _under_answer(sheet, unit, fields)
        for match in _LABELLED_NAME.finditer(unit.text):
            before, label, name = unit.text[: match.start()], match["label"], match["name"]
            side = side_of(label) or side_of(before) or ("client" if client and client in before else None)
            side = side or ("client" if _RECEIVED.search(before) else None)
            if label.endswith("责任人") and _OF_MENDING.search(unit.text):
                continue  # who is to mend: "措施：…。责任人：安监科。期限：6月30日"
            if side != "client" or _NO_SIGNER.search(label) or not person.is_name(name) or name in experts:
                continue
            beside = unit.right
            if beside is not None and _HOW.fullmatch(beside.text):
                beside = beside.right
            dated = any(t.kind == "moment" and t.start >= match.end() for t in unit.tokens) or (
                beside is not None and any(t.kind == "moment" for t in beside.tokens)
            )
            if dated or _ACCEPTS.search(label) or _dated_under(sheet, unit):
                yield (
                    Place(unit, match.start("name"), len(unit.text), "client", True, match.start()),
                    Ink("name", unit, match.start("name"), match.end("name"), name),
                )


_HOW = re.compile(r"\s*[（(]\s*(?:公章|签[字名章]|盖章|章|签字盖章|签字[/／、]盖章)\s*[)）]\s*")
"""How it is signed, in a bracket between the name and the day, each apart: 单位负责人：某某　（公章）　2024年12月19日."""


_HAS_SIGNED = re.compile(
    r"已经?由(?P<who>[\u4e00-\u9fff]{2,14}?)(?:同志|先生|女士)?(?:当场|现场|阅后)?(?:签[字名收认章署]|确认)(?!后|的)"
    r"|(?P<hand>[\u4e00-\u9fff]{2,14}?)(?:同志|先生|女士)?(?:已经?|当场|现场)在[\u4e00-\u9fff]{1,8}[上中]签[字名收认章署](?!后|的)"
    r"|(?P<sent>[\u4e00-\u9fff]{2,14}?)(?:同志|先生|女士)?\s*已?于20\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?(?:\s*\d{1,2}[:时][\d分]*)?\s*(?:通过|以|用|经|在|登录)"
    r"[^，,。；;]{0,8}(?:短信|微信|邮件|电话|小程序|APP|平台|系统)[^，,。；;请待未不]{0,6}[“\"「]?(?:确认|属实|无异议)(?!后|的)"
)
_LONGEST_NAME = 4


_OURS = re.compile("[我本](?:司|公司|单位|机构|中心|所|方)")
_OF_A_BODY = re.compile("公司|厂|矿|店|站|场|社|队|中心|集团")


def _in_sentence(unit: Unit, experts: Collection[str], client: str) -> Iterator[tuple[Place, Ink]]:
    """A name in a sentence that says who signed for the enterprise: 企业已由安全科长崔海龙签字确认, 厂方李大勇已在回执上签字."""
    match = _HAS_SIGNED.search(unit.text) if "签" in unit.text or "确认" in unit.text else None
    if match is None:
        return
    before = re.split("[。；;]", unit.text[: match.end()])[-1]
    before = f"{unit.left.text}:{before}" if unit.cell is not None and unit.left is not None else before
    named = (bool(client) and client in before) or OF_CONFIRMING.match(before) is not None
    if not named and (_OURS.search(before) or side_of(before) not in ("client", None)):
        return  # whoever writes the report says "our firm"
    if not named and side_of(before) is None and not _OF_A_BODY.search(before):
        return
    group = next(name for name in ("who", "hand", "sent") if match[name])
    for size in range(_LONGEST_NAME, 1, -1):
        name = match[group][-size:]
        if len(name) == size and person.is_name(name) and name not in experts:
            start = match.end(group) - size
            yield (
                Place(unit, start, len(unit.text), "client", True, start),
                Ink("name", unit, start, start + size, name),
            )
            return


_RECEIVED = re.compile("收悉|属实")
"""Who says so answers the paper, and did not write it: "来函收悉，情况属实。经手人：张三"."""
_ANSWERED = "回复|答复|反馈|回执|意见|批示|批复|签批|审阅|阅[示签]?|表态"
_REPLY = re.compile(rf"\s*([\u4e00-\u9fff]{{2,8}}?(?:{_ANSWERED}))\s*[:：]")
_CONSENTS = re.compile(
    "收到|收悉|确认|(?<!不)同意|属实|认可|无异议|知悉|已阅|收获|受益|满意|感谢|[照按]此|照办|[按照]要求|整改"
)
_LAST_NAME = re.compile(r"(?<=[。，,；;、:：\s！!])[\u4e00-\u9fff]{2,4}(?=\s*$)")
_OPINION = re.compile(rf"\s*([\u4e00-\u9fff]{{2,8}}?(?:{_ANSWERED}|评价|评语|感受|感言))\s*[:：]?\s*")


def _in_reply(unit: Unit, experts: Collection[str]) -> Iterator[tuple[Place, Ink]]:
    """The name and the day that end the enterprise's answer: "企业回复：收到，确认。张三 2025年9月7日", its label in a cell beside it too,
    and then its day in one behind it."""
    label = _REPLY.match(unit.text)
    start = label.end() if label is not None else 0
    if label is None and unit.table is not None and unit.left is not None:
        label = _OPINION.fullmatch(unit.left.text)
    if label is None and unit.table is None and unit.heading:
        label = _OPINION.fullmatch(unit.heading)  # "企业评语" over what it says
    day = unit.tokens[-1] if label is not None and unit.tokens else None
    if label is None or (day is None and not _dated_beside(unit)):
        return
    if day is not None and (day.kind != "moment" or unit.text[day.stop :].strip(" 。")):
        return
    said = unit.text[start : None if day is None else day.start]
    name = _LAST_NAME.search(said)
    if (
        name is not None
        and side_of(label[1]) == "client"
        and _CONSENTS.search(said)
        and person.is_name(name[0])
        and name[0] not in experts
    ):
        at = start + name.start()
        yield (
            Place(unit, at, len(unit.text), "client", True, at),
            Ink("name", unit, at, at + len(name[0]), name[0]),
        )


def _dated_beside(unit: Unit) -> bool:
    """Whether a day stands behind a cell, alone or under a label for it in the cell between: 时间 | 2025-10-16."""
    near = unit.right if unit.table is not None else None
    if near is not None and not near.tokens and _DAY_CELL.fullmatch(near.text):
        near = near.right
    return near is not None and any(t.kind == "moment" for t in near.tokens)


_DAY_CELL = re.compile(r"\s*[\u4e00-\u9fff]{0,4}(?:日\s*期|时\s*间)\s*[:：]?\s*")


_ANSWERS = re.compile(
    "(?:来[信函件]|通知|报告|反馈|函件|邮件)[\u4e00-\u9fff]{0,4}(?:收悉|收到|已阅)|特此(?:确认|回复|答复|函复|复函)"
)
_AGREES = re.compile("(?<!不)属实|(?<![请不])确认|无异议|(?<!不)认可|(?<!不)同意")
_INSURER = re.compile("保险|[产财人寿]险|支公司|经纪|公估")
_UNDER_ANSWER = re.compile(r"\s*(?P<body>[\u4e00-\u9fff（()）]{3,30}?)[\s:：]+(?P<name>[\u4e00-\u9fff]{2,4})\s*")


def _under_answer(sheet: Sheet, unit: Unit, fields: dict[str, Reading[Any]]) -> Iterator[tuple[Place, Ink]]:
    """Who ends an answer that accepts what was found, over the day: "来信收悉，所提两项属实。特此确认。", "某某厂安环部 张三"."""
    under = sheet.units[unit.index + 1 : unit.index + 3]
    if unit.table is not None or len(under) < 2 or not _ANSWERS.search(unit.text) or not _AGREES.search(unit.text):
        return
    hand, day = _UNDER_ANSWER.fullmatch(under[0].text), under[1].tokens[:1]
    if (
        hand is None
        or under[0].table is not None
        or not day
        or day[0].kind != "moment"
        or under[1].text[: day[0].start].strip()
    ):
        return
    service = str(fields["service_org"].value) if "service_org" in fields else ""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    if not service or hand["body"][:2] in service or _INSURER.search(hand["body"]):
        return  # the agency may answer too: only where its name is known is another's the enterprise's
    if person.is_name(hand["name"]) and hand["name"] not in experts:
        at = hand.start("name")
        yield (
            Place(under[0], at, len(under[0].text), "client", True, at),
            Ink("name", under[0], at, hand.end("name"), hand["name"]),
        )


def _beside_label(unit: Unit, experts: Collection[str]) -> Iterator[tuple[Place, Ink]]:
    """A name in a column of its own beside such a label: "贵方接收人：", and at a distance "卫晓岚"."""
    label, name = unit.text.strip(" :：　"), unit.right
    if name is not None and name.table is not None:
        yield from _in_form(unit, name, experts)
    if name is None or name.table is not None or not re.search(r"[:：]\s*$", unit.text) or len(label) > 16:
        return
    said, text = side_of(label) == "client", name.text.strip()
    if (
        said
        and not _NO_SIGNER.search(label)
        and _ACCEPTS.search(label)
        and person.is_name(text)
        and text not in experts
    ):
        start = name.text.index(text)
        yield (
            Place(name, start, len(name.text), "client", True, 0),
            Ink("name", name, start, start + len(text), text),
        )


_HEADS = re.compile(r"(?:负责|经办|主管|联络)人$|代表$|[厂矿店站场]长$|经理$|安全员$")
_DAY_OF_CONSENT = re.compile(r"\s*(?:确认|签[字收认署名]|认可|验收|核实)\s*(?:日\s*期|时\s*间)\s*[:：]?\s*")


def _in_form(unit: Unit, name: Unit, experts: Collection[str]) -> Iterator[tuple[Place, Ink]]:
    """A name in a form's last row beside the enterprise's head, with the day of consent: 被检企业负责人 | 林志强 | 确认时间 | 2024年7月5日."""
    label, text, asked = unit.text.strip(" :：　"), name.text.strip(), name.right
    if asked is None or asked.right is None or not _DAY_OF_CONSENT.fullmatch(asked.text) or len(label) > 16:
        return
    dated = any(t.kind == "moment" for t in asked.right.tokens)
    if dated and _HEADS.search(label) and side_of(label) == "client" and person.is_name(text) and text not in experts:
        start = name.text.index(text)
        yield (
            Place(name, start, len(name.text), "client", True, 0),
            Ink("name", name, start, start + len(text), text),
        )


_DAY_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{0,4}(?:日\s*期|时\s*间)\s*[:：]")


def _dated_under(sheet: Sheet, unit: Unit) -> bool:
    """Whether the next line is a day under a label for one: "日期：2024-09-16"."""
    following = sheet.units[unit.index + 1 : unit.index + 2]
    return any(_DAY_LABEL.match(u.text) and any(t.kind == "moment" for t in u.tokens) for u in following)


def stamped(sheet: Sheet) -> Ink | None:
    """A line that says that the enterprise put its seal."""
    for unit in sheet.units:
        match = re.search(
            r"[（(]\s*已?(?:盖章|盖公章|加盖公章|公章已盖)\s*[)）](?=[\s\d]|$)(?<=已盖章[)）]|盖公章[)）]|章已盖[)）])|盖章\s*[)）]?\s*[:：]?\s*[（(]?\s*已(?:盖章|盖|加盖)|已(?:加盖|盖)(?:公章|印章)",
            unit.text,
        )
        if match and side_of(unit.text[: match.start()]) != "service":
            return Ink("mark", unit, match.start(), match.end())
    return None


def said_refused(sheet: Sheet) -> Unit | None:
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


_PHOTOS = re.compile("[\u4e00-\u9fff]{0,6}(?:照片|图片|影像|附图|配图)[\u4e00-\u9fff]{0,2}")
_SLACK = 2.0  # points


def is_sealed(sheet: Sheet, unit: Unit) -> bool:
    """Whether a red seal or a picture lies near the place: the enterprise may have sealed, or signed with an image.

    A picture in a column of photos that ends above the place's row is one of them, and nobody's hand.
    """
    for page in sheet.document.pages:
        if page.number == unit.page and unit.box is not None:
            photos = [u.cell.box for u in sheet.units if u.cell is not None and _heads_photos(u, page.number)]
            for seal in (*page.seals, *(p for p in page.pictures if not _is_photo(p, photos, unit))):
                if seal.y0 - 90 <= unit.box.y1 and unit.box.y0 <= seal.y1 + 90:
                    return True
    return False


def _heads_photos(unit: Unit, page: int | None) -> bool:
    return unit.page == page and _PHOTOS.fullmatch("".join(unit.text.split())) is not None


def _is_photo(picture: Box, heads: Collection[Box | None], place: Unit) -> bool:
    """Whether a picture stands under the heading of a column of photos, and wholly above the row of a place for a signature."""
    row = place.cell.box if place.cell is not None else None
    return row is not None and any(
        head is not None
        and head.x0 - _SLACK <= picture.x0
        and picture.x1 <= head.x1 + _SLACK
        and head.y1 - _SLACK <= picture.y0
        and picture.y1 <= row.y0 + _SLACK
        for head in heads
    )
