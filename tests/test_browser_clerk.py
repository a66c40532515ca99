"""A clerk's day in a real browser: papers handed in, a finding looked at on the page, a reading corrected, decisions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.service import Service
from tests.accounts_kit import PASSWORD, populate
from tests.browser_kit import Watched, serving
from tests.test_passwords import WORD, aes_zip, locked_docx
from tests.test_unlocking import POLICY

SAMPLE = Path(__file__).parent.parent / "samples" / "suzhou-low-fee"
FEE = "事故预防费用比例10%，低于最低12%"
LATE = "首次事故预防服务"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what a browser does and no database knows of."""


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    populate(service)
    with serving(service) as where:
        yield where


@pytest.fixture
def clerk(chromium: Any, address: str) -> Iterator[Watched]:
    window = Watched(chromium, address)
    window.sign_in("insurer-reviewer", PASSWORD)
    yield window
    window.context.close()


def hand_in(window: Watched) -> str:
    """The sample's folder through the picker; the address of the filing it became."""
    window.goto("/upload")
    window.page.set_input_files("#folder", SAMPLE)
    window.page.wait_for_selector("#jobs .job[data-state=done]")
    return str(window.page.get_attribute("#jobs .filing-line", "href"))


def finding(page: Any, words: str) -> Any:
    return page.locator(".finding", has_text=words)


def test_from_upload_to_a_corrected_reading(clerk: Watched) -> None:
    page = clerk.page
    filing = hand_in(clerk)
    lines = sorted(" ".join(line.split()) for line in page.locator("#jobs .paper-line").all_inner_texts())
    assert lines == ["✓ 培训小结.pdf 服务报告 · 1页", "✓ 收支明细.xlsx 费用台账", "✓ 灵璧奇石保单.pdf 保险单 · 1页"]
    assert "退回" in page.inner_text("#jobs .filing-line")

    page.click("#jobs .filing-line")
    page.wait_for_url(re.compile(re.escape(filing)))
    assert page.inner_text(".band .verdict") == "退回"

    # Another finding first, which is about other papers; then the one about the fee.
    finding(page, LATE).locator("summary").first.click()
    assert page.get_attribute("[data-paper-tab][aria-selected=true] >> nth=0", "title").endswith("培训小结.pdf")
    finding(page, FEE).locator("summary").first.click()
    lit = page.locator(".overlay .lit.chosen .lit-box")
    lit.wait_for(state="visible")
    box, view, window = lit.bounding_box(), page.locator("#sheets").bounding_box(), page.viewport_size
    assert view["x"] <= box["x"]
    assert box["x"] + box["width"] <= view["x"] + view["width"]
    assert view["y"] <= box["y"]
    assert box["y"] + box["height"] <= min(view["y"] + view["height"], window["height"])
    # The light is on the words "10%": at 248.7 … 268.2 of 595 points across, 553 … 567.4 of 842 down.
    picture = page.locator(".sheet-set:not([hidden]) .page img").first
    page.wait_for_function("img => img.complete && img.naturalWidth > 500", arg=picture.element_handle())
    around = picture.bounding_box()
    across = (box["x"] + box["width"] / 2 - around["x"]) / around["width"]
    down = (box["y"] + box["height"] / 2 - around["y"]) / around["height"]
    assert across == pytest.approx(258.4 / 595, abs=0.01)
    assert down == pytest.approx(560.2 / 842, abs=0.01)
    assert "不得低于保费总额的12%" in finding(page, FEE).locator("blockquote").inner_text()

    correct(page, "事故预防费用比例", "12%")
    correct(page, "事故预防费用", "3409.98")
    page.click(".sections >> text=发现")
    finding(page, LATE).wait_for()
    assert finding(page, "低于最低12%").count() == 0
    assert finding(page, FEE).count() == 0

    page.click(".sections >> text=经过")
    assert "3409.98" in page.inner_text("#history")
    clerk.quiet()


def correct(page: Any, label: str, value: str) -> None:
    """Click the reading, look at the crop, type, save; back when the filing is judged anew."""
    page.click(".sections >> text=读数")
    row = page.locator("#readings .reading-show", has=page.locator(f".reading-label:text-is('{label}')"))
    row.click()
    assert page.locator(".overlay .lit.chosen .lit-box").is_visible()
    crop = page.locator(".editor .crop img")
    page.wait_for_function("img => img.complete && img.naturalWidth > 100", arg=crop.element_handle())
    page.fill(".editor [name=value]", value)
    page.fill(".editor [name=reason]", "抄录有误")
    before = page.get_attribute("#desk", "data-version")
    page.press(".editor [name=reason]", "Enter")
    page.wait_for_selector(f"#desk:not([data-version='{before}'])")
    page.locator("#readings .corrected .reading-label", has_text=label).first.wait_for()


@on_sqlite
def test_a_wrong_value_is_refused_where_it_was_typed(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk) + "#readings")
    page.locator("#readings .reading-show", has=page.locator(".reading-label:text-is('保险费')")).click()
    page.fill(".editor [name=value]", "很多钱")
    page.press(".editor [name=value]", "Enter")
    page.wait_for_selector(".editor-problem:visible")
    assert "不是金额" in page.inner_text(".editor-problem")
    assert page.input_value(".editor [name=value]") == "很多钱"
    page.press(".editor [name=value]", "Escape")
    assert page.locator(".editor").count() == 0


def test_keys_go_through_findings_and_decide(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.wait_for_selector(".finding.selected")
    page.keyboard.press("j")
    assert LATE in page.inner_text(".finding.selected .sum")
    page.keyboard.press("k")
    assert FEE in page.inner_text(".finding.selected .sum")

    page.keyboard.press("a")
    page.wait_for_selector(".group.settled .finding")
    assert FEE in page.inner_text(".group.settled .finding .sum")
    assert LATE in page.inner_text(".finding.selected .sum")  # on to the next

    page.keyboard.press("w")
    page.wait_for_selector("#decide[open]")
    page.keyboard.type("已与投保单位约定补做服务")  # the reason has the focus, so these are no keys
    page.click("#decide .primary")
    page.wait_for_selector(".group.settled .finding >> nth=1")
    page.wait_for_selector("#decide:not([open])", state="attached")
    page.wait_for_selector(".group.violated .finding.selected")  # until then a key is for nobody
    page.keyboard.press("a")  # the body's own 45 days, the last one
    page.wait_for_selector(".group.settled .finding >> nth=2")
    assert page.locator(".group.violated").count() == 0

    page.keyboard.press("?")
    assert page.locator("#help[open]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help[open]").count() == 0

    page.keyboard.press("Escape")
    page.click("[data-act=sign-off]")
    page.click("#sign .primary")
    page.wait_for_selector(".band .chip:has-text('已签结')")
    clerk.quiet()


@on_sqlite
def test_e_leads_from_a_finding_to_the_reading_behind_it(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.wait_for_selector(".finding.selected")
    page.keyboard.press("e")
    page.wait_for_selector(".editor")
    assert page.input_value(".editor [name=value]") == "10%"
    assert page.evaluate("document.activeElement.name") == "value"


@on_sqlite
def test_a_ledger_lights_up_in_its_text(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.click("[data-paper-tab] >> text=费用台账")
    page.wait_for_selector(".text-view td")
    page.click(".sections >> text=读数")
    page.click("#readings .cell:has-text('1,200.00')")
    page.wait_for_selector(".text-view .lit.chosen")
    assert "1200" in page.inner_text(".text-view .lit.chosen").replace(",", "")


@on_sqlite
def test_a_text_that_did_not_come_is_fetched_again(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.route("**/papers/*/text", lambda route: route.abort())
    page.click("[data-paper-tab] >> text=费用台账")
    page.wait_for_selector(".text-view :text('再取一次')")
    assert page.inner_text(".text-view").startswith("没有连上服务")
    page.unroute("**/papers/*/text")
    page.click(".text-view :text('再取一次')")
    page.wait_for_selector(".text-view td")


@on_sqlite
def test_on_a_phone_a_finding_lights_its_box_above_it(chromium: Any, address: str) -> None:
    window = Watched(chromium, address, width=375, height=740, has_touch=True, is_mobile=True)
    window.sign_in("insurer-clerk", PASSWORD)
    page = window.page
    window.goto(hand_in(window))
    finding(page, FEE).locator("summary").first.tap()
    lit = page.locator(".overlay .lit.chosen .lit-box")
    lit.wait_for(state="visible")
    box, view = lit.bounding_box(), page.locator("#sheets").bounding_box()
    assert view["y"] <= box["y"]
    assert box["y"] + box["height"] <= view["y"] + view["height"]
    for path in ("/filings", "/upload", "/password"):
        window.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
    window.quiet()
    window.context.close()


@on_sqlite
def test_english_at_the_press_of_a_button(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto("/filings")
    page.click("[name=lang]")
    page.wait_for_selector("html[lang=en]")
    assert page.inner_text("h1") == "Filings"
    clerk.goto(hand_in(clerk))
    assert "below the minimum of 12%" in page.inner_text(".finding >> nth=0")
    clerk.quiet()


@on_sqlite
def test_without_scripts_papers_are_handed_in_and_findings_decided(chromium: Any, address: str) -> None:
    window = Watched(chromium, address, java_script_enabled=False)
    window.sign_in("insurer-reviewer", PASSWORD)
    page = window.page
    window.goto("/upload")
    page.set_input_files("#files", sorted(SAMPLE.iterdir()))
    page.click(".drop-zone button")
    page.wait_for_url(re.compile("/uploads/"))
    page.wait_for_selector("a[href*='/filings/'] >> nth=0")  # the page looks again by itself
    page.wait_for_selector(".chip.returned")
    page.click(".job a[href*='/filings/']")
    card = finding(page, FEE)
    card.locator("summary").first.click()
    card.locator("button[value=accept]").click()
    page.wait_for_selector(".group.settled .finding")
    assert FEE in page.inner_text(".group.settled .finding .sum")
    window.context.close()


def menu(page: Any, where: str, act: str) -> None:
    """By keys alone: to the menu, open it, to the line, press it."""
    page.locator(f"{where} > summary").focus()
    page.keyboard.press("Enter")
    page.locator(f"{where}[open] [data-act={act}]").focus()
    page.keyboard.press("Enter")


def test_a_paper_of_another_kind_is_read_again_and_the_page_follows(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk) + "#readings")
    paper = page.get_attribute("[data-paper-tab]:has-text('培训小结')", "data-paper-tab")
    menu(page, f".paper-readings[data-paper='{paper}'] .paper-menu", "kind")
    page.wait_for_selector("#kind[open]")
    assert "培训小结" in page.inner_text("#kind .act-what")
    assert page.input_value("#kind [name=kind]") == "service_report"
    page.select_option("#kind [name=kind]", "claim_record")
    page.fill("#kind [name=reason]", "试着当作理赔记录")
    page.press("#kind .primary", "Enter")
    page.wait_for_selector(f"[data-paper-tab='{paper}']:has-text('理赔记录')")
    page.wait_for_selector("#desk:not([data-busy])")
    assert "人工指定" in page.inner_text(f".paper-readings[data-paper='{paper}'] .paper-head")
    page.click(".sections >> text=发现")
    assert finding(page, "距签单72天").count() == 0  # which that report had shown
    clerk.quiet()


@on_sqlite
def test_another_day_is_tried_and_then_kept(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.wait_for_selector(".finding.selected")
    version = page.get_attribute("#desk", "data-version")
    menu(page, ".filing-menu", "recheck")
    page.wait_for_selector("#recheck[open]")
    page.fill("#recheck [name=as_of]", "2030-01-01")
    page.press("#recheck [name=as_of]", "Enter")
    page.wait_for_selector("#recheck .outcome:visible")
    said = page.inner_text("#recheck .outcome")
    assert said.startswith("退回")
    assert "42.23%" in page.inner_text("#recheck .outcome-list.come")  # the year is over, so what was spent is weighed
    clerk.goto(page.url.removeprefix(clerk.address).partition("#")[0])
    assert page.get_attribute("#desk", "data-version") == version  # a look changes nothing

    menu(page, ".filing-menu", "recheck")
    page.fill("#recheck [name=as_of]", "2030-01-01")
    page.press("#recheck [name=as_of]", "Enter")
    page.click("#recheck [data-keep]")
    page.wait_for_selector(f"#desk:not([data-version='{version}'])")
    assert "2030-01-01" in page.inner_text(".band-facts")
    assert finding(page, "42.23%").count() == 1
    clerk.quiet()


@on_sqlite
def test_a_paper_goes_then_the_filing(chromium: Any, address: str) -> None:
    window = Watched(chromium, address)
    window.sign_in("insurer-admin", PASSWORD)
    page = window.page
    window.goto(hand_in(window) + "#readings")
    paper = page.get_attribute("[data-paper-tab]:has-text('收支明细')", "data-paper-tab")
    menu(page, f".paper-readings[data-paper='{paper}'] .paper-menu", "remove")
    page.click("#remove .danger")
    assert page.locator("#remove[open]").is_visible()  # a reason is owed
    page.fill("#remove [name=reason]", "传错了案卷")
    page.click("#remove .danger")
    page.wait_for_selector(f"[data-paper-tab='{paper}']", state="detached")
    assert page.locator("[data-paper-tab]").count() == 2
    assert page.locator(".paper-readings").count() == 2

    menu(page, ".filing-menu", "delete")
    page.fill("#delete [name=reason]", "重复上传")
    page.check("#delete [name=sure]")
    page.click("#delete .danger")
    page.wait_for_url(re.compile("/filings$"))
    assert page.locator("[data-row]").count() == 0
    window.quiet()
    window.context.close()


@on_sqlite
def test_a_remark_on_a_finding_stands_with_it(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    page.wait_for_selector(".finding.selected")
    page.keyboard.press("c")
    page.wait_for_selector("#decide[open]")
    page.fill("#decide textarea", "<b>请补交</b>批单")
    page.click("#decide .primary")
    remark = finding(page, FEE).locator(".comment .said")
    remark.wait_for()
    assert remark.inner_text() == "<b>请补交</b>批单"
    clerk.quiet()


@on_sqlite
def test_how_a_finding_came_about_is_unfolded_with_its_places(clerk: Watched) -> None:
    page = clerk.page
    clerk.goto(hand_in(clerk))
    card = finding(page, LATE).first
    card.locator("summary").first.click()
    chain = card.locator("details.chain")
    chain.locator("summary").click()
    chain.locator(".step.verdict").wait_for()
    assert [" ".join(t.split()) for t in chain.locator(".step.arithmetic").all_inner_texts()] == [
        "计算 签单日期2025-04-16、保险起期2025-04-20，取较晚的2025-04-20",
        "计算 保险起期2025-04-20（当日不计）+ 45日 = 2025-06-04",
        "计算 首次服务日期2025-06-27 > 2025-06-04，超过23日",
    ]
    # The step about the first service leads to the report, the one about the start to the policy.
    chain.locator(".step.fact .spot", has_text="首次服务日期").click()
    assert page.get_attribute("[data-paper-tab][aria-selected=true] >> nth=0", "title").endswith("培训小结.pdf")
    chain.locator(".step.fact .spot", has_text="保险起期").click()
    assert page.get_attribute("[data-paper-tab][aria-selected=true] >> nth=0", "title").endswith("灵璧奇石保单.pdf")
    clerk.quiet()


@on_sqlite
def test_a_paper_and_an_archive_are_opened_with_their_words(clerk: Watched, tmp_path: Path) -> None:
    page = clerk.page
    (tmp_path / "保单.docx").write_bytes(locked_docx(POLICY, WORD))
    (tmp_path / "报送.zip").write_bytes(aes_zip({"另一份.txt": "培训说明".encode()}, WORD))
    clerk.goto("/upload")
    page.set_input_files("#files", [tmp_path / "保单.docx", tmp_path / "报送.zip"])
    page.wait_for_selector("#jobs .job[data-state=done]")

    # The archive, where it was handed in: on to the upload, in which what it held is read.
    line = page.locator("#jobs .paper-line", has_text="另一份.txt")
    line.locator("[name=password]").fill(WORD)
    line.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/uploads/"))
    page.locator(".paper-line.read", has_text="另一份.txt").wait_for()
    page.wait_for_selector(".job[data-state=done]")

    # The paper, on the page of its filing: a wrong word is told in place.
    page.click(".filing-line >> text=保单.docx")
    assert "没有发现不等于通过" in page.inner_text("#findings")
    page.wait_for_load_state(
        "networkidle"
    )  # what comes after the page must not take the form away while it is filled in
    page.fill(".unlock [name=password]", "not-" + WORD)
    page.press(".unlock [name=password]", "Enter")
    page.wait_for_selector(".unlock .editor-problem:visible")
    assert "打不开" in page.inner_text(".unlock .editor-problem")
    clerk.errors.clear()  # a refusal is a line on the console, too
    page.fill(".unlock [name=password]", WORD)
    page.press(".unlock [name=password]", "Enter")
    page.locator(".text-view", has_text="PZ202434130001234567").wait_for()
    assert page.locator(".unlock").count() == 0
    clerk.quiet()


@on_sqlite
def test_a_report_used_for_two_enterprises_leads_to_the_other_filing(clerk: Watched, tmp_path: Path) -> None:
    page = clerk.page
    first = hand_in(clerk)
    shutil.copytree(SAMPLE.parent / "yueqing-contract", tmp_path / "two")
    shutil.copy(SAMPLE / "培训小结.pdf", tmp_path / "two" / "小结.pdf")
    clerk.goto("/upload")
    page.set_input_files("#folder", tmp_path / "two")
    page.wait_for_selector("#jobs .job[data-state=done]")
    page.click("#jobs .filing-line")
    shared = page.locator(".across .finding")
    assert "小结.pdf与案卷suzhou-low-fee中的培训小结.pdf疑似重复使用" in shared.locator(".sum").inner_text()
    shared.locator("summary").click()
    page.locator(".overlay .lit.chosen .lit-box").wait_for(state="visible")
    assert page.get_attribute("[data-paper-tab][aria-selected=true]", "title").endswith("小结.pdf")
    page.keyboard.press("a")  # no part of the judgement, so there is nothing to decide
    shared.locator(".other-side a").click()
    page.wait_for_url(re.compile(re.escape(first)))
    page.locator(".across .finding", has_text="案卷yueqing-contract").wait_for()
    clerk.quiet()
