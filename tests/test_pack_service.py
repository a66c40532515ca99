"""Packs in the service: drafts tamed and rehearsed, two-person approval, which packs judge, what parts versions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from api.packs import queries
from api.packs import service as packs
from api.packs.schemas import PackIn
from api.packs.texts import cases_of, read_pack, rehearse, shipped_text
from api.packs.understood import bindings, difference
from api.problems import Conflict, Invalid, NotAllowed, NotFound
from api.service import Service
from api.tables.accounts import AuditEntry
from api.tables.packs import PackVersion
from tests.accounts_kit import Crowd
from validators.law.pack import Pack, PackError
from validators.law.pack_reading import shipped

SUZHOU = next(pack for pack in shipped() if pack.name == "suzhou-2023-84")
TEXT = shipped_text(SUZHOU)
# The fee floor of Suzhou raised from 12 to 15 per cent, with its cases.
RAISED = TEXT.replace(
    "{from: 2024-01-01, value: 12, source: 应急监二〔2023〕84号二（六）}",
    "{from: 2024-01-01, value: 15, source: 应急监二〔2023〕84号二（六）}",
)
CASES = SUZHOU.cases_text.replace("{fee_ratio: 12, sign_date", "{fee_ratio: 15, sign_date")
NEW = """\
name: lingbi-2025-1
title: 试验通知
document: 灵应急〔2025〕1号
region: "341323"
place: 安徽省宿州市灵璧县
layer: county
in_force: {from: 2025-01-01}
rules:
  - name: lingbi.per-person
    type: per_person_limit_below_minimum
    article: 一
    quote: 不低于50万元
    about: policy
    check: at_least
    with: {fact: per_person_limit}
    value: 500000
    severity: error
"""
NEW_CASES = """\
lingbi.per-person:
  satisfied: [{per_person_limit: 500000, sign_date: 2025-03-01}]
  violated: [{per_person_limit: 400000, sign_date: 2025-03-01}]
  undecided: [{sign_date: 2025-03-01}]
"""


def test_what_is_changed_for_these_tests_is_changed() -> None:
    assert TEXT != RAISED
    assert SUZHOU.cases_text != CASES


def _propose(crowd: Crowd, text: str, cases: str, **who: Any) -> PackVersion:
    with crowd.service.db.writing() as session:
        row, _ = packs.propose(session, crowd.principal(**(who or DRAFTER)), text, cases, "为试验")
    return row


def _use(crowd: Crowd) -> dict[str, Pack]:
    with crowd.service.db.reading() as session:
        return {pack.name: pack for pack in packs.in_use(session)}


DRAFTER: dict[str, Any] = {"kind": "operator", "role": "pack_editor"}
APPROVER: dict[str, Any] = {"kind": "operator", "role": "admin"}

# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.name)
def test_every_pack_of_ours_would_be_approved(pack: Pack) -> None:
    again = read_pack(shipped_text(pack), pack.file, pack.cases_text)
    assert again.version == pack.version
    assert rehearse(again, shipped()) == ()


BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 8)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "别名"),
        ("[" * 30 + "]" * 30, "嵌套"),
        ("[" * 50_000, "nesting"),
        ("name: a\n" + "#" * 600_000, "KB"),
        (NEW.replace("rules:", "aliases: 5\nrules:"), "形状"),
        (NEW.replace("with: {fact: per_person_limit}", "with: {fact: per_person_limit}\n    when: 5"), "形状"),
        (NEW.replace("name: lingbi-2025-1", "name: ../../etc"), "../../etc"),
        (NEW.replace("name: lingbi-2025-1", "name: binding"), "binding"),
        (NEW.replace('"341323"', '"34132"'), "34132"),
        ("{a: b: c}", "YAML"),
        ("", "空"),
        (NEW.replace("severity: error", "severtiy: error"), "第17行"),
    ],
)
def test_a_hostile_or_mistaken_text_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        read_pack(text, "规则包.yaml", "")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "cases", "said"),
    [
        (NEW, "", "没有算例"),
        (NEW, NEW_CASES.replace("  undecided: [{sign_date: 2025-03-01}]\n", ""), "缺少结论为 undecided"),
        (NEW, NEW_CASES.replace("400000", "600000"), "应为 violated，实际为 satisfied"),
        (NEW, NEW_CASES.replace("2025-03-01", "2024-03-01"), "不生效"),
        (NEW, NEW_CASES.replace("2025-03-01", "2025-13-01"), "不能读"),
        (NEW, NEW_CASES + "nobody.knows:\n  satisfied: []\n", "nobody.knows"),
        (NEW, "- 1\n", "表"),
        (NEW, NEW_CASES.replace("[{per_person_limit: 500000, sign_date: 2025-03-01}]", "[7]"), "事实: 值"),
        (NEW, NEW_CASES.replace("500000", "abc"), "不能判定"),
        (NEW.replace("value: 500000", "values: [{value: 500000}, {from: 2099-01-01, value: abc}]"), NEW_CASES, "不是数"),
        (NEW.replace("    severity", "    say: {zh: '{limit:>9999999999}', en: x, topic: x}\n    severity"), NEW_CASES, "格式"),
        (NEW.replace("per_person_limit_below_minimum", "never_heard_of"), NEW_CASES, "没有现成的句子"),
        (NEW.replace("lingbi.per-person", "suzhou.fee-floor"), NEW_CASES.replace("lingbi.per-person", "suzhou.fee-floor"), "suzhou-2023-84 所用"),
        (NEW.replace("不低于50万元", "不" * 61), NEW_CASES, "60字"),
    ],
)  # fmt: skip
def test_a_defect_is_named(text: str, cases: str, said: str) -> None:
    defects = rehearse(read_pack(text, "规则包.yaml", cases), shipped())
    assert any(said in defect.message for defect in defects), defects


def test_a_sound_draft_has_no_defects() -> None:
    assert rehearse(read_pack(NEW, "规则包.yaml", NEW_CASES), shipped()) == ()


# --- what parts versions, what binds -----------------------------------------------------------------------------


def test_a_difference_is_told_word_by_word() -> None:
    renamed = RAISED.replace("suzhou.fee-floor\n", "suzhou.fee-minimum\n    former_names: [suzhou.fee-floor]\n")
    renamed = renamed.replace("confidence: V\n", "confidence: S2\n", 1)
    after = read_pack(renamed, SUZHOU.file, CASES.replace("suzhou.fee-floor:", "suzhou.fee-minimum:"))
    told = difference(SUZHOU, after, TEXT, renamed)
    assert [(change.word, change.before, change.after) for change in told.head] == [("confidence", "V", "S2")]
    floor = next(rule for rule in told.rules if rule.name == "suzhou.fee-minimum")
    words = {change.word: (change.before, change.after) for change in floor.changes}
    assert floor.state == "changed"
    assert floor.cases
    assert words["name"] == ("suzhou.fee-floor", "suzhou.fee-minimum")
    assert (words["values"][0][0]["value"], words["values"][1][0]["value"]) == (12, 15)
    assert not [rule for rule in told.rules if rule.state != "changed"]
    assert "+  - name: suzhou.fee-minimum" in told.text.splitlines()


def test_added_and_removed_rules_are_told() -> None:
    lines = TEXT.split("  - name: ")
    fewer = read_pack("  - name: ".join(lines[:-1]), SUZHOU.file, "")
    lost = SUZHOU.rules[-1].name
    assert [(rule.name, rule.state) for rule in difference(SUZHOU, fewer, "", "").rules if not rule.cases] == [
        (lost, "removed")
    ]
    assert (lost, "added") in [(rule.name, rule.state) for rule in difference(fewer, SUZHOU, "", "").rules]


def test_bindings_know_place_day_and_the_stricter_rule() -> None:
    with_lingbi = (*shipped(), read_pack(NEW, "lingbi.yaml", NEW_CASES))
    here, _ = bindings(with_lingbi, "341323", date(2025, 9, 1))
    states = {item.rule.name: item.state for item in here}
    assert states["suzhou.fee-floor"] == states["lingbi.per-person"] == "binds"
    same_type = [item for item in here if item.rule.type == "per_person_limit_below_minimum"]
    assert {item.by for item in same_type if item.state == "included"} == {"lingbi.per-person"}
    before, _ = bindings(with_lingbi, "341323", date(2023, 12, 31))
    assert {item.rule.name: item.state for item in before}["suzhou.fee-floor"] == "not_in_force"
    elsewhere, _ = bindings(with_lingbi, "440103", date(2025, 9, 1))
    assert "suzhou-2023-84" not in {item.pack.name for item in elsewhere}
    _, possible = bindings(with_lingbi, "330604", date(2025, 9, 1))
    assert "baiguan-2021" in [pack.name for pack in possible]


# --- in use ------------------------------------------------------------------------------------------------------


def test_without_stored_versions_the_shipped_packs_judge_and_their_texts_are_kept(service: Service) -> None:
    with service.db.reading() as session:
        assert packs.in_use(session) == shipped()
        assert session.exec(select(PackVersion)).all() == []
    for _ in range(2):  # the second time nothing is added
        with service.db.writing() as session:
            assert packs.in_use(session) == shipped()
    with service.db.reading() as session:
        rows = session.exec(select(PackVersion)).all()
    assert {(row.name, row.version) for row in rows} == {(pack.name, pack.version) for pack in shipped()}
    assert all(row.shipped and row.state == "active" for row in rows)


def test_shipped_texts_of_another_engine_are_retired(service: Service) -> None:
    with service.db.writing() as session:
        session.add(PackVersion(name=SUZHOU.name, version="0" * 12, text="name: old", shipped=True, state="active"))
    packs.record_shipped(service.db)
    with service.db.reading() as session:
        states = {row.version: row.state for row in queries.all_of_name(session, SUZHOU.name)}
        assert packs.in_use(session) == shipped()
    assert states == {"0" * 12: "retired", SUZHOU.version: "active"}


def test_a_draft_is_approved_by_a_second_person_and_then_judges(service: Service, crowd: Crowd) -> None:
    row = _propose(crowd, RAISED, CASES)
    assert _use(crowd)[SUZHOU.name].version == SUZHOU.version
    with pytest.raises(NotAllowed), service.db.writing() as session:
        packs.approve(session, crowd.principal(**DRAFTER), row.id)
    with service.db.writing() as session:
        done = packs.approve(session, crowd.principal(**APPROVER), row.id)
    assert done.replaced is not None
    assert done.replaced.version == SUZHOU.version
    assert _use(crowd)[SUZHOU.name].version == row.version
    assert len(_use(crowd)) == len(shipped())
    with service.db.reading() as session:
        states = {each.version: each.state for each in queries.all_of_name(session, SUZHOU.name)}
        actions = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.seq))).all()
    assert states == {SUZHOU.version: "retired", row.version: "active"}
    assert actions == ["pack.draft", "pack.activate"]
    with service.db.writing() as session:
        packs.retire(session, crowd.principal(**APPROVER), row.id)
    assert _use(crowd)[SUZHOU.name].version == SUZHOU.version
    with service.db.writing() as session:  # what judges again is on record as such
        packs.in_use(session)
        states = {each.version: each.state for each in queries.all_of_name(session, SUZHOU.name)}
    assert states == {SUZHOU.version: "active", row.version: "retired"}


def test_a_retired_text_comes_back_only_by_two_persons(service: Service, crowd: Crowd) -> None:
    row = _propose(crowd, NEW, NEW_CASES)
    with service.db.writing() as session:
        packs.approve(session, crowd.principal(**APPROVER), row.id)
    with pytest.raises(Conflict, match="在用"):
        _propose(crowd, NEW, NEW_CASES)
    with service.db.writing() as session:
        packs.retire(session, crowd.principal(**APPROVER), row.id)
    assert "lingbi-2025-1" not in _use(crowd)
    with pytest.raises(Conflict), service.db.writing() as session:
        packs.approve(session, crowd.principal(**APPROVER), row.id)
    again = _propose(crowd, NEW, NEW_CASES, **APPROVER)
    assert (again.id, again.state) == (row.id, "draft")
    with pytest.raises(NotAllowed), service.db.writing() as session:
        packs.approve(session, crowd.principal(**APPROVER), row.id)
    with pytest.raises(Conflict, match="草案"):
        _propose(crowd, NEW, NEW_CASES)


def test_a_draft_with_defects_is_kept_and_not_approved(service: Service, crowd: Crowd) -> None:
    with service.db.writing() as session:
        row, defects = packs.propose(session, crowd.principal(**DRAFTER), RAISED, SUZHOU.cases_text, "")
    assert [(defect.rule, defect.wanted, defect.found) for defect in defects] == [
        ("suzhou.fee-floor", "satisfied", "violated")
    ]
    with pytest.raises(Conflict, match=r"suzhou\.fee-floor"), service.db.writing() as session:
        packs.approve(session, crowd.principal(**APPROVER), row.id)
    assert _use(crowd)[SUZHOU.name].version == SUZHOU.version


def test_the_shipped_text_is_no_draft(crowd: Crowd) -> None:
    packs.record_shipped(crowd.service.db)
    with pytest.raises(Conflict, match="在用"):
        _propose(crowd, TEXT, SUZHOU.cases_text)


def test_a_regulator_makes_rules_for_its_own_region_only(service: Service, crowd: Crowd) -> None:
    here: dict[str, Any] = {"kind": "regulator", "role": "pack_editor"}
    there: dict[str, Any] = {"kind": "regulator", "role": "admin", "other": True}
    row = _propose(crowd, NEW, NEW_CASES, **here)
    with pytest.raises(NotAllowed):
        _propose(crowd, NEW.replace("341323", "000000"), NEW_CASES, **here)
    with pytest.raises(NotFound), service.db.writing() as session:  # another region's draft is nobody's business
        packs.approve(session, crowd.principal(**there), row.id)
    with service.db.reading() as session:
        assert packs.visible_version(session, crowd.principal(**here), row.name).id == row.id
        with pytest.raises(NotFound):
            packs.visible_version(session, crowd.principal(**there), row.name)
    # A pack of its own region under the name of the nation's would put the nation's out of use.
    law = NEW.replace("name: lingbi-2025-1", "name: safety-law")
    with pytest.raises(NotAllowed):
        _propose(crowd, law, NEW_CASES, **here)


def test_a_shipped_version_is_not_retired(service: Service, crowd: Crowd) -> None:
    packs.record_shipped(service.db)
    with service.db.writing() as session:
        row = packs.visible_version(session, crowd.principal(**APPROVER), SUZHOU.name)
    with pytest.raises(Conflict), service.db.writing() as session:
        packs.retire(session, crowd.principal(**APPROVER), row.id)


def test_drafts_are_for_those_who_draft(service: Service, crowd: Crowd) -> None:
    row = _propose(crowd, NEW, NEW_CASES)
    with service.db.reading() as session:
        assert packs.choice(session, crowd.principal(**DRAFTER), [row.id])[-1].name in _names_of(session)
        with pytest.raises(NotFound):
            packs.visible_version(session, crowd.principal("insurer", "clerk"), row.name)
        with pytest.raises(NotFound):
            packs.choice(session, crowd.principal("insurer", "reviewer"), [row.id])


def _names_of(session: Session) -> set[str]:
    return {pack.name for pack in packs.in_use(session)} | {"lingbi-2025-1"}


def test_a_text_that_the_database_cannot_keep_is_refused(crowd: Crowd) -> None:
    with pytest.raises(Invalid):
        _propose(crowd, NEW + "#\x00", NEW_CASES)


def test_cases_that_are_no_cases_are_told() -> None:
    with pytest.raises(PackError):
        cases_of(read_pack(NEW, "规则包.yaml", "just words"))


# --- over HTTP -----------------------------------------------------------------------------------------------------


def test_packs_over_http(service: Service, crowd: Crowd, app: FastAPI) -> None:
    clerk = crowd.browser(app, "insurer", "clerk")
    editor, admin = crowd.browser(app, **DRAFTER), crowd.browser(app, **APPROVER)
    listed = clerk.get("/api/v1/packs", params={"limit": 5}).json()
    names = [item["name"] for item in listed["items"]]
    while listed["next"]:
        listed = clerk.get("/api/v1/packs", params={"limit": 5, "after": listed["next"]}).json()
        names += [item["name"] for item in listed["items"]]
    assert names == [pack.name for pack in shipped()]

    detail = clerk.get("/api/v1/packs/suzhou-2023-84").json()
    floor = next(rule for rule in detail["understood"] if rule["name"] == "suzhou.fee-floor")
    assert detail["text"] == TEXT
    assert floor["thresholds"][0]["value"] == 12
    assert {"fee_ratio": 12, "sign_date": "2024-09-16"} in floor["cases"]["satisfied"]

    assert clerk.post("/api/v1/packs", json={"text": RAISED, "cases": CASES}).status_code == 403
    wrong = editor.post("/api/v1/packs", json={"text": RAISED.replace("severity:", "severtiy:"), "cases": CASES})
    assert wrong.status_code == 422
    assert "severtiy" in wrong.json()["detail"]
    assert "severity" in wrong.json()["detail"]
    looked = editor.post("/api/v1/packs/check", json={"text": "nmae: x", "cases": ""}).json()
    assert (looked["ok"], looked["error"]["line"], "name" in looked["error"]["allowed"]) == (False, 1, True)
    assert editor.post("/api/v1/packs/check", json={"text": RAISED, "cases": CASES}).json()["ok"]

    drafted = editor.post("/api/v1/packs", json={"text": RAISED, "cases": CASES, "note": "费用比例提高"})
    assert drafted.status_code == 201
    draft = drafted.json()["pack"]
    assert drafted.json()["defects"] == []
    assert draft["id"] not in {item["id"] for item in clerk.get("/api/v1/packs").json()["items"]}
    assert clerk.get("/api/v1/packs/suzhou-2023-84", params={"version": draft["version"]}).status_code == 404
    versions = {"from": SUZHOU.version, "to": draft["version"]}
    assert clerk.get("/api/v1/packs/suzhou-2023-84/diff", params=versions).status_code == 404
    parted = editor.get("/api/v1/packs/suzhou-2023-84/diff", params=versions).json()
    assert [(rule["name"], rule["state"]) for rule in parted["rules"]] == [("suzhou.fee-floor", "changed")]

    assert editor.post(f"/api/v1/packs/{draft['id']}/approve").status_code == 403
    assert clerk.post(f"/api/v1/packs/{draft['id']}/approve").status_code == 403
    done = admin.post(f"/api/v1/packs/{draft['id']}/approve").json()
    assert done["replaced"] == SUZHOU.version
    assert done["recheck"]["filter"] == {"region": "3413"}
    assert clerk.get("/api/v1/packs/suzhou-2023-84").json()["version"] == draft["version"]
    bound = clerk.get("/api/v1/packs/binding", params={"region": "341323", "date": "2025-09-01"}).json()
    assert next(item for item in bound["items"] if item["rule"] == "suzhou.fee-floor")["value"] == 15
    history = clerk.get("/api/v1/packs/suzhou-2023-84/versions").json()["items"]
    assert {item["version"]: item["state"] for item in history} == {
        SUZHOU.version: "retired",
        draft["version"]: "active",
    }
    assert all(item["proposed_by"] is None for item in history)


def test_the_example_of_the_description_is_a_sound_draft() -> None:
    text, cases = (PackIn.model_fields[name].examples[0] for name in ("text", "cases"))  # type: ignore[index]
    assert rehearse(read_pack(text, "规则包.yaml", cases), shipped()) == ()


@pytest.mark.parametrize("after", ["x", "WzFd", "bm90IGpzb24", "WyIiLCIiLCJcdTAwMDAiXQ", "WyIiLCIiLCJcdWQ4MDAiXQ"])
def test_a_cursor_of_no_list_is_refused(crowd: Crowd, app: FastAPI, after: str) -> None:
    answer = crowd.browser(app, "insurer", "clerk").get("/api/v1/packs", params={"after": after})
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "detail", "remedy"}
