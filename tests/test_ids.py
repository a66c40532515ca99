"""The ids of stored rows: sorted by age however fast they come and whatever the clock does, and not to be guessed."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from api.store import new_id


def test_ids_of_one_millisecond_and_of_a_clock_set_back_sort_by_age(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10**18] * 200 + [10**18 - 10**12] * 200 + [time.time_ns()])
    monkeypatch.setattr("api.store.columns.time.time_ns", lambda: next(clock))
    monkeypatch.setattr("api.store.columns._last", 0)
    ids = [new_id() for _ in range(401)]
    assert ids == sorted(set(ids))
    assert {len(one) for one in ids} == {26}
    steps = {int(b, 32) - int(a, 32) for a, b in pairwise(map(_plain, ids))}
    assert len(steps) == 400  # the next one cannot be told from the last


def _plain(crockford: str) -> str:
    ours, theirs = "0123456789abcdefghjkmnpqrstvwxyz", "0123456789abcdefghijklmnopqrstuv"
    return crockford.translate(str.maketrans(ours, theirs))
