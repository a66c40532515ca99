"""Every example in a docstring of the product runs and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import api
import extractor
import validators


def _modules() -> Iterator[str]:
    for package in (api, extractor, validators):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield info.name


@pytest.mark.parametrize("name", sorted(_modules()))
def test_examples(name: str) -> None:
    runner = doctest.DocTestRunner()
    for docstring in doctest.DocTestFinder().find(importlib.import_module(name), name):
        if docstring.examples:  # a run begins with a debugger, which asks of every module's file whether it has changed
            runner.run(docstring)
    assert runner.failures == 0
