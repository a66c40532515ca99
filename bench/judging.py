"""How many filings' facts are judged a second by all packs, on one core, beside an empty loop and a bare pass over the rules.

    .venv/bin/python bench/judging.py [--seconds 3]

The filings are those of ``samples``, read once before the clock starts. The machine's own speed stands beside: iterations of
an empty loop a second, and of a loop that only asks each rule of the packs whether it is in force on a day.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from api import check
from api.settings import Settings
from validators.facts import Filing
from validators.law.judge import judge
from validators.law.pack_reading import shipped

SAMPLES = Path(__file__).parents[1] / "samples"


def filings() -> Iterator[Filing]:
    """The filings of the samples that hold a policy, read and joined."""
    for bundle in check._read([SAMPLES], Settings(workers=1), lambda *_: None):
        filing = check._assemble(bundle)
        if filing.policies:
            yield filing


def per_second(once: Callable[[], int], seconds: float) -> float:
    """Units of work a second of processor time; ``once`` does some and says how many."""
    once()
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        done += once()
    return done / spent


def _empty() -> int:
    n = 0
    for _ in range(100_000):
        n += 1
    return n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    packs, found = shipped(), [*filings()]
    rules = [rule for pack in packs for rule in pack.rules]
    day = date(2025, 6, 1)

    def bare() -> int:
        for rule in rules:
            rule.in_force(day)
        return 1

    print(f"{len(packs)} packs, {len(rules)} rules, {len(found)} filings")
    print(f"empty loop: {per_second(_empty, 1.0) / 1e6:.1f} million iterations/s")
    print(f"bare pass over the rules: {per_second(bare, 1.0):,.0f}/s")
    for filing in found:
        count = len(judge(filing, packs).findings)
        rate = per_second(lambda filing=filing: judge(filing, packs) and 1, seconds)  # type: ignore[misc]
        print(f"{filing.filing_id:<40} {len(filing.subjects)} subjects, {count} verdicts: {rate:,.0f} filings/s")


if __name__ == "__main__":
    main()
