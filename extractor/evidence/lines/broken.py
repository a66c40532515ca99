"""Whether the words at a line's beginning are the rest of what the line above it broke off: a name, an address, a day, a sum, a number."""

from __future__ import annotations

import re

from extractor.evidence.concepts import meaning
from extractor.text.cut_sums import cuts_sum
from extractor.values import organisation
from extractor.values.scan import scan

# The last digits of a number in brackets: "(保单号:8054 1032 0254 1957 9997" over "1)开展了…" is no item 1
_LAST_DIGITS = re.compile(r"\s*\d{1,3}\)")


def closes(upper: str, lower: str) -> bool:
    """Whether ``lower`` begins with the end of a number within the bracket that ``upper`` leaves open."""
    return bool(_LAST_DIGITS.match(lower)) and upper.rstrip()[-1:].isalnum() and upper.rfind("(") > upper.rfind(")")


_TO_BRACKET = re.compile(r"[^():：;；。]{1,20}\)[;；。,，]?\s*")


def breaks_bracket(upper: str, lower: str) -> bool:
    """Whether a line ends within a bracket, and the next is nothing but its end: 复查人：周立（某某安全技术有 | 限公司）."""
    return upper.rfind("(") > upper.rfind(")") and _TO_BRACKET.fullmatch(lower) is not None


_IN_NAME = re.compile(r"[:：]\s*[\u4e00-\u9fff()]{4,}$")
_TO_BRANCH = re.compile(r"[\u4e00-\u9fff()]{2,24}(?:公司|营业部|服务部)$")


def breaks_name(upper: str, lower: str) -> bool:
    """Whether the value that ends a full line is a name without its end, and the next line nothing but that end."""
    begun = _IN_NAME.search(upper)
    return (
        begun is not None
        and not begun[0].endswith("公司")
        and _TO_BRANCH.fullmatch(lower.strip()) is not None
        and not organisation.is_insurer(lower.strip())
        and organisation.is_insurer(begun[0].strip(" :：") + lower.strip())
    )


_OF_A_BODY = re.compile(
    r"(?:单位|机构|企业|公司|客户|被?保险人|投保人|[甲乙受承委]方|[\u4e00-\u9fff]{2}方|厂家)(?:名称)?\s*[:：]\s*[\u4e00-\u9fff()]{2,}$"
)
_ENDS_A_BODY = re.compile("(?:公司|厂|矿|站|中心|事务所|合作社|研究院|学校|医院|队|部)$")
_REST_OF_BODY = re.compile(r"[\u4e00-\u9fff]{2,10}(?:公司|事务所|合作社|研究院)")
_DAY_CUT = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}$|\d\s*月\s*\d{1,2}$|(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?$")


def breaks_body(upper: str, lower: str) -> bool:
    """Whether the name of a body beside a label for one breaks off, and the next line is nothing but its end: 施工单位：湖北楚建 | 工程有限公司."""
    return (
        _REST_OF_BODY.fullmatch(lower.strip()) is not None
        and _OF_A_BODY.search(upper) is not None
        and _ENDS_A_BODY.search(upper) is None
    )


def breaks_day(upper: str, lower: str) -> bool:
    """Whether a line ends within a day, and the next goes on with it: 服务日期：2025年9 | 月23日至2025年9月25日, 2025年7月1 | 0日."""
    if (begun := _NUMBER_CUT.search(upper)) is not None and (rest := _NUMBER_ENDS.match(lower)) is not None:
        wanted = range(10, 13) if rest[2] == "月" else range(10, 32)
        return (begun[1] is None) == (rest[2] == "月") and int(begun[2] + rest[1]) in wanted
    if _DAY_CUT.search(upper) is None:
        return False
    if upper.endswith(("年", "月")):
        return re.match(r"\s*\d{1,2}\s*月" if upper.endswith("年") else r"\s*\d{1,2}\s*[日号]", lower) is not None
    return re.match(r"\s*[月日]", lower) is not None


_NUMBER_CUT = re.compile(r"(?:19|20)\d\d\s*年(\s*\d{1,2}\s*月)?([1-3])$")
_NUMBER_ENDS = re.compile(r"(\d)([月日号])")
"""The two halves of a number of two digits, as programs part it that fill their lines character by character."""
_AWAITS = re.compile(r"[:：]\s*(?:每次(?:事故)?|每人|绝对|人民币)?\s*(?:RMB|CNY|¥)?\s*$")
_ONE_SUM = re.compile(r"\s*(?:RMB|CNY|¥|人民币)?\s*\d[\d,]*(?:\.\d+)?\s*(?:万?元)?\s*[。;]?\s*")


def breaks_before_sum(upper: str, lower: str) -> bool:
    """Whether a line ends with a label, and the next is nothing but its sum: 免赔额：每次事故 | CNY 1,000."""
    return _AWAITS.search(upper) is not None and _ONE_SUM.fullmatch(lower) is not None


_AWAITS_LIMIT = re.compile(r"\d\D*(?:每人|每次(?:事故)?|累计|全年)(?:赔偿|责任)?(?:限额)?\s*:?\s*$")


def breaks_before_limit(upper: str, lower: str) -> bool:
    """Whether a line of limits breaks off before the last of them: 每人 500,000 每次 2,500,000 累计 | 2,500,000."""
    return _AWAITS_LIMIT.search(upper) is not None and _ONE_SUM.fullmatch(lower) is not None


_VALUE_LAST = re.compile(r"[:：]\s*[^,，。;；:：]{2,30}$")
_COUNT_FIRST = re.compile(
    r"(?:全体|在册|在职|现有)?(?:从业人员|员工|职工|雇员)(?:总?人?数|总计|共计?|共有)?\s*\d+\s*[人名]"
)


def begins_count(upper: str, lower: str) -> bool:
    """Whether a line says how many work there, under one that ends in the value of a label: 行业：木材加工 | 员工136人，全员投保."""
    return _COUNT_FIRST.match(lower) is not None and _VALUE_LAST.search(upper) is not None


_WORDS_CUT = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟][万亿]?$")
_WORDS_GO_ON = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*[元圆]")


def breaks_sum(upper: str, lower: str) -> bool:
    """Whether a line ends within a sum in words, and the next goes on with it: 保险费合计：RMB78,220.00（人民币柒 | 万捌仟贰佰贰拾元整）."""
    return _WORDS_CUT.search(upper) is not None and _WORDS_GO_ON.match(lower) is not None


_SUM_CUT = re.compile(r"(?:RMB|CNY|[¥:]|人民币)\s*\d[\d,]*$")
_SUM_GOES_ON = re.compile(r"[\d,]*\.\d{1,2}(?=元|[;,。、)]|\s*$)")


def breaks_digits(upper: str, lower: str) -> bool:
    """Whether a line ends within the digits of a sum, and the next goes on with them: 服务费：¥29 | 664.39；比例：10%."""
    return (_SUM_GOES_ON.match(lower) is not None and _SUM_CUT.search(upper) is not None) or cuts_sum(upper, lower)


WHOLE_SUM = re.compile(r"\d\.\d\d\s*$|[元圆角分][整正]\s*$")
_HAN_AT = re.compile(r"\s*[\u4e00-\u9fff]{2}")
CLOCK = re.compile(r"^\s*(?:[0-2]?\d\s*[:时点]|[零〇十二]{1,3}\s*时|时|止|起)")
UNFINISHED = re.compile(
    r"(?:至|到|自|起|[-~—]|[、,，（(])\s*$|\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?\s*$"
    r"|月\s*\d{1,2}\s*日\s*[零〇一二三四十\d]{1,3}\s*$"
)
DAY_BEGUN = re.compile(r"(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?\s*$")
DAY_ENDS = re.compile(r"\s*\d{1,2}\s*[月日]")
NAME_ENDS = re.compile(r"^(?:股?份?有?限?责?任?公?司|公司|限公司|责任公司|有限公司|有限责任公司|支公司|分公司)$")


_IN_WORDS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2}$")
_WORDS_END = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*[元圆]")
# "人民币叁万伍仟叁佰捌拾捌元叁角" over "陆分"
_WHOLE_YUAN = re.compile(
    "[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2}[元圆](?:[零壹贰叁肆伍陆柒捌玖]角)?[零壹贰叁肆伍陆柒捌玖]?$"
)
_CENTS = re.compile("(?:[零壹贰叁肆伍陆柒捌玖]?角)?零?(?:[零壹贰叁肆伍陆柒捌玖]?分)?[整正]?")
_LEGAL_FORM = re.compile("股份有限公司|有限责任公司|有限公司")
_NAME_OF_BRANCH = re.compile(r"[\u4e00-\u9fff()]{1,20}(?:公司|营业部|中心)")


def is_rest(upper: str, lower: str) -> bool:
    """Whether ``lower`` is the rest of a name, an address or a sum in words that a narrow column broke."""
    upper, lower = upper.strip(), lower.strip()
    if _IN_WORDS.search(upper) and _WORDS_END.match(lower):
        return True
    if _WHOLE_YUAN.search(upper) and lower and _CENTS.fullmatch(lower):
        return True
    if _NAME_OF_BRANCH.fullmatch(lower) and any(
        form.start() < 6 < form.end() for form in _LEGAL_FORM.finditer(upper[-6:].rjust(6) + lower)
    ):
        return True  # 某某保险股份有限 / 公司遵义支公司
    return finishes_name(upper, lower)


def leaves_name(upper: str, lower: str) -> bool:
    """Whether a company's name breaks off at the end of ``upper`` and ``lower`` is what is left of it."""
    upper = upper.strip()
    return bool(
        NAME_ENDS.match(lower.strip()) and re.search(r"[\u4e00-\u9fff]{4}$", upper) and not upper.endswith("公司")
    )


def finishes_name(upper: str, lower: str) -> bool:
    """Whether ``lower`` is the rest of a company's name or of an address that a narrow column broke."""
    upper, lower = upper.strip(), lower.strip()
    if leaves_name(upper, lower):
        return True
    return (
        bool(re.match(r"^(?:.{0,16}[:：]\s*)?[\u4e00-\u9fff]{2,}(?:省|市|区|县).{2,}", upper))
        and not re.search(r"[号幢室园]$", upper)
        and bool(re.match(r"^[\u4e00-\u9fff\d]{0,12}?(?:路|街|道|大道|巷|村|\d+号|号)", lower))
        and len(lower) <= 24
    )


def goes_on(upper: str, lower: str, gap: float, height: float) -> bool:
    """Whether ``lower`` finishes what ``upper`` leaves open, by its words: a moment cut before its hour, a range, a name."""
    if UNFINISHED.search(upper) and CLOCK.match(lower):
        return True
    if re.search(r"(?:至|到|自|[-~—])\s*$", upper) and re.match(r"\s*(?:19|20)\d\d|\s*二", lower):
        return True
    if DAY_BEGUN.search(upper) and DAY_ENDS.match(lower):
        return True
    if WHOLE_SUM.search(upper) and _HAN_AT.match(lower):
        return False  # a sum ends its line: "…￥25,300.00" over the name of who signs
    label_above, label_below = meaning(upper), meaning(lower)
    return gap <= 0.4 * height and len(upper) >= 10 and len(lower) <= len(upper) + 2 and label_above.coverage < 0.6 and label_below.coverage < 0.55 and not scan(lower)  # fmt: skip


def carries_on(upper: str, lower: str) -> bool:
    """Whether a cell's text goes on with what stands in the row below it: a moment before its hour, a name before its end,
    a number cut at a dash."""
    upper, lower = upper.strip(), lower.strip()
    if UNFINISHED.search(upper) and (CLOCK.match(lower) or re.match(r"(?:19|20)\d\d|[0-2]?\d:\d\d", lower)):
        return True
    if re.search(r"月\s*\d{1,2}$", upper) and re.match(r"日", lower):
        return True
    if is_rest(upper, lower):
        return True
    return bool(re.search(r"[A-Z\d]{3}$", upper) and re.match(r"-?[A-Z\d]+$", lower)) and (
        lower.startswith("-") or (len(upper) + len(lower) == 18 and not scan(lower)) or len(upper) + len(lower) == 18
    )


BOXED = re.compile(r"[\[【〔][^\[\]【】〔〕]{2,12}[\]】〕]\s*[^\s:：]{8}")


def is_left_over(upper: str, text: str) -> bool:
    """Whether a few characters, that are no label, are what a line of a narrow column had no place for: 侯公渡开 | 发区."""
    return bool(HAN_LAST.search(upper) and HAN_ONLY.match(text)) and meaning(text).coverage < 0.5


HAN_LAST = re.compile(r"[\u4e00-\u9fff]{2}$")
HAN_ONLY = re.compile(r"[\u4e00-\u9fff]{1,5}$")
