"""A service with something in it of everybody's, to try doors on: two insurers with a filing each, read through the real
pipeline, in two regions; in every organisation webhooks, tokens, filters, people; drafts of packs; every name marked.

    house = furnish(service)
    house.first["filing_id"], house.second["filing_id"]      # by the names that addresses use
    house.secrets                                            # what is whose: words that nobody else may meet
    house.ask(client, person, "GET", "/api/v1/filings")      # as a person, by cookie
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from api.accounts.deps import COOKIE, CSRF_HEADER
from api.accounts.permissions import ROLES
from api.accounts.sessions import begin
from api.documents import intake
from api.documents.service import upload_status
from api.service import Service
from api.serving import worker
from api.tables.accounts import ORGANISATION_KINDS, Organisation, User
from api.tables.documents import CorrectionRow, Paper
from api.tables.filings import FilingRow, FindingRow
from api.tables.packs import PackVersion
from api.tables.queue import Job
from api.tables.webhooks import Delivery
from api.tallies.jobs import fold_all
from tests.accounts_kit import Crowd, populate
from tests.queue_kit import ended

SAMPLES = Path(__file__).parents[1] / "samples"
API = "/api/v1"
NOBODY = "0" * 26
"""An id of the right form that nothing has."""


class Person(NamedTuple):
    """A kind of organisation, a role, and whether of the second organisation of the kind."""

    kind: str
    role: str
    other: bool = False

    def __str__(self) -> str:
        return f"{self.kind}{2 if self.other else ''}-{self.role}"


EVERYBODY = tuple(Person(kind, role, other) for other in (False, True) for kind in ORGANISATION_KINDS for role in ROLES)
OWNER = {False: Person("insurer", "admin"), True: Person("insurer", "admin", True)}
# Sample, and who else is concerned by it: the regulator's region, the agency named in the reports, the insured's code.
FILINGS = {
    False: ("suzhou-low-fee", "3413", "皖北衡安安全技术服务有限公司", "91341323MA0632290B"),
    True: ("yueqing-contract", "3303", "瓯越安全技术咨询有限公司", "91330382MA76M7901K"),
}
DRAFT = """\
name: {name}
title: 草案秘语{word}
document: 试应急〔2025〕1号
region: "{region}"
place: 试验地
layer: county
in_force: {{from: 2025-01-01}}
rules:
  - name: {name}.per-person
    type: per_person_limit_below_minimum
    article: 一
    quote: 不低于50万元
    about: policy
    check: at_least
    with: {{fact: per_person_limit}}
    value: 500000
    severity: error
"""
DRAFT_CASES = """\
{name}.per-person:
  satisfied: [{{per_person_limit: 500000, sign_date: 2025-03-01}}]
  violated: [{{per_person_limit: 400000, sign_date: 2025-03-01}}]
  undecided: [{{sign_date: 2025-03-01}}]
"""


class Secret(NamedTuple):
    """Words that only some may meet, whatever they ask."""

    words: str
    what: str
    known_to: Callable[[Person], bool]


@dataclass
class House:
    """The service, its people, and what is in it."""

    service: Service
    crowd: Crowd
    app: FastAPI
    first: dict[str, str] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    own: dict[Person, dict[str, str]] = field(default_factory=dict)
    """What only the person, or the own organisation, reaches: webhook, delivery, token, filter, audit."""
    _headers: dict[Person, Mapping[str, str]] = field(default_factory=dict)

    def of(self, other: bool) -> dict[str, str]:
        return self.second if other else self.first

    def headers(self, person: Person) -> Mapping[str, str]:
        """A session of the person, as the headers of a request."""
        if person not in self._headers:
            user = self.crowd.user(person.kind, person.role, other=person.other)
            self._headers[person] = session_of(self.service, user)
        return self._headers[person]

    def ask(self, client: httpx.Client, person: Person, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**self.headers(person), **more.pop("headers", {})}
        answer = client.request(method, path, headers=headers, **more)
        client.cookies.clear()
        return answer


def session_of(service: Service, user: User) -> Mapping[str, str]:
    with service.db.writing() as session:
        begun = begin(session, user.id, 12.0, "127.0.0.1", "test")
    return {"Cookie": f"{COOKIE}={begun.secret}", CSRF_HEADER: begun.csrf}


@contextmanager
def working(service: Service) -> Iterator[None]:
    """A worker in this process's threads, stopped at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(service,), kwargs={"stop": stop})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def nothing_kept(service: Service) -> Iterator[None]:
    """Changes are made to their end, every statement executed, and then taken back: so that one thing can be deleted by
    everybody who may."""
    database, kept = service.db, service.db.writing

    @contextmanager
    def forgetting() -> Iterator[Session]:
        with Session(database._writer, expire_on_commit=False) as session:
            yield session
            session.flush()
            session.expunge_all()
            session.rollback()

    database.writing = forgetting  # type: ignore[method-assign]
    try:
        yield
    finally:
        database.writing = kept  # type: ignore[method-assign]


def furnish(service: Service) -> House:
    """The house with everything in it; takes some seconds, as papers are really read."""
    from tests.apps import app_over

    crowd = populate(service)
    _settle(crowd)
    house = House(service, crowd, app_over(service))
    with working(service):
        for other in (False, True):
            _hand_in(house, other)
    with TestClient(house.app, client=("127.0.0.1", 50000), follow_redirects=False) as client:
        for other in (False, True):
            _work_on(house, client, other)
            _everybodys(house, client, other)
            _drafts(house, client, other)
            _bulk(house, client, other)
    fold_all(service.db)
    for person in EVERYBODY:
        house.headers(person)
    return house


def _settle(crowd: Crowd) -> None:
    """Organisations where the samples' papers are from; a person in each whose name nobody else meets."""
    with crowd.service.db.writing() as session:
        for other, (_, prefix, agency, code) in FILINGS.items():
            for kind, changes in (
                ("regulator", {"region_prefix": prefix}), ("agency", {"name": agency}), ("enterprise", {"uscc": code}),
            ):  # fmt: skip
                org = session.get_one(Organisation, crowd.org(kind, other=other).id)
                for name, value in changes.items():
                    setattr(org, name, value)
                session.add(org)
                crowd.orgs[kind, other] = org
            for kind in ORGANISATION_KINDS:
                user = session.get_one(User, crowd.user(kind, "pack_editor", other=other).id)
                user.name = hidden(kind, other, "人名")
                session.add(user)
                crowd.users[kind, "pack_editor", other] = user


def hidden(kind: str, other: bool, what: str) -> str:
    """A word found nowhere else."""
    return f"秘语{what}zq{kind}{2 if other else 1}qz"


def concerned(other: bool) -> Callable[[Person], bool]:
    """Who may see the filing of that side."""

    def may(person: Person) -> bool:
        return person.role != "pack_editor" and (person.kind == "operator" or person.other == other)

    return may


def of_house(kind: str, other: bool) -> Callable[[Person], bool]:
    """The people of one organisation, and the operator's, who read the whole audit log."""
    return lambda person: (person.kind, person.other) == (kind, other) or person.kind == "operator"


def _hand_in(house: House, other: bool) -> None:
    service, owner, at = house.service, OWNER[other], house.of(other)
    who = house.crowd.principal(owner.kind, owner.role, other=other)
    folder = SAMPLES / FILINGS[other][0]
    files = [(f.name, f.read_bytes()) for f in sorted(folder.iterdir())]
    files.append((f"{hidden('insurer', other, '文件')}.txt", f"说明 {hidden('insurer', other, '内文')}\n".encode()))
    incoming = [intake.Incoming(name, io.BytesIO(data), len(data)) for name, data in files]
    at["upload_id"] = intake.take_in(service, who, incoming, intake.Wish())
    ended(service, at["upload_id"])
    with service.db.reading() as session:
        status = upload_status(session, who, at["upload_id"])
    assert (status.state, len(status.filings)) == ("done", 1)
    at["filing_id"] = status.filings[0].id
    at["paper_id"] = next(paper.id for paper in status.papers if paper.kind == "policy")
    at["text_paper_id"] = next(paper.id for paper in status.papers if paper.path.endswith(".txt"))
    with service.db.reading() as session:
        filing = session.exec(select(FilingRow).where(FilingRow.id == at["filing_id"])).one()
        finding = session.exec(select(FindingRow).where(FindingRow.filing_id == filing.id)).first()
    assert finding is not None
    at |= {"judgement_id": filing.judgement_id or "", "fingerprint": finding.fingerprint}
    at |= {"org_id": who.org_id, "user_id": house.crowd.user("insurer", "pack_editor", other=other).id}
    papers = ("文件", "内文", "姓名", "更正", "意见", "理由")
    natural = (filing.policy_no, filing.policyholder, filing.uscc, filing.insurer, at["filing_id"], at["paper_id"])
    house.secrets += [Secret(hidden("insurer", other, what), what, concerned(other)) for what in papers]
    house.secrets += [Secret(words, "案卷", _concerned_or_own_code(other)) for words in natural]

    def insurers(person: Person) -> bool:
        return person.kind == "operator" or (person.kind, person.other) == ("insurer", other)

    house.secrets.append(Secret(at["upload_id"], "上传", insurers))


def _concerned_or_own_code(other: bool) -> Callable[[Person], bool]:
    """An enterprise's own code stands in its people's account too."""
    may = concerned(other)
    return lambda person: (
        may(person) or person.kind == "operator" or (person.kind, person.other) == ("enterprise", other)
    )


def _work_on(house: House, client: TestClient, other: bool) -> None:
    """Corrections, a decision, comments: by the insurer's admin."""
    at, owner = house.of(other), OWNER[other]

    def post(path: str, body: Mapping[str, Any]) -> Any:
        answer = house.ask(client, owner, "POST", API + path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    corrected = post(f"/papers/{at['paper_id']}/corrections", {
        "target": "fields.policyholder", "value": hidden("insurer", other, "姓名"), "reason": hidden("insurer", other, "更正"),
    })  # fmt: skip
    at["correction_id"] = corrected["id"]
    post(f"/filings/{at['filing_id']}/comments", {"text": hidden("insurer", other, "意见")})
    found = house.ask(client, owner, "GET", f"{API}/filings/{at['filing_id']}/findings").json()
    at["fingerprint"] = found[0]["fingerprint"]
    post(f"/filings/{at['filing_id']}/findings/{at['fingerprint']}/decision",
         {"action": "dispute", "reason": hidden("insurer", other, "理由")})  # fmt: skip


def _everybodys(house: House, client: TestClient, other: bool) -> None:
    """A webhook, a token, a filter in every organisation whose admin may have one; the insurer's go by name."""
    for kind in ORGANISATION_KINDS:
        person = Person(kind, "admin", other)
        at = house.own[person] = {}
        if kind in ("operator", "regulator", "insurer"):
            word = f"zqhook{kind}{2 if other else 1}qz"
            body = {"url": f"https://hooks.example.com/{word}", "events": ["filing.judged"]}
            at["webhook_id"] = _made(house.ask(client, person, "POST", f"{API}/webhooks", json=body))["id"]
            sent = _made(house.ask(client, person, "POST", f"{API}/webhooks/{at['webhook_id']}/test"))
            at["delivery_id"] = sent["id"]
            house.secrets.append(Secret(word, "webhook", _of(kind, other)))
        name = hidden(kind, other, "令牌")
        token = _made(house.ask(client, person, "POST", f"{API}/tokens", json={"name": name, "scopes": ["read"]}))
        at["token_id"], at["token"] = token["token"]["id"], token["secret"]
        house.secrets += [Secret(name, "令牌", of_house(kind, other)), Secret(token["secret"], "令牌", lambda _: False)]
        name = hidden(kind, other, "筛选")
        kept = _made(
            house.ask(client, person, "POST", f"{API}/filters", json={"name": name, "query": "verdict=returned"})
        )
        at["filter_id"] = kept["id"]
        house.secrets.append(Secret(name, "筛选", _of(kind, other)))
        house.secrets.append(Secret(hidden(kind, other, "人名"), "人名", of_house(kind, other)))
        has_webhook = kind in ("operator", "regulator", "insurer")
        if has_webhook:
            name = hidden(kind, other, "审计")
            body = {"kind": "upload", "name": name}
            at["audit_id"] = _made(house.ask(client, person, "POST", f"{API}/audits", json=body))["id"]
            house.secrets.append(Secret(name, "审计", _of(kind, other)))
        house.of(other).update(at if kind == "insurer" else {})
        if has_webhook:
            with house.service.db.writing() as session:
                row = session.exec(select(Delivery).where(col(Delivery.id) == at["delivery_id"])).one()
                row.state = "failed"
                session.add(row)


def _bulk(house: House, client: TestClient, other: bool) -> None:
    """What the regulator entered in a score sheet, a job that was given up."""
    at = house.of(other)
    if not other:
        note = hidden("regulator", other, "评分")
        body = {
            "insurer": "淮岳财产保险股份有限公司",
            "period": "2025",
            "entries": [{"item": "lawsuits", "value": 1, "note": note}],
        }
        _made(house.ask(client, Person("regulator", "admin"), "PUT", f"{API}/scores/suzhou-2023-84/inputs", json=body))
        house.secrets.append(Secret(note, "评分", of_house("regulator", other)))
    word = hidden("insurer", other, "任务")
    with house.service.db.writing() as session:
        job = Job(kind="read", key=f"read:{word}", state="dead", error=word, args={"paper": at["paper_id"]})
        session.add(job)
        session.flush()
        at["job_id"] = job.id
    house.secrets.append(Secret(word, "任务", lambda person: person.kind == "operator"))


def _of(kind: str, other: bool) -> Callable[[Person], bool]:
    return lambda person: (person.kind, person.other) == (kind, other)


def _drafts(house: House, client: TestClient, other: bool) -> None:
    """A draft of a pack for the county of the side's filing, by the regulator's editor."""
    at, region = house.of(other), "330382" if other else "341323"
    name, word = f"draft-{region}", hidden("regulator", other, "草案")
    body = {
        "text": DRAFT.format(name=name, word=word, region=region),
        "cases": DRAFT_CASES.format(name=name),
        "note": word,
    }
    made = _made(house.ask(client, Person("regulator", "pack_editor", other), "POST", f"{API}/packs", json=body))
    assert made["defects"] == []
    at["version_id"], at["draft_name"] = made["pack"]["id"], name

    def drafters(person: Person) -> bool:
        near = person.kind == "operator" or (person.kind, person.other) == ("regulator", other)
        return near and person.role in ("pack_editor", "admin")

    house.secrets += [Secret(word, "草案", drafters), Secret(at["version_id"], "草案", drafters)]


def _made(answer: httpx.Response) -> Any:
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()


def rows(session: Session, paper_id: str) -> tuple[Paper, list[CorrectionRow]]:
    """A paper and its corrections, as stored."""
    paper = session.exec(select(Paper).where(Paper.id == paper_id)).one()
    return paper, list(session.exec(select(CorrectionRow).where(CorrectionRow.paper_id == paper_id)))


__all__ = ["EVERYBODY", "House", "PackVersion", "Person", "Secret", "furnish", "nothing_kept", "working"]
