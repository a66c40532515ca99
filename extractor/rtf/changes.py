"""The tracked changes of an RTF, gathered while its text is read: one for what follows upon each other by the same hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document import Change
from extractor.rtf.days import day_of


@dataclass(slots=True)
class Changes:
    """``authors`` is the text of the file's table of who made changes, which are told there by their places."""

    authors: str = ""
    _noted: list[tuple[tuple[str, int, int], list[str]]] = field(default_factory=list)
    _goes_on: bool = False

    def add(self, text: str, kind: str, author: int, day: int) -> None:
        """More words put in or taken out (of an insertion that was deleted, the deletion counts); ``day`` is a DTTM."""
        made = kind, author, day
        if self._goes_on and self._noted[-1][0] == made:
            self._noted[-1][1].append(text)
        else:
            self._noted.append((made, [text]))
        self._goes_on = True

    def end(self) -> None:
        """What comes next is text that nobody changed."""
        self._goes_on = False

    def found(self) -> tuple[Change, ...]:
        """The changes that have words."""
        names = [name.strip() for name in self.authors.split(";")]
        names[0] = ""  # "Unknown"
        return tuple(
            Change(kind, "".join(words), names[who] if who < len(names) else "", day_of(when))
            for (kind, who, when), words in self._noted
            if "".join(words).strip()
        )
