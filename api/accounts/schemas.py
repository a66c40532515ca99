"""What goes in and out of the routes about people, sessions, tokens and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from api.accounts.passwords import LONGEST, SHORTEST

ID = "01jq8z5m3t7k9w2x4y6b8d0f1h"
# What PostgreSQL keeps and a terminal shows: no control characters.
LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"

Kind = Literal["operator", "insurer", "regulator", "agency", "enterprise"]
Role = Literal["clerk", "reviewer", "inspector", "pack_editor", "admin"]
Permission = Literal[
    "read", "upload", "correct", "decide", "waive", "sign_off", "delete", "audit", "export", "kpi", "packs_read",
    "packs_draft", "packs_approve", "webhooks", "people", "organisations", "audit_log",
]  # fmt: skip
Lang = Literal["zh", "en"]
Id = Annotated[str, Path(min_length=26, max_length=26, pattern=r"^[0-9a-z]+$", description="编号", examples=[ID])]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=LINE)]
Login = Annotated[
    str,
    Field(min_length=2, max_length=100, pattern=r"^[\w.@+-]+$", description="登录名；不分大小写", examples=["wang.wu"]),
]
# Any length that a person may type is answered in words; this only bounds what is hashed.
Password = Annotated[
    str, Field(max_length=1000, json_schema_extra={"format": "password"}, examples=["池水-石头-七只鹤"])
]

NewPassword = Annotated[
    str,
    Field(
        max_length=1000,
        description="至少10个字符；太常见的、与登录名相同的不收",
        json_schema_extra={"format": "password", "minLength": SHORTEST, "maxLength": LONGEST},
        examples=["池水-石头-七只鹤"],
    ),
]
# Said in words by the service; described here for programs.
Region = Annotated[
    str,
    Field(max_length=9, json_schema_extra={"pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})?$"}, examples=["3413"]),
]
Uscc = Annotated[str, Field(max_length=18, pattern=r"^([0-9A-Za-z]{18})?$")]


class In(BaseModel):
    """Something sent to us: an unknown name in it is a mistake that we say, not ignore."""

    model_config = ConfigDict(extra="forbid")


class SignInBody(In):
    login: Annotated[str, Field(max_length=200, pattern=LINE, examples=["wang.wu"])]
    password: Password


class PasswordBody(In):
    present: Password
    wanted: NewPassword


class LanguageBody(In):
    lang: Lang


class OrganisationOut(BaseModel):
    """A body whose people use the service."""

    id: str = Field(examples=[ID])
    kind: Kind = Field(examples=["regulator"])
    name: str = Field(examples=["宿州市应急管理局"])
    region_prefix: str = Field("", description="监管机构：行政区划代码的有效位，全国为空", examples=["3413"])
    uscc: str = Field("", description="统一社会信用代码", examples=["91341323MA2MQ00014"])
    active: bool = True
    created_at: datetime


class Me(BaseModel):
    """Who is asking, and with which rights."""

    id: str = Field(examples=[ID])
    login: str = Field(examples=["wang.wu"])
    name: str = Field(examples=["王五"])
    lang: Lang
    roles: list[str] = Field(examples=[["clerk"]])
    permissions: list[str] = Field(examples=[["correct", "decide", "export", "kpi", "packs_read", "read", "upload"]])
    organisation: str = Field(examples=["甲财产保险股份有限公司"])
    organisation_id: str = Field(examples=[ID])
    organisation_kind: Kind = Field(examples=["insurer"])
    region_prefix: str = Field("", examples=[""])
    must_change: bool = Field(False, description="须先修改密码，之后才能做别的")
    csrf: str = Field(
        "", description="修改类请求在 X-CSRF-Token 里带上它；令牌登录为空", examples=["b3J6c2FtcGxlY3NyZnRva2Vu"]
    )


class UserOut(BaseModel):
    """A person."""

    id: str = Field(examples=[ID])
    login: str = Field(examples=["wang.wu"])
    name: str = Field(examples=["王五"])
    roles: list[str] = Field(examples=[["clerk"]])
    lang: str = Field(examples=["zh"])
    active: bool
    locked: bool = Field(description="登录失败过多，暂时锁定")
    locked_until: datetime | None = None
    must_change: bool = Field(description="下次登录须修改密码")
    oidc_subject: str | None = Field(None, description="OIDC 的 sub", examples=["248289761001"])
    organisation_id: str = Field(examples=[ID])
    organisation: str = Field(examples=["甲财产保险股份有限公司"])
    organisation_kind: Kind = Field(examples=["insurer"])
    created_at: datetime
    seen_at: datetime | None = Field(None, description="最近一次使用")


class InvitedOut(BaseModel):
    """A person with a password made for them, which is shown this once."""

    user: UserOut
    password: str | None = Field(description="只显示这一次；自己给了密码时为 null", examples=["k7wd-3mxa-p9tc-hq2e"])


class OrganisationBody(In):
    kind: Kind
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=LINE, examples=["宿州市应急管理局"])]
    region_prefix: Region = ""
    uscc: Uscc = Field("", examples=[""])


class OrganisationChange(In):
    """What is given changes, what is left out or null stays."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)] | None = Field(
        None, examples=["宿州市应急管理局"]
    )
    region_prefix: Region | None = Field(None, examples=["3413"])
    uscc: Uscc | None = Field(None, examples=[""])
    active: bool | None = Field(
        None, strict=True, description="false 即停用，所有人的会话和令牌随之失效", examples=[True]
    )


Subject = Annotated[str, Field(max_length=300, pattern=LINE)]
Roles = Annotated[list[Role], Field(max_length=5, examples=[["clerk"]])]


class UserBody(In):
    """A new person; without ``organisation_id`` in one's own organisation, without ``password`` with one made for them."""

    login: Login
    name: Name = Field(examples=["王五"])
    roles: Roles
    organisation_id: str | None = Field(None, pattern=r"^[0-9a-z]{26}$", examples=[None])
    lang: Lang = "zh"
    password: NewPassword | None = Field(None, examples=[None])
    oidc_subject: Subject | None = Field(None, description="OIDC 的 sub", examples=[None])


class UserChange(In):
    """What is given changes, what is left out or null stays."""

    name: Name | None = Field(None, examples=["王五"])
    roles: Roles | None = Field(None, examples=[["reviewer"]])
    lang: Lang | None = Field(None, examples=["zh"])
    active: bool | None = Field(None, strict=True, description="false 即停用，会话和令牌随之失效", examples=[True])
    oidc_subject: Subject | None = Field(None, description="空字串即解除关联", examples=["248289761001"])


class ResetBody(In):
    password: NewPassword | None = Field(None, description="省略则随机生成", examples=[None])


class TokenBody(In):
    name: Name = Field(description="用在哪里", examples=["报送脚本"])
    scopes: list[Permission] = Field(min_length=1, max_length=20, examples=[["read", "upload"]])
    days: Annotated[int, Field(ge=1, le=3650, strict=True)] | None = Field(
        90, description="几天后失效；null 为不失效", examples=[90]
    )


class TokenOut(BaseModel):
    """A program's key, without the key itself."""

    id: str = Field(examples=[ID])
    name: str = Field(examples=["报送脚本"])
    scopes: list[str] = Field(examples=[["read", "upload"]])
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = Field(None, description="最近一次使用")


class TokenMade(BaseModel):
    """A new token with its secret, which is shown this once."""

    token: TokenOut
    secret: str = Field(description="只显示这一次", examples=["anze_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCB0b2tlbg"])


class AuditEntryOut(BaseModel):
    """Who saw or did what."""

    seq: int = Field(examples=[1024])
    at: datetime
    user_id: str = Field("", description="空为服务本身或未登录者", examples=[ID])
    user_name: str = Field("", examples=["王五"])
    org_id: str = Field("", examples=[ID])
    address: str = Field("", examples=["192.0.2.7"])
    action: str = Field(examples=["filing.view"])
    object_kind: str = Field("", examples=["filing"])
    object_id: str = Field("", examples=[ID])
    details: dict[str, Any] = Field(default_factory=dict, examples=[{}])
    before: str = Field(description="前一条的 hash", examples=["0" * 64])
    hash: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
