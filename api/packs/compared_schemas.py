"""What parts two versions of a pack, and what binds where and when, as they go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.packs.schemas import EXAMPLE_VERSION, InForce
from api.packs.understood import Binding, Change, Difference, value_words
from validators.law.pack import Pack


class ChangeOut(BaseModel):
    word: str = Field(examples=["values"])
    before: Any = Field(examples=[[{"from": "2024-01-01", "value": 12}]])
    after: Any = Field(examples=[[{"from": "2024-01-01", "value": 15}]])

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        return cls(word=change.word, before=change.before, after=change.after)


class RuleDiff(BaseModel):
    name: str = Field(examples=["suzhou.fee-floor"])
    state: Literal["added", "removed", "changed"] = Field(examples=["changed"])
    changes: list[ChangeOut]
    cases: bool = Field(examples=[False], description="算例也变了")


class DiffOut(BaseModel):
    """What parts two versions of one pack."""

    name: str = Field(examples=["suzhou-2023-84"])
    before: str = Field(alias="from", examples=[EXAMPLE_VERSION])
    after: str = Field(alias="to", examples=["1a2b3c4d5e6f"])
    head: list[ChangeOut]
    rules: list[RuleDiff]
    text: str = Field(examples=["--- 0f3a9c1b2d4e\n+++ 1a2b3c4d5e6f\n@@ …"], description="逐行差异（unified diff）")

    model_config = {"populate_by_name": True}

    @classmethod
    def of(cls, name: str, before: str, after: str, difference: Difference) -> DiffOut:
        rules = [
            RuleDiff.model_validate(
                {"name": rule.name, "state": rule.state, "cases": rule.cases,
                 "changes": [ChangeOut.of(change) for change in rule.changes]}
            )
            for rule in difference.rules
        ]  # fmt: skip
        head = [ChangeOut.of(change) for change in difference.head]
        return cls.model_validate(
            {"name": name, "from": before, "to": after, "head": head, "rules": rules, "text": difference.text}
        )


class BindingOut(BaseModel):
    """One rule at the place on the day."""

    pack: str = Field(examples=["suzhou-2023-84"])
    why: str = Field(examples=["region 341323 in 3413, in force 2024-01-01"])
    rule: str = Field(examples=["suzhou.fee-floor"])
    type: str = Field(examples=["prevention_fee_below_minimum"])
    article: str = Field(examples=["二（六）"])
    document: str = Field(examples=["应急监二〔2023〕84号"])
    severity: str = Field(examples=["error"])
    about: str = Field(examples=["policy"])
    date: str = Field(examples=["contract_date"])
    in_force: InForce
    value: Any = Field(examples=[12], description="当日的数值；没有数值的规则为 null")
    source: str = Field(examples=["应急监二〔2023〕84号二（六）"])
    state: Literal["binds", "included", "overruled", "not_in_force"] = Field(examples=["binds"])
    by: str = Field(examples=[""], description="included、overruled 时：哪条规则使它不单独适用")

    @classmethod
    def of(cls, binding: Binding) -> BindingOut:
        rule, value = binding.rule, binding.value
        words: dict[str, Any] = {} if value is None else value_words(value)
        return cls.model_validate({
            "pack": binding.pack.name, "why": binding.why, "rule": rule.name, "type": rule.type,
            "article": rule.article, "document": rule.citation.document, "severity": rule.severity.value,
            "about": rule.about, "date": rule.governed_by, "in_force": {"from": rule.since, "to": rule.until},
            "value": words.get("value"), "source": words.get("source") or "", "state": binding.state, "by": binding.by,
        })  # fmt: skip


class Bindings(BaseModel):
    region: str = Field(examples=["341323"])
    day: date = Field(alias="date", examples=["2025-09-01"])
    items: list[BindingOut]
    possible: list[str] = Field(examples=[[]], description="地点说得更细才知道是否适用的规则包")

    model_config = {"populate_by_name": True}

    @classmethod
    def of(cls, region: str, day: date, items: Sequence[Binding], possible: Sequence[Pack]) -> Bindings:
        shown = [BindingOut.of(binding) for binding in items]
        return cls.model_validate(
            {"region": region, "date": day, "items": shown, "possible": [pack.name for pack in possible]}
        )
