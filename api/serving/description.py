"""The OpenAPI description made whole: what every route has in common is said once here, not on each route.

``python docs/generators/openapi.py`` writes the committed copy; ``tests/test_openapi.py`` compares.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.problems import ALL

TAGS = {
    "accounts": "登录、自己、令牌、机构、人员、审计日志",
    "uploads": "上传材料，看进展",
    "papers": "材料：读数、页面图像、更正",
    "filings": "案卷：列表、判定、意见、签结",
    "findings": "各案卷的发现",
    "packs": "规则包：在用的版本、草案、批准",
    "audits": "批量任务：整批审计、复核",
    "kpis": "统计与评分",
    "exports": "导出",
    "webhooks": "事件通知",
}
CHANGES = frozenset(("post", "put", "patch", "delete"))
CSRF = {
    "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
    "description": "登录时得到的 csrf；用会话 cookie 的修改类请求须带",
}  # fmt: skip
_REQUEST_ID = {
    "description": "这次请求的编号，日志里可查",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
}
REQUEST_ID = {"$ref": "#/components/headers/X-Request-Id"}
BODY_PROBLEMS = (400, 413)
"""What any route with a body may answer: one that is no text at all, one that is too long."""

Description = dict[str, Any]


def describe(app: FastAPI) -> None:
    """Let the application describe itself so."""
    plain = app.openapi

    def whole() -> Description:
        return complete(plain())

    app.openapi = whole  # type: ignore[method-assign]


def operation_id(route: APIRoute) -> str:
    """The function's name: what a generated client calls its method."""
    return route.name


def complete(schema: Description) -> Description:
    """The description in place, with tags explained, CSRF, the problems of bodies and the header of every answer; done
    twice it is the same."""
    schema["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    schema["components"].setdefault("securitySchemes", {})["csrf"] = CSRF
    _drop_unused(schema)
    schema["components"]["headers"] = {"X-Request-Id": _REQUEST_ID}
    problems = schema["components"]["responses"] = _problems()
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _secure(operation, method)
            _answer(operation, problems)
    return schema


def _secure(operation: Description, method: str) -> None:
    if method in CHANGES and "security" in operation:
        operation["security"] = [{"session": [], "csrf": []}, {"token": []}]


def _answer(operation: Description, common: Description) -> None:
    """Problems as references to what is said of them once, in ``common``; every answer with its request's number."""
    if "requestBody" in operation:
        for status in BODY_PROBLEMS:
            operation["responses"].setdefault(str(status), {})
    for status, response in sorted(operation["responses"].items()):
        del operation["responses"][status]
        shared = status in common and not response.get("headers")
        operation["responses"][status] = {"$ref": f"#/components/responses/{status}"} if shared else response
        if not shared and "$ref" not in response:
            response.setdefault("headers", {})["X-Request-Id"] = REQUEST_ID


def _problems() -> Description:
    shape = {"$ref": "#/components/schemas/ProblemShape"}
    return {
        str(said.status): {
            "description": said.zh[0],
            "headers": {"X-Request-Id": REQUEST_ID},
            "content": {"application/json": {"schema": shape, "example": said().shape()}},
        }
        for said in ALL
    }


def _drop_unused(schema: Description) -> None:
    """FastAPI's own shape of a validation error, which no route of ours answers with."""
    text = json.dumps(schema["paths"])
    for name in ("HTTPValidationError", "ValidationError"):
        if f'/{name}"' not in text:
            schema["components"]["schemas"].pop(name, None)


def text_of(app: FastAPI) -> str:
    """As committed: sorted, one item a line, so that a change reads well in a diff. Without the version, which changes alone."""
    schema = json.loads(json.dumps(app.openapi()))
    schema["info"]["version"] = "0"
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
