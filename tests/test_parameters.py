"""Tables beside the papers, good and hostile: what they hold, or one clear error."""

from __future__ import annotations

import contextlib
import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.given.parameters import MOST_BYTES, is_file, named, parsed


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.yaml", b"1: [a]\nb: 2024-01-01\n", {"1": ["a"], "b": "2024-01-01"}),
        ("a.json", b'{"x": {"y": 1.5}}', {"x": {"y": 1.5}}),
        ("a.csv", "磐石镇,柳市镇\n".encode("gb18030"), {"磐石镇": ["柳市镇"]}),
        ("a.csv", "﻿镇街,毗邻镇街\n磐石镇,柳市镇,北白象镇\n".encode(), {"磐石镇": ["柳市镇", "北白象镇"]}),
        ("a.csv", b"", {}),
    ],
)
def test_what_a_table_holds(name: str, data: bytes, expected: object) -> None:
    assert parsed(name, data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"a: &a [x]\nb: [*a, *a]\n",
        b"? [a, b]\n: c\n",
        b"a: !!binary aGk=\n",
        b"!!python/object:os.system {}\n",
        b"[" * 100_000,
        b"x" * (MOST_BYTES + 1),
        b"\xff\xff\x00",
        b"a: [\n",
    ],
)
def test_what_is_none_says_so(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parsed("a.yaml", data)


def test_lines_of_a_csv_may_end_with_any_sign() -> None:
    assert parsed("a.csv", "磐石镇,柳市镇\r大荆镇,北白象镇\r\n\r\x00".encode()) == {
        "磐石镇": ["柳市镇"],
        "大荆镇": ["北白象镇"],
        "\0": [],
    }


def test_a_cell_too_long_for_a_csv_is_a_value_error() -> None:
    before = csv.field_size_limit(1_000)
    try:
        with pytest.raises(ValueError, match="field"):
            parsed("a.csv", b'"' + b"x" * 2_000)
    finally:
        csv.field_size_limit(before)


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.yaml", "a.json"]))
def test_any_bytes_are_a_table_or_a_value_error(data: bytes, name: str) -> None:
    with contextlib.suppress(ValueError):
        parsed(name, data)


def test_only_names_of_tables_are_files() -> None:
    assert is_file("adjacency.csv")
    assert not is_file(["a.csv"])
    assert not is_file("磐石镇")
    assert named({"parameters": {"a": "x.YAML", "b": 1, "c": "text"}}) == ("x.YAML",)
    assert named({"parameters": [1]}) == named(None) == ()
