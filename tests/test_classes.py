"""What ``dataclasses`` compiles is kept beside compiled modules, and classes are the same with it and without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_expressions import ROOT, kept, said, summed

SAME = """
import sys
from api import classes
classes.recall()
import dataclasses, inspect
@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Place:
    page: int
    words: tuple[str, ...] = ("一",)
    more: dict = dataclasses.field(default_factory=dict, compare=False)
@dataclasses.dataclass
class Other:
    page: int = 7
a = Place(1, ("保单",))
print(a, a == Place(1, ("保单",), {1: 2}), a < Place(2), hash(a) == hash(Place(1, ("保单",))), Place(3).more is Place(3).more)
print(dataclasses.replace(a, page=2), inspect.signature(Place), Other() == Other(7), Place.__init__.__qualname__)
try: a.page = 3
except dataclasses.FrozenInstanceError as error: print(error)
try: Place()
except TypeError as error: print(error)
print(len(classes._new), file=sys.stderr)
classes.keep()
"""


def test_kept_classes_are_as_those_made_anew(tmp_path: Path) -> None:
    plain, none = said(tmp_path, SAME.replace("classes.recall()", ""))
    assert none == "0"
    assert "cannot assign to field 'page'" in plain
    first, compiled = said(tmp_path, SAME)
    assert first == plain
    assert int(compiled) > 10
    (file,) = kept(tmp_path)
    assert file.name.startswith("classes.")
    assert said(tmp_path, SAME) == (plain, "0")


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda content: b"",
        lambda content: content[:-200] + b"x" + content[-199:],
        lambda content: summed(content[4:].replace(sys.version.encode(), sys.version.replace(".", ",").encode())),
    ],
    ids=["empty", "a byte that turned", "another Python"],
)
def test_a_file_that_is_not_ours_is_made_anew(tmp_path: Path, spoilt: object) -> None:
    plain, compiled = said(tmp_path, SAME)
    (file,) = kept(tmp_path)
    before = file.read_bytes()
    assert callable(spoilt)
    file.write_bytes(spoilt(before))
    assert file.read_bytes() != before
    assert said(tmp_path, SAME) == (plain, compiled)
    assert said(tmp_path, SAME) == (plain, "0")


def test_where_python_may_not_write_nothing_is_kept(tmp_path: Path) -> None:
    assert int(said(tmp_path, SAME, PYTHONDONTWRITEBYTECODE="1")[1]) > 10
    assert kept(tmp_path) == []


def test_what_is_no_text_runs_as_ever() -> None:
    script = """
from api import classes
names = {}
classes._exec(compile("a = 1", "here", "exec"), names)
classes._exec("b = a + 1", names)
assert (names["a"], names["b"], list(classes._new)) == (1, 2, ["b = a + 1"])
"""
    subprocess.run([sys.executable, "-S", "-c", script], check=True, cwd=ROOT)
