"""What a whole draft is put together of, and its files: the pack, its cases, the table of every demand, a score sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from extractor.record import Row
from validators.drafting import sheet
from validators.drafting.as_yaml import Dumper
from validators.drafting.gist import gist
from validators.drafting.suggestion import Head

TO_FILL = "待填"
NOWHERE = "999999"
"""A code that is no place's: a pack whose place is not known binds nobody until a person has named it."""
WHOLE = "正文"
"""Where a demand stands that is under no numbered clause."""
HEAD_ALONE = {"effective", "repeal"}
"""Demands that the head of a pack holds."""
WAIT = "由人核对后决定由哪条规则判断"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A demand and what it became: the rule, milestone or score item of that name, "" where a person must say."""

    demand: Row
    rule: str = ""
    milestone: str = ""
    score: str = ""


@dataclass(slots=True)
class Made:
    """What is being put together."""

    head: Head
    rules: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, Any] = field(default_factory=dict)
    milestones: list[dict[str, Any]] = field(default_factory=list)
    demands: list[Drafted] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def files_of(slug: str, made: Made, scored: sheet.Drawn | None) -> Mapping[str, str]:
    """File name → text."""
    files = {
        f"{slug}.yaml": _said(made) + _dump(_pack(slug, made)),
        f"{slug}.cases.yaml": _dump(made.cases, flow=None) if made.cases else "{}\n",
        f"{slug}.requirements.yaml": _dump(_requirements(slug, made, scored)),
    }
    if scored is not None:
        files[f"{slug}.score.yaml"] = scored.text
    return files


def _said(made: Made) -> str:
    lines = ["草案：由程序从文件读出，未经人核对。核对后把 confidence 改为 V，再定 severity。",
             "A draft read by program; once compared with the paper, set confidence to V and then the severities.", *made.gaps]  # fmt: skip
    return "".join(f"# {line}\n" for line in lines)


def _dump(table: Any, flow: bool | None = False) -> str:
    return yaml.dump(table, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=flow)


def _pack(slug: str, made: Made) -> dict[str, Any]:
    head = made.head
    return {
        "name": slug, "title": head.title or TO_FILL, "document": head.document or TO_FILL,
        **({"issuer": list(head.issuer)} if head.issuer else {}), "region": head.region or NOWHERE, "place": head.place or TO_FILL,
        **({"street_words": [head.place[-4:]]} if len(head.region) > 6 and head.place else {}),
        "issued": head.issued, "in_force": {"from": head.since, "to": head.until}, "layer": head.layer,
        "confidence": head.confidence, **({"advisory": True} if head.advisory else {}),
        **({"allow": {"undated": "文件没有写明，由人补上"}} if None in (head.issued, head.since) else {}),
        **({"milestones": made.milestones} if made.milestones else {}), "rules": made.rules,
    }  # fmt: skip


def _requirements(slug: str, made: Made, scored: sheet.Drawn | None) -> dict[str, Any]:
    out: dict[str, Any] = {}
    width = max(2, len(str(len(made.demands))))
    for number, one in enumerate(made.demands, 1):
        table: dict[str, Any] = {"article": str(one.demand.value("path") or WHOLE), "about": gist(one.demand)}
        if one.rule:
            table["rules"] = [one.rule]
        elif one.milestone:
            table["milestones"] = [one.milestone]
        elif one.demand.value("subject") in HEAD_ALONE:
            table["engine"] = "规则包的施行日和所废止的文件"
        elif one.score:
            table["person"] = f"评分表草案 {slug}.score.yaml 的 {one.score}，核对后放入评分表"
        else:
            table["person"] = WAIT
        out[f"{slug}-{number:0{width}}"] = table
    return out
