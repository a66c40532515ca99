"""What stands in the section under a heading where the enterprise confirms: a hand, something nobody can tell, or nothing at all.

A heading asks for nothing itself, so that nothing behind it says nothing: it is empty only where nothing but labels, rules and
printed marks of a day follow. Who signs there writes any post before the name, or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import AWAITED, Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.values import organisation, person

_NEAR = 5  # units under a heading that may be its section
_ASKS = re.compile("[签章]")
_NEXT = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}\s*[章节、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:\.\d{1,2})*(?:[、.．]|\s+)(?=[\u4e00-\u9fff])|附[件图表录注]|备?注\s*[:：]|说\s*明\s*[:：]|抄[送报])"
)
"""How the next section begins, or what ends the paper."""
_LABEL = re.compile(r"[\u4e00-\u9fff（()）/、]{2,16}\s*[:：]")
_PERSON = re.compile(r"人|代表|签|章|姓\s?名|[长监管总理员任]\s*[:：]$")
_NOBODY = re.compile("联系|电话|编制|抄送|主送|[期时]限|措施|整改")
"""Before a name: it is told, and nobody signs by it."""
_NAME = re.compile(
    r"(?:^|(?<=[\s:：。！；;]))([\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3})\s*(?:[（(][^）)拒未]{0,8}[)）])?(?=$|[\s，,。；;\d])"
)
_BLANK = re.compile(
    r"(?:20\s{0,2})?[\s_]*年[\s_]*月[\s_]*日|[□☐○◯]\s*[\u4e00-\u9fff]{1,8}|第?\s*\d+\s*页|共\s*\d+\s*页|[/\d]+"
)


def hand_under(
    sheet: Sheet, blanks: Collection[Place], experts: Collection[str], client: str
) -> tuple[Place, Ink] | None:
    """Whose hand stands under the headings among ``blanks``, of kind "unknown" where it cannot be told; None where nothing does."""
    unknown: tuple[Place, Ink] | None = None
    for place in blanks:
        if not is_heading(place):
            continue
        written = asked = None
        for unit in _section(sheet, place.unit, experts, client):
            if (name := _name_in(sheet, unit)) is not None:
                return Place(unit, name.start, len(unit.text), "client", True, name.start), name
            dated = any(t.kind == "moment" for t in unit.tokens)
            said = _BLANK.sub("", _LABEL.sub("", unit.text))
            written = written or (unit if dated or re.search("[\u4e00-\u9fff]{2}", said) else None)
            asked = asked or (not dated and (_asks_for_hand(unit.text) or AWAITED.search(unit.text) is not None))
        if written is not None and not asked:
            unknown = unknown or (place, Ink("unknown", written, 0, len(written.text)))
    return unknown


def is_heading(place: Place) -> bool:
    """Whether a place is no more than a heading over others: "三、被保险人确认", or "企业确认：" over a line that asks no hand."""
    text = place.unit.text
    bare = place.unit.table is None and not text[place.start : place.stop].strip()
    return bare and (":" not in text or (text.rstrip().endswith(":") and not _ASKS.search(text)))


def _section(sheet: Sheet, heading: Unit, experts: Collection[str], client: str) -> Iterator[Unit]:
    for unit in sheet.units[heading.index + 1 : heading.index + 1 + _NEAR]:
        label = _LABEL.search(unit.text)
        theirs = label is not None and side_of(label[0]) == "service"
        body = max((stop - start for start, stop, _ in organisation.find_all(unit.text)), default=0)
        if theirs or _NEXT.match(unit.text) or any(name in unit.text for name in experts):
            return
        if body and len(unit.text) <= body + _BESIDE_BODY and not (client and client in unit.text):
            return  # the agency signs its own paper
        yield unit


_BESIDE_BODY = 8
"""Characters of a line beside the name of a body: its seal, its colon."""


def _asks_for_hand(text: str) -> bool:
    """Whether a line has a label for somebody with nothing behind it: "企业负责人：      日期：    年  月  日"."""
    return any(
        _PERSON.search(label[0]) and not text[label.end() : end].strip(" _＿—-\u3000") for label, end in _labels(text)
    )


def _labels(text: str) -> Iterator[tuple[re.Match[str], int]]:
    found = list(_LABEL.finditer(text))
    for i, label in enumerate(found):
        yield label, found[i + 1].start() if i + 1 < len(found) else len(text)


def _name_in(sheet: Sheet, unit: Unit) -> Ink | None:
    """The name in a line, with its day in it or in the next one."""
    near = [unit, *([unit.right] if unit.right is not None else []), *sheet.units[unit.index + 1 : unit.index + 2]]
    if not any(t.kind == "moment" for u in near for t in u.tokens):
        return None
    for match in reversed(list(_NAME.finditer(unit.text))):
        name = "".join(match[1].split())
        before = re.split(r"[。！；;]", unit.text[: match.start()])[-1]
        if person.is_name(name) and not _NOBODY.search(before):
            return Ink("name", unit, match.start(1), match.end(1), name)
    return None
