"""Papers that lie together, read in one task of a worker; where they are a filing by themselves it is looked at there and then.

Most filings of an archive lie in one folder each. Whoever has just read its papers has their records in memory; kept, read back and
joined later they would cost a third of what judging costs. So the worker takes such a folder for what it seems to be and looks at it
(``tracing.look``) under the names that the traces and the judgement of this filing have, which are made of all that they hang on. When
all papers are grouped (``grouping``) the filing goes by these names, or it is another one, nobody asks for them, and they are cleared
away: a guess that was wrong costs time and changes nothing.
"""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from api import work
from api.audit_run.judging import tracing
from api.audit_run.judging.filed import Filed, FiledPaper, digest, shown
from api.audit_run.judging.judging import Asked, key_of
from api.audit_run.judging.packed import Fresh, Packed
from api.check import common_folder
from api.collect import Paper
from extractor.errors import PaperError
from extractor.record import Record
from validators.grouping import homes


class Parcel(NamedTuple):
    """What papers of a lot stand in, as the journal has it. ``whole``: all papers of a filing with a manifest are in the lot."""

    name: str | None
    path: str
    manifest: str | None
    whole: bool


class Lying(NamedTuple):
    """One paper of a lot: ``number`` and ``key`` are those of its paper and of its reading in the journal."""

    number: int
    key: str
    paper: Paper
    parcel: int


@dataclass(frozen=True, slots=True)
class Lot:
    """What one task reads. ``parcels`` by number; ``asked`` is a pickled ``Asked`` where filings are looked at too, else empty."""

    papers: tuple[Lying, ...]
    read: Callable[[Paper], Fresh]
    parcels: dict[int, Parcel]
    asked: bytes = b""


class Answer(NamedTuple):
    """What became of one paper: ``packed``, or ``error`` when it is not None."""

    packed: Packed | None
    error: PaperError | None
    trace: str
    seconds: float


@dataclass(frozen=True, slots=True)
class LotRead:
    """An answer for each paper, in order, and what was seen of the filings that they seem to be."""

    answers: tuple[Answer, ...]
    seen: tuple[tracing.Seen, ...]


# --- in a worker -----------------------------------------------------------------------------------------------------


def read_lot(lot: Lot) -> LotRead:
    """Every paper of a lot read, each within the bounds of a task."""
    answers: list[Answer] = []
    units: list[_Unit] = []
    for step, one in enumerate(lot.papers):
        work.step(step)
        began = time.monotonic()
        try:
            fresh = lot.read(one.paper)
        except PaperError as error:
            answers.append(Answer(None, error, "", time.monotonic() - began))
        except MemoryError:
            raise
        except Exception as error:
            answers.append(Answer(None, *work.defect(error), time.monotonic() - began))
        else:
            answers.append(Answer(fresh.packed, None, "", time.monotonic() - began))
            units += [_Unit(one, nth, fresh) for nth in range(len(fresh.records))]
    work.step(len(lot.papers))
    return LotRead(tuple(answers), tuple(_look(lot, units)) if lot.asked else ())


@dataclass(frozen=True, slots=True)
class _Unit:
    """One record of a paper that was just read."""

    one: Lying
    nth: int
    fresh: Fresh

    @property
    def record(self) -> Record:
        return self.fresh.records[self.nth]

    def said(self, sign: str) -> frozenset[str]:
        return frozenset(value for nth, name, value in self.fresh.packed.signs if nth == self.nth and name == sign)


def _look(lot: Lot, units: Sequence[_Unit]) -> Iterator[tracing.Seen]:
    by = _asked(lot.asked)
    for number, parcel in lot.parcels.items():
        here = [unit for unit in units if unit.one.parcel == number]
        here.sort(key=lambda unit: (unit.one.paper.path, unit.one.number, unit.nth))
        if parcel.name is not None:
            given = sum(one.parcel == number for one in lot.papers)
            if parcel.whole and given == len({unit.one.number for unit in here}):  # all were read
                yield from _seen(parcel, here, parcel.path, "", by)
            continue
        for filing in _filings(here):
            folder = parcel.path or common_folder([unit.one.paper.path for unit in filing])
            skip = "" if parcel.path or not folder else folder.rstrip("/") + "/"
            yield from _seen(parcel, filing, folder, skip, by)


@lru_cache(maxsize=2)
def _asked(pickled: bytes) -> tuple[Asked, str]:
    """What is asked, made by the run itself, and its grounds as text."""
    asked: Asked = pickle.loads(pickled)
    return asked, asked.said()


def _seen(
    parcel: Parcel, units: Sequence[_Unit], path: str, skip: str, by: tuple[Asked, str]
) -> Iterator[tracing.Seen]:
    """One look at what seems to be a filing; nothing where that fails: it is looked at once more in its turn, before witnesses."""
    asked, grounds = by
    papers: list[FiledPaper] = []
    essence: list[list[object]] = []
    for unit in units:
        at, parts = shown(unit.one.paper.path, [part.name for part in unit.one.paper.parts], skip)
        papers.append(FiledPaper(b"", unit.nth, at, parts, refused=False))
        essence.append([unit.one.key, unit.nth, at, json.dumps(parts, ensure_ascii=False)])
    own = [[parcel.name, path, parcel.manifest], essence]
    day = None if asked.as_of is None else asked.as_of.isoformat()
    filed = Filed(
        digest(["traces", day, own]), parcel.name, path, parcel.manifest, tuple(papers), alone=key_of(grounds, own)
    )
    records = [replace(u.record, path=paper.path, parts=paper.parts) for u, paper in zip(units, papers, strict=True)]
    try:
        yield tracing.look(filed, asked, records)
    except MemoryError:
        raise
    except Exception as error:
        work.defect(error)


# --- what seems to be a filing ---------------------------------------------------------------------------------------


class _Here:
    """The policies among the papers of a lot, for ``homes``. None is *the only one*: nobody knows that of a part of a pool."""

    def __init__(self, policies: dict[str, list[_Unit]]) -> None:
        self._policies = policies
        self._names = {
            number: frozenset().union(*(u.said("name") for u in found)) for number, found in policies.items()
        }

    def numbered(self, numbers: AbstractSet[str]) -> Sequence[str]:
        return [number for number in self._policies if number in numbers]

    def named(self, names: AbstractSet[str]) -> Sequence[str]:
        return [number for number, known in self._names.items() if known & names]

    def only(self) -> Sequence[str]:
        return ()


def _filings(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Policies with a number and what goes with them, where that is something: a policy alone has its other papers elsewhere. None
    where something came along that goes with a pool's first filing, whichever that is."""
    if any(unit.fresh.packed.sheets[unit.nth].left_out for unit in units):
        return []
    found: dict[str, list[_Unit]] = {}
    for unit in units:
        sheet = unit.fresh.packed.sheets[unit.nth]
        if sheet.kind == "policy" and sheet.number:
            found.setdefault(sheet.number, []).append(unit)
    policies = _Here({number: list(own) for number, own in found.items()})
    for unit in units:
        sheet = unit.fresh.packed.sheets[unit.nth]
        if sheet.kind != "policy":
            for number in homes(sheet.kind, unit.said("number"), unit.said("name"), policies):
                found[number].append(unit)
    order = {id(unit): place for place, unit in enumerate(units)}
    return [
        sorted(own, key=lambda unit: order[id(unit)]) for own in found.values() if len({u.one.number for u in own}) > 1
    ]
