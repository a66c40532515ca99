"""Imported once by the process that workers are forked from: what every paper needs, and nothing that starts threads.

OCR is left out on purpose: most papers do without it, and its runtime does not survive a fork.
"""

from __future__ import annotations

import extractor
from extractor import containers, formats

__all__ = ["containers", "extractor"]

formats.modules()
