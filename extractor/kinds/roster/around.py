"""What stands around the lines of a roster: its place, the headings of its groups, what its title says of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.evidence import registers
from extractor.evidence.candidates import derived
from extractor.evidence.registers import Register
from extractor.evidence.units import Unit
from extractor.kinds.roster.forms import AREA, is_trade
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import region, sector

TITLE = re.compile(
    r"(?:企业|单位|公司|经营者|商户|主体).{0,16}(?:清单|名单|名录|台账|台帐|统计|汇总|一览|明细|登记|底数|花名册|摸底|排查|情况|公示|表|册)|"
    r"(?:应|未|已|须)(?:当|该)?(?:投|参|承|续)?保.{0,20}(?:清单|名单|名录|表|册|台账|统计)|(?:投保|参保|覆盖).{0,8}(?:清单|名单|名录|进度|情况)"
)


ABOUT = re.compile("安责险|安全生产责任(?:保)?险|责任保险|投保|参保|应保|承保")


DUE = re.compile("应(?:当|该)?(?:投|参|续|承)?保(?!未|障)|须(?:投|参)?保|必须投保|强制投保|强制保险对象")


ONLY_UNINSURED = re.compile("未(?:投|参|承|续|办|购|落实|纳|入)?保(?!障)|脱保|漏保|断保|未落实|未办理")


ONLY_INSURED = re.compile(
    "已(?:经)?(?:投|参|承|购)保|(?:均|都|全部)(?:已经?)?在[^，,。；;未]{1,8}(?:投|参|承)保|在保|(?<![应未须])(?:参保|投保|承保)(?:企业|单位|客户)(?!情况|统计|进度|状态)"
)


def area_around(found: Register, line: registers.Line, group: str, cells: dict[str, Reading[Any]]) -> None:
    """The town of a line where no column tells it: the heading of its group, or the name of its sheet."""
    if "area" in cells:
        return
    for text in (group, found.table.name or ""):
        bare = BESIDE_A_HEADING.sub("", squeeze(text))
        if AREA.match(bare):
            cells["area"] = derived(cells["enterprise"], bare, "derived:group")
            return


BESIDE_A_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+|[（(].*$|共?计?\d+[家户].*$|[:：]\s*$")
"""What stands in a heading beside what it names: 一、危险化学品（3家）."""


def trade_around(found: Register, group: str, cells: dict[str, Reading[Any]]) -> None:
    """The sector of a line where no column tells it: the heading of its group, or the name of its sheet."""
    if "industry" in cells:
        return
    for text in (group, found.table.name or ""):
        bare = BESIDE_A_HEADING.sub("", squeeze(text))
        if bare and is_trade(re.sub("(?:行业|领域|类|企业|单位)+$", "", bare)):
            cells["industry"] = derived(cells["enterprise"], sector.parse(bare), "derived:group")
            return


_SURELY_INSURED = re.compile("已(?:经)?(?:投|参|承|购)保|在保")


def said_around(found: Register, group: str, cells: dict[str, Reading[Any]]) -> None:
    """Whether the enterprise is insured where only the heading of its group or the name of its sheet says so (未投保企业)."""
    if "insured" in cells:
        return
    for text in map(squeeze, (group, found.table.name or "")):
        without, with_ = ONLY_UNINSURED.search(text), ONLY_INSURED.search(text)
        if text and len(text) <= 20 and bool(without) != bool(with_):
            if "policy_no" in cells and not _SURELY_INSURED.search(text):
                return  # its policy says so already, or else the heading is not of this line
            cells["insured"] = derived(cells["enterprise"], bool(with_), "derived:group")
            return


# --- the paper -------------------------------------------------------------------------------------------------------


def read_place(around: Sequence[Unit], rows: list[Row], fields: dict[str, Reading[Any]]) -> None:
    """The place in the title or the name of who keeps it, else the place that all its lines lie in."""
    for unit in [u for u in around if re.search("[\u4e00-\u9fff]{3}", u.text)][:12]:
        found = region.find(unit.text)
        if found is not None and len(found.code.rstrip("0")) > 2:
            reading = Reading(unit.text, unit.span(), "prose", 0.9)
            fields["jurisdiction"] = derived(reading, found.label, "derived:title")
            fields["region_code"] = derived(reading, found.code, "derived:title")
            return
    for name in ("region_code", "area", "address"):
        readings = [row.cells[name] for row in rows if name in row.cells]
        if not readings or len(readings) < 0.8 * len(rows):
            continue
        regions = tuple(filter(None, (region.by_code(str(r.value)) or region.find(str(r.value)) for r in readings)))
        shared = region.common(regions) if len(regions) == len(readings) else None
        if shared is not None and (there := region.by_code(shared)) is not None:
            fields["jurisdiction"] = derived(readings[0], there.label, f"derived:{name}")
            fields["region_code"] = derived(readings[0], shared, f"derived:{name}")
            return


def read_scope(around: Sequence[Unit], fields: dict[str, Reading[Any]]) -> None:
    """What the title says of every line: that all must insure, that all have, or that none has."""
    for unit in around[:8]:
        bare = squeeze(unit.text)
        if not (TITLE.search(bare) or ABOUT.search(bare)) or len(bare) > 50 or _IS_NOTE.search(bare):
            continue
        due, uninsured, insured = DUE.search(bare), ONLY_UNINSURED.search(bare), ONLY_INSURED.search(bare)
        word = (
            "uninsured"
            if uninsured and not insured
            else "insured"
            if insured and not (due or uninsured)
            else "due"
            if due
            else ""
        )
        if word:
            fields["scope"] = Reading(word, unit.span(), "title", 0.85)
            return


_IS_NOTE = re.compile("^(?:备?注|附注|说明|提示)|[。；;！!]$")
"""A note under a list speaks of some of its lines, not of all."""


def with_region(row: Row, whole: Reading[Any] | None) -> Row:
    """The line's own place by its code, else by its address or town within the place of the roster."""
    if "region_code" in row.cells:
        return row
    within = str(whole.value) if whole is not None else None
    for name in ("address", "area"):
        found = region.find(str(row.value(name)), within) if name in row.cells else None
        if found is not None and (within is None or found.code.startswith(within.rstrip("0")[:6])):
            code = derived(row.cells[name], found.code, f"derived:{name}")
            return Row({**row.cells, "region_code": code}, row.span)
    if whole is not None:
        return Row({**row.cells, "region_code": whole}, row.span)
    return row
