"""What word processors and browsers do to papers that become PDF: boxes of ink only, ticked answers, days with words among them."""

from __future__ import annotations

import pytest

from extractor.hazards.meaning.outcome_words import outcome
from extractor.layout.characters.glyphs import Glyph
from extractor.layout.characters.lines import runs_to_lines
from extractor.layout.characters.runs import glyphs_to_runs


def test_commas_in_boxes_of_their_ink_stay_in_their_sum() -> None:
    """Where a font gives no ascent, each character's box is that of its ink: a comma stands low and is small."""
    inked: list[Glyph] = [
        (char, 4.7 * k, 15.2 if char in ",." else 10.0, 4.7 * k + 4.6, 17.9 if char in ",." else 17.3)
        for k, char in enumerate("6,392.00")
    ]
    assert [line.text for line in runs_to_lines(glyphs_to_runs(inked))] == ["6,392.00"]


@pytest.mark.parametrize(
    ("answer", "rectified"),
    [("☑是 □否", True), ("□是 ☑否", False), ("□是　■否", False), ("√", True), ("☑已整改 □未整改", True)],
)
def test_a_ticked_answer_is_read_as_its_word(answer: str, rectified: bool) -> None:
    assert outcome(answer, status=True)["rectified"] is rectified
