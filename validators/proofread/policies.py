"""Wording that law stands against: closing a market, exempting from enforcement, covers that do not belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from validators.citation import Citation
from validators.proofread.lexicon import COMPETITION, any_of, load, pattern
from validators.proofread.paper import Defect, Paper

_COMPANY = re.compile(r"[\u4e00-\u9fa5]{4,30}?(?:公司)(?:[\u4e00-\u9fa5]{2,8}?(?:分公司|支公司|营业部))?")
_BARRED = re.compile(r"(?:不得|严禁|禁止|不能|避免|防止|不应)[^，。；]{0,10}$")
# What a notice exempts must be something found; a guide that is no ground of enforcement itself exempts nothing.
_UNDONE = re.compile(r"[^，。；]{0,10}的(?:行为|做法|问题)|的，(?:责令|予以|依法|应当)")
_FOUND = re.compile(r"隐患|违法|问题|线索|行为|投保|参保")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on policy wording; what a sentence forbids is not a remark."""
    yield from _listed(
        paper, "competition", "wording_on_competition", "warning", "可能排除、限制竞争，需经公平竞争审查"
    )
    yield from _listed(paper, "exemptions", "wording_exempts_from_law", "warning", "与依法监管、报告隐患的职责相抵触")
    yield from _against_law(paper)
    yield from _covers(paper)
    yield from _pool_of_one(paper)


@cache
def _patterns(key: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows: list[dict[str, Any]] = load("wording")[key]
    return tuple((re.compile(row["pattern"]), row["say"]) for row in rows)


def _listed(paper: Paper, key: str, kind: str, severity: str, why: str) -> Iterator[Defect]:
    """One remark a class, with every place."""
    places: list[tuple[int, str]] = []
    said: list[str] = []
    for sentence in paper.sentences:
        for words, say in _patterns(key):
            for match in words.finditer(sentence.text):
                before = sentence.text[: match.start()]
                if not _BARRED.search(before) and (key != "exemptions" or _FOUND.search(match.group() + before)):
                    places.append(sentence.place(*match.span(), 4))
                    said.append(say)
    if places:
        yield Defect(
            kind,
            severity,
            tuple(sorted(set(places))),
            f"{'；'.join(dict.fromkeys(said))}：{why}",
            "wording that may restrict competition" if key == "competition" else "wording that exempts from the law",
            {"kinds": tuple(dict.fromkeys(said))},
            basis=COMPETITION if key == "competition" else None,
        )


def _against_law(paper: Paper) -> Iterator[Defect]:
    """Workers who bear the premium, licences that hang on a policy: each row of the list with its own ground."""
    for row in load("wording")["against_law"]:
        words = re.compile(row["pattern"])
        found = [
            (s, m)
            for s in paper.sentences
            for m in words.finditer(s.text)
            if not _BARRED.search(s.text[: m.start()]) and not _UNDONE.match(s.text[m.end() :])
        ]
        if found:
            yield Defect(
                "wording_against_law",
                "warning",
                tuple(s.place(*m.span(), 4) for s, m in found),
                f"“{found[0][1].group()}”：{row['say']}，与上位规定相抵触",
                f"wording that higher law bars: {found[0][1].group()}",
                {"kind": row["say"]},
                basis=Citation(row["document"], row["title"], row["article"], confidence=row["confidence"]),
            )


def _covers(paper: Paper) -> Iterator[Defect]:
    """A product of liability insurance made to hold accident or property covers."""
    product, other = pattern("wording", "liability_product"), pattern("wording", "other_covers")
    puts = any_of(load("wording")["puts_into"])
    found = []
    for sentence in paper.sentences:
        for cover in other.finditer(sentence.text):
            before = sentence.text[: cover.start()]
            put = list(re.finditer(puts, before))
            if not put or pattern("wording", "other_insurance").search(before):
                continue
            if product.search(before[: put[-1].start()]) and not _BARRED.search(before[: put[-1].end()]):
                found.append((sentence, cover))
    if found:
        names = "、".join(dict.fromkeys(m.group() for _, m in found))
        yield Defect(
            "cover_not_liability",
            "warning",
            tuple(s.place(*m.span(), 8) for s, m in found),
            f"“{names}”不属责任保险，却列入责任保险产品",
            f"{names} is no liability insurance but is put into a liability product",
            {"covers": tuple(dict.fromkeys(m.group() for _, m in found))},
        )


def _pool_of_one(paper: Paper) -> Iterator[Defect]:
    """A pool is to be chosen, and one company is named already."""
    for sentence in paper.sentences:
        pool = pattern("wording", "pools").search(sentence.text)
        named = {m.group() for m in _COMPANY.finditer(sentence.text) if re.search("保险", m.group())}
        single = re.search(r"[（：][^（）]{0,40}公司[^（）。]{0,10}(?:承保|中标|入围)", sentence.text)
        if pool and single and len(named) == 1:
            yield Defect(
                "pool_of_one_insurer",
                "warning",
                (sentence.place(*pool.span(), 10), sentence.place(single.start() + 1, single.end())),
                f"一面遴选“{pool.group()}”，一面只列明一家保险公司承保，前后不符",
                f"a pool ({pool.group()}) is to be chosen, yet one insurer is named",
                {"insurer": next(iter(named))},
                basis=COMPETITION,
            )
