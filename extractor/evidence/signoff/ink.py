"""What stands in a place for a signature: a name, a mark that it is signed, a refusal, or words nobody can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.evidence.concepts import meaning
from extractor.evidence.signoff.beside import day_behind, in_bracket, neighbours, of_the_other_side
from extractor.evidence.signoff.places import BRACKET, SIGN, Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit, strip_label
from extractor.values import organisation, person

_BLANK_DATE = re.compile(r"(?:20\s{0,2})?[\s_]*年[\s_]*月[\s_]*日")
_DAY_WITHOUT_YEAR = re.compile(r"(?<![\d年])\d{1,2}\s*月\s*\d{1,2}\s*[日号]")


_DATE_LABEL = re.compile(r"(?:签字|签署|签收|签名|确认)?\s*(?:日期|时间)\s*[:：]?")


AWAITED = re.compile("待(?:客户|企业|对方|本人)?(?:电子|手写|线上|在线|扫码)?(?:确认|签[字名章收署]?|盖章|补签?)")
"""Said of a hand that is not there yet: 确认人 待确认."""


_NOT_CHOSEN = re.compile("[□☐○◯]\\s*[\u4e00-\u9fff]{1,8}")
"""An answer beside an empty box is none: □ 有异议."""


_REMARK = re.compile(
    r"[（(]\s*(?:代签?|已?签字|签名|手签|亲签|电子签名?|章|盖章|公章|签章|印|(?![^）)]*[已拒未无])[\u4e00-\u9fff/、]{0,8}?[章印]处?)\s*[)）]|代签|已?签字|签名|手签|亲签|电子签名?|盖章|公章|签章"
)


STAMPED = re.compile(
    r"已盖章|已盖公章|已签章|已签字|已签名|已签收|已签署|已电子签[名章署字]?|(?<![待未])电子签[章名](?!未|待)|已确认|盖章(?:属实|确认)|[（(](?:章|已盖|印)[)）]|√|☑"
)


_SIGNED_HAND = re.compile(
    r"\s*([\u4e00-\u9fff·]{2,4})\s*[（(](?![^）)]*[拒未无待请处栏])[^（()）]{0,6}(?:签[字名章署]?|盖章|公章)[^（()）]{0,4}[)）]\s*(?:20\d\d\D.*)?$"
)
"""A name of which a bracket says how it was signed: "余小琴（手写签名） 2026-01-13"."""


_NOT_SIGNED = re.compile(
    r"拒(?:绝)?签|拒不签|[未没](?:有|经|曾|能|完成|进行)?(?:电子|手写|线上|在线|扫码|本人|亲笔)?签|不予签|无人签"
)


_NAME = re.compile(rf"{person.PARTED}|" r"[\u4e00-\u9fff·](?:\s?[\u4e00-\u9fff·]){1,3}(?![\u4e00-\u9fff])")


_HAS_SIGNED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,8}?)\s*(?:已?[于在]\s*20\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?(?:\s*\d{1,2}[:时][\d分]*)?\s*(?:已|当场|予以|亲笔)?|已?(?:当场|现场|亲笔)|(?:对|就)[\u4e00-\u9fff]{2,12}?(?:已|予以|进行|均)?)\s*$"
)
"""A sentence before its word for signing: "安全部雷建军于2025年9月22日签收", "负责人孙连波当场签字"."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What stands in a place: a name, or a mark that it is signed, or words nobody can tell ("unknown")."""

    kind: str
    unit: Unit
    start: int
    stop: int
    name: str = ""


def ink_in(place: Place) -> Ink | None:
    """What is written in the place or, where its own line is bare, in the cell or line where it would go on; None if nothing."""
    unit = place.unit
    own = _written(unit, place.start, place.stop)
    if own is not None and own.kind != "unknown":
        return own
    if (signer := in_bracket(unit, place.start, place.mark)) is not None:
        return Ink("name", unit, *signer)
    before = re.search(rf"[\u4e00-\u9fff]{{2,4}}(?={BRACKET})", unit.text[: place.mark])
    if before is not None:  # "负责人：华小伟（签字）"
        for size in (3, 2, 4):
            name = before[0][-size:]
            if (
                len(name) == size
                and person.is_name(name)
                and (size == len(before[0]) or side_of(before[0][:-size] or "") or size == 3)
            ):
                return Ink("name", unit, before.end() - size, before.end(), name)
        alone = _AFTER_COLON.search(unit.text[: before.start()]) is not None and len(before[0]) <= _LONGEST_UNKNOWN
        if alone and _may_be_name(before[0]) and not _POST_OR_BODY.search(before[0]):
            return Ink("name", unit, before.start(), before.end(), before[0])  # whatever its surname: 么玉山（签字）
    sentence = _HAS_SIGNED.search(unit.text[: place.mark])
    if sentence is not None:
        for size in (3, 2, 4):
            if person.is_name(name := sentence["who"][-size:]) and len(name) == size:
                return Ink("name", unit, sentence.end("who") - size, sentence.end("who"), name)
    dated = any(t.kind == "moment" and t.start >= place.start for t in unit.tokens)
    if own is not None and not dated and _ENDS_IN_BLANK.search(_blanked(unit, place.start, len(unit.text))):
        return None  # what the enterprise is to sign, before its own place for that
    if own is not None:
        return _beside_body(place) or _under_consent(place) or _dated_hand(unit, place.start) or own
    untold: Ink | None = None
    for near in neighbours(unit):
        hand = _HAND.match(near.text) if near is unit.below and near.table is not None else None
        if hand is not None and person.is_name(hand[1]):
            return Ink("name", near, hand.start(1), hand.end(1), hand[1])
        if _BARE_LABEL.search(near.text) or of_the_other_side(near):
            continue  # "经办人：" with nothing behind it is no name
        told = _written(near, 0, len(near.text), alone=True)
        if told is not None:
            return told
        untold = untold or _dated_hand(near, 0) or _untold(place, near)
    return untold


def _untold(place: Place, near: Unit) -> Ink | None:
    """Words nobody can tell in the cell kept for a signature, which is not empty then: beside its label, or under it in a row of such."""
    unit, text = place.unit, _blanked(near, 0, len(near.text))
    if _ENDS_IN_BLANK.search(text):
        return None  # a place of its own, and an empty one
    if unit.cell is None or near.cell is None or _LABELLED.search(near.text):
        return None
    said = _SAID.search(near.text) is not None
    if said and (refused := _NOT_SIGNED.search(near.text)) is not None:
        return Ink("refused", near, refused.start(), refused.end())
    if SIGN.search(text) and not _ELSEWHERE.match(text) and not said:
        return None
    if near is unit.below and not (
        near.cell.colspan == unit.cell.colspan and any(n and SIGN.search(n.text) for n in (unit.left, unit.right))
    ):
        return None
    words = strip_label(re.sub(r"[_*—\-]+", "", _REMARK.sub("", text)))
    if len(words) < 2 or _NOTHING.fullmatch(words):
        return None
    if (
        len(words) <= _LONGEST_LABEL
        and not said
        and not _ANSWER.match(words)
        and (meaning(words).coverage >= _LABEL or side_of(words))
    ):
        return None
    return Ink("unknown", near, 0, len(near.text))


_LABEL = 0.6  # of a cell's words that mean a field: it is a label, and nobody's hand
_LABELLED = re.compile(r"[:：]\s*$")
_LONGEST_LABEL = 10  # characters
_ELSEWHERE = re.compile(r"\s*[（(]?(?:详|另|请?参)?见(?!证)")
"""Where else the signature is said to stand: "见附件签字页"."""
_ANSWER = re.compile("[无没]有?|已|同意")
"""How an answer begins, and no label: "无意见"."""
_SAID = re.compile("[。！!]|(?<!是否)(?:完成|属实|无误|满意|知[悉晓]|收悉|到位|认可)[。！!\\s]*(?:$|\\s)")
"""What is a sentence and no label, though it names what labels name: "演练按方案完成"."""
_NOTHING = re.compile("空缺|暂无|暂缺|没有|待补?签?|此处空白|以下空白")
"""What says that nothing is written."""


def _beside_body(place: Place) -> Ink | None:
    """Who signs beside the name of the enterprise, which fills the place: "投保人签章：某某厂　　经办人：惠建民"."""
    near = place.unit.right
    hand = (
        _HAND.match(near.text) if near is not None and organisation.find_all(place.unit.text[place.start :]) else None
    )
    if near is None or hand is None or not person.is_name(hand[1]):
        return None
    return Ink("name", near, hand.start(1), hand.end(1), hand[1])


def _under_consent(place: Place) -> Ink | None:
    """Who signs in the line under what the enterprise agrees to: "企业确认：服务已经完成，我单位予以认可。" over "经办人：冉启明"."""
    below, said = place.unit.below, place.unit.text[place.start : place.stop]
    hand = _HAND.match(below.text) if below is not None else None
    if below is None or hand is None or not person.is_name(hand[1]):
        return None
    if not _CONSENTS.search(said) and (_DENIES.search(said) or _dated_hand(below, 0) is None):
        return None  # whatever it says of the service, who acted for it and the day show that it was said
    return Ink("name", below, hand.start(1), hand.end(1), hand[1])


_CONSENTS = re.compile("(?<!不)(?:认可|属实|同意|确认|无异议|满意|知悉|收悉|已阅)[^：:]{0,8}[。！!]\\s*$")


def _dated_hand(unit: Unit, start: int) -> Ink | None:
    """Who acted, under a label that says so, with the day right behind him: "服务真实、完成　经办人：冉启明　日期：2026-04-20"."""
    for hand in _ACTED.finditer(unit.text, start):
        said, day = unit.text[start : hand.start()], next((t for t in unit.tokens if t.start >= hand.end(1)), None)
        dated = day is not None and not _DATE_LABEL.sub("", unit.text[hand.end(1) : day.start]).strip(_CLOSING)
        theirs = side_of(said[-_LONGEST_LABEL:]) != "service" and not _DENIES.search(said)
        if day is not None and day.kind == "moment" and dated and theirs and person.is_name(hand[1]):
            return Ink("name", unit, hand.start(1), hand.end(1), hand[1])
    return None


_ACTED = re.compile(r"(?:经办|经手|授权代表|代表)人?\s*[:：]\s*([\u4e00-\u9fff·]{2,4})(?=\s|[，,]|20\d\d)")
_ENDS_IN_BLANK = re.compile(
    r"(?:^|[。；;！!:：])\s*[（(]\s*签[字名章]?(?:[、/及或和]?\s*(?:加?盖公?章|公章))?\s*[)）][\s_＿]*$"
)
"""What is printed before a hand, behind it nothing but a blank for the day: "情况属实。（签字、盖章）　年　月　日"."""
_DENIES = re.compile("(?<!无)(?<!没有)(?<!无任何)异议|不(?:属实|认可|同意|予|满意|符)|拒|请|待")
_LONGEST_UNKNOWN = 3  # characters of a name whose surname is in no list
_POST_OR_BODY = re.compile("[厂矿店站部科室处组队社司场所院人员长]$")
_AFTER_COLON = re.compile(r"[\u4e00-\u9fff][:：]\s*$")

_BARE_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,4}\s*[:：][\s_＿]*$")
_HAND = re.compile(r"\s*(?:经办|负责|授权代表|代表|签[字名收]|确认)[人者]?\s*[:：]\s*([\u4e00-\u9fff·]{2,4})(?=\s|$)")
"""Who signs for the party that the cell above names: "受服务企业（签章）" over "经办人：李海燕"."""


def _written(unit: Unit, start: int, stop: int, *, alone: bool = False) -> Ink | None:
    """The ink in ``unit.text[start:stop]``. ``alone``: another unit, which must hold nothing but a signature to count."""
    text = unit.text[start:stop]
    if alone and (hand := _SIGNED_HAND.match(text)) is not None and person.is_name(hand[1]):
        return Ink("name", unit, start + hand.start(1), start + hand.end(1), hand[1])
    if alone and (hand := _behind_remark(unit)) is not None:
        return Ink("name", unit, hand.start(1), hand.end(1), hand[1])
    if alone and ((SIGN.search(text) and not STAMPED.search(text)) or len(text) > 40):
        return None
    refused = _NOT_SIGNED.search(text)
    if refused:
        return Ink("refused", unit, start + refused.start(), start + refused.end())
    left = list(_blanked(unit, start, stop))
    for m in STAMPED.finditer("".join(left)):
        left[m.start() : m.end()] = " " * (m.end() - m.start())
        if m.start() and left[m.start() - 1] == " ":  # "陶先碧 已签署": the blank parts the name from what was done
            left[m.start() - 1] = "|"
    bare = "".join(left)
    unremarked = list(bare)
    for m in _REMARK.finditer(bare):
        unremarked[m.start() : m.end()] = " " * (m.end() - m.start())
    clean = "".join(unremarked)
    first: Ink | None = None
    for m in _NAME.finditer(clean):
        name = "".join(m[0].split())
        if re.match(r"\s*[:：]", clean[m.end() :]):
            continue  # the label of whoever signs: "企业签章：　　经办人：于洪波"
        if person.is_name(name):
            if not alone or not strip_label(clean[: m.start()] + clean[m.end() :].replace("代", "")):
                return Ink("name", unit, start + m.start(), start + m.end(), name)
        elif first is None and 2 <= len(name) <= 4 and _may_be_name(name):
            first = Ink("name", unit, start + m.start(), start + m.end(), name)
    hand = _BEFORE_DAY.search(clean.rstrip())
    if hand is not None and not alone and _may_be_name(hand[1]) and day_behind(unit, start + hand.end(1), stop):
        return Ink("name", unit, start + hand.start(1), start + hand.end(1), hand[1])
    stamped = STAMPED.search(text)
    if stamped:
        return Ink("mark", unit, start + stamped.start(), start + stamped.end())
    if not strip_label(re.sub(r"[_*—\-]+", "", clean)):
        return None
    if first is not None and strip_label(clean) == first.name:
        return first  # a name whose surname is in no list: it stands where a name stands
    return None if alone else (Ink("unknown", unit, start, stop) if len(strip_label(clean)) >= 2 else None)


def _blanked(unit: Unit, start: int, stop: int) -> str:
    """``unit.text[start:stop]`` with blanks for days, numbers, labels of days and answers not chosen."""
    left = list(_DAY_WITHOUT_YEAR.sub(lambda day: " " * len(day[0]), unit.text[start:stop]))
    for token in unit.tokens:
        if token.kind in ("moment", "number", "code") and token.start >= start and token.stop <= stop:
            left[token.start - start : token.stop - start] = " " * (token.stop - token.start)
    for pattern in (_BLANK_DATE, _DATE_LABEL, _NOT_CHOSEN, AWAITED):
        for m in pattern.finditer("".join(left)):
            left[m.start() : m.end()] = " " * (m.end() - m.start())
    return "".join(left)


def _behind_remark(unit: Unit) -> re.Match[str] | None:
    """The name with which a cell ends, its day behind it or not, behind what is said of the service: "按方案完成。王先锋"."""
    if unit.cell is None or _NOT_SIGNED.search(unit.text):
        return None
    day = next((t for t in unit.tokens if t.kind == "moment" and not unit.text[t.stop :].strip(_CLOSING)), None)
    end = len(unit.text) if day is None else day.start
    hand = (_ENDS_IN_NAME if day is None else _BEFORE_DAY_IN_CELL).search(unit.text[:end].rstrip(_CLOSING))
    return hand if hand is not None and person.is_name(hand[1]) and _may_be_name(hand[1]) else None


_CLOSING = " \u3000。，,；;（）()"
_ENDS_IN_NAME = re.compile(r"[\u4e00-\u9fff][。！!；;]\s*([\u4e00-\u9fff]{2,3})$")
_BEFORE_DAY_IN_CELL = re.compile(r"[\u4e00-\u9fff][。！!；;，,\s]\s*([\u4e00-\u9fff]{2,3})$")
"""The same with a day behind it, before which a comma or a blank parts the name from what is said as well."""


_BEFORE_DAY = re.compile(r"[。！!；;，,]\s*([\u4e00-\u9fff]{2,3})$")
"""Who signed behind what he agrees to, right before the day: "收到，已阅。纵兆龙 2025年7月22日"."""


def _may_be_name(word: str) -> bool:
    """Whether a word whose surname is in no list may be a name where a name stands: it says nothing else."""
    said = word[1:] if _RARELY_SURNAMED.fullmatch(word) else word
    return meaning(word).coverage < 0.5 and not re.search(
        "[签章字印日期年月盖公略无空附拒代见同是否有无属实意好已线]|良好|满意|[不未圆期]满", said
    )


_RARELY_SURNAMED = re.compile(
    "(?:同(?![意上前时样左右期步等类事志])|字(?![迹样据号体面])|印(?![章刷鉴件])|年(?![度月日])|满(?!意)|线(?![路上下])|良(?!好))[\u4e00-\u9fff]{2}"
)
"""Characters that are surnames too, of some peoples or places, where no other word begins with them."""
