"""Codes that nothing can be: presuppositions that never hold, and required or forbidden things that no reader tells."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from extractor.clauses import further
from extractor.clauses.rules import rulebook
from extractor.values import sector
from validators.filing.schedule import EVERY_COVER
from validators.law.pack import Rule
from validators.lint._ground import Code, Fault, Ground, Loaded

CODES = {
    "never-applies": Code("error", "when asks for a value that the fact cannot have", "改用该事实的取值", "use one of the fact's values"),
    "code-unknown": Code("error", "a required, forbidden or barred thing of no known code", "改用已有的代号", "use one of the codes"),
}  # fmt: skip
_SERVICE = ("prevention_service", "prevention_service_vague")  # judged by patterns of its own (rulebook().service)


@cache
def vocabularies() -> Mapping[str, frozenset[Any]]:
    """Fact → every value it can have, for facts that take theirs from a closed list. Sources: the readers' own lists."""
    covers = EVERY_COVER | {"other"}
    services = frozenset({"training", "inspection", "risk", "drill", "standard"})
    return {
        "coverages": covers,
        "clauses": frozenset(
            (*(rule.code for rule in rulebook().rules), *(phrase.code for phrase in further.phrases()), *_SERVICE)
        ),
        "service_types": services,
        "services_done": services,
        "hazard_level": frozenset({"重大", "一般", "较大"}),
        "enterprise_size": frozenset({"large", "medium", "small", "micro"}),
        "sector": frozenset(sector.codes()),
        **dict.fromkeys(("period_over", "renewal", "hazard_refused", "is_due"), frozenset({True, False})),
    }


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    types = {rule.type for pack in (*(one.pack for one in ground.loaded), *ground.beside) for rule in pack.rules}
    for one, rule in ground.rules():
        yield from _presupposed(one, rule)
        yield from _things(one, rule)
        for kind in sorted(set(rule.bars) - types):
            zh, en = f"没有哪条规则会提出“{kind}”", f"no rule raises {kind}"
            yield one.fault("code-unknown", "error", zh, en, rule, "bars")


def _presupposed(one: Loaded, rule: Rule) -> Iterator[Fault]:
    for fact, wanted in rule.when.items():
        known = vocabularies().get(fact)
        never = [value for value in wanted if known is not None and value not in known]
        if never:
            zh = f"前提 {fact} 不会是 {'、'.join(map(str, never))}{_nearest(never[0], known or frozenset(), '，是不是 {}？')}"
            en = f"{fact} is never {', '.join(map(str, never))}{_nearest(never[0], known or frozenset(), '; {}?')}"
            yield one.fault("never-applies", "error", zh, en, rule, "when")


def _things(one: Loaded, rule: Rule) -> Iterator[Fault]:
    known = vocabularies().get(fact_of(rule))
    if known is None:
        return
    for thing in sorted({code for codes in things(rule).values() for code in codes} - known):
        near = _nearest(thing, known, "，是不是 {}？")
        zh = f"{fact_of(rule)} 里不会有“{thing}”{near}"
        en = f"there is no {thing} among {fact_of(rule)}{_nearest(thing, known, '; {}?')}"
        yield one.fault("code-unknown", "error", zh, en, rule, "with")


def fact_of(rule: Rule) -> str:
    """The set that a rule asks for things in, or forbids them in; "" for other checks."""
    return str(rule.with_.get("fact") or ("clauses" if rule.check == "forbidden_wording" else ""))


def things(rule: Rule) -> Mapping[str, frozenset[str]]:
    """Required or forbidden thing → the codes that are it (any of them)."""
    written = rule.with_.get("items") or rule.with_.get("kinds") or ()
    out: dict[str, frozenset[str]] = {}
    for item in map(str, written if isinstance(written, list | tuple) else (written,)):
        name, _, codes = item.partition(":")
        out[name.strip()] = frozenset(code.strip() for code in (codes or name).split(","))
    return out


def _nearest(word: Any, known: frozenset[Any], form: str) -> str:
    near = difflib.get_close_matches(str(word), sorted(map(str, known)), n=1)
    return form.format(near[0]) if near else ""
