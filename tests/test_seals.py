"""What seals say, whose they are, and that a picture is read alike each time.

``data/ocr/seals.jpg`` was drawn with ``tests.papers.seals``: a worn round seal over print, a round one of one name alone, an
oval one. What they say is written here by hand.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

import validators
from extractor.classify import KindGuess
from extractor.document import Box, Document, Line, Page, Seal
from extractor.examine import extract
from extractor.layout.pixels.scan import red_mask, seal_rects
from extractor.layout.seals.round_seal import round_seal
from extractor.record import Reading, Record, Row
from extractor.scans.seal_words import read_seals
from extractor.scans.seals import read
from extractor.scans.under_seals import with_both_readings, without_far_days
from extractor.span import Span
from extractor.values.dates import Moment
from tests.papers.seals import draw_square, press
from validators.finding import Finding, Severity, Verdict
from validators.law.pack_reading import shipped
from validators.seals import same_company, seals_of

DATA = Path(__file__).parent / "data" / "ocr"
SAID = [
    ("远山财产保险股份有限公司", "承保专用章"),
    ("青石矿业有限公司", ""),
    ("远山安全技术服务有限公司", "合同专用章"),
]


def page() -> np.ndarray:
    return np.asarray(Image.open(DATA / "seals.jpg").convert("RGB"))


@cache
def seals() -> tuple[Seal, ...]:
    image = page()
    return tuple(read_seals(image, seal_rects(red_mask(image))))


def test_names_along_the_rims_are_read_round_worn_turned_and_oval() -> None:
    assert [seal.name for seal in seals()] == [name for name, _ in SAID]
    assert all(seal.confidence > 0.9 for seal in seals())


def test_what_a_seal_is_for_stands_across_its_middle() -> None:
    for seal, (_, purpose) in zip(seals(), SAID, strict=True):
        assert purpose.startswith(seal.purpose)  # the last sign may touch the rim
        assert len(seal.purpose) >= len(purpose) - 1


def test_each_lies_where_it_was_pressed() -> None:
    middles = [((seal.box.x0 + seal.box.x1) / 2, (seal.box.y0 + seal.box.y1) / 2) for seal in seals()]
    for middle, meant in zip(middles, [(330, 190), (350, 640), (860, 600)], strict=True):
        assert middle == pytest.approx(meant, abs=10)


def test_a_square_seal_and_a_red_picture_are_no_round_seals() -> None:
    image = np.full((400, 400, 3), 250, np.uint8)
    image[100:300, 100:112] = image[100:300, 288:300] = image[100:112, 100:300] = image[288:300, 100:300] = (
        210,
        30,
        35,
    )
    assert round_seal(image, (100.0, 100.0, 300.0, 300.0)) is None
    image[100:300, 100:300] = (210, 30, 35)
    assert round_seal(image, (100.0, 100.0, 300.0, 300.0)) is None


@pytest.mark.parametrize("width", [30, 40, 50])
def test_an_open_ring_as_broad_as_a_name_is_no_seal_and_no_defect(width: int) -> None:
    image = np.full((400, 400, 3), 255, np.uint8)
    radius = 100 - width // 2
    cv2.ellipse(image, (200, 200), (radius, radius), 90, 30, 330, (220, 30, 30), width)
    assert read_seals(image, [(90.0, 90.0, 310.0, 310.0)]) == []


def test_seals_with_sides_say_their_lines() -> None:
    """Turned, over print: a firm's with its purpose, a person's in lines, and one as on old seals from the right downwards."""
    sheet = Image.new("RGB", (1100, 900), "white")
    said = [["远山安全技术服务", "有限公司", "合同专用章"], ["张伟", "之印"], ["之王", "印强"]]
    for k, lines in enumerate(said):
        wide, high = (340, 200) if k == 0 else (150, 150)
        press(sheet, draw_square(lines, width=wide, height=high, turn=(4, -7, 3)[k]), (250 + 300 * k, 250))
    image = np.asarray(sheet)
    found = sorted(read_seals(image, seal_rects(red_mask(image))), key=lambda seal: seal.box.x0)
    assert [(seal.name, seal.purpose) for seal in found] == [
        ("远山安全技术服务有限公司", "合同专用章"),
        ("张伟之印", ""),
        ("王强之印", ""),
    ]


def test_they_are_rows_of_the_paper_with_page_and_box() -> None:
    box = Box(60.0, 500.0, 180.0, 620.0)
    seal = Seal(box, "远山财产保险股份有限公司", "", 0.93)
    document = Document("保单.pdf", "0", "pdf", (Page(2, 595.0, 842.0, (), "ocr", seal_words=(seal,)),))
    (row,) = read(document)
    assert row.cells.keys() == {"name"}
    reading = row.cells["name"]
    assert (reading.value, reading.span.page, reading.span.box, reading.confidence) == (seal.name, 2, box, 0.93)


def test_a_picture_is_read_alike_in_another_process() -> None:
    code = (
        "import sys, numpy as np; from PIL import Image; from extractor.scans.ocr import read_image;"
        "im = Image.open(sys.argv[1]).convert('RGB').resize((530, 590)); print(repr(read_image(np.asarray(im), 75)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(DATA / "scan_with_seal.jpg")],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    assert "保险" in said[0]


# --- whose seal it is -------------------------------------------------------------------------------------------------

OURS, THEIRS = "远山财产保险股份有限公司", "沐恩财产保险股份有限公司"
PARTIES = {"insurer": OURS, "policyholder": "青石矿业有限公司"}


def paper(kind: str, seal: str, confidence: float = 0.97, *, fields: dict[str, str]) -> Record:
    span = Span(seal, 1, (Box(60.0, 500.0, 180.0, 620.0),))
    row = Row({"name": Reading(seal, span, "seals", confidence)}, span)
    readings = {name: Reading(value, Span(value, 1, (Box(60.0, 80.0, 260.0, 92.0),))) for name, value in fields.items()}
    return Record(f"{kind}.pdf", kind, kind, readings, {"seals": (row,)})


def found(*records: Record) -> list[Finding]:
    report = validators.validate(validators.assemble(records, None, "F1"), shipped())
    mine = ("seal_issuer_mismatch", "seal_client_mismatch")
    return [one for one in report.findings if one.type in mine and one.verdict is Verdict.VIOLATED]


def test_another_insurers_seal_is_a_warning_with_seal_and_name() -> None:
    (one,) = found(paper("policy", THEIRS, fields=PARTIES))
    assert (one.type, one.verdict, one.severity) == ("seal_issuer_mismatch", Verdict.VIOLATED, Severity.WARNING)
    assert [place.field for place in one.evidence] == ["seals", "insurer"]
    assert all(place.span is not None and place.span.box is not None for place in one.evidence)


@pytest.mark.parametrize(
    ("seal", "confidence"),
    [
        (OURS, 0.97),
        (OURS + "青石中心支公司", 0.97),  # a branch
        ("青石矿业有限公司", 0.97),  # the policyholder's
        (THEIRS, 0.7),  # not surely read
        ("沐恩财产保险", 0.97),  # not read to its end
    ],
)
def test_these_accuse_nobody(seal: str, confidence: float) -> None:
    assert found(paper("policy", seal, confidence, fields=PARTIES)) == []


def test_a_strangers_seal_on_a_report_is_a_note_where_all_parties_are_known() -> None:
    policy = paper("policy", OURS, fields=PARTIES)
    parties = {"client": "青石矿业有限公司", "service_org": "远山安全技术服务有限公司"}
    (one,) = found(policy, paper("service_report", "毕节鑫隆化工有限公司", fields=parties))
    assert (one.type, one.severity) == ("seal_client_mismatch", Severity.NOTE)
    assert found(policy, paper("service_report", "青石矿业有限公司", fields=parties)) == []
    assert found(policy, paper("service_report", "远山安全技术服务有限公司", fields=parties)) == []


def test_names_a_sign_apart_are_too_near_to_tell() -> None:
    assert same_company("中国人民财产保险股份有限公司", "中国人寿财产保险股份有限公司") is None
    assert same_company("人保财险", "中国人民财产保险股份有限公司") is None
    assert not seals_of([Record("a.pdf", "0", "policy")]).known


# --- what lies under a seal -------------------------------------------------------------------------------------------


def lines(sign_date: str) -> tuple[Line, ...]:
    said = ("安全生产责任保险单", "保险单号：AQZ20250417000123", f"签单日期：{sign_date}")
    return tuple(Line(text, Box(60.0, 80.0 + 30 * k, 360.0, 92.0 + 30 * k)) for k, text in enumerate(said))


def both(first: str, other: str) -> Record:
    under = ((Box(60.0, 140.0, 360.0, 152.0), f"签单日期：{other}", 0.9),)
    document = Document("保单.pdf", "0", "pdf", (Page(1, 595.0, 842.0, lines(first), "ocr", under_seals=under),))
    guess = KindGuess("policy", 1.0, ())
    return with_both_readings(document, extract(document, guess), lambda changed: extract(changed, guess))


def test_two_readings_under_a_seal_stay_rivals() -> None:
    reading = both("2025年04月17日", "2025年04月11日").fields["sign_date"]
    assert reading.value == date(2025, 4, 17)
    assert [rival.value for rival in reading.rivals] == [date(2025, 4, 11)]
    assert reading.confidence <= 0.7


def test_what_only_the_second_reading_gives_is_taken_with_doubt() -> None:
    reading = both("2036月10日", "2025年04月17日").fields["sign_date"]
    assert reading.value == date(2025, 4, 17)
    assert reading.confidence <= 0.6


def test_two_readings_of_one_value_are_no_rivals() -> None:
    assert both("2025年04月17日", "2025年4月17日").fields["sign_date"].rivals == ()


@pytest.mark.parametrize(
    ("read", "sure", "printed"),
    [
        ((2074, 11, 15), 0.6, date(2024, 11, 15)),  # the one year near the cover that is a digit away
        ((2025, 11, 15), 0.6, date(2025, 11, 15)),
        ((2074, 11, 15), 0.9, date(2074, 11, 15)),  # nobody doubts it
        ((2079, 11, 15), 0.6, None),  # 2029 is a digit away and too far
    ],
)
def test_a_year_that_lost_a_digit_under_a_seal(read: tuple[int, int, int], sure: float, printed: date | None) -> None:
    span = Span("x", 1)
    fields: dict[str, Reading[Any]] = {
        "sign_date": Reading(date(*read), span, "inline", sure),
        "period_start": Reading(Moment(date(2024, 11, 17), 0, 0), span, "range", 0.95),
    }
    found = without_far_days(fields).get("sign_date")
    assert (found.value if found else None) == printed
    assert found is None or found.confidence <= sure
