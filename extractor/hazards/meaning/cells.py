"""What the words of a cell tell of a hazard, whatever heads them: a defect, what is to be done, a level, a state, a law.

The words are those in which any inspector writes that something is broken, missing or against a rule, and in which he says what is
to be done about it; the header of a list may be in words that nobody listed ("查见的毛病", "怎么改", "哪天前改完").
"""

from __future__ import annotations

import re

from extractor.evidence.concepts import formula, meaning
from extractor.evidence.ticked import chosen

_DEFECT = re.compile(
    r"未(?!来|发现|见)|没有?(?!问题|隐患|意见|异议|异常|发现)|无(?!异常|隐患|锡|异议|误|意见|问题|需|法|关|论)|缺|不(?:足|全|亮|灵|牢|清|规范|符|合格|当|严|到位|能|够|良|完整|整|畅|通|平|动|转|明|稳|戴|穿|熟|在|一致|及时|准)|"
    r"失(?:灵|效|修|准|控|灭|踪|压)|破|损|坏|裂|断(?!路器|电保护)|脱|松|虚[接焊]|[错反误]接|锈|蚀|腐|漏(?!电保护|保)|渗|滴|堵|占用|占道|遮挡|遮住|超(?:过|期|时|限|量|高|载|员|标|过|温)|过期|逾期|到期|老化|裸露|外露|"
    r"混(?:放|存|堆|用)|[堆摆码挡压垫锁敞]着|堆放|堆积|私[拉接]|乱|违[规章反]|擅自|短接|旁路|停用|关闭|带病|积(?:[煤碳炭木]?[粉尘]|[水油灰雪液渣沙聚存垢])|漂移|失真|[脱离睡串]岗|倒[塌伏]|开焊|冻[堵结裂]|结冰|油垢|油污|杂物|模糊|偏[离低高]|垮|塌|凹陷|鼓包|沉降|下沉|冒顶|跳闸|打滑|跑偏|变形|故障|异常|被拆|拆除|倾斜|悬空|拖地|敞开|常开|直插|"
    r"低于|高于|过(?:高|低|大|小|长|近|热|载)|吸烟|磨损|缠绕|搭接|代替|替代|褪色|起火|发热|卡[滞阻死]|失电|间距.{0,4}不|仅(?:有|设)|只(?:有|设)|结[块垢焦]|睡觉|午休|玩手机|仍在|仍未|lack|missing|leak|broken|damaged|expired|not |no |bypass|block",
    re.I,
)
# One-letter verbs begin nouns too: 装卸区, 配电箱, 应急灯, 除尘器
_VERBS = (
    "架空|加装|加罩|安装|装设|增设|增加|增配|设置|设立|补充|补[齐装设配办贴做打挂喷焊足]|拆洗|冲洗|刷洗|更换|换[装成用新]|替换|拆换|维修(?!间|车)|检修(?!平台|间|口|电源|箱|孔|门|梯|作业|通道)|修理(?!间|厂|车)|修复|修订|检测(?!仪|报警|线)|检验|检定|送检|校验|校准|"
    "清理|清空|清除|清扫(?!口)|清运|整理|整顿|移[开走至除出到入]|搬[离走至]|转移|分开|分库|分区|分类|隔离|隔开|停用|停机|停炉|停产|停止|恢复|紧固|固定|加固|加高|加盖|加强|加设|加贴|加密|加挂|"
    "抽[净干空排]|铺设|配置|配发|发放|填[沙土平实充]|接地|接好|接入|张贴|粘贴|贴[上好]|悬挂|挂[牌上]|配备|配齐|佩戴|培训|教育|组织|制定|完善|落实|规范|拆除|拆[掉下]|封堵|封闭|疏通|委托|委派|联系|办理|办[妥好]|建立|健全|重新|按照?|将|对|把|使用|采用|采取|"
    "改[用为成装造正好]|整改|复审|复训|调整|确保|保持|保证|除[锈去]|涂[刷覆]|喷[刷涂漆](?=[^房间机])|申请|申报|上锁|登记|标识(?!牌)|标[明出注]|划[线出定]|纠正|取消|购置|购买|采购|定期|明确|签订|"
    "请|应(?!急)|须|宜|建议|要求|立即|尽快|限期|马上|及时|严禁|禁止|必须|需|责令|督促|安排|聘[请用]|撤[除离换]|做好|关闭(?=.{2})|开展|打磨|排查|通知|制止|穿戴|戴好|降低|回收|埋设|敷设|穿管|"
    "修[筑建补缮]|设(?![备施计在于有防])|装(?![卸置配修载药车运箱])|砌[筑好]|焊[接牢补]|搭设|学习|考核(?=.{2})|演练|编制|备案|取得|持证|巡查|停送"
)
_REMEDY = re.compile(
    rf"^\s*(?:[（(]?\d{{1,2}}[、.)）]\s*)?(?:由[\u4e00-\u9fff]{{2,6}}|当场|现场|全面|逐[一台个]|统一)?(?:{_VERBS})"
)
_LEVEL = re.compile(
    r"^\s*(?:[A-Za-z]{3,12}\s*(?![A-Za-z])|\d{1,3}\s*[/／|、-]\s*|[\u4e00-\u9fff]{1,4}\s*[（(](?=[^）)]{2,6}[)）]\s*$))?(?:特别?重大|重大|一般|较大|严重|轻微|较轻|较重|普通|高|中|低|[ⅠⅡⅢⅣIV]{1,3}(?![A-Za-z])|[一二三四甲乙丙丁]|[1-4](?=[级类])|[A-D](?![A-Za-z])|红|橙|黄|蓝|绿|[★☆*]{1,5})"
    r"(?:色|等|级|类)?(?:风险|安全|生产|事故)*(?:隐患|类|级|问题|风险|项)?(?:\s*[A-Za-z]+){0,3}\s*[)）]?\s*$"
    r"|^\s*(?:major|minor|critical|general|serious|moderate|severe|low|medium|high)\s*$",
    re.I,
)
_STATUS = re.compile(
    r"^\s*(?:[\d年月日./-]+)?(?:现|目前|当场|现场|均|经复查|复查|企业)?(?:已|未|尚|待|正在|在[改办]|整改中|进行中|推进|拒|不(?:肯|愿|同意)|完成|合格|销号|闭环|改[好妥毕完了]|没改|√|×)|^\s*[√×✓✗✅❌是否]\s*$|^\s*[√✓✅]\s*\d|^(?:还|仍)?[没未]|^(?!.*[没未])[\u4e00-\u9fff]{1,6}了$"
    r"|(?:中|完成|闭环|合格|销号|到位|[好妥毕愈]|完毕|整改)\s*$"
)
_SUBJECT = re.compile(
    r"^\s*(?:(?:企业|该?[厂矿店港站场]方?|该单位|对方|被检方|投保单位)|(?:20\d\d\s*[-年./]\s*)?\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?|经?(?:复查|复核|回访|核实|确认|现场))*\s*"
)
"""Who, when and by what look, before the words that tell how a hazard stands."""
_ASKS = re.compile(r"([\u4e00-\u9fff]{1,2})[不没]\1\s*[？?]?$|[好完了成过妥掉]没有?\s*[？?]?$|^是否|[吗么？?]\s*$")
"""A question, as headers ask it: 改好没有, 要紧不要紧, 是否整改."""
_LONGEST_STATUS = 40


def tells_defect(text: str) -> bool:
    """Whether the words say that something is broken, missing or against a rule.

    >>> tells_defect("喷水织机传动皮带轮缺防护罩"), tells_defect("加装防护罩"), tells_defect("配电室")
    (True, False, False)
    """
    return (
        _FOUR_HAN.match(text) is not None
        and _DEFECT.search(text) is not None
        and _REMEDY.match(text) is None
        and _ASKS.search(text) is None
        and not _BODY_NAME.search(text)
    )


def may_tell(text: str, *, least: int = 4) -> bool:
    """Whether words may be weighed for what they tell: short, of four Chinese characters (or two), no question, no enterprise's name."""
    return (
        len(text) <= _LONGEST_WEIGHED
        and (_TWO_HAN if least == 2 else _FOUR_HAN).match(text) is not None
        and _ASKS.search(text) is None
        and not _BODY_NAME.search(text)
    )


_LONGEST_WEIGHED = 60
_BODY_NAME = re.compile(r"^[^，,。；;、]{4,40}(?:公司|合作社)(?:[\u4e00-\u9fff]{1,12}(?:分公司|矿|厂|部))?\s*$")
"""The name of an enterprise, in which the words of a defect may stand: 兴无煤矿有限责任公司."""


def tells_remedy(text: str) -> bool:
    """Whether the words begin with what is to be done.

    >>> tells_remedy("加装固定式防护罩"), tells_remedy("停炉送检，校验合格前不得使用"), tells_remedy("安全阀超期")
    (True, True, False)
    """
    return _TWO_HAN.match(text) is not None and _REMEDY.match(text) is not None


def tells_level(text: str) -> bool:
    """Whether the words are one step of a scale: 重大, 一般, B级, Ⅱ级, 橙色, ★★.

    >>> tells_level("较大"), tells_level("A级"), tells_level("红"), tells_level("重大 Major"), tells_level("重大危险源")
    (True, True, True, True, False)
    """
    return _LEVEL.match(chosen(text)) is not None


def tell_levels(text: str) -> bool:
    """Whether each line of a cell is a level, with the number of its hazard or without.

    >>> tell_levels("1.一般\\n2.重大"), tell_levels("3.重大"), tell_levels("1.护栏缺失")
    (True, True, False)
    """
    return all(tells_level(_NUMBER_BEFORE.sub("", line)) for line in text.split("\n"))


_NUMBER_BEFORE = re.compile(r"^\s*[（(]?\d{1,2}\s*[.、．)）]\s*")
_THING_DONE = re.compile(r"\s*[\u4e00-\u9fff]{1,8}已[\u4e00-\u9fff]{1,6}\s*$")
"""What was done to which thing: 压力表已送检. "灭火器已过期" is a defect."""


def tells_state(text: str) -> bool:
    """Whether the words say how far the mending is."""
    if len(text) > _LONGEST_STATUS:
        return False
    text = chosen(text)
    if _THING_DONE.match(text) and _DEFECT.search(text) is None:
        return True
    return any(_STATUS.search(_SUBJECT.sub("", part)) for part in re.split(r"[，,；;。]", text) if part.strip())


_LAW = re.compile(r"《[^》]{2,40}》|第[\d.一二三四五六七八九十百]+[章条款]|(?:GB|AQ|DB\d*|JGJ|XF|GA)(?:/T)?\s*\d{3,}")


def cites_law(text: str) -> bool:
    """Whether the words are mostly a citation of a law or a standard.

    >>> cites_law("《安全生产法》第四十五条"), cites_law("GB 50016-2014 第3.3.5条"), cites_law("未设防护罩")
    (True, True, False)
    """
    cited = sum(len(m[0]) for m in _LAW.finditer(text))
    return cited >= 0.5 * len("".join(text.split()))


_TWO_HAN, _FOUR_HAN = (re.compile(f"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{least}}}") for least in (2, 4))
"""As many Chinese characters at least, for which no text need be gone through to its end."""


def has_two_han(text: str) -> bool:
    return _TWO_HAN.match(text) is not None


def has_four_han(text: str) -> bool:
    return _FOUR_HAN.match(text) is not None


_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")


def han(text: str) -> int:
    return len(_NOT_HAN.sub("", text))


_STATE = formula("status", none_of="deadline reported_to advice")


def asks_state(header: str) -> bool:
    """Whether a header asks how far the mending is, and not what is to be done: 企业整改情况.

    >>> asks_state("企业整改情况"), asks_state("整改措施"), asks_state("隐患情况")
    (True, False, False)
    """
    return _STATE.score(meaning(header.split("|")[-1])) > 0
