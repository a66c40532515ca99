"""What a policy prints to choose from and was not taken: plans side by side, of which one is ticked or named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.ticked import chosen_words
from extractor.evidence.units import Unit
from extractor.kinds.policy.alternatives import columns_not_taken, lines_not_taken

_TICKED = re.compile(r"[☑✓√✔☒■●]")
_UNTICKED = re.compile(r"[□☐○◯]")
_LONGEST = 20
_PLAN = re.compile(r"方案|计划|套餐|档|款|plan", re.I)
_CHOSEN = r"(?:(?:保障|承保|投保|适用)?档次|选定|选择|所选|选用|选取|选投|投保|承保|适用|执行|采用|生效)的?(?:保险|保障|投保|承保)?(?:方案|计划|套餐|档次)?\s*[:：为是]?\s*[“\"「]?"
Heads = Mapping[int, Unit]


def not_taken(sheet: Sheet) -> set[int]:
    """The id() of the units in columns or rows of plans that are not ticked, where one is, or that are not the one named."""
    out: set[int] = set()
    for table, units in sheet.tables:
        rows = grid(table, units)
        ticked = [(c, head, at) for at in range(len(rows)) for c, head in _columns_over(rows, at)]
        for c, head, at in ticked:
            out.update(id(over[c]) for over in rows[head : at + 1] if c in over and over.get(c - 1) is not over[c])
        told = {at for _, head, foot in ticked for at in range(head, foot + 1)}
        for at in (at for at in range(len(rows)) if at not in told):
            for c in _columns_left(sheet, rows, at):
                out.update(id(under[c]) for under in rows[at:] if c in under and under.get(c - 1) is not under[c])
        offers = lines_not_taken(sheet, table, rows)
        out.update(id(u) for r in offers for u in rows[r].values() if u.cell is None or u.cell.rowspan == 1)
        for run in _runs(rows):
            left = {r for r, box in run.items() if not box}
            if 0 < len(left) < len(run):
                out.update(id(u) for r in left for u in rows[r].values() if u.cell is None or u.cell.rowspan == 1)
    return out


def _columns_left(sheet: Sheet, rows: Sequence[Heads], at: int) -> set[int]:
    """The columns headed in row ``at`` by a plan that was not taken; each holds sums."""
    row = rows[at]
    if len(row) < 3:
        return set()
    boxed = {c: box for c, unit in row.items() if (box := _box(unit)) is not None}
    if not 0 < sum(boxed.values()) < len(boxed):
        named = _named(sheet, row)
        boxed = {c: _bare(unit) == named for c, unit in _plans(row).items()} if named else {}
    if boxed and all(sum(_holds_sum(under.get(c)) for under in rows[at + 1 :]) >= 2 for c in boxed):
        return {c for c, box in boxed.items() if not box}
    return set() if any(boxed.values()) else columns_not_taken(sheet, rows, at)


def _columns_over(rows: Sequence[Heads], at: int) -> Iterator[tuple[int, int]]:
    """The columns of plans that row ``at``, under their sums, leaves without its tick, each with the row of its head: 本单选择 | □ | ☑."""
    boxed = {c: box for c, unit in rows[at].items() if (box := _box(unit)) is not None}
    if sum(boxed.values()) != 1 or len(boxed) < _FEWEST_PLANS:
        return
    head = next((h for h in range(at) if boxed.keys() <= _plans(rows[h]).keys()), None)
    if head is not None and all(
        sum(_holds_sum(row.get(c)) for row in rows[head + 1 : at]) >= _FEWEST_SUMS for c in boxed
    ):
        yield from ((c, head) for c, box in boxed.items() if not box)


_FEWEST_PLANS = 2


def _box(unit: Unit | None) -> bool | None:
    """Whether the cell's one box is ticked; None for a cell without one, with both kinds, or of more than a name."""
    if unit is None or len(unit.text) > _LONGEST:
        return None
    ticked, empty = _TICKED.search(unit.text), _UNTICKED.search(unit.text)
    return None if (ticked is None) == (empty is None) else ticked is not None


def _plans(row: Heads) -> Heads:
    """The cells of a row that are called as plans are: alike but for which it is."""
    named = {
        c: u
        for c, u in row.items()
        if len(u.text) <= _LONGEST
        and _PLAN.search(u.text)
        and row.get(c - 1) is not u
        and not _OF_PLANS.fullmatch(u.text)
    }
    texts = {_bare(u) for u in named.values()}
    return named if len(texts) == len(named) >= 2 and len({len(t) for t in texts}) == 1 else {}


_MARK = re.compile(r"[☑✓√✔☒■●★]|[（(【\[]?(?:已选定?|选中|选定|本单(?:选用|适用)?|投保方案)[)）】\]]?")
"""What marks the one plan that was taken, where the others bear no mark: 方案C ✔, 方案二（选定）."""


def _bare(unit: Unit) -> str:
    return _MARK.sub("", unit.text).strip()


_OF_PLANS = re.compile("(?:保障|保险|投保|承保|可选)?(?:方案|计划|套餐|档次)(?:名称|类型|项目|内容)?")
"""What heads the names of the sums beside plans, and is none: 保障计划 | 方案A | 方案B."""


def _named(sheet: Sheet, row: Heads) -> str | None:
    """The one plan of the row that words elsewhere say was chosen: "选定方案：方案二", or 投保方案 beside 方案二."""
    plans = _plans(row).values()
    heads, marked = {_bare(u) for u in plans}, [_bare(u) for u in plans if _MARK.search(u.text)]
    if not heads or len(marked) == 1:
        return marked[0] if marked else None
    form = re.compile(f"{_CHOSEN}({'|'.join(map(re.escape, sorted(heads)))})(?![、,和及与至])")
    inside = {id(u) for u in row.values()}
    outside = [u for u in sheet.units if id(u) not in inside]
    texts = zip(outside, chosen_words([u.text for u in outside]), strict=True)
    said = {
        m[1]
        for u, text in texts
        for m in form.finditer(text if u.left is None or len(text) > _LONGEST else f"{u.left.text}{text}")
    }
    return said.pop() if len(said) == 1 else None


def _runs(rows: Sequence[Heads]) -> Iterator[dict[int, bool]]:
    """Rows one under the other with a box in the same column and a sum behind it: row → whether it is ticked."""
    yield from _chosen(rows)
    for c in range(3):
        run: dict[int, bool] = {}
        for r, row in enumerate([*rows, {}]):
            box = _box(row.get(c))
            if box is not None and any(_holds_sum(u) for k, u in row.items() if k > c):
                run[r] = box
                continue
            yield run
            run = {}


_CHOICE = re.compile(r"\s*(?:投保|承保)?(?:选择|勾选|选定|选中|选用)(?:标记|栏|\(√\))?\s*")


def _chosen(rows: Sequence[Heads]) -> Iterator[dict[int, bool]]:
    """Rows under a head that asks to choose, one ticked and the others left blank, each with sums: row → whether it is ticked."""
    for at, row in enumerate(rows):
        for c, head in row.items():
            if _CHOICE.fullmatch(head.text) is None or len(row) < _FEWEST_HEADS:
                continue
            run: dict[int, bool] = {}
            for r in range(at + 1, len(rows)):
                mark = rows[r].get(c)
                if sum(_holds_sum(u) for u in rows[r].values()) < _FEWEST_SUMS or (
                    mark is not None and _MARKED.fullmatch(mark.text) is None
                ):
                    break
                run[r] = mark is not None
            yield run


_FEWEST_HEADS, _FEWEST_SUMS = 4, 2
_MARKED = re.compile(r"\s*[√✓✔☑●■★Vv]\s*|\s*(?:选|是)\s*")


def _holds_sum(unit: Unit | None) -> bool:
    return unit is not None and any(t.kind in ("amount", "number", "words") for t in unit.tokens)
