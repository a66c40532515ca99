"""Photos between the words of a paper: read by their looks alone, and known again in the papers of another enterprise."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Picture
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader

from api.records.codec import record_from_json, record_to_json
from extractor import examine
from extractor.likeness import Likeness, Photo, look_alike
from extractor.limits import DEFAULT
from extractor.photos import look_of_file
from extractor.record import Record
from tests.office import docx, paragraph
from tests.pdf_pages import Sheets
from tests.test_reuse import filing, found, red, report, told
from validators.finding import Severity, Verdict


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Shapes in all shades with a camera's noise, as a workshop has them."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    picture = Image.new("RGB", size, (chance.randint(60, 120),) * 3)
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randint(-100, size[0]), chance.randint(-100, size[1])
        to = (x + chance.randint(40, 300), y + chance.randint(40, 300))
        draw.rectangle((x, y, *to), fill=tuple(chance.randint(0, 200) for _ in range(3)))
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(3))).astype(int)
    grainy = soft + noise.integers(-12, 12, (size[1], size[0], 3))
    return Image.fromarray(grainy.clip(0, 255).astype("uint8"))


def code(seed: int) -> Image.Image:
    """A square code."""
    dots = np.random.default_rng(seed).integers(0, 2, (33, 33)).astype("uint8") * 255
    return Image.fromarray(np.kron(dots, np.ones((9, 9), "uint8"))).convert("RGB")


def packed(picture: Image.Image, form: str = "JPEG", quality: int = 85) -> bytes:
    data = io.BytesIO()
    picture.save(data, form, quality=quality)
    return data.getvalue()


WORDS = "隐患排查服务报告，本次对铸造车间进行了现场检查，情况见照片。" * 3


def pdf(*pages: list[Image.Image], form: str = "JPEG") -> bytes:
    sheets = Sheets()
    for pictures in pages:
        for k in range(4):
            sheets.text(60, 60 + 20 * k, f"{k + 1}. {WORDS[:29]}")
        for k, picture in enumerate(pictures):
            image = ImageReader(io.BytesIO(packed(picture, form)))
            sheets.canvas.drawImage(image, 60, 480 - 230 * k, 240, 180)
        sheets.next_page()
    return sheets.pdf()


def word(*pictures: Image.Image) -> bytes:
    a, r = (
        f"http://schemas.openxmlformats.org/{kind}"
        for kind in ("drawingml/2006/main", "officeDocument/2006/relationships")
    )
    drawn = "".join(
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{a}" xmlns:r="{r}" r:embed="p{k}.jpeg"/></w:drawing></w:r></w:p>'
        for k in range(len(pictures))
    )
    return docx(paragraph(WORDS) + drawn, extra={f"p{k}.jpeg": packed(picture) for k, picture in enumerate(pictures)})


def within(data: bytes, name: str) -> tuple[Photo, ...]:
    likeness = examine([(name, data)]).likeness
    assert likeness is not None
    return likeness.within


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_on_a_page_with_words_is_known_by_its_look_and_has_a_box(form: str) -> None:
    (seen,) = within(pdf([scene(1)], form=form), "报告.pdf")
    again = look_of_file(packed(scene(1).crop((8, 6, 790, 594)).resize((500, 375)), quality=60))
    assert again is not None
    assert look_alike(seen.look, again)
    assert seen.page == 1
    assert seen.box is not None
    assert (seen.box.x0, seen.box.width, seen.box.height) == (60, 240, 180)


def test_photos_of_a_word_file_are_told_by_their_number() -> None:
    assert [photo.where for photo in within(word(scene(1), code(2), scene(3)), "报告.docx")] == ["图1", "图3"]


def test_photos_on_a_sheet_are_told_by_the_cell_under_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "隐患"
    sheet["A1"] = WORDS
    for cell, picture in (("C4", scene(1)), ("E4", code(2))):
        sheet.add_image(Picture(io.BytesIO(packed(picture))), cell)
    out = io.BytesIO()
    book.save(out)
    assert [photo.where for photo in within(out.getvalue(), "台账.xlsx")] == ["隐患!C4"]
    broken = repacked(out.getvalue(), "xl/drawings/drawing1.xml", b"<broken")
    assert within(broken, "台账.xlsx") == ()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """A package with another part in place of one."""
    old, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def test_no_more_pictures_are_looked_at_than_the_bound_allows() -> None:
    few = replace(DEFAULT, photos=2)
    for data, name in ((word(*map(scene, range(4))), "a.docx"), (pdf([scene(1), scene(2)], [scene(3)]), "a.pdf")):
        likeness = examine([(name, data)], limits=few).likeness
        assert likeness is not None
        assert len(likeness.within) == 2


def test_codes_banners_and_what_every_page_shows_are_no_photos() -> None:
    assert look_of_file(packed(code(1))) is None
    assert look_of_file(packed(scene(1, (900, 200)))) is None
    assert look_of_file(b"\xff\xd8\xff" + bytes(9000)) is None  # cut off on its way
    dress = scene(5)
    assert [photo.page for photo in within(pdf([dress, scene(1)], [dress, scene(2)]), "报告.pdf")] == [1, 2]


def with_photos(path: str, *pictures: Image.Image, **changes: Any) -> Record:
    seen = [look_of_file(packed(picture)) for picture in pictures]
    photos = tuple(Photo(look, where=f"图{k}") for k, look in enumerate(seen, 1) if look is not None)
    made = report(path, **changes)
    return Record(made.path, made.sha256, made.kind, made.fields, {}, made.witnesses, likeness=Likeness(within=photos))


def test_the_picture_of_a_cover_is_no_photo_of_a_visit() -> None:
    cover = Sheets()
    cover.text(60, 60, "隐患排查服务报告")
    cover.canvas.drawImage(ImageReader(io.BytesIO(packed(scene(1)))), 60, 200, 400, 300)
    cover.next_page()
    for k in range(4):
        cover.text(60, 60 + 20 * k, f"{k + 1}. {WORDS[:29]}")
    assert within(cover.pdf(), "报告.pdf") == ()


def test_a_photo_in_the_reports_of_two_enterprises_is_a_question() -> None:
    pair = [
        filing("A", with_photos("a.docx", scene(1), scene(2))),
        red("B", with_photos("b.docx", scene(3), scene(2).resize((640, 480)))),
    ]
    assert told(pair) == {name: [(Verdict.UNDECIDED, Severity.NOTE, "same_photo")] for name in ("A", "B")}


def test_two_photos_that_two_reports_share_are_one_question() -> None:
    pair = [
        filing("A", with_photos("a.docx", scene(1), scene(2))),
        red("B", with_photos("b.docx", scene(3), scene(2), scene(1))),
    ]
    (finding,) = found(pair)["A"]
    assert [place.span and place.span.where for place in finding.evidence] == ["图1", "图3", "图2", "图2"]


@pytest.mark.parametrize(
    ("kind", "words", "asked"), [("policy", 20, False), ("unknown", 20, True), ("unknown", 96, False)]
)
def test_only_papers_of_a_visit_have_photos_of_their_own(kind: str, words: int, asked: bool) -> None:
    look = look_of_file(packed(scene(4)))
    assert look is not None
    likeness = Likeness(words=tuple(range(words)), within=(Photo(look, where="图1"),))
    pair = [
        filing("A", Record("a.docx", "a", kind, likeness=likeness)),
        red("B", Record("b.docx", "b", kind, likeness=likeness)),
    ]
    assert bool(told(pair)["A"]) is asked


def test_a_picture_that_many_reports_show_is_their_forms() -> None:
    names = [
        "甲山铸造有限公司",
        "乙水化工有限公司",
        "丙湖纺织有限公司",
        "丁溪建材有限公司",
        "戊岭木业有限公司",
        "己湾冷链有限公司",
    ]
    many = [
        filing(f"F{k}", with_photos(f"{k}.docx", scene(9), scene(20 + k)), client=name, uscc="")
        for k, name in enumerate(names)
    ]
    assert not any(told(many).values())


def test_photos_are_kept_with_what_was_read() -> None:
    kept = with_photos("a.docx", scene(1))
    assert record_from_json(record_to_json(kept)).likeness == kept.likeness
