"""Every table of the service, so that migrations and tests see them all: each room keeps its own in ``tables.py``."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import api.accounts.tables
import api.audits.tables
import api.documents.tables
import api.filings.tables
import api.kpis.tables
import api.packs.tables
import api.queue.tables
import api.webhooks.tables  # noqa: F401
from api.filings import text_index

METADATA: MetaData = SQLModel.metadata
text_index.attach(METADATA.tables["filing"])
