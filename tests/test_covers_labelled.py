"""Lists of covers whose sums each carry a label of their own, in every shape that such a list is printed in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractor import examine

LABELS = ("每人限额", "每次事故限额", "累计限额", "保险费")
# A name, what a person, an accident and all accidents are paid, the premium
COVERS = (
    ("主险：从业者身故伤残", "100万元", "500万元", "1000万元", "56,703.00元"),
    ("救治医药费用", "10万元", "/", "/", "6,577.00元"),
    ("第三者死伤责任", "/", "100万元", "100万元", "2,084.00元"),
    ("应诉费用保障", "", "30万元", "30万元", "187.00元"),
)
PRINTED = [
    ("employee_injury", 1000000, 5000000, 10000000, 56703),
    ("medical", 100000, None, None, 6577),
    ("third_party_injury", None, 1000000, 1000000, 2084),
    ("legal", None, 300000, 300000, 187),
]
Cover = tuple[str, ...]


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def told(cover: Cover, mark: str, between: str) -> str:
    return between.join(f"{label}{mark}{value}" for label, value in zip(LABELS[:3], cover[1:4], strict=True) if value not in ("", "/"))  # fmt: skip


def over_the_value(number: int, cover: Cover) -> str:
    pairs = zip((f"保险责任{number}", *LABELS), cover, strict=True)
    return row(*(f"{label}<br>{value}" for label, value in pairs))


def over_the_value_beside_a_bare_name(_: int, cover: Cover) -> str:
    return row(cover[0], *(f"{label}<br>{value}" for label, value in zip(LABELS, cover[1:], strict=True)))


def before_the_value(_: int, cover: Cover) -> str:
    return row(cover[0], *(f"{label}：{value}" for label, value in zip(LABELS, cover[1:], strict=True)))


def in_the_cell_to_the_left(_: int, cover: Cover) -> str:
    return row(cover[0], *(text for pair in zip(LABELS, cover[1:], strict=True) for text in pair))


def in_the_rows_that_the_name_spans(_: int, cover: Cover) -> str:
    pairs = list(zip(LABELS, cover[1:], strict=True))
    return f"<tr><td rowspan=4>{cover[0]}</td>{row(*pairs[0])[4:]}{''.join(row(*pair) for pair in pairs[1:])}"


def limits_in_one_cell_and_a_bare_premium(number: int, cover: Cover) -> str:
    head = row("项目", "承保条件", "保险费") if number == 1 else ""
    return head + row(cover[0], told(cover, "", "，"), cover[4])


def lines_of_one_cell(_: int, cover: Cover) -> str:
    return row(cover[0], told(cover, "：", "<br>"), f"保费{cover[4]}")


def as_a_scan_reads_it(number: int, cover: Cover) -> str:
    """Labels with a character wrong, as by OCR: columns alone would tell the premiums and no more."""
    wrong = {"保险责任": "保险员任", "每次事故限额": "每次丰故限额"}
    html = over_the_value(number, cover)
    for right, read in wrong.items():
        html = html.replace(right, read)
    return html


@pytest.mark.parametrize(
    "shape",
    [
        over_the_value,
        over_the_value_beside_a_bare_name,
        before_the_value,
        in_the_cell_to_the_left,
        in_the_rows_that_the_name_spans,
        limits_in_one_cell_and_a_bare_premium,
        lines_of_one_cell,
        as_a_scan_reads_it,
    ],
)
def test_every_sum_of_a_cover_is_read_under_its_own_label(shape: Callable[[int, Cover], str]) -> None:
    table = "".join(shape(number, cover) for number, cover in enumerate(COVERS, 1))
    total = row("保险费合计<br>¥65,551.00", "人民币大写<br>人民币陆万伍仟伍佰伍拾壹元整")
    page = f"<meta charset=utf-8><body><p>安全生产责任保险保险单</p><table>{table}{total}</table>"
    record = examine([("保单.html", page.encode())])
    columns = ("code", "per_person", "per_accident", "aggregate", "premium")
    read = [tuple(r.value(c) for c in columns) for r in record.tables["coverages"]]
    assert read == [tuple(Decimal(v) if isinstance(v, int) else v for v in printed) for printed in PRINTED]


def test_a_sentence_that_leads_to_the_list_tells_its_units() -> None:
    """A unit for limits and one for premiums in the last bracket; an enterprise called 贵单位 is no unit of sums."""
    led = (
        "<p>一、贵单位现有职工130人。</p><p>二、期间一年。</p><p>三、每人死亡伤残责任限额50万元，每次事故责任限额400万元，累计责任限额800万元，"
        "每次事故免赔额1,000.00元，各项责任另见下表（限额单位：万元；保费单位：元）：</p>"
    )
    covers = [("伤亡", "50", "400", "800", "25,441.52"), ("医疗费用", "5", "/", "/", "6,849.64"), ("法律费用", "/", "15", "15", "1,957.04")]  # fmt: skip
    table = row("保险责任", *LABELS) + "".join(row(*cover) for cover in covers)
    page = f"<meta charset=utf-8><body><p>安全生产责任保险承保函</p>{led}<table>{table}</table>"
    rows = examine([("承保函.html", page.encode())]).tables["coverages"]
    read = [[row.value(c) for c in ("per_person", "aggregate", "premium")] for row in rows]
    assert read == [
        [Decimal(500000), Decimal(8000000), Decimal("25441.52")],
        [Decimal(50000), None, Decimal("6849.64")],
        [None, Decimal(150000), Decimal("1957.04")],
    ]
