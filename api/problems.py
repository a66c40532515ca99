"""What a caller of the service may be told in place of an answer: one shape, ``{error, detail, remedy}``.

``error`` is a stable code for programs, ``detail`` says what is wrong, ``remedy`` what to do, both in the language of the
request. A route declares the problems it can answer with by ``responses=may_answer(...)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field


class ProblemShape(BaseModel):
    """The one shape of every error."""

    error: str = Field(examples=["not_found"], description="Stable code, for programs")
    detail: str = Field(examples=["没有这个案卷，或者您无权查看"], description="What is wrong, for people")
    remedy: str = Field(examples=["请核对编号"], description="What to do about it")


class Problem(Exception):
    """A refusal with an HTTP status. Subclasses fix status, code and words; ``detail`` may say more."""

    status: int = 400
    error: str = "bad_request"
    zh: tuple[str, str] = ("请求有误", "请核对后重试")
    en: tuple[str, str] = ("The request is wrong", "Check it and try again")

    def __init__(self, detail: str = "", remedy: str = "", *, headers: Mapping[str, str] | None = None) -> None:
        self.detail, self.remedy, self.headers = detail, remedy, dict(headers or {})
        super().__init__(detail or self.zh[0])

    def shape(self, lang: str = "zh") -> dict[str, str]:
        words = self.zh if lang == "zh" else self.en
        return {"error": self.error, "detail": self.detail or words[0], "remedy": self.remedy or words[1]}


class Invalid(Problem):
    """Something in the request does not fit: its form, a value, an unknown word."""

    status, error = 422, "invalid"
    zh, en = ("请求内容不合要求", "请按说明改正后重试"), ("The request does not fit", "Correct it as described")


class BadRequest(Problem):
    """The request cannot be understood at all."""


class NotSignedIn(Problem):
    status, error = 401, "not_signed_in"
    zh = ("尚未登录，或登录已过期", "请登录，或在 Authorization 里带上令牌")
    en = ("Not signed in, or the session has ended", "Sign in, or send a token in Authorization")


class NotAllowed(Problem):
    status, error = 403, "not_allowed"
    zh = ("您的角色不能做这件事", "请由有权限的人办理")
    en = ("Your role may not do this", "Ask somebody who may")


class NotFound(Problem):
    """Nothing of that name that the caller may see. What exists and what does not look the same to a stranger."""

    status, error = 404, "not_found"
    zh = ("没有找到，或者您无权查看", "请核对编号")
    en = ("Not found, or not yours to see", "Check the identifier")


class Conflict(Problem):
    status, error = 409, "conflict"
    zh = ("与现有状态冲突", "请刷新后重试")
    en = ("In conflict with the present state", "Reload and try again")


class TooLarge(Problem):
    status, error = 413, "too_large"
    zh = ("上传内容超过上限", "请分批上传，或请管理员提高上限")
    en = ("The upload is larger than allowed", "Send it in parts, or have the limit raised")


class Unsupported(Problem):
    status, error = 415, "unsupported"
    zh, en = ("不支持的内容类型", "请改用说明中的类型"), ("Unsupported media type", "Use a type from the description")


class TooMany(Problem):
    status, error = 429, "too_many"
    zh, en = ("尝试次数过多", "请稍后再试"), ("Too many attempts", "Try again later")


class Unavailable(Problem):
    status, error = 503, "unavailable"
    zh, en = ("服务暂时不可用", "请稍后再试"), ("Not available for now", "Try again later")


class Broken(Problem):
    """A defect of ours. No route declares it; what went wrong is in the log under the request's id."""

    status, error = 500, "defect"
    zh = ("程序出错，已记入日志", "请把 X-Request-Id 告诉管理员")
    en = ("A defect in the program; it has been logged", "Give the X-Request-Id to the administrator")


ALL: tuple[type[Problem], ...] = (
    BadRequest, NotSignedIn, NotAllowed, NotFound, Conflict, TooLarge, Unsupported, Invalid, TooMany, Unavailable,
)  # fmt: skip


def may_answer(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``: which of the problems it can answer with; 400 (a body that is no text at all), 401, 422
    and 503 are every route's."""
    out: dict[int | str, dict[str, Any]] = {}
    for cls in ALL:
        if cls.status in {*statuses, 400, 401, 422, 503}:
            out[cls.status] = {
                "model": ProblemShape,
                "description": cls.zh[0],
                "content": {"application/json": {"example": cls().shape()}},
            }
    return out
