"""Seals as offices press them: round or oval, names along the rim, a star, a purpose below it, in ink of any strength."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

RED, BLUE, BLACK = (205, 30, 35), (40, 60, 190), (30, 30, 30)


def draw(
    name: str,
    purpose: str = "",
    number: str = "",
    *,
    width: int = 330,
    squeeze: float = 1.0,
    ink: tuple[int, int, int] = RED,
    strength: float = 0.75,
    worn: float = 0.0,
    turn: float = 0.0,
    rng: Random | None = None,
) -> Image.Image:
    """A seal ``width`` pixels across on nothing (RGBA). ``squeeze`` is height / width: 1 is round, 0.75 an oval.

    ``strength`` is how dense the ink is (0.3 faint … 0.95 strong), ``worn`` the share of it that did not take,
    ``turn`` degrees anticlockwise.
    """
    side = 4 * 170
    plate = Image.new("L", (side, side), 0)
    pen, middle = ImageDraw.Draw(plate), side / 2
    pen.ellipse((6, 6, side - 6, side - 6), outline=255, width=18)
    _along_the_rim(plate, name, middle, 0.80 if len(name) < 20 else 0.82, 270 if len(name) > 12 else 230)
    if number:
        _along_the_rim(plate, number, middle, 0.86, 70, size=30, below=True)
    if squeeze == 1.0:
        points = [
            (
                middle + middle * (0.26 if k % 2 == 0 else 0.1) * math.sin(math.pi * k / 5),
                middle - middle * (0.26 if k % 2 == 0 else 0.1) * math.cos(math.pi * k / 5),
            )
            for k in range(10)
        ]
        pen.polygon(points, fill=255)
    if purpose:
        face = _font(min(66, int(1.15 * middle / len(purpose))))
        pen.text((middle, middle * (1.48 if squeeze == 1.0 else 1.1)), purpose, font=face, fill=255, anchor="mm")
    plate = plate.resize((width, round(width * squeeze)), Image.Resampling.LANCZOS)
    plate = plate.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    took = np.full((plate.height, plate.width), strength)
    if worn:
        seed = (rng or Random(0)).randrange(10**6)
        cloud = np.random.default_rng(seed).normal(0, 1, took.shape).astype(np.float32)
        soft = cv2.GaussianBlur(cloud, (0, 0), width / 60)
        took[soft < np.quantile(soft, worn)] *= 0.15
    alpha = (np.asarray(plate, np.float64) * took).astype(np.uint8)
    seal = Image.new("RGBA", plate.size, (*ink, 255))
    seal.putalpha(Image.fromarray(alpha))
    return seal


def draw_square(
    lines: list[str],
    *,
    width: int = 340,
    height: int = 200,
    ink: tuple[int, int, int] = RED,
    strength: float = 0.75,
    turn: float = 0.0,
) -> Image.Image:
    """A seal with four sides and lines of equal height on nothing (RGBA)."""
    scale = 3
    plate = Image.new("L", (width * scale, height * scale), 0)
    pen = ImageDraw.Draw(plate)
    pen.rectangle((9, 9, width * scale - 9, height * scale - 9), outline=255, width=5 * scale)
    size = int(min((height - 20) / len(lines) * 0.85, (width - 30) / max(map(len, lines)))) * scale
    for k, line in enumerate(lines):
        middle = width * scale / 2, height * scale * ((k + 0.5) / len(lines) * 0.86 + 0.07)
        pen.text(middle, line, font=_font(size), fill=255, anchor="mm")
    plate = plate.resize((width, height), Image.Resampling.LANCZOS).rotate(turn, Image.Resampling.BICUBIC, expand=True)
    seal = Image.new("RGBA", plate.size, (*ink, 255))
    seal.putalpha(plate.point(lambda value: int(value * strength)))
    return seal


def _along_the_rim(
    plate: Image.Image, text: str, middle: float, share: float, span: float, *, size: int = 0, below: bool = False
) -> None:
    """Characters on an arc of ``span`` degrees: heads outward over the top, heads inward along the bottom."""
    radius = middle * share
    size = size or int(min(92, 2 * math.pi * radius * span / 360 / max(len(text), 1) * 0.98))
    face = _font(size)
    step = span / max(len(text) - 1, 1)
    for k, char in enumerate(text):
        glyph = Image.new("L", plate.size, 0)
        top = middle + radius if below else middle - radius
        ImageDraw.Draw(glyph).text((middle, top), char, font=face, fill=255, anchor="mm")
        angle = (-span / 2 + k * step) * (1 if below else -1)
        plate.paste(255, mask=glyph.rotate(angle, center=(middle, middle), resample=Image.Resampling.BICUBIC))


def press(page: Image.Image, seal: Image.Image, at: tuple[int, int]) -> None:
    """Put the seal's middle at a place of a page (RGB), as ink: what is printed beneath stays dark."""
    x, y = at[0] - seal.width // 2, at[1] - seal.height // 2
    box = (x, y, x + seal.width, y + seal.height)
    under = np.asarray(page.crop(box), np.float64)
    ink = np.asarray(seal, np.float64)
    alpha = ink[..., 3:] / 255
    page.paste(
        Image.fromarray(np.clip(under * (1 - alpha + alpha * ink[..., :3] / 255), 0, 255).astype("uint8")), box[:2]
    )


def _font(size: int) -> ImageFont.FreeTypeFont:
    file, face = _font_file()
    return ImageFont.truetype(file, size, index=face)


@cache
def _font_file() -> tuple[str, int]:
    """A Chinese font of the machine, a serif where there is one, as seals have."""
    for name, face in (("NotoSerifCJK-Bold.ttc", 2), ("NotoSansCJK-Regular.ttc", 2), ("wqy-zenhei.ttc", 0)):
        if found := sorted(Path("/usr/share/fonts").rglob(name)):
            return str(found[0]), face
    raise RuntimeError("no CJK font found: install fonts-noto-cjk or fonts-wqy-zenhei")
