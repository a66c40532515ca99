"""What each column of money in a ledger means: set aside or spent, by headers, words, bodies that are paid, and the balance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.evidence.columns import (
    Columns,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import OPENING, OTHER_SIDE, is_entry
from extractor.kinds.fee_ledger.columns.sums import Movement, number_in
from extractor.kinds.fee_ledger.columns.whose import is_payee_like
from extractor.record import Reading

_EXTRACTS = re.compile(r"计提|提取|提存|按保费|入账|划入|转入|拨入|归集|预提|提列|收到|补提|追加提|划拨|注入")

SET_ASIDE = re.compile(
    "(?:按保费|按比例|本[年单期笔]|当[年期]|首[期笔]|期初|年初|补充?|追加)*(?:计提|提取|提存|提留|预提|提列|补提|归集|划入|转入|拨入)(?:事故|安责险|安全|预防|防灾|防损|防范|减损|服务|专项|本年|当年|[费用款金])*(?:入账|入帐|到账|入户|进账|转入|划入)?"
)

_SHARE = re.compile(r"[（(][^（()）]*\d\s*[%％][^（()）]*[)）]|\d+(?:\.\d+)?\s*[%％]")
"""What says how much of the premium was set aside: 提取（14%）."""

_SPENDS = re.compile(
    r"^(?:付给|给|付|向)(?=[\u4e00-\u9fff]{4})|支付|付款|列支|支出|服务费|排查|检查|培训|演练|评估|辨识|讲座|购置|宣传|走访|标准化|咨询|专家"
)


@dataclass(slots=True)
class Sides:
    """The columns of money of one table. ``kind_of_role``: role → extract or spend; ``signs``: id of a row → +1 in, -1 out, as
    the balance tells; ``table_kind``: what every entry is where nothing else tells; ``direct``: what 借 and 贷 mean here."""

    cols: Columns
    movement: Movement | None
    kind_of_role: dict[str, str] = field(default_factory=dict)
    table_kind: str | None = None
    signs: dict[int, int] = field(default_factory=dict)
    direct: dict[str, str] = field(default_factory=dict)

    def settle(self, context: str) -> None:
        """Decide for each column of money whether it is set aside or spent."""
        roles = self.cols.roles
        self.kind_of_role = {name: name for name in ("extract", "spend") if name in roles}
        if self.movement is not None and self.movement.one is not None:
            entries = [
                row
                for row in self.cols.rows
                if len(row) > 1 and (is_entry(row) or any(OPENING.search(u.text) for u in row.values()))
            ]
            self.signs = {id(entries[at]): sign for at, sign in self.movement.signs.items()}
        sides = [name for name in ("debit", "credit") if name in roles]
        known = next(iter(self.kind_of_role.values()), None) if len(self.kind_of_role) == 1 else None
        words = meaning(context).concepts
        said = (
            "extract"
            if "extract" in words and "spend" not in words
            else "spend"
            if "spend" in words and "extract" not in words
            else None
        )
        if sides:
            if known is not None:
                self.kind_of_role |= dict.fromkeys(sides, OTHER_SIDE[known])
            else:
                votes = {name: self._votes(name) for name in sides}
                if len(sides) == 2:
                    debit_in = votes["debit"] >= votes["credit"]
                    self.kind_of_role |= {
                        "debit": "extract" if debit_in else "spend",
                        "credit": "spend" if debit_in else "extract",
                    }
                else:
                    name, vote = next(iter(votes.items()))
                    self.kind_of_role[name] = (
                        "extract"
                        if vote > 0
                        else "spend"
                        if vote < 0
                        else said or ("extract" if name == "debit" else "spend")
                    )
        if len(self.kind_of_role) == 1:
            self.table_kind = next(iter(self.kind_of_role.values()))
        elif not self.kind_of_role:
            if said == "extract" and self._all_paid():
                said = "spend"
            self.table_kind = said or ("extract" if {"premium", "ratio"} <= set(roles) else None)

    def _all_paid(self) -> bool:
        """Whether a body is paid in every entry, whatever a sentence over the table tells of besides."""
        rows = [row for row in self.cols.rows if is_entry(row)]
        return bool(rows) and all(
            (payee := self.payee(row)) is not None and is_payee_like(payee) and self._said_by_item(row) < 0
            for row in rows
        )

    def _votes(self, role: str) -> int:
        """How many rows with a sum in this column speak of setting aside, less those that speak of spending."""
        total = 0
        for row in self.cols.rows:
            if is_entry(row) and number_in(self.cols.cell(row, role)):
                total += self._said_by_item(row)
        return total

    def _said_by_item(self, row: Mapping[int, Unit]) -> int:
        """+1 when the entry's words are of setting aside, -1 of spending or a body is paid, 0 else."""
        item = self.cols.cell(row, "item")
        payee = self.payee(row)
        if item is not None and _EXTRACTS.search(item.text):
            return 1
        if (payee is not None and is_payee_like(payee)) or (item is not None and _SPENDS.search(item.text)):
            return -1
        return 0

    def payee(self, row: Mapping[int, Unit]) -> Unit | None:
        return self.cols.cell(row, "payee") or self.cols.cell(row, "payee2")

    def kind(self, row: Mapping[int, Unit], amount: Reading[Decimal], fallback: str | None) -> str:
        """extract or spend, by the direction's word, the sign of the sum, the table's own kind, the item or a payee."""
        direction = self.cols.cell(row, "direction")
        if direction is not None and (told := self._kind_of_direction(direction.text.strip())) is not None:
            return told
        if direction is not None and (told := self._kind_of_mark(direction.text)) is not None:
            return told
        if amount.value < 0:
            return "spend"
        if self._is_set_aside(row):
            return "extract"
        if fallback:
            return fallback
        return "spend" if self._said_by_item(row) < 0 else "extract"

    def _is_set_aside(self, row: Mapping[int, Unit]) -> bool:
        """Whether the entry's words say nothing but that the fund was set aside, whatever is told over the table."""
        payee = self.payee(row)
        if payee is not None and is_payee_like(payee):
            return False
        said = (_SHARE.sub("", "".join(u.text.split())).strip("()[]【】") for u in row.values())
        return any(SET_ASIDE.fullmatch(words) for words in said)

    def _kind_of_direction(self, text: str) -> str | None:
        words = meaning(text).concepts
        if ("extract" in words) != ("spend" in words):
            return "extract" if "extract" in words else "spend"
        if text[:1] in ("借", "贷"):
            return self._kind_of_side(text[:1])
        if re.match("提|收|入|增|进", text):
            return "extract"
        return "spend" if re.match("支|付|出|用|减", text) else None

    def _kind_of_mark(self, mark: str) -> str | None:
        """What a mark that says nothing known means, where one of two marks stands beside all bodies that are paid."""
        col = self.cols.roles["direction"]
        rows = [row for row in self.cols.rows if is_entry(row) and col in row]
        marks = {"".join(row[col].text.split()) for row in rows}
        paid = {"".join(row[col].text.split()) for row in rows if (u := self.payee(row)) and is_payee_like(u)}
        if len(marks) != 2 or len(paid) != 1:
            return None
        return "spend" if "".join(mark.split()) in paid else "extract"

    def _kind_of_side(self, side: str) -> str | None:
        """What 借 or 贷 means in this book, by what its entries on either side speak of."""
        if not self.direct:
            col = self.cols.roles["direction"]
            votes = {
                mark: sum(
                    self._said_by_item(row)
                    for row in self.cols.rows
                    if is_entry(row) and col in row and row[col].text.strip().startswith(mark)
                )
                for mark in "借贷"
            }
            debit_in = votes["借"] >= votes["贷"]
            self.direct = {"借": "extract" if debit_in else "spend", "贷": "spend" if debit_in else "extract"}
        return self.direct[side]
