"""Papers as they are shown: what a reading's box names is under that box in the picture, its ``where`` in the text."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import extractor
from api.collect import Part
from api.rendering import SizesTask, TextTask, perform
from api.rendering.page import CROP_DPI, Rendered, RenderTask, page_sizes, render_page
from api.rendering.text import HasPages, TextBlock, TextTable, text_view
from api.work import Executor
from extractor import errors, picture
from extractor.document import Box
from extractor.formats import image
from extractor.limits import Limits
from extractor.picture import NoPages
from extractor.record import Record
from extractor.span import Span
from tests.pdf_pages import Sheets

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
PX = 2.0
"""Pixels by which an edge in a picture may be off: one for whole pixels, one for smoothing."""
Parts = tuple[Part, ...]
Save = Callable[..., Parts]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save(*contents: bytes, suffix: str) -> Parts:
        parts = []
        for number, content in enumerate(contents, 1):
            file = tmp_path / f"{number}{suffix}"
            file.write_bytes(content)
            parts.append(Part(f"纸{number}{suffix}", file))
        return tuple(parts)

    return save


def pixels(seen: Rendered) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(seen.data)) as opened:
        assert Image.MIME[opened.format or ""] == seen.media_type
        assert opened.size == (seen.width_px, seen.height_px)
        return np.asarray(opened.convert("RGB"), dtype=np.int16)


def dark(seen: Rendered) -> Box:
    """The rectangle around everything dark in the picture, in points of the page."""
    rows, columns = np.nonzero(pixels(seen).sum(axis=2) < 300)
    x0, y0, x1, y1 = seen.shown
    across, down = (x1 - x0) / seen.width_px, (y1 - y0) / seen.height_px
    return Box(
        x0 + columns.min() * across, y0 + rows.min() * down, x0 + (columns.max() + 1) * across, y0 + (rows.max() + 1) * down
    )  # fmt: skip


def near(found: Box, expected: tuple[float, ...], points: float) -> bool:
    return all(abs(a - b) <= points for a, b in zip(found, expected, strict=True))


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf_page(turn: int = 0, *, drawn_upright: bool = False, crop: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """A page with one block of words in one corner; ``/Rotate`` ``turn`` and a ``CropBox`` that cuts off ``crop`` (left,
    bottom)."""
    sheet = Sheets(400.0, 600.0)
    sheet.canvas.setFont("Helvetica", 24)
    for k in range(8):
        sheet.canvas.drawString(60, 500 - 24 * k, "POLICY 8051200")
    document = pypdfium2.PdfDocument(sheet_bytes(sheet))
    page = document[0]
    page.set_rotation(turn)
    page.set_cropbox(crop[0], crop[1], 400, 600)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet_bytes(sheet: Sheets) -> bytes:
    sheet.canvas.showPage()
    sheet.canvas.save()
    return sheet.buffer.getvalue()


def words_box(data: bytes) -> tuple[Box, int]:
    """Around all words as the reader gives them, and the page's turn."""
    page = extractor.read(data, "a.pdf").pages[0]
    boxes = [line.box for line in page.lines() if line.box]
    return Box(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    ), page.turn  # fmt: skip


@pytest.mark.parametrize("crop", [(0.0, 0.0), (30.0, 50.0)])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_of_a_pdf_are_where_their_boxes_are(rotate: int, crop: tuple[float, float], save: Save) -> None:
    data = pdf_page(rotate, crop=crop)
    box, turn = words_box(data)
    parts = save(data, suffix=".pdf")
    seen = render_page(RenderTask(parts, 1, width_px=800))
    assert seen.turn == turn
    assert abs(seen.width_px - 800) <= 1
    # Ink ends within the boxes of its characters, which have room for letters that reach lower and higher.
    ink = dark(seen)
    assert near(ink, box, 6.0)
    assert (ink.x0 + ink.x1) / 2 == pytest.approx((box.x0 + box.x1) / 2, abs=3)
    [size] = page_sizes(parts)
    assert size == pytest.approx((seen.width_pt, seen.height_pt))
    record = extractor.examine([("a.pdf", data)])
    assert record.page_sizes[0] == pytest.approx(size)
    assert render_page(RenderTask(parts, 1, width_px=800, turn=record.page_turns[0])) == seen


def test_a_page_printed_sideways_is_shown_as_it_was_turned_to_be_read(save: Save) -> None:
    parts = save(pdf_page(90), suffix=".pdf")
    assert render_page(RenderTask(parts, 1)).turn == 270
    as_displayed = render_page(RenderTask(parts, 1, turn=0))
    assert (as_displayed.width_pt, as_displayed.height_pt) == pytest.approx((600, 400))
    assert near(dark(as_displayed), rotated(dark(render_page(RenderTask(parts, 1))), 90, 400, 600), 2.0)


def rotated(box: Box, degrees: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A box of a page of this size after a clockwise turn of the page."""
    for _ in range(degrees // 90):
        box, width, height = Box(height - box.y1, box.x0, height - box.y0, box.x1), height, width
    return tuple(box)  # type: ignore[return-value]


def test_a_crop_shows_the_box_and_a_little_around_it(save: Save) -> None:
    data = pdf_page()
    box, _ = words_box(data)
    seen = render_page(RenderTask(save(data, suffix=".pdf"), 1, box=(box.x0, box.y0, box.x1, box.y1), width_px=900))
    x0, y0, x1, y1 = seen.shown
    assert near(Box(x0, y0, x1, y1), (box.x0 - 6, box.y0 - 6, box.x1 + 6, box.y1 + 6), 1.0)
    assert abs(seen.width_px - 900) <= 3
    assert near(dark(seen), box, 6.0)


@pytest.mark.parametrize(
    "box", [(-50, -50, 10, 10), (390, 590, 5000, 6000), (9000, 9000, 9001, 9001), (50, 50, 50, 50)]
)
def test_a_box_beyond_the_page_gives_what_there_is(box: tuple[float, float, float, float], save: Save) -> None:
    seen = render_page(RenderTask(save(pdf_page(), suffix=".pdf"), 1, box=box, width_px=100_000))
    x0, y0, x1, y1 = seen.shown
    assert -1 <= x0 < x1 <= 401
    assert -1 <= y0 < y1 <= 601


def test_what_was_filled_into_a_form_is_seen(save: Save) -> None:
    sheet = Sheets(400.0, 600.0)
    sheet.canvas.acroForm.textfield(name="a", value="WWWWWWWW", x=60, y=300, width=200, height=24, borderWidth=0)
    ink = dark(render_page(RenderTask(save(sheet_bytes(sheet), suffix=".pdf"), 1)))
    assert 60 <= ink.x0 < ink.x1 <= 260


def test_an_enormous_page_is_drawn_small(save: Save) -> None:
    sheet = Sheets(14_400.0, 14_400.0)
    sheet.text(100, 100, "大")
    parts = save(sheet_bytes(sheet), suffix=".pdf")
    for task in (RenderTask(parts, 1, dpi=400), RenderTask(parts, 1, width_px=10_000_000)):
        seen = render_page(task)
        assert seen.width_px * seen.height_px <= picture.MOST_PIXELS * 1.01


def test_white_paper_is_white(save: Save) -> None:
    seen = render_page(RenderTask(save(pdf_page(), suffix=".pdf"), 1))
    assert seen.media_type == "image/png"
    assert (pixels(seen)[:20, :20] == 255).all()


# --- images ----------------------------------------------------------------------------------------------------------

BLOCK = (120, 90, 240, 130)
"""A black block in pixels of the page as it should be seen, 400 × 300, at 100 dpi."""
SEEN = (400, 300)


def photo(orientation: int = 1, kind: str = "JPEG", factor: int = 1, dpi: int = 100) -> bytes:
    """The page stored so that EXIF ``orientation`` makes it upright."""
    page = Image.new("RGB", (SEEN[0] * factor, SEEN[1] * factor), "white")
    ImageDraw.Draw(page).rectangle(
        [BLOCK[0] * factor, BLOCK[1] * factor, BLOCK[2] * factor - 1, BLOCK[3] * factor - 1], "black"
    )
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    stored = page if undo is None else page.transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    stored.save(out, kind, exif=exif, dpi=(dpi, dpi))
    return out.getvalue()


def in_points(box: tuple[int, ...], dpi: float) -> tuple[float, ...]:
    return tuple(edge * 72 / dpi for edge in box)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_photo_is_shown_upright_by_its_exif_mark(orientation: int, kind: str, save: Save) -> None:
    parts = save(photo(orientation, kind), suffix={"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif"}[kind])
    # 300 pixels at the stated 100 dpi are no sheet of paper: the reader assumes 200 dpi.
    assert page_sizes(parts) == [pytest.approx((SEEN[0] * 72 / 200, SEEN[1] * 72 / 200))]
    seen = render_page(RenderTask(parts, 1, dpi=400))
    assert (seen.width_px, seen.height_px) == SEEN
    assert near(dark(seen), in_points(BLOCK, 200), PX * 72 / 200)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_what_is_shown_is_what_the_reader_saw(orientation: int) -> None:
    data = photo(orientation, "PNG")
    [frame] = image._frames(data, Limits())
    shown, dpi = image.draw(data, 1, 400)
    assert np.array_equal(np.asarray(shown), np.asarray(image._on_white(frame)))
    assert dpi == image._resolution(frame)


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_large_photo_unpacked_small_keeps_its_places(orientation: int, save: Save) -> None:
    parts = save(photo(orientation, factor=9, dpi=300), suffix=".jpg")
    assert page_sizes(parts) == [pytest.approx((3600 * 72 / 300, 2700 * 72 / 300))]
    seen = render_page(RenderTask(parts, 1, width_px=450))
    assert abs(seen.width_px - 450) <= 1
    assert near(dark(seen), in_points(tuple(9 * edge for edge in BLOCK), 300), PX * seen.width_pt / 450)
    crop = render_page(RenderTask(parts, 1, box=in_points(tuple(9 * e for e in BLOCK), 300)))  # type: ignore[arg-type]
    assert near(dark(crop), in_points(tuple(9 * edge for edge in BLOCK), 300), PX * 72 / CROP_DPI)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_photo_that_was_turned_to_be_read_is_shown_turned(turn: int, save: Save) -> None:
    parts = save(photo(), suffix=".jpg")
    width, height = SEEN[0] * 72 / 200, SEEN[1] * 72 / 200
    expected = rotated(Box(*in_points(BLOCK, 200)), turn, width, height)
    seen = render_page(RenderTask(parts, 1, dpi=400, turn=turn))
    assert (seen.width_pt, seen.height_pt) == pytest.approx((height, width) if turn % 180 else (width, height))
    assert near(dark(seen), expected, PX * 72 / 200)
    assert near(dark(render_page(RenderTask(parts, 1, dpi=400, turn=turn, box=expected))), expected, PX * 72 / 200)


def test_an_image_is_not_enlarged_beyond_its_pixels(save: Save) -> None:
    seen = render_page(RenderTask(save(photo(), suffix=".jpg"), 1, width_px=3000))
    assert (seen.width_px, seen.height_px) == SEEN


def shade(level: int, kind: str = "PNG") -> Image.Image:
    return Image.new("L", (300, 400), level)


def as_bytes(page: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **options)
    return out.getvalue()


def level(seen: Rendered) -> int:
    return round(float(pixels(seen).mean()))


def test_several_images_are_the_pages_of_one_paper_in_their_order(save: Save) -> None:
    frames = [shade(60), shade(90)]
    tiff = as_bytes(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    parts = save(as_bytes(shade(30)), tiff, b"\x89PNG\r\n\x1a\n broken", as_bytes(shade(120)), suffix=".png")
    sizes = page_sizes(parts)
    assert [size == (0.0, 0.0) for size in sizes] == [False, False, False, True, False]
    found = [level(render_page(RenderTask(parts, page))) for page in (1, 2, 3, 5)]
    assert found == pytest.approx([30, 60, 90, 120], abs=2)
    assert render_page(RenderTask(parts, 1)).pages == 5
    with pytest.raises(errors.Damaged):
        render_page(RenderTask(parts, 4))


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked(save: Save) -> None:
    small = as_bytes(Image.new("1", (8, 8)))
    head = (
        small[12:16] + struct.pack(">II", 40_000, 40_000) + small[24:29]
    )  # of so many pixels by its head, and no more of them there
    parts = save(small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:], suffix=".png")
    with pytest.raises(errors.TooLarge):
        render_page(RenderTask(parts, 1))
    with pytest.raises(errors.TooLarge):
        page_sizes(parts)


def test_a_document_of_pictures_is_shown_by_its_pictures(save: Save) -> None:
    noise = np.random.default_rng(7).integers(0, 60, (600, 450, 3), dtype=np.uint8)
    document = docx.Document()
    for base in (0, 150):
        document.add_picture(io.BytesIO(as_bytes(Image.fromarray(noise + np.uint8(base)))))
    document.add_picture(io.BytesIO(as_bytes(shade(3))))  # a logo
    out = io.BytesIO()
    document.save(out)
    parts = save(out.getvalue(), suffix=".docx")
    assert page_sizes(parts) == [pytest.approx((450 * 72 / 200, 600 * 72 / 200))] * 2
    assert [level(render_page(RenderTask(parts, page))) for page in (1, 2)] == pytest.approx([30, 180], abs=3)
    with pytest.raises(HasPages):
        text_view(parts)


# --- what cannot be shown --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [0, -1, 2])
@pytest.mark.parametrize("kind", ["pdf", "jpg"])
def test_a_page_that_is_not_there_is_a_paper_error(page: int, kind: str, save: Save) -> None:
    parts = save(pdf_page() if kind == "pdf" else photo(), suffix=f".{kind}")
    with pytest.raises(errors.Damaged, match="没有第"):
        render_page(RenderTask(parts, page))


@pytest.mark.parametrize(
    ("content", "suffix", "error"),
    [
        (b"", ".pdf", errors.Empty),
        (b"%PDF-1.4 nothing", ".pdf", errors.Damaged),
        (photo()[:700], ".jpg", errors.Damaged),
        ("保险单".encode(), ".txt", NoPages),
        (b"\0\1\2\3" * 50, ".jpg", errors.PaperError),
    ],
)
def test_bad_papers_give_paper_errors(content: bytes, suffix: str, error: type[Exception], save: Save) -> None:
    with pytest.raises(error):
        render_page(RenderTask(save(content, suffix=suffix), 1))


def test_a_part_that_is_gone_is_a_paper_error() -> None:
    for function in (page_sizes, text_view):
        with pytest.raises(errors.PaperError):
            function((Part("a.pdf", Path("/nowhere/a.pdf")),))


def test_the_tasks_run_in_worker_processes(save: Save) -> None:
    pdf, text = save(pdf_page(), suffix=".pdf"), save("第一行\n第二行".encode(), suffix=".txt")
    with Executor(perform, workers=1, timeout_s=60) as pool:
        seen, sizes, view, refused = (
            pool.submit(task).result(60)
            for task in (RenderTask(pdf, 1), SizesTask(pdf), TextTask(text), RenderTask(text, 1))
        )
    assert isinstance(seen.value, Rendered)
    assert sizes.value == [(400.0, 600.0)]
    assert view.value is not None
    assert isinstance(refused.error, NoPages)


# --- text ------------------------------------------------------------------------------------------------------------


def word_paper() -> bytes:
    document = docx.Document()
    document.add_heading("事故预防服务报告", 1)
    document.add_paragraph("第一句\n第二句")
    document.add_paragraph("条目", style="List Number")
    table = document.add_table(3, 3)
    for row in range(3):
        for col in range(3):
            table.cell(row, col).text = f"{row}{col}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("结尾 <script>")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document_is_shown_in_its_order_with_its_places(save: Save) -> None:
    view = text_view(save(word_paper(), suffix=".docx"))
    heading, sentences, item, table, end = view.blocks
    assert heading == TextBlock("第1段", ("事故预防服务报告",), heading=True)
    assert sentences == TextBlock("第2段", ("第一句", "第二句"))
    assert isinstance(item, TextBlock)
    assert (item.where, item.numbering) == ("第3段", "1.")
    assert end == TextBlock("第4段", ("结尾 <script>",))
    assert isinstance(table, TextTable)
    assert table.cols == 3
    spans = {cell.where: (cell.rowspan, cell.colspan) for row in table.rows for cell in row.cells}
    assert spans["表1 第1行第1列"] == (1, 2)
    assert spans["表1 第2行第3列"] == (2, 1)
    assert [len(row.cells) for row in table.rows] == [2, 3, 2]


def test_a_workbook_is_shown_with_the_names_of_its_cells_and_rows(save: Save) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    for row in (
        ["事故预防费用台账"],
        ["日期", "摘要", "金额"],
        ["2025-01-02", "培训", 1200.5],
        ["2025-02-03", "检查", 800],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    view = text_view(save(out.getvalue(), suffix=".xlsx"))
    title, table = view.blocks
    assert title == TextBlock("台账!A1", ("事故预防费用台账",))
    assert isinstance(table, TextTable)
    assert [row.where for row in table.rows] == ["台账!2", "台账!3", "台账!4"]
    cell = table.rows[1].cells[2]
    assert (cell.where, cell.lines, cell.number) == ("台账!C3", ("1200.5",), True)


def test_a_long_table_is_cut_and_says_so(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\n".join(f"{n},培训,{n * 100}" for n in range(50)).encode()
    parts = save(content, suffix=".csv")
    assert text_view(parts).complete
    monkeypatch.setattr("api.rendering.text.MOST_CELLS", 30)
    view = text_view(parts)
    assert not view.complete
    assert list(view.places()) == [f"第{row}行第{col}列" for row in range(1, 11) for col in range(1, 4)]


def test_a_paper_with_pages_has_no_text_view(save: Save) -> None:
    for parts in (save(pdf_page(), suffix=".pdf"), save(photo(), suffix=".jpg"), save(photo(), photo(), suffix=".jpg")):
        with pytest.raises(HasPages):
            text_view(parts)


def spans(record: Record) -> Iterator[Span]:
    yield from (reading.span for reading in record.fields.values())
    yield from (witness.span for witness in record.witnesses.values() if witness.span is not None)
    for rows in record.tables.values():
        for row in rows:
            yield row.span
            yield from (reading.span for reading in row.cells.values())


def unpaged() -> list[Path]:
    folders = (SAMPLES, ROOT / "tests" / "papers", ROOT / "tests" / "data")
    kinds = {".docx", ".xlsx", ".csv", ".txt", ".html", ".xls"}
    return sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in kinds)


@pytest.mark.parametrize("file", unpaged(), ids=lambda file: file.name)
def test_every_place_that_a_reading_names_is_in_the_text(file: Path) -> None:
    data = file.read_bytes()
    try:
        record = extractor.examine([(file.name, data)])
    except errors.PaperError:
        pytest.skip("not readable")
    view = text_view((Part(file.name, file),))
    assert json.loads(json.dumps(view.to_json(), ensure_ascii=False))["blocks"]
    places = list(view.places())
    assert len(places) == len(set(places))
    assert {span.where for span in spans(record) if span.where} <= set(places)


# --- real papers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [("changshu-photos", "保单照片_*.jpg"), ("baiguan-scan", "*.pdf"), ("suzhou-low-fee", "*保单.pdf")],
    ids=lambda f: f[0],
)
def test_the_words_of_the_samples_are_under_their_boxes(files: tuple[str, str]) -> None:
    paths = sorted((SAMPLES / files[0]).glob(files[1]))
    assert paths
    parts = tuple(Part(path.name, path) for path in paths)
    record = extractor.examine([(part.name, part.load()) for part in parts])
    for page, (turn, size) in enumerate(zip(record.page_turns, record.page_sizes, strict=True), 1):
        seen = render_page(RenderTask(parts, page, dpi=150, turn=turn))
        assert (seen.width_pt, seen.height_pt) == pytest.approx(size, abs=1)
        grey = pixels(seen).mean(axis=2)
        paper = float(np.median(grey))
        scale = seen.width_px / (seen.shown[2] - seen.shown[0])
        boxes = [box for span in spans(record) if span.page == page for box in span.boxes]
        assert boxes
        for box in boxes:
            inside = grey[int(box.y0 * scale) : int(box.y1 * scale) + 1, int(box.x0 * scale) : int(box.x1 * scale) + 1]
            # The print of a box fills it: some of it is dark in both halves, left and right.
            for half in np.array_split(inside, 2, axis=1) if box.width > 2 * box.height else [inside]:
                assert half.min() < paper - 60, (page, box)


def test_a_name_is_only_a_name(save: Save) -> None:
    """A PDF under the name of an image is shown by its content, as it is read."""
    part = save(pdf_page(), suffix=".pdf")[0]
    assert render_page(RenderTask((replace(part, name="photo.jpg"),), 1)).pages == 1
