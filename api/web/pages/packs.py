"""The law as pages: packs and their articles, numbers over time, what binds where and when, versions, drafts and approvals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.accounts.views import record_view
from api.packs import queries, service
from api.packs.texts import cases_of
from api.packs.understood import Binding, bindings, difference
from api.packs.understood import thresholds as steps_of
from api.problems import Conflict
from api.service import TheService
from api.serving.app import language
from api.store import now
from api.tables.packs import PackVersion
from api.web.menu import Entry
from api.web.templating import page
from api.web.views import packs as view
from extractor.values import region as regions
from validators.days import china_day
from validators.law.pack import LAYERS, Pack, PackError

router = APIRouter()
MENU = Entry(40, "packs", "/packs", "packs_read")

Reader = Annotated[Principal, need("packs_read")]
Name = Annotated[str, Path(pattern="^[a-z0-9-]{1,100}$")]
Version = Annotated[str, Path(pattern="^[0-9a-f]{12}$")]
MOST = 300
"""Versions of one pack, or packs, shown on one page; a country has fewer notices in force than this."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: the row, and its pack where this engine can read it."""

    row: PackVersion
    pack: Pack | None
    state: str


def tabs(who: Principal, here: str) -> list[tuple[str, str, bool]]:
    """Path, word and whether it is this page, of the packs' own pages that the person may see."""
    pages = [("/packs", "list"), ("/packs/binding", "binding"), ("/packs/thresholds", "thresholds")]
    if service.sees_drafts(who):
        pages += [("/packs/drafts", "drafts")]
    if who.may("packs_draft"):
        pages += [("/packs/notices", "notices")]
    return [(path, word, word == here) for path, word in pages]


def shared(request: Request, who: Principal, here: str) -> dict[str, Any]:
    """What every page of packs needs."""
    lang = language(request)
    return {
        "tabs": tabs(who, here),
        "place_name": lambda code: view.place_name(code, lang),
        "rule_name": lambda rule: view.rule_name(rule, lang),
        "demand": lambda rule, day=None: view.demand(rule, lang, day),
        "value_text": lambda rule, value: view.value_text(rule, value, lang),
        "case_text": lambda facts: view.case_text(facts, lang),
        "done": request.query_params.get("done", "")[:20],
        "may_draft": who.may("packs_draft"),
        "may_approve": who.may("packs_approve"),
    }


def _read(row: PackVersion) -> Pack | None:
    try:
        return service.pack_of(row)
    except PackError:
        return None


def in_order(rows: Sequence[PackVersion]) -> list[Listed]:
    """The lines of a list, the highest in rank first."""
    today = china_day(now())
    out = []
    for row in rows:
        pack = _read(row)
        ended = pack is not None and row.state == "active" and pack.until is not None and pack.until < today
        out.append(Listed(row, pack, "ended" if ended else row.state))
    return sorted(out, key=_by_rank)


def _by_rank(listed: Listed) -> tuple[int, str, str]:
    pack = listed.pack
    return (-LAYERS[pack.layer] if pack else 1, listed.row.region, str(pack.issued or "") if pack else "")


@router.get("/packs")
def packs(request: Request, the: TheService, who: Reader) -> Response:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        rows = queries.page(session, ["active"], "", None, MOST)
    return page(request, who, "packs.html", listed=in_order(rows), **shared(request, who, "list"))


@router.get("/packs/thresholds")
def thresholds(request: Request, the: TheService, who: Reader) -> Response:
    with the.db.reading() as session:
        packs = service.in_use(session)
    found = view.thresholds_of(packs, language(request), china_day(now()))
    return page(request, who, "packs_thresholds.html", thresholds=found, **shared(request, who, "thresholds"))


@router.get("/packs/binding")
def binding(request: Request, the: TheService, who: Reader, region: str = "", date: str = "") -> Response:
    lang, asked = language(request), region.strip()[:60]
    code, when = _place(asked or who.region_prefix), _day(date) or china_day(now())
    items: list[Binding] = []
    possible: list[Pack] = []
    if code is not None:
        with the.db.reading() as session:
            items, possible = bindings(service.in_use(session), code, when)
    binds = [item for item in items if item.state != "not_in_force"]
    return page(
        request, who, "packs_binding.html", asked=asked or (view.place_name(code, lang) if code else ""), code=code, when=when,
        groups=_by_pack(binds), past=_by_pack([item for item in items if item.state == "not_in_force"]), possible=possible,
        count=sum(item.state == "binds" for item in items), unknown=bool(asked) and code is None,
        where="" if code is None else view.place_name(code, lang), **shared(request, who, "binding"),
    )  # fmt: skip


def _by_pack(items: Sequence[Binding]) -> list[list[Binding]]:
    """Pack by pack, the highest in rank first."""
    grouped: dict[str, list[Binding]] = {}
    for item in sorted(items, key=lambda item: (-LAYERS[item.pack.layer], item.pack.name)):
        grouped.setdefault(item.pack.name, []).append(item)
    return list(grouped.values())


def _place(said: str) -> str | None:
    """The code of a place by its digits or its name; None for none."""
    if said.isdecimal() and len(said) in (2, 4, 6, 9):
        return said
    found = regions.find(said) if said else None
    return found.code if found else None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


# --- one pack ------------------------------------------------------------------------------------------------------------


@router.get("/packs/pack/{name}")
def one_pack(request: Request, the: TheService, who: Reader, name: Name) -> Response:
    return _show(request, the, who, name, None)


@router.get("/packs/pack/{name}/{version}")
def one_version(request: Request, the: TheService, who: Reader, name: Name, version: Version) -> Response:
    return _show(request, the, who, name, version)


def _show(request: Request, the: TheService, who: Principal, name: str, version: str | None) -> Response:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        row = service.visible_version(session, who, name, version)
        versions = queries.versions_page(session, name, service.drafts_in(who), None, MOST)[:MOST]
        pack, unreadable = None, ""
        try:
            pack = service.pack_of(row)
        except PackError as error:
            unreadable = str(error)
        defects = service.defects_of(session, pack) if pack is not None and row.state == "draft" else ()
        names = names_in(session, who, [row, *versions])
    record_view(the, who, "pack", row.id)
    cases: Mapping[str, Any] = {}
    if pack is not None:
        try:
            cases = cases_of(pack)
        except PackError:
            cases = {}
    return page(
        request, who, "pack.html", row=row, pack=pack, versions=versions, unreadable=unreadable, defects=defects,
        cases=cases, names=names, own=row.proposed_by == who.user_id, steps=_steps(pack), text=view.numbered(row.text),
        base=next((v for v in versions if v.state == "active" and v.id != row.id), None), today=china_day(now()),
        **shared(request, who, "drafts" if row.state == "draft" else "list"),
    )  # fmt: skip


def _steps(pack: Pack | None) -> Mapping[str, list[Mapping[str, Any]]]:
    return {rule.name: list(steps_of(rule)) for rule in (pack.rules if pack else ())}


def names_in(session: Session, who: Principal, rows: Sequence[PackVersion]) -> dict[str, str]:
    """Who proposed and approved the versions, by id; of nobody for a person who sees no drafts."""
    if not service.sees_drafts(who):
        return {}
    return queries.names_of(session, sorted({p for row in rows for p in (row.proposed_by, row.approved_by) if p}))


@router.get("/packs/diff/{name}")
def diff(request: Request, the: TheService, who: Reader, name: Name, before: str = "", after: str = "") -> Response:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        one = service.visible_version(session, who, name, before)
        two = service.visible_version(session, who, name, after)
        versions = queries.versions_page(session, name, service.drafts_in(who), None, MOST)[:MOST]
    try:
        parted = difference(service.pack_of(one), service.pack_of(two), one.text, two.text)
    except PackError as error:
        raise Conflict(f"本程序不能读其中一个版本：{error}") from None
    return page(
        request, who, "pack_diff.html", name=name, one=one, two=two, parted=parted, versions=versions,
        lines=view.diff_lines(parted.text), **shared(request, who, "list"),
    )  # fmt: skip
