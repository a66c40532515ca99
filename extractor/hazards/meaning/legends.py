"""What a paper says its marks mean: "A级为重大事故隐患", "重=重大，般=一般", "Y已整改，N未整改"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence.sheet import Sheet
from extractor.text.fold import fold

_KEY = re.compile(
    r"(?<![A-Za-z\d.])([A-DⅠⅡⅢⅣ]|[一二三四甲乙丙丁1-4](?=[级类])|[1-4](?=\s*(?:为|是|即|代表|表示|=))|红|橙|黄|蓝|[★☆]{1,5})\s*[级类色]?(?:问题|隐患|项目?)?\s*(?:(?:[（(]|均?为|均?是|均?系|即|指|属于?|代表|表示|对应|=|：|:|—+|-)\s*){1,3}(特别重大|重大|较大|一般|低)"
)
_STARS = re.compile(r"(?<![★☆])([★☆]{1,5})(?![★☆])\s*(?:表示|代表|[为是即=:：—-])*\s*(特别重大|重大|较大|一般)")
_ANY = re.compile(
    r"(?<![\w.])[“”\"'「]?\s*([A-Za-z]|(?![其均都应已即皆者项条是为])[\u4e00-\u9fff])\s*[”“\"'」]?\s*(?:代表|表示|[为是即指=:：])\s*(特别重大|重大|较大|一般)"
)
"""A letter or a character of the author's own choice; it is a mark only where another stands for another level."""
_WORDS = re.compile(
    r"(?<![\u4e00-\u9fff])[“\"「]?([\u4e00-\u9fff]{2,4}?)[”\"」]?\s*(?:代表|表示|即为?|指|[是=])\s*(特别重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患"
)
"""Words of the author's own choice for levels: "重症即重大隐患，轻症即一般隐患"."""
_SEVERAL = re.compile(
    r"(?<![A-Za-z\d.])((?:[A-DⅠⅡⅢⅣ1-4一二三四甲乙丙丁]\s*[级类]?\s*[、和及,，]\s*)+[A-DⅠⅡⅢⅣ1-4一二三四甲乙丙丁])\s*[级类]?\s*(?:为|是|即|属于?|表示|代表)\s*(特别重大|重大|较大|一般)(?=[^，,。；;]{0,6}隐患)"
)
"""Several marks that mean one level: "1、2为重大隐患，3、4为一般隐患"."""
_MARK = re.compile("[A-DⅠⅡⅢⅣ1-4一二三四甲乙丙丁]")
_STATE = re.compile(
    r"(?<![\w.])(?:[\u4e00-\u9fff]{1,3}栏)?\s*[“”\"'「]?\s*([A-Za-z√×✓✗✔✘☑☒☐○●◎△▲◇◆□■])\s*[”“\"'」]?\s*(?:代表|表示|[为是即指=:：])?\s*"
    r"((?:已|未|没有?|尚未|待|正在|在)?(?:整改|改[好完毕正]?|完成|闭环|销号|治理|消除)(?:完[成毕]|到位|中)?[的项]?)(?=$|[\s，,。；;、）)])"
)
_AT_FIRST = re.compile(
    r"\s*[（(【\[“\"]?\s*([A-DⅠⅡⅢⅣ一二三四甲乙丙丁1-4红橙黄蓝]|[★☆]{1,5}|[A-Za-z\u4e00-\u9fff](?=\s*[-–—_ ]?\s*\d|\s*$))\s*[级类色]?"
)
_LONGEST = 6  # characters of a cell that is no more than a mark, or a mark and a number
_TWO = 2


def level_key(sheet: Sheet) -> Mapping[str, str]:
    """Mark of a scale → 重大 or 一般, where the paper says what its marks mean ("A级为重大事故隐患")."""
    told: dict[str, str] = {}
    for unit in sheet.units:
        any_mark = list(_ANY.finditer(unit.text))
        own = any_mark if len({m[1] for m in any_mark}) == len({m[2] for m in any_mark}) >= _TWO else []
        words = list(_WORDS.finditer(unit.text))
        own += words if len({m[1] for m in words}) == len({m[2] for m in words}) >= _TWO else []
        for match in (*_KEY.finditer(unit.text), *_STARS.finditer(unit.text), *own):
            told.setdefault(match[1], "重大" if "重大" in match[2] else "一般")
        for several in _SEVERAL.finditer(unit.text):
            told |= dict.fromkeys(_MARK.findall(several[1]), "重大" if "重大" in several[2] else "一般")
    return told if len(told) >= _TWO or "重大" in told.values() else {}


def keyed_level(text: str, key: Mapping[str, str]) -> str | None:
    """The level that a mark stands for under the paper's own key; the mark may lead a number.

    >>> key = {"重": "重大", "般": "一般"}
    >>> keyed_level("重-1", key), keyed_level("般3", key), keyed_level("重要部位", key)
    ('重大', '一般', None)
    """
    if (whole := key.get(text.strip())) is not None:
        return whole
    mark = _AT_FIRST.match(text)
    return key.get(mark[1]) if mark is not None and len(text.strip()) <= _LONGEST else None


_HEAD = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?([A-DⅠⅡⅢⅣ一二三四甲乙丙丁1-4]|红|橙|黄|蓝)\s*[级类色]\s*(?:问题|隐患|项目?)?(?:清单)?\s*(?:[（(][^（()）]{0,20}[)）])?\s*[:：]?\s*"
)


def level_over(text: str, key: Mapping[str, str]) -> str | None:
    """How grave all is under a heading that is a mark of the paper's own key.

    >>> level_over("甲类问题（须停产）", {"甲": "重大", "乙": "一般"}), level_over("甲类仓库", {"甲": "重大"})
    ('重大', None)
    """
    head = _HEAD.fullmatch(text) if key else None
    return None if head is None else key.get(head[1])


def lead_all(texts: Sequence[str], key: Mapping[str, str]) -> bool:
    """Whether a letter of the paper's own key stands right before each of some words, as a badge does: "A灭菌锅联锁拆除".

    >>> lead_all(["A联锁拆除", "B未接地"], {"A": "重大", "B": "一般"}), lead_all(["A联锁拆除", "护栏缺失"], {"A": "重大"})
    (True, False)
    """
    return len(texts) > 1 and all(text[:1] in key and _BADGE.match(text) is not None for text in texts)


_BADGE = re.compile("[A-DⅠⅡⅢⅣ★☆][\u4e00-\u9fff]")


def state_key(sheet: Sheet) -> Mapping[str, str]:
    """Mark → what it says of the mending, where the paper tells it of two marks at least ("Y已整改，N未整改")."""
    told: dict[str, str] = {}
    for unit in sheet.units:
        # as printed: ○未完成 beside ●已完成 is no option left unticked
        here = {m[1]: m[2] for m in _STATE.finditer(fold(unit.raw))}
        if len(set(here.values())) >= _TWO:
            told = here | told
    return told
