"""A cover and its sums, however they are printed: what a name means, what a sum is for, and the row they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractor.evidence.columns import NOTHING
from extractor.evidence.concepts import Meaning, meaning
from extractor.evidence.units import Unit
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values.scan import Token

_KEPT = 1024
"""Texts of which what they mean is kept: every reader of a list asks for the same few headers and names."""

_MAIN = re.compile("主险|基本险|基本责任|主要责任|基础险")
NOT_A_COVER = re.compile(
    "免赔|预防|(?<![律师讼援护])服务费|提取|计提|大写|特别约定|期间|期限|税|费率|签|缴费|付款|合计|总计|小计"
)


NO_SUM = re.compile(
    rf"(?:{NOTHING.pattern})|^\s*(?:[不未无非免][\u4e00-\u9fff]{{1,4}}|同上|含在?[内上]|包含)\s*$", re.I
)
"""A cell of a column of sums that names none: a stroke, 不单列, 未约定."""


@lru_cache(maxsize=_KEPT)
def code_of(name: str) -> str | None:
    """The cover's code by what its name means; None when the words name no known cover.

    >>> code_of("事故抢险救援、医疗救护费用"), code_of("医疗及救援费用")
    ('rescue', 'medical')
    >>> code_of("雇员身故伤残"), code_of("医药费"), code_of("三者财产损失"), code_of("诉讼抗辩费用"), code_of("施救费用")
    ('employee_injury', 'medical', 'third_party_property', 'legal', 'rescue')
    >>> code_of("第三方鉴定费用"), code_of("第三方伤亡")
    ('appraisal', 'third_party_injury')
    """
    has = meaning(name).concepts
    if "appraisal" in has and _BY_A_THIRD.search(name):
        return "appraisal"
    if "third" in has or ("injury" in has and _STRANGERS.search(name)):
        return "third_party_property" if "property" in has and "injury" not in has else "third_party_injury"
    if "disease" in has:
        return None
    if "medical" in has and (
        not has & {"injury"} or re.search("医.{0,4}费|医疗$", name) or not re.search("[亡死残故]", name)
    ):
        return "rescue" if "rescue" in has and _RESCUE_FIRST.match(name) else "medical"
    for concept in ("legal", "appraisal", "rescue", "aftermath"):
        if concept in has:
            return concept
    if "property" in has:
        return "third_party_property"
    if "injury" in has or ("employees" in has and "liability" in has) or _MAIN.search(name):
        return "employee_injury"
    return None


_BY_A_THIRD = re.compile("第三方(?:专业|技术|机构|事故)*(?:鉴定|检测|检验|勘验|评估|公估)|司法(?:技术)?鉴定")
"""Who finds out what happened, and not who was hurt: 第三方鉴定费用."""
_RESCUE_FIRST = re.compile(r"(?:(?!医|诊|住院).)*(?:救援|抢险|施救)(?:(?!从业|员工|雇员|职工).)*$")
"""What is done at an accident begins with rescue; care for the hurt, beside it, is a part: 抢险救援、医疗救护费用."""

_SIGNS = (
    ("legal", re.compile("[讼诉律仲]")),
    ("appraisal", re.compile("[鉴勘]")),
    ("rescue", re.compile("[救援]|抢险")),
    ("medical", re.compile("[医疗诊药]|住院")),
    ("employee_injury", re.compile("[亡残死殁殒]|身故|伤害")),
)
_OUTSIDE = re.compile("[外旁邻]|他人|公众|群众|行人|第?三[者方]")
_STRANGERS = re.compile(
    "顾客|访客|乘客|旅客|游客|邻居|邻里|路人|居民|村民|群众|公众|旁人|[厂场矿店司境]外(?:之|来|部)?人|他人|外人"
)
_GOODS = re.compile("[财物]")
_LONGEST_SIGNED = 16


@lru_cache(maxsize=_KEPT)
def guess_of(name: str) -> str | None:
    """As ``code_of``, and where no word is known by the characters that only names of one cover are written with.

    To be asked only of a name that stands among those of covers.

    >>> guess_of("邻居死伤"), guess_of("员工意外伤害")
    ('third_party_injury', 'employee_injury')
    >>> guess_of("工友疗治"), guess_of("殒命致残"), guess_of("邻居财物损毁"), guess_of("误工补贴")
    ('medical', 'employee_injury', 'third_party_property', None)
    """
    known = code_of(name)
    if known in ("employee_injury", "medical") and _STRANGERS.search(name):
        return "third_party_injury"
    if known is not None or len(name) > _LONGEST_SIGNED or NOT_A_COVER.search(name):
        return known
    if meaning(name).has("disease"):
        return None
    signs = {code for code, sign in _SIGNS if sign.search(name)}
    if _OUTSIDE.search(name) and signs <= {"employee_injury", "medical"}:
        return "third_party_property" if _GOODS.search(name) and not signs else "third_party_injury" if signs else None
    return next(iter(signs)) if len(signs) == 1 else None


def code_within(name: str, line: str) -> str | None:
    """The cover that a line under a cover's name is of: another one where the line names it, else the name's own.

    >>> code_within("职工伤亡责任", "其中：每人医疗费用"), code_within("第三者责任", "每次事故人身伤亡限额")
    ('medical', 'third_party_injury')
    >>> code_within("第三者责任", "财产损失"), code_within("紧急救援费用", "每次事故限额")
    ('third_party_property', 'rescue')
    """
    whole, own = guess_of(name), code_of(line)
    if own is None:
        return whole
    return "third_party_injury" if own == "employee_injury" and (whole or "").startswith("third") else own


_JOINED = re.compile("[、及与和或/／]")
_COSTS = frozenset({"legal", "appraisal"})
_BARE_HARM = re.compile("死亡|身故|伤残|残疾|伤亡|受伤|医疗")


def codes_in(name: str) -> frozenset[str]:
    """The codes of every cover that a name lists: one for most, several where words join them.

    >>> sorted(codes_in("事故鉴定及诉讼费用")), sorted(codes_in("死亡、伤残"))
    (['appraisal', 'legal'], ['employee_injury'])
    >>> sorted(codes_in("鉴定法律费用")), sorted(codes_in("法律费用"))
    (['appraisal', 'legal'], ['legal'])
    >>> sorted(codes_in("第三者死亡、伤残、医疗")), sorted(codes_in("第三者伤亡及医疗费用"))
    (['third_party_injury'], ['medical', 'third_party_injury'])
    """
    first, *more = _JOINED.split(name)
    if (code_of(first) or "").startswith("third"):
        more = [part for part in more if not _BARE_HARM.fullmatch(part)]  # of the same persons
    codes = {code for part in (name, first, *more) if (code := code_of(part)) is not None}
    if codes & _COSTS:  # two kinds of costs need no word between them
        codes |= {code for code, sign in _SIGNS if code in _COSTS and sign.search(name)}
    return frozenset(codes)


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


_EACH_OF = re.compile(r"[(（]([人次起年])[)）]\s*[:：]?\s*$")
_EACH_IN_BRACKETS = {"人": "per_person", "次": "per_accident", "起": "per_accident", "年": "aggregate"}
"""What a cover's limit is for, by the one character in the brackets behind its name: 医疗(人), 三者(次)."""


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
    """The cell's one sum in yuan with its place; the scale applies only where no unit is written."""
    if NOTHING.match(unit.text):
        return None
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number", "words", "code")]
    if not tokens:
        return None
    token = tokens[0]
    if token.kind == "code":
        return None
    value: Decimal = token.value
    written = unit.text[token.start : token.stop]
    bare = not re.search("[万亿千元圆]", written)
    if bare:
        value = value * scale
    return value.quantize(Decimal("0.01")), token.start, token.stop


@dataclass(frozen=True)
class Coverages:
    """Rows as found. ``ended`` tells that the list's end is shown (a total row or other text after the last row)."""

    rows: tuple[Row, ...]
    total: Reading[Decimal] | None
    ended: bool
    span: Span | None
    how: str
    units: frozenset[int] = frozenset()  # id() of the units read as part of the list
    closing: frozenset[int] = frozenset()  # id() of the units of the list's total row
    of_all: Mapping[str, Reading[Decimal]] = field(default_factory=dict)
    """Up to what all covers together are paid, by dimension."""


def row_of(name: Unit, start: int, stop: int, money: Mapping[str, Reading[Any]], code: str | None = None) -> Row:
    """The row of a cover named at ``name.text[start:stop]``; ``code`` where more than its own words tell which it is."""
    text = re.sub(
        r"^\s*(?:[（(]?(?:\d{1,2}|[A-Za-z])[)）.、．]|[一二三四五六七八九十]+、|[①-⑳●■·•])\s*",
        "",
        name.text[start:stop],
    ).strip(" :：")
    lead = name.text.find(text, start) if text else start
    span = name.span(max(lead, 0), max(lead, 0) + len(text))
    code = code or guess_of(text) or "other"
    cells: dict[str, Reading[Any]] = {
        "code": Reading(code, span, "meaning", 0.95),
        "name": Reading(span.text, span, "table", round(0.98 * name.confidence, 3)),
    }
    cells.update(money)
    return Row(cells, span)


def role_of(words: str, first: bool) -> str | None:
    """What a sum is by the words before it; ``first``: the first sum after a cover's name may go without any."""
    has = meaning(words).concepts | understood(re.split(r"[:：,，、;；\s]", words.strip(" ,，、"))[-1]).concepts
    if "premium" in has:
        return "premium"
    for role in ("per_person", "per_accident", "aggregate"):
        if role in has:
            return role
    if has & {"fee", "amount"} and "limit" not in has and not first:
        return "premium"
    return "limit" if first and ("limit" in has or not has - {"amount", "digits", "cover"}) else None


def merged(rows: Sequence[Row]) -> list[Row]:
    """The rows with those put together that tell different sums of one cover: a line for each person, one for each
    accident. Rows whose sums overlap stay apart."""
    out: list[Row] = []
    for row in rows:
        code = row.value("code")
        home = next(
            (
                k
                for k, other in enumerate(out)
                if code != "other"
                and other.value("code") == code
                and set(row.cells) - set(other.cells)
                and all(other.value(c) == row.value(c) for c in set(other.cells) & set(row.cells) - {"code", "name"})
            ),
            None,
        )
        if home is None:
            out.append(row)
        else:
            out[home] = Row({**row.cells, **out[home].cells}, out[home].span)
    return out
