"""The description of the API as a page shows it: routes by subject, each with what it takes, what it answers, how it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Described = Mapping[str, Any]
DEEP = 6
"""Levels of an example, after which it is cut off: the report's own shape stands in docs/report.md."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """``where``: path, query or header. ``example`` "" where none is given."""

    name: str
    where: str
    type: str
    required: bool
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``code``: the ``error`` of a refusal, "" of a success. ``type``: the media types of a success."""

    status: str
    meaning: str
    code: str
    type: str


@dataclass(frozen=True, slots=True)
class Route:
    """``said``: the first line people read, ``more`` what follows. ``takes``: media type of the body, with an ``example`` (""
    where there is no body)."""

    name: str
    method: str
    path: str
    said: str
    more: str
    parameters: Sequence[Parameter]
    takes: str
    example: str
    answers: Sequence[Answer]
    refusals: Sequence[Answer]
    open: bool


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    meaning: str
    routes: Sequence[Route]


def subjects_of(schema: Described, lang: str) -> Sequence[Subject]:
    """Every route under its first tag, in the order of the description. In English a route is described by its English
    sentence first, as summaries are Chinese."""
    shapes = schema["components"]["schemas"]
    routes: dict[str, list[Route]] = {tag["name"]: [] for tag in schema["tags"]}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            whole = {**operation, "responses": dict(_responses(operation, schema))}
            routes[operation["tags"][0]].append(_route(path, method, whole, shapes, lang))
    return [
        Subject(tag["name"], tag["description"], routes[tag["name"]]) for tag in schema["tags"] if routes[tag["name"]]
    ]


def _responses(operation: Described, schema: Described) -> Iterator[tuple[str, Described]]:
    """By status; those that are said once for many routes from where they stand."""
    for status, answer in operation["responses"].items():
        shared = answer.get("$ref", "").rpartition("/")[2]
        yield status, schema["components"]["responses"][shared] if shared else answer


def _route(path: str, method: str, operation: Described, shapes: Described, lang: str) -> Route:
    summary, text = str(operation["summary"]), str(operation.get("description") or "")
    takes, example = _body(operation, shapes)
    said, more = (summary, text) if lang == "zh" or not text else (text, summary)
    answers = [_answer(status, answer) for status, answer in operation["responses"].items()]
    return Route(
        name=operation["operationId"], method=method.upper(), path=path, said=said, more=more,
        parameters=list(_parameters(operation, shapes)), takes=takes, example=example,
        answers=[a for a in answers if a.status < "400"], refusals=[a for a in answers if a.status >= "400"],
        open=not operation.get("security"),
    )  # fmt: skip


def _parameters(operation: Described, shapes: Described) -> Iterator[Parameter]:
    for given in operation.get("parameters", ()):
        shape = given["schema"]
        example = given.get("example", (given.get("examples") or shape.get("examples") or [""]))
        first = example[0] if isinstance(example, list) and example else example
        yield Parameter(
            name=given["name"], where=given["in"], type=type_of(shape, shapes), required=bool(given.get("required")),
            meaning=str(given.get("description") or shape.get("description") or ""),
            example="" if first in ("", None) or isinstance(first, Mapping | list) else str(first),
        )  # fmt: skip


def _body(operation: Described, shapes: Described) -> tuple[str, str]:
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, given in content.items():
        if media_type == "application/json":
            return media_type, json.dumps(example_of(given["schema"], shapes), ensure_ascii=False, indent=2)
        parts = given["schema"].get("properties", {})
        return media_type, "\n".join(
            f"{name}: {said.get('description', '')}".rstrip(": ") for name, said in parts.items()
        )
    return "", ""


def _answer(status: str, answer: Described) -> Answer:
    content = answer.get("content", {})
    shown = content.get("application/json", {}).get("example") or {}
    meaning = str(answer["description"])
    meaning = "" if meaning == "Successful Response" else meaning  # the framework's own words, which say nothing
    return Answer(status, meaning, str(shown.get("error", "")), "、".join(content))


def _shape(shape: Described, shapes: Described) -> Described:
    """References followed; of several forms the first that is not null."""
    while True:
        if "$ref" in shape:
            shape = shapes[shape["$ref"].rpartition("/")[2]]
        elif forms := [form for form in shape.get("anyOf") or shape.get("oneOf") or () if form.get("type") != "null"]:
            shape = {**{k: v for k, v in shape.items() if k in ("examples", "description")}, **forms[0]}
        else:
            return shape


def type_of(shape: Described, shapes: Described) -> str:
    """In a word: ``string``, ``integer[]``, ``a | b`` for a closed list."""
    plain = _shape(shape, shapes)
    if choices := plain.get("enum"):
        return " | ".join(map(str, choices))
    if plain.get("type") == "array":
        return type_of(plain.get("items", {}), shapes) + "[]"
    return str(plain.get("format") or plain.get("type") or "any")


def example_of(shape: Described, shapes: Described, deep: int = DEEP) -> Any:
    """A value of the shape: the examples that its fields carry, put together."""
    if shape.get("examples"):
        return shape["examples"][0]
    if "example" in shape:
        return shape["example"]
    plain = _shape(shape, shapes)
    for key in ("examples", "enum"):
        if plain.get(key):
            return plain[key][0]
    if "const" in plain:
        return plain["const"]
    kind = plain.get("type")
    if kind == "object" and deep:
        return {name: example_of(part, shapes, deep - 1) for name, part in plain.get("properties", {}).items()}
    if kind == "array":
        return [example_of(plain["items"], shapes, deep - 1)] if deep and "items" in plain else []
    if plain.get("default") is not None:
        return plain["default"]
    by_format = {"date": "2025-09-01", "date-time": "2025-09-01T09:00:00+08:00"}
    simple: dict[Any, Any] = {
        "string": by_format.get(plain.get("format", ""), ""),
        "integer": 1,
        "number": 1.0,
        "boolean": False,
    }
    return simple.get(kind, {} if kind == "object" else None)
