"""Words and numbers that pixels were read into one stroke off, where only one thing can be printed: 重人 in a column of levels, 15.300元.

Only for lines read from pixels. What may be meant otherwise is left as it was read. The words are in ``lookalikes.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractor.document import Line
from extractor.values import uscc

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
SAME_INDENT = 0.7  # of the print's size: beginnings of lines this near stand under one another
_THOUSANDS = re.compile(
    r"(?<![\d.,])([1-9]\d{0,2})\.(\d{3})(?=元(?!/)|,\d{3}|\.\d\d(?!\d))|(?<=[¥￥])([1-9]\d{0,2})\.(\d{3})(?![\d.])"
)
_CENTS = re.compile(r"([¥￥]?\d{1,3}(?:,\d{3})*),(00|(?<=\d,\d{3},)\d\d)(元?)")
_YEAR_IN_BRACKETS = re.compile(r"(?:〔((?:19|20)\d\d)[\])）】]|[\[(（【]((?:19|20)\d\d)〕)")
_FOR_A_COMMA = re.compile(r"(?<=\d)[;；。、'’](?=0\d\d(?:,\d{3})*\.\d\d(?!\d))")
_LOST_POINT = re.compile(r"(?<![\d.,，])([1-9]\d{0,2}(?:,\d{3})*,\d{3})(\d\d)(?![\d.,，])")
_BLANK_IN_SUM = re.compile(r"[¥￥]?(?=[\d, ]*[,]|\d{3})\d{1,3}(?:, ?\d{3})*(?:\. ?\d\d)?元?")
_CODE = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Z]{0,17}[IOSVZ])[1-9A-HJ-NP-Y][1-59]\d{6}[0-9A-Z]{10}(?![0-9A-Za-z])")
_NO_SIGN_OF_CODES = {"I": "1TJ", "O": "0QD", "S": "85", "V": "UYW", "Z": "27"}  # GB 32100 has none of the five
_YUAN = re.compile(
    r"(?<![A-Za-z\d])[A-Z0]?(?:(NY)|(MB))(?=\s?\d[\d,，]*\.\d\d(?!\d))"
)  # no other currency of ISO 4217 ends so
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_TEN_THOUSAND = re.compile(f"(?<=[{_FORMAL}拾佰仟])[力方](?=[零{_FORMAL}]*[{_FORMAL}][拾佰仟]|[元圆整])")
_SHARE = re.compile(r"(?<=费的)([1-9]\d)[0oO](?=提取|计提|提列|列支)")  # no share is larger than the whole
_DASH = re.compile(r"(?<=\d)([年月日号时分]?)[一ー](?=\d)")
_SPECK_IN_DAY = re.compile(r"((?:19|20)\d\d年)[.·,'](?=\d{1,2}月)|(?<=\d月)[.·,'](?=\d{1,2}日)")
_DASH_OF_DAY = re.compile(r"(?<![\d-])((?:19|20)\d\d)([-;:])(\d\d)([-;:])(\d\d)(?![\d:])")
_ROMAN = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "l": "Ⅰ", "ll": "Ⅱ"}
_ROMAN_ALONE = re.compile(r"(I{1,3}|IV|ll?)(级?)")


@cache
def _data() -> Mapping[str, Any]:
    told = resources.files("extractor").joinpath("scans", "lookalikes.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.load(told, Loader=yaml.CSafeLoader)
    return data


def alike(one: str, other: str) -> bool:
    """Whether two signs of places' names are taken for one another.

    >>> alike("土", "上"), alike("土", "山")
    (True, False)
    """
    return any(one in group and other in group for group in _data()["alike"])


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]]:
    meant = {read: word for word, reads in _data()["words"].items() for read in reads}
    reads = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
    alone = re.compile(rf"(.*[：:]\s*|[（(【\[]?)({reads})((?:事故)?(?:隐患|问题)?[)）】\]]?)")
    return alone, re.compile(rf"(?<=[（(【\[])({reads})(?=(?:事故)?(?:隐患|问题)?[)）】\]])"), meant


@cache
def _signs() -> tuple[tuple[re.Pattern[str], str], ...]:
    done = _data()["done"]
    return tuple(
        (re.compile(rf"(?<![{rule['not_after']}])[{rule['read']}](?={done})"), sign)
        for sign, rule in _data()["signs"].items()
    )


@cache
def _terms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """An expression for every term read one sign off, and what the short ones of them are."""
    terms = _data()["terms"]
    short = {read: word for word, reads in terms["short"].items() for read in reads}
    long = [
        f"{term[:at]}(?!{term[at]})[\u4e00-\u9fff]{term[at + 1 :]}" for term in terms["long"] for at in range(len(term))
    ]
    return re.compile("|".join((*long, *map(re.escape, short)))), short


def _of_the_trade(read: re.Match[str]) -> str:
    """The term that was read one sign off."""
    _, short = _terms()
    return short.get(read[0]) or next(term for term in _data()["terms"]["long"] if _one_off(term, read[0]))


def _one_off(term: str, read: str) -> bool:
    return len(term) == len(read) and sum(one != other for one, other in zip(term, read, strict=True)) == 1


def spelt(text: str) -> str:
    """A line of words as it must have been printed.

    >>> spelt("重人"), spelt("程度：重人"), spelt("重人的事")
    ('重大', '程度：重大', '重人的事')
    >>> spelt("安全牛产责任保险电子保单"), spelt("安全责任保险"), spelt("彼保险人"), spelt("每人赔偿眼额")
    ('安全生产责任保险电子保单', '安全责任保险', '被保险人', '每人赔偿限额')
    >>> spelt("己整改"), spelt("末完成"), spelt("自己完成"), spelt("期末完成")
    ('已整改', '未完成', '自己完成', '期末完成')
    >>> spelt("1.（一一般隐患）护栏缺失"), spelt("2024年10月3日一2024年10月4日"), spelt("十月一日")
    ('1.（一般隐患）护栏缺失', '2024年10月3日—2024年10月4日', '十月一日')
    >>> spelt("签收日期：2025年10月.16日"), spelt("3月.5日前后")
    ('签收日期：2025年10月16日', '3月5日前后')
    >>> spelt("2025;06-12"), spelt("2025-06:12"), spelt("2025:06:12")
    ('2025-06-12', '2025-06-12', '2025:06:12')
    >>> spelt("赔付15.300元"), spelt("600,00"), spelt("1.250吨")
    ('赔付15,300元', '600.00', '1.250吨')
    >>> spelt("6,213. 52"), spelt("12, 000.00元"), spelt("12. 50")
    ('6,213.52', '12,000.00元', '12. 50')
    >>> spelt("GNY283,976.49"), spelt("保费：MB12.50"), spelt("GNY283")
    ('CNY283,976.49', '保费：RMB12.50', 'GNY283')
    >>> spelt("按保费的200提取，即3,770.00元"), spelt("保险费的200元列支")
    ('按保费的20%提取，即3,770.00元', '保险费的200元列支')
    >>> spelt("叁力捌仟柒佰元整"), spelt("壹方元整"), spelt("贰方签字")
    ('叁万捌仟柒佰元整', '壹万元整', '贰方签字')
    >>> spelt("43,29736"), spelt("人民币1,043,29736元"), spelt("43,297360"), spelt("1,2345")
    ('43,297.36', '人民币1,043,297.36元', '43,297360', '1,2345')
    >>> spelt("12,000;000.00"), spelt("信用代码：91100000710931O83R"), spelt("9110000071O931483R")
    ('12,000,000.00', '信用代码：91100000710931O83R', '91100000710931483R')
    """
    alone, in_brackets, meant = _words()
    if (word := alone.fullmatch(text.strip())) is not None:
        text = word[1] + meant[word[2]] + word[3]
    text = in_brackets.sub(lambda m: meant[m[1]], text)
    text = _terms()[0].sub(_of_the_trade, text)
    text = _DASH.sub(r"\1—", text)
    text = _DASH_OF_DAY.sub(lambda m: "-".join(m.group(1, 3, 5)) if "-" in (m[2], m[4]) else m[0], text)
    text = _SPECK_IN_DAY.sub(lambda m: m[1] or "", text)
    for sign, right in _signs():
        text = sign.sub(right, text)
    text = _TEN_THOUSAND.sub("万", text)
    text = _SHARE.sub(r"\1%", text)
    text = _YUAN.sub(lambda m: "CNY" if m[1] else "RMB", text)
    text = _YEAR_IN_BRACKETS.sub(lambda m: f"〔{m[1] or m[2]}〕", text)
    text = _FOR_A_COMMA.sub(",", text)
    text = text.replace(" ", "") if " " in text and _BLANK_IN_SUM.fullmatch(text) else text
    text = _LOST_POINT.sub(r"\1.\2", text) if "," in text else text
    text = _CODE.sub(lambda m: _credit_code(m[0]), text) if len(text) >= 18 else text
    text = _THOUSANDS.sub(lambda m: f"{m[1] or m[3]},{m[2] or m[4]}", text)
    return f"{cents[1]}.{cents[2]}{cents[3]}" if (cents := _CENTS.fullmatch(text)) else text


def _credit_code(read: str) -> str:
    """A credit code with the one sign that it may hold in place of one that no code has, where the check character says which."""
    wrong = [at for at, sign in enumerate(read) if sign in _NO_SIGN_OF_CODES]
    if len(wrong) != 1:
        return read
    at = wrong[0]
    tries = (read[:at] + sign + read[at + 1 :] for sign in _NO_SIGN_OF_CODES[read[at]])
    valid = [code for code in tries if uscc.FORM.fullmatch(code) and uscc.is_valid(code)]
    return valid[0] if len(valid) == 1 else read


def graded(text: str) -> str:
    """A Roman number that stands alone as the signs that the paper's own key has: II → Ⅱ."""
    found = _ROMAN_ALONE.fullmatch(text.strip())
    return _ROMAN[found[1]] + found[2] if found else text


def circled(lines: list[Line]) -> dict[int, str]:
    """The texts (by ``id`` of their line) of items that lost the circle around their number: "2救援" under "①上站"."""
    heads = [(line, CIRCLED.index(line.text[0])) for line in lines if line.text[:1] and line.text[0] in CIRCLED]
    found: dict[int, str] = {}
    for line in lines if heads else ():
        if not re.match(r"[1-9][\u4e00-\u9fff]", line.text) or line.box is None:
            continue
        number = int(line.text[0]) - 1
        if any(
            abs(number - other) == 1 and head.box and abs(head.box.x0 - line.box.x0) < SAME_INDENT * (line.size or 10.0)
            for head, other in heads
        ):
            found[id(line)] = CIRCLED[number] + line.text[1:]
    return found
