"""The categories of service that words name."""

from __future__ import annotations

import re

from extractor.hazards.meaning import cells as hazard_cells
from extractor.values import organisation

TICKED, UNTICKED = "☑✓√■●☒✔", "☐□○◯"


_TYPES = (
    ("drill", re.compile("演练|演习|推演|应急预案|预案|应急处置训练|拉练|疏散训练|实战训练")),
    (
        "training",
        re.compile(
            "培训|宣传|教育|讲座|授课|宣讲|宣贯|讲课|课堂|讲堂|安全知识|科普|警示教育|送教|讲授|课时|课程|开课|教员|学时|大课|训练|集训|轮训|安全课|讲课|上课|研修|学习班|宣教"
        ),
    ),
    (
        "risk",
        re.compile(
            "风险(?:辨识|评估|评价|分级|管控|勘查|查勘|分析|排查|研判)|辨识|双重预防|安全评估|安全评价|风险点|危险源|危害(?:因素)?(?:辨识|识别)|风险(?:识别|诊断|画像)"
        ),
    ),
    ("standard", re.compile("标准化|达标创建|体系建设")),
    (
        "inspection",
        re.compile("隐患|排查|检查|巡查|体检|查勘|诊断|查患|走查|会诊|督查|核查|巡检|摸排|查验|查看|问题查找|安全检"),
    ),
)


_GLOSSED = re.compile(r"([^、，,；;（(\s]{2,12})[（(]([^）)]{2,12})[)）]")


def _one_service(match: re.Match[str]) -> str:
    """A look at risks that the words in brackets behind it call one for hazards, or the other way round, is one inspection."""
    if re.match("含|包括|另|及|并", match[2]):
        return match[0]
    codes = {type_codes(match[1]): match[1], type_codes(match[2]): match[2]}
    return codes[("inspection",)] if set(codes) == {("risk",), ("inspection",)} else match[0]


def type_codes(text: str) -> tuple[str, ...]:
    """The service categories that the words name, in printed order.

    >>> type_codes("安全生产宣传教育培训、应急演练")
    ('training', 'drill')
    >>> type_codes("风险勘查（隐患排查）")
    ('inspection',)
    """
    text = _GLOSSED.sub(_one_service, text)
    out: list[tuple[int, str]] = []
    for part in re.finditer(r"[^、，,；;/+＋|｜和及与\s]+", text):
        for code, words in _TYPES:
            if words.search(part[0]):
                out.append((part.start(), code))
                break
    if not out:
        out = [(m.start(), code) for code, words in _TYPES if (m := words.search(text))]
    return tuple(dict.fromkeys(code for _, code in sorted(out)))


_PAPERS = "(?:制度|机制|台账|档案|资料|手册|规程|文件|模板|(?:信息|管理|治理|软件|数字化)(?:化)?(?:系统|平台))"
_NO_PLACE = re.compile(
    # what is written or kept about inspections: 隐患排查治理制度
    rf"(?:隐患|排查|巡查|巡检|体检|诊断)[^，,。；;、及和与并建立对检]{{0,6}}(?:{_PAPERS}+|(?:清单|标准)的?(?:编制|制定|梳理|修订|完善))"
    # a look at papers and at nothing else: 检查台账资料; not 检查台账和现场
    rf"|(?:检查|查看|查验|排查)了?[^，,。；;、及和与并建立]{{0,8}}{_PAPERS}++(?:[、及和与][^，,。；;、及和与]{{0,6}}{_PAPERS}++)*+(?!\s*[、及和与并])"
    # help with the mending of what was found before: 隐患整改技术指导, 指导企业整改隐患
    r"|(?:隐患|问题)的?(?:整改|治理)(?:工作|技术|方案|过程|措施)*(?:指导|辅导|咨询|帮扶|支持|方案|措施)"
    r"|(?:指导|协助|帮助|辅导|帮扶|督促)[^，,。；;、排检巡]{0,10}(?:隐患的?(?:整改|治理)|(?:整改|治理|消除)[^，,。；;、排检巡]{0,4}隐患)(?![^，,。；;、]{0,4}(?:复查|复核|验收))"
)
"""Words of inspections where no place was inspected."""


def of_no_place(text: str) -> bool:
    """Whether a service that sounds like an inspection is one of papers, or of mending: nobody looked for hazards on the spot.

    >>> of_no_place("修订隐患排查治理制度"), of_no_place("按隐患排查治理制度开展现场检查")
    (True, False)
    """
    return "inspection" in type_codes(text) and "inspection" not in type_codes(_NO_PLACE.sub("〇", text))


def only_types(text: str) -> bool:
    """Whether the text is nothing but names of services."""
    text = text.strip()
    if not 2 <= len(text) <= 40 or re.search(
        r"(?:重大|较大|一般)(?:事故)?隐患|报告|记录|纪要|单$|表$|书$|隐患(?:清单|情况|描述|等级|级别|内容|说明|照片|编号)|清单|[不未没无了]|\d{4}",
        text,
    ):
        return False
    if hazard_cells.tells_level(text):
        return False
    parts = [p for p in re.split(r"[、，,；;/+＋|｜\s]+", text) if p]
    return all(len(p) <= 14 and type_codes(p) and not _A_LABEL.search(p) for p in parts) and not organisation.find_all(
        text
    )


# A label that happens to name an activity: 主讲及检查人员, 检查日期
_A_LABEL = re.compile("(?:人|人员|员|师|单位|机构|企业|日期|时间|号|者|组|地点|对象|费用?|签[字名收]|盖章)\\s*[:：]?$")
