"""Waivers and a baseline in an audit: laid over each filing where it is judged, and part of what a judgement hangs on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from validators import baseline, waivers
from validators.baseline import Baseline, BaselineError
from validators.marked import PackError
from validators.report import Report
from validators.waivers import Waiver


class BadExcuse(Exception):
    """A file of waivers or a baseline that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Excused:
    """``waivers`` are those that stand on the day of the run; ``baseline`` is a file of this machine, ``digest`` its bytes'."""

    waivers: tuple[Waiver, ...] = ()
    baseline: Path | None = None
    digest: str = ""

    def grounds(self) -> list[Any]:
        """As JSON; a waiver that runs out changes it, the day alone does not."""
        return [[[*map(str, (w.rule, w.filing, w.subject, w.fingerprint)), dict(w.to_json())] for w in self.waivers], self.digest]  # fmt: skip

    def lay_over(self, report: Report) -> Report:
        """The report with the findings that are waived or known excused."""
        filing = report.filing.filing_id
        if self.baseline is not None:
            report = report.excusing(
                {mark: {"by": "baseline"} for mark in _known(self.baseline, self.digest).of(filing)}
            )
        covering = waivers.excused(filing, report.findings, self.waivers, date.min)
        return report.excusing({mark: waiver.to_json() for mark, waiver in covering.items()})


def load(waived: Path | None, known: Path | None, day: date) -> tuple[Excused | None, list[str]]:
    """What the files excuse on that day, None without files; and a line for each waiver that has run out. Raises BadExcuse."""
    if waived is None and known is None:
        return None, []
    try:
        given = waivers.parse(waived.read_text("utf-8"), str(waived)) if waived else ()
        text = known.read_bytes() if known else b""
        if known:
            baseline.loads(text.decode("utf-8"))
    except (BaselineError, PackError) as error:
        raise BadExcuse(str(error) if isinstance(error, PackError) else f"{known}：{error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadExcuse(f"读不了 {getattr(error, 'filename', None) or waived or known}：{error}") from None
    over = [f"{w.file}:{w.line}: {w.filing} {w.rule} 已过期（{w.expires}），不再生效" for w in given if w.expires < day]
    standing = tuple(waiver for waiver in given if waiver.expires >= day)
    place = known.absolute() if known else None
    return Excused(standing, place, hashlib.sha256(text).hexdigest() if known else ""), over


@lru_cache(maxsize=1)
def _known(file: Path, digest: str) -> Baseline:
    """``digest`` keeps apart what a file was at different times."""
    return baseline.loads(file.read_text("utf-8"))
