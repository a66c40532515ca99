"""How fields, papers and places are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from api.judging import PaperAt
from api.records import fields as catalogue
from api.web.views.filing.shapes import Place
from extractor.record import Record
from validators.say import word


def short_name(path: str) -> str:
    """The file's own name, without folders and archives around it."""
    return PurePosixPath(path.replace("!", "/")).name or path


def short(record: Record) -> str:
    """The file's own name, with the pages of a paper that shares its file."""
    name = short_name(record.path)
    return name if record.page_range is None else "{} {}–{}".format(name, *record.page_range)


def labels_of(records: Iterable[Record]) -> Mapping[str, catalogue.Field]:
    """Field name → its entry, from the kinds of paper at hand; the first kind that has it wins."""
    out: dict[str, catalogue.Field] = {}
    for record in records:
        for name, field in catalogue.paper(record.kind).fields.items():
            out.setdefault(name, field)
    return out


def label_of(name: str, labels: Mapping[str, catalogue.Field], lang: str) -> str:
    """What a field or a fact is called."""
    if name in labels:
        return labels[name].label(lang)
    said = word(name, lang)
    return said if said != name else name.replace("_", " ")


def places_of(
    evidence: Iterable[Mapping[str, Any]], papers: PaperAt, labels: Mapping[str, catalogue.Field], lang: str
) -> Sequence[Place]:
    """Each place once, in the order given."""
    found: dict[tuple[Any, ...], Place] = {}
    for entry in evidence:
        path = str(entry.get("path") or "")
        boxes = entry.get("boxes") or ([entry["box"]] if entry.get("box") else [])
        field = str(entry.get("field") or "")
        placed = bool(boxes or entry.get("where"))
        place = Place(
            paper=papers(path, entry.get("page")),
            paper_name=short_name(path),
            page=entry.get("page"),
            boxes=boxes,
            where=str(entry.get("where") or ""),
            text=str(entry.get("text") or ""),
            label=label_of(field, labels, lang) if field and placed else "",
            field=field,
        )
        found.setdefault((path, place.page, str(boxes), place.where), place)
    return list(found.values())
