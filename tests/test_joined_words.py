"""Words of two cells of a scan that were read as one line, where the border between them is worn away. No recogniser."""

from __future__ import annotations

from extractor.document import Box, Line, Table
from extractor.edges import Edges
from extractor.layout.ruled.grid import Edge
from extractor.layout.scan_tables import lines_to_blocks

TOPS = [100.0 + 22 * k for k in range(5)]


def line(text: str, x: float, y: float, width: float = 11.0) -> Line:
    edges = Edges((x + width * k, x + width * (k + 1)) for k in range(len(text)))
    return Line(text, Box(x, y, x + width * len(text), y + 12), edges)


def texts(lines: list[Line], level: list[Edge], upright: list[Edge]) -> list[list[str]]:
    (table,) = (b for b in lines_to_blocks(lines, level, upright, 595.0) if isinstance(b, Table))
    return [[cell.text if cell else "" for cell in row] for row in table.rows()]


def test_two_answers_one_above_the_other_are_two_cells() -> None:
    level = [Edge(y, 50, 250) for y in TOPS] + [Edge(y, 250, 300) for y in TOPS if y != TOPS[2]]
    upright = [Edge(x, TOPS[0], TOPS[-1]) for x in (50, 150, 250, 300)]
    rows = ["项目", "护栏缺失", "接地失效", "标志脱落"]
    lines = [
        x for k, word in enumerate(rows) for x in (line(word, 60, TOPS[k] + 5), line(f"第{k}条", 160, TOPS[k] + 5))
    ]
    lines += [line("整改", 255, 105), line("是", 258, TOPS[3] + 5)]
    lines += [Line("否是", Box(258, TOPS[1] + 4, 272, TOPS[2] + 18))]
    assert [row[-1] for row in texts(lines, level, upright)] == ["整改", "否", "是", "是"]


def test_upright_words_of_a_merged_cell_stay_whole() -> None:
    level = [Edge(y, 100, 300) for y in TOPS] + [Edge(y, 50, 100) for y in (TOPS[0], TOPS[1], TOPS[-1])]
    upright = [Edge(x, TOPS[0], TOPS[-1]) for x in (50, 100, 200, 300)]
    lines = [line("项", 60, 105)] + [
        line(word, x, y + 5) for y in TOPS[:-1] for word, x in (("甲乙", 110), ("丙丁", 210))
    ]
    lines += [Line("投保人", Box(65, TOPS[1] + 4, 79, TOPS[4] - 4))]
    assert [row[0] for row in texts(lines, level, upright)] == ["项", "投保人", "投保人", "投保人"]


def joined(day: str, other_days: bool = True) -> list[str]:
    """The second row of three, whose border before the day is worn away and whose words were read in one."""
    level = [Edge(y, 50, 400) for y in TOPS[:4]]
    upright = [Edge(x, TOPS[0], TOPS[3]) for x in (50, 100, 400)]
    upright += [Edge(300, TOPS[0], TOPS[1]), Edge(300, TOPS[2], TOPS[3])]
    lines = [line(str(k + 1), 60, TOPS[k] + 5) for k in range(3)]
    for k in (0, 2):
        lines += [
            line("加装防护罩", 110, TOPS[k] + 5),
            line("2025-09-02" if other_days else "九月二日", 304, TOPS[k] + 5, 8),
        ]
    words = f"停用并更换光电保护装置及其控制箱{day}"
    starts = [105 + 199 / 16 * k for k in range(16)] + [304.0 + 8 * k for k in range(len(day))]
    ends = [*starts[1:], starts[-1] + 8]
    lines.append(Line(words, Box(105, TOPS[1] + 5, ends[-1], TOPS[1] + 17), Edges(zip(starts, ends, strict=True))))
    return texts(lines, level, upright)[1]


def test_a_day_read_with_the_words_before_its_worn_border_is_a_cell_of_its_own() -> None:
    assert joined("2025-09-05") == ["2", "停用并更换光电保护装置及其控制箱", "2025-09-05"]


def test_a_number_over_a_merged_cell_is_not_parted_where_no_numbers_stand_under_one_another() -> None:
    assert len(set(joined("2025-09-05", other_days=False)[1:])) == 1
