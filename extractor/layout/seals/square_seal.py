"""The words of a seal with four sides laid straight: its lines from above, without the frame.

Only geometry, as in ``round_seal``; what the lines say is for the recogniser. Pixels, origin top left.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect
from extractor.layout.seals.round_seal import CLEAR, ink_alone

LEAST_SIDE = 40  # pixels of the shorter side from which characters can be told
SIDE_DEPTH = 0.1  # of the shorter side: how deep the frame is looked for
WHOLE_SIDE = 0.7  # share of each side that is inked
ROW_GAP = 0.03  # of the height: a narrower gap is one inside a character
LEAST_ROW = 0.12  # of the height: lower rows are dirt
LEAST_INK = 0.015  # of the width that is inked in a row of characters


def level_lines(image: Image, rect: Rect) -> list[Image]:
    """The lines inside a square or rectangular seal (RGB, dark on white), from above; none where no frame goes round."""
    plate = _upright(ink_alone(image, rect))
    if plate is None:
        return []
    inside = _without_frame(plate < CLEAR // 2)
    if inside is None:
        return []
    top, left, part = inside
    height, width = part.shape
    rows = _rows(part.sum(axis=1) > LEAST_INK * width, height)
    return [_cut(plate[top : top + height, left : left + width], part, a, b) for a, b in rows]


def _upright(plate: Image) -> Image | None:
    """The seal alone, turned by less than half a quarter until its sides are level."""
    ys, xs = np.nonzero(plate < CLEAR // 2)
    if len(xs) < 100:
        return None
    middle, _, angle = cv2.minAreaRect(np.stack([xs, ys], axis=1).astype(np.float32))
    turn = cv2.getRotationMatrix2D(middle, (angle + 45) % 90 - 45, 1.0)
    size = plate.shape[1], plate.shape[0]
    level = np.asarray(cv2.warpAffine(plate, turn, size, flags=cv2.INTER_LINEAR, borderValue=CLEAR), dtype=np.uint8)
    ys, xs = np.nonzero(level < CLEAR // 2)
    alone = level[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    return alone if min(alone.shape) >= LEAST_SIDE else None


def _without_frame(inked: NDArray[np.bool_]) -> tuple[int, int, NDArray[np.bool_]] | None:
    """Where the inside begins (row, column), and its ink; None where a side is missing."""
    depth = max(3, round(SIDE_DEPTH * min(inked.shape)))
    sides = (
        inked[:depth].any(axis=0),
        inked[-depth:].any(axis=0),
        inked[:, :depth].any(axis=1),
        inked[:, -depth:].any(axis=1),
    )
    if min(float(side.mean()) for side in sides) < WHOLE_SIDE:
        return None
    _, labels = cv2.connectedComponents(inked.astype(np.uint8), connectivity=8)
    rim = np.concatenate([labels[:3].ravel(), labels[-3:].ravel(), labels[:, :3].ravel(), labels[:, -3:].ravel()])
    rest = inked & ~np.isin(labels, np.unique(rim[rim > 0]))
    edge = max(2, depth // 3)
    return edge, edge, np.asarray(rest[edge:-edge, edge:-edge], dtype=np.bool_)


def _rows(inked: NDArray[np.bool_], height: int) -> list[tuple[int, int]]:
    """Start and end of each row of characters."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    rows: list[tuple[int, int]] = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        if rows and a - rows[-1][1] < ROW_GAP * height:
            rows[-1] = rows[-1][0], int(b)
        else:
            rows.append((int(a), int(b)))
    return [(a, b) for a, b in rows if b - a >= LEAST_ROW * height]


def _cut(plate: Image, inked: NDArray[np.bool_], top: int, bottom: int) -> Image:
    columns = np.flatnonzero(inked[top:bottom].any(axis=0))
    line = np.where(cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, plate, np.uint8(CLEAR))
    line = line[top:bottom, columns[0] : columns[-1] + 1]
    pad = max(2, (bottom - top) // 8)
    framed = cv2.copyMakeBorder(line, pad, pad, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=CLEAR)
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
