"""The three numbers a notice lays down for insurers, read by what their sentence demands, not by its wording.

``upload_days``: days within which a policy, or what it says, must reach the platform. ``first_service_days``: days to
the first prevention service. ``min_fee_percent``: the least share of the premium for prevention. Hours and months are
no days and give nothing; working days keep their number, and ``how`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.notices.paragraphs import Paragraph
from extractor.record import Reading
from extractor.text.fold import fold
from extractor.values.dates import chinese_int

_NUMERAL = r"\d{1,3}|[一二三四五六七八九十两廿卅百]{1,5}"
_DURATION = re.compile(
    rf"(?<![\d年月.第])第?(?P<n>{_NUMERAL})\s*个?\s*(?P<unit>工作日|自然日|日历日|日历天|日|天|周|星期)(?![前均常期报用])"
    r"(?P<within>\s*(?:之|以)?内|\s*期限内|\s*之前)?"
)
_AT_MOST = re.compile(
    r"(?:最迟|最晚|最长|至多|[不未](?:得|应|能|可)?(?:超过?|晚于|迟于|多于|大于)|时限|期限|限期|限时)[^，,。；;\d]{0,14}$"
)
_PERIODIC = re.compile(r"每(?:个)?(?:自然)?(?:月|季度?|年度?|周|半年|日)[^，,。；;]{0,12}$")
_PERCENT = re.compile(
    r"(?P<n>\d{1,2}(?:\.\d+)?)\s*[%％]|百分之\s*(?P<cn>[一二三四五六七八九十]{1,3})(?:点(?P<tenth>[零一二三四五六七八九]))?"
)
_SENTENCE = re.compile(r"[^。；;!?！？\n]+")
_COMMA = re.compile(r"[，,]")

_POLICY = re.compile(r"保单|保险单|保险合同|(?:承|投|参)保(?:信息|数据|情况|资料|材料|档案|清单)|保险凭证|合同(?:信息|文本|数据)|出单(?:信息|数据)")
_SEND = re.compile(r"上传|报送|上报|录入|填报|推送|传[输送至入]|登记|归集|导入|入库|同步|对接|互联互通|回传|报备|备案|提交|共享|[报送]至|上载|更新")
_OTHER_THING = re.compile(r"理赔|赔[付款案偿]|结案|出险|报案|隐患|整改|服务|预防|费用|经费|台[账帐]|报告|报表|总结|方案|计划|名单|统计")
_SERVICE = re.compile(
    r"(?:预防|防灾|防损|减损|减灾|风险减量|技术|上门|现场|安全|首次|第一次|首轮|初次)[^，,。；;]{0,8}服务|上门|走访|服务|"
    r"隐患排查|风险(?:评估|排查|查勘|辨识|诊断)|安全(?:检查|体检|诊断|评估)"
)
_DO = re.compile(r"开展|完成|提供|实施|进行|组织|得到|获得|接受|享受|启动|安排|落实|到位|予以|上门|走访|服务")
_FIRST = re.compile(r"首次|首轮|首个|首期|首回|第一[次轮回]|初次|初始")
_ABOUT_SERVICE = re.compile(r"(?:服务|预防)(?:的)?(?:机构|计划|方案|报告|记录|档案|台[账帐]|资料|协议|合同|人员|清单|经费|费用|费|情况|信息|数据|结果|成果|影像|平台|系统|单位|团队)")
_AFTER_SERVICE = re.compile(r"服务(?:工作|活动|项目)?(?:完成|结束|完毕|开展|实施)?(?:后|之后|以后|之日起)")
_FROM_POLICY = re.compile(
    r"(?:保单|保险单|保险合同|合同|保险责任|投保|承保|参保|起保|出单|签单)[^，,。；;]{0,10}?(?:签订|签署|签发|生效|成立|出具|订立|起保|后|起|当日)"
    r"(?:之日)?(?:起|后|之后|以后|算起|计算)?(?:的)?"
    r"|(?:签订|签署|签发|出具|订立)(?:电子)?(?:保单|保险单|保险合同|合同|保险凭证)(?:之日)?(?:起|后|之后|以后)"
)
_LOSS = re.compile(r"理赔|赔[付款案偿]|结案|出险|报案|隐患|整改|保费|缴费|退保|批改|注销")

_FEE = re.compile(
    r"(?:预防|防灾|防损|减损|减灾|减量|防范|风控|技术|安全|上门)[^，,。；;%]{0,10}?(?:费|经费|资金|支出|投入|专款|款项|款)|"
    r"服务(?:费|经费|资金|投入|专款|支出)|防预费|(?:费|经费|资金|投入|专款)[^，,。；;%]{0,12}(?:用于|开展)[^，,。；;%]{0,8}(?:预防|服务|防灾|防损)"
)
_PREMIUM = re.compile(r"保费|保险费")
_FLOOR_BEFORE = re.compile(r"(?:[不未](?:得|应|能|可|宜)?(?:低于|少于|小于|不足)|不得?下于|至少|最低|最少|起码|下限|大于等于|>=|≥)[^%，,。；;]{0,26}$")
_FLOOR_AFTER = re.compile(r"^[^，,。；;%]{0,4}(?:以上|及以上|的?下限|为最低|起步?(?=提|列|计|$))")
_CAP_BEFORE = re.compile(r"(?:[不未](?:得|应|能|可|宜)?(?:超过?|高于|大于|多于)|最高|最多|至多|上限|封顶|≤)[^%，,。；;]{0,20}$")
_RANGE_END = re.compile(r"[%％]?\s*(?:-|—|–|~|～|至|到)\s*$")
_OTHER_RATIO = re.compile(r"(?:使用|支出|列支|执行|完成|覆盖|投保|参保|整改|合格|满意|费|赔付|增长|下降|手续|达标)率|(?:使用|支出)比例|上浮|下浮|优惠|浮动|折扣|奖励|处罚|罚款|手续费|佣金|违约金|税")
_OWN_PART = re.compile(r"(?:服务|预防)[^，,。；;%保]{0,6}(?:费用?|经费|资金)(?:总额|总数|总量)?的?\s*$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with the place of its words in its paragraph; ``score`` 0…1 says how plainly the sentence demands it."""

    value: Any
    paragraph: Paragraph
    start: int
    stop: int
    score: float
    how: str


def numbers(paragraphs: Sequence[Paragraph]) -> Mapping[str, Reading[Any]]:
    """Those of the three numbers that the paper lays down, other values it also names being rivals.

    A notice that demands 上传 within 7 days, a first service within 45 and a fee of at least 12% gives 7, 45, Decimal(12).
    """
    found: dict[str, list[_Found]] = {}
    for name, days in _durations(paragraphs):
        found.setdefault(name, []).append(days)
    if floors := [*_floors(paragraphs)]:
        found["min_fee_percent"] = floors
    return {name: _reading(options) for name, options in found.items()}


def _reading(options: Sequence[_Found]) -> Reading[Any]:
    ordered = sorted(options, key=lambda f: -f.score)
    best = ordered[0]
    others: dict[Any, _Found] = {}
    for other in ordered[1:]:
        if other.value != best.value:
            others.setdefault(other.value, other)
    rivals = tuple(Reading(o.value, o.paragraph.span(o.start, o.stop), o.how, round(o.score - 0.1, 2)) for o in others.values())
    sure = best.score - (0.2 if any(best.score - o.score < 0.1 for o in others.values()) else 0.0)
    return Reading(best.value, best.paragraph.span(best.start, best.stop), best.how, round(sure, 2), rivals[:3])


def _context_before(paragraphs: Sequence[Paragraph], i: int) -> str:
    """What the text before a paragraph says it is about: a heading, or the cells to the left in a row of a table."""
    words = ""
    for p in reversed(paragraphs[max(0, i - (2 if paragraphs[i].in_table else 1)) : i]):
        if len(p.text.strip()) > 24 or re.search(r"[。；;]", p.text) or p.in_table != paragraphs[i].in_table:
            break
        words = fold(p.text) + " " + words
    return words


def _durations(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, _Found]]:
    """Day limits, each with the field whose demand its clause, or the clauses around it, make."""
    for i, p in enumerate(paragraphs):
        text = fold(p.text)
        heading = _context_before(paragraphs, i)
        for sentence in _SENTENCE.finditer(text):
            limits = [m for m in _DURATION.finditer(text, sentence.start(), sentence.end()) if _limits(text, m, heading)]
            for k, match in enumerate(limits):
                days = _days(match)
                if days is None:
                    continue
                low = limits[k - 1].end() if k else sentence.start()
                high = limits[k + 1].start() if k + 1 < len(limits) else sentence.end()
                asked = _asked(text, match, low, high, sentence.start(), heading)
                working = match["unit"] == "工作日"
                how = "prose:working days" if working else "prose"
                for name, score in asked.items():
                    yield name, _Found(days, p, match.start(), match.end(), score - 0.1 * working, how)


def _asked(text: str, match: re.Match[str], low: int, high: int, start: int, heading: str) -> dict[str, float]:
    """What a day limit is for: field name → score.

    The clause of the limit is asked first, then the clauses it leads to ("30日内，应当得到服务"), then those before it,
    then the heading; the first that answers decides.
    """
    commas = [low, *(m.end() for m in _COMMA.finditer(text, low, high)), high]
    first = max(c for c in commas if c <= match.start())
    last = min(c for c in commas if c >= match.end())
    whole = text[start:high]
    before = text[:start].rstrip("。；; ")[-16:]
    around = (text[first:last], text[first:high], text[low:high], whole, f"{before} {text[low:high]}", f"{heading} {text[low:high]}")
    for k, words in enumerate(around):
        bare = words.replace(match[0], " ")
        scores = {name: score - 0.03 * k for name, asks in _DEMANDS.items() if (score := asks(bare, whole)) > 0}
        if scores:
            return scores
    return {}


def _limits(text: str, match: re.Match[str], heading: str) -> bool:
    """Whether the days are a limit: "7日内", "不得超过7日", not "每月5日内" nor a day of the month."""
    lead = text[max(0, match.start() - 24) : match.start()]
    if _PERIODIC.search(lead):
        return False
    alone = text.strip() == match[0].strip() and re.search("时限|期限|内|天数|限时", heading) is not None
    return bool(match["within"]) or _AT_MOST.search(lead) is not None or alone


def _days(match: re.Match[str]) -> int | None:
    written = match["n"].replace("两", "二").replace("廿", "二十").replace("卅", "三十")
    n = int(written) if written.isdigit() else chinese_int(written)
    if not n:
        return None
    return n * 7 if match["unit"] in ("周", "星期") else n


def _is_upload(words: str, sentence: str) -> float:
    if not _SEND.search(words):
        return 0.0
    trigger = _FROM_POLICY.search(words)
    bare = _FROM_POLICY.sub(" ", words)
    if _POLICY.search(bare) and not re.search(r"理赔|赔[付款案偿]|结案|出险", bare):
        own_service = _ABOUT_SERVICE.search(bare) is not None
        return 0.85 if own_service else 0.95
    # "保单签订后7日内上传平台": what is sent is what was signed
    return 0.85 if trigger and not _OTHER_THING.search(bare) else 0.0


def _is_first_service(words: str, sentence: str) -> float:
    if _AFTER_SERVICE.search(words):
        return 0.0
    bare = _ABOUT_SERVICE.sub(" ", _FROM_POLICY.sub(" ", words))
    if not _SERVICE.search(bare) or not _DO.search(bare) or re.search(r"报告|理赔|赔[付款]|整改|报案", bare):
        return 0.0
    if _FIRST.search(words):
        return 0.95
    return 0.85 if _FROM_POLICY.search(sentence) and not _LOSS.search(bare) else 0.0


_DEMANDS: Mapping[str, Callable[[str, str], float]] = {"upload_days": _is_upload, "first_service_days": _is_first_service}


def _floors(paragraphs: Sequence[Paragraph]) -> Iterator[_Found]:
    """Shares of the premium that prevention must at least get: a fee, a percentage, and words that make it a floor."""
    for i, p in enumerate(paragraphs):
        text = fold(p.text)
        heading = _context_before(paragraphs, i)
        for sentence in _SENTENCE.finditer(text):
            low = sentence.start()
            for match in _PERCENT.finditer(text, sentence.start(), sentence.end()):
                next_one = _PERCENT.search(text, match.end(), sentence.end())
                high = next_one.start() if next_one else sentence.end()
                score = _floor(text, match, low, high, sentence.start(), heading)
                low = match.end()
                if score > 0 and (value := _percent(match)) is not None:
                    yield _Found(value, p, match.start(), match.end(), score, "prose")


def _floor(text: str, match: re.Match[str], low: int, high: int, start: int, heading: str) -> float:
    before, after = text[low : match.start()], text[match.end() : high]
    clause = _COMMA.split(before)[-1] + match[0] + _COMMA.split(after)[0]
    if _CAP_BEFORE.search(before) or _OTHER_RATIO.search(clause) or _OWN_PART.search(before) or (low > start and _RANGE_END.match(before)):
        return 0.0
    around = (clause, before + after, text[start:high], text[:start][-20:] + before + after, heading + before + after)
    fee = next((k for k, words in enumerate(around) if _FEE.search(words)), None)
    if fee is None:
        return 0.0
    of_premium = _PREMIUM.search(before + after) is not None
    if _FLOOR_BEFORE.search(before) or _FLOOR_AFTER.search(after):
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
