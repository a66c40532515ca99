"""What the last of several looks at a hazard found: only that tells how it stands."""

from __future__ import annotations

import re

CAME_AGAIN = re.compile(
    r"[，,；;。、\s][^，,；;。]{0,16}?(?:反弹|复发|复现|回潮|发现重新|(?:再次|又)发现|又(?!已|整改|改|完成|复|再|重|更换|安装|补|加|修|处理|清|做|进行|按))[^，,；;。]{0,8}[。.]?\s*$"
)
"""In an entry that tells how a hazard stands: its last words are that it came again: "9月20日已整改；9月26日再查又失效"."""
AT_LAST_PLANNED = re.compile(
    r"(?:^|[，,；;。、\s])(?:但|现|目前)?(?:计划|预计|拟定?|争取|力争|准备|承诺)[于在]?[^，,；;。]{0,6}\d[^，,；;。]*[。.]?\s*$"
)
"""The same: its last words are on when it is to be, whatever came before: "材料已到，计划4月20日前焊装"."""
STILL_OPEN = re.compile(
    r"[但却](?:是)?(?:尚|还|仍|一直|目前|至今|现场)*(?:未|没有?)[^，,；;。]{1,8}(?:[，,；;][^，,；;。]{0,10})?[。.]?\s*$"
    r"|(?:^|[，,；;。、\s])(?:请|须|应|要求)?继续(?:督促|催|整改|落实)[^，,；;。]{0,8}[。.]?\s*$"
)
"""The same: it ends in what is not done, or is to be followed up: "护罩已做但未装上，继续督促"."""
_LOOK = re.compile(
    r"(?:^|(?<=[，,；;。、\s]))(?:第?[一二三四五六1-6]次|首次|初次|再次|末次|最后一次|(?:20\d\d[年./-])?\d{1,2}[月./-]\d{1,2}日?)(?:现场|再次|再)?(?:复[查核检验]|检查|核[查验]|回访|验收|查[看验])"
)
_TELLS = re.compile("改|换|完成|合格|重新|又|通过|到位|闭|销|消除|未|仍")


def at_last_look(text: str) -> str:
    """What the last of several looks found, where an entry tells of one after the other: 第一次复查未改，第二次复查已改."""
    looks = list(_LOOK.finditer(text))
    last = text[looks[-1].start() :] if len(looks) > 1 else ""
    return last if _TELLS.search(last[len(looks[-1][0]) :] if last else "") else text
