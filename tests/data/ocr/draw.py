"""Draws the page images of tests/test_ocr.py. Needs Noto CJK fonts; run by hand, its output is committed.

    python tests/data/ocr/draw.py FOLDER_WITH_FONTS

Everything printed is invented. What the pages say is written a second time, by hand, in tests/test_ocr.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
INK, RED = (25, 25, 30), (215, 30, 35)


def font(folder: Path, size: int, *, serif: bool = False) -> ImageFont.FreeTypeFont:
    name = "NotoSerifCJK-Regular.ttc" if serif else "NotoSansCJK-Regular.ttc"
    return ImageFont.truetype(folder / name, size, index=2)


def seal(folder: Path, size: int) -> Image.Image:
    """A round red seal, half transparent as ink is."""
    picture = Image.new("RGBA", (size, size), (*RED, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((4, 4, size - 4, size - 4), outline=(*RED, 190), width=7)
    middle, points = size / 2, []
    for k in range(10):
        reach = size * (0.17 if k % 2 == 0 else 0.07)
        points.append((middle + reach * np.sin(np.pi * k / 5), middle - reach * np.cos(np.pi * k / 5)))
    draw.polygon(points, fill=(*RED, 190))
    for k, char in enumerate("远山财产保险股份有限公司"):
        angle = -120 + 240 * k / 11
        glyph = Image.new("RGBA", (size, size), (*RED, 0))
        ImageDraw.Draw(glyph).text((middle - 11, size * 0.08), char, font=font(folder, 22), fill=(*RED, 190))
        picture = Image.alpha_composite(picture, glyph.rotate(-angle, center=(middle, middle)))
    return picture


def scan(folder: Path) -> Image.Image:
    """A ruled table with a merged total row, a seal over the date, and a little skew."""
    page = Image.new("RGB", (1060, 1180), "white")
    draw = ImageDraw.Draw(page)
    body, serif = font(folder, 23), font(folder, 23, serif=True)
    draw.text((300, 70), "安全生产责任保险单", font=font(folder, 44), fill=INK)
    draw.text((620, 150), "保险单号：AQZ20250417000123", font=body, fill=INK)
    xs, top, row = (80, 420, 600, 800, 980), 220, 62
    rows = (
        ("保障项目", "每人限额", "累计限额", "保险费"),
        ("从业人员死亡伤残", "400,000.00", "4,000,000.00", "12,600.00"),
        ("医疗费用", "50,000.00", "/", "1,800.00"),
        ("第三者人身伤亡", "/", "500,000.00", "640.00"),
        ("保险费合计", "", "", "15,040.00"),
    )
    for k, cells in enumerate(rows):
        y = top + k * row
        draw.line((xs[0], y, xs[-1], y), fill=INK, width=2)
        for n, words in enumerate(cells):
            if k > 0 and n > 0:
                draw.text((xs[n + 1] - 14 - draw.textlength(words, font=serif), y + 14), words, font=serif, fill=INK)
            else:
                draw.text((xs[n] + 12, y + 14), words, font=body, fill=INK)
    bottom = top + len(rows) * row
    draw.line((xs[0], bottom, xs[-1], bottom), fill=INK, width=2)
    for n, x in enumerate(xs):
        draw.line((x, top, x, bottom - (row if n in (1, 2) else 0)), fill=INK, width=2)
    draw.text((80, 600), "特别约定", font=font(folder, 28), fill=INK)
    draw.text((80, 655), "1. 保险人每年为投保人提供不少于两次的隐患排查服务。", font=body, fill=INK)
    draw.text((80, 700), "2. 本保险单承保投保人的全部从业人员，含被派遣劳动者。", font=body, fill=INK)
    draw.text((430, 860), "保险人（签章）：远山财产保险股份有限公司", font=body, fill=INK)
    draw.text((430, 910), "签单日期：2025年04月17日", font=body, fill=INK)
    mark = seal(folder, 270)
    page.paste(mark, (520, 780), mark)
    page = page.rotate(1.0, resample=Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(7).normal(0, 5, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page, dtype=np.float64) + noise - 4, 0, 255).astype(np.uint8))


def photo(folder: Path) -> Image.Image:
    """A sheet on a dark table, seen from the side, lit from one corner."""
    sheet = Image.new("RGB", (900, 1240), "white")
    draw = ImageDraw.Draw(sheet)
    body = font(folder, 23)
    draw.text((260, 80), "事故预防服务记录", font=font(folder, 46), fill=INK)
    rows = (
        ("服务对象", "青石矿业有限公司"),
        ("服务日期", "2025年06月03日"),
        ("服务机构", "远山安全技术服务有限公司"),
        ("发现隐患", "3处，其中重大隐患0处"),
    )
    for k, (label, value) in enumerate(rows):
        y = 200 + 64 * k
        draw.rectangle((80, y, 260, y + 64), outline=INK, width=2)
        draw.rectangle((260, y, 820, y + 64), outline=INK, width=2)
        draw.text((96, y + 15), label, font=body, fill=INK)
        draw.text((276, y + 15), value, font=body, fill=INK)
    draw.text((80, 520), "服务内容：现场检查、教育培训、应急演练指导。", font=body, fill=INK)
    draw.text((80, 570), "企业确认：王建国        2025年06月05日", font=body, fill=INK)
    corners = ((70, 55), (985, 95), (955, 1345), (110, 1310))
    source = ((0, 0), (900, 0), (900, 1240), (0, 1240))
    matrix = []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        matrix += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    flat = [v for point in source for v in point]
    map_ = np.linalg.solve(np.array(matrix, dtype=float), np.array(flat, dtype=float))
    size = (1060, 1400)
    seen = sheet.transform(
        size, Image.Transform.PERSPECTIVE, map_.tolist(), Image.Resampling.BICUBIC, fillcolor=(70, 55, 45)
    )
    light = np.linspace(1.0, 0.62, size[0])[None, :, None] * np.linspace(1.0, 0.85, size[1])[:, None, None]
    lit = np.asarray(seen.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float64) * light
    noise = np.random.default_rng(11).normal(0, 4, (size[1], size[0], 1))
    return Image.fromarray(np.clip(lit + noise, 0, 255).astype(np.uint8))


def main() -> None:
    folder = Path(sys.argv[1])
    scan(folder).save(HERE / "scan_with_seal.jpg", quality=60, dpi=(150, 150))
    photo(folder).save(HERE / "photo_of_sheet.jpg", quality=55)


if __name__ == "__main__":
    main()
