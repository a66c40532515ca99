"""What the insured or others have paid first and get back, or cannot pay: neither is what the insurer pays ahead, or does not."""

from __future__ import annotations

import re
from functools import cache

from extractor.clauses.tokens import load

_ADVANCED = re.compile("垫|预付|先行|预先|提前|先")


@cache
def _words() -> tuple[re.Pattern[str], ...]:
    """Such a payment and what was paid; the same of a side of the contract that gets it back; that somebody cannot pay; by whom first."""
    data = load("paid_first.yaml")
    begins, between = (
        r"(?:^[\s\d.、．()（）①-⑳一二三四五六七八九十第条款项]*|[,，。；;:：、对由]|对于|凡)\s*",
        r"[^,，。；;]{0,14}?",
    )
    own = rf"{begins}(?:{data['payer']}){between}(?P<paid>{data['paid']})的(?=[^,，。；;])"
    side = rf"{begins}(?:{data['side']})(?![^,，。；;]*[甲乙]方[^,，。；;]*垫){between}(?P<paid>{data['paid']})的(?=[^。；;]*(?:{data['back']}))"
    unable = (
        rf"{begins}(?:{data['payer']}|{data['side']})[^,，。；;]{{0,10}}?(?:{data['unable']})[^,，。；;]{{0,4}}?(?P<paid>{data['paid']})"
        r"[^,，。；;]{0,12}?(?:的|时|情况下|情形下?)(?=[,，])"
    )
    first = rf"由(?:{data['payer']})[^,，。；;]{{0,4}}?(?P<paid>(?:先行?|代为|自行|预先)*(?:垫[付支出资]|代垫))"
    return re.compile(own), re.compile(side), re.compile(unable), re.compile(first)


def without_paid_first(text: str) -> str:
    """The text with other words, as long, for what the insured has paid first: they tell of no advance.

    >>> without_paid_first("被保险人先行垫付的医疗费，凭票据向保险人报销。")
    '被保险人自己支出的医疗费，凭票据向保险人报销。'
    >>> without_paid_first("被保险人无力垫付医疗费的，保险人先行支付。")
    '被保险人无力支出医疗费的，保险人先行支付。'
    >>> without_paid_first("被保险人可申请保险人先行垫付的医疗费以5万元为限。") == "被保险人可申请保险人先行垫付的医疗费以5万元为限。"
    True
    """
    if _ADVANCED.search(text) is None:
        return text
    for pattern in _words():
        text = pattern.sub(_spent, text)
    return text


def _spent(match: re.Match[str]) -> str:
    begin, end = match.start("paid") - match.start(), match.end("paid") - match.start()
    if _INSURER.search(match[0][:begin]):
        return match[0]
    words = "自己支出" if end - begin >= len("自己支出") else "支出"
    return match[0][:begin] + words.ljust(end - begin, "了")[: end - begin] + match[0][end:]


_INSURER = re.compile("(?<!被)保险(?:人|公司)|承保|我司|[我本]公司")
