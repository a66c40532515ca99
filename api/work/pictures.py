"""Imported after ``preload`` by the process that workers are forked from, where PDFs are among the papers: most carry a seal, and each
worker would import what seals are looked at with.

The network that reads them is left out: its runtime starts threads, which a fork does not take along.
"""

from __future__ import annotations

import gc
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy and OpenCV would each start a thread too

gc.disable()

import cv2  # noqa: E402, F401
import numpy.ma  # noqa: E402, F401
import PIL.ImageFile  # noqa: E402, F401

import extractor.scans.seal_words  # noqa: E402, F401

gc.freeze()
gc.enable()
