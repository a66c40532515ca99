"""Compiled expressions are kept beside compiled modules, find what new ones find, and hold nothing of a paper."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
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


def started(home: Path, script: str, **more: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(home), "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-S", "-c", script]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home
    )


def said(home: Path, script: str = SAME, **more: str) -> tuple[str, str]:
    with started(home, script, **more) as process:
        out, error = process.communicate()
    assert process.returncode == 0, error
    return out, error.strip()


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


def summed(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big") + content


def test_of_another_python_nothing_is_taken(home: Path) -> None:
    said(home)
    (file,) = kept(home)
    before = file.read_bytes()
    other = before[4:].replace(sys.version.encode(), sys.version.replace(".", ",").encode())
    assert other != before[4:]
    file.write_bytes(summed(other))
    assert said(home)[1] == "4"
    assert file.read_bytes() == before


def test_a_bit_that_turned_is_no_other_expression(home: Path) -> None:
    said(home)
    (file,) = kept(home)
    before = file.read_bytes()
    at = before.index("单".encode())
    file.write_bytes(before[:at] + "号".encode() + before[at + 3 :])
    assert said(home)[1] == "4"
    assert file.read_bytes() == before


@pytest.mark.parametrize("part", ["_code", "_sre"])
def test_where_the_parts_of_re_are_others_it_stays_as_it_is(part: str) -> None:
    script = f"""
from re import _compiler
from api import expressions
plain = _compiler.compile
_compiler.{part} = type("Other", (), {{"compile": staticmethod(lambda pattern, flags, code: None)}})
expressions.recall()
assert _compiler.compile is plain
"""
    subprocess.run([sys.executable, "-S", "-c", script], check=True, cwd=ROOT)


def test_writers_at_the_same_time_leave_one_whole_file_for_whom_the_source_is(tmp_path: Path) -> None:
    script = SAME.replace("import re, sys", "import os, re, sys\nos.umask(0)")
    writers = [started(tmp_path, script) for _ in range(3)]
    assert [(writer.communicate(), writer.returncode)[1] for writer in writers] == [0, 0, 0]
    (file,) = kept(tmp_path)
    assert file.stat().st_mode & 0o777 == (ROOT / "api/expressions.py").stat().st_mode & 0o666
    assert said(tmp_path)[1] == "0"


def test_where_no_folder_can_be_made_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    script = SAME.replace("expressions.keep()", "expressions.keep(), print(expressions.may_keep())")
    assert said(tmp_path, script, PYTHONPYCACHEPREFIX=str(tmp_path / "file")) == (said(tmp_path)[0] + "False\n", "4")


def test_where_python_may_not_write_nothing_is_kept(tmp_path: Path) -> None:
    assert said(tmp_path, PYTHONDONTWRITEBYTECODE="1")[1] == "4"
    assert kept(tmp_path) == []


def test_only_the_process_that_has_seen_no_paper_writes() -> None:
    writers = [file.name for file in (ROOT / "api").rglob("*.py") if "expressions.keep()" in file.read_text()]
    assert writers == ["preload.py"]


def test_an_expression_that_is_wrong_says_so_as_ever(home: Path) -> None:
    script = "from api import expressions\nexpressions.recall()\nimport re\ntry: re.compile('(')\nexcept re.error as e: print(e)"
    assert said(home, script)[0] == "missing ), unterminated subpattern at position 0\n"


FIRST = """
import re
from re import _compiler
from api.first_characters import beyond

plain = _compiler._get_charset_prefix
expressions = [
    r"(?<!第)(?:保险?单|[投参]保)人?", r"(?:人民币|¥)?\\s*[0-9]+元", r"(?P<a>x)?(?:一|二三)|(?P=a)四", r"(?:不(?:足|全)|[错反]接|kelvin|straße)",
    r"(?:^|[，,])(?:已|未)改", r"(?:(?=保)|投)[保投]", r"(?:[a-m]{2}|[^x]y)z", r"(?:k|[i-l]s)+", r"(?:\\w|保)单", r"(?:\\D|5)\\d|\\b[一-龥]号", r"(?:(?i:k)|s)t",
    r"(?!未)(?:[\\u4e00-\\u4e10]|号)+", r"(?:一*)(?:二|三?)四",
]
texts = [
    "保单，投保人，第保险单 参保", "共 １２元，¥ 30元", "一二三x四二三", "不足、反接 KELVIN \\u212aELVIN STRASSE straße", "，已改,未改已改", "保投保",
    "abz yyz xyz", "KKS\\u017fis İs ıS Kk", "a单保单单", "x5 55 一号", "kt Kt \\u212at st St", "未一丁号七", "一一二四 四",
]
more = 0
for expression in expressions:
    for flags in (0, re.I, re.S | re.M, re.A, re.A | re.I):
        _compiler._get_charset_prefix = plain
        one = _compiler.compile(expression, flags)
        _compiler._get_charset_prefix = beyond(plain)
        two = _compiler.compile(expression, flags)
        more += one != two
        for text in texts:
            found = [[(m.span(), m.groups()) for m in each.finditer(text)] for each in (one, two)]
            assert found[0] == found[1], (expression, flags, text, found)
print(more)
"""


def test_what_an_expression_may_begin_with_changes_nothing_that_it_finds(home: Path) -> None:
    assert int(said(home, FIRST)[0]) > 20
