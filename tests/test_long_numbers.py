"""Numbers with a long row of one digit are read again, wider. The recogniser is a stand-in here: what is tested is which reading stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.layout.pixels.scan import Image
from extractor.scans import long_numbers
from extractor.scans.recogniser import Recognised

WIDE = 100
SHORT, WHOLE = "保单号：PZBM20254228000000033", "保单号：PZBM202542280000000033"


def told(text: str) -> Recognised:
    return Recognised(text, 0.97, tuple((k + 0.5) / len(text) for k in range(len(text))), ((0, "呆", 0.1),))


def read_again(
    monkeypatch: pytest.MonkeyPatch, first: Sequence[str], wider: str, widest: str
) -> tuple[list[Recognised], int]:
    """What stands of segments read as ``first``, read wider as given, and how many were read again."""
    looks: list[int] = []

    def recognise(crops: Sequence[Image]) -> list[Recognised]:
        looks.append(crops[0].shape[1])
        return [told(wider if crops[0].shape[1] == 1.5 * WIDE else widest)]

    monkeypatch.setattr(long_numbers, "recognise", recognise)
    crops = [np.zeros((20, WIDE, 3), np.uint8) for _ in first]
    return long_numbers.with_all_digits([told(text) for text in first], crops), len(looks)


def test_the_longer_reading_stands_where_two_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (read,), looks = read_again(monkeypatch, [SHORT], WHOLE, WHOLE)
    assert (read.text, read.confidence, looks) == (WHOLE, 0.97, 2)
    assert len(read.centres) == len(WHOLE)
    assert list(read.centres) == sorted(read.centres)


def test_three_lengths_decide_nothing_and_nobody_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    (read,), _ = read_again(monkeypatch, [SHORT], WHOLE, WHOLE.replace("000", "00", 1))
    assert (read.text, read.confidence) == (SHORT, 0.6)


def test_a_reading_of_other_digits_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    (read,), _ = read_again(monkeypatch, [SHORT], WHOLE[:-1] + "8", WHOLE[:-1] + "8")
    assert (read.text, read.confidence) == (SHORT, 0.97)


def test_a_number_that_was_read_twice_alike_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reads, looks = read_again(monkeypatch, [WHOLE, WHOLE, "青石矿业", "5000000.00"], WHOLE, WHOLE)
    assert [read.text for read in reads] == [WHOLE, WHOLE, "青石矿业", "5000000.00"]
    assert looks == 1
