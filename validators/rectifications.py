"""The list of what has to be put right (补正清单): findings by who must meet them, each with the words of the rule and a last
day. Pure: the day it is issued is handed in; formats are written elsewhere (``api.exports.rectifications``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extractor.record import Record
from validators.citation import Citation
from validators.days import last_workday
from validators.demands import demand
from validators.facts import Evidence, Facts
from validators.finding import PARTIES, Finding, Severity, Verdict
from validators.law.judge import ENGINE
from validators.reasons import reason
from validators.report import HARMLESS, Report
from validators.routing import department_of
from validators.say import place, shown, word, wrong

PARTY_NAMES = {
    "insurer": "保险机构", "policyholder": "投保单位", "agency": "技术服务机构", "department": "主管部门", "conference": "联席会议",
}  # fmt: skip
_NAMED_BY = {"insurer": ("insurer_branch", "insurer"), "policyholder": ("policyholder",), "agency": ("service_org",)}
"""The facts that name a party, the closest first."""
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One line. ``basis`` are the article and its words as quoted; ``places`` where it shows; ``demand`` what is asked;
    ``due`` its last day, None where none can be said; ``term`` says so in words. ``filing`` is the policy number, or the
    filing's name."""

    problem: str
    basis: str
    places: tuple[str, ...]
    demand: str
    due: date | None
    term: str
    filing: str


@dataclass(frozen=True)
class Rectifications:
    """The list for one addressee. ``corrections``: violated; ``questions``: undecided, and papers that could not be read;
    ``remarks``: notes, where asked for. ``copies``: the departments that look after these things."""

    party: str
    addressee: str
    issued: date
    filings: tuple[str, ...]
    corrections: tuple[Item, ...] = ()
    questions: tuple[Item, ...] = ()
    remarks: tuple[Item, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        return len(self.corrections) + len(self.questions) + len(self.remarks)


def rectifications(
    reports: Iterable[Report], issued: date, *, days: int | None = None, to: str | None = None, notes: bool = False
) -> tuple[Rectifications, ...]:
    """A list for each addressee among the findings of the reports, excused ones left out.

    ``days``: working days from ``issued`` in which to answer, where the rule sets no later day itself; ``to``: one of
    ``PARTIES``; ``notes``: findings that are only notes too.
    """
    lists: dict[tuple[int, str], Rectifications] = {}
    for report in reports:
        for party, name, section, item, copy in _lines(report, issued, days, notes):
            if to is not None and party != to:
                continue
            key = PARTIES.index(party), name
            lists[key] = _with(lists.get(key) or Rectifications(party, name, issued, ()), section, item, copy)
    return tuple(lists[key] for key in sorted(lists))


def _with(made: Rectifications, section: str, item: Item, copy: str) -> Rectifications:
    changed: dict[str, Any] = {section: (*getattr(made, section), item)}
    changed["filings"] = tuple(dict.fromkeys((*made.filings, item.filing)))
    if copy and copy != made.addressee:
        changed["copies"] = tuple(dict.fromkeys((*made.copies, copy)))
    return replace(made, **changed)


Line = tuple[str, str, str, Item, str]


def _lines(report: Report, issued: date, days: int | None, notes: bool) -> Iterator[Line]:
    """(party, addressee, section, item, department) of everything in the report that has to be put right."""
    for finding in report.shown():
        section = _section(finding)
        if finding.fingerprint in report.excused or (section == "remarks" and not notes):
            continue
        facts, route = _facts(report, finding), department_of(report, finding)
        department = route.department if route else ""
        item = _item(report, finding, facts, issued, days)
        yield finding.bound, _addressee(finding.bound, facts, department), section, item, department
    facts = _facts(report, None)
    for record in report.filing.records:
        for item in _unread(report, record, facts, issued, days):
            yield "insurer", _addressee("insurer", facts, ""), "questions", item, ""


def _section(finding: Finding) -> str:
    if finding.severity is Severity.NOTE:
        return "remarks"
    return "corrections" if finding.verdict is Verdict.VIOLATED else "questions"


def _facts(report: Report, finding: Finding | None) -> Facts:
    """What the papers say about the finding's subject; of the only policy where there is no subject."""
    subjects = report.filing.subjects
    mine = next((s for s in subjects if finding is not None and s.key == finding.subject), None)
    if mine is None and len(report.filing.policies) == 1:
        mine = report.filing.policies[0]
    return mine.facts if mine is not None else Facts({})


def _addressee(party: str, facts: Facts, department: str) -> str:
    """Who the list goes to, by the name on the papers; by what it is where no name was read."""
    for name in _NAMED_BY.get(party, ()):
        if facts[name].known and facts[name].value:
            return str(facts[name].value)
    return department if party == "department" and department else f"有关{PARTY_NAMES[party]}"


# --- one line --------------------------------------------------------------------------------------------------------


def _item(report: Report, finding: Finding, facts: Facts, issued: date, days: int | None) -> Item:
    due, term = _due(finding, issued, days)
    places = tuple(_places(finding.evidence))
    more = (f"等{len(places)}处",) if len(places) > MOST_PLACES else ()
    why = reason(finding.why)[0] if finding.verdict is Verdict.UNDECIDED else ""
    problem = wrong(finding) + (f"（{why}）" if why else "")
    return Item(
        problem, _basis(finding), places[:MOST_PLACES] + more, _demand(finding), due, term, _filing(report, facts)
    )


def _places(evidence: Iterable[Evidence]) -> Iterator[str]:
    """Each page or cell once, with all the words that stand there."""
    words: dict[str, dict[str, None]] = {}
    for each in evidence:
        if each.path:
            spot = place(each if each.span is None else replace(each, span=replace(each.span, text="")))
            words.setdefault(spot, {}).setdefault(place(each).removeprefix(spot))
    for spot, said in words.items():
        yield spot + "、".join(text for text in said if text)


def _filing(report: Report, facts: Facts) -> str:
    number = facts.value("policy_no")
    return str(number) if number else report.filing.filing_id


def _basis(finding: Finding) -> str:
    """The article and its quoted words, and the others that demand the same."""
    if finding.citation.document == ENGINE.document:
        return "材料之间的核对"
    return "；".join(_words(citation) for citation in (finding.citation, *finding.also[:2]))


def _words(citation: Citation) -> str:
    name = citation.document if "〔" in citation.document or "-" in citation.document else f"《{citation.document}》"
    return f"{name}{citation.article}" + (f"“{citation.quote}”" if citation.quote else "")


def _demand(finding: Finding) -> str:
    if finding.verdict is Verdict.UNDECIDED:
        needed = "、".join(dict.fromkeys(word(name) for name in finding.lacking))
        return f"补交材料或者书面说明：{needed}" if needed else "补交能够说明该事项的材料"
    return demand(finding.type, finding.params)


def _due(finding: Finding, issued: date, days: int | None) -> tuple[date | None, str]:
    """The day that the rule itself sets, where it is still to come; else ``days`` working days from the day of issue."""
    last = finding.params.get("last_day")
    if isinstance(last, date) and last >= issued:
        return last, f"{shown(last)}前（规定的期限）"
    return _in_workdays(issued, days)


def _in_workdays(issued: date, days: int | None) -> tuple[date | None, str]:
    if days is None:
        return None, "未定"
    due = last_workday(issued, days)
    if due is None:
        return None, f"收到之日起{days}个工作日内（该年度放假安排未知，未推算日期）"
    return due, f"{shown(due)}前（{days}个工作日）"


def _unread(report: Report, record: Record, facts: Facts, issued: date, days: int | None) -> Iterator[Item]:
    due, term = _in_workdays(issued, days)
    for problem in record.problems:
        if problem.code not in HARMLESS:
            page = f"第{problem.page}页" if problem.page else ""
            demand = problem.remedy or "重新报送该材料"
            yield Item(f"材料未能读取：{problem.message}", "材料应当能够审查", (f"{record.path}{page}",), demand, due, term,
                       _filing(report, facts))  # fmt: skip


def addressees(lists: Sequence[Rectifications]) -> tuple[str, ...]:
    """Everybody that a list goes to, for a line that says what was written."""
    return tuple(f"{made.addressee} {made.items}项" for made in lists)
