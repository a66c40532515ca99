"""How a column's header says whether its sums are with value added tax, without it, or the tax itself."""

from __future__ import annotations

import re
from typing import Final

WITHOUT_TAX: Final = re.compile("[不未无免除去扣]含?增?值?税|税前|净额")
WITH_TAX: Final = re.compile("价税合计|(?:含|连|带|加)(?:增值)?税|税后合计")
TAX: Final = re.compile("(?:增值税|(?:增值)?税[额款金])(?:[(（]元[)）])?")
"""The whole of a header."""
BARE: Final = frozenset({"金额", "金额(元)", "金额（元）"})
