"""Whether a policy tells that its premium is paid in parts, so that less than half of it may have been received."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.record import Reading

_PARTS = re.compile(
    r"分(?:批|[期次季月年]|[一二两三四五六2-6十]{1,2}[期次])[^，。；;]{0,6}?(?:[缴交付]|收取)|[按每](?:月|季度?|半年)(?:预)?[缴交付](?!赔)"
    r"|(?:首|第[一二三四1-4]|下一?|次|末)[期次笔](?:应[缴交付])?的?(?:保险?费|款)|(?:保险?费|[缴交付]费)[^，。；;]{0,8}(?:首期|第[一1]期|分期)"
    r"|(?:余下|剩余|其余)部?分?的?保险?费[^，。；;]{0,10}(?:[缴交付]清|支付|[缴交]纳)"
)
_DENIED = re.compile(r"[不未无非][^，。；;]{0,3}$|(?:一次性|趸)[^，。；;]{0,6}$|[□☐]\s*$")
"""What says before it that it is not so: 不分期交付; a box that is not ticked."""


def put_in_parts(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """``premium_in_parts``: true where the policy says so anywhere; nothing where it does not."""
    for unit in sheet.units:
        for found in _PARTS.finditer(unit.text):
            if _DENIED.search(unit.text[: found.start()]) is None:
                fields["premium_in_parts"] = Reading(True, unit.span(found.start(), found.end()), "meaning", 0.85)
                return
