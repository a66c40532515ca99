"""Numbers at the head of list items, whatever their style: 1、 1. （1） (一) ① 第一条 第1项 a) T03 * - and more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.text.fold import fold
from extractor.values.dates import chinese_int

_CN_DIGITS = "一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾"
_CN = f"[{_CN_DIGITS}]{{1,4}}"
_CIRCLED = {char: i + 1 for i, char in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")}
_CIRCLED |= {char: i + 1 for i, char in enumerate("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")}
_CIRCLED |= {char: i + 1 for i, char in enumerate("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")}
_CIRCLED |= {char: i + 1 for i, char in enumerate("❶❷❸❹❺❻❼❽❾❿")}
_CIRCLED |= {char: i + 1 for i, char in enumerate("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")}
_ROMAN = {
    "Ⅰ": 1,
    "Ⅱ": 2,
    "Ⅲ": 3,
    "Ⅳ": 4,
    "Ⅴ": 5,
    "Ⅵ": 6,
    "Ⅶ": 7,
    "Ⅷ": 8,
    "Ⅸ": 9,
    "Ⅹ": 10,
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
}
_BULLETS = "*●•◆■□▪·◇○★☆※►▶✓√➢◎-"

# Style name -> pattern on folded text; group 1 is the number. A dot is no list mark before a digit (2.5%).
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bracket", re.compile(r"[(【\[〔〈]\s*(\d{1,2})\s*[)】\]〕〉]\s*[、.:,]?\s*")),
    ("cn_bracket", re.compile(rf"[(【\[〔〈]\s*({_CN})\s*[)】\]〕〉]\s*[、.:,]?\s*")),
    ("item", re.compile(rf"(?:特别?约定?|约定)?第\s*(\d{{1,2}}|{_CN})\s*[条项款点]\s*[、.:,]?\s*")),
    ("named", re.compile(rf"(?:特别约定|特约|约定|事项|条款)\s*(\d{{1,2}}|{_CN})\s*(?:[、.:]\s*|$)")),
    ("dot", re.compile(r"(\d{1,2})\s*(?:[、]|\.(?!\d)|:(?!\d)|\)|,(?=\D))\s*")),
    ("cn_dot", re.compile(rf"({_CN})\s*[、.:)]\s*")),
    ("ordinal", re.compile(rf"(?:第|其)({_CN})\s*[,、:]\s*")),
    ("circled", re.compile(f"([{''.join(_CIRCLED)}])\\s*[、.:]?\\s*")),
    ("roman", re.compile(r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}(?=[、.)]))\s*[、.)]?\s*")),
    ("letter", re.compile(r"\(?([a-zA-Z])[).、]\s*")),
    ("code", re.compile(r"[A-Z]{1,3}-?0*(\d{1,4})\s*[、.: ]\s*")),
    # E2本保险…: the blank behind it is lost in scans; A3栋, B2层 name a place
    (
        "code_tight",
        re.compile(
            r"[A-Z](\d{1,2})(?=[\u4e00-\u9fa5]{6})(?![栋号楼区层级类座线库车仓门机炉罐井巷型厂段轴标混钢照驾证幢室梯柱桩塔吊泵釜槽池])"
        ),
    ),
    ("bullet", re.compile(f"([{re.escape(_BULLETS)}])\\s*(?=[^\\d])")),
    ("space", re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fa5《“])")),
    (
        "tight",
        re.compile(r"(\d{1,2})(?=(?:本|被?保险|投保|从业|事故|经|凡|因|发生|承保|每次|依据|医疗)[\u4e00-\u9fa5]{4})"),
    ),
)
# What any of the marks begins with: most texts begin with none of it
_BEGINS = re.compile(rf"[(【\[〔〈\dA-Za-zⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ第其特约事条{_CN_DIGITS}{''.join(_CIRCLED)}{re.escape(_BULLETS)}]")
_ALONE = re.compile(rf"(\d{{1,2}}|{_CN})$")

# Styles that one list may mix: the dot after a number is lost in scans, and a number may stand in a cell of its own.
_FAMILY = {"space": "dot", "tight": "dot", "code_tight": "code"}


_LONG_CODE = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: its ``style``, its ``number`` (None for bullets), where the words begin, the mark as printed."""

    style: str
    number: int | None
    stop: int
    text: str

    @property
    def catalogued(self) -> bool:
        """Whether it is a code that the insurer's catalogue of agreements may give, so that its number counts nothing: T0107."""
        return self.style == "code" and _LONG_CODE.search(self.text) is not None


def _number(style: str, written: str) -> int | None:
    if style == "bullet":
        return None
    if style == "circled":
        return _CIRCLED[written]
    if style == "roman":
        return _ROMAN.get(written)
    if style == "letter":
        return ord(written.lower()) - ord("a") + 1
    return int(written) if written.isdigit() else chinese_int(written)


def mark_at(text: str, at: int = 0, *, loose: bool = True, begun: str = "") -> Mark | None:
    """The list mark that stands at ``text[at:]``; ``loose`` also takes numbers set off by a blank or by nothing, and letters, which
    else are taken only where the list has ``begun`` with them.

    >>> mark_at("（三）医疗费用"), mark_at("第2项　先行垫付").number, mark_at("2.5%以内")
    (Mark(style='cn_bracket', number=3, stop=3, text='（三）'), 2, None)
    >>> mark_at("特约1").number, mark_at("特约1号")
    (1, None)
    >>> mark_at("E2本保险保费按人头收取").number, mark_at("A3栋厂房东侧通道堵塞")
    (2, None)
    """
    plain = fold(text)
    while at < len(plain) and plain[at] == " ":
        at += 1
    if not _BEGINS.match(plain, at):
        return None
    for style, pattern in _STYLES:
        if (
            not loose
            and style in ("space", "tight", "code", "code_tight", "bullet", "letter")
            and (style, begun) != ("letter",) * 2
        ):
            continue
        match = pattern.match(plain, at)
        if match:
            number = _number(style, match[1])
            if number is not None or style == "bullet":
                return Mark(_FAMILY.get(style, style), number, match.end(), text[at : match.end()].strip())
    return None


def alone(text: str) -> Mark | None:
    """A mark that is all there is (a number in a cell or a column of its own)."""
    plain = fold(text).strip()
    match = _ALONE.match(plain)
    if not match:
        found = mark_at(text)
        return found if found and found.stop >= len(text.rstrip()) and found.number is not None else None
    number = int(match[1]) if match[1].isdigit() else chinese_int(match[1])
    return None if number is None else Mark("dot" if match[1].isdigit() else "cn_dot", number, len(text), text.strip())
