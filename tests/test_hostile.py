"""Files made to crash, exhaust or escape: each gets one clear answer, in a worker, within time and memory.

The small ones are made here. The larger set is the hostile folder of the labelled corpus, where that is at hand.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from pathlib import Path

import pytest

from api.work import Task, run
from extractor import errors, read
from extractor.containers import members
from extractor.limits import Limits
from tests.office import archive, cell, docx, paragraph, rows, table, xlsx
from tests.reading import status
from tests.seal_pdfs import Sheet

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "hostile"
MEMORY_BYTES = 2 * 1024**3
SECONDS = 60.0

EXPANSION = "<!DOCTYPE d [<!ENTITY a '" + "x" * 100 + "'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '" + f"&{chr(97 + n)};" * 10 + "'>" for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prolog", [EXPANSION, OUTSIDE, "<!--" + "x" * 9000 + "-->" + OUTSIDE])
def test_entities_are_refused_wherever_they_stand(prolog: str) -> None:
    with pytest.raises(errors.Hostile):
        read(docx(paragraph("&a;"), prolog=prolog), "a.docx")
    with pytest.raises(errors.Hostile):
        read(xlsx({"表": rows(["&a;"])}, prolog=prolog), "a.xlsx")


def test_entities_hidden_in_another_encoding_are_refused() -> None:
    plain = docx(paragraph("&a;"), prolog=OUTSIDE)
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    document = parts["word/document.xml"]
    assert isinstance(document, bytes)
    parts["word/document.xml"] = document.decode().encode("utf-16")
    with pytest.raises(errors.Hostile):
        read(archive(parts), "a.docx")


def test_a_part_that_expands_without_end_is_refused() -> None:
    body = paragraph("甲" * 1000) * 400
    with pytest.raises(errors.TooLarge):
        read(docx(body), "a.docx", limits=Limits(part_bytes=500_000))
    wide = xlsx({"表": rows(*[["甲" * 1000, "乙"]] * 400)})
    with pytest.raises(errors.TooLarge):
        read(wide, "a.xlsx", limits=Limits(sheet_bytes=500_000))


def test_tables_nested_without_end_are_refused() -> None:
    body = paragraph("x")
    for _ in range(150):
        body = f"<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(errors.Damaged):
        read(docx(body), "a.docx")


def test_absurd_spans_cost_nothing() -> None:
    wide = table([f'<w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr>{paragraph("x")}</w:tc>' for n in (2, 999999999)])
    assert next(read(docx(wide), "a.docx").tables()).n_cols == 3
    far = "<sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    merged = far + "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    assert len(list(read(xlsx({"表": far}), "a.xlsx").lines())) == 1
    assert len(list(read(xlsx({"表": merged}), "a.xlsx").lines())) == 0


def test_a_sheet_of_styled_empty_cells_is_skimmed() -> None:
    empty = "".join(f"<row r='{n}'><c r='A{n}' s='1'/><c r='B{n}' s='1'/></row>" for n in range(1, 60_000))
    document = read(xlsx({"表": f"<sheetData>{empty}</sheetData>"}), "a.xlsx")
    assert not list(document.lines())


@pytest.mark.parametrize(
    "shows",
    [
        [[0, 0]],  # itself, twice
        [[1, 1], [0, 0]],  # one the other, and back
        [*([k + 1] * 4 for k in range(18)), []],  # 4¹⁸ objects
    ],
)
def test_forms_inside_forms_without_end_are_refused(shows: list[list[int]]) -> None:
    """PDFium makes every object when it opens the page: it took all memory, and its process was ended."""
    sheet = Sheet()
    sheet.nested(shows)
    with pytest.raises(errors.TooLarge):
        read(sheet.pdf(), "a.pdf")


def test_forms_that_are_shown_often_are_read() -> None:
    sheet = Sheet()
    sheet.text(60, 700, "安全生产责任保险单")
    sheet.nested([[1] * 20, [2] * 20, [0], []])  # the third names the first, and has no ink but by way of it
    sheet.things[-2] = sheet.things[-2].replace(b"/N0 Do", b"      ")
    assert "安全生产责任保险单" in read(sheet.pdf(), "a.pdf").text


def test_what_is_deeper_or_longer_than_any_paper_is_refused_at_once() -> None:
    """Each took minutes: tags inside one another that are all closed again, and a text of one line without end."""
    deep = "<html><body>" + "<div>" * 20_000 + "总保险费 12000元" + "</div>" * 20_000
    with pytest.raises(errors.Damaged):
        read(deep.encode(), "a.html")
    with pytest.raises(errors.TooLarge):
        read(("总保险费：" + "1234567890," * 30_000).encode(), "a.txt")


def test_relations_that_leave_the_package_are_not_followed() -> None:
    relation = '<Relationship Id="x" Type="t/{}" Target="{}"{}/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    for target, mode in (("../../../../etc/hostname", ""), ("file:///etc/hostname", ' TargetMode="External"')):
        listed = relation.format("officeDocument", target, mode)
        data = archive({
            "[Content_Types].xml": "<Types/>", "word/x": "",
            "_rels/.rels": f'<Relationships xmlns="{space}">{listed}</Relationships>',
        })  # fmt: skip
        with pytest.raises(errors.Damaged):
            read(data, "a.docx")


def test_what_begins_like_a_formula_stays_text() -> None:
    payloads = ["=cmd|'/C calc'!A0", "@SUM(1+1)", "+1+cmd", "-2+3+cmd"]
    document = read(xlsx({"表": rows(["收款单位", "金额"], *[[payload, "1"] for payload in payloads])}), "a.xlsx")
    assert [cell.text for cell in next(document.tables()).cells[2::2]] == payloads


def scrambled(data: bytes, dice: random.Random) -> bytes:
    """The file with a few bytes changed, lost or put in, as a bad copy has."""
    content = bytearray(data)
    for _ in range(dice.choice((1, 3, 10, 40))):
        at = dice.randrange(len(content))
        match dice.randrange(3):
            case 0:
                content[at] = dice.randrange(256)
            case 1:
                del content[at : at + dice.randrange(1, 50)]
            case 2:
                content[at:at] = dice.randbytes(dice.randrange(1, 20))
    return bytes(content)


ODD = ["", "-1", "0", "²", "99999999999999999999", "NaN", "1e400", "abc", "_xD800_", "_x0000_"]


def misvalued(data: bytes, dice: random.Random) -> bytes:
    """A package of sound XML in which some attribute or text holds what it must not."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name).decode() for name in package.namelist()}
    for _ in range(dice.choice((1, 3, 8))):
        name = dice.choice(sorted(parts))
        places = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', str(parts[name])))
        if places:
            place = dice.choice(places)
            parts[name] = str(parts[name])[: place.start()] + dice.choice(ODD) + str(parts[name])[place.end() :]
    return archive(parts)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_wrong_with_a_file_it_is_read_or_refused(seed: int) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = paragraph("甲", '<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    merged = table([cell(paragraph("x"), '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')])
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
    )
    document = docx(numbered * 3 + merged, parts={"numbering": lists, "styles": styles, "header": paragraph("页眉")})
    ledger = rows(["日期", "金额"], ['<c s="1"><v>45361</v></c>', '<c t="s"><v>0</v></c>'], ["x", 1.5])
    merges = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    workbook = xlsx({"表": ledger + merges}, formats={1: "yyyy-mm-dd"}, strings=["甲"])
    dice = random.Random(seed)
    outcomes = set()
    for _ in range(60):
        data = dice.choice((scrambled, misvalued))(dice.choice((document, workbook)), dice)
        try:
            read(data, "a.bin").text.encode()
            outcomes.add("read")
            assert all(member.error or member.data is not None for member in members(data, "a.zip"))
        except errors.PaperError as error:
            outcomes.add(error.code)
    assert {"read", "damaged"} <= outcomes  # the dice reach both sides


# -- the labelled set --------------------------------------------------------------------------------------------------

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the labelled corpus is not beside this checkout")

ACCEPTED = {"read"}
REFUSALS = {
    "encrypted": {"encrypted"}, "truncated": {"damaged"}, "zip bomb": {"too_large"}, "empty": {"empty"},
    "circular page tree": {"damaged", "hostile", "too_large"}, "flate bomb": {"too_large"},
    "entity expansion": {"hostile"}, "image bomb": {"too_large"}, "encrypted zip": {"encrypted"},
}  # fmt: skip
"""What a refusal must say, by the reason the corpus gives."""
CLEAR = {"damaged", "hostile", "too_large", "needs_program", "wrong_content"}
"""What it may say where either reading or refusing is right."""


@pytest.fixture(scope="module")
def expected() -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
    return entries


@pytest.fixture(scope="module")
def answers(expected: list[dict[str, object]]) -> dict[str, list[tuple[str, str, int]]]:
    """File → what a worker made of it, all files in one run under the memory bound."""
    tasks = [Task(str(entry["file"]), str(CORPUS / str(entry["file"]))) for entry in expected]
    found = {}
    for outcome in run(tasks, status, timeout_s=SECONDS, memory_bytes=MEMORY_BYTES):
        assert outcome.error is None, f"{outcome.task.key}: {outcome.error} {outcome.trace}"
        assert outcome.value is not None
        found[outcome.task.key] = outcome.value
    return found


@needs_corpus
def test_every_hostile_file_gets_the_answer_it_should(
    expected: list[dict[str, object]], answers: dict[str, list[tuple[str, str, int]]]
) -> None:
    for entry in expected:
        name, expect, reason = str(entry["file"]), str(entry["expect"]), str(entry["reason"])
        codes = {code for _, code, _ in answers[name]}
        assert codes, name
        if expect == "reject":
            assert codes <= REFUSALS.get(reason, {"wrong_content"}), (name, codes)
        elif expect == "accept":
            assert codes == ACCEPTED, (name, codes)
            assert all(characters > 20 for _, _, characters in answers[name]), name
        elif expect == "reject_members":
            assert codes == {"read", "unsafe_name"}, (name, codes)
        else:
            assert codes <= ACCEPTED | CLEAR, (name, codes)


@needs_corpus
def test_nothing_is_written_where_a_member_wanted_it(answers: dict[str, list[tuple[str, str, int]]]) -> None:
    wanted = [name for found in answers.values() for name, code, _ in found if code == "unsafe_name"]
    assert wanted
    for name in wanted:
        parts = [part for part in re.split(r"[/\\\\]", name) if part not in ("", ".", "..")]
        assert not Path("/", *parts).exists(), name
        assert not Path(*parts).exists(), name


@needs_corpus
def test_members_have_their_own_names(
    expected: list[dict[str, object]], answers: dict[str, list[tuple[str, str, int]]]
) -> None:
    listed = [entry for entry in expected if "members" in entry]
    assert listed
    for entry in listed:
        assert [name for name, _, _ in answers[str(entry["file"])]] == entry["members"]


@needs_corpus
def test_the_text_is_the_text(expected: list[dict[str, object]]) -> None:
    for entry in expected:
        if "text" in entry:
            document = read((CORPUS / str(entry["file"])).read_bytes(), str(entry["file"]))
            assert document.text.split() == str(entry["text"]).split()


@needs_corpus
def test_formula_payloads_come_out_as_written(expected: list[dict[str, object]]) -> None:
    for entry in expected:
        if "payloads" in entry:
            document = read((CORPUS / str(entry["file"])).read_bytes(), str(entry["file"]))
            texts = {line.text for _, line in document.lines()}
            payloads = entry["payloads"]
            assert isinstance(payloads, list)
            assert set(payloads) <= texts


@pytest.mark.parametrize("name", ["空.zip", "乱.rar", "空.eml"])
def test_an_archive_of_nothing_has_its_line_and_others_follow(name: str) -> None:
    noise = random.Random(7).randbytes(3000)
    mail = b'From: a@b.cn\nTo: c@d.cn\nSubject: x\nContent-Type: multipart/mixed; boundary="q"\n\n--q--\n'
    nothing = {"空.zip": archive({}), "乱.rar": b"Rar!\x1a\x07\x01\x00" + noise, "空.eml": mail}[name]
    (only,) = members(nothing, name)
    assert isinstance(only.error, errors.NothingInside)
    first, second = members(archive({name: nothing, "b.txt": b"b"}), "a.zip")
    assert isinstance(first.error, errors.NothingInside)
    assert (first.path, second.path, second.data) == (name, "b.txt", b"b")
