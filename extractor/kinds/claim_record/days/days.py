"""What a day on a paper of claims may be, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.claim_record.meaning.day_labels import PAID, is_beside, said_of_day
from extractor.kinds.claim_record.meaning.labels import DATE_ROLES, LABELS
from extractor.kinds.claim_record.meaning.words import ADVANCE, IN_ALL

_STRONG_LABEL = 0.9


_HURT = re.compile(
    "[受砸烫摔压挤扭割刺烧灼触撞跌碰夹滑绊][伤电落倒压]|受害|遇险|遭遇|罹难|坠落|亡故|猝死|离世|骨折|中毒|身亡|身故|中暑|晕倒|昏迷|突发疾病|死亡|遇难|不慎|出险|事故|失足|致伤|致残|伤害|被[^，。；]{0,8}?[伤断压中住倒入埋困撞砸烫夹轧绞割烧刮]|抢救|出了?事"
)


# Days that belong to a claim but are none of its four
ASIDE = re.compile(
    "提交.{0,8}(?:材料|资料|索赔|申请)|查勘|勘查|定损|核赔通过|出院|入院|住院|签订|投保|起保|保险期间|生效|鉴定|补齐|收齐|签字|制[表单卡册]|造册|填[表制写]|出表|打印|导出|报告日期|出具日|填报日期|编制|统计|截至|截止"
)


_CLOSING = re.compile(
    "结案|案结|办结|结清|(?:注销|撤销|撤回)(?:了?[该本此])?(?:赔|案)|销案|终结|完结|了结|完案|赔毕|结单|结赔|关案|封案|归档|(?:^|案件?|予以|正式)关闭"
)


_LABEL_END = re.compile(r"(?:日期|时间|日|时刻|时点|期|时)\s*(?:为|是|系)?\s*[:：]?\s*$")


_IS_OVER = re.compile(r"[\u4e00-\u9fff]{2,12}(?:日期|时间|日|时)")
"""A label that stands over its day in one cell."""


_PLACED = re.compile(r"(?:于|在|自|已|至|到|即)\s*$")


STOP = re.compile(r"[。；;\n]")


_CLAUSE = re.compile(r"[,，、(（)）→➔➝⇒]")


_HAN = re.compile("[\u4e00-\u9fff]")
_A_STEP = 4
"""Han characters after a day from which a line tells itself what happened on it, so that no heading over it does."""


_CUT = re.compile(r"[。；;\n,，、)）|→➔➝⇒]|(?<=[员人方部服勤司])[:：](?=\s*[\u4e00-\u9fff])|(?<=[A-Za-z\d])[:：](?!\d)")
"""Where the words of a day begin at the earliest: a clause, what somebody says, 报案员：昨天…, what is told of a number, 报案号BA25：…"""


def day_scores(sheet: Sheet, unit: Unit, start: int, stop: int, before: int, after: int) -> dict[str, float]:
    """What the day may be: by the label before it, or by the clause that follows it, the nearest telling most."""
    text = unit.text
    lead = text[before:start]
    cuts = [m.end() for m in _CUT.finditer(lead)]
    if lead.rstrip().endswith(("(", "（")) and roles_told(re.split("[,，。；;)）]", text[stop:after])[0]):
        cuts.append(len(lead))  # a bracket that tells a step of its own: …事故（2025年7月3日报案）
    if _IN_OTHER_WORDS.search(lead) or (text.startswith("昨", start) and lead.rstrip().endswith((":", "："))):
        cuts.append(len(lead))  # 报案：昨天（6月2日）下午…: the words behind the bracket are of that day
    over = lead.rstrip().rpartition("\n")[2] if unit.cell is not None and lead.endswith("\n") else ""
    lead = over if _IS_OVER.fullmatch(over) else lead[cuts[-1] :] if cuts else lead
    if (
        start <= 2
        and not before
        and unit.cell is None
        and unit.index
        and (above := sheet.units[unit.index - 1]).cell is None
        and _LABEL_END.search(above.text)
        and len(above.text) > 30
    ):
        lead = _CLAUSE.split(STOP.split(above.text)[-1])[-1]  # the line broke between the label and its day
    if (told := _by_own_label(_own_label(sheet, unit, start, lead))) is not None:
        return told
    scores: dict[str, float] = {}
    bare = strip_label(_PLACED.sub("", lead))
    if ASIDE.search(lead) and (_LABEL_END.search(lead) or re.search("[:：]", lead)):
        return {}
    if bare:
        named = bool(_LABEL_END.search(lead)) or lead.rstrip().endswith((":", "："))
        ended = not text[stop:].strip() or text[stop:].lstrip()[:1] in "，,。；;、"  # 事故发生于某日。
        weight = 1.0 if named else 0.25 if _PLACED.search(lead) and not (ended and roles_told(bare[-4:])) else 0.95
        told = roles_told(bare[-16:])
        if len(told) > 1 and weight == 1.0:
            weight = 0.5  # "结案及上传：" is the heading of a passage
        scores = {name: score * weight for name, score in told.items()}
    elif not text[before:start].strip() or start <= 2:
        alone = unit.cell is not None or (len(text) <= 30 and len(_HAN.findall(text[stop:])) < _A_STEP)
        scores = _label_scores(sheet, unit, start) if alone else {}
    if max(scores.values(), default=0.0) >= _STRONG_LABEL:
        return scores
    tail = STOP.split(text[stop:after])[0]
    weight = 0.9
    for clause in _CLAUSE.split(tail):
        if not clause.strip():
            continue
        if after < len(text) and clause is tail and _LABEL_END.search(clause):
            break
        told = roles_told(clause)
        if not told and ASIDE.search(clause):
            break
        if _LABEL_END.search(clause) and tail.endswith(clause):
            break  # the label of the next day
        for name, score in told.items():
            scores[name] = max(scores.get(name, 0.0), score * weight)
        weight *= 0.4 if told and "pay_date" not in told else 0.75  # 赔款到账，案件结案: one day is both
    return scores


_IN_OTHER_WORDS = re.compile("(?:昨[天日晚]|前一?[天日晚]|头一?天|次日|翌日|第二天|今[天日晨早])\\s*[（(]\\s*$")
"""A day told in other words right before the bracket that dates it."""
_RELATIVE = re.compile("当[日天]|同[日一]|次日|翌日|第二天")
_ITS_LABEL = re.compile(r"[:：,，。；;、]|[日期间为是于]\s*$")


def follows_its_day(text: str, before: int, start: int, stop: int) -> bool:
    """Whether the words before 当天 are of the day before it, and those behind it its own: 3月9日出险当天报案."""
    lead = text[before:start]
    if _RELATIVE.match(text, start) is None or _HAN.match(text[stop : stop + 1]) is None:
        return False
    return (bool(lead.strip()) and _ITS_LABEL.search(lead) is None) or _OF_WHAT_BEFELL.search(lead) is not None


_OF_WHAT_BEFELL = re.compile("(?:^|[，,。；;、：:])[\u4e00-\u9fff]{0,6}(?:事故|事发|案发|出险|发生|受伤)(?:后|的)?$")
"""What says of which day 当日 is and is told on none itself: 企业于事故当日报案."""
_ABOUT = re.compile(r"\s*(?:就|因|对|针对|为)\s*")
_ENDS_ABOUT = re.compile(r"(?:就|因|针对|对|关于)(?:其|本单位|我单位|我厂|我公司)?(?:于|在)?\s*$")
_BEFELL = re.compile("[^，,。；;]*?(?:事故|事件|险情|受伤|伤害|伤亡|死亡|出险)(?:一事|情况)?")


def of_what_it_was_about(text: str, days: Sequence[tuple[int, int, date, float]], i: int) -> str | None:
    """The words of a day on which befell what a step is told about: 就3月1日发生的事故向我司报案, and of the day of that step
    where it is told right before: 于3月2日就3月1日发生的事故报案."""
    for outer, what in ((i, i + 1), (i - 1, i)):
        if outer < 0 or what >= len(days) or not _ABOUT.fullmatch(text[days[outer][1] : days[what][0]]):
            continue
        befell = _BEFELL.match(text, days[what][1])
        if befell is None:
            continue
        return befell[0] if what == i else _CLAUSE.split(STOP.split(text[befell.end() :])[0])[0]
    before = days[i - 1][1] if i else 0
    befell = _BEFELL.match(text, days[i][1]) if _ENDS_ABOUT.search(text, before, days[i][0]) else None
    return befell[0] if befell is not None else None


def day_named(name: str) -> dict[str, float]:
    """What a day may be that stands beside others behind one label, by its own part of the label's words."""
    told = _by_own_label(name)
    return {role: score for role, score in roles_told(name).items() if score >= 1} if told is None else told


def _own_label(sheet: Sheet, unit: Unit, start: int, lead: str) -> str:
    """The label right before a day or in the cell beside or over it; empty where words that are no label stand there."""
    if lead.rstrip().endswith((":", "：")):
        return strip_label(lead)
    if unit.text[:start].strip() or unit.cell is None:
        return ""
    label = sheet.label(unit, start)
    own = label.options[0][0] if label.options else ""
    return own.strip(" :：") if "|" not in own else ""


def _by_own_label(label: str) -> dict[str, float] | None:
    """What a day may be by a label of its own, as a column's head tells it; None where the label is none or says nothing known."""
    if not 2 <= len(label) <= _LONGEST_LABEL or _REFUSAL.search(label):
        return None
    if is_beside(label):
        return {}
    said = said_of_day(label)
    if not said or len(said) > 1:
        return None
    name, sure = next(iter(said.items()))
    return {"pay_date": 1.0} if (name, sure) == ("closed_date", PAID) else {name: sure}


_LONGEST_LABEL = 14
_REFUSAL = re.compile("拒|不予")
_DAY_LABEL = re.compile(
    r"^(?:何时|哪[一]?[天日]|几时|啥时|什么时候)|(?:日期|时间|时刻|时点|日)\s*(?:[(（][^)）]*[)）])?\s*[:：]?\s*$"
)
_SENT_ON = re.compile("(?:传|报|送|录|登|推)(?:至|到|入|给|往)?(?:省|市|区|县)?(?:厅|局|平台|系统|监管|应急|中心|部门)")


def _label_scores(sheet: Sheet, unit: Unit, start: int) -> dict[str, float]:
    """What a day may be by the label of its cell; where the nearest label asks for a day, no heading says otherwise."""
    label = sheet.label(unit, start)
    own = label.options[0][0] if label.options else ""
    if not (_DAY_LABEL.search(own) and len(own) <= 14 and "|" not in own):
        return {name: score for name in DATE_ROLES if (score := label.score(LABELS[name])[0]) >= 0.5}
    own = re.sub("(?<=[出报结办传上])[的了过]", "", own)  # 何时报的案
    said = meaning(own)
    told = {name: score for name in DATE_ROLES if (score := LABELS[name].score(said)) >= 0.5}
    if not told and _SENT_ON.search(own):
        return {"uploaded": 0.9}
    return told or {name: 0.9 * score for name, score in roles_told(own).items()}


_SENT = re.compile(
    "传送(?![带机辊])|(?:传|报|送|录|登|推|写|回|交|发)(?:至|到|入|进|给|往|回)[^，。；]{0,14}(?:系统|平台|局|中心|监管)"
)


_ENTERED = re.compile("系统(?:内|里|中|上)?(?:做了?|进行|完成)?(?:登记|录入|填报)")
_PERHAPS = 0.48
"""How surely it is the upload that something was entered in a system: it may be the insurer's own."""
_TOLD = re.compile(
    "(?:告知|告诉|知会|通报|通知|致电|来电|联系|拨打|电话)[^，。；]{0,4}(?:我司|我公司|本公司|保险|公司|保司|客服)"
    "|(?<![上填申])报了?(?:给)?(?:保险|保司)(?![费额金单合])"
    "|(?:向|给|对)(?:我司|我公司|本公司|贵司|贵公司|保险人|保险公司|保司)[^，。；]{0,6}(?:报告|告知|通报|通知|反映)"
)
_REMITTED = re.compile(
    "[汇划转打](?:入|至|到|往|进|付)[^，。；]{0,8}[账帐户卡]|[划汇]付|[到入][账帐](?![时日金额情户])"
)
"""A sum that reached an account, by words of no payment: 汇入贵司账户."""
_FAINTLY_TOLD = re.compile("立案|向(?:我司|我公司|本公司|贵司|贵公司|保险公司|保险人)[^，。；]{0,4}(?:索赔|申请)")
"""What an insurer may have heard of first, or only later: a case opened, a sum asked for."""
_REPORTED = re.compile("报|受理|接|通知|来电|致电")
_AFTER_ALL = 0.6


_PARTED = re.compile("(?<=[出报结销])[的了过](?=[险事案])")
"""What stands inside a verb in speech: 出的事, 报的案, 结了案."""


_PAPERS = re.compile("(?:结案|赔案|理赔)(?=(?:的?(?:资料|材料|信息|数据|卷宗|档案|单证|文件))[^案]{0,4}$)")
"""What papers are of that are sent on: 结案资料11月13日传送平台 closes nothing."""
_A_PLACE = re.compile(
    r"(?:在|从|由|自)[^，。；]{0,8}?(?<![管理信息监管服务责险省市县区局])平台(?![^，。；]{0,4}(?:[传报录登填]|公示))"
)
"""A platform that people work on and fall from, on which nothing is put: 在装卸平台踏空."""


_ALONE = {"报": "reported_date", "结": "closed_date", "传": "uploaded", "付": "pay_date"}
"""Steps that stand behind their day as one word: 4月9日报，6月27日结."""


def roles_told(words: str) -> dict[str, float]:
    """What happened on a day, by the words beside it; the last step counts most, others little."""
    if (alone := _ALONE.get(words.strip(" ，,。；;、已"))) is not None:
        return {alone: 1.0}
    words = IN_ALL.sub("", _A_PLACE.sub("", _PARTED.sub("", _PAPERS.sub("", words))))
    told = meaning(words).concepts
    if (
        ASIDE.search(words)
        and not _CLOSING.search(words)
        and ("uploaded" not in told or not meaning(ASIDE.sub("", words)).has("uploaded"))
    ):
        return {}  # 完成定损 closes nothing, 提交索赔材料 puts nothing on a platform
    steps = []
    if "uploaded" in told or _SENT.search(words):
        steps.append("uploaded")
    if "closed" in told or _CLOSING.search(words):
        steps.append("closed_date")
    if "reported" in told or _TOLD.search(words):
        steps.append("reported_date")
    if (told & {"payday", "paid", "payment"} or _REMITTED.search(words)) and not ADVANCE.search(words):
        steps.append("pay_date")
    if "accident" in told or _HURT.search(words):
        steps.append("accident_date")
    scores = {name: 1.0 if i == 0 else 0.35 for i, name in enumerate(steps)}
    if _ENTERED.search(words):
        scores.setdefault("uploaded", _PERHAPS)
    if _FAINTLY_TOLD.search(words) and not _REPORTED.search(words) and "closed_date" not in scores:
        scores["reported_date"] = min(scores.get("reported_date", 1.0), _AFTER_ALL)
    return scores
