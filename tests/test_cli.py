"""The command: what it prints where, its exit status, and one line with the right word for every slip."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api import cli
from api.beside import filling
from api.rules.shown import VERDICT_ZH, suggest
from api.settings import ENGINE
from api.terminal import output, present
from validators.law.pack import Pack
from validators.law.pack_reading import shipped

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
RETURNED = SAMPLES / "suzhou-low-fee"
CLEAN = SAMPLES / "suzhou-clean"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process: status, standard output, standard error."""
    monkeypatch.chdir(ROOT)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_returned_filing_prints_what_is_wrong_by_which_article_and_where(run: Run) -> None:
    status, out, err = run("check", "samples/suzhou-low-fee")
    assert (status, err) == (1, "")
    assert "【退回】" in out
    assert "事故预防费用比例10%，低于最低12%" in out
    assert "依据：应急监二〔2023〕84号" in out
    assert "补正：出具批单，将事故预防费用比例调整到不低于12%\n" in out
    assert re.search(r"位置：灵璧奇石保单\.pdf 第1页 \[[\d., ]+\] “10%”", out)
    assert "共1个案卷：通过0，退回1" in out


def test_clean_filing_is_accepted(run: Run) -> None:
    status, out, _ = run("check", CLEAN)
    assert status == 0
    assert "【通过】" in out
    assert "没有发现问题" in out


def test_english(run: Run) -> None:
    status, out, _ = run("check", RETURNED, "--lang", "en")
    assert status == 1
    assert "[RETURNED]" in out
    assert "in force from 2024-01-01" in out


def test_jsonl_is_one_report_a_line_and_the_same_bytes_again(run: Run) -> None:
    status, out, err = run("check", RETURNED, CLEAN, "--format", "jsonl")
    assert (status, err) == (1, "")
    assert [json.loads(line)["filing"] for line in out.splitlines()] == ["suzhou-low-fee", "suzhou-clean"]
    assert run("check", RETURNED, CLEAN, "--format", "jsonl", "--workers", "1") == (status, out, err)


def test_json_is_one_array(run: Run) -> None:
    _, out, _ = run("check", RETURNED, CLEAN, "--format", "json")
    assert [report["verdict"] for report in json.loads(out)] == ["returned", "accepted"]


def test_extract_gives_papers_and_no_judgment(run: Run) -> None:
    status, out, _ = run("extract", CLEAN, "--format", "jsonl")
    report = json.loads(out)
    assert status == 0
    assert set(report) == {"filing", "path", "engine", "documents"}
    kinds = {paper["path"]: paper["kind"] for paper in report["documents"]}
    assert kinds["保险单.pdf"] == "policy"


def test_extract_for_people_names_value_and_page(run: Run) -> None:
    status, out, _ = run("extract", CLEAN / "保险单.pdf", "--all")
    assert status == 0
    assert re.search(r"policy_no\s+HYAZ-2025-3413-004826  第1页  \S+ [01]\.\d\d", out)


@pytest.mark.parametrize(
    ("lang", "cells"),
    [("zh", "责任类别=法律诉讼费用  责任名称=法律费用  "), ("en", "Cover=Legal costs  Name as printed=法律费用  ")],
)
def test_extract_names_the_columns_of_lists_as_pages_do(run: Run, lang: str, cells: str) -> None:
    _, out, _ = run("extract", CLEAN / "保险单.pdf", "--lang", lang)
    assert any(line.strip().startswith(f"- {cells}") for line in out.splitlines())


def test_as_of_and_region_reach_the_judgment(run: Run) -> None:
    _, out, _ = run("check", RETURNED, "--format", "jsonl", "--as-of", "2030-01-01", "--region", "370306")
    report = json.loads(out)
    assert report["as_of"] == "2030-01-01"
    assert not [pack for pack in report["packs"] if pack["name"].startswith("suzhou")]
    assert not [found for found in report["findings"] if found["type"] == "prevention_fee_below_minimum"]


def test_all_lists_what_holds_too(run: Run) -> None:
    _, out, _ = run("check", CLEAN, "--format", "jsonl", "--all")
    report = json.loads(out)
    verdicts = [found["verdict"] for found in report["findings"]]
    assert verdicts.count("satisfied") == report["coverage"]["satisfied"] > 20


def test_missing_file_is_one_line_and_never_a_pass(run: Run) -> None:
    assert run("check", "no-such-paper.pdf") == (3, "", "anze: 找不到文件：no-such-paper.pdf\n")
    status, out, err = run("check", CLEAN, "no-such-paper.pdf")
    assert (status, err) == (3, "anze: 找不到文件：no-such-paper.pdf\n")
    assert "共1个案卷：通过1，退回0，未能判定0；材料5份，其中1份未能读取" in out


def test_a_folder_without_papers_says_so_and_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(CLEAN, target_is_directory=True)
    for lang, said in (("zh", "指向文件夹的链接不跟随"), ("en", "links to folders are not followed")):
        status, out, err = run("check", tmp_path, "--lang", lang)
        assert (status, out) == (3, "")
        assert said in err


def test_missing_file_has_an_entry_for_programs(run: Run) -> None:
    status, out, err = run("check", "no-such-paper.pdf", "--format", "jsonl")
    assert (status, err.count("\n")) == (3, 1)
    (paper,) = json.loads(out)["documents"]
    assert (paper["path"], paper["kind"], paper["problems"][0]["code"]) == ("no-such-paper.pdf", "unknown", "missing")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "x"], "没有命令 chek，是不是想用 check"),
        (["check", "x", "--formt", "json"], "没有选项 --formt，是不是想用 --format？"),
        (["check", "x", "--zzz"], "没有选项 --zzz；用 --help"),
        (["check", "x", "--format", "jsnl"], "没有 jsnl，可写 human、jsonl、json"),
        (["check", "x", "--as-of", "2025-13-01"], "2025-13-01 不是日期，日期写作 2025-09-01"),
        (["check", "x", "--region", "宿州"], "行政区划代码是2、4、6或9位数字"),
        (["check", "x", "--region", "9913"], "没有以 99 开头的行政区划代码"),
        (["rules", "list", "--region", "99"], "没有以 99 开头的行政区划代码"),
        (["check"], "缺少参数 PATH"),
        (["rules", "explin", "x"], "没有命令 explin，是不是想用 explain"),
        (["rules", "show", "per_person_limit_below_minimun"], "是不是想用 per_person_limit_below_minimum"),
        (["rules", "explain", "∅"], "没有叫“∅”的规则；用 anze rules list"),
        (["check", "x", "--keep", "no-such-folder/kept.gz"], "没有文件夹 no-such-folder；请先建立"),
        (["check", "x", "--write-baseline", "samples"], "是文件夹，请给出文件名"),
        (["check", "x", "--waivers", "no-such.yaml"], "读不了 no-such.yaml：没有这个文件或文件夹"),
        (["check", "x", "--baseline", "no-such.json"], "读不了 no-such.json：没有这个文件或文件夹"),
        (["check", "x", "--baseline", "README.md"], "基线由 anze check --write-baseline 写出"),
        (["check", "x", "--password-file", "no-such.txt"], "读不了密码文件 no-such.txt：没有这个文件或文件夹"),
        (["extract", "x", "--draw", "no-such-folder/drawn.pdf"], "没有文件夹 no-such-folder；请先建立"),
        (["rectifications", "no-such", "-o", "list.docx"], "找不到 no-such；请核对路径"),
        (["rules", "new", "n-1", "--region", "99", "--document", "d", "--title", "t"], "没有以 99 开头的行政区划代码"),
        (["rules", "new", "n-1", "--region", "34", "--document", "d", "--title", "t", "-o", "README.md"], "不是文件夹"),
    ],
)
def test_slip_is_one_line_with_the_right_word_and_status_2(run: Run, arguments: list[str], said: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("anze: ")
    assert err.count("\n") == 1
    assert said in err


@pytest.mark.parametrize("command", [[], ["check"], ["extract"], ["rules"]])
def test_help_shows_examples_that_begin_with_the_command(run: Run, command: list[str]) -> None:
    status, out, _ = run(*command, "--help")
    assert status == 0
    assert re.search(rf"示例：\n +anze {' '.join(command)}", out)


def test_help_without_arguments_is_status_2(run: Run) -> None:
    status, _, err = run()
    assert status == 2
    assert "示例：" in err


def test_version(run: Run) -> None:
    assert run("--version")[:2] == (0, f"anze {ENGINE}\n")


# --- rules ------------------------------------------------------------------------------------------------------------


def test_list_names_every_pack_and_rule(run: Run) -> None:
    status, out, _ = run("rules", "list")
    assert status == 0
    for pack in shipped():
        assert pack.document in out
        assert all(rule.name in out for rule in pack.rules)


def test_list_of_a_region_leaves_other_places_out(run: Run) -> None:
    _, out, _ = run("rules", "list", "--region", "341321")
    assert "应急监二〔2023〕84号" in out
    assert "周村" not in out


def test_explain_prints_thresholds_by_date_with_sources_and_cases(run: Run) -> None:
    status, out, _ = run("rules", "explain", "per_person_limit_below_minimum")
    assert status == 0
    assert re.search(r"2018-01-01起至2025-03-28：300,000 .*安监总办〔2017〕140号", out)
    assert re.search(r"2025-03-29起：400,000 .*应急〔2025〕27号", out)
    assert "违反：per_person_limit=300000，sign_date=2025-03-29" in out


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.name)
def test_every_rule_explains_itself_with_all_its_cases(run: Run, pack: Pack) -> None:
    for rule in pack.rules:
        status, out, _ = run("rules", "explain", rule.name)
        assert status == 0
        assert f"{rule.citation.document} {rule.article}" in out
        for verdict, cases in pack.cases()[rule.name].items():
            assert out.count(f"    {VERDICT_ZH[verdict]}：") >= len(cases)


def test_show_a_pack(run: Run) -> None:
    pack = shipped()[0]
    status, out, _ = run("rules", "show", pack.name)
    assert status == 0
    assert pack.title in out


def test_suggest_prefers_spelling_then_parts() -> None:
    assert suggest("fee", ["suzhou.fee-floor", "x"]) == ["suzhou.fee-floor"]
    assert suggest("", ["x"]) == []


# --- the process ------------------------------------------------------------------------------------------------------


def spawn(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    code = "from api.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment, check=False, timeout=120
    )


def test_progress_is_plain_lines_on_standard_error_when_asked_for() -> None:
    done = spawn("check", str(RETURNED), "--progress", "--format", "jsonl")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert [line.split("]")[0] for line in done.stderr.splitlines()] == ["[1/3", "[2/3", "[3/3"]


def test_where_papers_cannot_be_read_at_all_one_line_says_why_and_one_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the program is damaged: no traceback, no word against any paper, and not the status of an interruption."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Damaged:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'extractor.formats.rtf': raise ImportError('rtf.py is damaged')\n"
        "sys.meta_path.insert(0, Damaged())\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    code = "from api.cli import main; main()"
    command = [sys.executable, "-c", code, "check", str(CLEAN), "--no-progress"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert done.returncode == 3
    assert done.stdout == ""
    cause, remedy = done.stderr.splitlines()
    assert "ImportError: rtf.py is damaged" in cause
    assert "请重新安装" in remedy


def test_json_is_utf8_in_any_locale() -> None:
    code = "from api.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", code, "extract", str(CLEAN), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True, timeout=120)
    assert json.loads(done.stdout.decode("utf-8"))["filing"] == "suzhou-clean"
    human = subprocess.run(command[:-2], capture_output=True, cwd=ROOT, env=environment, check=True, timeout=120)
    assert b"policy_no" in human.stdout


@pytest.mark.parametrize("arguments", [["rules", "list"], ["check", str(CLEAN), "--keep", "/dev/full"]])
def test_a_full_disk_is_one_line_and_no_result(arguments: list[str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = spawn(*arguments, stdout=full if "--keep" not in arguments else subprocess.DEVNULL)
    os.close(full)
    assert (done.returncode, done.stderr) == (3, "anze: 写不出结果：磁盘已满\n")
    assert Path("/dev/full").is_char_device()


def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with filling(pipe) as part:
        part.write_text("kept")
    assert os.read(reader, 9) == b"kept"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_file_appears_whole_or_not_at_all_and_an_error_names_it(tmp_path: Path) -> None:
    target = tmp_path / "made"

    def fails_half_way(part: Path) -> None:
        part.write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), filling(target) as part:
        fails_half_way(part)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError) as found, filling(tmp_path / "none" / "made") as part:
        part.write_text("")
    assert found.value.filename == str(tmp_path / "none" / "made")


def test_reader_that_has_had_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = spawn("rules", "list", stdout=write)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == ""


# --- what people read -------------------------------------------------------------------------------------------------


def test_control_characters_of_a_paper_do_not_reach_the_terminal() -> None:
    report = {
        "filing": "F\x1b[2J", "path": "a\nb", "verdict": "incomplete", "as_of": None, "findings": [],
        "documents": [{"path": "\x07.pdf", "kind": "unknown", "problems": [], "pages_read": {}, "fields": {}}],
    }  # fmt: skip
    for line in present.report_to_lines(report):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", present.harmless(line).plain)


def test_undecided_beyond_a_few_are_counted_not_dropped() -> None:
    finding = {"verdict": "undecided", "severity": "error", "summary": "未能核对", "citation": {}, "evidence": []}
    report = {
        "filing": "F", "path": "", "verdict": "incomplete", "as_of": None, "documents": [],
        "findings": [finding] * (present.UNDECIDED_SHOWN + 3),
    }  # fmt: skip
    shown = "\n".join(line.plain for line in present.report_to_lines(report))
    assert shown.count("未能核对") == present.UNDECIDED_SHOWN
    assert "另有3项待定" in shown
    assert "\n".join(line.plain for line in present.report_to_lines(report, every=True)).count("未能核对") == 8


@pytest.mark.parametrize(
    ("verdicts", "unread", "status"),
    [
        ({"accepted": 2}, 0, 0),
        ({"accepted": 2, "returned": 1}, 0, 1),
        ({"returned": 1}, 1, 3),
        ({"accepted": 1}, 1, 3),
        ({"incomplete": 1, "accepted": 4}, 0, 3),
        ({"incomplete": 1, "returned": 1}, 0, 1),
        ({"incomplete": 1, "returned": 1}, 2, 3),
        ({}, 0, 3),
    ],
)
def test_exit_status(verdicts: dict[str, int], unread: int, status: int) -> None:
    assert output.exit_status(verdicts, unread) == status
