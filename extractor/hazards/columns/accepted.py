"""Who looked at what was mended: beside a name, a day of completion is past."""

from __future__ import annotations

import re

from extractor.evidence.columns import NOTHING, Columns
from extractor.values import person

_ACCEPTS = re.compile("(?:验收|复[查核检]|核[验实查]|确认|销[号项]|闭环)(?:人员?|者|签[字名]|负责人)$")


def is_accepted(cols: Columns, days: int) -> bool:
    """Whether somebody is named, in a column for who accepts the mending, in every line with a day under the header ``days``: 完成日期
    beside 验收人 and a name."""
    for c, header in enumerate(cols.header):
        if c == days or not _ACCEPTS.search("".join(header.split("|")[-1].split())):
            continue
        dated = [row for row in cols.rows if days in row and not NOTHING.match(row[days].text)]
        named = [row for row in cols.rows if c in row and person.parse_list(row[c].text.strip(), labelled=True)]
        if dated and all(any(row is other for other in named) for row in dated):
            return True
    return False
