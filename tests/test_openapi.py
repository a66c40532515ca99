"""The description of the API says of every route what it takes, what it answers, and every way it can refuse."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from api.problems import ALL
from api.serving.app import create_app
from api.serving.description import TAGS, text_of

COMMITTED = Path(__file__).parents[1] / "docs" / "openapi.json"
SCHEMA: dict[str, Any] = json.loads(COMMITTED.read_text("utf-8"))
"""As committed, which is the application's own, as a test here asks: working that out takes seconds, and every worker imports this."""
UNSAFE = ("post", "put", "patch", "delete")
WITHOUT_SIGNING_IN = {"sign_in"}


@cache
def app() -> FastAPI:
    return create_app()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            common = SCHEMA["components"]["responses"]
            said = {status: common[status] if "$ref" in answer else answer
                    for status, answer in operation["responses"].items()}  # fmt: skip
            yield path, method, {**operation, "responses": said}


EVERY = pytest.mark.parametrize(
    ("path", "method", "operation"), [pytest.param(*each, id=f"{each[1]} {each[0]}") for each in operations()]
)


def resolved(shape: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in shape:
        shape = SCHEMA["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return shape


def test_it_is_valid() -> None:
    validate(SCHEMA)


def test_it_is_the_committed_one() -> None:
    assert COMMITTED.read_text("utf-8") == text_of(app()), "run: python docs/generators/openapi.py"


def test_it_is_the_served_one() -> None:
    assert app().openapi_url == "/api/v1/openapi.json"
    assert create_app().openapi() == app().openapi()


def test_every_operation_has_a_name_of_its_own() -> None:
    counted = Counter(operation["operationId"] for *_, operation in operations())
    assert [name for name, times in counted.items() if times > 1] == []
    assert all(name.isidentifier() for name in counted)


def test_every_tag_is_explained() -> None:
    used = {tag for *_, operation in operations() for tag in operation["tags"]}
    assert used <= set(TAGS)
    assert {tag["name"]: tag["description"] for tag in SCHEMA["tags"]} == TAGS


@EVERY
def test_it_says_what_it_is(path: str, method: str, operation: dict[str, Any]) -> None:
    assert path.startswith("/api/v1/")
    assert operation["summary"].strip()
    assert len(operation["tags"]) == 1
    for parameter in operation.get("parameters", []):
        assert parameter["schema"], parameter["name"]


@EVERY
def test_its_answer_has_a_form(path: str, method: str, operation: dict[str, Any]) -> None:
    good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    assert len(good) == 1
    for status, answer in good.items():
        if status == "204":
            assert "content" not in answer
            continue
        assert answer["content"]
        for kind, body in answer["content"].items():
            shape = resolved(body["schema"])
            assert shape.get("properties") or shape.get("items") or shape.get("type"), kind


@EVERY
def test_every_refusal_has_the_one_shape(path: str, method: str, operation: dict[str, Any]) -> None:
    known = {str(problem.status) for problem in ALL}
    refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
    assert set(refusals) <= known
    assert {"401", "422", "503"} <= set(refusals)
    assert "404" in refusals or "_id}" not in path
    if operation["operationId"] not in ("me", *WITHOUT_SIGNING_IN):
        assert "403" in refusals
    if "requestBody" in operation:
        assert {"400", "413"} <= set(refusals)
    for status, answer in refusals.items():
        assert list(answer["content"]) == ["application/json"], status
        body = answer["content"]["application/json"]
        assert body["schema"] == {"$ref": "#/components/schemas/ProblemShape"}
        assert set(body["example"]) == {"error", "detail", "remedy"}
        assert all(body["example"].values())


@EVERY
def test_who_may_ask_is_declared(path: str, method: str, operation: dict[str, Any]) -> None:
    if operation["operationId"] in WITHOUT_SIGNING_IN:
        assert "security" not in operation
        return
    ways = [set(way) for way in operation["security"]]
    assert {"token"} in ways
    assert ({"session", "csrf"} if method in UNSAFE else {"session"}) in ways
    assert all(way <= set(SCHEMA["components"]["securitySchemes"]) for way in ways)


@EVERY
def test_every_answer_has_the_number_of_its_request(path: str, method: str, operation: dict[str, Any]) -> None:
    assert all("X-Request-Id" in answer["headers"] for answer in operation["responses"].values())


def test_what_goes_in_has_an_example() -> None:
    """Of every field that must be given, so that a reader sees one request that works."""
    lacking = []
    for path, method, operation in operations():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is None:
            continue
        shape = resolved(body["schema"])
        for branch in shape.get("oneOf", shape.get("anyOf", [shape])):
            form = resolved(branch)
            for name in form.get("required", ()):
                field = form["properties"][name]
                simple = "enum" in field or "const" in field or "$ref" in field
                if not (field.get("examples") or simple or field.get("type") in ("boolean", "array")):
                    lacking.append(f"{method} {path}: {name}")
    assert lacking == []
