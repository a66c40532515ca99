"""What else a sentence of the special agreements says, by whole phrases: giving up cover, direct claims, quick settlement.

The concepts of ``rules.yaml`` are tuned to each other; these things are said in few set phrases and stand apart from them, so
that neither disturbs the other. What is not said plainly is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.clauses import ClauseMatch
from extractor.clauses.tokens import load
from extractor.text.fold import fold

_END = re.compile("[。；;!！?？\n]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """``code`` is said where one of ``any`` matches and none of ``unless``."""

    code: str
    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases, read once."""
    data = load("further.yaml")
    named = data["phrases"]
    spelled = lambda text: re.compile(re.sub(r"\{([A-Z]+)\}", lambda m: named[m[1]], text))  # noqa: E731
    return tuple(
        Phrase(e["code"], tuple(map(spelled, e["any"])), tuple(map(spelled, e.get("unless") or ())))
        for e in data["rules"]
    )


def recognise(text: str) -> Iterator[ClauseMatch]:
    """Everything that one item says by these phrases; the span is the whole sentence.

    >>> [m.code for m in recognise("受害人不得直接向保险人索赔。理赔开通绿色通道。")]
    ['direct_claim_barred', 'fast_settlement']
    >>> list(recognise("除依法关闭外，投保人不得退保；受害人有权直接向保险人请求赔偿。"))
    []
    """
    folded = fold(text)
    start = 0
    for stop in (*(match.start() for match in _END.finditer(folded)), len(folded)):
        sentence = "".join(folded[start:stop].split())
        for phrase in phrases() if sentence else ():
            found = next((m for p in phrase.any if (m := p.search(sentence))), None)
            if found is not None and not any(p.search(sentence) for p in phrase.unless):
                yield ClauseMatch(phrase.code, start, stop, (found[0],))
        start = stop + 1
