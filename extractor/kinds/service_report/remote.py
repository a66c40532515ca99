"""Whether a service was given from afar: over a line, with nobody of the agency on the spot."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.record import Reading

_AFAR = re.compile(
    r"(?:线上|远程|在线|网络|视频|云端?)(?:视频|会议|直播|连线|指导)?(?:的)?"
    r"(?:排查|检查|巡查|指导|服务|培训|教学|辅导|会诊|授课|讲座|评估|答疑|演练|开展|进行|方式|形式|连线|会议|直播)"
    r"|(?:腾讯|钉钉|企业微信|飞书|瞩目|ZOOM)(?:会议|视频)|(?:未|没有|不)(?:亲自)?(?:到达?|前往|赴)(?:企业|厂区?|生产)?(?:现场|厂|企业)"
)
_NOT = re.compile(r"非|不采|未采|没有采|不得|建议|可|应|拟|计划|下次|后续|平台|系统$")


def read_remote(sheet: Sheet, in_hazards: frozenset[int]) -> Reading[bool] | None:
    """True where the paper says so of itself, outside its list of hazards; None where it says nothing of it."""
    for unit in sheet.units:
        if id(unit) in in_hazards:
            continue
        for found in _AFAR.finditer(unit.text):
            if not _NOT.search(re.split("[,，。;；:：]", unit.text[: found.start()])[-1]):
                return Reading(True, unit.span(found.start(), found.end()), "meaning", 0.85)
    return None
