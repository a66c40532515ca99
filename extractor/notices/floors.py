"""The least share of the premium that a notice gives to prevention: a fee, a percentage, words that make it a floor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.notices.demands import SENTENCE, Found, context_before
from extractor.notices.paragraphs import Paragraph
from extractor.text.fold import fold
from extractor.values.dates import chinese_int

_PERCENT = re.compile(
    r"(?P<n>\d{1,2}(?:\.\d+)?)\s*[%％]|"
    r"百分之\s*(?P<cn>[一二三四五六七八九十]{1,3})(?:点(?P<tenth>[零一二三四五六七八九]))?"
)
_FEE = re.compile(
    r"(?:预防|防灾|防损|减损|减灾|减量|防范|风控|技术|安全|上门)[^，,。；;%]{0,10}?(?:费|经费|资金|支出|"
    r"投入|专款|款项|款)|"
    r"服务(?:费|经费|资金|投入|专款|支出)|防预费|(?:费|经费|资金|投入|专款)[^，,。；;%]{0,12}(?:用于|"
    r"开展)[^，,。；;%]{0,8}(?:预防|服务|防灾|防损)"
    r"|用于[^，,。；;%]{0,8}(?:预防|防灾|防损|风险减量)"
)
_PREMIUM = re.compile(r"保费|保险费")
_FLOOR_BEFORE = re.compile(
    r"(?:[不未](?:得|应|能|可|宜)?(?:低于|少于|小于|不足)|不得?下于|至少|最低|最少|起码|下限|大于等于|>=|"
    r"≥)[^%，,。；;]{0,26}$"
)
_FLOOR_AFTER = re.compile(r"^[^，,。；;%]{0,4}(?:以上|及以上|的?下限|为最低|起步?(?=提|列|计|$))")
_CAP_BEFORE = re.compile(
    r"(?:[不未](?:得|应|能|可|宜)?(?:超过?|高于|大于|多于)|最高|最多|至多|上限|封顶|≤)[^%，,。；;]{0,20}$"
)
_RANGE_START = re.compile(r"^\s*(?:-|—|–|~|～|至|到)\s*(?:\d|百分之|$)")
# "其中不低于60%用于…" after another percentage is a share of that share
_OF_WHICH = re.compile(r"其中[^%]*$")
_RANGE_END = re.compile(r"[%％]?\s*(?:-|—|–|~|～|至|到)\s*$")
_OTHER_RATIO = re.compile(
    r"(?:使用|支出|列支|执行|完成|覆盖|投保|参保|整改|合格|满意|费|赔付|增长|下降|手续|达标)率|(?:使用|"
    r"支出)比例|上浮|下浮|优惠|浮动|折扣|奖励|处罚|罚款|手续费|佣金|违约金|税"
)
_OWN_PART = re.compile(r"(?:服务|预防)[^，,。；;%保]{0,6}(?:费用?|经费|资金)(?:总额|总数|总量)?的?\s*$")


def floors(paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
    """Shares of the premium that prevention must at least get: a fee, a percentage, and words that make it a floor."""
    for i, p in enumerate(paragraphs):
        text = fold(p.text)
        heading = context_before(paragraphs, i)
        for sentence in SENTENCE.finditer(text):
            low = sentence.start()
            for match in _PERCENT.finditer(text, sentence.start(), sentence.end()):
                next_one = _PERCENT.search(text, match.end(), sentence.end())
                high = next_one.start() if next_one else sentence.end()
                score = _floor(text, match, low, high, sentence.start(), heading)
                low = match.end()
                if score > 0 and (value := _percent(match)) is not None:
                    yield Found(value, p, match.start(), match.end(), score, "prose")


def _floor(text: str, match: re.Match[str], low: int, high: int, start: int, heading: str) -> float:
    before, after = text[low : match.start()], text[match.end() : high]
    clause = re.split("[，,]", before)[-1] + match[0] + re.split("[，,]", after)[0]
    if (
        _CAP_BEFORE.search(before)
        or _OTHER_RATIO.search(clause)
        or _OWN_PART.search(before)
        or (low > start and (_RANGE_END.match(before) or _OF_WHICH.search(before)))
    ):
        return 0.0
    around = (clause, before + after, text[start:high], text[:start][-20:] + before + after, heading + before + after)
    fee = next((k for k, words in enumerate(around) if _FEE.search(words)), None)
    if fee is None:
        return 0.0
    of_premium = _PREMIUM.search(before + after) is not None
    if _FLOOR_BEFORE.search(before) or _FLOOR_AFTER.search(after) or _RANGE_START.match(after):
        return (0.95 if of_premium else 0.75) - 0.03 * fee
    # A fixed rate binds as a floor does: "按保险费的12%计提事故预防费"
    fixed = of_premium and re.search(r"提取|计提|列支|安排|提存|投入|比例", clause)
    return 0.65 - 0.03 * fee if fixed else 0.0


def _percent(match: re.Match[str]) -> Decimal | None:
    if match["n"]:
        return Decimal(match["n"])
    whole = chinese_int(match["cn"])
    if whole is None:
        return None
    return Decimal(whole) + Decimal("零一二三四五六七八九".index(match["tenth"] or "零")) / 10
