"""Seals that a scan without colour made grey: lifted to paper where they are lighter than the print beneath them.

A seal's strokes are broad and of one tone; print is darker, and what of it is as light as the seal is the edge of a stroke, a
pixel wide. A seal is like a filter over the sheet: what lies under it is as many times darker as paper is, so a division gives it back.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect, grey
from extractor.layout.pixels.seal_shapes import Rim, rims
from extractor.layout.seals.black_seal import Ring, rings

Mask = NDArray[np.bool_]
Shares = NDArray[np.float64]

FLAT = 0.12  # of the way from print to paper: how far neighbouring pixels inside a stroke may differ, by noise
TONE = (0.09, 0.85)  # of that way: darker is print, lighter may be a shaded cell
BAND = 0.12  # of that way, to either side: tones of one seal
CLEARLY = 0.25  # of that way: a seal as dark as this leaves print a few grey levels, and what is read there is in doubt
DARKEST = 0.05  # percentile of a page that is its print
COMPLETE = 0.65  # share of the ring that shows; print crosses it, and some of it did not take
RIM = 0.9  # of the radius: where the ring is
EDGE = (0.35, 0.7)  # of that way: how light the edge of a nearly black stroke is, one and two pixels out
BROAD = 3  # pixels across from which what has a seal's tone is taken for its strokes
FINE = 2  # and at a second look
OUTSIDE = 1.03  # of the radius: as far as the ring's edge shades into the paper
BESIDE = 7  # pixels across: what lies this near to something darker than the seal is the soft edge of print
NOISY = 3.0  # times that differences are stretched from which noise has to be smoothed
SEARCH_SIDE = 400  # pixels of the shorter side on which rims that are no circles are looked for
TRACE = 32  # of 255: how much of a place on that picture is inked
LEAST_LEAN = 0.02  # radians: a frame that is turned by less is a form's
WITHIN = 0.85  # of the way to a rim: what lies further in is no part of it
LEAST_STROKES = 0.03  # share of that which has strokes of a seal
GROUND = 24  # pixels of one side of the squares in which the paper's brightness is told


@dataclass(frozen=True, slots=True)
class GreySeal:
    """A seal's box in pixels; ``doubtful`` where it is nearly as dark as the print; how bright it and the print are on evened paper."""

    rect: Rect
    doubtful: bool
    tone: float
    print_: float


@dataclass(frozen=True, slots=True)
class Lifted:
    """A page without its grey seals: ``clear`` has their strokes lifted, ``finer`` the thin strokes of doubtful ones too, and with
    them print as thin and as pale. Both are the page itself where ``seals`` is empty."""

    clear: Image
    finer: Image
    seals: tuple[GreySeal, ...]


def without_grey_seals(image: Image) -> Lifted:
    """A page (RGB) with its grey seals lifted to paper."""
    light = _evened(grey(image))
    print_ = float(np.percentile(light[::3, ::3], DARKEST))
    span = 255.0 - print_
    calm = cv2.morphologyEx(light, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) <= FLAT * span
    strokes = calm & (light > print_ + TONE[0] * span) & (light < print_ + TONE[1] * span)
    inked = np.asarray(cv2.dilate(strokes * np.uint8(255), np.ones((3, 3), np.uint8)), dtype=np.uint8)
    found: list[GreySeal] = []
    clear = finer = image
    round_ones = rings(inked, inked, COMPLETE)
    every: list[Ring | Rim] = [*round_ones, *_others(inked, round_ones)]
    for ring in every:
        part, far = _disc(ring, light.shape)
        here = light[part]
        tone = _tone(here, np.asarray(strokes[part]), far, print_)
        if tone is None:
            continue
        doubtful = tone - print_ < CLEARLY * span
        paper = np.percentile(image[part].reshape(-1, 3), 90, axis=0) / 255.0
        clear, finer = (picture.copy() if picture is image else picture for picture in (clear, finer))
        _lighten(clear[part], *_lifted(here, far, print_, tone), paper)
        if not doubtful:
            _lighten(clear[part], *_left_over(here, far, print_, tone), paper)
        _lighten(finer[part], *_lifted(here, far, print_, tone, FINE if doubtful else BROAD), paper)
        found.append(GreySeal(ring.rect, doubtful, tone, print_))
    return Lifted(clear, finer, tuple(found))


def as_red(image: Image, seal: GreySeal) -> tuple[Image, Rect]:
    """The part of a page (RGB) with a grey seal as if it were red: its ink red, darker print black; and its box in that part."""
    x0, y0, x1, y1 = seal.rect
    pad = max(8, round((x1 - x0) / 8))
    left, top = max(0, round(x0) - pad), max(0, round(y0) - pad)
    light = _evened(grey(np.ascontiguousarray(image[top : round(y1) + pad, left : round(x1) + pad])))
    darker = cv2.dilate((light < (seal.tone + seal.print_) / 2).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    red = np.where(darker, light, np.uint8(255))
    return np.stack([red, light, light], axis=2), (x0 - left, y0 - top, x1 - left, y1 - top)


def _lighten(here: Image, mask: Mask, without: Shares, paper: Shares) -> None:
    here[mask] = np.maximum(here[mask], without[mask, None] * paper).astype(np.uint8)


def _others(inked: Image, round_ones: list[Ring]) -> list[Rim]:
    """Ovals and turned rectangles that are rims of seals: a frame of a form lies level, and has no strokes of its tone within."""
    shrink = max(1, min(inked.shape) // SEARCH_SIDE)
    size = (inked.shape[1] // shrink, inked.shape[0] // shrink)
    small = cv2.resize(inked, size, interpolation=cv2.INTER_AREA) > TRACE
    found = []
    for rim in (rim.larger(shrink) for rim in rims(small)):
        lean = min(rim.turn % (np.pi / 2), np.pi / 2 - rim.turn % (np.pi / 2))
        if (rim.square and lean < LEAST_LEAN) or any(_lies_in(ring, rim) for ring in round_ones):
            continue
        part, far = _disc(rim, inked.shape)
        if float(np.mean(inked[part][far < WITHIN] > 0)) >= LEAST_STROKES:
            found.append(rim)
    return found


def _lies_in(ring: Ring, rim: Rim) -> bool:
    x0, y0, x1, y1 = rim.rect
    return x0 < ring.x < x1 and y0 < ring.y < y1


def _disc(ring: Ring | Rim, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], Shares]:
    """The part of a page that a rim takes, and how far from its middle each pixel lies, 1 at the outer edge."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in ring.rect)
    y1, x1 = min(y1, shape[0]), min(x1, shape[1])
    ys, xs = np.mgrid[y0:y1, x0:x1]
    far = ring.far(xs, ys) if isinstance(ring, Rim) else np.hypot(xs - ring.x, ys - ring.y) / ring.outer
    return (slice(y0, y1), slice(x0, x1)), far


def _evened(plain: Image) -> Image:
    """Grey with the paper at 255 everywhere, under a shadow as well."""
    height, width = plain.shape
    small = cv2.resize(plain, (max(1, width // GROUND), max(1, height // GROUND)), interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    ground = cv2.resize(cv2.GaussianBlur(bright, (0, 0), 2), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(plain, ground, scale=255), dtype=np.uint8)


def _tone(light: Image, strokes: Mask, far: Shares, print_: float) -> float | None:
    """How bright a seal's ring is; None where it is as dark as the print."""
    rim = light[strokes & (far > RIM) & (far <= 1)]
    tone = float(np.median(rim)) if rim.size else print_
    return None if tone - print_ < TONE[0] * (255.0 - print_) else tone


def _lifted(light: Image, far: Shares, print_: float, tone: float, least: int = BROAD) -> tuple[Mask, Shares]:
    """Where a seal inks a part of the page by strokes ``least`` pixels across, and that part's brightness without it."""
    span = 255.0 - print_
    alike = np.abs(light.astype(np.float32) - tone) < BAND * span
    broad: Image = np.asarray(cv2.erode(alike.astype(np.uint8), np.ones((least, least), np.uint8)), dtype=np.uint8)
    # The edges of its strokes shade into the paper: they are two pixels wide, and one was taken off.
    mask: Mask = np.asarray((cv2.dilate(broad, np.ones((7, 7), np.uint8)) > 0) & (far <= OUTSIDE))
    if tone - print_ < CLEARLY * span:
        seal = _shaded(broad, tone - print_, span)
        return mask, np.clip((light.astype(np.float64) - print_) * (span / seal) + print_, 0, 255)
    times = span / (tone - print_)
    plain = light if times <= NOISY else cv2.GaussianBlur(light, (3, 3), 0)
    return mask, np.clip((plain - print_) * times + print_, 0, 255)


def _left_over(light: Image, far: Shares, print_: float, tone: float) -> tuple[Mask, Shares]:
    """Where thin strokes of a seal, and the edges of its broad ones, are left: no darker than its ink, and no print close by."""
    darker = (light < tone - BAND * (255.0 - print_)).astype(np.uint8)
    beside = cv2.dilate(darker, np.ones((BESIDE, BESIDE), np.uint8)) > 0
    return np.asarray((far <= OUTSIDE) & ~beside), np.full(light.shape, 255.0)


def _shaded(broad: Image, tone: float, span: float) -> Shares:
    """How light a nearly black seal is above the print by itself, at each pixel: its edges less dark than its strokes.

    Taken to be as dark as the strokes, the edges would take the thin strokes of print beside them along; and smoothed against noise, the
    thin strokes beneath would go.
    """
    seal = np.full(broad.shape, EDGE[1] * span)
    seal[cv2.dilate(broad, np.ones((5, 5), np.uint8)) > 0] = max(tone, EDGE[0] * span)
    seal[cv2.dilate(broad, np.ones((3, 3), np.uint8)) > 0] = tone
    return seal
