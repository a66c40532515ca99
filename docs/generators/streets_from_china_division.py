"""Derive extractor/values/data/streets.txt from ``streets.csv`` of the package china-division (npm, WTFPL): streets and towns by county.

Run it by hand after fetching a new release: ``python docs/generators/streets_from_china_division.py dist/streets.csv``. The
product reads only the derived table: one line for each county, so that an address costs the line of its own county.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[2] / "extractor" / "values" / "data" / "streets.txt"
HEAD = """\
# Streets, towns and townships (statistical codes of nine digits): county code, then the last three digits and the name of each.
# Derived from china-division 2.7.0, Copyright (c) modood, WTFPL, by docs/generators/streets_from_china_division.py.
"""


def main() -> None:
    counties: dict[str, list[str]] = defaultdict(list)
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counties[row["code"][:6]].append(row["code"][6:] + row["name"].removesuffix("办事处"))
    lines = (f"{county} {','.join(sorted(streets))}\n" for county, streets in sorted(counties.items()))
    OUT.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
