"""A filing as its page shows it: findings with their places, readings by paper, facts, what happened when.

Built from the rows and the corrected records, so that values are written as the catalogue of fields writes them and a
reading knows the target under which it is corrected.
"""

from __future__ import annotations

from api.web.views.filing.made import view_of
from api.web.views.filing.shapes import FilingView, Place, Stored

__all__ = ["FilingView", "Place", "Stored", "view_of"]
