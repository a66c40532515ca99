"""How far two short texts are apart, in characters."""

from __future__ import annotations


def changes(a: str, b: str) -> int:
    """Characters to put in, take out or exchange to make one text the other (Levenshtein 1966).

    >>> changes("示例财产保险股份有限公司", "示例财产保验股份有限公司")
    1
    """
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
