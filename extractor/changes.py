"""Tracked changes of a text document that nobody has decided on, in words; the same for every format that has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.document import Change, Problem

TRACKED = "tracked_changes"
"""The paper was read all the same, with every change accepted."""
COMMENTS = "comments"
"""The paper was read all the same; remarks beside its text are no part of it."""
_MOST_NAMED = 3
_LONGEST = 30
"""Letters of a change that are shown."""


def tracked_problem(changes: Sequence[Change]) -> Problem:
    """That a paper has changes nobody has decided on, in words; each author with the last day of theirs."""
    counts = "、".join(
        f"{word}{count}处"
        for word, kind in (("插入", "inserted"), ("删除", "deleted"))
        if (count := sum(change.kind == kind for change in changes))
    )
    some = "、".join(f"{'插入' if c.kind == 'inserted' else '删除'}“{_short(c.words)}”" for c in changes[:_MOST_NAMED])
    more = "等" if len(changes) > _MOST_NAMED else ""
    said = f"有修订尚未接受或拒绝（{counts}：{some}{more}；{made_by(changes) or '未写明修订人'}），按接受全部修订后的文字核对"
    return Problem(TRACKED, said, "请由双方接受或拒绝全部修订，重新提交定稿")


def comments_problem(authors: Sequence[str]) -> Problem | None:
    """That there are remarks beside the text, one for each of these authors ("" for one not named); None where none are."""
    if not authors:
        return None
    names = "、".join(_first(authors))
    said = f"有{len(authors)}条批注{f'（{names}）' if names else ''}，不是正文，未读取"
    return Problem(COMMENTS, said, "如批注涉及约定内容，请写入正文")


def made_by(changes: Iterable[Change]) -> str:
    """The authors of changes, each with the last day of theirs: ``"张三 2025-03-01、李四"``.

    >>> made_by([Change("inserted", "一", "张三", "2025-03-01"), Change("deleted", "二", "张三", "2025-02-01")])
    '张三 2025-03-01'
    """
    last: dict[str, str] = {}
    for change in changes:
        if change.author or change.day:
            last[change.author] = max(last.get(change.author, ""), change.day)
    return "、".join(_first(f"{author} {day}".strip() for author, day in last.items()))


def _first(names: Iterable[str]) -> list[str]:
    """The first few names, each once and not longer than a line."""
    given = list(dict.fromkeys(_short(name) for name in names if name))
    return [*given[:_MOST_NAMED], *(["等"] if len(given) > _MOST_NAMED else [])]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
