"""Personal names: two to four Han characters beginning with a surname, alone or in a list."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

_WORDS = yaml.load((files("extractor.values") / "person.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
_SURNAMES = "".join(_WORDS["surnames"].split())
_DOUBLE = "|".join(_WORDS["double"].split())
_SOUNDS = "".join(_WORDS["sounds"].split())
TURKIC = f"[{''.join(_WORDS['turkic'].split())}]{{4,8}}"
_ALONE = "|".join(_WORDS["alone"].split())
_NOT_NAMES = frozenset(_WORDS["not_names"].split())
PARTED = r"[\u4e00-\u9fff]{1,7}(?:[·•・][\u4e00-\u9fff]{1,8})+"
"""A name in parts, as Uyghurs, Kazakhs and others write theirs: 艾力·玉素甫."""
_GIVEN = rf"(?!{'|'.join(_WORDS['not_given'].split())})[{''.join(_WORDS['given'].split())}]"
_SOUND = f"[{''.join(_WORDS['turkic'].split())}{_SOUNDS}]"
OTHERS = rf"(?:{_SOUND}{{1,7}}(?:[·•・]{_SOUND}{{1,8}})+|{TURKIC}|[{_SOUNDS}]{{4,5}})"
"""A name of a Uyghur, Kazakh, Tibetan or Mongolian where the sentence goes on behind it: by its sounds."""
RUNNING = rf"(?:(?:{_DOUBLE})(?:{_GIVEN}){{1,2}}|[{_SURNAMES}](?:{_GIVEN}){{1,2}}|[\u4e00-\u9fff](?:{_GIVEN}){{2}})"
"""A name where the sentence goes on behind it without a stroke: 藏玉芬烘干塔作业时. Of a surname in no list only with two more characters."""
NAME = re.compile(
    rf"^(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|{_ALONE}|[{_SOUNDS}]{{4,5}}|{TURKIC}|{PARTED}(?<![司厂店矿站场社部院所会队库]))$"
)
# Beside a sure name: one of a surname in no list, or a name of four or more characters without a word of a post or a body in it
_ANY_NAME = re.compile(
    "[\u4e00-\u9fff]{2,3}|(?!.*[员人司厂位组师长检查服务安全单企业部门时间地点报告会议公章签等及和与的为是由于在]).[\u4e00-\u9fff·]{3,8}"
)
# 和 between two names, not a character of one: 卢家和、李和平
_SEPARATORS = re.compile(r"[、，,；;/\s]+|(?:(?<=[\u4e00-\u9fff]{2})|(?<=[)）]))(?:和|及|与)(?=[\u4e00-\u9fff]{2})")
_RANK = re.compile(
    r"^(?:(?:(?:国家|省级|市级|一级|二级|三级|高级|中级|助理|正高级|注册|外聘|特聘|主任|首席)*(?:安全|化工|消防|电气|机械|防爆|职业卫生)?(?:工程师|评价师|专家|讲师|培训师|教授|顾问|技师)|[\u4e00-\u9fff]{2,6}?(?:正?高级|注册|中级|助理)+(?:安全)?(?:工程师|评价师|技师)|高工|组长|副组长|组员|成员|主讲|助教|记录|队长|老师|项目负责人|(?:技术|检查|评价|评估|指导|辅导|评审|巡查|巡检|查勘|排查)[员师])\s*[:：]?\s*)+(?=[\u4e00-\u9fff]{2})"
)
_TITLE = re.compile(
    r"[（(][^）)]{1,20}[）)]|(?:高级工程师|注册安全工程师|安全工程师|工程师|高工|专家|老师|先生|女士|同志|经理|主任|组长|讲师|教授)$"
)


_DEED = re.compile("(?<=[\u4e00-\u9fff]{2})(?:参加|参与|前往|实施|带队|组成)$")
"""What somebody did, right behind his name where the sentence goes on: 骆林参加."""


def is_name(text: str) -> bool:
    """Whether ``text`` can be a personal name.

    >>> is_name("孙俊峰"), is_name("欧阳明"), is_name("次仁顿珠"), is_name("丹增"), is_name("有限公司"), is_name("整改中")
    (True, True, True, True, False, False)
    """
    return NAME.match(text) is not None and text not in _NOT_NAMES


@lru_cache(maxsize=4096)
def parse_list(text: str, *, labelled: bool = False) -> tuple[str, ...]:
    """The names in a list, titles set aside; empty when any part is not a name.

    ``labelled``: the text stands where names stand, so that beside one sure name another of two or three characters
    is one too, whatever its surname.

    >>> parse_list("张卫东、杨丽华（高级工程师）、李卫东"), parse_list("见附件")
    (('张卫东', '杨丽华', '李卫东'), ())
    >>> parse_list("组长：高级工程师卢国强；组员 范雯"), parse_list("陆永年/帥亮", labelled=True)
    (('卢国强', '范雯'), ('陆永年', '帥亮'))
    """
    bare = _TITLE.sub("", text.strip())
    bare = re.sub(r"[（(][^）)]*[）)]", "", bare)
    parts = [
        p
        for p in (
            _RANK.sub("", _TITLE.sub("", _DEED.sub("", part))).strip(" 。.:：").removeprefix("的")
            for part in _SEPARATORS.split(bare)
        )
        if p
    ]
    parts = [
        p
        for p in parts
        if not re.fullmatch(
            r"组长|副组长|组员|成员|主讲|助教|队长|带队|(?:项目|技术)?负责人|(?:高级|注册安全|安全)?工程师|专家|讲师|等|[一二两三四五六]人|共?\d人",
            p,
        )
    ]
    # "张 伟" is one name with a blank inside
    if len(parts) == 2 and all(len(p) == 1 for p in parts):
        parts = ["".join(parts)]
    sure = [is_name(p) for p in parts]
    if (
        labelled
        and any(sure)
        and all(ok or (_ANY_NAME.fullmatch(p) and p not in _NOT_NAMES) for ok, p in zip(sure, parts, strict=True))
    ):
        return tuple(parts)
    return tuple(parts) if parts and all(sure) else ()


def parse(text: str) -> str | None:
    """The one name in ``text``, else None."""
    names = parse_list(text)
    return names[0] if len(names) == 1 else None


def format(name: str) -> str:
    return "".join(name.split())
