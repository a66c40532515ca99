"""Names of public bodies in a signature, a heading, a title or a print line."""

from __future__ import annotations

import re

_TAIL = (
    "政府|办公室|办公厅|委员会|管委会|安委会|安委办|联席会议|领导小组|指挥部|办事处|街道办|"
    "局|分局|会|委|厅|部|院|署|"
    "总队|支队|大队|中心|协会|学会|联合会|工会|公司|集团|银行|社|处|党工委|党委"
)
_LAST = frozenset("府室厅会委议组部处办局院署队心司团行社")  # the last characters of the names above
ORGAN = re.compile(rf"(?:[\u4e00-\u9fa5]|[（(][\u4e00-\u9fa5]+[）)]){{2,40}}?(?:{_TAIL})")
_NOT = re.compile(r"^(?:各|有关|相关|抄送|附件|为|根据|按照|由|本|我|请|现|关于|并|以及|负责|建立)|的|如下|应当|负责")
_GAP = re.compile(r"\s{2,}|\t")
_BLANK = re.compile(r"[\s、，,]+")


def organ(text: str) -> str | None:
    """``text`` when it is the name of one body and nothing else, blanks that stretch it removed.

    >>> organ("宿 州 市 应 急 管 理 局")
    '宿州市应急管理局'
    >>> organ("各县（区）应急管理局") is None
    True
    """
    flat = "".join(text.split())
    if not 3 <= len(flat) <= 45 or flat[-1] not in _LAST or _NOT.search(flat):
        return None
    match = ORGAN.fullmatch(flat)
    return flat if match else None


def organs(text: str) -> tuple[tuple[int, int, str], ...]:
    """The bodies that a line of nothing but bodies names, each with its place; empty when there is anything else.

    Two or more blanks part two columns; single blanks do so when every part is a body of its own.
    """
    found: list[tuple[int, int, str]] = []
    if text.rstrip()[-1:] not in _LAST:
        return ()
    for start, stop in _split(text, _GAP):
        parts = [(start + a, start + b) for a, b in _split(text[start:stop], _BLANK)]
        names = [(a, b, name) for a, b in parts if (name := organ(text[a:b]))]
        whole = organ(text[start:stop])
        if len(parts) > 1 and len(names) == len(parts):
            found.extend(names)
        elif whole:
            found.append((start, stop, whole))
        else:
            return ()
    return tuple(found)


def _split(text: str, by: re.Pattern[str]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    at = 0
    for gap in [*by.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        if text[at:stop].strip():
            parts.append((at, stop))
        at = gap.end() if gap else stop
    return parts
