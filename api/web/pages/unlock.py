"""A paper behind a password opened by a plain form."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import SecretStr
from sqlmodel import col, select

from api.accounts.deps import need
from api.accounts.principal import Principal, visible
from api.documents import queries
from api.documents.unlocking import unlock
from api.inputs import ID_FORM
from api.problems import NotFound
from api.service import Service, TheService
from api.tables.documents import Paper
from api.tables.filings import FilingPaper, FilingRow
from api.web.templating import root_of

router = APIRouter()


@router.post("/papers/{paper_id}/password")
def unlock_paper(
    request: Request, the: TheService, who: Annotated[Principal, need("correct")], paper_id: str,
    password: Annotated[SecretStr, Form(min_length=1, max_length=200)],
) -> Response:  # fmt: skip
    """Then to where the paper is: its filing, or the upload that an opened archive came in."""
    if not re.fullmatch(ID_FORM, paper_id):
        raise NotFound
    opened = unlock(the, who, paper_id, password.get_secret_value())
    return RedirectResponse(root_of(request) + _place(the, who, opened), 303)


def _place(the: Service, who: Principal, paper: Paper) -> str:
    with the.db.reading() as session:
        filing = session.exec(
            select(FilingRow.id).join(FilingPaper, col(FilingPaper.filing_id) == col(FilingRow.id))
            .where(FilingPaper.paper_id == paper.id, visible(who)).limit(1)
        ).first()  # fmt: skip
        if filing is not None:
            return f"/filings/{filing}"
        try:
            return f"/uploads/{queries.upload_of(session, who, paper.upload_id).id}"
        except NotFound:  # another body's, whose papers the person may correct
            return "/filings"
