"""CPU seconds per page image: the whole of ``extractor.ocr`` against RapidOCR as it comes, in the same run.

    python bench/ocr.py IMAGE… [--rounds 3]

Prints the median of the rounds for each image. Ratios travel between machines, seconds do not. Both sides run on one
thread, and each reads one page first so that loading is not counted.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from extractor.document import Line
from extractor.ocr import read_image


def plain_rapidocr() -> Callable[[np.ndarray], int]:
    """RapidOCR with its defaults but for one thread: how many lines it found."""
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
    return lambda image: len(engine(np.ascontiguousarray(image[..., ::-1])).txts or ())


def ours(image: np.ndarray) -> int:
    blocks = read_image(image, 200).blocks
    return sum(1 if isinstance(b, Line) else sum(len(c.lines) for c in b.cells) for b in blocks)


def cpu(work: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    count = work()
    return time.process_time() - start, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    plain = plain_rapidocr()
    pages = {path.name: np.asarray(Image.open(path).convert("RGB")) for path in options.images}
    first = next(iter(pages.values()))
    ours(first), plain(first)
    print(f"{'page':40} {'ours s':>8} {'lines':>6} {'RapidOCR s':>11} {'lines':>6} {'ratio':>6}")
    totals = [0.0, 0.0]
    for name, image in pages.items():
        taken: tuple[list[float], list[float]] = ([], [])
        lines = [0, 0]
        for _ in range(options.rounds):
            for side, work in enumerate((ours, plain)):
                seconds, lines[side] = cpu(lambda work=work, image=image: work(image))  # type: ignore[misc]
                taken[side].append(seconds)
        mine, theirs = (statistics.median(t) for t in taken)
        totals[0] += mine
        totals[1] += theirs
        print(f"{name[-40:]:40} {mine:8.2f} {lines[0]:6} {theirs:11.2f} {lines[1]:6} {mine / theirs:6.2f}")
    mine, theirs = (total / len(pages) for total in totals)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"per page: ours {mine:.2f} s, RapidOCR {theirs:.2f} s of CPU, ratio {mine / theirs:.2f}; peak {memory} MB")


if __name__ == "__main__":
    main()
