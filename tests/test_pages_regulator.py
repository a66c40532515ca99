"""Pages of the regulator and the administrator: what they show, to whom, and what their forms do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html
from sqlmodel import Session, col, select

from api.service import Service
from api.store import Database
from api.tables.accounts import AuditEntry, Organisation, User
from api.tables.audits import Audit
from api.tables.documents import Paper
from api.tables.filings import FilingRow, FindingRow
from api.tables.packs import PackVersion
from api.tables.queue import Job
from api.tables.webhooks import Delivery, Webhook
from api.web.words import words
from tests.accounts_kit import PASSWORD, populate, service_on, sign_in
from tests.apps import app_over
from tests.conftest import KINDS, Copies, filled_once
from tests.seed import sow

FILINGS = 150
PAGES = (
    "/dashboard", "/packs", "/packs/binding", "/packs/binding?region=341323&date=2025-09-01", "/packs/thresholds",
    "/packs/drafts", "/packs/draft", "/packs/notices", "/packs/pack/suzhou-2023-84", "/audits", "/audits/new", "/admin",
    "/admin/people/new", "/admin/organisations", "/admin/organisations/new", "/admin/tokens", "/admin/webhooks",
    "/admin/queue", "/admin/settings", "/admin/log", "/dashboard/score/suzhou-2023-84",
)  # fmt: skip


def everything(service: Service) -> None:
    populate(service)
    sow(service, filings=FILINGS)


@pytest.fixture(scope="module", params=KINDS)
def sown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    with filled_once(request, request.param, tmp_path_factory.mktemp("sown"), everything) as copies:
        yield copies


@pytest.fixture
def the(sown: Copies, tmp_path: Path) -> Iterator[Service]:
    with sown(tmp_path) as url:
        service = service_on(Database(url, pool=5), tmp_path)
        yield service
        service.close()


@pytest.fixture
def app(the: Service) -> FastAPI:
    return app_over(the)


def browser(app: FastAPI, login: str) -> TestClient:
    """Signed in, with the CSRF header, and not following redirects."""
    service: Service = app.state.service
    with service.db.reading() as session:
        user = session.exec(select(User).where(User.login == login)).one()
    return sign_in(service, app, user, follow_redirects=False)


def shown(client: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return html.fromstring(answer.text)


def text(page: html.HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def made_secret(page: Any) -> str:
    (found,) = page.xpath("//*[@id='made-secret']")
    return str(found.text)


def one(the: Service, model: type[Any], *conditions: Any) -> Any:
    with the.db.reading() as session:
        return session.exec(select(model).where(*conditions)).first()


def paper_named(the: Service, name: str) -> str:
    with the.db.reading() as session:
        return session.exec(select(Paper.id).where(Paper.path == name)).one()


# --- words and who sees what ---------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words() -> None:
    assert set(words("zh")) == set(words("en"))


def test_templates_say_only_words_that_there_are() -> None:
    folder = Path(__file__).parent.parent / "api" / "web" / "templates"
    for template in folder.glob("*.html"):
        for key in re.findall(r'\bt\("([a-z_.]+[a-z_])"[,)]', template.read_text("utf-8")):
            assert key in words("zh"), (template.name, key)


def statuses(app: FastAPI, login: str) -> dict[str, int]:
    client = browser(app, login)
    return {path: client.get(path).status_code for path in PAGES}


def test_every_page_opens_for_those_it_is_for_and_for_nobody_else(app: FastAPI) -> None:
    assert set(statuses(app, "operator-admin").values()) == {200}
    of_insurer = statuses(app, "huaan-admin")
    assert {path for path, status in of_insurer.items() if status == 200} == {
        "/dashboard", "/packs", "/packs/binding", "/packs/binding?region=341323&date=2025-09-01", "/packs/thresholds",
        "/packs/pack/suzhou-2023-84", "/audits", "/audits/new", "/admin", "/admin/people/new", "/admin/organisations",
        "/admin/tokens", "/admin/webhooks", "/admin/log", "/dashboard/score/suzhou-2023-84",
    }  # fmt: skip
    assert set(of_insurer.values()) == {200, 403, 404}
    clerk = statuses(app, "insurer-clerk")
    assert {clerk["/audits"], clerk["/admin"], clerk["/admin/log"], clerk["/packs/draft"]} == {403}
    assert statuses(app, "agency-clerk")["/dashboard"] == 403
    stranger = TestClient(app, follow_redirects=False)
    assert {stranger.get(path).status_code for path in PAGES} == {303}


def test_a_change_without_the_sessions_token_is_refused(app: FastAPI) -> None:
    client = browser(app, "operator-admin")
    del client.headers["X-CSRF-Token"]
    for path in ("/admin/people/new", "/admin/tokens", "/packs/draft", "/audits/new", "/admin/log/verify"):
        assert client.post(path, data={"name": "x"}).status_code == 403


def test_what_strangers_wrote_is_only_text(app: FastAPI, the: Service) -> None:
    evil = '<img src=x onerror="alert(1)">'
    with the.db.writing() as session:
        org = session.exec(select(Organisation).where(Organisation.name == "甲财产保险股份有限公司")).one()
        org.name = f"{evil}公司"
        session.add(org)
        job = session.exec(select(Job).where(Job.state == "dead")).one()
        job.error = evil
        session.add(job)
    client = browser(app, "operator-admin")
    for path in ("/admin", "/admin/organisations", "/admin/queue"):
        answer = client.get(path).text
        assert "onerror" in answer
        assert "<img" not in answer


# --- the law ---------------------------------------------------------------------------------------------------------------


def test_a_pack_reads_as_a_law(app: FastAPI) -> None:
    page = shown(browser(app, "regulator-clerk"), "/packs/pack/suzhou-2023-84")
    said = text(page)
    for words_ in (
        "应急监二〔2023〕84号",
        "宿州市应急管理局",
        "2024-01-01",
        "不得低于保费总额的12%",
        "事故预防费用比例不低于12%",
    ):
        assert words_ in said
    assert page.get_element_by_id("suzhou.fee-floor") is not None
    assert not page.xpath("//form[contains(@action, '/retire')]")  # shipped, and a clerk


def test_numbers_over_time_are_a_chart_and_a_table(app: FastAPI) -> None:
    page = shown(browser(app, "regulator-clerk"), "/packs/thresholds")
    section = page.get_element_by_id("per_person_limit_below_minimum")
    assert section.xpath(".//*[local-name()='svg']")
    rows = [[" ".join(cell.text_content().split()) for cell in row][:3] for row in section.xpath(".//tbody/tr")]
    assert rows == [
        ["全国", "30万元", "2018-01-01 → 2025-03-28"],
        ["全国", "40万元", "2025-03-29 → 至今"],
        ["上海市", "80万元", "2025-03-29 → 至今"],
    ]


def test_what_binds_depends_on_the_place_and_the_day(app: FastAPI) -> None:
    client = browser(app, "regulator-clerk")
    before, after = (
        text(shown(client, f"/packs/binding?region=灵璧县&date={day}")) for day in ("2025-03-28", "2025-03-29")
    )
    assert "不低于30万元" in before.partition("当日当地不施行")[0]
    assert "不低于40万元" in after.partition("当日当地不施行")[0]
    assert "应急监二〔2023〕84号" in after
    assert "应急监二〔2023〕84号" not in text(shown(client, "/packs/binding?region=440100&date=2025-09-01"))
    assert "没有认出" in text(shown(client, "/packs/binding?region=无此地方"))


PACK = """name: lingbi-test
title: 测试
document: 灵应急〔2025〕99号
region: "341323"
layer: county
in_force: {from: 2025-07-01, to: null}
rules:
  - name: lingbi-test.fee
    type: prevention_fee_below_minimum
    article: 第一条
    about: policy
    check: at_least
    with: {fact: fee_ratio, label: ratio_percent, bound: minimum_percent}
    values: [{from: 2025-07-01, value: 16}]
    severity: error
"""
CASES = """lingbi-test.fee:
  satisfied: [{fee_ratio: 16, sign_date: 2025-08-01}]
  violated: [{fee_ratio: 15, sign_date: 2025-08-01}]
  undecided: [{sign_date: 2025-08-01}]
"""


def test_a_draft_is_tried_proposed_and_approved_by_a_second_person(app: FastAPI, the: Service) -> None:
    editor, admin = browser(app, "anhui-editor"), browser(app, "anhui-admin")
    wrong = editor.post(
        "/packs/draft", data={"text": PACK.replace("severity: error", "severity: fatal"), "do": "check"}
    )
    page = html.fromstring(wrong.text)
    assert page.xpath("//textarea[@id='text']/@data-wrong") == ["15"]
    assert "error、warning、note" in text(page)
    lacking = editor.post("/packs/draft", data={"text": PACK, "cases": "", "do": "check"}).text
    assert "没有算例" in lacking
    assert one(the, PackVersion, PackVersion.name == "lingbi-test") is None  # trying keeps nothing
    proposed = editor.post("/packs/draft", data={"text": PACK, "cases": CASES, "note": "新要求", "do": "propose"})
    assert proposed.status_code == 303
    row = one(the, PackVersion, PackVersion.name == "lingbi-test")
    assert isinstance(row, PackVersion)
    address = urlsplit(proposed.headers["location"]).path
    assert "自己提出的草案" in text(shown(editor, address))
    assert editor.post(f"/packs/version/{row.id}/approve").status_code == 403
    assert shown(admin, address).xpath(f"//form[@action='/packs/version/{row.id}/approve']")
    assert admin.post(f"/packs/version/{row.id}/approve").status_code == 303
    assert "事故预防费用比例不低于16%" in text(shown(admin, "/packs/binding?region=341323&date=2025-08-01"))
    assert admin.post(f"/packs/version/{row.id}/retire").status_code == 303
    assert "不低于16%" not in text(shown(admin, "/packs/binding?region=341323&date=2025-08-01"))


def test_a_draft_of_another_region_is_refused_with_the_text_kept(app: FastAPI) -> None:
    answer = browser(app, "anhui-editor").post(
        "/packs/draft", data={"text": PACK.replace("341323", "440100"), "cases": CASES, "do": "propose"}
    )
    assert answer.status_code == 403
    assert "辖区" in answer.text
    assert "lingbi-test.fee" in answer.text


def test_versions_are_compared_rule_by_rule_and_line_by_line(app: FastAPI, the: Service) -> None:
    admin = browser(app, "anhui-admin")
    for text_ in (PACK, PACK.replace("value: 16", "value: 18")):
        admin.post("/packs/draft", data={"text": text_, "cases": CASES, "do": "propose"})
    with the.db.reading() as session:
        versions = session.exec(
            select(PackVersion.version).where(PackVersion.name == "lingbi-test").order_by(col(PackVersion.id))
        ).all()
    page = shown(admin, f"/packs/diff/lingbi-test?before={versions[0]}&after={versions[1]}")
    added = [line.text_content().strip() for line in page.xpath("//*[@class='add']")]
    assert added == ["+    values: [{from: 2025-07-01, value: 18}]"]
    assert "lingbi-test.fee" in text(page)


# --- the workbench -----------------------------------------------------------------------------------------------------------


def test_a_notice_shows_what_was_understood_and_what_was_not(app: FastAPI, the: Service) -> None:
    page = shown(browser(app, "anhui-admin"), f"/packs/notices/{paper_named(the, '灵璧县通知.txt')}")
    marked = {mark.text_content() for mark in page.xpath("//ol//mark[@class='m-rule']")}
    assert marked == {"5日内", "30日内", "15%"}
    assert page.xpath("//input[@name='min_fee_percent.value']/@value") == ["15"]
    assert page.xpath("//input[@name='region']/@value") == ["341323"]
    left = [li.get("value") for li in page.xpath("//ol[contains(@class,'notice-lines')]/li[contains(@class,'left')]")]
    assert left == ["7", "11", "12", "13", "15"]
    assert "序号由“（二）”跳至“（四）”" in text(page)
    assert page.xpath("//li[@id='d1']//a/@href") == ["#n12", "#n13"]


def test_a_notice_becomes_a_draft_as_a_person_left_it(app: FastAPI, the: Service) -> None:
    client, address = browser(app, "anhui-admin"), f"/packs/notices/{paper_named(the, '灵璧县通知.txt')}"
    form = fields_of(shown(client, address))
    form |= {"name": "lingbi-2025-18", "confidence": "V", "min_fee_percent.value": "16", "do": "build"}
    del form["upload_days.keep"]
    built = fields_of(html.fromstring(client.post(address, data=form).text))
    assert "value: 16" in built["text"]
    assert "policy-upload" not in built["text"]
    done = client.post(address, data=built | {"do": "propose", "note": "由通知起草"})
    assert done.status_code == 303
    row = one(the, PackVersion, PackVersion.name == "lingbi-2025-18")
    assert isinstance(row, PackVersion)
    assert row.state == "draft"
    assert "算例" not in text(shown(client, urlsplit(done.headers["location"]).path)).partition("还有")[2][:20]


def test_a_number_that_is_none_is_said_in_the_form(app: FastAPI, the: Service) -> None:
    client, address = browser(app, "anhui-admin"), f"/packs/notices/{paper_named(the, '灵璧县通知.txt')}"
    form = fields_of(shown(client, address)) | {"min_fee_percent.value": "十五", "do": "build"}
    answer = client.post(address, data=form)
    assert answer.status_code == 422
    assert "“十五”不是数值" in answer.text


def test_the_edited_text_is_tried_and_its_wrong_line_told(app: FastAPI, the: Service) -> None:
    client, address = browser(app, "anhui-admin"), f"/packs/notices/{paper_named(the, '灵璧县通知.txt')}"
    built = fields_of(
        html.fromstring(client.post(address, data=fields_of(shown(client, address)) | {"do": "build"}).text)
    )
    broken = built["text"].replace("check: at_least", "check: at_most_somehow")
    page = html.fromstring(client.post(address, data=built | {"text": broken, "do": "check"}).text)
    line = broken.split("\n").index("    check: at_most_somehow") + 1
    assert page.xpath("//textarea[@id='text']/@data-wrong") == [str(line)]


def test_anothers_notice_does_not_exist(app: FastAPI, the: Service) -> None:
    paper = paper_named(the, "灵璧县通知.txt")
    assert browser(app, "regulator2-pack_editor").get(f"/packs/notices/{paper}").status_code == 404
    assert browser(app, "huaan-admin").get(f"/packs/notices/{paper}").status_code == 403
    assert "灵璧县通知" not in text(shown(browser(app, "regulator2-pack_editor"), "/packs/notices"))


def fields_of(page: html.HtmlElement) -> dict[str, str]:
    """What a browser would send of the page's draft form."""
    form = page.get_element_by_id("draft")
    return {name: value for name, value in form.form_values() if name != "csrf"}


# --- the dashboard -----------------------------------------------------------------------------------------------------------


def matching(session: Session, **wanted: object) -> int:
    query = select(FilingRow.id)
    for name, value in wanted.items():
        query = query.where(getattr(FilingRow, name) == value)
    return len(session.exec(query).all())


def test_every_number_is_that_of_the_list_behind_it(app: FastAPI, the: Service) -> None:
    page = shown(browser(app, "anhui-admin"), "/dashboard")
    tiles = {tile.find("span").text: tile for tile in page.xpath("//a[contains(@class,'tile')]")}
    with the.db.reading() as session:
        everything = matching(session, province="34")
        returned = matching(session, province="34", verdict="returned")
        late = len(set(session.exec(
            select(FilingRow.id).join(FindingRow, col(FindingRow.filing_id) == col(FilingRow.id)).where(
                FilingRow.province == "34", FindingRow.type == "first_service_late", FindingRow.verdict == "violated")
        ).all()))  # fmt: skip
    assert tiles["案卷"].find("b").text == str(everything)
    assert tiles["退回率"].find("b").text == f"{returned / everything * 100:.1f}%"
    assert tiles["首次服务逾期"].find("small").text == f"{late} 个案卷"
    asked = parse_qs(urlsplit(tiles["退回率"].get("href")).query)
    assert asked == {"region": ["34"], "verdict": ["returned"]}
    assert tiles["首次服务逾期"].get("href").endswith("type=first_service_late")


def test_a_region_leads_down_and_back(app: FastAPI) -> None:
    client = browser(app, "anhui-admin")
    page = shown(client, "/dashboard")
    down = [a.get("href") for a in page.xpath("//main//table//a[contains(@href, '/dashboard?region=34')]")]
    assert down
    below = shown(client, down[0])
    assert [a.text_content() for a in below.xpath("//nav[@class='trail']/a")] == ["安徽省"]
    assert client.get("/dashboard?region=44").status_code == 403


def test_a_table_stands_behind_every_chart(app: FastAPI) -> None:
    page = shown(browser(app, "operator-admin"), "/dashboard")
    for figure in page.xpath("//main//figure"):
        assert figure.xpath(".//*[local-name()='svg']"), figure.get("aria-label")
        assert figure.xpath("ancestor::section//table") or figure.get("aria-label") == "各省退回率"
    assert "style=" not in html.tostring(page.find(".//main"), encoding="unicode")


def test_an_insurer_sees_its_own_alone(app: FastAPI, the: Service) -> None:
    client = browser(app, "huaan-reviewer")
    page = shown(client, "/dashboard")
    with the.db.reading() as session:
        own = session.exec(select(User.org_id).where(User.login == "huaan-reviewer")).one()
        mine = matching(session, org_id=own)
    assert page.xpath("//a[contains(@class,'tile')]/b")[0].text == str(mine)
    assert not page.xpath("//*[@id='ranking']")
    assert "东海示例" not in text(page)
    assert client.get("/dashboard?region=34").status_code == 422


def test_a_score_sheet_says_what_is_open_and_takes_what_a_person_knows(app: FastAPI) -> None:
    client, insurer = browser(app, "anhui-inspector"), "华安示例财产保险股份有限公司"
    address = f"/dashboard/score/suzhou-2023-84?insurer={insurer}&period=2023-01_2025-12"
    page = shown(client, address)
    assert "待人填报" in text(page)
    form = next(form for form in page.forms if form.get("method") == "post" and form.fields.get("item") == "lawsuits")
    given = {name: value for name, value in form.form_values() if name != "csrf"} | {"value": "1"}
    assert client.post("/dashboard/score/suzhou-2023-84", data=given).status_code == 303
    item = shown(client, address).get_element_by_id("lawsuits")
    assert item.xpath("./span[contains(@class,'lost')]")[0].text == "−2.5"
    assert client.post("/dashboard/score/suzhou-2023-84", data=given | {"value": "viele"}).status_code == 422


def test_an_insurer_cannot_look_at_anothers_sheet(app: FastAPI) -> None:
    page = shown(
        browser(app, "huaan-reviewer"),
        "/dashboard/score/suzhou-2023-84?insurer=东海示例财产保险股份有限公司&period=2025",
    )
    assert "东海示例" not in text(page)
    assert "华安示例财产保险股份有限公司" in text(page)


# --- audits and exports ------------------------------------------------------------------------------------------------------


def test_a_recheck_begins_with_the_filter_of_the_list(app: FastAPI, the: Service) -> None:
    client = browser(app, "anhui-admin")
    work = shown(client, "/filings?region=3413&type=first_service_late&sort=oldest")
    onward = next(a for a in work.xpath("//a[contains(@href, '/audits/new')]")).get("href")
    page = shown(client, onward)
    assert page.xpath("//form//input[@name='region']/@value") == ["3413"]
    assert page.xpath("//select[@name='type']/option[@selected]/@value") == ["first_service_late"]
    draft = page.xpath("//input[@name='drafts']/@value")
    assert len(draft) == 1
    sent = {"name": "试判", "region": "3413", "as_of": "2025-09-01", "drafts": draft, "do": "recheck"}
    assert client.post("/audits/new", data=sent | {"apply": "1"}).status_code == 422  # a draft is never applied
    answer = client.post("/audits/new", data=sent)
    assert answer.status_code == 303
    made = one(the, Audit, Audit.name == "试判")
    assert isinstance(made, Audit)
    assert (made.choice["filter"], made.choice["apply"], made.choice["packs"]) == ({"region": "3413"}, False, draft)
    assert shown(client, answer.headers["location"]).get_element_by_id("live").get("data-live") == "yes"
    assert client.post(f"{answer.headers['location']}/cancel").status_code == 303
    assert "已取消" in html.tostring(shown(client, answer.headers["location"]), encoding="unicode")


def test_a_recheck_shows_what_turned_and_why(app: FastAPI, the: Service) -> None:
    done = one(the, Audit, Audit.state == "done")
    assert isinstance(done, Audit)
    client = browser(app, "anhui-inspector")
    page = shown(client, f"/audits/{done.id}")
    flips = page.xpath("//section[contains(@class,'flips')]/ul/li")
    assert len(flips) == 5
    assert "不得低于40万元" in flips[0].text_content()
    seen, onward = 0, ["?show=all"]
    while onward:
        every = shown(client, f"/audits/{done.id}?{urlsplit(onward[0]).query}")
        seen += len(every.xpath("//section[contains(@class,'flips')]/ul/li"))
        onward = every.xpath("//a[@rel='next']/@href")
    assert seen == done.total
    assert browser(app, "regulator-inspector").get(f"/audits/{done.id}").status_code == 404


def test_exports_carry_the_filter(app: FastAPI) -> None:
    client = browser(app, "anhui-inspector")
    page = shown(client, "/filings?region=34&verdict=returned")
    files = page.xpath("//details[contains(@class,'export')]//a/@href")
    assert len(files) == 7
    csv = next(address for address in files if "filings.csv" in address)
    assert parse_qs(urlsplit(csv).query) == {"region": ["34"], "verdict": ["returned"]}
    answer = client.get(csv)
    assert answer.status_code == 200
    assert answer.content.decode("utf-8-sig").count("退回") >= 1


def test_an_upload_audit_leads_to_the_upload(app: FastAPI, the: Service) -> None:
    client = browser(app, "anhui-admin")
    answer = client.post("/audits/new", data={"name": "九月档案", "do": "upload"})
    made = one(the, Audit, Audit.name == "九月档案")
    assert isinstance(made, Audit)
    page = shown(client, answer.headers["location"])
    assert page.xpath(f"//a[@href='/upload?audit={made.id}']")


# --- administration ----------------------------------------------------------------------------------------------------------


def test_a_person_is_added_with_a_password_that_is_shown_once(app: FastAPI, the: Service) -> None:
    client = browser(app, "anhui-admin")
    org = shown(client, "/admin/people/new").xpath("//form[@method='post']//input[@name='org']/@value")[-1]
    answer = client.post(
        "/admin/people/new", data={"org": org, "login": "new-one", "name": "新人", "roles": ["inspector"]}
    )
    secret = made_secret(html.fromstring(answer.text))
    person = one(the, User, User.login == "new-one")
    assert isinstance(person, User)
    assert person.must_change
    assert secret not in client.get(f"/admin/people/{person.id}").text
    stranger = TestClient(app, follow_redirects=False)
    assert (
        stranger.post("/sign-in", data={"login": "new-one", "password": secret})
        .headers["location"]
        .endswith("/password")
    )
    again = client.post("/admin/people/new", data={"org": org, "login": "new-one", "roles": ["inspector"]})
    assert again.status_code == 409
    assert "new-one" in again.text  # what was typed is still there


def test_an_admin_unlocks_resets_and_deactivates(app: FastAPI, the: Service) -> None:
    client = browser(app, "anhui-admin")
    locked = one(the, User, User.login == "anhui-locked")
    assert isinstance(locked, User)
    address = f"/admin/people/{locked.id}"
    assert "锁定" in text(shown(client, address))
    assert client.post(f"{address}/unlock").status_code == 303
    assert not shown(client, address).xpath("//form[contains(@action, '/unlock')]")
    secret = made_secret(html.fromstring(client.post(f"{address}/password").text))
    assert secret
    assert client.post(f"{address}/save", data={"name": "冯记", "roles": ["inspector", "reviewer"]}).status_code == 303
    assert client.post(f"{address}/deactivate").status_code == 303
    after = one(the, User, User.login == "anhui-locked")
    assert isinstance(after, User)
    assert (after.name, sorted(after.roles), after.active) == ("冯记", ["inspector", "reviewer"], False)


def test_nobody_keeps_the_people_of_others(app: FastAPI, the: Service) -> None:
    other = one(the, User, User.login == "huaan-admin")
    assert isinstance(other, User)
    client = browser(app, "anhui-admin")
    assert client.get(f"/admin/people/{other.id}").status_code == 404
    assert client.post(f"/admin/people/{other.id}/deactivate").status_code == 404
    assert client.post("/admin/people/new", data={"org": other.org_id, "login": "spy"}).status_code == 404
    assert "王管理" not in text(shown(client, "/admin"))
    assert "王管理" in text(shown(browser(app, "operator-admin"), f"/admin?org={other.org_id}"))


def test_the_operators_last_admin_stays(app: FastAPI, the: Service) -> None:
    client = browser(app, "operator-admin")
    for login in ("operator2-admin", "operator-admin"):
        user = one(the, User, User.login == login)
        assert isinstance(user, User)
        answer = client.post(f"/admin/people/{user.id}/deactivate")
    assert answer.status_code == 409
    assert "最后一个" in answer.text


def test_the_operator_adds_an_organisation(app: FastAPI, the: Service) -> None:
    client = browser(app, "operator-admin")
    wrong = client.post(
        "/admin/organisations/new", data={"kind": "regulator", "name": "某局", "region_prefix": "34132"}
    )
    assert wrong.status_code == 422
    done = client.post(
        "/admin/organisations/new", data={"kind": "regulator", "name": "灵璧县应急管理局", "region_prefix": "341323"}
    )
    assert done.status_code == 303
    assert isinstance(one(the, Organisation, Organisation.name == "灵璧县应急管理局"), Organisation)
    assert (
        browser(app, "anhui-admin").post("/admin/organisations/new", data={"kind": "insurer", "name": "x"}).status_code
        == 403
    )


def test_a_token_is_shown_once_works_and_is_revoked(app: FastAPI) -> None:
    client = browser(app, "anhui-inspector")
    page = html.fromstring(client.post("/admin/tokens", data={"name": "对接", "scopes": ["read"], "days": "30"}).text)
    secret = made_secret(page)
    program = TestClient(app, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/filings").status_code == 200
    assert secret not in client.get("/admin/tokens").text
    revoke = shown(client, "/admin/tokens").xpath("//form[contains(@action, '/revoke')]/@action")
    assert client.post(revoke[0]).status_code == 303
    assert program.get("/api/v1/filings").status_code == 401
    assert client.post("/admin/tokens", data={"name": "多", "scopes": ["people"]}).status_code == 403


def test_a_failed_delivery_is_sent_again(app: FastAPI, the: Service) -> None:
    client = browser(app, "anhui-admin")
    hook, failed = one(the, Webhook), one(the, Delivery, Delivery.state == "failed")
    assert isinstance(hook, Webhook)
    assert isinstance(failed, Delivery)
    assert "HTTP 503" in text(shown(client, f"/admin/webhooks/{hook.id}?state=failed"))
    assert client.post(f"/admin/webhooks/{hook.id}/again", data={"delivery": failed.id}).status_code == 303
    after = one(the, Delivery, Delivery.id == failed.id)
    assert isinstance(after, Delivery)
    assert after.state == "queued"
    assert browser(app, "huaan-admin").get(f"/admin/webhooks/{hook.id}").status_code == 404
    refused = client.post("/admin/webhooks", data={"url": "http://127.0.0.1/x", "events": ["*"]})
    assert refused.status_code == 422
    assert "whsec_" in client.post(f"/admin/webhooks/{hook.id}/secret").text


def test_a_job_that_was_given_up_gets_a_second_life(app: FastAPI, the: Service) -> None:
    client = browser(app, "operator-admin")
    page = shown(client, "/admin/queue")
    assert "超过内存上限 2048 MiB" in text(page)
    (again,) = page.xpath("//form[contains(@action, '/again')]/@action")
    assert browser(app, "anhui-admin").post(again).status_code == 403
    assert client.post(again).status_code == 303
    job = one(the, Job, Job.key == "read:dead")
    assert isinstance(job, Job)
    assert (job.state, job.attempts, job.error) == ("queued", 0, "")
    assert client.post(again).status_code == 409


def test_the_log_is_searched_and_verified(app: FastAPI, the: Service) -> None:
    client = browser(app, "operator-admin")
    assert "添加人员" in text(shown(client, "/admin/log?action=user.create"))
    assert "没有符合的记录" in text(shown(client, "/admin/log?since=2031-01-01"))
    assert "日志完整" in client.post("/admin/log/verify").text
    with the.db.writing() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.seq == 1)).one()
        entry.user_name = "别人"
        session.add(entry)
    assert "第1条不对：内容被改过" in client.post("/admin/log/verify").text
    assert browser(app, "anhui-admin").post("/admin/log/verify").status_code == 403
    mine = text(shown(browser(app, "huaan-admin"), "/admin/log"))
    assert "周主任" not in mine


def test_settings_show_no_secret(app: FastAPI) -> None:
    page = text(shown(browser(app, "operator-admin"), "/admin/settings"))
    assert "ANZE_RETENTION_YEARS" in page
    assert PASSWORD not in page


def test_everything_that_a_rule_may_be_about_has_a_word() -> None:
    """Else the page of a pack with such a rule cannot be shown."""
    from api.web import words
    from validators.law.pack import SUBJECTS

    for lang in words.LANGS:
        assert {f"about.{about}" for about in SUBJECTS} <= set(words.words(lang))
