"""The clause a finding stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# How sure we are of the words: read in the primary text; two independent copies; one copy; from memory.
GRADES = ("V", "S2", "S1", "M")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document number (or a statute's name), its article and a short quoted term.

    ``document`` is how official papers name it; ``title`` its full title. ``in_force_from`` and ``in_force_to`` bound
    its force, None = open. ``confidence`` is one of ``GRADES``. ``url`` where a public official text is known. ``issued`` is the
    day the document bears, None where it is not known.
    """

    document: str
    title: str
    article: str
    quote: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    confidence: str = "V"
    url: str = ""
    issued: date | None = None
