"""Whom the list of what is not covered shuts out: 责任免除 over 三、劳务派遣公司所派人员的伤亡."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor import clauses
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.text.fold import squeeze

_SHUT_OUT = "dispatched_workers_excluded"
_NUMBER = r"[\s（(]*(?:第?[一二三四五六七八九十\d]{1,3}[条项、.．)）]*)?\s*"
_HEAD = re.compile(
    rf"{_NUMBER}(?:责任免除|除外责任|免除责任|责任除外|不保(?:事项|责任)|免责(?:事项|条款)|不承保(?:的)?(?:事项|范围|责任))(?:摘要|提示|约定)?\s*[:：]?"
    r"|.{0,30}(?:下列|以下)[^。；;:：]{0,20}(?:不负责?(?:赔偿|给付)?|不承担|不予赔偿|不赔)[^。；;:：]{0,8}[:：]"
)
_MARKED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}[条项]|[①-⑳●■◆▪·•*-])\s*"
)
_HURT = re.compile("伤亡|死亡|伤残|伤害|受伤|人身|身故")
_OURS = re.compile("派遣|临时(?:工|用工|人员|雇)|临聘|短工|季节性?工|实习|借[调用]|返聘|兼职|小时工|零工|非正式")
"""Who works for the insured itself; people of contractors have cover of their own."""
_PARTS = re.compile("[；;\\n]")
_MOST_ITEMS = 30
_LONGEST = 80
"""Characters of an item of such a list; a longer one is a sentence that is heard by itself."""


def people_shut_out(sheet: Sheet) -> Iterator[tuple[clauses.ClauseMatch, str, Unit]]:
    """The items of such lists that name people who work for the insured and come from elsewhere, as what they say in full."""
    for unit in sheet.units:
        if _HEAD.fullmatch(squeeze(unit.text)) is None:
            continue
        for item, where in _items(unit):
            told = item.strip(" 　。；;，,")
            if not told or len(told) > _LONGEST or _HURT.search(told) is None or _OURS.search(told) is None:
                continue
            for match in clauses.recognise(f"{told}，本保险不负责赔偿。"):
                if match.code == _SHUT_OUT:
                    yield match, told, where


def _items(head: Unit) -> Iterator[tuple[str, Unit]]:
    """The parts of what stands beside the heading in its table, or the marked lines under it."""
    if head.cell is not None:
        if head.right is not None and head.right.table is head.table:
            yield from ((_MARKED.sub("", part, count=1), head.right) for part in _PARTS.split(head.right.text))
        return
    at = head.below
    for _ in range(_MOST_ITEMS):
        mark = _MARKED.match(at.text) if at is not None and at.cell is None else None
        if at is None or mark is None:
            return
        yield at.text[mark.end() :], at
        at = at.below
