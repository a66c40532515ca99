"""Tables on a page that can draw lines and words, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence


class Ruled:
    """What a page of any format has that draws ``rule`` and ``text``, in points from the top left."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        raise NotImplementedError

    def text(self, x: float, y: float, words: str, size: float = 10.0) -> None:
        raise NotImplementedError

    def grid(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10.0) -> None:
        """A fully ruled table with each cell's words near its left side."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for top, row in zip(ys, rows, strict=False):
            for x, words in zip(xs, row, strict=False):
                self.text(x + 3, top + size + 3, words, size)
