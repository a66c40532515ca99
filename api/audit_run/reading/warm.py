"""Imported once by the process that an audit's workers are forked from: what judging needs beside reading, used once, so that no
worker of any stage loads the packs or builds a vocabulary of its own."""

from __future__ import annotations

import gc

import extractor
from api.audit_run.judging import judging, packed, tracing
from api.audit_run.judging.filed import Filed, FiledPaper
from api.audit_run.reading import lots
from api.reading import Read
from api.work.preload import WARM_UP

__all__ = ["WARM_UP", "judging", "lots", "packed", "tracing"]

_READ = packed.pack(Read(extractor.papers([("warm-up.txt", WARM_UP.encode())])[0]))
_PAPER = FiledPaper(_READ.records, 0, "warm-up.txt", (), refused=False)
tracing.look_batch(tracing.Batch((Filed("", None, "", None, (_PAPER,), alone="warm-up"),), judging.Asked()))
gc.collect()
gc.freeze()
