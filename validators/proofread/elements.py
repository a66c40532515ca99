"""Elements that an official paper must have (公文处理条例 art. 9, GB/T 9704) but lacks, and stages that clash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.proofread.lexicon import ELEMENTS
from validators.proofread.paper import Defect, Paper

_SENT = re.compile(r"报送审查|送审稿|提请审[议查]|报请审[议查]")
_ANNOUNCED = re.compile(r"(?:公告|通告|公示)$")
_ZH = {"doc_number": "发文字号", "issuers": "发文机关署名", "date_issued": "成文日期"}
_EN = {"doc_number": "a document number", "issuers": "a signature", "date_issued": "a date of issue"}


def detect(paper: Paper) -> Iterator[Defect]:
    """Missing elements, and a text that is called two things."""
    if paper.record.value("title"):
        yield from _missing(paper)
    yield from _stages(paper)


def _missing(paper: Paper) -> Iterator[Defect]:
    """A signature in the heading, the title or the text counts; a printing office's name does not."""
    lacking = [name for name in _ZH if name not in paper.record.fields]
    issuers = paper.record.fields.get("issuers")
    if issuers is not None and issuers.how == "print_line":
        lacking.append("issuers")
    title = paper.record.fields.get("title")
    # A draft has no number yet, and a public announcement seldom has one.
    unnumbered = not paper.final or bool(title and _ANNOUNCED.search(title.value))
    if not lacking or (lacking == ["doc_number"] and unnumbered):
        return
    # Without a number a notice can still be told by signature and day; without either it cannot.
    grave = "date_issued" in lacking or "issuers" in lacking
    yield Defect(
        "elements_missing",
        "error" if grave and paper.final else "warning",
        paper.place_of(title),
        ("未读到" if paper.unsure else "缺少") + "、".join(_ZH[name] for name in lacking),
        ("could not read " if paper.unsure else "lacks ") + ", ".join(_EN[name] for name in lacking),
        {"missing": tuple(lacking)},
        basis=ELEMENTS,
    )


def _stages(paper: Paper) -> Iterator[Defect]:
    title = paper.record.fields.get("title")
    if title is None or paper.record.value("stage") != "征求意见稿":
        return
    for line, match in paper.find(_SENT):
        yield Defect(
            "stages_clash",
            "warning",
            (*paper.place_of(title), (line.number, match.group())),
            f"标题为征求意见稿，正文却称“{match.group()}”，文稿阶段不一致",
            f"the title calls it a draft for comment, the text says {match.group()}",
        )
        return
