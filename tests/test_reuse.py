"""One proof used twice: across filings of several enterprises, and one paper handed in twice. Expected by reading the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from extractor.likeness import Likeness, Look, of_words
from extractor.record import Record
from tests import filings as kit
from validators import archive, assemble
from validators.archive.owner import Owner
from validators.facts import Filing
from validators.finding import Finding, Severity, Verdict
from validators.say import say

HAZARDS = (
    {"description": "二层配电室电缆桥架穿墙孔洞未做防火封堵", "advice": "用防火泥封堵", "level": "一般"},
    {"description": "冲压车间东侧疏散通道堆放半成品托盘", "advice": "清空通道", "level": "一般"},
    {"description": "液氨储罐区喷淋阀门锈蚀无法开启", "advice": "更换阀门", "level": "重大"},
)
OTHER_HAZARDS = (
    {"description": "焊接工位氧气瓶与乙炔瓶间距不足五米", "advice": "分开存放", "level": "一般"},
    {"description": "叉车作业区域未设置人车分流标线", "advice": "划线", "level": "一般"},
    {"description": "危废暂存间未设置泄漏液体收集沟", "advice": "增设收集沟", "level": "一般"},
)
GREEN, RED = "宿州青禾锻造有限公司", "宿州红岩铸件有限公司"
RED_CODE = "91341302MA2N0J7X1Q"


def report(path: str, hazards: Sequence[Any] = HAZARDS, sha: str = "", **changes: Any) -> Record:
    made = kit.report(path, hazards=hazards, **changes)
    words = [*(str(r.value) for r in made.fields.values()), *(h["description"] for h in hazards)]
    return replace(made, sha256=sha or f"sha-{path}-{changes}-{len(hazards)}", likeness=of_words(words))


def filing(name: str, *papers: Record, client: str = GREEN, uscc: str = "91341302058536289U", **changes: Any) -> Filing:
    changes.setdefault("policy_no", f"PX-{name}-0001")
    policy = kit.policy(policyholder=client, insured=client, uscc=uscc, **changes)
    return assemble([policy, *papers], None, name)


def red(name: str, *papers: Record) -> Filing:
    return filing(name, *papers, client=RED, uscc=RED_CODE)


def found(filings: Sequence[Filing], type_: str = "evidence_reused") -> dict[str, list[Finding]]:
    by_index = archive.across(filings)
    return {f.filing_id: [x for x in by_index.get(i, ()) if x.type == type_] for i, f in enumerate(filings)}


def told(filings: Sequence[Filing], type_: str = "evidence_reused") -> dict[str, list[tuple[Verdict, Severity, str]]]:
    return {
        name: [(x.verdict, x.severity, x.params["likeness"]) for x in items]
        for name, items in found(filings, type_).items()
    }


def test_one_report_in_filings_of_two_enterprises_warns_where_it_names_another() -> None:
    pair = [filing("A", report("a.pdf", sha="x")), red("B", report("b.pdf", sha="x"))]
    assert told(pair) == {
        "A": [(Verdict.VIOLATED, Severity.NOTE, "same_bytes")],  # the enterprise that it names has it by right
        "B": [(Verdict.VIOLATED, Severity.WARNING, "same_bytes")],
    }
    (finding,) = found(pair)["B"]
    assert (finding.params["other_filing"], finding.params["other_paper"]) == ("A", "a.pdf")
    assert finding.evidence[0].path == "b.pdf"
    assert finding.evidence[0].span is not None
    assert "b.pdf与案卷A中的a.pdf重复使用（文件逐字节相同）" in say(finding)


def test_copies_that_lie_without_any_policy_are_no_use_for_another() -> None:
    both = [assemble([report(f"{name}.pdf", sha="one")], None, name) for name in ("一", "二")]
    assert not any(told(both).values())


def test_one_report_scanned_anew_is_told_by_what_it_says() -> None:
    again = report("b.jpg", sha="y")
    pair = [filing("A", report("a.pdf", sha="x")), red("B", replace(again, likeness=report("a.pdf").likeness))]
    assert [item[2] for items in told(pair).values() for item in items] == ["same_paper", "same_paper"]


def test_two_copies_of_one_form_filled_in_for_two_visits_are_two_papers() -> None:
    pair = [
        filing("A", report("a.pdf")),
        red("B", report("b.pdf", OTHER_HAZARDS, report_no="FW-24-032", client=RED, service_start=date(2024, 4, 19))),
    ]
    assert told(pair) == {"A": [], "B": []}


def test_list_of_hazards_copied_for_another_enterprise_on_the_same_day_is_a_warning_in_both() -> None:
    pair = [filing("A", report("a.pdf")), red("B", report("b.pdf", report_no="FW-24-077", client=RED))]
    expected = [(Verdict.VIOLATED, Severity.WARNING, "same_visit")]
    assert told(pair) == {"A": expected, "B": expected}
    places = [(place.path, place.field) for place in found(pair)["B"][0].evidence]
    assert places == [("b.pdf", "report_no"), *[("b.pdf", "hazards")] * 3, ("A/a.pdf", "report_no")]


@pytest.mark.parametrize(
    "changes",
    [{"service_start": date(2024, 5, 9)}, {"experts": ("丙某",)}, {"experts": None}],
    ids=["another day", "other experts", "experts unread"],
)
def test_list_copied_otherwise_is_left_to_a_person(changes: dict[str, Any]) -> None:
    pair = [filing("A", report("a.pdf")), red("B", report("b.pdf", report_no="FW-24-077", client=RED, **changes))]
    assert told(pair)["B"] == [(Verdict.UNDECIDED, Severity.WARNING, "same_hazards")]
    assert "请人工比对" in say(found(pair)["B"][0])
    assert not found(pair)["B"][0].matters


def test_a_list_copied_with_other_marks_is_a_copy_and_in_another_order_a_question() -> None:
    marked = [{**h, "description": f"{h['description']}；".replace("未", "，未")} for h in HAZARDS]
    verdicts = []
    for listed in (marked, marked[::-1]):
        copy = report("b.pdf", listed, report_no="FW-24-077", client=RED)
        verdicts += [item[0] for item in told([filing("A", report("a.pdf")), red("B", copy)])["B"]]
    assert verdicts == [Verdict.VIOLATED, Verdict.UNDECIDED]


def test_the_same_phrases_of_two_agencies_in_another_order_are_chance() -> None:
    other: dict[str, Any] = {
        "service_start": date(2024, 8, 2),
        "experts": ("丙某",),
        "service_org": "皖北安评技术有限公司",
    }
    turned = report("b.pdf", HAZARDS[::-1], report_no="FW-24-077", client=RED, **other)
    assert told([filing("A", report("a.pdf")), red("B", turned)]) == {"A": [], "B": []}


def test_a_copy_in_which_one_hazard_was_misread_is_for_a_person() -> None:
    more = {"description": "危废暂存间未设置泄漏液体收集沟槽", "advice": "增设收集沟", "level": "一般"}
    listed = [*HAZARDS, more]
    touched = [*HAZARDS, {**more, "description": "危废暂存问未设置泄漏液体收集沟槽"}]
    pair = [filing("A", report("a.pdf", listed)), red("B", report("b.pdf", touched, report_no="FW-24-077", client=RED))]
    assert told(pair)["B"] == [(Verdict.UNDECIDED, Severity.WARNING, "near_hazards")]
    later = report("b.pdf", touched, report_no="FW-24-077", client=RED, service_start=date(2024, 8, 2))
    assert told([pair[0], red("B", later)])["B"] == []


def test_stock_phrases_of_an_agency_prove_no_copying() -> None:
    third = filing(
        "C", report("c.pdf", [HAZARDS[0], *OTHER_HAZARDS], client="宿州蓝天包装有限公司", report_no="FW-24-090"),
        client="宿州蓝天包装有限公司", uscc="91341302MA2T6K3F8B",
    )  # fmt: skip
    pair = [filing("A", report("a.pdf")), red("B", report("b.pdf", report_no="FW-24-077", client=RED)), third]
    assert told(pair)["B"] == [(Verdict.UNDECIDED, Severity.WARNING, "same_hazards")]
    assert told(pair)["C"] == []


def test_two_hazards_alike_are_chance() -> None:
    pair = [
        filing("A", report("a.pdf", HAZARDS[:2])),
        red("B", report("b.pdf", HAZARDS[:2], report_no="FW-24-077", client=RED)),
    ]
    assert told(pair) == {"A": [], "B": []}


def test_lecture_for_several_enterprises_is_not_decided() -> None:
    lecture = {"service_types": ("training",), "client": None}
    pair = [filing("A", report("a.pdf", (), "x", **lecture)), red("B", report("b.pdf", (), "x", **lecture))]
    assert {item[0] for items in told(pair).values() for item in items} == {Verdict.UNDECIDED}


@pytest.mark.parametrize("client", [f"{GREEN}、{RED}", "百官街道辖区企业", None])
def test_report_on_several_enterprises_is_not_decided(client: str | None) -> None:
    pair = [filing("A", report("a.pdf", sha="x", client=client)), red("B", report("b.pdf", sha="x", client=client))]
    assert {item[0] for items in told(pair).values() for item in items} == {Verdict.UNDECIDED}


def test_a_lecture_that_names_both_has_both_by_right() -> None:
    def lecture(path: str) -> Record:
        made = report(path, (), "x", service_types=("training",), client=GREEN)
        return replace(made, tables={**made.tables, "clients_beside": kit.rows([{"name": RED}])})

    pair = [filing("A", lecture("a.pdf")), red("B", lecture("b.pdf"))]
    assert {item[:2] for items in told(pair).values() for item in items} == {(Verdict.UNDECIDED, Severity.NOTE)}


def test_one_enterprise_may_use_its_report_under_two_policies() -> None:
    pair = [filing("A", report("a.pdf", sha="x")), filing("B", report("b.pdf", sha="x"))]
    assert told(pair) == {"A": [], "B": []}


def test_filing_without_a_policy_is_of_nobody_known() -> None:
    pair = [filing("A", report("a.pdf", sha="x")), assemble([report("b.pdf", sha="x")], None, "B")]
    assert {item[0] for items in told(pair).values() for item in items} == {Verdict.UNDECIDED}


@pytest.mark.parametrize("kind", ["fee_ledger", "claim_record", "notice", "roster", "unknown", "invoice"])
def test_papers_of_many_may_lie_in_many_filings(kind: str) -> None:
    paper = Record("同一份.pdf", "x", kind)
    assert told([filing("A", paper), red("B", paper)]) == {"A": [], "B": []}


def test_one_list_twice_for_two_visits_of_one_enterprise_is_not_decided() -> None:
    second = report("b.pdf", report_no="FW-24-077", service_start=date(2024, 8, 2))
    assert {item[0] for item in told([filing("A", report("a.pdf"), second)])["A"]} == {Verdict.UNDECIDED}
    two = [filing("A", report("a.pdf")), filing("B", report("b.pdf", report_no="F-77", service_start=date(2024, 8, 2)))]
    assert {item[0] for items in told(two).values() for item in items} == {Verdict.UNDECIDED}


def photo(path: str, look: Look) -> Record:
    return Record(
        path, f"sha-{path}", "unknown", pages=1, page_sizes=((400.0, 300.0),), likeness=Likeness(photos=((1, look),))
    )


def test_photo_in_filings_of_two_enterprises_is_for_a_person_to_look_at() -> None:
    shades, slopes = 0x123456789ABCDEF0, 0x0F1E2D3C4B5A6978
    pair = [
        filing("A", photo("现场.jpg", Look(shades, slopes))),
        red("B", photo("照片.jpg", Look(shades ^ 5, slopes ^ 48))),
    ]
    assert told(pair)["B"] == [(Verdict.UNDECIDED, Severity.WARNING, "same_photo")]
    (finding,) = found(pair)["B"]
    assert (finding.evidence[0].path, finding.evidence[0].span and finding.evidence[0].span.page) == ("照片.jpg", 1)
    assert told([pair[0], red("B", photo("照片.jpg", Look(~shades & 2**64 - 1, slopes)))])["B"] == []


def test_a_paper_handed_in_twice_is_a_note_and_no_second_use() -> None:
    again = replace(report("b.jpg", sha="y"), likeness=report("a.pdf").likeness)
    one = filing("A", report("a.pdf", sha="x"), again, report("c.pdf", sha="x"))
    assert told([one], "paper_twice")["A"] == [
        (Verdict.VIOLATED, Severity.NOTE, "same_paper"),
        (Verdict.VIOLATED, Severity.NOTE, "same_bytes"),
    ]
    assert told([one])["A"] == []


def test_a_copy_in_the_same_filing_is_named_once() -> None:
    pair = [filing("A", report("a.pdf", sha="x"), report("c.pdf", sha="x")), red("B", report("b.pdf", sha="x"))]
    assert [(f.params["paper"], f.params["other_paper"]) for f in found(pair)["A"]] == [("a.pdf", "b.pdf")]
    assert [(f.params["other_filing"], f.params["other_paper"]) for f in found(pair)["B"]] == [("A", "a.pdf")]


def test_next_ledger_is_not_the_ledger_twice() -> None:
    words = of_words([f"2024年4月{day}日支出培训费{day}00元" for day in range(1, 29)])
    ledgers = [Record(f"{n}.xlsx", f"sha{n}", "fee_ledger", likeness=words) for n in (1, 2)]
    assert told([filing("A", *ledgers)], "paper_twice")["A"] == []


def test_many_filings_name_few_others() -> None:
    many = [
        filing(
            f"F{n:03}",
            report("a.pdf", sha="x", client="各企业"),
            client=f"{chr(0x4E00 + 7 * n) * 6}厂",
            uscc=f"CODE{n:014}",
        )
        for n in range(60)
    ]
    assert all(len(items) == 1 and len(items[0].params["other_filing"]) == 5 for items in found(many).values())


@pytest.mark.parametrize(
    ("one", "two", "strangers"),
    [
        (GREEN, RED, True),
        (GREEN, f"{GREEN}灵璧分公司", False),
        ("宿州青禾锻造有限公司", "宿州青禾锻造有限公可", False),  # one character misread
    ],
)
def test_who_is_a_stranger(one: str, two: str, strangers: bool) -> None:
    owners = [Owner(frozenset([name]), frozenset(), frozenset()) for name in (one, two)]
    assert owners[0].stranger_to(owners[1]) is strangers
    assert owners[0].stranger_to(Owner(frozenset(), frozenset(), frozenset())) is None
