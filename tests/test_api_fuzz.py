"""schemathesis asks every operation of the description for everything it allows, and for what it does not allow.

In the process, over the furnished house (``tests/furnished.py``), as one who may everything and as one who may little. By
default few examples a route, always the same ones; ``FUZZ_EXAMPLES=200`` is the nightly run, ``FUZZ_SEED`` gives
it other dice.
"""

from __future__ import annotations

import copy
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import pytest
import schemathesis
from fastapi.testclient import TestClient
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from sqlmodel import select

from api.accounts.deps import CSRF_HEADER
from api.tables.packs import PackVersion
from tests.accounts_kit import PASSWORD, cheap_hashing
from tests.apps import visitor, without_threads
from tests.furnished import House, Person, furnish, nothing_kept

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
ADMIN, CLERK = Person("operator", "admin"), Person("insurer", "clerk")
REACHED = 0.9
"""The share of all operations that answers the one who may everything with success at least once."""
LIKELY = 0.8
"""How often an address is of something that exists; else it is made up."""
# What a description cannot say: a rule between two fields, a password too common, a cursor of another list. All such
# requests must still be refused in the one shape (response_schema_conformance), never fail.
POSITIVE = ["2xx", "401", "403", "404", "409", "415", "422", "429"]
# Too long is refused before anybody looks at what it is.
NEGATIVE = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]


class Failure(NamedTuple):
    operation: str
    title: str
    text: str


@dataclass
class Told:
    """What a run came to."""

    operations: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return self.statuses.total()

    @property
    def share(self) -> float:
        return len(self.reached) / len(self.operations)


@pytest.fixture(scope="module", params=["sqlite"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from tests.conftest import opened_service

    folder = tmp_path_factory.mktemp("house")
    with opened_service(request, request.param, folder) as service, cheap_hashing():
        yield furnish(service)


# --- a description whose examples exist --------------------------------------------------------------------------------


def known(house: House, person: Person) -> dict[str, Any]:
    """Values for addresses by the parameter's name."""
    with house.service.db.reading() as session:
        versions = {row.name: row.version for row in session.exec(select(PackVersion))}
    suzhou = versions["suzhou-2023-84"]
    own = house.own.get(Person(person.kind, "admin", person.other), {})
    words = {"name": "suzhou-2023-84", "sheet": "suzhou-2023-84", "page": 1, "from": suzhou, "to": suzhou}
    return {**house.first, **own, **words}


def exemplary(house: House, person: Person) -> dict[str, Any]:
    """The application's own description, with examples that exist in this house."""
    schema = copy.deepcopy(house.app.openapi())
    values = known(house, person)
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                value = values.get(parameter["name"])
                if parameter["name"] == "paper_id" and path.endswith("/text"):
                    value = values["text_paper_id"]
                if value is not None and (parameter["in"] == "path" or path.endswith("/diff")):
                    parameter.pop("example", None)
                    parameter["schema"]["examples"] = [value]
    shapes = schema["components"]["schemas"]
    shapes["SignInBody"]["properties"]["login"]["examples"] = [str(person)]
    shapes["SignInBody"]["properties"]["password"]["examples"] = [PASSWORD]
    shapes["PasswordBody"]["properties"]["present"]["examples"] = [PASSWORD]
    return schema


def settings(house: House, person: Person, **more: Any) -> SchemathesisConfig:
    headers = house.headers(person)
    secret = headers["Cookie"].partition("=")[2]
    words = {name: value for name, value in known(house, person).items() if not name.startswith("draft")}
    asked = {parameter["name"] for methods in house.app.openapi()["paths"].values() for operation in methods.values()
             for parameter in operation.get("parameters", []) if parameter["in"] == "path"}  # fmt: skip
    words = {name: value for name, value in words.items() if name in asked}
    return SchemathesisConfig.from_dict({
        "seed": SEED,
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "no-shrink": True, "allow-x00": True},
        "auth": {"openapi": {"session": {"api_key": secret}, "csrf": {"api_key": headers[CSRF_HEADER]}}},
        "dictionaries": {name: {"values": [value]} for name, value in words.items()},
        "parameters": {f"path.{name}": {"dictionary": name, "probability": LIKELY} for name in words},
        "cache": {"enabled": False},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": POSITIVE},
            "negative_data_rejection": {"expected-statuses": NEGATIVE},
            **more.pop("checks", {}),
        },
        **more,
    })  # fmt: skip


# What would end the session of the run itself, or shut its person out.
LEAVING = ["sign_in", "sign_out", "change_password", "change_user", "reset_password", "change_organisation"]


def fuzzed(house: House, person: Person, config: SchemathesisConfig, *, leaving: bool = True) -> Told:
    """Every operation asked; what changes is taken back by the caller, or not."""
    told = Told()
    schema: Any = schemathesis.openapi.from_dict(exemplary(house, person), config=config)
    schema.app = house.app
    schema.location = "/api/v1/openapi.json"
    if not leaving:
        schema = schema.exclude(operation_id=LEAVING)
    told.operations = {result.ok().label for result in schema.get_all_operations()}
    with without_threads():
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                _note(told, event)
            elif isinstance(event, events.NonFatalError | events.FatalError):
                told.errors.append(str(getattr(event, "info", None) or getattr(event, "exception", event)))
    return told


def _note(told: Told, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for key, interaction in recorder.interactions.items():
        if interaction.response is None:
            continue
        status = interaction.response.status_code
        told.statuses[status] += 1
        if 200 <= status < 300 and key in recorder.cases:
            told.reached.add(recorder.cases[key].value.operation.label)
    for key, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure, code = check.failure_info.failure, check.failure_info.code_sample
                label = recorder.cases[key].value.operation.label if key in recorder.cases else ""
                said = recorder.interactions[key].response if key in recorder.interactions else None
                body = said.content[:300].decode("utf-8", "replace") if said is not None else ""
                text = f"{label}: {failure.title}\n{failure.message[:600]}\n{code[:800]}\n{body}"
                told.failures.append(Failure(label, failure.title, text))


def show(person: Person, told: Told) -> None:
    print(f"\n{person}: {told.requests} requests, {dict(sorted(told.statuses.items()))}, success at "
          f"{len(told.reached)} of {len(told.operations)} operations; never at {sorted(told.operations - told.reached)}")  # fmt: skip
    for failure in told.failures[:20]:
        print("---", failure.text)


# --- the tests -------------------------------------------------------------------------------------------------------

ONE_BY_ONE = {"stateful": {"enabled": False}}
# Boundaries are the same for everybody; of the one who may little, it is asked whether what he may works for him.
WITHOUT_BOUNDARIES = {**ONE_BY_ONE, "coverage": {"enabled": False}}
# Changes are taken back here, so what was deleted is there again; the tests in sequence look at that.
TAKEN_BACK = {"use_after_free": {"enabled": False}, "ensure_resource_availability": {"enabled": False}}


@pytest.mark.parametrize("person", [ADMIN, CLERK], ids=str)
def test_every_operation_by_itself(house: House, person: Person) -> None:
    """Examples, boundaries and random values, right and wrong, at every operation."""
    phases = ONE_BY_ONE if person == ADMIN or EXAMPLES > 2 else WITHOUT_BOUNDARIES
    with nothing_kept(house.service):
        told = fuzzed(house, person, settings(house, person, phases=phases, checks=TAKEN_BACK))
    show(person, told)
    assert told.errors == []
    assert told.failures == []
    assert told.requests > 2 * len(told.operations)
    if person == ADMIN:
        assert told.share >= REACHED, sorted(told.operations - told.reached)


def test_what_was_deleted_is_gone(house: House) -> None:
    """From its own address, from lists, from search and from exports. Before the sequence below, which may delete it first."""
    ids, owner = house.second, Person("insurer", "admin", True)
    with TestClient(house.app, follow_redirects=False) as client:

        def ask(method: str, path: str, **body: Any) -> int:
            answer = house.ask(client, owner, method, f"/api/v1/{path}", **({"json": body} if body else {}))
            return answer.status_code

        assert ask("GET", f"webhooks/{ids['webhook_id']}") == 200
        assert ask("DELETE", f"webhooks/{ids['webhook_id']}") == 204
        assert ask("DELETE", f"filters/{ids['filter_id']}") == 204
        assert ask("POST", f"papers/{ids['text_paper_id']}/remove", reason="试验") == 204
        for method, path in (("GET", f"webhooks/{ids['webhook_id']}"), ("GET", f"webhooks/{ids['webhook_id']}/deliveries"),
                             ("DELETE", f"filters/{ids['filter_id']}"), ("GET", f"papers/{ids['text_paper_id']}"),
                             ("GET", f"papers/{ids['text_paper_id']}/text"), ("GET", f"papers/{ids['text_paper_id']}/file")):  # fmt: skip
            assert ask(method, path) == 404, path
        assert ask("POST", f"filings/{ids['filing_id']}/delete", reason="试验") == 204
        for path in ("", "/report", "/papers", "/facts", "/findings", "/judgements"):
            assert ask("GET", f"filings/{ids['filing_id']}{path}") == 404, path
        assert ask("GET", f"papers/{ids['paper_id']}") in (200, 404)  # its sender may still see what it sent
        for path in (
            "filings",
            "filings?q=YQAX2025070035712",
            "findings",
            "exports/filings.jsonl",
            "exports/findings.jsonl",
        ):
            answer = house.ask(client, owner, "GET", f"/api/v1/{path}")
            assert answer.status_code == 200
            assert ids["filing_id"] not in answer.text, path
        headers = {"Authorization": f"Bearer {ids['token']}"}
        assert client.get("/api/v1/me", headers=headers).status_code == 200
        assert ask("DELETE", f"tokens/{ids['token_id']}") == 204
        assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_operations_in_sequence(house: House) -> None:
    """What one answers goes into the next; what was deleted is gone, what was made is there. Changes are kept."""
    person = Person("operator", "admin", True)
    phases = {
        "examples": {"enabled": False}, "coverage": {"enabled": False}, "fuzzing": {"enabled": False},
        "stateful": {"generation": {"max-examples": 50 * EXAMPLES}},
    }  # fmt: skip
    told = fuzzed(
        house,
        person,
        settings(house, person, phases=phases, checks={"ignored_auth": {"enabled": False}}),
        leaving=False,
    )
    show(person, told)
    assert told.errors == []
    assert told.failures == []
    assert told.requests > 60
    assert len(told.reached) > 15


# --- what no database keeps --------------------------------------------------------------------------------------------

JUNK: list[Any] = ["a\x00b", "\ud800", "９" * 5000, "'; drop table filing; --", "%_\\", 10**30, -(10**30), 1e308, True, None,
                   [], {}, [[[[[[[[[[]]]]]]]]]], {"a\x00": 1}]  # fmt: skip
JUNK_TEXT = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "%F0%9F%98%80",
    "../../etc/passwd",
    "a" * 8000,
]


def bodies(schema: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One body of each form the operation takes, from the examples."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return
    shapes = schema["components"]["schemas"]

    def of(shape: dict[str, Any]) -> dict[str, Any]:
        return shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape

    top = of(content["schema"])
    for form in top.get("oneOf", [top]):
        fields = of(form)["properties"]
        yield {name: (of(part).get("examples") or of(part).get("enum") or [part.get("const", part.get("default"))])[0]
               for name, part in fields.items()}  # fmt: skip


@pytest.fixture(scope="module")
def junk_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On PostgreSQL, which keeps neither NUL nor half characters nor more than 64 bits."""
    from tests.conftest import opened_service

    folder = tmp_path_factory.mktemp("junk")
    with opened_service(request, "postgresql", folder) as service, cheap_hashing():
        yield furnish(service)


def test_junk_is_refused_in_words(junk_house: House) -> None:
    """In every field of every body, in every parameter of every address: an answer, and never a defect."""
    house, schema, values = junk_house, junk_house.app.openapi(), known(junk_house, ADMIN)
    statuses: Counter[int] = Counter()
    wrong: list[str] = []

    def ask(client: httpx.Client, method: str, path: str, **more: Any) -> None:
        answer = house.ask(client, ADMIN, method.upper(), path, **more)
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            wrong.append(f"{method} {path[:100]} {str(more)[:200]!r}: {answer.status_code}")
        elif answer.status_code >= 400 and set(answer.json()) != {"error", "detail", "remedy"}:
            wrong.append(f"{method} {path[:100]}: {answer.text[:100]}")

    with (
        nothing_kept(house.service),
        visitor(house.app, raises=False) as client,
    ):
        for path, methods in schema["paths"].items():
            filled = path.format_map({**values, "format": "csv", "dimension": "month"})
            for method, operation in methods.items():
                for body in bodies(schema, operation):
                    for name in body:
                        for junk in JUNK:
                            ask(client, method, filled, content=_json({**body, name: junk}), headers=JSON)
                    ask(client, method, filled, content=_json({**body, "\ud800\x00": 1}), headers=JSON)
                    for raw in (b"", b"{", b"\xff\xfe", b"[" * 20_000, b'{"a": NaN}', b"null", b'"text"'):
                        ask(client, method, filled, content=raw, headers=JSON)
                for parameter in operation.get("parameters", []):
                    if parameter["in"] == "query":
                        for junk in JUNK_TEXT:
                            ask(client, method, f"{filled}?{parameter['name']}={junk}")
                    elif parameter["in"] == "path":
                        for junk in JUNK_TEXT:
                            there = path.replace("{" + parameter["name"] + "}", junk)
                            ask(client, method, there.format_map({**values, "format": "csv", "dimension": "month"}))
    print(f"\njunk: {dict(sorted(statuses.items()))}")
    assert wrong == []


JSON = {"Content-Type": "application/json"}


def _json(value: Any) -> bytes:
    import json

    return json.dumps(value).encode()
