"""What the enterprise bears of each loss before the policy pays."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Literal

from extractor.covers.meaning.sums import scale_of, worth_of
from extractor.evidence.candidates import Candidate, by_slot, by_token, ranked
from extractor.evidence.columns.forms import is_money
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.policy.earlier import told_of_then
from extractor.span import Span
from extractor.values.scan import Token

DEDUCTIBLE = formula("deductible", "per_accident amount", "premium ratio")

_GENERAL = formula("deductible", none_of="medical third property rescue legal appraisal ratio")

_NONE = re.compile(
    r"^(?:无免赔.*|无|0|零|不设.*|免赔为?[零0无].*|没有.*|nil|none|(?:nil|none)\s*[/(（]?\s*(?:无|零|不设).*|[无零]\s*[/(（]?\s*(?:nil|none)\b.*|—|/|-)$",
    re.I,
)

_TICKED_NONE = re.compile(r"[☑☒✓√✔■]\s*(?:无(?:免赔额?)?|不设)(?![\u4e00-\u9fff])")
"""That there is none, as the choice that is ticked: "□ 每次事故　　元　☑ 无"."""

_NO_DEDUCTIBLE = re.compile(
    r"(?:无|没有|不设(?:置|立)?|不计|不扣|未(?:约定|设[置定]?|规定))(?:任何|绝对)?(?:免赔|自负|自担|自留|起赔)(?:额|金额|部分)?|(?<![\d.,])[0零]\s*免赔"
    r"|(?:免赔|自负|自担|自留|起赔|扣减)(?:额|金额|部分)?(?:\s*[:：]|为|是|均为|系)?\s*(?:人民币)?(?:无(?:免赔)?|零|¥?0(?:\.0+)?元?)(?![\d.%％])"
)

# "每次事故先由厂里承担500元"
_MOST_BORNE = 200_000
"""Yuan up to which an enterprise bears a loss itself."""
_BORNE_FIRST = re.compile(
    r"(?<![优首预])先(?!进|行[垫支赔付]|期|交|缴|付|后|予)(?!.{0,11}(?:垫|预付|保费|保险费|赔))[^,，。;；\d]{1,12}$"
)


_PAID_FIRST = re.compile(
    r"(?:(?<!被)保险(?:人|公司|方)|承保(?:人|公司|方)|[我本](?:司|公司|方))(?!自)(?:[^。；;]{0,40})先(?!由)[^。；;]{0,14}$"
)
_FOR_RELIEF = re.compile(r"[^。；;\d]{0,10}(?:应急|抢救|丧葬|抚[恤慰]|救助|慰问|家属|周转|预付|垫)")
"""What an insurer pays before all is settled, and nobody bears: 保险人应先支付每人15万元应急款."""


# "每回事故，前1,500元由企业自理"
_BY_INSURER = re.compile("[^。;；]{0,10}(?:保险人|保险公司|承保人|我司|本公司|我公司)(?!自)")
_BORNE_AFTER = re.compile(
    r"(?:以[内下]|之内)?(?:的?部分|的?损失)?[,，]?\s*(?:均|皆|一律)?(?:由|归|为)?[^,，。;；\d]{0,8}(?:自[理担负付留行]|承担|负担|自掏|自扛)"
)


_ABOVE = re.compile(r"(?:超[过出]|高于|大于|多于)(?:人民币|¥)?\s*$")
"""What is borne above a sum is no deductible: 超过10万元的部分由被保险人自负."""

_LONGEST_ENTRY = 16
_LABELLED_NONE = re.compile(r"\s*(?:每次(?:事故)?|绝对|相对)*免赔额?[:：]?\s*(?:无(?:免赔)?|零|不设)\s*[。；;]?\s*")
"""A label and that there is none, set so near that they were read as one: "每次事故免赔额 无"."""


def none_in_column(sheet: Sheet) -> list[Candidate]:
    """A column of deductibles that holds nothing but 无, 0 or a stroke."""
    out = []
    for unit in sheet.units:
        if unit.cell is None or len(unit.text) > 16 or not DEDUCTIBLE.score(meaning(unit.text)):
            continue
        below: list[Unit] = []
        at = unit.below
        while at is not None and len(below) < 20:
            below.append(at)
            at = at.below
        said = [u for u in below if re.fullmatch(r"\s*(?:无|0|零|0\.00|0元|nil|none)\s*", u.text, re.I)]
        if said and len(said) >= len(below) - 1:
            out.append(Candidate(Decimal("0.00"), said[0], 0, len(said[0].text), 0.6, "column"))
    return out


_LEAST_BORNE = 50
"""Yuan below which the unit of a column's sums was not found."""
_MOST_CELLS = 20
_FEWEST_CELLS = 2
"""Cells of sums under one header that make it a column's, and not the label of an entry of a form."""


def beside_then(sheet: Sheet, then: Collection[int]) -> list[Candidate]:
    """What stands beside a label behind what is of another time (ids of units in ``then``): 免赔额 | 500元 | 无 under 上年度 | 本年度."""
    out = []
    for unit in sheet.units if then else ():
        at = unit.right if unit.cell is not None and DEDUCTIBLE.score(meaning(unit.text)) else None
        if at is None or id(at) not in then or id(unit) in then:
            continue
        while at is not None and id(at) in then:
            at = at.right
        sums = [t for t in at.tokens if t.kind in ("amount", "number", "words")] if at is not None else []
        if at is not None and _NONE.match(at.text.strip(" 。;；元")):
            out.append(Candidate(Decimal("0.00"), at, 0, len(at.text), 0.7, "column"))
        elif at is not None and len(sums) == 1 and (value := worth_of(at, sums[0], scale_of(unit.text))) is not None:
            out.append(Candidate(value, at, sums[0].start, sums[0].stop, 0.7, "column"))
    return out


def in_column(sheet: Sheet) -> list[Candidate]:
    """The one sum of a column of deductibles that tells it for every cover, or for some beside covers that bear none."""
    out = []
    for unit in sheet.units:
        if unit.cell is None or len(unit.text) > _LONGEST_ENTRY or not DEDUCTIBLE.score(meaning(unit.text)):
            continue
        for cells in (_sums_along(unit, "below"), _sums_along(unit, "right")):  # a list may stand on its side
            told = [(u, t, v) for u, t in cells if t is not None and (v := worth_of(u, t, scale_of(unit.text)))]
            if (
                len(cells) >= _FEWEST_CELLS
                and len({v for *_, v in told}) == 1
                and _LEAST_BORNE <= told[0][2] <= _MOST_BORNE
            ):
                first, token, value = told[0]
                out.append(Candidate(value, first, token.start, token.stop, 0.6, "column"))
    return out


def _sums_along(header: Unit, step: Literal["below", "right"]) -> list[tuple[Unit, Token | None]]:
    """The cells that follow a header, each with its one sum or that there is none, down to the first of another kind."""
    out: list[tuple[Unit, Token | None]] = []
    at: Unit | None = getattr(header, step)
    while at is not None and at.cell is not None and len(out) < _MOST_CELLS:
        sums = [t for t in at.tokens if t.kind in ("amount", "number", "words")]
        if _NONE.match(at.text.strip(" 。;；元")) or (len(sums) == 1 and is_money(at) and not sums[0].value):
            out.append((at, None))
        elif len(sums) == 1 and (is_money(at) or (sums[0].kind != "words" and _OR_A_SHARE.match(at.text))):
            out.append((at, sums[0]))
        elif sums and _OTHERWISE.search(at.text):
            return []  # a cover of the same column bears another share: no one sum tells it for all
        else:
            break
        at = getattr(at, step)
    return out


_OR_A_SHARE = re.compile("(?=.*(?:[%％]|百分之))(?=.*(?:或|最低|不低于|[高大]者|孰[高大]))(?!.*[低小]者)")
"""A sum beside which a share of the loss is borne where that is more: the sum is borne of each accident at the least."""
_OTHERWISE = re.compile(r"[%％]|百分之|免赔|或者?|[取以].{0,4}[高大]者?")
"""What a cell of the column says beside its sum: 2000元或损失的10%，取高者."""


def _numbers_line(unit: Unit, token: Token) -> bool:
    """Whether a bare number counts what stands behind it and is no sum: "004 免赔额为零", "（4）免赔：无"."""
    return token.kind == "number" and (re.match(r"0\d", unit.text[token.start :]) is not None or 0 < token.value < 10)


_OTHER = ("premium", "prevention", "fee", "limit", "payment", "tax")


def _of_other_sentence(unit: Unit, token: Token) -> bool:
    """Whether a sum's own sentence is of something else than the one before it: 本保单无免赔。服务费2980元."""
    *before, own = re.split("[。;；]", unit.text[: token.start])
    said = meaning(own)
    return bool(before) and said.any(*_OTHER) and not said.has("deductible")


_OWN_LABEL = re.compile(r"\s([\u4e00-\u9fff]{2,10})\s*[:：]\s*(?:人民币|RMB|[¥￥])?\s*$")


def _named_otherwise(unit: Unit, token: Token) -> bool:
    """Whether the words right before a sum name it another thing, whatever stands in the line above: 本保单不设免赔额 | 事故预防费 10,000元.
    A line that says there is none is a statement, and heads nothing."""
    said = meaning(own := re.split("[。;；,，]", unit.text[: token.start])[-1])
    if (label := _OWN_LABEL.search(own)) is not None and (named := meaning(label[1])).any("premium", "prevention"):
        return not named.has("deductible")  # 免赔：无　事故预防费：7,800.00元
    if said.has("deductible"):
        return False
    above = unit.above if unit.table is None else None
    no_heading = above is not None and _NO_DEDUCTIBLE.search(above.text) is not None and own.strip() != ""
    return no_heading or said.any("premium", "prevention")


def _in_row_of_another(sheet: Sheet, c: Candidate) -> bool:
    """Whether only a cell over it makes a sum a deductible, and its own row names another thing: 总保险费 | 28640 under an entry of a form."""
    options = sheet.label(c.unit, c.start).options
    answers = [text for text, _, how in options if how == "cell-left"]
    if any(_LABELLED_NONE.fullmatch(f"免赔额{text}") for text in answers) and "免赔" not in c.unit.text:
        return True  # 无免赔 in a cell beside it is the answer to another label, and names nothing
    if c.how != "header":
        return False
    beside = [meaning(text) for text, _, how in options if how in ("cell-left", "inline")]
    return any(said.any(*_OTHER, "words", "total") and not said.has("deductible") for said in beside)


def deductibles(sheet: Sheet) -> list[Candidate]:
    found = by_token(
        sheet,
        ("amount", "number", "words"),
        DEDUCTIBLE,
        value=lambda u, t: (
            None
            if _numbers_line(u, t) or _of_other_sentence(u, t) or _named_otherwise(u, t) or told_of_then(u, t.start)
            else Decimal(t.value).quantize(Decimal("0.01"))
        ),
    )
    found = [c for c in found if not _in_row_of_another(sheet, c) and not _ABOVE.search(c.unit.text[: c.start])]
    found += by_slot(
        sheet,
        DEDUCTIBLE,
        lambda text: Decimal("0.00") if _NONE.match(text.strip(" 。;；元")) or _TICKED_NONE.search(text) else None,
        least=0.5,
        least_coverage=0.5,
    )
    found += [
        Candidate(Decimal("0.00"), u, 0, len(u.text), 0.8, "inline")
        for u in sheet.units
        if len(u.text) <= _LONGEST_ENTRY and "免赔" in u.text and _LABELLED_NONE.fullmatch(u.text)
    ]
    if not found:
        found = [
            Candidate(Decimal(t.value).quantize(Decimal("0.01")), u, t.start, t.stop, 0.5, "prose")
            for u, t in sheet.tokens("amount")
            if t.value <= _MOST_BORNE
            and (
                (
                    _BORNE_FIRST.search(u.text[: t.start].rstrip(" ¥:："))
                    and not _PAID_FIRST.search(u.text[: t.start])
                    and not _FOR_RELIEF.match(u.text, t.stop)
                )
                or (
                    not _ABOVE.search(u.text[: t.start])
                    and not _BY_INSURER.match(u.text[t.stop :])
                    and _BORNE_AFTER.match(u.text[t.stop :])
                )
            )
        ]
    if not found:
        for unit in sheet.units:
            if (match := _NO_DEDUCTIBLE.search(unit.text)) is not None:
                sure = 0.6 if len(unit.text) <= 60 else 0.5
                found.append(Candidate(Decimal("0.00"), unit, match.start(), match.end(), sure, "form"))
    # The schedule's general deductible first; one that is for a single cover only where there is no other
    return ranked(c.plus(0.0 if _GENERAL.score(meaning(c.unit.text[: c.start] or "免赔")) else -0.1) for c in found)


def agreed_on(found: list[Candidate], inside: Collection[int]) -> list[Candidate]:
    """The deductible that special agreements alone tell: the one sum that they say is borne of every loss, else of one cover's."""
    told = [c.plus(-0.15) for c in found if id(c.unit) in inside and DEDUCTIBLE.score(meaning(_own_words(c)))]
    general = [c for c in told if _GENERAL.score(meaning(_own_words(c)))]
    of_all = general or told
    return of_all if len({c.value for c in of_all}) == 1 and of_all[0].value <= _MOST_BORNE else []


def _own_words(c: Candidate) -> str:
    """The part of a sentence in which a sum stands, with the one before it where it says nothing of deductibles itself."""
    start, stop = _part(c.unit.text, c.start, c.stop)
    own = c.unit.text[start:stop]
    if "免赔" not in own:
        own = re.split("[。；;|]", c.unit.text[: c.start])[-1] + c.unit.text[c.start : stop]
    return _SHARE_OF_LOSS.sub("", own)


_SHARE_OF_LOSS = re.compile(
    "(?:或者?|和|及)?(?:(?:核定|实际)?(?:损失|赔[款偿付])(?:金额|总额|额)?的?)?\\s*(?:\\d+(?:\\.\\d+)?\\s*[%％]|百分之[一二三四五六七八九十]+)(?:或者?|和|及)?"
)
"""The share of a loss that is borne where it comes to more than the sum beside it: 2000元或损失金额的5%，以高者为准."""
_COVERS = ("medical", "third", "property", "rescue", "legal", "appraisal", "injury")
_BREAK = re.compile("[，,。；;|\n]")
_END = re.compile("[。；;\n]")
_LONGEST_LABEL = 24


def with_its_cover(sheet: Sheet, c: Candidate) -> Span:
    """The place of a sum with the words that say of which cover it is, where any do: "100元/次（医疗费用）"; else the sum's own."""
    unit, (start, stop) = c.unit, _part(c.unit.text, c.start, c.stop)
    if _names_cover(unit.text[start:stop]):
        return unit.span(start, stop)
    after = _part(unit.text, min(stop + 1, len(unit.text)), min(stop + 1, len(unit.text)))
    if not _END.match(unit.text, stop) and _is_said_of(unit, *after):  # "每次事故100元，仅限医疗费用"
        return unit.span(start, after[1])
    before = _part(unit.text, max(0, start - 1), max(0, start - 1))
    if start and not _END.match(unit.text, start - 1) and _is_said_of(unit, *before):  # "医疗费用，每次免赔100元"
        return unit.span(before[0], stop)
    label = _label(sheet, unit)
    if label is None or label.page != unit.page or not _names_cover(label.text):
        return c.span()
    named, own = label.span(), c.span()
    return Span(f"{named.text} {own.text}", own.page, named.boxes + own.boxes, own.where)


def _part(text: str, start: int, stop: int) -> tuple[int, int]:
    """The part of a sentence, between two commas or ends, around ``text[start:stop]``."""
    first = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    end = _BREAK.search(text, stop)
    return first, end.start() if end else len(text)


def _names_cover(text: str) -> bool:
    return meaning(text).any(*_COVERS)


def _is_said_of(unit: Unit, start: int, stop: int) -> bool:
    """Whether a part beside a sum's names its cover, and has no sum of its own that it would be said of."""
    sums = any(t.kind in ("amount", "words") and start <= t.start < stop for t in unit.tokens)
    return not sums and _names_cover(unit.text[start:stop]) and not _NO_DEDUCTIBLE.search(unit.text[start:stop])


def _label(sheet: Sheet, unit: Unit) -> Unit | None:
    """What names the deductible in a cell: the label beside it, else what begins its row."""
    left = unit.left
    if left is None or DEDUCTIBLE.score(meaning(left.text)):
        return left
    row = sheet.row(unit)
    return row[0] if row and row[0] is not unit and len(row[0].text) <= _LONGEST_LABEL else None
