"""Every table of the service, so that migrations and tests see them all: each room keeps its own in ``tables.py``."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import api.tables.accounts
import api.tables.audits
import api.tables.documents
import api.tables.filings
import api.tables.kpis
import api.tables.packs
import api.tables.queue
import api.tables.traces
import api.tables.webhooks  # noqa: F401
from api import text_index

METADATA: MetaData = SQLModel.metadata
text_index.attach(METADATA.tables["filing"])
