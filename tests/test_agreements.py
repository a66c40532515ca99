"""Special agreements in layouts of many kinds: where they stand, their items, and whether they were read to the end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor import agreements
from extractor.agreements import Section
from extractor.agreements.headings import heading_words
from extractor.document import Block, Box, Cell, Document, Line, Page, Table
from extractor.evidence.lines.numbering import mark_at
from extractor.reading import read

STAFF = "本保单承保被保险人全部从业人员，包括劳务派遣人员。"
SERVICE = "保险人每季度为投保人开展隐患排查一次，并每年组织安全培训两次。"
ADVANCE = "发生死亡事故的，保险人先行支付部分赔款。"
PREMIUM = "保险费由投保人承担，不得向从业人员摊派。"
THREE = [STAFF, SERVICE, ADVANCE]


def line(text: str, y: float, x: float = 60.0, size: float = 10.0, numbering: str = "") -> Line:
    return Line(text, Box(x, y, x + size * max(len(text), 1), y + size), numbering=numbering)


def page(*blocks: Block | str, number: int = 1, height: float = 842.0) -> Page:
    """Strings become lines 20 points apart, from y = 100; blocks are taken as they are."""
    out: list[Block] = []
    y = 100.0
    for block in blocks:
        if isinstance(block, str):
            out.append(line(block, y))
        else:
            out.append(block)
        y += 20.0
    return Page(number, 595.0, height, tuple(out))


def paper(*pages: Page) -> Document:
    return Document("policy.pdf", "0" * 64, "pdf", pages)


def table(rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Table:
    """Rows of cell texts; lines of a cell are parted by a newline, "" is no cell."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                rowspan, colspan = (spans or {}).get((r, c), (1, 1))
                lines = tuple(
                    line(part, 300.0 + 14 * r + 3 * i, 60.0 + 100 * c) for i, part in enumerate(text.split("\n"))
                )
                cells.append(Cell(r, c, lines, rowspan, colspan))
    return Table(tuple(cells), len(rows), max(len(row) for row in rows))


def texts(section: Section) -> list[str]:
    return [item.text for item in section.items]


TOP = ["某某财产保险股份有限公司", "保险单号：ABC2025000001"]
TAIL = ["保险人（签章）：某某财产保险股份有限公司", "签单日期：2025年5月1日"]


@pytest.mark.parametrize(
    "heading",
    [
        "特别约定",
        "十四、特别约定：",
        "【特别约定】",
        "特约条款",
        "特 别 约 定",
        "双方约定",
        "其他约定",
        "附加约定",
        "特别说明",
        "约定事项",
        "特别约定清单",
        "■ 补充约定",
        "第六部分 特别约定",
        "本保险单特别约定如下：",
        "经双方协商，特约定如下：",
    ],
)
def test_headings(heading: str) -> None:
    section = agreements.read(paper(page(*TOP, heading, *(f"{i}. {t}" for i, t in enumerate(THREE, 1)), *TAIL)))
    assert texts(section) == THREE
    assert section.found
    assert section.complete, section.why


@pytest.mark.parametrize(
    "marks",
    [
        ["1、", "2、", "3、"],
        ["1.", "2.", "3."],
        ["（1）", "（2）", "（3）"],
        ["(一)", "(二)", "(三)"],
        ["①", "②", "③"],
        ["第一条 ", "第二条 ", "第三条 "],
        ["a) ", "b) ", "c) "],
        ["* ", "* ", "* "],
        ["- ", "- ", "- "],
        ["一、", "二、", "三、"],
        ["第1项　", "第2项　", "第3项　"],
        ["１．", "２．", "３．"],
        ["⒈", "⒉", "⒊"],
        ["1 ", "2 ", "3 "],
        ["●", "●", "●"],
        ["", "", ""],
        ["其一，", "其二，", "其三，"],
        ["01.", "02.", "03."],
        ["【1】", "【2】", "【3】"],
        ["特约1：", "特约2：", "特约3："],
        ["T001 ", "T002 ", "T003 "],
        ["T0031 ", "T0107 ", "T0300 "],  # codes of the insurer's catalogue count nothing
        ["TY1007：", "TY1042：", "TY0009："],
    ],
)
def test_numbering_styles(marks: list[str]) -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", *(m + t for m, t in zip(marks, THREE, strict=True)), *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_a_code_that_lacks_between_two_that_run_on_is_a_hole() -> None:
    section = agreements.read(
        paper(page(*TOP, "特别约定", f"T001 {STAFF}", f"T002 {SERVICE}", f"T004 {ADVANCE}", *TAIL))
    )
    assert not section.complete
    assert "missing" in section.why


def test_wrapped_lines_are_one_item_with_a_box_per_line() -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", "1. " + SERVICE[:12], SERVICE[12:], "2. " + ADVANCE, *TAIL)))
    assert texts(section) == [SERVICE, ADVANCE]
    assert len(section.items[0].span.boxes) == 2
    start = SERVICE.index("安全培训")
    assert section.items[0].span_of(start, start + 4).text == "安全培训"
    assert len(section.items[0].span_of(start, start + 4).boxes) == 1


def test_automatic_numbering_is_not_part_of_the_text() -> None:
    blocks = [line(t, 160 + 20 * i, numbering=f"{i}.") for i, t in enumerate(THREE, 1)]
    section = agreements.read(paper(page(*TOP, "特别约定", *blocks, *TAIL)))
    assert texts(section) == THREE
    assert [item.numbering for item in section.items] == ["1.", "2.", "3."]


def test_numbers_in_a_column_of_their_own() -> None:
    grid = table(
        [["特别约定", "", ""], ["序号", "内容", ""], ["1", STAFF, ""], ["2", SERVICE, ""], ["3", ADVANCE, ""]],
        {(0, 0): (1, 3)},
    )
    section = agreements.read(paper(page(*TOP, grid, *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_right_cell_holds_the_text() -> None:
    grid = table(
        [
            ["保险期间", "一年"],
            ["特别约定", f"1、{STAFF}\n2、{SERVICE[:10]}\n{SERVICE[10:]}\n3、{ADVANCE}"],
            ["争议处理", "诉讼"],
            ["备注", "无"],
        ]
    )
    section = agreements.read(paper(page(*TOP, grid, *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_vertical_heading_and_a_row_per_item() -> None:
    grid = table([["特\n别\n约\n定", STAFF], ["", SERVICE], ["", ADVANCE], ["司法管辖", "中国"]], {(0, 0): (3, 1)})
    section = agreements.read(paper(page(*TOP, grid, *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_one_cell_holds_heading_and_text() -> None:
    grid = table(
        [
            ["投保人", "甲公司"],
            [f"特别约定：\n一、{STAFF}\n二、{SERVICE}\n三、{ADVANCE}", ""],
            ["出单机构", "乙支公司"],
        ],
        {(1, 0): (1, 2)},
    )
    section = agreements.read(paper(page(*TOP, grid)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_all_in_one_paragraph() -> None:
    section = agreements.read(paper(page(*TOP, f"特别约定：1、{STAFF}2、{SERVICE}3、{ADVANCE}", *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_over_a_page_break_with_running_heads() -> None:
    head = [line("某某财产保险股份有限公司 保单号ABC", 20.0)]
    foot = [[line(f"第 {n} 页 / 共 2 页", 815.0)] for n in (1, 2)]
    first = page(*head, *TOP, "特别约定", f"（1）{STAFF}", f"（2）{SERVICE[:14]}", *foot[0])
    second = page(
        *head, SERVICE[14:], f"（3）{ADVANCE}", "附：保险条款摘要", "第一条 保险责任：略。", *foot[1], number=2
    )
    section = agreements.read(paper(first, second))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_cell_over_a_page_break() -> None:
    first = page(*TOP, table([["投保人", "甲公司"], ["特别约定", f"1. {STAFF}\n2. {SERVICE[:14]}"]]))
    second = page(table([["", f"{SERVICE[14:]}\n3. {ADVANCE}"], ["备注", "无"]]), *TAIL, number=2)
    section = agreements.read(paper(first, second))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_siblings_of_the_heading_end_the_section() -> None:
    section = agreements.read(
        paper(
            page(
                *TOP,
                "五、特别约定",
                *(f"（{c}）{t}" for c, t in zip("一二三", THREE, strict=True)),
                "六、其他",
                "司法管辖：中国。",
            )
        )
    )
    assert texts(section) == THREE
    assert section.complete, section.why


def test_a_hole_in_the_numbers_is_not_complete() -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", f"1. {STAFF}", f"3. {ADVANCE}", *TAIL)))
    assert len(section.items) == 2
    assert section.found
    assert not section.complete
    assert "number" in section.why


def test_an_open_last_sentence_is_not_complete() -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", f"1. {STAFF}", "2. 保险人应当在接到报案后")))
    assert section.found
    assert not section.complete


def test_a_reference_to_another_page_is_not_the_section() -> None:
    section = agreements.read(
        paper(
            page(*TOP, "特别约定：详见所附特别约定清单", *TAIL),
            page("特别约定清单", *(f"{i}. {t}" for i, t in enumerate(THREE, 1)), *TAIL, number=2),
        )
    )
    assert texts(section) == THREE
    assert section.complete, section.why


def test_unknown_heading_is_found_by_what_follows() -> None:
    section = agreements.read(paper(page(*TOP, "承保双方共识", *(f"{i}. {t}" for i, t in enumerate(THREE, 1)), *TAIL)))
    assert section.found
    assert texts(section) == THREE


def test_items_spread_in_a_letter_are_strays() -> None:
    section = agreements.read(paper(page("尊敬的客户：您投保的安全生产责任保险已经生效。" + STAFF + "祝您平安。")))
    assert not section.found
    assert not section.complete
    assert any("劳务派遣" in item.text for item in section.strays)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("承保对象　本单位全部员工142人（含劳务派遣人员11人），其中井下作业人员97人", True),
        ("保障人员：全体从业人员58人，含派遣工与临时工", True),
        ("附件名称：全体从业人员名单共3页，另行装订成册", False),
        ("承保对象　本单位在册员工142人，不含劳务派遣人员共11人", False),
    ],
)
def test_who_is_covered_may_be_filled_in_beside_a_label_without_a_full_stop(text: str, told: bool) -> None:
    section = agreements.read(paper(page(text, "特别约定", f"1、{SERVICE}", f"2、{ADVANCE}", *TAIL)))
    assert texts(section) == [SERVICE, ADVANCE]
    assert bool(section.filled) is told
    assert not section.strays


def test_no_section_at_all() -> None:
    section = agreements.read(paper(page(*TOP, "第一条 保险责任：保险人按照特别约定与条款负责赔偿。", *TAIL)))
    assert not section.found
    assert not section.items


def test_label_lines_before_the_first_number_are_left_out() -> None:
    section = agreements.read(
        paper(page("特别约定清单", "保单号：ABC2025000001", *(f"{i}、{t}" for i, t in enumerate(THREE, 1)), *TAIL))
    )
    assert texts(section) == THREE
    assert section.complete


def test_sub_lists_stay_in_their_item() -> None:
    section = agreements.read(
        paper(
            page(
                *TOP,
                "特别约定",
                "1、事故预防服务：",
                "（1）隐患排查每年四次；",
                "（2）安全培训每年两次。",
                "2、" + ADVANCE,
                *TAIL,
            )
        )
    )
    assert texts(section) == ["事故预防服务：（1）隐患排查每年四次；（2）安全培训每年两次。", ADVANCE]
    assert section.complete


def test_spreadsheet_like_documents_without_boxes() -> None:
    blocks = tuple(
        Line(t, where=f"第{i}段")
        for i, t in enumerate(
            ["保险单", "特别约定", *(f"{i}. {t}" for i, t in enumerate(THREE, 1)), "保险人（盖章）："], 1
        )
    )
    section = agreements.read(Document("p.docx", "0" * 64, "docx", (Page(None, 0.0, 0.0, blocks),), paged=False))
    assert texts(section) == THREE
    assert section.complete
    assert section.items[0].span.where == "第3段"
    assert not section.items[0].span.boxes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.5%以内", None),
        ("12个月", None),
        ("（十二）保险费", 12),
        ("第3条 保险费", 3),
        ("⑩保险费", 10),
        ("一次付清", None),
        ("一、保险费", 1),
        ("3保险人应当按时", 3),
    ],
)
def test_marks(text: str, number: int | None) -> None:
    mark = mark_at(text)
    assert (mark.number if mark else None) == number


def test_continued_under_a_second_heading() -> None:
    first = page(*TOP, "特别约定", f"1、{STAFF}", f"2、{SERVICE}")
    second = page("特别约定（续）", f"3、{ADVANCE}", f"4、{PREMIUM}", *TAIL, number=2)
    section = agreements.read(paper(first, second))
    assert texts(section) == [STAFF, SERVICE, ADVANCE, PREMIUM]
    assert section.complete, section.why


def test_a_lost_first_number() -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", STAFF, f"2. {SERVICE}", f"3. {ADVANCE}", *TAIL)))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_insurance_clauses_end_agreements_without_numbers() -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", *THREE, "第三条 被保险人请求赔偿时，应提供资料。")))
    assert texts(section) == THREE
    assert section.complete, section.why


def test_words_at_a_line_start_by_chance_do_not_end_the_section() -> None:
    parts = ["1. 为做好事故预防，每季度由", "承保机构派员到厂排查隐患一次，结果", "报告被保险人。", f"2. {ADVANCE}"]
    section = agreements.read(paper(page(*TOP, "特别约定", *parts, *TAIL)))
    assert len(section.items) == 2
    assert section.items[0].text.endswith("报告被保险人。")
    assert section.complete, section.why


@pytest.mark.parametrize("words", ["特别约定：无", "特别约定：无。"])
def test_a_section_that_says_none_is_read_whole(words: str) -> None:
    section = agreements.read(paper(page(*TOP, words, "司法管辖：中国", *TAIL)))
    assert section.found
    assert not section.items
    assert section.complete, section.why


def test_a_list_without_full_stops() -> None:
    bare = [text.rstrip("。") for text in THREE]
    section = agreements.read(
        paper(
            page(
                *TOP, "特别约定", *(f"{i}. {t}" for i, t in enumerate(bare, 1)), "投保须知", "第一条 请如实告知", *TAIL
            )
        )
    )
    assert texts(section)[:2] == bare[:2]
    assert texts(section)[2].startswith(bare[2])
    assert section.found


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (
            [
                "一、承保人员包括派遣工。",
                "二、保险费由以下方式筹集：",
                "（一）企业承担70%；",
                "（二）职工个人承担30%。",
            ],
            "30%。",
        ),
        (
            ["1、投保人须知。", "2、缴费", "（1）保险费由投保人缴纳。", "（2）争议提交仲裁。", "（3）一式三份。"],
            "三份。",
        ),
    ],
)
def test_a_list_inside_the_last_item_is_read_to_its_end(lines: list[str], last: str) -> None:
    section = agreements.read(paper(page(*TOP, "特别约定", *lines, *TAIL)))
    assert len(section.items) == 2
    assert texts(section)[-1].endswith(last)
    assert section.complete, section.why


def test_a_list_inside_an_item_does_not_take_the_next_section() -> None:
    lines = ["1、投保人须知：", "（1）如实告知。", "六、保险期间：十二个月。"]
    section = agreements.read(paper(page(*TOP, "五、特别约定", *lines, *TAIL)))
    assert "十二个月" not in "".join(texts(section))


@pytest.mark.parametrize(
    "heading", ["特别约定 Special Provisions：", "特别约定（Special Provisions）：", "特别约定/Special Agreements:"]
)
def test_a_heading_with_its_english_behind_it(heading: str) -> None:
    assert heading_words(f"{heading}1. {STAFF}") == (True, len(heading))


_LETTER = """<p>安全生产责任保险承保凭证</p><p>凭证编号：HB-2025-0336</p><p>某某矿业有限责任公司：</p>
<p>贵单位向我公司投保安全生产责任保险，我公司同意按下列条件承保，贵单位同时为被保险人。</p>
<p>一、承保人员。贵单位申报从业人员57人，包括合同工、季节工和劳务派遣人员，各类人员限额相同。</p>
<p>二、保险期间。自2025年6月10日0时起，至2026年6月9日24时止。</p>
<p>三、保险费。合计21,350.00元，从中提取15%作为事故预防服务费，专户管理。</p><p>附表：分项限额（万元）</p>
<table border=1><tr><td>责任</td><td>每人</td><td>每次事故</td></tr><tr><td>员工伤亡</td><td>35</td><td>200</td></tr></table>
<p>四、服务承诺。我公司在保险期间内为贵单位提供隐患排查2次、安全培训1次，不另收费。</p>
<p>五、预付赔款。金额一时不能确定的，我公司依申请按已能确定的数额先行赔付。</p><p>某某财产保险支公司（章）</p>"""


def test_the_list_of_a_letter_begins_at_its_first_number_and_goes_on_behind_a_table() -> None:
    section = agreements.read(read(f"<meta charset=utf-8>{_LETTER}".encode(), "x.html"))
    heads = [item.text.partition("。")[0] for item in section.items]
    assert heads == ["承保人员", "保险期间", "保险费", "服务承诺", "预付赔款"]


def test_a_list_whose_header_stands_again_on_the_next_page_goes_on() -> None:
    head = ["序号", "内容"]
    one = page("特别约定事项", table([head, ["1", STAFF], ["2", SERVICE]]))
    two = page(table([head, ["3", ADVANCE], ["4", PREMIUM]]), "保险人：远安财产保险股份有限公司", number=2)
    section = agreements.read(paper(one, two))
    assert section is not None
    assert texts(section) == [STAFF, SERVICE, ADVANCE, PREMIUM]


def test_another_list_under_the_same_header_is_none_of_the_agreements() -> None:
    head = ["序号", "内容"]
    one = page("特别约定事项", table([head, ["1", STAFF], ["2", SERVICE]]))
    two = page("附：服务计划", table([head, ["1", "开展隐患排查。"], ["2", "组织应急演练。"]]), number=2)
    section = agreements.read(paper(one, two))
    assert section is not None
    assert texts(section) == [STAFF, SERVICE]


@pytest.mark.parametrize("office", ["昭通营销服务部", "昭通营业处", "昭通中心支公司"])
def test_the_office_that_signs_ends_agreements_without_numbers(office: str) -> None:
    section = agreements.read(
        paper(page("特别约定", STAFF, SERVICE, ADVANCE, f"远安财产保险股份有限公司{office}", "二〇二五年六月二十六日"))
    )
    assert section is not None
    assert (texts(section), section.complete) == ([STAFF, SERVICE, ADVANCE], True)


def test_entries_of_the_schedule_between_strokes_end_agreements_without_numbers() -> None:
    entries = (
        "保险期间：2025年4月23日0时起，至2026年4月22日24时止 ｜",
        "绝对免赔额：1,000.00元 ｜ 每人赔偿限额：40万元",
    )
    section = agreements.read(paper(page("特别约定", STAFF, SERVICE, ADVANCE, *entries)))
    assert section is not None
    assert (texts(section), section.complete) == ([STAFF, SERVICE, ADVANCE], True)
