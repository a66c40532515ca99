"""Score sheets: a notice's scheme for scoring insurers as data (``scores/<name>.yaml``), and a sheet made by it. Pure.

What the papers show and what people entered go in; out comes each item with its points, the cases behind them, and what is
still open. An item without evidence is *not judged*: it has no points, and the total is a range until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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


# --- what goes in ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """A filing with violated findings of an item's types: how many, and the fingerprints of them."""

    filing: str
    name: str
    count: int
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the papers show about one item.

    ``judged``: filings that say what the item asks; ``filings``: all of the period. ``ratio`` in percent, None when unknown;
    ``spent`` of ``fee`` are its sums, yuan. ``hints``: filings that a person should look at before entering a number.
    ``spared``: filings that the item is not about, for the size of the enterprise; ``running``: filings of the ratio that were
    looked at before the cycle was over, so that more may have been spent since.
    """

    cases: tuple[Case, ...] = ()
    judged: int = 0
    filings: int = 0
    ratio: Decimal | None = None
    hints: tuple[Case, ...] = ()
    spent: Decimal | None = None
    fee: Decimal | None = None
    spared: int = 0
    running: int = 0


@dataclass(frozen=True, slots=True)
class Entered:
    """A person's number for an item: cases, stars, percent, or 0 and 1; with ``excused`` cases to leave out of those found.
    ``on``: the day it was done, for an item that is due on a day of the year."""

    value: Decimal | None = None
    excused: Decimal | None = None
    note: str = ""
    on: date | None = None


# --- what comes out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """One item's outcome. ``lost`` points; None when it is not judged, ``why`` then says what would settle it: needs_input,
    no_evidence, not_over (a ratio that may still rise before the cycle ends; then no more than ``most`` is lost), or
    on_the_day (done on the very day before which it was due: whether that day counts is a person's to say,
    since 民法典 1259 speaks of 以内 and not of 前)."""

    item: Item
    lost: Decimal | None
    found: Decimal | None
    evidence: Evidence
    entered: Entered
    why: str = ""
    quote: str = ""
    at_most: Decimal | None = None

    @property
    def most(self) -> Decimal:
        """The points that may be lost at worst."""
        if self.lost is not None:
            return self.lost
        return self.item.cap if self.at_most is None else self.at_most


@dataclass(frozen=True, slots=True)
class SectionScore:
    """``low``…``high``: points, the same when every item is judged. ``over``: by how much the items' caps exceed the weight."""

    section: Section
    items: tuple[Scored, ...]
    low: Decimal
    high: Decimal
    over: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet. ``low``…``high``: the total when all that is open goes badly, and well. ``band`` is None until both
    ends lie in one band."""

    scheme: Scheme
    sections: tuple[SectionScore, ...]
    low: Decimal
    high: Decimal
    band: Band | None
    open: tuple[Item, ...] = field(default=())

    @property
    def total(self) -> Decimal | None:
        return self.low if not self.open else None


def score(
    scheme: Scheme, evidence: Mapping[str, Evidence], entered: Mapping[str, Entered], year: int | None = None
) -> Sheet:
    """The sheet that evidence and entries give, both by item name. ``year``: whose day an item is due on; that of the day
    entered when None."""
    sections = tuple(_section(section, evidence, entered, year) for section in scheme.sections)
    low = sum((section.low for section in sections), Decimal(0))
    high = sum((section.high for section in sections), Decimal(0))
    undecided = tuple(scored.item for section in sections for scored in section.items if scored.lost is None)
    best, worst = band_of(scheme, high), band_of(scheme, low)
    return Sheet(scheme, sections, low, high, best if best is worst else None, undecided)


def _section(
    section: Section, evidence: Mapping[str, Evidence], entered: Mapping[str, Entered], year: int | None
) -> SectionScore:
    items = tuple(
        scored(item, evidence.get(item.name, Evidence()), entered.get(item.name, Entered()), year)
        for item in section.items
    )
    surely = sum((s.lost for s in items if s.lost is not None), Decimal(0))
    perhaps = sum((s.most for s in items if s.lost is None), Decimal(0))
    over = max(Decimal(0), section.caps - section.weight)
    floor = Decimal(0)
    return SectionScore(
        section, items, max(floor, section.weight - surely - perhaps), max(floor, section.weight - surely), over
    )


def scored(item: Item, shown: Evidence, said: Entered, year: int | None = None) -> Scored:
    """One item's points. Never less than none and never more than its cap."""
    match item.way:
        case "steps":
            return _by_ratio(item, shown, said)
        case "stars":
            if said.value is None:
                return Scored(item, None, None, shown, said, "needs_input")
            return Scored(item, item.cap - min(item.cap, max(Decimal(0), said.value)), said.value, shown, said)
    if item.due is not None and said.on is not None and said.value is None:
        return _by_day(item, item.due, said.on, shown, said, year)
    count = _count(item, shown, said)
    if count is None:
        return Scored(item, None, None, shown, said, "needs_input" if item.entered else "no_evidence")
    lost = item.cap if item.way == "once" and count else min(item.cap, (item.step or Decimal(0)) * count)
    return Scored(item, lost, count, shown, said, quote=item.quote)


def _by_day(item: Item, due: tuple[int, int], on: date, shown: Evidence, said: Entered, year: int | None) -> Scored:
    """Before the day is in time, after it is not; on the day itself nobody but a person can say."""
    last = date(year or on.year, *due)
    if on == last:
        return Scored(item, None, None, shown, said, "on_the_day")
    late = on > last
    return Scored(item, item.cap if late else Decimal(0), Decimal(late), shown, said, quote=item.quote)


def _count(item: Item, shown: Evidence, said: Entered) -> Decimal | None:
    """How many cases; None when nothing tells. What a person entered stands before what was found."""
    if said.value is not None:
        return said.value
    if not item.types or not shown.judged:
        return None
    found = Decimal(sum(case.count for case in shown.cases))
    return max(Decimal(0), found - (said.excused or 0))


def _by_ratio(item: Item, shown: Evidence, said: Entered) -> Scored:
    ratio = shown.ratio if said.value is None else said.value
    if ratio is None:
        return Scored(item, None, None, shown, said, "no_evidence")
    for step in item.steps:
        if ratio > step.least or (ratio == step.least and not step.above):
            return _settled(Scored(item, step.points, ratio, shown, said, quote=step.quote))
    return _settled(Scored(item, item.cap, ratio, shown, said, quote=item.quote))


def _settled(one: Scored) -> Scored:
    """The ratio's points, unless the ledgers were looked at before the cycle was over: then they are the most that is lost."""
    if not one.lost or not one.evidence.running or one.entered.value is not None:
        return one
    return replace(one, lost=None, why="not_over", at_most=one.lost)


def band_of(scheme: Scheme, points: Decimal) -> Band | None:
    """The band that a total of so many points lies in."""
    return next((band for band in scheme.bands if points >= band.least), None)


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
