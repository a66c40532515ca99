"""A PDF as a scanner or a camera would give it: page pictures, a little turned, with grain and a seal."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from tests.papers.fonts import family_files


def pictures(pdf: bytes, rng: random.Random, seal: str | None = None) -> list[bytes]:
    """Each page as a slightly turned, noisy JPEG at 200 dpi, with an optional red seal on the last page."""
    out = []
    document = pypdfium2.PdfDocument(pdf)
    for n in range(len(document)):
        page = document[n].render(scale=200 / 72).to_pil().convert("RGB")
        if seal and n == len(document) - 1:
            _stamp(page, rng, seal)
        page = page.rotate(rng.uniform(-0.7, 0.7), fillcolor=(250, 250, 248), resample=Image.Resampling.BICUBIC)
        noise = np.random.default_rng(rng.randrange(10**6)).normal(0, rng.uniform(3, 9), (page.height, page.width, 1))
        page = Image.fromarray(np.clip(np.asarray(page) * rng.uniform(0.93, 1.0) + noise, 0, 255).astype("uint8"))
        data = io.BytesIO()
        page.save(data, "JPEG", quality=rng.choice([60, 75, 85]), dpi=(200, 200))
        out.append(data.getvalue())
    return out


def _stamp(page: Any, rng: random.Random, text: str) -> None:
    seal = Image.new("RGBA", (330, 330), (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    red = (205, 30, 35, 170)
    draw.ellipse((8, 8, 322, 322), outline=red, width=8)
    font = ImageFont.truetype(_font_file(), 26)
    draw.text((165, 110), text[:8], font=font, fill=red, anchor="mm")
    draw.text((165, 165), "★", font=ImageFont.truetype(_font_file(), 60), fill=red, anchor="mm")
    draw.text((165, 230), "保单专用章", font=font, fill=red, anchor="mm")
    seal = seal.rotate(rng.uniform(-25, 25))
    page.paste(seal, (page.width - 620, page.height - rng.randrange(900, 1500)), seal)


def _font_file() -> str:
    found = next(iter(sorted(Path("/usr/share/fonts").rglob("wqy-zenhei.ttc"))), None)
    return str(found or next(iter(family_files().values())))


def mixed(pdf: bytes, rng: random.Random) -> bytes:
    """The last page becomes a picture; the others keep their text."""
    document, picture = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(scan(pdf, rng))
    last = len(document) - 1
    out = pypdfium2.PdfDocument.new()
    if last:
        out.import_pages(document, list(range(last)))
    out.import_pages(picture, [last])
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def scan(pdf: bytes, rng: random.Random, seal: str | None = None) -> bytes:
    """A PDF of page pictures without a text layer."""
    pages = [Image.open(io.BytesIO(p)) for p in pictures(pdf, rng, seal)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()
