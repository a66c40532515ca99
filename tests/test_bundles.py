"""Several papers in one file: parted where each is surely a paper by itself, and nowhere else."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from sqlmodel import select

import extractor
from api import judging
from api.check import check, extract
from api.documents import intake
from api.documents.schemas import UploadOut
from api.service import Service
from api.settings import Settings
from api.tables.filings import FilingRow
from extractor.bundles.openings import openings
from extractor.document import Box, Line, Page
from extractor.layout.pagination import Mark, marks
from tests.accounts_kit import populate
from tests.furnished import working
from tests.ofd_kit import copy_of
from tests.pdf_pages import Sheets
from tests.test_pipeline import uploaded
from validators.report_json import schema

Draw = Callable[[Sheets], None]

NUMBER, OTHER_NUMBER = "PZAQ202534010000001234", "PZAQ202534010000007777"


def form(sheets: Sheets, rows: list[tuple[str, str]], y: float = 130.0) -> float:
    """Label and value, a row below the other."""
    for label, value in rows:
        sheets.text(60, y, f"{label}：{value}")
        y += 22
    return y


def policy(number: str = NUMBER, holder: str = "安徽宏远化工有限公司", mark: str = "") -> Draw:
    def draw(sheets: Sheets) -> None:
        sheets.centred(297, 60, "示例财产保险股份有限公司", 12)
        sheets.centred(297, 85, "安全生产责任保险保险单", 18)
        form(sheets, [
            ("保险单号", number), ("投保人", holder), ("被保险人", holder),
            ("保险期间", "2025年3月1日00:00起至2026年2月28日24:00止"), ("从业人员人数", "86人"),
            ("每人责任限额", "500,000元"), ("累计责任限额", "10,000,000元"), ("总保险费", "人民币12,000.00元"),
            ("特别约定", "保险人按规定提供事故预防服务。"), ("签单日期", "2025年2月25日"),
        ])  # fmt: skip
        numbered(sheets, mark)

    return draw


def report(number: str = "FW-2025-018", day: str = "2025年4月10日", mark: str = "", title: str = "事故预防服务报告",
           client: str = "安徽宏远化工有限公司", named: str = NUMBER) -> Draw:  # fmt: skip
    def draw(sheets: Sheets) -> None:
        sheets.centred(297, 70, title, 18)
        y = form(sheets, [
            ("报告编号", number), ("保险单号", named), ("受检单位", client), ("服务日期", day),
            ("服务机构", "安徽安环技术服务有限公司"), ("服务专家", "王建国"), ("服务类型", "隐患排查"),
        ])  # fmt: skip
        sheets.grid([60, 100, 280, 430, 530], [y, y + 24, y + 48], [
            ["序号", "隐患描述", "整改建议", "整改期限"], ["1", "配电箱门未关闭", "立即关闭并上锁", "2025-04-20"],
        ])  # fmt: skip
        sheets.text(60, y + 90, "企业签字：李强    日期：2025年4月10日")
        numbered(sheets, mark)

    return draw


def invoice(sheets: Sheets) -> None:
    sheets.centred(297, 70, "电子发票（普通发票）", 18)
    form(sheets, [
        ("发票号码", "25342000000012345678"), ("开票日期", "2025年3月2日"), ("购买方名称", "安徽宏远化工有限公司"),
        ("销售方名称", "示例财产保险股份有限公司"), ("项目名称", "保险费"), ("税率", "6%"),
        ("价税合计（大写）", "壹万贰仟圆整"), ("价税合计（小写）", "¥12000.00"),
    ])  # fmt: skip


def endorsement(sheets: Sheets) -> None:
    sheets.centred(297, 70, "批 单", 18)
    form(sheets, [("批单号", "PD2025340100000088"), ("保险单号", NUMBER)])
    sheets.text(60, 200, "兹经投保人申请，保险人同意自2025年9月1日零时起注销本保险单，保险责任终止。")
    sheets.text(60, 222, "其他条件不变，特此批改。")


def claims(sheets: Sheets) -> None:
    sheets.centred(297, 70, "理赔情况登记表", 18)
    sheets.grid([60, 160, 300, 380, 460, 535], [100, 124, 148], [
        ["报案号", "保单号", "出险日期", "报案日期", "赔付金额"],
        ["BA2025001", NUMBER, "2025-05-03", "2025-05-03", "38,000.00"],
    ], size=8)  # fmt: skip


def ledger(sheets: Sheets, rows: list[list[str]]) -> None:
    sheets.centred(297, 70, "事故预防费用使用明细表", 18)
    sheets.grid([60, 150, 270, 440, 530], [100 + 24 * k for k in range(len(rows) + 2)],
                [["日期", "用途", "收款单位", "支出金额（元）"], *rows], size=9)  # fmt: skip


def fund(sheets: Sheets) -> None:
    sheets.centred(297, 70, "事故预防费用台账", 18)
    sheets.grid([50, 120, 260, 370, 440, 500, 555], [100, 124, 148, 172], [
        ["日期", "摘要", "收款单位", "提取金额", "支出金额", "余额"],
        ["2025-03-05", "按保费计提预防费用", "", "1,800.00", "", "1,800.00"],
        ["2025-04-12", "支付专家服务费", "安徽安环技术服务有限公司", "", "600.00", "1,200.00"],
    ], size=8)  # fmt: skip


def prose(*lines: str, title: str = "", mark: str = "") -> Draw:
    def draw(sheets: Sheets) -> None:
        if title:
            sheets.centred(297, 70, title, 16)
        for at, line in enumerate(lines):
            sheets.text(60, 110 + 22 * at, line)
        numbered(sheets, mark)

    return draw


def numbered(sheets: Sheets, mark: str) -> None:
    if mark:
        sheets.centred(297, 815, mark, 9)


def bound(*pages: Draw) -> bytes:
    sheets = Sheets()
    for at, draw in enumerate(pages):
        if at:
            sheets.next_page()
        draw(sheets)
    return sheets.pdf()


def papers_of(data: bytes) -> list[tuple[str, tuple[int, int] | None]]:
    return [(record.kind, record.page_range) for record in extractor.papers([("合订.pdf", data)])]


CLAUSES = prose(
    "第一条 本条款适用于安全生产责任保险合同。", "第二条 保险人不承担下列损失。", title="安全生产责任保险条款"
)
PHOTOS = prose("图一 配电箱", title="现场照片")
SIGN_IN = prose("姓名  部门  签字", "张伟  车间  张伟", title="培训签到表")

APART = {
    "policy, report, claims": ((policy(), report(), claims), [("policy", (1, 1)), ("service_report", (2, 2)), ("claim_record", (3, 3))]),
    "clauses, photos and lists for signing in stay with the paper before": (
        (policy(), CLAUSES, report(), PHOTOS, SIGN_IN, invoice),
        [("policy", (1, 2)), ("service_report", (3, 5)), ("invoice", (6, 6))],
    ),
    "a ledger behind a report": ((report(), fund), [("service_report", (1, 1)), ("fee_ledger", (2, 2))]),
    "an endorsement behind its policy": ((policy(), endorsement), [("policy", (1, 1)), ("endorsement", (2, 2))]),
    "two reports of two visits": (
        (report(), report("FW-2025-031", "2025年8月2日")), [("service_report", (1, 1)), ("service_report", (2, 2))],
    ),
    "two policies under two numbers": (
        (policy(), policy(OTHER_NUMBER, "安徽长江机械有限公司")), [("policy", (1, 1)), ("policy", (2, 2))],
    ),
    "a policy twice is two copies": ((policy(), policy()), [("policy", (1, 1)), ("policy", (2, 2))]),
    "page numbers that begin anew": (
        (policy(mark="第1页 共2页"), prose("其他约定。", mark="第2页 共2页"), report(mark="第1页 共1页", title="情况说明")),
        [("policy", (1, 2)), ("service_report", (3, 3))],
    ),
    "a cover sheet before papers": (
        (prose("一、保险单", "二、服务报告", title="归档材料"), policy(), report()),
        [("unknown", (1, 1)), ("policy", (2, 2)), ("service_report", (3, 3))],
    ),
}  # fmt: skip

TOGETHER: dict[str, tuple[Draw, ...]] = {
    "a policy with its clauses": (policy(), CLAUSES, prose("第三条 赔偿处理。")),
    "a report with photos": (report(), PHOTOS, prose("图二 消防通道", "图三 气瓶间")),
    "a policy whose second page looks like an application": (
        policy(),
        lambda sheets: (
            sheets.centred(297, 70, "投保单信息", 18),
            form(sheets, [("投保人", "安徽宏远化工有限公司"), ("统一社会信用代码", "91341300MA2TGHJK5B"),
                          ("地址", "安徽省宿州市埇桥区汴河路1号"), ("投保人声明", "本人已如实告知，以上填写属实")]),
        )[0],
    ),
    "a report with what it cost": (report(), lambda sheets: ledger(sheets, [
        ["2025-04-10", "专家服务费", "安徽安环技术服务有限公司", "3,000.00"], ["2025-04-10", "交通费", "宿州客运公司", "200.00"],
    ])),
    "a policy with the services it promises": (
        policy(), prose("投保企业：安徽宏远化工有限公司", f"保险单号：{NUMBER}", "服务机构：安徽安环技术服务有限公司", "保险人每年提供两次隐患排查和一次培训。", title="事故预防服务告知书"),
    ),
    "page numbers that go on": (policy(mark="第1页 共2页"), report(mark="第2页 共2页")),
    "a filled-in sample in an annex": (
        policy(), lambda sheets: (sheets.text(60, 40, "附件2"), report(title="事故预防服务报告")(sheets))[0],
    ),
    "a heading and number that every page repeats": (policy(), prose("特别约定清单", "1. 无其他约定。", title="安全生产责任保险保险单")),
    "a blank form": (policy(), prose("报告编号：", "受检单位：", "服务日期：    年  月  日", title="事故预防服务报告")),
    "a report in two sheets of one number": (report(), report(title="隐患整改复查报告", day="2025年4月28日")),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_papers_bound_together_are_parted(name: str) -> None:
    pages, expected = APART[name]
    assert papers_of(bound(*pages)) == expected


@pytest.mark.parametrize("name", TOGETHER)
def test_one_paper_stays_one(name: str) -> None:
    found = extractor.papers([("保单.pdf", bound(*TOGETHER[name]))])
    assert [(record.page_range, record.pages) for record in found] == [(None, len(TOGETHER[name]))]


# --- what is made of them --------------------------------------------------------------------------------------------


def test_page_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    """Numbers and boxes of every reading lie on the file's pages, and the filing is judged with all its papers."""
    (tmp_path / "合订.pdf").write_bytes(bound(policy(), CLAUSES, report(), PHOTOS))
    [made] = [checked.report for checked in check([tmp_path], Settings(workers=0), lambda *_: None)]
    assert [(d["kind"], d["page_range"], d["pages"], d["pages_read"]["text"]) for d in made["documents"]] == [
        ("policy", [1, 2], 2, [1, 2]), ("service_report", [3, 4], 2, [3, 4]),
    ]  # fmt: skip
    assert {d["path"] for d in made["documents"]} == {"合订.pdf"}
    assert {d["sha256"] for d in made["documents"]} == {
        hashlib.sha256((tmp_path / "合订.pdf").read_bytes()).hexdigest()
    }
    assert {f["page"] for f in made["documents"][1]["fields"].values()} == {3}
    pages = {e["page"] for f in made["findings"] for e in f["evidence"] if e["field"] == "service_start"}
    assert pages <= {3}
    jsonschema.validate(made, schema())


def test_papers_bound_together_are_one_filing(tmp_path: Path) -> None:
    """A report that names no policy belongs to the policy in its file."""
    file = tmp_path / "合订.pdf"
    file.write_bytes(bound(policy(), report(named="", client="安徽宏远")))
    (tmp_path / "别的保单.pdf").write_bytes(bound(policy(OTHER_NUMBER, "安徽长江机械有限公司")))
    made = [
        checked.report for checked in extract([file, tmp_path / "别的保单.pdf"], Settings(workers=0), lambda *_: None)
    ]
    assert [[d["kind"] for d in one["documents"]] for one in made] == [["policy"], ["policy", "service_report"]]


def test_two_copies_in_one_file_are_a_note(tmp_path: Path) -> None:
    (tmp_path / "两份.pdf").write_bytes(bound(policy(), policy()))
    [made] = [checked.report for checked in check([tmp_path], Settings(workers=0), lambda *_: None)]
    [twice] = [finding for finding in made["findings"] if finding["type"] == "paper_twice"]
    assert (twice["params"]["paper"], twice["params"]["other_paper"]) == ("两份.pdf#2-2", "两份.pdf#1-1")


def test_pages_named_by_a_person_are_one_paper() -> None:
    data = bound(policy(), report(), invoice)
    [second] = extractor.papers([("a.pdf", data)], page_range=(2, 3))
    assert (second.kind, second.page_range, second.pages) == ("service_report", (2, 3), 2)
    [whole] = extractor.papers([("a.pdf", data)], kind="policy")
    assert (whole.kind, whole.page_range, whole.pages) == ("policy", None, 3)


def seen(text: str, y: float = 820.0) -> tuple[Mark, ...]:
    return marks(Page(1, 595, 842, (Line(text, Box(250, y - 10, 350, y)),)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第2页 共3页", (Mark(2, 3),)), ("共３页　第２页", (Mark(2, 3),)), ("第二页，共三页", (Mark(2, 3),)), ("2/3", (Mark(2, 3),)),
        ("Page 2 of 3", (Mark(2, 3),)), ("- 2 -", (Mark(2),)), ("第2页", (Mark(2),)), ("第5页 共3页", ()), ("2025/03", ()),
        ("见第2页", ()), ("保单号：P12 第1页/共2页", (Mark(1, 2),)),
    ],
)  # fmt: skip
def test_printed_page_numbers(text: str, expected: tuple[Mark, ...]) -> None:
    assert seen(text) == expected
    assert seen(text, 400.0) == (expected if "共" in text or "of" in text else ())


def test_pages_of_a_scan_are_parted_by_the_same_signs() -> None:
    """The frames of a TIFF are pages: what their words say decides, whoever read them."""
    pages = extractor.read(bound(policy(), report()), "a.pdf").pages
    scanned = tuple(replace(page, read="ocr") for page in pages)
    assert [opening.index for opening in openings(scanned)] == [1]


def test_the_service_has_a_paper_for_each(service: Service) -> None:
    who = populate(service).principal("insurer", "clerk")
    data = bound(policy(), report(), invoice)

    def handed_in() -> UploadOut:
        return uploaded(service, who, [intake.Incoming("合订.pdf", io.BytesIO(data), len(data))])

    with working(service):
        first = handed_in()
        again = handed_in()
    for status in (first, again):
        assert [(p.kind, p.page_range, p.pages) for p in status.papers] == [
            ("policy", (1, 1), 1), ("service_report", (2, 2), 1), ("invoice", (3, 3), 1),
        ]  # fmt: skip
    assert (len(first.filings), len(again.filings)) == (1, 0)  # the same papers again change nothing
    with service.db.reading() as session:
        row = session.exec(select(FilingRow)).one()
        assert row.papers == 3
        made = judging.report_json(session, row)
        at = judging.paper_finder(judging.records_of(session, row))
    assert [d["page_range"] for d in made["documents"]] == [[1, 1], [2, 2], [3, 3]]
    assert [at("合订.pdf", page) for page in (1, 2, 3)] == [p.id for p in first.papers]


def test_papers_of_an_ofd_are_parted_like_those_of_a_pdf() -> None:
    data = copy_of(bound(policy(), report()))
    assert [(r.kind, r.page_range) for r in extractor.papers([("合订.ofd", data)])] == [
        ("policy", (1, 1)),
        ("service_report", (2, 2)),
    ]
