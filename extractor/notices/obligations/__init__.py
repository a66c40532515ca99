"""What a notice demands: who must do what, by when, how much, in which clause – a row for every demand.

    paragraphs → units (path, headings, row of a table) → sentences → limits, lists, scores, duties → rows

The words and patterns are data (words, subjects, lists, scores .yaml); the mechanism knows no notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.document import Document
from extractor.notices.demands import SENTENCE
from extractor.notices.obligations import duties, grammar, limits, lists, scores
from extractor.notices.obligations.context import Sentence, bound
from extractor.notices.obligations.data import word
from extractor.notices.obligations.demand import Demand, Named, row
from extractor.notices.obligations.topics import Topic
from extractor.notices.obligations.units import Unit, units
from extractor.notices.paragraphs import Paragraph
from extractor.record import Row

_LONGEST = 3000  # characters of a sentence; what is longer is no sentence, and would only cost time
_SKIPPED = ("header", "ordinal", "who", "method", "section", "weight")


def obligations(
    document: Document, paragraphs: Sequence[Paragraph], after: int, annex_start: int, year: int | None
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of ``record.rows("obligations")`` in printed order, and the clause path of each paragraph.

    ``after`` and ``annex_start`` are indices of paragraphs (first below the title, first of the annexes); ``year`` is the
    paper's own, for days named without one.
    """
    found = units(document, paragraphs, after, annex_start)
    reader = _Reader(found, year)
    rows = tuple(row(d) for d in _distinct(reader.demands()))
    paths = {u.paragraph.number: u.path for u in found}
    return rows, tuple(paths.get(p.number, "") for p in paragraphs)


def _distinct(demands: Iterator[Demand]) -> Iterator[Demand]:
    seen: set[tuple[object, ...]] = set()
    for d in demands:
        key = (d.unit.paragraph.number, d.start, d.kind, d.subject, d.value, d.value2, d.operator, d.points, d.act)
        if key not in seen:
            seen.add(key)
            yield d


class _Reader:
    """Walks the units; what one leaves open (a section, a party, a year) the next may need."""

    def __init__(self, found: Sequence[Unit], year: int | None) -> None:
        self.units = found
        self.year = year
        self.sheet = scores.is_sheet(found)
        self.party: tuple[Named, str] | None = None
        self.block: tuple[int, tuple[Named, str] | None, bool] = (-1, None, False)

    def demands(self) -> Iterator[Demand]:
        skip_to = 0
        for i, unit in enumerate(self.units):
            if unit.role in _SKIPPED:
                yield from self._weight(unit)
                continue
            unit = self._under_its_parent(i, unit)
            if weight := list(self._weight(unit)):
                yield from weight
                continue
            section = self._section(unit) if self.sheet else ""
            made, taken = scores.demands(unit, section, self._row_weight(unit), self._scored(unit), self.sheet)
            yield from made
            children, found = self._children(i), None
            if children and (found := lists.block(unit, [self.units[k] for k in children])):
                yield from self._listed(Sentence(unit, 0, len(unit.text), *self._carried(), self.year), [found])
                skip_to = children[-1] + 1
            elif found := None if unit.quiet else lists.inline(unit, unit.place.start, len(unit.text)):
                yield from self._listed(
                    Sentence(unit, unit.place.start, len(unit.text), *self._carried(), self.year), [found]
                )
            yield from self._sentences(unit, taken, listed=i < skip_to or found is not None)
            if children:
                self.block = children[-1], self.party, word("time_limits").search(unit.text) is not None

    def _under_its_parent(self, i: int, unit: Unit) -> Unit:
        """What a paragraph that ends with a colon says holds for all below it: who is bound, that spans of time are limits."""
        last, party, timed = self.block
        if i <= last:
            self.party = party
            return replace(unit, role="timed") if timed and not unit.role else unit
        if i and not self.units[i - 1].text.rstrip().endswith(":"):
            self.party = None
        return unit

    def _sentences(self, unit: Unit, taken: list[tuple[int, int]], listed: bool) -> Iterator[Demand]:
        year = self.year
        for m in SENTENCE.finditer(unit.text, unit.place.start):
            if not m[0].strip() or len(m[0]) > _LONGEST:
                continue
            s = Sentence(unit, m.start(), m.end(), *self._carried(), year)
            made, year = limits.demands(s, taken)
            if not listed:
                made += self._listed(s, list(self._enumerations(s)))
            made += duties.wholes(s)
            made += duties.prohibitions(s)
            if not made:
                made += duties.duties(s)
            yield from made
            said = [w for w in grammar.subjects(unit.text, s.start, s.stop) if w.code != "other"]
            if said:
                self.party = Named(unit, said[-1].start, said[-1].stop), said[-1].code
        if year is not None and not unit.quiet:
            self.year = self.year or year

    def _carried(self) -> tuple[Named | None, str | None]:
        return self.party if self.party else (None, None)

    def _enumerations(self, s: Sentence) -> Iterator[lists.Found]:
        if s.quiet and "服务" not in s.words:
            return
        for found in lists.enumerations(s.unit, s.start, s.stop):
            if not s.quiet or found.code == "service_items":
                yield found

    def _listed(self, s: Sentence, found: Sequence[lists.Found]) -> list[Demand]:
        out = []
        for f in found:
            about = Topic(f.code, f.party, f.party)
            party, who = bound(s, about, f.start)
            force = grammar.modality(s.unit.text, s.start, s.stop, f.start) or "must"
            low, _ = grammar.clause(s.unit.text, s.start, s.stop, f.start)
            out.append(
                Demand(
                    s.unit,
                    s.start,
                    s.stop,
                    (f.start, f.stop),
                    "list",
                    f.code,
                    party,
                    who,
                    force,
                    grammar.short(s.unit.text[low : f.start]),
                    f.items,
                    None,
                    None,
                    f.operator,
                    sure=0.8,
                )
            )
        return out

    # --- score sheets ------------------------------------------------------------------------------------------------

    def _section(self, unit: Unit) -> str:
        headings = unit.place.headings
        weighted = [h for h in headings if scores.weight_of(h)]
        words = (
            unit.row.get("section")
            or unit.row.get("task")
            or (weighted or (headings[:1] if unit.place.annex else ()) or ("",))[-1]
        )
        weight = scores.weight_of(words)
        return re.sub(r"^[一二三四五六七八九十]+[、.]", "", weight[1] if weight else words).strip()

    def _row_weight(self, unit: Unit) -> Decimal | None:
        found = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*分?\s*", unit.row.get("weight", ""))
        return Decimal(found[1]) if found else None

    def _scored(self, unit: Unit) -> str:
        words = unit.text + " " + " ".join(unit.row.values())
        named = [w.code for w in grammar.mentions(words, 0, len(words)) if w.code in ("insurer", "agency")]
        return named[0] if named else "insurer"

    def _weight(self, unit: Unit) -> Iterator[Demand]:
        """Points of a section's heading or of a row's weight cell."""
        if not self.sheet or unit.role == "header":
            return
        if unit.role == "weight":
            value, at = self._row_weight(unit), (0, len(unit.text))
        elif unit.role or len(unit.text.strip()) > 40:
            return
        else:
            found = scores.weight_of(unit.text)
            if found is None or re.search(r"[,。;]", unit.text.strip()):
                return
            value, at = found[0], found[2:]
        if value is None:
            return
        section = self._section(unit)
        yield Demand(
            unit, 0, len(unit.text), at, "score", "score_weight", self._scored(unit), act=section, value=value, unit_code="point",
            operator="equal", cap=value, section=section or None, sure=0.8,
        )  # fmt: skip

    # --- lists of paragraphs -------------------------------------------------------------------------------------------

    def _children(self, i: int) -> list[int]:
        """The units below a paragraph that ends with a colon, one level deeper."""
        unit = self.units[i]
        if not unit.text.rstrip().endswith(":") or unit.role or len(unit.text.strip()) < 6:
            return []
        out: list[int] = []
        style = None
        for k in range(i + 1, len(self.units)):
            own = self.units[k].place.own
            if own is None or self.units[k].role or (style and own.style != style) or own.number != len(out) + 1:
                break
            style = own.style
            out.append(k)
        return out if len(out) >= 2 else []
