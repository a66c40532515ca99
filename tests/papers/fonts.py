"""Small cuts of the system's CJK fonts: a whole Noto CJK costs seconds for every PDF, its GB 2312 part a fraction."""

from __future__ import annotations

import io
import os
import tempfile
from functools import cache
from pathlib import Path

from tests.papers.cutting import cut

FAMILIES = {
    "PaperSans": ("NotoSansCJK-Regular.ttc", 2),
    "PaperSerif": ("NotoSerifCJK-Regular.ttc", 2),
    "PaperHei": ("wqy-zenhei.ttc", 0),
}
"""Family name in our style sheets → file and the face in the collection (2 is SC in the Noto collections)."""


def _characters() -> set[int]:
    han = {ord(bytes((a, b)).decode("gb2312", "ignore") or " ") for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF)}
    return (
        han
        | set(range(0x20, 0x7F))
        | {ord(c) for c in "¥〇〔〕—…·①②③④⑤⑥⑦⑧⑨⑩☑☐■□√★～／￥灵璧埇砀乡隰晟堃"}
        | set(range(0xFF01, 0xFF5F))
    )


@cache
def family_files() -> dict[str, Path]:
    """Family name → cut font file; made on first use, kept in the temporary folder. Missing fonts are left out."""
    folder = Path(tempfile.gettempdir()) / "anze-paper-fonts"
    folder.mkdir(exist_ok=True)
    out: dict[str, Path] = {}
    for family, (name, face) in FAMILIES.items():
        target = folder / f"{family}.otf"
        source = next(iter(sorted(Path("/usr/share/fonts").rglob(name))), None)
        if source is None:
            continue
        if not target.exists():
            part = target.with_suffix(f".{os.getpid()}")
            part.write_bytes(cut(source, face, _characters()) or _cut_slowly(source, face))
            part.rename(target)
        out[family] = target
    if not out:
        raise RuntimeError("no CJK font found: install fonts-noto-cjk or fonts-wqy-zenhei")
    return out


def _cut_slowly(source: Path, face: int) -> bytes:
    from fontTools import subset, ttLib

    font = ttLib.TTFont(source, fontNumber=face)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_characters())
    cutter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def font_face_css() -> str:
    """@font-face rules for the cut fonts."""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url("{path.as_uri()}")}}' for family, path in family_files().items()
    )
