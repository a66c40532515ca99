"""What an item says is to be done: behind a word for it, beside a label, behind an arrow or a day."""

from __future__ import annotations

import re

from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import learned
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.words import label_role
from extractor.values.scan import scan

ADVICE = re.compile(
    r"(?:整改|处理|改进|防范|处置|专家|治理|建议|对策)?(?:(?:建议|措施|意见|要求|对策|办法|方案)\s*(?:为|是|如下)?\s*[:：]\s*|(?<=[；;，,。])(?:整改|治理|处理|防范|改进|处置)(?:建议|措施|意见|要求|对策|办法|方案)[为是]\s*|(?<=[；;，,。])(?:建议|要求|要(?![求点害件道素不么是好])(?=[\u4e00-\u9fff]{2})|应(?!急)当?|宜|请|须|需(?!要?时)要?|责成|督促|我?们?(?:让|叫|嘱咐?|提醒)(?:他们|厂里|企业|对方|厂方|店里|站里|矿上)|由(?=(?:企业|厂方|厂里|公司|矿方|车间|项目部)))(?![\u4e00-\u9fff]{0,4}[:：])(?:企业)?)"
)
_ENTRY = re.compile(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*(?=([^；;。\n]{1,80}))")


def advice_in(text: str, rest: str, labelled: re.Match[str] | None) -> re.Match[str] | None:
    """Where an item says what is to be done: behind a word for it, beside a label, behind an arrow or a day."""
    said = ADVICE.search(text)
    if said is not None and _ASKED.search(said[0]) is not None:
        day = _DAY_TO_DO_BY.match(text, said.end())
        if _NOTHING_TO_DO.match(text, day.end() if day else said.end()):
            said = None  # "请按期整改", "应于7月20日前整改": of all, and nothing to do
    return said or labelled or behind_arrow(rest) or _behind_day(rest) or _bracketed(rest)


def asked_behind(words: str) -> re.Match[str] | None:
    """The comma in words on what is wrong behind which, by the lists and by the weights, they go on with what is to be done:
    "护栏缺一段，补装护栏"; None where there is none."""
    for comma in re.finditer("[，,]\\s*", words):
        before, behind = words[: comma.start()], re.split("[，,]", words[comma.end() :])[0]
        last = re.split("[，,]", before)[-1]
        if hazard_cells.han(before) < _LEAST_WRONG or hazard_cells.tells_remedy(before):
            return None
        if hazard_cells.tells_level(last) or any(t.kind == "moment" for t in scan(words)):
            return None  # entries between commas: what is wrong, its level, what is to be done, by when
        if hazard_cells.tells_remedy(behind) and learned.odds(behind).tells_remedy:
            return comma
    return None


_LEAST_WRONG = 4  # Han characters of what is wrong
_BRACKETED = re.compile(
    r"\s*[（(]\s*(?:(?:重大|一般|较大)[\u4e00-\u9fff]{0,6}[，,；;、]\s*)?([^（()），,；;\d]{2,40}?)\s*[，,；;、][^（()）]*\d[^（()）]*[)）]"
)


def _bracketed(rest: str) -> re.Match[str] | None:
    """What is to be done, first in the bracket that ends with the day to do it by: "（设接液盘，7月15日前）"."""
    told = _BRACKETED.match(rest) or _BEHIND_LEVEL.match(rest)
    return told if told is not None and hazard_cells.tells_remedy(_AT_ONCE.sub("", told[1])) else None


_AT_ONCE = re.compile("当[天日]")
_BEHIND_LEVEL = re.compile(r"\s*[（(]\s*(?:重大|一般|较大)[\u4e00-\u9fff]{0,6}[，,；;、]\s*([^（()）;；\d]{3,40})[)）]")
"""What is to be done in the bracket that tells the level first and no day: "（一般，立即断电并派专人检查）"."""
_VALUE_OF_ENTRY = re.compile(r"\s*([^；;。\n]+)")
_ARROW = re.compile(r"\s*(?:→|⇒|➜|=>|->|—{2})\s*([^→⇒➜；;。\n]+)")


def behind_arrow(rest: str) -> re.Match[str] | None:
    """What is to be done behind an arrow: "护栏缺失 → 补装护栏（6月1日）"; what became of it may stand there too."""
    told = _ARROW.search(rest)
    if told is None or _DONE_ALREADY.match(told[1]) is not None:
        return None
    state = hazard_cells.tells_state(told[1]) or any(outcome(told[1], status=True).values())
    return told if hazard_cells.tells_remedy(told[1]) or not state else None


_TO_DO_BY = re.compile(
    r"(?:\d{1,2}\s*[日号]?|[一二三四五六七八九十][日号])\s*[之以]?前\s*(?:必须|务必|须|应当?(?!急))?([^，,。；;（()）\d][^。；;（()）]{1,40})"
)


def _behind_day(rest: str) -> re.Match[str] | None:
    """What is to be done by a day, right behind it: "（重大，5月8日前恢复侧吸风运行）"; no more than that it is to be mended is nothing to do."""
    told = _TO_DO_BY.search(rest)
    if told is None or _NOTHING_TO_DO.match(told[1]) or hazard_cells.tells_defect(re.split("[，,]", told[1])[0]):
        return None
    in_bracket = _opens_bracket(rest[: told.start()])  # a bracket that says by when says what
    well = hazard_cells.tells_remedy(told[1]) or _ENDS_WELL.match(told[1]) is not None
    return told if well or (in_bracket and not hazard_cells.tells_state(told[1])) else None


def _opens_bracket(text: str) -> bool:
    return max(text.rfind("("), text.rfind("（")) > max(text.rfind(")"), text.rfind("）"))


_ENDS_WELL = re.compile(r"[\u4e00-\u9fff]{1,8}?[好完妥齐掉净上](?=$|[，,])(?!整改)")
"""A verb with the word for having come to its end, in a message: 清完, 修好，修好前停用."""
_ASKED = re.compile("(?:请|应当?|须|需要?|要求)$")
_DAY_TO_DO_BY = re.compile(r"\s*[于在]?\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*[之以]?前\s*")
_NOTHING_TO_DO = re.compile(
    r"\s*(?:完成|全部|须|应|要|请|必须|予以|按[期时要]求?|及时|立即|限期|认真|抓紧|尽快|落实)*(?:整改|治理|改正|完成|处理|落实|消除)(?:到位|完毕|完成)?(?:$|[，,。；;并）)])"
)
_DONE_ALREADY = re.compile(r"\s*(?:已|均已|当场|现场)|[^（(]{0,10}(?:完成|完毕|到位|合格)\s*(?:$|[（(])")


def labelled_entries(rest: str) -> dict[str, re.Match[str]]:
    """Level and advice among the entries of an item, by what stands beside a label of any words; the value is group 1."""
    out: dict[str, re.Match[str]] = {}
    for match in _ENTRY.finditer(rest):
        value = _VALUE_OF_ENTRY.match(rest, match.end())
        if value is None:
            continue
        role = label_role(match[1])
        if role in (None, "level") and hazard_cells.tells_level(value[1]):
            out.setdefault("level", value)
        elif (
            role in (None, "advice")
            and hazard_cells.tells_remedy(value[1])
            and not re.search("[期时]限|截止", match[1])
        ):
            out.setdefault("advice", value)
    return out


_BY_DAY = re.compile(
    r"[，,]\s*(?:请|限|须|应|要求|最迟|不[迟晚]于|并|(?:整改|治理|完成|处理)?(?:期限|时限|时间)[为至]?)*(?:于|在|期)?\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}"
)
DAY_BEFORE = re.compile(
    r"\s*(?:在\s*)?(?:(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?|[底末])|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}[日号])\s*[之以]?前(?:全部|及时)?[，,]?"
    r"(?:必须|务必|须|应当?(?!急))?(?!完成整改|整改|完成(?:$|[，,。；;]))(?=[\u4e00-\u9fff])"
)
DAY_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]{0,12}\d{1,2}\s*[月./-]\s*\d{1,2}[^（()）]{0,8}[)）]\s*$")


def without_day(words: str) -> str:
    """What is to be done without the day to do it by before it, and without the clauses behind it on that day and on how far it is."""
    if (first := DAY_BEFORE.match(words)) is not None and len(words) - first.end() >= 2:
        words = words[first.end() :]
    words = _WHO_BEHIND_BAR.sub("", DAY_IN_BRACKETS.sub("", words))
    if (deed := _THEIR_ANSWER.search(words)) is not None and deed.start() >= 2:
        words = words[: deed.start()]
    day = _BY_DAY.search(words)
    kept = re.split("[，,]", words if day is None or day.start() < 2 else words[: day.start()])
    while len(kept) > 1 and hazard_cells.tells_level(kept[-1].strip(" )）")):
        kept.pop()
    while len(kept) > 1 and hazard_cells.tells_state(kept[-1]) and not _TELLS_TO_DO.search(kept[-1]):
        if hazard_cells.tells_remedy(kept[-1]):
            break
        kept.pop()
    return ",".join(kept) if len(kept) < len(re.split("[，,]", words)) else words


_WHO_BEHIND_BAR = re.compile(r"\s*[|｜]\s*[\u4e00-\u9fff、]{2,10}\s*$")
"""Who is to do it, behind a bar."""
_THEIR_ANSWER = re.compile(
    r"[，,]\s*(?:但|后)?(?:[贵你该][\u4e00-\u9fff]{1,2}|企业|(?:被检|受检|投保)?单位|厂方|业主)(?:现|当[场日天])?(?:已|未|表示|明确|拒|答复|称|仍|尚)"
    r"|[，,]\s*[^，,]{0,10}(?:复看|复查|复核|回看|再看|再查)时(?:[均都现]|全部)?[已仍]"
)
"""A clause behind what is to be done that tells what the enterprise did or said: "…，贵公司已于6月15日更换"."""
_TELLS_TO_DO = re.compile("别|不得|不准|不许|不可|不能|禁|暂停|前[不勿]|方可|才[能可]|再")
"""A clause that forbids or allows is part of what is to be done, though it begins as a state does: "没校好先别用"."""


_LEVEL_FIRST = re.compile(r"(?:特别?重大|重大|较大|一般)(?:事故|安全)*(?:隐患)?\s*[，,、；;]\s*(?=\S)")
"""How grave a hazard is, told behind the arrow before what is to be done: "→重大，9月5日前恢复"."""


def words_of(advice: re.Match[str], text: str) -> str:
    """The words on what is to be done, found by ``advice`` in an item's ``text``; empty where no more than a day is left of them."""
    of_its_own = advice.re in (_VALUE_OF_ENTRY, _ARROW, _TO_DO_BY, _BRACKETED, _BEHIND_LEVEL)
    words = advice[1] if of_its_own else re.split(r"[；;。]", text[advice.end() :])[0]
    words = _LEVEL_FIRST.sub("", words.strip(" ，,"))
    if not of_its_own and _ASKED.search(advice[0]) is not None and _DAY_TO_DO_BY.match(words):
        words = words.removeprefix("于")  # "请于4月15日前更换门锁"
    return without_day(words)
