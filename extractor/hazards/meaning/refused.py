"""What words say of an enterprise that will not mend: that it refused, and on which day."""

from __future__ import annotations

import re
from datetime import date

from extractor.values.scan import scan

REFUSED = re.compile(
    r"拒(?:绝|不|改|整改|治)|不接受(?:整改|建议|意见)|明确(?:表示)?不(?:改|整改)|不(?:同意|予|愿|肯|配合)整改|不予整改|不愿|不肯|不整改|放弃整改|拖延不|不配合|为由[^，,。；;]{0,4}(?:拒|不(?:予|同意|肯|愿)?[改整停办])"
    r"|(?:表示|答复|坚持|声明)[^，,。；;]{0,4}不(?:予|愿意?|肯|同意|会|打算)[\u4e00-\u9fff]|(?:表示|声明|声称|答复|坚持|执意|扬言)[^，,。；;]{0,4}不[改办动做](?!好|完|了)|^\s*(?:企业|厂方|单位|业主|对方|客户)[^，,。；;]{0,3}不[改办动做](?:$|[，,；;。])"
)
_IF_REFUSED = re.compile(
    r"(?:如果?|若|倘|一旦|凡是?|对于?|假如|针对)[^，,。；;]{0,16}(?:拒|不(?:予?整改|改|配合|接受|愿|肯|同意))"
    r"|逾期[^，,。；;]{0,8}(?:不|拒)[^，,。；;]{0,8}(?:的|者|[，,]\s*(?:将|应|我|由))"
    r"|(?:不得|严禁|切勿|未|无|没有|并非|不存在)(?![^，,。；;]{0,4}为由)[^，,。；;]{0,4}拒|(?:整改|接受|改)[^，,。；;]{0,6}的[，,]\s*(?:将|应|我|由|依)"
)
"""A refusal that is only thought of: what will be done if, or what must not be."""


def says_refused(text: str) -> bool:
    """Whether the words tell of a refusal that took place.

    >>> says_refused("企业拒绝整改"), says_refused("逾期不整改的，将报告应急管理局"), says_refused("如企业拒不整改，应上报")
    (True, False, False)
    """
    return any(REFUSED.search(part) and not _IF_REFUSED.search(part) for part in re.split(r"[;；。\n]", text))


def refused_on(text: str) -> date | None:
    """The day on which the enterprise refused, where it stands before the words of refusal in their sentence and is no deadline."""
    for part in re.split(r"[;；。\n]", text):
        words = REFUSED.search(part)
        before = [t for t in scan(part) if t.kind == "moment" and words is not None and t.stop <= words.start()]
        if before and not re.search(r"期限|限期|前\s*(?:完成|整改)|截止|逾期", part[: before[-1].stop + 4]):
            day: date = before[-1].value.day
            return day
    return None
