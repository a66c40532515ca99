"""A paper known again: one sheet scanned twice, one form filled in twice, one photo taken over. Drawn here, read by the reader."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor import examine
from extractor.likeness import NUMBERS, Likeness, Look, look_alike, look_of, of_words, resemblance
from extractor.record import Record
from tests import filings as kit
from validators import archive, assemble

# The first Chinese font that the tests' set-up has installed; the second face of Noto's collections is the Chinese one.
FONTS = [
    (path, face)
    for name, face in (("wqy-zenhei.ttc", 0), ("NotoSansCJK-Regular.ttc", 2))
    for path in sorted(Path("/usr/share/fonts").rglob(name))
]
needs_font = pytest.mark.skipif(not FONTS, reason="no Chinese font to draw the papers with")

FIRST = {
    "报告编号": "FW2025-0131", "保险单号": "PX2025340001", "服务对象": "青石矿业有限公司", "服务日期": "2025年06月03日",
    "服务机构": "远山安全技术服务有限公司", "服务类型": "隐患排查", "参与专家": "陈志远、周敏",
    "隐患一": "二层配电室电缆桥架穿墙孔洞未做防火封堵", "隐患二": "冲压车间东侧疏散通道堆放半成品托盘",
}  # fmt: skip
SECOND = FIRST | {
    "报告编号": "FW2025-0207", "保险单号": "PX2025340982", "服务对象": "宏达机械制造有限公司", "服务日期": "2025年07月19日",
    "隐患一": "焊接工位氧气瓶与乙炔瓶间距不足五米且未固定", "隐患二": "叉车作业区域未设置人车分流标线",
}  # fmt: skip


def sheet(entries: dict[str, str], seal: tuple[int, int]) -> Image.Image:
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    title, print_ = (ImageFont.truetype(str(FONTS[0][0]), size, index=FONTS[0][1]) for size in (36, 27))
    draw.text((380, 90), "事故预防技术服务报告", fill="black", font=title)
    for row, (label, value) in enumerate(entries.items()):
        top = 200 + 88 * row
        draw.rectangle((100, top, 1140, top + 88), outline="black", width=2)
        draw.line((330, top, 330, top + 88), fill="black", width=2)
        draw.text((120, top + 28), label, fill="black", font=print_)
        draw.text((350, top + 28), value, fill="black", font=print_)
    draw.text(
        (120, 1080), "本报告仅用于安全生产责任保险事故预防技术服务，双方签字盖章后生效。", fill="black", font=print_
    )
    x, y = seal
    draw.ellipse((x - 120, y - 120, x + 120, y + 120), outline=(220, 30, 30), width=7)
    return page


def again(picture: Image.Image) -> Image.Image:
    """As another scanner gives it: turned by 1°, 2 % cut off, dimmer, noisy, JPEG of quality 60."""
    turned = picture.rotate(1, fillcolor="white", resample=Image.Resampling.BICUBIC)
    width, height = turned.size
    cut = turned.crop((int(0.01 * width), int(0.01 * height), int(0.99 * width), int(0.99 * height)))
    noise = np.random.default_rng(7).normal(0, 6, (cut.height, cut.width, 1))
    seen = Image.fromarray(np.clip(np.asarray(cut) * 0.9 + 5 + noise, 0, 255).astype("uint8"))
    return Image.open(io.BytesIO(encoded(seen, "JPEG", quality=60))).convert("RGB")


def encoded(picture: Image.Image, form: str = "PNG", **more: Any) -> bytes:
    data = io.BytesIO()
    picture.save(data, form, dpi=(150, 150), **more)
    return data.getvalue()


@cache
def scans() -> dict[str, Record]:
    first = sheet(FIRST, (850, 1250))
    pictures = {"first": first, "again": again(sheet(FIRST, (480, 1300))), "second": sheet(SECOND, (850, 1250))}
    return {name: examine([(f"{name}.png", encoded(picture))]) for name, picture in pictures.items()}


def likeness(name: str) -> Likeness:
    found = scans()[name].likeness
    assert found is not None
    return found


@needs_font
def test_a_sheet_scanned_anew_is_known_by_its_words_and_numbers() -> None:
    first, second = likeness("first"), likeness("again")
    assert resemblance(first.words, second.words)[0] > 0.85
    assert resemblance(first.numbers, second.numbers, NUMBERS)[0] > 0.85


@needs_font
def test_a_form_filled_in_for_another_is_not_the_same() -> None:
    first, second = likeness("first"), likeness("second")
    assert resemblance(first.words, second.words)[0] < 0.6
    assert resemblance(first.numbers, second.numbers, NUMBERS)[0] < 0.6


@needs_font
def test_a_sheet_with_print_is_no_photo() -> None:
    assert [scan.likeness and scan.likeness.photos for scan in scans().values()] == [(), (), ()]


@needs_font
def test_only_the_second_scan_is_a_paper_twice_and_a_use_elsewhere() -> None:
    def told(*papers: Record) -> list[str]:
        here = assemble(
            [kit.policy(policyholder="青石矿业有限公司", insured="青石矿业有限公司"), scans()["first"]], None, "A"
        )
        other = kit.policy(policyholder="宏达机械制造有限公司", insured="宏达机械制造有限公司", uscc="91341302MA2N0J7X1Q",
                           policy_no="PX2025340982")  # fmt: skip
        found = archive.across([here, assemble([other, *papers], None, "B")]).get(1, ())
        return [f"{finding.type} {finding.verdict} {finding.severity}" for finding in found]

    assert told(scans()["again"]) == ["evidence_reused violated warning"]
    assert told(scans()["second"]) == []
    twice = assemble([kit.policy(), scans()["first"], scans()["second"], scans()["again"]], None, "A")
    notes = [f for f in archive.across([twice])[0] if f.type == "paper_twice"]
    assert [(n.params["paper"], n.params["other_paper"]) for n in notes] == [("again.png", "first.png")]


def photo(seed: int) -> Image.Image:
    """Blotches and boxes, as of a workshop."""
    rng = np.random.default_rng(seed)
    picture = Image.fromarray(rng.integers(0, 200, (9, 12, 3), dtype=np.uint8)).resize(
        (1200, 900), Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(picture)
    for x, y, w, h, *colour in rng.integers(20, 250, (25, 7)).tolist():
        draw.rectangle((4 * x, 3 * y, 4 * x + w, 3 * y + h), fill=tuple(colour))
    return picture


def look(picture: Image.Image) -> Look:
    found = look_of(np.asarray(picture))
    assert found is not None
    return found


def test_a_photo_is_known_again_and_told_from_others() -> None:
    photos = [photo(seed) for seed in range(12)]
    looks = [look(picture) for picture in photos]
    assert all(look_alike(seen, look(again(picture))) for seen, picture in zip(looks, photos, strict=True))
    assert not any(look_alike(looks[a], looks[b]) for a in range(12) for b in range(a))


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_picture_of_nothing_is_known_by_nothing(shade: int) -> None:
    assert look_of(np.full((400, 300, 3), shade, np.uint8)) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3)])
def test_a_strip_has_a_look_or_none(size: tuple[int, int]) -> None:
    look_of(np.random.default_rng(1).integers(0, 255, (*size, 3), dtype=np.uint8))


def test_a_sample_is_small_and_tells_the_resemblance_of_the_whole() -> None:
    words = [f"第{n}条{chr(0x4E00 + n)}{chr(0x5E00 + n)}{chr(0x6E00 + n)}" for n in range(900)]
    whole, half = of_words(words), of_words(words[:600])
    assert (len(whole.words), len(whole.numbers)) == (96, 32)
    assert abs(resemblance(whole.words, half.words)[0] - 2 / 3) < 0.15
    assert resemblance(whole.words, whole.words) == (1.0, 96)
    assert resemblance((), whole.words)[0] == 0.0
    assert resemblance((), ()) == (0.0, 0)
