"""What a paper holds that speaks for its kind where words leave it open: covers, hazards, a ledger, lines of a register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from extractor.classify.signs import is_headed
from extractor.covers import table as coverages
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.absence import says_none
from extractor.kinds import claim_record, endorsement, fee_ledger, roster, service_report, staff_list

_WORDS = re.compile("[\u4e00-\u9fff]{4}|[A-Za-z]{3}.*[A-Za-z]{3}")
"""What tells what is wrong: a few words at least."""
_OF_SAFETY = re.compile(
    "安全|隐患|保险|保单|安责|投保|事故|消防|应急|排查|巡查|走查|走访|帮扶|危险|风险|危化|施工|作业|专家|整改|hazard|safety|insur",
    re.I,
)


def add_structures(sheet: Sheet, points: dict[str, float], words: dict[str, list[tuple[float, str]]]) -> None:
    """Adds what the paper holds to ``points`` and ``words``, for kinds that are near the first by their words."""
    most = max(points.values())
    for kind, find in _STRUCTURES.items():
        if points[kind] < most - 5.0 or (
            kind == "policy" and is_headed(words, "application") and not is_headed(words, "policy")
        ):
            continue  # covers are asked for in the same words as they are given
        held = find(sheet)
        if held:
            points[kind] += held
            words[kind].append((held, f"holds what a {kind} holds"))


def add_registers(sheet: Sheet, points: dict[str, float], words: dict[str, list[tuple[float, str]]]) -> None:
    """Adds what its tables hold one line each of, where its heading names no other kind."""
    leading = max(points, key=lambda k: points[k])
    headed = leading if is_headed(words, leading) else ""
    for kind, find in _REGISTERS.items():
        other = headed and not is_headed(words, kind) and (kind == "staff_list" or headed == "policy")
        held = 0.0 if other else find(sheet)  # a policy with those it insures listed behind it is a policy
        points[kind] += held
        words[kind] += [(held, f"one line for each {_LINE[kind]}")] if held else []


def _has_covers(sheet: Sheet) -> float:
    found = coverages.find(sheet)
    if found is None:
        return 0.0
    codes = {row.value("code") for row in found.rows if len(row.cells) >= 3} - {"other"}
    return 4.0 if len(codes) >= 4 else 2.5 if len(codes) >= 2 else 0.0


def _has_hazards(sheet: Sheet) -> float:
    """Hazards with what is to be done about them, or a service with who gave it and who received it."""
    return max(_lists_hazards(sheet), service_report.holds(sheet))


def _lists_hazards(sheet: Sheet) -> float:
    rows, _, _ = hazards.find(sheet)
    if not any(_OF_SAFETY.search(u.text) for u in sheet.units):
        return 0.0  # defects of goods, of houses, of software
    # what is to be done about nothing that is wrong are the instructions on a form
    advised = (r for r in rows if "advice" in r.cells and hazard_cells.tells_defect(str(r.value("description") or "")))
    told = [row for row in (*(r for r in rows if "deadline" in r.cells), *advised) if len(row.cells) >= 4]
    told = [row for row in told if _WORDS.search(str(row.value("description") or ""))]  # 第一期 is no hazard
    return 2.5 if told else 1.0 if says_none(sheet) else 0.0


_STRUCTURES: Mapping[str, Callable[[Sheet], float]] = {
    "policy": _has_covers,
    "service_report": _has_hazards,
    "fee_ledger": fee_ledger.holds,
    "claim_record": claim_record.holds,
    "endorsement": endorsement.holds,
}
RIVALS: Mapping[str, Callable[[Sheet], bool]] = {
    "fee_ledger": fee_ledger.tells_once_more,
    "claim_record": claim_record.tells_once_more,
}
"""What is asked of a paper last, once all else leaves its kind open."""
BY_RIVALS = 0.6
# Lists that go under any heading: what their tables hold is looked for however clear the words are, up to PLAIN.
_REGISTERS: Mapping[str, Callable[[Sheet], float]] = {"roster": roster.holds, "staff_list": staff_list.holds}
_LINE = {"roster": "enterprise", "staff_list": "person"}
