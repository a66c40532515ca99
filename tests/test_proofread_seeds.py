"""Proofreading on papers of invented places: sound ones stay silent, one sown slip gives its remark and no other.

The papers and the slips are in ``tests/data/proofread``; they share no sentence with the five public notices.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.kinds import notice
from extractor.record import Record
from tests.test_notices import paper
from validators.proofread import Defect, proofread
from validators.proofread.lexicon import load

DATA = Path(__file__).parent / "data" / "proofread"
SOUND = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.txt"))}
SEEDS: dict[str, list[dict[str, Any]]] = yaml.load(
    (DATA / "seeds.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
CASES = [pytest.param(name, seed, id=f"{name}-{seed['name']}") for name, seeds in SEEDS.items() for seed in seeds]
TODAY = date(2026, 1, 15)
CLASSES_WANTED = 60


def record_of(text: str) -> Record:
    return notice.extract(paper(text))


def remarks(text: str, as_of: date | None = None) -> list[Defect]:
    return list(proofread(record_of(text), as_of=as_of))


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_paper_stays_without_remark(name: str) -> None:
    assert [(d.type, d.zh, d.lines) for d in remarks(SOUND[name], TODAY)] == []


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_one_slip_gives_its_remark_and_no_other(name: str, seed: dict[str, Any]) -> None:
    assert SOUND[name].count(seed["old"]) >= 1, seed["old"]
    found = remarks(SOUND[name].replace(seed["old"], seed["new"]))
    assert sorted({d.type for d in found}) == sorted(seed["types"]), [(d.type, d.zh) for d in found]
    lines = SOUND[name].replace(seed["old"], seed["new"]).split("\n")
    for defect in found:
        assert defect.lines
        assert all(1 <= n <= len(lines) and lines[n - 1].strip() for n in defect.lines)
        assert defect.zh
        assert defect.en


@pytest.mark.parametrize("name", SOUND)
def test_the_seeded_twin_shows_every_slip(name: str) -> None:
    """All slips of a paper sown at once, one for each place in it."""
    text, wanted = SOUND[name], set()
    for seed in SEEDS[name]:
        if seed["types"] and text.count(seed["old"]) >= 1:
            text = text.replace(seed["old"], seed["new"])
            wanted |= set(seed["types"])
    missing = wanted - {d.type for d in remarks(text)}
    # Slips hide one another (a number that is gone has no year, a department named elsewhere is no longer missing).
    assert len(missing) <= len(wanted) // 4, missing


# (name, paper, changes, types): what needs several changes, or a place that the table of regions knows.
_REAL = (("青柏县", "襄城县"), ("青政办", "襄政办"))
_QUALITY = ("江临市", "宿州市")
SEVERAL: list[tuple[str, str, tuple[tuple[str, str], ...], list[str]]] = [
    ("place_in_the_code", "opinion", _REAL, []),
    ("no_place_in_the_code", "opinion", (("青柏县", "襄城县"), ("青政办", "政办秘")), ["number_code_without_place"]),
    ("province_abbreviated", "opinion", (("青柏县", "河南省"), ("青政办", "豫政办")), []),
    (
        "body_of_no_county",
        "opinion",
        (*_REAL, ("研究解决问题。", "研究解决问题。保险监管部门应当加强对承保的监督。")),
        ["body_not_at_this_level"],
    ),
    ("body_of_a_city", "scores", (_QUALITY, ("江应急", "宿应急"), ("由市应急", "由保险监管部门和市应急")), []),
    (
        "two_ratios_of_one_fee",
        "scores",
        (
            ("（四）年度报告。", "（四）年度报告。事故预防费用不得低于保险费的15%。"),
            ("9.培训覆盖率", "9.预防费支出率=实际服务支出/应提取服务费，低于80%的，扣5分。培训覆盖率"),
        ),
        ["ratios_of_two_bases"],
    ),
    (
        "two_ratios_under_one_name",
        "scores",
        (
            ("（四）年度报告。", "（四）年度报告。事故预防费用不得低于保险费的15%。"),
            ("9.培训覆盖率", "9.费用支出率=实际支出/应提取事故预防费用，低于80%的，扣5分。培训覆盖率"),
        ),
        [],
    ),
    (
        "two_shares_of_the_premium",
        "scores",
        (
            ("（四）年度报告。", "（四）年度报告。事故预防费用不得低于保险费的15%。"),
            ("9.培训覆盖率", "9.事故预防费用低于保险费的12%的，扣1分；培训覆盖率"),
        ),
        ["shares_disagree"],
    ),
    (
        "a_scale_of_shares",
        "scores",
        (
            ("（四）年度报告。", "（四）年度报告。事故预防费用不得低于保险费的15%。"),
            (
                "9.培训覆盖率",
                "9.事故预防费用低于保险费的15%的，扣1分；事故预防费用低于保险费的10%的，扣2分；培训覆盖率",
            ),
        ),
        [],
    ),
    (
        "two_shares_by_trade",
        "scores",
        (
            ("（四）年度报告。", "（四）年度报告。事故预防费用不得低于保险费的15%。"),
            ("9.培训覆盖率", "9.建筑施工企业的事故预防费用不低于保险费的20%；培训覆盖率"),
        ),
        [],
    ),
    (
        "signer_whose_offices_are_not_addressed",
        "rules",
        (("财政局，各金融监管支局，各保险机构：", "财政局，各保险机构："),),
        ["signer_without_addressee"],
    ),
    (
        "title_of_the_predecessor",
        "rules",
        (
            (
                "《云溪市安全生产责任保险服务管理办法》（云应急〔2021〕17号）",
                "《云溪市安全生产责任保险实施细则》（云应急〔2021〕17号）",
            ),
        ),
        [],
    ),
    (
        "predecessor_but_for_one_word",
        "scores",
        (
            (
                "按附件所列标准扣分",
                "按附件所列标准扣分，《关于开展安全生产责任保险服务质量考评工作的通知》（江应急〔2023〕5号）同时废止",
            ),
            ("江临市应急管理局关于开展", "关于开展"),
        ),
        ["repealed_title_to_be_checked"],
    ),
    (
        "title_of_two_texts",
        "draft",
        (("（应急〔2025〕27号）", ""),),
        ["listed_citation_without_number", "version_not_stated"],
    ),
    (
        "title_of_one_text_then",
        "draft",
        (("（应急〔2025〕27号）", ""), ("2025", "2024"), ("2026", "2025")),
        ["listed_citation_without_number"],
    ),
    (
        "years_of_the_goals",
        "plan",
        (("2025年4月2日\n\n石桥镇安全", "2024年4月2日\n\n石桥镇安全"),),
        [
            "cited_document_later_than_own_date",
            "issue_date_contradicts_print_date",
            "own_number_year_differs",
            "year_that_the_text_supports",
        ],
    ),
    (
        "blank_in_the_title",
        "scores",
        (("开展安全生产责任保险服务质量考评的通知", "开展安全生产责任保险 服务质量考评的通知"),),
        ["title_blank"],
    ),
    ("renamed_since", "plan", (("抄送：县应急管理局", "抄送：县银保监局"),), ["body_abolished"]),
]


@pytest.mark.parametrize(("name", "changes", "types"), [c[1:] for c in SEVERAL], ids=[c[0] for c in SEVERAL])
def test_changes_that_belong_together(name: str, changes: tuple[tuple[str, str], ...], types: list[str]) -> None:
    text = SOUND[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    assert sorted({d.type for d in remarks(text)}) == types


def test_the_seeds_cover_most_classes() -> None:
    classes = {kind for seeds in SEEDS.values() for seed in seeds for kind in seed["types"]}
    classes |= {kind for *_, types in SEVERAL for kind in types}
    assert len(classes) >= CLASSES_WANTED
    near = [seed for seeds in SEEDS.values() for seed in seeds if not seed["types"]]
    assert len(near) >= 20


def test_a_draft_never_yields_an_error() -> None:
    text = SOUND["draft"]
    for seed in SEEDS["draft"]:
        text = text.replace(seed["old"], seed["new"])
    text += "一、甲类（10分）\n1.未报送的，扣20分。\n2.未整改的，扣10分。\n二、乙类（10分）\n3.未培训的，扣10分。\n"
    found = remarks(text)
    assert len(found) >= 8
    assert "error" not in {d.severity for d in found}


def test_lists_of_words_are_wider_than_the_public_notices() -> None:
    """The words are data, and most of them stand in none of the papers here."""
    everything = "".join(SOUND.values())
    assert len(load("confusions")["slips"]) >= 150
    assert len(load("sectors")["sectors"]) >= 12
    assert len(load("organs")["abolished"]) >= 8
    assert sum(1 for name in load("wording")["bodies_to_introduce"] if name in everything) < 8


# Words in which a slip seems to stand and which are sound: characters of two words that meet.
SOUND_WORDS = (
    "保险标的的安全状况 给予警告 不予案件受理 以经济手段 恢复盖章 超过份额 组成份额 自己经营 工作到位 既使企业受益又使职工受益 "
    "按排名公布 按排放量缴费 设备按期检验 总结按月报送 日报消息 上报消防机构 交付主任签收 月份内工作 登记律师 免费律师 "
    "截止2025年5月1日报名 台风登陆后 若干予以支持 发改委推委托事项 给予算法支持 做为民办实事的好干部 反应情况 化学反应 目的的实现"
)


@pytest.mark.parametrize("words", SOUND_WORDS.split())
def test_sound_words_are_no_slips(words: str) -> None:
    found = remarks(SOUND["plan"].replace("形成报告。", f"形成报告，{words}。"))
    assert "slip_of_the_pen" not in {d.type for d in found}, [(d.zh, d.quotes) for d in found]
