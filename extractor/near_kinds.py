"""Papers that talk of services or covers as reports and policies do and are none: plans, contracts, an authority's orders, blank
forms, lists of those who came, minutes, receipts for papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

import yaml


@cache
def _signs() -> Mapping[str, re.Pattern[str]]:
    raw = yaml.load(
        resources.files("extractor").joinpath("near_kinds.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return {name: re.compile(pattern, re.M) for name, pattern in raw.items()}


def tells_of_no_service(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a plan, a contract, an authority's order, a blank form, a list of those who came, minutes or
    an enterprise's own register, and no word tells of a service that was given.

    >>> tells_of_no_service("事故预防服务方案", ["计划完成时间"]), tells_of_no_service("事故预防服务方案", ["本次排查三处"])
    (True, False)
    >>> tells_of_no_service("2025年度事故预防服务工作报告", ["本年度承保426家"])
    True
    >>> tells_of_no_service("会议纪要", ["保单：QT36100220250047", "会前组织了疏散演练，演练之后查看库区，查出两处毛病。"])
    False
    >>> tells_of_no_service("会议纪要", ["会后查看库区，查出两处毛病。"])
    True
    >>> tells_of_no_service("", ["主题：安责险续保报价", "每人60万元，保费32770元"])
    True
    """
    signs = _signs()
    if any(signs[name].search(title) is not None for name in ("order", "bound")) or _is_left_blank(title, units):
        return True
    if any(map(signs["officers"].search, units)) or signs["own_work"].search(title) is not None:
        return True
    if signs["marks"].search(title) is not None and not any(map(signs["insured"].search, units)):
        return True
    if signs["yearly"].search(title) is not None and not _is_of_one_client(units):
        return True
    if signs["assessed"].search(title) is not None and not any(map(signs["insured"].search, units)):
        return True
    if any(map(signs["quote"].search, (title, *units[:_HEAD]))) and not any(map(signs["done"].search, units)):
        return True  # what covers would cost, in a letter or a mail
    if signs["attendance"].search(title) and not any(map(signs["given"].search, units)):
        return True
    came = any(map(signs["came"].search, units)) or all(any(map(signs[n].search, units)) for n in ("under", "visited"))
    if _is_of_a_meeting(title) and not came:
        return True
    planned = signs["plan"].search(title) is not None or signs["contract"].search(title) is not None
    return planned and not signs["tells"].search(title) and not any(map(signs["done"].search, units))


def _is_of_a_meeting(title: str) -> bool:
    """Whether the heading is of the minutes of a meeting that was no service itself.

    >>> _is_of_a_meeting("安全生产例会会议纪要"), _is_of_a_meeting("隐患排查服务会议纪要")
    (True, False)
    """
    signs = _signs()
    if signs["minutes"].search(title):
        return True
    return signs["meeting"].search(title) is not None and signs["served"].search(title) is None


def is_of_another_matter(title: str) -> bool:
    """Whether one of the first lines of the heading is of a court, of social insurance, of wages: no paper of this insurance.

    >>> is_of_another_matter("民事判决书"), is_of_another_matter("安责险保费缴费证明")
    (True, False)
    """
    return _signs()["matter"].search("\n".join(title.split("\n")[:_HEADING])) is not None


def bills_nothing_of_ours(title: str, units: Sequence[str]) -> bool:
    """Whether a receipt is of what was paid out, or of a matter in which nothing is of insurance or its services.

    >>> bills_nothing_of_ours("收款收据", ["收款事由", "帐篷租赁押金"]), bills_nothing_of_ours("收款收据", ["收款事由", "安责险保费"])
    (True, False)
    """
    if _signs()["invoice"].search(title):
        return False
    return bool(_signs()["paid_out"].search(title)) or not any(_signs()["of_trade"].search(text) for text in units)


def lists_premiums(title: str) -> bool:
    """Whether the heading is of what came in of premiums: such a list tells nobody who must insure.

    >>> lists_premiums("2025年安责险保费收入台账"), lists_premiums("安责险投保企业台账")
    (True, False)
    """
    return _signs()["premiums"].search(title) is not None


def counts_by_area(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of figures and a column of counties or towns says for whom each is.

    >>> counts_by_area("预防费用提取使用统计表", ["县区", "一季度提取"]), counts_by_area("预防费用台账", ["日期", "摘要"])
    (True, False)
    """
    signs = _signs()
    return signs["figures"].search(title) is not None and any(map(signs["areas"].search, units))


def sends_papers(title: str) -> bool:
    """Whether the heading is of a letter with which somebody sends papers on.

    >>> sends_papers("关于报送安责险投保资料的函"), sends_papers("安责险投保资料")
    (True, False)
    """
    return _signs()["sends"].search(title) is not None


_HEADING = 3
"""Lines of a heading that name the paper; further ones may be of what it encloses."""


def reminds_only(title: str) -> bool:
    """Whether the heading is of a letter that reminds of a policy.

    >>> reminds_only("保单到期续保提醒函"), reminds_only("安全生产责任保险保险单")
    (True, False)
    """
    return _signs()["reminder"].search(title) is not None


def asks_to_renew(title: str) -> bool:
    """Whether the heading is of a letter that asks to renew a policy, whatever premium it names.

    >>> asks_to_renew("安责险续保缴费通知"), asks_to_renew("保险费缴费通知单")
    (True, False)
    """
    return _signs()["renewal"].search(title) is not None


_HEAD = 5
"""Units from the top of a paper that say what it is about: a mail's subject among them."""


def _is_left_blank(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a form that is still to be filled in, and no day or number stands anywhere on it.

    >>> _is_left_blank("服务报告(空白模板)", ["服务日期", "年月日"]), _is_left_blank("服务报告(样表)", ["2025年3月1日"])
    (True, False)
    """
    signs = _signs()
    return signs["blank"].search(title) is not None and not any(map(signs["filled"].search, units))


def sets_rules(title: str) -> bool:
    """Whether a line of the heading is of rules or explanations.

    >>> sets_rules("安责险事故预防费使用说明"), sets_rules("预防费使用明细")
    (True, False)
    """
    return _signs()["rules"].search(title) is not None


def quotes_services(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of what services would cost, and no word of the paper is of a limit, a premium or an insured period; or
    nothing at all on it is of insurance.

    >>> quotes_services("事故预防技术服务报价", ["隐患排查每次1,800元"])
    True
    """
    signs = _signs()
    if not any(map(_OF_COVER_SOUGHT.search, (title, *units))):
        return True
    return signs["priced"].search(title) is not None and not any(map(signs["of_cover"].search, units))


_OF_COVER_SOUGHT = re.compile("保险|保单|保费|险种|安责|投保|参保|承保|要保|insur|polic|cover|premium", re.I)
"""What an application names somewhere, whatever it is called: an offer of goods names none of it."""


def hands_over_only(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a receipt for papers, and no word of the paper is of a limit, a premium or an insured period.

    >>> hands_over_only("保单送达回执", ["已收到安全生产责任保险单（保单号：PZ2025001）正本一份"])
    True
    """
    signs = _signs()
    return signs["handover"].search(title) is not None and not any(map(signs["of_cover"].search, units))


def is_a_draft(title: str, units: Sequence[str]) -> bool:
    """Whether a paper in a policy's form is a draft of one: its heading says so, and its words that it covers nothing.

    >>> is_a_draft("安全生产责任保险保险单（送审稿）", ["本稿仅供核对，不作为承保依据"])
    True
    """
    signs = _signs()
    return signs["draft"].search(title) is not None or (
        any(map(signs["no_cover"].search, units)) and not any(map(signs["numbered"].search, units))
    )


def buys_services_only(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a contract on services, and no word of the paper is of a limit, a premium or an insured period.

    >>> buys_services_only("安全生产责任保险事故预防技术服务合同", ["隐患排查每次1,800元"])
    True
    """
    signs = _signs()
    return signs["contract"].search(title) is not None and not any(map(signs["of_cover"].search, units))


def agrees_among_insurers(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of an agreement on policies to come, among insurers or with those who bring them, and no line of
    the paper tells who is insured and for how long.

    >>> agrees_among_insurers("安全生产责任保险共同保险协议", ["甲方份额70%，乙方份额30%"])
    True
    >>> agrees_among_insurers("安全生产责任保险统保协议", ["被保险人：甲厂", "保险期间"])
    False
    """
    signs = _signs()
    return signs["agreement"].search(title) is not None and not any(map(signs["one_policy"].search, units))


@cache
def _lines() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(lines of work-safety liability, other lines of insurance), as patterns of their names."""
    raw = yaml.load(
        resources.files("extractor").joinpath("lines.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    own, other = (
        re.compile("|".join("".join(re.escape(w).split("\\ ")) for w in raw[k]), re.I) for k in ("own", "other")
    )
    return own, other


def is_of_another_line(title: str, units: Sequence[str]) -> bool:
    """Whether the heading names another line of insurance and no word of the paper names this one.

    >>> is_of_another_line("雇主责任保险保险单", ["累计限额"]), is_of_another_line("雇主责任保险保险单", ["附加安全生产责任"])
    (True, False)
    """
    own, other = _lines()
    if other.search(title) is None:
        return False
    return not any(own.search(_INSURER.sub("", text)) for text in units)


_INSURER = re.compile(r"[\u4e00-\u9fff]{2,6}保险(?:股份|相互)?有限(?:责任)?公司")
"""An insurer's name, whatever line of insurance it is called after: 国安责任保险股份有限公司 sells others too."""


def _is_of_one_client(units: Sequence[str]) -> bool:
    return any(map(_signs()["one_client"].search, units)) or is_of_one_policy(units)


def is_of_one_policy(texts: Iterable[str]) -> bool:
    """Whether a paper gives the number of a policy: an authority's notice is of nobody's by itself, however official it looks.

    >>> is_of_one_policy(["根据安责险服务计划（保险单：HT4604AQZ26000118）"]), is_of_one_policy(["各投保单位："])
    (True, False)
    """
    return any("单" in text and _POLICY.search(text) is not None for text in texts)


_POLICY = re.compile(r"(?:保险?单|保险合同)(?:编?号码?)?\s*[:：(（为]?\s*(?=[A-Z\d-]*\d{6})[A-Z\d][A-Z\d-]{9,}")


def tells_about_a_policy(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a paper that tells about a policy, and no line of it is that of who is insured.

    >>> tells_about_a_policy("上年度保单情况说明", ["上年度保险单号JX2024，无理赔"])
    True
    >>> tells_about_a_policy("安全生产责任保险投保情况表", ["被保险人：甲厂"]), tells_about_a_policy("保险单", [])
    (False, False)
    """
    signs = _signs()
    return signs["told_of"].search(title) is not None and not any(map(signs["one_policy"].search, units))
