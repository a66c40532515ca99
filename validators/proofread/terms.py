"""Names and terms: never introduced, never measured, or one thing under several names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from validators.proofread.lexicon import any_of, load, pattern
from validators.proofread.paper import Defect, Paper, Sentence
from validators.proofread.scores import score_sections

_LEAST_ROLE_NAMES = 3
_LEAST_FAMILY = 4
_TITLE = re.compile(r"《[^》]*》")
# What may stand before a body that is named for the first time without being part of its name.
_EDGES = (
    *(
        "实现",
        "以及",
        "通过",
        "接入",
        "上传至",
        "报送至",
        "报送",
        "推送至",
        "推送",
        "依托",
        "建立",
        "成立",
        "设立",
        "负责",
        "统一",
    ),
    *"向与到至由在和及的各将从经对是为或按",
)
# Words that point to one certain body; 购置信息系统 speaks of any.
_POINTED = re.compile(r"(?:与|向|送|至|到|(?<![输录])入|在|通过|由|(?<![直填申上通])报|经)$")
# 通过信息平台 may be any platform; what is fed to one is fed to a certain one.
_FED = re.compile(r"(?:与|向|送|至|到|(?<![输录])入|(?<![直填申上通])报)$")
_PERSONS = "心班组会"
_MADE = "(?:成立|组建|组成|设立|建立|设置|搭建|建设|开发)"
_NAMED = re.compile(r"[\u4e00-\u9fa5（）]{2,30}$")
_LONGER = 3  # characters before a generic name that make it a name of its own: 全市安责险|信息平台
_SLOGAN = re.compile(r"[“\"](?P<words>[^“”\"，。；]{2,14})[”\"]")
_NUMERALS = "一二两三四五六七八九十百"
_COINED = re.compile(
    rf"^[{_NUMERALS}](?!企一|事一|人一|案一|业一|地一)[\u4e00-\u9fa5]{{1,3}}[{_NUMERALS}][\u4e00-\u9fa5]{{1,4}}$"
)
_EXPLAINED = re.compile(r"^[”\"]?\s*(?:[（：]|是指|指|即|分别|包括)")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on names and terms."""
    yield from _bodies(paper)
    yield from _cycles(paper)
    yield from _unmeasured(paper)
    yield from _coined(paper)
    yield from _roles(paper)
    yield from _families(paper)


def _places(found: Sequence[tuple[Sentence, re.Match[str]]], around: int = 6) -> tuple[tuple[int, str], ...]:
    return tuple(sentence.place(*match.span(), around) for sentence, match in found)


def _without_titles(text: str) -> str:
    return _TITLE.sub(lambda m: "\0" * len(m.group()), text)


def _finds(paper: Paper, words: re.Pattern[str]) -> list[tuple[Sentence, re.Match[str]]]:
    """Every match outside cited titles."""
    return [(s, m) for s in paper.sentences for m in words.finditer(_without_titles(s.text))]


def _bodies(paper: Paper) -> Iterator[Defect]:
    """与运营中心互联: which one? A longer name before, or 以下简称, would say."""
    found = _finds(paper, pattern("wording", "bodies_to_introduce"))
    for name in dict.fromkeys(m.group() for _, m in found):
        mine = [(s, m) for s, m in found if m.group() == name]
        pointing = _POINTED if name[-1] in _PERSONS else _FED
        pointed = any(pointing.search(s.text[: m.start()]) for s, m in mine)
        if (
            not pointed
            or any(_introduced(s.text, m) for s, m in mine)
            or re.search(rf"(?:简称|称)[为“\"]*{name}|{_MADE}[^，。；]{{0,12}}{name}", paper.text)
        ):
            continue
        yield Defect(
            "body_never_introduced",
            "warning",
            _places(mine),
            f"“{name}”在文中首次出现即用简称，未说明是哪个机构或平台",
            f"{name} is used without ever being introduced",
            {"name": name},
        )


def _introduced(text: str, match: re.Match[str]) -> bool:
    """Whether a name of its own stands before the generic words, or an explanation follows them."""
    if re.match(r"[”\"]?\s*[（：]", text[match.end() :]):
        return True
    before = None if _POINTED.search(text[: match.start()]) else _NAMED.search(text[: match.start()])
    own = before.group() if before else ""
    cut = max((own.rfind(edge) + len(edge) for edge in _EDGES if edge in own), default=0)
    return len(own[cut:]) >= _LONGER


def _cycles(paper: Paper) -> Iterator[Defect]:
    """评价周期 with no word on how long it is."""
    found = _finds(paper, re.compile(any_of(load("wording")["cycles"]) + "(?![限间满末])"))
    for name in dict.fromkeys(m.group() for _, m in found):
        stem = name.removesuffix("周期").removesuffix("期")
        yearly = rf"(?:每年|每季度|每半年|按年|按季)[^，。；]{{0,12}}{stem}|(?:年度|季度|半年|月度){stem}"
        if re.search(load("wording")["cycle_defined"].replace("{}", name) + "|" + yearly, paper.text):
            continue
        mine = [(s, m) for s, m in found if m.group() == name]
        yield Defect(
            "cycle_undefined",
            "warning",
            _places(mine[:1]),
            f"“{name}”未说明起止（年度、季度或其他）",
            f"{name} is not defined: year, quarter or other",
            {"name": name},
        )


def _unmeasured(paper: Paper) -> Iterator[Defect]:
    """Words that points hang on in a score sheet though no measure of them is given anywhere."""
    entries = {entry.line for section in score_sections(paper.lines) for entry in section.entries}
    words = pattern("wording", "unmeasured")
    found = [
        (s, m)
        for s, m in _finds(paper, words)
        if s.place()[0] in entries and not re.search(rf"{m.group()}[”\"]?(?:（|是指|指|即|的标准)", paper.text)
    ]
    if found:
        names = "、".join(dict.fromkeys(f"“{m.group()}”" for _, m in found))
        yield Defect(
            "score_term_unmeasured",
            "warning",
            _places(found),
            f"评分项中的{names}没有界定标准",
            f"points hang on {names}, which are not defined",
            {"terms": tuple(dict.fromkeys(m.group() for _, m in found))},
        )


def _coined(paper: Paper) -> Iterator[Defect]:
    """“三场所三企业”: a name of numbers that is explained nowhere and is no slogan that everybody knows."""
    known = set(load("wording")["known_slogans"])
    seen: dict[str, list[tuple[Sentence, re.Match[str]]]] = {}
    for sentence, match in ((s, m) for s in paper.sentences for m in _SLOGAN.finditer(s.text)):
        seen.setdefault(match["words"], []).append((sentence, match))
    for words, found in seen.items():
        if words in known or not _COINED.match(words):
            continue
        if any(_EXPLAINED.match(s.text[m.end("words") :].lstrip('”"')) or _before(s, m) for s, m in found):
            continue
        yield Defect(
            "coined_term_unexplained",
            "note",
            _places(found[:1]),
            f"“{words}”未作解释，所指范围不明",
            f"{words} is not explained",
            {"term": words},
        )


def _before(sentence: Sentence, match: re.Match[str]) -> bool:
    """甲、乙、丙等“三类企业”: the explanation stands before."""
    return bool(re.search(r"、[^，。]{1,20}(?:等|的)?$", sentence.text[: match.start()]))


def _roles(paper: Paper) -> Iterator[Defect]:
    """承保人, 承保单位 and 保险公司 for one role."""
    said: list[str] = []
    places: list[tuple[int, str]] = []
    for names in load("wording")["roles"].values():
        found = _finds(paper, re.compile(rf"(?<!被){any_of(names)}(?![数员次]|合同|条款|业务)"))
        used = dict.fromkeys(m.group() for _, m in found)
        listed = any(re.search(rf"{any_of(used)}[、和或]{any_of(used)}", s.text) for s, _ in found)
        if len(used) >= _LEAST_ROLE_NAMES and not listed:
            said.append("/".join(used))
            places += [_places([next(p for p in found if p[1].group() == name)])[0] for name in used]
    if said:
        yield Defect(
            "role_called_differently",
            "note",
            tuple(sorted(places)),
            f"同一主体有多种称谓：{'；'.join(said)}",
            f"one role goes by several names: {'; '.join(said)}",
            {"names": tuple(said)},
        )


def _families(paper: Paper) -> Iterator[Defect]:
    """服务机构, 服务管理机构, 服务保障机构, 数智保障机构: names built from the same few words."""
    parts, heads = (any_of(load("wording")[key]) for key in ("service_name_parts", "service_name_heads"))
    found = [
        (s, m)
        for s, m in _finds(paper, re.compile(rf"(?:{parts}){{1,4}}{heads}"))
        if not s.text[: m.start()].endswith("保险")
    ]
    used = dict.fromkeys(m.group() for _, m in found)
    # Side by side in one list they are bodies of their own.
    listed = any(re.search(rf"{any_of(used)}(?:、|和|以及|或){any_of(used)}", s.text) for s, _ in found)
    if len(used) >= _LEAST_FAMILY and not listed:
        first = [next(p for p in found if p[1].group() == name) for name in used]
        yield Defect(
            "body_called_differently",
            "note",
            tuple(sorted(_places(first))),
            f"服务机构有{len(used)}种叫法：{'、'.join(used)}，是否同一机构不明",
            f"{len(used)} names of service bodies that may be one: {', '.join(used)}",
            {"names": tuple(used)},
        )
