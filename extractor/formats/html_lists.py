"""The numbers that a browser prints before the items of a list of a web page (``<ol>``): they stand on the paper and in no text.

Source: HTML, 4.4.5–4.4.8 (ol, li: start, reversed, type, value) and CSS Counter Styles 3 (which marks a style prints).
Marks that the page's own style takes away are not given: ``list-style: none``, or items that are no list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.ooxml.numbering import say

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLES = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"),
    "trad-chinese-informal": ("chineseCounting", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
}
_UNMARKED = frozenset(("none", "disc", "circle", "square"))
OWN_NUMBER = re.compile(
    r"\s*(?:[（(〔【\[]?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[)）〕】\]、．:：]|\.(?!\d))|第\s*[\d一二三四五六七八九十]{1,3}\s*[条项款]|[①-⑳⑴-⒛])"
)
"""An item whose text is numbered already: the browser's number before it is an oversight of whoever made the page."""
_LIST_STYLE = re.compile(r"(?:^|[;{\s])list-style(?:-type)?\s*:\s*([a-z0-9\s-]+)", re.IGNORECASE)
_DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*(?!list-item|initial|revert)[a-z]", re.IGNORECASE)
_RULE = re.compile(r"([^{}@;]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[\w.#>*\s-]{1,80}")
_MOST_RULES = 20
_MOST_STEPS = 2
_MOST_ITEMS = 2000
"""Of one selector, and of one page: matching takes all items times all that is around them."""


class Marks:
    """The marks of the ordered lists of one page; ask for them item by item, in document order."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._counts: dict[int, int] = {}
        self._steps: dict[int, int] = {}
        self._styled: dict[int, str] = {}
        self._blocks: set[int] = set()
        if 0 < len(tree.css("ol, li")) <= _MOST_ITEMS:
            for selector, said in _rules(tree):
                self._style(tree, selector, said)

    def _style(self, tree: LexborHTMLParser, selector: str, said: str) -> None:
        style, displayed = _style_in(said), _DISPLAY.search(said) is not None
        for node in tree.css(selector) if style or displayed else ():
            if node.tag in ("ol", "li"):
                self._styled |= {node.mem_id: style} if style else {}
                self._blocks |= {node.mem_id} if displayed else set()

    def of(self, item: LexborNode) -> str:
        """What is printed before an item: "1. ", "二、"; nothing for items of other lists, or without marks."""
        numbered = item.parent
        if numbered is None or numbered.tag != "ol":
            return ""
        number = self._count(numbered, item)
        style = self._style_of(item) or self._style_of(numbered) or "decimal"
        if style in _UNMARKED or _is_block(item, self._blocks):
            return ""
        form, behind = _STYLES.get(style, _STYLES["decimal"])
        return (say(number, form) if number > 0 else str(number)) + behind

    def _count(self, numbered: LexborNode, item: LexborNode) -> int:
        key, said = numbered.mem_id, numbered.attributes
        if key not in self._counts:
            step = -1 if "reversed" in said else 1
            items = sum(child.tag == "li" for child in numbered.iter(include_text=False)) if step < 0 else 1
            self._counts[key] = _whole(said.get("start"), items) - step
            self._steps[key] = step
        self._counts[key] = _whole(item.attributes.get("value"), self._counts[key] + self._steps[key])
        return self._counts[key]

    def _style_of(self, node: LexborNode) -> str:
        own = _style_in(node.attributes.get("style") or "")
        return own or self._styled.get(node.mem_id, "") or _TYPES.get(node.attributes.get("type") or "", "")


def _style_in(said: str) -> str:
    """The style of marks that a declaration asks for; empty where it says nothing of them.

    >>> _style_in("margin:0;list-style:none"), _style_in("list-style-type: upper-roman"), _style_in("color:red")
    ('none', 'upper-roman', '')
    """
    found = _LIST_STYLE.search(said)
    words = found[1].lower().split() if found is not None else []
    return next((word for word in words if word in _STYLES or word in _UNMARKED), "")


def _is_block(item: LexborNode, blocks: set[int]) -> bool:
    return item.mem_id in blocks or _DISPLAY.search(item.attributes.get("style") or "") is not None


def _rules(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """(Selector, declarations) of the page's own styles that say how lists are marked; only of selectors plain enough to match cheaply."""
    found = 0
    for sheet in tree.css("style"):
        for rule in _RULE.finditer(sheet.text()):
            if "list-style" not in rule[2] and "display" not in rule[2]:
                continue
            for selector in rule[1].split(","):
                if (
                    _SIMPLE.fullmatch(selector)
                    and len(selector.replace(">", " ").split()) <= _MOST_STEPS
                    and _names(selector)
                ):
                    found += 1
                    if found > _MOST_RULES:
                        return
                    yield selector.strip(), rule[2]


def _names(selector: str) -> bool:
    """Whether a selector is one that is cheaply matched: names alone, of which the last is an item's or a list's."""
    parts = selector.replace(">", " > ").split()
    plain = all(re.fullmatch(r">|\*|[a-zA-Z][\w-]*|(?:[a-zA-Z][\w-]*|\*)?(?:[.#][a-zA-Z_][\w-]*)+", p) for p in parts)
    listed = len(parts) == 1 or (parts[-1:] and re.match(r"(?:ol|li)\b", parts[-1]))
    return bool(parts) and plain and bool(listed) and parts[0] != ">" and "> >" not in " ".join(parts)


def _whole(said: str | None, otherwise: int) -> int:
    """The whole number an attribute says, within what is counted.

    >>> _whole(" 7", 1), _whole("-2", 1), _whole("x", 1), _whole(None, 3), _whole("9999999999", 1)
    (7, -2, 1, 3, 1)
    """
    told = (said or "").strip()
    return int(told) if re.fullmatch(r"-?[0-9]{1,6}", told) else otherwise
