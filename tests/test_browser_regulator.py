"""A regulator's day in a real browser: figures down to the filings, a notice into a draft into force, a recheck that looks again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from api.packs.service import record_shipped
from api.service import Service
from api.tables.documents import Paper
from api.tables.filings import FilingRow
from api.tables.packs import PackVersion
from tests.accounts_kit import PASSWORD, populate
from tests.browser_kit import Watched, serving
from tests.seed import LINGBI, sow

SAMPLE = Path(__file__).parent.parent / "samples" / "suzhou-low-fee"
PAGES = (
    "/dashboard", "/dashboard/score/suzhou-2023-84?insurer=华安示例财产保险股份有限公司&period=2025", "/packs",
    "/packs/binding?region=341323&date=2025-09-01", "/packs/thresholds", "/packs/drafts", "/packs/draft?base=suzhou-2023-84",
    "/packs/notices", "/packs/pack/suzhou-2023-84", "/audits", "/audits/new", "/admin", "/admin/people/new", "/admin/organisations",
    "/admin/tokens", "/admin/webhooks", "/admin/queue", "/admin/settings", "/admin/log",
)  # fmt: skip
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what a browser does and no database knows of."""


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    populate(service)
    sow(service, filings=120)
    with serving(service) as where:
        yield where


def window(chromium: Any, address: str, login: str, **options: Any) -> Watched:
    made = Watched(chromium, address, **options)
    made.sign_in(login, PASSWORD)
    return made


@pytest.fixture
def regulator(chromium: Any, address: str) -> Iterator[Watched]:
    made = window(chromium, address, "anhui-admin")
    yield made
    made.context.close()


def test_from_a_bar_of_the_chart_to_the_filings_behind_it(regulator: Watched) -> None:
    page = regulator.page
    regulator.goto("/dashboard")
    bar = page.locator(".wide-chart a:has(path[aria-label*='退回'])").first
    month, _, number = bar.locator("path").get_attribute("aria-label").split(" ")
    bar.click()
    page.wait_for_url(re.compile("/filings"))
    assert f"signed_from={month}-01" in page.url
    assert "verdict=returned" in page.url
    assert page.locator("tr[data-row]").count() == int(number)

    regulator.goto("/dashboard")
    page.locator("table a[href*='/dashboard?region=34']").first.click()
    page.wait_for_url(re.compile(r"region=34\d\d"))
    assert page.locator(".trail a").inner_text() == "安徽省"
    page.locator("select[name=by]").select_option("spend_ratio")  # takes effect at once
    page.wait_for_url(re.compile("by=spend_ratio"))
    regulator.quiet()


def test_a_notice_becomes_law_in_two_persons_hands(
    regulator: Watched, chromium: Any, address: str, tmp_path: Path
) -> None:
    page = regulator.page
    regulator.goto("/upload")
    notice = tmp_path / "新通知.txt"
    notice.write_text(LINGBI.replace("18号", "28号"), "utf-8")
    page.set_input_files("#files", notice)
    page.wait_for_selector("#jobs .job[data-state=done]")

    regulator.goto("/packs/notices")
    page.locator("tr", has_text="新通知.txt").locator("a").first.click()
    page.wait_for_url(re.compile("/packs/notices/."))
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "n8"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "n7"
    assert page.locator("#n8 mark.m-rule").inner_text() == "5日内"
    page.click("#n8 .notes a")
    page.select_option("[name=confidence]", "V")
    page.uncheck("[name='first_service_days.keep']")
    page.click("button[value=build]")
    page.wait_for_selector("#text")
    assert "读懂了：2条规则" in page.inner_text(".notice.good")

    text = page.input_value("#text")
    page.fill("#text", text.replace("severity: error", "severity: fatal", 1))
    page.click("button[value=check]")
    page.locator("button[data-line]").first.click()
    chosen = page.evaluate("(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.getElementById('text'))")
    assert chosen.strip() == "severity: fatal"
    page.fill("#text", text)
    page.click("button[value=propose]")
    page.wait_for_url(re.compile("/packs/pack/"))
    assert page.locator("form[action$='/approve']").count() == 0

    second = window(chromium, address, "anhui-editor")
    second.page.goto(page.url)
    second.page.on("dialog", lambda dialog: dialog.accept())
    second.page.click("form[action$='/approve'] button")
    second.page.wait_for_url(re.compile("done=approve"))
    second.goto("/packs/binding?region=341323&date=2025-08-01")
    assert "事故预防费用比例不低于15%" in second.page.inner_text("main")
    second.quiet()
    second.context.close()
    regulator.quiet()


def test_a_recheck_by_a_draft_is_followed_to_its_end(regulator: Watched, service: Service) -> None:
    page = regulator.page
    regulator.goto("/upload")
    page.set_input_files("#folder", SAMPLE)
    page.wait_for_selector("#jobs .job[data-state=done]")
    record_shipped(service.db)
    with service.db.reading() as session:
        shipped = session.exec(select(PackVersion).where(PackVersion.name == "suzhou-2023-84")).one()
    milder = shipped.text.replace("value: 12, source", "value: 9, source")
    cases = shipped.cases.replace("fee_ratio: 10.5,", "fee_ratio: 8.5,")

    regulator.goto("/packs/draft")
    page.fill("#text", milder)
    page.fill("#cases", cases)
    page.click("button[value=propose]")
    page.wait_for_url(re.compile("done=proposed"))

    with service.db.reading() as session:
        number = session.exec(select(FilingRow.policy_no).where(FilingRow.name == "suzhou-low-fee")).one()
    regulator.goto(f"/audits/new?policy_no={number}")
    page.fill("form:has([name=region]) [name=name]", "若降到9%")
    page.locator("label", has_text="suzhou-2023-84").locator("[name=drafts]").check()
    page.click("button[value=recheck]")
    page.wait_for_url(re.compile("/audits/[0-9a-z]{26}"))
    page.wait_for_selector("#live[data-live=no]", state="attached")  # it looked again by itself
    page.goto(page.url.partition("?")[0] + "?show=all")
    turned = page.locator(".flips li", has_text="灵璧").first
    assert "事故预防费用比例10%，低于最低12%" in turned.inner_text()
    assert "消失" in turned.inner_text()
    regulator.quiet()


@on_sqlite
def test_no_page_is_wider_than_a_phone(chromium: Any, address: str, service: Service) -> None:
    phone = window(chromium, address, "operator-admin", width=375, height=800)
    with service.db.reading() as session:
        paper = session.exec(select(Paper.id).where(Paper.path == "灵璧县通知.txt")).one()
    fit(phone, *PAGES)
    phone.context.close()
    owner = window(chromium, address, "anhui-admin", width=375, height=800)
    fit(owner, f"/packs/notices/{paper}")
    owner.context.close()


def fit(phone: Watched, *paths: str) -> None:
    for path in paths:
        phone.goto(path)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 375, path
        assert phone.errors == [], path
