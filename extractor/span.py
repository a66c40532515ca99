"""Where a value stands on its paper."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document import Box


@dataclass(frozen=True, slots=True)
class Span:
    """A place on a paper and the words as written there.

    ``boxes`` holds one box per printed line the words wrap over, empty where the format has no pages; then
    ``where`` names the place ("台账!C4", "第5段", "表1 第2行第3列"). ``page`` is 1-based.
    """

    text: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    where: str | None = None

    def __reduce__(self) -> tuple[type[Span], tuple[object, ...]]:
        # Records cross the process boundary by the thousand spans; the default walks the fields by name.
        return Span, (self.text, self.page, self.boxes, self.where)

    @property
    def box(self) -> Box | None:
        """The first printed line's box."""
        return self.boxes[0] if self.boxes else None
