"""The title of an official paper, however it is broken, and what the title says: genre, stage, the text it issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.notices.numbering import mark
from extractor.notices.organs import organs
from extractor.notices.paragraphs import Paragraph
from extractor.values import doc_number

GENRES = (
    "起草说明|编制说明|政策解读|解读|说明|实施方案|工作方案|行动方案|试点方案|方案|实施细则|细则|管理办法|实施办法|暂行办法|办法|实施意见|指导意见|意见|"
    "通知|决定|公告|通告|通报|公报|批复|复函|函|请示|报告|会议纪要|纪要|规定|条例|规则|规程|规划|计划|工作要点|要点|制度|指南|标准|命令|令|议案|决议"
)
_STAGE = "征求意见稿|公开征求意见稿|送审稿|报审稿|讨论稿|草案|试行|暂行|修订|修正|征询意见稿"
_GENRE_END = re.compile(rf"(?P<genre>{GENRES})(?:[（(](?:{_STAGE}|[\u4e00-\u9fa5]{{2,8}}稿)[）)])*$")
_ISSUED = re.compile(
    r"(?:印发|发布|公布|转发|下发)(?:关于)?\s*(?:修订后的|修改后的)?[《〈](?P<title>.+)[》〉]的?(?:通知|公告|通告|决定|函)"
)
_DRAFT = re.compile(r"(公开征求意见稿|征求意见稿|征询意见稿|送审稿|报审稿|讨论稿|草案)")
# 解读 and 说明 explain another text; they bind nobody.
_EXPLAINS = re.compile(r"起草说明|编制说明|政策解读|解读|说明$")
_ISSUING = re.compile(r"印发|发布|公布|转发|下发")
_ANY_GENRE = re.compile(GENRES)
_GOES_ON = re.compile(r"\s*(?:的|[（(]|》)")
_MOST_LINES = 6
_HEAD = 25  # titles stand in the first lines, after at most a heading, a number and a website's data box


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its words without stray blanks and the paragraphs (first and last index) it is printed in."""

    text: str
    first: int
    last: int
    genre: str
    issued: str | None
    issued_genre: str | None
    stage: str
    binding: bool


def tidy(text: str) -> str:
    """A title's words without blanks, but with one between the bodies of a joint title, where the blank is the comma.

    >>> tidy("襄城县安全生产委员会 关于印发《推进 工作方案》的通知")
    '襄城县安全生产委员会关于印发《推进工作方案》的通知'
    >>> tidy("应急管理部  财政部 关于印发《办法》的通知")
    '应急管理部 财政部关于印发《办法》的通知'
    """
    head, about, tail = text.partition("关于")
    names = [name for *_, name in organs(head)] if about and len(head.split()) > 1 else []
    front = " ".join(names) if len(names) > 1 else "".join(head.split())
    return front + about + "".join(tail.split())


def _balanced(text: str) -> bool:
    return all(
        sum(map(text.count, opening)) == sum(map(text.count, closing)) for opening, closing in ("《》", ("（(", "）)"))
    )


def _line_of_title(text: str) -> bool:
    flat = text.strip()
    if not flat or len(flat) > 90 or re.search(r"[。；！？]|[：:∶]$|^抄送|^附件|文件$|签发人|^[^《]{2,8}[：:∶]", flat):
        return False
    return mark(text) is None and not _is_number(flat) and not re.match(r"^\d{4}年\d{1,2}月\d{1,2}日$", flat)


def _is_number(text: str) -> bool:
    found = doc_number.find_all("".join(text.split()))
    return bool(found) and not found[0][2].standard and "《" not in text and found[0][1] - found[0][0] > 0.5 * len(text)


def find_title(paragraphs: Sequence[Paragraph]) -> Title | None:
    """The first run of lines in the head of the paper whose words end in a genre; one with 关于 goes first."""
    head = [i for i, p in enumerate(paragraphs) if not p.is_rule and not p.in_table][:_HEAD]
    head += [i for i, p in enumerate(paragraphs[:_HEAD]) if p.in_table]
    lines = [paragraphs[i].text if _line_of_title(paragraphs[i].text) else None for i in head]
    if not _ANY_GENRE.search("".join("".join(line.split()) for line in lines if line)):
        return None
    found: list[Title] = []
    for place, line in enumerate(lines):
        if line is None:
            if found and len(paragraphs[head[place]].text) > 60:
                break
            continue
        title = _from(lines[place : place + _MOST_LINES], head[place : place + _MOST_LINES])
        if title is not None and "关于" in title.text:
            return title
        if title is not None:
            found.append(title)
    return found[0] if found else None


def _from(lines: Sequence[str | None], indices: Sequence[int]) -> Title | None:
    """The title that begins on the first of ``lines`` (None = a line that cannot be one), however many it takes."""
    text, done = "", None
    for line, index in zip(lines, indices, strict=True):
        if line is None or (done is not None and not _GOES_ON.match(line)):
            break
        bodies = bool(text) and "关于" not in text and bool(organs(text))
        if bodies and not line.strip().startswith("关于") and not organs(line):
            return None  # the issuer's heading, not the first line of a title
        text += (" " if bodies else "") + line.strip()
        flat = "".join(text.split())
        if len(flat) >= 6 and _GENRE_END.search(flat) and _balanced(flat):
            done = (text, index)
    return _read(tidy(done[0]), indices[0], done[1]) if done else None


def _read(text: str, first: int, last: int) -> Title | None:
    match = _GENRE_END.search(text)
    if match is None:
        return None
    issued = _ISSUED.search(text)
    draft = _DRAFT.search(text)
    genre = match["genre"]
    explains = bool(_EXPLAINS.search(genre))
    stage = "正式"
    if draft:
        stage = {"草案": "征求意见稿", "讨论稿": "征求意见稿", "报审稿": "送审稿"}.get(draft[1], draft[1])
        stage = stage.replace("公开征求", "征求").replace("征询", "征求")
    if re.search(r"公开征求|征求.{0,40}意见的", text):
        stage = "征求意见稿"
    if genre == "通知" and _ISSUING.search(text) and issued:
        genre = "印发通知"
    inner = _GENRE_END.search(issued["title"]) if issued else None
    return Title(
        text,
        first,
        last,
        genre,
        issued["title"] if issued else None,
        inner["genre"] if inner else None,
        stage,
        stage == "正式" and not explains,
    )
