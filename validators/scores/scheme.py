"""A notice's scheme for scoring insurers, as data: the shape of ``scores/<name>.yaml``, and how it is read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Way = Literal["each", "steps", "once", "stars"]
WAYS: tuple[Way, ...] = ("each", "steps", "once", "stars")
_SHEET_WORDS = (
    "name",
    "pack",
    "title",
    "document",
    "article",
    "region",
    "in_force",
    "total",
    "notes",
    "notes_en",
    "sections",
    "bands",
)
_SECTION_WORDS = ("name", "zh", "en", "weight", "items")
_ITEM_WORDS = ("name", "number", "way", "zh", "en", "quote", "step", "cap", "types", "told", "hints", "ratio", "steps",
               "entered", "excused", "size", "due", "per", "notes", "notes_en")  # fmt: skip
_INPUT_WORDS = ("unit", "zh", "en", "most")
_STEP_WORDS = ("least", "above", "points", "quote")
_BAND_WORDS = ("least", "quote", "zh", "en")
_SIZES = ("medium",)
_PER = ("finding", "filing")
MOST_ENTERED = 100_000
"""Cases of one kind that a person may enter for one insurer and period."""


class ScoreError(Exception):
    """A scheme that cannot be used: its file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Input:
    """What a person is asked for: unit, question in both languages, the largest number that makes sense."""

    unit: str
    zh: str
    en: str
    most: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """Points lost from a ratio of ``least`` percent on; ``above``: from more than that on."""

    least: Decimal
    above: bool
    points: Decimal
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item: how it loses points (``way``), at most ``cap``. ``types``: findings that are its cases; ``told``: the name of
    what must be known of a filing for it to be judged; ``hints``: findings that a person should look at. ``size``: only
    enterprises of this size and larger count. ``due``: month and day before which it must be done each year. ``per``: whether
    each finding is a case, or each filing that has some."""

    name: str
    number: int
    way: Way
    zh: str
    en: str
    quote: str
    cap: Decimal
    step: Decimal | None = None
    types: tuple[str, ...] = ()
    told: str = ""
    hints: tuple[str, ...] = ()
    ratio: str = ""
    steps: tuple[Step, ...] = ()
    entered: Input | None = None
    excused: Input | None = None
    notes: tuple[str, ...] = ()
    size: str = ""
    due: tuple[int, int] | None = None
    notes_en: tuple[str, ...] = ()
    per: str = "finding"

    def remarks(self, lang: str) -> tuple[str, ...]:
        """What is to be known of the item, in one language; ``notes`` where no translation is given."""
        return self.notes_en if lang == "en" and self.notes_en else self.notes


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one weight, in points."""

    name: str
    zh: str
    en: str
    weight: Decimal
    items: tuple[Item, ...]

    @property
    def caps(self) -> Decimal:
        """What the items can lose together, which a notice may print as more than the weight."""
        return sum((item.cap for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Band:
    """What a total of ``least`` points or more brings."""

    least: Decimal
    quote: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A notice's scheme of scoring."""

    name: str
    pack: str
    title: str
    document: str
    article: str
    region: str
    since: date | None
    until: date | None
    total: Decimal
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    bands: tuple[Band, ...]
    notes_en: tuple[str, ...] = ()

    def remarks(self, lang: str) -> tuple[str, ...]:
        """What is to be known of the scheme, in one language."""
        return self.notes_en if lang == "en" and self.notes_en else self.notes

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def printed_total(self) -> Decimal:
        """The total that the items' own caps would give, where each section held all of them."""
        return sum((max(section.weight, section.caps) for section in self.sections), Decimal(0))

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)


# --- reading ---------------------------------------------------------------------------------------------------------


def parse(text: str, file: str) -> Scheme:
    """A scheme from its YAML; ``file`` is only named in errors. Raises ScoreError for an unknown or missing word, weights that
    do not add up, steps or bands out of order."""
    try:
        given = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ScoreError(f"{file}：不是合法的YAML：{error}") from None
    table = _words(given, _SHEET_WORDS, tuple(word for word in _SHEET_WORDS if word != "notes_en"), file, "评分表")
    force = table["in_force"]
    sections = tuple(_read_section(item, file) for item in table["sections"])
    bands = tuple(
        Band(Decimal(str(band["least"])), band["quote"], band["zh"], band["en"])
        for band in (_words(item, _BAND_WORDS, _BAND_WORDS, file, "bands 的一项") for item in table["bands"])
    )
    scheme = Scheme(
        table["name"], table["pack"], table["title"], table["document"], table["article"], str(table["region"]),
        force.get("from"), force.get("to"), Decimal(str(table["total"])), tuple(table["notes"]), sections, bands,
        tuple(table.get("notes_en") or ()),
    )  # fmt: skip
    _agree(scheme, file)
    return scheme


def _agree(scheme: Scheme, file: str) -> None:
    weights = sum((section.weight for section in scheme.sections), Decimal(0))
    if weights != scheme.total:
        raise ScoreError(f"{file}：各部分合计{weights}分，不是{scheme.total}分")
    least = [band.least for band in scheme.bands]
    if least != sorted(least, reverse=True) or not least or least[-1] != 0:
        raise ScoreError(f"{file}：bands 应当从高到低，最后一档从0分起")
    names = [item.name for section in scheme.sections for item in section.items]
    if len(set(names)) != len(names):
        raise ScoreError(f"{file}：有两项同名")


def _read_section(given: Any, file: str) -> Section:
    table = _words(given, _SECTION_WORDS, _SECTION_WORDS, file, "sections 的一项")
    items = tuple(_read_item(item, file) for item in table["items"])
    return Section(table["name"], table["zh"], table["en"], Decimal(str(table["weight"])), items)


def _read_item(given: Any, file: str) -> Item:
    table = _words(given, _ITEM_WORDS, ("name", "number", "way", "zh", "en", "quote", "cap"), file, "items 的一项")
    way, name = table["way"], table["name"]
    if way not in WAYS:
        raise ScoreError(f"{file}：{name} 的 way: {way} 不可用；可用的词：{'、'.join(WAYS)}")
    step = Decimal(str(table["step"])) if "step" in table else None
    if way == "each" and step is None:
        raise ScoreError(f"{file}：{name} 每次扣几分（step）没有写")
    if not (table.get("types") or table.get("entered") or table.get("ratio")):
        raise ScoreError(f"{file}：{name} 没有写从哪里来：types、ratio 或 entered")
    if table.get("types") and not table.get("told"):
        raise ScoreError(f"{file}：{name} 没有写什么已知才算判过（told）")
    return Item(
        name, int(table["number"]), way, table["zh"], table["en"], table["quote"], Decimal(str(table["cap"])), step,
        tuple(table.get("types") or ()), str(table.get("told") or ""), tuple(table.get("hints") or ()),
        str(table.get("ratio") or ""), _read_steps(table.get("steps") or (), file, name),
        _read_input(table.get("entered"), file), _read_input(table.get("excused"), file), tuple(table.get("notes") or ()),
        _read_word(table.get("size"), _SIZES, file, name, "size"), _read_due(table.get("due"), file, name),
        tuple(table.get("notes_en") or ()), _read_word(table.get("per"), _PER, file, name, "per") or "finding",
    )  # fmt: skip


def _read_word(given: Any, allowed: Sequence[str], file: str, name: str, word: str) -> str:
    if given is not None and given not in allowed:
        raise ScoreError(f"{file}：{name} 的 {word}: {given} 不可用；可用的词：{'、'.join(allowed)}")
    return str(given or "")


def _read_due(given: Any, file: str, name: str) -> tuple[int, int] | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(f"2001-{given}")
    except ValueError:
        raise ScoreError(f"{file}：{name} 的 due: {given} 应当是“月-日”，如 12-15") from None
    return day.month, day.day


def _read_steps(given: Sequence[Any], file: str, name: str) -> tuple[Step, ...]:
    steps = []
    for item in given:
        table = _words(item, _STEP_WORDS, ("points", "quote"), file, f"{name} 的 steps")
        above = "above" in table
        if above == ("least" in table):
            raise ScoreError(f"{file}：{name} 的每一档写 least 或 above 之一")
        least = Decimal(str(table["above"] if above else table["least"]))
        steps.append(Step(least, above, Decimal(str(table["points"])), table["quote"]))
    keys = [(step.least, step.above) for step in steps]
    if keys != sorted(keys, reverse=True):
        raise ScoreError(f"{file}：{name} 的 steps 应当从高到低")
    return tuple(steps)


def _read_input(given: Any, file: str) -> Input | None:
    if given is None:
        return None
    table = _words(given, _INPUT_WORDS, ("unit", "zh", "en"), file, "entered")
    return Input(table["unit"], table["zh"], table["en"], Decimal(str(table.get("most", MOST_ENTERED))))


def _words(given: Any, allowed: Sequence[str], needed: Sequence[str], file: str, what: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ScoreError(f"{file}：{what}应当是“词: 值”的表")
    for word in given:
        if word not in allowed:
            raise ScoreError(f"{file}：{what}里没有“{word}”这个词；可用的词：{'、'.join(allowed)}")
    for word in needed:
        if word not in given:
            raise ScoreError(f"{file}：{what}缺少“{word}”")
    return given


@cache
def schemes() -> Mapping[str, Scheme]:
    """Every scheme that ships with the engine, by name."""
    found = sorted((files("validators") / "scores").iterdir(), key=lambda entry: entry.name)
    parsed = (parse(entry.read_text("utf-8"), entry.name) for entry in found if entry.name.endswith(".yaml"))
    return {scheme.name: scheme for scheme in parsed}
