"""A filing shown, discussed, decided on, signed off, checked again, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from api import judging
from api.accounts import audit_log
from api.accounts.principal import Principal, visible
from api.documents import queries as paper_queries
from api.documents.service import correction_out, paper_out
from api.filings.compared import across_of
from api.filings.schemas import (
    CommentOut,
    DecisionIn,
    DecisionOut,
    FilingDetail,
    FilingOut,
    FindingOut,
    JudgementOut,
    RecheckIn,
    RecheckOut,
)
from api.packs.service import choice
from api.problems import Conflict, Invalid, NotAllowed, NotFound
from api.store import now
from api.tables.accounts import Organisation, User
from api.tables.filings import Comment, Decision, FilingRow, FindingRow, Judgement
from validators.days import china_day
from validators.report_json import to_json

_STATUS = {"accept": "accepted", "dispute": "disputed", "waive": "waived"}
_MOST_HISTORY = 200


def find(session: Session, who: Principal, filing_id: str, *, lock: bool = False) -> FilingRow:
    """The filing, where the person may see it; NotFound for any other."""
    query = select(FilingRow).where(FilingRow.id == filing_id, visible(who))
    filing = session.exec(query.with_for_update() if lock else query).first()
    if filing is None:
        raise NotFound
    return filing


def filing_out(filing: FilingRow) -> FilingOut:
    return FilingOut(**{name: getattr(filing, name) for name in FilingOut.model_fields})


def detail(session: Session, who: Principal, filing_id: str) -> FilingDetail:
    """All that a filing's page shows. NotFound for one the person may not see."""
    filing = find(session, who, filing_id)
    papers = judging.records_of(session, filing)
    judgements = judgements_of(session, filing.id)
    latest = judgements[0] if judgements else None
    org = session.exec(select(Organisation.name).where(Organisation.id == filing.org_id)).one()
    mended = paper_queries.corrections_of(session, [paper.id for paper, _ in papers])
    decided = list(session.exec(select(Decision).where(Decision.filing_id == filing.id).order_by(col(Decision.id))))
    comments = list(session.exec(select(Comment).where(Comment.filing_id == filing.id).order_by(col(Comment.id))))
    names = names_of(session, [j.user_id for j in judgements] + [d.user_id for d in decided]
                     + [c.user_id for c in comments] + [filing.signed_off_by])  # fmt: skip
    return FilingDetail(
        filing=filing_out(filing), version=filing.version, org_name=org,
        papers=[paper_out(paper, record) for paper, record in papers],
        findings=findings_of(session, filing, names),
        across=across_of(session, who, filing),
        facts=latest.facts if latest is not None else [],
        judgements=[judgement_out(row, names) for row in judgements],
        corrections=[correction_out(session, row) for row in mended],
        decisions=[{"fingerprint": d.fingerprint, **decision_out(d, names).model_dump(mode="json")} for d in decided],
        comments=[comment_out(row, names) for row in comments],
        signed_off_by=names.get(filing.signed_off_by or ""),
        may=sorted(who.permissions),
    )  # fmt: skip


def judgements_of(session: Session, filing_id: str) -> list[Judgement]:
    """Newest first."""
    query = select(Judgement).where(Judgement.filing_id == filing_id).order_by(col(Judgement.seq).desc())
    return list(session.exec(query.limit(_MOST_HISTORY)))


def names_of(session: Session, user_ids: Iterable[str | None]) -> dict[str, str]:
    wanted = {user_id for user_id in user_ids if user_id}
    rows = session.exec(select(User).where(col(User.id).in_(wanted))) if wanted else ()
    return {row.id: row.name or row.login for row in rows}


def judgement_out(row: Judgement, names: dict[str, str]) -> JudgementOut:
    return JudgementOut(id=row.id, at=row.at, cause=row.cause, by=names.get(row.user_id or "", ""), engine=row.engine,
                        packs=row.packs, as_of=row.as_of, verdict=row.verdict, coverage=row.coverage)  # fmt: skip


def decision_out(row: Decision, names: dict[str, str]) -> DecisionOut:
    return DecisionOut(action=row.action, reason=row.reason, clause=row.clause, expires_on=row.expires_on,
                       by=names.get(row.user_id, ""), at=row.at)  # fmt: skip


def comment_out(row: Comment, names: dict[str, str]) -> CommentOut:
    return CommentOut(id=row.id, fingerprint=row.fingerprint, text=row.text, by=names.get(row.user_id, ""), at=row.at)


def findings_of(session: Session, filing: FilingRow, names: dict[str, str] | None = None,
                judgement_id: str | None = None) -> list[FindingOut]:  # fmt: skip
    """The findings of a judgement (the latest when None) with what was decided on each."""
    query = select(FindingRow).where(
        FindingRow.filing_id == filing.id,
        col(FindingRow.current) if judgement_id is None else FindingRow.judgement_id == judgement_id,
    )
    rows = session.exec(query.order_by(col(FindingRow.place)))
    decided = judging.decisions_of(session, filing.id)
    known = names if names is not None else names_of(session, [d.user_id for d in decided.values()])
    today = china_day(now())
    return [finding_out(row, decided.get(row.fingerprint), known, today) for row in rows]


def finding_out(row: FindingRow, decision: Decision | None, names: dict[str, str], today: date) -> FindingOut:
    status = "open" if decision is None else _STATUS[decision.action]
    if status == "waived" and not judging.waived(decision, today):
        status = "open"  # the waiver has run out
    return FindingOut(
        id=row.id, fingerprint=row.fingerprint, rule=row.rule, type=row.type, verdict=row.verdict, severity=row.severity,
        matters=row.matters, status=status, body=row.body,
        decision=None if decision is None else decision_out(decision, names),
    )  # fmt: skip


# --- decisions -------------------------------------------------------------------------------------------------------


def decide(session: Session, who: Principal, filing_id: str, fingerprint: str, given: DecisionIn) -> FilingRow:
    """Accept, dispute, waive or reopen one finding. A reason is owed where the finding is not simply accepted."""
    who.need("waive" if given.action == "waive" else "decide")
    if given.action in ("dispute", "waive") and not given.reason.strip():
        raise Invalid("异议和豁免须写明理由")
    if given.expires_on is not None and given.action != "waive":
        raise Invalid("只有豁免有到期日")
    if given.expires_on is not None and given.expires_on < china_day(now()):
        raise Invalid("到期日已经过去")
    filing = find(session, who, filing_id, lock=True)
    known = session.exec(
        select(FindingRow.id).where(FindingRow.filing_id == filing.id, FindingRow.fingerprint == fingerprint)
    ).first()
    if known is None:
        raise NotFound("这个案卷没有这条发现")
    former = judging.decisions_of(session, filing.id).get(fingerprint)
    if former is not None and former.action == "waive" and not who.may("waive"):
        raise NotAllowed("这条发现已被豁免，改动须有豁免权限")
    row = Decision(
        filing_id=filing.id, fingerprint=fingerprint, action=given.action, reason=given.reason.strip(),
        clause=given.clause.strip(), expires_on=given.expires_on, user_id=who.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    judging.recount(session, filing)
    _changed(session, filing)
    audit_log.record(session, who, f"finding.{given.action}", "filing", filing.id, fingerprint=fingerprint,
                     reason=row.reason, clause=row.clause, expires_on=row.expires_on)  # fmt: skip
    return filing


def comment(session: Session, who: Principal, filing_id: str, text: str, fingerprint: str | None) -> CommentOut:
    """Say something about a filing or one of its findings."""
    who.need("decide")
    filing = find(session, who, filing_id, lock=True)
    if (
        fingerprint is not None
        and not session.exec(
            select(FindingRow.id).where(FindingRow.filing_id == filing.id, FindingRow.fingerprint == fingerprint)
        ).first()
    ):
        raise NotFound("这个案卷没有这条发现")
    if not text.strip():
        raise Invalid("意见不能为空")
    row = Comment(filing_id=filing.id, fingerprint=fingerprint, text=text.strip(), user_id=who.user_id)
    session.add(row)
    judging.touch(session, filing)
    session.flush()
    audit_log.record(session, who, "filing.commented", "filing", filing.id, comment=row.id)
    return comment_out(row, {who.user_id: who.name or who.login})


def sign_off(session: Session, who: Principal, filing_id: str, version: int | None) -> FilingRow:
    """Close the filing as it stands. Conflict while papers are being read, where it changed since it was looked at, or
    while an error stands that nobody decided on."""
    filing = find(session, who, filing_id, lock=True)
    if version is not None and version != filing.version:
        raise Conflict("案卷在您查看之后有了变化", "请刷新后再签结")
    if filing.state != "judged":
        raise Conflict("案卷还在读取，不能签结")
    if filing.signed_off_at is not None:
        raise Conflict("案卷已经签结")
    undecided = [f for f in findings_of(session, filing)
                 if f.status == "open" and (f.severity == "error" if f.verdict == "violated" else f.matters)]  # fmt: skip
    if undecided:
        raise Conflict(f"还有{len(undecided)}条影响结论的发现没有处理", "请逐条认可、异议或豁免后再签结")
    filing.signed_off_at, filing.signed_off_by = now(), who.user_id
    judging.touch(session, filing)
    session.flush()
    from api.webhooks.service import emit

    emit(
        session,
        filing.org_id,
        "filing.signed_off",
        {"filing": filing.id, "name": filing.name, "verdict": filing.verdict},
    )
    audit_log.record(session, who, "filing.signed_off", "filing", filing.id, version=filing.version,
                     judgement=filing.judgement_id, verdict=filing.verdict)  # fmt: skip
    return filing


def reopen(session: Session, who: Principal, filing_id: str) -> FilingRow:
    """Take a sign-off back."""
    filing = find(session, who, filing_id, lock=True)
    if filing.signed_off_at is None:
        raise Conflict("案卷没有签结")
    _changed(session, filing)
    audit_log.record(session, who, "filing.reopened", "filing", filing.id)
    return filing


def _changed(session: Session, filing: FilingRow) -> None:
    """What was signed off is no longer what is there."""
    filing.signed_off_at = filing.signed_off_by = None
    judging.touch(session, filing)
    session.flush()


# --- again, and away -------------------------------------------------------------------------------------------------


def recheck(session: Session, who: Principal, filing_id: str, given: RecheckIn, lang: str = "zh") -> RecheckOut:
    """Judge as of another day or with drafts of packs; kept only where asked, and drafts never are."""
    filing = find(session, who, filing_id, lock=given.keep)
    if filing.state != "judged":
        raise Conflict("案卷还在读取")
    if given.keep and given.packs:
        raise Invalid("草案只能试判，不能记为判定", "请去掉 packs，或把 keep 设为 false")
    packs = choice(session, who, given.packs) if given.packs else None
    before = filing.verdict
    if given.keep:
        who.need("correct")
        judging.judge(session, filing, cause="recheck", user_id=who.user_id, packs=packs, as_of=given.as_of)
        session.flush()
        audit_log.record(session, who, "filing.rechecked", "filing", filing.id, as_of=given.as_of, before=before,
                         after=filing.verdict)  # fmt: skip
    judged = judging.report_of(session, filing, packs, given.as_of)
    return RecheckOut(before=before, after=judged.verdict, report=to_json(judged, lang=lang))


def delete(session: Session, who: Principal, filing_id: str, reason: str) -> None:
    """Take a filing away from everybody's lists. The act is recorded; bytes go when retention ends."""
    filing = find(session, who, filing_id, lock=True)
    if filing.org_id != who.org_id and not who.everything:
        raise NotAllowed("只有报送单位可以删除案卷")
    judging.take_away(session, filing)
    audit_log.record(session, who, "filing.deleted", "filing", filing.id, name=filing.name, reason=reason)


def history(session: Session, who: Principal, filing_id: str) -> Sequence[JudgementOut]:
    """Every judgement of the filing, newest first."""
    filing = find(session, who, filing_id)
    rows = judgements_of(session, filing.id)
    names = names_of(session, [row.user_id for row in rows])
    return [judgement_out(row, names) for row in rows]
