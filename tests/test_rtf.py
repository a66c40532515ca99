"""Rich text as Word and WPS write it: Chinese in both spellings, tables with merged cells, and what is not printed."""

from __future__ import annotations

import random

import pytest

from extractor import read
from extractor.document import Table
from extractor.errors import Damaged, PaperError, TooLarge
from extractor.limits import Limits

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fnil\fcharset134{\*\panose 02010600030101010101}\'cb\'ce\'cc\'e5"
    r"{\*\falt SimSun};}{\f14\fnil\fcharset2 Wingdings;}{\f15\fnil\fcharset136 MingLiU;}}"
)
HEAD = r"{\rtf1\adeflang1025\ansi\ansicpg936\uc2\deff0\deflang1033\deflangfe2052" + FONTS + (
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \li0 \fs21 Normal;}{\s1 heading 1;}}{\*\generator WPS;}"
    r"{\info{\author \'d5\'c5\'c8\'fd}{\title abc}}"
)  # fmt: skip


def gbk(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))


def wide(text: str) -> str:
    """As Word writes Chinese: a signed number, and the GBK bytes for readers that know no Unicode."""
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(rf"\u{number}\'3f\'3f" for number in numbers)


def rtf(body: str) -> bytes:
    return (HEAD + body + "}").encode("latin-1")


def lines(body: str) -> list[str]:
    return [line.text for _, line in read(rtf(body), "a.rtf").lines()]


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in table.cells]


def row(*cells: str, edges: tuple[int, ...], extra: tuple[str, ...] = (), left: int = 0) -> str:
    defined = "".join(
        f"{extra[n] if n < len(extra) else ''}\\clbrdrt\\brdrs\\cellx{edge}" for n, edge in enumerate(edges)
    )
    content = "".join(rf"\pard\plain \intbl {cell}\cell " for cell in cells)
    return rf"\trowd\trgaph108\trleft{left}{defined}{content}\row "


@pytest.mark.parametrize("spell", [gbk, wide])
def test_chinese_in_both_spellings(spell: object) -> None:
    assert callable(spell)
    said = spell("安全生产责任保险保险单")
    assert lines(rf"\pard\plain \loch\af0\hich\af0\dbch\af13 {said}\par \f13 {spell('保费')}12,000.00{spell('元')}\par") == [
        "安全生产责任保险保险单", "保费12,000.00元",
    ]  # fmt: skip


def test_characters_that_break_readers() -> None:
    assert lines(r"\f13 \'b1" + "\r\n" + r"\'a3\'b5" + "\n" + r"\'a5\par") == ["保单"], "a line end between two bytes"
    assert lines("\\f13 保单".encode("gbk").decode("latin-1") + r"\par") == ["保单"], "bytes as they are"
    assert lines(r"\uc1\u20445?\u-26964 \u21333{}?\par") == ["保隬单?"], "a group ends what is skipped"
    assert lines(r"\uc0\u20445\u21333\par") == ["保单"]
    assert lines(r"\uc1\u-10179?\u-9216?\par") == ["\U0001f400"], "a pair of units is one character"
    assert lines(r"\u-10179\'3f\'3f x\par") == ["\ufffd x"], "half a pair is a lost character"
    assert lines(r"\f15 \'ab\'4f\f13 \'b1\'a3\par") == ["保保"], "each font in its own code page"
    assert lines(r"{\f14 \'fe}\'d2\'d1\par \f14\u-3842\'3f\'3f\par") == ["☑已", "☑"]
    assert lines(r"a\~b\_c\-d\{e\}f\\g\emdash h\tab i\line j\par") == ["a\u00a0b-cd{e}f\\g—h i", "j"]
    plain = rb"{\rtf1\ansi\deff0\deflangfe2052{\fonttbl{\f0 Arial;}}\f0 \'b1\'a3\'b5\'a5\par}"
    assert read(plain, "a.rtf").text == "保单", "a file that forgets its code page and says it is Chinese"
    assert read(rb"{\rtf1\ansi\ansicpg1252 caf\'e9\par}", "a.rtf").text == "café"


def test_a_table_with_cells_merged_both_ways() -> None:
    body = (
        r"\pard\plain before\par "
        + row("A", "B", "", edges=(1000, 2000, 3000), extra=(r"\clvmgf", r"\clmgf", r"\clmrg"))
        + row("", "b1", "b2", edges=(1005, 2010, 3002), extra=(r"\clvmrg",))
        + row(r"C\par c", "D", edges=(2000, 3000))
        + r"\pard\plain after\par"
    )
    document = read(rtf(body), "a.rtf")
    [table] = document.tables()
    assert (table.n_rows, table.n_cols, table.method) == (3, 3, "native")
    assert grid(table) == [(0, 0, 2, 1, "A"), (0, 1, 1, 2, "B"), (1, 1, 1, 1, "b1"), (1, 2, 1, 1, "b2"), (2, 0, 1, 2, "Cc"),
                           (2, 2, 1, 1, "D")]  # fmt: skip
    assert [line.text for line in table.cells[4].lines] == ["C", "c"]
    assert table.cells[1].where == "表1 第1行第2列"
    assert [type(block).__name__ for block in document.pages[0].blocks] == ["Line", "Table", "Line"]


def test_rows_as_word_writes_them_with_the_definition_twice_or_once() -> None:
    defined = r"\trowd\cellx1000\cellx2000"
    twice = "".join(rf"{defined}\pard \intbl a\cell b\cell \pard \intbl {{{defined}\row }}" for _ in range(2))
    once = defined + r"\pard\intbl a\cell b\cell\row\pard\intbl a\cell b\cell\row"
    for body in (twice, once):
        [table] = read(rtf(body + r"\pard x\par"), "a.rtf").tables()
        assert grid(table) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "a"), (1, 1, 1, 1, "b")]
    two = once + r"\pard between\par " + once
    assert len(list(read(rtf(two), "a.rtf").tables())) == 2


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    body = (
        r"\trowd\cellx1000\cellx5000\pard\intbl outer\cell "
        r"\pard\intbl\itap2 in1\nestcell in2\nestcell {\*\nesttableprops\trowd\cellx2000\cellx3000\nestrow}{\nonesttables\par}"
        r"\pard\intbl\itap1 rest\cell\row\pard x\par"
    )
    outer, inner = read(rtf(body), "a.rtf").tables()
    assert grid(outer) == [(0, 0, 1, 1, "outer"), (0, 1, 1, 1, "rest")]
    assert grid(inner) == [(0, 0, 1, 1, "in1"), (0, 1, 1, 1, "in2")]


def test_what_is_not_printed_is_left_out_and_hidden_words_are_counted() -> None:
    body = (
        r"\pard a{\v 40\'cd\'f2}b{\deleted c}{\revised d}{\field{\*\fldinst PAGE x}{\fldrslt 3}}{\*\bkmkstart q}"
        r"{\annotation note}{\*\unknown z}{\pict\pngblip 89504e47}\par \v all\v0 e\plain f\par"
    )
    document = read(rtf(body), "a.rtf")
    assert [line.text for _, line in document.lines()] == ["abd3", "ef"]
    assert document.notes == ("有6个隐藏字符，未读取",)


def test_margins_notes_boxes_and_numbers() -> None:
    body = (
        r"{\header\pard head\par}{\headerf\pard head\par}{\footer\pard 1\par}{\footer\pard foot\par}"
        r"{\listtext\pard\plain 1.\tab}\pard text{\footnote\pard see\par} more\par "
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard box\par}}{\shprslt\par dup}}\pard\b bold\b0\fs32\par"
    )
    document = read(rtf(body), "a.rtf")
    found = [(line.where, line.numbering, line.text) for _, line in document.lines()]
    assert found == [("页眉第1段", "", "head"), ("第1段", "1.", "text more"), ("第2段", "", "box"), ("第3段", "", "bold"),
                     ("脚注1第1段", "", "see"), ("页脚第1段", "", "foot")]  # fmt: skip
    assert [line.bold for _, line in document.lines()][3] is True


def test_a_paper_of_nothing_but_pictures_and_one_cut_off_say_so() -> None:
    [problem] = read(rtf(r"{\pict\pngblip 8950}"), "a.rtf").problems
    assert problem.code == "pictures_not_read"
    [problem] = read(rtf(r"\pard text\par")[:-1], "a.rtf").problems
    assert problem.code == "damaged"


def test_a_doc_that_is_rich_text_is_read_without_a_remark() -> None:
    document = read(rtf(r"\pard x\par"), "保单.doc")
    assert (document.format, document.problems) == ("rtf", ())


def test_binary_data_is_passed_over_whatever_it_holds() -> None:
    assert lines(r"\pard a{\pict\bin6 }{}\x\}b\par") == ["ab"]
    assert lines(r"\pard a\bin99999999 b\par") == ["a"]


def test_files_made_to_exhaust_end_in_one_clear_answer() -> None:
    with pytest.raises(Damaged):
        read(b"{\\rtf1" + b"{" * 100_000, "a.rtf")
    with pytest.raises(TooLarge):
        read(rtf(r"\trowd\cellx1\intbl x" + r"\cell" * 3000 + r"\row"), "a.rtf", limits=Limits(cells=1000))
    with pytest.raises(TooLarge):
        read(rtf("x" * 5000), "a.rtf", limits=Limits(part_bytes=4000))
    far = read(rtf(r"\trowd\cellx-2147483648\cellx99999999999\intbl a\cell b\cell\row"), "a.rtf")
    assert [cell.text for table in far.tables() for cell in table.cells] == ["a", "b"]
    assert list(read(rtf(r"\pard\intbl\itap999999 x\nestcell\nestrow\par"), "a.rtf").tables())


def test_files_that_were_changed_on_the_way_only_raise_paper_errors() -> None:
    rng = random.Random(1901)
    whole = rtf(
        row("A", "B", edges=(1000, 2000), extra=(r"\clvmgf",)) + row("", "b", edges=(900, 2000), extra=(r"\clvmrg",))
        + rf"\pard {gbk('保单')}{wide('保费')}{{\v x}}{{\footnote n}}{{\header h\par}}"
        + r"\itap2 a\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}\par{\pict\bin3 abc}"
    )  # fmt: skip
    words = [b"{", b"}", b"\\", b"\\'", b"\\u-1", b"\\cell ", b"\\row ", b"\\trowd ", b"\\itap5 ", b"\\uc9 ", b"\\nestrow ", b"\\bin9 ",
             b"\\clmrg ", b"\\cellx-5", b"\\f99 ", b"\\fonttbl ", b"\\header ", b"\xff", b"\\ansicpg7 ", b"\\ud "]  # fmt: skip
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 25)):
            at = rng.randrange(6, len(data))
            data[at : at + rng.randrange(5)] = rng.choice(words)
        try:
            document = read(bytes(data), "a.rtf")
        except PaperError:
            continue
        for table in document.tables():
            for cell in table.cells:
                assert cell.row + cell.rowspan <= table.n_rows
                assert cell.col + cell.colspan <= table.n_cols
