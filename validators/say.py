"""Finding → the sentence a clerk reads: what is wrong, what the rule says, where it stands; Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.values.dates import Moment
from validators.citation import Citation
from validators.facts import Evidence
from validators.finding import Finding, Verdict

_GRADES = {
    "V": ("", ""),
    "S2": ("", ""),
    "S1": ("（依据为单一转载文本，待核实）", " (from a single copy, to be verified)"),
    "M": ("（依据条文待核实）", " (text to be verified)"),
}


@cache
def _data(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((files("validators") / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def knows_sentence(kind: str) -> bool:
    """Whether a type of finding has a sentence of ours; where not, its rule brings its own (``say``)."""
    return kind in _data("sentences.yaml")


def word(code: str, lang: str = "zh") -> str:
    """The word for a code (a coverage, a clause, a prohibited thing, a fact).

    >>> word("rescue"), word("rescue", "en"), word("report_seals", "en")
    ('应急救援费用', 'rescue costs', 'report seals')
    """
    words = _data("words.yaml")
    if lang != "zh":
        return str(words["english"].get(code) or code.replace("_", " "))
    return str(words["codes"].get(code) or words["fields"].get(code) or code)


def shown(value: Any, lang: str = "zh") -> str:
    """A value as people write it.

    >>> shown(Decimal("250000")), shown(Decimal("15625.83")), shown(date(2024, 3, 1)), shown(None)
    ('250,000', '15,625.83', '2024年3月1日', '未载明')
    """
    if value is None:
        return "未载明" if lang == "zh" else "not stated"
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return (
            f"{int(value):,}"
            if whole
            else f"{value.normalize():,f}"
            if value.as_tuple().exponent != -2
            else f"{value:,.2f}"
        )
    if isinstance(value, Moment):
        value = value.day
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else value.isoformat()
    if isinstance(value, list | tuple):
        return "、".join(shown(v, lang) for v in value) if lang == "zh" else ", ".join(shown(v, lang) for v in value)
    return str(value)


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _others(filings: Any, papers: Any, lang: str) -> str:
    """Papers of other filings, each with its own.

    >>> _others(["A", "B"], ["报告.pdf", "报告.pdf"], "zh"), _others("A", "r.pdf", "en")
    ('案卷A中的报告.pdf、案卷B中的报告.pdf', 'r.pdf of filing A')
    """
    lists = [each if isinstance(each, list | tuple) else [each] for each in (filings, papers)]
    if len(lists[0]) != len(lists[1]):
        return ""
    form, between = ("案卷{}中的{}", "、") if lang == "zh" else ("{1} of filing {0}", ", ")
    return between.join(form.format(*pair) for pair in zip(*lists, strict=True))


def filled(template: str, params: Mapping[str, Any], lang: str = "zh") -> str:
    """A sentence with the numbers of a finding put in; ``{name_words}`` is the word for a code."""
    out = _Shown({name: shown(value, lang).rstrip("。；;") for name, value in params.items()})
    out.update({f"{name}_words": word(str(value), lang) for name, value in params.items() if isinstance(value, str)})
    between = "、" if lang == "zh" else ", "
    out.update(
        {
            f"{n}_words": between.join(word(str(each), lang) for each in v)
            for n, v in params.items()
            if isinstance(v, tuple)
        }
    )
    if "other_filing" in params and "other_paper" in params:
        out["others"] = _others(params["other_filing"], params["other_paper"], lang)
    limit = str(params.get("limit", ""))
    if limit[:-1].isdigit():
        days, hours = ("日", "小时") if lang == "zh" else (" days", " hours")
        out["limit_words"] = f"{limit[:-1]}{days if limit.endswith('d') else hours}"
    return template.format_map(out)


def wrong(finding: Finding, lang: str = "zh") -> str:
    """What is wrong (or what could not be decided, and what would settle it), without a full stop."""
    template = (finding.say or _data("sentences.yaml").get(finding.type) or {}).get(lang)
    own_words = finding.rule.startswith(
        "archive."
    )  # what several filings show says itself what a person has to look at
    if (
        finding.verdict is Verdict.UNDECIDED
        and not own_words
        and finding.type
        not in (
            "place_unknown",
            "contract_date_unknown",
            "governing_date_unknown",
        )
    ):
        of_roster = "enterprise" in finding.params  # there it is whether, and not who, that is asked
        lacking = ("insured_at_all" if of_roster and name == "insured" else name for name in finding.lacking)
        needed = ("、" if lang == "zh" else ", ").join(dict.fromkeys(word(name, lang) for name in lacking))
        item = next(
            (word(str(finding.params[k])) for k in ("coverage", "clause", "item", "kind") if k in finding.params),
            str(finding.params["enterprise"] or "") if of_roster else "",
        )
        if lang == "zh":
            topic = _topic(finding) + (f"（{item}）" if item else "")
            return f"未能核对{topic}" + (f"，需要：{needed}" if needed else "")
        return (
            f"Could not check {finding.type.replace('_', ' ')}"
            + (f"; needed: {needed}" if needed else "")
            + f" ({finding.why})"
        )
    if finding.verdict in (Verdict.SATISFIED, Verdict.NOT_APPLICABLE):
        state = {"satisfied": ("符合", "Holds"), "not_applicable": ("不适用", "Does not apply")}[finding.verdict.value]
        return f"{state[0]}：{_topic(finding)}" if lang == "zh" else f"{state[1]}: {finding.type.replace('_', ' ')}"
    return filled(template, finding.params, lang) if template else finding.type


def _topic(finding: Finding) -> str:
    return topic(finding.type, str(finding.say.get("topic") or finding.type))


def topic(type_: str, default: str = "") -> str:
    """What findings of a type are about, in Chinese; the type itself where nobody has named it."""
    return str(_data("topics.yaml").get(type_) or default or type_)


def rule(citation: Citation, lang: str = "zh") -> str:
    """What the rule is: document, article, quoted term; empty for the engine's own remarks."""
    if citation.document == "anze":
        return ""
    doubt = _GRADES[citation.confidence][0 if lang == "zh" else 1]
    if lang == "zh":
        quote = f"“{citation.quote}”" if citation.quote else ""
        return f"依据{citation.document}{citation.article}{quote}{doubt}"
    return f"Rule: {citation.document} {citation.article}" + (f' "{citation.quote}"' if citation.quote else "") + doubt


def place(evidence: Evidence, lang: str = "zh") -> str:
    """Where it stands: paper, page or cell, and the words as written."""
    span = evidence.span
    if span is None:
        return evidence.path
    spot = (
        f" 第{span.page}页"
        if span.page and lang == "zh"
        else f" p.{span.page}"
        if span.page
        else f" {span.where}"
        if span.where
        else ""
    )
    text = span.text.rstrip("。；;")
    text = text if len(text) <= 40 else text[:39] + "…"
    return f"{evidence.path}{spot}" + (f"“{text}”" if text and lang == "zh" else f' "{text}"' if text else "")


def say(finding: Finding, lang: str = "zh", what: str | None = None) -> str:
    """The whole sentence: what is wrong (``what``, where that is known already), what the rule says, where it stands."""
    parts = [wrong(finding, lang) if what is None else what, rule(finding.citation, lang)]
    places = list(dict.fromkeys(place(e, lang) for e in finding.evidence[:2]))
    if places:
        parts.append(("见" if lang == "zh" else "See ") + ("、" if lang == "zh" else "; ").join(places))
    stop = "。" if lang == "zh" else ". "
    return (stop.join(part for part in parts if part) + stop).strip()
