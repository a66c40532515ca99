"""Which packs judge: those of this package, each replaced by the active stored version of its name; and how one gets there.

A version in use was proposed by one person and approved by another, and every case beside it came out as it says. What is
replaced stays: a judgement names the version it was made by, and its text is kept for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Pool
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from api.accounts import audit_log
from api.accounts.principal import Principal
from api.packs import queries
from api.packs.texts import Defect, read_or_refuse, read_pack, rehearse, shipped_text
from api.problems import Conflict, NotAllowed, NotFound
from api.store import Database, now
from api.tables.packs import PackVersion
from api.webhooks.service import emit
from validators.law.pack import Pack, significant
from validators.law.pack_reading import shipped

_known: WeakKeyDictionary[Pool, tuple[tuple[str, ...], tuple[Pack, ...]]] = WeakKeyDictionary()
"""By database: the ids of the stored versions in use, and the packs they came to. Ids are never used twice and a text never
changes, so equal ids are equal packs, after a restore of the database too."""


def in_use(session: Session) -> tuple[Pack, ...]:
    """The packs that judge now, the nation first. In a session that writes, the texts of this package that are not on
    record yet are recorded first, so that a judgement made in it names a text that is kept.

    Raises PackError where a stored version cannot be read by this engine: to judge by fewer rules would be worse.
    """
    rows = queries.active(session)
    if session.get_bind().get_execution_options().get("anze_write") and _unrecorded(rows):
        _record_shipped(session, rows)
        rows = queries.active(session)
    stored = tuple(row.id for row in rows if not row.shipped)
    pool = session.connection().engine.pool
    known = _known.get(pool)
    if known is None or known[0] != stored:
        known = _known[pool] = (stored, _overlaid(session, stored))
    return known[1]


def record_shipped(db: Database) -> None:
    """The texts of this package on record; for a list of versions. Costs one query once they are."""
    with db.reading() as session:
        lacking = _unrecorded(queries.active(session))
    if lacking:
        with db.writing() as session:
            _record_shipped(session, queries.active(session))


def _overlaid(session: Session, stored: Sequence[str]) -> tuple[Pack, ...]:
    packs = {pack.name: pack for pack in shipped()}
    for version_id in stored:
        row = queries.by_id(session, version_id)
        if row is not None:
            packs[row.name] = pack_of(row)
    return tuple(sorted(packs.values(), key=lambda pack: (pack.region, pack.name)))


def _unrecorded(rows: Sequence[object]) -> bool:
    """Whether the shipped versions in use are not exactly those of this package (less those that a stored one replaces)."""
    replaced = {row.name for row in rows if not row.shipped}  # type: ignore[attr-defined]
    there = {(row.name, row.version) for row in rows if row.shipped}  # type: ignore[attr-defined]
    return there != {(pack.name, pack.version) for pack in shipped() if pack.name not in replaced}


def _record_shipped(session: Session, rows: Sequence[object]) -> None:
    replaced = {row.name for row in rows if not row.shipped}  # type: ignore[attr-defined]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    lacking = [pack for pack in shipped() if pack.name not in replaced]
    rows_of_them = [
        PackVersion(
            name=pack.name, version=pack.version, title=pack.title, region=pack.region, text=shipped_text(pack),
            cases=pack.cases_text, shipped=True, state="active", activated_at=now(),
        ).model_dump()
        for pack in lacking
    ]  # fmt: skip
    if lacking:
        session.execute(
            insert(PackVersion.__table__).on_conflict_do_update(  # type: ignore[attr-defined]
                index_elements=["name", "version"],
                set_={"state": "active", "shipped": True, "retired_at": None},
            ),
            rows_of_them,
        )
    queries.retire_shipped_but(session, queries.ids_of(session, [(pack.name, pack.version) for pack in lacking]))


def pack_of(row: PackVersion) -> Pack:
    """The pack of a stored version; raises PackError where this engine cannot read it."""
    return read_pack(row.text, file_of(row), row.cases)


def file_of(row: PackVersion) -> str:
    return f"{row.name}.yaml"


# --- who may -----------------------------------------------------------------------------------------------------


def _within_reach(who: Principal, *regions: str) -> None:
    """A regulator makes rules for its own region, the operator for all. Raises NotAllowed."""
    if who.everything:
        return
    if not all(significant(region).startswith(who.region_prefix) for region in regions):
        raise NotAllowed("规则包的适用区域超出您的辖区", "请由上级机构或运营方办理")


def sees_drafts(who: Principal) -> bool:
    return who.may("packs_draft") or who.may("packs_approve")


def drafts_in(who: Principal) -> str | None:
    """The region (significant digits; "" for all) whose drafts the person sees, None for none. A draft is not public yet,
    nor is one that was withdrawn: other regulators do not see it."""
    if not sees_drafts(who):
        return None
    return "" if who.everything else who.region_prefix


def _shown(who: Principal, row: PackVersion) -> bool:
    """Whether the person may see the version: once in use, everybody may."""
    mine = drafts_in(who)
    return row.shipped or row.activated_at is not None or (mine is not None and row.region.startswith(mine))


def visible_version(session: Session, who: Principal, name: str, version: str | None = None) -> PackVersion:
    """A version by name and hash; without a hash the one in use, else the newest. Raises NotFound."""
    rows = [row for row in queries.all_of_name(session, name) if _shown(who, row)]
    if version is not None:
        rows = [row for row in rows if row.version == version]
    if not rows:
        raise NotFound
    return next((row for row in rows if row.state == "active"), rows[0])


def choice(session: Session, who: Principal, ids: Sequence[str]) -> tuple[Pack, ...]:
    """The packs in use with these stored versions in the place of those of their names: what if they were active.

    Raises NotFound for an id that is none, or none the person may see.
    """
    packs = {pack.name: pack for pack in in_use(session)}
    for version_id in ids:
        row = queries.by_id(session, version_id)
        if row is None or not _shown(who, row):
            raise NotFound(f"没有规则包版本 {version_id}")
        packs[row.name] = pack_of(row)
    return tuple(sorted(packs.values(), key=lambda pack: (pack.region, pack.name)))


def of_versions(session: Session, named: Mapping[str, str]) -> tuple[Pack, ...]:
    """These versions of these packs, from those in use or from the texts on record; the nation first.

    Raises NotFound where a text is not on record, PackError where this engine cannot read it.
    """
    present = {pack.name: pack for pack in in_use(session)}
    packs: list[Pack] = []
    for name, version in named.items():
        pack = present.get(name)
        if pack is None or pack.version != version:
            row = next((row for row in queries.all_of_name(session, name) if row.version == version), None)
            if row is None:
                raise NotFound(f"规则包 {name} 的版本 {version} 没有留存")
            pack = pack_of(row)
        packs.append(pack)
    return tuple(sorted(packs, key=lambda pack: (pack.region, pack.name)))


# --- changes -------------------------------------------------------------------------------------------------------


def defects_of(session: Session, pack: Pack) -> tuple[Defect, ...]:
    """What keeps the pack from use beside those in use now."""
    return rehearse(pack, in_use(session))


def propose(
    session: Session, who: Principal, text: str, cases: str, note: str
) -> tuple[PackVersion, tuple[Defect, ...]]:
    """A draft, stored with its defects told. Text that was in use before may be proposed again.

    Raises Invalid for text that is no pack, NotAllowed outside the person's region, Conflict where that very text is there.
    """
    who.need("packs_draft")
    pack = read_or_refuse(text, "规则包.yaml", cases)
    pack = read_or_refuse(text, f"{pack.name}.yaml", cases)
    present = {other.name: other for other in in_use(session)}
    regions = [other.region for other in (present.get(pack.name),) if other is not None]
    _within_reach(who, pack.region, *regions)
    same = next(
        (row for row in queries.all_of_name(session, pack.name, lock=True) if row.version == pack.version), None
    )
    if same is not None and same.state != "retired":
        state = "在用" if same.state == "active" else "草案"
        raise Conflict(f"规则包 {pack.name} 的这一文本（版本 {pack.version}）已是{state}", f"见 {same.id}")
    row = same or PackVersion(name=pack.name, version=pack.version, text=text)
    row.title, row.region, row.cases, row.note = pack.title, pack.region, cases, note
    row.state, row.shipped, row.proposed_by, row.approved_by = "draft", False, who.user_id, None
    row.retired_at = None  # ``activated_at`` stays: what was in use once is public
    session.add(row)
    session.flush()
    defects = defects_of(session, pack)
    audit_log.record(session, who, "pack.draft", "pack", row.id, name=row.name, version=row.version)
    return row, defects


def _locked(session: Session, who: Principal, version_id: str) -> tuple[PackVersion, Sequence[PackVersion]]:
    row = queries.by_id(session, version_id)
    if row is None or not _shown(who, row):
        raise NotFound
    rows = queries.all_of_name(session, row.name, lock=True)
    _within_reach(who, *(other.region for other in rows if other.state != "retired" or other.id == row.id))
    return next(other for other in rows if other.id == version_id), rows


@dataclass(frozen=True, slots=True)
class Activation:
    """``replaced``: the version that judged before, None where the pack is new."""

    version: PackVersion
    replaced: PackVersion | None


def approve(session: Session, who: Principal, version_id: str) -> Activation:
    """A draft into use by a second person; what it replaces is retired. Filings are judged again only when asked.

    Raises NotFound, NotAllowed (own draft, or outside the region), Conflict (no draft, or with defects).
    """
    who.need("packs_approve")
    in_use(session)  # what is replaced is on record
    row, rows = _locked(session, who, version_id)
    if row.state != "draft":
        raise Conflict("只有草案可以批准", "请先上传草案")
    if row.proposed_by == who.user_id:
        raise NotAllowed("不能批准自己提出的草案", "请由另一位有批准权限的人办理")
    defects = defects_of(session, read_or_refuse(row.text, file_of(row), row.cases))
    if defects:
        first = defects[0]
        raise Conflict(f"草案有{len(defects)}处问题，第一处：{first.rule} {first.message}", "请改正后重新上传")
    moment, replaced = now(), next((other for other in rows if other.state == "active"), None)
    for other in rows:
        if other.state == "active":
            other.state, other.retired_at = "retired", moment
            session.add(other)
    row.state, row.approved_by, row.activated_at, row.retired_at = "active", who.user_id, moment, None
    session.add(row)
    session.flush()
    _tell(session, row.name, row.version, row.region, replaced.version if replaced else None)
    audit_log.record(
        session, who, "pack.activate", "pack", row.id, name=row.name, version=row.version,
        replaced=replaced.version if replaced else None, proposed_by=row.proposed_by,
    )  # fmt: skip
    return Activation(row, replaced)


def retire(session: Session, who: Principal, version_id: str) -> PackVersion:
    """A stored version out of use, or a draft withdrawn; where this package has a pack of the name, that one judges again.

    Raises NotFound, NotAllowed, and Conflict for a version of this package or one already retired.
    """
    if not sees_drafts(who):
        raise NotAllowed
    row, _ = _locked(session, who, version_id)
    who.need("packs_draft" if row.state == "draft" and row.proposed_by == who.user_id else "packs_approve")
    if row.shipped:
        raise Conflict("随程序发布的版本不能停用", "请上传一个写明 in_force.to 的新版本")
    if row.state == "retired":
        raise Conflict("这个版本已经停用")
    was = row.state
    row.state, row.retired_at = "retired", now()
    session.add(row)
    session.flush()
    if was == "active":
        back: Mapping[str, Pack] = {pack.name: pack for pack in in_use(session)}
        if row.name in back:
            _tell(session, row.name, back[row.name].version, back[row.name].region, row.version)
    audit_log.record(session, who, "pack.retire", "pack", row.id, name=row.name, version=row.version, was=was)
    return row


def _tell(session: Session, name: str, version: str, region: str, replaced: str | None) -> None:
    body = {"name": name, "version": version, "region": region, "replaced": replaced}
    emit(session, None, "pack.activated", body)
