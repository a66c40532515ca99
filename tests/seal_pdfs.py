"""PDFs with seals as electronic policies carry them: pictures with a mask, drawings, letters along a circle, appearances of signatures.

Written by hand, object by object, so that each test says all that its file holds.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from PIL import Image

from api.exports import rectifications

WIDTH, HEIGHT = 595, 842
RED = ".8 .1 .12"


class Sheet:
    """One page: ``text`` and ``show`` write on it, ``form``, ``image`` and ``signature`` put a seal there (box in points, from below)."""

    def __init__(self, rotate: int = 0) -> None:
        self.content: list[str] = []
        self.things: list[bytes] = []  # objects from number 6 on
        self.names: list[str] = []
        self.annots: list[int] = []
        self.rotate = rotate

    def text(self, x: float, y: float, words: str, size: float = 11) -> None:
        """Words with their baseline ``y`` above the foot of the page."""
        self.content.append(f"0 g BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET")

    def show(self, operators: str) -> None:
        self.content.append(f"q {operators} Q")

    def form(self, operators: str, box: tuple[float, float, float, float], inside: int = 1) -> None:
        """A form object drawn at ``box``, within ``inside`` - 1 others."""
        x0, y0, x1, y1 = box
        number = self._add(_form(operators, x1 - x0, y1 - y0))
        for _ in range(inside - 1):
            number = self._add(_form("/N Do", x1 - x0, y1 - y0, f"/XObject << /N {number} 0 R >>"))
        self._place(number, f"1 0 0 1 {x0} {y0}")

    def image(self, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
        """A picture at ``box``; with a soft mask where it has holes."""
        mask = ""
        if picture.mode == "RGBA":
            alpha = self._add(_image(picture.getchannel("A")))
            mask = f"/SMask {alpha} 0 R"
        number = self._add(_image(picture.convert("RGB"), mask))
        x0, y0, x1, y1 = box
        self._place(number, f"{x1 - x0} 0 0 {y1 - y0} {x0} {y0}")

    def nested(self, shows: Sequence[Sequence[int]]) -> None:
        """Form objects of which each shows others, or itself, by their place in the list; the first stands on the page."""
        first = 6 + len(self.things)
        for others in shows:
            named = " ".join(f"/N{k} {first + k} 0 R" for k in sorted(set(others)))
            shown = " ".join(f"/N{k} Do" for k in others) or "0 0 1 1 re f"
            self._add(_form(shown, 100, 100, f"/XObject << {named} >>"))
        self._place(first, "1 0 0 1 100 100")

    def signature(self, operators: str, box: tuple[float, float, float, float], flags: int = 4) -> None:
        """A signed field whose appearance is drawn at ``box``."""
        x0, y0, x1, y1 = box
        look = self._add(_form(operators, x1 - x0, y1 - y0))
        value = self._add(
            b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <3000> /ByteRange [0 1 2 3] >>"
        )
        rect = f"[{x0} {y0} {x1} {y1}]"
        field = f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S{value}) /V {value} 0 R /F {flags} /Rect {rect} /P 3 0 R /AP << /N {look} 0 R >> >>"
        self.annots.append(self._add(field.encode()))

    def pdf(self) -> bytes:
        things = " ".join(f"/X{n} {n} 0 R" for n in self.names)
        annots = " ".join(f"{n} 0 R" for n in self.annots)
        fields = f"/AcroForm << /SigFlags 3 /Fields [{annots}] >>" if annots else ""
        stream = "\n".join(self.content).encode()
        objects = [
            f"<< /Type /Catalog /Pages 2 0 R {fields} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {self.rotate} /Contents 4 0 R "
            f"/Annots [{annots}] /Resources << /Font << /F1 5 0 R >> /XObject << {things} >> >> >>".encode(),
            b"<< /Length %d >> stream\n" % len(stream) + stream + b"\nendstream",
            _FONT,
            *self.things,
        ]  # fmt: skip
        return _written(objects)

    def _add(self, thing: bytes) -> int:
        self.things.append(thing)
        return 5 + len(self.things)

    def _place(self, number: int, matrix: str) -> None:
        self.names.append(str(number))
        self.content.append(f"q {matrix} cm /X{number} Do Q")


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    b"/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
    b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)


def _form(operators: str, width: float, height: float, more: str = "") -> bytes:
    stream = operators.encode()
    head = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] /Resources << /Font << /F1 5 0 R >> {more} >> "
    )
    return head.encode() + b"/Length %d >> stream\n" % len(stream) + stream + b"\nendstream"


def _image(picture: Image.Image, more: str = "") -> bytes:
    space = "DeviceRGB" if picture.mode == "RGB" else "DeviceGray"
    stream = zlib.compress(picture.tobytes())
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /{space} "
        f"/BitsPerComponent 8 /Filter /FlateDecode {more} /Length {len(stream)} >> stream\n"
    )
    return head.encode() + stream + b"\nendstream"


def _written(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj " % number + thing + b" endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


# -- what is drawn -----------------------------------------------------------------------------------------------------


def ring(side: float, colour: str = RED, squeeze: float = 1.0, width: float = 2.4) -> str:
    """A circle, or an oval, in a square of this side."""
    r, k = side / 2 - width, 0.5523
    m, h = side / 2, squeeze
    x = [m + r, m + r * k, m, m - r * k, m - r]
    up, down = [m + r * h * s for s in (k, 1)], [m - r * h * s for s in (k, 1)]
    return (
        f"{colour} RG {width} w {x[0]} {m} m {x[0]} {up[0]} {x[1]} {up[1]} {m} {up[1]} c {x[3]} {up[1]} {x[4]} {up[0]} {x[4]} {m} c "
        f"{x[4]} {down[0]} {x[3]} {down[1]} {m} {down[1]} c {x[1]} {down[1]} {x[0]} {down[0]} {x[0]} {m} c S "
    )


def star(side: float, colour: str = RED) -> str:
    points = [
        (side * (0.5 + s * math.sin(math.pi * k / 5)), side * (0.5 + s * math.cos(math.pi * k / 5)))
        for k in range(10)
        for s in [0.14 if k % 2 == 0 else 0.055]
    ]
    return f"{colour} rg {points[0][0]} {points[0][1]} m " + " ".join(f"{x} {y} l" for x, y in points[1:]) + " f "


def letters(name: str, side: float, colour: str = RED, span: float = 260, size: float = 0.12) -> str:
    """A name in a font's letters, each turned, along the upper rim."""
    out = []
    for k, char in enumerate(name):
        turn = math.radians(span / 2 - k * span / (len(name) - 1))
        x, y = side * (0.5 - 0.37 * math.sin(turn)), side * (0.5 + 0.37 * math.cos(turn))
        c, s, half = math.cos(turn), math.sin(turn), side * size / 2
        at = f"{c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x - half * c:.3f} {y - half * s:.3f}"
        out.append(f"{colour} rg BT /F1 {side * size} Tf {at} Tm <{char.encode('utf-16-be').hex()}> Tj ET")
    return " ".join(out) + " "


def level(words: str, side: float, colour: str = RED, size: float = 0.1, height: float = 0.25) -> str:
    x = side * (0.5 - len(words) * size / 2)
    return f"{colour} rg BT /F1 {side * size} Tf {x} {side * height} Td <{words.encode('utf-16-be').hex()}> Tj ET "


def outlines(name: str, side: float, colour: str = RED, span: float = 260, size: float = 0.13) -> str:
    """The same drawn as outlines, without letters."""
    out = [f"{colour} rg"]
    for k, char in enumerate(name):
        turn = math.radians(span / 2 - k * span / (len(name) - 1))
        x, y = side * (0.5 - 0.36 * math.sin(turn)), side * (0.5 + 0.36 * math.cos(turn))
        c, s, scale = math.cos(turn), math.sin(turn), side * size / _font()["head"].unitsPerEm
        half = side * size / 2
        out.append(
            f"q {c * scale:.5f} {s * scale:.5f} {-s * scale:.5f} {c * scale:.5f} {x - half * c:.3f} {y - half * s:.3f} cm {_outline(char)} f Q"
        )
    return " ".join(out) + " "


class _Operators(BasePen):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(_font().getGlyphSet())
        self.said: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.said.append(f"{pt[0]} {pt[1]} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.said.append(f"{pt[0]} {pt[1]} l")

    def _curveToOne(self, *pts: tuple[float, float]) -> None:
        self.said.append(" ".join(f"{x:.1f} {y:.1f}" for x, y in pts) + " c")

    def _closePath(self) -> None:
        self.said.append("h")


@cache
def _font() -> TTFont:
    return TTFont(Path(rectifications.__file__).parent / "serif.ttf")


def _outline(char: str) -> str:
    pen = _Operators()
    font = _font()
    font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(pen)
    return " ".join(pen.said)
