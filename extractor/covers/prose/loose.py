"""Names of covers and sums wherever they stand on a paper, before anything is known of which belongs to which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.covers.meaning.names import NOT_A_COVER, code_of, code_under
from extractor.covers.meaning.sums import dimension_of
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.values.scan import Token

LONGEST = 70
"""Characters of a unit beyond which it is a sentence, which other readers take apart."""
LONGEST_LABEL = 24
_LONGEST_NAME = 30
_LONGEST_MARK = 6
ASIDE = re.compile("免赔|预防|扣|自负|自担|自行|自留|费率|税|赔付率|已付|已赔")
"""Words of a sum that is no cover's limit and no premium."""
OF_ALL = re.compile("总保|总计|合计|共计|总额|总限额|小计|实[付缴收交]|应[付缴收交]|全部|各项|本保[险单]|整[张份]|大写")
"""Words of a sum of the whole policy."""
_NO_NAME = re.compile(f"{NOT_A_COVER.pattern}|公司|保险?单|合同|证书|凭证")
"""Words that name no cover, though 财产保险股份有限公司 has property in it."""
_MARK = re.compile(r"^\s*(?:[（(]?[\dA-Z一二三四五六七八九十]{1,2}[)）、.．:：\s]|[①-⑳●■◆▪·•✓√☑])\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """A cover's name, ``unit.text[start:stop]``."""

    unit: Unit
    start: int
    stop: int
    code: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum with the words of its own unit that may say what it is: ``before`` it since the sum before, and ``behind`` it."""

    unit: Unit
    token: Token
    before: str
    behind: str
    name: Name | None
    """The cover that its own unit names before it."""


def names_in(units: Sequence[Unit]) -> dict[int, Name]:
    """id() of a unit → the cover that it names, alone or under a line that names a third party and nothing else."""
    out: dict[int, Name] = {}
    over: str | None = None
    for unit in units:
        name = _alone(unit) or _over_its_premium(unit)
        if name is None:
            continue
        text = unit.text[name.start : name.stop]
        under = code_under(over, text)
        if under is None:
            over = text if unit.right is None else None
        out[id(unit)] = name if under is None else replace(name, code=under)
    return out


def _alone(unit: Unit) -> Name | None:
    """The cover that a short unit without sums names."""
    text = unit.text
    if len(text) > _LONGEST_NAME + _LONGEST_MARK:
        return None
    mark = _MARK.match(text)
    start = mark.end() if mark else 0
    name = text[start:].strip(" :：")
    if not 2 <= len(name) <= _LONGEST_NAME or _NO_NAME.search(name) or re.search("[，,。]", name):
        return None
    if any(t.start >= start for t in unit.tokens) or dimension_of(name) is not None:
        return None
    code = code_of(name)
    return None if code is None else Name(unit, start, start + len(name), code)


def _over_its_premium(unit: Unit) -> Name | None:
    """The cover that a line with its premium alone names over its limits: 从业人员伤亡（保费 15,390.00 元）."""
    if len(unit.tokens) != 1 or len(unit.text) > LONGEST or unit.tokens[0].kind != "amount":
        return None
    paid = role_in(re.split(r"[，,(（\s]", unit.text[: unit.tokens[0].start].rstrip(" ¥￥:："))[-1]) == "premium"
    return name_before(unit, 0, unit.tokens[0].start) if paid else None


_FACTOR = re.compile(r"\s*(?:[/／每]\s*每?[\u4e00-\u9fff]{1,2})?\s*[×xX*✕]\s*\d")
"""Behind a price that is counted several times: 150元/人×118人."""


def sums_in(unit: Unit) -> Iterator[Sum]:
    """The sums of a unit, each with the words around it; none in words, which stand beside figures, and no price that is multiplied."""
    at, name = 0, None
    for token in unit.tokens:
        before = unit.text[at : token.start]
        own = name_before(unit, at, token.start)
        name = name if own is None else _within(unit, own)
        if token.kind in ("amount", "number") and not _FACTOR.match(unit.text, token.stop):
            stop = next((t.start for t in unit.tokens if t.start >= token.stop), len(unit.text))
            yield Sum(unit, token, before, unit.text[token.stop : stop], name)
        at = token.stop


def _within(unit: Unit, name: Name) -> Name:
    """A name that says not whom it is of, beside or under a cell that says a third party: 第三者责任 | 人身每次200万元；财产每次100万元."""
    for over in (unit.left, unit.above):
        if over is not None and not over.tokens and len(over.text) <= LONGEST_LABEL:
            under = code_under(over.text, unit.text[name.start : name.stop])
            if under is not None:
                return replace(name, code=under)
    return name


_PARTS = re.compile(r"[^，,、：:。；;\s|]+")
_WHAT_FOR = re.compile("每人|每次|每名|每一|累计|限额|责任限|赔偿限|保险金额|保额|保费|保险费|最高")


def name_before(unit: Unit, low: int, high: int) -> Name | None:
    """The last phrase of ``unit.text[low:high]`` that names a cover."""
    found = None
    for part in _PARTS.finditer(unit.text, low, high):
        mark = _MARK.match(part[0])
        start = part.start() + (mark.end() if mark else 0)
        phrase = _WHAT_FOR.split(unit.text[start : part.end()])[0]
        code = code_of(phrase) if 2 <= len(phrase) <= _LONGEST_NAME and not _NO_NAME.search(phrase) else None
        if code is not None:
            found = Name(unit, start, start + len(phrase), code)
    return found


def role_in(words: str) -> str | None:
    """What words say that a sum is for: per_person, per_accident, aggregate or premium."""
    if "保费" in words or meaning(words).has("premium"):
        return "premium" if not meaning(words).has("limit") else None
    return dimension_of(words)


def own_words(s: Sum) -> str:
    """The words of a sum's unit that may say what it is for: before it, else behind it where a stroke or a bracket leads to them."""
    last = re.split(r"[，,、；;|\n]", s.before)[-1].strip(" :：/／¥￥")
    if role_in(last) is not None or ASIDE.search(last) or OF_ALL.search(last):
        return last
    behind = re.match(r"\s*[(（/／]?\s*(每?[人次起年][\u4e00-\u9fff]{0,4})", s.behind)
    return behind[1] if behind is not None and role_in(behind[1]) is not None else last
