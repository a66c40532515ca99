"""How sure readings are said to be: the table is monotone and modest, and the script that counts it counts right."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.evidence.calibration import calibrated, classes, share_at, table
from extractor.record import Reading
from extractor.span import Span

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
import first_sight
import reliability

SPAN = Span("x", 1)


def reading(score: float, how: str = "label", *, rivals: bool = False) -> Reading[Any]:
    return Reading("a", SPAN, how, score, (Reading("b", SPAN),) if rivals else ())


@pytest.mark.parametrize("name", table())
def test_a_higher_score_is_never_less_sure_and_nothing_is_certain(name: str) -> None:
    steps = table()[name]
    assert [s for s, _ in steps] == sorted(s for s, _ in steps)
    assert [r for _, r in steps] == sorted(r for _, r in steps)
    assert all(0 < r < 1 for _, r in steps)


@pytest.mark.parametrize("ocr", [False, True])
@pytest.mark.parametrize("how", ["label-right+words", "prose", "table", "form", "derived:address", "a new way"])
def test_every_way_of_finding_has_a_share(how: str, ocr: bool) -> None:
    assert any(name in table() for name in classes(how, ocr=ocr, rivals=True))
    assert 0 < calibrated(reading(0.9, how), ocr=ocr) < 1


def test_what_was_doubted_for_a_reason_stays_doubtful() -> None:
    assert calibrated(reading(0.4), ocr=False) <= 0.5


def test_what_a_person_said_is_not_counted() -> None:
    assert calibrated(reading(1.0, "corrected"), ocr=False) == 1.0


def samples(seed: int) -> list[dict[str, Any]]:
    """Readings that say 0.9 and are right 97 times in 100, and some that say 0.6 and are right half the time."""
    rng = random.Random(seed)
    out = []
    for score, right, n in ((0.9, 0.97, 800), (0.6, 0.5, 200)):
        for _ in range(n):
            told = {"how": "label", "ocr": False, "rivals": False, "score": score, "right": rng.random() < right}
            out.append(told)
    return out


def test_shares_fitted_on_one_half_are_right_on_the_other() -> None:
    table_, other = reliability.fit(samples(1)), samples(2)
    before = reliability.expected_error([(s["score"], s["right"]) for s in other])
    after = reliability.expected_error([(reliability.share(table_, s), s["right"]) for s in other])
    assert before > 0.06
    assert after < 0.03


def test_a_lower_score_that_was_right_more_often_shares_a_step() -> None:
    mixed = [
        {"how": "table", "ocr": False, "rivals": False, "score": s, "right": r}
        for s, r in [(0.7, True), (0.9, False)] * 50
    ]
    steps = reliability.fit(mixed)["list/text"]
    assert share_at(steps, 0.7) == share_at(steps, 0.9)


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    target = tmp_path / "curve.png"
    reliability.draw({"score": [(0.6, 0.5, 20), (0.9, 0.97, 80)]}, target)
    assert target.read_bytes()[:4] == b"\x89PNG"


def test_pixels_are_counted_alone_and_the_rest_of_the_table_stays() -> None:
    known = reliability.fit(samples(1))
    said = [{**s, "ocr": True, "score": 0.8} for s in samples(2)]
    found = reliability.with_pixels([*said, *samples(3)], known)
    assert {name: steps for name, steps in found.items() if "ocr" not in name} == known
    right = sum(s["right"] for s in said) / len(said)
    assert share_at(found["label/ocr"], 0.8) == pytest.approx(right, abs=0.02)


def test_each_authors_values_are_judged_by_what_the_others_papers_say() -> None:
    told = [{**s, "author": author} for author, seed in (("a", 1), ("b", 2)) for s in samples(seed)]
    said = list(reliability._judged_apart(told, [s for s in told if s["author"] == "b"]))
    assert said == [(reliability.share(reliability.fit(told[:1000]), s), s["right"]) for s in told[1000:]]


@pytest.mark.parametrize("score", [0.45, 0.5, 0.72, 0.91])
def test_the_score_of_what_was_said_is_said_alike(score: float) -> None:
    told = calibrated(reading(score), ocr=False)
    found = first_sight.score_of(told, "label", ocr=False, rivals=False)
    assert found is not None
    assert calibrated(reading(found), ocr=False) == told
