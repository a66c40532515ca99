"""Values from what a person typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from api.records.fields.catalogue import codes
from extractor import clauses
from extractor.values import dates, money, region
from extractor.values.dates import Moment


class BadValue(ValueError):
    """Typed words that are no value of the field's type. ``detail`` says what is wrong, ``remedy`` shows a right form;
    both Chinese."""

    def __init__(self, detail: str, remedy: str) -> None:
        self.detail = detail
        self.remedy = remedy
        super().__init__(f"{detail}；{remedy}")


def _bad(text: str, what: str, examples: str) -> BadValue:
    shown = text if len(text) <= 30 else text[:30] + "……"
    return BadValue(f"“{shown}”{what}", f"正确的写法如 {examples}")


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_SUM = re.compile(
    r"(?:人民币|RMB|CNY|¥|[(]?大写[)]?|:)*(?P<minus>-)?(?:¥)?"
    r"(?P<sum>\d[\d,]*(?:\.(?P<decimals>\d+))?(?P<unit>亿元?|百万元?|千元|万[元圆]?|[元圆])?|[^\d%-]+)[整正]?"
)


_MOST = Decimal(10) ** 13


_DIGITS = 13
"""More digits than this before the point are no sum that an extractor would read at all."""


def read_money(_: str, text: str) -> Decimal:
    wanted = "2841.65、2,841.65元、30万元、叁拾万元整"
    match = _SUM.fullmatch(_fold(text).upper())
    value = _sum(match["sum"]) if match else None
    if match is not None and value is None and len(re.sub(r"\D", "", match["sum"].partition(".")[0])) > _DIGITS:
        raise _bad(text, "作为金额太大", wanted)
    if match is None or value is None:
        raise _bad(text, "不是金额", wanted)
    if (match["unit"] or "元") in "元圆" and len((match["decimals"] or "").rstrip("0")) > 2:
        raise _bad(text, "的小数超过两位（单位是元，最小到分）", wanted)
    if value >= _MOST:
        raise _bad(text, "作为金额太大", wanted)
    return -value if match["minus"] else value


def _sum(text: str) -> Decimal | None:
    """Yuan from digits with a unit, few enough to be a sum, or from 大写 and nothing else."""
    if not text[0].isdigit():
        return money.words_to_amount(text)
    return money.parse(text) if len(text) <= 24 else None


def read_ratio(_: str, text: str) -> Decimal:
    bare = _fold(text)
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,8})?)(%?)", bare)
    words = re.fullmatch("百分之[〇零一二三四五六七八九十]+(?:点[〇零一二三四五六七八九]+)?", bare)
    value = Decimal(match[1]) if match else clauses.percent(bare) if words else None
    if value is None or value > 1000:
        raise _bad(text, "不是百分比", "12%、12.5%、百分之十二")
    if match and not match[2] and 0 < value < 1:
        raise _bad(text, "是小数还是百分数不清楚", "12%")
    return value


def read_day(_: str, text: str) -> date:
    bare = unicodedata.normalize("NFKC", text)
    value = dates.parse(bare)
    if value is None or dates.DATE.sub("", bare).strip():
        raise _bad(text, "不是一个日期，或没有这一天", "2025年3月29日、2025-03-29")
    return value


def read_moment(_: str, text: str) -> Moment:
    bare = unicodedata.normalize("NFKC", text)
    wanted = "2025-02-28T24:00、2024年3月1日零时、2024-03-01 09:30"
    match = dates.DATE.match(bare)
    day = dates.to_date(match) if match else None
    if match is None or day is None:
        raise _bad(text, "不是一个时刻，或没有这一天", wanted)
    time = dates.time_after(bare, match.end())
    if time is None:
        raise _bad(text, "没有写明几时，或没有这个时刻", wanted)
    hour, minute, stop = time
    if re.fullmatch(r"\s*[整起止]?", bare[stop:]) is None:
        raise _bad(text, "在时刻之后还有别的内容", wanted)
    return Moment(day, hour, minute)


def read_count(_: str, text: str) -> int:
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:人|名|位|个|天|日|次|份)?", _fold(text))
    if match is None:
        raise _bad(text, "不是整数", "40、40人")
    return int(match[1].replace(",", ""))


_YES = frozenset(["是", "有", "已", "对", "√", "yes", "true", "1", "y"])


_NO = frozenset(["否", "无", "没有", "未", "×", "no", "false", "0", "n"])


def read_flag(_: str, text: str) -> bool:
    bare = text.strip().lower()
    if bare not in _YES | _NO:
        raise _bad(text, "不是“是”或“否”", "是、否")
    return bare in _YES


_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def read_number(_: str, text: str) -> str:
    bare = "".join(text.split()).translate(_WIDE)
    if not any(char.isdigit() for char in bare) or len(bare) > 80:
        raise _bad(text, "不是编号（编号里应有数字）", "PZIT202534130000012345")
    return bare


def read_uscc(_: str, text: str) -> str:
    bare = _fold(text).upper()
    if re.fullmatch("[0-9A-Z]{18}", bare) is None:
        raise _bad(text, f"不是18位的统一社会信用代码（现有{len(bare)}位）", "91100000710931483R")
    return bare


def read_region(_: str, text: str) -> str:
    bare = _fold(text)
    found = region.by_code(bare) if bare.isdigit() else region.find(bare)
    if found is None:
        raise _bad(text, "不是现行的行政区划代码，地名也不能唯一确定", "341302、安徽省宿州市埇桥区")
    return found.code


def read_code(type: str, text: str) -> str:
    known = codes(type)
    bare = text.strip().lower()
    for code, names in known.items():
        if bare in (code.lower(), *(name.lower() for name in names)):
            return code
    options = "、".join(zh for zh, _ in known.values())
    raise BadValue(f"“{text[:30]}”不在可选项之中", f"可以填写：{options}")


_SEPARATOR = re.compile(r"[、，,；;\n]")


def _parts(pattern: re.Pattern[str], text: str) -> Iterable[str]:
    return (part.strip() for part in pattern.split(text) if part.strip())


def read_codes(type: str, text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(read_code(type, part) for part in _parts(_SEPARATOR, text)))
    if not found:
        raise _bad(text, "没有列出任何一项", "、".join(zh for zh, _ in list(codes(type).values())[:2]))
    return found


def read_names(_: str, text: str) -> tuple[str, ...]:
    found = tuple(_parts(_SEPARATOR, text))
    if not found:
        raise _bad(text, "没有列出任何姓名", "张卫东、杨丽华")
    return found


def read_lines(_: str, text: str) -> tuple[str, ...]:
    return tuple(_parts(re.compile(r"[\r\n]+"), text))


def read_text(_: str, text: str) -> str:
    return text.replace("\r\n", "\n")
