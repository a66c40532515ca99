"""Whole filings of strangers handed in as files, digital or scanned, and judged as `anze check` judges them.

python -m tests.strangers.filed filings more_filings -v     # digital; -v names what stays undecided too
python -m tests.strangers.filed more_filings --scanned      # every paper but workbooks as a crooked grey scan (takes minutes)
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageFilter

from api import check
from api.settings import Settings
from tests.strangers.filings import Filing
from tests.strangers.kit import Block, Paper, drawn

SHEETS = ("xlsx", "csv")


@dataclass(frozen=True)
class Outcome:
    """``missed``: types that must be violated and are not; ``false``: (type, message) of each wrong accusation; ``doubted``: what is
    undecided; ``pieces``: reports the folder fell into, one if its papers were joined."""

    missed: tuple[str, ...]
    false: tuple[tuple[str, str], ...]
    doubted: tuple[tuple[str, str], ...]
    pieces: int


def outcome(filing: Filing, folder: Path) -> Outcome:
    """The filing as it lies in the folder, checked, and compared with what it must show."""
    reports = [checked.report for checked in check.check([folder], Settings(workers=0), lambda *_: None)]
    findings = [finding for report in reports for finding in report["findings"]]
    violated = [f for f in findings if f["verdict"] == "violated" and f["severity"] in ("error", "warning")]
    got = {finding["type"] for finding in violated}
    return Outcome(
        tuple(sorted(filing.wrong - got)),
        tuple(_said(f) for f in violated if f["type"] not in filing.wrong),
        tuple(_said(f) for f in findings if f["verdict"] == "undecided"),
        len(reports),
    )


def _said(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["type"], finding["message"]


def write(filing: Filing, folder: Path, *, scanned: bool = False) -> None:
    """Its papers as files."""
    shaken = random.Random(4)
    for name, blocks in filing.papers:
        stem, form = name.rsplit(".", 1)
        if scanned and form not in SHEETS:
            (folder / f"{stem}.pdf").write_bytes(_scan(name, blocks, shaken))
        else:
            (folder / name).write_bytes(drawn(Paper(name, form, blocks, ""))[1])


def _scan(name: str, blocks: Sequence[Block], shaken: random.Random) -> bytes:
    """A PDF of pictures only, 200 dots an inch, a little crooked and blurred."""
    pages: list[Image.Image] = []
    for page in pypdfium2.PdfDocument(drawn(Paper(name, "pdf", blocks, ""))[1]):
        sharp = page.render(scale=200 / 72).to_pil().convert("RGB")
        turned = sharp.rotate(shaken.uniform(-0.7, 0.7), fillcolor="white", resample=Image.Resampling.BICUBIC)
        pages.append(turned.filter(ImageFilter.GaussianBlur(0.6)))
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:], quality=70)
    return out.getvalue()


def _show(title: str, seen: Outcome, *, verbose: bool) -> None:
    print(title, f"[{seen.pieces} pieces]" if seen.pieces > 1 else "", flush=True)
    for kind in seen.missed:
        print("    missed", kind)
    for said in seen.false:
        print("    FALSE ", *said)
    for said in seen.doubted if verbose else ():
        print("    doubt ", *said)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sets", nargs="+")
    asked.add_argument("--scanned", action="store_true")
    asked.add_argument("--only", type=int, nargs="*")
    asked.add_argument("-v", "--verbose", action="store_true")
    args = asked.parse_args()
    totals = [0, 0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as root:
        drawn_up = []
        for name in args.sets:
            for index, filing in enumerate(importlib.import_module(f"tests.strangers.{name}").FILINGS):
                if args.only is None or index in args.only:
                    folder = Path(root, f"{name}-{index}")
                    folder.mkdir()
                    # All before the first is read: the product has pdfium draw without fonts of the machine
                    write(filing, folder, scanned=args.scanned)
                    drawn_up.append((f"{name} {index} {filing.name}", filing, folder))
        for title, filing, folder in drawn_up:
            seen = outcome(filing, folder)
            _show(title, seen, verbose=args.verbose)
            counts = (len(filing.wrong), len(seen.missed), len(seen.false), len(seen.doubted), seen.pieces - 1)
            totals = [a + b for a, b in zip(totals, counts, strict=True)]
    print("expected {} · missed {} · wrong accusations {} · undecided {} · pieces too many {}".format(*totals))


if __name__ == "__main__":
    main()
