"""Cards with a picture at their side: a cell down all rows, empty but for its caption, beside labels and their values."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import Table

_CAPTION = re.compile(
    r"[（(【\[]?(?:现场|现状|整改前|整改后|隐患|问题|检查)?(?:照片|图片|图像|影像|附图|图)\s*\d{0,2}\s*[)）】\]]?"
)
_LEAST_ROWS = 3
_COLUMNS = 3  # of such a card: the picture, labels, values


def without_picture(table: Table) -> Table:
    """The table of a card as labels and values alone; itself where no cell at its side is a picture's.

    With the picture's cell in it a label reads as the value of a column of pictures, and each row as an entry of a list.
    """
    if table.n_cols != _COLUMNS or table.n_rows < _LEAST_ROWS:
        return table
    side = next(
        (c for c in table.cells if c.rowspan == table.n_rows and c.colspan == 1 and c.col in (0, _COLUMNS - 1)), None
    )
    if side is None or (side.text.strip() and _CAPTION.fullmatch(side.text.strip()) is None):
        return table
    first = 1 if side.col == 0 else 0
    cells = tuple(replace(c, col=c.col - first) for c in table.cells if c is not side)
    return replace(table, cells=cells, n_cols=_COLUMNS - 1)
