"""What a paper says, and where: ``read`` turns bytes into a Document."""

from __future__ import annotations

from extractor.reading import read

__all__ = ["read"]
