"""A small, busy service for pages to be looked at: 600 filings of six provinces, notices, a draft, audits, webhooks, a dead job.

    sow(service, crowd)          # the tables must exist; the crowd is ``tests.accounts_kit.populate``'s

Filings come from ``bench.service_data``, the same every time. Besides the crowd there are people of the province of Anhui
(``anhui-inspector``, ``anhui-admin``, ``anhui-editor``, who draft and approve, the latter two) and of the largest insurer
(``huaan-reviewer``, ``huaan-admin``). Every password is the kit's.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from api.accounts.audit_log import record
from api.accounts.identity import of_user
from api.packs import service as packs
from api.records import codec
from api.service import Service
from api.settings import ENGINE
from api.store import now
from api.tables.accounts import Organisation, User
from api.tables.audits import Audit, AuditItem
from api.tables.documents import Paper, PaperReading, Parcel, Upload
from api.tables.filings import FilingRow
from api.tables.queue import Job
from api.tables.webhooks import Delivery, Webhook
from bench.service_data import fill, made_id
from extractor.document import Document, Line, Page
from extractor.kinds import notice
from extractor.record import Record
from tests.accounts_kit import HASH
from validators.drafting.as_yaml import confirmed, to_cases, to_yaml
from validators.drafting.workbench import suggest

FILINGS = 600
NOTICES = Path(__file__).parent / "data" / "notices"
REGULATOR = "安徽省应急管理厅"
LINGBI = """\
灵璧县应急管理局文件
灵应急〔2025〕18号
关于进一步规范安全生产责任保险工作的通知
各乡镇人民政府、开发区管委会，各有关保险机构：
为贯彻《中华人民共和国安全生产法》和《安全生产责任保险实施办法》（应急〔2025〕27号），现就有关事项通知如下：
一、规范承保
（一）高危行业生产经营单位应当全员投保，不得选择性投保。
（二）保险机构应当在保单签订后5日内将电子保单上传至平台。
二、做实服务
（一）保险机构应当在合同生效后30日内为投保单位开展首次事故预防服务，
不得以培训代替隐患排查。
（二）服务报告必须由投保单位签字确认。
（四）重大隐患拒不整改的，应当报告应急管理部门。
三、管好费用
事故预防费用不得低于保费总额的15%，专款专用，严禁返还现金。
本通知自2025年7月1日起施行，有效期至2028年6月30日。《关于推行安全生产责任保险的通知》（灵应急〔2021〕9号）同时废止。
灵璧县应急管理局
2025年6月20日
"""


def sow(service: Service, crowd: object = None, filings: int = FILINGS) -> None:
    """Fill the tables. Whatever is asynchronous stands still: no worker runs."""
    fill(service.db, filings)
    packs.record_shipped(service.db)
    with service.db.writing() as session:
        anhui = Organisation(kind="regulator", name=REGULATOR, region_prefix="34")
        session.add(anhui)
        session.flush()
        people = [
            User(org_id=anhui.id, login="anhui-inspector", name="孙检查", roles=["inspector"], password=HASH),
            User(org_id=anhui.id, login="anhui-admin", name="周主任", roles=["admin"], password=HASH),
            User(org_id=anhui.id, login="anhui-editor", name="吴编辑", roles=["pack_editor", "inspector"], password=HASH),
            User(org_id=made_id(1, 0), login="huaan-reviewer", name="郑复核", roles=["reviewer"], password=HASH),
            User(org_id=made_id(1, 0), login="huaan-admin", name="王管理", roles=["admin"], password=HASH),
            User(org_id=anhui.id, login="anhui-locked", name="冯忘记", roles=["inspector"], password=HASH, failures=5,
                 locked_until=now() + timedelta(days=3650)),
        ]  # fmt: skip
        session.add_all(people)
        session.flush()
        admin, editor = people[1], people[2]
        _notice(session, admin, "灵璧县通知.txt", LINGBI)
        for path in sorted(NOTICES.glob("*.txt")):
            _notice(session, admin, path.name, path.read_text("utf-8"))
        _draft(session, editor, anhui)
        _audits(session, admin)
        _webhook(session, admin)
        _jobs(session)
        record(session, of_user(admin, anhui, "10.34.0.7"), "user.create", "user", editor.id, login=editor.login)


def read_notice(name: str, text: str) -> Record:
    """A text as the notice that the engine reads it as."""
    lines = tuple(Line(t, where=f"第{n}行") for n, t in enumerate(text.split("\n"), 1) if t.strip())
    return notice.extract(Document(name, "0" * 64, "txt", (Page(None, 0, 0, lines),), paged=False))


def _notice(session: Session, user: User, name: str, text: str) -> Paper:
    """A notice handed in and read."""
    upload = Upload(
        org_id=user.org_id, user_id=user.id, state="done", files=1, bytes=len(text.encode()), finished_at=now()
    )
    session.add(upload)
    session.flush()
    parcel = Parcel(upload_id=upload.id, state="done")
    session.add(parcel)
    session.flush()
    paper = Paper(
        upload_id=upload.id, parcel_id=parcel.id, org_id=user.org_id, path=name, state="read", kind="notice",
        parts=[{"name": name, "sha256": "0" * 64, "size": len(text.encode())}], sha256="0" * 64,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    reading = PaperReading(
        paper_id=paper.id, name=name, engine=ENGINE, kind="notice", record=codec.record_to_json(read_notice(name, text))
    )
    session.add(reading)
    session.flush()
    paper.reading_id = reading.id
    session.add(paper)
    return paper


def _draft(session: Session, editor: User, org: Organisation) -> None:
    """A draft of the notice of Lingbi, proposed by the editor."""
    found = suggest(read_notice("灵璧县通知.txt", LINGBI))
    rules = [confirmed(rule) for rule in found.rules]
    text, cases = to_yaml(found.head, rules), to_cases(found.head, rules)
    packs.propose(session, of_user(editor, org), text, cases, "县里2025年7月1日起的新要求")


def _audits(session: Session, admin: User) -> None:
    """A recheck that is through, with two verdicts turned, and one under way."""
    rows = session.exec(
        select(FilingRow).where(FilingRow.province == "34").order_by(col(FilingRow.seq)).limit(40)
    ).all()
    done = Audit(
        org_id=admin.org_id, user_id=admin.id, kind="recheck", name="按40万元限额复核存量保单", as_of=date(2025, 9, 1),
        choice={"filter": {"region": "34"}, "packs": "in_use", "versions": {}, "apply": False, "after": "",
                "scope": {"org_kind": "regulator", "region_prefix": "34", "uscc": "", "token": ""}},
        state="done", total=len(rows), finished=len(rows), finished_at=now(),
        result={"verdicts": {"accepted>accepted": len(rows) - 5, "accepted>returned": 3, "returned>accepted": 2}, "flipped": 5,
                "changed": 7, "failed": 0, "gained": {"per_person_limit_below_minimum": 3}, "lost": {"first_service_late": 2}},
    )  # fmt: skip
    running = Audit(
        org_id=admin.org_id, user_id=admin.id, kind="recheck", name="宿州市全部案卷按草案试判", total=1200, finished=456,
        choice={"filter": {"region": "3413"}, "packs": "in_use", "versions": {}, "apply": False, "after": "",
                "scope": {"org_kind": "regulator", "region_prefix": "34", "uscc": "", "token": ""}},
    )  # fmt: skip
    session.add_all([done, running])
    session.flush()
    for place, row in enumerate(rows):
        turned = place < 5
        gained = place < 3
        finding = {
            "rule": "measures-2025.per-person-limit" if gained else "suzhou.first-service", "verdict": "violated",
            "type": "per_person_limit_below_minimum" if gained else "first_service_late", "severity": "error",
            "summary": "每人死亡伤残责任限额300,000元，低于最低400,000元" if gained else "首次事故预防服务超过45日",
            "fingerprint": f"{place:032x}", "params": {},
            "citation": {"document": "应急〔2025〕27号", "article": "第十五条", "quote": "不得低于40万元", "confidence": "S2"},
        }  # fmt: skip
        changes = (
            {"gained": [finding]} if gained else {"lost": [{**finding, "now": {"verdict": "satisfied", "why": ""}}]}
        )
        session.add(
            AuditItem(
                audit_id=done.id, filing_id=row.id, before="accepted" if gained else "returned" if turned else row.verdict,
                after="returned" if gained else "accepted" if turned else row.verdict, flipped=turned,
                changes=changes if turned else {},
            )
        )  # fmt: skip


def _webhook(session: Session, admin: User) -> None:
    hook = Webhook(
        org_id=admin.org_id,
        url="https://ops.example.com/anze",
        secret="whsec_test",
        events=["filing.judged", "audit.finished"],
    )
    session.add(hook)
    session.flush()
    for state, status, error in (
        ("sent", 200, ""),
        ("sent", 204, ""),
        ("failed", 503, "HTTP 503"),
        ("queued", None, ""),
    ):
        session.add(
            Delivery(
                webhook_id=hook.id, event="filing.judged", state=state, status=status, error=error,
                attempts=1 if state == "sent" else 8, body={"filing": made_id(2, 1), "verdict": "returned"},
                sent_at=now() if state == "sent" else None,
            )
        )  # fmt: skip


def _jobs(session: Session) -> None:
    session.add(Job(kind="read", key="read:dead", args={"paper": made_id(2, 7)}, state="dead", attempts=3, finished_at=now(),
                    error="MemoryError: 读取“全部保单扫描件.pdf”超过内存上限 2048 MiB"))  # fmt: skip
    session.add(Job(kind="judge", key="judge:1", args={"filing": made_id(2, 1)}))
