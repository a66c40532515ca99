"""``anze rules new`` and ``diff``, and a user's own packs beside those of anze."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api import cli
from api.given.pack_files import in_use, packs_from
from api.rules.checks import COMBINE
from validators import checks
from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.law import pack_parts, requirements
from validators.law.judge import judge
from validators.law.pack_diff import number_changes
from validators.law.pack_reading import EXCEPT_WORDS, PACK_WORDS, RULE_WORDS, VALUE_WORDS, parse_pack, shipped
from validators.law.scaffold import Head, scaffold
from validators.lint import Source, lint

SUZHOU = next(pack for pack in shipped() if pack.name == "suzhou-2023-84")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def typed(*words: object) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


# --- new -------------------------------------------------------------------------------------------------------------

HEADS = [
    Head("lingbi-2025-1", "341323", "灵应急〔2025〕1号", "灵璧县通知", date(2025, 1, 2), date(2025, 2, 1)),
    Head("nation-2025", "000000", "某办法", "全国办法: 带冒号", date(2025, 1, 2)),
    Head("street-2025-2", "330604001", "街办〔2025〕2号", '带"引号"的通知', None, date(2025, 2, 1)),
    Head("x", "340000", "123", "# 井号开头"),
]


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.name)
def test_a_scaffold_loads_and_lacks_only_what_is_to_be_filled(head: Head) -> None:
    text, cases, rows = scaffold(head).values()
    source = Source(f"{head.name}.yaml", text, cases, rows)
    pack = parse_pack(text, source.file, cases)
    assert (pack.name, pack.region, pack.document, pack.title) == (head.name, head.region, head.document, head.title)
    assert (pack.issued, pack.since) == (head.issued, head.since or head.issued)
    allowed = {"to-fill"} if pack.issued and pack.since else {"to-fill", "undated"}
    assert {fault.code for fault in lint([source], shipped()) if fault.level != "note"} <= allowed


def test_the_layer_follows_from_the_region() -> None:
    layers = [re.search(r"^layer: (\w+)", scaffold(head)[f"{head.name}.yaml"], re.MULTILINE) for head in HEADS]
    assert [found and found[1] for found in layers] == ["county", "national", "street", "province"]


def test_every_word_has_an_example() -> None:
    texts = scaffold(HEADS[0])
    pack, rows = texts["lingbi-2025-1.yaml"], texts["lingbi-2025-1.requirements.yaml"]
    words = {*PACK_WORDS, *RULE_WORDS, *VALUE_WORDS, *EXCEPT_WORDS}
    words |= {*pack_parts.MILESTONE_WORDS, *pack_parts.GOAL_WORDS, *pack_parts.ROUTING_WORDS}
    assert [word for word in sorted(words) if not re.search(rf"\b{word}:", pack)] == []
    assert [word for word in requirements.WORDS if not re.search(rf"\b{word}:", rows)] == []


def test_the_examples_load_when_their_marks_are_taken_off() -> None:
    """All of them at once, but for those that stand in place of one another."""
    lines = scaffold(HEADS[0])["lingbi-2025-1.yaml"].splitlines()
    lines = [line for line in lines if not re.match(r"    (value|reason|confidence):", line)]
    bare = "\n".join(re.sub(r"^(\s*)# (?=\s*[a-z_]+:|\s+- |\s+[a-z])", r"\1", line) for line in lines)
    pack = parse_pack(bare, "bare.yaml")
    (rule,) = pack.rules
    assert rule.former_names == ("lingbi.old-name",)
    assert [value.value for value in rule.values] == [12, None]
    assert rule.exceptions
    assert pack.milestones[0].goal is not None
    assert pack.routing[0].role == "lead"
    assert pack.allow.keys() == {"undated"}


def test_new_writes_three_files_and_covers_none(run: Run, tmp_path: Path) -> None:
    words = (
        "rules",
        "new",
        "lingbi-2025-1",
        "--region",
        "341323",
        "--document",
        "灵应急〔2025〕1号",
        "--title",
        "通知",
        "-o",
        tmp_path / "a" / "b",
    )
    status, said, _ = run(*words)
    assert status == 0
    assert len(list((tmp_path / "a" / "b").iterdir())) == 3
    assert "anze rules lint" in said
    status, _, complaint = run(*words)
    assert status == 2
    assert "已经存在" in complaint


def test_a_province_or_a_city_is_named_as_other_commands_take_it(run: Run, tmp_path: Path) -> None:
    words = ("rules", "new", "mine", "--region", "3413", "--document", "一", "--title", "二", "-o", tmp_path)
    assert run(*words)[0] == 0
    assert 'region: "341300"' in (tmp_path / "mine.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "region", "word"),
    [
        ("Lingbi", "341323", "小写字母"),
        ("lingbi", "34132", "6或9位"),
        ("suzhou-2023-84", "341300", "自带的规则包已有"),
    ],
)
def test_new_refuses_what_cannot_be_a_pack(run: Run, tmp_path: Path, name: str, region: str, word: str) -> None:
    status, _, said = run("rules", "new", name, "--region", region, "--document", "一", "--title", "二", "-o", tmp_path)
    assert status == 2
    assert word in said
    assert not list(tmp_path.iterdir())


# --- checks ----------------------------------------------------------------------------------------------------------


def test_every_check_is_listed_with_its_words(run: Run) -> None:
    status, said, _ = run("rules", "checks")
    assert status == 0
    for name, module in checks.modules().items():
        assert f"{name}  （几部文件都要求时" in said
        assert module.COMBINE in COMBINE
    status, said, _ = run("rules", "checks", "at_least")
    assert "取最高" in said
    assert "fact  [than=None]  [value: 由 value/values 填]" in said
    status, _, complaint = run("rules", "checks", "at_lest")
    assert status == 2
    assert "at_least" in complaint


# --- packs of one's own ----------------------------------------------------------------------------------------------


def suzhou_file(folder: Path, *changes: tuple[str, str], name: str = "suzhou.yaml") -> Path:
    from api.packs.texts import shipped_text

    text = shipped_text(SUZHOU)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


FLOOR = "{from: 2024-01-01, value: 12, source: 应急监二〔2023〕84号二（六）}"


def test_a_pack_of_ones_own_stands_in_the_place_of_its_namesake(run: Run, tmp_path: Path) -> None:
    mine = suzhou_file(tmp_path, (FLOOR, FLOOR.replace("12", "9")))
    packs = in_use([mine])
    assert [pack.name for pack in packs] == [pack.name for pack in shipped()]
    sample = Path(__file__).parents[1] / "samples" / "suzhou-low-fee"
    floor = "prevention_fee_below_minimum"
    assert floor in run("check", sample, "--format", "jsonl")[1]
    report = json.loads(run("check", sample, "--format", "jsonl", "--packs", mine)[1])
    assert floor not in {finding["type"] for finding in report["findings"]}
    versions = {pack["name"]: pack["version"] for pack in report["packs"]}
    assert versions["suzhou-2023-84"] == packs_from([mine])[0].version != SUZHOU.version


def test_what_two_packs_call_by_one_name_is_an_error_of_use(run: Run, tmp_path: Path) -> None:
    other = suzhou_file(tmp_path, ("name: suzhou-2023-84", "name: other-2025-1"))
    status, _, said = run("rules", "list", "--packs", other)
    assert status == 2
    assert "已为自带的规则包 suzhou-2023-84 所用" in said
    suzhou_file(tmp_path, name="again.yaml")
    suzhou_file(tmp_path)
    assert "两个文件都叫规则包" in run("rules", "list", "--packs", tmp_path)[2]


def test_a_pack_that_cannot_be_read_stops_with_its_line(run: Run, tmp_path: Path) -> None:
    bad = suzhou_file(tmp_path, ("layer: city", "layer: village"))
    for words in (("rules", "list"), ("check", tmp_path)):
        status, _, said = run(*words, "--packs", bad)
        assert status == 2
        assert "第" in said
        assert "county" in said
    (tmp_path / "suzhou.yaml").write_bytes("name: 试".encode("gb18030"))
    assert "不是 UTF-8 文本" in run("rules", "list", "--packs", tmp_path)[2]
    (tmp_path / "suzhou.yaml").unlink()
    assert "没有规则包" in run("rules", "list", "--packs", tmp_path)[2]


def test_show_and_list_know_a_pack_of_ones_own(run: Run, tmp_path: Path) -> None:
    mine = suzhou_file(tmp_path, ("suzhou-2023-84", "lingbi-2025-1"), ("suzhou.", "lingbi."), ('"341300"', '"341323"'))
    assert "lingbi.fee-floor" in run("rules", "list", "--region", "341323", "--packs", mine)[1]
    assert "lingbi.fee-floor" not in run("rules", "list", "--region", "3705", "--packs", mine)[1]
    assert f"规则文件：{mine}" in run("rules", "show", "lingbi.fee-floor", "--packs", mine)[1]
    assert run("rules", "show", "lingbi.fee-floor")[0] == 2


# --- diff ------------------------------------------------------------------------------------------------------------


def told(run: Run, old: object, new: object) -> tuple[int, Any]:
    status, said, _ = run("rules", "diff", old, new, "--format", "json")
    return status, json.loads(said)["packs"]


def test_nothing_parts_a_pack_from_itself(run: Run) -> None:
    assert told(run, "suzhou-2023-84", "suzhou-2023-84") == (0, [])
    assert run("rules", "diff", "suzhou-2023-84", "suzhou-2023-84")[1] == "没有差别\n"


def test_a_number_by_date_severity_article_and_quote(run: Run, tmp_path: Path) -> None:
    later = FLOOR + "\n      - {from: 2026-01-01, value: 15, source: 后来的通知}"
    new = suzhou_file(tmp_path, (f"[{FLOOR}]", f"\n      - {later}"), ("article: 二（六）", "article: 二（七）"), ("quote: 不得低于保费总额的12%", "quote: 不得低于保费总额的15%"))  # fmt: skip
    status, packs = told(run, "suzhou-2023-84", new)
    assert status == 1
    (rule,) = [rule for rule in packs[0]["rules"] if rule["name"] == "suzhou.fee-floor"]
    assert (rule["state"], rule["numbers"]) == ("changed", [{"from": "2026-01-01", "before": 12, "after": 15}])
    assert {change["word"] for change in rule["changes"]} == {"article", "quote", "values"}
    assert "二（六）" in rule["clauses"]["before"]["zh"]
    assert "二（七）" in rule["clauses"]["after"]["en"]
    said = run("rules", "diff", "suzhou-2023-84", new)[1]
    row = next(line for line in said.splitlines() if "2026-01-01起" in line)
    assert re.search(r"12 应急监二.*│?.*15 后来的通知", row)


def test_added_removed_and_renamed_are_told_apart(run: Run, tmp_path: Path) -> None:
    renamed = suzhou_file(
        tmp_path / "a", ("name: suzhou.fee-floor", "name: suzhou.floor\n    former_names: [suzhou.fee-floor]")
    )
    _, packs = told(run, "suzhou-2023-84", renamed)
    assert [(r["name"], r["state"], r["former"]) for r in packs[0]["rules"] if r["changes"]] == [
        ("suzhou.floor", "changed", "suzhou.fee-floor")
    ]
    unsaid = suzhou_file(tmp_path / "b", ("name: suzhou.fee-floor", "name: suzhou.floor"))
    _, packs = told(run, "suzhou-2023-84", unsaid)
    states = {r["name"]: r["state"] for r in packs[0]["rules"]}
    assert (states["suzhou.floor"], states["suzhou.fee-floor"]) == ("added", "removed")


def test_folders_are_compared_pack_by_pack(run: Run, tmp_path: Path) -> None:
    suzhou_file(tmp_path / "old")
    suzhou_file(tmp_path / "new", ("severity: error", "severity: warning"))
    suzhou_file(tmp_path / "new", ("suzhou-2023-84", "lingbi-2025-1"), name="lingbi.yaml")
    status, packs = told(run, tmp_path / "old", tmp_path / "new")
    assert status == 1
    assert {pack["name"]: pack["state"] for pack in packs} == {"suzhou-2023-84": "changed", "lingbi-2025-1": "added"}
    assert run("rules", "diff", tmp_path / "old", tmp_path / "none")[0] == 2


def test_a_rule_before_its_first_number_is_undecided() -> None:
    text = (
        'name: t\ntitle: t\ndocument: t\nregion: "000000"\nlayer: law\nin_force: {from: 2024-01-01}\nrules:\n'
        "  - {name: t.a, type: prevention_fee_below_minimum, article: 一, about: policy, check: at_least, severity: note,"
        " with: {fact: fee_ratio}, values: [{from: 2024-06-01, value: 12}]}\n"
    )
    pack = parse_pack(text, "t.yaml")
    verdicts = []
    for day in ("2024-05-31", "2024-06-01"):
        facts = facts_of({"region_code": "341300", "fee_ratio": 10, "sign_date": day})
        findings = judge(Filing("t", (), (Subject("policy", "t", facts),)), [pack]).findings
        verdicts.append([finding.verdict.value for finding in findings if finding.rule == "t.a"])
    assert verdicts == [["undecided"], ["violated"]]


def test_numbers_differ_from_the_days_on_which_they_do() -> None:
    """12 from 2024; in the new text 12 until 2025-06-30, 15 from 2025-07-01, and nothing after 2026-12-31."""
    head = 'name: t\ntitle: t\ndocument: t\nregion: "000000"\nlayer: law\nin_force: {from: 2024-01-01%s}\nrules:\n'
    rule = "  - {name: t.a, type: prevention_fee_below_minimum, article: 一, about: policy, check: at_least, severity: note, with: {fact: fee_ratio}, %s}\n"
    before = parse_pack(head % "" + rule % "value: 12", "a.yaml").rules[0]
    values = "values: [{from: 2024-01-01, value: 12}, {from: 2025-07-01, value: 15}]"
    after = parse_pack(head % ", to: 2026-12-31" + rule % values, "b.yaml").rules[0]
    found = [
        (str(n.since), n.before and n.before.value, n.after and n.after.value) for n in number_changes(before, after)
    ]
    assert found == [("2025-07-01", 12, 15), ("2027-01-01", 12, None)]
