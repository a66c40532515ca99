"""The pages as HTML: who sees what, forms and their tokens, words in two languages, our files, what is kept rendered."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode
from sqlmodel import Session, select

from api import judging, queue
from api.accounts.deps import COOKIE, CSRF_HEADER
from api.service import Service
from api.tables.documents import Paper
from api.tables.filings import FilingAgency, FilingRow
from api.web import assets, menu, words
from api.web.keeping import Kept, Shelf, markers
from api.web.pages.session import local
from api.web.views.reference import example_of
from tests.accounts_kit import PASSWORD, Crowd
from tests.filing_kit import store_filing

WEB = files("api.web")
HOSTILE = "<script>alert(1)</script>\"'&"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def browse(client: TestClient, crowd: Crowd, kind: str = "insurer", role: str = "reviewer", **who: Any) -> TestClient:
    """Signed in by the form."""
    client.cookies.clear()
    login = crowd.user(kind, role, **who).login
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 303
    return client


def first(within: HTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element that a page must have."""
    found = within.css_first(selector)
    assert found is not None, selector
    return found


def token(client: TestClient) -> str:
    page = HTMLParser(client.get("/password").text)
    return first(page, "meta[name=csrf]").attributes["content"] or ""


def filing(session: Session, crowd: Crowd, name: str, *, other: bool = False, **values: Any) -> FilingRow:
    row = FilingRow(org_id=crowd.org("insurer", other=other).id, name=name, state="judged", **values)
    session.add(row)
    session.flush()
    return row


# --- words and files -------------------------------------------------------------------------------------------------


def test_both_languages_say_the_same_things() -> None:
    assert set(words.words("zh")) == set(words.words("en"))


def test_both_languages_put_in_the_same_values() -> None:
    def holes(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    english = words.words("en")
    assert {k: holes(v) for k, v in words.words("zh").items()} == {k: holes(v) for k, v in english.items()}


@pytest.mark.parametrize("lang", words.LANGS)
def test_a_key_in_two_files_says_one_thing(lang: str) -> None:
    """Else one would silently win."""
    for file in (WEB / "words").iterdir():
        if file.name.endswith(f"{lang}.yaml"):
            own = dict(words._flat("", yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)))
            assert own.items() <= words.words(lang).items(), file.name


def templates() -> list[Path]:
    return [Path(str(f)) for f in (WEB / "templates").iterdir() if f.name.endswith(".html")]


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_templates_say_only_what_the_dictionary_has(template: Path) -> None:
    text = template.read_text("utf-8")
    known = words.words("zh")
    for key, more in re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*(~)?""", text):
        assert any(k.startswith(key) for k in known) if more else key in known, key
    for prefix in re.findall(r"""\bsaid\(\s*["']([\w.]+)["']""", text):
        assert any(k.startswith(f"{prefix}.") for k in known), prefix


@pytest.mark.parametrize("script", sorted(n for n in assets.shelf().files if n.endswith(".js")))
def test_scripts_say_only_what_the_dictionary_has(script: str) -> None:
    known = words.words_for_scripts("zh")
    text = assets.shelf().files[script].decode()
    for plain in re.findall(r"""\bsay\("([\w.]+)\"""", text):
        assert plain in known, plain
    for prefix in re.findall(r"\bsay\(`(\w+_)\$\{", text):
        assert any(k.startswith(prefix) for k in known), prefix


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_templates_have_nothing_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<style|\son\w+=\"", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


@pytest.mark.parametrize("name", sorted(assets.shelf().files))
def test_our_files_reach_for_nothing_outside(name: str) -> None:
    text = assets.shelf().files[name].decode().replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in text
    assert "https://" not in text


def luminance(colour: str) -> float:
    """Of a colour ``#rrggbb``, as WCAG 2.1 defines relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lights() -> list[dict[str, str]]:
    """The tokens of the stylesheet by day and by night."""
    day_rules, night_rules = re.findall(r":root \{(.*?)\}", assets.shelf().files["anze.css"].decode(), re.DOTALL)[:2]
    day = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", day_rules))
    return [day, {**day, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", night_rules))}]


@pytest.mark.parametrize("light", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [("ink", "ground sheet raised sunk accent-soft bad-soft"), ("soft", "ground sheet raised sunk"),
     ("accent", "ground sheet accent-soft"), ("accent-ink", "accent"), ("bad", "sheet bad-soft"),
     ("warn", "sheet ground warn-soft"), ("good", "sheet good-soft"), ("info", "sheet info-soft")],
)  # fmt: skip
def test_words_can_be_read_on_their_ground(light: int, ink: str, grounds: str) -> None:
    """WCAG AA: 4.5 to 1."""
    tokens = lights()[light]
    for ground in grounds.split():
        dark, bright = sorted((luminance(tokens[ink]), luminance(tokens[ground])))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_every_page_module_has_a_router_and_a_known_menu_entry() -> None:
    assert all(hasattr(module, "router") for module in menu.modules())
    assert all(f"menu.{entry.word}" in words.words("zh") for entry in menu.entries())


@on_sqlite
def test_files_are_kept_for_ever_under_an_address_of_their_content(client: TestClient) -> None:
    address = assets.asset("anze.css")
    answer = client.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    old = client.get("/static/0123456789abcdef/anze.css")
    assert (old.status_code, "immutable" in old.headers["cache-control"]) == (200, False)
    assert client.get("/static/x/..%2f__init__.py").status_code == 404
    assert client.get("/static/x/none.css").status_code == 404
    with pytest.raises(KeyError):
        assets.asset("none.css")


# --- signing in ------------------------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: TestClient, crowd: Crowd) -> None:
    away = client.get("/filings?verdict=returned")
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=%2Ffilings%3Fverdict%3Dreturned")
    form = client.get(away.headers["location"])
    assert first(HTMLParser(form.text), "[name=next]").attributes["value"] == "/filings?verdict=returned"
    login = {"login": "insurer-clerk", "password": PASSWORD, "next": "/filings?verdict=returned"}
    back = client.post("/sign-in", data=login)
    assert (back.status_code, back.headers["location"]) == (303, "/filings?verdict=returned")
    assert client.get("/filings?verdict=returned").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(target: str) -> None:
    assert local(target) == ""


@on_sqlite
def test_a_wrong_password_says_why_and_keeps_the_name(client: TestClient, crowd: Crowd) -> None:
    answer = client.post("/sign-in", data={"login": HOSTILE, "password": "wrong"})
    assert answer.status_code == 401
    page = HTMLParser(answer.text)
    assert first(page, "[name=login]").attributes["value"] == HOSTILE
    assert page.css_first(".notice.bad") is not None
    assert "<script>alert" not in answer.text
    assert COOKIE not in client.cookies


@on_sqlite
def test_a_sign_in_sent_from_another_site_is_refused(client: TestClient, crowd: Crowd) -> None:
    data = {"login": "insurer-clerk", "password": PASSWORD}
    answer = client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert COOKIE not in client.cookies


@on_sqlite
def test_signing_out_ends_the_session(client: TestClient, crowd: Crowd) -> None:
    browse(client, crowd)
    kept = client.cookies[COOKIE]
    assert client.post("/sign-out").status_code == 403  # another site could send this
    assert client.get("/filings").status_code == 200
    assert client.post("/sign-out", data={"csrf": token(client)}).headers["location"] == "/sign-in"
    client.cookies.set(COOKIE, kept)
    assert client.get("/filings").status_code == 303


def test_changing_the_password(client: TestClient, crowd: Crowd) -> None:
    browse(client, crowd)
    wanted = "a sentence that nobody guesses"
    change = {"old": PASSWORD, "new": wanted, "again": wanted}
    assert client.post("/password", data=change).status_code == 403
    csrf = token(client)
    differing = client.post("/password", data={**change, "again": "other", "csrf": csrf})
    assert "两遍新密码不一致" in differing.text
    wrong = client.post("/password", data={**change, "old": "wrong", "csrf": csrf})
    assert wrong.status_code == 409
    done = client.post("/password", data={**change, "csrf": csrf})
    assert "密码已修改" in done.text
    # the page that says so belongs to the new session
    page_token = first(HTMLParser(done.text), "meta[name=csrf]").attributes["content"]
    assert page_token == token(client) != csrf
    client.cookies.clear()
    assert client.post("/sign-in", data={"login": "insurer-reviewer", "password": PASSWORD}).status_code == 401
    assert client.post("/sign-in", data={"login": "insurer-reviewer", "password": wanted}).status_code == 303


@on_sqlite
def test_a_first_password_must_be_changed_before_anything_else(
    client: TestClient, crowd: Crowd, service: Service
) -> None:
    with service.db.writing() as session:
        user = crowd.user("insurer", "clerk")
        user.must_change = True
        session.merge(user)
    signed_in = client.post("/sign-in", data={"login": "insurer-clerk", "password": PASSWORD, "next": "/filings"})
    assert signed_in.headers["location"] == "/password"
    assert client.get("/filings").headers["location"] == "/password"
    wanted = "a sentence that nobody guesses"
    data = {"old": PASSWORD, "new": wanted, "again": wanted, "csrf": token(client)}
    assert client.post("/password", data=data).headers["location"] == "/upload"
    assert client.get("/filings").status_code == 200


def test_the_language_is_remembered_and_follows_the_person(client: TestClient, crowd: Crowd) -> None:
    assert 'lang="zh-CN"' in client.get("/sign-in").text
    browse(client, crowd)
    answer = client.post("/language", data={"lang": "en", "back": "/filings?q=1", "csrf": token(client)})
    assert answer.headers["location"] == "/filings?q=1"
    assert "<h1>Filings</h1>" in client.get("/filings").text
    client.cookies.clear()
    browse(client, crowd)
    assert "<h1>Filings</h1>" in client.get("/filings").text
    assert client.post("/language", data={"lang": "xx", "back": "//evil.example"}).headers["location"] == "/"


@on_sqlite
def test_another_site_cannot_change_the_setting(client: TestClient, crowd: Crowd) -> None:
    browse(client, crowd)
    client.post("/language", data={"lang": "en", "csrf": "guessed"})
    client.cookies.clear()
    browse(client, crowd)
    assert "<h1>案卷</h1>" in client.get("/filings").text


# --- every page ------------------------------------------------------------------------------------------------------


@on_sqlite
@pytest.mark.parametrize("path", ["/sign-in", "/upload", "/filings", "/password", "/none"])
def test_pages_let_nothing_in_from_outside(client: TestClient, crowd: Crowd, path: str) -> None:
    if path != "/sign-in":
        browse(client, crowd)
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = HTMLParser(answer.text)
    assert first(page, "html").attributes["lang"] == "zh-CN"
    assert len(page.css("h1")) == 1
    assert not [node for node in page.css("input:not([type=hidden]), select, textarea") if not named(node)]


def named(node: Any) -> bool:
    """Whether somebody who does not see the page is told what to type."""
    here = node
    while here is not None:
        if here.tag == "label":
            return True
        here = here.parent
    if node.attributes.get("aria-label") or "aria-hidden" in node.attributes or "disabled" in node.attributes:
        return True
    root = node
    while root.parent is not None:
        root = root.parent
    return bool(node.attributes.get("id")) and root.css_first(f"label[for={node.attributes['id']}]") is not None


def test_what_is_not_there_and_what_is_not_yours_look_the_same(
    client: TestClient, crowd: Crowd, service: Service
) -> None:
    with service.db.writing() as session:
        theirs = filing(session, crowd, "theirs", other=True).id
        mine = filing(session, crowd, "mine").id
    browse(client, crowd)
    assert client.get(f"/filings/{mine}").status_code == 200
    answers = [
        client.get(path) for path in (f"/filings/{theirs}", "/filings/" + "0" * 26, "/filings/%00", "/filings/x")
    ]
    bodies = {re.sub(r'name="back" value="[^"]*"', "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(bodies) == 1
    assert "没有找到" in bodies.pop()


@on_sqlite
def test_the_menu_shows_what_one_may_do(client: TestClient, crowd: Crowd) -> None:
    def shown(kind: str, role: str) -> set[str]:
        browse(client, crowd, kind, role)
        page = HTMLParser(client.get("/password").text)
        return {link.attributes["href"] or "" for link in page.css(".menu a")}

    assert {"/upload", "/filings"} <= shown("insurer", "clerk")
    assert "/upload" not in shown("agency", "clerk")
    assert not shown("insurer", "pack_editor") & {"/upload", "/filings"}
    assert client.get("/upload").status_code == 403


@on_sqlite
def test_a_problem_is_a_page_for_people_and_a_shape_for_programs(client: TestClient, crowd: Crowd) -> None:
    browse(client, crowd)
    assert "<h1>" in client.get("/filings/x").text
    assert client.get("/api/v1/filings/" + "0" * 26).json()["error"] == "not_found"


# --- the work list ---------------------------------------------------------------------------------------------------


def names(text: str) -> list[str]:
    return [link.text() for link in HTMLParser(text).css("[data-row] a")]


def test_the_list_is_filtered_by_its_address(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        filing(session, crowd, "one", verdict="returned", violated=2, open_findings=2, policyholder="甲公司")
        filing(session, crowd, "two", verdict="accepted", sign_date=date(2025, 3, 1))
        filing(session, crowd, "three", verdict="accepted", sign_date=date(2024, 3, 1))
        filing(session, crowd, "theirs", other=True, verdict="returned")
    browse(client, crowd)
    assert names(client.get("/filings").text) == ["three", "two", "甲公司"]
    assert names(client.get("/filings?verdict=returned").text) == ["甲公司"]
    assert names(client.get("/filings?open=true").text) == ["甲公司"]
    assert names(client.get("/filings?signed_from=2025-01-01").text) == ["two"]
    assert "没有符合条件的案卷" in client.get("/filings?insurer=x").text
    row = first(HTMLParser(client.get("/filings?verdict=returned").text), ".w-open").text()
    assert "错误 2" in row
    wrong = client.get("/filings?region=x1")
    assert wrong.status_code == 422
    assert HTMLParser(wrong.text).css_first(".notice.bad") is not None


@on_sqlite
def test_pages_of_the_list_follow_one_another(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        for number in range(5):
            filing(session, crowd, f"n{number}", verdict="returned")
    browse(client, crowd)
    path: str | None = "/filings?verdict=returned&limit=2"
    seen: list[str] = []
    while path:
        page = HTMLParser(client.get(path).text)
        seen += [link.text() for link in page.css("[data-row] a")]
        more = page.css_first("[data-more]")
        path = None if more is None else more.attributes["href"]
        assert path is None or "verdict=returned" in path
        path = path and path + "&limit=2"
    assert seen == ["n4", "n3", "n2", "n1", "n0"]


def test_a_filter_is_saved_under_a_name_and_forgotten(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        filing(session, crowd, "one", verdict="returned")
    browse(client, crowd)
    assert client.post("/filings/filters", data={"name": "x", "query": "verdict=returned"}).status_code == 403
    csrf = token(client)
    data = {"name": HOSTILE, "query": "verdict=returned", "csrf": csrf}
    assert client.post("/filings/filters", data=data).headers["location"] == "/filings?verdict=returned"
    answer = client.get("/filings?verdict=returned")
    saved = first(HTMLParser(answer.text), ".list-chip.saved")
    assert HOSTILE in saved.text()
    assert saved.attributes["aria-current"] == "page"
    drop = first(saved, "form").attributes["action"] or ""
    other = browse(TestClient(client.app, follow_redirects=False), crowd, other=True)
    assert other.post(drop, data={"csrf": token(other)}).status_code == 404
    assert client.post(drop, data={"csrf": csrf}).status_code == 303
    assert not HTMLParser(client.get("/filings").text).css(".list-chip.saved")


@on_sqlite
def test_names_from_strangers_are_text(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        row = filing(session, crowd, HOSTILE, policyholder=HOSTILE, place=HOSTILE, insurer=HOSTILE, policy_no=HOSTILE)
    browse(client, crowd)
    for path in ("/filings", f"/filings/{row.id}"):
        text = client.get(path).text
        assert "alert(1)" in text
        assert "<script>alert" not in text
        assert HTMLParser(text).css("script[src], script[type='application/json']")
        assert all("alert" not in node.text() for node in HTMLParser(text).css("script"))


# --- a page kept rendered --------------------------------------------------------------------------------------------


def test_what_is_kept_is_filled_for_each_person() -> None:
    marks = markers()
    kept = Kept.of(f"<b>{marks['user_name']}</b>{marks['csrf']}<i>{marks['user_name']}</i>")
    filled = kept.fill({"user_name": "<甲>", "csrf": "t1", "org_name": "x"})
    assert filled.decode() == "<b>&lt;甲&gt;</b>t1<i>&lt;甲&gt;</i>"


def test_the_longest_unused_goes_first() -> None:
    shelf = Shelf(most_bytes=25)
    for key in "abc":
        shelf.put(key, Kept.of("x" * 10))
        shelf.get("a")
    assert [shelf.get(key) is not None for key in "abc"] == [True, False, True]
    shelf.put("huge", Kept.of("x" * 100))
    assert len(shelf) == 1
    assert shelf.get("huge") is not None


def test_a_kept_page_changes_with_the_filing_and_with_who_looks(
    client: TestClient, crowd: Crowd, service: Service
) -> None:
    with service.db.writing() as session:
        row = filing(session, crowd, "one", policyholder="旧名公司")
    page = f"/filings/{row.id}"
    reviewer = browse(client, crowd).get(page).text
    assert "旧名公司" in reviewer
    assert crowd.user("insurer", "reviewer").name in reviewer
    assert 'data-act="sign-off"' in reviewer
    own = first(HTMLParser(reviewer), "meta[name=csrf]").attributes["content"]
    assert own == token(client)

    clerk = browse(client, crowd, role="clerk").get(page).text
    assert 'data-act="sign-off"' not in clerk
    assert crowd.user("insurer", "clerk").name in clerk
    assert crowd.user("insurer", "reviewer").name not in clerk
    assert own not in clerk

    with service.db.writing() as session:
        changed = session.merge(row)
        changed.policyholder, changed.version = "新名公司", changed.version + 1
    assert "新名公司" in client.get(page).text


def test_a_remark_by_a_plain_form(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        row = filing(session, crowd, "one")
    browse(client, crowd)
    path = f"/filings/{row.id}/comments"
    assert client.post(path, data={"text": "看过"}).status_code == 403
    assert client.post(path, data={"text": HOSTILE, "csrf": token(client)}).status_code == 303
    text = client.get(f"/filings/{row.id}").text
    assert "alert(1)" in text
    assert "<script>alert" not in text
    stranger = browse(client, crowd, other=True)
    assert stranger.post(path, data={"text": "x", "csrf": token(stranger)}).status_code == 404


# --- papers and the filing as a whole ----------------------------------------------------------------------------------


def acts(client: TestClient, filing_id: str) -> set[str]:
    """What the page of a filing offers: ``data-act`` of buttons and the endings of links to files."""
    page = HTMLParser(client.get(f"/filings/{filing_id}").text)
    offered = {node.attributes["data-act"] or "" for node in page.css("[data-act]")}
    links = {(link.attributes["href"] or "").partition("?")[0] for link in page.css(".drop-body a[download]")}
    dialogs = {node.attributes["id"] or "" for node in page.css("dialog")}
    assert offered & {"kind", "remove", "delete", "recheck"} <= dialogs
    return offered | {link.rpartition("/")[2] for link in links}


@on_sqlite
def test_each_is_offered_what_he_may_do_with_a_filing(client: TestClient, crowd: Crowd, service: Service) -> None:
    stored = store_filing(service, crowd.user("insurer", "clerk"))
    clerk = acts(browse(client, crowd, role="clerk"), stored)
    assert {"kind", "recheck", "file", "report.json", "findings.xlsx", "findings.sarif"} <= clerk
    assert not clerk & {"remove", "delete"}
    assert {"kind", "recheck", "remove", "delete", "file"} <= acts(browse(client, crowd, role="admin"), stored)
    operator = acts(browse(client, crowd, "operator", "admin"), stored)
    assert {"remove", "delete"} <= operator
    # A regulator may delete in general, but not what an insurer handed in.
    assert not acts(browse(client, crowd, "regulator", "admin"), stored) & {"remove", "delete"}


@on_sqlite
def test_a_recheck_is_tried_by_anybody_and_kept_by_who_may_correct(
    client: TestClient, crowd: Crowd, service: Service
) -> None:
    stored = store_filing(service, crowd.user("insurer", "clerk"))
    page = HTMLParser(browse(client, crowd, role="clerk").get(f"/filings/{stored}").text)
    assert page.css_first("#recheck [data-keep]") is not None
    assert first(page, "#recheck [name=as_of]").attributes["value"] == "2024-06-01"
    with service.db.writing() as session:
        session.add(FilingAgency(filing_id=stored, name=crowd.org("agency").name))
    page = HTMLParser(browse(client, crowd, "agency", "clerk").get(f"/filings/{stored}").text)
    assert page.css_first("#recheck [data-try]") is not None
    assert page.css_first("#recheck [data-keep]") is None


def test_a_paper_that_is_read_again_is_shown_so_until_it_is(client: TestClient, crowd: Crowd, service: Service) -> None:
    stored = store_filing(service, crowd.user("insurer", "clerk"))
    browse(client, crowd, role="clerk")
    path = f"/filings/{stored}"

    def busy() -> tuple[bool, list[str]]:
        page = HTMLParser(client.get(path).text)
        heads = [head.parent for head in page.css(".paper-head") if head.css_first(".spin") is not None]
        return "data-busy" in first(page, "#desk").attributes, [
            paper.attributes["data-paper"] or "" for paper in heads if paper is not None
        ]

    assert busy() == (False, [])
    paper = client.get(f"/api/v1{path}/papers").json()[0]["id"]
    answer = client.put(
        f"/api/v1/papers/{paper}/kind",
        json={"kind": "claim_record", "reason": "标题有误"},
        headers={CSRF_HEADER: token(client)},
    )
    assert answer.status_code == 202
    assert busy() == (True, [paper])
    with service.db.writing() as session:  # a worker has it
        [job] = queue.claim(session, "w", 1, 60, kinds=["read"])
    assert busy() == (True, [paper])
    with service.db.writing() as session:
        judging.rejudge_filings_of(session, paper, "papers")
        queue.finish(session, job)
    assert busy() == (True, [])  # read, not judged
    with service.db.writing() as session:
        [job] = queue.claim(session, "w", 1, 60, kinds=["judge"])
        queue.finish(session, job)  # the same came out: the filing's version stays
    assert busy() == (False, [])
    page = HTMLParser(client.get(path).text)
    assert "人工指定" in first(page, f".paper-readings[data-paper='{paper}'] .paper-head").text()


@on_sqlite
def test_file_names_in_menus_are_text(client: TestClient, crowd: Crowd, service: Service) -> None:
    stored = store_filing(service, crowd.user("insurer", "clerk"))
    with service.db.writing() as session:
        for paper in session.exec(select(Paper)):
            paper.parts = [{"name": HOSTILE, "sha256": "0" * 64, "size": 1}, {"name": "", "sha256": "", "size": 0}] * 2
            session.add(paper)
    text = browse(client, crowd).get(f"/filings/{stored}").text
    assert "<script>alert" not in text
    menu_links = [link.attributes["href"] or "" for link in first(HTMLParser(text), ".paper-menu").css("a")]
    assert [link.rpartition("?")[2] for link in menu_links] == [
        "part=0",
        "part=2",
    ]  # a part that never came has no bytes


# --- the reference of the API ------------------------------------------------------------------------------------------


@on_sqlite
def test_the_reference_has_every_route_with_its_refusals(client: TestClient, crowd: Crowd) -> None:
    assert client.get("/api-reference").headers["location"].startswith("/sign-in")
    text = browse(client, crowd, role="clerk").get("/api-reference").text
    page = HTMLParser(text)
    schema = client.get("/api/v1/openapi.json").json()
    described = {(m.upper(), path) for path, methods in schema["paths"].items() for m in methods}
    shown = {(first(r, ".method").text(), first(r, ".route-path").text()) for r in page.css(".route")}
    assert shown == described
    kind = first(page, "#put_kind").text()
    assert all(word in kind for word in ("paper_id", "service_report", "403", "404", "409", "not_found"))
    assert "X-CSRF-Token" in first(page, ".reference-intro").text()
    assert "{'" not in text  # no value of Python's shows through
    assert page.css_first(".drop-body a[href='/api-reference']") is not None
    english = HTMLParser(client.get("/api-reference?lang=en").text)
    assert first(english, "h1").text() == "API reference"
    assert "read again as that kind" in first(english, "#put_kind .route-said").text()


@pytest.mark.parametrize(
    ("shape", "value"),
    [({"type": "string", "examples": ["a"]}, "a"), ({"$ref": "#/components/schemas/Loop"}, {"next": {"next": {}}}),
     ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 1), ({"type": "array", "items": {"enum": ["x", "y"]}}, ["x"]),
     ({"type": "object", "additionalProperties": True}, {}), ({"type": "string", "format": "date"}, "2025-09-01"),
     ({}, None)],
)  # fmt: skip
def test_an_example_is_put_together_from_the_shape(shape: dict[str, Any], value: Any) -> None:
    shapes = {"Loop": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Loop"}}}}
    assert example_of(shape, shapes, deep=2) == value


# --- upload ----------------------------------------------------------------------------------------------------------


def test_an_upload_by_a_plain_form_needs_its_token(client: TestClient, crowd: Crowd) -> None:
    paper = [("files", ("保单.txt", "保险单号：A1".encode()))]
    assert client.post("/upload", files=paper).headers["location"] == "/sign-in"
    browse(client, crowd)
    assert client.post("/upload", files=paper, data={"csrf": "x"}).status_code == 403
    assert client.post("/upload", files=paper, headers={CSRF_HEADER: token(client)}).status_code == 403
    taken = client.post("/upload", files=paper, data={"csrf": token(client)})
    assert taken.status_code == 303
    page = client.get(taken.headers["location"])
    assert "已收到" in page.text
    assert 'http-equiv="refresh"' in page.text
    stranger = browse(client, crowd, other=True)
    assert stranger.get(taken.headers["location"]).status_code == 404
    agency = browse(client, crowd, "agency", "clerk")
    assert agency.post("/upload", files=paper, data={"csrf": token(agency)}).status_code == 403


@on_sqlite
def test_papers_are_added_to_ones_own_filing_only(client: TestClient, crowd: Crowd, service: Service) -> None:
    with service.db.writing() as session:
        mine = filing(session, crowd, "mine", policyholder=HOSTILE).id
        theirs = filing(session, crowd, "theirs", other=True).id
    browse(client, crowd)
    page = client.get(f"/upload?filing={mine}").text
    assert first(HTMLParser(page), "#drop").attributes["data-filing"] == mine
    assert "<script>alert" not in page
    assert client.get(f"/upload?filing={theirs}").status_code == 404
    assert client.get("/upload?filing=%00").status_code == 404
