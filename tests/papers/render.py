"""Blocks of a paper → PDF (HTML through WeasyPrint), DOCX, or pictures of pages like a scanner's.

A paper is a list of blocks, each a tuple whose first word says what it is:
("title", text) ("sub", text) ("para", text) ("right", text) ("fields", style, [(label, value), …])
("table", rows, header_rows, look) ("list", marker, [text, …]) ("gap", millimetres) ("page",).
Table cells are strings, or (text, columns, rows) for a merged cell.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from tests.papers.fonts import family_files, font_face_css

Block = tuple[Any, ...]
MARKERS: dict[str, Callable[[int], str]] = {
    "1.": lambda i: f"{i + 1}. ",
    "1、": lambda i: f"{i + 1}、",
    "（一）": lambda i: f"（{chinese(i + 1)}）",
    "①": lambda i: chr(0x2460 + i),
    "第n条": lambda i: f"第{chinese(i + 1)}条　",
    "(1)": lambda i: f"({i + 1}) ",
    "一、": lambda i: f"{chinese(i + 1)}、",
    "·": lambda i: "· ",
    "": lambda i: "",
    "■": lambda i: "■ ",
    "约定n：": lambda i: f"约定{chinese(i + 1)}：",
}


def chinese(n: int) -> str:
    """A small number in Chinese."""
    digits = "零一二三四五六七八九十"
    return (
        digits[n]
        if n <= 10
        else "十" + (digits[n - 10] if n > 10 else "")
        if n < 20
        else "二十" + (digits[n - 20] if n > 20 else "")
    )


def _cell(cell: Any, tag: str = "td") -> str:
    text, cols, rows = cell if isinstance(cell, tuple) else (cell, 1, 1)
    span = (f' colspan="{cols}"' if cols > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"<{tag}{span}>{html.escape(str(text))}</{tag}>"


def _rows(rows: list[list[Any]], tag: str = "td") -> str:
    return "".join("<tr>" + "".join(_cell(c, tag) for c in row) + "</tr>" for row in rows)


def _fields(style: str, pairs: list[tuple[str, str]]) -> str:
    e = html.escape
    if style == "grid2":
        return (
            "<table class=full>"
            + "".join(f"<tr><th style='width:30%'>{e(k)}</th><td>{e(v)}</td></tr>" for k, v in pairs)
            + "</table>"
        )
    if style == "grid4":
        out = "<table class=full>"
        row: list[tuple[str, str]] = []
        for k, v in pairs:
            if len(v) > 24:
                out += _flush4(row) + f"<tr><th>{e(k)}</th><td colspan=3>{e(v)}</td></tr>"
                row = []
            else:
                row.append((k, v))
                if len(row) == 2:
                    out += _flush4(row)
                    row = []
        return out + _flush4(row) + "</table>"
    if style == "cards":
        cells = "".join(f"<div class=card><small>{e(k)}</small><br>{e(v)}</div>" for k, v in pairs)
        return f"<div class=cards>{cells}</div>"
    if style == "over":  # label row above value row
        out = ""
        for i in range(0, len(pairs), 3):
            part = pairs[i : i + 3]
            out += (
                "<table class=full><tr>"
                + "".join(f"<th>{e(k)}</th>" for k, _ in part)
                + "</tr><tr>"
                + "".join(f"<td>{e(v)}</td>" for _, v in part)
                + "</tr></table>"
            )
        return out
    if style == "leaders":
        return "".join(f"<p class=line>{e(k)}{'…' * max(3, 16 - len(k))}{e(v)}</p>" for k, v in pairs)
    if style == "twocol":
        out = "<table class=none>"
        for i in range(0, len(pairs), 2):
            out += "<tr>" + "".join(f"<td>{e(k)}：{e(v)}</td>" for k, v in pairs[i : i + 2]) + "</tr>"
        return out + "</table>"
    if style == "aligned":  # borderless, label column and value column
        return (
            "<table class=none>"
            + "".join(f"<tr><td style='width:32%'>{e(k)}</td><td>{e(v)}</td></tr>" for k, v in pairs)
            + "</table>"
        )
    if style == "vertical":  # one upright heading cell down the side
        side = "<br>".join(rows_heading(len(pairs)))
        rows = [f"<th style='width:28%'>{e(k)}</th><td>{e(v)}</td>" for k, v in pairs]
        return (
            f"<table class=full><tr><th class=up rowspan={len(pairs)}>{side}</th>"
            + "</tr><tr>".join(rows)
            + "</tr></table>"
        )
    if style == "bilingual":
        return (
            "<table class=full>"
            + "".join(
                f"<tr><th style='width:34%'>{e(k)}<br><small>{ENGLISH.get(k, 'Particulars')}</small></th>"
                f"<td>{e(v)}</td></tr>"
                for k, v in pairs
            )
            + "</table>"
        )
    if style == "pipes":  # several to a line, parted by strokes
        lines = [pairs[i : i + 3] for i in range(0, len(pairs), 3)]
        return "".join(f"<p class=line>{' ｜ '.join(f'{e(k)}：{e(v)}' for k, v in part)}</p>" for part in lines)
    if style == "under":  # a label on its line, the value on the next
        return "".join(f"<p class=line><b>{e(k)}</b></p><p class=line>{e(v)}</p>" for k, v in pairs)
    if style == "flow":  # one running paragraph
        return f"<p>{'；'.join(f'{e(k)}：{e(v)}' for k, v in pairs)}。</p>"
    if style == "upright":  # labels printed downward over their values
        out = ""
        for i in range(0, len(pairs), 4):
            part = pairs[i : i + 4]
            out += (
                "<table class=full><tr>"
                + "".join(f"<th class=up>{'<br>'.join(e(k))}</th><td>{e(v)}</td>" for k, v in part)
                + "</tr></table>"
            )
        return out
    if style == "rule":
        return (
            "<table class=rule>"
            + "".join(f"<tr><td style='width:36%'>{e(k)}</td><td>{e(v)}</td></tr>" for k, v in pairs)
            + "</table>"
        )
    return "".join(f"<p class=line>{e(k)}：{e(v)}</p>" for k, v in pairs)


def rows_heading(count: int) -> str:
    """An upright heading that fits ``count`` rows."""
    return "投保信息栏"[: max(2, min(count, 5))] if count > 3 else "保障"


ENGLISH: dict[str, str] = {}
"""Printed label → its English line in bilingual papers; filled by the policy writer."""


def _flush4(row: list[tuple[str, str]]) -> str:
    if not row:
        return ""
    e = html.escape
    cells = "".join(f"<th>{e(k)}</th><td{' colspan=3' if len(row) == 1 else ''}>{e(v)}</td>" for k, v in row)
    return f"<tr>{cells}</tr>"


def to_html(blocks: list[Block], rng: random.Random, landscape: bool = False) -> str:
    """The paper as one HTML page with a style drawn from ``rng``."""
    return _styled("".join(_html(b) for b in blocks), rng, landscape)


def _styled(body: str, rng: random.Random, landscape: bool) -> str:
    size = rng.choice([9, 10, 10.5, 11])
    look = {
        "turn": "landscape" if landscape else "portrait",
        "margin": rng.choice([14, 18, 22]),
        "family": rng.choice(sorted(family_files())),
        "size": size,
        "small": size - 1.5,
        "head": size + 1.5,
        "title": rng.choice([15, 17, 20]),
        "leading": rng.choice([1.4, 1.6, 1.8]),
        "align": rng.choice(["center", "center", "left"]),
        "ink": rng.choice(["#000", "#123a6b", "#7a1010"]),
        "tint": rng.choice(["#fff", "#f2f2f2", "#e8f0fa", "#fdf3e1"]),
        "card": rng.choice([48, 31]),
    }
    css = Template((Path(__file__).parent / "paper.css").read_text("utf-8")).substitute(look)
    return f"<meta charset=utf-8><style>{css}</style>{body}"


def _html(b: Block) -> str:
    e = html.escape
    match b[0]:
        case "title":
            return f"<h1>{e(b[1])}</h1>"
        case "sub":
            return f"<h2>{e(b[1])}</h2>"
        case "para":
            return f"<p>{e(b[1])}</p>"
        case "right":
            return f"<p class=right>{e(b[1])}</p>"
        case "fields":
            return _fields(b[1], b[2])
        case "table":
            _, rows, heads, look = b
            top, body = _rows(rows[:heads], "th"), _rows(rows[heads:])
            return f"<table class={look}><thead>{top}</thead><tbody>{body}</tbody></table>"
        case "list":
            return "".join(f"<p class=line>{e(MARKERS[b[1]](i) + text)}</p>" for i, text in enumerate(b[2]))
        case "gap":
            return f"<div style='height:{b[1]}mm'></div>"
    return "<div style='break-before:page'></div>"


def to_pdf(blocks: list[Block], rng: random.Random, landscape: bool = False) -> bytes:
    """The paper as a PDF with a text layer."""
    return draw("".join(_html(b) for b in blocks), rng, landscape)


def draw(body: str, rng: random.Random, landscape: bool = False) -> bytes:
    """HTML of a paper's body as a PDF with a text layer, in a style drawn from ``rng``."""
    import weasyprint

    sheet, configuration = _fonts()
    return bytes(
        weasyprint.HTML(string=_styled(body, rng, landscape)).write_pdf(stylesheets=[sheet], font_config=configuration)
    )


@cache
def _fonts() -> tuple[Any, Any]:
    import weasyprint
    from PIL import ImageFile
    from weasyprint.text.fonts import FontConfiguration

    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # weasyprint sets it for the whole process: a cut picture would no longer be damaged
    )

    configuration = FontConfiguration()
    return weasyprint.CSS(string=font_face_css(), font_config=configuration), configuration


def full_width(blocks: list[Block]) -> list[Block]:
    """The same paper with full-width digits and signs, as some systems print them."""
    table = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789%.,:/-()"})

    def wide(x: Any) -> Any:
        if isinstance(x, str):
            return x.translate(table)
        if isinstance(x, list):
            return [wide(y) for y in x]
        return (
            (wide(x[0]), *x[1:])
            if isinstance(x, tuple) and isinstance(x[-1], int)
            else tuple(wide(y) for y in x)
            if isinstance(x, tuple)
            else x
        )

    keep = {"table": 3, "fields": 2, "list": 2}
    return [
        (
            *b[: keep[b[0]] - (b[0] == "table") * 2],
            *[wide(x) if isinstance(x, list) else x for x in b[keep[b[0]] - (b[0] == "table") * 2 :]],
        )
        if b[0] in keep
        else (b[0], *[wide(x) for x in b[1:]])
        for b in blocks
    ]
