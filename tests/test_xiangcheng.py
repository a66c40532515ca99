"""襄城's scheme end to end: papers written here, checked by the command, each demand met and missed."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from api.cli import main

COVERS = [
    ("从业人员人身伤亡", "600,000", "5,000,000", "14,000.00"),
    ("医疗救护费用", "50,000", "—", "2,400.00"),
    ("第三者人身伤亡", "—", "600,000", "1,600.00"),
    ("第三者财产损失", "—", "300,000", "900.00"),
    ("事故抢险救援费用", "—", "300,000", "700.00"),
    ("事故鉴定费用", "—", "100,000", "300.00"),
    ("法律诉讼费用", "—", "100,000", "100.00"),
]
AGREEMENTS = [
    "被保险单位的全体从业人员均为保障对象，包括劳务派遣人员。",
    "保险人每季度为企业提供一次隐患排查服务，每年组织一次安全培训和一次应急演练。",
    "建立快速理赔和先行垫付机制，责任明确的先付已能确定的赔款。",
    "人身伤残按鉴定的伤残等级对应比例赔付。",
    "保险人的服务热线在保单送达时告知。",
]


def _policy(
    path: Path,
    number: str = "YC-XC-2025-00816",
    years: tuple[int, int] = (2025, 2026),
    signed: str = "2025年8月11日",
    started: str = "8月15日",
    covers: Sequence[tuple[str, str, str, str]] = COVERS,
    agreements: Sequence[str] = AGREEMENTS,
) -> None:
    paper = docx.Document()
    for line in ("安全生产责任保险承保明细", "保险人：云川财产保险股份有限公司", f"保单编号：{number}"):
        paper.add_paragraph(line)
    head = [
        ("投保单位", "襄城县紫云煤业有限公司", "统一社会信用代码", "91411025MA4541652J"),
        ("被保险单位", "襄城县紫云煤业有限公司", "所属行业", "煤炭开采"),
        (
            "单位地址",
            "河南省许昌市襄城县湛北镇七紫路21号",
            "保险期间",
            f"自{years[0]}年{started}零时起至{years[1]}年8月14日二十四时止",
        ),
        ("从业人员总数", "12人", "参保人数", "12人"),
        ("每人责任限额", "600,000元", "每次事故责任限额", "5,000,000元"),
        ("累计责任限额", "5,000,000元", "每次事故免赔额", "0元"),
    ]
    _table(paper, head)
    paper.add_paragraph("保障项目（金额单位：元）")
    total = sum(float(line[3].replace(",", "")) for line in covers)
    rows = [(name, each, accident, accident, premium) for name, each, accident, premium in covers]
    _table(
        paper,
        [("项目", "每人限额", "每次事故限额", "累计限额", "保险费"), *rows, ("合计", "", "", "", f"{total:,.2f}")],
    )
    paper.add_paragraph(f"保险费合计：￥{total:,.2f}元")
    paper.add_paragraph(f"事故预防费：{total * 0.18:,.2f}元（提取比例18%）")
    paper.add_paragraph("特别约定")
    for index, text in enumerate(agreements, 1):
        paper.add_paragraph(f"{index}、{text}")
    paper.add_paragraph("云川财产保险股份有限公司襄城支公司（盖章）")
    paper.add_paragraph(f"签单日期：{signed}")
    paper.save(str(path))


def _table(paper: Any, rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


STAFF = [
    "陈建国",
    "李秀英",
    "王海涛",
    "张丽华",
    "刘振宇",
    "赵晓东",
    "孙明亮",
    "周文娟",
    "吴国栋",
    "郑春梅",
    "冯志强",
    "褚玉兰",
]


def _staff(path: Path, sums: Sequence[int]) -> None:
    rows: list[list[object]] = [
        ["从业人员清单"],
        ["投保单位：襄城县紫云煤业有限公司"],
        ["序号", "姓名", "岗位", "用工形式", "每人限额（元）"],
    ]
    for index, each in enumerate(sums):
        form = "劳务派遣" if index % 5 == 4 else "正式"
        rows.append([index + 1, STAFF[index % 12], "采煤工" if index % 2 else "管理人员", form, f"{each:,}"])
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def _checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    manifest = {"filing_id": "XC-1", "review_date": "2025-10-15", "documents": []}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    main(["check", str(folder), "--format", "jsonl", "--workers", "0"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def _violated(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (f["type"], str(f["params"].get("coverage") or f["params"].get("item") or f["params"].get("kind") or ""))
        for f in report["findings"]
        if f["verdict"] == "violated"
    }


def test_a_policy_that_meets_the_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _policy(tmp_path / "承保明细.docx")
    _staff(tmp_path / "从业人员清单.csv", [600000] * 12)
    report = _checked(tmp_path, capsys)
    assert {paper["kind"] for paper in report["documents"]} == {"policy", "staff_list"}
    assert _violated(report) == set()


@pytest.mark.parametrize(("cover", "type_"), [("事故抢险救援费用", "coverage_missing"), ("医疗救护费用", "coverage_missing"),
                                             ("法律诉讼费用", "coverage_missing"), ("事故鉴定费用", "coverage_item_missing"),
                                             ("第三者财产损失", "coverage_item_missing")])  # fmt: skip
def test_seven_covers(tmp_path: Path, capsys: pytest.CaptureFixture[str], cover: str, type_: str) -> None:
    """XC-11: each of the seven that is not in the schedule is found."""
    _policy(tmp_path / "承保明细.docx", covers=[line for line in COVERS if line[0] != cover])
    assert type_ in {kind for kind, _ in _violated(_checked(tmp_path, capsys))}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("管理岗位每人限额七十万元，一线岗位每人限额五十万元。", "differing_sums_by_job"),  # XC-20
        ("劳务派遣人员不属于本保险的保障对象。", "dispatched_workers_excluded"),  # XC-10
        ("保险费的三成由从业人员个人负担。", "premium_charged_to_workers"),  # XC-13
        ("投保单位可随时退保，保险人按日退还保险费。", "surrender_allowed"),  # XC-14
        ("应投保单位申请，本保单自2025年9月1日起退保。", "surrendered"),  # XC-14
        ("从业人员领取本保险赔款后，不再享受工伤保险待遇。", "waives_work_injury"),  # XC-15
        ("事故预防服务另行收费，按次结算。", "service_charged"),  # XC-04
        ("受害人不得直接向保险人请求赔偿。", "direct_claim_barred"),  # XC-21
        ("人身伤害不分伤残等级一律赔付五万元。", "disability_ungraded"),  # XC-19
        ("本项目由主管部门指定云川财产保险股份有限公司为唯一承保机构。", "designated_insurer"),  # XC-23
    ],
)
def test_wording(tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str, kind: str) -> None:
    _policy(tmp_path / "承保明细.docx", agreements=[*AGREEMENTS[:4], said, AGREEMENTS[4]])
    assert kind in {kind for _, kind in _violated(_checked(tmp_path, capsys))}


@pytest.mark.parametrize(
    "said",
    [
        "除依法关闭、完全停产外，投保单位不得退保、延迟续保。",
        "同一单位从业人员限额一致，不因岗位、用工形式不同而差别对待。",
        "本保险的赔偿不影响从业人员依法享受工伤保险待遇。",
        "受害人有权就其应获赔偿部分直接向保险人请求赔付，保险人不得拒绝。",
        "投保单位自2025年9月1日起完全停产的，经核实可以办理退保。",
    ],
)
def test_what_forbids_or_excepts_is_not_accused(tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str) -> None:
    _policy(tmp_path / "承保明细.docx", agreements=[*AGREEMENTS[:4], said, AGREEMENTS[4]])
    assert _violated(_checked(tmp_path, capsys)) == set()


def test_one_sum_for_all_on_the_staff_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """XC-20: 50 万 for some, 60 万 for others; and more people than the policy insures (XC-09)."""
    _policy(tmp_path / "承保明细.docx")
    _staff(tmp_path / "从业人员清单.csv", [600000, 500000] * 7)
    report = _checked(tmp_path, capsys)
    assert report["verdict"] == "returned"
    found = next(f for f in report["findings"] if f["type"] == "staff_sums_differ")
    assert found["params"]["sums"] == [500000, 600000]
    assert {"采煤工", "600,000", "500,000"} & {place["text"] for place in found["evidence"]}
    assert found["citation"]["article"] == "二（四）"
    assert ("staff_list_longer_than_insured", "") in _violated(report)


def test_a_schedule_by_post(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = [
        ("从业人员人身伤亡（管理人员）", "700,000", "5,000,000", "6,000.00"),
        ("从业人员人身伤亡（一线工人）", "600,000", "5,000,000", "8,000.00"),
    ]
    _policy(tmp_path / "承保明细.docx", covers=[*posts, *COVERS[1:]])
    report = _checked(tmp_path, capsys)
    found = next(f for f in report["findings"] if f["type"] == "schedule_sums_differ")
    assert (found["params"]["sums"], found["severity"]) == ([600000, 700000], "error")


def test_posts_with_the_same_sums_are_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        (f"{post}{harm}", f"{each:,}", "5,000,000", "3,000.00")
        for post in ("管理人员", "一线工人")
        for harm, each in (("死亡", 600000), ("伤残", 500000))
    ]
    _policy(tmp_path / "承保明细.docx", covers=[*lines, *COVERS[1:]])
    assert "schedule_sums_differ" not in {kind for kind, _ in _violated(_checked(tmp_path, capsys))}


@pytest.mark.parametrize("who", ["从业人员", "工人"])
def test_a_schedule_of_death_and_disability_is_no_schedule_by_post(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str
) -> None:
    kinds = [(f"{who}死亡", "600,000", "5,000,000", "6,000.00"), (f"{who}伤残", "500,000", "5,000,000", "8,000.00")]
    _policy(tmp_path / "承保明细.docx", covers=[*kinds, *COVERS[1:]])
    assert "schedule_sums_differ" not in {kind for kind, _ in _violated(_checked(tmp_path, capsys))}


@pytest.mark.parametrize(("started", "gap"), [("8月15日", False), ("9月2日", True)])
def test_late_renewal(tmp_path: Path, capsys: pytest.CaptureFixture[str], started: str, gap: bool) -> None:
    """XC-14: the old policy ends with 14 August 2025; the new one begins on the 15th, or on 2 September."""
    _policy(tmp_path / "上一年度.docx", "YC-XC-2024-00611", (2024, 2025), "2024年8月11日")
    _policy(tmp_path / "本年度.docx", started=started, signed="2025年8月11日")
    assert (("renewal_gap", "") in _violated(_checked(tmp_path, capsys))) is gap


def test_findings_go_to_the_department_of_the_sector(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """XC-28: a coal mine's own faults go to 科工局, its insurer's to whoever oversees insurers."""
    _policy(
        tmp_path / "承保明细.docx",
        covers=COVERS[:-1],
        agreements=[*AGREEMENTS[:4], "应投保单位申请，本保单自2025年9月1日起退保。"],
    )
    _staff(tmp_path / "从业人员清单.csv", [600000, 500000] * 6)
    report = _checked(tmp_path, capsys)
    names = {(f["type"], f["department"]["name"]) for f in report["findings"] if f["verdict"] == "violated"}
    assert ("coverage_missing", "保险监管部门") in names
    assert ("objectionable_wording", "襄城县科工局") in names


ROSTER = ["序号", "企业名称", "所属乡镇", "行业", "是否应保", "是否投保"]
LINES = [
    ("襄城县紫云煤业有限公司", "湛北镇", "煤矿", "是", "是"),
    ("襄城县汝河运输有限公司", "城关镇", "道路货物运输", "是", "否"),
    ("襄城县龙泉化工有限公司", "山头店镇", "危险化学品", "是", "是"),
    ("襄城县首山建筑有限公司", "城关镇", "建筑施工", "是", "是"),
    ("襄城县麦岭服装有限公司", "麦岭镇", "服装加工", "否", "否"),
]


@pytest.mark.parametrize(("day", "full"), [("2024年12月1日", False), ("2025年6月30日", True)])
def test_a_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str, full: bool) -> None:
    """XC-01, XC-07, XC-31: the carrier must insure; from the end of 2024 the county's cover must be full."""
    rows: list[list[object]] = [[f"襄城县安全生产责任保险应保企业清单（截至{day}）"], list(ROSTER)]
    rows += [[index, *line] for index, line in enumerate(LINES, 1)]
    with (tmp_path / "应保企业清单.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    report = _checked(tmp_path, capsys)
    found = _violated(report)
    assert ("high_risk_enterprise_uninsured", "") in found
    assert (("due_enterprises_uninsured", "") in found) is full
    about = next(
        f for f in report["findings"] if f["type"] == "high_risk_enterprise_uninsured" and f["verdict"] == "violated"
    )
    assert about["params"]["enterprise"] == "襄城县汝河运输有限公司"
    assert about["department"]["name"] == "襄城县交通运输局"


def test_milestones_from_rosters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, day, insured in (("甲", "2024年6月30日", "否"), ("乙", "2024年12月20日", "是")):
        rows: list[list[object]] = [[f"襄城县安全生产责任保险应保企业清单（截至{day}）"], list(ROSTER)]
        rows += [
            [index, *line[:4], insured if line[4] == "否" and line[3] == "是" else line[4]]
            for index, line in enumerate(LINES, 1)
        ]
        with (tmp_path / f"清单{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    arguments = [
        "rules",
        "milestones",
        "--pack",
        "xiangcheng-2024-6",
        "--as-of",
        "2025-01-10",
        "--format",
        "json",
        "--roster",
        str(tmp_path),
    ]
    assert main(arguments) == 0
    told = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    covered = told["xiangcheng.high-risk-covered"]
    assert (covered["state"], covered["done"], covered["figure"]) == ("met", "2024-12-20", 100)


def _endorsement(
    path: Path, change: str, number: str = "YC-XC-2025-00816", title: str = "安全生产责任保险批单"
) -> None:
    paper = docx.Document()
    for line in (title, "批单号：PD-2025-0031", f"保险单号：{number}", "投保人：襄城县紫云煤业有限公司", f"批改内容：{change}",
                 "云川财产保险股份有限公司襄城支公司（盖章）", "批改日期：2025年8月30日"):  # fmt: skip
        paper.add_paragraph(line)
    paper.save(str(path))


@pytest.mark.parametrize(
    ("change", "number", "surrendered"),
    [
        (
            "应投保人申请，自2025年9月1日零时起，本保单予以退保，保险责任终止，退还未到期保险费17,000.00元。",
            "YC-XC-2025-00816",
            True,
        ),
        ("因企业被依法关闭，自2025年9月1日零时起，本保单予以退保。", "YC-XC-2025-00816", False),
        ("应投保人申请，自2025年9月1日零时起，本保单予以退保。", "YC-XC-2025-09999", False),  # another policy's
        (
            "自2025年9月1日零时起，从业人员由12人增加至14人，加收保险费900.00元，其他条件不变。",
            "YC-XC-2025-00816",
            False,
        ),
        ("投保人退保的申请不予同意，其他条件不变。", "YC-XC-2025-00816", False),
    ],
)
def test_an_endorsement_that_gives_the_policy_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, number: str, surrendered: bool
) -> None:
    """XC-14: given up without a closure by law or a full stop of work."""
    _policy(tmp_path / "承保明细.docx")
    _endorsement(tmp_path / "批单.docx", change, number)
    report = _checked(tmp_path, capsys)
    assert {paper["kind"] for paper in report["documents"]} == {"policy", "endorsement"}
    assert (("policy_surrendered", "") in _violated(report)) is surrendered
    if surrendered:
        found = next(f for f in report["findings"] if f["type"] == "policy_surrendered")
        assert (found["params"]["surrendered_on"], found["severity"]) == ("2025-09-01", "warning")
        assert found["evidence"][0]["path"] == "批单.docx"


def test_a_request_to_give_up_is_no_endorsement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _policy(tmp_path / "承保明细.docx")
    _endorsement(tmp_path / "申请.docx", "申请自2025年9月1日起退保。", title="退保申请书")
    report = _checked(tmp_path, capsys)
    assert "policy_surrendered" not in {kind for kind, _ in _violated(report)}
