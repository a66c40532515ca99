"""Columns that a text file makes with blanks."""

from __future__ import annotations

from extractor.document import Line, Table
from extractor.layout.unruled.blanks import tables_of_blanks


def _blocks(text: str) -> list[Line | Table]:
    return tables_of_blanks([(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()])


def _rows(table: Line | Table) -> list[list[str]]:
    assert isinstance(table, Table)
    return [["" if cell is None else cell.text for cell in row] for row in table.rows()]


def test_columns_are_parted_by_blanks_and_a_hole_stays_a_hole() -> None:
    title, table, note = _blocks(
        "保险单\n"
        "保障项目                每人限额      每次限额      保费\n"
        "驾乘人员死亡伤残        80万元        800万元       9,000\n"
        "诉讼费用                              10万元        300\n"
        "合计金额以单据为准"
    )
    assert _rows(table)[2] == ["诉讼费用", "", "10万元", "300"]
    assert [block.where for block in (title, note) if isinstance(block, Line)] == ["第1行", "第5行"]


def test_labels_side_by_side_are_no_columns() -> None:
    blocks = _blocks("\n".join(["单号：A1　　日期：2025年1月2日　　金额：300元"] * 4))
    assert all(isinstance(block, Line) for block in blocks)


def test_an_export_pasted_as_text_is_parted_by_its_marks() -> None:
    (table,) = _blocks("日期;摘要;金额;余额\n2025-03-05;划入;8700.00;8700.00\n2025-05-09;;-3600.00;5100.00")
    assert _rows(table)[2] == ["2025-05-09", "", "-3600.00", "5100.00"]
    assert all(isinstance(b, Line) for b in _blocks("甲厂,乙厂,丙厂,丁厂\n来了三家\n都查过了"))


def test_two_lines_are_no_table_nor_lines_apart() -> None:
    assert all(isinstance(b, Line) for b in _blocks("甲    乙    丙\n子    丑    寅\n\n卯    辰    巳"))
