"""Whole draft packs from notices: they load, their cases come out, the lint finds nothing but what a person must fill in, and
no demand with a number is lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import extractor
from api.cli import main
from api.given.pack_files import source_of
from extractor.kinds import notice
from extractor.record import Record
from tests.test_notices import paper
from validators import lint
from validators.drafting import lists
from validators.drafting.gist import gist
from validators.drafting.shapes import shapes
from validators.drafting.whole import Draft, draft, left_open
from validators.law.pack_reading import parse_pack
from validators.law.rehearsal import rehearse
from validators.law.requirements import parse as parse_requirements
from validators.scores import parse as parse_score

ORIGINALS = Path(__file__).parents[2] / "shared" / "notices"
SKELETONS = Path(__file__).parent / "data" / "notices"
OWN = Path(__file__).parent / "data" / "obligations" / "notices"
PAPERS = [*sorted(SKELETONS.glob("*.txt")), *sorted(OWN.glob("*.txt")), *sorted(ORIGINALS.glob("*.txt"))]

NOTICE = """\
砀山县应急管理局文件
砀应急〔2025〕31号
关于做好安全生产责任保险有关工作的通知
各乡镇人民政府，各保险机构：
一、承保
（一）保险机构应当自保单签发之日起5日内将保单信息上传县平台。
（二）每名从业人员死亡赔偿限额不低于60万元。
（三）保险责任应当包括：从业人员人身伤亡、第三者人身伤亡、医疗费用、应急救援费用、法律诉讼费用。
二、服务
（一）保险机构应在保险合同签订后30日内开展首次事故预防服务。
（二）事故预防费用不得低于保费总额的百分之十八。
（三）保险机构每年应为投保单位开展安全教育培训1次、隐患排查1次。
（四）保险机构不得向从业人员摊派保费。
三、进度
2025年12月31日前，高危行业企业全部参保。
本通知自2025年6月1日起施行。
砀山县应急管理局
2025年5月12日
"""


def read(text: str) -> Record:
    return extractor.extract(paper(text), extractor.classify(paper(text)))


def drafted(path: Path) -> Draft:
    return draft(extractor.examine([(path.name, path.read_bytes())], kind=notice.KIND))


@pytest.fixture(scope="module")
def made() -> Draft:
    record = read(NOTICE)
    assert record.kind == notice.KIND
    return draft(record, "dangshan-2025-31")


def test_a_notice_in_other_words_becomes_a_pack(made: Draft) -> None:
    pack = parse_pack(made.files["dangshan-2025-31.yaml"], "d", made.files["dangshan-2025-31.cases.yaml"])
    assert (pack.region, pack.issued, pack.since, pack.document) == (
        "341321",
        date(2025, 5, 12),
        date(2025, 6, 1),
        "砀应急〔2025〕31号",
    )
    said = {rule.name.partition(".")[2]: (rule.article, [v.value for v in rule.values]) for rule in pack.rules}
    assert said["policy-upload"] == ("一（一）", [5])
    assert said["per-person-limit"] == ("一（二）", [600000])
    assert said["first-service"] == ("二（一）", [30])
    assert said["fee-floor"] == ("二（二）", [18])
    assert set(next(r for r in pack.rules if r.check == "contains_all" and r.type == "coverage_missing").with_["items"]) == {
        "employee_injury", "third_party_injury", "medical", "rescue", "legal"}  # fmt: skip
    assert set(next(r for r in pack.rules if r.type == "yearly_service_missing").with_["items"]) == {
        "training",
        "inspection",
    }
    assert any(rule.check == "forbidden_wording" for rule in pack.rules)
    assert date(2025, 12, 31) in {milestone.due for milestone in pack.milestones}


def test_the_cases_lie_at_inside_and_outside_each_number(made: Draft) -> None:
    cases = yaml.safe_load(made.files["dangshan-2025-31.cases.yaml"])
    fee = cases["dangshan-2025-31.fee-floor"]
    assert [case["fee_ratio"] for case in fee["satisfied"]] == [18, 18.5]
    assert [case["fee_ratio"] for case in fee["violated"]] == [17.5]
    upload = cases["dangshan-2025-31.policy-upload"]
    days = [
        (date.fromisoformat(case["uploaded_at"][:10]) - case["sign_date"]).days
        for verdict in ("satisfied", "violated") for case in upload[verdict]
    ]  # fmt: skip
    assert sorted(days) == [4, 5, 6]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_draft_loads_is_lint_clean_and_its_cases_come_out(path: Path, tmp_path: Path) -> None:
    made = drafted(path)
    for name, text in made.files.items():
        (tmp_path / name).write_text(text, "utf-8")
    source = source_of(tmp_path / f"{made.name}.yaml")
    pack = parse_pack(made.files[f"{made.name}.yaml"], "d", made.files[f"{made.name}.cases.yaml"])
    assert [defect for defect in rehearse(pack) if defect.case is not None] == []
    faults = [fault for fault in lint.lint([source]) if fault.code != "to-fill"]
    assert faults == []
    parse_requirements(made.files[f"{made.name}.requirements.yaml"], "r")
    if f"{made.name}.score.yaml" in made.files and not any("评分表" in gap for gap in made.gaps):
        parse_score(made.files[f"{made.name}.score.yaml"], "s")


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_demand_and_no_number_is_lost(path: Path) -> None:
    made = drafted(path)
    rows = {row.id: row for row in parse_requirements(made.files[f"{made.name}.requirements.yaml"], "r")}
    assert len(rows) == len(made.demands)
    for row, one in zip(rows.values(), made.demands, strict=True):
        value = one.demand.value("value")
        if isinstance(value, Decimal):
            assert str(value) in row.about
        elif isinstance(value, tuple):
            assert all(re.sub(r"\s", "", item) in row.about for item in value)
    assert set(map(id, left_open(made))) <= {id(one.demand) for one in made.demands}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the public notices do not stand beside this checkout")
def test_the_annex_of_the_public_notice_becomes_its_score_sheet() -> None:
    made = drafted(next(ORIGINALS.glob("003_*.txt")))
    scheme = parse_score(made.files[f"{made.name}.score.yaml"], "s")
    assert [int(section.weight) for section in scheme.sections] == [10, 40, 30, 20]
    assert [(item.way, float(item.cap)) for section in scheme.sections for item in section.items] == [
        ("each", 10), ("each", 10), ("each", 10), ("steps", 20), ("once", 10), ("each", 15), ("each", 10), ("each", 5),
        ("stars", 15), ("each", 5)]  # fmt: skip
    ladder = next(item for section in scheme.sections for item in section.items if item.way == "steps")
    assert [(float(step.least), step.above, float(step.points)) for step in ladder.steps] == [
        (80, False, 0), (60, False, 5), (40, False, 10), (0, True, 15), (0, False, 20)]  # fmt: skip
    assert [int(band.least) for band in scheme.bands] == [90, 70, 60, 0]


def test_what_is_only_encouraged_makes_no_rule() -> None:
    text = NOTICE.replace("事故预防费用不得低于保费总额的百分之十八", "鼓励事故预防费用达到保费总额的百分之十八以上")
    pack = draft(read(text), "d-1")
    assert "fee-floor" not in pack.files["d-1.yaml"]
    assert any("18" in gist(one.demand) for one in pack.demands)


def test_a_paper_that_is_no_notice_is_refused() -> None:
    with pytest.raises(ValueError):
        draft(Record("x", "0" * 64, "policy"))


def test_a_list_with_a_word_that_means_nothing_makes_no_weaker_rule() -> None:
    assert lists.codes("coverage", ("从业人员人身伤亡", "某种闻所未闻的东西")) == []


def test_every_shape_can_be_reached_and_has_a_sentence() -> None:
    assert len({(s.subjects, s.kinds, s.units, s.operators, s.parties, s.value) for s in shapes()}) == len(shapes())


def test_the_command_writes_the_files_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper_file = tmp_path / "通知.txt"
    paper_file.write_text(NOTICE, "utf-8")
    target = tmp_path / "out" / "dangshan.yaml"
    assert main(["rules", "draft", str(paper_file), "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert "dangshan.fee-floor" in said
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "dangshan.cases.yaml",
        "dangshan.requirements.yaml",
        "dangshan.yaml",
    ]
    assert main(["rules", "lint", str(target)]) == 0
    assert main(["rules", "draft", str(paper_file), "-o", str(target)]) == 2
    assert main(["rules", "draft", str(paper_file), "-o", str(target), "--force"]) == 0
    other = tmp_path / "台账.csv"
    other.write_text("保险单号,支出日期,项目,金额\nPX1,2025-03-01,隐患排查,1200.00\n", "utf-8")
    assert main(["rules", "draft", str(other)]) == 3
    assert main(["rules", "draft", str(tmp_path / "none.txt")]) == 2
