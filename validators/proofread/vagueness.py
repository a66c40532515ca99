"""Rules that bind to nothing: amounts without measure, rules anyone may leave, references to no rule, formulas with two readings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.proofread.lexicon import any_of, load
from validators.proofread.paper import Defect, Paper

_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:%|万?元|‰)|百分之|[一二三四五六七八九十]成")
_MEASURED = re.compile(r"^\s*[（(]")
# What money may be for; anything else between (部分企业保费) is what the vague word goes with.
_KINDS = "保险|赔偿|预付|医疗|救治|抢救|抢险|救援|补偿|善后|奖励|补贴|财政|专项"
_GROUND = re.compile(r"确需|确有|因[^，。；]{1,20}的|经[^，。；]{1,20}(?:批准|同意|审核)|特殊|情形|属于|符合")
_FEE = r"(?:费用|资金|经费|保费|保险费|准备金|保证金)"
_NUMBER = re.compile(r"\d|[一二三四五六七八九十]+(?:年|个月|日|次|倍|%)")
_OR = re.compile(r"(?P<a>[\u4e00-\u9fa5]{2,14}?系数)(?:或者?)(?P<b>[\u4e00-\u9fa5]{2,14}?)(?=[和与及、，。；（×乘]|$)")
_PRODUCT = re.compile(r"乘积|系数之积|相乘|连乘|×|基数")
_LEFT_TO = re.compile(
    r"(?:具体)?(?:标准|数值|取值|系数|办法)?由(?:各)?(?:承保|保险)(?:机构|公司|人|单位)(?:负责)?(?:解释|确定|掌握)"
)


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on rules without measure."""
    yield from _amounts(paper)
    yield from _schedules(paper)
    yield from _hedges(paper)
    yield from _references(paper)
    yield from _formulas(paper)


def _amounts(paper: Paper) -> Iterator[Defect]:
    """先行垫付部分赔偿金: how much, by when?"""
    vague, money = (any_of(load("wording")[key]) for key in ("vague_amounts", "money"))
    words = re.compile(rf"(?<![大该此])(?<!的(?=部分)){vague}(?:的)?(?:{_KINDS})?{money}")
    found = [
        (s, m)
        for s in paper.sentences
        for m in words.finditer(s.text)
        if not _FIGURE.search(s.text) and not _MEASURED.match(s.text[m.end() :])
    ]
    if found:
        yield Defect(
            "amount_vague",
            "warning",
            tuple(s.place(*m.span(), 6) for s, m in found),
            f"“{found[0][1].group()}”没有数额、比例或确定方法",
            f"{found[0][1].group()}: no sum, no share, no way to find it",
        )


def _schedules(paper: Paper) -> Iterator[Defect]:
    """退坡机制 in a paper that gives no figure for it."""
    words = re.compile(any_of(load("wording")["schedules_of_money"]))
    found = [(s, m) for s in paper.sentences for m in words.finditer(s.text)]
    told = any(_FIGURE.search(s.text) and re.search("补贴|补助|奖补", s.text) for s in paper.sentences)
    if found and not told:
        yield Defect(
            "subsidy_without_figure",
            "note",
            tuple(s.place(*m.span(), 6) for s, m in found),
            f"“{found[0][1].group()}”没有补贴数额、比例或退出时间",
            f"{found[0][1].group()}: no figure and no timetable",
        )


def _hedges(paper: Paper) -> Iterator[Defect]:
    """原则上为1年，也可…: a number that anyone may leave."""
    hedges, exits = (any_of(load("wording")[key]) for key in ("hedges", "hedge_exits"))
    words = re.compile(rf"{hedges}[^。；]*?{exits}")
    for sentence in paper.sentences:
        for match in words.finditer(sentence.text):
            if _NUMBER.search(match.group()) and not _GROUND.search(match.group()):
                yield Defect(
                    "rule_hedged",
                    "note",
                    (sentence.place(*match.span()),),
                    f"“{match.group()}”既定期限或数量又可任意变通，约束力不明",
                    f"a number is set and may be left at will: {match.group()}",
                )


def _references(paper: Paper) -> Iterator[Defect]:
    """按照相关规定足额投入: the share stands in a rule that is not named."""
    acts = any_of(load("wording")["free_amount_acts"])
    # 安全生产费用 has its own well-known rule; the fee of the insurance has none but the paper's.
    fee = rf"[^，。；]{{0,10}}?(?:预防|服务|保险|奖补)[^，。；]{{0,8}}?{_FEE}"
    words = re.compile(rf"{load('wording')['free_reference']}[^，。；]{{0,10}}?{acts}{fee}")
    if any(_FIGURE.search(s.text) and re.search(_FEE, s.text) for s in paper.sentences):
        return
    found = [(s, m) for s in paper.sentences for m in words.finditer(s.text) if "《" not in s.text]
    if found:
        yield Defect(
            "amount_by_unnamed_rule",
            "warning",
            tuple(s.place(*m.span()) for s, m in found),
            f"“{found[0][1].group()}”未指明是哪项规定，比例或数额无从确定",
            f"the amount is left to rules that are not named: {found[0][1].group()}",
        )


def _formulas(paper: Paper) -> Iterator[Defect]:
    """系数或等级: a formula that reads in two ways, or whose values the insurer explains at will."""
    for sentence in paper.sentences:
        if not _PRODUCT.search(sentence.text):
            continue
        either = next((m for m in _OR.finditer(sentence.text) if not m["b"].endswith("系数")), None)
        left = _LEFT_TO.search(sentence.text)
        if either or left:
            why = [f"“{either.group()}”中后者不是系数"] if either else []
            why += [f"“{left.group()}”使计算标准不公开"] if left else []
            first = either or left
            assert first is not None
            yield Defect(
                "formula_ambiguous",
                "warning",
                (sentence.place(*first.span(), 4),),
                f"计算公式不明确：{'；'.join(why)}",
                "the formula can be read in more than one way",
            )
