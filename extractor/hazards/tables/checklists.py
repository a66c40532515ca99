"""Check-lists: lines with a mark under 合格 or 不合格, of which those that passed hold no hazard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import NOTHING, Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards.columns.columns import asks_both
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.words import is_not_here

_YES = re.compile(r"\s*(?:[√✓✔☑]|[YyVv]|是|有)\s*")
_PASSED = re.compile(
    r"(?<![不未非])(?:合格|符合(?:要求)?|达标|通过|正常|满足|良好|无隐患|无问题)\s*(?:[(（]?\s*[√✓]\s*[)）]?)?$"
)
_ENTRIES = ("level", "advice", "deadline", "status", "reported")
_QUESTION = re.compile("是否|有无|能否|吗[？?]?$|[？?]$")


def with_remarks_of_failed(cols: Columns) -> Columns:
    """The columns with what is wrong where a check-list tells it: in the column filled in just the lines that failed."""
    verdict, body = _verdict(cols), cols.roles.get("description")
    if verdict is None or body is None:
        return cols
    failed = [k for k, row in enumerate(cols.rows) if verdict in row and BAD.fullmatch(row[verdict].text)]
    for c in range(cols.table.n_cols):
        told = [k for k, row in enumerate(cols.rows) if c in row and not NOTHING.match(row[c].text)]
        words = [cols.rows[k][c].text for k in told if k in failed]
        only_failed = told == failed and len(_filled(cols, body)) > len(failed)
        if (
            c not in (body, verdict)
            and (c != cols.roles.get("advice") or _asks_for_both(cols.header[c]))
            and only_failed
            and any(map(hazard_cells.tells_defect, words))
        ):
            roles = {name: k for name, k in cols.roles.items() if k != c and name != "description"}
            return replace(cols, roles={**roles, "description": c})
    return cols


def _asks_for_both(header: str) -> bool:
    """Whether the head of what to do asks for what is wrong first: 问题及整改建议."""
    first = re.split(r"[/／、及和与\n]", header.split("|")[-1])[0]
    return asks_both(header) and meaning(first).has("hazard")


def _filled(cols: Columns, c: int) -> list[Mapping[int, Unit]]:
    return [row for row in cols.rows if c in row and not NOTHING.match(row[c].text)]


GOOD = re.compile(r"\s*(?:[√✓✔☑]|是|Y|符合(?:要求)?|合格|达标|正常|通过|满足)\s*", re.I)
BAD = re.compile(r"\s*(?:[×✗✘☒xX]|否|N|不(?:符合?|合格|达标|通过|满足)(?:要求)?|异常|未通过)\s*", re.I)
_NO_VERDICT = re.compile("改|闭|完成|销|消除|排除|解决|落实|复[查核检]|重大|拒|报|治理|期")


def _verdict(cols: Columns) -> int | None:
    """The column that says of each line whether it is as it should be: of both kinds, and no question about the mending."""
    for c in range(cols.table.n_cols):
        cells = [row[c].text for row in _filled_or_bad(cols, c)]
        good, bad = (sum(mark.fullmatch(text) is not None for text in cells) for mark in (GOOD, BAD))
        rest = [t for t in cells if not (GOOD.fullmatch(t) or BAD.fullmatch(t) or _is_absent(t))]
        signs = len(rest) <= 1  # under the list somebody signs
        if good and bad and signs and len(cells) > 2 and not _NO_VERDICT.search(cols.header[c].split("|")[-1]):
            return c
    return None


def _is_absent(text: str) -> bool:
    """Whether a verdict says that the enterprise has nothing of what a line asks about."""
    return text.strip() == "不适用" or is_not_here(text)


def _filled_or_bad(cols: Columns, c: int) -> list[Mapping[int, Unit]]:
    return [row for row in cols.rows if c in row and (BAD.fullmatch(row[c].text) or not NOTHING.match(row[c].text))]


def without_passed(cols: Columns) -> Columns:
    """The columns without the lines in which nothing was found: marked as passed, or a question that nothing answers."""
    verdict = _verdict(cols)
    demands = _holds_demands(cols, verdict)
    rows = tuple(row for row in cols.rows if not (_passed(cols, row) or _is_well(cols, row, verdict, demands=demands)))
    return cols if len(rows) == len(cols.rows) or not rows else replace(cols, rows=rows)


def _holds_demands(cols: Columns, verdict: int | None) -> bool:
    """Whether most lines that are as they should be say how things should be: 站内无明火 beside √ among them is no defect."""
    body = cols.roles.get("description")
    if verdict is None or body is None:
        return False
    good = [row for row in cols.rows if verdict in row and body in row and GOOD.fullmatch(row[verdict].text)]
    return sum(hazard_cells.tells_defect(row[body].text) for row in good) < 0.5 * len(good)


def _is_well(cols: Columns, row: Mapping[int, Unit], verdict: int | None, *, demands: bool) -> bool:
    """Whether a line is as it should be by its verdict, and tells of no defect; what the enterprise does not have has none."""
    body = cols.cell(row, "description")
    if verdict is not None and verdict in row and _is_absent(row[verdict].text):
        return True
    good = verdict is not None and verdict in row and GOOD.fullmatch(row[verdict].text) is not None
    return good and (demands or body is None or not hazard_cells.tells_defect(body.text))


def _passed(cols: Columns, row: Mapping[int, Unit]) -> bool:
    body = cols.cell(row, "description")
    told = [unit for name in _ENTRIES if (unit := cols.cell(row, name)) is not None]
    if body is None or any(not NOTHING.match(u.text) and not _YES.fullmatch(u.text) for u in told):
        return False
    marked = any(
        _YES.fullmatch(row[c].text) and _PASSED.search(header.split("|")[-1].strip())
        for c, header in enumerate(cols.header)
        if c in row
    )
    failed = any(re.fullmatch(r"\s*[×✗✘xX]\s*", u.text) for u in row.values())
    asked = _QUESTION.search(body.text) is not None and not hazard_cells.tells_defect(body.text)
    return not failed and (marked or asked)
