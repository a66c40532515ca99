"""API and workers killed with -9 at random while papers are handed in: nothing acknowledged is lost, nothing is there
twice, nothing stays half done. The full ordeal is ``bench/crash.py``."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from api.service import Service
from tests.accounts_kit import populate, token
from tests.crash_kit import Field, wrongs


@pytest.mark.parametrize("seed", [random.randrange(1 << 30)], ids=["seed"])
def test_killed_at_any_moment(service: Service, database_url: str, seed: int, tmp_path: Path) -> None:
    print("seed", seed)
    crowd = populate(service)
    secret = token(service, crowd.user("insurer", "clerk"), ["read", "upload"])
    field = Field(database_url, service.config.data, secret, seed)
    with field.running():
        known = field.ordeal(uploads=40, kills=6, over_s=10)
        field.wait_for_quiet(service, 120)
    assert wrongs(service, known) == []
    assert len(known.acknowledged) + len(known.abandoned) == 40
    assert field.orphans == 0
    assert field.left == []
    assert not list((service.config.data / "blobs" / "incoming").glob("*")) or field.killed["api"]
