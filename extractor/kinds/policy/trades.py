"""What the enterprise does."""

from __future__ import annotations

import re

from extractor.evidence.candidates import Candidate, by_slot, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.lines.numbering import mark_at
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import strip_label

INDUSTRY = formula("industry", none_of="insurer branch premium limit contact address number count")

_INDUSTRY_IN_PROSE = re.compile(
    r"(?:从事|主营|(?<![所不])属于?(?=[\u4e00-\u9fff]{2,12}行业)|(?:行业|业别)(?:[大门小种]类|类别|类|归类|类型|性质|名称|领域)?(?:属于?|为|是|系|归|\s*[:：]|\s+(?!代码|编码|分类)))[ \u3000]*([\u4e00-\u9fff][\u4e00-\u9fff、]{1,15}?(?:[(（][\u4e00-\u9fff、]{2,10}[)）])?)[ \u3000]*(?:行业|业务|领域|生产经营活动|生产经营|的生产|[，。；;,）)])"
)

# Words that names of trades end in (GB/T 4754 divisions and the high-risk sectors of the 2025 measures)
_TRADES = "非煤矿山|煤矿|矿山|危险化学品(?:生产|经营|储存|使用|运输)?|烟花爆竹(?:生产|经营|批发|零售)?|(?:交通|道路|水路|货物|物流|旅客)运输|运输|建筑施工|施工|民用爆炸物品|金属冶炼|冶炼|铸造|渔业(?:生产|捕捞)?|养殖|捕捞|(?:[\u4e00-\u9fff]{1,6})(?:制造|加工|制品|开采|采选|冶炼|修理|安装|装备|仓储|批发|零售|生产|印染|材料)|纺织(?:印染|服装)?|化工|医药|造纸|印刷|仓储物流|物流|仓储|电力|燃气|食品|家具|建材|冶金|机械|电子|电气|轻工|商贸|服务业|农林牧渔|工贸|粉尘涉爆|涉氨制冷|有限空间作业"

_TRADE = re.compile(rf"(?:{_TRADES})(?:业|行业|企业|类)?$")

_OF_TRADE = re.compile(rf"(?:(?<!金)属于?|系|为)((?:{_TRADES}))(?:行业|业|企业|类企业|领域)?(?=[，。；,;）)]|$)")

_OF_DIVISION = re.compile(
    r"(?:(?<![所不])属于?|系|(?<=从事))([\u4e00-\u9fff、]{2,22}(?:制造|加工|制品|冶炼|开采|采选|运输|仓储|批发|零售|生产|修理|供应)业)(?=[,，。；;)）])"
)
"""A division of the classification of trades in a sentence, however long its name: 属化学原料和化学制品制造业，."""

_ENTERPRISE_OF = re.compile(r"(?:为|系|是|属于?)([\u4e00-\u9fff]{2,10})(?:类)?企业(?=[，,。；;])")
"""What kind of enterprise the holder is, in a sentence: "投保人为水力发电企业，"."""

_TRADE_IS = re.compile(r"(?:的?(?:行业|业别|领域)(?:[大门中小种]类|类别|类型|名称)?(?:属于?|归属|为|是|系))?")

_WITH_KIND = r"(?:[（(][\u4e00-\u9fff、]{2,12}[)）])?"
"""Which kind of it, in brackets behind a trade: 建筑施工（房屋建筑工程）."""
_TRADE_ALONE = re.compile(rf"^(?:{_TRADES})(?:业|行业)?{_WITH_KIND}$")


# What an enterprise does ends in a verb of doing, whatever it is done to: 煤炭洗选, 船舶修理, 有色金属冶炼
_DOES = re.compile(
    r"^(?![一-龥]{0,3}(?:安全|保险|服务|预防|赔偿))[一-龥、（）()]{1,10}(?:制造|生产|加工|冶炼|熔炼|洗选|采选|选矿|开采|采掘|采石|施工|安装|运输|货运|客运|仓储|储运|装卸|修理|维修|拆解|回收|养殖|捕捞|种植|采伐|屠宰|印染|印刷|铸造|锻造|轧制|焙烧|发电|供热|供气|零售|批发|销售|经营|勘探|爆破|焊接|电镀|酿造|包装)(?:业|行业|企业)?"
    + _WITH_KIND
    + "$"
)
_TRADE_SIGNS = re.compile("[业行类]|营生|干什么|做什么|产品|主[营产]")


def _by_deed(sheet: Sheet, in_agreements: set[int]) -> list[Candidate]:
    """A trade by the verb that it ends in, beside a short label that nobody knew: 生产门类 | 煤炭洗选."""
    out = []
    for slot in sheet.slots:
        value = slot.text.strip()
        label = strip_label(slot.label)
        if id(slot.unit) in in_agreements or not _DOES.match(value) or not 2 <= len(label) <= 8:
            continue
        if _TRADE_SIGNS.search(label) and not meaning(label).any(*_NO_TRADE):
            start = slot.start + slot.unit.text[slot.start : slot.stop].index(value[0])
            out.append(Candidate(value, slot.unit, start, start + len(value), 0.4 * slot.weight, "form"))
    return ranked(out)


_LONGEST = 20  # characters
_NO_TRADE = ("holder", "insured", "insurer", "address", "employees", "policy", "contact", "branch")


def industries(sheet: Sheet, in_agreements: set[int]) -> list[Candidate]:
    """The trade, beside its label, else as a sentence of the schedule says it."""
    found = [
        c.plus(0.1 * bool(_TRADE.search(c.value)))
        for c in by_slot(sheet, INDUSTRY, _industry, least=0.6, least_coverage=0.7)
    ]
    found = found or _numbered(sheet, in_agreements)
    if not found:  # a trade by its own words, beside a label that nobody knew
        for slot in sheet.slots:
            value = _industry(slot.text)
            if (
                value is None
                or len(value) > _LONGEST
                or not _TRADE_ALONE.match(value)
                or id(slot.unit) in in_agreements
                or meaning(slot.label).any("holder", "insured", "insurer", "address", "employees", "cover", "policy")
            ):
                continue
            start = slot.start + slot.unit.text[slot.start : slot.stop].index(value[0])
            found.append(Candidate(value, slot.unit, start, start + len(value), 0.45 * slot.weight, "form"))
        found = ranked(found)
    found = found or _by_deed(sheet, in_agreements)
    if not found:
        found = _alone(sheet, in_agreements)
    if not found:
        for unit in sheet.units:
            if id(unit) in in_agreements or len(unit.text) > 600:
                continue
            by_deed = (m for m in _ENTERPRISE_OF.finditer(unit.text) if _DOES.match(m[1]))
            for match in (*_INDUSTRY_IN_PROSE.finditer(unit.text), *_OF_TRADE.finditer(unit.text), *_OF_DIVISION.finditer(unit.text), *by_deed):  # fmt: skip
                start = match.start(1) + _TRADE_IS.match(match[1]).end()  # type: ignore[union-attr]
                if (value := _industry(unit.text[start : match.end(1)])) is not None and not re.search(
                    "生产经营|安全|保险|活动|责任|公司|属于|类别|企业$", value
                ):
                    found.append(Candidate(value, unit, start, match.end(1), 0.5, "prose"))
    if not found:
        found = [
            Candidate(m[0][m[0].rfind("是") + 1 :], u, m.start() + m[0].rfind("是") + 1, m.end(), 0.35, "form")
            for u in sheet.units
            if 4 < len(u.text) <= 120 and id(u) not in in_agreements and re.search("[;；,，]", u.text)
            for m in re.finditer(r"[^;；,，。:：\s]+", u.text)
            if len(m[0]) <= 12 and _TRADE_ALONE.match(m[0])
        ]
    return ranked(found)


def _numbered(sheet: Sheet, in_agreements: set[int]) -> list[Candidate]:
    """The trade beside a label with a number of its own, which is no word of the label: 13．行业：木质家具制造（涉爆粉尘）."""
    out = []
    for slot in sheet.slots:
        mark = mark_at(slot.label)
        if mark is None or id(slot.unit) in in_agreements:
            continue
        label = meaning(slot.label[mark.stop :])
        if label.coverage < 0.7 or (score := INDUSTRY.score(label) * slot.weight) < 0.6:
            continue
        if (value := _industry(slot.text)) is not None:
            given = slot.unit.text[slot.start : slot.stop]
            start = slot.start + len(given) - len(given.lstrip())
            out.append(Candidate(value, slot.unit, start, slot.stop, score, "form"))
    return ranked(out)


def _alone(sheet: Sheet, in_agreements: set[int]) -> list[Candidate]:
    """Trades that are all of a line, or all behind a label that was set so near that both were read as one."""
    out = []
    for unit in sheet.units:
        text = unit.text.strip()
        label = _LABEL_BEFORE.match(text)
        start = label.end() if label is not None else 0
        trade = text[start:]
        known = _TRADE_ALONE.match(trade) or (label is not None and _DOES.match(trade))
        if known and 2 <= len(trade) <= _LONGEST_ALONE and id(unit) not in in_agreements:
            begin = unit.text.index(text) + start
            out.append(Candidate(trade, unit, begin, begin + len(trade), 0.4, "form"))
    return out


_LONGEST_ALONE = 12
_LABEL_BEFORE = re.compile(
    r"(?:所[属在])?行业(?:类[别型]|领域|性质|名称)?\s*(?=(?!类|[大门中小]类|领域|性质|名称|代码|编码)[\u4e00-\u9fff]{2})"
)


_STAFF_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff）)])[\s,，]*(?=(?:现有|在册|在岗|全厂|共有?)*(?:从业人员|职工|员工|工人|雇员|用工)[^\d]{0,5}\d)"
)
"""Where how many work there runs into the trade: 谷物仓储职工54人."""
_LABEL = 0.7  # of the words that are known, from which on they are the next field's label


_LEGAL_FORM = re.compile(
    "(?:国有|集体|民营|私营|外商|其他)*(?:独资)?(?:有限责任|股份|有限公司|个人独资|个体工商|普通合伙|有限合伙|合伙企业|全民所有制|国有企业|民营企业|私营企业|集体企业|[大中小微]型企业)"
)
"""What kind of body an enterprise is, under 企业类型: none of what it does."""


def _industry(text: str) -> str | None:
    bare = re.split(r"\s{2,}|[;；。]|\s(?=[\u4e00-\u9fff]{1,8}[:：]?\s?\d)", text.strip(" :：\t\n"))[0].strip(" ,，")
    bare = re.sub(r"^[大门中小种]?类别?(?:属于?|归属|为|是)", "", bare)
    bare = re.sub("^(?:主要)?(?:从事|做|搞|干)(?=[\u4e00-\u9fff]{4})", "", bare)
    bare = _LABEL_BEFORE.sub("", bare, count=1) if _LABEL_BEFORE.match(bare) else bare
    bare = _STAFF_BEHIND.split(bare)[0].strip(" ,，、")
    words = meaning(bare)
    if (
        not 2 <= len(bare) <= 24
        or _LEGAL_FORM.match(bare)
        or re.search(
            r"\d{3,}|[:：]|数$|人员$|[/／]\s*[人名位元]$|(?:地址|住所|位置|电话|号码|代码|名称|期限|期间|日期|限额)$",
            bare,
        )
        or words.any("uscc", "insured", "holder", "policy", "number")
        or (words.any("address", "contact") and words.coverage >= _LABEL)
    ):
        return None
    return bare if re.match(r"^[\u4e00-\u9fffA-Z、/（）()，,\d.\s-]+$", bare) else None
