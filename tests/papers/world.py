"""Invented facts of one filing: parties, policy, services, ledger and claims, with the faults planted in them.

Facts are drawn first and are right by construction; papers are only ways of writing them down. No layout is known here.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
VOCABULARY: dict[str, Any] = yaml.load((HERE / "vocabulary.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
PLACES: list[list[Any]] = yaml.load((HERE / "places.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)

DAY = dt.timedelta(days=1)
MEASURES_2025 = dt.date(2025, 3, 29)
"""First day of the 2025 national measures: 400,000 a person, 21 % cap."""
SUZHOU_FROM = dt.date(2024, 1, 1)
ZHOUCUN_WINDOW = (dt.date(2017, 11, 1), dt.date(2019, 12, 31))
ZHOUCUN_INSURERS = ["中国人民", "中国太平洋", "中国人寿", "阳光", "中国平安", "中华联合", "中国大地", "泰山"]
INSURERS = [*ZHOUCUN_INSURERS, "国任", "华安", "永安", "紫金", "浙商", "太平", "英大泰和", "都邦", "永诚"]
INVENTED = ["恒岳", "瀚川", "嘉禾安", "衡通", "北宸", "东籁", "安岱", "沐恩"]
SURNAMES = [*"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜", "欧阳", "诸葛", "上官", "司马"]
GIVEN = "伟芳敏静磊洋艳勇娟涛明霞超燕刚凤兰建国文军鹏旭宁欣悦晨浩志强德胜玉梅桂英学林海波春生立新永福庆丰"
BRANDS = [
    "鑫隆",
    "瑞通",
    "金诺",
    "博远",
    "华盛源",
    "宏泰",
    "天朗",
    "万和",
    "永昌顺",
    "恒力达",
    "佳木",
    "三川",
    "东岭",
    "九鼎安",
    "康宁",
    "兴邦",
    "润泽",
    "青禾",
    "龙腾盛",
]
TRADES = [
    ("化工", "危险化学品生产"),
    ("烟花爆竹", "烟花爆竹"),
    ("石材", "非煤矿山"),
    ("建筑工程", "建筑施工"),
    ("铸造", "金属冶炼"),
    ("物流运输", "道路运输"),
    ("粮油机械", "机械制造"),
    ("木业", "木材加工"),
    ("新材料", "塑料制品"),
    ("纺织", "纺织"),
    ("食品", "食品加工"),
]
ORGANISATIONS = ["安捷", "中泰安", "衡盾", "正源", "安信达", "国安评", "平达"]
KNOWN_CITATIONS = {
    "suzhou": ("关于规范和加强安全生产责任保险工作的通知", "应急监二〔2023〕84号"),
    "zhoucun": ("", "淄政办字〔2018〕16号"),
    "baiguan": ("", "虞安办〔2021〕29号"),
    "xiangcheng": ("襄城县推进安全生产责任保险工作实施方案", "襄安委〔2024〕6号"),
    "national": ("安全生产责任保险实施办法", "应急〔2025〕27号"),
    "old": ("安全生产责任保险实施办法", "安监总办〔2017〕140号"),
}
CODES = [
    "employee_injury",
    "medical",
    "third_party_injury",
    "third_party_property",
    "rescue",
    "aftermath",
    "legal",
    "appraisal",
]


def cent(value: Decimal | float | int) -> Decimal:
    """Rounded to 分, half up."""
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def uscc(rng: random.Random, region: str) -> str:
    """A code with right GB 11714 and GB 32100 check characters."""
    body = "".join(
        rng.choice("0123456789") if rng.random() < 0.8 else rng.choice("ABCDEFGHJKLMNPQRTUWXY") for _ in range(8)
    )
    if rng.random() < 0.4:
        body = "MA" + body[2:]
    total = sum(w * int(c, 36) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    org = "0123456789X0"[(11 - total % 11)]
    first = "91" + region + body + org
    return first + uscc_check(first)


def uscc_check(first17: str) -> str:
    """The 18th character of GB 32100 for the first seventeen."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return alphabet[(31 - total % 31) % 31]


@dataclass
class Filing:
    """All facts of one filing. Money is Decimal yuan; limits are whole yuan."""

    name: str
    rng: random.Random
    words: str  # "A" or "B"
    rule_set: str = ""
    label: str = ""
    place: str = ""
    region: str = ""
    plants: list[str] = field(default_factory=list)
    policy: dict[str, Any] = field(default_factory=dict)
    coverages: list[dict[str, Any]] = field(default_factory=list)
    agreements: list[tuple[str, str]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    policy_uploaded: dt.datetime = dt.datetime(2000, 1, 1)
    findings: list[dict[str, Any]] = field(default_factory=list)
    also: set[str] = field(default_factory=set)
    near: list[str] = field(default_factory=list)
    noon: bool = False

    def has(self, plant: str) -> bool:
        """Whether this fault is planted."""
        return plant in self.plants

    def found(self, finding: str, /, **params: Any) -> None:
        """Records an expected finding."""
        self.findings.append({"type": finding, "params": {k: plain(v) for k, v in params.items()}, "evidence": []})

    def word(self, group: str, name: str) -> Any:
        """A wording of ``name`` from this filing's half of the vocabulary."""
        return self.rng.choice(VOCABULARY[group][name][self.words])

    def label_of(self, name: str) -> str:
        """A label for a field."""
        return str(self.word("labels", name))

    def person(self) -> str:
        """An invented name of two to four characters."""
        given = "".join(self.rng.sample(GIVEN, self.rng.choice([1, 2, 2, 2])))
        return str(self.rng.choice(SURNAMES)) + given


def plain(value: Any) -> Any:
    """The JSON form of a fact."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def add_year(day: dt.date) -> dt.date:
    """The same day a year later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return dt.date(day.year + 1, 3, 1)


def policy_number(rng: random.Random, region: str, year: int) -> str:
    """A number in one of many patterns."""

    def d(n: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(n))

    letters = "".join(rng.sample("ABCDEGHKLMNPQRTXYZ", 4))
    return rng.choice(
        [
            f"{letters}{year}{region}{d(8)}",
            f"{d(3)}{region}{year}{d(7)}",
            f"{letters[:2]}-{year}-{d(8)}",
            f"{d(2)}{letters[:3]}{year}{d(9)}",
            f"{letters}{region}{d(2)}Q{d(6)}E",
            f"AQ{year}{d(4)}-{d(6)}",
            f"{d(22)}",
            f"{letters[:1]}{d(5)}/{year}/{d(6)}",
            f"6{d(4)}-{region[:4]}-{year}-{d(5)}",
        ]
    )
