"""How far a run is, said while it goes on: one line rewritten on a terminal, else a plain line now and then."""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import TextIO
from unicodedata import east_asian_width

from api.terminal import present

TERMINAL_S, LOG_S = 0.2, 15.0
"""Between two lines."""
RECENT_S = 60.0
"""The rate is that of the last minute: scans lie together, and so do texts."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "survey": "清点", "plan": "归卷准备", "reading": "读取材料", "grouping": "归卷", "crossing": "案卷间比对", "judging": "判断", "results": "写结果", "storing": "入库",
        "rate": "{:.1f}份/秒", "frate": "{:.1f}卷/秒", "eta": "预计还需{}", "failed": "未读{}", "slowest": "最慢{:.1f}秒 {}",
        "findings": "违反{} 待定{}", "hours": "{}小时{}分", "minutes": "{}分{}秒",
    },
    "en": {
        "survey": "surveying", "plan": "planning", "reading": "reading", "grouping": "grouping", "crossing": "comparing filings", "judging": "judging", "results": "writing", "storing": "storing",
        "rate": "{:.1f} papers/s", "frate": "{:.1f} filings/s", "eta": "{} left", "failed": "{} not read", "slowest": "slowest {:.1f} s {}",
        "findings": "{} violated, {} undecided", "hours": "{} h {} min", "minutes": "{} min {} s",
    },
}  # fmt: skip


def fitted(line: str, columns: int) -> str:
    """As much of a line as stands in so many columns, of which a Chinese character takes two: what wraps is not written over.

    >>> fitted("[读取材料] 3/10", 9), fitted("abc", 9)
    ('[读取材料', 'abc')
    """
    ends = accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
    return "".join(letter for letter, end in zip(line, ends, strict=True) if end <= columns)


class Progress:
    """Told of every step, says something now and then. ``every_s``: seconds between log lines where ``out`` is no terminal;
    with ``quiet`` nothing is said at all."""

    def __init__(
        self, out: TextIO, lang: str = "zh", *, every_s: float = LOG_S, quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._out, self._words, self._quiet, self._clock = out, WORDS[lang], quiet, clock
        self._terminal = out.isatty()
        self._every_s = TERMINAL_S if self._terminal else every_s
        self._stage, self._total, self._done = "", 0, 0
        self._failed, self._violated, self._undecided = 0, 0, 0
        self._slowest = (0.0, "")
        self._recent: deque[tuple[float, int]] = deque()
        self._said = -self._every_s

    # -- told ----------------------------------------------------------------------------------------------------------

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins; ``total`` steps are ahead, 0 where nobody knows."""
        self._stage, self._total, self._done = name, total, 0
        self._recent = deque([(self._clock(), 0)])
        self._say(always=not self._terminal)

    def member(self, count: int, name: str) -> None:
        self._done = count
        self._say(tail=name)

    def paper(self, path: str, seconds: float, problem: str) -> None:
        """A paper is read; ``problem``: why not."""
        self._failed += bool(problem)
        self._slowest = max(self._slowest, (seconds, path))
        if problem and not self._quiet:
            self._print(f"✗ {path}：{problem}")
        self._step()

    def known(self, path: str, problem: str) -> None:
        """A paper did not have to be read."""
        self._failed += bool(problem)
        if problem and not self._quiet:
            self._print(f"✗ {path}：{problem}")
        self._step()

    def crossed(self) -> None:
        """A filing is ready to be compared with others."""
        self._step()

    def filing(self, violated: int, undecided: int, verdict: str) -> None:
        self._violated += violated
        self._undecided += undecided
        self._step()

    def close(self) -> None:
        """Nothing is left of the line on a terminal."""
        if self._terminal and not self._quiet:
            self._out.write("\r\x1b[K")
            self._out.flush()

    # -- says ----------------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        self._done += 1
        now = self._clock()
        if now - self._recent[-1][0] >= 1.0:
            self._recent.append((now, self._done))
            while len(self._recent) > 2 and now - self._recent[0][0] > RECENT_S:
                self._recent.popleft()
        self._say()

    def rate(self) -> float:
        """Steps per second of late."""
        then, done = self._recent[0]
        return (self._done - done) / max(self._clock() - then, 1e-3)

    def line(self, tail: str = "") -> str:
        """How far it is, as one line."""
        words, parts = self._words, []
        count = f"{self._done}/{self._total}" if self._total else f"{self._done}" if self._done else ""
        share = f" ({self._done / self._total:.0%})" if self._total else ""
        parts.append(f"[{words[self._stage]}] {count}{share}".rstrip())
        if self._stage in ("reading", "crossing", "judging", "storing") and self._done:
            parts.append(words["rate" if self._stage == "reading" else "frate"].format(self.rate()))
            if self._total > self._done and self.rate() > 0:
                parts.append(words["eta"].format(self._span((self._total - self._done) / self.rate())))
        if self._failed:
            parts.append(words["failed"].format(self._failed))
        if self._stage == "judging":
            parts.append(words["findings"].format(self._violated, self._undecided))
        if self._stage == "reading" and self._slowest[0] >= 1.0:
            seconds, path = self._slowest
            shown = "/".join(path.split("/")[-2:]) if self._terminal else path  # its end tells most, where the line is short
            parts.append(words["slowest"].format(seconds, shown))
        return "  ".join([*parts, *([tail] if tail else [])])

    def _span(self, seconds: float) -> str:
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return self._words["hours"].format(hours, minutes) if hours else self._words["minutes"].format(minutes, rest)

    def _say(self, tail: str = "", *, always: bool = False) -> None:
        now = self._clock()
        if self._quiet or not (always or now - self._said >= self._every_s):
            return
        self._said = now
        if self._terminal:
            line = self.line(tail).translate(present.CONTROL_PICTURES)
            self._out.write("\r" + fitted(line, shutil.get_terminal_size().columns - 1) + "\x1b[K")
            self._out.flush()
        else:
            self._print(self.line(tail))

    def _print(self, text: str) -> None:
        clear = "\r\x1b[K" if self._terminal else ""
        print(clear + text.translate(present.CONTROL_PICTURES), file=self._out, flush=True)
