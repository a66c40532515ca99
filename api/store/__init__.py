"""Where things are kept: rows in one SQL database, papers by their hash in one blob store. Both chosen by a URL."""

from __future__ import annotations

from api.store.blobs import Blob, Blobs
from api.store.columns import Packed, Plain, Utc, new_id, now
from api.store.database import Database

__all__ = ["Blob", "Blobs", "Database", "Packed", "Plain", "Utc", "new_id", "now"]
