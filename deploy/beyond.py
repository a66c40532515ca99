"""Of a lock on standard input, the entries that the lock named on the command line lacks: what an extra adds. Or ``--only NAME``."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def entries(text: str) -> dict[str, str]:
    """Package → its line and hashes."""
    parts = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    return {re.split(r"[=\s]", part)[0].lower(): part.strip() for part in parts}


if __name__ == "__main__":
    given = entries(sys.stdin.read())
    if sys.argv[1] == "--only":
        print(given[sys.argv[2]])
    else:
        known = entries(Path(sys.argv[1]).read_text("utf-8"))
        print("\n".join(entry for name, entry in given.items() if name not in known))
