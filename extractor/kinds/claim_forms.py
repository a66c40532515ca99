"""Claims that stand in no table: cards, forms, numbered paragraphs and letters.

Every day, sum and number on the paper is a fact with a score for each thing it may be; the paper is cut into claims;
within one claim the days are given out together, so that words and the order of time (accident, report, closing,
upload) decide as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.claim_words import ASKS, PAYS, WHO
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values import person
from extractor.values.scan import Token

FAINT = 0.4
"""Confidence of a day that could as well be another: shown, but nobody is judged by it."""
ORDER = ("accident_date", "reported_date", "closed_date", "uploaded")
_OUT_OF_ORDER = 0.5
_DOUBT = 0.12
_STRONG_LABEL = 0.9

LABELS = {
    "accident_date": formula(
        "accident date|accident", "date", "reported closed uploaded number paid claimed amount sign print payday"
    ),
    "reported_date": formula("reported", "date", "closed uploaded paid claimed amount number payday"),
    "closed_date": formula("closed", "date closed", "uploaded amount number reported accident"),
    "uploaded": formula("uploaded", "date", "amount number"),
    "pay_date": formula("payday|paid", "date payday", "closed uploaded amount number"),
    "claimed": formula("claimed", "amount", "date number"),
    "paid": formula("paid", "amount total", "date number claimed premium"),
}
_DATE_ROLES = (*ORDER, "pay_date")
_CLAIM_NO = formula("claim_no|reported|accident", "claim_no number", "policy date amount paid contact victim")
_VICTIM = formula("victim", none_of="date amount count contact")
_INJURY = formula("injury_kind", none_of="date amount number process paid claimed victim")
_INJURIES = re.compile(
    r"^\s*(?:死亡|伤残|医疗|身故|残疾|受伤|轻伤|重伤|财产|财产损失|医药费?|第三者\S{0,4}|人身伤亡|伤亡|物损|工亡|致残|误工|住院|门诊|[一二三四五六七八九十]级伤残)\s*$"
)
_HURT = re.compile(
    "[受砸烫摔压挤扭割刺烧灼触撞跌碰夹][伤电落倒压]|坠落|亡故|猝死|离世|骨折|中毒|身亡|身故|死亡|遇难|不慎|出险|事故|失足|致伤|致残|伤害|被[^，。；]{0,8}?[伤断压中住倒入埋困]|抢救|出了?事"
)
# Days that belong to a claim but are none of its four
_ASIDE = re.compile(
    "提交.{0,8}(?:材料|资料|索赔|申请)|查勘|勘查|定损|核赔通过|出院|入院|住院|签订|投保|起保|保险期间|生效|鉴定|补齐|收齐|签字|制表|填表|打印|制单|报告日期|出具日|填报日期|编制|统计|截至|截止"
)
_CLOSING = re.compile(
    "结案|案结|办结|结清|销案|终结|完结|了结|完案|赔毕|结单|结赔|关案|封案|归档|(?:^|案件?|予以|正式)关闭"
)
_LABEL_END = re.compile(r"(?:日期|时间|日|时刻|时点|期|时)\s*(?:为|是|系)?\s*[:：]?\s*$")
_PLACED = re.compile(r"(?:于|在|自|已|至|到|即)\s*$")
_STOP = re.compile(r"[。；;\n]")
_CLAUSE = re.compile(r"[,，、(（)）]")
_BARE_DAY = re.compile(
    r"(?<![\d年./-])(?P<year>同年|当年|本年|次年|翌年)?\s*(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日|(?P<same>当日|同日|当天|同一天)|(?P<next>次日|翌日|第二天)"
)
_POLICY_WORDS = re.compile(r"(?:保单|保险单|保险凭证|保险合同|承保|合同|契约|凭证)[\u4e00-\u9fff]{0,4}[:：（(\s]*$")
_CLAIM_WORDS = re.compile(
    r"(?:案|赔|受理|报案|立案|登记|事故|理赔)[\u4e00-\u9fff]{0,3}(?:号|编码|码)[码]?[:：为是\s（(]*$|(?:赔案|案件|案子|案)\s*[一二三四五六七八九十\d]{0,3}[:：、\s]*$"
)
_OTHER_WORDS = re.compile(
    r"(?:账号|帐号|卡号|电话|手机|身份证号?|证件号?|信用代码|税号|报告编?号|编号\(文\))[码]?[:：\s]*$"
)
_ANY_NUMBER = re.compile(
    r"(?<!保单)(?<!合同)(?<!电话)(?<!证件)(?<!执照)(?<!账)(?<!帐)(?<!税)(?:编?号|号码|编码|流水|No\.?)\s*[:：]?$", re.I
)
_PEOPLE = re.compile(
    r"(?:(?<=[日时许，,。；;、厂司间])[\u4e00-\u9fff]{0,3}(?:工|员|师傅|司机|班长|组长)|伤者|死者|受害人|伤员|员工|职工|工人|雇员|从业人员|当事人|受伤人员?|出险人)(?:姓名)?[:：为是]?\s*(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff某*×]{1,3}?)(?=[,，。；;、（(\s在于因被从作受发时向将不操驾进\d]|$)"
)
_WORKS = "清理|清洗|清扫|清淤|操作|操控|驾驶|搬运|搬抬|搬卸|装卸|卸货|装货|检修|维修|修理|保养|调试|打磨|切割|焊接|安装|拆除|拆卸|更换|作业|施工|巡检|巡查|巡视|进行|使用|准备|工作|上班|下班|加班|值班|独自|擅自|违章|攀爬|攀登|登高|行走|经过|路过|站立|起吊|吊装|指挥|喷涂|浇注|投料|下料|上料|取件|取料|放料|送料|推车|骑行|乘坐|途经|返回|前往"
_AT_WORK = re.compile(
    rf"(?:工人|职工|员工|雇员|师傅|[\u4e00-\u9fff]工|司机|伤者|死者)(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?=正?在?(?:{_WORKS}))"
)
"""A name runs on into what its bearer was doing."""
Place = tuple[int, int]


@dataclass(frozen=True)
class Fact:
    """One value with what it may be: role → score."""

    value: Any
    scores: Mapping[str, float]
    unit: Unit
    start: int
    stop: int
    how: str

    @property
    def place(self) -> Place:
        return self.unit.index, self.start

    @property
    def role(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name], default="")

    def reading(self, confidence: float) -> Reading[Any]:
        return Reading(
            self.value, self.unit.span(self.start, self.stop), self.how, round(confidence * self.unit.confidence, 3)
        )


def read_claims(sheet: Sheet, policy: str | None) -> list[Row]:
    """The claims of a paper without a table of claims, in printed order."""
    facts = sorted(_facts(sheet, policy), key=lambda f: f.place)
    bounds = _bounds(sheet, facts)
    rows = []
    for low, high in zip(bounds, [*bounds[1:], (len(sheet.units) + 1, 0)], strict=True):
        row = _claim([f for f in facts if low <= f.place < high])
        if row is not None:
            rows.append(row)
    return rows


# -- facts


def _facts(sheet: Sheet, policy: str | None) -> Iterator[Fact]:
    year: date | None = None
    for unit in sheet.units:
        days = [(t.start, t.stop, t.value.day, 1.0) for t in unit.tokens if t.kind == "moment"]
        if unit.cell is None or len(unit.text) > 30:
            days = sorted([*days, *_bare_days(unit, days, year)])
        year = days[-1][2] if days else year
        for i, (start, stop, day, sure) in enumerate(days):
            before, after = (days[i - 1][1] if i else 0), (days[i + 1][0] if i + 1 < len(days) else len(unit.text))
            scores = _day_scores(sheet, unit, start, stop, before, after)
            yield Fact(
                day,
                {name: score * sure for name, score in scores.items()},
                unit,
                start,
                stop,
                "prose" if len(days) > 1 else "label",
            )
        for token in unit.tokens:
            if (
                token.kind in ("amount", "number")
                and not any(a <= token.start < b for a, b, _, _ in days)
                and (scores := _sum_scores(sheet, unit, token))
            ):
                yield Fact(
                    Decimal(token.value).quantize(Decimal("0.01")), scores, unit, token.start, token.stop, "label"
                )
            elif token.kind in ("code", "number", "uscc") and (scores := _number_scores(sheet, unit, token, policy)):
                yield Fact(unit.text[token.start : token.stop], scores, unit, token.start, token.stop, "label")
        for match in _AT_WORK.finditer(unit.text):
            if person.is_name(match["name"]):
                yield Fact(match["name"], {"victim": 0.7}, unit, match.start("name"), match.end("name"), "prose")
        for match in _PEOPLE.finditer(unit.text):
            name = match["name"]
            struck = re.match("被|在|于|因", unit.text[match.end("name") :]) is not None and len(name) <= 3
            if person.is_name(name) or "某" in name or "*" in name or struck:
                yield Fact(name, {"victim": 0.8}, unit, match.start("name"), match.end("name"), "prose")
    for slot in sheet.slots:
        words = meaning(slot.label)
        text = slot.text
        if not text or (words.coverage < 0.5 and not WHO.search(slot.label)):
            continue
        start = (
            slot.start
            + len(slot.unit.text[slot.start : slot.stop])
            - len(slot.unit.text[slot.start : slot.stop].lstrip())
        )
        hurt = WHO.search(slot.label) is not None and words.concepts.isdisjoint(("date", "amount", "count", "policy"))
        if (_VICTIM.score(words) or hurt) and (
            person.parse_list(text) or re.fullmatch(r"[\u4e00-\u9fff][\u4e00-\u9fff某*×]{1,3}", text)
        ):
            yield Fact("".join(text.split()), {"victim": slot.weight}, slot.unit, start, slot.stop, "label")
        elif _INJURY.score(words) and _INJURIES.match(text):
            yield Fact(text, {"kind": slot.weight}, slot.unit, start, slot.stop, "label")
        elif (
            _CLAIM_NO.score(words) * slot.weight >= 0.5
            and (number := claim_number(text)) is not None
            and re.search("[\u4e00-\u9fff]", number)
        ):
            yield Fact(number, {"report_no": slot.weight}, slot.unit, start, start + len(number), "label")


def claim_number(text: str) -> str | None:
    """A claim's number as written beside its label; numbers with Han characters in them too: (2024)赔字第12345号."""
    bare = re.split(r"\s{2,}|[，,;；。]", text.strip())[0].replace(" ", "")
    written = re.fullmatch(r"[A-Za-z0-9\u4e00-\u9fff（）()〔〕\[\]\-/]{5,36}", bare) and re.search(r"\d{3}", bare)
    told = re.search("[年月日元人:：]", bare) or meaning(bare).any("enterprise", "policy")
    return bare if written and not told else None


def _bare_days(
    unit: Unit, days: Sequence[tuple[int, int, date, float]], year: date | None
) -> Iterator[tuple[int, int, date, float]]:
    """Days written without their year ("3月18日", "同年3月18日", "当日"), read after the day before them."""
    taken = list(days)
    for match in _BARE_DAY.finditer(unit.text):
        before = max((d for d in taken if d[1] <= match.start()), default=None)
        anchor = before[2] if before is not None else year
        if anchor is None or any(a <= match.start() < b for a, b, _, _ in days):
            continue
        sure = 0.85
        if match["same"] or match["next"]:
            told = anchor if match["same"] else anchor + timedelta(days=1)
        else:
            try:
                told = date(anchor.year + (match["year"] in ("次年", "翌年")), int(match["m"]), int(match["d"]))
                if told < anchor and not match["year"]:
                    told, sure = told.replace(year=told.year + 1), 0.6
            except ValueError:
                continue
        found = (match.start(), match.end(), told, sure)
        taken.append(found)
        yield found


def _day_scores(sheet: Sheet, unit: Unit, start: int, stop: int, before: int, after: int) -> dict[str, float]:
    """What the day may be: by the label before it, or by the clause that follows it, the nearest telling most."""
    text = unit.text
    lead = text[before:start]
    cuts = [m.end() for m in re.finditer(r"[。；;\n,，、)）|]", lead)]
    lead = lead[cuts[-1] :] if cuts else lead
    if (
        start <= 2
        and not before
        and unit.cell is None
        and unit.index
        and (above := sheet.units[unit.index - 1]).cell is None
        and _LABEL_END.search(above.text)
        and len(above.text) > 30
    ):
        lead = _CLAUSE.split(_STOP.split(above.text)[-1])[-1]  # the line broke between the label and its day
    scores: dict[str, float] = {}
    bare = strip_label(_PLACED.sub("", lead))
    if _ASIDE.search(lead) and (_LABEL_END.search(lead) or re.search("[:：]", lead)):
        return {}
    if bare:
        named = bool(_LABEL_END.search(lead)) or lead.rstrip().endswith((":", "："))
        ended = not text[stop:].strip() or text[stop:].lstrip()[:1] in "，,。；;、"  # 事故发生于某日。
        weight = 1.0 if named else 0.25 if _PLACED.search(lead) and not (ended and _roles(bare[-4:])) else 0.95
        told = _roles(bare[-16:])
        if len(told) > 1 and weight == 1.0:
            weight = 0.5  # "结案及上传：" is the heading of a passage
        scores = {name: score * weight for name, score in told.items()}
    elif not text[before:start].strip() or start <= 2:
        label = sheet.label(unit, start)
        scores = (
            {name: score for name in _DATE_ROLES if (score := label.score(LABELS[name])[0]) >= 0.5}
            if unit.cell is not None or len(text) <= 30
            else {}
        )
    if max(scores.values(), default=0.0) >= _STRONG_LABEL:
        return scores
    tail = _STOP.split(text[stop:after])[0]
    weight = 0.9
    for clause in _CLAUSE.split(tail):
        if not clause.strip():
            continue
        if after < len(text) and clause is tail and _LABEL_END.search(clause):
            break
        told = _roles(clause)
        if not told and _ASIDE.search(clause):
            break
        if _LABEL_END.search(clause) and tail.endswith(clause):
            break  # the label of the next day
        for name, score in told.items():
            scores[name] = max(scores.get(name, 0.0), score * weight)
        weight *= 0.4 if told else 0.75
    return scores


_SENT = re.compile("(?:传|报|送|录|登|推|写|回|交|发)(?:至|到|入|进|给|往|回)[^，。；]{0,14}(?:系统|平台|局|中心|监管)")
_TOLD = re.compile(
    "(?:告知|告诉|知会|致电|来电|联系|拨打|电话)[^，。；]{0,4}(?:我司|我公司|本公司|保险|公司|保司|客服)"
)


def _roles(words: str) -> dict[str, float]:
    """What happened on a day, by the words beside it; the last step counts most, others little."""
    told = meaning(words).concepts
    if _ASIDE.search(words) and "uploaded" not in told and not _CLOSING.search(words):
        return {}  # 完成定损 closes nothing
    steps = []
    if "uploaded" in told or _SENT.search(words):
        steps.append("uploaded")
    if "closed" in told or _CLOSING.search(words):
        steps.append("closed_date")
    if "reported" in told or _TOLD.search(words):
        steps.append("reported_date")
    if told & {"payday", "paid", "payment"}:
        steps.append("pay_date")
    if "accident" in told or _HURT.search(words):
        steps.append("accident_date")
    return {name: 1.0 if i == 0 else 0.35 for i, name in enumerate(steps)}


def _sum_scores(sheet: Sheet, unit: Unit, token: Token) -> dict[str, float]:
    """Claimed or paid, by the words before the sum, or because the sums above it add up to it."""
    if re.search(r"[×xX*÷=]", unit.text[max(0, token.start - 2) : token.stop + 2]):
        return {}  # a step of a computation
    if _is_total(sheet, unit, token):
        return {"paid": 1.05}
    lead = re.split(r"[。；;\n,，、)）|\d]", unit.text[: token.start])[-1]
    bare = strip_label(re.sub(r"(?:人民币|RMB|¥|￥|共计|合计|计|为|了)+\s*[:：]?\s*$", "", lead.strip()))
    if bare:
        told = meaning(bare[-16:]).concepts
        if token.kind == "number" and len(unit.text) > 40 and token.value < 100:
            return {}
        if told & {"date", "ratio"} and not told & {"amount", "paid", "claimed"}:
            return {}
        if "claimed" in told or re.search("索|申请|请求|诉求|提出", bare):
            return {"claimed": 0.95}
        if told & {"paid", "payment"} or re.search("赔偿|补偿|赔[了出]|兑付|拨付", bare[-8:]):
            return {"paid": 1.0 if re.search("实|核|合计|共|总|支付|赔款|给付", bare) else 0.9}
    small = token.kind == "number" and token.value < 100 and unit.cell is None  # 案件1 is no sum
    if not small and (unit.cell is not None or len(unit.text) <= 30):
        label = sheet.label(unit, token.start)
        named = {name: score for name in ("claimed", "paid") if (score := label.score(LABELS[name])[0]) >= 0.5}
        beside = label.options[0][0] if label.options and len(label.options[0][0]) <= 12 else ""
        if not named and PAYS.search(beside) and not ASKS.search(beside):
            return {"paid": 0.6}
        return named
    return {}


_TOTAL = re.compile(r"(?:合计|共计|总计|总共|总额|共)[\u4e00-\u9fff]{0,4}[:：]?\s*(?:人民币|[¥￥])?\s*$")


def _is_total(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether a sum called a total is that of the sums told before it, in its sentence or above it in its column."""
    total = Decimal(token.value)
    if unit.cell is None:
        before = [Decimal(t.value) for t in unit.tokens if t.kind == "amount" and t.stop <= token.start]
        return _TOTAL.search(unit.text[: token.start]) is not None and _ends_in(before, total)
    row = [u for u in sheet.units if u.table is unit.table and u.cell is not None and u.cell.row == unit.cell.row]
    if not any(re.search("合计|共计|总计|总额", u.text) and not ASKS.search(u.text) for u in row):
        return False
    above = [
        Decimal(t.value)
        for u in sheet.units
        if u.table is unit.table and u.cell is not None and u.cell.col == unit.cell.col and u.cell.row < unit.cell.row
        for t in u.tokens
        if t.kind in ("amount", "number")
    ]
    return _ends_in(above, total)


def _ends_in(sums: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the last two or more sums add up to the total."""
    added = Decimal(0)
    for count, value in enumerate(reversed(sums), 1):
        added += value
        if count > 1 and abs(added - total) <= Decimal("0.01"):
            return True
    return False


def _number_scores(sheet: Sheet, unit: Unit, token: Token, policy: str | None) -> dict[str, float]:
    """Whether a number is this claim's or the policy's."""
    text = unit.text[token.start : token.stop]
    if sum(c.isdigit() for c in text) < 6 or (token.kind == "number" and (len(text) < 8 or not text.isdigit())):
        return {}
    lead = unit.text[: token.start]
    if _OTHER_WORDS.search(lead):
        return {}
    if _POLICY_WORDS.search(lead):
        return {"policy_no": 1.0 if text == policy else 0.95}
    if _CLAIM_WORDS.search(lead):
        return {"report_no": 1.0}
    if policy is not None and text == policy:
        return {"policy_no": 1.0}
    label = sheet.label(unit, token.start) if unit.cell is not None or len(unit.text) <= 50 else None
    if label is not None:
        if (score := label.score(_CLAIM_NO)[0]) >= 0.5:
            return {"report_no": score}
        if label.meanings.has("policy"):
            return {"policy_no": 0.8}
        if token.kind == "code" and label.options and _ANY_NUMBER.search(label.options[0][0]):
            return {"report_no": 0.55}
    alone = not lead.strip(" 0123456789.、()（）一二三四五六七八九十") or re.match(
        r"\s*(?:号)?(?:赔)?案", unit.text[token.stop :]
    )
    return {"report_no": 0.5} if alone and unit.cell is None and token.kind == "code" else {}


# -- where one claim ends and the next begins


def _bounds(sheet: Sheet, facts: Sequence[Fact]) -> list[Place]:
    """The places at which the claims begin; the first is the paper's beginning."""
    numbers: dict[str, Fact] = {}
    for fact in facts:
        if fact.role == "report_no":
            numbers.setdefault(fact.value, fact)
    firsts = list(numbers.values())
    marks = _headings(sheet, facts)
    if len(firsts) >= 2:
        cards = [(0, 0), *(mark for mark in marks if mark > firsts[0].place)]
        if len(cards) == len(firsts) and _one_between(cards, firsts):
            return cards
        return [(0, 0), *(_start(facts, firsts, k) for k in range(1, len(firsts)))]
    if len(marks) >= 2:
        return [(0, 0), *marks[1:]]
    full = [
        u
        for u in sheet.units
        if u.cell is None
        and sum(f.role in ORDER for f in facts if f.unit is u) >= 3
        and any(f.role == "accident_date" for f in facts if f.unit is u)
    ]
    if len(full) >= 2 and not firsts:
        return [(0, 0), *((u.index, 0) for u in full[1:])]
    return [(0, 0)]


def _headings(sheet: Sheet, facts: Sequence[Fact]) -> list[Place]:
    """Headings of cards that differ only in their number ("案件1", "案件2"), with facts under each."""
    kinds: dict[str, list[Place]] = {}
    for unit in sheet.units:
        bare = unit.text.strip()
        if (
            len(bare) > 16
            or re.search(r"[:：]|\d{3}", bare)
            or any(t.kind in ("moment", "amount", "code") for t in unit.tokens)
            or len(bare) < 2
        ):
            continue
        kinds.setdefault(re.sub(r"[\d一二三四五六七八九十甲乙丙丁戊己庚]+", "#", bare), []).append((unit.index, 0))
    best: list[Place] = []
    for shape, places in kinds.items():
        ends = [*places[1:], (len(sheet.units) + 1, 0)]
        held = all(
            sum(low <= f.place < high and f.role in (*ORDER, "report_no") for f in facts) >= 2
            for low, high in zip(places, ends, strict=True)
        )
        if len(places) >= 2 and held and re.search("[\u4e00-\u9fff]", shape) and len(places) > len(best):
            best = places
    return best


def _one_between(marks: Sequence[Place], firsts: Sequence[Fact]) -> bool:
    """Whether each claim number has a heading of its own above it."""
    ends = [*marks[1:], (10**9, 0)]
    return all(sum(low <= f.place < high for f in firsts) <= 1 for low, high in zip(marks, ends, strict=True))


def _start(facts: Sequence[Fact], firsts: Sequence[Fact], k: int) -> Place:
    """Where the claim of the ``k``-th number begins: at its paragraph when that tells of days too, else where the
    fields that
    stand before the first number come again, else at the number."""
    number, previous = firsts[k], firsts[k - 1]
    if number.unit is previous.unit:
        stretch = number.unit.text[previous.stop : number.start]
        stops = [m.end() for m in _STOP.finditer(stretch)]
        return (number.unit.index, previous.stop + stops[-1]) if stops else number.place
    same_unit = sum(f.unit is number.unit and f.role in _DATE_ROLES for f in facts)
    if same_unit >= 2:
        return number.unit.index, 0
    lead = [
        f
        for f in facts
        if f.place < firsts[0].place and f.role in (*_DATE_ROLES, "policy_no", "victim", "paid", "claimed", "kind")
    ]
    between = [f for f in facts if previous.place < f.place < number.place]
    for fact in lead:
        # a field of every card's head does not come after the last number; one printed once for all does not come again
        again = [f for f in between if f.role == fact.role]
        if again and not any(f.role == fact.role for f in facts if f.place > firsts[-1].place):
            return again[-1].unit.index, 0
    return number.unit.index, 0


# -- one claim


def _by_order(cells: Mapping[str, Reading[Any]], facts: Sequence[Fact]) -> dict[str, Reading[Any]]:
    """Days in a form whose labels say nothing known, where the order of time leaves each but one place: faint."""
    missing = [name for name in ORDER if name not in cells]
    used = {(r.value, r.span) for r in cells.values() if isinstance(r.value, date)}
    loose = [
        f
        for f in facts
        if not f.scores and f.how == "label" and (f.value, f.unit.span(f.start, f.stop)) not in used and _labelled(f)
    ]
    if not loose or len(loose) != len(missing) or len({f.value for f in loose}) < len(loose):
        return {}
    placed = dict(zip(missing, sorted(loose, key=lambda f: f.value), strict=True))
    told = {name: cells[name].value if name in cells else placed[name].value for name in ORDER}
    days = [told[name] for name in ORDER]
    if any(a > b for a, b in pairwise(days)):
        return {}
    return {name: fact.reading(FAINT) for name, fact in placed.items()}


def _labelled(fact: Fact) -> bool:
    """Whether a day stands alone beside a label that is not of signing or printing."""
    label = fact.unit.left.text if fact.unit.left is not None else fact.unit.text[: fact.start]
    return (
        len(label.strip()) >= 2
        and not _ASIDE.search(label)
        and not meaning(label).any("sign", "print", "sign_off", "period")
    )


def _claim(facts: Sequence[Fact]) -> Row | None:
    """The claim that a stretch of the paper tells of; None when it tells too little."""
    cells: dict[str, Reading[Any]] = {}
    for role in ("report_no", "policy_no", "victim", "kind", "claimed", "paid"):
        fits = [f for f in facts if f.scores.get(role, 0.0) >= 0.5]
        if fits:
            best = max(fits, key=lambda f: (f.scores[role], -f.place[0], -f.place[1]))
            rivals = {f.value for f in fits if f.scores[role] >= best.scores[role] - 0.02} if role == "paid" else set()
            cells[role] = best.reading(0.85 if len(rivals) < 2 else 0.6)
    cells |= _days([f for f in facts if isinstance(f.value, date)])
    told = set(cells) & {"report_no", "accident_date", "paid", "closed_date", "uploaded"}
    if len(told) < 2 or not set(cells) & set(ORDER) or not told & {"report_no", "accident_date"}:
        return None
    first = min(facts, key=lambda f: f.place)
    return Row(cells, Span(first.unit.raw[:120], first.unit.page, first.unit.span().boxes, first.unit.where))


def _days(facts: Sequence[Fact]) -> dict[str, Reading[Any]]:
    """The days given out together: words and the order of time decide as one."""
    every_day, facts = facts, [f for f in facts if f.scores]
    choices: list[list[Fact | None]] = []
    for role in _DATE_ROLES:
        fits = sorted((f for f in facts if f.scores.get(role, 0.0) >= 0.25), key=lambda f: (-f.scores[role], f.place))[
            :3
        ]
        choices.append([*fits, None])
    best: tuple[float, tuple[Fact | None, ...]] = (-1.0, ())
    every: list[tuple[float, tuple[Fact | None, ...]]] = []
    for given in product(*choices):
        taken = [f for f in given if f is not None]
        if len({f.place for f in taken}) < len(taken):
            continue
        total = sum(f.scores[role] for role, f in zip(_DATE_ROLES, given, strict=True) if f is not None)
        days = [f.value for f in given[: len(ORDER)] if f is not None]
        total -= _OUT_OF_ORDER * sum(a > b for a, b in pairwise(days))
        every.append((total, given))
        if total > best[0] + 1e-9:
            best = (total, given)
    cells: dict[str, Reading[Any]] = {}
    # two days with the same plain label: perhaps two claims that were not told apart
    mixed = any(len({f.value for f in facts if f.scores.get(role, 0.0) >= 0.9}) > 1 for role in ORDER)
    closing = tuple(f.value if f is not None else None for f in best[1][2:4])
    rival = max(
        (total for total, given in every if tuple(f.value if f is not None else None for f in given[2:4]) != closing),
        default=-1.0,
    )
    for role, fact in zip(_DATE_ROLES, best[1], strict=False):
        if fact is None or fact.scores[role] < 0.3:
            continue
        unsure = role in ("closed_date", "uploaded") and (mixed or best[0] - rival < _DOUBT or fact.scores[role] < 0.45)
        cells[role] = fact.reading(FAINT if unsure else 0.85)
    pay = cells.pop("pay_date", None)
    if "closed_date" not in cells and pay is not None:
        # A day of payment is not the day of closing, but often the only one told
        cells["closed_date"] = Reading(pay.value, pay.span, pay.how + "+paid", FAINT)
    if "accident_date" not in cells and cells:
        early = [f for f in every_day if not f.scores and all(f.value <= r.value for r in cells.values())]
        if early:  # the first day told of, before all steps that are named
            cells["accident_date"] = min(early, key=lambda f: (f.value, f.place)).reading(0.5)
    cells |= _by_order(cells, every_day)
    days = [cells[name].value for name in ORDER if name in cells]
    if any(a > b for a, b in pairwise(days)):
        cells = {
            name: Reading(r.value, r.span, r.how, min(r.confidence, FAINT))
            if name in ("closed_date", "uploaded")
            else r
            for name, r in cells.items()
        }
    return cells
