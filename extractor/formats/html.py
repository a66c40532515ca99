"""Web pages: the words of the main part, and its tables; never anything a browser would run.

Scripts, styles and embedded objects are passed over, as are menus and page furniture. What comes out is plain text in
Lines and Tables; it must still be escaped where it is shown, for a page may print "<script>" as words.

The tree is only walked, never changed and never by recursion: removing nodes frees memory that other nodes point into,
and a hostile page nests deeper than Python's stack.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator
from itertools import accumulate, chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document import Block, Cell, Document, Line, Page, Table
from extractor.errors import Damaged, TooLarge
from extractor.formats import text as text_format
from extractor.formats.html_lists import OWN_NUMBER, Marks
from extractor.formats.html_pairs import MARKED, parted_before
from extractor.limits import Limits

EXTENSIONS = ("html", "htm", "xhtml", "shtml", "mht", "xls", "doc")
"""``xls`` and ``doc`` too: many systems export a page under those names, and Office opens it."""

_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "video", "audio",
    "nav", "select", "button", "head", "map", "link", "meta",
)  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|toolbar|copyright|pagination|pager|"
    r"friendlink|search|login|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SIGNED = re.compile("签字|签名|签收|签章|盖章|确认")
"""In what ends a page as a form does, and not as a site does."""
_OF_THE_SITE = re.compile(
    "版权|备案|ICP|Copyright|©|技术支持|主办|承办|网站|浏览|访问量|关于我们|联系我们|返回|隐私", re.IGNORECASE
)
"""What the foot of a site says and that of a paper does not."""
_MAIN = (
    "article", "main", "[role=main]", "#zoom", "#UCAP-CONTENT", ".TRS_Editor", ".TRS_UEDITOR", ".article-content",
    ".pages_content", "#content", ".content", "#article", ".article", "#main", ".main",
)  # fmt: skip
_MAIN_SHARE = 0.5
"""A part counts as the main one when it holds at least this share of the page's words."""
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_STARTS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div|title|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    rb"\s*<(?:a|abbr|article|b|blockquote|br|center|dl|font|form|h[1-6]|header|hr|img|link|main|ol|p|pre|section|span|strong|"
    rb"style|tbody|tr|u|ul)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
"""How a piece of a page begins that was saved without its head; of another paper it may be a word in brackets."""
_MOST_SPAN = 1000
_MOST_OPEN = 5000
"""Tags of one name left open; parsing takes the square of it."""


def sniff(head: bytes) -> float:
    """A document that begins with a tag of a page; a page in UTF-16 is known by its byte order mark. A piece of one is
    taken for a page only under the name of one.

    >>> sniff(b"<html><body>"), sniff(b"<p>1</p>"), sniff(b"1 < 2")
    (0.9, 0.1, 0.0)
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = text_format.decode(head[: len(head) & ~1])[0].encode("utf-8", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf")
    return 0.9 if _STARTS.match(head) else 0.1 if _PIECE.match(head) else 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """One page without number; blocks of the main part in order."""
    if len(data) > limits.part_bytes:
        raise TooLarge(f"网页{len(data) // 1024 // 1024}MB")
    text = _decode(data)
    if any(_is_deep(text, tag) for tag in ("div", "span", "ul", "table", "b")):
        raise Damaged("标签嵌套过深")
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    heading = title.text(strip=True) if title is not None else ""
    blocks: list[Block] = []
    if tree.body is not None:
        blocks = _Walk(_furniture(tree.body), limits.cells, Marks(tree)).read(_main_part(tree.body))
    if heading and not any(isinstance(block, Line) and heading in block.text for block in blocks[:5]):
        blocks.insert(0, Line(heading, where="网页标题"))
    page = Page(None, 0.0, 0.0, tuple(blocks))
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, sha256, "html", (page,), text_format.problems_of(text), paged=False)


def _is_deep(text: str, tag: str) -> bool:
    """Whether more tags of one name are open at once than any page has, those that are closed again later among them."""
    if text.count(f"<{tag}") <= _MOST_OPEN:
        return False
    if text.count(f"<{tag}") - text.count(f"</{tag}") > _MOST_OPEN:
        return True
    deep = accumulate(-1 if found[1] else 1 for found in re.finditer(f"<(/?){tag}", text))
    return max(deep) > _MOST_OPEN


def _decode(data: bytes) -> str:
    """The page as text. What the bytes themselves prove goes before what the page declares."""
    declared = _DECLARED.search(data[:4096])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        said = declared.group(1).decode("ascii").lower()
        if said in ("big5", "big5-hkscs"):
            return data.decode("big5hkscs", "replace")
    return text_format.decode(data)[0]


def _events(root: LexborNode, passed_over: Container[int] = ()) -> Iterator[tuple[bool, LexborNode]]:
    """(True, node) on entering and (False, node) on leaving each node below the root, in document order.

    Nodes that print nothing, and those whose ``mem_id`` is passed over, are not entered; a table of data is entered
    only for the one who asked for it.
    """
    node = root.child
    while node is not None:
        tag = node.tag or ""
        open_ = tag not in _DROPPED and node.mem_id not in passed_over and (tag == "-text" or tag[:1] not in "-_!")
        if open_:
            yield True, node
            if node.child is not None and not (tag == "table" and _is_data(node)):
                node = node.child
                continue
            yield False, node
        while node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            yield False, node
        node = node.next


def _words(node: LexborNode) -> int:
    """How many characters a part prints, blanks aside; a table of data counts by its markup-free text."""
    count = 0
    for entering, part in _events(node):
        if entering and part.tag in ("-text", "table"):
            count += len("".join(((part.text_content if part.tag == "-text" else _plain(part)) or "").split()))
    return count


def _plain(table: LexborNode) -> str:
    return table.text() if _is_data(table) else ""


def _furniture(body: LexborNode) -> frozenset[int]:
    """The parts that frame a page on every site: menus, search, copyright. Never one that holds most of the words."""
    found = set()
    most = _words(body) * _MAIN_SHARE
    for node in body.css("[class], [id], [role], footer, aside"):
        said = " ".join(node.attributes.get(name) or "" for name in ("class", "id", "role"))
        named = _FURNITURE.search(said) or node.tag in ("footer", "aside")
        own = _SIGNED.search(node.text()) or (node.tag == "footer" and not node.css("a, img, button"))
        if named and own and not _OF_THE_SITE.search(node.text()):
            continue  # the foot of the paper itself: who issued it, and when
        if named and node.tag not in ("body", "html") and _words(node) < most:
            found.add(node.mem_id)
    return frozenset(found)


def _main_part(body: LexborNode) -> LexborNode:
    least = _words(body) * _MAIN_SHARE
    for selector in _MAIN:
        for node in body.css(selector):
            if _words(node) >= least:
                return node
    return body


class _Walk:
    """Gathers words into lines at block borders, and tables as they come."""

    def __init__(self, passed_over: Container[int], cells: int, marks: Marks) -> None:
        self._passed_over = passed_over
        self._marks = marks
        self._mark = ""
        self._cells = cells
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._headings = 0
        self._count = 0
        self._tables = 0

    def read(self, root: LexborNode) -> list[Block]:
        for entering, node in _events(root, self._passed_over):
            tag = node.tag or ""
            if tag == "-text" and entering:
                self._say(node.text_content or "")
            elif tag == "br" and entering:
                self._parts.append("\n")
            elif tag in MARKED and entering:
                self._parts.append(parted_before(node))
            elif tag in _BLOCKS:
                self._flush()
                if tag in ("li", "table"):  # the number of an item stands before its first words, or nowhere
                    self._mark = (self._marks.of(node) or self._mark) if entering and tag == "li" else ""
                if tag in _HEADINGS:
                    self._headings += 1 if entering else -1
                if tag == "table" and entering and _is_data(node):
                    self._table(node)
        self._flush()
        return self._blocks

    def _say(self, text: str) -> None:
        if self._mark and text.strip():
            self._parts.append("" if OWN_NUMBER.match(text) else self._mark)
            self._mark = ""
        self._parts.append(re.sub(r"\s+", " ", text))

    def _flush(self) -> None:
        for text in "".join(self._parts).split("\n"):
            said = " ".join(text.split())
            if said:
                self._count += 1
                self._blocks.append(Line(said, where=f"第{self._count}段", bold=bool(self._headings) or None))
        self._parts = []

    def _table(self, table: LexborNode) -> None:
        self._tables += 1
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        rows = list(_rows(table))
        for r, row in enumerate(rows):
            c = 0
            for node in (child for child in row.iter(include_text=False) if child.tag in ("td", "th")):
                while (r, c) in taken:
                    c += 1
                rowspan = min(_span(node, "rowspan"), len(rows) - r)
                colspan = _span(node, "colspan")
                self._cells -= rowspan * colspan
                if self._cells < 0:
                    raise TooLarge("表格单元格过多")
                taken |= {(r + i, c + j) for i in range(rowspan) for j in range(colspan)}
                where = f"表{self._tables} 第{r + 1}行第{c + 1}列"
                lines = tuple(Line(text, where=where) for text in self._cell_text(node))
                cells.append(Cell(r, c, lines, rowspan, colspan, where=where))
                c += colspan
        if cells:
            width = max(cell.col + cell.colspan for cell in cells)
            self._blocks.append(Table(tuple(cells), len(rows), width, method="native"))

    def _cell_text(self, cell: LexborNode) -> list[str]:
        blocks = _Walk(self._passed_over, 0, self._marks).read(cell)
        return [block.text for block in blocks if isinstance(block, Line)]


def _is_data(table: LexborNode) -> bool:
    """A table of data, not one that lays out a page: no table inside, and somewhere two cells in a row."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    return any(sum(child.tag in ("td", "th") for child in row.iter(include_text=False)) > 1 for row in table.css("tr"))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Rows in printed order: a footer written before the body is printed after it."""
    rows = table.css("tr")
    feet = [row for row in rows if row.parent is not None and row.parent.tag == "tfoot"]
    keys = {row.mem_id for row in feet}
    yield from chain((row for row in rows if row.mem_id not in keys), feet)


def _span(node: LexborNode, name: str) -> int:
    said = (node.attributes.get(name) or "1").strip()
    return max(1, min(int(said), _MOST_SPAN)) if said.isdecimal() and len(said) < 6 else 1
