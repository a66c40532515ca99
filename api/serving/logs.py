"""Log lines as JSON on standard error, one object a line, each with the id of the request or job it belongs to.

``time`` (UTC), ``level``, ``logger``, ``message``; ``id`` where there is a request; what ``extra`` says; ``error`` with the
traceback of an exception. No line carries a body, a query string or a cookie: they hold what papers and people say.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Any

REQUEST: ContextVar[str] = ContextVar("anze_request", default="")
"""The id of the request (or job) under way, "" outside of one."""

_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """A record as one line of JSON; line breaks in what was logged cannot begin a line of their own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            line["id"] = request
        line |= {key: value for key, value in vars(record).items() if key not in _KNOWN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str = "INFO", stream: IO[str] | None = None) -> None:
    """Send every logger's lines there (standard error unless said otherwise). A name that is no level means INFO."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.getLevelNamesMapping().get(level.upper(), logging.INFO))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "alembic"):
        theirs = logging.getLogger(name)
        theirs.handlers.clear()
        theirs.propagate = True
    for noisy in ("uvicorn.access", "alembic", "httpx", "httpcore"):  # our own line says more
        logging.getLogger(noisy).setLevel(logging.WARNING)
