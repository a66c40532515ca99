"""Days on a report that are not those of the visit: a signature's, the cover's, the enterprise's own, that of the print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import organisation

_DAY_AND_CLOCK = re.compile(
    r"\s*20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s*[,，]?\s*[上下]?午?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s*"
)
_MARGIN = 0.06
"""Share of a page's height at its top and bottom where a browser prints the time."""


def is_time_of_print(sheet: Sheet, unit: Unit) -> bool:
    """Whether a day with its time stands alone in the margin of a page, where browsers put when they printed."""
    if unit.table is not None or unit.box is None or unit.page is None or not _DAY_AND_CLOCK.fullmatch(unit.text):
        return False
    page = next((page for page in sheet.document.pages if page.number == unit.page), None)
    margin = _MARGIN * page.height if page is not None else 0.0
    return page is not None and (unit.box.y1 < margin or unit.box.y0 > page.height - margin)


_ELSE = re.compile(
    r"(?:保险|保障|责任|承保|有效)期|[投承]保(?!人|单位|企业|方|公司|机构)|起保|生效|成立|注册(?!安全|消防|工程师)|取得|颁发|换发|发证|投产|建成|开业|竣工|修[正订]|施行|实施办法"
)
_FRESH = re.compile(
    r"[。；;\s]|(?<=[日时分号书函单约定求)）])[，,]|[，,](?=我[公司单中院所方]|本(?:公司|机构|中心|单位|院|所)|专家|[指委]?派)"
)


def is_of_something_else(unit: Unit, at: int) -> bool:
    """Whether the words before a day in its clause tell of the cover, or of how the enterprise came about: no day of a visit."""
    if len(unit.text) <= _LABEL_LENGTH:
        return False
    clause = _FRESH.split(unit.text[:at])[-1]
    after = re.match(
        r"[^，,。；;\d]{0,3}(?:取得|成立|注册(?!安全|消防|工程师)|投保|起保|生效|颁发)", unit.text[at:][_DAY_LENGTH:]
    )
    return _ELSE.search(clause) is not None or after is not None


_LABEL_LENGTH = 30
"""Characters up to which a line is a label with its value, judged by the label alone."""
_DAY_LENGTH = 9  # characters of a day with its year, at least


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(What ends a label or a clause whose day is another visit's; what a label has whose day was only meant.)"""
    raw = yaml.load(
        resources.files("extractor.kinds.service_report").joinpath("other_days.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    another, former, between, planned = (
        "|".join(map(re.escape, sorted(raw[name], key=len, reverse=True)))
        for name in ("another", "former", "between", "planned")
    )
    which = rf"(?<!以)(?:{another})|(?<![\u4e00-\u9fff])(?:{former})(?=\S)"
    return re.compile(rf"(?:{which})(?:{between}|[\s:()|~—-]|至|到)*$"), re.compile(planned)


def is_of_another_visit(labels: Sequence[str]) -> bool:
    """Whether what names a day gives it to the visit before or after the one that is told of: 上次服务日期, 下次检查时间."""
    return any(_words()[0].search(label) for label in labels)


def was_only_planned(label: str) -> bool:
    """Whether a label says for when a visit was meant: 计划服务日期. It took place on the day that another label gives."""
    return _words()[1].search(label) is not None


def signs_beside(sheet: Sheet, unit: Unit) -> bool:
    """Whether an entry that says no more than "日期" stands beside or under a signature."""
    if not re.match(r"\s*(?:日\s*期|时\s*间)?\s*[:：]?\s*[\d二]", unit.text):
        return False
    before = unit.left if unit.left is not None else sheet.units[unit.index - 1] if unit.index else None
    if before is not None and re.fullmatch(r"\s*(?:日\s*期|时\s*间)\s*[:：]?\s*", before.text):
        over = before.above
        if before.left is None and over is not None and _SIGNED_OVER.search(over.text):
            return True
        before = before.left
    return (
        before is not None
        and len(before.text) <= 40
        and (is_signing(before) or re.search(r"(?:确认|代表|签)[^，。]{0,2}[:：]", before.text) is not None)
    )


_HEAD = 8  # units of a letter among which it says whom it is for
_ADDRESSED = re.compile(r"\s*(?:致)?[\u4e00-\u9fff（()）]{4,40}[:：]\s*")
_SAID = re.compile(r"[。！；!;]\s*$")
_SEALED = re.compile(r"\s*(?:[（(]\s*(?:公|盖|签|印)?章\s*[)）])?\s*")


def closes_letter(sheet: Sheet, unit: Unit) -> bool:
    """Whether a unit is the foot of a letter: a bare day under the name of a body, or behind it on one line, or by itself under what is
    said to whoever the letter is for, where the body's name heads the paper."""
    days = [t for t in unit.tokens if t.kind == "moment"]
    if unit.table is not None or len(days) != 1 or unit.text[days[0].stop :].strip():
        return False
    name = unit.text[: days[0].start]
    alone = not name.strip() and unit.index > 0
    if alone:
        name = sheet.units[unit.index - 1].text
    if alone and _SAID.search(name) and any(_ADDRESSED.fullmatch(u.text) for u in sheet.units[:_HEAD]):
        return True
    bodies = organisation.find_all(name)
    return len(bodies) == 1 and not name[: bodies[0][0]].strip() and _SEALED.fullmatch(name[bodies[0][1] :]) is not None


def signs_here(unit: Unit) -> bool:
    """Whether a cell stands beside the label of a signature: 签字/日期."""
    return is_signing(unit) or (
        unit.left is not None and len(unit.left.text) <= _LABEL_LENGTH and is_signing(unit.left)
    )


_SIGNED_OVER = re.compile(r"(?:签字|签名|签收|签章|盖章)[)）]?\s*[:：]?\s*$")
"""The label of a signature in the line above one that says no more than 日期."""


def is_signing(unit: Unit) -> bool:
    """Whether a unit is the place of a signature, or tells of one."""
    return (
        re.search(
            r"签字|签名|签收|签章|盖章|签认|[收接][函件文][人日时]|送达(?:人|日|时)|(?:填表|制表)人?\s*[:：]", unit.text
        )
        is not None
    )


_MAIL_HEAD = re.compile(r"\s*(?:>\s*)*(?:发件人|寄件人|发送人|From)\s*[:：]", re.I)
_MAIL_DAY = re.compile(
    r"\s*(?:>\s*)*(?:发送|发件|收件|回复|寄件)?(?:时\s*间|日\s*期)\s*[:：]|\s*(?:>\s*)*(?:Date|Sent)\s*[:：]", re.I
)


def heads_mail(sheet: Sheet, unit: Unit) -> bool:
    """Whether a unit is the line of a mail's head that says when it was sent: "时间：2025年6月9日" under "发件人：…"."""
    if unit.table is not None or _MAIL_DAY.match(unit.text) is None:
        return False
    around = sheet.units[max(0, unit.index - 3) : unit.index + 4]
    return any(u.table is None and _MAIL_HEAD.match(u.text) for u in around)


_ISSUED = re.compile(
    r"(?:签发|印发|发文|制发|出具|编制|成文|行文|制表|打印|报告|落款|通报)(?:日\s*期|时\s*间|于)?\s*[:：]?\s*$"
)


def tells_issue(unit: Unit) -> bool:
    """Whether every day of a unit is that on which the paper was written: "通报编号 …　签发 2025年12月8日"."""
    days = [t for t in unit.tokens if t.kind == "moment"]
    beside = unit.left.text if unit.left is not None else ""
    return bool(days) and all(_ISSUED.search(unit.text[: t.start].strip() or beside.strip()) for t in days)
