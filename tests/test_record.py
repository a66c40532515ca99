"""Records survive the way from a worker to its parent, every attribute of them."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import date

import pytest

from extractor.document import Box
from extractor.record import Reading, Row
from extractor.span import Span

SPAN = Span("2025年3月1日", 2, (Box(1.0, 2.0, 3.0, 4.0),), "台账!C4")
RIVAL = Reading(date(2024, 3, 1), SPAN, "form", 0.4)
READING = Reading(date(2025, 3, 1), SPAN, "cell", 0.9, (RIVAL,))


@pytest.mark.parametrize("value", [SPAN, READING, Row({"date": READING}, SPAN)])
def test_pickled_value_comes_back_equal_with_no_attribute_at_its_default(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert dataclasses.is_dataclass(value)
    for field in dataclasses.fields(value):  # so that an attribute added later is added to __reduce__ too
        assert getattr(value, field.name) != field.default
