"""What PDFium says of the objects of a page, many asked at a time."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from struct import Struct
from typing import Any

from extractor.document import Box
from extractor.pdf import native
from extractor.pdf.coordinates import IDENTITY, Matrix, place
from extractor.pdf.native import Handle, handle
from extractor.quickly import boxed

CHUNK = 256  # objects asked at a time; their answers stay in reused arrays
_floats = (ctypes.c_float * (6 * CHUNK))()
_numbers = (ctypes.c_uint * (4 * CHUNK))()
_floats_said: Any = memoryview(_floats).cast("B").cast("f")
_numbers_said: Any = memoryview(_numbers).cast("B").cast("I")
_floats_at = [handle(_floats, 4 * k) for k in range(6 * CHUNK)]
_numbers_at = [handle(_numbers, 4 * k) for k in range(4 * CHUNK)]
_left_at, _bottom_at, _right_at, _top_at = _floats_at[:4]
_red_at, _green_at, _blue_at, _alpha_at = _numbers_at[:4]
_two_floats, _four_floats, _six_floats = (Struct(form).unpack_from for form in ("2f", "4f", "6f"))
_four_numbers = Struct("4I").unpack_from
_each_side_at = [_floats_at[k::4] for k in range(4)]
_each_x_at, _each_y_at = _floats_at[0::2], _floats_at[1::2]
_each_matrix_at = _floats_at[::6]
_each_channel_at = [_numbers_at[k::4] for k in range(4)]
_each_mode_at = [_numbers_at[k::2] for k in range(2)]

TextSaid = tuple[int, int, int, int, int, int, int, float, float]
"""What PDFium says of a text object: how it is drawn, whether it has a plain colour, that colour's red, green, blue and
alpha, how many paths bound its clip, a and b of its matrix."""
PathSaid = tuple[int, int, float, float, float, float]
"""What it says of a path: how it is filled, whether it is stroked, its left, bottom, right and top."""


def asked_texts(texts: Sequence[Handle]) -> Iterator[TextSaid]:
    """What PDFium says of each of at most ``CHUNK`` text objects."""
    if not texts:
        return iter(())
    modes = list(map(native.text_render_mode, texts))
    coloured = list(map(native.fill_colour, texts, *_each_channel_at))
    clips = list(map(native.clip_paths, map(native.clip_path, texts)))
    deque(map(native.object_matrix, texts, _each_matrix_at), maxlen=0)
    channels, floats = _numbers_said[: 4 * len(texts)].tolist(), _floats_said[: 6 * len(texts)].tolist()
    each = (channels[k::4] for k in range(4))
    return zip(modes, coloured, *each, clips, floats[0::6], floats[1::6], strict=True)


def asked_paths(paths: Sequence[Handle]) -> Iterator[PathSaid]:
    """What it says of each of at most ``CHUNK`` paths."""
    if not paths:
        return iter(())
    deque(map(native.path_draw_mode, paths, *_each_mode_at), maxlen=0)
    deque(map(native.object_bounds, paths, *_each_side_at), maxlen=0)
    modes, sides = _numbers_said[: 2 * len(paths)].tolist(), _floats_said[: 4 * len(paths)].tolist()
    return zip(modes[0::2], modes[1::2], *(sides[k::4] for k in range(4)), strict=True)


def points(thing: Handle, segments: int) -> Iterator[tuple[float, float, int, int]]:
    """The points of a path: x, y, their kind, whether a straight edge from it closes the figure."""
    for first in range(0, segments, CHUNK):
        asked = list(map(native.path_segment, repeat(thing), range(first, min(first + CHUNK, segments))))
        deque(map(native.segment_point, asked, _each_x_at, _each_y_at), maxlen=0)
        floats = _floats_said[: 2 * len(asked)].tolist()
        kinds, closing = map(native.segment_type, asked), map(native.segment_closes, asked)
        yield from zip(floats[0::2], floats[1::2], kinds, closing, strict=True)


def clip_bounds(thing: int, matrix: Matrix) -> Box | None:
    """The rectangle outside of which nothing of an object is drawn; None where no clip of straight lines bounds it."""
    clip = native.clip_path(Handle(thing))
    out: Box | None = None
    for path in range(max(0, native.clip_paths(clip))):
        xs: list[float] = []
        ys: list[float] = []
        for number in range(native.clip_segments(clip, path)):
            native.segment_point(native.clip_segment(clip, path, number), _left_at, _bottom_at)
            x, y = _two_floats(_floats)
            xs.append(x)
            ys.append(y)
        if xs:
            box = place((min(xs), min(ys), max(xs), max(ys)), matrix)
            out = (
                box
                if out is None
                else Box(max(out.x0, box.x0), max(out.y0, box.y0), min(out.x1, box.x1), min(out.y1, box.y1))
            )
    return out


def bounds(thing: int, matrix: Matrix) -> Box:
    """An object's bounds as displayed. They are given in the space of the form that holds it, as ``matrix`` is."""
    return bounds_of(Handle(thing), matrix)


def bounds_of(thing: Handle, matrix: Matrix) -> Box:
    """``bounds`` of an object whose address is at hand as PDFium takes it."""
    native.object_bounds(thing, _left_at, _bottom_at, _right_at, _top_at)
    left, bottom, right, top = _four_floats(_floats)
    return placed(left, bottom, right, top, matrix)


def placed(left: float, bottom: float, right: float, top: float, matrix: Matrix) -> Box:
    """A rectangle of PDFium's (y upward) as displayed."""
    a, b, c, d, e, f = matrix
    if a == 1.0 and d == -1.0 and b == c == 0.0 and left <= right and bottom <= top:  # nearly every page
        return boxed((left + e, f - top, right + e, f - bottom))
    return place((left, bottom, right, top), matrix)


def fill_of(thing: Handle) -> tuple[int, int, int, int] | None:
    """Red, green, blue and alpha of an area; None where it has no plain colour."""
    if not native.fill_colour(thing, _red_at, _green_at, _blue_at, _alpha_at):
        return None
    return _four_numbers(_numbers)


def matrix_of(thing: Handle) -> Matrix:
    """From an object's space to that of what holds it."""
    if not native.object_matrix(thing, _left_at):
        return IDENTITY
    return _six_floats(_floats)
