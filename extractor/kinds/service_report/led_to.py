"""A body's name without the words that led to it: where it was, who went there, what was held by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.evidence.candidates import Candidate
from extractor.values import person, region

_JOINS = re.compile("前往|深入|走进|进驻|抵达|来到|的是|[在为给对由到赴于向]")
_LEAST, _LONGEST_LEAD = 6, 20
"""Characters of a name behind a joining word, and of what may stand before one."""
_WHO = re.compile(
    "^(?:[\u4e00-\u9fff]{0,6}(?:工程师|老师|讲师|教师|专家|评价师|教官|顾问|教授|组长))?(?P<name>[\u4e00-\u9fff]{2,4}?)(?:老师|工程师|专家)?(?:等?一行)?(?:等?[\\d一二两三四五六七八]{0,2}[人名位])?$"
)
_WHERE = re.compile("[室厅楼场港村厂区镇乡院馆处店所庙堂校棚站]$")
_WHAT = re.compile("(?:演练|活动|培训|讲课|授课|课程|检查|排查|服务|宣讲|讲座|评估|会议|现场|[的者人])$")
_ACTED = re.compile("^(?:演练|活动|培训|讲课|本次|此次|会议|课程|讲座|检查|排查|科目|桌面推演)[\u4e00-\u9fff]{0,6}?由")
_ASKED = re.compile("哪[家个些]?|谁|什么")
_PEOPLE = re.compile("[（(]([^（()）]{2,30})[)）]$")
_AND_OTHERS = re.compile("等?[\\d一二三四五六七八九十]*[人名位]?$")


def without_words_before(named: Sequence[Candidate]) -> list[Candidate]:
    """The bodies of a paper, each without the words of the sentence that ran into its name.

    The name must begin behind a joining word, and either stand elsewhere on the paper by itself, begin with a place, or have a
    person, a place or what was done before that word: 讲师某某在某某公司, 某村文化室为某某公司, 演练由某某公司."""
    alone = {c.value for c in named}
    cut = (_cut(c, alone) for c in named if not _ASKED.search(c.value))
    return [_without_people(c) for c in cut if c is not None]


def _cut(c: Candidate, alone: set[str]) -> Candidate | None:
    """The body that a name ends in; None for one that is a mere word behind what was done: 演练由选厂."""
    for joins in _JOINS.finditer(c.value, 2, min(len(c.value) - _LEAST, _LONGEST_LEAD)):
        lead, name = c.value[: joins.start()], c.value[joins.end() :]
        if name in alone or _is_led(lead, name):
            return replace(c, value=name, start=c.start + joins.end())
    return None if _ACTED.match(c.value) else c


def _is_led(lead: str, name: str) -> bool:
    who = _WHO.match(lead)
    if who is not None and person.is_name(who["name"]):
        return True
    return (_WHERE.search(lead) is not None or _WHAT.search(lead) is not None) and region.find(name) is not None


def _without_people(c: Candidate) -> Candidate:
    """The body without those of its people that stand in a bracket behind it: 某某公司（任海平）."""
    people = _PEOPLE.search(c.value)
    if people is None or not person.parse_list(_AND_OTHERS.sub("", people[1])):
        return c
    return replace(c, value=c.value[: people.start()], stop=c.start + people.start())
