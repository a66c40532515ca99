"""What keeps a store sound over the years: its schema, its checks, its backups."""

from __future__ import annotations

from api.upkeep.schema import Unmigrated, at_head, differences, upgrade

__all__ = ["Unmigrated", "at_head", "differences", "upgrade"]
