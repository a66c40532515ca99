"""The audit log: complete, in order, chained, and whoever tampers with it is found out. On SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from api.accounts import audit_log, chain, views
from api.accounts.audit_log import Broken, Event, Sought, Views, record, record_view
from api.cli import main
from api.config import Config
from api.service import Service
from api.store import Database
from api.tables.accounts import AuditEntry, AuditHead
from tests.accounts_kit import Crowd, populate, small_app

AWKWARD: dict[str, Any] = {
    "text": '引号"、换行\n、零\x00、半个\ud83d、表情😀、\u2028',
    "numbers": [0, -1, 2**53, 10**20, 0.1, 1e22, 1e-7, float("nan"), True, None],
    "money": Decimal("1234.50"),
    "day": date(2026, 1, 31),
    "moment": datetime(2026, 1, 31, 8, 0, tzinfo=timezone(timedelta(hours=8))),
    "nested": {"甲": {"b": [(), {}, ""]}, 7: "key of a number"},
    "set": frozenset({"b", "a"}),
}


def all_entries(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        return list(audit_log.entries(session))


def inspected(database: Database, noted: dict[int, str] | None = None) -> audit_log.Verified:
    with database.reading() as session:
        return audit_log.inspect(session, noted)


def append(database: Database, count: int, **about: Any) -> None:
    with database.writing() as session:
        audit_log.append(session, [Event(f"try.{number}", "thing", str(number), **about) for number in range(count)])


def sealed_by_hand(entry: dict[str, Any]) -> str:
    """The hash as docs/accounts.md describes it, without our code."""
    body = {name: value for name, value in entry.items() if name != "hash"}
    if isinstance(body["at"], datetime):
        body["at"] = body["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def test_an_empty_log_is_whole(database: Database) -> None:
    assert inspected(database) == audit_log.Verified(0, "0" * 64, None)
    with database.reading() as session:
        assert audit_log.verify(session) is None


def test_entries_say_who_did_what_and_seal_one_another(database: Database, service: Service) -> None:
    crowd = populate(service)
    who = crowd.principal("insurer", "clerk")
    with database.writing() as session:
        record(session, who, "finding.waived", "finding", "f1", **AWKWARD)
        record(session, None, "retention.run", papers=3)
    with database.writing() as session:
        record(session, who, "x" * 200, "y" * 200, "z" * 200)
    one, two, three = all_entries(database)
    assert (one["user_id"], one["org_id"], one["address"]) == (who.user_id, who.org_id, "127.0.0.1")
    assert (one["action"], one["object_kind"], one["object_id"]) == ("finding.waived", "finding", "f1")
    assert (two["user_id"], two["org_id"], two["details"]) == ("", "", {"papers": 3})
    assert one["details"]["money"] == "1234.50"
    assert one["details"]["day"] == "2026-01-31"
    assert one["details"]["set"] == ["a", "b"]
    assert (len(three["action"]), len(three["object_id"])) == (60, 64)
    assert [one["before"], two["before"], three["before"]] == ["0" * 64, one["hash"], two["hash"]]
    assert [entry["hash"] for entry in (one, two, three)] == [sealed_by_hand(e) for e in (one, two, three)]
    assert inspected(database) == audit_log.Verified(3, three["hash"], None)


def test_an_entry_is_kept_with_its_change_or_not_at_all(database: Database) -> None:
    append(database, 1)

    def change_that_fails() -> None:
        with database.writing() as session:
            record(session, None, "never.happened")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    append(database, 1)
    assert [entry["seq"] for entry in all_entries(database)] == [1, 2]
    assert inspected(database).broken is None


def test_many_writers_make_one_chain(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(10):
            with database.writing() as session:
                record(session, None, f"try.{name}", "thing", str(number))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = inspected(database)
    assert (found.count, found.broken) == (40, None)
    for name in "abcd":
        mine = [entry["object_id"] for entry in all_entries(database) if entry["action"] == f"try.{name}"]
        assert mine == [str(number) for number in range(10)]


def reseal(database: Database, seq: int, **values: Any) -> None:
    """What somebody does who knows how the chain is made: the entry's own hash is right again."""
    with database.writing() as session:
        row = session.get_one(AuditEntry, seq)
        for name, value in values.items():
            setattr(row, name, value)
        row.hash = chain.seal(row.model_dump())
        session.add(row)


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (lambda db: run(db, "update audit_entry set action = 'innocent' where seq = 3"), Broken(3, "changed")),
        (lambda db: run(db, "update audit_entry set details = '{\"a\": 2}' where seq = 3"), Broken(3, "changed")),
        (lambda db: run(db, "update audit_entry set user_id = 'other' where seq = 5"), Broken(5, "changed")),
        (lambda db: reseal(db, 3, action="innocent"), Broken(4, "unlinked")),
        (lambda db: run(db, "delete from audit_entry where seq = 3"), Broken(4, "missing")),
        (lambda db: run(db, "delete from audit_entry where seq = 1"), Broken(2, "missing")),
        (lambda db: run(db, "delete from audit_entry where seq = 5"), Broken(5, "cut")),
        (lambda db: run(db, "delete from audit_entry"), Broken(1, "cut")),
        (lambda db: reseal(db, 5, action="innocent"), Broken(6, "cut")),
        (lambda db: run(db, f"update audit_head set hash = '{'1' * 64}'"), Broken(6, "cut")),
    ],
    ids=["words", "details", "last", "resealed", "dropped", "first dropped", "last dropped", "all dropped", "last resealed", "head"],
)  # fmt: skip
def test_tampering_is_found_at_its_place(database: Database, tamper: Any, broken: Broken) -> None:
    append(database, 5, details={"a": 1})
    assert inspected(database).broken is None
    tamper(database)
    found = inspected(database)
    assert found.broken == broken
    assert found.count == broken.seq - 1 - (broken.how == "missing")
    with database.reading() as session:
        assert audit_log.verify(session) == broken


def test_a_chain_made_anew_does_not_agree_with_what_was_noted_elsewhere(database: Database) -> None:
    append(database, 3)
    noted = {entry["seq"]: entry["hash"] for entry in all_entries(database)}
    append(database, 1)
    assert inspected(database, noted).broken is None
    run(database, "delete from audit_entry")
    run(database, "delete from audit_head")
    append(database, 4)
    assert inspected(database).broken is None
    assert inspected(database, {2: noted[2]}).broken == Broken(2, "noted")
    assert inspected(database, {9: noted[2]}).broken == Broken(9, "noted")


def test_a_log_that_grows_while_it_is_read_is_whole(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if database.sqlite:
        return  # a reader sees one moment only, and so cannot see the log grow
    append(database, 3)
    real = chain.entries

    def slow(session: Any) -> Any:
        append(database, 2)
        return real(session)

    monkeypatch.setattr(chain, "entries", slow)
    assert inspected(database) == audit_log.Verified(3, all_entries(database)[2]["hash"], None)


def test_a_long_log_is_read_in_pieces(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 10)
    append(database, 95)
    found = inspected(database)
    assert (found.count, found.broken) == (95, None)


# Who looked at what


@pytest.fixture
def crowd(service: Service, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(views, "EVERY_S", 3600.0)  # the test says when
    return populate(service)


def test_a_look_is_written_once_in_ten_minutes_for_each_person_and_thing(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = crowd.service
    one, two = crowd.principal("insurer", "clerk"), crowd.principal("insurer", "reviewer")
    for who, thing in ((one, "a"), (one, "a"), (two, "a"), (one, "b"), (one, "a")):
        record_view(service, who, "filing", thing)
    record_view(service, one, "paper", "a", "paper.downloaded")
    assert all_entries(service.db) == []
    Views.of(service).flush()
    seen = [(entry["user_id"], entry["action"], entry["object_id"]) for entry in all_entries(service.db)]
    assert seen == [
        (one.user_id, "filing.view", "a"), (two.user_id, "filing.view", "a"), (one.user_id, "filing.view", "b"),
        (one.user_id, "paper.downloaded", "a"),
    ]  # fmt: skip
    later = time.monotonic() + views.AGAIN_S + 1
    monkeypatch.setattr("api.accounts.views.time.monotonic", lambda: later)
    record_view(service, one, "filing", "a")
    Views.of(service).flush()
    assert len(all_entries(service.db)) == 5
    assert inspected(service.db).broken is None


def test_looks_are_written_by_themselves_and_when_the_service_closes(
    service: Service, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setattr(views, "EVERY_S", 0.02)
    who = populate(service).principal("insurer", "clerk")
    record_view(service, who, "filing", "a")
    until = time.monotonic() + 30
    while not all_entries(service.db) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(all_entries(service.db)) == 1
    monkeypatch.setattr(views, "EVERY_S", 3600.0)
    other = Service(service.config, Database(database_url, pool=1), service.blobs)
    record_view(other, who, "filing", "b")
    other.close()
    assert [entry["object_id"] for entry in all_entries(service.db)] == ["a", "b"]


def test_looks_wait_while_the_database_is_away(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    service, kept = crowd.service, Views.of(crowd.service)
    who = crowd.principal("insurer", "clerk")
    with monkeypatch.context() as away:

        def fail(*_: Any) -> None:
            raise OperationalError("select 1", {}, Exception("gone"))

        away.setattr(views, "append", fail)
        for number in range(views.BATCH + 1):
            record_view(service, who, "filing", str(number))
        with pytest.raises(OperationalError):
            kept.flush()
    assert all_entries(service.db) == []
    kept.flush()
    assert [entry["object_id"] for entry in all_entries(service.db)] == [str(n) for n in range(views.BATCH + 1)]
    monkeypatch.setattr(views, "KEPT", 3)
    for number in range(5):
        record_view(service, who, "paper", str(number))
    kept.flush()
    assert len(all_entries(service.db)) == views.BATCH + 1 + 3  # not without bound


# Reading it


def test_the_operator_reads_all_and_others_their_own(crowd: Crowd) -> None:
    app = small_app(crowd.service)
    with crowd.service.db.writing() as session:
        for kind in ("insurer", "regulator"):
            record(session, crowd.principal(kind, "clerk"), f"{kind}.did", "thing", kind)
        record(session, None, "service.did", "thing", "t")

    def actions(kind: str, query: str = "") -> list[str]:
        answer = crowd.browser(app, kind).get(f"/api/v1/audit-log?limit=200&{query}")
        assert answer.status_code == 200, answer.text
        return [entry["action"] for entry in answer.json()["items"]]

    assert actions("operator") == ["service.did", "regulator.did", "insurer.did"]
    assert actions("insurer") == ["insurer.did"]
    assert actions("regulator") == ["regulator.did"]
    assert actions("enterprise") == []
    someone = crowd.user("insurer", "clerk").id
    assert actions("operator", f"user_id={someone}") == actions("operator", "object_id=insurer") == ["insurer.did"]
    assert actions("insurer", f"user_id={crowd.user('regulator', 'clerk').id}") == []
    assert actions("operator", "action=regulator.did&object_kind=thing") == ["regulator.did"]
    assert actions("operator", "since=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00%2B08:00") == []
    assert len(actions("operator", "since=2000-01-01T00:00:00Z")) == 3
    for odd in ("since=2000-01-01T00:00:00", "since=0001-01-01T00:00:00%2B14:00", "after=WyJ4Il0", "object_id=%00"):
        assert crowd.browser(app, "operator").get(f"/api/v1/audit-log?{odd}").status_code == 422, odd


def test_the_log_goes_page_by_page_from_new_to_old(crowd: Crowd) -> None:
    append(crowd.service.db, 7)
    operator = crowd.browser(small_app(crowd.service), "operator")
    seen, after = [], ""
    for _ in range(3):
        page = operator.get(f"/api/v1/audit-log?limit=3{after}").json()
        seen += [entry["seq"] for entry in page["items"]]
        after = f"&after={page['next']}"
        append(crowd.service.db, 1)  # what comes in between moves nothing
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert page["next"] is None


def test_filters(database: Database) -> None:
    append(database, 3, user_id="u", org_id="o")
    append(database, 2, org_id="p")
    with database.reading() as session:
        assert len(audit_log.newest(session, Sought(org_id="o", user_id="u"), 10)) == 3
        assert [e["seq"] for e in audit_log.newest(session, Sought(object_id="1"), 10)] == [5, 2]
        assert [e["seq"] for e in audit_log.newest(session, Sought(), 2, before_seq=4)] == [3, 2]


# The command line


@pytest.fixture
def shell(config: Config, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("ANZE_DATABASE", config.database_url)
    monkeypatch.setenv("ANZE_DATA", str(config.data))
    return database


def test_verify_from_the_command_line(shell: Database, capsys: pytest.CaptureFixture[str]) -> None:
    append(shell, 4)
    assert main(["audit-log", "verify"]) == 0
    said = capsys.readouterr().out
    head = all_entries(shell)[-1]["hash"]
    assert f"4条，末尾 4:{head}" in said
    assert main(["audit-log", "verify", "--noted", f"4:{head}"]) == 0
    assert main(["audit-log", "verify", "--noted", f"3:{head}"]) == 1
    assert main(["audit-log", "verify", "--noted", "4"]) == 2
    capsys.readouterr()
    run(shell, "update audit_entry set action = 'innocent' where seq = 2")
    assert main(["audit-log", "verify"]) == 1
    assert "第2条断开" in capsys.readouterr().out


def test_an_export_can_be_verified_without_us(
    shell: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append(shell, 3, details={"甲": "乙"}, at=datetime(2026, 1, 1, tzinfo=UTC))
    with shell.writing() as session:
        record(session, None, "try.awkward", **AWKWARD)
    assert main(["audit-log", "export", "--format", "jsonl"]) == 0
    printed = capsys.readouterr().out
    assert main(["audit-log", "export", "-o", str(tmp_path / "log.jsonl")]) == 0
    for written in (printed, (tmp_path / "log.jsonl").read_text("utf-8")):
        entries = [json.loads(line) for line in written.split("\n") if line]
        before = "0" * 64
        for entry in entries:
            assert entry["before"] == before
            assert sealed_by_hand(entry) == (before := entry["hash"])
        assert len(entries) == 4
        assert entries[0]["at"] == "2026-01-01T00:00:00.000000+00:00"


def test_the_head_is_one_row(database: Database) -> None:
    append(database, 2)
    append(database, 1)
    with database.reading() as session:
        assert [head.seq for head in session.exec(select(AuditHead))] == [3]
