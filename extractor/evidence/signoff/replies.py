"""What the enterprise answers under the paper itself: a mail quoted or pasted, a receipt, an opinion, with who sent it and when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import organisation, person

_HEAD = re.compile(
    r"[\s>》|*=_~—–-]*(?P<who>[\u4e00-\u9fff]{0,6}?)(?:的)?(?:回复|答复|(?P<slip>回\s*执|复\s*函|回\s*函)|反馈|意见|回信|Re)(?:的?(?:邮件|内容|信息|记录|正文|联))?"
    r"[\s*=_~—–-]*(?:[:：]|$)[\s*=_~—–-]*"
)
"""What an answer begins with: "----- 回复 -----", "> 回复：", "企业意见：", "回执"."""
_QUOTED = re.compile(r"[\s>》|]+")
_OLDER = re.compile(r"[\s>*=_—–-]*(?:原始?邮件|转发)")
_MOST = 6  # units of an answer behind what it begins with
_AGREES = re.compile("(?<!不)属实|(?<![请待不未])确认|无异议|没有?异议|(?<!不)认可|(?<!不)同意|已阅")
_DENIES = re.compile("不属实|不认可|不同意|不予|(?<!无)(?<!没)(?<!没有)(?<!无任何)异议")
_OURS = re.compile("[我本](?:司|公司|单位|企业|[厂矿店站场社队方])")
_SENDER = re.compile(r"\s*(?:发件人|发信人|回复人|发送者|From)\s*[:：]", re.I)
_TO_THEM = re.compile(r"\s*(?:收件人|收信人|主送|致|To)\s*[:：]", re.I)
_HAND = re.compile(r"(?:经办|负责|联系|确认|回复|签[收字])人\s*[:：]\s*([\u4e00-\u9fff·]{2,4})(?=$|[\s，,（(\d])")
_AT_END = re.compile(r"(?:^|(?<=[\s:：，,。；;！!]))([\u4e00-\u9fff]{2,4})(?=\s*(?:$|20\d\d|[<（(]))")
_INSURER = re.compile("保险|[产财人寿]险|支公司|经纪|公估")


def denies(told: str) -> bool:
    """Whether an answer does not agree with the paper."""
    return _DENIES.search(told) is not None


def told_in_replies(
    sheet: Sheet, fields: Mapping[str, Reading[Any]]
) -> Iterator[tuple[Place, Ink, Reading[Any] | None]]:
    """Who of the enterprise answered that it agrees, where, and the day if it is told."""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    client, service = (str(fields[n].value) if n in fields else "" for n in ("client", "service_org"))
    for unit in sheet.units:
        head = _HEAD.match(unit.text) if unit.table is None else None
        if head is None or side_of(head["who"]) == "service":
            continue
        lines = list(_lines(sheet, unit, head.end()))
        told = " ".join(u.text[at:] for u, at in lines)
        if not _AGREES.search(told) or _DENIES.search(told) or any(name in told for name in experts):
            continue
        if (service and service in told) or any(_INSURER.search(b) for b in _bodies(told) if b != client):
            continue  # the agency answers too
        slip = head["slip"] is not None and _OURS.search(told) is not None and _is_addressed(sheet, client, unit)
        if (ink := _hand(lines, experts)) is None or not (slip or _is_theirs(sheet, head["who"], told, ink, client)):
            continue
        yield Place(ink.unit, ink.start, len(ink.unit.text), "client", True, ink.start), ink, _day(lines)


def _lines(sheet: Sheet, unit: Unit, start: int) -> Iterator[tuple[Unit, int]]:
    """The answer's units, each with where its own words begin, behind the signs of a quotation."""
    yield unit, start
    for other in sheet.units[unit.index + 1 : unit.index + 1 + _MOST]:
        if other.table is not None or _OLDER.match(other.text):
            return
        quoted = _QUOTED.match(other.text)
        yield other, quoted.end() if quoted is not None else 0


def _hand(lines: Sequence[tuple[Unit, int]], experts: Collection[str]) -> Ink | None:
    """Who answers: the name under the words or behind them, else the sender's."""
    senders = [(u, at) for u, at in lines if _SENDER.match(u.text, at)]
    others = [(u, at) for u, at in lines if not _SENDER.match(u.text, at) and not _TO_THEM.match(u.text, at)]
    for unit, at in (*reversed(others), *senders):
        for pattern in (_HAND, _AT_END):
            for match in reversed(list(pattern.finditer(unit.text, at))):
                if person.is_name(match[1]) and match[1] not in experts and not _AGREES.search(match[1]):
                    return Ink("name", unit, match.start(1), match.end(1), match[1])
    return None


def _is_theirs(sheet: Sheet, label: str, told: str, ink: Ink, client: str) -> bool:
    """Whether the enterprise answers: its label or name says so, or "we", told by whom the paper was sent to."""
    if side_of(label) == "client" or (client and client in told):
        return True
    before = ink.unit.text[: ink.start]
    if any(word in client for word in re.findall("[\u4e00-\u9fff]{3,}", before)):
        return True  # "恒泰五金 伍绍明" of 台山市广海镇恒泰五金制品厂
    if re.search(r"(?:企业|客户|厂方|业主)\s*$", before):
        return True
    if _OF_LETTER.search(told) and _OURS.search(told) and _is_addressed(sheet, client, ink.unit):
        return True  # "来函收悉，我公司认可" under a letter to the enterprise
    sent_to = any(_TO_THEM.match(u.text) and ink.name in u.text for u in sheet.units)
    return sent_to and (_OURS.search(told) is not None or _SENDER.match(before) is not None)


def _is_addressed(sheet: Sheet, client: str, slip: Unit) -> bool:
    """Whether the paper over a slip to be sent back is a letter to the enterprise: 某某公司： alone in a line."""
    return any(client and u.text.strip(" :：") == client for u in sheet.units[: slip.index])


_OF_LETTER = re.compile("来[信函件文]|收悉|函中|[信函]中所[列述提]")
"""What an enterprise says of a letter that it got, under it: 来函收悉，我公司认可函中所列事项."""


def _bodies(text: str) -> list[str]:
    return [name for _, _, name in organisation.find_all(text)]


def _day(lines: Sequence[tuple[Unit, int]]) -> Reading[Any] | None:
    """The last day of the answer that stands alone, under a label or at a line's end."""
    for unit, at in reversed(lines):
        for token in reversed(unit.tokens):
            if token.kind == "moment" and token.start >= at and _IS_OF_IT.search(unit.text[at : token.start]):
                return Reading(token.value.day, unit.span(token.start, token.stop), "signature", 0.85)
    return None


_IS_OF_IT = re.compile(r"(?:^|[:：。！!；;\s　]|[\u4e00-\u9fff]{2}[，,])\s*$")
