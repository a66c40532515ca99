"""Compiled expressions are kept beside compiled modules, find what new ones find, and hold nothing of a paper."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAME = """
import re, sys
from api import expressions
expressions.recall()
found = [re.compile(p, f).search("第十二条 Abc 保险单号：PX20250001") for p, f in (
    ("(?P<no>[A-Z]{2}[0-9]{8})", 0), ("abc", re.I), ("第[一二三四五六七八九十百千]+条", 0), ("(?P<a>x)|(?P<b>单)(?=号)", 0))]
print([(m.re.flags, m.re.groups, dict(m.re.groupindex), m.groupdict(), m.span(), m.lastgroup) for m in found], file=sys.stdout)
expressions.keep()
print(len(expressions._new), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


def said(home: Path, script: str = SAME, **more: str) -> tuple[str, str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(home), "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], env=environment, capture_output=True, text=True, check=True, cwd=home
    )
    return done.stdout, done.stderr.strip()


def kept(home: Path) -> list[Path]:
    return sorted(home.rglob("*.kept*"))


def test_kept_expressions_find_what_new_ones_find(home: Path) -> None:
    plain = said(home, SAME.replace("expressions.recall()", ""))[0]
    first, compiled = said(home)
    assert first == plain
    assert compiled == "4"
    (file,) = kept(home)
    assert file.name.startswith("expressions.")
    again, compiled = said(home)
    assert again == plain
    assert compiled == "0"


@pytest.mark.parametrize("content", [b"", b"i\x05\x00\x00\x00"], ids=["empty", "a number"])
def test_a_file_that_says_nothing_is_made_anew(home: Path, content: bytes) -> None:
    said(home)
    (file,) = kept(home)
    before = file.read_bytes()
    file.write_bytes(content)
    assert said(home)[1] == "4"
    assert file.read_bytes() == before


def test_of_another_python_nothing_is_taken(tmp_path: Path) -> None:
    said(tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes().replace(sys.version.encode(), sys.version.replace(".", ",").encode()))
    assert said(tmp_path)[1] == "4"


def test_where_python_may_not_write_nothing_is_kept(tmp_path: Path) -> None:
    assert said(tmp_path, PYTHONDONTWRITEBYTECODE="1")[1] == "4"
    assert kept(tmp_path) == []


def test_only_the_process_that_has_seen_no_paper_writes() -> None:
    writers = [file.name for file in (ROOT / "api").rglob("*.py") if "expressions.keep()" in file.read_text()]
    assert writers == ["preload.py"]


def test_an_expression_that_is_wrong_says_so_as_ever(home: Path) -> None:
    script = "from api import expressions\nexpressions.recall()\nimport re\ntry: re.compile('(')\nexcept re.error as e: print(e)"
    assert said(home, script)[0] == "missing ), unterminated subpattern at position 0\n"
