"""The packs in use, their versions, what parts them and where they bind; drafts, their approval by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlmodel import Session

from api.accounts.deps import SignedIn, need
from api.accounts.principal import Principal
from api.inputs import Id
from api.packs import queries, service
from api.packs.compared_schemas import Bindings, DiffOut
from api.packs.schemas import (
    Activated,
    Checked,
    DefectOut,
    Drafted,
    Offer,
    PackBrief,
    PackDetail,
    PackIn,
    PackMistake,
    RuleOut,
    State,
    brief_words,
)
from api.packs.texts import cases_of, read_pack
from api.packs.understood import bindings, difference, rule_words
from api.paging import After, Limit, Page, cut, key_of
from api.problems import Conflict, may_answer
from api.service import TheService
from api.store import now
from api.tables.packs import PackVersion
from validators.days import china_day
from validators.law.pack import Pack, PackError

router = APIRouter(tags=["packs"])
Reader = Annotated[Principal, need("packs_read")]
Drafter = Annotated[Principal, need("packs_draft")]
Approver = Annotated[Principal, need("packs_approve")]
Name = Annotated[str, Path(pattern="^[a-z0-9-]{1,100}$", examples=["suzhou-2023-84"])]
VERSION_FORM = "^[0-9a-f]{12}$"


@router.get("/packs", summary="规则包：在用的；能起草的人也看草案", responses=may_answer(403))
def list_packs(
    the: TheService,
    who: Reader,
    state: Annotated[State | None, Query(description="省略为在用和草案")] = None,
    region: Annotated[
        str, Query(pattern="^[0-9]{0,9}$", description="行政区划代码开头几位；000000 为全国", examples=["3413"])
    ] = "",
    after: After = None,
    limit: Limit = 50,
) -> Page[PackBrief]:
    service.record_shipped(the.db)
    states: Sequence[str] = [state] if state else ["active", "draft"]
    wanted = [each for each in states if each != "draft" or service.sees_drafts(who)]
    with the.db.reading() as session:
        key = key_of(after, str, str, str)
        rows, following = cut(
            queries.page(session, wanted, region, key, limit, service.drafts_in(who)),
            limit,
            lambda row: (row.region, row.name, row.id),
        )
        return Page(items=_briefs(session, who, rows), next=following)


@router.get("/packs/binding", summary="某地某日哪些规则适用", responses=may_answer(403))
def list_bindings(
    the: TheService,
    who: Reader,
    region: Annotated[str, Query(pattern="^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$", examples=["341323"])],
    day: Annotated[date | None, Query(alias="date", description="决定规则是否生效的日期；省略为今天")] = None,
) -> Bindings:
    when = day or china_day(now())
    with the.db.reading() as session:
        items, possible = bindings(service.in_use(session), region, when)
    return Bindings.of(region, when, items, possible)


@router.post("/packs/check", summary="试读规则包和算例，不保存", responses=may_answer(403))
def check_pack(the: TheService, who: Drafter, body: PackIn) -> Checked:
    try:
        pack = read_pack(body.text, "规则包.yaml", body.cases)
    except PackError as error:
        said = PackMistake(file=error.file, line=error.line, problem=str(error), allowed=list(error.allowed))
        return Checked(ok=False, error=said, pack=None, understood=[], defects=[])
    with the.db.reading() as session:
        defects = service.defects_of(session, pack)
    brief = {"name": pack.name, "version": pack.version, "title": pack.title, "region": pack.region,
             "rules": len(pack.rules)}  # fmt: skip
    return Checked(ok=not defects, error=None, pack=brief, understood=_understood(pack),
                   defects=[DefectOut.of(defect) for defect in defects])  # fmt: skip


@router.post("/packs", status_code=201, summary="上传草案", responses=may_answer(403, 409))
def draft_pack(the: TheService, who: Drafter, body: PackIn) -> Drafted:
    with the.db.writing() as session:
        row, defects = service.propose(session, who, body.text, body.cases, body.note)
        brief = _briefs(session, who, [row])[0]
    return Drafted(pack=brief, defects=[DefectOut.of(defect) for defect in defects])


@router.get("/packs/{name}", summary="一个规则包：文本、算例、规则", responses=may_answer(403, 404))
def get_pack(
    the: TheService,
    who: Reader,
    name: Name,
    version: Annotated[str | None, Query(pattern=VERSION_FORM, description="省略为在用的版本")] = None,
) -> PackDetail:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        row = service.visible_version(session, who, name, version)
        return _detail(session, who, row)


@router.get("/packs/{name}/versions", summary="一个规则包的各个版本，新的在前", responses=may_answer(403, 404))
def list_versions(the: TheService, who: Reader, name: Name, after: After = None, limit: Limit = 50) -> Page[PackBrief]:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        service.visible_version(session, who, name)
        found = queries.versions_page(session, name, service.drafts_in(who), key_of(after, str), limit)
        rows, following = cut(found, limit, lambda row: (row.id,))
        return Page(items=_briefs(session, who, rows), next=following)


@router.get("/packs/{name}/diff", summary="两个版本的差异：逐条规则，和逐行文本", responses=may_answer(403, 404, 409))
def diff_pack(
    the: TheService,
    who: Reader,
    name: Name,
    before: Annotated[str, Query(alias="from", pattern=VERSION_FORM, examples=["0f3a9c1b2d4e"])],
    after: Annotated[str, Query(alias="to", pattern=VERSION_FORM, examples=["1a2b3c4d5e6f"])],
) -> DiffOut:
    service.record_shipped(the.db)
    with the.db.reading() as session:
        one = service.visible_version(session, who, name, before)
        two = service.visible_version(session, who, name, after)
    try:
        parted = difference(service.pack_of(one), service.pack_of(two), one.text, two.text)
    except PackError as error:
        raise Conflict(f"本程序不能读其中一个版本：{error}") from None
    return DiffOut.of(name, before, after, parted)


@router.post(
    "/packs/{version_id}/approve", summary="批准草案（须另一人），即日起用", responses=may_answer(403, 404, 409)
)
def approve_pack(the: TheService, who: Approver, version_id: Id) -> Activated:
    with the.db.writing() as session:
        done = service.approve(session, who, version_id)
        brief = _briefs(session, who, [done.version])[0]
    prefix = service.pack_of(done.version).prefix
    offer = Offer(
        name=f"规则包 {done.version.name} 生效后的复核", filter={"region": prefix} if prefix else {}, apply=True
    )
    return Activated(pack=brief, replaced=done.replaced.version if done.replaced else None, recheck=offer)


@router.post("/packs/{version_id}/retire", summary="停用版本，或撤回草案", responses=may_answer(403, 404, 409))
def retire_pack(the: TheService, who: SignedIn, version_id: Id) -> PackBrief:
    with the.db.writing() as session:
        row = service.retire(session, who, version_id)
        return _briefs(session, who, [row])[0]


# --- rows as they are shown --------------------------------------------------------------------------------------


def _read(row: PackVersion) -> Pack | None:
    try:
        return service.pack_of(row)
    except PackError:
        return None


def _names(session: Session, who: Principal, rows: Sequence[PackVersion]) -> dict[str, str]:
    if not service.sees_drafts(who):
        return {}
    people = {person for row in rows for person in (row.proposed_by, row.approved_by) if person}
    return queries.names_of(session, sorted(people))


def _briefs(session: Session, who: Principal, rows: Sequence[PackVersion]) -> list[PackBrief]:
    names = _names(session, who, rows)
    return [PackBrief.of(row, _read(row), names) for row in rows]


def _understood(pack: Pack) -> list[RuleOut]:
    try:
        cases = cases_of(pack)
    except PackError:  # told as a defect
        cases = {}
    return [RuleOut.of(rule, rule_words(rule), cases.get(rule.name)) for rule in pack.rules]


def _detail(session: Session, who: Principal, row: PackVersion) -> PackDetail:
    unreadable, pack = None, None
    try:
        pack = service.pack_of(row)
    except PackError as error:
        unreadable = str(error)
    head: dict[str, Any] = {"issuer": [], "aliases": [], "issued": None, "url": "", "notes": ""}
    if pack is not None:
        head = {"issuer": pack.issuer, "aliases": pack.aliases, "issued": pack.issued, "url": pack.url,
                "notes": pack.notes.strip()}  # fmt: skip
    defects = service.defects_of(session, pack) if pack is not None and row.state == "draft" else ()
    return PackDetail.model_validate({
        **brief_words(row, pack, _names(session, who, [row])), **head, "text": row.text, "cases": row.cases,
        "understood": _understood(pack) if pack is not None else [], "unreadable": unreadable,
        "defects": [DefectOut.of(defect) for defect in defects],
    })  # fmt: skip
