"""What writers of one plain file have in common: it is open while they are."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from api.audit_run.results.phrases import Phrases


class OpenFile:
    """A file of bytes, closed with the writer; ``whole`` is called first where all went well."""

    def __init__(self, file: Path, lang: str = "zh") -> None:
        self.out, self.say = file.open("wb"), Phrases(lang)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.whole()
        finally:
            self.out.close()

    def whole(self) -> None:
        """What is still to be written at the end."""
