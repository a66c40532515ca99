"""JSON by the quick writer: byte for byte what ``json`` writes, whatever stands in it, and read back as it was."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.records import compact

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _slowly(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


@given(_VALUES)
@example(["1e-7", 1e-05, 0.0001, 12345.00001, -1e-300, 5e-324, 1e16, -0.0, 2**80])
@example({"half \ud800": "\ud800", "control": "\x00\x1f\x7f\u2028"})
def test_the_bytes_are_those_of_json(value: Any) -> None:
    assert compact.exactly(value) == _slowly(value)
    assert compact.read(compact.exactly(value)) == value


@given(st.integers(0, 2**64 - 1))
def test_a_number_of_any_size_is_written_alike(bits: int) -> None:
    (number,) = struct.unpack("<d", bits.to_bytes(8, "little"))
    if number - number == 0:
        assert compact.exactly([number]) == _slowly([number])
        assert compact.read(compact.kept([number])) == [number]


@pytest.mark.parametrize("none", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(none: float) -> None:
    with pytest.raises(ValueError):
        compact.exactly({"a": [none]})
