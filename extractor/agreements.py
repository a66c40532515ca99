"""The special agreements (特别约定) of a policy: where the section stands, its items, and whether it was read to its end.

Headings differ from insurer to insurer, so a heading is judged together with what follows it: a known head word, or any short
line after which several sentences say what special agreements say. Absence may be concluded only from a ``complete`` section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.clauses import recognise
from extractor.document import Document, Line, Table
from extractor.numbering import Mark, alone, mark_at
from extractor.record import Witness
from extractor.span import Span
from extractor.text.fold import fold, squeeze

MARGIN = 0.09  # share of the page's height in which running heads and feet stand
HEADING_LENGTH = 18  # characters; longer lines are sentences
LOOK_AHEAD = 12  # lines in which the next number must come for an unnumbered line to belong to its item

# A head word with what makes the agreement special; weak ones need content that says what agreements say.
_STRONG = re.compile(r"(?:特别|特殊|特定|补充|附加|另行|专门|个性化)约定|特约(?!定)|约定事项|双方(?:的?特?别?约定|议定)|(?:特别|特殊)(?:条款|条件约定|约定条款)|承保约定|协商约定|特别约足|特別约定|特别约定")
_WEAK = re.compile(r"(?:其他|其它|另外|有关|相关|专项)(?:约定|说明|事项|条款)|特别(?:说明|声明|事项|条件)|(?:附加|补充)(?:说明|条款)|约定(?:内容|条款|说明)|备注|附注|批注|承保(?:说明|条件)|协议事项|^约定$|服务(?:承诺|约定)")
_HEAD_HINT = re.compile("约|说明|事项|条款|注|条件|议定|承诺|商定|协议")
_TAIL = r"(?:[(（](?:续|续表|续前页|接上页|清单|见附页|如下)[)）]|清单|附页|事项|条款|内容|栏|部分|如下|一览|表|续表|如下所列)*"
_LEAD_IN = re.compile(r"(?:约定|商定|议定|达成|同意|补充|明确|说明).{0,14}(?:如下|下列|以下).{0,8}[:：]?$")
_REFERENCE = re.compile(r"(?:详?见|参见|请见|以)[^。]{0,12}(?:附页|附件|附表|清单|背面|后页|下页|次页|续页|约定)|见第?\d+页")
_ENDS = re.compile(
    r"^(?:附[:：件录]|附?保险条款|条款(?:摘要|要点|节选)|重要(?:提示|告知|说明|声明)|特别提示|温馨提示|投保人?声明|明示告知|责任免除|免责|理赔(?:流程|指引|须知)|索赔|保险(?:责任|费|期间|人|机构|公司)?[（(]?(?:签|盖)?章|保险人(?:签|盖|名|[:：(（])"
    r"|承保(?:机构|公司|单位)[:：]?|出单|签单|签发|签章|盖章|经办|制单|核保|复核|授权|客服|服务热线|报案电话|联系电话|地址[:：]|电话[:：]|邮编|日期[:：]|查询|本保险单(?:由|经)|打印|营业网点|投保人[（(]?(?:签|盖)|被保险人[（(]?(?:签|盖)|第\d+页|司法管辖|争议处理(?:方式)?[:：]|争议解决方式|缴费(?:信息|方式)|付费|收费确认|公司(?:名称|地址|网址)|尊敬的|(?:谢谢|此致|敬礼))"
)
_SIGNATURE = re.compile(r"(?:签\s*章|盖\s*章|公\s*章)[)）]?[:：]?|^\s*\S{0,22}(?:支公司|分公司|营业部)\s*$|签单日期|出单日期|签发日期|(?:20\d\d|二[〇零○]..)年.{1,3}月.{1,3}日(?:签单|出单|签发)?$")
_PAGE_NUMBER = re.compile(r"^[-—\s]*(?:第?\s*\d{1,3}\s*页?\s*[/／,，共之]\s*(?:共)?\s*\d{0,3}\s*页?|第\s*\d{1,3}\s*页|page\s*\d+.*|\d{1,3}\s*[/／]\s*\d{1,3}|\d{1,2})[-—\s]*$", re.IGNORECASE)
_HEADER_CELL = re.compile(r"^(?:序号|编号|项次|内容|约定内容|条款内容|约定事项|事项|具体内容|项目|代码|名称|特约(?:名称|代码|内容)|条款(?:名称|代码)?|说明|条目|特别约定内容)$")
_FULL_STOP = "。!！;；.…”）)"


@dataclass(frozen=True, slots=True)
class Placed:
    """One printed line with where it stands: its page, and its cell if it is in a table."""

    line: Line
    page: int | None
    table: int | None = None
    row: int = 0
    col: int = 0
    colspan: int = 1
    cell_text: str = ""
    first_in_cell: bool = True
    n_cols: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item on one printed line: ``text`` = ``line.text[start:stop]``."""

    text: str
    page: int | None
    line: Line
    start: int
    stop: int

    def span_parts(self, start: int, stop: int) -> tuple[int, int]:
        """Offsets of this piece's text as offsets of the line."""
        return self.start + start, self.start + stop


@dataclass(frozen=True, slots=True)
class Item:
    """One agreement: ``text`` without its ``numbering``, and the printed lines it wraps over."""

    numbering: str
    number: int | None
    text: str
    pieces: tuple[Piece, ...]

    @property
    def span(self) -> Span:
        """The whole item's place."""
        return self.span_of(0, len(self.text))

    def span_of(self, start: int, stop: int) -> Span:
        """The place of ``text[start:stop]``; pages after the first are left out of the boxes."""
        boxes = []
        page: int | None = None
        where: str | None = None
        seen = False
        at = 0
        for piece in self.pieces:
            low, high = max(start, at), min(stop, at + len(piece.text))
            if low < high:
                if not seen:
                    page, where, seen = piece.page, piece.line.where, True
                box = piece.line.box_of(*piece.span_parts(low - at, high - at))
                if box is not None and piece.page == page:
                    boxes.append(box)
            at += len(piece.text)
        return Span(self.text[start:stop], page, tuple(boxes), None if boxes else where)


@dataclass(frozen=True, slots=True)
class Section:
    """The agreements of a paper. ``why`` says what showed the end, or what was lacking (English, for reports).

    ``strays`` are sentences elsewhere on the paper that carry a required clause: where one does, it is not missing.
    """

    found: bool
    complete: bool
    why: str
    items: tuple[Item, ...] = ()
    heading: Span | None = None
    strays: tuple[Item, ...] = ()

    @property
    def witness(self) -> Witness:
        return Witness(self.found, self.complete, self.why, self.heading)


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of the stream that is a section: the heading at ``head``, content from ``start`` to ``stop``."""

    head: int
    start: int
    stop: int
    end_seen: str
    strong: bool
    rest: str = ""
    rest_at: int = 0
    parts: tuple[Placed, ...] = field(default=())


def read(document: Document) -> Section:
    """The special agreements of ``document``, all sections of it in printed order."""
    stream = placed_lines(document)
    sections = find_sections(stream)
    if not sections:
        return Section(False, False, "no section of special agreements found", strays=_strays(stream, sections))
    items: list[Item] = []
    complete, why = True, ""
    for found in sections:
        got, numbers_whole, lack = split_items(found.parts)
        ended = bool(found.end_seen)
        stopped = bool(got) and got[-1].text.rstrip()[-1:] in _FULL_STOP
        items.extend(got)
        if not (got and ended and stopped and numbers_whole):
            complete = False
            why = why or (lack if not numbers_whole else "the last item has no full stop" if got and ended else "the section's end was not seen" if got else "the section refers to another page")
        elif complete:
            why = f"read to {found.end_seen}, {len(items)} items"
    if not items:
        complete, why = False, "the section has no items"
    strays = _strays(stream, sections)
    if complete and _goes_on(stream, sections[-1], strays):
        complete, why = False, "sentences like agreements follow the section"
    head = stream[sections[0].head]
    box = head.line.box
    return Section(True, complete, why, tuple(items), Span(head.line.text, head.page, (box,) if box else (), None if box else head.line.where), strays)


_REQUIRED = frozenset({"prevention_service", "advance_payment", "all_employees"})
_HINT = re.compile(r"垫|预付|预支|预赔|先行|先赔|先予|派遣|外包|不记名|全体|全部|所有|(?:\d|[一二两三四五六七八九十壹贰叁肆])[次场期轮]|每个?(?:年|季|月|半)")


def _strays(stream: Sequence[Placed], sections: Sequence[_Found]) -> tuple[Item, ...]:
    inside = {i for found in sections for i in range(found.head, found.stop)}
    outside = [placed for i, placed in enumerate(stream) if i not in inside and (placed.table is None or len(placed.cell_text) > 12)]
    return tuple(item for item in _unnumbered(outside) if 10 < len(item.text) < 600 and "。" in item.text and _HINT.search(item.text) and {m.code for m in recognise(item.text)} & _REQUIRED)


def _goes_on(stream: Sequence[Placed], last: _Found, strays: Sequence[Item]) -> bool:
    """Several agreements right after the end that was taken: the end was taken too early."""
    after = {id(placed.line) for placed in stream[last.stop : last.stop + LOOK_AHEAD]}
    near = [item for item in strays if any(id(piece.line) in after for piece in item.pieces)]
    return len({m.code for item in near for m in recognise(item.text)} & _REQUIRED) > 1


def placed_lines(document: Document) -> tuple[Placed, ...]:
    """Every line in reading order, page numbers and running heads left out."""
    running = _running_heads(document)
    out: list[Placed] = []
    table_no = 0
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                if not _is_furniture(block, page.height, running):
                    out.append(Placed(block, page.number))
                continue
            table_no += 1
            out.extend(_table_lines(block, page.number, table_no))
    return tuple(out)


def _table_lines(table: Table, page: int | None, number: int) -> list[Placed]:
    out: list[Placed] = []
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        text = squeeze(cell.text)
        for i, line in enumerate(cell.lines):
            if line.text.strip():
                out.append(Placed(line, page, number, cell.row, cell.col, cell.colspan, text, i == 0, table.n_cols))
    return out


def _running_heads(document: Document) -> Counter[str]:
    seen: Counter[str] = Counter()
    if len(document.pages) > 1:
        for page in document.pages:
            texts = {_masked(b.text) for b in page.blocks if isinstance(b, Line) and _in_margin(b, page.height)}
            seen.update(texts)
    return seen


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", squeeze(text))


def _in_margin(line: Line, height: float) -> bool:
    return line.box is not None and (line.box.y1 < height * MARGIN or line.box.y0 > height * (1 - MARGIN))


def _is_furniture(line: Line, height: float, running: Counter[str]) -> bool:
    if not line.text.strip():
        return True
    if not _in_margin(line, height):
        return bool(line.box is None and re.fullmatch(r"第\s*\d+\s*页\s*[/／]?\s*共\s*\d+\s*页", line.text.strip()))
    return bool(_PAGE_NUMBER.match(fold(line.text).strip())) or running[_masked(line.text)] > 1


# --- where sections stand ------------------------------------------------------------------------------------------


def find_sections(stream: Sequence[Placed]) -> list[_Found]:
    """All sections of special agreements in the stream, without overlaps; weak headings only when no strong one holds items."""
    found: list[_Found] = []
    for want_strong in (True, False):
        at = 0
        while at < len(stream):
            head = _heading(stream, at)
            if head is None or head[0] is not want_strong:
                at += 1
                continue
            section = _extent(stream, at, *head)
            if section and _is_agreements(section):
                found.append(section)
                at = max(section.stop, at + 1)
            else:
                at += 1
        if found:
            return found
    by_content = _by_content(stream)
    return [by_content] if by_content else []


def _heading(stream: Sequence[Placed], at: int) -> tuple[bool, int, int, str] | None:
    """(strong, lines the heading takes, offset of what follows it in its last line, the heading's own words)."""
    placed = stream[at]
    if not _HEAD_HINT.search(placed.line.text if placed.table is None else placed.cell_text):
        return None
    if placed.table is not None and placed.first_in_cell and len(placed.cell_text) <= HEADING_LENGTH and len(placed.line.text.strip()) <= 4:
        lines = sum(1 for p in stream[at : at + 8] if (p.table, p.row, p.col) == (placed.table, placed.row, placed.col))
        if lines > 1:
            strength = _heading_words(placed.cell_text)
            if strength is not None and strength[1] >= len(placed.cell_text):
                return strength[0], lines, len(stream[at + lines - 1].line.text), placed.cell_text
    if placed.table is not None and not placed.first_in_cell and placed.n_cols > 2:
        return None
    text = placed.line.text
    strength = _heading_words(text)
    if strength is None:
        if len(squeeze(text)) <= 60 and _LEAD_IN.search(squeeze(text)) and re.search(r"约定|商定|议定", text) and not mark_at(text):
            return True, 1, len(text), text
        return None
    return strength[0], 1, strength[1], text[: strength[1]]


def _heading_words(text: str) -> tuple[bool, int] | None:
    """Whether ``text`` begins as a heading of agreements: (strong, where the heading ends in ``text``)."""
    plain = fold(text)
    start = 0
    mark = mark_at(plain, loose=True)
    if mark and mark.text[-1:] not in "0123456789":
        start = mark.stop
    while start < len(plain) and plain[start] in " 【[<《■◆●★▲※*#=-—":
        start += 1
    body = re.sub(r"\s+", "", plain[start:])
    for strong, pattern in ((True, _STRONG), (False, _WEAK)):
        match = re.match(rf"(?:本?(?:保险)?(?:保单|保险单|合同)?(?:的)?|保险)(?:其他|其它|双方|投保)?(?:{pattern.pattern}){_TAIL}[】\]>》]*", body)
        if not match or match.end() == 0:
            continue
        rest = body[match.end() :]
        if not rest or rest[0] in ":：":
            taken = match.end() + (1 if rest else 0)
            return strong, _offset(plain, start, taken)
        if len(rest) <= 10 and rest[0] in "(（" and rest[-1] in ")）" or re.fullmatch(r"[-—=_.。:：*]+", rest):
            return strong, len(plain)
        if strong and mark_at(rest, loose=False) and len(match[0]) >= 4 and not re.match(r"第", rest):
            return strong, _offset(plain, start, match.end())
    return None


def _offset(plain: str, start: int, count: int) -> int:
    """Where ``count`` characters other than blanks from ``start`` end."""
    at = start
    while count and at < len(plain):
        count -= not plain[at].isspace()
        at += 1
    return at


def _extent(stream: Sequence[Placed], at: int, strong: bool, lines: int, offset: int, words: str) -> _Found | None:
    """The content that follows a heading, and what ended it."""
    head = stream[at]
    parts: list[Placed] = []
    last_line = stream[at + lines - 1]
    if last_line.line.text[offset:].strip():
        parts.append(_cut(last_line, offset))
    start = at + lines
    in_right_cell = (
        head.table is not None
        and start < len(stream)
        and stream[start].table == head.table
        and stream[start].row == head.row
        and stream[start].col > head.col
        and len(stream[start].cell_text) > 1
    )
    parent = mark_at(head.line.text)
    state = _Reading(parent, parts)
    at = start
    end = ""
    while at < len(stream):
        end = state.ends_at(stream, at, head, in_right_cell)
        if end:
            break
        if not _is_header_row(stream, at):
            state.take(stream[at])
        at += 1
    if at >= len(stream):
        end = "the end of the paper"
    if not state.parts:
        return None
    return _Found(head=start - lines, start=start, stop=at, end_seen=end, strong=strong, parts=tuple(state.parts))


def _cut(placed: Placed, offset: int) -> Placed:
    line = placed.line
    box = line.box_of(offset, len(line.text))
    edges = line.edges[offset:] if line.edges else None
    rest = Line(line.text[offset:], box, edges, line.confidence, line.where, "", line.bold, line.size)
    return Placed(rest, placed.page, placed.table, placed.row, placed.col, placed.colspan, placed.cell_text, placed.first_in_cell, placed.n_cols)


def _is_header_row(stream: Sequence[Placed], at: int) -> bool:
    placed = stream[at]
    return placed.table is not None and bool(_HEADER_CELL.match(placed.cell_text)) and len(placed.cell_text) <= 6


def _mark_of(placed: Placed) -> Mark | None:
    line = placed.line
    if line.numbering:
        mark = mark_at(line.numbering + " ") or alone(line.numbering)
        return Mark(mark.style, mark.number, 0, line.numbering) if mark else Mark("auto", None, 0, line.numbering)
    return alone(line.text) or mark_at(line.text)


class _Reading:
    """What has been taken of a section so far: the numbering in use, the last number, whether its last sentence is closed."""

    def __init__(self, parent: Mark | None, parts: list[Placed]) -> None:
        self.parent = parent
        self.parts: list[Placed] = []
        self.style: str | None = None
        self.number: int | None = None
        for part in parts:
            self.take(part)

    def take(self, placed: Placed) -> None:
        mark = _mark_of(placed)
        if mark and self.style is None and (not self.parts or len(self.parts) <= 4):
            self.style, self.number = mark.style, mark.number
        elif mark and mark.style == self.style and self.follows(mark):
            self.number = mark.number
        if self.style is not None:
            inline = _inline_numbers(placed.line.text, self.style, self.number)
            self.number = inline if inline is not None else self.number
        self.parts.append(placed)

    def follows(self, mark: Mark) -> bool:
        """Whether the mark carries on the list, a number or two lost on the way."""
        if mark.style != self.style:
            return False
        return mark.number is None or self.number is None or 0 < mark.number - self.number <= 3

    @property
    def closed(self) -> bool:
        text = self.parts[-1].line.text.rstrip() if self.parts else ""
        return text[-1:] in "。！!；;" or not text

    def ends_at(self, stream: Sequence[Placed], at: int, head: Placed, in_right_cell: bool) -> str:
        """What ends the section before ``stream[at]``; "" when the line belongs to it."""
        placed = stream[at]
        text = squeeze(placed.line.text)
        mark = _mark_of(placed)
        if mark and self.style is not None and self.follows(mark) and not self._is_sibling(mark, text):
            return ""
        if self.style is None and not self.parts and mark and mark.number in (1, None):
            return ""
        table_change = self._table_end(stream, at, head, in_right_cell)
        if table_change:
            return table_change
        if placed.table is not None and head.table == placed.table and in_right_cell:
            return ""
        if mark and self._is_sibling(mark, text):
            return "the next section"
        if not self.parts:
            return "" if not _ENDS.match(text) else "the next section"
        if self._continues(stream, at):
            return ""
        if _ENDS.match(text) or (_SIGNATURE.search(text) and len(text) <= 40):
            return "the signature block" if _SIGNATURE.search(text) else "the next section"
        if _heading(stream, at) is not None:
            return "the next section"
        if self.style is not None:
            if not self.closed:
                return ""
            return "the next section" if not self._resumes(stream, at) else ""
        if self.closed and (_is_title(text) or _is_label(text)):
            return "the next section"
        if re.match(r"第[一1]条", text):
            return "the next section"
        return ""

    def _is_sibling(self, mark: Mark, text: str) -> bool:
        """A heading on the level of this section's own heading: 五、特别约定 … 六、其他."""
        if not self.parent or mark.style != self.parent.style or mark.number is None or self.parent.number is None:
            return False
        if mark.number - self.parent.number not in (1, 2):
            return False
        if self.style != mark.style:
            return True
        return _is_title(text) or (self.number is not None and mark.number != self.number + 1)

    def _continues(self, stream: Sequence[Placed], at: int) -> bool:
        """An open sentence goes on, if the line is not plainly something else."""
        placed = stream[at]
        text = squeeze(placed.line.text)
        return not self.closed and not _ENDS.match(text) and not (_SIGNATURE.search(text) and len(text) <= 40) and _heading(stream, at) is None

    def _resumes(self, stream: Sequence[Placed], at: int) -> bool:
        """Whether the list's next number comes soon, with nothing in between that ends the section."""
        for placed in stream[at : at + LOOK_AHEAD]:
            text = squeeze(placed.line.text)
            mark = _mark_of(placed)
            if mark and mark.number is not None and self.follows(mark):
                return not self._is_sibling(mark, text)
            if _ENDS.match(text) or _is_title(text):
                return False
        return False

    def _table_end(self, stream: Sequence[Placed], at: int, head: Placed, in_right_cell: bool) -> str:
        placed = stream[at]
        previous = self.parts[-1] if self.parts else head
        if placed.table == previous.table:
            if placed.table is None:
                return ""
            if in_right_cell and placed.table == head.table:
                if placed.row != previous.row and placed.col <= head.col:
                    return "the end of its cell"
                return ""
            if placed.row != previous.row:
                return self._row_end(stream, at)
            return ""
        turned = placed.page != previous.page
        if previous.table is not None and placed.table is None and head.table is not None and in_right_cell and not turned:
            return "the end of its cell"
        if previous.table is not None and in_right_cell and turned and self.parts and self.closed:
            return "the end of its cell"
        if placed.table is not None:
            row = [p for p in stream[at : at + 40] if p.table == placed.table and p.row == placed.row]
            cells = {p.col: p for p in row}
            if len(cells) > 2 or (len(cells) == 2 and not _mark_of(row[0]) and not _is_header_row(stream, at)):
                if not (turned and not self.closed):
                    return "the next table"
            if _ENDS.match(placed.cell_text):
                return "the next section"
        return ""

    def _row_end(self, stream: Sequence[Placed], at: int) -> str:
        """In a table below its heading: a row of labels and values is no agreement."""
        placed = stream[at]
        row = [p for p in stream[at : at + 60] if p.table == placed.table and p.row == placed.row]
        cells = {p.col for p in row}
        if _mark_of(row[0]) and not (len(cells) > 2):
            return ""
        if len(cells) >= 2 and len(placed.cell_text) <= 12 and not _is_header_row(stream, at):
            return "the next section"
        if self.closed and (_ENDS.match(placed.cell_text) or (_is_title(placed.cell_text) and not _mark_of(placed))):
            return "the next section"
        return ""


def _is_title(text: str) -> bool:
    """A short line without the punctuation of a sentence."""
    return 1 < len(text) <= HEADING_LENGTH and not re.search(r"[。；;，,！]", fold(text)[:-1] + text[-1]) and not re.search(r"[.:：]$", text)


def _is_label(text: str) -> bool:
    """``标签：值`` – a field of the form, no agreement."""
    plain = fold(text)
    label, colon, value = plain.partition(":")
    return bool(colon) and 1 < len(label) <= 8 and not re.search(r"[,。;]", plain) and len(value) <= 40


def _inline_numbers(text: str, style: str, number: int | None) -> int | None:
    """The last number of a list that goes on inside the line."""
    if number is None:
        return None
    last = None
    for match in re.finditer(r"(?<=[。；;：:\s])(?=\S)", fold(text)):
        mark = mark_at(text, match.start(), loose=False)
        if mark and mark.style == style and mark.number == number + 1:
            number = last = mark.number
    return last


def _is_agreements(section: _Found) -> bool:
    text = "".join(placed.line.text for placed in section.parts)
    if section.strong:
        return len(squeeze(text)) >= 6 and not (len(squeeze(text)) < 30 and _REFERENCE.search(text))
    return any(_telling(placed.line.text) for placed in section.parts) or _telling(text)


_TELLING = frozenset({"prevention_service", "prevention_service_vague", "advance_payment", "all_employees", "neg_premium", "neg_uniform", "dispatched_workers_excluded", "premium_charged_to_workers", "differing_sums_by_job", "fee", "neg_dispatched"})


def _telling(text: str) -> set[str]:
    return {match.code for match in recognise(text)} & _TELLING


def _by_content(stream: Sequence[Placed]) -> _Found | None:
    """A section under a heading that nobody knew: a short title, then sentences of which several are agreements."""
    hits = [i for i, placed in enumerate(stream) if len(placed.line.text) > 8 and _telling(placed.line.text)]
    for first in hits:
        near = [i for i in hits if first <= i <= first + 40]
        if len(set().union(*(_telling(stream[i].line.text) for i in near))) < 2:
            continue
        for at in range(first - 1, max(-1, first - 15), -1):
            text = squeeze(stream[at].line.text)
            if (_is_title(text) or _LEAD_IN.search(text)) and not _is_label(text) and not alone(text):
                section = _extent(stream, at, False, 1, len(stream[at].line.text), text)
                if section and section.stop > first and len(set().union(*(_telling(p.line.text) for p in section.parts))) >= 2:
                    return section
                break
    return None


# --- items ---------------------------------------------------------------------------------------------------------


def split_items(lines: Sequence[Placed]) -> tuple[tuple[Item, ...], bool, str]:
    """The items of a section; whether their numbers run from the first without a hole; what is lacking.

    Without numbers, every line that closes with a full stop closes an item.
    """
    marks = [_mark_of(placed) for placed in lines]
    first = next((i for i, mark in enumerate(marks[:6]) if mark and mark.number in (0, 1, None) and _may_begin(lines, i)), None)
    if first is None:
        return _unnumbered(lines), True, ""
    begun = marks[first]
    assert begun is not None
    items: list[Item] = []
    pieces: list[Piece] = []
    current = begun
    expected = begun.number
    holes = begun.number not in (0, 1, None)

    def close() -> None:
        if any(piece.text.strip() for piece in pieces):
            items.append(_item(current, pieces))
        pieces.clear()

    for placed, mark in zip(lines[first:], marks[first:], strict=True):
        at = 0
        if mark and mark.style == begun.style and _carries_on(mark, expected, bool(pieces) or bool(items)):
            close()
            current, at = mark, mark.stop
            if mark.number is not None:
                holes = holes or (expected is not None and mark.number != expected)
                expected = mark.number + 1
        for start, inner in _inner_marks(placed.line.text, at, begun.style, expected):
            pieces.append(_piece(placed, at, start))
            close()
            current, at, expected = inner, inner.stop, (inner.number or 0) + 1
        pieces.append(_piece(placed, at, len(placed.line.text)))
    close()
    return tuple(items), not holes, "a number of the list is missing" if holes else ""


def _may_begin(lines: Sequence[Placed], i: int) -> bool:
    """Whether what stands before the first number is only a lead-in or a label."""
    return all(_is_label(squeeze(p.line.text)) or _is_title(squeeze(p.line.text)) or squeeze(p.line.text)[-1:] in ":：" for p in lines[:i])


def _carries_on(mark: Mark, expected: int | None, begun: bool) -> bool:
    if mark.number is None or expected is None:
        return True
    return 0 <= mark.number - expected <= 2 if begun else mark.number == expected


def _inner_marks(text: str, at: int, style: str, expected: int | None) -> list[tuple[int, Mark]]:
    """Marks of the same list inside the line, in order."""
    out: list[tuple[int, Mark]] = []
    if expected is None:
        return out
    for match in re.finditer(r"(?<=[。；;！：:\s])(?=\S)", text[at:]):
        mark = mark_at(text, at + match.start(), loose=False)
        if mark and mark.style == style and mark.number == expected:
            out.append((at + match.start(), mark))
            expected += 1
    return out


def _unnumbered(lines: Sequence[Placed]) -> tuple[Item, ...]:
    items: list[Item] = []
    pieces: list[Piece] = []
    none = Mark("none", None, 0, "")
    for placed in lines:
        text = placed.line.text
        if not items and not pieces and (_is_label(squeeze(text)) or squeeze(text)[-1:] in ":："):
            continue
        if pieces and pieces[-1].page == placed.page and _new_cell(pieces[-1], placed, lines):
            items.append(_item(none, pieces))
            pieces = []
        at = 0
        # Several sentences on one line are several agreements only where the list has no numbers at all.
        for stop in [m.end() for m in re.finditer(r"[。！](?=\S)", text)]:
            pieces.append(_piece(placed, at, stop))
            items.append(_item(none, pieces))
            pieces, at = [], stop
        pieces.append(_piece(placed, at, len(text)))
        if text.rstrip()[-1:] in "。！!；;":
            items.append(_item(none, pieces))
            pieces = []
    if pieces:
        items.append(_item(none, pieces))
    return tuple(item for item in items if item.text.strip())


def _new_cell(last: Piece, placed: Placed, lines: Sequence[Placed]) -> bool:
    """Another row of the table begins another agreement."""
    before = next((p for p in reversed(lines) if p.line is last.line), None)
    return before is not None and placed.table is not None and placed.table == before.table and placed.row != before.row


def _piece(placed: Placed, start: int, stop: int) -> Piece:
    text = placed.line.text
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Piece(text[start:stop], placed.page, placed.line, start, stop)


def _item(mark: Mark, pieces: Sequence[Piece]) -> Item:
    kept = tuple(piece for piece in pieces if piece.text)
    return Item(mark.text, mark.number, "".join(piece.text for piece in kept), kept)
