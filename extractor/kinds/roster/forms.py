"""What the cells of a column of a roster are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from extractor.evidence import registers
from extractor.evidence.units import Unit
from extractor.text.fold import squeeze
from extractor.values import organisation, person, policy_no, sector, uscc, yes_no
from extractor.values.dates import DATE, to_date

# --- what the cells of a column are ----------------------------------------------------------------------------------

AREA = re.compile(
    r"^[\u4e00-\u9fff]{1,10}?(?:街道|镇|乡|苏木|开发区|园区|工业园|新区|社区|村|片区|管委会|县|区|市|办事处)(?:[（(].{1,12}[)）])?$"
)


SIZE_FORM = re.compile(r"^[ⅠⅡⅢ一二三四]*[、.]?(?:特?大|中|小|微|小微|中小)型?(?:企业|单位|规模)?$")


WHOLE = re.compile(r"^[约共计]?\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.0+)?\s*(?:人|名|位|个)?$")


_NO_ENTERPRISE = re.compile(r"[:：;；。]|\d{6}|^(?:是|否|有|无|√|×)$|有限空间|办公室$|管理局|应急局|住建局|委员会")


_DEPARTMENT = re.compile(r"局$|局[、/和]|委员会$|办公室$|管理所$|大队$|中队$|委$|办$")


def is_body(text: str) -> bool:
    """Words that may name an enterprise, with a form of one or without."""
    bare = "".join(text.split())
    if _NO_ENTERPRISE.search(bare) or organisation.is_insurer(bare) or AREA.match(bare) or _DEPARTMENT.search(bare):
        return False
    if organisation.find_all(bare):
        return True
    han = sum("\u4e00" <= c <= "\u9fff" for c in bare)
    return 4 <= han <= 40 and not person.is_name(bare) and yes_no.parse(bare) is None


def is_company(text: str) -> bool:
    """Words that name an enterprise: no insurer, no department, no place."""
    return bool(organisation.find_all(text)) and is_body(text)


def is_number(text: str) -> bool:
    """A policy number, or words that say there is none; not a telephone number, a code of an enterprise or a day."""
    bare = "".join(text.split())
    if uscc.FORM.fullmatch(bare) or re.fullmatch(r"1\d{10}|0\d{2,3}-?\d{7,8}", bare) or DATE.fullmatch(bare):
        return False
    return policy_no.FORM.fullmatch(bare) is not None or yes_no.parse(bare) is False


def _is_day(text: str) -> bool:
    return DATE.search(text) is not None


def _is_period(text: str) -> bool:
    return len(DATE.findall(text)) >= 2


def is_trade(text: str) -> bool:
    """Words that name a sector and are no body's name (非煤矿山 is none, 恒石采石场 is one)."""
    bodies = [name for _, _, name in organisation.find_all(text) if len(name) > 4]
    return sector.parse(text) not in (None, sector.OTHER) and not bodies and len(squeeze(text)) <= 24


FORMS: Mapping[str, tuple[registers.Form, float]] = {
    "enterprise": (is_body, 0.0),
    "uscc": (lambda t: uscc.parse(t.upper()) is not None, 0.9),
    "insurer": (lambda t: bool(re.search("保险|财险|产险|人保|平安|太保|太平|国寿|人寿|阳光|大地|中华|天安|众安|华安", t)), 0.0),
    "policy_no": (is_number, 0.5),
    "insured_count": (lambda t: WHOLE.match(t.strip()) is not None, 0.0),
    "headcount": (lambda t: WHOLE.match(t.strip()) is not None, 0.0),
    "full_staff": (lambda t: yes_no.parse(t) is not None, 0.0),
    "full_amount": (lambda t: yes_no.parse(t) is not None, 0.0),
    "is_due": (lambda t: yes_no.parse(t) is not None, 0.0),
    "insured": (lambda t: yes_no.parse(t) is not None, 0.0),
    "uninsured": (lambda t: yes_no.parse(t) is not None, 0.0),
    "not_due": (lambda t: yes_no.parse(t) is not None, 0.0),
    "period_start": (_is_day, 0.0),
    "period_end": (_is_day, 0.0),
    "period": (_is_period, 0.6),
    "size": (lambda t: SIZE_FORM.match(squeeze(t)) is not None, 0.6),
    "industry": (lambda t: sector.parse(t) is not None and len(squeeze(t)) <= 40, 0.0),
    "region_code": (lambda t: re.fullmatch(r"\d{6}(?:\d{3}){0,2}", t.strip()) is not None, 0.0),
    "area": (lambda t: AREA.match(squeeze(t)) is not None or 2 <= len(squeeze(t)) <= 6, 0.0),
    "address": (lambda t: len(squeeze(t)) >= 4, 0.0),
    "regulator": (lambda t: len(squeeze(t)) >= 2, 0.0),
    "other_date": (_is_day, 0.0),
}  # fmt: skip


# The one that only the cells tell: bodies under a header that names none ("名录", "对象").
BARE = {**FORMS, "enterprise": (is_company, 0.7), "industry": (is_trade, 0.4)}


REST = {
    "insured": registers.Rest("enterprise", lambda t: yes_no.parse(t) is not None and "保" in t),
    "period_end": registers.Rest("insurer", lambda t: _is_day(t) and not _is_period(t)),
}
"""在保 and 脱保 say themselves what they tell; the one day beside an insurer without a header that says otherwise is its end."""


def day_in(unit: Unit) -> date | None:
    """The one day that a cell holds."""
    value = unit.cell.value if unit.cell is not None else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    days = [day for match in DATE.finditer(unit.text) if (day := to_date(match))]
    return days[0] if len(days) == 1 else None
