"""Labelled entries of a card, a form or an app, and which of them tell what of a hazard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.refused import says_refused
from extractor.hazards.meaning.reported import tells_reported
from extractor.hazards.meaning.words import OF_REVIEW, OF_WORDS, label_role
from extractor.values.scan import scan

PAIR = re.compile(r"(?:^|[\s;；。,，])([\u4e00-\u9fff]{1,8}\s*\d{0,2})\s*[:：]\s*")


OPENER = re.compile(
    r"^\s*(?:第\s*)?(?:隐患|问题|缺陷|不符合项|编号|序号|(?:No|Item|Finding)\b\.?)?\s*(?:项|处|条)?\s*[（(#]?\s*[\d一二三四五六七八九十]{1,3}\s*(?:/\s*\d{1,2})?\s*(?:[)）]|项|处|条|号)?\s*$"
)


OTHER = re.compile(r"(?:依据|责任人?|部位|位置|地点|照片|图片|类别|序号|编号|部门|区域)\s*\d*$")


_LOOKED_AGAIN = re.compile("复[查核检验]|验收|整改|核查|回访")


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled entry: what it tells (``role``; "other" where it tells nothing of the hazard) and where it stands."""

    role: str
    unit: Unit
    start: int
    stop: int
    weak: bool = False  # the label would also fit what is no hazard ("情况")
    ends: bool = False  # the label of a day says that something ended on it: "完成日期"

    @property
    def text(self) -> str:
        return self.unit.text[self.start : self.stop].replace("\n", "").strip()


def come_again(labels: Sequence[str]) -> bool:
    """Whether the same words, three or more, come again in their order all the way down: the labels of cards one below another."""
    size = next((k for k in range(1, len(labels)) if labels[k] == labels[0]), len(labels))
    return (
        2 < size < len(labels)
        and [*labels[:size]] * (len(labels) // size) == [*labels]
        and max(map(len, labels)) <= _LONGEST
    )


_LONGEST = 12  # characters of a label


def is_label(unit: Unit | None) -> bool:
    if unit is None:
        return False
    bare = unit.text.strip(" :：")
    if re.fullmatch(r"[\W\d一二三四五六七八九十]+", bare) or re.match(r"[已未待拒]|整改中|一般|重大", bare):
        return False
    if label_role(bare) is not None or OTHER.search(bare) or OPENER.match(bare):
        return len(bare) <= (10 if OTHER.search(bare) is None or meaning(bare).coverage >= 0.6 else 6)
    return 2 <= len(bare) <= 10 and not unit.tokens and meaning(bare).coverage >= 0.9


_NO_LABEL = re.compile("^[已未待拒]|^整改中|^一般|^重大|[:：]")


def stacked_pair(unit: Unit) -> tuple[str, int] | None:
    """A label over its value in one cell, as platforms print them, and where the value begins: "整改期限" over "2025-07-21"."""
    if unit.table is None or len(unit.pieces) < 2:
        return None
    start = unit.pieces[1][0]
    label = unit.text[:start].strip(" :：\n")
    if not 2 <= len(label) <= 10 or not unit.text[start:].strip() or _NO_LABEL.search(label):
        return None
    if _breaks(label, unit.text[start:].strip(" :：\n")):
        return None
    own = PAIR.search(unit.text, start - 1)
    if own is not None and (label_role(own[1]) or OF_WORDS.fullmatch(own[1])):
        return None  # a cell that is a card by itself: a head over "问题：…", "限期：…"
    known = label_role(label) is not None or OPENER.match(label) or OTHER.search(label) or label in DUE_BY
    return (label, start) if known or meaning(label).coverage >= 0.9 else None


_LEFT_OVER = re.compile(r"[\u4e00-\u9fff]{1,2}")


def _breaks(label: str, rest: str) -> bool:
    """Whether a label breaks in its narrow cell, and no value stands under it: "隐患描" over "述"."""
    if not _LEFT_OVER.fullmatch(rest) or hazard_cells.tells_level(rest) or hazard_cells.tells_state(rest):
        return False
    return label_role(label + rest) is not None


_NOT_OF_A_HAZARD = (
    "service", "sign", "sign_off", "report", "period", "start", "print", "client", "agency", "expert", "holder", "insured",
    "insurer", "policy", "address", "contact", "amount", "fee", "premium", "photo", "basis", "employees",
)  # fmt: skip


def role_by_value(label: str, value: str, described: bool) -> str | None:
    """Which entry of a hazard stands beside a label that says nothing known, by the form of what stands there.

    A day or a state is one only after a defect was told.
    """
    value = value.strip(" ;；。")
    if _OF_A_LESSON.search(label):
        return None
    if label.endswith("类别") and _GRAVE.fullmatch(value):
        return "level"  # 类别 asks for many things, and what stands there says which
    if described and 2 <= len(label) <= 12 and tells_reported(value):
        return "reported"
    if described and label.endswith("意见") and len(value) <= _SHORT_OPINION and says_refused(value):
        return "opinion"
    if described and _shows_state(label, value):
        return "status"
    short = len(value) <= _SHORT_STATE or _STATE_FIRST.match(value) is not None
    if described and _LOOKED_AGAIN.match(label) and short and hazard_cells.tells_state(value):
        return "status"
    if (
        not 2 <= len(label) <= 10
        or not value
        or OTHER.search(label)
        or re.search("意见|评价|结论|备注|反馈|概况", label)
    ):
        return None
    if meaning(label).any(*_NOT_OF_A_HAZARD) and not (described and _is_due_by(label)):
        return None
    if hazard_cells.tells_level(value):
        return "level"
    if (
        described
        and re.fullmatch(r"[\d年月日./\-]+[日号]?(?:[之以]?前)?", value)
        and any(t.kind == "moment" for t in scan(value))
    ):
        return None if OF_REVIEW.fullmatch(label) else "deadline"
    if described and len(value) <= 16 and hazard_cells.tells_state(value):
        return "status"
    if hazard_cells.tells_defect(value) and meaning(value).coverage < 0.8:
        return None if described else "description"
    return "advice" if described and hazard_cells.tells_remedy(value) else None


_GRAVE = re.compile("(?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*(?:隐患|问题)?")
_OF_A_LESSON = re.compile("培训|授课|课程|讲[授座课]|教育|演练|学习|考核|宣[传讲贯]")
"""Labels of what was taught or practised, where defects are talked of and none was found."""
_STATE_FIRST = re.compile("(?:现|当场|经复查)?(?:已|[尚仍]?未)(?=[整改完销闭治消落])")
_SHORT_STATE = 16  # characters of a state that may begin with other words: "整改：4月8日完成"
_SHORT_OPINION = 40  # characters of an opinion that is no more than a refusal


def _is_due_by(label: str) -> bool:
    """Whether a label asks for a time that ends and names nothing else than mending: 期限, 治理时限; no 服务期限."""
    told = meaning(label)
    return label == "期限" or (told.has("deadline") and not told.any(*_NOT_OF_ANY_TERM))


_NOT_OF_ANY_TERM = tuple(concept for concept in _NOT_OF_A_HAZARD if concept != "period")


def is_numbered_card(text: str) -> bool:
    """Whether words without a colon stand behind a number in the first line, and under them by when to mend and how it stands or
    how grave it is: what is wrong, in whatever words."""
    head = _NUMBERED_LINE.match(text)
    if head is None:
        return False
    pairs = list(PAIR.finditer(text, head.end() - 1))
    stops = [*(m.start() for m in pairs[1:]), len(text)]
    roles = {label_role(m[1]) or DUE_BY.get(m[1]) for m in pairs}
    graded = any(hazard_cells.tells_level(text[m.end() : stop]) for m, stop in zip(pairs, stops, strict=False))
    return "deadline" in roles and (graded or bool(roles & {"status", "level"})) and "description" not in roles


_NUMBERED_LINE = re.compile(
    r"\s*(?:[【\[（(]?\s*(?:隐患|问题|图片?|照片)?\s*[（(]?\d{1,2}\s*[)）】\].、．]{1,2}|(?:隐患|问题|图片?|照片)\s*\d{1,2}[\s、.．]|#\d{1,2}\s)\s*[^\n:：]{4,60}\n"
)


def tells_whole(unit: Unit) -> bool:
    """Whether a cell says under labels of its own what is wrong and something more about it: a card in a cell."""
    roles = {label_role(m[1]) or DUE_BY.get(m[1]) for m in PAIR.finditer(unit.text)} - {None}
    first = unit.text.split("\n")[0]
    headed = ":" not in first and (hazard_cells.tells_defect(first) or is_numbered_card(unit.text))
    return len(unit.text) <= 300 and len(roles) >= 2 and ("description" in roles or headed) and bool(roles - _SAID)


_SAID = {"description", "advice"}
DUE_BY = dict.fromkeys(("期限", "限期", "时限"), "deadline")
"""Labels that tell by when something ends, on a card the mending."""


def _shows_state(label: str, value: str) -> bool:
    """Whether the entry for a photograph of the mended place says how far the mending is: "治理后照片：（已上传）治理完成"."""
    words = re.sub(r"[（(][^）)]*[)）]", "", value)
    return "后" in label and words != value and hazard_cells.tells_state(words)


def untold(label: str, value: Unit) -> str | None:
    """ "words" for an entry of a card whose label says nothing known and whose value is a phrase: perhaps what is wrong."""
    if value.table is None or hazard_cells.han(value.text) < 5 or value.tokens or OTHER.search(label):
        return None
    words = meaning(label)
    if not words.has("hazard") and words.any(*_NOT_OF_A_HAZARD, "date", "status", "advice", "reported_to", "deadline"):
        return None
    return None if hazard_cells.tells_state(value.text) or hazard_cells.tells_remedy(value.text) else "words"


def is_weak(role: str, label: str, value: str) -> bool:
    return (
        role == "description"
        and not hazard_cells.tells_defect(value)
        and re.search("隐患|问题|缺陷|不符合|不合格|不安全|违章|违规|病|症|瑕疵|不足|风险", label) is None
    )


_SPACED = re.compile(r"\s*([\u4e00-\u9fff]{2,8})\s+(?=\S)")


def spaced_pair(unit: Unit) -> re.Match[str] | None:
    """A label in front of its value in one line, as web pages print them; no label with a blank in it, no line with colons."""
    if (unit.table is not None and unit.table.method != "aligned") or ":" in unit.text:
        return None
    found = _SPACED.match(unit.text)
    return None if found is None or (len(unit.text) <= 10 and _goes_on_naming(unit.text[found.end() :])) else found


def _goes_on_naming(words: str) -> bool:
    """Whether words go on with a label: "整改 期限", "隐 患 描 述"."""
    return meaning(words).coverage >= 0.9 and not (hazard_cells.tells_level(words) or hazard_cells.tells_state(words))
