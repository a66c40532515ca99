"""Rich Text Format (.rtf, and .doc files that are one): paragraphs and tables in the order they are printed.

Read here and not by LibreOffice: the words, tables and numbers of a paper need no layout, and nothing has to be installed.
"""

from __future__ import annotations

import hashlib

from extractor.changes import comments_problem, tracked_problem
from extractor.document import Document, Layer, Page, Problem
from extractor.errors import Damaged, TooLarge
from extractor.formats.text import problems_of
from extractor.limits import Limits
from extractor.rtf.story import Story

EXTENSIONS = ("rtf", "doc", "wps")
"""``doc`` and ``wps`` too: Word and WPS open an RTF under those names, and many systems export one."""
_LITTLE_TEXT = 20
"""As in a DOCX: with fewer characters than this and with pictures, it is a paper that was photographed into the file."""


def sniff(head: bytes) -> float:
    """The words that every RTF begins with."""
    return 1.0 if head.startswith(b"{\\rtf") else 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """One page without number, as for a DOCX."""
    if len(data) > limits.part_bytes:
        raise TooLarge(f"RTF {len(data) // 1024 // 1024}MB")
    story = Story(limits)
    blocks = story.read(data)
    changes = story.changes
    layer = Layer(tuple(Story(limits, before=True).read(data)), changes=changes) if changes else None
    page = Page(None, 0.0, 0.0, tuple(blocks), layer=layer)
    document = Document(name, hashlib.sha256(data).hexdigest(), "rtf", (page,), paged=False)
    letters = sum(len(line.text) for _, line in document.lines())
    notes: list[str] = []
    problems: list[Problem] = list(problems_of(document.text))
    if changes:
        problems.append(tracked_problem(changes))
    if (remarks := comments_problem([author.strip() for author in story.remarks])) is not None:
        problems.append(remarks)
    if story.hidden:
        notes.append(f"有{story.hidden}个隐藏字符，未读取")
    if story.pictures and letters < _LITTLE_TEXT:
        problems.append(
            Problem("pictures_not_read", f"文内有{story.pictures}幅图片，图中文字未读取", "请转换为PDF或DOCX后重新提交")
        )
    elif story.pictures:
        notes.append(f"文内有{story.pictures}幅图片，未识别图中文字")
    if story.cut_off:
        problems.append(Damaged("文件结尾缺失，已尽力读取").problem())
    return Document(name, document.sha256, "rtf", (page,), tuple(problems), paged=False, notes=tuple(notes))
