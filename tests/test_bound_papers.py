"""Papers of the kinds beside policies, reports and lists, papers of other matters, and files that hold several papers.

The files are in ``tests/strangers/others_*.py``, each set written before the reader was run on it; ``python -m tests.strangers.bound
others_first -v`` says what is read of them. Here are those that were not read whole at first sight.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from extractor.classify import classify
from extractor.reading import read
from tests.strangers import (
    claims_fifth,
    claims_fourth,
    claims_second,
    claims_tenth,
    claims_thirteenth,
    ledgers_thirteenth,
    ledgers_twelfth,
    others_eighth,
    others_eleventh,
    others_fifth,
    others_first,
    others_fourth,
    others_ninth,
    others_second,
    others_seventh,
    others_sixth,
    others_tenth,
    others_third,
)
from tests.strangers.bound import File, measured, read_apart, told
from tests.strangers.kit import drawn

MENDED = {
    "judgment about a claim under such a policy",
    "finance bureau's table of subsidies by quarter",
    "certificate that social insurance was paid",
    "attendance and marks of a training course",
    "endorsement as a table of before and behind",
    "mail text that is the change itself",
    "slip of a card terminal for the premium",
    "circular that names those who did not insure, with a table",
    "notice with forms attached, in one file",
    "two reports of a year bound together, small heads at the left",
    "application with the list of people behind it",
    "insurer's reminder that a policy ends",
    "endorsement of a core system, before and behind in two columns",
    "safety agreement between a plant and a contractor",
    "scan of three receipts, one a page",
    "list of who pays what premium, a workbook of an insurer",
    "job of an inspector told by an officer of the town",
    "price list of labour goods with tax, an offer",
    "training given under a policy, with its marks",
    "a fire policy's loss worked out",
    "bank statement with a premium among other payments",
    "a firm's own notice of a meeting",
    "a year's work told by a county office",
    "a plan for emergencies",
    "endorsement that takes people off, told in words",
    "bill of a payment app as text",
    "original and copy of one policy in a file",
    "two endorsements of one policy in a file",
    "letter of an enterprise that sends its papers, policy and invoice behind it",
    "policy, its clauses, an endorsement and the invoice scanned to one file, no page numbers",
    "a bureau's work plan for the year",
    "a bureau's points of work under a number of a document",
    "insurer's letter that a premium is due, no policy",
    "an enterprise's request to renew as a form",
    "a training invitation of an insurer",
    "a list of telephone numbers of insurers",
    "receipt of a deposit for rented tents of a drill",
    "group accident insurance claim statement",
    "endorsement in a letter's words that extends the period",
    "invoice, policy and endorsement scanned to one file",
    "two endorsements of one policy bound together",
}
LEFT_OPEN: dict[str, tuple[str, ...]] = {
    # A number behind the title of its form without a colon: the parted reports are told apart by their days
    "two reports of a year bound together, small heads at the left": (
        "report_no: 'ZY-24-031'",
        "report_no: 'ZY-24-117'",
    ),
}
FILES = [
    pytest.param(file, id=file.what)
    for file in (
        *others_first.FILES,
        *others_second.FILES,
        *others_third.FILES,
        *others_fourth.FILES,
        *others_fifth.FILES,
        *others_sixth.FILES,
        *others_seventh.FILES,
        *others_eighth.FILES,
        *others_ninth.FILES,
        *others_tenth.FILES,
        *others_eleventh.FILES,
    )
    if file.what in MENDED
]


def test_every_paper_named_here_is_in_a_set() -> None:
    assert len(FILES) == len(MENDED)


@pytest.mark.parametrize("file", FILES)
def test_the_papers_of_a_file_are_told_and_read(file: File) -> None:
    wrong, fields, rows = measured(file)
    missed = [m for m in fields.misses if not m.startswith(LEFT_OPEN.get(file.what, ("-",)))]
    assert not wrong
    assert not missed
    assert not rows.misses


OF_OTHER_MATTERS = [
    (claims_fifth, "a request for papers still missing"),
    (claims_fifth, "minutes of a meeting on claims"),
    (claims_fourth, "an arrangement of who handles claims"),
    (claims_second, "news of a payment"),
    (claims_tenth, "an enterprise's own register of accidents with its cost of each, no insurance in it"),
    (claims_thirteenth, "what a court awarded in a case of a road accident"),
    (ledgers_thirteenth, "premiums received, policy by policy"),
    (ledgers_twelfth, "what each county set aside and spent by quarter"),
]


@pytest.mark.parametrize(("module", "what"), [pytest.param(m, w, id=w) for m, w in OF_OTHER_MATTERS])
def test_papers_that_talk_of_the_trade_are_none_of_it(module: ModuleType, what: str) -> None:
    (paper,) = (paper for paper in module.PAPERS if paper.what == what)
    name, data = drawn(paper)
    assert classify(read(data, name)).kind == "unknown"


def test_a_typed_page_begins_with_its_name_however_small_and_at_the_left() -> None:
    (file,) = (file for file in others_first.FILES if file.what.startswith("policy, its clauses, an endorsement"))
    typed = [block[1] if block[0] == "title" else block for block in file.blocks]
    assert [told(record) for record in read_apart(replace(file, blocks=typed))] == [
        (p.kind, p.pages) for p in file.parts
    ]
