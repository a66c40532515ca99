"""What a later look or a call says of single hazards by the thing that was put right: "7月27日电话回访，吸尘罩7月23日已装好"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extractor.evidence.units import Unit
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.refused import says_refused
from extractor.hazards.meaning.reported import tells_reported
from extractor.record import Row

_LATER = re.compile(r"回访|复[查核验看]|核查|回看|跟踪|跟进|来电|电话|反馈|告知")
_NOT_YET = re.compile("[请须应将拟待]|计划|准备|要求|建议|如果|若|预约|联系|申请|[采订]购|下单|一半|部分")
_CLAUSE = re.compile(r"[^，,。；;\n]+")
_DAY = r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?"
_THING = re.compile(
    rf"\s*(?:.{{0,16}}?(?:回访|复[查核验看]|核查|回看|反馈|告知|称|说)[:：时]?\s*)?(?P<thing>(?:[\u4e00-\u9fff]{{2,8}}、)*[\u4e00-\u9fff]{{2,8}}?)\s*(?:也|都|均)?(?:于?\s*{_DAY}\s*(?:当[日天])?)?已经?(?!全部|部分)"
)
_OF_ALL = re.compile("隐患|问题|企业|公司|单位|其余|其他|全部|上述|以上|该|此|[项条处]$")


def told_by_thing(units: Sequence[Unit], used: Collection[int], rows: Sequence[Row]) -> Iterator[tuple[int, str, Unit]]:
    """The place of a hazard, the words that say it was mended, and where they stand; ``used``: ids of the units of the list.

    A thing tells which hazard is meant only where it stands in what is wrong, or in what is to be done, of one of them alone.
    """
    words = [f"{row.value('description') or ''}\n{row.value('advice') or ''}" for row in rows]
    for unit in units:
        if id(unit) not in used and unit.table is None:
            yield from _done_to_things(unit, words)
        later = None if id(unit) in used or unit.table is not None else _LATER.search(unit.text)
        if later is None:
            continue
        for m in _CLAUSE.finditer(unit.text):
            named = _THING.match(m[0]) if m.end() > later.start() else None
            if named is None or _OF_ALL.search(named["thing"]) or _NOT_YET.search(m[0]):
                continue
            things = named["thing"].split("、")  # "打磨车间、油漆仓库已整改"
            told = m[0][named.start("thing") :]
            if not outcome(told, status=True)["rectified"]:
                continue
            for thing in things:
                having = [i for i, text in enumerate(words) if thing in text]
                if len(having) == 1:
                    yield having[0], told, unit


def _done_to_things(unit: Unit, words: Sequence[str]) -> Iterator[tuple[int, str, Unit]]:
    """What a sentence says that the enterprise has done to which thing: 企业已于7月11日恢复氮封系统."""
    for m in _DID.finditer(unit.text):
        having = [i for i, text in enumerate(words) if m["thing"] in text]
        if len(having) == 1 and not _NOT_YET.search(m[0]):
            yield having[0], f"已{m['day'] or ''}整改", unit


_DID = re.compile(
    r"(?:企业|厂方|矿方|业主|[贵你该](?:公司|单位|企业|[厂矿店司]))[^，,。；;]{0,4}已(?:经)?(?P<day>于?(?:20\d\d年)?\d{1,2}月\d{1,2}日)?(?:将|对|把)?"
    r"(?:恢复|更换|修复|修好|拆除|清理|补装|加装|装好|封堵|接通|处理|整改)了?(?P<thing>[\u4e00-\u9fff]{3,10})(?=[，,。；;]|$)"
)
_SENTENCE = re.compile(r"[^。；;\n]+")
_NUMBERED = re.compile(r"第\s*[（(]?[\d一二三四五六七八九十]|其余|以上|上述|全部|所有")
_LEAST_SHARED = 3
"""Characters that a sentence must have in common with what is wrong."""
_MUCH = re.compile(
    "(?:安全|事故|生产|重大|一般|较大|隐患|问题|整改|整治|治理|期限|车间|企业|公司|单位|设备|装置|系统|现场|管理|措施|要求|未按|没有|存在|使用)+"
)
"""Words that many hazards share, and that tell none apart."""


def refused_by_thing(
    units: Sequence[Unit], used: Collection[int], rows: Sequence[Row]
) -> Iterator[tuple[int, str, Unit]]:
    """The place of a hazard whose thing a sentence names that tells of a refusal, with that sentence and the one behind it that an
    authority was told: 报警探头仍未恢复，企业明确表示不予整改。已于7月1日报告街道应急办.

    ``used``: ids of the units of the list. Nothing where the thing is of several hazards, or of none.
    """
    wrong = [str(row.value("description") or "") for row in rows]
    for unit in units:
        if id(unit) in used or unit.table is not None or not says_refused(unit.text):
            continue
        sentences = [m[0] for m in _SENTENCE.finditer(unit.text)]
        for k, sentence in enumerate(sentences):
            if not says_refused(sentence) or _NUMBERED.search(sentence):
                continue
            shared = [_in_common(words, sentence) for words in wrong]
            longest = max(shared, default=0)
            if longest < _LEAST_SHARED or shared.count(longest) > 1:
                continue
            after = sentences[k + 1] if k + 1 < len(sentences) and tells_reported(sentences[k + 1]) else ""
            yield shared.index(longest), "；".join(filter(None, (sentence, after))), unit


def _in_common(words: str, sentence: str) -> int:
    """How many characters of one run of Han characters two texts share, general words left out."""
    best = 0
    for run in re.findall("[\u4e00-\u9fff]+", _MUCH.sub(" ", words)):
        for start in range(len(run)):
            size = max(best, _LEAST_SHARED - 1) + 1
            while start + size <= len(run) and run[start : start + size] in sentence:
                best, size = size, size + 1
    return best
