"""What a paper says, and where.

``read`` turns bytes into a Document, ``classify`` says what kind of paper it is, ``extract`` reads its fields into a Record;
``examine`` does all three.
"""

from __future__ import annotations

from extractor.classify import KindGuess, classify
from extractor.examine import examine, extract
from extractor.reading import read

__all__ = ["KindGuess", "classify", "examine", "extract", "read"]
