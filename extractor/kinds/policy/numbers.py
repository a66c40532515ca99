"""The policy's own number, and the code of the enterprise it insures."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Collection
from typing import Any

from extractor.evidence.candidates import Candidate, by_slot, by_token, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.policy.number_groups import in_groups, with_groups
from extractor.kinds.policy.other_numbers import of_another
from extractor.record import Reading
from extractor.values import uscc
from extractor.values.policy_no import FORM as NUMBER_FORM
from extractor.values.policy_no import is_day
from extractor.values.scan import Token

POLICY_NO = formula("policy number", none_of="proposal report contact uscc claim_no")

_POLICY_ALONE = formula(
    "policy", none_of="proposal report contact uscc claim_no holder insured insurer premium period sign date"
)

_VOUCHER = formula("voucher", none_of="proposal report contact uscc claim_no payment premium")

USCC = formula("uscc", none_of="insurer agency branch")


def policy_numbers(sheet: Sheet, in_agreements: Collection[int] = frozenset()) -> list[Candidate]:
    """The number of this policy: number-shaped, labelled as a policy's number, and repeated where it runs in headers."""
    found = by_token(sheet, ("code", "uscc", "number"), POLICY_NO, value=_number)
    found += by_slot(sheet, POLICY_NO, _number_text, least=0.6, least_coverage=0.5)
    found = [with_groups(c) for c in found]
    found += [c for c in in_groups(sheet) if not any(c.value == o.value for o in found)]
    found += [c.plus(-0.15) for c in by_slot(sheet, _POLICY_ALONE, _number_text, least=0.6, least_coverage=0.9)]
    found = [
        c.plus(
            -0.5 * of_another(sheet, c)
            - 0.3 * (id(c.unit) in in_agreements)
            - 0.5 * _is_credit_code(sheet, c)
            - 0.1 * _runs_on(sheet, c)
        )
        for c in found
    ]
    if not any(c.score >= 0.5 and not of_another(sheet, c) for c in found):
        guesses = _early(sheet, in_agreements)
        if own := [g for g in guesses if not of_another(sheet, g)]:
            found = [*own, *(c.plus(-0.2 * of_another(sheet, c)) for c in found)]
    times: dict[str, int] = {}
    for unit, token in sheet.tokens("code"):
        text = unit.text[token.start : token.stop]
        times[text] = times.get(text, 0) + 1
    if not found:
        found = [c.plus(-0.3) for c in by_slot(sheet, _VOUCHER, _number_text) if id(c.unit) not in in_agreements]
    found = found or _behind_the_word(sheet, in_agreements) or _only_one(sheet, in_agreements)
    own = [c for c in found if not of_another(sheet, c)]
    found = [c.plus(-0.5 * _is_quoted(c, [o for o in own if o.value != c.value])) for c in found]
    best = [c.plus(0.05 * min(3, times.get(c.value, 1) - 1)) for c in found]
    return ranked([_with_office(c) for c in best])


def _is_quoted(number: Candidate, others: Collection[Candidate]) -> bool:
    """Whether a number is told by the way beside another that is not: 保险单号：甲（与总公司保单乙同日签发）."""
    if not _by_the_way(number):
        return False
    return any(
        0 <= number.unit.index - o.unit.index <= 1 and not _by_the_way(o) and not _CASE.match(o.unit.text, o.stop)
        for o in others
    )


def _by_the_way(number: Candidate) -> bool:
    """Whether a number stands in brackets, also such as the line before opened, or behind a word that sets it beside another."""
    before, after = number.unit.text[: number.start], number.unit.text[number.stop :]
    closed = _BRACKET.search(after) if not _BRACKET.search(before) else None
    return (
        _OPEN.search(before) is not None
        or (closed is not None and closed[0] in ")）")
        or _BESIDE.search(before) is not None
    )


_CASE = re.compile(r"\s*号?\s*[赔理报立]?案")
"""Behind a number that is a claim's, in whose bracket the policy is told: JJ2025A019号案（保单…）."""
_BRACKET = re.compile("[()（）]")
_OPEN = re.compile("[(（][^()（）]*$")
_BESIDE = re.compile(r"(?:^|[,，;；。\s])(?:与|同|连同|由)[^,，;；。\d]{0,20}$")


def _number(unit: Unit, token: Token) -> str | None:
    """The value as a number of a policy; None for a standard's, and for what is too short or of another form."""
    text = unit.text[token.start : token.stop].replace(" ", "")
    if _STANDARD.search(unit.text[: token.start]) or re.fullmatch(r"\d{4,5}-\d{4}", text) or _is_group(unit, text):
        return None
    return text if len(text) >= 8 and NUMBER_FORM.fullmatch(text) else None


def _is_group(unit: Unit, text: str) -> bool:
    """Whether a number is one of the groups of which the cell's whole number is made: "DMQC3947 706746887"."""
    groups = unit.text.split() if unit.cell is not None and len(unit.text) <= 50 else []
    whole = "".join(groups)
    return len(groups) > 1 and len(whole) > len(text) and min(map(len, groups)) < 10 and _WHOLE(whole) is not None


_WHOLE = re.compile(r"[A-Z][0-9A-Z/\-]{9,37}").fullmatch


def _early(sheet: Sheet, in_agreements: Collection[int]) -> list[Candidate]:
    """Without a label: numbers near the head of the paper that are no credit codes, the longest first in score."""
    return [
        Candidate(
            text,
            unit,
            token.start,
            token.stop,
            0.4 + 0.005 * (token.stop - token.start) - 0.2 * (_OF_A_NAME.search(unit.text[: token.start]) is not None),
            "form",
        )
        for unit, token in (*sheet.tokens("code"), *_shaped_like_credit_codes(sheet))
        if unit.index <= max(12, len(sheet.units) // 4)
        and (text := _number(unit, token))
        and len(text) >= 12
        and id(unit) not in in_agreements
    ]


_OF_A_NAME = re.compile(r"[公司厂店社矿部站场行院校所]\s*[(（]\s*$")
"""What stands in brackets right behind an enterprise's name is its own code."""


def _behind_the_word(sheet: Sheet, in_agreements: Collection[int]) -> list[Candidate]:
    """Numbers right behind the word for a policy, which no label told: 人员替换清单（保单JX25AZ00041，生效日…）."""
    return [
        Candidate(text, unit, token.start, token.stop, 0.55, "form")
        for unit, token in sheet.tokens("code")
        if _CALLED.search(unit.text[: token.start]) and id(unit) not in in_agreements and (text := _number(unit, token))
    ]


_CALLED = re.compile(r"(?<![投批原旧])(?:保险单|保单)\s*$")


def _only_one(sheet: Sheet, in_agreements: Collection[int]) -> list[Candidate]:
    """The one number on the paper, where it is called a number."""
    codes = [(u, t) for u, t in sheet.tokens("code") if _number(u, t) and id(u) not in in_agreements]
    if len({u.text[t.start : t.stop] for u, t in codes}) != 1:
        return []
    unit, token = codes[0]
    if "number" not in sheet.label(unit, token.start).concepts:
        return []
    only = Candidate(str(_number(unit, token)), unit, token.start, token.stop, 0.35, "form")
    return [] if of_another(sheet, only) else [only]


_OFFICE = re.compile(r"(?:^|[：:（(\s]|号码|号(?!码))([\u4e00-\u9fff]{1,4})$")
_NO_OFFICE = re.compile("[号码单证编为是系第见如即的及与和原]$")


def _with_office(number: Candidate) -> Candidate:
    """A number of digits that begins with the short name of who gave it, right after its label: 渔安2025-400190. A number
    that begins with letters has its giver in them and is whole."""
    run = _OFFICE.search(number.unit.text[: number.start]) if str(number.value)[:1].isdigit() else None
    if run is None or "-" not in number.value or _NO_OFFICE.search(run[1]) or meaning(run[1]).concepts:
        return number
    return dataclasses.replace(number, value=run[1] + number.value, start=run.start(1))


def _shaped_like_credit_codes(sheet: Sheet) -> list[tuple[Unit, Token]]:
    """Numbers of eighteen characters that fail the check of a credit code and that nothing calls one, beside one that is called
    so or under a label for a number: "单号"."""
    labelled = [(u, t, sheet.label(u, t.start).concepts) for u, t in sheet.tokens("uscc")]
    called = any("uscc" in concepts for *_, concepts in labelled)
    return [
        (u, t)
        for u, t, concepts in labelled
        if "uscc" not in concepts
        and (called or "number" in concepts)
        and not uscc.is_valid(t.value)
        and not _CODE_OF_BODY.search(u.text[: t.start])
    ]


_CODE_OF_BODY = re.compile(r"代码\s*[:：]?\s*$")
"""The word for the code of a body, right before it: no policy has one."""


def _is_credit_code(sheet: Sheet, number: Candidate) -> bool:
    """Whether what stands as the policy's number has the form of a credit code, and is labelled as no policy's: one mistyped is one too."""
    if not uscc.is_valid(number.value) and _MISTYPED.fullmatch(number.value) is None:
        return False
    options = sheet.label(number.unit, number.start).options
    return not options or not meaning(options[0][0]).has("policy")


_MISTYPED = re.compile(r"9[1-3][1-8]\d{5}[0-9A-HJ-NPQRTUWXY]{10}")
"""A credit code of an enterprise, whether its check digit is right or not."""

_STANDARD = re.compile(r"(?:AQ|GB|DB\d*|YJ|JT|SY)(?:/T)?\s*$", re.I)


def _runs_on(sheet: Sheet, number: Candidate) -> bool:
    """Whether a number is called one of a register's entries (保单流水号), beside which the policy may have its own."""
    beside = sheet.label(number.unit, number.start).options
    return "流水" in number.unit.text[: number.start] or (bool(beside) and "流水" in beside[0][0])


def _number_text(text: str) -> str | None:
    if (lettered := NUMBER_FORM.match(text.strip())) is not None and not (
        lettered[0].isascii() and "(" not in lettered[0]
    ):
        return lettered[0]
    head = re.split(
        r"\s+(?=20\d\d\s*(?:年|[-/.]\d{1,2}[-/.]\d)|\d{1,2}\s*月)|\s{2,}|[（()），,;；。\u4e00-\u9fff]", text.strip()
    )[0]
    bare = "".join(head.split())
    if 8 <= len(bare) <= 40 and re.fullmatch(r"[A-Z]{2,}[A-Z\d]*(?:\.[A-Z\d]+){2,}", bare) and bare[-3:].isdigit():
        return bare  # YSCX.AZB.2025.09.002216
    return bare if 8 <= len(bare) <= 40 and NUMBER_FORM.fullmatch(bare) and not is_day(bare) else None


def _in_groups(text: str) -> str | None:
    """A code with blanks inside, or broken over two lines."""
    lead = re.match(r"(?:[0-9A-Za-z]\s*){18}(?![0-9A-Za-z])", text.strip())
    return uscc.parse(lead[0]) if lead is not None else None


_BEGUN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{2,17}$")
_WENT_ON = re.compile(r"[0-9A-Z]{1,16}(?![0-9A-Za-z])")


def _over_lines(sheet: Sheet) -> list[Candidate]:
    """Codes of which a line's end and the next line's beginning hold a part each: what checks is no chance."""
    out = []
    for unit, after in itertools.pairwise(sheet.units):
        begun, went_on = _BEGUN.search(unit.text.rstrip()), _WENT_ON.match(after.text.lstrip())
        if begun is None or went_on is None or (code := begun[0] + went_on[0]) == begun[0]:
            continue
        if uscc.is_valid(code) and uscc.FORM.fullmatch(code):
            out.append(Candidate(code, unit, begun.start(), begun.end(), 0.5, "form"))
    return out


_WHOSE = re.compile(
    r"([\u4e00-\u9fff（）()]{2,40}?(?:公司|集团|厂|矿|店|社|中心))\s*[（(，,：:]?\s*(?:统一)?(?:社会)?信用代码[号]?\s*[:：为]?\s*$"
)


def _is_anothers(code: Candidate, fields: dict[str, Reading[Any]]) -> bool:
    """Whether the code stands right behind another enterprise's name: 乙厂（统一社会信用代码…）."""
    names = [str(fields[party].value) for party in ("policyholder", "insured") if party in fields]
    whose = _WHOSE.search(code.unit.text[: code.start])
    if not names or whose is None or _OF_READER.search(whose[1]):
        return False
    return not any(whose[1].endswith(name) for name in names)


_OF_READER = re.compile(
    "(?:[贵该]|上述|前述|(?:投保人|被保险?人)[均都也]?[为系是][本我])(?:公司|集团|厂|矿|店|社|中心)$"
)
"""Whom a letter is written to, or the one that it has named: nobody else. 我公司 is the writer, mostly an insurer."""


def credit_codes(sheet: Sheet, fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """The policyholder's code: labelled as one, not the insurer's or an agency's; a code that checks is likelier."""
    found = by_token(sheet, ("uscc",), USCC)
    holder = fields.get("policyholder")
    if holder is not None:  # "某某中心（12511425…）" names whose it is
        name = str(holder.value)
        begins = name[:1].strip("（）")  # an expression of the paper's own words is made only where the name may stand
        told = [(u, t) for u, t in sheet.tokens("uscc") if t.start and begins in u.text[: t.start]]
        named = re.escape(name).replace("（", "[（(]").replace("）", "[)）]") if told else ""
        found += [
            Candidate(t.value, u, t.start, t.stop, 0.95, "beside")
            for u, t in told
            if re.search(named + r"\s*[（(,，:：]?\s*$", u.text[: t.start])
        ]
    found = found or by_slot(sheet, USCC, _in_groups, least=0.55) or _over_lines(sheet)
    if not found:
        found = [Candidate(t.value, u, t.start, t.stop, 0.45, "form") for u, t in sheet.tokens("uscc")]
        number = fields.get("policy_no")
        found = [c for c in found if number is None or c.value != number.value]
    return ranked([c for c in found if not _is_anothers(c, fields)])
