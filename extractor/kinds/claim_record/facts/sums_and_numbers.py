"""What a sum or a number on a paper of claims may be: claimed or paid, of the claim or of the policy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.claim_record.facts.assessed import as_assessed
from extractor.kinds.claim_record.meaning.labels import CLAIM_NO, LABELS
from extractor.kinds.claim_record.meaning.words import (
    ASKS,
    GUESSED,
    IN_ALL,
    PAYS,
    is_estimate,
    of_another_fund,
    part_of_paid,
)
from extractor.values.scan import Token

_POLICY_WORDS = re.compile(r"(?:保单|保险单|保险凭证|保险合同|承保|合同|契约|凭证)[\u4e00-\u9fff]{0,4}[:：（(\s]*$")


_CLAIM_WORDS = re.compile(
    r"(?:案|赔|受理|报案|立案|登记|事故|理赔|出险|索赔)[\u4e00-\u9fff]{0,3}(?:号|编码|码)[码]?[:：为是\s（(]*$|(?:赔案|案件|案子|案)\s*[一二三四五六七八九十\d]{0,3}[:：、\s】\]〕]*$|报案\s*[（(]\s*$"
)


_OURS = re.compile(r"(?:我司|我公司|本公司|我方|本案|该案|此案)[\u4e00-\u9fff]{0,4}(?:编号|编码|号)[:：为是\s（(]*$")
"""An insurer's own number in a letter on a claim."""


_OTHER_WORDS = re.compile(
    r"(?:账号|帐号|卡号|电话|手机|身份证号?|证件号?|信用代码|税号|报告编?号|编号\(文\))[码]?[:：\s]*$"
)


_ANY_NUMBER = re.compile(
    r"(?<!保单)(?<!合同)(?<!电话)(?<!证件)(?<!执照)(?<!账)(?<!帐)(?<!税)(?:编?号|号码|编码|流水|No\.?)\s*[:：]?$", re.I
)


def sum_scores(sheet: Sheet, unit: Unit, token: Token) -> dict[str, float]:
    """Claimed or paid, by the words before the sum, or because the sums above it add up to it."""
    if (result := _reckoned(unit, token)) is not None:
        return {"paid": result} if PAYS.search(unit.text[: token.start]) else {}
    if re.search(r"[×xX*÷]|[\d元]\s*=|=.*[-+×*]", unit.text[max(0, token.start - 4) : token.stop + 2]):
        return {}  # a step of a computation
    if _is_ordinal(unit, token):
        return {}  # 赔付1
    if _TERM.match(unit.text, token.stop):
        return {}  # what another sum is added to or taken off
    if _is_total(sheet, unit, token):
        asked = unit.cell is not None and _ASKED.search(unit.topmost().text) is not None
        return {"claimed" if asked else "paid": 1.05}
    if _is_left_of_total(sheet, unit, token):
        return {"paid": 1.06}
    by_words = _sum_by_words(unit, token)
    return as_assessed(_sum_by_label(sheet, unit, token) if by_words is None else by_words, unit, token)


_ESTIMATED = {"estimated": 0.95}  # of the claim, and neither asked for nor paid


def _is_ordinal(unit: Unit, token: Token) -> bool:
    """Whether a number ends a label that comes again for each of several people: 伤者1, 赔付2."""
    return (
        token.kind == "number"
        and unit.cell is not None
        and token.value < _MANY
        and _ENDS_IN_WORD.search(unit.text[: token.start]) is not None
        and not unit.text[token.stop :].strip(" :：")
    )


_MANY = 20
_ENDS_IN_WORD = re.compile(r"[\u4e00-\u9fff]\s*$")


def _sum_by_words(unit: Unit, token: Token) -> dict[str, float] | None:
    """What the words right before a sum in its clause make of it; None where they leave it open."""
    lead = re.split(r"[。；;\n,，、)）|\d]", unit.text[: token.start])[-1]
    lead = IN_ALL.sub("", lead)
    lead = re.sub(r"^[年月日号]\s*(?=[^\s期])", "", lead)  # 5月20日赔了…
    lead = _PARTY.sub("", lead)
    if of_another_fund(lead) or GUESSED.search(lead):
        return {}
    bare = strip_label(re.sub(r"(?:人民币|RMB|¥|￥|共计|合计|计|为|了)+\s*[:：]?\s*$", "", lead.strip()))
    spoken = token.kind == "number" and _SPOKEN.match(unit.text, token.stop) is not None
    if (spoken or (not bare and token.kind == "amount")) and _REACHED.match(unit.text, token.stop):
        return {"paid": 0.8}
    if bare:
        told = meaning(bare[-16:]).concepts
        if token.kind == "number" and len(unit.text) > 40 and token.value < 100:
            return {}
        if told & {"date", "ratio"} and not told & {"amount", "paid", "claimed"}:
            return {}
        if (part := part_of_paid(bare)) is not None and not _OF_ALL.search(bare):
            return {"paid": part} if part else {}
        if is_estimate(bare):
            return _ESTIMATED
        if "claimed" in told or re.search("索|申请|请求|要求|诉求|提出", bare):
            return {"claimed": 0.95}
        if (
            told & {"paid", "payment"}
            or (token.kind == "amount" and _PAID_AT_LAST.search(bare))
            or re.search(
                "赔偿|补偿|赔付|[应获领]赔|赔[了出]|实发|兑付|拨付|保险金|(?<!保费)(?:到[账帐]|入账|打款|汇款)",
                bare[-8:],
            )
        ):
            if _INSURED_PART.match(unit.text, token.stop):
                return {"paid": 0.6}  # of which the insurer's part comes behind
            if _LESS.search(unit.text[: token.start]):
                return {"paid": 1.06}  # what is left of the total
            if _BY_OTHERS.search(unit.text[: token.start][-24:]):
                return {"paid": 0.7}
            if _LOSS.search(bare):
                return {"paid": 0.8}
            return {"paid": 1.0 if re.search("实|核|合计|共|总|支付|赔款|给付|理算|应赔|应付", bare) else 0.9}
    return None


def _sum_by_label(sheet: Sheet, unit: Unit, token: Token) -> dict[str, float]:
    """What a label beside or over a sum makes of it, where the sum is short enough to have one."""
    small = token.kind == "number" and token.value < 100 and unit.cell is None  # 案件1 is no sum
    if not small and (unit.cell is not None or len(unit.text) <= 30):
        label = sheet.label(unit, token.start)
        named = {name: score for name in ("claimed", "paid") if (score := label.score(LABELS[name])[0]) >= 0.5}
        beside = label.options[0][0] if label.options and len(label.options[0][0]) <= 12 else ""
        if _COUNTS.search(beside) or is_estimate(beside):
            return {} if _COUNTS.search(beside) else _ESTIMATED
        if (part := part_of_paid(beside)) is not None and not _OF_ALL.search(beside):
            return {"paid": part} if part else {}
        if _REALLY_PAID.search(beside) and PAYS.search(beside) and not ASKS.search(beside):
            return {"paid": 1.03}
        if _ASKED.search(beside) and not _SETTLED.search(beside):
            return {"claimed": max(0.6, named.get("claimed", 0.0))}
        if not named and PAYS.search(beside) and not ASKS.search(beside):
            return {"paid": 0.6}
        return named
    return {}


_COUNTS = re.compile("(?:人|次|件|天)数[:：]?\\s*$")
"""What a label counts that is no money: 伤亡人数."""
_PARTY = re.compile("被?申请(?:执行)?人")
"""A party of a dispute, who asks for nothing in 赔付申请人伤残赔偿金78,600元."""


def sum_named(name: str) -> dict[str, float]:
    """What a sum is that stands beside others behind one label, by its own part of the label's words."""
    if part_of_paid(name) == 0.0:
        return {}
    if _ASKED.search(name) and not _SETTLED.search(name):
        return {"claimed": 0.95}
    return {"paid": 1.0} if PAYS.search(name) and not ASKS.search(name) else {}


def _reckoned(unit: Unit, token: Token) -> float | None:
    """How sure the result of a computation is what was paid: more where it comes out right; None for no result of one."""
    computed = _RESULT.search(unit.text[: token.start])
    if computed is None:
        return None
    terms = [Decimal(t.replace(",", "")) for t in re.findall(r"\d[\d,]*(?:\.\d+)?", computed[0])]
    return 1.1 if abs(terms[0] - sum(terms[1:]) - Decimal(token.value)) <= Decimal("0.01") else 0.9


_TERM = re.compile(
    r"\s*元?\s*[-−–+*×÷=]\s*[\u4e00-\u9fff（()）]{0,10}(?:人民币|[¥￥])?\d[\d,]*(?:\.\d+)?\s*(?:元|[-−–+*×÷=%])"
)
"""What follows a term of a computation: 13,266.40元-免赔额500.00元=."""
_RESULT = re.compile(r"\d[\d,]*(?:\.\d+)?元?(?:\s*[-−–－]\s*\d[\d,]*(?:\.\d+)?元?)+\s*=\s*(?:人民币|[¥￥])?$")
"""What was assessed less what the enterprise bears: 57,615.20-500.00=."""
_SPOKEN = re.compile(r"\s*块")
_REACHED = re.compile(
    r"\s*(?:块钱?)?[，,]\s*是?(?:[^，,。；;]{0,14}日)?\s*(?:到的?(?:[账帐]|卡|手)|打[过进]来|已?收到)"
)
"""9,370元，8月29日到的账."""
_INSURED_PART = re.compile(
    r"[）)]?[，,（(]\s*(?:其中|包括|含)[^。；;\d]{0,6}(?:保险|承保|我司|我公司|本公司)[^。；;]{0,30}?(?:赔|支付|承担|给付)[^。；;\d]{0,6}\d"
)
"""What follows all that was paid where the insurer bore a part of it: 共计118万元，其中保险公司赔付60万元."""
_LESS = re.compile(r"(?:扣除|减去|扣减)[^。；;]{0,24}?(?:后|，|,)[^。；;，,]{0,4}实[际赔付]?[^。；;，,\d]{0,8}$")
"""扣除免赔1,000元后，实际赔付: the total less what the enterprise bears."""
_BY_OTHERS = re.compile("(?:家属|双方|私下|协议|调解)[^。；;，,]{0,6}[》」）)]?[，,]?[^。；;，,]{0,3}约定")
"""What an enterprise and the kin agreed on, which the insurer need not bear."""
_LOSS = re.compile("损失?(?:金额|额)?$")
"""核定损失: what something was found to be worth, of which a deductible may go off."""
_PAID_AT_LAST = re.compile("(?<![不免拒未没])赔$")
"""最后赔了88,068.50元: in front of a sum in money only, for numbers of claims begin with 赔 too."""
_OF_ALL = re.compile("[含共总]|合计|累计")
"""What is told together with an advance is no part: 赔款合计（含预付）."""


_REALLY_PAID = re.compile("实[际付赔支发]")
"""What was paid in the end, beside which a sum that was assessed stands back."""
_ASKED = re.compile("要求|索|申请|申领|申报|主张|请求|诉求|提出|诉请|求偿|报称|所报|自报|期望")
_SETTLED = re.compile("核|实|最终|商定|同意|已|应付|结")
_TOTAL = re.compile(r"(?:合计|累计|共计|总计|总共|总额|共)[\u4e00-\u9fff]{0,4}[:：]?\s*(?:人民币|[¥￥])?\s*$")


def _is_total(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether a sum called a total is that of the sums told before it, in its sentence or above it in its column."""
    total = Decimal(token.value)
    if unit.cell is None:
        before = [Decimal(t.value) for t in unit.tokens if t.kind == "amount" and t.stop <= token.start]
        return _TOTAL.search(unit.text[: token.start]) is not None and _ends_in(before, total)
    beside = ("".join(u.text.split()) for u in sheet.row(unit))
    if not any(re.search("合计|共计|总计|总额", text) and not ASKS.search(text) for text in beside):
        return False
    above = [
        Decimal(t.value)
        for u in sheet.column(unit)
        if u.cell is not None and u.cell.row < unit.cell.row
        for t in u.tokens
        if t.kind in ("amount", "number")
    ]
    return _ends_in(above, total)


def _is_left_of_total(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether a sum is what the table names as paid under a total that is greater: 合计, 减：免赔额, 赔付金额."""
    if unit.cell is None or unit.left is None or not _NAMES_PAID.fullmatch("".join(unit.left.text.split())):
        return False
    for other in sheet.column(unit):
        if other.cell is None or other.cell.row >= unit.cell.row:
            continue
        if any(
            t.kind in ("amount", "number") and t.value > token.value and _is_total(sheet, other, t)
            for t in other.tokens
        ):
            return True
    return False


_NAMES_PAID = re.compile(
    "(?:[实应]际?|最终|本案|核定)?(?:赔付|赔款|赔偿|给付|支付)(?:金额?|总?额|款)?(?:[（(]元[）)])?[:：]?"
)


def _ends_in(sums: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the last two or more sums add up to the total."""
    added = Decimal(0)
    for count, value in enumerate(reversed(sums), 1):
        added += value
        if count > 1 and abs(added - total) <= Decimal("0.01"):
            return True
    return False


_UNDER_WHICH_REPORTED = re.compile("报案[\u4e00-\u9fff]{0,3}[:：为是\\s（(]*$")
_REPORTED = 0.02
"""Of two numbers of a case (报案号, 赔案号) the one under which it was reported is the claim's: by so much the likelier."""
_WHOLE_ENTRY = re.compile(r"\d{6}\s*$")


def number_scores(sheet: Sheet, unit: Unit, token: Token, policy: str | None) -> dict[str, float]:
    """Whether a number is this claim's or the policy's."""
    text = unit.text[token.start : token.stop]
    if sum(c.isdigit() for c in text) < 6 or (token.kind == "number" and (len(text) < 8 or not text.isdigit())):
        return {}
    lead = unit.text[: token.start]
    if _OTHER_WORDS.search(lead):
        return {}
    if _POLICY_WORDS.search(lead):
        return {"policy_no": 1.0 if text == policy else 0.95}
    if _CLAIM_WORDS.search(lead) or _OURS.search(lead):
        return {"report_no": 1.0 + _REPORTED * (_UNDER_WHICH_REPORTED.search(lead) is not None)}
    if policy is not None and text == policy:
        return {"policy_no": 1.0}
    label = sheet.label(unit, token.start) if unit.cell is not None or len(unit.text) <= 50 else None
    if label is not None and label.options and _WHOLE_ENTRY.search(label.options[0][0]):
        label = None  # the line above is a label with a number of its own
    if label is not None:
        if label.options and _OTHER_WORDS.search(label.options[0][0]):
            return {}
        nearest = meaning(label.options[0][0]) if label.options else None
        if nearest is not None and nearest.has("policy") and not nearest.any("claim_no", "reported", "accident"):
            return {"policy_no": 0.8}  # of another policy, beside the number of its claim
        if (score := label.score(CLAIM_NO)[0]) >= 0.5:
            reported = bool(label.options) and _UNDER_WHICH_REPORTED.search(label.options[0][0]) is not None
            return {"report_no": score + _REPORTED * reported}
        if label.meanings.has("policy"):
            return {"policy_no": 0.8}
        beside = label.options[0][0] if label.options else ""
        if token.kind == "code" and "案" in beside and "保" not in beside and len(beside) <= 10:
            return {"report_no": 0.6}
        if token.kind == "code" and label.options and _ANY_NUMBER.search(label.options[0][0]):
            return {"report_no": 0.55}
    alone = not lead.strip(" 0123456789.、()（）一二三四五六七八九十") or re.match(
        r"\s*(?:号)?(?:赔)?案", unit.text[token.stop :]
    )
    return {"report_no": 0.5} if alone and unit.cell is None and token.kind == "code" else {}
