"""Waivers and a baseline in an audit: laid over each filing where it is judged, and part of what a judgement hangs on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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

    def hash(self) -> str:
        """Of the grounds, for a certificate."""
        text = json.dumps(self.grounds(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

    def lay_over(self, report: Report) -> Report:
        """The report with the findings that are waived or known excused."""
        filing = report.filing.filing_id
        if self.baseline is not None:
            report = report.excusing(
                {mark: {"by": "baseline"} for mark in _known(self.baseline, self.digest).of(filing)}
            )
        covering = waivers.excused(filing, report.findings, self.waivers, date.min)
        return report.excusing({mark: waiver.to_json() for mark, waiver in covering.items()})

    def unanswered(self, lines: Iterable[bytes], lang: str = "zh") -> Iterator[str]:
        """A line for each waiver that no finding of these reports (lines of docs/report.md) answers to, and one for what the
        baseline has and they have not."""
        from api.given.excuses import stale_line, waiver_line  # not in a worker, which tells nobody anything

        used: set[Waiver] = set()
        stale = 0
        known = _known(self.baseline, self.digest) if self.baseline is not None else Baseline({})
        named = {waiver.filing for waiver in self.waivers}
        for line in lines:
            report = json.loads(line)
            before = known.of(report["filing"])
            if before or report["filing"] in named:
                stale += len(before.keys() - {finding["fingerprint"] for finding in report["findings"]})
                used.update(waiver for waiver in self.waivers if _answered(waiver, report))
        yield from (
            waiver_line(told, lang) for told in waivers.told(self.waivers, used, date.min) if told.state == "unused"
        )
        if stale:
            yield stale_line(stale, lang)


def _answered(waiver: Waiver, report: Mapping[str, Any]) -> bool:
    """Whether a finding of the report was excused by it; of which subject it is the report does not say."""
    if waiver.filing != report["filing"]:
        return False
    return any(
        finding.get("excused") == waiver.to_json()
        and waiver.rule in (finding["rule"], finding["type"])
        and waiver.fingerprint in ("", finding["fingerprint"])
        for finding in report["findings"]
    )


def as_certified(waived: Path | None, known: Path | None, digest: str | None, today: date) -> Excused | None:
    """What the files excused on the day that the digest is of: a waiver may have run out since. What they excuse today where
    no day fits. Raises BadExcuse."""
    now, _ = load(waived, known, today)
    whole, _ = load(waived, known, date.min)
    if whole is None:
        return None
    for day in sorted({today, *(waiver.expires for waiver in whole.waivers)}):
        then = replace(whole, waivers=tuple(waiver for waiver in whole.waivers if waiver.expires >= day))
        if then.hash() == digest:
            return then
    return now


def load(
    waived: Path | None, known: Path | None, day: date, lang: str = "zh"
) -> tuple[Excused | None, list[str]]:  # fmt: skip
    """What the files excuse on that day, None without files; and a line for each waiver that has run out. Raises BadExcuse."""
    from api.beside import unreadable
    from api.given.excuses import waiver_line

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
        raise BadExcuse(unreadable(waived or known, error)) from None
    over = [waiver_line(told, lang) for told in waivers.told(given, (), day) if told.state == "expired"]
    standing = tuple(waiver for waiver in given if waiver.expires >= day)
    place = known.absolute() if known else None
    return Excused(standing, place, hashlib.sha256(text).hexdigest() if known else ""), over


@lru_cache(maxsize=1)
def _known(file: Path, digest: str) -> Baseline:
    """``digest`` keeps apart what a file was at different times."""
    return baseline.loads(file.read_text("utf-8"))
