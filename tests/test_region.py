"""Regions in addresses, branch names and issuers; document numbers in sentences."""

from __future__ import annotations

import time

import pytest

from extractor.values import doc_number, region, region_table

PLACES = [
    ("安徽省宿州市埇桥区汴北街道人民北路102号", "341302", "宿州市埇桥区"),
    ("安徽省 宿州市 灵璧县灵城镇迎宾大道13号", "341323", "宿州市灵璧县"),
    ("山东省淄博市周村区永安街街道府前街109号", "370306", "淄博市周村区"),
    ("河南省许昌市襄城县紫云镇创业路288号", "411025", "许昌市襄城县"),
    ("湖北省襄阳市襄城区檀溪路1号", "420602", "襄阳市襄城区"),
    ("浙江省绍兴市上虞区百官街道迎宾大道64号", "330604001", "绍兴市上虞区百官街道"),
    ("浙江省乐清市北白象镇人民北路284号", "330382", "乐清市"),
    ("浙江省温州市乐清市北白象镇", "330382", "温州市乐清市"),
    ("浙江省乐清市磐石镇迎宾大道130号", "330382125", "乐清市"),
    ("山东省潍坊市昌邑市柳疃镇创业路21号", "370786", "潍坊市昌邑市"),
    ("河南省洛阳市偃师区顾县镇", "410307", "洛阳市偃师区"),
    ("河南省洛阳市偃师市首阳山镇", "410381", "洛阳市偃师市"),
    ("江苏省苏州市吴江区平望镇经六路378号", "320509", "苏州市吴江区"),
    ("湖北省潜江市园林路2号", "429005", "潜江市"),
    ("上海市浦东新区张江路1号", "310115", "上海市浦东新区"),
    ("内蒙古鄂尔多斯市准格尔旗薛家湾镇", "150622", "鄂尔多斯市准格尔旗"),
    ("新疆维吾尔自治区石河子市北泉镇", "659001", "石河子市"),
    ("南京市鼓楼区中山路1号", "320106", "南京市鼓楼区"),
    ("浙江乐清柳市镇", "330382", "乐清市"),
    ("安徽省宿州市高新技术产业开发区金泰路5号", "341300", "宿州市"),
    ("淄博市周村经济开发区创业路1号", "370306", "淄博市周村区"),
    ("南京市北京东路5号", "320100", "南京市"),
    ("长沙市长沙县星沙街道", "430121", "长沙市长沙县"),
]

BRANCHES = [
    ("中国人寿财产保险股份有限公司宿州中心支公司", "341300"),
    ("中国平安财产保险股份有限公司周村支公司", "370306"),
    ("鼎衡财产保险股份有限公司灵璧支公司", "341323"),
    ("中国平安财产保险股份有限公司萧县支公司", "341322"),
    ("中国人民财产保险股份有限公司上虞支公司", "330604"),
    ("中国太平洋财产保险股份有限公司上海分公司", "310000"),
    ("永安财产保险股份有限公司合肥中心支公司", "340100"),
    ("中国人民财产保险股份有限公司淄博市周村支公司", "370306"),
    ("平安财险长沙支公司", "430100"),
    ("国家金融监督管理总局宿州监管分局", "341300"),
    ("襄城县安全生产委员会", "411025"),
    ("绍兴市上虞区百官街道办事处", "330604001"),
]


@pytest.mark.parametrize(("text", "code", "label"), PLACES)
def test_address_to_region(text: str, code: str, label: str) -> None:
    found = region.find(text)
    assert found is not None
    assert (found.code, found.label) == (code, label)


@pytest.mark.parametrize(("text", "code"), BRANCHES)
def test_branch_or_organ_to_region(text: str, code: str) -> None:
    found = region.find(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "鼓楼区",
        "鼎衡财产保险股份有限公司襄城支公司",
        "华安财产保险股份有限公司",
        "平安集团有限公司",
        "上海路23号",
        "北京东路5号",
        "中国太平洋财产保险股份有限公司",
        "中华人民共和国",
        "新华印刷有限公司",
        "各生产经营单位",
    ],
)
def test_no_place_by_chance(text: str) -> None:
    assert region.find(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("安徽省宿州市埔桥区汴北街道人民北路102号", "341302"),
        ("安徽省宿洲市埇桥区", "341302"),
        ("山东省淄博市周衬区王村镇", "370306"),
        ("江苏省泰州市高新区药城大道1号", "321200"),  # not 高港区
        ("许昌市襄城区", "411000"),  # another kind of county is no misreading
        ("安徽省宿州市肖县龙城镇", "341300"),  # too short to tell 萧县 from 泗县
    ],
)
def test_one_misread_character(text: str, code: str) -> None:
    found = region.find(text)
    assert found is not None
    assert found.code == code


def test_namesakes_are_told_and_decided_by_context() -> None:
    branch = "鼎衡财产保险股份有限公司襄城支公司"
    assert [r.code for r in region.candidates(branch)] == ["411025", "420602"]
    for within, code in [("411000", "411025"), ("410000", "411025"), ("420600", "420602"), ("411025", "411025")]:
        found = region.find(branch, within=within)
        assert found is not None
        assert found.code == code


def test_chain_and_prefix() -> None:
    assert region.chain("330604001") == ("浙江省", "绍兴市", "上虞区", "百官街道")
    assert region.chain("999999") == ()
    assert [region.prefix(c) for c in ("340000", "341300", "341302", "330604001")] == [
        "34",
        "3413",
        "341302",
        "330604001",
    ]
    inside = region.by_code("341302")
    assert inside is not None
    assert inside.inside("341300")
    assert not inside.inside("370000")


def test_every_current_region_finds_itself_by_its_full_name() -> None:
    wrong = []
    for code in region_table.table().names:
        found = region.find("".join(region.chain(code)))
        if found is None or found.code != code:
            wrong.append((code, region.chain(code), found))
    assert wrong == []


def test_find_is_cheap() -> None:
    texts = [place for place, _, _ in PLACES]
    region.find(texts[0])
    start = time.perf_counter()
    for text in texts * 20:
        region.candidates.__wrapped__(text)
    assert (time.perf_counter() - start) / (
        len(texts) * 20
    ) < 0.0005  # 0.1 ms wanted, five times that on a busy machine


NUMBERS = [
    ("根据《通知》（淄政办字〔2018〕16号）精神", "淄政办字〔2018〕16号"),
    ("按浙应急法规[2020]9号规定的", "浙应急法规〔2020〕9号"),
    ("应急监二【2023】84号", "应急监二〔2023〕84号"),
    ("襄安委﹝2024﹞6 号", "襄安委〔2024〕6号"),
    ("依据应急厅函（2024）322号文", "应急厅函〔2024〕322号"),
    ("应急监二 〔 ２０２０ 〕 22 号同时废止", "应急监二〔2020〕22号"),
    ("和政办〔2024〕3号", "和政办〔2024〕3号"),
    ("皖经信安全〔2023〕1号", "皖经信安全〔2023〕1号"),
    ("执行（AQ9010-2019）的要求", "AQ 9010-2019"),
    ("AQ 9010.4—2026", "AQ 9010.4-2026"),
    ("GB/T 9704－2012", "GB/T 9704-2012"),
]


@pytest.mark.parametrize(("text", "canonical"), NUMBERS)
def test_number_in_sentence(text: str, canonical: str) -> None:
    [(start, stop, number)] = doc_number.find_all(text)
    assert number.canonical == canonical
    assert text[start:stop] == number.raw
    assert doc_number.parse(canonical) == number


@pytest.mark.parametrize(
    "text", ["合同号（2024）12号", "2024年12号", "〔2024〕6号", "保单号ABC-2019", "13800138000", "AQ 9010"]
)
def test_no_number(text: str) -> None:
    assert doc_number.find_all(text) == []


def test_brackets_are_equal_but_kept() -> None:
    square, round_ = doc_number.parse("虞安办[2021]29号"), doc_number.parse("虞安办〔2021〕29号")
    assert square is not None
    assert round_ is not None
    assert square == round_
    assert (square.bracket, round_.bracket) == ("[", "〔")
    assert square != doc_number.parse("虞安办〔2020〕29号")
