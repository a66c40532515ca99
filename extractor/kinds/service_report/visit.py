"""From which day to which a visit was."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, derived
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.service_report.yearless import YearApart, with_year_apart, with_year_of_letter
from extractor.record import Reading
from extractor.values.dates import Moment
from extractor.values.scan import Token

SERVICE_DATE = formula(
    "service|date",
    "date service start end period",
    "sign_off hazard deadline status policy print sign reported_to insured_count claim_no confirm_time payment report",
)


SERVICE_START = formula("start", "service date", "sign_off hazard deadline policy print payment end")


SERVICE_END = formula("end", "service date", "sign_off hazard deadline policy print payment start")


Told = tuple[float, Unit, Token, Token]
"""A day or range that may be the visit's: how likely, in which unit, its first day and its last."""


def read_days(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    """Start and end of the visit: a labelled range or day, else the first days that a sentence gives to the service."""
    if (both := _start_and_end(sheet, in_hazards)) is not None:
        put(fields, "service_start", both[0])
        put(fields, "service_end", both[1])
        return
    if len(visits := _numbered_visits(sheet, in_hazards)) > 1:
        for name, day in (("service_start", min), ("service_end", max)):
            put(fields, name, [day(visits, key=lambda c: c.value)])
        return
    moments = [(u, t) for u, t in sheet.tokens("moment") if id(u) not in in_hazards]
    moments = [(u, t) for u, t in moments if not _of_something_else(u, t.start)] or moments
    moments = [(u, t) for u, t in moments if not _is_time_of_print(sheet, u)]
    found = [told for u, t in moments if (told := _weighed(sheet, u, t)) is not None and told[0] >= 0.4]
    if not found and (days := _without_year(sheet, in_hazards, [u for u, _ in moments])) is not None:
        unit, first_day, last_day, start, stop = days
        fields["service_start"] = Reading(first_day, unit.span(start, stop), "label", 0.8)
        fields["service_end"] = Reading(last_day, unit.span(start, stop), "label", 0.8)
        return
    if not found and (one := _day_of_the_list(sheet, in_hazards)):
        put(fields, "service_start", one)
        put(fields, "service_end", one)
        return
    if not found:
        # no label and no verb: the earliest day the report names outside its list and its signatures
        found = [(0.4, u, t, _range_end(u, t) or t) for u, t in moments if not is_signing(u)]
        found = ([told for told in found if _OF_REVIEW.search(told[1].text[: told[2].start])] or found)[:1]
    if found:
        _put_likeliest(fields, found)


def _without_year(sheet: Sheet, in_hazards: frozenset[int], dated: Sequence[Unit]) -> YearApart | None:
    """A visit whose days stand without their year: it stands apart from them, or is that of the letter that tells of the visit."""
    apart = with_year_apart(sheet, lambda u: id(u) in in_hazards or is_signing(u))
    return apart or with_year_of_letter(sheet, lambda u: id(u) in in_hazards, dated)


_NTH_VISIT = re.compile(
    r"第\s*([一二三四五六七八九十\d]{1,2})\s*次(?:现场|上门|入企|技术)?(?:服务|检查|排查|走访|巡查|查勘|勘查|回访|培训)(?:时间|日期)?\s*[:：（(]?\s*$"
)


def _numbered_visits(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The days of visits that the paper numbers, one for each: "第一次服务：2025年7月8日", "第二次服务：2025年10月16日"."""
    found: dict[str, Candidate] = {}
    for unit, token in sheet.tokens("moment"):
        named = _NTH_VISIT.search(unit.text[: token.start]) or (
            _NTH_VISIT.search(unit.left.text) if unit.left is not None and token.start <= 1 else None
        )
        if named is not None and id(unit) not in in_hazards:
            found.setdefault(named[1], Candidate(token.value.day, unit, token.start, token.stop, 0.8, "label"))
    return list(found.values())


_COMING = re.compile("(?:实际|服务)?(?:开始|开工|到场|到厂|进场|抵达|上门)(?:日期|时间)?")
_GOING = re.compile("(?:实际|服务)?(?:完成|完工|结束|收工|离场|离厂|撤场|离开)(?:日期|时间)?")


def _of_coming_and_going(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[list[Candidate], list[Candidate]] | None:
    """The days beside a word for coming and one for going, where each stands once: "实际开始 … 实际完成", "到场 … 离场"."""
    found: list[list[Candidate]] = [[], []]
    for unit, token in sheet.tokens("moment"):
        if id(unit) in in_hazards:
            continue
        told = [
            re.sub(r"[\s:：]+", "", text)
            for text, weight, _ in sheet.label(unit, token.start).options
            if weight >= 0.75
        ]
        for k, words in enumerate((_COMING, _GOING)):
            if any(map(words.fullmatch, told)):
                found[k].append(Candidate(token.value.day, unit, token.start, token.stop, 0.8, "label"))
    return (found[0], found[1]) if len(found[0]) == len(found[1]) == 1 else None


_OF_REVIEW = re.compile(r"(?:复查|回访|核查|复核)(?:日期|时间)\s*[:：]\s*$")
"""The label of a day of a review, which is the visit's where no other day is: that in a number ("销字20250615-2") is not."""


_DAY_AND_CLOCK = re.compile(
    r"\s*20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s*[,，]?\s*[上下]?午?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s*"
)
_MARGIN = 0.06
"""Share of a page's height at its top and bottom where a browser prints the time."""


def _is_time_of_print(sheet: Sheet, unit: Unit) -> bool:
    """Whether a day with its time stands alone in the margin of a page, where browsers put when they printed."""
    if unit.table is not None or unit.box is None or unit.page is None or not _DAY_AND_CLOCK.fullmatch(unit.text):
        return False
    page = next((page for page in sheet.document.pages if page.number == unit.page), None)
    margin = _MARGIN * page.height if page is not None else 0.0
    return page is not None and (unit.box.y1 < margin or unit.box.y0 > page.height - margin)


def _start_and_end(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[list[Candidate], list[Candidate]] | None:
    """Days under labels of their own for the start and for the end; None where it is not two days in their order."""
    starts, ends = (
        [
            c
            for c in by_token(sheet, ("moment",), wanted, value=_day)
            if id(c.unit) not in in_hazards and not _of_something_else(c.unit, c.start) and not _signs_here(c.unit)
        ]
        for wanted in (SERVICE_START, SERVICE_END)
    )
    if not starts or not ends:
        starts, ends = _of_coming_and_going(sheet, in_hazards) or ([], [])
    if not starts or not ends or starts[0].value > ends[0].value:
        return None
    apart = starts[0].unit is not ends[0].unit or starts[0].start != ends[0].start
    return (starts, ends) if apart else None


def _weighed(sheet: Sheet, unit: Unit, token: Token) -> Told | None:
    """How likely a day is the visit's by its label and the words about it; None for a day by which something is due."""
    label = sheet.label(unit, token.start)
    best = max(
        (
            SERVICE_DATE.score(meaning(text)) * weight * (1.0 if meaning(text).has("service") else 0.8)
            for text, weight, _ in label.options
        ),
        default=0.0,
    )
    lead, after = unit.text[max(0, token.start - 24) : token.start], unit.text[token.stop : token.stop + 60]
    if re.search(r"于\s*$|(?<![间限期险])自\s*$|^.{0,4}$", lead) and re.search(
        r"开展|进行|实施|提供|组织|走访|检查|培训|派|前往|赴|对|到", after
    ):
        best = max(best, 0.85)
    if (
        re.search("签|确认|盖章|编制|出具|报告日期|打印", unit.text[max(0, token.start - 8) : token.start])
        or is_signing(unit)
        or _signs_beside(sheet, unit)
    ):
        best -= 0.5
    if re.match(r"\s*(?:之|以|底)?前", after) or re.search(
        r"责令|限[于期]|整改期|截止", unit.text[max(0, token.start - 10) : token.start]
    ):
        return None
    pair = _range_end(unit, token)
    likely = best + 0.15 * (pair is not None) + 0.05 * (unit.index < 0.5 * len(sheet.units))
    return likely, unit, token, pair or token


def _put_likeliest(fields: dict[str, Reading[Any]], found: list[Told]) -> None:
    found.sort(key=lambda f: (-f[0], f[1].index))
    if len(visits := _of_one_column(found)) > 1:
        for name, told in (("service_start", visits[0]), ("service_end", visits[-1])):
            put(fields, name, [Candidate(told[2].value.day, told[1], told[2].start, told[2].stop, told[0], "label")])
        return
    ends_of: tuple[tuple[str, Callable[[Told], Token]], ...] = (
        ("service_start", lambda f: f[2]),
        ("service_end", lambda f: f[3]),
    )
    for name, chosen in ends_of:
        put(
            fields,
            name,
            [Candidate(chosen(f).value.day, f[1], chosen(f).start, chosen(f).stop, f[0], "label") for f in found],
        )
    if fields["service_end"].value == fields["service_start"].value:
        _put_end_beside(fields, found[0][1])
    if fields["service_end"].value < fields["service_start"].value:
        fields["service_end"] = derived(fields["service_start"], fields["service_start"].value, "arithmetic")


def _of_one_column(found: list[Told]) -> list[Told]:
    """The visits of a list of them, a line for each, in the order of their days: those in the column of the likeliest day."""
    cell, table = found[0][1].cell, found[0][1].table
    if cell is None or table is None or table.n_cols < 3:
        return []
    visits = [f for f in found if f[1].table is table and f[1].cell is not None and f[1].cell.col == cell.col]
    alike = all(f[3] is f[2] and f[0] >= found[0][0] - _ALIKE for f in visits)
    under = len({f[1].cell.row for f in visits if f[1].cell is not None}) == len(visits)
    return sorted(visits, key=lambda f: f[2].value.day) if alike and under else []


_ALIKE = 0.2
"""How much less likely by its label the day of a later line is than that of the first."""
_LONGEST_VISIT = 31  # days from the first to the last
_NO_VISIT = ("sign_off", "deadline", "print", "report", "sign", "payment", "policy", "status", "reported_to")


_BOX_CODE = re.compile(r"\s*[A-Z]?\d{1,2}\s*")


def _put_end_beside(fields: dict[str, Reading[Any]], first: Unit) -> None:
    """The last day of a visit, where it stands under the twin of the first day's label: 到场 | … | 离场 | …, 开工日 | … | 收工日 | …."""
    beside = first.right
    if beside is not None and _BOX_CODE.fullmatch(beside.text):
        beside = beside.right
    for label in (beside, None if first.below is None else first.below.left):
        last = None if label is None else label.right
        if first.left is None or label is None or last is None or not _are_twins(first.left.text, label.text):
            continue
        days = [t for t in last.tokens if t.kind == "moment"]
        start = fields["service_start"].value
        if len(days) == 1 and 0 < (days[0].value.day - start).days <= _LONGEST_VISIT:
            put(fields, "service_end", [Candidate(days[0].value.day, last, days[0].start, days[0].stop, 0.8, "label")])
            return


def _are_twins(label: str, other: str) -> bool:
    """Whether two labels are one but for a word that tells the first from the last: 到场时间 and 离场时间."""
    a, b = ("".join(text.split()).strip(":：") for text in (label, other))
    differ = sum(x != y for x, y in zip(a, b, strict=False))
    alike = len(a) == len(b) and 2 <= len(a) <= 6 and 0 < differ <= 2 and differ < len(a)
    return alike and not meaning(b).any(*_NO_VISIT)


def _day_of_the_list(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The day that a column of the list of hazards gives every one of them, where its header calls it that of the visit."""
    found = [c for c in by_token(sheet, ("moment",), SERVICE_DATE, value=_day) if id(c.unit) in in_hazards]
    if not found or found[0].unit.cell is None:
        return []
    col = found[0].unit.cell.col  # the likeliest header; another may tell when each hazard was mended
    found = [c for c in found if c.unit.cell is not None and c.unit.cell.col == col]
    same = len(found) > 1 and len({c.value for c in found}) == 1
    return [replace(found[0], score=min(found[0].score, 0.6))] if same else []


_ELSE = re.compile(
    r"(?:保险|保障|责任|承保|有效)期|投保|承保|起保|生效|成立|注册(?!安全|消防|工程师)|取得|颁发|换发|发证|投产|建成|开业|竣工|修[正订]|施行|实施办法"
)
_FRESH = re.compile(
    r"[。；;\s]|(?<=[日时分号书函单约定求)）])[，,]|[，,](?=我[公司单中院所方]|本(?:公司|机构|中心|单位|院|所)|专家|[指委]?派)"
)


def _of_something_else(unit: Unit, at: int) -> bool:
    """Whether the words before a day in its clause tell of the cover, or of how the enterprise came about: no day of a visit."""
    if len(unit.text) <= _LABEL_LENGTH:
        return False
    clause = _FRESH.split(unit.text[:at])[-1]
    after = re.match(r"[^，,。；;\d]{0,3}(?:取得|成立|注册|投保|起保|生效|颁发)", unit.text[at:][_DAY_LENGTH:])
    return _ELSE.search(clause) is not None or after is not None


_LABEL_LENGTH = 30
"""Characters up to which a line is a label with its value, judged by the label alone."""
_DAY_LENGTH = 9  # characters of a day with its year, at least


_SHORT_END = re.compile(
    r"^\s*(?:至|到|-{1,2}|—{1,2}|–|~|～|、|,|，|和|及|与)\s*(?:(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日|(\d{1,2})\s*[./]\s*(\d{1,2})(?![\d:：]))"
)


def _range_end(unit: Unit, token: Token) -> Token | None:
    """The moment a range that begins at ``token`` ends at; "2024年9月25日至26日" gives the day in the same month."""
    following = next((t for t in unit.tokens if t.start >= token.stop and t.kind == "moment"), None)
    if following is not None and re.fullmatch(
        r"[^\d]{0,6}(?:至|到|-|—|–|~|～|、)[^\d]{0,4}", unit.text[token.stop : following.start]
    ):
        return following
    short = _SHORT_END.match(unit.text[token.stop :])
    if short:
        day = token.value.day
        try:
            end = day.replace(month=int(short[1] or short[3] or day.month), day=int(short[2] or short[4]))
        except ValueError:
            return None
        return Token("moment", token.start, token.stop + short.end(), Moment(end))
    return None


def _day(_: Unit, token: Token) -> Any:
    return token.value.day


def _signs_beside(sheet: Sheet, unit: Unit) -> bool:
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


def _signs_here(unit: Unit) -> bool:
    """Whether a cell stands beside the label of a signature: 签字/日期."""
    return is_signing(unit) or (
        unit.left is not None and len(unit.left.text) <= _LABEL_LENGTH and is_signing(unit.left)
    )


_SIGNED_OVER = re.compile(r"(?:签字|签名|签收|签章|盖章)[)）]?\s*[:：]?\s*$")
"""The label of a signature in the line above one that says no more than 日期."""


def is_signing(unit: Unit) -> bool:
    return re.search("签字|签名|签收|签章|盖章|签认", unit.text) is not None
