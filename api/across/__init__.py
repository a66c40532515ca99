"""What a filing shares with others that are stored: the findings of ``validators.archive``, for whoever sees both sides.

``keep`` holds what a judged filing puts up for comparison; ``across`` answers for one person when asked. Nothing of what two
filings share is stored, counted or sent: a filing looks the same to its body whatever other bodies hand in.
"""

from __future__ import annotations

from api.across.keeping import keep
from api.across.service import Across, Other, across

__all__ = ["Across", "Other", "across", "keep"]
