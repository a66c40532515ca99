"""The catalogue of fields: what each is called, in which order people read them, and how its value is written.

``parse`` reads what a person typed, ``to_input`` writes a value into the box it is edited in, ``show`` for reading.
``parse(type, to_input(type, value)) == value`` for every value that an extractor gives.
"""

from __future__ import annotations

from api.records.fields.catalogue import Field, Paper, Table, called, codes, column, kinds, paper
from api.records.fields.typed import BadValue
from api.records.fields.types import TYPES, parse, show, to_input

__all__ = [
    "TYPES",
    "BadValue",
    "Field",
    "Paper",
    "Table",
    "called",
    "codes",
    "column",
    "kinds",
    "paper",
    "parse",
    "show",
    "to_input",
]
