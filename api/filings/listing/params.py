"""The question as parameters of a URL, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from api.filings.listing.asked import LEVELS, MOST, SEVERITIES, SORTS, STATES, VERDICTS, Query
from api.filings.listing.order import cursor_key
from api.inputs import keepable
from api.paging import cursor
from api.problems import Invalid
from validators.law.pack import significant

# A field's name in a URL where it differs.
PARAMS = {"text": "q", "org_id": "org", "audit_id": "audit", "open_only": "open"}


_WORDS: Mapping[str, Sequence[str]] = {"verdict": VERDICTS, "state": STATES, "severity": SEVERITIES, "sort": SORTS}


_LONGEST = {"text": 200, "insurer": 200, "sector": 30, "type": 60, "policy_no": 100, "org_id": 26, "audit_id": 26,
            "after": 400}  # fmt: skip


def from_params(params: Mapping[str, Any]) -> Query:
    """The question that URL parameters (or a saved filter) ask; other parameters are left alone.

    Raises Invalid, naming the parameter, for a value that cannot be.
    """
    given: dict[str, Any] = {}
    for field in fields(Query):
        name = PARAMS.get(field.name, field.name)
        value = params.get(name)
        if value is not None and value != "":
            given[field.name] = _value(field.name, name, value)
    query = Query(**given)
    cursor_key(query)
    return query


def _value(field: str, name: str, value: Any) -> Any:
    said = str(value).strip()
    if field in _WORDS:
        if said not in _WORDS[field]:
            raise Invalid(f"{name}: {said[:40]!r} 不可用", f"可用的值：{'、'.join(_WORDS[field])}")
        return said
    if field == "region":
        code = significant(said)
        if not re.fullmatch("[0-9]*", said) or len(code) not in (0, *LEVELS):
            raise Invalid(f"{name}: {said[:40]!r} 不是行政区划代码", "请给出 2、4、6 或 9 位数字")
        return code
    if field in ("open_only", "signed_off"):
        if said.lower() not in ("1", "true", "yes", "0", "false", "no"):
            raise Invalid(f"{name}: {said[:40]!r} 不是是或否", "请用 true 或 false")
        return said.lower() in ("1", "true", "yes")
    if field == "limit":
        if not re.fullmatch("[0-9]{1,4}", said) or not 1 <= int(said) <= MOST:
            raise Invalid(f"{name}: {said[:40]!r} 不在范围内", f"请给出 1 到 {MOST} 的整数")
        return int(said)
    if field.endswith(("_from", "_to")):
        try:
            return value if isinstance(value, date) else date.fromisoformat(said)
        except ValueError:
            raise Invalid(f"{name}: {said[:40]!r} 不是日期", "请写成 2025-03-31") from None
    try:
        if len(keepable(said)) <= _LONGEST[field]:
            return said
    except ValueError:
        pass
    raise Invalid(f"{name} 过长或有不可用的字符", f"最多 {_LONGEST[field]} 个字")


def to_params(query: Query, *, page: bool = False) -> dict[str, str]:
    """The parameters that ask the question again; with ``page`` also which page of it.

    >>> to_params(Query(text="宿州", open_only=True))
    {'q': '宿州', 'open': 'true'}
    """
    out = {}
    for field in fields(Query):
        value = getattr(query, field.name)
        if value == field.default or (field.name in ("limit", "after") and not page):
            continue
        said = str(value).lower() if isinstance(value, bool) else str(value)
        out[PARAMS.get(field.name, field.name)] = said
    return out


class Params(BaseModel):
    """The parameters as an endpoint declares them; ``from_params`` says what each may be."""

    q: str | None = Field(
        None,
        max_length=200,
        description="检索词，空格隔开的都须出现：名称、保单号的一部分、地名",
        examples=["宿州 恒泰"],
    )
    verdict: str | None = Field(None, description="结论：accepted、returned、incomplete", examples=["returned"])
    state: str | None = Field(None, description="状态：reading、judged", examples=["judged"])
    insurer: str | None = Field(None, max_length=200, description="保险机构全称", examples=["示例财产保险股份有限公司"])
    region: str | None = Field(None, max_length=12, description="行政区划代码，前 2、4、6 或 9 位", examples=["3413"])
    sector: str | None = Field(None, max_length=30, description="行业领域", examples=["hazardous_chemicals"])
    type: str | None = Field(
        None, max_length=60, description="最近一次判定违反的发现种类", examples=["first_service_late"]
    )
    severity: str | None = Field(None, description="其严重程度：error、warning、note", examples=["error"])
    policy_no: str | None = Field(None, max_length=100, description="完整的保单号", examples=["PZIT202434130000000001"])
    org: str | None = Field(None, max_length=26, description="上传的机构", examples=["01jq8z6w3m4n5p6q7r8s9tavbw"])
    audit: str | None = Field(
        None, max_length=26, description="所属的批量审计", examples=["01jq8z6w3m4n5p6q7r8s9tavbw"]
    )
    signed_from: str | None = Field(None, max_length=10, description="签单日不早于", examples=["2025-01-01"])
    signed_to: str | None = Field(None, max_length=10, description="签单日不晚于", examples=["2025-12-31"])
    created_from: str | None = Field(
        None, max_length=10, description="上传日不早于（北京时间）", examples=["2025-01-01"]
    )
    created_to: str | None = Field(None, max_length=10, description="上传日不晚于（北京时间）", examples=["2025-12-31"])
    open: str | None = Field(None, description="true：只看还有未了发现的", examples=["true"])
    signed_off: str | None = Field(None, description="true 已签结，false 未签结", examples=["false"])
    sort: str | None = Field(None, description="次序：newest、oldest、updated、sign_date、open", examples=["newest"])
    limit: int | None = Field(None, ge=1, le=200, description="一页几项", examples=[50])
    after: str | None = Field(
        None, max_length=400, description="上一页的 next", examples=[cursor("newest", "120", 120)]
    )
