"""Characters of an RTF: bytes in the code page of the font or of the file, and Unicode with its fallback to skip."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.ooxml.symbols import glyph, shown_in

_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""\\fcharset → codec; 0 (ANSI) and 1 (default) are the file's own code page, as Word reads them."""
SYMBOL = 2
_CHINESE = (2052, 1028, 3076, 4100)
_FROM_CHINESE_WINDOWS = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman"}


@dataclass(slots=True)
class Font:
    """A font of the font table. ``codec`` None: that of the file."""

    name: str = ""
    codec: str | None = None
    is_symbol: bool = False

    def set_charset(self, number: int) -> None:
        self.codec, self.is_symbol = _CHARSETS.get(number), number == SYMBOL


def codec_of(page: int | None) -> str:
    """The codec of a code page number; Western where there is none or nobody knows it.

    >>> codec_of(936), codec_of(1252), codec_of(None), codec_of(99999)
    ('gb18030', 'cp1252', 'cp1252', 'cp1252')
    """
    if page in _FROM_CHINESE_WINDOWS:
        return _FROM_CHINESE_WINDOWS[page]
    try:
        "".encode(f"cp{page}")
    except LookupError:
        return "cp1252"
    return f"cp{page}"


@dataclass(slots=True)
class Characters:
    """Bytes and code points as they come, turned into text when something else follows: a character may be two bytes.

    ``codec`` is the file's. ``chinese``: the file says that its East Asian language is Chinese, so that bytes that a
    Western code page would show as accents are looked at as GBK first (programs that forget \\ansicpg).
    """

    codec: str = "cp1252"
    chinese: bool = False
    _raw: bytearray = field(default_factory=bytearray)
    _units: list[int] = field(default_factory=list)
    _font: Font = field(default_factory=Font)

    def set_language(self, number: int) -> None:
        self.chinese = self.chinese or number in _CHINESE

    def add(self, data: bytes, font: Font) -> str:
        """Bytes in a font; returns what was waiting, where that is now complete."""
        done = self.take() if self._units or (self._raw and font is not self._font) else ""
        self._font = font
        self._raw += data
        return done

    def add_unit(self, number: int, font: Font) -> str:
        """One UTF-16 unit (``\\u``, written as a signed number)."""
        done = self.take() if self._raw or (self._units and font is not self._font) else ""
        self._font = font
        self._units.append(number & 0xFFFF)
        return done

    def take(self) -> str:
        """Everything that waits, as text."""
        if self._units:
            pairs = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            return shown_in(self._font.name, pairs.decode("utf-16-le", "replace"))
        raw = bytes(self._raw)
        self._raw.clear()
        if not raw:
            return ""
        if self._font.is_symbol:
            return "".join(glyph(self._font.name, byte) for byte in raw)
        return self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        codec = self._font.codec or self.codec
        if codec == "cp1252" and self.chinese:
            try:
                return raw.decode("gb18030")
            except UnicodeDecodeError:
                pass
        return raw.decode(codec, "replace")
