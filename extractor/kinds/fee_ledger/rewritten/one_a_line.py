"""A ledger's table rewritten until each of its lines is one entry, step by step; each step is a file and one line of ``STEPS``.

What is told side by side is set under each other first and then read as any table (decision 0051), so that no reader knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractor.document import Table
from extractor.evidence.tables.dittos import without_dittos
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.codes import with_words
from extractor.kinds.fee_ledger.columns.compact_days import with_compact_days
from extractor.kinds.fee_ledger.rewritten.by_policy import without_policies_across
from extractor.kinds.fee_ledger.rewritten.digit_columns import with_figures_together
from extractor.kinds.fee_ledger.rewritten.double_entry import without_other_sides
from extractor.kinds.fee_ledger.rewritten.groups_of_columns import with_payments_apart
from extractor.kinds.fee_ledger.rewritten.parted_payments import with_parts_apart

Step = Callable[[Table, Sequence[Unit]], tuple[Table, Sequence[Unit]]]
"""From a table and its units to those of the table that says the same more plainly; to themselves where there is nothing to do."""


def _in_its_cells(rewrite: Callable[[Table, Sequence[Unit]], Sequence[Unit]]) -> Step:
    """A step that changes what cells say and leaves the table its lines and columns."""
    return lambda table, units: (table, rewrite(table, units))


STEPS: Sequence[Step] = (
    _in_its_cells(with_words),  # TXN_DATE
    _in_its_cells(without_dittos),  # 同上
    with_figures_together,  # 千 百 十 元 角 分
    without_other_sides,  # a voucher's line for each account
    _in_its_cells(with_compact_days),  # 250409
    without_policies_across,  # a column of sums for each policy
    with_payments_apart,  # day, sum and payee of several payments abreast
    with_parts_apart,  # 首付款, 首付日期, 尾款, 尾款日期
)


def one_entry_a_line(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with its units after all steps."""
    for step in STEPS:
        table, units = step(table, units)
    return table, units
