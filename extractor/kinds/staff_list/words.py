"""What stands on lists of people at work: names, posts, forms of work."""

from __future__ import annotations

import re

from extractor.text.fold import squeeze
from extractor.values import person

_FORMS = (
    ("dispatched", re.compile("派遣|外派|劳务(?:工|人员|用工|员工|制|合同)|dispatch|agency worker")),
    ("intern", re.compile("实习|见习|学徒|intern")),
    ("temporary", re.compile("临时|临工|季节|短期|短工|零工|日工|小时工|计时工|非全日|农忙|temporary|seasonal|casual")),
    (
        "employee",
        re.compile(
            "正式|固定|本[厂企]|自招|全日制|在编|本单位|劳动合同|合同工|合同制|直接用工|长期|自有|全职|employee|permanent"
        ),
    ),
)


def is_name(text: str) -> bool:
    """A name of a person, masked or in parts too: 张*, 艾力·玉素甫."""
    bare = "".join(text.split())
    return (
        person.is_name(bare)
        or re.fullmatch(
            r"[\u4e00-\u9fff][*＊某○xX]{1,2}[\u4e00-\u9fff]?|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}", bare
        )
        is not None
    )


POST = re.compile(
    r"^(?!.*\d)[\u4e00-\u9fff（()）、/]{0,10}(?:工|员|师|师傅|长|手|司机|操作|管理|主任|经理|厂长|主管|辅助|后勤|保安|保洁|岗)$"
)


def by_shape(text: str) -> bool:
    """A name, and no post that begins like one: 包装工, 安全员."""
    return is_name(text) and not re.search("[工员岗]$|师傅$", text.strip())


CLASS = re.compile(r"\s*第?[\d一二三四五六]\s*[类级](?:职业)?\s*")
"""What a post is rated as, and no post: 5类."""


_PARTED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""A name of two characters set apart to be as wide as one of three: 罗 斌."""


_BESIDE = re.compile(r"[（(][^（）()]*[)）]")
_WHO_LEFT = re.compile(
    r"[\u4e00-\u9fff·]{2,8}\s*[（(][^（）()]*(?:离职|离厂|离岗|离场|退场|辞职|辞退|调离|减员|退保|停保)[^（）()]*[)）]"
)


def several_names(text: str) -> tuple[str, ...]:
    """The names of several people in one cell, what brackets tell of each set aside, and who left: 唐世财（班长）、韦佑碧、冉启明（已离职）."""
    closed = _BESIDE.sub("", _WHO_LEFT.sub("", text))
    closed = _PARTED_NAME.sub(r"\1\2", closed.strip())
    parts = tuple(part for part in re.split(r"[、，,；;\s/]+", closed) if part)
    known = sum(map(by_shape, parts))
    return parts if len(parts) > 1 and 2 * known > len(parts) and all(map(may_be_name, parts)) else ()


def place_of(name: str, text: str, start: int) -> tuple[int, int]:
    """Where one of several names stands in a text, from ``start`` on, also set apart."""
    found = re.compile(r"[ \u3000]?".join(map(re.escape, name))).search(text, start)
    return found.span() if found is not None else (start, start)


def may_be_name(text: str) -> bool:
    """What may stand in a column of names, whatever the surname."""
    return is_name(text) or re.fullmatch(r"[\u4e00-\u9fff]{2,4}", "".join(text.split())) is not None


def form_of(text: str) -> str | None:
    """The form of employment that the words name: employee, dispatched, temporary or intern.

    >>> form_of("劳务派遣工"), form_of("临时工"), form_of("正式员工"), form_of("外包")
    ('dispatched', 'temporary', 'employee', None)
    """
    said = squeeze(text).lower()
    return next((code for code, pattern in _FORMS if pattern.search(said)), None)


def only_form(title: str) -> str | None:
    """The form of employment of all on a list, where its title names one and no other: 劳务派遣人员名册.

    >>> only_form("劳务派遣人员名册"), only_form("正式工及派遣工花名册"), only_form("员工花名册")
    ('dispatched', None, None)
    """
    named = [code for code, pattern in _FORMS if pattern.search(title)]
    return named[0] if len(named) == 1 and named[0] != "employee" else None
