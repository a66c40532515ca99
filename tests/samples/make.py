"""Writes the sample filings in samples/ again, from source/<filing>.yaml and the pages it names in source/*.html.

    python -m tests.samples.make

It lives here because samples/ holds what a user would hand over, and a README.md, which stays as it is.

Needs WeasyPrint, python-docx and openpyxl, and a Noto CJK or WenQuanYi font; checking the samples needs none of them,
the outputs are committed. Everything is invented: companies, persons, insurers, numbers. Moments and identifiers inside
the files are fixed, so that a run without a change leaves no difference.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import math
import os
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import numpy as np
import openpyxl
import pypdfium2
import weasyprint
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from weasyprint.text.fonts import FontConfiguration

from tests.papers.fonts import family_files, font_face_css

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # fontTools stamps the fonts it cuts
STAMP = (2025, 1, 1, 0, 0, 0)
"""The moment written into containers that insist on one."""
Table = list[list[Any]]


def pdf(source: str) -> bytes:
    """source/<name>.html as a PDF."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=font_face_css(), font_config=fonts)
    page = weasyprint.HTML(string=(HERE / "source" / f"{source}.html").read_text("utf-8"))
    return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts))


def pictures(data: bytes, seed: int, degrees: float, shade: tuple[int, int, int], seal: str = "") -> list[bytes]:
    """Every page as a JPEG at 200 dpi, turned by up to ``degrees``, with paper tint, grain and perhaps a seal."""
    rng, grain = random.Random(seed), np.random.default_rng(seed)
    out = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number].render(scale=200 / 72).to_pil().convert("RGB")
        if seal and number == len(document) - 1:
            mark = round_seal(seal)
            page.paste(mark, (page.width - 700, round(page.height * 0.36)), mark)
        page = page.rotate(rng.uniform(-degrees, degrees), fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
        noise = grain.normal(0, 4, (page.height, page.width, 1))
        tinted = np.asarray(page).astype(float) * (np.array(shade) / 255) + noise
        file = io.BytesIO()
        Image.fromarray(np.clip(tinted, 0, 255).astype("uint8")).save(file, "JPEG", quality=62, dpi=(200, 200))
        out.append(file.getvalue())
    return out


def scan(pages: list[bytes]) -> bytes:
    """Page pictures as a PDF without a text layer."""
    document = pypdfium2.PdfDocument.new()
    for data in pages:
        size = Image.open(io.BytesIO(data)).size
        picture = pypdfium2.PdfImage.new(document)
        picture.load_jpeg(io.BytesIO(data))
        width, height = size[0] * 72 / 200, size[1] * 72 / 200
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    # PDFium writes the moment of saving and a random identifier; fixed ones keep the bytes the same from run to run.
    name = hashlib.sha256(b"".join(pages)).hexdigest()[:32].upper().encode()
    return re.sub(rb"<[0-9A-F]{32}>", b"<" + name + b">", re.sub(rb"D:\d{14}", b"D:20250101000000", out.getvalue()))


def round_seal(text: str, size: int = 360) -> Image.Image:
    """A red ring with a star, the name running round inside it."""
    red = (200, 28, 34, 165)
    mark = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((8, 8, size - 8, size - 8), outline=red, width=8)
    points = []
    for i in range(10):
        radius = size * (0.16 if i % 2 == 0 else 0.065)
        angle = math.pi * (i / 5 - 0.5)
        points.append((size / 2 + radius * math.cos(angle), size / 2 + radius * math.sin(angle)))
    draw.polygon(points, fill=red)
    font = ImageFont.truetype(str(family_files()["PaperSans"]), 34)
    for i, letter in enumerate(text):
        angle = -130 + 260 * i / (len(text) - 1)
        tile = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((30, 30), letter, font=font, fill=red, anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = size / 2 + size * 0.38 * math.sin(math.radians(angle)) - 30
        y = size / 2 - size * 0.38 * math.cos(math.radians(angle)) - 30
        mark.alpha_composite(tile, (round(x), round(y)))
    return mark.rotate(12)


def word(title: str, parts: list[str | Table]) -> bytes:
    """A Word paper: strings are paragraphs (">" sets them right), lists tables (None joins a cell to its left)."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "宋体"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.created = document.core_properties.modified = dt.datetime(*STAMP)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, docx.shared.Pt(16)
    for part in parts:
        if isinstance(part, str):
            paragraph = document.add_paragraph(part.removeprefix(">"))
            if part.startswith(">"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        table.style = "Table Grid"
        for y, row in enumerate(part):
            for x, text in enumerate(row):
                if text is None:
                    table.cell(y, x - 1).merge(table.cell(y, x))
            for x, text in enumerate(row):
                if text is not None:
                    table.cell(y, x).text = text
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def sheet(name: str, rows: Table, widths: list[int]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        page.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return repack(out.getvalue())


def repack(data: bytes) -> bytes:
    """The same ZIP container with fixed times and without the moment of saving."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                left, _, rest = content.partition(b"<dcterms:modified")
                inner, _, right = rest.partition(b"</dcterms:modified>")
                fixed = inner.partition(b">")[0] + b">2025-01-01T00:00:00Z</dcterms:modified>"
                content = left + b"<dcterms:modified" + fixed + right
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()


class GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK, without the flag that says UTF-8, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # the hook's name in zipfile
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gbk_zip(members: dict[str, bytes]) -> bytes:
    """An archive with GBK names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            info = GbkName(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def paper(made: dict[str, Any]) -> bytes:
    """One paper from its description in source/<filing>.yaml."""
    form = made["form"]
    if form == "pdf":
        return pdf(made["source"])
    if form == "docx":
        return word(made["title"], made["parts"])
    if form == "xlsx":
        return sheet(made["sheet"], made["rows"], made["widths"])
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(made["rows"])
        return text.getvalue().encode(made["encoding"])
    shots = pictures(pdf(made["source"]), made["seed"], made["degrees"], tuple(made["shade"]), made.get("seal", ""))
    return scan(shots) if form == "scan" else shots[made["page"] - 1]


def filing(name: str, made: dict[str, Any]) -> dict[str, bytes]:
    """The members of a filing: a manifest with arrival times, then the papers."""
    papers = {file: paper(description) for file, description in made["papers"].items()}
    documents = [
        {
            "file": file,
            "uploaded_at": made["papers"][file]["arrived"] + ":00+08:00",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for file, data in papers.items()
    ]
    manifest = {"filing_id": name, "review_date": made["review_date"], "documents": documents}
    return {"manifest.json": (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(), **papers}


def main() -> None:
    """Writes every filing: a folder, or a ZIP where the source says so."""
    for source in sorted((HERE / "source").glob("*.yaml")):
        made = yaml.load(source.read_text("utf-8"), Loader=yaml.CSafeLoader)
        members = filing(source.stem, made)
        if made.get("archive"):
            (SAMPLES / f"{source.stem}.zip").write_bytes(gbk_zip(members))
            continue
        folder = SAMPLES / source.stem
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for file, data in members.items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main()
