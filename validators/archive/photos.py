"""Photos that stand in filings of several enterprises. A picture alone accuses nobody: a person has to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from extractor.document import Box
from extractor.likeness import Look, look_alike
from extractor.record import Record
from extractor.span import Span
from validators.archive.matching import MOST_COMPARED, Match, buckets
from validators.archive.owner import Owner
from validators.facts import Evidence, Filing


@dataclass(frozen=True)
class Photo:
    """A photo on a page (1-based) of a paper. ``filing`` is the index of its filing."""

    filing: int
    record: Record
    page: int
    look: Look

    def signs(self) -> Iterator[tuple[int, int]]:
        """Eight bands of 16 bits: photos within a few bits of each other share one nearly always."""
        whole = self.look.shades << 64 | self.look.slopes
        for band in range(8):
            yield band, whole >> 16 * band & 0xFFFF

    @property
    def evidence(self) -> Evidence:
        """The whole page."""
        at = self.page - self.record.first_page
        sizes = self.record.page_sizes[at : at + 1]
        return Evidence(
            self.record.path,
            "photo",
            Span("", self.page, tuple(Box(0.0, 0.0, width, height) for width, height in sizes)),
        )


def reused(
    filings: Sequence[Filing], owners: Sequence[Owner], told: AbstractSet[tuple[int, str]]
) -> Iterator[tuple[Photo, list[Match]]]:
    """Each photo that stands in filings of other enterprises too, with those. ``told`` are papers (index of the filing, name)
    that something was said of already, photos and all."""
    photos = [
        Photo(index, record, page, look)
        for index, filing in enumerate(filings)
        for record in filing.records
        if record.likeness is not None and (index, record.name) not in told
        for page, look in record.likeness.photos
    ]
    alike = buckets((key, photo) for photo in photos for key in photo.signs())
    for photo in photos:
        matches: dict[tuple[int, str], Match] = {}
        for key in photo.signs():
            for _, other in zip(range(MOST_COMPARED), alike.get(key, ()), strict=False):
                if look_alike(photo.look, other.look) and owners[photo.filing].stranger_to(owners[other.filing]):
                    matches[other.filing, other.record.name] = Match(
                        "same_photo", other.filing, other.record.name, "pictures are alike; a person has to look"
                    )
        if matches:
            yield photo, list(matches.values())
