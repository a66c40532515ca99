"""A second opinion on a list of hazards whose first reading is not whole: by the one scored reading of lists of records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence.columns import NOTHING
from extractor.evidence.records import Told, best, best_by_words
from extractor.evidence.records.atoms import Atom
from extractor.evidence.units import Unit
from extractor.hazards.columns.day_columns import day_kind
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import legends
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.others import OF_HAZARDS, OF_OTHERS
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.record_words import ASKING, leans_to_remedy, short_day, tells_defect, tells_remedy
from extractor.hazards.meaning.tags import tags_of
from extractor.hazards.meaning.words import NOTHING_FOUND, NOTICED, level_of
from extractor.hazards.second_reading.record_roles import MODEL
from extractor.hazards.second_reading.united import bare, is_full, united
from extractor.hazards.tables.table_rows import Known
from extractor.record import Reading, Row
from extractor.values.scan import scan

_SURE = 0.7
"""Confidence of what only this reading tells."""
_ENDS = " 　;；。，,"


def second_opinion(units: Sequence[Unit], rows: Sequence[Row], known: Known) -> tuple[list[Row], frozenset[int]] | None:
    """The hazards as the scored reading completes or replaces them, with the ids of the units they stand in; None where the
    first reading stands."""
    if len(units) > _MOST_UNITS or not _worth_it(units, rows):
        return None
    told = _told(best(units, MODEL), units, rows) or _told_by_words(units, rows)
    if told is None:
        return None
    both = united(list(rows), _rows(told, known), told)
    return None if both is None else (both, _places(told))


def tells_only_remedy(row: Row) -> bool:
    """Whether what was read as a hazard tells what to do and nothing else, by the lists and the weights: its defect stands elsewhere."""
    text = str(row.value("description") or "")
    return "advice" not in row.cells and hazard_cells.tells_remedy(text) and leans_to_remedy(text)


def _told(told: Told | None, units: Sequence[Unit], rows: Sequence[Row]) -> Told | None:
    """What was told, if it is hazards."""
    if told is None or not _tells_hazards(told) or not (rows or _are_hazards(units, told)):
        return None
    return told


def _told_by_words(units: Sequence[Unit], rows: Sequence[Row]) -> Told | None:
    """What the words alone tell to be hazards: more than were read, each in words of its own."""
    told = _told(best_by_words(units, MODEL), units, rows)
    if told is None or len(told.records) <= len(rows):
        return None
    for name in ("description", "advice"):
        texts = [atom.text for atom in told.slots[name].atoms.values()] if name in told.slots else []
        if len(set(texts)) < len(texts):
            return None
    return told


def _places(told: Told) -> frozenset[int]:
    """The units that records begin in or fill; a sentence before them in one paragraph tells of the visit."""
    atoms = [slot.atoms[r] for slot in told.slots.values() for r in told.records if r in slot.atoms]
    return frozenset(id(atom.unit) for atom in atoms if atom.start < _LEAD)


_LEAD = 30


def _are_hazards(units: Sequence[Unit], told: Told) -> bool:
    """Whether records of which the first reading saw none are hazards and no risks, lessons or shortcomings of a drill: what
    stands over them or names what is wrong says so, or they have levels and days, and nothing over them says otherwise."""
    slot = told.slots["description"]
    first = min(slot.atoms[r].unit.index for r in told.records if r in slot.atoms)
    over = "".join(u.text for u in units if first - _OVER <= u.index < first)
    if OF_OTHERS.search("".join(s.label for s in told.slots.values())) or (
        OF_OTHERS.search(over) and not OF_HAZARDS.search(over)
    ):
        return False
    return (
        {"level", "deadline"} <= told.slots.keys()
        or _in_pairs(told)
        or ({"advice", "deadline"} <= told.slots.keys() and _tell_defects(told))
        or MODEL.named(slot.label) == "description"
        or (OF_HAZARDS.search(over) is not None and "deadline" in told.slots)
    )


def _tell_defects(told: Told) -> bool:
    atoms = told.slots["description"].atoms
    return all(tells_defect(atoms[r].text) for r in told.records if r in atoms)


_OVER = 12  # units over a list in which what it is a list of may be told


_MOST_UNITS = 1500
"""Units of a paper beyond which weighing all its partitions takes longer than reading it."""


def _worth_it(units: Sequence[Unit], rows: Sequence[Row]) -> bool:
    """Whether the first reading leaves something out that the paper seems to tell."""
    if not rows:
        return sum(any(map(tells_defect, _parts(u.text))) for u in units if len(u.text) <= _LONGEST) > 1
    spans = tuple(row.span.text for row in rows if row.span.text)
    first = next((u.index for u in units if any(text in u.raw for text in spans)), 0)
    near = [u for u in units if u.index > first - _BEFORE and len(u.text) <= _LONGEST]
    if sum(len(u.text) <= _SHORTEST and _LEVEL.fullmatch(u.text) is not None for u in near) > len(rows):
        return True  # more levels than hazards
    if any(row.value("advice") and row.value("advice") == row.value("description") for row in rows):
        return True
    read = "|".join(bare(reading.span.text) for row in rows for reading in row.cells.values())
    if any(_tells_defect(u.text) and bare(u.text) not in read for u in near):
        return True  # what is wrong, and no hazard read from it
    lacking = [name for row in rows for name in ("advice", "deadline") if name not in row.cells]
    if not lacking:
        return False
    left = [u for u in near if bare(u.text) not in read]
    words = sum(hazard_cells.han(u.text) >= _LEAST_WORDS and not _is_aside(u.text) for u in left)
    days = sum(any(t.kind == "moment" for t in u.tokens) for u in left)
    return words >= lacking.count("advice") > 0 or days >= lacking.count("deadline") > 0


def _parts(text: str) -> list[str]:
    """The whole of an entry, and its parts between marks, of which one may tell what is wrong and the next what to do."""
    return [text, *_BETWEEN.split(text)] if len(text) <= _LONGEST else []


_BETWEEN = re.compile("[，,。；;:：→]")


def _tells_defect(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and _BOX.search(text) is None and tells_defect(text)


_BEFORE = 40
"""Units before the first hazard read among which another may stand."""
_LONGEST_ENTRY = 60
_SHORTEST = 8
_LEVEL = re.compile(r"\s*(?:重大|一般|较大)(?:事故)?(?:隐患)?\s*")
_BOX = re.compile("[□☐☑☒]")
"""What stands beside answers to be ticked."""


def _is_aside(text: str) -> bool:
    return MODEL.is_end(text) or hazard_cells.cites_law(text)


_LEAST_WORDS = 4  # Han characters of what is to be done
_LONGEST = 600


def _tells_hazards(told: Told) -> bool:
    """Whether the roles found are enough to say that the records are hazards."""
    n = len(told.records)
    full = {name for name in told.slots if is_full(told, name)}
    if n < 2 or "description" not in full:
        return False
    if "status" in full and MODEL.named(told.slots["status"].label) == "status":
        return True  # what is wrong, and under a label how it stands
    return (("level" in full or "deadline" in full) and len(full) > 2) or _in_pairs(told)


def _in_pairs(told: Told) -> bool:
    """Whether each record tells of a defect and of what is to be done about it, by the words of both."""
    wrong, to_do = (told.slots[name].atoms if name in told.slots else {} for name in ("description", "advice"))
    return all(
        r in wrong
        and r in to_do
        and tells_defect(wrong[r].text)
        and (tells_remedy(text := to_do[r].text) or leans_to_remedy(text) or ASKING.match(text) is not None)
        for r in told.records
    )


_MOST = 0.7


def _rows(told: Told, known: Known) -> list[Row]:
    rows = []
    after = known.day
    term = _gives_term(told)
    answers = told.slots["advice"].atoms if "advice" in told.slots else {}
    lead = _common_lead([a.text for r, a in answers.items() if r in told.records])
    seen = told.slots["description"].atoms
    # words left over that tell of nothing known are what to do only where nearly all records have some
    told_all = told.fits.get("advice", 0.0) >= _SURELY or is_full(told, "advice")
    bodies = [seen[r].text for r in told.records if r in seen]
    noticed, badges = all(map(NOTICED.match, bodies)), legends.lead_all(bodies, known.key)
    for r in told.records:
        parts = {name: atom for name, slot in told.slots.items() if (atom := slot.atoms.get(r)) is not None}
        body = parts.get("description")
        if body is None or NOTHING.match(body.text) or NOTHING_FOUND.search(body.text):
            continue
        begin = int(badges) + (m.end() if noticed and (m := NOTICED.match(body.text)) else 0)
        cells: dict[str, Reading[Any]] = {"description": _words(_without_level(body), begin)}
        level = parts.get("level")
        marked = known.key[body.text[0]] if badges else legends.keyed_level(level.text, known.key) if level else None
        cells["level"] = Reading(marked or level_of((level or body).text), _span(level or body), "records", _SURE)
        if (advice := parts.get("advice")) is not None and told_all and MODEL.named(advice.text) is None:
            asked = None if lead or advice.first or advice.label else ASKING.match(advice.text)
            cells["advice"] = _words(advice, lead if asked is None else asked.end())
        if term and (due := parts.get("deadline")) is not None and (day := _day(due, after)) is not None:
            cells["deadline"] = Reading(day, _span(due), "records", _SURE)
            if "advice" not in cells and (asked := _ASKED_BY_DAY.match(due.text)) is not None:
                cells["advice"] = _words(due, asked.end())  # "请于5月30日前送检"
        _put_outcome(cells, parts, body, after)
        rows.append(Row(cells, _span(body)))
    return rows


_ASKED_BY_DAY = re.compile(
    r"\s*(?:请|应|须|要求|责令|务必)[于在]?\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*[之以]?前"
    r"(?=[\u4e00-\u9fff]{2})(?!(?:全部|按期|按要求|予以|落实)*(?:完成|整改|治理|改正|处理|消除|改[好完毕]))"
)
"""What asks for something by a day, and for more than that all be mended."""


def _without_level(body: Atom) -> Atom:
    """What is wrong without its level behind it, the tag of a web page: 防护门联锁失效　一般隐患."""
    tags = tags_of(body.text)
    if tags is not None and body.stop - body.start == len(body.text):
        return replace(body, stop=body.start + tags.start)
    tag = LEVEL_NOTE.search(body.text)
    short = tag is None or tag.start() < _LEAST_WORDS or body.stop - body.start != len(body.text)
    return body if tag is None or short else replace(body, stop=body.start + tag.start())


_SURELY = 0.4


def _put_outcome(cells: dict[str, Reading[Any]], parts: Mapping[str, Atom], body: Atom, after: date | None) -> None:
    """Put what a record says of the mending and the reporting into ``cells``."""
    state, ended, whom, on = (parts.get(name) for name in ("status", "mended", "reported", "reported_on"))
    tags = tags_of(body.text)
    said = [state.text] if state is not None else [] if tags is None else [tags.state]
    if ended is not None and (mended := _day(ended, after)) is not None:
        open_ = state is not None and not outcome(state.text, status=True)["rectified"]
        said = said if open_ else [f"已于{mended.isoformat()}整改"]
    if whom is not None or on is not None:
        day = None if on is None else _day(on, after)
        said.append(f"已{'' if day is None else f'于{day.isoformat()}'}报告{'' if whom is None else whom.text}")
    add_outcome(cells, "；".join(said), (state or ended or body).unit, status=True, after=after)


def _gives_term(told: Told) -> bool:
    """Whether the days of a slot are those to mend by: under a label of having ended they are so where one that has not ended has one."""
    slot, state = told.slots.get("deadline"), told.slots.get("status")
    if slot is None or day_kind(slot.label) != "mended" or state is None:
        return True
    return any(not outcome(a.text, status=True)["rectified"] for r, a in state.atoms.items() if r in slot.atoms)


def _common_lead(texts: Sequence[str]) -> int:
    """Characters that all pieces of advice begin with, where what follows them tells what to do: "拟请贵司"."""
    if len(texts) < 2:
        return 0
    shortest = min(map(len, texts))
    lead = next((k for k in range(shortest) if len({t[k] for t in texts}) > 1), 0)
    return lead if lead > 1 and all(tells_remedy(t[lead:]) for t in texts) else 0


def _words(atom: Atom, lead: int) -> Reading[Any]:
    if (bullet := _BULLET.match(atom.unit.raw[atom.start + lead : atom.stop])) is not None:
        lead += bullet.end()
    raw = atom.unit.raw[atom.start + lead : atom.stop].replace("\n", "").strip(_ENDS)
    return Reading(raw, atom.unit.span(atom.start + lead, atom.stop), "records", _SURE)


_BULLET = re.compile(r"\s*[●○•▪■□◆◇►▶➢✦*·]\s*(?=[\u4e00-\u9fff])")


def _span(atom: Atom) -> Any:
    return atom.unit.span(atom.start, atom.stop)


def _day(atom: Atom, after: date | None) -> date | None:
    moment = next((t for t in scan(atom.text) if t.kind == "moment"), None)
    if moment is not None:
        written: date = moment.value.day
        return written
    if (short := short_day(atom.text)) is not None:
        told = day_of(f"{short[0]}月{short[1]}日", after)
    else:
        told = day_of(atom.text, after)
    return None if told is None else told[0]
