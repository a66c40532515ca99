"""Pages of the regulator and the administrator: what they show, to whom, and what a form does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.service import Service
from api.store import Database
from api.web.words import words
from tests.accounts_kit import Crowd, populate, service_on


@pytest.fixture
def crowd(database: Database, tmp_path: Path) -> Iterator[Crowd]:
    service = service_on(database, tmp_path)
    yield populate(service)
    service.close()


@pytest.fixture
def app(crowd: Crowd) -> FastAPI:
    return create_app(service=crowd.service)


def test_both_languages_have_the_same_words() -> None:
    assert set(words("zh")) == set(words("en"))
