"""Drafts of packs as pages: the list of them, a text checked or proposed, and what is decided of a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.inputs import Id
from api.packs import queries, service
from api.packs.texts import Defect, read_pack
from api.problems import NotFound, Problem
from api.service import TheService
from api.serving.app import language
from api.web.forms import TheForm, onward
from api.web.pages.packs import MOST, Reader, in_order, names_in, shared
from api.web.templating import page
from validators.law.pack import Pack, PackError, Rule

router = APIRouter()

Drafter = Annotated[Principal, need("packs_draft")]
TEXT = 512 * 1024
"""Characters of a draft in a form; ``api.packs.texts`` has its own limit in bytes."""


@router.get("/packs/drafts")
def drafts(request: Request, the: TheService, who: Reader) -> Response:
    if not service.sees_drafts(who):
        raise NotFound
    with the.db.reading() as session:
        rows = queries.page(session, ["draft"], "", None, MOST, service.drafts_in(who))
        names = names_in(session, who, rows)
    return page(request, who, "packs_drafts.html", listed=in_order(rows), names=names, **shared(request, who, "drafts"))


@dataclass(frozen=True, slots=True)
class Tried:
    """What a text came to when it was read: ``line`` of the first error (from 1), or the pack with its defects."""

    problem: str = ""
    line: int = 0
    pack: Pack | None = None
    defects: Sequence[Defect] = field(default_factory=tuple)

    @property
    def rules(self) -> Sequence[Rule]:
        return self.pack.rules if self.pack else ()


def tried(session: Session, text: str, cases: str) -> Tried:
    """Read and rehearse a text; nothing is kept."""
    try:
        pack = read_pack(text, "规则包.yaml", cases)
    except PackError as error:
        return Tried(str(error), error.line)
    return Tried(pack=pack, defects=service.defects_of(session, pack))


@router.get("/packs/draft")
def new_draft(request: Request, the: TheService, who: Drafter, base: str = "") -> Response:
    """An empty form, or one with the text of a version to start from."""
    text = cases = ""
    if base:
        with the.db.reading() as session:
            row = service.visible_version(session, who, base[:100])
        text, cases = row.text, row.cases
    return _draft_page(request, who, text, cases, "", None)


@router.post("/packs/draft")
def check_or_propose(request: Request, the: TheService, who: Drafter, sent: TheForm) -> Response:
    text, cases, note = sent.raw("text", TEXT), sent.raw("cases", TEXT), sent.one("note", 1000)
    if sent.one("do") != "propose":
        with the.db.reading() as session:
            found = tried(session, text, cases)
        return _draft_page(request, who, text, cases, note, found)
    try:
        with the.db.writing() as session:
            row, _ = service.propose(session, who, text, cases, note)
    except Problem as problem:
        with the.db.reading() as session:
            found = tried(session, text, cases)
        return _draft_page(request, who, text, cases, note, found, problem)
    return onward(request, f"/packs/pack/{row.name}/{row.version}?done=proposed")


def _draft_page(request: Request, who: Principal, text: str, cases: str, note: str, found: Tried | None,
                problem: Problem | None = None) -> Response:  # fmt: skip
    shape = problem.shape(language(request)) if problem else None
    if found is not None and found.problem:
        shape = None  # the same thing is said with its line
    return page(
        request, who, "pack_draft.html", status=problem.status if problem else 200, text=text, cases=cases, note=note,
        found=found, problem=shape, **shared(request, who, "drafts"),
    )  # fmt: skip


@router.post("/packs/version/{version_id}/{act}")
def decide(request: Request, the: TheService, who: Reader, version_id: Id, act: str) -> Response:
    """Approve a draft, retire a version or withdraw a draft; the service says who may."""
    with the.db.writing() as session:
        if act == "approve":
            row = service.approve(session, who, version_id).version
        elif act == "retire":
            row = service.retire(session, who, version_id)
        else:
            raise NotFound
    return onward(request, f"/packs/pack/{row.name}/{row.version}?done={act}")
