"""Blocks of a paper → PDF (HTML through WeasyPrint), DOCX, or pictures of pages like a scanner's.

A paper is a list of blocks, each a tuple whose first word says what it is:
("title", text) ("sub", text) ("para", text) ("right", text) ("fields", style, [(label, value), …]) ("table", rows, header_rows, look)
("list", marker, [text, …]) ("gap", millimetres) ("page",). Table cells are strings, or (text, columns, rows) for a merged cell.
"""

from __future__ import annotations

import html
import io
import random
from functools import cache
from pathlib import Path
from typing import Any

from tests.papers.fonts import family_files, font_face_css

Block = tuple[Any, ...]
MARKERS = {
    "1.": lambda i: f"{i + 1}. ", "1、": lambda i: f"{i + 1}、", "（一）": lambda i: f"（{chinese(i + 1)}）", "①": lambda i: chr(0x2460 + i), "第n条": lambda i: f"第{chinese(i + 1)}条　",
    "(1)": lambda i: f"({i + 1}) ", "一、": lambda i: f"{chinese(i + 1)}、", "·": lambda i: "· ", "": lambda i: "", "■": lambda i: "■ ", "约定n：": lambda i: f"约定{chinese(i + 1)}：",
}


def chinese(n: int) -> str:
    """A small number in Chinese."""
    digits = "零一二三四五六七八九十"
    return digits[n] if n <= 10 else "十" + (digits[n - 10] if n > 10 else "") if n < 20 else "二十" + (digits[n - 20] if n > 20 else "")


def _cell(cell: Any, tag: str = "td") -> str:
    text, cols, rows = cell if isinstance(cell, tuple) else (cell, 1, 1)
    span = (f' colspan="{cols}"' if cols > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"<{tag}{span}>{html.escape(str(text))}</{tag}>"


def _rows(rows: list[list[Any]], tag: str = "td") -> str:
    return "".join("<tr>" + "".join(_cell(c, tag) for c in row) + "</tr>" for row in rows)


def _fields(style: str, pairs: list[tuple[str, str]]) -> str:
    e = html.escape
    if style == "grid2":
        return "<table class=full>" + "".join(f"<tr><th style='width:30%'>{e(k)}</th><td>{e(v)}</td></tr>" for k, v in pairs) + "</table>"
    if style == "grid4":
        out, row = "<table class=full>", []
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
            out += "<table class=full><tr>" + "".join(f"<th>{e(k)}</th>" for k, _ in part) + "</tr><tr>" + "".join(f"<td>{e(v)}</td>" for _, v in part) + "</tr></table>"
        return out
    if style == "leaders":
        return "".join(f"<p class=line>{e(k)}{'…' * max(3, 16 - len(k))}{e(v)}</p>" for k, v in pairs)
    if style == "twocol":
        out = "<table class=none>"
        for i in range(0, len(pairs), 2):
            out += "<tr>" + "".join(f"<td>{e(k)}：{e(v)}</td>" for k, v in pairs[i : i + 2]) + "</tr>"
        return out + "</table>"
    if style == "aligned":  # borderless, label column and value column
        return "<table class=none>" + "".join(f"<tr><td style='width:32%'>{e(k)}</td><td>{e(v)}</td></tr>" for k, v in pairs) + "</table>"
    if style == "vertical":  # one upright heading cell down the side
        side = "<br>".join(rows_heading(len(pairs)))
        rows = [f"<th style='width:28%'>{e(k)}</th><td>{e(v)}</td>" for k, v in pairs]
        return f"<table class=full><tr><th class=up rowspan={len(pairs)}>{side}</th>" + "</tr><tr>".join(rows) + "</tr></table>"
    if style == "bilingual":
        return "<table class=full>" + "".join(f"<tr><th style='width:34%'>{e(k)}<br><small>{ENGLISH.get(k, 'Particulars')}</small></th><td>{e(v)}</td></tr>" for k, v in pairs) + "</table>"
    if style == "rule":
        return "<table class=rule>" + "".join(f"<tr><td style='width:36%'>{e(k)}</td><td>{e(v)}</td></tr>" for k, v in pairs) + "</table>"
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
    size = rng.choice([9, 10, 10.5, 11])
    tint = rng.choice(["#fff", "#f2f2f2", "#e8f0fa", "#fdf3e1"])
    css = f"""@page{{size:A4 {'landscape' if landscape else 'portrait'};margin:{rng.choice([14, 18, 22])}mm;@bottom-center{{content:"第 " counter(page) " 页";font-size:8pt}}}}
    body{{font-family:"{rng.choice(sorted(family_files()))}";font-size:{size}pt;line-height:{rng.choice([1.4, 1.6, 1.8])}}} h1{{font-size:{rng.choice([15, 17, 20])}pt;text-align:{rng.choice(['center', 'center', 'left'])};margin:2mm 0}}
    h2{{font-size:{size + 1.5}pt;margin:3mm 0 1mm;color:{rng.choice(['#000', '#123a6b', '#7a1010'])}}} table{{width:100%;border-collapse:collapse;margin:1mm 0}} thead{{display:table-header-group}} tr{{break-inside:avoid}} .up{{width:6mm;text-align:center}}
    .full td,.full th{{border:.5pt solid #333;padding:1mm 1.5mm;text-align:left;font-weight:normal;overflow-wrap:anywhere}} .full th{{background:{tint}}} .rule td,.rule th{{border-bottom:.4pt solid #999;padding:1mm;text-align:left;font-weight:normal}}
    .none td,.none th{{padding:.6mm 1mm;vertical-align:top;text-align:left;font-weight:normal}} .line{{margin:.6mm 0}} p{{margin:1.2mm 0}} .right{{text-align:right}}
    .cards{{display:flex;flex-wrap:wrap}} .card{{width:{rng.choice(['48', '31'])}%;margin:1%;box-sizing:border-box;padding:1.5mm;background:{tint};border-radius:1mm}} small{{color:#555;font-size:{size - 1.5}pt}}"""
    return f"<meta charset=utf-8><style>{css}</style>" + "".join(_html(b) for b in blocks)


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
            return f"<table class={look}><thead>{_rows(rows[:heads], 'th')}</thead><tbody>{_rows(rows[heads:])}</tbody></table>"
        case "list":
            return "".join(f"<p class=line>{e(MARKERS[b[1]](i) + text)}</p>" for i, text in enumerate(b[2]))
        case "gap":
            return f"<div style='height:{b[1]}mm'></div>"
    return "<div style='break-before:page'></div>"


def to_pdf(blocks: list[Block], rng: random.Random, landscape: bool = False) -> bytes:
    """The paper as a PDF with a text layer."""
    import weasyprint

    sheet, configuration = _fonts()
    return bytes(weasyprint.HTML(string=to_html(blocks, rng, landscape)).write_pdf(stylesheets=[sheet], font_config=configuration))


@cache
def _fonts() -> tuple[Any, Any]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    return weasyprint.CSS(string=font_face_css(), font_config=configuration), configuration


def to_docx(blocks: list[Block], rng: random.Random) -> bytes:
    """The paper as a Word document; field blocks become tables or lines as their style says."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    for b in blocks:
        if b[0] == "title":
            document.add_heading(b[1], 1 if rng.random() < 0.5 else 0)
        elif b[0] == "sub":
            document.add_paragraph().add_run(b[1]).bold = True
        elif b[0] in ("para", "right"):
            paragraph = document.add_paragraph(b[1])
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if b[0] == "right" else None
        elif b[0] == "list":
            for i, text in enumerate(b[2]):
                document.add_paragraph(MARKERS[b[1]](i) + text)
        elif b[0] == "fields":
            _docx_fields(document, b[1], b[2])
        elif b[0] == "table":
            _docx_table(document, b[1])
        elif b[0] == "page":
            document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_fields(document: Any, style: str, pairs: list[tuple[str, str]]) -> None:
    if style in ("grid2", "grid4", "cards", "over", "bilingual", "vertical"):
        width = {"grid4": 2, "cards": 2}.get(style, 1)
        rows: list[list[Any]] = []
        for i in range(0, len(pairs), width):
            part = pairs[i : i + width]
            if style == "cards":
                rows.append([f"{k}\n{v}" for k, v in part] + [""] * (width - len(part)))
            else:
                rows.append([x for pair in part for x in pair] + [""] * (2 * (width - len(part))))
        _docx_table(document, rows)
        return
    for k, v in pairs:
        document.add_paragraph(f"{k}：{v}")


def _docx_table(document: Any, rows: list[list[Any]]) -> None:
    width = max(sum(c[1] if isinstance(c, tuple) else 1 for c in row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            text, cols, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
            here = table.cell(y, x)
            if cols > 1 or down > 1:
                here = here.merge(table.cell(min(y + down, len(rows)) - 1, min(x + cols, width) - 1))
            here.text = str(text)
            taken |= {(y + j, x + i) for j in range(down) for i in range(cols)}
            x += cols


def pictures(pdf: bytes, rng: random.Random, seal: str | None = None) -> list[bytes]:
    """Each page as a slightly turned, noisy JPEG at 200 dpi, with an optional red seal on the last page."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    out = []
    document = pypdfium2.PdfDocument(pdf)
    for n in range(len(document)):
        page = document[n].render(scale=200 / 72).to_pil().convert("RGB")
        if seal and n == len(document) - 1:
            _stamp(page, rng, seal)
        page = page.rotate(rng.uniform(-0.7, 0.7), fillcolor=(250, 250, 248), resample=Image.Resampling.BICUBIC)
        noise = np.random.default_rng(rng.randrange(10**6)).normal(0, rng.uniform(3, 9), (page.height, page.width, 1))
        page = Image.fromarray(np.clip(np.asarray(page) * rng.uniform(0.93, 1.0) + noise, 0, 255).astype("uint8"))
        data = io.BytesIO()
        page.save(data, "JPEG", quality=rng.choice([60, 75, 85]), dpi=(200, 200))
        out.append(data.getvalue())
    return out


def _stamp(page: Any, rng: random.Random, text: str) -> None:
    from PIL import Image, ImageDraw, ImageFont

    seal = Image.new("RGBA", (330, 330), (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    red = (205, 30, 35, 170)
    draw.ellipse((8, 8, 322, 322), outline=red, width=8)
    font = ImageFont.truetype(_font_file(), 26)
    draw.text((165, 110), text[:8], font=font, fill=red, anchor="mm")
    draw.text((165, 165), "★", font=ImageFont.truetype(_font_file(), 60), fill=red, anchor="mm")
    draw.text((165, 230), "保单专用章", font=font, fill=red, anchor="mm")
    seal = seal.rotate(rng.uniform(-25, 25))
    page.paste(seal, (page.width - 620, page.height - rng.randrange(900, 1500)), seal)


def _font_file() -> str:
    found = sorted(Path("/usr/share/fonts").rglob("wqy-zenhei.ttc"))
    return str(found[0])


def mixed(pdf: bytes, rng: random.Random) -> bytes:
    """The last page becomes a picture; the others keep their text."""
    import pypdfium2

    document, picture = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(scan(pdf, rng))
    last = len(document) - 1
    out = pypdfium2.PdfDocument.new()
    if last:
        out.import_pages(document, list(range(last)))
    out.import_pages(picture, [last])
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def full_width(blocks: list[Block]) -> list[Block]:
    """The same paper with full-width digits and signs, as some systems print them."""
    table = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789%.,:/-()"})

    def wide(x: Any) -> Any:
        if isinstance(x, str):
            return x.translate(table)
        if isinstance(x, list):
            return [wide(y) for y in x]
        return (wide(x[0]), *x[1:]) if isinstance(x, tuple) and isinstance(x[-1], int) else tuple(wide(y) for y in x) if isinstance(x, tuple) else x

    keep = {"table": 3, "fields": 2, "list": 2}
    return [(*b[: keep[b[0]] - (b[0] == "table") * 2], *[wide(x) if isinstance(x, list) else x for x in b[keep[b[0]] - (b[0] == "table") * 2 :]]) if b[0] in keep else (b[0], *[wide(x) for x in b[1:]]) for b in blocks]


def scan(pdf: bytes, rng: random.Random, seal: str | None = None) -> bytes:
    """A PDF of page pictures without a text layer."""
    from PIL import Image

    pages = [Image.open(io.BytesIO(p)) for p in pictures(pdf, rng, seal)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()
