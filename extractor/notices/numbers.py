"""The three numbers a notice lays down for insurers, read by what their sentence demands, not by its wording.

``upload_days``: days within which a policy, or what it says, must reach the platform. ``first_service_days``: days to
the first prevention service. ``min_fee_percent``: the least share of the premium for prevention. Hours and months are
no days and give nothing; working days keep their number, and ``how`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from extractor.notices import floors
from extractor.notices.demands import SENTENCE, Found, context_before
from extractor.notices.paragraphs import Paragraph
from extractor.record import Reading
from extractor.text.fold import fold
from extractor.values.dates import chinese_int

_NUMERAL = r"\d{1,3}|[一二三四五六七八九十两廿卅百]{1,5}"
_DURATION = re.compile(
    rf"(?<![\d年月.第])第?(?P<n>{_NUMERAL})\s*个?\s*(?P<unit>工作日|自然日|日历日|日历天|日|天|周|"
    rf"星期)(?![前均常期报用])"
    r"(?P<within>\s*(?:之|以)?内|\s*期限内|\s*之前)?"
)
_AT_MOST = re.compile(
    r"(?:最迟|最晚|最长|至多|[不未](?:得|应|能|可)?(?:超过?|晚于|迟于|多于|大于)|时限|期限|限期|"
    r"限时)[^，,。；;\d]{0,14}$"
)
# "由60日缩短为30日": the first is the limit of before
_FORMER = re.compile(r"^[^，,。；;\d]{0,4}(?:缩短|压缩|调整|延长|放宽|改)")
_REPORTS = re.compile(r"(?:并|及|和)?(?:出具|形成|提交|报送|上传|提供|递交)[^，,。；;]{0,10}报告")
_PERIODIC = re.compile(r"每(?:个)?(?:自然)?(?:月|季度?|年度?|周|半年|日)[^，,。；;]{0,12}$")
_COMMA = re.compile(r"[，,]")

_POLICY = re.compile(
    r"保单(?!位)|保险单|保险合同|(?:承|投|参)保(?:信息|数据|情况|资料|材料|档案|清单)|保险凭证|合同(?:信息|文本|"
    r"数据)|出单(?:信息|数据)"
)
_SEND = re.compile(
    r"上传|报送|上报|录入|填报|推送|传[输送至入]|登记|归集|导入|入库|同步|对接|互联互通|回传|报备|备案|"
    r"提交|共享|[报送]至|上载|更新"
)
_OTHER_THING = re.compile(
    r"理赔|赔[付款案偿]|结案|出险|报案|隐患|整改|服务|预防|费用|经费|台[账帐]|报告|报表|总结|方案|计划|"
    r"名单|统计"
)
_SERVICE = re.compile(
    r"(?:预防|防灾|防损|减损|减灾|风险减量|技术|上门|现场|安全|首次|第一次|首轮|初次)[^，,。；;]{0,8}服务|"
    r"上门|走访|服务|"
    r"隐患排查|风险(?:评估|排查|查勘|辨识|诊断)|安全(?:检查|体检|诊断|评估)"
)
_DO = re.compile(r"开展|完成|提供|实施|进行|组织|得到|获得|接受|享受|启动|安排|落实|到位|予以|上门|走访|服务")
_FIRST = re.compile(r"首次|首轮|首个|首期|首回|第一[次轮回]|初次|初始")
_ABOUT_SERVICE = re.compile(
    r"(?:服务|预防)(?:的)?(?:机构|计划|方案|报告|记录|档案|台[账帐]|资料|协议|合同|人员|清单|经费|费用|费|"
    r"情况|信息|数据|结果|成果|影像|平台|系统|单位|团队)"
)
_AFTER_SERVICE = re.compile(r"服务(?:工作|活动|项目)?(?:完成|结束|完毕|开展|实施)?(?:后|之后|以后|之日起)")
_FROM_POLICY = re.compile(
    r"(?:(?:保单(?!位)|保险单(?!位)|合同|保险责任)[^，,。；;]{0,10}?(?:签订|签署|签发|生效|成立|出具|订立|起保|后|起|当日)"
    r"|(?:投保|承保|参保|起保|出单|签单)(?:完成|成功|手续|之|当)?[^，,。；;]{0,3}?(?:后|起|日))"
    r"(?:之日)?(?:起|后|之后|以后|算起|计算)?(?:的)?"
    r"|(?:签订|签署|签发|出具|订立)(?:电子)?(?:保单|保险单|保险合同|合同|保险凭证)(?:之日)?(?:起|后|之后|以后)"
)
_LOSS = re.compile(r"理赔|赔[付款案偿]|结案|出险|报案|隐患(?!排查|检查|辨识)|整改|保费|缴费|退保|批改|注销")


def numbers(paragraphs: Sequence[Paragraph]) -> Mapping[str, Reading[Any]]:
    """Those of the three numbers that the paper lays down, other values it also names being rivals.

    Upload within 7 days, a first service within 45 and a fee of at least 12% give 7, 45, Decimal(12).
    """
    found: dict[str, list[Found]] = {}
    for name, days in _durations(paragraphs):
        found.setdefault(name, []).append(days)
    if least := [*floors.floors(paragraphs)]:
        found["min_fee_percent"] = least
    return {name: _reading(options) for name, options in found.items()}


def _reading(options: Sequence[Found]) -> Reading[Any]:
    ordered = sorted(options, key=lambda f: -f.score)
    best = ordered[0]
    others: dict[Any, Found] = {}
    for other in ordered[1:]:
        if other.value != best.value:
            others.setdefault(other.value, other)
    rivals = tuple(
        Reading(o.value, o.paragraph.span(o.start, o.stop), o.how, round(o.score - 0.1, 2)) for o in others.values()
    )
    sure = best.score - (0.2 if any(best.score - o.score < 0.1 for o in others.values()) else 0.0)
    return Reading(best.value, best.paragraph.span(best.start, best.stop), best.how, round(sure, 2), rivals[:3])


def _durations(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, Found]]:
    """Day limits, each with the field whose demand its clause, or the clauses around it, make."""
    for i, p in enumerate(paragraphs):
        text = fold(p.text)
        heading = context_before(paragraphs, i)
        for sentence in SENTENCE.finditer(text):
            limits = [
                m for m in _DURATION.finditer(text, sentence.start(), sentence.end()) if _limits(text, m, heading)
            ]
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
                    yield name, Found(days, p, match.start(), match.end(), score - 0.1 * working, how)


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
    around = (
        text[first:last],
        text[first:high],
        text[low:high],
        whole,
        f"{before} {text[low:high]}",
        f"{heading} {text[low:high]}",
    )
    for k, words in enumerate(around):
        bare = words.replace(match[0], " ")
        scores = {name: score - 0.03 * k for name, asks in _DEMANDS.items() if (score := asks(bare, whole)) > 0}
        if scores:
            return scores
    return {}


def _limits(text: str, match: re.Match[str], heading: str) -> bool:
    """Whether the days are a limit: "7日内", "不得超过7日", not "每月5日内" nor a day of the month."""
    lead = text[max(0, match.start() - 24) : match.start()]
    if _PERIODIC.search(lead) or _FORMER.match(text[match.end() : match.end() + 12]):
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
    bare = _ABOUT_SERVICE.sub(" ", _REPORTS.sub(" ", _FROM_POLICY.sub(" ", words)))
    if not _SERVICE.search(bare) or not _DO.search(bare) or re.search(r"报告|理赔|赔[付款]|整改|报案", bare):
        return 0.0
    if _FIRST.search(words):
        return 0.95
    return 0.85 if _FROM_POLICY.search(sentence) and not _LOSS.search(bare) else 0.0


_DEMANDS: Mapping[str, Callable[[str, str], float]] = {
    "upload_days": _is_upload,
    "first_service_days": _is_first_service,
}
