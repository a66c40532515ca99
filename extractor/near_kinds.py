"""Papers that talk of services as reports on them do and are none: plans, contracts, and orders of an authority."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLAN = re.compile(r"(?:服务|预防|防损|减量|排查|培训|演练)(?:工作|实施|年度)?(?:方案|计划)(?:书|表)?$", re.M)
_CONTRACT = re.compile(r"服务(?:委托|外包|采购|框架)?(?:合同|协议)书?$", re.M)
_ORDER = re.compile("责令.{0,8}(?:指令书|通知书|决定书)|行政(?:处罚|强制).{0,6}(?:决定书|告知书|通知书)")
_TELLS = re.compile("报告|记录|总结|小结|纪要|工单|回执|台账|反馈|确认")
_DONE = re.compile(
    "本次|现场[^。]{0,6}(?:检查|排查|发现)|发现[^。]{0,12}(?:隐患|问题)|整改(?:情况|完成|结果)"
    "|已(?:经|于)?[^。]{0,8}(?:开展|完成|整改)|参训|到课|签到"
)
_OF_COVER = re.compile("限额|保险期[间限]|保险费|保费")


def tells_of_no_service(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a plan, a contract or an authority's order, and no word tells of a service that was given.

    >>> tells_of_no_service("事故预防服务方案", ["计划完成时间"]), tells_of_no_service("事故预防服务方案", ["本次排查三处"])
    (True, False)
    """
    if _ORDER.search(title) is not None:
        return True
    planned = _PLAN.search(title) is not None or _CONTRACT.search(title) is not None
    return planned and not _TELLS.search(title) and not any(_DONE.search(u) for u in units)


def buys_services_only(title: str, units: Sequence[str]) -> bool:
    """Whether the heading is of a contract on services, and no word of the paper is of a limit, a premium or an insured period.

    >>> buys_services_only("安全生产责任保险事故预防技术服务合同", ["隐患排查每次1,800元"])
    True
    """
    return _CONTRACT.search(title) is not None and not any(_OF_COVER.search(u) for u in units)
