"""The list of what has to be put right in a stored filing."""

from __future__ import annotations

import io

from sqlmodel import Session

from api import judging
from api.exports import rectifications as room
from api.exports.rectifications.letter import letter
from api.exports.service import report_as_judged
from api.problems import Conflict
from api.store import now
from api.tables.filings import FilingRow
from validators.days import china_day
from validators.rectifications import rectifications


def document(session: Session, filing: FilingRow, form: str, to: str | None, days: int | None, notes: bool,
             sender: str) -> bytes:  # fmt: skip
    """The document, dated today. Findings with a waiver that stands are left out. Raises Conflict where nothing is left, or
    where the filing is not judged yet."""
    today = china_day(now())
    decided = judging.decisions_of(session, filing.id)
    excused = {mark: {"by": "waiver"} for mark, decision in decided.items() if judging.waived(decision, today)}
    report = report_as_judged(session, filing).excusing(excused)
    lists = rectifications([report], today, days=days, to=to, notes=notes)
    if not lists:
        raise Conflict("没有需要补正的事项")
    made = io.BytesIO()
    room.write(form, [letter(each, sender) for each in lists], made)
    return made.getvalue()
