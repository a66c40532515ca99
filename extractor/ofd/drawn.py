"""A painted page → a PDF of one page, for its pixels: what PDFium draws is what OCR reads and what people look at.

Characters of a font that the OFD carries and asks by glyph number are drawn with that font, all others with the machine's
Chinese font (figures and Latin letters with Times), each where it stands. Clips, shadings, patterns and dashes are left out: they carry no words.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field

from extractor.errors import Damaged, PaperError
from extractor.limits import Limits
from extractor.ofd.book import Book, Painted
from extractor.ofd.pictures import unpacked
from extractor.ofd.scene import Colour, Pictured, Shape, Written

_LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
"""Its figures are half an em wide, as those of Chinese fonts are."""
_CHINESE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>/DW 1000>>]>>"
)
_OVER = b"<</Type/ExtGState/BM/Multiply>>"


@dataclass(slots=True)
class _Writer:
    """Objects of the file to be, each by its number; 1 to 3 are the catalogue, the page tree and the page."""

    objects: list[bytes] = field(default_factory=lambda: [b"", b"", b""])

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def add_stream(self, head: str, data: bytes) -> int:
        packed = zlib.compress(data, 1)
        return self.add(
            f"<<{head}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
        )

    def file(self) -> bytes:
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n")
        places: list[int] = []
        for number, body in enumerate(self.objects, 1):
            places.append(out.tell())
            out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        table = out.tell()
        out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        out.write("".join(f"{at:010d} 00000 n \n" for at in places).encode())
        out.write(f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode())
        return out.getvalue()


@dataclass(slots=True)
class _Page:
    book: Book
    height: float
    limits: Limits
    writer: _Writer = field(default_factory=_Writer)
    ink: list[str] = field(default_factory=list)
    fonts: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    missing: list[tuple[Pictured, PaperError]] = field(default_factory=list)

    def write(self, text: Written) -> None:
        if not text.seen:
            return
        self.ink.append(f"BT {_rgb(text.colour)} rg")
        for char, _, (a, b, c, d, e, f), glyph in text.characters:
            font, code = self._font(text.font, glyph, char)
            if code is not None:
                # Letters stand on a y growing upward, the page's grows downward.
                frame = _numbers(a, -b, -c, d, e, self.height - f)
                self.ink.append(f"/{font} 1 Tf {frame} Tm <{code}> Tj")
        self.ink.append("ET")

    def _font(self, place: str, glyph: int | None, char: str) -> tuple[str, str | None]:
        if glyph is not None and place and place in self.book.parts:
            if place not in self.fonts:
                self.fonts[place] = self.writer.add(self._own_font(place))
            return f"F{self.fonts[place]}", f"{glyph:04X}"
        if " " < char <= "~":
            return self._standing_in("Latin", _LATIN), f"{ord(char):02X}"
        code = f"{ord(char):04X}" if "~" < char <= "\uffff" and not "\ud800" <= char <= "\udfff" else None
        return self._standing_in("Chinese", _CHINESE), code

    def _standing_in(self, key: str, font: bytes) -> str:
        if key not in self.fonts:
            self.fonts[key] = self.writer.add(font)
        return f"F{self.fonts[key]}"

    def _own_font(self, place: str) -> bytes:
        data = self.book.parts.part(place)
        key = "FontFile3" if data[:4] == b"OTTO" else "FontFile2"
        kind = "/Subtype/OpenType" if key == "FontFile3" else ""
        file = self.writer.add_stream(f"{kind}/Length1 {len(data)}", data)
        descriptor = (
            f"<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
            f"/Descent -120/CapHeight 880/StemV 90/{key} {file} 0 R>>"
        )
        subtype = "CIDFontType0" if key == "FontFile3" else "CIDFontType2/CIDToGIDMap/Identity"
        return (
            f"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/{subtype}"
            f"/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
            f"/FontDescriptor {descriptor}>>]>>"
        ).encode()

    def shape(self, path: Shape) -> None:
        self.ink.append("q")
        if path.fill:
            self.ink.append(f"{_rgb(path.fill)} rg")
        if path.stroke:
            self.ink.append(f"{_rgb(path.stroke)} RG {_numbers(path.width)} w")
        begun = False
        for kind, points in path.segments:
            if kind == "C":
                self.ink += ["h"] if begun else []
                continue
            letter = {"L": "l", "B": "c"}.get(kind, "m") if begun else "m"
            at = points if letter == "c" else points[-1:]
            self.ink.append(f"{_numbers(*(v for x, y in at for v in (x, self.height - y)))} {letter}")
            begun = True
        self.ink.append({(True, True): "B", (True, False): "f", (False, True): "S"}[bool(path.fill), bool(path.stroke)])
        self.ink.append("Q")

    def picture(self, seen: Pictured) -> None:
        try:
            if not seen.place:
                raise Damaged("图片资源缺失")
            if seen.place not in self.pictures:
                self.pictures[seen.place] = self._image(self.book.picture(seen.place))
        except PaperError as error:
            self.missing.append((seen, error))
            return
        a, b, c, d, e, f = seen.matrix
        # From PDF's unit square, whose y grows upward, to OFD's, and to the page.
        frame = _numbers(a, -b, -c, d, e + c, self.height - f - d)
        over = "/Over gs " if seen.over or seen.alpha < 1 else ""
        self.ink.append(f"q {over}{frame} cm /I{self.pictures[seen.place]} Do Q")

    def _image(self, data: bytes) -> int:
        """The picture unpacked, whatever it was: PDFium sees no foreign picture format."""
        colour, cover = unpacked(data, self.limits)
        head = f"/Type/XObject/Subtype/Image/Width {colour.width}/Height {colour.height}/BitsPerComponent 8"
        mask = ""
        if cover is not None:
            mask = f"/SMask {self.writer.add_stream(f'{head}/ColorSpace/DeviceGray', cover.tobytes())} 0 R"
        return self.writer.add_stream(f"{head}/ColorSpace/DeviceRGB{mask}", colour.tobytes())


def page_to_pdf(
    book: Book, painted: Painted, limits: Limits, *, seals: bool
) -> tuple[bytes, list[tuple[Pictured, PaperError]]]:
    """A PDF of the page, with or without the seals of its signatures, and what pictures are missing there and why."""
    page = _Page(book, painted.height, limits)
    for unit in painted.units:
        if isinstance(unit, Written):
            page.write(unit)
        elif isinstance(unit, Shape):
            page.shape(unit)
        elif seals or unit.place not in book.pictures:
            page.picture(unit)
    writer = page.writer
    content = writer.add_stream("", "\n".join(page.ink).encode())
    fonts = "".join(f"/F{number} {number} 0 R" for number in page.fonts.values())
    images = "".join(f"/I{number} {number} 0 R" for number in page.pictures.values())
    writer.objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    writer.objects[1] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    writer.objects[2] = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_numbers(painted.width, painted.height)}]/Contents {content} 0 R"
        f"/Resources<</Font<<{fonts}>>/XObject<<{images}>>/ExtGState<</Over {_OVER.decode()}>>>>>>"
    ).encode()
    return writer.file(), page.missing


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}" for value in values)


def _rgb(colour: Colour) -> str:
    return _numbers(*(min(1.0, max(0.0, channel / 255)) for channel in colour))
