"""The list of filings: what may be asked of it, as URL parameters and as SQL that costs the same among a million.

Every page is found by its keys alone in an inner query over narrow indexes, and only its rows are then fetched. What a
regulator may see is two lists, its region's and its own uploads from elsewhere; they are walked side by side, since one
condition with "or" would use neither's index.
"""

from __future__ import annotations

from api.filings.listing.asked import MOST, SEVERITIES, SORTS, STATES, VERDICTS, Query
from api.filings.listing.pages import every, keys_of, page, select_filings
from api.filings.listing.params import PARAMS, Params, from_params, to_params

__all__ = [
    "MOST", "PARAMS", "SEVERITIES", "SORTS", "STATES", "VERDICTS", "Params", "Query", "every", "from_params", "keys_of", "page",
    "select_filings", "to_params",
]  # fmt: skip
