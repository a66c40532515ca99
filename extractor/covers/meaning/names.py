"""Which cover a name is of, by what its words mean and by the characters it is written with."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.evidence.concepts import meaning

_KEPT = 1024
"""Texts of which what they mean is kept: every reader of a list asks for the same few headers and names."""

_MAIN = re.compile("主险|基本险|基本责任|主要责任|基础险")
NOT_A_COVER = re.compile(
    "免赔|预防|(?<![律师讼援护])服务费|提取|计提|大写|特别约定|期间|期限|税|费率|签|缴费|付款|合计|总计|小计"
    r"|^\s*[备附]\s*注\s*[:：]?\s*$"
)

PART_OF_LAST = re.compile(r"^[\s　]*(?:[（(]?\d{0,2}[)）.、．]?[\s　]*)(?:其中|内含|包括其中)[\s　]*[:：,，]?[\s　]*")
"""A line that tells a part of the cover above it, whose sums are not added to it: 其中：死亡伤残."""


@lru_cache(maxsize=_KEPT)
def code_of(name: str) -> str | None:
    """The cover's code by what its name means; None when the words name no known cover.

    >>> code_of("事故抢险救援、医疗救护费用"), code_of("医疗及救援费用")
    ('rescue', 'medical')
    >>> code_of("雇员身故伤残"), code_of("医药费"), code_of("三者财产损失"), code_of("诉讼抗辩费用"), code_of("施救费用")
    ('employee_injury', 'medical', 'third_party_property', 'legal', 'rescue')
    >>> code_of("从业人员死亡、伤残（含职业病）"), code_of("职工伤亡及职业病"), code_of("职业病")
    ('employee_injury', 'employee_injury', None)
    >>> code_of("第三方鉴定费用"), code_of("第三方伤亡")
    ('appraisal', 'third_party_injury')
    """
    if (bare := _INCLUDED.sub("", name)) != name and (code := code_of(bare)) is not None:
        return code
    has = meaning(name).concepts
    if "appraisal" in has and _BY_A_THIRD.search(name):
        return "appraisal"
    if "third" in has or ("injury" in has and _STRANGERS.search(name)):
        return "third_party_property" if "property" in has and "injury" not in has else "third_party_injury"
    if "disease" in has:
        return "employee_injury" if _AND_DISEASE.search(name) else None
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


_INCLUDED = re.compile(r"[(（](?:不?(?:包?含|包括)|内含|扩展)[^()（）]*[)）]")
"""What a cover takes in or leaves out besides, in brackets: it is the cover that its name says without them."""
_TAKES_IN = re.compile(r"[(（](?:包含|包括|内含|含)([^()（）]*)[)）]")
_AND_DISEASE = re.compile("(?:伤亡|死亡|身故|伤残|残疾|伤害)[、及和与/／]{1,2}职业病")
"""Injury and disease under one name, the injury first: the main cover."""
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


def code_under(heading: str | None, name: str) -> str | None:
    """The cover that a name is of under a line that names a third party and has no sum itself; None where the name says whom it is of.

    >>> code_under("第三者责任", "人身伤亡"), code_under("第三者", "财产损失"), code_under("第三者", "雇员伤亡"), code_under("三者伤亡", "伤亡")
    ('third_party_injury', 'third_party_property', None, None)
    """
    if heading is None or meaning(name).any("employees", "third"):
        return None
    if not meaning(heading).has("third") or meaning(heading).any("injury", "property"):
        return None
    return code_within(heading, name) if code_of(name) in ("employee_injury", "third_party_property") else None


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
    >>> sorted(codes_in("抢险救援费用（含事故鉴定）")), sorted(codes_in("第三者责任（不含财产损失）"))
    (['appraisal', 'rescue'], ['third_party_injury'])
    """
    first, *more = _JOINED.split(_INCLUDED.sub("", name))
    more += [part for held in _TAKES_IN.finditer(name) for part in _JOINED.split(held[1])]
    if (code_of(first) or "").startswith("third"):
        more = [part for part in more if not _BARE_HARM.fullmatch(part.removeprefix("人身"))]  # of the same persons
    codes = {code for part in (name, first, *more) if (code := code_of(part)) is not None}
    if codes & _COSTS:  # two kinds of costs need no word between them
        codes |= {code for code, sign in _SIGNS if code in _COSTS and sign.search(name)}
    return frozenset(codes)
