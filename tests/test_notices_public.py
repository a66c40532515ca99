"""The metadata of five public notices, field by field (dossier, table A.0); what a notice does not print is absent.

The committed skeletons always run; the originals too where a directory ``shared/notices`` stands beside the checkout.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.kinds import notice
from extractor.record import Record
from tests.test_notices import paper

SKELETONS = Path(__file__).parent / "data" / "notices"
ORIGINALS = Path(__file__).parents[2] / "shared" / "notices"

DRAFT = "乐清市关于推进镇街全域工矿行业企业安责险试点工作的方案（征求意见稿）"
ACTION = (
    "应急管理部办公厅国家金融监督管理总局办公厅关于充分发挥安全生产责任保险功能作用"
    "助力全国重大事故隐患专项排查整治2023行动的通知"
)
STANDARD = "安全生产责任保险事故预防技术服务规范"
ABSENT = None

EXPECTED: dict[str, dict[str, Any]] = {
    "suzhou": {
        "title": "关于规范和加强安全生产责任保险工作的通知",
        "genre": "通知",
        "issued_title": ABSENT,
        "stage": "正式",
        "binding": True,
        "issuers": (
            "宿州市应急管理局",
            "宿州市经济和信息化局",
            "宿州市住房和城乡建设局",
            "宿州市交通运输局",
            "宿州市农业农村局",
            "宿州市水利局",
            "国家金融监督管理总局宿州监管分局",
        ),
        "doc_number": "应急监二〔2023〕84号",
        "date_issued": date(2023, 10, 30),
        "date_printed": ABSENT,
        "effective_from": date(2024, 1, 1),
        "effective_to": ABSENT,
        "repeals": ("应急监二〔2020〕22号",),
        "region_code": "341300",
        "jurisdiction": "宿州市",
        "addressees": (
            "各县（区）应急管理局、经信局、住建局、交通运输局、农业农村局、水利局",
            "各园区相关部门",
            "各保险机构",
        ),
        "attachments": ("宿州市安全生产责任保险服务质量评价细则",),
        "cc": ABSENT,
        "print_office": ABSENT,
    },
    "zhoucun": {
        "title": "关于开展全区高危行业强制实施安全生产责任保险试点工作的通知",
        "genre": "通知",
        "stage": "正式",
        "binding": True,
        "issuers": ("周村区人民政府办公室",),
        "doc_number": ABSENT,
        "date_issued": date(2018, 8, 5),
        "date_printed": date(2018, 8, 5),
        "print_office": "周村区人民政府办公室",
        "effective_from": ABSENT,
        "effective_to": ABSENT,
        "repeals": ABSENT,
        "region_code": "370306",
        "jurisdiction": "淄博市周村区",
        "addressees": ("各镇政府、街道办事处", "周村经济开发区管委会", "区政府各部门", "有关单位", "各有关企业"),
        "attachments": ABSENT,
        "cc": ("区委各部门", "区人大办", "区政协办", "区人武部", "区法院", "区检察院", "各人民团体"),
    },
    "baiguan": {
        "title": "关于印发《上虞区百官街道安全生产责任保险制度推进工作方案》的通知",
        "genre": "印发通知",
        "issued_title": "上虞区百官街道安全生产责任保险制度推进工作方案",
        "issued_genre": "工作方案",
        "stage": "正式",
        "binding": True,
        "issuers": ("绍兴市上虞区百官街道办事处",),
        "doc_number": ABSENT,
        "date_issued": date(2020, 7, 13),
        "date_printed": date(2021, 7, 13),
        "print_office": "百官街道党政综合办公室",
        "effective_from": ABSENT,
        "effective_to": ABSENT,
        "repeals": ABSENT,
        "region_code": "330604001",
        "jurisdiction": "绍兴市上虞区百官街道",
        "addressees": ("各生产经营单位",),
        "attachments": ABSENT,
        "cc": ("区应急管理局", "区安全生产委员会"),
    },
    "xiangcheng": {
        "title": "襄城县安全生产委员会关于印发《襄城县推进安全生产责任保险工作实施方案》的通知",
        "genre": "印发通知",
        "issued_title": "襄城县推进安全生产责任保险工作实施方案",
        "issued_genre": "实施方案",
        "stage": "正式",
        "binding": True,
        "issuers": ("襄城县安全生产委员会",),
        "doc_number": "襄安委〔2024〕6号",
        "date_issued": ABSENT,
        "date_printed": ABSENT,
        "print_office": ABSENT,
        "effective_from": ABSENT,
        "effective_to": ABSENT,
        "repeals": ABSENT,
        "region_code": "411025",
        "jurisdiction": "许昌市襄城县",
        "addressees": ("各乡镇人民政府、街道办事处", "先进制造业开发区管委会、特色商业区管委会", "县安委会各成员单位"),
        "attachments": ABSENT,
        "cc": ABSENT,
    },
    "yueqing": {
        "title": f"关于《{DRAFT}》的起草说明",
        "genre": "起草说明",
        "stage": "征求意见稿",
        "binding": False,
        "issuers": ABSENT,
        "issuer_guess": "乐清市应急管理局",
        "doc_number": ABSENT,
        "date_issued": ABSENT,
        "date_printed": ABSENT,
        "print_office": ABSENT,
        "effective_from": ABSENT,
        "effective_to": ABSENT,
        "repeals": ABSENT,
        "region_code": "330382",
        "jurisdiction": "乐清市",
        "addressees": ABSENT,
        "attachments": ABSENT,
        "cc": ABSENT,
    },
}

CITED: dict[str, set[tuple[str | None, str | None]]] = {
    "suzhou": {
        (None, "中华人民共和国安全生产法"),
        ("AQ 9010-2019", STANDARD),
        ("安监总办〔2017〕140号", "国家安全监管总局 保监会 财政部关于印发〈安全生产责任保险实施办法〉的通知"),
        ("应急监二〔2020〕22号", "关于进一步规范和加强安全生产责任保险的通知"),
    },
    "zhoucun": {("淄政办字〔2018〕16号", "关于开展全市高危行业强制实施安全生产责任保险试点工作的通知")},
    "baiguan": {
        ("虞安办〔2021〕29号", "上虞区安全生产委员会办公室关于进一步做好安全生产责任保险推行工作的通知"),
        ("浙应急法规〔2020〕9号", None),
        ("AQ 9010-2019", STANDARD),
    },
    "xiangcheng": {
        (None, "中华人民共和国安全生产法"),
        (None, "河南省安全生产条例"),
        (None, "安全生产责任保险实施办法"),
        (None, "河南省推进安全生产责任保险工作实施意见"),
        (None, "许昌市推进安全生产责任保险工作实施方案"),
        (None, "事故预防技术服务规范"),
    },
    "yueqing": {
        (None, "中华人民共和国安全生产法"),
        ("浙应急法规〔2020〕9号", "关于进一步推进全省安全生产责任保险规范化工作的通知"),
        (None, "安全生产责任保险实施办法"),
        (None, ACTION),
        ("AQ 4128-2019", "温州市安委办关于进一步推进全市安全生产责任保险工作的通知"),
    },
}


def sources() -> list[Any]:
    found = [pytest.param(name, SKELETONS / f"{name}.txt", id=f"skeleton-{name}") for name in EXPECTED]
    order = ("baiguan", "zhoucun", "xiangcheng", "suzhou", "yueqing")
    for number, name in enumerate(order):
        found += [pytest.param(name, p, id=f"original-{name}") for p in sorted(ORIGINALS.glob(f"00{number}_*.txt"))]
    return found


def read(path: Path) -> Record:
    return notice.extract(paper(path.read_text(encoding="utf-8"), path.name))


@pytest.mark.parametrize(("name", "path"), sources())
def test_metadata_is_exact(name: str, path: Path) -> None:
    record = read(path)
    found = {field: record.value(field) for field in EXPECTED[name]}
    assert found == EXPECTED[name]


@pytest.mark.parametrize(("name", "path"), sources())
def test_cited_papers_are_exact(name: str, path: Path) -> None:
    assert {(r.value("doc_number"), r.value("title")) for r in read(path).rows("citations")} == CITED[name]


@pytest.mark.parametrize(("name", "path"), sources())
def test_values_stand_on_their_lines(name: str, path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for field, reading in read(path).fields.items():
        assert reading.span.where is not None, field
        words = reading.span.text.split("\n")[0]
        assert words
        assert words in lines[int(reading.span.where[1:-1]) - 1], field


def test_contradicted_date_keeps_its_rival() -> None:
    issued = read(SKELETONS / "baiguan.txt").fields["date_issued"]
    assert [r.value for r in issued.rivals] == [date(2021, 7, 13)]
    assert issued.confidence < 0.6


@pytest.mark.parametrize(("name", "path"), sources())
def test_each_scores_as_a_notice(name: str, path: Path) -> None:
    assert notice.score(paper(path.read_text(encoding="utf-8")))[0] >= (0.4 if name == "yueqing" else 0.6)
