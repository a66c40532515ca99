"""What a paper says, and where.

``read`` turns bytes into a Document, ``classify`` says what kind of paper it is, ``extract`` reads its fields into a Record;
``examine`` does all three, ``papers`` for each of the papers that a file may hold.
"""

from __future__ import annotations

from extractor.classify import KindGuess, classify
from extractor.examine import examine, extract, papers
from extractor.reading import read

__all__ = ["KindGuess", "classify", "examine", "extract", "papers", "read"]
