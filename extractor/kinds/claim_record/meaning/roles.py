"""The columns a table of claims may have."""

from __future__ import annotations

import re
from datetime import date, datetime

from extractor.evidence.columns import (
    Columns,
    Role,
    has_date,
    is_money,
)
from extractor.evidence.concepts import formula
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_number_like
from extractor.values import person


def _is_person(unit: Unit) -> bool:
    return bool(person.parse_list(unit.text.strip())) or bool(
        re.match(r"^[\u4e00-\u9fff某*×]{2,4}$", unit.text.strip())
    )


_HURT = re.compile(
    r"^\s*(?:死亡|身故|伤残|[一二三四五六七八九十]级(?:伤残)?|.{0,6}(?:骨折|[烫烧挫扭割砸压摔擦灼撞刺冻]伤|受伤|轻伤|重伤|中毒|截肢|断裂|窒息|触电|坠落|医疗))\s*$"
)


def _is_short_number(unit: Unit) -> bool:
    """A number of few digits, which only its header tells for one: NB-24-P188."""
    return re.fullmatch(r"(?=(?:.*\d){3})[A-Za-z0-9\-/]{5,30}", unit.text.strip()) is not None and not has_date(unit)


_AROUND_A_DAY = re.compile(r"\s*[A-Za-z\u4e00-\u9fff]{1,8}[-_]?20\d{6}[-_]?[A-Za-z]{0,4}\d{1,6}\s*$")
"""A number that is written around a day, as offices count their cases: 报20250701-1."""


_LETTERED = re.compile(r"\s*[A-Z]{1,6}-\d{2}\s*")
"""A short count of an office's own cases, which its letters tell from a line's number: JS-02."""


_SUM = re.compile(r"\s*[¥￥]?\s*(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d+\.\d{2})\s*元?\s*")
"""What is written as a sum and numbers nothing."""


ROLES = (
    Role(
        "report_no",
        formula("claim_no|reported", "claim_no", "policy date amount paid"),
        lambda u: (
            (len(re.findall(r"\d", u.text)) >= 3 or _LETTERED.fullmatch(u.text) is not None)
            and (not has_date(u) or _AROUND_A_DAY.match(u.text) is not None)
            and _SUM.fullmatch(u.text) is None
        ),
    ),
    Role(
        "case_no",
        formula("number", "accident", "policy date amount contact uscc paid"),
        lambda u: bool(re.search(r"\d{4,}", u.text)) and not has_date(u),
    ),
    Role("policy_no", formula("policy", "number", "date amount claim_no"), is_number_like, by_form=0.4),
    Role("policy_short", formula("policy number", none_of="date amount claim_no"), _is_short_number),
    Role(
        "accident_date",
        formula("accident", "date", "reported closed uploaded process amount victim paid claimed number"),
        has_date,
    ),
    Role("reported_date", formula("reported", "date", "closed uploaded amount paid number accident"), has_date),
    Role("closed_date", formula("closed", "date closed", "uploaded amount number"), has_date),
    Role("pay_date", formula("payday|paid", "date payday", "uploaded amount number closed"), has_date),
    Role("uploaded", formula("uploaded", "date", "amount number"), has_date),
    Role("victim", formula("victim", none_of="date amount number injury_kind count"), _is_person, by_form=0.5),
    Role(
        "kind",
        formula("injury_kind|injury", "injury_kind", "date amount number process paid claimed"),
        lambda u: len(u.text.strip()) <= 10 and not has_date(u) and not is_money(u),
    ),
    Role("hurt", formula("injury"), lambda u: _HURT.match(u.text) is not None, by_form=0.5),
    Role("claimed", formula("claimed", "amount", "date number"), is_money),
    Role("paid", formula("paid", "total", "date number claimed closed"), is_money),
    Role("process", formula("process", none_of="date amount"), None),
    Role(
        "ordinal",
        formula("ordinal", none_of="policy claim_no reported"),
        lambda u: len(u.text.strip()) <= 5,
        must=False,
    ),
)


COLUMNS = (
    "report_no",
    "policy_no",
    "accident_date",
    "reported_date",
    "victim",
    "kind",
    "claimed",
    "paid",
    "closed_date",
    "uploaded",
)


DATES = ("accident_date", "reported_date", "closed_date", "uploaded")


def day_in(unit: Unit | None) -> date | None:
    if unit is None:
        return None
    token = next((t for t in unit.tokens if t.kind == "moment"), None)
    if token is not None:
        return token.value.day  # type: ignore[no-any-return]
    typed = unit.cell.value if unit.cell is not None else None
    return typed.date() if isinstance(typed, datetime) else typed if isinstance(typed, date) else None


def is_claims(cols: Columns) -> bool:
    """A table of accidents with what became of them."""
    names = set(cols.roles)
    return len(
        names & {"report_no", "accident_date", "paid", "closed_date", "victim", "uploaded", "claimed", "reported_date"}
    ) >= 3 and bool(names & {"accident_date", "closed_date", "report_no"})
