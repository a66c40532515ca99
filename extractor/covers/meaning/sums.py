"""A cover's sums: for what each is by the words beside it, in which unit it is written, and what it comes to in yuan."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extractor.covers.meaning.names import code_of
from extractor.evidence.columns import NOTHING
from extractor.evidence.concepts import Meaning, meaning
from extractor.evidence.units import Unit
from extractor.values.scan import Token

_KEPT = 1024
"""Texts of which what they mean is kept: every reader of a list asks for the same few headers and names."""

NO_SUM = re.compile(
    rf"(?:{NOTHING.pattern})|^\s*(?:[不未无非免][\u4e00-\u9fff]{{1,4}}|同上|含在?[内上]|包含)\s*$", re.I
)
"""A cell of a column of sums that names none: a stroke, 不单列, 未约定."""

_REFERS = re.compile(
    r"\s*(?:同|见|详见|参见|按|并入|含于?|包含?于?|计入|归入|共用|与)[^元万亿]{0,12}(?:[项款条行栏险页表号]|[上内中前左])[\u4e00-\u9fff]{0,4}\s*"
)
"""A cell that says where its sum is told: 见第1项, 含在主险内, 与第2项共用."""

_SCALES = (("百万", Decimal(1000000)), ("万元", Decimal(10000)), ("千元", Decimal(1000)), ("亿元", Decimal(100000000)))


DIMENSIONS = frozenset({"per_person", "per_accident", "aggregate"})
_BARE = (
    ("per_person", re.compile(r"[每单一]?个?人(?:均|头)?|person|p\.?p\.?", re.I)),
    ("per_accident", re.compile(r"[每单一]?(?:次|起|案|事故)|(?:次|起)(?:事故)?|accident|occurrence|aoo", re.I)),
    (
        "aggregate",
        re.compile(
            r"[每全一通整]?(?:年|年度)(?:之?内|里)?|(?:整个|全|单个)?(?:保险|保障|合同|承保|责任)(?:期间?|期限)(?:之?内|里)|整个(?:保险|保障|合同|承保|责任)?(?:期间?|期限)|期|全?期间?|总|累积?|总共|year|aggregate|agg",
            re.I,
        ),
    ),
)
_LIMIT_WORDS = re.compile("(?:最高)?(?:赔偿|责任|赔付)?(?:限额|上限|额度|保额|封顶|顶额|限度)")
_AT_MOST = re.compile("(?:(?:最高|最多|至多)?不(?:超过|高于|多于)|最高|最多|至多)(?:人民币)?$")
_COUNTED = {"per_accident": "事故", "per_person": "人头"}
_RECKONED = re.compile(r"[(（][^()（）]*[×✕*=＝][^()（）]*[)）]")
"""How the sums of a column were reckoned, in brackets behind its header: 累计限额(每人限额×人数)."""
_UNIT_MARKS = re.compile(
    r"[(（【\[][^)）】\]]*[)）】\]]|[/／]?\s*(?:人民币)?(?:亿元|百万元|万元|千元|元|万)|RMB|CNY", re.I
)


_EACH_OF = re.compile(r"(?:[(（](?=.[)）])|[/／]\s*)([人次起年])[)）]?\s*[:：]?\s*$")
_EACH_IN_BRACKETS = {"人": "per_person", "次": "per_accident", "起": "per_accident", "年": "aggregate"}
"""What a cover's limit is for, by the one character in the brackets behind its name or behind the stroke after its name: 医疗(人), 三者(次), 伤亡/年."""


@lru_cache(maxsize=_KEPT)
def understood(header: str) -> Meaning:
    """What a column of a list of covers is headed: as ``meaning``, and a lone 人, 次 or 年 for what it limits there.

    >>> sorted(understood("最高赔偿(万元)|人").concepts & {"per_person"}), sorted(understood("次/万元").concepts)
    (['per_person'], ['amount', 'limit', 'per_accident'])
    """
    header = _RECKONED.sub("", header)
    known = meaning(header)
    if known.concepts & DIMENSIONS:
        return known
    if (each := _EACH_OF.search(header)) is not None and code_of(header) is not None:
        return Meaning(known.concepts | {_EACH_IN_BRACKETS[each[1]], "limit"}, 1.0, known.length)
    bare = _UNIT_MARKS.sub("", header.rpartition("|")[2]).strip(" :：/／")
    bare = re.split(r"[,，;；·\s]", bare)[-1]
    counted = _AT_MOST.sub("", _LIMIT_WORDS.sub("", bare))
    for concept, form in _BARE:
        if form.fullmatch(bare) or (counted != bare and (form.fullmatch(counted) or counted == _COUNTED.get(concept))):
            return Meaning(known.concepts | {concept, "limit"}, 1.0, known.length)
    return known


def dimension_of(words: str) -> str | None:
    """The one of per_person, per_accident and aggregate that the words name; None for none and for several.

    >>> dimension_of("每次事故每人医疗费用责任限额"), dimension_of("每人/每次事故")
    ('per_person', None)
    """
    named = understood(words).concepts & DIMENSIONS
    if named == _ONE_IN_ACCIDENT and _EACH_IN_ACCIDENT.search(words):
        return "per_person"
    return next(iter(named)) if len(named) == 1 else None


_ONE_IN_ACCIDENT = frozenset({"per_person", "per_accident"})
_EACH_IN_ACCIDENT = re.compile("每(?:次|起|一次)(?:事故)?(?:的|中)?每(?:人|名|位|一人)")
"""What is paid for one person in an accident: 每次事故每人医疗费用责任限额."""


_AND = re.compile(r"[、及与和且暨/／]|以及")


def together(words: str) -> tuple[str, ...]:
    """What one sum limits at once, by the words beside it; empty where they name one thing or none.

    >>> together("每次事故及累计"), together("每次事故每人"), together("每次事故、累计责任限额")
    (('per_accident', 'aggregate'), (), ('per_accident', 'aggregate'))
    """
    parts = [part for part in _AND.split(words) if part.strip()]
    named = dict.fromkeys(dim for part in parts if (dim := dimension_of(part)) is not None)
    return tuple(named) if len(named) == len(parts) > 1 else ()


@lru_cache(maxsize=_KEPT)
def scale_of(header: str, caption: str = "") -> Decimal:
    """Yuan per written unit, from the header or a caption such as "单位：万元"; a header's own 元 beats the caption.

    >>> scale_of("每人限额（万元）"), scale_of("保费（元）", "单位：万元"), scale_of("限额", "金额单位:人民币万元")
    (Decimal('10000'), Decimal('1'), Decimal('10000'))
    """
    for text in (header, caption):
        for word, worth in _SCALES:
            if word in text:
                return worth
        if re.search(r"['’]000|thousand|千(?=\s*[)）]|$)", text, re.I):
            return Decimal(1000)
        if re.search(r"万(?![元\u4e00-\u9fff])|[(（/]\s*万\s*[)）]?$", text):
            return Decimal(10000)
        if "元" in text or "RMB" in text or "¥" in text:
            return Decimal(1)
    return Decimal(1)


UNITS = tuple((word, Decimal(worth)) for word, worth in (("亿", 100000000), ("万", 10000), ("千元", 1000), ("元", 1)))


def worth_of(unit: Unit, token: Token, scale: Decimal) -> Decimal:
    """A token's sum in yuan; the scale applies where no unit is written to it."""
    bare = token.kind == "number" and not re.search("[万亿千元圆]", unit.text[token.start : token.stop])
    return (Decimal(token.value) * (scale if bare else 1)).quantize(Decimal("0.01"))


def money_of(unit: Unit, scale: Decimal) -> tuple[Decimal, int, int] | None:
    """The cell's one sum in yuan with its place, of a sum that is reckoned what it comes to; the scale applies only where no unit is written."""
    if NOTHING.match(unit.text) or _REFERS.fullmatch(unit.text):
        return None
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number", "words", "code")]
    if not tokens:
        return None
    token = tokens[-1] if _RESULT.search(unit.text) else tokens[0]
    if token.kind == "code":
        return None
    value: Decimal = token.value
    written = unit.text[token.start : token.stop]
    bare = not re.search("[万亿千元圆]", written)
    if bare:
        value = value * scale
    return value.quantize(Decimal("0.01")), token.start, token.stop


_RESULT = re.compile(r"[×xX*✕÷][^=＝]*[=＝]\s*(?:RMB|人民币)?\s*[¥￥]?\s*\d[\d,]*(?:\.\d+)?\s*[万千]?元?\s*$", re.I)
"""A sum at the end of how it was reckoned: 210元×240人=50,400.00元."""
