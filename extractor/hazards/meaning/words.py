"""What the words about a hazard say: which entry a label asks for, how grave it is, that nothing was found."""

from __future__ import annotations

import re
import unicodedata

from extractor.evidence.concepts import formula, meaning
from extractor.evidence.ticked import chosen
from extractor.values import dates

TICKED_LEVEL = re.compile(r"[☑✓√☒✔■]\s*(重大|一般|较大)")
_LABEL_NOISE = re.compile(r"[\s\d０-９一二三四五六七八九十/:：()（）.、#]+")
_ENTRIES = (
    ("deadline", formula("deadline", none_of="status reported_to service sign_off sign period start expert client")),
    (
        "deadline",  # a term for closing, mending, treating: 完成时限, 销号时限, 处置期限
        formula(
            "period deadline closed|status|advice|hazard",
            none_of="reported_to service sign_off sign start expert client policy insured insurer holder premium fee",
        ),
    ),
    ("status", formula("status", none_of="deadline reported_to service")),
    ("reported", formula("reported_to", none_of="deadline advice service report number")),
    (
        "advice",
        formula("advice", none_of="deadline status reported_to service client enterprise holder insured sign_off"),
    ),
    ("level", formula("level", none_of="deadline status advice service_type service")),
    (
        "description",
        formula(
            "hazard",
            none_of="advice deadline status level reported_to basis service enterprise client holder count amount fee photo number address date sign_off report",
        ),
    ),
)
_MENDING = re.compile(r"^(?:隐患)?(?:整改|治理)(?=[\u4e00-\u9fff]{2})")
_OF_MENDING = re.compile("(?:隐患)?治理(?:情况|结果|状态|进展|进度)")
_OF_HAZARD = re.compile("(?:事故|安全)?(?:隐患|问题|缺陷|不符合项?)(?:名称|事项|简述|详情|现象|说明)")
_FOUND_BY = re.compile(
    r"^(?:本次|此次|现场|经|专家|安全|服务|检查|排查|巡查|体检|诊断|评估|勘查|走访)+(?:中|时|所)?(?:发现|查出|指出|提出|查到|反映|暴露|存在)?出?的?(?=隐患|(?:主要|突出|安全)?问题|不符合|缺陷|不足)"
)
"""By what act the hazards came to light, before the word for them: "检查发现的问题"."""


def label_role(label: str) -> str | None:
    """Which entry of a hazard a label names ("整改期限" → deadline), None for any other label."""
    bare = _LABEL_NOISE.sub("", label)
    if _OF_HAZARD.fullmatch(bare):
        return "description"
    if _OF_MENDING.fullmatch(bare):
        return "status"
    if OF_REVIEW.fullmatch(bare):
        return None
    for text in dict.fromkeys((bare, _MENDING.sub("", bare), _FOUND_BY.sub("", bare))):
        words = meaning(text)
        if words.coverage < 0.6 or not 2 <= words.length <= 8:
            continue
        best = max(((wanted.score(words), name) for name, wanted in _ENTRIES), key=lambda pair: pair[0])
        if best[0]:
            return best[1]
    return None


OF_REVIEW = re.compile("(?:整改|隐患)?(?:复[查核检验]|验收|回访|核[查验实]|查验|验证)(?:日期?|时间)")
"""The label of the day on which somebody came to see, which is none to mend by."""


OF_WORDS = re.compile(r"(?:具体)?(?:内容|描述|现象|事实|情况|说明|详情)\s*\d{0,2}\s*")
"""A label that says no more than that words follow."""
STAMP = re.compile(
    r"\s*(?:[\[（(【]?(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?[\s]*)?(?:[上下中]午\s*)?\d{1,2}:[0-5]\d(?::[0-5]\d)?[\])）】]?"
    r"\s*[^\s:：,，。；;]{1,12}(?:\s[^\s:：,，。；;]{1,10})?(?:[（(][^）)]{1,30}[)）])?\s*[:：]\s*"
)
"""What a chat prints before a message: the hour and who wrote it."""
NOTHING_FOUND = re.compile(
    r"(?:未|没有|没|无|不存在|尚未)(?:能)?\s*(?:发现|查出|检出|排查出|查见|见|存在|检查出|发觉|查到|识别出)?(?:任何|明显|新的|其他|重大|一般|较大|突出|有)*(?:及|和|、|或|的|生产|安全|事故|重大|一般)*(?:(?:需要?|须|应|待|必须)(?:立即|限期|进行)?(?:整改|处理|改进)的?)?(?:生产安全|安全生产|安全|事故|重大|一般|较大)*(?:(?<=整改的)(?:事项|内容|情形|之处|地方|部位)|(?<=[需须应]整改)(?:事项|内容|情形|之处|问题)|隐患|待整改项|整改事项|不安全因素|安全问题|问题|不符合项|(?:不符合|违反)[^。，,；;]{0,8}(?:情形|情况|现象|行为|项目|之处|地方)|异常|缺陷|不合格项)"
)
NONE_HERE = re.compile(r"\s*(?:本[次月期周]|此次|目前|现场|暂)+(?:为)?(?:无|没有|未发现|未见)\s*[。.]?\s*")
"""Where a hazard would stand: 本次无."""
ALL_WELL = re.compile(
    r"\s*(?:经?(?:检查|查看|查验|核查)[,，]?)?(?:均|全部|基本|总体)?(?:符合(?:要求|规定|标准|规范)?|合格|达标|正常|良好|完好(?:有效)?|满足要求|齐全有效)\s*[。.；;]?\s*"
)
"""What a line of a check-list says where nothing is wrong."""
NOT_HERE = re.compile(
    r"\s*(?:(?:本|该|我)?(?:企业|公司|单位|厂|矿|站|店|项目?|条)|经查|目前|暂|均)*(?:"
    r"[不未]涉及(?:(?:本|该|此)?[项条类](?:目|款|内容|作业|设备|工艺|场所)?)?"
    r"|(?:无|没有|不存在|不具有)(?:本|该|此)[项条类种]?(?:目|款|内容|情况|情形|设备|作业|工艺|场所|物[质品料]|业务|岗位|工种|环节)?)"
    r"\s*(?:[（(][^）)]*[)）])?\s*[。；;]?\s*"
)
"""That what a line of a check-list asks about does not exist in this enterprise: 不涉及, 无此项."""
_NO_SUCH_WORK = re.compile(
    r"\s*(?:经(?:排查|核查|现场(?:检查|核实)|查)[,，]?)?(?:本|该|我|贵)?(?:企业|公司|单位|[厂矿站店]|项目|厂区)(?:目前|现|暂|内|均|中)*"
    r"(?:(?:无|没有|不存在)(?!证|票|照|资质|许可|审批|人|专|独立|单独|固定|监|防|绝缘|指挥|措施|记录|台账|方案|计划|设计|制度|警|标|牌|通风|序|安全|合格|有效|应急|消防|手套)"
    r"|[不未](?:涉及|从事)|不(?:储存|生产|经营))[^，,。；;:：]{0,14}?"
    r"(?:储存|存储|贮存|使用|作业|生产|经营|业务|工艺|活动|危化品|危险化学品|危险源|特种设备|有限空间)(?:情况|行为|环节)?\s*[。；;]?\s*"
)


def is_not_here(text: str) -> bool:
    """Whether words say no more than that the enterprise has nothing of what is looked at, or does no such work.

    >>> is_not_here("不涉及"), is_not_here("企业无危化品储存"), is_not_here("该公司不涉及有限空间作业。")
    (True, True, True)
    >>> is_not_here("企业无证使用特种设备"), is_not_here("企业无危化品储存间"), is_not_here("企业未使用防爆工具作业")
    (False, False, False)
    """
    return NOT_HERE.fullmatch(text) is not None or _NO_SUCH_WORK.fullmatch(text) is not None


STILL_FOUND = re.compile(r"(?:如|若|除|整改|逾期|上次|对)(?:(?![，,](?:本|此|今|这)次)[^。;；]){0,6}(?:未|没有|无)")


def level_of(text: str) -> str:
    """一般 or 重大: only what is called 重大 (or an equal word) is major.

    >>> level_of("重大隐患"), level_of("一般隐患"), level_of("非重大")
    ('重大', '一般', '一般')
    """
    text = chosen(text)
    ticked = TICKED_LEVEL.search(text)
    if ticked:
        return "重大" if ticked[1] == "重大" else "一般"
    if re.search("非重大|不(?:属于|构成)重大", text):
        return "一般"
    return (
        "重大"
        if re.search(
            r"重大|特大|^\s*[ⅠI]级|^\s*一级|^\s*红|[★☆*]{3,}|^\s*(?:[Mm]ajor|[Cc]ritical|MAJOR|CRITICAL)\s*$", text
        )
        else "一般"
    )


def int_of(text: str) -> int | None:
    """The number that is all of a text, with or without brackets and words for one; None for any other text.

    >>> int_of(" 3 "), int_of("（十二）"), int_of("③"), int_of("2025-04-26")
    (3, 12, 3, None)
    """
    text = unicodedata.normalize("NFKC", text)  # ③, ⑶
    bare = re.sub(r"^(?:第|问题|隐患|序号)|^\s*[A-Za-z]{1,4}[-_.]?(?=\d{1,3}\s*$)|[（()）#.、项条号\s]", "", text)
    if re.fullmatch(r"\d{1,3}", bare):
        return int(bare)
    return dates.chinese_int(bare) if re.fullmatch("[一二三四五六七八九十]{1,3}", bare) else None


NOTICED = re.compile(
    r"[^，,。；;:：]{0,12}?(?:注意到|发现|看到|查见|查出|了解到)(?:(?:贵|你|该)(?:公司|单位|[厂司矿店站])|企业)?(?:存在|有)?\s*[:：,，]?\s*"
)
"""How what is wrong was noticed, before each hazard of a letter: "我们注意到贵厂"."""
