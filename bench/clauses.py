"""Learns the weights by which sentences of special agreements are read, and says what they are worth on sets they never saw.

    python bench/clauses.py write                 # extractor/clauses/weights.json from every set and the grammar
    python bench/clauses.py without SET [SET…]    # learned without these sets: recall and precision on them

Needs scikit-learn, which the product does not: ``uv run --with scikit-learn python bench/clauses.py write``. The grammars
(``clauses_grammar.yaml`` and, by other authors, ``clauses_grammar_second.yaml`` to ``clauses_grammar_fifth.yaml``) and the sets (``tests/data/clauses_*.yaml``) are all
that is learned from. The twenty-fourth and the twenty-fifth are kept out: nothing learns from them, so they tell what new ordinary sentences would see.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from extractor.clauses.learned import UNIT, closing, grams, plain
from extractor.text.fold import fold

HERE = Path(__file__).parent
DATA = HERE.parent / "tests" / "data"
WEIGHTS = HERE.parent / "extractor" / "clauses" / "weights.json"
SETS = (
    "heldout", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twentyfirst", "twentysecond", "twentythird",
)  # fmt: skip
ACCUSING = (
    "premium_charged_to_workers", "differing_sums_by_job", "dispatched_workers_excluded", "named_only", "report_deadline_forfeits",
    "waives_work_injury", "designated_insurer", "service_charged", "fee_returned", "service_refused", "surrender_allowed",
    "direct_claim_barred", "disability_ungraded",
)  # fmt: skip
REQUIRED = ("prevention_service", "advance_payment", "all_employees")
CODES = (*ACCUSING, *REQUIRED)
# A sentence that says the first may well say the second too: it teaches nothing of it.
ALIKE = {
    "dispatched_workers_excluded": {"named_only", "differing_sums_by_job"},
    "named_only": {"dispatched_workers_excluded"},
    "service_refused": {"service_charged"},
    "service_charged": {"service_refused"},
    "differing_sums_by_job": {"dispatched_workers_excluded"},
}
GRAMMARS = (
    "clauses_grammar.yaml", "clauses_grammar_second.yaml", "clauses_grammar_third.yaml", "clauses_grammar_fourth.yaml",
    "clauses_grammar_fifth.yaml",
)  # fmt: skip
NUMBERED = ("", "", "", "1.", "（2）", "三、", "第六条 ", "4|")  # what stands before an item
EACH = 20  # sentences grown from one pattern of the grammar
BY_HAND = 3.0  # how much more a sentence written by hand counts
RARE = 4.0  # at most so much more does a sentence count that says a code than one that does not
STRENGTH = 0.3  # inverse regularisation: chosen on sets learned without
SLACK = 1.0  # so much weaker may the outcome be than the code
LEAST = 7  # sixty-fourths; smaller weights are left out, a sixth of the file, and no set is read otherwise

Row = tuple[str, dict[str, bool]]


def labelled(name: str) -> Iterator[Row]:
    """The sentences of a set, with what each says and does not."""
    for row in yaml.safe_load((DATA / f"clauses_{name}.yaml").read_text("utf-8"))["sentences"]:
        said = {"all_employees" if code == "neg_dispatched" else code for code in row["says"]}
        yield plain(fold(row["text"])), {code: code in said for code in CODES}


def grown(seed: int = 1) -> Iterator[Row]:
    """Sentences of the grammars; a code of which the sentence teaches nothing is left out of its labels."""
    for grammar in GRAMMARS:
        yield from _grown(grammar, random.Random(seed))


def _grown(grammar: str, chance: random.Random) -> Iterator[Row]:
    data = yaml.safe_load((HERE / grammar).read_text("utf-8"))
    slots = {name: words.split("|") for name, words in data.pop("slots").items()}
    for code, patterns in data.items():
        for kind in ("says", "denies"):
            for pattern in patterns[kind]:
                for text in sorted({_filled(pattern, slots, chance) for _ in range(EACH)}):
                    yield plain(fold(chance.choice(NUMBERED) + text)), dict(_taught(code, kind == "says"))


def _filled(pattern: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    while found := re.search(r"\{([^{}]*)\}", pattern):
        pattern = pattern[: found.start()] + chance.choice(found[1].split("|")) + pattern[found.end() :]
    pattern = pattern.replace("的?", "")
    while found := re.search(r"\[([A-Z0-9]+)\]", pattern):
        pattern = pattern[: found.start()] + chance.choice(slots[found[1]]) + pattern[found.end() :]
    return re.sub(r"([，。；])\1+", r"\1", pattern).replace("，。", "。")


def _taught(code: str, says: bool) -> Iterator[tuple[str, bool]]:
    for other in CODES:
        if other == code:
            yield other, says
        elif other in ACCUSING:
            unsure = (says and other in ALIKE.get(code, ())) or (code in REQUIRED and not says)
            if not unsure:
                yield other, False
        elif code in ACCUSING and says and other != "prevention_service":
            yield other, False


def learn(sets: Sequence[str]) -> tuple[list[str], Any, Any]:
    """(grams, weights by code and gram, odds of nothing by code); the last row is the outcome, which alone weighs the closing."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import CountVectorizer

    by_hand = [row for name in sets for row in labelled(name)]
    rows = [*by_hand, *grown()]
    texts = [text for text, _ in rows]
    words, ends = (CountVectorizer(analyzer=way, binary=True, min_df=3) for way in (grams, closing))
    seen = words.fit_transform(texts)
    closed = hstack([seen, ends.fit_transform(texts)]).tocsr()
    worth = np.r_[np.full(len(by_hand), BY_HAND), np.ones(len(rows) - len(by_hand))]
    names = [*words.get_feature_names_out(), *ends.get_feature_names_out()]
    table, base = np.zeros((len(CODES) + 1, len(names))), np.zeros(len(CODES) + 1)
    for index, code in enumerate(CODES):
        model = _fitted(seen, [said.get(code) for _, said in rows], worth)
        table[index, : seen.shape[1]], base[index] = model.coef_[0], model.intercept_[0]
    model = _fitted(closed, [_outcome(said) for _, said in rows], worth)
    table[-1], base[-1] = model.coef_[0], model.intercept_[0]
    return names, table, base


def _fitted(seen: Any, labels: Sequence[bool | None], worth: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    taught = np.array([label is not None for label in labels])
    says = np.array([label for label in labels if label is not None])
    more = min(RARE, (~says).sum() / max(1, says.sum()))
    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=0)
    return model.fit(seen[taught], says, sample_weight=worth[taught] * np.where(says, more, 1))


def _outcome(said: dict[str, bool]) -> bool | None:
    """Whether a sentence says anything that accuses; None where it does not teach that."""
    if any(said.get(code) for code in ACCUSING):
        return True
    return False if any(said.get(code) for code in REQUIRED) or all(code in said for code in ACCUSING) else None


def whole(weights: Any) -> Any:
    """Weights as the product adds them: sixty-fourths, small ones none."""
    rounded = np.rint(weights * UNIT).astype(int)
    return np.where(abs(rounded) < LEAST, 0, rounded)


def write(sets: Sequence[str]) -> None:
    names, weights, base = learn(sets)
    table, odds = whole(weights), [int(b) for b in np.rint(base * UNIT)]
    lines: dict[str, list[str]] = {}
    outcome: dict[str, list[str]] = {}
    for column, gram in sorted(enumerate(names), key=lambda pair: pair[1]):
        said = np.flatnonzero(table[:-1, column])
        flat = [number for index in said for number in (int(index), int(table[index, column]))]
        key = json.dumps(gram, ensure_ascii=False)
        if flat:
            lines.setdefault(gram[0], []).append(f"{key}:{json.dumps(flat, separators=(',', ':'))}")
        if table[-1, column]:
            outcome.setdefault(gram[:2] if gram[0] == ">" else gram[0], []).append(f"{key}:{table[-1, column]}")
    head = json.dumps({"codes": CODES, "base": odds[:-1], "outcome_base": odds[-1]}, separators=(",", ":"))
    body = ',"grams":{\n' + _by_character(lines) + '\n},"outcome":{\n' + _by_character(outcome) + "\n}}\n"
    WEIGHTS.write_text(head[:-1] + body, "utf-8")
    print(f"{sum(map(len, lines.values()))} grams, {np.count_nonzero(table)} weights, {WEIGHTS.stat().st_size} bytes")


def _by_character(entries: dict[str, list[str]]) -> str:
    """A line of the file for all grams that begin with one character."""
    return ",\n".join(",".join(several) for several in entries.values())


def told(sets: Sequence[str]) -> None:
    """What weights learned without ``sets`` say of them."""
    names, weights, base = learn([name for name in SETS if name not in sets])
    table, at = whole(weights), {gram: index for index, gram in enumerate(names)}
    for name in sets:
        rows = list(labelled(name))
        odds = np.array(
            [
                table[:, [at[g] for g in (*grams(text), *closing(text)) if g in at]].sum(1) / UNIT + base
                for text, _ in rows
            ]
        )
        for title, codes in (("prohibited", ACCUSING), ("required", REQUIRED)):
            columns = [CODES.index(code) for code in codes]
            want = np.array([[said[code] for code in codes] for _, said in rows])
            print(
                f"{name:11} {title:10}",
                "  ".join(_figures(odds[:, columns], want, least) for least in (0.15, 0.3, 0.5, 0.7)),
                "borne out",
                "  ".join(
                    _figures(np.minimum(odds[:, columns], odds[:, -1:] + SLACK), want, least)
                    for least in (0.5, 0.6, 0.7, 0.8)
                ),
            )


def _figures(odds: Any, want: Any, least: float) -> str:
    say = odds >= np.log(least / (1 - least))
    right = (say & want).sum()
    return f"{least}: {right / max(1, want.sum()):.2f} / {right / max(1, say.sum()):.2f}"


def main() -> None:
    ways: dict[str, Callable[[Sequence[str]], None]] = {"write": lambda _: write(SETS), "without": told}
    if len(sys.argv) < 2 or sys.argv[1] not in ways:
        sys.exit(__doc__)
    ways[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
