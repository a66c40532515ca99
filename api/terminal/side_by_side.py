"""Findings before and after as lines for people, the old and the new clause under one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.terminal import present_words
from validators.reasons import reason

WHAT = {
    "zh": {"gained": "+ 新出现", "lost": "- 不再有", "new": "+ 新出现", "fixed": "- 不再有", "changed": "~ 有变化"},
    "en": {"gained": "+ new", "lost": "- gone", "new": "+ new", "fixed": "- gone", "changed": "~ different"},
}
WORDS = {
    "zh": {"old": "旧", "new": "新", "none": "（没有对应的规则）", "filing": "案卷", "colon": "："},
    "en": {"old": "old", "new": "new", "none": "(no such rule)", "filing": "Filing", "colon": ": "},
}
_VERDICTS = {
    "zh": {"satisfied": "符合", "violated": "违反", "undecided": "待定", "not_applicable": "不适用"},
    "en": {
        "satisfied": "satisfied",
        "violated": "violated",
        "undecided": "undecided",
        "not_applicable": "not applicable",
    },
}


def heading(filing: str, path: str, before: str, after: str, lang: str) -> str:
    """The filing with its verdict, or with both where they differ; "" is none."""
    verdicts = present_words.WORDS[lang]
    said = [verdicts["verdict"].format(verdicts[verdict]) for verdict in (before, after) if verdict]
    shown = said[0] if before == after else " → ".join(said)
    return f"{WORDS[lang]['filing']} {filing}  {shown}  {path}"


def lines(changes: Iterable[Mapping[str, Any]], lang: str, *, none: str = "") -> Iterator[str]:
    """Each change (``what``, ``old``, ``new``; findings as in the report) with its clauses. ``none`` is said of a side that there
    is not."""
    words = WORDS[lang]
    for change in changes:
        shown: Mapping[str, Any] = change["new"] or change["old"]
        if change["what"] == "lost":
            shown = change["old"]
        yield f"  {WHAT[lang][change['what']]} [{present_words.WORDS[lang][shown['severity']]}] {shown['summary']}"
        for side in ("old", "new"):
            yield f"      {words[side]}{words['colon']}{_clause(change[side], lang, none or words['none'])}"


def _clause(side: Mapping[str, Any] | None, lang: str, none: str) -> str:
    if side is None:
        return none
    citation, verdict = side["citation"], _VERDICTS[lang][side["verdict"]]
    quote = f"“{citation['quote']}”" if citation["quote"] else ""
    since = present_words.WORDS[lang]["from"].format(citation["in_force_from"]) if citation["in_force_from"] else ""
    said = reason(side.get("why") or "")[lang == "en"]  # a reason that nobody has put into Chinese is left to the JSON
    why = f"{'; ' if lang == 'en' else '；'}{said}" if said else ""
    return f"{citation['document']} {citation['article']}{quote}{since} — {verdict}{why}"
