"""Pages for people: server-rendered, no external asset."""

from __future__ import annotations

from fastapi import FastAPI


def attach(app: FastAPI) -> None:
    """Add the pages to the application."""
