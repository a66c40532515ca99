"""Scans of tables with a rule under every row and no uprights: what stands between two rules is one row."""

from __future__ import annotations

from extractor.document import Box, Line, Table
from extractor.edges import Edges
from extractor.layout.ruled.grid import Edge
from extractor.layout.unruled.banded import find_banded_tables

RULES = [Edge(100.0 + 36.0 * k, 40.0, 560.0) for k in range(4)]
XS = (45.0, 130.0, 280.0, 400.0, 500.0)


def words(text: str, x: float, y: float) -> Line:
    """A line of ten points whose Chinese signs are as wide as they are high."""
    edges, at = [], x
    for sign in text:
        wide = 10.0 if ord(sign) > 0x2E80 else 5.0
        edges.append((at, at + wide))
        at += wide
    return Line(text, Box(x, y, at, y + 10), Edges(edges), size=10.0)


def page(rows: int = 3) -> list[Line]:
    """Heading above the first rule, and rows with a day and a name over two lines beside an amount half way."""
    heads = ("时间", "保单", "户名", "金额", "余额")
    lines = [words(text, x, 82) for text, x in zip(heads, XS, strict=True)]
    for k in range(rows):
        top = 104.0 + 36.0 * k
        lines += [words(f"2025-0{k + 1}-16", XS[0], top), words("09:00:00", XS[0], top + 14)]
        lines += [words("NO6240464046", XS[1], top + 7), words("青石安全技术（集", XS[2], top)]
        lines += [words("团）公司", XS[2], top + 14), words(f"{k + 1}500.00", XS[3], top + 7)]
        lines += [words("9000.00", XS[4], top + 7)]
    return lines


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.n_rows)]


def test_what_stands_between_two_rules_is_one_row() -> None:
    left, tables = find_banded_tables(page(), RULES)
    assert left == []
    assert texts(tables[0])[0] == ["时间", "保单", "户名", "金额", "余额"]
    assert texts(tables[0])[2] == [
        "2025-02-1609:00:00",
        "NO6240464046",
        "青石安全技术（集团）公司",
        "2500.00",
        "9000.00",
    ]
    assert tables[0].n_rows == 4


def test_a_rule_worn_at_its_end_still_ends_a_row() -> None:
    _, tables = find_banded_tables(page(), [*RULES[:3], Edge(208.0, 65.0, 560.0)])
    assert tables[0].n_rows == 4


def test_cells_read_as_one_segment_are_cut_where_the_other_rows_part() -> None:
    lines = [line for line in page() if line.text not in ("1500.00", "9000.00")]
    rows = [words("2500.00 8000.00", XS[3], 112), words("9000.00", XS[4], 147), words("9000.00", XS[4], 183)]
    glued = rows[0]
    assert glued.edges is not None
    edges = [(x0 + 60, x1 + 60) if k > 7 else (x0, x1) for k, (x0, x1) in enumerate(glued.edges)]
    glued = Line(glued.text, Box(400, 112, 535, 122), Edges(edges), size=10.0)
    _, tables = find_banded_tables([*lines, glued, *rows[1:]], RULES)
    assert texts(tables[0])[1][3:] == ["2500.00", "8000.00"]


def test_a_table_with_three_lines_is_left_to_alignment() -> None:
    assert find_banded_tables(page(), [RULES[0], RULES[1], RULES[3]])[1] == []


def test_rows_of_single_lines_are_left_to_alignment() -> None:
    single = [words("2500.00", x, 112 + 36 * k) for k in range(3) for x in XS]
    assert find_banded_tables(single, RULES)[1] == []


def test_labels_with_their_values_are_no_list() -> None:
    form = [words("投保单位：青石矿业", XS[0], 104 + 36 * k) for k in range(3)]
    form += [words("地址：远山路八号", XS[2], 104 + 36 * k) for k in range(3)]
    form += [words("二层", XS[2], 116 + 36 * k) for k in range(3)]
    assert find_banded_tables(form, RULES)[1] == []
