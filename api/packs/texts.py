"""The texts of packs in the service: those of this package, and those that somebody sent, which may be refused."""

from __future__ import annotations

from importlib.resources import files

from api.problems import Invalid
from validators.law.pack import Pack, PackError
from validators.law.pack_text import read_pack
from validators.law.rehearsal import QUOTE, Defect, cases_of, rehearse
from validators.marked import TEXT_BYTES

__all__ = ["QUOTE", "TEXT_BYTES", "Defect", "cases_of", "read_or_refuse", "read_pack", "rehearse", "shipped_text"]


def shipped_text(pack: Pack) -> str:
    """The YAML of a pack of this package."""
    return (files("validators") / "packs" / pack.file).read_text("utf-8")


def read_or_refuse(text: str, file: str, cases: str) -> Pack:
    """The same, with an error a caller of the service can be told."""
    try:
        return read_pack(text, file, cases)
    except PackError as error:
        raise Invalid(str(error), "请按所列行号和可用的词改正后重新上传") from None
