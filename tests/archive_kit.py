"""Filings made by hand for the findings that only several of them show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.likeness import of_words
from extractor.record import Record, Witness
from extractor.values import uscc
from extractor.values.dates import Moment
from tests import filings as kit
from validators import Manifest, archive, assemble
from validators.facts import Filing
from validators.finding import Finding

NAMES = [
    "青禾锻造",
    "红岩铸件",
    "蓝天包装",
    "恒泰化工",
    "新安纺织",
    "大河建材",
    "东港冷链",
    "金谷粮油",
    "云山木业",
    "白鹭电子",
    "长风机械",
    "永固管桩",
]


def code(nth: int) -> str:
    """A credit code that checks."""
    first = f"91341302MA2{nth:06}"
    return first + str(uscc.check_character(first))


def client(nth: int) -> str:
    return f"{NAMES[nth]}有限公司" if nth < len(NAMES) else f"{chr(0x4E00 + 37 * nth) * 5}厂"


def filing(nth: int, *papers: Record, name: str = "", manifest: Manifest | None = None, **changes: Any) -> Filing:
    """Filing ``nth``, of an enterprise of its own; a field changed to None is absent."""
    holder = {"policyholder": client(nth), "insured": client(nth), "uscc": code(nth)}
    stands = {"policy_no": f"PX{nth:012}"} | holder | changes
    return assemble([kit.policy(**stands), *papers], manifest, name or f"F{nth}")


def report(nth: int, path: str = "报告.pdf", *, words: Sequence[str] = (), **changes: Any) -> Record:
    """A report on a visit to the enterprise of filing ``nth``, with prose of its own."""
    stands = {"client": client(nth), "report_no": f"R-{nth}", "policy_no": f"PX{nth:012}"} | changes
    made = kit.report(path, **stands)
    return replace(made, sha256=f"sha-{nth}-{path}-{sorted(map(str, changes.items()))}", likeness=of_words(words))


def ledger(*items: Mapping[str, Any], path: str = "台账.xlsx", sha: str = "") -> Record:
    return replace(kit.ledger(*items, path=path), sha256=sha or f"sha-{path}-{items}")


def spend(policy: str | None, **changes: Any) -> dict[str, Any]:
    """A payment as a ledger has it."""
    stands = {
        "kind": "spend", "policy_no": policy, "date": date(2024, 5, 6), "voucher": "记-0182", "payee": "安徽安衡技术服务有限公司",
        "amount": Decimal(1200), "item": "隐患排查服务费",
    }  # fmt: skip
    return stands | changes


def extract(policy: str, amount: int) -> dict[str, Any]:
    return {"kind": "extract", "policy_no": policy, "date": date(2024, 3, 31), "amount": Decimal(amount)}


def roster(*lines: Mapping[str, Any], day: date | None = date(2024, 6, 1), scope: str | None = "due") -> Record:
    fields = {"roster_date": day, "scope": scope}
    return Record(
        "清单.xlsx", "sha-roster", "roster", {k: kit.reading(v) for k, v in fields.items() if v is not None},
        {"enterprises": kit.rows(lines)}, {"enterprises": Witness(True, True, "read whole")},
    )  # fmt: skip


def period(start: date, end: date) -> dict[str, Any]:
    return {"period_start": Moment(start), "period_end": Moment(end, 24)}


def found(filings: Sequence[Filing], type_: str) -> dict[str, list[Finding]]:
    """Findings of one type by the name of their filing, those without left out."""
    by_index = archive.across(filings)
    told = {f.filing_id: [x for x in by_index.get(i, ()) if x.type == type_] for i, f in enumerate(filings)}
    return {name: items for name, items in told.items() if items}


def told(filings: Sequence[Filing], type_: str) -> dict[str, list[tuple[str, str]]]:
    return {n: [(x.verdict.value, x.severity.value) for x in items] for n, items in found(filings, type_).items()}
