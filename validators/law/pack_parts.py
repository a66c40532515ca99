"""What a pack holds beside its rules: milestones (what a text wants done by a day) and its table of departments.

``validators.law.pack_reading`` reads a file and hands its words here; the words allowed and the mistakes are the same as for rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.values import sector
from validators.finding import PARTIES
from validators.marked import Marked, PackError, checked_words, day_of, one_of
from validators.say import knows_sentence

MILESTONE_WORDS = ("name", "article", "quote", "due", "reason", "what", "bound", "goal", "beside")
GOAL_WORDS = ("fact", "at_least")
ROUTING_WORDS = ("department", "matters", "role", "article", "quote", "note")
ROLES = ("lead", "sector", "insurance", "finance")
"""What a department does in this business: steers the whole, oversees its sector's enterprises, oversees insurers, pays
subsidies."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that shows by itself whether a milestone is met: ``fact`` of a roster (percent, count) ≥ ``at_least``."""

    fact: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something a text wants done by a day.

    ``due`` is the last day, itself in time; None with a ``reason`` where the text gives none. ``what`` is zh and en. ``beside``
    names milestones of the same pack that date the same thing: where their days differ the text contradicts itself.
    """

    name: str
    article: str
    quote: str
    due: date | None
    reason: str
    what: Mapping[str, str]
    bound: str
    goal: Goal | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A line of a text's table of departments: who looks after which sectors or types of findings, in which role.

    ``matters`` are sector codes (``extractor.values.sector``) and types of findings; () is everything in that role.
    """

    department: str
    role: str
    article: str
    matters: tuple[str, ...] = ()
    quote: str = ""
    note: str = ""


def milestones_of(table: Marked, file: str) -> tuple[Milestone, ...]:
    """The milestones of a pack's file; raises PackError for a word, date or name that does not fit."""
    found = tuple(_milestones(table, file))
    names = [milestone.name for milestone in found]
    for milestone, item in zip(found, table.get("milestones") or (), strict=True):
        if names.count(milestone.name) > 1:
            raise PackError(file, item.line, f"里程碑“{milestone.name}”写了两次")
        for other in milestone.beside:
            if other not in names or other == milestone.name:
                raise PackError(file, item.lines["beside"], f"没有叫“{other}”的里程碑", names)
    return found


def _milestones(table: Marked, file: str) -> Iterator[Milestone]:
    for item in table.get("milestones") or ():
        needed = ("name", "article", "due", "what", "bound")
        entry = checked_words(item, MILESTONE_WORDS, needed, file, "里程碑", table.lines["milestones"])
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", str(entry["name"])):
            raise PackError(file, entry.lines["name"], f"里程碑的名字“{entry['name']}”应当像 place.what-is-due")
        due = day_of(entry, "due", file)
        if due is None and not entry.get("reason"):
            raise PackError(file, entry.lines["due"], "没有日期（null）时要写明 reason")
        what = checked_words(entry["what"], ("zh", "en"), ("zh", "en"), file, "what", entry.lines["what"])
        yield Milestone(
            str(entry["name"]),
            str(entry["article"]),
            str(entry.get("quote") or ""),
            due,
            str(entry.get("reason") or ""),
            {lang: str(text) for lang, text in what.items()},
            one_of(entry, "bound", PARTIES, file, ""),
            _goal(entry, file),
            tuple(map(str, entry.get("beside") or ())),
        )


def _goal(entry: Marked, file: str) -> Goal | None:
    if not entry.get("goal"):
        return None
    goal = checked_words(entry["goal"], GOAL_WORDS, GOAL_WORDS, file, "goal", entry.lines["goal"])
    floor = goal["at_least"]
    if isinstance(floor, bool) or not isinstance(floor, int | float):
        raise PackError(file, goal.lines["at_least"], f"“at_least: {floor}”不是数字")
    return Goal(str(goal["fact"]), Decimal(str(floor)))


def routing_of(table: Marked, file: str) -> tuple[Assignment, ...]:
    """The table of departments of a pack's file; raises PackError for an unknown role, sector or type of finding."""
    own = {str(rule.get("type")) for rule in table.get("rules") or () if isinstance(rule, dict)}
    found: list[Assignment] = []
    for item in table.get("routing") or ():
        needed = ("department", "role", "article")
        entry = checked_words(item, ROUTING_WORDS, needed, file, "部门分工", table.lines["routing"])
        matters = _matters(entry, own, file)
        role = one_of(entry, "role", ROLES, file, "")
        found.append(
            Assignment(
                str(entry["department"]),
                role,
                str(entry["article"]),
                matters,
                str(entry.get("quote") or ""),
                str(entry.get("note") or ""),
            )
        )
    return tuple(found)


def _matters(entry: Marked, own: set[str], file: str) -> tuple[str, ...]:
    given: Any = entry.get("matters") or ()
    matters = tuple(map(str, given)) if isinstance(given, list) else (str(given),) if given else ()
    for matter in matters:
        if matter not in sector.codes() and matter not in own and not knows_sentence(matter):
            problem = f"“{matter}”既不是行业代码，也不是发现类型"
            raise PackError(file, entry.lines["matters"], problem, sector.codes())
    return matters
