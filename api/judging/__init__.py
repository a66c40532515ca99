"""A stored filing judged: the same engine, the same report as the command line, kept with what it was judged by."""

from __future__ import annotations

from api.judging.decided import decisions_of, recount, waived
from api.judging.described import finding_body
from api.judging.held import find, lock, queue_judging, rejudge_filings_of, touch
from api.judging.judged import judge, report_json, report_of, take_away
from api.judging.numbers import forget_numbers
from api.judging.stored import PaperAt, corrected, filing_of, paper_finder, record_under, records_of

__all__ = [
    "PaperAt",
    "corrected",
    "decisions_of",
    "filing_of",
    "find",
    "finding_body",
    "forget_numbers",
    "judge",
    "lock",
    "paper_finder",
    "queue_judging",
    "record_under",
    "records_of",
    "recount",
    "rejudge_filings_of",
    "report_json",
    "report_of",
    "take_away",
    "touch",
    "waived",
]  # fmt: skip
