"""Lists with a plain header that stand under a form in one grid."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Table
from extractor.evidence.columns import find_columns
from extractor.evidence.units import Unit
from extractor.hazards.columns.columns import ROLES, is_hazard_table, without_signatures
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.tables.table_rows import Known, reads


def stands_under_form(table: Table, units: Sequence[Unit], known: Known) -> bool:
    """Whether such a list stands in a grid: four of its columns are named in a line, or three over cells of which each tells of a
    defect."""
    cols = find_columns(table, units, ROLES, needed=3, look=20) if table.n_cols >= 4 else None
    if cols is None or not is_hazard_table(cols) or not reads(cols, known):
        return False
    body = cols.roles["description"]
    told = [row[body].text for row in without_signatures(cols).rows if body in row]
    return all(map(hazard_cells.tells_defect, told)) or find_columns(table, units, ROLES, needed=4, look=20) is not None
