"""OFD files written for tests: pages in points from the top left, as ``pdf_pages.Sheets`` draws them.

Our own writer of the parts of GB/T 33190-2016 that office programs use. What a test wants otherwise it gives as XML.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

import pypdfium2.raw as pdfium
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from extractor.layout.characters.runs import em_of, glyphs_to_runs
from extractor.limits import DEFAULT
from extractor.pdf.coordinates import displayed
from extractor.pdf.drawing import read_drawing
from extractor.pdf.glyphs import read_glyphs
from extractor.pdf.opening import open_pdf
from extractor.pdf.substitute import use_em_boxes
from tests.ruled import Ruled

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72
FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def mm(*points: float) -> str:
    return " ".join(f"{point * MM:.4f}" for point in points)


def text_object(x: float, y: float, words: str, size: float = 10.0, spacing: float = 0.0, attributes: str = "") -> str:
    """Words with their baseline at ``y`` (points); each step is the width of its character in the font of the PDFs."""
    steps = [pdfmetrics.stringWidth(char, FONT, size) + spacing for char in words]
    bounds = mm(x, y - size, max(sum(steps), size), 1.3 * size)
    delta = f' DeltaX="{mm(*steps[:-1])}"' if len(steps) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{bounds}" Font="1" Size="{mm(size)}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{mm(size)}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(
    x0: float, y0: float, x1: float, y1: float, data: str = "", attributes: str = "", inner: str = ""
) -> str:
    """A line from corner to corner, or ``data`` in millimetres from (x0, y0)."""
    bounds = mm(min(x0, x1), min(y0, y1), abs(x1 - x0) or 1, abs(y1 - y0) or 1)
    line = data or f"M 0 0 L {mm(x1 - x0, y1 - y0)}"
    return (
        f'<ofd:PathObject ID="8" Boundary="{bounds}" LineWidth="0.25" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{line}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def image_object(x0: float, y0: float, x1: float, y1: float, number: int = 100, attributes: str = "") -> str:
    """Picture ``number`` of the resources from corner to corner."""
    return (
        f'<ofd:ImageObject ID="7" Boundary="{mm(x0, y0, x1 - x0, y1 - y0)}" '
        f'CTM="{mm(x1 - x0)} 0 0 {mm(y1 - y0)} 0 0" ResourceID="{number}" {attributes}/>'
    )


class OfdSheets(Ruled):
    """Pages to draw on, in points from the top left; the same verbs as ``pdf_pages.Sheets``."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.width, self.height = width, height
        self.pages: list[list[str]] = [[]]

    def text(self, x: float, y: float, words: str, size: float = 10.0, spacing: float = 0.0) -> None:
        self.pages[-1].append(text_object(x, y, words, size, spacing))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].append(path_object(x0, y0, x1, y1))

    def next_page(self) -> None:
        self.pages.append([])

    def ofd(self, **more: object) -> bytes:
        pages = ["".join(units) for units in self.pages]
        return ofd(pages, area=(0.0, 0.0, self.width, self.height), **more)  # type: ignore[arg-type]


def page_xml(units: str, *, template: str = "", layer: str = "Body") -> str:
    """A page's Content.xml; ``units`` are graphic units, or whole layers where they begin with one."""
    layers = units if units.startswith("<ofd:Layer") else f'<ofd:Layer ID="5" Type="{layer}">{units}</ofd:Layer>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {NS}>{template}<ofd:Content>{layers}</ofd:Content></ofd:Page>'
    )


def ofd(
    pages: Sequence[str],
    *,
    area: tuple[float, float, float, float] = (0.0, 0.0, WIDTH, HEIGHT),
    templates: Mapping[str, str] | None = None,
    template: str = "",
    pictures: Mapping[int, bytes] | None = None,
    resources: str = "",
    document: str = "",
    body: str = "",
    parts: Mapping[str, str | bytes | None] | None = None,
    bodies: int = 1,
) -> bytes:
    """An OFD of these pages (units, or a whole Page element).

    ``templates`` are units by number, used on each page by ``template`` (a Template element); ``document`` and ``body``
    are put into Document.xml and its entry in OFD.xml; ``parts`` adds, replaces or (None) takes away parts.
    """
    files: dict[str, str | bytes | None] = {}
    entries = ""
    for n in range(bodies):
        folder = f"Doc_{n}"
        entries += f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
        named = "".join(
            f'<ofd:TemplatePage ID="{number}" BaseLoc="Tpls/Tpl_{number}/Content.xml"/>' for number in templates or {}
        )
        listed = "".join(f'<ofd:Page ID="{k + 1}" BaseLoc="Pages/Page_{k}/Content.xml"/>' for k in range(len(pages)))
        files[f"{folder}/Document.xml"] = (
            f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>"
            f"{mm(*area)}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{named}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>"
        )
        files[f"{folder}/PublicRes.xml"] = (
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts></ofd:Res>'
        )
        media = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>image_{number}</ofd:MediaFile></ofd:MultiMedia>'
            for number in pictures or {}
        )
        files[f"{folder}/DocumentRes.xml"] = (
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias>{resources}</ofd:Res>'
        )
        files |= {f"{folder}/Res/image_{number}": data for number, data in (pictures or {}).items()}
        for k, page in enumerate(pages):
            whole = page if page.startswith("<?xml") else page_xml(page, template=template)
            files[f"{folder}/Pages/Page_{k}/Content.xml"] = whole
        for number, units in (templates or {}).items():
            whole = units if units.startswith("<?xml") else page_xml(units)
            files[f"{folder}/Tpls/Tpl_{number}/Content.xml"] = whole
    files["OFD.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NS} Version="1.0" DocType="OFD">{entries}</ofd:OFD>'
    )
    files |= parts or {}
    return packed({name: data for name, data in files.items() if data is not None})


def packed(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def copy_of(pdf: bytes) -> bytes:
    """An OFD of a PDF's words, rules and grounds, each where it stands: what printing to both formats gives."""
    use_em_boxes()
    document = open_pdf(pdf)
    try:
        return ofd([_page_copy(pdfium.FPDF_LoadPage(document.raw, n)) for n in range(len(document))])
    finally:
        document.close()


def _page_copy(page: object) -> str:
    matrix, width, height = displayed(page)
    drawing = read_drawing(page, matrix, DEFAULT)
    glyphs, _ = read_glyphs(pdfium.FPDFText_LoadPage(page), matrix, DEFAULT.page_chars)
    units: list[str] = []
    for ground in drawing.fills:
        w, h = ground.width * MM, ground.height * MM
        colour = '<ofd:FillColor Value="220 220 220"/>'
        outline = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"
        units.append(path_object(*ground, data=outline, attributes='Fill="true" Stroke="false"', inner=colour))
    for run in glyphs_to_runs(glyphs):
        size = em_of(run.glyphs)
        lefts = [glyph[1] for glyph in run.glyphs]
        steps = [right - left for left, right in pairwise(lefts)]
        words = escape("".join(glyph[0] for glyph in run.glyphs)).replace(" ", "\\0020")
        delta = f' DeltaX="{mm(*steps)}"' if steps else ""
        units.append(
            f'<ofd:TextObject ID="9" Boundary="{mm(run.x0, run.middle - 0.5735 * size, run.x1 - run.x0, 1.147 * size)}" '
            f'Font="1" Size="{mm(size)}"><ofd:TextCode X="0" Y="{mm(0.893 * size)}"{delta}>{words}</ofd:TextCode></ofd:TextObject>'
        )
    units += [path_object(start, at, stop, at) for at, start, stop in drawing.horizontal]
    units += [path_object(at, start, at, stop) for at, start, stop in drawing.vertical]
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {mm(width, height)}</ofd:PhysicalBox></ofd:Area>"
    return page_xml("".join(units)).replace("<ofd:Content>", f"{area}<ofd:Content>", 1)
